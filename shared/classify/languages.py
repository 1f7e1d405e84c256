"""Which language a text is in, told by its script and by the short words that each language cannot do without.

Short messages leave it open: then None is said rather than a guess, and `candidates` names all that it may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from msgspec.structs import asdict

from shared.classify._reading import Read, level
from shared.classify._tongue import Tongue
from shared.classify.tongues import TONGUES


def told(taken: Read) -> str | None:
    """The language's code, or None where the words do not tell it from others."""
    script = _script(taken.text)
    if script:
        return script
    found = _scores(taken)
    best = max(found.values(), default=0)
    leading = [code for code, score in found.items() if score > best - _AHEAD]
    return leading[0] if best >= _SURE and len(leading) == 1 else None


def candidates(taken: Read, said: str | None = None) -> tuple[Tongue, ...]:
    """The languages that it may be in, likeliest first, at most four; without any hint, English."""
    script = _script(taken.text)
    if script:
        return (TONGUES[script],) if script in TONGUES else ()
    hint = _NAMES.get(code := (said or "").replace("_", "-").casefold().split("-")[0], code)
    found = _scores(taken)
    if hint in TONGUES:
        found[hint] = found.get(hint, 0) + 1
    if not found:
        found = {"en": 1}
    if max(found.values()) < _SURE:
        for code, score in _leanings(taken).items():
            found[code] = found.get(code, 0) + score
    best = max(found.values())
    near = sorted((code for code, score in found.items() if score >= best - 1), key=lambda code: -found[code])
    return tuple(TONGUES[code] for code in near[:_MOST])


def likely(taken: Read) -> tuple[str, ...]:
    """The languages that its words point to, likeliest first, however weakly; none where they point nowhere."""
    script = _script(taken.text)
    if script:
        return (script,)
    found = _scores(taken) or _leanings(taken)
    return tuple(sorted(found, key=lambda code: -found[code])[:_MOST])


def _script(text: str) -> str | None:
    """The language that a script gives away; None for the Latin one, and for Cyrillic, which several share."""
    counts: dict[str, int] = {}
    for char in text:
        if char >= "\u0370":
            for first, last, name in _SCRIPTS:
                if first <= char <= last:
                    counts[name] = counts.get(name, 0) + 1
                    break
    if "kana" in counts:
        counts["kana"] += counts.pop("han", 0)
    name = max(counts, key=lambda one: counts[one], default="")
    latin = sum("a" <= char <= "z" for char in text)
    return _BY_SCRIPT.get(name) if counts and counts[name] * 2 >= latin else None


def _scores(taken: Read) -> dict[str, int]:
    common, letters = _index()
    found: dict[str, int] = {}
    for word in taken.words:
        codes = common.get(word) or common.get(word.rpartition("-")[2], ())  # "livrez-vous"
        for code in codes:
            found[code] = found.get(code, 0) + (2 if len(codes) > 1 else 3)
    for char in set(taken.text):
        for code in letters.get(char, ()):
            found[code] = found.get(code, 0) + 1
    return found


def _leanings(taken: Read) -> dict[str, int]:
    """How many words of the text lean some way in each language: the last hint where short words tell too little."""
    exact, begins = _leaning_index()
    found: dict[str, int] = {}
    for word in taken.words:
        heads = (word[:end] for end in range(_HEAD, len(word)))
        for code in {*exact.get(word, ()), *(code for head in heads for code in begins.get(head, ()))}:
            found[code] = found.get(code, 0) + 2
    return found


@cache
def _leaning_index() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """The words that lean some way in each language, and the beginnings of such words."""
    exact: dict[str, tuple[str, ...]] = {}
    begins: dict[str, tuple[str, ...]] = {}
    for code, tongue in TONGUES.items():
        for word in set(level(" ".join(asdict(tongue.leaning).values())).replace("|", " ").split()):
            bare = word.rstrip("*")
            exact[bare] = (*exact.get(bare, ()), code)
            if word != bare:
                begins[bare] = (*begins.get(bare, ()), code)
    return exact, begins


@cache
def _index() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    common: dict[str, tuple[str, ...]] = {}
    letters: dict[str, tuple[str, ...]] = {}
    for code, tongue in TONGUES.items():
        for word in set(level(f"{tongue.common} {_alone(tongue)}").split()):
            common[word] = (*common.get(word, ()), code)
        for char in level(tongue.letters):
            letters[char] = (*letters.get(char, ()), code)
    return common, letters


def _alone(tongue: Tongue) -> str:
    """The single words with which the language asks: a short question has few others to tell the language by."""
    asking = tongue.asking
    phrases = f"{asking.whole}|{asking.opens}".replace("\n", "|").split("|")
    return " ".join(one for one in phrases if len(one.split()) == 1 and "*" not in one) + f" {asking.inverted}"


_AHEAD: Final = 2
_HEAD: Final = 4  # letters: what begins as a shorter word does says little
_SURE: Final = 4  # more than one word that no other language has
_MOST: Final = 4
_NAMES: Final = {"no": "nb", "nn": "nb", "iw": "he"}
_SCRIPTS: Final = (
    ("\u3041", "\u30ff", "kana"), ("\u3400", "\u9fff", "han"), ("\uac00", "\ud7a3", "hangul"),
    ("\u0600", "\u06ff", "arabic"), ("\u0400", "\u04ff", "cyrillic"), ("\u0370", "\u03ff", "greek"),
    ("\u0590", "\u05ff", "hebrew"), ("\u0e00", "\u0e7f", "thai"), ("\u0900", "\u097f", "devanagari"),
)  # fmt: skip
_BY_SCRIPT: Final = {
    "kana": "ja", "han": "zh", "hangul": "ko",
    "arabic": "ar", "greek": "el", "hebrew": "he", "thai": "th", "devanagari": "hi",
}  # fmt: skip
