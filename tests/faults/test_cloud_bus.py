"""F06, F09, F11: messages that come twice, a ledger that is away, and many who take up one Interaction."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from demo.faults import Fault, Wrong
from shared.core.delivery import Delivery
from shared.core.interaction import Interaction, Ring, from_wire
from shared.flows.acknowledge import acknowledge
from shared.flows.receive import open_delivery
from shared.wiring import Wiring
from tests.faults.cloud import LIKE, OUTAGE, PRIVATE, REPLY, RUNS, Rig, Webhook, together, until
from tests.functions.doors import sign

pytestmark = pytest.mark.faults

DEADLINE = 10  # seconds in which a push must be answered: the least that Pub/Sub takes
WORKERS = 32


def test_f06_the_handler_is_slower_than_the_ack_deadline(rig: Rig) -> None:
    row = rig.row("F06", f"handler slower than the ack deadline of {DEADLINE} s")
    copies = 0
    with rig.ack_deadline(DEADLINE):
        for kind in (REPLY, LIKE) * RUNS:
            row.runs += 1
            asked = rig.pushes.asked
            rig.platform.faults.add(Fault(Wrong.SLOW, seconds=DEADLINE + 5))
            row.insist(rig.port, row.webhook(kind))
            until(lambda asked=asked: rig.pushes.asked >= asked + 2, 60, "a redelivery")
            assert rig.platform.busy, f"the redelivery came after the handler had ended; {row.again}"
            until(rig.quiet, 60, "the slow handler")
            copies += rig.pushes.asked - asked - 1
            row.rest()
    row.judge()
    row.extra["copies"] = copies
    row.extra["extra_calls"] = sum(rig.platform.calls[id] - 1 for id in row.accepted)
    assert row.extra["extra_calls"] == 0, row.again


def test_f06_everything_comes_four_times_in_any_order(rig: Rig) -> None:
    """Each webhook is sent twice, and each of its messages delivered by two subscriptions."""
    row = rig.row("F06", "published twice, shuffled, on two subscriptions")
    pushed = rig.pushes.asked
    webhooks = [row.webhook(kind) for kind in (REPLY, LIKE, PRIVATE) * (8 * RUNS)] * 2
    row.runs = len(webhooks) // 2
    row.chance.shuffle(webhooks)
    with rig.second_subscription("again", DEADLINE):
        for at in range(0, len(webhooks), 6):
            row.send_together(rig.port, webhooks[at : at + 6])
        until(lambda: rig.pushes.asked >= pushed + 2 * len(webhooks), 60, "every copy")
        row.rest()
    assert row.answers == {200: len(webhooks)}, row.again
    row.judge()
    row.extra["copies"] = rig.pushes.asked - pushed - len(row.sent)
    row.extra["extra_calls"] = sum(rig.platform.calls[id] - 1 for id in row.accepted)
    assert row.extra["extra_calls"] == 0, row.again


def test_f09_firestore_is_unavailable(rig: Rig) -> None:
    row = rig.row("F09", f"refuses for {OUTAGE:.0f} s")
    row.runs = 1
    failed = rig.pushes.answers[500]
    until_then = time.monotonic() + OUTAGE
    with rig.proxies["firestore"].refusing():
        while time.monotonic() < until_then:
            row.send(rig.port, row.webhook(row.chance.choice((REPLY, LIKE, PRIVATE))))
            time.sleep(0.25)
        raised = rig.pushes.answers[500] - failed
    row.rest(patience=5 * OUTAGE + 120)
    assert row.answers == {200: len(row.sent)}, f"{dict(row.answers)}; {row.again}"
    row.judge()
    row.extra |= {"raised": raised, "completed": len(row.accepted), "dead_letters": rig.dead_letters()}
    assert raised > 0, row.again
    assert row.extra["dead_letters"] == 0, row.again


@pytest.mark.parametrize("taken", ["a message", "a ring"])
def test_f11_32_workers_take_up_one_interaction(rig: Rig, taken: str) -> None:
    row = rig.row("F11", f"{WORKERS} workers, {taken}")
    workers = [rig.worker() for _ in range(8)]
    outcomes: Counter[str] = Counter()
    extra = 0
    for kind in (REPLY, LIKE) * (2 * RUNS):
        row.runs += 1
        webhook = row.webhook(kind) if taken == "a message" else row.webhook(LIKE)
        (id,) = webhook.objects
        message: Interaction | Ring = _message(rig, webhook)
        row.accepted.add(id)
        expected = 1
        if taken == "a ring":  # of a call whose answer was lost: whoever gets the right to repeat it may
            rig.platform.faults.add(Fault(Wrong.ERROR_BEFORE))
            acknowledge(message, workers[0].tools)
            entry = rig.entries(row.began)[id]
            assert entry.ring_at is not None
            rig.clock.move(entry.ring_at - rig.clock.now())
            message, expected = Ring(key=entry.key, brand=entry.brand), 2
        outcomes += _race(message, workers)
        row.rest()
        extra += rig.platform.calls[id] - expected
    for worker in workers:
        worker.close()
    row.judge()
    row.extra |= {"extra_calls": extra, "outcomes": dict(outcomes)}
    assert extra == 0, row.again
    assert sum(outcomes.values()) == WORKERS * row.runs
    assert not set(outcomes) - {"acknowledged", "open", "BackendUnavailable"}, outcomes


def _message(rig: Rig, webhook: Webhook) -> Interaction | Ring:
    """What receive would publish."""
    wiring = rig.worker()
    now = rig.clock.now()
    headers = tuple((name.lower(), value) for name, value in sign(webhook.body).items())
    delivery = Delivery(method="POST", connection="facebook", body=webhook.body, received_at=now, headers=headers)
    connection = wiring.connection("/facebook")
    opened = open_delivery(
        delivery, platform=wiring.platform("facebook"), keys=wiring.keys(connection), owner=wiring.routes.owner, now=now
    )
    return from_wire(opened.messages[0].data)


def _race(message: Interaction | Ring, workers: list[Wiring]) -> Counter[str]:
    """All at once; what each came to."""
    outcomes: list[str] = []
    line = threading.Barrier(WORKERS)

    def work(wiring: Wiring) -> Callable[[], None]:
        def run() -> None:
            line.wait()
            try:
                outcomes.append(str(acknowledge(message, wiring.tools)))
            except Exception as error:
                outcomes.append(type(error).__name__)

        return run

    together(*(work(workers[number % len(workers)]) for number in range(WORKERS)))
    return Counter(outcomes)
