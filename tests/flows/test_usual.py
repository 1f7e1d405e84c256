"""How soon a colleague usually answers, from the digests to the door: asked rarely, and told only while it is fresh."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.errors import BackendUnavailable
from shared.core.ports import DIGESTS
from shared.flows._tools import Tools
from shared.flows._usual import usual
from tests.flows.world import NOON, PAGE, SHM, World, comment, facebook

DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        made = World(Path(folder))
        yield made
        made.close()


class Counting:
    """A store that counts how often it is asked for digests, and can be down."""

    def __init__(self, store: Any) -> None:
        self._store, self.asked, self.down = store, 0, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def find(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        self.asked += query is DIGESTS
        if self.down:
            raise BackendUnavailable("store", "down")
        return self._store.find(query, *args, **kwargs)


def day_of(world: World, minutes: int, people: int) -> None:
    """A service day on which so many ask, and a colleague answers each after so many minutes."""
    begins = world.clock
    names = [f"c{begins:%d}-{number}" for number in range(people)]
    for number, name in enumerate(names):
        world.send(facebook(comment(name, "when do you open", str(500 + number), post=name, at=begins)))
    world.run(begins + timedelta(minutes=minutes))
    for name in names:
        world.send(facebook(comment(f"r{name}", "At nine.", PAGE, post=name, under=name, at=world.clock)))
    world.run(begins + DAY)


def told(world: World, now: datetime, tools: Tools | None = None) -> float | None:
    brand = world.brands.brands["acme"]
    return usual(brand, tools or replace(world.tools, usual={}), now)


@pytest.mark.practice(24, 44)
def test_the_days_before_tell_how_soon_people_are_answered(world: World) -> None:
    day_of(world, 25, 12)
    assert told(world, world.clock) is None, "twelve answers are too few"
    day_of(world, 25, 12)
    assert told(world, world.clock) == 30 * 60


def test_a_digest_that_is_old_tells_nothing(world: World) -> None:
    day_of(world, 12, 25)
    made = world.clock
    assert told(world, made) == 15 * 60
    assert told(world, made + 2 * DAY) == 15 * 60
    assert told(world, made + 3 * DAY) is None, "made some hours before"


def test_the_store_is_asked_once_an_hour(world: World) -> None:
    day_of(world, 12, 25)
    store = Counting(world.store)
    tools = replace(world.tools, store=store, usual={})
    hour = world.clock.replace(minute=0)
    asking = [threading.Thread(target=told, args=(world, hour + timedelta(minutes=n), tools)) for n in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert store.asked == 1
    assert told(world, hour + timedelta(minutes=59), tools) == 15 * 60
    assert store.asked == 1
    told(world, hour + timedelta(minutes=60), tools)
    assert store.asked == 2


def test_a_store_that_is_down_costs_nobody_an_answer(world: World) -> None:
    day_of(world, 12, 25)
    store = Counting(world.store)
    store.down = True
    tools = replace(world.tools, store=store, usual={})
    assert told(world, NOON + DAY, tools) is None
