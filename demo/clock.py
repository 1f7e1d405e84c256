"""The stepped clock: it stands still until told to jump, and never goes back.

The player owns it, the pretend platform shows it at `GET /clock`, and every door of the local responder
reads it there. So a day takes seconds and its waiting times are those of the day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock


class SteppedClock:
    """One moment that everybody shares. Safe to read from any thread."""

    def __init__(self, start: datetime) -> None:
        self._lock = Lock()
        self._now = _aware(start)

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def jump(self, to: datetime) -> datetime:
        """Move on to `to` and return the time. A moment that has passed already changes nothing."""
        with self._lock:
            self._now = max(self._now, _aware(to))
            return self._now


def next_tick(at: datetime, minutes: int = 1) -> datetime:
    """The first moment at or after `at` that a scheduler with this period would fire at."""
    period = timedelta(minutes=minutes)
    over = (at - datetime(1970, 1, 1, tzinfo=UTC)) % period
    return at if not over else at + (period - over)


def iso(at: datetime) -> str:
    """ISO 8601 in UTC with a Z; fractions of a second only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone tells no instant")
    return at.astimezone(UTC)
