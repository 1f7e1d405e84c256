"""The addresses that a digest leads one recipient to: a Card's page, the web copy, how they get it, the end of it.

What tells a recipient there is opaque: the name of their Reader (`digesting`), which tells nobody the address, signed
with the keys of links for this purpose alone. It works without a login and has no end of its own: a digest can always
be stopped, and a web copy is gone when its content is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from shared.core.digesting import digest_key, reader_key
from shared.core.sealing import Unsealable, sealed, unsealed
from shared.core.secret import Secret
from shared.core.tickets import ACTS, Links

_READER: Final = b"heard reader 1\n"
_COPY: Final = b"heard copy 1\n"


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """Which recipient of which brand's digest an address is for; `day` (ISO) where it is that day's web copy."""

    brand: str
    reader: str
    day: str = ""


class _Fields(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    brand: str
    reader: bytes
    day: str = ""


_decoder: Final = msgspec.msgpack.Decoder(_Fields)


class Passes:
    """Makes those addresses and reads them: the first key seals, all of them open."""

    def __init__(self, url: str, keys: Sequence[Secret], links: Links) -> None:
        self._url, self._keys, self._links = url.rstrip("/"), tuple(keys), links

    def ways(
        self,
        brand: str,
        address: str,
        day: str,
        made_at: datetime,
        *,
        colleague: str = "",
        read_at: datetime | None = None,
    ) -> Addresses:
        """Those of one recipient of one day. The same arguments give the same ones, in the mail and in the web copy.

        `colleague` is whose links to Cards they are, "" anybody's; with `read_at`, those that have ended are left out.
        """
        reader = reader_key(brand, address)
        own = Pass(brand=brand, reader=reader)
        return Addresses(
            _links=None if read_at is not None and read_at >= self._links.until(made_at) else self._links,
            _brand=brand,
            _colleague=colleague,
            _about=f"{digest_key(brand, day)}/{reader}",
            _made_at=made_at,
            _passes=self,
            _own=msgspec.structs.replace(own, day=day),
            _settings=f"{self._url}/desk/r/{self._sealed(own, _READER)}",
        )

    def address(self, copy: Pass) -> str:
        """Where that web copy is."""
        return f"{self._url}/desk/d/{self._sealed(copy, _COPY)}"

    def reader(self, text: str) -> Pass | None:
        """Whose settings the last part of such an address opens; None where it is not ours."""
        return self._opened(text, _READER)

    def copy(self, text: str) -> Pass | None:
        """The same of a web copy."""
        return self._opened(text, _COPY)

    def _sealed(self, one: Pass, purpose: bytes) -> str:
        fields = _Fields(one.brand, bytes.fromhex(one.reader), one.day)
        return sealed(msgspec.msgpack.encode(fields), self._keys[0], purpose)

    def _opened(self, text: str, purpose: bytes) -> Pass | None:
        try:
            fields = _decoder.decode(unsealed(text, self._keys, purpose))
        except (Unsealable, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return Pass(brand=fields.brand, reader=fields.reader.hex(), day=fields.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where one recipient's edition of one day leads to: the Ways of `shared.digest.view`."""

    _links: Links | None
    _brand: str
    _colleague: str
    _about: str
    _made_at: datetime
    _passes: Passes
    _own: Pass
    _settings: str

    def card(self, entry: str, act: str = "") -> str | None:
        """The desk's page of one Entry, with this act first. One tap uses up all links of this edition to it."""
        if act not in ("", *ACTS):
            raise ValueError(f"a link for {act!r}; expected one of {', '.join(ACTS)}")
        if self._links is None:
            return None
        link = self._links.link(self._brand, entry, self._colleague, self._made_at, self._about)
        return f"{link}/{act}" if act else link

    def copy(self, day: str = "") -> str:
        return self._passes.address(msgspec.structs.replace(self._own, day=day) if day else self._own)

    def settings(self) -> str:
        return self._settings

    def stop(self) -> str:
        return f"{self._settings}/stop"
