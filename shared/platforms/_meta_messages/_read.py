"""Reading the items of `messaging` and `standby`: what either side of a conversation did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.platforms._base import Gathering, clean, moment
from shared.platforms._meta import BY_MACHINE, BY_PERSON, address, id_of, part

_MOST_MEDIA: Final = 20
_NO_MEDIA: Final = frozenset({"fallback", "template", "location"})  # what they link to is no picture or film
_THUMBS_UP: Final = frozenset({"369239263222822", "369239343222814", "369239383222810"})
_AROUND: Final = frozenset({"sender", "recipient", "timestamp"})


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One account of ours as its deliveries see it. `own` are all ids under which it writes, `account` among them.

    `machines` are ids of apps whose echoes are no colleague's. `stories`: people may mention the account in a story.
    """

    platform: str
    account: str
    received_at: datetime
    own: frozenset[str]
    machines: frozenset[str] = frozenset()
    url: str | None = None
    stories: bool = False


def read_items(side: Side, items: object, gathering: Gathering, where: str, *, standby: bool = False) -> None:
    """Each item of `messaging`, or of `standby`: copies of a conversation that another app holds."""
    if not isinstance(items, list):
        gathering.unreadable.append(f"{where}: a list was expected")
        return
    for number, item in enumerate(items):
        read_item(side, item, gathering, f"{where}.{number}", standby=standby)


def read_item(side: Side, item: object, gathering: Gathering, where: str, *, standby: bool = False) -> None:
    """One item: an Interaction, the name of what is passed over, or a note that it cannot be read."""
    try:
        found = _item(side, item, where, standby=standby)
    except DeliveryUnreadable as error:
        gathering.unreadable.append(error.why)
        return
    if isinstance(found, Interaction):
        gathering.interactions.append(found)
    else:
        gathering.skip(found)


class _Event(msgspec.Struct, frozen=True):
    """One item with what surrounds it. `person` is whoever of the two is not us, `us` whether we did it."""

    side: Side
    where: str
    person: str | None
    us: bool
    at: datetime | None
    facts: dict[str, Any]
    standby: bool

    def mid(self) -> str:
        found = id_of(self.facts.get("mid"))
        if found is None:
            raise DeliveryUnreadable(f"{self.where}.mid: missing")
        return found

    def made(
        self,
        kind: Kind,
        named: str,
        *,
        change: Change = Change.NEW,
        machine: bool = False,
        text: object = None,
        answers: str | None = None,
        post: str | None = None,
        media: tuple[str, ...] = (),
        details: Mapping[str, object] | None = None,
    ) -> Interaction:
        told = {name: said for name, value in (details or {}).items() if (said := clean(value))}
        if self.standby:
            told["standby"] = "yes"
        return Interaction(
            platform=self.side.platform,
            account=self.side.account,
            object=named,
            kind=kind,
            received_at=self.side.received_at,
            change=change,
            at=self.at,
            author=Author(id=self.side.account if self.us else self.person, is_us=self.us, is_bot=self.us and machine),
            place=Place(thread=self.person, answers=answers, post=post, private=True),
            text=clean(text) or None,
            url=self.side.url,
            media=media,
            details=told,
        )


def _item(side: Side, item: object, where: str, *, standby: bool) -> Interaction | str:
    if not isinstance(item, dict):
        raise DeliveryUnreadable(f"{where}: an object was expected")
    name = next((name for name in _READERS if name in item), None)
    if name is None:
        return min(item.keys() - _AROUND, default="nothing")
    facts = item[name]
    if not isinstance(facts, dict):
        raise DeliveryUnreadable(f"{where}.{name}: an object was expected")
    sender, recipient = id_of(part(item, "sender").get("id")), id_of(part(item, "recipient").get("id"))
    # An old sample has sender and recipient of an echo swapped: the flag decides, and who is not us is the person.
    us = facts.get("is_echo") is True or sender in side.own
    both = (recipient, sender) if us else (sender,)
    event = _Event(
        side=side,
        where=f"{where}.{name}",
        person=next((one for one in both if one is not None and one not in side.own), None),
        us=us,
        at=moment(item.get("timestamp")),
        facts=facts,
        standby=standby,
    )
    return _READERS[name](event)


def _message(event: _Event) -> Interaction | str:
    facts = event.facts
    if facts.get("is_self") is True:
        return "message.self"
    mid, machine = event.mid(), _by_machine(facts, event.side.machines)
    if facts.get("is_deleted") is True:
        return event.made(Kind.DIRECT_MESSAGE, mid, change=Change.REMOVED, machine=machine)
    kinds, media, thumbs_up = _attached(facts.get("attachments"))
    answered = part(facts, "reply_to")
    story = id_of(part(answered, "story").get("id"))
    details = {
        "attachment": ",".join(dict.fromkeys(kinds)),
        "quick_reply": part(facts, "quick_reply").get("payload"),
        "sticker": "like" if thumbs_up else None,
        "story": "mention" if "story_mention" in kinds else "reply" if story else None,
        "unsupported": "yes" if facts.get("is_unsupported") is True else None,
    }
    mentioned = event.side.stories and "story_mention" in kinds and not event.us
    return event.made(
        Kind.MENTION if mentioned else Kind.DIRECT_MESSAGE,
        mid,
        machine=machine,
        text=facts.get("text"),
        answers=id_of(answered.get("mid")),
        post=story,
        media=media,
        details=details,
    )


def _edit(event: _Event) -> Interaction:
    return event.made(Kind.DIRECT_MESSAGE, event.mid(), change=Change.EDITED, text=event.facts.get("text"))


def _reaction(event: _Event) -> Interaction | str:
    """A reaction has no id: it is named by what it is about and who gave it."""
    done = {"react": Change.NEW, "unreact": Change.REMOVED}.get(str(event.facts.get("action")))
    if done is None:
        return f"reaction.{clean(event.facts.get('action')) or 'unnamed'}"
    mid = event.mid()
    who = event.side.account if event.us else event.person or "unknown"
    said = clean(event.facts.get("reaction"))
    details = {"reaction": said.lower() if said else None, "emoji": event.facts.get("emoji")}
    return event.made(Kind.REACTION, f"reaction/{mid}/{who}", change=done, answers=mid, details=details)


def _postback(event: _Event) -> Interaction:
    """A button was pressed: as good as a message. An old form of it has no id."""
    named = id_of(event.facts.get("mid"))
    if named is None:
        if event.person is None or event.at is None:
            raise DeliveryUnreadable(f"{event.where}.mid: missing")
        named = f"postback/{event.person}/{event.at.timestamp():.3f}"
    return event.made(
        Kind.DIRECT_MESSAGE,
        named,
        text=event.facts.get("title"),
        details={"postback": event.facts.get("payload")},
    )


_READERS: Final[Mapping[str, Callable[[_Event], Interaction | str]]] = {
    "message": _message,
    "message_edit": _edit,
    "reaction": _reaction,
    "postback": _postback,
}


def _by_machine(facts: dict[str, Any], machines: frozenset[str]) -> bool:
    """Whether this echo is a machine's: ours by what it carries, another app's by its id."""
    mark = clean(facts.get("metadata")) or ""
    return mark.startswith(BY_MACHINE) or (not mark.startswith(BY_PERSON) and id_of(facts.get("app_id")) in machines)


def _attached(value: object) -> tuple[list[str], tuple[str, ...], bool]:
    """The kinds of what hangs on a message, the addresses of its media, and whether it is the thumb."""
    several = [one for one in value[:_MOST_MEDIA] if isinstance(one, dict)] if isinstance(value, list) else []
    kinds = [kind for one in several if (kind := clean(one.get("type")))]
    payloads = [part(one, "payload") for one in several if clean(one.get("type")) not in _NO_MEDIA]
    media = tuple(dict.fromkeys(filter(None, (address(one.get("url")) for one in payloads))))
    return kinds, media, any(id_of(one.get("sticker_id")) in _THUMBS_UP for one in payloads)
