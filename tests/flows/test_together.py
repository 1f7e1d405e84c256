"""Two instances at one Entry, and things that must not stop everything else. Found by review, kept as tests."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from functions.local.consume import consume
from shared.brands.compiled import Caps
from shared.core.calendar import Calendar
from shared.core.claims import ClaimState, ReadBack
from shared.core.errors import BackendUnavailable, PlatformUnavailable
from shared.core.interaction import Ring, object_key
from shared.core.ledger import Entry, Sort, State, indexed
from shared.core.ports import DIGESTS, NOTICES, Capability, Order, Replace, Write
from shared.core.sla import By
from shared.flows import _ours
from shared.flows._tools import Tools
from shared.flows.acknowledge import acknowledge
from shared.flows.digest import digest
from shared.flows.watch import watch
from shared.stores.sqlite import SqliteStore
from tests.flows.world import (
    ESCALATE,
    LIKE,
    NOON,
    PAGE,
    REPLY,
    Crash,
    Fault,
    PretendClient,
    World,
    comment,
    compiled,
    facebook,
    lost_answer,
    mention,
    reaction,
    rule,
)

LIMITED = Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", 30))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def another(world: World, **parts: Any) -> Tools:
    """Another instance over the same files."""
    return dataclasses.replace(world.tools, store=SqliteStore(world.folder / "ledger.db"), **parts)


def test_one_ring_delivered_to_two_instances_sends_once(world: World) -> None:
    class Slow(PretendClient):
        def perform(self, order: Order, timeout: float) -> str | None:
            made = super().perform(order, timeout)
            time.sleep(0.03)
            return made

    for number in range(12):
        world.faults.append(LIMITED)
        world.deliver(mention(str(900 + number), "lovely place", author=str(30 + number)))
        world.work()
        key = world.entry(str(900 + number)).key
        world.clock += timedelta(seconds=31)
        barrier = threading.Barrier(2)

        def run(tools: Tools, key: str = key, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            acknowledge(Ring(key=key), tools)

        both = [another(world, client=lambda account: Slow(world, account.id)) for _ in range(2)]
        threads = [threading.Thread(target=run, args=(tools,)) for tools in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert world.doubles() == []


def test_who_wakes_after_its_claim_was_taken_over_sends_nothing_more(tmp_path: Path) -> None:
    """F20: frozen in the first of two calls; meanwhile another instance has gone on to the second."""
    world = World(tmp_path, (rule("praise", ("lovely",), LIKE, REPLY),))
    frozen = threading.Event()

    class Freezes(PretendClient):
        def perform(self, order: Order, timeout: float) -> str | None:
            made = super().perform(order, timeout)
            if not frozen.is_set():
                frozen.set()
                world.clock += timedelta(seconds=100)
                acknowledge(Ring(key=key), another(world))
            return made

    sent = facebook(comment("c1", "lovely", "11"))
    key = world.platform("facebook").read(_delivery(world, sent)).interactions[0].key
    world.tools = dataclasses.replace(world.tools, client=lambda account: Freezes(world, account.id))
    world.deliver(sent)
    world.work()
    world.run(NOON + timedelta(hours=1))
    assert world.doubles() == []
    assert world.entry("1_c1").state is State.ACKNOWLEDGED
    world.close()


def test_words_that_may_be_repeated_are_not_once_a_colleague_spoke(world: World) -> None:
    """Where a repeat is harmless nobody looks first; so it may be the first that arrives, after a colleague's."""

    class Repeats:
        def __init__(self, inner: Any) -> None:
            self._inner = inner
            self.capabilities = {**inner.capabilities, Capability.REPLY: ReadBack.REPEAT}

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

    platform = world.tools.platform
    world.tools = dataclasses.replace(world.tools, platform=lambda name: Repeats(platform(name)))  # type: ignore[arg-type,return-value]  # a double
    world.faults.append(Fault(lost_answer))
    world.deliver(facebook(comment("c1", "when do you open")))
    world.work()
    world.clock += timedelta(seconds=30)
    world.deliver(facebook(comment("r1", "At nine!", PAGE, under="c1", at=world.clock)))
    world.work()
    world.run(NOON + timedelta(hours=1))
    assert world.journal == []
    assert world.entry("1_c1").state is State.ANSWERED_BY_COLLEAGUE


@pytest.mark.parametrize(("sort", "ends"), [(Sort.PRAISE, State.ACKNOWLEDGED), (Sort.TAG, State.HELD)])
def test_a_like_that_a_colleague_gave_first_leaves_nothing_open(tmp_path: Path, sort: Sort, ends: State) -> None:
    world = World(tmp_path, (rule("praise", ("lovely",), LIKE, sort=sort),))
    brand = world.brands.brands["acme"]
    slow = msgspec.structs.replace(brand, caps=Caps(account_minute=1))
    world.tools = dataclasses.replace(world.tools, brands=msgspec.structs.replace(world.brands, brands={"acme": slow}))
    world.deliver(facebook(comment("c1", "lovely", "8"), comment("c2", "lovely", "9")))
    world.work()
    world.deliver(facebook(reaction() | {"from": {"id": PAGE, "name": "Acme"}, "comment_id": "1_c2"}))
    world.work()
    world.run(NOON + timedelta(hours=1))
    assert world.entry("1_c2").claims["like"].state is ClaimState.DROPPED
    assert world.entry("1_c2").state is ends
    world.close()


def test_a_repeat_that_meets_the_minutes_cap_is_rung_again(tmp_path: Path) -> None:
    world = World(tmp_path, (rule("praise", ("lovely",), LIKE),))
    world.faults.append(Fault(lost_answer, after=True))
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()

    class Used:
        def take(self, *_: Any) -> bool:
            return False

    pace = world.tools.pace
    world.tools = dataclasses.replace(world.tools, pace=Used())  # type: ignore[arg-type]  # a double
    world.clock += timedelta(seconds=100)
    watch(world.tools)
    world.work()
    world.tools = dataclasses.replace(world.tools, pace=pace)
    world.run(NOON + timedelta(hours=1))
    assert world.entry("1_c1").claims["like"].state is ClaimState.SENT


def test_a_colleague_who_answers_somebody_unnamed_takes_the_thread_over(world: World) -> None:
    unnamed = comment("c1", "it came broken")
    del unnamed["from"]
    world.deliver(facebook(unnamed))
    world.work()
    world.clock += timedelta(minutes=5)
    world.deliver(facebook(comment("r1", "Sorry!", PAGE, under="c1", at=world.clock)))
    world.work()
    later = comment("c2", "when does it come", under="c1", at=world.clock + timedelta(seconds=30))
    del later["from"]
    world.clock += timedelta(minutes=1)
    world.deliver(facebook(later))
    world.work()
    assert world.entry("1_c1").state is State.ANSWERED_BY_COLLEAGUE
    assert world.entry("1_c2").state is State.HANDED_OVER
    assert world.journal == [], "a question, but no machine words in a colleague's thread"


def test_a_document_of_a_newer_release_does_not_stop_the_others(world: World) -> None:
    for number in range(2):
        world.faults.append(LIMITED)
        world.deliver(facebook(comment("c", "lovely", str(20 + number), post=str(number + 1))))
        world.work()
    strange = world.entry("1_c").key
    with sqlite3.connect(world.folder / "ledger.db") as db:
        (body,) = db.execute("SELECT body FROM entries WHERE key = ?", (strange,)).fetchone()
        page = json.loads(body)
        page["claims"]["answer"]["state"] = "from_the_future"
        db.execute("UPDATE entries SET body = ? WHERE key = ?", (json.dumps(page).encode(), strange))
    world.clock += timedelta(minutes=5)
    watch(world.tools)
    world.work()
    assert {one.object for one in world.journal if one.text is not None} == {"2_c"}
    with pytest.raises(BackendUnavailable):
        world.store.get(Entry, strange, world.clock)


def test_what_is_left_of_a_brand_that_is_gone_comes_to_an_end(world: World) -> None:
    world.faults.append(LIMITED)
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()
    nobody = msgspec.structs.replace(world.brands, brands={})
    world.tools = dataclasses.replace(world.tools, brands=nobody)
    world.run(NOON + timedelta(hours=1))
    assert world.entry("1_c1").state is State.PARKED
    assert world.entry("1_c1").ring_at is None
    assert world.bus.inbox(world.clock).busy == 0


def test_a_read_back_that_fails_with_a_bug_is_counted_and_ends(world: World) -> None:
    def bug(order: Order) -> Exception:
        return RuntimeError("a bug")

    world.faults.append(Fault(lost_answer, after=True))
    world.list_faults = [bug] * 10  # type: ignore[list-item]
    world.deliver(facebook(comment("c1", "when do you open")))
    world.work()
    world.run(NOON + timedelta(hours=1))
    assert world.entry("1_c1").state is State.UNCERTAIN
    assert len(world.list_faults) == 7
    assert world.bus.inbox(world.clock).busy == 0


def test_an_edit_that_always_fails_is_parked_after_five_attempts(world: World) -> None:
    class Poisoned:
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def allows(self, *_: Any) -> Any:
            raise RuntimeError("a bug")

    platform = world.tools.platform
    world.tools = dataclasses.replace(world.tools, platform=lambda name: Poisoned(platform(name)))  # type: ignore[arg-type,return-value]
    world.deliver(facebook(comment("c1", "lovely", verb="edited")))
    world.work()
    world.run(NOON + timedelta(hours=2))
    assert world.entry("1_c1").state is State.PARKED
    assert world.bus.inbox(world.clock).busy == 0


def test_what_comes_too_late_to_be_answered_is_still_handed_over(world: World) -> None:
    world.deliver(facebook(comment("c1", "when do you open", at=NOON - timedelta(hours=25))))
    world.work()
    assert world.entry("1_c1").state is State.HANDED_OVER
    assert world.journal == []
    assert len(world.mails) == 2


def test_an_account_without_a_token_hands_over_what_it_cannot_say(world: World) -> None:
    brand = world.brands.brands["acme"]
    mute = tuple(msgspec.structs.replace(one, token=None) for one in brand.accounts)
    brands = msgspec.structs.replace(world.brands, brands={"acme": msgspec.structs.replace(brand, accounts=mute)})
    world.tools = dataclasses.replace(world.tools, brands=brands)
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()
    assert world.entry("1_c1").state is State.HANDED_OVER
    assert world.journal == []


def test_a_withdrawn_word_is_not_mailed_by_a_notice_that_waited(world: World) -> None:
    class DownMail:
        read_back = world.tools.notifier.read_back

        def send(self, mail: Any) -> str:
            raise PlatformUnavailable("mail", "send", "ConnectError")

    working, world.tools = world.tools, dataclasses.replace(world.tools, notifier=DownMail())
    world.deliver(facebook(comment("c1", "it came broken, I am Zoe and live at 1 Sample Street")))
    world.work()
    world.deliver(facebook(comment("c1", "", verb="remove")))
    world.work()
    world.tools = working
    world.run(NOON + timedelta(hours=3))
    assert not any("Sample Street" in mail.text for mail in world.mails)


def test_a_pause_of_the_digest_never_mails_a_date_twice(world: World) -> None:
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()
    world.run(NOON + timedelta(days=3))
    world.clock += timedelta(days=31)
    digest(world.tools)
    keys = [mail.key for mail in world.mails]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_brand_that_moves_to_another_zone_has_neither_gap_nor_overlap(world: World, zone: str) -> None:
    moments = [NOON + timedelta(hours=3 * n) for n in range(32)]
    told: list[str] = []
    for number, moment in enumerate(moments):
        world.clock = moment
        world.deliver(facebook(comment("c", "lovely", str(50 + number), post=str(number + 1), at=moment)))
        world.work()
        if number == 12:
            brand = world.brands.brands["acme"]
            moved = msgspec.structs.replace(brand, zone=zone, calendar=Calendar(zone=zone, week=brand.calendar.week))
            world.tools = dataclasses.replace(
                world.tools, brands=msgspec.structs.replace(world.brands, brands={"acme": moved})
            )
        digest(world.tools)
    world.clock += timedelta(days=3)
    digest(world.tools)
    windows = [kept.doc for kept in world.store.find(DIGESTS, world.clock, equal=("acme",))]
    told = [str(one.summary["people"]) for one in windows]
    assert sum(int(number) for number in told) == len(moments)


def test_one_brands_trouble_keeps_no_other_from_its_digest(world: World) -> None:
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()
    brands = compiled(())
    broken = msgspec.structs.replace(
        brands.brands["acme"], key="aaa", zone="No/Where", calendar=Calendar(zone="No/Where")
    )
    both = msgspec.structs.replace(brands, brands={"aaa": broken, "acme": brands.brands["acme"]})
    world.tools = dataclasses.replace(world.tools, brands=both)
    world.clock = NOON + timedelta(days=1)
    with pytest.raises(Exception, match="No/Where"):
        digest(world.tools)
    assert len(list(world.store.find(NOTICES, world.clock, equal=("acme", "digest")))) == 2


def test_two_answers_of_a_colleague_stop_a_late_original_at_the_first(world: World) -> None:
    world.clock = NOON + timedelta(hours=4)
    for minutes in (5, 200):
        at = NOON + timedelta(minutes=minutes)
        world.deliver(facebook(comment(f"r{minutes}", "Hello!", PAGE, under="c1", at=at)))
        world.work()
    world.deliver(facebook(comment("c1", "it came broken", at=NOON)))
    world.work()
    assert world.entry("1_c1").clocks["response"].stopped == NOON + timedelta(minutes=5)


def test_a_colleagues_like_is_theirs_and_no_order_changes_that(tmp_path: Path) -> None:
    like = {"item": "reaction", "verb": "add", "reaction_type": "like", "post_id": f"{PAGE}_1", "comment_id": "1_c1"}
    liked = facebook(like | {"from": {"id": PAGE, "name": "Acme"}, "created_time": int(NOON.timestamp()) + 60})
    said = facebook(comment("c1", "lovely"))
    ends = []
    for number, order in enumerate(((said, liked), (liked, said))):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(folder, (rule("praise", ("lovely",), ESCALATE, sort=_praise()),))
        world.clock += timedelta(minutes=5)
        for sent in order:
            world.deliver(sent)
            world.work()
        entry = world.entry("1_c1")
        ends.append((entry.state, entry.clocks["ack"].by, entry.clocks["ack"].elapsed))
        world.close()
    assert ends[0] == ends[1] == (State.ACKNOWLEDGED, By.PERSON, 60.0)


def test_an_answer_found_by_read_back_is_not_timed_at_the_moment_of_looking(world: World) -> None:
    world.faults.append(Fault(lost_answer, after=True))
    world.deliver(facebook(comment("c1", "when do you open")))
    world.work()
    world.run(NOON + timedelta(minutes=10))
    assert world.entry("1_c1").clocks["ack"].elapsed == 10.0, "at the latest when the call ended"
    assert world.entry("1_c1").clocks["ack"].breached is None


def _praise() -> Any:
    from shared.core.ledger import Sort

    return Sort.PRAISE


def _delivery(world: World, sent: Any) -> Any:
    from shared.core.delivery import Delivery

    return Delivery("POST", sent.connection, sent.body, world.clock, sent.headers)


def test_an_echo_that_was_adopted_before_a_crash_stays_ours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lost answer is settled by its echo; the process dies before the echo's own page is closed."""
    world.faults.append(Fault(lost_answer, after=True))
    world.deliver(facebook(comment("c1", "when do you open")))
    world.work()
    made = world.journal[0]
    echo = comment("x", made.text or "", PAGE, under="c1", at=NOON + timedelta(seconds=1)) | {"comment_id": made.made}

    def dies(*_: Any, **__: Any) -> State:
        raise Crash("before the page is closed")

    with monkeypatch.context() as patch:
        patch.setattr(_ours, "_close", dies)
        world.deliver(facebook(echo))
        taken = world.queue.take(world.clock)
        with pytest.raises(Crash):
            consume(taken, world.queue, world.tools)
    world.restart()
    assert world.entry("1_c1").claims["answer"].state is ClaimState.SENT
    world.work()
    assert world.entry(made.made).by is By.MACHINE
    assert world.entry("1_c1").clocks["response"].running
    assert world.entry("1_c1").state is State.ACKNOWLEDGED


def test_a_breach_written_meanwhile_does_not_keep_an_answer_from_being_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`watch` rings an Entry and then writes its breach: whoever takes the ring up may lose to that write."""
    world.faults.append(Fault(lambda order: PlatformUnavailable("pretend", order.capability, "429", 60.0)))
    world.deliver(facebook(comment("c1", "when do you open")))
    world.work()
    world.clock = NOON + timedelta(hours=2)
    commit, beaten = world.store.commit, []

    def late(now: datetime, *writes: Write) -> tuple[str, ...] | None:
        doc = getattr(writes[0], "doc", None)
        if not beaten and isinstance(doc, Entry) and any(one.in_flight for one in doc.claims.values()):
            beaten.append(doc.key)
            kept = world.store.get(Entry, doc.key, now)
            assert kept is not None
            rival = msgspec.structs.replace(kept.doc, clocks={n: c.look(now) for n, c in kept.doc.clocks.items()})
            assert commit(now, Replace(indexed(rival), kept.revision)) is not None
        return commit(now, *writes)

    monkeypatch.setattr(world.store, "commit", late)
    acknowledge(Ring(key=object_key("facebook", PAGE, "1_c1"), brand="acme"), world.tools)
    assert beaten
    assert [one.object for one in world.journal] == ["1_c1"]
