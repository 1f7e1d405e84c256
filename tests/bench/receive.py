"""How fast `receive` answers on the embedded default, as a ratio to a bare functions-framework echo in the same run.

    python -m tests.bench.receive [--seconds 5] [--connections 1 8 64]

Signed Page webhooks of 2 KB over loopback, kept-alive connections, rounds interleaved so that a slow moment of the
machine meets everybody; medians of rounds. Bounded in time and count, and nothing is left behind. Prints one table.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.functions.doors import Door, comment, compile_brands, framework, local, served, sign, write_brands

SIZE: Final = 2048
ROUNDS: Final = 5
BODIES: Final = 200
MOST: Final = 20_000  # requests of one round
ECHO: Final = """
import functions_framework

@functions_framework.http
def echo(request):
    return request.get_data()
"""
NOWHERE: Final = {"HEARD_FACEBOOK_BASE_URL": "http://127.0.0.1:9", "HEARD_X_BASE_URL": "http://127.0.0.1:9"}


@dataclass
class Round:
    """What one round found: latencies in seconds of the requests answered 200, and the others' number."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    other: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p99(self) -> float:
        ordered = sorted(self.latencies)
        return 1000 * ordered[int(0.99 * (len(ordered) - 1))] if ordered else float("nan")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.receive", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=5, help="of load per figure, over all its rounds")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64], help="kept-alive connections")
    options = parser.parse_args(arguments)
    requests = [request(number) for number in range(BODIES)]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as doors:
        running = start(Path(folder), doors)
        for door in running.values():
            load(door, requests, 2, 0.5)
        found: dict[tuple[str, int], list[Round]] = {}
        for connections in options.connections:
            for _ in range(ROUNDS):
                for name, door in running.items():
                    one = load(door, requests, connections, options.seconds / ROUNDS)
                    found.setdefault((name, connections), []).append(one)
    print(table(found, list(running), options.connections))
    return 0


def start(folder: Path, doors: ExitStack) -> dict[str, Door]:
    brands = write_brands(folder / "brands")
    compiled = compile_brands(brands, folder / "brands.json")
    source = folder / "echo" / "main.py"
    source.parent.mkdir()
    source.write_text(ECHO)
    return {
        "echo": doors.enter_context(served(source, "echo", folder / "echo")),
        "receive": doors.enter_context(framework("receive", folder / "receive", compiled)),
        "local": doors.enter_context(local(folder / "local", brands, **NOWHERE)),
    }


def request(number: int) -> bytes:
    """One whole HTTP request. Escalated by rule, so that the local responder calls nobody."""
    short = comment(str(number), "It is broken")
    body = comment(str(number), "It is broken" + " " * (SIZE - len(short)))
    heads = "".join(f"{name}: {value}\r\n" for name, value in sign(body).items())
    return f"POST /facebook HTTP/1.1\r\nHost: bench\r\n{heads}Content-Length: {len(body)}\r\n\r\n".encode() + body


def load(door: Door, requests: Sequence[bytes], connections: int, seconds: float) -> Round:
    """Send on so many connections for so long, each one request after the other."""
    found = Round()
    found.seconds = asyncio.run(_load(door.port, requests, connections, seconds, found))
    return found


async def _load(port: int, requests: Sequence[bytes], connections: int, seconds: float, found: Round) -> float:
    coming = cycle(requests)
    begun = time.perf_counter()

    async def send() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while time.perf_counter() - begun < seconds and len(found.latencies) < MOST:
                sent = time.perf_counter()
                writer.write(next(coming))
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_length(head))
                if head.startswith(b"HTTP/1.1 200"):
                    found.latencies.append(time.perf_counter() - sent)
                else:
                    found.other += 1
        except (OSError, asyncio.IncompleteReadError):
            found.other += 1
        finally:
            writer.close()

    await asyncio.gather(*(send() for _ in range(connections)))
    return time.perf_counter() - begun


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def table(found: dict[tuple[str, int], list[Round]], names: list[str], connections: list[int]) -> str:
    rows = [f"{'connections':>11}  {'':8} {'requests/s':>10} {'of echo':>8} {'p99 ms':>8} {'x echo':>7} {'not 200':>8}"]
    for number in connections:
        floor = _rate(found["echo", number]), _p99(found["echo", number])
        for name in names:
            rounds = found[name, number]
            rate, p99 = _rate(rounds), _p99(rounds)
            other = sum(one.other for one in rounds)
            rows.append(
                f"{number:>11}  {name:8} {rate:>10,.0f} {rate / floor[0]:>8.2f} {p99:>8.1f} "
                f"{p99 / floor[1]:>7.1f} {other:>8}"
            )
    return "\n".join([*rows, "", *MEANING])


MEANING: Final = (
    "echo: a bare function under the functions framework; whatever stands there can be no faster.",
    "receive: the public door under the same framework: verified, parsed, and committed to the queue with a full",
    "sync to disk before the 200. local: the same in the local responder, whose consumers decide and write the",
    f"ledger on the same cores meanwhile. Medians of {ROUNDS} interleaved rounds on this machine: read the ratios.",
)


def _rate(rounds: list[Round]) -> float:
    return statistics.median(one.rate for one in rounds)


def _p99(rounds: list[Round]) -> float:
    return statistics.median(one.p99 for one in rounds)


if __name__ == "__main__":
    sys.exit(main())
