"""One JSON record a line on standard error: a stable dotted name, a severity, and ids.

Never bodies, headers, tokens or people's words. Values are escaped by JSON, so a line break in one stays inside.
"""

from __future__ import annotations

import json
import sys
from typing import Final, TextIO

_LONGEST: Final = 200


def info(event: str, **ids: object) -> None:
    _write("INFO", event, ids)


def warning(event: str, **ids: object) -> None:
    _write("WARNING", event, ids)


def error(event: str, **ids: object) -> None:
    _write("ERROR", event, ids)


def _write(severity: str, event: str, ids: dict[str, object], to: TextIO | None = None) -> None:
    record = {"severity": severity, "event": event} | {key: _short(value) for key, value in ids.items()}
    (to or sys.stderr).write(json.dumps(record) + "\n")


def _short(value: object) -> object:
    if value is None or isinstance(value, (int, float, bool)):
        return value
    return str(value)[:_LONGEST]
