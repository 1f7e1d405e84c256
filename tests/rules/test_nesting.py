"""Conditions in conditions: `all`, `any` and `not` mean what they say, also where something cannot be known."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.facts import Facts, Need
from shared.core.interaction import Author, Interaction, Kind
from shared.rules.conditions import When, holds, needs, possible, see, verdict

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def said(text: str = "hello", **changes: object) -> Interaction:
    given = {"platform": "wall", "account": "1", "object": "1", "kind": Kind.COMMENT, "received_at": NOW, "text": text}
    return Interaction(**(given | changes))


def has(word: str) -> When:
    return When(tests={"text.contains_any": (word,)})


def meets(when: When, text: str, **changes: object) -> bool:
    return holds(when, see(said(text, **changes), Facts(open=True)))


@pytest.mark.parametrize(
    ("when", "yes", "no"),
    [
        (When(any=(has("tea"), has("coffee"))), ["tea", "some coffee", "tea or coffee"], ["milk"]),
        (When(all=(has("tea"), has("coffee"))), ["tea and coffee"], ["tea", "coffee", "milk"]),
        (When(none=has("tea")), ["milk"], ["tea"]),
        (When(none=When(tests={"text.contains_any": ("tea",), "kind": ("comment",)})), ["milk"], ["tea"]),
        (When(tests={"text.contains_any": ("hot",)}, any=(has("tea"), has("coffee"))), ["hot tea"], ["tea", "hot"]),
        (When(any=(has("tea"), has("coffee")), none=has("iced")), ["tea"], ["iced tea", "milk"]),
        (When(any=(When(all=(has("tea"), has("milk"))), When(none=has("hot")))), ["hot tea milk", "tea"], ["hot tea"]),
        (When(none=When(any=(has("tea"), has("coffee")))), ["milk"], ["tea", "coffee"]),
        (When(none=When(none=has("tea"))), ["tea"], ["milk"]),
    ],
)  # fmt: skip
def test_conditions_in_conditions_mean_what_they_say(when, yes, no) -> None:
    assert [text for text in (*yes, *no) if meets(when, text)] == yes


def test_what_is_unknown_neither_holds_nor_fails_however_deep_it_stands() -> None:
    many = When(tests={"author.min_followers": 100})
    assert meets(many, "hi", author=Author(followers=100))
    assert meets(When(none=many), "hi", author=Author(followers=99))
    for unknown in (many, When(none=many), When(none=When(none=many)), When(all=(many,)), When(any=(many,))):
        assert not meets(unknown, "hi", author=Author())
    assert meets(When(any=(many, has("hi"))), "hi", author=Author())
    assert not meets(When(none=When(any=(many, has("hi")))), "ho", author=Author())
    assert meets(When(none=When(all=(many, has("hi")))), "ho", author=Author())


def test_every_joining_agrees_with_the_tables_of_three_valued_logic() -> None:
    """Against an oracle: unknown is both, and an answer is known only where both worlds give the same."""

    def ask(name: str, value: object) -> bool | None:
        return {"kind": answers[0], "platform": answers[1], "account": answers[2]}[name]

    k, p, a = (When(tests={name: ("x",)}) for name in ("kind", "platform", "account"))
    shapes = {
        "k and p and a": When(tests=k.tests | p.tests, all=(a,)),
        "k and (p or a)": When(tests=k.tests, any=(p, a)),
        "k and not (p and a)": When(tests=k.tests, none=When(all=(p, a))),
        "(k and p) or not a": When(any=(When(all=(k, p)), When(none=a))),
        "not (k or p) and a": When(tests=a.tests, none=When(any=(k, p))),
    }
    for answers in itertools.product((True, False, None), repeat=3):
        worlds = [
            dict(zip("kpa", world, strict=True)) for world in itertools.product(*(_worlds(one) for one in answers))
        ]
        for meaning, when in shapes.items():
            possible = {bool(eval(meaning, {}, world)) for world in worlds}  # noqa: S307  our own text
            assert verdict(when, ask) is (possible.pop() if len(possible) == 1 else None), (meaning, answers)


def _worlds(answer: bool | None) -> tuple[bool, ...]:
    return (True, False) if answer is None else (answer,)


def test_no_more_is_asked_than_the_answer_needs() -> None:
    asked: list[str] = []

    def ask(name: str, value: object) -> bool | None:
        asked.append(name)
        return name == "platform"

    verdict(When(tests={"kind": ("post",), "account": ("1",)}, any=(has("tea"),)), ask)
    assert asked == ["kind"]
    asked.clear()
    verdict(When(any=(When(tests={"platform": ("x",)}), has("tea"))), ask)
    assert asked == ["platform"]


@pytest.mark.parametrize(
    ("when", "languages"),
    [
        (When(tests={"language": ("nb", "en")}), ("nb", "en")),
        (When(all=(When(tests={"language": ("nb",)}),)), ("nb",)),
        (When(tests={"language": ("nb", "en")}, all=(When(tests={"language": ("en", "lv")}),)), ("en",)),
        (When(any=(When(tests={"language": ("nb",)}), When(tests={"language": ("lv",)}))), ("nb", "lv")),
        (When(any=(When(tests={"language": ("nb",)}), has("tea"))), ()),
        (When(none=When(tests={"language": ("nb",)})), ()),
        (When(), ()),
    ],
)
def test_only_what_every_way_asks_for_counts_as_required(when, languages) -> None:
    assert when.languages == languages


def test_where_conditions_can_hold_is_told_through_every_joining() -> None:
    night = When(tests={"hours": "outside"})
    assert not possible(night, "hours", "inside")
    assert possible(night, "hours", "outside")
    assert possible(When(any=(night, has("tea"))), "hours", "inside")
    assert not possible(When(any=(night, When(all=(night, has("tea"))))), "hours", "inside")
    assert not possible(When(none=When(tests={"hours": "inside"})), "hours", "inside")
    assert possible(When(none=When(tests={"hours": "inside"}, all=(has("tea"),))), "hours", "inside")


def test_what_must_be_looked_up_is_found_at_any_depth_and_told_once() -> None:
    deep = When(any=(When(none=When(tests={"author.first_time": True})), When(tests={"author.min_acts": 2})))
    assert needs([has("tea")]) == ()
    assert needs([has("tea"), deep]) == (Need.HISTORY,)
    more = When(tests={"talk.colleague": False, "label": ("x",), "crisis": True})
    assert needs([more, deep]) == (Need.HISTORY, Need.TALK, Need.MODEL, Need.SWITCH)


def test_conditions_survive_the_compiled_file() -> None:
    when = When(tests={"hours": "inside"}, all=(has("tea"),), any=(has("a"), When(none=has("b"))), none=has("c"))
    assert msgspec.json.decode(msgspec.json.encode(when), type=When) == when


TESTS = st.dictionaries(st.sampled_from(["kind", "platform", "language"]), st.just(()), max_size=2).flatmap(
    lambda chosen: st.fixed_dictionaries({name: st.sampled_from(SOME[name]) for name in chosen})
)
SOME = {
    "kind": [("comment",), ("post", "mention"), ("comment", "post")],
    "platform": [("wall",), ("birds", "wall")],
    "language": [("en",), ("lv", "en")],
}
FLAGS = st.fixed_dictionaries({}, optional={"hours": st.sampled_from(["inside", "outside"]), "private": st.booleans()})
PLAIN = st.builds(lambda names, flags: When(tests=names | flags), TESTS, FLAGS)
TREES = st.recursive(
    PLAIN,
    lambda inner: st.builds(
        lambda plain, every, some, none: When(tests=plain.tests, all=tuple(every), any=tuple(some), none=none),
        PLAIN, st.lists(inner, max_size=2), st.lists(inner, max_size=2), st.none() | inner,
    ),
    max_leaves=8,
)  # fmt: skip


@given(
    TREES,
    st.sampled_from(["comment", "post", "mention"]),
    st.sampled_from(["wall", "birds"]),
    st.sampled_from(["en", "lv", None]),
    st.booleans(),
)
def test_what_is_told_of_a_rule_before_it_meets_anything_is_true_when_it_does(when, kind, platform, language, open_now):
    """Whatever holds was possible, and has one of the names that are said to be required."""
    interaction = said("👍", kind=Kind(kind), platform=platform, language=language)
    if not holds(when, see(interaction, Facts(open=open_now))):
        return
    assert possible(when, "hours", "inside" if open_now else "outside")
    assert possible(when, "private", False)
    for asked, met in ((when.kinds, kind), (when.platforms, platform), (when.languages, language)):
        assert not asked or met in asked
