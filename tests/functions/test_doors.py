"""Each door through the real functions framework, as a process on a port of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.core.interaction import Author, Interaction, Kind, Place, to_wire
from tests.functions.doors import (
    PAGE,
    VERIFY,
    X_SIGNING,
    Door,
    Ledger,
    ask,
    comment,
    framework,
    pushed,
    raw,
    sign,
    statuses,
)


@pytest.fixture(scope="module")
def receive(compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with framework("receive", tmp_path_factory.mktemp("receive"), compiled, HEARD_MAX_BODY="262144") as door:
        yield door


def kept(door: Door) -> list[str]:
    """The objects on the bus."""
    return [json.loads(row[0])["object"] for row in Ledger(door.data).rows("SELECT data FROM inbox", "inbox.db")]


def test_first_requests_may_come_at_once(compiled: Path, tmp_path: Path) -> None:
    """Nothing is built yet, and eight threads ask for it."""
    with framework("receive", tmp_path, compiled) as door, ThreadPoolExecutor(16) as senders:
        told = list(senders.map(lambda name: door.deliver(comment(str(name))).status, range(32)))
        assert told == [200] * 32
        assert len(kept(door)) == 32


def test_signed_delivery_is_kept_before_it_is_answered(receive: Door) -> None:
    told = receive.deliver(comment("501"))
    assert (told.status, told.body) == (200, b"")
    assert "9501_501" in kept(receive)


def test_forged_delivery_is_not(receive: Door) -> None:
    body = comment("502")
    assert receive.ask("POST", "/facebook", body, sign(body, "another-secret-altogether")).status == 401
    assert "9502_502" not in kept(receive)


def test_meta_handshake(receive: Door) -> None:
    good = f"/facebook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={VERIFY}"
    told = receive.ask("GET", good)
    assert (told.status, told.body) == (200, b"1158201444")
    assert told.headers["x-content-type-options"] == "nosniff"
    assert receive.ask("GET", good + "x").status == 403


def test_x_challenge(receive: Door) -> None:
    token = "NTJhZmY1YTQ"
    digest = hmac.new(X_SIGNING.encode(), token.encode(), hashlib.sha256).digest()
    told = receive.ask("GET", f"/x?crc_token={token}")
    assert told.status == 200
    assert json.loads(told.body) == {"response_token": "sha256=" + base64.b64encode(digest).decode()}
    assert receive.ask("GET", "/x?crc_token=%7B%22a%22%3A1%7D").status == 400


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 500", b"{}"),
        ("Transfer-Encoding: chunked", b"zz\r\nno chunk\r\n"),
        ("Transfer-Encoding: chunked", b"5\r\n{\r\n"),
    ],
    ids=["ends early", "no chunk size", "chunk ends early"],
)
def test_body_that_does_not_come_is_the_senders_fault(receive: Door, head: str, body: bytes) -> None:
    sent = f"POST /facebook HTTP/1.1\r\nHost: h\r\n{head}\r\nConnection: close\r\n\r\n".encode() + body
    told = statuses(raw(receive.port, sent, end=True))
    assert [status for status in told if status not in (400, 401)] == []
    assert '"bug"' not in receive.log.read_text(encoding="utf-8")


def test_too_large_a_body_is_refused_and_not_kept_in_memory(receive: Door) -> None:
    receive.deliver(comment("503"))
    before = receive.rss()
    for _ in range(3):
        assert receive.deliver(b" " * (24 * 1024 * 1024)).status == 413
        raw(receive.port, chunked(24), wait=2)
    grown = receive.rss() - before
    assert grown < 16, f"{grown} MiB more for bodies that were refused"
    assert receive.deliver(comment("504")).status == 200


def chunked(mebibytes: int) -> bytes:
    part = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    return (
        b"POST /facebook HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        + part * mebibytes
        + b"0\r\n\r\n"
    )


def test_nothing_but_the_declared_connections_has_a_path(receive: Door) -> None:
    for path in ("/", "/nobody", "/facebook/", "/standard", "/Facebook", "/_base"):
        assert receive.ask("POST", path, b"{}", sign(b"{}")).status == 404, path
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        told = receive.ask(method, "/facebook")
        assert (told.status, told.headers["allow"]) == (405, "GET, POST"), method


def message(name: str, text: str = "It is broken") -> bytes:
    now = datetime.now(UTC)
    return to_wire(
        Interaction(
            platform="facebook",
            account=PAGE,
            object=name,
            kind=Kind.COMMENT,
            author=Author(id="7", name="Sample Person"),
            place=Place(thread=name),
            text=text,
            at=now,
            received_at=now,
            brand="acme",
            connection="facebook",
        )
    )


def test_acknowledge_takes_a_pushed_message_once(compiled: Path, tmp_path: Path) -> None:
    with framework("acknowledge", tmp_path, compiled, kind="cloudevent") as door:
        body, headers = pushed(message("1_2"))
        assert [door.ask("POST", "/", body, headers).status for _ in range(2)] == [200, 200]
        assert Ledger(tmp_path).read().entries["1_2"]["state"] == "handed_over"
        assert len(Ledger(tmp_path).room("notices")) == 1


@pytest.mark.parametrize(
    "data", [b"no message of ours", b"{}", b"\xff\xfe", b""], ids=["text", "empty", "bytes", "none"]
)
def test_acknowledge_parks_what_it_cannot_read(compiled: Path, tmp_path: Path, data: bytes) -> None:
    """Delivered again, it would be as unreadable as before."""
    with framework("acknowledge", tmp_path, compiled, kind="cloudevent") as door:
        body, headers = pushed(data)
        assert [door.ask("POST", "/", body, headers).status for _ in range(2)] == [200, 200]
        assert door.ask("POST", "/", b'{"message": "odd"}', headers).status == 200
        assert [one["why"] for one in Ledger(tmp_path).room("parked")] == [
            "not a message that this release can read"
        ] * 2


def test_watch_makes_a_breach_once(compiled: Path, tmp_path: Path) -> None:
    with framework("acknowledge", tmp_path, compiled, kind="cloudevent") as door:
        past = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
        body, headers = pushed(json.dumps(json.loads(message("3_4")) | {"at": past}).encode())
        assert door.ask("POST", "/", body, headers).status == 200
    with framework("watch", tmp_path, compiled) as door:
        first, second = (json.loads(door.ask("POST", "/").body) for _ in range(2))
    assert first["breaches"] == 1
    assert second == {"breaches": 0, "rings": 0, "notices": 0}


def test_digest_tells_how_many_it_made(compiled: Path, tmp_path: Path) -> None:
    with framework("digest", tmp_path, compiled) as door:
        told = door.ask("POST", "/")
        assert (told.status, json.loads(told.body)) == (200, {"made": 0})


@pytest.mark.parametrize("name", ["watch", "digest"])
def test_a_tick_without_a_store_is_repeated_by_its_scheduler(name: str, compiled: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    with framework(name, tmp_path, compiled) as door:
        told = door.ask("POST", "/")
        assert (told.status, told.headers["retry-after"]) == (503, "5")


def test_a_missing_secret_is_named_in_the_log_and_never_answered(compiled: Path, tmp_path: Path) -> None:
    with framework("receive", tmp_path, compiled, HEARD_FACEBOOK_SIGNING=None) as door:
        told = door.deliver(comment("1"))
        assert told.status == 500
        assert b"HEARD" not in told.body
        assert "HEARD_FACEBOOK_SIGNING" in door.log.read_text(encoding="utf-8")
        assert ask(door.port, "GET", "/x?crc_token=abc").status == 200
