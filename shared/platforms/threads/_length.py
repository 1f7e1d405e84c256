"""How long a text is for Threads: characters, but an emoji counts as its UTF-8 bytes.

Which characters are emoji changes each year, so every symbol, mark of joining and character beyond the first plane
counts as one. A text may then be found too long that is not; never the other way round.
"""

from __future__ import annotations

from typing import Final
from unicodedata import category

_LIKE_EMOJI: Final = frozenset({"So", "Sk", "Cf", "Cn", "Co", "Cs", "Me"})
_SELECTORS: Final = range(0xFE00, 0xFE10)


def counted(text: str) -> int:
    """The length of a text as Threads may count it at most."""
    return sum(len(one.encode("utf-8", "surrogatepass")) if _like_emoji(one) else 1 for one in text)


def _like_emoji(one: str) -> bool:
    return ord(one) > 0xFFFF or ord(one) in _SELECTORS or (not one.isascii() and category(one) in _LIKE_EMOJI)
