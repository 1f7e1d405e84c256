"""The lean bus against a server that misbehaves in every way there is, in each of its forms."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvloop

from shared.buses import _pubsub, _pubsub_aio, _pubsub_http, pubsub_rest
from shared.buses.pubsub_rest import PubSubRestBus
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Bus, Outgoing
from tests.buses._emulated import InLoop
from tests.buses._fake import Fake, Request, chunked, http, published
from tests.contracts._adapters import within

ROOT = Path(__file__).parents[2]
FORMS: dict[str, Callable[[dict[str, str]], Any]] = {
    "threads": PubSubRestBus.open,
    "asyncio": lambda environ: InLoop(PubSubRestBus, environ),
    "uvloop": lambda environ: InLoop(PubSubRestBus, environ, uvloop.new_event_loop()),
}


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake()
    yield server
    server.close()


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Callable[[dict[str, str]], Any]:
    return FORMS[request.param]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publish may take less, where the test is about what follows."""
    for module in (pubsub_rest, _pubsub_aio):
        monkeypatch.setattr(module, "DEADLINE", 0.5)


@pytest.fixture
def bus(form: Callable[[dict[str, str]], Any], fake: Fake) -> Iterator[Bus]:
    opened = form(fake.environ)
    yield opened
    opened.close()


def out(data: bytes = b"x") -> Outgoing:
    return Outgoing(data, {"brand": "acme", "kind": "comment"})


def why(bus: Bus, count: int = 1) -> str:
    with within(2.5), pytest.raises(BackendUnavailable) as caught:
        bus.publish([out(b"%d" % number) for number in range(count)])
    assert caught.value.which == "pubsub bus"
    return caught.value.why


def always(answer: bytes | None) -> Callable[[Fake, Request], bytes | None]:
    return lambda fake, request: answer


# --- what is sent ---


def test_a_request_is_what_pubsub_documents(bus: Bus, fake: Fake) -> None:
    bus.publish([Outgoing(b"\x00\xff", {"brand": "acme", "name": 'a "ø"'}), out(b"two")])
    request = fake.requests[0]
    assert (request.method, request.path) == ("POST", "/v1/projects/some-project/topics/interactions:publish")
    assert request.headers["authorization"] == "Bearer token-1"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["host"] == f"127.0.0.1:{fake.port}"
    assert json.loads(request.body) == {
        "messages": [
            {"data": "AP8=", "attributes": {"brand": "acme", "name": 'a "ø"'}},
            {"data": "dHdv", "attributes": {"brand": "acme", "kind": "comment"}},
        ]
    }
    assert fake.asked[0].headers["metadata-flavor"] == "Google"


def test_a_connection_is_used_again(bus: Bus, fake: Fake) -> None:
    for _ in range(5):
        bus.publish([out()])
    assert len({request.connection for request in fake.requests}) == 1


def test_ten_thousand_messages_of_one_webhook_take_ten_requests(bus: Bus, fake: Fake) -> None:
    receipts = bus.publish([out(b"%d" % number) for number in range(10_000)])
    assert len(set(receipts)) == 10_000
    assert sorted(len(request.data) for request in fake.requests) == [1_000] * 10
    by_receipt = {}
    for request in sorted(fake.requests, key=lambda one: int(one.data[0])):
        by_receipt[request.data[0]] = request
    assert len(by_receipt) == 10
    firsts = [int(receipts[number]) for number in range(0, 10_000, 1_000)]
    assert sorted(firsts) == list(range(0, 10_000, 1_000))


def test_no_request_is_larger_than_pubsub_takes(bus: Bus, fake: Fake) -> None:
    receipts = bus.publish([out(bytes([number]) * 1_500_000) for number in range(11)])
    assert len(set(receipts)) == 11
    assert len(fake.requests) == 3
    assert all(len(request.body) <= 10_000_000 for request in fake.requests)


# --- answers ---


def test_an_answer_in_chunks_is_read(bus: Bus, fake: Fake) -> None:
    fake.answer = chunked
    assert bus.publish([out(), out()]) == ["0", "1"]
    assert bus.publish([out()]) == ["2"]


ANSWERS: dict[str, tuple[Any, str]] = {
    "too few ids": (http(200, {"messageIds": ["1", "2"]}), "2 receipts for 3 messages"),
    "too many ids": (http(200, {"messageIds": ["1", "2", "3", "4"]}), "4 receipts for 3 messages"),
    "an empty id": (http(200, {"messageIds": ["1", "", "3"]}), "2 receipts for 3 messages"),
    "no ids": (http(200, {}), "0 receipts for 3 messages"),
    "ids that are no text": (http(200, {"messageIds": [1, 2, 3]}), "answer unreadable"),
    "no JSON": (http(200, b"<html>"), "answer unreadable"),
    "not UTF-8": (http(200, b'{"messageIds": ["\xff", "2", "3"]}'), "answer unreadable"),
    "an empty body": (http(200, b""), "answer unreadable"),
    "no content": (http(204, b""), "status 204"),
    "a redirect": (http(302, b"", "location: http://elsewhere.example/"), "status 302"),
    "no such topic": (http(404, {"error": {"code": 404, "status": "NOT_FOUND"}}), "status 404 NOT_FOUND"),
    "too much": (http(429, {"error": {"status": "RESOURCE_EXHAUSTED"}}), "status 429 RESOURCE_EXHAUSTED"),
    "a code that is none": (http(400, {"error": {"status": "my words: secret"}}), "status 400"),
    "forbidden": (http(403, b"who knows"), "status 403"),
}


@pytest.mark.parametrize(("answer", "said"), ANSWERS.values(), ids=ANSWERS.keys())
def test_any_other_answer_is_no_receipt(bus: Bus, fake: Fake, answer: bytes, said: str) -> None:
    fake.answer = always(answer)
    assert why(bus, 3) == said
    assert len(fake.requests) == 1, "nothing that sending again could help"
    fake.answer = published
    assert len(bus.publish([out()])) == 1


BROKEN: dict[str, tuple[bytes | None, str]] = {
    "unavailable": (http(503, {"error": {"status": "UNAVAILABLE"}}), "status 503 UNAVAILABLE"),
    "a broken gateway": (http(502, b"<html>"), "status 502"),
    "closed without a word": (None, "ConnectionResetError"),
    "cut off": (http(200, {"messageIds": ["1"]}, "connection: close")[:-3], "ConnectionResetError"),
    "garbage": (b"\x16\x03\x01 nonsense\r\n\r\n", "Garbled"),
    "an answer without end": (b"HTTP/1.1 200 OK\r\ncontent-length: 9999999\r\n\r\n" + b"x" * 1_100_000, "Garbled"),
    "another protocol": (b"HTTP/1.1 101 Other\r\nupgrade: other\r\nconnection: upgrade\r\n\r\n", "Garbled"),
}


@pytest.mark.parametrize(("answer", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_may_pass_is_tried_once_more_and_only_once(bus: Bus, fake: Fake, answer: bytes | None, said: str) -> None:
    fake.answer = always(answer)
    assert why(bus) == said
    assert len({request.connection for request in fake.requests}) == 2, "the second try takes a new connection"
    assert len(fake.requests) == 2
    fake.answers = [always(answer)]
    fake.answer = published
    assert len(bus.publish([out()])) == 1


def test_a_kept_connection_that_was_closed_meanwhile_costs_nobody_anything(bus: Bus, fake: Fake) -> None:
    """It is noticed before anything is sent: the one retry is still there for what goes wrong after that."""
    assert bus.publish([out()]) == ["0"]
    for number in (1, 2):
        fake.drop()
        wait_until(lambda: goodbye_arrived(bus))
        fake.answers = [always(None)]
        assert bus.publish([out()]) == [str(number)]
    assert len(fake.requests) == 5


def goodbye_arrived(bus: Any) -> bool:
    inner = getattr(bus, "_bus", None)
    if inner is None:
        time.sleep(0.05)  # loopback needs none of it
        return True
    return all(not line._ear.open for line in inner._free)


def test_a_kept_connection_that_breaks_under_the_request_is_replaced_once(bus: Bus, fake: Fake) -> None:
    bus.publish([out()])
    fake.answers = [always(None)]
    assert bus.publish([out(b"again")]) == ["1"]
    assert [request.data for request in fake.requests[1:]] == [[b"again"], [b"again"]]
    fake.answers = [always(None), always(None)]
    assert why(bus) == "ConnectionResetError"
    assert len(fake.requests) == 5


def test_a_connection_on_which_more_came_than_was_asked_for_is_not_used_again(bus: Bus, fake: Fake) -> None:
    """Else the next one to publish would be told what nobody said about his messages."""
    fake.answers = [always(http(200, {"messageIds": ["mine"]}) + http(200, {"messageIds": ["a stranger's"]}))]
    assert bus.publish([out()]) == ["mine"]
    assert bus.publish([out()]) == ["0"]
    assert len({request.connection for request in fake.requests}) == 2


def test_a_connection_that_lay_idle_too_long_is_not_trusted(
    bus: Bus, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its other end may have gone without a word, and an answer that never comes would take all the time there is."""
    for module in (pubsub_rest, _pubsub_aio):
        monkeypatch.setattr(module, "IDLE", -1.0)
    bus.publish([out()])
    bus.publish([out()])
    assert len({request.connection for request in fake.requests}) == 2


# --- time ---


def test_a_slow_answer_is_waited_for_until_the_deadline_and_no_longer(bus: Bus, fake: Fake) -> None:
    fake.gate = threading.Event()
    assert why(bus) == "no receipt within 2.0 s"
    assert len(fake.requests) == 1


@pytest.mark.usefixtures("soon")
def test_an_answer_that_drips_does_not_stretch_the_deadline(form: Callable[[dict[str, str]], Any]) -> None:
    """Each byte in time, the whole never."""
    with dripping() as environ:
        bus = form(environ)
        assert why(bus) == "no receipt within 2.0 s"
        bus.close()


@contextmanager
def dripping() -> Iterator[dict[str, str]]:
    done = threading.Event()

    def drip(fake: Fake, request: Request) -> bytes:
        connection = fake.connection_of(request)
        for byte in b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + b"x" * 500:
            if done.wait(0.1):
                break
            connection.sendall(bytes([byte]))
        return b""

    server = Fake(answer=drip)
    try:
        yield server.environ
    finally:
        done.set()
        server.close()


@pytest.mark.usefixtures("soon")
def test_what_nobody_waits_for_any_more_is_not_sent(bus: Bus, fake: Fake) -> None:
    """All connections are busy for as long as anybody waits: what was still queued then never leaves."""
    fake.gate = threading.Event()
    with ThreadPoolExecutor(12) as pool:
        busy = [pool.submit(why, bus) for _ in range(4)]
        fake.wait_for(1)
        late = [pool.submit(why, bus) for _ in range(8)]
        assert {one.result() for one in busy + late} == {"no receipt within 2.0 s"}
    fake.gate.set()
    fake.gate = None
    sent = len(fake.requests)
    assert len(bus.publish([out(b"new")])) == 1
    assert [request.data for request in fake.requests[sent:]] == [[b"new"]]


def test_nobody_listening_is_told_at_once(form: Callable[[dict[str, str]], Any]) -> None:
    server = Fake()
    bus = form(server.environ | {"PUBSUB_EMULATOR_HOST": "127.0.0.1:1", "HEARD_PUBSUB_URL": ""})
    assert why(bus) in ("ConnectionRefusedError", "OSError")
    bus.close()
    server.close()


def test_a_job_whose_time_is_over_is_not_taken() -> None:
    waiting = _pubsub.Waiting()
    late, good = _pubsub.Job([b"late"], 10.0), _pubsub.Job([b"good"], 11.0)
    waiting.put([late, good])
    assert waiting.take(10.0) == [good]
    assert len(waiting) == 0


# --- micro-batching ---


def test_what_queued_while_requests_were_in_flight_goes_out_together(bus: Bus, fake: Fake) -> None:
    fake.gate = threading.Event()
    with ThreadPoolExecutor(50) as pool:
        first = pool.submit(bus.publish, [out(b"first")])
        fake.wait_for(1)
        others = [pool.submit(bus.publish, [out(b"%d-%d" % (one, part)) for part in range(3)]) for one in range(49)]
        all_came(bus, fake, 1 + 49 * 3)
        fake.gate.set()
        receipts = [first.result(), *(one.result() for one in others)]
    assert len(fake.requests) <= 20
    assert len({one for given in receipts for one in given}) == 1 + 49 * 3
    said = {}
    for request, ids in zip(fake.requests, fake.given, strict=True):
        said |= dict(zip(ids, request.data, strict=True))
    for one, given in enumerate(receipts[1:]):
        assert [said[receipt] for receipt in given] == [b"%d-%d" % (one, part) for part in range(3)]


def all_came(bus: Any, fake: Fake, messages: int) -> None:
    """Until so many messages either wait in the queue or travel."""
    waiting = getattr(bus, "_bus", bus)._waiting
    wait_until(
        lambda: (
            sum(len(request.data) for request in list(fake.requests))
            + sum(len(job.parts) for job in waiting._jobs.copy())
            >= messages
        )
    )


def test_an_error_of_a_shared_request_reaches_everyone_who_shared_it(bus: Bus, fake: Fake) -> None:
    fake.gate = threading.Event()
    fake.answer = always(http(403, {"error": {"status": "PERMISSION_DENIED"}}))
    with ThreadPoolExecutor(20) as pool:
        first = pool.submit(why, bus)
        fake.wait_for(1)
        others = [pool.submit(why, bus) for _ in range(19)]
        all_came(bus, fake, 20)
        fake.gate.set()
        assert {one.result() for one in [first, *others]} == {"status 403 PERMISSION_DENIED"}
    assert len(fake.requests) < 20


def test_a_stuck_request_does_not_hold_up_the_others(bus: Bus, fake: Fake) -> None:
    stuck = threading.Event()
    fake.answers = [lambda fake, request: stuck.wait(10) and None]
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(why, bus)
        fake.wait_for(1)
        for _ in range(10):
            assert len(bus.publish([out()])) == 1
        assert first.result() == "no receipt within 2.0 s"
    stuck.set()


@pytest.mark.usefixtures("soon")
def test_more_than_memory_should_hold_is_refused_at_once(bus: Bus, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pubsub, "MOST_WAITING", 1_000)
    fake.gate = threading.Event()
    with ThreadPoolExecutor(30) as pool:
        several = [pool.submit(bus.publish, [out(b"x" * 100)]) for _ in range(30)]
        refused = [one for one in several if isinstance(one.exception(10), BackendUnavailable)]
        whys = {str(one.exception()) for one in refused}
    assert any("wait to be published" in one for one in whys)


# --- tokens ---


def test_a_token_is_asked_for_once(bus: Bus, fake: Fake) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: bus.publish([out()]), range(40)))
    assert len(fake.asked) == 1


def test_a_refused_token_is_replaced_once(bus: Bus, fake: Fake) -> None:
    fake.tokens = [{"access_token": f"token-{number}", "expires_in": 3600} for number in (1, 2, 3)]
    fake.answers = [always(http(401, {}))]
    assert len(bus.publish([out()])) == 1
    assert [request.headers["authorization"] for request in fake.requests] == ["Bearer token-1", "Bearer token-2"]
    fake.answer = always(http(401, {"error": {"status": "UNAUTHENTICATED"}}))
    assert why(bus) == "status 401 UNAUTHENTICATED"
    assert len(fake.requests) == 4
    fake.answer = published
    assert len(bus.publish([out()])) == 1


def test_a_token_near_its_end_is_renewed_while_the_old_one_still_serves(bus: Bus, fake: Fake) -> None:
    fake.tokens = [{"access_token": "old", "expires_in": 300}, {"access_token": "new", "expires_in": 3600}]
    bus.publish([out()])
    later(bus, 100)
    fake.token_gate = threading.Event()
    for _ in range(5):
        bus.publish([out()])
    assert {request.headers["authorization"] for request in fake.requests} == {"Bearer old"}
    fake.token_gate.set()
    wait_until(lambda: bus.publish([out()]) and fake.requests[-1].headers["authorization"] == "Bearer new")
    assert len(fake.asked) == 2


def test_while_the_metadata_server_is_away_a_token_serves_to_its_end(bus: Bus, fake: Fake) -> None:
    fake.tokens = [{"access_token": "old", "expires_in": 300}, b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n"]
    bus.publish([out()])
    later(bus, 200)
    for _ in range(5):
        assert len(bus.publish([out()])) == 1
    wait_until(lambda: len(fake.asked) >= 2)
    for _ in range(5):
        assert len(bus.publish([out()])) == 1
    assert len(fake.asked) == 2, "not asked again at once"
    later(bus, 100)
    assert why(bus) == "no token from the metadata server: status 500"


NO_TOKENS: dict[str, Any] = {
    "no JSON": b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhey",
    "no token": {"expires_in": 3600},
    "no end": {"access_token": "token-1"},
    "one that ends a header": {"access_token": "token\r\nx: y", "expires_in": 3600},
    "one that is over": {"access_token": "token-1", "expires_in": 0},
    "an empty one": {"access_token": "", "expires_in": 3600},
}


@pytest.mark.parametrize("answer", NO_TOKENS.values(), ids=NO_TOKENS.keys())
def test_without_a_token_nothing_is_sent(bus: Bus, fake: Fake, answer: Any) -> None:
    fake.tokens = [answer]
    assert why(bus) == "no token from the metadata server: answer unreadable"
    assert fake.requests == []


def test_a_metadata_server_that_is_not_there_is_named(form: Callable[[dict[str, str]], Any], fake: Fake) -> None:
    bus = form(fake.environ | {"GCE_METADATA_HOST": "127.0.0.1:1"})
    assert why(bus) == "no token from the metadata server: ConnectionRefusedError"
    bus.close()


@pytest.mark.usefixtures("soon")
def test_a_metadata_server_that_is_silent_takes_no_more_than_the_deadline(bus: Bus, fake: Fake) -> None:
    fake.token_gate = threading.Event()
    with ThreadPoolExecutor(8) as pool:
        assert {one.result() for one in [pool.submit(why, bus) for _ in range(8)]} == {"no receipt within 2.0 s"}
    fake.token_gate.set()
    fake.token_gate = None
    assert len(bus.publish([out()])) == 1


def test_an_emulator_is_asked_without_a_token(form: Callable[[dict[str, str]], Any], fake: Fake) -> None:
    emulated = {"GOOGLE_CLOUD_PROJECT": "some-project", "PUBSUB_EMULATOR_HOST": f"127.0.0.1:{fake.port}"}
    bus = form(emulated)
    assert bus.publish([out()]) == ["0"]
    bus.close()
    assert "authorization" not in fake.requests[0].headers
    assert fake.asked == []


def test_no_error_shows_the_token(bus: Bus, fake: Fake) -> None:
    for answer in (http(401, {}), http(400, b"token-1"), None, b"token-1 is no HTTP", http(200, b"token-1")):
        fake.answer = always(answer)
        with pytest.raises(BackendUnavailable) as caught:
            bus.publish([out()])
        error: BaseException | None = caught.value
        while error is not None:
            assert "token-1" not in f"{error!r} {error}"
            error = error.__cause__ or error.__context__


# --- TLS ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for 127.0.0.1, its key, and the certificate again under its hashed name."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    folder = tmp_path_factory.mktemp("tls")
    (folder / "hashed").mkdir()
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", "key.pem"]
    subprocess.run([*make, "-out", "hashed/own.pem", *subject], cwd=folder, check=True, capture_output=True)
    subprocess.run(["openssl", "rehash", "hashed"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def secure(certificate: Path) -> Iterator[Fake]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "hashed" / "own.pem", certificate / "key.pem")
    server = Fake(tls=context)
    yield server
    server.close()


@pytest.mark.parametrize("variable", ["SSL_CERT_DIR", "SSL_CERT_FILE"])
def test_a_certificate_that_is_known_is_taken(
    form: Callable[[dict[str, str]], Any], secure: Fake, certificate: Path, variable: str
) -> None:
    known = {"SSL_CERT_DIR": certificate / "hashed", "SSL_CERT_FILE": certificate / "hashed" / "own.pem"}
    bus = form(secure.environ | {variable: str(known[variable])})
    for number in range(3):
        assert bus.publish([out()]) == [str(number)]
    assert len({request.connection for request in secure.requests}) == 1
    secure.drop()
    assert bus.publish([out()]) == ["3"]
    bus.close()


def test_a_certificate_that_nobody_knows_is_refused(form: Callable[[dict[str, str]], Any], secure: Fake) -> None:
    bus = form(secure.environ)
    assert why(bus) == "SSLCertVerificationError"
    bus.close()
    assert secure.requests == []


def test_where_no_folder_holds_certificates_all_known_ones_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda self: loaded.append(True))
    for folder in (tmp_path, tmp_path / "none"):
        context = _pubsub_http.tls({"SSL_CERT_DIR": str(folder)})
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert loaded == [True, True]


# --- settings and imports ---

PROJECT = {"GOOGLE_CLOUD_PROJECT": "some-project"}
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "no project": ({}, "GOOGLE_CLOUD_PROJECT"),
    "a project that is a path": ({"GOOGLE_CLOUD_PROJECT": "../other"}, "GOOGLE_CLOUD_PROJECT"),
    "a project with a line end": ({"GOOGLE_CLOUD_PROJECT": "a\r\nb"}, "GOOGLE_CLOUD_PROJECT"),
    "a whole topic name": (PROJECT | {"HEARD_TOPIC": "projects/p/topics/t"}, "HEARD_TOPIC"),
    "plain http": (PROJECT | {"HEARD_PUBSUB_URL": "http://pubsub.example"}, "only https"),
    "a path": (PROJECT | {"HEARD_PUBSUB_URL": "https://pubsub.example/v1"}, "HEARD_PUBSUB_URL"),
    "another scheme": (PROJECT | {"HEARD_PUBSUB_URL": "ftp://pubsub.example"}, "HEARD_PUBSUB_URL"),
    "no address": (PROJECT | {"HEARD_PUBSUB_URL": "pubsub.example"}, "HEARD_PUBSUB_URL"),
    "a wrong port": (PROJECT | {"HEARD_PUBSUB_URL": "https://pubsub.example:99999"}, "HEARD_PUBSUB_URL"),
    "a password": (PROJECT | {"HEARD_PUBSUB_URL": "https://me:hidden@pubsub.example"}, "HEARD_PUBSUB_URL"),
    "two places": (
        PROJECT | {"HEARD_PUBSUB_URL": "https://a.example", "PUBSUB_EMULATOR_HOST": "b:1"},
        "PUBSUB_EMULATOR_HOST",
    ),
    "an emulator without a port": (PROJECT | {"PUBSUB_EMULATOR_HOST": "localhost"}, "PUBSUB_EMULATOR_HOST"),
    "a metadata server with a path": (PROJECT | {"GCE_METADATA_HOST": "a/b"}, "GCE_METADATA_HOST"),
}


@pytest.mark.parametrize(("environ", "named"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("opens", [PubSubRestBus.open, PubSubRestBus.open_async], ids=["threads", "async"])
def test_what_is_set_up_wrong_refuses_to_start_and_says_which(
    opens: Callable[[dict[str, str]], Any], environ: dict[str, str], named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named) as caught:
        opens(environ)
    assert "hidden" not in str(caught.value)


def test_opening_talks_to_nobody(form: Callable[[dict[str, str]], Any], fake: Fake) -> None:
    form(fake.environ).close()
    form(PROJECT).close()
    assert fake.requests == fake.asked == []


def test_after_closing_nothing_is_taken(bus: Bus, fake: Fake) -> None:
    bus.publish([out()])
    inner = getattr(bus, "_bus", None)
    if inner is None:
        bus.close()
        assert why(bus) == "closed"
    else:

        async def both() -> None:
            await inner.close()
            with pytest.raises(BackendUnavailable, match="closed"):
                await inner.publish([out()])

        asyncio.run_coroutine_threadsafe(both(), bus._loop).result(10)
    assert len(fake.requests) == 1


def test_a_caller_who_is_cancelled_leaves_nothing_behind(fake: Fake) -> None:
    """A door's framework may cancel a request whose sender hung up."""
    fake.gate = threading.Event()

    async def run() -> list[str]:
        bus = PubSubRestBus.open_async(fake.environ)
        several = [asyncio.create_task(bus.publish([out(b"%d" % number)])) for number in range(20)]
        await asyncio.sleep(0.1)
        for one in several:
            one.cancel()
        await asyncio.gather(*several, return_exceptions=True)
        assert len(bus._waiting) == 0
        fake.gate.set()
        receipts = await bus.publish([out(b"after")])
        await bus.close()
        return receipts

    assert len(asyncio.run(run())) == 1


HEAVY = {"google", "grpc", "httpx", "httpcore", "h11", "requests", "urllib3", "cryptography", "asyncio", "pydantic"}
PUBLISH = """
import sys
before = set(sys.modules)
import json
from shared import plugins
from shared.core.ports import Outgoing
bus = plugins.load("buses", "pubsub_rest").open(json.loads(sys.argv[1]))
assert bus.publish([Outgoing(b"x", {"kind": "comment"})]) == ["0"]
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_publishing_loads_nothing_heavy(fake: Fake) -> None:
    """From start to the first receipt, token included: the public door must start fast."""
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH, json.dumps(fake.environ)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "httptools" in loaded
    assert {name for name in loaded if name.partition(".")[0] in HEAVY} == set()


def source(bus: Any) -> Any:
    return getattr(bus, "_bus", bus)._source._tokens


def later(bus: Any, seconds: float) -> None:
    """The token in hand is so much older."""
    tokens = source(bus)
    tokens._until -= seconds
    tokens._renew_at -= seconds


def wait_until(true: Callable[[], Any]) -> None:
    pause = threading.Event()
    for _ in range(500):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("it never came to be")
