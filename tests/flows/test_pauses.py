"""Pauses of one Entry at the desk: what they do to its clocks, what ends them, and that parking hides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.circle import Schedule
from shared.core.calendar import Calendar
from shared.core.course import Pause, Reason
from shared.core.errors import ActionRefused
from shared.core.interaction import Outcome, object_key
from shared.core.ledger import CardState, Entry, Person, State
from shared.core.ports import Capability, Put
from shared.core.sla import By, Clock
from shared.core.speech import person_slot
from shared.flows._taking import silent
from shared.flows.acknowledge import acknowledge
from shared.flows.desk import Deed, Page, Problem
from tests.desk.counter import Counter, kept, staffed
from tests.flows.world import NOON, PAGE, Fault, comment, facebook

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
THEM = {"reason": Reason.CUSTOMER}
OTHERS = {"reason": Reason.THIRD_PARTY}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def asked(desk: Counter, name: str = "c1", **how: Any) -> str:
    key = desk.asked(name, at=desk.world.clock, **how)
    desk.carded(key)
    return key


def does(desk: Counter, key: str, deed: Deed, who: str = "Ann", **wish: Any) -> None:
    desk.done(desk.link(key, who, about=f"{deed} {desk.world.clock}"), deed, **wish)


def writes(desk: Counter, name: str, at: datetime, author: str = "7", under: str = "c1") -> None:
    """Somebody writes under the first comment, at a time that may be long past."""
    value = comment(name, "hello?", author, under=under, at=at)
    desk.world.send(facebook(value, at=desk.world.clock))
    desk.world.work()


def response(desk: Counter, key: str) -> Clock:
    return desk.entry(key).clocks["response"]


def ends(desk: Counter, key: str) -> list[datetime | None]:
    return [one.until for one in desk.entry(key).pauses]


# --- holding and going on ---


def test_a_pause_is_kept_with_who_why_and_since_when(desk: Counter) -> None:
    key = asked(desk)
    desk.world.clock += HOUR
    does(desk, key, Deed.HOLD, **THEM, note="which\nbatch was it?", days=2)
    (pause,) = desk.entry(key).pauses
    began = NOON + HOUR
    assert pause == Pause(
        reason=Reason.CUSTOMER, who="Ann", since=began, until=began + timedelta(days=2), why="which\nbatch was it?"
    )
    assert desk.person(key).paused == {desk.entry(key).conversation: (key,)}
    assert desk.card(key).state is CardState.OPEN
    assert silent(desk.person(key), desk.entry(key).conversation), "as where a colleague has taken it"


def test_time_that_is_paused_does_not_count(desk: Counter) -> None:
    key = asked(desk)
    desk.world.clock += HOUR
    does(desk, key, Deed.HOLD, **OTHERS)
    desk.world.run(NOON + 3 * HOUR)
    assert response(desk, key).breached is None
    does(desk, key, Deed.RESUME)
    assert ends(desk, key) == [NOON + 3 * HOUR]
    assert response(desk, key).due == NOON + 4 * HOUR
    desk.world.run(NOON + timedelta(hours=4, minutes=2))
    assert response(desk, key).breached == NOON + 4 * HOUR


def test_a_pause_with_an_end_ends_by_itself(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **OTHERS, days=1)
    assert response(desk, key).due == NOON + timedelta(hours=26)
    desk.world.run(NOON + timedelta(hours=26, minutes=2))
    assert response(desk, key).breached == NOON + timedelta(hours=26)


def test_what_was_missed_before_it_stays_missed(desk: Counter) -> None:
    key = asked(desk)
    desk.world.run(NOON + 3 * HOUR)
    does(desk, key, Deed.HOLD, **OTHERS)
    desk.world.run(NOON + 4 * HOUR)
    does(desk, key, Deed.RESUME)
    assert response(desk, key).breached == NOON + 2 * HOUR


def test_a_taken_card_stays_taken(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.TAKE)
    does(desk, key, Deed.HOLD, **OTHERS)
    assert desk.card(key).state is CardState.TAKEN


def test_two_reasons_at_once_both_count_and_going_on_ends_both(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.clock += HOUR
    does(desk, key, Deed.HOLD, "Bo", **OTHERS)
    desk.world.clock += HOUR
    does(desk, key, Deed.RESUME, "Bo")
    assert ends(desk, key) == [NOON + 2 * HOUR, NOON + 2 * HOUR]
    assert response(desk, key).due == NOON + 4 * HOUR, "what both paused is taken off once"


def test_a_second_hold_for_the_same_reason_changes_nothing(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    before = kept(desk.world)
    desk.world.clock += HOUR
    page = desk.act(desk.link(key, "Bo"), Deed.HOLD, **THEM, days=3)
    assert isinstance(page, Page)
    assert page.problem is Problem.TOO_LATE
    assert kept(desk.world) == before


@pytest.mark.parametrize("reason", [None, Reason.CRISIS, Reason.OUTAGE])
def test_other_reasons_are_refused(desk: Counter, reason: Reason | None) -> None:
    key = asked(desk)
    before = kept(desk.world)
    assert isinstance(page := desk.act(desk.link(key), Deed.HOLD, reason=reason), Page)
    assert page.problem is Problem.TOO_LATE
    assert kept(desk.world) == before


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_pause_lasts_one_day_to_ninety(desk: Counter, days: int) -> None:
    key = asked(desk)
    assert isinstance(desk.act(desk.link(key), Deed.HOLD, **THEM, days=days), Page)
    assert desk.entry(key).pauses == ()


def test_a_note_that_is_too_long_is_not_cut(desk: Counter) -> None:
    key = asked(desk)
    assert isinstance(page := desk.act(desk.link(key), Deed.HOLD, **THEM, note="x" * 201), Page)
    assert page.problem is Problem.NOTE
    assert desk.entry(key).pauses == ()
    does(desk, key, Deed.HOLD, **THEM, note="x" * 200)
    assert desk.entry(key).pauses[0].why == "x" * 200


def test_only_what_waits_for_an_answer_can_be_paused(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    does(desk, key, Deed.CLOSE)
    assert not desk.page(desk.link(key, about="later")).deeds & {Deed.HOLD, Deed.RESUME}
    other = asked(desk, "c5", author="9")
    desk.world.send(facebook(comment("r1", "So sorry!", PAGE, under="c5", at=NOON)))
    desk.world.work()
    assert isinstance(page := desk.act(desk.link(other), Deed.HOLD, **THEM), Page)
    assert page.problem is Problem.TOO_LATE


# --- what their own words end ---


@pytest.mark.parametrize("order", [*permutations((10, 30, 50)), (30, 30, 10, 50, 30)])
def test_their_first_word_after_it_ends_it_in_whatever_order_words_come(desk: Counter, order: tuple[int, ...]) -> None:
    key = asked(desk)
    desk.world.clock = NOON + 20 * MINUTE
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.clock = NOON + HOUR
    for minute in order:
        writes(desk, f"m{minute}", NOON + minute * MINUTE)
    assert ends(desk, key) == [NOON + 30 * MINUTE], "not by what was written before it, nor by what came later"
    assert response(desk, key).due == NOON + timedelta(hours=2, minutes=10)


@pytest.mark.parametrize("order", list(permutations(("word", "resume", "answer"))))
def test_news_in_any_order_gives_the_same_figure(desk: Counter, order: tuple[str, ...]) -> None:
    """They write 30 minutes into it, a colleague goes on after 60 and answers in the app after 100."""
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.clock = NOON + HOUR
    for what in order:
        match what:
            case "word":
                writes(desk, "m1", NOON + 30 * MINUTE)
            case "resume" if Deed.RESUME in desk.page(desk.link(key)).deeds:
                does(desk, key, Deed.RESUME)
            case "answer":
                value = comment("r1", "So sorry!", PAGE, under="c1", at=NOON + 40 * MINUTE)
                desk.world.send(facebook(value, at=desk.world.clock))
                desk.world.work()
    assert ends(desk, key) == [NOON + 30 * MINUTE]
    clock = response(desk, key)
    assert (clock.stopped, clock.elapsed, clock.service_elapsed) == (NOON + 40 * MINUTE, 2400, 600)


def test_parking_somebody_who_writes_on_makes_nobody_look_good(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.clock = NOON + timedelta(minutes=1)
    writes(desk, "m1", NOON + MINUTE)
    desk.world.run(NOON + 3 * HOUR)
    assert response(desk, key).breached == NOON + 2 * HOUR + MINUTE


def test_a_word_that_was_taken_in_while_the_pause_was_written_ends_it_in_time(desk: Counter) -> None:
    """Whoever took it in had read the person's record a moment before, and so knew of no pause."""
    key = asked(desk)
    desk.world.clock = NOON + 20 * MINUTE
    does(desk, key, Deed.HOLD, **THEM)
    store, entry = desk.world.store, desk.entry(key)
    assert entry.person is not None
    after = store.get(Person, entry.person, desk.world.clock)
    assert after is not None
    store.commit(desk.world.clock, Put(msgspec.structs.replace(after.doc, paused={})))
    desk.world.clock = NOON + 30 * MINUTE
    writes(desk, "m1", desk.world.clock)
    now = store.get(Person, entry.person, desk.world.clock)
    assert now is not None
    store.commit(desk.world.clock, Put(msgspec.structs.replace(now.doc, paused=after.doc.paused)))
    assert ends(desk, key) == [None]
    desk.world.run(NOON + timedelta(hours=2, minutes=12))
    assert ends(desk, key) == [NOON + 30 * MINUTE]
    assert response(desk, key).breached == NOON + timedelta(hours=2, minutes=10)


def test_words_that_come_late_move_a_promise_that_was_missed_since(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.run(NOON + HOUR)
    does(desk, key, Deed.RESUME)
    desk.world.run(NOON + timedelta(hours=3, minutes=5))
    assert response(desk, key).breached == NOON + 3 * HOUR
    told = response(desk, key).told
    writes(desk, "m1", NOON + 15 * MINUTE)
    clock = response(desk, key)
    assert (clock.breached, clock.told) == (NOON + timedelta(hours=2, minutes=15), told)


@pytest.mark.parametrize("who", ["somebody else", "elsewhere", "a reaction"])
def test_nothing_else_ends_it(desk: Counter, who: str) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.clock += HOUR
    if who == "somebody else":
        writes(desk, "m1", desk.world.clock, author="8")
    elif who == "elsewhere":
        asked(desk, "c9", post="2")
    else:
        value = comment("c1", "", at=desk.world.clock) | {"item": "reaction", "reaction_type": "love"}
        desk.world.send(facebook(value, at=desk.world.clock))
        desk.world.work()
    assert ends(desk, key) == [None]


def test_their_word_does_not_end_the_wait_for_somebody_else(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **OTHERS)
    desk.world.clock += HOUR
    writes(desk, "m1", desk.world.clock)
    assert ends(desk, key) == [None]
    assert desk.person(key).paused == {}
    does(desk, key, Deed.HOLD, **THEM)
    writes(desk, "m2", desk.world.clock)
    assert ends(desk, key) == [None, desk.world.clock], "nor where they are waited for besides"


def test_what_no_word_can_move_any_more_is_forgotten(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **THEM)
    desk.world.clock += HOUR
    writes(desk, "m1", desk.world.clock)
    assert desk.person(key).paused == {desk.entry(key).conversation: (key,)}, "an earlier one may still come"
    desk.world.clock += timedelta(days=8)
    writes(desk, "m2", desk.world.clock)
    assert desk.person(key).paused == {}
    assert ends(desk, key) == [NOON + HOUR]


# --- handing over and taking ---


@pytest.mark.parametrize("deed", [Deed.TAKE, Deed.SEND])
def test_who_takes_it_first_is_noted_once(desk: Counter, deed: Deed) -> None:
    key = asked(desk)
    assert (desk.entry(key).handed_at, desk.entry(key).taken_at) == (NOON, None)
    desk.world.clock += MINUTE
    does(desk, key, Deed.HAND_ON, to="Bo")
    assert desk.entry(key).taken_at is None
    desk.world.clock += MINUTE
    does(desk, key, deed, "Bo", capability=Capability.REPLY, text="So sorry!")
    desk.world.work()
    desk.world.clock += MINUTE
    if deed is Deed.TAKE:
        does(desk, key, Deed.SEND, "Bo", capability=Capability.REPLY, text="So sorry!")
        desk.world.work()
    assert (desk.entry(key).handed_at, desk.entry(key).taken_at) == (NOON, NOON + 2 * MINUTE)


@pytest.mark.parametrize("first", [5, 20])
def test_an_answer_in_the_app_takes_it_at_its_own_time(desk: Counter, first: int) -> None:
    key = asked(desk)
    desk.world.clock = NOON + 30 * MINUTE
    for minute in (first, 25 - first):
        value = comment(f"r{minute}", "So sorry!", PAGE, under="c1", at=NOON + minute * MINUTE)
        desk.world.send(facebook(value, at=desk.world.clock))
        desk.world.work()
    assert desk.entry(key).taken_at == NOON + 5 * MINUTE


def test_it_is_timed_by_the_calendar_of_who_is_asked_from_then_on(desk: Counter) -> None:
    night = Calendar(zone="Europe/Oslo", week=(((1200, 1440),),) * 7, name="night")
    desk.world.brands = staffed(desk.world.brands, schedules=(Schedule(calendar=night, colleagues=("Bo",)),))
    desk.start()
    key = asked(desk)
    desk.world.clock += HOUR
    does(desk, key, Deed.HAND_ON, to="Bo")
    assert [(one.since, one.calendar) for one in desk.entry(key).schedules] == [(NOON + HOUR, "night")]
    assert response(desk, key).due == NOON + 9 * HOUR, "an hour by day, and one from 20:00 on"
    does(desk, key, Deed.TAKE, "Ann")
    assert response(desk, key).due == NOON + 2 * HOUR


def test_words_that_failed_leave_the_pauses_and_what_was_told(desk: Counter) -> None:
    key = asked(desk)
    does(desk, key, Deed.HOLD, **OTHERS)
    desk.world.clock += HOUR
    does(desk, key, Deed.RESUME)
    pauses = desk.entry(key).pauses
    desk.world.faults.append(Fault(lambda order: ActionRefused("pretend", order.capability, "no")))
    does(desk, key, Deed.SEND, capability=Capability.REPLY, text="So sorry!")
    desk.world.work()
    entry = desk.entry(key)
    assert (entry.pauses, entry.clocks["response"].due) == (pauses, NOON + 3 * HOUR)


def test_an_answer_that_failed_later_is_as_if_it_had_never_been(desk: Counter) -> None:
    """It answered another comment of theirs besides, which nobody has taken but by that."""
    key, other = asked(desk), asked(desk, "c2", under="c1")
    does(desk, key, Deed.HOLD, **OTHERS)
    desk.world.run(NOON + 3 * HOUR)
    does(desk, key, Deed.RESUME)
    before = {one: desk.entry(one) for one in (key, other)}
    assert before[other].clocks["response"].told
    does(desk, key, Deed.SEND, capability=Capability.REPLY, text="So sorry!")
    desk.world.work()
    assert [desk.entry(one).taken_at for one in (key, other)] == [NOON + 3 * HOUR, NOON + 3 * HOUR]
    (sign,) = desk.entry(key).acknowledgments
    lost = Outcome(
        platform="facebook", account=PAGE, receipt=sign.receipt or "", failed=True, received_at=desk.world.clock,
        entry=key, slot=person_slot(key), why="a code",
    )  # fmt: skip
    acknowledge(lost, desk.tools)
    after = {one: desk.entry(one) for one in (key, other)}
    assert {one: doc.clocks["response"] for one, doc in after.items()} == {
        one: doc.clocks["response"] for one, doc in before.items()
    }
    assert after[key].pauses == before[key].pauses
    assert [doc.taken_at for doc in after.values()] == [NOON + 3 * HOUR, None], "it was taken where it was approved"


# --- what a rule answers ---


@pytest.mark.parametrize("marked", [True, False])
def test_an_automatic_answer_answers_only_where_the_brand_says_so(desk: Counter, marked: bool) -> None:
    rules = tuple(msgspec.structs.replace(one, answers=marked) for one in desk.world.brands.brands["acme"].rules)
    desk.world.brands = staffed(desk.world.brands, rules=rules)
    desk.start()
    key = desk.asked("c1", "when do you open?")
    (sign,) = desk.entry(key).acknowledgments
    assert (sign.by, sign.how, sign.answers) == (By.MACHINE, "reply", marked)
    assert desk.entry(key).waiting, "a person is waited for all the same"
    praise = desk.entry(desk.asked("c2", "lovely!", author="9"))
    assert {(one.how, one.answers) for one in praise.acknowledgments} == {("reply", marked), ("like", False)}


# --- any order ---


@pytest.mark.parametrize("order", list(permutations(("message", "answer", "removal"))))
def test_a_removal_after_an_answer_takes_nothing_back_in_any_order(desk: Counter, order: tuple[str, ...]) -> None:
    news = {
        "message": comment("c1", "it came broken", at=NOON),
        "answer": comment("r1", "So sorry!", PAGE, under="c1", at=NOON + 10 * MINUTE),
        "removal": comment("c1", "", verb="remove", at=NOON + 20 * MINUTE),
    }
    desk.world.clock = NOON + 30 * MINUTE
    for what in order:
        desk.world.send(facebook(news[what], at=desk.world.clock - 10 * MINUTE))
        desk.world.work()
    entry: Entry = desk.entry(object_key("facebook", PAGE, "1_c1"))
    clock = entry.clocks["response"]
    assert (entry.state, clock.by, clock.stopped) == (State.WITHDRAWN, By.PERSON, NOON + 10 * MINUTE)
    assert [one.at for one in entry.acknowledgments if one.by is By.PERSON] == [NOON + 10 * MINUTE]


@pytest.mark.parametrize("order", list(permutations(("first", "second", "again", "also"))))
def test_an_answer_to_who_had_not_been_heard_answers_all_they_wrote(desk: Counter, order: tuple[str, ...]) -> None:
    """Two comments and an answer after each: the second answer answers the second comment, whatever came first."""
    news = {
        "first": comment("c1", "it came broken", at=NOON),
        "also": comment("r1", "So sorry!", PAGE, under="c1", at=NOON + MINUTE),
        "second": comment("c2", "and it is late", under="c1", at=NOON + 2 * MINUTE),
        "again": comment("r2", "Oh no!", PAGE, under="c1", at=NOON + 3 * MINUTE),
    }
    desk.world.clock = NOON + 30 * MINUTE
    for what in order:
        desk.world.send(facebook(news[what], at=desk.world.clock))
        desk.world.work()
    found = {name: desk.entry(object_key("facebook", PAGE, f"1_{name}")).clocks["response"] for name in ("c1", "c2")}
    assert {name: clock.stopped for name, clock in found.items()} == {"c1": NOON + MINUTE, "c2": NOON + 3 * MINUTE}
