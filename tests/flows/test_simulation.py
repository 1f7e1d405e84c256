"""SIM: seeded days in which everything goes wrong at once: crashes anywhere, copies, lost answers, slow lists, limits.
In half of them colleagues are at the desk too: they approve words, take conversations and hand them back.

A failure prints the seed that repeats it. The default run takes a few seeds; `make soak` takes ten thousand.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.claims import Claim, ClaimState
from shared.core.errors import ActionRefused, PlatformUnavailable
from shared.core.ledger import Entry, State
from shared.core.sla import By
from shared.core.speech import person_slot
from tests.flows.colleague import approve, hand_back, record, take
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
        for more in range(dice.choice([0, 0, 1, 3])):  # somebody goes on, or another one joins in
            who, when = dice.choice([author, author, "99"]), at + timedelta(seconds=dice.randint(0, 3600))
            text = dice.choice(texts)
            made.append(facebook(comment(f"m{number}-{more}", text, who, post=post, under=name, at=when)))
    dice.shuffle(made)
    return made


def faults(dice: random.Random) -> list[Fault]:
    limited = Fault(lambda order: PlatformUnavailable("facebook", order.capability, "429", dice.randint(1, 200)))
    refused = Fault(lambda order: ActionRefused("facebook", order.capability, "403"))
    kinds = [Fault(lost_answer, after=True), Fault(lost_answer), limited, refused]
    return [dice.choice(kinds) for _ in range(dice.randint(0, 6))]


@dataclass
class Desk:
    """Colleagues at the desk, and what they did there: to whom, in which conversation, when."""

    world: World
    dice: random.Random
    took: list[tuple[str, str, datetime]] = field(default_factory=list)
    back: list[tuple[str, str, datetime]] = field(default_factory=list)
    approved: dict[str, str] = field(default_factory=dict)  # by text, the object it is for

    def act(self) -> None:
        """One thing about one of those who wrote, if anybody did."""
        asking = [
            one for one in self.world.entries() if one.conversation and one.person and one.seen and one.state in ENDED
        ]
        if not asking:
            return
        one = self.dice.choice(sorted(asking, key=lambda one: one.key))
        done = (one.person or "", one.conversation or "", self.world.clock)
        what = self.dice.random()
        if what < 0.6 and person_slot(one.key) not in one.claims and one.state is not State.WITHDRAWN:
            text = f"Approved for {one.object}"
            self.approved[text] = one.object
            self.took.append(done)
            approve(self.world, one.object, text, ring=self.dice.random() < 0.7)
        elif what < 0.8:
            take(self.world, one.object)
            self.took.append(done)
        else:
            hand_back(self.world, one.object)
            self.back.append(done)


def simulate(seed: int) -> Counter[str]:
    dice = random.Random(seed)
    fuse = Dice(random=random.Random(seed + 1))
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder), fuse=fuse)
        fuse.chance = dice.choice([0.0, 0.005, 0.02])
        world.faults = faults(dice)
        world.list_faults = [lost_answer] * dice.choice([0, 0, 0, 1, 4])
        world.list_lag = timedelta(seconds=dice.choice([0, 0, 30]))
        desk = Desk(world, random.Random(seed + 2))
        busy = dice.choice([0.0, 0.0, 0.3, 0.8])
        try:
            for sent in deliveries(dice):
                world.send(sent)
                if dice.random() < 0.5:
                    world.work()
                if desk.dice.random() < busy:
                    desk.act()
                world.clock += timedelta(seconds=dice.randint(0, 120))
            for _ in range(6):
                world.run(world.clock + timedelta(minutes=10))
                if desk.dice.random() < busy:
                    desk.act()
            world.run(NOON + timedelta(hours=6))
            fuse.chance = 0.0
            world.run(NOON + timedelta(hours=30))
            people(world, desk, seed)
            return judge(world, seed, desk.approved) + Counter(crashes=fuse.crashes, approved=len(desk.approved))
        finally:
            world.close()


def judge(world: World, seed: int, approved: Collection[str]) -> Counter[str]:
    entries = {one.object: one for one in world.entries()}
    lost = set(world.accepted) - set(entries)
    assert not lost, f"seed {seed}: accepted and lost {lost}"
    assert world.doubles(approved) == [], f"seed {seed}: {world.doubles(approved)}"
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


def people(world: World, desk: Desk, seed: int) -> None:
    """What was approved went out once; and after a colleague's word no machine's, unless it was handed back since."""
    entries = {one.object: one for one in world.entries()}
    by_person = {claim.receipt for one in entries.values() for claim in one.claims.values() if claim.by is By.PERSON}
    for text, name in desk.approved.items():
        claim = entries[name].claims[person_slot(entries[name].key)]
        times = sum(effect.text == text for effect in world.journal)
        assert times in _TIMES[claim.state], f"seed {seed}: {name} is {claim.state} and was sent {times} times"
        assert claim.state is ClaimState.SENT or _excused(claim), f"seed {seed}: {name}: {claim.why}"
    silenced = [(*one, one[2]) for one in desk.took] + list(_replies(world, entries))
    for effect in world.journal:
        if effect.text is None or effect.made in by_person or effect.text in desk.approved:
            continue
        about = entries[effect.object]
        for person, conversation, said, known in silenced:
            if (person, conversation) != (about.person, about.conversation) or known >= effect.at:
                continue
            back = [at for *who, at in desk.back if who == [person, conversation] and said <= at <= effect.at]
            assert back, f"seed {seed}: a machine spoke to {effect.object} at {effect.at}, a colleague at {said}"


_TIMES = {
    ClaimState.SENT: {1},
    ClaimState.UNCERTAIN: {0, 1},
    ClaimState.REFUSED: {0},
    ClaimState.DROPPED: {0},
}


def _excused(claim: Claim) -> bool:
    """Whether something failed for good: the platform said no, could not be asked, or the person took it back."""
    return claim.state is ClaimState.UNCERTAIN or claim.why in ("403", "withdrawn")


def _replies(world: World, entries: dict[str, Entry]) -> Iterator[tuple[str, str, datetime, datetime]]:
    """What colleagues wrote in the app: to whom, where, when, and since when we could know it.

    Whom a reply is for is known once what it hangs under has come.
    """
    replies = [one for one in entries.values() if one.ours and one.by is By.PERSON and one.object in world.accepted]
    for reply in replies:
        for one in entries.values():
            if one.ours or one.conversation != reply.conversation or not one.seen or one.person is None:
                continue
            taken = record(world, one.object).taken.get(one.conversation or "", ())
            if reply.opened_at in taken and reply.settled_at is not None:
                asked = entries[reply.answers or ""]
                known = max(reply.settled_at, asked.settled_at or asked.received_at)
                yield one.person, one.conversation or "", reply.opened_at, known


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
