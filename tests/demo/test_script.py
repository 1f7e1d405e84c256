"""The people of words_more.toml: each platform tells of them as the file says, and nothing is lost or told as ours."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from demo import dayfile, script
from demo.make_day import FILE
from demo.outcome import held, readers
from demo.run import BRANDS
from shared.brands.desk import open_desk
from shared.core.interaction import Change, Interaction, Kind

# Counted by hand in words_more.toml. A platform's lines are its rows, of which one is forged, and what follows from
# them: answers, thanks, reactions, edits, removals, and deliveries that come once more.
LINES = {"instagram": 38, "messenger": 34, "whatsapp": 37, "linkedin": 23, "threads": 23, "youtube": 19}
ROWS = {"instagram": 21, "messenger": 16, "whatsapp": 17, "linkedin": 15, "threads": 14}
ANSWERS = {"instagram": 10, "messenger": 12, "whatsapp": 14, "linkedin": 4, "threads": 5}
CHANGES = {
    "instagram": {Change.EDITED: 1, Change.REMOVED: 1},
    "messenger": {Change.EDITED: 1, Change.REMOVED: 1},
    "whatsapp": {Change.EDITED: 1, Change.REMOVED: 1},
    "linkedin": {Change.EDITED: 1, Change.REMOVED: 1},
    "threads": {Change.REMOVED: 1},
}
PUSHED = tuple(ROWS)
HEADER = dayfile.read(FILE).header
COMPILED = open_desk(BRANDS).compiled
READERS = {name: readers(name, link.platform, COMPILED) for name, link in HEADER.connections.items()}


def _read(line: dayfile.Line) -> list[Interaction]:
    return held(line, READERS[line.connection])


@pytest.fixture(scope="module")
def told() -> list[Interaction]:
    return [one for line in script.lines() if line.signature == "good" and not line.listed for one in _read(line)]


def test_every_row_and_what_follows_from_it_is_in_the_day() -> None:
    lines = script.lines()
    assert len(lines) == sum(LINES.values())
    by = Counter(line.connection for line in lines)
    assert by == {("facebook" if name == "messenger" else name): number for name, number in LINES.items()}
    assert set(lines) <= set(dayfile.read(FILE).lines)


@pytest.mark.parametrize("name", PUSHED)
def test_people_and_colleagues_are_told_apart(told: list[Interaction], name: str) -> None:
    mine = [one for one in told if one.platform == name]
    assert len({one.key for one in mine if one.author.is_us}) == ANSWERS[name]
    assert all(one.place.answers or one.place.private for one in mine if one.author.is_us)
    people = {one.author.id for one in mine if not one.author.is_us and one.author.id is not None}
    likes_by_nobody = 2 if name == "linkedin" else 0  # two of its rows; LinkedIn does not say who likes
    twice = 1 if name == "messenger" else 0  # one person has two rows, a message and a read mark
    assert len(people) == ROWS[name] - 1 - likes_by_nobody - twice


@pytest.mark.parametrize("name", PUSHED)
def test_what_people_change_is_told_of_what_they_said(told: list[Interaction], name: str) -> None:
    mine = [one for one in told if one.platform == name]
    said = {one.key for one in mine if one.change is Change.NEW}
    assert Counter(one.change for one in mine if one.change is not Change.NEW) == CHANGES[name]
    assert {one.key for one in mine} == said


@pytest.mark.parametrize("name", LINES)
def test_each_platform_has_a_forged_request_and_one_that_comes_again(name: str) -> None:
    connection = "facebook" if name == "messenger" else name
    lines = [line for line in script.lines() if line.connection == connection]
    assert [line.stands_for for line in lines if line.signature == "bad"] == ["a forged request: bad signature"]
    again = [line for line in lines if line.stands_for == "the same delivery once more"]
    bodies = Counter(line.body for line in lines)
    assert again
    assert all(bodies[line.body] == 2 for line in again)


def test_the_same_thing_told_under_two_numbers_or_fields_is_one(told: list[Interaction]) -> None:
    """LinkedIn writes to each administrator; Threads tells of a reply that names us as a mention too."""
    for name, words in (("linkedin", "Do you also supply"), ("threads", "which filter papers")):
        same = [one for one in told if one.platform == name and words in (one.text or "")]
        assert len(same) == 2
        assert len({one.key for one in same}) == 1


def test_one_delivery_may_be_of_two_platforms_or_of_several_people(told: list[Interaction]) -> None:
    sent = [line for line in script.lines() if not line.listed]
    both = [line for line in sent if {one.platform for one in _read(line)} == {"facebook", "messenger"}]
    assert len(both) == 1
    (several,) = [line for line in sent if len(_read(line)) == 3]
    assert Counter(one.kind for one in _read(several)) == {Kind.REACTION: 2, Kind.COMMENT: 1}


def test_on_youtube_only_videos_are_pushed(told: list[Interaction]) -> None:
    """Comments are there for whoever asks: 9 people's, 4 answers, one thanks, one of them edited and one gone."""
    mine = [line for line in script.lines() if line.connection == "youtube"]
    assert Counter(line.listed for line in mine) == {"": 3, "there": 15, "gone": 1}
    assert {one.kind for one in told if one.platform == "youtube"} == {Kind.POST}
    ids = Counter(json.loads(line.body)["id"] for line in mine if line.listed == "there")
    assert (len(ids), sum(ids.values())) == (14, 15)
    (gone,) = [json.loads(line.body)["id"] for line in mine if line.listed == "gone"]
    assert gone in ids
