"""The three forms of the public door are one: what each makes of a request, byte by byte, and what only loops meet.

In process, over the hosts' own test callers; the same over real servers stands in test_doors and test_bad_input.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from starlette.applications import Starlette
from starlette.requests import Request as StarletteRequest
from starlette.routing import Route

from shared import asgi, awaited
from shared.core.delivery import Delivery
from shared.core.errors import BackendUnavailable
from shared.core.ports import Outgoing
from shared.door import Asked, admitted, delivery_of
from shared.edges import serve_delivery
from shared.wiring import Wiring
from tests.functions.doors import SECRETS, VERIFY, comment, page, sign

Headers = Sequence[tuple[str, str]]
Ask = Callable[..., "Told"]
HOSTILE_QUERIES = [
    "",
    "a=1&b=2",
    "a=1&a=2",
    "a",
    "a=",
    "=a",
    "&&a=1&&",
    "a=1;b=2",
    "a+b=c+d",
    "a%20b=c%2Bd",
    "a=%00%0d%0a",
    "a[]=1&a[]=2",
    "a=%E2%82%AC",
    "a=%C3",
    "a=%zz&b=%",
    "%61=1&a=2",
    "a==b=c",
    "a=1#b=2",
    "?a=1",
    "hub.mode=subscribe&hub.mode=subscribe",
]


class Told:
    """An answer: status, body, and headers by their lower-case names."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.status, self.body, self.headers = status, body, headers

    def same(self) -> tuple[int, bytes, list[tuple[str, str]]]:
        """All of it but what a reference makes different."""
        kept = {name: value for name, value in self.headers.items() if name not in ("content-length", "connection")}
        return self.status, self.body.split(b" ")[0], sorted(kept.items())


class Kept:
    """A bus that keeps what is published, or fails as told; usable both ways."""

    def __init__(self, error: Exception | None = None) -> None:
        self.messages: list[Outgoing] = []
        self.error = error
        self.closed = 0

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        if self.error is not None:
            raise self.error
        self.messages += messages
        return ["1" for _ in messages]

    def close(self) -> None:
        self.closed += 1


class Awaited:
    """The same bus, awaited."""

    def __init__(self, bus: Kept) -> None:
        self.bus = bus

    async def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        return self.bus.publish(messages)

    async def close(self) -> None:
        self.bus.close()


@pytest.fixture
def wiring(compiled: Path, tmp_path: Path) -> Wiring:
    found = Wiring({**SECRETS, "HEARD_COMPILED": str(compiled), "HEARD_DATA": str(tmp_path), "HEARD_MAX_BODY": "4096"})
    with_bus(found, Kept())
    return found


def with_bus(wiring: Wiring, bus: Kept) -> Kept:
    wiring.__dict__["bus"] = bus
    wiring.__dict__["async_bus"] = Awaited(bus)
    return bus


@pytest.fixture(params=["sync", "aio", "asgi"])
def ask(request: pytest.FixtureRequest, wiring: Wiring) -> Ask:
    """Ask one form in process: method, request target, body, headers."""
    return {"sync": _sync, "aio": _aio, "asgi": _asgi}[request.param](wiring)


def _sync(wiring: Wiring) -> Ask:
    app = Flask("door")

    def call(method: str, target: str, body: bytes = b"", headers: Headers = ()) -> Told:
        with app.test_request_context(target, method=method, data=body, headers=list(headers)):
            answer = serve_delivery(request, wiring)
        return Told(answer.status_code, answer.data, {name.lower(): value for name, value in answer.headers})

    return call


def _asgi(wiring: Wiring) -> Ask:
    return lambda *asked, **more: told(asgi.application(lambda: wiring), *asked, **more)


def _aio(wiring: Wiring) -> Ask:
    """As the framework routes it: the endpoint returns the reply, and Starlette sends it."""

    async def endpoint(one: StarletteRequest) -> Any:
        return await asgi.replied(one.scope, one.receive, wiring)

    methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"]
    app = Starlette(routes=[Route("/{path:path}", endpoint, methods=methods)])
    return lambda *asked, **more: told(app, *asked, **more)


def scope(method: str, target: str, headers: Headers = ()) -> dict[str, Any]:
    """What an ASGI server makes of a request line."""
    from urllib.parse import unquote

    raw, _, query = target.partition("?")
    return {
        "type": "http",
        "method": method,
        "path": unquote(raw),
        "raw_path": raw.encode(),
        "query_string": query.encode("latin-1"),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }


def told(app: Any, method: str, target: str, body: bytes = b"", headers: Headers = (), parts: int = 1) -> Told:
    size = max(1, -(-len(body) // parts))
    pieces = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    return asyncio.run(_told(app, scope(method, target, headers), pieces))


async def _told(app: Any, one: dict[str, Any], pieces: list[bytes], gone: bool = False) -> Told:
    left, sent = list(pieces), []

    async def receive() -> dict[str, Any]:
        if not left:
            if gone:
                return {"type": "http.disconnect"}
            await asyncio.sleep(60)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or gone}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(one, receive, send)
    first, *rest = sent
    assert [message.get("more_body", False) for message in rest][-1] is False
    headers = {name.decode(): value.decode() for name, value in first["headers"]}
    return Told(first["status"], b"".join(message["body"] for message in rest), headers)


# --- one door, whatever its form ---

GOOD = comment("1")
ASKED: dict[str, tuple[Any, ...]] = {
    "a comment": ("POST", "/facebook", GOOD, list(sign(GOOD).items())),
    "a comment with a query": ("POST", "/facebook?a=1", GOOD, list(sign(GOOD).items())),
    "forged": ("POST", "/facebook", GOOD, list(sign(GOOD, "another-secret-altogether").items())),
    "unsigned": ("POST", "/facebook", GOOD, []),
    "no body": ("POST", "/facebook", b"", list(sign(b"").items())),
    "handshake": ("GET", f"/facebook?hub.mode=subscribe&hub.challenge=77&hub.verify_token={VERIFY}"),
    "handshake, a value twice": (
        "GET",
        f"/facebook?hub.mode=subscribe&hub.challenge=77&hub.challenge=77&hub.verify_token={VERIFY}",
    ),
    "handshake of a stranger": ("GET", "/facebook?hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token=no"),
    "the challenge of X": ("GET", "/x?crc_token=abc"),
    "a challenge that is JSON": ("GET", "/x?crc_token=%7B%22a%22%3A1%7D"),
    "not UTF-8": ("GET", "/x?crc_token=%ff%fe"),
    "a query without an end": ("GET", "/x?crc_token=" + "a" * 20_000),
    "PUT": ("PUT", "/facebook", GOOD),
    "DELETE": ("DELETE", "/facebook"),
    "OPTIONS": ("OPTIONS", "/facebook"),
    "the root": ("POST", "/", GOOD),
    "nobody": ("POST", "/nobody", GOOD),
    "an encoded letter": ("POST", "/%66acebook", GOOD, list(sign(GOOD).items())),
    "an encoded dot": ("POST", "/%2e/facebook", GOOD, list(sign(GOOD).items())),
    "NUL": ("POST", "/facebook%00", GOOD, list(sign(GOOD).items())),
    "a newline": ("POST", "/facebook%0a", GOOD, list(sign(GOOD).items())),
    "a slash too many": ("POST", "/facebook/", GOOD, list(sign(GOOD).items())),
    "too large": ("POST", "/facebook", b" " * 5000, list(sign(b" " * 5000).items())),
    "packed": ("POST", "/facebook", GOOD, [*sign(GOOD).items(), ("Content-Encoding", "gzip")]),
    "identity": ("POST", "/facebook", GOOD, [*sign(GOOD).items(), ("Content-Encoding", "Identity")]),
    "unreadable": ("POST", "/facebook", b"[]", list(sign(b"[]").items())),
    "nobody's account": ("POST", "/facebook", comment("2", to="999"), list(sign(comment("2", to="999")).items())),
    "not ASCII": ("POST", "/facebook", GOOD, [("X-Hub-Signature-256", "sha256=\xe9")]),
}
EXPECTED = {
    "a comment": 200,
    "a comment with a query": 200,
    "no body": 200,
    "handshake": 200,
    "the challenge of X": 200,
    "identity": 200,
    "unreadable": 200,
    "nobody's account": 200,
    "handshake, a value twice": 400,
    "handshake of a stranger": 403,
    "a challenge that is JSON": 400,
    "not UTF-8": 400,
    "a query without an end": 400,
    "PUT": 405,
    "DELETE": 405,
    "OPTIONS": 405,
    "too large": 413,
    "packed": 415,
    "forged": 401,
    "unsigned": 401,
    "not ASCII": 401,
}


@pytest.mark.parametrize("name", ASKED)
def test_every_form_answers_alike(name: str, wiring: Wiring) -> None:
    """Status, body and headers to the byte; and what is counted, kept and published."""
    found = []
    for form in (_sync, _aio, _asgi):
        before, bus = wiring.counts(), with_bus(wiring, Kept())
        answer = form(wiring)(*ASKED[name])
        counted = {what: number - before.get(what, 0) for what, number in wiring.counts().items()}
        found.append((answer.same(), len(bus.messages), {what: number for what, number in counted.items() if number}))
    assert found[0] == found[1] == found[2]
    assert found[0][0][0] == EXPECTED.get(name, 404)


@pytest.mark.parametrize("method", ["PUT", "HEAD", "OPTIONS"])
def test_other_methods_are_told_which_there_are(ask: Ask, method: str) -> None:
    answer = ask(method, "/facebook")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, POST")


def test_a_bus_that_is_away_is_503_and_soon_again(ask: Ask, wiring: Wiring) -> None:
    with_bus(wiring, Kept(BackendUnavailable("bus", "away")))
    answer = ask("POST", "/facebook", GOOD, list(sign(GOOD).items()))
    assert (answer.status, answer.headers["retry-after"], answer.body) == (503, "5", b"BackendUnavailable\n")
    assert wiring.counts()["unavailable"] == 1


def test_a_bug_is_500_with_a_reference_and_no_word_of_it(
    ask: Ask, wiring: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    with_bus(wiring, Kept(ValueError("words that somebody wrote")))
    answer = ask("POST", "/facebook", GOOD, list(sign(GOOD).items()))
    said = capsys.readouterr().err
    reference = answer.body.decode().split()[1]
    assert (answer.status, answer.body.decode().split()[0]) == (500, "ValueError")
    assert reference in said
    assert "somebody" not in said


def test_a_store_that_is_away_when_something_must_be_parked_is_503(ask: Ask, wiring: Wiring) -> None:
    class Away:
        def commit(self, *_: object) -> None:
            raise BackendUnavailable("store", "away")

    wiring.__dict__["store"] = Away()
    assert ask("POST", "/facebook", b"[]", list(sign(b"[]").items())).status == 503


# --- the Delivery itself ---


def delivery_by_flask(wiring: Wiring, target: str, headers: Headers) -> Delivery:
    from shared.edges import _asked

    with Flask("door").test_request_context(target, method="POST", data=b"", headers=list(headers)):
        asked = _asked(request)
    return delivery_of(asked, admitted(asked, wiring), b"", wiring)


def delivery_by_asgi(wiring: Wiring, target: str, headers: Headers) -> Delivery:
    asked = asgi._asked(scope("POST", target, headers))
    return delivery_of(asked, admitted(asked, wiring), b"", wiring)


@pytest.mark.parametrize("query", HOSTILE_QUERIES)
def test_queries_are_read_alike_and_as_werkzeug_reads_them(query: str, wiring: Wiring) -> None:
    target = f"/facebook?{query}" if query else "/facebook"
    found = delivery_by_asgi(wiring, target, ()).query
    with Flask("door").test_request_context(query_string=query):
        theirs = tuple(request.args.items(multi=True))
    if "%C3" not in query:  # no UTF-8: werkzeug leaves it encoded, we put U+FFFD there
        assert found == theirs
    if "#" not in query:  # a fragment never leaves a client; Flask's own test caller takes it off
        assert delivery_by_flask(wiring, target, ()).query == found


def test_headers_are_lower_case_and_latin_1(wiring: Wiring) -> None:
    headers = [("X-Odd", "caf\xe9 \x80"), ("X-HUB", "a")]
    for delivery in (delivery_by_flask(wiring, "/facebook", headers), delivery_by_asgi(wiring, "/facebook", headers)):
        assert (delivery.header("x-odd"), delivery.header("X-Hub")) == ("caf\xe9 \x80", "a")


def test_a_header_given_twice_proves_nothing(wiring: Wiring) -> None:
    """Kept apart where the host keeps them apart, joined by a comma where it joins them: never the one good value."""
    twice = [("X-Hub-Signature-256", "a"), ("X-Hub-Signature-256", "b")]
    assert delivery_by_asgi(wiring, "/facebook", twice).header("x-hub-signature-256") is None
    assert delivery_by_flask(wiring, "/facebook", twice).header("x-hub-signature-256") not in ("a", "b")


def test_a_length_that_is_no_number_is_not_believed(wiring: Wiring) -> None:
    for text in ("-1", "+5", "1e9", "²", "9" * 30, ""):
        admitted(Asked("POST", "/facebook", (("content-length", text),)), wiring)


# --- bodies that arrive in parts ---


def test_a_body_in_many_parts_is_one_body(wiring: Wiring) -> None:
    answer = _asgi(wiring)("POST", "/facebook", GOOD, list(sign(GOOD).items()), parts=len(GOOD))
    assert (answer.status, len(wiring.bus.messages)) == (200, 1)  # type: ignore[attr-defined]


def test_no_more_is_read_than_one_part_over_the_limit(wiring: Wiring) -> None:
    taken: list[int] = []

    async def run() -> asgi.Reply:
        async def receive() -> dict[str, Any]:
            taken.append(1)
            return {"type": "http.request", "body": b" " * 1024, "more_body": True}

        return await asgi.replied(scope("POST", "/facebook"), receive, wiring)

    assert asyncio.run(run()).answer.status == 413
    assert len(taken) == 5


def test_listening_to_a_refused_body_has_an_end(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "DRAINED", 10 * 1024)
    sent: list[Any] = []
    listened: list[int] = []

    async def run() -> None:
        async def receive() -> dict[str, Any]:
            assert sent[0]["status"] == 404, "it is answered first"
            listened.append(1024)
            assert sum(listened) <= 10 * 1024
            return {"type": "http.request", "body": b" " * 1024, "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        await asgi.application(lambda: wiring)(scope("POST", "/nobody"), receive, send)

    asyncio.run(run())
    assert (b"connection", b"close") in sent[0]["headers"]
    assert sent[-1] == {"type": "http.response.body", "body": b""}


@pytest.mark.parametrize("path", ["/facebook", "/nobody"])
def test_a_sender_that_leaves_is_no_bug(path: str, wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
    app = asgi.application(lambda: wiring)
    answer = asyncio.run(_told(app, scope("POST", path, list(sign(GOOD).items())), [GOOD[:20]], gone=True))
    assert answer.status in (400, 404)
    assert "bug" not in capsys.readouterr().err
    assert wiring.bus.messages == []  # type: ignore[attr-defined]


def test_a_body_that_trickles_is_given_up(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "ARRIVES", 0.05)
    app = asgi.application(lambda: wiring)

    async def run() -> list[Any]:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.001)
            return {"type": "http.request", "body": b"a", "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        await asyncio.wait_for(app(scope("POST", "/facebook"), receive, send), 20)
        return sent

    assert asyncio.run(run())[0]["status"] == 400


# --- a bus and a store that block ---


def test_a_bus_without_a_loop_of_its_own_keeps_the_loop_free(compiled: Path, tmp_path: Path) -> None:
    """While its publish waits, another request is answered."""
    wiring = Wiring({**SECRETS, "HEARD_COMPILED": str(compiled), "HEARD_DATA": str(tmp_path)})
    entered, leave = threading.Event(), threading.Event()

    class Slow(Kept):
        def publish(self, messages: Sequence[Outgoing]) -> list[str]:
            entered.set()
            assert leave.wait(10)
            return super().publish(messages)

    bus = Slow()
    wiring.__dict__["bus"] = bus
    app = asgi.application(lambda: wiring)

    async def run() -> list[int]:
        first = asyncio.create_task(_told(app, scope("POST", "/facebook", list(sign(GOOD).items())), [GOOD]))
        while not entered.is_set():
            await asyncio.sleep(0.001)
        second = await _told(app, scope("GET", "/x?crc_token=abc"), [b""])
        leave.set()
        return [second.status, (await first).status]

    assert asyncio.run(run()) == [200, 200]
    assert len(bus.messages) == 1


def test_a_call_that_hangs_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaited, "DEADLINE", 0.05)
    leave = threading.Event()

    async def run() -> None:
        with pytest.raises(BackendUnavailable):
            await awaited.in_thread("store", leave.wait, 30)
        leave.set()

    asyncio.run(run())


def test_a_bus_plugin_may_bring_a_loop_of_its_own(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plugin:
        @classmethod
        def open_async(cls, environ: Mapping[str, str]) -> Awaited:
            assert environ["HEARD_MAX_BODY"] == "4096"
            return Awaited(Kept())

    monkeypatch.setattr("shared.wiring.plugins.load", lambda room, name: Plugin)
    del wiring.__dict__["async_bus"]
    assert not wiring.has_async_bus
    assert isinstance(wiring.async_bus, Awaited)
    assert wiring.has_async_bus


# --- the bare application ---


def lived(wiring: Wiring) -> list[Any]:
    """What the application says to a server that starts it and stops it."""
    sent: list[Any] = []

    async def run() -> None:
        events = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive() -> Any:
            return events.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        await asgi.application(lambda: wiring)({"type": "lifespan"}, receive, send)

    asyncio.run(run())
    return [message["type"] for message in sent]


def test_the_bus_is_closed_at_the_end(wiring: Wiring) -> None:
    bus = with_bus(wiring, Kept())
    assert lived(wiring) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert bus.closed == 2  # as itself and awaited: both were open


def test_it_does_not_start_without_its_secrets(compiled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {**SECRETS, "HEARD_COMPILED": str(compiled), "HEARD_X_SIGNING": "changeme"}
    assert lived(Wiring(environ)) == ["lifespan.startup.failed"]
    said = json.loads(capsys.readouterr().err)
    assert (said["event"], said["why"].split()[0]) == ("start.refused", "HEARD_X_SIGNING")
    assert "changeme" not in said["why"]


def test_a_websocket_is_turned_away(wiring: Wiring) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    asyncio.run(asgi.application(lambda: wiring)({"type": "websocket"}, receive, send))
    assert sent == [{"type": "websocket.close"}]


def test_the_server_logs_no_request_and_no_text_of_its_own(wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
    asgi.application(lambda: wiring)
    logging.getLogger("uvicorn.access").info("GET /facebook?hub.verify_token=%s", VERIFY)
    logging.getLogger("uvicorn.error").warning("Invalid request: %s", "words")
    assert not logging.getLogger("uvicorn.access").hasHandlers()
    assert json.loads(capsys.readouterr().err) == {
        "severity": "WARNING",
        "event": "library",
        "name": "uvicorn.error",
        "error": "",
    }


def test_a_thousand_levels_take_no_time(ask: Ask) -> None:
    body = (b"[" * 2000).ljust(4000)
    begun = time.monotonic()
    assert ask("POST", "/facebook", body, list(sign(body).items())).status == 200
    assert time.monotonic() - begun < 5


def test_what_nobody_reads_is_counted(ask: Ask, wiring: Wiring) -> None:
    body = page({"id": "1", "time": 1, "changes": [{"field": "novelty", "value": {}}]})
    assert ask("POST", "/facebook", body, list(sign(body).items())).status == 200
    assert wiring.counts()["skipped"] == 1
