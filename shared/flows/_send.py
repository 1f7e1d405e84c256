"""Carrying out Claims: the call itself, what its outcome means, and taking up what was left unfinished.

Every change of a Claim is one conditional write of its Entry. Two instances that meet on one Entry both may
look; only one gets to send. What a colleague approved goes the same way as what a rule says; what stops it, what it
ends and who is told differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Account, Brand
from shared.core import claims
from shared.core.claims import Claim, ClaimState, ReadBack, Step
from shared.core.errors import (
    ActionRefused,
    ActionUnsupported,
    BackendUnavailable,
    ConfigurationError,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.interaction import hashed
from shared.core.ledger import Entry, Notice, State, indexed
from shared.core.ports import CONVERSATION, Capability, Kept, Order, Replace
from shared.core.sla import By
from shared.flows._beside import beside
from shared.flows._covering import MOST, follow
from shared.flows._delivering import deliver_for
from shared.flows._ending import conclude
from shared.flows._guard import ANSWER, MEANWHILE, still_new, too_old
from shared.flows._plan import next_minute, within_reach
from shared.flows._switch import IN_CRISIS, OVER, speaks_in_crisis
from shared.flows._taking import TAKEN, record_of, silent
from shared.flows._tools import TRIES, Tools

Move = Callable[[Claim, datetime], Claim]
LOOKS: Final = 3  # read-backs that may fail before a person is asked
_LOOK_AGAIN: Final = timedelta(seconds=60)
_STOPPED: Final = {
    By.MACHINE: (State.WITHDRAWN, State.ANSWERED_BY_COLLEAGUE),
    By.PERSON: (State.WITHDRAWN,),
}


def carry_out(
    kept: Kept[Entry], brand: Brand, account: Account, tools: Tools, notices: Sequence[Kept[Notice]] | None = None
) -> Kept[Entry]:
    """Make the calls whose Claims this very try has put into `sending`, one after the other, then tell colleagues.

    A Claim that somebody else has put there in the meantime is theirs to send. `notices` are those written with
    the Entry; None: whichever there are, to be read.
    """
    slot = next((name for name, claim in kept.doc.claims.items() if claim.state is ClaimState.SENDING), None)
    while slot is not None:
        kept, slot = _call(kept, slot, brand, account, tools, go_on=True)
    deliver_for(kept.doc, brand, tools, notices)
    return kept


def resume(kept: Kept[Entry], brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    """Take up an Entry whose Claims are unfinished, as the table of `core/claims` says."""
    for slot in tuple(kept.doc.claims):
        kept = _resume(kept, slot, brand, account, tools)
    kept = follow(kept, brand, tools)
    deliver_for(kept.doc, brand, tools)
    return kept


def _resume(kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    now = tools.now()
    entry, claim = kept.doc, kept.doc.claims[slot]
    read_back = tools.platform(entry.platform).capabilities.get(Capability(claim.capability), ReadBack.BLIND)
    match claims.step(claim, now, read_back):
        case Step.SEND:
            lost = claim.state is not ClaimState.CLAIMED and claim.text is not None
            if lost and (stop := _stopped(entry, claim, brand, now, tools)) is not None:
                why = f"the answer was lost, and is not repeated: {stop}"
                return _write(kept, slot, lambda c, at: claims.uncertain(c, why, at), brand, tools).kept
            return _send_now(kept, slot, brand, account, tools, now)
        case Step.READ_BACK:
            return _read_back(kept, slot, brand, account, tools)
        case Step.GIVE_UP:
            why = "the answer was lost, and this cannot be read back"
            return _write(kept, slot, lambda c, at: claims.uncertain(c, why, at), brand, tools).kept
        case Step.WAIT if claim.state is ClaimState.SENDING and claim.until is not None and now >= claim.until:
            # Its owner is gone; nothing may be concluded before the platform's own lists have settled.
            return _write(kept, slot, lambda c, at: claims.lost(c, at), brand, tools).kept
        case _:
            return kept


def _send_now(kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools, now: datetime) -> Kept[Entry]:
    entry, claim = kept.doc, kept.doc.claims[slot]
    repeat = claim.state is not ClaimState.CLAIMED
    if not repeat and (why := _no_longer(entry, claim, brand, now, tools)) is not None:
        return _write(kept, slot, lambda c, at: claims.dropped(c, why, at), brand, tools).kept
    if not tools.pace.take(tools.store, brand, account, now):
        wait = next_minute(now)
        return _write(kept, slot, lambda c, at: claims.later(c, wait, at), brand, tools).kept
    if _said_meanwhile(entry, claim, now, tools):
        end = claims.given_up if repeat else claims.dropped
        return _write(kept, slot, lambda c, at: end(c, MEANWHILE, at), brand, tools).kept
    right = _write(kept, slot, lambda c, at: claims.sending(c, at, tools.call_timeout), brand, tools, once=True)
    return _call(right.kept, slot, brand, account, tools)[0] if right.won else right.kept


def _said_meanwhile(entry: Entry, claim: Claim, now: datetime, tools: Tools) -> bool:
    """Whether others used its words while they waited. What may have arrived already is not held against itself."""
    may_be_there = claim.state is not ClaimState.CLAIMED and claim.absent_at is None
    if entry.scene is None or claim.wording is None or may_be_there:
        return False
    return not still_new(entry.scene, claim, entry.key, now, tools)


def _no_longer(entry: Entry, claim: Claim, brand: Brand, now: datetime, tools: Tools) -> str | None:
    if entry.state in _STOPPED[claim.by]:
        return entry.state
    age, platform = now - (entry.at or entry.received_at), tools.platform(entry.platform)
    if claim.by is By.PERSON:
        in_time = platform.in_time(Capability(claim.capability), age, By.PERSON)
        return None if in_time else f"too old for {platform.name}'s window"
    if (why := too_old(claim.capability, age, platform)) is not None:
        return why
    crisis = tools.switches.on(tools.store, brand.key, now) is not None
    if crisis is not speaks_in_crisis(brand.rules, entry.rule) and (crisis or claim.text is not None):
        return IN_CRISIS if crisis else OVER
    return TAKEN if _taken(entry, now, tools) else None


def _stopped(entry: Entry, claim: Claim, brand: Brand, now: datetime, tools: Tools) -> str | None:
    """Why what may have left is not to be sent again."""
    return _no_longer(entry, claim, brand, now, tools) or _somebody_spoke(entry, claim, now, tools)


def _somebody_spoke(entry: Entry, claim: Claim, now: datetime, tools: Tools) -> str | None:
    """Words of one of our accounts here that wait to be told whose they are: not ours, which were just looked for."""
    if claim.by is By.PERSON or entry.conversation is None:
        return None
    around = tools.store.find(CONVERSATION, now, equal=(entry.conversation,), since=entry.opened_at, limit=MOST)
    return TAKEN if any(one.doc.ours and one.doc.state is State.OPEN for one in around) else None


def _taken(entry: Entry, now: datetime, tools: Tools) -> bool:
    """Whether a colleague has taken the conversation since this was decided."""
    asked = entry.needs_answer or ANSWER in entry.claims
    if not within_reach(entry.kind, asked=asked, root=entry.thread == entry.object):
        return False
    return silent(record_of(entry, tools.store, now).doc, entry.conversation)


def _call(
    kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools, *, go_on: bool = False
) -> tuple[Kept[Entry], str | None]:
    """Make the call of a Claim that we put into `sending`. Also returns the slot that is ours to send next."""
    move = _outcome(kept.doc, kept.doc.claims[slot], account, tools)
    written = _write(kept, slot, move, brand, tools, follow=account if go_on else None)
    return written.kept, written.following


def _outcome(entry: Entry, claim: Claim, account: Account, tools: Tools) -> Move:
    now = tools.now()
    if claim.sent_by is None or now >= claim.sent_by:  # frozen since the write: nothing has left, and nothing may
        return lambda c, at: claims.not_applied(c, at, 0)
    try:
        client = tools.client(account)
    except (ConfigurationError, BackendUnavailable) as error:  # no secret, or no token to be had: nothing has left
        log.error("account.mute", platform=account.platform, account=account.id, why=str(error))
        return lambda c, at: claims.not_applied(c, at, None)
    try:
        receipt = client.perform(_order(entry, claim, now), (claim.sent_by - now).total_seconds())
    except PlatformUnavailable as error:
        after = error.retry_after
        return lambda c, at: claims.not_applied(c, at, after)
    except OutcomeUnknown:
        return claims.lost
    except (ActionRefused, ActionUnsupported) as error:
        why = error.why
        return lambda c, at: claims.refused(c, why, at)
    return lambda c, at: claims.sent(c, receipt, at)


def _read_back(kept: Kept[Entry], slot: str, brand: Brand, account: Account, tools: Tools) -> Kept[Entry]:
    entry, claim = kept.doc, kept.doc.claims[slot]
    try:
        found = tools.client(account).find(_order(entry, claim, tools.now()), tools.call_timeout.total_seconds())
    except Exception as error:  # whatever it was, it must be counted: an uncounted look would be repeated for ever
        log.error("readback.failed", key=entry.key, error=type(error).__name__)
        cause = error.why if isinstance(error, PlatformError) else type(error).__name__
        why = f"the answer was lost, and the platform could not be asked about it: {cause}"
        return _write(kept, slot, lambda c, at: _look_failed(c, why, at), brand, tools).kept
    now = tools.now()
    if found is not None:
        # It was visible at the latest when the call ended; the moment of looking says nothing about that.
        seen = min(now, claim.sent_by or now)
        return _write(kept, slot, lambda c, at: claims.sent(c, found, at), brand, tools, seen=seen).kept
    if not claims.absent_again(claim, now):
        return _write(kept, slot, lambda c, at: claims.absent(c, at), brand, tools).kept
    if claim.attempt >= claims.ATTEMPTS:
        why = f"{claims.ATTEMPTS} attempts left no trace"
        return _write(kept, slot, lambda c, at: claims.uncertain(c, why, at), brand, tools).kept
    stop = _stopped(entry, claim, brand, now, tools)
    if stop is not None:
        return _write(kept, slot, lambda c, at: claims.given_up(c, stop, at), brand, tools).kept
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
        by=claim.by,
        private=entry.private,
        asked_at=entry.at or entry.received_at,
        entry=entry.key,
        slot=claim.slot,
        media=claim.media,
        others=tuple(one.receipt for one in entry.claims.values() if one.slot != claim.slot and one.receipt),
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """What came of a write: the Entry as it is now, whether the write was ours, and the next slot it put in sending."""

    kept: Kept[Entry]
    won: bool
    following: str | None = None


def _write(
    kept: Kept[Entry],
    slot: str,
    move: Move,
    brand: Brand,
    tools: Tools,
    *,
    once: bool = False,
    follow: Account | None = None,
    seen: datetime | None = None,
) -> _Written:
    """Move one Claim on. If the Entry changed meanwhile, apply it to the new one, provided the Claim did not change.

    `once`: the write is the right to send, which is not asked for again once there is nothing more to say.
    `follow`: the account as which the caller goes on to the next Claim, which then moves in the same write.
    `seen`: when the answer became visible, where that is not now.
    """
    before = kept.doc.claims[slot]
    for _ in range(TRIES):
        now = tools.now()
        claim = move(kept.doc.claims[slot], now)
        entry = msgspec.structs.replace(kept.doc, claims={**kept.doc.claims, slot: claim})
        entry = conclude(entry, slot, tools.regime(brand), seen or now)
        following = None if follow is None else _next(entry, brand, follow, now, tools)
        if following is not None:
            moved = claims.sending(entry.claims[following], now, tools.call_timeout)
            entry = msgspec.structs.replace(entry, claims={**entry.claims, following: moved})
        if once:
            entry = msgspec.structs.replace(entry, owner=tools.owner())  # nobody else can have written the same
        entry = indexed(entry)
        try:
            also = beside(entry, claim, brand, now, tools, words=before.text)
            done = tools.store.commit(now, Replace(entry, kept.revision), *also)
        except BackendUnavailable:  # it may have landed all the same: what stands there will tell
            landed = tools.store.get(Entry, entry.key, now)
            if landed is None or landed.doc != entry:
                raise
            return _Written(landed, True, following)
        if done is not None:
            return _Written(Kept(entry, done[0]), True, following)
        fresh = tools.store.get(Entry, kept.doc.key, now)
        if fresh is None or fresh.doc.claims.get(slot) != before or (once and fresh.doc.state in _STOPPED[before.by]):
            return _Written(fresh or kept, False)
        kept = fresh
    raise BackendUnavailable("store", "an entry kept changing")


def _next(entry: Entry, brand: Brand, account: Account, now: datetime, tools: Tools) -> str | None:
    """The slot that may go next: when nothing is on the wire, the first that waits for nothing but its turn."""
    if entry.state in _STOPPED[By.MACHINE] or any(one.in_flight for one in entry.claims.values()):
        return None
    for slot, claim in entry.claims.items():
        ready = claim.state is ClaimState.CLAIMED and claim.not_before is None and claim.tries == 0
        if ready and claim.text is not None and _no_longer(entry, claim, brand, now, tools) is not None:
            continue  # left to the next look, which drops it
        if ready and tools.pace.take(tools.store, brand, account, now):
            return slot
    return None
