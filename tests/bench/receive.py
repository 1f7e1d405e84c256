"""What `receive` costs while it runs: each form verified, parsed and published, as a ratio to a bare asynchronous echo.

    python -m tests.bench.receive [--rounds 3] [--seconds 1.2] [--connections 1 8 64] [--json] [--strict]

Signed Page webhooks of 2 KB over kept-alive loopback connections; Pub/Sub is a free fake in a process of its own. The
judged figure is requests per processor second of the server's whole process tree (rps/core), which a slow sender does
not change. p99 is of the closed loop, and once more at a fixed offered load, half of what our slowest form takes.
Rounds are interleaved; figures are medians of the rounds' own ratios. The server has a processor for itself.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench import _figures, _servers, _world
from tests.bench._fakes import Fakes
from tests.bench._figures import Found, ratios, say
from tests.bench._load import load
from tests.bench._servers import Kind, Running
from tests.bench._world import World, body, many, webhook

FLOOR: Final = "echo, aio"
FORMS: Final = ("receive, sync", "receive, aio", "receive, bare ASGI")
BODIES: Final = 200
LONG: Final = 1_000  # interactions of one webhook
WARM: Final = 200  # requests before anything is measured


@dataclass(frozen=True)
class Round:
    """One load on one server."""

    per_core: float
    rate: float
    p99: float
    publishes: float  # requests to Pub/Sub per webhook


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _figures.parser("tests.bench.receive", __doc__, 3)
    parser.add_argument("--seconds", type=float, default=1.2, help="of each load")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64], help="kept-alive connections")
    return _figures.run(measure, parser.parse_args(arguments))


def measure(options: argparse.Namespace) -> Found:
    _servers.supported()
    found = Found("receive: signed 2 KB Page webhooks, verified, parsed and published")
    requests = [webhook(body(str(number), number, _world.ANSWERED)) for number in range(BODIES)]
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder, ExitStack() as stack:
        world = _world.make(Path(folder))
        fakes = stack.enter_context(Fakes())
        kinds = _kinds(world, fakes)
        say("starting the servers")
        servers = _servers.running(kinds, Path(folder), stack, dict.fromkeys(kinds, requests[0]))
        bench = Bench(servers, fakes, requests, fakes.process.pid)
        for name in servers:
            bench.once(name, 2, options.seconds)
        closed = bench.rounds(options, None)
        slowest = min(one.rate for (name, _), rounds in closed.items() if name in FORMS for one in rounds)
        offered = bench.rounds(options, slowest / 2)
        _told(found, options, closed, offered)
        found.notes += [
            world.note
            + f" The offered load was {slowest / 2:,.0f} requests a second. Medians of {options.rounds} rounds.",
            "p99 is judged on the closed loop, where sender, fake Pub/Sub and server share what the machine has.",
        ]
        for name in FORMS:
            fakes.counts()
            servers[name].ask(webhook(many(LONG)))
            counts = fakes.counts()
            if counts["messages"] != LONG:
                raise _figures.Failed(f"{name}: {counts['messages']} of {LONG} interactions were published")
            found.add(
                f"{name}: publish requests for {LONG:,} interactions", float(counts["publishes"]), "", must=1, aim=1
            )
        for name in FORMS:
            found.add(f"{name}: warm memory, PSS", servers[name].pss(), "MiB", must=60, aim=45)
    return found


class Bench:
    """Loads on running servers."""

    def __init__(self, servers: Mapping[str, Running], fakes: Fakes, requests: Sequence[bytes], fake: int) -> None:
        self._servers = servers
        self._fakes = fakes
        self._requests = requests
        cpus = sorted(os.sched_getaffinity(0))
        self._ours, self._rest = {cpus[0]}, set(cpus[1:]) or {cpus[0]}
        os.sched_setaffinity(fake, self._rest)
        for server in servers.values():
            server.pin(self._ours)

    def rounds(self, options: argparse.Namespace, rate: float | None) -> dict[tuple[str, int], list[Round]]:
        found: dict[tuple[str, int], list[Round]] = defaultdict(list)
        for number in range(options.rounds):
            say(f"{'closed loop' if rate is None else f'{rate:,.0f} a second'}, round {number + 1} of {options.rounds}")
            for connections in options.connections:
                for name in list(self._servers)[:: -1 if number % 2 else 1]:
                    found[name, connections].append(self.once(name, connections, options.seconds, rate))
        return found

    def once(self, name: str, connections: int, seconds: float, rate: float | None = None) -> Round:
        server = self._servers[name]
        self._fakes.counts()
        before = server.cpu()
        told = load(server.port, self._requests, connections, seconds=seconds, rate=rate, cpus=self._rest)
        cpu = server.cpu() - before
        answered = len(told.latencies)
        counts: Counter[str] = self._fakes.counts()
        if name in FORMS and counts["messages"] != answered:
            raise _figures.Failed(f"{name}: {answered} webhooks were answered and {counts['messages']} published")
        return Round(answered / cpu, told.rate, told.p99, counts["publishes"] / answered)


def _kinds(world: World, fakes: Fakes) -> dict[str, Kind]:
    environ = {**world.environ, **fakes.environ}
    receive = world.door("receive")
    application = "asgi:app" if world.packaged else "functions.receive.asgi:app"
    echo_aio = world.function("echo_aio", _world.ECHO_AIO)
    kinds = [
        _servers.aio(FLOOR, echo_aio, "echo", environ, "main.py"),
        _servers.sync("echo, sync", world.function("echo", _world.ECHO), "echo", environ),
        _servers.sync(FORMS[0], receive, "receive", environ),
        _servers.aio(FORMS[1], receive, "receive", environ),
        _servers.asgi(FORMS[2], receive, application, environ),
    ]
    return {kind.name: kind for kind in kinds}


def _told(
    found: Found,
    options: argparse.Namespace,
    closed: Mapping[tuple[str, int], list[Round]],
    offered: Mapping[tuple[str, int], list[Round]],
) -> None:
    names = [name for name in dict.fromkeys(name for name, _ in closed) if name != FLOOR]
    best = max(options.connections)
    for name in names:
        judged = name in FORMS[1:]  # threads per request cannot: the synchronous form is told as information
        for connections in options.connections:
            relative = _ratios(closed, name, connections, "per_core")
            bounds: dict[str, Any] = {"must": 45.0, "aim": 60.0} if judged and connections == best else {}
            percent = [100 * one for one in relative]
            found.add(f"{name}: rps/core at {connections}, of {FLOOR}", percent, "%", more=True, **bounds)
    for name in names:
        for connections in options.connections:
            judged = name in FORMS[1:] and connections in (8, 64)
            bounds = {"must": 6.0, "aim": 2.0 if connections == 8 else 4.0} if judged else {}
            found.add(f"{name}: p99 at {connections}, of {FLOOR}", _ratios(closed, name, connections, "p99"), **bounds)
            found.add(f"{name}: p99 at {connections}, offered", _ratios(offered, name, connections, "p99"))
    for name in FORMS:
        for connections in options.connections:
            publishes = [one.publishes for one in closed[name, connections]]
            found.add(f"{name}: publish requests per webhook at {connections}", publishes, "", must=1, aim=1)


def _ratios(rounds: Mapping[tuple[str, int], list[Round]], name: str, connections: int, what: str) -> list[float]:
    return ratios(
        (getattr(one, what) for one in rounds[name, connections]),
        (getattr(one, what) for one in rounds[FLOOR, connections]),
    )


if __name__ == "__main__":
    sys.exit(main())
