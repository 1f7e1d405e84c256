"""A look at the digest of one date, as its readers get it: in the browser, and as text.

    python -m functions.local.digest 2026-10-13 [tern-kettle] [--reader ingrid@ternandkettle.example] [--language nb]
                                     [--names full|first|counts] [--anew] [--no-open]

Without a date: yesterday, as the clocks on the brand's walls show it. A date that has been told is shown as it was
frozen; one that has not, or with --anew, is counted now. Reads the store that the environment names (HEARD_STORE and
its own settings), writes nothing there, and sends nothing. --reader shows it as that address gets it; else it is what
the first group gets. The page is a file; with --no-open, NOOPEN=1 or no screen, only its path is told.
Exit codes: 0 shown, 1 not shown (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from functions.local._wired import wired
from functions.local.crisis import brand_of
from shared.brands.compiled import Brand, Names
from shared.core.digesting import Attendance, DigestContent, Reader, digest_key, reader_key
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import D, Kept, Put, Query, Store, Write
from shared.digest.catalogue import languages
from shared.digest.html import render_html
from shared.digest.snapshot import Snapshot, from_bytes
from shared.digest.text import render_text
from shared.flows._editions import Reading, addresses, built, groups, reading
from shared.flows._gather import gather
from shared.flows._tools import Tools
from shared.flows.digest import due_for
from shared.wiring import Wiring

_DAY = timedelta(days=1)


class Untouched:
    """A Store that is only read: whoever writes is told that it is done, and nothing is.

    Who wrote on the day is remembered here, since who came back is worked out of it.
    """

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self._attended: dict[str, Any] = {}

    def get(self, room: type[D], key: str, now: datetime) -> Kept[D] | None:
        if room is Attendance and key in self._attended:
            return Kept(self._attended[key], "")
        return self._inner.get(room, key, now)

    def commit(self, now: datetime, *writes: Write) -> tuple[str, ...] | None:
        for one in writes:
            if isinstance(one, Put) and isinstance(one.doc, Attendance):
                self._attended[one.doc.key] = one.doc
        return ("",) * len(writes)

    def find(self, query: Query, now: datetime, **asked: Any) -> Iterator[Kept[Any]]:
        return self._inner.find(query, now, **asked)

    def sweep(self, now: datetime) -> int:
        return 0

    def close(self) -> None:
        pass


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Show one date of one brand."""
    environ = os.environ if environ is None else environ
    options = _parser().parse_args(argv)
    try:
        with wired(environ) as wiring:
            _show(options, wiring, environ)
    except (ConfigurationError, BackendUnavailable) as error:
        print(f"Not shown. {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Not shown. {error.filename or 'a file'}: {error.strerror or type(error).__name__}", file=sys.stderr)
        return 1
    return 0


def _show(options: argparse.Namespace, wiring: Wiring, environ: Mapping[str, str]) -> None:
    brand = _brand(wiring, options.brand)
    tools = replace(wiring.tools, store=Untouched(wiring.store))
    day = _date(options.date, brand, tools.now())
    one = _reading(options, brand, tools)
    snapshot = (None if options.anew else _frozen(brand, day, tools)) or _counted(brand, day, tools)
    ways = None
    if tools.passes is not None:
        ways = tools.passes.ways(brand.key, one.to, day.isoformat(), snapshot.at)
    made = built(snapshot, one, ways)
    print(f"Subject: {made.subject}\n")
    print(render_text(made), end="")
    sys.stdout.flush()
    file = wiring.settings.data / "preview" / f"digest-{brand.key}-{day.isoformat()}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(render_html(made), encoding="utf-8")
    print(f"\nThe page: {file}", file=sys.stderr)
    if not options.no_open:
        in_browser(file, environ)


def _brand(wiring: Wiring, name: str | None) -> Brand:
    known = wiring.brands.brands
    if name is None and len(known) != 1:
        raise ConfigurationError(f"there are {len(known)} brands; name one of: {', '.join(known) or '(there is none)'}")
    return brand_of(wiring, name or next(iter(known)))


def _date(text: str | None, brand: Brand, now: datetime) -> date:
    yesterday = brand.calendar.local_date(now) - _DAY
    if text is None:
        return yesterday
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"date: came {text[:40]!r}; expected one such as {yesterday}") from None
    if day > yesterday:
        raise ConfigurationError(
            f"date: came {day}, which is not over in {brand.zone}; expected {yesterday} or an earlier one"
        )
    return day


def _reading(options: argparse.Namespace, brand: Brand, tools: Tools) -> Reading:
    """How the reader gets it whom it is shown for."""
    group = groups(brand)[0]
    one = reading(brand, group, group.to[0] if group.to else "", None)
    if options.reader is not None:
        key = reader_key(brand.key, options.reader)
        if key not in addresses(brand):
            raise ConfigurationError(f"--reader: nobody of that address reads the digest of {brand.name}")
        kept = tools.store.get(Reader, key, tools.now())
        one = reading(brand, *addresses(brand)[key], None if kept is None else kept.doc)
    return replace(one, language=options.language or one.language, names=Names(options.names or one.names))


def _frozen(brand: Brand, day: date, tools: Tools) -> Snapshot | None:
    kept = tools.store.get(DigestContent, digest_key(brand.key, day.isoformat()), tools.now())
    return None if kept is None else from_bytes(kept.doc.body)


def _counted(brand: Brand, day: date, tools: Tools) -> Snapshot:
    due, records = due_for(brand, day, tools)
    return gather(brand, day, due.start, due.end, records, tools).snapshot


def in_browser(file: Path, environ: Mapping[str, str]) -> bool:
    """Open a page where there is a screen, and NOOPEN is not set: a browser in the terminal would cover the text."""
    screen = sys.platform in ("darwin", "win32") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return bool(screen and not environ.get("NOOPEN")) and webbrowser.open(file.resolve().as_uri())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.digest", description="A look at the digest of one date. Sends nothing."
    )
    parser.add_argument("date", nargs="?", help="a local date such as 2026-10-13 (yesterday)")
    parser.add_argument("brand", nargs="?", help="the name of the brand's folder, where there are several")
    parser.add_argument("--reader", help="as this address gets it")
    parser.add_argument("--language", choices=languages(), help="in this language")
    parser.add_argument("--names", choices=[str(one) for one in Names], help="how people are named")
    parser.add_argument("--anew", action="store_true", help="count it now, also where it has been told")
    parser.add_argument("--no-open", action="store_true", help="open no browser")
    return parser


if __name__ == "__main__":
    sys.exit(main())
