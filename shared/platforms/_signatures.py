"""The ways of signing that more than one platform uses, each an object that verifies and signs.

A platform module binds one to `signature`; `Platform.verify` calls it and turns whatever goes wrong into
SignatureInvalid. `sign` makes the same headers genuinely: replaying, the pretend platform and tests use it.

What all schemes here hold to: the bytes as they came; one header value (a repeated or comma-joined header
proves nothing); every current secret tried in constant time without stopping at the first match; the
algorithm is fixed here and never chosen by the request. Ed25519 (`v1a` of Standard Webhooks) is left out: it
would bring a library of its own, and every sender that offers it offers `v1` too.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final, Literal

import msgspec

from shared.core import signing
from shared.core.delivery import Delivery
from shared.core.errors import SignatureExpired, SignatureInvalid
from shared.core.secret import Secret
from shared.core.signing import Headers, key_bytes, usable_id

LISTED: Final = 50
_HEX: Final = {"sha256": r"[0-9a-f]{64}", "sha1": r"[0-9a-f]{40}"}
# 32 bytes in canonical base64: the last letter carries four bits, so its two idle bits must be zero.
# Otherwise four different texts would pass for one signature.
_BASE64: Final = r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
_TIMESTAMP: Final = r"[0-9]{1,12}"
_SHORTEST_KEY: Final = 16  # bytes
_FAMILIES: Final = ("webhook", "svix")
_PARTS: Final = ("id", "timestamp", "signature")


class HmacSignature(msgspec.Struct, frozen=True):
    """HMAC of the body, in one header behind a fixed prefix. No time is signed: replays verify.

    `before` is signed in front of the body, without being sent. SHA-1, which YouTube's hub uses, comes in hex only.
    """

    header: str
    prefix: str = "sha256="
    encoding: Literal["hex", "base64"] = "hex"
    before: bytes = b""
    algorithm: Literal["sha256", "sha1"] = "sha256"
    tolerance: ClassVar[int | None] = None

    def verify(self, delivery: Delivery, keys: tuple[Secret, ...], now: datetime) -> None:
        """Raise SignatureInvalid unless the header holds the signature of the body by one of `keys`."""
        value = delivery.header(self.header)
        if value is None or not value.startswith(self.prefix):
            raise SignatureInvalid("signature header is missing or malformed")
        given = _decoded(value.removeprefix(self.prefix), self.encoding, self.algorithm)
        if given is None:
            raise SignatureInvalid("signature is malformed")
        raw = [key.bytes() for key in keys]
        if not _any_equal([given], [self._made(key, delivery.body) for key in raw if key]):
            raise SignatureInvalid("signature does not match")

    def sign(self, body: bytes, key: Secret, now: datetime, id: str = "") -> Headers:
        """The header that a sender with `key` puts on `body`. This scheme signs neither time nor id."""
        return ((self.header.lower(), self.prefix + _encoded(self._made(key.bytes(), body), self.encoding)),)

    def _made(self, key: bytes, body: bytes) -> bytes:
        return hmac.digest(key, self.before + body, self.algorithm)


class StandardWebhooks(msgspec.Struct, frozen=True):
    """Standard Webhooks 1.0 `v1`: HMAC-SHA256 over id, timestamp and body, under webhook-* or svix-* headers.

    A key is `whsec_` and base64, prefix and padding optional; the decoded bytes are the HMAC key. A key that
    cannot be decoded matches nothing.
    """

    tolerance: int = 300

    def verify(self, delivery: Delivery, keys: tuple[Secret, ...], now: datetime) -> None:
        """Raise SignatureInvalid, or SignatureExpired for a time over `tolerance` seconds off either way."""
        message, timestamp, listed = _triple(delivery)
        if not usable_id(message) or not re.fullmatch(_TIMESTAMP, timestamp):
            raise SignatureInvalid("id or timestamp is malformed")
        if abs(now.timestamp() - int(timestamp)) > self.tolerance:
            raise SignatureExpired("timestamp is too far off")
        expected = [signing.made(key, message, timestamp, delivery.body) for key in map(key_bytes, keys) if key]
        if not _any_equal(_listed(listed), expected):
            raise SignatureInvalid("signature does not match")

    def sign(self, body: bytes, key: Secret, now: datetime, id: str = "msg_1") -> Headers:
        """The headers that a sender with `key` puts on `body`. Raises ValueError on an unusable key or id."""
        return signing.headers(body, (key,), now, id)


def usable_key(key: Secret) -> bool:
    """Whether a text is a Standard Webhooks key: base64 of at least 16 bytes, with or without `whsec_`."""
    return len(key_bytes(key)) >= _SHORTEST_KEY


def _triple(delivery: Delivery) -> tuple[str, str, str]:
    """The three values of the one family of headers that came; a mix of families is refused."""
    present = {name for name, _value in delivery.headers}
    families = [name for name in _FAMILIES if any(f"{name}-{part}" in present for part in _PARTS)]
    if len(families) != 1:
        raise SignatureInvalid("signature headers are missing or mixed")
    message, timestamp, listed = (delivery.header(f"{families[0]}-{part}") for part in _PARTS)
    if message is None or timestamp is None or listed is None:
        raise SignatureInvalid("a signature header is missing or repeated")
    return message, timestamp, listed


def _listed(value: str) -> list[bytes]:
    """The `v1` signatures of a list. Other versions and odd items are passed over, joined headers refused."""
    items = value.split(" ")
    if len(items) > LISTED or any(not item or item.endswith(",") for item in items):
        raise SignatureInvalid("signature list is malformed")
    pairs = [item.partition(",") for item in items]
    decoded = [_decoded(text, "base64") for version, _comma, text in pairs if version == "v1"]
    return [signature for signature in decoded if signature is not None]


def _decoded(text: str, encoding: Literal["hex", "base64"], algorithm: str = "sha256") -> bytes | None:
    if encoding == "hex":
        return bytes.fromhex(text) if re.fullmatch(_HEX[algorithm], text) else None
    return base64.b64decode(text) if re.fullmatch(_BASE64, text) else None


def _encoded(signature: bytes, encoding: Literal["hex", "base64"]) -> str:
    return signature.hex() if encoding == "hex" else base64.b64encode(signature).decode()


def _any_equal(given: Iterable[bytes], expected: list[bytes]) -> bool:
    found = False
    for signature in given:
        for ours in expected:
            found |= hmac.compare_digest(signature, ours)
    return found
