"""How a hard day unfolded: its complaints hour by hour, and what happened when. Only where complaints made it hard."""

from __future__ import annotations

from typing import Final

from shared.digest.hours import columns
from shared.digest.page import Column, Mood, Unfolded
from shared.digest.snapshot import Happened
from shared.digest.state import COMPLAINED, MANY_COMPLAINTS
from shared.digest.view import View

MOST_EVENTS: Final = 6
LABELS: Final = frozenset({0, 6, 12, 18})  # hours of the clock that are written under a chart
_TELLING: Final = ("alarm", "switch_on", "most_complaints", "first_late", "switch_off", "outage", "outage_over")
"""What may have happened, the most telling first: where there is no room for all, these are the ones that stay."""


def shown(view: View) -> bool:
    return view.mood is Mood.ACT_NOW and any(view.of.complaints) and _spike(view)


def block(view: View) -> Unfolded | None:
    of = view.of
    if not shown(view):
        return None
    total, peak = sum(of.complaints), max(of.complaints)
    hours, busiest = columns(of.zone, of.start, of.end), of.complaints.index(peak)
    usual = of.usual.get(COMPLAINED)
    ends = hours[busiest + 1] if busiest + 1 < len(hours) else of.end
    return Unfolded(
        title=view.words.say("unfolded-title"),
        intro=view.words.say(
            "unfolded-intro" if usual is None else "unfolded-intro-usual",
            n=total,
            count=view.words.at_least(total, view.least),
            peak=view.words.at_least(peak, view.least),
            **{"from": view.words.clock(hours[busiest], of.zone), "until": view.words.clock(ends, of.zone)},
            usual=None if usual is None else view.words.number(usual.median),
        ),
        columns=chart(view, of.complaints, ["overdue" if count == peak else "late" for count in of.complaints]),
        events=tuple((_when(view, one), _what(view, one)) for one in _events(of.events)),
    )


def chart(view: View, counts: tuple[int, ...], roles: list[str]) -> tuple[Column, ...]:
    """One column for each hour of the day, every sixth of them with its time."""
    found, written = [], set[int]()
    for begins, count, role in zip(columns(view.of.zone, view.of.start, view.of.end), counts, roles, strict=False):
        hour = view.local(begins).hour
        label = view.words.clock(begins, view.of.zone) if hour in LABELS - written else ""
        written.add(hour)
        found.append(Column(label, count, role))
    return tuple(found)


def _spike(view: View) -> bool:
    if any(one.what == "alarm" for one in view.of.events):
        return True
    usual, (times, least) = view.of.usual.get(COMPLAINED), MANY_COMPLAINTS
    return usual is not None and view.of.complained >= max(least, times * usual.median)


def _events(events: tuple[Happened, ...]) -> list[Happened]:
    """At most six in the order of time: of each sort the first, then whatever there is room for."""
    known = sorted((one for one in events if one.what in _TELLING), key=lambda one: one.at)
    seen: dict[str, int] = {}
    ranked = []
    for one in known:
        ranked.append((seen.setdefault(one.what, 0), _TELLING.index(one.what), one))
        seen[one.what] += 1
    ranked.sort(key=lambda one: one[:2])
    return sorted((one for _again, _rank, one in ranked[:MOST_EVENTS]), key=lambda one: one.at)


def _when(view: View, one: Happened) -> str:
    """The clock alone, on the day itself."""
    if view.local(one.at).date() == view.of.day:
        return view.words.clock(one.at, view.of.zone)
    return view.moment(one.at)


def _what(view: View, one: Happened) -> str:
    name = f"unfolded-{one.what.replace('_', '-')}"
    if one.number is not None and view.words.knows(f"{name}-number"):
        return view.words.say(f"{name}-number", n=one.number)
    if one.name and view.words.knows(f"{name}-name"):
        shown = view.words.platform(one.name) if one.what.startswith("outage") else view.colleague(one.name)
        return view.words.say(f"{name}-name", who=shown)
    return view.words.say(name)
