"""How long a person's comment takes from the platform's POST to our call, over a chain of doors that do nothing.

    python -m tests.bench.lag [--seconds 30] [--rate 200] [--rounds 2] [--json] [--strict]

receive, Pub/Sub, its push, acknowledge, the platform: once as Heard, once with a receiver that publishes what it is
given and a worker that calls the platform at once, wired the same way with the same bus and HTTP client. Both
emulators, both chains and a free fake platform share the machine; only one chain has a load at a time. A request's
time begins when it was due to be sent, so whatever stalls is charged for all who wait.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from functions.local._topics import make_topics
from functions.local.emulators import Emulators
from tests.bench import _figures, _servers, _world
from tests.bench._emulators import awake
from tests.bench._fakes import Fakes
from tests.bench._figures import Failed, Found, quantile, ratios, say
from tests.bench._load import load
from tests.bench._servers import Running, tree_cpu
from tests.bench._world import World, body, post, webhook, wire
from tests.functions.doors import ROOT

OURS: Final = "Heard"
FLOOR: Final = "doors that do nothing"
CONNECTIONS: Final = 16
GRACE: Final = 1.0  # seconds after the last POST: what has not arrived by then is a backlog
PATIENCE: Final = 30.0
NO_RECEIVER: Final = """
import os

import functions_framework

from shared.buses.pubsub_rest import plugin
from shared.core.ports import Outgoing

bus = []


@functions_framework.http
def forward(request):
    if not bus:
        bus.append(plugin.open(os.environ))
    bus[0].publish([Outgoing(request.get_data(), {})])
    return ""
"""
NO_WORKER: Final = """
import base64
import json
import os
from functools import cache

import functions_framework


@cache
def client():
    import httpx

    return httpx.Client(trust_env=False)


@functions_framework.http
def call(request):
    said = json.loads(base64.b64decode(json.loads(request.get_data())["message"]["data"]))
    url = os.environ["HEARD_FACEBOOK_BASE_URL"] + "/v0/" + said["object"] + "/comments"
    client().post(url, data={"message": "Thank you!"}, headers={"Accept-Encoding": "identity"}).raise_for_status()
    return ""
"""


@dataclass(frozen=True)
class Chain:
    """One way from a POST to a call. `requests` makes so many new ones, each with the id that the call will name."""

    name: str
    receiver: Running
    pids: dict[str, int]
    requests: Callable[[int], list[tuple[str, bytes]]]


@dataclass(frozen=True)
class Round:
    """Seconds from due to called, how many had not arrived in time, and the seconds until the last had."""

    lags: list[float]
    backlog: int
    drained: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _figures.parser("tests.bench.lag", __doc__, 2)
    parser.add_argument("--seconds", type=float, default=30, help="of load on each chain, over all its rounds")
    parser.add_argument("--rate", type=float, default=200, help="webhooks a second")
    parser.add_argument("--warm", type=float, default=20, help="seconds of half the load before anything is measured")
    return _figures.run(measure, parser.parse_args(arguments))


def measure(options: argparse.Namespace) -> Found:
    _servers.supported()
    found = Found(f"Lag: POST to the platform's call, at {options.rate:,.0f} a second over both emulators")
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder, ExitStack() as stack:
        world = _world.make(Path(folder))
        fakes = stack.enter_context(Fakes())
        emulators = awake(Path(folder), stack)
        chains = _chains(world, fakes, emulators, Path(folder), stack)
        spent: dict[str, float] = defaultdict(float)
        say("warming up: the emulators are compiled while they run")
        for chain, seconds in zip(chains, (options.warm / 4, options.warm), strict=True):
            _load(chain, fakes, options.rate / 2, seconds)
        rounds: dict[str, list[Round]] = {chain.name: [] for chain in chains}
        for number in range(options.rounds):
            for chain in reversed(chains) if number % 2 else chains:
                say(f"{chain.name}, round {number + 1} of {options.rounds}")
                before = {name: tree_cpu(pid) for name, pid in chain.pids.items()}
                rounds[chain.name].append(_load(chain, fakes, options.rate, options.seconds / options.rounds))
                for name, pid in chain.pids.items():
                    spent[f"{name}, {chain.name}"] += tree_cpu(pid) - before[name]
        ours, floor = rounds[OURS], rounds[FLOOR]
        all_ours = [lag for one in ours for lag in one.lags]
        all_floor = [lag for one in floor for lag in one.lags]
        apart = [quantile(one.lags, 0.99) for one in ours], [quantile(one.lags, 0.99) for one in floor]
        spread = ratios(*apart)
        found.add(
            "p99, to doors that do nothing",
            quantile(all_ours, 0.99) / quantile(all_floor, 0.99),
            must=1.4,
            aim=1.1,
            low=min(spread),
            high=max(spread),
        )
        found.add("p50, to doors that do nothing", quantile(all_ours, 0.5) / quantile(all_floor, 0.5))
        backlog = sum(one.backlog for one in ours)
        found.add(f"not called {GRACE:.0f} s after the last POST", float(backlog), "", must=0, aim=0)
        found.add(f"the same, {FLOOR}", float(sum(one.backlog for one in floor)), "")
        found.add("seconds from the last POST to the last call", [one.drained for one in ours], "s")
        used = sum(one for name, one in spent.items() if name.endswith(OURS)) / options.seconds
        found.add(f"processors that {OURS} and the emulators asked for, of {os.cpu_count()}", used, "")
        for name, seconds in spent.items():
            number = len(all_ours if name.endswith(OURS) else all_floor)
            found.add(f"processor time per webhook: {name}", 1000 * seconds / number, "ms")
        found.notes.append(
            f"{world.note} {len(all_ours)} webhooks through Heard, {len(all_floor)} through {FLOOR}. "
            f"Here p50 / p99 were {_ms(all_ours)} and {_ms(all_floor)}: the emulator's push alone takes most of it."
        )
    return found


def _chains(world: World, fakes: Fakes, cloud: Emulators, folder: Path, stack: ExitStack) -> list[Chain]:
    emulators = cloud.environ
    environ = {**world.environ, **fakes.environ, **emulators}
    del environ["HEARD_PUBSUB_URL"]  # these publish to the emulator
    modules = str(world.door("receive") if world.packaged else ROOT)
    other = {**environ, "GOOGLE_CLOUD_PROJECT": f"{_world.PROJECT}-floor", "PYTHONPATH": modules}
    environ["GOOGLE_CLOUD_PROJECT"] = _world.PROJECT
    guard = stack.enter_context(_servers.watching())
    kinds = {
        "receive": _servers.sync("receive", world.door("receive"), "receive", environ),
        "acknowledge": _servers.sync("acknowledge", world.door("acknowledge"), "acknowledge", environ),
        "forward": _servers.sync("forward", world.function("forward", NO_RECEIVER), "forward", other),
        "call": _servers.sync("call", world.function("call", NO_WORKER), "call", other),
    }
    say("starting the doors")
    servers = {name: stack.enter_context(Running(kind, folder, guard)) for name, kind in kinds.items()}
    for one in servers.values():
        one.first(b"GET /robots.txt HTTP/1.1\r\nHost: bench\r\n\r\n", status=None)
    host = emulators["PUBSUB_EMULATOR_HOST"]
    for project, worker in ((_world.PROJECT, "acknowledge"), (other["GOOGLE_CLOUD_PROJECT"], "call")):
        make_topics(host, project, "interactions", f"http://127.0.0.1:{servers[worker].port}/")
    numbers = iter(range(10**9))

    def bodies(number: int) -> list[tuple[str, bytes]]:
        names = [f"{_world.unique()}{next(numbers)}" for _ in range(number)]
        return [(f"9{name}_{name}", body(name, at, _world.ANSWERED)) for at, name in enumerate(names)]

    def hooks(number: int) -> list[tuple[str, bytes]]:
        return [(name, webhook(one)) for name, one in bodies(number)]

    def wires(number: int) -> list[tuple[str, bytes]]:
        names, made = zip(*bodies(number), strict=True)
        return [(name, post(data, {})) for name, data in zip(names, wire(made, world), strict=True)]

    pids = {name: server.process.pid for name, server in servers.items()}
    shared = {f"{name}'s emulator": cloud.pid(name) for name in ("firestore", "pubsub")}

    def parts(*names: str) -> dict[str, int]:
        return {name: pids[name] for name in names} | shared

    return [
        Chain(FLOOR, servers["forward"], parts("forward", "call"), wires),
        Chain(OURS, servers["receive"], parts("receive", "acknowledge"), hooks),
    ]


def _load(chain: Chain, fakes: Fakes, rate: float, seconds: float) -> Round:
    number = max(1, int(rate * seconds))
    made = chain.requests(number)
    fakes.arrivals()
    requests = [request for _, request in made]
    try:
        told = load(chain.receiver.port, requests, CONNECTIONS, seconds=seconds + 60, rate=rate, once=True)
    except Failed as error:
        raise Failed(f"{chain.name}: {error}\n{chain.receiver.tail()}") from error
    due = dict(zip((name for name, _ in made), told.due, strict=True))
    end = told.due[-1]
    arrivals: dict[str, float] = {}
    while time.monotonic() < end + PATIENCE:
        arrivals |= fakes.arrivals()
        if arrivals.keys() >= due.keys():
            break
        time.sleep(0.1)
    late = sum(1 for name in due if arrivals.get(name, end + PATIENCE) > end + GRACE)
    lags = [at - due[name] for name, at in arrivals.items() if name in due]
    drained = max(arrivals.values(), default=end) - end if arrivals.keys() >= due.keys() else PATIENCE
    return Round(lags, late, max(0.0, drained))


def _ms(lags: Sequence[float]) -> str:
    return f"{1000 * quantile(lags, 0.5):,.0f} / {1000 * quantile(lags, 0.99):,.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
