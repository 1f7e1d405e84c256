"""Changing what is known of a brand's policies and holds: its PolicyLog, one document, by whoever gets there first.

It is read at every run of `watch` and at most stops, so it stays short: beyond `LONGEST` what ended first is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared import log
from shared.core.errors import BackendUnavailable
from shared.core.ledger import KEEP_ENTRY
from shared.core.ports import Create, Replace, Store
from shared.core.regime import KEEP_POLICY, Hold, PolicyLog, Version, empty
from shared.flows._tools import TRIES

LONGEST: Final = 900_000  # bytes of a log: what a store takes as one document
SETTLES: Final = timedelta(minutes=10)  # how long two releases, or one that read before and writes after, may overlap


def change_log(
    store: Store, brand: str, now: datetime, edit: Callable[[PolicyLog], PolicyLog | None]
) -> PolicyLog | None:
    """Read a brand's log, let `edit` say what it becomes (None: leave it), and write that if nobody else did meanwhile.

    Returns what was written, else None. Raises BackendUnavailable if others keep changing it.
    """
    for _ in range(TRIES):
        kept = store.get(PolicyLog, brand, now)
        old = empty(brand, now) if kept is None else kept.doc
        new = edit(old)
        if new is None or new == old:
            return None
        new = fitting(new, now)
        if store.commit(now, Create(new) if kept is None else Replace(new, kept.revision)) is not None:
            return new
    raise BackendUnavailable("store", "the log of policies kept changing")


def to_replan(old: PolicyLog, now: datetime) -> PolicyLog:
    """The log with all running clocks to be worked out anew by `watch`, and once more when all has settled."""
    return msgspec.structs.replace(old, replan=now - KEEP_ENTRY, repeat_at=now + SETTLES)


def fitting(new: PolicyLog, now: datetime) -> PolicyLog:
    """The log as it is to be written: kept for long enough, and not longer than a store takes.

    The newest version and what still lasts always stay. Where something must go, older figures can no longer be
    explained by it, which is told; stopped clocks keep theirs.
    """
    new = msgspec.structs.replace(new, expire_at=now + KEEP_POLICY)
    over = len(msgspec.json.encode(new)) - LONGEST
    if over <= 0:
        return new
    ended: list[tuple[datetime, Version | Hold]] = [
        (later.since, one) for one, later in zip(new.versions, new.versions[1:], strict=False)
    ]
    ended += [(one.pause.until, one) for one in new.holds if one.pause.until is not None and one.pause.until <= now]
    gone: list[Version | Hold] = []
    for _, one in sorted(ended, key=lambda found: found[0]):
        if over <= 0:
            break
        gone.append(one)
        over -= len(msgspec.json.encode(one))
    log.warning("policies.shortened", brand=new.brand, dropped=len(gone))
    return msgspec.structs.replace(
        new,
        versions=tuple(one for one in new.versions if not any(one is old for old in gone)),
        holds=tuple(one for one in new.holds if not any(one is old for old in gone)),
    )
