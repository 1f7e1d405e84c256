"""Every benchmark of running doors, one after the other.

    python -m tests.bench [--quick] [--json] [--strict]

What is measured, and what it must be, stands in docs/performance.md. Under six minutes; --quick under two. Starts
are measured by `python -m tests.bench.coldstart`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.bench import _figures, acknowledge, lag, receive

QUICK = {
    "receive": ("--rounds", "1", "--seconds", "1"),
    "acknowledge": ("--rounds", "1", "--messages", "100"),
    "lag": ("--rounds", "1", "--seconds", "8", "--rate", "50", "--warm", "4"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0], epilog=_figures.EXITS
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds and less load: a look, not a measurement")
    parser.add_argument("--json", action="store_true", help="print JSON, one document for each benchmark")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a `must` is missed")
    options = parser.parse_args(arguments)
    common = ["--json"] * options.json + ["--strict"] * options.strict
    worst = 0
    for name, bench in (("receive", receive), ("acknowledge", acknowledge), ("lag", lag)):
        _figures.say(f"--- {name}")
        worst = max(worst, bench.main([*common, *(QUICK[name] if options.quick else ())]))
    return worst


if __name__ == "__main__":
    sys.exit(main())
