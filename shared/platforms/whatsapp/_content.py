"""What a WhatsApp message holds, by its type: the words, what is attached, and the facts beside them.

Called by the mapping with one message, or with the new form of an edited one. A type that nobody has seen is a message
without words, never nothing: a person wrote it and waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from shared.platforms._base import clean

Part = Mapping[str, Any]

_MOST_ITEMS: Final = 20
_LONGEST: Final = 2000
_MEDIA: Final = ("image", "video", "sticker", "audio", "document")
_REFERRAL: Final = ("source_type", "source_id", "source_url", "headline")


class Content(msgspec.Struct, frozen=True):
    """The words and what goes with them. `media` holds WhatsApp's ids of files, from which the API gives them."""

    text: str | None = None
    media: tuple[str, ...] = ()
    details: Mapping[str, str] = {}


def content_of(message: Part) -> Content:
    """Read the object that is named after the message's type, and what any type may carry beside it."""
    kind = type_of(message)
    read = _TYPES.get(kind, _nothing)
    found = read(part(message, kind))
    facts = {} if kind == "text" else {"type": kind}
    return Content(found.text, found.media, {**facts, **found.details, **_beside(message)})


def says_something(kind: str) -> bool:
    """Whether messages of this type hold what somebody said, as far as is known."""
    return kind in _TYPES


def type_of(message: Part) -> str:
    """The type it says, else the one whose object it has."""
    said = text_of(message, "type")
    return said[:40] if said else next((name for name in _TYPES if name in message), "unnamed")


def part(given: Part, name: str) -> Part:
    """An object inside; an empty one where there is none."""
    value = given.get(name)
    return value if isinstance(value, dict) else {}


def parts(given: Part, name: str) -> list[Part]:
    """The objects in a list; what is none of them is passed over."""
    value = given.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_of(given: Part, name: str) -> str | None:
    return clean(given.get(name)) or None


def id_of(given: Part, name: str) -> str | None:
    """Text or a whole number as an id. A number with a fraction or exponent has lost digits: no id."""
    value = given.get(name)
    return None if isinstance(value, float) else clean(value) or None


def _text(found: Part) -> Content:
    return Content(text_of(found, "body"))


def _file(kind: str) -> Callable[[Part], Content]:
    def read(found: Part) -> Content:
        facts = _known(found, "filename", "mime_type")
        if found.get("voice") is True:
            facts["voice"] = "yes"
        return Content(text_of(found, "caption"), (id_of(found, "id") or text_of(found, "url") or kind,), facts)

    return read


def _location(found: Part) -> Content:
    return Content(details=_known(found, "latitude", "longitude", "name", "address"))


def _button(found: Part) -> Content:
    return Content(text_of(found, "text"), details=_known(found, "payload"))


def _interactive(found: Part) -> Content:
    said = text_of(found, "type") or ""
    chosen = part(found, said)
    facts = {"interactive": said[:40]} if said else {}
    facts |= _known(chosen, "id", "name", "description")
    if (answers := text_of(chosen, "response_json")) is not None:
        facts["answers"] = answers[:_LONGEST]
    return Content(text_of(chosen, "title") or text_of(chosen, "body"), details=facts)


def _order(found: Part) -> Content:
    items = parts(found, "product_items")[:_MOST_ITEMS]
    listed = [f"{id_of(one, 'product_retailer_id')} x {text_of(one, 'quantity') or 1}" for one in items]
    facts = _known(found, "catalog_id")
    return Content(
        text_of(found, "text"), details={**facts, "items": ", ".join(listed)[:_LONGEST]} if listed else facts
    )


def _nothing(_found: Part) -> Content:
    """A type that the API does not carry, or that is newer than we are; cards of other people, who have not written."""
    return Content()


_TYPES: Final[Mapping[str, Callable[[Part], Content]]] = {
    "text": _text,
    **{kind: _file(kind) for kind in _MEDIA},
    "location": _location,
    "contacts": _nothing,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
}


def _beside(message: Part) -> dict[str, str]:
    """An advertisement that led here, a product that is asked about, a forwarded text, why it could not be carried."""
    facts = {f"referral_{name}": value for name, value in _known(part(message, "referral"), *_REFERRAL).items()}
    context = part(message, "context")
    if context.get("forwarded") is True or context.get("frequently_forwarded") is True:
        facts["forwarded"] = "yes"
    product = text_of(part(context, "referred_product"), "product_retailer_id")
    if product is not None:
        facts["product"] = product
    code = next((found for one in parts(message, "errors") if (found := id_of(one, "code"))), None)
    return {**facts, "error": code} if code else facts


def _known(given: Part, *names: str) -> dict[str, str]:
    return {name: value[:_LONGEST] for name in names if (value := text_of(given, name)) is not None}
