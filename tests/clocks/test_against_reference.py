"""The engine equals a reference that asks of every second whether it counts, on random stories of what is hard."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.clocks.derive import replayed
from shared.clocks.looks import at_risk, steps
from shared.clocks.targets import ACK, RESPONSE
from shared.clocks.timing import Regime
from shared.core.course import Course, Span
from shared.core.ledger import Acknowledgment, Entry, Sort
from shared.core.ports import Capability
from shared.core.sla import By, Clock, Courses
from tests.clocks import engine, reference
from tests.clocks.comparing import FIRST, Said, Stop, as_expected, due_of, order, same
from tests.clocks.engine import TARGETS, instant
from tests.clocks.reference import Kind, Line, Plan, Run, covering, in_force, kind_of
from tests.clocks.timelines import MOVED, REASONS, line
from tests.core.opening import open_clock

BLOCK: Final = 250
SHORT: Final = 4 * 3600


@pytest.mark.parametrize("block", range(4))
def test_a_thousand_stories_are_told_alike_by_the_reference_and_the_engine(block: int) -> None:
    _insist(_compared(range(block * BLOCK, (block + 1) * BLOCK)), least=2)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_stories_are_told_alike(block: int) -> None:
    _insist(_compared(range(block * 1000, (block + 1) * 1000)), least=10)


def test_a_minute_asked_about_once_is_as_if_each_of_its_seconds_had_been_asked() -> None:
    """Why the reference may be called one of seconds."""
    asked = 0
    for seed in range(60):
        story = line(seed)
        if story.ended - story.started <= SHORT or seed % 50 == 0:
            for kind in _kinds(story):
                assert reference.runs(story, kind) == reference.runs(story, kind, each=True), (seed, story)
                asked += story.ended - story.started
    assert asked > 250_000


def _compared(seeds: Iterable[int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in seeds:
        story, rng = line(seed), random.Random(-seed)
        try:
            found.update(set(_story(story, rng)))
        except AssertionError as error:
            error.add_note(f"story {seed}: {story}")
            raise
    return found


def _story(story: Line, rng: random.Random) -> Iterator[str]:
    """Compares all of a story. What it has in it is told."""
    said = {kind: reference.runs(story, kind) for kind in _kinds(story)}
    regime, entry = engine.regime(story), engine.entry(story)
    courses = regime.courses(entry)
    for kind, runs in said.items():
        _course(courses(engine.bare(kind)), runs, story, rng)
    _calendar(rng.choice(story.today), story, rng)
    clock = open_clock(instant(story.started), map(engine.aim, story.goals), courses)
    _running(clock, regime, courses, said, story)
    yield from _stopped(clock, courses, said, story, rng)
    yield from _replayed(clock, entry, regime, said, story, rng)
    yield from _features(story, said)


def _kinds(story: Line) -> set[Kind]:
    return {Kind(), *map(kind_of, story.goals)}


# --- what counts, and why ---


def _course(course: Course, runs: list[Run], story: Line, rng: random.Random) -> None:
    assert [_run(one) for one in course.spans(instant(story.started), instant(story.ended))] == runs
    for _ in range(4):
        first, second = sorted(rng.sample(range(story.started, story.ended + 1), 2))
        whole, part = (
            course.seconds(instant(first), instant(second)),
            list(course.spans(instant(first), instant(second))),
        )
        assert whole == reference.counted(runs, first, second), (first, second)
        assert whole == sum(one.seconds for one in part if one.counted)
        assert (part[0].since, part[-1].until) == (instant(first), instant(second))
        assert all(one.until == other.since for one, other in pairwise(part))
        assert all(one.since < one.until for one in part)
        assert course.seconds(instant(second), instant(first)) == 0
    for since in [*(rng.randrange(story.started, story.ended) for _ in range(4)), *_jumps(story)]:
        seconds = rng.choice((0, 1, rng.randrange(1, 100_000), 0.25))
        same(course.due(instant(since), seconds), reference.due(runs, since, seconds), story, (since, seconds))
    for one in runs:
        paused = course.paused(instant(one.since))
        assert one.since >= story.now or (paused and paused.reason) == (one.name if one.why == "paused" else None)


def _run(span: Span) -> Run:
    return Run(int(span.since.timestamp()), int(span.until.timestamp()), span.counted, span.why, span.name)


def _calendar(plan: Plan, story: Line, rng: random.Random) -> None:
    alone = Line("", story.started, story.ended, story.ended, (), (plan,))
    runs, calendar = reference.runs(alone, Kind()), engine.calendar(plan)
    told = [
        (one.open, None if one.open else one.name, one.since, one.until)
        for one in calendar.stretches(instant(story.started), instant(story.ended))
    ]
    named = [
        (one.counted, one.name if one.why == "dated" else None, instant(one.since), instant(one.until)) for one in runs
    ]
    assert [
        (*what, some[0][2], some[-1][3]) for what, some in ((w, list(s)) for w, s in groupby(told, lambda one: one[:2]))
    ] == named
    for moment in [rng.randrange(story.started, story.ended), *(one.since for one in runs), *_jumps(story)]:
        assert calendar.is_open(instant(moment)) == reference.is_open(plan, moment), moment
        same(calendar.next_opening(instant(moment)), reference.due(runs, moment, 0), story, moment)


def _jumps(story: Line) -> list[int]:
    """Just before, at and just after each moment of the story at which the hands are moved somewhere."""
    near = (moved + seconds for moved in MOVED.values() for seconds in (-60, -1, 0, 59))
    return [moment for moment in near if story.started <= moment < story.ended]


# --- clocks ---


def _running(clock: Clock, regime: Regime, courses: Courses, said: Said, story: Line) -> None:
    """Due, at risk, every step of the ladder, and which of its targets is in front."""
    goals = {goal.name: goal for goal in story.goals}
    dues = {goal.name: due_of(goal, said, story) for goal in story.goals}
    for one in clock.aims:
        same(one.due, dues[one.name], story, one.name)
    known = [(due, goals[name].seconds, name) for name, due in dues.items() if due is not None]
    assert [one.name for one in clock.aims[: len(known)]] == [name for *_, name in sorted(known)]
    front = goals[clock.aims[0].name]
    runs = said[kind_of(front)]
    risk = reference.at_risk(runs, story.started, front.seconds, TARGETS.risk_share, TARGETS.risk_left)
    same(at_risk(clock, TARGETS, courses), risk, story, "risk")
    due = dues[front.name]
    moments = {step.key: moment for moment, step in steps(RESPONSE, clock, regime.brand, courses)}
    for step in regime.brand.ladder:
        late = None if due is None or step.after is None else due if not step.after else _later(runs, due, step.after)
        same(moments.get(step.key), risk if step.after is None else late, story, step.key)
    for moment in {story.started, min(story.now, story.ended), int(due or story.started)}:
        looked = clock.look(instant(moment))
        missed = {name for name, at in dues.items() if at is not None and at <= moment}
        assert {one.name for one in looked.aims if one.breached is not None} == missed
        assert all(one.breached in (None, one.due) for one in looked.aims)


def _later(runs: list[Run], due: float, after: float) -> float | None:
    """So much later: the time from a moment within a second is counted from the second's end."""
    whole = -int(-due // 1)
    return reference.due(runs, whole, after - (whole - due))


def _stopped(clock: Clock, courses: Courses, said: Said, story: Line, rng: random.Random) -> Iterator[str]:
    """Stops in any order and twice, and looks between them: the first of them is what it comes to."""
    last = min(story.now, story.ended - 1)
    stops: list[Stop] = [
        (rng.randrange(story.started - 600, last + 1), rng.choice(FIRST)) for _ in range(rng.choice((1, 2, 4)))
    ]
    heard = [*stops, *stops]
    rng.shuffle(heard)
    ended = clock
    for at, by in heard:
        ended = ended.look(instant(rng.randrange(story.started, last + 1))).stop(instant(at), by, courses)
    yield from as_expected(ended, stops, said, story)
    if stops.index(min(stops, key=order)) != 0 and len(stops) > 1:
        yield "an earlier stop heard of later"


def _replayed(clock: Clock, entry: Entry, regime: Regime, said: Said, story: Line, rng: random.Random) -> Iterator[str]:
    """The same from the Entry's own facts, whatever the clock said before."""
    last = min(story.now, story.ended - 1)
    signs = [
        (rng.randrange(story.started, last + 1), rng.choice((By.MACHINE, By.PERSON)), rng.choice(("reply", "like")))
        for _ in range(rng.choice((0, 1, 3)))
    ]
    removed, closed = (rng.randrange(story.started, last + 1) if rng.random() < 0.2 else None for _ in range(2))
    sort = rng.choice((Sort.PRAISE, Sort.QUESTION))
    before = msgspec.structs.replace(clock, told={"risk": instant(last)}).look(instant(last))
    if rng.random() < 0.5:
        before = before.stop(instant(last), By.PERSON, regime.courses(entry))
    entry = msgspec.structs.replace(
        entry,
        sort=sort,
        clocks={ACK: before, RESPONSE: before},
        acknowledgments=tuple(Acknowledgment(at=instant(at), by=by, how=how) for at, by, how in signs),
        removed_at=None if removed is None else instant(removed),
        closed_at=None if closed is None else instant(closed),
    )
    gone: list[Stop] = [(at, None) for at in (removed, closed) if at is not None]
    stops: dict[str, list[Stop]] = {
        ACK: [(at, by) for at, by, how in signs if how != Capability.LIKE or sort is Sort.PRAISE],
        RESPONSE: [(at, by) for at, by, how in signs if by is By.PERSON and how != Capability.LIKE],
    }
    for name, those in stops.items():
        again = replayed(name, entry, regime)
        assert again.told == before.told
        yield from as_expected(again, [*those, *gone], said, story)


# --- what the stories are about ---


def _features(story: Line, said: Said) -> Iterator[str]:
    runs = said[Kind()]
    yield from _of_zones(story)
    for since, _ in story.hands:
        if story.started < since < story.ended and _turns(story, since):
            yield "handed over in the middle"
    for policy in story.policies:
        if story.started < policy.since < story.ended and _turns(story, policy.since):
            yield "a policy in the middle"
    if story.started < story.now < story.ended and _turns(story, story.now):
        yield "a policy that is not written down yet"
    yield from (one.name for one in runs if one.why == "paused")
    for one in story.halts:
        if one.platform == "x" and story.started < one.since < story.ended:
            yield "another platform's hold"
        if one.until is None and story.started < story.now < story.ended and covering(story, Kind(), story.now - 1):
            yield "a pause without an end"
        if any(one is not other and other.since <= one.since < (other.until or story.now) for other in story.halts):
            yield "pauses that overlap"
    yield from ("a date with a name" for one in runs if one.why == "dated")
    if len(story.goals) > 1:
        yield "several targets"
    for kind, mine in said.items():
        yield "service time" if kind.service else "calendar time"
        if kind.plan is not None:
            yield "a target with a calendar of its own"
        if kind.crisis and mine != said.get(kind._replace(crisis=False), mine):
            yield "a crisis target in a crisis"


def _of_zones(story: Line) -> Iterator[str]:
    for change, moved in MOVED.items():
        plan = in_force(story, Kind(), moved)
        if not story.started < moved < story.ended or plan is None or plan.zone != change.zone:
            continue
        if covering(story, Kind(), moved) is None and plan.week:
            yield change.feature
            yield "open across it" if reference.is_open(plan, moved - 1) and reference.is_open(plan, moved) else "edge"
    for second in range(story.started - story.started % 900 + 900, story.ended, 900):
        plan = in_force(story, Kind(), second)
        if plan is None or not plan.week:
            continue
        shown = datetime.fromtimestamp(second, ZoneInfo(plan.zone))
        if shown.hour or shown.minute:
            continue
        before, after = reference.is_open(plan, second - 1), reference.is_open(plan, second)
        yield ("open through midnight" if after else "until midnight") if before else "from midnight" if after else ""
        yield from ("a planned change" for since, _ in plan.later if since == shown.date())
        for day, hours, _ in plan.dates:
            if day == shown.date() and hours:
                usual = plan.week[day.weekday()]
                yield "a short day" if sum(b - a for a, b in hours) < sum(b - a for a, b in usual) else "an extra day"
        if len(plan.week[shown.weekday()]) > 1:
            yield "a split shift"


def _turns(story: Line, second: int) -> bool:
    return in_force(story, Kind(), second - 1) != in_force(story, Kind(), second)


FEATURES: Final = {
    *(one.feature for one in MOVED),
    *REASONS,
    "open across it",
    "edge",
    "open through midnight",
    "until midnight",
    "from midnight",
    "a planned change",
    "a short day",
    "an extra day",
    "a split shift",
    "handed over in the middle",
    "a policy in the middle",
    "a policy that is not written down yet",
    "another platform's hold",
    "a pause without an end",
    "pauses that overlap",
    "a date with a name",
    "several targets",
    "service time",
    "calendar time",
    "a target with a calendar of its own",
    "a crisis target in a crisis",
    "met",
    "missed",
    "running",
    "one of several missed",
    "an earlier stop heard of later",
}


def _insist(found: Counter[str], least: int) -> None:
    """What the stories never came to was never compared."""
    assert {name: found[name] for name in sorted(FEATURES) if found[name] < least} == {}
