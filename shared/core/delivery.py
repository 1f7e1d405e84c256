"""One HTTP request from a platform, and what we send back."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Delivery(msgspec.Struct, frozen=True):
    """A request as it came: bytes untouched, header names lower-cased, repeated headers and parameters kept.

    `received_at` is aware UTC. `connection` is the declared connection that the path named.
    """

    method: str
    connection: str
    body: bytes
    received_at: datetime
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    trace: str = ""

    def header(self, name: str) -> str | None:
        """The one value of a header; None if it is missing or came more than once (which proves nothing)."""
        return _only(self.headers, name.lower())

    def parameter(self, name: str) -> str | None:
        """The one value of a query parameter; None if it is missing or came more than once."""
        return _only(self.query, name)


class Answer(msgspec.Struct, frozen=True):
    """What a platform gets back over HTTP. Not an Acknowledgment, which is what a person gets."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def _only(pairs: tuple[tuple[str, str], ...], name: str) -> str | None:
    found = [value for key, value in pairs if key == name]
    return found[0] if len(found) == 1 else None
