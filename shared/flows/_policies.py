"""Changing what is known of a brand's policies and holds: its PolicyLog, one document, by whoever gets there first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from shared.core.errors import BackendUnavailable
from shared.core.ports import Create, Replace, Store
from shared.core.regime import KEEP_POLICY, PolicyLog, empty
from shared.flows._tools import TRIES


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
        new = msgspec.structs.replace(new, expire_at=now + KEEP_POLICY)
        if store.commit(now, Create(new) if kept is None else Replace(new, kept.revision)) is not None:
            return new
    raise BackendUnavailable("store", "the log of policies kept changing")
