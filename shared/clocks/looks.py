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

from shared.clocks.targets import RESPONSE
from shared.core.sla import Clock, Courses

if TYPE_CHECKING:
    from shared.brands.circle import Step, Targets
    from shared.brands.compiled import Brand
    from shared.clocks.timing import Regime
    from shared.core.ledger import Entry

_AGAIN: Final = {RESPONSE: timedelta(minutes=1)}
_SELDOM: Final = timedelta(minutes=15)


def timed(entry: Entry, regime: Regime) -> Entry:
    """The Entry with its running clocks worked out anew: to be called whenever what counts for them has changed."""
    if not any(clock.running for clock in entry.clocks.values()):
        return entry
    courses = regime.courses(entry)
    clocks = {name: planned(name, clock, regime.brand, courses, regime.now) for name, clock in entry.clocks.items()}
    return msgspec.structs.replace(entry, clocks=clocks)


def planned(name: str, clock: Clock, brand: Brand, courses: Courses, now: datetime) -> Clock:
    """A clock with its due moments and its next look. One that has stopped stays as it is."""
    if not clock.running:
        return clock
    clock = msgspec.structs.replace(clock.planned(courses), policy=brand.policy)
    moments = [aim.due for aim in clock.aims if aim.breached is None and aim.due is not None]
    moments += [moment for moment, _ in steps(name, clock, brand, courses)]
    look_at = min(moments, default=None)
    if look_at is not None and (pause := courses(clock.aims[0]).paused(now)) is not None and pause.until is None:
        # Were the pause over now, it would be due then. A little later is soon enough, or it would be looked at always.
        look_at = max(look_at, now + _AGAIN.get(name, _SELDOM))
    return msgspec.structs.replace(clock, look_at=look_at)


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


def _past_due(clock: Clock, step: Step, courses: Courses) -> datetime | None:
    aim = clock.aims[0]
    if aim.due is None or not step.after:
        return aim.due
    return courses(aim).due(aim.due, step.after)
