"""How a token is kept where others may look: encrypted and authenticated (Fernet) under HEARD_TOKEN_KEY.

The first key seals and any opens, so that a key can be changed without anybody logging in again. What is sealed says
for which platform, account and seed, so that no record can be put in the place of another one.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from shared.core.collecting import Access
from shared.core.errors import ConfigurationError, MissingSecret
from shared.core.secret import Secret
from shared.tokens.record import Held, Written

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

TOKEN_KEY: Final = "HEARD_TOKEN_KEY"  # noqa: S105 - a name
_BYTES: Final = 32
_PLAIN: Final = bytes.maketrans(b"-_", b"+/")


class Sealed(ConfigurationError):
    """A record that this deployment's keys do not open, or that is not what it says it is."""

    def __init__(self, platform: str, account: str, why: str) -> None:
        super().__init__(
            f"the stored access token of account {account!r} on {platform} {why}. Put the key that it was stored with "
            f"behind the present one in {TOKEN_KEY}, or log in again and write new secrets for this account"
        )


def check_keys(keys: Sequence[Secret]) -> list[bytes]:
    """The keys in base64 that is safe in addresses. Raises MissingSecret for what is no key. Loads no library."""
    checked = []
    for key in keys:
        try:
            raw = base64.b64decode(key.bytes().translate(_PLAIN), validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != _BYTES:
            raise MissingSecret(TOKEN_KEY, f"is no key of {_BYTES} random bytes in base64 (see docs/tokens.md)")
        checked.append(base64.urlsafe_b64encode(raw))
    return checked


class Sealer:
    """Seals with the first key, opens with any. Holds nothing but keys; safe between threads."""

    def __init__(self, keys: Sequence[Secret]) -> None:
        checked = check_keys(keys)
        from cryptography.fernet import Fernet

        self._keys: list[Fernet] = [Fernet(key) for key in checked]

    def seal(self, written: Written, held: Held) -> bytes:
        inside = {
            "platform": written.platform,
            "account": written.account,
            "seed": written.seed,
            "access": held.access.reveal(),
            "refresh": None if held.refresh is None else held.refresh.reveal(),
            "before": held.before,
            "since": None if held.since is None else held.since.isoformat(),
        }
        return self._keys[0].encrypt(msgspec.json.encode(inside))

    def open(self, doc: Access) -> tuple[Held, bool]:
        """What a record holds, and whether a former key sealed it. Raises Sealed."""
        from cryptography.fernet import InvalidToken

        for number, key in enumerate(self._keys):
            try:
                text = key.decrypt(doc.sealed)
            except InvalidToken:
                continue
            return self._read(doc, text), number > 0
        raise Sealed(doc.platform, doc.account, f"cannot be opened with {TOKEN_KEY}")

    def _read(self, doc: Access, text: bytes) -> Held:
        try:
            inside = msgspec.json.decode(text, type=dict[str, str | None])
            since = inside["since"]
            held = Held(
                Secret(inside["access"] or ""),
                None if inside["refresh"] is None else Secret(inside["refresh"]),
                inside["before"],
                None if since is None else datetime.fromisoformat(since),
            )
            names = (inside["platform"], inside["account"], inside["seed"])
        except (msgspec.DecodeError, KeyError, ValueError):
            raise Sealed(doc.platform, doc.account, "is of another release") from None
        if names != (doc.platform, doc.account, doc.seed):
            raise Sealed(doc.platform, doc.account, "belongs to another account or to other secrets")
        return held
