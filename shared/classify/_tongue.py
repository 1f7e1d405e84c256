"""What is known of one language, written as plain words: how it asks, how it praises, complains, thanks and begs.

Phrases are parted by ` | ` or by line breaks; words within one by a space; a star at a word's end means "begins so".
They are made ready when a text first needs the language, so that a cold start does not pay for those nobody writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from shared.classify._reading import level


class Phrases:
    """Phrases indexed by their first word, found at a place among words."""

    def __init__(self, written: str) -> None:
        self._exact: dict[str, list[tuple[str, ...]]] = {}
        self._begins: dict[str, list[tuple[str, ...]]] = {}
        for phrase in _parted(written):
            words = tuple(phrase.split())
            if words[0].endswith("*"):
                self._begins.setdefault(words[0][:_HEAD].rstrip("*"), []).append(words)
            else:
                self._exact.setdefault(words[0], []).append(words)

    def at(self, words: Sequence[str], place: int) -> int:
        """How many words the longest phrase beginning here has; 0 if none does."""
        if place >= len(words):
            return 0
        word = words[place]
        longest = 0
        for phrase in self._exact.get(word, ()):
            if len(phrase) > longest and _same(phrase, words, place):
                longest = len(phrase)
        if self._begins:
            for end in range(1, _HEAD + 1):
                for phrase in self._begins.get(word[:end], ()):
                    if len(phrase) > longest and _same(phrase, words, place):
                        longest = len(phrase)
        return longest

    def places(self, words: Sequence[str]) -> Iterator[int]:
        return (place for place in range(len(words)) if self.at(words, place))

    def inside(self, words: Sequence[str]) -> bool:
        return any(True for _ in self.places(words))


class Asking(Struct, frozen=True, kw_only=True):
    """How a language with spaces between words asks. At the beginning of a sentence:

    - `skips`: greetings and the like, passed over;
    - `opens` asks, unless a phrase of `plain` at least as long stands there;
    - `inverted`, single words, ask before one of `subjects`, or before a noun that ends in one of `definite` (its
      article is behind it) and is none of `indefinite`: the verb stands first;
    - any word but one of `linking` asks before one of `nominative`, since only a verb can stand there.

    Anywhere: `inside`, and words that end in one of `suffixes`, save `plain` ones. As the last words: `ends`. Alone
    after a comma: `tags`. Alone in the text: `whole`. Even with a mark, `mark_plain` asks nobody. `commas`: a clause
    after a comma may ask like a sentence of its own, unless it begins with one of `relatives` alone ("who", "which").
    `verb_second`: a question word with a verb behind it asks there too ("the soup was cold, where is my bread").
    """

    opens: str = ""
    plain: str = ""
    inverted: str = ""
    subjects: str = ""
    nominative: str = ""
    linking: str = ""
    inside: str = ""
    ends: str = ""
    tags: str = ""
    suffixes: tuple[str, ...] = ()
    definite: tuple[str, ...] = ()
    indefinite: str = ""
    skips: str = ""
    whole: str = ""
    mark_plain: str = ""
    relatives: str = ""
    commas: bool = False
    verb_second: bool = False


class Pieces(Struct, frozen=True, kw_only=True):
    """How a language without spaces asks: by pieces of text `inside` a clause, or as what it `ends` in.

    `plain`: endings that are none. `hides`: pieces that look like one and are not. `mutes`: a clause with one of these
    tells of a question and asks none ("I know who"). `whole`: asks alone in the text.
    """

    inside: str = ""
    ends: str = ""
    hides: str = ""
    mutes: str = ""
    plain: str = ""
    whole: str = ""


class Leaning(Struct, frozen=True, kw_only=True):
    """Words that make one sort of text likelier. In a language without spaces they are found anywhere. A complaint
    inside a longer phrase of praise is none ("never disappoints", "no complaints").

    `turns` make a closing remark none: but, still, not, another, except inside a phrase that closes ("no problem").
    """

    praise: str = ""
    complaint: str = ""
    request: str = ""
    thanks: str = ""
    closing: str = ""
    turns: str = ""
    story: str = ""
    spam: str = ""


class Harsh(Struct, frozen=True, kw_only=True, dict=True):
    """Words that hurt somebody. In a language without spaces they are found anywhere.

    - `abuse` and `threats` always do, and `insults` unless whoever writes speaks of themselves or theirs: one of `own`
      stands in the text, and none of `aims`. Nothing counts that touches one of `spares`;
    - `glue` belongs to such words where it stands beside them ("you are all such"), and says nothing by itself;
    - `verdicts` are complaints that only judge: beside abuse they complain of nothing.
    """

    abuse: str = ""
    insults: str = ""
    threats: str = ""
    own: str = ""
    aims: str = ""
    spares: str = ""
    glue: str = ""
    verdicts: str = ""

    @cached_property
    def phrases(self) -> dict[str, Phrases]:
        return {name: Phrases(written) for name, written in asdict(self).items()}

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Longest first, so that what is taken out of a text leaves no half of a longer one."""
        return {name: tuple(sorted(_parted(written), key=len, reverse=True)) for name, written in asdict(self).items()}


class Tongue(Struct, frozen=True, kw_only=True, dict=True):
    """A language. `common`: frequent short words; `letters`: characters that few other languages have."""

    code: str
    common: str = ""
    letters: str = ""
    asking: Asking = Asking()
    pieces: Pieces | None = None
    leaning: Leaning = Leaning()

    @cached_property
    def phrases(self) -> dict[str, Phrases]:
        """Each of the asking and leaning lists, made ready."""
        lists = {**asdict(self.asking), **asdict(self.leaning), "inverted": " | ".join(self.asking.inverted.split())}
        return {name: Phrases(written) for name, written in lists.items() if isinstance(written, str)}

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """The same for a language without spaces."""
        lists = {**asdict(self.pieces), **asdict(self.leaning)} if self.pieces else {}
        return {name: tuple(_parted(written)) for name, written in lists.items()}


_HEAD: Final = 4  # letters under which phrases that begin with a star are kept


def _parted(written: str) -> Iterator[str]:
    return (phrase for line in level(written).splitlines() for one in line.split("|") if (phrase := one.strip()))


def _same(phrase: tuple[str, ...], words: Sequence[str], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(
        word == wanted or (wanted[-1] == "*" and word.startswith(wanted[:-1]))
        for wanted, word in zip(phrase, words[place:], strict=False)
    )
