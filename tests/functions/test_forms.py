"""The three forms of the public door are one: what each makes of a request, byte by byte, and what only loops meet.

In process, over the hosts' own test callers; the same over real servers stands in test_doors and test_bad_input.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from starlette.applications import Starlette
from starlette.requests import Request as StarletteRequest
from starlette.routing import Route

from shared import asgi, edges, plugins
from shared.awaited import ThreadedBus
from shared.core.delivery import Delivery
from shared.core.errors import BackendUnavailable
from shared.core.ports import Outgoing
from shared.door import Aside, Asked, admitted, delivery_of
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


# --- who waits for whom ---

UNREADABLE = ("POST", "/facebook", b"[]", list(sign(b"[]").items()))
WELL = ("POST", "/facebook", GOOD, list(sign(GOOD).items()))
SOON = 30  # seconds, for what would otherwise never come


class Stuck:
    """A store that keeps nothing before it is let go."""

    def __init__(self) -> None:
        self.asked = 0
        self.leave = threading.Event()

    def commit(self, *_: object) -> tuple[str, ...]:
        self.asked += 1
        assert self.leave.wait(2 * SOON)
        return ("",)

    def close(self) -> None:
        self.leave.set()


@pytest.fixture
def stuck(wiring: Wiring) -> Iterator[Stuck]:
    store = Stuck()
    wiring.__dict__["store"] = store
    yield store
    wiring.close()


def deadline(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    for form in (edges, asgi):
        monkeypatch.setattr(form, "DEADLINE", seconds)


def test_four_threads_are_never_all_parking(wiring: Wiring, stuck: Stuck, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fewest that the framework gives a synchronous door. A good webhook is answered while the store hangs."""
    deadline(monkeypatch, SOON)
    ask = _sync(wiring)
    with ThreadPoolExecutor(4) as host:
        try:
            parking = [host.submit(ask, *UNREADABLE) for _ in range(8)]
            assert host.submit(ask, *WELL).result(SOON).status == 200
            until = time.monotonic() + SOON
            while sum(one.done() for one in parking) < 5 and time.monotonic() < until:
                time.sleep(0.01)
        finally:
            stuck.leave.set()
        assert sorted(one.result().status for one in parking) == [200] * 3 + [503] * 5


def test_parking_takes_nothing_that_a_loop_needs(wiring: Wiring, stuck: Stuck, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the loop has threads, and a bus that is published on by those."""
    deadline(monkeypatch, 2 * SOON)
    bus = Kept()
    wiring.__dict__["async_bus"] = ThreadedBus(lambda: bus)
    app = asgi.application(lambda: wiring)

    async def one(method: str, target: str, body: bytes, headers: Headers) -> int:
        return (await _told(app, scope(method, target, headers), [body])).status

    async def run() -> list[int]:
        parking = [asyncio.create_task(one(*UNREADABLE)) for _ in range(40)]
        try:
            assert await asyncio.wait_for(one(*WELL), SOON) == 200
            assert sum(task.done() for task in parking) == 8, "for whom there was no room"
        finally:
            stuck.leave.set()
        return sorted(await asyncio.gather(*parking))

    assert asyncio.run(run()) == [200] * 32 + [503] * 8


def test_a_store_that_hangs_is_given_up(
    ask: Ask, wiring: Wiring, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadline(monkeypatch, 0.2)
    answer = ask(*UNREADABLE)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert not stuck.leave.is_set()
    assert wiring.counts()["unavailable"] == 1


def test_publish_and_park_share_one_deadline(ask: Ask, wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    """An owned and an unowned account in one webhook. The bus takes all the time, and nothing is left to park in."""
    deadline(monkeypatch, 0.05)

    class Slow(Kept):
        def publish(self, messages: Sequence[Outgoing]) -> list[str]:
            time.sleep(0.1)
            return super().publish(messages)

    class SlowAwaited(Awaited):
        async def publish(self, messages: Sequence[Outgoing]) -> list[str]:
            await asyncio.sleep(0.1)
            return await super().publish(messages)

    store = Stuck()
    store.leave.set()
    wiring.__dict__.update(bus=Slow(), async_bus=SlowAwaited(Kept()), store=store)
    entries = [json.loads(one)["entry"][0] for one in (GOOD, comment("2", to="999"))]
    body = page(*entries)
    assert ask("POST", "/facebook", body, list(sign(body).items())).status == 503
    assert store.asked == 0


def test_a_bug_that_looks_like_a_deadline_stays_a_bug(ask: Ask, wiring: Wiring) -> None:
    with_bus(wiring, Kept(TimeoutError()))
    assert ask(*WELL).status == 500


def test_a_plain_webhook_starts_no_thread(ask: Ask, wiring: Wiring) -> None:
    assert ask(*WELL).status == 200
    assert {"parking", "opening"} & set(wiring.__dict__) == set()


@pytest.fixture
def leave() -> Iterator[threading.Event]:
    """What a thread waits for; at the end it comes in any case."""
    event = threading.Event()
    yield event
    event.set()


def test_whoever_blocks_is_taken_only_where_a_thread_is_free(leave: threading.Event) -> None:
    aside = Aside("store", threads=1, most=3)
    held = aside.begin(leave.wait)
    with pytest.raises(BackendUnavailable, match="taken"):
        aside.run(lambda: 1, time.monotonic() + SOON)
    queued = aside.begin(lambda: 2)
    leave.set()
    assert (held.result(SOON), queued.result(SOON)) == (True, 2)
    assert aside.begin(lambda: 3).result(SOON) == 3
    aside.close()
    with pytest.raises(BackendUnavailable):
        aside.begin(lambda: 4)


def test_what_is_given_up_is_forgotten_at_once(leave: threading.Event) -> None:
    """Its place too, though the thread that would have come to it hangs."""

    class Body:
        """Something to refer to."""

    aside = Aside("store", threads=1, most=2)
    worked: list[object] = []
    body = Body()
    seen = weakref.ref(body)
    held = aside.begin(leave.wait)
    given_up = aside.begin(partial(worked.append, body))
    del body
    with pytest.raises(BackendUnavailable):
        aside.begin(lambda: None)
    assert seen() is not None
    assert given_up.cancel()
    assert seen() is None
    after = aside.begin(lambda: None)
    leave.set()
    held.result(SOON)
    after.result(SOON)
    assert worked == []
    aside.close()


def test_nobody_waits_for_what_another_one_opens(
    compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, leave, opened = threading.Event(), threading.Event(), []
    load = plugins.load

    class Slow:
        @classmethod
        def open(cls, environ: Mapping[str, str]) -> object:
            opening.set()
            assert leave.wait(2 * SOON)
            opened.append(1)
            return Kept()

    monkeypatch.setattr("shared.wiring.plugins.load", lambda room, name: Slow if room == "stores" else load(room, name))
    wiring = Wiring({**SECRETS, "HEARD_COMPILED": str(compiled), "HEARD_DATA": str(tmp_path)})

    def others() -> dict[str, int]:
        connection = wiring.connection("/facebook")
        assert wiring.keys(connection)
        assert wiring.platform("x")
        assert wiring.bus is wiring.bus
        wiring.count("seen")
        return wiring.counts()

    with ThreadPoolExecutor(5) as threads:
        try:
            stores = [threads.submit(lambda: wiring.store) for _ in range(4)]
            assert opening.wait(SOON)
            assert threads.submit(others).result(SOON) == {"seen": 1}
            assert opened == []
        finally:
            leave.set()
        assert len({id(one.result(SOON)) for one in stores}) == 1
    assert opened == [1]
    wiring.close()


def test_a_large_body_is_opened_beside_the_loop(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is read, another request is answered."""
    monkeypatch.setattr(asgi, "LARGE", 1024)
    deadline(monkeypatch, 2 * SOON)
    entered, leave = threading.Event(), threading.Event()
    facebook = type(wiring.platform("facebook"))
    read = facebook.read

    def slow(self: Any, delivery: Delivery) -> Any:
        entered.set()
        assert leave.wait(SOON)
        return read(self, delivery)

    monkeypatch.setattr(facebook, "read", slow)
    app = asgi.application(lambda: wiring)
    large = comment("1", "a" * 2000)

    async def run() -> list[int]:
        first = asyncio.create_task(_told(app, scope("POST", "/facebook", list(sign(large).items())), [large]))
        while not entered.is_set():
            await asyncio.sleep(0.001)
        second = await _told(app, scope("GET", "/x?crc_token=abc"), [b""])
        leave.set()
        return [second.status, (await first).status]

    assert asyncio.run(run()) == [200, 200]
    assert len(wiring.bus.messages) == 1  # type: ignore[attr-defined]
    wiring.close()


# --- the memory of bodies ---


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a body, 1 KiB is free, and there are 8 KiB for all others."""
    monkeypatch.setattr(asgi, "SMALL", 1024)
    monkeypatch.setattr(asgi, "HELD", 8192)
    assert asgi._Body.of_all == 0


@pytest.mark.usefixtures("little")
def test_bodies_that_never_end_take_so_much_memory_and_no_more(wiring: Wiring) -> None:
    """Two take what there is. The third is refused at once, an ordinary one is not; when they leave, all is well."""
    app = asgi.application(lambda: wiring)
    large = comment("1", "a" * 3000)
    headers = list(sign(large).items())

    async def run() -> None:
        leave, holding = asyncio.Event(), asyncio.Semaphore(0)

        async def unfinished(parts: list[bytes]) -> int:
            async def receive() -> dict[str, Any]:
                if parts:
                    return {"type": "http.request", "body": parts.pop(), "more_body": True}
                holding.release()
                await leave.wait()
                return {"type": "http.disconnect"}

            return (await asgi.replied(scope("POST", "/facebook"), receive, wiring)).answer.status

        two = [asyncio.create_task(unfinished([b" " * 4000])) for _ in range(2)]
        for _ in two:
            await holding.acquire()
        told = await _told(app, scope("POST", "/facebook", headers), [large])
        assert (told.status, told.headers["retry-after"]) == (503, "5")
        assert (await _told(app, scope("POST", "/facebook", WELL[3]), [GOOD])).status == 200
        leave.set()
        assert await asyncio.gather(*two) == [400, 400]
        assert (await _told(app, scope("POST", "/facebook", headers), [large])).status == 200

    asyncio.run(run())
    assert asgi._Body.of_all == 0


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize(
    ("way", "status"),
    [
        ("taken", 200),
        ("unsigned", 401),
        ("left", 400),
        ("too large", 413),
        ("too slow", 400),
        ("cancelled", None),
        ("no room", 503),
        ("bus away", 503),
        ("bug", 500),
        ("server breaks", 500),
    ],
)
def test_memory_is_given_back_on_every_way_out(
    way: str, status: int | None, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = {"bus away": BackendUnavailable("bus", "away"), "bug": ValueError()}
    with_bus(wiring, Kept(errors.get(way)))
    if way == "too slow":
        monkeypatch.setattr(asgi, "ARRIVES", 0.2)
    if way == "no room":
        monkeypatch.setattr(asgi, "HELD", 2500)
    large = comment("1", "a" * 3000)
    first, rest = large[:3000], large[3000:]
    more = {"too large": b" " * 3000, "no room": b" " * 800}.get(way, rest)
    held: list[int] = []

    async def run() -> int | None:
        hanging = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if not held:
                held.append(0)
                return {"type": "http.request", "body": first, "more_body": True}
            held.append(asgi._Body.of_all)
            if way in ("cancelled", "too slow"):
                hanging.set()
                await asyncio.sleep(SOON)
            if way == "server breaks":
                raise OSError
            if way == "left":
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": more, "more_body": False}

        headers = [] if way == "unsigned" else list(sign(large).items())
        task = asyncio.create_task(asgi.replied(scope("POST", "/facebook", headers), receive, wiring))
        if way == "cancelled":
            await hanging.wait()
            task.cancel()
        try:
            return (await task).answer.status
        except asyncio.CancelledError:
            return None

    assert asyncio.run(run()) == status
    assert held[1] == 3000 - 1024, "it was counted"
    assert asgi._Body.of_all == 0


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
