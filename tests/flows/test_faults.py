"""Faults of the matrix that need no process: outages, poison, missed ticks, storms, and two of us meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.core.calendar import Calendar
from shared.core.errors import BackendUnavailable, PlatformUnavailable
from shared.core.ledger import State
from shared.core.ports import DIGESTS, PARKED, Capability
from shared.flows.digest import digest
from shared.flows.watch import watch
from tests.flows.world import NOON, PAGE, Fault, World, comment, compiled, facebook


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


class Down:
    """A backend that does not answer."""

    def __getattr__(self, name: str) -> Any:
        def call(*_args: Any, **_kwargs: Any) -> Any:
            raise BackendUnavailable("pretend", "down")

        return call


def test_f12_a_bus_that_is_down_means_503_and_nothing_accepted(world: World) -> None:
    queue, world.queue = world.queue, Down()
    assert world.deliver(facebook(comment("c1", "lovely"))) == 503
    assert world.accepted == []
    world.queue = queue
    assert world.deliver(facebook(comment("c1", "lovely"))) == 200
    world.work()
    assert world.entry("1_c1").state is State.ACKNOWLEDGED


def test_f09_a_store_that_is_down_costs_time_and_no_interaction(world: World) -> None:
    tools, world.tools = world.tools, replace(world.tools, store=Down())  # type: ignore[arg-type]
    for number in range(5):
        assert world.deliver(facebook(comment("c", "lovely", str(number + 50), post=str(number + 1)))) == 200
    world.work()
    assert world.journal == []
    world.tools = tools
    world.clock += timedelta(hours=1)
    world.work()
    assert {one.state for one in world.entries() if not one.ours} == {State.ACKNOWLEDGED}
    assert world.doubles() == []


def test_f18_after_six_hours_down_everybody_is_answered_at_the_accounts_pace(world: World) -> None:
    until = NOON + timedelta(hours=6)

    class Sleeping:
        def perform(self, order: Any, timeout: float) -> str:
            if world.clock < until:
                raise PlatformUnavailable("facebook", order.capability, "ConnectError")
            return awake.perform(order, timeout)

        def find(self, order: Any, timeout: float) -> None:
            return None

    awake = world.tools.client(world.brands.brands["acme"].accounts[0])
    world.tools = replace(world.tools, client=lambda account: Sleeping())  # type: ignore[arg-type,return-value]
    for number in range(90):
        world.deliver(facebook(comment("c", "lovely", str(number + 50), post=str(number + 1))))
    world.run(NOON + timedelta(hours=9))
    assert {one.state for one in world.entries() if not one.ours} == {State.ACKNOWLEDGED}
    minutes = [one.at.replace(second=0) for one in world.journal]
    assert max(minutes.count(minute) for minute in set(minutes)) <= 60
    assert world.doubles() == []


def test_f21_a_message_that_always_fails_is_parked_and_the_others_flow(world: World) -> None:
    class Poisoned:
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def allows(self, capability: Capability, interaction: Any, accepts: tuple[str, ...]) -> Any:
            if "poison" in (interaction.text or ""):
                raise RuntimeError("a bug")
            return self._inner.allows(capability, interaction, accepts)

    platform = world.tools.platform
    world.tools = replace(world.tools, platform=lambda name: Poisoned(platform(name)))  # type: ignore[arg-type,return-value]
    world.deliver(facebook(comment("bad", "lovely poison", "51")))
    world.deliver(facebook(comment("good", "lovely", "52", post="2")))
    world.work()
    assert world.entry("2_good").state is State.ACKNOWLEDGED
    world.run(NOON + timedelta(hours=3))
    bad = world.entry("1_bad")
    assert bad.state is State.PARKED
    assert bad.attempt == 5
    assert bad.trouble_at is not None, "it is on the next digest"


def test_f24_three_missed_days_become_three_digests_oldest_first(world: World) -> None:
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()
    world.clock = NOON + timedelta(days=4)
    watch(world.tools)
    digest(world.tools)
    digest(world.tools)
    days = [kept.doc.day for kept in world.store.find(DIGESTS, world.clock, equal=("acme",))]
    assert days == ["2026-10-13", "2026-10-14", "2026-10-15", "2026-10-16"]
    mailed = [mail.key.split("/")[2] for mail in world.mails if mail.key.startswith("digest/")]
    assert mailed == sorted(mailed)
    assert len(mailed) == 8


ZONES = (
    "Europe/Oslo",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Gaza",
)


@pytest.mark.parametrize("zone", ZONES)
def test_f25_two_years_of_days_touch_without_gap_or_overlap(zone: str, tmp_path: Path) -> None:
    calendar = Calendar(zone=zone)
    day, last = date(2026, 1, 1), date(2028, 1, 1)
    while day < last:
        following = day + timedelta(days=1)
        assert calendar.midnight(day) < calendar.midnight(following)
        assert calendar.local_date(calendar.midnight(day)) == day
        day = following


def test_f25_each_date_gets_one_digest_across_both_dst_changes(tmp_path: Path) -> None:
    world = World(tmp_path)
    zoned = compiled(())
    brand = zoned.brands["acme"]
    zoned = msgspec.structs.replace(zoned, brands={"acme": msgspec.structs.replace(brand, recipients=("a@b.example",))})
    world.tools = replace(world.tools, brands=zoned)
    world.clock = NOON.replace(month=10, day=20)
    world.deliver(facebook(comment("c1", "hello", at=world.clock)))
    world.work()
    end = world.clock + timedelta(days=14)
    while world.clock < end:
        digest(world.tools)
        world.clock += timedelta(minutes=15)
    days = [kept.doc.day for kept in world.store.find(DIGESTS, world.clock, equal=("acme",))]
    assert days == [(date(2026, 10, 20) + timedelta(days=n)).isoformat() for n in range(14)]
    assert len({mail.key for mail in world.mails}) == len(world.mails) == 14
    world.close()


def test_f32_ten_thousand_changes_in_one_delivery_are_all_taken(world: World) -> None:
    changes = [comment(f"c{number}", "hello", str(number), post=str(number)) for number in range(10_000)]
    sent = facebook(*changes)
    assert len(sent.body) < 5 * 1024 * 1024
    assert world.deliver(sent) == 200
    assert len(set(world.accepted)) == 10_000
    assert world.bus.inbox(world.clock).busy == 10_000


def test_a24_a_storm_from_one_author_is_recorded_and_hardly_answered(world: World) -> None:
    for number in range(500):
        world.deliver(facebook(comment("c", "lovely", "66", post=str(number + 1))))
    world.work()
    assert len([one for one in world.entries() if not one.ours]) == 500
    assert sum(one.capability is Capability.REPLY for one in world.journal) == 3


def test_a23_two_of_us_that_meet_fall_silent(world: World, tmp_path: Path) -> None:
    """Another deployment answers our answer, in the same thread: each side says one thing, and that is all."""
    world.deliver(facebook(comment("c1", "lovely", "77")))
    world.work()
    said = 0
    for turn in range(6):
        if len(world.journal) == said:
            break
        said = len(world.journal)
        world.clock += timedelta(seconds=5)
        world.deliver(facebook(comment(f"bot{turn}", "lovely to hear, thank you", "77", under="c1", at=world.clock)))
        world.work()
    replies = [one for one in world.journal if one.capability is Capability.REPLY]
    assert len(replies) == 1


def test_a_fault_in_the_middle_of_two_calls_repeats_neither(world: World) -> None:
    world.faults += [Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", 60))]
    world.deliver(facebook(comment("c1", "lovely")))
    world.work()
    world.run(NOON + timedelta(minutes=30))
    assert sorted(one.capability for one in world.journal) == ["like", "reply"]
    assert world.entry("1_c1").state is State.ACKNOWLEDGED


def test_a_delivery_for_an_account_that_nobody_owns_is_parked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(world.platform("facebook")), "words_days", 2)
    parked: list[Any] = []
    from shared.core.delivery import Delivery
    from shared.core.secret import Secret
    from shared.flows.receive import receive
    from tests.flows.world import KEY

    sent = facebook(comment("c1", "lovely"), page="999")
    opened = receive(
        Delivery("POST", "facebook", sent.body, NOON, sent.headers),
        platform=world.platform("facebook"),
        keys={"signing": (Secret(KEY),), "verify": (Secret(KEY),)},
        owner=lambda _connection, _platform, account: "acme" if account == PAGE else None,
        bus=world.bus,
        park=parked.extend,
        now=NOON,
    )
    assert opened.answer.status == 200
    assert [one.account for one in parked] == ["999"]
    assert parked[0].expire_at - parked[0].at == timedelta(days=2), "no longer than the platform's terms allow"
    assert list(world.store.find(PARKED, NOON)) == []


def test_a_breach_is_counted_in_one_tick_and_never_again(world: World) -> None:
    for number in range(30):
        world.deliver(facebook(comment("c", "it came broken", str(number + 50), post=str(number + 1))))
    world.work()
    world.clock = NOON + timedelta(hours=3)
    assert watch(world.tools).breaches == 30
    assert watch(world.tools).breaches == 0
