"""What is known of a token that ends, and when something is to be done about it. Pure: told the time, calls nobody.

renewed_at                         renew_at            ends
----|----------- serves -------------|--- tried again ---|---- nothing can be sent ----
     life up to 30 days: at 2/3, at the latest 10 minutes before the end; longer: 10 days before
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.core.claims import MARGIN
from shared.core.collecting import Access, access_key
from shared.core.interaction import hashed
from shared.core.ports import Grant
from shared.core.secret import Secret

KEEP: Final = timedelta(days=400)  # since the last renewal; a refresh token that has lain so long is dead anyway
SOON: Final = timedelta(days=14)
FAILING: Final = 3  # failures in a row, after which a person is told
OVERLAP: Final = timedelta(hours=1)  # how long an instance with the former written token may still run
DAY: Final = timedelta(days=1)
_LONG: Final = timedelta(days=30)
_LONG_BEFORE: Final = timedelta(days=10)
_BEFORE: Final = timedelta(minutes=10)
_LEAST: Final = timedelta(minutes=1)
_UNTOLD: Final = timedelta(minutes=40)  # where no end is told: as for a life of an hour
_AFTER_REFUSAL: Final = timedelta(hours=6)
_BACK_OFF: Final = (60.0, 120.0, 300.0, 600.0, 900.0)  # seconds
_UNBELIEVABLE: Final = timedelta(hours=1)  # this far ahead of the time is no claim of ours, but a clock that was wrong


class Written(msgspec.Struct, frozen=True):
    """What a person has written for one account: its token (None: none yet) and what renews it.

    `own` means that the two are one: the platform renews a token by itself, and not before it is a day old.
    """

    platform: str
    account: str
    token: Secret | None
    refresh: Secret
    own: bool = False

    @property
    def key(self) -> str:
        return access_key(self.platform, self.account)

    @property
    def seed(self) -> str:
        """A name for these very secrets: what is kept under another one descends from others."""
        token = "" if self.token is None else self.token.reveal()
        return hashed("seed", token, self.refresh.reveal())

    @property
    def grant(self) -> Grant:
        return Grant(self.token or Secret(""), self.refresh, None)


class Held(msgspec.Struct, frozen=True):
    """What a record's seal hides. `before` is the seed that this one took the place of, at `since`."""

    access: Secret
    refresh: Secret | None
    before: str | None = None
    since: datetime | None = None

    def supersedes(self, seed: str, now: datetime) -> bool:
        """Whether whoever has this seed is an instance of before, and not a person who has written something new."""
        return self.before == seed and self.since is not None and timedelta(0) <= now - self.since < OVERLAP


def found(written: Written, brand: str, sealed: bytes, now: datetime) -> Access:
    """The record of a token of which nothing is known but itself. It is renewed at once, if it may be."""
    return Access(
        key=written.key,
        brand=brand,
        platform=written.platform,
        account=written.account,
        seed=written.seed,
        sealed=sealed,
        renewed_at=now,
        renew_at=now + DAY if written.own else now,
        expire_at=now + KEEP,
    )


def claimed(doc: Access, owner: str, now: datetime, timeout: timedelta) -> Access:
    """Just before the call: it is nobody else's until 20 seconds after the last moment it can be on the wire."""
    return msgspec.structs.replace(doc, owner=owner, until=now + timeout + MARGIN)


def renewed(doc: Access, sealed: bytes, ends: datetime | None, own: bool, now: datetime) -> Access:
    return msgspec.structs.replace(
        doc,
        sealed=sealed,
        renewed_at=now,
        expires_at=ends,
        renew_at=renew_at(now, ends, own),
        owner=None,
        until=None,
        failures=0,
        why=None,
        dead=False,
        expire_at=now + KEEP,
    )


def failed(doc: Access, why: str, retry_after: float | None, now: datetime) -> Access:
    """Not renewed, and perhaps later: the next try is at least as far away as the platform says."""
    pause = max(retry_after or 0.0, _BACK_OFF[min(doc.failures, len(_BACK_OFF) - 1)])
    again = now + timedelta(seconds=pause)
    return msgspec.structs.replace(
        doc, owner=None, until=None, failures=doc.failures + 1, why=why[:100], renew_at=again
    )


def refused(doc: Access, why: str, now: datetime) -> Access:
    """The platform will not renew it: a person must log in. What is left of its life still serves.

    It is asked again now and then, for the app's own secret may have been the cause.
    """
    return msgspec.structs.replace(
        doc,
        owner=None,
        until=None,
        failures=doc.failures + 1,
        why=why[:100],
        dead=True,
        renew_at=now + _AFTER_REFUSAL,
    )


def renew_at(now: datetime, ends: datetime | None, own: bool) -> datetime:
    if ends is None:
        return now + (DAY if own else _UNTOLD)
    life = ends - now
    if life > _LONG:
        return ends - _LONG_BEFORE
    at = max(min(now + life * 2 / 3, ends - _BEFORE), now + _LEAST)
    return max(at, now + DAY) if own else at


def taken(doc: Access, now: datetime) -> bool:
    """Whether somebody else may be renewing it. An owner who never came back holds it no longer than `until`."""
    return doc.owner is not None and doc.until is not None and now < doc.until <= now + _UNBELIEVABLE


def due(doc: Access, now: datetime) -> bool:
    return doc.renew_at is not None and doc.renew_at <= now


def from_the_future(doc: Access, now: datetime) -> bool:
    """Whether a clock that was wrong has written its times: none of them can be relied on."""
    return doc.renewed_at > now + _UNBELIEVABLE


def ended(doc: Access, now: datetime) -> bool:
    return doc.expires_at is not None and doc.expires_at <= now


def soon(doc: Access, now: datetime) -> bool:
    """Whether it ends within two weeks; a token whose end is not known may."""
    return doc.expires_at is None or doc.expires_at <= now + SOON
