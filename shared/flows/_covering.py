"""What a colleague's answer answers besides: whatever else the same person waits for in the same conversation.

For a reply in the platform's own app that is done while the reply is taken. What a colleague approved is carried over
once it was sent (`follow`), and taken back should it turn out to have failed. Until then the Entry has a `look_at`, so
whoever dies over it is followed by another, and doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.clocks.derive import replayed
from shared.clocks.timing import Regime
from shared.core import claims
from shared.core.claims import Claim, ClaimState
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Acknowledgment, Entry, Person, State, settle
from shared.core.ports import PERSON, Capability, Kept
from shared.core.sla import By
from shared.flows._guard import ANSWER
from shared.flows._plan import within_reach
from shared.flows._taking import answered_by_then, record_of, save, took, unsaid
from shared.flows._tools import TRIES, Tools, change

BACK: Final = timedelta(days=30)  # how far back an answer may reach
MOST: Final = 2000  # entries that are looked at for one answer


def theirs(around: Iterable[Entry], until: datetime) -> list[Entry]:
    """Of these, what people did up to then."""
    return [one for one in around if not one.ours and one.seen and one.opened_at <= until]


def open_to(one: Entry, at: datetime) -> bool:
    """Whether an answer to the same person elsewhere in the conversation says something new about this object."""
    if one.answered_at is not None and one.answered_at <= at:
        return False
    return within_reach(one.kind, asked=one.needs_answer or ANSWER in one.claims, root=one.thread == one.object)


def quiet(entry: Entry, why: str, now: datetime) -> Entry:
    """Without what a rule would still have said or done. What colleagues approved stays."""
    return msgspec.structs.replace(
        entry,
        claims={
            slot: claims.dropped(one, why, now) if one.state is ClaimState.CLAIMED and one.by is By.MACHINE else one
            for slot, one in entry.claims.items()
        },
    )


def stop(entry: Entry, sign: Acknowledgment, regime: Regime) -> Entry:
    """The Entry once a colleague has answered it: its clocks stop at the sign's time, and no rule says more."""
    at, now = sign.at, regime.now
    courses = regime.courses(entry)
    stopped = {name: clock.stop(at, By.PERSON, courses) for name, clock in entry.clocks.items()}
    said = entry.acknowledgments
    if not any(one.by is By.PERSON and one.receipt == sign.receipt for one in said):
        said = (*said, sign)
    done = msgspec.structs.replace(
        quiet(entry, "a colleague answered", now),
        clocks=stopped,
        acknowledgments=said,
        answered_at=min(entry.answered_at or at, at),
        taken_at=entry.taken_at if entry.handed_at is None else min(entry.taken_at or at, at),
    )
    return settle(done, State.ANSWERED_BY_COLLEAGUE, now)


def without(entry: Entry, lost: Claim, brand: Brand, tools: Tools) -> Entry:
    """The Entry as it would be had a colleague's words never been there: what else was said and done still counts.

    Where nothing else answers it, it is open again for its end to be found.
    """
    regime, sign = tools.regime(brand), sign_of(entry, lost)
    said = tuple(one for one in entry.acknowledgments if one != sign)
    left = [one.at for one in said if one.by is By.PERSON and one.how != Capability.LIKE]
    other = _answered_otherwise(entry, lost, regime.now, tools)
    if other is not None and not any(at <= other for at in left):
        said, left = (*said, Acknowledgment(at=other, by=By.PERSON, how="reply")), [*left, other]
    taken_at = entry.taken_at
    if sign is not None and taken_at == sign.at and taken_at not in _approvals(entry):
        taken_at = min(left, default=None)
    entry = msgspec.structs.replace(entry, acknowledgments=said, answered_at=min(left, default=None), taken_at=taken_at)
    clocks = {name: replayed(name, entry, regime) for name in entry.clocks}
    entry = msgspec.structs.replace(entry, clocks=clocks)
    if left or entry.state is not State.ANSWERED_BY_COLLEAGUE:
        return entry
    return msgspec.structs.replace(entry, state=State.OPEN, reason=None)


def _approvals(entry: Entry) -> set[datetime | None]:
    """When colleagues approved words for this very Entry, which they took by that, whatever became of the words."""
    return {one.approved_at for one in entry.claims.values() if one.by is By.PERSON}


def _answered_otherwise(entry: Entry, lost: Claim, now: datetime, tools: Tools) -> datetime | None:
    """When other words of a colleague answered it that were not noted here, since it was answered already."""
    if entry.conversation is None or lost.approved_at is None:
        return None
    person = unsaid(record_of(entry, tools.store, now).doc, entry.conversation, lost.approved_at, now)
    return answered_by_then(person, entry.conversation, entry.opened_at)


def sign_of(entry: Entry, claim: Claim) -> Acknowledgment | None:
    """What the Entry holds of a Claim that was sent."""
    mine = (claim.by, claim.capability, claim.receipt)
    return next((one for one in entry.acknowledgments if (one.by, one.how, one.receipt) == mine), None)


def approved(entry: Entry) -> Claim | None:
    """The words that a colleague approved for this Entry, if any."""
    ours = (one for one in entry.claims.values() if one.by is By.PERSON and one.capability != Capability.LIKE)
    return next(ours, None)


def follow(kept: Kept[Entry], brand: Brand, tools: Tools) -> Kept[Entry]:
    """Make what else the person waits for agree with what became of the words that a colleague approved."""
    claim = approved(kept.doc)
    if kept.doc.look_at is None or claim is None or not claim.settled:
        return kept
    sign = sign_of(kept.doc, claim)
    if claim.state is ClaimState.SENT and sign is not None:
        _carry_over(kept.doc, claim, sign, brand, tools)
    elif claim.receipt is not None:
        _take_back(kept.doc, claim, brand, tools)

    def followed(entry: Entry | None) -> Entry | None:
        if entry is None or entry.claims.get(claim.slot) != claim:
            return None  # more has become of it: it is looked at again
        return msgspec.structs.replace(entry, look_at=None)

    return change(tools, kept.doc.key, followed, found=kept) or kept


def _carry_over(entry: Entry, claim: Claim, sign: Acknowledgment, brand: Brand, tools: Tools) -> None:
    saw = claim.approved_at or sign.at
    keep_in_mind(entry, lambda person, conversation, now: took(person, conversation, saw, now, sign.at), tools)
    for one in theirs(near(entry, sign.at, tools), saw):
        if open_to(one, sign.at):
            change(tools, one.key, lambda old: old and stop(old, sign, tools.regime(brand)))


def _take_back(entry: Entry, claim: Claim, brand: Brand, tools: Tools) -> None:
    if claim.approved_at is not None:
        saw = claim.approved_at
        keep_in_mind(entry, lambda person, conversation, now: unsaid(person, conversation, saw, now), tools)

    def waits_again(old: Entry | None) -> Entry | None:
        if old is None or sign_of(old, claim) is None:
            return None
        left = without(old, claim, brand, tools)
        if left.state is not State.OPEN:
            return left
        answered = any(one.state is ClaimState.SENT for slot, one in left.claims.items() if slot == ANSWER)
        end = State.ACKNOWLEDGED if answered else State.HANDED_OVER if left.needs_answer else State.NO_RULE
        return settle(left, end, tools.now())

    for one in theirs(near(entry, entry.opened_at, tools), tools.now()):
        change(tools, one.key, waits_again)


def near(entry: Entry, at: datetime, tools: Tools) -> list[Entry]:
    """What else its author did in the conversation. Nobody can say that of somebody whom the platform does not name."""
    if entry.person is None or entry.conversation is None:
        return []
    found = tools.store.find(PERSON, tools.now(), equal=(entry.person,), since=at - BACK, limit=MOST)
    return [one.doc for one in found if one.doc.conversation == entry.conversation and one.doc.key != entry.key]


def keep_in_mind(entry: Entry, edit: Callable[[Person, str, datetime], Person], tools: Tools) -> None:
    """Change what is kept about the person who wrote an Entry and its conversation."""
    if entry.conversation is None:
        return
    for _ in range(TRIES):
        now = tools.now()
        old = record_of(entry, tools.store, now)
        new = edit(old.doc, entry.conversation, now)
        if msgspec.structs.replace(new, expire_at=old.doc.expire_at) == old.doc:
            return
        if tools.store.commit(now, save(new, old)) is not None:
            return
    raise BackendUnavailable("store", "a person's record kept changing")
