"""What one digest of a crowded day costs: reads, CPU, memory. Memory must not grow with the day.

    python -m tests.bench.digest [--size 1000000] [--people 0.6] [--store sqlite] [--json] [--strict]

Fills a store with one day of so many Interactions (praise, shares, questions answered in time, late and not at all,
private messages, spam), then gathers its Snapshot in a process of its own, beside one that only reads and decodes the
same documents, and one that gathers a tenth of the day: what both need in memory is the same. The limits are those of
a million; on Firestore's emulator 50,000 are as many as it takes in a minute, and its CPU is told for each document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from shared.brands.compiled import Brand
from shared.clocks.looks import timed
from shared.clocks.timing import Regime
from shared.core.interaction import Kind, hashed
from shared.core.ledger import Acknowledgment, Entry, Sort, State, indexed
from shared.core.ports import HOURLY, Create
from shared.core.regime import empty
from shared.core.sla import Aim, By, Clock
from shared.flows._gather import gather
from shared.flows._reading import hours
from shared.stores import _firestore, sqlite
from shared.stores.firestore import FirestoreStore
from shared.stores.sqlite import SqliteStore
from tests.bench._emulators import awake
from tests.bench._figures import Failed, Found, parser, run, say
from tests.flows._teams import Team, anna, bo
from tests.flows.world import NOON

MILLION: Final = 1_000_000
PEOPLE: Final = 0.6  # different people to one Interaction
CPU: Final = 60.0  # seconds of a million
MEMORY: Final = 256  # MiB
MACHINE_S: Final = 4.0
_BESIDE: Final = 600  # reads: an end to each query, and the names and cards of those few who are named
_SMALL: Final = 10  # the day beside it is so much smaller
_BATCH: Final = 500
_HOURS: Final = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 22, 24, 22, 20, 20, 22, 24, 26, 28, 24, 16, 8, 4)  # of arrivals
_MIX: Final = {
    "praise": 46,
    "share": 9,
    "story": 8,
    "tag": 6,
    "in_time": 16,
    "late": 3,
    "waiting": 3,
    "message": 4,
    "spam": 3,
    "reaction": 2,
}
"""Of a hundred Interactions. Those who wait have done so since they wrote."""
_SORTS: Final = {
    "praise": Sort.PRAISE,
    "share": Sort.PRAISE,
    "story": Sort.STORY,
    "tag": Sort.TAG,
    "spam": Sort.SPAM,
    "reaction": Sort.TAG,
    "late": Sort.COMPLAINT,
}
_KINDS: Final = {"share": Kind.SHARE, "message": Kind.DIRECT_MESSAGE, "reaction": Kind.REACTION}


@dataclass(frozen=True)
class Cost:
    """What one process needed: documents read, CPU seconds, peak memory in MiB, and what it found."""

    reads: int
    cpu: float
    memory: float
    people: int


def crowd(size: int, people: int, brand: Brand, seed: int = 7) -> Iterator[Entry]:
    """A day of so many Interactions in the order of time, each with what became of it by the next morning."""
    chance = random.Random(seed)
    day = brand.calendar.local_date(NOON)
    start = brand.calendar.midnight(day)
    regime = Regime(brand, lambda: empty(brand.key, NOON), start + timedelta(days=1, hours=7))
    hour = chance.choices(range(24), _HOURS, k=size)
    seconds = sorted(3600 * one + chance.random() * 3600 for one in hour)
    kinds = chance.choices(list(_MIX), list(_MIX.values()), k=size)
    for number, (second, what) in enumerate(zip(seconds, kinds, strict=True)):
        who = number if number < people else chance.randrange(people)
        yield _entry(number, hashed("crowd", str(who)), what, start + timedelta(seconds=second), brand, regime, chance)


def _entry(
    number: int, who: str, what: str, at: datetime, brand: Brand, regime: Regime, chance: random.Random
) -> Entry:
    sort, kind = _SORTS.get(what, Sort.QUESTION), _KINDS.get(what, Kind.COMMENT)
    needs = what in ("in_time", "late", "waiting", "message")
    said: list[Acknowledgment] = []
    clocks: dict[str, Clock] = {}
    if what != "reaction":
        clocks["ack"] = Clock(started=at, aims=(Aim(seconds=60),), policy=brand.policy)
    if needs:
        aim = Aim(seconds=brand.targets.response, service=True)
        clocks["response"] = Clock(started=at, aims=(aim,), policy=brand.policy)
    entry = Entry(
        key=f"{number:010x}{who[:30]}",
        brand=brand.key,
        platform="x" if what == "message" else "facebook",
        account=brand.accounts[0].id,
        object=f"{brand.accounts[0].id}_{number}",
        connection="facebook",
        kind=kind,
        state=State.HELD if what == "spam" else State.ACKNOWLEDGED,
        opened_at=at,
        received_at=at + timedelta(seconds=1),
        at=at,
        person=who,
        author=who[:16],
        conversation=hashed("conversation", who, str(number % 3)),
        thread=f"{brand.accounts[0].id}_{number % 5000}",
        post=f"{brand.accounts[0].id}_{number % 5000}",
        private=kind is Kind.DIRECT_MESSAGE,
        url=f"https://social.example/{number}",
        sort=sort,
        needs_answer=needs,
        language="en",
        assignee=chance.choice(("Anna", "Bo")) if needs else None,
        rule="praise",
        substance=what != "tag",
        topic="beans" if number % 9 == 0 else None,
        settled_at=at + timedelta(seconds=MACHINE_S),
    )
    entry = timed(msgspec.structs.replace(entry, clocks=clocks), regime)
    if what not in ("spam", "reaction", "tag"):
        said.append(_said(entry, at + timedelta(seconds=MACHINE_S), By.MACHINE))
    if needs and what != "waiting":
        wait = chance.expovariate(1 / 1800) + (7200 if what == "late" else 0)
        due = regime.courses(entry)(None).due(at, wait)
        said.append(_said(entry, due or at, By.PERSON))
    for one in said:
        courses = regime.courses(entry)
        clocks = {
            name: clock if name == "response" and one.by is By.MACHINE else clock.stop(one.at, one.by, courses)
            for name, clock in entry.clocks.items()
        }
        entry = msgspec.structs.replace(entry, clocks=clocks)
    return indexed(msgspec.structs.replace(entry, acknowledgments=tuple(said)))


def _said(entry: Entry, at: datetime, by: By) -> Acknowledgment:
    return Acknowledgment(
        at=at, by=by, how="reply", receipt=f"r{entry.object}", who=entry.assignee if by is By.PERSON else None
    )


def fill_sqlite(path: Path, entries: Iterable[Entry]) -> None:
    """Put them into a file fast: its indexes are made when all are there, and nothing is waited for."""
    SqliteStore(path).close()
    line = sqlite.connect(path)
    try:
        for mode in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-200000"):
            line.execute(f"PRAGMA {mode}")
        for (name,) in line.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall():
            line.execute(f"DROP INDEX {name}")
        made = iter(entries)
        while some := list(islice(made, 20 * _BATCH)):
            line.execute("BEGIN")
            for one in some:
                sqlite._save(line, one)
            line.execute("COMMIT")
    finally:
        line.close()
    SqliteStore(path).close()


def fill(store: Any, entries: Iterable[Entry], now: datetime) -> None:
    made = iter(entries)
    while some := [Create(one) for one in islice(made, _BATCH)]:
        if store.commit(now, *some) is None:
            raise Failed("an Interaction of the crowd is there already")


@dataclass
class Billed:
    """A store that counts as Firestore bills, document by document: nothing is held."""

    inner: Any
    reads: int = 0

    def get(self, *given: Any) -> Any:
        self.reads += 1
        return self.inner.get(*given)

    def find(self, *given: Any, **asked: Any) -> Iterator[Any]:
        before = self.reads
        for kept in self.inner.find(*given, **asked):
            self.reads += 1
            yield kept
        self.reads += self.reads == before

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Crowded(Team):
    """The brand whose day it is, over a store that is there already, on the morning after."""

    def __init__(self, folder: Path, store: Any) -> None:
        super().__init__(folder, anna(), bo(), policy="one")
        self.store.close()
        self.store = store
        self.counted = store if isinstance(store, FirestoreStore) else Billed(store)
        self.tools = replace(self.tools, store=self.counted)
        self.day = self.brand.calendar.local_date(NOON)
        self.begins, self.ends = (self.brand.calendar.midnight(self.day + timedelta(days=n)) for n in (0, 1))
        self.clock = self.ends + timedelta(hours=7.5)

    @property
    def reads(self) -> int:
        counted: Any = self.counted
        return int(counted.billed.reads if isinstance(counted, FirestoreStore) else counted.reads)

    def gathered(self) -> int:
        found = gather(self.brand, self.day, self.begins, self.ends, (), self.tools)
        if found.snapshot.failed:
            raise Failed(f"the day could not be read: {found.snapshot.failed}")
        return found.snapshot.all.people

    def bare(self) -> int:
        """Only read and decoded."""
        return sum(
            1
            for hour in hours(self.begins, self.ends)
            for _ in self.counted.find(HOURLY, self.clock, equal=(self.brand.key, hour))
        )


def opened(kind: str, path: str) -> Any:
    return SqliteStore(Path(path)) if kind == "sqlite" else FirestoreStore.open(os.environ)


def measured(kind: str, path: str, what: str) -> Cost:
    """What one process needs; to be called in one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        crowded = Crowded(Path(folder), opened(kind, path))
        before = time.process_time()
        people = crowded.bare() if what == "bare" else crowded.gathered()
        cpu = time.process_time() - before
        cost = Cost(crowded.reads, cpu, _peak(), people)
        crowded.close()
    return cost


def _peak() -> float:
    """The most memory that this process ever held, in MiB. What `getrusage` tells includes who started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def apart(kind: str, path: str, what: str, environ: Mapping[str, str]) -> Cost:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.digest", "--store", kind, "--path", path, "--measure", what],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{what} ended with {done.returncode}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def measure(options: argparse.Namespace) -> Found:
    found = Found("one digest of a crowded day")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        small = options.size // _SMALL
        costs: dict[tuple[int, str], Cost] = {}
        emulators = awake(folder, stack) if options.store == "firestore" else None
        for size in (small, options.size):
            path, environ = str(folder / f"{size}.db"), dict[str, str]()
            if emulators is not None:
                environ = {**emulators.environ, "GOOGLE_CLOUD_PROJECT": f"heard-{size}"}
            say(f"filling {options.store} with {size:,}")
            _filled(options, path, environ, size)
            for what in ("bare", "gather"):
                say(f"{what} of {size:,}")
                costs[size, what] = apart(options.store, path, what, environ)
        _figures_of(found, options.size, small, costs)
    return found


def _filled(options: argparse.Namespace, path: str, environ: Mapping[str, str], size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder), anna(), bo(), policy="one")
        team.close()
        made = crowd(size, max(1, int(size * options.people)), team.brand)
        if options.store == "sqlite":
            fill_sqlite(Path(path), made)
            return
        store = FirestoreStore.open(environ)
        fill(store, made, NOON)
        store.close()


def _figures_of(found: Found, size: int, small: int, costs: Mapping[tuple[int, str], Cost]) -> None:
    whole, bare, less = costs[size, "gather"], costs[size, "bare"], costs[small, "gather"]
    slope = (whole.cpu - less.cpu) / (size - small)
    found.add(f"people, of {size:,} Interactions", whole.people, "")
    found.add("reads beside one for each Interaction", whole.reads - size, "", must=_BESIDE)
    found.add("CPU seconds", whole.cpu, "s")
    found.add("CPU seconds of a million, by what each one more takes", slope * MILLION, "s", must=CPU, aim=26.0)
    found.add("CPU beside only decoding", whole.cpu / bare.cpu, aim=2.0)
    found.add("peak memory", whole.memory, "MiB", must=MEMORY, aim=120)
    found.add(f"peak memory beside a day of {small:,}", whole.memory / less.memory, must=1.1)


def main(arguments: Sequence[str] | None = None) -> int:
    made = parser("tests.bench.digest", __doc__, rounds=1)
    made.add_argument("--size", type=int, default=None, help="Interactions of the day (1000000; on Firestore 50000)")
    made.add_argument("--people", type=float, default=PEOPLE, help="different people to one Interaction (0.6)")
    made.add_argument("--store", choices=("sqlite", "firestore"), default="sqlite")
    made.add_argument("--measure", choices=("bare", "gather"), help=argparse.SUPPRESS)
    made.add_argument("--path", default="", help=argparse.SUPPRESS)
    options = made.parse_args(arguments)
    _firestore._DEADLINE = _firestore._FIND = 120.0  # a slow emulator must not change what is counted
    if options.measure:
        print(json.dumps(asdict(measured(options.store, options.path, options.measure))))
        return 0
    options.size = options.size or (MILLION if options.store == "sqlite" else 50_000)
    return run(measure, options)


if __name__ == "__main__":
    sys.exit(main())
