"""What both forms of X's events share: ids, words, people, and what a post is to the brand.

Account Activity speaks the older language of posts, X Activity and the lists the newer one; each is read into a
`Post` in its own module. Which post is what is decided once, here, so that both give the same Interaction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import clean, moment

NAME: Final = "x"
LISTENED: Final = "listened"  # the detail of a post that only matched a rule for words
ENCRYPTED: Final = "encrypted"  # the detail of a message that we cannot read
IMPLIED: Final = "implied"  # the detail of a mention that X added: its author speaks to somebody else
GROUP: Final = "group"  # the detail of a message that more people read than its author and the account

LISTS: Final = {  # what can be asked for, in this order, and which kinds it holds
    "mentions": frozenset({Kind.COMMENT, Kind.MENTION, Kind.POST}),  # a post of the account may mention itself
    "messages": frozenset({Kind.DIRECT_MESSAGE}),
    "posts": frozenset({Kind.COMMENT, Kind.POST}),
}

_DIGITS: Final = r"[0-9]{1,25}"
_BARE_LINK: Final = r"https?://t\.co/\w+"
_LANGUAGE: Final = r"(?!und|zxx|q[a-z]{2})[a-z]{2,3}"
_LABEL: Final = "Automated"
_COUNTABLE: Final = 2**53


class Event:
    """One event with what surrounds it. `us` is the subscribed account, `users` are people by their id."""

    def __init__(
        self, us: str, facts: object, where: str, received_at: datetime, users: Mapping[str, Any] | None = None
    ) -> None:
        if not isinstance(facts, dict):
            raise DeliveryUnreadable(f"{where}: an object was expected")
        self.us = us
        self.facts: dict[str, Any] = facts
        self.where = where
        self.received_at = received_at
        self._users = users or {}

    def need(self, facts: dict[str, Any], name: str) -> str:
        found = ident(facts.get(name))
        if found is None:
            raise DeliveryUnreadable(f"{self.where}.{name}: missing")
        return found

    def author(self, user: dict[str, Any], found: str | None) -> Author:
        user = {**unwrapped(self._users.get(found) if found else None), **user}
        followers = user.get("followers_count", part(user, "public_metrics").get("followers_count"))
        ours = found == self.us
        return Author(
            id=found,
            name=clean(user.get("name")) or None,
            handle=clean(user.get("screen_name") or user.get("username")) or None,
            is_us=ours,
            is_bot=not ours and _automated(user),  # colleagues write by the brand's account, whatever its label
            followers=followers if type(followers) is int and 0 <= followers < _COUNTABLE else None,
        )

    def made(self, kind: Kind, named: str, author: Author, place: Place, **more: Any) -> Interaction:
        return Interaction(
            platform=NAME,
            account=self.us,
            object=named,
            kind=kind,
            received_at=self.received_at,
            author=author,
            place=place,
            **more,
        )


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post in neither language. `first` is the id it had before any edit, `to` whose post it answers.

    `quotes_ours` is None where the quoted post is left out although only a quote of ours would be sent.
    """

    named: str
    first: str
    author: Author
    at: datetime | None = None
    text: str | None = None
    language: str | None = None
    media: tuple[str, ...] = ()
    thread: str | None = None
    answers: str | None = None
    to: str | None = None
    reposts: str | None = None
    reposts_ours: bool = False
    quotes: str | None = None
    quotes_ours: bool | None = False
    mentions_us: bool = False
    implied: bool = False
    listened: bool = False


def classified(event: Event, post: Post) -> Interaction | None:
    """A post, by what it is to the brand. The order matters: a repost begins with RT @ and mentions us too."""
    if post.reposts:
        return _repost(event, post, post.reposts) if post.author.is_us or post.reposts_ours else None
    details: dict[str, str] = {}
    if post.author.is_us:
        kind = Kind.COMMENT if post.answers else Kind.POST
    elif post.to == event.us:
        kind = Kind.COMMENT
    elif post.quotes_ours or (post.quotes_ours is None and not post.mentions_us):
        kind, details = Kind.SHARE, {"share": "quote"}
    elif post.mentions_us:
        kind, details = Kind.MENTION, {IMPLIED: "mention"} if post.implied else {}
    elif post.listened:
        kind, details = Kind.MENTION, {LISTENED: "filtered_stream"}
    else:
        return None
    return event.made(
        kind,
        post.first,
        post.author,
        Place(thread=post.thread or (None if post.answers else post.first), answers=post.answers, post=post.quotes),
        change=Change.NEW if post.first == post.named else Change.EDITED,
        at=post.at,
        text=post.text,
        language=post.language,
        url=_url(post.author.handle, post.named),
        media=post.media,
        details=details,
    )


def _repost(event: Event, post: Post, of: str) -> Interaction:
    """A repost says nothing and cannot be answered, so it is named by what it is about, like a reaction."""
    event.need({"author": post.author.id}, "author")
    return event.made(
        Kind.SHARE,
        f"share/{of}/{post.author.id}",
        post.author,
        Place(post=of),  # not in the conversation: a repost by us answers nobody
        at=post.at,
        url=_url(post.author.handle, post.named),
        details={"share": "retweet"},
    )


def liked(event: Event, target: str, author: Author, at: datetime | None, unnamed: str = "") -> Interaction:
    """A like of a post; where nobody tells whose it is, named by its own id."""
    return event.made(
        Kind.REACTION,
        f"reaction/{target}/{author.id or unnamed}",
        author,
        Place(answers=target, post=target),
        at=at,
        details={"reaction": "like"},
    )


def followed(event: Event, change: Change, at: datetime | None = None) -> Interaction | None:
    """A follow or its end, by or of the account; one between other people is none of ours."""
    source, target = (unwrapped(event.facts.get(name)) for name in ("source", "target"))
    who, whom = event.need(source, "id"), event.need(target, "id")
    if event.us not in (who, whom):
        return None
    return event.made(Kind.FOLLOW, f"follow/{whom}/{who}", event.author(source, who), Place(), change=change, at=at)


def message(event: Event) -> Interaction | str:
    """A direct message, by either side. The conversation has no id here: it is the two people."""
    said = clean(event.facts.get("type")) or "unnamed"
    if said != "message_create":
        return f"direct_message_events.{said}"
    created = part(event.facts, "message_create")
    data = part(created, "message_data")
    sender, to = event.need(created, "sender_id"), event.need(part(created, "target"), "recipient_id")
    if event.us not in (sender, to):
        return "direct_message_events.other"
    media = address(part(part(data, "attachment"), "media").get("media_url_https"))
    return event.made(
        Kind.DIRECT_MESSAGE,
        event.need(event.facts, "id"),
        event.author({}, sender),
        Place(thread=pair(sender, to), private=True),
        at=moment(event.facts.get("created_timestamp")),
        text=words(data.get("text"), alone="attachment" in data),
        media=(media,) if media else (),
    )


def removed(event: Event, named: str, user: str | None, at: datetime | None = None) -> Interaction:
    """A post is gone. Its kind is not told; the Entry it removes knows."""
    author = Author(id=user, is_us=user == event.us)
    return event.made(Kind.MENTION, named, author, Place(), change=Change.REMOVED, at=at)


def pair(*people: str) -> str:
    """The conversation of two people, the smaller number first."""
    return "-".join(sorted(set(people), key=lambda one: (len(one), one)))


def conversation(value: object) -> str | None:
    """A conversation of messages as X names it, which for two people is by both their numbers in some order."""
    told = clean(value) if isinstance(value, str) else None
    two = re.fullmatch(f"({_DIGITS})[-:]({_DIGITS})", told or "")
    return pair(two[1], two[2]) if two else (told or None)


def words(text: object, *, alone: bool) -> str | None:
    """A text with the three escapes of X undone; None where it is only the link of what hangs on it."""
    said = clean(text) or ""
    if alone and re.fullmatch(_BARE_LINK, said.strip()):
        return None
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") or None


def implied(post: Mapping[str, Any], ends: list[object]) -> bool:
    """Whether all mentions that end there stand before what is shown of a post: X put them there, not the author."""
    shown = post.get("display_text_range")
    first = shown[0] if isinstance(shown, list) and shown else None
    return type(first) is int and bool(ends) and all(type(end) is int and end <= first for end in ends)


def language(value: object) -> str | None:
    """X's `lang`, without its codes for no language (`und`, `zxx`) and for posts of links or tags (`qme`)."""
    return value if isinstance(value, str) and re.fullmatch(_LANGUAGE, value) else None


def history(named: str, *lists: object) -> str:
    """The first id of a post. An edited post comes as a new id, listed behind the first one it had."""
    for listed in lists:
        first = ident(listed[0]) if isinstance(listed, list) and listed else None
        if first is not None:
            return first
    return named


def address(value: object) -> str | None:
    found = clean(value) if isinstance(value, str) else None
    return found if found and found.startswith("https://") else None


def part(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = facts.get(name)
    return value if isinstance(value, dict) else {}


def parts(facts: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    """The objects of the first of these lists that is there."""
    found: list[Any] = next((facts[name] for name in names if isinstance(facts.get(name), list)), [])
    return [one for one in found if isinstance(one, dict)]


def referenced(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a post of API v2 answers, quotes or reposts. X renames the field; both names are in its documents."""
    return parts(post, "referenced_tweets", "referenced_posts")


def unwrapped(value: object) -> dict[str, Any]:
    """A person, who at some places comes inside `{"data": ...}`."""
    person = value if isinstance(value, dict) else {}
    return part(person, "data") or person


def ident(value: object) -> str | None:
    """Ids are taken from text only: as numbers they come rounded."""
    return value if isinstance(value, str) and re.fullmatch(_DIGITS, value) else None


def _automated(user: dict[str, Any]) -> bool:
    """Whether X's own label says so; a company of that name would come with its address or its account."""
    label = part(user, "affiliation")
    return label.get("description") == _LABEL and not label.get("user_id") and not label.get("url")


def _url(handle: str | None, named: str) -> str:
    known = handle is not None and re.fullmatch(r"\w{1,15}", handle, re.ASCII)
    return f"https://x.com/{handle if known else 'i/web'}/status/{named}"
