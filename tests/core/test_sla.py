"""SLA clocks: when they are due, what stops them, and what was missed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shared.core.calendar import Calendar, Dated
from shared.core.course import Course, InForce, Pause, Reason
from shared.core.sla import Aim, By, Clock, opened_at
from tests.core.opening import by_calendar, open_clock
from tests.core.wall import OSLO, WORKDAYS, oslo

COURSES = by_calendar(OSLO)


# --- what others promise of theirs; that of two schedules is in tests/clocks ---


@pytest.mark.practice(23, 45)
def test_an_hour_from_friday_half_past_four_is_monday_half_past_nine() -> None:
    """The example in Chatwoot's guide to SLA policies with business hours, 9 to 5."""
    promised = open_clock(oslo("2026-10-16T16:30"), (Aim(seconds=3600, service=True),), COURSES)
    assert promised.due == oslo("2026-10-19T09:30")


@pytest.mark.practice(23, 45)
def test_thirty_minutes_from_friday_a_quarter_to_five_is_monday_a_quarter_past_nine() -> None:
    """The example in Hootsuite's help on response times within business hours, 9 to 5: later than that is missed."""
    promised = open_clock(oslo("2026-10-16T16:45"), (Aim(seconds=1800, service=True),), COURSES)
    due = oslo("2026-10-19T09:15")
    assert promised.due == due
    in_time = promised.stop(due, By.PERSON, COURSES)
    assert (in_time.service_elapsed, in_time.breached) == (1800, None)
    late = promised.stop(due + timedelta(seconds=1), By.PERSON, COURSES)
    assert (late.service_elapsed, late.breached) == (1801, due)


# --- clocks ---

START = oslo("2026-10-13T10:00")
MINUTE = timedelta(minutes=1)


def clock(service: bool = False) -> Clock:
    return open_clock(START, (Aim(seconds=3600, service=service),), COURSES)


def test_a_clock_in_calendar_time_runs_at_night_and_one_in_service_time_does_not() -> None:
    late = oslo("2026-10-13T16:30")
    assert open_clock(late, (Aim(seconds=3600),), COURSES).due == oslo("2026-10-13T17:30")
    assert open_clock(late, (Aim(seconds=3600, service=True),), COURSES).due == oslo("2026-10-14T09:30")


def test_stopping_measures_both_times() -> None:
    stopped = clock(service=True).stop(oslo("2026-10-14T10:00"), By.PERSON, COURSES)
    assert stopped.elapsed == 24 * 3600
    assert stopped.service_elapsed == 8 * 3600
    assert stopped.by is By.PERSON
    assert not stopped.running


def test_the_first_stop_wins() -> None:
    first = clock().stop(START + 5 * MINUTE, By.PERSON, COURSES)
    assert first.stop(START + 6 * MINUTE, By.MACHINE, COURSES) == first
    assert first.stop(START + 5 * MINUTE, By.MACHINE, COURSES) == first


def test_news_of_an_earlier_stop_corrects_a_later_one() -> None:
    late = clock().stop(START + 90 * MINUTE, By.MACHINE, COURSES)
    assert late.breached == late.due
    corrected = late.stop(START + 5 * MINUTE, By.PERSON, COURSES)
    assert corrected == clock().stop(START + 5 * MINUTE, By.PERSON, COURSES)
    assert corrected.breached is None


def test_stops_in_any_order_end_the_same() -> None:
    moments = [START + n * MINUTE for n in (70, 20, 50)]
    ends = set()
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        one = clock()
        for which in order:
            one = one.look(START + 80 * MINUTE).stop(moments[which], By.PERSON, COURSES)
        ends.add((one.stopped, one.elapsed, one.breached))
    assert ends == {(moments[1], 1200.0, None)}


def test_a_stop_before_the_start_is_no_time_and_never_less() -> None:
    stopped = clock().stop(START - timedelta(hours=3), By.PERSON, COURSES)
    assert (stopped.elapsed, stopped.service_elapsed, stopped.stopped) == (0, 0, START)


def test_a_breach_is_noticed_at_due_and_recorded_once_at_due() -> None:
    running = clock()
    assert running.due is not None
    assert running.look_at == running.due
    assert running.look(running.due - timedelta(microseconds=1)) == running
    breached = running.look(running.due + 5 * MINUTE)
    assert breached.breached == running.due
    assert breached.look_at is None
    assert breached.look(running.due + 50 * MINUTE) == breached


def test_a_stop_at_due_is_in_time_and_takes_back_a_breach_noted_meanwhile() -> None:
    due = clock().due
    assert due is not None
    stopped = clock().look(due).stop(due, By.PERSON, COURSES)
    assert stopped.breached is None
    assert clock().stop(due + timedelta(microseconds=1), By.PERSON, COURSES).breached == due


def test_a_stopped_clock_is_never_breached_by_looking() -> None:
    stopped = clock().stop(START + 5 * MINUTE, By.MACHINE, COURSES)
    assert stopped.look(START + timedelta(days=3)) == stopped


def test_what_is_withdrawn_is_stopped_without_an_answer_unless_there_was_one_before() -> None:
    gone = clock().stop(START + 5 * MINUTE, None, COURSES)
    assert gone.withdrawn
    assert gone.by is None
    assert gone.stop(START + 6 * MINUTE, By.PERSON, COURSES) == gone
    answered = clock().stop(START + 1 * MINUTE, By.PERSON, COURSES)
    assert gone.stop(START + 1 * MINUTE, By.PERSON, COURSES) == answered
    assert answered.stop(START + 5 * MINUTE, None, COURSES) == answered


def test_of_two_signs_at_the_same_moment_a_persons_counts_whichever_is_heard_of_first() -> None:
    machine, person = clock().stop(START, By.MACHINE, COURSES), clock().stop(START, By.PERSON, COURSES)
    assert machine.stop(START, By.PERSON, COURSES) == person.stop(START, By.MACHINE, COURSES) == person


def test_what_never_opens_has_no_due_moment_and_is_never_missed() -> None:
    every_day = {(date(2026, 1, 1) + timedelta(days=n)).isoformat(): Dated() for n in range(900)}
    never = by_calendar(Calendar(zone="Europe/Oslo", week=WORKDAYS, days=every_day))
    promised = open_clock(START, (Aim(seconds=60, service=True),), never)
    assert promised.due is None
    assert promised.look(oslo("2027-10-13T12:00")).breached is None


# --- several targets, and what changes meanwhile ---


def by(*pauses: Pause, now: datetime | None = None) -> Course:
    return Course((InForce(None, OSLO),), pauses, now)


def waits(since: datetime, until: datetime | None = None) -> Pause:
    return Pause(reason=Reason.CUSTOMER, who="Ingrid", since=since, until=until)


def test_the_strictest_target_stands_in_front_and_each_is_kept() -> None:
    several = (
        Aim(seconds=7200, service=True),
        Aim(seconds=1800, service=True, name="vip"),
        Aim(seconds=3600, name="x"),
    )
    promised = open_clock(START, several, COURSES)
    assert [one.name for one in promised.aims] == ["vip", "x", ""]
    assert (promised.target, promised.service, promised.due) == (1800, True, START + 30 * MINUTE)
    looked = promised.look(START + 40 * MINUTE)
    assert [one.breached for one in looked.aims] == [START + 30 * MINUTE, None, None]
    assert looked.look_at == START + 60 * MINUTE, "the next of them"
    stopped = looked.stop(START + 61 * MINUTE, By.PERSON, COURSES)
    assert [one.breached for one in stopped.aims] == [START + 30 * MINUTE, START + 60 * MINUTE, None]


def test_a_pause_moves_what_is_due_and_its_end_moves_it_no_more() -> None:
    promised = open_clock(START, (Aim(seconds=3600, service=True),), COURSES)
    paused = promised.planned(lambda _aim: by(waits(START + 10 * MINUTE), now=START + 20 * MINUTE))
    assert paused.due == START + 70 * MINUTE, "the earliest that is still possible: were it over now"
    resumed = paused.planned(lambda _aim: by(waits(START + 10 * MINUTE, START + 40 * MINUTE)))
    assert resumed.due == START + 90 * MINUTE


def test_what_was_missed_stays_missed_whatever_is_put_on_hold_later() -> None:
    missed = open_clock(START, (Aim(seconds=3600, service=True),), COURSES).look(START + 61 * MINUTE)
    held = by(Pause(reason=Reason.OUTAGE, who="Ingrid", since=START, until=START + 90 * MINUTE))
    assert missed.planned(lambda _aim: held).breached == START + 60 * MINUTE
    stopped = missed.stop(START + 95 * MINUTE, By.PERSON, lambda _aim: held)
    assert stopped.breached == START + 60 * MINUTE
    assert stopped.service_elapsed == 5 * 60
    assert missed.stop(START + 55 * MINUTE, By.PERSON, lambda _aim: held).breached is None, "news of an earlier answer"


def test_what_began_after_the_answer_says_nothing_about_it() -> None:
    """Handed on to somebody with other hours, and paused, once it had been answered."""
    nights = Calendar(zone="Europe/Oslo", week=(((0, 360),),) * 7, name="night")
    at = START + 30 * MINUTE
    later = Course((InForce(None, OSLO), InForce(START + 40 * MINUTE, nights)), (waits(START + 35 * MINUTE),), START)
    assert clock(service=True).stop(at, By.PERSON, lambda _aim: later) == clock(service=True).stop(
        at, By.PERSON, COURSES
    )


# --- when a clock opens ---

RECEIVED = START
OPENS = {
    "at the platform's time": (RECEIVED - 3 * MINUTE, RECEIVED - 3 * MINUTE),
    "at ours, where the platform tells none": (None, RECEIVED),
    "at ours, where the platform's lies ahead": (RECEIVED + timedelta(seconds=1), RECEIVED),
    "at the platform's, seven days old": (RECEIVED - timedelta(days=7), RECEIVED - timedelta(days=7)),
    "at ours, where it is older": (RECEIVED - timedelta(days=7, seconds=1), RECEIVED),
    "at the very moment": (RECEIVED, RECEIVED),
}


@pytest.mark.parametrize(("at", "opens"), OPENS.values(), ids=OPENS.keys())
def test_when_a_clock_opens(at: datetime | None, opens: datetime) -> None:
    assert opened_at(at, RECEIVED) == opens
