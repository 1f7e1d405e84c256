"""From the Page webhooks of Messenger to Interactions, and from a conversation as it is listed.

Called by the platform with a verified Delivery. What a Page's `changes` hold is Facebook's part of the same delivery;
it is passed over here under that name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable, OutcomeUnknown
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.platforms._base import Gathering, Reading, body_object, clean
from shared.platforms._meta import address, id_of, part, told_at
from shared.platforms._meta_messages import Side, read_items

NAME: Final = "messenger"
_INBOX: Final = "https://business.facebook.com/latest/inbox/messenger?asset_id="
_MEDIA: Final = (("image_data", "url"), ("video_data", "url"))


def read(delivery: Delivery, machines: frozenset[str]) -> Reading:
    """Everything in one Delivery. Raises DeliveryUnreadable; one bad item does not lose the others."""
    body = body_object(delivery)
    told, entries = body.get("object"), body.get("entry")
    if not isinstance(told, str) or not isinstance(entries, list):
        raise DeliveryUnreadable("object and entry: text and a list were expected")
    gathering = Gathering()
    if told != "page":
        gathering.skip("instagram" if told == "instagram" else f"object.{told}")
        return gathering.done()
    for number, entry in enumerate(entries):
        where = f"entry.{number}"
        page = id_of(entry.get("id")) if isinstance(entry, dict) else None
        if page is None:
            gathering.unreadable.append(f"{where}: an object with an id was expected")
            continue
        for name in sorted(entry.keys() - {"id", "uid", "time", "messaging", "standby"}):
            gathering.skip("facebook" if name in ("changes", "changed_fields") else name)
        side = Side(
            platform=NAME,
            account=page,
            received_at=delivery.received_at,
            own=frozenset({page}),
            machines=machines,
            url=inbox(page),
        )
        for name in ("messaging", "standby"):
            if name in entry:
                read_items(side, entry[name], gathering, f"{where}.{name}", standby=name == "standby")
    return gathering.done()


def inbox(page: str) -> str | None:
    """Where a colleague finds the conversation."""
    return _INBOX + page if page.isascii() and page.isdigit() else None


def told(
    message: dict[str, Any], page: str, person: str | None, now: datetime, *, standby: bool = False
) -> Interaction:
    """A message as a conversation lists it. Raises OutcomeUnknown where it does not say which, when or by whom."""
    named, sender = id_of(message.get("id")), id_of(part(message, "from").get("id"))
    at = told_at(message.get("created_time"))
    if named is None or sender is None or at is None:
        raise OutcomeUnknown(NAME, "list", "a message without id, time or sender")
    return Interaction(
        platform=NAME,
        account=page,
        object=named,
        kind=Kind.DIRECT_MESSAGE,
        received_at=now,
        at=at,
        author=Author(id=sender, is_us=sender == page),
        place=Place(thread=person if sender == page else sender, private=True),
        text=clean(message.get("message")) or None,
        url=inbox(page),
        media=_media(part(message, "attachments").get("data")),
        details={"standby": "yes"} if standby else {},
    )


def _media(attached: object) -> tuple[str, ...]:
    several = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    given = [part(one, name).get(key) for one in several for name, key in _MEDIA]
    given += [one.get("file_url") for one in several]
    return tuple(dict.fromkeys(filter(None, map(address, given))))
