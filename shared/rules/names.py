"""What people and platforms call things, made fit to stand in a text of ours: short, visible, mentioning nobody."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_VALUE: Final = 40
LONGEST_TITLE: Final = 80

_HANDLE: Final = re.compile(r"@?([\w.-]{1,64}(?:@[\w.-]{1,255})?)")
_LINK: Final = re.compile(r"https?:|www\.|\w\.[a-z]{2,}(?![\w.])")
_BROADCAST: Final = frozenset({"everyone", "here", "channel", "all", "group", "team", "followers", "highlight"})
_JOINERS: Final = "\u200c\u200d"


def cleaned(value: str | None, longest: int = LONGEST_VALUE) -> str | None:
    """A name fit for a text of ours, or None if nothing is left or it would carry a link.

    NFC; control, zero-width and direction characters dropped; spaces collapsed; at most `longest` characters, cut at
    the end of what a reader sees as one; without any @, so that it mentions nobody.
    """
    if value is None:
        return None
    normal = unicodedata.normalize("NFC", value[:2000])
    kept = "".join(char for at, char in enumerate(normal) if _visible(normal, at))
    name = " ".join(kept.replace("@", "").replace("＠", "").replace("﹫", "").split())
    # Dropping a character may have put letters beside marks that now join.
    name = _cut(unicodedata.normalize("NFC", name), longest).strip()
    if not name or unicodedata.category(name[0])[0] == "M" or _LINK.search(name.casefold()):
        return None
    return name


def titled(value: str | None) -> str | None:
    """A title, cleaned likewise; a long one ends at a word, with an ellipsis."""
    title = cleaned(value, LONGEST_TITLE + 1)
    if title is None or len(title) <= LONGEST_TITLE:
        return title
    shorter = _cut(title, LONGEST_TITLE - 1)
    return (shorter.rpartition(" ")[0] or shorter).rstrip(" ,.;:–-") + "…"


def at_handle(value: str | None) -> str | None:
    """A handle with its @, or None if it is none or would call a crowd together."""
    found = _HANDLE.fullmatch(unicodedata.normalize("NFC", value.strip())) if value else None
    if found is None or len(found[1]) > LONGEST_VALUE or found[1].casefold() in _BROADCAST:
        return None
    return f"@{found[1]}"


def _visible(text: str, at: int) -> bool:
    char = text[at]
    if char in _JOINERS:
        # They hold emoji, Arabic and Indic letters together; anywhere else they only hide.
        around = (text[at - 1 : at], text[at + 1 : at + 2])
        return all(side and unicodedata.category(side) in ("So", "Lo", "Mn", "Mc") for side in around)
    if char in "\t\n\r\u2028\u2029":
        return True  # white space, collapsed with the rest
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in "\u115f\u1160\u3164\uffa0"


def _cut(text: str, end: int) -> str:
    if len(text) <= end:
        return text
    while end and _joined(text, end):
        end -= 1
    return text[:end]


def _joined(text: str, at: int) -> bool:
    """Whether a reader sees the characters on both sides of `at` as one."""
    before, after = text[at - 1], text[at]
    if after in _JOINERS or before in _JOINERS or unicodedata.category(after)[0] == "M":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\U0001f1e6" <= after <= "\U0001f1ff":  # flags are pairs
        run = at
        while run and "\U0001f1e6" <= text[run - 1] <= "\U0001f1ff":
            run -= 1
        return (at - run) % 2 == 1
    return False
