"""Two instances and a crash at any moment: a refresh token is never spent by both, and no new token is lost that could
have been kept.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shared.core.collecting import Access
from shared.core.errors import ActionRefused, BackendUnavailable, ConfigurationError
from shared.core.ports import Grant
from shared.core.secret import Secret
from shared.tokens.record import Written
from shared.tokens.sealing import Sealer
from tests.tokens.world import HOURS, KEY, KEY2, MINUTES, SHM, Crash, Instance, World

CALLS = 6  # of a first turn: read, make, claim, ask, write; one more than there are


@pytest.fixture
def worlds() -> Iterator[Callable[[], World]]:
    made: list[World] = []

    def make() -> World:
        made.append(World(Path(tempfile.mkdtemp(dir=SHM))))
        return made[-1]

    yield make
    for world in made:
        world.store.close()
        shutil.rmtree(world.folder)


def crash() -> None:
    raise Crash


def works(world: World) -> bool:
    """Whether the record can be renewed once more: it holds what the platform takes."""
    before = world.giver.calls
    world.at += 90 * MINUTES
    done = world.instance().tend()
    return done == 1 and world.giver.calls == before + 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_another_turn_in_the_midst_of_one_spends_nothing_twice(
    worlds: Callable[[], World], at: int, after: bool
) -> None:
    world = worlds()
    one, two = world.instance(), world.instance()
    one.at, one.after, one.happen = at, after, two.tend
    one.tend()
    assert world.giver.spent == ["refresh-of-a-login-1"], "once, by one of the two"
    assert not world.record.dead
    assert works(world)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, CALLS))
def test_after_a_crash_at_any_moment_the_next_goes_on(worlds: Callable[[], World], at: int, after: bool) -> None:
    world = worlds()
    one = world.instance()
    one.at, one.after, one.happen = at, after, crash
    with pytest.raises(Crash):
        one.tend()
    world.instance().tend()
    world.at += 5 * MINUTES
    world.instance().tend()
    lost = (at, after) in ((4, True), (5, False))  # the platform has answered, and nobody wrote it down
    assert world.record.dead is lost
    assert len(world.giver.spent) == (2 if lost else 1)
    assert len(world.mails()) == (2 if lost else 0)
    assert works(world) is not lost


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, CALLS))
def test_who_was_frozen_past_its_claim_still_keeps_what_it_got(
    worlds: Callable[[], World], at: int, after: bool
) -> None:
    """Frozen after the answer, it finds that another one has been refused: the token in its hand is the good one."""
    world = worlds()
    one, two = world.instance(), world.instance()

    def meanwhile() -> None:
        world.at += 5 * MINUTES
        two.tend()

    one.at, one.after, one.happen = at, after, meanwhile
    one.tend()
    world.at += 5 * MINUTES
    world.instance().tend()
    assert not world.record.dead
    assert works(world)


def test_a_new_token_is_not_given_up_for_the_former_one_under_a_new_key(worlds: Callable[[], World]) -> None:
    """Frozen after the answer, it finds the very token that it has spent, which another one has only sealed anew."""
    world = worlds()
    one, two = world.instance(KEY, KEY2), world.instance(KEY2, KEY)

    def meanwhile() -> None:
        world.at += 5 * MINUTES
        two.tend()

    one.at, one.after, one.happen = 4, True, meanwhile
    one.tend()
    assert world.giver.spent == ["refresh-of-a-login-1"] * 2, "the second was refused"
    world.at += 5 * MINUTES
    assert not world.record.dead
    assert two.tend() == 0
    world.at += 90 * MINUTES
    assert two.tend() == 1


@pytest.mark.parametrize("times", [1, 3, 4, 9])
def test_a_token_that_the_ledger_did_not_take_is_written_as_soon_as_it_does(
    worlds: Callable[[], World], times: int
) -> None:
    world = worlds()
    one = world.instance()
    broken = Broken(one, 5, times)
    if times < 4:
        assert one.tend() == 1
    else:
        with pytest.raises(BackendUnavailable):
            one.tend()
        for _ in range(5):
            world.at += 5 * MINUTES
            try:
                one.tend()
            except BackendUnavailable:
                continue
    assert broken.left == 0
    assert world.giver.spent == ["refresh-of-a-login-1"]
    assert works(world)


class Broken:
    """From its call `at` on, an instance's next `times` calls of the ledger fail, some after they have been done."""

    def __init__(self, one: Instance, at: int, times: int) -> None:
        self.one, self.at, self.left = one, at, times
        self.inner = one.ported
        one.ported = self.ported  # type: ignore[method-assign]  # it stands in its way

    def ported(self, call: Callable[..., object], *args: object) -> object:
        if self.one.calls + 1 >= self.at and self.left > 0 and call != self.one.world.giver.renew:
            self.left -= 1
            self.one.calls += 1
            if self.left % 2:
                call(*args)
            raise BackendUnavailable("sqlite store", "SQLITE_BUSY")
        return self.inner(call, *args)


class Long(RuleBasedStateMachine):
    """Days of turns, faults, crashes and logins, by three instances; after a login some are of before, for an hour."""

    @initialize()
    def begin(self) -> None:
        self.world = World(Path(tempfile.mkdtemp(dir=SHM)))
        self.instances = [self.started() for _ in range(3)]
        self.instances[0].tend()
        self.loss = False  # whether a token may have been given that nobody could write down
        self.logged_in = self.world.at

    def started(self) -> Instance:
        one = self.world.instance()
        one.written = self.world.written
        return one

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.store.close()
            shutil.rmtree(self.world.folder)

    @rule(number=st.integers(0, 2), fault=st.sampled_from(["", "", "", "unavailable", "unknown", "lost", "bug"]))
    def turn(self, number: int, fault: str) -> None:
        giver = self.world.giver
        spent = len(giver.spent)
        giver.faults = [fault]
        self.instances[number].tend()
        giver.faults = []
        self.loss |= fault == "lost" and len(giver.spent) > spent

    @rule(number=st.integers(0, 2), at=st.integers(1, 6), after=st.booleans())
    def die(self, number: int, at: int, after: bool) -> None:
        one, world = self.instances[number], self.world
        spent = len(world.giver.spent)
        one.calls, one.at, one.after, one.happen = 0, at, after, crash
        try:
            one.tend()
        except Crash:
            self.loss |= len(world.giver.spent) > spent
        self.instances[number] = self.started()

    @rule(number=st.integers(0, 2), other=st.integers(0, 2), at=st.integers(1, 6), wait=st.sampled_from([0, 0, 1, 10]))
    def meet(self, number: int, other: int, at: int, wait: int) -> None:
        one, two = self.instances[number], self.instances[other]

        def meanwhile() -> None:
            one.at = 0
            self.world.at += wait * MINUTES
            two.tend()

        self.retire(11)
        one.calls, one.at, one.after, one.happen = 0, at, False, meanwhile
        one.tend()
        one.at = 0

    @rule(minutes=st.sampled_from([1, 5, 5, 5, 30, 85, 300]))
    def wait(self, minutes: int) -> None:
        self.retire(minutes)
        self.world.at += minutes * MINUTES

    def retire(self, minutes: int) -> None:
        """Nobody of before runs longer than an hour after a login."""
        if self.world.at + (minutes + 1) * MINUTES >= self.logged_in + 1 * HOURS:
            self.instances = [one if one.written is self.world.written else self.started() for one in self.instances]

    @rule(number=st.integers(0, 2))
    def log_in(self, number: int) -> None:
        """A person logs in; the new secrets reach one instance with a turn, the others when they start anew."""
        self.instances = [one if one.written is self.world.written else self.started() for one in self.instances]
        self.world.written = self.world.log_in()
        self.logged_in = self.world.at
        self.loss = False
        self.instances[number] = self.started()
        self.instances[number].tend()

    @invariant()
    def what_is_known_to_have_ended_is_not_given(self) -> None:
        for one in self.instances:
            try:
                token = one.token()
            except ConfigurationError:
                continue
            assert one.written is not None
            if token != one.written.grant.access.reveal():
                assert self.world.giver.ends[token] > self.world.at

    @invariant()
    def a_token_dies_only_of_an_answer_that_nobody_could_keep(self) -> None:
        found = self.world.store.get(Access, self.world.written.key, self.world.at)
        if found is not None and found.doc.seed == self.world.written.seed and found.doc.dead:
            assert self.loss
            assert len(self.world.mails()) >= 2

    @invariant()
    def without_such_a_loss_what_is_kept_can_be_renewed(self) -> None:
        found = self.world.store.get(Access, self.world.written.key, self.world.at)
        busy = any(one.tender._unsaved for one in self.instances)
        if found is not None and found.doc.seed == self.world.written.seed and not self.loss and not busy:
            held = OPENER.open(found.doc)[0]
            assert held.refresh is not None
            assert held.refresh.reveal() in self.world.giver.good


OPENER = Sealer([Secret(KEY)])


Long.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLong = Long.TestCase


def test_the_pretend_platform_gives_for_one_refresh_token_once(worlds: Callable[[], World]) -> None:
    world = worlds()
    written: Written = world.written
    held = Grant(written.grant.access, written.refresh, None)
    world.giver.renew(held, world.at, 1.0)
    with pytest.raises(ActionRefused):
        world.giver.renew(held, world.at + timedelta(seconds=1), 1.0)
