"""What changes an object after, or before, it reached us: an edit or a removal leaves a mark on its Entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.claims import Claim, ClaimState
from shared.core.interaction import Interaction
from shared.core.ledger import Entry, State, Words, page_for, settle
from shared.core.ports import Create, Delete, Write
from shared.core.sla import By
from shared.core.substance import substance
from shared.flows._beside import unsent
from shared.flows._delivering import retract
from shared.flows._guard import EDITED
from shared.flows._tools import Tools, change, kept_words

_GONE: Final = "withdrawn"
WAIT_FOR_ORIGINAL: Final = timedelta(minutes=5)
"""How long an edit waits for its original before it is taken for one: the original may just be late."""


def withdrawn(message: Interaction, brand: Brand, tools: Tools) -> State:
    """The object is gone: nothing more is said about it, its clocks stop without an answer, its words go."""
    now = tools.now()
    at = message.at or message.received_at
    approved: list[Claim] = []

    def edit(entry: Entry | None) -> Entry | None:
        entry = entry or _unseen(message)
        if entry.ours or entry.state is State.OURS_OR_BOT:
            return None if entry.seen else settle(entry, State.OURS_OR_BOT, now)
        courses = tools.regime(brand).courses(entry)
        stopped = {name: clock.stop(at, None, courses) for name, clock in entry.clocks.items()}
        approved[:] = [one for one in entry.claims.values() if one.by is By.PERSON and one.state is ClaimState.CLAIMED]
        dropped = {
            slot: claims.dropped(claim, _GONE, now) if claim.state is ClaimState.CLAIMED else claim
            for slot, claim in entry.claims.items()
        }
        first = min(entry.removed_at or at, at)
        gone = msgspec.structs.replace(entry, removed_at=first, clocks=stopped, claims=dropped)
        return settle(gone, State.WITHDRAWN, now)

    def also(entry: Entry) -> list[Write]:
        told = [
            notice for one in approved for notice in unsent(entry, entry.claims[one.slot], brand, now, tools, one.text)
        ]
        return [Delete(Words, entry.key), *map(Create, told)]

    gone = change(tools, message.key, edit, also)
    if gone is not None:
        retract(gone.doc, brand, tools)
    return State.OURS_OR_BOT if message.author.is_us and message.place.answers is None else State.WITHDRAWN


def edited(message: Interaction, brand: Brand, tools: Tools) -> State:
    """The object has new words. They are not decided about again; whoever reads the old ones reads the new. What a rule
    still meant to say was meant for the old ones, and is not said.

    An edit without its original waits five minutes for it, then is taken for the original.
    """
    now = tools.now()
    at = message.received_at
    state = State.EARLY

    def edit(entry: Entry | None) -> Entry | None:
        nonlocal state
        if entry is None:
            look = now + WAIT_FOR_ORIGINAL
            entry = msgspec.structs.replace(_unseen(message), state=State.EARLY, look_at=look)
        said = substance(message.text, entry.sort) if entry.seen else entry.substance
        entry = msgspec.structs.replace(entry, edited_at=max(entry.edited_at or at, at), substance=said)
        entry = _unsaid(entry, now)
        state = entry.state
        return entry

    def also(entry: Entry) -> tuple[Write, ...]:
        if entry.state is State.WITHDRAWN:
            return ()
        if entry.state is not State.EARLY and tools.store.get(Words, entry.key, now) is None:
            return ()
        return (kept_words(message, brand.words_days, now, tools),)

    change(tools, message.key, edit, also)
    return state


def _unsaid(entry: Entry, now: datetime) -> Entry:
    waiting = {
        slot: claims.dropped(one, EDITED, now)
        for slot, one in entry.claims.items()
        if one.by is By.MACHINE and one.state is ClaimState.CLAIMED
    }
    if not waiting:
        return entry
    entry = msgspec.structs.replace(entry, claims={**entry.claims, **waiting})
    if any(not one.settled for one in entry.claims.values()):
        return entry
    said = any(one.state is ClaimState.SENT for one in entry.claims.values())
    return settle(entry, State.ACKNOWLEDGED if said else entry.otherwise or State.HELD, now, EDITED)


def _unseen(message: Interaction) -> Entry:
    return msgspec.structs.replace(page_for(message), at=None, seen=False)
