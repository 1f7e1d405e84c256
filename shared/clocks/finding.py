"""Where each figure of a thread starts and ends, by the facts of its items alone.

first question   |------- waits -------| answered
second question        |--- waits -----|
response         |---------------------|             the oldest that is unanswered, up to its answer
third question                              |---|
wait             |---------------------|    |---|    the union, without what a person was waited for
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from shared.clocks.items import End, by_person, end, in_order, needs, replies, signs
from shared.clocks.targets import ACK, RESPONSE
from shared.core.course import Reason
from shared.core.ledger import KEEP_ENTRY, Acknowledgment, Entry, Sort
from shared.core.sla import By


class Piece(NamedTuple):
    """A time that counts by the Course of one Entry."""

    since: datetime
    until: datetime
    entry: Entry


class Found(NamedTuple):
    """Where a figure starts and ends. `clock`: whose targets it has. `pieces` None: all of it is its Entry's."""

    entry: Entry
    started: datetime
    end: End | None
    clock: str | None = None
    pieces: Sequence[Piece] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The items of a thread in order, those that need an answer with their ends, and up to when it is looked at."""

    items: tuple[Entry, ...]
    waits: tuple[tuple[Entry, End | None], ...]
    until: datetime
    now: datetime


def facts(items: Iterable[Entry], until: datetime, now: datetime) -> Facts:
    """What figures are found by. `now` is where a pause without an end is taken to end."""
    once = in_order(items)
    return Facts(once, tuple((one, end(one)) for one in once if needs(one)), until, now)


def lags(thread: Facts) -> Iterator[Found]:
    for one in thread.items:
        if one.at is not None and timedelta() <= one.received_at - one.at <= KEEP_ENTRY:
            yield Found(one, one.at, End(one.received_at))


def acks(thread: Facts) -> Iterator[Found]:
    for one in thread.items:
        yield Found(one, one.opened_at, end(one, signs), ACK)


def acks_by_person(thread: Facts) -> Iterator[Found]:
    for one in thread.items:
        yield Found(one, one.opened_at, end(one, by_person))


def first_responses(thread: Facts) -> Iterator[Found]:
    """One; before it, those that were withdrawn, so that nothing was there to answer."""
    for found in _responses(thread):
        yield found
        if found.end is not None and not found.end.withdrawn:
            return


def next_responses(thread: Facts) -> Iterator[Found]:
    answered = False
    for found in _responses(thread):
        if answered:
            yield found
        answered = answered or (found.end is not None and not found.end.withdrawn)


def _responses(thread: Facts) -> Iterator[Found]:
    """One after the other, the oldest item that is unanswered, up to its answer, with which others may have theirs."""
    served: datetime | None = None
    gone: datetime | None = None
    for one, ended in thread.waits:
        before = gone if ended is not None and ended.withdrawn else served
        if before is not None and ended is not None and ended.at <= before:
            continue  # while an older one waited
        yield Found(one, one.opened_at, ended, RESPONSE)
        if ended is None:
            return
        gone = ended.at
        if not ended.withdrawn:
            served = ended.at


def first_answers(thread: Facts) -> Iterator[Found]:
    for one, _ in thread.waits:
        if one.sort is not Sort.QUESTION:
            continue
        found = Found(one, one.opened_at, end(one, _answers))
        yield found
        if found.end is None or not found.end.withdrawn:
            return


def handovers(thread: Facts) -> Iterator[Found]:
    for one in thread.items:
        if one.handed_at is None:
            continue
        ends = [] if (ended := end(one)) is None else [ended]
        ends += [] if one.taken_at is None else [End(one.taken_at, False, By.PERSON)]
        first = min(ends, key=lambda it: (it.at, it.withdrawn), default=None)
        yield Found(one, one.handed_at, None if first is None else first._replace(at=max(first.at, one.handed_at)))


def resolution_first(thread: Facts) -> Iterator[Found]:
    first: list[tuple[Entry, End | None]] = []
    last: datetime | None = None
    for one, ended in thread.waits:
        if last is not None and last < one.opened_at:
            break
        first.append((one, ended))
        if ended is None:
            break
        last = ended.at if last is None else max(last, ended.at)
    yield from _resolved(thread, first)


def resolution_total(thread: Facts) -> Iterator[Found]:
    yield from _resolved(thread, thread.waits)


def _resolved(thread: Facts, waits: Sequence[tuple[Entry, End | None]]) -> Iterator[Found]:
    """From the first wait of some to the last end of one. Where nobody waits, it counts as for who waited last."""
    if not waits:
        return
    started, stop = waits[0][0].opened_at, _last(waits)
    limit = max(thread.until, started) if stop is None else stop.at
    pieces: list[Piece] = []
    at, whose = started, waits[0][0]
    for piece in _owned([(one.opened_at, limit if it is None else it.at, one) for one, it in waits], limit):
        if at < piece.since:
            pieces.append(Piece(at, piece.since, whose))
        pieces.append(piece)
        at, whose = piece.until, piece.entry
    if at < limit:
        pieces.append(Piece(at, limit, whose))
    yield Found(waits[0][0], started, stop, pieces=pieces)


def waited(thread: Facts) -> Iterator[Found]:
    """The times in which one waits, and is not waited for."""
    if not thread.waits:
        return
    started, stop = thread.waits[0][0].opened_at, _last(thread.waits)
    limit = max(thread.until, started) if stop is None else stop.at
    waits: list[tuple[datetime, datetime, Entry]] = []
    for one, ended in thread.waits:
        at, until = one.opened_at, limit if ended is None else ended.at
        for pause in sorted(one.pauses, key=lambda it: it.since):
            if pause.reason is Reason.CUSTOMER:
                waits.append((at, min(pause.since, until), one))
                at = max(at, pause.until or thread.now)
        waits.append((at, until, one))
    yield Found(thread.waits[0][0], started, stop, pieces=_owned(waits, limit))


def _last(waits: Sequence[tuple[Entry, End | None]]) -> End | None:
    """When nothing waits any more, and who saw to it; None while something does.

    Withdrawn only if nothing of it was ever answered.
    """
    last: End | None = None
    answered = False
    for _, ended in waits:
        if ended is None:
            return None
        answered = answered or not ended.withdrawn
        if last is None or (last.at, not last.withdrawn) < (ended.at, not ended.withdrawn):
            last = ended
    return None if last is None else last._replace(withdrawn=not answered)


def _owned(waits: Iterable[tuple[datetime, datetime, Entry]], limit: datetime) -> list[Piece]:
    """The union of some times up to `limit`, each moment of it given to the oldest item that has it."""
    times = sorted(((since, min(until, limit), one) for since, until, one in waits), key=lambda it: it[0])
    times = [it for it in times if it[0] < it[1]]
    edges = sorted({edge for since, until, _ in times for edge in (since, until)})
    pieces: list[Piece] = []
    active: list[tuple[tuple[datetime, str], int]] = []
    number = 0
    for since, until in pairwise(edges):
        while number < len(times) and times[number][0] <= since:
            one = times[number][2]
            heappush(active, ((one.opened_at, one.key), number))
            number += 1
        while active and times[active[0][1]][1] <= since:
            heappop(active)
        if not active:
            continue
        one = times[active[0][1]][2]
        if pieces and pieces[-1].until == since and pieces[-1].entry.key == one.key:
            pieces[-1] = pieces[-1]._replace(until=until)
        else:
            pieces.append(Piece(since, until, one))
    return pieces


def _answers(entry: Entry, said: Acknowledgment) -> bool:
    return said.answers or replies(entry, said)
