"""Who wrote on a day, as hashes: written while it is counted, to be read by `_attended` for 70 days.

A Roll is written in parts of 16,000 people as the day streams by, under a name of its own that only the day's
DigestRecord tells (`roll` in its figures). So racing and repeated runs never mix, and what a run left behind that died
or lost counts for nothing. All of them expire after 70 days, which is also when somebody is forgotten here who asked to
be erased.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.brands.compiled import Brand
from shared.core.digesting import KEEP_ATTENDANCE, Attendance, attendance_key
from shared.core.ports import Put
from shared.digest.counting import Present, Standing
from shared.flows._tools import Tools

ROLL: Final = "roll"
"""The figure of a day that holds the name of its Roll."""
PART: Final = 16_000  # people
SIZE: Final = 20  # bytes of a hash


@dataclass(frozen=True, slots=True)
class Attended:
    """Who wrote before. `came_back` None: not known; `known_from` is then the first date that may tell it.

    `days` says of those asked about on how many of the last 28 days they wrote, the day itself too: on so many at
    least, where not all of them are known. Somebody is in it with 1 only where it is known that they are new; of who is
    not in it nothing is known. Of those who wrote a week before the day, `heard` and `unheard` then, some
    wrote again since: `heard_back` and `unheard_back`; None: not known.
    `quiet` are regulars (four days or more) of whom nothing was heard for two weeks, who wrote last first; they are
    only looked for where nobody wrote on the day. `thank` are who wrote on most days of a month (four or more), on its
    last day. Both hold hashes as `Entry.person`, each with that number of days, at most 12; somebody's last Entry is
    found by the query PERSON.
    """

    came_back: int | None = None
    known_from: date | None = None
    days: dict[str, int] = field(default_factory=dict)
    heard: int | None = None
    heard_back: int | None = None
    unheard: int | None = None
    unheard_back: int | None = None
    quiet: tuple[tuple[str, int], ...] = ()
    thank: tuple[tuple[str, int], ...] = ()


class Roll:
    """Writes who wrote on a day. Raises BackendUnavailable where a part could not be written: then there is none."""

    def __init__(self, brand: Brand, day: date, tools: Tools) -> None:
        self._brand = brand.key
        self._day = day.isoformat()
        self._tools = tools
        self._name = tools.owner()
        self._part = 0
        self._last = b""
        self._heard, self._unheard = bytearray(), bytearray()

    def see(self, present: Present, standing: Standing) -> None:
        """Note a person of the day; nobody else, and nobody whom the platform does not name. In the order of `who`."""
        if standing.counted and present.items[0].person is not None:
            self.note(present.who, standing.heard)

    def note(self, who: str, heard: bool) -> None:
        """Note one person by the hash that names their record: each once, in rising order."""
        raw = raw_of(who)
        if raw is None:
            return
        if raw <= self._last:
            raise ValueError("somebody came out of order; expected each person of a day once, in the order of `who`")
        self._last = raw
        (self._heard if heard else self._unheard).extend(raw)
        if len(self._heard) + len(self._unheard) >= PART * SIZE:
            self._write(0)

    def close(self) -> str:
        """Write the last part; returns the Roll's name."""
        self._write(self._part + 1)
        return self._name

    def _write(self, parts: int) -> None:
        now = self._tools.now()
        written = Attendance(
            key=attendance_key(self._brand, self._day, self._name, self._part),
            brand=self._brand,
            day=self._day,
            part=self._part,
            parts=parts,
            heard=bytes(self._heard),
            unheard=bytes(self._unheard),
            expire_at=now + KEEP_ATTENDANCE,
        )
        self._tools.store.commit(now, Put(written))
        self._part += 1
        self._heard.clear()
        self._unheard.clear()


def raw_of(who: str) -> bytes | None:
    """A hash as bytes; None where it is none, which no person's is."""
    try:
        raw = bytes.fromhex(who)
    except ValueError:
        return None
    return raw if len(raw) == SIZE else None
