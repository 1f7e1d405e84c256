"""What X can be asked: posts that mention the account, its own posts, and its direct messages, page by page.

Likes, follows, reposts and quotes that do not mention the account are left out: X would have to be asked about every
post by itself. Reading costs money, so the answers say how many posts, messages and people they held.

Sources (read 2026-11): https://docs.x.com/x-api/users/get-mentions, https://docs.x.com/x-api/users/get-posts,
https://docs.x.com/x-api/direct-messages/get-dm-events, https://docs.x.com/x-api/getting-started/pricing,
https://docs.x.com/x-api/posts/timelines/introduction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.errors import DeliveryUnreadable, OutcomeUnknown
from shared.core.interaction import Interaction
from shared.core.ports import Listed, Question
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import ApiClient, path_id
from shared.platforms.x._activity import people, read_message, read_post
from shared.platforms.x._api import start_time
from shared.platforms.x._common import IMPLIED, NAME, Event, classified, part

_PER_PAGE: Final = 100
_POST: Final = (
    "attachments,author_id,conversation_id,created_at,display_text_range,entities,in_reply_to_user_id,lang,"
    "note_tweet,referenced_tweets"
)
_PERSON: Final = "affiliation,name,public_metrics,username"
_MEDIA: Final = "media_key,preview_image_url,url"
_BESIDE: Final = frozenset({"media", "user"})  # without these a list is whole all the same


class Source(msgspec.Struct, frozen=True):
    """One list. `holds` is how much of it X keeps at hand, None for all of it; `read` reads one thing of it."""

    path: str
    asked: Mapping[str, str]
    read: Callable[[Event, dict[str, Any]], Interaction | None]
    holds: int | None = None
    since: bool = True


def _mentioning(event: Event, includes: dict[str, Any]) -> Interaction | None:
    """A mention that X added is left out, as X Activity does: it would count as a delivery that was lost."""
    found = classified(event, read_post(event, includes, mentions_us=True))
    return None if found is not None and IMPLIED in found.details else found


def _own(event: Event, includes: dict[str, Any]) -> Interaction | None:
    return classified(event, read_post(event, includes))


SOURCES: Final[dict[str, Source]] = {
    "mentions": Source(
        "/2/users/{us}/mentions",
        {
            "expansions": "author_id,attachments.media_keys",
            "media.fields": _MEDIA,
            "tweet.fields": _POST,
            "user.fields": _PERSON,
        },
        _mentioning,
        holds=800,
    ),
    "messages": Source(
        "/2/dm_events",
        {
            "dm_event.fields": "attachments,created_at,dm_conversation_id,event_type,sender_id,text",
            "event_types": "MessageCreate",
            "expansions": "sender_id,attachments.media_keys",
            "media.fields": _MEDIA,
            "user.fields": _PERSON,
        },
        read_message,
        since=False,
    ),
    "posts": Source(
        "/2/users/{us}/tweets",
        {"exclude": "retweets", "tweet.fields": _POST},
        _own,
        holds=3200,
    ),
}


def listed(api: ApiClient, us: str, asked: tuple[str, ...], question: Question, timeout: float) -> Listed:
    """One page of the list that the cursor names, and where to go on: the next page, or the next list."""
    name, mark, told = _place(question.cursor, asked)
    source = SOURCES[name]
    params = {**source.asked, "max_results": str(_PER_PAGE)}
    if source.since:
        params["start_time"] = start_time(question.since)
    if mark is not None:
        params["pagination_token"] = mark
    page = api.request("list", "GET", source.path.format(us=path_id(us)), params=params, timeout=timeout)
    found = _whole(page)
    includes = part(page, "includes")
    users = people(includes)
    read: list[Interaction] = []
    unreadable: list[str] = []
    for one in found:
        try:
            told_of = _read(source, Event(us, one, "data", question.now, users), includes)
        except DeliveryUnreadable as error:
            unreadable.append(error.why)
            continue
        read += filter(None, (told_of,))
    units = len(found) + len(users)
    told += len(found)
    after = clean(page["meta"].get("next_token"))
    if after and not (not source.since and _older(found, question.since)):
        if after == mark:
            raise OutcomeUnknown(NAME, "list", "the list does not go on")
        return Listed(tuple(read), json.dumps([name, after, told]), units, tuple(unreadable))
    if not after and source.holds is not None and told >= source.holds * 19 // 20:  # deleted ones count, unseen
        raise OutcomeUnknown(NAME, "list", f"the list was cut off: X holds {source.holds} at hand")
    rest = asked[asked.index(name) + 1 :]
    return Listed(tuple(read), json.dumps([rest[0], None, 0]) if rest else None, units, tuple(unreadable))


def _place(cursor: str | None, asked: tuple[str, ...]) -> tuple[str, str | None, int]:
    """Which list, which page, how much came before. A cursor of other settings begins again: nothing is lost by it."""
    try:
        name, mark, told = json.loads(cursor or "")
    except (ValueError, TypeError):
        return asked[0], None, 0
    if name in asked and isinstance(mark, str | None) and type(told) is int:
        return name, mark, told
    return asked[0], None, 0


def _whole(page: dict[str, Any]) -> list[Any]:
    """What a page lists. An empty one has no `data`, but says that it is empty."""
    meta, faults = page.get("meta"), page.get("errors", [])
    found = page.get("data")
    if not isinstance(meta, dict) or not isinstance(faults, list) or not all(map(_is_beside, faults)):
        raise OutcomeUnknown(NAME, "list", "the list is not whole")
    if found is None and "data" not in page and meta.get("result_count") == 0:
        return []
    if not isinstance(found, list):
        raise OutcomeUnknown(NAME, "list", "no list in the answer")
    return found


def _is_beside(fault: object) -> bool:
    """Whether what is missing is only somebody's name or a picture, such as of an account that is suspended."""
    return isinstance(fault, dict) and (
        clean(fault.get("resource_type")) in _BESIDE or fault.get("section") == "includes"
    )


def _read(source: Source, event: Event, includes: dict[str, Any]) -> Interaction | None:
    found = source.read(event, includes)
    if found is not None and found.at is None:
        raise DeliveryUnreadable("data.created_at: missing")
    return found


def _older(found: list[Any], since: datetime) -> bool:
    """Whether a list that begins with the newest has come to what is older than asked for."""
    times = (iso_moment(one.get("created_at")) for one in found if isinstance(one, dict))
    return any(at is not None and at < since for at in times)
