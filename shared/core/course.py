"""What counts at each moment of one clock, and why: the calendars in force one after the other, less the pauses.

    calendar   ##########----------##########    in force here, another one from there on
    pauses           ~~~~~~            ~~~       each by a person, for one of four reasons
    counted    ######          ----##   #####    what is open and not paused, each Span with its name

Pure. All instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from shared.core.calendar import Calendar, joined
from shared.core.interaction import Utc

_HORIZON: Final = timedelta(days=400)


class Reason(StrEnum):
    """Why a clock may pause; there is no other reason. The first two are a colleague's, about one Interaction."""

    CUSTOMER = "waiting_for_customer"
    THIRD_PARTY = "waiting_for_third_party"
    CRISIS = "crisis_hold"
    OUTAGE = "platform_outage"


class Pause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A time that does not count: who said so and why, from when, until when (None: still)."""

    reason: Reason
    who: str
    since: Utc
    until: Utc | None = None
    why: str | None = None

    def at(self, moment: datetime) -> bool:
        """Whether it lasts at this moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


_Gap = tuple[datetime, datetime, Pause]


class Why(StrEnum):
    """What explains a Span: the hours of a calendar, a date that differs from them, or a pause."""

    OPEN = "open"
    CLOSED = "closed"
    DATED = "dated"
    PAUSED = "paused"


class Span(NamedTuple):
    """A time that counts or does not, in seconds of which the sum is a figure. `name` is a calendar's, a date's or a
    pause's reason.
    """

    since: datetime
    until: datetime
    counted: bool
    why: Why
    name: str

    @property
    def seconds(self) -> float:
        return (self.until - self.since).total_seconds()


class InForce(NamedTuple):
    """From when a Calendar counts (None: since ever), up to the next one."""

    since: datetime | None
    calendar: Calendar


class Course(msgspec.Struct, frozen=True):
    """What counts for one clock. `force` is in order and begins with one that counts since ever.

    A pause without an end is taken to end at `now`: so `due` is the earliest moment that is still possible.
    """

    force: tuple[InForce, ...]
    pauses: tuple[Pause, ...] = ()
    now: datetime | None = None

    @property
    def plain(self) -> Calendar | None:
        """The only Calendar, where nothing else counts."""
        return self.force[0].calendar if len(self.force) == 1 and not self.pauses else None

    def known_by(self, at: datetime) -> Course:
        """As it looked then: nothing counts that had not begun, and no pause lasts longer."""
        if self.plain is not None:
            return self
        force = tuple(one for one in self.force if one.since is None or one.since <= at)
        begun = (one for one in self.pauses if one.since < at)
        pauses = tuple(msgspec.structs.replace(one, until=min(one.until or at, at)) for one in begun)
        return Course(force, pauses, at)

    def paused(self, at: datetime) -> Pause | None:
        """The pause at a moment, the first that began; the one that a Span there is explained by."""
        lasting = (one for one in self.pauses if one.at(at))
        return min(lasting, key=lambda one: (one.since, one.until or self.now or at), default=None)

    def seconds(self, start: datetime, end: datetime) -> float:
        """Seconds between two instants that count; 0 where `end` is not after `start`."""
        if (plain := self.plain) is not None:
            return plain.service_seconds(start, end)
        return sum((until - since for since, until in self._counted(start, end)), timedelta()).total_seconds()

    def due(self, start: datetime, seconds: float) -> datetime | None:
        """The instant at which so many seconds have counted since `start`; None where that is not in 400 days."""
        if (plain := self.plain) is not None:
            return plain.due(start, seconds)
        left = timedelta(seconds=seconds)
        for since, until in self._counted(start, start + _HORIZON):
            if left <= until - since:
                return since + left
            left -= until - since
        return None

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """All of [start, end) in order, each Span with what explains it, and the next with something else."""
        return joined(self._explained(start, end))

    def _explained(self, start: datetime, end: datetime) -> Iterator[Span]:
        gaps = sorted(self._gaps(), key=_began)
        for since, until, calendar in self._in_force(start, end):
            for one in calendar.stretches(since, until):
                why = Why.OPEN if one.open else Why.CLOSED if one.name is None else Why.DATED
                name = calendar.name if one.open or one.name is None else one.name
                yield from _paused(Span(one.since, one.until, one.open, why, name), gaps)

    def _counted(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        gaps = _met(self._gaps())
        for since, until, calendar in self._in_force(start, end):
            for opens, closes in calendar.ahead(since, (until - since).days + 2):
                if opens >= until:
                    break
                yield from _without(gaps, opens, min(closes, until))

    def _in_force(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, Calendar]]:
        for number, (since, calendar) in enumerate(self.force):
            later = self.force[number + 1].since if number + 1 < len(self.force) else None
            begins = start if since is None else max(start, since)
            ends = end if later is None else min(end, later)
            if begins < ends:
                yield begins, ends, calendar

    def _gaps(self) -> Iterator[_Gap]:
        for one in self.pauses:
            until = one.until or self.now
            if until is not None and one.since < until:
                yield one.since, until, one


def calendar_time(zone: str, pauses: Iterable[Pause] = (), now: datetime | None = None) -> Course:
    """A Course on which every moment counts that is not paused."""
    return Course((InForce(None, Calendar(zone=zone, name="calendar time")),), tuple(pauses), now)


def _began(gap: _Gap) -> tuple[datetime, datetime]:
    return gap[0], gap[1]


def _paused(span: Span, gaps: Iterable[_Gap]) -> Iterator[Span]:
    """Its parts: where it is paused, that is what explains it, open or not."""
    at = span.since
    for since, until, pause in gaps:
        begins, ends = max(at, since), min(span.until, until)
        if begins >= ends:
            continue
        if at < begins:
            yield span._replace(since=at, until=begins)
        yield Span(begins, ends, False, Why.PAUSED, pause.reason)
        at = ends
    if at < span.until:
        yield span._replace(since=at)


def _met(gaps: Iterable[_Gap]) -> list[tuple[datetime, datetime]]:
    met: list[tuple[datetime, datetime]] = []
    for since, until, _pause in sorted(gaps, key=_began):
        if met and since <= met[-1][1]:
            met[-1] = (met[-1][0], max(met[-1][1], until))
        else:
            met.append((since, until))
    return met


def _without(
    gaps: Iterable[tuple[datetime, datetime]], since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    for begins, ends in gaps:
        if ends <= since or begins >= until:
            continue
        if since < begins:
            yield since, begins
        since = max(since, ends)
    if since < until:
        yield since, until
