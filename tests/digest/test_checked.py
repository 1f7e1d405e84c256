"""What else was checked: what needs a human comes first, silence is proven, and no line says more than is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings

from shared.brands.circle import Names
from shared.core.ledger import State
from shared.digest.checked import MOST, block
from shared.digest.page import Mood
from shared.digest.snapshot import Asked, Posts, Snapshot, Usual
from shared.digest.view import View
from tests.digest.fuller import CALM, seen, sound, views
from tests.digest.making import AT, face, gap, group, listening, snapshot, wait


def lines(of: Snapshot, mood: Mood = Mood.GOOD, **edition: object) -> tuple[str, ...]:
    return block(seen(of, mood, **edition)).lines


def day(**facts: object) -> Snapshot:
    return snapshot(group(in_time=30), **facts)


def test_what_needs_a_human_comes_first_and_is_not_said_twice() -> None:
    troubles = (
        (State.UNCERTAIN, 2),
        (State.REFUSED, 1),
        (State.EXPIRED, 1200),
        (State.PARKED, 1),
        (State.DEAD_LETTERED, 1),
    )
    of = day(troubles=troubles, parked=4, held=3, passed_over=2)
    # The first three stand among the actions.
    assert lines(of)[:4] == (
        "One message could not be worked on at all. Whoever runs Heard can hand it in again.",
        "One message could not be decided and was put aside. Whoever runs Heard finds it under parked.",
        "Four deliveries could not be read, or belong to no account of yours. "
        "Whoever runs Heard finds them under parked.",
        "Nobody complained.",
    )
    assert "No answer was refused or lost" not in " ".join(lines(of))


def test_complaints_that_a_block_of_their_own_tells_of_are_not_told_again() -> None:
    hard = day(complained=40, complaints=(0,) * 12 + (40,), usual={"complained": Usual(median=4.0)})
    assert not any("complained" in one for one in lines(hard, Mood.ACT_NOW))
    assert any("complained" in one for one in lines(hard, Mood.WATCH))


def test_where_the_actions_say_it_all_the_block_is_not_empty() -> None:
    of = snapshot(troubles=((State.UNCERTAIN, 2),))
    assert lines(of, Mood.WATCH) == ("Beside what stands above, there is nothing to tell.",)


def test_where_people_wait_too_long_all_that_needs_a_human_is_said_here() -> None:
    late = tuple(wait(entry=f"w{n}") for n in range(3))
    troubles = ((State.UNCERTAIN, 2), (State.REFUSED, 1), (State.EXPIRED, 1200), (State.PARKED, 2))
    of = snapshot(group(overdue=3), waits=late, troubles=troubles, listening=(listening("x", ok=False),))
    assert lines(of, Mood.WATCH) == (
        "X is not listening. Have whoever runs Heard look at it.",
        "Two answers may or may not have arrived. Look there, and answer by hand where one is missing.",
        "One answer was refused by the platform. Only a person can answer there.",
        "Two messages could not be decided and were put aside. Whoever runs Heard finds them under parked.",
        "1,200 messages reached us too late to be answered automatically. Answer by hand what still matters.",
    )


def test_a_day_without_trouble_says_so() -> None:
    assert lines(day())[-1] == "No answer was refused or lost, and every delivery could be read."
    assert "No answer was refused" not in " ".join(lines(day(parked=1)))


@pytest.mark.parametrize(
    ("number", "facts", "line"),
    [
        (0, {}, "Nobody complained."),
        (0, {"incomplete": (gap(),)}, "Nobody complained that we know of."),
        (1, {}, "1 person complained."),
        (9, {}, "9 people complained."),
        (9, {"usual": Usual(median=8.0)}, "9 people complained. This weekday usually brings 8."),
        (
            9,
            {"usual": Usual(median=8.0, low=6, high=12)},
            "9 people complained, as is usual. This weekday brings 6 to 12.",
        ),
        (
            0,
            {"usual": Usual(median=1.0, low=0, high=2)},
            "Nobody complained, which is not unusual. This weekday brings 0 to 2.",
        ),
        (
            13,
            {"usual": Usual(median=8.0, low=6, high=12)},
            "13 people complained, more than usual. This weekday brings 6 to 12.",
        ),
        (
            2,
            {"usual": Usual(median=8.0, low=6, high=12)},
            "2 people complained, fewer than usual. This weekday brings 6 to 12.",
        ),
        (
            2,
            {"usual": Usual(median=8.0, low=6, high=12), "incomplete": (gap(),)},
            "≥\u00a02 people complained. This weekday usually brings 6 to 12.",
        ),
    ],
)
def test_complaints_are_held_against_usual_days_in_words(number: int, facts: dict[str, object], line: str) -> None:
    more = dict(facts)
    usual = more.pop("usual", None)
    of = day(complained=number, usual={} if usual is None else {"complained": usual}, **more)
    assert line in lines(of)


def test_what_exists_is_held_against_what_came_and_what_was_fetched() -> None:
    asked = (
        Asked(platform="facebook", exist=31, received=29, recovered=2),
        Asked(platform="x", exist=14, received=13, recovered=0),
        Asked(platform="linkedin"),
    )
    assert lines(day(asked=asked))[0] == (
        "Facebook and X: 45 exist there, 42 came by themselves and 2 only by asking. "
        "One more exists on X and has not reached us. Look there yourself. "
        "LinkedIn could not be asked what exists there."
    )
    calm = lines(day(asked=(Asked(platform="x", exist=14, received=14, recovered=0),)))
    assert calm[1] == "X: 14 exist there, 14 came by themselves and none only by asking."


def test_where_nobody_could_be_asked_nothing_is_said_to_exist() -> None:
    assert not any("exist" in line for line in lines(day(asked=(Asked(platform="x"),))))


def test_a_lookalike_is_told_by_its_handle_and_never_as_a_link() -> None:
    them = (face("Tern Refunds", handle="@ternkettle.shop"), face("Tern Help", handle="@tern_help", platform="x"))
    of, report = snapshot(lookalikes=them), "Look at them, and report them to the platform."
    # A Quiet day has no actions; on others, this is one.
    assert lines(of, Mood.QUIET)[0] == (
        f"Two accounts look like yours: @ternkettle[.]shop on Facebook and @tern_help on X. {report}"
    )
    assert lines(of, Mood.QUIET, names=Names.COUNTS)[0] == f"Two accounts look like yours. {report}"
    more = snapshot(lookalikes=them * 2)
    assert lines(more, Mood.QUIET)[0].startswith("Four accounts look like yours, among them @ternkettle[.]shop on")
    assert not any("look like yours" in line for line in lines(of, Mood.WATCH))


@pytest.mark.practice(33)
def test_the_first_hours_of_own_posts_say_who_was_heard() -> None:
    of = day(posts=Posts(posts=3, known=2, came=14, acknowledged=12))
    assert (
        "In the first hours of 2 own posts, 14 comments came, and 12 had a sign from us in them. "
        "Of one more post, the first hour is not known."
    ) in lines(of)
    assert not any("first hour" in line for line in lines(day(posts=Posts(posts=3))))


def test_a_quiet_day_proves_of_each_platform_that_it_was_listening() -> None:
    half = AT - timedelta(minutes=25)
    of = snapshot(
        listening=(
            listening("instagram", checked_at=half, looped_at=half, heard_at=AT - timedelta(days=3)),
            listening("x", checked_at=half, looped_at=AT - timedelta(hours=2), heard_at=None),
        )
    )
    shown = block(seen(of, Mood.QUIET))
    assert shown.title == "We were listening"
    assert shown.lines[:2] == (
        "Instagram was listening. A test came through at 07:05 today, "
        "and people were last heard at 07:30 on Sun 11 Oct.",
        "X was connected when it was checked at 07:05 today, without a test from end to end.",
    )


def test_a_quiet_day_admits_what_is_not_proven() -> None:
    of = snapshot(
        listening=(
            listening("instagram", checked_at=AT - timedelta(minutes=61)),
            listening("x", ok=None),
            listening("facebook", ok=False, why="the token was refused."),
        )
    )
    shown = block(seen(of, Mood.QUIET))
    assert shown.title == "Also checked"
    assert shown.lines[:3] == (
        "Instagram was last checked at 06:29 today. That is too long ago to say that it is listening.",
        "Whether X is listening is not known.",
        "Facebook is not listening: the token was refused. Have whoever runs Heard look at it.",
    )


def test_a_day_that_could_not_be_counted_sends_no_figure() -> None:
    of = day(complained=9, held=4, failed=("people",), listening=(listening("x"),))
    assert len(lines(of, Mood.CANT_TELL)) == 1
    assert lines(of, Mood.CANT_TELL)[0].startswith("X was listening.")
    assert lines(day(complained=9), Mood.CANT_TELL) == ("What else there was could not be checked.",)


@given(views())
@settings(CALM, max_examples=40)
def test_any_day_reads_right_and_keeps_to_its_length(view: View) -> None:
    shown = block(view)
    sound(shown)
    assert shown.lines
    assert len(shown.lines) <= MOST + (len(view.of.listening) if view.mood in (Mood.QUIET, Mood.CANT_TELL) else 0)
    assert all(line[0] == line[0].upper() for line in shown.lines)
