"""What one edition of a digest says, block by block, in words: ready for both parts of the mail, the web copy, a chat.

Texts are plain and in the reader's language; whoever renders them escapes them. Counts beside them draw the charts,
which are decoration: every number of theirs stands in words too. A block that is None is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mood(StrEnum):
    """The state of a day; the first that matches, in this order."""

    CANT_TELL = "cant_tell"
    ACT_NOW = "act_now"
    WATCH = "watch"
    QUIET = "quiet"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a tap leads, and what it says: a verb, and what is found there."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: `role` names its colour, `figure` is its count as it is written (≥ and all)."""

    role: str  # in_time, thanks, late, waiting, overdue, nothing
    count: int
    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something for the reader to do: verb first. The first link is the one for the button."""

    title: str
    details: tuple[str, ...]
    quote: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiter:
    """One person who waits, in words."""

    who: str
    waited: str
    where: str
    due: str
    about: str | None = None
    with_whom: str | None = None
    links: tuple[Link, ...] = ()
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its name and what it is made of."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart; `label` is empty where there is no room for one. `mark`: it is set apart, as by `role`."""

    label: str
    count: int
    role: str = "waiting"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its head, its cells, and a bar of Segments where it has one. `alarm` names marked cells."""

    head: str
    cells: tuple[str, ...]
    bar: tuple[Segment, ...] = ()
    alarm: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`caption` for those who cannot see where it stands; `head` names the first column and the cells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the last seven days: `role` in_time, late or overdue as its colour, or `none`."""

    label: str
    value: str
    role: str
    said: str  # the same in words, for the text part and assistive technology


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody worth a line: who, why, perhaps what they said, and where."""

    who: str
    why: str
    quote: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`links` lead to what the notes tell of."""

    mark: str
    pill: str
    headline: str
    lead: str
    segments: tuple[Segment, ...]
    notes: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    title: str
    intro: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """`links` lead to those who do not stand here."""

    title: str
    intro: str
    rows: tuple[Waiter, ...]
    after: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfolded:
    title: str
    intro: str
    columns: tuple[Column, ...]
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quick:
    title: str
    promise: str
    figures: tuple[Figure, ...]
    table: Table | None
    strip_title: str
    strip: tuple[Cell, ...]
    strip_note: str
    hours_title: str
    hours: tuple[Column, ...]
    hours_note: str


@dataclass(frozen=True, slots=True)
class Relations:
    """`ideas` are small things that somebody might do, each with where and why."""

    title: str
    figures: tuple[Figure, ...]
    lines: tuple[str, ...]
    people_title: str
    people: tuple[Person, ...]
    quiet_title: str
    quiet: tuple[Person, ...]
    month: Table | None
    month_note: str
    ideas_title: str = ""
    ideas: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """`fewer` is the same table with fewer rows, for a mail that would be too large."""

    title: str
    quote: str | None
    quoted: str
    table: Table | None
    lines: tuple[str, ...]
    fewer: Table | None = None


@dataclass(frozen=True, slots=True)
class Foot:
    lines: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition. `day` in words; `direction` ltr or rtl; `label` names the whole for assistive technology."""

    language: str
    direction: str
    brand: str
    day: str
    label: str
    mood: Mood
    subject: str
    preheader: str
    verdict: Verdict
    needs: Needs | None
    waiting: Waiting | None
    unfolded: Unfolded | None
    checked: Checked
    quick: Quick | None
    relations: Relations | None
    team: Team | None
    foot: Foot
