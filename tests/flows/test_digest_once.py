"""Eight processes make the same digests at the same moment, on one ledger: one mail for each date and reader (F23)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared import plugins
from shared.brands.compiled import Compiled, Readers
from shared.core.claims import ClaimState, ReadBack
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry, indexed
from shared.core.ports import DIGESTS, NOTICES, Create, Mail, Store
from shared.flows import _editions
from shared.flows import digest as flow
from shared.flows._tools import Tools
from shared.flows.watch import watch
from tests.emulators import project
from tests.flows._days import ONE, TWO, Counts, plain, plainly
from tests.flows.world import SHM, compiled

ROOT = Path(__file__).parents[2]
RACERS = 8
PATIENCE = 60.0  # seconds
DATES = [date(2026, 10, 13) + timedelta(days=number) for number in range(3)]
MORNING = datetime(2026, 10, 16, 5, 30, tzinfo=UTC)  # 7:30 in Oslo, after three days that nobody told
CHILD = "import sys; from tests.flows.test_digest_once import race; race(*sys.argv[1:])"


class Letterbox:
    """Takes its time, and writes each mail that it takes as one line of a file that all processes share."""

    read_back = ReadBack.BLIND

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, mail: Mail) -> str:
        with self._file.open("ab", buffering=0) as file:
            file.write(f"{mail.key}\n".encode())
        time.sleep(0.05)
        return mail.key


def tools_on(store: Store, letters: Path) -> Tools:
    brands = compiled(())
    brand = msgspec.structs.replace(
        brands.brands["acme"], readers=(Readers(name="managers", to=(ONE,)), Readers(name="owners", to=(TWO,)))
    )
    nothing: Any = None
    return Tools(
        store=store, bus=nothing, brands=Compiled(connections=brands.connections, brands={"acme": brand}),
        platform=nothing, client=nothing, notifier=Letterbox(letters), now=lambda: MORNING, owner=lambda: "owner",
    )  # fmt: skip


def opened(engine: str, environ: Mapping[str, str]) -> Store:
    """With deadlines that eight processes on a busy machine keep: this is about who wins, not how soon."""
    if engine == "firestore":
        from shared.stores import _firestore

        patience: Any = {"_DEADLINE": PATIENCE, "_FIND": PATIENCE}
        vars(_firestore).update(patience)
    store: Store = plugins.load("stores", engine).open(environ)
    return store


def race(engine: str, folder: str) -> None:
    """One process: once all are there it makes what is due, and says what it made."""
    flow.gather, _editions.built, _editions._rendered = Counts(), plain, plainly  # type: ignore[assignment]  # doubles
    store = opened(engine, os.environ)
    tools = replace(tools_on(store, Path(folder) / "letters"), bus=None)  # type: ignore[arg-type]  # nothing is rung
    tools.store.get(Entry, "first", MORNING)  # connected before the race
    (Path(folder) / f"ready-{os.getpid()}").touch()
    while not (Path(folder) / "go").exists():
        time.sleep(0.002)
    made = 0
    with suppress(BackendUnavailable):  # who loses too often gives up until the next tick
        made = flow.digest(tools)
        watch(tools)
    store.close()
    print(json.dumps({"made": made}))


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=SHM) as name:
        yield Path(name)


@pytest.fixture(params=["sqlite", "firestore"])
def engine(request: pytest.FixtureRequest, folder: Path) -> tuple[str, dict[str, str]]:
    if request.param == "sqlite":
        return "sqlite", {"HEARD_DATA": str(folder)}
    found: dict[str, str] = request.getfixturevalue("emulators")
    monkeypatch = request.getfixturevalue("monkeypatch")
    for name in ("_DEADLINE", "_FIND"):  # put back once this test is over
        monkeypatch.setattr(f"shared.stores._firestore.{name}", PATIENCE)
    return "firestore", found | {"GOOGLE_CLOUD_PROJECT": project()}


def test_eight_processes_send_each_date_to_each_reader_once(
    engine: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, environ = engine
    store = opened(name, environ)
    opened_at = datetime(2026, 10, 13, 10, tzinfo=UTC)
    first = Entry(
        key="first", brand="acme", platform="facebook", account="1", object="1", opened_at=opened_at,
        received_at=opened_at,
    )  # fmt: skip
    assert store.commit(opened_at, Create(indexed(first))) is not None
    command = [sys.executable, "-c", CHILD, name, str(folder)]
    whole = {**os.environ, **environ, "PYTHONPATH": str(ROOT)}
    racers = [
        subprocess.Popen(command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(RACERS)
    ]
    while len(list(folder.glob("ready-*"))) < RACERS and all(one.poll() is None for one in racers):
        time.sleep(0.02)
    (folder / "go").touch()
    ended = [one.communicate(timeout=180) for one in racers]
    assert [one.returncode for one in racers] == [0] * RACERS, ended
    monkeypatch.setattr(flow, "gather", Counts())
    monkeypatch.setattr(_editions, "built", plain)
    monkeypatch.setattr(_editions, "_rendered", plainly)
    flow.digest(tools_on(store, folder / "letters"))
    letters = Counter((folder / "letters").read_text().splitlines())
    wanted = {f"digest/acme/{day}/{group}" for day in DATES for group in (f"managers/{ONE}", f"owners/{TWO}")}
    assert letters == dict.fromkeys(wanted, 1)
    assert sum(json.loads(out)["made"] for out, _ in ended) <= len(DATES)
    assert [one.doc.day for one in store.find(DIGESTS, MORNING, equal=("acme",))] == [str(day) for day in DATES]
    notices = [one.doc for one in store.find(NOTICES, MORNING, equal=("acme", "digest"))]
    assert len(notices) == len(wanted)
    assert {one.claim.state for one in notices} <= {ClaimState.SENT, ClaimState.SENDING}, "the mark may have been lost"
    store.close()
