"""HTTP to a platform's API, with every failure told apart by what it means for the person waiting.

Platform clients call `ApiClient.request`; nothing else in Heard imports httpx, and this module does so only
when the first call is made. It follows no redirects, takes no proxies from the environment, never repeats a
call, and puts no body, token or address into an error or a log.

    no connection, DNS, TLS, 429             PlatformUnavailable   certainly not applied
    lost answer, 3xx, 408, 5xx, unreadable   OutcomeUnknown        may be applied: read back first
    any other 4xx                            ActionRefused         refused for good

A platform with error codes of its own gives a `translate` hook, which is asked first.
"""

from __future__ import annotations

import json as _json
import logging
import time
import weakref
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast
from urllib.parse import quote

import msgspec

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.secret import Secret

if TYPE_CHECKING:
    import httpx

LARGEST_ANSWER: Final = 1024 * 1024
LONGEST_WAIT: Final = 86400.0
_NO_WAIT_LEFT: Final = 0.001  # httpx reads 0 as "at once", and None as "for ever"


class Fault(msgspec.Struct, frozen=True):
    """An answer that is not 2xx. `body` is {} where it is no JSON object; `retry_after` is in seconds."""

    platform: str
    action: str
    status: int
    body: Mapping[str, Any]
    retry_after: float | None

    def error(self) -> PlatformError:
        """What the status alone says."""
        why = f"status {self.status}"
        if self.status == 429:
            return PlatformUnavailable(self.platform, self.action, why, self.retry_after)
        if 400 <= self.status < 500 and self.status != 408:
            return ActionRefused(self.platform, self.action, why)
        return OutcomeUnknown(self.platform, self.action, why)


Translate = Callable[[Fault], PlatformError | None]


class ApiClient:
    """Speaks to one API with one token.

    `reset_header` names a header with the Unix second at which a rate limit ends, for platforms that send no
    Retry-After; `wait` reads the seconds from headers of the platform's own. `transport` replaces the network in tests.
    """

    def __init__(
        self,
        platform: str,
        base_url: str,
        token: Secret | None = None,
        *,
        translate: Translate | None = None,
        reset_header: str | None = None,
        wait: Callable[[Mapping[str, str]], float | None] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._platform = platform
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._translate = translate
        self._reset_header = reset_header
        self._wait = wait
        self._transport = transport

    def request(
        self,
        action: str,
        method: str,
        path: str,
        *,
        json: object = None,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float,
    ) -> dict[str, Any]:
        """Call `path` below the base address, `timeout` seconds in all; returns the object answered or {}.

        `action` is a name for errors. Ids in `path` go through `path_id` first. Raises a PlatformError.
        """
        import httpx

        sending = dict(headers or {})
        if json is not None:
            content = _json.dumps(json, ensure_ascii=True).encode()
            sending.setdefault("Content-Type", "application/json")
        if self._token is not None:
            sending["Authorization"] = f"Bearer {self._token.reveal()}"
        # The body travels as it is: an unpacked one could be a thousand times larger than what was bounded.
        sending["Accept-Encoding"] = "identity"
        budget = _Budget(timeout)
        try:
            request = self._http.build_request(
                method,
                self._base_url + path,
                content=content,
                data=data,
                params=params,
                headers=sending,
                extensions={"timeout": budget},
            )
            answer = self._http.send(request, stream=True)
            try:
                body = self._body(action, answer, budget)
            finally:
                answer.close()
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.UnsupportedProtocol,
        ) as error:
            raise PlatformUnavailable(self._platform, action, type(error).__name__) from None
        except (httpx.RequestError, httpx.StreamError) as error:
            raise OutcomeUnknown(self._platform, action, type(error).__name__) from None
        if answer.is_success:
            return self._object(action, body)
        self._raise(action, answer, body)

    def close(self) -> None:
        """Let go of connections. Calling twice is safe."""
        self._http.close()

    @cached_property
    def _http(self) -> httpx.Client:
        import httpx

        for name in ("httpx", "httpcore"):  # at INFO they write addresses with their parameters
            logging.getLogger(name).setLevel(logging.WARNING)
        client = httpx.Client(transport=self._transport, trust_env=False, follow_redirects=False)
        # A new token makes a new client: the old one's connections end with it, not when they are collected.
        weakref.finalize(self, client.close).atexit = False
        return client

    def _body(self, action: str, answer: httpx.Response, budget: _Budget) -> bytes:
        body = b""
        for part in cast("httpx.SyncByteStream", answer.stream):
            body += part
            if len(body) > LARGEST_ANSWER:
                raise OutcomeUnknown(self._platform, action, "answer too large")
            if budget.spent:
                raise OutcomeUnknown(self._platform, action, "answer too slow")
        return body

    def _object(self, action: str, body: bytes) -> dict[str, Any]:
        if not body.strip():
            return {}
        try:
            value = _json.loads(body)
        except (ValueError, RecursionError):
            raise OutcomeUnknown(self._platform, action, "answer unreadable") from None
        if not isinstance(value, dict):
            raise OutcomeUnknown(self._platform, action, "answer is no object")
        return value

    def _raise(self, action: str, answer: httpx.Response, body: bytes) -> NoReturn:
        try:
            told = self._object(action, body)
        except OutcomeUnknown:
            told = {}
        wait = _wait(answer.headers, self._reset_header)
        if wait is None and self._wait is not None and (own := self._wait(answer.headers)) is not None:
            wait = min(own, LONGEST_WAIT)
        fault = Fault(self._platform, action, answer.status_code, told, wait)
        raise (self._translate(fault) if self._translate else None) or fault.error()


def path_id(value: str) -> str:
    """An id as one segment of a path: nothing in it can name another path."""
    if not value.strip("."):
        return value.replace(".", "%2E")
    return quote(value, safe="", errors="replace")


def _wait(headers: Mapping[str, str], reset_header: str | None) -> float | None:
    """Seconds to wait as the answer says. A date is held against the answer's own Date, not our clock."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told[:9]), LONGEST_WAIT)
    sent = _date(headers.get("date", ""))
    until = _date(told)
    if until is None and reset_header is not None:
        until = _seconds(headers.get(reset_header, "").strip())
    if sent is None or until is None:
        return None
    return min(max((until - sent).total_seconds(), 0.0), LONGEST_WAIT)


def _date(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError):
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def _seconds(value: str) -> datetime | None:
    if not value.isascii() or not value.isdigit() or len(value) > 11:
        return None
    return datetime.fromtimestamp(int(value), UTC)


class _Budget(dict[str, float]):
    """The time left of one call, in the form in which httpx asks for the timeout of each of its phases.

    Fixed timeouts would count anew in every phase: the call could be on the wire past the Claim's `sent_by`.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._end = time.monotonic() + seconds

    @property
    def spent(self) -> bool:
        return time.monotonic() > self._end

    def get(self, phase: str, default: Any = None) -> float:
        return max(_NO_WAIT_LEFT, self._end - time.monotonic())
