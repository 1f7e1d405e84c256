"""How quickly we were there: every figure by its rule, every sum whole, and no comparison that is not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from shared.digest.page import Figure, Mood, Quick
from shared.digest.quick import block
from shared.digest.snapshot import Group, PastDay, Snapshot, Usual
from shared.digest.view import View
from tests.digest.fuller import CALM, amount, seen, sound, views
from tests.digest.making import DATE, gap, group, snapshot


def quick(of: Snapshot, mood: Mood = Mood.GOOD) -> Quick:
    shown = block(seen(of, mood))
    assert shown is not None
    return shown


def full(**facts: object) -> Group:
    times = {"ack_median": 4.0, "response_median": 600.0, "response_ninth": 3900.0, "response_slowest": 11400.0}
    return group(in_time=114, late=7, waiting=2, overdue=1, thanks=62, **{**times, **facts})  # type: ignore[arg-type]


def test_four_figures_each_with_what_it_is_made_of() -> None:
    of = snapshot(full(), slowest_platform="x", usual={"response_median": Usual(median=720.0)})
    assert quick(of).figures == (
        Figure("acknowledged", "100%", "186 of 186, typically in 4\u00a0s"),
        Figure("answered in time", "93%", "114 of 122 due, goal 90%"),
        Figure("typical answer", "10\u00a0min", "in service time, usual 12\u00a0min"),
        Figure("or less, for 9 in 10", "1\u00a0h\u00a005", "slowest 3\u00a0h\u00a010\u00a0min, on X"),
    )


def test_a_small_day_has_no_percentages() -> None:
    of = snapshot(group(in_time=7, late=2, thanks=3, ack_median=75.0, response_median=60.0))
    assert quick(of).figures == (
        Figure("acknowledged", "12 of 12", "typically in 1\u00a0min"),
        Figure("answered in time", "7 of 9", "goal 90%"),
        Figure("typical answer", "1\u00a0min", "in service time"),
    )


def test_where_nothing_was_due_or_known_nothing_is_made_up() -> None:
    of = snapshot(group(thanks=1))
    assert quick(of).figures == (
        Figure("acknowledged", "1 of 1", "of all who wrote"),
        Figure("answered in time", "none due", "goal 90%"),
    )


def test_of_fewer_than_ten_answers_only_the_slowest_is_told() -> None:
    few = group(in_time=4, response_median=600.0, response_slowest=900.0)
    last = quick(snapshot(few, slowest_platform="x")).figures[-1]
    assert last == Figure("slowest answer", "15\u00a0min", "in service time, on X")
    alone = group(in_time=1, response_median=600.0, response_slowest=600.0)
    assert [one.name for one in quick(snapshot(alone)).figures][-1] == "typical answer"


@pytest.mark.parametrize(
    ("goal", "whom"), [(90, "9 people in 10"), (95, "95 people in 100"), (100, "everybody"), (50, "5 people in 10")]
)
def test_the_promise_is_said_with_its_goal(goal: int, whom: str) -> None:
    promise = quick(snapshot(full(), goal=goal)).promise
    assert promise == f"The promise: a personal answer within 2 hours of service, for {whom}."


def test_first_signs_are_told_where_they_were_due() -> None:
    assert quick(snapshot(full(ack_kept=97, ack_due=100))).promise.endswith(" First signs within 1 minute: 97%.")


def test_seven_platforms_are_five_and_the_others_together() -> None:
    each = tuple((f"place_{n}", group(in_time=10 + n, overdue=n, response_median=60.0)) for n in range(7))
    of = snapshot(Group(people=sum(one.people for _, one in each)), platforms=each, incomplete=(gap("place_0"),))
    table = quick(of).table
    assert table is not None
    assert [row.head for row in table.rows] == ["Place 6", "Place 5", "Place 4", "Place 3", "Place 2", "2 others"]
    assert table.rows[0].cells == ("22", "73%", "1\u00a0min", "6 overdue")
    assert table.rows[0].alarm == (3,)
    some = quick(replace(of, platforms=(("x", group(in_time=8, waiting=2, overdue=1)),))).table
    assert some is not None
    assert some.rows[0].cells[3] == "3 (1 overdue)"
    # One of the two others is incomplete, so their sum is a minimum, and no middle is made of two.
    assert table.rows[5].cells == ("≥\u00a022", "≥\u00a021 of ≥\u00a022", "–", "≥\u00a01 overdue")


@pytest.mark.practice(39)
def test_the_last_seven_days_stand_against_the_goal() -> None:
    days = [(80, 100), (19, 19), (0, 0), (86, 100), (896, 1000), (70, 100), (93, 100)]
    history = tuple(
        PastDay(day=DATE - timedelta(days=6 - n), in_time=kept, due=due, closed=n == 2, complete=n != 3)
        for n, (kept, due) in enumerate(days)
    )
    shown = quick(snapshot(full(), history=history))
    assert [(one.label, one.value, one.role) for one in shown.strip] == [
        ("Wed", "80%", "late"),
        ("Thu", "19 of 19", "none"),
        ("Fri", "–", "none"),
        ("Sat", "86%*", "none"),
        ("Sun", "90%", "in_time"),
        ("Mon", "70%", "overdue"),
        ("Tue", "93%", "in_time"),
    ]
    assert [one.said for one in shown.strip[2:4]] == ["Fri: closed", "Sat: 86%, from incomplete data"]
    assert shown.strip_note == "The goal of 90% was reached on 2 of 4 days. A star marks a day with incomplete data."


def test_a_day_without_data_is_no_bad_day() -> None:
    shown = quick(snapshot(full(), history=(PastDay(day=DATE, known=False),)))
    assert [(one.value, one.role, one.said) for one in shown.strip] == [("?", "none", "Tue: not known")]
    assert shown.strip_note == "The goal is 90%."


def test_the_first_weeks_say_from_when_days_are_compared() -> None:
    history = (PastDay(day=DATE, in_time=9, due=10),)
    usual = {"response_median": Usual(median=720.0)}
    shown = quick(snapshot(full(), history=history, usual=usual, compare_from=date(2026, 11, 10)))
    assert (shown.strip, shown.strip_title) == ((), "")
    assert shown.strip_note == "Comparisons with other days start on Tuesday 10 November 2026."
    assert "usual" not in " ".join(one.note for one in shown.figures)


def test_arrivals_stand_against_the_hours_of_service() -> None:
    arrivals = (1,) + (0,) * 8 + (10,) * 9 + (12, 11, 10, 3, 0, 0)
    shown = quick(snapshot(full(), arrivals=arrivals))
    assert shown.hours_note == (
        "37 of 127 comments and messages came while you were closed, 33 of them from 18:00 to 21:00."
    )
    assert [n for n, one in enumerate(shown.hours) if one.role == "in_time"] == list(range(9, 18))
    assert [one.label for one in shown.hours if one.label] == ["00:00", "06:00", "12:00", "18:00"]


@pytest.mark.parametrize(
    ("open_hours", "arrivals", "note"),
    [
        ((True,) * 24, (2, *(0,) * 23), "All 2 comments and messages came in your hours of service."),
        (
            (False,) * 24,
            (0, 2, *(0,) * 22),
            "You were closed all day. 2 comments and messages came, all from 01:00 to 02:00.",
        ),
        ((), (2, *(0,) * 23), ""),
        ((True,) * 24, (1, *(0,) * 23), ""),
    ],
)
def test_arrivals_read_right_whatever_the_hours(
    open_hours: tuple[bool, ...], arrivals: tuple[int, ...], note: str
) -> None:
    shown = quick(snapshot(full(), arrivals=arrivals, open_hours=open_hours))
    assert shown.hours_note == note
    assert bool(shown.hours) == bool(note)


def test_the_night_on_which_clocks_go_back_has_a_column_more() -> None:
    of = snapshot(full(), arrivals=(1,) * 25, open_hours=(False,) * 25)
    # Oslo, Sunday 25 October 2026.
    of = replace(
        of, day=date(2026, 10, 25), start=of.start + timedelta(days=12), end=of.end + timedelta(days=12, hours=1)
    )
    shown = quick(of)
    assert len(shown.hours) == 25
    assert [n for n, one in enumerate(shown.hours) if one.label] == [0, 7, 13, 19]


def test_nothing_is_told_where_nobody_wrote_or_the_day_could_not_be_counted() -> None:
    assert block(seen(snapshot(), Mood.QUIET)) is None
    assert block(seen(snapshot(full()), Mood.CANT_TELL)) is None


@given(views())
@settings(CALM, max_examples=40)
def test_any_day_reads_right_and_adds_up(view: View) -> None:
    shown = block(view)
    if shown is None:
        assert view.blank or not view.all.people
        return
    sound(shown)
    if shown.table is not None:
        rows = shown.table.rows
        assert sum(amount(row.cells[0]) for row in rows) == view.all.people
        assert sum(amount(row.cells[3]) for row in rows) == view.all.waiting + view.all.overdue
        for row in rows:
            assert sum(one.count for one in row.bar) == amount(row.cells[0])
        assert all(len(row.cells) == len(shown.table.head) - 1 for row in rows)
    if shown.hours:
        assert sum(one.count for one in shown.hours) == sum(view.of.arrivals)
    if view.least:
        assert "%" not in "".join(one.value for one in shown.figures)
    if view.of.compare_from:
        assert not shown.strip
