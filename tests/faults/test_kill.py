"""SIGKILL of the whole local responder under load, again and again: nothing accepted is lost, nobody is answered twice.

The pretend platform's journal is the truth about effects, the SQLite files about what is kept. Senders behave as
platforms do: they send until they get a 2xx, some of them twice, and tell us by webhook of some of our own answers.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.faults import Fault, Wrong
from demo.pretend import PretendPlatform
from demo.world import Account
from tests.functions.doors import BRAND, Door, Ledger, ask, comment, sign, start_local, write_brands

LOADERS = 3
PAUSE = 0.05  # seconds between the requests of one loader
ECHOED = 0.5  # of our own answers we are told by webhook; the others must be read back if a kill took their receipt
# Many Pages, so that the cap per account and minute, of which each dead process takes its lease along, is never met.
PAGES = [f"10203040506{number:04d}" for number in range(100)]
TOKENS = {page: f"a-token-for-tests-of-page-{page}" for page in PAGES}
SLOW = 0.03  # seconds between an effect and the platform's answer: room for a kill in between
ENDS = {"acknowledged", "uncertain"}  # what becomes of people's words here: all are praise, which a rule answers


class RealClock(SteppedClock):
    """The machine's time, moved ahead when told."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Load:
    """Senders, and what they were promised by a 2xx."""

    platform: PretendPlatform
    seed: int
    door: Door | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    accepted: set[str] = field(default_factory=set)
    answers: Counter[int] = field(default_factory=Counter)
    threads: list[threading.Thread] = field(default_factory=list)
    taken: threading.Event = field(default_factory=threading.Event)
    chance: random.Random = field(default_factory=random.Random)

    def start(self) -> None:
        self.chance = random.Random(self.seed)
        self.threads = [threading.Thread(target=self._load, args=(number,)) for number in range(LOADERS)]
        self.threads.append(threading.Thread(target=self._echoes))
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def send(self, object_id: str, body: bytes) -> None:
        """Until it is taken."""
        while True:
            door = self.door
            try:
                status = ask(door.port, "POST", "/facebook", body, sign(body), timeout=5).status if door else 0
            except (OSError, HTTPException):
                status = 0
            self.answers[status] += 1
            if 200 <= status < 300:
                self.accepted.add(object_id)
                self.taken.set()
                return
            time.sleep(0.02)

    def echo(self) -> int:
        """Tell of our own answers, as the platform does; how many there were."""
        lines = self.platform.echoes()
        for line in lines:
            self.platform.learn(line)
            if self.chance.random() < ECHOED:
                self.send(_object(line.body), line.body)
        return len(lines)

    def _load(self, number: int) -> None:
        chance = random.Random(f"{self.seed} {number}")
        count = 0
        while not self.stopping.is_set():
            count += 1
            name = f"{number + 1}{count:06d}"
            body = comment(name, author=f"5{name}", to=chance.choice(PAGES))
            self.platform.world.learn("facebook", body)
            for _ in range(2 if chance.random() < 0.2 else 1):
                self.send(f"9{name}_{name}", body)
            time.sleep(PAUSE)

    def _echoes(self) -> None:
        while not self.stopping.wait(0.1):
            self.echo()


@dataclass(frozen=True)
class Outcome:
    """The figures of one run."""

    kills: int
    accepted: int
    lost: list[str]
    misjudged: dict[str, int]  # by state, what stands elsewhere than at its right end
    doubles: int
    uncertain: int
    taken_up: int  # calls whose answer a kill took, so that they were read back
    effects: int
    answers: dict[int, int]

    def __str__(self) -> str:
        return (
            f"kills {self.kills}, accepted {self.accepted}, lost {len(self.lost)}, doubles {self.doubles}, "
            f"uncertain {self.uncertain}, misjudged {self.misjudged or 0}, read back {self.taken_up}, "
            f"effects {self.effects}, answers {self.answers}"
        )


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.slow)])
def test_kill_loses_nothing_and_answers_nobody_twice(kills: int, tmp_path: Path) -> None:
    outcome = run(kills, tmp_path, seed=kills)
    print(f"\n{outcome}")
    assert outcome.accepted > 5 * kills
    assert outcome.lost == []
    assert outcome.doubles == 0
    assert outcome.misjudged == {}
    assert outcome.taken_up > 0
    assert outcome.effects > outcome.accepted / 3
    assert not [status for status in outcome.answers if status >= 400], outcome.answers


def run(kills: int, folder: Path, seed: int) -> Outcome:
    brands = write_brands(folder / "brands", {"acme/brand.toml": BRAND + "".join(map(_account, PAGES))})
    clock = RealClock()
    ours = tuple(Account("facebook", "facebook", page, "Acme", token=token) for page, token in TOKENS.items())
    moments = random.Random(seed)
    with PretendPlatform(clock, ours) as platform:
        settings = {
            "HEARD_FACEBOOK_BASE_URL": platform.url,
            "HEARD_X_BASE_URL": platform.url,
            **{f"HEARD_TOKEN_{page}": token for page, token in TOKENS.items()},
        }
        platform.faults.add(Fault(Wrong.SLOW, times=1_000_000, seconds=SLOW))
        load = Load(platform, seed)
        door = start_local(folder / "data", brands, **settings)
        try:
            load.door = door
            load.start()
            for _ in range(kills):
                time.sleep(moments.uniform(0.05, 0.9))
                load.taken.clear()
                load.taken.wait(2)  # most is in between just after something was accepted
                time.sleep(moments.uniform(0, 0.01))
                door.kill()
                door = load.door = start_local(folder / "data", brands, **settings)
            time.sleep(0.3)
        finally:
            load.stop()
            door.stop()
        door = load.door = start_local(folder / "data", brands, HEARD_CLOCK=f"{platform.url}/clock", **settings)
        try:
            _rest(door, load, clock)
        finally:
            door.stop()
        return _outcome(kills, Ledger(folder / "data").read(), load)


def _account(page: str) -> str:
    return f"""
[[accounts]]
id = "{page}"
connection = "facebook"
name = "Page {page}"
token = "HEARD_TOKEN_{page}"
"""


def _rest(door: Door, load: Load, clock: RealClock) -> None:
    """Let time pass, twenty seconds at once, until nothing is left to do."""
    until = time.monotonic() + 200
    calm = 0
    while calm < 3:
        assert time.monotonic() < until, f"does not come to rest: {door.operator('GET', '/-/status')}"
        done = door.operator("POST", "/-/watch")
        busy = door.operator("GET", "/-/status")["busy"] + load.echo() + done["rings"]
        if busy == 0 and not {"open", "early"} & _ends(Ledger(door.data).read()).keys():
            calm += 1
        else:
            calm = 0
        if busy == 0:
            clock.ahead += timedelta(seconds=20)
        time.sleep(0.05)


def _ends(ledger: Ledger) -> dict[str, int]:
    """Entries by state that have not come to the end they should have, as they stand now."""
    states = ((one.get("state", "open"), one.get("ours", False)) for one in ledger.entries.values())
    return dict(Counter(state for state, ours in states if state not in ({"ours_or_bot"} if ours else ENDS)))


def _outcome(kills: int, ledger: Ledger, load: Load) -> Outcome:
    entries: dict[str, dict[str, Any]] = ledger.entries
    return Outcome(
        kills=kills,
        accepted=len(load.accepted),
        lost=sorted(load.accepted - entries.keys()),
        misjudged=_ends(ledger),
        doubles=len(load.platform.doubles()),
        uncertain=sum(one.get("state") == "uncertain" for one in entries.values()),
        taken_up=sum(
            any(line.endswith("sending>unknown") for line in claim.get("history", ()))
            for one in entries.values()
            for claim in one.get("claims", {}).values()
        ),
        effects=len(load.platform.journal.effects()),
        answers=dict(load.answers),
    )


def _object(body: bytes) -> str:
    return str(json.loads(body)["entry"][0]["changes"][0]["value"]["comment_id"])
