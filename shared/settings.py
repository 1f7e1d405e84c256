"""What a deployment chooses: which plug-ins, which folders, which limits. A plain class, so that doors start fast.

Every setting is an environment variable that begins with HEARD_; plug-ins read their own (see their modules).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from shared.core.errors import ConfigurationError, MissingSecret
from shared.core.secret import Secret, weakness

_MIB: Final = 1024 * 1024


class Settings(msgspec.Struct, frozen=True):
    """The choices of one deployment.

    `brands` is the folder that people write, `compiled` the file made from it. `max_body` is in bytes,
    `call_timeout` in seconds. `clock` is the address of a foreign clock, for replaying a recorded day; it is
    taken only while everything is on loopback. `operator_token` opens the local responder's own pages under /-/.
    `public_url` is where platforms reach `receive`, for those that must be asked to push. `desk_url` is where
    colleagues reach `desk`, without which notices carry no links; a link lives for `link_days`. `check_minutes` lie
    between two looks whether an account is still listened to; 0: nobody looks.
    """

    store: str = "sqlite"
    bus: str = "inprocess"
    notifier: str = "outbox"
    data: Path = Path("var")
    brands: Path = Path("brands")
    compiled: Path = Path("build/brands.json")
    max_body: int = 5 * _MIB
    call_timeout: float = 10.0
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 4
    clock: str | None = None
    operator_token: Secret | None = None
    public_url: str | None = None
    desk_url: str | None = None
    link_days: int = 7
    check_minutes: int = 30

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """The settings of this environment. Raises ConfigurationError naming the variable, what came and what fits."""
        data = Path(environ.get("HEARD_DATA") or "var")
        return cls(
            store=environ.get("HEARD_STORE") or "sqlite",
            bus=environ.get("HEARD_BUS") or "inprocess",
            notifier=environ.get("HEARD_NOTIFIER") or "outbox",
            data=data,
            brands=Path(environ.get("HEARD_BRANDS") or "brands"),
            compiled=Path(environ.get("HEARD_COMPILED") or "build/brands.json"),
            max_body=_whole(environ, "HEARD_MAX_BODY", 5 * _MIB, 1024, 32 * _MIB),
            call_timeout=float(_whole(environ, "HEARD_CALL_TIMEOUT", 10, 1, 60)),
            host=environ.get("HEARD_HOST") or "127.0.0.1",
            port=_whole(environ, "PORT", 8080, 0, 65535),
            workers=_whole(environ, "HEARD_WORKERS", 4, 1, 64),
            clock=environ.get("HEARD_CLOCK") or None,
            operator_token=_own_secret(environ, "HEARD_OPERATOR_TOKEN"),
            public_url=_address(environ, "HEARD_PUBLIC_URL"),
            desk_url=_address(environ, "HEARD_DESK_URL"),
            link_days=_whole(environ, "HEARD_LINK_DAYS", 7, 1, 30),
            check_minutes=_whole(environ, "HEARD_CHECK_MINUTES", 30, 0, 1440),
        )

    def make_data(self) -> None:
        """Make the folder `data`. Raises ConfigurationError where it cannot be."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise ConfigurationError(
                f"HEARD_DATA: {self.data} cannot be made ({why}); name a folder to keep things in"
            ) from error


def base_url(environ: Mapping[str, str], connection: str, written: str | None) -> str | None:
    """A platform's address for one connection: HEARD_<CONNECTION>_BASE_URL, else what its table says, else None."""
    return environ.get(f"HEARD_{variable(connection)}_BASE_URL") or written


def variable(name: str) -> str:
    """A connection's name as part of an environment variable's."""
    return re.sub(r"[^A-Z0-9]+", "_", name.upper())


def is_loopback(address: str) -> bool:
    """Whether a host or an http address is this very machine. Names other than localhost are not looked up."""
    host = urlsplit(address).hostname if "://" in address else address.strip("[]")
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _own_secret(environ: Mapping[str, str], name: str) -> Secret | None:
    text = environ.get(name)
    if not text:
        return None
    weak = weakness(text, ours=True)
    if weak is not None:
        raise MissingSecret(name, weak)
    return Secret(text.strip())


def _address(environ: Mapping[str, str], name: str) -> str | None:
    text = environ.get(name)
    if not text:
        return None
    written = re.fullmatch(r"https?://[^/?#\s@]+(/[^?#\s@]*)?", text)
    if written is None or not (text.startswith("https:") or is_loopback(text)):
        raise ConfigurationError(
            f"{name}: came something else; expected an https address without a login, such as https://heard.example"
        )
    return text.rstrip("/")


def _whole(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environ.get(name)
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,12}", text, re.ASCII) or not least <= int(text) <= most:
        raise ConfigurationError(f"{name}: came {text[:40]!r}; expected a whole number from {least} to {most}")
    return int(text)
