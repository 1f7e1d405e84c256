"""Calls of the Graph API as one account."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from shared.core.errors import ConfigurationError, OutcomeUnknown
from shared.core.ports import Order
from shared.core.secret import Secret
from shared.core.sla import By
from shared.platforms._base import Keys
from shared.platforms._client import ApiClient
from shared.platforms._meta._answers import following, rows
from shared.platforms._meta._codes import Codes, translator
from shared.platforms._meta._settings import GraphSettings

_USAGE: Final = "x-business-use-case-usage"
MARGIN: Final = timedelta(seconds=120)  # how long before the first try an answer of ours may have been made
MOST_PAGES: Final = 10  # of one list that are read to find an answer


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
        self.platform = platform
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

    def find(
        self,
        path: str,
        asked: Mapping[str, str],
        ours: Callable[[dict[str, Any]], str | None],
        timeout: float,
        *,
        untold: bool = False,
    ) -> str | None:
        """The first in a list, page by page, to which `ours` gives an id; None where the whole list has none.

        Raises OutcomeUnknown where the list was not read to its end.
        """
        end, after = time.monotonic() + timeout, None
        for _ in range(MOST_PAGES):
            left = end - time.monotonic()
            if left <= 0:
                break
            page = self.get("find", path, {**asked, "after": after} if after else asked, left)
            found = next(filter(None, map(ours, rows(self.platform, "find", page))), None)
            after = None if found else following(self.platform, "find", page, after, untold=untold)
            if after is None:
                return found
        raise OutcomeUnknown(self.platform, "find", "the list was cut off")


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
        minutes = [float(wait) for wait in waits if isinstance(wait, (int, float)) and not isinstance(wait, bool)]
    except (ValueError, AttributeError, TypeError, RecursionError, OverflowError):
        return None
    longest = max(minutes, default=0.0)
    return longest * 60 if 0 < longest < 1e6 else None
