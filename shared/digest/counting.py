"""Counting a day as a stream of people: one at a time, each forgotten once added, so memory does not grow with the day.

A person's status is the worst of their threads; a thread is one account's items in one conversation. An automatic word
acknowledges and never answers. What is not known stays None. The definitions for readers are in `docs/digest.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from shared.clocks.targets import RESPONSE
from shared.core.calendar import Calendar
from shared.core.course import Pause
from shared.core.ledger import LOOKALIKE, Entry, Sort
from shared.digest.anger import Tide
from shared.digest.answering import Answered, Answering
from shared.digest.counted import Counted
from shared.digest.first_hours import FirstHours
from shared.digest.hours import column, columns
from shared.digest.owing import Owing
from shared.digest.saying import Saying
from shared.digest.snapshot import MOST_NAMED, Grave
from shared.digest.spread import Spreading, window
from shared.digest.tally import Best, Tally
from shared.digest.threads import (
    Status,
    Thread,
    by_conversation,
    counts,
    is_held,
    is_passed_over,
    is_written,
    thread,
)

_ANGRY: Final = frozenset({Sort.COMPLAINT, Sort.ABUSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is counted: a local date of a brand, [start, end), as of `at` (S).

    `calendar` is the brand's own. `pause` tells the pause that an Entry's answer is in at S, `grave` whether its wait
    outranks the others. `switched` are the times, [since, until), in which nothing was said automatically.
    """

    day: date
    calendar: Calendar
    start: datetime
    end: datetime
    at: datetime
    pause: Callable[[Entry], Pause | None] = lambda _entry: None
    grave: Callable[[Entry], Grave | None] = lambda _entry: None
    switched: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Present:
    """One person (or one Entry, where the platform names nobody; or one object of our own), by `Entry.who`.

    `items` opened in [start, end), `since` in [end, S), `earlier` before start and still waiting, with their clocks
    worked out anew where they run; `before` is only for the Spread: all that opened in [`spread.window`'s start,
    start), waiting or not. Each in the order of `opened_at`. Any of them may be empty. Entries that are not `seen` are
    left out. Our own objects come before everybody else, as `Entry.who` sorts them.
    """

    who: str
    items: list[Entry]
    since: list[Entry] = field(default_factory=list)
    earlier: list[Entry] = field(default_factory=list)
    before: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a Present. `counted`: they are a person of the day. `heard`: acknowledged in every thread."""

    counted: bool
    heard: bool


_NOBODY: Final = Standing(counted=False, heard=False)
_HEARD: Final = Standing(counted=True, heard=True)
_UNHEARD: Final = Standing(counted=True, heard=False)


class Counting:
    """Counts one Window. Add each person once, in any order but for our own objects, which come first."""

    def __init__(self, window_: Window) -> None:
        self._window = window_
        self._columns = columns(window_.calendar.zone, window_.start, window_.end)
        self._arrivals = [0] * len(self._columns)
        self._complaints = [0] * len(self._columns)
        self._platforms: dict[str, Tally] = {}
        self._slowest: tuple[float, str] | None = None
        self._number: Counter[str] = Counter()
        self._first_late: datetime | None = None
        self._heard_at: dict[str, datetime] = {}
        self._owing = Owing(window_.at, window_.grave)
        self._lookalikes: Best[Entry] = Best(MOST_NAMED)
        self._tide = Tide(window_.start, window_.end)
        self._posts = FirstHours()
        self._answering = Answering(window_.calendar, window_.start, window_.at)
        self._saying = Saying()
        self._span = window(window_.calendar, window_.day)
        self._spreading = Spreading()

    def add(self, present: Present) -> Standing:
        """Count one person; what became of them."""
        items = self._noted(present.items)
        later = [one for one in present.since if counts(one)] if present.since else []
        self._heard_by_itself(present.since)
        for one in later:
            self._posts.item(one)
        if later:
            self._number["since"] += 1
        earlier = by_conversation(one for one in present.earlier if counts(one)) if present.earlier else {}
        at = self._window.at
        if len(items) == 1:
            name = items[0].conversation or items[0].key
            threads = {name: thread(items, earlier.pop(name, ()), at)}
        else:
            grouped = by_conversation(items)
            threads = {name: thread(some, earlier.pop(name, ()), at) for name, some in grouped.items()}
        left = {name: thread(some, (), at) for name, some in earlier.items()}
        self._spread(present, items, threads)
        status = max((one.status for one in threads.values()), default=None)
        if left or later or (status is not None and status >= Status.WAITING):
            for waits in self._owing.person(present.who, threads, left, later, status):
                self._answering.holds(waits)
        if status is None:
            return _NOBODY
        heard = all(one.heard for one in threads.values())
        self._person(present, items, threads, status, heard)
        return _HEARD if heard else _UNHEARD

    def counted(self) -> Counted:
        """All of it so far."""
        together = Tally()
        for one in self._platforms.values():
            together.join(one)
        number, owing, saying, team = self._number, self._owing, self._saying, self._answering
        return Counted(
            all=together.group(),
            platforms=tuple((name, self._platforms[name].group()) for name in sorted(self._platforms)),
            waits=owing.waits(self._window.pause),
            earlier_overdue=owing.earlier_overdue,
            earlier_inside=owing.earlier_inside,
            earlier_also=owing.earlier_also,
            since=number["since"],
            slowest_platform=None if self._slowest is None else self._slowest[1],
            unnamed=number["unnamed"],
            held=number["held"],
            passed_over=number["passed_over"],
            items=number["items"],
            complained=number["complained"],
            breaches=number["breaches"],
            columns=self._columns,
            arrivals=tuple(self._arrivals),
            complaints=tuple(self._complaints),
            posts=self._posts.counted(),
            spread=None if self._span is None else self._spreading.spread(),
            angry_hour=self._tide.highest(),
            silent=number["silent"],
            first_late=self._first_late,
            heard_at=dict(self._heard_at),
            unsettled=owing.unsettled,
            conversations=team.conversations,
            said=saying.said,
            spoke=saying.spoke,
            shares=saying.shares,
            shares_thanked=saying.shares_thanked,
            shares_unknown=saying.shares_unknown,
            classes=saying.classes,
            threads=saying.threads,
            deep=saying.deep,
            follows=saying.follows,
            topics=saying.topics,
            helpers=team.helpers(),
            helped=team.helped,
            unassigned=team.unassigned,
            answers=team.answers,
            signed=team.signed,
            signed_known=team.signed_known,
            after_hours=team.after_hours,
            worth=saying.worth,
            share_on=saying.share_on,
            thanked=saying.thanked,
            lookalikes=self._lookalikes.found(),
            by_topic=saying.by_topic,
        )

    def _noted(self, entries: Sequence[Entry]) -> list[Entry]:
        """Count what each of the day's Entries says by itself; those that are items."""
        number, items, fake = self._number, [], False
        self._heard_by_itself(entries)
        for one in entries:
            if one.ours:
                self._posts.post(one)
                continue
            self._saying.entry(one)
            if one.removed_at is None:
                self._broken(one)
            if one.reason == LOOKALIKE and not fake:
                self._lookalikes.offer((one.opened_at, one.key), one)
                fake = True
            if counts(one):
                items.append(one)
                number["unnamed"] += one.person is None
                hour = column(self._columns, one.opened_at)
                self._arrivals[hour] += 1
                if one.sort is Sort.COMPLAINT:
                    self._complaints[hour] += 1
                self._posts.item(one)
            elif is_held(one):
                number["held"] += 1
            elif is_passed_over(one):
                number["passed_over"] += 1
        number["items"] += len(items)
        if any(one.sort in _ANGRY for one in entries):
            self._tide.add(entries)
        return items

    def _broken(self, entry: Entry) -> None:
        for name, clock in entry.clocks.items():
            late = clock.breached
            if late is not None:
                self._number["breaches"] += 1
            elif clock.running and clock.due is not None and clock.due <= self._window.at:
                late = clock.due
            if late is not None and name == RESPONSE and (self._first_late is None or late < self._first_late):
                self._first_late = late

    def _heard_by_itself(self, entries: Sequence[Entry]) -> None:
        for one in entries:
            if not one.via:
                last = self._heard_at.get(one.platform)
                if last is None or last < one.received_at:
                    self._heard_at[one.platform] = one.received_at

    def _person(
        self, present: Present, items: Sequence[Entry], threads: dict[str, Thread], status: Status, heard: bool
    ) -> None:
        platform = items[0].platform
        if platform not in self._platforms:
            self._platforms[platform] = Tally()
        self._platforms[platform].add(status, heard, threads.values())
        for one in threads.values():
            if one.response is not None and (self._slowest is None or one.response > self._slowest[0]):
                self._slowest = (one.response, platform)
        self._number["complained"] += any(one.sort is Sort.COMPLAINT for one in items)
        if not heard and self._window.switched:
            self._number["silent"] += any(self._was_silent(one) for one in threads.values())
        alone = len(present.items) == 1 and not present.since
        said = dict.fromkeys(threads, present.items) if alone else by_conversation((*present.items, *present.since))
        found: list[Answered] = []
        for name, one in threads.items():
            words = [each for each in said[name] if is_written(each)]
            answered = self._answering.thread(one.items, words)
            if answered is not None:
                found.append(answered)
            self._saying.thread(present.who, one.items, len(words), answered, waits=status >= Status.WAITING)
        if found:
            self._answering.person(found)

    def _was_silent(self, one: Thread) -> bool:
        spans = self._window.switched
        return not one.heard and any(on <= item.opened_at < off for item in one.items for on, off in spans)

    def _spread(self, present: Present, items: Sequence[Entry], threads: dict[str, Thread]) -> None:
        if self._span is None:
            return
        start, end = self._span
        inside = [one for one in items if start <= one.opened_at < end]
        evening = [one for one in present.before if start <= one.opened_at < end and counts(one)]
        if evening or present.earlier or len(inside) < len(items):
            grouped = by_conversation((*evening, *inside))
            threads = {name: thread(some, (), self._window.at) for name, some in grouped.items()}
        for one in threads.values():
            if one.running:
                self._spreading.waiting += 1
            elif one.response is not None:
                self._spreading.answered(one.response)
