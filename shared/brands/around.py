"""Those around a brand, made from what stands in `brand.toml`: its hours, its team, its events and its model."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC
from zoneinfo import ZoneInfo

from shared.brands.circle import Colleague, Event, Model, Post, Quiet
from shared.brands.forms import DAYS, minutes
from shared.brands.models import BrandForm, Hours, ModelForm, Week
from shared.brands.problems import Faults, one_of, shown
from shared.core.calendar import Calendar, Dated


def quiet(written: str) -> Quiet:
    start, _, end = written.partition("-")
    return Quiet(start=minutes(start.strip()), end=minutes(end.strip()))


def model(form: ModelForm) -> Model:
    return Model(url=form.url, labels=tuple(form.labels), secret=form.secret, timeout=form.timeout_ms / 1000)


def colleagues(form: BrandForm, found: Faults) -> Iterable[Colleague]:
    for index, one in enumerate(form.team):
        for number, away in enumerate(one.away):
            if away.last < away.first:
                found.add(f"team[{index}].away[{number}].last", shown(away.last), "a day not before the first")
        shifts = None if one.shifts is None else calendar(form.zone, one.shifts, found, at=f"team[{index}].shifts")
        if shifts is not None and shifts.always_open:
            found.add(f"team[{index}].shifts", "no hours at all", "at least one span, or no table at all")
        yield Colleague(
            name=one.name,
            signature=one.signature,
            mail=one.mail,
            slack=one.slack,
            chat=one.chat,
            languages=tuple(one.languages),
            platforms=tuple(one.platforms),
            shifts=shifts,
            away=tuple((away.first, away.last) for away in one.away),
            lead=one.lead,
        )


def events(form: BrandForm, found: Faults) -> Iterable[Event]:
    if not zone_exists(form.zone):
        return
    zone = ZoneInfo(form.zone)
    names: list[str] = []
    for index, one in enumerate(form.events):
        if one.name in names:
            found.add(f"events[{index}].name", f"{shown(one.name)} a second time", "each once")
        names.append(one.name)
        if one.closes <= one.opens:
            found.add(f"events[{index}].closes", shown(one.closes), "a moment after it opens")
        yield Event(
            name=one.name,
            opens=one.opens.replace(tzinfo=zone).astimezone(UTC),
            closes=one.closes.replace(tzinfo=zone).astimezone(UTC),
            hashtags=tuple(one.hashtags),
            posts=tuple(one.posts),
            platforms=tuple(one.platforms),
            follow_up=dict(one.follow_up),
        )


def posts(form: BrandForm, found: Faults) -> Iterable[Post]:
    ids: list[str] = []
    for index, one in enumerate(form.posts):
        if one.id in ids:
            found.add(f"posts[{index}].id", f"{shown(one.id)} a second time", "each once")
        ids.append(one.id)
        yield Post(id=one.id, title=one.title, tags=tuple(one.tags))


def check_platforms(form: BrandForm, platforms: Collection[str], found: Faults) -> None:
    """Colleagues and events may name only platforms on which the brand has an account."""
    named = [(f"team[{index}]", one.platforms) for index, one in enumerate(form.team)]
    named += [(f"events[{index}]", one.platforms) for index, one in enumerate(form.events)]
    for at, names in named:
        for name in names:
            if name not in platforms:
                expected = f"platforms of this brand: {one_of(platforms, name)}"
                found.add(f"{at}.platforms", shown(name), expected)


def zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def calendar(zone: str, hours: Week, found: Faults, *, at: str = "hours") -> Calendar:
    week = []
    for day in DAYS:
        spans = []
        for index, span in enumerate(getattr(hours, day)):
            opens, _, closes = span.partition("-")
            spans.append((minutes(opens.strip()), minutes(closes.strip())))
            if index and spans[index][0] < spans[index - 1][1]:
                found.add(f"{at}.{day}[{index}]", shown(span), "spans in order that do not overlap")
        week.append(tuple(spans))
    closed = hours.closed if isinstance(hours, Hours) else []
    if closed and not any(week):
        found.add(at, "closed days without any hours", "hours for at least one weekday")
    for index, date in enumerate(closed):
        if index and date <= closed[index - 1]:
            found.add(f"{at}.closed[{index}]", shown(date), "dates in order, each once")
    return Calendar(zone=zone, week=tuple(week) if any(week) else (), days={day.isoformat(): Dated() for day in closed})
