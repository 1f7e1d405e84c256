"""The committed day: what its generator writes, readable, with everything in it that the demo promises."""

from __future__ import annotations

from collections import Counter

import pytest

from demo import dayfile
from demo.dayfile import Day
from demo.make_day import FILE, make, text
from shared import plugins
from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Change, Interaction


@pytest.fixture(scope="module")
def day() -> Day:
    return dayfile.read(FILE)


@pytest.fixture(scope="module")
def interactions(day: Day) -> list[Interaction]:
    found = []
    for line in day.lines:
        platform = plugins.load("platforms", day.header.connections[line.connection].platform)()
        try:
            found += platform.read(Delivery("POST", line.connection, line.body, line.at)).interactions
        except DeliveryUnreadable:
            continue
    return found


def test_the_committed_day_is_what_the_generator_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == text(make()), "run: python -m demo.make_day"


def test_another_seed_makes_another_day() -> None:
    assert text(make(1)) != text(make(2))


def test_it_is_a_busy_day_over_three_platforms(day: Day) -> None:
    by_connection = Counter(line.connection for line in day.lines)
    assert 350 <= len(day.lines) <= 450
    assert set(by_connection) == {"facebook", "x", "standard"}
    assert min(by_connection.values()) >= 30


@pytest.mark.parametrize(
    "stands_for",
    [
        "praise",
        "a question about",
        "a complaint about",
        "a share of our post",
        "the same delivery once more",
        "a forged request: bad signature",
        "an edit",
        "a deletion:",
        "a deletion that arrives before its original",
        "a colleague's own reply",
        "a question that arrives after its answer",
        "another bot",
        "a page that nobody owns",
        "an unknown kind of event",
        "a signed body that ends in the middle",
        "asks us to slow down",
        "answer to us is lost",
    ],
)
def test_everything_promised_happens(day: Day, stands_for: str) -> None:
    assert any(stands_for in line.stands_for for line in day.lines)


def test_a_copy_is_the_same_delivery_to_the_byte(day: Day) -> None:
    copies = [line for line in day.lines if line.stands_for == "the same delivery once more"]
    for copy in copies:
        assert sum(line.body == copy.body and line.connection == copy.connection for line in day.lines) >= 2


def test_people_are_acted_upon_once_per_object(interactions: list[Interaction]) -> None:
    """Ids of different acts never collide: each new object is the act of one author with one text."""
    said: dict[str, set[tuple[str | None, str | None]]] = {}
    for one in interactions:
        if one.change is Change.NEW:
            said.setdefault(one.key, set()).add((one.author.id, one.text))
    assert [key for key, different in said.items() if len(different) > 1] == []


def test_most_questions_are_answered_by_a_colleague(interactions: list[Interaction]) -> None:
    ours = [one for one in interactions if one.author.is_us]
    assert 80 <= len(ours) <= 130
    assert all(one.place.answers or one.place.private for one in ours)


def test_bodies_carry_the_escapes_of_their_platform(day: Day) -> None:
    meta = [line.body for line in day.lines if line.connection == "facebook"]
    assert any(b"\\u" in body for body in meta)
    assert all(max(body) < 128 for body in meta)
    assert any(max(line.body) >= 128 for line in day.lines if line.connection == "x")
