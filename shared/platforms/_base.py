"""What every platform module is: facts, a signature scheme, a challenge, a mapping and a client.

`Platform` is the template that the flows call; a module fills its holes and binds `plugin` to its class.
It does no HTTP serving, no publishing and no storing, and knows no brand.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final, Protocol, TypeVar, cast

import msgspec

from shared.core.claims import ReadBack
from shared.core.delivery import Answer, Delivery
from shared.core.errors import ActionUnsupported, ChallengeFailed, DeliveryUnreadable, SignatureInvalid
from shared.core.interaction import Change, Interaction, Kind, Outcome
from shared.core.ledger import KEEP_WORDS
from shared.core.ports import Capability, Client, Grant, May, Policy
from shared.core.secret import Secret
from shared.core.sla import By

Keys = Mapping[str, tuple[Secret, ...]]
"""The secrets of one connection by use (`signing`, `verify`): all current ones, in order of trial."""

MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 64
_BOM: Final = b"\xef\xbb\xbf"


class Scheme(Protocol):
    """A way of signing. `verify` raises SignatureInvalid, or anything else, which the template makes that.

    `sign` gives the headers of a genuine sender, for replay, the demo and tests. `tolerance` is in seconds,
    None where the scheme signs no time.
    """

    @property
    def tolerance(self) -> int | None: ...

    def verify(self, delivery: Delivery, keys: tuple[Secret, ...], now: datetime) -> None: ...

    def sign(self, body: bytes, key: Secret, now: datetime, id: str) -> tuple[tuple[str, str], ...]: ...


class Use(msgspec.Struct, frozen=True):
    """One secret that a connection of this platform needs. `ours`: we chose it, so a minimum length holds.

    An `optional` one may be missing; what needs it then says so.
    """

    name: str
    meaning: str
    ours: bool = False
    optional: bool = False


class Window(msgspec.Struct, frozen=True):
    """How long after a person's act this may be done: by a machine, and by a colleague (None: for ever)."""

    machine: timedelta
    person: timedelta | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """How a platform can be asked what exists. Its clients then are Listers.

    `kinds` are those of which it tells; `asked` are those of them that it never pushes, so that asking is the only way.
    `every` is the time between two askings and `back` how far each looks back. `units` is what asking may spend of
    the quota of one connection each day of `day_zone` (None: no quota), shared between its accounts.
    """

    kinds: frozenset[Kind]
    asked: frozenset[Kind] = frozenset()
    every: timedelta = timedelta(hours=1)
    back: timedelta = timedelta(hours=48)
    units: int | None = None
    day_zone: str = "UTC"


class Reading(msgspec.Struct, frozen=True):
    """What a verified Delivery holds: Interactions, names of kinds not taken, parts not readable, and Outcomes."""

    interactions: tuple[Interaction, ...] = ()
    skipped: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


class Gathering(msgspec.Struct):
    """A Reading while a platform module walks a batch: one bad part does not lose the others."""

    interactions: list[Interaction] = []
    skipped: list[str] = []
    unreadable: list[str] = []
    outcomes: list[Outcome] = []

    def take(self, interaction: Interaction) -> None:
        """Add one Interaction; one without an id or an account cannot be placed and is unreadable."""
        if interaction.object and interaction.account:
            self.interactions.append(interaction)
        else:
            self.unreadable.append("id or account: missing")

    def skip(self, name: object) -> None:
        """Count something of a kind that we do not take, under a name fit for a log."""
        self.skipped.append(re.sub(r"[^a-z0-9_.]", "_", str(name).lower())[:40])

    def done(self) -> Reading:
        return Reading(tuple(self.interactions), tuple(self.skipped), tuple(self.unreadable), tuple(self.outcomes))


class Platform(ABC):
    """One social platform. Subclasses declare facts and fill `read` and `client`."""

    name: ClassVar[str]
    title: ClassVar[str]  # as it writes itself; the name with a capital unless said
    secrets: ClassVar[tuple[Use, ...]] = (Use("signing", "signs every request"),)
    signature: ClassVar[Scheme]
    kinds: ClassVar[frozenset[Kind]]
    capabilities: ClassVar[Mapping[Capability, ReadBack]]
    policy: ClassVar[Mapping[tuple[Capability, Kind], Policy]]
    longest_reply: ClassVar[int]  # in the platform's own units, see `fit`
    hosts: ClassVar[tuple[str, ...]] = ()  # where its own pages are: links elsewhere are not shown to colleagues
    needs_token: ClassVar[bool] = True  # whether speaking as an account takes an access token
    names_threads: ClassVar[bool] = False  # whether all that hangs under something says in which conversation it is
    challenged: ClassVar[bool] = False  # whether GET is a challenge here
    object_only: ClassVar[bool] = False  # a challenge signs with the same key, so a body must begin with "{"
    arrays: ClassVar[bool] = False  # whether a body may be an array of objects
    content: ClassVar[str] = "json"  # what bodies are: json or xml
    changes: ClassVar[frozenset[Change]] = frozenset({Change.NEW})  # which it tells of
    echoes: ClassVar[bool] = True  # whether what we do through its API comes back as an event
    also: ClassVar[tuple[str, ...]] = ()  # platforms whose events come through the same app registration and address
    windows: ClassVar[Mapping[Capability, Window]] = {}
    pictures: ClassVar[frozenset[Capability]] = frozenset()  # with which some picture can go, see `carries`
    words_days: ClassVar[int] = KEEP_WORDS.days  # how long its terms let people's words be kept, at the longest
    renews: ClassVar[bool] = False  # whether its access tokens end and `renew` gets new ones

    def __init_subclass__(cls) -> None:
        if "title" not in vars(cls) and "name" in vars(cls):
            cls.title = cls.name.replace("_", " ").capitalize()

    def verify(self, delivery: Delivery, keys: Keys, now: datetime) -> None:
        """Prove the sender holds a current secret, over the raw bytes. Raises only SignatureInvalid."""
        current = keys.get("signing", ())
        if not current or not all(key.reveal() for key in current):
            raise SignatureInvalid("no secret to verify with")
        try:
            self.signature.verify(delivery, current, now)
            if self.object_only and not delivery.body.startswith(b"{"):
                raise SignatureInvalid("body is not an object")
        except SignatureInvalid:
            raise
        except Exception:
            raise SignatureInvalid("signature could not be checked") from None

    def unusable(self, use: str, secret: Secret) -> str | None:
        """What is wrong with the form of a secret, beyond what holds everywhere ("is not ..."); None if nothing."""
        return None

    def challenge(self, delivery: Delivery, keys: Keys) -> Answer:
        """Answer the platform's test of our address. Raises ChallengeFailed where we must not pass it."""
        raise ChallengeFailed(f"{self.name} asks no challenge", 405)

    def probe(self, keys: Keys) -> tuple[tuple[str, str], ...]:
        """The query of a genuine challenge, with which the doctor tests our address. Raises ChallengeFailed without a
        secret to make it with, or where the platform asks none.
        """
        raise ChallengeFailed(f"{self.name} asks no challenge", 405)

    @abstractmethod
    def read(self, delivery: Delivery) -> Reading:
        """Normalise a verified Delivery. Raises only DeliveryUnreadable, whatever the body holds.

        Each Interaction carries platform, account, object and `received_at` (the Delivery's); the flow adds
        brand, connection and trace.
        """

    @abstractmethod
    def client(self, *, account: str, token: Secret, base_url: str | None = None, keys: Keys | None = None) -> Client:
        """A Client that speaks as one account. `base_url` None means the platform's own address."""

    @property
    def lists(self) -> Listing | None:
        """How it can be asked what exists; None where it cannot. Raises ConfigurationError for a wrong setting."""
        return None

    @property
    def look_every(self) -> timedelta:
        """The least time between two looks whether an account is still listened to, where calls are few."""
        return timedelta()

    def renew(
        self, held: Grant, keys: Keys, *, account: str, now: datetime, timeout: float, base_url: str | None = None
    ) -> Grant:
        """A new access token for the one held, in one call. Raises PlatformError: ActionRefused where a person must
        log in again, OutcomeUnknown where the old one may have been used up. A `refresh` of None means: the same again.
        """
        raise ActionUnsupported(self.name, "renew", "its tokens do not end")

    def allows(self, capability: Capability, interaction: Interaction, accepts: tuple[str, ...] = ()) -> Policy | None:
        """What the terms say of this act about this very Interaction; None where the platform has no such thing.

        `accepts` are the terms that the brand has agreed to.
        """
        policy = self.policy.get((capability, interaction.kind))
        if policy is not None and policy.may is May.APPROVAL and policy.unless in accepts:
            return Policy(May.AUTO, policy.source)
        return policy

    def carries(self, capability: Capability, _text: str, _picture: str, /) -> bool:
        """Whether the picture at this address goes along with this text, and the text arrives as it is."""
        return capability in self.pictures

    def in_time(self, capability: Capability, age: timedelta, by: By = By.MACHINE) -> bool:
        """Whether a machine, or a colleague, may still do this so long after the person's act."""
        window = self.windows.get(capability)
        longest = None if window is None else window.person if by is By.PERSON else window.machine
        return longest is None or age <= longest

    def accepted(self) -> Answer:
        """What the platform likes to hear when all is kept."""
        return Answer(200)

    def fit(self, text: str) -> bool:
        """Whether a text is short enough for a reply here."""
        return len(text) <= self.longest_reply


def body_object(delivery: Delivery) -> dict[str, Any]:
    """The body as a JSON object. Raises DeliveryUnreadable naming what is wrong.

    UTF-8, no NaN or Infinity, finite floats, depth of at most 64 (checked without
    recursion), numbers of at most 64 digits. Lone surrogates are legal JSON and kept; `clean` replaces them.
    """
    value = _body(delivery)
    if not isinstance(value, dict):
        raise DeliveryUnreadable("body: a JSON object was expected")
    return cast("dict[str, Any]", value)


def body_objects(delivery: Delivery) -> list[tuple[str, dict[str, Any]]]:
    """The same where the top may also be an array of objects: each with where it stands ("" or "0.")."""
    value = _body(delivery)
    if isinstance(value, dict):
        return [("", value)]
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise DeliveryUnreadable("body: a JSON object, or an array of them, was expected")
    return [(f"{number}.", one) for number, one in enumerate(value)]


M = TypeVar("M", bound=msgspec.Struct)


def modelled(body: Mapping[str, Any], model: type[M], where: str = "body") -> M:
    """A JSON object as the model that a platform module wrote for it: unknown fields ignored, texts cleaned.

    Raises DeliveryUnreadable naming the field that does not fit.
    """
    try:
        return msgspec.convert(_cleaned(body), model, strict=False)
    except (msgspec.ValidationError, RecursionError) as error:
        found = re.search(r"`\$\.?([A-Za-z0-9_.\[\]]{1,60})`", str(error))
        place = f"{where}.{found[1]}" if found else where
        raise DeliveryUnreadable(f"{place}: not of the expected form") from None


def _cleaned(value: Any) -> Any:
    """All texts in it made such that they can be encoded. A body is at most 64 deep, so this cannot run out."""
    if isinstance(value, dict):
        return {clean(name) or "": _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def _body(delivery: Delivery) -> Any:
    try:
        text = delivery.body.removeprefix(_BOM).decode()
    except UnicodeDecodeError:
        raise DeliveryUnreadable("body: not UTF-8") from None
    _check_depth(delivery.body)
    try:
        return _decoder.decode(text)
    except DeliveryUnreadable:
        raise
    except (ValueError, RecursionError):
        raise DeliveryUnreadable("body: not JSON") from None


def clean(value: object) -> str | None:
    """Text that can be encoded: None stays None, numbers become digits, lone surrogates become U+FFFD."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return value if value.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", value)


def moment(seconds: object) -> datetime | None:
    """A Unix time in seconds, or in milliseconds from 1e12 on, as UTC; None for anything else."""
    if isinstance(seconds, str) and re.fullmatch(r"[0-9]{1,16}", seconds, re.ASCII):
        seconds = int(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < 1e16:
        return None
    value = seconds / 1000 if seconds >= 1e12 else float(seconds)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def iso_moment(value: object) -> datetime | None:
    """An ISO 8601 time with an offset or Z, as UTC; None for anything else, a time without zone included."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        read = datetime.fromisoformat(value)
        return None if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def echo(value: str) -> Answer:
    """Send back a challenge's value so that nothing can be rendered; refuse one that could be markup."""
    if not re.fullmatch(r"[A-Za-z0-9_.~+/=-]{1,512}", value):
        raise ChallengeFailed("challenge is malformed", 400)
    return Answer(200, value.encode(), headers=INERT)


INERT: Final = (("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'"))


def _no_constant(name: str) -> float:
    raise DeliveryUnreadable(f"body: {name} is not JSON")


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise DeliveryUnreadable(f"body: a number of more than {MAX_DIGITS} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits) if len(digits) <= 2 * MAX_DIGITS else float("inf")
    if value in (float("inf"), float("-inf")):
        raise DeliveryUnreadable("body: a number out of range")
    return value


_decoder: Final = json.JSONDecoder(parse_constant=_no_constant, parse_int=_whole, parse_float=_finite)

# Texts and all else but brackets. The end may come after a lone backslash: a pattern that could fail there
# would start again at every escaped quote.
_NO_BRACKETS: Final = rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[^"\[\]{}]++'


def _check_depth(body: bytes) -> None:
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in re.sub(_NO_BRACKETS, b"", body):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise DeliveryUnreadable(f"body: nested deeper than {MAX_DEPTH}")
