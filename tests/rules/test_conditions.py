"""The operator table: each operator holds where a person would say so, in the languages people write."""

from __future__ import annotations

import sys
import time
import unicodedata
from datetime import UTC, datetime

import pytest

from shared.core.facts import Facts, History, Need, Talk
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.rules.conditions import OPERATORS, When, asks, fold, found, holds, see, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def one(**changes: object) -> Interaction:
    given = {"platform": "wall", "account": "100", "object": "1", "kind": Kind.COMMENT, "received_at": NOW}
    return Interaction(**(given | changes))


def matches(tests: dict, *, open_now: bool = True, facts: dict | None = None, **changes: object) -> bool:
    return holds(When(tests=tests), see(one(**changes), Facts(open=open_now, **(facts or {}))))


def past(**known: int) -> dict:
    return {"facts": {"history": History(**known)}}


def talk(**known: object) -> dict:
    return {"facts": {"talk": Talk(**known)}}


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
    "text.question": [
        (True, {"text": "hei har dere åpent i dag"}, True),
        (True, {"text": "How lovely this is"}, False),
        (False, {"text": "How lovely this is"}, True),
        (False, {"text": "Kad jūs atverat"}, False),
    ],
    "text.class": [
        (("complaint",), {"text": "Terrible service, I want a refund"}, True),
        (("praise", "complaint"), {"text": "Love your coffee, best in town"}, True),
        (("praise",), {"text": "Terrible service, I want a refund"}, False),
    ],
    "text.closing": [
        (True, {"text": "Thanks, got it!"}, True),
        (True, {"text": "Thanks, but where is my parcel?"}, False),
        (False, {"text": "Thanks, but where is my parcel?"}, True),
    ],
    "text.abusive": [
        (True, {"text": "You are all idiots"}, True),
        (True, {"text": "The service was terrible"}, False),
        (False, {"text": "The service was terrible"}, True),
    ],
    "text.threat": [
        (True, {"text": "I will kill you all"}, True),
        (True, {"text": "You are all idiots"}, False),
        (False, {"text": "I'd kill for this cake"}, True),
    ],
    "text.private": [
        (True, {"text": "Order number 48511, please"}, True),
        (True, {"text": "Call me on +47 912 34 567"}, True),
        (True, {"text": "Open since 1998"}, False),
        (False, {"text": "Open since 1998"}, True),
    ],
    "text.hashtag": [
        (("ternweek",), {"text": "So good #TernWeek!"}, True),
        (("ternweek",), {"text": "谢谢＃ternweek"}, True),
        (("tern*",), {"text": "#ternweek2026"}, True),
        (("ternweek",), {"text": "#ternweek2026 is on"}, False),
        (("ternweek",), {"text": "ternweek"}, False),
        (("ternweek",), {"text": "https://tern.example/#ternweek"}, False),
        (("चाय",), {"text": "अच्छी #चाय।"}, True),
    ],
    "text.mentions_max": [
        (("1", "tern"), {"text": "@tern @anna look"}, True),
        (("1", "tern"), {"text": "@Anna and @anna. look"}, True),
        (("1", "tern"), {"text": "@anna @ben look"}, False),
        (("0", "tern"), {"text": "write to anna@mail.example"}, True),
        (("0", "tern"), {"text": "谢谢@anna"}, False),
        (("0", "tern"), {"text": None}, True),
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
    "author.max_followers": [
        (100, {"author": Author(followers=100)}, True),
        (100, {"author": Author(followers=101)}, False),
        (100, {"author": Author()}, False),
    ],
    "author.vip": [(True, {"facts": {"vip": True}}, True), (True, {}, False), (False, {}, True)],
    "author.lookalike": [(True, {"facts": {"lookalike": True}}, True), (True, {}, False), (False, {}, True)],
    "author.first_time": [
        (True, past(acts=0), True),
        (True, past(acts=1), False),
        (False, past(acts=1), True),
        (True, {}, False),
        (False, {}, False),
    ],
    "author.min_acts": [(5, past(acts=5), True), (5, past(acts=4), False), (0, {}, False)],
    "author.min_days": [(3, past(days=3), True), (3, past(days=2), False), (0, {}, False)],
    "author.answers_max": [(2, past(answers=2), True), (2, past(answers=3), False), (50, {}, False)],
    "talk.colleague": [
        (True, talk(colleague=True), True),
        (False, talk(colleague=True), False),
        (False, talk(), True),
        (False, {}, False),
    ],
    "talk.machine": [(True, talk(machine=True), True), (True, talk(), False), (False, {}, False)],
    "talk.min_people": [(3, talk(people=3), True), (3, talk(people=2), False), (0, {}, False)],
    "talk.min_items": [(10, talk(items=10), True), (10, talk(items=9), False), (0, {}, False)],
    "event": [
        (("tern-week",), {"facts": {"events": ("opening", "tern-week")}}, True),
        (("tern-week",), {"facts": {"events": ("opening",)}}, False),
    ],
    "post.id": [
        (("7",), {"place": Place(post="7")}, True),
        (("7",), {"place": Place(post="8")}, False),
        (("7",), {}, False),
    ],
    "post.tag": [(("asks-opinion",), {"facts": {"tags": ("asks-opinion",)}}, True), (("asks-opinion",), {}, False)],
    "label": [
        (("wholesale",), {"facts": {"label": "wholesale"}}, True),
        (("wholesale",), {"facts": {"label": "press"}}, False),
        (("wholesale",), {}, False),
    ],
    "crisis": [(True, {"facts": {"crisis": True}}, True), (True, {}, False), (False, {}, True)],
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


@pytest.mark.parametrize("name", OPERATORS)
def test_what_must_be_looked_up_is_unknown_until_it_is(name) -> None:
    """An operator that needs a look-up never answers without it, and one that needs none always does."""
    value = TABLE[name][0][0]
    blank = see(one(author=Author(followers=1), language="en"), Facts(open=True))
    unknown = OPERATORS[name].needs in (Need.HISTORY, Need.TALK, Need.MODEL)
    assert (OPERATORS[name].holds(blank, value) is None) is unknown


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
        "#a" * 100_000,
        "谢" * 200_000,
    ],
    ids=["one word", "words", "marks", "combining", "links", "handles", "hashtags", "unspaced"],
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
    matches({"text.mentions_max": ("200001",), "text.hashtag": ("tern", "a*")}, text=text)
    matches({"text.abusive": False, "text.private": False, "text.closing": False, "text.class": ("tag",)}, text=text)
    assert time.process_time() - began < 5.0
