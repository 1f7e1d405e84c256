"""Figures as rows of an export, with all that explains them: `measures`, `targets`, `intervals`, `events`, `posts`."""

from __future__ import annotations

from typing import Final, NamedTuple

from shared.clocks.coverage import Coverage
from shared.clocks.measures import Measure, Thread
from shared.clocks.standing import breached, standing
from shared.clocks.table import Column, Table, Type
from shared.clocks.zendesk import UPDATE_STATUS, MetricEvent
from shared.core.course import Span
from shared.core.sla import Aim

TEXT, MOMENT, NUMBER, WHOLE, TRUTH, NESTED = Type
GENERAL: Final = "general"  # the target that has no name of its own


class Figure(NamedTuple):
    """A Measure of a Thread."""

    thread: Thread
    measure: Measure


class Promised(NamedTuple):
    """A target of a Measure, counted from 1, the strictest first."""

    measure: Measure
    number: int
    aim: Aim


class Part(NamedTuple):
    """A Span of a Measure, counted from 1."""

    measure: Measure
    number: int
    span: Span


def name_of(measure: Measure) -> str:
    """The name of a Measure for good."""
    return f"{measure.thread}.{measure.metric}.{measure.instance}"


def _minutes(event: MetricEvent, seconds: float | None) -> float | None:
    return None if event.type != UPDATE_STATUS or seconds is None else seconds / 60


_RUNS: Final = "it still runs"
_OTHER: Final = "not about a target"
_NO_STATUS: Final = "not an update_status"

MEASURES: Final = Table[Figure](
    "measures", "Every SLA figure of every thread.", ("measure",), (
        Column("measure", TEXT, lambda it: name_of(it.measure), "its name for good: thread.metric.instance"),
        Column("brand", TEXT, lambda it: it.thread.brand, "the Brand's folder name"),
        Column("platform", TEXT, lambda it: it.thread.platform, "where"),
        Column("thread", TEXT, lambda it: it.measure.thread, "of which thread"),
        Column("interaction", TEXT, lambda it: it.measure.entry, "the Interaction that it began with"),
        Column("metric", TEXT, lambda it: it.measure.metric, "what is measured"),
        Column("instance", WHOLE, lambda it: it.measure.instance, "counts a metric's in the thread, from 1"),
        Column("started_at", MOMENT, lambda it: it.measure.started, "when it began"),
        Column("stopped_at", MOMENT, lambda it: it.measure.stopped, "when it ended", _RUNS),
        Column("until_at", MOMENT, lambda it: it.measure.until, "where its intervals end: there, or at the export"),
        Column("state", TEXT, lambda it: standing(it.measure, it.measure.pause),
               "running, paused, met, or withdrawn: neither kept nor missed"),
        Column("calendar_seconds", NUMBER, lambda it: it.measure.seconds, "by the calendar", _RUNS, "seconds"),
        Column("service_seconds", NUMBER, lambda it: it.measure.service,
               "in service time: the open hours of its own calendars, less its pauses", _RUNS, "seconds"),
        Column("stopped_by", TEXT, lambda it: it.measure.by, "machine or person", "it runs, or was no answer of ours"),
        Column("targets", WHOLE, lambda it: len(it.measure.aims), "how many hold for it; 0: nothing is promised"),
        Column("breached", TRUTH, lambda it: breached(it.measure), "whether one of them was missed",
               "nothing is promised, or it is withdrawn"),
        Column("policy", TEXT, lambda it: it.measure.policy, "the version of calendars and targets", "not known"),
    ),
)  # fmt: skip

TARGETS: Final = Table[Promised](
    "targets", "The targets of each measure.", ("measure", "number"), (
        Column("measure", TEXT, lambda it: name_of(it.measure), "whose"),
        Column("number", WHOLE, lambda it: it.number, "from 1, the one that is due first"),
        Column("target", TEXT, lambda it: it.aim.name or GENERAL, "its name in brand.toml; general: the one for all"),
        Column("seconds", NUMBER, lambda it: it.aim.seconds, "within how long", None, "seconds"),
        Column("service", TRUTH, lambda it: it.aim.service, "whether in service time; else by the calendar"),
        Column("calendar", TEXT, lambda it: it.aim.calendar, "what it counts by", "the Interaction's own calendar"),
        Column("crisis", TRUTH, lambda it: it.aim.crisis, "made for a crisis: no crisis hold pauses it"),
        Column("due_at", MOMENT, lambda it: it.aim.due, "when it is, or was, due", "its calendar never opens"),
        Column("breached_at", MOMENT, lambda it: it.aim.breached, "when it was missed: when due", "it was not missed"),
    ),
)  # fmt: skip

INTERVALS: Final = Table[Part](
    "intervals", "The time of each measure, piece by piece: what counted, and why.", ("measure", "number"), (
        Column("measure", TEXT, lambda it: name_of(it.measure), "whose"),
        Column("number", WHOLE, lambda it: it.number, "from 1, in order"),
        Column("begins_at", MOMENT, lambda it: it.span.since, "from when"),
        Column("ends_at", MOMENT, lambda it: it.span.until, "up to when, not including"),
        Column("seconds", NUMBER, lambda it: it.span.seconds, "how long", None, "seconds"),
        Column("counted", TRUTH, lambda it: it.span.counted, "whether it is part of service_seconds"),
        Column("why", TEXT, lambda it: it.span.why, "open, closed, dated or paused"),
        Column("name", TEXT, lambda it: it.span.name, "of the calendar, the date, or the reason of the pause", "none"),
    ),
)  # fmt: skip

EVENTS: Final = Table[MetricEvent](
    "events", "The same clocks as Zendesk's ticket metric events.", ("id",), (
        Column("ticket_id", TEXT, lambda it: it.measure.thread, "the thread"),
        Column("id", TEXT, lambda it: it.id, "its name, kept where a later export has it at another time"),
        Column("metric", TEXT, lambda it: it.metric, "reply_time, requester_wait_time or resolution_time"),
        Column("instance_id", WHOLE, lambda it: it.instance, "counts a metric's in the thread; 1: the first reply"),
        Column("type", TEXT, lambda it: it.type, "activate, apply_sla, breach, pause, fulfill or update_status"),
        Column("time", MOMENT, lambda it: it.time, "when"),
        Column("deleted", TRUTH, lambda it: it.deleted, "to be passed over: taken back, or closed unanswered"),
        Column("sla_target", NUMBER, lambda it: it.aim.seconds / 60 if it.aim else None, "within", _OTHER, "minutes"),
        Column("sla_target_in_seconds", NUMBER, lambda it: it.aim.seconds if it.aim else None,
               "the same", _OTHER, "seconds"),
        Column("sla_business_hours", TRUTH, lambda it: it.aim.service if it.aim else None, "in service time?", _OTHER),
        Column("sla_policy_id", TEXT, lambda it: it.measure.policy if it.aim else None,
               "the version of calendars and targets", _OTHER),
        Column("sla_policy_title", TEXT, lambda it: (it.aim.name or GENERAL) if it.aim else None,
               "the target's name", _OTHER),
        Column("status_calendar", NUMBER, lambda it: _minutes(it, it.measure.seconds),
               "how long it took, by the calendar", _NO_STATUS, "minutes"),
        Column("status_business", NUMBER, lambda it: _minutes(it, it.measure.service),
               "how long it took, in service time", _NO_STATUS, "minutes"),
        Column("measure", TEXT, lambda it: name_of(it.measure), "the measure that it tells of"),
    ),
)  # fmt: skip

_NO_HOUR: Final = "the first hour is not known"
_NOBODY: Final = "nobody came, or the first hour is not known"

POSTS: Final = Table[Coverage](
    "posts", "Our own posts, and who of those who came in the first hour was heard in it.", ("interaction",), (
        Column("interaction", TEXT, lambda it: it.entry, "the post: our own, among the interactions"),
        Column("brand", TEXT, lambda it: it.brand, "the Brand's folder name"),
        Column("platform", TEXT, lambda it: it.platform, "where"),
        Column("opened_at", MOMENT, lambda it: it.at, "when it was published, or reached us"),
        Column("by", TEXT, lambda it: it.by, "machine or person", "not known"),
        Column("over", TRUTH, lambda it: it.over, "whether its first hour had passed at the export"),
        Column("came", WHOLE, lambda it: it.came, "how many items came in its first hour", _NO_HOUR),
        Column("acknowledged", WHOLE, lambda it: it.acknowledged, "how many of them had a sign in it", _NOBODY),
        Column("by_person", WHOLE, lambda it: it.by_person, "how many had a person's", _NOBODY),
        Column("first_sign_at", MOMENT, lambda it: it.first_sign, "when the first had one", "none had, or nobody came"),
    ),
)  # fmt: skip
