"""What an inbox shows before a digest is opened: the subject, and the line beside it. Neither names anybody.

Lengths are in columns, of which a Chinese character takes two: what fits is then the same on every screen, and its
bytes stay far below what one line of a header may have.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from shared.digest.clean import quote
from shared.digest.lead import silence
from shared.digest.page import Mood
from shared.digest.seen import complaints, graves, number_inside, unknown, unproved
from shared.digest.state import Cause
from shared.digest.todo import ANSWER, MOST_ACTIONS, Todo, more_overdue, todos
from shared.digest.view import View

WIDEST: Final = 78
PREHEADER: Final = (80, 120)
_SHORTEST_BRAND: Final = 5  # whose mail it is stands in From, too
_LONGEST_PLATFORM: Final = 16


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def subject(view: View) -> str:
    """The state of the people, the brand, the date, and whether a platform is incomplete."""
    first, second = _state(view)
    whole = view.words.say("verdict-subject-both", first=first, second=second) if second else first
    wanted = min(_SHORTEST_BRAND, width(view.of.short))
    shortest = _looked_after(view, "") if view.least and view.mood is Mood.WATCH and view.all.people else first
    for state in dict.fromkeys((whole, first, shortest)):
        room = WIDEST - width(_subject(view, state, ""))
        if room >= wanted:
            return _subject(view, state, _brand(view.of.short, room))
    return cut(_subject(view, shortest, _brand(view.of.short, max(room, 2))), WIDEST)


def preheader(view: View) -> str:
    """What the subject left out, in 80 to 120 columns: what there is to do, a figure, and whatever else fits."""
    words = view.words
    line = ""
    for sentence in _besides(view):
        longer = words.together(line, sentence)
        if width(longer) <= PREHEADER[1]:
            line = longer
    for sentence in _filling(view):
        if width(line) >= PREHEADER[0]:
            break
        longer = words.together(line, sentence)
        line = longer if width(longer) <= PREHEADER[1] else line
    return line


def cut(text: str, most: int) -> str:
    """Our own text, in at most so many columns."""
    if width(text) <= most:
        return text
    while width(text) > most - 1:
        text = text[:-1]
    return text.rstrip(" ,.:·") + "…"


def _subject(view: View, state: str, brand: str) -> str:
    words, names = view.words, () if view.blank else unknown(view)
    given = {"state": state, "brand": brand, "date": words.short_date(view.of.day)}
    if not names:
        return words.say("verdict-subject", **given)
    if len(names) == 1 and width(names[0]) <= _LONGEST_PLATFORM:
        return words.say("verdict-subject-incomplete", platform=names[0], **given)
    return words.say("verdict-subject-several", n=len(names), **given)


def _brand(short: str, room: int) -> str:
    shown = quote(short, max(1, room))
    while width(shown) > room and len(shown) > 1:
        shown = quote(shown, len(shown) - 1)
    return f"{shown[:-1].rstrip(' &+')}…" if shown.endswith("…") else shown


def _state(view: View) -> tuple[str, str]:
    """The figure that carries the sense, and what is left out where there is no room for it."""
    words, everyone, mood = view.words, view.all, view.mood
    if mood is Mood.CANT_TELL:
        return words.say("verdict-subject-cant-tell"), ""
    if mood is Mood.QUIET:
        return words.say("verdict-subject-quiet", since=view.of.since), ""
    if mood is Mood.ACT_NOW:
        first, second = _hard(view)
        return words.say("verdict-subject-act", what=first), second
    if everyone.people == 0:
        inside = view.of.earlier_inside
        also = words.say("verdict-subject-still-waiting", n=inside) if inside else ""
        known = "-known" if view.least or unproved(view) else ""
        return words.say(f"verdict-subject-nobody{known}-wrote"), _overdue(view) if view.number_overdue else also
    first = _looked_after(view, "-known" if view.least else "")
    return first, _reason(view) or words.say("verdict-subject-nobody-overdue")


def _looked_after(view: View, known: str) -> str:
    looked, people = view.all.looked_after, view.all.people
    if looked == people:
        return view.words.say(f"verdict-subject-all{known}", people=people)
    return view.words.say(f"verdict-subject-some{known}", n=looked, people=people)


def _hard(view: View) -> tuple[str, str]:
    words = view.words
    waiting = words.say("verdict-subject-waiting", n=view.number_waiting) if view.number_waiting else ""
    if view.cause is Cause.GRAVE:
        if (found := graves(view)) is not None:
            return words.say(f"verdict-subject-{found[0]}", n=found[1]), waiting
        return words.say("verdict-subject-lookalikes", n=len(view.of.lookalikes)), waiting
    many = _complaints(view)
    if view.cause in (Cause.BELOW_GOAL, Cause.HEARD_NOTHING):
        return _reason(view), many or waiting
    if view.cause is Cause.COMPLAINTS or not waiting:
        return many, waiting
    if view.number_waiting == view.number_overdue:
        return words.say("verdict-subject-people-overdue", n=view.number_overdue), many
    return waiting, many or _overdue(view)


def _reason(view: View) -> str:
    """What put the day into its state, if that is a figure; "" where nothing did, and nobody is overdue."""
    words, everyone = view.words, view.all
    match view.cause:
        case Cause.HEARD_NOTHING:
            return words.say("verdict-subject-heard-nothing", n=everyone.heard_nothing)
        case Cause.BELOW_GOAL:
            share = words.share(everyone.in_time, everyone.due)
            return words.say("verdict-subject-kept", share=share)
        case Cause.COMPLAINTS:
            return _complaints(view)
    return _overdue(view) if view.number_overdue else ""


def _overdue(view: View) -> str:
    return view.words.say("verdict-subject-overdue", n=view.number_overdue)


def _complaints(view: View) -> str:
    found = complaints(view)
    if found is None or not (found.spike or view.cause is Cause.COMPLAINTS):
        return ""
    if found.times is None:
        return view.words.say("verdict-subject-complaints-rare", shown=view.words.number(found.number))
    return view.words.say("verdict-subject-complaints", times=found.times)


def _besides(view: View) -> Iterator[str]:
    words, everyone, of = view.words, view.all, view.of
    if view.blank:
        yield words.say("verdict-pre-cant-tell")
        return
    if view.mood is Mood.QUIET:
        yield silence(view)
    yield _todo(view)
    if everyone.due and view.cause is not Cause.BELOW_GOAL:
        yield words.say("verdict-pre-kept", share=words.share(everyone.in_time, everyone.due, least=view.least))
    if everyone.people:
        share = words.share(everyone.acknowledged, everyone.people, least=view.least)
        yield words.say("verdict-pre-acknowledged", share=share)
    if inside := number_inside(view):
        yield words.say("verdict-pre-inside", n=inside)
    if everyone.response_median is not None:
        yield words.say("verdict-pre-typical", typical=words.duration(everyone.response_median))
    if of.since:
        yield words.say("verdict-pre-since", n=of.since)


def _filling(view: View) -> Iterator[str]:
    """True of any day: a line that is too short lets an inbox go on with whatever comes next."""
    words = view.words
    yield words.say("verdict-pre-day", date=words.long_date(view.of.day))
    if view.number_waiting:
        yield words.say("verdict-pre-who-waits")
    yield words.say("verdict-pre-minute")
    yield words.say("verdict-pre-people")


def _todo(view: View) -> str:
    """The first two actions in a few words, those of one sort as one."""
    words, found = view.words, todos(view)[:MOST_ACTIONS]
    if not found:
        return words.say("verdict-pre-nothing-known" if view.least else "verdict-pre-nothing")
    briefs = list(dict.fromkeys(one.what for one in found))
    first, *others = (_brief(view, one, found) for one in briefs[:2])
    both = words.say("verdict-pre-two", first=first, second=others[0]) if others else ""
    return (
        both if both and width(both) <= PREHEADER[1] else cut(words.say("verdict-pre-one", first=first), PREHEADER[1])
    )


def _brief(view: View, what: str, found: tuple[Todo, ...]) -> str:
    """An action without anybody's name; those of one sort are one, and so is everybody else who is overdue."""
    number = sum(one.number for one in found if one.what == what)
    if what == ANSWER:
        number += more_overdue(view, found)
    return view.words.say(f"needs-brief-{what}", n=number, shown=view.words.at_least(number, view.least))
