"""The hours of a local day, as its wall clock shows them: 23 to 25 columns, and the one that a moment belongs to.

02:00 summer  02:00 winter  03:00     the night on which clocks are set back: the same hour twice, two columns
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import Final

_STEP: Final = timedelta(minutes=15)  # no zone changes between quarters of an hour


def columns(zone: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """When the hours of [start, end) begin. One that the clock shows twice is two."""
    from zoneinfo import ZoneInfo

    local, at = ZoneInfo(zone), start.astimezone(UTC)
    found: list[datetime] = []
    last: tuple[object, ...] = ()
    while at < end:
        shown = at.astimezone(local)
        hour = (shown.date(), shown.hour, shown.fold)
        if hour != last:
            found.append(at)
            last = hour
        at += _STEP
    return tuple(found)


def column(begins: tuple[datetime, ...], at: datetime) -> int:
    """The number of the hour that a moment inside them belongs to."""
    return bisect_right(begins, at) - 1
