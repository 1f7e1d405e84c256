"""Abuse: insults and threats are seen in the languages of the seeds, and nobody who waits is silenced for rudeness."""

from __future__ import annotations

import pytest

from shared.classify.harsh import harsh
from shared.classify.judging import judge
from shared.classify.tongues import TONGUES
from shared.core.interaction import Kind
from shared.core.ledger import Sort, needs_answer
from tests.classify import measure


@pytest.mark.practice(9)
def test_abuse_is_told_from_the_rest() -> None:
    rows = list(measure.texts())
    found = measure.figures((row.sort is Sort.ABUSE, judge(row.text).sort is Sort.ABUSE) for row in rows)
    assert found.precision >= 0.95
    assert found.recall >= 0.95


@pytest.mark.practice(9)
@pytest.mark.parametrize("name", ["en", "nb", "lv", "zh"])
def test_the_languages_of_the_seeds_are_seen_to(name) -> None:
    rows = [row for row in measure.texts(name) if row.sort is Sort.ABUSE]
    assert len(rows) >= 12
    assert sum(judge(row.text).sort is Sort.ABUSE for row in rows) / len(rows) >= 0.9


WAIT = (
    "your service is shit, where is my parcel",
    "Where is my parcel you morons",
    "You idiots, when do you open",
    "fuck you, I paid for this and it never arrived",
    "Dere er idioter, hvor er pakka mi",
    "Jūs esat idioti, kur ir mana paka",
    "你们这些白痴，我的包裹在哪里",
    "Please refund my order you clowns",
    "you morons, my kettle leaks all over the table",
)


@pytest.mark.practice(50)
@pytest.mark.parametrize("text", WAIT)
def test_whoever_complains_or_asks_rudely_still_needs_a_person(text) -> None:
    assert needs_answer(judge(text).sort, Kind.COMMENT)
    assert not judge(text).threat


THREATS = (
    "I will kill you",
    "I know where you live",
    "give me my money back or I'll burn your shop down",
    "Jeg vet hvor du bor og skal banke deg",
    "Es zinu, kur tu dzīvo",
    "我要杀了你们",
    "Ich bringe euch um",
    "я вас убью, где мой заказ",
    "店に火をつけるぞ",
)


@pytest.mark.parametrize("text", THREATS)
def test_a_threat_is_abuse_whatever_else_is_said(text) -> None:
    assert judge(text).threat
    assert judge(text).abusive
    assert judge(text).sort is Sort.ABUSE


HARMLESS = (
    "killer coffee",
    "damn good",
    "this slaps",
    "I'd kill for this cake",
    "These wings will kill you 😂",
    "The chilli will burn your tongue",
    "drop dead gorgeous",
    "Shut up and take my money",
    "bloody brilliant",
    "Thank you for your kind words",
    "Can I get lost in your bookshop",
    "I'm such an idiot, I forgot my umbrella",
    "My idiot brother ate it all",
    "The dumbest app ever",
    "Punch your card at the till",
    "I'll shoot you a message tomorrow",
    "I don't know where you live",
    'Someone shouted "fuck you" at the barista',
    "Faen så godt",
    "Faget er gøy, og snart er det slutt",
    "kaloribombe",
    "Et kys til jer",
    "好吃死了",
    "傻瓜相机",
    "クラブスープが美味しい",
    "アボカドとバカンス",
    "Pan de puta madre",
    "La salopette est belle",
    "Retard de livraison",
    "Pasta alla puttanesca",
    "Das 3er Pack",
    "kalte Idiotensicher",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_this_hurts_nobody(text) -> None:
    assert not judge(text).abusive
    assert not judge(text).threat
    assert judge(text).sort is not Sort.ABUSE


@pytest.mark.parametrize(
    "text",
    [
        "f*ck you",
        "FUUUUCK YOU",
        "fu\u200bck you",
        "\uff46\uff55\uff43\uff4b you",
        "you idioooots",
        "🖕",
        "@tern you idiots",
    ],
)
def test_a_disguise_helps_little(text) -> None:
    assert judge(text).abusive


def test_rude_words_among_friends_are_no_abuse() -> None:
    assert judge("you bastards, this is the best cake ever 😂").sort is Sort.PRAISE
    assert judge("great job, idiots").sort is Sort.ABUSE


@pytest.mark.parametrize("name", TONGUES)
def test_every_language_has_a_table_that_can_be_read(name) -> None:
    table = harsh(name)
    assert table is not None
    lists = table.parts if TONGUES[name].pieces else table.phrases
    assert {"abuse", "insults", "threats", "own", "spares"} <= lists.keys()
