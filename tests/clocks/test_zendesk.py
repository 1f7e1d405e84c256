"""Clocks in Zendesk's words: consistent whatever happened, and with the same sums as ours."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.clocks.measures import Measure, Metric
from shared.clocks.zendesk import MetricEvent, metric_events
from shared.core.course import Span, Why
from shared.core.sla import Aim, By

START: Final = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def span(since: float, until: float, why: Why = Why.OPEN) -> Span:
    return Span(at(since), at(until), why is Why.OPEN, why, "hours")


def measure(metric: Metric = Metric.FIRST_RESPONSE, instance: int = 1, **more: Any) -> Measure:
    spans = more.pop("spans", (span(0, 90),))
    stopped = more.pop("stopped", at(90))
    known = {
        "started": START,
        "stopped": stopped,
        "until": stopped or at(90),
        "seconds": sum(one.seconds for one in spans),
        "service": sum(one.seconds for one in spans if one.counted),
        "by": By.PERSON,
    }
    return Measure(metric=metric, thread="t", entry="e", instance=instance, spans=spans, **(known | more))


def told(*measures: Measure) -> list[tuple[str, float]]:
    return [(one.type, (one.time - START).total_seconds() / 60) for one in metric_events(measures)]


def test_an_answer_in_time() -> None:
    aim = Aim(seconds=7200, service=True, due=at(120))
    events = metric_events([measure(aims=(aim,))])
    assert [(one.type, one.time) for one in events] == [
        ("activate", START),
        ("apply_sla", START),
        ("fulfill", at(90)),
        ("update_status", at(90)),
    ]
    assert {(one.metric, one.instance, one.deleted) for one in events} == {("reply_time", 1, False)}
    assert events[1].aim == aim


def test_each_target_is_applied_and_missed_once_at_the_moment_it_was_due() -> None:
    vip = Aim(seconds=900, name="vip", due=at(15), breached=at(15))
    usual = Aim(seconds=3600, due=at(60), breached=at(60))
    long = Aim(seconds=86400, name="long", due=at(1440))
    events = metric_events([measure(aims=(vip, usual, long), stopped=None, seconds=None, service=None)])
    assert [(one.type, one.aim and one.aim.name) for one in events] == [
        ("activate", None),
        ("apply_sla", "vip"),
        ("apply_sla", ""),
        ("apply_sla", "long"),
        ("breach", "vip"),
        ("breach", ""),
    ]
    assert len({one.id for one in events}) == len(events)


def test_a_pause_stops_the_clock_and_closed_hours_do_not() -> None:
    spans = (span(0, 10), span(10, 20, Why.PAUSED), span(20, 25, Why.PAUSED), span(25, 60, Why.CLOSED), span(60, 90))
    assert told(measure(spans=spans)) == [
        ("activate", 0),
        ("pause", 10),
        ("activate", 25),
        ("fulfill", 90),
        ("update_status", 90),
    ]


def test_paused_from_the_beginning_up_to_the_answer_or_still() -> None:
    spans = (span(0, 90, Why.PAUSED),)
    assert told(measure(spans=spans)) == [("activate", 0), ("pause", 0), ("fulfill", 90), ("update_status", 90)]
    assert told(measure(spans=spans, stopped=None)) == [("activate", 0), ("pause", 0)]


def test_what_falls_on_one_moment_comes_in_an_order_that_makes_sense() -> None:
    """Missed as the pause began, and as it ended: it runs when it is missed."""
    aims = tuple(Aim(seconds=60 * due, due=at(due), breached=at(due)) for due in (10, 25))
    spans = (span(0, 10), span(10, 25, Why.PAUSED), span(25, 90))
    assert told(measure(spans=spans, aims=aims)) == [
        ("activate", 0),
        ("apply_sla", 0),
        ("apply_sla", 0),
        ("breach", 10),
        ("pause", 10),
        ("activate", 25),
        ("breach", 25),
        ("fulfill", 90),
        ("update_status", 90),
    ]


def test_while_nobody_waits_the_requesters_clock_is_paused() -> None:
    spans = (span(0, 30), span(50, 60, Why.PAUSED), span(60, 70))
    assert told(measure(Metric.WAIT_TIME, spans=spans)) == [
        ("activate", 0),
        ("pause", 30),
        ("activate", 60),
        ("pause", 70),
        ("fulfill", 90),
        ("update_status", 90),
    ]


def test_replies_are_numbered_as_theirs() -> None:
    """The first is 1, those after it 2 and more; what was taken back before any answer is no reply."""
    gone = measure(instance=1, withdrawn=True, by=None)
    events = metric_events(
        [
            gone,
            measure(instance=2, started=at(5)),
            measure(Metric.NEXT_RESPONSE, 1, started=at(100), stopped=at(110), spans=(span(100, 110),)),
            measure(Metric.TIME_TO_ACK, 1),
            measure(Metric.RESOLUTION_FIRST, 1),
            measure(Metric.RESOLUTION_TOTAL, 1),
        ]
    )
    assert [(one.metric, one.instance) for one in events if one.type == "fulfill"] == [
        ("reply_time", 1),
        ("resolution_time", 1),
        ("reply_time", 2),
    ]
    assert not any(one.deleted for one in events)
    assert all(one.deleted for one in metric_events([gone]))


def test_an_event_keeps_its_name_where_a_recompute_moves_it() -> None:
    def breach(minutes: float) -> MetricEvent:
        aim = Aim(seconds=60, due=at(minutes), breached=at(minutes))
        return next(one for one in metric_events([measure(aims=(aim,))]) if one.type == "breach")

    assert breach(10).time != breach(20).time
    assert breach(10).id == breach(20).id


def test_events_of_a_clock_add_up_to_what_it_took() -> None:
    """From each activate to the next pause, or to the end: that is the time in which nothing held it up."""
    spans = (span(0, 7), span(7, 9, Why.PAUSED), span(9, 31), span(31, 40, Why.PAUSED), span(40, 90))
    running, since = timedelta(), None
    events = metric_events([measure(spans=spans)])
    for one in events:
        if one.type == "activate":
            assert since is None, "it was already running"
            since = one.time
        elif one.type in ("pause", "fulfill") and since is not None:
            running, since = running + (one.time - since), None
    assert running.total_seconds() == events[-1].measure.service == 79 * 60
    assert Counter(one.type for one in events)["fulfill"] == 1
