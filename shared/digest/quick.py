"""How quickly we were there: the promise, four figures, each platform, the last seven days, and when people wrote.

Service time is held against the promise, never what was automatic. Where a platform is incomplete, its counts are a
minimum and no percentage is made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shared.digest.catalogue import SMALL_SAMPLE, whole_percent
from shared.digest.hours import columns
from shared.digest.page import Cell, Column, Figure, Quick, Row, Table
from shared.digest.snapshot import Group, PastDay
from shared.digest.unfolded import chart
from shared.digest.verdict import segments
from shared.digest.view import View

MOST_PLATFORMS: Final = 6
FAR_BELOW: Final = 10  # points under the goal, from which on a day is marked as far below it
_RUN: Final = 3  # hours in a row that are told as the busiest
_WAITING: Final = 3  # the cell of a platform's row that says who waits
_COUNTED: Final = ("people", "in_time", "late", "waiting", "overdue", "thanks", "thanks_unheard", "acknowledged")


def block(view: View) -> Quick | None:
    if view.blank or view.all.people == 0:
        return None
    strip = _strip(view)
    hours, hours_note = _hours(view)
    return Quick(
        title=view.words.say("quick-title"),
        promise=_promise(view),
        figures=_figures(view),
        table=_table(view),
        strip_title=view.words.say("quick-strip") if strip else "",
        strip=strip,
        strip_note=_strip_note(view, strip),
        hours_title=view.words.say("quick-hours") if hours else "",
        hours=hours,
        hours_note=hours_note,
    )


def _promise(view: View) -> str:
    goal, span = view.of.goal, view.words.span(view.of.promise)
    if goal >= 100:
        said = view.words.say("quick-promise-everybody", span=span)
    elif goal % 10 == 0:
        said = view.words.say("quick-promise-tenths", span=span, tenths=goal // 10)
    else:
        said = view.words.say("quick-promise", span=span, goal=goal)
    if not view.all.ack_due:
        return said
    share = view.words.share(view.all.ack_kept, view.all.ack_due, least=view.least)
    signs = view.words.say("quick-first-signs", span=view.words.span(view.of.ack), share=share)
    return view.words.together(said, signs)


def _figures(view: View) -> tuple[Figure, ...]:
    say, everyone, least = view.words.say, view.all, view.least
    pace = None if everyone.ack_median is None else view.words.duration(everyone.ack_median)
    parts = everyone.people >= SMALL_SAMPLE and not least  # a small sample is shown as its parts already
    shown = ("both" if parts else "pace") if pace else "parts" if parts else "neither"
    found = [
        Figure(
            say("quick-acknowledged"),
            view.words.share(everyone.acknowledged, everyone.people, least=least),
            say(
                "quick-acknowledged-note",
                shown=shown,
                part=everyone.acknowledged,
                whole=everyone.people,
                pace=pace,
            ),
        ),
        Figure(
            say("quick-answered"),
            view.words.share(everyone.in_time, everyone.due, least=least),
            say(
                "quick-answered-note",
                shown="parts" if everyone.due >= SMALL_SAMPLE and not least else "neither",
                part=everyone.in_time,
                whole=everyone.due,
                goal=view.words.percent(view.of.goal, 100),
            ),
        ),
    ]
    if everyone.response_median is not None:
        found.append(_typical(view, everyone.response_median))
    if everyone.response_slowest is not None and (one := _slowest(view, everyone.response_slowest)) is not None:
        found.append(one)
    return tuple(found)


def _typical(view: View, median: float) -> Figure:
    usual = None if view.of.compare_from else view.of.usual.get("response_median")
    if usual is None:
        note = view.words.say("quick-typical-note")
    else:
        note = view.words.say("quick-typical-usual", usual=view.words.duration(usual.median))
    return Figure(view.words.say("quick-typical"), view.words.duration(median, narrow=True), note)


def _slowest(view: View, slowest: float) -> Figure | None:
    """With 9 in 10 where there were enough; alone where it is not the only answer."""
    everyone, where = view.all, view.of.slowest_platform
    platform = None if where is None else view.words.platform(where)
    if everyone.response_ninth is not None:
        return Figure(
            view.words.say("quick-ninth"),
            view.words.duration(everyone.response_ninth, narrow=True),
            view.words.say(
                "quick-ninth-platform" if platform else "quick-ninth-note",
                slowest=view.words.duration(slowest),
                platform=platform,
            ),
        )
    if everyone.response_median is None or slowest <= everyone.response_median:
        return None
    return Figure(
        view.words.say("quick-slowest"),
        view.words.duration(slowest, narrow=True),
        view.words.say("quick-slowest-platform" if platform else "quick-slowest-note", platform=platform),
    )


def _table(view: View) -> Table | None:
    """Six platforms, or five and the others together: no table may leave anybody out of its sum."""
    ranked = sorted(view.of.platforms, key=lambda one: (-one[1].people, one[0]))
    shown = len(ranked) if len(ranked) <= MOST_PLATFORMS else MOST_PLATFORMS - 1
    rows = [_row(view, view.words.platform(name), group, view.incomplete(name)) for name, group in ranked[:shown]]
    rest = ranked[shown:]
    if rest:
        counts = {name: sum(getattr(group, name) for _, group in rest) for name in _COUNTED}
        label = view.words.say("quick-others", n=len(rest))
        rows.append(_row(view, label, Group(**counts), any(view.incomplete(name) for name, _ in rest)))
    if not rows:
        return None
    heads = ("platform", "people", "in-time", "typical", "waiting")
    return Table(
        view.words.say("quick-table"), tuple(view.words.say(f"quick-head-{name}") for name in heads), tuple(rows)
    )


def _row(view: View, label: str, group: Group, least: bool) -> Row:
    words = view.words
    number, overdue = group.waiting + group.overdue, group.overdue
    count = words.at_least(number, least)
    if overdue and overdue == number:
        waiting = words.say("quick-waiting-all-overdue", overdue=words.at_least(overdue, least))
    elif overdue:
        waiting = words.say("quick-waiting-overdue", count=count, overdue=words.at_least(overdue, least))
    else:
        waiting = words.say("quick-waiting", n=number, count=count)
    median = group.response_median
    return Row(
        head=label,
        cells=(
            words.at_least(group.people, least),
            words.share(group.in_time, group.due, least=least),
            words.say("quick-unknown") if median is None else words.duration(median, narrow=True),
            waiting,
        ),
        bar=segments(view, [group], least=least),
        alarm=(_WAITING,) if overdue else (),
    )


def _strip(view: View) -> tuple[Cell, ...]:
    return () if view.of.compare_from else tuple(_cell(view, one) for one in view.of.history)


def _cell(view: View, one: PastDay) -> Cell:
    say, day = view.words.say, view.words.weekday(one.day)
    if one.closed:
        return Cell(day, say("quick-cell-closed"), "none", say("quick-day-closed", day=day))
    if not one.known:
        return Cell(day, say("quick-cell-unknown"), "none", say("quick-day-unknown", day=day))
    share = view.words.share(one.in_time, one.due)
    if one.complete:
        return Cell(day, share, _against(one, view.of.goal), say("quick-day", day=day, share=share))
    # What is missing could make a good day bad or a bad one better: only what is surely told is told.
    return Cell(day, say("quick-cell-part", share=share), "none", say("quick-day-part", day=day, share=share))


def _against(one: PastDay, goal: int) -> str:
    """How a day stands against the goal, as its figure is written; too few people are held against nothing."""
    if one.due < SMALL_SAMPLE:
        return "none"
    kept = whole_percent(one.in_time, one.due)
    return "in_time" if kept >= goal else "overdue" if kept < goal - FAR_BELOW else "late"


def _strip_note(view: View, strip: tuple[Cell, ...]) -> str:
    if view.of.compare_from is not None:
        return view.words.say("quick-from", date=view.words.long_date(view.of.compare_from))
    if not strip:
        return ""
    held = [cell.role for cell in strip if cell.role != "none"]
    said = view.words.say(
        "quick-strip-note",
        goal=view.words.percent(view.of.goal, 100),
        days=len(held),
        reached=held.count("in_time"),
    )
    parted = any(one.known and not one.closed and not one.complete for one in view.of.history)
    return view.words.together(said, view.words.say("quick-strip-part") if parted else "")


def _hours(view: View) -> tuple[tuple[Column, ...], str]:
    """Arrivals by hour, those of service set apart, and in words how many came while the brand was closed."""
    of, least = view.of, view.least
    total = sum(of.arrivals)
    if total < 2 or len(of.open_hours) != len(of.arrivals):  # of one alone there is no distribution
        return (), ""
    closed = sum(count for count, is_open in zip(of.arrivals, of.open_hours, strict=True) if not is_open)
    drawn = chart(view, of.arrivals, ["in_time" if is_open else "none" for is_open in of.open_hours])
    shown = view.words.at_least(total, least)
    if closed == 0:
        return drawn, view.words.say("quick-hours-open", known="no" if least else "yes", total=shown)
    first, last = _busiest(of.arrivals, of.open_hours)
    begins = (*columns(of.zone, of.start, of.end), of.end)
    peak = sum(of.arrivals[first:last])
    return drawn, view.words.say(
        "quick-hours-closed" if any(of.open_hours) else "quick-hours-shut",
        shown="all" if peak == closed else "some",
        closed=view.words.at_least(closed, least),
        total=shown,
        peak=view.words.at_least(peak, least),
        **{"from": view.words.clock(begins[first], of.zone), "until": view.words.clock(begins[last], of.zone)},
    )


def _busiest(arrivals: Sequence[int], open_hours: Sequence[bool]) -> tuple[int, int]:
    """At most three closed hours in a row, from one up to another, in which most came; the shortest and first such."""
    runs = [
        (first, first + length)
        for length in range(1, _RUN + 1)
        for first in range(len(arrivals) - length + 1)
        if not any(open_hours[first : first + length])
    ]
    return max(runs, key=lambda run: (sum(arrivals[run[0] : run[1]]), run[0] - run[1], -run[0]))
