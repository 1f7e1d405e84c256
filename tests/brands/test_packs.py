"""The packs that come with Heard: what they say, to whom, in four languages, and when they rather say nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.brands.compiled import Brand
from shared.brands.desk import Desk, open_desk
from shared.brands.examples import try_book
from shared.brands.library import PACKS, packs_of
from shared.brands.unfit import emoji, unfit
from shared.core.decision import Decision
from shared.core.facts import Facts, History
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ledger import Sort, State
from shared.core.ports import Capability, May
from shared.rules.actions.acknowledge import Acknowledge
from shared.rules.folding import fold, found
from shared.rules.rule import action_of, decide
from shared.rules.voice import Emoji, Manner, unsaid
from shared.rules.words import bare, placeholders, wording

LANGUAGES = ("en", "nb", "lv", "zh")
NIGHT = datetime(2026, 1, 5, 21, tzinfo=UTC)  # a Monday, 22:00 in Oslo
NOON = datetime(2026, 1, 5, 11, tzinfo=UTC)
CONNECTIONS = "[facebook]\n[instagram]\n[linkedin]\n[standard]\n[threads]\n[whatsapp]\n[x]\n[youtube]\n"
BRAND = """
name = "Alder Books"
zone = "Europe/Oslo"
languages = ["en", "nb", "lv", "zh"]
signature = "– the automatic helper of Alder Books"
packs = PACKS
[hours]
monday = ["09:00-18:00"]
tuesday = ["09:00-18:00"]
[contact]
mail = "hello@alder.example"
phone = "+47 22 00 01 00"
[[posts]]
id = "poll"
tags = ["asks-opinion"]
[[posts]]
id = "fair"
title = "The winter fair"
[[events]]
name = "fair"
opens = 2026-01-01T00:00:00
closes = 2026-02-01T00:00:00
hashtags = ["#winterfair"]
follow_up = { en = "Which stall was yours?", nb = "Hvilken bod var din?", lv = "Kurš stends?", zh = "最喜欢哪个摊位？" }
"""
VOICE = """
[[topics]]
name = "poems"
words = ["poem*", "dikt*", "dzej*", "诗"]
called = { en = "poetry", nb = "lyrikk", lv = "dzeja", zh = "诗" }
"""


def folder(root: Path, packs: list[str], brand: str = BRAND, voice: str = VOICE) -> Path:
    """A brand that has every platform, no rules of its own, and these packs."""
    names = tomllib.loads(CONNECTIONS)
    accounts = "".join(f'[[accounts]]\nid = "{name}-1"\nconnection = "{name}"\nname = "{name}"\n' for name in names)
    home = root / "alder"
    home.mkdir(parents=True)
    (root / "connections.toml").write_text(CONNECTIONS, encoding="utf-8")
    (home / "brand.toml").write_text(brand.replace("PACKS", repr(packs)) + accounts, encoding="utf-8")
    if voice:
        (home / "voice.toml").write_text(voice, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return open_desk(folder(tmp_path_factory.mktemp("all"), packs_of()))


@pytest.fixture(scope="module")
def alder(desk) -> Brand:
    return desk.compiled.brands["alder"]


FILES = sorted(PACKS.glob("*/*.toml"))
RULES = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES}


def texts(rule: dict[str, Any], field: str) -> Iterator[tuple[str, list[str]]]:
    for then in rule["then"]:
        yield from then.get(field, {}).items()


SPEAKING = [name for name, rule in RULES.items() if any(texts(rule, "says"))]
DRAFTING = [name for name, rule in RULES.items() if any(texts(rule, "suggests"))]
THANKING = [
    name for name in SPEAKING if any(isinstance(action_of(then["do"]), Acknowledge) for then in RULES[name]["then"])
]


def act_of(brand: Brand, text: str, **more: Any) -> Decision:
    """What the packs make of a message. `platform`, `kind`, `hours`, `language`, `post`, `private`, `name`, facts."""
    from shared import plugins

    platform = more.get("platform", "facebook")
    kind = Kind(more.get("kind", "comment"))
    night = more.get("hours") == "outside"
    interaction = Interaction(
        platform=platform,
        account=f"{platform}-1",
        object=more.get("object", "1"),
        kind=kind,
        received_at=NIGHT if night else NOON,
        author=Author(id="7", name=more.get("name", "Maja Lind")),
        place=Place(post=more.get("post"), private=more.get("private", kind is Kind.DIRECT_MESSAGE)),
        text=text,
        language=more.get("language"),
    )
    module = plugins.load("platforms", platform)()
    may = {capability: row.may for (capability, one), row in module.policy.items() if one is kind}
    tags = {one.id: one.tags for one in brand.posts}.get(more.get("post") or "", ())
    facts = Facts(
        open=not night,
        at=interaction.received_at,
        tags=tags,
        events=tuple(more.get("events", ())),
        history=more.get("history"),
        usual=more.get("usual"),
        reference=more.get("reference"),
        topic=more.get("topic"),
    )
    return decide(brand.rules, interaction, facts, brand=brand, capabilities=module.capabilities, may=may)


def said(decision: Decision) -> list[str]:
    return [one.text for act in decision.acts for one in act.says]


# --- the texts ---


def test_every_pack_that_the_docs_name_is_there() -> None:
    page = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE) == packs_of()


@pytest.mark.parametrize("name", [*SPEAKING, *DRAFTING])
def test_a_rule_speaks_all_four_languages(name) -> None:
    rule = RULES[name]
    for field in ("says", "suggests"):
        written = {language for language, some in texts(rule, field) if some}
        assert written in (set(), set(LANGUAGES))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_shows_what_it_takes_and_what_it_leaves_in_every_language_that_it_speaks(name) -> None:
    rule = RULES[name]
    spoken = {"en", *(one.get("language", "en") for one in rule["matches"] if isinstance(one, dict))}
    if name != "90-reactions-and-follows":
        assert spoken == set(LANGUAGES)
    assert rule["does_not_match"]


@pytest.mark.practice(12)
@pytest.mark.parametrize("name", SPEAKING)
def test_no_two_texts_of_a_rule_say_the_same(name) -> None:
    for language, some in texts(RULES[name], "says"):
        assert len({wording(text) for text in some}) == len(some), language


@pytest.mark.practice(12)
@pytest.mark.parametrize("name", SPEAKING)
def test_there_are_enough_ways_to_say_it(name) -> None:
    for language, some in texts(RULES[name], "says"):
        assert len(some) >= (8 if name in THANKING else 6), language


@pytest.mark.practice(30)
@pytest.mark.parametrize("name", THANKING)
def test_half_of_the_thanks_need_nothing_to_be_known(name) -> None:
    for language, some in texts(RULES[name], "says"):
        assert sum(not placeholders(text) for text in some) * 2 >= len(some), language


@pytest.mark.practice(13, 14, 52)
@pytest.mark.parametrize("formal", [True, False])
@pytest.mark.parametrize("name", SPEAKING)
def test_texts_sell_nothing_and_address_nobody_wrongly(name, formal) -> None:
    sort = Sort(RULES[name].get("class", "unsure"))
    # Norwegian has given its formal address up; English has none.
    manner = Manner(emoji=Emoji.ONE, formal={"lv": formal, "zh": formal, "nb": False})
    for language, some in texts(RULES[name], "says"):
        for text in some:
            assert unfit(text, language, sort=sort, manner=manner, thanks=name in THANKING) == [], text
            assert len(emoji(text)) <= 1
            assert text.count("!") + text.count("！") <= 2
            assert "!!" not in text
            assert "http" not in text


CANNED = (
    "valued customer", "value your", "dear customer", "your feedback", "do not hesitate", "don't hesitate", "reach out",
    "inconvenience", "sincerely", "kjære kunde", "setter pris på din tilbakemelding", "ikke nøl", "cienījamais klient*",
    "vērtējam jūsu", "nevilcinieties", "尊敬的", "宝贵意见", "您的反馈", "亲爱的顾客", "敬请谅解",
)  # fmt: skip
# What nobody at a desk can know beforehand: when, and that it will be solved.
PROMISES = (
    "soon as possible", "shortly", "right away", "immediately", "in a moment", "minutes", "guarantee", "promise",
    "straks", "med en gang", "snarest", "umiddelbart", "garanter*", "lover", "tūlīt", "nekavējoties", "pēc brīža",
    "garantē*", "apsol*", "马上", "立刻", "立即", "很快", "保证", "一定会",
)  # fmt: skip


@pytest.mark.practice(12)
@pytest.mark.parametrize("name", [*SPEAKING, *DRAFTING])
def test_nothing_sounds_like_a_form_letter(name) -> None:
    for field in ("says", "suggests"):
        for _, some in texts(RULES[name], field):
            assert [(text, one) for text in some for one in CANNED if found(one, fold(text))] == []


@pytest.mark.practice(44)
@pytest.mark.parametrize("name", [name for name in SPEAKING if name not in THANKING])
def test_whoever_waits_is_promised_nothing_but_what_the_slots_know(name) -> None:
    for _, some in texts(RULES[name], "says"):
        bound = [(text, one) for text in some for one in PROMISES if found(one, fold(bare(text)))]
        # A colleague finds a code at once: that is about the code, and not about the answer.
        assert [one for one in bound if "reference" not in placeholders(one[0])] == []


@pytest.mark.practice(50)
@pytest.mark.parametrize("name", [name for name in SPEAKING if name not in THANKING])
def test_whoever_waits_is_not_thanked_for_it(name) -> None:
    thanks = ("thank*", "takk*", "paldies*", "谢*")
    for _, some in texts(RULES[name], "says"):
        assert [text for text in some if any(found(one, fold(text)) for one in thanks)] == []


@pytest.mark.practice(15)
@pytest.mark.parametrize("name", SPEAKING)
def test_no_machine_speaks_as_one_person(name) -> None:
    alone = re.compile(r"\b(?:I|I'm|I'll|my|me|jeg|meg|min|mitt|es|mani|man|mans|mana)\b|我(?!们)")
    for _, some in texts(RULES[name], "says"):
        assert [text for text in some if alone.search(text)] == []


@pytest.mark.practice(51)
@pytest.mark.parametrize("name", DRAFTING)
def test_a_draft_takes_the_guests_side_and_admits_nothing(name) -> None:
    for language, some in texts(RULES[name], "suggests"):
        for text in some:
            assert unfit(text, language, sort=Sort.COMPLAINT, manner=Manner(), automatic=False) == [], text


@pytest.mark.practice(50)
def test_rules_about_anger_have_no_words_of_their_own() -> None:
    angry = {name for name, rule in RULES.items() if rule.get("class") in ("complaint", "abuse", "spam")}
    assert {"18-abuse", "25-bad-review", "30-complaint", "16-safety", "14-threat", "10-spam"} <= angry
    assert angry.isdisjoint(SPEAKING)
    assert all([then["do"] for then in RULES[name]["then"]] in (["escalate"], ["ignore"]) for name in angry)


# --- the rules ---


def test_the_examples_of_every_pack_hold(desk, alder) -> None:
    trials = try_book(alder, desk.books["alder"])
    assert len(trials) == len(RULES)
    assert [failure for trial in trials for failure in trial.failed] == []


@pytest.mark.parametrize("pack", packs_of())
def test_a_pack_works_alone_and_none_of_its_rules_hides_another(pack, tmp_path) -> None:
    alone = open_desk(folder(tmp_path, [pack]))
    trials = try_book(alone.compiled.brands["alder"], alone.books["alder"])
    assert [trial.source.pack for trial in trials] == [pack] * len(list((PACKS / pack).glob("*.toml")))
    assert [problem for trial in trials for problem in (*trial.failed, *trial.shadowed)] == []


def test_a_brand_that_has_nothing_but_a_name_can_take_every_pack(tmp_path) -> None:
    plain = 'name = "Alder"\nzone = "Europe/Oslo"\nlanguages = ["lv"]\nsignature = "– Alder"\npacks = PACKS\n'
    book = open_desk(folder(tmp_path, packs_of(), plain, "")).compiled.brands["alder"]
    assert "private-details-offline" not in [rule.name for rule in book.rules]  # it has no mail and no phone
    assert len(book.rules) == len(RULES) - 1


# A message, what else matters about it, and the rule that should take it.
MESSAGES: list[tuple[str, dict[str, Any], str]] = [
    ("Best coffee in Oslo ❤️", {}, "praise"),
    ("The new shop is wonderful, congratulations 🎉", {}, "praise"),
    ("Så nydelig bilde! Gleder meg til neste besøk.", {}, "praise"),
    ("Ļoti garšīga kafija, iesaku visiem", {}, "praise"),
    ("这家店太棒了", {}, "praise"),
    ("Love your new bags", {"kind": "mention", "platform": "x"}, "praise"),
    ("Thank you so much!", {}, "you-are-welcome"),
    ("Tusen takk for hjelpen i går", {}, "you-are-welcome"),
    ("Liels paldies par palīdzību", {}, "you-are-welcome"),
    ("非常感谢", {}, "you-are-welcome"),
    ("Best coffee in town, but the cup was cold", {}, "anything-else"),
    ("Takk, men koppen var kald", {}, "complaint"),
    ("Paldies, bet krūze bija auksta", {}, "complaint"),
    ("My grandfather used to bake. The smell of your shop takes me straight back to his kitchen.", {}, "story"),
    ("小时候外婆常带我来你们这里", {}, "story"),
    ("My mother passed away last week. Thank you for being so kind to her", {}, "sad-news"),
    ("Faren min gikk bort i går. Takk for alle de gode stundene hos dere", {}, "sad-news"),
    ("爷爷上个月去世了，他最喜欢你们家", {}, "sad-news"),
    ("Do you ship to Riga?", {}, "question-inside-hours"),
    ("Do you ship to Riga", {"hours": "outside"}, "question-outside-hours"),
    ("Har dere åpent på søndag", {}, "question-inside-hours"),
    ("Når åpner dere i morgen", {"hours": "outside"}, "question-outside-hours"),
    ("Cik maksā piegāde", {}, "question-inside-hours"),
    (
        "Vai jums ir bezkofeīna kafija?",
        {"hours": "outside", "kind": "mention", "platform": "x"},
        "question-outside-hours",
    ),
    ("有燕麦奶吗", {}, "question-inside-hours"),
    ("你们几点开门", {"hours": "outside"}, "question-outside-hours"),
    ("Thank you! When do you open?", {}, "question-inside-hours"),
    ("Could you please send me the invoice again?", {}, "question-inside-hours"),
    ("Terrible service, waited 40 minutes", {}, "complaint"),
    ("I love what you do but this order was late again", {}, "complaint"),
    ("Veldig skuffet over kundeservicen", {}, "complaint"),
    ("Ļoti vīlos, pasūtījums nav saņemts", {}, "complaint"),
    ("服务太差了，我要投诉", {}, "complaint"),
    ("Thank you for nothing, terrible service", {}, "complaint"),
    ("Jeg vil ha pengene tilbake", {"kind": "direct_message", "platform": "whatsapp"}, "complaint"),
    ("My daughter had an allergic reaction after your soup", {}, "safety"),
    ("Jeg ble syk av maten deres", {"kind": "review"}, "safety"),
    ("Manam dēlam ir alerģija, un viņam palika slikti", {}, "safety"),
    ("吃完以后食物中毒了", {"hours": "outside"}, "safety"),
    ("Terrible service, rude staff", {"kind": "review"}, "bad-review"),
    ("Ļoti vīlos, vairs nenākšu", {"kind": "review"}, "bad-review"),
    ("Delicious, and packed with care. Thank you!", {"kind": "review"}, "kind-review"),
    ("味道很棒，太喜欢了", {"kind": "review"}, "kind-review"),
    ("Okay I guess", {"kind": "review"}, "other-review"),
    ("", {"kind": "review"}, "other-review"),
    ("DM us to promote your page 🔥 10k followers today", {}, "spam"),
    ("Tjen penger hjemmefra, enkelt! https://t.me/rik", {}, "spam"),
    ("兼职日赚500元，加微信 vx12345", {"kind": "direct_message", "platform": "whatsapp"}, "spam"),
    ("I will come to your shop and kill you all", {"hours": "outside"}, "threat"),
    ("Jeg skal drepe deg", {"kind": "direct_message", "platform": "whatsapp"}, "threat"),
    ("You are a bunch of idiots, go to hell", {}, "abuse"),
    ("Jūs esat stulbi idioti", {"kind": "mention", "platform": "x"}, "abuse"),
    ("My order number 48511 has the old address on it", {}, "private-details"),
    ("订单号 48511 什么时候发货", {"platform": "instagram"}, "private-details"),
    ("Ring meg på +47 412 34 567 om bordet", {"platform": "youtube"}, "private-details-offline"),
    ("Hi, can I change the address?", {"kind": "direct_message", "platform": "whatsapp"}, "message-inside-hours"),
    ("在吗？想问一下", {"kind": "direct_message", "platform": "whatsapp", "hours": "outside"}, "message-outside-hours"),
    ("Love your coffee", {"kind": "direct_message", "platform": "instagram"}, "message-inside-hours"),
    ("Tusen takk!", {"kind": "direct_message", "platform": "instagram"}, "closing"),
    ("好的，谢谢", {"kind": "direct_message", "platform": "whatsapp", "hours": "outside"}, "closing"),
    ("STOP", {"kind": "direct_message", "platform": "whatsapp"}, "no-more-messages"),
    ("退订", {"kind": "direct_message", "platform": "whatsapp"}, "no-more-messages"),
    ("Great, got it, thanks", {}, "closing-in-public"),
    ("Skaidrs, paldies", {}, "closing-in-public"),
    ("❤️❤️", {}, "hearts"),
    ("@Maja Lind ☕️", {}, "hearts"),
    ("🤬🤬", {}, "anything-else"),
    ("", {"kind": "share"}, "share"),
    ("Hit denne helgen?", {"kind": "share"}, "share"),
    ("推荐给大家", {"kind": "share", "platform": "x"}, "share"),
    ("", {"kind": "mention", "platform": "instagram", "private": True}, "in-a-story"),
    ("The dark one, without a doubt", {"post": "poll"}, "opinion"),
    ("我选蓝色的", {"post": "poll"}, "opinion"),
    ("", {"kind": "reaction"}, "reactions-and-follows"),
    ("", {"kind": "follow", "platform": "x"}, "reactions-and-follows"),
    ("lovely coffee", {}, "praise"),
    ("Great job losing my package", {}, "complaint"),
    ("Thanks for the cold tea", {}, "complaint"),
    ("呵呵，服务真好", {}, "anything-else"),
    ("🤔", {}, "anything-else"),
    ("你们家的咖啡真棒", {}, "praise"),
    ("辛苦了", {}, "you-are-welcome"),
    ("Wouldn't recommend", {}, "complaint"),
    ("This doesn't get any lovelier", {}, "anything-else"),
    ("You never disappoint", {}, "anything-else"),
    ("You won't be disappointed, great food", {"kind": "review"}, "kind-review"),
    ("You will be disappointed", {"kind": "review"}, "bad-review"),
    ("Love how you just ignore your customers ❤️", {}, "complaint"),
    ("收到的杯子是坏的，没有人理我", {"kind": "direct_message", "platform": "instagram"}, "complaint"),
    ("收到就是破的", {"kind": "direct_message", "platform": "instagram"}, "complaint"),
    ("It arrived in pieces", {"kind": "direct_message", "platform": "instagram"}, "complaint"),
    ("Where is my order no. 48511?", {}, "private-details"),
    ("ok, da vet jeg det", {}, "closing-in-public"),
    ("", {}, "anything-else"),
    ("Regn igjen i Bergen", {}, "anything-else"),
    ("今天下雨", {}, "anything-else"),
]


@pytest.mark.practice(10, 31)
@pytest.mark.parametrize(("text", "more", "rule"), MESSAGES, ids=[f"{rule}: {text[:24]}" for text, _, rule in MESSAGES])
def test_packs_alone_do_what_a_guest_would_hope(alder, text, more, rule) -> None:
    assert act_of(alder, text, **more).rule == rule


@pytest.mark.practice(50, 9)
@pytest.mark.parametrize(
    ("text", "more"),
    [(text, more) for text, more, rule in MESSAGES if rule in ("complaint", "bad-review", "safety", "threat", "abuse")],
)
def test_whoever_is_angry_meets_a_person_and_no_text_of_ours(alder, text, more) -> None:
    (act,) = act_of(alder, text, **more).acts
    assert act.ends is State.HANDED_OVER
    assert not act.says


def test_danger_is_told_at_once_and_anger_in_its_time(alder) -> None:
    urgent = {text: act_of(alder, text).acts[0].urgent for text in ("I will kill you all", "There was glass in my cup")}
    assert urgent == dict.fromkeys(urgent, True)
    assert not act_of(alder, "Terrible service").acts[0].urgent


@pytest.mark.practice(50, 51)
def test_a_complaint_brings_its_colleague_drafts_in_the_guests_language(alder) -> None:
    (act,) = act_of(alder, "Veldig skuffet over kundeservicen", language="nb").acts
    assert len(act.drafts) == 3
    assert all(re.search("(?i)jeg|beklager|meg", draft) for draft in act.drafts)
    assert any("Maja Lind" in draft for draft in act.drafts)


@pytest.mark.practice(1, 2, 29)
@pytest.mark.parametrize(
    ("platform", "kind", "gestures"),
    [
        ("facebook", "post", {Capability.REPLY: May.AUTO, Capability.LIKE: May.AUTO}),
        ("instagram", "comment", {Capability.REPLY: May.AUTO}),
        ("x", "mention", {Capability.REPLY: May.AUTO}),
        ("linkedin", "comment", {Capability.REPLY: May.APPROVAL, Capability.LIKE: May.APPROVAL}),
    ],
)
def test_praise_gets_the_best_gesture_that_the_platform_permits(alder, platform, kind, gestures) -> None:
    from shared import plugins

    acts = act_of(alder, "Best coffee in Oslo", platform=platform, kind=kind).acts
    policy = plugins.load("platforms", platform)().policy
    made = {act.capability: policy[act.capability, Kind(kind)].may for act in acts if act.capability is not None}
    assert made == gestures


@pytest.mark.practice(2)
def test_a_heart_on_x_waits_for_one_tap(alder) -> None:
    (act,) = act_of(alder, "❤️❤️", platform="x", kind="mention").acts
    assert act.capability is Capability.LIKE


@pytest.mark.practice(3, 23)
@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Do you ship to Riga?", "Tuesday 09:00"),
        ("Har dere åpent på søndag?", "tirsdag 09:00"),
        ("Vai jums ir bezkofeīna kafija?", "otrdien 09:00"),
        ("你们几点开门？", "星期二 09:00"),
    ],
)
def test_a_question_at_night_is_told_when_we_open_and_still_waits_for_a_person(alder, text, opens) -> None:
    reply, hand_over = act_of(alder, text, hours="outside").acts
    assert len(reply.says) == 12
    assert all(opens in one.text for one in reply.says)
    assert hand_over.ends is State.HANDED_OVER


@pytest.mark.practice(24, 44)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do you ship to Riga?", "usually within 40 minutes"),
        ("Har dere åpent på søndag?", "vanligvis innen 40 minutter"),
        ("Vai jums ir bezkofeīna kafija?", "parasti 40 minūšu laikā"),
        ("有燕麦奶吗？", "一般40分钟内"),
    ],
)
def test_a_question_by_day_is_told_the_usual_time_only_where_it_is_known(alder, text, expected) -> None:
    known, unknown = said(act_of(alder, text, usual=2300.0)), said(act_of(alder, text))
    assert any(expected in one for one in known)
    assert len(unknown) == len(known) - 3
    assert not any(re.search(r"\d\d? (?:min|hour)|分钟", one) for one in unknown)


@pytest.mark.practice(5)
def test_a_share_is_thanked_with_the_title_of_what_was_shared(alder) -> None:
    assert any("“The winter fair”" in one for one in said(act_of(alder, "", kind="share", post="fair")))
    assert not any("“" in one for one in said(act_of(alder, "", kind="share", post="other")))


@pytest.mark.practice(6, 26)
def test_thanks_ask_on_while_the_event_lasts(alder) -> None:
    during = said(act_of(alder, "Så nydelig bilde! Gleder meg til neste besøk.", language="nb", events=["fair"]))
    after = said(act_of(alder, "Så nydelig bilde! Gleder meg til neste besøk.", language="nb"))
    assert any("Hvilken bod var din?" in one for one in during)
    assert not any("bod" in one for one in after)


@pytest.mark.practice(22)
def test_private_details_move_to_a_private_place(alder) -> None:
    message, hand_over = act_of(alder, "My order number 48511 has the old address on it").acts
    assert message.capability is Capability.PRIVATE_REPLY
    assert not any("48511" in one.text for one in message.says)
    assert hand_over.ends is State.HANDED_OVER


@pytest.mark.practice(4)
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_can_be_written_to_people_are_asked_to_mail_or_call(alder, language) -> None:
    text = "+47 412 34 567"
    reply, hand_over = act_of(alder, text, platform="youtube", language=language, reference="AB12").acts
    assert all("AB12" in one.text for one in reply.says)
    assert all("hello@alder.example" in one.text or "+47 22 00 01 00" in one.text for one in reply.says)
    assert hand_over.ends is State.HANDED_OVER


@pytest.mark.practice(34)
def test_whoever_was_asked_for_an_opinion_is_thanked_and_answered(alder) -> None:
    thanks, hand_over = act_of(alder, "The dark one, without a doubt", post="poll").acts
    assert thanks.says
    assert hand_over.ends is State.HANDED_OVER


@pytest.mark.practice(25, 30, 43)
def test_regulars_and_newcomers_are_greeted_as_such(alder) -> None:
    regular = act_of(alder, "Best coffee in Oslo", history=History(acts=30, days=12), topic="poems")
    newcomer = act_of(alder, "Best coffee in Oslo", history=History())
    assert (regular.rule, newcomer.rule) == ("thanks-to-a-regular", "welcome")
    assert any("Last time it was poetry" in one for one in said(regular))
    assert act_of(alder, "Best coffee in Oslo", history=History(acts=1, days=1)).rule == "praise"


@pytest.mark.practice(12)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["Best coffee in Oslo ❤️", "Thank you so much!"])
def test_thirty_people_under_one_post_never_read_the_same_twice_in_twenty(alder, text, language) -> None:
    heard: list[str] = []
    for number in range(30):
        decision = act_of(alder, text, language=language, object=str(number))
        chosen = unsaid(decision.acts[0].says, heard[-20:])
        assert chosen is not None
        heard.append(chosen.wording)


@pytest.mark.practice(13)
def test_a_brand_that_bans_a_word_gets_a_pack_without_it(tmp_path) -> None:
    book = open_desk(folder(tmp_path, ["thanks"], voice='banned = ["smil*"]\n')).compiled.brands["alder"]
    spoken = said(act_of(book, "Best coffee in Oslo"))
    assert len(spoken) > 15
    assert not any("smil" in one for one in spoken)


@pytest.mark.practice(15)
def test_words_of_a_pack_end_in_the_disclosed_signature(alder) -> None:
    for text, more, _ in MESSAGES:
        assert all(one.endswith("\n– the automatic helper of Alder Books") for one in said(act_of(alder, text, **more)))
