"""From the webhooks of a WhatsApp Business account to Interactions: whose number, which person, which conversation.

Called by the platform with a verified Delivery. Four loops: entries, changes, and in each change messages, statuses,
errors and what colleagues wrote in the app. It verifies nothing, calls nobody and takes nothing but messages and the
news of what we sent; all else is counted under its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_object, moment
from shared.platforms.whatsapp._codes import NAME
from shared.platforms.whatsapp._content import (
    Content,
    Part,
    content_of,
    id_of,
    part,
    parts,
    says_something,
    text_of,
    type_of,
)
from shared.platforms.whatsapp._statuses import read_status

NUMBER: Final = r"\+?([0-9]{5,20})"
GROUP: Final = "group"

_NOT_SAID: Final = frozenset({"system", "request_welcome"})  # WhatsApp's own notes about a person, in a person's place
_ECHOED: Final = "smb_message_echoes"


def read(delivery: Delivery) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad part does not lose the others."""
    body = body_object(delivery)
    entries = body.get("entry")
    if not isinstance(body.get("object"), str) or not isinstance(entries, list):
        raise DeliveryUnreadable("object and entry: text and a list were expected")
    gathering = Gathering()
    if body["object"] != "whatsapp_business_account":
        gathering.skip(f"object.{body['object']}")
        return gathering.done()
    for where, entry in _each(entries, "entry", gathering):
        for place, change in _each(entry.get("changes", []), f"{where}.changes", gathering):
            try:
                _change(delivery, change, gathering, place)
            except DeliveryUnreadable as error:
                gathering.unreadable.append(error.why)
    return gathering.done()


class _Number(msgspec.Struct, frozen=True):
    """One of our numbers, with the people that one change tells of, by each of their ids."""

    received_at: datetime
    account: str
    shown: str | None
    contacts: dict[str, Part]
    lone: Part


class _Person(msgspec.Struct, frozen=True):
    """Who wrote, or whom a colleague wrote to. `phone` is missing where the person hides it behind a username."""

    id: str | None
    phone: str | None
    name: str | None
    handle: str | None

    @property
    def thread(self) -> str | None:
        """The number where there is one: what colleagues write from the app names the person by nothing else."""
        return self.phone or self.id


def _change(delivery: Delivery, change: Part, gathering: Gathering, where: str) -> None:
    field = change.get("field")
    if not isinstance(field, str):
        raise DeliveryUnreadable(f"{where}.field: text was expected")
    if field not in ("messages", _ECHOED):
        gathering.skip(field)
        return
    value = change.get("value")
    if not isinstance(value, dict):
        raise DeliveryUnreadable(f"{where}.value: an object was expected")
    before = len(gathering.skipped) + len(gathering.outcomes)
    account = id_of(part(value, "metadata"), "phone_number_id")
    for _place, status in _each(value.get("statuses", []), f"{where}.value.statuses", gathering):
        news = read_status(status, account, delivery.received_at)
        if isinstance(news, str):
            gathering.skip(news)
        else:
            gathering.outcomes.append(news)
    for _place, error in _each(value.get("errors", []), f"{where}.value.errors", gathering):
        gathering.skip(f"error.{id_of(error, 'code') or 'unnamed'}")
    name, taken = ("message_echoes", _echo) if field == _ECHOED else ("messages", _message)
    if name in value:
        number = _number(delivery, value, where)
        for place, message in _each(value[name], f"{where}.value.{name}", gathering):
            _gather(taken, number, message, gathering, place)
    elif len(gathering.skipped) + len(gathering.outcomes) == before:
        gathering.skip(f"{field}.nothing")


def _gather(
    taken: Callable[[_Number, Part, str], Interaction | str],
    number: _Number,
    message: Part,
    gathering: Gathering,
    where: str,
) -> None:
    try:
        found = taken(number, message, where)
    except DeliveryUnreadable as error:
        gathering.unreadable.append(error.why)
        return
    if isinstance(found, Interaction):
        gathering.interactions.append(found)
    else:
        gathering.skip(found)


def _number(delivery: Delivery, value: Part, where: str) -> _Number:
    metadata = part(value, "metadata")
    account = id_of(metadata, "phone_number_id")
    if account is None:
        raise DeliveryUnreadable(f"{where}.value.metadata.phone_number_id: missing")
    shown = re.sub(r"[^0-9]", "", text_of(metadata, "display_phone_number") or "") or None
    listed, contacts = parts(value, "contacts"), dict[str, Part]()
    for contact in listed:
        for named in ("user_id", "wa_id"):
            if (found := id_of(contact, named)) is not None:
                contacts.setdefault(_phone(found) or found, contact)
    return _Number(delivery.received_at, account, shown, contacts, listed[0] if len(listed) == 1 else {})


def _message(number: _Number, message: Part, where: str) -> Interaction | str:
    """What a person wrote. A message from our own number is what we wrote, wherever it comes from."""
    if number.shown is not None and _phone(id_of(message, "from")) == number.shown:
        return _echo(number, message, where)
    kind = type_of(message)
    if kind in _NOT_SAID:
        return f"{kind}.{text_of(part(message, kind), 'type') or 'unnamed'}"
    person = _person(number, id_of(message, "from_user_id"), id_of(message, "from"))
    author = Author(id=person.id, name=person.name, handle=person.handle)
    if kind == "reaction":
        return _reaction(number, message, author, person.thread, where)
    if kind == "edit":
        edited = part(message, "edit")
        content = content_of(part(edited, "message") or edited)
        named = _need(edited, "original_message_id", f"{where}.edit")
        return _made(number, message, named, author, person, content, Change.EDITED)
    if kind == "revoke":
        named = _need(part(message, "revoke"), "original_message_id", f"{where}.revoke")
        return _made(number, message, named, author, person, Content(), Change.REMOVED)
    named = _need(message, "id", where)
    return _made(number, message, named, author, person, content_of(message))


def _echo(number: _Number, message: Part, where: str) -> Interaction | str:
    """What a colleague wrote in the WhatsApp Business app. Only what says something answers anybody: an edit may come
    as `unsupported`, and a new type may be no message.
    """
    kind = type_of(message)
    if kind != "reaction" and not says_something(kind):
        return f"echo.{kind}"
    person = _person(number, id_of(message, "to_user_id"), id_of(message, "to"))
    us = Author(id=number.account, is_us=True)
    if kind == "reaction":
        return _reaction(number, message, us, person.thread, where)
    named = _need(message, "id", where)
    return _made(number, message, named, us, person, content_of(message))


def _reaction(number: _Number, message: Part, author: Author, thread: str | None, where: str) -> Interaction:
    """An emoji on a message. To take it back comes as a reaction without one, under another id: so its own name is
    made of what it is on and who gave it."""
    found = part(message, "reaction")
    target, emoji = _need(found, "message_id", f"{where}.reaction"), text_of(found, "emoji")
    group = id_of(message, "group_id")
    return Interaction(
        platform=NAME,
        account=number.account,
        object=f"reaction/{target}/{author.id or 'unknown'}",
        kind=Kind.REACTION,
        received_at=number.received_at,
        change=Change.NEW if emoji else Change.REMOVED,
        at=moment(message.get("timestamp")),
        author=author,
        place=Place(thread=group or thread, answers=target, private=True),
        details={**({"reaction": emoji[:40]} if emoji else {}), **({GROUP: group} if group else {})},
    )


def _made(
    number: _Number,
    message: Part,
    named: str,
    author: Author,
    person: _Person,
    content: Content,
    change: Change = Change.NEW,
) -> Interaction:
    group = id_of(message, "group_id")
    return Interaction(
        platform=NAME,
        account=number.account,
        object=named,
        kind=Kind.DIRECT_MESSAGE,
        received_at=number.received_at,
        change=change,
        at=moment(message.get("timestamp")),
        author=author,
        place=Place(thread=group or person.thread, answers=id_of(part(message, "context"), "id"), private=True),
        text=content.text,
        url=f"https://wa.me/{person.phone}" if person.phone and not group else None,
        media=content.media,
        details={**content.details, **({GROUP: group} if group else {})},
    )


def _person(number: _Number, user: str | None, wa: str | None) -> _Person:
    """One person by either id, with what the contacts say of them. A lone contact is who an unnamed message is from.

    Either id may stand in either place: `from` has been seen to hold the user id.
    """
    known = (number.contacts.get(_phone(one) or one) for one in (user, wa) if one is not None)
    contact = number.lone if user is None and wa is None else next((one for one in known if one is not None), {})
    phone = _phone(wa) or _phone(id_of(contact, "wa_id"))
    profile = part(contact, "profile")
    return _Person(
        id=user or id_of(contact, "user_id") or phone or wa,
        phone=phone,
        name=text_of(profile, "name"),
        handle=(text_of(profile, "username") or "").removeprefix("@") or None,
    )


def _phone(given: str | None) -> str | None:
    """The digits of a number, which comes with and without a plus; None for anything else."""
    found = re.fullmatch(NUMBER, given or "", re.ASCII)
    return found[1] if found else None


def _need(given: Part, name: str, where: str) -> str:
    found = id_of(given, name)
    if found is None:
        raise DeliveryUnreadable(f"{where}.{name}: missing")
    return found


def _each(listed: Any, where: str, gathering: Gathering) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list with where each stands; what is no list, or no object in it, is unreadable."""
    if not isinstance(listed, list):
        gathering.unreadable.append(f"{where}: a list was expected")
        return
    for number, one in enumerate(listed):
        if isinstance(one, dict):
            yield f"{where}.{number}", one
        else:
            gathering.unreadable.append(f"{where}.{number}: an object was expected")
