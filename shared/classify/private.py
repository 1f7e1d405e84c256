"""What nobody should have written in public: an order's number, a phone number, an address, a card, an e-mail address.

Found by form alone. A false alarm costs a suggestion to move to a private message; what is missed stays in public. So
the forms are wide, except that a price, a year, a time and a date are none of them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from shared.classify._reading import LONGEST


class Private(StrEnum):
    """A kind of private thing."""

    ORDER = "order"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    CARD = "card"


def private(text: str) -> frozenset[Private]:
    """Which kinds stand in the text, outside links. The values themselves are never returned."""
    text = _LINK.sub(" ", text[:LONGEST])
    found = set()
    if _EMAIL.search(text):
        found.add(Private.EMAIL)
    rest = _EMAIL.sub(" ", text)
    for run in _DIGITS.finditer(rest):
        digits = "".join(filter(str.isdigit, run[0]))
        if 13 <= len(digits) <= 19 and _luhn(digits):
            found.add(Private.CARD)
    if _IBAN.search(rest):
        found.add(Private.CARD)
    orders = [one.span(1) for one in _ORDER.finditer(rest)]
    if orders:
        found.add(Private.ORDER)
    for start, end in reversed(orders):
        rest = rest[:start] + " " + rest[end:]
    if Private.CARD not in found and any(_dials(run[0]) for run in _DIGITS.finditer(_DATE.sub(" ", rest))):
        found.add(Private.PHONE)
    if _STREET.search(rest):
        found.add(Private.ADDRESS)
    return frozenset(found)


def _dials(run: str) -> bool:
    digits = sum(map(str.isdigit, run))
    if run.startswith(("+", "00")):
        return 8 <= digits <= 15
    return 8 <= digits <= 12 and (run[0] in "0(" or " " in run or "-" in run or digits in (8, 11))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


_LINK: Final = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_DIGITS: Final = re.compile(r"(?<![0-9A-Za-z_.,$\u20ac\u00a3-])\+?\(?[0-9][0-9 ()/.-]{5,24}[0-9](?![0-9A-Za-z_%]|,\d)")
_DATE: Final = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}[:.]\d{2}\s*-\s*\d{1,2}[:.]\d{2}\b")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_ORDER: Final = re.compile(
    r"(?:order|booking|reservation|invoice|ref(?:erence)?|ticket|bestilling\w*|ordre\w*|beställning\w*|bokning\w*|bestellung|"
    r"bestell\w*|auftrag\w*|pasūtījum\w*|rēķin\w*|commande|pedido|zamówieni\w*|ordine|заказ\w*|замовлення|sipariş\w*|"
    r"订单(?:编?号)?|訂單(?:編?號)?|注文番号|注文|주문(?:번호)?|الطلب|طلب(?:ي)?)"
    r"(?:\s?(?:number|no|nr|num|n\.?[º°]|numéro|número|numer|numurs?|nummer|id|号|番号|رقم|is|er|är|ist|es|est|ir|to)\.?(?![^\W\d_])){0,2}[\s.:#\u2116\uff1a\u306f\u662f-]{0,4}"
    r"((?=[\w-]*\d[\w-]*\d[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{3,24})",
    re.IGNORECASE,
)  # fmt: skip
_STREET: Final = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:(?-i:[A-Z])[\w'-]+ ){1,3}(?:st|rd|ave|ln|drive|close|court|square|terrace|way)\b"
    r"|\b\d{1,4}[a-z]?,? (?:[a-z][\w'-]+ ){1,2}(?:street|road|avenue|lane)\b"
    r"|\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|impasse|allée)\s\w"
    r"|\b(?:calle|avenida|plaza|via|viale|piazza|rua|ulica|ul\.|ulitsa|улица|ул\.|вулиця|вул\.)\s[\w .'-]{2,40}?\d{1,4}"
    r"|\w{2,30}(?:straße|strasse|str\.|gasse|weg|platz|allee|gata|gatan|gaten|gade|veien|vei|vägen|straat|laan|iela|ielā)\s\d{1,4}[a-z]?\b"
    r"|\b\w{2,30}\s(?:iela|ielā|gate|gata|vei|sokak|caddesi)\s\d{1,4}"
    r"|[\u4e00-\u9fff]{1,8}(?:路|街|道)\d{1,5}号|\d{3}-\d{4}\s?[\u4e00-\u9fff]{2,4}[都道府県]|[\u4e00-\u9fff]{1,6}[都道府県市区町村]\S{1,12}\d{1,3}-\d{1,3}-\d{1,3}",
    re.IGNORECASE,
)  # fmt: skip
