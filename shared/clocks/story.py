"""One Interaction's whole story as lines of text: what came, what was decided and done, and what each clock counted.

Pure: `shared/flows/explain.py` reads what is told here. Every figure stands beside the intervals that it is the sum of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.clocks.coverage import Coverage
from shared.clocks.measures import IN_CALENDAR_TIME, Measure
from shared.clocks.standing import Timed, breached, risen, standing
from shared.clocks.targets import ACK, RESPONSE
from shared.clocks.timeline import Shape, bars, exact, intervals, moment, shown
from shared.clocks.timing import Regime
from shared.core.claims import ClaimState
from shared.core.interaction import Interaction
from shared.core.ledger import Card, Entry, Notice
from shared.core.sla import Aim, Clock, Courses
from shared.digest.clean import isolated, lines

_TITLES: Final = {ACK: "the first visible sign", RESPONSE: "the first reply by a person"}
_WIDE: Final = 12
_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of one Entry, as read at one moment. `message` None: its words are not kept, or not wanted."""

    entry: Entry
    regime: Regime
    message: Interaction | None = None
    card: Card | None = None
    notices: tuple[Notice, ...] = ()
    measures: tuple[Measure, ...] = ()
    coverage: Coverage | None = None

    @property
    def now(self) -> datetime:
        """Up to when what still runs is counted: whole seconds, as nobody reads more of a moment that passes."""
        return self.regime.now.replace(microsecond=0)


def told(story: Story, shape: Shape) -> str:
    """The story, in the zone of the Shape, which is named in it."""
    parts = (_came, _decided, _done, _colleagues, _notices, _clocks, _thread, _first_hour)
    text = "\n".join(line.rstrip() for part in parts for line in part(story, shape))
    return text.encode("ascii", "backslashreplace").decode("ascii") if shape.ascii else text


def _came(story: Story, shape: Shape) -> Iterator[str]:
    entry = story.entry
    yield f"Interaction {entry.key}"
    yield f"All times are local to {shape.zone}; as of {moment(story.now, shape.zone, year=True)}."
    yield ""
    yield _row(
        "what", f"{entry.kind} on {entry.platform}, account {shown(entry.account)}, object {shown(entry.object)}"
    )
    yield _row("brand", f"{story.regime.brand.name} ({entry.brand})")
    how = {"asked": ", found by asking the platform", "recovered": ", recovered: its webhook never came"}
    yield _row("connection", (entry.connection or "not known") + how.get(entry.via, ""))
    if entry.at is None:
        yield _row("happened", "the platform told no time")
    else:
        lag = (entry.received_at - entry.at).total_seconds()
        late = f"{exact(lag)} later" if lag >= 0 else f"{exact(-lag)} before its own time, so that is not trusted"
        yield _row("happened", f"{moment(entry.at, shape.zone, year=True)} by the platform's clock")
        yield _row("received", f"{moment(entry.received_at, shape.zone, year=True)}, {late}")
    if entry.at is None:
        yield _row("received", moment(entry.received_at, shape.zone, year=True))
    if entry.opened_at not in (entry.at, entry.received_at) or (entry.at is not None and entry.opened_at != entry.at):
        yield _row("counted from", moment(entry.opened_at, shape.zone, year=True))
    needs = "needs an answer" if entry.needs_answer else "needs no answer"
    yield _row("class", f"{entry.sort}, {needs}, language {entry.language or 'not known'}")
    if entry.url:
        yield _row("link", shown(entry.url, _LONGEST))
    for name, at in (("edited", entry.edited_at), ("taken back", entry.removed_at)):
        if at is not None:
            yield _row(name, moment(at, shape.zone))
    yield from _words(story.message)


def _words(message: Interaction | None) -> Iterator[str]:
    if message is None:
        yield _row("words", "not shown: not kept any more, or not wanted")
        return
    who = message.author.name or message.author.handle
    yield _row("by", shown(who) if who else "not known")
    for number, line in enumerate(lines(message.text, _LONGEST) or ("(none)",)):
        yield _row("" if number else "words", isolated(line))


def _decided(story: Story, shape: Shape) -> Iterator[str]:
    entry = story.entry
    yield ""
    yield _row("rule", shown(entry.rule) if entry.rule else "none met")
    ended = f", since {moment(entry.settled_at, shape.zone)}" if entry.settled_at is not None else ""
    yield _row(
        "state", f"{entry.state.replace('_', ' ')}{ended}" + (f": {shown(entry.reason)}" if entry.reason else "")
    )


def _done(story: Story, shape: Shape) -> Iterator[str]:
    for claim in story.entry.claims.values():
        who = shown(claim.colleague) if claim.colleague else "a rule" if claim.by == "machine" else "a colleague"
        moments = (("approved", claim.approved_at), ("sent by", claim.first_sent), ("moved", claim.moved_at))
        when = ", ".join(f"{name} {moment(at, shape.zone)}" for name, at in moments if at is not None)
        receipt = f", receipt {shown(claim.receipt)}" if claim.receipt else ""
        why = f": {shown(claim.why)}" if claim.why else ""
        yield _row("claim", f"{claim.slot}: {claim.capability} by {who}, {claim.state}{why}{receipt}")
        if when:
            yield _row("", when)
    for one in story.entry.acknowledgments:
        who = shown(one.who) if one.who else f"rule {shown(one.rule)}" if one.rule else f"a {one.by}"
        answers = ", which answers it" if one.answers else ""
        receipt = f", receipt {shown(one.receipt)}" if one.receipt else ""
        yield _row("sign", f"{moment(one.at, shape.zone)}  {one.how} by {who}{answers}{receipt}")


def _colleagues(story: Story, shape: Shape) -> Iterator[str]:
    entry = story.entry
    if entry.handed_at is not None:
        yield _row(
            "asked", f"{moment(entry.handed_at, shape.zone)}, last of all {shown(entry.assignee) or 'everybody'}"
        )
    for name, at in (("taken", entry.taken_at), ("liked", entry.liked_at), ("closed", entry.closed_at)):
        if at is not None:
            yield _row(name, moment(at, shape.zone))
    for used in () if story.card is None else story.card.used:
        yield _row("desk", f"{moment(used.at, shape.zone)}  {used.act} by {shown(used.colleague) or 'a colleague'}")
    for one in entry.schedules:
        yield _row("calendar", f"{one.calendar}, from {moment(one.since, shape.zone)}")
    for pause in entry.pauses:
        until = "still" if pause.until is None else f"until {moment(pause.until, shape.zone)}"
        why = f": {shown(pause.why)}" if pause.why else ""
        reason = pause.reason.replace("_", " ")
        yield _row("pause", f"{moment(pause.since, shape.zone)}, {until}: {reason}, by {shown(pause.who)}{why}")


def _notices(story: Story, shape: Shape) -> Iterator[str]:
    for one in sorted(story.notices, key=lambda notice: (notice.at, notice.key)):
        to = shown(one.to) if "@" in one.to else "a webhook"
        state = "waits" if one.claim.state is ClaimState.CLAIMED else one.claim.state
        yield _row("told", f"{moment(one.at, shape.zone)}  {one.about} to {to}, {state}")


def _clocks(story: Story, shape: Shape) -> Iterator[str]:
    if not story.entry.clocks:
        yield from ("", "No clock ran: nobody waited for a sign.")
    for name, clock in story.entry.clocks.items():
        courses = story.regime.courses(story.entry)
        yield ""
        yield f"Clock {name}: {_TITLES.get(name, name)}"
        yield _row("  started", moment(clock.started, shape.zone))
        yield _row("  state", _state(story, clock, courses, shape))
        for aim in clock.aims:
            yield _row("  target", _target(aim, shape))
        yield from _elapsed(story, clock, courses)
        for step, at in clock.told.items():
            yield _row("  told", f"{moment(at, shape.zone)}  step {step}")
        yield _row("  policy", clock.policy or "not named")
        yield from _counted(story, clock, courses, shape)


def _state(story: Story, clock: Clock, courses: Courses, shape: Shape) -> str:
    now = story.now
    pause = courses(clock.aims[0]).paused(now)
    said = str(standing(clock, pause))
    if clock.stopped is not None:
        said += f" {moment(clock.stopped, shape.zone)}" + (f" by a {clock.by}" if clock.by else "")
    elif pause is not None:
        said += f" since {moment(pause.since, shape.zone)} ({pause.reason.replace('_', ' ')}, by {shown(pause.who)})"
    risk = risen(clock, story.regime.brand.targets, courses, now)
    return said + (_kept(clock) if risk is None else f", at risk since {moment(risk, shape.zone)}")


def _target(aim: Aim, shape: Shape) -> str:
    of = "service time" + (f" by {shown(aim.calendar)}" if aim.calendar else "") if aim.service else "calendar time"
    due = "never due: its calendar does not open" if aim.due is None else f"due {moment(aim.due, shape.zone)}"
    missed = "" if aim.breached is None else f", breached {moment(aim.breached, shape.zone)}"
    return f"{shown(aim.name) or 'general'}: {exact(aim.seconds)} of {of}, {due}{missed}"


def _elapsed(story: Story, clock: Clock, courses: Courses) -> Iterator[str]:
    end = clock.stopped or max(clock.started, story.now)
    service = courses(None).seconds(clock.started, end)
    kept = service if clock.service_elapsed is None else clock.service_elapsed
    so_far = "" if clock.stopped is not None else " so far"
    whole = (end - clock.started).total_seconds()
    yield _row("  elapsed", f"{exact(whole)} of calendar time, {exact(kept)} of service time{so_far}")
    if any(aim.service for aim in clock.aims) and round(abs(kept - service), 3) > 0:
        day = story.regime.brand.calendar.local_date(clock.started)
        yield _row("", f"By what is known now of calendars and holds it is {exact(service)} of service time:")
        yield _row("", f'make recompute BRAND={story.entry.brand} SINCE={day} WHY="..." puts that right.')


def _counted(story: Story, clock: Clock, courses: Courses, shape: Shape) -> Iterator[str]:
    """A timeline for each way of counting that a target of this clock, or its service time, goes by."""
    end = clock.stopped or story.now
    ways: dict[tuple[bool, str | None, bool], Aim | None] = {}
    for aim in clock.aims:
        ways.setdefault((aim.service, aim.calendar, aim.crisis), aim)
    if any(aim.service for aim in clock.aims):
        ways.setdefault((True, None, False), None)
    for (service, _, crisis), way in ways.items():
        course = courses(way)
        before = sum(one.since is None or one.since <= clock.started for one in course.force[1:])
        names = dict.fromkeys(f"{one.calendar.name} ({one.calendar.zone})" for one in course.force[before:])
        of = (
            f"service time by {', then '.join(names)}" if service else "calendar time, every moment that is not on hold"
        )
        yield ""
        yield f"  What counted: {of}" + (", also in a crisis" if crisis else "")
        spans = list(course.spans(clock.started, end))
        if not spans:
            yield f"    nothing{' yet' if clock.running else ': it stopped the moment it started'}"
            continue
        yield from (f"    {line}" for line in bars(spans, shape, stopped=clock.stopped is not None))
        yield from (f"    {line}" for line in intervals(spans, course.pauses, shape))
        yield f"    {shape.legend}"


def _thread(story: Story, shape: Shape) -> Iterator[str]:
    if not story.measures:
        return
    yield ""
    yield f"Its thread, which began with {story.measures[0].thread}"
    for one in story.measures:
        name = f"{one.metric} {one.instance}" if one.instance > 1 else str(one.metric)
        if one.seconds is None or one.service is None:
            figure = f"still runs, since {moment(one.started, shape.zone)}"
        elif one.metric in IN_CALENDAR_TIME:
            figure = f"{exact(one.seconds)}, {exact(one.service)} of it service time"
        else:
            figure = f"{exact(one.service)} of service time, {exact(one.seconds)} in all"
        yield _row(f"  {name}", figure + (", withdrawn" if one.withdrawn else "") + _kept(one), 26)


def _first_hour(story: Story, shape: Shape) -> Iterator[str]:
    hour = story.coverage
    if hour is None:
        return
    yield ""
    yield "A post of ours. In the first hour after it" + ("" if hour.over else ", which is not over,")
    if hour.came is None:
        yield _row("  came", "not known: the platform told no time")
        return
    yield _row("  came", str(hour.came))
    if hour.came:
        yield _row("  had a sign", f"{hour.acknowledged or 0}, {hour.by_person or 0} of them by a person")
        first = "nobody yet" if hour.first_sign is None else moment(hour.first_sign, shape.zone)
        yield _row("  first sign", first)


def _kept(timed: Timed) -> str:
    missed = breached(timed)
    return "" if missed is None else ", breached" if missed else ", in time"


def _row(name: str, text: str, wide: int = _WIDE) -> str:
    return f"{name:<{wide}}  {text}"
