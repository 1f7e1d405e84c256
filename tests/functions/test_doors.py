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
from typing import Any

import pytest

from shared.core.errors import MissingSecret
from shared.core.interaction import Author, Interaction, Kind, Place, to_wire
from shared.wiring import Wiring
from tests.functions.doors import (
    FORMS,
    PAGE,
    SECRETS,
    VERIFY,
    X_SIGNING,
    Door,
    Ledger,
    comment,
    framework,
    public,
    pushed,
    raw,
    run_framework,
    run_public,
    sign,
    statuses,
)


@pytest.fixture(scope="module", params=FORMS)
def receive(request: pytest.FixtureRequest, compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The public door, in each of its forms."""
    data = tmp_path_factory.mktemp(f"receive-{request.param}")
    with public(request.param, data, compiled, HEARD_MAX_BODY="262144") as door:
        yield door


def kept(door: Door) -> list[str]:
    """The objects on the bus."""
    return [json.loads(row[0])["object"] for row in Ledger(door.data).rows("SELECT data FROM inbox", "inbox.db")]


@pytest.mark.parametrize("form", FORMS)
def test_first_requests_may_come_at_once(form: str, compiled: Path, tmp_path: Path) -> None:
    """Little is built yet, and all ask for it."""
    with public(form, tmp_path, compiled) as door, ThreadPoolExecutor(16) as senders:
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


def chunked(mebibytes: int, path: str = "/facebook") -> bytes:
    part = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    head = f"POST {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + part * mebibytes + b"0\r\n\r\n"


def test_nothing_but_the_declared_connections_has_a_path(receive: Door) -> None:
    for path in ("/", "/nobody", "/facebook/", "/standard", "/Facebook", "/_base"):
        assert receive.ask("POST", path, b"{}", sign(b"{}")).status == 404, path
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        told = receive.ask(method, "/facebook")
        assert (told.status, "GET" in told.headers["allow"]) == (405, True), method


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
            trace="a-trace",
        )
    )


@pytest.fixture(scope="module")
def acknowledge(compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with framework("acknowledge", tmp_path_factory.mktemp("acknowledge"), compiled) as door:
        yield door


def handled(door: Door) -> list[dict[str, Any]]:
    return [record for record in door.records() if record["event"] == "interaction"]


def shapes(data: bytes, number: str) -> dict[str, tuple[bytes, dict[str, str]]]:
    """One message in every shape that it may be pushed in."""
    event, headers = pushed(data, number)
    plain = {"Content-Type": "application/json"}
    structured = {"specversion": "1.0", "id": number, "source": "//s", "type": "t", "data": json.loads(event)}
    return {
        "Pub/Sub push": (event, plain),
        "push without a type": (event, {}),
        "Eventarc": (event, headers),
        "structured": (json.dumps(structured).encode(), {"Content-Type": "application/cloudevents+json"}),
        "unwrapped": (data, {"x-goog-pubsub-message-id": number, "Content-Type": "application/octet-stream"}),
        "unwrapped, nothing said": (data, {}),
    }


@pytest.mark.parametrize("shape", shapes(b"", ""))
def test_acknowledge_takes_a_message_in_every_shape_once(acknowledge: Door, shape: str) -> None:
    name = f"1_{len(shape)}"
    number = f"80{len(shape)}"
    body, headers = shapes(message(name), number)[shape]
    assert [acknowledge.ask("POST", "/", body, headers).status for _ in range(2)] == [200, 200]
    entry = Ledger(acknowledge.data).read().entries[name]
    assert entry["state"] == "handed_over"
    assert len([one for one in Ledger(acknowledge.data).room("notices") if one.get("entry") == entry["key"]]) == 1
    told = [record for record in handled(acknowledge) if record["key"] == entry["key"]]
    assert [(record["state"], record["trace"]) for record in told] == [("handed_over", "a-trace")] * 2
    assert {record["message"] for record in told} == ({""} if "said" in shape else {number})


@pytest.mark.parametrize(
    "data", [b"no message of ours", b"{}", b"\xff\xfe", b""], ids=["text", "empty", "bytes", "none"]
)
def test_acknowledge_parks_what_it_cannot_read(compiled: Path, tmp_path: Path, data: bytes) -> None:
    """Delivered again, it would be as unreadable as before."""
    with framework("acknowledge", tmp_path, compiled) as door:
        body, headers = pushed(data)
        assert [door.ask("POST", "/", body, headers).status for _ in range(2)] == [200, 200]
        assert door.ask("POST", "/", b'{"message": "odd"}', headers).status == 200
        assert door.ask("POST", "/", b"[" * 100_000, headers).status == 200
        parked = Ledger(tmp_path).room("parked")
        assert [one["why"] for one in parked] == ["not a message that this release can read"] * 3
        assert data in {base64.b64decode(one["body"]) for one in parked}
        assert handled(door) == []


def test_acknowledge_is_delivered_again_what_it_could_not_handle(compiled: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    with framework("acknowledge", tmp_path, compiled) as door:
        for data in (message("2_1"), b"nothing of ours"):
            body, headers = pushed(data, "77")
            told = door.ask("POST", "/", body, headers)
            assert (told.status, told.body) == (500, b"BackendUnavailable\n")
        failed = [record for record in door.records() if record["event"] == "message.failed"]
        assert [record["message"] for record in failed] == ["77", "77"]
        (tmp_path / "ledger.db").rmdir()
        body, headers = pushed(message("2_1"))
        assert door.ask("POST", "/", body, headers).status == 200


def test_acknowledge_takes_only_what_is_posted(acknowledge: Door) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert acknowledge.ask(method, "/").status == 405


def test_acknowledge_logs_no_words(acknowledge: Door) -> None:
    acknowledge.ask("POST", "/", *pushed(message("5_5", "a-sentence-that-somebody-wrote")))
    acknowledge.ask("POST", "/", *pushed(b"a-sentence-that-nobody-reads"))
    log = acknowledge.log.read_text(encoding="utf-8")
    assert "a-sentence" not in log
    assert "Sample Person" not in log


def test_watch_makes_a_breach_once(compiled: Path, tmp_path: Path) -> None:
    with framework("acknowledge", tmp_path, compiled) as door:
        past = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
        body, headers = pushed(json.dumps(json.loads(message("3_4")) | {"at": past}).encode())
        assert door.ask("POST", "/", body, headers).status == 200
    with framework("watch", tmp_path, compiled) as door:
        first, second = (json.loads(door.ask("POST", "/").body) for _ in range(2))
    assert first["breaches"] == 1
    assert set(second.values()) == {0}


def test_digest_tells_how_many_it_made(compiled: Path, tmp_path: Path) -> None:
    with framework("digest", tmp_path, compiled) as door:
        told = door.ask("POST", "/")
        assert (told.status, json.loads(told.body)) == (200, {"made": 0})


@pytest.mark.parametrize("name", ["watch", "collect", "digest"])
def test_a_tick_without_a_store_is_repeated_by_its_scheduler(name: str, compiled: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    with framework(name, tmp_path, compiled) as door:
        told = door.ask("POST", "/")
        assert (told.status, told.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", [None, "", "changeme", "   "], ids=["missing", "empty", "a placeholder", "blank"])
def test_no_webhook_secret_no_start(form: str, secret: str | None, compiled: Path, tmp_path: Path) -> None:
    done = run_public(form, tmp_path, compiled, HEARD_FACEBOOK_SIGNING=secret, HEARD_X_SIGNING=None)
    assert done.returncode != 0
    refused = [json.loads(line) for line in done.stderr.splitlines() if "start.refused" in line]
    assert [record["why"].split()[0] for record in refused] == ["HEARD_FACEBOOK_SIGNING", "HEARD_X_SIGNING"]
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("form", FORMS)
def test_receive_starts_without_any_token_that_can_speak(form: str, compiled: Path, tmp_path: Path) -> None:
    """The public door is never given one."""
    tokens = dict.fromkeys(("HEARD_FACEBOOK_TOKEN", "HEARD_X_TOKEN", "HEARD_OPERATOR_TOKEN"))
    with public(form, tmp_path, compiled, **tokens) as door:
        assert door.deliver(comment("1")).status == 200


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "changes",
    [
        {"HEARD_BUS": "no_such_bus"},
        {"HEARD_STORE": "no_such_store"},
        {"HEARD_MAX_BODY": "much"},
        {"GOOGLE_CLOUD_PROJECT": "", "HEARD_BUS": "pubsub_rest"},
    ],
    ids=["bus", "store", "a setting", "a setting of the bus"],
)
def test_what_cannot_work_does_not_start(form: str, changes: dict[str, str], compiled: Path, tmp_path: Path) -> None:
    done = run_public(form, tmp_path, compiled, **changes)
    assert done.returncode != 0
    assert next(iter(changes)) in done.stderr


def test_nothing_starts_without_the_compiled_brands(tmp_path: Path) -> None:
    for name in ("receive", "acknowledge", "watch", "collect", "digest"):
        done = run_framework(name, tmp_path, tmp_path / "none.json")
        assert done.returncode != 0
        assert "none.json" in done.stderr, name


def test_acknowledge_does_not_start_with_a_mail_server_that_cannot_be_one(compiled: Path, tmp_path: Path) -> None:
    done = run_framework("acknowledge", tmp_path, compiled, HEARD_NOTIFIER="smtp")
    assert done.returncode != 0
    assert "HEARD_SMTP_HOST" in done.stderr


def test_who_speaks_as_an_account_needs_no_webhook_secret(compiled: Path, tmp_path: Path) -> None:
    """The door that answers is given tokens and no secret with which a webhook could be forged."""
    environ = {name: value for name, value in SECRETS.items() if name.endswith("_TOKEN")}
    wiring = Wiring({**environ, "HEARD_COMPILED": str(compiled), "HEARD_DATA": str(tmp_path)})
    for account in wiring.brands.brands["acme"].accounts:
        assert wiring.client(account) is not None
    with pytest.raises(MissingSecret):
        wiring.keys(wiring.routes.connections["facebook"])


def test_acknowledge_does_not_start_without_a_token_that_a_brand_names(compiled: Path, tmp_path: Path) -> None:
    done = run_framework("acknowledge", tmp_path, compiled, HEARD_X_TOKEN=None)
    assert done.returncode != 0
    assert "HEARD_X_TOKEN" in done.stderr


@pytest.mark.parametrize("path", ["/robots.txt", "/favicon.ico", "/a//b", "//facebook", "/%2e%2e/x"])
def test_what_the_framework_would_answer_by_itself_is_bounded_too(receive: Door, path: str) -> None:
    """The framework keeps some paths from us, and reads what it is sent after its own answers into memory."""
    receive.deliver(comment("505"))
    before = receive.peak()
    assert statuses(raw(receive.port, chunked(24, path), wait=2)) in ([404], [])
    assert receive.ask("POST", path, b"{}").status == 404
    assert receive.peak() - before < 12
