"""How soon a colleague usually answers, for texts that tell it: worked out by each digest, and read here.

The latest digest tells it. One that is old tells nothing, since nobody knows how it has been since then.
"""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Final

from shared.brands.compiled import Brand
from shared.core.digesting import Number
from shared.core.errors import BackendUnavailable
from shared.core.ports import DIGESTS
from shared.flows._tools import Tools

OLDEST: Final = timedelta(days=3)
_LOCK: Final = threading.Lock()


def usual(brand: Brand, tools: Tools, now: datetime) -> float | None:
    """Seconds of service within which three of four were answered by a colleague in the last weeks; None: not known.

    Asks the store once an hour for each brand. An error of the store is no reason to leave somebody without an answer.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    with _LOCK:
        asked, known = tools.usual.get(brand.key, (None, None))
        if asked == hour:
            return known
        tools.usual[brand.key] = (hour, None)  # who asks meanwhile tells nothing, rather than ask again or wait
    try:
        known = latest("usual", brand, tools, now)
    except BackendUnavailable:
        known = None
    with _LOCK:
        tools.usual[brand.key] = (hour, known)
    return known


def latest(figure: str, brand: Brand, tools: Tools, now: datetime) -> float | None:
    """A figure of the latest digest; None where there is no digest of these days, or it cannot tell."""
    since: date = brand.calendar.local_date(now - OLDEST) - timedelta(days=1)  # it tells of the day before
    found = [kept.doc for kept in tools.store.find(DIGESTS, now, equal=(brand.key,), since=since.isoformat())]
    last = max(found, key=lambda one: one.day, default=None)
    if last is None or now - last.made_at > OLDEST:
        return None
    told: Number = last.summary.get(figure)
    return None if told is None or isinstance(told, str) else float(told)
