"""Whether somebody said something: three words or more that are no handle, tag, link or emoji; six characters in
scripts that have no spaces between words. A question always says something.
"""

from __future__ import annotations

import re
from typing import Final

from shared.core.ledger import Sort

WORDS: Final = 3
CHARACTERS: Final = 6
# No alternative can match a text in two ways, so each text is read once, whatever is in it.
_NOT_SAID: Final = re.compile(
    r"https?://\S+|www\.\S+"
    r"|[@\uff20][\w.@-]+"
    r"|[#\uff03][^\s#\uff03@\uff20,.;:!?()\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff08\uff09]+"
    r"|[0-9]\ufe0f?\u20e3",  # a digit on a key is an emoji
    re.IGNORECASE,
)
UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def substance(text: str | None, sort: Sort) -> bool:
    """Whether what somebody wrote, of this class, says something. What has no text says nothing."""
    if sort is Sort.QUESTION:
        return True
    rest = _NOT_SAID.sub(" ", text or "")
    characters = 0
    if not rest.isascii():
        characters = sum(map(str.isalnum, UNSPACED.findall(rest)))
        rest = UNSPACED.sub(" ", rest)
    words = sum(any(map(str.isalnum, word)) for word in rest.split())
    return CHARACTERS * words + WORDS * characters >= WORDS * CHARACTERS  # two characters weigh as much as a word
