"""What a recipient may change of how they get a brand's digest, behind an address of their own.

    as `brand.toml` says       until they say otherwise; there is no Reader
    named and quoted           at most as their group allows
    stopped                    nothing more is sent, until they start again

Reading changes nothing. What is asked twice is done once, and of two changes at once none is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from shared import log
from shared.brands.compiled import Brand, Names, OnQuiet
from shared.core.digesting import KEEP_READER, Reader
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.passes import Pass, Passes
from shared.core.ports import Create, Kept, Replace
from shared.flows._editions import Reading, addresses, reading, warn_nobody_reads
from shared.flows._looking import Gone, Why
from shared.flows._tools import TRIES, Tools

_THEMSELVES: Final = ("reader", "one_click")
_EVER_LESS: Final = (Names.FULL, Names.FIRST, Names.COUNTS)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient as just read. `own` is how they get it, `usual` how they would without a wish of theirs.

    Both are None where they are not among the brand's readers any more.
    """

    key: str
    brand: Brand
    own: Reading | None
    usual: Reading | None
    kept: Kept[Reader] | None
    now: datetime

    @property
    def stopped(self) -> Reader | None:
        """Their Reader, if they have stopped."""
        return None if self.kept is None or self.kept.doc.stopped is None else self.kept.doc

    @property
    def allowed(self) -> tuple[Names, ...]:
        """How people may be named to them: never more than to their group."""
        return () if self.usual is None else _EVER_LESS[_EVER_LESS.index(self.usual.names) :]


@dataclass(frozen=True, slots=True)
class Liking:
    """How a recipient says that they want it."""

    language: str
    names: str
    quiet: str


def recipient(token: str, tools: Tools) -> Recipient | Gone:
    """Whom such an address is for. Changes nothing."""
    return whom(passes_of(tools).reader(token), tools)


def stop(token: str, by: str, tools: Tools) -> Recipient | Gone:
    """Send them no more. Who is not among the readers now has stopped too, should they come back."""

    def edit(was: Recipient) -> Reader | None:
        own = was.stopped is not None and was.stopped.stopped in _THEMSELVES
        return None if own else _changed(was, stopped=by, at=was.now)

    found = _change(token, tools, "stopped", edit)
    if isinstance(found, Recipient) and found.own is not None:
        warn_nobody_reads(found.brand, tools)
    return found


def start(token: str, tools: Tools) -> Recipient | Gone:
    """Send it again to who has stopped it, or to whom it could not be delivered."""

    def edit(was: Recipient) -> Reader | None:
        return _changed(was, stopped=None, failed=0, at=was.now) if was.stopped else None

    return _change(token, tools, "started", edit)


def prefer(token: str, liking: Liking, tools: Tools) -> Recipient | Gone | None:
    """Send it as they like it; None where that is not to be had. What they leave as `brand.toml` says follows it."""
    from shared.digest.catalogue import languages

    found = recipient(token, tools)
    if isinstance(found, Gone) or found.usual is None:
        return found
    if liking.language not in languages() or liking.names not in found.allowed or liking.quiet not in set(OnQuiet):
        return None

    def edit(was: Recipient) -> Reader | None:
        wished = {"language": liking.language, "names": liking.names, "quiet": liking.quiet}
        wishes = {name: one if one != getattr(was.usual, name, None) else None for name, one in wished.items()}
        return None if was.kept is None and not any(wishes.values()) else _changed(was, **wishes)

    return _change(token, tools, "changed", edit)


def whom(one: Pass | None, tools: Tools) -> Recipient | Gone:
    """Whom an address is for, as just read."""
    now = tools.now()
    brand = None if one is None else tools.brands.brands.get(one.brand)
    if one is None or brand is None:
        return Gone(Why.UNKNOWN, now=now)
    kept = tools.store.get(Reader, one.reader, now)
    known = addresses(brand).get(one.reader)
    if known is None:
        return Recipient(one.reader, brand, None, None, kept, now)
    own = reading(brand, *known, None if kept is None else kept.doc)
    return Recipient(one.reader, brand, own, reading(brand, *known, None), kept, now)


def passes_of(tools: Tools) -> Passes:
    """What makes the addresses of this deployment. Raises ConfigurationError where there is nothing."""
    if tools.passes is None:
        raise ConfigurationError("HEARD_DESK_URL is not set; the desk needs the address under which it is reached")
    return tools.passes


def _change(token: str, tools: Tools, what: str, edit: Callable[[Recipient], Reader | None]) -> Recipient | Gone:
    """Write what `edit` makes of it (None: it stands already), if nobody else wrote meanwhile; else look again."""
    for _ in range(TRIES):
        was = recipient(token, tools)
        if isinstance(was, Gone):
            return was
        wanted = edit(was)
        if wanted is None or (was.kept is not None and wanted == was.kept.doc):
            return was
        wanted = msgspec.structs.replace(wanted, expire_at=was.now + KEEP_READER)
        write = Create(wanted) if was.kept is None else Replace(wanted, was.kept.revision)
        if tools.store.commit(was.now, write) is not None:
            log.info("reader.changed", brand=was.brand.key, what=what, by=wanted.stopped or "reader")
            return recipient(token, tools)
    raise BackendUnavailable("store", "a reader kept changing")


def _changed(was: Recipient, **changes: Any) -> Reader:
    if was.kept is not None:
        return msgspec.structs.replace(was.kept.doc, **changes)
    fresh = Reader(key=was.key, brand=was.brand.key, at=was.now, expire_at=was.now + KEEP_READER)
    return msgspec.structs.replace(fresh, **changes)
