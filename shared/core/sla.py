"""SLA clocks: when one started, when each of its targets is due, when it stopped, in calendar and in service seconds.

Two clocks per Interaction: `ack` (first visible sign, by machine or person, in calendar time) and `response` (first
reply by a person, in service time). A machine never stops `response`. A clock may have several targets: all are kept,
and the one that is due first is what colleagues are told about. All instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from shared.core.course import Course
from shared.core.interaction import Utc

OLDEST: Final = timedelta(days=7)


class By(StrEnum):
    """Who gave an acknowledgment: a rule on its own, or a named or unnamed colleague."""

    MACHINE = "machine"
    PERSON = "person"


class Standing(StrEnum):
    """Where a target stands; each of the first three with or without a breach. `withdrawn`: nobody waits any more."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Aim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One target of a clock: `seconds` of calendar time or, with `service`, of service time.

    `name` is that of the target in `brand.toml`, empty for the general one. `calendar` names the calendar that this
    target counts by; None: that of the Interaction. `crisis`: made for a crisis, so that a crisis hold does not pause
    it. `again`: promised to somebody whom a colleague had answered before. `due` is None where the calendar never
    opens. `breached` is when it was missed, which is when it was due.
    """

    seconds: float
    service: bool = False
    name: str = ""
    calendar: str | None = None
    crisis: bool = False
    again: bool = False
    due: Utc | None = None
    breached: Utc | None = None

    def planned(self, started: datetime, course: Course) -> Aim:
        """With its due moment worked out anew, unless it was missed already: what was missed stays missed."""
        if self.breached is not None:
            return self
        return msgspec.structs.replace(self, due=course.due(started, self.seconds))

    def stopped(self, started: datetime, at: datetime, course: Course) -> Aim:
        """As the clock's stop at `at` leaves it: a breach noted meanwhile is taken back if that was in time.

        Nothing that began after the stop moves its due moment. What was missed before the stop stays missed.
        """
        if self.breached is not None and self.breached < at:
            return self
        due = course.known_by(at).due(started, self.seconds)
        late = due is not None and at > due
        return msgspec.structs.replace(self, due=due, breached=due if late else None)

    def kept(self, started: datetime) -> Aim:
        """As a stop leaves it that was in time even if every moment counted."""
        return msgspec.structs.replace(self, due=started + timedelta(seconds=self.seconds), breached=None)


Courses = Callable[[Aim | None], Course]
"""What counts for a target; for None, what counts as service time of the Interaction."""


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One SLA clock of one Interaction. Opened once, stopped once; the first stop wins.

    `aims` are its targets, the one that is due first in front: it is what `target`, `service`, `due` and `breached`
    tell. `elapsed` and `service_elapsed` (seconds) are set when it stops, the latter but for a machine's sign that was
    in time, see `stop`. `look_at` is when it next needs a look: at
    risk, due, or a step of the ladder. `told` says which steps of the ladder were taken, and when. `policy` names the
    version of the calendars and targets that it was last worked out by.
    """

    started: Utc
    aims: tuple[Aim, ...]
    stopped: Utc | None = None
    by: By | None = None
    withdrawn: bool = False
    elapsed: float | None = None
    service_elapsed: float | None = None
    look_at: Utc | None = None
    told: dict[str, Utc] = {}
    policy: str = ""

    @property
    def running(self) -> bool:
        return self.stopped is None

    @property
    def target(self) -> float:
        return self.aims[0].seconds

    @property
    def service(self) -> bool:
        return self.aims[0].service

    @property
    def due(self) -> datetime | None:
        return self.aims[0].due

    @property
    def breached(self) -> datetime | None:
        return self.aims[0].breached

    def planned(self, courses: Courses) -> Clock:
        """With every due moment worked out anew. One that has stopped stays as it is.

        To be called whenever what counts has changed: a pause, another calendar, another policy.
        """
        if not self.running:
            return self
        aims = in_order(aim.planned(self.started, courses(aim)) for aim in self.aims)
        return _to_look(msgspec.structs.replace(self, aims=aims))

    def stop(self, at: datetime, by: By | None, courses: Courses) -> Clock:
        """Stop it at `at`; a stop before the start counts as 0 seconds. `by` None means withdrawn, which is no answer.

        A second stop changes nothing, unless it was earlier: news may arrive in the wrong order. Of two at the same
        moment a person's counts, and being withdrawn counts least.

        A machine's sign that is in time by the calendar is so whatever was on hold. So `courses` is not asked then, and
        service seconds, which nobody was promised, are not worked out.
        """
        at = max(at, self.started)
        if self.stopped is not None and (self.stopped, _FIRST[self.by]) <= (at, _FIRST[by]):
            return self
        elapsed = (at - self.started).total_seconds()
        stopped = msgspec.structs.replace(
            self, stopped=at, by=by, withdrawn=by is None, elapsed=elapsed, service_elapsed=None, look_at=None
        )
        if by is By.MACHINE and all(elapsed <= aim.seconds and not aim.service for aim in self.aims):
            return msgspec.structs.replace(stopped, aims=in_order(aim.kept(self.started) for aim in self.aims))
        return msgspec.structs.replace(
            stopped,
            service_elapsed=courses(None).seconds(self.started, at),
            aims=in_order(aim.stopped(self.started, at, courses(aim)) for aim in self.aims),
        )

    def look(self, now: datetime) -> Clock:
        """Record what is running past due. Recording twice changes nothing. A breach is at `due`, whenever noticed.

        Its due moments must be those of now: see `planned`.
        """
        if not self.running:
            return self
        aims = tuple(
            msgspec.structs.replace(aim, breached=aim.due)
            if aim.breached is None and aim.due is not None and now >= aim.due
            else aim
            for aim in self.aims
        )
        return self if aims == self.aims else _to_look(msgspec.structs.replace(self, aims=aims))


def in_order(aims: Iterable[Aim]) -> tuple[Aim, ...]:
    """Targets, the strictest in front: what is due first, and of equals the shorter, then by name."""
    return tuple(sorted(aims, key=lambda aim: (aim.due is None, aim.due or _NEVER, aim.seconds, aim.name)))


def opened_at(at: datetime | None, received_at: datetime) -> datetime:
    """When a clock opens: at the platform's time, or at ours if that is absent, in the future or over 7 days old."""
    if at is None or at > received_at or received_at - at > OLDEST:
        return received_at
    return at


def _to_look(clock: Clock) -> Clock:
    dues = (aim.due for aim in clock.aims if aim.breached is None and aim.due is not None)
    return msgspec.structs.replace(clock, look_at=min(dues, default=None))


_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_FIRST: Final = {By.PERSON: 0, By.MACHINE: 1, None: 2}
