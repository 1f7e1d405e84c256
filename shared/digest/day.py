"""What the digest may look at (a Day) and what it says (a Digest)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from shared.core.calendar import Calendar
from shared.core.collecting import Counts
from shared.core.course import Pause
from shared.core.ledger import Entry, Parked, Words
from shared.core.regime import Report


class Promise(Protocol):
    """A brand's targets: `response` in seconds of service time, `ack` in seconds, `goal` in per cent."""

    @property
    def ack(self) -> float: ...
    @property
    def response(self) -> float: ...
    @property
    def goal(self) -> int: ...


class Named(Protocol):
    """What the digest needs to know of a brand."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def targets(self) -> Promise: ...


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Earlier digest mails of one date whose delivery nobody confirmed."""

    date: date
    headline: str
    web: str | None
    recipients: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a platform's news may be missing."""

    platform: str
    why: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """Everything the digest of one local date may look at, as of `snapshot` (S). Instants are UTC.

    `entries` opened in [start, end), `earlier` before it and still waiting, `since` after it until S, `before` shortly
    before it, too late for the service day before. `troubles` and `parked` are those since the last digest. `failed`
    names what could not be read: unknown is not zero. `on_hold` says of whom, by key, the time does not count now.
    `reports` are what was recomputed since the last digest, in order.
    `platforms` are those connected, where it is known that their gaps in `incomplete` are all there were. `asked` are
    the accounts whose platform can be asked what exists, each with what that found of the whole date; None: not known.
    """

    brand: Named
    date: date
    start: datetime
    end: datetime
    snapshot: datetime
    entries: Sequence[Entry]
    earlier: Sequence[Entry] = ()
    since: Sequence[Entry] = ()
    before: Sequence[Entry] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    on_hold: Mapping[str, Pause] = field(default_factory=dict)
    reports: Sequence[Report] = ()
    troubles: Sequence[Entry] = ()
    parked: Sequence[Parked] = ()
    unconfirmed: Sequence[Unconfirmed] = ()
    incomplete: Sequence[Gap] = ()
    failed: Sequence[str] = ()
    platforms: Sequence[str] = ()
    asked: Sequence[tuple[str, Counts | None]] = ()


class Mood(StrEnum):
    """The state of a day; the first that matches, in this order."""

    CANT_TELL = "cant_tell"
    ACT_NOW = "act_now"
    WATCH = "watch"
    QUIET = "quiet"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the bar over all people: `role` names its colour."""

    role: str  # in_time, thanks, late, waiting, overdue, nothing
    count: int
    label: str
    least: bool = False  # there may be more of them: a platform is incomplete

    @property
    def figure(self) -> str:
        return f"{'≥ ' if self.least else ''}{self.count:,}"


@dataclass(frozen=True, slots=True)
class Action:
    """Something for the reader to do: verb first."""

    title: str
    details: tuple[str, ...]
    quote: str | None = None
    link: str | None = None
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """One person who waits: `due` in words, `link` to where they wrote."""

    who: str
    waited: str
    where: str
    due: str
    about: str | None = None
    link: str | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its name and what it is made of."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One platform in the table of speeds; `bar` is its people in the parts of the bar of everybody."""

    platform: str
    people: str
    in_time: str
    typical: str
    waiting: str
    overdue: bool = False
    bar: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest in words, ready for both parts of the mail. Texts are plain; whoever renders them escapes them."""

    brand: str
    day: str
    mood: Mood
    mark: str
    pill: str
    headline: str
    lead: str
    notes: tuple[str, ...]
    segments: tuple[Segment, ...]
    needs_intro: str
    actions: tuple[Action, ...]
    waiting_intro: str
    waiting: tuple[Wait, ...]
    waiting_after: tuple[str, ...]
    checked: tuple[str, ...]
    promise: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    foot: tuple[str, ...]
    subject: str
    preheader: str
    headers: tuple[tuple[str, str], ...]
    numbers: Mapping[str, float | int | str | None]

    def summary(self) -> dict[str, float | int | str | None]:
        """The figures as plain numbers; None where something is not known."""
        return dict(self.numbers)
