"""What becomes of a message of the local queue that cannot be handled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.local.consume import TRIES, consume
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Ring, to_wire
from shared.core.ledger import State
from shared.core.ports import Outgoing
from tests.flows.world import World, comment, facebook


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


class Failing:
    """A store whose every call fails with the same error, until it is mended."""

    def __init__(self, inner: Any, error: Exception) -> None:
        self.inner, self.error, self.mended = inner, error, False

    def __getattr__(self, name: str) -> Any:
        if self.mended:
            return getattr(self.inner, name)

        def call(*_: Any, **__: Any) -> Any:
            raise self.error

        return call


def tried(world: World, times: int) -> int:
    done = 0
    for _ in range(times):
        taken = world.bus.take(world.clock)
        if taken is None:
            break
        consume(taken, world.bus, world.tools)
        world.clock += timedelta(minutes=11)
        done += 1
    return done


def test_a_store_that_is_down_for_a_week_loses_nothing(world: World) -> None:
    store = Failing(world.tools.store, BackendUnavailable("store", "down"))
    world.tools = replace(world.tools, store=store)  # type: ignore[arg-type]
    world.deliver(facebook(comment("c1", "it came broken", at=world.clock)))
    assert tried(world, 3 * TRIES) == 3 * TRIES
    store.mended = True
    world.work()
    assert world.entry("1_c1").state is State.HANDED_OVER


def test_what_fails_a_hundred_times_for_its_own_reason_is_told_on_the_digest(world: World) -> None:
    store = Failing(world.tools.store, RuntimeError("a bug"))
    world.tools = replace(world.tools, store=store)  # type: ignore[arg-type]
    world.deliver(facebook(comment("c1", "it came broken", at=world.clock)))
    assert tried(world, TRIES - 1) == TRIES - 1
    store.mended = True
    poisoned = replace(world.tools, platform=_bug)  # type: ignore[arg-type]
    world.tools = poisoned
    assert tried(world, 1) == 1
    world.run(world.clock + timedelta(hours=3))
    assert world.entry("1_c1").trouble_at is not None
    assert world.bus.inbox(world.clock).busy == 0


def test_a_ring_that_fails_is_forgotten_for_watch_rings_again(world: World) -> None:
    world.bus.publish([Outgoing(to_wire(Ring(key="k")), {"kind": "ring"})])
    world.tools = replace(world.tools, store=Failing(world.tools.store, RuntimeError("a bug")))  # type: ignore[arg-type]
    assert tried(world, 5) == 1
    assert world.bus.inbox(world.clock).busy == 0


def _bug(_name: str) -> Any:
    raise RuntimeError("a bug")
