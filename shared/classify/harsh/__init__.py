"""Words that insult and threaten, by language: each file of them loaded when a text first needs it.

Only what hurts somebody stands here. Swearing at a thing ("the soup was shit") is a complaint, and swearing for joy is
praise. A list need not be long: what it misses waits for a person, as everything does that no rule answers.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from msgspec.structs import replace

from shared.classify._tongue import Harsh
from shared.classify.harsh.anywhere import ANYWHERE

_ROOMS: Final = {
    "germanic": ("en", "de", "nl"),
    "nordic": ("nb", "sv", "da"),
    "romance": ("es", "fr", "it", "pt"),
    "east": ("lv", "pl", "ru", "uk", "tr", "ar"),
    "unspaced": ("zh", "ja", "ko"),
}
_ROOM_OF: Final = {code: room for room, codes in _ROOMS.items() for code in codes}
ELSEWHERE: Final = frozenset({"ru", "uk", "ar", "zh", "ja", "ko"})  # written without Latin letters


@cache
def harsh(code: str) -> Harsh | None:
    """The table of a language, with what is understood everywhere, whose exceptions are then its own."""
    if code not in _ROOM_OF:
        return None
    table: Harsh = import_module(f"{__name__}.{_ROOM_OF[code]}").HARSH[code]
    if code in ELSEWHERE:
        return table
    return replace(table, abuse=f"{table.abuse} | {ANYWHERE.abuse}", insults=f"{table.insults} | {ANYWHERE.insults}")
