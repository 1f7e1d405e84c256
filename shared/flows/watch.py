"""Each minute: clocks past due become breaches, once; what is unfinished and due is rung onto the bus.

Each hour those on duty hear who waits for them, see `_owed`, and at once that many are angry, see `_spike`.
Finds work by query only, so a missed or double tick changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from shared.clocks.looks import timed
from shared.core.envelope import envelope
from shared.core.interaction import Ring, to_wire
from shared.core.ledger import Entry, Notice
from shared.core.ports import DUE, NOTICES_RINGING, RINGING, Create, Kept, Outgoing, Write
from shared.flows._handing import still_wanted
from shared.flows._notices import breach_notices, deliver, drop
from shared.flows._owed import owed
from shared.flows._spike import spikes
from shared.flows._tools import Tools, change, each

MOST: Final = 1000  # of each sort in one run; the next tick takes the rest
_NEXT: Final = timedelta(microseconds=1)
_FRESH: Final = timedelta(minutes=2)  # until then a Notice tells what was so a moment ago


@dataclass(frozen=True, slots=True)
class Watched:
    """What one run did."""

    breaches: int = 0
    rings: int = 0
    notices: int = 0
    reminders: int = 0
    alarms: int = 0


def watch(tools: Tools) -> Watched:
    """Look once. What fails keeps nothing else from being done; the first error is raised at the end."""
    until = tools.now() + _NEXT
    done = Watched()

    def noted(name: str, work: Callable[[datetime, Tools], int]) -> int:
        nonlocal done
        done = replace(done, **{name: work(until, tools)})
        return 0

    each(
        lambda: noted("rings", _rings),
        lambda: noted("breaches", _breaches),
        lambda: noted("notices", _notices),
        lambda: noted("reminders", lambda _until, tools: owed(tools)),
        lambda: noted("alarms", lambda _until, tools: spikes(tools)),
    )
    return done


def next_due(tools: Tools) -> datetime | None:
    """The earliest moment at which `watch` would have something to do, or None."""
    now = tools.now()
    found: list[datetime] = []
    for query in (RINGING, DUE, NOTICES_RINGING):
        found += [getattr(kept.doc, query.over) for kept in tools.store.find(query, now, limit=1)]
    return min(found, default=None)


def _breaches(until: datetime, tools: Tools) -> int:
    count = 0
    for kept in tools.store.find(DUE, tools.now(), until=until, limit=MOST):
        done = change(tools, kept.doc.key, lambda entry: _look(entry, tools), lambda entry: _told(entry, tools), kept)
        count += done is not None
    return count


def _look(entry: Entry | None, tools: Tools) -> Entry | None:
    brand = None if entry is None else tools.brands.brands.get(entry.brand)
    if entry is None or brand is None:
        return None
    regime = tools.regime(brand)
    entry = timed(entry, regime)
    looked = {name: clock.look(regime.now) for name, clock in entry.clocks.items()}
    return timed(msgspec.structs.replace(entry, clocks=looked), regime)


def _told(entry: Entry, tools: Tools) -> list[Write]:
    """Notices for the clock that a person waits on; the other is for the digest. Once per Clock, whatever happens."""
    clock = entry.clocks.get("response")
    brand = tools.brands.brands.get(entry.brand)
    if brand is None or clock is None or clock.breached is None:
        return []
    now = tools.now()
    notices = breach_notices(brand, entry, "response", now, desk=tools.desk)
    return [Create(one) for one in notices if tools.store.get(Notice, one.key, now) is None]


def _rings(until: datetime, tools: Tools) -> int:
    now = tools.now()
    found = (kept.doc for kept in tools.store.find(RINGING, now, until=until, limit=MOST + len(tools.rung)))
    due = [entry for entry in found if not tools.rung.waits(entry, now)][:MOST]
    if due:
        rings = [Ring(key=one.key, brand=one.brand) for one in due]
        tools.bus.publish([Outgoing(to_wire(one), envelope(one, now)) for one in rings])
        tools.rung.sent(due, now)
    return len(due)


def _notices(until: datetime, tools: Tools) -> int:
    due: list[Kept[Notice]] = list(tools.store.find(NOTICES_RINGING, tools.now(), until=until, limit=MOST))
    return each(*(partial(_one_notice, kept, tools) for kept in due))


def _one_notice(kept: Kept[Notice], tools: Tools) -> int:
    brand = tools.brands.brands.get(kept.doc.brand)
    if brand is None:
        drop(kept, "its brand is gone", tools)
    elif (
        not kept.doc.claim.in_flight and tools.now() - kept.doc.at > _FRESH and not still_wanted(kept.doc, brand, tools)
    ):
        drop(kept, "it is no longer needed", tools)
    else:
        deliver(kept, brand, tools)
    return 1
