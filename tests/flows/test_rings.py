"""What is due is rung until somebody takes it up, and a ring that waits is not copied each minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.core.errors import BackendUnavailable
from shared.core.ledger import State
from shared.flows import watch as watching
from shared.flows.watch import watch
from tests.flows.world import NOON, Fault, World, comment, facebook, lost_answer


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def lose(world: World, *names: str) -> None:
    """Comments whose answers' answers were lost: each must be looked at again later."""
    for name in names:
        world.faults.append(Fault(lost_answer, after=True))
        world.deliver(facebook(comment(name, "when do you open", author=f"1{name[1:]}")))
        world.work()


def minutes(world: World, number: int) -> list[int]:
    """How many rings each of so many minutes publishes, with nobody to take them up."""
    rung = []
    for _ in range(number):
        world.clock += timedelta(minutes=1)
        rung.append(watch(world.tools).rings)
    return rung


def test_with_nobody_to_take_it_up_it_is_rung_each_three_minutes(world: World) -> None:
    lose(world, "c1")
    assert minutes(world, 8) == [0, 1, 0, 0, 1, 0, 0, 1]


def test_a_ring_that_was_taken_up_does_not_keep_the_next_one_away(world: World) -> None:
    lose(world, "c1")
    world.run(NOON + timedelta(minutes=15))
    assert world.entry("1_c1").state is State.ACKNOWLEDGED


def test_a_ring_that_could_not_be_published_is_rung_again_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(world, "c1")
    world.clock += timedelta(minutes=2)

    def broken(_messages: object) -> list[str]:
        raise BackendUnavailable("bus", "broken")

    with monkeypatch.context() as patch:
        patch.setattr(world.bus, "publish", broken)
        with pytest.raises(BackendUnavailable):
            watch(world.tools)
    assert minutes(world, 1) == [1]


def test_what_waits_does_not_hide_what_is_due_behind_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST", 2)
    lose(world, "c1", "c2", "c3", "c4", "c5")
    assert minutes(world, 4) == [0, 2, 2, 1]
