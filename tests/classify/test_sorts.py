"""Sorts and closing remarks: the labelled texts are sorted well enough, and nothing that waits is taken for thanks."""

from __future__ import annotations

import pytest

from shared.classify.judging import judge
from shared.core.ledger import Sort
from tests.classify import measure


def test_the_labelled_texts_are_sorted_well_enough() -> None:
    rows = list(measure.texts())
    right = sum(judge(row.text).sort is row.sort for row in rows)
    assert right / len(rows) >= 0.88


@pytest.mark.practice(50)
def test_no_complaint_and_no_request_is_ever_a_closing_remark() -> None:
    waits = [row for row in measure.texts() if row.sort in (Sort.COMPLAINT, Sort.REQUEST) or row.asks]
    assert len(waits) > 400
    assert [row.text for row in waits if judge(row.text).closing] == []


@pytest.mark.practice(50)
def test_no_labelled_complaint_is_taken_for_thanks_or_praise() -> None:
    complaints = [row for row in measure.texts() if row.sort is Sort.COMPLAINT]
    kind = (Sort.THANKS, Sort.PRAISE, Sort.TAG, Sort.SPAM, Sort.ABUSE)
    assert [row.text for row in complaints if judge(row.text).sort in kind] == []


CLOSES = (
    "thanks!",
    "Tusen takk 😊",
    "ok, liels paldies",
    "好的，谢谢",
    "好",
    "ありがとう！",
    "شكرا",
    "Vielen Dank!",
    "No, thanks",
    "no problem, see you tomorrow",
    "Thank you so much for your help Anna",
    "👍",
    "🙏🙏",
    "❤️",
    "ok 👍",
    "ok, da vet jeg det",
    "收到了，谢谢",
)
WAITS = (
    "Thanks, but the cup was broken",
    "thanks, when do you open",
    "Thanks, please send me the menu",
    "Thanks for nothing",
    "thanks, I am still waiting",
    "ok, another week then",
    "Great. I want my money back",
    "ok 14:30 or 15:00",
    "perfect, it rained and nobody came",
    "takk, men nei",
    "paldies, bet nē",
    "谢谢，但是不行",
    "ありがとう、でもまだです",
    "thanks idiots",
    "👍👎",
    "👍😡",
    "🤔",
    "❓",
    "🙃",
    "😭",
    "🖕",
    "It rained",
    "He is doing fine",
    "Viņš klājas labi",
    "Ти добре готуєш",
    "ok 😡",
    "thanks 🙃",
    "",
    "@anna",
    "It arrived in pieces",
    "It arrived cold",
    "收到就是破的",
    "收到的杯子是坏的",
)


@pytest.mark.parametrize("text", CLOSES)
def test_this_only_ends_a_conversation(text) -> None:
    assert judge(text).closing


@pytest.mark.parametrize("text", WAITS)
def test_after_this_somebody_may_wait(text) -> None:
    assert not judge(text).closing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Sort.UNSURE),
        ("❤️😍", Sort.PRAISE),
        ("👍", Sort.THANKS),
        ("😡", Sort.UNSURE),
        ("👍👎", Sort.UNSURE),
        ("@lucy @ben", Sort.TAG),
        ("Green", Sort.UNSURE),
        ("Love it but the lid arrived broken, terrible", Sort.COMPLAINT),
        ("Thanks but I already tried that", Sort.UNSURE),
        ("Earn $5000 from home", Sort.SPAM),
        ("lovely coffee", Sort.PRAISE),
        ("Great little shop", Sort.PRAISE),
        ("wonderful", Sort.PRAISE),
        ("perfect, thanks", Sort.THANKS),
        ("perfect, see you then", Sort.THANKS),
        ("Where is my order no. 48511?", Sort.QUESTION),
        ("Where is my order, it never arrived", Sort.COMPLAINT),
        ("where the hell is my parcel", Sort.COMPLAINT),
        ("Wouldn't recommend", Sort.COMPLAINT),
        ("Can't recommend it enough", Sort.PRAISE),
        ("It arrived in pieces", Sort.COMPLAINT),
        ("Love how you just ignore your customers ❤️", Sort.COMPLAINT),
        ("Oh great, another week without my parcel. Thanks so much.", Sort.COMPLAINT),
        ("Teapot leaked after a week", Sort.COMPLAINT),
        ("Kjempegod kaffe", Sort.PRAISE),
        ("Litt skuffa over servicen", Sort.COMPLAINT),
        ("Vislabākā kafija pilsētā", Sort.PRAISE),
        ("Joprojām gaidu savu sūtījumu", Sort.COMPLAINT),
        ("你们家的咖啡真棒", Sort.PRAISE),
        ("不错不错", Sort.PRAISE),
        ("收到的杯子是坏的，没有人理我", Sort.COMPLAINT),
        ("不推荐", Sort.COMPLAINT),
    ],
)
def test_sorts(text, expected) -> None:
    assert judge(text).sort is expected


@pytest.mark.parametrize(
    ("praise", "complaint"),
    [
        ("You never disappoint", "You disappoint"),
        ("Never had a bad cup here", "Had a bad cup here"),
        ("No complaints whatsoever", "Two complaints so far"),
        ("You won't be disappointed", "You will be disappointed"),
        ("Ingenting å klage på!", "Mye å klage på!"),
        ("Nav slikti", "Ļoti slikti"),
        ("从来没有失望过", "失望过两次"),
    ],
)
def test_a_complaint_inside_a_phrase_of_praise_is_none(praise, complaint) -> None:
    assert (judge(praise).sort, judge(complaint).sort) == (Sort.PRAISE, Sort.COMPLAINT)
