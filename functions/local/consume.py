"""What becomes of one message of the local queue: done, tried again later, or a dead letter. Never lost in between."""

from __future__ import annotations

from shared import log
from shared.buses.inprocess import InProcessBus, Taken
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Interaction, from_wire, hashed
from shared.core.ledger import KEEP_WORDS, Parked, State
from shared.core.ports import Create
from shared.flows._tools import Tools
from shared.flows.acknowledge import acknowledge, put_aside


def consume(taken: Taken, bus: InProcessBus, tools: Tools) -> None:
    """Handle a message and settle it; whatever goes wrong is logged by its class, and the message is kept."""
    try:
        _handle(taken, tools)
        bus.settle(taken)
    except Exception as error:
        why = error.why if isinstance(error, BackendUnavailable) else ""
        log.error("message.failed", error=type(error).__name__, why=why, message=taken.id, attempt=taken.attempt)
        _again(taken, bus, tools)


def _handle(taken: Taken, tools: Tools) -> None:
    try:
        message = from_wire(taken.data)
    except ValueError:
        _park(taken, tools)
        return
    state = acknowledge(message, tools)
    trace = message.trace if isinstance(message, Interaction) else ""
    log.info("interaction", key=message.key, state=state, trace=trace)


def _park(taken: Taken, tools: Tools) -> None:
    now = tools.now()
    parked = Parked(
        key=hashed("message", taken.data.hex()),
        connection="",
        why="not a message that this release can read",
        at=now,
        body=taken.data,
        expire_at=now + KEEP_WORDS,
    )
    tools.store.commit(now, Create(parked))


def _again(taken: Taken, bus: InProcessBus, tools: Tools) -> None:
    try:
        if not bus.retry(taken, tools.now()):
            message = from_wire(taken.data)
            if isinstance(message, Interaction):
                put_aside(message, State.DEAD_LETTERED, f"{taken.attempt} tries failed", tools)
    except (BackendUnavailable, ValueError) as error:
        log.error("message.kept", error=type(error).__name__, message=taken.id)
