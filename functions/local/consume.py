"""What becomes of one message of the local queue: done, tried again later, or a dead letter. Never lost in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shared import log
from shared.buses.inprocess import InProcessBus, Taken
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Interaction, Outcome, Ring, from_wire, hashed
from shared.core.ledger import KEEP_WORDS, Parked, State
from shared.core.ports import Create
from shared.flows._tools import Tools
from shared.flows.acknowledge import acknowledge, put_aside

TRIES: Final = 100  # failed for reasons of its own, after which a message is a dead letter


def consume(taken: Taken, bus: InProcessBus, tools: Tools) -> None:
    """Handle a message and settle it. Whatever goes wrong is logged by its class, and the message is kept.

    A backend that is down costs time only, however long: what counts are tries that failed for another reason.
    """
    try:
        _handle(taken, tools)
    except Exception as error:
        why = error.why if isinstance(error, BackendUnavailable) else ""
        log.error("message.failed", error=type(error).__name__, why=why, message=taken.id, attempt=taken.attempt)
        _failed(taken, bus, tools, error)
    else:
        _kept(taken, lambda: bus.settle(taken))


def _failed(taken: Taken, bus: InProcessBus, tools: Tools, error: Exception) -> None:
    waits = isinstance(error, BackendUnavailable) or (taken.attempt < TRIES and not _is_ring(taken))
    if waits:
        _kept(taken, lambda: bus.retry(taken, tools.now()))
    else:
        _kept(taken, lambda: _bury(taken, bus, tools))


def _bury(taken: Taken, bus: InProcessBus, tools: Tools) -> None:
    """Give up on it: what it is about goes on the digest. A ring is just forgotten, for `watch` rings again."""
    message, why = from_wire(taken.data), f"{taken.attempt} tries failed"
    if isinstance(message, Interaction):
        put_aside(message, State.DEAD_LETTERED, why, tools)
    elif isinstance(message, Outcome):  # the Entry that it is about has an end of its own, and may be right
        _park(taken, why, tools)
    bus.settle(taken)


def _is_ring(taken: Taken) -> bool:
    return isinstance(from_wire(taken.data), Ring)


def _kept(taken: Taken, work: Callable[[], object]) -> None:
    try:
        work()
    except BackendUnavailable as error:
        log.error("message.kept", which=error.which, why=error.why, message=taken.id)


def _handle(taken: Taken, tools: Tools) -> None:
    try:
        message = from_wire(taken.data)
    except ValueError:
        _park(taken, "not a message that this release can read", tools)
        return
    state = acknowledge(message, tools)
    trace = "" if isinstance(message, Ring) else message.trace
    log.info("interaction", key=message.key, state=state, trace=trace)


def _park(taken: Taken, why: str, tools: Tools) -> None:
    now = tools.now()
    parked = Parked(
        key=hashed("message", taken.data.hex()),
        connection="",
        why=why,
        at=now,
        body=taken.data,
        expire_at=now + KEEP_WORDS,
    )
    tools.store.commit(now, Create(parked))
