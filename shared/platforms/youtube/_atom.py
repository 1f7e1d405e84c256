"""Reads XML without ever expanding anything: a body that declares a document type or an entity is refused at once.

Called with bodies that are verified and still may be hostile: how deep and how many elements is bounded.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat  # the raw parser: handlers below refuse what makes XML dangerous

import msgspec

from shared.core.errors import DeliveryUnreadable
from shared.platforms._base import MAX_DEPTH

MOST_ELEMENTS: Final = 50_000
_BOM: Final = b"\xef\xbb\xbf"


class Element(msgspec.Struct):
    """One element. Names are `{namespace} {name}`; `text` is its own, without that of the elements inside."""

    name: str
    attributes: dict[str, str]
    inside: list[Element] = []
    text: str = ""

    def first(self, name: str) -> Element | None:
        return next((one for one in self.inside if one.name == name), None)

    def words(self, name: str) -> str | None:
        """The text of the first element of this name, without the space around it; None where there is none."""
        found = self.first(name)
        return None if found is None else found.text.strip() or None


class _Building:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH:
            raise DeliveryUnreadable(f"body: nested deeper than {MAX_DEPTH}")
        if self._count > MOST_ELEMENTS:
            raise DeliveryUnreadable(f"body: more than {MOST_ELEMENTS} elements")
        element = Element(name, attributes)
        if self._open:
            self._open[-1].inside.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def text(self, part: str) -> None:
        self._texts[-1].append(part)

    def end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())


def _refuse(*_declared: object) -> None:
    raise DeliveryUnreadable("body: declares a document type or an entity")


def parsed(body: bytes) -> Element:
    """The root of a body in UTF-8, whatever encoding it declares. Raises DeliveryUnreadable."""
    data = body.removeprefix(_BOM)
    try:
        data.decode()
    except UnicodeDecodeError:
        raise DeliveryUnreadable("body: not UTF-8") from None
    building = _Building()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise DeliveryUnreadable("body: not XML") from None
    if building.root is None:
        raise DeliveryUnreadable("body: not XML")
    return building.root
