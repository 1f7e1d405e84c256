"""The operator table: what a rule's `[when]` may ask, each row a function and what it takes.

Text is compared after folding: NFKC, caseless, hidden characters dropped, white space collapsed. A word or phrase
matches whole words ("ill" is not in "still"); a star at its end means "begins so" ("allerg*"). Scripts written without
spaces (Chinese, Japanese, Thai and so on) match anywhere. There are no regular expressions, so no text can make a
rule slow. Every condition of a rule must hold; a rule without conditions holds always.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, cast

import msgspec

from shared.core.interaction import Interaction, Kind
from shared.core.ports import Facts

Value = bool | int | str | tuple[str, ...]


class Takes(StrEnum):
    """What people write after an operator; the desk makes the form and the schema from it."""

    KINDS = "kinds"
    NAMES = "names"
    PHRASES = "phrases"  # folded; a star at the end means "begins so"
    WHOLE = "whole"  # folded, no star
    FLAG = "flag"
    COUNT = "count"
    SIDE = "side"


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The conditions of a rule: an operator's name and its value, already folded."""

    tests: dict[str, Value] = {}

    def _names(self, operator: str) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self.tests.get(operator, ()))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(Kind(name) for name in self._names("kind"))

    @property
    def platforms(self) -> tuple[str, ...]:
        return self._names("platform")

    @property
    def languages(self) -> tuple[str, ...]:
        return self._names("language")


@dataclass(frozen=True, slots=True)
class Seen:
    """An Interaction with its text folded once for all rules."""

    interaction: Interaction
    facts: Facts
    text: str


@dataclass(frozen=True, slots=True)
class Operator:
    """One row: what it takes, when it holds, and one sentence for the person who writes rules."""

    takes: Takes
    holds: Callable[[Seen, Value], bool]
    meaning: str


def see(interaction: Interaction, facts: Facts) -> Seen:
    """Fold an Interaction's text for `holds`."""
    return Seen(interaction, facts, fold(interaction.text or ""))


def holds(when: When, seen: Seen) -> bool:
    """Whether every condition holds."""
    return all(OPERATORS[name].holds(seen, value) for name, value in when.tests.items())


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
    bare = _LINK.sub(" ", text)
    if not _MARKS.isdisjoint(bare) or not _MARKS.isdisjoint(unicodedata.normalize("NFKC", bare)):
        return True
    # Greek asks with a semicolon, and normal forms turn its own mark into ours.
    return ";" in bare and any("\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff" for char in bare)


def words(text: str) -> int:
    """How many words a folded text has; without spaces between words, each character is one."""
    unspaced, rest = len(_UNSPACED.findall(text)), _UNSPACED.sub(" ", text)
    return unspaced + sum(any(map(_wordly, word)) for word in rest.split())


def _inside_word(text: str, at: int) -> bool:
    """Whether `at` is in the middle of a word; never so beside a script that is written without spaces."""
    if at <= 0 or at >= len(text):
        return False
    return all(_wordly(char) and not _UNSPACED.match(char) for char in (text[at - 1], text[at]))


def _wordly(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _any(phrases: Value, text: str) -> bool:
    return any(found(phrase, text) for phrase in cast("tuple[str, ...]", phrases))


def _starts(seen: Seen, value: Value) -> bool:
    for phrase in cast("tuple[str, ...]", value):
        bare = phrase.removesuffix("*")
        if seen.text.startswith(bare) and (bare != phrase or not _inside_word(seen.text, len(bare))):
            return True
    return False


def _asks(seen: Seen, value: Value) -> bool:
    from shared.classify.questions import question  # tables that only some brands' rules need

    return question(seen.interaction.text or "", seen.interaction.language) or _any(value, seen.text)


def _spoken(seen: Seen, value: Value) -> bool:
    """A language covers its regional forms, and `no` both written forms of Norwegian. Where the platform says none,
    the words may tell it."""
    from shared.classify.languages import language  # as above

    said = seen.interaction.language or language(seen.interaction.text or "")
    code = (said or "").replace("_", "-").casefold()
    codes = {code, code.split("-")[0]}
    if codes & {"nb", "nn"}:
        codes.add("no")
    return bool(code) and not codes.isdisjoint(cast("tuple[str, ...]", value))


def _handled(seen: Seen, value: Value) -> bool:
    handle = fold(seen.interaction.author.handle or "").removeprefix("@")
    return handle in [one.removeprefix("@") for one in cast("tuple[str, ...]", value)]


def _private(seen: Seen) -> bool:
    return seen.interaction.place.private or seen.interaction.kind is Kind.DIRECT_MESSAGE


def _follows(seen: Seen, value: Value) -> bool:
    followers = seen.interaction.author.followers
    return followers is not None and followers >= cast("int", value)


def _is_one(value: str, of: Value) -> bool:
    return value in cast("tuple[str, ...]", of)


def _bare(text: str) -> str:
    return _HANDLES.sub(" ", _LINK.sub(" ", text)).strip()


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
_MARKS: Final = frozenset(
    "?\uff1f\u061f\u055e\u1367\u2e2e\u2047\u2048\u2049\u203d\u2753\u2754\u2cfa\u2cfb\ua60f\ua6f7\u037e"
)
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

# --- the table ---

OPERATORS: Final[dict[str, Operator]] = {
    "kind": Operator(
        Takes.KINDS, lambda s, v: _is_one(s.interaction.kind, v), "What was done is one of these kinds."
    ),
    "platform": Operator(
        Takes.NAMES, lambda s, v: _is_one(s.interaction.platform, v), "It was done on one of these platforms."
    ),
    "account": Operator(
        Takes.NAMES, lambda s, v: _is_one(s.interaction.account, v), "It was done towards one of these account ids."
    ),
    "language": Operator(
        Takes.NAMES,
        _spoken,
        "It is written in one of these languages, such as en or lv: as the platform says, else as its words tell.",
    ),
    "text.contains_any": Operator(
        Takes.PHRASES, lambda s, v: _any(v, s.text), "One of these words or phrases stands in the text."
    ),
    "text.contains_all": Operator(
        Takes.PHRASES,
        lambda s, v: all(found(phrase, s.text) for phrase in cast("tuple[str, ...]", v)),
        "All of these words or phrases stand in the text.",
    ),
    "text.contains_none": Operator(
        Takes.PHRASES, lambda s, v: not _any(v, s.text), "None of these words or phrases stands in the text."
    ),
    "text.starts_with": Operator(Takes.PHRASES, _starts, "The text begins with one of these words or phrases."),
    "text.equals": Operator(
        Takes.WHOLE, lambda s, v: _is_one(s.text, v), "The whole text is one of these, apart from case and spaces."
    ),
    "text.is_empty": Operator(
        Takes.FLAG,
        lambda s, v: (not _bare(s.text)) is v,
        "true: there is no text, or only @handles and links; false: there is more.",
    ),
    "text.has_question_mark": Operator(
        Takes.FLAG,
        lambda s, v: asks(s.interaction.text or "") is v,
        "true: a question mark of any script stands in the text, outside links; false: none does.",
    ),
    "text.asks": Operator(
        Takes.PHRASES,
        _asks,
        "The person asks something, with a question mark or without, or one of these words or phrases stands in it.",
    ),
    "text.min_words": Operator(
        Takes.COUNT, lambda s, v: words(s.text) >= cast("int", v), "The text has at least so many words."
    ),
    "text.max_words": Operator(
        Takes.COUNT, lambda s, v: words(s.text) <= cast("int", v), "The text has at most so many words."
    ),
    "author.is_bot": Operator(
        Takes.FLAG, lambda s, v: s.interaction.author.is_bot is v, "true: the platform marks the author as a bot."
    ),
    "author.handle_in": Operator(
        Takes.WHOLE, _handled, "The author's handle is one of these, with or without @."
    ),
    "author.min_followers": Operator(
        Takes.COUNT, _follows, "The author has at least so many followers; never where the platform does not tell."
    ),
    "author.known": Operator(
        Takes.FLAG,
        lambda s, v: (s.interaction.author.id is not None) is v,
        "true: the platform says who it was; false: it hides the author.",
    ),
    "hours": Operator(
        Takes.SIDE,
        lambda s, v: ("inside" if s.facts.open else "outside") == v,
        "Whether it was done inside or outside service hours.",
    ),
    "private": Operator(
        Takes.FLAG, lambda s, v: _private(s) is v, "true: only the brand can see it; false: it is public."
    ),
    "media": Operator(
        Takes.FLAG, lambda s, v: bool(s.interaction.media) is v, "true: a picture, video or file is attached."
    ),
}  # fmt: skip
