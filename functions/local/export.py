"""SLA figures, and all that explains them, as files for a spreadsheet or a warehouse.

    python -m functions.local.export [--brand tern-kettle] [--since 2026-10-01] [--until 2026-11-01]
                                     [--to var/export] [--format csv|jsonl|both] [--again]

Reads the ledger that the environment names (HEARD_STORE and its own settings) and changes nothing there. Each brand
gets a folder of its own, which is there as a whole or not at all. --since and --until are local dates or times, or
times with their offset; --until itself is not included. Without them: the last 30 local days that are over.
docs/export.md has the rest.
Exit codes: 0 done, 1 not done (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import hmac
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from functions.local._when import moment as instant
from functions.local._wired import wired
from shared.brands.compiled import Brand
from shared.clocks.table import FORMATS, Table, Values, described, moment, reader, schema
from shared.core.calendar import Calendar
from shared.core.errors import BackendUnavailable, ConfigurationError, MissingSecret
from shared.core.secret import weakness
from shared.flows.export import TABLES, Period, export
from shared.wiring import Wiring

DAYS: Final = 30
_KEY: Final = "HEARD_EXPORT_KEY"
_COLUMNS: Final = "columns.json"
_NEWS_EVERY: Final = 10_000
_KEYED: Final = "made with the key in HEARD_EXPORT_KEY: the same in every export with that key"
_PLAIN: Final = (
    "the ledger's own keys, hashes without a secret: whoever knows a person's id on the platform can find them; "
    "set HEARD_EXPORT_KEY before you give these files away"
)


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Write the files of one brand, or of all."""
    environ = os.environ if environ is None else environ
    options = _parser().parse_args(argv)
    try:
        with wired(environ) as wiring:
            key = _key(environ)
            jobs = [_job(brand, wiring, options) for brand in _brands(wiring, options.brand)]
            for job in jobs:
                _export(job, wiring, options.format, key)
    except (ConfigurationError, BackendUnavailable) as error:
        print(f"Not done. {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Not done. {error.filename or 'a file'}: {error.strerror or type(error).__name__}", file=sys.stderr)
        return 1
    return 0


class _Files:
    """A folder in the making, with a file for each Table and format."""

    def __init__(self, folder: Path, formats: Sequence[str], stack: ExitStack) -> None:
        self.rows: Counter[str] = Counter({table.name: 0 for table in TABLES})
        self._open: list[TextIO] = []
        self._values = {table.name: reader(table) for table in TABLES}
        self._writers: dict[str, list[Callable[[Values], None]]] = {}
        for table in TABLES:
            for name in formats:
                to = stack.enter_context((folder / f"{table.name}.{name}").open("w", encoding="utf-8", newline=""))
                self._open.append(to)
                self._writers.setdefault(table.name, []).append(FORMATS[name](table, to).write)

    def take(self, table: Table[Any], row: Any) -> None:
        self.rows[table.name] += 1
        values = self._values[table.name](row)
        for write in self._writers[table.name]:
            write(values)
        if table is TABLES[0] and self.rows[table.name] % _NEWS_EVERY == 0:
            print(f"{self.rows[table.name]:,} {table.name}, up to {moment(row.entry.opened_at)}", file=sys.stderr)

    def sync(self) -> None:
        for to in self._open:
            to.flush()
            os.fsync(to.fileno())


class _Job(NamedTuple):
    brand: Brand
    period: Period
    folder: Path


def _job(brand: Brand, wiring: Wiring, options: argparse.Namespace) -> _Job:
    """What is to be done for one Brand; raises ConfigurationError where its folder stands in the way."""
    period, named = _period(brand, options, wiring.now())
    folder = (wiring.settings.data / "export" if options.to is None else options.to) / named
    if folder.exists() and not options.again:
        raise ConfigurationError(f"{folder} is there already; give --again to replace it, or --to another folder")
    if folder.exists() and not (folder / _COLUMNS).is_file():
        raise ConfigurationError(f"{folder} is there and is no export; name another folder with --to")
    return _Job(brand, period, folder)


def _export(job: _Job, wiring: Wiring, format: str, key: bytes | None) -> None:
    brand, period, folder = job
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with ExitStack() as stack:
            files = _Files(draft, list(FORMATS) if format == "both" else [format], stack)
            as_of = export(wiring.tools, brand, period, lambda name: _pseudonym(name, key), files.take)
            files.sync()
        _explain(draft, brand, period, as_of, files.rows, keyed=key is not None)
        if folder.exists():
            _swap(folder, draft)
        else:
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    told = ", ".join(f"{name} {number:,}" for name, number in files.rows.items())
    print(f"{brand.name}: {folder}\n  rows: {told}")


def _swap(folder: Path, draft: Path) -> None:
    """The new one takes the place of the old one, which is put back should that fail."""
    old = draft.with_name(f"{draft.name}-old")
    folder.rename(old)
    try:
        draft.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def _explain(
    folder: Path, brand: Brand, period: Period, as_of: datetime, rows: Mapping[str, int], *, keyed: bool
) -> None:
    tables = described(TABLES)
    about = {
        "brand": brand.key,
        "since": moment(period.since),
        "until": moment(period.until),
        "as_of": moment(as_of),
        "pseudonyms": _KEYED if keyed else _PLAIN,
        "rows": dict(rows),
        "tables": tables,
    }
    (folder / _COLUMNS).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    (folder / "schema.sql").write_text(schema(TABLES), encoding="utf-8")
    lines = [
        f"{brand.name}: what was opened from {moment(period.since)} on and before {moment(period.until)}, "
        f"as it was known at {moment(as_of)}.",
        "No words and no names are in these files. What tells of people is still personal data: keep it as such.",
        f"person and conversation: {_KEYED if keyed else _PLAIN}.",
        "",
        "In CSV an empty cell is unknown, never 0. Text that a spreadsheet might take for a formula has an apostrophe",
        "before it: take one away where it stands at the beginning of a cell, or behind ; , | or a tab or line end.",
        "schema.sql creates the tables (PostgreSQL, DuckDB, SQLite); columns.json has them for programs.",
    ]
    for name, table in tables.items():
        lines += ["", f"{name}: {rows[name]:,} rows. {table['says']} Key: {', '.join(table['key'])}."]
        for one in table["columns"]:
            unit = f", {one['unit']}" if one["unit"] else ""
            none = f" Empty: {one['null']}." if one["null"] else ""
            lines.append(f"  {one['name']} ({one['type']}{unit}): {one['description']}.{none}")
    (folder / "README.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _period(brand: Brand, options: argparse.Namespace, now: datetime) -> tuple[Period, str]:
    """The time that is asked for, and what its folder is called."""
    local = Calendar(zone=brand.zone)

    def given(text: str | None, name: str, otherwise: date) -> datetime:
        return local.midnight(otherwise) if text is None else instant(text, brand.zone, name)

    until = given(options.until, "--until", local.local_date(now))
    since = given(options.since, "--since", local.local_date(until) - timedelta(days=DAYS))
    first, end = (_short(at, local) for at in (since, until))
    if since >= until:
        told = f"came {first} and {end}; expected --since before --until, which is not included"
        raise ConfigurationError(f"--since, --until: {told}")
    return Period(since, until), f"{brand.key}-{first}-{end}"


def _short(at: datetime, local: Calendar) -> str:
    day = local.local_date(at)
    return day.isoformat() if local.midnight(day) == at else f"{at:%Y%m%dT%H%M%SZ}"


def _brands(wiring: Wiring, key: str | None) -> list[Brand]:
    brands = wiring.brands.brands
    if key is None:
        return list(brands.values())
    if key not in brands:
        raise ConfigurationError(f"--brand: came {key[:60]!r}; there is: {', '.join(sorted(brands)) or 'none'}")
    return [brands[key]]


def _key(environ: Mapping[str, str]) -> bytes | None:
    value = environ.get(_KEY, "").strip()
    weak = weakness(value, ours=True) if value else None
    if weak is not None:
        raise MissingSecret(_KEY, weak)
    return value.encode() or None


def _pseudonym(name: str, key: bytes | None) -> str:
    return name if key is None else hmac.digest(key, name.encode(), "sha256").hex()[:40]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.export", description="SLA figures, and all that explains them, as files."
    )
    parser.add_argument("--brand", help="the brand's folder name (all brands)")
    parser.add_argument("--since", help="from this local date or time on (30 days before --until)")
    parser.add_argument("--until", help="up to this one, not included (the beginning of today)")
    parser.add_argument("--to", type=Path, help="where the folders are made (export, in the folder of HEARD_DATA)")
    parser.add_argument("--format", choices=[*FORMATS, "both"], default="both", help="csv, jsonl or both (both)")
    parser.add_argument("--again", action="store_true", help="replace an export of the same name")
    return parser


if __name__ == "__main__":
    sys.exit(main())
