"""What exists on the pretended platforms: accounts, what people wrote, and what we did. Shared by the APIs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from demo import seen
from demo.clock import SteppedClock
from demo.journal import Effect, Journal


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a brand here. `token` is what its bearer holds; `key` signs for those without bearers."""

    platform: str
    connection: str
    id: str
    name: str
    handle: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API; header names in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def values(self) -> dict[str, Any]:
        """The body's values, sent as JSON or as a form."""
        if "json" in self.headers.get("content-type", "json"):
            try:
                value = json.loads(self.body or b"{}")
            except ValueError:
                return {}
            return value if isinstance(value, dict) else {}
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class World:
    """What exists on the pretended platforms: accounts, what people wrote, and what we did."""

    def __init__(self, clock: SteppedClock, journal: Journal, accounts: tuple[Account, ...]) -> None:
        self.clock = clock
        self.journal = journal
        self.accounts = accounts
        self._lock = Lock()
        self._seen: dict[str, seen.Act] = {}
        self._listed: dict[tuple[str, str], dict[str, Any]] = {}
        self._echoes: list[tuple[Effect, Account]] = []
        self._made = 0

    def learn(self, connection: str, body: bytes) -> None:
        """Take over what a webhook told. A body that tells nothing readable changes nothing."""
        for account in self.accounts:
            if account.connection != connection:
                continue
            for act in seen.acts(account.platform, body):
                with self._lock:
                    known = self._seen.get(act.id)
                    if act.kind == seen.EDIT and known is not None:
                        self._seen[act.id] = replace(known, text=act.text)
                    elif act.gone or known is None or not known.gone:
                        self._seen[act.id] = act

    def show(self, platform: str, body: bytes, *, there: bool) -> bool:
        """List a resource of a platform's API from now on, or no longer. Whether it is one more than before."""
        resource: dict[str, Any] = json.loads(body)
        with self._lock:
            before = len(self._listed)
            if there:
                self._listed[platform, resource["id"]] = resource
            else:
                self._listed.pop((platform, resource["id"]), None)
            return len(self._listed) > before

    def listed(self, platform: str) -> list[dict[str, Any]]:
        """What a platform lists beside what we did there."""
        with self._lock:
            return [resource for (name, _id), resource in self._listed.items() if name == platform]

    def gone(self, object: str) -> bool:
        with self._lock:
            return object in self._seen and self._seen[object].gone

    def told(self, account: Account) -> list[seen.Act]:
        """What webhooks told an account of, as far as it is still there."""
        whose = (account.platform, account.id)
        with self._lock:
            return [act for act in self._seen.values() if (act.platform, act.account) == whose and not act.gone]

    def root(self, object: str) -> str:
        """The conversation that an object belongs to."""
        with self._lock:
            act = self._seen.get(object)
        return act.conversation if act is not None and act.conversation else object

    def author(self, object: str) -> str | None:
        with self._lock:
            act = self._seen.get(object)
        return act.author if act is not None else None

    def people(self) -> dict[str, int]:
        """How many people wrote under, or as, each object."""
        ours = {account.id for account in self.accounts}
        authors: dict[str, set[str]] = {}
        with self._lock:
            for act in self._seen.values():
                if act.author is not None and act.author not in ours:
                    authors.setdefault(act.id, set()).add(act.author)
                    if act.under:
                        authors.setdefault(act.under, set()).add(act.author)
        return {object: len(names) for object, names in authors.items()}

    def number(self) -> int:
        with self._lock:
            self._made += 1
            return self._made

    def done(self, account: Account, effect: Effect, *, echoed: bool = True) -> Effect:
        self.journal.add(effect)
        if echoed:
            self._echoes.append((effect, account))
        return effect

    def take_echoes(self) -> list[tuple[Effect, Account]]:
        """The effects since the last call that a platform tells of by webhook."""
        taken, self._echoes = self._echoes, []
        return taken
