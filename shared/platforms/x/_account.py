"""From Account Activity (`{"for_user_id": ..., "<what>_events": [...]}`) to Interactions, one event at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from shared.core.interaction import Change, Interaction
from shared.platforms._base import clean, moment
from shared.platforms.x._common import (
    Event,
    Post,
    address,
    classified,
    followed,
    history,
    ident,
    implied,
    language,
    liked,
    message,
    part,
    parts,
    removed,
    words,
)

_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_CREATED: Final = r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) \+0000 ([0-9]{4})"
_FOLLOWS: Final = {"follow": Change.NEW, "unfollow": Change.REMOVED}
_MOST_MEDIA: Final = 20


def _post(event: Event) -> Interaction | str:
    post = event.facts
    named = event.need(post, "id_str")
    user, quoted, reposted = (part(post, name) for name in ("user", "quoted_status", "retweeted_status"))
    longer = part(post, "extended_tweet")
    whole = longer or post
    quotes = ident(post.get("quoted_status_id_str")) or ident(quoted.get("id_str"))
    media = _media(whole)
    ours = [one for one in parts(part(whole, "entities"), "user_mentions") if one.get("id_str") == event.us]
    read = Post(
        named=named,
        first=history(named, post.get("edit_history_tweet_ids")),
        author=event.author(user, ident(user.get("id_str"))),
        at=_at(post),
        text=words(clean(longer.get("full_text")) or post.get("text"), alone=bool(quotes or media)),
        language=language(post.get("lang")),
        media=media,
        answers=ident(post.get("in_reply_to_status_id_str")),
        to=ident(post.get("in_reply_to_user_id_str")),
        reposts=event.need(reposted, "id_str") if reposted else None,
        reposts_ours=ident(part(reposted, "user").get("id_str")) == event.us,
        quotes=quotes,
        quotes_ours=_quotes_ours(event, quoted, quotes),
        mentions_us=bool(ours),
        implied=implied(whole, [_end(one) for one in ours]),
    )
    return classified(event, read) or "tweet_create_events.other"


def _quotes_ours(event: Event, quoted: dict[str, Any], quotes: str | None) -> bool | None:
    """Without the quoted post it is deleted or protected."""
    if event.facts.get("is_quote_status") is not True:
        return False
    if not quoted and quotes:
        return None
    return ident(part(quoted, "user").get("id_str")) == event.us


def _like(event: Event) -> Interaction | str:
    post, user = part(event.facts, "favorited_status"), part(event.facts, "user")
    target, author = event.need(post, "id_str"), event.author(user, event.need(user, "id_str"))
    if not author.is_us and ident(part(post, "user").get("id_str")) != event.us:
        return "favorite_events.other"
    return liked(event, target, author, _at(event.facts))


def _follow(event: Event) -> Interaction | str:
    """A follow, and an unfollow, which comes under either name."""
    said = clean(event.facts.get("type")) or event.where.partition("_")[0]
    if said not in _FOLLOWS:
        return f"follow_events.{said}"
    at = moment(event.facts.get("created_timestamp"))
    return followed(event, _FOLLOWS[said], at) or "follow_events.other"


def _deleted(event: Event) -> Interaction:
    status = part(event.facts, "status")
    at = moment(event.facts.get("timestamp_ms"))
    return removed(event, event.need(status, "id"), ident(status.get("user_id")), at)


EVENTS: Final[dict[str, Callable[[Event], Interaction | str]]] = {
    "tweet_create_events": _post,
    "favorite_events": _like,
    "follow_events": _follow,
    "unfollow_events": _follow,
    "direct_message_events": message,
    "tweet_delete_events": _deleted,
}
"""Each gives an Interaction, or the name under which it is counted and passed over."""


def _end(mention: dict[str, Any]) -> object:
    indices = mention.get("indices")
    return indices[-1] if isinstance(indices, list) and indices else None


def _media(whole: dict[str, Any]) -> tuple[str, ...]:
    found = parts(part(whole, "extended_entities") or part(whole, "entities"), "media")[:_MOST_MEDIA]
    return tuple(kept for one in found if (kept := address(one.get("media_url_https"))))


def _at(facts: dict[str, Any]) -> datetime | None:
    return moment(facts.get("timestamp_ms")) or created_at(facts.get("created_at"))


def created_at(value: object) -> datetime | None:
    """`Mon Sep 21 14:13:20 +0000 2026` as a time. Read by hand: strptime would follow the host's language."""
    found = re.fullmatch(_CREATED, value) if isinstance(value, str) else None
    if found is None or found[1] not in _MONTHS:
        return None
    day, hour, minute, second, year = map(int, found.group(2, 3, 4, 5, 6))
    try:
        return datetime(year, _MONTHS[found[1]], day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
