"""Each minute: clocks past due become breaches, once, and whoever is to hear of it is told; what is unfinished is rung.

    rings       what is unfinished and due goes onto the bus again
    looks       clocks that are due for a look: breaches, and the steps of the ladder, see `_ladder`
    replans     running clocks anew, where calendars, targets or holds have changed, see `_replan`
    notices     what is to be told by now
    reminders   each hour those on duty hear who waits for them, see `_owed`
    alarms      at once that many are angry, see `_spike`

Finds work by query only, so a missed or double tick changes nothing, and reads grow with what is due alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from shared.clocks.looks import timed
from shared.clocks.timing import Regime
from shared.core.envelope import envelope
from shared.core.interaction import Ring, to_wire
from shared.core.ledger import Entry, Notice
from shared.core.ports import DUE, NOTICES_RINGING, RINGING, Create, Kept, Outgoing, Write
from shared.flows._delivering import deliver, drop
from shared.flows._handing import still_wanted
from shared.flows._holds import overheard, spoken
from shared.flows._ladder import Climbed, climb
from shared.flows._owed import owed
from shared.flows._policies import change_log, to_replan
from shared.flows._replan import regime_of, replan
from shared.flows._spike import spikes
from shared.flows._tools import Tools, change, each, each_of

MOST: Final = 1000  # rings, and Notices, in one run; the next tick takes the rest
LONGEST: Final = timedelta(seconds=40)  # of one run's looks, before the next tick takes the rest
_REPLANS: Final = timedelta(seconds=10)  # beside them
_NEXT: Final = timedelta(microseconds=1)
_GONE: Final = timedelta(days=1)  # between looks for a brand that is gone
_FRESH: Final = timedelta(minutes=2)  # until then a Notice tells what was so a moment ago


@dataclass(frozen=True, slots=True)
class Watched:
    """What one run did. `breaches` are Entries that had one, `steps` those of the ladder."""

    breaches: int = 0
    steps: int = 0
    replans: int = 0
    rings: int = 0
    notices: int = 0
    reminders: int = 0
    alarms: int = 0


class _Regimes:
    """What counts for each brand, read once in a run, and what its looks came to."""

    def __init__(self, tools: Tools) -> None:
        self.now = tools.now()
        self.breaches = self.steps = 0
        self._tools = tools
        self._found: dict[str, Regime] = {}
        self._gone: set[str] = set()

    def of(self, brand: str) -> Regime | None:
        """None where the brand is gone. Raises BackendUnavailable."""
        if brand not in self._found and brand in self._tools.brands.brands:
            self._found[brand] = regime_of(self._tools.brands.brands[brand], self._tools, self.now)
        return self._found.get(brand)

    def gone(self, brand: str) -> None:
        """Note that a brand's clocks are not looked at: should it come back, they are worked out anew at once."""
        if brand not in self._gone:
            now = self.now
            change_log(self._tools.store, brand, now, lambda log: None if log.replan else to_replan(log, now))
            self._gone.add(brand)


def watch(tools: Tools) -> Watched:
    """Look once. What fails keeps nothing else from being done; the first error is raised at the end."""
    regimes = _Regimes(tools)
    done = Watched()

    def noted(name: str, work: Callable[[], int]) -> int:
        nonlocal done
        done = replace(done, **{name: work()})
        return 0

    def looks() -> int:
        nonlocal done
        try:
            return each_of(_looks(regimes, tools))
        finally:
            done = replace(done, breaches=regimes.breaches, steps=regimes.steps)

    each(
        lambda: noted("rings", lambda: _rings(tools)),
        looks,
        lambda: noted("replans", lambda: each_of(_replans(regimes, tools))),
        lambda: noted("notices", lambda: _notices(tools)),
        lambda: noted("reminders", lambda: owed(tools)),
        lambda: noted("alarms", lambda: spikes(tools)),
    )
    return done


def next_due(tools: Tools) -> datetime | None:
    """The earliest moment at which `watch` would have something to do, or None."""
    now = tools.now()
    found: list[datetime] = []
    for query in (RINGING, DUE, NOTICES_RINGING):
        found += [getattr(kept.doc, query.over) for kept in tools.store.find(query, now, limit=1)]
    return min(found, default=None)


def _looks(regimes: _Regimes, tools: Tools) -> Iterator[Callable[[], int]]:
    """Each clock that was due when the run began, the one that waited longest first, while there is time."""
    seen: set[str] = set()
    for kept in tools.store.find(DUE, regimes.now, until=regimes.now + _NEXT):
        if tools.now() - regimes.now >= LONGEST:
            return
        if kept.doc.key not in seen:  # by somebody else it may have been made due again meanwhile
            seen.add(kept.doc.key)
            yield partial(_look, kept, regimes, tools)


def _look(kept: Kept[Entry], regimes: _Regimes, tools: Tools) -> int:
    """Note what has been missed, and take the steps of the ladder whose moment has come, all in one commit."""
    regime = regimes.of(kept.doc.brand)
    if regime is None:
        regimes.gone(kept.doc.brand)
        change(tools, kept.doc.key, lambda entry: entry and _later(entry, regimes.now), found=kept)
        return 0
    climbed = Climbed(kept.doc)
    missed = tries = 0

    def edit(entry: Entry | None) -> Entry | None:
        nonlocal climbed, missed, tries
        if entry is None:
            return None
        tries += 1
        word = overheard(entry, tools)
        entry = timed(entry if word is None else spoken(entry, word, regime), regime)
        looked = {name: clock.look(regime.now) for name, clock in entry.clocks.items()}
        missed = sum(clock is not entry.clocks[name] for name, clock in looked.items())
        climbed = climb(timed(msgspec.structs.replace(entry, clocks=looked), regime), regime, tools)
        return climbed.entry

    def also(_entry: Entry) -> list[Write]:
        return [one for one in climbed.writes if tries == 1 or not _there(one, tools)]

    if change(tools, kept.doc.key, edit, also, kept) is not None:
        regimes.breaches += missed > 0
        regimes.steps += climbed.steps
    return 0


def _later(entry: Entry, now: datetime) -> Entry:
    """Nobody can be told: it is passed over for a while, or all of a brand that is gone would be read each minute."""
    clocks = {
        name: msgspec.structs.replace(one, look_at=max(one.look_at, now + _GONE)) if one.look_at else one
        for name, one in entry.clocks.items()
    }
    return msgspec.structs.replace(entry, clocks=clocks)


def _there(write: Write, tools: Tools) -> bool:
    """Whether what is to be written anew is there: looked up only where a commit has failed."""
    return isinstance(write, Create) and tools.store.get(type(write.doc), write.doc.key, tools.now()) is not None


def _replans(regimes: _Regimes, tools: Tools) -> Iterator[Callable[[], int]]:
    for brand in tools.brands.brands:
        yield partial(_replan, brand, regimes, tools)


def _replan(brand: str, regimes: _Regimes, tools: Tools) -> int:
    regime = regimes.of(brand)
    return 0 if regime is None else replan(regime, tools, lambda: tools.now() - regimes.now >= LONGEST + _REPLANS)


def _rings(tools: Tools) -> int:
    now = tools.now()
    found = (kept.doc for kept in tools.store.find(RINGING, now, until=now + _NEXT, limit=MOST + len(tools.rung)))
    due = [entry for entry in found if not tools.rung.waits(entry, now)][:MOST]
    if due:
        rings = [Ring(key=one.key, brand=one.brand) for one in due]
        tools.bus.publish([Outgoing(to_wire(one), envelope(one, now)) for one in rings])
        tools.rung.sent(due, now)
    return len(due)


def _notices(tools: Tools) -> int:
    now = tools.now()
    due: list[Kept[Notice]] = list(tools.store.find(NOTICES_RINGING, now, until=now + _NEXT, limit=MOST))
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
