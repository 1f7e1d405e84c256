"""What digests leave behind: a day's figures, what was told of it, who wrote on it, and how each reader wants theirs.

The figures live as long as an Entry, since other days are compared with them; they hold nobody's name. What names and
quotes people, the content, goes after 30 days, as their words do.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final

import msgspec

from shared.core.interaction import Utc, hashed

KEEP_FIGURES: Final = timedelta(days=400)
KEEP_CONTENT: Final = timedelta(days=30)
KEEP_ATTENDANCE: Final = timedelta(days=70)
KEEP_READER: Final = timedelta(days=36_500)  # who has stopped is not written to again

Number = float | int | str | None


class Unsettled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who waited when a day was counted, so that its figures can be brought up to date later.

    `entries` are keys of what waits for an answer; `rest` is how the person's other threads of that day stand
    (`thanks`, `in_time`, `late`; "" where there are none), `then` how the person stood: `waiting` or `overdue`.
    """

    who: str
    entries: tuple[str, ...]
    rest: str
    then: str


class DigestRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One day of one brand as it was counted, in figures. There is one for each date, whatever became of its mails.

    `summary` is as it was told. `now` holds those figures that moved since (`in_time`, `late`, `waiting`, `overdue`,
    `thanks`, `people`), brought up to date at `brought_at` from what was `unsettled`, or all of them where the day was
    counted again; None where too many were, or nothing moved. `unwritten`: some editions are still to be written.
    """

    room: ClassVar[str] = "digests"

    key: str
    brand: str
    day: str
    until: Utc  # where its window ended, and the next one begins, whatever zone the brand moves to
    made_at: Utc
    subject: str
    headline: str
    summary: dict[str, Number] = {}
    unsettled: tuple[Unsettled, ...] | None = ()
    now: dict[str, Number] | None = None
    brought_at: Utc | None = None
    unwritten: bool = False
    expire_at: Utc


class DigestContent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was told of one day, frozen: every recipient, both parts, the chats and the web copy are written from it.

    `body` is a `shared.digest.snapshot.Snapshot`, as JSON.
    """

    room: ClassVar[str] = "digest_contents"

    key: str  # as the DigestRecord's
    brand: str
    day: str
    body: bytes
    expire_at: Utc


class Attendance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who wrote on one day, by the hash that names their record, in order; a long day has several, by `part`.

    `heard` and `unheard` are 20 bytes a person each: those who had a sign of ours, and those who had none. The last
    part alone says how many `parts` there are; on the others it is 0.
    """

    room: ClassVar[str] = "attendances"

    key: str
    brand: str
    day: str
    part: int
    parts: int = 0
    heard: bytes = b""
    unheard: bytes = b""
    expire_at: Utc


class Reader(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one recipient wants a brand's digest. There is none while they want it as `brand.toml` says.

    `stopped` says by what it was stopped: `reader`, `one_click`, `bounce`, `complaint`. `failed` counts passing
    bounces since the last mail that arrived. No `language`, `names` or `at`: as the brand says.
    """

    room: ClassVar[str] = "readers"

    key: str
    brand: str
    at: Utc
    stopped: str | None = None
    failed: int = 0
    language: str | None = None
    names: str | None = None
    quiet: str | None = None
    expire_at: Utc


def digest_key(brand: str, day: str) -> str:
    """The name of a day's record and of its content. `day` is a local date, ISO."""
    return f"digest/{brand}/{day}"


def attendance_key(brand: str, day: str, roll: str, part: int) -> str:
    """`roll` is drawn anew each time a day is counted; the day's record says which of them counts."""
    return f"attendance/{brand}/{day}/{roll}/{part}"


def reader_key(brand: str, address: str) -> str:
    """The name of a recipient's Reader: it tells nobody the address."""
    return hashed("reader", brand, address.strip().casefold())
