"""What Meta's platforms have in common: the handshake, the signature, and calls of the Graph API with its errors.

Facebook Pages, Messenger, Instagram, Threads and WhatsApp are one family: one way of signing, one kind of handshake,
one form of error. What differs is in their own modules.

Sources (read 2026-11): https://developers.facebook.com/docs/graph-api/webhooks/getting-started,
https://developers.facebook.com/docs/graph-api/overview/rate-limiting,
https://developers.facebook.com/docs/graph-api/guides/error-handling.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final

import msgspec

from shared.core.delivery import Answer, Delivery
from shared.core.errors import (
    ActionRefused,
    ChallengeFailed,
    ConfigurationError,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.ports import Finding, Order
from shared.core.secret import Secret
from shared.core.sla import By
from shared.platforms._base import Keys, Platform, Use, clean, echo
from shared.platforms._client import ApiClient, Fault
from shared.platforms._signatures import HmacSignature

_DEFAULT_VERSION: Final = "v25.0"
_VERSION: Final = r"v[0-9]{1,3}\.[0-9]{1,2}"
_USAGE: Final = "x-business-use-case-usage"

Code = int | tuple[int, int]
"""An error by its code, or by code and subcode."""


class MetaPlatform(Platform):
    """A platform whose webhooks are Meta's: signed with the app secret, with a handshake by a verify token."""

    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "the App Secret, which signs every delivery"),
        Use("verify", "the verify token that you chose in the dashboard", ours=True),
    )
    signature: ClassVar[HmacSignature] = HmacSignature("X-Hub-Signature-256")
    challenged: ClassVar[bool] = True

    def challenge(self, delivery: Delivery, keys: Keys) -> Answer:
        """Send `hub.challenge` back to whoever knows the verify token."""
        given = (delivery.parameter("hub.verify_token") or "").encode("utf-8", "surrogatepass")
        known = False
        for key in keys.get("verify", ()):
            known |= bool(key.reveal()) and hmac.compare_digest(given, key.bytes())
        if not known or delivery.parameter("hub.mode") != "subscribe":
            raise ChallengeFailed("mode or verify token is wrong")
        return echo(delivery.parameter("hub.challenge") or "")

    def probe(self, keys: Keys) -> tuple[tuple[str, str], ...]:
        current = next(iter(keys.get("verify", ())), None)
        if current is None:
            raise ChallengeFailed("no verify token to ask with")
        return (("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", current.reveal()))


class GraphSettings(msgspec.Struct, frozen=True):
    """How the Graph API is called, for all Meta platforms of a deployment."""

    version: str = _DEFAULT_VERSION
    appsecret_proof: bool = False

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> GraphSettings:
        """From the environment. Raises ConfigurationError for a value that is none of those offered."""
        version = environ.get("HEARD_META_GRAPH_VERSION", _DEFAULT_VERSION)
        if not re.fullmatch(_VERSION, version):
            raise ConfigurationError("HEARD_META_GRAPH_VERSION: something like v25.0 was expected")
        return cls(version=version, appsecret_proof=chosen(environ, "HEARD_META_APPSECRET_PROOF", "no", "yes"))


def chosen(environ: Mapping[str, str], name: str, default: str, other: str) -> bool:
    """Whether the setting `name` has its other value. Raises ConfigurationError for anything but the two."""
    value = environ.get(name, default)
    if value not in (default, other):
        raise ConfigurationError(f"{name}: {default} or {other} was expected")
    return value == other


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform's Graph errors mean, by code or by (code, subcode), the latter first.

    `rate`: certainly not applied, wait. `passing`: perhaps applied. `refused`: for good, and what it says; a class
    beside it where callers must tell it apart. A code in none of them, 200 to 299 apart, is refused for good.
    """

    rate: frozenset[Code] = frozenset({4, 17, 32, 613, 80001})
    passing: frozenset[Code] = frozenset({1, 2})
    refused: Mapping[Code, str] = {}
    classes: Mapping[Code, type[ActionRefused]] = {}


COMMON: Final[Mapping[Code, str]] = {
    3: "permission missing",
    10: "permission missing",
    100: "target gone, invisible or wrong",
    102: "token is dead",
    190: "token is dead",
    368: "blocked by policy: stop all automation for this account",
}
"""Refusals that mean the same on every Meta platform."""


def translator(codes: Codes) -> Callable[[Fault], PlatformError | None]:
    """What a Graph error says, whatever the status. Rate codes come with status 400 and 403."""

    def translate(fault: Fault) -> PlatformError | None:
        told = fault.body.get("error")
        code = told.get("code") if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(code, int) or isinstance(code, bool):
            return None
        subcode = told.get("error_subcode")
        exact = (code, subcode) if isinstance(subcode, int) and not isinstance(subcode, bool) else None
        why = f"code {code}" if exact is None else f"code {code}/{subcode}"
        names = (code,) if exact is None else (exact, code)
        for name in names:
            if name in codes.rate:
                return PlatformUnavailable(fault.platform, fault.action, why, fault.retry_after)
            if name in codes.refused or name in codes.passing:
                break
        if fault.status >= 500 or fault.status in (408, 429):
            return None
        if told.get("is_transient") is True:
            return OutcomeUnknown(fault.platform, fault.action, why)
        for name in names:
            if name in codes.refused:
                refused = codes.classes.get(name, ActionRefused)
                return refused(fault.platform, fault.action, f"{why}: {codes.refused[name]}")
            if name in codes.passing:
                return OutcomeUnknown(fault.platform, fault.action, why)
        meaning = "permission or role missing" if 200 <= code <= 299 else None
        return ActionRefused(fault.platform, fault.action, f"{why}: {meaning}" if meaning else why)

    return translate


class Graph:
    """The Graph API as one account sees it. `proof_key` is the app secret where calls must carry a proof of it."""

    def __init__(
        self,
        platform: str,
        base_url: str,
        token: Secret,
        *,
        codes: Codes,
        version: str,
        proof_key: Secret | None = None,
    ) -> None:
        self._version = version
        self._always = {} if proof_key is None else {"appsecret_proof": proof(proof_key, token)}
        self._api = ApiClient(platform, base_url, token, translate=translator(codes), wait=_wait_of)

    def post(
        self,
        action: str,
        path: str,
        timeout: float,
        *,
        json: object = None,
        data: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Do something at `path` below the version; `timeout` in seconds. Raises a PlatformError."""
        asked = {**(params or {}), **self._always}
        return self._api.request(
            action, "POST", f"/{self._version}/{path}", json=json, data=data, params=asked or None, timeout=timeout
        )

    def get(self, action: str, path: str, asked: Mapping[str, str], timeout: float) -> dict[str, Any]:
        """Read something."""
        return self._api.request(
            action, "GET", f"/{self._version}/{path}", params={**asked, **self._always}, timeout=timeout
        )


def rows(platform: str, action: str, answer: Mapping[str, Any]) -> list[Any]:
    """The list in an answer. Raises OutcomeUnknown where there is none: that is not an empty one."""
    listed = answer.get("data")
    if not isinstance(listed, list):
        raise OutcomeUnknown(platform, action, "no list in the answer")
    return listed


def following(platform: str, action: str, answer: Mapping[str, Any]) -> str | None:
    """The cursor of the next page, None after the last. The address given beside it is never followed: it may hold
    the token.
    """
    paging = answer.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    after = clean(cursors.get("after")) if isinstance(cursors, dict) else None
    if not after:
        raise OutcomeUnknown(platform, action, "the list was cut off")
    return after


Look = tuple[str, str, Callable[[float], tuple[bool | None, str]]]
"""What is looked at, how to mend it, and the looking: a call within some seconds that says whether and what."""


def examined(looks: Iterable[Look], timeout: float) -> tuple[Finding, ...]:
    """What each look found, within `timeout` seconds in all. A refusal is a no; a look that failed says nothing."""
    end, found = time.monotonic() + timeout, []
    for what, mend, look in looks:
        left, ok = end - time.monotonic(), None
        try:
            ok, said = look(left) if left > 0 else (None, "there was no time left to look")
        except ActionRefused as error:
            ok, said = False, f"refused: {error.why}"
        except PlatformError as error:
            said = f"could not be asked: {error.why}"
        found.append(Finding(what, ok, said, "" if ok else mend))
    return tuple(found)


def graph(
    platform: str,
    base_url: str,
    token: Secret,
    *,
    codes: Codes,
    keys: Keys | None,
    settings: GraphSettings,
) -> Graph:
    """The Graph API with the settings of this deployment. Raises ConfigurationError where a proof lacks its secret."""
    signing = (keys or {}).get("signing", ())
    if settings.appsecret_proof and not signing:
        raise ConfigurationError(f"{platform}: HEARD_META_APPSECRET_PROOF=yes needs the secret `signing`")
    key = signing[0] if settings.appsecret_proof else None
    return Graph(platform, base_url, token, codes=codes, version=settings.version, proof_key=key)


BY_MACHINE: Final = "heard:auto:"
BY_PERSON: Final = "heard:person:"


def mark(order: Order) -> str:
    """What a message of ours carries unseen in `metadata`: its echo then tells whose words it brought."""
    return (BY_PERSON if order.by is By.PERSON else BY_MACHINE) + order.key


def proof(app_secret: Secret, token: Secret) -> str:
    """`appsecret_proof`: that the caller holds the app secret and not only a stolen token."""
    return hmac.new(app_secret.bytes(), token.bytes(), hashlib.sha256).hexdigest()


def _wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds until calls are allowed again, as the usage header tells in minutes; None where it tells none."""
    try:
        told = json.loads(headers.get(_USAGE, ""))
        waits = [one.get("estimated_time_to_regain_access") for listed in told.values() for one in listed]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    minutes = [float(wait) for wait in waits if isinstance(wait, (int, float)) and not isinstance(wait, bool)]
    longest = max(minutes, default=0.0)
    return longest * 60 if 0 < longest < 1e6 else None
