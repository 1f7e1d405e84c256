"""Whether somebody is insulted or threatened, and what is said beside that: who complains rudely still complains.

Words of `harsh` are taken out of the text together with what only carries them ("you are all such"). What is left is
judged like any other text, so that "where is my parcel, you fools" is still asked by somebody who waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from shared.classify._reading import Clause, Read
from shared.classify._tongue import Harsh, Phrases, Tongue
from shared.classify.harsh import ELSEWHERE, harsh
from shared.classify.harsh.anywhere import ANYWHERE


class Harm(Struct, frozen=True):
    """What was found. `rest` is the text without it, `bare` that next to nothing is left, and `own` that
    something of the writer's own is in it ("my parcel"), of which no stranger speaks."""

    abusive: bool
    threat: bool
    rest: Read
    bare: bool
    own: bool


def harm(taken: Read, tongues: Sequence[Tongue]) -> Harm:
    """What hurts in a text, in the languages that it may be in."""
    threat = abusive = own = False
    rest = taken
    for table, pieces in _tables(taken, tongues):
        meant = _meant(taken, table, pieces=pieces)
        rest, hurts, threatens = (_in_text if pieces else _in_words)(rest, table, meant)
        threat, abusive = threat or threatens, abusive or hurts
        own = own or _has(rest, table, "own", pieces=pieces)
    gesture = any(sign in taken.text for sign in _GESTURES)
    signs = bool(tongues and tongues[0].pieces)
    left = sum(map(str.isalpha, rest.text)) if signs else len(rest.words)
    return Harm(abusive or gesture, threat, rest, left <= (_FEW_SIGNS if signs else _FEW_WORDS), own)


def verdicts(rest: Read, tongues: Sequence[Tongue]) -> int:
    """How many of the complaints in it only judge."""
    return max((_judges(rest, tongue) for tongue in tongues), default=0)


def _judges(rest: Read, tongue: Tongue) -> int:
    table = harsh(tongue.code) or ANYWHERE
    if tongue.pieces:
        return sum(piece in rest.text for piece in table.parts["verdicts"])
    return sum(1 for clause in rest.clauses for _ in table.phrases["verdicts"].places(clause.words))


def _tables(taken: Read, tongues: Sequence[Tongue]) -> Iterator[tuple[Harsh, bool]]:
    for tongue in tongues:
        if table := harsh(tongue.code):
            yield table, tongue.pieces is not None
    if all(tongue.code in ELSEWHERE for tongue in tongues) and _LATIN.search(taken.text):
        yield ANYWHERE, False


def _meant(taken: Read, table: Harsh, *, pieces: bool) -> bool:
    """Whether an insult is meant for others: whoever speaks of themselves, or of theirs, aims at nobody."""
    return _has(taken, table, "aims", pieces=pieces) or not _has(taken, table, "own", pieces=pieces)


def _has(taken: Read, table: Harsh, name: str, *, pieces: bool) -> bool:
    if pieces:
        return any(piece in taken.text for piece in table.parts[name])
    return any(table.phrases[name].inside(clause.words) for clause in taken.clauses)


def _in_words(taken: Read, table: Harsh, meant: bool) -> tuple[Read, bool, bool]:
    """The text without what hurts in it, whether anything did, and whether it threatens."""
    lists = table.phrases
    abusive = False
    threat = bool(_covered(lists["threats"], taken.words, _covered(lists["spares"], taken.words)))  # over commas too
    clauses: list[Clause] = []
    for clause in taken.clauses:
        words = tuple(_STRETCHED.sub(r"\1", word) for word in clause.words)
        spared = _covered(lists["spares"], words)
        hurts = _covered(lists["threats"], words, spared) | _covered(lists["abuse"], words, spared)
        if meant:
            hurts |= _covered(lists["insults"], words, spared)
        if not hurts:
            clauses.append(clause)
            continue
        abusive = True
        _spread(hurts, words, lists["glue"])
        kept = tuple(word for place, word in enumerate(clause.words) if place not in hurts)
        clauses.append(Clause(kept, " ".join(kept), clause.asked, clause.opens, clause.stop))
    return (_again(clauses) if abusive else taken), abusive or threat, threat


def _covered(phrases: Phrases, words: Sequence[str], spared: frozenset[int] | set[int] = frozenset()) -> set[int]:
    """The places of all words that belong to one of the phrases, unless a phrase touches a spared one."""
    covered: set[int] = set()
    for place in range(len(words)):
        span = range(place, place + phrases.at(words, place))
        if spared.isdisjoint(span):
            covered.update(span)
    return covered


def _spread(hurts: set[int], words: Sequence[str], glue: Phrases) -> None:
    """Let it take in the words beside it that only carry it."""
    for place in sorted(hurts):
        for step in (-1, 1):
            beside = place + step
            while 0 <= beside < len(words) and (beside in hurts or glue.at(words[beside : beside + 1], 0)):
                hurts.add(beside)
                beside += step


def _in_text(taken: Read, table: Harsh, meant: bool) -> tuple[Read, bool, bool]:
    parts = table.parts
    names = ("threats", "abuse", "insults") if meant else ("threats", "abuse")
    threat = abusive = False
    clauses: list[Clause] = []
    for clause in taken.clauses:
        text = clause.text
        for spared in parts["spares"]:
            text = text.replace(spared, " ")
        hurts = [piece for name in names for piece in parts[name] if piece in text]
        if not hurts:
            clauses.append(clause)
            continue
        threat, abusive = threat or any(piece in text for piece in parts["threats"]), True
        for piece in (*hurts, *parts["glue"]):
            text = text.replace(piece, " ")
        clauses.append(Clause(tuple(text.split()), text, clause.asked, clause.opens, clause.stop))
    return (_again(clauses) if abusive else taken), abusive, threat


def _again(clauses: Sequence[Clause]) -> Read:
    return Read(
        " ".join(clause.text for clause in clauses),
        tuple(clause for clause in clauses if clause.words),
        tuple(word for clause in clauses for word in clause.words),
    )


_FEW_WORDS: Final = 3
_FEW_SIGNS: Final = 4
_GESTURES: Final = ("\U0001f595",)
_LATIN: Final = re.compile("[a-z]")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
