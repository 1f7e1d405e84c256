"""Whether somebody said something, and not only tagged a friend: counted in words, whatever the script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.core.ledger import Sort
from shared.core.substance import substance
from shared.rules.voice import Manner, Topic
from tests.flows.world import World, comment, facebook

SAID = {
    "three words": "love this blend",
    "with a tag": "the new #roast is lovely",
    "words in other letters": "это очень вкусно",
    "words with marks": "नमस्ते दुनिया कैसे",
    "right to left": "مرحبا بكم هنا",
    "Chinese": "这个咖啡很好喝",
    "Japanese": "とても美味しい",
    "Thai": "อร่อยมากครับ",
    "after a tag in Chinese": "#咖啡，味道真的很好",
    "two scripts": "Solstice Blend 很好",
    "apostrophes": "I can't wait",
    "words between emoji": "so ❤️ very ❤️ good",
    "a link beside them": "read this here https://shop.example/a?b=c",
}
NOTHING = {
    "nothing": "",
    "white space": " \t\n\u3000",
    "a handle": "@anna.sample",
    "handles": "@anna @bo_x @c-d @e",
    "tags": "#love #coffee #monday #oslo",
    "tags without spaces": "#love#coffee#monday",
    "a full-width tag": "\uff03咖啡生活的美好\uff20",
    "links": "https://a.example/x https://b.example/y www.c.example",
    "a link in capitals": "HTTPS://a.example/one-two-three",
    "emoji": "😍😍😍 🔥 👏🏽 👩‍👩‍👧 🇳🇴",
    "digits on keys": "1️⃣ 2️⃣ 3️⃣ 4️⃣",
    "punctuation": "!!! ... ??? —",
    "two words": "so good",
    "two words and all the rest": "so good!!! 😍 #yum @anna https://a.example",
    "five characters": "很好喝！谢谢",
    "Chinese punctuation": "。。。。。。，，「」",
}


@pytest.mark.parametrize("text", SAID.values(), ids=SAID.keys())
def test_it_was_said(text: str) -> None:
    assert substance(text, Sort.PRAISE)


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_was_said(text: str) -> None:
    assert not substance(text, Sort.PRAISE)


def test_what_has_no_text_says_nothing_and_a_question_always_does() -> None:
    assert not substance(None, Sort.PRAISE)
    assert substance("price?", Sort.QUESTION)
    assert substance(None, Sort.QUESTION)


_NEUTRAL = st.sampled_from(["@anna", "#tag", "https://a.example/b", "😍", "!!!", "1️⃣", "  "])


@settings(deadline=None)
@given(st.lists(st.sampled_from(["so", "good", "très", "это"]), max_size=5), st.lists(_NEUTRAL, max_size=6))
def test_what_is_not_said_changes_nothing(words: list[str], around: list[str]) -> None:
    both = " ".join([*around[::2], *words, *around[1::2]])
    assert substance(both, Sort.STORY) == (len(words) >= 3)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read_and_decoration_never_makes_it_say_less(text: str) -> None:
    once = substance(text, Sort.STORY)
    assert substance(f"{text} 😍 @x #y", Sort.STORY) == once
    assert substance(f"{text} three words more", Sort.STORY)


HOSTILE = [
    "@" * 20_000,
    "#" * 20_000,
    "@a.-" * 5_000,
    "http://" * 3_000,
    "www." * 5_000,
    "1\ufe0f" * 10_000,
    "#a@" * 7_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_takes_long(text: str) -> None:
    """A pattern that tries again from each place would take minutes on these."""
    substance(text, Sort.STORY)


# --- where an Entry gets it ---


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def say(world: World, *changes: dict[str, object]) -> None:
    assert world.deliver(facebook(*changes)) == 200
    world.work()


@pytest.mark.practice(41)
def test_it_is_noted_when_it_comes_and_anew_when_it_is_edited(world: World) -> None:
    say(world, comment("c1", "lovely coffee"), comment("c2", "lovely coffee every single morning"))
    assert (world.entry("1_c1").substance, world.entry("1_c2").substance) == (False, True)
    say(world, comment("c1", "lovely coffee, and what a morning", verb="edited"))
    assert world.entry("1_c1").substance is True


@pytest.mark.practice(53)
def test_its_topic_is_noted_whatever_becomes_of_it(world: World) -> None:
    manner = Manner(topics=(Topic(name="late parcels", words=("parcel*",)), Topic(name="beans", words=("coffee",))))
    world.brands.brands["acme"] = replace(world.brands.brands["acme"], manner=manner)
    say(world, comment("c1", "My PARCELS are late"), comment("c2", "lovely coffee"), comment("c3", "hello there"))
    assert [world.entry(f"1_c{n}").topic for n in (1, 2, 3)] == ["late parcels", "beans", None]
