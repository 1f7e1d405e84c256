"""What a page of a platform's list says against the ledger: what is missing, and how each day is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core.collecting import KEEP_TALLY, Checkpoint, Counts, Sweep, Tally, tally_key
from shared.core.envelope import envelope
from shared.core.interaction import Change, Interaction, to_wire
from shared.core.ledger import Entry, State
from shared.core.ports import Listed, Outgoing, Put, Write
from shared.flows._asking import Asked
from shared.flows._tools import Tools

MOST_SEEN: Final = 60_000  # marks that one Checkpoint can hold
_MARK: Final = 6


@dataclass(frozen=True, slots=True)
class Sifted:
    """What to publish, of which so many should have come by themselves, and the sweep after this page."""

    messages: tuple[Outgoing, ...]
    recovered: int
    sweep: Sweep


def sift(who: Asked, doc: Checkpoint, sweep: Sweep, page: Listed, trace: str, tools: Tools) -> Sifted:
    """Look everything up in the ledger. What is older than the account's first asking is passed over.

    So is what has no time, for nobody can tell whether it is old; and, until it has settled, what may still come by
    itself.
    """
    now, asked = tools.now(), who.listing.asked
    messages: list[Outgoing] = []
    days, recovered = _Days(who.brand, sweep), 0
    mine = (one for one in page.interactions if (one.platform, one.account) == (who.account.platform, who.account.id))
    told = {(one.object, one.change): one for one in mine}
    for one in sorted(told.values(), key=lambda one: one.change is not Change.NEW):
        if one.at is None or one.at < doc.first or (one.at >= sweep.until and one.kind not in asked):
            continue
        kept = tools.store.get(Entry, one.key, now)
        entry = kept.doc if kept is not None and kept.doc.seen else None
        if entry is None and one.change is Change.EDITED and (one.object, Change.NEW) in told:
            continue  # what is new has its last words already
        via = "asked" if one.kind in asked else "recovered"
        if (change := _news(one, entry)) is not None:
            carried = msgspec.structs.replace(
                one, change=change, via=via, brand=who.brand.key, connection=who.account.connection, trace=trace
            )
            messages.append(Outgoing(to_wire(carried), envelope(carried)))
        if one.author.is_us or one.author.is_bot or one.change is Change.REMOVED:
            continue
        if entry is not None:
            via = entry.via
        elif via == "recovered":
            recovered += 1
        days.count(one, entry.at if entry is not None and entry.at is not None else one.at, via)
    return Sifted(
        tuple(messages),
        recovered,
        msgspec.structs.replace(
            sweep,
            cursor=page.cursor,
            days=days.counts,
            seen=None if page.unreadable else days.marks,
            pages=sweep.pages + 1,
            found=sweep.found + len(page.interactions),
            published=sweep.published + len(messages),
            recovered=sweep.recovered + recovered,
            unreadable=sweep.unreadable + len(page.unreadable),
        ),
    )


def _news(one: Interaction, entry: Entry | None) -> Change | None:
    """As what this is to be published: nothing where the ledger knows it; as new what was edited before it came."""
    if one.change is Change.REMOVED:
        stands = entry is not None and entry.removed_at is None and entry.state is not State.OURS_OR_BOT
        return Change.REMOVED if stands else None
    if entry is None:
        return Change.NEW
    known = entry.edited_at or (entry.received_at if entry.via else None)  # what was asked for came with its last words
    late = one.at is not None and (known is None or known < one.at)
    return Change.EDITED if one.change is Change.EDITED and late else None


class _Days:
    """People's acts by local day, each once however many pages it is on."""

    def __init__(self, brand: Brand, sweep: Sweep) -> None:
        self._brand, self._sweep = brand, sweep
        self.counts: dict[str, Counts] = dict(sweep.days)
        self.marks = sweep.seen
        old = sweep.seen or b""
        self._known = {old[at : at + _MARK] for at in range(0, len(old), _MARK)}

    def count(self, one: Interaction, at: datetime, via: str) -> None:
        mark = bytes.fromhex(one.key)[:_MARK]
        if self.marks is None or mark in self._known or not self._sweep.since <= at < self._sweep.until:
            return
        if len(self._known) >= MOST_SEEN:
            self.marks, self.counts = None, {}
            return
        self._known.add(mark)
        self.marks += mark
        day = self._brand.calendar.local_date(at).isoformat()
        old, late = self.counts.get(day, Counts()), via == "recovered"
        self.counts[day] = Counts(old.exist + 1, old.received + (not late), old.recovered + late)


def tallies(who: Asked, sweep: Sweep, now: datetime, tools: Tools) -> list[Write]:
    """A Tally for each local day that a complete sweep covers from its start; those that say the same stay."""
    if sweep.seen is None:
        return []
    calendar, made = who.brand.calendar, list[Write]()
    day = calendar.local_date(sweep.since)
    while (start := calendar.midnight(day)) < sweep.until:
        end = calendar.midnight(day + timedelta(days=1))
        if start >= sweep.since:
            tally = _tally(who, day.isoformat(), sweep.days, min(end, sweep.until), now)
            kept = tools.store.get(Tally, tally.key, now)
            if kept is None or (kept.doc.counts, kept.doc.until) != (tally.counts, tally.until):
                made.append(Put(tally))
        day += timedelta(days=1)
    return made


def _tally(who: Asked, day: str, days: Mapping[str, Counts], until: datetime, now: datetime) -> Tally:
    platform, account = who.account.platform, who.account.id
    return Tally(
        key=tally_key(platform, account, day),
        brand=who.brand.key,
        platform=platform,
        account=account,
        day=day,
        counts=days.get(day, Counts()),
        until=until,
        at=now,
        expire_at=now + KEEP_TALLY,
    )
