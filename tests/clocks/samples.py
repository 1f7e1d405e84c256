"""Entries with the facts that figures are made of, and the hours they are counted by. Every name is fictitious."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shared.brands.circle import Schedule
from shared.brands.compiled import Brand
from shared.clocks.measures import Measure, Metric, measures
from shared.clocks.threads import threads
from shared.clocks.timing import Regime
from shared.core.calendar import Calendar
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State
from shared.core.regime import PolicyLog, empty
from shared.core.sla import Aim, By, Clock

HOURS = Calendar(zone="Europe/Oslo", week=(((540, 1020),),) * 5 + ((), ()))
MONDAY = datetime(2026, 10, 5, 7, tzinfo=UTC)  # nine in the morning in Oslo, when it opens
SOON = timedelta(minutes=10)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOW = MONDAY + 20 * DAY
_WAITS = frozenset({Sort.QUESTION, Sort.COMPLAINT, Sort.REQUEST, Sort.UNSURE})


def brand(calendar: Calendar = HOURS, *others: Calendar) -> Brand:
    return Brand(
        key="tern-kettle",
        name="Tern & Kettle Coffee",
        short="Tern & Kettle",
        zone=calendar.zone,
        languages=("en",),
        calendar=calendar,
        schedules=tuple(Schedule(calendar=one) for one in others),
        policy="p1",
    )


def regime(of: Brand | None = None, log: PolicyLog | None = None, now: datetime = NOW) -> Regime:
    of = of or brand()
    return Regime(of, lambda: log or empty(of.key, now), now)


def said(at: datetime, by: By = By.PERSON, how: str = "reply", **facts: Any) -> Acknowledgment:
    return Acknowledgment(at=at, by=by, how=how, **facts)


def item(
    name: str,
    opened: datetime = MONDAY,
    *signs: Acknowledgment,
    person: str | None = "ada",
    sort: Sort = Sort.QUESTION,
    kind: Kind = Kind.COMMENT,
    ack: float = 60.0,
    response: float = 7200.0,
    **facts: Any,
) -> Entry:
    """What one person wrote in one conversation, with the signs it got, and the clocks that run for it."""
    needs = sort in _WAITS
    clocks = {"ack": Clock(started=opened, aims=(Aim(seconds=ack),))}
    if needs:
        clocks["response"] = Clock(started=opened, aims=(Aim(seconds=response, service=True),))
    given = {"received_at": opened, "conversation": "talk", "state": State.ACKNOWLEDGED, **facts}
    return Entry(
        key=name,
        brand="tern-kettle",
        platform="facebook",
        account="1",
        object=name,
        kind=kind,
        opened_at=opened,
        person=person,
        sort=sort,
        needs_answer=needs,
        clocks=clocks,
        acknowledgments=signs,
        **given,
    )


def measured(entries: Iterable[Entry], by: Regime | None = None, until: datetime | None = None) -> list[Measure]:
    """All figures of all threads."""
    by = by or regime()
    found = sorted(entries, key=lambda one: one.opened_at)
    return [one for thread in threads(found) for one in measures(thread, by, until or by.now)]


def of(metric: Metric, found: Iterable[Measure]) -> list[Measure]:
    return [one for one in found if one.metric is metric]


def only(metric: Metric, *entries: Entry, by: Regime | None = None) -> Measure:
    (found,) = of(metric, measured(entries, by))
    return found


def whole(one: Measure) -> bool:
    """Whether its spans cover it without a gap."""
    edges = [one.started, *(edge for span in one.spans for edge in (span.since, span.until)), one.until]
    return all(edges[number] == edges[number + 1] for number in range(0, len(edges), 2))


def moved(entry: Entry, **facts: Any) -> Entry:
    return msgspec.structs.replace(entry, **facts)
