"""A counted day: the figures that a Snapshot takes, lists of those who may be named, and what a day's record keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.core.course import Pause
from shared.core.digesting import Number, Unsettled
from shared.core.ledger import Entry
from shared.digest import anger
from shared.digest.answering import Helper
from shared.digest.saying import Candidate, Thanked
from shared.digest.snapshot import Grave, Group, Posts
from shared.digest.spread import Spread, nothing_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits, by their worst thread, as `snapshot.Wait` tells it. `entry` is the item that waits longest
    in it; `assignee` and `topic` are the first in it that are known.
    """

    who: str
    entry: Entry
    overdue: bool
    due: datetime | None
    earlier: bool
    assignee: str | None
    grave: Grave | None
    pause: Pause | None
    topic: str | None
    settles: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A counted day: figures by the names that the Snapshot has for them, and short lists of Entries to be named.

    `waits` are the first of those who wait, in the order in which they need somebody. `earlier_overdue` and
    `earlier_inside` are people who wait from before the day, each once and nobody who is overdue in the day;
    `earlier_also` of them are in the day's waiting as well. `columns` are the moments at which the hours of the day
    begin, for `arrivals` and `complaints`. `heard_at` is when each platform last told something by itself.
    `classes` are of what was said in public; `spoke` of those as far as it is known whether they said something.
    `helped` people had an answer by a colleague, named or not. Of `answers`, `signed_known` are such of which it is
    known whether they carry a sign-off.
    """

    all: Group
    platforms: tuple[tuple[str, Group], ...]
    waits: tuple[Waiting, ...]
    earlier_overdue: int
    earlier_inside: int
    earlier_also: int
    since: int
    slowest_platform: str | None
    unnamed: int
    held: int
    passed_over: int
    items: int
    complained: int
    breaches: int
    columns: tuple[datetime, ...]
    arrivals: tuple[int, ...]
    complaints: tuple[int, ...]
    posts: Posts
    spread: Spread | None
    angry_hour: int
    silent: int
    first_late: datetime | None
    heard_at: dict[str, datetime]
    unsettled: tuple[Unsettled, ...] | None
    conversations: int
    said: int
    spoke: int
    shares: int
    shares_thanked: int
    shares_unknown: int
    classes: dict[str, int]
    threads: int
    deep: int
    follows: int
    topics: tuple[tuple[str, int], ...]
    helpers: tuple[Helper, ...]
    helped: int
    unassigned: int
    answers: int
    signed: int
    signed_known: int
    after_hours: int
    worth: tuple[Candidate, ...]
    share_on: tuple[Candidate, ...]
    thanked: tuple[Thanked, ...]
    lookalikes: tuple[Entry, ...]
    by_topic: tuple[tuple[str, tuple[Entry, ...]], ...]

    def numbers(self) -> dict[str, Number]:
        """The day's figures as a DigestRecord keeps them. Of a day that cannot be told, each is None instead."""
        everyone = self.all
        counts: dict[str, Number] = {
            "people": everyone.people,
            "acknowledged": everyone.acknowledged,
            "needed": everyone.needed,
            "in_time": everyone.in_time,
            "late": everyone.late,
            "waiting": everyone.waiting,
            "overdue": everyone.overdue,
            "thanks": everyone.thanks,
            "heard_nothing": everyone.heard_nothing,
            "looked_after": everyone.looked_after,
            "earlier_overdue": self.earlier_overdue,
            "since_midnight": self.since,
            "breaches": self.breaches,
            anger.FIGURE: self.angry_hour,
            "ack_median": everyone.ack_median,
            "ack_in_target": everyone.ack_kept / everyone.ack_due if everyone.ack_due else None,
            "response_median": everyone.response_median,
            "response_p90": everyone.response_ninth,
            "response_in_target": everyone.in_time / everyone.due if everyone.due else None,
            "items": self.items,
            "complained": self.complained,
            "conversations": self.conversations,
            "said": self.said,
            "spoke": self.spoke,
            "shares": self.shares,
            "shares_thanked": self.shares_thanked,
            "shares_unknown": self.shares_unknown,
            "follows": self.follows,
            "answers": self.answers,
            "helped": self.helped,
            "colleagues": sum(one.helped > 0 for one in self.helpers),
            "after_hours": self.after_hours,
        }
        return counts | (nothing_known() if self.spread is None else self.spread.written())
