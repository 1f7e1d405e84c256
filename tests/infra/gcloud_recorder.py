"""A `gcloud` and a `terraform` that pretend: each call is written down, and answered from a small imaginary project.

`pretended.py` is what both run. What Google would hold (the values of secrets among it) lies in `google/`, apart from
what a machine could leak: `calls.jsonl` has every argument, all that was piped in, and the environment, of each call.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.infra.pretended import ALWAYS, DOORS, PROJECT

__all__ = ["DOORS", "PROJECT", "Call", "Recorder"]

PROGRAM = Path(__file__).with_name("pretended.py")


@dataclass(frozen=True)
class Call:
    """One call that was made."""

    tool: str
    argv: list[str]
    given: str
    environ: dict[str, str]

    def __str__(self) -> str:
        return f"{self.tool} {' '.join(self.argv)}"


@dataclass(frozen=True)
class Recorder:
    """The two executables in a folder, and what was asked of them."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, tools: Sequence[str] = ("gcloud", "terraform")) -> Recorder:
        (folder / "bin").mkdir(parents=True)
        (folder / "google").mkdir()
        for tool in tools:
            file = folder / "bin" / tool
            file.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {PROGRAM} {folder} {tool} "$@"\n')
            file.chmod(0o755)
        made = cls(folder)
        made.google(answers=[], secrets={}, places=[], doors={}, former={}, bucket=True, indexes=["READY"] * 99)
        return made

    @property
    def path(self) -> str:
        return str(self.folder / "bin")

    @property
    def _file(self) -> Path:
        return self.folder / "google" / "project.json"

    @property
    def project(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._file.read_text())
        return found

    def google(self, **known: Any) -> None:
        """Change what the imaginary project holds."""
        held = self.project if self._file.is_file() else {}
        self._file.write_text(json.dumps({**held, **known}))

    def answer(self, words: str, *, out: str = "", err: str = "", code: int = 0, times: int = ALWAYS) -> None:
        """How a call that holds these words is answered, the latest answer first; `times` it stands."""
        row = {"words": words.split(), "out": out, "err": err, "code": code, "times": times}
        self.google(answers=[row, *self.project["answers"]])

    def calls(self) -> list[Call]:
        file = self.folder / "calls.jsonl"
        return [Call(**json.loads(line)) for line in file.read_text().splitlines()] if file.is_file() else []

    def said(self, words: str) -> list[Call]:
        """The calls that hold these words."""
        return [call for call in self.calls() if set(words.split()) <= {call.tool, *call.argv}]

    def changing(self) -> list[str]:
        """The calls that would change something in the cloud."""
        verbs = ("apply", "add", "disable", "destroy", "cp")
        return [str(call) for call in self.calls() if any(verb in call.argv for verb in verbs)]
