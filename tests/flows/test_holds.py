"""A whole brand on hold: by a colleague's word, also afterwards, and with the crisis switch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from shared.brands.compiled import Alarm
from shared.core.calendar import Dated
from shared.core.course import Pause, Reason
from shared.core.errors import ConfigurationError
from shared.core.interaction import object_key
from shared.core.ledger import Entry, Switch
from shared.core.ports import Put
from shared.core.regime import Hold, PolicyLog, Version, empty
from shared.flows._holds import end_hold, start_hold, turn_off, turn_on
from shared.flows._policies import LONGEST
from tests.flows.world import NOON, PAGE, World, comment, facebook

HOUR = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def holds(world: World) -> list[Hold]:
    kept = world.store.get(PolicyLog, "acme", world.clock)
    return [] if kept is None else list(kept.doc.holds)


def pauses(world: World) -> list[Pause]:
    return [one.pause for one in holds(world)]


def outage(world: World, **how: object) -> Hold:
    given = {"reason": Reason.OUTAGE, "who": "Ingrid", "platform": "facebook"} | how
    return start_hold(world.store, "acme", world.clock, **given)  # type: ignore[arg-type] # as a test likes


def asks(world: World, name: str = "c1", author: str = "7") -> str:
    world.send(facebook(comment(name, "it came broken", author), at=world.clock))
    world.work()
    return object_key("facebook", PAGE, f"1_{name}")


def entry(world: World, key: str) -> Entry:
    kept = world.store.get(Entry, key, world.clock)
    assert kept is not None
    return kept.doc


def test_an_outage_does_not_count_and_its_end_runs_on(world: World) -> None:
    key = asks(world)
    world.clock += HOUR
    outage(world)
    world.clock += HOUR
    world.tick()
    assert entry(world, key).clocks["response"].due == NOON + 3 * HOUR, "as soon as it still can be"
    end_hold(world.store, "acme", world.clock, reason=Reason.OUTAGE, platform="facebook")
    world.run(NOON + timedelta(hours=3, minutes=2))
    clock = entry(world, key).clocks["response"]
    assert (clock.due, clock.breached) == (NOON + 3 * HOUR, NOON + 3 * HOUR)


def test_an_outage_of_one_platform_holds_no_other(world: World) -> None:
    outage(world, platform="x")
    key = asks(world)
    world.clock += HOUR
    world.tick()
    assert entry(world, key).clocks["response"].due == NOON + 2 * HOUR


def test_a_hold_that_ends_sooner_than_was_said_is_seen_in_time(world: World) -> None:
    """Who waits was timed by the end that was said, so nothing would look at them before."""
    outage(world, until=NOON + 24 * HOUR)
    key = asks(world)
    world.clock += 2 * HOUR
    world.tick()
    assert entry(world, key).clocks["response"].due == NOON + 26 * HOUR
    end_hold(world.store, "acme", world.clock, reason=Reason.OUTAGE, platform="facebook")
    world.tick()
    world.run(NOON + timedelta(hours=4, minutes=2))
    assert entry(world, key).clocks["response"].breached == NOON + 4 * HOUR


def test_what_is_entered_twice_is_there_once(world: World) -> None:
    world.clock += 5 * HOUR
    for _ in range(2):
        outage(world, since=NOON, until=NOON + HOUR)
    outage(world, since=NOON + HOUR / 2, until=NOON + 2 * HOUR, why="no replies were taken", who="Bo")
    outage(world, since=NOON + 3 * HOUR, until=NOON + 4 * HOUR)
    outage(world, platform=None, since=NOON, until=NOON + HOUR)
    first, *others = (one for one in holds(world) if one.platform == "facebook")
    assert first.pause == Pause(
        reason=Reason.OUTAGE, who="Ingrid", since=NOON, until=NOON + 2 * HOUR, why="no replies were taken"
    )
    assert [one.pause.since for one in others] == [NOON + 3 * HOUR]
    assert len(holds(world)) == 3


def test_what_is_entered_afterwards_leaves_stopped_clocks_as_they_are(world: World) -> None:
    key = asks(world)
    waits = asks(world, "c2", "8")
    world.clock += HOUR
    world.send(facebook(comment("r1", "So sorry!", PAGE, under="c1", at=world.clock)))
    world.work()
    before = entry(world, key)
    outage(world, since=NOON, until=NOON + HOUR / 2)
    world.clock += 2 * HOUR
    world.tick()
    assert entry(world, key) == before
    assert before.clocks["response"].service_elapsed == 3600
    assert entry(world, waits).clocks["response"].due == NOON + 2.5 * HOUR


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"reason": Reason.CUSTOMER}, "came waiting_for_customer"),
        ({"reason": Reason.THIRD_PARTY}, "came waiting_for_third_party"),
        ({"who": "  "}, "the name of who says so"),
        ({"since": NOON + HOUR}, "still to come"),
        ({"since": NOON - HOUR, "until": NOON - HOUR}, "expected a moment after"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_change(world: World, how: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        outage(world, **how)
    assert holds(world) == []


def test_nothing_on_hold_is_not_ended(world: World) -> None:
    assert end_hold(world.store, "acme", NOON, reason=Reason.OUTAGE) is None
    outage(world)
    assert end_hold(world.store, "acme", NOON, reason=Reason.OUTAGE, platform="x") is None
    assert pauses(world)[0].until is None


def test_a_log_stays_as_short_as_a_store_takes_it_and_what_lasts_is_never_dropped(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Years of holds and of calendars with many holidays: what ended first goes, and it is told."""
    brand = world.brands.brands["acme"]
    days = {f"{2000 + number // 300}-x{number:03}": Dated(hours=(), name="A day of rest " * 9) for number in range(900)}
    calendar = msgspec.structs.replace(brand.calendar, days=days)
    first = NOON - 600 * 24 * HOUR
    versions = tuple(
        Version(since=first + number * 24 * HOUR, policy=f"{number}", calendars=(calendar,)) for number in range(8)
    )
    holds = tuple(
        Hold(
            pause=Pause(
                reason=Reason.OUTAGE,
                who="Ingrid",
                since=first + number * HOUR,
                until=None if number == 0 else first + (number + 0.5) * HOUR,
                why="n" * 200,
            ),
            platform="x",
        )
        for number in range(2000)
    )
    log = msgspec.structs.replace(empty("acme", NOON), versions=versions, holds=holds)
    assert len(msgspec.json.encode(log)) > LONGEST
    world.store.commit(NOON, Put(log))
    turn_on(world.store, "acme", NOON, NOON + HOUR, owner="Bo", why=None)
    kept = world.store.get(PolicyLog, "acme", NOON)
    assert kept is not None
    left = kept.doc
    assert LONGEST * 0.8 < len(msgspec.json.encode(left)) <= LONGEST
    assert left.versions == versions[-len(left.versions) :], "the newest, without a gap"
    assert left.holds[0] == holds[0], "it lasts"
    assert left.holds[1:-1] == holds[-len(left.holds) + 2 :]
    assert left.holds[-1].pause.reason is Reason.CRISIS
    assert "policies.shortened" in capsys.readouterr().err


# --- the crisis switch ---


@pytest.mark.practice(47)
def test_the_switch_holds_the_brand_exactly_as_long_as_it_is_on(world: World) -> None:
    turn_on(world.store, "acme", NOON, NOON + 4 * HOUR, owner="Bo", why="a recall")
    (one,) = pauses(world)
    assert one == Pause(reason=Reason.CRISIS, who="Bo", since=NOON, until=NOON + 4 * HOUR, why="a recall")
    world.clock += HOUR
    turn_on(world.store, "acme", world.clock, NOON + 8 * HOUR, owner="Bo", why="a recall")
    assert [(one.since, one.until) for one in pauses(world)] == [(NOON, NOON + 8 * HOUR)]
    world.clock += HOUR
    assert turn_off(world.store, "acme", world.clock)
    assert [(one.since, one.until) for one in pauses(world)] == [(NOON, NOON + 2 * HOUR)]
    assert not turn_off(world.store, "acme", world.clock)
    world.clock += HOUR
    turn_on(world.store, "acme", world.clock, world.clock + HOUR, owner=None, why=None)
    assert [(one.since, one.who) for one in pauses(world)] == [(NOON, "Bo"), (NOON + 3 * HOUR, "switch")]


def test_a_switch_that_ends_by_itself_ends_its_hold_at_that_moment(world: World) -> None:
    turn_on(world.store, "acme", NOON, NOON + HOUR, owner=None, why=None)
    key = asks(world)
    world.run(NOON + timedelta(hours=3, minutes=2))
    assert world.store.get(Switch, "acme", world.clock) is None
    assert entry(world, key).clocks["response"].breached == NOON + 3 * HOUR


def test_a_switch_that_is_turned_off_lets_clocks_run_at_once(world: World) -> None:
    turn_on(world.store, "acme", NOON, NOON + 24 * HOUR, owner=None, why=None)
    key = asks(world)
    world.clock += 2 * HOUR
    world.tick()
    assert entry(world, key).clocks["response"].due == NOON + 26 * HOUR
    turn_off(world.store, "acme", world.clock)
    world.tick()
    world.run(NOON + timedelta(hours=4, minutes=2))
    assert entry(world, key).clocks["response"].breached == NOON + 4 * HOUR


def test_a_switch_and_its_hold_are_written_together(world: World) -> None:
    """Somebody else writes the log at the same time: both are there in the end, or the switch is not on."""
    inner = world.store

    class Racing:
        def __init__(self) -> None:
            self.raced = False

        def __getattr__(self, name: str) -> object:
            return getattr(inner, name)

        def commit(self, *given: object) -> object:
            if not self.raced:
                self.raced = True
                outage(world)
            return inner.commit(*given)  # type: ignore[arg-type] # handed on as it came

    turn_on(Racing(), "acme", NOON, NOON + HOUR, owner=None, why=None)  # type: ignore[arg-type] # the calls it makes
    assert {one.reason for one in pauses(world)} == {Reason.OUTAGE, Reason.CRISIS}


@pytest.mark.practice(46)
def test_the_alarm_that_turns_the_switch_on_holds_the_brand(tmp_path: Path) -> None:
    from tests.flows.test_spike import Crowd

    world = Crowd(tmp_path, alarm=Alarm(people=4, switch=True))
    world.crowd(4)
    kept = world.store.get(PolicyLog, "acme", world.clock)
    switch = world.switch()
    assert kept is not None
    assert switch is not None
    (one,) = (hold.pause for hold in kept.doc.holds)
    assert (one.reason, one.since, one.until) == (Reason.CRISIS, switch.at, switch.expire_at)
    world.crowd(22, every=timedelta(minutes=10))
    later, prolonged = world.store.get(PolicyLog, "acme", world.clock), world.switch()
    assert later is not None
    assert prolonged is not None
    assert [(one.pause.since, one.pause.until) for one in later.doc.holds] == [(switch.at, prolonged.expire_at)]
    world.close()
