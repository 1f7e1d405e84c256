"""Who of the team answered whom: people first answered by each colleague, who of them wrote again, and what each holds.

Nobody is ranked, and no time is kept by colleague.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.core.calendar import Calendar
from shared.core.ledger import Acknowledgment, Entry
from shared.core.sla import By
from shared.digest.threads import Thread, answers


@dataclass(frozen=True, slots=True)
class Helper:
    """One colleague's day, as `snapshot.Colleague` tells it."""

    name: str
    helped: int = 0
    wrote_back: int = 0
    holding: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What colleagues' answers did in one thread: when the first came, by whom, and what the person wrote after it."""

    at: datetime
    who: str | None
    wrote_again: tuple[Entry, ...]


class Answering:
    """Counts a day's answers by colleagues. `opens` are the times in which the brand serves, up to S."""

    def __init__(self, calendar: Calendar, start: datetime, at: datetime) -> None:
        serving = [] if calendar.always_open else [one for one in calendar.stretches(start, at) if one.open]
        self._always = calendar.always_open
        self._opens = [one.since for one in serving]
        self._closes = [one.until for one in serving]
        self._helped: Counter[str] = Counter()
        self._back: Counter[str] = Counter()
        self._holding: Counter[str] = Counter()
        self.helped = 0
        self.conversations = 0
        self.unassigned = 0
        self.answers = 0
        self.signed = 0
        self.signed_known = 0
        self.after_hours = 0

    def thread(self, items: Sequence[Entry], words: Sequence[Entry]) -> Answered | None:
        """Count the answers in one thread; `words` is all that its person wrote there by S. None: no answer."""
        found = answers(items)
        if not found:
            return None
        self._count(found)
        at, who = min((_at(entry, one), one.who or "") for entry, one in found)
        return Answered(at, who or None, tuple(one for one in words if one.opened_at > at))

    def person(self, threads: Sequence[Answered]) -> None:
        """Count somebody who had answers in these threads."""
        self.helped += 1
        back = any(one.wrote_again for one in threads)
        self.conversations += back
        first = min(threads, key=lambda one: (one.at, one.who or ""))
        if first.who is not None:
            self._helped[first.who] += 1
            self._back[first.who] += back

    def holds(self, waiting: Thread) -> None:
        """Count a thread that waits, with whoever was asked."""
        if waiting.assignee is None:
            self.unassigned += 1
        else:
            self._holding[waiting.assignee] += 1

    def helpers(self) -> tuple[Helper, ...]:
        """Everybody who helped somebody or holds something, by name."""
        names = sorted({*self._helped, *self._holding})
        return tuple(Helper(one, self._helped[one], self._back[one], self._holding[one]) for one in names)

    def _count(self, found: Sequence[tuple[Entry, Acknowledgment]]) -> None:
        """Count each answer once, however many items of the thread it answers."""
        times: dict[object, datetime] = {}
        signs: dict[object, bool] = {}
        for entry, said in found:
            name, at = said.receipt or said.at, _at(entry, said)
            times[name] = min(at, times.get(name, at))
            for claim in entry.claims.values():
                if claim.by is By.PERSON and (claim.receipt, claim.colleague) == (said.receipt, said.who):
                    signs[name] = bool(claim.colleague)
        self.answers += len(times)
        self.signed_known += len(signs)
        self.signed += sum(signs.values())
        self.after_hours += sum(not self._open(at) for at in times.values())

    def _open(self, at: datetime) -> bool:
        number = bisect_right(self._opens, at) - 1
        return self._always or (number >= 0 and at < self._closes[number])


def _at(entry: Entry, said: Acknowledgment) -> datetime:
    """What is told to have come before the item itself came with it."""
    return max(said.at, entry.opened_at)
