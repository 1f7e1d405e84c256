"""Calendars: hours as people mean them, in the brand's own zone, also when the hands are moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.calendar import Calendar, Dated, Stretch
from tests.core.wall import OSLO, WORKDAYS, local, oslo

ZONES = [
    "Europe/Oslo",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "America/Santiago",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
]


# --- hours ---

DUE = {
    "inside one day": ("2026-10-13T10:00", 2, "2026-10-13T12:00"),
    "before opening": ("2026-10-13T07:00", 1, "2026-10-13T10:00"),
    "after closing": ("2026-10-13T18:00", 1, "2026-10-14T10:00"),
    "on a Sunday": ("2026-10-18T12:00", 1, "2026-10-19T10:00"),
    "to the very close": ("2026-10-13T16:00", 1, "2026-10-13T17:00"),
    "at the very close": ("2026-10-13T17:00", 1, "2026-10-14T10:00"),
    "two days and a bit": ("2026-10-13T16:00", 10, "2026-10-15T10:00"),
    "over a weekend and a week": ("2026-10-16T16:00", 41, "2026-10-23T17:00"),
    "no time at all, when closed": ("2026-10-17T12:00", 0, "2026-10-19T09:00"),
}


@pytest.mark.parametrize(("start", "hours", "due"), DUE.values(), ids=DUE.keys())
def test_when_a_promise_is_due(start: str, hours: int, due: str) -> None:
    assert OSLO.due(oslo(start), hours * 3600) == oslo(due)
    assert OSLO.service_seconds(oslo(start), oslo(due)) == hours * 3600


def test_a_lunch_break_does_not_count() -> None:
    calendar = Calendar(zone="Europe/Oslo", week=(((540, 720), (780, 1020)),) * 7)
    assert calendar.due(oslo("2026-10-13T11:30"), 3600) == oslo("2026-10-13T13:30")
    assert calendar.service_seconds(oslo("2026-10-13T09:00"), oslo("2026-10-13T17:00")) == 7 * 3600
    assert not calendar.is_open(oslo("2026-10-13T12:30"))
    assert calendar.next_opening(oslo("2026-10-13T12:30")) == oslo("2026-10-13T13:00")


def test_closed_dates_do_not_count() -> None:
    calendar = Calendar(zone="Europe/Oslo", week=WORKDAYS, days={"2026-12-24": Dated(), "2026-12-25": Dated()})
    assert calendar.due(oslo("2026-12-23T16:30"), 3600) == oslo("2026-12-28T09:30")
    assert not calendar.is_open(oslo("2026-12-24T12:00"))
    assert calendar.next_opening(oslo("2026-12-24T12:00")) == oslo("2026-12-28T09:00")


def test_doors_open_at_the_opening_and_are_shut_at_the_close() -> None:
    assert OSLO.is_open(oslo("2026-10-13T09:00"))
    assert not OSLO.is_open(oslo("2026-10-13T17:00"))
    assert not OSLO.is_open(oslo("2026-10-13T09:00") - timedelta(microseconds=1))
    assert OSLO.next_opening(oslo("2026-10-13T12:00")) == oslo("2026-10-13T12:00")


def test_open_until_midnight_and_through_it() -> None:
    calendar = Calendar(zone="Europe/Oslo", week=(((0, 120), (1200, 1440)),) * 7)
    assert calendar.is_open(oslo("2026-10-13T23:59:59"))
    assert calendar.is_open(oslo("2026-10-14T00:00"))
    assert calendar.due(oslo("2026-10-13T23:00"), 2 * 3600) == oslo("2026-10-14T01:00")


def test_without_hours_it_is_always_open() -> None:
    for calendar in (Calendar(zone="Europe/Oslo"), Calendar(zone="Europe/Oslo", week=((),) * 7)):
        start, end = oslo("2026-10-24T12:00"), oslo("2026-10-26T12:00")
        assert calendar.is_open(start)
        assert calendar.service_seconds(start, end) == 49 * 3600, "the night of the 25th has an hour more"
        assert calendar.due(start, 49 * 3600) == end
        assert calendar.next_opening(start) == start


def test_a_promise_that_no_hours_can_keep_has_no_due_moment() -> None:
    every_day = {(date(2026, 1, 1) + timedelta(days=n)).isoformat(): Dated() for n in range(900)}
    never = Calendar(zone="Europe/Oslo", week=WORKDAYS, days=every_day)
    assert never.due(oslo("2026-10-13T12:00"), 60) is None
    assert never.next_opening(oslo("2026-10-13T12:00")) is None


def test_time_that_runs_backwards_is_no_time() -> None:
    assert OSLO.service_seconds(oslo("2026-10-13T12:00"), oslo("2026-10-13T11:00")) == 0


# --- dates that differ, and plans ---

CHRISTMAS = Calendar(
    zone="Europe/Oslo",
    week=WORKDAYS,
    days={
        "2026-12-24": Dated(hours=((540, 720),), name="Christmas Eve"),
        "2026-12-25": Dated(name="Christmas Day"),
        "2026-12-26": Dated(hours=((600, 840),), name="Sale"),
    },
)


def test_a_short_day_closes_early_and_an_extra_one_opens() -> None:
    assert CHRISTMAS.service_seconds(oslo("2026-12-24T00:00"), oslo("2026-12-25T00:00")) == 3 * 3600
    assert CHRISTMAS.service_seconds(oslo("2026-12-26T00:00"), oslo("2026-12-27T00:00")) == 4 * 3600
    assert CHRISTMAS.due(oslo("2026-12-24T11:30"), 3600) == oslo("2026-12-26T10:30"), "a Saturday, otherwise closed"


def test_a_holiday_is_told_by_its_name_from_midnight_to_midnight() -> None:
    found = list(CHRISTMAS.stretches(oslo("2026-12-23T16:00"), oslo("2026-12-26T12:00")))
    assert found == [
        Stretch(oslo("2026-12-23T16:00"), oslo("2026-12-23T17:00"), True, None),
        Stretch(oslo("2026-12-23T17:00"), oslo("2026-12-24T00:00"), False, None),
        Stretch(oslo("2026-12-24T00:00"), oslo("2026-12-24T09:00"), False, "Christmas Eve"),
        Stretch(oslo("2026-12-24T09:00"), oslo("2026-12-24T12:00"), True, "Christmas Eve"),
        Stretch(oslo("2026-12-24T12:00"), oslo("2026-12-25T00:00"), False, "Christmas Eve"),
        Stretch(oslo("2026-12-25T00:00"), oslo("2026-12-26T00:00"), False, "Christmas Day"),
        Stretch(oslo("2026-12-26T00:00"), oslo("2026-12-26T10:00"), False, "Sale"),
        Stretch(oslo("2026-12-26T10:00"), oslo("2026-12-26T12:00"), True, "Sale"),
    ]


def test_a_week_without_anything_special_is_told_in_as_few_words_as_can_be() -> None:
    weekend = list(OSLO.stretches(oslo("2026-10-16T17:00"), oslo("2026-10-19T09:00")))
    assert weekend == [Stretch(oslo("2026-10-16T17:00"), oslo("2026-10-19T09:00"), False, None)]
    assert list(OSLO.stretches(oslo("2026-10-16T17:00"), oslo("2026-10-16T17:00"))) == []


def test_planned_hours_hold_from_midnight_there_on() -> None:
    nights = (((0, 1440),),) * 7
    planned = Calendar(
        zone="Pacific/Auckland", week=WORKDAYS, changes=((date(2026, 7, 1), nights), (date(2026, 7, 3), WORKDAYS))
    )
    opens = local("Pacific/Auckland", "2026-07-01T00:00")
    assert not planned.is_open(opens - timedelta(microseconds=1))
    assert planned.is_open(opens)
    assert opens.date() == date(2026, 6, 30), "in UTC it is still June"
    closes = local("Pacific/Auckland", "2026-07-03T00:00")
    assert planned.service_seconds(opens - timedelta(hours=5), closes + timedelta(hours=5)) == 48 * 3600
    assert planned.due(opens - timedelta(hours=3), 3600) == opens + timedelta(hours=1)


def test_a_date_that_differs_also_differs_from_a_planned_week() -> None:
    day = {"2026-07-02": Dated(name="Stocktaking")}
    planned = Calendar(zone="Europe/Oslo", week=WORKDAYS, days=day, changes=((date(2026, 7, 1), (((0, 1440),),) * 7),))
    assert planned.service_seconds(oslo("2026-07-01T00:00"), oslo("2026-07-04T00:00")) == 2 * 24 * 3600


# --- when the hands are moved ---

JUMPS = {
    "Oslo forward": ("Europe/Oslo", "2026-03-29", 23),
    "Oslo back": ("Europe/Oslo", "2026-10-25", 25),
    "New York forward": ("America/New_York", "2026-03-08", 23),
    "New York back": ("America/New_York", "2026-11-01", 25),
    "St Johns forward": ("America/St_Johns", "2026-03-08", 23),
    "St Johns back": ("America/St_Johns", "2026-11-01", 25),
    "Lord Howe forward, half an hour": ("Australia/Lord_Howe", "2026-10-04", 23.5),
    "Lord Howe back, half an hour": ("Australia/Lord_Howe", "2026-04-05", 24.5),
    "Santiago, where midnight is skipped": ("America/Santiago", "2026-09-06", 23),
    "Santiago, where an hour before midnight is had twice": ("America/Santiago", "2026-04-04", 25),
    "Cairo, where midnight is skipped": ("Africa/Cairo", "2026-04-24", 23),
    "Apia, which has no summer time any more": ("Pacific/Apia", "2026-09-27", 24),
    "Apia, the Friday that never was": ("Pacific/Apia", "2011-12-30", 0),
    "Kiritimati, first of all to see the day": ("Pacific/Kiritimati", "2026-01-01", 24),
}


@pytest.mark.parametrize(("zone", "day", "hours"), JUMPS.values(), ids=JUMPS.keys())
def test_a_local_day_is_as_long_as_it_is(zone: str, day: str, hours: float) -> None:
    calendar = Calendar(zone=zone)
    start = calendar.midnight(date.fromisoformat(day))
    end = calendar.midnight(date.fromisoformat(day) + timedelta(days=1))
    assert (end - start).total_seconds() == hours * 3600


def test_an_open_night_is_an_hour_shorter_or_longer() -> None:
    nights = Calendar(zone="Europe/Oslo", week=(((0, 480),),) * 7)
    assert nights.service_seconds(oslo("2026-03-29T00:00"), oslo("2026-03-29T08:00")) == 7 * 3600
    assert nights.service_seconds(oslo("2026-10-25T00:00"), oslo("2026-10-25T08:00")) == 9 * 3600
    assert nights.due(oslo("2026-03-29T00:00"), 3 * 3600) == oslo("2026-03-29T04:00")


def test_a_wall_time_that_is_skipped_is_the_end_of_the_gap() -> None:
    assert OSLO.at(date(2026, 3, 29), 150) == oslo("2026-03-29T03:00")
    assert Calendar(zone="Australia/Lord_Howe").at(date(2026, 10, 4), 135) == local(
        "Australia/Lord_Howe", "2026-10-04T02:30"
    )


def test_hours_inside_a_gap_are_not_counted_twice() -> None:
    """Open 2:00 to 2:30 and 3:00 to 5:00, on the night when 2:00 is 3:00."""
    calendar = Calendar(zone="Europe/Oslo", week=(((120, 150), (180, 300)),) * 7)
    start, end = oslo("2026-03-29T00:00"), oslo("2026-03-29T12:00")
    assert calendar.service_seconds(start, end) == 2 * 3600


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_of_days_touch_without_gap_or_overlap(zone: str) -> None:
    calendar = Calendar(zone=zone)
    day = date(2026, 1, 1)
    total = timedelta()
    for _ in range(731):
        start, end = calendar.midnight(day), calendar.midnight(day + timedelta(days=1))
        assert timedelta(hours=23) <= end - start <= timedelta(hours=25)
        assert calendar.local_date(start) == day
        assert calendar.local_date(end - timedelta(microseconds=1)) == day
        total += end - start
        day += timedelta(days=1)
    assert total == calendar.midnight(day) - calendar.midnight(date(2026, 1, 1))


# --- properties ---

instants = st.integers(0, 730 * 86_400).map(lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = []
    for _ in range(7):
        marks = draw(st.lists(st.integers(0, 96), unique=True, max_size=6).map(sorted))
        week.append(tuple((a * 15, b * 15) for a, b in zip(marks[::2], marks[1::2], strict=False)))
    closed = draw(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5))
    days = {day.isoformat(): Dated() for day in closed}
    return Calendar(zone=draw(st.sampled_from(ZONES)), week=tuple(week), days=days)


@given(calendars(), st.lists(instants, min_size=3, max_size=3))
@settings(max_examples=150, deadline=None)
def test_service_time_is_the_sum_of_its_parts(calendar: Calendar, three: list[datetime]) -> None:
    a, b, c = sorted(three)
    c = min(c, a + timedelta(days=40))
    b = min(b, c)
    whole = calendar.service_seconds(a, c)
    assert calendar.service_seconds(a, b) + calendar.service_seconds(b, c) == pytest.approx(whole, abs=1e-6)
    assert 0 <= whole <= (c - a).total_seconds()


@given(calendars(), instants, st.integers(1, 200_000))
@settings(max_examples=150, deadline=None)
def test_at_the_due_moment_exactly_the_promised_time_has_passed(
    calendar: Calendar, start: datetime, seconds: int
) -> None:
    due = calendar.due(start, seconds)
    if due is not None:
        assert calendar.service_seconds(start, due) == pytest.approx(seconds, abs=1e-6)
        assert calendar.service_seconds(start, due - timedelta(seconds=1)) == pytest.approx(seconds - 1, abs=1e-6)


@given(calendars(), instants)
@settings(max_examples=150, deadline=None)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar: Calendar, at: datetime) -> None:
    opening = calendar.next_opening(at)
    if opening is not None:
        assert opening >= at
        assert calendar.is_open(opening)
        assert calendar.service_seconds(at, opening) == 0
