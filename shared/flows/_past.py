"""What other days say of a day: what is usual, the last seven days as they stand now, what was missed, who came back.

    days told before   d-69 ... d-1     their figures; the last seven are brought up to date (`_anew`)
    rolls              d-69 ... d       who wrote on which day (`_attended`)
    the day itself     d                its figures, as it was just counted

`past` is called once, after the day was counted and its Roll closed. It never raises BackendUnavailable: what could not
be read is unknown, and named in `failed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.brands.compiled import Brand
from shared.core.digesting import DigestRecord, Number
from shared.core.errors import BackendUnavailable
from shared.core.regime import Report
from shared.digest.snapshot import Correction, Month, PastDay, Usual
from shared.digest.usual import (
    CLOSED,
    DUTY,
    INCOMPLETE,
    compare_from,
    figures,
    history,
    months,
    pace,
    usual,
)
from shared.flows._anew import LOOKED, Again, Anew, Of, day_of
from shared.flows._attended import attended
from shared.flows._roll import ROLL, Attended
from shared.flows._tools import Tools


@dataclass(frozen=True, slots=True)
class Today:
    """The day that is being made. `at` is S; `numbers` its figures (`Counted.numbers()`; nothing of a blank day).

    `roll` is what its closed Roll gave, None on a blank day; `incomplete` names platforms of which something may be
    missing. `reports` are what was recomputed since the last digest. `faces` are the persons (`Entry.person`) who may
    be named, of whom it is asked on how many days they wrote.
    """

    brand: Brand
    day: date
    start: datetime
    end: datetime
    at: datetime
    numbers: Mapping[str, Number]
    roll: str | None
    incomplete: Sequence[str] = ()
    reports: Sequence[Report] = ()
    faces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Past:
    """What other days say, by the names that the Snapshot has. `summary` belongs into the day's DigestRecord.

    `updates` are earlier records brought up to date, to be written in the same commit. `pace` is how many answers a
    colleague gives in an hour of duty; None: not known. `attended` says who wrote before, see there.
    """

    usual: dict[str, Usual] = field(default_factory=dict)
    compare_from: date | None = None
    history: tuple[PastDay, ...] = ()
    correction: Correction | None = None
    months: tuple[Month, Month] | None = None
    pace: float | None = None
    attended: Attended = field(default_factory=Attended)
    summary: dict[str, Number] = field(default_factory=dict)
    updates: tuple[DigestRecord, ...] = ()
    failed: tuple[str, ...] = ()


def past(today: Today, records: Sequence[DigestRecord], again: Again, tools: Tools) -> Past:
    """See above. `records` are those of the last 70 days, oldest first, the last one the last that was told."""
    failed: list[str] = []
    told = [one for one in records if day_of(one) < today.day]
    anew = Anew(Of(today.brand, today.day, today.at, today.reports), told, again, tools)
    looked = anew.bring_up_to_date(failed)
    days: dict[date, Mapping[str, Number]] = {day_of(one): figures(one) for one in anew.records}
    summary: dict[str, Number] = {**lasting(today), LOOKED: looked.isoformat()}
    days[today.day] = {**today.numbers, **summary}
    try:
        who = attended(today.brand.key, today.day, days, today.faces, tools.store, today.at)
    except BackendUnavailable:
        who = Attended()
        failed.append("who wrote before")
    summary |= {
        "came_back": who.came_back,
        "heard_7": who.heard,
        "heard_back": who.heard_back,
        "unheard_7": who.unheard,
        "unheard_back": who.unheard_back,
    }
    days[today.day] = {**today.numbers, **summary}
    return Past(
        usual=usual(today.day, days),
        compare_from=compare_from(today.day, days),
        history=history(today.day, days),
        correction=anew.correction(),
        months=months(today.day, days),
        pace=pace(today.day, days),
        attended=who,
        summary=summary,
        updates=anew.updates(),
        failed=tuple(failed),
    )


def lasting(today: Today) -> dict[str, Number]:
    """What later digests must know of a day, whatever other days say."""
    return {
        ROLL: today.roll,
        CLOSED: int(next(today.brand.calendar.intervals(today.day), None) is None),
        INCOMPLETE: " ".join(sorted(set(today.incomplete))),
        DUTY: duty_hours(today.brand, today.day, today.start, today.end),
    }


def duty_hours(brand: Brand, day: date, start: datetime, end: datetime) -> float:
    """How many hours of a day all who answer for a brand are on duty, together."""
    there = [one for one in brand.team if one.lead or not one.manager]
    there = [one for one in there if not any(first <= day <= last for first, last in one.away)]
    return sum((one.shifts or brand.calendar).service_seconds(start, end) for one in there) / 3600
