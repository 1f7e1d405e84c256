"""The labelled texts of `texts/` and `private.tsv`, read, judged and counted; and two baselines beside them.

Each line of `texts/` is one short message: its half, whether it asks (whoever wrote it would expect an answer), its
sort, its text; in `private.tsv`, which private things stand in it. The half `tuned` was looked at while the tables were
written; `held` was written before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.classify.judging import judge
from shared.classify.private import Private
from shared.core.ledger import Sort
from shared.rules.folding import asks

TEXTS: Final = Path(__file__).parent / "texts"
PRIVATE: Final = Path(__file__).parent / "private.tsv"
HALVES: Final = ("tuned", "held")


@dataclass(frozen=True)
class Text:
    """One labelled message."""

    language: str
    half: str
    asks: bool
    sort: Sort
    text: str

    @property
    def unmarked(self) -> str:
        return _MARKS.sub("", self.text).strip()


@dataclass(frozen=True)
class PrivateText:
    """A message with the kinds of private things in it."""

    half: str
    language: str
    kinds: frozenset[Private]
    text: str

    @property
    def pairs(self) -> list[tuple[bool, bool]]:
        """For each kind: whether it stands there, and whether it was found."""
        found = judge(self.text).private
        return [(kind in self.kinds, kind in found) for kind in Private]


@dataclass(frozen=True)
class Figures:
    """How often a judgement was right. None where nothing could be counted: unknown is not zero."""

    n: int
    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def texts(language: str = "*") -> Iterator[Text]:
    for path in sorted(TEXTS.glob(f"{language}.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            half, asked, sort, text = line.split("\t")
            yield Text(path.stem, half, {"yes": True, "no": False}[asked], Sort(sort), text)


def private_texts() -> Iterator[PrivateText]:
    for line in PRIVATE.read_text(encoding="utf-8").splitlines()[1:]:
        half, language, kinds, text = line.split("\t")
        yield PrivateText(half, language, _kinds(kinds), text)


def _kinds(written: str) -> frozenset[Private]:
    return frozenset() if written == "-" else frozenset(map(Private, written.split(",")))


def figures(pairs: Iterable[tuple[bool, bool]]) -> Figures:
    """From pairs of what is so and what was judged."""
    pairs = list(pairs)
    hits = sum(so and judged for so, judged in pairs)
    judged, so = sum(judged for _so, judged in pairs), sum(so for so, _judged in pairs)
    return Figures(len(pairs), hits / judged if judged else None, hits / so if so else None)


def judged(rows: Sequence[Text], by: Callable[[str], bool]) -> Figures:
    return figures((row.asks, by(row.text)) for row in rows)


def recall_without_marks(rows: Sequence[Text]) -> float | None:
    """Of the questions that were written without a mark."""
    return figures((True, judge(row.text).asks) for row in rows if row.asks and not asks(row.text)).recall


def recall_with_marks_taken_off(rows: Sequence[Text]) -> float | None:
    """Of all questions, each without its mark: "Gluten free?" then says nothing that anybody could tell."""
    return figures((True, judge(row.unmarked).asks) for row in rows if row.asks).recall


def lexicon(text: str) -> bool:
    """The plain lexicon: a mark, or any question word of any language anywhere."""
    lowered = text.casefold()
    return asks(text) or bool(_WORDS.search(lowered)) or any(piece in lowered for piece in _PIECES)


def lines(path: Path) -> Iterator[tuple[bool, str]]:
    """A file of other people's sentences, one a line: whether it ended in a mark, and the sentence without it."""
    for line in dict.fromkeys(path.read_text(encoding="utf-8").splitlines()):
        if line.strip():
            yield bool(_ENDS.search(line)), _MARKS.sub("", line).strip()


_MARKS: Final = re.compile("[?\uff1f\u061f\u00bf]")
_ENDS: Final = re.compile('[?\uff1f\u061f]+[\\s!"\u00bb\u201d\u2019\u201c)\\]\u300d\u300f]*$')
_WORDS: Final = re.compile(
    r"\b(?:who|what|when|where|why|how|which|can|do|does|is|are|hvem|hva|når|hvor|hvorfor|hvordan|kas|ko|kad|kur|kāpēc|kā|"
    r"vai|cik|wer|was|wann|wo|warum|wie|quién|qué|cuándo|dónde|cómo|cuánto|qui|quoi|quand|où|pourquoi|comment|combien|"
    r"kto|co|kiedy|gdzie|dlaczego|jak|czy|ile|vem|vad|när|var|varför|hur|هل|متى|أين|كيف|لماذا|كم|من|ما)\b"
)
_PIECES: Final = ("吗", "什么", "怎么", "哪", "谁", "几", "多少", "か", "何", "いつ", "どこ", "なぜ", "誰", "いくら")
