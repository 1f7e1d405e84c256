"""How a Checkpoint moves while its account is asked: taken, paid for, gone on with, done, failed. Nothing is done here.

free --due--> taken --page--> taken --last page--> free, due again after `every`
                |               |---end of turn--> free, due at once, its cursor kept
                |               |---quota used---> free, due when the platform's next day begins
                |---failure---> free, due after a pause; the cursor is kept for another try or two
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Account, Brand
from shared.core.calendar import Calendar
from shared.core.collecting import KEEP_CHECKPOINT, Checkpoint, Sweep
from shared.core.errors import ActionRefused, PlatformError, PlatformUnavailable
from shared.platforms._base import Listing

SETTLE: Final = timedelta(minutes=5)
"""What is younger may still come by itself."""

OVERLAP: Final = SETTLE + timedelta(minutes=10)  # what a platform lists late is found by the next asking
COUNT: Final = timedelta(hours=1)  # between two askings that reach back over whole days
LONGEST_BACK: Final = timedelta(days=28)  # how long an outage may last before older acts are left out
STALE: Final = timedelta(hours=30)  # a cursor is trusted no longer: a day's wait for more quota, and some
_MARGIN: Final = timedelta(seconds=60)  # between the last moment of a call and another owner's turn
_TRIES: Final = 3  # failures in a row after which a cursor is given up
_BACK_OFF: Final = (60.0, 120.0, 300.0, 900.0, 1800.0, 3600.0)  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """An account that can be asked. `share` is its part of its connection's quota of a day; None: there is no quota."""

    brand: Brand
    account: Account
    listing: Listing
    share: int | None

    def spent(self, doc: Checkpoint, now: datetime) -> int:
        """Units, on the platform's present day."""
        return doc.units if doc.units_day == self._day(now) else 0

    def used_up(self, doc: Checkpoint, now: datetime) -> bool:
        """Whether there is too little left for a page as dear as any so far. The first page of a day is always asked
        for: one that was once dearer than the share would else never be asked for again.
        """
        if self.share is None:
            return False
        spent = self.spent(doc, now)
        return spent + doc.dearest > self.share and (spent > 0 or self.share == 0)

    def taken(self, doc: Checkpoint, owner: str, now: datetime, timeout: timedelta) -> Checkpoint:
        """The owner's from now on. Its sweep is still missing where a new one is to begin."""
        fresh = doc.sweep is not None and now - doc.sweep.began <= STALE
        return self.paid(msgspec.structs.replace(doc, owner=owner, sweep=doc.sweep if fresh else None), now, timeout)

    def begun(self, doc: Checkpoint, waiting: tuple[str, ...], now: datetime) -> Checkpoint:
        """A new sweep without a gap to the last; once in a while from the start of a local day, to count whole days."""
        whole = doc.counted_at is None or now - doc.counted_at >= max(COUNT, self.listing.every)
        back = (doc.done_at or doc.first) - OVERLAP
        if whole:
            calendar = self.brand.calendar
            back = calendar.midnight(calendar.local_date(min(back, now - self.listing.back)))
        since = max(back, now - LONGEST_BACK, doc.first)
        pushed = self.listing.kinds > self.listing.asked
        until = now - SETTLE if pushed else now
        return msgspec.structs.replace(doc, sweep=Sweep(began=now, whole=whole, since=since, until=until, open=waiting))

    def paid(self, doc: Checkpoint, now: datetime, timeout: timedelta) -> Checkpoint:
        """With its price set aside before the call: whoever dies after it has not asked for nothing."""
        return msgspec.structs.replace(
            doc,
            until=now + timeout + _MARGIN,
            units=self.spent(doc, now) + doc.dearest,
            units_day=self._day(now),
            expire_at=now + KEEP_CHECKPOINT,
        )

    def turned(self, doc: Checkpoint, sweep: Sweep, units: int) -> Checkpoint:
        """A page is done: this is the sweep now, and so many units were spent on the page."""
        spent, dearest = doc.units - doc.dearest + units, max(doc.dearest, units)
        return msgspec.structs.replace(doc, sweep=sweep, units=spent, dearest=dearest, failures=0, why=None)

    def done(self, doc: Checkpoint, sweep: Sweep, now: datetime) -> Checkpoint:
        next_at = max(now, sweep.began + self.listing.every)
        counted_at = sweep.began if sweep.whole else doc.counted_at
        doc = msgspec.structs.replace(doc, sweep=None, done_at=sweep.began, counted_at=counted_at, refused=0)
        return self.free(doc, next_at)

    def waits(self, doc: Checkpoint, now: datetime) -> Checkpoint:
        """Its share of the quota is used up: nobody asks before the platform's next day."""
        tomorrow = self._quota.midnight(self._quota.local_date(now) + timedelta(days=1))
        return self.free(doc, tomorrow)

    def failed(self, doc: Checkpoint, error: Exception, units: int, now: datetime) -> Checkpoint:
        """A pause: as the platform says, or longer each time. A cursor that is refused is given up at once. Of what was
        set aside for the page so many units were spent.
        """
        failures, sweep = doc.failures + 1, doc.sweep
        refused = doc.refused + isinstance(error, ActionRefused)
        again = sweep is not None and sweep.cursor is not None
        again = again and not isinstance(error, ActionRefused) and failures % _TRIES != 0
        pause = error.retry_after if isinstance(error, PlatformUnavailable) else None
        if pause is None:
            pause = _BACK_OFF[min(max(failures, refused), len(_BACK_OFF)) - 1]
        why = error.why if isinstance(error, PlatformError) else type(error).__name__
        spent = doc.units - doc.dearest + units
        doc = msgspec.structs.replace(
            doc, sweep=sweep if again else None, units=spent, failures=failures, refused=refused, why=why
        )
        return self.free(doc, now + timedelta(seconds=max(1.0, pause)))

    def free(self, doc: Checkpoint, next_at: datetime) -> Checkpoint:
        return msgspec.structs.replace(doc, owner=None, until=None, next_at=next_at)

    def _day(self, now: datetime) -> str:
        return self._quota.local_date(now).isoformat()

    @property
    def _quota(self) -> Calendar:
        return Calendar(zone=self.listing.day_zone)
