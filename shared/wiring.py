"""Builds the collaborators of a door, each on first use and once per instance: the only place that knows every class.

The environment is read here and in settings classes, nowhere else.
"""

from __future__ import annotations

import os
import secrets as random_names
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache, partial
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from shared import plugins
from shared.clock import foreign_clock, system_now
from shared.core.errors import ConfigurationError, MissingSecret, UnknownPlatform, UnknownPlugin
from shared.core.ports import AsyncBus, Bus, Client, Create, Grant, Notifier, Now, Returns, Store
from shared.core.secret import Secret, weakness
from shared.later import LaterBus, later_notifier, once
from shared.settings import Settings, base_url

if TYPE_CHECKING:
    from shared.brands.compiled import Brand, Compiled, Model
    from shared.brands.routes import Account, Connection, Routes
    from shared.core.ledger import Parked
    from shared.core.passes import Passes
    from shared.core.tickets import Links
    from shared.door import Aside
    from shared.flows._tools import Tools
    from shared.platforms._base import Keys, Platform, Use
    from shared.probe import Probing
    from shared.tokens.room import Tokens
    from shared.tokens.tend import Ask


_one = threading.Lock()


class Wiring:
    """One instance's collaborators. Safe between threads."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ = os.environ if environ is None else environ
        self._building: dict[str, threading.RLock] = {}
        self._platforms_lock = threading.RLock()
        self._clients_lock = threading.RLock()
        self._counts_lock = threading.Lock()
        self._platforms: dict[str, Platform] = {}
        self._also: dict[str, tuple[Platform, ...]] = {}
        self._keys: dict[str, Keys] = {}
        self._clients: dict[tuple[str, str], Client] = {}
        self._speaking: dict[tuple[str, str], tuple[Secret, Client]] = {}
        self._counts: Counter[str] = Counter()

    @once
    def settings(self) -> Settings:
        return Settings.read(self.environ)

    @once
    def now(self) -> Now:
        if self.settings.clock is None:
            return system_now
        addresses = [self.settings.host]
        for connection in self.routes.connections.values():
            written = self.base_url(connection, None)
            addresses.append(written or f"{connection.platform}'s own address")
        for brand in self.routes.brands.values():
            addresses += [account.base_url for account in brand.accounts if account.base_url is not None]
        return foreign_clock(self.settings.clock, addresses)

    @once
    def routes(self) -> Routes:
        from shared.brands.routes import load_routes

        return load_routes(self.settings.compiled)

    @once
    def brands(self) -> Compiled:
        from shared.brands.compiled import load

        return load(self.settings.compiled)

    @once
    def store(self) -> Store:
        store: Store = named("HEARD_STORE", "stores", self.settings.store).open(self.environ)
        return store

    @once
    def bus(self) -> Bus:
        bus: Bus = named("HEARD_BUS", "buses", self.settings.bus).open(self.environ)
        return bus

    @property
    def later_bus(self) -> Bus:
        """The bus, opened only when there is something to publish: most instances of most doors never have."""
        return LaterBus(lambda: self.bus)

    @once
    def async_bus(self) -> AsyncBus:
        """The bus for a door on an event loop: the plug-in's own, or threads around the plain one."""
        from shared.awaited import ThreadedBus

        opener = getattr(named("HEARD_BUS", "buses", self.settings.bus), "open_async", None)
        bus: AsyncBus = ThreadedBus(lambda: self.bus) if opener is None else opener(self.environ)
        return bus

    @property
    def has_async_bus(self) -> bool:
        """Whether it was asked for: whoever runs the loop must close it, for `close` cannot."""
        return "async_bus" in self.__dict__

    @once
    def notifier(self) -> Notifier:
        """The way to mailboxes and, for colleagues who want that, to their webhooks."""
        from shared.notifiers._router import routed

        mails: Notifier = named("HEARD_NOTIFIER", "notifiers", self.settings.notifier).open(self.environ)
        return routed(mails, lambda name: plugins.load("notifiers", name).open(self.environ))

    @property
    def later_notifier(self) -> Notifier:
        """The notifier, opened only when there is something to tell: the desk never has, and holds no login for it."""
        return later_notifier(lambda: self.notifier)

    @once
    def returns(self) -> tuple[Returns, ...]:
        """Where it comes back what became of our mails: what is set up, none of it connected yet. For `collect`."""
        found: list[Returns] = []
        if self.environ.get("HEARD_SES_EVENTS_QUEUE", "").strip():
            from shared.notifiers._returns_ses import SesReturns

            found.append(SesReturns.open(self.environ))
        if self.environ.get("HEARD_BOUNCES_IMAP_HOST", "").strip():
            from shared.notifiers._returns_imap import ImapReturns

            found.append(ImapReturns.open(self.environ))
        return tuple(found)

    @once
    def desk(self) -> Links | None:
        """Makes and reads the links to our own pages; None where no address was told. Raises MissingSecret."""
        if self.settings.desk_url is None:
            return None
        from shared.core.tickets import Links

        keys = _secrets(self.environ, "HEARD_LINK_KEY", ours=True)
        return Links(self.settings.desk_url, keys, self.settings.link_days)

    @once
    def passes(self) -> Passes | None:
        """Makes and reads the addresses of a digest's pages, with the keys of links; None where there is no desk."""
        if self.desk is None or self.settings.desk_url is None:
            return None
        from shared.core.passes import Passes

        return Passes(self.settings.desk_url, _secrets(self.environ, "HEARD_LINK_KEY", ours=True), self.desk)

    @once
    def probing(self) -> Probing | None:
        """Our own test events; None without their key. Raises MissingSecret."""
        if not self.environ.get("HEARD_PROBE_KEY"):
            return None
        from shared.probe import KEY, Probing

        return Probing(_secrets(self.environ, KEY, ours=True), self.settings.public_url, self.settings.call_timeout)

    @once
    def parking(self) -> Aside:
        """Threads in which the public door parks. Three, since the framework's synchronous form has four at least."""
        from shared.door import Aside

        return Aside("store", threads=3, most=32)

    @once
    def opening(self) -> Aside:
        """A thread in which a door on an event loop opens large bodies. One: it is work for a processor, no waiting."""
        from shared.door import Aside

        return Aside("door", threads=1, most=8)

    @once
    def tools(self) -> Tools:
        from shared.flows._tools import Tools

        return Tools(
            store=self.store,
            bus=self.later_bus,
            brands=self.brands,
            platform=self.platform,
            client=self.client,
            notifier=self.later_notifier,
            now=self.now,
            owner=new_owner,
            call_timeout=timedelta(seconds=self.settings.call_timeout),
            tend=self.tend,
            returns=lambda: self.returns,
            public_url=self.settings.public_url,
            desk=self.desk,
            passes=self.passes,
            label=self.label,
            check_every=timedelta(minutes=self.settings.check_minutes) or None,
            probe=self.probing.send if self.probing is not None and self.probing.sends else None,
        )

    def connection(self, path: str) -> Connection:
        """The connection that a path names exactly. Raises UnknownPlatform for any other."""
        found = self.routes.connections.get(path.removeprefix("/")) if path.startswith("/") else None
        if found is None:
            raise UnknownPlatform("no such path")
        return found

    def platform(self, name: str) -> Platform:
        """A platform's module, loaded when first asked for."""
        found = self._platforms.get(name)  # without the lock, which another one's first may hold
        if found is not None:
            return found
        with self._platforms_lock:
            if name not in self._platforms:
                self._platforms[name] = plugins.load("platforms", name)()
            return self._platforms[name]

    def also(self, connection: Connection) -> tuple[Platform, ...]:
        """The other platforms whose accounts are reached through this connection: each reads its part of a Delivery."""
        found = self._also.get(connection.name)
        if found is None:
            accounts = (account for brand in self.routes.brands.values() for account in brand.accounts)
            names = {account.platform for account in accounts if account.connection == connection.name}
            found = tuple(self.platform(name) for name in sorted(names - {connection.platform}))
            self._also[connection.name] = found
        return found

    def keys(self, connection: Connection) -> Keys:
        """Every current secret of a connection, by use. Raises MissingSecret naming the variable, never the value."""
        found = self._keys.get(connection.name)
        if found is not None:
            return found
        with self._platforms_lock:
            if connection.name not in self._keys:
                platform = self.platform(connection.platform)
                self._keys[connection.name] = {
                    use.name: tuple(
                        secret
                        for variable in connection.secrets.get(use.name, ())
                        if not use.optional or self.environ.get(variable, "").strip()
                        for secret in self._usable(platform, use, variable)
                    )
                    for use in platform.secrets
                }
            return self._keys[connection.name]

    def _held(self, connection: Connection) -> Keys:
        """Those of a connection's secrets that this door was given: who speaks as an account may not verify too."""
        platform = self.platform(connection.platform)
        return {
            use.name: tuple(
                secret
                for variable in connection.secrets.get(use.name, ())
                if self.environ.get(variable, "").strip()
                for secret in self._usable(platform, use, variable)
            )
            for use in platform.secrets
        }

    def _usable(self, platform: Platform, use: Use, variable: str) -> list[Secret]:
        secrets = _secrets(self.environ, variable, ours=use.ours)
        for secret in secrets:
            why = platform.unusable(use.name, secret)
            if why is not None:
                raise MissingSecret(variable, why)
        return secrets

    def client(self, account: Account) -> Client:
        """The client that speaks as an account. Raises ConfigurationError where its token, or a key it signs with, is
        not there; where the token is renewed, also BackendUnavailable.
        """
        if account.refresh is not None:
            return self._renewed(account)
        name = (account.platform, account.id)
        with self._clients_lock:
            if name not in self._clients:
                self._clients[name] = self._speaker(account, self.token(account))
            return self._clients[name]

    def _renewed(self, account: Account) -> Client:
        """A new token makes a new client; calls under way keep the old one until they have ended."""
        token = self._tokens.current(account)
        name = (account.platform, account.id)
        with self._clients_lock:
            held = self._speaking.get(name)
            if held is None or not compare_digest(held[0].bytes(), token.bytes()):
                held = self._speaking[name] = (token, self._speaker(account, token))
            return held[1]

    def _speaker(self, account: Account, token: Secret) -> Client:
        connection = self.routes.connections[account.connection]
        return self.platform(account.platform).client(
            account=account.id,
            token=token,
            base_url=self.base_url(connection, account),
            keys=self._held(connection),
        )

    def token(self, account: Account) -> Secret:
        """The token as it was written, nothing where only what renews it was. Raises MissingSecret naming the variable,
        never the value, also for what renewing takes.
        """
        if account.refresh is not None:
            return self._tokens.check(account)
        if account.token is not None:
            return _secrets(self.environ, account.token, ours=False)[0]
        if self.platform(account.platform).needs_token:
            raise ConfigurationError(
                f"account {account.id!r} on {account.platform} has no token; name its variable in brand.toml"
            )
        return Secret("")

    def tend(self) -> int:
        """Renew every token that is due; returns how many were. For the door `collect`, at each of its turns."""
        accounts = [
            (brand, account)
            for brand in self.brands.brands.values()
            for account in brand.accounts
            if account.refresh is not None
        ]
        return self._tokens.tend(accounts, self._ask) if accounts else 0

    def _ask(self, account: Account) -> Ask:
        def ask(held: Grant, now: datetime, timeout: float) -> Grant:
            connection = self.routes.connections[account.connection]
            return self.platform(account.platform).renew(
                held,
                self._held(connection),
                account=account.id,
                now=now,
                timeout=timeout,
                base_url=self.base_url(connection, account),
            )

        return ask

    @once
    def _tokens(self) -> Tokens:
        from shared.tokens.room import Tokens

        timeout = timedelta(seconds=self.settings.call_timeout)
        return Tokens(partial(_secrets, self.environ), lambda: self.store, self.now, new_owner, timeout)

    def base_url(self, connection: Connection, account: Account | None) -> str | None:
        """Where calls go; None means the platform's own address."""
        own = None if account is None else account.base_url
        return own or base_url(self.environ, connection.name, connection.base_url)

    def renewable(self, account: Account) -> None:
        """Check what there is to speak with; a token that has ended is no reason not to start."""
        self._speaker(account, self.token(account))

    def park(self, parked: tuple[Parked, ...]) -> None:
        """Keep what could not be read or placed. Keeping the same again changes nothing."""
        now = self.now()
        for one in parked:
            self.store.commit(now, Create(one))

    def label(self, brand: Brand, text: str, language: str | None) -> str | None:
        """What the brand's own model calls these words; None where it has none, or gave no label."""
        if brand.model is None or not text:
            return None
        from shared.classify.model import ask

        return ask(brand.model, self.bearer(brand.model), text, language, brand.model.timeout)

    def bearer(self, model: Model) -> Secret | None:
        """What a brand's own model is asked with. Raises MissingSecret."""
        return None if model.secret is None else _secrets(self.environ, model.secret, ours=False)[0]

    def fits(self, setting: str, room: str, name: str) -> None:
        """Raise ConfigurationError unless there is such a plug-in and its own settings fit. Opens nothing."""
        check = getattr(named(setting, room, name), "check", None)
        if check is not None:
            check(self.environ)

    def count(self, what: str, number: int = 1) -> None:
        """Count something that this instance did; told by `counts`."""
        with self._counts_lock:
            self._counts[what] += number

    def counts(self) -> dict[str, int]:
        with self._counts_lock:
            return dict(self._counts)

    def close(self) -> None:
        for part in ("opening", "parking", "bus", "store"):
            if part in self.__dict__:
                getattr(self, part).close()


def wiring() -> Wiring:
    """This instance's wiring: one, also when its first requests come at the same time."""
    with _one:
        return _wiring()


@lru_cache(maxsize=1)
def _wiring() -> Wiring:
    return Wiring()


def named(setting: str, room: str, name: str) -> Any:
    """The plug-in that a setting names. Raises ConfigurationError."""
    try:
        return plugins.load(room, name)
    except UnknownPlugin as error:
        raise ConfigurationError(f"{setting}: {error}") from error


def new_owner() -> str:
    """A name for one try, unlike any other's."""
    return random_names.token_hex(8)


def _secrets(environ: Mapping[str, str], variable: str, *, ours: bool) -> list[Secret]:
    """The secrets in a variable: several, while one is being rotated, are separated by white space."""
    values = environ.get(variable, "").split()
    if not values:
        raise MissingSecret(variable, "is missing, empty or blank")
    for value in values:
        weak = weakness(value, ours=ours)
        if weak is not None:
            raise MissingSecret(variable, weak)
    return [Secret(value) for value in values]
