"""Carrying out Claims: the call itself, what its outcome means, and taking up what was left unfinished.

Every change of a Claim is one conditional write of its Entry. Two instances that meet on one Entry both may
look; only one gets to send.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Account, Brand
from shared.core import claims
from shared.core.claims import Claim, ClaimState, ReadBack, Step
from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.interaction import hashed, object_key
from shared.core.ledger import Acknowledgment, Entry, Sort, State, indexed, settle
from shared.core.ports import Capability, Create, Kept, Order, Put, Replace, Write
from shared.core.sla import By
from shared.flows._notices import deliver_for, uncertain_notices
from shared.flows._plan import ANSWER, TOO_OLD, next_minute
from shared.flows._tools import TRIES, Tools

LOOKS: Final = 3  # read-backs that may fail before a person is asked
_LOOK_AGAIN: Final = timedelta(seconds=60)
_STOPPED: Final = (State.WITHDRAWN, State.ANSWERED_BY_COLLEAGUE)


def carry_out(kept: Kept[Entry], brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    """Make the calls whose Claims are in `sending` by this very try, one after the other, then tell colleagues."""
    for slot in tuple(kept.doc.claims):
        claim = kept.doc.claims[slot]
        if claim.state is ClaimState.SENDING:
            kept = _call(kept, slot, brand, account, tools, then_next=True)
    deliver_for(kept.doc, brand, tools)
    return kept


def resume(kept: Kept[Entry], brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    """Take up an Entry whose Claims are unfinished, as the table of `core/claims` says."""
    for slot in tuple(kept.doc.claims):
        kept = _resume(kept, slot, brand, account, tools)
    deliver_for(kept.doc, brand, tools)
    return kept


def _resume(kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    now = tools.now()
    entry, claim = kept.doc, kept.doc.claims[slot]
    read_back = tools.platform(entry.platform).capabilities.get(Capability(claim.capability), ReadBack.BLIND)
    match claims.step(claim, now, read_back):
        case Step.SEND:
            return _send_now(kept, slot, brand, account, tools, now)
        case Step.READ_BACK:
            return _read_back(kept, slot, brand, account, tools)
        case Step.GIVE_UP:
            why = "the answer was lost, and this cannot be read back"
            return _write(kept, slot, lambda _e, c, at: claims.uncertain(c, why, at), brand, tools)
        case Step.WAIT if claim.state is ClaimState.SENDING:
            # Its owner is gone; nothing may be concluded before the platform's own lists have settled.
            return _write(kept, slot, lambda _e, c, at: claims.lost(c, at), brand, tools) if _past(claim, now) else kept
        case _:
            return kept


def _past(claim: Claim, now: datetime) -> bool:
    return claim.until is not None and now >= claim.until


def _send_now(kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools, now: datetime) -> Kept[Entry]:
    entry, claim = kept.doc, kept.doc.claims[slot]
    repeat = claim.state is not ClaimState.CLAIMED
    if not repeat and (why := _no_longer(entry, now)) is not None:
        return _write(kept, slot, lambda _e, c, at: claims.dropped(c, why, at), brand, tools)
    if not tools.pace.take(tools.store, brand, account, now):
        wait = next_minute(now)
        return _write(
            kept, slot, lambda _e, c, _at: msgspec.structs.replace(c, not_before=wait, until=None), brand, tools
        )
    written = _write(kept, slot, lambda _e, c, at: claims.sending(c, at, tools.call_timeout), brand, tools, once=True)
    if written.doc.claims[slot].state is not ClaimState.SENDING or written.revision == kept.revision:
        return written
    return _call(written, slot, brand, account, tools)


def _no_longer(entry: Entry, now: datetime) -> str | None:
    if entry.state in _STOPPED:
        return entry.state
    return "older than 24 hours" if now - (entry.at or entry.received_at) > TOO_OLD else None


def _call(
    kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools, *, then_next: bool = False
) -> Kept[Entry]:
    follow = account if then_next else None
    entry, claim = kept.doc, kept.doc.claims[slot]
    now = tools.now()
    if claim.sent_by is None or now >= claim.sent_by:  # frozen since the write: nothing has left, and nothing may
        return _write(kept, slot, lambda _e, c, at: claims.not_applied(c, at, 0), brand, tools, follow=follow)
    timeout = (claim.sent_by - now).total_seconds()
    try:
        receipt = tools.client(account).perform(_order(entry, claim, now), timeout)
    except PlatformUnavailable as error:
        after = error.retry_after
        return _write(kept, slot, lambda _e, c, at: claims.not_applied(c, at, after), brand, tools, follow=follow)
    except OutcomeUnknown:
        return _write(kept, slot, lambda _e, c, at: claims.lost(c, at), brand, tools, follow=follow)
    except (ActionRefused, ActionUnsupported) as error:
        why = error.why
        return _write(kept, slot, lambda _e, c, at: claims.refused(c, why, at), brand, tools, follow=follow)
    return _write(kept, slot, lambda _e, c, at: claims.sent(c, receipt, at), brand, tools, follow=follow)


def _read_back(kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    entry, claim = kept.doc, kept.doc.claims[slot]
    try:
        found = tools.client(account).find(_order(entry, claim, tools.now()), tools.call_timeout.total_seconds())
    except PlatformError as error:
        why = f"the answer was lost, and the platform could not be asked about it: {error.why}"
        return _write(kept, slot, lambda _e, c, at: _look_failed(c, why, at), brand, tools)
    now = tools.now()
    if found is not None:
        return _write(kept, slot, lambda _e, c, at: claims.sent(c, found, at), brand, tools)
    if not claims.absent_again(claim, now):
        return _write(kept, slot, lambda _e, c, at: claims.absent(c, at), brand, tools)
    if claim.attempt >= claims.ATTEMPTS:
        why = f"{claims.ATTEMPTS} attempts left no trace"
        return _write(kept, slot, lambda _e, c, at: claims.uncertain(c, why, at), brand, tools)
    if (stop := _no_longer(entry, now)) is not None:
        return _write(kept, slot, lambda _e, c, at: claims.given_up(c, stop, at), brand, tools)
    return _send_now(kept, slot, brand, account, tools, now)


def _look_failed(claim: Claim, why: str, now: datetime) -> Claim:
    looks = claim.looks + 1
    if looks >= LOOKS:
        return claims.uncertain(claim, why, now)
    return msgspec.structs.replace(
        claim, state=ClaimState.UNKNOWN, looks=looks, not_before=now + _LOOK_AGAIN, until=None
    )


def _order(entry: Entry, claim: Claim, now: datetime) -> Order:
    if claim.first_sent is None:
        raise ValueError("an order is made only for a claim that is in sending")
    return Order(
        capability=Capability(claim.capability),
        account=entry.account,
        object=entry.object,
        reply_to=entry.reply_to,
        person=entry.author,
        text=claim.text,
        key=hashed("order", entry.key, claim.slot),
        first_sent=claim.first_sent,
        at=now,
        private=entry.private,
    )


def _write(
    kept: Kept[Entry],
    slot: str,
    edit: Callable[[Entry, Claim, datetime], Claim],
    brand: Brand,
    tools: Tools,
    *,
    once: bool = False,
    follow: Account | None = None,
) -> Kept[Entry]:
    """Move one Claim on. If the Entry changed meanwhile, apply it to the new one, provided the Claim did not change.

    `once`: do not insist; the write is the right to send, and only the first to make it has that right.
    `follow`: the account as which the caller goes on to the next Claim, which then moves in the same write.
    """
    before = kept.doc.claims[slot]
    for _ in range(TRIES):
        now = tools.now()
        entry, claim = kept.doc, edit(kept.doc, kept.doc.claims[slot], now)
        entry = conclude(msgspec.structs.replace(entry, claims={**entry.claims, slot: claim}), slot, brand, now)
        entry = indexed(entry if follow is None else _next(entry, brand, follow, now, tools))
        done = tools.store.commit(now, Replace(entry, kept.revision), *_with(entry, claim, brand, now))
        if done is not None:
            return Kept(entry, done[0])
        fresh = tools.store.get(Entry, kept.doc.key, now)
        if fresh is None or once or fresh.doc.claims.get(slot) != before:
            return fresh or kept
        kept = fresh
    return kept


def _with(entry: Entry, claim: Claim, brand: Brand, now: datetime) -> Sequence[Write]:
    """What belongs to the commit that settles a Claim: our own object, to know its echo by; a word to colleagues."""
    if claim.state is ClaimState.SENT and claim.receipt is not None and claim.capability != Capability.LIKE:
        return (Put(own_object(entry, claim.receipt, now, By.MACHINE)),)
    if claim.state is ClaimState.UNCERTAIN:
        return tuple(Create(notice) for notice in uncertain_notices(brand, entry, claim, now))
    return ()


def own_object(entry: Entry, receipt: str, now: datetime, by: By) -> Entry:
    """The Entry of something we wrote in answer to `entry`."""
    return indexed(
        Entry(
            key=object_key(entry.platform, entry.account, receipt),
            brand=entry.brand,
            connection=entry.connection,
            platform=entry.platform,
            account=entry.account,
            object=receipt,
            kind=entry.kind,
            state=State.OURS_OR_BOT,
            opened_at=now,
            received_at=now,
            conversation=entry.conversation,
            thread=entry.thread,
            answers=entry.object,
            private=entry.private,
            ours=True,
            by=by,
            trace=entry.trace,
            settled_at=now,
        )
    )


def conclude(entry: Entry, slot: str, brand: Brand, now: datetime) -> Entry:
    """What the Entry is now that the Claim of `slot` moved: its clock stopped, and its end when all are settled."""
    claim = entry.claims[slot]
    if claim.state is ClaimState.SENT and not _noted(entry, claim):
        how = Acknowledgment(at=now, by=By.MACHINE, how=claim.capability, rule=entry.rule, receipt=claim.receipt)
        entry = msgspec.structs.replace(entry, acknowledgments=(*entry.acknowledgments, how))
        if (slot != "like" or entry.sort is Sort.PRAISE) and "ack" in entry.clocks:
            stopped = entry.clocks["ack"].stop(now, By.MACHINE, brand.calendar)
            entry = msgspec.structs.replace(entry, clocks={**entry.clocks, "ack": stopped})
    if not all(one.settled for one in entry.claims.values()):
        return entry
    state, reason = _end(entry)
    return msgspec.structs.replace(settle(entry, state, now, reason), author=None)


def _noted(entry: Entry, claim: Claim) -> bool:
    return any(one.by is By.MACHINE and one.how == claim.capability for one in entry.acknowledgments)


_ENDS: Final = {
    ClaimState.SENT: State.ACKNOWLEDGED,
    ClaimState.REFUSED: State.REFUSED,
    ClaimState.UNCERTAIN: State.UNCERTAIN,
    ClaimState.DROPPED: State.EXPIRED,
}


def _end(entry: Entry) -> tuple[State, str | None]:
    """With several actions the answer decides; without one, what the rule said besides; else the like."""
    answer = entry.claims.get(ANSWER)
    if answer is None and entry.otherwise is not None:
        return entry.otherwise, entry.reason
    decisive = answer or next(iter(entry.claims.values()))
    return _ENDS[decisive.state], decisive.why


def _next(entry: Entry, brand: Brand, account: Account, now: datetime, tools: Tools) -> Entry:
    """When nothing is on the wire, move the next waiting Claim behind it into `sending` in the same write."""
    if entry.state in _STOPPED or any(one.in_flight for one in entry.claims.values()):
        return entry
    for slot, claim in entry.claims.items():
        ready = claim.state is ClaimState.CLAIMED and claim.not_before is None and claim.tries == 0
        if ready and tools.pace.take(tools.store, brand, account, now):
            moved = claims.sending(claim, now, tools.call_timeout)
            return msgspec.structs.replace(entry, claims={**entry.claims, slot: moved})
    return entry
