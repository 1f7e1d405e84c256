"""SLA clocks: when one started, when it is due, when it stopped, in calendar and in service seconds.

All instants are aware UTC; a Calendar knows the brand's zone and hours and converts. Two clocks per
Interaction: `ack` (first visible sign, by machine or person, in calendar time) and `response` (first reply
by a person, in service time). A machine never stops `response`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from shared.core.interaction import Utc

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

OLDEST: Final = timedelta(days=7)
_SECOND: Final = timedelta(seconds=1)
_HORIZON: Final = 400  # days looked ahead for an opening before a promise is said to have no due moment


class By(StrEnum):
    """Who gave an acknowledgment: a rule on its own, or a named or unnamed colleague."""

    MACHINE = "machine"
    PERSON = "person"


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Service hours in the brand's own zone.

    `week` has seven tuples, Monday first, of (open, close) in minutes since local midnight (0 to 1440,
    sorted, not overlapping). `closed` lists whole local dates without service. No hours at all means always open.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...] = ()
    closed: tuple[date, ...] = ()

    def intervals(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The open intervals of one local date, as UTC instants; a DST jump lengthens or shortens them truly."""
        if self.always_open:
            yield self.midnight(day), self.midnight(day + timedelta(days=1))
        elif day not in self.closed:
            for opens, closes in self.week[day.weekday()]:
                yield self._instant(day, opens), self._instant(day, closes)

    @property
    def always_open(self) -> bool:
        return not any(self.week)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies inside service hours."""
        return any(start <= at < end for start, end in self.intervals(self.local_date(at)))

    def local_date(self, at: datetime) -> date:
        return at.astimezone(_zone(self.zone)).date()

    def midnight(self, day: date) -> datetime:
        """The UTC instant at which a local date begins (also where DST removes or repeats midnight)."""
        return self._instant(day, 0)

    def at(self, day: date, minutes: int) -> datetime:
        """The UTC instant of a local wall time, in minutes since midnight; one that DST skips is the end of the gap."""
        return self._instant(day, minutes)

    def service_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds between two instants that lie inside service hours; 0 when `end` is before `start`."""
        if end <= start:
            return 0.0
        if self.always_open:
            return (end - start).total_seconds()
        total = 0.0
        day, last = self.local_date(start), self.local_date(end)
        while day <= last:
            for opens, closes in self.intervals(day):
                total += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
            day += timedelta(days=1)
        return total

    def due(self, start: datetime, seconds: float) -> datetime | None:
        """The instant at which service time since `start` reaches `seconds`; None if no hours come in 400 days."""
        if self.always_open:
            return start + timedelta(seconds=seconds)
        left = seconds
        day = self.local_date(start)
        for _ in range(_HORIZON):
            for opens, closes in self.intervals(day):
                begin = max(start, opens)
                length = (closes - begin).total_seconds()
                if length <= 0:
                    continue
                if left <= length:
                    return begin + timedelta(seconds=left)
                left -= length
            day += timedelta(days=1)
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """The next instant at or after `at` that is inside service hours."""
        if self.is_open(at):
            return at
        day = self.local_date(at)
        for _ in range(_HORIZON):
            for opens, _closes in self.intervals(day):
                if opens >= at:
                    return opens
            day += timedelta(days=1)
        return None

    def _instant(self, day: date, minutes: int) -> datetime:
        if minutes >= 1440:
            return self._instant(day + timedelta(days=1), minutes - 1440)
        local = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=_zone(self.zone))
        instant = local.astimezone(UTC)
        if instant.astimezone(_zone(self.zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
            return instant
        return self._end_of_gap(local.replace(fold=1).astimezone(UTC), instant)

    def _end_of_gap(self, before: datetime, after: datetime) -> datetime:
        """The instant between these two at which the zone's offset changes: so that hours around it never overlap."""
        offset = after.astimezone(_zone(self.zone)).utcoffset()
        while after - before > _SECOND:
            middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
            if middle.astimezone(_zone(self.zone)).utcoffset() == offset:
                after = middle
            else:
                before = middle
        return after


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One SLA clock of one Interaction. Opened once, stopped once; the first stop wins.

    `target` is in seconds, of calendar time or, with `service`, of service time. `due` is None where the
    calendar never opens. `elapsed` and `service_elapsed` (seconds) are set when it stops.
    """

    started: Utc
    target: float
    service: bool = False
    due: Utc | None = None
    stopped: Utc | None = None
    by: By | None = None
    withdrawn: bool = False
    elapsed: float | None = None
    service_elapsed: float | None = None
    breached: Utc | None = None

    @property
    def running(self) -> bool:
        return self.stopped is None

    @property
    def breach_at(self) -> datetime | None:
        """When this clock needs a look for a breach; None when there is nothing to notice."""
        return self.due if self.running and self.breached is None else None

    def stop(self, at: datetime, by: By | None, calendar: Calendar) -> Clock:
        """Stop it at `at`; a stop before the start counts as 0 seconds. `by` None means withdrawn, which is no answer.

        A second stop changes nothing, unless it was earlier: news may arrive in the wrong order. A breach noted
        meanwhile is taken back if the stop turns out to lie before due.
        """
        if self.stopped is not None and (self.stopped <= at or self.withdrawn):
            return self
        at = max(at, self.started)
        late = self.due is not None and at > self.due
        return msgspec.structs.replace(
            self,
            stopped=at,
            by=by,
            withdrawn=by is None,
            elapsed=(at - self.started).total_seconds(),
            service_elapsed=calendar.service_seconds(self.started, at),
            breached=self.due if late else None,
        )

    def look(self, now: datetime) -> Clock:
        """Record the breach if it is running past due. Recording twice changes nothing. The breach is at `due`."""
        if self.breach_at is not None and now >= self.breach_at:
            return msgspec.structs.replace(self, breached=self.due)
        return self


def opened_at(at: datetime | None, received_at: datetime) -> datetime:
    """When a clock opens: at the platform's time, or at ours if that is absent, in the future or over 7 days old."""
    if at is None or at > received_at or received_at - at > OLDEST:
        return received_at
    return at


def open_clock(started: datetime, target: float, calendar: Calendar, *, service: bool) -> Clock:
    """A running Clock with its due moment worked out."""
    due = calendar.due(started, target) if service else started + timedelta(seconds=target)
    return Clock(started=started, target=target, service=service, due=due)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo  # the public door loads this module and no zone

    return ZoneInfo(name)
