"""How quickly colleagues first answer, as a few numbers a day, and what may honestly be told of them.

A service day's Spread holds everybody who wrote from an hour before the service day before it closed until an hour
before this one did: they have all had at least an hour of service when the digest is made, and each is in one Spread.
Whoever has no answer by then counts as slower than anything, or the figure would leave out the worst.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from shared.core.calendar import Calendar
from shared.core.digesting import Number

EDGES: Final = tuple(60.0 * minutes for minutes in (5, 10, 15, 20, 30, 40, 60, 90, 120, 180, 240, 360, 480))
SHARE: Final = (3, 4)  # three of four were answered by then
ENOUGH: Final = 20
DAYS: Final = 28
_HAD: Final = timedelta(hours=1)
_BACK: Final = 31  # days without service that are looked over


@dataclass(frozen=True, slots=True)
class Spread:
    """`answered` counts by EDGES, each with its edge, and at the end what took longer; `waiting` have no answer."""

    answered: tuple[int, ...]
    waiting: int

    def written(self) -> dict[str, Number]:
        """As it stands in a digest's summary."""
        return {"first_answers": " ".join(map(str, self.answered)), "unanswered": self.waiting}


def nothing_known() -> dict[str, Number]:
    """What a summary says where there is no Spread."""
    return {"first_answers": None, "unanswered": None}


class Spreading:
    """A Spread in the making, of times in seconds of service."""

    def __init__(self) -> None:
        self._counts = [0] * (len(EDGES) + 1)
        self.waiting = 0

    def answered(self, seconds: float) -> None:
        self._counts[bisect_left(EDGES, seconds)] += 1

    def spread(self) -> Spread:
        return Spread(tuple(self._counts), self.waiting)


def spread_in(summary: Mapping[str, Number]) -> Spread | None:
    """The Spread that a digest's summary holds; None where it holds none."""
    answered, waiting = summary.get("first_answers"), summary.get("unanswered")
    if not isinstance(answered, str) or not isinstance(waiting, int):
        return None
    counts = tuple(map(int, answered.split()))
    return Spread(counts, waiting) if len(counts) == len(EDGES) + 1 else None


def usual(spreads: Iterable[Spread]) -> float | None:
    """Seconds of service within which three of four had an answer; None where that cannot be told.

    That is so below twenty answers, and where so many took longer than the last edge, or got none.
    """
    found = list(spreads)
    answered = [sum(one.answered[at] for one in found) for at in range(len(EDGES) + 1)]
    if sum(answered) < ENOUGH:
        return None
    part, whole = SHARE
    wanted = ceil(part * (sum(answered) + sum(one.waiting for one in found)) / whole)
    by_then = 0
    for edge, count in zip(EDGES, answered, strict=False):
        by_then += count
        if by_then >= wanted:
            return edge
    return None


def window(calendar: Calendar, day: date) -> tuple[datetime, datetime] | None:
    """Those who belong to the Spread of a local date wrote between these two; None for a date without service."""
    end = _line(calendar, day)
    if end is None:
        return None
    for back in range(1, _BACK + 1):
        start = _line(calendar, day - timedelta(days=back))
        if start is not None:
            return start, end
    return calendar.midnight(day), end


def _line(calendar: Calendar, day: date) -> datetime | None:
    last = max((closes for _, closes in calendar.intervals(day)), default=None)
    return None if last is None else last - _HAD
