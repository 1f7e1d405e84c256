"""The whole story of one Interaction: what came, which rule, who did what, and what each of its clocks counted.

    python -m functions.local.explain 5f1c... [--no-words] [--all] [--ascii] [--width 80]
    python -m functions.local.explain facebook:102030405060708:1_300
    python -m functions.local.explain https://www.facebook.com/...

Reads the store that the environment names (HEARD_STORE and its own settings) and writes nothing. It shows a person's
words while they are kept: --no-words leaves them, and their name, out.
Exit codes: 0 told, 1 not found or not readable (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from functions.local._wired import wired
from shared.clocks.story import told
from shared.clocks.timeline import Shape
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.flows.explain import find, read
from shared.wiring import Wiring

_NOT_FOUND = """\
Nothing is known of {what!r}.
It was looked for as an Entry's key, as platform:account:object, as the platform's own id of an object of each account
in these brands, and, if it is a link, among the Interactions of the last 30 days.
Keys are in what `make export` writes, in the reports of `make recompute`, and in the log as `entry`. An Interaction is
forgotten after 400 days. Accounts here: {accounts}.
Looked in: {store}."""


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Find it and tell its story."""
    options = _parser().parse_args(argv)
    try:
        with wired(os.environ if environ is None else environ) as wiring:
            entry = find(options.interaction, wiring.tools)
            if entry is None:
                accounts = [f"{a.platform}:{a.id}" for brand in wiring.brands.brands.values() for a in brand.accounts]
                what, known = options.interaction[:200], ", ".join(accounts) or "none"
                print(_NOT_FOUND.format(what=what, accounts=known, store=_store(wiring)), file=sys.stderr)
                return 1
            zone = wiring.brands.brands[entry.brand].zone
            columns = options.width or min(160, shutil.get_terminal_size((80, 24)).columns)
            plain = options.ascii or not _can_show("▇·")
            shape = Shape(zone=zone, columns=columns, ascii=plain, every=options.all)
            print(told(read(entry, wiring.tools, words=not options.no_words), shape))
    except (ConfigurationError, BackendUnavailable) as error:
        print(f"Not told. {error}", file=sys.stderr)
        return 1
    return 0


def _store(wiring: Wiring) -> str:
    """Which ledger it was, since a wrong setting is why most are not found."""
    settings = wiring.settings
    of_data = f"the folder {settings.data} (HEARD_DATA)"
    return of_data if settings.store == "sqlite" else f"the store {settings.store} (HEARD_STORE)"


def _can_show(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _width(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 60 <= int(text) <= 400:
        raise argparse.ArgumentTypeError(f"came {text[:20]!r}; expected columns from 60 to 400")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.explain", description="The whole story of one Interaction."
    )
    parser.add_argument("interaction", help="its key, platform:account:object, the platform's own id, or its link")
    parser.add_argument("--no-words", action="store_true", help="without the person's words and name")
    parser.add_argument("--all", action="store_true", help="every day and every interval, however many")
    parser.add_argument("--ascii", action="store_true", help="no character beyond ASCII")
    parser.add_argument("--width", type=_width, help="columns (those of the terminal)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
