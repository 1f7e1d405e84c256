"""Servers for notices on loopback: a real SMTP server, SES by moto, and rude ones of each that cut where they are told;
and a webhook.

All keep what they took, byte for byte: that is the truth that tests compare with what Heard believes.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SENDER_DOMAIN = "acme.example"


@dataclass
class Taken:
    """A mail as a server took it."""

    sender: str
    to: list[str]
    raw: bytes


# --- a real SMTP server ---


class SmtpServer:
    """aiosmtpd on a free port; `options` are those of its Controller. `answer` replaces its yes to a mail."""

    def __init__(self, **options: Any) -> None:
        self.mails: list[Taken] = []
        self.helos: list[str] = []
        self.answer: str | None = None
        self.port = _free()
        self._options = options
        self._running: Any = None

    def start(self) -> None:
        from aiosmtpd.controller import Controller

        self._running = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=30, **self._options)
        self._running.start()

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer is not None:
            return self.answer
        self.mails.append(Taken(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        self.helos.append(session.host_name)
        return "250 2.0.0 queued"


@contextmanager
def smtp_server(**options: Any) -> Iterator[SmtpServer]:
    server = SmtpServer(**options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


# --- a rude SMTP server ---

VERBS = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "dot", "QUIT")


@dataclass
class Rude:
    """Cuts the line at `verb`: `before` it does what was asked, or `after`, before it answers; or `half` way through
    the answer. `says` replaces answers, `waits` is asked before each answer, `early` answers in the middle of a body.
    """

    verb: str = ""
    cut: str = ""
    says: dict[str, bytes] = field(default_factory=dict)
    waits: Callable[[str], None] = lambda verb: None
    hello: bytes = b"250-rude.example\r\n250 SIZE 1000000\r\n"
    body_cut: int | None = None
    wrap: ssl.SSLContext | None = None
    mails: list[Taken] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    connections: int = 0

    def take(self, sender: str, to: list[str], raw: bytes) -> None:
        self.mails.append(Taken(sender, to, raw))


class _Cut(Exception):
    pass


class _Session:
    def __init__(self, rude: Rude, sock: socket.socket) -> None:
        self.rude, self.sock = rude, sock
        self.file = sock.makefile("rb")
        self.sender, self.to = "", []  # type: str, list[str]

    def step(self, verb: str, answer: bytes, effect: Callable[[], object] = lambda: None) -> bytes:
        rude = self.rude
        mine = rude.verb == verb
        if mine and rude.cut == "before":
            raise _Cut
        answer = rude.says.get(verb, answer)
        if answer[:1] in b"23" or mine:
            effect()
        if mine and rude.cut == "after":
            raise _Cut
        rude.waits(verb)
        if mine and rude.cut == "half":
            self.sock.sendall(answer[: len(answer) // 2])
            raise _Cut
        self.sock.sendall(answer)
        return answer

    def run(self) -> None:
        self.step("connect", b"220 rude.example\r\n")
        while line := self.file.readline():
            text = line.decode("ascii").rstrip("\r\n")
            verb = text.partition(" ")[0].upper()
            self.rude.heard.append(verb)
            if verb == "EHLO":
                self.step(verb, self.rude.hello)
            elif verb == "MAIL":
                self.sender = text.partition("<")[2].partition(">")[0]
                self.step(verb, b"250 ok\r\n")
            elif verb == "RCPT":
                self.to = [text.partition("<")[2].partition(">")[0]]
                self.step(verb, b"250 ok\r\n")
            elif verb == "DATA":
                if self.step(verb, b"354 go on\r\n").startswith(b"3"):
                    self.body()
            elif verb == "QUIT":
                self.step(verb, b"221 bye\r\n")
                return
            else:
                self.step(verb, b"502 no\r\n")

    def body(self) -> None:
        lines: list[bytes] = []
        size = 0
        while (line := self.file.readline()) != b".\r\n":
            if not line:
                return  # no dot: not our mail (RFC 5321 section 4.1.1.10)
            size += len(line)
            if self.rude.body_cut is not None and size >= self.rude.body_cut:
                raise _Cut
            lines.append(line[1:] if line.startswith(b".") else line)
        raw = b"".join(lines)
        self.step("dot", b"250 queued\r\n", lambda: self.rude.take(self.sender, self.to, raw))


@contextmanager
def rude_server(rude: Rude) -> Iterator[int]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            rude.connections += 1
            with suppress(OSError):
                sock = rude.wrap.wrap_socket(self.request, server_side=True) if rude.wrap else self.request
                with suppress(_Cut):
                    _Session(rude, sock).run()
                sock.shutdown(socket.SHUT_RDWR)
                sock.close()

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port


# --- SES ---


@dataclass
class RudeSes:
    """Gives the scripted answers in turn, then the last one for ever: (status, headers, body), or how to misbehave:
    `cut` hangs up without an answer, `hang` waits for `go`. `takes` says whether the mail counts as sent."""

    answers: list[tuple[int, dict[str, str], bytes] | str]
    takes: bool = False
    requests: list[bytes] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)


def ses_error(status: int, name: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    body = b'{"message": "Email address is not verified: one@acme.example"}'
    return status, {"x-amzn-errortype": name, "content-type": "application/json", **(headers or {})}, body


SES_FINE = (200, {"content-type": "application/json"}, b'{"MessageId": "0100-abc"}')


@contextmanager
def rude_ses(rude: RudeSes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            rude.requests.append(self.rfile.read(int(self.headers["content-length"])))
            answer = rude.answers[min(len(rude.requests), len(rude.answers)) - 1]
            if answer == "hang":
                rude.go.wait(30)
            if isinstance(answer, str):
                self.close_connection = True
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    try:
        with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
            yield f"http://127.0.0.1:{port}"
    finally:
        rude.go.set()


KEYS = {"AWS_ACCESS_KEY_ID": "test-key-id-of-nobody", "AWS_SECRET_ACCESS_KEY": "test-key-that-opens-nothing"}


@contextmanager
def moto_ses(region: str) -> Iterator[None]:
    """moto's SES in this process, where the sender's domain is verified."""
    import boto3
    from moto import mock_aws

    with mock_aws():
        boto3.client("sesv2", region_name=region).create_email_identity(EmailIdentity=SENDER_DOMAIN)
        yield


def moto_mails(region: str) -> list[Any]:
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.ses.models import ses_backends

    return list(ses_backends[DEFAULT_ACCOUNT_ID][region].sent_messages)


# --- a webhook ---


def http(status: int, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """An answer, byte for byte."""
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", *(": ".join(i) for i in (headers or {}).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Hook:
    """Takes every request that is whole, unless its answer is a no. `cut`: it hangs up `before` it reads, `half` way
    through the body, `after` all of it, or `late`, in the middle of its answer; or it says nothing (`hang`).
    """

    answer: bytes = field(default_factory=lambda: http(200, b"ok"))
    cut: str = ""
    wrap: ssl.SSLContext | None = None
    taken: list[tuple[bytes, bytes]] = field(default_factory=list)
    asked: int = 0
    go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hook_server(hook: Hook) -> Iterator[int]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                sock = hook.wrap.wrap_socket(self.request, server_side=True) if hook.wrap else self.request
                self.serve(sock)
                sock.close()

        def serve(self, sock: socket.socket) -> None:
            hook.asked += 1
            if hook.cut == "before":
                return
            file = sock.makefile("rb")
            head = b""
            while (line := file.readline()) not in (b"\r\n", b""):
                head += line
            length = int(head.lower().partition(b"content-length:")[2].split()[0])
            if hook.cut == "half":
                file.read(length // 2)
                return
            body = file.read(length)
            if len(body) < length:
                return
            if hook.cut or hook.answer.startswith(b"HTTP/1.1 2"):
                hook.taken.append((head, body))
            if hook.cut == "hang":
                hook.go.wait(30)
            if hook.cut in ("", "late"):
                sock.sendall(hook.answer[: 5 if hook.cut else None])

    try:
        with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
            yield port
    finally:
        hook.go.set()


# --- certificates ---


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """A certificate for `name` that only its own file vouches for, and a server's context that shows it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
