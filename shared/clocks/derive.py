"""A clock from the facts of its Entry alone: what recomputing, and taking back what was not said after all, go by."""

from __future__ import annotations

import msgspec

from shared.clocks.looks import planned
from shared.clocks.targets import RESPONSE
from shared.clocks.timing import Regime
from shared.core.ledger import Entry, Sort
from shared.core.ports import Capability
from shared.core.sla import Aim, By, Clock


def replayed(name: str, entry: Entry, regime: Regime) -> Clock:
    """A clock as what is known now makes it: stopped by the first sign that is left, or by the person's taking back.

    What colleagues have been told of stays noted.
    """
    clock, courses = entry.clocks[name], regime.courses(entry)
    again = Clock(started=clock.started, aims=tuple(map(_unmet, clock.aims)), told=clock.told)
    again = planned(name, again, regime.brand, courses, regime.now)
    for one in entry.acknowledgments:
        words = one.how != Capability.LIKE
        if (one.by is By.PERSON and words) if name == RESPONSE else (words or entry.sort is Sort.PRAISE):
            again = again.stop(one.at, one.by, courses)
    if entry.removed_at is not None:
        again = again.stop(entry.removed_at, None, courses)
    if entry.closed_at is not None:
        again = again.stop(entry.closed_at, None, courses)
    looked = again.look(regime.now)
    return looked if looked == again else planned(name, looked, regime.brand, courses, regime.now)


def _unmet(aim: Aim) -> Aim:
    return msgspec.structs.replace(aim, due=None, breached=None)
