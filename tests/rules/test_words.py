"""Placeholders: filled once with cleaned values, whatever people call themselves."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.core.sla import Calendar
from shared.rules.words import LONGEST_VALUE, PLACEHOLDERS, at_handle, cleaned, faults, fill, opening

HOSTILE = [
    "{0.__class__}",
    "{{7*7}}",
    "%s %(x)d",
    "${jndi:x}",
    "{author}",
    "{signature}",
    "}{",
    "\\1 \\g<0>",
    "<b>x</b>",
    "$x",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_name_comes_out_literally(value) -> None:
    """A value is never read again."""
    assert fill("Hi {author}, {{ok}} 100%", {"author": cleaned(value)}) == f"Hi {value}, {{ok}} 100%"


@given(st.text(max_size=200))
@example("{author}{author}")
@example("{{")
def test_whatever_a_value_is_it_stands_there_once_and_unchanged(value: str) -> None:
    assert fill("<{author}|{brand}>", {"author": value, "brand": "B"}) == f"<{value}|B>"


@given(st.text(max_size=300))
@example("\u202egnp.exe")
@example("a" + "\u0301" * 200)
@example("👨\u200d👩\u200d👧" * 30)
@example("@everyone @here")
def test_a_cleaned_name_is_short_visible_and_mentions_nobody(value: str) -> None:
    name = cleaned(value)
    if name is None:
        return
    assert 0 < len(name) <= LONGEST_VALUE
    assert not set(name) & set("@＠\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u0000\n\r\t")
    assert name == unicodedata.normalize("NFC", name)
    assert name == " ".join(name.split())
    assert not unicodedata.category(name[0]).startswith("M")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("  Anna \n Berg ", "Anna Berg"),
        ("Da\u0304vis", "Dāvis"),
        ("@everyone", "everyone"),
        ("A\u202eB", "AB"),
        ("An\u200bna", "Anna"),
        ("An\u200dna", "Anna"),
        ("نیک\u200cخواه", "نیک\u200cخواه"),
        ("👨\u200d👩\u200d👧 K", "👨\u200d👩\u200d👧 K"),
        ("王小明", "王小明"),
        ("J.R.R. Tolkien", "J.R.R. Tolkien"),
        ("x" * 60, "x" * 40),
        ("x" * 39 + "🇳🇴", "x" * 39),
        ("x" * 38 + "👍🏽y", "x" * 38 + "👍🏽"),
        ("x" * 39 + "👍🏽", "x" * 39),
        ("Win at evil.com", None),
        ("https://evil.example", None),
        ("\u200b\u202e", None),
        ("", None),
        (None, None),
    ],
)
def test_names_as_people_would_want_to_read_them(value, name) -> None:
    assert cleaned(value) == name


@pytest.mark.parametrize(
    ("value", "handle"),
    [
        ("anna", "@anna"),
        ("@anna", "@anna"),
        ("anna@mastodon.example", "@anna@mastodon.example"),
        ("everyone", None),
        ("Here", None),
        ("@channel", None),
        ("<!channel>", None),
        ("a b", None),
        ("", None),
        (None, None),
    ],
)
def test_a_handle_names_one_person_or_is_left_out(value, handle) -> None:
    assert at_handle(value) == handle


def test_a_text_whose_placeholder_has_no_value_is_not_used() -> None:
    assert fill("Hi {author}", {"author": None}) is None
    assert fill("Hi {author}", {}) is None
    assert fill("Hi", {}) == "Hi"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Hi {author} {{x}}", 0),
        ("{autor}", 1),
        ("{}", 1),
        ("{author!r}", 1),
        ("{author:>9}", 1),
        ("{author.name}", 1),
        ("{", 1),
        ("}", 1),
        ("@{handle}", 1),
        (" ".join(f"{{{name}}}" for name in PLACEHOLDERS), 0),
    ],
)
def test_the_desk_is_told_what_is_wrong_with_a_text(text, wrong) -> None:
    assert len(faults(text)) == wrong


OSLO = Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),), closed=(date(2026, 12, 24),))


@pytest.mark.parametrize(
    ("at", "language", "told"),
    [
        ((2026, 11, 22, 10), "en", "Monday 09:00"),
        ((2026, 11, 22, 10), "nb-NO", "mandag 09:00"),
        ((2026, 11, 22, 10), "lv", "pirmdien 09:00"),
        ((2026, 11, 22, 10), "zh-Hans", "星期一 09:00"),
        ((2026, 11, 22, 10), "fi", "2026-11-23 09:00"),
        ((2026, 7, 5, 10), "en", "Monday 09:00"),
        ((2026, 12, 23, 20), "en", "Friday 09:00"),
    ],
)
def test_the_next_opening_is_told_in_local_time_and_the_texts_language(at, language, told) -> None:
    assert opening(OSLO, datetime(*at, tzinfo=UTC), language) == told


def test_a_brand_that_never_closes_has_no_next_opening() -> None:
    assert opening(Calendar(zone="UTC"), datetime(2026, 1, 1, tzinfo=UTC), "en") is None
