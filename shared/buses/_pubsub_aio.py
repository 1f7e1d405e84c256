"""The lean way to Pub/Sub over an event loop, for an asyncio door: what `PubSubRestBus.open_async` returns.

Kept connections are protocols that feed the parser directly; a few tasks, started when something waits, send what
queued together.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence

from shared.buses._pubsub import (
    DEADLINE,
    LINES,
    NAME,
    NO_TIME,
    Job,
    Place,
    Waiting,
    body,
    encode,
    receipts,
    share,
    split,
)
from shared.buses._pubsub_http import IDLE, Attempts, Garbled, NoToken, Peer, Reply, Requests, Tokens, tls
from shared.core.errors import BackendUnavailable
from shared.core.ports import Outgoing
from shared.core.secret import Secret


class AsyncPubSubRestBus:
    """The Bus promise with `await`. Belongs to the event loop in which it is first used."""

    def __init__(self, place: Place, metadata: Peer, environ: Mapping[str, str]) -> None:
        self._peer = Peer.of(place.url)
        self._tls = tls(environ) if self._peer.secure else None
        self._requests = Requests(place, metadata)
        self._source = None if place.emulated else _Source(metadata, self._requests.token)
        self._waiting = Waiting()
        self._called = False  # a task was started, and has not taken anything yet
        self._busy = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._free: list[_Line] = []
        self._closed = False

    async def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        """As `Bus.publish`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + DEADLINE
        jobs = [_Job(parts, until, loop) for parts in split([encode(message) for message in messages], len)]
        if not jobs:
            return []
        if self._closed:
            raise BackendUnavailable(NAME, "closed")
        self._waiting.put(jobs)
        self._call()
        try:
            async with asyncio.timeout_at(until):
                answers = [await job.answer for job in jobs]
        except TimeoutError:
            raise BackendUnavailable(NAME, NO_TIME) from None
        finally:
            self._waiting.withdraw(jobs)
        for _, why in answers:
            if why:
                raise BackendUnavailable(NAME, why)
        return [receipt for ids, _ in answers for receipt in ids]

    async def close(self) -> None:
        """Let what is on its way arrive, at most as long as a publish may take. Closing twice is safe."""
        self._closed = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=DEADLINE)
            for task in late:
                task.cancel()
        if self._source is not None:
            self._source.close()
        while self._free:
            self._free.pop().close()

    def _call(self) -> None:
        """See that somebody takes what waits: one is enough, he takes all that fits."""
        if self._called or not self._waiting or self._busy == LINES:
            return
        self._called = True
        self._busy += 1
        task = asyncio.create_task(self._serve())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self) -> None:
        line = self._free.pop() if self._free else _Line(self._peer, self._tls)
        try:
            while self._waiting:
                jobs = self._waiting.take(asyncio.get_running_loop().time())
                self._called = False
                self._call()
                if jobs:
                    await self._deliver(line, jobs)
        finally:
            self._busy -= 1
            if self._closed:
                line.close()
            else:
                self._free.append(line)

    async def _deliver(self, line: _Line, jobs: list[Job]) -> None:
        ids: list[str] | None = None
        why = "failed inside"
        try:
            ids = await self._send(line, [part for job in jobs for part in job.parts], max(job.until for job in jobs))
        except BackendUnavailable as error:
            why = error.why
        finally:
            share(jobs, ids, why)

    async def _send(self, line: _Line, parts: list[bytes], until: float) -> list[str]:
        content = body(parts)
        attempts = Attempts()
        while True:
            token = None
            try:
                token = None if self._source is None else await self._source.token(until)
                reply = await line.exchange(self._requests.publish(content, token), until)
            except (OSError, Garbled) as error:
                attempts.lost(error)
                continue
            if reply.status == 200:
                return receipts(reply.body, len(parts))
            if reply.status == 401 and self._source is not None:
                self._source.drop(token)
            attempts.refused(reply.status, reply.body)
            if reply.status >= 500:
                line.close()


class _Job(Job):
    """Somebody awaits it."""

    __slots__ = ("answer",)

    def __init__(self, parts: Sequence[bytes], until: float, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(parts, until)
        self.answer: asyncio.Future[tuple[list[str], str]] = loop.create_future()

    def settle(self, ids: list[str] | None, why: str) -> None:
        if not self.answer.done():
            self.answer.set_result(([], why) if ids is None else (ids, ""))


class _Ear(asyncio.Protocol):
    """Listens on one connection: at most one answer is expected at a time."""

    def __init__(self) -> None:
        self.open = True
        self._reply = Reply()
        self._whole: asyncio.Future[Reply] | None = None

    def expect(self) -> asyncio.Future[Reply]:
        self._reply = Reply()
        self._whole = asyncio.get_running_loop().create_future()
        return self._whole

    def data_received(self, data: bytes) -> None:
        whole = self._whole
        if whole is None or whole.done():
            self.open = False  # nobody asked
            return
        try:
            if self._reply.feed(data):
                whole.set_result(self._reply)
        except Garbled as error:
            whole.set_exception(error)

    def eof_received(self) -> None:
        self.connection_lost(None)

    def connection_lost(self, error: Exception | None) -> None:
        self.open = False
        if self._whole is not None and not self._whole.done():
            self._whole.set_exception(ConnectionResetError("closed without an answer"))


class _Line:
    """One connection, kept between requests. Used by one task at a time."""

    def __init__(self, peer: Peer, context: ssl.SSLContext | None) -> None:
        self._peer = peer
        self._context = context
        self._transport: asyncio.Transport | None = None
        self._ear = _Ear()
        self._used = 0.0

    async def exchange(self, request: bytes, until: float) -> Reply:
        """Send it and wait for the answer. Raises OSError or Garbled, and then the next one uses a new connection."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(until):
                transport = await self._ready(loop)
                whole = self._ear.expect()
                transport.write(request)
                reply = await whole
        except BaseException:
            self.close()
            raise
        self._used = loop.time()
        if not reply.keep:
            self.close()
        return reply

    def close(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()

    async def _ready(self, loop: asyncio.AbstractEventLoop) -> asyncio.Transport:
        if self._transport is not None and (loop.time() - self._used > IDLE or not self._ear.open):
            self.close()
        if self._transport is None:
            self._transport, self._ear = await loop.create_connection(
                _Ear, self._peer.host, self._peer.port, ssl=self._context
            )
        return self._transport


class _Source:
    """Access tokens from the metadata server: one task asks, the others wait for it or use the old one."""

    def __init__(self, metadata: Peer, request: bytes) -> None:
        self._metadata = metadata
        self._request = request
        self._tokens = Tokens()
        self._asking: asyncio.Task[Secret] | None = None

    async def token(self, until: float) -> Secret:
        """Raises OSError, Garbled or BackendUnavailable where there is none."""
        now = asyncio.get_running_loop().time()
        token = self._tokens.usable(now)
        if token is not None and not self._tokens.due(now):
            return token
        if self._asking is None:
            self._asking = asyncio.create_task(self._fetch(now + DEADLINE))
            self._asking.add_done_callback(self._asked)
        if token is not None:
            return token
        async with asyncio.timeout_at(until):
            return await asyncio.shield(self._asking)

    def drop(self, token: Secret | None) -> None:
        self._tokens.drop(token)

    def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()

    def _asked(self, task: asyncio.Task[Secret]) -> None:
        self._asking = None
        if not task.cancelled():
            task.exception()  # seen: whoever needs the token is told, and while the old one holds nobody does

    async def _fetch(self, until: float) -> Secret:
        loop = asyncio.get_running_loop()
        self._tokens.asking(loop.time())
        line = _Line(self._metadata, None)
        try:
            reply = await line.exchange(self._request, until)
            return self._tokens.keep(reply.status, reply.body, loop.time())
        except (ConnectionError, Garbled) as error:
            raise NoToken(type(error).__name__) from None
        finally:
            line.close()
