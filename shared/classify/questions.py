"""Whether somebody asks, and waits for an answer: with a question mark or without, in the languages of `tongues`.

A mark outside quotes asks, except after the few turns of phrase that ask nobody. Without one, a sentence asks by how
its language does so: a question word in front, the verb before its subject, a particle, an ending. Whoever muses
("I wonder whether it ever stops raining"), quotes a question or exclaims ("how lovely") asks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shared.classify._reading import Clause, Read
from shared.classify._tongue import Tongue


def asks(taken: Read, tongues: Sequence[Tongue]) -> bool:
    """Whether it asks, in one of the languages that it may be in."""
    if any(clause.asked and not _asks_nobody(clause, tongues) for clause in taken.clauses):
        return True
    return any(_pieces(taken, tongue) if tongue.pieces else _words(taken, tongue) for tongue in tongues)


def _asks_nobody(clause: Clause, tongues: Sequence[Tongue]) -> bool:
    return bool(clause.words) and any(
        not tongue.pieces and tongue.phrases["mark_plain"].at(clause.words, 0) == len(clause.words)
        for tongue in tongues
    )


def _words(taken: Read, tongue: Tongue) -> bool:
    lists = tongue.phrases
    if taken.words and lists["whole"].at(taken.words, 0) == len(taken.words):
        return True
    opens, short, long = True, False, 0
    for clause in taken.clauses:
        words, start = clause.words, 0
        opens = opens or clause.opens or tongue.asking.commas or short
        before, long, short = long, len(words), False
        if not clause.opens and lists["tags"].at(words, 0) == len(words):
            return True
        while passed := lists["skips"].at(words, start):
            start += passed
        if start == len(words):
            opens, long = True, 0
            continue
        plain, asking = lists["plain"].at(words, start), lists["opens"].at(words, start)
        if plain and plain >= asking:
            opens = False
            continue
        exclaims = clause.stop == "!" and not clause.asked
        relative = not clause.opens and before > _REMARK and asking == 1 and lists["relatives"].at(words, start) == 1
        if opens and not exclaims and ((asking and not relative) or _inverted(tongue, words, start)):
            return True
        if tongue.asking.verb_second and asking and not exclaims and _verb_behind(tongue, words, start):
            return True
        if tongue.asking.suffixes and any(
            word.endswith(tongue.asking.suffixes) and not lists["plain"].at(words, place)
            for place, word in enumerate(words)
        ):
            return True
        if lists["inside"].inside(words) or any(
            place + lists["ends"].at(words, place) == len(words) and place > start
            for place in lists["ends"].places(words)
        ):
            return True
        opens = False
        remark = clause.opens and len(words) <= _REMARK and not lists["linking"].at(words, start)
        short = remark and bool(tongue.asking.linking)
    return False


def _inverted(tongue: Tongue, words: Sequence[str], start: int) -> bool:
    lists = tongue.phrases
    if lists["inverted"].at(words, start) and (
        lists["subjects"].at(words, start + 1) or _thing(tongue, words[start + 1 : start + 2])
    ):
        return True
    if not lists["nominative"].at(words, start + 1) or lists["linking"].at(words, start):
        return False
    return not (len(words) == start + 3 and lists["inverted"].at(words, start + 2))  # "so clever you are"


def _verb_behind(tongue: Tongue, words: Sequence[str], start: int) -> bool:
    """Whether a verb follows the question word: it would stand later in a clause that is part of another."""
    behind = words[start + 1 : start + 3]
    return len(behind) == 2 and bool(tongue.phrases["inverted"].at(behind, 0))


_NOUN: Final = 5
_REMARK: Final = 2  # words of a remark after which, past a comma, a question may still begin


def _thing(tongue: Tongue, words: Sequence[str]) -> bool:
    """Whether it is a noun with its article behind, as Scandinavians write it: "kjelen", "kannan"."""
    return any(
        len(word) >= _NOUN and word.endswith(tongue.asking.definite) and not tongue.phrases["indefinite"].at(words, 0)
        for word in words
    )


def _pieces(taken: Read, tongue: Tongue) -> bool:
    parts = tongue.parts
    if taken.text.strip(" .!\u3002") in parts["whole"]:
        return True
    for clause in taken.clauses:
        text = clause.text.rstrip(" ~\u301c\uff5ew")
        if text.endswith(parts["ends"]) and not text.endswith(parts["plain"]):
            return True
        for hidden in parts["hides"]:
            text = text.replace(hidden, " ")
        if any(piece in text for piece in parts["mutes"]):
            continue
        if any(_stands(piece, text) for piece in parts["inside"]) or (tongue.code == "zh" and _either(text)):
            return True
    return False


def _stands(piece: str, text: str) -> bool:
    """A question word with Chinese "all" behind it means each and every one."""
    _before, found, after = text.partition(piece)
    return bool(found) and "\u90fd" not in after


def _either(text: str) -> bool:
    """Chinese asks by saying a verb twice with "not" between: "is it not is it"."""
    at = text.find("\u4e0d", 1)
    while 0 < at < len(text) - 1:
        if text[at - 1] == text[at + 1]:
            return True
        at = text.find("\u4e0d", at + 1)
    return False
