"""Text made comparable, and what can be read off it without knowing any language.

Folding: NFKC, caseless, hidden characters dropped, white space collapsed. A word or phrase matches whole words ("ill"
is not in "still"); a star at its end means "begins so" ("allerg*"). Scripts written without spaces (Chinese, Japanese,
Thai and so on) match anywhere. There are no patterns that people write, so no text can make a rule slow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from shared.core.substance import UNSPACED as _UNSPACED


def fold(text: str) -> str:
    """Text made comparable: "ＴＨＡＮＫ  you" and "thank you" are one. Calling twice changes nothing."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if not text.isascii():
        text = _HIDDEN.sub("", text).translate(_QUOTES)
    return " ".join(text.split())


def found(phrase: str, text: str) -> bool:
    """Whether a folded phrase stands in a folded text as whole words."""
    begins_so = phrase.endswith("*")
    phrase = phrase.removesuffix("*")
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not _inside_word(text, at) and (begins_so or not _inside_word(text, end)):
            return True
        at = text.find(phrase, at + 1)
    return False


def asks(text: str) -> bool:
    """Whether a question mark of any script stands in it, outside links."""
    rest = _LINK.sub(" ", text)
    if not _MARKS.isdisjoint(rest) or not _MARKS.isdisjoint(unicodedata.normalize("NFKC", rest)):
        return True
    # Greek asks with a semicolon, and normal forms turn its own mark into ours.
    return ";" in rest and any("\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff" for char in rest)


def words(text: str) -> int:
    """How many words a folded text has; without spaces between words, each character is one."""
    unspaced, rest = len(_UNSPACED.findall(text)), _UNSPACED.sub(" ", text)
    return unspaced + sum(any(map(_wordly, word)) for word in rest.split())


def stands(phrases: Iterable[str], text: str) -> bool:
    """Whether one of these folded phrases stands in a folded text."""
    return any(found(phrase, text) for phrase in phrases)


def starts(phrases: Iterable[str], text: str) -> bool:
    """Whether a folded text begins with one of these folded phrases."""
    for phrase in phrases:
        bare = phrase.removesuffix("*")
        if text.startswith(bare) and (bare != phrase or not _inside_word(text, len(bare))):
            return True
    return False


def bare(text: str) -> str:
    """What is left of a text without links and @handles."""
    return _HANDLES.sub(" ", _LINK.sub(" ", text)).strip()


def hashtags(text: str) -> frozenset[str]:
    """The hashtags of a folded text, without their #."""
    return frozenset(tag for piece in _TAGS.findall(_LINK.sub(" ", text)) if (tag := _tag(piece)))


def mentioned(text: str) -> frozenset[str]:
    """The handles that stand in a folded text, each once, without their @. A mail address is none."""
    return frozenset(handle for one in _MENTION.findall(_LINK.sub(" ", text)) if (handle := one.rstrip(".-")))


def _tag(piece: str) -> str:
    end = next((at for at, char in enumerate(piece) if not _wordly(char) and char != "_"), len(piece))
    return piece[:end]


def _inside_word(text: str, at: int) -> bool:
    """Whether `at` is in the middle of a word; never so beside a script that is written without spaces."""
    if at <= 0 or at >= len(text):
        return False
    return all(_wordly(char) and not _UNSPACED.match(char) for char in (text[at - 1], text[at]))


def _wordly(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


# Format characters (category Cf, as of Unicode 15) and variation selectors: asking for each one's category is ten
# times slower.
_HIDDEN: Final = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f]"
)
_QUOTES: Final = {ord("\u2019"): "'", ord("\u2018"): "'", ord("\u02bc"): "'", ord("\u201c"): '"', ord("\u201d"): '"'}
_LINK: Final = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_HANDLES: Final = re.compile(r"@[\w.@-]+")
_MENTION: Final = re.compile(r"(?<![a-z0-9_.+-])@([\w.-]{1,100})")
_TAGS: Final = re.compile(r"#([^\s#]{1,200})")
_MARKS: Final = frozenset(
    "?\uff1f\u061f\u055e\u1367\u2e2e\u2047\u2048\u2049\u203d\u2753\u2754\u2cfa\u2cfb\ua60f\ua6f7\u037e"
)
