"""Untrusted text made fit to be shown: names, handles and quotes come from strangers, some hostile.

What is shown is never re-read as markup by us (renderers escape it) nor by a mail program (links, addresses and
numbers become words, since mail programs turn them into live links).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST_READ: Final = 5000
_LONGEST_NAME: Final = 40
_JOINERS: Final = "\u200c\u200d"
_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
_MASKS: Final = (
    (re.compile(r"(?:https?|ftp|javascript|data|vbscript|file)\s*:[^\s]*|www\.[^\s]+", re.IGNORECASE), "[link]"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "[address]"),
    (
        re.compile(r"(?<![\w@])(?:[\w-]{1,63}\.)+(?:xn--[a-z0-9-]{1,59}|[^\W\d_]{2,24})(?:/[^\s]*)?(?![\w.])", re.I),
        "[link]",
    ),
    (re.compile(r"(?<!\w)\+?\d(?:[\s().-]?\d){7,14}(?!\w)"), "[number]"),
)
_DOMAIN_END: Final = re.compile(
    r"\.(?=(?:[a-z]{2}|com|net|org|info|biz|app|dev|shop|store|online|site|xyz)$)", re.IGNORECASE
)


def quote(text: str | None, most: int) -> str:
    """A stranger's words on one line: at most `most` characters, cut at a word; "" if nothing is left."""
    return _cut(_masked(_visible(text or "")), most)


def lines(text: str | None, most: int) -> tuple[str, ...]:
    """A stranger's words line by line, at most `most` characters and nothing masked: for where no link comes alive."""
    return tuple(_visible(line) for line in _cut((text or "").strip(), most).splitlines())


def name(text: str | None) -> str | None:
    """A stranger's name, at most 40 characters; None if nothing readable is left."""
    shown = quote(text, _LONGEST_NAME)
    return shown if any(char.isalnum() for char in shown) else None


def handle(text: str | None) -> str | None:
    """A handle with one @ in front and no server behind, or None; what looks like a domain is broken up."""
    bare = (text or "").removeprefix("@").split("@")[0]
    if not re.fullmatch(r"[\w.-]{1,64}", bare) or bare.endswith("."):
        return None
    shown = _DOMAIN_END.sub("[.]", bare)
    return f"@{shown if len(shown) < _LONGEST_NAME else shown[: _LONGEST_NAME - 2] + '…'}"


def isolated(text: str) -> str:
    """A stranger's text for the middle of our sentence: if it runs right to left, it does so for itself alone."""
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return f"\u2068{text}\u2069"
    return text


def _visible(text: str) -> str:
    normal = unicodedata.normalize("NFC", text[:_LONGEST_READ])
    spaced = re.sub("[\u2028\u2029]", " ", normal)
    kept = "".join(char for at, char in enumerate(spaced) if _shown(spaced, at))
    return " ".join(_thinned(kept).split())


def _shown(text: str, at: int) -> bool:
    char = text[at]
    if char in "\t\n\r":
        return True
    if char in _JOINERS:  # they hold emoji, Arabic and Indic letters together; anywhere else they only hide
        around = (text[at - 1 : at], text[at + 1 : at + 2])
        return all(side and unicodedata.category(side) in ("So", "Lo", "Mn", "Mc", "Sk") for side in around)
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and char not in _FILLERS


def _thinned(text: str) -> str:
    """At most four marks on one letter: a tower of them climbs over the lines around it."""
    out: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= 4:
            out.append(char)
    return "".join(out)


def _masked(text: str) -> str:
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    end = most - 1
    while end and (unicodedata.category(text[end])[0] == "M" or text[end] in _JOINERS or text[end - 1] in _JOINERS):
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    if space > most // 2:
        end = space
    return text[:end].rstrip(" ,.;:-") + "…"
