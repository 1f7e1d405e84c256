"""F16, F17: a deployment under load. The host asks a door to end (SIGTERM) while it works, and starts the next one."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from tests.faults.cloud import LIKE, PRIVATE, REPLY, RUNS, Rig, Webhook, until
from tests.functions.doors import FORMS

pytestmark = pytest.mark.faults

GRACE = 10.0  # seconds that Cloud Run leaves between SIGTERM and SIGKILL
SENDERS = 4
LOST = "sending>unknown"  # the step of a Claim whose owner, or whose answer, was lost


@pytest.mark.parametrize("form", FORMS)
def test_f16_receive_is_asked_to_end_under_load(rig: Rig, form: str) -> None:
    """What it has in hand it finishes; what it does not take, the next one does when the platform sends again."""
    row = rig.row("F16", form)
    for _ in range(RUNS):
        row.runs += 1
        inside = [row.webhook(LIKE, REPLY) for _ in range(SENDERS)]
        behind = [[row.webhook(LIKE) for _ in range(4)] for _ in range(SENDERS)]
        with rig.public(form, "pubsub_rest") as old, rig.public(form, "pubsub_rest") as new:
            row.insist(old.port, row.webhook(LIKE))  # connected, and warm
            finished: list[int] = []
            ports = old.port, new.port

            def send(
                first: Webhook, others: list[Webhook], finished: list[int] = finished, ports: tuple[int, int] = ports
            ) -> None:
                finished.append(row.send(ports[0], first))
                for webhook in others:  # as a platform that was refused: again, to whoever answers there now
                    if not 200 <= row.send(ports[0], webhook) < 300:
                        row.insist(ports[1], webhook)

            senders = [threading.Thread(target=send, args=each) for each in zip(inside, behind, strict=True)]
            with rig.proxies["pubsub"].delayed(0.4):
                for sender in senders:
                    sender.start()
                time.sleep(0.2)
                old.process.send_signal(signal.SIGTERM)
                begun = time.monotonic()
                old.process.wait(timeout=GRACE)
                row.extra["s_to_end"] = time.monotonic() - begun
            for sender in senders:
                sender.join()
        assert finished == [200] * SENDERS, f"in hand when it was asked to end: {finished}; {row.again}"
    row.rest()
    row.judge()


def test_f17_acknowledge_is_asked_to_end_under_load(rig: Rig) -> None:
    """The calls that it has begun are made, and written down; the other messages come again, to the next one."""
    row = rig.row("F17")
    for _ in range(RUNS):
        row.runs += 1
        held: set[str] = set()

        def slow(about: str, held: set[str] = held) -> bool:
            held.add(about)
            time.sleep(1.0)
            return True

        with rig.platform.struck(before=slow):
            row.insist(rig.port, *(row.webhook(kind, PRIVATE) for kind in (PRIVATE, LIKE, REPLY)))
            until(lambda held=held: held, 30, "a call")
            time.sleep(0.1)
            in_hand = held & row.sent.keys()
            assert in_hand, row.again
            os.kill(rig.stack.pid("acknowledge"), signal.SIGTERM)
            until(lambda: any("acknowledge" in one for one in rig.stack.ended()), GRACE, "the door's end")
        rig.back()
        until(lambda: row.accepted <= rig.entries(row.began).keys(), 60, "the messages that come again")
        row.rest()
        assert not any(LOST in row.claims()[id] for id in in_hand), f"{row.claims()}; {row.again}"
    figures = row.judge()
    assert figures["uncertain"] == {"A": 0, "B": 0, "C": 0}, row.again
    row.extra["extra_calls"] = sum(rig.platform.calls[id] - 1 for id in row.accepted)
    assert row.extra["extra_calls"] == 0, row.again
