"""Finding one Interaction by what a person has at hand, and reading all that is known of it. Nothing is written.

    an Entry's key                   as exports, reports and logs name it
    platform:account:object          the platform's own ids
    platform:object, or object       of any account that our brands have
    https://...                      the link of it, as notices and digests show it

A link names its object on most platforms; where it does not, the Interactions of the last 30 days are looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from shared.clocks.coverage import HOUR, Coverage, coverage, is_post
from shared.clocks.measures import Measure, measures
from shared.clocks.story import Story
from shared.clocks.threads import threads
from shared.clocks.timing import Regime
from shared.core.interaction import object_key
from shared.core.ledger import Card, Entry, Notice, Words
from shared.core.ports import CONVERSATION, NOTICES, OPENED
from shared.flows._tools import Tools

_LOOKED_THROUGH: Final = timedelta(days=30)
_LONGEST: Final = 2000
_PARTS: Final = 40
_TOLD: Final = (
    "approval", "handover", "uncertain", "unsent", "risk", "breach", "escalated", "reassigned",
)  # fmt: skip


def find(what: str, tools: Tools) -> Entry | None:
    """The Interaction that somebody means; None if there is none, or none any more."""
    what = what.strip()[:_LONGEST]
    for key in dict.fromkeys(_keys(what, tools)):
        kept = tools.store.get(Entry, key, tools.now())
        if kept is not None and kept.doc.brand in tools.brands.brands:
            return kept.doc
    return _by_link(what, tools) if _is_link(what) else None


def read(entry: Entry, tools: Tools, *, words: bool = True) -> Story:
    """All that is known of it."""
    now, store = tools.now(), tools.store
    regime = tools.regime(tools.brands.brands[entry.brand])
    said = store.get(Words, entry.key, now) if words else None
    card = store.get(Card, entry.key, now)
    return Story(
        entry=entry,
        regime=regime,
        message=None if said is None else said.doc.interaction,
        card=None if card is None else card.doc,
        notices=tuple(_notices(entry, tools)),
        measures=tuple(_measures(entry, regime, tools)),
        coverage=_coverage(entry, tools) if is_post(entry) else None,
    )


def _keys(what: str, tools: Tools) -> Iterator[str]:
    yield what
    platform, _, rest = what.partition(":")
    account, _, name = rest.partition(":")
    if name:
        yield object_key(platform, account, name)
    for own in (one for brand in tools.brands.brands.values() for one in brand.accounts):
        if rest and own.platform == platform:
            yield object_key(platform, own.id, rest)
        for name in _objects(what) if _is_link(what) else (what,):
            yield object_key(own.platform, own.id, name)


def _is_link(what: str) -> bool:
    return what.startswith(("https://", "http://"))


def _objects(link: str) -> list[str]:
    """What a link may name its object by: parts of its path, and the values it is asked with."""
    try:
        address = urlsplit(link)
    except ValueError:
        return []
    found = [*address.path.split("/"), *(value for _, value in parse_qsl(address.query))]
    return [one for one in found if re.search(r"\d", one)][:_PARTS]


def _by_link(link: str, tools: Tools) -> Entry | None:
    now = tools.now()
    for brand in tools.brands.brands:
        for kept in tools.store.find(OPENED, now, equal=(brand,), since=now - _LOOKED_THROUGH):
            if kept.doc.url is not None and kept.doc.url.rstrip("/") == link.rstrip("/"):
                found: Entry = kept.doc
                return found
    return None


def _notices(entry: Entry, tools: Tools) -> Iterator[Notice]:
    """What was told about it and is still kept: 30 days at most."""
    for about in _TOLD:
        for kept in tools.store.find(NOTICES, tools.now(), equal=(entry.brand, about), since=entry.opened_at):
            if kept.doc.entry == entry.key:
                yield kept.doc


def _measures(entry: Entry, regime: Regime, tools: Tools) -> Iterator[Measure]:
    """The figures of the thread that it belongs to."""
    found = [entry]
    if entry.conversation is not None and entry.person is not None:
        kept = tools.store.find(CONVERSATION, regime.now, equal=(entry.conversation,))
        found = [one.doc for one in kept if one.doc.person == entry.person]
    for thread in threads(found):
        if any(one.key == entry.key for one in thread.items):
            yield from measures(thread, regime, regime.now)


def _coverage(post: Entry, tools: Tools) -> Coverage | None:
    """What became of those who wrote under a post of ours in its first hour."""
    now, since = tools.now(), post.opened_at
    kept = tools.store.find(OPENED, now, equal=(post.brand,), since=since, until=since + HOUR)
    return next((one for one in coverage((kept.doc for kept in kept), now) if one.entry == post.key), None)
