"""What today's calendars and targets would have made of the past: the log, an Entry's clocks, what moved, the figures.

Pure: `shared/flows/recompute.py` reads and writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from shared.clocks.derive import replayed
from shared.clocks.measures import Measure, Metric, measures
from shared.clocks.targets import ACK, RESPONSE, renewed
from shared.clocks.threads import threads
from shared.clocks.timing import Regime, calendars
from shared.core.ledger import Entry
from shared.core.regime import Moved, PolicyLog, Version
from shared.core.sla import Aim, Clock, Courses

if TYPE_CHECKING:
    from shared.brands.compiled import Brand

_CLOCKS: Final = {Metric.TIME_TO_ACK: ACK, Metric.FIRST_RESPONSE: RESPONSE, Metric.NEXT_RESPONSE: RESPONSE}


def corrected(log: PolicyLog, brand: Brand, since: datetime, until: datetime, now: datetime) -> PolicyLog:
    """The log as if today's policy had been in force in [since, until), and from now on if it ends now. What was in
    force before and after it stays so, and so do holds.
    """
    today = Version(since=since, policy=brand.policy, calendars=calendars(brand))
    versions = log.versions
    if not versions:  # today's counts since ever
        return log
    # The first one counts since ever, so that it was in force before `since` whenever it was written down.
    found = [one for one in versions if one.since < since] or [msgspec.structs.replace(versions[0], since=since)]
    if found[-1].policy != today.policy:
        found.append(today)
    if until < now:
        then = [one for one in versions if one.since <= until] or [versions[0]]
        after = [one for one in versions if one.since > until]
        for one in (msgspec.structs.replace(then[-1], since=until), *after):
            if one.policy != found[-1].policy:
                found.append(one)
    return msgspec.structs.replace(log, versions=tuple(found))


def anew(entry: Entry, regime: Regime) -> Entry:
    """The Entry with its clocks worked out from its facts, by this regime and today's targets, whatever was missed.

    A clock that has stopped never runs again.
    """
    aimed = {
        name: msgspec.structs.replace(clock, aims=_renewed(clock, name, regime.brand))
        for name, clock in entry.clocks.items()
    }
    again = msgspec.structs.replace(entry, clocks=aimed)
    made: dict[str, Clock] = {}
    for name, kept in entry.clocks.items():
        made[name] = replayed(name, again, regime)
        if kept.stopped is not None:
            made[name] = made[name].stop(kept.stopped, kept.by, regime.courses(entry))
    return msgspec.structs.replace(entry, clocks=made)


def as_kept(entries: Iterable[Entry], old: Regime) -> Iterator[Measure]:
    """Every Measure with what its clock has kept: a figure as it was, also where a hold was entered later."""
    for thread in threads(entries):
        kept = {one.key: one for one in thread.items}
        for measure in measures(thread, old, old.now):
            entry, name = kept[measure.entry], _CLOCKS.get(measure.metric)
            clock = entry.clocks.get(name) if name is not None else None
            if clock is None or clock.stopped != measure.stopped:
                yield measure
            elif clock.running:
                yield replace(measure, aims=_as_it_was(clock, old.courses(entry), old.now).aims)
            else:
                yield replace(measure, service=clock.service_elapsed, aims=clock.aims)


def moved(kept: Entry, after: Entry, old: Regime) -> Iterator[Moved]:
    """Its clocks that come out otherwise than by the old log."""
    courses = old.courses(kept)
    for name, clock in kept.clocks.items():
        before, now = _as_it_was(clock, courses, old.now), after.clocks[name]
        if _signature(before) == _signature(now):
            continue
        told = [at for step, at in clock.told.items() if not step.startswith("risk")]
        yield Moved(
            entry=kept.key,
            clock=name,
            opened_at=kept.opened_at,
            before=clock.service_elapsed,
            after=now.service_elapsed,
            breached_before=before.breached is not None,
            breached_after=now.breached is not None,
            due_before=before.due if clock.running else clock.due,
            due_after=now.due,
            told=min(told, default=None),
        )


def _as_it_was(clock: Clock, courses: Courses, now: datetime) -> Clock:
    """A clock as the old log has it at `now`, so that a pause that lasts, or a look not yet taken, moves nothing."""
    if clock.running:
        return clock.planned(courses).look(now)
    return msgspec.structs.replace(
        clock,
        aims=tuple(
            msgspec.structs.replace(aim, due=courses(aim).due(clock.started, aim.seconds)) for aim in clock.aims
        ),
    )


def _signature(clock: Clock) -> object:
    """What a person would call moved. Service time is nothing to a clock that promises none of it."""
    aims = sorted((aim.name, aim.seconds, aim.due is None, aim.due, aim.breached is not None) for aim in clock.aims)
    return clock.service_elapsed if any(aim.service for aim in clock.aims) else None, aims


def _renewed(clock: Clock, name: str, brand: Brand) -> tuple[Aim, ...]:
    """Its targets as today's policy has those of the same names, also where one was missed."""
    return tuple(renewed(msgspec.structs.replace(aim, breached=None), name, brand.targets) for aim in clock.aims)
