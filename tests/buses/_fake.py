"""A Pub/Sub and a metadata server on loopback whose every answer a test decides, byte for byte if it likes."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

TOKEN_PATH = "/computeMetadata/v1/instance/service-accounts/default/token"


@dataclass(eq=False)
class Request:
    """One request as it came. `connection` numbers the connections of the server."""

    connection: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> list[bytes]:
        return [base64.b64decode(one["data"]) for one in json.loads(self.body)["messages"]]


Answer = Callable[["Fake", Request], "bytes | None"]
"""What to send back, or None to close the connection without a word."""


def http(status: int, body: Any = None, *lines: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = [f"HTTP/1.1 {status} Whatever", "content-type: application/json", f"content-length: {len(content)}", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content


def published(fake: Fake, request: Request) -> bytes:
    """What Pub/Sub says: an id for each message."""
    ids = fake.ids(len(request.data))
    fake.given[fake.requests.index(request)] = ids
    return http(200, {"messageIds": ids})


def chunked(fake: Fake, request: Request) -> bytes:
    content = json.dumps({"messageIds": fake.ids(len(request.data))}).encode()
    middle = len(content) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:middle], content[middle:], b""))
    return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunks


@dataclass
class Fake:
    """`answers` are used up one by one, then `answer` counts. `tokens` are given out one by one, the last for ever."""

    answer: Answer = published
    answers: list[Answer] = field(default_factory=list)
    tokens: list[Any] = field(default_factory=lambda: [{"access_token": "token-1", "expires_in": 3600}])
    tls: ssl.SSLContext | None = None
    token_gate: threading.Event | None = None  # tokens wait for it
    gate: threading.Event | None = None  # answers wait for it
    requests: list[Request] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    given: list[list[str]] = field(default_factory=list)  # the ids of each answer that `published` made

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._connections: list[socket.socket] = []
        self._numbered: dict[int, socket.socket] = {}
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self.arrived = threading.Condition(self._lock)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def environ(self) -> dict[str, str]:
        scheme = "https" if self.tls else "http"
        return {
            "GOOGLE_CLOUD_PROJECT": "some-project",
            "HEARD_TOPIC": "interactions",
            "HEARD_PUBSUB_URL": f"{scheme}://127.0.0.1:{self.port}",
            "GCE_METADATA_HOST": f"127.0.0.1:{self.port}",
        }

    def ids(self, count: int) -> list[str]:
        with self._lock:
            self._number += count
            return [str(number) for number in range(self._number - count, self._number)]

    def connection_of(self, request: Request) -> socket.socket:
        return self._numbered[request.connection]

    def wait_for(self, count: int) -> None:
        """Until so many publish requests have come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.requests) >= count, 10)

    def drop(self) -> None:
        """Close every connection, as a server does with idle ones."""
        with self._lock:
            connections, self._connections = self._connections, []
        for one in connections:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for gate in (self.gate, self.token_gate):
            if gate is not None:
                gate.set()
        self.drop()

    def _accept(self) -> None:
        number = 0
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                number += 1
                threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError, ValueError):
            if self.tls is not None:
                first = connection.recv(1, socket.MSG_PEEK)
                if first == b"\x16":  # the metadata server is never asked by TLS
                    connection = self.tls.wrap_socket(connection, server_side=True)
            self._connections.append(connection)
            self._numbered[number] = connection
            stream = connection.makefile("rb")
            while line := stream.readline():
                method, path, _ = line.decode().split()
                headers = {}
                while (line := stream.readline().decode().strip()) != "":
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                body = stream.read(int(headers.get("content-length", 0)))
                reply = self._reply(Request(number, method, path, headers, body))
                if reply is None:
                    break
                connection.sendall(reply)
                if b"connection: close" in reply:
                    break
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def _reply(self, request: Request) -> bytes | None:
        if request.path == TOKEN_PATH:
            with self._lock:
                self.asked.append(request)
                token = self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]
            if self.token_gate is not None:
                self.token_gate.wait(10)
            return token if isinstance(token, bytes) else http(200, token)
        with self.arrived:
            self.requests.append(request)
            self.given.append([])
            answer = self.answers.pop(0) if self.answers else self.answer
            self.arrived.notify_all()
        if self.gate is not None:
            self.gate.wait(10)
        return answer(self, request)
