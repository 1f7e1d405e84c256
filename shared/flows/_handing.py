"""Giving an Interaction to a colleague: who is asked, the Card they find, and the Notice that tells of it.

All of it is written in the commit of the Entry, by whoever calls. Without a team, or with a team of one, nothing more
is read or written than for a brand whose mail everybody reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

from shared.brands.compiled import Brand, Colleague
from shared.clocks.looks import timed
from shared.clocks.targets import RESPONSE
from shared.clocks.timing import scheduled
from shared.core.channels import webhook
from shared.core.decision import Act
from shared.core.interaction import Interaction
from shared.core.ledger import KEEP_WORDS, Card, Entry, Notice, Person, State, Suggested, Used, Words
from shared.core.ports import WAITING, Capability, Create, Kept
from shared.digest.clean import quote
from shared.flows._notices import ASKING, KINDS, LADDER, notices_for, passed
from shared.flows._roster import address, choose, named_in, next_back
from shared.flows._tools import Tools

if TYPE_CHECKING:
    from shared.core.tickets import Desk

_PASSING: Final = "hand_on"
_REMINDERS: Final = ("nudge", "silence")
_STALE: Final = timedelta(hours=2)  # a reminder that could not be sent by then: the next one says it better
_OLD: Final = timedelta(days=1)  # what a system did not take by then, it does not act on
_COUNTED: Final = 300  # of those who wait, oldest first, by whom the load of each is told


@dataclass(frozen=True, slots=True)
class Handed:
    """The Entry with whom it was given to, and what is to be written in the same commit."""

    entry: Entry
    writes: tuple[Create, ...]


def hand_over(
    brand: Brand,
    entry: Entry,
    message: Interaction,
    cards: Sequence[Act],
    notes: Sequence[str],
    now: datetime,
    tools: Tools,
    *,
    to: str | None = None,
    urgent: bool = False,
    person: Person | None = None,
    again: bool = False,
) -> Handed:
    """Give it to the one who is to answer. `cards` are acts that only a person may do, or drafts for one.

    `to` is who a rule names, `person` the record of who wrote. `again`: colleagues may have been asked already, so what
    is there is left as it is.
    """
    who = _chosen(brand, entry, now, tools, to or (entry.assignee if again else None), person)
    entry = given(entry, who, brand, now, tools)
    lines = asked_lines(entry, message, cards, notes)
    notices = asking(
        brand, entry, lines, now, approve=bool(suggestions(entry, cards)), who=who, urgent=urgent, desk=tools.desk
    )
    writes = [Create(one) for one in notices]
    if tools.desk is not None:
        writes.insert(0, Create(card_for(brand, entry, now, cards, notes)))
    if again:
        writes = [one for one in writes if tools.store.get(type(one.doc), one.doc.key, now) is None]
    return Handed(entry, tuple(writes))


def given(entry: Entry, who: Colleague | None, brand: Brand, now: datetime, tools: Tools) -> Entry:
    """The Entry once a colleague is asked (None: everybody), timed by their calendar if they have one of their own."""
    first = entry.handed_at is None
    entry = msgspec.structs.replace(
        entry, handed_at=entry.handed_at or now, assignee=who.name if who else entry.assignee
    )
    moved = scheduled(entry, brand, entry.opened_at if first else now)
    return entry if moved is entry else timed(moved, tools.regime(brand))


def card_for(brand: Brand, entry: Entry, now: datetime, cards: Sequence[Act] = (), notes: Sequence[str] = ()) -> Card:
    """What a colleague finds behind the link."""
    return Card(
        key=entry.key,
        brand=brand.key,
        at=now,
        assignee=entry.assignee,
        suggested=suggestions(entry, cards),
        notes=tuple(note for note in notes if note),
        expire_at=now + min(KEEP_WORDS, timedelta(days=brand.words_days)),
    )


def suggestions(entry: Entry, cards: Sequence[Act]) -> tuple[Suggested, ...]:
    """What may be sent with a tap, each once. A draft that names no capability is an answer where it was written."""
    usual = Capability.DIRECT_MESSAGE if entry.private else Capability.REPLY
    found: dict[Suggested, None] = {}
    for card in cards:
        texts = [text for text in (card.text, *card.drafts) if text]
        if texts:
            found |= {Suggested(capability=card.capability or usual, text=text): None for text in texts}
        elif card.capability is not None:
            found[Suggested(capability=card.capability)] = None
    return tuple(found)


def asking(
    brand: Brand,
    entry: Entry,
    lines: Sequence[str],
    now: datetime,
    *,
    approve: bool,
    detail: str = "",
    who: Colleague | None = None,
    urgent: bool = False,
    desk: Desk | None = None,
) -> list[Notice]:
    """Notices that ask for an answer, or for a tap."""
    about = "approval" if approve else "handover"
    subject = f"{'Approve' if approve else 'Answer'}: {KINDS[entry.kind]} on {entry.platform}"
    return notices_for(brand, entry, about, detail, subject, lines, now, who=who, urgent=urgent, desk=desk)


def asked_lines(entry: Entry, message: Interaction, cards: Sequence[Act], notes: Sequence[str]) -> list[str]:
    """Who said what, why a person is needed, and what could be answered."""
    who = quote(message.author.name or message.author.handle or "", 40) or "Somebody"
    lines = [f"{who} sent {KINDS[entry.kind]} on {entry.platform}.", ""]
    if message.text:
        lines += [f'"{quote(message.text, 600)}"', ""]
    lines += [*notes, ""] if notes and cards else notes
    for card in cards:
        name = card.do.replace("_", " ") if card.capability is not None else "answer"
        texts = [text for text in (card.text, *card.drafts) if text]
        for text in texts:
            lines += [f"Suggested {name}, which needs a person to send it:", text, ""]
        if not texts and card.capability is not None:
            lines += [f"Suggested: {card.do}. {entry.platform} lets only a person do this."]
    return lines


def ask_again(
    entry: Entry,
    card: Card,
    colleague: Colleague,
    tools: Tools,
    *,
    why: str | None = None,
    detail: str | None = None,
    at: datetime | None = None,
) -> tuple[Create, ...]:
    """The Notice for the colleague to whom a Card has gone, to be written in the commit that says so.

    `card` is the Card as it becomes, with the pass among its `used` if somebody has passed it on; else `why` says why
    it has gone, and `detail` tells this Notice from others. Empty where the brand is gone.
    """
    brand = tools.brands.brands.get(entry.brand)
    if brand is None:
        return ()
    now = at or tools.now()
    passes: list[Used] = [one for one in card.used if one.act == _PASSING]
    by = next((one.colleague for one in reversed(passes) if one.colleague), "A colleague")
    words: Kept[Words] | None = tools.store.get(Words, entry.key, now)
    notes = [why or f"{by} passed this to you.", *card.notes]
    if words is None:
        notes.append(f"What was written is not kept here any more; read it on {entry.platform}.")
    message = words.doc.interaction if words is not None else nothing_said(entry)
    lines = asked_lines(entry, message, (), notes)
    for one in card.suggested:
        lines += ["", f"Suggested {one.capability.replace('_', ' ')}:", one.text] if one.text else []
    entry = msgspec.structs.replace(entry, assignee=colleague.name)
    made = asking(
        brand,
        entry,
        lines,
        now,
        approve=bool(card.suggested),
        detail=detail or passed(max(1, len(passes))),
        who=colleague,
        desk=tools.desk,
    )
    return tuple(map(Create, made))


def nothing_said(entry: Entry) -> Interaction:
    """What is left of an Interaction whose words are not kept any more."""
    return Interaction(
        platform=entry.platform,
        account=entry.account,
        object=entry.object,
        kind=entry.kind,
        received_at=entry.received_at,
    )


def still_wanted(notice: Notice, brand: Brand, tools: Tools) -> bool:
    """Whether somebody is still to be told: in the night it may have been answered, or taken by another."""
    now = tools.now()
    if notice.about in _REMINDERS:
        return now - notice.at < _STALE
    found = webhook(notice.to)
    if found is not None and found.channel.signed:  # it is told what happened, also where that is over
        return now - notice.at < _OLD
    if notice.entry is None or notice.about not in (*ASKING, *LADDER):
        return True
    kept = tools.store.get(Entry, notice.entry, now)
    if kept is None:
        return False
    entry = kept.doc
    if entry.removed_at is not None or entry.state in (State.WITHDRAWN, State.ANSWERED_BY_COLLEAGUE, State.IGNORED):
        return False
    if notice.about in LADDER:
        response = entry.clocks.get(RESPONSE)
        told_since = notice.about == "risk" and response is not None and response.breached is not None
        return bool(entry.waiting) and not told_since
    asked = named_in(brand, entry.assignee)
    mine = () if asked is None else (address(asked), asked.mail)
    return asked is None or notice.to in mine or notice.to not in map(address, brand.team)


def _chosen(
    brand: Brand, entry: Entry, now: datetime, tools: Tools, to: str | None, person: Person | None
) -> Colleague | None:
    def waiting() -> Iterator[Any]:
        found = tools.store.find(WAITING, now, equal=(brand.key, True), limit=_COUNTED)
        return (kept.doc for kept in found)

    if not brand.team:
        return None
    who = choose(
        brand,
        now,
        waiting=waiting,
        conversation=entry.conversation or entry.key,
        to=to,
        before=None if person is None else person.colleague,
        language=entry.language,
        platform=entry.platform,
    )
    if who is None and not brand.recipients:
        return named_in(brand, to) or next_back(brand, now)
    return who
