"""Whether many different people are angry at once, and where: what the alarm in `_spike` goes by.

    a spike      as many angry people within an hour as the brand says; or, if that is more, twice those of the busiest
                 hour of a usual day
    a pile-on    as many under one post, in one conversation or with one hashtag; or half those of such an hour

While nothing happens this asks one question: who waits. Those who were answered, and abuse, which waits for nobody, are
counted once half of a spike is there; words are read where there may be a pile-on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from typing import Final

from shared.brands.compiled import Brand
from shared.core.ledger import Entry, Words
from shared.core.ports import OPENED, WAITING
from shared.digest.anger import HOUR, USUAL, angry, busiest, people, who, wrote
from shared.flows._tools import Tools
from shared.flows._usual import latest
from shared.rules.folding import fold, hashtags

_BACK: Final = 2 * HOUR  # what platforms deliver late, and a tick that was missed, are seen all the same
_WAITING: Final = 200
_MOST: Final = 2000
_READ: Final = 50  # people whose words are looked at for a post or a hashtag
_TELLING: Final = 3  # people in one place, from which on it is worth a word
_LONGEST: Final = 60
_NEXT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where several of them are: the words that say so, and what they wrote there."""

    said: str
    entries: tuple[Entry, ...]

    @property
    def people(self) -> int:
        return len(people(self.entries))


@dataclass(frozen=True, slots=True)
class Storm:
    """The hour in which most people were angry, how many that usually are (None: not known), where most of them are."""

    entries: tuple[Entry, ...]
    usual: float | None
    places: tuple[Place, ...]


def storm(brand: Brand, now: datetime, tools: Tools) -> Storm | None:
    """What is to be told of, or None. Asks no more than it takes to say that nothing happens."""
    least = brand.alarm.people
    span = {"since": now - _BACK, "until": now + _NEXT}
    waiting = [one.doc for one in tools.store.find(WAITING, now, equal=(brand.key, True), **span, limit=_WAITING)]
    found = _lately(waiting, now)
    if 2 * len(people(found)) < least and len(waiting) < _WAITING:
        return None
    usual = _usual(brand, now, tools)
    spike = max(least, ceil(2 * (usual or 0)))
    pile = max(least, min(_READ, ceil((usual or 0) / 2)))
    if 2 * len(people(found)) >= spike or len(waiting) == _WAITING:
        everything = tools.store.find(OPENED, now, equal=(brand.key,), **span, limit=_MOST)
        found = _lately((one.doc for one in everything), now)
    number = len(people(found))
    if number < pile:
        return None
    places = _places(brand, found, now, tools)
    if number < spike and all(one.people < pile for one in places):
        return None
    return Storm(tuple(found), usual, tuple(one for one in places if one.people >= _TELLING))


def _lately(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    return busiest([one for one in angry(entries) if wrote(one) >= now - _BACK])


def _usual(brand: Brand, now: datetime, tools: Tools) -> float | None:
    """As the latest digest tells it; read once an hour. An error of the store is told: unknown is not zero."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    name = f"{brand.key}/{USUAL}"
    asked, known = tools.usual.get(name, (None, None))
    if asked != hour:
        known = latest(USUAL, brand, tools, now)
        tools.usual[name] = (hour, known)
    return known


def _places(brand: Brand, found: Sequence[Entry], now: datetime, tools: Tools) -> list[Place]:
    """The post, or else the conversation, and the hashtag where most of them are."""
    newest = {who(one): one for one in found}  # of each person the last word
    posts: dict[str, list[Entry]] = {}
    tags: dict[str, list[Entry]] = {}
    for one in sorted(newest.values(), key=wrote, reverse=True)[:_READ]:
        kept = tools.store.get(Words, one.key, now)
        message = None if kept is None else kept.doc.interaction
        place = one.conversation if message is None else message.place.post or one.conversation
        if place is not None:
            posts.setdefault(place, []).append(one)
        for tag in hashtags(fold((message and message.text) or "")):
            tags.setdefault(tag, []).append(one)
    return sorted((*_most(posts, partial(_post, brand)), *_most(tags, _hashtag)), key=lambda one: -one.people)


def _most(by_name: Mapping[str, Sequence[Entry]], said: Callable[[str], str]) -> list[Place]:
    if not by_name:
        return []
    name = max(by_name, key=lambda one: len(by_name[one]))
    return [Place(said(name), tuple(by_name[name]))]


def _post(brand: Brand, name: str) -> str:
    title = next((post.title for post in brand.posts if post.id == name), None)
    return f'under the post "{title}"' if title else "in one place, under a post or in a conversation"


def _hashtag(name: str) -> str:
    return f"with the hashtag #{name[:_LONGEST]}"
