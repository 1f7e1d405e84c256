"""The ledger in one SQLite file: the default on one machine, and the fake of our own tests.

WAL with `synchronous=FULL`: a committed document survives `kill -9` and power loss. One connection per
thread; a writer waits two seconds for another before it says BackendUnavailable. One table per room: the
document as JSON, beside it the fields that the queries of `core/ports` ask about, each query with its index.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from shared import log
from shared.core.errors import BackendUnavailable
from shared.core.interaction import hashed
from shared.core.ports import QUERIES, ROOMS, Create, D, Delete, Document, Kept, Query, Replace, Write

_BUSY_MS: Final = 2000
_PAGE: Final = 500
_encoder = msgspec.json.Encoder()
_decoders: Final[dict[type, msgspec.json.Decoder[Document]]] = {room: msgspec.json.Decoder(room) for room in ROOMS}
_FIELDS: Final = {
    room: tuple(dict.fromkeys(f for q in QUERIES if q.room is room for f in (*q.equal, q.over) if f != "expire_at"))
    for room in ROOMS
}


class SqliteStore:
    """Keeps the Store promise over one file (`path`; its folder must exist)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        with self._trouble():
            for statement in _schema():
                self._connection().execute(statement)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> SqliteStore:
        """The store of this deployment: `ledger.db` in the folder HEARD_DATA (default `var`)."""
        folder = Path(environ.get("HEARD_DATA") or "var")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder / "ledger.db")

    def get(self, room: type[D], key: str, now: datetime) -> Kept[D] | None:
        with self._trouble():
            row = (
                self._connection()
                .execute(
                    f"SELECT body, revision FROM {room.room} WHERE key = ? AND expire_at > ?",
                    (key, _column(now)),
                )
                .fetchone()
            )
        if row is None:
            return None
        doc = _read(cast("type[Document]", room), key, row[0])
        if doc is None:
            raise BackendUnavailable("sqlite store", "a document of another release")
        return Kept(cast("D", doc), row[1])

    def commit(self, now: datetime, *writes: Write) -> tuple[str, ...] | None:
        with self._trouble():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                if not all(_allowed(connection, write, now) for write in writes):
                    connection.execute("ROLLBACK")
                    return None
                revisions = tuple(_apply(connection, write) for write in writes)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return revisions

    def find(
        self,
        query: Query,
        now: datetime,
        *,
        equal: Sequence[str | bool] = (),
        since: object = None,
        until: object = None,
        limit: int | None = None,
    ) -> Iterator[Kept[Any]]:
        if len(equal) != len(query.equal):
            raise ValueError(f"query {query.name!r} takes values for {query.equal}, got {len(equal)}")
        after: tuple[str, str] | None = None
        left = limit
        while left is None or left > 0:
            size = min(query.page or _PAGE, left or _PAGE)
            with self._trouble():
                statement, values = _select(query, now, equal, since, until, after, size)
                rows = self._connection().execute(statement, values).fetchall()
            for body, revision, over, key in rows:
                after = (over, key)
                doc = _read(query.room, key, body)
                if doc is not None:
                    yield Kept(doc, revision)
            if len(rows) < size:
                return
            left = None if left is None else left - size

    def sweep(self, now: datetime) -> int:
        gone = 0
        with self._trouble():
            for room in ROOMS:
                done = self._connection().execute(f"DELETE FROM {room.room} WHERE expire_at <= ?", (_column(now),))
                gone += done.rowcount
        return gone

    def close(self) -> None:
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = connect(self._path)
            self._local.connection = found
            with self._lock:
                self._all.append(found)
        return found

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", type(error).__name__)
            raise BackendUnavailable("sqlite store", str(name)) from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection as every file of ours is opened: WAL, full sync, autocommit, two seconds of patience."""
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _read(room: type[Document], key: str, body: bytes) -> Document | None:
    """A document, or None if a newer release wrote what this one does not know: one such must not stop all others."""
    try:
        return _decoders[room].decode(body)
    except msgspec.DecodeError as error:
        log.error("document.unreadable", room=room.room, key=hashed("document", key), why=type(error).__name__)
        return None


def _schema() -> Iterator[str]:
    for room in ROOMS:
        fields = "".join(f", {field} TEXT" for field in _FIELDS[room])
        yield (
            f"CREATE TABLE IF NOT EXISTS {room.room} "
            "(key TEXT PRIMARY KEY, revision TEXT NOT NULL, body BLOB NOT NULL, "
            f"expire_at TEXT NOT NULL{fields}) WITHOUT ROWID"
        )
        yield f"CREATE INDEX IF NOT EXISTS {room.room}_expiry ON {room.room} (expire_at)"
    for query in QUERIES:
        columns = ", ".join((*query.equal, query.over))
        where = f" WHERE {query.over} IS NOT NULL"
        yield f"CREATE INDEX IF NOT EXISTS q_{query.name} ON {query.room.room} ({columns}, key){where}"


def _select(
    query: Query,
    now: datetime,
    equal: Sequence[str | bool],
    since: object,
    until: object,
    after: tuple[str, str] | None,
    size: int,
) -> tuple[str, list[str | int | None]]:
    over = query.over
    conditions = [f"{field} = ?" for field in query.equal] + [f"{over} IS NOT NULL", "expire_at > ?"]
    values: list[str | int | None] = [*(_column(value) for value in equal), _column(now)]
    if since is not None:
        conditions.append(f"{over} >= ?")
        values.append(_column(since))
    if until is not None:
        conditions.append(f"{over} < ?")
        values.append(_column(until))
    if after is not None:
        conditions.append(f"({over}, key) > (?, ?)")
        values.extend(after)
    where = " AND ".join(conditions)
    # Left to itself, the planner answers `waiting` from the index of `opened`: by reading every Entry of the brand.
    table = f"{query.room.room} INDEXED BY q_{query.name}"
    return f"SELECT body, revision, {over}, key FROM {table} WHERE {where} ORDER BY {over}, key LIMIT {size}", values


def _allowed(connection: sqlite3.Connection, write: Write, now: datetime) -> bool:
    if not isinstance(write, (Create, Replace)):
        return True
    row = connection.execute(
        f"SELECT revision, expire_at FROM {write.doc.room} WHERE key = ?",
        (write.doc.key,),
    ).fetchone()
    alive = row is not None and row[1] > _column(now)
    if isinstance(write, Create):
        return not alive
    return alive and row[0] == write.revision


def _apply(connection: sqlite3.Connection, write: Write) -> str:
    if isinstance(write, Delete):
        connection.execute(f"DELETE FROM {write.room.room} WHERE key = ?", (write.key,))
        return ""
    return _save(connection, write.doc)


def _save(connection: sqlite3.Connection, doc: Document) -> str:
    if doc.expire_at is None:
        raise ValueError(f"a document of {doc.room} without expire_at would be kept for ever")
    revision = secrets.token_hex(8)
    fields = _FIELDS[type(doc)]
    names = ", ".join(("key", "revision", "body", "expire_at", *fields))
    marks = ", ".join("?" * (4 + len(fields)))
    values = [doc.key, revision, _encoder.encode(doc), _column(doc.expire_at)]
    values += [_column(getattr(doc, field)) for field in fields]
    connection.execute(f"INSERT OR REPLACE INTO {doc.room} ({names}) VALUES ({marks})", values)
    return revision


def _column(value: object) -> str | None:
    """A value as text whose order is the value's: instants as UTC with six digits of fraction."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    raise TypeError(f"{type(value).__name__} is not a field that a query can ask about")


plugin = SqliteStore
