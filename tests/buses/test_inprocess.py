"""What the bus of one machine promises beyond the contract: a queue that outlives its process."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from shared.buses.inprocess import InProcessBus, Taken
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Outgoing
from tests.contracts._adapters import held, within

NOW = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inbox.db"


@pytest.fixture
def bus(path: Path) -> Iterator[InProcessBus]:
    opened = InProcessBus(path)
    yield opened
    opened.close()


def out(text: str) -> Outgoing:
    return Outgoing(text.encode(), {"kind": "comment"})


def take(bus: InProcessBus, now: datetime = NOW) -> Taken:
    taken = bus.take(now)
    assert taken is not None
    return taken


def again(path: Path, bus: InProcessBus) -> InProcessBus:
    """The process died, and a new one opens the folder."""
    bus.close()
    return InProcessBus(path)


def attempts(path: Path) -> list[int]:
    with sqlite3.connect(path) as look:
        return [row[0] for row in look.execute("SELECT attempt FROM inbox ORDER BY id")]


def test_messages_are_taken_oldest_first_and_each_by_one_consumer(bus: InProcessBus) -> None:
    bus.publish([out("1"), out("2"), out("3")])
    assert [take(bus).data for _ in range(3)] == [b"1", b"2", b"3"]
    assert bus.take(NOW) is None


def test_a_settled_message_is_gone_for_good(path: Path, bus: InProcessBus) -> None:
    bus.publish([out("done"), out("left")])
    bus.settle(take(bus))
    new = again(path, bus)
    assert take(new).data == b"left"
    assert new.take(NOW) is None
    new.close()


def test_a_restart_finds_what_was_taken_and_not_settled(path: Path, bus: InProcessBus) -> None:
    bus.publish([out("1"), out("2")])
    take(bus)
    new = again(path, bus)
    found = take(new)
    assert (found.data, found.attempt) == (b"1", 2)
    assert take(new).attempt == 1
    new.close()


def test_the_attempt_is_written_before_the_work(path: Path, bus: InProcessBus) -> None:
    """A message that kills its process must have been counted."""
    bus.publish([out("deadly")])
    for number in range(1, 4):
        assert take(bus).attempt == number
        assert attempts(path) == [number]
        bus = again(path, bus)
    bus.close()


def test_a_failed_message_waits_longer_each_time(bus: InProcessBus) -> None:
    bus.publish([out("poison")])
    now, waits = NOW, []
    for _ in range(9):
        bus.retry(take(bus, now), now)
        assert bus.take(now) is None
        following = bus.inbox(now).next
        assert following is not None
        waits.append((following - now).total_seconds())
        now = following
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_others_pass_a_message_that_failed(bus: InProcessBus) -> None:
    bus.publish([out("poison"), out("good")])
    bus.retry(take(bus), NOW)
    assert take(bus).data == b"good"


def test_a_message_is_not_due_before_its_moment_and_is_at_it(bus: InProcessBus) -> None:
    bus.publish([out("1")])
    bus.retry(take(bus), NOW)
    assert bus.take(NOW + timedelta(seconds=10) - timedelta(microseconds=1)) is None
    assert bus.take(NOW + timedelta(seconds=10)) is not None


def test_the_back_off_survives_a_restart(path: Path, bus: InProcessBus) -> None:
    bus.publish([out("1")])
    bus.retry(take(bus), NOW)
    new = again(path, bus)
    assert new.take(NOW + timedelta(seconds=9)) is None
    assert take(new, NOW + timedelta(seconds=10)).attempt == 2
    new.close()


def test_the_figures_of_the_inbox(bus: InProcessBus) -> None:
    assert (bus.inbox(NOW).busy, bus.inbox(NOW).next) == (0, None)
    bus.publish([out("waits"), out("in work"), out("due")])
    bus.retry(take(bus), NOW)
    take(bus)
    found = bus.inbox(NOW)
    assert (found.busy, found.next) == (2, NOW + timedelta(seconds=10))
    assert bus.inbox(NOW + timedelta(seconds=10)).busy == 3


OPEN = """
import sys
from pathlib import Path
from shared.buses.inprocess import InProcessBus
from shared.core.errors import ConfigurationError
try:
    InProcessBus(Path(sys.argv[1]))
except ConfigurationError as error:
    print(error)
"""


def test_a_second_process_on_the_folder_is_refused_and_told_what_to_do(path: Path, bus: InProcessBus) -> None:
    told = subprocess.run([sys.executable, "-c", OPEN, str(path)], capture_output=True, text=True, check=True).stdout
    assert str(path.parent) in told
    assert "HEARD_DATA" in told
    with pytest.raises(ConfigurationError, match="another Heard is running"):
        InProcessBus(path)
    bus.publish([out("the first goes on")])
    assert take(bus).data == b"the first goes on"


def test_the_folder_is_free_again_once_the_first_has_left(path: Path, bus: InProcessBus) -> None:
    bus.close()
    InProcessBus(path).close()


def test_publishers_that_wait_share_a_commit(bus: InProcessBus) -> None:
    """While one commits, the others queue; who writes next writes for all of them."""
    begun: list[str] = []
    bus._db.set_trace_callback(lambda sql: begun.append(sql) if sql.startswith("BEGIN") else None)
    start = Barrier(33)

    def publish(number: int) -> list[str]:
        start.wait()
        return bus.publish([out(str(number))])

    with ThreadPoolExecutor(32) as pool:
        waiting = [pool.submit(publish, number) for number in range(32)]
        with bus._write_lock:
            start.wait()
            until = time.monotonic() + 5
            while len(bus._waiting) < 32 and time.monotonic() < until:
                time.sleep(0.005)
        receipts = [one for future in waiting for one in future.result()]
    bus._db.set_trace_callback(None)
    assert len(set(receipts)) == 32
    assert len(begun) == 1


def test_who_gives_up_waiting_takes_no_equal_message_out_of_the_queue(
    bus: InProcessBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform may send one Delivery twice at once: the two publishers are two, though their messages are equal."""
    with ThreadPoolExecutor(1) as pool:
        with bus._write_lock:
            patient = pool.submit(bus.publish, [out("same")])
            until = time.monotonic() + 5
            while not bus._waiting and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(0.05)
            monkeypatch.setattr("shared.buses.inprocess.DEADLINE", 0.1)
            with pytest.raises(BackendUnavailable):
                bus.publish([out("same")])
        assert len(patient.result()) == 1


def test_the_deadline_counts_the_time_spent_in_the_queue(bus: InProcessBus, path: Path) -> None:
    """Who waited behind another's patience has none of its own left: a platform is waiting for the answer."""
    done: list[float] = []

    def publish(after: float) -> None:
        time.sleep(after)
        start = time.monotonic()
        with pytest.raises(BackendUnavailable):
            bus.publish([out("x")])
        done.append(time.monotonic() - start)

    with held(path):
        threads = [threading.Thread(target=publish, args=(number * 0.3,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(done) == 4
    assert max(done) < 3.6, "the fault that this found took 4 s"


def test_a_message_that_cannot_be_written_at_all_fails_its_own_publisher_alone(bus: InProcessBus) -> None:
    start = Barrier(2)
    answers: dict[str, object] = {}

    def publish(name: str, message: Outgoing) -> None:
        start.wait()
        try:
            answers[name] = bus.publish([message])
        except Exception as error:
            answers[name] = error

    odd = Outgoing(b"x", {"kind": "\ud800"})
    with bus._write_lock:
        threads = [
            threading.Thread(target=publish, args=("good", out("good"))),
            threading.Thread(target=publish, args=("odd", odd)),
        ]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 5
        while (len(bus._waiting) < 1 or "odd" not in answers) and time.monotonic() < until:
            time.sleep(0.005)
    for thread in threads:
        thread.join()
    assert isinstance(answers["odd"], Exception)
    assert isinstance(answers["good"], list)
    assert bus.take(NOW) is not None
    assert len(bus.publish([out("after")])) == 1


def test_consuming_says_so_when_the_file_is_held_by_somebody_else(bus: InProcessBus, path: Path) -> None:
    bus.publish([out("1")])
    with held(path), within(2.7), pytest.raises(BackendUnavailable):
        bus.take(NOW)
    assert take(bus).attempt == 1, "a try that could not be counted was no try"


def test_a_consumer_is_woken_by_a_publisher(bus: InProcessBus) -> None:
    woken = threading.Event()
    threading.Thread(target=lambda: (bus.wait(10), woken.set()), daemon=True).start()
    time.sleep(0.05)
    bus.publish([out("1")])
    assert woken.wait(2)


def test_closing_wakes_those_who_wait(bus: InProcessBus) -> None:
    woken = threading.Event()
    threading.Thread(target=lambda: (bus.wait(10), woken.set()), daemon=True).start()
    time.sleep(0.05)
    bus.close()
    assert woken.wait(2)
    with within(1):
        bus.wait(10)


def test_a_receipt_means_synced(bus: InProcessBus) -> None:
    assert bus._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert bus._db.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"


def test_a_full_disk_refuses_and_after_space_returns_all_goes_on(bus: InProcessBus) -> None:
    bus.publish([out("kept")])
    pages = bus._db.execute("PRAGMA page_count").fetchone()[0]
    bus._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(BackendUnavailable, match="SQLITE_FULL"):
        bus.publish([out("small"), out("x" * 100_000)])
    bus._db.execute("PRAGMA max_page_count = 1073741823")
    bus.publish([out("after")])
    assert [take(bus).data, take(bus).data] == [b"kept", b"after"]
    assert bus.take(NOW) is None


PUBLISH = """
import sys
from pathlib import Path
from shared.buses.inprocess import InProcessBus
from shared.core.ports import Outgoing
bus = InProcessBus(Path(sys.argv[1]))
for number in range(1_000_000):
    text = f"{sys.argv[2]}-{number}"
    bus.publish([Outgoing(text.encode(), {})])
    print(text, flush=True)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_a_killed_process_loses_no_message_that_had_a_receipt(path: Path, kills: int) -> None:
    told: list[bytes] = []
    for kill in range(kills):
        command = [sys.executable, "-c", PUBLISH, str(path), str(kill)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as publisher:
            assert publisher.stdout is not None
            told.append(publisher.stdout.readline().strip())
            time.sleep(0.02 + 0.001 * (kill % 30))
            publisher.kill()
            told += [line.strip() for line in publisher.stdout if line.endswith(b"\n")]
    bus = InProcessBus(path)
    with sqlite3.connect(path) as look:
        there = {bytes(row[0]) for row in look.execute("SELECT data FROM inbox")}
    bus.close()
    assert len(told) > kills
    assert set(told) - there == set()
