"""Bytes of ours in an address: base64url of what they say and its HMAC-SHA256, so that nobody else makes one.

A purpose is part of what is signed, so what was sealed for one thing opens no other. A text ends in the digit of its
form: programs that find links in a text leave a last `-` or `_` out.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Final

from shared.core.secret import Secret

LONGEST: Final = 1024  # characters
_MAC: Final = 32  # bytes
_FORM: Final = "1"
_SEALED: Final = re.compile(rf"[A-Za-z0-9_-]{{8,{LONGEST - 1}}}{_FORM}", re.ASCII)


class Unsealable(Exception):
    """A text that is not ours. `forged`: it has the form of one."""

    def __init__(self, *, forged: bool) -> None:
        super().__init__("not sealed by us")
        self.forged = forged


def sealed(data: bytes, key: Secret, purpose: bytes) -> str:
    """As text. Raises ValueError where it would be too long to be opened again."""
    text = _text(data + _mac(data, key, purpose))
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters to be sealed; expected at most {LONGEST}")
    return text


def unsealed(text: str, keys: Sequence[Secret], purpose: bytes) -> bytes:
    """What one of these keys has sealed for this purpose. Raises Unsealable.

    Every key is tried whatever the others say, so that the time it takes tells nothing.
    """
    data, given = _parts(text)
    genuine = False
    for key in keys:
        genuine |= hmac.compare_digest(_mac(data, key, purpose), given)
    if not genuine:
        raise Unsealable(forged=True)
    return data


def _mac(data: bytes, key: Secret, purpose: bytes) -> bytes:
    return hmac.digest(key.bytes(), purpose + data, "sha256")


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=") + _FORM


def _parts(text: str) -> tuple[bytes, bytes]:
    """What was signed, and the signature. The same bytes have one text: no other spelling of them is taken."""
    if len(text) > LONGEST or not _SEALED.fullmatch(text):
        raise Unsealable(forged=False)
    bare = text.removesuffix(_FORM)
    try:
        raw = urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError:
        raise Unsealable(forged=False) from None
    if len(raw) <= _MAC or _text(raw) != text:
        raise Unsealable(forged=False)
    return raw[:-_MAC], raw[-_MAC:]
