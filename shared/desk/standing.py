"""Where each clock of a Card stands, what is promised, and what explains it, each in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from shared.clocks.standing import breached, risen, standing
from shared.clocks.targets import ACK, RESPONSE
from shared.core.course import Course, Pause, Reason, Span, Why
from shared.core.sla import Aim, By, Clock, Courses, Standing
from shared.desk.said import Line, line, theirs
from shared.digest.words import duration, listed, moment
from shared.flows._holds import SWITCH
from shared.flows.desk import Page

_NAMES: Final = {ACK: "The first sign", RESPONSE: "The answer"}
_FOR: Final = {
    Reason.CUSTOMER: "waiting for them",
    Reason.THIRD_PARTY: "waiting for somebody else",
    Reason.CRISIS: "a crisis",
    Reason.OUTAGE: "the platform is out of order",
}
_SHOWN: Final = 3  # pauses, the latest
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ClockLines:
    """One clock: its name, where it stands, what is promised and what explains it."""

    name: str
    stands: Line
    promise: Line
    why: Line


def standings(page: Page) -> tuple[ClockLines, ...]:
    """Of each clock, the one that a person waits on first."""
    entry, courses = page.entry, page.regime.courses(page.entry)
    clocks = [(name, entry.clocks[name]) for name in (RESPONSE, ACK) if name in entry.clocks]
    return tuple(
        ClockLines(_NAMES[name], _stands(clock, courses, page), _promise(clock, page), _why(clock, page))
        for name, clock in clocks
    )


def _stands(clock: Clock, courses: Courses, page: Page) -> Line:
    pause = courses(clock.aims[0]).paused(page.now)
    missed = min((aim.breached for aim in clock.aims if aim.breached is not None), default=None)
    due = "" if missed is None else f": it was due by {_at(missed, page)}"
    match standing(clock, pause):
        case Standing.WITHDRAWN:
            gone = ": it was taken back" if page.entry.removed_at is not None else ""
            return line(f"ended without one{gone}.")
        case Standing.MET:
            by = "the machine" if clock.by is By.MACHINE else "a colleague"
            kept = f"too late{due}" if breached(clock) else "in time"
            return line(f"came at {_at(clock.stopped or page.now, page)} by {by}, {kept}.")
    late = f"is late{due}" if breached(clock) else ""
    if pause is not None:
        also = f", and {late}" if late else ""
        return (*line("has been paused since ", _at(pause.since, page), " by "), *_who(pause, page), *line(also, "."))
    risk = risen(clock, page.brand.targets, courses, page.now)
    at_risk = "" if risk is None else f", and has been at risk since {_at(risk, page)}"
    return line(f"{late or 'runs'}{at_risk}.")


def _who(pause: Pause, page: Page) -> Line:
    until = "" if pause.until is None else f", until {_at(pause.until, page)}"
    note = () if pause.why is None else line(": ", theirs(pause.why))
    by_switch = pause.reason is Reason.CRISIS and pause.who == SWITCH
    who = line("the crisis switch") if by_switch else line(theirs(pause.who))
    return (*who, *line(f" ({_FOR[pause.reason]}{until}"), *note, *line(")"))


def _promise(clock: Clock, page: Page) -> Line:
    courses = page.regime.courses(page.entry)
    return line(f"Promised {'; '.join(_one(aim, clock, courses(aim), page) for aim in clock.aims)}.")


def _one(aim: Aim, clock: Clock, course: Course, page: Page) -> str:
    within = f"within {duration(aim.seconds)}{' of service time' if aim.service else ''}"
    named = f" ({aim.name})" if aim.name else ""
    if aim.due is None:
        return f"{within}{named}, but no such hours are known"
    return f"{within}{named}, {'not before' if endless(aim, clock, course, page) else 'by'} {_at(aim.due, page)}"


def endless(aim: Aim, clock: Clock, course: Course, page: Page) -> bool:
    """Whether a pause has no end yet, so that what is known of `aim` is when it cannot be due before."""
    pause = course.paused(page.now) if clock.running and aim.breached is None else None
    return pause is not None and pause.until is None


def _why(clock: Clock, page: Page) -> Line:
    """The time that counted, the hours by which it did, and the pauses in which it did not."""
    aim, until = clock.aims[0], clock.stopped or page.now
    course = page.regime.courses(page.entry)(aim)
    spans = list(course.spans(clock.started, until))
    counted = sum(one.seconds for one in spans if one.counted)
    was = clock.elapsed if not aim.service else clock.service_elapsed if aim.calendar is None else None
    figure = counted if was is None else was
    told = [
        f"{duration(figure)} of {'service' if aim.service else 'calendar'} time{'' if clock.stopped else ' so far'}"
    ]
    if aim.service:
        first = [one.calendar.name for one in course.force if one.since is None or one.since <= clock.started][-1:]
        names = dict.fromkeys(first + [one.name for one in spans if one.why in (Why.OPEN, Why.CLOSED)])
        told.append(f"hours of {listed([_calendar(one, page) for one in names])}")
        dated = list(dict.fromkeys(one.name for one in spans if one.why is Why.DATED))
        told += [listed(dated)] if dated else []
    told += _pauses(spans, page)
    if abs(figure - counted) >= 1:
        told.append("as it was counted then")
    return line("; ".join(told), ".")


def _calendar(name: str, page: Page) -> str:
    return page.brand.short if name == page.brand.calendar.name else name


def _pauses(spans: Sequence[Span], page: Page) -> list[str]:
    found: list[tuple[datetime, datetime, str]] = []
    for (paused, name), parts in groupby(spans, key=lambda one: (one.why is Why.PAUSED, one.name)):
        both = list(parts)
        if paused and both[-1].until - both[0].since >= _SECOND:
            found.append((both[0].since, both[-1].until, name))
    told = [f"paused {_between(since, until, page)}, {_FOR[Reason(name)]}" for since, until, name in found[-_SHOWN:]]
    earlier = len(found) - len(told)
    return [f"paused {earlier} times before", *told] if earlier else told


def _between(since: datetime, until: datetime, page: Page) -> str:
    zone = ZoneInfo(page.brand.zone)
    today = page.brand.calendar.local_date(page.now)
    if {since.astimezone(zone).date(), until.astimezone(zone).date()} == {today}:
        return f"{since.astimezone(zone):%H:%M}-{until.astimezone(zone):%H:%M}"
    return f"{_at(since, page)} to {_at(until, page)}"


def _at(at: datetime, page: Page) -> str:
    return moment(at, page.brand.zone, page.brand.calendar.local_date(page.now))
