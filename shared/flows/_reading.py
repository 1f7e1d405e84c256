"""A day as a stream of people: all that one of them wrote comes together, and is forgotten before the next one's.

    07 h   a ------- c - c ----------- k ---     one query for each hour, each in the order of people
    08 h   - b ----- c --------------- k - m
    since  - b ------- d --------------------    what came after the day, and shortly before, in the same way
    owed   a --------------------------------    what waits from before it, put into that order
    ->     a, b, c, d, k, m                      merged as they come

So memory holds a page of each hour and one person, whatever the day. See decision 0035.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypeVar

import msgspec

from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry, hour_of
from shared.core.ports import HOURLY, WAITING, Store
from shared.digest.counting import Present

T = TypeVar("T")
HOUR: Final = timedelta(hours=1)
_who: Final = itemgetter(0)
_Person = tuple[str, int, Entry]  # who, the number of the stream, and what they wrote


class Unread(BackendUnavailable):
    """What could not be read to its end, by the name that a digest gives it."""

    def __init__(self, name: str) -> None:
        super().__init__("store", f"{name} could not be read to the end")
        self.name = name


def named(name: str, found: Iterable[T]) -> Iterator[T]:
    """The same, and if the store fails on the way, Unread, saying what it was."""
    try:
        yield from found
    except BackendUnavailable as error:
        raise Unread(name) from error


def hours(since: datetime, until: datetime) -> Iterator[str]:
    """The hours, as Entries name them, that [since, until) touches."""
    at = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while at < until:
        yield hour_of(at)
        at += HOUR


def hourly(store: Store, brand: str, since: datetime, until: datetime, now: datetime) -> list[Iterator[Entry]]:
    """All that was opened in [since, until), as one stream for each hour, each in the order of people."""

    def one(hour: str) -> Iterator[Entry]:
        for kept in store.find(HOURLY, now, equal=(brand, hour)):
            if kept.doc.seen and since <= kept.doc.opened_at < until:
                yield kept.doc

    return [one(hour) for hour in hours(since, until)]


def owed(store: Store, brand: str, until: datetime, now: datetime) -> Iterator[Entry]:
    """What was opened before `until` and waits for a colleague, in the order of people.

    It is sorted here, so all of it is held: as the fewest bytes, for a backlog may be long.
    """
    encoder, decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Entry)
    held = [
        (_person(kept.doc), kept.doc.key, encoder.encode(kept.doc))
        for kept in store.find(WAITING, now, equal=(brand, True), until=until)
        if kept.doc.seen
    ]
    held.sort()
    return (decoder.decode(body) for _, _, body in held)


def people(*sources: Sequence[Iterable[Entry]]) -> Iterator[Present]:
    """Everybody in these sources, in order: what they did in each of them, oldest first.

    A source is some streams in the order of people. The first is the day's, the second what came since, the third what
    waits from earlier, the fourth what else opened before the day.
    """
    streams: list[Iterator[_Person]] = []
    place: list[int] = []
    for at, source in enumerate(sources):
        for stream in source:
            streams.append(_numbered(len(streams), stream))
            place.append(at)
    for who, found in groupby(merge(*streams), key=_who):
        lists: tuple[list[Entry], ...] = ([], [], [], [])
        for _, number, entry in found:
            lists[place[number]].append(entry)
        for one in lists:
            if len(one) > 1:
                one.sort(key=_in_order)
        yield Present(who, *lists)


def _numbered(number: int, stream: Iterable[Entry]) -> Iterator[_Person]:
    """With the number, no two of which are equal, so that Entries themselves are never compared."""
    for entry in stream:
        yield _person(entry), number, entry


def _person(entry: Entry) -> str:
    return entry.who or entry.person or entry.key


def _in_order(entry: Entry) -> Any:
    return entry.opened_at, entry.key
