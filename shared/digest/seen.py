"""A counted day as those see it who tell of it: who is overdue, who still can be kept, and by what name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.core.interaction import Kind
from shared.core.ledger import Entry
from shared.digest import words
from shared.digest.clean import handle, isolated, name
from shared.digest.count import Figures, Group, Status, Thread
from shared.digest.day import Day, Mood
from shared.digest.state import Cause

NOBODY: Final = "somebody"  # whose name is not known, or no longer kept


@dataclass(frozen=True, slots=True)
class Seen:
    day: Day
    figures: Figures
    mood: Mood
    cause: Cause

    @property
    def everyone(self) -> Group:
        return self.figures.all

    def overdue(self) -> list[Thread]:
        """Those past their promise, in public first, then the longest wait."""
        late = [one for one in (*self.figures.waits, *self.figures.earlier) if one.status is Status.OVERDUE]
        return sorted(late, key=lambda one: (private(one), began(one).opened_at))

    def earlier_inside(self) -> int:
        return len(self.figures.earlier) - self.figures.earlier_overdue

    def inside(self, number: int) -> str:
        verb = "person from earlier days is" if number == 1 else "people from earlier days are"
        return f"{words.upper(words.small(number))} {verb} waiting inside the promise"

    def who(self, entry: Entry) -> str:
        kept = self.day.words.get(entry.key)
        if kept is None:
            return NOBODY
        author = kept.interaction.author
        return name(author.name) or handle(author.handle) or NOBODY

    def short_name(self, thread: Thread) -> str | None:
        who = self.who(began(thread))
        if who == NOBODY:
            return None
        first = who.split(" ")[0]
        return isolated(first if sum(char.isalpha() for char in first) >= 2 and not first.endswith(".") else who)


def began(thread: Thread) -> Entry:
    return thread.waits_for or thread.items[0]


def private(thread: Thread) -> bool:
    entry = began(thread)
    return entry.private or entry.kind is Kind.DIRECT_MESSAGE
