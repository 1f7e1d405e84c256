"""The public door without a host: what is let in, what a request becomes, and the one table of errors and statuses.

| Met at | sender's fault | unreadable | try again | permanent platform error | a bug |
|---|---|---|---|---|---|
| receive | its status | 200, parked | 503 | cannot occur | 500 and a reference |
| acknowledge | cannot occur | parked | 500: redelivered | state `refused` | 500: redelivered |
| watch, digest | cannot occur | cannot occur | 503: the scheduler repeats | cannot occur | 500 and a reference |

Bodies of error answers hold a class name and a reference, never a text. Flask (`edges`) and ASGI (`asgi`) put this
over their hosts; nothing here knows either, so every form of the door refuses alike.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

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
    from shared.brands.routes import Connection
    from shared.flows.receive import Opened
    from shared.wiring import Wiring

DRAINED: Final = 32 * 1024 * 1024  # bytes of a refused body that are still listened to
_PATH: Final = re.compile(r"/[a-z][a-z0-9_-]{0,62}")
_LENGTH: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_LONGEST_QUERY: Final = 8192  # bytes; a challenge's longest value is 512
_RETRY_AFTER: Final = (("Retry-After", "5"),)
_ALLOW: Final = (("Allow", "GET, POST"),)


@dataclass(frozen=True, slots=True)
class Asked:
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
        wiring.count("accepted", len(opened.messages))
        wiring.count("parked", len(opened.parked))
        wiring.count("skipped", len(opened.skipped))
        log.info(
            "delivery.accepted",
            connection=delivery.connection,
            interactions=len(opened.messages),
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
