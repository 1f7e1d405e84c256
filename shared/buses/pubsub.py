"""Pub/Sub by Google's own client library: the bus of every door that may take its time to start.

It calls the library's generated client, one request for all messages of a webhook. The batching client on top of that
would wait 10 ms in each call. Deadlines are ours: the library's defaults are 60 s a call and 600 s in all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import grpc
from google.api_core import exceptions
from google.api_core.retry import Retry, if_exception_type
from google.auth.exceptions import GoogleAuthError
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.types import PublishRequest, PubsubMessage

from shared.buses._pubsub import DEADLINE, NAME, NO_TIME, Place, checked, split
from shared.core.errors import BackendUnavailable
from shared.core.ports import Outgoing

_THREADS: Final = 8
_TRANSIENT: Final = if_exception_type(
    exceptions.Aborted, exceptions.InternalServerError, exceptions.ServiceUnavailable, exceptions.Unknown
)
# After an outage gRPC would wait up to 120 s before it looks again; and a pool of its own lets a new channel be new.
_CHANNEL: Final = (
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1000),
    ("grpc.max_reconnect_backoff_ms", 1000),
    ("grpc.use_local_subchannel_pool", 1),
)


class PubSubBus:
    """Keeps the Bus promise over gRPC. Safe between threads."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(_THREADS, "publish")
        self._client: Future[PublisherClient] | None = None
        self._closed = False

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> PubSubBus:
        """The bus of this deployment: GOOGLE_CLOUD_PROJECT, HEARD_TOPIC (default interactions), PUBSUB_EMULATOR_HOST.

        Opening talks to nobody, credentials included. Raises ConfigurationError.
        """
        return cls(Place.read(environ))

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError where `open` would."""
        Place.read(environ)

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        until = time.monotonic() + DEADLINE
        outgoing = [PubsubMessage(data=one.data, attributes=dict(one.attributes)) for one in messages]
        pieces = split(outgoing, _size)
        if not pieces:
            return []
        client = self._ready(until)
        if len(pieces) == 1:
            return self._send(client, pieces[0], until)
        sent = [self._submit(self._send, client, piece, until) for piece in pieces]
        return [receipt for one in sent for receipt in _result(one, until)]

    def close(self) -> None:
        with self._lock:
            self._closed = True
            client, self._client = self._client, None
        self._pool.shutdown(wait=False, cancel_futures=True)
        if client is not None and client.done() and client.exception() is None:
            client.result().transport.close()  # type: ignore[no-untyped-call]  # untyped there

    def _ready(self, until: float) -> Future[PublisherClient]:
        """The client, made on first use: looking for credentials may ask the metadata server, and take its time."""
        with self._lock:
            made = self._client
            if made is None or (made.done() and made.exception() is not None):
                made = self._client = self._submit(_connect, self._place)
        _result(made, until)
        return made

    def _send(self, made: Future[PublisherClient], messages: Sequence[PubsubMessage], until: float) -> list[str]:
        left = until - time.monotonic()
        if left <= 0:
            raise BackendUnavailable(NAME, NO_TIME)
        try:
            answer = made.result().publish(
                request=PublishRequest(topic=self._place.full_topic, messages=messages),
                retry=Retry(_TRANSIENT, initial=0.1, maximum=0.5, multiplier=2, timeout=left),
                timeout=left,
            )
        except (exceptions.GoogleAPIError, GoogleAuthError, grpc.RpcError, ValueError) as error:
            if isinstance(error, (exceptions.DeadlineExceeded, exceptions.RetryError)):
                self._forget(made)
            raise BackendUnavailable(NAME, type(error).__name__) from error
        return checked(answer.message_ids, len(messages))

    def _forget(self, made: Future[PublisherClient]) -> None:
        """No answer: the next publish uses a new connection, since this one may be dead without saying so.

        It is not closed here, as others may be about to get their answers from it.
        """
        with self._lock:
            if self._client is made:
                self._client = None

    def _submit(self, function: Any, *arguments: Any) -> Future[Any]:
        try:
            return self._pool.submit(function, *arguments)
        except RuntimeError:
            raise BackendUnavailable(NAME, "closed") from None


def _connect(place: Place) -> PublisherClient:
    if place.emulated:
        channel = grpc.insecure_channel(place.url.removeprefix("http://"), options=_CHANNEL)
        return PublisherClient(transport=PublisherGrpcTransport(channel=channel))
    return PublisherClient(transport=PublisherGrpcTransport(channel=_channel))


def _channel(*arguments: Any, options: Sequence[tuple[str, Any]] = (), **more: Any) -> grpc.Channel:
    return PublisherGrpcTransport.create_channel(*arguments, options=[*options, *_CHANNEL], **more)


def _result(future: Future[Any], until: float) -> Any:
    try:
        return future.result(timeout=max(0.0, until - time.monotonic()))
    except TimeoutError:
        raise BackendUnavailable(NAME, NO_TIME) from None
    except (exceptions.GoogleAPIError, GoogleAuthError) as error:
        raise BackendUnavailable(NAME, type(error).__name__) from error


def _size(message: PubsubMessage) -> int:
    return int(PubsubMessage.pb(message).ByteSize()) + 8


plugin = PubSubBus
