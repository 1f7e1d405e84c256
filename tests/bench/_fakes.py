"""What stands around the doors while they are measured, in a process of its own: Pub/Sub's REST front, the metadata
server, and a platform that takes every comment. As free as Python allows, and it counts.

    python -m tests.bench._fakes        prints its port, and serves until its input ends

`GET /-/counts` tells what came since the last such question. `GET /-/arrivals` tells when the platform was called, by
what was commented on, on the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Any, Final

import uvloop

from functions.local._child import ROOT
from tests.bench._figures import Failed

TOKEN: Final = json.dumps({"access_token": "a-token-for-benchmarks", "expires_in": 3599, "token_type": "Bearer"})


class Heard:
    """What came."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.arrivals: dict[str, float] = {}

    def take(self) -> dict[str, int]:
        counts, self.counts = dict(self.counts), Counter()
        return counts


class Http(asyncio.Protocol):
    """Answers requests one after the other; every one has a Content-Length or no body."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._buffer = bytearray()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        while (end := buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(buffer[:end])
            length = body_length(head)
            if len(buffer) < end + 4 + length:
                return
            body = bytes(buffer[end + 4 : end + 4 + length])
            del buffer[: end + 4 + length]
            self._answer(head[: head.find(b"\r\n")].decode().split(" ")[1], body)

    def _answer(self, path: str, body: bytes) -> None:
        heard = self._heard
        if path.endswith(":publish"):
            number = body.count(b'"data":')
            first = heard.counts["messages"]
            heard.counts["publishes"] += 1
            heard.counts["messages"] += number
            ids = ",".join(f'"{one}"' for one in range(first, first + number))
            said = f'{{"messageIds":[{ids}]}}'
        elif path.startswith("/computeMetadata/"):
            heard.counts["tokens"] += 1
            said = TOKEN
        elif path == "/-/counts":
            said = json.dumps(heard.take())
        elif path == "/-/arrivals":
            arrivals, heard.arrivals = heard.arrivals, {}
            said = json.dumps(arrivals)
        else:
            heard.counts["calls"] += 1
            commented = path.partition("?")[0].rsplit("/", 2)[-2]
            heard.arrivals.setdefault(commented, time.monotonic())
            said = f'{{"id":"{commented}_1","success":true}}'
        extra = "Metadata-Flavor: Google\r\n" if said is TOKEN else ""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{extra}Content-Length: {len(said)}\r\n\r\n"
        self._transport.write((head + said).encode())


def body_length(head: bytes) -> int:
    """What a message's head says of its body."""
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


class Fakes:
    """The process, from the side of who measures. A context manager."""

    def __enter__(self) -> Fakes:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench._fakes"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if not said.strip().isdigit():
            raise Failed("the fake servers did not start")
        self.port = int(said)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    @property
    def environ(self) -> dict[str, str]:
        """Of a door that publishes to it and calls it. Nobody mails."""
        return {
            "HEARD_PUBSUB_URL": f"http://127.0.0.1:{self.port}",
            "GCE_METADATA_HOST": f"127.0.0.1:{self.port}",
            "HEARD_FACEBOOK_BASE_URL": f"http://127.0.0.1:{self.port}",
            "HEARD_NOTIFIER": "smtp",
            "HEARD_SMTP_HOST": "127.0.0.1",
            "HEARD_SMTP_SECURITY": "none",
        }

    def counts(self) -> Counter[str]:
        """What came since the last question."""
        return Counter(self._ask("/-/counts"))

    def arrivals(self) -> dict[str, float]:
        """When the platform was called, since the last question."""
        return self._ask("/-/arrivals")

    def _ask(self, path: str) -> dict[str, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", path)
            answer: dict[str, Any] = json.loads(line.getresponse().read())
            return answer
        finally:
            line.close()


async def _serve() -> None:
    heard = Heard()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Http(heard), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(_serve())
