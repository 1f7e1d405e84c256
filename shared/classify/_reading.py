"""A text taken apart for judging: clauses of words, and the mark each ends in; links, handles and quotes dropped."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from msgspec import Struct

LONGEST: Final = 2000  # characters that are judged: who asks, asks before that


class Clause(Struct, frozen=True):
    """Words between two stops. `asked`: a question mark ends it. `opens`: a sentence begins with it."""

    words: tuple[str, ...]
    text: str
    asked: bool
    opens: bool
    stop: str


class Read(Struct, frozen=True):
    """A text without its links, handles, quotes and hidden characters, caseless; and its clauses."""

    text: str
    clauses: tuple[Clause, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=8)  # one message's rules ask several times about the same text
def read(text: str) -> Read:
    """Take a text apart. Only its first 2000 characters are looked at, so that no text takes long."""
    text = _MARKS.sub("?", text[:LONGEST])
    if ";" in text and _GREEK.search(text):
        text = text.replace(";", "?")  # which is how Greek asks
    text = _DROPPED.sub(" ", _HIDDEN.sub("", level(text)))
    unquoted = _QUOTED.sub(" ", text)
    if any(map(str.isalpha, unquoted)):  # else the quotes hold all that is said
        text = unquoted
    clauses: list[Clause] = []
    opens = True
    pieces = [*_STOPS.split(text), ""]
    for piece, stop in zip(pieces[::2], pieces[1::2], strict=True):
        words = tuple(_WORD.findall(piece))
        asked = "?" in stop
        if words:
            clauses.append(Clause(words, piece.strip(), asked, opens, stop[:1]))
        elif asked and clauses:
            last = clauses[-1]
            clauses[-1] = Clause(last.words, last.text, True, last.opens, "?")
        elif asked:
            clauses.append(Clause((), "", True, opens, "?"))
        opens = opens if not words else stop[:1] not in set(",:()[]\uff0c\u3001\u060c")
    return Read(text, tuple(clauses), tuple(word for clause in clauses for word in clause.words))


def level(text: str) -> str:
    """Caseless, one width, straight quotes; and Arabic without vowel signs, its alefs and last letters evened."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_LEVEL)


_LEVEL: Final = {
    0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x00B4: "'", 0x0060: "'",
    0x201C: '"', 0x201D: '"', 0x201E: '"', 0x00AB: '"', 0x00BB: '"', 0x300C: '"', 0x300D: '"', 0x300E: '"',
    0x300F: '"', 0x300A: '"', 0x300B: '"', 0x2039: '"', 0x203A: '"',
    0x0640: None, 0x0301: None, 0x0307: None,
    0x0623: 0x0627, 0x0625: 0x0627, 0x0622: 0x0627, 0x0649: 0x064A, 0x0629: 0x0647,
} | dict.fromkeys(range(0x064B, 0x0653))  # fmt: skip
_MARKS: Final = re.compile(
    "[?\uff1f\u061f\u055e\u1367\u2e2e\u2047\u2048\u2049\u203d\u2753\u2754\u2cfa\u2cfb\ua60f\ua6f7\u037e]"
)
_GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_HIDDEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_DROPPED: Final = re.compile(r"https?://\S+|www\.\S+|\b[a-z0-9-]+\.[a-z]{2,4}/\S+|(?<!\w)@[\w.@-]+")
_QUOTED: Final = re.compile(r'"[^"\n]{1,120}"')
_STOPS: Final = re.compile(
    "([.!?,;:\n\u2026\u3002\uff01\uff0c\u3001\u061b\u060c\u2014\u2600-\u27bf\U0001f000-\U0001faff()\\[\\]]+)"
)
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
