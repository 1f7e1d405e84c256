"""From the Account Activity deliveries of X to Interactions: which post is what to the brand, and its ids.

Called by the platform with a verified Delivery. It verifies nothing and calls nobody. The newer X Activity
envelope (`data.event_type`) is counted under its name and passed over.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_object, clean, moment

NAME: Final = "x"

_ABOUT: Final = frozenset(  # what stands beside events and is none
    {"for_user_id", "user_has_blocked", "is_blocked_by", "users", "apps", "includes", "matching_rules"}
)
_FOLLOWS: Final = {"follow": Change.NEW, "unfollow": Change.REMOVED}
_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_CREATED: Final = r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) \+0000 ([0-9]{4})"
_DIGITS: Final = r"[0-9]{1,25}"
_BARE_LINK: Final = r"https?://t\.co/\w+"
_LANGUAGE: Final = r"(?!und|zxx|q[a-z]{2})[a-z]{2,3}"
_MOST_MEDIA: Final = 20
_COUNTABLE: Final = 2**53


def read(delivery: Delivery) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad event does not lose the others."""
    body = body_object(delivery)
    gathering = Gathering()
    us = _id(body.get("for_user_id"))
    for name, events in body.items():
        if name in _ABOUT:
            continue
        read_event = _EVENTS.get(name)
        if read_event is None:
            gathering.skip(_unread(name, events))
        elif us is None:
            gathering.unreadable.append(f"for_user_id: missing beside {name}")
        elif not isinstance(events, list):
            gathering.unreadable.append(f"{name}: a list was expected")
        else:
            for number, event in enumerate(events):
                try:
                    found = read_event(_Event(delivery, us, event, body, f"{name}.{number}"))
                except DeliveryUnreadable as error:
                    gathering.unreadable.append(error.why)
                    continue
                if isinstance(found, Interaction):
                    gathering.interactions.append(found)
                else:
                    gathering.skip(found)
    return gathering.done()


def _unread(name: str, value: object) -> str:
    """A name for something that is not taken: a revoked grant, a newer envelope, typing, reading, blocks."""
    if isinstance(value, dict) and name == "user_event" and len(value) == 1:
        return f"user_event.{next(iter(value))}"
    if isinstance(value, dict) and name == "data":
        kind = clean(value.get("event_type"))
        return f"activity.{kind}" if kind else "filtered_stream"
    return name


class _Event:
    """One event with what surrounds it. `us` is the subscribed account."""

    def __init__(self, delivery: Delivery, us: str, facts: object, body: dict[str, Any], where: str) -> None:
        if not isinstance(facts, dict):
            raise DeliveryUnreadable(f"{where}: an object was expected")
        self.us = us
        self.facts: dict[str, Any] = facts
        self.where = where
        self._received_at = delivery.received_at
        self._body = body

    def need(self, facts: dict[str, Any], name: str) -> str:
        found = _id(facts.get(name))
        if found is None:
            raise DeliveryUnreadable(f"{self.where}.{name}: missing")
        return found

    def author(self, user: dict[str, Any], found: str | None) -> Author:
        known = _part(self._body, "users").get(found) if found else None
        user = {**(known if isinstance(known, dict) else {}), **user}
        followers = user.get("followers_count")
        return Author(
            id=found,
            name=clean(user.get("name")) or None,
            handle=clean(user.get("screen_name")) or None,
            is_us=found == self.us,
            followers=followers if type(followers) is int and 0 <= followers < _COUNTABLE else None,
        )

    def made(self, kind: Kind, named: str, author: Author, place: Place, **more: Any) -> Interaction:
        return Interaction(
            platform=NAME,
            account=self.us,
            object=named,
            kind=kind,
            received_at=self._received_at,
            author=author,
            place=place,
            **more,
        )


def _post(event: _Event) -> Interaction | str:
    """A post, by what it is to the brand. The order matters: a repost begins with RT @ and mentions us too."""
    post, us = event.facts, event.us
    named = event.need(post, "id_str")
    author = event.author(_part(post, "user"), _id(_part(post, "user").get("id_str")))
    answers, to = _id(post.get("in_reply_to_status_id_str")), _id(post.get("in_reply_to_user_id_str"))
    reposted, quoted = _part(post, "retweeted_status"), _part(post, "quoted_status")
    if reposted:
        if not author.is_us and _id(_part(reposted, "user").get("id_str")) != us:
            return "tweet_create_events.other"
        return _repost(event, author, event.need(reposted, "id_str"))
    quotes = _id(post.get("quoted_status_id_str")) or _id(quoted.get("id_str"))
    whom = _id(_part(quoted, "user").get("id_str"))
    details: dict[str, str] = {}
    if author.is_us:
        kind = Kind.COMMENT if answers else Kind.POST
    elif to == us:
        kind = Kind.COMMENT
    elif post.get("is_quote_status") is True and whom == us:
        kind, details = Kind.SHARE, {"share": "quote"}
    elif us in _mentioned(post):
        kind = Kind.MENTION
    elif post.get("is_quote_status") is True and not quoted and quotes:
        # The quoted post is deleted or protected, so it is left out; only a quote of ours is sent to us.
        kind, details = Kind.SHARE, {"share": "quote"}
    else:
        return "tweet_create_events.other"
    first, change = _edited(post, named)
    place = Place(thread=None if answers else first, answers=answers, post=quotes)
    return event.made(
        kind,
        first,
        author,
        place,
        change=change,
        at=_at(post),
        text=_words(post, alone=bool(quotes or _media(post))),
        language=_language(post.get("lang")),
        url=_url(author.handle, named),
        media=_media(post),
        details=details,
    )


def _repost(event: _Event, author: Author, of: str) -> Interaction:
    """A repost says nothing and cannot be answered, so it is named by what it is about, like a reaction."""
    event.need({"user.id_str": author.id}, "user.id_str")
    return event.made(
        Kind.SHARE,
        f"share/{of}/{author.id}",
        author,
        Place(post=of),  # not in the conversation: a repost by us answers nobody
        at=_at(event.facts),
        url=_url(author.handle, event.need(event.facts, "id_str")),
        details={"share": "retweet"},
    )


def _like(event: _Event) -> Interaction | str:
    liked, user = _part(event.facts, "favorited_status"), _part(event.facts, "user")
    target, author = event.need(liked, "id_str"), event.author(user, event.need(user, "id_str"))
    if not author.is_us and _id(_part(liked, "user").get("id_str")) != event.us:
        return "favorite_events.other"
    return event.made(
        Kind.REACTION,
        f"reaction/{target}/{author.id}",
        author,
        Place(answers=target, post=target),
        at=_at(event.facts),
        details={"reaction": "like"},
    )


def _follow(event: _Event) -> Interaction | str:
    """A follow, and an unfollow, which comes under either name."""
    said = clean(event.facts.get("type")) or event.where.partition("_")[0]
    if said not in _FOLLOWS:
        return f"follow_events.{said}"
    source, target = _part(event.facts, "source"), _part(event.facts, "target")
    who, whom = event.need(source, "id"), event.need(target, "id")
    if event.us not in (who, whom):
        return "follow_events.other"
    return event.made(
        Kind.FOLLOW,
        f"follow/{whom}/{who}",
        event.author(source, who),
        Place(),
        change=_FOLLOWS[said],
        at=moment(event.facts.get("created_timestamp")),
    )


def _message(event: _Event) -> Interaction | str:
    """A direct message, by either side. The conversation has no id here: it is the two people."""
    said = clean(event.facts.get("type")) or "unnamed"
    if said != "message_create":
        return f"direct_message_events.{said}"
    message = _part(event.facts, "message_create")
    data = _part(message, "message_data")
    sender = event.need(message, "sender_id")
    both = {sender, event.need(_part(message, "target"), "recipient_id")}
    if event.us not in both:
        return "direct_message_events.other"
    media = _part(_part(data, "attachment"), "media")
    address = _address(media.get("media_url_https"))
    return event.made(
        Kind.DIRECT_MESSAGE,
        event.need(event.facts, "id"),
        event.author({}, sender),
        Place(thread="-".join(sorted(both, key=lambda one: (len(one), one))), private=True),
        at=moment(event.facts.get("created_timestamp")),
        text=_words(data, alone="attachment" in data),
        media=(address,) if address else (),
    )


def _deleted(event: _Event) -> Interaction:
    """A post is gone. Its kind is not told; the Entry it removes knows."""
    status = _part(event.facts, "status")
    user = _id(status.get("user_id"))
    return event.made(
        Kind.MENTION,
        event.need(status, "id"),
        Author(id=user, is_us=user == event.us),
        Place(),
        change=Change.REMOVED,
        at=moment(event.facts.get("timestamp_ms")),
    )


_EVENTS: Final = {
    "tweet_create_events": _post,
    "favorite_events": _like,
    "follow_events": _follow,
    "unfollow_events": _follow,
    "direct_message_events": _message,
    "tweet_delete_events": _deleted,
}


def _mentioned(post: dict[str, Any]) -> set[str | None]:
    longer = _part(post, "extended_tweet")
    mentions = _part(longer or post, "entities").get("user_mentions")
    found = mentions if isinstance(mentions, list) else []
    return {_id(one.get("id_str")) for one in found if isinstance(one, dict)}


def _edited(post: dict[str, Any], named: str) -> tuple[str, Change]:
    """An edited post comes as a new id, listed behind the first one it had."""
    listed = post.get("edit_history_tweet_ids")
    first = _id(listed[0]) if isinstance(listed, list) and listed else None
    return (first, Change.EDITED) if first is not None and first != named else (named, Change.NEW)


def _words(facts: dict[str, Any], *, alone: bool) -> str | None:
    """The whole text, with the three escapes of X undone; None where it is only the link of what hangs on it."""
    text = clean(_part(facts, "extended_tweet").get("full_text")) or clean(facts.get("text")) or ""
    if alone and re.fullmatch(_BARE_LINK, text.strip()):
        return None
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") or None


def _media(post: dict[str, Any]) -> tuple[str, ...]:
    whole = _part(post, "extended_tweet") or post
    listed = (_part(whole, "extended_entities") or _part(whole, "entities")).get("media")
    found = listed[:_MOST_MEDIA] if isinstance(listed, list) else []
    addresses = (_address(one.get("media_url_https")) for one in found if isinstance(one, dict))
    return tuple(address for address in addresses if address)


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


def _language(value: object) -> str | None:
    """X's `lang`, without its codes for no language (`und`, `zxx`) and for posts of links or tags (`qme`)."""
    return value if isinstance(value, str) and re.fullmatch(_LANGUAGE, value) else None


def _url(handle: str | None, named: str) -> str:
    known = handle is not None and re.fullmatch(r"\w{1,15}", handle, re.ASCII)
    return f"https://x.com/{handle if known else 'i/web'}/status/{named}"


def _address(value: object) -> str | None:
    address = clean(value) if isinstance(value, str) else None
    return address if address and address.startswith("https://") else None


def _part(facts: dict[str, Any], name: str) -> dict[str, Any]:
    value = facts.get(name)
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str | None:
    """Ids are taken from text only: as numbers they come rounded."""
    return value if isinstance(value, str) and re.fullmatch(_DIGITS, value) else None
