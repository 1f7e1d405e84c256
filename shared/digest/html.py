"""The mail's HTML part: tables and inline styles, as mail programs need them; colours of light and dark kept apart.

No image, script, web font or tracking pixel. Every text is escaped by the template engine, whatever it is called; links
are https, or lead to this very machine, or none. Charts are table cells and decoration: their numbers stand in words
beside them.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import b2a_qp
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from shared.digest import style
from shared.digest.catalogue import catalogue
from shared.digest.limits import trimmed
from shared.digest.page import Column, Digest, Link, Segment

if TYPE_CHECKING:
    from jinja2 import Template

LARGEST: Final = 60_000  # bytes as sent: the whole mail stays below 75 KB, and programs that cut one cut at some 102
ROW_LINKS: Final = 2  # of somebody who waits: a row has room for no more
_TEMPLATE: Final = Path(__file__).with_name("mail.html.j2")
_LINK: Final = re.compile(  # no user in front of the host; unsealed only where nothing leaves the machine
    r"(?:https://[A-Za-z0-9.-]+|http://(?:127\.0\.0\.1|localhost))(?::[0-9]{1,5})?(?:[/?#][^\\]*)?"
)
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e")  # they would turn the rest of the line round
_ISOLATE, _END = "\u2068", "\u2069"
_ISOLATED: Final = re.compile(f"{_ISOLATE}([^{_ISOLATE}{_END}]*){_END}")
_LONG: Final = re.compile(r"(\S{12})(?=\S{6})")  # words that may break on a phone, and where
_FILLER: Final = "\u00a0\u200c" * 24  # so that an inbox shows the preheader alone, and not what follows it


def render_html(digest: Digest, largest: int | None = LARGEST) -> str:
    """The page of a Digest, without what a mail that is too large goes without. Equal digests give equal pages.

    `largest` None: it is read where nothing is cut off.
    """
    page = _page(digest)
    while largest is not None and weight(page) > largest and (less := trimmed(digest)) != digest:
        digest, page = less, _page(less)
    return page


def weight(page: str) -> int:
    """How many bytes a text takes in a mail: what is not plain ASCII takes three each (RFC 2045, section 6.7)."""
    return len(b2a_qp(page.encode(), istext=True))


def _page(digest: Digest) -> str:
    return _template().render(
        digest=digest,
        filler=_FILLER,
        sheet=_raw(style.sheet(digest.direction)),
        paint=style.PAINT,
        hairline=style.LINE[0],
        serif=_raw(style.SERIF),
        sans=_raw(style.SANS),
        pill=style.PILLS[digest.mood],
        band=style.BANDS.get(digest.mood, "waiting"),
        days=style.DAYS,
        corners=_corners,
        quoted=partial(quoted, digest.language),
        together=catalogue(digest.language).together,
        between=catalogue(digest.language).say("between-sentences"),
        row_links=ROW_LINKS,
    )


def widths(parts: Sequence[Segment]) -> list[tuple[Segment, int]]:
    """Whole percentages that add up to 100, at least 1 for any count above 0 (largest remainder)."""
    parts = [part for part in parts if part.count]
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


def heights(columns: Sequence[Column], most: int) -> list[tuple[Column, int]]:
    """Each column's height in pixels: the tallest has `most`, what is not nothing is seen to be something."""
    top = max((one.count for one in columns), default=0)
    return [(one, max(4, round(most * one.count / top)) if one.count else 2) for one in columns]


def ticks(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """The labels below the columns, each with the number of columns until the next one."""
    starts = [at for at, one in enumerate(columns) if one.label or at == 0]
    for at, until in zip(starts, [*starts[1:], len(columns)], strict=True):
        yield columns[at].label, until - at


def usable(links: Sequence[Link]) -> list[Link]:
    """Those of the links that may stand in a mail."""
    return [one for one in links if safe_link(one.url) is not None]


def safe_link(link: str | None) -> str | None:
    """A link that may stand in a mail, in plain ASCII and on one line, or None."""
    if link is None or plain(link) != link or any(char.isspace() or char in "\"'<>" for char in link):
        return None
    return quote(link, safe="%/:?#[]@!$&()*+,;=~") if _LINK.fullmatch(link) else None


def plain(text: str) -> str:
    """A text on one line: what breaks or steers a line is a blank or gone. No-break spaces and isolates stay."""
    shown = "".join(" " if _breaks(char) else char for char in text if char not in _TURNS)
    return re.sub(" {2,}", " ", shown)


def quoted(language: str, text: str) -> str:
    """Somebody's own words, in the marks of the reader's language."""
    return catalogue(language).say("quoted", text=plain(text))


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


def _corners(side: str, radius: int) -> str:
    return f"{radius}px 0 0 {radius}px" if side == "left" else f"0 {radius}px {radius}px 0"


def _bare(text: str) -> str:
    return text.replace(_ISOLATE, "").replace(_END, "")


def _attribute(text: str) -> str:
    """For an attribute, which can hold no element."""
    from markupsafe import escape

    return escape(_bare(plain(text)))


def _address(link: Link) -> str:
    return _attribute(safe_link(link.url) or "")


def _shown(value: object) -> object:
    """What the template prints: our own markup as it is, every other text plain and escaped.

    What is isolated becomes an element of its own, since mail programs show the marks as boxes.
    """
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    from markupsafe import escape

    parts = [str(escape(_bare(part))) for part in _ISOLATED.split(plain(value))]
    return _raw("".join(f'<span dir="auto">{part}</span>' if at % 2 else part for at, part in enumerate(parts)))


def _soft(text: str) -> object:
    """A text with strangers' words in it: a long one may break where it must, as no rule makes every program do."""
    shown = _shown(_LONG.sub("\\1\u200b", plain(text)))
    return _raw(str(shown).replace("\u200b", "<wbr>"))


def _raw(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - ours, or escaped


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "address": _address,
        "usable": usable,
        "widths": widths,
        "heights": heights,
        "ticks": ticks,
        "attribute": _attribute,
        "soft": _soft,
    }
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
