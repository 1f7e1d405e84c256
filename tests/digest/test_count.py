"""Counting people: what a manager is told must add up, and never flatter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, State
from shared.digest.build import build
from shared.digest.count import count
from shared.digest.day import Gap, Mood
from tests.digest.days import COURSES, NINE, SNAPSHOT, START, day, item, praise


def test_an_automatic_word_acknowledges_and_never_answers() -> None:
    figures = count(day(item("a", acked=3)))
    assert (figures.all.acknowledged, figures.all.in_time, figures.all.overdue) == (1, 0, 1)


def test_a_person_is_counted_once_however_much_they_write() -> None:
    figures = count(day(item("a", answered=60), item("a", name="d", answered=60), praise("a", thread="u")))
    assert figures.all.people == 1
    assert figures.all.in_time == 1


def test_a_persons_status_is_the_worst_of_their_threads() -> None:
    figures = count(day(item("a", answered=60), item("a", thread="u", answered=5 * 3600)))
    assert (figures.all.in_time, figures.all.late) == (0, 1)


def test_a_wait_begins_at_the_earliest_unanswered_item() -> None:
    first, second = item("a"), item("a", name="d", at=NINE + timedelta(hours=3))
    figures = count(day(second, first))
    assert figures.waits[0].waits_for == first


def test_the_same_name_on_two_platforms_is_two_people() -> None:
    assert count(day(item("a"), item("a", platform="x"))).all.people == 2


def test_reactions_follows_spam_and_what_was_withdrawn_are_nobody() -> None:
    left_out = [
        item("a", kind=Kind.REACTION, sort=Sort.TAG),
        item("b", sort=Sort.SPAM, state=State.IGNORED),
        item("c", state=State.WITHDRAWN),
        item("d", state=State.OURS_OR_BOT),
    ]
    figures = count(day(*left_out))
    assert figures.all.people == 0
    assert figures.held == 1


def test_a_like_is_a_sign_for_praise_and_not_for_a_question() -> None:
    from msgspec.structs import replace

    from shared.core.ledger import Acknowledgment
    from shared.core.sla import By

    like = (Acknowledgment(at=NINE, by=By.MACHINE, how="like"),)
    liked = replace(item("a", acked=None), acknowledgments=like)
    praised = replace(praise("b", acked=None), acknowledgments=like)
    assert count(day(liked, praised)).all.acknowledged == 1


def test_what_a_colleague_closed_in_time_is_nobody_and_what_was_missed_by_then_counts() -> None:
    def closed(person: str, minutes: int) -> Entry:
        entry, at = item(person, acked=None), NINE + timedelta(minutes=minutes)
        clocks = {name: clock.look(at).stop(at, None, COURSES) for name, clock in entry.clocks.items()}
        return structs.replace(entry, clocks=clocks, state=State.IGNORED, needs_answer=False, closed_at=at)

    in_time, late = closed("a", 0), closed("b", 180)
    figures = count(day(in_time, late))
    assert (figures.all.people, figures.passed_over, figures.breaches) == (1, 1, 2)


def test_whom_the_platform_does_not_name_is_not_joined_with_anybody() -> None:
    figures = count(day(item(None, name="m1", thread="m1"), item(None, name="m2", thread="m2")))
    assert figures.all.people == 2
    assert figures.unnamed == 2


def test_not_yet_due_is_left_out_of_the_percentage() -> None:
    fresh = item("b", at=SNAPSHOT - timedelta(hours=10))
    figures = count(day(item("a", answered=60), fresh))
    assert (figures.all.waiting, figures.all.due) == (1, 1)


def test_the_ninth_is_told_only_with_ten_answers() -> None:
    nine = [item(str(n), answered=60 * n + 60) for n in range(9)]
    assert count(day(*nine)).all.response_ninth is None
    ten = [*nine, item("9", answered=600)]
    assert count(day(*ten)).all.response_ninth == 540.0, "nearest rank: the ninth of ten"


def test_a_query_that_failed_is_never_shown_as_nothing() -> None:
    digest = build(seen := day(failed=("the day's people",)), count(seen))
    assert digest.mood is Mood.CANT_TELL
    assert digest.figures == ()
    assert all(value is None for name, value in digest.summary().items() if name != "state")
    assert "the day's people" in digest.lead


MOODS = {
    "quiet": ([], {}, Mood.QUIET),
    "good": ([item("a", answered=60), praise("b")], {}, Mood.GOOD),
    "one overdue": ([*(praise(str(n)) for n in range(30)), item("a")], {}, Mood.WATCH),
    "one heard nothing": ([praise("a", acked=None)], {}, Mood.WATCH),
    "below the goal": ([item("a", answered=60), item("b", answered=5 * 3600)], {}, Mood.WATCH),
    "a gap": ([], {"incomplete": [Gap("x", "rejected", START, NINE)]}, Mood.WATCH),
    "five overdue": ([*(item(str(n)) for n in range(5)), *(praise(f"p{n}") for n in range(90))], {}, Mood.ACT_NOW),
    "far below the goal": ([item(str(n), answered=5 * 3600) for n in range(25)], {}, Mood.ACT_NOW),
    "many heard nothing": ([praise(str(n), acked=None if n < 4 else 2) for n in range(40)], {}, Mood.ACT_NOW),
}


@pytest.mark.parametrize(("entries", "facts", "mood"), MOODS.values(), ids=MOODS.keys())
def test_the_state_of_a_day(entries: list[Entry], facts: dict[str, object], mood: Mood) -> None:
    seen = day(*entries, **facts)
    assert build(seen, count(seen)).mood is mood


items = st.builds(
    item,
    st.sampled_from(["a", "b", "c", "d", "e", None]),
    at=st.integers(0, 14 * 60).map(lambda minutes: START + timedelta(minutes=minutes + 60)),
    sort=st.sampled_from([Sort.QUESTION, Sort.PRAISE, Sort.COMPLAINT, Sort.UNSURE, Sort.SPAM]),
    kind=st.sampled_from([Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.SHARE, Kind.REACTION]),
    platform=st.sampled_from(["facebook", "x", "standard"]),
    acked=st.none() | st.integers(1, 300).map(float),
    answered=st.none() | st.integers(1, 30000).map(float),
    thread=st.sampled_from(["t", "u"]),
    name=st.text("abc", min_size=1, max_size=6),
    state=st.sampled_from([State.ACKNOWLEDGED, State.HANDED_OVER, State.WITHDRAWN]),
)


@given(st.lists(items, max_size=40))
def test_everything_adds_up_and_every_part_says_the_same(entries: list[Entry]) -> None:
    seen = day(*{one.key: one for one in entries}.values())
    figures = count(seen)
    everyone, digest = figures.all, build(seen, figures)
    assert everyone.needed + everyone.thanks == everyone.people
    assert sum(part.count for part in digest.segments) == everyone.people
    assert sum(group.people for _, group in figures.platforms) == everyone.people
    assert sum(group.overdue for _, group in figures.platforms) == everyone.overdue
    assert everyone.looked_after + everyone.waiting + everyone.overdue + everyone.thanks_unheard == everyone.people
    assert len(digest.actions) <= 3
    assert len(digest.waiting) <= 5
    assert len(digest.subject) <= 78
    assert 0 < len(digest.preheader) <= 120
    numbers = digest.summary()
    assert numbers["overdue"] == everyone.overdue
    if everyone.people and digest.mood in (Mood.GOOD, Mood.WATCH):
        assert f"{everyone.looked_after:,}" in digest.headline or everyone.people == 1
        assert f"{everyone.looked_after:,}" in digest.subject
    if digest.mood in (Mood.GOOD, Mood.QUIET):
        assert everyone.overdue == 0
        assert everyone.heard_nothing == 0
