"""Random stories for the reference and the engine alike, drawn so that what is hard comes often.

Most begin within a day and a half of a night on which the hands are moved somewhere, with hours that open or close at
that very time; `features` says what a story has of what must be covered, so that a test can insist on all of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tests.clocks.reference import CRISIS, Goal, Halt, Hours, Line, Plan, Policy, Week

DAY: Final = 86_400
REASONS: Final = ("waiting_for_customer", "waiting_for_third_party", CRISIS, "platform_outage")


class Change(NamedTuple):
    """A moment at which the wall clock of a zone jumps, and what is special about it."""

    zone: str
    at: str
    feature: str


CHANGES: Final = (
    Change("Europe/Oslo", "2026-03-29T01:00", "an hour forward"),
    Change("Europe/Oslo", "2026-10-25T01:00", "an hour back"),
    Change("America/New_York", "2026-03-08T07:00", "an hour forward"),
    Change("America/New_York", "2026-11-01T06:00", "an hour back"),
    Change("America/St_Johns", "2026-03-08T05:30", "an hour forward"),
    Change("America/St_Johns", "2010-11-07T02:31", "a date that comes twice"),
    Change("Australia/Lord_Howe", "2026-10-03T15:30", "half an hour forward"),
    Change("Australia/Lord_Howe", "2026-04-04T15:00", "half an hour back"),
    Change("America/Santiago", "2026-09-06T04:00", "no midnight"),
    Change("America/Santiago", "2026-04-05T03:00", "the hour before midnight twice"),
    Change("Africa/Cairo", "2026-04-23T22:00", "no midnight"),
    Change("Africa/Cairo", "2026-10-29T21:00", "the hour before midnight twice"),
    Change("Africa/Casablanca", "2026-02-15T02:00", "Ramadan begins"),
    Change("Africa/Casablanca", "2026-03-22T02:00", "Ramadan is over"),
    Change("Pacific/Apia", "2011-12-30T10:00", "a date that never was"),
    Change("Europe/Dublin", "2026-03-29T01:00", "winter time is the exception, forward"),
    Change("Europe/Dublin", "2026-10-25T01:00", "winter time is the exception, back"),
    Change("Antarctica/Troll", "2026-03-29T01:00", "two hours forward"),
    Change("America/Havana", "2026-11-01T05:00", "midnight twice"),
)
MOVED: Final = {one: int(datetime.fromisoformat(one.at).replace(tzinfo=UTC).timestamp()) for one in CHANGES}
STEADY: Final = ("Asia/Kathmandu", "Pacific/Kiritimati", "UTC")


def line(seed: int) -> Line:
    """The story of a number: the same one, always."""
    rng = random.Random(seed)
    change = rng.choice(CHANGES)
    moved = MOVED[change]
    length = 3600 * rng.choice((4, 4, 8, 16, 24, 24, 36, 72))
    started = moved - rng.randrange(length) if rng.random() < 0.85 else moved + rng.randrange(3 * DAY, 300 * DAY)
    started -= rng.choice((0, 0, started % 60))
    ended = started + length
    now = rng.randrange(started + 1, ended + 1) if rng.random() < 0.6 else ended + rng.randrange(DAY)

    def moment() -> int:
        """Inside, mostly; on a full quarter of an hour in every second case, so that edges meet."""
        found = rng.randrange(started - length // 4, ended)
        return found - found % 900 if rng.random() < 0.5 else found

    zones = [change.zone, rng.choice((change.zone, rng.choice(CHANGES).zone)), rng.choice(STEADY)]
    names = ["hours", "night", "north"][: rng.choice((1, 2, 2, 3))]
    usual = tuple(_plan(rng, name, zone, started, moved) for name, zone in zip(names, zones, strict=False))
    policies: list[Policy] = []
    for _ in range(rng.choice((0, 0, 1, 2, 3))):
        policies.append(Policy(moment(), usual))
        usual = tuple(one if rng.random() < 0.4 else _plan(rng, one.name, one.zone, started, moved) for one in usual)
    policies.sort(key=lambda one: one.since)
    known = [one for one in policies if one.since <= now]
    today = known[-1].plans if known and rng.random() < 0.7 else usual
    hands = sorted((moment(), rng.choice(names)) for _ in range(rng.choice((0, 0, 1, 2))))
    halts = tuple(_halts(rng, moment, length, now))
    goals = tuple(_goals(rng, names, length))
    return Line("facebook", started, ended, now, tuple(known), today, tuple(hands), halts, goals)


def _halts(rng: random.Random, moment: Callable[[], int], length: int, now: int) -> Iterator[Halt]:
    last = None
    for _ in range(rng.choice((0, 0, 1, 2, 3, 5))):
        reason = rng.choice(REASONS)
        whole = reason in REASONS[2:]
        since = moment() if last is None or rng.random() < 0.5 else last + rng.randrange(-1800, 1800)
        until = None if rng.random() < 0.2 else since + rng.randrange(1, max(2, length // 3))
        if since >= now:
            continue
        last = since if until is None else until
        platform = rng.choice((None, None, "facebook", "x")) if whole else None
        yield Halt(reason, since, until, whole, platform)


def _goals(rng: random.Random, names: list[str], length: int) -> Iterator[Goal]:
    for number in range(rng.choice((1, 1, 2, 3))):
        seconds = rng.choice((900, 3600, 7200, rng.randrange(1, length // 2), rng.randrange(1, 2 * length)))
        service = rng.random() < 0.75
        plan = rng.choice(names) if service and rng.random() < 0.4 else None
        yield Goal(seconds, service, plan, rng.random() < 0.3, f"goal {number}" if number else "")


def _plan(rng: random.Random, name: str, zone: str, started: int, moved: int) -> Plan:
    if rng.random() < 0.07:
        return Plan(name, zone)
    shown = datetime.fromtimestamp(moved - 1, ZoneInfo(zone))
    near = shown.hour * 60 + shown.minute + 1
    first = datetime.fromtimestamp(started, ZoneInfo(zone)).date()
    week = _week(rng, near)
    later = tuple((first + timedelta(days=number), _week(rng, near)) for number in range(1, 3) if rng.random() < 0.12)
    dates = tuple(_dates(rng, first, near, week))
    return Plan(name, zone, week, later, dates)


def _dates(rng: random.Random, first: date, near: int, week: Week) -> Iterator[tuple[date, Hours, str | None]]:
    for number in range(-1, 4):
        if rng.random() < 0.2:
            day = first + timedelta(days=number)
            usual = week[day.weekday()]
            short = tuple((opens, opens + (closes - opens + 1) // 2) for opens, closes in usual)
            hours = rng.choice(((), (), short, _hours(rng, near)))
            yield day, hours, rng.choice(("Holiday", "Fair", None))


def _week(rng: random.Random, near: int) -> Week:
    usual = _hours(rng, near) or ((540, 1020),)
    return tuple(usual if rng.random() < 0.6 else _hours(rng, near) for _ in range(7))


def _hours(rng: random.Random, near: int) -> Hours:
    """Those of a day: across the time at which the hands move, split, from or to midnight, all of it, or none."""
    kind = rng.randrange(8)
    if kind == 0:
        return ()
    if kind == 1:
        return ((540, 1020),)
    if kind == 2:
        return ((480, 720), (750, 1080))
    if kind == 3:
        return ((0, 1440),)
    if kind == 4:
        return ((0, rng.randrange(1, 300)), (rng.randrange(1100, 1439), 1440))
    marks = {(near + rng.choice((-90, -60, -30, -1, 0, 1, 15, 30, 60, 61, 90, 120))) % 1440 for _ in range(4)}
    marks |= {rng.choice((0, 1440, rng.randrange(1440))) for _ in range(rng.choice((0, 1, 2)))}
    edges = sorted(marks)
    return tuple(zip(edges[::2], edges[1::2], strict=False))
