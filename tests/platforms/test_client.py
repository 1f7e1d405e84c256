"""What `ApiClient` promises beyond the contract of every platform: waiting, hooks, time, and what it never sends."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.secret import Secret
from shared.platforms._client import LARGEST_ANSWER, ApiClient, Fault, path_id

BASE = "https://api.example/v1"


def client(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> ApiClient:
    return ApiClient("some", BASE, Secret("token-of-mine"), transport=httpx.MockTransport(answer), **options)


def failure(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        client(answer, **options).request("reply", "POST", "/a", json={}, timeout=1)
    return caught.value


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


def test_request_carries_what_it_should() -> None:
    """The token as a bearer, the words as JSON with nothing but ASCII on the wire, an answer that is not packed."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": "1"})

    got = client(answer).request("reply", "POST", "/a", json={"text": "Ø"}, params={"b": "c d"}, timeout=1)
    assert got == {"id": "1"}
    assert str(seen[0].url) == f"{BASE}/a?b=c+d"
    assert seen[0].headers["authorization"] == "Bearer token-of-mine"
    assert seen[0].headers["content-type"] == "application/json"
    assert seen[0].headers["accept-encoding"] == "identity"
    assert seen[0].content == b'{"text": "\\u00d8"}'
    client(answer).request("reply", "POST", "/a", data={"message": "Ø&="}, timeout=1)
    assert seen[1].content == b"message=%C3%98%26%3D"


def test_an_empty_answer_is_an_empty_object() -> None:
    assert client(lambda _: httpx.Response(204)).request("like", "POST", "/a", timeout=1) == {}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectError("TLS or DNS"), PlatformUnavailable),
        (httpx.ConnectTimeout("slow"), PlatformUnavailable),
        (httpx.PoolTimeout("busy"), PlatformUnavailable),
        (httpx.WriteTimeout("half sent"), OutcomeUnknown),
        (httpx.WriteError("half sent"), OutcomeUnknown),
        (httpx.ReadTimeout("no answer"), OutcomeUnknown),
        (httpx.ReadError("reset"), OutcomeUnknown),
        (httpx.RemoteProtocolError("no HTTP"), OutcomeUnknown),
        (httpx.CloseError("odd"), OutcomeUnknown),
        (httpx.DecodingError("odd"), OutcomeUnknown),
    ],
)
def test_transport_errors(error: Exception, expected: type[PlatformError]) -> None:
    """Only what happened before a byte of the request left is certainly not applied."""
    came = failure(raising(error))
    assert type(came) is expected
    assert came.why == type(error).__name__
    assert came.__cause__ is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "Sun, 22 Nov 2026 12:01:30 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 90.0),
        ({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 0.0),
        ({"x-rate-limit-reset": "1795348860", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 60.0),
        ({"Retry-After": "5", "x-rate-limit-reset": "1795348860"}, 5.0),
        ({"Retry-After": "9" * 400}, 86400.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "1e3"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Sun, 99 Nov 2026 12:01:30 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, None),
        ({"x-rate-limit-reset": "1795348860"}, None),
        ({"x-rate-limit-reset": "x", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, an HTTP date, or the platform's own reset header; a date is held against the answer's own Date."""
    came = failure(lambda _: httpx.Response(429, headers=headers), reset_header="x-rate-limit-reset")
    assert isinstance(came, PlatformUnavailable)
    assert came.retry_after == seconds


def test_a_platform_translates_its_own_codes() -> None:
    """The hook is asked first, sees the body's code and the wait, and what it leaves to us falls back to the status."""
    seen: list[Fault] = []

    def translate(fault: Fault) -> PlatformError | None:
        seen.append(fault)
        if fault.body.get("code") == 32:
            return PlatformUnavailable(fault.platform, fault.action, "code 32", fault.retry_after)
        return None

    limited = httpx.Response(400, json={"code": 32}, headers={"Retry-After": "9"})
    came = failure(lambda _: limited, translate=translate)
    assert isinstance(came, PlatformUnavailable)
    assert (came.why, came.retry_after) == ("code 32", 9.0)
    came = failure(lambda _: httpx.Response(400, json={"code": 1}), translate=translate)
    assert type(came) is ActionRefused
    came = failure(lambda _: httpx.Response(500, text="<html>"), translate=translate)
    assert type(came) is OutcomeUnknown
    assert seen[-1] == Fault("some", "reply", 500, {}, None)


def test_a_packed_answer_is_never_unpacked() -> None:
    """A kilobyte that unpacks to a gigabyte stays a kilobyte."""
    packed = httpx.Response(
        200, stream=httpx.ByteStream(b"\x1f\x8b\x08" + b"\0" * 100), headers={"Content-Encoding": "gzip"}
    )
    came = failure(lambda _: packed)
    assert type(came) is OutcomeUnknown
    assert came.why == "answer unreadable"


def test_the_largest_answer() -> None:
    """Just at the bound it is read, one byte more is a lost answer."""

    def answer(size: int) -> Callable[[httpx.Request], httpx.Response]:
        return lambda _: httpx.Response(200, content=b'{"a": "' + b"a" * (size - 9) + b'"}')

    assert client(answer(LARGEST_ANSWER)).request("like", "POST", "/a", timeout=5)
    assert failure(answer(LARGEST_ANSWER + 1)).why == "answer too large"


def test_no_proxy_and_no_credentials_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever can set HTTP_PROXY would read the tokens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        got: list[bytes] = []
        thread = threading.Thread(target=_answer_once, args=(server, b"HTTP/1.1 204 No Content\r\n\r\n", got))
        thread.start()
        api = ApiClient("some", f"http://127.0.0.1:{server.getsockname()[1]}")
        assert api.request("like", "POST", "/a", timeout=5) == {}
        api.close()
        thread.join()
    assert b"authorization" not in got[0].lower()


def test_a_dripping_answer_is_cut_at_the_budget() -> None:
    """A byte now and then resets a read timeout; the budget is for the whole call."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not stop.wait(0.1):
                    try:
                        connection.sendall(b" ")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        api = ApiClient("some", f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(OutcomeUnknown):
            api.request("like", "POST", "/a", timeout=0.5)
        took = time.monotonic() - began
        stop.set()
        api.close()
        thread.join()
    assert took < 5.0


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Not even at INFO, where httpx would write each address with its parameters."""
    caplog.set_level(logging.INFO)
    client(lambda _: httpx.Response(200, json={})).request("like", "POST", "/a", params={"x": "y"}, timeout=1)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("1_2", "1_2"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("a b\r\n", "a%20b%0D%0A"),
        ("ü", "%C3%BC"),
        ("%2F", "%252F"),
        ("\ud800", "%3F"),
    ],
)
def test_an_id_is_one_segment_of_a_path(value: str, segment: str) -> None:
    assert path_id(value) == segment


def _answer_once(server: socket.socket, answer: bytes, got: list[bytes]) -> None:
    connection, _ = server.accept()
    with connection:
        got.append(connection.recv(65536))
        connection.sendall(answer)
