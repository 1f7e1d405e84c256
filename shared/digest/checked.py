"""What else was checked: first what needs a human, then what is unusual, then what was left out of the figures.

On a Quiet day it proves the silence: one line for each platform, with what shows that it was listening, or that it was
not. A day that could not be counted tells that much and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shared.core.ledger import State
from shared.digest import unfolded
from shared.digest.catalogue import upper
from shared.digest.clean import quote
from shared.digest.page import Checked, Mood
from shared.digest.snapshot import Listening
from shared.digest.state import COMPLAINED, FRESH
from shared.digest.todo import MOST_ACTIONS, todos
from shared.digest.view import View

MOST: Final = 5
_WHY: Final = 100
_MOST_NAMED: Final = 3
# What the first page calls an action.
_CONNECT: Final = "connect"
_LOOKALIKES: Final = "lookalikes"
_UNREAD: Final = "parked"
_TROUBLES: Final = {
    State.DEAD_LETTERED: _UNREAD,
    State.UNCERTAIN: "uncertain",
    State.REFUSED: "refused",
    State.PARKED: _UNREAD,
    State.EXPIRED: "expired",
}
"""What needs a human, the most pressing first, and the action that asks for it."""


def block(view: View) -> Checked:
    platforms = [_platform(view, one) for one in view.of.listening]
    if view.blank:
        lines = platforms or [view.words.say("checked-nothing")]
        return Checked(view.words.say("checked-title"), tuple(lines))
    quiet = view.mood is Mood.QUIET
    # On other days the platforms are listened to by what they bring, so only those are named that are not.
    own = platforms if quiet else []
    rest = [upper(line) for line in _lines(view, deaf=not quiet)]
    proven = quiet and bool(own) and all(_proven(view, one) for one in view.of.listening)
    return Checked(
        view.words.say("checked-title-listening" if proven else "checked-title"),
        (*own, *rest[:MOST]) or (view.words.say("checked-nothing-more"),),
    )


def _lines(view: View, *, deaf: bool) -> Iterator[str]:
    """All there is to say, the most important first. What is among the actions is not said again."""
    of, say = view.of, view.words.say
    acted = {one.what for one in todos(view)[:MOST_ACTIONS]}
    if deaf and _CONNECT not in acted:
        yield from (_platform(view, one) for one in of.listening if one.ok is False)
    numbers = dict(of.troubles)
    for state, action in _TROUBLES.items():
        if numbers.get(state) and action not in acted:
            yield say(f"checked-{state.replace('_', '-')}", n=numbers[state])
    if of.parked and _UNREAD not in acted:
        yield say("checked-unplaced", n=of.parked)
    if of.lookalikes and _LOOKALIKES not in acted:
        yield _lookalikes(view)
    asked = _asked(view)
    late = bool(_lacking(view)) or any(one.recovered for one in of.asked)
    if asked and late:
        yield asked
    if of.on_hold:
        yield say("checked-on-hold", n=of.on_hold)
    if (of.items or of.complained) and not unfolded.shown(view):
        yield _complaints(view)
    if asked and not late:
        yield asked
    if of.posts.known:
        yield _posts(view)
    for name, number in (("held", of.held), ("passed-over", of.passed_over), ("unnamed", of.unnamed)):
        if number:
            yield say(f"checked-{name}", n=number)
    if not any(numbers.values()) and not of.parked:
        yield say("checked-fine")


def _lookalikes(view: View) -> str:
    found = view.of.lookalikes
    named = [
        view.words.say("checked-account", account=shown, platform=view.words.platform(one.platform))
        for one in found
        if (shown := view.account(one)) is not None
    ]
    if not named:
        return view.words.say("checked-lookalike", n=len(found))
    whole = len(named) == len(found) <= _MOST_NAMED
    return view.words.say(
        "checked-lookalike-names" if whole else "checked-lookalike-more",
        n=len(found),
        who=view.listed(named[:_MOST_NAMED]),
    )


def _complaints(view: View) -> str:
    of, words = view.of, view.words
    number, count = of.complained, words.at_least(of.complained, view.least)
    usual = None if of.compare_from else of.usual.get(COMPLAINED)
    if usual is None or (number == 0 and view.least):
        return words.say("checked-complaints", n=number, known="no" if view.least else "yes", count=count)
    if usual.low is None or usual.high is None or usual.low == usual.high:
        return words.say("checked-complaints-usual", n=number, count=count, usual=words.number(usual.median))
    return words.say(
        "checked-complaints-range",
        level=_level(number, usual.low, usual.high, view.least),
        n=number,
        count=count,
        low=words.number(usual.low),
        high=words.number(usual.high),
    )


def _level(number: int, low: float, high: float, least: bool) -> str:
    if number > high:
        return "more"
    if least:
        return "unknown"
    return "fewer" if number < low else "same"


def _lacking(view: View) -> dict[str, int]:
    """Of which platforms something exists that came neither by itself nor by asking, and how much."""
    found = {
        one.platform: one.exist - (one.received or 0) - (one.recovered or 0)
        for one in view.of.asked
        if one.exist is not None
    }
    return {platform: number for platform, number in found.items() if number > 0}


def _asked(view: View) -> str:
    """What exists on the platforms, against what came by itself and what came only by asking."""
    words = view.words
    told = [one for one in view.of.asked if one.exist is not None]
    if not told:
        return ""
    counts = words.say(
        "checked-asked",
        platforms=_named(view, [one.platform for one in told]),
        exist=sum(one.exist or 0 for one in told),
        received=sum(one.received or 0 for one in told),
        recovered=sum(one.recovered or 0 for one in told),
    )
    lacking = _lacking(view)
    missing, silent = "", [one.platform for one in view.of.asked if one.exist is None]
    if lacking:
        missing = words.say("checked-asked-missing", n=sum(lacking.values()), platforms=_named(view, list(lacking)))
    unasked = words.say("checked-unasked", platforms=_named(view, silent)) if silent else ""
    return words.together(counts, upper(missing), unasked)


def _named(view: View, platforms: list[str]) -> str:
    return view.listed([view.words.platform(one) for one in platforms])


def _posts(view: View) -> str:
    posts = view.of.posts
    lines = [view.words.say("checked-posts", posts=posts.known, came=posts.came, heard=posts.acknowledged)]
    if posts.posts > posts.known:
        lines.append(view.words.say("checked-posts-unknown", n=posts.posts - posts.known))
    return view.words.together(*lines)


def _fresh(view: View, at: datetime | None) -> bool:
    return at is not None and view.of.at - at < FRESH


def _proven(view: View, one: Listening) -> bool:
    return one.ok is True and _fresh(view, one.checked_at)


def _platform(view: View, one: Listening) -> str:
    words, name = view.words, view.words.platform(one.platform)
    if one.ok is False:
        why = quote(one.why, _WHY).rstrip(".")
        return words.say("checked-deaf-why" if why else "checked-deaf", platform=name, why=why)
    if one.ok is None or one.checked_at is None:
        return words.say("checked-unknown", platform=name)
    if not _fresh(view, one.checked_at):
        return words.say("checked-stale", platform=name, checked=view.moment(one.checked_at))
    looped = one.looped_at if _fresh(view, one.looped_at) else None
    return words.say(
        "checked-connected" if looped is None else "checked-listened",
        platform=name,
        known="no" if one.heard_at is None else "yes",
        looped=None if looped is None else view.moment(looped),
        checked=view.moment(one.checked_at),
        heard=None if one.heard_at is None else view.moment(one.heard_at),
    )
