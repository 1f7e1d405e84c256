"""The pages as HTML. Every text is escaped by the template engine, whatever it is called; nothing in it can run."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.desk.style import STYLE

if TYPE_CHECKING:
    from shared.desk.reading import Leaf
    from shared.desk.sheet import Sheet

_HERE: Final = Path(__file__).parent
_PAGE: Final = "page.html.j2"


def render(sheet: Sheet) -> str:
    """The page of a Sheet, in English. Equal sheets give equal pages."""
    return _environment().get_template(_PAGE).render(sheet=sheet, style=STYLE, lang="en-GB", dir="ltr")


def render_leaf(leaf: Leaf) -> str:
    """The page of a Leaf, in its language."""
    page = _environment().get_template("reading.html.j2")
    return page.render(leaf=leaf, style=STYLE, lang=leaf.language, dir=leaf.direction)


def warm() -> None:
    """Read and compile the template that most requests ask for, before the first one does."""
    _environment().get_template(_PAGE)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        loader=FileSystemLoader(_HERE),
    )
