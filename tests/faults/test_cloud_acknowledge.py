"""F03, F04, F05, F10, F15: what can go wrong between the ledger, the platform and the answer to Pub/Sub."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import combinations

import pytest

from demo.faults import Fault, Wrong
from tests.faults.cloud import LIKE, PRIVATE, REPLY, RUNS, Rig, Row, until
from tests.faults.proxy import ANSWERED, Calls, Seen

pytestmark = pytest.mark.faults

ALL = (LIKE, REPLY, PRIVATE)
PAIRS = tuple(combinations(ALL, 2))  # the emulator pushes two messages at a time, and no more while both are worked on
CREATED = b'"state":"sending"'  # in the commit that gives the right to call
SETTLED = b'"state":"sent"'  # in the commit that notes the receipt
LOST = "sending>unknown"  # the step of a Claim whose owner, or whose answer, was lost


def test_f03_kill_between_the_platforms_effect_and_the_ledger_write(rig: Rig) -> None:
    row = rig.row("F03")
    for pair in PAIRS * (2 * RUNS):
        row.runs += 1
        webhook = row.webhook(*pair)
        _struck(
            rig, row, webhook.objects.keys(), after=True, send=lambda webhook=webhook: row.insist(rig.port, webhook)
        )
        row.rest()
    figures = row.judge()
    each = row.runs * 2 // 3
    assert figures["uncertain"] == {"A": 0, "B": 0, "C": each}, row.again
    assert _lost(row, LIKE) == _lost(row, REPLY) == each, row.again


@pytest.mark.parametrize("place", ["commit landed, answer not seen", "commit answered", "call on the wire"])
def test_f04_kill_between_the_ledger_write_and_the_call(rig: Rig, place: str) -> None:
    """The call is made later, once. A call that did leave, of class C, cannot be told from one that took effect."""
    row = rig.row("F04", place)
    for kind in (LIKE, REPLY) * (2 * RUNS):
        row.runs += 1
        webhook = row.webhook(kind)
        if place == "call on the wire":
            _struck(
                rig,
                row,
                webhook.objects.keys(),
                after=False,
                send=lambda webhook=webhook: row.insist(rig.port, webhook),
            )
        else:
            _killed_at_commit(
                rig, row, place == "commit answered", lambda webhook=webhook: row.insist(rig.port, webhook)
            )
        row.rest()
    row.judge()
    row.extra["unanswered"] = len(row.accepted) - len({effect.object for effect in row.effects()})
    assert row.extra["unanswered"] == 0
    if place != "commit answered":
        assert _lost(row, LIKE, REPLY) == row.runs, row.again


def test_f05_kill_while_answering_pubsub(rig: Rig) -> None:
    row = rig.row("F05")
    for kind in ALL * (2 * RUNS):
        row.runs += 1
        killed = threading.Event()

        def strike(_number: int, killed: threading.Event = killed) -> bool:
            rig.kill()
            killed.set()
            return False

        with rig.proxies["push"].tapped(Seen(ANSWERED, b"HTTP/1.1 200", strike)):
            row.insist(rig.port, row.webhook(kind))
            assert killed.wait(30), row.again
        answered = rig.pushes.answers[200]
        rig.back()
        until(lambda answered=answered: rig.pushes.answers[200] > answered, 60, "the redelivery")
        row.rest()
    row.judge()
    row.extra["extra_calls"] = sum(rig.platform.calls[id] - 1 for id in row.accepted)
    assert row.extra["extra_calls"] == 0, row.again
    assert not any(LOST in moves for moves in row.claims().values()), row.again


@pytest.mark.parametrize("needle", [CREATED, SETTLED], ids=["the right to call", "the receipt"])
@pytest.mark.parametrize("how", ["deadline", "reset"])
def test_f10_a_commit_lands_and_its_answer_is_lost(rig: Rig, needle: bytes, how: str) -> None:
    row = rig.row("F10", f"{how}, on the commit of {'the right to call' if needle == CREATED else 'the receipt'}")
    for kind in (REPLY, LIKE) * RUNS:
        row.runs += 1
        tap = _losing(rig, needle, how)
        before = rig.pushes.answers[200]
        with rig.proxies["firestore"].tapped(tap):
            row.insist(rig.port, row.webhook(kind))
            until(lambda tap=tap, before=before: tap.times and rig.pushes.answers[200] > before, 60, "the lost answer")
        row.rest()
    row.judge()
    row.extra["lost_leases"] = sum(LOST in moves for moves in row.claims().values())
    row.extra["extra_calls"] = sum(rig.platform.calls[id] - 1 for id in row.accepted)
    assert row.extra["lost_leases"] == row.extra["extra_calls"] == 0, row.again


@pytest.mark.parametrize("wrong", [Wrong.ERROR_BEFORE, Wrong.ERROR_AFTER], ids=["before", "after"])
def test_f15_the_platform_answers_500(rig: Rig, wrong: Wrong) -> None:
    row = rig.row("F15", "500 before the effect" if wrong is Wrong.ERROR_BEFORE else "500 after the effect")
    for _ in range(4 * RUNS):
        row.runs += 1
        rig.platform.faults.add(Fault(wrong, times=len(ALL)))
        row.insist(rig.port, row.webhook(*ALL))
        row.rest()
    figures = row.judge()
    assert _lost(row, *ALL) == len(ALL) * row.runs, row.again
    assert figures["uncertain"] == {"A": 0, "B": 0, "C": row.runs}, row.again
    row.extra["unresolved"] = figures["unaccounted"]


def _losing(rig: Rig, needle: bytes, how: str) -> Calls:
    """Lose the answer to the first commit with these bytes: by a reset, or by letting its caller's deadline pass."""
    firestore = rig.proxies["firestore"]

    def lose(number: int) -> bool:
        if number > 1:
            return True
        if how == "reset":
            firestore.cut()
            return False
        return tap.given_up.wait(30)  # all answers on this connection stand still until the caller has gone

    tap = Calls(needle, lose)
    return tap


def _struck(rig: Rig, row: Row, objects: object, *, after: bool, send: Callable[[], None]) -> None:
    """Kill acknowledge while the platform has all these calls in hand, before or after their effect."""
    held: set[str] = set()
    gone = threading.Event()

    def strike(about: str) -> bool:
        held.add(about)
        gone.wait(30)
        return False

    with rig.platform.struck(**{"after" if after else "before": strike}):
        send()
        until(lambda: held == objects, 30, "every call")
        time.sleep(row.chance.uniform(0, 0.02))
        rig.kill()
        gone.set()
        until(lambda: rig.platform.busy == 0, 10, "the platform")
    rig.back()


def _killed_at_commit(rig: Rig, row: Row, answered: bool, send: Callable[[], None]) -> None:
    """Kill acknowledge when the answer to its first commit passes: before it sees it, or within milliseconds after."""
    killed = threading.Event()

    def strike(number: int) -> bool:
        if number > 1:
            return False
        if answered:
            threading.Timer(row.chance.uniform(0, 0.004), kill).start()
            return True
        kill()
        return False

    def kill() -> None:
        rig.kill()
        killed.set()

    with rig.proxies["firestore"].tapped(Calls(CREATED, strike)):
        send()
        assert killed.wait(30), row.again
    rig.back()


def _lost(row: Row, *kinds: str) -> int:
    """How many calls of these kinds were taken up as lost, or given up as such."""
    return sum(
        row.sent[id] in kinds and (LOST in moves or "sending>uncertain" in moves) for id, moves in row.claims().items()
    )
