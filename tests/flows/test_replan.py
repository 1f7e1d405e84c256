"""A policy counts from the moment `watch` meets it; running clocks follow it, and what was missed stays missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.circle import Step, Target, Targets, Tell
from shared.brands.compiled import Compiled
from shared.clocks.looks import timed
from shared.clocks.targets import ACK, RESPONSE, About, aims, renewed
from shared.core.calendar import Calendar
from shared.core.course import Pause, Reason
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, indexed
from shared.core.ports import DUE, Create, Put, Replace, Write
from shared.core.regime import KEEP_POLICY, Hold, PolicyLog, Version, empty
from shared.core.sla import Aim
from shared.flows import _replan
from shared.flows._holds import end_hold, start_hold
from shared.flows.watch import LONGEST, watch
from tests.flows._teams import Team, anna, bo
from tests.flows.world import NOON, Crash, Fuse

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SHORT = Calendar(zone="Europe/Oslo", week=(((540, 780),),) * 6 + ((),))  # to 13:00
LONG = Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path, anna(), policy="one")
    watch(made.tools)
    yield made
    made.close()


def waits(world: Team, **fields: Any) -> Entry:
    """Somebody who waits since now, with a clock as `acknowledge` plans it."""
    entry = indexed(timed(world.page(world.somebody(), assignee="Anna", **fields), world.tools.regime(world.brand)))
    assert world.store.commit(world.clock, Create(entry)) is not None
    return entry


def read(world: Team, entry: Entry) -> Entry:
    kept = world.store.get(Entry, entry.key, world.clock)
    assert kept is not None
    return kept.doc


def log_of(world: Team) -> PolicyLog:
    kept = world.store.get(PolicyLog, "acme", world.clock)
    return empty("acme", world.clock) if kept is None else kept.doc


def due(world: Team, entry: Entry) -> timedelta | None:
    found = read(world, entry).clocks[RESPONSE].due
    return None if found is None else found - NOON


# --- what is written down ---


def test_the_first_policy_is_written_once_and_moves_nothing(world: Team) -> None:
    first = log_of(world)
    assert [(one.since, one.policy, one.calendars) for one in first.versions] == [(NOON, "one", (LONG,))]
    assert first.replan is None
    world.later(minutes=1)
    assert log_of(world) == first


def test_a_corrected_calendar_counts_from_when_it_is_met_and_not_before(world: Team) -> None:
    entry = waits(world)
    assert due(world, entry) == 2 * HOUR
    world.clock = NOON + timedelta(minutes=30)
    world.change(policy="two", calendar=SHORT)
    watch(world.tools)
    assert [one.policy for one in log_of(world).versions] == ["one", "two"]
    assert due(world, entry) == 22 * HOUR, "an hour today up to 13:00, and from 9:00 tomorrow another"
    assert log_of(world).replan is None
    world.clock = NOON + timedelta(minutes=50)
    world.change(policy="three", calendar=LONG)
    watch(world.tools)
    assert due(world, entry) == 2 * HOUR, "what was open by each calendar while it was in force"


def test_a_target_that_changes_holds_for_who_waits_and_what_was_missed_stays_missed(world: Team) -> None:
    missed = waits(world)
    world.clock = NOON + 2 * HOUR
    watch(world.tools)
    waiting = waits(world)
    world.clock += 10 * MINUTE
    world.change(policy="two", targets=Targets(response=3600.0))
    watch(world.tools)
    assert [aim.breached for aim in read(world, missed).clocks[RESPONSE].aims] == [NOON + 2 * HOUR]
    assert due(world, waiting) == 3 * HOUR
    world.change(policy="three", targets=Targets(response=4 * 3600.0))
    watch(world.tools)
    assert [aim.breached for aim in read(world, missed).clocks[RESPONSE].aims] == [NOON + 2 * HOUR]
    assert due(world, waiting) == 6 * HOUR


def test_who_is_due_by_the_old_target_only_is_not_told_by_it(world: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where running clocks have not been worked out anew yet."""
    entry = waits(world)
    monkeypatch.setattr("shared.flows.watch.replan", lambda *_: 0)
    world.clock = NOON + 2 * HOUR
    world.change(policy="two", targets=Targets(response=4 * 3600.0))
    watch(world.tools)
    assert (read(world, entry).clocks[RESPONSE].breached, world.notices("breach")) == (None, [])
    assert due(world, entry) == 4 * HOUR


def test_a_clock_that_could_never_be_due_is_found_once_hours_are_written(world: Team) -> None:
    never = Calendar(zone="Europe/Oslo", week=((),) * 7, changes=((NOON.date(), ((),) * 7),))
    world.change(policy="two", calendar=never)
    world.later(minutes=1)
    entry = waits(world)
    assert due(world, entry) is None
    world.clock = NOON + HOUR
    world.change(policy="three", calendar=LONG)
    watch(world.tools)
    assert due(world, entry) == 3 * HOUR


def test_a_hold_that_ends_sooner_than_was_written_brings_due_moments_forward(world: Team) -> None:
    entry = waits(world)
    end = NOON + 4 * HOUR
    start_hold(world.store, "acme", NOON, reason=Reason.OUTAGE, who="Bo", platform="facebook", until=end)
    world.clock = NOON + MINUTE
    held = timed(read(world, entry), world.tools.regime(world.brand))
    kept = world.store.get(Entry, entry.key, world.clock)
    assert kept is not None
    world.store.commit(world.clock, Replace(indexed(held), kept.revision))
    assert due(world, entry) == 6 * HOUR
    world.clock = NOON + HOUR
    end_hold(world.store, "acme", world.clock, reason=Reason.OUTAGE, platform="facebook")
    watch(world.tools)
    assert (due(world, entry), log_of(world).replan) == (3 * HOUR, None)


LEAD = Step(key="60-lead", tell=Tell.LEAD, after=3600.0)
SOON = Step(key="15-lead", tell=Tell.LEAD, after=900.0)


def test_a_step_that_is_written_into_the_ladder_is_taken_by_who_waits_already(world: Team) -> None:
    """Nothing else would look at them before the next step of the former ladder, or at all."""
    world.change(team=(anna(), bo(lead=True)), ladder=(LEAD,))
    watch(world.tools)
    late, waiting = waits(world), waits(world)
    world.clock = NOON + 3 * HOUR
    watch(world.tools)
    assert [one.to for one in world.notices("escalated")] == ["bo@acme.example"] * 2, "the ladder is taken to its end"
    later = waits(world)
    world.clock += 2 * HOUR
    watch(world.tools)
    world.change(ladder=(SOON, LEAD))
    watch(world.tools)
    world.clock = later.opened_at + timedelta(hours=2, minutes=16)
    watch(world.tools)
    assert set(read(world, later).clocks[RESPONSE].told) == {"15-lead"}
    assert {len(read(world, one).clocks[RESPONSE].told) for one in (late, waiting)} == {2}
    assert len(world.notices("escalated")) == 3, "who was told at an hour is not told again at the quarter"
    assert [one.policy for one in log_of(world).versions] == ["one"], "a ladder is no policy"


def test_what_a_former_release_timed_meanwhile_is_timed_once_more(world: Team) -> None:
    world.change(policy="two", targets=Targets(response=3600.0))
    watch(world.tools)
    assert log_of(world).replan is None
    entry = waits(world)
    kept = world.store.get(Entry, entry.key, world.clock)
    assert kept is not None
    slow = msgspec.structs.replace(
        entry.clocks[RESPONSE], aims=(Aim(seconds=7200.0, service=True, due=NOON + 2 * HOUR),), policy="one",
        look_at=NOON + 2 * HOUR,
    )  # fmt: skip
    former = indexed(msgspec.structs.replace(entry, clocks={RESPONSE: slow}))
    world.store.commit(world.clock, Replace(former, kept.revision))
    for _ in range(11):
        world.later(minutes=1)
    assert due(world, entry) == HOUR
    assert (log_of(world).replan, log_of(world).repeat_at) == (None, None), "and then it is over"


def test_clocks_of_a_brand_that_is_gone_are_passed_over_and_go_on_if_it_comes_back(world: Team) -> None:
    entry, brands = waits(world), world.tools.brands
    world.clock = NOON + 3 * HOUR
    gone = replace(world.tools, brands=replace_brands(brands))
    watch(gone)
    assert list(world.store.find(DUE, world.clock, until=world.clock + MINUTE)) == [], "not read again each minute"
    assert read(world, entry).clocks[RESPONSE].breached is None
    world.clock += MINUTE
    watch(gone)
    watch(world.tools)
    world.clock += MINUTE
    watch(world.tools)
    assert read(world, entry).clocks[RESPONSE].breached == NOON + 2 * HOUR
    assert log_of(world).replan is None


def replace_brands(brands: Compiled) -> Compiled:
    return Compiled(connections=brands.connections, brands={})


def test_a_version_never_begins_before_the_one_that_it_follows(world: Team) -> None:
    """The clock of another process may have been ahead."""
    kept = world.store.get(PolicyLog, "acme", world.clock)
    assert kept is not None
    ahead = msgspec.structs.replace(kept.doc.versions[0], since=NOON + 5 * MINUTE)
    world.store.commit(NOON, Replace(msgspec.structs.replace(kept.doc, versions=(ahead,)), kept.revision))
    world.clock += MINUTE
    world.change(policy="two")
    world.tools = replace(world.tools, reminded={})
    watch(world.tools)
    assert [one.since for one in log_of(world).versions] == [NOON + 5 * MINUTE] * 2


def test_an_instance_of_the_former_release_does_not_bring_its_policy_back(world: Team) -> None:
    former = world.tools
    world.change(policy="two")
    world.tools = replace(world.tools, reminded={})
    for _ in range(3):
        world.clock += MINUTE
        watch(world.tools)
        watch(former)
    assert [one.policy for one in log_of(world).versions] == ["one", "two"]
    world.clock += timedelta(minutes=20)  # but a release that was taken back is in force again
    watch(former)
    assert [one.policy for one in log_of(world).versions] == ["one", "two", "one"]


def test_what_explains_nothing_any_more_is_dropped_and_one_version_always_stays(world: Team) -> None:
    old = world.clock - KEEP_POLICY
    versions = tuple(
        Version(since=since, policy=name, calendars=(LONG,))
        for since, name in ((old - HOUR, "a"), (old - MINUTE, "b"), (old + MINUTE, "one"))
    )
    ended = Pause(reason=Reason.CRISIS, who="Bo", since=old - HOUR, until=old - MINUTE)
    recent = msgspec.structs.replace(ended, until=old + MINUTE)
    holds = (Hold(pause=ended), Hold(pause=recent))
    world.store.commit(
        world.clock, Put(msgspec.structs.replace(empty("acme", world.clock), versions=versions, holds=holds))
    )
    watch(world.tools)
    found = log_of(world)
    assert [one.policy for one in found.versions] == ["b", "one"], "b was in force up to then"
    assert [one.pause for one in found.holds] == [recent]
    world.clock += timedelta(days=700)
    watch(world.tools)
    assert [one.policy for one in log_of(world).versions] == ["one"]


# --- cut off ---


def test_a_run_that_ends_before_all_are_done_goes_on_where_it_was(world: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = []
    for _ in range(6):
        world.clock += MINUTE
        entries.append(waits(world))
    world.change(policy="two", targets=Targets(response=3600.0))
    seen: list[str] = []

    def slow(entry: Entry, *rest: Any) -> Entry:
        seen.append(entry.key)
        world.clock += LONGEST
        return timed(entry, *rest)

    monkeypatch.setattr(_replan, "timed", slow)
    while log_of(world).replan is not None or not seen:
        watch(world.tools)
    assert seen == [one.key for one in entries], "each once, the oldest first"
    assert [due(world, one) for one in entries] == [HOUR + number * MINUTE for number in range(1, 7)]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_call_is_made_good_by_the_next_run(tmp_path: Path, after: bool) -> None:
    number = 0
    while True:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        fuse = Fuse()
        world = Team(folder, anna(), policy="one", fuse=fuse)
        watch(world.tools)
        entries = [waits(world) for _ in range(2)]
        world.clock += MINUTE
        world.change(policy="two", targets=Targets(response=3600.0))
        fuse.calls, fuse.at, fuse.after = 0, number, after
        try:
            watch(world.tools)
        except Crash:
            world.restart()
        died, fuse.at = bool(fuse.names), 0
        world.later(minutes=1)
        found = log_of(world)
        assert ([one.policy for one in found.versions], found.replan) == (["one", "two"], None), number
        assert [due(world, one) for one in entries] == [HOUR, HOUR], number
        world.close()
        if not died:
            break
    assert number > 10


class Refusing:
    """A store that does not write this Entry."""

    def __init__(self, inner: Any, key: str) -> None:
        self._inner, self._key = inner, key

    def commit(self, now: Any, *writes: Write) -> Any:
        if any(getattr(getattr(one, "doc", None), "key", "") == self._key for one in writes):
            raise BackendUnavailable("store", "busy")
        return self._inner.commit(now, *writes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_one_that_could_not_be_written_keeps_its_place_and_holds_up_nobody(world: Team) -> None:
    entries = []
    for _ in range(3):
        world.clock += MINUTE
        entries.append(waits(world))
    world.change(policy="two", targets=Targets(response=3600.0))
    with pytest.raises(BackendUnavailable):
        watch(replace(world.tools, store=Refusing(world.store, entries[1].key)))
    assert [due(world, one) for one in entries] == [61 * MINUTE, 122 * MINUTE, 63 * MINUTE]
    assert log_of(world).replan == entries[1].opened_at
    watch(world.tools)
    assert (due(world, entries[1]), log_of(world).replan) == (62 * MINUTE, None)


# --- targets ---

OLD = Targets(response=7200.0, next=3600.0, special=(Target(name="vip", response=1800.0, next=900.0, ack=10.0),))
NEW = Targets(
    response=5000.0, next=4000.0, ack=30.0, special=(Target(name="vip", response=1000.0, ack=20.0, calendar="late"),)
)


def promised(clock: str, *, again: bool) -> tuple[Aim, ...]:
    return aims(OLD, About(platform="x", kind=Kind.COMMENT, sort=Sort.QUESTION, again=again))[clock]


RENEWED = {
    "a first answer": (RESPONSE, False, [5000.0, 1000.0]),
    "a next one, which this vip target has no more of its own": (RESPONSE, True, [4000.0, 1000.0]),
    "a first sign": (ACK, False, [30.0, 20.0]),
}


@pytest.mark.parametrize(("clock", "again", "expected"), RENEWED.values(), ids=RENEWED.keys())
def test_each_target_becomes_what_its_name_promises_today(clock: str, again: bool, expected: list[float]) -> None:
    found = [renewed(one, clock, NEW) for one in promised(clock, again=again)]
    assert [one.seconds for one in found] == expected
    assert found[1].calendar == ("late" if clock == RESPONSE else None)


def test_a_target_that_is_gone_or_missed_stays_as_it_was() -> None:
    general, vip = promised(RESPONSE, again=False)
    assert renewed(vip, RESPONSE, Targets()) == vip
    missed = msgspec.structs.replace(general, breached=NOON)
    assert renewed(missed, RESPONSE, NEW) == missed
