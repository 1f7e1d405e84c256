"""Which items are one thread: what a person goes on with is one matter, what they begin later is another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clocks.measures import REOPENS
from shared.clocks.threads import threads
from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, State
from shared.core.sla import By
from tests.clocks.samples import DAY, HOUR, MONDAY, SOON, item, moved, said

ANSWERED = MONDAY + SOON
END = ANSWERED + REOPENS
SECOND = timedelta(seconds=1)


def keys(*entries: Entry) -> list[tuple[str, ...]]:
    found = threads(sorted(entries, key=lambda one: one.opened_at))
    return sorted(tuple(one.key for one in thread.items) for thread in found)


def answered(name: str = "a", **facts: object) -> Entry:
    return item(name, MONDAY, said(ANSWERED), **facts)  # type: ignore[arg-type]  # passed on as they are


@pytest.mark.parametrize(("moment", "threads"), [(END, [("a", "b")]), (END + SECOND, [("a",), ("b",)])])
def test_what_is_written_within_72_hours_of_the_end_goes_on_with_it(
    moment: datetime, threads: list[tuple[str, ...]]
) -> None:
    assert keys(answered(), item("b", moment)) == threads


def test_while_something_waits_a_thread_goes_on_however_long_that_is() -> None:
    assert keys(item("a"), item("b", MONDAY + 40 * DAY)) == [("a", "b")]


def test_a_machines_word_ends_no_wait() -> None:
    spoken = said(ANSWERED, By.MACHINE, answers=True)
    assert keys(item("a", MONDAY, spoken), item("b", END + DAY)) == [("a", "b")]


def test_a_like_by_a_colleague_ends_no_wait() -> None:
    assert keys(item("a", MONDAY, said(ANSWERED, how="like")), item("b", END + DAY)) == [("a", "b")]


@pytest.mark.parametrize("fact", ["removed_at", "closed_at"])
def test_what_is_taken_back_or_closed_waits_no_more(fact: str) -> None:
    over = moved(item("a"), **{fact: ANSWERED})
    assert keys(over, item("b", END)) == [("a", "b")]
    assert keys(over, item("b", END + SECOND)) == [("a",), ("b",)]


def test_thanks_are_part_of_the_thread_and_wait_for_nobody() -> None:
    thanks = item("b", ANSWERED + HOUR, sort=Sort.THANKS)
    assert keys(answered(), thanks, item("c", thanks.opened_at + REOPENS)) == [("a", "b", "c")]
    assert keys(answered(), thanks, item("c", thanks.opened_at + REOPENS + SECOND)) == [("a", "b"), ("c",)]


def test_an_answer_to_an_earlier_item_that_comes_last_is_the_end() -> None:
    late = item("a", MONDAY, said(MONDAY + 10 * DAY))
    assert keys(late, item("b", MONDAY + DAY, said(MONDAY + DAY + HOUR)), item("c", MONDAY + 13 * DAY)) == [
        ("a", "b", "c")
    ]


@pytest.mark.parametrize("other", [{"person": "bo"}, {"conversation": "elsewhere"}])
def test_another_person_or_another_conversation_is_another_thread(other: dict[str, str]) -> None:
    assert keys(item("a"), item("b", ANSWERED, **other)) == [("a",), ("b",)]  # type: ignore[arg-type]  # as they are


def test_whom_a_platform_does_not_name_is_alone_each_time() -> None:
    assert keys(item("a", person=None), item("b", ANSWERED, person=None)) == [("a",), ("b",)]


@pytest.mark.parametrize(
    "entry",
    [
        item("a", ours=True),
        item("a", state=State.OURS_OR_BOT),
        item("a", sort=Sort.SPAM),
        item("a", kind=Kind.REACTION),
        moved(item("a"), clocks={}),
    ],
    ids=["ours", "a bot", "spam", "a reaction", "ignored"],
)
def test_what_nobody_waits_after_is_no_item(entry: Entry) -> None:
    assert keys(entry) == []


def test_what_was_taken_back_is_an_item_all_the_same() -> None:
    assert keys(item("a", state=State.WITHDRAWN, removed_at=ANSWERED)) == [("a",)]


def test_a_thread_is_given_out_as_soon_as_nothing_can_join_it() -> None:
    """So a year can be read in one pass, holding only what is open."""
    read: list[str] = []

    def entries() -> list[Entry]:
        days = (MONDAY + number * DAY for number in range(30))
        return [item(f"{at:%d}", at, said(at + HOUR), person=f"{at:%d}") for at in days]

    found = threads(read.append(one.key) or one for one in entries())  # type: ignore[func-returns-value]  # notes it
    first = next(found)
    assert (first.key, len(read)) == (f"{MONDAY:%d}", 5)  # the fifth day is the first that is 72 hours after its end
    assert len(list(found)) == 29


def test_its_name_is_that_of_its_first_item() -> None:
    (thread,) = threads([item("b"), item("a"), item("c", ANSWERED)])
    assert (thread.key, thread.brand, thread.platform) == ("a", "tern-kettle", "facebook")


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.none() | st.integers(0, 100), st.sampled_from("ab")), min_size=1, max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_what_comes_twice_or_in_another_order_of_one_moment_changes_nothing(
    facts: list[tuple[int, int | None, str]], random: object
) -> None:
    made = [
        item(f"{number:02}", at, *(() if after is None else (said(at + after * HOUR),)), person=who)
        for number, (hours, after, who) in enumerate(facts)
        for at in (MONDAY + hours * HOUR,)
    ]
    again = [*made, *made[::2]]
    random.shuffle(again)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert keys(*again) == keys(*made)
    assert sorted(key for thread in keys(*made) for key in thread) == [one.key for one in made]
