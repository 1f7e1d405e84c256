"""The operator table: each operator holds where a person would say so, in the languages people write."""

from __future__ import annotations

import sys
import time
import unicodedata
from datetime import UTC, datetime

import pytest

from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ports import Facts
from shared.rules.conditions import OPERATORS, When, asks, fold, found, holds, see, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def one(**changes: object) -> Interaction:
    given = {"platform": "wall", "account": "100", "object": "1", "kind": Kind.COMMENT, "received_at": NOW}
    return Interaction(**(given | changes))


def matches(tests: dict, *, open_now: bool = True, **changes: object) -> bool:
    return holds(When(tests=tests), see(one(**changes), Facts(open=open_now)))


# operator: [(value, what is seen, whether it holds)]
TABLE = {
    "kind": [(("comment", "post"), {}, True), (("post",), {}, False)],
    "platform": [(("wall",), {}, True), (("birds",), {}, False)],
    "account": [(("100",), {}, True), (("10",), {}, False)],
    "language": [
        (("en",), {"language": "en-GB"}, True),
        (("no",), {"language": "nb"}, True),
        (("nb",), {"language": "no"}, False),
        (("lv",), {"language": "en"}, False),
        (("en",), {}, False),
        (("no",), {"text": "Hei, når åpner dere på lørdag"}, True),
        (("lv",), {"text": "Vai jums ir brīvs galdiņš"}, True),
        (("en",), {"text": "ok"}, False),
        (("en",), {"language": "lv", "text": "When do you open on Sunday"}, False),
    ],
    "text.contains_any": [
        (("thank you",), {"text": "THANK  YOU\nall"}, True),
        (("thank you",), {"text": "ｔｈａｎｋ ｙｏｕ"}, True),
        (("ill",), {"text": "still great"}, False),
        (("ill",), {"text": "I'm ill."}, True),
        (("don't",), {"text": "Don’t"}, True),
        (("allerg*",), {"text": "Allergisk!"}, True),
        (("allerg*",), {"text": "nonallergic"}, False),
        (("bra",), {"text": "Bråbra"}, False),
        (("på",), {"text": "pa\u030a"}, True),
        (("alerģ*",), {"text": "ALERĢIJA"}, True),
        (("paldies",), {"text": "Paldies😊"}, True),
        (("谢谢",), {"text": "非常谢谢你们"}, True),
        (("vomit*",), {"text": "vo\u200bmited"}, True),
        (("❤",), {"text": "love❤️"}, True),
        (("?",), {"text": "ok？"}, True),
        (("thank you",), {"text": None}, False),
    ],
    "text.contains_all": [
        (("where", "parcel"), {"text": "Where is my parcel"}, True),
        (("where", "parcel"), {"text": "Where is it"}, False),
    ],
    "text.contains_none": [
        (("but",), {"text": "button"}, True),
        (("but",), {"text": "nice, but late"}, False),
        (("but",), {"text": None}, True),
    ],
    "text.starts_with": [
        (("hi",), {"text": "Hi there"}, True),
        (("hi",), {"text": "Hidden"}, False),
        (("hi*",), {"text": "Hidden"}, True),
    ],
    "text.equals": [(("ok",), {"text": " OK "}, True), (("ok",), {"text": "ok then"}, False)],
    "text.is_empty": [
        (True, {"text": None}, True),
        (True, {"text": "@tern https://t.example/x"}, True),
        (True, {"text": "\u200b"}, True),
        (True, {"text": "👍"}, False),
        (False, {"text": "hi"}, True),
    ],
    "text.has_question_mark": [
        (True, {"text": mark}, True) for mark in ("a?", "a？", "أ؟", "ա՞", "አ፧", "Πού;", "Πού\u037e", "a⁉", "❓", "a‽")
    ]
    + [
        (True, {"text": "see https://t.example/?a=b"}, False),
        (True, {"text": "a; b"}, False),
        (False, {"text": "fine"}, True),
    ],
    "text.asks": [
        (("when do",), {"text": "When do you open"}, True),
        (("when do",), {"text": "open?"}, True),
        (("when do",), {"text": "I know when"}, False),
        (("pong",), {"text": "hei har dere åpent i dag"}, True),
        (("pong",), {"text": "可以刷卡吗"}, True),
        (("pong",), {"text": "finns den", "language": "sv"}, True),
        (("pong",), {"text": "How lovely this is"}, False),
        (("pong",), {"text": 'My friend asked "do they do brunch?" and in we went'}, False),
        (("ping",), {"text": "Ping pong"}, True),
    ],
    "text.min_words": [
        (3, {"text": "one two three"}, True),
        (3, {"text": "one, two!"}, False),
        (3, {"text": "谢谢你"}, True),
    ],
    "text.max_words": [
        (2, {"text": "one two"}, True),
        (2, {"text": "one two three"}, False),
        (0, {"text": None}, True),
    ],
    "author.is_bot": [(True, {"author": Author(is_bot=True)}, True), (False, {"author": Author(is_bot=True)}, False)],
    "author.handle_in": [
        (("@anna",), {"author": Author(handle="Anna")}, True),
        (("anna",), {"author": Author(handle="@anna")}, True),
        (("anna",), {"author": Author(handle="annabel")}, False),
    ],
    "author.min_followers": [
        (100, {"author": Author(followers=100)}, True),
        (100, {"author": Author(followers=99)}, False),
        (0, {"author": Author()}, False),
    ],
    "author.known": [(True, {"author": Author(id="1")}, True), (True, {"author": Author(name="A")}, False)],
    "hours": [("inside", {"open_now": True}, True), ("outside", {"open_now": True}, False)],
    "private": [
        (True, {"kind": Kind.DIRECT_MESSAGE}, True),
        (True, {"place": Place(private=True)}, True),
        (False, {}, True),
    ],
    "media": [(True, {"media": ("https://m.example/1",)}, True), (True, {}, False)],
}
ROWS = [(name, *row) for name, rows in TABLE.items() for row in rows]


@pytest.mark.parametrize(("name", "value", "seen", "expected"), ROWS, ids=[f"{r[0]} {r[1]} {r[2]}" for r in ROWS])
def test_an_operator_holds_where_a_person_would_say_so(name, value, seen, expected) -> None:
    assert matches({name: value}, **seen) is expected


def test_every_operator_has_rows_that_hold_and_rows_that_do_not() -> None:
    assert TABLE.keys() == OPERATORS.keys()
    thin = {name for name, rows in TABLE.items() if len(rows) < 2}
    assert thin == set()


def test_all_conditions_must_hold() -> None:
    tests = {"kind": ("comment",), "text.contains_any": ("hi",)}
    assert matches(tests, text="hi")
    assert not matches(tests, text="ho")
    assert not matches(tests, text="hi", kind=Kind.POST)


def test_no_conditions_hold_always() -> None:
    assert matches({})


def test_folding_drops_every_hidden_character_and_nothing_else() -> None:
    """The list in the code is written out; this Python's own tables judge it. What is no character yet may go."""
    selectors = set(map(chr, range(0xFE00, 0xFE10)))
    for char in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(char)
        hidden = category == "Cf" or char in selectors
        if hidden or category not in ("Cn", "Zs", "Cc", "Zl", "Zp"):
            assert (fold(f"a{char}b") == "ab") is hidden, hex(ord(char))


def test_folding_twice_changes_nothing() -> None:
    for text in ("ＴＨＡＮＫ  you", "İstanbul", "ǅ ſ ß", "pa\u030a\u200b", "“x”"):
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "ab " * 70_000,
        "?" * 200_000,
        "a\u0301" * 100_000,
        "https://" * 20_000,
        "@" * 200_000,
        "谢" * 200_000,
    ],
    ids=["one word", "words", "marks", "combining", "links", "handles", "unspaced"],
)
def test_no_text_makes_a_rule_slow(text) -> None:
    """Every operator over 200,000 characters ends in far less than any deadline of ours."""
    began = time.process_time()
    folded = fold(text)
    for phrase in ("a", "aa*", "ab ab", "谢谢", "a a a a b"):
        found(phrase, folded)
    asks(text)
    words(folded)
    matches({"text.is_empty": True}, text=text)
    matches({"text.asks": ("pong",), "language": ("lv",)}, text=text)
    assert time.process_time() - began < 5.0
