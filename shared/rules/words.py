"""The words of an answer: a closed list of placeholders, filled once with cleaned values.

A value is somebody else's words and is never read again: braces, percent signs and the like in a name come out as
they are. Rule texts are checked with `faults` at the desk, so `fill` meets only known placeholders.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from shared.core.sla import Calendar

PLACEHOLDERS: Final = {
    "author": "the name of the person, cleaned, at most 40 characters",
    "handle": "the person's handle, with its @",
    "brand": "the brand's short name",
    "hours": "when the brand opens next, such as Monday 09:00; has a value only outside service hours",
    "signature": "the brand's signature, instead of at the end",
}
LONGEST_VALUE: Final = 40

_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_HANDLE: Final = re.compile(r"@?([\w.-]{1,64}(?:@[\w.-]{1,255})?)")
_LINK: Final = re.compile(r"https?:|www\.|\w\.[a-z]{2,}(?![\w.])")
_BROADCAST: Final = frozenset({"everyone", "here", "channel", "all", "group", "team", "followers", "highlight"})
_JOINERS: Final = "\u200c\u200d"
_WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "no": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "lv": ("pirmdien", "otrdien", "trešdien", "ceturtdien", "piektdien", "sestdien", "svētdien"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
_SAME: Final = {"nb": "no", "nn": "no"}


def fill(text: str, values: Mapping[str, str | None]) -> str | None:
    """Put values in for placeholders, once; None if one of them has no value. Doubled braces become single ones."""
    if any(values.get(name) is None for name in placeholders(text)):
        return None
    return _PIECE.sub(lambda found: _piece(found, values), text)


def placeholders(text: str) -> list[str]:
    """The names between single braces, in order, known or not."""
    return [found[1] for found in _PIECE.finditer(text) if found[1] is not None]


def faults(text: str) -> list[str]:
    """What a person must change in a rule text before it can be used; each one a full clause."""
    wrong = []
    for found in _PIECE.finditer(text):
        if found[0] in ("{", "}"):
            wrong.append(f"a single {found[0]!r}; double it to mean the character itself")
        elif found[1] is not None and found[1] not in PLACEHOLDERS:
            wrong.append(f"placeholder {found[0]!r}; there is: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}")
    if "@{handle}" in text:
        wrong.append("'@{handle}'; {handle} brings its own @")
    return wrong


def cleaned(value: str | None) -> str | None:
    """A person's name fit for a text of ours, or None if nothing is left or it would carry a link.

    NFC; control, zero-width and direction characters dropped; spaces collapsed; at most 40 characters, cut at the
    end of what a reader sees as one; without any @, so that it mentions nobody.
    """
    if value is None:
        return None
    normal = unicodedata.normalize("NFC", value[:2000])
    kept = "".join(char for at, char in enumerate(normal) if _visible(normal, at))
    name = " ".join(kept.replace("@", "").replace("＠", "").replace("﹫", "").split())
    # Dropping a character may have put letters beside marks that now join.
    name = _cut(unicodedata.normalize("NFC", name)).strip()
    if not name or unicodedata.category(name[0])[0] == "M" or _LINK.search(name.casefold()):
        return None
    return name


def at_handle(value: str | None) -> str | None:
    """A handle with its @, or None if it is none or would call a crowd together."""
    found = _HANDLE.fullmatch(unicodedata.normalize("NFC", value.strip())) if value else None
    if found is None or len(found[1]) > LONGEST_VALUE or found[1].casefold() in _BROADCAST:
        return None
    return f"@{found[1]}"


def opening(calendar: Calendar, at: datetime, language: str) -> str | None:
    """The next opening at or after `at` as weekday and local time; None for a calendar that never closes or opens.

    In a language without weekdays here, or a week or more ahead, it is told by date.
    """
    opens = None if calendar.always_open else calendar.next_opening(at)
    if opens is None:
        return None
    local = opens.astimezone(ZoneInfo(calendar.zone))
    base = language.replace("_", "-").split("-")[0].casefold()
    names = _WEEKDAYS.get(_SAME.get(base, base))
    near = (local.date() - calendar.local_date(at)).days < 7
    day = names[local.weekday()] if names and near else local.date().isoformat()
    return f"{day} {local:%H:%M}"


def _piece(found: re.Match[str], values: Mapping[str, str | None]) -> str:
    if found[1] is not None:
        return values.get(found[1]) or ""
    return found[0][0]


def _visible(text: str, at: int) -> bool:
    char = text[at]
    if char in _JOINERS:
        # They hold emoji, Arabic and Indic letters together; anywhere else they only hide.
        around = (text[at - 1 : at], text[at + 1 : at + 2])
        return all(side and unicodedata.category(side) in ("So", "Lo", "Mn", "Mc") for side in around)
    if char in "\t\n\r\u2028\u2029":
        return True  # white space, collapsed with the rest
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in "\u115f\u1160\u3164\uffa0"


def _cut(text: str) -> str:
    if len(text) <= LONGEST_VALUE:
        return text
    end = LONGEST_VALUE
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
