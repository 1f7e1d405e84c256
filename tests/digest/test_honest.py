"""What must not be said: figures that count somebody twice, days that flatter, and waits that are hidden."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.ledger import Entry, Sort
from shared.digest.counted import Counted
from shared.digest.page import Mood
from shared.digest.state import Cause, judge
from tests.digest.days import CALENDAR, SNAPSHOT, START, count, item, praise
from tests.digest.making import listening, snapshot

SUNDAY = date(2026, 10, 18)


def state(found: Counted) -> tuple[Mood, Cause]:
    """The state of a counted day on which everything was heard."""
    return judge(
        snapshot(
            found.all,
            earlier_overdue=found.earlier_overdue,
            earlier_inside=found.earlier_inside,
            earlier_also=found.earlier_also,
            complained=found.complained,
            listening=(listening(),),
        )
    )


def crowd(number: int) -> list[Entry]:
    return [praise(f"p{n}") for n in range(number)]


def test_a_silent_sunday_does_not_hide_who_has_waited_since_saturday() -> None:
    start, end = CALENDAR.midnight(SUNDAY), CALENDAR.midnight(SUNDAY + timedelta(days=1))
    saturday = item("a", at=start - timedelta(hours=6, minutes=30))
    when = {"day": SUNDAY, "start": start, "end": end, "at": end + timedelta(hours=7, minutes=30)}
    found = count(earlier=[saturday], **when)
    assert (found.earlier_inside, [one.entry for one in found.waits]) == (1, [saturday])
    assert state(found) == (Mood.GOOD, Cause.NOTHING), "not a Quiet day: somebody waits"
    assert state(count(**when)) == (Mood.QUIET, Cause.NOTHING)


def test_one_person_with_two_overdue_threads_is_one_person_everywhere() -> None:
    found = count(item("a"), item("a", thread="u"), *crowd(30))
    assert (found.all.overdue, len(found.waits), len(found.unsettled or ())) == (1, 1, 1)
    assert state(found) == (Mood.WATCH, Cause.OVERDUE)


def test_who_was_overdue_and_wrote_again_is_counted_once_with_the_longer_wait() -> None:
    before, again = item("a", at=START - timedelta(hours=12)), item("a", name="d")
    found = count(again, *crowd(30), earlier=[before])
    assert (found.all.overdue, found.earlier_overdue) == (1, 0)
    assert [one.entry for one in found.waits] == [before]


def test_who_is_answered_and_waits_elsewhere_from_before_is_in_both_and_named_once() -> None:
    before = item("a", at=START - timedelta(hours=12), thread="u")
    found = count(item("a", answered=60), earlier=[before])
    assert (found.all.in_time, found.earlier_overdue, len(found.waits)) == (1, 1, 1)
    assert state(found) == (Mood.WATCH, Cause.OVERDUE)


def test_a_hard_day_is_hard_for_what_made_it_so() -> None:
    unheard = count(*(praise(str(n), acked=None if n < 4 else 2) for n in range(40)))
    assert state(unheard) == (Mood.ACT_NOW, Cause.HEARD_NOTHING)
    late = count(*(item(str(n), answered=5 * 3600 if n else 60) for n in range(25)))
    assert state(late) == (Mood.ACT_NOW, Cause.BELOW_GOAL)
    left = count(*crowd(3), earlier=[item(f"o{n}", at=START - timedelta(hours=12)) for n in range(6)])
    assert state(left) == (Mood.ACT_NOW, Cause.OVERDUE)


def test_an_answer_that_can_still_be_in_time_makes_no_day_bad() -> None:
    inside = [item(str(n), at=SNAPSHOT - timedelta(hours=9)) for n in range(30)]
    found = count(item("a", answered=60), *inside)
    assert (found.all.waiting, found.all.due) == (30, 1)
    assert state(found) == (Mood.GOOD, Cause.NOTHING)


people = st.sampled_from(["a", "b", "c", "d", "e"])
asked = st.builds(
    item,
    people,
    at=st.integers(0, 14 * 60).map(lambda minutes: START + timedelta(minutes=minutes + 60)),
    sort=st.sampled_from([Sort.QUESTION, Sort.PRAISE]),
    platform=st.sampled_from(["facebook", "x"]),
    acked=st.none() | st.integers(1, 300).map(float),
    answered=st.none() | st.integers(1, 30000).map(float),
    thread=st.sampled_from(["t", "u"]),
    name=st.text("abc", min_size=1, max_size=4),
)
left_over = st.builds(
    item,
    people,
    at=st.integers(1, 40).map(lambda hours: START - timedelta(hours=hours)),
    platform=st.sampled_from(["facebook", "x"]),
    thread=st.sampled_from(["t", "u", "v"]),
    name=st.text("def", min_size=1, max_size=4),
)


@settings(deadline=None)
@given(st.lists(asked, max_size=30), st.lists(left_over, max_size=8))
def test_whoever_waits_is_one_person_and_the_sum_is_the_number_of_them(
    entries: list[Entry], earlier: list[Entry]
) -> None:
    found = count(*{one.key: one for one in entries}.values(), earlier={one.key: one for one in earlier}.values())
    everyone = found.all
    overdue = everyone.overdue + found.earlier_overdue
    waiting = everyone.waiting + overdue + found.earlier_inside - found.earlier_also
    names = [one.who for one in found.waits]
    assert len(names) == len(set(names)) == waiting
    assert sum(one.overdue for one in found.waits) == overdue
    if state(found)[0] in (Mood.GOOD, Mood.QUIET):
        assert (overdue, everyone.heard_nothing) == (0, 0)
