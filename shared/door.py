"""The public door without a host: what is let in, what a request becomes, and the one table of errors and statuses.

| Met at | sender's fault | unreadable | try again | permanent platform error | a bug |
|---|---|---|---|---|---|
| receive | its status | 200, parked | 503 | cannot occur | 500 and a reference |
| acknowledge | cannot occur | parked | 500: redelivered | state `refused` | 500: redelivered |
| watch, digest | cannot occur | cannot occur | 503: the scheduler repeats | cannot occur | 500 and a reference |

Bodies of error answers hold a class name and a reference, never a text. Flask (`edges`) and ASGI (`asgi`) put this
over their hosts; nothing here knows either, so every form of the door refuses alike. How long a request may take stands
here too, and `Aside`, which keeps what blocks away from those who need not wait for it.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import parse_qsl

import msgspec

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
    from concurrent.futures import Future, ThreadPoolExecutor

    from shared.brands.routes import Connection
    from shared.flows.receive import Opened
    from shared.wiring import Wiring

T = TypeVar("T")
DEADLINE: Final = 2.3  # seconds from the whole body to the answer, publish and park together: senders are promised 2.5
DRAINED: Final = 32 * 1024 * 1024  # bytes of a refused body that are still listened to
_PATH: Final = re.compile(r"/[a-z][a-z0-9_-]{0,62}")
_LENGTH: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_LONGEST_QUERY: Final = 8192  # bytes; a challenge's longest value is 512
_RETRY_AFTER: Final = (("Retry-After", "5"),)
_ALLOW: Final = (("Allow", "GET, POST"),)


class Asked(msgspec.Struct, frozen=True):
    """A request before its body.

    `path` is as it stood on the request line: percent signs not decoded, slashes not merged. Header names are
    lower-case, values latin-1; a host that keeps repeated headers apart hands them over apart.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    query: bytes = b""

    def first(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


def admitted(asked: Asked, wiring: Wiring) -> Connection:
    """The connection that a request is for. Raises DeliveryRejected for what is not even read."""
    if not _PATH.fullmatch(asked.path):
        raise UnknownPlatform("no such path")
    connection = wiring.connection(asked.path)
    if asked.method not in ("GET", "POST"):
        raise MethodNotAllowed(asked.method)
    for name, value in asked.headers:
        if name == "content-encoding" and value.strip().lower() not in ("", "identity"):
            raise DeliveryEncoded("Content-Encoding")
        if name == "content-length" and _LENGTH.fullmatch(value) and int(value) > wiring.settings.max_body:
            raise DeliveryTooLarge("Content-Length")
    return connection


def delivery_of(asked: Asked, connection: Connection, body: bytes, wiring: Wiring) -> Delivery:
    """The request as a Delivery, bytes untouched. `body` is at most one byte longer than allowed."""
    if len(body) > wiring.settings.max_body:
        raise DeliveryTooLarge("body")
    return Delivery(
        method=asked.method,
        connection=connection.name,
        body=body,
        received_at=wiring.now(),
        headers=asked.headers,
        query=_pairs(asked.query),
        trace=secrets.token_hex(8),
    )


def taken(delivery: Delivery, opened: Opened, wiring: Wiring) -> Answer:
    """Count and log what was kept, and answer it."""
    if not opened.challenge:
        interactions = len(opened.messages) - opened.outcomes
        wiring.count("accepted", interactions)
        wiring.count("parked", len(opened.parked))
        wiring.count("skipped", len(opened.skipped))
        log.info(
            "delivery.accepted",
            connection=delivery.connection,
            interactions=interactions,
            outcomes=opened.outcomes,
            parked=len(opened.parked),
            skipped=",".join(sorted(set(opened.skipped))),
            trace=delivery.trace,
        )
    return opened.answer


def guarded(work: Callable[[], Answer], wiring: Wiring) -> Answer:
    """The answer of `work`, or the one that its error stands for."""
    try:
        return work()
    except Exception as error:
        return answer_to(error, wiring)


def answer_to(error: Exception, wiring: Wiring) -> Answer:
    """The answer that an error stands for, by the table above. Counted and logged, without anybody's words."""
    if isinstance(error, DeliveryRejected):
        wiring.count(f"refused:{type(error).__name__}")
        log.warning("delivery.rejected", reason=type(error).__name__, status=error.status)
        return _refusal(error.status, error, _ALLOW if error.status == 405 else ())
    if isinstance(error, BackendUnavailable):
        wiring.count("unavailable")
        log.error("backend.unavailable", which=error.which, why=error.why)
        return _refusal(503, error, _RETRY_AFTER)
    return bug(error)


def bug(error: Exception, **ids: object) -> Answer:
    """What we say of an error of our own: its class and a reference here, its place in the log."""
    reference = secrets.token_hex(6)
    why = str(error) if isinstance(error, ResponderError) else ""
    log.error("bug", error=type(error).__name__, why=why, at=_place(error), reference=reference, **ids)
    return Answer(500, f"{type(error).__name__} {reference}\n".encode())


class Aside:
    """A few threads of its own for one thing that blocks; whoever finds them taken is told so at once.

    They start at the first use, never before: until then a server may fork. `which` names the thing in errors.
    """

    def __init__(self, which: str, *, threads: int, most: int) -> None:
        self._which, self._threads, self._most = which, threads, most
        self._lock = threading.Lock()
        self._inside = 0
        self._pool: ThreadPoolExecutor | None = None

    def run(self, work: Callable[[], T], until: float) -> T:
        """What `work` returns, for a caller that blocks: taken only where a thread is free, so few of a server's wait.

        `until` is by time.monotonic(). Raises BackendUnavailable then, and the effect is unknown.
        """
        from concurrent.futures import wait

        if until <= time.monotonic():
            raise late(self._which)
        future = self._start(work, self._threads)
        if not wait([future], max(0.0, until - time.monotonic())).done:
            future.cancel()
            raise late(self._which)
        return future.result()

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """The same for a caller that awaits, who may also queue. Who gives it up cancels it."""
        return self._start(work, self._most)

    def close(self) -> None:
        """Begin nothing more. Waits for nobody: what hangs has its own limit."""
        with self._lock:
            self._most = self._threads = 0
            pool = self._pool
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, work: Callable[[], T], most: int) -> Future[T]:
        from concurrent.futures import ThreadPoolExecutor

        job = _Job(work)
        with self._lock:
            if self._inside >= most:
                raise BackendUnavailable(self._which, "all its threads are taken")
            try:
                if self._pool is None:
                    self._pool = ThreadPoolExecutor(self._threads, self._which)
                future = self._pool.submit(job)
            except RuntimeError as error:  # the machine has no more threads, or the process is ending
                job.drop()
                raise BackendUnavailable(self._which, type(error).__name__) from None
            self._inside += 1
        future.add_done_callback(partial(self._end, job))
        return future

    def _end(self, job: _Job, future: Future[Any]) -> None:
        del future
        job.drop()
        with self._lock:
            self._inside -= 1


class _Job:
    """Work that is forgotten once it is given up: a queue may keep its place for a while, but not a body."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work: Callable[[], Any] | None = work

    def __call__(self) -> Any:
        work, self._work = self._work, None
        return None if work is None else work()

    def drop(self) -> None:
        self._work = None


def late(which: str) -> BackendUnavailable:
    """What is answered where a request's time is over."""
    return BackendUnavailable(which, f"not done {DEADLINE} s after the body")


def _pairs(query: bytes) -> tuple[tuple[str, str], ...]:
    """The query's pairs in order, repeated ones and blank values kept; what is no UTF-8 becomes U+FFFD."""
    if not query:
        return ()
    if len(query) > _LONGEST_QUERY:
        raise DeliveryRejected("the query is too long")
    return tuple(parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


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
