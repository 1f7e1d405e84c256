"""From the Page webhooks of Facebook to Interactions: the tables and the rules of their ids.

Called by the platform with a verified Delivery, and by the listing with what it was told. It verifies nothing, calls
nobody, and reads only `feed`, `mention` and `ratings`; everything else is counted and passed over, under the name of
its own module where it has one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_object, clean, iso_moment, moment
from shared.platforms._meta import address, id_of

NAME: Final = "facebook"

ITEMS: Final = {
    "comment": Kind.COMMENT,
    "post": Kind.POST,
    "status": Kind.POST,
    "photo": Kind.POST,
    "video": Kind.POST,
    "album": Kind.POST,
    "event": Kind.POST,
    "share": Kind.SHARE,
    "reaction": Kind.REACTION,
}
VERBS: Final = {
    "add": Change.NEW,
    "edit": Change.EDITED,
    "edited": Change.EDITED,
    "unhide": Change.EDITED,
    "remove": Change.REMOVED,
    "hide": Change.REMOVED,
}
_POST_IDS: Final = ("post_id", "share_id", "photo_id", "video_id", "album_id", "event_id")
_REACTIONS: Final = {"sorry": "sad", "anger": "angry"}  # older spellings, still seen
_SITE: Final = "https://www.facebook.com/"
_MOST_MEDIA: Final = 20
_OBJECTS: Final = {"whatsapp_business_account": "whatsapp"}
_MODULES: Final = ("instagram", "threads", "whatsapp")
_MESSENGER: Final = ("messaging", "standby", "hop_context")


def read(delivery: Delivery) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad change does not lose the others."""
    body = body_object(delivery)
    entries = body.get("entry")
    if not isinstance(body.get("object"), str) or not isinstance(entries, list):
        raise DeliveryUnreadable("object and entry: text and a list were expected")
    gathering = Gathering()
    if body["object"] != "page":
        named = _OBJECTS.get(body["object"], body["object"])
        gathering.skip(named if named in _MODULES else f"object.{named}")
        return gathering.done()
    for number, entry in enumerate(entries):
        try:
            _entry(delivery, entry, gathering, f"entry.{number}")
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)
    return gathering.done()


class _Change(msgspec.Struct, frozen=True):
    """One change with what surrounds it. `where` leads to it in the body, for whoever must look."""

    received_at: datetime
    page: str
    sent_at: datetime | None
    where: str
    field: str
    value: dict[str, Any]
    item: str
    verb: str
    change: Change

    def id(self, *names: str) -> str | None:
        for name in names:
            found = id_of(self.value.get(name))
            if found:
                return found
        return None

    def need(self, *names: str) -> str:
        found = self.id(*names)
        if found is None:
            raise DeliveryUnreadable(f"{self.where}.{names[0]}: missing")
        return found

    def text(self, name: str) -> str | None:
        return clean(self.value.get(name)) or None

    @property
    def at(self) -> datetime | None:
        """A removal repeats the time of what it removes, or none: when it was sent is nearer the truth."""
        created = moment(self.value.get("created_time")) or iso_moment(self.value.get("created_time"))
        return self.sent_at or created if self.change is Change.REMOVED else created or self.sent_at

    @property
    def author(self) -> Author:
        """`from` is left out for privacy or for want of access; `sender_id` is its older form."""
        given = self.value.get("from")
        given = given if isinstance(given, dict) else {}
        author = id_of(given.get("id")) or self.id("sender_id", "reviewer_id", "user_id")
        name = clean(given.get("name")) or self.text("sender_name") or self.text("reviewer_name")
        return Author(id=author, name=name, is_us=author == self.page)


def _entry(delivery: Delivery, entry: object, gathering: Gathering, where: str) -> None:
    if not isinstance(entry, dict):
        raise DeliveryUnreadable(f"{where}: an object was expected")
    page, changes = id_of(entry.get("id")), entry.get("changes", [])
    if page is None or not isinstance(changes, list):
        raise DeliveryUnreadable(f"{where}: an id and a list of changes were expected")
    if "changed_fields" in entry:
        raise DeliveryUnreadable(f"{where}.changed_fields: no values; subscribe with include_values=true")
    for key in entry.keys() - {"id", "uid", "time", "changes"}:
        gathering.skip("messenger" if key in _MESSENGER else key)
    for number, change in enumerate(changes):
        try:
            found = _change(delivery.received_at, page, entry.get("time"), change, f"{where}.changes.{number}")
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)
            continue
        if isinstance(found, Interaction):
            gathering.interactions.append(found)
        else:
            gathering.skip(found)


def listed(page: str, received_at: datetime, value: dict[str, Any]) -> Interaction | str:
    """The same for one thing that was asked for, put as its `feed` webhook would. Raises DeliveryUnreadable."""
    return _change(received_at, page, None, {"field": "feed", "value": value}, "listed")


def _change(received_at: datetime, page: str, time: object, raw: object, where: str) -> Interaction | str:
    """The Interaction of one change, or the name under which it is passed over."""
    if not isinstance(raw, dict) or not isinstance(raw.get("field"), str):
        raise DeliveryUnreadable(f"{where}.field: text was expected")
    read_field = _FIELDS.get(raw["field"])
    if read_field is None:
        return str(raw["field"])
    value = raw.get("value")
    if not isinstance(value, dict):
        raise DeliveryUnreadable(f"{where}.value: an object was expected")
    item, verb = clean(value.get("item")) or "unnamed", clean(value.get("verb")) or "unnamed"
    if verb not in VERBS:
        return f"{raw['field']}.{item}.{verb}"
    return read_field(
        _Change(
            received_at=received_at,
            page=page,
            sent_at=moment(time),
            where=where,
            field=raw["field"],
            value=value,
            item=item,
            verb=verb,
            change=VERBS[verb],
        )
    )


def _feed(change: _Change) -> Interaction | str:
    kind = ITEMS.get(change.item)
    if kind is Kind.COMMENT:
        return _comment(change)
    if kind is Kind.REACTION:
        return _reaction(change)
    if kind is not None:
        return _post(change, kind)
    if change.item == "like" and not change.value.get("from") and not change.id("post_id", "comment_id"):
        return _follow(change)
    # A like of a post or comment comes as a `reaction` too.
    return f"feed.{change.item}"


def _comment(change: _Change) -> Interaction:
    """A comment. The thread is the top-level comment; there are two levels only, so answers hang under that one."""
    comment, post, parent = change.need("comment_id"), change.id("post_id"), change.id("parent_id")
    nested = parent is not None and parent not in (post, comment)
    place = Place(
        thread=parent if nested else comment,
        answers=parent or post,
        reply_to=parent if nested else None,
        post=post,
    )
    return _made(change, Kind.COMMENT, comment, place, url=_url(change, post, comment))


def _post(change: _Change, kind: Kind) -> Interaction:
    post = change.need(*_POST_IDS)
    place = Place(thread=post, post=post)
    link = address(change.value.get("link"))
    details = {"link": link} if link and kind is Kind.SHARE else {}
    return _made(change, kind, post, place, url=_url(change, post), details=details)


def _reaction(change: _Change) -> Interaction:
    target, post, parent = change.need("comment_id", "post_id"), change.id("post_id"), change.id("parent_id")
    thread = parent if parent is not None and parent != post else target
    said = (change.text("reaction_type") or "other").lower()
    return _made(
        change,
        Kind.REACTION,
        _named(change, Kind.REACTION, target),
        Place(thread=thread, answers=target, post=post),
        url=_url(change, post, change.id("comment_id")),
        details={"reaction": _REACTIONS.get(said, said)},
    )


def _follow(change: _Change) -> Interaction:
    change.need("user_id")
    return _made(change, Kind.FOLLOW, _named(change, Kind.FOLLOW, change.page), Place())


def _mention(change: _Change) -> Interaction | str:
    """Somebody elsewhere named the Page. Facebook does not say who."""
    if change.item not in ("post", "comment"):
        return f"mention.{change.item}"
    post, comment = change.id("post_id"), change.id("comment_id")
    named = comment or change.need("post_id")
    return _made(change, Kind.MENTION, named, Place(thread=named, post=post), url=_url(change, post, comment))


def _rating(change: _Change) -> Interaction | str:
    """A recommendation, or a comment under one."""
    if change.item not in ("rating", "comment"):
        return f"ratings.{change.item}"
    story = change.need("open_graph_story_id")
    if change.item == "comment":
        place = Place(thread=story, answers=story, reply_to=story, post=change.id("post_id"))
        return _made(change, Kind.COMMENT, change.need("comment_id"), place)
    told = {"recommendation": change.text("recommendation_type"), "rating": change.text("rating")}
    details = {name: value.lower() for name, value in told.items() if value}
    place = Place(thread=story, post=story)
    return _made(change, Kind.REVIEW, story, place, text="review_text", details=details)


_FIELDS: Final = {"feed": _feed, "mention": _mention, "ratings": _rating}


def _made(
    change: _Change,
    kind: Kind,
    named: str,
    place: Place,
    *,
    text: str = "message",
    url: str | None = None,
    details: dict[str, str] | None = None,
) -> Interaction:
    details = dict(details or {})
    if change.verb in ("hide", "unhide"):
        details["verb"] = change.verb
    return Interaction(
        platform=NAME,
        account=change.page,
        object=named,
        kind=kind,
        received_at=change.received_at,
        change=change.change,
        at=change.at,
        author=change.author,
        place=place,
        text=change.text(text),
        url=url,
        media=_media(change),
        details=details,
    )


def _named(change: _Change, kind: Kind, target: str) -> str:
    """A name for an act without an id. Of unknown people, each is told from the next by the moment."""
    author = change.author.id
    if author is None:
        author = f"unknown/{change.at.timestamp():.0f}" if change.at else "unknown"
    return f"{kind}/{target}/{author}"


def _url(change: _Change, post: str | None, comment: str | None = None) -> str | None:
    """Where to look at it. Facebook gives the post's own link; a comment's is made by habit (unconfirmed)."""
    told = change.value.get("post")
    link = address(told.get("permalink_url")) if isinstance(told, dict) else None
    if link is None and post is not None:
        link = _SITE + _quoted(post)
    if link is None or comment is None or "?" in link:
        return link
    return f"{link}?comment_id={_quoted(comment.rpartition('_')[2])}"


def _quoted(named: str) -> str:
    plain = named.isascii() and named.replace("_", "").isalnum()
    return named if plain else quote(named, safe="", errors="replace")


def _media(change: _Change) -> tuple[str, ...]:
    """Addresses of what was attached. A `link` is one only where the item is itself a picture or a film."""
    several = change.value.get("photos")
    given = [change.value.get("photo"), change.value.get("video")]
    given += several[:_MOST_MEDIA] if isinstance(several, list) else []
    if change.item in ("photo", "video"):
        given.append(change.value.get("link"))
    return tuple(dict.fromkeys(filter(None, map(address, given))))
