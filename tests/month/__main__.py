"""`make month`: a bigger month than the tests live through, judged by the same rules, with its counts."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import redirect_stderr
from itertools import islice
from pathlib import Path

from tests.flows.world import SHM
from tests.month.judge import Judge
from tests.month.living import live
from tests.month.traffic import Month

_SHOWN = 5  # of what broke a rule


def main() -> int:
    """Live through a month and print what became of everybody. 1 if a rule was broken."""
    parser = argparse.ArgumentParser(prog="make month")
    parser.add_argument("--size", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    # The log has one line a message, which is for operators.
    with (
        Path(os.devnull).open("w") as nowhere,
        redirect_stderr(nowhere),
        tempfile.TemporaryDirectory(dir=SHM) as folder,
    ):
        lived = live(Month(asked.seed, asked.size), Path(folder))
        try:
            return report(Judge(lived))
        finally:
            lived.world.close()


def report(judge: Judge) -> int:
    """Print the counts and each rule with how often it was broken."""
    for name, number in judge.counts().items():
        print(f"{number:7,}  {name}")
    print()
    worst = 0
    for name, rule in judge.rules().items():
        broken = list(rule())
        worst = max(worst, bool(broken))
        print(f"{len(broken):7,}  broken: {name}")
        for line in islice(broken, _SHOWN):
            print(f"         {line}")
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
