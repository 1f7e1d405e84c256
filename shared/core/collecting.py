"""What `collect` keeps: how far an account has been asked, what a day's asking found, and renewed access tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final

import msgspec

from shared.core.interaction import Utc, hashed

KEEP_TALLY: Final = timedelta(days=400)
KEEP_CHECKPOINT: Final = timedelta(days=3650)


class Counts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of what people did on one day: how much exists, came by itself, and was found only by asking."""

    exist: int = 0
    received: int = 0
    recovered: int = 0


class Sweep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One asking under way: what it covers, which page comes next, and what it has counted by local day.

    A `whole` one reaches back over whole days, to count them; others only to where the last one ended. It counts from
    `since` to `until`; what is younger may still come by itself. `open` is asked about on every page. `seen` marks what
    has been counted, six bytes for each, since pages overlap; None once it is too much to keep, or something
    could not be read: nothing is then told of these days. The numbers from `pages` on are of all pages together.
    """

    began: Utc
    whole: bool = True
    since: Utc
    until: Utc
    open: tuple[str, ...] = ()
    cursor: str | None = None
    days: dict[str, Counts] = {}
    seen: bytes | None = b""
    pages: int = 0
    found: int = 0
    published: int = 0
    recovered: int = 0
    unreadable: int = 0


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far one account has been asked. `first` is when it was first asked: what is older opens no clock.

    `units` is what was spent of the platform's quota on `units_day` (the platform's own day, ISO), with as much set
    aside for the page that is being asked for as the `dearest` one has cost. `owner` asks until `until`, then anybody
    may go on.
    """

    room: ClassVar[str] = "checkpoints"

    key: str
    brand: str
    platform: str
    account: str
    first: Utc
    next_at: Utc
    sweep: Sweep | None = None
    owner: str | None = None
    until: Utc | None = None
    done_at: Utc | None = None  # when the last complete asking began
    counted_at: Utc | None = None  # the same of the last whole one
    subscribe_at: Utc | None = None  # when the platform is to be asked to push again, where that runs out
    failures: int = 0
    refused: int = 0  # of the pages asked since the last complete asking: a page that passes does not mend these
    why: str | None = None  # of the last failure, a code or a class name
    units: int = 0
    units_day: str | None = None
    dearest: int = 1
    expire_at: Utc


class Tally(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one account's local day by asking the platform. No Tally means that nobody knows.

    `until` is how far into the day the asking reached (UTC).
    """

    room: ClassVar[str] = "tallies"

    key: str
    brand: str
    platform: str
    account: str
    day: str
    counts: Counts
    until: Utc
    at: Utc
    expire_at: Utc


class Access(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An access token that is renewed by us, sealed. `seed` tells from which written token it descends.

    `owner` is renewing it until `until`. `dead` means that the platform has refused to renew it: a person must log in.
    """

    room: ClassVar[str] = "access"

    key: str
    brand: str
    platform: str
    account: str
    seed: str
    sealed: bytes
    renewed_at: Utc
    expires_at: Utc | None = None
    renew_at: Utc | None = None
    owner: str | None = None
    until: Utc | None = None
    failures: int = 0
    why: str | None = None
    dead: bool = False
    expire_at: Utc


def checkpoint_key(platform: str, account: str) -> str:
    return hashed("checkpoint", platform, account)


def tally_key(platform: str, account: str, day: str) -> str:
    return hashed("tally", platform, account, day)


def access_key(platform: str, account: str) -> str:
    return hashed("access", platform, account)
