"""Who waits for an answer: those of the day and those from before it, and the few who are named, the gravest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from shared.core.course import Pause
from shared.core.digesting import Unsettled
from shared.core.ledger import Entry
from shared.digest.counted import Waiting
from shared.digest.snapshot import MOST_WAITS, Grave
from shared.digest.tally import Best
from shared.digest.threads import Status, Thread, by_conversation, is_public, thread

MOST_UNSETTLED: Final = 2000  # items that wait, by which a day is brought up to date later
_GRAVE: Final = {grave: rank for rank, grave in enumerate(Grave)}
Hold = Callable[[Entry], Pause | None]


class Owing:
    """Counts people who wait, as of `at`."""

    def __init__(self, at: datetime, grave: Callable[[Entry], Grave | None]) -> None:
        self._at = at
        self._grave = grave
        self.earlier_overdue = 0
        self.earlier_inside = 0
        self.earlier_also = 0
        self._number = 0
        self._open: list[Unsettled] = []
        self._waits: Best[tuple[str, Thread, bool, Grave | None]] = Best(MOST_WAITS)
        self._same: Counter[str] = Counter()

    @property
    def unsettled(self) -> tuple[Unsettled, ...] | None:
        return tuple(self._open) if self._number <= MOST_UNSETTLED else None

    def waits(self, pause: Hold) -> tuple[Waiting, ...]:
        return tuple(self._wait(pause, *one) for one in self._waits.found())

    def person(
        self, who: str, day: dict[str, Thread], left: dict[str, Thread], later: Sequence[Entry], status: Status | None
    ) -> Iterator[Thread]:
        """Count what somebody waits for: of the day, and from before it. All threads of theirs that wait, of since too.

        `status` is how they stand by the day alone; `left` are threads with nothing new, `later` what came since.
        """
        of_day = [one for one in day.values() if one.running]
        before = [one for one in left.values() if one.running]
        known = {name for threads in (day, left) for name, one in threads.items() if one.running}
        since = (thread(some, (), self._at) for name, some in by_conversation(later).items() if name not in known)
        yield from (*of_day, *before, *(one for one in since if one.running))
        worst = max((one.status for one in before), default=None)
        if worst is Status.OVERDUE and status is not Status.OVERDUE:
            self.earlier_overdue += 1
            self.earlier_also += status is Status.WAITING
        elif worst is Status.WAITING and (status is None or status < Status.WAITING):
            self.earlier_inside += 1
        for topic in {item.topic for one in (*of_day, *before) for item in one.running if item.topic is not None}:
            self._same[topic] += 1
        if of_day and status is not None:
            self._unsettle(who, of_day, day, status)
        ranked = [(one, False) for one in of_day] + [(one, True) for one in before]
        if ranked:
            key, one, is_earlier, grave = min((self._rank(*each) for each in ranked), key=_key)
            self._waits.offer(key, (who, one, is_earlier, grave))

    def _unsettle(self, who: str, waiting: list[Thread], day: dict[str, Thread], status: Status) -> None:
        keys = tuple(item.key for one in waiting for item in one.running)
        self._number += len(keys)
        if self._number > MOST_UNSETTLED:
            self._open.clear()
            return
        others = any(item.key not in keys for one in day.values() for item in one.items)
        rest = max(one.rest for one in day.values()).name.lower() if others else ""
        self._open.append(Unsettled(who=who, entries=keys, rest=rest, then=status.name.lower()))

    def _rank(self, one: Thread, is_earlier: bool) -> tuple[Any, Thread, bool, Grave | None]:
        """The order in which people who wait need somebody: grave ones, overdue in public, overdue, then all others."""
        found = [(_GRAVE[grave], grave) for item in one.running if (grave := self._grave(item)) is not None]
        rank, grave = min(found, default=(len(_GRAVE) + 2, None))
        if grave is None and one.status is Status.OVERDUE:
            rank = len(_GRAVE) + (not is_public(one.running[0]))
        return (rank, one.running[0].opened_at, one.running[0].key), one, is_earlier, grave

    def _wait(self, pause: Hold, who: str, one: Thread, is_earlier: bool, grave: Grave | None) -> Waiting:
        entry = one.running[0]
        topic = next((item.topic for item in one.running if item.topic is not None), None)
        return Waiting(
            who=who,
            entry=entry,
            overdue=one.status is Status.OVERDUE,
            due=one.due,
            earlier=is_earlier,
            assignee=one.assignee,
            grave=grave,
            pause=pause(entry),
            topic=topic,
            settles=1 if topic is None else self._same[topic],
        )


def _key(ranked: tuple[Any, ...]) -> Any:
    return ranked[0]
