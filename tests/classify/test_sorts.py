"""Sorts and closing remarks: the labelled texts are sorted well enough, and nothing that waits is taken for thanks."""

from __future__ import annotations

import time

import pytest

from shared.classify.sorts import closing, sort
from shared.core.ledger import Sort
from tests.classify import measure


def test_the_labelled_texts_are_sorted_well_enough() -> None:
    rows = list(measure.texts())
    right = sum(sort(row.text) is row.sort for row in rows)
    assert right / len(rows) >= 0.88


def test_no_complaint_and_no_request_is_ever_a_closing_remark() -> None:
    waits = [row for row in measure.texts() if row.sort in (Sort.COMPLAINT, Sort.REQUEST) or row.asks]
    assert [row.text for row in waits if closing(row.text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thanks!", True),
        ("Tusen takk 😊", True),
        ("ok, liels paldies", True),
        ("好的，谢谢", True),
        ("ありがとう！", True),
        ("شكرا", True),
        ("Thanks, but the cup was broken", False),
        ("thanks, when do you open", False),
        ("Thanks, please send me the menu", False),
        ("It rained", False),
        ("", False),
    ],
)
def test_what_only_ends_a_conversation(text, expected) -> None:
    assert closing(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Sort.UNSURE),
        ("❤️😍", Sort.PRAISE),
        ("@lucy @ben", Sort.TAG),
        ("Green", Sort.UNSURE),
        ("Love it but the lid arrived broken, terrible", Sort.COMPLAINT),
        ("Earn $5000 from home", Sort.SPAM),
    ],
)
def test_sorts(text, expected) -> None:
    assert sort(text) is expected


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "@a" * 100_000, "1" * 200_000, "thanks " * 30_000], ids=lambda t: t[:4]
)
def test_no_text_takes_long(text) -> None:
    began = time.process_time()
    sort(text)
    closing(text)
    assert time.process_time() - began < 1.0
