"""The one entrance: everything about a text, judged once, in bounded time, and the same each time."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from shared.classify import judging, questions
from shared.classify.judging import judge
from shared.classify.private import Private
from shared.core.ledger import Sort


def test_everything_that_is_known_of_a_text() -> None:
    judged = judge("Hei, hvor er ordre 4471-88213, ring meg på 900 12 345", "no")
    assert judged.language == "nb"
    assert judged.asks
    assert judged.sort is Sort.QUESTION
    assert not judged.closing
    assert judged.private == {Private.ORDER, Private.PHONE}
    assert not judged.abusive
    assert not judged.threat


def test_an_empty_text_says_nothing() -> None:
    judged = judge("")
    assert judged.language is None
    assert judged.sort is Sort.UNSURE
    assert judged.private == frozenset()
    assert [judged.asks, judged.closing, judged.abusive, judged.threat] == [False] * 4


def test_what_the_platform_says_helps_where_words_are_few() -> None:
    assert judge("finns den", "sv").asks
    assert judge("kommt die", "de-AT").asks


@pytest.mark.parametrize("said", ["", "und", "zxx", "qme", "xx-YY", "🇳🇴"])
def test_a_language_that_is_none_does_no_harm(said) -> None:
    assert judge("when do you open", said).asks


def test_the_same_text_is_judged_once(monkeypatch) -> None:
    asked = []
    real = questions.asks
    monkeypatch.setattr(questions, "asks", lambda *given: asked.append(given) or real(*given))
    text = "do you ship this to the moon"
    for _ in range(3):
        assert judge(text).asks
        assert judge(text).sort is Sort.QUESTION
        assert not judge(text).closing
    assert len(asked) == 1


def test_only_the_last_few_texts_are_kept() -> None:
    judge.cache_clear()
    for one in range(50):
        judge(f"text {one}")
    assert judge.cache_info().currsize <= 8


def test_words_do_not_show_where_a_judgement_is_printed() -> None:
    assert "4711" not in repr(judge("my order 4711 of Anna"))


def test_the_tables_are_loaded_when_they_are_first_needed() -> None:
    code = (
        "import sys; from shared.classify.judging import judge\n"
        "judge('call 0171 555 0199').private\n"
        "print([name for name in sys.modules if 'classify.tongues' in name or 'classify.harsh' in name])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"


LONG = (
    "a",
    "ab ",
    "?",
    "谢",
    '"',
    "@",
    "a.b/",
    "du ",
    ". ",
    "a-",
    "不",
    "what ",
    "¿",
    "a?",
    "idiot ",
    "thanks ",
    "白痴",
    "👍",
    "fuuu",
)


@pytest.mark.parametrize("text", [one * 70_000 for one in LONG], ids=LONG)
def test_no_text_takes_long(text) -> None:
    began = time.process_time()
    judged = judging.Judged(text)
    _all = (judged.sort, judged.asks, judged.closing, judged.language, judged.private, judged.threat)
    assert time.process_time() - began < 2.0
