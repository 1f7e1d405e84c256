"""What counted when, for one brand: which policy was in force from which moment on, and what was on hold.

A policy is a brand's calendars and targets as compiled; its name is a hash of them. `watch` writes down a new one when
it first meets it, so that a calendar counts from the moment at which it was deployed and never backwards. Only
`recompute` changes the past: it says that the policy of today was in force since some moment, as a Report of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec

from shared.core.calendar import Calendar
from shared.core.course import Pause
from shared.core.interaction import Utc

KEEP_POLICY: Final = timedelta(days=800)  # twice as long as an Entry, whose clocks it explains


class Version(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A policy, in force from `since` on. `calendars` has the brand's own first."""

    since: Utc
    policy: str
    calendars: tuple[Calendar, ...]


class Hold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A Pause of all clocks of the brand or, with `platform`, of those of one: a crisis hold, a platform's outage."""

    pause: Pause
    platform: str | None = None


class PolicyLog(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Its key is the brand's. `versions` and `holds` are in order of `since`; the first version counts since ever.

    `replan` is there while running clocks are still to be worked out anew: those opened from then on are not yet.
    `repeat_at` is when that is to be done once more: by then what others had read before it is written. `ladder` names
    the steps by which running clocks were last given their next look.
    """

    room: ClassVar[str] = "policies"

    key: str
    brand: str
    versions: tuple[Version, ...] = ()
    holds: tuple[Hold, ...] = ()
    replan: Utc | None = None
    repeat_at: Utc | None = None
    ladder: str | None = None
    expire_at: Utc


class Moved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One clock that a recompute moved. Seconds; `told` is when colleagues were told of the breach, if they were."""

    entry: str
    clock: str
    opened_at: Utc
    before: float | None = None
    after: float | None = None
    breached_before: bool = False
    breached_after: bool = False
    due_before: Utc | None = None
    due_after: Utc | None = None
    told: Utc | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One recompute: the figures of all that was opened in [since, until) as they were, and as they are by `policy`.

    `number` counts a brand's reports from 1. A figure is named `<metric>.<n|median|p90|kept|due>`; seconds, None where
    nothing is known. `moved` holds the first 500, `moves` says how many there are. Without `done_at` it was cut off:
    not all that it lists is in the ledger yet, and the next recompute ends it.
    """

    room: ClassVar[str] = "reports"

    key: str
    brand: str
    number: int
    made_at: Utc
    done_at: Utc | None = None
    since: Utc
    until: Utc
    policy: str
    who: str
    why: str
    before: dict[str, float | None] = {}
    after: dict[str, float | None] = {}
    looked_at: int = 0
    moves: int = 0
    moved: tuple[Moved, ...] = ()
    expire_at: Utc


def empty(brand: str, now: datetime) -> PolicyLog:
    """A log in which nothing is written yet."""
    return PolicyLog(key=brand, brand=brand, expire_at=now + KEEP_POLICY)
