"""The state of a day and what put it there, so that pill, headline and subject give the same reason."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from shared.core.ledger import State
from shared.digest import words
from shared.digest.count import Figures
from shared.digest.day import Day, Mood

_LOST: Final = frozenset({State.PARKED, State.DEAD_LETTERED, State.UNCERTAIN})
_UNVERIFIED: Final = timedelta(hours=2)


class Cause(StrEnum):
    """What put a day into its state."""

    NOTHING = "nothing"
    FAILED = "failed"  # something could not be read
    UNVERIFIED = "unverified"  # no platform is known to have been listening
    OVERDUE = "overdue"
    BELOW_GOAL = "below_goal"
    HEARD_NOTHING = "heard_nothing"
    MISSING = "missing"  # something that a person sent may be missing from the figures, or from their sight


def judge(day: Day, figures: Figures) -> tuple[Mood, Cause]:
    """The first state that matches, and why. The thresholds are those of `docs/digest.md`."""
    everyone, goal = figures.all, day.brand.targets.goal
    overdue = everyone.overdue + figures.earlier_overdue
    kept = None if everyone.due == 0 else 100 * everyone.in_time / everyone.due
    if day.failed:
        return Mood.CANT_TELL, Cause.FAILED
    if day.platforms and all(_unverified(day, one) > _UNVERIFIED for one in day.platforms):
        return Mood.CANT_TELL, Cause.UNVERIFIED
    if overdue >= max(5, 0.05 * everyone.needed):
        return Mood.ACT_NOW, Cause.OVERDUE
    if kept is not None and everyone.due >= words.SMALL_SAMPLE and kept < goal - 15:
        return Mood.ACT_NOW, Cause.BELOW_GOAL
    if everyone.people >= words.SMALL_SAMPLE and everyone.acknowledged < 0.95 * everyone.people:
        return Mood.ACT_NOW, Cause.HEARD_NOTHING
    if overdue:
        return Mood.WATCH, Cause.OVERDUE
    if everyone.heard_nothing:
        return Mood.WATCH, Cause.HEARD_NOTHING
    if kept is not None and kept < goal:
        return Mood.WATCH, Cause.BELOW_GOAL
    if day.incomplete or figures.parked or any(state in _LOST for state, _ in figures.troubles):
        return Mood.WATCH, Cause.MISSING
    if everyone.people == 0 and not figures.waits and not figures.earlier:
        return Mood.QUIET, Cause.NOTHING
    return Mood.GOOD, Cause.NOTHING


def _unverified(day: Day, platform: str) -> timedelta:
    """How much of the day a platform's gaps cover, each moment once."""
    total, reached = timedelta(0), day.start
    for gap in sorted((one for one in day.incomplete if one.platform == platform), key=lambda one: one.since):
        since, until = max(gap.since, reached), min(gap.until, day.end)
        if until > since:
            total, reached = total + (until - since), until
    return total
