"""The desk: what a colleague sees about one Card, and the one thing that each link lets them do about it.

`show` only reads, so that a program which follows links does no harm. `act` spends the link and does its effect in one
commit: of two taps at once one counts, and the other is told who did what. Nothing is sent from here. What a colleague
approves is written down as a Claim in their name, and `acknowledge`, which alone can speak, is rung.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared import log
from shared.brands.compiled import Colleague
from shared.core.envelope import envelope
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Ring, to_wire
from shared.core.ledger import Used
from shared.core.ports import Create, Outgoing, Write
from shared.flows._deeds import Around, Deed, Effect, Wish, effect, signed
from shared.flows._handing import ask_again, asking
from shared.flows._holds import NOTE
from shared.flows._looking import Gone, Page, Problem, Seen, Way, Why, desk_of, look, page
from shared.flows._roster import named_in
from shared.flows._tools import TRIES, Tools

__all__ = ["Deed", "Done", "Gone", "Page", "Problem", "Way", "Why", "Wish", "act", "another", "show"]

MOST_DAYS: Final = 90  # that a pause may be asked to last
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Done:
    """It is done. `token` opens what comes next, for the same colleague."""

    token: str


def show(token: str, tools: Tools, first: Deed | None = None) -> Page | Gone:
    """The page of a link, with what it is for. Changes nothing."""
    seen = look(token, tools)
    return seen if isinstance(seen, Gone) else replace(page(seen, tools), first=first)


def act(token: str, wish: Wish, tools: Tools, first: Deed | None = None) -> Done | Page | Gone:
    """Do what is wished, once. Raises BackendUnavailable, after which it may be done: the link then tells."""
    wish = replace(wish, text=_clean(wish.text), typed=tuple(map(_clean, wish.typed)), note=_clean(wish.note))
    for _ in range(TRIES):
        seen = look(token, tools)
        if isinstance(seen, Gone):
            return seen
        shown = page(seen, tools)
        who = shown.me or named_in(seen.brand, wish.who)
        problem = _problem(shown, wish, who)
        if problem is not None:
            return replace(shown, first=first, problem=problem, wish=wish)
        used = Used(nonce=seen.ticket.nonce, colleague="" if who is None else who.name, act=wish.deed, at=seen.now)
        around = Around(
            seen.brand,
            who,
            seen.card,
            seen.entry,
            seen.person,
            seen.message,
            tools.regime(seen.brand),
            used,
            seen.ticket.expires,
        )
        done = effect(wish, around)
        told = _told(wish, done, seen, tools)
        if tools.store.commit(seen.now, *done.writes(around), *told) is not None:
            log.info("desk.acted", brand=seen.brand.key, card=done.card.key, act=wish.deed)
            _ring(wish, seen, tools)
            return Done(desk_of(tools).following(seen.ticket, len(done.card.used)))
    raise BackendUnavailable("store", "a card kept changing")


def another(token: str, tools: Tools) -> Page | Gone:
    """Send another link, where this one is used up or too old, to its colleague's own address: one a day and turn.

    It is never shown here: who found an old link somewhere is not to get a new one.
    """
    gone = look(token, tools)
    if isinstance(gone, Seen):
        return page(gone, tools)
    seen = gone.about
    if seen is None:
        return gone
    turn, day = len(seen.card.doc.used), seen.brand.calendar.local_date(seen.now)
    made = asking(
        seen.brand,
        seen.entry.doc,
        ["Here is the new link that you asked for."],
        seen.now,
        approve=False,
        detail=f"anew/{turn}/{day}",
        who=seen.me,
        urgent=True,
        desk=desk_of(tools),
    )
    for notice in made:
        tools.store.commit(seen.now, Create(notice))
    log.info("desk.acted", brand=seen.brand.key, card=seen.card.doc.key, act="anew")
    return replace(gone, why=Why.ANEW, about=None)


def _problem(shown: Page, wish: Wish, who: Colleague | None) -> Problem | None:
    if who is None and shown.brand.team:
        return Problem.WHO
    if wish.deed not in shown.deeds:
        return Problem.TOO_LATE
    if wish.deed is Deed.SEND:
        if wish.capability not in {way.capability for way in shown.ways}:
            return Problem.TOO_LATE
        if not any(one.isprintable() and not one.isspace() for one in wish.text):
            return Problem.EMPTY
        if not shown.platform.fit(signed(wish.text, who)):
            return Problem.LONG
    if wish.deed is Deed.HAND_ON:
        others = {one.name for one in shown.brand.team if one != who}
        return None if wish.to in others else Problem.TO
    if wish.deed is Deed.HOLD:
        lasts = 1 if wish.days is None else wish.days
        if wish.reason not in shown.reasons or not 1 <= lasts <= MOST_DAYS:
            return Problem.TOO_LATE
        return Problem.NOTE if len(wish.note) > NOTE else None
    return None


def _told(wish: Wish, done: Effect, seen: Seen, tools: Tools) -> Sequence[Write]:
    """The Notice for whom it is passed on to; `watch` delivers it within a minute."""
    other = named_in(seen.brand, wish.to)
    if wish.deed is not Deed.HAND_ON or other is None:
        return ()
    return ask_again(done.entry or seen.entry.doc, done.card, other, tools)


def _ring(wish: Wish, seen: Seen, tools: Tools) -> None:
    """Have it sent at once. Where the bus is away, `watch` rings within a minute: the Claim is due already."""
    if wish.deed not in (Deed.SEND, Deed.LIKE):
        return
    ring = Ring(key=seen.entry.doc.key, brand=seen.brand.key)
    try:
        tools.bus.publish([Outgoing(to_wire(ring), envelope(ring, seen.now))])
    except BackendUnavailable as error:
        log.warning("desk.unrung", card=seen.card.doc.key, which=error.which, why=error.why)


def _clean(text: str) -> str:
    """Words as a browser's form brings them, as the platforms take them: line ends of one character, nothing unseen."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
