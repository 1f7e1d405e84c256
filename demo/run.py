"""Plays a recorded day against the local responder and a pretend platform, and says what happened.

    python -m demo.run                      the demo: a Tuesday of a made-up coffee roaster
    python -m demo.run --file F --brand D   any day file, with the brands folder it is about
    python -m demo.run --json               the outcome as JSON on standard output, progress on standard error
    python -m demo.run --stack emulators    against the cloud's shape: Google's emulators, each door a process

It ends by itself and leaves nothing running. The exit code is 0 only if everything was as it should be: every
accepted interaction accounted for, nobody answered twice, and the digest written.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from demo.apis import LISTING, TELLING
from demo.clock import SteppedClock
from demo.dayfile import Day, DayInvalid, read
from demo.outcome import outcome, screen
from demo.player import Player
from demo.pretend import PretendPlatform
from demo.responder import ROOT, Face, Responder, ResponderFailed
from demo.world import Account
from functions.local.digest import in_browser
from shared import plugins
from shared.brands.compiled import Compiled
from shared.brands.desk import open_desk
from shared.core.errors import ConfigurationError
from shared.core.secret import Secret

TUESDAY: Final = ROOT / "demo" / "days" / "tuesday.jsonl"
BRANDS: Final = ROOT / "demo" / "brands"
LATE: Final = "1900000000000100182"
"""A mention on that Tuesday whose answer came too late, after all that the ladder could do."""
_DESK: Final = "https://desk.ternandkettle.example"
_LINKS: Final = "signs-links-of-a-pretended-day"
Begin = Callable[[Path, Mapping[str, str], str, int], Face]
"""Makes a responder, not started yet, from its folder, its settings, the operator's token and a port."""


class Interrupted(BaseException):
    """Somebody wants us to end: leave nothing running, then go."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return _play(options)
    except (DayInvalid, ConfigurationError, ResponderFailed, Unplayable) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    except Interrupted:
        print("\nStopped; nothing is left running.", file=sys.stderr)
        return 130


class Unplayable(Exception):
    """A day that these brands cannot have had."""


def play(
    day: Day, brands: Path, data: Path, progress: Progress, port: int = 0, begin: Begin = Responder
) -> tuple[dict[str, Any], Compiled]:
    """Play a day with its own responder and pretend platform, both stopped at the end. Returns the outcome."""
    compiled = open_desk(brands).compiled
    _check(day, compiled)
    tokens = {account.token: secrets.token_urlsafe(24) for account in _accounts(compiled) if account.token}
    keys = {
        name: _secret(use)
        for one in compiled.connections.values()
        for use, names in one.secrets.items()
        if use not in _optional(one.platform)
        for name in names
    }
    clock = SteppedClock(day.begins)
    with PretendPlatform(clock, tuple(_pretended(compiled, tokens))) as platform:
        settings = {
            **tokens,
            **keys,
            "HEARD_DATA": str(data),
            "HEARD_BRANDS": str(brands),
            "HEARD_CLOCK": f"{platform.url}/clock",
            # Notices carry links as they would in earnest; the same ones each time, so that days can be compared.
            "HEARD_DESK_URL": _DESK,
            "HEARD_LINK_KEY": _LINKS,
            **{f"HEARD_{_upper(name)}_BASE_URL": platform.url for name in compiled.connections},
        }
        signing = {name: Secret(keys[one.secrets["signing"][0]]) for name, one in compiled.connections.items()}
        responder = begin(data, settings, secrets.token_urlsafe(24), port)
        try:
            responder.start()
            played = Player(day, platform, responder, {**signing, "": Secret(_secret("signing"))}, progress).play()
            return outcome(day, played, platform, responder.summary(), compiled, data / "outbox"), compiled
        finally:
            responder.stop()


class Progress:
    """One line that moves on a terminal, a line an hour elsewhere; always on standard error."""

    def __init__(self, zone: str, total: int) -> None:
        self._zone = ZoneInfo(zone)
        self._total = total
        self._hour = -1
        self._terminal = sys.stderr.isatty()

    def __call__(self, at: datetime, sent: int) -> None:
        local = at.astimezone(self._zone)
        said = f"{local:%a %H:%M}  {sent} requests, of at least {self._total}"
        if self._terminal:
            print(f"\r  {said:<60}", end="", file=sys.stderr, flush=True)
        elif local.hour != self._hour:
            print(f"  {said}", file=sys.stderr, flush=True)
        self._hour = local.hour

    def done(self) -> None:
        if self._terminal:
            print(f"\r{'':<64}\r", end="", file=sys.stderr, flush=True)


def _play(options: argparse.Namespace) -> int:
    day = read(options.file)
    brands = _brands_folder(options.brand)
    data = options.keep.resolve() if options.keep else _fresh(ROOT / "var" / "demo")
    data.mkdir(parents=True, exist_ok=True)
    if (data / "ledger.db").exists() or (data / "logs").exists():
        raise Unplayable(f"{data} holds an earlier run; name another folder")
    requests = sum(line.sent for line in day.lines)
    progress = Progress(day.header.zone, requests)
    begin = _begin(options.stack)
    begun = time.monotonic()
    print(f"Playing {options.file.name}: {requests} requests of {day.header.date:%A %d %B %Y}", file=sys.stderr)
    try:
        result, compiled = play(day, brands, data, progress, options.port, begin)
    finally:
        progress.done()
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(screen(result, compiled.brands[day.header.brand].name, day.header.zone, time.monotonic() - begun))
        opened = result["digest"] is not None and in_browser(Path(result["digest"]["html"]), os.environ)
        print(_what_next(result, data, tuesday=options.file == TUESDAY and options.brand is None, opened=opened))
    for problem in result["problems"]:
        print(f"  not as it should be: {problem}", file=sys.stderr)
    return 1 if result["problems"] else 0


def _begin(stack: str) -> Begin:
    if stack == "local":
        return Responder
    from demo.stack import StackResponder  # it brings Google's libraries along

    return StackResponder


def _what_next(result: Mapping[str, Any], data: Path, *, tuesday: bool, opened: bool = False) -> str:
    first = "The digest is open in your browser" if opened else "Open the digest in a browser"
    lines = ["", f"  {first}. Then try:"]
    lines.append("    make replay-day FILE=demo/days/tuesday.jsonl JSON=1    the same as JSON")
    lines.append("    edit demo/brands/tern-kettle/rules, then make demo      other rules, the same day")
    if tuesday and (data / "ledger.db").exists():
        ledger = f"HEARD_DATA={_short(data)} HEARD_BRANDS={_short(BRANDS)}"
        lines.append(f"    make explain INTERACTION={LATE} {ledger}")
        lines.append(f"{'':<60}why an answer was too late")
    kept = "Ledger, outbox and log" if (data / "ledger.db").exists() else "Outbox and logs"
    lines.append(f"  {kept} of this run: {_short(data)}")
    return "\n".join(lines) if result["digest"] else lines[-1]


def _check(day: Day, compiled: Compiled) -> None:
    header = day.header
    if header.brand not in compiled.brands:
        raise Unplayable(f"the day is about brand {header.brand!r}; the brands folder has {', '.join(compiled.brands)}")
    for name, link in header.connections.items():
        known = compiled.connections.get(name)
        if known is None or known.platform != link.platform:
            raise Unplayable(f"the day needs a connection {name!r} of platform {link.platform!r} in connections.toml")
        if link.platform not in LISTING and any(line.listed and line.connection == name for line in day.lines):
            raise Unplayable(f"the day has lines listed on {name!r}; the pretended {link.platform} lists nothing")
        if link.platform not in TELLING and any(line.lost and line.connection == name for line in day.lines):
            raise Unplayable(
                f"the day has lines lost on {name!r}; the pretended {link.platform} cannot be asked for them"
            )
        if compiled.owner(link.platform, link.account) is None:
            raise Unplayable(f"no brand owns account {link.account!r} on {link.platform}")


def _accounts(compiled: Compiled) -> list[Any]:
    return [account for brand in compiled.brands.values() for account in brand.accounts]


def _pretended(compiled: Compiled, tokens: Mapping[str, str]) -> list[Account]:
    return [
        Account(one.platform, one.connection, one.id, brand.name, one.handle or "", tokens.get(one.token or "", ""))
        for brand in compiled.brands.values()
        for one in brand.accounts
    ]


def _secret(use: str) -> str:
    """A secret for one run, in a form that every scheme takes: the base64 of 32 bytes."""
    value = base64.b64encode(secrets.token_bytes(32)).decode()
    return value if use != "verify" else secrets.token_urlsafe(24)


def _optional(platform: str) -> frozenset[str]:
    """The secrets that the play can do without."""
    return frozenset(use.name for use in plugins.load("platforms", platform).secrets if use.optional)


def _upper(connection: str) -> str:
    return connection.upper().replace("-", "_")


def _brands_folder(named: str | None) -> Path:
    """A brands folder: as given, or the folder around a brand, given by its own folder or its name."""
    if named is None:
        return BRANDS
    places = [Path(named), ROOT / "brands" / named, BRANDS / named]
    for place in places:
        if (place / "connections.toml").is_file():
            return place.resolve()
        if (place / "brand.toml").is_file():
            return place.resolve().parent
    raise Unplayable(f"{named!r} is neither a brands folder nor a brand under brands/ or demo/brands/")


def _fresh(under: Path) -> Path:
    """A new folder, numbered after those of earlier runs."""
    under.mkdir(parents=True, exist_ok=True)
    number = max((int(path.name) for path in under.iterdir() if path.name.isdigit()), default=0) + 1
    while True:
        try:
            (under / str(number)).mkdir()
        except FileExistsError:
            number += 1
        else:
            return under / str(number)


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stack", choices=("local", "emulators"), default="local", help="one process, or the cloud's")
    parser.add_argument("--file", type=Path, default=TUESDAY, help="the day file to play")
    parser.add_argument("--brand", help="a brands folder, or a brand's name")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON only")
    parser.add_argument("--keep", type=Path, help="the folder for this run's ledger, outbox and log")
    parser.add_argument("--port", type=int, default=0, help="the responder's port; 0 takes a free one")
    return parser.parse_args(arguments)


def _interrupt(number: int, frame: object) -> NoReturn:  # noqa: ARG001 - what a signal handler is given
    raise Interrupted


if __name__ == "__main__":
    sys.exit(main())
