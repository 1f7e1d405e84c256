"""From the webhooks of Threads to Interactions: three forms of envelope, and authors without an id.

Called by the platform with a verified Delivery, and by the listing with what it was told. It verifies nothing and calls
nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_objects, clean, iso_moment, moment
from shared.platforms._meta import address, id_of, part

NAME: Final = "threads"
_SITE: Final = "https://www.threads.net/"

Usernames = Mapping[str, frozenset[str]]
"""What our accounts are called, by their ids, in small letters."""


def read(delivery: Delivery, usernames: Usernames) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad part does not lose the others."""
    gathering = Gathering()
    for where, body in body_objects(delivery):
        try:
            _notice(delivery, body, usernames, gathering, where)
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)
    return gathering.done()


def listed(
    account: str, received_at: datetime, field: str, value: dict[str, Any], usernames: Usernames
) -> Interaction | str:
    """The same for one thing that was asked for, put as its webhook would. Raises DeliveryUnreadable."""
    return _event(account, received_at, None, {"field": field, "value": value}, usernames, "listed")


class _Event(msgspec.Struct, frozen=True):
    """One event with what surrounds it. `where` leads to it in the body, for whoever must look."""

    account: str
    received_at: datetime
    sent_at: datetime | None
    field: str
    value: dict[str, Any]
    usernames: Usernames
    where: str

    def part(self, name: str) -> dict[str, Any]:
        return part(self.value, name)

    def text(self, name: str) -> str | None:
        return clean(self.value.get(name)) or None

    @property
    def id(self) -> str:
        found = id_of(self.value.get("id"))
        if found is None:
            raise DeliveryUnreadable(f"{self.where}.value.id: missing")
        return found

    @property
    def root(self) -> str | None:
        return id_of(self.part("root_post").get("id"))

    @property
    def answers(self) -> str | None:
        return id_of(self.part("replied_to").get("id"))

    @property
    def under_ours(self) -> bool:
        return id_of(self.part("root_post").get("owner_id")) == self.account

    @property
    def author(self) -> Author:
        """A name is all that Threads tells of a person. We know ours by the name that owns the first post."""
        handle = self.text("username")
        name = None if handle is None else handle.casefold()
        ours = set(self.usernames.get(self.account, ()))
        owner = clean(self.part("root_post").get("username"))
        if self.under_ours and owner:
            ours.add(owner.casefold())
        is_us = self.field == "publish" or self.value.get("is_reply_owned_by_me") is True or name in ours
        return Author(id=name, handle=handle, is_us=is_us)


def _notice(delivery: Delivery, body: dict[str, Any], usernames: Usernames, gathering: Gathering, where: str) -> None:
    """One notice: in Threads' own envelope, or in the one that the other platforms of Meta have."""
    if "entry" not in body:
        _several(delivery, body, "target_id", "values", usernames, gathering, where)
        return
    named = body.get("object", NAME)
    if named != NAME:
        gathering.skip(f"object.{named}")
        return
    if not isinstance(body["entry"], list):
        raise DeliveryUnreadable(f"{where}entry: a list was expected")
    for number, entry in enumerate(body["entry"]):
        within = f"{where}entry.{number}."
        try:
            if not isinstance(entry, dict):
                raise DeliveryUnreadable(f"{within[:-1]}: an object was expected")
            _several(delivery, entry, "id", "changes", usernames, gathering, within)
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)


def _several(
    delivery: Delivery,
    body: dict[str, Any],
    whose: str,
    what: str,
    usernames: Usernames,
    gathering: Gathering,
    where: str,
) -> None:
    account, events = id_of(body.get(whose)), body.get(what)
    events = [events] if isinstance(events, dict) else events
    if account is None or not isinstance(events, list):
        raise DeliveryUnreadable(f"{where}{whose} and {what}: an id, and an object or a list were expected")
    sent_at = moment(body.get("time"))
    for number, raw in enumerate(events):
        try:
            found = _event(account, delivery.received_at, sent_at, raw, usernames, f"{where}{what}.{number}")
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)
            continue
        if isinstance(found, Interaction):
            gathering.interactions.append(found)
        else:
            gathering.skip(found)


def _event(
    account: str, received_at: datetime, sent_at: datetime | None, raw: object, usernames: Usernames, where: str
) -> Interaction | str:
    """The Interaction of one event, or the name under which it is passed over."""
    if not isinstance(raw, dict) or not isinstance(raw.get("field"), str):
        raise DeliveryUnreadable(f"{where}.field: text was expected")
    read_field = _FIELDS.get(raw["field"])
    if read_field is None:
        return str(raw["field"])
    if not isinstance(raw.get("value"), dict):
        raise DeliveryUnreadable(f"{where}.value: an object was expected")
    event = _Event(account, received_at, sent_at, raw["field"], raw["value"], usernames, where)
    if event.value.get("media_type") == "REPOST_FACADE":  # nothing is said in it, and nothing can be said to it
        return f"{event.field}.repost"
    return read_field(event)


def _reply(event: _Event) -> Interaction:
    return _made(event, Kind.COMMENT)


def _mention(event: _Event) -> Interaction:
    """Under a post of ours the same object comes as a reply too, so it is of the same kind either way."""
    return _made(event, Kind.COMMENT if event.under_ours else Kind.MENTION)


def _publish(event: _Event) -> Interaction | str:
    """Ours. Where it does not tell what it answers, the reply itself may still come and must not be taken for known."""
    if event.answers is not None:
        return _made(event, Kind.COMMENT)
    return _made(event, Kind.POST) if event.value.get("is_reply") is False else "publish"


def _delete(event: _Event) -> Interaction:
    by = id_of(event.part("owner").get("owner_id"))
    return Interaction(
        platform=NAME,
        account=event.account,
        object=event.id,
        kind=Kind.COMMENT,
        received_at=event.received_at,
        change=Change.REMOVED,
        at=iso_moment(event.value.get("deleted_at")) or event.sent_at,
        author=Author(is_us=by == event.account),
    )


_FIELDS: Final = {"replies": _reply, "mentions": _mention, "publish": _publish, "delete": _delete}


def _made(event: _Event, kind: Kind) -> Interaction:
    hangs = event.answers is not None or event.value.get("is_reply") is True
    quoted = id_of(event.part("quoted_post").get("id"))
    return Interaction(
        platform=NAME,
        account=event.account,
        object=event.id,
        kind=kind,
        received_at=event.received_at,
        at=iso_moment(event.value.get("timestamp")) or event.sent_at,
        author=event.author,
        place=Place(
            thread=event.root or (None if hangs else event.id),
            answers=event.answers,
            post=event.root or (None if hangs else event.id),
        ),
        text=event.text("text"),
        url=_url(event),
        media=tuple(filter(None, (address(event.value.get(name)) for name in ("media_url", "gif_url")))),
        details={} if quoted is None else {"quotes": quoted},
    )


def _url(event: _Event) -> str | None:
    told = address(event.value.get("permalink"))
    if told is not None:
        return "https://" + told.partition("://")[2]
    username, code = event.text("username"), event.text("shortcode")
    if username is None or code is None:
        return None
    return f"{_SITE}@{quote(username, safe='', errors='replace')}/post/{quote(code, safe='', errors='replace')}"
