"""When a running clock next needs a look, and which steps of the ladder are to be taken then.

    opened         at risk           due      + after        + after
    |--------------|-----------------|--------|--------------|
                   person            person   lead           manager     as the brand's ladder says

Only the clock that a person waits on has a ladder; the first sign's is for the digest. All moments follow the target
that is due first, and service time, so that nobody is told at night of what may wait until the morning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from shared.clocks.targets import RESPONSE, renewed
from shared.core.course import Course, Reason
from shared.core.sla import Clock, Courses

if TYPE_CHECKING:
    from shared.brands.circle import Step, Targets
    from shared.brands.compiled import Brand
    from shared.clocks.timing import Regime
    from shared.core.ledger import Entry

_AGAIN: Final = {RESPONSE: timedelta(minutes=1)}
_SELDOM: Final = timedelta(minutes=15)
_OWN: Final = frozenset({Reason.CUSTOMER, Reason.THIRD_PARTY})
_PARKED: Final = timedelta(days=1)


def timed(entry: Entry, regime: Regime) -> Entry:
    """The Entry with its running clocks worked out anew: to be called whenever what counts for them has changed.

    Where the policy is another one than that they were last worked out by, they take its targets too.
    """
    if not any(clock.running for clock in entry.clocks.values()):
        return entry
    brand, courses = regime.brand, regime.courses(entry)
    clocks = {
        name: planned(name, _by_policy(name, clock, brand), brand, courses, regime.now)
        for name, clock in entry.clocks.items()
    }
    return msgspec.structs.replace(entry, clocks=clocks)


def planned(name: str, clock: Clock, brand: Brand, courses: Courses, now: datetime) -> Clock:
    """A clock with its due moments and its next look. One that has stopped stays as it is."""
    if not clock.running:
        return clock
    clock = msgspec.structs.replace(clock.planned(courses), policy=brand.policy)
    moments = [(aim.due, aim) for aim in clock.aims if aim.breached is None and aim.due is not None]
    moments += [(moment, clock.aims[0]) for moment, _ in steps(name, clock, brand, courses)]
    looks = (moment if moment < now else max(moment, now + _rest(name, courses(aim), now)) for moment, aim in moments)
    return msgspec.structs.replace(clock, look_at=min(looks, default=None))


def steps(name: str, clock: Clock, brand: Brand, courses: Courses) -> Iterator[tuple[datetime, Step]]:
    """The steps of the ladder that this clock has not taken yet, each with its moment."""
    if name != RESPONSE or not clock.running:
        return
    for step in brand.ladder:
        if step.key not in clock.told:
            moment = at_risk(clock, brand.targets, courses) if step.after is None else _past_due(clock, step, courses)
            if moment is not None:
                yield moment, step


def at_risk(clock: Clock, targets: Targets, courses: Courses) -> datetime | None:
    """From when on the target that is due first is at risk: after its share, or with only so much left of it."""
    aim = clock.aims[0]
    seconds = aim.seconds * targets.risk_share
    if targets.risk_left is not None:
        seconds = min(seconds, max(0.0, aim.seconds - targets.risk_left))
    return courses(aim).due(clock.started, seconds)


def _by_policy(name: str, clock: Clock, brand: Brand) -> Clock:
    if not clock.running or clock.policy == brand.policy:
        return clock
    return msgspec.structs.replace(clock, aims=tuple(renewed(aim, name, brand.targets) for aim in clock.aims))


def _rest(name: str, course: Course, now: datetime) -> timedelta:
    """How long no look at what lies ahead is needed, because of a pause without an end.

    Were it over now, that would come as planned; it is not, so to look then would be to look for ever. Whoever ends a
    colleague's pause works the clock out anew. The end of a hold is seen by looking.
    """
    endless = [one.reason for one in course.pauses if one.until is None and one.at(now)]
    if not endless:
        return timedelta()
    return _PARKED if _OWN.intersection(endless) else _AGAIN.get(name, _SELDOM)


def _past_due(clock: Clock, step: Step, courses: Courses) -> datetime | None:
    aim = clock.aims[0]
    if aim.due is None or not step.after:
        return aim.due
    return courses(aim).due(aim.due, step.after)
