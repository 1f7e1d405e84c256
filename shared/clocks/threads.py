"""Threads from Entries: what one person wrote in one conversation, until nothing in it has waited for 72 hours.

    a question    |------- waits -------| its end
    thanks                                    | written and ended at once
    the thread    |-----------------------------------  72 h  -----|  later: another thread

Only what is still open is held, so that a year of Entries can be read in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from shared.clocks.items import End, end, in_order, is_item, needs
from shared.clocks.measures import REOPENS, Thread
from shared.core.ledger import Entry


def threads(entries: Iterable[Entry]) -> Iterator[Thread]:
    """The threads of Entries that come in the order of `opened_at`, each given out once nothing can join it any more.

    What is no item of a thread is passed over. Whom a platform does not name is alone each time.
    """
    held: dict[tuple[str, str, str], _Held] = {}
    closing: list[tuple[datetime, tuple[str, str, str]]] = []
    for entry in entries:
        if not is_item(entry):
            continue
        while closing and closing[0][0] < entry.opened_at:
            _, whose = heappop(closing)
            if whose in held and held[whose].past(entry.opened_at):
                yield held.pop(whose).thread()
        whose = (entry.brand, entry.person or entry.key, entry.conversation or entry.key)
        until = held.setdefault(whose, _Held(entry.opened_at)).join(entry)
        if until is not None:
            heappush(closing, (until, whose))
    yield from sorted((left.thread() for left in held.values()), key=lambda one: (one.items[0].opened_at, one.key))


@dataclass(slots=True)
class _Held:
    """A thread that may still be joined: up to `until`, or (None) as long as something in it waits."""

    until: datetime | None
    items: list[Entry] = field(default_factory=list)

    def join(self, entry: Entry) -> datetime | None:
        self.items.append(entry)
        ended = end(entry) if needs(entry) else End(entry.opened_at)
        if ended is None or self.until is None:
            self.until = None
        else:
            self.until = max(self.until, ended.at + REOPENS)
        return self.until

    def past(self, moment: datetime) -> bool:
        return self.until is not None and self.until < moment

    def thread(self) -> Thread:
        items = in_order(self.items)
        return Thread(items[0].key, items[0].brand, items[0].platform, items)
