"""The mail's HTML part: tables and inline styles, as mail programs need them; colours of light and dark kept apart.

No image, script, web font or tracking pixel. Every text is escaped by the template engine, whatever it is called; links
are https or none. Charts are table cells and decoration: their numbers stand in words beside them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from shared.digest.day import Digest, Mood, Segment

_TEMPLATE: Final = Path(__file__).with_name("mail.html.j2")
_COLOURS: Final = {
    "in_time": "#24614f",
    "thanks": "#5a9683",
    "late": "#c0800f",
    "waiting": "#7d90a0",
    "overdue": "#b5362a",
    "nothing": "#4a2b1b",
}
_PILLS: Final = {
    Mood.GOOD: ("good", "#16563a", "#e0efe6"),
    Mood.WATCH: ("watch", "#744600", "#fbebcb"),
    Mood.ACT_NOW: ("act", "#94211a", "#fae0db"),
    Mood.QUIET: ("quiet", "#4f463f", "#e9e4dd"),
    Mood.CANT_TELL: ("quiet", "#4f463f", "#e9e4dd"),
}
_BANDS: Final = {Mood.GOOD: "in_time", Mood.WATCH: "late", Mood.ACT_NOW: "overdue"}
_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\\]*)?")  # no user in front of the host
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e")  # they would turn the rest of the line round
_FILLER: Final = "\u00a0\u200c" * 24  # so that an inbox shows the preheader alone, and not what follows it


def render_html(digest: Digest) -> str:
    """The page of a Digest. Equal digests give equal pages."""
    pill, ink, ground = _PILLS[digest.mood]
    return _template().render(
        digest=digest,
        pill=pill,
        pill_ink=ink,
        pill_ground=ground,
        band=_BANDS.get(digest.mood, "waiting"),
        band_colour=_COLOURS[_BANDS.get(digest.mood, "waiting")],
        bar=_bar(digest.segments),
        row_bar=lambda row: _bar(row.bar),
        filler=_FILLER,
    )


def _bar(parts: tuple[Segment, ...]) -> list[tuple[Segment, int, str]]:
    return [(part, width, _COLOURS[part.role]) for part, width in widths(parts)]


def widths(parts: tuple[Segment, ...]) -> list[tuple[Segment, int]]:
    """Whole percentages that add up to 100, at least 1 for any count above 0 (largest remainder)."""
    parts = tuple(part for part in parts if part.count)
    total = sum(part.count for part in parts)
    if total == 0:
        return []
    exact = [100 * part.count / total for part in parts]
    whole = [max(1, int(value)) for value in exact]
    while sum(whole) > 100:
        widest = max(range(len(whole)), key=lambda at: whole[at] - exact[at] if whole[at] > 1 else -100.0)
        whole[widest] -= 1
    while sum(whole) < 100:
        short = max(range(len(whole)), key=lambda at: exact[at] - whole[at])
        whole[short] += 1
    return list(zip(parts, whole, strict=True))


def https(link: str | None) -> str | None:
    """A link that may stand in a mail, in plain ASCII and on one line, or None."""
    if link is None or plain(link) != link or any(char.isspace() or char in "\"'<>" for char in link):
        return None
    return quote(link, safe="%/:?#[]@!$&()*+,;=~") if _LINK.fullmatch(link) else None


def plain(text: str) -> str:
    """A text on one line: what breaks or steers a line is a blank or gone. No-break spaces and isolates stay."""
    shown = "".join(" " if _breaks(char) else char for char in text if char not in _TURNS)
    return re.sub(" {2,}", " ", shown)


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


def _shown(value: object) -> object:
    """What the template prints: our own markup as it is, every other text plain (and then escaped)."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["https"] = https
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
