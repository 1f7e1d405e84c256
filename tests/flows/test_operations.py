"""How many documents one Interaction reads and writes: on Firestore each of them is billed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.ledger import State
from shared.core.ports import D, Kept, Query, Write
from shared.core.sla import By
from shared.flows._tools import BLOCK, Pace
from shared.flows.watch import watch
from shared.stores.sqlite import SqliteStore
from tests.flows.world import LIKE, NOON, PAGE, RULES, World, comment, facebook, mention, reaction, rule


@dataclass
class Counted:
    """A store that counts as Firestore bills: a miss is a read, an empty query is one too."""

    inner: SqliteStore
    reads: int = 0
    writes: int = 0

    def get(self, room: type[D], key: str, now: Any) -> Kept[D] | None:
        self.reads += 1
        return self.inner.get(room, key, now)

    def commit(self, now: Any, *writes: Write) -> tuple[str, ...] | None:
        self.writes += len(writes)
        return self.inner.commit(now, *writes)

    def find(self, query: Query, now: Any, **asked: Any) -> Iterator[Kept[Any]]:
        found = list(self.inner.find(query, now, **asked))
        self.reads += max(1, len(found))
        return iter(found)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, rules=(*RULES, rule("thanks", ("nice",), LIKE, sort=RULES[2].sort)))
    made.tools = replace(made.tools, store=Counted(made.store))
    yield made
    made.close()


def cost(world: World, *changes: dict[str, Any]) -> tuple[int, int]:
    """Reads and writes from the delivery to rest, what is read or written once for many left out: the minute's lease
    for the account's calls, and the crisis switch, which is read again after five seconds.
    """
    counted: Any = world.tools.store
    world.tools.pace.take(world.store, world.brands.brands["acme"], world.brands.brands["acme"].accounts[0], NOON)
    world.tools.switches.on(world.store, "acme", NOON)
    before = counted.reads, counted.writes
    assert world.deliver(facebook(*changes)) == 200
    world.work()
    return counted.reads - before[0], counted.writes - before[1]


CASES = {
    "a reaction, about which nothing is done": (reaction(), 0, 1),
    "a comment that is liked": (comment("c1", "nice coffee"), 0, 2),
    "a comment that is answered": (comment("c1", "lovely coffee"), 2, 5),  # its like is another call
    "a question that is answered, handed over and kept": (comment("c1", "when do you open"), 2, 5 + 2 * 3),
    "a complaint that is handed over to two": (comment("c1", "it came broken"), 1, 2 + 2 * 3),
}


@pytest.mark.parametrize(("change", "reads", "writes"), CASES.values(), ids=CASES.keys())
def test_an_interaction_costs_no_more_than_it_must(
    world: World, change: dict[str, Any], reads: int, writes: int
) -> None:
    assert cost(world, change) == (reads, writes)


def test_an_echo_of_ours_costs_one_read_and_its_own_page(world: World) -> None:
    cost(world, comment("c1", "lovely coffee"))
    made = world.journal[0].made
    echo = comment("x", "Thank you!", PAGE, under="c1", at=NOON + timedelta(seconds=1)) | {"comment_id": made}
    assert cost(world, echo) == (1, 1)


def test_an_echo_of_an_answer_to_a_nested_comment_reads_its_own_page(world: World) -> None:
    """Facebook hangs it under the first comment, however many there are below it."""
    for number in range(20):
        cost(world, comment(f"c{number}", "nice coffee", author=f"1{number}", under=None if number == 0 else "c0"))
    cost(world, comment("d", "lovely coffee", author="77", under="c0"))
    made = world.journal[-2].made  # its like came last
    echo = comment("x", "Thank you!", PAGE, under="c0", at=NOON + timedelta(seconds=1)) | {"comment_id": made}
    assert cost(world, echo) == (2, 0)
    assert world.entry(made).by is By.MACHINE


def test_looking_for_what_is_due_reads_one_document_for_each(world: World) -> None:
    counted: Any = world.tools.store
    for number in range(5):
        cost(world, comment(f"c{number}", "it came broken", author=f"1{number}"))
    world.clock = NOON + timedelta(hours=30)
    before = counted.reads, counted.writes
    done = watch(world.tools)
    assert done.breaches == 5
    assert counted.reads - before[0] <= 5 + 1 + 3 * (1 + 10)  # the entries, what counts, and what rings
    before = counted.reads, counted.writes
    watch(world.tools)
    assert (counted.reads - before[0], counted.writes - before[1]) == (5, 0), "one per question, and what counts"


def test_what_nobody_asked_ends_alike_whichever_came_first(tmp_path: Path) -> None:
    """Its person's record is not read, so a colleague's answer elsewhere must say nothing about it in any order."""
    came = [
        facebook(comment("c1", "nice coffee")),
        facebook(comment("c2", "it came broken", under="c1", at=NOON + timedelta(minutes=1))),
        facebook(comment("r1", "So sorry!", PAGE, under="c2", at=NOON + timedelta(minutes=2))),
        facebook(reaction()),
    ]
    ends = []
    for number, order in enumerate(itertools.permutations(came)):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(folder, rules=(*RULES, rule("thanks", ("nice",), LIKE, sort=RULES[2].sort)))
        world.clock = NOON + timedelta(minutes=3)
        for sent in order:
            assert world.deliver(sent) == 200
            world.work()
        world.run(NOON + timedelta(minutes=30))
        ends.append({one.object: one.state for one in world.entries() if not one.ours})
        world.close()
    assert ends[0]["1_c1"] is State.ACKNOWLEDGED
    assert ends[0]["1_c2"] is State.ANSWERED_BY_COLLEAGUE
    assert all(one == ends[0] for one in ends)


def test_where_threads_have_no_name_our_own_answer_keeps_its_page(world: World) -> None:
    assert world.deliver(mention("77", "lovely coffee")) == 200
    world.work()
    assert world.entry("made-1").thread == "77"


def test_each_block_of_an_accounts_minute_is_tried_once_by_an_instance(world: World) -> None:
    """Trying all from the first at every lease cost more with each answer, and most once the minute was used up."""
    counted: Any = world.tools.store
    acme = world.brands.brands["acme"]
    instances = Pace(), Pace()
    for minute in range(2):
        before, now = counted.writes, NOON + timedelta(minutes=minute)
        taken = [instances[turn % 2].take(counted, acme, acme.accounts[0], now) for turn in range(200)]
        assert sum(taken) == acme.caps.account_minute
        assert counted.writes - before <= 2 * acme.caps.account_minute / BLOCK
