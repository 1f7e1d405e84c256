"""The table that `make faults` prints, and keeps as build/faults.json and build/faults.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.functions.doors import ROOT

_SHOWN: Final = ("accepted", "lost", "unaccounted", "misjudged", "doubles", "uncertain", "stalls")


def told(rows: Sequence[Mapping[str, Any]]) -> str:
    """As a table in Markdown."""
    head = ["row", "case", "runs", *_SHOWN, "besides"]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        rest = {name: value for name, value in row.items() if name not in (*_SHOWN, "row", "case", "runs")}
        besides = ", ".join(f"{name.replace('_', ' ')} {_cell(value)}" for name, value in rest.items())
        lines.append([*(_cell(row.get(name, "")) for name in head[:-1]), besides])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write(rows: Sequence[Mapping[str, Any]]) -> None:
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    (folder / "faults.json").write_text(json.dumps(list(rows), indent=1) + "\n", encoding="utf-8")
    (folder / "faults.md").write_text(told(rows) + "\n", encoding="utf-8")


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        if not any(value.values()):
            return "0"
        return " ".join(f"{name}:{_cell(one)}" for name, one in value.items() if one)
    return f"{value:.2f}" if isinstance(value, float) else str(value)
