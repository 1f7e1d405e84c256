"""One door as a process of its own, with all that it starts: started, looked at, asked to end, made to end."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from functions.local._guard import Guard, end, unbroken

ROOT: Final = Path(__file__).parents[2]


class Child:
    """A door under the functions framework on a port of loopback. What it says is appended to `log`."""

    def __init__(self, door: str, port: int, environ: Mapping[str, str], log: Path, guard: Guard) -> None:
        self.door = door
        self.port = port
        self.log = log
        self._environ = dict(environ)
        self._guard = guard
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0

    @property
    def pid(self) -> int | None:
        """Its process group, or None while it does not run."""
        return None if self._process is None else self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it was started and is gone, though nobody asked it to."""
        return self._process is not None and self._process.poll() is not None

    def start(self) -> None:
        unbroken(self._start)

    def answers(self) -> bool:
        """Whether it takes requests by now."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/robots.txt")  # which the framework itself answers
            return line.getresponse().status > 0
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def terminate(self) -> None:
        """Ask it to take no more requests, finish what it does, and end."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def kill(self, patience: float = 0.0) -> None:
        """End it and all that it started, at once or after so many seconds."""
        process = self._process
        if process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        end(process.pid)
        self._guard.forget(process.pid)
        self._process = None

    def tail(self) -> str:
        """The last that it said since it was started."""
        with suppress(OSError), self.log.open("rb") as file:
            file.seek(self._begun)
            said = file.read().decode(errors="replace").splitlines()
            return "\n".join(said[-12:]) or "(it said nothing)"
        return "(it said nothing)"

    def _start(self) -> None:
        command = [sys.executable, "-m", "functions_framework", "--target", self.door]
        command += ["--source", str(ROOT / "functions" / self.door / "main.py")]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._begun = log.tell()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own door
                command,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._guard.watch(self._process.pid)


def stop(children: list[Child], patience: float) -> None:
    """Ask all, then make those that still run. Takes at most about `patience` seconds."""
    for child in children:
        child.terminate()
    until = time.monotonic() + patience
    for child in children:
        child.kill(max(0.0, until - time.monotonic()))
