"""The Bus promise, over every module in shared/buses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from shared import plugins
from shared.core.errors import BackendUnavailable
from shared.core.ports import Bus, Outgoing
from tests.contracts._adapters import BUSES, open_bus, row, within

ODD = {
    "nothing": b"",
    "a NUL": b"\x00",
    "every byte": bytes(range(256)),
    "not UTF-8": b"\xff\xfe{",
    "JSON": '{"type":"interaction","text":"Größe 🎉"}'.encode(),
    "1 MiB": b"x" * 1024 * 1024,
}


NAMES = sorted({*plugins.names("buses"), *BUSES})
DOWNS = [(name, down) for name, said in BUSES.items() for down in said.downs]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bus(name: str, machinery: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bus]:
    opened = open_bus(name, tmp_path, lambda: dict(request.getfixturevalue("emulators")))
    yield opened
    opened.close()
    machinery.close(tmp_path)


@pytest.fixture
def machinery(name: str) -> Any:
    return row(BUSES, "buses", name)


def out(data: bytes) -> Outgoing:
    return Outgoing(data, {"brand": "acme", "platform": "x", "kind": "comment"})


def test_what_was_published_arrives_equal(bus: Bus, machinery: Any) -> None:
    bus.publish([out(data) for data in ODD.values()])
    assert set(machinery.received(bus)) == set(ODD.values())


def test_each_message_has_a_receipt_of_its_own_in_order(bus: Bus) -> None:
    receipts = [bus.publish([out(b"%d" % number) for number in range(size)]) for size in (1, 3, 500)]
    assert [len(one) for one in receipts] == [1, 3, 500]
    every = [receipt for one in receipts for receipt in one]
    assert all(isinstance(receipt, str) and receipt for receipt in every)
    assert len(set(every)) == len(every)


def test_publishing_nothing_gives_no_receipt(bus: Bus, machinery: Any) -> None:
    assert bus.publish([]) == []
    assert machinery.received(bus) == []


def test_equal_messages_are_two_messages(bus: Bus, machinery: Any) -> None:
    receipts = bus.publish([out(b"same"), out(b"same")])
    assert len(set(receipts)) == 2
    assert machinery.received(bus).count(b"same") >= 2


def test_sixteen_threads_publish_at_once_and_each_gets_its_own_receipts(bus: Bus, machinery: Any) -> None:
    start = Barrier(16)

    def publish(thread: int) -> list[str]:
        start.wait()
        found: list[str] = []
        for number in range(20):
            receipts = bus.publish([out(b"%d-%d-%d" % (thread, number, part)) for part in range(3)])
            assert len(receipts) == 3
            found += receipts
        return found

    with ThreadPoolExecutor(16) as pool:
        receipts = [one for found in pool.map(publish, range(16)) for one in found]
    assert len(set(receipts)) == 16 * 20 * 3
    arrived = Counter(machinery.received(bus))
    wanted = {b"%d-%d-%d" % (a, b, c) for a in range(16) for b in range(20) for c in range(3)}
    assert set(arrived) == wanted


@pytest.mark.parametrize(("name", "down"), DOWNS)
def test_without_its_backend_publishing_fails_within_the_deadline_and_later_works_again(
    bus: Bus, machinery: Any, down: str, tmp_path: Path
) -> None:
    bus.publish([out(b"before")])
    with machinery.downs[down](tmp_path), within(2.5), pytest.raises(BackendUnavailable):
        bus.publish([out(b"during 1"), out(b"during 2")])
    assert len(bus.publish([out(b"after")])) == 1
    arrived = set(machinery.received(bus))
    assert {b"before", b"after"} <= arrived, "what had a receipt must still be there"


@pytest.mark.parametrize(("name", "down"), DOWNS)
def test_all_who_publish_while_the_backend_is_away_are_told_within_the_deadline(
    bus: Bus, machinery: Any, down: str, tmp_path: Path
) -> None:
    """None of them may be told that its message is kept, and none may queue behind the others' patience."""
    bus.publish([out(b"before")])

    def publish(number: int) -> object:
        with within(2.5):
            try:
                return bus.publish([out(b"during %d" % number)])
            except BackendUnavailable as error:
                return error

    with machinery.downs[down](tmp_path), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(publish, range(8)))
    assert all(isinstance(answer, BackendUnavailable) for answer in answers)
    assert b"before" in machinery.received(bus)


def test_closing_twice_is_safe(bus: Bus) -> None:
    bus.publish([out(b"x")])
    bus.close()
    bus.close()
