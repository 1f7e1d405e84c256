"""How the contracts open each store, bus and notifier, and how they make its backend fail. One row per plug-in.

A plug-in without a row fails its contract with a text that names this table.
"""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared import plugins
from shared.core.ports import Bus, Notifier, Store
from tests.buses._emulated import EmulatedRow, InLoop
from tests.emulators import project
from tests.notifiers.backends import chat, hook, ses, slack, smtp

NOW = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class StoreRow:
    """`emulators`: it needs them, and gets their environment with a project of its own.

    `deadlines` are those of its own that a cold emulator on a busy machine may miss; no promise here is about time.
    """

    environ: Callable[[Path], dict[str, str]]
    emulators: bool = False
    deadlines: tuple[str, ...] = ()


@dataclass(frozen=True)
class BusRow:
    """`received` takes everything that the bus holds; `downs` are the ways in which its backend fails, by name.

    Rows with a comma in their name are other forms of the plug-in before the comma.
    """

    environ: Callable[[Path], dict[str, str]]
    received: Callable[[Any], list[bytes]]
    downs: dict[str, Callable[[Path], AbstractContextManager[None]]]

    def open(self, plugin: Any, folder: Path, emulators: Callable[[], dict[str, str]]) -> Any:
        return plugin.open(self.environ(folder))

    def close(self, folder: Path) -> None:
        """Let go of what `open` made besides the bus."""


@dataclass(frozen=True)
class NotifierRow:
    """`written` are the mails delivered; `downs` are the ways in which nothing can be delivered, by name; `running` is
    whoever takes the mails of a folder's notifier; `idempotent` says whether equal keys are one mail over there."""

    environ: Callable[[Path], dict[str, str]]
    written: Callable[[Path], list[bytes]]
    downs: dict[str, Callable[[Path], AbstractContextManager[None]]]
    running: Callable[[Path], AbstractContextManager[object]] = nullcontext
    idempotent: bool = False


def _folder(folder: Path) -> dict[str, str]:
    return {"HEARD_DATA": str(folder)}


def _take_all(bus: Any) -> list[bytes]:
    found = []
    while (taken := bus.take(NOW)) is not None:
        found.append(taken.data)
        bus.settle(taken)
    return found


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else holds the write lock of an SQLite file."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def _no_folder(folder: Path) -> Iterator[None]:
    outbox = folder / "outbox"
    aside = folder / "aside"
    outbox.rename(aside)
    outbox.write_bytes(b"a file stands where the folder was")
    try:
        yield
    finally:
        outbox.unlink()
        aside.rename(outbox)


@contextmanager
def _no_space(_folder: Path) -> Iterator[None]:
    """Every write of this process to a file fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


STORES = {
    "sqlite": StoreRow(_folder),
    "firestore": StoreRow(
        lambda _folder: {},
        emulators=True,
        deadlines=("shared.stores._firestore._DEADLINE", "shared.stores._firestore._FIND"),
    ),
}
BUSES = {
    "inprocess": BusRow(_folder, _take_all, {"is locked": lambda folder: held(folder / "inbox.db")}),
    "pubsub": EmulatedRow(),
    "pubsub_rest": EmulatedRow(),
    "pubsub_rest, async": EmulatedRow(InLoop),
}
NOTIFIERS = {
    "outbox": NotifierRow(
        _folder,
        lambda folder: [path.read_bytes() for path in sorted((folder / "outbox").glob("*.eml"))],
        {"the folder is gone": _no_folder, "the disk is full": _no_space},
        idempotent=True,
    ),
    "smtp": NotifierRow(smtp.environ, smtp.written, smtp.DOWNS, smtp.running),
    "ses": NotifierRow(ses.environ, ses.written, ses.DOWNS, ses.running),
}


WEBHOOKS = {
    "slack": NotifierRow(slack.environ, slack.written, slack.DOWNS, slack.running),
    "googlechat": NotifierRow(chat.environ, chat.written, chat.DOWNS, chat.running),
    "hook": NotifierRow(hook.environ, hook.written, hook.DOWNS, hook.running, idempotent=True),
}
"""Those that write to a webhook and take no mail; `written` are the bodies that arrived."""


def row(table: dict[str, Any], room: str, name: str) -> Any:
    assert name in table, f"say in tests/contracts/_adapters.py how to open shared/{room}/{name}.py"
    return table[name]


def store_environ(name: str, folder: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment in which this store is opened: the same data for as long as it is kept."""
    said = row(STORES, "stores", name)
    environ: dict[str, str] = said.environ(folder)
    if said.emulators:
        environ |= request.getfixturevalue("emulators") | {"GOOGLE_CLOUD_PROJECT": project()}
    for deadline in said.deadlines:
        request.getfixturevalue("monkeypatch").setattr(deadline, 60.0)
    return environ


def open_store(name: str, environ: dict[str, str]) -> Store:
    store: Store = plugins.load("stores", name).open(environ)
    return store


def open_bus(name: str, folder: Path, emulators: Callable[[], dict[str, str]]) -> Bus:
    """`emulators` gives the environment of the running emulators to those that need them."""
    plugin = plugins.load("buses", name.partition(",")[0])
    bus: Bus = row(BUSES, "buses", name).open(plugin, folder, emulators)
    return bus


def open_notifier(name: str, folder: Path) -> Notifier:
    environ = row(NOTIFIERS | WEBHOOKS, "notifiers", name).environ(folder)
    notifier: Notifier = plugins.load("notifiers", name).open(environ)
    return notifier


_BUSY = 1.3  # seconds


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is inside must not take longer. A busy machine gets more: what this finds takes twice as long."""
    start = time.monotonic()
    yield
    took = time.monotonic() - start
    assert took <= seconds + _BUSY, f"took {took:.2f} s; at most {seconds} s were promised"
