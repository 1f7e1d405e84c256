"""The days that were told, as they stand by now.

some of their people still waited       each of them is read again (`_settling`)
a platform told us of some late         the day is counted again, as a whole, and who was missed is told
it was recomputed, or never counted     the day is counted again
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.clocks.items import is_item
from shared.core.digesting import DigestRecord, Number
from shared.core.errors import BackendUnavailable
from shared.core.ports import LATECOMERS
from shared.core.regime import Report
from shared.digest.counted import Counted
from shared.digest.counting import Present, Standing
from shared.digest.snapshot import Correction
from shared.digest.usual import count, figures, in_time_of_due, moved
from shared.flows._roll import ROLL, Roll
from shared.flows._settling import settled
from shared.flows._tools import Tools

See = Callable[[Present, Standing], None]
Again = Callable[[date, datetime, datetime, See], Counted | None]
"""Counts a day that was told before once more: its date, start and end, as of the S of the digest that is made now.

Every person of it (counted or not) is shown to `See` with their Standing, in the order of `who`. None: it could not be
read to its end. It is asked only for days of which people came late, that were recomputed, or that could not be read
when they were told.
"""

LOOKED: Final = "looked_until"
"""The figure of a day that says up to when its digest looked for people of whom platforms told us late, as ISO."""
_COUNTED: Final = "counted_at"
"""The figure of a day that was counted again that says when, as ISO."""
_REACH: Final = 7  # days; what platforms tell of later counts from when it came
_DAY: Final = timedelta(days=1)
_WRITING: Final = timedelta(minutes=10)  # at most, from when somebody was known here until that can be read


@dataclass(frozen=True, slots=True)
class Of:
    """By whose digest: that of a brand's day, made at `at` (S). `reports` were recomputed since the last one."""

    brand: Brand
    day: date
    at: datetime
    reports: Sequence[Report] = ()


class Anew:
    """The records of days that were told, as they stand by now."""

    def __init__(self, of: Of, told: Sequence[DigestRecord], again: Again, tools: Tools) -> None:
        self._of, self._again, self._tools = of, again, tools
        self._regime = tools.regime(of.brand)
        self._told = list(told)
        self.records = list(told)
        self._since = _looked(told) if told else of.at
        self._late: set[int] = set()
        self._missed: dict[int, list[str]] = {}
        """By the place of a day: the platform of each person who was missed on it."""

    def bring_up_to_date(self, failed: list[str]) -> datetime:
        """Do so, newest days first. Returns up to when latecomers were looked for."""
        looked = self._of.at
        recent = [at for at, one in enumerate(self._told) if day_of(one) >= self._of.day - _REACH * _DAY]
        try:
            self._late = self._late_days(recent)
        except BackendUnavailable:
            looked = self._since
            failed.append("who came late")
        for place in reversed(recent):
            record = self.records[place]
            try:
                if place in self._late or self._recomputed(place) or count(figures(record), "people") is None:
                    self.records[place] = self._counted_again(place)
                elif record.unsettled:
                    self.records[place] = settled(
                        record, self._start(place), self._regime, self._of.at, self._tools.store
                    )
            except BackendUnavailable:
                failed.append(f"{record.day} as it stands now")
                looked = self._since if place in self._late else looked
        return looked

    def updates(self) -> tuple[DigestRecord, ...]:
        return tuple(now for was, now in zip(self._told, self.records, strict=True) if was != now)

    def correction(self) -> Correction | None:
        """What is to be said of the day before, or else of the last one on which people were missed."""
        changed = [at for at, missed in self._missed.items() if missed]
        last = len(self._told) - 1
        if last >= 0 and day_of(self._told[last]) == self._of.day - _DAY and self._moved(last):
            changed.append(last)
        if not changed:
            return None
        place = max(changed)
        was, now = self._in_time(place)
        earlier = [one for at, missed in self._missed.items() if at < place for one in missed]
        missed = self._missed.get(place, [])
        return Correction(
            day=day_of(self._told[place]),
            was=was,
            now=now,
            missed=len(missed),
            missed_earlier=len(earlier),
            platforms=tuple(sorted({*missed, *earlier})),
            why=self._why(place),
        )

    def _in_time(self, place: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Answers in time of those due, as they were told and by now."""
        was, now = in_time_of_due(self._told[place].summary), in_time_of_due(figures(self.records[place]))
        return was or (0, 0), now or (0, 0)

    def _moved(self, place: int) -> bool:
        was, now = self._in_time(place)
        return count(self._told[place].summary, "people") is not None and moved(was, now)

    def _why(self, place: int) -> str:
        if self._missed.get(place):
            return "missed"
        if self._recomputed(place):
            return "recomputed"
        if place in self._late:  # of people who were counted already
            return ""
        was, now = self._in_time(place)
        if now[1] - now[0] > was[1] - was[0]:
            return "answered_late"
        return "answered" if now[0] > was[0] else "withdrawn"

    def _start(self, place: int) -> datetime:
        """Where a day's window began: where the one before it ended, so that a change of zone leaves no gap."""
        record = self._told[place]
        midnight = self._of.brand.calendar.midnight(day_of(record))
        if place:
            before = self._told[place - 1]
            midnight = before.until if day_of(before) + _DAY == day_of(record) else max(midnight, before.until)
        return min(midnight, record.until)

    def _late_days(self, recent: Sequence[int]) -> set[int]:
        """The days of which a platform told us something since digests last looked for that."""
        windows = [(at, self._start(at), self._told[at].until) for at in recent]
        found: set[int] = set()
        equal, now, since = (self._of.brand.key,), self._of.at, self._since - _WRITING
        for kept in self._tools.store.find(LATECOMERS, now, equal=equal, since=since, until=now):
            if kept.doc.seen and is_item(kept.doc):
                found.update(at for at, start, end in windows if start <= kept.doc.opened_at < end)
                if len(found) == len(windows):
                    break
        return found

    def _recomputed(self, place: int) -> bool:
        start, end = self._start(place), self._told[place].until
        return any(one.moves and one.since < end and start < one.until for one in self._of.reports)

    def _counted_again(self, place: int) -> DigestRecord:
        """Raises BackendUnavailable where it could not be read to its end."""
        record = self._told[place]
        told_at = _counted_at(record)
        roll = Roll(self._of.brand, day_of(record), self._tools)
        missed: list[str] = []

        def see(present: Present, standing: Standing) -> None:
            roll.see(present, standing)
            # Whoever was known to have written anything of that day by then was counted then.
            if standing.counted and all((one.late_at or one.received_at) >= told_at for one in present.items):
                missed.append(present.items[0].platform)

        counted = self._again(day_of(record), self._start(place), record.until, see)
        if counted is None:
            raise BackendUnavailable("store", f"{record.day} could not be counted again")
        at = self._of.at
        now: dict[str, Number] = {**counted.numbers(), ROLL: roll.close(), _COUNTED: at.isoformat()}
        if count(figures(record), "people") is not None:  # of a day that could not be told, nobody was missed
            self._missed[place] = missed
        return msgspec.structs.replace(record, now=now, unsettled=counted.unsettled, brought_at=at)


def day_of(record: DigestRecord) -> date:
    return date.fromisoformat(record.day)


def _looked(told: Sequence[DigestRecord]) -> datetime:
    found = (one.summary.get(LOOKED) for one in reversed(told))
    last = next((one for one in found if isinstance(one, str)), None)
    return told[-1].made_at if last is None else datetime.fromisoformat(last)


def _counted_at(record: DigestRecord) -> datetime:
    found = None if record.now is None else record.now.get(_COUNTED)
    return datetime.fromisoformat(found) if isinstance(found, str) else record.made_at
