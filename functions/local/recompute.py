"""The clocks of a period as if today's calendars and targets had been in force in it, and a report of what moved.

    python -m functions.local.recompute --since 2026-12-24 --why "Christmas was missing" [--who "Ingrid Solheim"]
        [--until 2027-01-02] [--brand tern-kettle] [--dry]
    python -m functions.local.recompute --report 1 [--brand tern-kettle]

Reads and writes the store that the environment names (HEARD_STORE and its own settings). Times are local to the brand
unless they say otherwise. --dry writes nothing; --report shows a report again. Cut off, it is to be run again: it ends
what it began.
Exit codes: 0 done (also if nothing moved), 1 not done (the reason is on standard error), 2 not understood, 130 stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from functions.local._when import moment
from functions.local._wired import wired
from shared.brands.compiled import Brand
from shared.clocks.moved import told
from shared.clocks.timeline import moment as local
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ledger import Entry
from shared.core.regime import Report
from shared.flows.recompute import Asked, Done, key_of, recompute
from shared.wiring import Wiring

SHOWN: Final = 20
_NOTE: Final = 300
_AGAIN: Final = "Whatever had begun is ended when the same is run again."


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Work a period out anew, brand by brand, and say what moved."""
    options = _parser().parse_args(argv)
    if options.report is None and not options.dry and not (options.why or "").strip():
        print("Not done. --why: came nothing; expected what was wrong, for the report (or --dry)", file=sys.stderr)
        return 1
    try:
        with wired(os.environ if environ is None else environ) as wiring:
            if options.report is not None:
                print("\n".join(_again(options, wiring)))
                return 0
            for asked in _asked(options, wiring):
                for done in recompute(asked, wiring.tools, _progress):
                    print(_said(done, asked.brand, wiring))
    except (ConfigurationError, BackendUnavailable) as error:
        again = f". {_AGAIN}" if isinstance(error, BackendUnavailable) else ""
        print(f"Not done. {error}{again}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"Stopped. {_AGAIN}", file=sys.stderr)
        return 130
    return 0


def _brands(options: argparse.Namespace, wiring: Wiring) -> list[Brand]:
    known = wiring.brands.brands
    if options.brand is not None and options.brand not in known:
        there = ", ".join(sorted(known)) or "none"
        raise ConfigurationError(f"--brand: came {options.brand[:60]!r}; there is: {there}")
    return list(known.values()) if options.brand is None else [known[options.brand]]


def _again(options: argparse.Namespace, wiring: Wiring) -> list[str]:
    """A Report that is kept, of each brand that has one of this number."""
    found = []
    for brand in _brands(options, wiring):
        kept = wiring.store.get(Report, key_of(brand, options.report), wiring.now())
        if kept is not None:
            made = local(kept.doc.made_at.replace(microsecond=0), brand.zone, year=True)
            done = "" if kept.doc.done_at is not None else ", cut off and not done"
            found.append(f"{brand.name}: report {kept.doc.number}, made {made}{done}.")
            found += told(kept.doc, brand, _links(kept.doc, wiring), SHOWN)
    if not found:
        raise ConfigurationError(f"--report: came {options.report}; no brand has a report of this number")
    return found


def _asked(options: argparse.Namespace, wiring: Wiring) -> list[Asked]:
    found = []
    for brand in _brands(options, wiring):
        now = wiring.now()
        since = moment(options.since, brand.zone, "--since")
        until = None if options.until is None else moment(options.until, brand.zone, "--until")
        if not since < (until or now) <= now:
            came = f"{options.since} to {options.until or 'now'}"
            raise ConfigurationError(f"--since, --until: came {came}; expected a period that has passed")
        who, why = (" ".join((text or "").split())[:_NOTE] for text in (options.who, options.why))
        found.append(Asked(brand, since, until, who=who, why=why, dry=options.dry))
    return found


def _said(done: Done, brand: Brand, wiring: Wiring) -> str:
    lines = told(done.report, brand, _links(done.report, wiring), SHOWN)
    return "\n".join([*_head(done, brand), *lines, *_foot(done)]) + "\n"


def _links(report: Report, wiring: Wiring) -> dict[str, str]:
    kept = (wiring.store.get(Entry, one.entry, wiring.now()) for one in report.moved[:SHOWN])
    return {one.doc.key: one.doc.url for one in kept if one is not None and one.doc.url is not None}


def _head(done: Done, brand: Brand) -> Iterator[str]:
    report = done.report
    if done.ended:
        yield f"{brand.name}: report {report.number}, which had been cut off, is done now."
    elif done.written:
        yield f"{brand.name}: report {report.number}."
    elif report.moves:
        yield f"{brand.name}: a dry run; nothing was written. It would be report {report.number}."
    else:
        yield f"{brand.name}: nothing moved, and no report was written."


def _foot(done: Done) -> Iterator[str]:
    if done.waits is not None:
        yield f"Report {done.waits} was cut off: part of what it lists has moved already. A run without --dry ends it."
    if done.unmet:
        yield "`watch` has not run with these calendars and targets yet: deploy them, or it goes on by those it has."
    if done.written:
        yield "Digests that were sent stay as they were sent."


def _progress(doing: str, number: int) -> None:
    print(f"{doing} {number:,}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.recompute",
        description="Clocks as if today's calendars and targets had been in force.",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--report", type=int, help="show the report of this number again")
    what.add_argument("--since", help="from when on: 2026-12-24, 2026-12-24T09:00 or 2026-12-24T09:00+01:00")
    parser.add_argument("--until", help="up to when (now)")
    parser.add_argument("--brand", help="the brand's folder name (all brands)")
    parser.add_argument("--why", help="what was wrong; it stands in the report")
    parser.add_argument("--who", help="who says so; it stands in the report")
    parser.add_argument("--dry", action="store_true", help="only say what would move")
    return parser


if __name__ == "__main__":
    sys.exit(main())
