"""What every benchmark shares: its options, figures with what they must and should be, the table, the exit code."""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from shared.core.errors import ConfigurationError

EXITS: Final = (
    "Exit codes: 0 measured, 1 something did not work (or a `must` was missed, with --strict), 2 not understood."
)
_SIGN: Final = {True: ">=", False: "<="}


class Failed(Exception):
    """Something could not be measured; says what."""


@dataclass(frozen=True)
class Figure:
    """One measured figure. `low` and `high` are its spread over the rounds; `more` means that more is better.

    `unit` is written behind the number; `must` and `aim` are None for what is told as information.
    """

    name: str
    value: float
    unit: str = "x"
    must: float | None = None
    aim: float | None = None
    low: float | None = None
    high: float | None = None
    more: bool = False

    @property
    def missed(self) -> bool:
        if self.must is None:
            return False
        return not (self.value >= self.must if self.more else self.value <= self.must)

    def row(self) -> tuple[str, str, str, str, str, str]:
        sign = _SIGN[self.more]
        return (
            self.name,
            _number(self.value, self.unit),
            "" if self.low is None or self.high is None else f"{_number(self.low)} to {_number(self.high, self.unit)}",
            "" if self.must is None else f"{sign} {_number(self.must, self.unit)}",
            "" if self.aim is None else _number(self.aim, self.unit),
            "" if self.must is None else "missed" if self.missed else "met",
        )


@dataclass
class Found:
    """All that one benchmark found."""

    bench: str
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    load_before: float = field(default_factory=lambda: os.getloadavg()[0])

    def add(self, name: str, value: float | Sequence[float], unit: str = "x", **more: Any) -> None:
        """A figure, or the median of several with their spread."""
        if isinstance(value, Sequence):
            if not value:
                raise Failed(f"{name}: nothing was measured")
            low, high = (min(value), max(value)) if len(value) > 1 else (None, None)
            self.figures.append(Figure(name, statistics.median(value), unit, low=low, high=high, **more))
        else:
            self.figures.append(Figure(name, value, unit, **more))


def parser(module: str, description: str | None, rounds: int) -> argparse.ArgumentParser:
    """A parser with the options that every benchmark has."""
    made = argparse.ArgumentParser(
        prog=f"python -m {module}", description=(description or "").split("\n")[0], epilog=EXITS
    )
    made.add_argument("--rounds", type=_positive, default=rounds, help=f"interleaved rounds (default {rounds})")
    made.add_argument("--json", action="store_true", help="print JSON instead of a table")
    made.add_argument("--strict", action="store_true", help="exit 1 where a `must` is missed")
    return made


def run(measure: Callable[[argparse.Namespace], Found], options: argparse.Namespace) -> int:
    """Measure, print on standard output, and return the exit code. SIGTERM ends it tidily too."""
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        found = measure(options)
    except (Failed, ConfigurationError, OSError, AssertionError) as error:
        say(f"not measured: {error or type(error).__name__}")
        return 1
    finally:
        signal.signal(signal.SIGTERM, before)
    print(as_json(found) if options.json else as_text(found), flush=True)
    return int(options.strict and any(figure.missed for figure in found.figures))


def as_json(found: Found) -> str:
    figures = [asdict(figure) | {"missed": figure.missed} for figure in found.figures]
    load = {"load_before": found.load_before, "load_after": os.getloadavg()[0]}
    return json.dumps({"bench": found.bench, "figures": figures, "notes": found.notes, **load}, indent=2)


def as_text(found: Found) -> str:
    """The table as Markdown, aligned."""
    rows = [("figure", "measured", "spread", "must", "aim", ""), *(figure.row() for figure in found.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    load = (
        f"Load average before {found.load_before:.1f}, after {os.getloadavg()[0]:.1f}, on {os.cpu_count()} processors."
    )
    return "\n".join([f"## {found.bench}", "", *lines, "", *found.notes, load, ""])


def ratios(ours: Iterable[float], floor: Iterable[float]) -> list[float]:
    """Round by round: what slowed one round slowed both."""
    return [one / other for one, other in zip(ours, floor, strict=True)]


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


def quantile(values: Sequence[float], part: float) -> float:
    """The value that so large a part of them does not exceed; Failed where there are none."""
    if not values:
        raise Failed("nothing was answered")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"came {text}; expected 1 or more")
    return number


def _number(value: float, unit: str = "") -> str:
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 20 else f"{value:.2f}"
    return f"{text} {unit}".rstrip()


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(143)
