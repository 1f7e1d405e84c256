"""Where Flask's types become ours, for the framework's synchronous doors and the local responder.

What is refused, and which error becomes which status, stands in `door`; what a pushed message is, in `push`.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Request, Response

from shared.core.delivery import Answer
from shared.core.errors import DeliveryRejected, DeliveryTooLarge, MethodNotAllowed
from shared.door import DEADLINE, DRAINED, Asked, admitted, bug, delivery_of, guarded, taken
from shared.push import pushed, take_message

if TYPE_CHECKING:
    from shared.core.interaction import Message
    from shared.core.ledger import State
    from shared.wiring import Wiring

_LONGEST_PUSH: Final = 16 * 1024 * 1024  # bytes: the 10 MB that Pub/Sub takes, as base64, and room for attributes


def serve_delivery(request: Request, wiring: Wiring) -> Response:
    """Answer one request at the public door."""
    response = _response(guarded(lambda: _deliver(request, wiring), wiring))
    _drain(request)
    return response


def serve_tick(run: Callable[[], dict[str, int]], wiring: Wiring) -> Response:
    """Answer a scheduler: run once and say in numbers what was done."""
    return _response(guarded(lambda: Answer(200, json.dumps(run()).encode(), "application/json"), wiring))


def serve_desk(request: Request, wiring: Wiring) -> Response:
    """Answer a colleague's browser at the desk."""
    from shared.desk.door import answer

    response = _response(answer(_asked(request), partial(_body, request), lambda: wiring.tools))
    _drain(request)
    return response


def serve_message(request: Request, flow: Callable[[Message], State | None], wiring: Wiring) -> Response:
    """Answer the bus, which pushed one message. 2xx only when `flow` returned, or the message is parked."""
    response = _response(_take(request, flow, wiring))
    _drain(request)
    return response


def _deliver(request: Request, wiring: Wiring) -> Answer:
    from shared.flows.receive import receive

    asked = _asked(request)
    connection = admitted(asked, wiring)
    delivery = delivery_of(asked, connection, _body(request, wiring.settings.max_body), wiring)
    until = time.monotonic() + DEADLINE
    opened = receive(
        delivery,
        platform=wiring.platform(connection.platform),
        also=wiring.also(connection),
        keys=wiring.keys(connection),
        owner=wiring.routes.owner,
        probed=wiring.probing.read if wiring.probing else None,
        bus=wiring.later_bus,
        park=lambda parked: wiring.parking.run(partial(wiring.park, parked), until),
        now=delivery.received_at,
    )
    return taken(delivery, opened, wiring)


def _take(request: Request, flow: Callable[[Message], State | None], wiring: Wiring) -> Answer:
    try:
        if request.method != "POST":
            raise MethodNotAllowed(request.method)
        if (request.content_length or 0) > _LONGEST_PUSH:
            raise DeliveryTooLarge("Content-Length")
        body = _body(request, _LONGEST_PUSH)
        if len(body) > _LONGEST_PUSH:
            raise DeliveryTooLarge("body")
    except DeliveryRejected as error:
        return Answer(error.status, f"{type(error).__name__}\n".encode())
    one = pushed(request.headers.get, body)
    try:
        return take_message(one, flow, wiring)
    except Exception as error:
        wiring.count("failed")
        return bug(error, message=one.id)


def _asked(request: Request) -> Asked:
    return Asked(
        method=request.method,
        path=_raw_path(request),
        headers=tuple((name.lower(), value) for name, value in request.headers),
        query=request.query_string,
    )


def _raw_path(request: Request) -> str:
    """The path as it stood on the request line, where the server tells it; WSGI itself gives only a decoded one."""
    told = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    target = str(told) if told else str(request.environ.get("PATH_INFO", ""))
    for scheme in ("http://", "https://"):
        if target[: len(scheme)].lower() == scheme:
            target = "/" + target[len(scheme) :].partition("/")[2]
    return target.partition("?")[0] if told else target


def _body(request: Request, most: int) -> bytes:
    try:
        return request.stream.read(most + 1)
    except Exception:  # every server has its own classes for a body that ends early or is no chunked one
        raise DeliveryRejected("the body could not be read") from None


def _drain(request: Request) -> None:
    """Read what is left of a body and keep none of it: a sender that still sends would not see our answer.

    The framework does this too, after us, but into memory and without a limit; so it is given an empty rest.
    """
    with suppress(Exception):
        left = DRAINED
        while left > 0 and (part := request.stream.read(65536)):
            left -= len(part)
    request.stream = io.BytesIO()


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, content_type=answer.content_type)
    for name, value in answer.headers:
        response.headers[name] = value
    return response
