"""What days have in common, against plain lists of days: unknown days and figures are never taken for 0."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.digest.usual import compare_from, history, in_time_of_due, months, moved, pace, usual

TODAY = date(2026, 10, 13)
DAY = timedelta(days=1)


def figures(**facts: Any) -> dict[str, Any]:
    return {"people": 10, "in_time": 8, "late": 1, "overdue": 1, "closed": 0, "incomplete": "", **facts}


def weeks(*people: int | None, **facts: Any) -> dict[date, Any]:
    """This weekday, one week ago and more: so many people each; None: that day has no record."""
    there = {TODAY - 7 * (at + 1) * DAY: number for at, number in enumerate(people)}
    return {day: figures(people=number, **facts) for day, number in there.items() if number is not None}


def every_day(number: int, **facts: Any) -> dict[date, Any]:
    """So many days before today, all alike."""
    return {TODAY - (back + 1) * DAY: figures(**facts) for back in range(number)}


@pytest.mark.practice(39)
def test_usual_is_the_middle_of_the_same_weekdays() -> None:
    days = {**every_day(60, people=500), **weeks(31, 20, 30, 29, 28, 27, 26, 25)}
    found = usual(TODAY, days)["people"]
    assert (found.median, found.low, found.high) == (27.5, 25, 30)  # without the lowest and the highest of the eight


def test_usual_needs_four_days_and_tells_a_range_only_of_eight() -> None:
    assert "people" not in usual(TODAY, weeks(10, 20, 30))
    found = usual(TODAY, weeks(10, 20, None, 30, 40))["people"]
    assert (found.median, found.low, found.high) == (25, None, None)


def test_closed_and_incomplete_days_are_not_usual() -> None:
    odd = [figures(people=900, closed=1), figures(people=900, incomplete="facebook"), figures(people=None)]
    days = weeks(10, 20, 30, 40) | {TODAY - 7 * (at + 5) * DAY: one for at, one in enumerate(odd)}
    assert usual(TODAY, days)["people"].median == 25


def test_a_figure_that_a_day_cannot_tell_is_no_nought() -> None:
    days = {**weeks(1, 1, 1, 1, response_median=600.0), **{TODAY - 35 * DAY: figures(response_median=None)}}
    assert usual(TODAY, days)["response_median"].median == 600


some = st.none() | st.integers(0, 9)


@given(st.lists(st.none() | st.tuples(some, st.sampled_from([0, 1]), st.sampled_from(["", "x"])), max_size=70))
def test_usual_as_a_plain_list_has_it(drawn: list[Any]) -> None:
    days = {
        TODAY - (at + 1) * DAY: figures(people=one[0], closed=one[1], incomplete=one[2])
        for at, one in enumerate(drawn)
        if one is not None
    }
    told = [one[0] for one in drawn[6:56:7] if one is not None and one[0] is not None and one[1:] == (0, "")]
    found = usual(TODAY, days).get("people")
    if len(told) < 4:
        assert found is None
    else:
        assert found is not None
        assert found.median == median(told)
        rest = sorted(told)[1:-1]
        assert (found.low, found.high) == ((rest[0], rest[-1]) if len(told) == 8 else (None, None))


@pytest.mark.practice(39)
def test_the_last_seven_days_with_closed_and_unknown_ones() -> None:
    days = every_day(40) | {TODAY: figures(in_time=5, late=0, overdue=0)}
    days[TODAY - 2 * DAY] = figures(closed=1)
    days[TODAY - 3 * DAY] = figures(in_time=None, incomplete="x")
    del days[TODAY - 5 * DAY]
    found = history(TODAY, days)
    assert [one.day for one in found] == [TODAY - back * DAY for back in (6, 5, 4, 3, 2, 1, 0)]
    assert [one.known for one in found] == [True, False, True, False, True, True, True]
    assert [one.closed for one in found] == [False, False, False, False, True, False, False]
    assert (found[-1].in_time, found[-1].due) == (5, 5)
    assert (found[-2].in_time, found[-2].due) == (8, 10)
    assert not found[3].complete


def test_in_the_first_weeks_nothing_is_compared_and_it_is_said_until_when() -> None:
    for known in range(28):
        days = every_day(known) | {TODAY: figures()}
        first = TODAY - known * DAY
        assert compare_from(TODAY, days) == first + 28 * DAY
        assert history(TODAY, days) == ()
    days = every_day(28) | {TODAY: figures()}
    assert compare_from(TODAY, days) is None
    assert len(history(TODAY, days)) == 7
    assert "people" in usual(TODAY, days)  # from that day on each weekday has its four


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ((99, 100), (98, 100), True),
        ((199, 200), (198, 200), False),  # half a point
        ((0, 0), (3, 3), False),  # none was due, and of those that were none was late
        ((0, 0), (2, 3), True),
        ((7, 9), (7, 9), False),
        ((1, 1000), (10, 1000), False),
        ((1, 1000), (11, 1000), True),
    ],
)
def test_a_correction_is_due_from_one_point_on(was: tuple[int, int], now: tuple[int, int], told: bool) -> None:
    assert moved(was, now) is told
    assert moved(now, was) is told


def test_a_day_that_lacks_one_of_the_three_is_not_known() -> None:
    assert in_time_of_due(figures()) == (8, 10)
    assert in_time_of_due(figures(overdue=None)) is None
    assert in_time_of_due(None) is None


def test_pace_is_known_from_five_days_on_which_somebody_answered() -> None:
    days = {
        TODAY - (at + 1) * DAY: figures(answers=answers, duty_hours=8.0) for at, answers in enumerate([8, 16, 24, 32])
    }
    assert pace(TODAY, days) is None
    days[TODAY - 10 * DAY] = figures(answers=0, duty_hours=8.0)
    days[TODAY - 11 * DAY] = figures(answers=40, duty_hours=0.0)
    assert pace(TODAY, days) is None
    days[TODAY - 12 * DAY] = figures(answers=80, duty_hours=8.0)
    assert pace(TODAY, days) == 3.0
    days[TODAY] = figures(answers=800, duty_hours=8.0)
    assert pace(TODAY, days) == 3.0, "the day that is told is no usual one"


def month(**facts: Any) -> dict[str, Any]:
    told = {"acknowledged": 9, "came_back": 4, "conversations": 3, "said": 5, "spoke": 7, "shares": 2}
    return figures(**{**told, "heard_7": 6, "heard_back": 2, "unheard_7": 1, "unheard_back": 0, **facts})


@pytest.mark.practice(8)
def test_thirty_days_beside_the_thirty_before() -> None:
    days = {TODAY - back * DAY: month() if back < 30 else month(acknowledged=5, came_back=1) for back in range(60)}
    found = months(TODAY, days)
    assert found is not None
    now, before = found
    assert (now.until, before.until) == (TODAY, TODAY - 30 * DAY)
    assert (now.acknowledged, before.acknowledged) == ((270, 300), (150, 300))
    assert (now.came_back, before.came_back) == ((120, 300), (30, 300))
    assert now.conversations == (90, 30 * 9)  # of those whom a colleague answered, in time or late
    assert (now.said, now.people, now.shares, now.days) == ((150, 210), 300, 60, 30)
    assert (now.heard_back, now.unheard_back) == ((60, 180), (0, 30))


def test_months_need_twenty_known_days_each_and_so_does_each_figure() -> None:
    whole = {TODAY - back * DAY: month(came_back=4 if back < 49 else None) for back in range(60)}
    found = months(TODAY, whole)
    assert found is not None
    assert found[0].came_back == (120, 300)
    assert found[1].came_back is None, "nineteen days"
    ten_gone = {day: one for day, one in whole.items() if not TODAY - 40 * DAY < day <= TODAY - 30 * DAY}
    assert (found := months(TODAY, ten_gone)) is not None
    assert found[1].days == 20
    del ten_gone[TODAY - 50 * DAY]
    assert months(TODAY, ten_gone) is None


def test_a_figure_counts_only_with_the_people_of_the_days_that_tell_it() -> None:
    days = {
        TODAY - back * DAY: month(came_back=None if back < 5 else 4, people=100 if back < 5 else 10)
        for back in range(60)
    }
    found = months(TODAY, days)
    assert found is not None
    assert found[0].came_back == (100, 250)
    assert found[0].people == 750
