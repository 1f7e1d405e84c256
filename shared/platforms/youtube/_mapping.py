"""From YouTube's two halves to Interactions: the feed that its hub pushes, and the comments that must be asked for.

It verifies nothing and calls nobody. A video is named by its id, a comment by its own, a reply by
`<comment>.<suffix>`, as YouTube does.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable, OutcomeUnknown
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, clean, iso_moment
from shared.platforms.youtube._atom import Element, parsed

NAME: Final = "youtube"
SITE: Final = "https://www.youtube.com/"

_ATOM: Final = "http://www.w3.org/2005/Atom "
_YOUTUBE: Final = "http://www.youtube.com/xml/schemas/2015 "
_TOMBSTONE: Final = "http://purl.org/atompub/tombstones/1.0 "
_ABOUT: Final = frozenset(_ATOM + name for name in ("link", "title", "updated", "id", "author", "published"))
_VIDEO: Final = "yt:video:"
_CHANNEL: Final = r"/channel/([A-Za-z0-9_-]{1,64})/?"
_SOON: Final = timedelta(hours=1)  # a notice of a new video comes minutes after it, with a later `updated`


def read(delivery: Delivery) -> Reading:
    """Everything in one pushed feed. Raises DeliveryUnreadable; one bad entry does not lose the others."""
    feed = parsed(delivery.body)
    if feed.name != _ATOM + "feed":
        raise DeliveryUnreadable("feed: an Atom feed was expected")
    gathering, channel = Gathering(), _topic(feed)
    for number, element in enumerate(feed.inside):
        if element.name in _ABOUT:
            continue
        one = _READ.get(element.name)
        if one is None:
            gathering.skip(element.name.rpartition(" ")[2])
            continue
        try:
            found = one(element, channel, f"feed.{number}", delivery.received_at)
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)
            continue
        if isinstance(found, Interaction):
            gathering.interactions.append(found)
        else:
            gathering.skip(found)
    if all(element.name in _ABOUT for element in feed.inside):
        gathering.skip("feed.empty")
    return gathering.done()


def _topic(feed: Element) -> str | None:
    """The channel that the feed is about, as its own address says."""
    for link in feed.inside:
        if link.name == _ATOM + "link" and link.attributes.get("rel") == "self":
            try:
                return parse_qs(urlsplit(link.attributes.get("href", "")).query).get("channel_id", [None])[0]
            except ValueError:
                return None
    return None


def _entry(entry: Element, topic: str | None, where: str, now: datetime) -> Interaction | str:
    named = entry.words(_ATOM + "id") or ""
    video = entry.words(_YOUTUBE + "videoId") or named.removeprefix(_VIDEO) * named.startswith(_VIDEO)
    if not video:
        if named.startswith("yt:"):
            return f"entry.{named.split(':')[1]}"
        raise DeliveryUnreadable(f"{where}.videoId: missing")
    channel = entry.words(_YOUTUBE + "channelId") or topic
    if channel is None:
        raise DeliveryUnreadable(f"{where}.channelId: missing")
    published = iso_moment(entry.words(_ATOM + "published"))
    updated = iso_moment(entry.words(_ATOM + "updated"))
    late = published is not None and updated is not None and updated - published > _SOON
    return Interaction(
        platform=NAME,
        account=channel,
        object=video,
        kind=Kind.POST,
        received_at=now,
        change=Change.EDITED if late else Change.NEW,
        at=updated if late else published or updated,
        author=_by(entry.first(_ATOM + "author"), channel),
        place=Place(thread=video, post=video),
        text=entry.words(_ATOM + "title"),
        url=f"{SITE}watch?v={quote(video, safe='')}",
    )


def _deleted(entry: Element, topic: str | None, where: str, now: datetime) -> Interaction | str:
    named = entry.attributes.get("ref", "")
    if not named.startswith(_VIDEO):
        return "deleted_entry.other"
    by = entry.first(_TOMBSTONE + "by")
    channel = _channel(by) or topic
    video = named.removeprefix(_VIDEO).strip()
    if channel is None or not video:
        raise DeliveryUnreadable(f"{where}: no channel or no video")
    return Interaction(
        platform=NAME,
        account=channel,
        object=video,
        kind=Kind.POST,
        received_at=now,
        change=Change.REMOVED,
        at=iso_moment(entry.attributes.get("when")),
        author=_by(by, channel),
        place=Place(thread=video, post=video),
    )


_READ: Final = {_ATOM + "entry": _entry, _TOMBSTONE + "deleted-entry": _deleted}


def _channel(person: Element | None) -> str | None:
    """The channel in a person's address. Names and handles can change and say nothing about who it is."""
    found = re.search(_CHANNEL + r"\Z", (person.words(_ATOM + "uri") or "") if person is not None else "")
    return found[1] if found else None


def _by(person: Element | None, channel: str) -> Author:
    """The owner of the channel, unless another channel is named."""
    author = _channel(person) or channel
    return Author(id=author, name=None if person is None else person.words(_ATOM + "name"), is_us=author == channel)


def comment(
    given: object, *, account: str, now: datetime, since: datetime, known: datetime, video: str | None, closed: bool
) -> tuple[Interaction, ...]:
    """One comment resource: as new, and besides as edited where it was edited since `since`.

    What is older than `known` was told before: of that only the edit is. `closed`: nothing can be said under it.
    Raises OutcomeUnknown for what has no id, for then the list is not what we think.
    """
    facts = given if isinstance(given, dict) else {}
    named, snippet = clean(facts.get("id")), _part(facts, "snippet")
    if not named:
        raise OutcomeUnknown(NAME, "list", "a comment without id")
    thread, answers = named.partition(".")[0], clean(snippet.get("parentId")) or None
    if answers is None and thread != named:
        answers = thread
    author = clean(_part(snippet, "authorChannelId").get("value")) or None
    shown = clean(snippet.get("authorDisplayName")) or None
    video = clean(snippet.get("videoId")) or video
    at, updated = iso_moment(snippet.get("publishedAt")), iso_moment(snippet.get("updatedAt"))

    def told(change: Change, at: datetime | None) -> Interaction:
        return Interaction(
            platform=NAME,
            account=account,
            object=named,
            kind=Kind.COMMENT,
            received_at=now,
            change=change,
            at=at,
            author=Author(
                id=author,
                name=shown,
                handle=shown[1:] or None if shown is not None and shown.startswith("@") else None,
                is_us=author is not None and author == account,
            ),
            place=Place(thread=answers or named, answers=answers, reply_to=answers, post=video),
            text=clean(snippet.get("textOriginal")) or clean(snippet.get("textDisplay")) or None,
            url=f"{SITE}watch?v={quote(video, safe='')}&lc={quote(named, safe='')}" if video else None,
            details={"can_reply": "no"} if closed else {},
        )

    edited = updated is not None and updated != at and updated >= since
    if not edited:
        return (told(Change.NEW, at),)
    again = told(Change.EDITED, updated)
    return (again,) if at is not None and at < known else (told(Change.NEW, at), again)


def removed(named: str, account: str, now: datetime) -> Interaction:
    """A comment of which YouTube says that it is not there any more."""
    thread = named.partition(".")[0]
    return Interaction(
        platform=NAME,
        account=account,
        object=named,
        kind=Kind.COMMENT,
        received_at=now,
        change=Change.REMOVED,
        at=now,
        place=Place(thread=thread, answers=None if named == thread else thread),
    )


def _part(facts: dict[str, Any], name: str) -> dict[str, Any]:
    value = facts.get(name)
    return value if isinstance(value, dict) else {}
