"""Codes of languages, as people and platforms write them, and what is written for one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

T = TypeVar("T")

# Both written forms of Norwegian are read by whoever reads one; scripts of Chinese stand for where they are used.
_SAME: Final = {"nb": "no", "nn": "no", "iw": "he"}
_CHINESE: Final = {"tw": "hant", "hk": "hant", "mo": "hant", "cn": "hans", "sg": "hans"}
_NONE: Final = frozenset({"", "und", "zxx", "mul", "mis"})  # what some platforms send where they cannot tell


def code(language: str | None) -> str | None:
    """One way to write a code: small letters, hyphens, `no` for Norwegian; None where it names no language."""
    first, *rest = (language or "").strip().replace("_", "-").casefold().split("-")
    if first in _NONE or not first.isascii() or not first.isalpha() or len(first) > 3 or first.startswith("q"):
        return None
    if first == "zh":
        rest = [_CHINESE.get(part, part) for part in rest][:1]
    return "-".join((_SAME.get(first, first), *rest))


def base(language: str) -> str:
    """A language without its region: `pt` of `pt-br`."""
    return language.partition("-")[0]


def pick(table: Mapping[str, T], language: str | None) -> T | None:
    """What a table holds for a language: for the very one, else for it without its region, else for a sister of it."""
    wanted = code(language)
    if wanted is None:
        return None
    known = {code(one): value for one, value in table.items()}
    for one in (wanted, base(wanted)):
        if one in known:
            return known[one]
    return next((value for one, value in known.items() if one is not None and base(one) == base(wanted)), None)
