"""Counting a day: people, not messages; a person's status is the worst of their threads.

A thread is one account's items in one conversation. An automatic word acknowledges and never answers. What is not
known stays None. The definitions for readers are in `docs/digest.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from math import ceil
from statistics import median
from typing import Final

from shared.clocks.items import ITEMS, is_item, signs
from shared.core.ledger import Entry, Sort, State
from shared.core.sla import By
from shared.digest import anger
from shared.digest.day import Day
from shared.digest.spread import Spread, spread, window

ENOUGH_FOR_NINTH: Final = 10


class Status(IntEnum):
    """A person's status; the worst of their threads."""

    THANKS = 0
    IN_TIME = 1
    LATE = 2
    WAITING = 3
    OVERDUE = 4


@dataclass(frozen=True, slots=True)
class Thread:
    """One person's items in one conversation, oldest first. Seconds: `ack` of calendar, `response` of service time."""

    person: str
    items: tuple[Entry, ...]
    status: Status
    acknowledged: bool
    ack: float | None
    response: float | None
    waits_for: Entry | None

    @property
    def platform(self) -> str:
        return self.items[0].platform


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some people: all of them, or those of one platform."""

    people: int
    in_time: int
    late: int
    waiting: int
    overdue: int
    thanks: int
    acknowledged: int
    thanks_unheard: int
    ack_median: float | None
    ack_kept: int
    ack_due: int
    response_median: float | None
    response_ninth: float | None
    response_slowest: float | None

    @property
    def needed(self) -> int:
        return self.in_time + self.late + self.waiting + self.overdue

    @property
    def due(self) -> int:
        """Those whose answer counts against the promise: not those that can still be in time."""
        return self.in_time + self.late + self.overdue

    @property
    def heard_nothing(self) -> int:
        return self.people - self.acknowledged

    @property
    def looked_after(self) -> int:
        return self.in_time + self.late + self.thanks - self.thanks_unheard


@dataclass(frozen=True, slots=True)
class Figures:
    """A day in numbers. Who waits, one thread a person, longest first: `waits` wrote that day, `earlier` before it.

    Whoever is overdue in `waits` is not named again in `earlier`, so that their sum is a number of people.
    """

    all: Group
    platforms: tuple[tuple[str, Group], ...]
    waits: tuple[Thread, ...]
    earlier: tuple[Thread, ...]
    slowest_platform: str | None
    since: int
    unnamed: int
    held: int
    passed_over: int
    troubles: tuple[tuple[State, int], ...]
    parked: int
    breaches: int
    spread: Spread | None
    angry_hour: int

    @property
    def earlier_overdue(self) -> int:
        return sum(thread.status is Status.OVERDUE for thread in self.earlier)


def count(day: Day) -> Figures:
    """Count a Day, as of its snapshot."""
    threads = _threads(day.entries, day.snapshot, before=day.earlier)
    waits = _by_person(threads)
    overdue = {one.person for one in waits if one.status is Status.OVERDUE}
    begun = {_thread_key(one) for one in day.entries if _is_item(one)}
    left = [one for one in day.earlier if _thread_key(one) not in begun]
    earlier = [one for one in _by_person(_threads(left, day.snapshot)) if one.person not in overdue]
    slowest = max((one for one in threads if one.response is not None), key=_response, default=None)
    troubles: dict[State, int] = defaultdict(int)
    for one in day.troubles:
        troubles[one.state] += 1
    return Figures(
        all=_group(threads),
        platforms=tuple(
            (name, _group([one for one in threads if one.platform == name]))
            for name in sorted({one.platform for one in threads})
        ),
        waits=tuple(sorted(waits, key=_since)),
        earlier=tuple(sorted(earlier, key=_since)),
        slowest_platform=None if slowest is None else slowest.platform,
        since=len({thread.person for thread in _threads(day.since, day.snapshot)}),
        unnamed=sum(one.person is None for one in day.entries if _is_item(one)),
        held=sum(_is_held(one) for one in day.entries),
        passed_over=sum(_is_passed_over(one) for one in day.entries),
        troubles=tuple(sorted(troubles.items())),
        parked=len(day.parked),
        breaches=sum(
            clock.breached is not None for one in day.entries if one.removed_at is None for clock in one.clocks.values()
        ),
        spread=_spread(day),
        angry_hour=len(anger.people(anger.busiest(anger.angry(day.entries)))),
    )


def _spread(day: Day) -> Spread | None:
    span = window(day.brand.calendar, day.date)
    if span is None:
        return None
    start, end = span
    threads = _threads((one for one in (*day.before, *day.entries) if start <= one.opened_at < end), day.snapshot)
    waiting = [one for one in threads if one.waits_for is not None]
    answered = [one.response for one in threads if one.waits_for is None and one.response is not None]
    return spread(answered, len(waiting))


def _is_item(entry: Entry) -> bool:
    """Whether its author waited for a sign: a clock was there, and was neither taken back nor closed in time."""
    return is_item(entry) and entry.state is not State.WITHDRAWN and not _is_closed(entry)


def _is_passed_over(entry: Entry) -> bool:
    silent = entry.kind in ITEMS and _is_closed(entry) and not entry.ours
    return silent and entry.state in (State.IGNORED, State.HELD) and not _is_held(entry)


def _is_closed(entry: Entry) -> bool:
    """Whether nobody waited, or a colleague closed it before anything was missed."""
    return all(clock.withdrawn and clock.breached is None for clock in entry.clocks.values())


def _is_held(entry: Entry) -> bool:
    return entry.sort is Sort.SPAM


def _thread_key(entry: Entry) -> tuple[str, str]:
    """Whom a platform does not name is a person of their own each time: nobody is joined by guess."""
    return entry.person or entry.key, entry.conversation or entry.key


def _threads(entries: Iterable[Entry], at: datetime, before: Iterable[Entry] = ()) -> list[Thread]:
    """The threads with an item in `entries`. What waits in them since `before` lengthens the wait and adds no item."""
    grouped: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        if _is_item(one):
            grouped[_thread_key(one)].append(one)
    older: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in before:
        if _is_item(one):
            older[_thread_key(one)].append(one)
    return [_thread(key[0], _in_order(items), _in_order(older[key]), at) for key, items in sorted(grouped.items())]


def _in_order(items: Iterable[Entry]) -> list[Entry]:
    return sorted(items, key=lambda one: (one.opened_at, one.key))


def _by_person(threads: Iterable[Thread]) -> list[Thread]:
    """Of each person who waits, the worst thread, and of equals the longest."""
    worst: dict[str, Thread] = {}
    for one in sorted(threads, key=_since):
        if one.waits_for is not None and (one.person not in worst or worst[one.person].status < one.status):
            worst[one.person] = one
    return list(worst.values())


def _thread(person: str, items: Sequence[Entry], older: Sequence[Entry], at: datetime) -> Thread:
    needing = [one for one in (*older, *items) if one.needs_answer and "response" in one.clocks]
    unanswered = [one for one in needing if one.clocks["response"].running]
    answered = [one for one in needing if one.clocks["response"].by is By.PERSON]
    acks = [clock for one in items if (clock := one.clocks.get("ack")) is not None and clock.by is not None]
    status = Status.THANKS
    if unanswered:
        due = unanswered[0].clocks["response"].due
        status = Status.OVERDUE if due is not None and due <= at else Status.WAITING
    elif answered:
        late = any(one.clocks["response"].breached is not None for one in answered)
        status = Status.LATE if late else Status.IN_TIME
    return Thread(
        person=person,
        items=tuple(items),
        status=status,
        acknowledged=any(_heard(one) for one in items),
        ack=None if not acks else acks[0].elapsed,
        response=answered[0].clocks["response"].service_elapsed if answered and not older else None,
        waits_for=unanswered[0] if unanswered else None,
    )


def _heard(entry: Entry) -> bool:
    """Whether its author got a sign that counts: a reply, or a like for praise and shares."""
    return any(signs(entry, said) for said in entry.acknowledgments)


def _group(threads: Sequence[Thread]) -> Group:
    people: dict[str, list[Thread]] = defaultdict(list)
    for one in threads:
        people[one.person].append(one)
    status = {person: max(one.status for one in some) for person, some in people.items()}
    heard = {person for person, some in people.items() if all(one.acknowledged for one in some)}
    number = {each: sum(one is each for one in status.values()) for each in Status}
    acks = sorted(one.ack for one in threads if one.ack is not None)
    ack_clocks = [clock for t in threads for one in t.items if (clock := one.clocks.get("ack")) is not None]
    ack_due = [clock for clock in ack_clocks if clock.by is not None or clock.breached is not None]
    responses = sorted(one.response for one in threads if one.response is not None)
    return Group(
        people=len(people),
        in_time=number[Status.IN_TIME],
        late=number[Status.LATE],
        waiting=number[Status.WAITING],
        overdue=number[Status.OVERDUE],
        thanks=number[Status.THANKS],
        acknowledged=len(heard),
        thanks_unheard=sum(one is Status.THANKS and person not in heard for person, one in status.items()),
        ack_median=median(acks) if acks else None,
        ack_kept=sum(clock.breached is None for clock in ack_due),
        ack_due=len(ack_due),
        response_median=median(responses) if responses else None,
        response_ninth=responses[ceil(0.9 * len(responses)) - 1] if len(responses) >= ENOUGH_FOR_NINTH else None,
        response_slowest=responses[-1] if responses else None,
    )


def _since(thread: Thread) -> datetime:
    return thread.items[0].opened_at if thread.waits_for is None else thread.waits_for.opened_at


def _response(thread: Thread) -> float:
    return thread.response or 0.0
