"""How soon a colleague usually answers: counted each day, and told only where it is honest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from shared.core.calendar import Calendar
from shared.core.ledger import Entry
from shared.digest.spread import EDGES, Spread, Spreading, spread_in, usual, window
from tests.digest.days import CALENDAR, DATE, NINE, START, count, item, praise

MINUTE, HOUR = 60.0, 3600.0


def answered(minutes: float, number: int = 0, **facts: object) -> Entry:
    return item(f"p{minutes}-{number}", answered=minutes * MINUTE, **facts)  # type: ignore[arg-type]  # facts are an Entry's fields


def counted(*entries: Entry, **facts: object) -> Spread:
    found = count(*entries, **facts).spread
    assert found is not None
    return found


def spread(answered: list[float], waiting: int) -> Spread:
    found = Spreading()
    for seconds in answered:
        found.answered(seconds)
    found.waiting = waiting
    return found.spread()


def test_answers_are_counted_by_the_service_time_they_took() -> None:
    found = counted(answered(4), answered(5), answered(7), answered(39), answered(500), praise("kind"))
    assert found.answered == (2, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)
    assert found.waiting == 0


def test_who_has_no_answer_is_counted_as_waiting() -> None:
    assert counted(item("a"), answered(4)).waiting == 1


def test_one_answer_to_several_messages_of_a_thread_is_one() -> None:
    first = item("a", answered=600, name="c1")
    second = item("a", at=NINE + timedelta(minutes=5), answered=300, name="c2")
    assert sum(counted(first, second).answered) == 1


def test_an_evening_counts_with_the_service_day_after_it() -> None:
    """Who wrote after closing is answered the next morning: neither the day itself nor its digest knows that yet."""
    evening = START - timedelta(hours=3)
    late = item("late", at=evening, answered=(NINE - evening).total_seconds() + 600)
    tonight = item("tonight", at=START + timedelta(hours=20))
    last_hour = item("last hour", at=START + timedelta(hours=17, minutes=1))
    found = counted(answered(4), tonight, last_hour, before=[late])
    assert sum(found.answered) == 2
    assert found.answered[1] == 1, "ten minutes of service, whatever the night was"
    assert found.waiting == 0


def test_nobody_is_counted_on_two_days_or_on_none() -> None:
    moments = [START + timedelta(minutes=minutes) for minutes in range(0, 8 * 24 * 60, 30)]
    days = [window(CALENDAR, DATE + timedelta(days=ahead)) for ahead in range(-1, 9)]
    for moment in moments:
        assert sum(one is not None and one[0] <= moment < one[1] for one in days) == 1


def test_a_day_without_service_has_none() -> None:
    sunday = date(2026, 10, 18)
    assert window(CALENDAR, sunday) is None
    start = CALENDAR.midnight(sunday)
    assert count(day=sunday, start=start, end=start + timedelta(days=1)).spread is None


def test_a_brand_that_never_closes_counts_every_day() -> None:
    calendar = Calendar(zone="Europe/Oslo")
    start, end = window(calendar, DATE) or (START, START)
    assert end - start == timedelta(days=1)


def test_somebody_of_the_evening_who_writes_again_is_one_and_their_first_answer_counts() -> None:
    evening = START - timedelta(hours=3)
    late = answered(60 * 12, at=evening, name="c1")
    again = item("p720-0", at=NINE + timedelta(hours=2), name="c2", answered=60)
    found = counted(again, before=[late])
    assert sum(found.answered) == 1
    assert found.answered[1] == 0, "not the minute that the second answer took"


def test_who_waits_from_longer_ago_is_not_of_this_day() -> None:
    before = item("a", at=START - timedelta(days=4))
    found = counted(item("a", name="d", answered=4 * MINUTE), earlier=[before])
    assert (sum(found.answered), found.waiting) == (1, 0)


def test_it_is_kept_in_the_summary_and_read_back() -> None:
    summary = count(answered(4), item("a")).numbers()
    assert spread_in(summary) == counted(answered(4), item("a"))
    assert spread_in({}) is None, "a digest of an older release"
    assert spread_in({"first_answers": "1 2", "unanswered": 0}) is None, "of a newer one"


def test_it_is_not_known_where_the_day_is_not() -> None:
    assert spread_in(dict.fromkeys(count(answered(4)).numbers())) is None


@pytest.mark.practice(24, 44)
def test_usual_is_when_three_of_four_had_an_answer() -> None:
    assert usual([spread([4 * MINUTE] * 15 + [35 * MINUTE] * 5, 0)]) == 5 * MINUTE
    assert usual([spread([4 * MINUTE] * 14 + [35 * MINUTE] * 6, 0)]) == 40 * MINUTE
    assert usual([spread([4 * MINUTE] * 15, 0), spread([35 * MINUTE] * 5, 0)]) == 5 * MINUTE


@pytest.mark.practice(24, 44)
def test_who_still_waits_is_slower_than_anything() -> None:
    quick = [4 * MINUTE] * 30
    assert usual([spread(quick, 10)]) == 5 * MINUTE
    assert usual([spread(quick, 11)]) is None, "not even three of four had an answer"


def test_few_answers_tell_nothing() -> None:
    assert usual([spread([60.0] * 19, 0)]) is None
    assert usual([spread([60.0] * 20, 0)]) == EDGES[0]
    assert usual([]) is None


def test_too_slow_to_be_told_is_not_told() -> None:
    assert usual([spread([9 * HOUR] * 40, 0)]) is None


def _minutes() -> Iterator[float]:
    yield from (4, 5, 10, 39, 480)


@pytest.mark.parametrize("minutes", list(_minutes()))
def test_what_is_told_is_never_shorter_than_what_it_took(minutes: float) -> None:
    told = usual([spread([minutes * MINUTE] * 40, 0)])
    assert told is not None
    assert told >= minutes * MINUTE
