"""The bus of one machine: an inbox table in SQLite is the queue, memory is only a bell.

A receipt means a committed row (`synchronous=FULL`), so `kill -9` loses nothing that was acknowledged.
Publishers that queue while another commits share the next commit. One process consumes: `open` takes a lock
on the folder, and rows left by a dead process are simply there again.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Final

import msgspec

from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Outgoing

DEADLINE: Final = 2.0  # seconds that a publish may take
_BACK_OFF: Final = (10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0)  # seconds


@dataclass(frozen=True, slots=True)
class Taken:
    """A message handed to a consumer, which must `settle` or `retry` it."""

    id: int
    data: bytes
    attempt: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the queue holds: `busy` messages due or being worked on, and the next due moment of the others."""

    busy: int
    next: datetime | None


@dataclass(slots=True, eq=False)  # two publishers of equal messages are two jobs
class _Job:
    rows: list[tuple[bytes, bytes]]
    receipts: list[str] = field(default_factory=list)
    done: bool = False
    error: BaseException | None = None


class InProcessBus:
    """Keeps the Bus promise over one file, and hands messages to consumers in this process."""

    def __init__(self, path: Path) -> None:
        self._lock_file = _exclusive(path.with_suffix(".lock"))
        self._waiting: list[_Job] = []
        self._queue_lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._bell = threading.Condition()
        self._working: set[int] = set()
        self._closed = False
        with self._trouble():
            self._db = sqlite3.connect(path, timeout=DEADLINE, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL, "
                "attributes BLOB NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, not_before TEXT NOT NULL DEFAULT '')"
            )

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> InProcessBus:
        """The bus of this deployment: `inbox.db` in the folder HEARD_DATA (default `var`)."""
        folder = Path(environ.get("HEARD_DATA") or "var")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder / "inbox.db")

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        # Made into rows here, so that one which cannot be fails its own publisher and nobody who shares the commit.
        job = _Job([(one.data, msgspec.json.encode(dict(one.attributes))) for one in messages])
        until = time.monotonic() + DEADLINE
        with self._queue_lock:
            self._waiting.append(job)
        if not self._write_lock.acquire(timeout=DEADLINE):
            with self._queue_lock:
                if job in self._waiting:
                    self._waiting.remove(job)
            raise BackendUnavailable("in-process bus", f"not written within {DEADLINE} s")
        try:
            if not job.done:
                self._write_waiting(until)
        finally:
            self._write_lock.release()
        if job.error is not None:
            raise BackendUnavailable("in-process bus", _name(job.error)) from job.error
        self._ring()
        return job.receipts

    def take(self, now: datetime) -> Taken | None:
        """The oldest message that is due and that nobody here works on, or None. Its attempt is written first."""
        with self._write_lock, self._trouble():
            rows = self._db.execute(
                "SELECT id, data, attempt FROM inbox WHERE not_before <= ? ORDER BY id LIMIT ?",
                (_text(now), len(self._working) + 1),
            )
            for number, data, attempt in rows.fetchall():
                if number not in self._working:
                    self._db.execute("UPDATE inbox SET attempt = attempt + 1 WHERE id = ?", (number,))
                    self._working.add(number)
                    return Taken(number, data, attempt + 1)
        return None

    def settle(self, taken: Taken) -> None:
        """It is done: forget it."""
        with self._write_lock, self._trouble():
            try:
                self._db.execute("DELETE FROM inbox WHERE id = ?", (taken.id,))
            finally:
                self._working.discard(taken.id)

    def retry(self, taken: Taken, now: datetime) -> None:
        """It failed: again after a while, the longer the more often it was tried."""
        pause = _BACK_OFF[min(taken.attempt, len(_BACK_OFF)) - 1]
        with self._write_lock, self._trouble():
            try:
                due = _text(now + timedelta(seconds=pause))
                self._db.execute("UPDATE inbox SET not_before = ? WHERE id = ?", (due, taken.id))
            finally:
                self._working.discard(taken.id)

    def inbox(self, now: datetime) -> Inbox:
        with self._write_lock, self._trouble():
            busy, following = self._db.execute(
                "SELECT count(*) FILTER (WHERE not_before <= ?), min(not_before) FILTER (WHERE not_before > ?) "
                "FROM inbox",
                (_text(now), _text(now)),
            ).fetchone()
        return Inbox(busy, datetime.fromisoformat(following) if following else None)

    def wait(self, seconds: float) -> None:
        """Sleep until somebody rings, at most `seconds`."""
        with self._bell:
            if not self._closed:
                self._bell.wait(seconds)

    def wake(self) -> None:
        """Let whoever waits look again: the time may have jumped."""
        self._ring()

    def close(self) -> None:
        self._closed = True
        self._ring()
        with self._write_lock:
            self._db.close()
        self._lock_file.close()

    def _ring(self) -> None:
        with self._bell:
            self._bell.notify_all()

    def _write_waiting(self, until: float) -> None:
        with self._queue_lock:
            jobs, self._waiting = self._waiting, []
        try:
            self._begin(until)
            for job in jobs:
                for row in job.rows:
                    cursor = self._db.execute("INSERT INTO inbox (data, attributes) VALUES (?, ?)", row)
                    job.receipts.append(str(cursor.lastrowid))
            self._db.execute("COMMIT")
        except BaseException as error:
            for job in jobs:
                job.error = error
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            if not isinstance(error, sqlite3.Error):
                raise
        finally:
            for job in jobs:
                job.done = True

    def _begin(self, until: float) -> None:
        """Take the file's write lock, waiting no longer than this publish may: part of its time is spent already."""
        patience = max(0, round((until - time.monotonic()) * 1000))
        self._db.execute(f"PRAGMA busy_timeout = {patience}")
        try:
            self._db.execute("BEGIN IMMEDIATE")
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {round(DEADLINE * 1000)}")

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise BackendUnavailable("in-process bus", _name(error)) from error


def _exclusive(path: Path) -> IO[str]:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise ConfigurationError(
            f"another Heard is running on the folder {path.parent}; stop it, or set HEARD_DATA to another folder"
        ) from None
    return file


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _name(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", type(error).__name__))


plugin = InProcessBus
