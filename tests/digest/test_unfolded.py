"""A hard day is told as it unfolded, and no other day is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from shared.digest.page import Mood
from shared.digest.snapshot import Happened, Usual
from shared.digest.unfolded import MOST_EVENTS, block
from shared.digest.view import View
from tests.digest.fuller import CALM, amount, seen, sound, views
from tests.digest.making import START, gap, group, snapshot

SPIKE = (0,) * 13 + (5, 24, 31, 22, 14, 9, 8, 7, 6, 4, 1)
USUAL = {"complained": Usual(median=10.0)}


def happened(hour: float, what: str, **more: object) -> Happened:
    return Happened(at=START + timedelta(hours=hour), what=what, **more)  # type: ignore[arg-type]


def told(**facts: object) -> View:
    more = {"complaints": SPIKE, "complained": sum(SPIKE), "usual": USUAL, **facts}
    return seen(snapshot(group(overdue=131), **more), Mood.ACT_NOW)


def test_the_shape_of_a_hard_day_stands_in_words() -> None:
    shown = block(told())
    assert shown is not None
    assert shown.intro == (
        "131 complaints came. The busiest hour was 15:00 to 16:00, with 31. "
        "People who complain on this weekday: usually 10."
    )
    assert [one.label for one in shown.columns if one.label] == ["00:00", "06:00", "12:00", "18:00"]
    assert [one.count for one in shown.columns if one.role == "overdue"] == [31]


def test_where_there_may_be_more_no_hour_is_told_as_if_it_were_all() -> None:
    shown = block(told(incomplete=(gap(),), events=(happened(15, "most_complaints", number=31),)))
    assert shown is not None
    assert "with ≥\u00a031." in shown.intro
    assert shown.events == (("15:00", "The hour with the most complaints began."),)


def test_the_busiest_hour_is_told_in_local_time_on_a_day_of_25_hours() -> None:
    start = START + timedelta(days=12)
    day = {"day": date(2026, 10, 25), "start": start, "end": start + timedelta(hours=25)}
    shown = block(told(**day, complaints=(0,) * 16 + (40,) + (0,) * 8, complained=40))
    assert shown is not None
    assert "The busiest hour was 15:00 to 16:00, with 40." in shown.intro
    assert len(shown.columns) == 25


def test_what_happened_has_its_clock_and_its_name() -> None:
    events = (
        happened(14.5, "switch_on", name="Solveig Dahl"),
        happened(14.25, "alarm", number=9),
        happened(16, "outage", name="facebook"),
        happened(31, "outage_over", name="facebook"),
    )
    shown = block(told(events=events))
    assert shown is not None
    assert shown.events == (
        ("14:15", "Colleagues were told: 9 people were angry within an hour."),
        ("14:30", "Solveig Dahl stopped all automatic answers."),
        ("16:00", "From here on, news of Facebook may be missing."),
        ("07:00 today", "Facebook told us everything again."),
    )


def test_of_many_events_the_most_telling_stay_in_the_order_of_time() -> None:
    outages = [happened(1 + n, "outage", name="x") for n in range(8)]
    telling = [happened(15, "alarm"), happened(12, "first_late"), happened(16, "most_complaints", number=31)]
    shown = block(told(events=(*outages, *telling)))
    assert shown is not None
    assert [clock for clock, _ in shown.events] == ["01:00", "02:00", "03:00", "12:00", "15:00", "16:00"]


@pytest.mark.parametrize(
    ("facts", "mood"),
    [
        ({}, Mood.WATCH),
        ({"usual": {"complained": Usual(median=60.0)}}, Mood.ACT_NOW),
        ({"usual": {}}, Mood.ACT_NOW),
        ({"complaints": (0,) * 24}, Mood.ACT_NOW),
        ({"complaints": (9, *(0,) * 23), "complained": 9, "usual": {"complained": Usual(median=1.0)}}, Mood.ACT_NOW),
    ],
)
def test_other_days_are_not_told_hour_by_hour(facts: dict[str, object], mood: Mood) -> None:
    view = told(**facts)
    assert block(View(view.of, view.words, view.edition, mood, view.cause)) is None


def test_an_alarm_is_a_spike_before_anything_is_usual() -> None:
    assert block(told(usual={}, events=(happened(14, "alarm"),))) is not None


def test_what_may_be_incomplete_is_a_minimum() -> None:
    shown = block(told(incomplete=(gap(),)))
    assert shown is not None
    assert shown.intro.startswith("≥\u00a0131 complaints came.")


@given(views())
@settings(CALM, max_examples=40)
def test_any_day_reads_right_and_adds_up(view: View) -> None:
    shown = block(view)
    if shown is None:
        return
    sound(shown)
    assert len(shown.columns) == len(view.of.complaints)
    assert sum(one.count for one in shown.columns) == amount(shown.intro)
    assert len(shown.events) <= MOST_EVENTS
