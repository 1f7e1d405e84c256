"""Whatever comes, in whatever order, twice or late: a clock never runs backwards, and ends as its facts alone make it.

Facts come as flows hear of them: signs by a machine or a person, also old ones; pauses and their ends; hand-overs; new
calendars; a look by the minute's watch at any time. In the end all of it is put to the reference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.clocks.derive import replayed
from shared.clocks.looks import planned
from shared.clocks.targets import ACK, RESPONSE
from shared.clocks.timing import Regime
from shared.core.course import Reason
from shared.core.ledger import Acknowledgment, Entry, Sort
from shared.core.ports import Capability
from shared.core.sla import By, Clock
from tests.clocks import engine, reference
from tests.clocks.comparing import Stop, as_expected
from tests.clocks.engine import instant
from tests.clocks.reference import CRISIS, Halt, Kind, Plan, Policy, kind_of
from tests.clocks.timelines import line
from tests.core.opening import open_clock

OWN = (Reason.CUSTOMER, Reason.THIRD_PARTY)
backs = st.one_of(st.just(0), st.integers(0, 4000))


class Clocks(RuleBasedStateMachine):
    """Two clocks of one Entry, with the incremental steps that flows take, beside nothing but a list of facts."""

    @initialize(seed=st.integers(0, 300), sort=st.sampled_from((Sort.PRAISE, Sort.QUESTION)))
    def open(self, seed: int, sort: Sort) -> None:
        story = line(seed)
        self.pool: list[tuple[Plan, ...]] = [*(one.plans for one in story.policies), story.today]
        self.line = replace(
            story,
            policies=(Policy(story.started - 9, self.pool[0]),),
            today=self.pool[0],
            hands=(),
            halts=(),
            now=story.started,
        )
        self.sort = sort
        self.signs: list[tuple[int, By, str]] = []
        self.gone: list[int] = []  # taken back, or closed by a colleague
        self.seen: dict[str, Clock] = {}
        aims = tuple(map(engine.aim, story.goals))
        courses = self._regime.courses(engine.entry(self.line))
        self.clocks = {name: open_clock(instant(story.started), aims, courses) for name in (ACK, RESPONSE)}
        self._replan()

    # --- time, and whoever looks ---

    @rule(share=st.floats(0.001, 0.5))
    def wait(self, share: float) -> None:
        self._later(int((self.line.ended - 1 - self.line.now) * share))

    @rule()
    def look(self) -> None:
        """As the watch does it, of what is due."""
        self._replan()
        self.clocks = {name: clock.look(self._regime.now) for name, clock in self.clocks.items()}
        self._replan()

    # --- signs ---

    @rule(back=backs, by=st.sampled_from(By), how=st.sampled_from(("reply", "private_reply", Capability.LIKE.value)))
    def sign(self, back: int, by: By, how: str) -> None:
        self.signs.append((self.line.now - back, by, how))  # also of before it came
        self._heard(self.signs[-1])

    @precondition(lambda self: self.signs)
    @rule(number=st.integers(0, 99))
    def the_same_sign_again(self, number: int) -> None:
        self._heard(self.signs[number % len(self.signs)])

    @rule(back=backs)
    def take_back_or_close(self, back: int) -> None:
        if len(self.gone) < 2:
            self.gone.append(self.line.now - back)
        for at in self.gone:
            self._stop(at, None, lambda _name: True)

    def _heard(self, sign: tuple[int, By, str]) -> None:
        at, by, how = sign
        self._stop(at, by, lambda name: _counts(name, by, how, self.sort))

    def _stop(self, at: int, by: By | None, what: Callable[[str], bool]) -> None:
        courses = self._regime.courses(self._entry)
        self.clocks |= {name: clock.stop(instant(at), by, courses) for name, clock in self.clocks.items() if what(name)}

    # --- what counts ---

    @rule(reason=st.sampled_from(OWN))
    def pause(self, reason: Reason) -> None:
        lasting = [one.reason for one in self._lasting() if not one.brand]
        if self.clocks[RESPONSE].running and reason not in lasting:
            self._halted(*self.line.halts, Halt(reason, self.line.now, None))

    @rule()
    def resume(self) -> None:
        mine = [one for one in self._lasting() if not one.brand]
        self._halted(*(replace(one, until=self.line.now) if one in mine else one for one in self.line.halts))

    @rule(back=backs)
    def the_customer_writes(self, back: int) -> None:
        """And may be heard of late. It ends the wait for them then, whatever was answered since."""
        at = max(self.line.now - back, self.line.started)
        halts = [
            replace(one, until=at) if one.reason == Reason.CUSTOMER and _at(one, at) else one for one in self.line.halts
        ]
        self.line = replace(self.line, halts=tuple(halts))
        entry, regime = self._entry, self._regime
        self.clocks = {name: replayed(name, entry, regime) for name in self.clocks}

    @rule(reason=st.sampled_from((CRISIS, Reason.OUTAGE.value)), lasts=st.one_of(st.none(), st.integers(1, 20_000)))
    def hold(self, reason: str, lasts: int | None) -> None:
        until = None if lasts is None else self.line.now + lasts
        self._halted(*self.line.halts, Halt(reason, self.line.now, until, brand=True))

    @rule()
    def hold_is_over(self) -> None:
        mine = [one for one in self._lasting() if one.brand]
        self._halted(*(replace(one, until=self.line.now) if one in mine else one for one in self.line.halts))

    @rule(number=st.integers(0, 9))
    def hand_on(self, number: int) -> None:
        name = self.pool[0][number % len(self.pool[0])].name
        if not self._later(1):
            return
        self.line = replace(self.line, hands=(*self.line.hands, (self.line.now, name)))
        self._replan()

    @rule(number=st.integers(0, 9))
    def new_calendars(self, number: int) -> None:
        plans = self.pool[number % len(self.pool)]
        if self._later(1) and plans != self.line.today:
            self.line = replace(self.line, today=plans, policies=(*self.line.policies, Policy(self.line.now, plans)))
            self._replan()

    # --- what must hold ---

    @invariant()
    def no_clock_runs_backwards(self) -> None:
        for name, clock in getattr(self, "clocks", {}).items():
            before = self.seen.get(name, clock)
            assert clock.started == instant(self.line.started) == before.started
            if not before.running:
                assert clock.stopped is not None, "what has stopped never starts again"
                assert clock.stopped <= (before.stopped or clock.stopped), "only earlier news moves a stop"
            if clock.running:
                assert (clock.by, clock.elapsed, clock.service_elapsed, clock.withdrawn) == (None, None, None, False)
            else:
                assert clock.elapsed is not None
                assert clock.elapsed >= 0
                if clock.service_elapsed is None:
                    assert clock.by is By.MACHINE, "a machine that was in time by the calendar, and nothing else"
                    assert all(clock.elapsed <= aim.seconds and not aim.service for aim in clock.aims)
                else:
                    assert 0 <= clock.service_elapsed <= clock.elapsed
                assert clock.look_at is None
            self.seen[name] = clock

    def teardown(self) -> None:
        """As its facts alone make it, and as the reference has it."""
        if not hasattr(self, "clocks"):
            return
        self.look()
        entry, regime, story = self._entry, self._regime, self.line
        said = {kind: reference.runs(story, kind) for kind in {Kind(), *map(kind_of, story.goals)}}
        for name, clock in self.clocks.items():
            assert _figures(clock) == _figures(replayed(name, entry, regime))
            stops: list[Stop] = [(at, by) for at, by, how in self.signs if _counts(name, by, how, self.sort)]
            for _ in as_expected(clock, [*stops, *((at, None) for at in self.gone)], said, story):
                pass

    # --- its facts, in the engine's words ---

    @property
    def _regime(self) -> Regime:
        return engine.regime(self.line)

    @property
    def _entry(self) -> Entry:
        removed, closed = (instant(at) if at is not None else None for at in (*self.gone, None, None)[:2])
        return msgspec.structs.replace(
            engine.entry(self.line),
            sort=self.sort,
            clocks=self.clocks,
            acknowledgments=tuple(Acknowledgment(at=instant(at), by=by, how=how) for at, by, how in self.signs),
            removed_at=removed,
            closed_at=closed,
        )

    def _later(self, seconds: int) -> bool:
        """Time passes; whether there was any left."""
        before = self.line.now
        self.line = replace(self.line, now=min(before + seconds, self.line.ended - 1))
        return self.line.now > before

    def _lasting(self) -> list[Halt]:
        return [one for one in self.line.halts if _at(one, self.line.now)]

    def _halted(self, *halts: Halt) -> None:
        self.line = replace(self.line, halts=halts)
        self._replan()

    def _replan(self) -> None:
        regime = self._regime
        courses = regime.courses(self._entry if hasattr(self, "clocks") else engine.entry(self.line))
        self.clocks = {
            name: planned(name, clock, regime.brand, courses, regime.now) for name, clock in self.clocks.items()
        }


def _at(halt: Halt, moment: int) -> bool:
    return halt.since <= moment and (halt.until is None or moment < halt.until)


def _counts(name: str, by: By, how: str, sort: Sort) -> bool:
    """Which signs stop which clock."""
    words = how != Capability.LIKE
    return by is By.PERSON and words if name == RESPONSE else words or sort is Sort.PRAISE


def _figures(clock: Clock) -> Clock:
    return msgspec.structs.replace(clock, policy="", look_at=None)


Quick = Clocks.TestCase
Quick.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@pytest.mark.slow
class TestManyMore(Clocks.TestCase):  # type: ignore[name-defined, misc] # hypothesis makes the class as it runs
    settings = settings(max_examples=3000, stateful_step_count=50, deadline=None)
