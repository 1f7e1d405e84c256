"""A message of the bus as it arrives over HTTP, in every shape that Pub/Sub and Eventarc give it.

| Shape | Told by | Where the data is |
|---|---|---|
| Pub/Sub push | JSON with `message` | `message.data`, base64 |
| Eventarc, binary mode | the same body, `ce-` headers | the same |
| CloudEvent, structured mode | JSON with `data.message` | `data.message.data`, base64 |
| unwrapped push | header `x-goog-pubsub-message-id`, or none of the above | the body itself |

Sources: cloud.google.com/pubsub/docs/payload-unwrapping, read 2026-11-22 (the wrapped and the unwrapped body; the
headers are there only where the subscription says so), and the CloudEvents HTTP protocol binding 1.0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from shared import log
from shared.core.delivery import Answer
from shared.core.errors import BackendUnavailable

if TYPE_CHECKING:
    from shared.core.interaction import Message
    from shared.core.ledger import State
    from shared.wiring import Wiring

MESSAGE_ID = "x-goog-pubsub-message-id"


class Pushed(msgspec.Struct, frozen=True):
    """The bytes that were published, and the bus's own id of them ("" where it tells none)."""

    data: bytes
    id: str = ""


class _Message(msgspec.Struct, frozen=True):
    data: bytes = b""
    messageId: str = ""  # noqa: N815 - their name


class _Push(msgspec.Struct, frozen=True):
    message: _Message


class _Event(msgspec.Struct, frozen=True):
    data: _Push


_push = msgspec.json.Decoder(_Push)
_event = msgspec.json.Decoder(_Event)


def pushed(header: Callable[[str], str | None], body: bytes) -> Pushed:
    """The message in a request. What has none of the shapes is taken as the message itself, to be judged as such."""
    unwrapped = header(MESSAGE_ID)
    if unwrapped is not None:
        return Pushed(body, unwrapped)
    for decoder in (_push, _event):
        try:
            found = decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        message = found.message if isinstance(found, _Push) else found.data.message
        return Pushed(message.data, message.messageId)
    return Pushed(body)


def take_message(one: Pushed, flow: Callable[[Message], State | None], wiring: Wiring) -> Answer:
    """Hand a message to `flow`. 2xx says: done with it. Anything else makes the subscription deliver it again.

    What is no message of ours is parked, for delivered again it would be as unreadable as before.
    """
    from shared.core.interaction import Ring, from_wire

    try:
        try:
            message = from_wire(one.data)
        except ValueError:
            _park(one, wiring)
        else:
            state = flow(message)
            trace = "" if isinstance(message, Ring) else message.trace
            log.info("interaction", key=message.key, state=state, trace=trace, message=one.id)
    except BackendUnavailable as error:
        wiring.count("failed")
        log.error("message.failed", error=type(error).__name__, which=error.which, why=error.why, message=one.id)
        return Answer(500, f"{type(error).__name__}\n".encode())
    return Answer(200)


def _park(one: Pushed, wiring: Wiring) -> None:
    from shared.core.interaction import hashed
    from shared.core.ledger import KEEP_WORDS, Parked

    now = wiring.now()
    key = hashed("message", one.data.hex())
    why = "not a message that this release can read"
    wiring.park((Parked(key=key, connection="", why=why, at=now, body=one.data, expire_at=now + KEEP_WORDS),))
    wiring.count("parked")
    log.error("message.parked", key=key, message=one.id)
