"""Counts that stay small however much is counted: figures of a group of people, and the best few of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final, Generic, TypeVar

from shared.clocks.targets import ACK
from shared.digest.snapshot import Group
from shared.digest.threads import Status, Thread

ENOUGH_FOR_NINTH: Final = 10
T = TypeVar("T")


@dataclass(slots=True)
class Seconds:
    """Durations by whole seconds, cut and not rounded: as many numbers as there are different seconds."""

    counts: Counter[int] = field(default_factory=Counter)

    def add(self, seconds: float) -> None:
        self.counts[int(seconds)] += 1

    def at(self, rank: int) -> float:
        """The duration that stands so far along, the shortest being 1."""
        for seconds in sorted(self.counts):
            rank -= self.counts[seconds]
            if rank <= 0:
                return float(seconds)
        raise IndexError("fewer durations than that were counted")

    @property
    def number(self) -> int:
        return self.counts.total()

    @property
    def median(self) -> float | None:
        number = self.number
        return (self.at((number + 1) // 2) + self.at(number // 2 + 1)) / 2 if number else None

    @property
    def ninth(self) -> float | None:
        """Nine in ten took no longer, by nearest rank; None where too few were counted."""
        number = self.number
        return self.at(ceil(9 * number / 10)) if number >= ENOUGH_FOR_NINTH else None

    @property
    def longest(self) -> float | None:
        return float(max(self.counts)) if self.counts else None


@dataclass(slots=True)
class Tally:
    """The figures of some people, added one by one."""

    status: list[int] = field(default_factory=lambda: [0] * len(Status))
    acknowledged: int = 0
    unheard: int = 0
    ack_kept: int = 0
    ack_due: int = 0
    acks: Seconds = field(default_factory=Seconds)
    responses: Seconds = field(default_factory=Seconds)

    def add(self, status: Status, heard: bool, threads: Iterable[Thread]) -> None:
        self.status[status] += 1
        if heard:
            self.acknowledged += 1
        elif status is Status.THANKS:
            self.unheard += 1
        for one in threads:
            if one.ack is not None:
                self.acks.add(one.ack)
            if one.response is not None:
                self.responses.add(one.response)
            for item in one.items:
                clock = item.clocks.get(ACK)
                if clock is None:
                    continue
                breached = clock.breached is not None
                if breached or clock.by is not None:
                    self.ack_due += 1
                    self.ack_kept += not breached

    def join(self, other: Tally) -> None:
        self.status = [a + b for a, b in zip(self.status, other.status, strict=True)]
        self.acknowledged += other.acknowledged
        self.unheard += other.unheard
        self.ack_kept += other.ack_kept
        self.ack_due += other.ack_due
        self.acks.counts.update(other.acks.counts)
        self.responses.counts.update(other.responses.counts)

    def group(self) -> Group:
        return Group(
            people=sum(self.status),
            in_time=self.status[Status.IN_TIME],
            late=self.status[Status.LATE],
            waiting=self.status[Status.WAITING],
            overdue=self.status[Status.OVERDUE],
            thanks=self.status[Status.THANKS],
            acknowledged=self.acknowledged,
            thanks_unheard=self.unheard,
            ack_median=self.acks.median,
            ack_kept=self.ack_kept,
            ack_due=self.ack_due,
            response_median=self.responses.median,
            response_ninth=self.responses.ninth,
            response_slowest=self.responses.longest,
        )


class Best(Generic[T]):
    """The first few of many by a key, in order; keys are never equal, or the later of equals is not kept for sure."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: list[tuple[Any, T]] = []
        self._bar: Any = None

    def offer(self, key: Any, value: T) -> None:
        if self._bar is not None and key >= self._bar:
            return
        self._held.append((key, value))
        if len(self._held) > 4 * self._most:
            self._cut()

    def found(self) -> tuple[T, ...]:
        self._cut()
        return tuple(value for _, value in self._held)

    def _cut(self) -> None:
        self._held.sort(key=_key)
        del self._held[self._most :]
        if len(self._held) == self._most:
            self._bar = self._held[-1][0]


def _key(one: tuple[Any, Any]) -> Any:
    return one[0]
