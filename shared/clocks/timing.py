"""What counts for the clocks of one Entry: the calendars that were in force, one after the other, and the pauses.

    policies    |--- version 1 ---------|--- version 2 -----------     as `watch` met them
    schedules   |--- platform's --------------|--- colleague's ---     as the Entry went from hand to hand
    in force    |--- platform's, 1 -----|-- 2 |--- colleague's, 2

The log of policies and holds is read only where it can matter: nothing but today's policy counts for what opened less
than a minute ago, is answered by a machine, and could miss no promise even if nothing is on hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from shared.core.calendar import Calendar
from shared.core.course import Course, InForce, Reason, calendar_time
from shared.core.ledger import Entry, Scheduled
from shared.core.regime import PolicyLog, empty
from shared.core.sla import Aim, Courses

if TYPE_CHECKING:
    from shared.brands.compiled import Brand

T = TypeVar("T")
_AT_ONCE: Final = timedelta(seconds=60)


class Regime:
    """What counted when for one brand, as known at `now`. `read` gives its PolicyLog, and is asked at most once."""

    def __init__(self, brand: Brand, read: Callable[[], PolicyLog], now: datetime) -> None:
        self.brand = brand
        self.now = now
        self._read = read
        self._log: PolicyLog | None = None

    @property
    def log(self) -> PolicyLog:
        """Raises BackendUnavailable where it cannot be read: what counts is not guessed."""
        if self._log is None:
            self._log = self._read()
        return self._log

    def courses(self, entry: Entry, *, opening: bool = False) -> Courses:
        """What counts for the clocks of an Entry. `opening`: to begin with; `watch` looks at what was on hold."""
        at_once = opening and self.now - entry.opened_at <= _AT_ONCE
        made: list[_Courses] = []

        def of(aim: Aim | None) -> Course:
            if not made:
                log = empty(self.brand.key, self.now) if at_once else self.log
                made.append(_Courses(self.brand, log, entry, self.now))
            return made[0].of(aim)

        return of


class _Courses:
    """Each Course is made once, on first use."""

    def __init__(self, brand: Brand, log: PolicyLog, entry: Entry, now: datetime) -> None:
        self._brand = brand
        self._now = now
        self._versions = _versions(brand, log, now)
        self._own: list[tuple[datetime | None, str]] = [(one.since, one.calendar) for one in entry.schedules]
        held = (one.pause for one in log.holds if one.platform in (None, entry.platform))
        self._holds = tuple(one for one in held if one.until is None or one.until > entry.opened_at)
        self._pauses = (*self._holds, *entry.pauses)
        self._made: dict[tuple[bool, str | None, bool], Course] = {}

    def of(self, aim: Aim | None) -> Course:
        kind = (True, None, False) if aim is None else (aim.service, aim.calendar, aim.crisis)
        if kind not in self._made:
            self._made[kind] = self._make(*kind)
        return self._made[kind]

    def _make(self, service: bool, calendar: str | None, crisis: bool) -> Course:
        pauses = self._pauses if service else self._holds
        if crisis:
            pauses = tuple(one for one in pauses if one.reason is not Reason.CRISIS)
        if not service:
            return calendar_time(self._brand.zone, pauses, self._now)
        names = self._own if calendar is None else [(None, calendar)]
        return Course(_in_force(self._versions, names), pauses, self._now)


def calendars(brand: Brand) -> tuple[Calendar, ...]:
    """Every calendar of a brand, its own first."""
    return (brand.calendar, *(one.calendar for one in brand.schedules))


def scheduled(entry: Entry, brand: Brand, at: datetime) -> Entry:
    """The Entry with the calendar that is its own from `at` on, by its platform, language and assignee."""
    name = _calendar_for(brand, entry.platform, entry.language, entry.assignee)
    known = entry.schedules[-1].calendar if entry.schedules else brand.calendar.name
    if name == known:
        return entry
    return msgspec.structs.replace(entry, schedules=(*entry.schedules, Scheduled(since=at, calendar=name)))


def _calendar_for(brand: Brand, platform: str, language: str | None, assignee: str | None) -> str:
    """The first schedule that names something of it, and nothing else; else the brand's own."""
    spoken = (language or "").partition("-")[0]
    for one in brand.schedules:
        asked = (
            (one.platforms, platform),
            ({code.partition("-")[0] for code in one.languages}, spoken),
            (one.colleagues, assignee),
        )
        if any(names for names, _ in asked) and all(not names or it in names for names, it in asked):
            return one.calendar.name
    return brand.calendar.name


def _versions(brand: Brand, log: PolicyLog, now: datetime) -> list[tuple[datetime | None, Sequence[Calendar]]]:
    """Each version of the calendars with its beginning; one that nobody has written down yet counts from `now` on."""
    found: list[tuple[datetime | None, Sequence[Calendar]]] = [(one.since, one.calendars) for one in log.versions]
    if not found:
        return [(None, calendars(brand))]
    if log.versions[-1].policy != brand.policy:
        found.append((now, calendars(brand)))
    return found


def _in_force(
    versions: Sequence[tuple[datetime | None, Sequence[Calendar]]], names: Sequence[tuple[datetime | None, str]]
) -> tuple[InForce, ...]:
    begins = {since for since, _ in versions} | {since for since, _ in names}
    force: list[InForce] = []
    for moment in (None, *sorted(since for since in begins if since is not None)):
        found = _latest(versions, moment, versions[0][1])
        name = _latest(names, moment, "")
        calendar = next((one for one in found if one.name == name), found[0])
        if not force or force[-1].calendar != calendar:
            force.append(InForce(moment, calendar))
    return tuple(force)


def _latest(dated: Iterable[tuple[datetime | None, T]], at: datetime | None, before: T) -> T:
    """What began last, by `at`; what began at None was there since ever."""
    found = before
    for since, one in dated:
        if since is None or (at is not None and since <= at):
            found = one
    return found
