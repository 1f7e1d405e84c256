"""One counted day, whole and frozen: everything that any edition of its digest says is worked out from this alone.

It is bounded, however long the day: counts, a few lists of the longest waits and the best stories. Instants are UTC,
times in seconds; None is not known, which is never 0. Names and quotes are as people wrote them: whoever shows them
cleans them first. It lives 30 days.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

import msgspec

from shared.core.course import Reason
from shared.core.interaction import Kind
from shared.core.ledger import Sort, State
from shared.core.regime import Report

MOST_WAITS: Final = 60  # people who wait that a Snapshot names; all of them are counted
MOST_NAMED: Final = 12  # of any other list


class Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Group(Struct, frozen=True):
    """The figures of some people: all of them, or those of one platform.

    `ack_*` are of calendar seconds, `response_*` of seconds of service; both of threads. `ack_kept` of `ack_due` first
    signs came in time.
    """

    people: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0
    thanks: int = 0
    acknowledged: int = 0
    thanks_unheard: int = 0
    ack_median: float | None = None
    ack_kept: int = 0
    ack_due: int = 0
    response_median: float | None = None
    response_ninth: float | None = None
    response_slowest: float | None = None

    @property
    def needed(self) -> int:
        return self.in_time + self.late + self.waiting + self.overdue

    @property
    def due(self) -> int:
        """Those whose answer counts against the promise: not those that can still be in time."""
        return self.in_time + self.late + self.overdue

    @property
    def heard_nothing(self) -> int:
        return self.people - self.acknowledged

    @property
    def looked_after(self) -> int:
        return self.in_time + self.late + self.thanks - self.thanks_unheard


class Face(Struct, frozen=True):
    """Somebody whom the digest may name: one item of theirs, with as much of their words as may be shown.

    `about` None: a private message, or the words are no longer kept. `days` on which they wrote in the last 28, this
    one too, as far as that is known. `why` says what makes them worth a line, as a key of the catalogue.
    """

    entry: str
    platform: str
    kind: Kind
    at: datetime
    name: str | None = None
    handle: str | None = None
    private: bool = False
    about: str | None = None
    language: str | None = None
    url: str | None = None
    vip: bool = False
    days: int | None = None
    why: str = ""


class Grave(StrEnum):
    """What makes one wait outrank the others, in this order."""

    SAFETY = "safety"
    FRAUD = "fraud"
    LEGAL = "legal"


class Wait(Struct, frozen=True):
    """One person who waits, by their worst thread. `since` is when the item that waits was written (S - since: what
    they felt); `due` None: no opening hours ahead. `earlier`: it began before the day. `card`: the desk has one.
    `settles`: how many people wait for the same decision, this one too (1: this one alone).
    """

    who: str
    face: Face
    since: datetime
    overdue: bool
    due: datetime | None = None
    earlier: bool = False
    sort: Sort = Sort.UNSURE
    assignee: str | None = None
    held: Reason | None = None
    held_since: datetime | None = None
    grave: Grave | None = None
    card: bool = False
    drafts: int = 0
    topic: str | None = None
    settles: int = 1


class Gap(Struct, frozen=True):
    """A time in which a platform's news may be missing; `why` in English, for whoever runs Heard."""

    platform: str
    why: str
    since: datetime
    until: datetime


class Listening(Struct, frozen=True):
    """How one platform was listened to, over all its accounts: the worst of them. `ok` None: not known."""

    platform: str
    ok: bool | None
    checked_at: datetime | None = None
    heard_at: datetime | None = None  # the last real event
    looped_at: datetime | None = None  # the last test event that came the whole way
    why: str = ""


class Happened(Struct, frozen=True):
    """Something of a hard day, with its moment. `what`: alarm, switch_on, switch_off, outage, outage_over, first_late,
    most_complaints; `number` and `name` where it has them.
    """

    at: datetime
    what: str
    number: int | None = None
    name: str | None = None


class Paused(Struct, frozen=True):
    """Automatic answers are paused (the crisis switch). `silent`: people of the day who therefore heard nothing."""

    since: datetime
    owner: str | None = None
    why: str | None = None
    silent: int | None = None


class Relations(Struct, frozen=True):
    """What people did beside waiting. `came_back` None: not known yet; `known_from` says which date tells it first.

    `said` of `spoke` public comments and mentions said something. Of `shares`, `shares_thanked` were acknowledged and
    `shares_unknown` came without a name. `classes` count items: question, complaint, praise, story, tag. `deep` of
    `threads` had three or more messages of the person. `topics` count items by the brand's own topics.
    """

    conversations: int = 0
    came_back: int | None = None
    known_from: date | None = None
    said: int = 0
    spoke: int = 0
    shares: int = 0
    shares_thanked: int = 0
    shares_unknown: int = 0
    classes: dict[str, int] = {}
    threads: int = 0
    deep: int = 0
    follows: int = 0
    topics: tuple[tuple[str, int], ...] = ()
    worth: tuple[Face, ...] = ()
    quiet: tuple[Face, ...] = ()
    share_on: tuple[Face, ...] = ()  # a sharer's or a story's own post that the brand might share
    alike: tuple[tuple[Face, Face, str], ...] = ()  # two regulars of one topic, who might like to meet
    thank: tuple[Face, ...] = ()  # whom to thank for a month, on its last day
    could_help: tuple[Face, ...] = ()  # who spoke of the brand without naming it, and a person might help


class Colleague(Struct, frozen=True):
    """One colleague's day: people they were first to answer, those of them who wrote again, threads they hold now."""

    name: str
    helped: int = 0
    wrote_back: int = 0
    holding: int = 0


class Team(Struct, frozen=True):
    """`signed` of `answers` by people carry a sign-off, as far as that is known: of `signed_known` of them.
    `after_hours`: answers given while the brand was closed. `helped` people were answered by somebody, named or not.
    `quote` is a kind word to `quoted`.
    """

    colleagues: tuple[Colleague, ...] = ()
    unassigned: int = 0
    answers: int = 0
    signed: int = 0
    signed_known: int = 0
    after_hours: int = 0
    helped: int = 0
    quote: Face | None = None
    quoted: str | None = None


class Posts(Struct, frozen=True):
    """First hours of own posts (coverage): of `known` posts, in whose first hour `came` people's items came,
    `acknowledged` of those were heard within it.
    """

    posts: int = 0
    known: int = 0
    came: int = 0
    acknowledged: int = 0


class PastDay(Struct, frozen=True):
    """One of the days before. `in_time` of `due` as of now; `closed`: no service; `known` False: no digest of it."""

    day: date
    in_time: int = 0
    due: int = 0
    closed: bool = False
    known: bool = True
    complete: bool = True


class Usual(Struct, frozen=True):
    """A figure on usual days: the median of the last same weekdays with complete data, the middle of their range."""

    median: float
    low: float | None = None
    high: float | None = None


class Correction(Struct, frozen=True):
    """What moved of a day since it was told: answers in time of those due, and people who were missed, on that day and
    on days before it.
    """

    day: date
    was: tuple[int, int]
    now: tuple[int, int]
    missed: int = 0
    missed_earlier: int = 0
    platforms: tuple[str, ...] = ()
    why: str = ""  # missed, answered_late, withdrawn, recomputed, answered (of those who waited, more were)


class Month(Struct, frozen=True):
    """Thirty days, or the thirty before, in figures; None: not known for long enough. Shares are (part, whole).

    `heard_back`: of people who had a sign, those who wrote again within 7 days; `unheard_back`: of those who had none.
    """

    until: date
    days: int
    acknowledged: tuple[int, int]
    came_back: tuple[int, int] | None
    conversations: tuple[int, int]
    said: tuple[int, int]
    people: int
    shares: int
    heard_back: tuple[int, int] | None = None
    unheard_back: tuple[int, int] | None = None


class Unconfirmed(Struct, frozen=True):
    """Earlier digest mails of one date whose delivery nobody confirmed."""

    day: date
    headline: str
    recipients: int


class Asked(Struct, frozen=True):
    """What platforms told of a day when they were asked: so many exist, so many had come by themselves."""

    platform: str
    exist: int | None = None
    received: int | None = None
    recovered: int | None = None


class Snapshot(Struct, frozen=True):
    """See above. `at` is S, the snapshot instant; `zone` IANA; `goal` in per cent; `promise` and `ack` in seconds.

    `arrivals` and `complaints` count items by hour of the day, 23 to 25 of them; `open_hours` says of which hours the
    brand serves any part. `months` are the last thirty days and the thirty before. `history` are the seven days up to
    this one, oldest first; empty in the first weeks, when `compare_from` says from when comparisons are made.
    """

    brand: str
    name: str
    short: str
    zone: str
    language: str
    day: date
    start: datetime
    end: datetime
    at: datetime
    goal: int
    promise: float
    ack: float
    all: Group = Group()
    platforms: tuple[tuple[str, Group], ...] = ()
    waits: tuple[Wait, ...] = ()
    earlier_overdue: int = 0
    earlier_inside: int = 0
    earlier_also: int = 0  # of earlier_overdue, people who are among the day's waiting as well
    since: int = 0
    slowest_platform: str | None = None
    unnamed: int = 0
    held: int = 0
    passed_over: int = 0
    items: int = 0
    complained: int = 0
    breaches: int = 0
    troubles: tuple[tuple[State, int], ...] = ()
    parked: int = 0
    on_hold: int = 0
    arrivals: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()
    open_hours: tuple[bool, ...] = ()
    events: tuple[Happened, ...] = ()
    lookalikes: tuple[Face, ...] = ()
    paused: Paused | None = None
    listening: tuple[Listening, ...] = ()
    incomplete: tuple[Gap, ...] = ()
    asked: tuple[Asked, ...] = ()
    failed: tuple[str, ...] = ()
    relations: Relations = Relations()
    team: Team = Team()
    posts: Posts = Posts()
    history: tuple[PastDay, ...] = ()
    usual: dict[str, Usual] = {}
    compare_from: date | None = None
    correction: Correction | None = None
    months: tuple[Month, Month] | None = None
    unconfirmed: tuple[Unconfirmed, ...] = ()
    unsent: tuple[date, ...] = ()
    reports: tuple[Report, ...] = ()
    next_opening: datetime | None = None
    clears_by: datetime | None = None
    expected: float | None = None  # what people were told to expect, where it was: see `docs/digest.md`
    kept_promise: tuple[int, int] | None = None  # of those told, answered by then


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(Snapshot)


def to_bytes(snapshot: Snapshot) -> bytes:
    return _encoder.encode(snapshot)


def from_bytes(data: bytes) -> Snapshot:
    """Raises msgspec.DecodeError on anything that is no Snapshot of this release."""
    return _decoder.decode(data)
