"""Placeholders: filled once with cleaned values, whatever people call themselves; no value, no sentence."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.brands.circle import Contact, Event, Post
from shared.brands.compiled import Brand
from shared.brands.routes import Account
from shared.core.calendar import Calendar, Dated
from shared.core.facts import Facts
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.rules.folding import fold
from shared.rules.names import LONGEST_VALUE, at_handle, cleaned, titled
from shared.rules.times import LENGTHS, WEEKDAYS, closing, expected, opening
from shared.rules.voice import Manner, Topic
from shared.rules.words import PLACEHOLDERS, Situation, faults, fill, widest

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
        ("@{help}", 1),
        (" ".join(f"{{{name}}}" for name in PLACEHOLDERS), 0),
    ],
)
def test_the_desk_is_told_what_is_wrong_with_a_text(text, wrong) -> None:
    assert len(faults(text)) == wrong


OSLO = Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),), days={"2026-12-24": Dated()})
TERN = Brand(
    key="tern",
    name="Tern & Kettle Coffee",
    short="Tern & Kettle",
    zone="Europe/Oslo",
    languages=("en", "nb"),
    calendar=OSLO,
    signature="– helper",
    contact=Contact(mail="hei@ternandkettle.example"),
    posts=(Post(id="p1", title="Autumn roast"), Post(id="p2")),
    events=(Event(name="week", opens=datetime(2026, 11, 1, tzinfo=UTC), closes=datetime(2026, 12, 1, tzinfo=UTC),
                  follow_up={"en": "Show us your {cup}?"}),),
    accounts=(Account(id="1", platform="x", connection="x", name="Tern", helps="tern_help"),),
    manner=Manner(
        signatures={"nb": "– hjelperen"},
        topics=(
            Topic(name="roast", words=("roast*", "brent*"), called={"en": "the new roast", "nb": "den nye brenten"}),
            Topic(name="buns", words=("bun*",), called={"en": "the buns"}),
        ),
    ),
)  # fmt: skip
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)  # 11:00 in Oslo


def told(
    template: str, language: str = "en", *, facts: Facts | None = None, brand: Brand = TERN, **act: object
) -> str | None:
    given: dict[str, object] = {
        "platform": "wall", "account": "1", "object": "1", "kind": Kind.COMMENT, "received_at": MONDAY,
    }  # fmt: skip
    message = Interaction(**(given | act))
    return Situation(message, facts or Facts(open=True), brand, fold(message.text or "")).filled(template, language)


@pytest.mark.parametrize(
    ("at", "language", "said"),
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
def test_the_next_opening_is_told_in_local_time_and_the_texts_language(at, language, said) -> None:
    assert opening(OSLO, datetime(*at, tzinfo=UTC), language) == said


def test_a_brand_that_never_closes_has_no_next_opening_and_no_closing() -> None:
    always = Calendar(zone="UTC")
    assert opening(always, datetime(2026, 1, 1, tzinfo=UTC), "en") is None
    assert closing(always, datetime(2026, 1, 1, tzinfo=UTC)) is None


def week(*spans: tuple[int, int]) -> Calendar:
    return Calendar(zone="Europe/Oslo", week=(spans,) * 7)


@pytest.mark.practice(23)
@pytest.mark.parametrize(
    ("spans", "hour", "said"),
    [
        ([(9, 18)], 11, "18:00"),
        ([(9, 12), (13, 18)], 11, "18:00"),
        ([(7, 10), (17, 22)], 8, "10:00"),
        ([(0, 2), (18, 24)], 20, "02:00"),
        ([(0, 2), (18, 24)], 1, "02:00"),
        ([(9, 12)], 13, None),
        ([(0, 24)], 12, None),
    ],
)
def test_the_end_of_service_is_today_over_a_midday_break_and_over_midnight(spans, hour, said) -> None:
    calendar = week(*((opens * 60, closes * 60) for opens, closes in spans))
    assert closing(calendar, datetime(2026, 11, 23, hour - 1, tzinfo=UTC)) == said


@pytest.mark.practice(44)
@pytest.mark.parametrize(
    ("minutes", "language", "said"),
    [
        (0.5, "en", "5 minutes"),
        (5, "en", "5 minutes"),
        (31, "en", "40 minutes"),
        (61, "en", "90 minutes"),
        (91, "en", "about 2 hours"),
        (300, "en-GB", "about 5 hours"),
        (481, "en", None),
        (None, "en", None),
        (31, "nb", "40 minutter"),
        (31, "lv", "40 minūšu"),
        (91, "lv", "aptuveni 2 stundu"),
        (91, "de", "etwa 2 Stunden"),
        (31, "zh-CN", "40分钟"),
        (91, "zh-TW", "大約2小時"),
        (31, "fi", None),
    ],
)
def test_the_expected_time_is_rounded_up_and_told_in_the_texts_language(minutes, language, said) -> None:
    usual = None if minutes is None else minutes * 60.0
    assert expected(OSLO, datetime(2026, 11, 23, 8, tzinfo=UTC), usual, language) == said


@pytest.mark.practice(44)
def test_no_expected_time_is_told_that_runs_past_closing() -> None:
    calendar = week((540, 1080))
    assert expected(calendar, datetime(2026, 11, 23, 16, 20, tzinfo=UTC), 1900, "en") == "40 minutes"
    assert expected(calendar, datetime(2026, 11, 23, 16, 21, tzinfo=UTC), 1900, "en") is None


def test_each_language_has_seven_weekdays_and_a_place_for_the_number() -> None:
    assert {len(days) for days in WEEKDAYS.values()} == {7}
    assert all("{}" in form for forms in LENGTHS.values() for form in forms)
    assert set(WEEKDAYS) <= set(LENGTHS)


def test_expected_and_until_have_a_value_inside_hours_only() -> None:
    inside, outside = Facts(open=True, usual=60.0), Facts(open=False, usual=60.0)
    assert told("{expected}, till {until}", facts=inside) == "5 minutes, till 18:00"
    assert told("{expected}", facts=outside) is None
    assert told("{until}", facts=outside) is None
    assert told("{hours}", facts=inside) is None


@pytest.mark.practice(5)
def test_the_title_is_the_brands_word_for_the_post_before_the_platforms() -> None:
    details = {"title": "What the platform says"}
    assert told("{title}", place=Place(post="p1"), details=details) == "Autumn roast"
    assert told("{title}", place=Place(post="p2"), details=details) == "What the platform says"
    assert told("{title}", kind=Kind.SHARE, details=details) == "What the platform says"
    assert told("{title}") is None


@pytest.mark.parametrize("kind", [Kind.REVIEW, Kind.POST, Kind.DIRECT_MESSAGE, Kind.MENTION])
def test_what_a_person_calls_their_own_words_is_never_repeated(kind) -> None:
    assert told("{title}", kind=kind, details={"title": "You are thieves"}) is None


def test_a_title_is_cleaned_and_a_long_one_ends_at_a_word() -> None:
    assert titled("Look @here\n now") == "Look here now"
    assert titled("buy at evil.com") is None
    long = titled("extraordinary " * 30)
    assert long is not None
    assert set(long.removesuffix("…").split()) == {"extraordinary"}
    assert len(long) <= 80


@pytest.mark.practice(12, 30)
def test_a_topic_is_told_in_the_brands_own_words_and_never_in_the_persons() -> None:
    assert told("You like {topic}", text="That ROASTED thing of yours!!") == "You like the new roast"
    assert told("Du liker {topic}", "nn", text="brenten deres") == "Du liker den nye brenten"
    assert told("{topic}", "lv", text="roast") is None
    assert told("{topic}", text="nothing of the kind") is None


@pytest.mark.practice(30, 43)
def test_the_last_topic_is_told_only_where_it_is_another_one() -> None:
    def then(topic: str | None, text: str) -> str | None:
        return told("How were {last_topic}?", facts=Facts(open=True, topic=topic), text=text)

    assert then("buns", "the roast") == "How were the buns?"
    assert then("buns", "hello") == "How were the buns?"
    assert then("buns", "your buns again") is None
    assert then("no longer there", "hello") is None
    assert then(None, "hello") is None


@pytest.mark.practice(6)
def test_a_follow_up_is_the_line_of_the_event_in_the_texts_language_as_it_is_written() -> None:
    during = Facts(open=True, events=("week",))
    assert told("Thanks! {follow_up}", facts=during) == "Thanks! Show us your {cup}?"
    assert told("Takk! {follow_up}", "nb", facts=during) is None
    assert told("Thanks! {follow_up}") is None


@pytest.mark.practice(38)
def test_a_meeting_is_offered_by_its_address_as_it_is_written() -> None:
    meet = msgspec.structs.replace(TERN, contact=Contact(meeting="https://tern.example/meet?who={author}"))
    assert told("Let us talk: {contact_meeting}", brand=meet) == "Let us talk: https://tern.example/meet?who={author}"
    assert widest(meet)["contact_meeting"] == "https://tern.example/meet?who={author}", "as long as it is"
    assert told("Let us talk: {contact_meeting}") is None


@pytest.mark.practice(4, 19)
def test_where_to_go_on_comes_from_what_the_brand_wrote() -> None:
    assert told("{contact_mail}") == "hei@ternandkettle.example"
    assert told("{contact_phone}") is None
    assert told("{help} {reference}", facts=Facts(open=True, helps="tern_help", reference="TK-1")) == "@tern_help TK-1"
    assert told("{help}") is None
    assert told("{reference}") is None


def test_the_signature_is_the_one_of_the_language_and_none_where_nothing_is_disclosed() -> None:
    assert (told("{signature}"), told("{signature}", "no")) == ("– helper", "– hjelperen")
    silent = msgspec.structs.replace(TERN, signature="")
    assert told("{signature}", "nb", brand=silent) == ""


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_is_ever_read_again(value) -> None:
    """Nor what a topic is called, a follow-up or a title."""
    manner = Manner(topics=(Topic(name="t", words=("x",), called={"en": value}),), signatures={"en": value})
    brand = msgspec.structs.replace(TERN, manner=manner, posts=(Post(id="p", title=value),))
    said = told("{topic}|{signature}|{title}", brand=brand, text="x", place=Place(post="p"))
    assert said == f"{value}|{value}|{value}"


def test_the_widest_values_are_as_wide_as_any_that_come() -> None:
    widths = widest(TERN)
    facts = Facts(open=True, usual=28000.0, helps="tern_help", reference="TK-7F3A", topic="buns", events=("week",))
    values = Situation(
        Interaction(
            platform="wall", account="1", object="1", kind=Kind.COMMENT, received_at=MONDAY.replace(hour=8),
            author=Author(name="x" * 99, handle="y" * 40), place=Place(post="p1"),
        ),
        facts, TERN, "roast",
    )  # fmt: skip
    for name in PLACEHOLDERS:
        for language in ("en", "nb", "lv", "zh", "fr"):
            value = values.value(name, language)
            assert value is None or len(value) <= len(widths[name] or ""), name
    assert {name for name, value in widths.items() if value is None} == {"contact_phone", "contact_meeting"}
