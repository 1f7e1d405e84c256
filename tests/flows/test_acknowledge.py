"""What becomes of one Interaction: who is answered, by whom, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shared.core.claims import ClaimState
from shared.core.errors import ActionRefused, BackendUnavailable, PlatformUnavailable
from shared.core.interaction import Ring, object_key
from shared.core.ledger import Entry, Notice, Person, Sort, State, Words
from shared.core.ports import NOTICES, Capability, Write
from shared.core.sla import By
from shared.flows.acknowledge import acknowledge
from tests.flows.world import LIKE, NOON, PAGE, REPLY, Fault, World, comment, facebook, lost_answer, rule


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def say(world: World, *changes: dict[str, object]) -> None:
    assert world.deliver(facebook(*changes)) == 200
    world.work()


def test_praise_is_answered_and_liked_and_its_clock_stops(world: World) -> None:
    world.clock += timedelta(seconds=4)
    say(world, comment("c1", "lovely coffee"))
    entry = world.entry("1_c1")
    assert entry.state is State.ACKNOWLEDGED
    assert [one.capability for one in world.journal] == [Capability.REPLY, Capability.LIKE]
    assert entry.clocks["ack"].elapsed == 4.0
    assert entry.clocks["ack"].by is By.MACHINE
    assert "response" not in entry.clocks, "praise needs no answer by a person"


def test_a_like_alone_is_no_sign_to_somebody_who_asked(tmp_path: Path) -> None:
    made = World(tmp_path, rules=(rule("question", ("when",), LIKE, sort=Sort.QUESTION),))
    say(made, comment("c1", "when do you open"))
    entry = made.entry("1_c1")
    assert [one.how for one in entry.acknowledgments] == ["like"]
    assert entry.clocks["ack"].running
    made.close()


def test_a_settled_entry_keeps_no_words(world: World) -> None:
    say(world, comment("c1", "lovely coffee"))
    entry = world.entry("1_c1")
    assert world.store.get(Words, entry.key, world.clock) is None
    assert all(claim.text is None and claim.settled for claim in entry.claims.values())
    assert entry.author is None


def test_a_machine_never_stops_the_response_clock(world: World) -> None:
    say(world, comment("c1", "when do you open"))
    entry = world.entry("1_c1")
    assert entry.state is State.ACKNOWLEDGED
    assert entry.clocks["response"].running
    assert entry.waiting


@pytest.mark.parametrize(("after", "late"), [(timedelta(hours=1), False), (timedelta(hours=3), True)])
def test_what_a_digest_may_have_missed_says_when_it_was_known(world: World, after: timedelta, *, late: bool) -> None:
    """By when we worked on it, however soon the platform had told."""
    assert world.deliver(facebook(comment("c1", "lovely coffee"))) == 200
    world.clock += after
    world.work()
    assert world.entry("1_c1").late_at == (world.clock if late else None)


def test_a_delivery_that_comes_again_is_not_answered_again(world: World) -> None:
    for _ in range(3):
        say(world, comment("c1", "lovely coffee"))
    assert world.doubles() == []
    assert len(world.journal) == 2


def test_a_renamed_rule_does_not_answer_again(world: World) -> None:
    say(world, comment("c1", "lovely coffee"))
    world.tools = _with_rules(world, rule("thanks", ("lovely",), REPLY))
    say(world, comment("c1", "lovely coffee"))
    assert world.doubles() == []


def test_a_complaint_goes_to_a_person_and_gets_no_machine_words(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    assert world.entry("1_c1").state is State.HANDED_OVER
    assert world.journal == []
    assert sorted(mail.to for mail in world.mails) == ["one@acme.example", "two@acme.example"]
    assert "it came broken" in world.mails[0].text


def test_a_colleagues_native_reply_stops_the_clock_at_its_own_time_and_takes_over(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.clock += timedelta(minutes=20)
    say(world, comment("r1", "So sorry!", PAGE, under="c1", at=NOON + timedelta(minutes=15)))
    entry = world.entry("1_c1")
    assert entry.state is State.ANSWERED_BY_COLLEAGUE
    assert entry.clocks["response"].elapsed == 15 * 60
    assert entry.clocks["response"].by is By.PERSON
    world.clock += timedelta(minutes=5)
    say(world, comment("c2", "lovely, thank you", under="c1", at=NOON + timedelta(minutes=22)))
    assert world.entry("1_c2").state is State.HELD
    assert world.journal == [], "a colleague has this thread"


def test_our_own_echo_changes_nothing(world: World) -> None:
    say(world, comment("c1", "when do you open"))
    made = world.journal[0].made
    echo = comment("x", "A colleague answers soon.", PAGE, under="c1", at=NOON + timedelta(seconds=2)) | {
        "comment_id": made
    }
    say(world, echo)
    assert world.entry("1_c1").clocks["response"].running
    assert world.entry(made).state is State.OURS_OR_BOT
    assert world.entry(made).by is By.MACHINE


def test_an_echo_that_arrives_before_its_receipt_is_not_taken_for_a_colleague(world: World) -> None:
    world.faults.append(Fault(lost_answer, after=True))
    say(world, comment("c1", "when do you open"))
    made = world.journal[0].made
    echo = comment("x", "something else the platform made of it", PAGE, under="c1") | {"comment_id": made}
    say(world, echo)
    assert world.entry("1_c1").clocks["response"].running
    world.run(NOON + timedelta(minutes=10))
    assert world.entry("1_c1").state is State.ACKNOWLEDGED
    assert world.entry("1_c1").clocks["response"].running
    assert world.entry(made).by is By.MACHINE
    assert world.doubles() == []


def test_an_echo_below_another_comment_settles_only_the_call_that_made_it(world: World) -> None:
    """Two people below one comment get the same words; the answer to one was lost before it had any effect."""
    say(world, comment("c1", "nice to see"))
    world.faults.append(Fault(lost_answer))
    say(world, comment("c2", "when do you open", "8", under="c1"))
    say(world, comment("c3", "when do you close", "9", under="c1"))
    made = world.journal[0].made
    echo = comment("x", "A colleague answers soon.", PAGE, under="c1") | {"comment_id": made}
    say(world, echo)
    assert world.entry("1_c2").state is not State.ACKNOWLEDGED
    world.run(NOON + timedelta(minutes=15))
    assert sorted(one.object for one in world.journal) == ["1_c2", "1_c3"]
    assert world.entry("1_c2").state is State.ACKNOWLEDGED


def test_a_lost_answer_is_read_back_and_never_just_repeated(world: World) -> None:
    world.faults.append(Fault(lost_answer, after=True))
    say(world, comment("c1", "when do you open"))
    claim = world.entry("1_c1").claims["answer"]
    assert claim.state is ClaimState.UNKNOWN
    assert claim.sent_by is not None
    assert claim.not_before == claim.sent_by + timedelta(seconds=60)
    world.run(NOON + timedelta(minutes=5))
    assert world.entry("1_c1").claims["answer"].receipt == world.journal[0].made
    assert len(world.journal) == 1


def test_an_answer_that_never_arrived_is_sent_again_after_two_looks(world: World) -> None:
    world.faults.append(Fault(lost_answer))
    say(world, comment("c1", "when do you open"))
    world.run(NOON + timedelta(minutes=10))
    assert len(world.journal) == 1
    assert world.journal[0].at >= NOON + timedelta(seconds=10 + 60 + 60)
    assert world.entry("1_c1").claims["answer"].attempt == 2


def test_a_platform_whose_list_fails_leaves_it_to_a_person(world: World) -> None:
    world.faults.append(Fault(lost_answer, after=True))
    world.list_faults += [lost_answer] * 3
    say(world, comment("c1", "when do you open"))
    world.run(NOON + timedelta(minutes=20))
    entry = world.entry("1_c1")
    assert entry.state is State.UNCERTAIN
    assert entry.trouble_at is not None
    assert any("cannot tell whether it arrived" in mail.text for mail in world.mails)
    assert len(world.journal) == 1


def test_a_rate_limit_waits_as_long_as_the_platform_says(world: World) -> None:
    world.faults.append(Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", retry_after=300)))
    say(world, comment("c1", "when do you open"))
    world.run(NOON + timedelta(minutes=30))
    assert [one.at for one in world.journal] == [NOON + timedelta(seconds=300)]


def test_a_platform_that_is_down_for_longer_than_a_day_expires_the_answer(world: World) -> None:
    down = Fault(lambda order: PlatformUnavailable("facebook", order.capability, "ConnectError"))
    world.faults += [down] * 500
    say(world, comment("c1", "when do you open"))
    world.run(NOON + timedelta(hours=30))
    assert world.journal == []
    assert world.entry("1_c1").state is State.EXPIRED


def test_a_refusal_is_recorded_and_not_repeated(world: World) -> None:
    world.faults.append(Fault(lambda order: ActionRefused("facebook", order.capability, "403")))
    say(world, comment("c1", "when do you open"))
    world.run(NOON + timedelta(hours=1))
    assert world.entry("1_c1").state is State.REFUSED
    assert world.asked == 1


def test_an_edit_does_not_answer_again_and_updates_the_words(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    say(world, comment("c1", "it came broken, and late", verb="edited"))
    entry = world.entry("1_c1")
    words = world.store.get(Words, entry.key, world.clock)
    assert words is not None
    assert words.doc.interaction.text == "it came broken, and late"
    assert len(world.mails) == 2, "one hand-over each, not two"


def test_an_edit_whose_original_never_comes_is_taken_for_it(world: World) -> None:
    say(world, comment("c1", "lovely coffee", verb="edited"))
    assert world.journal == []
    world.run(NOON + timedelta(minutes=10))
    assert world.entry("1_c1").state is State.ACKNOWLEDGED
    assert world.doubles() == []


def test_a_removal_stops_everything_and_forgets_the_words(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    say(world, comment("c1", "", verb="remove"))
    entry = world.entry("1_c1")
    assert entry.state is State.WITHDRAWN
    assert not entry.waiting
    assert entry.clocks["response"].withdrawn
    assert world.store.get(Words, entry.key, world.clock) is None


def test_what_was_removed_before_it_came_is_not_answered(world: World) -> None:
    say(world, comment("c1", "", verb="remove"))
    say(world, comment("c1", "lovely coffee"))
    assert world.entry("1_c1").state is State.WITHDRAWN
    assert world.journal == []


def test_another_bot_is_never_answered(world: World) -> None:
    message = _interaction(world, "1_c1", bot=True)
    acknowledge(message, world.tools)
    assert world.entry("1_c1").state is State.OURS_OR_BOT
    assert world.journal == []


def test_a_thread_gets_one_automatic_answer_a_day(world: World) -> None:
    say(world, comment("c1", "lovely"))
    say(world, comment("c2", "lovely again", under="c1"))
    assert world.entry("1_c2").state is State.HELD
    assert "this thread" in (world.entry("1_c2").reason or "")
    assert sum(one.capability is Capability.REPLY for one in world.journal) == 1


def test_an_author_gets_three_automatic_answers_an_hour(world: World) -> None:
    for number in range(6):
        say(world, comment(f"c{number}", "lovely", post=str(number + 1)))
    replies = [one for one in world.journal if one.capability is Capability.REPLY]
    assert len(replies) == 3
    person = world.store.get(Person, world.entry("1_c0").person or "", world.clock)
    assert person is not None
    assert len(person.doc.automatic) == 3


def test_an_account_sends_at_most_sixty_calls_a_minute_and_the_rest_later(world: World) -> None:
    for number in range(50):
        say(world, comment("c", "lovely", author=str(100 + number), post=str(number + 1)))
    assert len(world.journal) == 60
    world.run(NOON + timedelta(minutes=5))
    assert len(world.journal) == 100
    assert world.doubles() == []
    in_first = sum(one.at < NOON + timedelta(minutes=1) for one in world.journal)
    assert in_first == 60


def test_what_is_older_than_a_day_is_recorded_and_not_answered(world: World) -> None:
    say(world, comment("c1", "lovely", at=NOON - timedelta(hours=25)))
    assert world.entry("1_c1").state is State.EXPIRED
    assert world.journal == []


def test_a_breach_is_recorded_once_and_told_once(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.run(NOON + timedelta(hours=4))
    entry = world.entry("1_c1")
    assert entry.clocks["response"].breached == NOON + timedelta(hours=2)
    about = [kept.doc.about for kept in world.store.find(NOTICES, world.clock, equal=("acme", "breach"))]
    assert about == ["breach", "breach"], "one for each of two recipients"


def test_a_late_echo_takes_a_breach_back_that_never_was(world: World) -> None:
    say(world, comment("c1", "it came broken"))
    world.run(NOON + timedelta(hours=3))
    say(world, comment("r1", "Sorry!", PAGE, under="c1", at=NOON + timedelta(hours=1)))
    assert world.entry("1_c1").clocks["response"].breached is None


def test_a_ring_for_nothing_is_harmless(world: World) -> None:
    assert acknowledge(Ring(key=object_key("facebook", PAGE, "nothing")), world.tools) is None


def test_an_unreadable_batch_member_does_not_lose_the_others(world: World) -> None:
    broken = comment("c2", "x") | {"comment_id": {"not": "an id"}}
    say(world, comment("c1", "lovely"), broken, comment("c3", "lovely", author="8", post="2"))
    assert {one.object for one in world.entries() if not one.ours} == {"1_c1", "2_c3"}


def test_digests_go_to_each_recipient_once(world: World) -> None:
    say(world, comment("c1", "lovely"))
    world.run(NOON + timedelta(days=2, hours=12))
    digests = [mail for mail in world.mails if mail.key.startswith("digest/")]
    assert sorted((mail.key.split("/")[2], mail.to) for mail in digests) == [
        (day, to) for day in ("2026-10-13", "2026-10-14") for to in ("one@acme.example", "two@acme.example")
    ]
    assert all(
        isinstance(kept.doc, Notice) for kept in world.store.find(NOTICES, world.clock, equal=("acme", "digest"))
    )


def _with_rules(world: World, *rules: object) -> object:
    from dataclasses import replace

    from tests.flows.world import compiled

    return replace(world.tools, brands=compiled(rules))  # type: ignore[arg-type]


def _interaction(world: World, object_id: str, *, bot: bool) -> object:
    from shared.core.interaction import Author, Interaction, Kind, Place

    return Interaction(
        platform="facebook",
        account=PAGE,
        object=object_id,
        kind=Kind.COMMENT,
        received_at=world.clock,
        author=Author(id="9", is_bot=bot),
        place=Place(thread=object_id),
        text="lovely",
        brand="acme",
    )


def test_entries_expire_after_400_days(world: World) -> None:
    say(world, comment("c1", "lovely"))
    key = world.entry("1_c1").key
    assert world.store.get(Entry, key, world.clock + timedelta(days=399)) is not None
    assert world.store.get(Entry, key, world.clock + timedelta(days=401)) is None


def test_the_right_to_send_is_known_when_the_stores_answer_was_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.faults.append(Fault(lambda order: PlatformUnavailable("pretend", order.capability, "429", 60.0)))
    say(world, comment("c1", "when do you open"))
    assert world.journal == []
    commit, lost = world.store.commit, []

    def lands(now: datetime, *writes: Write) -> tuple[str, ...] | None:
        done = commit(now, *writes)
        doc = getattr(writes[0], "doc", None)
        if not lost and isinstance(doc, Entry) and doc.claims["answer"].state is ClaimState.SENDING:
            lost.append(done)
            raise BackendUnavailable("store", "the answer was lost")
        return done

    monkeypatch.setattr(world.store, "commit", lands)
    world.clock += timedelta(minutes=2)
    world.tick()
    world.work()
    assert lost[0] is not None
    assert [one.object for one in world.journal] == ["1_c1"]
    assert world.entry("1_c1").state is State.ACKNOWLEDGED
    assert world.entry("1_c1").claims["answer"].attempt == 1


def test_a_platforms_terms_bound_how_long_words_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the brand chose."""
    monkeypatch.setattr(type(world.platform("facebook")), "words_days", 2)
    say(world, comment("c1", "when do you open"))
    kept = world.store.get(Words, world.entry("1_c1").key, world.clock)
    assert kept is not None
    assert kept.doc.expire_at - world.clock == timedelta(days=2)
