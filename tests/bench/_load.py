"""A load generator in a process of its own: kept-alive connections, closed loop or a fixed offered rate.

    python -m tests.bench._load < plan.json > told.json

Closed loop: each connection sends the next request as soon as it has its answer. Offered: requests are due at a fixed
rate, and a request's time begins when it was due, so that a server which stalls is charged for all who wait.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import uvloop

from functions.local._child import ROOT
from tests.bench._fakes import body_length
from tests.bench._figures import Failed, quantile


@dataclass
class Told:
    """What one load found: requests answered 200 with their seconds, all others, and when each was due."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    other: int = 0
    due: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p99(self) -> float:
        return quantile(self.latencies, 0.99)


def load(
    port: int,
    requests: Sequence[bytes],
    connections: int,
    *,
    seconds: float = 60.0,
    rate: float | None = None,
    once: bool = False,
    cpus: set[int] | None = None,
) -> Told:
    """Send for so long; `once`: every request only once, and no longer than it takes. `rate` is in requests a second.

    Raises Failed where anything is answered otherwise than 200, or not.
    """
    plan = {
        "port": port,
        "requests": [request.decode("latin-1") for request in requests],
        "connections": connections,
        "seconds": seconds,
        "rate": rate,
        "once": once,
        "cpus": sorted(cpus) if cpus else None,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench._load"],
        cwd=ROOT,
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    if done.returncode:
        raise Failed(f"the load generator ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    told = Told(**json.loads(done.stdout))
    if told.other or not told.latencies:
        raise Failed(f"{told.other} of {len(told.latencies) + told.other} requests were not answered 200")
    return told


class Generator:
    """Hands requests to free connections, and keeps the times."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.told = Told()
        self.finished = asyncio.get_running_loop().create_future()
        self._requests = [request.encode("latin-1") for request in plan["requests"]]
        self._most = len(self._requests) if plan["once"] else None
        self._rate = plan["rate"]
        self._next = 0
        self._flying = 0
        self._begun = 0.0
        self._until = plan["seconds"]
        self._free: deque[Line] = deque()
        self._waiting: deque[tuple[float, bytes]] = deque()

    async def run(self, port: int, connections: int) -> Told:
        loop = asyncio.get_running_loop()
        lines = [(await loop.create_connection(lambda: Line(self), "127.0.0.1", port))[1] for _ in range(connections)]
        self._begun = time.monotonic()
        if self._rate is None:
            for line in lines:
                self.free(line)
        else:
            self._free.extend(lines)
            await self._offer()
        await self.finished
        self.told.seconds = time.monotonic() - self._begun
        return self.told

    def free(self, line: Line) -> None:
        """A connection has nothing to do."""
        if self._waiting:
            self._send(line, *self._waiting.popleft())
        elif self._rate is not None:
            self._free.append(line)
            self._look()
        elif self._over():
            self._look()
        else:
            self._send(line, time.monotonic(), self._take())

    def answered(self, since: float, ok: bool) -> None:
        self._flying -= 1
        if ok:
            self.told.latencies.append(time.monotonic() - since)
        else:
            self.told.other += 1

    def lost(self, line: Line) -> None:
        """A server may close what it has nothing to do on; anything else ends the load."""
        if not line.busy and line in self._free and len(self._free) > 1:
            self._free.remove(line)
        elif not self.finished.done():
            self.told.other += 1
            self.finished.set_result(None)

    async def _offer(self) -> None:
        number = 0
        while not self._over():
            now = time.monotonic()
            while (due := self._begun + number / self._rate) <= now and not self._over():
                number += 1
                self.told.due.append(due)
                if self._free:
                    self._send(self._free.popleft(), due, self._take())
                else:
                    self._waiting.append((due, self._take()))
            await asyncio.sleep(max(0.0, self._begun + number / self._rate - time.monotonic()))
        self._look()

    def _take(self) -> bytes:
        request: bytes = self._requests[self._next % len(self._requests)]
        self._next += 1
        return request

    def _send(self, line: Line, due: float, request: bytes) -> None:
        self._flying += 1
        line.send(due, request)

    def _over(self) -> bool:
        enough = self._most is not None and self._next >= self._most
        return enough or time.monotonic() - self._begun >= self._until

    def _look(self) -> None:
        if not self._flying and not self._waiting and self._over() and not self.finished.done():
            self.finished.set_result(None)


class Line(asyncio.Protocol):
    """One connection: one request at a time."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._buffer = b""
        self._since = 0.0
        self.busy = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def send(self, since: float, request: bytes) -> None:
        self._since, self.busy = since, True
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or len(self._buffer) < end + 4 + body_length(self._buffer[:end]):
            return
        ok = self._buffer.startswith(b"HTTP/1.1 200")
        self._buffer, self.busy = b"", False
        self._generator.answered(self._since, ok)
        self._generator.free(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._generator.lost(self)


async def _main(plan: dict[str, Any]) -> Told:
    return await Generator(plan).run(plan["port"], plan["connections"])


if __name__ == "__main__":
    given = json.load(sys.stdin)
    if given["cpus"]:
        os.sched_setaffinity(0, given["cpus"])
    gc.freeze()
    gc.disable()
    json.dump(asdict(uvloop.run(_main(given))), sys.stdout)
