"""The colours and letters of the page, and the rules that mail programs keep: those of wide screens and of dark ones.

All else is inline, so a program that drops the rules shows the page as it is by day on a phone, which fits everywhere:
it is phones that drop them. Word, which reads no media query, has rules of its own in mail.html.j2. Contrast is
measured in tests/digest/test_page.py.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from shared.digest.page import Mood

SANS: Final = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
SERIF: Final = "Georgia,'Times New Roman',serif"


class Paint(NamedTuple):
    """What a class paints: its letters, its ground, or both; each by day and in the dark."""

    ink: str = ""
    dark_ink: str = ""
    ground: str = ""
    dark_ground: str = ""

    @property
    def inline(self) -> str:
        """By day, for a style attribute."""
        return ";".join(
            rule
            for rule in (self.ink and f"color:{self.ink}", self.ground and f"background-color:{self.ground}")
            if rule
        )

    @property
    def dark(self) -> str:
        rules = (
            self.dark_ink and f"color:{self.dark_ink}!important",
            self.dark_ground and f"background-color:{self.dark_ground}!important",
        )
        return ";".join(rule for rule in rules if rule)


PAINT: Final[dict[str, Paint]] = {
    "pg": Paint(ground="#f3eee7", dark_ground="#171310"),
    "cd": Paint(ground="#fffdfa", dark_ground="#231d19"),
    "ink": Paint("#241d18", "#f4ede5"),
    "mut": Paint("#665c53", "#bdb0a3"),
    "say": Paint("#3d332c", "#e3d9ce"),
    "bad": Paint("#94211a", "#ff9a8c"),
    "lnk": Paint("#7a3f1c", "#f0b98d"),
    "btn": Paint("#fffdfa", "#2a1a10", "#4a2b1b", "#f0dcc8"),
    "good": Paint("#16563a", "#a9e3c8", "#e0efe6", "#1f4435"),
    "watch": Paint("#744600", "#ffd98f", "#fbebcb", "#4a3710"),
    "act": Paint("#94211a", "#ffc5bb", "#fae0db", "#5a231c"),
    "calm": Paint("#4f463f", "#e3d9ce", "#e9e4dd", "#40362f"),
    "in_time": Paint(ground="#24614f", dark_ground="#5fb598"),
    "thanks": Paint(ground="#5a9683", dark_ground="#3b7d69"),
    "late": Paint(ground="#c0800f", dark_ground="#e0a83f"),
    "waiting": Paint(ground="#7d90a0", dark_ground="#93a6b5"),
    "overdue": Paint(ground="#b5362a", dark_ground="#ee7a6c"),
    "nothing": Paint(ground="#4a2b1b", dark_ground="#f0dcc8"),
    "none": Paint(ground="#d3c9bd", dark_ground="#5a4e45"),
}
LINE: Final = ("#e7dfd4", "#40362f")
"""Hairlines between rows, by day and in the dark."""

PILLS: Final = {
    Mood.GOOD: "good",
    Mood.WATCH: "watch",
    Mood.ACT_NOW: "act",
    Mood.QUIET: "calm",
    Mood.CANT_TELL: "calm",
}
BANDS: Final = {Mood.GOOD: "in_time", Mood.WATCH: "late", Mood.ACT_NOW: "overdue"}
"""The colour of the edge above the verdict; any other state has that of waiting."""
DAYS: Final = {"in_time": "good", "late": "watch", "overdue": "act"}
"""A day of the last seven, by how the goal was met; any other is calm."""

_WIDE: Final = (
    ".out{padding:0 12px 24px!important}"
    ".in{padding:18px 32px!important}"
    ".h1{font-size:30px!important;line-height:37px!important}"
    ".tile{display:table-cell!important;padding:0 12px 0 0!important}"
    ".t1{width:100%!important}.t2{width:50%!important}.t3{width:33%!important}.t4{width:25%!important}"
    ".half{display:table-cell!important;width:50%!important;padding:0!important}"
    ".lead{padding:0 28px 0 0!important}"
    ".mh{display:table-cell!important}"
    ".btt{width:auto!important}"
    ".bta{display:inline-block!important}"
    ".tap{padding:3px 0!important}"
)
_TURNED: Final = ".tile{padding:0 0 0 12px!important}.lead{padding:0 0 0 28px!important}"
"""What differs where the page runs from right to left."""


def sheet(direction: str) -> str:
    """The rules of the style element: media queries, and nothing else."""
    wide = _WIDE + (_TURNED if direction == "rtl" else "")
    dark = "\n".join(f".{name}{{{paint.dark}}}" for name, paint in PAINT.items())
    lines = f"\n.hl{{border-color:{LINE[1]}!important}}"
    return f"@media (min-width:600px){{{wide}}}\n@media (prefers-color-scheme:dark){{{dark}{lines}}}"
