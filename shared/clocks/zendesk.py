"""A thread's clocks as Zendesk's ticket metric events, so that reports made for those can read ours.

    ours             theirs                its instances
    first_response   reply_time            1
    next_response    reply_time            2, 3, ...
    wait_time        requester_wait_time   1
    resolution_total resolution_time       1

    activate         the clock starts, or goes on after a pause
    apply_sla        a target holds for it: one event for each target
    breach           a target was missed, at the moment it was due
    pause            the clock stands still
    fulfill          it has stopped
    update_status    behind `fulfill`: how long it took, in minutes of calendar and of service time

Names and meanings are those of Zendesk's "Ticket metric event types reference"
(developer.zendesk.com/documentation/ticketing/reference-guides/ticket-metric-event-types-reference) and "Ticket Metric
Events" (developer.zendesk.com/api-reference/ticketing/tickets/ticket_metric_events), read on 22 November 2026. Where
ours mean something else, docs/export.md says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.clocks.measures import Measure, Metric
from shared.core.course import Why
from shared.core.interaction import hashed
from shared.core.sla import Aim

THEIRS: Final = {  # their metric, and by how much its instances are ahead of ours
    Metric.FIRST_RESPONSE: ("reply_time", 0),
    Metric.NEXT_RESPONSE: ("reply_time", 1),
    Metric.WAIT_TIME: ("requester_wait_time", 0),
    Metric.RESOLUTION_TOTAL: ("resolution_time", 0),
}
ACTIVATE: Final = "activate"
APPLY_SLA: Final = "apply_sla"
BREACH: Final = "breach"
PAUSE: Final = "pause"
FULFILL: Final = "fulfill"
UPDATE_STATUS: Final = "update_status"
_AT_ONCE: Final = {type: rank for rank, type in enumerate((ACTIVATE, APPLY_SLA, BREACH, PAUSE, FULFILL, UPDATE_STATUS))}


@dataclass(frozen=True, slots=True)
class MetricEvent:
    """One event of one clock. `number` counts those of its type from 1. `aim`: the target that it is about."""

    measure: Measure
    metric: str
    instance: int
    type: str
    number: int
    time: datetime
    aim: Aim | None = None

    @property
    def id(self) -> str:
        """Its name, which it keeps where a later export has it at another time."""
        return hashed("metric event", self.measure.thread, self.metric, str(self.instance), self.type, str(self.number))

    @property
    def deleted(self) -> bool:
        """Whether it is to be passed over: what was taken back, or closed unanswered, is neither met nor missed."""
        return self.measure.withdrawn


def metric_events(measures: Iterable[Measure]) -> list[MetricEvent]:
    """The events of a thread in order of time. Those of one clock are consistent, whatever happened at one moment."""
    known = [one for one in measures if one.metric in THEIRS]
    first = [one for one in known if one.metric is Metric.FIRST_RESPONSE]
    # Whatever was taken back before anybody answered it is no reply: theirs has one first reply.
    events = [event for measure in known if measure not in first[:-1] for event in _of(measure)]
    return sorted(events, key=lambda one: (one.time, one.metric, one.instance, _AT_ONCE[one.type], one.number))


def _of(measure: Measure) -> Iterator[MetricEvent]:
    metric, ahead = THEIRS[measure.metric]
    instance = 1 if measure.metric is Metric.FIRST_RESPONSE else measure.instance + ahead
    counted: dict[str, int] = {}

    def event(type: str, time: datetime, aim: Aim | None = None) -> MetricEvent:
        counted[type] = counted.get(type, 0) + 1
        return MetricEvent(measure, metric, instance, type, counted[type], time, aim)

    end = measure.stopped or measure.until
    yield event(ACTIVATE, measure.started)
    for aim in measure.aims:
        yield event(APPLY_SLA, measure.started, aim)
        if aim.breached is not None:
            yield event(BREACH, aim.breached, aim)
    for since, until in _pauses(measure, end):
        yield event(PAUSE, since)
        if until < end:
            yield event(ACTIVATE, until)
    if measure.stopped is not None:
        yield event(FULFILL, measure.stopped)
        yield event(UPDATE_STATUS, measure.stopped)


def _pauses(measure: Measure, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the clock stands still: in a pause, and where none of its spans is. Closed hours are no pause."""
    since: datetime | None = None
    at = measure.started
    for span in measure.spans:
        if span.since > at and since is None:
            since = at
        if span.why is not Why.PAUSED and since is not None:
            yield since, span.since
            since = None
        elif span.why is Why.PAUSED and since is None:
            since = span.since
        at = span.until
    if at < end and since is None:
        since = at
    if since is not None:
        yield since, end
