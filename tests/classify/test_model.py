"""A brand's own model: its label counts if it is one of the brand's; nothing that it does otherwise reaches anybody."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from shared.brands.circle import Model
from shared.classify.model import LONGEST_ANSWER, ask
from shared.core.secret import Secret

WORDS = "where is parcel 4711 of Anna"
TOKEN = "t0ken-of-the-model-6f1d"
Answer = Callable[[socket.socket], None]


@contextmanager
def served(answer: Answer) -> Iterator[tuple[Model, list[bytes]]]:
    """A server on loopback that answers one way, and what it was asked."""
    seen: list[bytes] = []
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                peer, _address = listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with peer:
                peer.settimeout(5)
                seen.append(request(peer))
                try:
                    answer(peer)
                except OSError:
                    continue

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        yield Model(url=f"http://127.0.0.1:{port}/judge?v=1", labels=("loud", "quiet")), seen
        over.set()
    thread.join(5)


def request(peer: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += peer.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body


def says(body: bytes, status: str = "200 OK", *more: str) -> Answer:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *more, "", ""]).encode()
    return lambda peer: peer.sendall(head + body)


def label(value: object) -> bytes:
    return json.dumps({"label": value}).encode()


def test_it_is_told_the_text_and_gives_a_label(capsys) -> None:
    with served(says(label("loud") + b"\n")) as (model, seen):
        assert ask(model, Secret(TOKEN), WORDS, "en", 5) == "loud"
        assert ask(model, None, "👍 ok", None, 5) == "loud"
    head, _, body = seen[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /judge?v=1 HTTP/1.1\r\n")
    assert f"Authorization: Bearer {TOKEN}".encode() in head
    assert json.loads(body) == {"text": WORDS, "language": "en"}
    assert b"Authorization" not in seen[1]
    assert json.loads(seen[1].partition(b"\r\n\r\n")[2]) == {"text": "👍 ok", "language": None}
    assert capsys.readouterr().err == ""


WRONG = {
    "a label that the brand did not write": (says(label("urgent")), "label"),
    "an empty label": (says(label("")), "label"),
    "a label that is no text": (says(label(["loud"])), "form"),
    "no label": (says(b'{"labels": "loud"}'), "form"),
    "more than an object": (says(b'["loud"]'), "form"),
    "no json": (says(b"<html>loud</html>"), "form"),
    "bytes that are no text": (says(b'{"label": "\xff\xfe"}'), "form"),
    "nothing": (says(b""), "form"),
    "an error with a label": (says(label("loud"), "500 Internal Server Error"), "status"),
    "a refusal": (says(b"", "401 Unauthorized"), "status"),
    "an answer that is too long": (says(label("loud") + b" " * LONGEST_ANSWER), "size"),
    "no http": (lambda peer: peer.sendall(b"loud\r\n\r\n"), "connection"),
    "a broken line": (lambda peer: None, "connection"),
    "an answer that ends early": (lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"), None),
    "endless headers": (lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"), "connection"),
}


@pytest.mark.parametrize("case", WRONG)
def test_anything_else_is_no_label_and_one_line_without_words(case, capsys) -> None:
    answer, reason = WRONG[case]
    with served(answer) as (model, _seen):
        assert ask(model, Secret(TOKEN), WORDS, "en", 5) is None
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    told = json.loads(lines[0])
    assert told["event"] == "model.failed"
    assert reason is None or told["reason"] == reason
    assert told.keys() == {"severity", "event", "reason"}


def test_no_redirect_is_followed(capsys) -> None:
    with served(says(label("loud"))) as (elsewhere, seen):
        with served(says(b"", "307 Temporary Redirect", f"Location: {elsewhere.url}")) as (model, _):
            assert ask(model, Secret(TOKEN), WORDS, "en", 5) is None
        assert seen == []
    assert '"redirect"' in capsys.readouterr().err


def drip(peer: socket.socket) -> None:
    """An answer one byte at a time: each comes in time, and the whole never does."""
    peer.sendall(b"HTTP/1.1 200 OK\r\nX-More: ")
    while True:
        peer.sendall(b"x")
        time.sleep(0.05)


def never(peer: socket.socket) -> None:
    peer.recv(1)


def flood(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(4096):
        peer.sendall(b"x" * 65536)


@pytest.mark.parametrize(("answer", "reason"), [(drip, "timeout"), (never, "timeout"), (flood, "size")])
def test_the_deadline_holds_for_the_whole_call_and_its_thread_ends(answer, reason, capsys) -> None:
    with served(answer) as (model, _seen):
        assert ask(model, None, WORDS, None, 0.4) is None
        for _ in range(100):
            if not any(thread.name == "model" for thread in threading.enumerate()):
                break
            time.sleep(0.05)
        assert not any(thread.name == "model" for thread in threading.enumerate())
    assert f'"{reason}"' in capsys.readouterr().err


def test_a_port_where_nobody_listens(capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert ask(Model(url=f"http://127.0.0.1:{port}/", labels=("loud",)), None, WORDS, None, 5) is None
    assert '"refused"' in capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "http://model.example/judge",
        "http://169.254.169.254/",
        "ftp://127.0.0.1/",
        "file:///etc/hosts",
        "https://",
        "https://someone:word@model.example/",
        "http://127.0.0.1:port/",
        "127.0.0.1:80",
        "",
    ],
)
def test_only_https_or_this_machine_is_asked(url, capsys, monkeypatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was opened"))
    assert ask(Model(url=url, labels=("loud",)), Secret(TOKEN), WORDS, None, 5) is None
    err = capsys.readouterr().err
    assert '"address"' in err
    assert TOKEN not in err
    assert WORDS not in err


def test_a_token_that_would_break_the_line_is_not_sent(capsys) -> None:
    with served(says(label("loud"))) as (model, seen):
        assert ask(model, Secret("a\r\nX-More: b"), WORDS, None, 5) is None
    assert seen == [] or b"X-More" not in seen[0]
    assert "X-More" not in capsys.readouterr().err
