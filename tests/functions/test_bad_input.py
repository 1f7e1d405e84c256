"""What a stranger, or a platform on a bad day, may send to the public door: in each of its forms under the server
that its host gives it, and in the local responder. Processes and real sockets.

Never a 5xx, never more than one answer to what could be read as two requests, never a word of it in the log.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.functions.doors import (
    FORMS,
    OPERATOR,
    PAGE,
    SECRETS,
    Door,
    Ledger,
    comment,
    local,
    page,
    public,
    raw,
    sign,
    statuses,
)

NOBODY = "http://127.0.0.1:9"  # nothing listens there
MOST = 256 * 1024
WORDS = "a-sentence-that-somebody-wrote"


@pytest.fixture(scope="module", params=["local", *FORMS])
def door(
    request: pytest.FixtureRequest, brands: Path, compiled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    """Each server in its turn; none has met a bug when all tests are through."""
    data = tmp_path_factory.mktemp(request.param)
    settings = {"HEARD_MAX_BODY": str(MOST), "HEARD_FACEBOOK_BASE_URL": NOBODY, "HEARD_X_BASE_URL": NOBODY}
    if request.param == "local":
        running = local(data, brands, **settings)
    else:
        running = public(request.param, data, compiled, **settings)
    with running as door:
        yield door
        answered = [record for record in door.records() if record["event"] == "bug"]
    assert answered == []


LOCAL = pytest.mark.parametrize("door", ["local"], indirect=True, scope="module")
"""For what only the local responder has."""


def post(body: bytes, *heads: str, path: str = "/facebook", length: bool = True) -> bytes:
    """A request as bytes, with these header lines."""
    lines = [f"POST {path} HTTP/1.1", "Host: h", "Connection: close", *heads]
    lines += [f"Content-Length: {len(body)}"] if length else []
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def signature(body: bytes, secret: str | None = None) -> str:
    return (sign(body) if secret is None else sign(body, secret))["x-hub-signature-256"]


def _forged(body: bytes) -> dict[str, list[str]]:
    good = signature(body)
    digest = good.removeprefix("sha256=")
    name = "X-Hub-Signature-256"
    return {
        "missing": [],
        "empty": [f"{name}: "],
        "prefix only": [f"{name}: sha256="],
        "another secret": [f"{name}: {signature(body, 'another-secret-altogether')}"],
        "the verify token as key": [f"{name}: {signature(body, SECRETS['HEARD_FACEBOOK_VERIFY'])}"],
        "the secret of X as key": [f"{name}: {signature(body, SECRETS['HEARD_X_SIGNING'])}"],
        "repeated": [f"{name}: {good}", f"{name}: {good}"],
        "good and bad": [f"{name}: {good}", f"{name}: sha256={'0' * 64}"],
        "comma-joined": [f"{name}: {good}, {good}"],
        "cut": [f"{name}: {good[:-1]}"],
        "padded": [f"{name}: {good}0"],
        "one digit off": [f"{name}: {good[:-1]}{'1' if good[-1] != '1' else '2'}"],
        "capitals": [f"{name}: sha256={digest.upper()}"],
        "no prefix": [f"{name}: {digest}"],
        "SHA-1": [f"X-Hub-Signature: sha1={digest[:40]}"],
        "downgrade": [f"{name}: sha1={digest[:40]}"],
        "none": [f"{name}: none={digest}"],
        "underscores": [f"X_Hub_Signature_256: {good}"],
        "not ASCII": [f"{name}: sha256=é{digest[1:]}"],
        "ours, of another body": [f"{name}: {signature(body + b' ')}"],
    }


@pytest.mark.parametrize("name", _forged(b""))
def test_what_is_not_signed_is_401(door: Door, name: str) -> None:
    body = comment("1", WORDS)
    assert statuses(raw(door.port, post(body, *_forged(body)[name]))) == [401]


def test_the_same_body_signed_is_taken(door: Door) -> None:
    body = comment("2", WORDS)
    assert statuses(raw(door.port, post(body, f"X-Hub-Signature-256: {signature(body)}"))) == [200]


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/facebook/",
        "/Facebook",
        "/FACEBOOK",
        "/facebook/..",
        "/x/../facebook",
        "/./facebook",
        "/%2e/facebook",
        "/facebook%00",
        "/facebook%0a",
        "/facebook%0d%0aX:%20y",
        "/facebook%2f",
        "/_base",
        "/_signatures",
        "/standard",
        "/%66acebook%ff",
        "/%66acebook",
        "/facebook;x",
        "/" + "a" * 5000,
        "/-/",
        "/-/facebook",
    ],
)
def test_any_other_path_is_404(door: Door, path: str) -> None:
    body = comment("3", WORDS)
    sent = post(body, f"X-Hub-Signature-256: {signature(body)}", path=path)
    assert statuses(raw(door.port, sent)) == [404]


@pytest.mark.parametrize("path", ["//facebook", "///x", "facebook", "http://h//facebook", "*"])
def test_paths_that_are_none_are_refused(door: Door, path: str) -> None:
    body = comment("3", WORDS)
    sent = post(body, f"X-Hub-Signature-256: {signature(body)}", path=path)
    assert statuses(raw(door.port, sent)) in ([400], [404])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH", "OPTIONS", "HEAD"])
def test_any_other_method_is_405(door: Door, method: str) -> None:
    told = door.ask(method, "/facebook")
    assert told.status == 405
    if (door.form, method) != ("aio", "TRACE"):  # that one the framework refuses before us
        assert told.headers["allow"] == "GET, POST"


@LOCAL
def test_the_page_at_the_root_takes_no_post(door: Door) -> None:
    told = door.ask("POST", "/", b"{}")
    assert (told.status, told.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("method", ["CONNECT", "FOO", "get"])
def test_methods_that_there_are_not_are_refused(door: Door, method: str) -> None:
    assert statuses(raw(door.port, f"{method} /facebook HTTP/1.1\r\nHost: h\r\n\r\n".encode(), end=True))[0] in (
        400,
        405,
    )


def test_too_large_a_body_is_413_whichever_way_it_comes(door: Door) -> None:
    if door.form != "sync":  # that one can answer only when the body has come
        announced = post(b"", f"Content-Length: {MOST + 1}", length=False)
        assert statuses(raw(door.port, announced, wait=1)) == [413]
    body = b" " * (MOST + 1)
    assert statuses(raw(door.port, post(body, f"X-Hub-Signature-256: {signature(body)}")))[:1] in ([413], [])
    chunks = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    sent = post(chunks * 5 + b"0\r\n\r\n", "Transfer-Encoding: chunked", length=False)
    assert statuses(raw(door.port, sent))[:1] in ([413], [])


def test_the_largest_body_passes(door: Door) -> None:
    body = comment("4").ljust(MOST)
    assert door.deliver(body).status == 200


def test_endless_bodies_do_not_fill_the_memory(door: Door) -> None:
    before = door.rss()
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    for _ in range(10):
        sent = post(chunk * 160, "Transfer-Encoding: chunked", length=False)  # 10 MiB, and it does not end
        assert set(statuses(raw(door.port, sent, wait=0.5))) <= {413}
    assert door.rss() - before < 32


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate, identity", "GZIP"])
def test_packed_bodies_are_415(door: Door, coding: str) -> None:
    body = comment("5")
    assert door.ask("POST", "/facebook", body, sign(body) | {"Content-Encoding": coding}).status == 415


def received(door: Door) -> dict[str, int]:
    """How much was parked and passed over, by the log."""
    records = [record for record in door.records() if record["event"] == "delivery.accepted"]
    skipped = sum(record["skipped"] != "" for record in records)
    return {"parked": sum(record["parked"] for record in records), "skipped": skipped}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b'{"object": NaN}',
        b"[" * 100_000,
        b'{"object": "page", "entry": ' + b"9" * 5000 + b"}",
        page({"id": PAGE, "time": 1, "changes": [{"field": "feed", "value": {"item": "comment", "verb": "add"}}]}),
    ],
    ids=["empty", "cut", "array", "text", "no UTF-8", "NaN", "deep", "digits", "no ids"],
)
def test_verified_but_unreadable_is_kept_for_a_person(door: Door, body: bytes) -> None:
    before = received(door)["parked"]
    assert door.deliver(body).status == 200
    assert received(door)["parked"] == before + 1


def test_an_account_that_nobody_owns_is_kept_and_counted(door: Door) -> None:
    before = received(door)["parked"]
    assert door.deliver(comment("6", WORDS, to="999")).status == 200
    assert received(door)["parked"] == before + 1
    assert [one["account"] for one in Ledger(door.data).room("parked") if one.get("account")] == ["999"]


def test_a_kind_that_we_do_not_take_is_counted(door: Door) -> None:
    before = received(door)
    body = page({"id": PAGE, "time": 1, "changes": [{"field": WORDS, "value": {"a": 1}}]})
    assert door.deliver(body).status == 200
    after = received(door)
    assert (after["skipped"], after["parked"]) == (before["skipped"] + 1, before["parked"])


SMUGGLED = b"GET /-/smuggled HTTP/1.1\r\nHost: h\r\n\r\n"


def _smuggling() -> dict[str, bytes]:
    head = b"POST /facebook HTTP/1.1\r\nHost: h\r\n"
    chunked = b"0\r\n\r\n" + SMUGGLED
    return {
        "CL and TE": head + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
        "TE and CL": head + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n" + chunked,
        "two lengths": head + b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + SMUGGLED,
        "a list of lengths": head + b"Content-Length: 0, 40\r\n\r\n" + SMUGGLED,
        "a signed length": head + b"Content-Length: +0\r\n\r\n" + SMUGGLED,
        "a negative length": head + b"Content-Length: -1\r\n\r\n" + SMUGGLED,
        "TE of 1.0": head.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n" + chunked,
        "unknown TE": head + b"Transfer-Encoding: xchunked\r\n\r\n" + chunked,
        "two TE": head + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunked,
        "TE with a tab": head + b"Transfer-Encoding:\x0bchunked\r\n\r\n" + chunked,
        "folded header": head + b"X: a\r\n folded: b\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
        "folded with a tab": head + b"Transfer-Encoding:\r\n\tchunked\r\n\r\n" + chunked,
        "space before the colon": head + b"Content-Length : 5\r\n\r\n" + SMUGGLED,
        "bare LF": head + b"A: b\nContent-Length: 0\r\n\r\n" + SMUGGLED,
        "bare CR": head + b"A: b\rContent-Length: 0\r\n\r\n" + SMUGGLED,
        "a chunk size in disguise": head + b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + SMUGGLED,
        "no version": b"POST /facebook\r\nContent-Length: 5\r\n\r\n" + SMUGGLED,
    }


@pytest.mark.parametrize("name", _smuggling())
def test_what_could_be_read_as_two_requests_is_refused_as_one(door: Door, name: str) -> None:
    told = statuses(raw(door.port, _smuggling()[name], wait=2, end=True))
    assert len(told) <= 1
    assert all(400 <= status < 500 or status == 501 for status in told)  # 501: a coding that gunicorn does not know


@pytest.mark.parametrize(
    "heads",
    [
        ["X-Long: " + "a" * 70_000],
        [f"X-{number}: {number}" for number in range(200)],
        ["X-Odd: é\x80\xff"],
        ["Host: <script>"],
        ["Host: a b", "X-Forwarded-Host: evil"],
        ["Content-Type: multipart/form-data"],
        ["Content-Type: application/x-www-form-urlencoded; charset=nonsense"],
        ["Cookie: " + ";" * 5000],
        ["Expect: 100-continue"],
        ["Upgrade: websocket", "Sec-WebSocket-Key: x"],
        ["Range: bytes=0-1", "If-Modified-Since: nonsense"],
    ],
    ids=[
        "long",
        "many",
        "not ASCII",
        "markup",
        "two hosts",
        "multipart",
        "form",
        "cookie",
        "expect",
        "upgrade",
        "range",
    ],
)
@pytest.mark.parametrize("path", ["/facebook", "/", "/-/status"])
def test_odd_headers_are_never_our_failure(door: Door, heads: list[str], path: str) -> None:
    for method in ("POST", "GET"):
        sent = post(b"a=b", *heads, path=path).replace(b"POST", method.encode(), 1)
        told = [status for status in statuses(raw(door.port, sent, wait=3)) if status != 100]
        assert all(status < 500 for status in told)
        assert len(told) == 1


@LOCAL
@pytest.mark.parametrize(
    "method_path", ["GET /-/status", "GET /-/summary", "POST /-/watch", "POST /-/collect", "POST /-/digest"]
)
def test_operators_pages_are_for_operators(door: Door, method_path: str) -> None:
    method, path = method_path.split()
    tokens = ("", "Bearer", "Bearer ", "Bearer None", f"Bearer {OPERATOR}x", OPERATOR, f"Basic {OPERATOR}", "Bearer é")
    for token in tokens:
        told = door.ask(method, path, headers={"Authorization": token.encode("latin-1")} if token else {})
        assert told.status == 404, token
    assert door.ask(method, path, headers={"X-CloudScheduler": "true", "ce-type": "t"}).status == 404
    assert door.operator(method, path) is not None


def test_without_a_token_there_is_no_operator(brands: Path, tmp_path: Path) -> None:
    with local(tmp_path, brands, HEARD_OPERATOR_TOKEN=None) as door:
        for token in ("Bearer", "Bearer ", "Bearer None"):
            assert door.ask("GET", "/-/status", headers={"Authorization": token}).status == 404


@LOCAL
def test_slow_senders_keep_nobody_else_waiting(door: Door) -> None:
    """Thirty that stop in the middle, more than there are threads; after the deadline they are let go."""
    body = comment("7")
    half = post(body, f"X-Hub-Signature-256: {signature(body)}")[:-20]
    with ExitStack() as open_lines:
        lines = [open_lines.enter_context(socket.create_connection(("127.0.0.1", door.port))) for _ in range(30)]
        for number, line in enumerate(lines):
            line.sendall(half if number % 2 else half[:30])
        begun = time.monotonic()
        assert door.deliver(comment("8")).status == 200
        assert time.monotonic() - begun < 6, "none of the thirty is waited for"
        for line in lines:
            line.settimeout(20)
            assert line.recv(100) == b""
        assert time.monotonic() - begun < 25
    assert door.deliver(comment("9")).status == 200


def test_log_is_records_without_secrets_or_words(door: Door) -> None:
    """Runs last: all that the other tests sent has passed by."""
    body = comment("10", f"{WORDS}\n\x1b[31m forged", author="\n{}")
    head = f"X-Hub-Signature-256: {signature(body)}"
    raw(door.port, post(body, head, f"User-Agent: {WORDS} %s", path=f"/{WORDS}\x7f"))
    raw(door.port, post(body, head, f"X: {WORDS}\n{WORDS}", path=f"/{WORDS}"))
    assert door.deliver(body).status == 200
    records = door.records()
    assert {"delivery.accepted", "delivery.rejected"} <= {record["event"] for record in records}
    log = door.log.read_text(encoding="utf-8")
    for word in (WORDS, "Sample Person", "forged", "smuggled", "evil", "Traceback", *SECRETS.values()):
        assert word not in log, word
    assert all(severity in ("INFO", "WARNING", "ERROR") for severity in {record["severity"] for record in records})
    assert len(json.dumps(records)) > 1000
