"""One JSON record a line on standard error: a stable dotted name, a severity, and ids.

Never bodies, headers, tokens or people's words. Values are escaped by JSON, so a line break in one stays inside.
"""

from __future__ import annotations

import json
import sys
from typing import Final, TextIO

import msgspec

_LONGEST: Final = 200
_encoder: Final = msgspec.json.Encoder()


def info(event: str, **ids: object) -> None:
    _write("INFO", event, ids)


def warning(event: str, **ids: object) -> None:
    _write("WARNING", event, ids)


def error(event: str, **ids: object) -> None:
    _write("ERROR", event, ids)


def _write(severity: str, event: str, ids: dict[str, object], to: TextIO | None = None) -> None:
    record = {"severity": severity, "event": event} | {key: _short(value) for key, value in ids.items()}
    (to or sys.stderr).write(_line(record) + "\n")


def _line(record: dict[str, object]) -> str:
    """In ASCII alone, so that no other character either is taken for the end of a line."""
    try:
        return msgspec.json.format(_encoder.encode(record), indent=0).decode("ascii")
    except UnicodeError:
        return json.dumps(record)


def _short(value: object) -> object:
    if value is None or isinstance(value, (int, float, bool)):
        return value
    return str(value)[:_LONGEST]
