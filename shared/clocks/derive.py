"""A clock from the facts of its Entry alone: what recomputing, and taking back what was not said after all, go by."""

from __future__ import annotations

import msgspec

from shared.clocks.items import replies, signs
from shared.clocks.looks import planned
from shared.clocks.targets import RESPONSE
from shared.clocks.timing import Regime
from shared.core.ledger import Entry
from shared.core.sla import Aim, Clock


def replayed(name: str, entry: Entry, regime: Regime) -> Clock:
    """A clock as what is known now makes it: stopped by the first sign that is left, or by the person's taking back.

    What colleagues have been told of stays noted.
    """
    clock, courses = entry.clocks[name], regime.courses(entry)
    again = Clock(started=clock.started, aims=tuple(map(_unmet, clock.aims)), told=clock.told)
    again = planned(name, again, regime.brand, courses, regime.now)
    counts = replies if name == RESPONSE else signs
    for one in entry.acknowledgments:
        if counts(entry, one):
            again = again.stop(one.at, one.by, courses)
    if entry.removed_at is not None:
        again = again.stop(entry.removed_at, None, courses)
    if entry.closed_at is not None:
        again = again.stop(entry.closed_at, None, courses)
    looked = again.look(regime.now)
    return looked if looked == again else planned(name, looked, regime.brand, courses, regime.now)


def _unmet(aim: Aim) -> Aim:
    return msgspec.structs.replace(aim, due=None, breached=None)
