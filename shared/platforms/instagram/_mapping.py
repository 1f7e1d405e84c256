"""From the webhooks of Instagram to Interactions, and from comments as they are listed.

Called by the platform with a verified Delivery. A delivery is an object or an array of them; an entry holds `changes`,
or one change flat, or `messaging` and `standby`; and messages may come as changes. What the object `page` holds is
Facebook's and Messenger's part of the same app; it is passed over here under their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.delivery import Delivery
from shared.core.errors import ConfigurationError, DeliveryUnreadable
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_objects, clean, moment
from shared.platforms._meta import id_of, part
from shared.platforms._meta_messages import Side, read_item, read_items

NAME: Final = "instagram"
MENTION: Final = "mention/"
"""Before the media of a mention, in the name of what an answer hangs on."""

_INBOX: Final = "https://www.instagram.com/direct/inbox/"
_TEST: Final = "0"  # the account of the dashboard's test buttons
_ENTRY: Final = frozenset({"id", "uid", "time", "changes", "field", "value", "messaging", "standby"})


class Names(msgspec.Struct, frozen=True):
    """What else our accounts are called, in lower case: ids of another scope, and user names."""

    others: Mapping[str, str] = {}

    @classmethod
    def of(cls, told: frozenset[str]) -> Names:
        """From `other=account`. Raises ConfigurationError for anything else."""
        pairs = [one.partition("=") for one in told]
        if not all(other.strip() and account.strip() for other, _, account in pairs):
            raise ConfigurationError("HEARD_INSTAGRAM_OWN_IDS: other=account was expected, with commas between")
        return cls({other.strip().lower(): account.strip() for other, _, account in pairs})

    def account(self, named: str) -> str:
        """The id by which an account is declared."""
        return self.others.get(named.lower(), named)

    def own(self, account: str) -> frozenset[str]:
        """All that an account is called."""
        return frozenset({account, *(other for other, named in self.others.items() if named == account)})


def read(delivery: Delivery, names: Names, machines: frozenset[str]) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad part does not lose the others."""
    gathering = Gathering()
    for where, body in body_objects(delivery):
        told, entries = body.get("object"), body.get("entry")
        if not isinstance(told, str) or not isinstance(entries, list):
            raise DeliveryUnreadable(f"{where}object and entry: text and a list were expected")
        if told == "page":
            _pages(entries, gathering)
            continue
        if told != NAME:
            gathering.skip(f"object.{told}")
            continue
        for number, entry in enumerate(entries):
            try:
                _entry(delivery, entry, names, machines, gathering, f"{where}entry.{number}")
            except DeliveryUnreadable as error:
                gathering.unreadable.append(error.why)
    return gathering.done()


def _pages(entries: list[Any], gathering: Gathering) -> None:
    for entry in entries:
        inbox = isinstance(entry, dict) and ("messaging" in entry or "standby" in entry)
        if inbox:
            gathering.skip("messenger")
        if not inbox or "changes" in entry:
            gathering.skip("facebook")


def _entry(
    delivery: Delivery, entry: object, names: Names, machines: frozenset[str], gathering: Gathering, where: str
) -> None:
    named = id_of(entry.get("id")) if isinstance(entry, dict) else None
    if named is None or not isinstance(entry, dict):
        raise DeliveryUnreadable(f"{where}: an object with an id was expected")
    if named == _TEST:
        gathering.skip("test")
        return
    account = names.account(named)
    side = Side(
        platform=NAME,
        account=account,
        received_at=delivery.received_at,
        own=names.own(account) | {named},
        machines=machines,
        url=_INBOX,
        stories=True,
    )
    for name in sorted(entry.keys() - _ENTRY):
        gathering.skip(name)
    for name in ("messaging", "standby"):
        if name in entry:
            read_items(side, entry[name], gathering, f"{where}.{name}", standby=name == "standby")
    changes = entry.get("changes", [])
    if not isinstance(changes, list):
        raise DeliveryUnreadable(f"{where}.changes: a list was expected")
    flat = [("", entry)] if "field" in entry else []
    for place, change in [*((f".changes.{number}", one) for number, one in enumerate(changes)), *flat]:
        try:
            _change(side, entry.get("time"), change, gathering, where + place)
        except DeliveryUnreadable as error:
            gathering.unreadable.append(error.why)


def _change(side: Side, sent: object, change: object, gathering: Gathering, where: str) -> None:
    field = change.get("field") if isinstance(change, dict) else None
    if not isinstance(change, dict) or not isinstance(field, str):
        raise DeliveryUnreadable(f"{where}.field: text was expected")
    value = change.get("value")
    at = moment(sent)
    if field in ("comments", "live_comments", "mentions") and not isinstance(value, dict):
        raise DeliveryUnreadable(f"{where}.value: an object was expected")
    if field in ("comments", "live_comments"):
        gathering.interactions.append(_comment(side, at, part(change, "value"), where, live=field == "live_comments"))
    elif field == "mentions":
        mention = _mention(side, at, part(change, "value"), where)
        if mention is None:
            gathering.skip("test")
        else:
            gathering.interactions.append(mention)
    elif isinstance(value, dict) and ("sender" in value or "recipient" in value):
        read_item(side, value, gathering, f"{where}.value")
    else:
        gathering.skip(field)


def _comment(side: Side, at: datetime | None, value: dict[str, Any], where: str, *, live: bool) -> Interaction:
    found = comment(value, side.account, side.own, side.received_at, at, live=live)
    if found is None:
        raise DeliveryUnreadable(f"{where}.value.id: missing")
    return found


def comment(
    value: dict[str, Any],
    account: str,
    own: frozenset[str],
    now: datetime,
    at: datetime | None,
    *,
    live: bool = False,
    media: str | None = None,
    parent: str | None = None,
) -> Interaction | None:
    """A comment as webhooks and lists give it, None for one without an id. There are two levels only."""
    named = id_of(value.get("id")) or id_of(value.get("comment_id"))
    if named is None:
        return None
    about = part(value, "media")
    post = id_of(about.get("original_media_id")) or id_of(about.get("id")) or media
    parent = id_of(value.get("parent_id")) or parent
    if parent in (post, id_of(about.get("id")), named):
        parent = None
    product = (clean(about.get("media_product_type")) or "").lower()
    details = {"live": "yes"} if live else {}
    if product and product != "feed":
        details["media"] = product
    return Interaction(
        platform=NAME,
        account=account,
        object=named,
        kind=Kind.COMMENT,
        received_at=now,
        at=at,
        author=author(value, account, own),
        place=Place(thread=parent or named, answers=parent or post, reply_to=parent, post=post),
        text=clean(value.get("text")) or None,
        details=details,
    )


def author(value: dict[str, Any], account: str, own: frozenset[str]) -> Author:
    """Who wrote a comment. Only the id or the user name tells that it was us; we then go by the account's id."""
    given = part(value, "from")
    named = id_of(given.get("id"))
    handle = clean(given.get("username")) or clean(value.get("username")) or None
    us = named is not None and (named in own or named == id_of(given.get("self_ig_scoped_id")))
    us = us or (handle is not None and handle.lower() in own)
    return Author(id=account if us else named, handle=handle, is_us=us)


def _mention(side: Side, at: datetime | None, value: dict[str, Any], where: str) -> Interaction | None:
    """Somebody elsewhere named the account; neither who nor how is told. None for what the test button sends."""
    media, named = id_of(value.get("media_id")), id_of(value.get("comment_id"))
    if media is None:
        raise DeliveryUnreadable(f"{where}.value.media_id: missing")
    if media == named:
        return None
    hangs_on = MENTION + media
    return Interaction(
        platform=NAME,
        account=side.account,
        object=named or hangs_on,
        kind=Kind.MENTION,
        received_at=side.received_at,
        at=at,
        place=Place(thread=named or hangs_on, reply_to=f"{hangs_on}/{named}" if named else None, post=media),
    )
