"""What counts, and what explains it: one calendar after the other, and pauses, as people would tell it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.core.calendar import Calendar, Dated
from shared.core.course import Course, InForce, Pause, Reason, Why, calendar_time
from shared.core.sla import Aim
from tests.core.opening import open_clock, plain
from tests.core.wall import OSLO, WORKDAYS, local, oslo

HOUR = 3600.0
LATE = Calendar(zone="Europe/Oslo", week=(((720, 1200),),) * 7, name="late")


def pause(reason: Reason, since: str, until: str | None = None) -> Pause:
    return Pause(reason=reason, who="Ingrid", since=oslo(since), until=None if until is None else oslo(until))


def course(*pauses: Pause, now: str | None = None) -> Course:
    return Course((InForce(None, OSLO),), pauses, None if now is None else oslo(now))


def told(one: Course, start: str, end: str) -> list[str]:
    """As `10:00-12:00 counted open hours`, one for each span."""
    began, ended = oslo(start), oslo(end)
    found = list(one.spans(began, ended))
    assert [span.since for span in found] == [began, *(span.until for span in found[:-1])], "no gap, no overlap"
    assert found[-1].until == ended
    assert sum(span.seconds for span in found if span.counted) == one.seconds(began, ended)
    return [f"{_wall(span.since)}-{_wall(span.until)} {'+' if span.counted else '-'} {span.name}" for span in found]


def _wall(at: datetime) -> str:
    return at.astimezone(ZoneInfo("Europe/Oslo")).strftime("%H:%M")


# --- what explains it ---


def test_a_holiday_is_named_and_so_are_the_hours_of_a_short_day() -> None:
    days = {"2026-10-14": Dated(hours=((540, 600),), name="Stocktaking"), "2026-10-15": Dated(name="Holiday")}
    one = plain(Calendar(zone="Europe/Oslo", week=WORKDAYS, days=days, name="shop"))
    assert told(one, "2026-10-13T16:00", "2026-10-16T10:00") == [
        "16:00-17:00 + shop",
        "17:00-00:00 - shop",
        "00:00-09:00 - Stocktaking",
        "09:00-10:00 + shop",
        "10:00-00:00 - Stocktaking",
        "00:00-00:00 - Holiday",
        "00:00-09:00 - shop",
        "09:00-10:00 + shop",
    ]
    assert {span.why for span in one.spans(oslo("2026-10-15T00:00"), oslo("2026-10-16T00:00"))} == {Why.DATED}


def test_a_pause_explains_all_of_its_time_open_or_not() -> None:
    """One span, over a night and a lunch: who reads it wants to know of the pause."""
    one = course(pause(Reason.CUSTOMER, "2026-10-13T11:00", "2026-10-14T13:00"))
    assert told(one, "2026-10-13T10:00", "2026-10-14T15:00") == [
        "10:00-11:00 + hours",
        "11:00-13:00 - waiting_for_customer",
        "13:00-15:00 + hours",
    ]


def test_pauses_that_overlap_are_told_one_after_the_other_and_counted_once() -> None:
    one = course(
        pause(Reason.THIRD_PARTY, "2026-10-13T11:00", "2026-10-13T12:30"),
        pause(Reason.CUSTOMER, "2026-10-13T10:30", "2026-10-13T11:30"),
        pause(Reason.OUTAGE, "2026-10-13T11:10", "2026-10-13T11:20"),
    )
    assert told(one, "2026-10-13T10:00", "2026-10-13T13:00") == [
        "10:00-10:30 + hours",
        "10:30-11:30 - waiting_for_customer",
        "11:30-12:30 - waiting_for_third_party",
        "12:30-13:00 + hours",
    ]
    assert one.due(oslo("2026-10-13T10:00"), HOUR) == oslo("2026-10-13T13:00")
    first = one.paused(oslo("2026-10-13T11:15"))
    assert first is not None
    assert first.reason is Reason.CUSTOMER


def test_a_pause_across_closing_time_costs_only_what_would_have_been_open() -> None:
    one = course(pause(Reason.THIRD_PARTY, "2026-10-13T16:00", "2026-10-14T10:00"))
    assert one.seconds(oslo("2026-10-13T15:00"), oslo("2026-10-14T11:00")) == 2 * HOUR
    assert one.due(oslo("2026-10-13T15:00"), 2 * HOUR) == oslo("2026-10-14T11:00")


def test_two_pauses_that_touch_leave_nothing_between_them() -> None:
    one = course(
        pause(Reason.CUSTOMER, "2026-10-13T10:00", "2026-10-13T11:00"),
        pause(Reason.CRISIS, "2026-10-13T11:00", "2026-10-13T12:00"),
    )
    assert one.seconds(oslo("2026-10-13T09:30"), oslo("2026-10-13T12:30")) == HOUR
    assert one.due(oslo("2026-10-13T10:00"), 0) == oslo("2026-10-13T12:00")


# --- a pause that still lasts ---


def test_a_pause_without_an_end_leaves_the_earliest_due_moment_that_is_still_possible() -> None:
    lasting = pause(Reason.CUSTOMER, "2026-10-13T10:30")
    dues = [
        course(lasting, now=now).due(oslo("2026-10-13T10:00"), HOUR) for now in ("2026-10-13T10:30", "2026-10-13T11:45")
    ]
    assert dues == [oslo("2026-10-13T11:00"), oslo("2026-10-13T12:15")]
    ended = course(pause(Reason.CUSTOMER, "2026-10-13T10:30", "2026-10-13T12:00"))
    due = ended.due(oslo("2026-10-13T10:00"), HOUR)
    assert due == oslo("2026-10-13T12:30"), "and never before what was looked for"


def test_how_long_it_has_waited_so_far_leaves_out_a_pause_that_still_lasts() -> None:
    one = course(pause(Reason.OUTAGE, "2026-10-13T11:00"), now="2026-10-13T15:00")
    assert one.seconds(oslo("2026-10-13T10:00"), oslo("2026-10-13T15:00")) == HOUR
    assert one.paused(oslo("2026-10-13T15:00")) is not None


def test_a_pause_that_is_still_to_come_counts_from_when_it_comes() -> None:
    one = course(pause(Reason.OUTAGE, "2026-10-13T11:00", "2026-10-13T12:00"), now="2026-10-13T10:00")
    assert one.paused(oslo("2026-10-13T10:59:59")) is None
    assert one.due(oslo("2026-10-13T10:00"), 2 * HOUR) == oslo("2026-10-13T13:00")


# --- calendars one after the other ---


def test_each_calendar_counts_while_it_is_in_force_and_not_the_last_one_for_all() -> None:
    """Handed at noon to somebody who serves later: the morning counts by the first, the evening by the second."""
    one = Course((InForce(None, OSLO), InForce(oslo("2026-10-13T12:00"), LATE)))
    assert told(one, "2026-10-13T08:00", "2026-10-13T21:00") == [
        "08:00-09:00 - hours",
        "09:00-12:00 + hours",
        "12:00-20:00 + late",
        "20:00-21:00 - late",
    ]
    assert one.due(oslo("2026-10-13T11:00"), 8 * HOUR) == oslo("2026-10-13T19:00")
    assert one.seconds(oslo("2026-10-13T08:00"), oslo("2026-10-13T21:00")) == 11 * HOUR


def test_new_hours_under_an_old_name_are_told_as_one_where_they_agree() -> None:
    longer = Calendar(zone="Europe/Oslo", week=(((540, 1200),),) * 7, name="hours")
    one = Course((InForce(None, OSLO), InForce(oslo("2026-10-13T12:00"), longer)))
    assert told(one, "2026-10-13T10:00", "2026-10-13T22:00") == ["10:00-20:00 + hours", "20:00-22:00 - hours"]


def test_calendars_of_two_zones_meet_at_one_moment() -> None:
    """Oslo hands over to Sydney at its close, 17:00, which is 2:00 there: seven hours later Sydney opens."""
    sydney = Calendar(zone="Australia/Sydney", week=WORKDAYS, name="sydney")
    one = Course((InForce(None, OSLO), InForce(oslo("2026-10-13T17:00"), sydney)))
    assert one.due(oslo("2026-10-13T16:30"), HOUR) == local("Australia/Sydney", "2026-10-14T09:30")


def test_a_calendar_that_comes_into_force_after_all_is_over_changes_nothing() -> None:
    one = Course((InForce(None, OSLO), InForce(oslo("2026-10-20T00:00"), LATE)))
    assert one.seconds(oslo("2026-10-13T10:00"), oslo("2026-10-13T12:00")) == 2 * HOUR
    assert told(one, "2026-10-13T10:00", "2026-10-13T12:00") == ["10:00-12:00 + hours"]


def test_what_is_never_counted_within_four_hundred_days_has_no_due_moment() -> None:
    one = course(pause(Reason.THIRD_PARTY, "2026-10-13T09:00", "2028-10-13T09:00"))
    assert one.due(oslo("2026-10-13T10:00"), 1) is None


# --- crises ---


def test_a_crisis_pauses_the_usual_promises_and_not_those_made_for_it() -> None:
    hold = pause(Reason.CRISIS, "2026-10-13T10:30", "2026-10-13T14:30")
    usual, crisis = course(hold), course()
    clock = open_clock(
        oslo("2026-10-13T10:00"),
        (Aim(seconds=HOUR, service=True), Aim(seconds=2 * HOUR, service=True, name="crisis", crisis=True)),
        lambda aim: crisis if aim is not None and aim.crisis else usual,
    )
    assert [(one.name, one.due) for one in clock.aims] == [
        ("crisis", oslo("2026-10-13T12:00")),
        ("", oslo("2026-10-13T15:00")),
    ]


def test_calendar_time_counts_day_and_night_except_what_is_on_hold() -> None:
    one = calendar_time("Europe/Oslo", (pause(Reason.OUTAGE, "2026-10-13T20:00", "2026-10-13T21:00"),))
    assert told(one, "2026-10-13T18:00", "2026-10-14T02:00") == [
        "18:00-20:00 + calendar time",
        "20:00-21:00 - platform_outage",
        "21:00-02:00 + calendar time",
    ]
