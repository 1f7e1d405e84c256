"""Questions: what is promised of the labelled texts holds, and each way of asking or not asking is told."""

from __future__ import annotations

import pytest

from shared.classify.judging import judge
from shared.classify.tongues import TONGUES
from shared.rules.folding import asks
from tests.classify import measure
from tests.classify.__main__ import MUST_F1, MUST_RECALL, main

LANGUAGES = sorted(path.stem for path in measure.TEXTS.glob("*.tsv"))
BOTH = [(name, half) for name in LANGUAGES for half in measure.HALVES]


def asked(text: str) -> bool:
    return judge(text).asks


@pytest.mark.practice(3)
@pytest.mark.parametrize("half", measure.HALVES)
def test_each_half_reaches_what_is_promised(half) -> None:
    rows = [row for row in measure.texts() if row.half == half]
    assert measure.judged(rows, asked).f1 >= MUST_F1
    assert measure.recall_without_marks(rows) >= MUST_RECALL


@pytest.mark.parametrize(("name", "half"), BOTH)
def test_no_language_is_left_behind(name, half) -> None:
    rows = [row for row in measure.texts(name) if row.half == half]
    assert sum(row.asks for row in rows) >= 15
    assert sum(not row.asks for row in rows) >= 15
    assert measure.judged(rows, asked).f1 >= 0.9
    assert measure.judged(rows, asked).f1 > measure.judged(rows, measure.lexicon).f1


def test_the_set_has_the_languages_that_are_promised_and_no_text_twice() -> None:
    assert len(LANGUAGES) >= 8
    assert {"zh", "nb", "lv"} <= set(LANGUAGES)
    every = [(row.language, row.text) for row in measure.texts()]
    assert len(every) == len(set(every))


ASKS = (
    "Do you ship to Norway?",
    "any idea when it is back",
    "Lovely! Which beans are those",
    "price",
    "koster den mye",
    "Fint, når åpner dere",
    "skremte du dem",
    "är butiken öppen",
    "vai drīkst ar suni",
    "可以刷卡吗",
    "能不能快点",
    "habt ihr offen",
    "Schmeckt dir das, oder",
    "tienen mesa para dos",
    "livrez-vous à Lyon",
    "czy macie stolik",
    "bunu alabilir miyim, çok güzel mi",
    "개를 데려가도 되나요",
    "有没有绿色的",
    "値段は",
    "هل عندكم قهوة",
    "можно ли с собакой",
    "чи можна з собакою",
    "ma come funziona la macchina",
    "Πού;",
    "?",
    "ok⁉",
    "@tern where are you https://t.example/x",
    "Soppan var kall, var är mitt bröd",
    "Die Suppe war kalt, wo ist mein Brot",
    "Where is my parcel you morons",
    "Where's my order morons",
    "أين طلبي يا أغبياء",
)
TELLS = (
    "",
    "👍",
    "What a day",
    "How lovely!",
    'She asked "do they do brunch?" and in we went',
    "see https://t.example/?a=b",
    "When I was little we had one",
    "Når det regner kommer jeg hit",
    "Wenn es regnet, komme ich",
    "Cik jauki",
    "怎么这么好吃",
    "谁都喜欢",
    "我不知道为什么",
    "いつか行きたい",
    "何も言えない",
    "Gjør det igjen",
    "Gör det igen",
    "Kann ich nur empfehlen",
    "Qué bonito",
    "Quelle belle journée",
    "Jak zawsze pysznie",
    "ما أجمل المكان",
    "Would recommend",
    "ok; thanks",
    "@tern @anna",
    "who knew?",
    "Are you all stupid?",
    "好的，但是还是不能用",
    "Ingen problem, takk skal du ha",
)


@pytest.mark.parametrize("text", ASKS)
def test_this_asks(text) -> None:
    assert judge(text).asks


@pytest.mark.parametrize("text", TELLS)
def test_this_asks_nothing(text) -> None:
    assert not judge(text).asks


@pytest.mark.parametrize(
    "mark", "?\uff1f\u061f\u055e\u1367\u2e2e\u2047\u2048\u2049\u203d\u2753\u2754\u2cfa\u2cfb\ua60f\ua6f7\u037e"
)
def test_every_mark_that_rules_know_asks_here_too(mark) -> None:
    assert asks(f"kettle 7{mark}")
    assert judge(f"kettle 7{mark}").asks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hei, når åpner dere på lørdag", "nb"),
        ("Vai jums ir brīvs galdiņš", "lv"),
        ("请问你们几点开门", "zh"),
        ("何時に開きますか", "ja"),
        ("The tea was wonderful and so are you", "en"),
        ("Wann habt ihr denn wieder offen", "de"),
        ("Πού είναι", "el"),
        ("I love it and so do you ツ", "en"),
        ("det er fint her", None),
        ("mañana", None),
        ("merci", None),
        ("ok", None),
        ("", None),
        ("👍", None),
    ],
)
def test_a_language_is_told_or_left_open(text, code) -> None:
    assert judge(text).language == code


@pytest.mark.parametrize("name", TONGUES)
def test_every_table_can_be_read(name) -> None:
    tongue = TONGUES[name]
    lists = tongue.parts if tongue.pieces else tongue.phrases
    assert {"inside", "ends", "whole", "complaint", "thanks"} <= lists.keys()


def test_the_command_prints_its_tables(capsys) -> None:
    assert main(["--strict"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n{name} " in out for name in (*LANGUAGES, "all", "abuse", "closing", "private"))


def test_other_peoples_sentences_lose_their_marks(tmp_path, capsys) -> None:
    file = tmp_path / "en.txt"
    file.write_text("Do you ship?\nYou do not?\nWe ship.\n\nWe ship.\n", encoding="utf-8")
    assert main(["--lines", f"en={file}", "--wrong"]) == 0
    out = capsys.readouterr().out
    assert "missed: You do not" in out
    assert out.splitlines()[2].split() == ["en", "3", "2", "1.000", "0.500", "0.667"]
    assert main(["--lines", "en"]) == 2
