"""Where a clock or a figure stands at a moment: what `explain`, an export and the desk's page say of it alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from shared.clocks.looks import at_risk
from shared.core.sla import Aim, Clock, Courses, Standing

if TYPE_CHECKING:
    from shared.brands.circle import Targets
    from shared.core.course import Pause


class Timed(Protocol):
    """A clock, or a Measure."""

    @property
    def stopped(self) -> datetime | None: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def aims(self) -> Sequence[Aim]: ...


def standing(timed: Timed, pause: Pause | None) -> Standing:
    """Where it stands; `pause` is the one that it is in, had it not stopped."""
    if timed.stopped is not None:
        return Standing.WITHDRAWN if timed.withdrawn else Standing.MET
    return Standing.RUNNING if pause is None else Standing.PAUSED


def breached(timed: Timed) -> bool | None:
    """Whether one of its targets was missed; None where nothing is promised, or nothing is held against us."""
    if not timed.aims or timed.withdrawn:
        return None
    return any(aim.breached is not None for aim in timed.aims)


def risen(clock: Clock, targets: Targets, courses: Courses, now: datetime) -> datetime | None:
    """Since when a clock is at risk; None before that, once a target was missed, and when it has stopped."""
    if not clock.running or breached(clock):
        return None
    risk = at_risk(clock, targets, courses)
    return risk if risk is not None and risk <= now else None
