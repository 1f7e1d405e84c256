"""A counted day in words: the state, what the reader must do, who waits, and how quickly we were there.

A manager who reads only the first block must not be misled; one who reads the first three must be able to act.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shared.digest import anger, words
from shared.digest.count import Figures, Group
from shared.digest.day import Day, Digest, Figure, Mood, Row, Segment
from shared.digest.spread import nothing_known
from shared.digest.state import judge
from shared.digest.telling import MOST_ACTIONS, Telling, span
from shared.digest.verdict import Verdict

MOST_PLATFORMS: Final = 6

_ROLES: Final = {
    "in_time": "answered in time",
    "thanks": "only needed thanks",
    "late": "answered late",
    "waiting": "waiting, not yet due",
    "overdue": "overdue",
    "nothing": "heard nothing",
}
_MARKS: Final = {
    Mood.CANT_TELL: ("■", "We can't tell"),
    Mood.ACT_NOW: ("●", "Act now"),
    Mood.WATCH: ("▲", ""),
    Mood.QUIET: ("■", "Quiet day"),
    Mood.GOOD: ("✓", "Good day"),
}


def build(day: Day, figures: Figures) -> Digest:
    """The Digest of a counted Day."""
    mood, cause = judge(day, figures)
    told = Telling(day, figures, mood, cause)
    verdict = Verdict(day, figures, mood, cause)
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
        pill=pill or verdict.reason(),
        headline=verdict.headline(),
        lead=verdict.lead(),
        notes=told.notes(),
        segments=() if blank else _segments([figures.all], least=bool(day.incomplete)),
        needs_intro=told.needs_intro(len(overdue), actions),
        actions=actions,
        waiting_intro=told.waiting_intro(shown),
        waiting=() if blank else told.waiting(shown),
        waiting_after=() if blank else told.waiting_after(shown),
        checked=told.checked(),
        promise=_promise(day),
        figures=() if blank else _speeds(day, figures),
        rows=() if blank else _rows(day, figures),
        foot=told.foot(),
        subject=verdict.subject(),
        preheader=verdict.preheader(actions),
        headers=_headers(day, mood),
        numbers=_numbers(figures, mood, blank),
    )


def _segments(groups: Sequence[Group], *, least: bool) -> tuple[Segment, ...]:
    counts = {
        "in_time": sum(group.in_time for group in groups),
        "thanks": sum(group.thanks - group.thanks_unheard for group in groups),
        "late": sum(group.late for group in groups),
        "waiting": sum(group.waiting for group in groups),
        "overdue": sum(group.overdue for group in groups),
        "nothing": sum(group.thanks_unheard for group in groups),
    }
    return tuple(Segment(role, counts[role], label, least) for role, label in _ROLES.items() if counts[role])


def _promise(day: Day) -> str:
    goal = day.brand.targets.goal
    of = f"{goal // 10} people in 10" if goal % 10 == 0 else f"{goal} people in 100"
    return f"The promise: a personal answer within {span(day.brand.targets.response)} of service, for {of}."


def _speeds(day: Day, figures: Figures) -> tuple[Figure, ...]:
    everyone = figures.all
    if everyone.people == 0:
        return ()
    least = "≥ " if day.incomplete else ""
    goal = f"goal {day.brand.targets.goal}%"
    pace = [] if everyone.ack_median is None else [f"in {words.duration(everyone.ack_median)}"]
    if everyone.ack_due:
        kept = words.share(everyone.ack_kept, everyone.ack_due)
        pace.append(f"{kept} of first signs within {span(day.brand.targets.ack)}")
    found = [
        Figure(
            "Acknowledged",
            words.share(everyone.acknowledged, everyone.people),
            ", ".join([*_parts(everyone.acknowledged, everyone.people, least), *pace]) or "by anybody",
        ),
        Figure(
            "Answered in time",
            words.share(everyone.in_time, everyone.due),
            "; ".join([*(f"{part} due" for part in _parts(everyone.in_time, everyone.due, least)), goal]),
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


def _parts(part: int, whole: int, least: str) -> list[str]:
    """What a percentage is made of; a small sample is shown as its parts already."""
    return [f"{least}{part:,} of {least}{whole:,}"] if least or whole >= words.SMALL_SAMPLE else []


def _rows(day: Day, figures: Figures) -> tuple[Row, ...]:
    gaps = {gap.platform for gap in day.incomplete}
    ranked = sorted(figures.platforms, key=lambda one: (-one[1].people, one[0]))
    # Six, or five and the others together: no table may leave anybody out of its sum.
    shown = len(ranked) if len(ranked) <= MOST_PLATFORMS else MOST_PLATFORMS - 1
    rows = [_row(words.platform(name), [group], least=name in gaps) for name, group in ranked[:shown]]
    rest = ranked[shown:]
    if rest:
        label = words.count(len(rest), "other")
        rows.append(_row(label, [group for _, group in rest], least=any(name in gaps for name, _ in rest)))
    return tuple(rows)


def _row(label: str, groups: Sequence[Group], *, least: bool) -> Row:
    overdue = sum(group.overdue for group in groups)
    waiting = overdue + sum(group.waiting for group in groups)
    late = f" ({overdue:,} overdue)" if overdue else ""
    median = groups[0].response_median if len(groups) == 1 else None
    mark = "≥ " if least else ""
    return Row(
        platform=label,
        people=f"{mark}{sum(group.people for group in groups):,}",
        in_time=words.share(sum(group.in_time for group in groups), sum(group.due for group in groups)),
        typical="–" if median is None else words.duration(median, narrow=True),
        waiting=f"{mark}{waiting:,}{late}" if waiting else "none",
        overdue=overdue > 0,
        bar=_segments(groups, least=least),
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
        anger.FIGURE: figures.angry_hour,
        "ack_median": everyone.ack_median,
        "ack_in_target": everyone.ack_kept / everyone.ack_due if everyone.ack_due else None,
        "response_median": everyone.response_median,
        "response_p90": everyone.response_ninth,
        "response_in_target": everyone.in_time / everyone.due if everyone.due else None,
    }
    counts |= nothing_known() if figures.spread is None else figures.spread.written()
    known: dict[str, float | int | str | None] = dict.fromkeys(counts) if blank else counts
    return {"state": str(mood), **known}
