"""Clocks as the flows open them, and the plainest hours to count them by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.core.calendar import Calendar
from shared.core.course import Course, InForce, calendar_time
from shared.core.sla import Aim, Clock, Courses


def open_clock(started: datetime, aims: Iterable[Aim], courses: Courses, *, policy: str = "") -> Clock:
    """A running Clock with its due moments worked out."""
    return Clock(started=started, aims=tuple(aims), policy=policy).planned(courses)


def plain(calendar: Calendar) -> Course:
    """A Course on which one Calendar counts and nothing else."""
    return Course((InForce(None, calendar),))


def by_calendar(calendar: Calendar) -> Courses:
    """Courses on which one Calendar counts for service time, and nothing is ever paused."""
    service, whole = plain(calendar), calendar_time(calendar.zone)
    return lambda aim: service if aim is None or aim.service else whole
