"""How a command reaches the running responder: where it is, and one request."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from shared.core.errors import ConfigurationError
from shared.settings import Settings

_PATIENCE: Final = 10.0  # seconds for one answer


def responder_at(url: str | None, settings: Settings) -> str:
    """Where the responder is: as told, else as its own settings say. Raises ConfigurationError for no address."""
    if url is None:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        return f"http://{host}:{settings.port}"
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ConfigurationError(f"--url: came {url[:80]!r}; expected an address such as https://heard.example")
    return url.rstrip("/")


def ask(
    method: str, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Our own address, as a platform calls it. Raises OSError."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.netloc, timeout=_PATIENCE)
    try:
        line.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.read(65536)
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        line.close()
