"""From a door's start to its first 200, as a ratio to a bare function under the functions framework in the same run.

    python -m tests.bench.coldstart [--rounds 7] [--json] [--strict]

`receive` must have published before that 200, and `acknowledge` have written its ledger. Rounds are interleaved, so
that a slow moment of the machine meets everybody; figures are medians of the rounds' own ratios.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final

from functions.local._guard import Guard
from functions.local._topics import make_topics
from tests.bench import _figures, _servers, _slow, _world
from tests.bench._emulators import awake, firestore
from tests.bench._fakes import Fakes
from tests.bench._figures import Failed, Found, ratios, say
from tests.bench._servers import Kind, Running
from tests.bench._world import World, body, post, webhook, wire
from tests.functions.doors import pushed

BASE: Final = "a bare function, synchronous"
FORMS: Final = ("receive, sync", "receive, aio", "receive, bare ASGI")
_names = count(1)


@dataclass(frozen=True)
class Case:
    """One thing to start: the first request, what must have happened by its answer, and the figure's bounds.

    `happened` is told the project that this start had for itself, and returns how often it did.
    """

    kind: Kind
    request: Callable[[], bytes]
    happened: Callable[[str], int]
    must: float | None = None
    aim: float | None = None


@dataclass
class Start:
    """One start: seconds to the first 200, and the processor seconds of it."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _figures.parser("tests.bench.coldstart", __doc__, 7)
    parser.add_argument("--receive-only", action="store_true", help="without what needs the emulators")
    return _figures.run(measure, parser.parse_args(arguments))


def measure(options: argparse.Namespace) -> Found:
    _servers.supported()
    found = Found("Cold start: exec to the first 200, as a ratio to a bare synchronous function in the same run")
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder, ExitStack() as stack:
        world = _world.make(Path(folder))
        guard = stack.enter_context(_servers.watching())
        fakes = stack.enter_context(Fakes())
        emulators = {} if options.receive_only else awake(Path(folder), stack).environ
        if emulators:
            make_topics(emulators["PUBSUB_EMULATOR_HOST"], _world.PROJECT, "interactions", "http://127.0.0.1:9/")
        cases = dict(_cases(world, fakes, emulators))
        starter = Starter(Path(folder), guard, fakes)
        say(f"each of {len(cases)} once, so that its bytecode is there")
        starter.rounds(cases, 1)
        found.notes.append(f"{world.note} Bytecode warm; medians of {options.rounds} interleaved rounds.")
        starts = starter.rounds(cases, options.rounds)
        for name, case in cases.items():
            if name != BASE:
                relative = ratios(starts[name].seconds, starts[BASE].seconds)
                found.add(name, relative, must=case.must, aim=case.aim)
        for name in (*FORMS, *(name for name in cases if name.startswith("acknowledge"))):
            found.add(f"{name}: processor time", ratios(starts[name].cpu, starts[BASE].cpu))
        _without_bytecode(starter, cases, starts, found)
        _throttled(starter, cases, options, found)
    return found


class Starter:
    """Starts, asks, checks, ends."""

    def __init__(self, folder: Path, guard: Guard, fakes: Fakes) -> None:
        self._folder = folder
        self._guard = guard
        self._fakes = fakes

    def rounds(
        self, cases: Mapping[str, Case], number: int, front: tuple[str, ...] = (), **changes: str
    ) -> dict[str, Start]:
        found = {name: Start() for name in cases}
        for one in range(number):
            say(f"round {one + 1} of {number}")
            for name in list(cases)[:: -1 if one % 2 else 1]:
                seconds, cpu = self.once(cases[name], front, **changes)
                found[name].seconds.append(seconds)
                found[name].cpu.append(cpu)
        return found

    def once(self, case: Case, front: tuple[str, ...] = (), **changes: str) -> tuple[float, float]:
        own = f"heard-bench-{next(_names)}"
        if "FIRESTORE_EMULATOR_HOST" in case.kind.environ:
            changes["GOOGLE_CLOUD_PROJECT"] = own
        request = case.request()
        self._fakes.counts()
        kind = replace(case.kind, command=(*front, *case.kind.command))
        with Running(kind, self._folder, self._guard, **changes) as one:
            seconds = one.first(request)
            cpu = one.cpu()
            if case.happened(own) != 1:
                raise Failed(f"{case.kind.name} answered 200 and had not done what it must by then\n{one.tail()}")
        return seconds, cpu


def _cases(world: World, fakes: Fakes, emulators: Mapping[str, str]) -> Iterator[tuple[str, Case]]:
    numbers = count(1)

    def hook() -> bytes:
        return webhook(body(f"{_world.unique()}{next(numbers)}", next(numbers), _world.ANSWERED))

    def message(text: str) -> Callable[[], bytes]:
        def made() -> bytes:
            (data,) = wire([body(f"{_world.unique()}{next(numbers)}", next(numbers), text)], world)
            return post(*pushed(data))

        return made

    def always(_own: str) -> int:
        return 1

    def published(_own: str) -> int:
        return fakes.counts()["publishes"]

    def written(_own: str) -> int:
        return _entries(emulators["FIRESTORE_EMULATOR_HOST"], _own)

    def called(own: str) -> int:
        return min(fakes.counts()["calls"], written(own))

    lean = {**world.environ, **fakes.environ}
    bare = Kind(BASE, _servers.sync(BASE, world.folder, "bare", {}).command, world.function("bare", _world.BARE), lean)
    yield BASE, Case(bare, lambda: post(b"", {}), always)
    receive = world.door("receive")
    name = iter(FORMS)
    one = next(name)
    yield one, Case(_servers.sync(one, receive, "receive", lean), hook, published, 1.15, 1.03)
    one = next(name)
    yield one, Case(_servers.aio(one, receive, "receive", lean), hook, published, 1.35, 1.26)
    one = next(name)
    application = "asgi:app" if world.packaged else "functions.receive.asgi:app"
    yield one, Case(_servers.asgi(one, receive, application, lean), hook, published, 0.75, 0.62)
    if not emulators:
        return
    cloud = {**lean, "FIRESTORE_EMULATOR_HOST": emulators["FIRESTORE_EMULATOR_HOST"]}
    official = {**lean, "HEARD_BUS": "pubsub", "PUBSUB_EMULATOR_HOST": emulators["PUBSUB_EMULATOR_HOST"]}
    del official["HEARD_PUBSUB_URL"]
    one = "receive, sync, with Google's Pub/Sub client"
    yield one, Case(_servers.sync(one, receive, "receive", official), hook, always)
    one = "receive, bare ASGI, with Google's Pub/Sub client"
    yield one, Case(_servers.asgi(one, receive, application, official), hook, always)
    acknowledge = world.door("acknowledge")
    one = "acknowledge, ledger written"
    kind = _servers.sync(one, acknowledge, "acknowledge", cloud)
    yield one, Case(kind, message(_world.PASSED), written, 2.5, 1.3)
    one = "acknowledge, ledger written and a reply sent"
    kind = _servers.sync(one, acknowledge, "acknowledge", cloud)
    yield one, Case(kind, message(_world.ANSWERED), called)
    for door in ("watch", "digest"):
        one = f"{door}, one tick over an empty ledger"
        yield one, Case(_servers.sync(one, world.door(door), door, cloud), lambda: post(b"", {}), always)


def _entries(host: str, project: str) -> int:
    """How many Interactions the ledger of a project holds."""
    return len(firestore(host, "GET", project, "entries?pageSize=2").get("documents", []))


def _without_bytecode(starter: Starter, cases: Mapping[str, Case], warm: Mapping[str, Start], found: Found) -> None:
    """Once each: nothing compiled beforehand, neither ours nor libraries nor Python's own modules."""
    say("once without bytecode")
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as nothing:
        some = {name: case for name, case in cases.items() if name in FORMS or name.startswith("acknowledge, ledger w")}
        none = starter.rounds(some, 1, PYTHONPYCACHEPREFIX=nothing, PYTHONDONTWRITEBYTECODE="1")
    base = sorted(warm[BASE].seconds)[len(warm[BASE].seconds) // 2]
    for name, start in none.items():
        found.add(f"{name}: bytecode missing, to the bare one with it", start.seconds[0] / base)


def _throttled(starter: Starter, cases: Mapping[str, Case], options: argparse.Namespace, found: Found) -> None:
    why = _slow.why_not()
    if why is not None:
        found.notes.append(f"At {_slow.SHARE} vCPU: not measured, for {why}.")
        return
    say(f"at {_slow.SHARE} vCPU")
    with _slow.throttled() as front:
        some = {name: case for name, case in cases.items() if name in (BASE, *FORMS)}
        starts = starter.rounds(some, min(3, options.rounds), front)
    for name in FORMS:
        relative = ratios(starts[name].seconds, starts[BASE].seconds)
        found.add(f"{name}, at {_slow.SHARE} vCPU", relative, must=1.35, aim=1.10)


if __name__ == "__main__":
    sys.exit(main())
