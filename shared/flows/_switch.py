"""The crisis switch: while it is on, no rule says anything. Read again after five seconds, so it works within seconds.

It stands in the Store, so every instance of every door sees it, and a start in the middle of a crisis does too.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from shared.core.ledger import Switch
from shared.core.ports import Store
from shared.rules.conditions import possible
from shared.rules.rule import Rule

FRESH: Final = timedelta(seconds=5)
IN_CRISIS: Final = "the crisis switch is on"
OVER: Final = "the crisis is over"
LONGEST: Final = timedelta(days=30)


def speaks_in_crisis(rules: Iterable[Rule], name: str | None) -> bool:
    """Whether the rule of this name can hold only in a crisis: then it speaks in one."""
    return any(rule.name == name and not possible(rule.when, "crisis", False) for rule in rules)


class Switches:
    """What is known of each brand's switch, for five seconds. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: dict[str, tuple[datetime, Switch | None]] = {}

    def on(self, store: Store, brand: str, now: datetime) -> Switch | None:
        """The brand's switch if it is on. Raises BackendUnavailable: who cannot know says nothing."""
        with self._lock:
            at, found = self._read.get(brand, (None, None))
        if at is None or not timedelta() <= now - at < FRESH:
            kept = store.get(Switch, brand, now)
            found = None if kept is None else kept.doc
            with self._lock:
                self._read[brand] = (now, found)
        return found if found is not None and now < found.expire_at else None
