"""The lean way to Pub/Sub, for the public door: plain HTTP and no Google library, because that door must start fast.

What queued while requests were in flight goes out together in the next one. Requests are made by threads of its
own, so whoever publishes leaves at his deadline whatever the network does. `open_async` gives the same over an event
loop. HEARD_BUS=pubsub is the official client instead; both keep the same promise (docs/decisions/0015-lean-publish.md).
"""

from __future__ import annotations

import select
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

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
from shared.buses._pubsub_http import (
    IDLE,
    Attempts,
    Garbled,
    NoToken,
    Peer,
    Reply,
    Requests,
    Tokens,
    metadata_peer,
    tls,
)
from shared.core.errors import BackendUnavailable
from shared.core.ports import Outgoing
from shared.core.secret import Secret

if TYPE_CHECKING:
    from shared.buses._pubsub_aio import AsyncPubSubRestBus


class PubSubRestBus:
    """Keeps the Bus promise by REST `:publish`. Safe between threads."""

    def __init__(self, place: Place, metadata: Peer, environ: Mapping[str, str]) -> None:
        self._peer = Peer.of(place.url)
        self._tls = tls(environ) if self._peer.secure else None
        self._requests = Requests(place, metadata)
        self._source = None if place.emulated else _Source(metadata, self._requests.token)
        self._waiting = Waiting()
        self._turn = threading.Condition()
        self._idle = 0
        self._called = False  # somebody was woken or started, and has not taken anything yet
        self._threads: list[threading.Thread] = []
        self._closed = False

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> PubSubRestBus:
        """The bus of this deployment: GOOGLE_CLOUD_PROJECT and HEARD_TOPIC (default interactions).

        HEARD_PUBSUB_URL is another address of Pub/Sub, such as a region's; PUBSUB_EMULATOR_HOST an emulator's.
        Opening talks to nobody. Raises ConfigurationError.
        """
        return cls(Place.read(environ), metadata_peer(environ), environ)

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError where `open` would."""
        Place.read(environ)
        metadata_peer(environ)

    @classmethod
    def open_async(cls, environ: Mapping[str, str]) -> AsyncPubSubRestBus:
        """The same for an asyncio door; to be used in one event loop."""
        from shared.buses._pubsub_aio import AsyncPubSubRestBus

        return AsyncPubSubRestBus(Place.read(environ), metadata_peer(environ), environ)

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        until = time.monotonic() + DEADLINE
        jobs = [_Job(parts, until) for parts in split([encode(message) for message in messages], len)]
        if not jobs:
            return []
        with self._turn:
            if self._closed:
                raise BackendUnavailable(NAME, "closed")
            self._waiting.put(jobs)
        try:
            with self._turn:
                self._call()
            return [receipt for job in jobs for receipt in job.wait()]
        except BackendUnavailable:
            with self._turn:
                self._waiting.withdraw(jobs)
            raise

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        for thread in list(self._threads):
            thread.join(DEADLINE)

    def _call(self) -> None:
        """See that somebody takes what waits: one is enough, he takes all that fits. Holds the lock."""
        if self._called or not self._waiting:
            return
        if self._idle:
            self._called = True
            self._turn.notify()
        elif len(self._threads) < LINES:
            thread = threading.Thread(target=self._serve, name="publish", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:  # the machine has no more of them
                if not self._threads:
                    raise BackendUnavailable(NAME, type(error).__name__) from error
                return
            self._called = True
            self._threads.append(thread)

    def _serve(self) -> None:
        line = _Line(self._peer, self._tls)
        try:
            while (jobs := self._take()) is not None:
                if jobs:
                    self._deliver(line, jobs)
        finally:
            line.close()
            with self._turn:
                self._threads.remove(threading.current_thread())

    def _take(self) -> list[Job] | None:
        with self._turn:
            while not self._waiting:
                self._called = False
                if self._closed:
                    return None
                self._idle += 1
                self._turn.wait()
                self._idle -= 1
            jobs = self._waiting.take(time.monotonic())
            self._called = False
            self._call()
            return jobs

    def _deliver(self, line: _Line, jobs: list[Job]) -> None:
        ids: list[str] | None = None
        why = "failed inside"
        try:
            ids = self._send(line, [part for job in jobs for part in job.parts], max(job.until for job in jobs))
        except BackendUnavailable as error:
            why = error.why
        finally:
            share(jobs, ids, why)

    def _send(self, line: _Line, parts: list[bytes], until: float) -> list[str]:
        content = body(parts)
        attempts = Attempts()
        while True:
            token = None
            try:
                token = None if self._source is None else self._source.token(until)
                reply = line.exchange(self._requests.publish(content, token), until)
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
    """Somebody's thread waits for it."""

    __slots__ = ("_ids", "_settled", "_why")

    def __init__(self, parts: Sequence[bytes], until: float) -> None:
        super().__init__(parts, until)
        self._settled = threading.Event()
        self._ids: list[str] | None = None
        self._why = ""

    def settle(self, ids: list[str] | None, why: str) -> None:
        self._ids, self._why = ids, why
        self._settled.set()

    def wait(self) -> list[str]:
        if not self._settled.wait(max(0.0, self.until - time.monotonic())):
            raise BackendUnavailable(NAME, NO_TIME)
        if self._ids is None:
            raise BackendUnavailable(NAME, self._why)
        return self._ids


class _Line:
    """One connection, kept between requests. Used by one thread at a time."""

    def __init__(self, peer: Peer, context: ssl.SSLContext | None) -> None:
        self._peer = peer
        self._context = context
        self._socket: socket.socket | None = None
        self._used = 0.0

    def exchange(self, request: bytes, until: float) -> Reply:
        """Send it and wait for the answer. Raises OSError or Garbled, and then the next one uses a new connection."""
        try:
            end = self._ready(until)
            end.settimeout(_left(until))
            end.sendall(request)
            reply = Reply()
            while not reply.done:
                end.settimeout(_left(until))
                data = end.recv(65536)
                if not data:
                    raise ConnectionResetError("closed without an answer")
                reply.feed(data)
        except BaseException:
            self.close()
            raise
        self._used = time.monotonic()
        if not reply.keep:
            self.close()
        return reply

    def close(self) -> None:
        end, self._socket = self._socket, None
        if end is not None:
            with suppress(OSError):
                end.close()

    def _ready(self, until: float) -> socket.socket:
        if self._socket is not None and (time.monotonic() - self._used > IDLE or _spoken(self._socket)):
            self.close()
        if self._socket is None:
            self._socket = socket.create_connection((self._peer.host, self._peer.port), timeout=_left(until))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is not None:
                self._socket.settimeout(_left(until))
                self._socket = self._context.wrap_socket(self._socket, server_hostname=self._peer.host)
        return self._socket


class _Source:
    """Access tokens from the metadata server: one asks, the others wait for it or use the old one."""

    def __init__(self, metadata: Peer, request: bytes) -> None:
        self._metadata = metadata
        self._request = request
        self._tokens = Tokens()
        self._asking = threading.Lock()

    def token(self, until: float) -> Secret:
        """Raises OSError, Garbled or BackendUnavailable where there is none."""
        now = time.monotonic()
        token = self._tokens.usable(now)
        if token is None:
            if not self._asking.acquire(timeout=_left(until)):
                raise TimeoutError
            try:
                return self._tokens.usable(time.monotonic()) or self._fetch(until)
            finally:
                self._asking.release()
        if self._tokens.due(now) and self._asking.acquire(blocking=False):
            try:
                threading.Thread(target=partial(self._renew, now + DEADLINE), name="token", daemon=True).start()
            except RuntimeError:  # the machine has no more of them; the next one to come tries
                self._asking.release()
        return token

    def drop(self, token: Secret | None) -> None:
        self._tokens.drop(token)

    def _renew(self, until: float) -> None:
        """In the background, while the old one still holds: a failure costs nobody anything yet."""
        try:
            with suppress(OSError, Garbled, BackendUnavailable):
                self._fetch(until)
        finally:
            self._asking.release()

    def _fetch(self, until: float) -> Secret:
        self._tokens.asking(time.monotonic())
        line = _Line(self._metadata, None)
        try:
            reply = line.exchange(self._request, until)
            return self._tokens.keep(reply.status, reply.body, time.monotonic())
        except (ConnectionError, Garbled) as error:
            raise NoToken(type(error).__name__) from None
        finally:
            line.close()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _spoken(end: socket.socket) -> bool:
    """Whether the other side said something unasked, which between two requests can only be goodbye."""
    poll = select.poll()
    poll.register(end, select.POLLIN)
    return bool(poll.poll(0))


plugin = PubSubRestBus
