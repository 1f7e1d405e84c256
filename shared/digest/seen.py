"""What several sentences of the first block say of a day: when it was, where there may be more, how it is unusual."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from shared.digest.catalogue import SMALL_SAMPLE, upper
from shared.digest.snapshot import Grave
from shared.digest.state import COMPLAINED, MANY_COMPLAINTS, MORE_COMPLAINTS, Cause
from shared.digest.view import View

_Level = tuple[int, int]  # times usual, and at least so many


class Complaints(NamedTuple):
    """More complaints than usual. `times` as many as usual, rounded down; None where a usual day has hardly any.
    `spike`: so many more that it makes a day one of `act now`.
    """

    number: int
    times: int | None
    spike: bool


class Stretch(NamedTuple):
    """The times in which one platform's news may be missing: the longest, and how many others there were."""

    platform: str
    since: datetime
    until: datetime
    others: int


def shown(view: View, number: int) -> str:
    """A count for a sentence: with ≥ where there may be more, else as a word where it is small."""
    name = f"spell-{number}"
    if view.least or not view.words.knows(name):
        return view.words.at_least(number, view.least)
    return view.words.say(name)


def unproved(view: View) -> bool:
    """Whether nobody wrote, and all that is missing is the proof that every platform was listening."""
    lost = view.of.parked or view.of.troubles or view.least
    return view.cause is Cause.MISSING and view.all.people == 0 and not lost


def when(view: View) -> str:
    """`yesterday`, or the date where that was another day."""
    if view.morning - view.of.day == timedelta(days=1):
        return view.words.say("verdict-yesterday")
    return view.words.say("verdict-on-date", date=view.words.long_date(view.of.day))


def complaints(view: View) -> Complaints | None:
    """None where there are no more than usual, or what is usual is not known."""
    usual, number = view.of.usual.get(COMPLAINED), view.of.complained
    if usual is None or not _reaches(MORE_COMPLAINTS, number, usual.median):
        return None
    times = int(number / usual.median) if usual.median >= 1 else None
    return Complaints(number, times, _reaches(MANY_COMPLAINTS, number, usual.median))


def _reaches(level: _Level, number: int, usual: float) -> bool:
    return number >= level[1] and number >= level[0] * usual


def complained(view: View) -> str:
    """That there are more complaints than usual, and by how much; "" where there are not."""
    found = complaints(view)
    if found is None:
        return ""
    shown = view.words.at_least(found.number, view.least)
    if found.times is None:
        return view.words.say("verdict-complaints-rare", shown=shown)
    return view.words.say("verdict-complaints", shown=shown, times=found.times)


def heard_nothing(view: View) -> str:
    """That people heard nothing, and how many; "" where all did."""
    number = view.all.heard_nothing
    if not number:
        return ""
    if view.all.people == 1:
        return view.words.say("verdict-heard-nothing-one")
    return upper(view.words.say("verdict-heard-nothing", n=number, shown=shown(view, number)))


def graves(view: View) -> tuple[Grave, int] | None:
    """The gravest matter of those who wait, and of how many of them."""
    for kind in Grave:
        if number := sum(one.grave is kind for one in view.of.waits):
            return kind, number
    return None


def grave(view: View) -> str:
    """The matter that outranks everything else; "" where there is none."""
    if (found := graves(view)) is not None:
        return upper(view.words.say(f"verdict-grave-{found[0]}", n=found[1]))
    if view.of.lookalikes:
        return upper(view.words.say("verdict-lookalikes", n=len(view.of.lookalikes)))
    return ""


def kept(view: View) -> str:
    """How many of the answers that were due came in time, beside the goal."""
    words, everyone = view.words, view.all
    if everyone.in_time == 0:
        return words.say("verdict-kept-none", due=everyone.due)
    few = everyone.due < SMALL_SAMPLE or view.least
    return words.say(
        "verdict-kept-few" if few else "verdict-kept",
        share=words.share(everyone.in_time, everyone.due, least=view.least),
        goal=words.percent(view.of.goal, 100),
    )


def number_inside(view: View) -> int:
    return view.all.waiting + view.of.earlier_inside


def unknown(view: View) -> tuple[str, ...]:
    """The platforms that are incomplete, by their names, those with most people first."""
    people = {name: group.people for name, group in view.of.platforms}
    found = {gap.platform for gap in view.of.incomplete}
    return tuple(view.words.platform(one) for one in sorted(found, key=lambda one: (-people.get(one, 0), one)))


def stretches(view: View) -> tuple[Stretch, ...]:
    """One for each incomplete platform, in the order of `unknown`: gaps that touch are one."""
    people = {name: group.people for name, group in view.of.platforms}
    found = []
    for name in sorted({gap.platform for gap in view.of.incomplete}, key=lambda one: (-people.get(one, 0), one)):
        joined: list[tuple[datetime, datetime]] = []
        for gap in sorted((one for one in view.of.incomplete if one.platform == name), key=lambda one: one.since):
            if joined and gap.since <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], gap.until))
            else:
                joined.append((gap.since, gap.until))
        since, until = max(joined, key=lambda one: one[1] - one[0])
        found.append(Stretch(name, since, until, len(joined) - 1))
    return tuple(found)
