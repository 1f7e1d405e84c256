"""What a deployment knows of its brands, as one JSON file that doors load fast.

`desk` makes it from the TOML that people write; nothing here checks a brand again, reads TOML or knows
pydantic. It holds the names of secrets, never their values.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from shared.brands.circle import (
    Alarm,
    Caps,
    Colleague,
    Contact,
    Event,
    Hook,
    Model,
    Names,
    OnQuiet,
    Post,
    Quiet,
    Readers,
    Regulars,
    Schedule,
    Step,
    Targets,
)
from shared.brands.routes import Account, Connection
from shared.core.calendar import Calendar
from shared.core.errors import ConfigurationError
from shared.core.facts import Need
from shared.rules.rule import Rule
from shared.rules.voice import Manner

__all__ = [
    "Account",
    "Alarm",
    "Brand",
    "Caps",
    "Colleague",
    "Compiled",
    "Connection",
    "Contact",
    "Event",
    "Hook",
    "Model",
    "Names",
    "OnQuiet",
    "Post",
    "Quiet",
    "Readers",
    "Regulars",
    "Schedule",
    "Step",
    "Targets",
    "from_bytes",
    "load",
]

VERSION: Final = 4


class Brand(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One brand: who it is, when it serves, what it promises, who reads its digest, and its rule book.

    `recipients` read the brand's mail, notices too; `readers` say how each of them gets the digest, and may name chats
    beside; an answer to it goes to `reply_to`. `signature` tells people that an answer is automatic, and is appended to
    every automatic one. `links` are the hosts that its texts may name and, beside the platforms' own, that colleagues
    are shown links to. `vips` are handles without @, folded, or "platform:id". `needs` says what its rules and targets
    must have looked up. `calendar` is the brand's own, `schedules` are others; `policy` names the version of them and
    of `targets`.
    """

    key: str
    name: str
    short: str
    zone: str
    languages: tuple[str, ...]
    calendar: Calendar
    targets: Targets = Targets()
    recipients: tuple[str, ...] = ()
    sender: str = ""
    reply_to: str = ""
    readers: tuple[Readers, ...] = ()
    team: tuple[Colleague, ...] = ()
    signature: str = ""
    accounts: tuple[Account, ...] = ()
    rules: tuple[Rule, ...] = ()
    caps: Caps = Caps()
    words_days: int = 30
    links: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    vips: tuple[str, ...] = ()
    regulars: Regulars = Regulars()
    events: tuple[Event, ...] = ()
    posts: tuple[Post, ...] = ()
    contact: Contact = Contact()
    quiet: Quiet | None = None
    manner: Manner = Manner()
    model: Model | None = None
    alarm: Alarm = Alarm()
    schedules: tuple[Schedule, ...] = ()
    ladder: tuple[Step, ...] = ()
    hook: Hook | None = None
    policy: str = ""


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """Every connection and brand of one deployment, by name and by key."""

    v: int = VERSION
    connections: dict[str, Connection] = {}
    brands: dict[str, Brand] = {}

    def owner(self, platform: str, account_id: str) -> tuple[Brand, Account] | None:
        """The brand that owns an account, and the account; None where no brand does."""
        for brand in self.brands.values():
            for account in brand.accounts:
                if account.id == account_id and account.platform == platform:
                    return brand, account
        return None

    def to_bytes(self) -> bytes:
        """The compiled file: equal brands give equal bytes."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"


def from_bytes(data: bytes, source: str = "compiled brands") -> Compiled:
    """Read a compiled file. Raises ConfigurationError, naming the field, if it is none of this version."""
    try:
        compiled = msgspec.json.decode(data, type=Compiled)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{source}: {error}. Compile the brands again.") from error
    if compiled.v != VERSION:
        raise ConfigurationError(f"{source}: came version {compiled.v}; expected {VERSION}. Compile the brands again.")
    return compiled


def load(path: Path) -> Compiled:
    """Read the compiled file at `path`. Raises ConfigurationError if it is missing or unreadable."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = type(error).__name__
        raise ConfigurationError(f"{path}: cannot be read ({why}). Compile the brands first.") from error
    return from_bytes(data, str(path))
