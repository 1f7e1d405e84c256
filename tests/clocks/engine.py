"""A story of the reference in the engine's own words: its calendars, its log of policies and holds, its Entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from shared.brands.circle import Step, Targets, Tell
from shared.brands.compiled import Brand
from shared.clocks.timing import Regime
from shared.core.calendar import Calendar, Dated
from shared.core.course import Pause, Reason
from shared.core.ledger import Entry, Scheduled
from shared.core.regime import Hold, PolicyLog, Version, empty
from shared.core.sla import Aim
from tests.clocks import samples
from tests.clocks.reference import Goal, Halt, Kind, Line, Plan

LADDER = (
    Step(key="risk", tell=Tell.PERSON),
    Step(key="due", tell=Tell.LEAD, after=0.0),
    Step(key="late", tell=Tell.MANAGER, after=1800.0),
)
TARGETS = Targets(risk_share=0.75, risk_left=900.0)


def instant(second: float) -> datetime:
    whole = int(second)
    return datetime.fromtimestamp(whole, UTC) + timedelta(seconds=second - whole)


def calendar(plan: Plan) -> Calendar:
    days = {day.isoformat(): Dated(hours=hours, name=name) for day, hours, name in plan.dates}
    return Calendar(zone=plan.zone, week=plan.week, days=days, changes=plan.later, name=plan.name)


def pause(halt: Halt) -> Pause:
    until = None if halt.until is None else instant(halt.until)
    return Pause(reason=Reason(halt.reason), who="Ingrid", since=instant(halt.since), until=until)


def aim(goal: Goal) -> Aim:
    return Aim(seconds=goal.seconds, service=goal.service, name=goal.name, calendar=goal.plan, crisis=goal.crisis)


def bare(kind: Kind) -> Aim:
    """A target by which just these seconds count."""
    return Aim(seconds=1, service=kind.service, calendar=kind.plan, crisis=kind.crisis)


def brand(line: Line) -> Brand:
    usual = samples.brand(*map(calendar, line.today))
    return msgspec.structs.replace(usual, key="acme", targets=TARGETS, ladder=LADDER, policy=_policy(line, line.today))


def log(line: Line) -> PolicyLog:
    versions = tuple(
        Version(since=instant(one.since), policy=_policy(line, one.plans), calendars=tuple(map(calendar, one.plans)))
        for one in line.policies
    )
    holds = tuple(Hold(pause=pause(one), platform=one.platform) for one in line.halts if one.brand)
    return msgspec.structs.replace(empty("acme", instant(line.now)), versions=versions, holds=holds)


def entry(line: Line) -> Entry:
    began = instant(line.started)
    return Entry(
        key="one",
        brand="acme",
        platform=line.platform,
        account="1",
        object="1",
        opened_at=began,
        received_at=began,
        needs_answer=True,
        pauses=tuple(pause(one) for one in line.halts if not one.brand),
        schedules=tuple(Scheduled(since=instant(since), calendar=name) for since, name in line.hands),
    )


def regime(line: Line) -> Regime:
    return Regime(brand(line), lambda: log(line), instant(line.now))


def _policy(line: Line, plans: tuple[Plan, ...]) -> str:
    """The same name for the same calendars."""
    known = [one.plans for one in line.policies]
    return f"policy {known.index(plans) if plans in known else len(known)}"
