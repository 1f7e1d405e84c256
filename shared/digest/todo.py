"""All there is to do on the morning after a day, in order, before it is put into words.

The order is that of `docs/digest.md`: safety, impersonation and fraud, law and press, who is overdue in public, who is
overdue, one decision that settles many, then what is quickly done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from shared.core.ledger import Sort, State
from shared.digest.page import Mood
from shared.digest.snapshot import Grave, Wait
from shared.digest.view import View

MOST_ACTIONS: Final = 3
MANY: Final = 5  # people whom one decision settles
REGULAR: Final = 3  # days of the last 28, from which on somebody is a regular to the reader
ANSWER: Final = "answer"


class Rank(IntEnum):
    """What comes first."""

    SAFETY = 0
    FRAUD = 1
    LEGAL = 2
    PUBLIC = 3
    OVERDUE = 4
    DECISION = 5
    QUICK = 6


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do: `what` names its messages, `number` fills them; `waits` are those whom it is about."""

    rank: Rank
    what: str
    number: int = 1
    waits: tuple[Wait, ...] = ()


_GRAVE: Final = {Grave.SAFETY: Rank.SAFETY, Grave.FRAUD: Rank.FRAUD, Grave.LEGAL: Rank.LEGAL}
_TROUBLES: Final = ((State.UNCERTAIN, "uncertain"), (State.REFUSED, "refused"), (State.EXPIRED, "expired"))
_UNREAD: Final = (State.PARKED, State.DEAD_LETTERED)
_BLIND: Final = (Todo(Rank.QUICK, "look-yourself"), Todo(Rank.QUICK, "have-log-read"))


def todos(view: View) -> tuple[Todo, ...]:
    """All of them; the page shows the first MOST_ACTIONS."""
    if view.blank:
        return _BLIND
    if view.mood is Mood.QUIET:
        return ()
    found = [*_graves(view), *_overdue(view), *_quick(view)]
    return tuple(sorted(found, key=lambda one: one.rank))  # stable: within a rank as found, the longest wait first


def covered(found: Sequence[Todo]) -> frozenset[str]:
    """The Entries of those who wait and stand among the actions."""
    return frozenset(wait.face.entry for one in found[:MOST_ACTIONS] for wait in one.waits)


def more_overdue(view: View, found: Sequence[Todo]) -> int:
    """How many are overdue and stand in none of the actions."""
    told = covered(found)
    return max(0, view.number_overdue - sum(one.face.entry in told for one in view.overdue))


def _graves(view: View) -> Iterator[Todo]:
    for grave, rank in _GRAVE.items():
        if found := tuple(one for one in view.of.waits if one.grave is grave):
            yield Todo(rank, grave, len(found), found)
    if view.of.lookalikes:
        yield Todo(Rank.FRAUD, "lookalikes", len(view.of.lookalikes))


def _overdue(view: View) -> Iterator[Todo]:
    """Who is overdue, one by one; many who wait for the same decision are one, where the first of them would stand."""
    settled: set[str] = set()
    for one in view.of.waits:
        if one.grave is not None or one.face.entry in settled:
            continue
        if one.settles >= MANY:
            same = tuple(other for other in view.of.waits if _same(one, other))
            settled |= {other.face.entry for other in same}
            rank = min(_rank(view, other) for other in same)
            yield Todo(rank, "settle", max(other.settles for other in same), same)
        elif one.overdue:
            yield Todo(_rank(view, one), ANSWER, waits=(one,))


def _rank(view: View, one: Wait) -> Rank:
    if not one.overdue:
        return Rank.DECISION
    return Rank.OVERDUE if view.private(one.face) else Rank.PUBLIC


def _same(one: Wait, other: Wait) -> bool:
    if other.grave is not None or other.settles < MANY:
        return False
    return other is one or (one.topic is not None and one.topic == other.topic)


def _quick(view: View) -> Iterator[Todo]:
    of, unheard = view.of, view.all.heard_nothing
    numbers = dict(of.troubles)
    unread = of.parked + sum(numbers.get(state, 0) for state in _UNREAD)
    found = (
        ("resume", int(of.paused is not None)),
        *((what, numbers.get(state, 0)) for state, what in _TROUBLES),
        ("thank" if unheard == view.all.thanks_unheard else "unheard", unheard),
        ("connect", len({one.platform for one in of.listening if one.ok is False})),
        ("parked", unread),
    )
    yield from (Todo(Rank.QUICK, what, number) for what, number in found if number)
    if view.mood is not Mood.GOOD:
        yield from _regulars(view)


def _regulars(view: View) -> Iterator[Todo]:
    """The first regular with a complaint whom nobody has yet: inside the promise, and easily made worse by waiting."""
    for one in view.of.waits:
        regular = one.face.vip or (one.face.days or 0) >= REGULAR
        told = one.overdue or one.grave is not None or one.settles >= MANY
        if regular and one.sort is Sort.COMPLAINT and not told and one.assignee is None and one.held is None:
            yield Todo(Rank.QUICK, "regular", waits=(one,))
            return
