"""SIM: seeded days in which everything goes wrong at once: crashes anywhere, copies, lost answers, slow lists, limits.

A failure prints the seed that repeats it. The default run takes a few seeds; `make soak` takes ten thousand.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.errors import ActionRefused, PlatformUnavailable
from shared.core.ledger import State
from shared.core.sla import By
from tests.flows.world import NOON, PAGE, Crash, Fault, Fuse, Sent, World, comment, facebook, lost_answer
from tests.flows.world import SHM as MEMORY

ENDED = set(State) - {State.OPEN, State.EARLY}


@dataclass
class Dice(Fuse):
    """Each port call may be the last of this process, before or after it takes effect."""

    random: random.Random = field(default_factory=random.Random)
    chance: float = 0.0
    crashes: int = 0

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def ported(*args: Any, **kwargs: Any) -> Any:
            dies = self.random.random()
            if dies < self.chance / 2:
                self.crashes += 1
                raise Crash(name)
            result = call(*args, **kwargs)
            if isinstance(result, Iterator):
                result = iter(list(result))
            if dies < self.chance:
                self.crashes += 1
                raise Crash(name)
            return result

        return ported


def deliveries(dice: random.Random) -> list[Sent]:
    """About twenty deliveries of a dozen people: copies, edits, removals, colleagues, in any order."""
    texts = ["lovely coffee", "when do you open", "it came broken", "hello there"]
    made = []
    for number in range(dice.randint(4, 14)):
        name, post, author = f"c{number}", str(number + 1), str(100 + dice.randint(0, 9))
        at = NOON + timedelta(seconds=dice.randint(0, 600))
        made += [facebook(comment(name, dice.choice(texts), author, post=post, at=at))] * dice.choice([1, 1, 2])
        if dice.random() < 0.15:
            made.append(facebook(comment(name, "lovely, edited", author, post=post, verb="edited", at=at)))
        if dice.random() < 0.15:
            made.append(facebook(comment(name, "", author, post=post, verb="remove", at=at)))
        if dice.random() < 0.25:
            later = at + timedelta(seconds=dice.randint(1, 900))
            made.append(facebook(comment(f"r{number}", "Hello!", PAGE, post=post, under=name, at=later)))
    dice.shuffle(made)
    return made


def faults(dice: random.Random) -> list[Fault]:
    limited = Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", dice.randint(1, 200)))
    refused = Fault(lambda order: ActionRefused("facebook", order.capability, "403"))
    kinds = [Fault(lost_answer, after=True), Fault(lost_answer), limited, refused]
    return [dice.choice(kinds) for _ in range(dice.randint(0, 6))]


def simulate(seed: int) -> Counter[str]:
    dice = random.Random(seed)
    fuse = Dice(random=random.Random(seed + 1))
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder), fuse=fuse)
        fuse.chance = dice.choice([0.0, 0.005, 0.02])
        world.faults = faults(dice)
        world.list_faults = [lost_answer] * dice.choice([0, 0, 0, 1, 4])
        world.list_lag = timedelta(seconds=dice.choice([0, 0, 30]))
        try:
            for sent in deliveries(dice):
                world.send(sent)
                if dice.random() < 0.5:
                    world.work()
                world.clock += timedelta(seconds=dice.randint(0, 120))
            world.run(NOON + timedelta(hours=6))
            fuse.chance = 0.0
            world.run(NOON + timedelta(hours=30))
            return judge(world, seed) + Counter(crashes=fuse.crashes)
        finally:
            world.close()


def judge(world: World, seed: int) -> Counter[str]:
    entries = {one.object: one for one in world.entries()}
    lost = set(world.accepted) - set(entries)
    assert not lost, f"seed {seed}: accepted and lost {lost}"
    assert world.doubles() == [], f"seed {seed}: {world.doubles()}"
    unfinished = {name: str(one.state) for name, one in entries.items() if one.state not in ENDED}
    assert not unfinished, f"seed {seed}: unaccounted {unfinished}"
    for name, one in entries.items():
        response = one.clocks.get("response")
        assert response is None or response.by is not By.MACHINE, f"seed {seed}: a machine answered {name}"
        assert all((clock.elapsed or 0) >= 0 for clock in one.clocks.values()), f"seed {seed}: negative time at {name}"
        removed_and_answered = one.removed_at is not None and one.waiting
        assert not removed_and_answered, f"seed {seed}: {name} is gone and still waits"
    mails = Counter(mail.key for mail in world.mails)
    assert all(number == 1 for number in mails.values()), f"seed {seed}: mails sent twice {mails.most_common(1)}"
    return Counter(str(one.state) for one in entries.values())


@pytest.mark.parametrize("block", range(4))
def test_a_few_hundred_seeds(block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        simulate(seed)


@pytest.mark.slow
def test_ten_thousand_seeds() -> None:
    total: Counter[str] = Counter()
    for seed in range(10_000):
        total += simulate(seed)
    print(f"10,000 seeds: {dict(total)}")
    assert total["uncertain"] < 0.05 * sum(total.values())
