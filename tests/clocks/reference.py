"""The truth that the engine is held against: each second by itself, asked whether it counts, and why.

Written from the rules alone and without the engine: its own dataclasses, whole seconds since 1970, `zoneinfo`, and no
arithmetic with calendars. Slow on purpose, and plain enough to be believed.

    a second counts    if no pause covers it and the calendar in force then is open then
    a pause            covers since <= second < until; without an end, until now
    the calendar       is that of the hand it is in, as the policy in force then has it
    it is open         if the wall clock in its zone shows a date and time inside that date's hours
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

Hours = tuple[tuple[int, int], ...]  # of a date: minutes from and to
Week = tuple[Hours, ...]

CRISIS = "crisis_hold"


@dataclass(frozen=True)
class Plan:
    """A calendar. Without a week it is open at any time. `later` are weeks from a date on, `dates` what differs."""

    name: str
    zone: str
    week: Week = ()
    later: tuple[tuple[date, Week], ...] = ()
    dates: tuple[tuple[date, Hours, str | None], ...] = ()


@dataclass(frozen=True)
class Policy:
    """The calendars from a moment on, the brand's own first."""

    since: int
    plans: tuple[Plan, ...]


@dataclass(frozen=True)
class Halt:
    """A pause: of this one Interaction, or (`brand`) of all, perhaps only of those on `platform`."""

    reason: str
    since: int
    until: int | None
    brand: bool = False
    platform: str | None = None


@dataclass(frozen=True)
class Goal:
    """A target. Not `service`: every second counts that is not on hold for all."""

    seconds: float
    service: bool = True
    plan: str | None = None
    crisis: bool = False
    name: str = ""


class Kind(NamedTuple):
    """All that decides which seconds count for a Goal."""

    service: bool = True
    plan: str | None = None
    crisis: bool = False


@dataclass(frozen=True)
class Line:
    """A random story: what was in force, what was paused, what was promised. Known at `now`, told until `ended`."""

    platform: str
    started: int
    ended: int
    now: int
    policies: tuple[Policy, ...]  # as they were written down
    today: tuple[Plan, ...]  # in force from now on, if that is not the last one written down
    hands: tuple[tuple[int, str], ...] = ()
    halts: tuple[Halt, ...] = ()
    goals: tuple[Goal, ...] = ()


class Run(NamedTuple):
    """Seconds in a row of which the same is to be said."""

    since: int
    until: int
    counted: bool
    why: str
    name: str


def runs(line: Line, kind: Kind, *, each: bool = False) -> list[Run]:
    """All seconds of a line from the first to the last, those of which the same is said put together.

    `each`: asks about every single second. Otherwise a minute that is shown by the wall clock from its first to its
    last second, and in which nothing else begins or ends, is asked about once: hours are in whole minutes.
    """
    return list(told(line, kind, each=each))


def told(line: Line, kind: Kind, *, each: bool = False) -> Iterator[Run]:
    """The same, one after the other."""
    said = _said_of_each(line, kind) if each else _said_of_minutes(line, kind)
    for what, some in groupby(said, key=lambda one: one[2:]):
        pieces = list(some)
        yield Run(pieces[0][0], pieces[-1][1], *what)


def counted(of: list[Run], since: int, until: int) -> int:
    """How many of the seconds in [since, until) count."""
    return sum(max(0, min(one.until, until) - max(one.since, since)) for one in of if one.counted)


def due(of: Iterable[Run], since: int, seconds: float) -> float | None:
    """The first moment at which so many have counted since then; None: not in this line.

    A promise of no time at all is due when time first counts.
    """
    left = seconds
    for one in of:
        begins = max(one.since, since)
        if not one.counted or begins >= one.until:
            continue
        if left <= one.until - begins:
            return begins + left
        left -= one.until - begins
    return None


def known_by(line: Line, at: int) -> Line:
    """From then on as it looked then: nothing comes that had not begun, and no pause lasts."""
    plans = line.today
    written = [one for one in line.policies if one.since <= at]
    if line.policies and (line.now > at or line.policies[-1].plans == line.today):
        plans = (written or line.policies)[-1 if written else 0].plans
    hands = tuple(one for one in line.hands if one[0] <= at)
    return replace(line, started=at, now=at, policies=(), today=plans, hands=hands, halts=())


def kind_of(goal: Goal) -> Kind:
    return Kind(goal.service, goal.plan if goal.service else None, goal.crisis)


def at_risk(of: list[Run], since: int, seconds: float, share: float, left: float | None) -> float | None:
    """When a share of the target has passed, or only so much of it is left, whichever is earlier."""
    last = math.inf if left is None else max(0.0, seconds - left)
    return due(of, since, min(seconds * share, last))


def is_open(plan: Plan, second: int) -> bool:
    return _shown(plan, datetime.fromtimestamp(second, ZoneInfo(plan.zone)))[0]


def _said_of_each(line: Line, kind: Kind) -> Iterator[Run]:
    for second in range(line.started, line.ended):
        halt, plan = covering(line, kind, second), in_force(line, kind, second)
        yield Run(second, second + 1, *_said(halt, plan, second))


def _said_of_minutes(line: Line, kind: Kind) -> Iterator[Run]:
    edges = sorted({line.started, line.ended, *(one for one in _edges(line) if line.started < one < line.ended)})
    for begins, ends in pairwise(edges):
        halt, plan = covering(line, kind, begins), in_force(line, kind, begins)  # the same until the next edge
        if halt is not None or plan is None:
            yield Run(begins, ends, *_said(halt, plan, begins))
            continue
        zone, second = ZoneInfo(plan.zone), begins
        while second < ends:
            shown, until = datetime.fromtimestamp(second, zone), second + 60
            last = datetime.fromtimestamp(until - 1, zone)
            whole = until <= ends and shown.second == 0 and last == shown + timedelta(seconds=59)
            if not (whole and last.utcoffset() == shown.utcoffset()):
                until = second + 1
            is_so, named = _shown(plan, shown)
            yield Run(second, until, *_of_hours(plan, is_so, named))
            second = until


def _edges(line: Line) -> Iterator[int]:
    """Every moment at which something but the wall clock changes."""
    yield line.now
    yield from (one.since for one in line.policies)
    yield from (since for since, _ in line.hands)
    for halt in line.halts:
        yield halt.since
        if halt.until is not None:
            yield halt.until


def _said(halt: Halt | None, plan: Plan | None, second: int) -> tuple[bool, str, str]:
    if halt is not None:
        return False, "paused", halt.reason
    if plan is None:
        return True, "open", "calendar time"
    return _of_hours(plan, *_shown(plan, datetime.fromtimestamp(second, ZoneInfo(plan.zone))))


def _of_hours(plan: Plan, is_so: bool, named: str | None) -> tuple[bool, str, str]:
    if is_so:
        return True, "open", plan.name
    return (False, "closed", plan.name) if named is None else (False, "dated", named)


def covering(line: Line, kind: Kind, second: int) -> Halt | None:
    """The pause that covers a second; of several the one that began first, and of those the shortest."""
    those = [
        one
        for one in line.halts
        if one.since <= second < (line.now if one.until is None else one.until)
        and (one.brand or kind.service)
        and one.platform in (None, line.platform)
        and not (kind.crisis and one.reason == CRISIS)
    ]
    return min(those, key=lambda one: (one.since, line.now if one.until is None else one.until), default=None)


def in_force(line: Line, kind: Kind, second: int) -> Plan | None:
    """The calendar in force at a second; None: in calendar time there is none."""
    if not kind.service:
        return None
    policies = [(one.since, one.plans) for one in line.policies]
    if not policies:
        policies = [(line.started, line.today)]
    elif policies[-1][1] != line.today:
        policies.append((line.now, line.today))
    plans = policies[0][1]  # the first that is known of counts since ever
    for since, later in policies:
        if since <= second:
            plans = later
    name = kind.plan
    if name is None:
        for since, hand in line.hands:
            if since <= second:
                name = hand
    return next((one for one in plans if one.name == name), plans[0])


def _shown(plan: Plan, shown: datetime) -> tuple[bool, str | None]:
    """Whether a calendar is open when its wall clock shows this, and the name of the date if it differs."""
    if not plan.week:
        return True, None
    week, name, today = plan.week, None, shown.date()
    for since, later in plan.later:
        if since <= today:
            week = later
    hours = week[today.weekday()]
    for one, instead, called in plan.dates:
        if one == today:
            hours, name = instead, called
    second = (shown.hour * 60 + shown.minute) * 60 + shown.second
    return any(opens * 60 <= second < closes * 60 for opens, closes in hours), name
