"""What one run of `watch` costs with many clocks open and few of them due: it must grow with what is due alone.

    python -m tests.bench.sweep [--most 100000] [--due 20] [--patience 240]

Fills SQLite and Firestore's emulator with so many people who wait, makes some of them due, lets `watch` run once and
prints reads and writes as Firestore bills them, and seconds. The emulator takes a few thousand documents a second at
best: what cannot be filled within `--patience` seconds is left out, and says so. Nor are its seconds those of
Firestore: it looks through all that it holds.

The hourly word and the alarm have had their turn in these runs: each of them asks who waits, for a few hundred at most.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from functions.local.emulators import Emulators
from shared.brands.circle import Step, Targets, Tell
from shared.clocks.looks import timed
from shared.clocks.timing import Regime
from shared.core.calendar import Calendar
from shared.core.errors import ConfigurationError
from shared.core.ledger import Entry, indexed
from shared.core.ports import Create
from shared.core.regime import empty
from shared.flows.watch import Watched, watch
from shared.stores import _firestore
from shared.stores.firestore import FirestoreStore
from shared.stores.sqlite import SqliteStore
from tests.flows._teams import Team, anna
from tests.flows.test_operations import Counted
from tests.flows.world import NOON, SHM

SIZES: Final = (1_000, 10_000, 100_000)
TARGET: Final = timedelta(hours=4)
OPEN: Final = timedelta(hours=2.5)  # not at risk yet, and longer ago than the alarm looks
LADDER: Final = (
    Step(key="risk-person", tell=Tell.PERSON),
    Step(key="breach-person", tell=Tell.PERSON, after=0.0),
    Step(key="30-lead", tell=Tell.LEAD, after=1800.0),
)
_BATCH: Final = 500


@dataclass(frozen=True)
class Bill:
    """What one run read and wrote, and what it did."""

    reads: int
    writes: int
    seconds: float
    done: Watched


class Crowd(Team):
    """Many people who wait for one colleague, in any store. Nothing is read here but what `watch` reads."""

    def __init__(self, folder: Path, store: Any) -> None:
        every = Calendar(zone="Europe/Oslo")
        targets = Targets(response=TARGET.total_seconds())
        super().__init__(folder, anna(), calendar=every, targets=targets, ladder=LADDER, policy="one")
        self.store.close()
        self.waiting = 0
        self.raw = store
        self.counted: Any = store if isinstance(store, FirestoreStore) else Counted(store)
        self.store = store
        self.tools = replace(self.tools, store=self.counted)
        watch(self.tools)  # the first run writes the policy down

    def fill(self, number: int, since: datetime, apart: timedelta = timedelta(), patience: float = 1e9) -> bool:
        """So many more who wait since then, each a little longer than the next. False: it took too long."""
        until = time.monotonic() + patience
        made = self._people(number, since, apart)
        while batch := [Create(one) for one in islice(made, _BATCH)]:
            assert self.raw.commit(self.clock, *batch) is not None
            if time.monotonic() > until:
                return False
        return True

    def _people(self, number: int, since: datetime, apart: timedelta) -> Iterator[Entry]:
        page: Entry | None = None
        for turn in range(number):
            if page is None or apart:
                opened = since - turn * apart
                page = self.page(self.somebody(at=opened), assignee="Anna", handed_at=opened)
                page = indexed(timed(page, Regime(self.brand, lambda: empty(self.brand.key, NOON), opened)))
            self.waiting += 1
            yield msgspec.structs.replace(page, key=f"{self.waiting:040x}", object=f"1_w{self.waiting}")

    def run_once(self) -> Bill:
        """One tick, with the hourly word said."""
        self.tools.reminded["acme", "hour"] = f"{self.clock + timedelta(hours=2):%Y-%m-%dT%H}"
        before, start = self._billed(), time.monotonic()
        done = watch(self.tools)
        seconds, after = time.monotonic() - start, self._billed()
        return Bill(after[0] - before[0], after[1] - before[1], seconds, done)

    def _billed(self) -> tuple[int, int]:
        if isinstance(self.counted, FirestoreStore):
            return self.counted.billed.reads, self.counted.billed.writes
        return self.counted.reads, self.counted.writes


def rows(crowd: Crowd, most: int, due: int, patience: float) -> Iterator[tuple[int, Bill | None]]:
    """One run at each size, the same store growing."""
    there = 0
    for size in (one for one in SIZES if one <= most):
        if not crowd.fill(size - there - due, NOON - OPEN, patience=patience):
            yield size, None
            return
        crowd.fill(due, crowd.clock - TARGET)
        there = size
        yield size, crowd.run_once()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sweep", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--most", type=int, default=SIZES[-1], help="open clocks at most (100000)")
    parser.add_argument("--due", type=int, default=20, help="how many of them are due (20)")
    parser.add_argument("--patience", type=float, default=240.0, help="seconds for filling one size of one store (240)")
    options = parser.parse_args(arguments)
    _firestore._DEADLINE = _firestore._FIND = 60.0  # a slow machine must not change what is counted
    print(f"{'store':10} {'open':>8} {'due':>5} {'told':>5} {'reads':>6} {'writes':>7} {'seconds':>8}")
    try:
        with tempfile.TemporaryDirectory(dir=SHM) as folder, Emulators() as emulators:
            environ = {**emulators.environ, "GOOGLE_CLOUD_PROJECT": "heard-sweep"}
            stores: dict[str, Any] = {
                "sqlite": SqliteStore(Path(folder) / "crowd.db"),
                "firestore": FirestoreStore.open(environ),
            }
            for name, store in stores.items():
                place = Path(folder) / name
                place.mkdir()
                with contextlib.redirect_stderr(io.StringIO()):
                    crowd = Crowd(place, store)
                for size, bill in rows(crowd, options.most, options.due, options.patience):
                    if bill is None:
                        print(f"{name:10} {size:>8,}  could not be filled in {options.patience:.0f} s")
                    else:
                        said = f"{bill.done.steps:>5} {bill.reads:>6} {bill.writes:>7} {bill.seconds:>8.2f}"
                        print(f"{name:10} {size:>8,} {options.due:>5} {said}", flush=True)
                crowd.close()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
