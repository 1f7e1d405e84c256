"""The plain-text part: it says all that the page says, in the same order, in lines that fit, and reads well aloud."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from shared.digest.html import ROW_LINKS, plain, render_html, safe_link
from shared.digest.page import Cell, Column, Digest, Link, Mood, Row, Segment, Table, Waiter
from shared.digest.text import WIDTH, columns, render_text, wrap
from tests.digest.pages import FULL
from tests.digest.samples import SAMPLES, digest
from tests.digest.test_render import Page

every = pytest.mark.parametrize("name", [*SAMPLES, "by hand"])
_BESIDE = {"language", "direction", "label", "subject", "preheader", "mood", "mark", "fewer"}
"""What belongs to the page as a whole, or stands in the headers of the mail."""


def made(name: str) -> Digest:
    return FULL if name == "by hand" else digest(name)


def said(value: object) -> Iterator[str]:
    """Every text of a digest that a reader must find, whichever part they read."""
    match value:
        case str():
            yield value
        case Mood() | Column() | None | bool() | int():
            return
        case Segment():
            yield from (value.figure, value.label) if value.count else ()
        case Cell():
            yield value.said
        case Link():
            yield from (value.text,) if safe_link(value.url) else ()
        case Table():  # the row's own name needs no heading where it stands in front
            yield from said((value.caption, value.head[1:], value.rows))
        case Row():
            yield from (value.head, *value.cells)
        case Waiter():
            links = [link for link in value.links if safe_link(link.url)][:ROW_LINKS]
            yield from said((value.who, value.waited, value.where, value.due, value.about, value.with_whom, *links))
        case tuple():
            for one in value:
                yield from said(one)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                if field.name not in _BESIDE:
                    yield from said(getattr(value, field.name))


def _even(text: str) -> str:
    """Without what only shapes: blanks of any kind, capitals of a heading, marks of direction."""
    return re.sub(r"[\s\u2066-\u2069]+", "", plain(text)).casefold()


@every
def test_both_parts_say_everything(name: str) -> None:
    whole = made(name)
    source = render_html(whole, largest=None)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', source))
    page, text = _even(Page(source).text + Page(f"<p>{labels}</p>").text), _even(render_text(whole))
    for words in filter(None, said(whole)):
        assert _even(words) in text, words
        assert _even(words) in page, words


@every
def test_both_parts_have_the_same_order(name: str) -> None:
    source, text = render_html(made(name)), render_text(made(name))
    headings = [Page(one).text for one in re.findall(r"<h2[^>]*>(.*?)</h2>", source)]
    places = [text.index(f"\n{wrap(heading.upper())}\n") for heading in headings]
    assert places == sorted(places)


@every
def test_every_line_fits_unless_it_holds_an_address(name: str) -> None:
    for line in render_text(made(name)).splitlines():
        assert columns(line) <= WIDTH or re.search(r": https://\S+$", line), line


@every
def test_an_address_stands_behind_what_it_leads_to(name: str) -> None:
    for line in render_text(made(name)).splitlines():
        if "https://" in line:
            assert re.fullmatch(r" *\S[^:]*: https://\S+", line), line


@every
def test_nothing_is_drawn(name: str) -> None:
    text = render_text(made(name))
    assert not re.search(r"[\u2500-\u259f]|-{3,}|={3,}|_{3,}|\*{2,}|#{2,}|\|", text)
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$|\n{5,}", text, re.MULTILINE)


def test_wide_letters_count_two_columns_and_may_part_anywhere() -> None:
    words = "昨天有一百八十六个人写信给我们所有人都得到了回复" * 4
    lines = wrap(words).splitlines()
    assert "".join(lines) == words
    assert all(columns(line) <= WIDTH for line in lines)
    assert columns(lines[0]) > WIDTH - 2, "lines are filled"


def test_a_word_moves_to_the_next_line_whole_and_the_lines_below_are_indented() -> None:
    text = wrap("one two " * 12 + "Donaudampfschifffahrtsgesellschaft", " - ")
    first, *rest = text.splitlines()
    assert first.startswith(" - one two")
    assert all(line.startswith("   ") for line in rest)
    assert "Donaudampfschifffahrtsgesellschaft" in rest[-1]
    assert [columns(line) <= WIDTH for line in text.splitlines()] == [True] * len(text.splitlines())


def test_a_word_longer_than_a_line_is_cut_and_nothing_of_it_is_lost() -> None:
    text = wrap("x" * 200, "1. ")
    assert all(columns(line) <= WIDTH for line in text.splitlines())
    assert text.replace("\n", "").replace(" ", "") == "1." + "x" * 200


def test_a_figure_and_its_unit_stay_together() -> None:
    text = wrap("word " * 14 + "≥\u00a0186 people")
    assert any(line.startswith("≥\u00a0186") or "≥\u00a0186" in line for line in text.splitlines())


def test_an_empty_text_is_nothing() -> None:
    assert wrap("") == wrap("  ", " - ") == ""
