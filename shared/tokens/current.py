"""The token with which an account speaks at this moment. One read of the ledger a minute and account, at most."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.core.collecting import Access
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Now, Store
from shared.core.secret import Secret
from shared.tokens import record
from shared.tokens.record import Written
from shared.tokens.sealing import Sealer

FRESH: Final = timedelta(seconds=60)
_NEAR: Final = timedelta(seconds=60)  # so close to its end a token is looked up each time: a new one is due


class _Seen(msgspec.Struct, frozen=True):
    token: Secret
    at: datetime
    good_until: datetime
    ends: datetime | None


class Current:
    """Looks tokens up, and remembers them as long as it may. Safe between threads."""

    def __init__(self, store: Store, sealer: Sealer, now: Now) -> None:
        self._store = store
        self._sealer = sealer
        self._now = now
        self._seen: dict[str, _Seen] = {}

    def token(self, written: Written) -> Secret:
        """Raises ConfigurationError where there is none that serves, BackendUnavailable where that is not known."""
        now = self._now()
        seen = self._seen.get(written.key)
        if seen is not None and seen.at <= now < seen.good_until:
            return seen.token
        try:
            kept = self._store.get(Access, written.key, now)
        except BackendUnavailable:
            if seen is not None and (seen.ends is None or now < seen.ends):
                return seen.token
            raise
        if kept is None or kept.doc.seed != written.seed:
            fresh = _Seen(written.grant.access, now, now + FRESH, None)
        else:
            fresh = self._opened(kept.doc, now)
        if not fresh.token.reveal():
            raise ConfigurationError(
                f"account {written.account!r} on {written.platform} has no access token yet; "
                "the door `collect` gets it the first one when it next runs"
            )
        self._seen[written.key] = fresh
        return fresh.token

    def _opened(self, doc: Access, now: datetime) -> _Seen:
        held, _former = self._sealer.open(doc)
        if record.ended(doc, now):
            why = "the platform refuses to renew it; log in again and write new secrets" if doc.dead else (
                "it is not renewed yet; see whether the door `collect` runs, and its log"
            )  # fmt: skip
            raise ConfigurationError(f"the access token of account {doc.account!r} on {doc.platform} has ended: {why}")
        good_until = now + FRESH
        if doc.expires_at is not None:
            good_until = min(good_until, doc.expires_at - _NEAR)
        return _Seen(held.access, now, good_until, doc.expires_at)
