"""Where the time comes from: the machine, or for a replayed day the pretend platform's virtual clock."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from threading import local
from urllib.parse import urlsplit

from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Now
from shared.settings import is_loopback


def system_now() -> datetime:
    """The machine's time, aware UTC."""
    return datetime.now(UTC)


def foreign_clock(url: str, others: Iterable[str]) -> Now:
    """A `now` that asks `url` (GET, answers {"now": "...Z"}) each time.

    Raises ConfigurationError unless the clock and all `others` (where we listen, whom we call) are on loopback:
    nobody real may be answered, and no promise measured, by a clock that somebody else turns.
    """
    from http.client import HTTPConnection, HTTPException

    for address in (url, *others):
        if not is_loopback(address):
            raise ConfigurationError(
                f"HEARD_CLOCK is set, but {address} is not on loopback; a foreign clock is for replays on one machine. "
                "Unset HEARD_CLOCK, or point every address at 127.0.0.1"
            )
    parts = urlsplit(url)
    if parts.scheme != "http":
        raise ConfigurationError(f"HEARD_CLOCK: came {url[:80]!r}; expected an http address on this machine")
    kept = local()

    def now() -> datetime:
        for attempt in (1, 2):
            connection: HTTPConnection = getattr(kept, "connection", None) or HTTPConnection(
                parts.hostname or "", parts.port or 80, timeout=5
            )
            kept.connection = connection
            try:
                connection.request("GET", parts.path)
                return datetime.fromisoformat(json.loads(connection.getresponse().read())["now"]).astimezone(UTC)
            except (OSError, HTTPException, ValueError, KeyError) as error:
                connection.close()
                kept.connection = None
                if attempt == 2:
                    raise BackendUnavailable("foreign clock", type(error).__name__) from error
        raise AssertionError("unreachable")

    return now
