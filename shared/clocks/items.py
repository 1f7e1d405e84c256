"""What the facts of one Entry say about its wait: whether somebody waited, for what, and what ended it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from shared.clocks.targets import ACK, RESPONSE
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State
from shared.core.ports import Capability
from shared.core.sla import By

ITEMS: Final = frozenset({Kind.MENTION, Kind.COMMENT, Kind.POST, Kind.REVIEW, Kind.DIRECT_MESSAGE, Kind.SHARE})


class End(NamedTuple):
    """When a wait ended, and by whom. `withdrawn`: the person took it back, or a colleague closed it unanswered."""

    at: datetime
    withdrawn: bool = False
    by: By | None = None
    who: str | None = None


def is_item(entry: Entry) -> bool:
    """Whether its author waited for a sign, if only until they took it back: only then is there a clock."""
    out = entry.ours or entry.state is State.OURS_OR_BOT or entry.sort is Sort.SPAM
    return entry.kind in ITEMS and ACK in entry.clocks and not out


def needs(entry: Entry) -> bool:
    """Whether its author waits for a person's answer."""
    return entry.needs_answer and RESPONSE in entry.clocks


def signs(entry: Entry, said: Acknowledgment) -> bool:
    """Whether the person can see it as a sign: words always, a like only of praise and of a share."""
    return said.how != Capability.LIKE or entry.sort is Sort.PRAISE or entry.kind is Kind.SHARE


def by_person(entry: Entry, said: Acknowledgment) -> bool:
    """Whether it is a sign that a person gave."""
    return said.by is By.PERSON and signs(entry, said)


def replies(_entry: Entry, said: Acknowledgment) -> bool:
    """Whether a person answered in words; a machine never did."""
    return said.by is By.PERSON and said.how != Capability.LIKE


def end(entry: Entry, counts: Callable[[Entry, Acknowledgment], bool] = replies) -> End | None:
    """The first Acknowledgment that counts, or the taking back or closing before it; None while it waits.

    What is told to have come before the item itself came with it. Of two at one moment a person's counts first, and
    being withdrawn last.
    """
    opened = entry.opened_at
    ends = [End(max(one.at, opened), False, one.by, one.who) for one in entry.acknowledgments if counts(entry, one)]
    ends += [End(max(at, opened), True) for at in (entry.removed_at, entry.closed_at) if at is not None]
    return min(ends, key=_first, default=None)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each Entry once, oldest first."""
    return tuple(sorted({one.key: one for one in entries}.values(), key=lambda one: (one.opened_at, one.key)))


def _first(one: End) -> tuple[datetime, bool, bool]:
    return one.at, one.withdrawn, one.by is not By.PERSON
