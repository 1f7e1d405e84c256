"""voice.toml: read whole with every fault named, and what no text of a rule may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.brands.circle import Colleague
from shared.brands.desk import open_desk
from shared.brands.problems import BrandsInvalid, Faults
from shared.brands.unfit import emoji
from shared.brands.voice_form import ListedForm, VoiceForm, named_in, read_voice, unfit
from shared.core.ledger import Sort
from shared.rules.voice import Emoji, Manner, Picture, Topic

TEAM = (
    Colleague(name="Ingrid Solheim", signature="Ingrid at Tern & Kettle"),
    Colleague(name="Dāvis Ozols", signature="Dāvis (Tern & Kettle)"),
    Colleague(name="Rose", signature="Rose from the shop"),
)
WHOLE = """
liked = ["cup"]
banned = ["Valued  Customer", "apologi*"]
emoji = "none"

[formal]
de = true

[signatures]
nb = "– hjelperen"

[[topics]]
name = "roast"
words = ["Roast*", "brenning"]
called = { en = "the new roast" }

[[pictures]]
url = "https://ternandkettle.example/wave.gif"
alt = "A tern waves"
suits = ["praise", "thanks"]
languages = ["en"]
credit = "Maja Lind"
"""


def voice(folder: Path, text: str) -> tuple[Manner, list[str]]:
    """The manner, and what was found wrong as field: came."""
    (folder / "voice.toml").write_text(text, encoding="utf-8")
    found = Faults()
    manner = read_voice(folder, ("en", "nb"), found, TEAM)
    return manner, [f"{one.field}: {one.came}" for one in found.found]


def test_without_the_file_a_brand_speaks_in_the_usual_manner(tmp_path) -> None:
    found = Faults()
    assert (read_voice(tmp_path, ("en",), found), found.found) == (Manner(), [])


@pytest.mark.practice(13)
def test_the_whole_file_is_what_doors_get_with_phrases_folded(tmp_path) -> None:
    assert voice(tmp_path, WHOLE) == (
        Manner(
            liked=("cup",),
            banned=("valued customer", "apologi*"),
            emoji=Emoji.NONE,
            formal={"de": True},
            signatures={"nb": "– hjelperen"},
            topics=(Topic(name="roast", words=("roast*", "brenning"), called={"en": "the new roast"}),),
            pictures=(
                Picture(
                    url="https://ternandkettle.example/wave.gif",
                    alt="A tern waves",
                    suits=("praise", "thanks"),
                    languages=("en",),
                    credit="Maja Lind",
                ),
            ),
        ),
        [],
    )


def test_the_page_names_every_key_and_its_file_is_sound(tmp_path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "voice.md").read_text(encoding="utf-8")
    assert [
        name
        for name in VoiceForm.model_fields
        if f"`{name}`" not in page and f"`[{name}]`" not in page and f"`[[{name}]]`" not in page
    ] == []
    (shown,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    manner, told = voice(tmp_path, shown)
    assert told == []
    assert {name for name in VoiceForm.model_fields if not getattr(manner, name)} == set()


def test_the_page_about_pictures_shows_a_file_that_is_sound(tmp_path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "pictures.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(# https:.*?)```", page, re.DOTALL)
    assert listed(tmp_path, shown) == (Manner(), [])
    manner, _ = listed(tmp_path, shown.replace('seen_by = ""', 'seen_by = "Ingrid"'))
    (one,) = manner.shortlist
    assert all(getattr(one, name) for name in one.__struct_fields__)
    assert all(f"`{name}`" in page or f"{name} =" in shown for name in ListedForm.model_fields)


TOPIC = '[[topics]]\nname = "roast"\nwords = ["roast"]\ncalled = { en = "it" }\n'
PICTURE = '[[pictures]]\nurl = "https://a.example/x.gif"\nalt = "x"\nsuits = ["praise"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('emojis = "one"', "emojis: an unknown key"),
        ('emoji = "few"', "emoji: 'few'"),
        ('banned = ["a*b"]', "banned[0]: 'a*b'"),
        ('banned = [" "]', "banned[0]: ' '"),
        ('liked = ["Cup"]\nbanned = ["cup"]', "liked: 'Cup', which is banned too"),
        ('[formal]\nGerman = true', "formal.German: 'German'"),
        ('[formal]\nde = "yes"', "formal.de: 'yes'"),
        ('[[topics]]\nname = "roast"\ncalled = { en = "it" }', "topics[0].words: nothing"),
        (TOPIC.replace('en = "it"', 'nb = "den"'), "topics[0].called: names in nb"),
        (TOPIC.replace('"it"', f'"{"x" * 41}"'), f"topics[0].called.en: '{'x' * 41}'"),
        (TOPIC + TOPIC, "topics[1].name: 'roast' a second time"),
        (PICTURE.replace("https:", "http:"), "pictures[0].url: 'http://a.example/x.gif'"),
        (PICTURE.replace("a.example", "u:p@a.example"), "pictures[0].url: 'https://u:p@a.example/x.gif'"),
        (PICTURE.replace("praise", "complaint"), "pictures[0].suits[0]: 'complaint'"),
        (PICTURE.replace('alt = "x"\n', ""), "pictures[0].alt: nothing"),
        (PICTURE + PICTURE, "pictures[1].url: 'https://a.example/x.gif' a second time"),
        ('[signatures]\nnb = "– Ingrid Solheim"', "signatures.nb: 'Ingrid Solheim', a colleague's name"),
        ("emoji =", "(whole file): a mistake in TOML: Invalid value (at end of document)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_field_with_what_came(tmp_path, text, told) -> None:
    assert voice(tmp_path, text)[1] == [told]


def test_every_fault_is_told_at_once(tmp_path) -> None:
    _, told = voice(tmp_path, 'emoji = "few"\nbanned = [" "]\n' + PICTURE.replace("praise", "spam"))
    assert len(told) == 3


LISTED = PICTURE + 'credit = "Powered by GIPHY"\nseen_by = "Ingrid"\n'


def listed(folder: Path, text: str, own: str = "") -> tuple[Manner, list[str]]:
    """The same of `pictures.toml`, beside a `voice.toml`."""
    (folder / "pictures.toml").write_text(text, encoding="utf-8")
    return voice(folder, own)


@pytest.mark.practice(17)
def test_a_picture_of_others_is_on_the_shortlist_once_somebody_has_looked_at_it(tmp_path) -> None:
    unseen = [
        LISTED.replace("x.gif", f"{number}.gif").replace('"Ingrid"', who) for number, who in enumerate(('""', '" "'))
    ]
    unseen.append(PICTURE.replace("x.gif", "3.gif"))
    manner, told = listed(tmp_path, LISTED + "".join(unseen))
    assert told == []
    assert (manner.pictures, [one.url for one in manner.shortlist]) == ((), ["https://a.example/x.gif"])
    assert manner.shortlist[0].credit == "Powered by GIPHY"
    (tmp_path / "voice.toml").unlink()
    found = Faults()
    assert read_voice(tmp_path, ("en",), found) == Manner(shortlist=manner.shortlist)


@pytest.mark.parametrize(
    ("text", "own", "told"),
    [
        (LISTED + LISTED, "", "pictures[1].url: 'https://a.example/x.gif' a second time"),
        (LISTED, PICTURE, "pictures[0].url: 'https://a.example/x.gif', which voice.toml has"),
        (LISTED + "by = 1", "", "pictures[0].by: an unknown key"),
        ('banned = ["x"]', "", "banned: an unknown key"),
        (LISTED.replace("Powered by GIPHY", "See giphy.com"), "", "pictures[0].credit: 'giphy.com', a link"),
        (LISTED, 'banned = ["powered"]', "pictures[0].credit: 'powered', which voice.toml bans"),
        ("", PICTURE + 'credit = "Ingrid Solheim"', "pictures[0].credit: 'Ingrid Solheim', a colleague's"),
    ],
)
def test_what_is_wrong_with_a_shortlist_or_a_credit_is_named(tmp_path, text, own, told) -> None:
    assert listed(tmp_path, text, own)[1] == [told]


def wrong(text: str, language: str = "en", sort: Sort | None = Sort.PRAISE, **how: object) -> list[str]:
    given = {"manner": Manner(emoji=Emoji.MANY), "team": TEAM} | how
    return [came for came, _ in unfit(text, language, sort=sort, **given)]


@pytest.mark.practice(13)
@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("Dear VALUED  customer", ["'valued customer', which voice.toml bans"]),
        ("We apologise", ["'apologi', which voice.toml bans"]),
        ("Our valued cup", []),
    ],
)
def test_a_banned_word_is_named(text, came) -> None:
    assert wrong(text, manner=Manner(banned=("valued customer", "apologi*"))) == came


@pytest.mark.practice(13, 17)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Thank you", 0),
        ("Thank you ☕", 1),
        ("Thank you ❤️", 1),
        ("👨‍👩‍👧 thanks 👍🏽", 2),
        ("🇳🇴🇱🇻", 2),
        ("1️⃣ 2", 1),
        ("50 © 2026 – 咖啡！ ←", 0),
    ],
)  # fmt: skip
def test_emoji_are_counted_as_a_reader_sees_them(text, shown) -> None:
    assert len(emoji(text)) == shown
    assert bool(wrong(text, manner=Manner(emoji=Emoji.NONE))) is (shown > 0)
    assert bool(wrong(text, manner=Manner(emoji=Emoji.ONE))) is (shown > 1)
    assert wrong(text, manner=Manner(emoji=Emoji.MANY)) == []


@pytest.mark.practice(15)
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Thank you! – Ingrid Solheim", ["Ingrid Solheim"]),
        ("Best, ingrid at TERN & Kettle", ["Ingrid at Tern & Kettle"]),
        ("Thank you!\nIngrid", ["Ingrid"]),
        ("Thank you! – Ingrid.", ["Ingrid"]),
        ("Paldies! /Dāvis", ["Dāvis"]),
        ("Ingrid will answer you tomorrow", []),
        ("Thank you! – Tern & Kettle", []),
        ("Thank you! – Rose", ["Rose"]),
        ("The rose tea is back", []),
    ],
)
def test_no_rule_signs_as_a_colleague(text, named) -> None:
    assert named_in(text, TEAM) == named
    assert wrong(text) == [f"{name!r}, a colleague's" for name in named]
    assert wrong(text, automatic=False) == wrong(text)


SELLING = [
    ("Thanks! https://a.example/x", "en", "'https://a.example/x', a link"),
    ("Thanks! See ternandkettle.no", "en", "'ternandkettle.no', a link"),
    ("Only €12 today", "en", "'€12', a price"),
    ("Bare 120 kr", "nb", "'120 kr', a price"),
    ("只要30元", "zh", "'30元', a price"),
    ("20 % for you", "en", "'20 %', a share in per cent"),
    ("Say TERN20 at the counter", "en", "'TERN20', a code"),
    ("Have a look at our offers", "en", "'offers'"),
    ("Buy one for a friend", "en", "'buy'"),
    ("Se på tilbudet vårt", "nb", "'tilbudet'"),
    ("Iegādājieties tūlīt", "lv", "'iegādājieties'"),
    ("今天有优惠", "zh", "'优惠'"),
]


@pytest.mark.practice(14, 52)
@pytest.mark.parametrize(("text", "language", "came"), SELLING)
def test_no_acknowledgment_holds_a_link_or_an_offer(text, language, came) -> None:
    for sort in (Sort.PRAISE, Sort.THANKS, Sort.STORY, Sort.TAG):
        assert wrong(text, language, sort) == [came]
    assert wrong(text, language, Sort.QUESTION, thanks=True) == [came]


@pytest.mark.parametrize(("text", "language", "came"), SELLING)
def test_an_answer_to_a_question_may_name_a_price_and_a_colleague_may_send_a_link(text, language, came) -> None:
    assert wrong(text, language, Sort.QUESTION) == []
    assert wrong(text, language, Sort.PRAISE, automatic=False) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("That made our morning, {author}. Thank you!", "en"),
        ("You are 100% right", "en"),
        ("Ha det fint, f.eks. i dag", "nb"),
        ("A coffee at 9.30 then", "en"),
        ("Salty sea air and a good cup", "en"),
        ("Ingen grunn til å kjøre fort", "nb"),
        ("谢谢您，下次见", "zh"),
    ],
)
def test_a_kind_word_is_not_taken_for_an_offer(text, language) -> None:
    assert wrong(text, language) == []


@pytest.mark.practice(51)
@pytest.mark.parametrize(
    ("text", "language", "came"),
    [
        ("I am sorry, this was our fault.", "en", "'our fault'"),
        ("We will compensate you", "en", "'compensat'"),
        ("Det er vår skyld", "nb", "'vår skyld'"),
        ("Esam vainīgi", "lv", "'esam vainīgi'"),
        ("这是我们的责任", "zh", "'我们的责任'"),
        ("這是我們的錯", "zh-TW", "'我們的錯'"),
    ],
)
def test_an_apology_admits_no_fault_whoever_sends_it(text, language, came) -> None:
    assert wrong(text, language, Sort.COMPLAINT) == [came]
    assert wrong(text, language, Sort.COMPLAINT, automatic=False) == [came]
    assert wrong(text, language, Sort.QUESTION) == []


@pytest.mark.practice(51)
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I am sorry that your parcel came late. Let us put that right.", "en"),
        ("Så leit å høre. En kollega ser på det nå.", "nb"),
        ("Mums ļoti žēl, ka tā notika.", "lv"),
        ("很抱歉让您有这样的经历。", "zh"),
    ],
)
def test_saying_sorry_is_no_admission(text, language) -> None:
    assert wrong(text, language, Sort.COMPLAINT) == []


@pytest.mark.practice(13)
@pytest.mark.parametrize(
    ("language", "formal", "informal"),
    [
        ("de", "Danke, wir melden uns bei Ihnen.", "Danke, wir melden uns bei dir."),
        ("nb", "Takk, vi svarer Dem snart.", "Takk, vi svarer deg snart."),
        ("da", "Tak, vi svarer Dem snart.", "Tak, vi svarer dig snart."),
        ("sv", "Tack, vi svarar Er snart.", "Tack, vi svarar dig snart."),
        ("fr", "Merci à vous", "Merci à toi"),
        ("es", "Gracias a usted", "Gracias a ti"),
        ("lv", "Paldies Jums", "Paldies tev"),
        ("zh-CN", "谢谢您", "谢谢你"),
    ],
)
def test_people_are_addressed_as_the_brand_wants(language, formal, informal) -> None:
    base = language.partition("-")[0]
    politely, warmly = Manner(formal={base: True}), Manner(formal={base: False})
    assert (len(wrong(formal, language, manner=politely)), len(wrong(informal, language, manner=politely))) == (0, 1)
    assert (len(wrong(formal, language, manner=warmly)), len(wrong(informal, language, manner=warmly))) == (1, 0)
    assert wrong(formal, language) == wrong(informal, language) == []


def test_a_capital_at_the_beginning_of_a_sentence_tells_no_address() -> None:
    assert wrong("Danke! Sie schmeckt uns auch.\nIhr Duft!", "de", manner=Manner(formal={"de": False})) == []
    assert wrong("Takk. De er gode, bollene.", "nb", manner=Manner(formal={"nb": False})) == []


def test_one_hashtag_is_enough() -> None:
    assert wrong("Thanks #tern") == []
    assert wrong("Thanks #tern #kettle") == ["2 hashtags"]


@pytest.mark.practice(6, 14, 15)
def test_what_brand_toml_says_to_people_is_held_against_the_same(write, sound, pretend_platforms) -> None:
    """A follow-up stands in thanks, and the signature under every automatic answer."""

    def brand(signature: str, line: str) -> dict[str, str]:
        text = sound["tern/brand.toml"].replace("– our automatic helper", signature)
        event = f"""
[[events]]
name = "week"
opens = 2026-12-01T09:00:00
closes = 2026-12-07T18:00:00
hashtags = ["#ternweek"]
follow_up = {{ en = "{line}" }}
"""
        return {"tern/brand.toml": text + event}

    with pytest.raises(BrandsInvalid) as told:
        open_desk(write(brand("– Ingrid", "Show us, and get 20 % off")), pretend_platforms)
    assert [(one.field, one.came) for one in told.value.faults] == [
        ("signature", "'Ingrid', a colleague's name"),
        ("events[0].follow_up.en", "'20 %', a share in per cent"),
    ]
    open_desk(write(brand("– helper", "Show us your cup?")), pretend_platforms)
