"""What handing mails to Amazon and hearing what became of them share: keys, addresses, and a client for one use.

AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN   used if given; else boto3 looks where it always does
"""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Mapping
from typing import Any, Final

from shared.core.errors import MissingSecret
from shared.core.secret import Secret, weakness
from shared.settings import is_loopback

Keys = tuple[str, Secret, Secret | None]

TAG_MARK: Final = "heard"  # the tags of a mail by which an event about it finds its Notice
TAG_AT: Final = "heard_at"
REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
SETTINGS: Final = {
    "AccessDenied": "AWS_ACCESS_KEY_ID",
    "AccessDeniedException": "AWS_ACCESS_KEY_ID",
    "UnrecognizedClientException": "AWS_ACCESS_KEY_ID",
    "InvalidClientTokenId": "AWS_ACCESS_KEY_ID",
    "InvalidSignatureException": "AWS_SECRET_ACCESS_KEY",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": "AWS_SESSION_TOKEN",
    "ExpiredTokenException": "AWS_SESSION_TOKEN",
}
"""Which variable may be wrong, by the name of an error that any of Amazon's services gives."""


class Clients:
    """Makes clients that ask once and never again by themselves. Safe between threads."""

    def __init__(self, keys: Keys | None, seconds: float) -> None:
        self._keys = keys
        self._seconds = seconds
        self._lock = threading.Lock()
        self._session: Any = None

    def client(self, service: str, region: str, endpoint: str | None) -> Any:
        """One for a few calls, which takes 2 ms once the first was made. A connection that was kept while this
        instance slept may be dead without our knowing: a mail would be lost in it, and its outcome unknown."""
        from botocore.config import Config

        config = Config(
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=self._seconds / 4,
            read_timeout=self._seconds / 2,
        )
        with self._lock:
            return self._opened().client(service, region_name=region, endpoint_url=endpoint, config=config)

    def _opened(self) -> Any:
        if self._session is None:
            import boto3

            key, secret, token = self._keys or ("", None, None)
            self._session = boto3.session.Session(
                aws_access_key_id=key or None,
                aws_secret_access_key=secret.reveal() if secret else None,
                aws_session_token=token.reveal() if token else None,
            )
        return self._session


def code_of(response: Mapping[str, Any]) -> str:
    """The name of an error. Only that is kept of an answer: its text quotes addresses."""
    return re.sub(r"[^A-Za-z0-9._-]", "", str(response.get("Error", {}).get("Code", "")))[:60]


def is_certificate(error: BaseException | None) -> bool:
    """Whether it never came to the request, because whoever answered could not prove to be Amazon."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__context__
    return error is not None


def is_private(address: str) -> bool:
    """Whether nobody reads what goes there: https, or plain http to this very machine."""
    return address.startswith("https://") or (address.startswith("http://") and is_loopback(address))


def read_keys(environ: Mapping[str, str]) -> Keys | None:
    """The keys, if any are given. Raises MissingSecret naming the variable, never the value."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    key, secret, token = (environ.get(name, "").strip() for name in names)
    if not key and not secret:
        return None
    for name, value in zip(names, (key, secret), strict=False):
        weak = weakness(value, ours=False)
        if weak is not None:
            raise MissingSecret(name, weak)
    return key, Secret(secret), Secret(token) if token else None
