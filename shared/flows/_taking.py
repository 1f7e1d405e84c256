"""Whose a conversation is: a colleague's from their first word or tap in it, and ours again once they hand it back.

A colleague takes a conversation with one person by answering in the platform's own app (`taken_over`), or at the desk
(`took`), where what they approved is seen a little later. `handed_back` forgets none of this: it says up to when
it no longer silences us. So news may come twice and in any order. A reply from before the moment of handing back never
takes the conversation again, one from after it does, whichever was heard of first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from shared.core.interaction import hashed
from shared.core.ledger import KEEP_ENTRY, Entry, Person, Took
from shared.core.ports import Create, Kept, Replace, Store, Write

TAKEN: Final = "a colleague has this thread"
_TIMES: Final = 40  # kept of each conversation: a message that comes late looks for the first of them after it
_CONVERSATIONS: Final = 100  # kept of each person
T = TypeVar("T")


def nobody(conversation: str) -> str:
    """Name of the record of whoever a platform does not name, one per conversation."""
    return hashed("nobody", conversation)


def record_of(entry: Entry, store: Store, now: datetime) -> Kept[Person]:
    """The record of who wrote an Entry; who is unknown has one per conversation. No revision: not kept yet."""
    key = entry.person or nobody(entry.conversation or entry.key)
    return store.get(Person, key, now) or Kept(Person(key=key, brand=entry.brand, expire_at=now + KEEP_ENTRY), "")


def save(new: Person, old: Kept[Person]) -> Write:
    """The write of a record that was read as `old`: it fails if somebody else wrote it meanwhile."""
    return Replace(new, old.revision) if old.revision else Create(new)


def silent(person: Person, conversation: str | None) -> bool:
    """Whether a colleague has the conversation, so that nothing is said automatically in it."""
    if conversation is None:
        return False
    times = [*person.taken.get(conversation, ()), *(one.at for one in person.took.get(conversation, ()))]
    back = person.back.get(conversation)
    return bool(times) and (back is None or max(times) > back)


def answered_by_then(person: Person, conversation: str, opened: datetime) -> datetime | None:
    """When a colleague's answer to what began at `opened` could first be seen, if one is known.

    What was approved before somebody wrote again says nothing about what they wrote, however late it was sent.
    """
    native = [at for at in person.taken.get(conversation, ()) if opened <= at]
    approved = [one.seen for one in person.took.get(conversation, ()) if one.seen is not None and opened <= one.at]
    return min((*native, *approved), default=None)


def answered_before(person: Person, conversation: str, opened: datetime) -> bool:
    """Whether a colleague had answered this person in the conversation before what began at `opened`."""
    native = person.taken.get(conversation, ())
    approved = (one.seen for one in person.took.get(conversation, ()) if one.seen is not None)
    return any(at < opened for at in (*native, *approved))


def taken_over(person: Person, conversation: str, at: datetime, now: datetime) -> Person:
    """The record once a colleague has answered in the platform's own app, at `at`."""
    times = tuple(sorted({*person.taken.get(conversation, ()), at}))[-_TIMES:]
    taken = _latest({**person.taken, conversation: times}, lambda times: times[-1])
    return msgspec.structs.replace(person, taken=taken, expire_at=now + KEEP_ENTRY)


def took(person: Person, conversation: str, at: datetime, now: datetime, seen: datetime | None = None) -> Person:
    """The record once a colleague has taken the conversation at the desk, or approved words in it, at `at`.

    `seen` is when those words could be seen; None: nothing has been said yet.
    """
    known = {one.at: one.seen for one in person.took.get(conversation, ())}
    return _written(person, conversation, {**known, at: seen or known.get(at)}, now)


def unsaid(person: Person, conversation: str, at: datetime, now: datetime) -> Person:
    """The record once what was approved at `at` turned out not to have arrived: taken all the same, nothing said."""
    known = {one.at: one.seen for one in person.took.get(conversation, ())}
    return _written(person, conversation, {**known, at: None}, now)


def _written(person: Person, conversation: str, known: Mapping[datetime, datetime | None], now: datetime) -> Person:
    times = tuple(Took(at=at, seen=seen) for at, seen in sorted(known.items()))[-_TIMES:]
    taken = _latest({**person.took, conversation: times}, lambda times: times[-1].at)
    return msgspec.structs.replace(person, took=taken, expire_at=now + KEEP_ENTRY)


def handed_back(person: Person, conversation: str, at: datetime, now: datetime) -> Person:
    """The record once a colleague has handed the conversation back, at `at`."""
    back = max(at, person.back.get(conversation, at))
    kept = _latest({**person.back, conversation: back}, lambda at: at)
    return msgspec.structs.replace(person, back=kept, expire_at=now + KEEP_ENTRY)


def _latest(found: Mapping[str, T], when: Callable[[T], datetime]) -> dict[str, T]:
    return dict(sorted(found.items(), key=lambda item: when(item[1]))[-_CONVERSATIONS:])
