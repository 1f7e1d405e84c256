"""Private things in public text are found by form; prices, years, times, dates and links are none of them."""

from __future__ import annotations

import time

import pytest

from shared.classify.private import Private, private
from tests.classify import measure

FOUND = {
    "my order 4471-88213 never came": {"order"},
    "Order no. TK2026118 is late": {"order"},
    "bestilling nr 99812345 er ikke kommet": {"order"},
    "pasūtījums Nr. 20114-7": {"order"},
    "My order number is 48511": {"order"},
    "Where is my order no. 48511?": {"order"},
    "Mans pasūtījuma numurs ir 48511": {"order"},
    "Ordrenummeret er 48511": {"order"},
    "订单编号 48511": {"order"},
    "订单号：20261122001": {"order"},
    "注文番号は A-10293 です": {"order"},
    "Bestellung #10-4432": {"order"},
    "call me on +44 7700 900123": {"phone"},
    "ring meg på 900 12 345": {"phone"},
    "tel. 2900 1234": {"phone"},
    "my number is (020) 7946 0018": {"phone"},
    "write to anna.b@mail.example please": {"email"},
    "I live at 12 Harbour Street": {"address"},
    "Storgata 14, Oslo": {"address"},
    "Brīvības iela 33": {"address"},
    "Hauptstraße 5": {"address"},
    "3 rue des Lilas": {"address"},
    "電話は090-1234-5678です": {"phone"},
    "pedido n.º 220143 no llegó": {"order"},
    "card 4111 1111 1111 1111 was charged": {"card"},
    "IBAN GB82 WEST 1234 5698 7654 32": {"card"},
    "order 5512-9 to 7 Mill Road, call 0171 555 0199": {"order", "address", "phone"},
}
NOTHING = (
    "",
    "the kettle is 49.90 now",
    "since 1998 and still great",
    "open 10:00-18:00",
    "on 22.11.2026 we came",
    "2026-11-22",
    "I ordered 3 cups",
    "waited 40 minutes all the way",
    "it took 2 hours to drive",
    "£1,250.00 for that",
    "see https://t.example/order/448812345678",
    "100000 people like this",
    "order now, it is great",
    "@tern4711 hi",
    "5 of 5",
    "it is 20% off",
    "room 101",
    "my order came in 2 days",
)


@pytest.mark.practice(22)
@pytest.mark.parametrize("half", measure.HALVES)
def test_the_labelled_texts_are_told_well_enough(half) -> None:
    rows = [row for row in measure.private_texts() if row.half == half]
    found = measure.figures(pair for row in rows for pair in row.pairs)
    assert found.precision >= 0.95
    assert found.recall >= 0.95


@pytest.mark.parametrize(("text", "kinds"), FOUND.items(), ids=FOUND.keys())
def test_this_is_private(text, kinds) -> None:
    assert private(text) == {Private(kind) for kind in kinds}


@pytest.mark.parametrize("text", NOTHING)
def test_this_is_not(text) -> None:
    assert private(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    ["1" * 200_000, "12 " * 70_000, "a@a" * 70_000, "1-" * 100_000, "a" * 200_000, "路" * 200_000, "order " * 30_000],
    ids=lambda text: text[:4],
)
def test_no_text_takes_long(text) -> None:
    began = time.process_time()
    private(text)
    assert time.process_time() - began < 1.0
