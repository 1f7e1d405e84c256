"""One message off the bus: decide, act, stop the clock. Running it twice, halfway or late is harmless.

The first commit creates the ledger Entry with its frozen Decision and, where the Decision sends at once, its
Claim straight in `sending`. From then on the ledger is the truth: a copy of the message finds the Entry and
does nothing, and what is left unfinished is rung by `watch`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Account, Brand
from shared.core import claims
from shared.core.claims import ClaimState
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Change, Interaction, Message, Outcome, Ring
from shared.core.ledger import KEEP_WORDS, Entry, Notice, State, Words, indexed, page_for, settle
from shared.core.ports import Create, Kept, Replace, Write
from shared.flows import _plan, _send
from shared.flows._marks import edited, withdrawn
from shared.flows._ours import cover, judge, ours
from shared.flows._told import told
from shared.flows._tools import TRIES, Tools, change, kept_words

LONG_ON_THE_BUS: Final = timedelta(seconds=10)
LEASE: Final = timedelta(seconds=30)
MOST_ATTEMPTS: Final = 5


def acknowledge(message: Message, tools: Tools) -> State | None:
    """Take one message. Returns the state its Interaction is in now; None where a Ring or an Outcome has no Entry.

    Raises BackendUnavailable when the store fails: the bus delivers again.
    """
    if isinstance(message, Ring):
        if isinstance(message.probed_at, datetime):
            from shared.flows._pulse import looped

            looped(message.key, message.probed_at, tools)
            return None
        return _rung(message.key, tools)
    if isinstance(message, Outcome):
        return told(message, tools)
    found = tools.brands.owner(message.platform, message.account)
    if found is None:
        return put_aside(message, State.PARKED, "no brand owns this account any more", tools)
    brand, account = found
    if message.change is Change.REMOVED:
        return withdrawn(message, brand, tools)
    if message.author.is_us:
        return ours(message, brand, tools)
    if message.change is Change.EDITED:
        return edited(message, brand, tools)
    return _fresh(message, brand, account, tools)


def put_aside(message: Interaction, state: State, why: str, tools: Tools) -> State:
    """Give an Interaction that nothing can be done with its end (parked, dead_lettered), with its words kept."""
    now = tools.now()

    def edit(entry: Entry | None) -> Entry | None:
        if entry is not None and not entry.undecided:
            return None
        return settle(entry or page_for(message), state, now, why)

    change(tools, message.key, edit, lambda _entry: (kept_words(message, KEEP_WORDS.days, now, tools),))
    return state


def _fresh(
    message: Interaction, brand: Brand, account: Account, tools: Tools, kept: Kept[Entry] | None = None
) -> State:
    owner = tools.owner()
    if tools.now() - message.received_at > LONG_ON_THE_BUS:
        kept, state = _count_try(message, brand, owner, tools)
        if state is not None:
            return state
    for _ in range(TRIES):
        now = tools.now()
        plan = _plan.make(message, brand, account, None if kept is None else kept.doc, owner, now, tools)
        entry = indexed(plan.entry)
        if kept is not None and kept.doc.answered_at is not None:
            cover(entry, brand, tools)
        if plan.awaited:  # before it is written, as above: whoever repeats after a crash does all of it again
            from shared.flows._holds import heard

            heard(entry, plan.awaited, brand, tools)
        first: Write = Create(entry) if kept is None else Replace(entry, kept.revision)
        try:
            done = tools.store.commit(now, first, *plan.also)
        except BackendUnavailable:  # it may have landed all the same: whose Entry it is will tell
            done = None
        if done is not None:
            written = [
                Kept(write.doc, revision)
                for write, revision in zip(plan.also, done[1:], strict=True)
                if isinstance(write, Create) and isinstance(write.doc, Notice)
            ]
            return _send.carry_out(Kept(entry, done[0]), brand, account, tools, written).doc.state
        kept = tools.store.get(Entry, message.key, tools.now())
        if kept is None:
            continue  # it was the person's record that changed: look again, decide again
        if kept.doc.seen and kept.doc.owner == owner and not kept.doc.undecided:
            return _send.carry_out(kept, brand, account, tools).doc.state  # our commit landed, its answer did not
        if kept.doc.seen and not (kept.doc.undecided and kept.doc.owner == owner):
            return kept.doc.state  # a copy: whoever has the Entry finishes it, or `watch` rings
    raise BackendUnavailable("store", "an entry kept changing")


def _count_try(message: Interaction, brand: Brand, owner: str, tools: Tools) -> tuple[Kept[Entry] | None, State | None]:
    """Write the attempt before the work, so that a message which kills its process is counted and parked at last.

    Returns the Entry to go on with, or the state in which there is nothing to do.
    """
    now = tools.now()
    found: list[Entry] = []

    def edit(entry: Entry | None) -> Entry | None:
        found[:] = [] if entry is None else [entry]
        if entry is None:
            entry = page_for(message)
        elif entry.seen and not entry.undecided:
            return None
        elif entry.attempt > 0 and entry.look_at is not None and now < entry.look_at:
            return None  # somebody is at it
        if entry.attempt >= MOST_ATTEMPTS:
            return settle(entry, State.PARKED, now, f"{MOST_ATTEMPTS} attempts came to nothing")
        return msgspec.structs.replace(entry, attempt=entry.attempt + 1, owner=owner, look_at=now + LEASE)

    kept = change(tools, message.key, edit, lambda _entry: (kept_words(message, brand.words_days, now, tools),))
    if kept is None:
        return None, found[0].state
    return kept, kept.doc.state if kept.doc.state is State.PARKED else None


def _orphaned(key: str, tools: Tools) -> State:
    """Its brand is gone: nothing may be said in its name any more, and nothing is left to wait for."""
    why, now = "no brand owns this account any more", tools.now()

    def edit(entry: Entry | None) -> Entry | None:
        if entry is None:
            return None
        ended = {
            slot: claims.uncertain(one, why, now) if one.in_flight else claims.dropped(one, why, now)
            for slot, one in entry.claims.items()
        }
        lost = any(one.state is ClaimState.UNCERTAIN for one in ended.values())
        entry = msgspec.structs.replace(entry, claims=ended, clocks={})
        return settle(entry, State.UNCERTAIN if lost else State.PARKED, now, why)

    change(tools, key, edit)
    return State.PARKED


def _rung(key: str, tools: Tools) -> State | None:
    kept = tools.store.get(Entry, key, tools.now())
    if kept is None:
        return None
    entry = kept.doc
    found = tools.brands.owner(entry.platform, entry.account)
    if found is None:
        return _orphaned(key, tools)
    brand, account = found
    if entry.ours:
        return judge(entry, brand, tools)
    if entry.claims:
        return _send.resume(kept, brand, account, tools).doc.state
    if entry.look_at is None or tools.now() < entry.look_at:
        return entry.state
    words = tools.store.get(Words, key, tools.now())
    if words is None:
        change(tools, key, lambda old: old and settle(old, State.PARKED, tools.now(), "its words are gone"))
        return State.PARKED
    message = msgspec.structs.replace(words.doc.interaction, change=Change.NEW)
    if entry.state is State.EARLY:  # its original never came: the edit says all there is
        return _fresh(message, brand, account, tools, kept)
    return _fresh(message, brand, account, tools)
