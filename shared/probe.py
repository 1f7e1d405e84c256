"""Test events of ours: how one leaves, as a platform would send it, and how the public door knows it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from shared.brands.routes import Account
from shared.core import signing
from shared.core.delivery import Delivery
from shared.core.errors import MissingSecret
from shared.core.probing import Probe, probed, signed
from shared.core.secret import Secret
from shared.platforms._signatures import StandardWebhooks

KEY = "HEARD_PROBE_KEY"


class Probing:
    """With the key that signs them, and behind it a former one that is still taken. Raises MissingSecret.

    `url` is where the public door is; None: none are sent.
    """

    def __init__(self, keys: Sequence[Secret], url: str | None, timeout: float) -> None:
        for key in keys:
            if (wrong := signing.unfit(key)) is not None:
                raise MissingSecret(KEY, wrong)
        self._keys, self._url, self._timeout = tuple(keys), url, timeout
        self._scheme = StandardWebhooks()

    @property
    def sends(self) -> bool:
        return self._url is not None

    def send(self, account: Account, now: datetime) -> str:
        """Send one for an account, and say what was wrong with that, or nothing."""
        from http.client import HTTPException

        body, headers = signed(Probe(platform=account.platform, account=account.id, at=now), self._keys, now)
        try:
            status = self._post(f"{self._url}/{account.connection}", body, headers)
        except (OSError, HTTPException) as error:
            return f"`receive` did not answer a test event ({type(error).__name__})"
        return "" if 200 <= status < 300 else f"`receive` answered a test event with {status}"

    def read(self, delivery: Delivery, now: datetime) -> Probe | None:
        """The test event that a Delivery is; None for any other. Raises SignatureInvalid for a forged one."""
        return probed(delivery, self._keys, self._scheme.verify, now)

    def _post(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        from http.client import HTTPConnection, HTTPSConnection

        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        line = kind(parts.netloc, timeout=self._timeout)
        try:
            line.request("POST", parts.path, body, headers)
            return line.getresponse().status
        finally:
            line.close()
