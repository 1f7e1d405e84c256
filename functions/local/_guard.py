"""Ends what a process has started once that process is gone, however it went: `kill -9` leaves no time to tidy up.

A guard is one small child that reads a pipe. It is told each process group; when the pipe closes, which the kernel
sees to, it ends those that are left.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock, Thread


class Guard:
    """Ends the process groups that it watches when this process ends. Safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, this file
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def watch(self, group: int) -> None:
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        """It has ended: its number may soon be another's."""
        self._tell(f"-{group}\n")

    def close(self) -> None:
        """End what is still watched, then the guard itself. Closing twice is safe."""
        with self._lock, suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        with self._lock, suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(line.encode())
                self._process.stdin.flush()


def unbroken(work: Callable[[], object]) -> None:
    """Do it whole, whatever signal comes meanwhile: only the main thread is ever interrupted by one.

    A process that is started, and not yet known to the guard, would outlive us.
    """
    failed: list[BaseException] = []

    def noted() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=noted)
    try:
        thread.start()
        thread.join()
    finally:
        thread.join()
    if failed:
        raise failed[0]


def end(group: int, patience: float = 2.0) -> None:
    """End a process group and return when the kernel has taken it apart, ports and all.

    Its leader, where it is a child of ours, must have been waited for. Where nobody collects the dead (a container
    whose first process does not), this takes `patience` seconds.
    """
    until = time.monotonic() + patience
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
        while time.monotonic() < until:
            time.sleep(0.005)
            os.killpg(group, signal.SIGKILL)


def main(lines: Iterable[str]) -> None:
    """Read until the pipe closes, then end what is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        groups = groups | {group} if line[0] == "+" else groups - {group}
    for group in groups:
        end(group, patience=0.0)


if __name__ == "__main__":
    main(sys.stdin)
