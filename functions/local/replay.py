"""Sends one fixture of a platform, signed now, to a running responder: as the platform would, and without it.

    python -m functions.local.replay facebook comment [--url http://127.0.0.1:8080] [--as-it-is]

The secret is the one in the environment, of the connection in the brands folder that brings this platform. The ids of
the fixture's own account become those of your account, and its times move to now, so that your rules see something
that just happened; --as-it-is leaves both. Sent twice it is the same thing twice, and the second changes nothing. Exit
codes: 0 taken, 1 refused or not sent, 2 not understood.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from functions.local._line import ask, responder_at
from shared import plugins
from shared.brands.compiled import Account, Connection
from shared.brands.desk import open_desk
from shared.clock import system_now
from shared.core.delivery import Delivery
from shared.core.errors import ConfigurationError, DeliveryUnreadable, ResponderError, UnknownPlugin
from shared.core.secret import Secret
from shared.platforms._base import Platform
from shared.settings import Settings

FIXTURES: Final = Path(__file__).parents[2] / "tests" / "fixtures"
_SECONDS: Final = re.compile(r"(?<![\w.])(1[78]\d{8})(\d{3})?(?![\w.])")
_ISO: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d")
_OLD: Final = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \+0000 20\d\d")
_OLD_FORM: Final = "%a %b %d %H:%M:%S +0000 %Y"


def moved(body: str, by: timedelta) -> str:
    """A body with each of its times so much later: Unix seconds and milliseconds, ISO 8601, and X's old form."""

    def seconds(found: re.Match[str]) -> str:
        return f"{int(found[1]) + int(by.total_seconds())}{found[2] or ''}"

    def iso(found: re.Match[str]) -> str:
        return (datetime.fromisoformat(found[0]) + by).isoformat(timespec="seconds")

    def old(found: re.Match[str]) -> str:
        return (datetime.strptime(found[0], _OLD_FORM).replace(tzinfo=UTC) + by).strftime(_OLD_FORM)

    return _OLD.sub(old, _ISO.sub(iso, _SECONDS.sub(seconds, body)))


def made_ours(body: bytes, platform: Platform, about: Mapping[str, Any], account: Account, now: datetime) -> bytes:
    """A fixture as if it were about `account` and had just happened."""
    theirs = re.escape(about["us"]["account"])
    text = re.sub(rf"(?<![0-9A-Za-z]){theirs}(?![0-9A-Za-z])", lambda _: account.id, body.decode("utf-8-sig"))
    try:
        read = platform.read(Delivery(method="POST", connection="", body=text.encode(), received_at=now))
    except DeliveryUnreadable:
        return text.encode()
    latest = max((one.at for one in read.interactions if one.at is not None), default=None)
    return (text if latest is None else moved(text, now - latest)).encode()


def _chosen(settings: Settings, name: str) -> tuple[Connection, Account]:
    compiled = open_desk(settings.brands).compiled
    for brand in compiled.brands.values():
        for account in brand.accounts:
            if account.platform == name:
                return compiled.connections[account.connection], account
    raise ConfigurationError(f"{settings.brands}: no brand has an account on {name}; add one, or name another platform")


def _case(name: str, case: str, content: str) -> bytes:
    folder = FIXTURES / name
    known = sorted(file.stem for file in folder.glob(f"*.{content}") if not file.stem.endswith(".expected"))
    if case not in known:
        raise ConfigurationError(f"CASE: came {case[:40]!r}; expected one of: {', '.join(known)}")
    return (folder / f"{case}.{content}").read_bytes()


def send(name: str, case: str, url: str, environ: Mapping[str, str], *, as_it_is: bool = False) -> tuple[int, str]:
    """Send it once. Returns the status and the address. Raises ConfigurationError, UnknownPlugin or OSError."""
    platform: Platform = plugins.load("platforms", name)()
    body = _case(name, case, platform.content)
    connection, account = _chosen(Settings.read(environ), name)
    variable = connection.secrets["signing"][0]
    key = environ.get(variable, "").split()
    if not key:
        raise ConfigurationError(f"{variable}: is not set; put the secret there that the responder was started with")
    about = tomllib.loads((FIXTURES / name / "about.toml").read_text("utf-8"))
    now = system_now()
    if not as_it_is:
        body = made_ours(body, platform, about, account, now)
    signature = plugins.load("platforms", connection.platform)().signature
    try:
        signed = signature.sign(body, Secret(key[0]), now, f"msg_{now:%Y%m%d%H%M%S%f}")
    except ValueError as error:
        raise ConfigurationError(
            f"{variable}: nothing can be signed with it ({error}); put the real secret there"
        ) from None
    address = f"{url}/{connection.name}"
    status, _said = ask("POST", address, body, {**about.get("headers", {}), **dict(signed)})
    return status, address


def main(argv: Sequence[str] | None = None) -> int:
    """Send one and say what became of it."""
    parser = argparse.ArgumentParser(prog="python -m functions.local.replay", description="Send a fixture, signed now.")
    parser.add_argument("platform", help="a platform's name")
    parser.add_argument("case", help="the name of one of its fixtures in tests/fixtures")
    parser.add_argument("--url", help="where the responder is (http://127.0.0.1 and PORT)")
    parser.add_argument("--brands", help="the folder that you wrote your brands in (HEARD_BRANDS, brands)")
    parser.add_argument("--as-it-is", action="store_true", help="with its own account and times")
    options = parser.parse_args(argv)
    environ = {**os.environ, **({} if options.brands is None else {"HEARD_BRANDS": options.brands})}
    try:
        url = responder_at(options.url, Settings.read(environ))
        status, address = send(options.platform, options.case, url, environ, as_it_is=options.as_it_is)
    except (ResponderError, UnknownPlugin) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"not sent: nobody answers there ({type(error).__name__}); start it with `make run`", file=sys.stderr)
        return 1
    print(f"{options.platform} {options.case}: {address} answered {status}")
    return 0 if 200 <= status < 300 else 1


if __name__ == "__main__":
    sys.exit(main())
