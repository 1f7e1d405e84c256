"""How a brand speaks, as doors hold it: its topics, its pictures, and never the same wording twice."""

from __future__ import annotations

import pytest

from shared.core.speech import Spoken, picture_mark
from shared.rules.languages import code, pick
from shared.rules.voice import Manner, Picture, Topic, pictures_for, topic_in, topic_named, unsaid

SAYS = tuple(Spoken(text=f"{word}, Anna!", wording=word) for word in ("thanks", "cheers", "bless"))


@pytest.mark.practice(12)
def test_the_first_wording_that_was_said_neither_to_the_person_nor_under_the_post_is_taken() -> None:
    assert unsaid(SAYS) is SAYS[0]
    assert unsaid(SAYS, {"thanks"}, ()) is SAYS[1]
    assert unsaid(SAYS, {"thanks"}, ["cheers"]) is SAYS[2]


def test_there_is_none_where_all_have_been_said() -> None:
    assert unsaid(SAYS, {"thanks", "bless"}, ("cheers",)) is None
    assert unsaid(()) is None


@pytest.mark.practice(12)
def test_a_topic_is_found_by_whole_words_in_the_brands_order() -> None:
    manner = Manner(topics=(Topic(name="buns", words=("bun", "bolle*")), Topic(name="roast", words=("roast",))))
    assert topic_in(manner, "the roast and a bun") is manner.topics[0]
    assert topic_in(manner, "bollene") is manner.topics[0]
    assert topic_in(manner, "bundle") is None
    assert topic_named(manner, "roast") is manner.topics[1]
    assert topic_named(manner, None) is None


@pytest.mark.practice(17)
def test_a_picture_suits_the_class_and_the_language_or_there_is_none() -> None:
    wave = Picture(url="https://a.example/wave.gif", alt="A wave", suits=("praise", "thanks"))
    takk = Picture(url="https://a.example/takk.gif", alt="Takk", suits=("praise",), languages=("nb",))
    manner = Manner(pictures=(wave, takk))
    assert [pictures_for(manner, "praise", "no", number) for number in range(3)] == [
        (wave, takk),
        (takk, wave),
        (wave, takk),
    ]
    assert pictures_for(manner, "praise", "en", 1) == (wave,)
    assert pictures_for(manner, "complaint", "en", 0) == ()
    assert pictures_for(Manner(), "praise", "en", 0) == ()


@pytest.mark.practice(17)
def test_the_shortlist_is_for_where_none_of_the_brands_own_fits() -> None:
    own = Picture(url="https://a.example/own.gif", alt="A wave", suits=("praise",))
    found = tuple(
        Picture(url=f"https://a.example/{number}.gif", alt="A bow", suits=("praise", "tag")) for number in range(9)
    )
    manner = Manner(pictures=(own,), shortlist=found)
    assert pictures_for(manner, "praise", "en", 3) == (own,)
    assert pictures_for(manner, "tag", "en", 7) == (*found[7:], *found[:3])


@pytest.mark.practice(12, 17)
def test_words_come_again_with_another_picture_and_no_picture_comes_again() -> None:
    says = tuple(Spoken(text="Thanks!", wording=word, media=url) for url in ("a", "b", None) for word in ("one", "two"))
    assert unsaid(says, {"one"}) is says[1]
    assert unsaid(says, says[0].marks) is says[3]
    assert unsaid(says, says[0].marks, says[3].marks) is None
    assert unsaid(says, {picture_mark("a"), picture_mark("b")}) is says[4]
    assert picture_mark("https://a.example/1.gif") != picture_mark("https://a.example/2.gif")


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("EN_us", "en-us"),
        ("nb", "no"),
        ("nn-NO", "no-no"),
        ("zh-TW", "zh-hant"),
        ("zh_Hant_HK", "zh-hant"),
        ("und", None),
        ("qht", None),
        ("English", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_written_in_one_way_however_platforms_write_it(written, one) -> None:
    assert code(written) == one


def test_a_table_without_the_language_holds_nothing_for_it() -> None:
    assert pick({"en": 1, "nb": 2}, "lv") is None
    assert pick({"en": 1}, None) is None
    assert pick({"zh-Hant": 1, "zh": 2}, "zh-HK") == 1
    assert pick({"zh-Hant": 1}, "zh") == 1
