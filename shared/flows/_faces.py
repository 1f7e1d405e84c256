"""Those few whom a digest names, with as much of their words as may be shown, and what the desk has for them.

Everybody else of a day is only counted. Whose words are gone has no name here; nor has anybody once the store fails on
the way: a digest without names is late for nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from shared import log
from shared.brands.compiled import Brand
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Interaction, Kind
from shared.core.ledger import Card, CardState, Entry, Sort, Words
from shared.core.ports import PERSON
from shared.digest.snapshot import Face
from shared.flows._facts import is_vip
from shared.flows._tools import Tools

_TEXT: Final = 600  # characters kept of somebody's words: more than any edition shows
_NAME: Final = 200
_LAST: Final = timedelta(days=70)
_MOST: Final = 2000  # acts of one person; of who wrote more, the last is not looked for
_TRIED: Final = 5
_NEVER_QUOTED: Final = frozenset({Sort.ABUSE, Sort.SPAM})


class Held(NamedTuple):
    """Whether the desk has a Card for an Entry, and how many drafts a colleague can approve on it."""

    card: bool = False
    drafts: int = 0


class Faces:
    """Makes each of them once. `days` says on how many days people wrote, by `Entry.person`."""

    def __init__(self, brand: Brand, days: Mapping[str, int], now: datetime, tools: Tools) -> None:
        self._brand, self._days, self._now, self._tools = brand, days, now, tools
        self._said: dict[str, Interaction | None] = {}
        self._failed = False

    def of(self, entry: Entry, why: str = "", days: int | None = None) -> Face:
        """The Face of whoever wrote this. Private words, and such as nobody should read, stay away."""
        said = self._words(entry.key)
        private = entry.private or entry.kind is Kind.DIRECT_MESSAGE
        quoted = None if said is None or private or entry.sort in _NEVER_QUOTED else said.text
        return Face(
            entry=entry.key,
            platform=entry.platform,
            kind=entry.kind,
            at=entry.opened_at,
            name=_cut(None if said is None else said.author.name, _NAME),
            handle=_cut(None if said is None else said.author.handle, _NAME),
            private=private,
            about=_cut(quoted, _TEXT),
            language=entry.language or (None if said is None else said.language),
            url=entry.url,
            vip=said is not None and is_vip(said, self._brand),
            days=self._days.get(entry.person or "") if days is None else days,
            why=why,
        )

    def last_of(self, person: str, why: str = "", days: int | None = None) -> Face | None:
        """The Face of a person by the last of what they wrote that still tells a name; None where nothing is left."""
        try:
            found = self._tools.store.find(
                PERSON, self._now, equal=(person,), since=self._now - _LAST, until=self._now, limit=_MOST
            )
            acts = [kept.doc for kept in found]
        except BackendUnavailable as error:
            self._lost(error)
            return None
        theirs = [one for one in acts if one.seen and not one.private and not one.ours]
        if not theirs or len(acts) == _MOST:
            return None
        latest = theirs[: -_TRIED - 1 : -1]
        return self.of(next((one for one in latest if self._words(one.key) is not None), theirs[-1]), why, days)

    def held(self, entry: Entry) -> Held:
        """What the desk has for it."""
        if self._tools.desk is None or self._failed:
            return Held()
        try:
            kept = self._tools.store.get(Card, entry.key, self._now)
        except BackendUnavailable as error:
            self._lost(error)
            return Held()
        if kept is None:
            return Held()
        drafts = sum(one.text is not None for one in kept.doc.suggested)
        return Held(True, drafts if kept.doc.state is CardState.OPEN else 0)

    def _words(self, key: str) -> Interaction | None:
        if key not in self._said:
            kept = None
            if not self._failed:
                try:
                    kept = self._tools.store.get(Words, key, self._now)
                except BackendUnavailable as error:
                    self._lost(error)
            self._said[key] = None if kept is None else kept.doc.interaction
        return self._said[key]

    def _lost(self, error: BackendUnavailable) -> None:
        """One that fails once is not asked a hundred times more."""
        if not self._failed:
            log.error("digest.unnamed", brand=self._brand.key, why=error.why)
        self._failed = True


def _cut(text: str | None, most: int) -> str | None:
    return text[:most] if text else None
