"""Which links may be shown to a colleague: https, and to a host that the platform or the brand has named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 2000


def allowed(url: str | None, hosts: Iterable[str]) -> str | None:
    """`url` itself, if it is https to one of `hosts` or a name under it, without login or port; else None."""
    if url is None or len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or port is not None:
        return None
    return url if any(host == one or host.endswith(f".{one}") for one in hosts) else None
