"""The state of a day: the first that matches, by thresholds that a manager can look up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from shared.core.ledger import State
from shared.digest.page import Mood
from shared.digest.snapshot import Grave, Group, Snapshot, Usual
from shared.digest.state import Cause, judge
from tests.digest.making import AT, END, NINE, START, gap, group, groups, listening, snapshot, wait

HOUR = timedelta(hours=1)
CALM = {"complained": Usual(median=4.0)}
NEVER = {"complained": Usual(median=0.0)}


def fine(**counts: int) -> Group:
    return group(**{"in_time": 100, "thanks": 100, **counts})  # type: ignore[arg-type]  # counts of a group


STATES: dict[str, tuple[Group, dict[str, Any], Mood, Cause]] = {
    "all is well": (fine(), {}, Mood.GOOD, Cause.NOTHING),
    "some wait inside the promise": (fine(waiting=3), {}, Mood.GOOD, Cause.NOTHING),
    "something could not be read": (fine(), {"failed": ("the day's people",)}, Mood.CANT_TELL, Cause.FAILED),
    "somebody waits about their health": (
        fine(waiting=1), {"waits": (wait(overdue=False, grave=Grave.SAFETY),)}, Mood.ACT_NOW, Cause.GRAVE),
    "one is overdue": (fine(overdue=1), {}, Mood.WATCH, Cause.OVERDUE),
    "one is overdue from before": (fine(), {"earlier_overdue": 1}, Mood.WATCH, Cause.OVERDUE),
    "four are overdue": (fine(overdue=4), {}, Mood.WATCH, Cause.OVERDUE),
    "five are overdue": (fine(in_time=95, overdue=5), {}, Mood.ACT_NOW, Cause.OVERDUE),
    "five are overdue, one from before": (
        fine(in_time=76, overdue=4), {"earlier_overdue": 1}, Mood.ACT_NOW, Cause.OVERDUE),
    "less than one in twenty is overdue": (fine(in_time=96, overdue=5), {}, Mood.WATCH, Cause.OVERDUE),
    "fifteen points under the goal": (fine(in_time=75, late=25), {}, Mood.WATCH, Cause.BELOW_GOAL),
    "more than fifteen": (fine(in_time=74, late=26), {}, Mood.ACT_NOW, Cause.BELOW_GOAL),
    "far under it with few due": (fine(in_time=9, late=10), {}, Mood.WATCH, Cause.BELOW_GOAL),
    "with twenty due": (fine(in_time=10, late=10), {}, Mood.ACT_NOW, Cause.BELOW_GOAL),
    "the goal is kept exactly": (fine(in_time=90, late=10), {}, Mood.GOOD, Cause.NOTHING),
    "nothing is due": (group(thanks=5), {}, Mood.GOOD, Cause.NOTHING),
    "three times the usual complaints": (fine(), {"complained": 12, "usual": CALM}, Mood.ACT_NOW, Cause.COMPLAINTS),
    "not quite": (fine(), {"complained": 11, "usual": CALM}, Mood.WATCH, Cause.COMPLAINTS),
    "twice as many": (fine(), {"complained": 8, "usual": CALM}, Mood.WATCH, Cause.COMPLAINTS),
    "less than twice": (fine(), {"complained": 7, "usual": CALM}, Mood.GOOD, Cause.NOTHING),
    "a few where none are usual": (fine(), {"complained": 5, "usual": NEVER}, Mood.GOOD, Cause.NOTHING),
    "six where none are usual": (fine(), {"complained": 6, "usual": NEVER}, Mood.WATCH, Cause.COMPLAINTS),
    "ten where none are usual": (fine(), {"complained": 10, "usual": NEVER}, Mood.ACT_NOW, Cause.COMPLAINTS),
    "many, and nobody knows what is usual": (fine(), {"complained": 99}, Mood.GOOD, Cause.NOTHING),
    "one heard nothing": (fine(unheard=1), {}, Mood.WATCH, Cause.HEARD_NOTHING),
    "one in twenty heard nothing": (fine(unheard=10), {}, Mood.WATCH, Cause.HEARD_NOTHING),
    "more than one in twenty": (fine(unheard=11), {}, Mood.ACT_NOW, Cause.HEARD_NOTHING),
    "of nineteen, two": (group(thanks=19, unheard=2), {}, Mood.WATCH, Cause.HEARD_NOTHING),
    "of twenty, two": (group(thanks=20, unheard=2), {}, Mood.ACT_NOW, Cause.HEARD_NOTHING),
    "a gap": (fine(), {"incomplete": (gap(),)}, Mood.WATCH, Cause.MISSING),
    "a delivery that nobody could read": (fine(), {"parked": 1}, Mood.WATCH, Cause.MISSING),
    "an answer that may not have arrived": (fine(), {"troubles": ((State.UNCERTAIN, 1),)}, Mood.WATCH, Cause.MISSING),
    "an answer that was refused": (fine(), {"troubles": ((State.REFUSED, 1),)}, Mood.GOOD, Cause.NOTHING),
    "a check that failed": (fine(), {"listening": (listening(ok=False), listening("x"))}, Mood.WATCH, Cause.MISSING),
    "a check that could not be made": (fine(), {"listening": (listening(ok=None),)}, Mood.GOOD, Cause.NOTHING),
    "a silence that is proved": (Group(), {"listening": (listening(), listening("x"))}, Mood.QUIET, Cause.NOTHING),
    "a silence of which one platform is not known": (
        Group(), {"listening": (listening(), listening("x", ok=None))}, Mood.WATCH, Cause.MISSING),
    "a silence that was checked without a result": (
        Group(), {"listening": (listening(ok=None, checked_at=AT),)}, Mood.WATCH, Cause.MISSING),
    "a silence that nobody checked": (Group(), {}, Mood.WATCH, Cause.MISSING),
    "a silence that was checked an hour ago": (
        Group(), {"listening": (listening(checked_at=AT - HOUR),)}, Mood.WATCH, Cause.MISSING),
    "a silence, and somebody waits from before": (
        Group(), {"earlier_inside": 1, "listening": (listening(),)}, Mood.GOOD, Cause.NOTHING),
    "overdue counts before all that follows": (
        fine(in_time=5, late=15, overdue=9, unheard=50), {"complained": 99, "usual": CALM},
        Mood.ACT_NOW, Cause.OVERDUE),
}  # fmt: skip


@pytest.mark.parametrize(("everyone", "facts", "mood", "cause"), STATES.values(), ids=STATES.keys())
def test_the_state_of_a_day(everyone: Group, facts: dict[str, Any], mood: Mood, cause: Cause) -> None:
    assert judge(snapshot(everyone, **facts)) == (mood, cause)


def deaf(hours: float, *platforms: str) -> Snapshot:
    both = (listening(), listening("x"))
    return snapshot(fine(), listening=both, incomplete=tuple(gap(one, since=START, hours=hours) for one in platforms))


def test_nothing_is_said_of_a_day_on_which_no_platform_was_surely_listening() -> None:
    assert judge(deaf(2.1, "facebook", "x")) == (Mood.CANT_TELL, Cause.UNVERIFIED)
    assert judge(deaf(2.0, "facebook", "x")) == (Mood.WATCH, Cause.MISSING)
    assert judge(deaf(20, "facebook")) == (Mood.WATCH, Cause.MISSING)


def test_gaps_that_overlap_are_not_added_up_and_count_only_inside_the_day() -> None:
    overlapping = (gap(since=NINE, hours=1.5), gap(since=NINE + HOUR / 2, hours=1.5))
    listened = (listening(),)
    assert judge(snapshot(fine(), listening=listened, incomplete=overlapping))[0] is Mood.WATCH
    outside = (gap(since=START - 5 * HOUR, hours=6), gap(since=END - HOUR / 2, hours=9))
    assert judge(snapshot(fine(), listening=listened, incomplete=outside))[0] is Mood.WATCH
    apart = (gap(since=NINE, hours=1.5), gap(since=NINE + 5 * HOUR, hours=1.5))
    assert judge(snapshot(fine(), listening=listened, incomplete=apart))[0] is Mood.CANT_TELL


def test_the_goal_is_the_brands() -> None:
    everyone = fine(in_time=94, late=6)
    assert judge(snapshot(everyone))[0] is Mood.GOOD
    assert judge(snapshot(everyone, goal=95)) == (Mood.WATCH, Cause.BELOW_GOAL)


@settings(deadline=None)
@given(groups())
def test_a_good_day_leaves_nobody_overdue_or_unheard(everyone: Group) -> None:
    mood, _ = judge(snapshot(everyone))
    if mood in (Mood.GOOD, Mood.QUIET):
        assert (everyone.overdue, everyone.heard_nothing) == (0, 0)
        assert 10 * everyone.in_time >= 9 * everyone.due
    else:
        assert everyone.overdue or everyone.heard_nothing or everyone.late or not everyone.people
