"""What each figure starts at, stops at and counts: the definitions that a manager can check by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.clocks.derive import replayed
from shared.clocks.measures import Metric
from shared.core.calendar import Calendar, Dated
from shared.core.course import Pause, Reason, Why
from shared.core.interaction import Kind
from shared.core.ledger import Entry, Scheduled, Sort
from shared.core.regime import Hold, Version, empty
from shared.core.sla import Aim, By, Clock
from tests.clocks.samples import (
    DAY,
    HOUR,
    HOURS,
    MONDAY,
    NOW,
    SOON,
    brand,
    item,
    measured,
    moved,
    of,
    only,
    regime,
    said,
    whole,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MACHINE = By.MACHINE
ABOUT_THE_ITEM = (Metric.TIME_TO_ACK, Metric.TIME_TO_ACK_BY_PERSON, Metric.FIRST_RESPONSE, Metric.FIRST_ANSWER)


# --- what came late from the platform ---


def test_the_platforms_lag_is_from_its_time_to_our_receipt() -> None:
    late = item("a", at=MONDAY - 3 * SECOND)
    lag = only(Metric.INGEST_LAG, late)
    assert (lag.seconds, lag.service, lag.started) == (3.0, 0.0, MONDAY - 3 * SECOND), "it was done before we open"
    night = only(Metric.INGEST_LAG, item("b", MONDAY + HOUR, at=MONDAY - HOUR))
    assert (night.seconds, night.service) == (7200.0, 3600.0)
    assert [(span.counted, span.seconds) for span in night.spans] == [(False, 3600.0), (True, 3600.0)]


@pytest.mark.parametrize(
    "told",
    [None, MONDAY + SECOND, MONDAY - 401 * DAY],
    ids=["no time", "a time after our receipt", "a time of which no Entry would be kept"],
)
def test_a_lag_that_cannot_be_known_is_not_there(told: datetime | None) -> None:
    assert of(Metric.INGEST_LAG, measured([item("a", at=told)])) == []


def test_no_hold_of_ours_makes_a_platform_look_faster() -> None:
    held = Hold(pause=Pause(reason=Reason.OUTAGE, who="Ingrid", since=MONDAY - DAY, until=MONDAY + DAY))
    log = msgspec.structs.replace(empty("tern-kettle", NOW), holds=(held,))
    lag = only(Metric.INGEST_LAG, item("a", at=MONDAY - HOUR), by=regime(log=log))
    assert (lag.seconds, lag.service, [span.name for span in lag.spans]) == (3600.0, 0.0, [Reason.OUTAGE])


# --- the first sign ---


@pytest.mark.practice(44)
def test_the_first_sign_counts_whoever_gives_it_and_a_persons_apart() -> None:
    both = item("a", MONDAY, said(MONDAY + HOUR), said(MONDAY + 3 * SECOND, MACHINE))
    anybody, person = only(Metric.TIME_TO_ACK, both), only(Metric.TIME_TO_ACK_BY_PERSON, both)
    assert (anybody.seconds, anybody.by) == (3.0, MACHINE)
    assert (person.seconds, person.by) == (3600.0, By.PERSON)


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (item("a", sort=Sort.PRAISE), True),
        (item("a", kind=Kind.SHARE, sort=Sort.QUESTION), True),
        (item("a"), False),
        (item("a", sort=Sort.COMPLAINT), False),
    ],
    ids=["praise", "a share", "a question", "a complaint"],
)
def test_a_like_is_a_sign_for_praise_and_shares_only(entry: Entry, counts: bool) -> None:
    liked = moved(entry, acknowledgments=(said(MONDAY + SOON, how="like"),))
    for metric in (Metric.TIME_TO_ACK, Metric.TIME_TO_ACK_BY_PERSON):
        assert only(metric, liked).stopped == (MONDAY + SOON if counts else None)


def test_a_sign_at_night_is_timed_by_the_clock_on_the_wall() -> None:
    night = MONDAY - 6 * HOUR
    sign = only(Metric.TIME_TO_ACK, item("a", night, said(night + 90 * SECOND, MACHINE)))
    assert (sign.seconds, sign.service, sign.aims[0].breached) == (90.0, 0.0, night + MINUTE)


def test_the_service_time_of_a_sign_is_that_of_its_own_hours_less_its_pauses() -> None:
    evening, parked = MONDAY + 7 * HOUR, paused(Reason.THIRD_PARTY, MONDAY + DAY, MONDAY + DAY + HOUR)
    late = item("a", evening, said(evening + 20 * HOUR, MACHINE), pauses=(parked,))
    found = only(Metric.TIME_TO_ACK, late)
    assert (found.seconds, found.service) == (20 * 3600.0, 3 * 3600.0), "16-17 and 10-12; who is parked is no concern"
    assert found.aims[0].breached == evening + MINUTE, "the promise of a sign goes by the wall clock"
    assert [(span.why, span.counted, span.seconds / 3600) for span in found.spans] == [
        (Why.OPEN, True, 1.0), (Why.CLOSED, False, 16.0), (Why.PAUSED, False, 1.0), (Why.OPEN, True, 2.0)
    ]  # fmt: skip


# --- a person's reply ---


def test_a_machine_never_gives_the_first_response() -> None:
    """But it may answer, where the brand says of its rule that it does."""
    spoken = item("a", MONDAY, said(MONDAY + SECOND, MACHINE, answers=True))
    assert only(Metric.FIRST_RESPONSE, spoken).stopped is None
    assert only(Metric.FIRST_ANSWER, spoken).seconds == 1.0
    assert only(Metric.FIRST_ANSWER, item("a", MONDAY, said(MONDAY + SECOND, MACHINE))).stopped is None


def test_the_first_answer_is_of_the_first_question() -> None:
    story = item("a", MONDAY, said(MONDAY + 2 * HOUR), sort=Sort.COMPLAINT)
    question = item("b", MONDAY + HOUR, said(MONDAY + 2 * HOUR, who="Ingrid"))
    answer = only(Metric.FIRST_ANSWER, story, question)
    assert (answer.entry, answer.seconds, answer.who) == ("b", 3600.0, "Ingrid")


def test_a_response_is_to_the_oldest_that_is_unanswered() -> None:
    """Not to the latest: whoever asks again has waited since they first asked."""
    reply, again = MONDAY + 2 * HOUR, MONDAY + 4 * HOUR
    found = measured(
        [
            item("a", MONDAY, said(reply)),
            item("b", MONDAY + HOUR, said(reply)),
            item("c", MONDAY + 3 * HOUR, said(again)),
            item("d", MONDAY + 3.5 * HOUR, said(again)),
            item("e", MONDAY + 5 * HOUR),
        ]
    )
    (first,) = of(Metric.FIRST_RESPONSE, found)
    assert (first.entry, first.seconds) == ("a", 7200.0)
    assert [(one.instance, one.entry, one.seconds) for one in of(Metric.NEXT_RESPONSE, found)] == [
        (1, "c", 3600.0),
        (2, "e", None),
    ]


def test_thanks_after_a_reply_start_nothing() -> None:
    thanks = item("b", MONDAY + HOUR, sort=Sort.THANKS)
    assert of(Metric.NEXT_RESPONSE, measured([item("a", MONDAY, said(MONDAY + SOON)), thanks])) == []


def test_what_was_written_while_a_reply_was_sent_waits_for_the_next_one() -> None:
    """The colleague had not seen it, so the ledger does not say that it was answered."""
    unseen = item("b", MONDAY + SOON - SECOND)
    found = measured([item("a", MONDAY, said(MONDAY + SOON)), unseen])
    (following,) = of(Metric.NEXT_RESPONSE, found)
    assert (following.entry, following.started, following.stopped) == ("b", unseen.opened_at, None)


def test_what_was_taken_back_is_withdrawn_and_the_next_is_still_the_first_response() -> None:
    gone = moved(item("a"), removed_at=MONDAY + SOON)
    found = of(Metric.FIRST_RESPONSE, measured([gone, item("b", MONDAY + HOUR, said(MONDAY + 2 * HOUR))]))
    assert [(one.instance, one.entry, one.withdrawn, one.by) for one in found] == [
        (1, "a", True, None),
        (2, "b", False, By.PERSON),
    ]


def test_an_answer_is_not_lost_behind_what_was_taken_back() -> None:
    gone = moved(item("a"), removed_at=MONDAY + HOUR)
    found = of(Metric.FIRST_RESPONSE, measured([gone, item("b", MONDAY + SOON, said(MONDAY + 2 * SOON))]))
    assert [(one.entry, one.seconds, one.withdrawn) for one in found] == [("a", 3600.0, True), ("b", 600.0, False)]


def test_an_answer_before_its_removal_stays_an_answer() -> None:
    removed = moved(item("a", MONDAY, said(MONDAY + SOON)), removed_at=MONDAY + HOUR)
    response = only(Metric.FIRST_RESPONSE, removed)
    assert (response.seconds, response.withdrawn) == (600.0, False)


def test_a_reply_told_from_before_the_message_took_no_time() -> None:
    early = item("a", MONDAY, said(MONDAY - SOON))
    for metric in (*ABOUT_THE_ITEM, Metric.RESOLUTION_FIRST, Metric.RESOLUTION_TOTAL, Metric.WAIT_TIME):
        one = only(metric, early)
        assert (one.seconds, one.service, one.stopped, one.spans) == (0.0, 0.0, MONDAY, ())


# --- hand-over, resolution, wait ---


@pytest.mark.parametrize(
    ("facts", "signs", "seconds", "who"),
    [
        ({}, (), None, None),
        ({"taken_at": MONDAY + 20 * MINUTE}, (), 600.0, None),
        ({"taken_at": MONDAY + 40 * MINUTE}, (said(MONDAY + 30 * MINUTE, who="Bo"),), 1200.0, "Bo"),
        ({"taken_at": MONDAY + 30 * MINUTE}, (said(MONDAY + 30 * MINUTE, who="Bo"),), 1200.0, "Bo"),
        ({}, (said(MONDAY + 30 * MINUTE, MACHINE),), None, None),
    ],
    ids=["nobody", "at the desk", "by answering", "both at once", "a machine"],
)
def test_a_handover_lasts_until_a_colleague_takes_it(
    facts: dict[str, datetime], signs: tuple[object, ...], seconds: float | None, who: str | None
) -> None:
    handed = item("a", MONDAY, *signs, handed_at=MONDAY + SOON, **facts)  # type: ignore[arg-type]  # Acknowledgments
    handover = only(Metric.HANDOVER_TIME, handed)
    assert (handover.started, handover.seconds, handover.who) == (MONDAY + SOON, seconds, who)


def test_what_was_never_handed_over_has_no_handover() -> None:
    assert of(Metric.HANDOVER_TIME, measured([item("a")])) == []


def reopened() -> list[Entry]:
    """Answered after an hour; asked again after three, and answered after another."""
    return [
        item("a", MONDAY, said(MONDAY + HOUR)),
        item("b", MONDAY + 3 * HOUR, said(MONDAY + 4 * HOUR, who="Ingrid")),
    ]


def test_a_thread_that_opens_again_has_a_first_end_and_a_last_one() -> None:
    found = measured(reopened())
    ((first,), (total,), (wait,)) = (
        of(metric, found) for metric in (Metric.RESOLUTION_FIRST, Metric.RESOLUTION_TOTAL, Metric.WAIT_TIME)
    )
    assert (first.seconds, total.seconds, wait.seconds) == (3600.0, 4 * 3600.0, 2 * 3600.0)
    assert (total.who, [whole(one) for one in (first, total, wait)]) == ("Ingrid", [True, True, False])


def test_while_one_of_several_waits_nothing_is_resolved() -> None:
    entries = [item("a", MONDAY, said(MONDAY + 2 * HOUR)), item("b", MONDAY + HOUR, said(MONDAY + 3 * HOUR))]
    assert only(Metric.RESOLUTION_FIRST, *entries).seconds == 3 * 3600.0
    assert only(Metric.WAIT_TIME, *entries).seconds == 3 * 3600.0
    again = [*reopened(), item("c", MONDAY + 5 * HOUR)]
    assert only(Metric.RESOLUTION_FIRST, *again).seconds == 3600.0
    assert only(Metric.RESOLUTION_TOTAL, *again).stopped is None


def test_a_quick_answer_to_one_is_no_end_while_an_older_one_waits() -> None:
    entries = [
        item("a", MONDAY, said(MONDAY + 3 * HOUR)),
        item("b", MONDAY + HOUR, said(MONDAY + 2 * HOUR)),
        item("c", MONDAY + 2.5 * HOUR, said(MONDAY + 4 * HOUR)),
    ]
    assert only(Metric.RESOLUTION_FIRST, *entries).seconds == 4 * 3600.0


def test_a_question_asked_at_the_moment_of_the_answer_leaves_no_end_between() -> None:
    entries = [item("a", MONDAY, said(MONDAY + HOUR)), item("b", MONDAY + HOUR, said(MONDAY + 2 * HOUR))]
    assert only(Metric.RESOLUTION_FIRST, *entries).seconds == 2 * 3600.0


def test_praise_before_a_question_lengthens_nothing_and_praise_alone_resolves_nothing() -> None:
    praise = item("a", sort=Sort.PRAISE)
    entries = [praise, item("b", MONDAY + HOUR, said(MONDAY + 2 * HOUR))]
    assert only(Metric.RESOLUTION_FIRST, *entries).seconds == 3600.0
    assert {one.metric for one in measured([praise])} == {Metric.TIME_TO_ACK, Metric.TIME_TO_ACK_BY_PERSON}


@pytest.mark.parametrize("fact", ["removed_at", "closed_at"])
def test_what_nobody_answered_is_withdrawn_everywhere(fact: str) -> None:
    entry = moved(item("a", handed_at=MONDAY), **{fact: MONDAY + SOON})
    found = [one for one in measured([entry]) if one.metric is not Metric.INGEST_LAG]
    assert len(found) == 8
    assert all(one.withdrawn and one.stopped == MONDAY + SOON for one in found)


def test_closing_the_rest_of_an_answered_thread_resolves_it() -> None:
    rest = moved(item("b", MONDAY + SOON), closed_at=MONDAY + 2 * HOUR)
    total = only(Metric.RESOLUTION_TOTAL, item("a", MONDAY, said(MONDAY + HOUR)), rest)
    assert (total.seconds, total.withdrawn) == (7200.0, False)


def paused(reason: Reason, since: datetime, until: datetime | None) -> Pause:
    return Pause(reason=reason, who="Ingrid", since=since, until=until)


def test_whoever_is_waited_for_does_not_wait() -> None:
    """Waiting for a third party is the customer's wait all the same; it only does not count as service time."""
    customer = (paused(Reason.CUSTOMER, MONDAY + HOUR, MONDAY + 2 * HOUR),)
    supplier = (paused(Reason.THIRD_PARTY, MONDAY + HOUR, MONDAY + 2 * HOUR),)
    for pauses, wait in ((customer, (10800.0, 10800.0)), (supplier, (14400.0, 10800.0))):
        entry = item("a", MONDAY, said(MONDAY + 4 * HOUR), pauses=pauses)
        waited, response = only(Metric.WAIT_TIME, entry), only(Metric.FIRST_RESPONSE, entry)
        assert (waited.seconds, waited.service) == wait
        assert (response.seconds, response.service) == (14400.0, 10800.0)
        assert [span.name for span in response.spans] == ["hours", pauses[0].reason, "hours"]


@pytest.mark.parametrize(
    "pauses",
    [
        (paused(Reason.CUSTOMER, MONDAY + HOUR, None),),
        (
            paused(Reason.CUSTOMER, MONDAY + HOUR, MONDAY + 4 * HOUR),
            paused(Reason.CUSTOMER, MONDAY + 2 * HOUR, MONDAY + 3 * HOUR),
        ),
    ],
    ids=["one without an end", "one within another"],
)
def test_no_moment_of_a_pause_is_a_wait(pauses: tuple[Pause, ...]) -> None:
    waited = only(Metric.WAIT_TIME, item("a", MONDAY, said(MONDAY + 4 * HOUR), pauses=pauses))
    assert (waited.seconds, waited.service) == (3600.0, 3600.0)


def test_whoever_asks_again_meanwhile_waits() -> None:
    first = item(
        "a", MONDAY, said(MONDAY + 4 * HOUR), pauses=(paused(Reason.CUSTOMER, MONDAY + HOUR, MONDAY + 3 * HOUR),)
    )
    second = item("b", MONDAY + 2 * HOUR, said(MONDAY + 4 * HOUR))
    waited = only(Metric.WAIT_TIME, first, second)
    assert (waited.seconds, waited.service) == (10800.0, 10800.0)


def test_each_moment_of_a_wait_counts_by_the_hours_of_who_has_waited_longest() -> None:
    """The first item's calendar closes at five; the second's, a colleague's who works late, at ten."""
    late = Calendar(zone="Europe/Oslo", week=(((540, 1320),),) * 7, name="late")
    five = MONDAY + 8 * HOUR
    first = item("z", five - HOUR, said(five + HOUR))
    second = item("a", five, said(five + 3 * HOUR), schedules=(Scheduled(since=MONDAY, calendar="late"),))
    waited = only(Metric.WAIT_TIME, first, second, by=regime(brand(HOURS, late)))
    assert (waited.seconds, waited.service) == (14400.0, 10800.0)
    assert [(span.name, span.counted, span.seconds) for span in waited.spans] == [
        ("hours", True, 3600.0),
        ("hours", False, 3600.0),
        ("late", True, 7200.0),
    ]


# --- what is promised ---


def test_targets_belong_to_the_figure_that_their_clock_times() -> None:
    found = measured([item("a", MONDAY, said(MONDAY + SOON), handed_at=MONDAY)])
    assert {one.metric: [aim.seconds for aim in one.aims] for one in found if one.aims} == {
        Metric.TIME_TO_ACK: [60.0],
        Metric.FIRST_RESPONSE: [7200.0],
    }


def test_a_corrected_calendar_moves_the_breach() -> None:
    """The Monday was a holiday that nobody had entered."""
    asked = item("a", MONDAY, said(MONDAY + DAY + HOUR))
    assert only(Metric.FIRST_RESPONSE, asked).aims[0].breached == MONDAY + 2 * HOUR
    holiday = msgspec.structs.replace(HOURS, days={"2026-10-05": Dated(name="Founders' day")})
    noted = Aim(seconds=7200.0, service=True, due=MONDAY + 2 * HOUR, breached=MONDAY + 2 * HOUR)
    asked = moved(asked, clocks={**asked.clocks, "response": Clock(started=MONDAY, aims=(noted,))})
    mended = only(Metric.FIRST_RESPONSE, asked, by=regime(brand(holiday)))
    assert (mended.service, mended.aims[0].breached, mended.aims[0].due) == (3600.0, None, MONDAY + DAY + 2 * HOUR)
    assert [(span.why, span.name) for span in mended.spans] == [
        (Why.DATED, "Founders' day"),
        (Why.CLOSED, "hours"),
        (Why.OPEN, "hours"),
    ]


def test_what_still_runs_is_missed_once_it_is_due_and_not_before() -> None:
    due = MONDAY + 2 * HOUR
    for until, breached in ((due - SECOND, None), (due, due)):
        (running,) = of(Metric.FIRST_RESPONSE, measured([item("a")], regime(now=until)))
        assert (running.seconds, running.stopped, running.until) == (None, None, until)
        assert (running.aims[0].due, running.aims[0].breached) == (due, breached)


def test_of_several_targets_the_strictest_is_in_front() -> None:
    asked = item("a", MONDAY, said(MONDAY + HOUR))
    aims = (Aim(seconds=7200, service=True), Aim(seconds=1800, service=True, name="vip"))
    several = moved(asked, clocks={**asked.clocks, "response": Clock(started=MONDAY, aims=aims)})
    found = only(Metric.FIRST_RESPONSE, several).aims
    assert [(aim.name, aim.breached) for aim in found] == [("vip", MONDAY + HOUR / 2), ("", None)]


def test_what_runs_is_explained_up_to_when_it_is_looked_at() -> None:
    """However much later an older item was answered; and not at all where it was not there yet."""
    entries = [item("a", MONDAY, said(MONDAY + 5 * HOUR)), item("b", MONDAY + HOUR)]
    for hours, wide in ((2, 2), (-1, 0)):
        until, ends = MONDAY + hours * HOUR, MONDAY + wide * HOUR
        for metric in (Metric.RESOLUTION_TOTAL, Metric.WAIT_TIME):
            (one,) = of(metric, measured(entries, until=until))
            assert (one.started, one.stopped, one.until, whole(one)) == (MONDAY, None, ends, True)


def test_each_figure_names_the_policy_that_was_in_force_at_its_end() -> None:
    calendars = (HOURS,)
    versions = (
        Version(since=MONDAY - DAY, policy="p0", calendars=calendars),
        Version(since=MONDAY + HOUR, policy="p1", calendars=calendars),
    )
    log = msgspec.structs.replace(empty("tern-kettle", NOW), versions=versions)
    for after, policy in ((SOON, "p0"), (HOUR, "p1"), (-2 * DAY, "p0")):
        opened = MONDAY + min(after, timedelta())
        assert only(Metric.FIRST_RESPONSE, item("a", opened, said(MONDAY + after)), by=regime(log=log)).policy == policy


# --- examples that others publish ---


def at_the_office(day: int, hour: int, minute: int) -> datetime:
    """A time in October 2026 where the wall clock shows UTC."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


@pytest.mark.practice(45)
@pytest.mark.parametrize(
    ("asked", "promised", "due"),
    [
        # https://github.com/chatwoot/chatwoot/pull/13392: Friday 16:30 and one hour
        (at_the_office(9, 16, 30), 3600.0, at_the_office(12, 9, 30)),
        # https://help.hootsuite.com/hc/en-us/articles/5366191513115: Friday 16:45 and 30 minutes, missed at 9:16
        (at_the_office(9, 16, 45), 1800.0, at_the_office(12, 9, 15)),
    ],
    ids=["Chatwoot", "Hootsuite"],
)
def test_a_promise_made_on_friday_evening_is_kept_on_monday_morning(
    asked: datetime, promised: float, due: datetime
) -> None:
    office = regime(brand(Calendar(zone="UTC", week=(((540, 1020),),) * 5 + ((), ()))))
    for answered, breached in ((due, None), (due + SECOND, due)):
        response = only(Metric.FIRST_RESPONSE, item("a", asked, said(answered), response=promised), by=office)
        assert (response.aims[0].due, response.aims[0].breached) == (due, breached)
        assert response.service == promised + (answered - due).total_seconds()


def two_schedules() -> tuple[Calendar, Calendar]:
    """As https://github.com/fivetran/dbt_zendesk/blob/main/DECISIONLOG.md has them, in local time of September 2020."""
    chicago = Calendar(zone="America/Chicago", week=(((420, 1260),),) * 7, name="Level 1 Chicago")
    week = (((480, 1050),),) * 5 + ((), ())
    return chicago, Calendar(zone="America/Los_Angeles", week=week, name="Level 2 San Francisco")


@pytest.mark.parametrize(
    ("asked", "passed_on", "answered", "minutes"),
    [
        # The published figure comes of times that were made minutes by hand: 17:01:38 as 17:02, 19:01:25 as 19:01.25.
        ("17:02:00", "19:01:15", "19:01:27.600", 959.46),
        # The times themselves: 40 seconds more.
        ("17:01:38", "19:01:25", "19:01:46", 538 + 22 / 60 + 421 + 25 / 60 + 21 / 60),
    ],
    ids=["as published", "to the second"],
)
def test_each_schedule_of_a_thread_counts_for_its_own_part(
    asked: str, passed_on: str, answered: str, minutes: float
) -> None:
    chicago, san_francisco = two_schedules()
    opened, since, reply = (
        datetime.fromisoformat(f"2020-09-{day}T{clock}+00:00")
        for day, clock in ((29, asked), (30, passed_on), (30, answered))
    )
    passed = Scheduled(since=since, calendar=san_francisco.name)
    both = regime(brand(chicago, san_francisco))
    response = only(Metric.FIRST_RESPONSE, item("a", opened, said(reply), schedules=(passed,)), by=both)
    assert response.service == pytest.approx(minutes * 60, abs=1e-6)
    counted = [(span.name, span.until) for span in response.spans if span.counted]
    assert [name for name, _ in counted] == [chicago.name, chicago.name, san_francisco.name]
    assert counted[1][1] == since


# --- whatever happens ---

MOMENTS = st.integers(0, 14 * 24 * 60).map(lambda minutes: MONDAY + minutes * MINUTE)
PAUSES = st.tuples(st.sampled_from(list(Reason)[:2]), MOMENTS, st.none() | MOMENTS).map(
    lambda it: paused(it[0], it[1], None if it[2] is None else max(it[1] + MINUTE, it[2]))
)
SIGNS = st.tuples(MOMENTS, st.sampled_from(By), st.sampled_from(["reply", "like", "private_reply"]), st.booleans()).map(
    lambda it: said(it[0], it[1], it[2], answers=it[3] and it[1] is MACHINE)
)


@st.composite
def talks(draw: st.DrawFn) -> list[Entry]:
    """Up to five items of one person with whatever came of them, in any order."""
    made: list[Entry] = []
    for number in range(draw(st.integers(1, 5))):
        opened = draw(MOMENTS)
        entry = item(
            f"{number}",
            opened,
            *draw(st.lists(SIGNS, max_size=3)),
            sort=draw(st.sampled_from([Sort.QUESTION, Sort.COMPLAINT, Sort.PRAISE, Sort.THANKS])),
            kind=draw(st.sampled_from([Kind.COMMENT, Kind.SHARE])),
            at=draw(st.none() | MOMENTS),
            pauses=tuple(draw(st.lists(PAUSES, max_size=2))),
        )
        facts = {name: draw(st.none() | MOMENTS) for name in ("removed_at", "closed_at", "handed_at", "taken_at")}
        made.append(moved(entry, **facts))
    return made


@given(talks(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_figures_add_up_whatever_happens_and_in_whatever_order_it_is_told(entries: list[Entry], random: object) -> None:
    by = regime()
    again = [*entries, *entries[:2]]
    random.shuffle(again)  # type: ignore[attr-defined]  # hypothesis gives a Random
    found = measured(entries, by)
    assert measured(again, by) == found
    assert len({(one.thread, one.metric, one.instance) for one in found}) == len(found)
    for one in found:
        assert all(span.since < span.until for span in one.spans)
        assert whole(one) or one.metric is Metric.WAIT_TIME
        assert one.started <= (one.stopped or one.until)
        if one.stopped is None:
            assert (one.seconds, one.service) == (None, None)
            continue
        assert one.seconds is not None
        assert one.service is not None
        assert 0 <= one.service <= one.seconds <= (one.stopped - one.started).total_seconds()
        assert one.service == sum((s.until - s.since for s in one.spans if s.counted), timedelta()).total_seconds()


@given(talks())
@settings(max_examples=200, deadline=None)
def test_figures_of_one_item_are_those_of_its_clocks(entries: list[Entry]) -> None:
    """What a colleague was told of and what a manager reads are the same."""
    by = regime()
    for entry in entries:
        found = measured([entry], by)
        for metric, name in ((Metric.TIME_TO_ACK, "ack"), (Metric.FIRST_RESPONSE, "response")):
            if name not in entry.clocks:
                continue
            (one,) = of(metric, found)
            clock = replayed(name, entry, by)
            assert (one.stopped, one.seconds, one.aims) == (clock.stopped, clock.elapsed, clock.aims)
            assert (one.by, one.withdrawn) == (clock.by, clock.withdrawn)
            assert clock.service_elapsed in (one.service, None), "None: a machine was in time by the calendar"
            assert clock.service_elapsed is not None or clock.running or clock.by is By.MACHINE
