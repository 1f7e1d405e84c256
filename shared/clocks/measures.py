"""Every SLA figure of a thread, from the facts of its Entries alone, each with the intervals that explain it.

    metric                 starts                                     stops
    ingest_lag             the platform's event time                  our receipt
    time_to_ack            the message                                the first visible sign, by machine or person
    time_to_ack_by_person  the message                                the first visible sign by a person
    first_response         the first unanswered message of a thread   the first reply by a person
    first_answer           the first question                         the first reply that answers it
    next_response          the oldest unanswered message after that   the next reply by a person
    handover_time          a colleague is asked                       a colleague takes it
    resolution_first       the thread begins                          nothing in it waits any more, for the first time
    resolution_total       the thread begins                          nothing in it waits any more, for the last time
    wait_time              the sum of the spans in which the customer waits

A thread is one person's items in one conversation; what they write within 72 hours of its end continues it, what they
write later begins another. Seconds, all of them, of calendar time and of service time. None: it still runs, or is not
known, which is never shown as 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.core.course import Span
from shared.core.ledger import Entry
from shared.core.sla import Aim, By

REOPENS: Final = timedelta(hours=72)


class Metric(StrEnum):
    """What is measured. The names are those of the exports."""

    INGEST_LAG = "ingest_lag"
    TIME_TO_ACK = "time_to_ack"
    TIME_TO_ACK_BY_PERSON = "time_to_ack_by_person"
    FIRST_RESPONSE = "first_response"
    FIRST_ANSWER = "first_answer"
    NEXT_RESPONSE = "next_response"
    HANDOVER_TIME = "handover_time"
    RESOLUTION_FIRST = "resolution_first"
    RESOLUTION_TOTAL = "resolution_total"
    WAIT_TIME = "wait_time"


@dataclass(frozen=True, slots=True)
class Thread:
    """One person's items in one conversation, oldest first, up to 72 hours after the last of them had its end.

    `key` names it for good: by its first item. `items` hold none of our own accounts' objects.
    """

    key: str
    brand: str
    platform: str
    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a thread. `entry` is the item it began with; `instance` counts a metric's in the thread, from 1.

    `seconds` are of calendar time, `service` of service time; both None where it still runs (`stopped` None) at
    `until`. `spans` cover [started, stopped or until) without a gap, and those that count sum to `service`; of a
    wait_time, the spans in which the customer did not wait are left out. `aims` are the targets that hold for it, with
    due and breached; none for what nothing is promised of. `withdrawn`: the person took it back, or a colleague closed
    it, so that it counts neither as met nor as missed.
    """

    metric: Metric
    thread: str
    entry: str
    instance: int
    started: datetime
    stopped: datetime | None
    until: datetime
    seconds: float | None
    service: float | None
    spans: tuple[Span, ...]
    aims: tuple[Aim, ...] = ()
    by: By | None = None
    who: str | None = None
    withdrawn: bool = False
    policy: str = ""
