"""How long a text is to X: weighted, 280 at most. Where X's own count is finer than ours, ours is the longer one.

By the configuration of twitter-text, version 3 (https://github.com/twitter/twitter-text, config/v3.json, read
2026-11): Latin and most alphabets count 1 a character, everything else 2, an emoji of whatever parts 2, a
link 23 however long it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LINK: Final = 23
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
# Links without http, as far as their shape tells: a host with a dot, and what follows it.
_HOST: Final = re.compile(r"(?<![@\w.-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}\b(?:/\S*)?")
_PICTURE: Final = (
    "[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_CHANGED: Final = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_EMOJI: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # flags
    "|[0-9#*]\ufe0f?\u20e3"  # keycaps
    f"|{_PICTURE}{_CHANGED}(?:\u200d{_PICTURE}{_CHANGED})*"
)


def weighted(text: str) -> int:
    """The length as X counts it, or a little more."""
    total, rest = 0, unicodedata.normalize("NFC", text)
    for pattern, longest in ((_URL, False), (_HOST, True)):
        found = pattern.findall(rest)
        total += sum(max(LINK, _plain(one)) if longest else LINK for one in found)
        total -= len(found)  # for the line ends in their places, which keep their neighbours apart
        rest = pattern.sub("\n", rest)
    return total + _plain(rest)


def _plain(text: str) -> int:
    emoji = len(_EMOJI.findall(text))
    return 2 * emoji + sum(map(_weight, _EMOJI.sub("", text)))


def _weight(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2
