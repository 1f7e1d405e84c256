"""Every door as a process of its own on the emulators: for `python -m functions.local.stack`, the demo and tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final

from functions.local._child import ROOT, Child, stop
from functions.local._guard import Guard
from functions.local._links import with_links
from functions.local._topics import make_topics
from functions.local.emulators import Emulators, missing
from shared.brands.desk import compile_brands
from shared.core.errors import ConfigurationError
from shared.settings import Settings
from shared.start import check_acknowledge, check_receive
from shared.wiring import Wiring

RECEIVE: Final = "receive"
ACKNOWLEDGE: Final = "acknowledge"
DESK: Final = "desk"
_TOPIC: Final = "interactions"
_HOSTS: Final = {"firestore": "FIRESTORE_EMULATOR_HOST", "pubsub": "PUBSUB_EMULATOR_HOST"}
_FRAMEWORK: Final = frozenset({"DEBUG", "FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE", "FUNCTION_USE_ASGI"})  # its own
_START: Final = 60.0  # seconds until every door must answer; three are usual
_STOP: Final = 10.0

Substitute = Callable[[str], str]
"""Given the host and port of a dependency, those by which it is to be reached: such as a proxy's in front of it."""


class Stopped(Exception):
    """Somebody asked it to end while it was still starting."""


class Stack:
    """Emulators, topics and every door. `start` returns when all answer; `stop` leaves nothing running.

    `environ` is what a deployment would be given: secrets, HEARD_DATA, HEARD_BRANDS, PORT. `emulators` names
    running ones (the *_EMULATOR_HOST variables and a GOOGLE_CLOUD_PROJECT that nobody else uses) in place of new ones.
    `settings` are further variables of one door. `through` puts something in between, by name: `firestore` and
    `pubsub` as the doors see them, and `push`, the way from Pub/Sub to acknowledge. The schedules are not run here.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        emulators: Mapping[str, str] | None = None,
        settings: Mapping[str, Mapping[str, str]] | None = None,
        through: Mapping[str, Substitute] | None = None,
        say: Callable[[str], None] = lambda _line: None,
        stopping: threading.Event | None = None,
    ) -> None:
        self._given = {name: value for name, value in environ.items() if name not in _FRAMEWORK}
        self._settings = Settings.read(environ)
        self._running_already = emulators
        self._further = settings or {}
        self._through = through or {}
        self._say = say
        self._stopping = stopping or threading.Event()
        self._common: dict[str, str] = {}
        self._children: dict[str, Child] = {}
        self._emulators: Emulators | None = None
        self._guard: Guard | None = None
        self.brands = self._settings.brands
        self.data = self._settings.data.resolve()
        self.logs = self.data / "logs"

    @property
    def doors(self) -> tuple[str, ...]:
        """The folders under functions/ that are doors, the public one first."""
        found = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
        return (RECEIVE, *(name for name in found if name not in (RECEIVE, "local")))

    def port(self, door: str) -> int:
        return self._children[door].port

    def address(self, door: str) -> str:
        return f"http://127.0.0.1:{self.port(door)}/"

    def log(self, door: str) -> Path:
        return self.logs / f"{door}.log"

    def environ(self, door: str) -> dict[str, str]:
        """The environment that a door runs in; whoever opens the same store or bus uses it too."""
        bus = "pubsub_rest" if door == RECEIVE else "pubsub"
        return {**self._common, "HEARD_BUS": bus, **self._further.get(door, {})}

    def pid(self, name: str) -> int:
        """The process group of a door or of an emulator of ours (`firestore`, `pubsub`)."""
        if name in _HOSTS and self._emulators is not None:
            return self._emulators.pid(name)
        pid = self._children[name].pid
        if pid is None:
            raise ProcessLookupError(f"{name} does not run")
        return pid

    def start(self) -> Stack:
        """Start everything. Raises ConfigurationError or BackendUnavailable, after which nothing is left running."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the doors, then the emulators. Stopping twice is safe."""
        stop(list(self._children.values()), _STOP)
        emulators, self._emulators = self._emulators, None
        if emulators is not None:
            emulators.stop()
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.close()

    def kill(self, door: str) -> None:
        """End a door as a crash would: at once, whatever it is doing."""
        self._children[door].kill()

    def restart(self, door: str) -> None:
        """Start a door anew at its old address, after what is left of it was ended; returns when it answers."""
        self._children[door].kill()
        self._children[door].start()
        self._wait([self._children[door]], time.monotonic() + _START)

    def ended(self) -> list[str]:
        """The parts that are gone though nobody asked them to, each with the last that it said."""
        told = [f"{one.door} has died. It said:\n{one.tail()}" for one in self._children.values() if one.ended]
        lost = self._emulators.ended if self._emulators is not None else []
        return told + [f"the {name} emulator has died; see {self.logs / 'emulators.log'}" for name in lost]

    def __enter__(self) -> Stack:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _start(self) -> None:
        lacks = missing() if self._running_already is None else None
        if lacks is not None:
            raise ConfigurationError(lacks)
        begun = time.monotonic()
        ports = _ports(self._settings.port, self.doors)
        topic = self._given.get("HEARD_TOPIC") or _TOPIC
        self._common = {
            **self._given,
            "HEARD_STORE": "firestore",
            "HEARD_TOPIC": topic,
            "HEARD_DATA": str(self.data),
            "HEARD_COMPILED": str(self._compile()),
            "PYTHONPATH": str(ROOT),
        }
        self._common = with_links(self._common, self.data, f"http://127.0.0.1:{ports[DESK]}")
        self._guard = Guard()
        found = self._running_already or self._launch()
        project = found["GOOGLE_CLOUD_PROJECT"]
        self._common |= {"GOOGLE_CLOUD_PROJECT": project}
        self._common |= {variable: self._by(name, found[variable]) for name, variable in _HOSTS.items()}
        for door, check in ((RECEIVE, check_receive), (ACKNOWLEDGE, check_acknowledge)):
            check(Wiring(self.environ(door)))  # what they would refuse to start for is told at once, and all of it
        self._say(f"brands and secrets: complete; starting {len(self.doors)} doors on emulators")
        for door in self.doors:
            child = Child(door, ports[door], self.environ(door), self.log(door), self._guard)
            self._children[door] = child
            child.start()
        if self._emulators is not None:
            self._emulators.wait(self._pause)
            self._say(f"emulators: ready in {time.monotonic() - begun:.0f} s")
        push = self._by("push", f"127.0.0.1:{ports[ACKNOWLEDGE]}")
        path = f"projects/{project}/topics/{topic}"
        make_topics(found[_HOSTS["pubsub"]], project, topic, f"http://{push}/{path}")
        self._wait(list(self._children.values()), begun + _START)

    def _compile(self) -> Path:
        self._settings.make_data()
        self.logs.mkdir(exist_ok=True)
        compiled = self.data / "brands.json"
        compile_brands(self._settings.brands, compiled)
        return compiled

    def _launch(self) -> Mapping[str, str]:
        assert self._guard is not None  # noqa: S101 - made just before
        self._emulators = Emulators(self.logs / "emulators.log", self._guard)
        return self._emulators.launch().environ

    def _by(self, name: str, address: str) -> str:
        return self._through[name](address) if name in self._through else address

    def _pause(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise Stopped

    def _wait(self, children: list[Child], until: float) -> None:
        for child in children:
            while not child.answers():
                if child.ended or time.monotonic() > until:
                    what = "ended at once" if child.ended else f"did not answer within {_START:.0f} s"
                    raise ConfigurationError(f"{child.door} {what}. It said:\n{child.tail()}")
                self._pause(0.05)
            self._say(f"{child.door}: {self.address(child.door)}")


def _ports(receive: int, doors: Sequence[str]) -> dict[str, int]:
    """A free port of loopback for each door; `receive` as asked for, 0 meaning any. Raises ConfigurationError."""
    with ExitStack() as open_until_all_are_found:
        ports = {}
        for door in doors:
            probe = open_until_all_are_found.enter_context(socket.socket())
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked = receive if door == RECEIVE else 0
            try:
                probe.bind(("127.0.0.1", asked))
            except OSError as error:
                why = error.strerror or type(error).__name__
                raise ConfigurationError(
                    f"PORT: cannot listen on 127.0.0.1, port {asked} ({why}). "
                    "Stop what listens there, or choose another port"
                ) from error
            ports[door] = int(probe.getsockname()[1])
        return ports
