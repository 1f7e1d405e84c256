"""`make classify`: how well questions, sorts, abuse, closing remarks and private things are told, on labelled texts.

Questions stand beside two baselines: a question mark alone, and a plain lexicon.

    python -m tests.classify [--wrong] [--strict] [--lines lv=FILE ...]

`--lines` judges a file of other people's sentences, one a line, in a language: each loses its question mark, and
whether it had one is what counts as true. Nothing of such a file is kept. `--wrong` prints what was misjudged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.classify.judging import judge
from shared.core.ledger import Sort
from shared.rules.folding import asks
from tests.classify import measure
from tests.classify.measure import HALVES, Figures, Text, figures, judged

MUST_F1, MUST_RECALL = 0.95, 0.90
_WIDTHS = (11, 8, 7, 10, 11, 9, 12)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        "tests.classify", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--wrong", action="store_true", help="print each text that was misjudged")
    parser.add_argument("--strict", action="store_true", help="exit 1 where the held half misses what it must reach")
    parser.add_argument(
        "--lines", action="append", default=[], metavar="LANGUAGE=FILE", help="other people's sentences"
    )
    options = parser.parse_args(arguments)
    if options.lines:
        return _others(options.lines, wrong=options.wrong)
    rows = list(measure.texts())
    met = True
    for half in HALVES:
        met = _questions(half, [row for row in rows if row.half == half])
        _sorts(half, [row for row in rows if row.half == half])
    if options.wrong:
        _wrong(rows)
    return 1 if options.strict and not met else 0


def _questions(half: str, rows: Sequence[Text]) -> bool:
    print(f"\nQuestions, {half} half. Recall without marks: as written so; and with every mark taken off.")
    heads = ("precision", "recall", "F1", "unmarked", "taken off", "mark F1", "lexicon F1")
    print(f"{'':9}{'n':>5}" + "".join(f"{head:>{width}}" for head, width in zip(heads, _WIDTHS, strict=True)))
    for name in [*sorted({row.language for row in rows}), "all"]:
        some = [row for row in rows if name in (row.language, "all")]
        ours = judged(some, lambda text: judge(text).asks)
        told = (
            *(ours.precision, ours.recall, ours.f1),
            *(measure.recall_without_marks(some), measure.recall_with_marks_taken_off(some)),
            *(judged(some, asks).f1, judged(some, measure.lexicon).f1),
        )
        print(f"{name:9}{ours.n:5}" + "".join(_cell(*one) for one in zip(told, _WIDTHS, strict=True)))
    return (ours.f1 or 0) >= MUST_F1 and (measure.recall_without_marks(rows) or 0) >= MUST_RECALL


def _sorts(half: str, rows: Sequence[Text]) -> None:
    print(f"\nSorts, {half} half, each against the rest; closing remarks, against all but thanks; private things.")
    print(f"{'':11}{'n':>5}{'precision':>11}{'recall':>8}{'F1':>7}")
    told = [(row.sort, judge(row.text).sort) for row in rows]
    for one in Sort:
        if any(one is so for so, _ in told):
            _row(one, sum(one is so for so, _ in told), figures((so is one, got is one) for so, got in told))
    ends = figures((row.sort is Sort.THANKS, judge(row.text).closing) for row in rows)
    _row("closing", sum(row.sort is Sort.THANKS for row in rows), ends)
    found = [row for row in measure.private_texts() if row.half == half]
    _row("private", sum(len(row.kinds) for row in found), figures(pair for row in found for pair in row.pairs))
    print(f"{'all right':11}{len(told):5}{_cell(sum(so is got for so, got in told) / len(told), 11)}")


def _row(name: str, n: int, found: Figures) -> None:
    print(
        f"{name:11}{n:5}"
        + "".join(_cell(*one) for one in zip((found.precision, found.recall, found.f1), (11, 8, 7), strict=True))
    )


def _others(named: Sequence[str], *, wrong: bool) -> int:
    print("Other people's sentences without their question marks. What asks is what had one.")
    print(f"{'':9}{'n':>6}{'asks':>6}{'precision':>11}{'recall':>8}{'F1':>7}")
    for one in named:
        name, _, path = one.partition("=")
        if not path:
            print(f"--lines {one}: expected LANGUAGE=FILE, such as lv=sentences.txt", file=sys.stderr)
            return 2
        rows = [(so, judge(text).asks, text) for so, text in measure.lines(Path(path))]
        found = figures((so, got) for so, got, _text in rows)
        shown = zip((found.precision, found.recall, found.f1), (11, 8, 7), strict=True)
        print(f"{name:9}{found.n:6}{sum(so for so, _, _ in rows):6}" + "".join(_cell(*cell) for cell in shown))
        for so, got, text in rows if wrong else ():
            if so is not got:
                print(f"  {'missed' if so else 'taken for a question'}: {text}")
    return 0


def _wrong(rows: Sequence[Text]) -> None:
    for row in rows:
        if judge(row.text).asks is not row.asks:
            print(f"{row.language} {row.half} {'missed' if row.asks else 'taken for a question'}: {row.text}")
        elif judge(row.text).sort is not row.sort:
            print(f"{row.language} {row.half} {row.sort} taken for {judge(row.text).sort}: {row.text}")
    for one in measure.private_texts():
        if any(so is not got for so, got in one.pairs):
            print(f"{one.language} {one.half} private things misjudged: {one.text}")


def _cell(value: float | None, width: int) -> str:
    return f"{'unknown' if value is None else f'{value:.3f}':>{width}}"


if __name__ == "__main__":
    sys.exit(main())
