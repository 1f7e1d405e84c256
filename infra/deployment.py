"""What a deployment needs, worked out from its compiled brands and its choices: secrets, terms, variables, addresses.

Pure: it asks nobody and writes nothing. What doors refuse to start without is said in `shared/start.py`; a test holds
the two against each other, door by door.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from shared import plugins
from shared.brands.compiled import Brand, Compiled
from shared.brands.routes import Account, Connection
from shared.core.channels import webhook
from shared.core.errors import ConfigurationError
from shared.flows._roster import address
from shared.platforms._base import Platform, Use
from shared.platforms._meta._platform import MetaPlatform

DOORS: Final = ("receive", "acknowledge", "watch", "collect", "digest", "desk")
MAILING: Final = ("acknowledge", "watch", "collect", "digest")  # those that open a notifier
SPEAKING: Final = ("acknowledge", "collect")
LINKING: Final = ("acknowledge", "watch", "collect", "digest", "desk")
LONGEST_DEAD: Final = 31  # days, what a subscription can keep at most

# Webhook secrets that are used for more than to verify: by whom, and whether only where tokens are renewed.
_ALSO: Final[Mapping[tuple[str, str], tuple[tuple[str, ...], bool]]] = {
    ("standard", "signing"): (("acknowledge",), False),  # signs what is sent back
    ("linkedin", "signing"): (("collect",), True),  # is the client secret with which a token is renewed
    ("youtube", "signing"): (("collect",), False),  # is handed to the hub when the subscription is renewed
    ("youtube", "verify"): (("collect",), False),
}
_LOOKS: Final = {("x", "app_token")}  # `make doctor` alone uses it, on a person's own machine


@dataclass(frozen=True, slots=True)
class Needed:
    """One secret that doors mount. `what` is its sort: webhook, token, key, chat, alert, model or mail.

    `made` is one that nobody else gives us, so it is drawn by lot; `single` one that holds a single value even while it
    is changed; `signs` one in the form of Standard Webhooks. `uses` are the platforms' own uses of it, which may ask
    for a form.
    """

    name: str
    env: str
    doors: tuple[str, ...]
    what: str
    meaning: str
    made: bool = False
    single: bool = False
    signs: bool = False
    uses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """All secrets of a deployment by name; and what each optional one is for that it goes without, by variable."""

    secrets: Mapping[str, Needed]
    left_out: Mapping[str, str] = field(default_factory=dict)

    def mounted(self, door: str) -> set[str]:
        return {name for name, one in self.secrets.items() if door in one.doors}

    def named(self, text: str) -> Needed:
        """The secret of this name or variable. Raises ConfigurationError."""
        for one in self.secrets.values():
            if text in (one.name, one.env):
                return one
        there = ", ".join(sorted(one.env for one in self.secrets.values()))
        raise ConfigurationError(f"NAME: came {text[:80]!r}; these brands need: {there}")


def needs(book: Compiled, settings: Mapping[str, str], optional: Mapping[str, bool] | None = None) -> Needs:
    """Every secret, and which doors read it. Raises ConfigurationError where two brands' names contradict each other.

    `optional` says of single variables whether to mount them; unsaid, what renewing a token takes is.
    """
    gathered = _Gathered(book, settings, optional or {})
    for connection in book.connections.values():
        gathered.connection(connection)
    for brand in book.brands.values():
        gathered.brand(brand)
    gathered.ours()
    gathered.mail()
    unknown = gathered.optional.keys() - gathered.asked
    if unknown:
        there = ", ".join(sorted(gathered.asked)) or "none"
        raise ConfigurationError(f"optional: came {', '.join(sorted(unknown))}; optional secrets here: {there}")
    return Needs(_by_name(gathered.found.values()), gathered.left_out)


def platforms(book: Compiled) -> dict[str, Platform]:
    """The modules of the platforms that this deployment hears or speaks on."""
    names = {one.platform for one in book.connections.values()}
    names |= {account.platform for brand in book.brands.values() for account in brand.accounts}
    return {name: plugins.load("platforms", name)() for name in sorted(names)}


def dead_days(book: Compiled) -> int:
    """How long a dead message may be kept: it holds people's words, so the strictest platform or brand counts."""
    terms = [platform.words_days for platform in platforms(book).values()]
    return max(1, min([LONGEST_DEAD, *terms, *(brand.words_days for brand in book.brands.values())]))


def held_back(wanted: Needs) -> set[str]:
    """Secrets that, left unnamed, keep `receive` from being made while `acknowledge` is: who hears comes before."""
    return wanted.mounted("receive") - wanted.mounted("acknowledge")


def packaged(manifest: Mapping[str, Any], folder: str) -> dict[str, dict[str, str]]:
    """The variable `packages`, from the manifest that `make package` wrote; `folder` as Terraform sees it."""
    return {
        door: {"zip": f"{folder}/{row['zip']}", "sha256": row["sha256"], "entry": row["entry_point"]}
        for door, row in manifest["packages"].items()
    }


def secret_variable(wanted: Needs) -> dict[str, dict[str, Any]]:
    """The variable `secrets`."""
    return {name: {"env": one.env, "doors": list(one.doors), "what": one.what} for name, one in wanted.secrets.items()}


def addresses(book: Compiled, receive: str) -> Iterator[tuple[Connection, str]]:
    """Each connection with the address that its platform calls."""
    for name in sorted(book.connections):
        yield book.connections[name], f"{receive.rstrip('/')}/{name}"


def asks_amazon(settings: Mapping[str, str]) -> bool:
    """Whether a door signs in at Amazon: to mail through SES, or to hear what became of mails."""
    return settings.get("HEARD_NOTIFIER") == "ses" or bool(settings.get("HEARD_SES_EVENTS_QUEUE"))


class _Gathered:
    """Secrets by variable, while connections and brands are walked."""

    def __init__(self, book: Compiled, settings: Mapping[str, str], optional: Mapping[str, bool]) -> None:
        self.settings = settings
        self.optional = optional
        self.found: dict[str, Needed] = {}
        self.left_out: dict[str, str] = {}
        self.asked: set[str] = set()
        self._platforms = platforms(book)
        self._accounts = [account for brand in book.brands.values() for account in brand.accounts]

    def connection(self, connection: Connection) -> None:
        platform = self._platforms[connection.platform]
        for use in platform.secrets:
            for variable in connection.secrets.get(use.name, ()):
                if use.optional:
                    self._choice(connection, use, variable)
                else:
                    doors = ("receive", *self._also(connection, use, platform))
                    meaning = f"{platform.title}, {use.name}: {use.meaning}"
                    self._add(variable, doors, "webhook", meaning, uses=((platform.name, use.name),))

    def brand(self, brand: Brand) -> None:
        for account in brand.accounts:
            doors = SPEAKING if account.refresh or self._is_asked(account) else SPEAKING[:1]
            title = self._platforms[account.platform].title
            for variable, meaning in ((account.token, "access token"), (account.refresh, "refresh token")):
                if variable is not None:
                    self._add(variable, doors, "token", f"{title}, {meaning} of {account.name}")
            if account.refresh is not None:
                self._add("HEARD_TOKEN_KEY", SPEAKING, "key", "seals the access tokens that are renewed", made=True)
        for one in brand.team:
            self._chat(address(one), ("acknowledge", "watch"), f"where {one.name} is told")
        for group in brand.readers:
            for to in group.to:
                self._chat(to, ("watch", "digest"), f"where {group.name} read {brand.name}'s digest")
        if brand.hook is not None:
            self._add(brand.hook.url, ("watch",), "chat", f"where {brand.name}'s alerts go", single=True)
            self._add(brand.hook.secret, ("watch",), "alert", f"signs {brand.name}'s alerts", signs=True)
        if brand.model is not None and brand.model.secret is not None:
            self._add(brand.model.secret, ("acknowledge",), "model", f"with which {brand.name}'s own model is asked")

    def ours(self) -> None:
        self._add("HEARD_LINK_KEY", LINKING, "key", "signs colleagues' links to the desk", made=True)
        meaning = "signs our own test of the address"
        self._add("HEARD_PROBE_KEY", ("receive", "collect"), "key", meaning, made=True, signs=True)

    def mail(self) -> None:
        by_ses = self.settings.get("HEARD_NOTIFIER") == "ses"
        if asks_amazon(self.settings):
            doors = MAILING if by_ses else ("collect",)
            self._add("AWS_SECRET_ACCESS_KEY", doors, "mail", "the secret of Amazon's access key", single=True)
        if not by_ses and self.settings.get("HEARD_SMTP_USER"):
            self._add("HEARD_SMTP_PASSWORD", MAILING, "mail", "the mail server's password", single=True)
        if self.settings.get("HEARD_BOUNCES_IMAP_HOST"):
            meaning = "the password of the mailbox to which mails return"
            self._add("HEARD_BOUNCES_IMAP_PASSWORD", ("collect",), "mail", meaning, single=True)

    def _also(self, connection: Connection, use: Use, platform: Platform) -> tuple[str, ...]:
        doors, if_renewed = _ALSO.get((platform.name, use.name), ((), False))
        proof = isinstance(platform, MetaPlatform) and use.name == "signing"
        if proof and self.settings.get("HEARD_META_APPSECRET_PROOF") == "yes":
            return SPEAKING
        return doors if not if_renewed or self._renews(connection) else ()

    def _choice(self, connection: Connection, use: Use, variable: str) -> None:
        if (connection.platform, use.name) in _LOOKS:
            return
        self.asked.add(variable)
        meaning = f"{self._platforms[connection.platform].title}, {use.name}: {use.meaning}"
        if self.optional.get(variable, self._renews(connection)):
            self._add(variable, ("collect",), "webhook", meaning, uses=((connection.platform, use.name),))
        else:
            self.left_out[variable] = meaning

    def _renews(self, connection: Connection) -> bool:
        return any(one.connection == connection.name and one.refresh is not None for one in self._accounts)

    def _is_asked(self, account: Account) -> bool:
        # By the module, not by its settings: those of this machine need not be those of the doors.
        return type(self._platforms[account.platform]).lists is not Platform.lists

    def _chat(self, to: str | None, doors: tuple[str, ...], meaning: str) -> None:
        found = None if to is None else webhook(to)
        if found is not None:
            self._add(found.variable, doors, "chat", meaning, single=True)

    def _add(
        self,
        env: str,
        doors: Collection[str],
        what: str,
        meaning: str,
        *,
        made: bool = False,
        single: bool = False,
        signs: bool = False,
        uses: tuple[tuple[str, str], ...] = (),
    ) -> None:
        old = self.found.get(env)
        if old is None:
            self.found[env] = Needed(_name(env), env, _ordered(doors), what, meaning, made, single, signs, uses)
            return
        if old.what != what:
            raise ConfigurationError(
                f"{env}: stands for two things, {old.meaning} ({old.what}) and {meaning} ({what}); give each a "
                "variable of its own, or a door would hold a secret that it must not have"
            )
        together = _ordered({*old.doors, *doors})
        self.found[env] = replace(old, doors=together, uses=tuple(dict.fromkeys((*old.uses, *uses))))


def _ordered(doors: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(doors, key=DOORS.index))


def _name(env: str) -> str:
    """The secret's name: the variable's, without HEARD_ where what is left begins with a letter."""
    short = env.removeprefix("HEARD_")
    return (short if re.match("[A-Z].", short) else env).lower().replace("_", "-")


def _by_name(found: Iterable[Needed]) -> dict[str, Needed]:
    named: dict[str, Needed] = {}
    for one in sorted(found, key=lambda one: one.name):
        if one.name in named:
            raise ConfigurationError(
                f"{one.env} and {named[one.name].env}: both are named {one.name}; rename one of them"
            )
        named[one.name] = one
    return named
