"""Where a host's types become ours: Flask requests, CloudEvents, and the one table of errors and statuses.

| Met at | sender's fault | unreadable | try again | permanent platform error | a bug |
|---|---|---|---|---|---|
| receive | its status | 200, parked | 503 | cannot occur | 500 and a reference |
| acknowledge | cannot occur | parked | raised: redelivered | state `refused` | raised: redelivered, counted |
| watch, digest | cannot occur | cannot occur | 503: the scheduler repeats | cannot occur | 500 and a reference |

Bodies of error answers hold a class name and a reference, never a text.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from flask import Request, Response

from shared import log
from shared.core.delivery import Answer, Delivery
from shared.core.errors import (
    BackendUnavailable,
    DeliveryEncoded,
    DeliveryRejected,
    DeliveryTooLarge,
    MethodNotAllowed,
    ResponderError,
    UnknownPlatform,
)

if TYPE_CHECKING:
    from shared.core.interaction import Message
    from shared.wiring import Wiring

_PATH: Final = re.compile(r"/[a-z][a-z0-9_-]{0,62}")
_RETRY_AFTER: Final = (("Retry-After", "5"),)
_DRAINED: Final = 32 * 1024 * 1024  # bytes of a refused body that are still listened to
_ALLOW: Final = (("Allow", "GET, POST"),)


def serve_delivery(request: Request, wiring: Wiring) -> Response:
    """Answer one request at the public door."""
    response = _guarded(lambda: _deliver(request, wiring), wiring)
    _drain(request)
    return response


def serve_tick(run: Callable[[], dict[str, int]], wiring: Wiring) -> Response:
    """Answer a scheduler: run once and say in numbers what was done."""
    return _guarded(lambda: Answer(200, json.dumps(run()).encode(), "application/json"), wiring)


def take_message(event: object, flow: Callable[[Message], object], wiring: Wiring) -> None:
    """Hand a message off the bus to `flow`, whose errors mean: deliver again. What is no message of ours is parked."""
    from shared.core.interaction import from_wire

    try:
        message = from_wire(message_data(event))
    except ValueError:
        _park_message(event, wiring)
        return
    flow(message)


def message_data(event: object) -> bytes:
    """The bytes in a Pub/Sub message, pushed or through Eventarc. Raises ValueError if there are none."""
    message = event.get("message") if isinstance(event, dict) else None
    data = message.get("data") if isinstance(message, dict) else None
    if not isinstance(data, str):
        raise ValueError("message.data: a base64 text was expected")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        raise ValueError("message.data: not base64") from None


def delivery_of(request: Request, connection: str, wiring: Wiring) -> Delivery:
    """The request as a Delivery, bytes untouched. Raises DeliveryRejected for what we do not even read."""
    if request.method not in ("GET", "POST"):
        raise MethodNotAllowed(request.method)
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise DeliveryEncoded("Content-Encoding")
    most = wiring.settings.max_body
    if (request.content_length or 0) > most:
        raise DeliveryTooLarge("Content-Length")
    try:
        body = request.stream.read(most + 1)
    except Exception:  # every server has its own classes for a body that ends early or is no chunked one
        raise DeliveryRejected("the body could not be read") from None
    if len(body) > most:
        raise DeliveryTooLarge("body")
    return Delivery(
        method=request.method,
        connection=connection,
        body=body,
        received_at=wiring.now(),
        headers=tuple((name.lower(), value) for name, value in request.headers),
        query=tuple(request.args.items(multi=True)),
        trace=secrets.token_hex(8),
    )


def _deliver(request: Request, wiring: Wiring) -> Answer:
    from shared.flows.receive import receive

    if not _PATH.fullmatch(request.path):
        raise UnknownPlatform("no such path")
    connection = wiring.connection(request.path)
    delivery = delivery_of(request, connection.name, wiring)
    opened = receive(
        delivery,
        platform=wiring.platform(connection.platform),
        keys=wiring.keys(connection),
        owner=wiring.routes.owner,
        bus=_Later(lambda: wiring.bus),
        park=wiring.park,
        now=delivery.received_at,
    )
    if not opened.challenge:
        wiring.count("accepted", len(opened.messages))
        wiring.count("parked", len(opened.parked))
        wiring.count("skipped", len(opened.skipped))
        log.info(
            "delivery.accepted",
            connection=connection.name,
            interactions=len(opened.messages),
            parked=len(opened.parked),
            skipped=",".join(sorted(set(opened.skipped))),
            trace=delivery.trace,
        )
    return opened.answer


def _drain(request: Request) -> None:
    """Read what is left of a body and keep none of it: a sender that still sends would not see our answer.

    The framework does this too, after us, but into memory and without a limit; so it is given an empty rest.
    """
    with suppress(Exception):
        left = _DRAINED
        while left > 0 and (part := request.stream.read(65536)):
            left -= len(part)
    request.stream = io.BytesIO()


class _Later:
    """The bus, opened only when there is something to publish."""

    def __init__(self, bus: Callable[[], Any]) -> None:
        self._bus = bus

    def publish(self, messages: Any) -> list[str]:
        receipts: list[str] = self._bus().publish(messages)
        return receipts

    def close(self) -> None:
        self._bus().close()


def _guarded(work: Callable[[], Answer], wiring: Wiring) -> Response:
    try:
        answer = work()
    except DeliveryRejected as error:
        wiring.count(f"refused:{type(error).__name__}")
        log.warning("delivery.rejected", reason=type(error).__name__, status=error.status)
        answer = _refusal(error.status, error, _ALLOW if error.status == 405 else ())
    except BackendUnavailable as error:
        wiring.count("unavailable")
        log.error("backend.unavailable", which=error.which, why=error.why)
        answer = _refusal(503, error, _RETRY_AFTER)
    except Exception as error:
        reference = secrets.token_hex(6)
        why = str(error) if isinstance(error, ResponderError) else ""
        log.error("bug", error=type(error).__name__, why=why, at=_place(error), reference=reference)
        answer = Answer(500, f"{type(error).__name__} {reference}\n".encode())
    response = Response(answer.body, answer.status, content_type=answer.content_type)
    for name, value in answer.headers:
        response.headers[name] = value
    return response


def _park_message(event: object, wiring: Wiring) -> None:
    from shared.core.interaction import hashed
    from shared.core.ledger import KEEP_WORDS, Parked

    now = wiring.now()
    try:
        body = message_data(event)
    except ValueError:
        body = json.dumps(event, default=str).encode()
    why = "not a message that this release can read"
    key = hashed("message", body.hex())
    wiring.park((Parked(key=key, connection="", why=why, at=now, body=body, expire_at=now + KEEP_WORDS),))
    wiring.count("parked")
    log.error("message.parked", key=key)


def _refusal(status: int, error: Exception, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return Answer(status, f"{type(error).__name__}\n".encode(), headers=headers)


def _place(error: BaseException) -> str:
    """The file and line of ours where it was raised: enough to find it, and nothing that anybody wrote."""
    trace, found = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        found = f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
