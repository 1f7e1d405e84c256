"""A Sheet as HTML. Every text is escaped by the template engine, whatever it is called; nothing in it can run."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from shared.desk.sheet import Sheet
from shared.desk.style import STYLE

_TEMPLATE: Final = Path(__file__).with_name("page.html.j2")


def render(sheet: Sheet) -> str:
    """The page of a Sheet. Equal sheets give equal pages."""
    return _template().render(sheet=sheet, style=STYLE)


def warm() -> None:
    """Read and compile the template, before the first request asks for it."""
    _template()


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
