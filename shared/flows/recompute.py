"""Recomputing: the clocks of a period as if today's calendars and targets had been in force in it, as a Report.

    1 look     read the period, write nothing: what would move, every figure before and after
    2 commit   the Report, not done yet, and the log of policies as corrected: both or neither
    3 write    each Entry whose clocks come out otherwise, on the condition that nobody else wrote it meanwhile
    4 done     the Report says so

Cut off before 2, nothing has happened. Cut off after it, the next recompute ends 3 and 4 first: the Report says what
was to move, and an Entry that is worked out twice comes out the same. If the log or the number of the Report is not as
it was in 1 any more, it begins anew.

What was told stays noted on its clock, and what a colleague or a rule did stays as it is: only when something was due,
whether that was missed, and the seconds that counted can move. No more is held than the threads that are open at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.clocks.correcting import anew, as_kept, corrected, moved
from shared.clocks.figures import figures
from shared.clocks.measures import measures
from shared.clocks.threads import threads
from shared.clocks.timing import Regime
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry
from shared.core.ports import OPENED, REPORTS, Create, Kept, Put, Replace
from shared.core.regime import KEEP_POLICY, Moved, PolicyLog, Report, empty
from shared.flows._policies import fitting, to_replan
from shared.flows._tools import TRIES, Tools, change

Progress = Callable[[str, int], None]
"""Told what is being done, and with how many Interactions by now."""

LISTED: Final = 500
_EVERY: Final = 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A recompute that somebody wants, of what was opened in [since, until), and why. `until` None: up to now.

    `dry`: only to see.
    """

    brand: Brand
    since: datetime
    until: datetime | None
    who: str
    why: str
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one. `written`: the Report is kept. `ended`: the Report of an earlier one that had been cut off.

    `unmet`: `watch` has not run with today's policy, so the brands that are deployed may be others than these.
    `waits`: the number of one that was cut off and that a dry run leaves as it is.
    """

    report: Report
    written: bool = False
    ended: bool = False
    unmet: bool = False
    waits: int | None = None


@dataclass(slots=True)
class _Moves:
    """What moves, counted; of what is listed, first that of which a breach came or went."""

    looked_at: int = 0
    number: int = 0
    breaches: list[Moved] = field(default_factory=list)
    others: list[Moved] = field(default_factory=list)

    def add(self, one: Moved) -> None:
        self.number += 1
        found = self.breaches if one.breached_before != one.breached_after else self.others
        if len(found) < LISTED:
            found.append(one)

    @property
    def listed(self) -> tuple[Moved, ...]:
        return (*self.breaches, *self.others)[:LISTED]


def recompute(asked: Asked, tools: Tools, progress: Progress = lambda _doing, _number: None) -> Iterator[Done]:
    """Do it, and say what came of it; first of all what came of one that had been cut off.

    Raises BackendUnavailable where the store does not answer or others keep changing what it needs: asked again, it
    goes on. Where nothing moves and the log stays as it is, nothing is written.
    """
    cut_off = _cut_off(asked.brand, tools)
    if cut_off is not None and not asked.dry:
        yield Done(_write(cut_off, asked.brand, tools, progress), written=True, ended=True)
    for _ in range(TRIES):
        now = tools.now()
        kept = tools.store.get(PolicyLog, asked.brand.key, now)
        old = empty(asked.brand.key, now) if kept is None else kept.doc
        new = corrected(old, asked.brand, asked.since, asked.until or now, now)
        report = _looked(asked, old, new, now, tools, progress)
        unmet = bool(old.versions) and old.versions[-1].policy != asked.brand.policy
        if asked.dry or (not report.moves and new == old):
            yield Done(report, unmet=unmet, waits=None if cut_off is None or not asked.dry else cut_off.number)
            return
        if new != old:  # what was opened before the period and still runs goes by it too: `watch` works that out anew
            new = to_replan(new, now)
        new = fitting(new, now)
        write = Create(new) if kept is None else Replace(new, kept.revision)
        if tools.store.commit(now, write, Create(report)) is not None:
            yield Done(_write(report, asked.brand, tools, progress), written=True, unmet=unmet)
            return
    raise BackendUnavailable("store", "the log of policies kept changing")


def key_of(brand: Brand, number: int) -> str:
    """The key of a brand's Report."""
    return f"{brand.key}/{number}"


def _looked(asked: Asked, old: PolicyLog, new: PolicyLog, now: datetime, tools: Tools, progress: Progress) -> Report:
    """The Report as it will be: nothing is written."""
    before, after = (Regime(asked.brand, lambda log=log: log, now) for log in (old, new))  # type: ignore[misc]  # bound
    moves = _Moves()

    def opened() -> Iterator[Entry]:
        for kept in _opened(asked.brand, asked.since, asked.until or now, now, tools):
            yield kept.doc

    def compared() -> Iterator[Entry]:
        for entry in opened():
            moves.looked_at += 1
            if moves.looked_at % _EVERY == 0:
                progress("looked at", moves.looked_at)
            if entry.clocks:
                for one in moved(entry, anew(entry, after), before):
                    moves.add(one)
            yield entry

    was = figures(as_kept(compared(), before))
    will = was
    if moves.number or new != old:
        entries = (anew(one, after) if one.clocks else one for one in opened())
        will = figures(one for thread in threads(entries) for one in measures(thread, after, now))
    number = 1 + max((one.number for one in _reports(asked.brand, now, tools)), default=0)
    return Report(
        key=key_of(asked.brand, number),
        brand=asked.brand.key,
        number=number,
        made_at=now,
        since=asked.since,
        until=asked.until or now,
        policy=asked.brand.policy,
        who=asked.who,
        why=asked.why,
        before=was,
        after=will,
        looked_at=moves.looked_at,
        moves=moves.number,
        moved=moves.listed,
        expire_at=now + KEEP_POLICY,
    )


def _write(report: Report, brand: Brand, tools: Tools, progress: Progress) -> Report:
    """Each Entry of the Report's period as the log has it now, then that it is done."""
    regime, written = tools.regime(brand), 0

    def edit(entry: Entry | None) -> Entry | None:
        return None if entry is None else anew(entry, regime)

    for one in _opened(brand, report.since, report.until, regime.now, tools):
        if one.doc.clocks and change(tools, one.doc.key, edit, found=one) is not None:
            written += 1
            if written % _EVERY == 0:
                progress("wrote", written)
    done = msgspec.structs.replace(report, done_at=tools.now())
    tools.store.commit(tools.now(), Put(done))
    return done


def _cut_off(brand: Brand, tools: Tools) -> Report | None:
    """The newest Report, if it is not done and today's policy is still the one that it goes by."""
    last = max(_reports(brand, tools.now(), tools), key=lambda one: one.number, default=None)
    return last if last is not None and last.done_at is None and last.policy == brand.policy else None


def _reports(brand: Brand, now: datetime, tools: Tools) -> Iterator[Report]:
    for kept in tools.store.find(REPORTS, now, equal=(brand.key,)):
        yield kept.doc


def _opened(brand: Brand, since: datetime, until: datetime, now: datetime, tools: Tools) -> Iterator[Kept[Entry]]:
    yield from tools.store.find(OPENED, now, equal=(brand.key,), since=since, until=until)
