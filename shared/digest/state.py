"""The state of a day and what put it there, so that pill, headline and subject give the same reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from shared.core.ledger import State
from shared.digest.catalogue import whole_percent
from shared.digest.page import Mood
from shared.digest.snapshot import Snapshot

UNVERIFIED: Final = timedelta(hours=2)  # so much of the day unheard on every platform, and nothing can be told
FRESH: Final = timedelta(minutes=60)  # how old a check may be that proves a silence
HARD_OVERDUE: Final = 5
HARD_SHARE: Final = Fraction(5, 100)  # of those who needed an answer
HARD_BELOW: Final = 15  # points under the goal
ENOUGH_DUE: Final = 20
HARD_HEARD: Final = Fraction(95, 100)  # acknowledged, at least, of
ENOUGH_PEOPLE: Final = 20
COMPLAINED: Final = "complained"  # its name among the usual figures
MANY_COMPLAINTS: Final = (3, 10)  # times the usual, and at least so many
MORE_COMPLAINTS: Final = (2, 6)
_LOST: Final = frozenset({State.PARKED, State.DEAD_LETTERED, State.UNCERTAIN})


class Cause(StrEnum):
    """What put a day into its state."""

    NOTHING = "nothing"
    FAILED = "failed"  # something could not be read
    UNVERIFIED = "unverified"  # no platform is known to have been listening
    GRAVE = "grave"  # somebody waits about safety, fraud or the law
    OVERDUE = "overdue"
    BELOW_GOAL = "below_goal"
    COMPLAINTS = "complaints"
    HEARD_NOTHING = "heard_nothing"
    MISSING = "missing"  # something that a person sent may be missing from the figures, or from their sight


def judge(snapshot: Snapshot) -> tuple[Mood, Cause]:
    """The first state that matches, and why. The thresholds are those of `docs/digest.md`."""
    everyone, goal = snapshot.all, snapshot.goal
    overdue = everyone.overdue + snapshot.earlier_overdue
    if snapshot.failed:
        return Mood.CANT_TELL, Cause.FAILED
    if _deaf(snapshot):
        return Mood.CANT_TELL, Cause.UNVERIFIED
    if any(one.grave is not None for one in snapshot.waits):
        return Mood.ACT_NOW, Cause.GRAVE
    if overdue >= HARD_OVERDUE and overdue >= HARD_SHARE * everyone.needed:
        return Mood.ACT_NOW, Cause.OVERDUE
    if everyone.due >= ENOUGH_DUE and _below(snapshot, goal - HARD_BELOW):
        return Mood.ACT_NOW, Cause.BELOW_GOAL
    if _complain(snapshot, *MANY_COMPLAINTS):
        return Mood.ACT_NOW, Cause.COMPLAINTS
    if everyone.people >= ENOUGH_PEOPLE and everyone.acknowledged < HARD_HEARD * everyone.people:
        return Mood.ACT_NOW, Cause.HEARD_NOTHING
    if overdue:
        return Mood.WATCH, Cause.OVERDUE
    if everyone.heard_nothing:
        return Mood.WATCH, Cause.HEARD_NOTHING
    if _below(snapshot, goal):
        return Mood.WATCH, Cause.BELOW_GOAL
    if _complain(snapshot, *MORE_COMPLAINTS):
        return Mood.WATCH, Cause.COMPLAINTS
    if _missing(snapshot):
        return Mood.WATCH, Cause.MISSING
    if everyone.people or everyone.waiting or snapshot.earlier_inside:
        return Mood.GOOD, Cause.NOTHING
    return (Mood.QUIET, Cause.NOTHING) if _heard_all(snapshot) else (Mood.WATCH, Cause.MISSING)


def _below(snapshot: Snapshot, percent: int) -> bool:
    """Whether fewer of the answers due came in time, in per cent as printed; with none due, none is missing."""
    due = snapshot.all.due
    return due > 0 and whole_percent(snapshot.all.in_time, due) < percent


def _complain(snapshot: Snapshot, times: int, least: int) -> bool:
    """Whether so many more complained than usual; where that is not known, nobody can say."""
    usual = snapshot.usual.get(COMPLAINED)
    return usual is not None and snapshot.complained >= max(least, times * usual.median)


def _missing(snapshot: Snapshot) -> bool:
    lost = snapshot.parked or any(state in _LOST for state, _ in snapshot.troubles)
    return bool(lost or snapshot.incomplete or any(one.ok is False for one in snapshot.listening))


def _heard_all(snapshot: Snapshot) -> bool:
    """Whether a silence is proved: every platform was found in order shortly before."""

    def fresh(at: datetime | None) -> bool:
        return at is not None and snapshot.at - at < FRESH

    return bool(snapshot.listening) and all(one.ok and fresh(one.checked_at) for one in snapshot.listening)


def _deaf(snapshot: Snapshot) -> bool:
    """Whether every platform that is known to be connected was unverified for too long."""
    return bool(snapshot.listening) and all(
        unverified(snapshot, one.platform) > UNVERIFIED for one in snapshot.listening
    )


def unverified(snapshot: Snapshot, platform: str) -> timedelta:
    """How much of the day a platform's gaps cover, each moment once."""
    total, reached = timedelta(0), snapshot.start
    gaps = (one for one in snapshot.incomplete if one.platform == platform)
    for gap in sorted(gaps, key=lambda one: one.since):
        since, until = max(gap.since, reached), min(gap.until, snapshot.end)
        if until > since:
            total, reached = total + (until - since), until
    return total
