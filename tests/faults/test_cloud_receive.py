"""F01, F02, F12, F13: what can go wrong between a sender's request and Pub/Sub's receipts, for every way to publish."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.faults.cloud import LIKE, NOTHING, REPLY, RUNS, Rig, percentile, until
from tests.faults.proxy import ANSWERED, Proxy, Seen
from tests.functions.doors import Door

pytestmark = pytest.mark.faults

WAYS = [("sync", "pubsub_rest"), ("sync", "pubsub"), ("asgi", "pubsub_rest"), ("aio", "pubsub_rest")]
ways = pytest.mark.parametrize(("form", "bus"), WAYS, ids=[f"{form}-{bus}" for form, bus in WAYS])
ANSWER_WITHIN = 2.5  # seconds, P10
NOISE = 2.0  # seconds that a busy machine may add; the table tells what it was


@ways
@pytest.mark.parametrize("when", ["receipt not seen", "receipt seen", "200 written"])
def test_f01_kill_between_publish_and_200(rig: Rig, form: str, bus: str, when: str) -> None:
    row = rig.row("F01", f"{form}, {bus}, {when}")
    cut_short = 0
    for _ in range(2 * RUNS):
        row.runs += 1
        webhook = row.webhook(REPLY, LIKE)
        with rig.public(form, bus) as door:
            front = Proxy(f"127.0.0.1:{door.port}")
            with _strike(rig, bus, when, front, door, row.chance.uniform(0, 0.004)) as killed:
                cut_short += not 200 <= row.send(_port(front), webhook) < 300
                assert killed.wait(20), row.again
            front.close()
        row.insist(rig.port, webhook)
    row.rest()
    row.judge()
    row.extra["no_2xx"] = cut_short
    if when != "receipt seen":
        assert cut_short == row.runs, row.again


@contextmanager
def _strike(rig: Rig, bus: str, when: str, front: Proxy, door: Door, later: float) -> Iterator[threading.Event]:
    """Kill the door once: when its receipt is there, or its answer is."""
    killed = threading.Event()

    def kill() -> None:
        rig.kill(door)
        killed.set()

    def at_once(_number: int) -> bool:
        kill()
        return False

    def soon(_number: int) -> bool:
        threading.Timer(later, kill).start()
        return True

    if when == "200 written":
        with front.tapped(Seen(ANSWERED, b"HTTP/1.1 200", at_once)):
            yield killed
    else:
        with rig.publishes(bus, soon if when == "receipt seen" else at_once):
            yield killed


@ways
def test_f02_kill_after_receipt_i_of_n(rig: Rig, form: str, bus: str) -> None:
    """One webhook that needs five publish requests, of three messages each; their limit is lowered for that."""
    requests, each = 5, 3
    row = rig.row("F02", f"{form}, {bus}, n = {requests}")
    row.extra["no_2xx"] = 0
    for i in range(requests + 1):
        row.runs += 1
        webhook = row.webhook(*[LIKE] * (requests * each))
        with rig.public(form, bus, FAULTS_MOST_MESSAGES=str(each)) as door:
            killed = threading.Event()

            def kill(door: Door = door, killed: threading.Event = killed) -> None:
                rig.kill(door)
                killed.set()

            def strike(number: int, i: int = i, kill: Callable[[], None] = kill) -> bool:
                if number >= max(1, i):
                    kill()
                return number <= i

            with rig.publishes(bus, strike):
                status = row.send(door.port, webhook)
                assert killed.wait(20), row.again
        assert i == requests or status == 0, f"{status} after {i} of {requests} receipts; {row.again}"
        row.extra["no_2xx"] += status == 0
        row.insist(rig.port, webhook)
    row.rest()
    row.judge()
    row.extra["missing"] = row.extra["lost"]


@pytest.mark.parametrize("bus", ["pubsub_rest", "pubsub"])
def test_f02_kill_after_receipt_1_of_2_of_a_webhook_over_the_limit(rig: Rig, bus: str) -> None:
    """More than a thousand in one webhook, with nothing changed inside the door."""
    row = rig.row("F02", f"sync, {bus}, 1,001 in one webhook")
    row.runs = 1
    webhook = row.webhook(*[NOTHING] * 1001)
    with rig.public("sync", bus) as door:
        killed = threading.Event()

        def strike(_number: int) -> bool:
            rig.kill(door)
            killed.set()
            return True

        with rig.publishes(bus, strike):
            status = row.send(door.port, webhook)
            assert killed.wait(20), row.again
    assert status == 0, row.again
    row.insist(rig.port, webhook)
    row.rest()
    row.judge()
    row.extra["missing"] = row.extra["lost"]


@contextmanager
def _stopped(rig: Rig) -> Iterator[None]:
    """The emulator's whole process group stands still."""
    group = rig.stack.pid("pubsub")
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


@ways
@pytest.mark.parametrize("how", ["refuses", "frozen"])
def test_f12_pubsub_is_unavailable(rig: Rig, form: str, bus: str, how: str) -> None:
    row = rig.row("F12", f"{form}, {bus}, {how}")
    row.runs = 1
    outage: AbstractContextManager[None] = rig.proxies["pubsub"].refusing() if how == "refuses" else _stopped(rig)
    webhooks = [row.webhook(REPLY, LIKE) for _ in range(12 * RUNS)]
    with rig.public(form, bus) as door:
        row.insist(door.port, row.webhook(LIKE))  # connected, and warm
        row.rest()
        before = row.answers.copy()
        with outage:
            for at in range(0, len(webhooks), 3):
                row.send_together(door.port, webhooks[at : at + 3])
        meanwhile = row.answers - before
        slow = percentile(row.refused_took, 0.99)
        row.extra |= {"2xx": sum(n for one, n in meanwhile.items() if one < 300), "503": meanwhile[503], "p99_s": slow}
        assert meanwhile == {503: len(webhooks)}, f"{meanwhile}; {row.again}"
        assert slow < ANSWER_WITHIN + NOISE, f"{slow:.2f} s; {row.again}"
        row.insist(door.port, *webhooks)
    row.rest()
    row.judge()


@ways
def test_f13_the_answer_to_a_publish_is_lost(rig: Rig, form: str, bus: str) -> None:
    row = rig.row("F13", f"{form}, {bus}")
    row.runs = 4 * RUNS
    webhooks = [row.webhook(REPLY, LIKE) for _ in range(row.runs)]
    with rig.public(form, bus) as door:
        row.insist(door.port, row.webhook(LIKE))  # connected: the greeting of a connection is an answer too
        row.rest()
        row.answers.clear()
        pushed = rig.pushes.answers[200]
        with rig.proxies["pubsub"].swallowing():
            row.send_together(door.port, webhooks)
        assert row.answers == {503: len(webhooks)}, f"{dict(row.answers)}; {row.again}"
        until(lambda: rig.pushes.answers[200] > pushed, 20, "a message that nobody knows of")
        found = sum(rig.platform.calls[id] > 0 for one in webhooks for id in one.objects)
        row.insist(door.port, *webhooks)
    row.rest()
    row.judge()
    row.extra["published_though_503"] = found


def _port(proxy: Proxy) -> int:
    return int(proxy.address.rpartition(":")[2])
