"""What a colleague approved goes out in their name, once; and from their first word a conversation is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from shared.core.claims import Claim, ClaimState
from shared.core.errors import ActionRefused, PlatformUnavailable
from shared.core.ledger import Acknowledgment, Entry, State
from shared.core.ports import NOTICES, TROUBLED, Capability, Order
from shared.core.sla import By
from shared.flows import _covering
from shared.flows._tools import change
from tests.flows.colleague import NAME, TEXT, approve, hand_back, record, take, tap_like
from tests.flows.world import NOON, PAGE, Fault, PretendClient, World, comment, facebook, lost_answer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def say(world: World, *changes: dict[str, Any]) -> None:
    assert world.deliver(facebook(*changes)) == 200
    world.work()


def native(name: str, under: str, at: Any, text: str = "So sorry!", post: str = "1") -> dict[str, Any]:
    return comment(name, text, PAGE, under=under, at=at, post=post)


def told(world: World, about: str) -> list[str]:
    return [kept.doc.text for kept in world.store.find(NOTICES, world.clock, equal=("acme", about))]


def said(world: World) -> list[str | None]:
    return [one.text for one in world.journal if one.capability is not Capability.LIKE]


# --- sending ---


@pytest.mark.practice(15)
def test_what_was_approved_goes_out_in_its_own_words_and_stops_both_clocks(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.clock += 20 * MINUTE
    slot = approve(world, "1_c1")
    entry, (sent,) = world.entry("1_c1"), world.journal
    assert (sent.text, sent.object, sent.capability) == (TEXT, "1_c1", Capability.REPLY)
    assert entry.state is State.ANSWERED_BY_COLLEAGUE
    assert entry.acknowledgments == (
        Acknowledgment(at=world.clock, by=By.PERSON, how="reply", receipt=sent.made, who=NAME),
    )
    assert {name: (clock.stopped, clock.by) for name, clock in entry.clocks.items()} == {
        "ack": (world.clock, By.PERSON),
        "response": (world.clock, By.PERSON),
    }
    assert not entry.waiting
    assert (entry.claims[slot].text, entry.author, entry.ring_at) == (None, None, None), "nothing is left of it"
    world.run(NOON + timedelta(hours=3))
    assert len(world.journal) == 1


def test_the_platform_is_told_that_a_person_speaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what opens the windows that only people have."""
    orders: list[Order] = []
    perform = PretendClient.perform

    def seen(client: PretendClient, order: Order, timeout: float) -> str | None:
        orders.append(order)
        return perform(client, order, timeout)

    monkeypatch.setattr(PretendClient, "perform", seen)
    say(world, comment("c1", "when do you open"))
    approve(world, "1_c1")
    assert [one.by for one in orders] == [By.MACHINE, By.PERSON]
    assert orders[1].text == TEXT


def test_a_second_look_or_a_copy_of_the_ring_sends_nothing_more(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    for _ in range(3):
        approve(world, "1_c1")
    assert said(world) == [TEXT]


def test_without_a_ring_it_is_sent_at_the_next_look(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1", ring=False)
    assert world.journal == []
    world.run(NOON + 3 * MINUTE)
    assert said(world) == [TEXT]


def test_neither_an_answer_in_the_app_nor_caps_nor_a_day_stop_it(world: World) -> None:
    """A person decided so, having seen the conversation; the machine's own bounds are no bounds to them."""
    for number in range(3):
        say(world, comment(f"c{number}", "lovely", post=str(number + 1)))
    say(world, comment("c9", "it came broken", post="9"))
    say(world, native("r9", "c9", NOON, post="9"))
    assert world.entry("9_c9").state is State.ANSWERED_BY_COLLEAGUE
    world.run(NOON + timedelta(hours=30))
    approve(world, "9_c9")
    assert said(world)[-1] == TEXT
    assert len(world.entry("9_c9").acknowledgments) == 2


def test_what_was_taken_back_is_not_answered_and_the_colleague_gets_the_words_back(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1", ring=False)
    say(world, comment("c1", "", verb="remove"))
    world.run(NOON + 5 * MINUTE)
    assert world.journal == []
    assert world.entry("1_c1").state is State.WITHDRAWN
    assert all("withdrawn" in text and TEXT in text for text in told(world, "unsent"))
    assert len(told(world, "unsent")) == 2
    assert len({mail.key for mail in world.mails if mail.key.startswith("unsent")}) == 2


def test_the_persons_window_closes_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.platforms._base import Window

    windows = {Capability.REPLY: Window(timedelta(hours=24), timedelta(days=7))}
    monkeypatch.setattr(type(world.platform("facebook")), "windows", windows)
    for number, days in (("1", 6.9), ("2", 7.1)):
        world.clock = NOON
        say(world, comment("c", "it came broken", number, post=number))
        world.clock += timedelta(days=days)
        approve(world, f"{number}_c")
    assert [one.object for one in world.journal] == ["1_c"]
    late = world.entry("2_c")
    assert (late.state, late.reason, late.waiting) == (State.EXPIRED, "too old for facebook's window", True)
    assert all(TEXT in text for text in told(world, "unsent"))


def test_the_accounts_pace_holds_for_people_too(world: World) -> None:
    for number in range(31):
        say(world, comment("c", "lovely" if number < 30 else "it came broken", str(100 + number), post=str(number + 1)))
    assert len(world.journal) == 60
    approve(world, "31_c")
    assert len(world.journal) == 60
    world.run(NOON + 3 * MINUTE)
    assert said(world)[-1] == TEXT
    assert world.journal[-1].at >= NOON + MINUTE


# --- what the platform says ---


def test_a_refusal_is_trouble_of_today_and_the_colleague_is_told_why(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.clock += timedelta(days=1)
    world.faults.append(Fault(lambda order: ActionRefused("facebook", order.capability, "comments are closed")))
    approve(world, "1_c1")
    entry = world.entry("1_c1")
    assert (entry.state, entry.reason, entry.waiting) == (State.REFUSED, "comments are closed", True)
    troubled = world.store.find(TROUBLED, world.clock, equal=("acme",), since=world.clock - timedelta(hours=1))
    assert [one.doc.object for one in troubled] == ["1_c1"]
    assert all("comments are closed" in text and TEXT in text for text in told(world, "unsent"))
    assert len([mail for mail in world.mails if mail.subject.startswith("Not sent")]) == 2
    world.run(world.clock + timedelta(hours=3))
    assert world.asked == 1


def test_a_refusal_changes_nothing_where_somebody_else_has_answered(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1", ring=False)
    world.faults.append(Fault(lambda order: ActionRefused("facebook", order.capability, "403")))
    say(world, native("r1", "c1", NOON))
    world.run(NOON + 5 * MINUTE)
    assert world.asked == 1
    assert (world.entry("1_c1").state, world.entry("1_c1").trouble_at) == (State.ANSWERED_BY_COLLEAGUE, None)
    assert len(told(world, "unsent")) == 2, "who approved it is told all the same"


def test_a_machines_sign_does_not_hide_that_a_colleagues_words_were_refused(world: World) -> None:
    say(world, comment("c1", "when do you open"))
    world.faults.append(Fault(lambda order: ActionRefused("facebook", order.capability, "403")))
    approve(world, "1_c1")
    entry = world.entry("1_c1")
    assert (entry.state, entry.waiting, entry.clocks["ack"].by) == (State.REFUSED, True, By.MACHINE)


@pytest.mark.parametrize("arrived", [True, False])
def test_a_lost_answer_is_read_back_and_ends_with_one(world: World, *, arrived: bool) -> None:
    say(world, comment("c1", "it came broken"))
    world.faults.append(Fault(lost_answer, after=arrived))
    slot = approve(world, "1_c1")
    assert world.entry("1_c1").claims[slot].state is ClaimState.UNKNOWN
    world.run(NOON + 15 * MINUTE)
    assert said(world) == [TEXT]
    assert world.entry("1_c1").state is State.ANSWERED_BY_COLLEAGUE
    assert world.entry("1_c1").acknowledgments[0].receipt == world.journal[0].made


def test_a_rules_answer_a_moment_ago_is_not_taken_for_what_was_approved(world: World) -> None:
    say(world, comment("c1", "when do you open"))
    world.faults.append(Fault(lost_answer))
    slot = approve(world, "1_c1")
    world.run(NOON + 15 * MINUTE)
    assert said(world)[1:] == [TEXT]
    assert world.entry("1_c1").claims[slot].receipt == world.journal[1].made


def test_a_limit_delays_and_loses_nothing(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.faults += [Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", 300))] * 2
    approve(world, "1_c1")
    world.run(NOON + 30 * MINUTE)
    assert [one.at for one in world.journal] == [NOON + 10 * MINUTE]
    assert world.entry("1_c1").clocks["response"].elapsed == 600, "by when it could be seen, not by when approved"


def test_a_like_by_tap_is_a_sign_for_praise_and_no_answer(world: World) -> None:
    world.faults += [Fault(lambda order: ActionRefused("facebook", order.capability, "403"))] * 2
    say(world, comment("c1", "lovely coffee"), comment("c2", "it came broken", "8", post="2"))
    for name in ("1_c1", "2_c2"):
        tap_like(world, name)
    praise, complaint = world.entry("1_c1"), world.entry("2_c2")
    assert (praise.state, praise.clocks["ack"].by) == (State.ACKNOWLEDGED, By.PERSON)
    assert [(one.by, one.how, one.who) for one in praise.acknowledgments] == [(By.PERSON, "like", NAME)]
    assert (complaint.state, complaint.waiting, complaint.acknowledgments) == (State.HANDED_OVER, True, ())
    assert complaint.clocks["ack"].running


# --- our own words come back ---


def echo(world: World, text: str, under: str = "c1", **other: str) -> dict[str, Any]:
    made = world.journal[-1].made
    return comment("x", text, PAGE, under=under, at=NOON + timedelta(seconds=2)) | {"comment_id": made} | other


def test_its_echo_is_a_persons_words_and_is_counted_once(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1")
    say(world, echo(world, TEXT))
    assert world.entry(world.journal[0].made).by is By.PERSON
    assert len(world.entry("1_c1").acknowledgments) == 1


def test_an_echo_that_comes_before_the_receipt_settles_the_claim(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.faults.append(Fault(lost_answer, after=True))
    slot = approve(world, "1_c1")
    say(world, echo(world, TEXT))
    entry = world.entry("1_c1")
    assert entry.claims[slot].state is ClaimState.SENT
    assert [(one.by, one.who) for one in entry.acknowledgments] == [(By.PERSON, NAME)]
    assert world.entry(world.journal[0].made).by is By.PERSON
    world.run(NOON + 10 * MINUTE)
    assert said(world) == [TEXT]


def test_an_answer_without_a_receipt_is_known_by_its_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    perform = PretendClient.perform

    def unnamed(client: PretendClient, order: Order, timeout: float) -> None:
        perform(client, order, timeout)

    monkeypatch.setattr(PretendClient, "perform", unnamed)
    say(world, comment("c1", "it came broken"))
    slot = approve(world, "1_c1")
    say(world, echo(world, TEXT))
    entry, made = world.entry("1_c1"), world.journal[0].made
    assert [(one.who, one.receipt) for one in entry.acknowledgments] == [(NAME, made)]
    assert entry.claims[slot].receipt == made
    assert world.entry(made).by is By.PERSON


# --- whose the conversation is ---


def test_after_approved_words_the_machine_is_silent_here_and_nowhere_else(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1")
    world.clock += MINUTE
    say(world, comment("c2", "lovely, thank you", under="c1", at=world.clock))
    say(world, comment("c3", "lovely!", "8", under="c1", at=world.clock))
    say(world, comment("c4", "lovely!", post="4", at=world.clock))
    states = {name: world.entry(name).state for name in ("1_c2", "1_c3", "4_c4")}
    assert states == {"1_c2": State.HELD, "1_c3": State.ACKNOWLEDGED, "4_c4": State.ACKNOWLEDGED}


def test_one_answer_ends_all_that_the_person_had_asked_by_then(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    say(world, comment("c2", "hello?", under="c1"))
    world.clock += MINUTE
    world.faults.append(Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", 120)))
    approve(world, "1_c1")
    asked = world.clock + timedelta(seconds=30)
    world.run(asked)
    say(world, comment("c3", "and where is my money", under="c1", at=asked))
    world.run(NOON + 10 * MINUTE)
    sent = world.journal[0].at
    assert [world.entry(name).state for name in ("1_c1", "1_c2")] == [State.ANSWERED_BY_COLLEAGUE] * 2
    assert world.entry("1_c2").clocks["response"].stopped == sent
    assert world.entry("1_c3").waiting, "it was asked after the answer was approved"
    late = comment("c4", "why is it broken", under="c1", at=NOON + timedelta(seconds=40))
    say(world, late)
    assert world.entry("1_c4").state is State.ANSWERED_BY_COLLEAGUE
    assert world.entry("1_c4").clocks["response"].stopped == sent


def test_news_that_comes_while_an_answer_is_carried_over_is_looked_at_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_over = _covering._carry_over

    def meanwhile(entry: Entry, claim: Claim, *rest: Any) -> None:
        carry_over(entry, claim, *rest)
        news = {**entry.claims, claim.slot: structs.replace(claim, why="it failed later")}
        change(world.tools, entry.key, lambda old: old and structs.replace(old, claims=news))

    monkeypatch.setattr(_covering, "_carry_over", meanwhile)
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1")
    assert world.entry("1_c1").look_at is not None


def test_what_was_written_after_an_approval_still_waits_though_the_words_arrived_later(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.clock += MINUTE
    asked = world.clock + timedelta(seconds=20)
    world.faults.append(Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", 60)))
    approve(world, "1_c1")
    world.run(world.clock + 3 * MINUTE)
    assert said(world) == [TEXT]
    say(world, comment("c2", "it came broken, and the second one too", under="c1", at=asked))
    assert world.entry("1_c2").waiting


@pytest.mark.parametrize("how", ["native", "approved", "taken"])
def test_what_a_rule_still_waits_to_say_is_dropped(world: World, how: str) -> None:
    world.faults.append(Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", 300)))
    say(world, comment("c1", "when do you open"))
    world.clock += MINUTE
    if how == "native":
        say(world, native("r1", "c1", world.clock))
    elif how == "approved":
        approve(world, "1_c1")
    else:
        take(world, "1_c1")
    world.run(NOON + 20 * MINUTE)
    assert said(world) == ([TEXT] if how == "approved" else [])
    entry = world.entry("1_c1")
    assert entry.claims["answer"].state is ClaimState.DROPPED
    taken = State.HANDED_OVER, "a colleague has this thread"
    assert (entry.state, entry.reason) == (taken if how == "taken" else (State.ANSWERED_BY_COLLEAGUE, None))
    assert entry.waiting is (True if how == "taken" else None)
    assert entry.trouble_at is None


def test_a_conversation_is_taken_before_the_words_can_be_seen(world: World) -> None:
    """They may be on the wire for long; whoever writes meanwhile must not hear a machine after them."""
    say(world, comment("c1", "it came broken"))
    world.faults.append(Fault(lost_answer, after=True))
    approve(world, "1_c1", taken=False)
    say(world, comment("c2", "lovely anyway", under="c1"))
    assert world.entry("1_c2").state is State.HELD


def test_handed_back_the_machine_speaks_again_until_a_colleague_does(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    approve(world, "1_c1")
    world.clock += timedelta(days=2)
    hand_back(world, "1_c1")
    say(world, native("r0", "c1", NOON + timedelta(hours=1)))
    world.clock += MINUTE
    say(world, comment("c2", "lovely coffee", under="c1", at=world.clock))
    assert world.entry("1_c2").state is State.ACKNOWLEDGED, "news of an earlier reply takes nothing again"
    world.clock += timedelta(days=2)
    say(world, native("r2", "c1", world.clock))
    world.clock += MINUTE
    say(world, comment("c3", "lovely, really", under="c1", at=world.clock))
    assert world.entry("1_c3").state is State.HELD


def test_a_colleague_who_takes_it_answers_nothing_yet(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    take(world, "1_c1")
    world.run(NOON + 5 * MINUTE)
    assert world.entry("1_c1").waiting
    say(world, comment("c2", "lovely cups", under="c1", at=world.clock))
    assert world.entry("1_c2").state is State.HELD
    late = comment("c3", "broken handle", under="c1", at=NOON - MINUTE)
    say(world, late)
    assert world.entry("1_c3").waiting
    assert record(world, "1_c1").taken == {}
