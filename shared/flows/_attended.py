"""Who wrote before: came back, was heard or not, writes often, or does so no more. Read from the Rolls of the days.

Every Roll is cut at the same hashes into slices of a few thousand people, which hashes fill evenly; so memory does not
grow with the days, however many people wrote on them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nlargest
from itertools import chain, count
from struct import Struct
from typing import Final

from shared.core.digesting import Attendance, attendance_key
from shared.core.ports import Store
from shared.digest.usual import Days, Figures, number
from shared.flows._roll import ROLL, SIZE, Attended, raw_of

MOST: Final = 12  # of those who are named

_HASHES: Final = Struct(f"{SIZE}s")
_SLICE: Final = 4_000  # people of the longest day
_UNKNOWN: Final = 1_000_000  # people of a day that does not say how many
_DAY: Final = timedelta(days=1)
_BACK: Final = 28  # days
_WEEK: Final = 7
_SILENT: Final = 14
_REACH: Final = 69
_REGULAR: Final = 4  # days
_MONTH_NEEDED: Final = 20


def attended(brand: str, day: date, days: Days, about: Collection[str], store: Store, now: datetime) -> Attended:
    """Who wrote before this day, by the Rolls that `days` name, its own too. `about`: of whom `days` is asked.

    Raises BackendUnavailable.
    """
    rolls = {one: name for one, figures in days.items() if isinstance(name := figures.get(ROLL), str)}
    while True:
        reading = _Reading(brand, day, days, rolls, store, now)
        try:
            return reading.all(about)
        except _Gone as gone:
            del rolls[gone.day]


class _Gone(Exception):
    """A part of a day's Roll is not there."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class _Cursor:
    """Reads a day's Roll once from its first hash to its last; holds one part of it."""

    def __init__(self, parts: Iterator[Attendance]) -> None:
        self._parts = parts
        self._blobs: tuple[bytes, bytes] = (b"", b"")
        self._at = [0, 0]
        self._more = True

    def upto(self, bound: bytes | None) -> _Slice:
        """Who was heard and who was not, from where the last slice ended up to a hash; None: all that is left."""
        found: tuple[list[bytes], list[bytes]] = ([], [])
        while True:
            for side, blob in enumerate(self._blobs):
                start = self._at[side]
                end = _place(blob, bound, start)
                found[side].append(blob[start * SIZE : end * SIZE])
                self._at[side] = end
            whole = all(at * SIZE == len(blob) for at, blob in zip(self._at, self._blobs, strict=True))
            if not (whole and self._more):
                return _Slice(b"".join(found[0]), b"".join(found[1]))
            part = next(self._parts)
            self._blobs, self._at, self._more = (part.heard, part.unheard), [0, 0], not part.parts


@dataclass(frozen=True, slots=True)
class _Slice:
    heard: bytes
    unheard: bytes

    def __iter__(self) -> Iterator[bytes]:
        return chain(_hashes(self.heard), _hashes(self.unheard))

    def has(self, who: bytes) -> bool:
        return any(
            blob[at * SIZE : (at + 1) * SIZE] == who
            for blob in (self.heard, self.unheard)
            for at in (_place(blob, who, 0),)
        )


_EMPTY: Final = _Slice(b"", b"")


class _Reading:
    """One pass over the Rolls of a day and of those before it, slice by slice."""

    def __init__(
        self, brand: str, day: date, days: Days, rolls: Mapping[date, str], store: Store, now: datetime
    ) -> None:
        self._brand, self._day, self._rolls, self._store, self._now = brand, day, rolls, store, now
        self._month = _month(day) if (day + _DAY).day == 1 else []
        self._silent = number(days.get(day), "people") == 0 and all(one in rolls for one in _back(day, 0, _SILENT + 1))
        self._old = list(_back(day, _SILENT + 1, _REACH + 1)) if self._silent else []
        wanted = {*_back(day, 0, _BACK + 1), *self._month, *self._old} & {*rolls}
        self._cursors = {one: _Cursor(self._parts(one)) for one in wanted}
        longest = max((int(_people(days[one])) for one in wanted), default=0)
        self._slices = longest // _SLICE + 1

    def all(self, about: Collection[str]) -> Attended:
        day, rolls = self._day, self._rolls
        unknown = [one for one in _back(day, 1, _BACK + 1) if one not in rolls]
        known = day in rolls and not unknown
        cohort = all(one in rolls for one in _back(day, 0, _WEEK + 1))
        asked = sorted(raw for who in about if (raw := raw_of(who)) is not None)
        recent = [one for one in _back(day, 0, _BACK) if one in rolls]
        back, heard, unheard = 0, _Again(), _Again()
        days: Counter[bytes] = Counter()
        thank: list[tuple[int, bytes]] = []
        quiet: list[tuple[date, int, bytes]] = []
        for since, until in self._bounds():
            cut = {one: cursor.upto(until) for one, cursor in self._cursors.items()}
            if known:
                back += _Again.of(cut[day], (cut[one] for one in _back(day, 1, _BACK + 1))).back
            if cohort:
                first, later = cut[day - _WEEK * _DAY], [cut[one] for one in _back(day, 0, _WEEK)]
                heard += _Again.of(_hashes(first.heard), later)
                unheard += _Again.of(_hashes(first.unheard), later)
            for who in asked[bisect_left(asked, since) : None if until is None else bisect_left(asked, until)]:
                days[who] += sum(cut[one].has(who) for one in recent)
            thank = nlargest(MOST, chain(thank, self._often(cut)))
            quiet = nlargest(MOST, chain(quiet, self._gone_quiet(cut)))
        return Attended(
            came_back=back if known else None,
            known_from=max(unknown) + (_BACK + 1) * _DAY if unknown else None,
            days={who.hex(): times for who, times in days.items() if times > (0 if known else 1)},
            heard=heard.people if cohort else None,
            heard_back=heard.back if cohort else None,
            unheard=unheard.people if cohort else None,
            unheard_back=unheard.back if cohort else None,
            quiet=tuple((who.hex(), times) for _, times, who in quiet),
            thank=tuple((who.hex(), times) for times, who in thank),
        )

    def _bounds(self) -> Iterator[tuple[bytes, bytes | None]]:
        edges = [(at * 2**32 // self._slices).to_bytes(4, "big") for at in range(self._slices)]
        yield from zip(edges, [*edges[1:], None], strict=True)

    def _often(self, cut: Mapping[date, _Slice]) -> Iterator[tuple[int, bytes]]:
        there = [one for one in self._month if one in cut]
        if len(there) < _MONTH_NEEDED:
            return
        counted = Counter(chain.from_iterable(cut[one] for one in there))
        yield from ((times, who) for who, times in counted.items() if times >= _REGULAR)

    def _gone_quiet(self, cut: Mapping[date, _Slice]) -> Iterator[tuple[date, int, bytes]]:
        if not self._old:
            return
        counted: Counter[bytes] = Counter()
        last: dict[bytes, date] = {}
        for one in reversed(self._old):
            there = list(cut.get(one, _EMPTY))
            counted.update(there)
            last.update(dict.fromkeys(there, one))
        lately = set(chain.from_iterable(cut[one] for one in _back(self._day, 0, _SILENT + 1)))
        for who, times in counted.items():
            if times >= _REGULAR and who not in lately:
                yield last[who], times, who

    def _parts(self, day: date) -> Iterator[Attendance]:
        for part in count():
            key = attendance_key(self._brand, day.isoformat(), self._rolls[day], part)
            kept = self._store.get(Attendance, key, self._now)
            if kept is None:
                raise _Gone(day)
            yield kept.doc


@dataclass(frozen=True, slots=True)
class _Again:
    """Some people, and how many of them wrote again."""

    people: int = 0
    back: int = 0

    @classmethod
    def of(cls, people: Iterable[bytes], others: Iterable[Iterable[bytes]]) -> _Again:
        left = set(people)
        whole = len(left)
        for one in others:
            left.difference_update(one)
        return cls(whole, whole - len(left))

    def __add__(self, other: _Again) -> _Again:
        return _Again(self.people + other.people, self.back + other.back)


def _hashes(blob: bytes) -> Iterator[bytes]:
    return chain.from_iterable(_HASHES.iter_unpack(blob))


def _place(blob: bytes, bound: bytes | None, start: int) -> int:
    """The number of the first hash from `start` on that is not before `bound`."""
    whole = len(blob) // SIZE
    if bound is None:
        return whole
    return bisect_left(range(whole), bound, lo=start, key=lambda at: blob[at * SIZE : (at + 1) * SIZE])


def _back(day: date, first: int, end: int) -> Iterator[date]:
    """Dates so many days before a day, the latest first."""
    return (day - ago * _DAY for ago in range(first, end))


def _month(day: date) -> list[date]:
    return list(_back(day, 0, day.day))


def _people(day: Figures) -> float:
    found = number(day, "people")
    return _UNKNOWN if found is None else found
