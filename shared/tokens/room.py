"""The tokens of one deployment: what was written for each account; lookups, seal and renewal, made on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from shared.brands.routes import Account
from shared.core.errors import MissingSecret
from shared.core.ports import Now, Store
from shared.core.secret import Secret
from shared.tokens.current import Current
from shared.tokens.record import Written
from shared.tokens.sealing import TOKEN_KEY, Sealer, check_keys

if TYPE_CHECKING:
    from shared.brands.compiled import Brand
    from shared.tokens.tend import Ask, Tender


class Read(Protocol):
    """Gives the secrets in an environment variable. Raises MissingSecret, also for a weak one that is ours."""

    def __call__(self, variable: str, *, ours: bool) -> list[Secret]: ...


class Tokens:
    """`store` opens the ledger when it is first needed. Safe between threads."""

    def __init__(
        self, read: Read, store: Callable[[], Store], now: Now, owner: Callable[[], str], timeout: timedelta
    ) -> None:
        self._read = read
        self._store = store
        self._now = now
        self._owner = owner
        self._timeout = timeout

    def check(self, account: Account) -> Secret:
        """The token as it was written, or nothing. Raises MissingSecret for all that renewing takes. Opens nothing."""
        written = self._written(account)
        try:
            check_keys(self._read(TOKEN_KEY, ours=True))
        except MissingSecret as error:
            why = f"{error.why}, and account {account.id!r} on {account.platform} renews its token with it"
            raise MissingSecret(TOKEN_KEY, why) from None
        return written.grant.access

    def current(self, account: Account) -> Secret:
        """The token that serves now. Raises ConfigurationError where there is none, BackendUnavailable."""
        return self._current.token(self._written(account))

    def tend(self, accounts: Iterable[tuple[Brand, Account]], ask: Callable[[Account], Ask]) -> int:
        """Renew what is due; returns how many were."""
        from shared.tokens.tend import Tended

        return self._tender.tend(
            Tended(brand, account, self._written(account), ask(account)) for brand, account in accounts
        )

    def _written(self, account: Account) -> Written:
        refresh = account.refresh or ""
        return Written(
            platform=account.platform,
            account=account.id,
            token=None if account.token is None else self._read(account.token, ours=False)[0],
            refresh=self._read(refresh, ours=False)[0],
            own=account.token == refresh,
        )

    @cached_property
    def _sealer(self) -> Sealer:
        return Sealer(self._read(TOKEN_KEY, ours=True))

    @cached_property
    def _current(self) -> Current:
        return Current(self._store(), self._sealer, self._now)

    @cached_property
    def _tender(self) -> Tender:
        from shared.tokens.tend import Tender

        return Tender(self._store(), self._sealer, self._now, self._owner, self._timeout)
