"""Google's own emulators of Firestore and Pub/Sub as child processes, for tests and for the cloud's shape on a laptop.

They need `gcloud` and Java; `missing()` says what is not there. Their data is in memory and goes with them.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from functions.local._guard import Guard, end, unbroken
from shared.core.errors import ConfigurationError

PROJECT: Final = "heard-local"
_START: Final = 60.0  # seconds until both must answer; four are usual
_STOP: Final = 5.0
_KINDS: Final = {
    "firestore": ("FIRESTORE_EMULATOR_HOST", ("emulators", "firestore", "start")),
    "pubsub": ("PUBSUB_EMULATOR_HOST", ("beta", "emulators", "pubsub", "start", f"--project={PROJECT}")),
}


def missing() -> str | None:
    """What this machine lacks to run the emulators and how to get it, or None."""
    lacks = []
    if shutil.which("gcloud") is None:
        lacks.append("gcloud (the Google Cloud CLI, with `gcloud components install beta cloud-firestore-emulator")
        lacks[-1] += " pubsub-emulator` or the packages of the same names)"
    if shutil.which("java") is None:
        lacks.append("java (any JRE, 17 or newer)")
    return "the emulators need " + " and ".join(lacks) if lacks else None


class Emulators:
    """Both emulators on free ports of loopback. `start` returns when they answer; `stop` leaves nothing running.

    `guard` is told each process group, and when it has ended: it ends them should this process be killed.
    """

    def __init__(self, log: Path | None = None, guard: Guard | None = None) -> None:
        self._log_path = log
        self._guard = guard
        self._log: IO[bytes] | None = None
        self._running: dict[str, tuple[subprocess.Popen[bytes], int]] = {}

    @property
    def environ(self) -> dict[str, str]:
        """The variables by which Google's libraries and our adapters find them, and the project that they pretend."""
        hosts = {_KINDS[name][0]: f"127.0.0.1:{port}" for name, (_, port) in self._running.items()}
        return hosts | {"GOOGLE_CLOUD_PROJECT": PROJECT}

    def pid(self, name: str) -> int:
        """The process group of one emulator (`firestore`, `pubsub`), for whoever freezes it on purpose."""
        return self._running[name][0].pid

    @property
    def ended(self) -> list[str]:
        """Those that are gone though nobody asked them to."""
        return [name for name, (process, _) in self._running.items() if process.poll() is not None]

    def start(self) -> Emulators:
        """Launch and wait. Raises ConfigurationError where something is not installed, or does not come up."""
        self.launch()
        return self.wait()

    def launch(self) -> Emulators:
        """Start both and return at once: where they will answer is known. Raises ConfigurationError."""
        lacks = missing()
        if lacks is not None:
            raise ConfigurationError(lacks)
        self._log = tempfile.TemporaryFile() if self._log_path is None else self._log_path.open("w+b")  # noqa: SIM115 - until stop
        try:
            for name in _KINDS:
                unbroken(partial(self._start_one, name))
        except BaseException:
            self.stop()
            raise
        return self

    def wait(self, pause: Callable[[float], object] = time.sleep) -> Emulators:
        """Return when both answer. Raises ConfigurationError, or what `pause` raises; then nothing is left running."""
        until = time.monotonic() + _START
        try:
            for name in _KINDS:
                self._wait(name, until, pause)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End both, with all that they started. Stopping twice is safe."""
        running, self._running = self._running, {}
        for process, _ in running.values():
            _signal(process, signal.SIGCONT)
            _signal(process, signal.SIGTERM)
        until = time.monotonic() + _STOP
        for process, _ in running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, until - time.monotonic()))
            _signal(process, signal.SIGKILL)
            process.wait()
            end(process.pid)
            if self._guard is not None:
                self._guard.forget(process.pid)
        if self._log is not None:
            self._log.close()
            self._log = None

    def __enter__(self) -> Emulators:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _start_one(self, name: str) -> None:
        port = free_port()
        command = [shutil.which("gcloud") or "gcloud", *_KINDS[name][1], f"--host-port=127.0.0.1:{port}", "--quiet"]
        settings = {"CLOUDSDK_CORE_DISABLE_PROMPTS": "1", "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "1"}
        process = subprocess.Popen(  # noqa: S603 - gcloud itself, with arguments of ours
            command,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._running[name] = (process, port)
        if self._guard is not None:
            self._guard.watch(process.pid)

    def _wait(self, name: str, until: float, pause: Callable[[float], object]) -> None:
        process, port = self._running[name]
        while time.monotonic() < until and process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            pause(0.05)
        raise ConfigurationError(f"the {name} emulator did not start; it said:\n{self._tail()}")

    def _tail(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        text = self._log.read().decode(errors="replace")
        return "\n".join(text.splitlines()[-12:]) or "(nothing)"


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """To the whole group: gcloud starts a shell, which starts Java."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
