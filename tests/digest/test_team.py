"""The people who answered are named and thanked; nobody is ranked, timed or left out of a sum."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from shared.brands.circle import Names
from shared.core.interaction import Kind
from shared.digest.page import Mood
from shared.digest.page import Team as Shown
from shared.digest.snapshot import Colleague, Snapshot, Team
from shared.digest.team import FEWER, MOST, block
from shared.digest.view import View
from tests.digest.fuller import CALM, amount, seen, sound, texts, views
from tests.digest.making import face, gap, group, snapshot

KIND = face("Piet van Dam", about="You saved our Sunday.", platform="instagram")


def day(*colleagues: Colleague, more: dict[str, Any] | None = None, **facts: Any) -> Snapshot:
    given = {"answers": 12, "helped": sum(one.helped for one in colleagues)}
    return snapshot(group(in_time=20), team=Team(colleagues=colleagues, **{**given, **facts}), **(more or {}))


def team(of: Snapshot, **edition: Any) -> Shown:
    shown = block(seen(of, **edition))
    assert shown is not None
    return shown


@pytest.mark.practice(45)
def test_colleagues_stand_in_alphabetical_order_whatever_they_did() -> None:
    names = ("Zoë B", "Åse N", "Ana R", "kim L", "Zoe A")
    shown = team(
        day(*(Colleague(name=name, helped=9 - n, wrote_back=n, holding=n % 2) for n, name in enumerate(names)))
    )
    assert shown.table is not None
    assert shown.table.head == ("Name, A to Z", "People helped", "Wrote back", "Holding now")
    assert [(row.head, *row.cells) for row in shown.table.rows] == [
        ("Ana R", "7", "2", "none"),
        ("Åse N", "8", "1", "1"),
        ("kim L", "6", "3", "1"),
        ("Zoe A", "5", "4", "none"),
        ("Zoë B", "9", "0", "none"),
    ]


def test_of_a_large_team_the_others_stand_together() -> None:
    many = [Colleague(name=f"{chr(65 + n)} Sample", helped=n + 1, wrote_back=1) for n in range(11)]
    shown = team(day(*many, Colleague(name="Zora was away")))
    assert shown.table is not None
    assert shown.fewer is not None
    assert [row.head for row in shown.table.rows[-2:]] == ["H Sample", "3 others"]
    assert shown.table.rows[-1].cells == ("30", "3", "none")
    assert [row.head for row in shown.fewer.rows] == ["A Sample", "B Sample", "C Sample", "D Sample", "7 others"]
    assert shown.fewer.rows[-1].cells == ("56", "7", "none")
    assert team(day(*many[:4])).fewer is None


def test_a_kind_word_is_told_to_the_colleague_it_was_for() -> None:
    of = day(Colleague(name="Tomás Nunes", helped=3), quote=KIND, quoted="Tomás Nunes")
    assert (team(of).quote, team(of).quoted) == (
        "You saved our Sunday.",
        "Piet van Dam, to Tomás Nunes, on Instagram",
    )
    nameless = day(quote=face(None, about="Thank you."), quoted="Tomás Nunes")
    assert team(nameless).quoted == "To Tomás Nunes, on Facebook"


@pytest.mark.parametrize(
    ("of", "edition"),
    [
        (day(quote=KIND, quoted=None), {}),
        (day(quote=KIND, quoted="Tomás"), {"names": Names.FIRST}),
        (day(quote=face(about="Thanks", kind=Kind.DIRECT_MESSAGE, private=True), quoted="Tomás"), {}),
        (day(quote=face(about=None), quoted="Tomás"), {}),
    ],
)
def test_a_word_that_may_not_be_quoted_is_not(of: Snapshot, edition: dict[str, Any]) -> None:
    assert (team(of, **edition).quote, team(of, **edition).quoted) == (None, "")


@pytest.mark.practice(15, 45)
def test_what_else_there_is_to_say_of_their_day_is_said_in_words() -> None:
    ana = Colleague(name="Ana", helped=40)
    assert team(day(ana, unassigned=58, answers=121, signed=117, signed_known=121, after_hours=1, helped=41)).lines == (
        "58 conversations that wait have nobody's name on them.",
        "One more person was helped by a colleague whose name the platform does not tell.",
        "117 of 121 answers were signed with a name.",
        "One answer was written while you were closed. Thank whoever wrote it, and let them have the time back.",
    )
    assert team(day(ana)).lines == ()


@pytest.mark.parametrize(
    ("answers", "signed", "known", "line"),
    [
        (9, 9, 9, "All 9 answers were signed with a name."),
        (1, 1, 1, "The one answer was signed with a name."),
        (1, 0, 1, "The one answer was not signed with a name."),
        (9, 0, 9, "0 of 9 answers were signed with a name."),
        (9, 4, 5, "4 of the 5 answers of which we know it were signed with a name."),
        (9, 1, 1, "The one answer of which we know it was signed with a name."),
    ],
)
def test_signatures_are_told_of_the_answers_of_which_they_are_known(
    answers: int, signed: int, known: int, line: str
) -> None:
    assert team(day(answers=answers, signed=signed, signed_known=known)).lines == (line,)


def test_without_an_answer_there_is_no_block() -> None:
    holding = Colleague(name="Ana", holding=4)
    assert block(seen(day(holding, answers=0, unassigned=3))) is None
    assert block(seen(day(Colleague(name="Ana", helped=4)), Mood.CANT_TELL)) is None
    assert team(day(holding, answers=1)).table is not None


def test_what_may_be_incomplete_is_a_minimum_and_what_is_held_now_is_known() -> None:
    shown = team(day(Colleague(name="Ana", helped=40, holding=2), more={"incomplete": (gap(),)}))
    assert shown.table is not None
    assert shown.table.rows[0].cells == ("≥\u00a040", "≥\u00a00", "2")


@given(views())
@settings(CALM, max_examples=40)
def test_any_team_reads_right_and_adds_up(view: View) -> None:
    shown = block(view)
    if shown is None:
        return
    sound(shown)
    assert shown.table is not None or view.of.team.answers or view.of.team.helped
    for table, most in ((shown.table, MOST), (shown.fewer, FEWER)):
        if table is None:
            continue
        assert len(table.rows) <= most + 1
        for n, name in enumerate(("helped", "wrote_back", "holding")):
            total = sum(getattr(one, name) for one in view.of.team.colleagues)
            assert sum(amount(row.cells[n]) for row in table.rows) == total
    assert "min" not in " ".join(texts(shown)).replace("minimum", "").split()
