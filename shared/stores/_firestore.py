"""The requests to Firestore: one channel, a deadline on each call, no repeated commit, and a count of what is billed.

It stands on the official client of Firestore's own interface. The collection and document objects above it take twice
the CPU per commit, and repeat a commit by themselves after UNAVAILABLE; then its own work says ALREADY_EXISTS to it.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final, NamedTuple, cast

import google.auth
import grpc
from google.api_core.exceptions import (
    Aborted,
    AlreadyExists,
    FailedPrecondition,
    GoogleAPIError,
    NotFound,
    from_grpc_error,
)
from google.api_core.gapic_v1.routing_header import to_grpc_metadata
from google.auth.exceptions import GoogleAuthError
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import (
    BatchGetDocumentsRequest,
    BatchGetDocumentsResponse,
    CommitRequest,
    CommitResponse,
    Document,
    GetDocumentRequest,
    RunQueryRequest,
    RunQueryResponse,
    StructuredQuery,
)

from shared.core.errors import BackendUnavailable

WHICH: Final = "firestore store"
TRIES: Final = 4
_DEADLINE: Final = 5.0  # seconds for a commit, or for looking up documents
_FIND: Final = 30.0  # seconds for one page of a query
_CHANNEL: Final = [
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("SingleThreadedUnaryStream", 1),  # a query's answers without a thread of their own: half of their CPU
    ("grpc.keepalive_time_ms", 30_000),  # an instance that slept notices a connection that died meanwhile
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
]

# The plain protobuf classes inside the library's own, whose setters take a third of a commit's CPU.
Commit: Final = type(CommitRequest.pb(CommitRequest()))
Run: Final = type(RunQueryRequest.pb(RunQueryRequest()))
_Found: Final = type(RunQueryResponse.pb(RunQueryResponse()))
_GetOne: Final = type(GetDocumentRequest.pb(GetDocumentRequest()))
_Get: Final = type(BatchGetDocumentsRequest.pb(BatchGetDocumentsRequest()))
Is = StructuredQuery.FieldFilter.Operator
_AND: Final = StructuredQuery.CompositeFilter.Operator.AND
_UP: Final = StructuredQuery.Direction.ASCENDING


class Direct(FirestoreClient):
    """The official client, whose three calls of the normal path go straight to its channel.

    What it wraps around each (its own retries, a log of requests) is not used here and takes a third of their CPU; of
    a query's, where each document comes as an answer of its own, it takes half. Where a request is routed to, and what
    an error becomes, stays as it is there.
    """

    def __init__(self, transport: Any) -> None:
        super().__init__(transport=transport)
        self._commit = self._method("Commit", CommitRequest, CommitResponse)
        self._get_document = self._method("GetDocument", GetDocumentRequest, Document)
        made: Any = self.transport
        self._run_query = made.grpc_channel.unary_stream(
            "/google.firestore.v1.Firestore/RunQuery",
            request_serializer=Run.SerializeToString,
            response_deserializer=_Found.FromString,
        )

    def commit(self, request: Any = None, *, timeout: Any = None, metadata: Any = (), **_retry: Any) -> CommitResponse:
        return cast("CommitResponse", self._commit(request, ("database", request.database), timeout, metadata))

    def get_document(self, request: Any = None, *, timeout: Any = None, metadata: Any = (), **_retry: Any) -> Document:
        return cast("Document", self._get_document(request, ("name", request.name), timeout, metadata))

    def run_query(self, request: Any = None, *, timeout: Any = None, metadata: Any = (), **_retry: Any) -> Any:
        """Answers as plain messages, in a call that can be cancelled. What fails, fails while they are read."""
        plain = RunQueryRequest.pb(request)
        return self._run_query(plain, timeout=timeout, metadata=(*metadata, _routed(("parent", plain.parent))))

    def _method(self, name: str, asked: Any, answer: Any) -> Callable[..., Any]:
        transport: Any = self.transport
        send = transport.grpc_channel.unary_unary(
            f"/google.firestore.v1.Firestore/{name}",
            request_serializer=asked.serialize,
            response_deserializer=answer.deserialize,
        )

        def call(request: Any, route: tuple[str, str], timeout: float | None, metadata: Any) -> Any:
            try:
                return send(request, timeout=timeout, metadata=(*metadata, _routed(route)))
            except grpc.RpcError as error:
                raise from_grpc_error(error) from error  # type: ignore[no-untyped-call]  # untyped there

        return call


def _routed(route: tuple[str, str]) -> Any:
    return to_grpc_metadata((route,))  # type: ignore[no-untyped-call]  # untyped there


class Operations(NamedTuple):
    """Operations as Google bills them (cloud.google.com/firestore/pricing, read 2026-11-22)."""

    reads: int  # a query at least 1, a look for what is not there 1
    writes: int
    deletes: int  # ours; those of the TTL policy come on top


class Database:
    """One database by its full name, `projects/<project>/databases/<database>`. Safe between threads.

    `connect` makes the client at the first call, not before. Every call raises BackendUnavailable.
    """

    def __init__(self, connect: Callable[[], FirestoreClient], name: str) -> None:
        self.name = name
        self.root = f"{name}/documents"
        self.billed = Operations(0, 0, 0)
        self._connect = connect
        self._metadata = (("google-cloud-resource-prefix", name),)
        self._lock = threading.Lock()
        self._client: FirestoreClient | None = None
        self._answered = False

    def commit(self, request: Any, conditional: bool) -> list[Any] | None:
        """Do all writes at once. Their update times, or, of a conditional commit, None if a condition failed.

        Only ABORTED is tried again: it alone says that nothing was written. After any other error the commit may have
        landed, and whoever sent it twice would meet its own work and call it somebody else's.
        """
        until = time.monotonic() + _DEADLINE
        for number in range(TRIES):
            try:
                with self._trouble() as client:
                    answer = client.commit(
                        CommitRequest.wrap(request),
                        retry=None,
                        timeout=max(0.1, until - time.monotonic()),
                        metadata=self._metadata,
                    )
            except BackendUnavailable as error:
                cause = error.__cause__
                if conditional and isinstance(cause, (AlreadyExists, FailedPrecondition, NotFound)):
                    return None
                pause = random.uniform(0.01, 0.05) * 2**number  # noqa: S311 - only so that rivals fall apart
                if not isinstance(cause, Aborted) or number == TRIES - 1 or time.monotonic() + pause > until:
                    raise
                time.sleep(pause)
            else:
                gone = sum(bool(write.delete) for write in request.writes)
                self._bill(writes=len(request.writes) - gone, deletes=gone)
                return [result.update_time for result in CommitResponse.pb(answer).write_results]
        raise AssertionError("the last try returns or raises")

    def look_up_one(self, name: str) -> Any:
        """A document by its full name, or None. Half the CPU of `look_up`, which is a stream.

        To a single look NOT_FOUND may also mean that the whole database is not there, and then nothing must be taken
        for absent. So the first look is the other one.
        """
        if not self._answered:
            return self.look_up([name])[0]
        request = GetDocumentRequest.wrap(_GetOne(name=name))
        found = None
        try:
            with self._trouble() as client:
                found = client.get_document(request, retry=None, timeout=_DEADLINE, metadata=self._metadata)
        except BackendUnavailable as error:
            if not isinstance(error.__cause__, NotFound):
                raise
        self._bill(reads=1)
        return None if found is None else Document.pb(found)

    def look_up(self, names: Sequence[str], only: Sequence[str] = ()) -> list[Any]:
        """Documents in the order of their full names, None for one that is not there; with `only` so many fields."""
        request = _Get(database=self.name, documents=names)
        if only:
            request.mask.field_paths.extend(only)
        found: dict[str, Any] = {}
        with self._trouble() as client:
            wrapped = BatchGetDocumentsRequest.wrap(request)
            for answer in client.batch_get_documents(wrapped, retry=None, timeout=_DEADLINE, metadata=self._metadata):
                message = BatchGetDocumentsResponse.pb(answer)
                if message.HasField("found"):
                    found[message.found.name] = message.found
        self._bill(reads=len(names))
        return [found.get(name) for name in names]

    def run(self, request: Any) -> Generator[Any]:
        """The documents of a query as they come. Leaving early ends the query."""
        count = 0
        with self._trouble() as client:
            wrapped = RunQueryRequest.wrap(request)
            answers: Any = client.run_query(wrapped, retry=None, timeout=_FIND, metadata=self._metadata)
            try:
                for message in answers:
                    if message.HasField("document"):
                        count += 1
                        yield message.document
            except grpc.RpcError as error:
                raise from_grpc_error(error) from error  # type: ignore[no-untyped-call]  # untyped there
            finally:
                answers.cancel()
                if count:
                    self._bill(reads=count)
            if not count:
                self._bill(reads=1)

    def close(self) -> None:
        """Let go of the channel. Whoever calls again afterwards gets a new one."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.transport.close()  # type: ignore[no-untyped-call]  # untyped there

    def _bill(self, reads: int = 0, writes: int = 0, deletes: int = 0) -> None:
        """Whoever counts has had an answer."""
        with self._lock:
            self._answered = True
            before = self.billed
            self.billed = Operations(before.reads + reads, before.writes + writes, before.deletes + deletes)

    @contextmanager
    def _trouble(self) -> Iterator[FirestoreClient]:
        try:
            with self._lock:
                if self._client is None:
                    self._client = self._connect()
                client = self._client
            yield client
        except (GoogleAPIError, GoogleAuthError, grpc.RpcError, ValueError) as error:
            raise BackendUnavailable(WHICH, type(error).__name__) from error


def question(parent: str, collection: str) -> Any:
    """A request for the documents of a collection, without conditions yet."""
    request = Run(parent=parent)
    request.structured_query.from_.add().collection_id = collection
    return request


def where(request: Any, field: str, operator: int) -> Any:
    """Add one more condition, joined by AND; returns its value, to be filled."""
    every = request.structured_query.where.composite_filter
    every.op = _AND
    condition = every.filters.add().field_filter
    condition.field.field_path = field
    condition.op = operator
    return condition.value


def order(request: Any, fields: Sequence[str]) -> None:
    for field in fields:
        one = request.structured_query.order_by.add()
        one.field.field_path = field
        one.direction = _UP


def go_on_after(request: Any, *values: Any) -> None:
    """Begin behind the document with these Values of the fields of the order."""
    cursor = request.structured_query.start_at
    del cursor.values[:]
    cursor.values.extend(values)
    cursor.before = False


def reference(name: str) -> Any:
    """A document's full name as a Value."""
    value = Run().structured_query.start_at.values.add()
    value.reference_value = name
    return value


def to_google() -> FirestoreClient:
    """The real thing, with the machine's own credentials."""

    def channel(host: str, **given: Any) -> Any:
        return FirestoreGrpcTransport.create_channel(host, **(given | {"options": _CHANNEL}))

    return Direct(partial(FirestoreGrpcTransport, channel=channel))


def to_emulator(host: str) -> FirestoreClient:
    channel = grpc.insecure_channel(host, options=_CHANNEL)
    return Direct(FirestoreGrpcTransport(channel=channel))


def own_project() -> str | None:
    """The project that the machine's own credentials tell, if they do. May ask the machine's metadata server."""
    with suppress(GoogleAuthError):
        found = google.auth.default()[1]
        return None if found is None else str(found)
    return None
