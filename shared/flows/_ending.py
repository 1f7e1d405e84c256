"""What an Entry is once one of its Claims has moved: its clocks, its acknowledgments, and its end when all are settled.

What a rule said never ends what somebody must answer; what a colleague approved does, once it was sent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from shared.clocks.items import signs
from shared.clocks.timing import Regime
from shared.core.claims import Claim, ClaimState
from shared.core.interaction import Kind
from shared.core.ledger import TROUBLE, Acknowledgment, Entry, Sort, State, settle
from shared.core.ports import Capability
from shared.core.sla import By
from shared.flows._covering import approved, sign_of, stop
from shared.flows._guard import ANSWER, EDITED, MEANWHILE
from shared.flows._plan import liked
from shared.flows._switch import IN_CRISIS, OVER
from shared.flows._taking import TAKEN

LIKED: Final = "a colleague liked it"
_HELD: Final = frozenset({TAKEN, IN_CRISIS, OVER, MEANWHILE, EDITED, LIKED})  # nothing failed: it was better not said


def conclude(entry: Entry, slot: str, regime: Regime, seen: datetime) -> Entry:
    """What the Entry is now that the Claim of `slot` moved: its clock stopped, and its end when all are settled.

    `seen` is when the person could see the answer, if this move says that there is one.
    """
    claim, before, now = entry.claims[slot], entry.state, regime.now
    if claim.state is ClaimState.SENT and not _noted(entry, claim):
        entry = (
            _by_machine(entry, claim, regime, seen)
            if claim.by is By.MACHINE
            else _by_person(entry, claim, regime, seen)
        )
    if all(one.settled for one in entry.claims.values()):
        state, reason = _end(entry)
        entry = msgspec.structs.replace(settle(entry, state, now, reason), author=None)
    if claim.by is By.MACHINE:
        return entry
    # The digest of its first end may have gone out; and what else the person waits for may have changed.
    dated = now if entry.state in TROUBLE and entry.state is not before else entry.settled_at
    tells = claim.settled and (claim.state is ClaimState.SENT or claim.receipt is not None)
    follows = now if tells and approved(entry) == claim else entry.look_at
    return msgspec.structs.replace(entry, settled_at=dated, look_at=follows)


def _by_machine(entry: Entry, claim: Claim, regime: Regime, seen: datetime) -> Entry:
    sign = Acknowledgment(
        at=seen,
        by=By.MACHINE,
        how=claim.capability,
        rule=entry.rule,
        receipt=claim.receipt,
        answers=claim.capability != Capability.LIKE and _answers(entry, regime),
    )
    entry = msgspec.structs.replace(entry, acknowledgments=(*entry.acknowledgments, sign))
    if not signs(entry, sign) or "ack" not in entry.clocks:
        return entry
    stopped = entry.clocks["ack"].stop(seen, By.MACHINE, regime.courses(entry))
    return msgspec.structs.replace(entry, clocks={**entry.clocks, "ack": stopped})


def _answers(entry: Entry, regime: Regime) -> bool:
    """Whether the brand says of the rule that its words answer the question."""
    return any(rule.answers for rule in regime.brand.rules if rule.name == entry.rule)


def _by_person(entry: Entry, claim: Claim, regime: Regime, seen: datetime) -> Entry:
    unnamed = Acknowledgment(at=seen, by=By.PERSON, how=claim.capability, who=claim.colleague)
    known = [one for one in entry.acknowledgments if msgspec.structs.replace(one, at=seen) == unnamed]
    rest = tuple(one for one in entry.acknowledgments if one not in known)
    at = min(seen, *(one.at for one in known)) if known else seen
    sign = msgspec.structs.replace(unnamed, at=at, receipt=claim.receipt)
    entry = msgspec.structs.replace(entry, acknowledgments=rest)
    if claim.capability != Capability.LIKE:
        return stop(entry, sign, regime)
    entry = liked(entry, at, regime)
    return entry if entry.acknowledgments == rest else msgspec.structs.replace(entry, acknowledgments=(*rest, sign))


def _noted(entry: Entry, claim: Claim) -> bool:
    if claim.by is By.PERSON:
        return sign_of(entry, claim) is not None
    return any(one.by is By.MACHINE and one.how == claim.capability for one in entry.acknowledgments)


_ENDS: Final = {
    ClaimState.SENT: State.ACKNOWLEDGED,
    ClaimState.REFUSED: State.REFUSED,
    ClaimState.UNCERTAIN: State.UNCERTAIN,
    ClaimState.DROPPED: State.EXPIRED,
}


def _end(entry: Entry) -> tuple[State, str | None]:
    """What the rules said and did, unless a colleague's words were sent, or failed where nothing else answers."""
    state, reason = _of_rules(entry)
    own = approved(entry)
    if own is None:
        likes = [one.state for one in entry.claims.values() if one.by is By.PERSON]
        thanked = ClaimState.SENT in likes and _thanks(entry) and not _waits(entry)
        return (State.ACKNOWLEDGED, None) if thanked else (state, reason)
    if own.state is ClaimState.SENT:
        return State.ANSWERED_BY_COLLEAGUE, None
    answered = state is State.ANSWERED_BY_COLLEAGUE or (state is State.ACKNOWLEDGED and not _waits(entry))
    return (state, reason) if answered else (_ENDS[own.state], own.why)


def _thanks(entry: Entry) -> bool:
    """Whether a like is all that it needs."""
    return (entry.sort is Sort.PRAISE or entry.kind is Kind.SHARE) and not entry.needs_answer


def _waits(entry: Entry) -> bool:
    response = entry.clocks.get("response")
    return entry.needs_answer and response is not None and response.running


def _of_rules(entry: Entry) -> tuple[State, str | None]:
    """With several actions the answer decides; without one, what the rule said besides; else the like."""
    mine = {slot: one for slot, one in entry.claims.items() if one.by is By.MACHINE}
    if not mine:
        return entry.state, entry.reason
    answer = mine.get(ANSWER)
    if answer is None and entry.otherwise is not None:
        return entry.otherwise, entry.reason
    decisive = answer or next(iter(mine.values()))
    if decisive.state is ClaimState.DROPPED and decisive.why in _HELD:
        if decisive.why == LIKED and _thanks(entry):
            return State.ACKNOWLEDGED, None
        return entry.otherwise or State.HELD, decisive.why
    return _ENDS[decisive.state], decisive.why
