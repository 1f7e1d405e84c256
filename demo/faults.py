"""Faults on demand: what the pretend platform shall do wrong, how often, and on which calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from threading import Lock
from typing import Any


class Wrong(StrEnum):
    """What goes wrong with a call. In the last four the effect happens all the same."""

    RATE_LIMIT = "rate_limit"  # 429 with Retry-After, no effect
    REFUSED = "refused"  # 403, no effect
    ERROR_BEFORE = "error_before"  # 500, no effect
    ERROR_AFTER = "error_after"  # 500 after the effect
    CUT = "cut"  # the connection ends after the effect, before the answer
    TIMEOUT = "timeout"  # the effect, then no answer for `seconds`
    SLOW = "slow"  # the effect and its answer, `seconds` late
    LAG = "lag"  # the effect, but lists show it only `seconds` later by the clock


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: on the next `times` calls whose method and path match (a regular expression, searched)."""

    wrong: Wrong
    times: int = 1
    path: str = ""
    method: str = "POST"
    seconds: float = 30.0

    @classmethod
    def read(cls, value: object) -> Fault:
        """From plain data. Raises ValueError saying what was expected."""
        if not isinstance(value, Mapping):
            raise ValueError('a fault must be an object such as {"wrong": "rate_limit"}')
        known = ", ".join(Wrong)
        if value.get("wrong") not in set(Wrong):
            raise ValueError(f"a fault's wrong must be one of {known}")
        times, path, seconds = value.get("times", 1), value.get("path", ""), value.get("seconds", 30.0)
        if isinstance(times, bool) or not isinstance(times, int) or times < 1:
            raise ValueError("a fault's times must be a whole number from 1 on")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= 86_400:
            raise ValueError("a fault's seconds must be a number from 0 to 86400")
        try:
            re.compile(str(path))
        except re.error as error:
            raise ValueError("a fault's path must be a regular expression") from error
        return cls(Wrong(value["wrong"]), times, str(path), str(value.get("method", "POST")), float(seconds))

    def plain(self) -> dict[str, Any]:
        """As plain data that reads back the same; defaults are left out."""
        default = Fault(self.wrong)
        return {"wrong": str(self.wrong)} | {
            key: value for key, value in asdict(self).items() if key != "wrong" and value != getattr(default, key)
        }


class Faults:
    """The faults still to come, in the order they were ordered."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._coming.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._coming.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this call, used up once; None if it shall go well."""
        with self._lock:
            for at, fault in enumerate(self._coming):
                if fault.method == method and re.search(fault.path, path):
                    if fault.times > 1:
                        self._coming[at] = replace(fault, times=fault.times - 1)
                    else:
                        del self._coming[at]
                    return fault
        return None
