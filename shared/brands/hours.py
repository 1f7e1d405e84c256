"""Calendars, made from what stands under [hours], [[calendars]] and shifts in `brand.toml`.

What wins on a date: its own hours under `dated`, then `closed`, then a public holiday, then the week in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from shared.brands.clocks_form import ClosedForm, Hours, Week
from shared.brands.forms import DAYS, minutes
from shared.brands.problems import Faults, shown
from shared.brands.public_holidays import public_holidays
from shared.core import calendar as core
from shared.core.calendar import Calendar, Dated

ZONE: Final = "an IANA time zone such as Europe/Oslo"
_LONGEST: Final = 366  # days of one closing; a longer one is a mistyped year
_ALWAYS: Final = (((0, 1440),),) * 7


def zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def shifts(zone: str, form: Week, found: Faults, at: str) -> Calendar:
    """When a colleague is on duty."""
    week = _week(form, found, at)
    return Calendar(zone=zone, week=week if any(week) else ())


def calendar(zone: str, form: Hours, today: date, found: Faults, *, at: str = "hours", name: str = "hours") -> Calendar:
    """Service hours; public holidays are those of the years around `today`. What is wrong is added to `found`."""
    week, changes = _week(form, found, at), tuple(_changes(form, found, at))
    days = _days(form, today, found, at)
    if not any(week):
        if not days and not changes:
            return Calendar(zone=zone, name=name)
        week = _ALWAYS
    return Calendar(zone=zone, week=week, days=days, changes=changes, name=name)


def _week(form: Week, found: Faults, at: str) -> core.Week:
    return tuple(_spans(getattr(form, day), found, f"{at}.{day}") for day in DAYS)


def _spans(written: Sequence[str], found: Faults, at: str) -> core.Hours:
    spans: list[tuple[int, int]] = []
    for index, span in enumerate(written):
        opens, _, closes = span.partition("-")
        spans.append((minutes(opens.strip()), minutes(closes.strip())))
        if index and spans[index][0] < spans[index - 1][1]:
            found.add(f"{at}[{index}]", shown(span), "spans in order that do not overlap")
    return tuple(spans)


def _changes(form: Hours, found: Faults, at: str) -> Iterator[tuple[date, core.Week]]:
    for index, one in enumerate(form.changes):
        place = f"{at}.changes[{index}]"
        week = _week(one, found, place)
        if not any(week):
            expected = "hours for at least one weekday; for a long closing write closed = [{ first = ..., last = ... }]"
            found.add(place, "a week without any hours", expected)
        if index and one.since <= form.changes[index - 1].since:
            found.add(f"{place}.since", shown(one.since), "dates in order, each once")
        yield one.since, week


def _days(form: Hours, today: date, found: Faults, at: str) -> dict[str, Dated]:
    """The dates that differ from their week. One that a holiday names has that name if it has no other."""
    holidays = public_holidays(form.holidays, today, found, f"{at}.holidays")
    days = {day.isoformat(): Dated(name=name) for day, name in holidays.items()}
    closed: set[str] = set()
    for index, one in enumerate(form.closed):
        place = f"{at}.closed[{index}]"
        last = one.last or one.first
        if not timedelta() <= last - one.first < timedelta(days=_LONGEST):
            expected = f"a day not before the first, and at most {_LONGEST} days in all"
            found.add(f"{place}.last", shown(last), expected)
            continue
        if index and one.first <= _last(form.closed[index - 1]):
            found.add(place, shown(one.first), "dates in order, each once")
        for day in takewhile(last.__ge__, (one.first + timedelta(days=number) for number in count())):
            key = day.isoformat()
            closed.add(key)
            days[key] = Dated(name=one.name or holidays.get(day))
    for key, dated in form.dated.items():
        place = f"{at}.dated.{key}"
        if key in closed:
            found.add(place, "a date that is also under closed", "it in one of the two")
        hours = _spans(dated.hours, found, f"{place}.hours")
        days[key] = Dated(hours=hours, name=dated.name or holidays.get(date.fromisoformat(key)))
    return days


def _last(one: ClosedForm) -> date:
    return one.last or one.first
