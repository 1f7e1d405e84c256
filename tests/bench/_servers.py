"""The servers that are measured, as processes: how each is started, what processor time and memory its tree has used.

A process's own processor clock is read by its number (clock_getcpuclockid(3): Linux builds the clock's id from it), for
the ticks of /proc are ten milliseconds. What a process that has ended used is in its parent's line of /proc.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from functions.local._guard import Guard
from functions.local.emulators import free_port
from tests.bench._figures import Failed

START: Final = 60.0  # seconds until a server must have answered
_TICKS: Final = os.sysconf("SC_CLK_TCK")
HTTP: Final = b"HTTP/1.1 "


@dataclass(frozen=True)
class Kind:
    """How one server is started. `{port}` in the command is where it shall listen."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environ: Mapping[str, str]


def sync(name: str, folder: Path, target: str, environ: Mapping[str, str], source: str = "main.py") -> Kind:
    """A function under the functions framework."""
    return Kind(name, _framework(target, source), folder, environ)


def aio(name: str, folder: Path, target: str, environ: Mapping[str, str], source: str = "aio.py") -> Kind:
    """An asynchronous function under the functions framework."""
    return Kind(name, (*_framework(target, source), "--asgi"), folder, environ)


def asgi(name: str, folder: Path, application: str, environ: Mapping[str, str]) -> Kind:
    """A bare ASGI application, as Cloud Run's own entry point starts it."""
    command = (sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", "{port}")
    return Kind(name, command, folder, environ)


class Running:
    """One started server; a context manager that ends it with all that it started."""

    def __init__(self, kind: Kind, logs: Path, guard: Guard, **changes: str) -> None:
        self.kind = kind
        self.port = free_port()
        self.log = logs / f"{re.sub('[^a-z0-9]+', '-', kind.name.lower())}.log"
        self._guard = guard
        command = [part.replace("{port}", str(self.port)) for part in kind.command]
        with self.log.open("wb") as log:
            self.began = time.perf_counter()
            self.process = subprocess.Popen(
                command,
                cwd=kind.folder,
                env={**kind.environ, **changes},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        guard.watch(self.process.pid)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._guard.forget(self.process.pid)

    @property
    def tree(self) -> list[int]:
        return tree(self.process.pid)

    def cpu(self) -> float:
        """Processor seconds of the whole tree so far."""
        return tree_cpu(self.process.pid)

    def pss(self) -> float:
        """MiB of memory, what is shared divided among those who share it."""
        return sum(_pss(pid) for pid in self.tree) / 1024

    def pin(self, cpus: set[int]) -> None:
        """Keep it, and the threads it has by now, on these processors."""
        for pid in self.tree:
            for task in Path(f"/proc/{pid}/task").iterdir():
                with suppress(OSError):
                    os.sched_setaffinity(int(task.name), cpus)

    def first(self, request: bytes, status: int | None = 200) -> float:
        """Seconds from its start until it has answered this so (None: however). Raises Failed otherwise."""
        until = self.began + START
        while self.process.poll() is None and time.perf_counter() < until:
            try:
                line = socket.create_connection(("127.0.0.1", self.port), timeout=START)
            except OSError:
                time.sleep(0.001)
            else:
                return self._answered(line, request, status) - self.began
        raise Failed(f"{self.kind.name} did not start:\n{self.tail()}")

    def ask(self, request: bytes) -> None:
        """One request on a connection of its own. Raises Failed unless it is answered 200."""
        self._answered(socket.create_connection(("127.0.0.1", self.port), timeout=START), request, 200)

    def _answered(self, line: socket.socket, request: bytes, status: int | None) -> float:
        with line:
            answer = _ask(line, request)
        at = time.perf_counter()
        if not answer.startswith(HTTP + (b"" if status is None else b"%d" % status)):
            said = answer.partition(b"\r\n")[0].decode(errors="replace") or "nothing"
            raise Failed(f"{self.kind.name} answered {said}\n{self.tail()}")
        return at

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:]) or "(it said nothing)"


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    return [pid, *_below(pid)]


def tree_cpu(pid: int) -> float:
    """Processor seconds of a process and all that it started."""
    return sum(_cpu(one) for one in tree(pid))


def supported() -> None:
    """Raises Failed where processor time cannot be read."""
    if not Path("/proc/self/smaps_rollup").exists():
        raise Failed("processor time and memory are read from /proc, which this system does not have; use Linux")


def running(
    kinds: Mapping[str, Kind], logs: Path, stack: ExitStack, request: Mapping[str, bytes]
) -> dict[str, Running]:
    """Start them all, and ask each once."""
    guard = stack.enter_context(watching())
    started = {name: stack.enter_context(Running(kind, logs, guard)) for name, kind in kinds.items()}
    for name, one in started.items():
        one.first(request[name])
    return started


class watching:  # noqa: N801 - it is used as a function
    """A guard that ends what is still running when this process is gone."""

    def __enter__(self) -> Guard:
        self._guard = Guard()
        return self._guard

    def __exit__(self, *_: object) -> None:
        self._guard.close()


def _framework(target: str, source: str) -> tuple[str, ...]:
    command = str(Path(sys.executable).with_name("functions-framework"))
    where = ("--source", source, "--host", "127.0.0.1", "--port", "{port}")
    return (command, "--target", target, "--signature-type", "http", *where)


def _ask(line: socket.socket, request: bytes) -> bytes:
    line.sendall(request)
    answer = b""
    while True:
        try:
            part = line.recv(65536)
        except TimeoutError:
            return b""
        answer += part
        head, found, rest = answer.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *([0-9]+)", head.lower())
        if not part or (found and length is not None and len(rest) >= int(length[1])):
            return answer


def _below(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(one) for one in (task / "children").read_text().split()]
    return found + [grandchild for one in found for grandchild in _below(one)]


def _cpu(pid: int) -> float:
    try:
        ended = (Path(f"/proc/{pid}/stat").read_text()).rpartition(")")[2].split()[13:15]  # cutime, cstime
        return time.clock_gettime((~pid << 3) | 2) + sum(map(int, ended)) / _TICKS
    except OSError:
        return 0.0


def _pss(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+([0-9]+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0
