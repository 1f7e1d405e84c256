"""How a platform was listened to: what was checked, when it last held, and when news may be missing.

An account is checked every half hour: token, scopes and subscription, as `make doctor` looks at them, and a signed
test event that goes the whole way of a webhook. What was not checked is not known to have listened.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec

from shared.core.interaction import Utc, hashed

DEAF: Final = timedelta(minutes=15)
"""News may be missing where nothing showed for so much longer than checks are apart that it comes."""

KEEP_DEAF: Final = timedelta(days=3)
KEEP_PULSE: Final = timedelta(days=30)  # so that one which nobody checks any more is not forgotten with its silence
AGAIN: Final = 6  # a check that could not be made is tried so many times as often as others
NOT_CHECKED: Final = "was not checked"
_SLACK: Final = timedelta(minutes=1)  # between ticks: one that comes some seconds early does not wait for the next
_ENDS: Final = timedelta(hours=1)  # how long a failed check counts once nobody checks any more


class Deaf(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A time in which news may be missing. `until` None: it lasts."""

    since: Utc
    until: Utc | None = None
    why: str


class Pulse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One account as it was last checked. `ok` None: that could not be known.

    `good_at` is when all was last found right, `heard_at` when a real event last came, at the latest known,
    `probed_at` when a test event was last sent and taken, `looped_at` when the last one that came the whole way was
    sent (None: never, or none is sent). `deaf` are the times of the last days, oldest first.
    """

    room: ClassVar[str] = "pulses"

    key: str
    brand: str
    platform: str
    account: str
    checked_at: Utc
    ok: bool | None
    why: str = ""
    good_at: Utc | None = None
    heard_at: Utc | None = None
    probed_at: Utc | None = None
    looped_at: Utc | None = None
    deaf: tuple[Deaf, ...] = ()
    expire_at: Utc

    @property
    def lasts(self) -> bool:
        """Whether news may be missing as of the last check."""
        return bool(self.deaf) and self.deaf[-1].until is None

    @property
    def shown_at(self) -> datetime | None:
        """When it last showed that it listens, by a good check or a real event; None where no check was ever good."""
        return None if self.good_at is None else max(self.good_at, self.heard_at or self.good_at)

    @property
    def lost(self) -> bool:
        """Whether the last test event has not come the whole way."""
        return self.probed_at is not None and (self.looped_at is None or self.looped_at < self.probed_at)

    def due(self, now: datetime, every: timedelta) -> bool:
        """Whether it is to be checked. What could not be known is tried again soon, until it counts as missing."""
        again = self.ok is None and self.good_at is not None and not self.lasts
        return now + _SLACK >= self.checked_at + (every / AGAIN if again else every)

    def unshown(self, at: datetime, every: timedelta) -> datetime | None:
        """Since when nothing has shown that it listens, where that is too long ago for checks that are so far apart."""
        shown = self.shown_at
        return None if shown is None or at - shown <= every + DEAF else shown

    def deaf_at(self, at: datetime, every: timedelta | None) -> tuple[Deaf, ...]:
        """The times in which news may be missing as of `at`, none of them open. `every` None: nobody checks any more.

        The last may lie after the last check: a check that was not made tells nothing.
        """
        end = at if every is not None else min(at, self.checked_at + _ENDS)
        told = tuple(one if one.until else msgspec.structs.replace(one, until=end) for one in self.deaf)
        since = None if every is None or self.lasts else self.unshown(at, every)
        return told if since is None else (*told, Deaf(since=since, until=at, why=self.why or NOT_CHECKED))


def pulse_key(platform: str, account: str) -> str:
    return hashed("pulse", platform, account)


def unchecked(brand: str, platform: str, account: str, now: datetime) -> Pulse:
    """An account of which nothing is known yet."""
    return Pulse(
        key=pulse_key(platform, account),
        brand=brand,
        platform=platform,
        account=account,
        checked_at=now,
        ok=None,
        expire_at=now + KEEP_PULSE,
    )


def checked(old: Pulse, ok: bool | None, why: str, now: datetime, every: timedelta, *, able: bool = True) -> Pulse:
    """The Pulse after a check at `now`. `able` False: there is nothing that could be asked, so nothing is missing.

    A failed check opens a deaf time that began when it last showed that it listens; a good one closes it. One that
    could not be made opens it only once nothing has shown for too long, and a real event closes that.
    """
    deaf = list(old.deaf)
    unshown = old.unshown(now, every)
    if old.lasts:
        if ok or not (able or ok is False):
            deaf[-1] = msgspec.structs.replace(deaf[-1], until=now)
        elif ok is None and unshown is None and old.heard_at is not None and old.heard_at > deaf[-1].since:
            deaf[-1] = msgspec.structs.replace(deaf[-1], until=old.heard_at)
        elif why:
            deaf[-1] = msgspec.structs.replace(deaf[-1], why=why)
    elif ok is False:
        deaf.append(Deaf(since=old.shown_at or now, why=why))
    elif unshown is not None and able:
        until = now if ok else None
        deaf.append(Deaf(since=unshown, until=until, why=(old.why if ok else why) or NOT_CHECKED))
    return msgspec.structs.replace(
        old,
        checked_at=now,
        ok=ok,
        why=why,
        good_at=now if ok else old.good_at,
        deaf=tuple(one for one in deaf if one.until is None or one.until > now - KEEP_DEAF),
        expire_at=now + KEEP_PULSE,
    )
