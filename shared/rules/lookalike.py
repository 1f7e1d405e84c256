"""Whether somebody's name could be taken for one of our own accounts: the first sign of an impostor.

Names are compared as eyes do: letters that look alike are one, and marks, spaces and punctuation are none. Never
proof, and never a reason to act alone: a colleague is asked to look, and no machine answers meanwhile.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_SHORTEST: Final = 6  # letters; shorter names are near each other by chance
_MUCH: Final = 80  # letters that are compared
_OFFICIAL: Final = (
    "support", "help", "helpdesk", "service", "care", "official", "team", "customer", "customerservice", "real",
    "kundeservice", "hjelp", "atbalsts", "palidziba", "客服", "官方",
)  # fmt: skip
# Letters of other scripts and figures that are read as Latin letters, after small letters and width are made even.
_ALIKE: Final = str.maketrans(
    {
        "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "i": "l", "|": "l", "!": "l",
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "l", "ј": "j", "ѕ": "s", "к": "k",
        "м": "m", "т": "t", "в": "b", "н": "h", "ԁ": "d", "ո": "n", "ս": "u", "օ": "o", "ɡ": "g", "ı": "l", "ł": "l",
        "α": "a", "ο": "o", "ρ": "p", "τ": "t", "ν": "v", "κ": "k", "ε": "e", "ι": "l", "υ": "u", "ø": "o", "đ": "d",
    }
)  # fmt: skip
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def lookalike(names: Iterable[str | None], ours: Iterable[str | None]) -> bool:
    """Whether one of somebody's names (handle, display name) looks like one of ours. Both may hold None."""
    mine = {bare for one in ours if one and len(bare := skeleton(one)) >= _SHORTEST}
    return any(_near(theirs, one) for name in names if name and (theirs := skeleton(name)) for one in mine)


@lru_cache(maxsize=256)  # our own names are asked about at every message
def skeleton(name: str) -> str:
    """A name as eyes see it: equal for names that are easily taken for each other."""
    flat = unicodedata.normalize("NFKD", name.casefold()[: 2 * _MUCH])
    letters = "".join(char for char in flat.translate(_ALIKE) if char.isalnum()).translate(_ALIKE)
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters[:_MUCH]


def _near(theirs: str, ours: str) -> bool:
    if theirs == ours or _one_off(theirs, ours):
        return True
    rest = theirs.replace(ours, "", 1) if ours in theirs else None
    return rest is not None and rest in _WORN


def _one_off(one: str, other: str) -> bool:
    """Whether one letter more, less, changed or two swapped turns one into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


_WORN: Final = frozenset(skeleton(word) for word in _OFFICIAL)
