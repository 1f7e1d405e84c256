"""The public door over ASGI: as an application of its own, and as the reply of the framework's asynchronous form.

No web framework is imported here: for `uvicorn functions.receive.asgi:app` that is the whole point. The body is read
within its limits and a deadline, the pure part runs on the loop, the publish is awaited, and what would hold the loop
up, a large body and parking, has threads of its own.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from shared import log
from shared.core.delivery import Answer
from shared.core.errors import BackendUnavailable, ConfigurationError, DeliveryRejected, DeliveryTooLarge
from shared.door import DEADLINE, DRAINED, Asked, admitted, answer_to, delivery_of, late, taken
from shared.start import Libraries, check_receive, refused

if TYPE_CHECKING:
    from shared.wiring import Wiring

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

ARRIVES: Final = 10.0  # seconds that a body may take to arrive: a slow sender must not hold what it has sent for ever
LARGE: Final = 256 * 1024  # bytes: a body over this would hold the loop for some 50 ms, a thread makes up for its cost
SMALL: Final = 64 * 1024  # bytes of each body that nobody counts: as many as a server itself takes in per connection
# Bytes of all bodies beyond the small: anybody can make us hold them, for no signature is known before the last byte.
# Twelve of the largest by default, in the 256 MiB that the smallest functions have, of which we need 60.
HELD: Final = 64 * 1024 * 1024


def application(wiring: Callable[[], Wiring]) -> Application:
    """The public door as an ASGI application, for any ASGI server. Built when the server starts it."""
    _quiet()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            reply = await replied(scope, receive, wiring())
            await reply(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _live(receive, send, wiring)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # before it is accepted: the server answers 403

    return app


class Reply:
    """An Answer as something that ASGI frameworks send.

    What is left of a body is listened to, and forgotten, after the answer has gone out: a sender that still sends
    sees it then, and one that waits to be asked for its body sees it at once.
    """

    def __init__(self, answer: Answer, body: _Body) -> None:
        self.answer = answer
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer, ended = self.answer, self._body.ended
        headers = [
            (b"content-type", answer.content_type.encode("latin-1")),
            (b"content-length", b"%d" % len(answer.body)),
        ]
        headers += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        if not ended:
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": not ended})
        if not ended:
            await self._body.drain()
            await send({"type": "http.response.body", "body": b""})


async def replied(scope: Scope, receive: Receive, wiring: Wiring) -> Reply:
    """Answer one request. Only being cancelled makes it raise."""
    body = _Body(receive)
    try:
        answer = await _deliver(_asked(scope), body, wiring)
    except Exception as error:
        answer = answer_to(error, wiring)
    finally:
        body.release()
    return Reply(answer, body)


async def _deliver(asked: Asked, body: _Body, wiring: Wiring) -> Answer:
    from shared.flows.receive import open_delivery

    connection = admitted(asked, wiring)
    waiting = ""  # for whom
    try:
        async with asyncio.timeout_at(body.until) as limit:
            delivery = delivery_of(asked, connection, await body.read(wiring.settings.max_body), wiring)
            limit.reschedule(asyncio.get_running_loop().time() + DEADLINE)
            work = partial(
                open_delivery,
                delivery,
                platform=wiring.platform(connection.platform),
                also=wiring.also(connection),
                keys=wiring.keys(connection),
                owner=wiring.routes.owner,
                probed=wiring.probing.read if wiring.probing else None,
                now=delivery.received_at,
            )
            if len(delivery.body) > LARGE:
                waiting = "door"
                opened = await asyncio.wrap_future(wiring.opening.begin(work))
            else:
                opened = work()
            if opened.messages:
                waiting = "bus"
                await wiring.async_bus.publish(opened.messages)
            if opened.parked:
                waiting = "store"
                await asyncio.wrap_future(wiring.parking.begin(partial(wiring.park, opened.parked)))
    except TimeoutError:
        if not limit.expired():
            raise
        if not waiting:
            raise DeliveryRejected("the body did not come in time") from None
        raise late(waiting) from None
    return taken(delivery, opened, wiring)


def _asked(scope: Scope) -> Asked:
    raw = scope.get("raw_path")  # optional in ASGI; without it, a decoded path that names nothing stays nothing
    path = scope["path"] if raw is None else raw.split(b"?", 1)[0].decode("latin-1")
    return Asked(
        method=scope["method"],
        path=path,
        headers=tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1").strip(" \t")) for name, value in scope["headers"]
        ),
        query=scope.get("query_string", b""),
    )


class _Body:
    """A request's body as it arrives, until 10 s after its head, reading and draining together."""

    of_all = 0  # bytes beyond the small, of every body that is being read or worked on

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._held = 0
        self.until = asyncio.get_running_loop().time() + ARRIVES
        self.ended = False

    async def read(self, most: int) -> bytes:
        """All of it. Raises DeliveryTooLarge as soon as it is, BackendUnavailable where all bodies are together."""
        whole: bytes | bytearray = await self._part()
        if not self.ended:
            whole = bytearray(whole)  # not a list: a part of one byte costs one byte
        while True:
            if len(whole) > most:
                raise DeliveryTooLarge("body")
            if len(whole) > SMALL:
                self._hold(len(whole) - SMALL)
            if self.ended:
                return bytes(whole)
            whole += await self._part()

    def _hold(self, size: int) -> None:
        if _Body.of_all + size - self._held > HELD:
            raise BackendUnavailable("memory", "taken by bodies of other requests")
        _Body.of_all += size - self._held
        self._held = size

    def release(self) -> None:
        """Nothing of it is needed any more."""
        _Body.of_all -= self._held
        self._held = 0

    async def drain(self) -> None:
        """Listen to what is left, 32 MiB at most, and keep none of it."""
        left = DRAINED
        try:
            async with asyncio.timeout_at(self.until):
                while not self.ended and left > 0:
                    left -= len(await self._part())
        except (TimeoutError, DeliveryRejected):
            return

    async def _part(self) -> bytes:
        message = await self._receive()
        if message["type"] != "http.request":
            self.ended = True
            raise DeliveryRejected("the sender left before the body was there")
        self.ended = not message.get("more_body", False)
        part: bytes = message.get("body", b"")
        return part


async def _live(receive: Receive, send: Send, wiring: Callable[[], Wiring]) -> None:
    """Refuse to start where something is missing; close the bus at the end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if refused(lambda: _open(wiring())):
                await send({"type": "lifespan.startup.failed", "message": ""})
                return
            gc.freeze()  # as in `start`
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await _close(wiring())
            await send({"type": "lifespan.shutdown.complete"})
            return


def _open(wiring: Wiring) -> None:
    check_receive(wiring)
    try:
        _ = wiring.async_bus
    except BackendUnavailable as error:  # an outage is no reason not to start: the first publish tries again
        log.error("backend.unavailable", which=error.which, why=error.why)


async def _close(wiring: Wiring) -> None:
    try:
        if wiring.has_async_bus:
            await wiring.async_bus.close()
        await asyncio.to_thread(wiring.close)
    except (BackendUnavailable, ConfigurationError, OSError) as error:
        log.error("close.failed", error=type(error).__name__)


def _quiet() -> None:
    """The server's own lines as records, and none for each request: those would quote addresses and verify tokens."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = [] if name == "uvicorn.access" else [Libraries(logging.WARNING)]
        logger.propagate = False
