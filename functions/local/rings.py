"""Rings that are on their way already are not published again.

`watch` rings whatever is due, each minute, until somebody has taken it up. With consumers behind (a platform that
answers slowly, a cap that is used up) the queue would fill with copies of one ring, and people's words wait
behind them. One process consumes this queue, so it can remember what it has rung.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from shared.core.ports import Bus, Outgoing

_RING = "ring"


class RungOnce:
    """A Bus that leaves out rings which still wait. Their receipt is empty: an equal message is kept already."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = threading.Lock()
        self._waiting: set[bytes] = set()

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        """Publish what does not wait yet. Raises BackendUnavailable, after which nothing is remembered."""
        with self._lock:
            new = [one for one in messages if one.data not in self._waiting]
            rings = {one.data for one in new if one.attributes.get("kind") == _RING}
            self._waiting |= rings
        try:
            receipts = iter(self._bus.publish(new) if new else [])
        except BaseException:
            with self._lock:
                self._waiting -= rings
            raise
        fresh = {id(one) for one in new}
        return [next(receipts) if id(one) in fresh else "" for one in messages]

    def taken(self, data: bytes) -> None:
        """A consumer has it now: from here on the same may be rung again."""
        with self._lock:
            self._waiting.discard(data)

    def close(self) -> None:
        self._bus.close()
