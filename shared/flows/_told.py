"""Later news of what we sent: it failed after it had been accepted, or it went out although its answer was lost.

An Outcome moves the one Claim that it is about and nothing else; then the Entry is concluded as after any call.

    Claim                           it went out                      it failed
    sending, unknown, uncertain     sent                             refused
    sent                            nothing, and nothing is written  refused, if it is the same receipt
    refused                         sent, if it is another receipt   nothing
    claimed again, dropped          sent                             nothing
    never on the wire               nothing                          nothing

So one receipt that failed has failed, whichever news came first. What a failure leaves is the Entry as it would be had
we said nothing: what a colleague or the person did still counts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.claims import ClaimState
from shared.core.interaction import Interaction, Outcome, object_key
from shared.core.ledger import Entry, Notice, Sort, State, Words
from shared.core.ports import Capability, Create, Delete, Write
from shared.core.sla import By, Clock
from shared.flows._notices import deliver, handover
from shared.flows._send import beside, conclude
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
    asked: list[Notice] = []

    def edit(entry: Entry | None) -> Entry | None:
        nonlocal state
        if entry is None or (entry.platform, entry.account) != (news.platform, news.account):
            return None
        state = entry.state
        claim = entry.claims.get(slot)
        if claim is None or claim.first_sent is None:
            return None
        after = _failed if news.failed else _went_out
        return after(entry, slot, news, brand, tools.now())

    def also(entry: Entry) -> list[Write]:
        now = tools.now()
        if not news.failed:
            return list(beside(entry, entry.claims[slot], brand, now, tools))
        asked[:] = _asking(entry, slot, news, brand, now, tools)
        return [Delete(Entry, object_key(news.platform, news.account, news.receipt)), *map(Create, asked)]

    kept = change(tools, key, edit, also)
    if kept is None:
        return state
    what = {"platform": news.platform, "key": key, "slot": slot, "state": kept.doc.state, "trace": news.trace}
    if not news.failed:
        log.info("answer.arrived", **what)
        return kept.doc.state
    log.warning("answer.failed", why=news.why, **what)
    for notice in asked:
        written = tools.store.get(Notice, notice.key, tools.now())
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


def _went_out(entry: Entry, slot: str, news: Outcome, brand: Brand, now: datetime) -> Entry | None:
    claim = entry.claims[slot]
    failed_before = claim.state is ClaimState.REFUSED and claim.receipt in (None, news.receipt)
    if claim.state is ClaimState.SENT or failed_before:
        return None
    seen = max(entry.opened_at, min(news.at or news.received_at, news.received_at))
    sent = msgspec.structs.replace(claims.sent(claim, news.receipt, now), why=None)
    moved = msgspec.structs.replace(entry, claims={**entry.claims, slot: sent})
    return _ended(entry, conclude(moved, slot, brand, now, seen), brand, now)


def _failed(entry: Entry, slot: str, news: Outcome, brand: Brand, now: datetime) -> Entry | None:
    claim = entry.claims[slot]
    if claim.state not in _MAY_FAIL or claim.receipt not in (None, news.receipt):
        return None
    refused = msgspec.structs.replace(claims.refused(claim, news.why, now), receipt=news.receipt)
    said = tuple(
        one
        for one in entry.acknowledgments
        if (one.by, one.how, one.receipt) != (By.MACHINE, claim.capability, claim.receipt)
    )
    moved = msgspec.structs.replace(entry, claims={**entry.claims, slot: refused}, acknowledgments=said)
    return _ended(entry, conclude(moved, slot, brand, now, now), brand, now)


def _ended(before: Entry, after: Entry, brand: Brand, now: datetime) -> Entry:
    """A new end is dated now: the digest of its first end may have gone out."""
    after = msgspec.structs.replace(after, clocks=_clocks(after, brand, now))
    return after if after.state is before.state else msgspec.structs.replace(after, settled_at=now)


def _clocks(entry: Entry, brand: Brand, now: datetime) -> dict[str, Clock]:
    """With `ack` as what is known now makes it: stopped by the first sign that is left, or by the person's taking back.

    A colleague's stop stands as it is: a machine's sign at the same time or later says nothing.
    """
    ack = entry.clocks.get("ack")
    if ack is None or ack.by is By.PERSON:
        return entry.clocks
    again = Clock(started=ack.started, target=ack.target, service=ack.service, due=ack.due)
    for said in entry.acknowledgments:
        if said.how != Capability.LIKE or entry.sort is Sort.PRAISE:
            again = again.stop(said.at, said.by, brand.calendar)
    if entry.removed_at is not None:
        again = again.stop(entry.removed_at, None, brand.calendar)
    return {**entry.clocks, "ack": again.look(now)}


def _asking(entry: Entry, slot: str, news: Outcome, brand: Brand, now: datetime, tools: Tools) -> list[Notice]:
    """Notices for colleagues, where somebody needs an answer and they have not been asked for it."""
    if entry.claims[slot].capability == Capability.LIKE or not entry.waiting:
        return []
    words = tools.store.get(Words, entry.key, now)
    notes = [f"Our automatic answer was accepted by {entry.platform} and failed later: {news.why}.", ""]
    if words is None:
        notes.append(f"What was written is not kept here any more; read it on {entry.platform}.")
    message = _nothing_said(entry) if words is None else words.doc.interaction
    made = handover(brand, entry, message, (), notes, now)
    return [one for one in made if tools.store.get(Notice, one.key, now) is None]


def _nothing_said(entry: Entry) -> Interaction:
    return Interaction(
        platform=entry.platform,
        account=entry.account,
        object=entry.object,
        kind=entry.kind,
        received_at=entry.received_at,
    )
