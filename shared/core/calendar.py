"""Service hours in a zone, as the wall clock there shows them, also on the nights when its hands are moved.

A moment is open if the local date and time that it has lie inside that date's hours. So what a change of the clocks
skips is never open, and what it repeats is open twice. All instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Hours = tuple[tuple[int, int], ...]
"""Open spans of one local date: (open, close) in minutes since midnight, 0 to 1440, sorted, not overlapping."""
Week = tuple[Hours, ...]
"""The hours of seven weekdays, Monday first; empty: open day and night."""

T = TypeVar("T", bound=NamedTuple)
_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)
_HORIZON: Final = 400  # days looked ahead for an opening before a promise is said to have no due moment
_AROUND: Final = timedelta(hours=16)  # no zone has ever been further from UTC
_STEP: Final = timedelta(hours=2)  # no zone changes twice within this


class Dated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One local date that differs from its weekday: its own hours (none: closed), and its name, if it has one."""

    hours: Hours = ()
    name: str | None = None


class Stretch(NamedTuple):
    """A time throughout which a Calendar is open, or is not. `name` is that of a date which differs."""

    since: datetime
    until: datetime
    open: bool
    name: str | None


class Calendar(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Service hours in a zone, under a name.

    `week` holds the usual hours; `changes` are weeks that take its place, each from a local date on, in order. `days`
    are dates that differ from their week, by local date as ISO writes it. Without a week it is always open, and has
    neither days nor changes.
    """

    zone: str
    week: Week = ()
    days: dict[str, Dated] = {}
    changes: tuple[tuple[date, Week], ...] = ()
    name: str = "hours"

    @property
    def always_open(self) -> bool:
        return not any(self.week) and not self.changes

    def hours_on(self, day: date) -> Hours:
        """The hours of one local date. Of a Calendar that is always open: the whole of it."""
        if self.always_open:
            return ((0, 1440),)
        dated = self.days.get(day.isoformat()) if self.days else None
        if dated is not None:
            return dated.hours
        week = self.week
        for since, later in self.changes:
            if since <= day:
                week = later
        return week[day.weekday()] if week else ()

    def intervals(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The open intervals of one local date as UTC instants, in order, none of them empty."""
        if self.always_open:
            yield self.midnight(day), self.midnight(day + _DAY)
            return
        hours = self.hours_on(day)
        if not hours:
            return
        begins = datetime.combine(day, time(), tzinfo=UTC)
        for start, end, offset in _pieces(self.zone, day):
            for opens, closes in hours:
                since = max(start, begins + timedelta(minutes=opens) - offset)
                until = min(end, begins + timedelta(minutes=closes) - offset)
                if since < until:
                    yield since, until

    def ahead(self, start: datetime, days: int = _HORIZON) -> Iterator[tuple[datetime, datetime]]:
        """The open intervals after `start` in order, the first cut to begin there, for so many days ahead."""
        if self.always_open:
            yield start, start + timedelta(days=days)
            return
        first = self.local_date(start) - _DAY
        waiting: list[tuple[datetime, datetime]] = []
        for number in range(days + 2):
            day = first + timedelta(days=number)
            waiting += (one for one in self.intervals(day) if one[1] > start)
            waiting.sort()
            edge = next((piece.start for piece in _pieces(self.zone, day + _DAY)), None)
            while waiting and (edge is None or waiting[0][0] < edge):  # a date that comes twice is seen in its order
                since, until = waiting.pop(0)
                yield max(since, start), until

    def stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """All of [start, end) as open and closed, in order, joined where nothing changes; nothing if it is empty."""
        return joined(self._by_day(start, end))

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies inside service hours."""
        if self.always_open:
            return True
        local = at.astimezone(_zone(self.zone)).replace(tzinfo=None)
        minutes = (local - datetime.combine(local.date(), time())) / timedelta(minutes=1)
        return any(opens <= minutes < closes for opens, closes in self.hours_on(local.date()))

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
        total = timedelta()
        for since, until in self.ahead(start, (end - start).days + 2):
            if since >= end:
                break
            total += min(until, end) - since
        return total.total_seconds()

    def due(self, start: datetime, seconds: float) -> datetime | None:
        """The instant at which service time since `start` reaches `seconds`; None if no hours come in 400 days."""
        if self.always_open:
            return start + timedelta(seconds=seconds)
        left = timedelta(seconds=seconds)
        for since, until in self.ahead(start):
            if left <= until - since:
                return since + left
            left -= until - since
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """The next instant at or after `at` that is inside service hours."""
        return next((since for since, _ in self.ahead(at)), None)

    def _by_day(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        if end <= start:
            return
        if self.always_open:
            yield Stretch(start, end, True, None)
            return
        at = start
        days = (self.local_date(start) - _DAY + timedelta(days=number) for number in count())
        ending = self.local_date(end) + _DAY
        pieces: list[tuple[_Piece, date]] = []
        for day in days:
            if day > ending:
                break
            pieces += ((piece, day) for piece in _pieces(self.zone, day) if piece.end > start and piece.start < end)
        for piece, day in sorted(pieces):
            dated = self.days.get(day.isoformat())
            name = None if dated is None else dated.name
            for since, until in self.intervals(day):
                if until <= max(at, piece.start) or since >= min(end, piece.end):
                    continue
                if since > at:
                    yield Stretch(at, since, False, name)
                yield Stretch(max(at, since), min(until, end), True, name)
                at = min(until, end)
            closes = min(piece.end, end)
            if at < closes:
                yield Stretch(at, closes, False, name)
                at = closes

    def _instant(self, day: date, minutes: int) -> datetime:
        if minutes >= 1440:
            return self._instant(day + _DAY, minutes - 1440)
        local = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=_zone(self.zone))
        instant = local.astimezone(UTC)
        if instant.astimezone(_zone(self.zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
            return instant
        return _change(self.zone, local.replace(fold=1).astimezone(UTC), instant)


def joined(found: Iterable[T]) -> Iterator[T]:
    """Times in order, each (since, until, what is said of it): those that touch and say the same as one."""
    last: T | None = None
    for one in found:
        if last is not None and last[1] == one[0] and last[2:] == one[2:]:
            last = last._replace(until=one[1])
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


class _Piece(NamedTuple):
    """A part of a local date with one offset from UTC; there is another where the offset changes that day."""

    start: datetime
    end: datetime
    offset: timedelta


@lru_cache(maxsize=8192)
def _pieces(zone: str, day: date) -> tuple[_Piece, ...]:
    """When the wall clock of a zone shows a date, in order: once, in parts, or (where a date is skipped) never."""
    begins = datetime.combine(day, time(), tzinfo=UTC)
    at, last = begins - _AROUND, begins + _DAY + _AROUND
    offset, found, since = _offset(zone, at), list[_Piece](), at
    while at < last:
        then = min(at + _STEP, last)
        if (later := _offset(zone, then)) != offset:
            moved = _change(zone, at, then)
            found.append(_Piece(since, moved, offset))
            since, offset = moved, later
        at = then
    found.append(_Piece(since, last, offset))
    cut = (_Piece(max(a, begins - by), min(b, begins + _DAY - by), by) for a, b, by in found)
    return tuple(piece for piece in cut if piece.start < piece.end)


def _change(zone: str, before: datetime, after: datetime) -> datetime:
    """The instant between these two at which the zone's offset changes: so that hours around it never overlap."""
    offset = _offset(zone, after)
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _offset(zone, middle) == offset:
            after = middle
        else:
            before = middle
    return after


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(_zone(zone)).utcoffset() or timedelta()


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo  # the public door loads this module and no zone

    return ZoneInfo(name)
