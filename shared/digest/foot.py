"""The foot: how it was counted, as of when, how complete it is, and where the reader may change or stop it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from shared.digest.clean import isolated
from shared.digest.page import Foot, Link, Mood
from shared.digest.state import unverified
from shared.digest.view import View

_DAY: Final = timedelta(days=1)
_MOST_NAMED: Final = 4


def block(view: View) -> Foot:
    return Foot(lines=tuple(_lines(view)), links=tuple(_links(view)))


def _lines(view: View) -> Iterator[str]:
    of, words = view.of, view.words
    if not view.blank and view.mood is not Mood.QUIET:  # then there is nothing to explain
        counting = [words.say("foot-counting", span=words.span(of.promise))]
        if of.usual and not of.compare_from:
            counting.append(words.say("foot-usual"))
        yield words.together(*counting)
    as_of = words.say(
        "foot-as-of-blank" if view.blank else "foot-as-of",
        clock=words.clock(of.at, of.zone),
        date=words.long_date(view.morning),
        zone=of.zone,
    )
    length = of.end - of.start
    yield words.together(
        as_of,
        "" if view.blank else _complete(view),
        "" if length == _DAY else words.say("foot-hours", n=round(length.total_seconds() / 3600)),
    )
    if not view.blank:
        counted = words.together(_items(view), _expected(view))
        if counted:
            yield counted
    yield words.say("foot-why", brand=isolated(of.name))


def _complete(view: View) -> str:
    """Only what was checked is called complete."""
    of, words = view.of, view.words
    if of.incomplete:
        which = list(dict.fromkeys(gap.platform for gap in of.incomplete))
        if len(which) > _MOST_NAMED:
            return words.say("foot-incomplete-many", n=len(which))
        gaps = [
            words.say(
                "foot-gap", platform=words.platform(one), time=words.duration(unverified(of, one).total_seconds())
            )
            for one in which
        ]
        return words.say("foot-incomplete", gaps=view.listed(gaps))
    if of.listening and all(one.ok for one in of.listening):
        return words.say("foot-complete", n=len(of.listening))
    return words.say("foot-unproven")


def _items(view: View) -> str:
    of, words = view.of, view.words
    if not of.items or not view.all.people:
        return ""
    return words.say(
        "foot-items",
        n=of.items,
        count=words.at_least(of.items, view.least),
        people=words.at_least(view.all.people, view.least),
        number=view.all.people,
    )


def _expected(view: View) -> str:
    """Whether those who were told how soon to expect an answer had it by then."""
    of, words = view.of, view.words
    if of.kept_promise is None or not of.kept_promise[1]:
        return ""
    kept, told = of.kept_promise
    if of.expected is None:
        return words.say("foot-expected-times", told=told, kept=kept)
    return words.say("foot-expected", told=told, kept=kept, span=words.span(of.expected))


def _links(view: View) -> Iterator[Link]:
    ways, say = view.edition.ways, view.words.say
    for text, url in (("foot-copy", ways.copy()), ("foot-settings", ways.settings()), ("foot-stop", ways.stop())):
        if url is not None:
            yield Link(say(text), url)
