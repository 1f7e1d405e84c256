"""HTTP/1.1 for the lean Pub/Sub bus, without a network: requests as bytes, answers as they arrive, tokens, what may be
tried again. Both its forms, with threads and with an event loop, stand on this. httptools does the parsing.

Access tokens come from the metadata server, at the path and with the header that google-auth 2.62.2 uses. That server
gives the same token until 4 minutes before its end, so a new one is asked for 225 s before (google-auth 2.62.2,
_helpers.py, does the same; the reason stands in golang/oauth2 0.21.0, google/google.go; both read 2026-11-22).
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import httptools
import msgspec

from shared.buses._pubsub import NAME, NO_TIME, Place, failure
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.secret import Secret

IDLE: Final = 50.0  # seconds; who holds the other end may have forgotten an older connection without a word
LARGEST_ANSWER: Final = 1_000_000
EARLY: Final = 225.0  # seconds
_LAST: Final = 5.0  # seconds before its end from which a token is not used any more
_AGAIN: Final = 10.0  # seconds between two tries to renew a token that still holds
_TOKEN_PATH: Final = "/computeMetadata/v1/instance/service-accounts/default/token"  # noqa: S105 - an address
_NOT_GRANTED: Final = "no token from the metadata server"
_TRANSIENT: Final = frozenset({500, 502, 503, 504})


class Peer(msgspec.Struct, frozen=True):
    """Who is spoken to: a host, its port, whether by TLS, and what the Host header says."""

    host: str
    port: int
    secure: bool
    header: str

    @classmethod
    def of(cls, url: str) -> Peer:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        return cls(parts.hostname or "", parts.port or (443 if secure else 80), secure, parts.netloc)


class Garbled(Exception):
    """What came is not an HTTP answer that we take."""


class NoToken(OSError):
    """The metadata server could not be asked; says why in a word."""


class Reply:
    """One answer, fed as it arrives. `done` once it is whole; `keep` if the connection may be used again."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""
        self.done = False
        self.keep = False
        self._size = 0
        self._chunks: list[bytes] = []
        self._parser = httptools.HttpResponseParser(self)

    def feed(self, data: bytes) -> bool:
        """Take what arrived; returns `done`. Raises Garbled."""
        self._size += len(data)
        if self._size > LARGEST_ANSWER:
            raise Garbled("too large")
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            raise Garbled("no HTTP") from None
        return self.done

    def on_message_begin(self) -> None:
        if self.done:  # more than was asked for: the next answer on this connection could be a stranger's
            self.keep = False

    def on_body(self, data: bytes) -> None:
        if not self.done:
            self._chunks.append(data)

    def on_message_complete(self) -> None:
        if not self.done:
            self.status = self._parser.get_status_code()
            self.keep = self._parser.should_keep_alive()
            self.body = b"".join(self._chunks)
            self.done = True


class Requests:
    """Writes the requests of one deployment."""

    def __init__(self, place: Place, metadata: Peer) -> None:
        path = f"/v1/projects/{quote(place.project, safe=':')}/topics/{quote(place.topic, safe='')}:publish"
        self._publish = (
            f"POST {path} HTTP/1.1\r\nHost: {Peer.of(place.url).header}\r\nUser-Agent: heard\r\n"
            "Accept-Encoding: identity\r\nContent-Type: application/json\r\n"
        )
        self.token = (
            f"GET {_TOKEN_PATH} HTTP/1.1\r\nHost: {metadata.header}\r\nUser-Agent: heard\r\n"
            "Metadata-Flavor: Google\r\nAccept-Encoding: identity\r\n\r\n"
        ).encode()

    def publish(self, body: bytes, token: Secret | None) -> bytes:
        """One publish request, head and body."""
        allowed = "" if token is None else f"Authorization: Bearer {token.reveal()}\r\n"
        return f"{self._publish}{allowed}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Attempts:
    """What may still be tried for one request: once more on a fresh connection, once more with a fresh token."""

    def __init__(self) -> None:
        self._again = True
        self._renew = True

    def lost(self, error: Exception) -> None:
        """There was no answer. Raises BackendUnavailable unless it may be tried again."""
        if isinstance(error, TimeoutError):
            raise BackendUnavailable(NAME, NO_TIME) from None
        if not self._again:
            raise BackendUnavailable(
                NAME, f"{_NOT_GRANTED}: {error}" if isinstance(error, NoToken) else type(error).__name__
            ) from None
        self._again = False

    def refused(self, status: int, answer: bytes) -> None:
        """The answer was not 200. Raises BackendUnavailable unless it may be tried again."""
        if status == 401 and self._renew:
            self._renew = False
        elif status in _TRANSIENT and self._again:
            self._again = False
        else:
            raise BackendUnavailable(NAME, failure(status, answer))


class _Granted(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: float


_granted = msgspec.json.Decoder(_Granted)


class Tokens:
    """The access token in hand, if any. Told the time in monotonic seconds; its owner sees that only one asks anew."""

    def __init__(self) -> None:
        self._token: Secret | None = None
        self._until = 0.0
        self._renew_at = 0.0

    def usable(self, now: float) -> Secret | None:
        """The token to send now, or None where one must be fetched first."""
        return self._token if now < self._until - _LAST else None

    def due(self, now: float) -> bool:
        """Whether somebody should fetch the next one while this one still holds."""
        return now >= self._renew_at

    def asking(self, now: float) -> None:
        """Somebody asks: if that fails, nobody does so again at once."""
        self._renew_at = now + _AGAIN

    def keep(self, status: int, answer: bytes, now: float) -> Secret:
        """Take the metadata server's answer. Raises BackendUnavailable where it holds no token."""
        if status != 200:
            raise BackendUnavailable(NAME, f"{_NOT_GRANTED}: status {status}")
        try:
            granted = _granted.decode(answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            granted = _Granted("", 0)
        # What goes into a header must not be able to end it.
        if not re.fullmatch(r"[\x21-\x7e]{1,8192}", granted.access_token) or granted.expires_in <= _LAST:
            raise BackendUnavailable(NAME, f"{_NOT_GRANTED}: answer unreadable")
        self._token = Secret(granted.access_token)
        self._until = now + granted.expires_in
        self._renew_at = max(self._until - EARLY, now + _AGAIN)
        return self._token

    def drop(self, token: Secret | None) -> None:
        """It was refused. A newer one, fetched meanwhile, stays."""
        if token is not None and token is self._token:
            self._token = None
            self._until = 0.0


def metadata_peer(environ: Mapping[str, str]) -> Peer:
    """The metadata server: GCE_METADATA_HOST, as in Google's libraries, or its own name."""
    host = environ.get("GCE_METADATA_HOST") or "metadata.google.internal"
    if not re.fullmatch(r"[\w.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?", host, re.ASCII):
        raise ConfigurationError(f"GCE_METADATA_HOST: came {host[:100]!r}; expected a host, or host:port")
    return Peer.of(f"http://{host}")


def tls(environ: Mapping[str, str]) -> ssl.SSLContext:
    """What certificates are checked against.

    A folder of hashed ones is only looked into when a certificate asks for it; loading every authority there is costs
    20 ms at each start. Where there is no such folder, or SSL_CERT_FILE names a file, all are loaded.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    named = environ.get("SSL_CERT_FILE")
    folder = environ.get("SSL_CERT_DIR") or ssl.get_default_verify_paths().capath or "/etc/ssl/certs"
    if named:
        context.load_verify_locations(cafile=named)
    elif _hashed(folder):
        context.load_verify_locations(capath=folder)
    else:
        context.load_default_certs()
    return context


def _hashed(folder: str) -> bool:
    if not Path(folder).is_dir():
        return False
    with os.scandir(folder) as entries:
        return any(re.fullmatch(r"[0-9a-f]{8}\.[0-9]", entry.name) for entry in entries)
