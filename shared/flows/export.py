"""What the Ledger knows of some time, row by row: Interactions, threads, figures with what explains them, policies.

A row belongs to the export in whose time its Interaction was opened, so that two exports side by side say everything
once. All figures are as they are known now. Threads are followed for 30 days to either side of that time; no more is
held than the threads that may still be joined, so a year can be read in one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from shared.brands.compiled import Brand
from shared.clocks.coverage import HOUR, coverage, is_post
from shared.clocks.measures import Thread, measures
from shared.clocks.rows import INTERACTIONS, POLICIES, THREADS, Came, Item, counted
from shared.clocks.rows_measured import EVENTS, INTERVALS, MEASURES, POSTS, TARGETS, Figure, Part, Promised
from shared.clocks.table import Table
from shared.clocks.threads import threads
from shared.clocks.timing import Regime, calendars
from shared.clocks.zendesk import metric_events
from shared.core.ledger import Entry
from shared.core.ports import OPENED
from shared.core.regime import Version
from shared.flows._tools import Tools

TABLES: Final[tuple[Table[Any], ...]] = (INTERACTIONS, THREADS, MEASURES, TARGETS, INTERVALS, EVENTS, POSTS, POLICIES)
AROUND: Final = timedelta(days=30)  # a conversation that goes on for longer without an end is cut there

Take = Callable[[Table[Any], Any], None]
"""What is done with each row of a Table."""


class Period(NamedTuple):
    """All that was opened from `since` on and before `until`."""

    since: datetime
    until: datetime

    def has(self, entry: Entry) -> bool:
        return self.since <= entry.opened_at < self.until


def export(tools: Tools, brand: Brand, period: Period, pseudonym: Callable[[str], str], take: Take) -> datetime:
    """Give every row to `take`. `pseudonym` says what a person or a conversation is called instead of by its key.

    Returns the moment as of which all of it is known. Raises BackendUnavailable.
    """
    regime = tools.regime(brand)
    today = Version(since=regime.now, policy=brand.policy, calendars=calendars(brand))
    for one in counted(regime.log, today):
        if one.until is None or one.until > period.since:
            take(POLICIES, one)

    posts = _Posts(period, regime.now, take)

    def came() -> Iterator[Entry]:
        equal, since, until = (brand.key,), period.since - AROUND, period.until + AROUND
        for kept in tools.store.find(OPENED, regime.now, equal=equal, since=since, until=until):
            entry: Entry = kept.doc
            if period.has(entry):
                take(INTERACTIONS, Came(entry, *(it and pseudonym(it) for it in (entry.person, entry.conversation))))
            posts.see(entry)
            yield entry

    for thread in threads(came()):
        _give(thread, regime, period, take)
    posts.give()
    return regime.now


def _give(thread: Thread, regime: Regime, period: Period, take: Take) -> None:
    items = [Item(thread, number, one) for number, one in enumerate(thread.items, start=1) if period.has(one)]
    if not items:
        return
    for item in items:
        take(THREADS, item)
    ours = {item.entry.key for item in items}
    found = list(measures(thread, regime, regime.now))
    for measure in found:
        if measure.entry not in ours:
            continue
        take(MEASURES, Figure(thread, measure))
        for number, aim in enumerate(measure.aims, start=1):
            take(TARGETS, Promised(measure, number, aim))
        for number, span in enumerate(measure.spans, start=1):
            take(INTERVALS, Part(measure, number, span))
    for event in metric_events(found):
        if event.measure.entry in ours:
            take(EVENTS, event)


class _Posts:
    """Own posts with what came in their first hour: held for as long as such an hour lasts, and given out after it."""

    def __init__(self, period: Period, now: datetime, take: Take) -> None:
        self._period, self._now, self._take = period, now, take
        self._held: list[Entry] = []
        self._closes = period.since

    def see(self, entry: Entry) -> None:
        """Entries come in the order of `opened_at`."""
        if entry.opened_at >= self._closes:
            self.give()
        if is_post(entry):
            self._closes = entry.opened_at + HOUR
        if self._held or is_post(entry):
            self._held.append(entry)

    def give(self) -> None:
        for one in coverage(self._held, self._now):
            if self._period.since <= one.at < self._period.until:
                self._take(POSTS, one)
        self._held.clear()
