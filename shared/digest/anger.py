"""How many different people are angry at once, and how many that usually are: what the alarm in `flows` goes by.

The measure is a day's busiest hour, and not its mean: people complain when they are awake and in bursts, so an alarm
that compares an evening with the mean of a whole day would ring each evening.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.core.digesting import Number
from shared.core.ledger import Entry, Sort, State

HOUR: Final = timedelta(hours=1)
_SECONDS: Final = 3600
ENOUGH: Final = 7  # days of which it must be known, before one can say what is usual
FIGURE: Final = "angry_hour"  # its name in a digest's summary
USUAL: Final = "usual_angry_hour"
_SORTS: Final = frozenset({Sort.COMPLAINT, Sort.ABUSE})
_GONE: Final = frozenset({State.WITHDRAWN, State.OURS_OR_BOT})


def angry(entries: Iterable[Entry]) -> list[Entry]:
    """Complaints and abuse that still stand, in the order in which they were written."""
    found = [one for one in entries if one.sort in _SORTS and not one.ours and one.state not in _GONE]
    return sorted((one for one in found if one.removed_at is None), key=wrote)


def wrote(entry: Entry) -> datetime:
    """When it was written. The clocks of what comes years late open when it comes; its author was angry then."""
    return entry.opened_at if entry.at is None else min(entry.at, entry.opened_at)


def people(entries: Iterable[Entry]) -> set[str]:
    """Different people; somebody whom the platform does not name is another each time."""
    return {who(one) for one in entries}


def who(entry: Entry) -> str:
    """The name of one person's record, else of what they wrote."""
    return entry.person or entry.key


def busiest(entries: Sequence[Entry]) -> list[Entry]:
    """Those of the one hour in which most different people wrote, the latest such. `entries` as `angry` gives them."""
    best: tuple[int, int, int] = (0, 0, 0)
    inside: Counter[str] = Counter()
    first = 0
    for last, one in enumerate(entries):
        inside[who(one)] += 1
        while wrote(entries[first]) <= wrote(one) - HOUR:
            left = who(entries[first])
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
            first += 1
        best = max(best, (len(inside), first, last + 1))
    return list(entries[best[1] : best[2]])


class Tide:
    """The same of a day whose people come one by one: how many different ones were angry within one hour at most.

    Moments are taken by whole seconds. Who wrote years ago and is only heard of now was not angry that day.
    """

    def __init__(self, start: datetime, end: datetime) -> None:
        self._start = start
        self._turns = array("q", bytes(8 * (int((end - start).total_seconds()) + 2)))

    def add(self, one_person: Iterable[Entry]) -> None:
        """What one person wrote, in any order: they are angry for an hour from each of it, once at each moment."""
        last, until = len(self._turns) - 1, -1
        for second in sorted(int((wrote(one) - self._start).total_seconds() // 1) for one in angry(one_person)):
            if not 0 <= second < last:
                continue
            if second >= until:
                self._turns[second] += 1
            else:
                self._turns[until] += 1
            until = min(second + _SECONDS, last)
            self._turns[until] -= 1

    def highest(self) -> int:
        now = most = 0
        for turn in self._turns:
            now += turn
            most = max(most, now)
        return most


def usual(summaries: Iterable[Mapping[str, Number]]) -> float | None:
    """The people of a usual day's busiest hour; None where too few days tell it."""
    told = [summary.get(FIGURE) for summary in summaries]
    known = [one for one in told if isinstance(one, int)]
    from statistics import median  # here, for it takes long to load, and only digests ask

    return float(median(known)) if len(known) >= ENOUGH else None
