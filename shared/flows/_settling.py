"""A told day brought up to date: who still waited then is read again, and stands by now as their worst thread does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from shared.clocks.items import signs
from shared.clocks.looks import timed
from shared.clocks.timing import Regime
from shared.core.digesting import DigestRecord, Number, Unsettled
from shared.core.ledger import Entry
from shared.core.ports import Store
from shared.digest.threads import Status, by_conversation, counts, thread
from shared.digest.usual import IN_TIME, count, figures

_NAMES: Final = {one: one.name.lower() for one in Status}


def settled(record: DigestRecord, start: datetime, regime: Regime, at: datetime, store: Store) -> DigestRecord:
    """The record as of `at`. `start` is where the day's window began. Raises BackendUnavailable."""
    told = figures(record)
    people = count(told, "people")
    stands = {name: found for name in _NAMES.values() if (found := count(told, name)) is not None}
    if not record.unsettled or people is None or len(stands) < len(_NAMES):
        return record
    left: list[Unsettled] = []
    acknowledged, gone = count(told, "acknowledged"), 0
    for one in record.unsettled:
        entries = _read(one, regime, at, store)
        now = _status(one, entries, start, at)
        stands[one.then] -= 1
        if now is None:
            people -= 1
            gone += _was_heard(entries, start, record.made_at)
            continue
        stands[_NAMES[now]] += 1
        if now >= Status.WAITING:
            left.append(msgspec.structs.replace(one, then=_NAMES[now]))
    if tuple(left) == record.unsettled:
        return record
    due = stands["in_time"] + stands["late"] + stands["overdue"]
    now_: dict[str, Number] = {**(record.now or {}), **stands, "people": people}
    now_["acknowledged"] = None if acknowledged is None else acknowledged - gone
    now_[IN_TIME] = stands["in_time"] / due if due else None
    return msgspec.structs.replace(record, now=now_, unsettled=tuple(left), brought_at=at)


def _read(one: Unsettled, regime: Regime, at: datetime, store: Store) -> list[Entry]:
    """What somebody waited with, oldest first, as far as it is still there."""
    found = (store.get(Entry, key, at) for key in one.entries)
    entries = [timed(kept.doc, regime) for kept in found if kept is not None]
    return sorted(entries, key=lambda entry: (entry.opened_at, entry.key))


def _status(one: Unsettled, entries: Sequence[Entry], start: datetime, at: datetime) -> Status | None:
    """How somebody stands by now; None: nothing is left of what they wrote that day."""
    if len(entries) < len(one.entries):
        return Status[one.then.upper()]  # what is not there any more cannot be told anew
    stands = [_thread(some, start, at) for some in by_conversation(entries).values()]
    if one.rest:
        stands.append(Status[one.rest.upper()])
    return max((status for status in stands if status is not None), default=None)


def _was_heard(entries: Sequence[Entry], start: datetime, by: datetime) -> bool:
    """Whether somebody of whom this is all had a sign in each thread when the day was told."""
    threads = by_conversation(entry for entry in entries if entry.opened_at >= start).values()
    given = ([said for one in some for said in one.acknowledgments if signs(one, said)] for some in threads)
    return all(any(said.at <= by for said in some) for some in given)


def _thread(entries: Sequence[Entry], start: datetime, at: datetime) -> Status | None:
    """How a thread stands by what waited in it; None: all of that was taken back, or closed."""
    items = [entry for entry in entries if entry.opened_at >= start]
    older = [entry for entry in entries if entry.opened_at < start and counts(entry)]
    there = [entry for entry in items if counts(entry)]
    if items and not there:
        return None
    return thread(there, older, at).status
