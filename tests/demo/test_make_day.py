"""The committed day: what its generator writes, readable, with everything in it that the demo promises."""

from __future__ import annotations

from collections import Counter

import pytest

from demo import dayfile
from demo.dayfile import Day
from demo.make_day import FILE, make, text
from demo.outcome import held, readers
from demo.run import BRANDS
from shared.brands.desk import open_desk
from shared.core.interaction import Change, Interaction


@pytest.fixture(scope="module")
def day() -> Day:
    return dayfile.read(FILE)


@pytest.fixture(scope="module")
def interactions(day: Day) -> list[Interaction]:
    compiled = open_desk(BRANDS).compiled
    by = {name: readers(name, link.platform, compiled) for name, link in day.header.connections.items()}
    return [one for line in day.lines if not line.listed for one in held(line, by[line.connection])]


def test_the_committed_day_is_what_the_generator_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == text(make()), "run: python -m demo.make_day"


def test_another_seed_makes_another_day() -> None:
    assert text(make(1)) != text(make(2))


def test_it_is_a_busy_day_over_nine_platforms(day: Day, interactions: list[Interaction]) -> None:
    """386 lines dealt out over the first three platforms, 174 of the script (see test_script), 3 lost, one answered."""
    assert len(day.lines) == 386 + 174 + 3 + 1
    by_platform = Counter(one.platform for one in interactions)
    by_platform["youtube"] += sum(line.listed == "there" for line in day.lines)
    assert set(by_platform) == {
        *("facebook", "x", "standard"),
        *("instagram", "messenger", "whatsapp", "linkedin", "threads", "youtube"),
    }
    assert min(by_platform.values()) >= 17


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
        "a question, never delivered",
        "praise, never delivered",
        "a complaint, never delivered",
    ],
)
def test_everything_promised_happens(day: Day, stands_for: str) -> None:
    assert any(stands_for in line.stands_for for line in day.lines)


def test_three_people_are_there_of_whom_no_delivery_tells(day: Day) -> None:
    lost = [line for line in day.lines if line.lost]
    assert sorted(line.connection for line in lost) == ["facebook", "instagram", "x"]
    sent = {line.body for line in day.lines if line.sent}
    assert not sent & {line.body for line in lost}


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
    # dealt out, of the script, to whom no delivery told of, and two videos, one of them forged
    assert len({one.key for one in ours}) == 93 + 45 + 1 + 2
    assert all(one.place.answers or one.place.private for one in ours if one.platform != "youtube")


def test_bodies_carry_the_escapes_of_their_platform(day: Day) -> None:
    meta = [line.body for line in day.lines if line.connection == "facebook"]
    assert any(b"\\u" in body for body in meta)
    assert all(max(body) < 128 for body in meta)
    assert any(max(line.body) >= 128 for line in day.lines if line.connection == "x")
