"""The paragraph under the headline: what weighs most comes first, since an inbox may show only its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.digest.catalogue import SMALL_SAMPLE, upper
from shared.digest.page import Mood
from shared.digest.seen import complained, grave, heard_nothing, number_inside, shown, unknown, unproved
from shared.digest.snapshot import Correction
from shared.digest.state import FRESH, HARD_OVERDUE, Cause
from shared.digest.todo import todos
from shared.digest.view import View, first

_MOST_NAMED: Final = 3
_MOVED: Final = {
    "missed": "verdict-moved-missed",
    "answered_late": "verdict-moved-answered",
    "answered": "verdict-moved-answered",
    "withdrawn": "verdict-moved-withdrawn",
    "recomputed": "verdict-moved-recomputed",
}


def lead(view: View) -> str:
    match view.mood:
        case Mood.CANT_TELL:
            return view.words.together(*_cant_tell(view))
        case Mood.QUIET:
            said = _quiet(view)
        case _ if view.all.people == 0:
            said = _nobody(view)
        case _:
            said = _people(view)
    return view.words.together(*said, _corrected(view))


def _cant_tell(view: View) -> Iterator[str]:
    words = view.words
    yield words.say("verdict-unread" if view.cause is Cause.FAILED else "verdict-unverified")
    known = [words.platform(one.platform) for one in view.of.listening if one.ok]
    if known:
        yield words.say("verdict-still-listening", n=len(known), platforms=words.listed(known))


def _quiet(view: View) -> Iterator[str]:
    yield view.words.say("verdict-nothing-needs-you") if not todos(view) else ""
    yield silence(view) or view.words.say("verdict-nothing-came")
    yield _since(view)


def silence(view: View) -> str:
    """That every platform was listening, by the check of each that is the oldest; "" where that is not known."""
    words, of = view.words, view.of
    checks = [one.checked_at for one in of.listening if one.checked_at is not None]
    if not checks:
        return ""
    tests = [one.looped_at for one in of.listening if one.looped_at is not None]
    tested = len(tests) == len(checks) and of.at - min(tests) < FRESH
    return words.say(
        "verdict-silence-tested" if tested else "verdict-silence-checked",
        n=len(checks),
        platforms=words.platform(of.listening[0].platform),
        at=view.moment(min(tests if tested else checks)),
    )


def _nobody(view: View) -> Iterator[str]:
    words = view.words
    yield _missing(view)
    yield grave(view)
    if view.mood is Mood.GOOD and not todos(view):
        yield words.say("verdict-nothing-needs-you")
    if view.mood is Mood.GOOD or not (view.least or unproved(view)):
        yield words.say("verdict-nothing-came")
    yield _since(view)


def _people(view: View) -> Iterator[str]:
    if view.mood is Mood.ACT_NOW:
        yield from _hard(view)
        return
    if view.mood is Mood.GOOD:
        yield view.words.say("verdict-nothing-needs-you") if not todos(view) else ""
        yield _inside(view)
    if view.cause is Cause.MISSING:
        yield _missing(view)
    yield grave(view)
    if view.cause is not Cause.COMPLAINTS:
        yield complained(view)
    if view.all.people > 1:
        yield heard_nothing(view)
    yield _acknowledged(view)
    yield _needed(view)
    yield _typical(view)


def _hard(view: View) -> Iterator[str]:
    """What the headline left out, and nothing that can wait for the figures below."""
    if view.cause is not Cause.GRAVE or view.number_overdue >= HARD_OVERDUE:
        yield grave(view)
    if view.cause is not Cause.COMPLAINTS:
        yield complained(view)
    if view.cause is not Cause.HEARD_NOTHING:
        yield heard_nothing(view)
    yield _overdue(view)
    if view.cause is Cause.HEARD_NOTHING or not view.number_overdue:
        yield _acknowledged(view)
    if view.cause is Cause.BELOW_GOAL or not view.number_overdue:
        yield _needed(view)


def _inside(view: View) -> str:
    """Who waits inside the promise, and with whom, where that is known of all of them."""
    words, number = view.words, number_inside(view)
    if not number:
        return ""
    waits = [one for one in view.of.waits if not one.overdue]
    holders = list(dict.fromkeys(one.assignee for one in waits))
    known = [one for one in holders if one is not None]
    if len(waits) == number and not known:
        return upper(words.say("verdict-inside-with-nobody", n=number))
    if len(waits) < number or len(known) < len(holders) or len(known) > _MOST_NAMED:
        return upper(words.say("verdict-inside", n=number))
    names = words.listed([first(view.colleague(one)) for one in known])
    return upper(words.say("verdict-inside-with", n=number, colleagues=len(known), who=names))


def _missing(view: View) -> str:
    words, names = view.words, unknown(view)
    if unproved(view):
        return words.say("verdict-unproved")
    if not names:
        return words.say("verdict-missing") if view.cause is Cause.MISSING else ""
    if len(names) <= _MOST_NAMED:
        return words.say("verdict-least", n=len(names), platforms=words.listed(names))
    return upper(words.say("verdict-least-many", n=len(names)))


def _overdue(view: View) -> str:
    number = view.number_overdue
    if not number or not view.overdue:
        return ""
    longest = max(view.of.at - one.since for one in view.overdue)
    said = view.words.say(
        "verdict-overdue",
        n=number,
        shown=shown(view, number),
        longest=view.words.duration(longest.total_seconds()),
    )
    return upper(said)


def _acknowledged(view: View) -> str:
    words, everyone = view.words, view.all
    name = "all" if everyone.heard_nothing == 0 else "some"
    if everyone.people == 1:
        if not everyone.acknowledged:
            return "" if view.mood is Mood.ACT_NOW else heard_nothing(view)
        name = "one"
    pace = "" if everyone.ack_median is None or not everyone.acknowledged else "-pace"
    return words.say(
        f"verdict-{name}-acknowledged{pace}",
        n=everyone.acknowledged,
        shown=words.at_least(everyone.acknowledged, view.least),
        people=words.at_least(everyone.people, view.least),
        pace=words.duration(everyone.ack_median or 0),
    )


def _needed(view: View) -> str:
    words, everyone = view.words, view.all
    have, wait = everyone.in_time + everyone.late, everyone.waiting + everyone.overdue
    if not everyone.needed:
        return words.say("verdict-needed-none") if not view.least else ""
    if have and wait:  # on a Good day it is said already who waits
        name, number = "of" if view.mood is Mood.GOOD else "both", words.at_least(everyone.needed, view.least)
    else:
        name, number = "wait" if wait else "have", upper(shown(view, everyone.needed))
    return words.say(
        f"verdict-needed-{name}",
        n=everyone.needed,
        shown=number,
        have=have,
        having=words.at_least(have, view.least),
        wait=wait,
        waiting=words.at_least(wait, view.least),
    )


def _typical(view: View) -> str:
    """The typical answer beside the usual one, where there were enough to compare."""
    words, median = view.words, view.all.response_median
    usual = view.of.usual.get("response_median")
    few = view.all.in_time + view.all.late < SMALL_SAMPLE
    if median is None or usual is None or view.of.compare_from or view.least or few:
        return ""
    return words.say("verdict-typical", typical=words.duration(median), usual=words.duration(usual.median))


def _since(view: View) -> str:
    return upper(view.words.say("verdict-since", n=view.of.since)) if view.of.since else ""


def _corrected(view: View) -> str:
    """What moved of the day before since it was told, and why."""
    found = view.of.correction
    if found is None:
        return ""
    words, date = view.words, view.words.short_date(found.day)
    was, now = words.share(*found.was), words.share(*found.now)
    moved = ""
    if was != now:
        moved = words.say(_MOVED.get(found.why, "verdict-moved"), date=date, was=was, now=now, missed=found.missed)
    earlier = words.say("verdict-missed-earlier", n=found.missed_earlier, date=date) if found.missed_earlier else ""
    return words.together(moved or _missed(view, found, date), earlier)


def _missed(view: View, found: Correction, date: str) -> str:
    if not found.missed:
        return ""
    words = view.words
    if not found.platforms:
        return words.say("verdict-missed", missed=found.missed, date=date)
    names = words.listed([words.platform(one) for one in found.platforms])
    return words.say("verdict-missed-on", missed=found.missed, date=date, platforms=names)
