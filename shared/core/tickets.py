"""Signed links to the desk: who may act on which Card, until when. A link is the right to act, so it says little else.

A Ticket is not kept anywhere: its signature makes it ours, and what has been done with it stands on the Card. It is
written as `sealing` has it, in which a name of 80 letters of any script fits.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

import msgspec

from shared.core.errors import ResponderError
from shared.core.interaction import Utc
from shared.core.sealing import Unsealable, sealed, unsealed
from shared.core.secret import Secret

DAYS: Final = 7
_PURPOSE: Final = b"heard ticket 1\n"  # what is signed here is good for nothing else

ACTS: Final = ("send", "take", "hand_on", "hold")
"""What a link may ask for at its end, after a slash: that act stands first on the page then."""


class Ticket(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The right of one colleague to act once on one Card. `colleague` is their name in the brand's team, "" anybody.

    `nonce` tells one link from another. `expires` is UTC.
    """

    brand: str
    card: str
    colleague: str
    nonce: str
    expires: Utc


class Flaw(StrEnum):
    """What is wrong with a Ticket. Whoever made it up is told no difference between the first two."""

    MALFORMED = "malformed"
    FORGED = "forged"
    STALE = "stale"


class TicketInvalid(ResponderError):
    """A text that is no Ticket of ours, or no longer one. `ticket` is there where it is ours and only too old."""

    def __init__(self, flaw: Flaw, ticket: Ticket | None = None) -> None:
        super().__init__(f"ticket: {flaw}")
        self.flaw = flaw
        self.ticket = ticket


class Desk(Protocol):
    """Makes links to our own pages, and reads them."""

    def link(self, brand: str, card: str, colleague: str, now: datetime, about: str = "") -> str:
        """The address of a Card's page for one colleague. The same arguments within one day give the same link; it may
        be followed by a slash and one of `ACTS`.

        `about` is the key of the Notice that it stands in: what one link was used for leaves those of the others whole.
        """
        ...

    def open(self, text: str, now: datetime) -> Ticket:
        """The Ticket in the last part of such an address. Raises TicketInvalid."""
        ...

    def following(self, ticket: Ticket, turn: int) -> str:
        """The sealed Ticket of the same colleague for the next act on the same Card; it lives no longer.

        `turn` is how many links of the Card have been used.
        """
        ...


class _Fields(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    brand: str
    card: str
    colleague: str
    nonce: str
    expires: int  # whole seconds


_decoder: Final = msgspec.msgpack.Decoder(_Fields)


def seal(ticket: Ticket, key: Secret) -> str:
    """The Ticket as the text of a link. Raises ValueError where it would be too long to be opened again."""
    expires = int(ticket.expires.timestamp())
    data = msgspec.msgpack.encode(_Fields(ticket.brand, ticket.card, ticket.colleague, ticket.nonce, expires))
    return sealed(data, key, _PURPOSE)


def open_ticket(text: str, keys: Sequence[Secret], now: datetime) -> Ticket:
    """The Ticket that one of these keys has sealed. Raises TicketInvalid."""
    try:
        data = unsealed(text, keys, _PURPOSE)
    except Unsealable as error:
        raise TicketInvalid(Flaw.FORGED if error.forged else Flaw.MALFORMED) from None
    try:
        fields = _decoder.decode(data)
        expires = datetime.fromtimestamp(fields.expires, UTC)
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError, ValueError, OSError):
        raise TicketInvalid(Flaw.MALFORMED) from None
    ticket = Ticket(
        brand=fields.brand, card=fields.card, colleague=fields.colleague, nonce=fields.nonce, expires=expires
    )
    if now >= expires:
        raise TicketInvalid(Flaw.STALE, ticket)
    return ticket


class Links:
    """A Desk with its address and its keys: the first one seals, all of them open."""

    def __init__(self, url: str, keys: Sequence[Secret], days: int = DAYS) -> None:
        self._url, self._keys, self._days = url.rstrip("/"), tuple(keys), days

    def link(self, brand: str, card: str, colleague: str, now: datetime, about: str = "") -> str:
        """See Desk. It lives `days` whole days after the day (UTC) of `now`."""
        return f"{self._url}/desk/c/{self._sealed(brand, card, colleague, about, self.until(now))}"

    def until(self, now: datetime) -> datetime:
        """When a link that is made now ends."""
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return day + timedelta(days=self._days + 1)

    def open(self, text: str, now: datetime) -> Ticket:
        return open_ticket(text, self._keys, now)

    def following(self, ticket: Ticket, turn: int) -> str:
        return self._sealed(ticket.brand, ticket.card, ticket.colleague, turn, ticket.expires)

    def _sealed(self, brand: str, card: str, colleague: str, about: str | int, expires: datetime) -> str:
        key = self._keys[0]
        what = msgspec.msgpack.encode((brand, card, colleague, about, int(expires.timestamp())))
        nonce = urlsafe_b64encode(hmac.digest(key.bytes(), b"heard nonce 1\n" + what, "sha256")[:9]).decode()
        return seal(Ticket(brand=brand, card=card, colleague=colleague, nonce=nonce, expires=expires), key)
