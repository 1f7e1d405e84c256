"""What one Interaction costs `acknowledge` in processor time: rules, ledger, clocks and the Firestore client.

    python -m tests.bench.acknowledge [--rounds 3] [--messages 300] [--profile] [--json] [--strict]

Pushed messages, each of a person of its own, to the door under the functions framework over Google's emulator of
Firestore. What is counted is the processor time of the door's process tree; the emulator's is its own. The call to
the platform is left out of the judged figures: its client is a pretend one inside the door. `--profile` runs the
same in one process under a profiler in place of measuring, and prints where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Final

from tests.bench import _figures, _servers, _world
from tests.bench._emulators import awake
from tests.bench._fakes import Fakes
from tests.bench._figures import Failed, Found, say
from tests.bench._load import load
from tests.bench._world import World, body, post, wire
from tests.functions.doors import pushed

CONNECTIONS: Final = 4
ACCOUNTS: Final = 8  # few enough that a lease of ten answers is used up, as where there is something to do
FLOOR: Final = "the framework alone (a bare synchronous function)"
ANSWERED: Final = "a reply decided, claimed and settled"
PASSED: Final = "decided that nothing is to be done"
CALLED: Final = "a reply, with the call to the platform"
PRETEND: Final = '''
"""The door with a pretend client in place of every platform's."""

import importlib.util

from shared.wiring import Wiring


class Pretend:
    def perform(self, order, timeout):
        return order.object + "_1"

    def find(self, order, timeout):
        return None


Wiring.client = lambda _self, _account: Pretend()
spec = importlib.util.spec_from_file_location("door", {main!r})
door = importlib.util.module_from_spec(spec)
spec.loader.exec_module(door)
acknowledge = door.acknowledge
'''
_names = count(1)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _figures.parser("tests.bench.acknowledge", __doc__, 3)
    parser.add_argument("--messages", type=int, default=300, help="of each load, 5 at least; they are old after 10 s")
    parser.add_argument("--profile", action="store_true", help="print where the time goes, in place of measuring")
    options = parser.parse_args(arguments)
    return _figures.run(profile if options.profile else measure, options)


def measure(options: argparse.Namespace) -> Found:
    _servers.supported()
    found = Found("acknowledge: own processor time per Interaction, over the Firestore emulator")
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder, ExitStack() as stack:
        world = _world.make(Path(folder))
        fakes = stack.enter_context(Fakes())
        firestore = awake(Path(folder), stack).environ["FIRESTORE_EMULATOR_HOST"]
        environ = {**world.environ, **fakes.environ, "FIRESTORE_EMULATOR_HOST": firestore}
        pretend = world.function("pretend", PRETEND.format(main=str(world.door("acknowledge") / "main.py")))
        within = {**environ, "PYTHONPATH": str(world.door("acknowledge"))} if world.packaged else environ
        within["HEARD_COMPILED"] = str(world.compiled)
        kinds = {
            FLOOR: _servers.sync(FLOOR, world.function("bare", _world.BARE), "bare", environ),
            ANSWERED: _servers.sync(ANSWERED, pretend, "acknowledge", within),
            PASSED: _servers.sync(PASSED, pretend, "acknowledge", within),
            CALLED: _servers.sync(CALLED, world.door("acknowledge"), "acknowledge", environ),
        }
        say("starting the servers")
        first = {name: messages(world, name, 1)[0] for name in kinds}
        servers = _servers.running(kinds, Path(folder), stack, first)
        taken: dict[str, list[float]] = defaultdict(list)
        for number in range(options.rounds + 1):  # the first warms up and is not counted
            say(f"round {number} of {options.rounds}" if number else "warming up")
            for name in reversed(servers) if number % 2 else servers:
                requests = messages(world, name, max(5, options.messages if number else options.messages // 3))
                fakes.counts()
                before = servers[name].cpu()
                told = load(servers[name].port, requests, CONNECTIONS, once=True)
                if number:
                    taken[name].append(1000 * (servers[name].cpu() - before) / len(told.latencies))
                calls = fakes.counts()["calls"]
                if calls != (len(requests) if name == CALLED else 0):
                    raise Failed(f"{name}: {calls} calls to the platform for {len(requests)} messages")
        for name in (ANSWERED, PASSED):
            found.add(name, taken[name], "ms", must=2.0, aim=0.5)
            above = [one - floor for one, floor in zip(taken[name], taken[FLOOR], strict=True)]
            found.add(f"{name}, without the framework's share", above, "ms")
        found.add(CALLED, taken[CALLED], "ms")
        found.add(FLOOR, taken[FLOOR], "ms")
        found.add(f"{ANSWERED}, to the framework alone", _figures.ratios(taken[ANSWERED], taken[FLOOR]))
        found.notes.append(
            f"{world.note} {options.messages} messages a round on {CONNECTIONS} connections, medians of "
            f"{options.rounds}. Processor time with the framework's share; another processor takes another."
        )
    return found


def profile(options: argparse.Namespace) -> Found:
    """The same work in this process, one message at a time, under cProfile."""
    from flask import Flask, request

    from shared.edges import serve_message
    from shared.flows.acknowledge import acknowledge as flow
    from shared.wiring import Wiring

    found = Found("acknowledge: where the time goes, with the profiler's own overhead")
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder, ExitStack() as stack:
        world = _world.make(Path(folder))
        firestore = awake(Path(folder), stack).environ["FIRESTORE_EMULATOR_HOST"]
        environ = {**world.environ, "FIRESTORE_EMULATOR_HOST": firestore}
        more = {"HEARD_COMPILED": str(world.compiled), "HEARD_NOTIFIER": "outbox", "HEARD_BUS": "inprocess"}
        wiring = Wiring({**environ, **more})
        wiring.__dict__["client"] = lambda _account: _Pretend()
        app = Flask("door")

        def take(number: int) -> None:
            for one in wire([body(unique(), at, _world.ANSWERED) for at in range(number)], world):
                data, headers = pushed(one)
                with app.test_request_context("/", method="POST", data=data, headers=headers):
                    answer = serve_message(request, lambda message: flow(message, wiring.tools), wiring)
                if answer.status_code != 200:
                    raise Failed(f"the door answered {answer.status_code}")

        take(50)
        profiler = cProfile.Profile(time.thread_time)  # waiting for the emulator costs nothing
        profiler.enable()
        for _ in range(0, options.messages, 50):
            take(50)
        profiler.disable()
        stats = pstats.Stats(profiler, stream=sys.stdout)
        stats.sort_stats("tottime").print_stats(30)
        stats.sort_stats("cumulative").print_stats("shared", 40)
        wiring.close()
    return found


class _Pretend:
    def perform(self, order: object, timeout: float) -> str:
        return f"{getattr(order, 'object', '')}_1"

    def find(self, order: object, timeout: float) -> None:
        return None


def messages(world: World, name: str, number: int) -> list[bytes]:
    """Pushed messages of just now, each a new Interaction."""
    text = _world.PASSED if name == PASSED else _world.ANSWERED
    return [post(*pushed(data)) for data in wire([body(unique(), at % ACCOUNTS, text) for at in range(number)], world)]


def unique() -> str:
    return f"{_world.unique()}{next(_names)}"


if __name__ == "__main__":
    sys.exit(main())
