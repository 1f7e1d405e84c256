"""How the contracts open each store, bus and notifier, and how they make its backend fail. One row per plug-in.

A plug-in without a row fails its contract with a text that names this table.
"""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared import plugins
from shared.core.ports import Bus, Notifier, Store

NOW = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class StoreRow:
    environ: Callable[[Path], dict[str, str]]


@dataclass(frozen=True)
class BusRow:
    """`received` takes everything that the bus holds; `down` makes its backend fail while it lasts."""

    environ: Callable[[Path], dict[str, str]]
    received: Callable[[Any], list[bytes]]
    down: Callable[[Path], AbstractContextManager[None]]


@dataclass(frozen=True)
class NotifierRow:
    """`written` are the mails delivered; `downs` are the ways in which nothing can be delivered, by name."""

    environ: Callable[[Path], dict[str, str]]
    written: Callable[[Path], list[bytes]]
    downs: dict[str, Callable[[Path], AbstractContextManager[None]]]


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


STORES = {"sqlite": StoreRow(_folder)}
BUSES = {"inprocess": BusRow(_folder, _take_all, lambda folder: held(folder / "inbox.db"))}
NOTIFIERS = {
    "outbox": NotifierRow(
        _folder,
        lambda folder: [path.read_bytes() for path in sorted((folder / "outbox").glob("*.eml"))],
        {"the folder is gone": _no_folder, "the disk is full": _no_space},
    )
}


def row(table: dict[str, Any], room: str, name: str) -> Any:
    assert name in table, f"say in tests/contracts/_adapters.py how to open shared/{room}/{name}.py"
    return table[name]


def open_store(name: str, folder: Path) -> Store:
    store: Store = plugins.load("stores", name).open(row(STORES, "stores", name).environ(folder))
    return store


def open_bus(name: str, folder: Path) -> Bus:
    bus: Bus = plugins.load("buses", name).open(row(BUSES, "buses", name).environ(folder))
    return bus


def open_notifier(name: str, folder: Path) -> Notifier:
    environ = row(NOTIFIERS, "notifiers", name).environ(folder)
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
