"""What a colleague can do about a Card, and what each deed writes: the Card, its Entry and the person's record.

All writes of one deed belong to one commit, with the link that it uses up. Nothing here reads or sends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from shared.brands.compiled import Brand, Colleague
from shared.clocks.looks import timed
from shared.clocks.timing import Regime, scheduled
from shared.core import claims
from shared.core.claims import Claim, ClaimState
from shared.core.course import Pause, Reason
from shared.core.interaction import Interaction
from shared.core.ledger import Card, CardState, Entry, Person, State, Used, indexed, settle
from shared.core.ports import Capability, Create, Document, Kept, Replace, Write
from shared.core.sla import By
from shared.core.speech import Approved, person_slot, personal, tapped
from shared.flows._holds import awaited, paused, resumed
from shared.flows._taking import TAKEN, handed_back, took

CLOSED: Final = "closed by a colleague"
_SOMEBODY: Final = "a colleague"  # who paused it, in a brand that names no team


class Deed(StrEnum):
    """What one link can be used for, once. `take`: I answer in the app. `back`: the machine may speak again.

    `hold` pauses what is promised of the answer, `resume` ends that.
    """

    SEND = "send"
    LIKE = "like"
    TAKE = "take"
    HAND_ON = "hand_on"
    CLOSE = "close"
    BACK = "back"
    HOLD = "hold"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a colleague asks for. `who` names them where the link does not, `to` whom it is passed on to.

    `draft` is the place on the page that the text was written in, and `typed` what stood in each place: whatever was
    pressed, it is found there again where nothing came of it. `reason`, `note` and `days` are those of a pause.
    """

    deed: Deed
    who: str = ""
    capability: Capability | None = None
    text: str = ""
    to: str = ""
    draft: int = 0
    typed: tuple[str, ...] = ()
    reason: Reason | None = None
    note: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What a deed is done to, as just read. `who` None: a brand that names no team. The link lives until `until`."""

    brand: Brand
    who: Colleague | None
    card: Kept[Card]
    entry: Kept[Entry]
    person: Kept[Person]
    message: Interaction | None
    regime: Regime
    used: Used
    until: datetime


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deed leaves: each document as it will be, None where it stays as it is."""

    card: Card
    entry: Entry | None = None
    person: Person | None = None

    def writes(self, around: Around) -> tuple[Write, ...]:
        """The commit, which fails where somebody else has written any of it meanwhile."""
        changed = (
            (self.card, around.card.revision),
            (None if self.entry is None else indexed(self.entry), around.entry.revision),
            (self.person, around.person.revision),
        )
        return tuple(_write(doc, revision) for doc, revision in changed if doc is not None)


def effect(wish: Wish, around: Around) -> Effect:
    """What `wish` comes to; the link is then used, and the Card says so for as long as the link would have lived."""
    done = _EFFECTS[wish.deed](wish, around)
    kept = max(done.card.expire_at, around.until)
    spent = msgspec.structs.replace(done.card, used=(*done.card.used, around.used), expire_at=kept)
    return replace(done, card=spent)


def signed(text: str, who: Colleague | None) -> str:
    """A colleague's words as they go out: with their own signature, once."""
    if who is None or text.endswith(who.signature):
        return text
    return f"{text}\n{who.signature}"


def approved(entry: Entry, card: str) -> list[Claim]:
    """The words that colleagues have approved on a Card, in order: all but the last were certainly not sent."""
    slot = person_slot(card)
    mine = [one for one in entry.claims.values() if one.slot == slot or one.slot.startswith(f"{slot}/")]
    return sorted((one for one in mine if one.capability != Capability.LIKE), key=lambda one: (len(one.slot), one.slot))


def _send(wish: Wish, around: Around) -> Effect:
    if wish.capability is None:
        raise ValueError("words are sent by a capability")
    words = Approved(
        text=signed(wish.text, around.who),
        colleague=around.used.colleague,
        card=around.card.doc.key,
        at=around.used.at,
    )
    claim = personal(wish.capability, words, len(approved(around.entry.doc, words.card)))
    entry = _taken(_mine(_claimed(around, claim), around), around.used.at)
    return Effect(_held(around, CardState.SENT), _hushed(entry, around.used.at), _silenced(around))


def _like(_wish: Wish, around: Around) -> Effect:
    card = around.card.doc
    claim = tapped(Capability.LIKE, around.used.colleague, card.key, around.used.at)
    ends = card.state is CardState.OPEN and not around.entry.doc.needs_answer
    entry = _claimed(around, claim)
    if not ends:
        return Effect(card, entry)
    return Effect(_held(around, CardState.SENT), _taken(entry, around.used.at))


def _take(_wish: Wish, around: Around) -> Effect:
    entry = _taken(_mine(_quiet(around), around), around.used.at)
    return Effect(_held(around, CardState.TAKEN), entry, _silenced(around))


def _hand_on(wish: Wish, around: Around) -> Effect:
    card = msgspec.structs.replace(around.card.doc, state=CardState.OPEN, assignee=wish.to)
    entry = around.entry.doc
    entry = msgspec.structs.replace(entry, handed_at=entry.handed_at or around.used.at)
    return Effect(card, _asked(entry, wish.to, around))


def _close(_wish: Wish, around: Around) -> Effect:
    """As if a rule had passed it over: nobody waits any more. A promise that was broken by then stays broken."""
    at, entry = around.used.at, _hushed(around.entry.doc, around.used.at)
    courses = around.regime.courses(entry)
    looked = {name: clock.planned(courses).look(at) for name, clock in entry.clocks.items()}
    clocks = {name: clock.stop(at, None, courses) for name, clock in looked.items()}
    entry = msgspec.structs.replace(entry, clocks=clocks, needs_answer=False, closed_at=at)
    if entry.otherwise is not None:
        entry = msgspec.structs.replace(entry, otherwise=State.IGNORED)
    return Effect(_held(around, CardState.CLOSED), settle(entry, State.IGNORED, at, CLOSED))


def _back(_wish: Wish, around: Around) -> Effect:
    card = around.card.doc
    if card.state is CardState.TAKEN:
        card = msgspec.structs.replace(card, state=CardState.OPEN)
    conversation, at = around.entry.doc.conversation, around.used.at
    person = None if conversation is None else handed_back(around.person.doc, conversation, at, at)
    return Effect(card, None, person)


def _hold(wish: Wish, around: Around) -> Effect:
    """The answer waits for somebody. The Card stays as it was, and the machine does not speak meanwhile."""
    if wish.reason is None:
        raise ValueError("a pause has a reason")
    entry, at = _quiet(around), around.used.at
    pause = Pause(
        reason=wish.reason,
        who=around.used.colleague or _SOMEBODY,
        since=at,
        until=None if wish.days is None else at + timedelta(days=wish.days),
        why=wish.note or None,
    )
    person = _silenced(around)
    if person is not None and entry.conversation is not None and wish.reason is Reason.CUSTOMER:
        person = awaited(person, entry.conversation, entry.key)
    return Effect(around.card.doc, paused(entry, pause, around.regime), person)


def _resume(_wish: Wish, around: Around) -> Effect:
    return Effect(around.card.doc, resumed(around.entry.doc, around.used.at, around.regime))


_EFFECTS: Final[Mapping[Deed, Callable[[Wish, Around], Effect]]] = {
    Deed.SEND: _send,
    Deed.LIKE: _like,
    Deed.TAKE: _take,
    Deed.HAND_ON: _hand_on,
    Deed.CLOSE: _close,
    Deed.BACK: _back,
    Deed.HOLD: _hold,
    Deed.RESUME: _resume,
}


def _held(around: Around, state: CardState) -> Card:
    """The Card as theirs who did this."""
    name = around.used.colleague or around.card.doc.assignee
    return msgspec.structs.replace(around.card.doc, state=state, assignee=name)


def _mine(entry: Entry, around: Around) -> Entry:
    return _asked(entry, around.used.colleague or entry.assignee, around)


def _asked(entry: Entry, who: str | None, around: Around) -> Entry:
    """The Entry as a colleague's, timed by the calendar that is theirs from now on."""
    entry = msgspec.structs.replace(entry, assignee=who)
    moved = scheduled(entry, around.brand, around.used.at)
    return entry if moved is entry else timed(moved, around.regime)


def _taken(entry: Entry, at: datetime) -> Entry:
    return msgspec.structs.replace(entry, taken_at=min(entry.taken_at or at, at))


def _claimed(around: Around, claim: Claim) -> Entry:
    """The Entry with a Claim more, and with whom it goes to, which is forgotten once nothing is left to send."""
    entry, message = around.entry.doc, around.message
    author = entry.author if message is None else message.author.id
    return msgspec.structs.replace(entry, claims={**entry.claims, claim.slot: claim}, author=author)


def _quiet(around: Around) -> Entry:
    """The Entry with nothing left for a rule to say, and so with a colleague if it has no end yet."""
    entry = _hushed(around.entry.doc, around.used.at)
    if entry.state is State.OPEN and all(one.settled for one in entry.claims.values()):
        return settle(entry, State.HANDED_OVER, around.used.at, TAKEN)
    return entry


def _hushed(entry: Entry, now: datetime) -> Entry:
    """What a rule still meant to say here is not said."""
    by_rule = {
        slot: claims.dropped(one, TAKEN, now)
        for slot, one in entry.claims.items()
        if one.state is ClaimState.CLAIMED and one.by is By.MACHINE
    }
    return msgspec.structs.replace(entry, claims={**entry.claims, **by_rule})


def _silenced(around: Around) -> Person | None:
    """The machine is silent towards this person here from now on, and the colleague is the one who knows them."""
    conversation, at = around.entry.doc.conversation, around.used.at
    if conversation is None:
        return None
    person = took(around.person.doc, conversation, at, at)
    return msgspec.structs.replace(person, colleague=around.used.colleague or person.colleague)


def _write(doc: Document, revision: str) -> Write:
    return Replace(doc, revision) if revision else Create(doc)
