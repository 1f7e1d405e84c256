"""The first hour of each post of our own: who wrote under it, and who of them was heard while it lasted.

    published           one hour
    |----c----c-s-------------|--c----    two came (c), one had a sign (s); whoever came later is not of this hour

A post of which the platform tells no time, or tells us nothing at all, has no first hour that we know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from shared.clocks.items import by_person, end, is_item, signs
from shared.core.interaction import Kind
from shared.core.ledger import Entry
from shared.core.sla import By

HOUR: Final = timedelta(hours=1)
_POSTS: Final = frozenset({Kind.POST, Kind.MENTION, Kind.SHARE})  # by us, that names its kind on its platform
_Object = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One post of ours, and the items under it that came in its first hour.

    `came` None: its hour is not known. `acknowledged` of them had a sign within that hour, `by_person` a person's;
    `first_sign` is when the first had one. These are None where nobody came. `over`: whether the hour has passed.
    """

    entry: str
    brand: str
    platform: str
    at: datetime
    by: By | None
    over: bool
    came: int | None
    acknowledged: int | None = None
    by_person: int | None = None
    first_sign: datetime | None = None


def coverage(entries: Iterable[Entry], until: datetime) -> Iterator[Coverage]:
    """The Coverage of each own post among Entries that come in the order of `opened_at`, as known at `until`.

    Only the posts of one hour are held.
    """
    held: dict[_Object, _Hour] = {}
    under: dict[_Object, _Object] = {}
    for entry in entries:
        for name in [name for name, one in held.items() if one.post.opened_at + HOUR <= entry.opened_at]:
            yield held.pop(name).told(until)
            under = {item: post for item, post in under.items() if post != name}
        if is_post(entry):
            name = _named(entry, entry.object)
            held.setdefault(name, _Hour(entry))
            under[name] = name
            continue
        above = (_named(entry, where) for where in (entry.post, entry.thread, entry.answers) if where is not None)
        post = next((under[name] for name in above if name in under), None)
        if post is not None:
            under[_named(entry, entry.object)] = post
            held[post].take(entry)
    for one in held.values():
        yield one.told(until)


def is_post(entry: Entry) -> bool:
    """Whether one of our own accounts published it, in answer to nobody."""
    return entry.ours and entry.seen and entry.answers is None and not entry.private and entry.kind in _POSTS


@dataclass(slots=True)
class _Hour:
    post: Entry
    items: dict[str, Entry] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        if is_item(entry):
            self.items[entry.key] = entry

    def told(self, until: datetime) -> Coverage:
        post, closes = self.post, self.post.opened_at + HOUR
        known = post.at == post.opened_at
        heard = [(one, end(one, signs)) for one in self.items.values()]
        waited = [one for one, sign in heard if sign is None or not sign.withdrawn]
        first = [sign.at for _, sign in heard if sign is not None and not sign.withdrawn and sign.at < closes]
        theirs = [end(one, by_person) for one in waited]
        nobody = not known or not waited
        return Coverage(
            entry=post.key,
            brand=post.brand,
            platform=post.platform,
            at=post.opened_at,
            by=post.by,
            over=closes <= until,
            came=len(waited) if known else None,
            acknowledged=None if nobody else len(first),
            by_person=None
            if nobody
            else sum(one is not None and not one.withdrawn and one.at < closes for one in theirs),
            first_sign=None if nobody else min(first, default=None),
        )


def _named(entry: Entry, name: str) -> _Object:
    return entry.platform, entry.account, name
