"""Who still waits and does not stand among the actions: the first rows of them, and how many more there are."""

from __future__ import annotations

from typing import Final

from shared.digest.catalogue import upper
from shared.digest.needs import about, fewer_links, held
from shared.digest.page import Link, Mood, Waiter, Waiting
from shared.digest.seen import shown
from shared.digest.snapshot import Wait
from shared.digest.todo import covered, todos
from shared.digest.view import View

MOST_ROWS: Final = 5
_ABOUT: Final = 60


def block(view: View, *, whole: bool = False) -> Waiting | None:
    """None where nobody waits beside those among the actions, and where no figure is sent.

    `whole`: a row for everybody whom the Snapshot names.
    """
    if view.blank or view.mood is Mood.QUIET or not view.number_waiting:
        return None
    words, of = view.words, view.of
    told = () if whole else covered(todos(view))
    rest = [one for one in of.waits if one.face.entry not in told]
    rows = rest if whole else rest[:MOST_ROWS]
    among = [one for one in of.waits if one.face.entry in told]
    # The Snapshot names some of those who wait, and counts all of them.
    late = view.number_overdue - sum(one.overdue for one in among)
    inside = view.number_waiting - view.number_overdue - sum(not one.overdue for one in among)
    more = late + inside - len(rows)
    if late + inside <= 0:
        return None
    after, ways = [], []
    if more > 0:
        after.append(upper(words.say("waiting-more", n=more, shown=shown(view, more))))
        if not whole and (copy := view.edition.ways.copy()) is not None:
            ways.append(Link(words.say("waiting-link-copy", n=more), copy))
    before = of.earlier_overdue + of.earlier_inside
    after.append(upper(words.say("waiting-left-over", n=before, shown=shown(view, before))))
    if of.since:
        after.append(upper(words.say("waiting-since", n=of.since)))
    if of.next_opening is not None and of.next_opening > of.at:
        after.append(words.say("waiting-opening", moment=view.moment(of.next_opening)))
    if of.clears_by is not None:
        after.append(words.say("waiting-clears", moment=view.moment(of.clears_by)))
    return Waiting(
        title=words.say("waiting-title-also" if among and rows else "waiting-title"),
        intro=_intro(view, late, inside),
        rows=tuple(waiter(view, one) for one in rows),
        after=tuple(after),
        links=tuple(ways),
    )


def _intro(view: View, late: int, inside: int) -> str:
    counts = {"lates": shown(view, late), "insides": shown(view, inside)}
    return upper(view.words.say("waiting-intro", late=late, inside=inside, **counts))


def waiter(view: View, one: Wait) -> Waiter:
    """One person who waits, in words: a row here, and of the web copy, which has all of them."""
    words = view.words
    due = words.say("waiting-due", moment=view.moment(one.due)) if one.due else words.say("waiting-due-never")
    paused = held(view, one, "waiting-held")
    if paused is not None:
        due = words.listed([due, paused]) if one.overdue else paused
    return Waiter(
        who=upper(view.who(one.face)),
        waited=words.duration((view.of.at - one.since).total_seconds()),
        where=view.where(one.face),
        due=due,
        about=about(view, one, _ABOUT),
        with_whom=words.say("waiting-with", who=view.colleague(one.assignee))
        if one.assignee
        else words.say("waiting-with-nobody"),
        links=fewer_links(view, one),
        overdue=one.overdue,
    )
