"""Every SLA figure of a thread, from the facts of its Entries alone, each with the intervals that explain it.

    metric                 starts                                     stops
    ingest_lag             the platform's event time                  our receipt
    time_to_ack            the message                                the first visible sign, by machine or person
    time_to_ack_by_person  the message                                the first visible sign by a person
    first_response         the first unanswered message of a thread   the first reply by a person
    first_answer           the first question                         the first reply that answers it
    next_response          the oldest unanswered message after that   the next reply by a person
    handover_time          a colleague is asked                       a colleague takes it
    resolution_first       somebody begins to wait in the thread      nothing in it waits any more, for the first time
    resolution_total       somebody begins to wait in the thread      nothing in it waits any more, for the last time
    wait_time              the sum of the spans in which the customer waits

A thread is one person's items in one conversation; what they write within 72 hours of its end continues it, what they
write later begins another. Each is told in seconds of calendar time and of service time, which is what its item's own
calendars have open, less its pauses. None: it still runs, or is not known, which is never shown as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from shared.clocks import finding
from shared.clocks.finding import Facts, Found, Piece
from shared.clocks.items import End
from shared.core.calendar import joined
from shared.core.course import Pause, Span
from shared.core.ledger import Entry
from shared.core.sla import Aim, By, Clock, Courses

if TYPE_CHECKING:
    from shared.clocks.timing import Regime

REOPENS: Final = timedelta(hours=72)


class Metric(StrEnum):
    """What is measured. The names are those of the exports."""

    INGEST_LAG = "ingest_lag"
    TIME_TO_ACK = "time_to_ack"
    TIME_TO_ACK_BY_PERSON = "time_to_ack_by_person"
    FIRST_RESPONSE = "first_response"
    FIRST_ANSWER = "first_answer"
    NEXT_RESPONSE = "next_response"
    HANDOVER_TIME = "handover_time"
    RESOLUTION_FIRST = "resolution_first"
    RESOLUTION_TOTAL = "resolution_total"
    WAIT_TIME = "wait_time"


IN_CALENDAR_TIME: Final = frozenset({Metric.INGEST_LAG, Metric.TIME_TO_ACK, Metric.TIME_TO_ACK_BY_PERSON})
"""The metrics that go by their calendar seconds where one figure is told of them."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One person's items in one conversation, oldest first, up to 72 hours after the last of them had its end.

    `key` names it for good: by its first item. `items` hold none of our own accounts' objects.
    """

    key: str
    brand: str
    platform: str
    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a thread. `entry` is the item it began with; `instance` counts a metric's in the thread, from 1.

    `seconds` are of calendar time, `service` of service time; both None where it still runs (`stopped` None) at
    `until`. `spans` cover [started, stopped or until) without a gap, and those that count sum to `service`; of a
    wait_time, the spans in which the customer did not wait are left out. `aims` are the targets that hold for it, with
    due and breached; none for what nothing is promised of. `withdrawn`: the person took it back, or a colleague closed
    it, so that it counts neither as met nor as missed; of a resolution or a wait, if nothing of it was answered. Of a
    first response or answer that was withdrawn there is another instance, of what was asked next. `pause`: what still
    runs is in it at `until`.
    """

    metric: Metric
    thread: str
    entry: str
    instance: int
    started: datetime
    stopped: datetime | None
    until: datetime
    seconds: float | None
    service: float | None
    spans: tuple[Span, ...]
    aims: tuple[Aim, ...] = ()
    by: By | None = None
    who: str | None = None
    withdrawn: bool = False
    policy: str = ""
    pause: Pause | None = None


def measures(thread: Thread, regime: Regime, until: datetime) -> Iterator[Measure]:
    """Every figure of a thread, metric by metric, as this Regime has it; what still runs is looked at `until`.

    Neither the order of the items nor a copy of one changes anything. No ingest_lag comes of a platform's time that is
    after our receipt, or longer before it than an Entry is kept: such a time is a mistake, and says nothing.
    """
    work, facts = _Work(thread, regime, until), finding.facts(thread.items, until, regime.now)
    for metric, find in _FINDERS.items():
        for instance, found in enumerate(find(facts), start=1):
            yield work.measure(metric, instance, found)


class _Work:
    """One thread, with what several of its figures need made once."""

    def __init__(self, thread: Thread, regime: Regime, until: datetime) -> None:
        self.thread = thread
        self.regime = regime
        self.until = until
        self._courses: dict[str, Courses] = {}
        self._spans: dict[tuple[datetime, datetime, str], tuple[Span, ...]] = {}

    def measure(self, metric: Metric, instance: int, found: Found) -> Measure:
        stop = found.end
        limit = max(self.until, found.started) if stop is None else stop.at
        pieces = [Piece(found.started, limit, found.entry)] if found.pieces is None else found.pieces
        aims = () if found.clock is None else self._aims(found.entry, found.clock, stop)
        spans = tuple(joined(span for piece in pieces for span in self._spans_of(piece)))
        return Measure(
            metric=metric,
            thread=self.thread.key,
            entry=found.entry.key,
            instance=instance,
            started=found.started,
            stopped=None if stop is None else stop.at,
            until=limit,
            seconds=None if stop is None else _sum(spans),
            service=None if stop is None else _sum(span for span in spans if span.counted),
            spans=spans,
            aims=aims,
            by=None if stop is None else stop.by,
            who=None if stop is None else stop.who,
            withdrawn=stop is not None and stop.withdrawn,
            policy=self._policy(limit),
            pause=self.courses(pieces[-1].entry if pieces else found.entry)(aims[0] if aims else None).paused(limit)
            if stop is None
            else None,
        )

    def courses(self, entry: Entry) -> Courses:
        if entry.key not in self._courses:
            self._courses[entry.key] = self.regime.courses(entry)
        return self._courses[entry.key]

    def _spans_of(self, piece: Piece) -> tuple[Span, ...]:
        name = (piece.since, piece.until, piece.entry.key)
        if name not in self._spans:
            self._spans[name] = tuple(self.courses(piece.entry)(None).spans(piece.since, piece.until))
        return self._spans[name]

    def _aims(self, entry: Entry, name: str, stop: End | None) -> tuple[Aim, ...]:
        """The targets of a clock, with what became of them by what counts now, whatever was noted before."""
        clock, courses = entry.clocks[name], self.courses(entry)
        unmet = (msgspec.structs.replace(aim, due=None, breached=None) for aim in clock.aims)
        again = Clock(started=clock.started, aims=tuple(unmet)).planned(courses)
        return (again.look(self.until) if stop is None else again.stop(stop.at, stop.by, courses)).aims

    def _policy(self, at: datetime) -> str:
        """The version that was in force then."""
        versions = self.regime.log.versions
        if not versions or (at >= self.regime.now and versions[-1].policy != self.regime.brand.policy):
            return self.regime.brand.policy
        return next((one.policy for one in reversed(versions) if one.since <= at), versions[0].policy)


def _sum(spans: Iterable[Span]) -> float:
    return sum((span.until - span.since for span in spans), timedelta()).total_seconds()


_FINDERS: Final[dict[Metric, Callable[[Facts], Iterator[Found]]]] = {
    Metric.INGEST_LAG: finding.lags,
    Metric.TIME_TO_ACK: finding.acks,
    Metric.TIME_TO_ACK_BY_PERSON: finding.acks_by_person,
    Metric.FIRST_RESPONSE: finding.first_responses,
    Metric.FIRST_ANSWER: finding.first_answers,
    Metric.NEXT_RESPONSE: finding.next_responses,
    Metric.HANDOVER_TIME: finding.handovers,
    Metric.RESOLUTION_FIRST: finding.resolution_first,
    Metric.RESOLUTION_TOTAL: finding.resolution_total,
    Metric.WAIT_TIME: finding.waited,
}
