"""The local responder as a child process: start it, speak to its doors, stop it so that nothing is left running.

The player alone uses it. What the doors answer under `/-/` is documented in functions/local.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

ROOT: Final = Path(__file__).parent.parent
_START: Final = 30.0  # seconds until it must answer
_STOP: Final = 8.0
_TRIES: Final = 5
_TIMEOUT: Final = 60.0


class ResponderFailed(Exception):
    """The responder did not start, went away or answered what it should not. The message says where to look."""


class Face(Protocol):
    """What the player needs of whoever answers: one process, or the doors of the cloud's shape."""

    log: Path

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def send(self, connection: str, body: bytes, headers: Sequence[tuple[str, str]]) -> int: ...

    def busy(self) -> int:
        """How many messages are due or being worked on: 0 only when nothing is in flight."""
        ...

    def next(self) -> datetime | None:
        """When something is next, of the moment at which `busy` said 0 last."""
        ...

    def watch(self) -> None: ...

    def collect(self) -> int:
        """Have the platforms asked what exists. How much was found that should have come by itself."""
        ...

    def digest(self) -> None: ...

    def summary(self) -> dict[str, Any]: ...


class Wire:
    """One kept connection to a port of loopback. Every trouble is an OSError, after which the next call dials anew."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
                self._line.connect()
                self._line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._line.request(method, path, body=body, headers=dict(headers))
            answer = self._line.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            self.hang_up()
            raise OSError(type(error).__name__) from error
        except OSError:
            self.hang_up()
            raise

    def deliver(
        self, connection: str, body: bytes, headers: Sequence[tuple[str, str]], alive: Callable[[], None]
    ) -> int:
        """Deliver a webhook and return the status, 0 where no answer came.

        Like a platform, it sends again after a 5xx or a lost answer; `alive` raises where that is of no use.
        """
        sending = {"Content-Type": "application/json", **dict(headers)}
        status = 0
        for attempt in range(_TRIES):
            try:
                status = self.call("POST", f"/{connection}", body, sending)[0]
            except OSError:
                alive()
                status = 0
            if 0 < status < 500:
                return status
            time.sleep(0.05 * 2**attempt)
        return status

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


class Responder:
    """Everything in one process, as `make run` starts it."""

    def __init__(self, data: Path, settings: Mapping[str, str], operator: str, port: int = 0) -> None:
        self.log = data / "responder.log"
        self._settings = settings
        self._operator = operator
        self._port = port or _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._wire = Wire(self._port)
        self._next: str | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises ResponderFailed with the end of its log."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
        env = inherited | {"HEARD_OPERATOR_TOKEN": self._operator} | dict(self._settings)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [sys.executable, "-m", "functions.local.main", "--port", str(self._port)],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + _START
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise ResponderFailed(f"the local responder ended at once:\n{self._tail()}")
            try:
                if self._call("GET", "/-/status")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise ResponderFailed(f"the local responder did not answer within {_START:.0f} s:\n{self._tail()}")

    def stop(self) -> None:
        """Ask it to end, then make it. Nothing of its process group is left. Stopping twice is safe."""
        self._wire.hang_up()
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        try:
            os.killpg(process.pid, signal.SIGKILL)  # children that outlived it, if it had any
        except (ProcessLookupError, PermissionError):
            return

    def send(self, connection: str, body: bytes, headers: Sequence[tuple[str, str]]) -> int:
        return self._wire.deliver(connection, body, headers, self._alive)

    def busy(self) -> int:
        told = self._ask("GET", "/-/status")
        self._next = told.get("next")
        return int(told["busy"])

    def next(self) -> datetime | None:
        return datetime.fromisoformat(self._next) if self._next else None

    def watch(self) -> None:
        self._ask("POST", "/-/watch")

    def collect(self) -> int:
        return int(self._ask("POST", "/-/collect")["recovered"])

    def digest(self) -> None:
        self._ask("POST", "/-/digest")

    def summary(self) -> dict[str, Any]:
        return self._ask("GET", "/-/summary")

    def _ask(self, method: str, path: str) -> dict[str, Any]:
        try:
            status, body = self._call(method, path)
        except OSError:
            self._alive()
            status, body = self._call(method, path)
        if status >= 300:
            raise ResponderFailed(f"{method} {path} was answered {status}; the log is {self.log}")
        value = json.loads(body or b"{}")
        return value if isinstance(value, dict) else {}

    def _call(self, method: str, path: str) -> tuple[int, bytes]:
        return self._wire.call(method, path, b"", {"Authorization": f"Bearer {self._operator}"})

    def _alive(self) -> None:
        if self._process is None or self._process.poll() is not None:
            raise ResponderFailed(f"the local responder went away:\n{self._tail()}")

    def _tail(self) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-15:]) or "(it wrote nothing)"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
