"""The web copy of a digest: the frozen content of one day, for one of those who were sent it.

It says what the mail said, but of people only what may still be said: whose words are gone, since they were erased or
taken back, has no name there any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from shared import log
from shared.core.digesting import DigestContent, digest_key
from shared.core.ledger import Words
from shared.digest.snapshot import Face, Snapshot, Struct, from_bytes
from shared.digest.view import Ways
from shared.flows._editions import Reading, colleague_of
from shared.flows._looking import Gone, Why
from shared.flows._readers import passes_of, whom
from shared.flows._tools import Tools


@dataclass(frozen=True, slots=True)
class Copy:
    """One day for one recipient. Its `ways` to Cards are those of the mail, for as long as those live."""

    reading: Reading
    snapshot: Snapshot
    ways: Ways


def copied(token: str, tools: Tools) -> Copy | Gone:
    """What the address of a web copy leads to. Changes nothing."""
    passes = passes_of(tools)
    one = passes.copy(token)
    found = whom(one, tools)
    if isinstance(found, Gone) or one is None:
        return Gone(Why.UNKNOWN, now=tools.now())
    if found.own is None:
        return Gone(Why.LEFT, found.brand, now=found.now)
    kept = tools.store.get(DigestContent, digest_key(one.brand, one.day), found.now)
    snapshot = None if kept is None else _opened(kept.doc)
    if snapshot is None:
        return Gone(Why.STALE, found.brand, now=found.now)
    mine = colleague_of(found.brand, found.own.to)
    ways = passes.ways(one.brand, found.own.to, one.day, snapshot.at, colleague=mine, read_at=found.now)
    return Copy(found.own, _Memory(tools, found.now).of(snapshot), ways)


def _opened(content: DigestContent) -> Snapshot | None:
    try:
        return from_bytes(content.body)
    except msgspec.DecodeError:  # a later release may have other fields
        log.warning("copy.unreadable", brand=content.brand, day=content.day)
        return None


class _Memory:
    """What of a Snapshot may still be said. Whoever is named is looked up once; a Snapshot names few."""

    def __init__(self, tools: Tools, now: datetime) -> None:
        self._tools, self._now = tools, now
        self._known: dict[str, bool] = {}

    def of(self, one: Any) -> Any:
        """The same, with its faces as they may be shown."""
        if isinstance(one, Face):
            return self._face(one)
        if isinstance(one, tuple):
            return tuple(map(self.of, one))
        if not isinstance(one, Struct):
            return one
        return msgspec.structs.replace(one, **{name: self.of(getattr(one, name)) for name in one.__struct_fields__})

    def _face(self, face: Face) -> Face:
        if (face.name, face.handle, face.about) == (None, None, None) or self._still(face.entry):
            return face
        return msgspec.structs.replace(face, name=None, handle=None, about=None, url=None)

    def _still(self, entry: str) -> bool:
        if entry not in self._known:
            self._known[entry] = self._tools.store.get(Words, entry, self._now) is not None
        return self._known[entry]
