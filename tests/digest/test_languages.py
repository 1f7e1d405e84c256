"""Every language says all that English does, in words of its own: what its file lacks or says wrongly is named here.

It holds for whatever file stands in `shared/digest/languages`. How a language comes in: `docs/adding-a-language.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from babel import Locale
from fluent.syntax import FluentParser, ast
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.digest import catalogue as catalogues
from shared.digest.build import build
from shared.digest.catalogue import FALLBACK, Argument, Catalogue, languages, messages
from shared.digest.chat import render_chat
from shared.digest.html import render_html
from shared.digest.snapshot import Snapshot
from shared.digest.subject import width
from shared.digest.text import render_text
from shared.digest.view import Edition
from tests.digest.fuller import CALM, full
from tests.digest.making import editions, snapshots
from tests.digest.samples import SAMPLES, digest

FOLDER: Final = Path(catalogues.__file__).with_name("languages")
NUMBERS: Final = (0, 1, 2, 5, 11, 21, 100, 1_000_000)
FEWER_NUMBERS: Final = (0, 1, 2, 21)  # where three of them stand in one message
CATEGORIES: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
LEFT_OUT: Final = re.compile(r"spell-\d+")  # a language may write digits instead
SAME: Final[dict[str, frozenset[str]]] = {}
"""By language: messages that are rightly the same as in English, although they have three words or more."""

every = pytest.mark.parametrize("language", languages())
others = pytest.mark.parametrize("language", [one for one in languages() if one != FALLBACK])


class Message:
    """What one message is made of: its texts, the arguments that it writes, and those that it chooses by."""

    def __init__(self, name: str, pattern: ast.Pattern) -> None:
        self.name = name
        self.texts: list[str] = []
        self.written: set[str] = set()
        self.functions: set[str] = set()
        self.chosen: dict[str, set[str]] = {}
        self.defaults: dict[str, set[str]] = {}
        self._pattern(pattern)

    def _pattern(self, pattern: ast.Pattern) -> None:
        for element in pattern.elements:
            if isinstance(element, ast.TextElement):
                self.texts.append(" ".join(element.value.split()))
            else:
                self._expression(element.expression)

    def _expression(self, one: Any) -> None:
        match one:
            case ast.VariableReference():
                self.written.add(one.id.name)
            case ast.FunctionReference():
                self.functions.add(one.id.name)
                for argument in one.arguments.positional:
                    self._expression(argument)
            case ast.SelectExpression():
                self._choice(one)
            case _:
                assert isinstance(one, ast.StringLiteral), f"{self.name} holds something strange: {one}"

    def _choice(self, one: ast.SelectExpression) -> None:
        assert isinstance(one.selector, ast.VariableReference), f"{self.name} chooses by something strange"
        by = one.selector.id.name
        for variant in one.variants:
            key = variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value
            self.chosen.setdefault(by, set()).add(key)
            if variant.default:
                self.defaults.setdefault(by, set()).add(key)
            self._pattern(variant.value)

    def numbers(self) -> dict[str, set[str]]:
        """The arguments that it chooses by as numbers, with the plural categories and exact numbers it knows."""
        return {by: keys for by, keys in self.chosen.items() if all(key in CATEGORIES or key.isdigit() for key in keys)}


def source(language: str) -> str:
    return (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")


@cache
def read(language: str) -> dict[str, Message]:
    entries = FluentParser().parse(source(language)).body
    return {
        one.id.name: Message(one.id.name, one.value) for one in entries if isinstance(one, ast.Message) and one.value
    }


class Strict(Catalogue):
    """A language that nothing helps out where it lacks a message, and that counts by numbers alone."""

    def say(self, name: str, **given: Argument) -> str:
        for by in read(self.language)[name].numbers():
            assert isinstance(given[by], int | float), f"{name} counts by ${by}, whose last form {given[by]!r} takes"
        return super().say(name, **given)


@cache
def only(language: str) -> Catalogue:
    return Strict(language, source(language))


def numeric(name: str) -> set[str]:
    """The arguments of a message that are numbers: those that any language counts by, and a few that none does."""
    counted = (read(one)[name].numbers() for one in languages() if name in read(one))
    bare = {"n", "days", "hours", "seconds", "minutes", "reached"} & read(FALLBACK)[name].written
    return bare.union(*counted)


def situations(name: str) -> Iterator[dict[str, Argument]]:
    """All that a message may be given: every number in each place, every word that it chooses by, a mark for a text."""
    message = read(FALLBACK)[name]
    counted = numeric(name)
    some = NUMBERS if len(counted) < 3 else FEWER_NUMBERS
    places: dict[str, tuple[Argument, ...]] = dict.fromkeys(sorted(counted), some)
    for by, keys in message.chosen.items():
        if by not in counted:
            places[by] = tuple(sorted(keys))
    texts: dict[str, Argument] = {one: f"‹{one}›" for one in sorted(message.written - set(places))}
    for values in product(*places.values()):
        yield texts | dict(zip(places, values, strict=True))


def marks(text: str) -> set[str]:
    return set(re.findall("‹[a-z_]+›", text))


@every
def test_fluent_can_read_every_message(language: str) -> None:
    junk = [one.content for one in FluentParser().parse(source(language)).body if isinstance(one, ast.Junk)]
    assert not junk
    names = [name for name, _ in messages(source(language))]
    assert sorted(names) == sorted(read(language)), "a message stands there twice, or not at the start of its line"


@others
def test_it_has_the_messages_of_english_and_no_others(language: str) -> None:
    ours, english = set(read(language)), set(read(FALLBACK))
    missing = {one for one in english - ours if not LEFT_OUT.fullmatch(one)}
    assert sorted(missing) == []
    assert sorted(ours - english) == []


@others
def test_each_message_takes_the_arguments_of_english(language: str) -> None:
    """All that English writes is written, by the same functions or none; only what it counts by may be left out."""
    wrong = {}
    for name, ours in read(language).items():
        english = read(FALLBACK)[name]
        known = english.written | set(english.chosen)
        needed = english.written | (set(english.chosen) - set(english.numbers()))
        given = ours.written | set(ours.chosen)
        if not needed <= given <= known or not ours.functions <= english.functions:
            wrong[name] = (sorted(needed - given), sorted(given - known), sorted(ours.functions))
    assert not wrong


@every
def test_each_choice_by_number_has_every_form_of_the_language(language: str) -> None:
    forms = set(Locale.parse(language).plural_form.tags) | {"other"}
    wrong = {}
    for name, ours in read(language).items():
        exact = read(FALLBACK)[name].numbers()
        for by, keys in ours.numbers().items():
            categories = keys & CATEGORIES
            lacking = (forms - categories if len(categories) > 1 else set()) | {
                one for one in exact.get(by, set()) - keys if one.isdigit()
            }
            if lacking or categories - forms or ours.defaults[by] != {"other"}:
                wrong[name] = (by, sorted(lacking), sorted(categories - forms), sorted(ours.defaults[by]))
        for by, keys in ours.chosen.items():
            if by not in ours.numbers() and keys != read(FALLBACK)[name].chosen.get(by):
                wrong[name] = (by, sorted(keys), [], [])
    assert not wrong


@every
def test_it_says_where_the_day_of_two_moments_stands(language: str) -> None:
    assert only(language).say("moment-day-with") in ("first", "last")


@every
def test_a_weekday_fits_a_narrow_column(language: str) -> None:
    week = {only(language).weekday(date(2026, 10, 12 + number)) for number in range(7)}
    assert len(week) == 7
    assert all(width(one) <= 5 for one in week)


@others
def test_nothing_is_left_in_english(language: str) -> None:
    left = [
        name
        for name, ours in read(language).items()
        if name not in SAME.get(language, frozenset())
        for text in ours.texts
        if text in read(FALLBACK)[name].texts and len(re.findall(r"[^\W\d_]+", text)) > 2
    ]
    assert not left


@every
def test_it_is_calm(language: str) -> None:
    loud = [name for name, ours in read(language).items() for text in ours.texts if set(text) & set("!！¡")]
    assert not loud


@every
def test_every_number_can_be_said_in_every_message(language: str) -> None:
    """With 0, 1 and many, each text that English shows is shown, and a number above ten wherever English shows it."""
    ours, english = only(language), only(FALLBACK)
    wrong = set()
    for name in read(language):
        for situation in situations(name):
            said, meant = ours.say(name, **situation), english.say(name, **situation)
            if marks(said) != marks(meant):
                wrong.add(f"{name}: {marks(said) ^ marks(meant)}")
            for number in {one for one in situation.values() if isinstance(one, int) and one > 10}:
                if english.number(number) in meant and ours.number(number) not in said:
                    wrong.add(f"{name}: without {number}")
    assert sorted(wrong) == []


@every
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_day_is_told_in_it_alone(language: str, name: str) -> None:
    day, edition = SAMPLES[name].day, SAMPLES[name].edition
    digest = build(day, only(language), edition)
    page = render_html(digest)
    assert re.search(f'<html [^>]*lang="{language}"', page)
    text = render_text(digest)
    assert text.strip()
    assert ".." not in text, "a date that ends in a full stop ends a sentence"


@every
@settings(CALM, max_examples=40)
@given(of=st.one_of(full(), snapshots()), edition=editions)
def test_any_day_can_be_told_in_it_alone(language: str, of: Snapshot, edition: Edition) -> None:
    assert build(of, only(language), edition).language == language


AR: Final = "verdict-subject-cant-tell = لا يمكننا أن نعرف\nverdict-pill-cant-tell = لا نعرف\n"


def test_a_language_from_right_to_left_turns_the_page_and_its_wrapper() -> None:
    """Webmail drops `html`, so that the wrapper must say it, too."""
    one = SAMPLES["cant_tell"]
    digest = build(one.day, Catalogue("ar", AR, source(FALLBACK)), one.edition)
    assert digest.direction == "rtl"
    assert digest.subject.startswith("لا يمكننا أن نعرف")
    page = render_html(digest)
    turned = [tag for tag in re.findall("<[^>]*>", page) if 'lang="ar"' in tag and 'dir="rtl"' in tag]
    assert [tag.split()[0] for tag in turned] == ["<html", "<div"]
    assert 'role="article"' in turned[1]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_stands_between_two_sentences_where_the_language_writes_nothing(name: str) -> None:
    made = digest(name, "zh")
    shown = re.sub("<[^>]*>", "", render_html(made))
    for part in (shown, render_text(made), render_chat(made).text):
        assert not re.search("。 +[\u4e00-\u9fff]", part)


def test_a_language_without_words_for_numbers_writes_digits() -> None:
    words: Any = Catalogue("ar", AR, source(FALLBACK))
    assert words.say("verdict-pill-overdue", n=3) == "3 people overdue"
    assert not words.knows("spell-3")
