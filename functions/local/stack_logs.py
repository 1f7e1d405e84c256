"""Reads the files that doors write their log to, line by line as they grow."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path


class Lines:
    """The whole lines that were written to a file since the last look. A file that is not there yet has none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rest = b""
        self._at = path.stat().st_size if path.exists() else 0

    def new(self) -> list[str]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._at)
                read = file.read()
        except FileNotFoundError:
            return []
        self._at += len(read)
        *whole, self._rest = (self._rest + read).split(b"\n")
        return [line.decode(errors="replace") for line in whole]


class Relay:
    """Repeats what doors log on standard error, each line behind its door's name, until closed."""

    def __init__(self, logs: Mapping[str, Path]) -> None:
        self._lines = {name: Lines(path) for name, path in logs.items()}
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Repeat what is left and return."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.wait(0.1):
            self._repeat()
        self._repeat()

    def _repeat(self) -> None:
        for name, lines in self._lines.items():
            for line in lines.new():
                print(f"{name}: {line}", file=sys.stderr, flush=True)
