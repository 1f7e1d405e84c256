"""Later news of what we sent: it failed after it had been accepted, or it went out although its answer was lost.

An Outcome moves the one Claim that it is about and nothing else; then the Entry is concluded as after any call.

    Claim                           it went out                      it failed
    sending, unknown, uncertain     sent                             refused
    sent                            nothing, and nothing is written  refused, if it is the same receipt
    refused                         sent, if it is another receipt   nothing
    claimed again, dropped          sent                             nothing
    never on the wire               nothing                          nothing

So one receipt that failed has failed, whichever news came first. What a failure leaves is the Entry as it would be had
we said nothing: what a colleague or the person did still counts. Where it was a colleague's own words that failed, all
that they had answered waits again, and colleagues are told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Brand
from shared.clocks.derive import replayed
from shared.clocks.timing import Regime
from shared.core import claims
from shared.core.claims import ClaimState
from shared.core.interaction import Outcome, object_key
from shared.core.ledger import Entry, Notice, State, Words, indexed
from shared.core.ports import Capability, Create, Delete, Write
from shared.core.sla import By
from shared.flows._beside import beside, unsent
from shared.flows._covering import follow, sign_of, without
from shared.flows._delivering import deliver
from shared.flows._ending import conclude
from shared.flows._handing import Handed, hand_over, nothing_said
from shared.flows._tools import Tools, change

_MAY_FAIL: Final = frozenset({ClaimState.SENDING, ClaimState.UNKNOWN, ClaimState.UNCERTAIN, ClaimState.SENT})


def told(news: Outcome, tools: Tools) -> State | None:
    """Take an Outcome. Taking it twice changes nothing. None where it is about nothing that we know."""
    found = tools.brands.owner(news.platform, news.account)
    named = None if found is None else _named(news, tools)
    if found is None or named is None:
        return None
    (brand, _account), (key, slot) = found, named
    state: State | None = None
    asked: list[Create] = []

    def edit(entry: Entry | None) -> Entry | None:
        nonlocal state
        if entry is None or (entry.platform, entry.account) != (news.platform, news.account):
            return None
        state = entry.state
        claim = entry.claims.get(slot)
        if claim is None or claim.first_sent is None:
            return None
        asked.clear()
        if not news.failed:
            return _went_out(entry, slot, news, brand, tools)
        after = _failed(entry, slot, news, brand, tools)
        if after is None:
            return None
        handed = _asking(indexed(after), slot, news, brand, tools.now(), tools)
        asked.extend(handed.writes)
        return handed.entry

    def also(entry: Entry) -> list[Write]:
        if not news.failed:
            return list(beside(entry, entry.claims[slot], brand, tools.now(), tools))
        return [Delete(Entry, object_key(news.platform, news.account, news.receipt)), *asked]

    kept = change(tools, key, edit, also)
    if kept is None:
        return state
    kept = follow(kept, brand, tools)
    what = {"platform": news.platform, "key": key, "slot": slot, "state": kept.doc.state, "trace": news.trace}
    if not news.failed:
        log.info("answer.arrived", **what)
        return kept.doc.state
    log.warning("answer.failed", why=news.why, **what)
    for write in asked:
        written = tools.store.get(Notice, write.doc.key, tools.now()) if isinstance(write.doc, Notice) else None
        if written is not None:
            deliver(written, brand, tools)
    return kept.doc.state


def _named(news: Outcome, tools: Tools) -> tuple[str, str] | None:
    """Entry and slot: as our mark says, else by the page of our own answer, which is there once it was sent."""
    if news.entry:
        return news.entry, news.slot
    now = tools.now()
    page = tools.store.get(Entry, news.key, now)
    if page is None or not page.doc.ours or page.doc.answers is None:
        return None
    key = object_key(news.platform, news.account, page.doc.answers)
    kept = tools.store.get(Entry, key, now)
    mine = {} if kept is None else kept.doc.claims
    return next(((key, slot) for slot, one in mine.items() if one.receipt == news.receipt), None)


def _went_out(entry: Entry, slot: str, news: Outcome, brand: Brand, tools: Tools) -> Entry | None:
    claim, now = entry.claims[slot], tools.now()
    failed_before = claim.state is ClaimState.REFUSED and claim.receipt in (None, news.receipt)
    if claim.state is ClaimState.SENT or failed_before:
        return None
    seen = max(entry.opened_at, min(news.at or news.received_at, news.received_at))
    sent = msgspec.structs.replace(claims.sent(claim, news.receipt, now), why=None)
    moved = msgspec.structs.replace(entry, claims={**entry.claims, slot: sent})
    regime = tools.regime(brand)
    return _ended(entry, conclude(moved, slot, regime, seen), regime)


def _failed(entry: Entry, slot: str, news: Outcome, brand: Brand, tools: Tools) -> Entry | None:
    before, claim, now = entry, entry.claims[slot], tools.now()
    if claim.state not in _MAY_FAIL or claim.receipt not in (None, news.receipt):
        return None
    refused = msgspec.structs.replace(claims.refused(claim, news.why, now), receipt=news.receipt)
    sign = sign_of(entry, claim)
    if sign is not None and claim.by is By.PERSON:
        entry = without(entry, claim, brand, tools)
    elif sign is not None:
        said = tuple(one for one in entry.acknowledgments if one != sign)
        entry = msgspec.structs.replace(entry, acknowledgments=said)
    moved = msgspec.structs.replace(entry, claims={**entry.claims, slot: refused})
    regime = tools.regime(brand)
    return _ended(before, conclude(moved, slot, regime, now), regime)


def _ended(before: Entry, after: Entry, regime: Regime) -> Entry:
    """A new end is dated now: the digest of its first end may have gone out."""
    ack = after.clocks.get("ack")
    if ack is not None and ack.by is not By.PERSON:  # whose stop stands: a machine's sign at that time says nothing
        clocks = {**after.clocks, "ack": replayed("ack", after, regime)}
        after = msgspec.structs.replace(after, clocks=clocks)
    return after if after.state is before.state else msgspec.structs.replace(after, settled_at=regime.now)


def _asking(entry: Entry, slot: str, news: Outcome, brand: Brand, now: datetime, tools: Tools) -> Handed:
    """What tells colleagues: that theirs failed, or that somebody needs an answer and they were not asked for it."""
    if entry.claims[slot].by is By.PERSON:
        why = f"{entry.platform} accepted it, and it failed later: {news.why}"
        made = unsent(entry, msgspec.structs.replace(entry.claims[slot], why=why), brand, now, tools)
        return Handed(entry, tuple(map(Create, made)))
    if entry.claims[slot].capability == Capability.LIKE or not entry.waiting:
        return Handed(entry, ())
    words = tools.store.get(Words, entry.key, now)
    notes = [f"Our automatic answer was accepted by {entry.platform} and failed later: {news.why}.", ""]
    if words is None:
        notes.append(f"What was written is not kept here any more; read it on {entry.platform}.")
    message = nothing_said(entry) if words is None else words.doc.interaction
    return hand_over(brand, entry, message, (), notes, now, tools, again=True)
