"""A counted day in words: the state, what the reader must do, who waits, and how quickly we were there.

A manager who reads only the first block must not be misled; one who reads the first three must be able to act.
"""

from __future__ import annotations

from typing import Final

from shared.core.ledger import State
from shared.digest import words
from shared.digest.count import Figures, Group
from shared.digest.day import Day, Digest, Figure, Mood, Row, Segment
from shared.digest.telling import MOST_ACTIONS, Telling, span

MOST_PLATFORMS: Final = 6

_MARKS: Final = {
    Mood.CANT_TELL: ("■", "We can't tell"),
    Mood.ACT_NOW: ("●", "Act now"),
    Mood.WATCH: ("▲", ""),
    Mood.QUIET: ("■", "Quiet day"),
    Mood.GOOD: ("✓", "Good day"),
}


def build(day: Day, figures: Figures) -> Digest:
    """The Digest of a counted Day."""
    mood = _mood(day, figures)
    told = Telling(day, figures, mood)
    blank = mood is Mood.CANT_TELL
    overdue = told.overdue()
    actions = () if blank else told.actions(overdue)
    shown = {one.waits_for.key for one in overdue[:MOST_ACTIONS] if one.waits_for is not None}
    mark, pill = _MARKS[mood]
    return Digest(
        brand=day.brand.name,
        day=words.long_date(day.date),
        mood=mood,
        mark=mark,
        pill=pill or told.reason(),
        headline=told.headline(),
        lead=told.lead(),
        notes=told.notes(),
        segments=() if blank else _segments(figures.all),
        needs_intro=told.needs_intro(len(overdue), actions),
        actions=actions,
        waiting_intro=told.waiting_intro(shown),
        waiting=() if blank else told.waiting(shown),
        waiting_after=() if blank else told.waiting_after(shown),
        checked=told.checked(),
        promise=_promise(day),
        figures=() if blank else _speeds(day, figures),
        rows=() if blank else _rows(figures),
        foot=told.foot(),
        subject=told.subject(),
        preheader=told.preheader(actions),
        headers=_headers(day, mood),
        numbers=_numbers(figures, mood, blank),
    )


def _mood(day: Day, figures: Figures) -> Mood:
    everyone, goal = figures.all, day.brand.targets.goal
    overdue = everyone.overdue + figures.earlier_overdue
    kept = None if everyone.due == 0 else 100 * everyone.in_time / everyone.due
    if day.failed:
        return Mood.CANT_TELL
    if overdue >= max(5, 0.05 * everyone.needed):
        return Mood.ACT_NOW
    if kept is not None and everyone.due >= words.SMALL_SAMPLE and kept < goal - 15:
        return Mood.ACT_NOW
    if everyone.people >= words.SMALL_SAMPLE and everyone.acknowledged < 0.95 * everyone.people:
        return Mood.ACT_NOW
    if overdue or everyone.heard_nothing or (kept is not None and kept < goal) or _gaps(day, figures):
        return Mood.WATCH
    if everyone.people == 0 and not figures.waits and not figures.earlier:
        return Mood.QUIET
    return Mood.GOOD


def _gaps(day: Day, figures: Figures) -> bool:
    """Whether something that a person sent may be missing from the figures, or from their sight."""
    lost = {State.PARKED, State.DEAD_LETTERED, State.UNCERTAIN}
    return bool(day.incomplete or figures.parked or any(state in lost for state, _ in figures.troubles))


def _segments(group: Group) -> tuple[Segment, ...]:
    parts = (
        ("in_time", group.in_time, "answered in time"),
        ("thanks", group.thanks - group.thanks_unheard, "only needed thanks"),
        ("late", group.late, "answered late"),
        ("waiting", group.waiting, "waiting, not yet due"),
        ("overdue", group.overdue, "overdue"),
        ("nothing", group.thanks_unheard, "heard nothing"),
    )
    return tuple(Segment(role, count, label) for role, count, label in parts if count)


def _promise(day: Day) -> str:
    goal = day.brand.targets.goal
    of = f"{goal // 10} people in 10" if goal % 10 == 0 else f"{goal} people in 100"
    return f"The promise: a personal answer within {span(day.brand.targets.response)} of service, for {of}."


def _speeds(day: Day, figures: Figures) -> tuple[Figure, ...]:
    everyone = figures.all
    if everyone.people == 0:
        return ()
    pace = "" if everyone.ack_median is None else f", in {words.duration(everyone.ack_median)}"
    found = [
        Figure(
            "Acknowledged",
            words.share(everyone.acknowledged, everyone.people),
            f"{everyone.acknowledged:,} of {everyone.people:,}{pace}",
        ),
        Figure(
            "Answered in time",
            words.share(everyone.in_time, everyone.due),
            f"{everyone.in_time:,} of {everyone.due:,} due; goal {day.brand.targets.goal}%",
        ),
    ]
    if everyone.response_median is not None:
        found.append(Figure("Typical answer", words.duration(everyone.response_median, narrow=True), "service time"))
    if everyone.response_ninth is not None and everyone.response_slowest is not None:
        where = f", on {words.platform(figures.slowest_platform)}" if figures.slowest_platform else ""
        slowest = words.duration(everyone.response_slowest)
        found.append(
            Figure(
                "For 9 in 10",
                words.duration(everyone.response_ninth, narrow=True),
                f"or less; slowest {slowest}{where}",
            )
        )
    return tuple(found)


def _rows(figures: Figures) -> tuple[Row, ...]:
    ranked = sorted(figures.platforms, key=lambda one: (-one[1].people, one[0]))
    return tuple(_row(name, group) for name, group in ranked[:MOST_PLATFORMS])


def _row(platform: str, group: Group) -> Row:
    waiting = group.waiting + group.overdue
    late = f" ({group.overdue:,} overdue)" if group.overdue else ""
    return Row(
        platform=words.platform(platform),
        people=f"{group.people:,}",
        in_time=words.share(group.in_time, group.due),
        typical="–" if group.response_median is None else words.duration(group.response_median, narrow=True),
        waiting=f"{waiting:,}{late}" if waiting else "none",
    )


def _headers(day: Day, mood: Mood) -> tuple[tuple[str, str], ...]:
    found = [("List-Id", f"<digest.{day.brand.key}.heard.invalid>")]
    if mood is Mood.ACT_NOW:
        found.append(("Importance", "high"))
    return tuple(found)


def _numbers(figures: Figures, mood: Mood, blank: bool) -> dict[str, float | int | str | None]:
    everyone = figures.all
    counts: dict[str, float | int | str | None] = {
        "people": everyone.people,
        "acknowledged": everyone.acknowledged,
        "needed": everyone.needed,
        "in_time": everyone.in_time,
        "late": everyone.late,
        "waiting": everyone.waiting,
        "overdue": everyone.overdue,
        "thanks": everyone.thanks,
        "heard_nothing": everyone.heard_nothing,
        "looked_after": everyone.looked_after,
        "earlier_overdue": figures.earlier_overdue,
        "since_midnight": figures.since,
        "breaches": figures.breaches,
        "ack_median": everyone.ack_median,
        "ack_in_target": everyone.ack_in_target,
        "response_median": everyone.response_median,
        "response_p90": everyone.response_ninth,
        "response_in_target": everyone.in_time / everyone.due if everyone.due else None,
    }
    known: dict[str, float | int | str | None] = dict.fromkeys(counts) if blank else counts
    return {"state": str(mood), **known}
