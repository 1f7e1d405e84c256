"""Renewing what is due, each token by one instance at a time: `collect` calls this whenever it runs.

A refresh token may work only once, so the record is claimed before the call and written on condition after it. Whoever
dies in between leaves a claim that ends; the next one tries the old refresh token once more, and a refusal then
means that a person must log in. A new token that could not be written is kept in memory and written first next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Account, Brand
from shared.core.collecting import Access
from shared.core.errors import (
    ActionRefused,
    BackendUnavailable,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
    ResponderError,
)
from shared.core.ledger import Notice
from shared.core.ports import Create, Grant, Kept, Now, Replace, Store
from shared.tokens import record
from shared.tokens._notices import notices
from shared.tokens.record import Held, Written
from shared.tokens.sealing import Sealed, Sealer

Ask = Callable[[Grant, datetime, float], Grant]
"""A platform's `renew` for one account: what is held, the time, and how many seconds it may take."""

TRIES: Final = 4
LONGEST: Final = timedelta(seconds=120)  # of one run, so that a platform that hangs leaves time for asking others


class Tended(msgspec.Struct, frozen=True):
    """One account whose token ends: whose it is, what was written for it, and how to ask for a new one."""

    brand: Brand
    account: Account
    written: Written
    ask: Ask


class Tender:
    """Renews tokens. `owner` gives a new random name for each try. One for an instance, and safe between threads."""

    def __init__(self, store: Store, sealer: Sealer, now: Now, owner: Callable[[], str], timeout: timedelta) -> None:
        self._store = store
        self._sealer = sealer
        self._now = now
        self._owner = owner
        self._timeout = timeout
        self._unsaved: dict[str, tuple[Kept[Access], Access]] = {}
        self._told: set[str] = set()
        self._start = 0

    def tend(self, accounts: Iterable[Tended]) -> int:
        """Look at each once; returns how many were renewed. Raises the first error once all have had their turn.

        Whoever has none in time is the first of the next run.
        """
        done, first, end = 0, None, self._now() + LONGEST
        everybody = list(accounts)
        start, self._start = self._start % max(1, len(everybody)), 0
        for number, one in enumerate(everybody[start:] + everybody[:start]):
            if self._now() >= end:
                self._start = start + number
                break
            try:
                done += self._look(one)
            except Exception as error:
                why = str(error) if isinstance(error, ResponderError) else ""
                log.error(
                    "token.failed",
                    platform=one.account.platform,
                    account=one.account.id,
                    error=type(error).__name__,
                    why=why,
                )
                first = first or error
        if first is not None:
            raise first
        return done

    def _look(self, one: Tended) -> bool:
        unsaved = self._unsaved.get(one.written.key)
        if unsaved is not None:
            self._save(*unsaved)
            self._unsaved.pop(one.written.key, None)
        now = self._now()
        kept = self._record(one, now)
        if kept is None or record.taken(kept.doc, now):
            return False
        try:
            held, former = self._sealer.open(kept.doc)
        except Sealed as error:
            log.error("token.sealed", platform=kept.doc.platform, account=kept.doc.account, why=str(error))
            return False
        if former or record.from_the_future(kept.doc, now):
            kept = self._again(kept, held, one, now)
        if kept is not None and record.due(kept.doc, now):
            return self._renew(kept, held, one)
        if kept is not None:
            self._warn(kept.doc, one, now)
        return False

    def _record(self, one: Tended, now: datetime) -> Kept[Access] | None:
        """The record of what is written now; made where there is none, or one that descends from other secrets."""
        written = one.written
        kept = self._store.get(Access, written.key, now)
        if kept is not None and kept.doc.seed == written.seed:
            return kept
        before = None if kept is None else kept.doc.seed
        if kept is not None and self._superseded(kept.doc, written, now):
            log.warning("token.superseded", platform=written.platform, account=written.account)
            return None
        held = Held(written.grant.access, written.refresh, before, now)
        doc = record.found(written, one.brand.key, self._sealer.seal(written, held), now)
        return self._put(doc, kept, now)

    def _superseded(self, doc: Access, written: Written, now: datetime) -> bool:
        try:
            return self._sealer.open(doc)[0].supersedes(written.seed, now)
        except Sealed:
            return False

    def _again(self, kept: Kept[Access], held: Held, one: Tended, now: datetime) -> Kept[Access] | None:
        """The same token in a new record: under the present key, and without times that a wrong clock has written."""
        sealed = self._sealer.seal(one.written, held)
        if record.from_the_future(kept.doc, now):
            doc = record.found(one.written, one.brand.key, sealed, now)
        else:
            doc = msgspec.structs.replace(kept.doc, sealed=sealed)
        return self._put(doc, kept, now)

    def _renew(self, kept: Kept[Access], held: Held, one: Tended) -> bool:
        start = self._now()
        mine = self._put(record.claimed(kept.doc, self._owner(), start, self._timeout), kept, start)
        if mine is None:
            return False  # somebody else has it
        now = self._now()
        left = (start + self._timeout - now).total_seconds()
        if left <= 0:
            return False  # frozen since: nothing has left, and the claim ends by itself
        try:
            grant = one.ask(Grant(held.access, held.refresh, kept.doc.expires_at), now, left)
            if not grant.access.reveal():
                raise OutcomeUnknown(one.account.platform, "renew", "an answer without a token")
        except ActionRefused as error:
            self._refused(mine, error.why, one)
            return False
        except Exception as error:  # whatever it was: uncounted, it would be asked again at every turn
            self._failed(mine, error, one)
            return False
        refresh = grant.refresh or (grant.access if one.written.own else held.refresh)
        sealed = self._sealer.seal(one.written, Held(grant.access, refresh, held.before, held.since))
        doc = record.renewed(mine.doc, sealed, grant.expires_at, one.written.own, self._now())
        self._unsaved[doc.key] = (mine, doc)
        self._save(mine, doc)
        self._unsaved.pop(doc.key, None)
        log.info("token.renewed", platform=doc.platform, account=doc.account, ends=_text(doc.expires_at))
        return True

    def _save(self, mine: Kept[Access], doc: Access) -> None:
        """Write a new token, whatever became of our claim; unless somebody else has written another one meanwhile."""
        kept: Kept[Access] | None = mine
        unavailable: BackendUnavailable | None = None
        for _ in range(TRIES):
            now = self._now()
            try:
                if self._put(doc, kept, now) is not None:
                    return
                kept = self._store.get(Access, doc.key, now)
            except BackendUnavailable as error:  # perhaps written all the same: look
                unavailable = error
                continue
            if kept is not None and self._is_another(kept.doc, mine.doc):
                return
        raise unavailable or BackendUnavailable("store", "a token's record kept changing")

    def _is_another(self, there: Access, claimed: Access) -> bool:
        """Whether it is not the token that was claimed and is spent by now; that one may only be sealed anew."""
        if there.seed != claimed.seed:
            return True
        try:
            return self._sealer.open(there)[0].access.reveal() != self._sealer.open(claimed)[0].access.reveal()
        except Sealed:
            return True

    def _refused(self, mine: Kept[Access], why: str, one: Tended) -> None:
        now = self._now()
        doc = record.refused(mine.doc, why, now)
        told = self._untold(doc, one, now)
        if self._store.commit(now, Replace(doc, mine.revision), *(Create(notice) for notice in told)) is not None:
            log.error("token.dead", platform=doc.platform, account=doc.account, why=doc.why, ends=_text(doc.expires_at))

    def _failed(self, mine: Kept[Access], error: Exception, one: Tended) -> None:
        why = error.why if isinstance(error, PlatformError) else type(error).__name__
        said = str(error) if isinstance(error, ResponderError) else ""
        log.warning(
            "token.failed",
            platform=mine.doc.platform,
            account=mine.doc.account,
            error=type(error).__name__,
            why=said,
        )
        wait = error.retry_after if isinstance(error, PlatformUnavailable) else None
        now = self._now()
        kept = self._put(record.failed(mine.doc, why, wait, now), mine, now)
        if kept is not None:
            self._warn(kept.doc, one, now)

    def _warn(self, doc: Access, one: Tended, now: datetime) -> None:
        """Tell that it ends soon and is not renewed: once for each end."""
        if not record.soon(doc, now) or not (doc.dead or doc.failures >= record.FAILING):
            return
        told = self._untold(doc, one, now)
        if told and self._store.commit(now, *(Create(notice) for notice in told)) is None:
            return
        if told or not one.brand.recipients:
            log.error(
                "token.expiring",
                platform=doc.platform,
                account=doc.account,
                why=doc.why,
                ends=_text(doc.expires_at),
            )

    def _untold(self, doc: Access, one: Tended, now: datetime) -> list[Notice]:
        """What nobody has been told yet. Said once is remembered, for a dead token is looked at every five minutes."""
        fresh = []
        for notice in notices(one.brand, one.account, doc, now):
            if notice.key not in self._told and self._store.get(Notice, notice.key, now) is None:
                fresh.append(notice)
            else:
                self._told.add(notice.key)
        return fresh

    def _put(self, doc: Access, kept: Kept[Access] | None, now: datetime) -> Kept[Access] | None:
        done = self._store.commit(now, Create(doc) if kept is None else Replace(doc, kept.revision))
        return None if done is None else Kept(doc, done[0])


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
