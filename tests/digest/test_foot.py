"""The foot says how it was counted, as of when, and how complete that is, and leads to where it can be stopped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from shared.digest.foot import block
from shared.digest.page import Mood
from shared.digest.snapshot import Snapshot, Usual
from shared.digest.view import View
from tests.digest.fuller import CALM, seen, sound, views
from tests.digest.making import NINE, Ways, gap, group, listening, snapshot

AS_OF = "Figures as of 07:30 on Wednesday 14 October 2026, times in Europe/Oslo."


def lines(of: Snapshot, mood: Mood = Mood.GOOD, **edition: Any) -> tuple[str, ...]:
    return block(seen(of, mood, **edition)).lines


def day(**facts: Any) -> Snapshot:
    return snapshot(group(in_time=30), **facts)


def test_it_says_how_it_was_counted_and_as_of_when() -> None:
    how, as_of, counted, why = lines(day(items=41, promise=5400.0, usual={"people": Usual(median=9)}))
    assert "In time: within 90 minutes of service" in how
    assert how.endswith("Usual: the middle of the last eight days of the same weekday.")
    assert as_of.startswith(AS_OF)
    assert counted == "Counted: 41 comments and messages of 30 people."
    assert why == "You get this because Tern & Kettle Coffee named you as a reader of its digest."
    assert "Usual" not in lines(day())[0]
    assert "Usual" not in lines(day(usual={"people": Usual(median=9)}, compare_from=date(2026, 11, 3)))[0]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {},
            "Figures are of what reached Heard; whether the platforms delivered everything is not known.",
        ),
        (
            {"listening": (listening("x"), listening("facebook", ok=None))},
            "Figures are of what reached Heard; whether the platforms delivered everything is not known.",
        ),
        ({"listening": (listening("x"), listening("facebook"))}, "Both platforms were listening all day."),
        ({"listening": (listening("x"),)}, "The platform was listening all day."),
        (
            {"listening": (listening("x"),), "incomplete": (gap(), gap(since=NINE + timedelta(hours=1)), gap("x"))},
            "Incomplete: Facebook (2\u00a0h\u00a030\u00a0min) and X (1\u00a0h\u00a030\u00a0min).",
        ),
        (
            {"incomplete": tuple(gap(f"place_{n}") for n in range(5))},
            "Incomplete: 5 platforms.",
        ),
    ],
)
def test_only_what_was_checked_is_called_complete(facts: dict[str, Any], said: str) -> None:
    assert lines(day(**facts))[1] == f"{AS_OF} {said}"


@pytest.mark.parametrize(("hours", "said"), [(23, "23"), (25, "25"), (24, None)])
def test_a_day_without_24_hours_is_explained(hours: int, said: str | None) -> None:
    of = day()
    line = lines(replace(of, start=of.end - timedelta(hours=hours)))[1]
    assert ("because the clocks changed" in line) is (said is not None)
    if said:
        assert line.endswith(f"The day had {said} hours, because the clocks changed.")


@pytest.mark.practice(24)
def test_it_tells_whether_what_people_were_told_to_expect_came_true() -> None:
    told = lines(day(items=0, expected=2400.0, kept_promise=(31, 40)))[2]
    assert told == "40 people were told to expect an answer within 40 minutes of service; 31 had it by then."
    one = lines(day(items=0, kept_promise=(0, 1)))[2]
    assert one == "1 person was told how soon to expect an answer; 0 had it by then."
    assert not any("told to expect" in line for line in lines(day(kept_promise=(0, 0), expected=2400.0)))


def test_a_day_that_could_not_be_counted_explains_no_figures() -> None:
    assert lines(day(items=41, kept_promise=(1, 2), listening=(listening("x"),)), Mood.CANT_TELL) == (
        "Looked at 07:30 on Wednesday 14 October 2026, times in Europe/Oslo.",
        "You get this because Tern & Kettle Coffee named you as a reader of its digest.",
    )


def test_a_quiet_day_stays_short() -> None:
    found = lines(snapshot(listening=(listening("x"),)), Mood.QUIET)
    assert found[0] == f"{AS_OF} The platform was listening all day."
    assert len(found) == 2


def test_it_leads_to_the_copy_the_settings_and_the_way_out() -> None:
    assert [(one.text, one.url) for one in block(seen(day(), ways=Ways())).links] == [
        ("Open as a web page", "https://desk.example/d/copy"),
        ("Change language, names or days", "https://desk.example/r/reader"),
        ("Stop these emails", "https://desk.example/r/reader/stop"),
    ]
    assert block(seen(day())).links == ()


@given(views())
@settings(CALM, max_examples=30)
def test_any_day_has_a_foot_that_reads_right(view: View) -> None:
    shown = block(view)
    sound(shown)
    assert shown.lines[-1].startswith("You get this because")
    assert len(shown.lines) >= 2
