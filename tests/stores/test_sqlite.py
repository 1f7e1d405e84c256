"""What only the SQLite ledger can meet: another process with the lock, a full disk, and files of other releases."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry, Lease, Parked, indexed
from shared.core.ports import HOURLY, OPENED, QUERIES, Create, Put, Query
from shared.stores.sqlite import SqliteStore, _select

NOW = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
HOLD = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(10)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def lease(key: str) -> Lease:
    return Lease(key=key, expire_at=LATER)


def test_while_another_process_holds_the_lock_a_commit_fails_after_two_seconds_and_leaves_nothing(
    store: SqliteStore, path: Path
) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        start = time.monotonic()
        with pytest.raises(BackendUnavailable, match="SQLITE_BUSY"):
            store.commit(NOW, Create(lease("one")), Create(lease("two")))
        took = time.monotonic() - start
        assert store.get(Lease, "one", NOW) is None, "reading goes on while somebody writes"
        other.kill()
    assert 1.5 < took < 6.0, "two seconds of patience, and what a busy machine adds; the lock is held for ten"
    assert store.get(Lease, "two", NOW) is None
    assert store.commit(NOW, Create(lease("one")), Create(lease("two"))) is not None


def test_a_full_disk_refuses_whole_commits_and_after_space_returns_all_goes_on(store: SqliteStore, path: Path) -> None:
    connection = store._connection()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    kept: list[str] = []

    def fill() -> None:
        for number in range(1000):
            store.commit(NOW, Create(lease(f"small {number}")), Create(_big(str(number))))
            kept.append(str(number))

    with pytest.raises(BackendUnavailable, match="SQLITE_FULL"):
        fill()
    assert kept, "some fit before the disk was full"
    assert store.get(Lease, f"small {len(kept)}", NOW) is None, "half of a commit was written"
    connection.execute("PRAGMA max_page_count = 1073741823")
    assert store.commit(NOW, Create(lease("after"))) is not None
    assert all(store.get(Parked, key, NOW) is not None for key in kept)
    with sqlite3.connect(path) as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _big(key: str) -> Parked:
    return Parked(key=key, connection="x", why="odd", at=NOW, body=b"x" * 6000, expire_at=LATER)


def test_fields_that_a_newer_release_wrote_are_ignored(store: SqliteStore, path: Path) -> None:
    entry = Entry(
        key="one", brand="acme", platform="x", account="1", object="1", opened_at=NOW, received_at=NOW, expire_at=LATER
    )
    store.commit(NOW, Put(entry))
    with sqlite3.connect(path) as newer:
        body = newer.execute("SELECT body FROM entries").fetchone()[0]
        newer.execute("UPDATE entries SET body = ?", (body[:-1] + b',"from_the_future":{"a":[1]}}',))
    kept = store.get(Entry, "one", NOW)
    assert kept is not None
    assert kept.doc == entry
    assert [one.doc for one in store.find(OPENED, NOW, equal=("acme",))] == [entry]


def test_what_is_no_database_is_unavailable_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(BackendUnavailable, match="SQLITE_NOTADB"):
        SqliteStore.open({"HEARD_DATA": str(tmp_path)})


def test_the_folder_is_made(tmp_path: Path) -> None:
    store = SqliteStore.open({"HEARD_DATA": str(tmp_path / "new" / "folder")})
    store.close()
    assert (tmp_path / "new" / "folder" / "ledger.db").exists()


def test_committed_means_synced(store: SqliteStore) -> None:
    connection = store._connection()
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_query_is_answered_from_its_index(store: SqliteStore, query: Query) -> None:
    equal = tuple("a" for _ in query.equal)
    for since, until, after in ((NOW, LATER, None), (None, LATER, None), (None, None, ("x", "key"))):
        statement, values = _select(query, NOW, equal, since, until, after, 10)
        plan = store._connection().execute("EXPLAIN QUERY PLAN " + statement, values).fetchall()
        told = " ".join(str(row[3]) for row in plan)
        assert f"q_{query.name}" in told, told
        assert "TEMP B-TREE" not in told, "sorted by hand"


KILLED = """
import sys
from datetime import datetime
from pathlib import Path
from shared.core.ledger import Lease
from shared.core.ports import Create
from shared.stores.sqlite import SqliteStore
now, later = (datetime.fromisoformat(text) for text in sys.argv[3:5])
store = SqliteStore(Path(sys.argv[1]))
for number in range(1_000_000):
    key = f"{sys.argv[2]}-{number}"
    store.commit(now, Create(Lease(key=key, expire_at=later)), Create(Lease(key=f"{key}-twin", expire_at=later)))
    print(key, flush=True)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_a_killed_writer_loses_nothing_that_it_was_told_is_kept(path: Path, kills: int) -> None:
    told: list[str] = []
    for kill in range(kills):
        arguments = [str(path), str(kill), NOW.isoformat(), LATER.isoformat()]
        with subprocess.Popen([sys.executable, "-c", KILLED, *arguments], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told.append(writer.stdout.readline().strip())
            time.sleep(0.02 + 0.001 * (kill % 30))
            writer.kill()
            told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    store = SqliteStore(path)
    missing = [key for key in told if store.get(Lease, key, NOW) is None]
    assert len(told) > kills
    assert missing == []
    with sqlite3.connect(path) as look:
        halves = look.execute(
            "SELECT count(*) FROM leases AS a WHERE key NOT LIKE '%-twin' "
            "AND NOT EXISTS (SELECT 1 FROM leases AS b WHERE b.key = a.key || '-twin')"
        ).fetchone()[0]
        assert halves == 0
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_a_query_with_pages_of_its_own_is_read_whole_and_in_order(store: SqliteStore) -> None:
    """What one person wrote goes on behind the end of a page."""
    assert HOURLY.page is not None
    made = [
        indexed(
            Entry(
                key=f"{number:03}", brand="acme", platform="x", account="1", object="o", opened_at=NOW, received_at=NOW,
                person="one" if number < HOURLY.page + 20 else f"p{number}",
            )
        )
        for number in range(HOURLY.page + 60)
    ]  # fmt: skip
    store.commit(NOW, *map(Put, made))
    asked: list[str] = []
    store._connection().set_trace_callback(asked.append)
    found = [kept.doc for kept in store.find(HOURLY, NOW, equal=("acme", "2026-10-13T10"))]
    assert found == sorted(made, key=lambda one: (one.who or "", one.key))
    assert [one.rsplit(" ", 1)[1] for one in asked] == [str(HOURLY.page)] * 2
