"""A small world for tokens: the real SQLite ledger, a pretend platform that gives tokens away, and a clock that only
moves when told. Any port call of an instance can be made to crash, or to let something else happen first.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from shared.brands.compiled import Account, Brand
from shared.core.calendar import Calendar
from shared.core.collecting import Access
from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformUnavailable
from shared.core.ledger import Notice
from shared.core.ports import NOTICES, Grant
from shared.core.secret import Secret
from shared.stores.sqlite import SqliteStore
from shared.tokens.current import Current
from shared.tokens.record import Written
from shared.tokens.sealing import Sealer
from shared.tokens.tend import Tended, Tender

NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
KEY = "dGVzdC1rZXktbnVtYmVyLW9uZS0wMTIzNDU2Nzg5LWE="
KEY2 = "dGVzdC1rZXktbnVtYmVyLXR3by0wMTIzNDU2Nzg5LWI="
TIMEOUT = timedelta(seconds=10)
HOURS, DAYS, MINUTES = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


_MEMORY = Path("/dev/shm")  # noqa: S108 - fsync is free there, and these tests kill no machine
SHM = str(_MEMORY) if _MEMORY.is_dir() else None


class Crash(BaseException):
    """The process died here. Not an Exception: nothing in the house may catch it."""


@dataclass
class Giver:
    """A platform that gives an access token for a refresh token, which works once and is then replaced (as X does)."""

    now: Callable[[], datetime]
    life: timedelta = 2 * HOURS
    once: bool = True
    good: set[str] = field(default_factory=set)
    spent: list[str] = field(default_factory=list)
    ends: dict[str, datetime] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    calls: int = 0
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def log_in(self) -> tuple[str, str]:
        """A person logs in: what was given before stays good."""
        number = next(self.numbers)
        access, refresh = f"access-of-a-login-{number}", f"refresh-of-a-login-{number}"
        self.good.add(refresh)
        self.ends[access] = self.now() + self.life
        return access, refresh

    def renew(self, held: Grant, now: datetime, timeout: float) -> Grant:
        self.calls += 1
        assert 0 < timeout <= TIMEOUT.total_seconds()
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "unavailable":
            raise PlatformUnavailable("x", "renew", "status 429", 400.0)
        if fault == "unknown":
            raise OutcomeUnknown("x", "renew", "ReadTimeout")
        if fault == "bug":
            raise KeyError("access_token")
        if fault == "no secret":
            raise ActionUnsupported("x", "renew", "the connection needs the secret client_id")
        if fault == "empty":
            return Grant(Secret(""), None, None)
        refresh = held.refresh.reveal() if held.refresh else ""
        self.spent.append(refresh)
        if refresh not in self.good:
            raise ActionRefused("x", "renew", "invalid_grant")
        number = next(self.numbers)
        access, another = f"access-that-is-renewed-{number}", f"refresh-that-is-renewed-{number}"
        self.ends[access] = self.now() + self.life
        if self.once:
            self.good.remove(refresh)
            self.good.add(another)
        if fault == "lost":
            raise OutcomeUnknown("x", "renew", "ReadTimeout")
        return Grant(Secret(access), Secret(another) if self.once else None, self.ends[access])


class Instance:
    """One process: its own tender and memory. `at` port call, counted from 1, `happen` is done first (or after)."""

    def __init__(self, world: World, keys: tuple[str, ...] = (KEY,)) -> None:
        self.world = world
        self.written: Written | None = None  # None: what the world has at that moment
        self.calls = 0
        self.at = 0
        self.after = False
        self.happen: Callable[[], object] = lambda: None
        sealer = Sealer([Secret(key) for key in keys])
        store: Any = Ported(self, world.store)
        self.tender = Tender(store, sealer, world.now, lambda: f"owner-{next(world.owners)}", TIMEOUT)
        self.current = Current(store, sealer, world.now)

    def ported(self, call: Callable[..., Any], *args: Any) -> Any:
        self.calls += 1
        mine = self.calls == self.at
        if mine and not self.after:
            self.happen()
        result = call(*args)
        if mine and self.after:
            self.happen()
        return result

    def tend(self, written: Written | None = None) -> int:
        world = self.world
        ask = partial(self.ported, world.giver.renew)
        return self.tender.tend([Tended(world.brand, world.account, written or self.written or world.written, ask)])

    def token(self, written: Written | None = None) -> str:
        return self.current.token(written or self.written or self.world.written).reveal()


class Ported:
    def __init__(self, instance: Instance, inner: SqliteStore) -> None:
        self._instance, self._inner = instance, inner

    def get(self, *args: Any) -> Any:
        return self._instance.ported(self._inner.get, *args)

    def commit(self, *args: Any) -> Any:
        return self._instance.ported(self._inner.commit, *args)


class World:
    def __init__(self, folder: Path, *, own: bool = False, life: timedelta = 2 * HOURS, once: bool = True) -> None:
        self.folder = folder
        self.at = NOON
        self.owners = itertools.count(1)
        self.store = SqliteStore(folder / "ledger.db")
        self.giver = Giver(self.now, life, once)
        refresh = "ACME_TOKEN" if own else "ACME_REFRESH"
        self.account = Account(id="77", platform="x", connection="x", name="Acme", token="ACME_TOKEN", refresh=refresh)
        self.brand = Brand(
            key="acme",
            name="Acme",
            short="Acme",
            zone="Europe/Oslo",
            languages=("en",),
            calendar=Calendar(zone="Europe/Oslo"),
            recipients=("one@acme.example", "two@acme.example"),
            sender="heard@acme.example",
            accounts=(self.account,),
        )
        self.own = own
        self.written = self.log_in()

    def now(self) -> datetime:
        return self.at

    def log_in(self) -> Written:
        access, refresh = self.giver.log_in()
        return Written("x", "77", Secret(refresh if self.own else access), Secret(refresh), self.own)

    def instance(self, *keys: str) -> Instance:
        return Instance(self, keys or (KEY,))

    @property
    def record(self) -> Access:
        kept = self.store.get(Access, self.written.key, self.at)
        assert kept is not None
        return kept.doc

    def mails(self) -> list[Notice]:
        found = self.store.find(NOTICES, self.at, equal=("acme", "token"))
        return [kept.doc for kept in found]

    def bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("ledger.db*")))


def events(err: str) -> list[str]:
    return [json.loads(line)["event"] for line in err.splitlines()]
