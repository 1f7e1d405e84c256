"""Many Measures as a few figures, which a Report keeps: how many, the usual one, the slow ones, the promises kept."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import Final

from shared.clocks.measures import IN_CALENDAR_TIME, Measure, Metric

ENOUGH_FOR_NINTH: Final = 10


def figures(measures: Iterable[Measure]) -> dict[str, float | None]:
    """`<metric>.<n|median|p90|kept|due>` of every metric, exact.

    `n` have stopped and were not withdrawn; `median` and `p90` are theirs, in seconds of service time or, of lags and
    signs, of calendar time. `due` are the targets that were met or missed, of which `kept` were met. None is not known:
    a median of none, a nine of ten among fewer than ten, a promise where none was made.
    """
    tallies = {metric: _Tally() for metric in Metric}
    for one in measures:
        tallies[one.metric].take(one)
    return {f"{metric}.{name}": value for metric, tally in tallies.items() for name, value in tally.figures().items()}


@dataclass(slots=True)
class _Tally:
    seconds: array[float] = field(default_factory=lambda: array("d"))
    promised: bool = False
    due: int = 0
    kept: int = 0

    def take(self, one: Measure) -> None:
        if one.withdrawn:
            return
        taken = one.seconds if one.metric in IN_CALENDAR_TIME else one.service
        if taken is not None:
            self.seconds.append(taken)
        for aim in one.aims:
            self.promised = True
            if one.stopped is not None or aim.breached is not None:
                self.due += 1
                self.kept += aim.breached is None

    def figures(self) -> dict[str, float | None]:
        ordered = array("d", sorted(self.seconds))
        ninth = ceil(0.9 * len(ordered)) - 1
        return {
            "n": len(ordered),
            "median": median(ordered) if ordered else None,
            "p90": ordered[ninth] if len(ordered) >= ENOUGH_FOR_NINTH else None,
            "kept": self.kept if self.promised else None,
            "due": self.due if self.promised else None,
        }
