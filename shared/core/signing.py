"""Standard Webhooks `v1`, for whoever signs and whoever verifies: the key, the bytes, and the three headers.

A message is signed as its id, `.`, the Unix seconds of this attempt, `.` and its body, by HMAC-SHA256; the signature is
written `v1,` and base64. Signed with several keys while one is replaced, the signatures stand side by side
(https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, read 2026-11-22).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shared.core.secret import Secret

Headers = tuple[tuple[str, str], ...]

_ID: Final = r"[!-+/-~-]{1,256}"  # printable, without `.` (the separator) and `,` (a joined header)
_PREFIX: Final = "whsec_"
_SHORTEST, _LONGEST = 24, 64  # bytes of a key, as the specification has them
_VARIED: Final = 8  # different bytes; 24 random ones have fewer about never


def usable_id(text: str) -> bool:
    """Whether a text can be the id of a message."""
    return re.fullmatch(_ID, text) is not None


def key_bytes(key: Secret) -> bytes:
    """What a key stands for: its base64 decoded, prefix and padding optional. Nothing where that fails."""
    text = key.reveal().strip().removeprefix(_PREFIX).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def unfit(key: Secret) -> str | None:
    """What is wrong with a key that we are to sign with, or None. Stricter than for keys that others chose."""
    raw = key_bytes(key)
    if not raw or not key.reveal().startswith(_PREFIX):
        return f"is not written as `{_PREFIX}` and base64"
    if not _SHORTEST <= len(raw) <= _LONGEST:
        return f"holds {len(raw)} bytes, where {_SHORTEST} to {_LONGEST} are expected"
    if len(set(raw)) < _VARIED:
        return "holds the same few bytes again and again, where random ones are expected"
    return None


def made(key: bytes, id: str, timestamp: str, body: bytes) -> bytes:
    """The signature of one message under one key."""
    return hmac.digest(key, f"{id}.{timestamp}.".encode() + body, "sha256")


def headers(body: bytes, keys: Sequence[Secret], now: datetime, id: str) -> Headers:
    """The headers of one attempt at `now`, signed with every key. Raises ValueError on an unusable key or id."""
    raw = [key_bytes(key) for key in keys]
    if not raw or not all(raw) or not usable_id(id):
        raise ValueError("the keys must be base64 and the id printable without dots or commas")
    timestamp = str(int(now.timestamp()))
    signed = (base64.b64encode(made(key, id, timestamp, body)).decode() for key in raw)
    return (
        ("webhook-id", id),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", " ".join(f"v1,{one}" for one in signed)),
    )
