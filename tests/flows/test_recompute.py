"""`recompute`: a corrected calendar moves the past, once, whatever dies in between; what was told stays on record."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.compiled import Brand, Compiled, Targets
from shared.clocks.measures import Measure, Thread, measures
from shared.clocks.timing import calendars
from shared.core.calendar import Dated
from shared.core.course import Pause, Reason
from shared.core.ledger import Entry
from shared.core.ports import REPORTS, Kept, Put
from shared.core.regime import KEEP_POLICY, Hold, PolicyLog, Report, Version
from shared.flows.recompute import Asked, Done, recompute
from tests.flows.world import NOON, PAGE, SHM, Crash, Fuse, World, comment, facebook

MORNING = NOON - timedelta(hours=3)
LATE = NOON + timedelta(hours=3)
HALF_DAY = {"2026-10-13": Dated(hours=((540, 750),), name="Town day")}  # open until 12:30, half an hour after NOON


def brand_of(world: World) -> Brand:
    return world.brands.brands["acme"]


def deploy(world: World, **changes: object) -> Brand:
    """Other calendars or targets, as the next process has them."""
    brand = msgspec.structs.replace(brand_of(world), **changes)
    world.brands = Compiled(connections=world.brands.connections, brands={"acme": brand})
    world.restart()
    return brand


def half_day(world: World) -> Brand:
    calendar = msgspec.structs.replace(brand_of(world).calendar, days=HALF_DAY)
    return deploy(world, calendar=calendar, policy="two")


def complaint_answered_late(world: World) -> None:
    """One complaint, answered by a colleague after three open hours; and one that nobody has answered yet."""
    brand = deploy(world, policy="one")
    known = Version(since=MORNING, policy="one", calendars=calendars(brand))
    log = PolicyLog(key="acme", brand="acme", versions=(known,), expire_at=NOON + KEEP_POLICY)
    world.store.commit(NOON, Put(log))
    world.send(facebook(comment("300", "It is broken"), comment("301", "Mine is broken too", author="8")))
    world.work()
    world.run(LATE)
    answer = comment("302", "We are on it", author=PAGE, under="300", at=LATE)
    world.send(facebook(answer, at=LATE))
    world.work()
    world.clock = LATE + timedelta(minutes=10)


def run(world: World, *, since: datetime = MORNING, until: datetime | None = None, dry: bool = False) -> list[Done]:
    asked = Asked(brand_of(world), since, until, who="Ingrid Solheim", why="a town day was missing", dry=dry)
    return list(recompute(asked, world.tools))


def reports(world: World) -> list[Report]:
    return [kept.doc for kept in world.store.find(REPORTS, world.clock, equal=("acme",))]


def log_of(world: World) -> PolicyLog:
    kept = world.store.get(PolicyLog, "acme", world.clock)
    assert kept is not None
    return kept.doc


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    complaint_answered_late(made)
    yield made
    made.close()


def answered(world: World) -> Entry:
    return world.entry("1_300")


def test_a_corrected_calendar_moves_what_was_missed_and_says_that_it_was_told(world: World) -> None:
    before = answered(world).clocks["response"]
    assert before.breached is not None
    assert before.service_elapsed == 3 * 3600
    assert before.told
    half_day(world)
    (done,) = run(world)
    after = answered(world).clocks["response"]
    assert (after.breached, after.service_elapsed) == (None, 1800)
    assert after.due == datetime(2026, 10, 14, 8, 30, tzinfo=UTC), "the rest of the two hours is the next morning's"
    assert (after.stopped, after.by, after.told, after.policy) == (before.stopped, before.by, before.told, "two")
    report = done.report
    assert (report.number, report.who, report.why) == (1, "Ingrid Solheim", "a town day was missing")
    moved = next(one for one in report.moved if one.entry == answered(world).key and one.clock == "response")
    assert (moved.breached_before, moved.breached_after, moved.told) == (True, False, min(before.told.values()))
    assert (moved.before, moved.after) == (3 * 3600, 1800)
    assert (report.before["first_response.median"], report.after["first_response.median"]) == (3 * 3600, 1800)
    assert (report.before["first_response.kept"], report.before["first_response.due"]) == (0, 2)
    assert (report.after["first_response.kept"], report.after["first_response.due"]) == (1, 1)
    assert [one.done_at is not None for one in reports(world)] == [True]


def test_a_clock_that_still_runs_is_looked_at_when_it_is_due_now(world: World) -> None:
    half_day(world)
    run(world)
    waiting = world.entry("1_301")
    assert waiting.clocks["response"].breached is None
    assert waiting.due_at is not None
    assert waiting.due_at > world.clock
    assert waiting.due_at <= datetime(2026, 10, 14, 8, 30, tzinfo=UTC)


def test_twice_is_once(world: World) -> None:
    half_day(world)
    run(world)
    world.clock += timedelta(hours=1)
    (again,) = run(world)
    assert (again.written, again.report.moves) == (False, 0)
    assert len(reports(world)) == 1


def test_a_dry_run_says_the_same_and_writes_nothing(world: World) -> None:
    half_day(world)
    entries, log = world.entries(), log_of(world)
    (dry,) = run(world, dry=True)
    assert (world.entries(), log_of(world), reports(world)) == (entries, log, [])
    (done,) = run(world)
    assert (dry.report.moved, dry.report.after) == (done.report.moved, done.report.after)


def test_what_was_in_force_before_the_period_stays_and_so_do_holds(world: World) -> None:
    brand = half_day(world)
    pause = Pause(reason=Reason.OUTAGE, who="Ingrid Solheim", since=MORNING, until=MORNING + timedelta(minutes=5))
    hold = Hold(pause=pause, platform="x")
    world.store.commit(world.clock, Put(msgspec.structs.replace(log_of(world), holds=(hold,))))
    (done,) = run(world, since=NOON + timedelta(hours=1))
    log = log_of(world)
    assert [(one.since, one.policy) for one in log.versions] == [(MORNING, "one"), (NOON + timedelta(hours=1), "two")]
    assert log.versions[-1].calendars == calendars(brand)
    assert log.holds == (hold,)
    assert log.replan is not None, "what was opened earlier and still runs is for `watch` to work out anew"
    assert done.report.looked_at == 1, "the answer came in the period, the complaints did not"


def test_who_waits_since_before_the_period_is_worked_out_anew_by_watch(world: World) -> None:
    world.send(facebook(comment("306", "And mine is broken", author="9", at=world.clock), at=world.clock))
    world.work()
    world.clock += timedelta(minutes=20)
    half_day(world)
    run(world, since=world.clock - timedelta(minutes=10))
    world.tick()
    due = world.entry("1_306").clocks["response"].due
    assert due == datetime(2026, 10, 14, 8, 50, tzinfo=UTC), "ten minutes counted by the calendar that was in force"
    assert [one.policy for one in log_of(world).versions] == ["one", "two"]


def test_a_period_that_has_ended_keeps_what_came_after_it(world: World) -> None:
    half_day(world)
    end = NOON + timedelta(hours=2)
    run(world, until=end)
    assert [(one.since, one.policy) for one in log_of(world).versions] == [
        (MORNING, "one"),
        (MORNING, "two"),
        (end, "one"),
    ]
    clock = answered(world).clocks["response"]
    assert clock.service_elapsed == 1800 + 3600, "the third hour counts by the calendar that was in force again"


def test_a_hold_that_was_written_down_afterwards_counts_once_recomputed(world: World) -> None:
    pause = Pause(reason=Reason.OUTAGE, who="Ingrid Solheim", since=NOON, until=NOON + timedelta(minutes=90))
    world.store.commit(world.clock, Put(msgspec.structs.replace(log_of(world), holds=(Hold(pause=pause),))))
    assert answered(world).clocks["response"].service_elapsed == 3 * 3600
    (done,) = run(world)
    assert answered(world).clocks["response"].service_elapsed == 90 * 60
    assert done.report.before["first_response.median"] == 3 * 3600, "a figure as it was, not as it would be"
    assert done.report.after["first_response.median"] == 90 * 60


def test_targets_move_too_also_where_one_was_missed(world: World) -> None:
    deploy(world, targets=Targets(response=4 * 3600.0), policy="two")
    run(world)
    clock = answered(world).clocks["response"]
    assert (clock.target, clock.breached) == (4 * 3600.0, None)


def test_a_clock_that_has_stopped_never_runs_again(world: World) -> None:
    world.store.commit(world.clock, Put(msgspec.structs.replace(answered(world), acknowledgments=())))
    half_day(world)
    run(world)
    clock = answered(world).clocks["response"]
    assert (clock.stopped, clock.service_elapsed) == (LATE, 1800)


def test_a_pause_that_lasts_moves_nothing_by_itself(world: World) -> None:
    world.send(facebook(comment("305", "And mine is broken", author="9", at=world.clock), at=world.clock))
    world.work()
    pause = Pause(reason=Reason.CRISIS, who="Ingrid Solheim", since=LATE + timedelta(minutes=20))
    world.store.commit(world.clock, Put(msgspec.structs.replace(log_of(world), holds=(Hold(pause=pause),))))
    world.clock += timedelta(hours=2)
    (done,) = run(world)
    assert (done.report.moves, done.written) == (0, False)


def test_reports_are_numbered_and_none_is_changed_by_the_next(world: World) -> None:
    half_day(world)
    run(world)
    first = reports(world)
    deploy(world, calendar=msgspec.structs.replace(brand_of(world).calendar, days={}), policy="three")
    world.clock += timedelta(minutes=1)
    run(world)
    assert reports(world)[:1] == first
    assert [one.number for one in reports(world)] == [1, 2]
    assert answered(world).clocks["response"].service_elapsed == 3 * 3600


def test_whatever_call_it_dies_at_running_again_ends_right(tmp_path_factory: pytest.TempPathFactory) -> None:
    seed = World(tmp_path_factory.mktemp("seed"))
    complaint_answered_late(seed)
    brand = half_day(seed)
    seed.close()

    def again(fuse: Fuse) -> World:
        made = World(Path(shutil.copytree(seed.folder, tempfile.mkdtemp(dir=SHM), dirs_exist_ok=True)), fuse=fuse)
        made.clock = seed.clock
        made.brands = Compiled(connections=seed.brands.connections, brands={"acme": brand})
        made.restart()
        return made

    def close(made: World) -> None:
        made.close()
        shutil.rmtree(made.folder)

    right = again(Fuse())
    run(right)
    wanted, moved, calls = right.entries(), reports(right)[0].moved, right.fuse.calls
    close(right)
    ended = set()
    for number in range(1, calls + 1):
        for after in (False, True):
            made = again(Fuse(at=number, after=after))
            with pytest.raises(Crash):
                run(made)
            made.restart()
            done = run(made)
            ended.add(any(one.ended for one in done))
            name = f"call {number} of {calls}: {made.fuse.names}"
            assert made.entries() == wanted, name
            (kept,) = reports(made)
            assert kept.done_at is not None, name
            assert kept.moved == moved, name
            close(made)
    assert ended == {False, True}, "it was cut off both before and after the Report was there"


def cut_off(world: World, policy: str) -> Report:
    report = Report(
        key="acme/1", brand="acme", number=1, made_at=world.clock, since=MORNING, until=world.clock, policy=policy,
        who="Ingrid Solheim", why="a town day was missing", expire_at=world.clock + KEEP_POLICY,
    )  # fmt: skip
    world.store.commit(world.clock, Put(report))
    return report


def test_a_dry_run_says_that_one_was_cut_off_and_leaves_it(world: World) -> None:
    half_day(world)
    report = cut_off(world, "two")
    (done,) = run(world, dry=True)
    assert done.waits == 1
    assert reports(world) == [report]


def test_one_that_was_cut_off_is_not_ended_by_another_policy(world: World) -> None:
    report = cut_off(world, "an older one")
    half_day(world)
    (done,) = run(world)
    assert (done.ended, done.report.number) == (False, 2)
    assert reports(world)[0] == report


class Meddled:
    """A store in which somebody else writes, once, just before a commit that has `wanted` among its documents."""

    def __init__(self, world: World, wanted: type, other: Callable[[], None]) -> None:
        self._store, self._wanted, self._other = world.store, wanted, [other]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, now: datetime, *writes: Any) -> tuple[str, ...] | None:
        if self._other and any(isinstance(one.doc, self._wanted) for one in writes):
            self._other.pop()()
        return self._store.commit(now, *writes)


def test_an_entry_that_changes_meanwhile_is_done_again(world: World) -> None:
    def edited() -> None:
        changed = msgspec.structs.replace(answered(world), edited_at=LATE)
        world.store.commit(world.clock, Put(changed))

    half_day(world)
    asked = Asked(brand_of(world), MORNING, None, who="", why="a town day")
    tools = replace(world.tools, store=Meddled(world, Entry, edited))
    (done,) = recompute(asked, tools)
    assert done.written
    assert answered(world).edited_at == LATE
    assert answered(world).clocks["response"].service_elapsed == 1800


def test_a_log_that_changes_meanwhile_is_read_again(world: World) -> None:
    pause = Pause(reason=Reason.OUTAGE, who="Ingrid Solheim", since=NOON, until=NOON + timedelta(minutes=10))

    def held() -> None:
        world.store.commit(world.clock, Put(msgspec.structs.replace(log_of(world), holds=(Hold(pause=pause),))))

    half_day(world)
    asked = Asked(brand_of(world), MORNING, None, who="", why="a town day")
    (done,) = recompute(asked, replace(world.tools, store=Meddled(world, Report, held)))
    assert log_of(world).holds == (Hold(pause=pause),)
    assert answered(world).clocks["response"].service_elapsed == 1200
    assert done.report.after["first_response.median"] == 1200
    assert [one.number for one in reports(world)] == [1]


def test_no_more_is_held_than_the_threads_that_are_open(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    model = answered(world)
    for number in range(240):
        opened = NOON - timedelta(hours=number)
        moved = {"started": opened, "stopped": opened + timedelta(hours=3)}
        clocks = {name: msgspec.structs.replace(one, **moved) for name, one in model.clocks.items()}
        signs = tuple(msgspec.structs.replace(one, at=moved["stopped"]) for one in model.acknowledgments)
        name = {"key": f"old-{number}", "object": f"old-{number}", "person": f"{number}", "conversation": f"{number}"}
        one = msgspec.structs.replace(model, opened_at=opened, clocks=clocks, acknowledgments=signs, **name)
        world.store.commit(world.clock, Put(one))
    half_day(world)
    read, measured, most = 0, 0, 0

    def find(*args: Any, **wanted: Any) -> Iterator[Kept[Any]]:
        nonlocal read
        for kept in world.store.find(*args, **wanted):
            read += 1
            yield kept

    def counted(thread: Thread, *rest: Any) -> Iterator[Measure]:
        nonlocal measured, most
        most = max(most, read - measured)
        measured += len(thread.items)
        yield from measures(thread, *rest)

    class Lazy:
        def __getattr__(self, name: str) -> Any:
            return find if name == "find" else getattr(world.store, name)

    for module in ("shared.clocks.correcting", "shared.flows.recompute"):
        monkeypatch.setattr(f"{module}.measures", counted)
    asked = Asked(brand_of(world), NOON - timedelta(days=20), None, who="", why="", dry=True)
    (done,) = recompute(asked, replace(world.tools, store=Lazy()))
    assert done.report.looked_at == 243
    assert most < 100, "a thread may be joined for 72 hours, in which as many came here"
