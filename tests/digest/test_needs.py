"""What somebody must do, and who still waits: the gravest first, nobody twice, nobody left out of the count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from shared.brands.circle import Names
from shared.core.course import Reason
from shared.core.interaction import Kind
from shared.core.ledger import Sort, State
from shared.digest import needs, todo, waiting
from shared.digest.page import Mood, Needs, Waiting
from shared.digest.snapshot import Grave, Paused, Snapshot, Wait
from tests.digest.making import (
    AT,
    NINE,
    PRIVATE,
    START,
    Ways,
    editions,
    face,
    gap,
    group,
    listening,
    snapshot,
    snapshots,
    view,
    wait,
)

calm = settings(deadline=None)
CROWD = {"in_time": 120, "thanks": 60}


def told(of: Snapshot, **edition: Any) -> Needs:
    block = needs.block(view(of, **edition))
    assert block is not None
    return block


def titles(of: Snapshot, **edition: Any) -> list[str]:
    return [one.title for one in told(of, **edition).actions]


def rest(of: Snapshot, **edition: Any) -> Waiting:
    block = waiting.block(view(of, **edition))
    assert block is not None
    return block


def late(*waits: Wait, **more: Any) -> Snapshot:
    """A day on which these are overdue."""
    return snapshot(group(**CROWD, overdue=len(waits)), waits=waits, **more)


def test_nothing_is_said_in_one_line() -> None:
    block = told(snapshot(group(**CROWD)))
    assert (block.intro, block.actions) == ("Nothing needs you.", ())
    assert needs.block(view(snapshot(listening=(listening(),)))) is None, "a Quiet day needs no such line"


def test_where_there_may_be_more_nothing_is_only_what_we_know_of() -> None:
    of = snapshot(group(**CROWD), incomplete=(gap(),))
    assert told(of).intro == "Nothing that we know of needs you."


def test_who_is_overdue_is_an_action_with_all_that_it_takes() -> None:
    inés = wait(
        "Inés Carvalho",
        platform="instagram",
        about="Is it safe with a nut allergy?",
        card=True,
        drafts=1,
        days=9,
        since=NINE + timedelta(hours=6, minutes=50),
    )
    block = told(late(inés), ways=Ways())
    assert block.intro == "One thing. Nobody else is overdue."
    (action,) = block.actions
    assert action.title == "Answer Inés Carvalho"
    assert action.details == (
        "Waiting 15\u00a0h\u00a040\u00a0min.",
        "Due 17:50 yesterday.",
        "Instagram comment, in public.",
        "With nobody yet.",
        "Wrote on 9 days this month.",
    )
    assert action.quote == "Is it safe with a nut allergy?"
    assert [(one.text, one.url) for one in action.links] == [
        ("Read the draft and send it", "https://desk.example/e1/send"),
        ("Answer on Instagram", "https://social.example/e1"),
        ("Give it to a colleague", "https://desk.example/e1/hand_on"),
        ("Put it off", "https://desk.example/e1/hold"),
    ]


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"card": True, "drafts": 0}, "Answer on Facebook"),
        ({"card": False, "drafts": 2}, "Answer on Facebook"),
        ({"card": True, "drafts": 0, "url": None}, "Open the conversation"),
        ({"card": True, "drafts": 2, "url": None}, "Read the 2 drafts and send one"),
        ({"card": True, "drafts": 0, "url": "javascript:alert(1)"}, "Open the conversation"),
        ({"card": False, "url": None}, None),
    ],
)
def test_the_button_leads_to_what_is_there(facts: dict[str, Any], first: str | None) -> None:
    (action,) = told(late(wait(**facts)), ways=Ways()).actions
    assert (action.links[0].text if action.links else None) == first
    assert all(one.url.startswith("https://") for one in action.links)


def test_without_a_desk_the_platform_is_the_way() -> None:
    (action,) = told(late(wait(card=True, drafts=1))).actions
    assert [one.text for one in action.links] == ["Answer on Facebook"]


def test_the_order_is_safety_fraud_law_public_overdue_then_one_decision_then_what_is_quick() -> None:
    waits = (
        wait("A Safe", entry="1", grave=Grave.SAFETY),
        wait("B Fraud", entry="2", grave=Grave.FRAUD),
        wait("C Law", entry="3", grave=Grave.LEGAL),
        wait("D Public", entry="4", since=NINE),
        wait("E Public", entry="5", since=NINE + timedelta(hours=1)),
        wait("F Private", entry="6", private=True, since=START),
        wait("G Many", entry="7", overdue=False, settles=14, topic="late parcels"),
    )
    of = late(*waits, troubles=((State.UNCERTAIN, 2),), lookalikes=(face("Ternkettle Refunds", handle="tk_refunds"),))
    assert [needs.action(view(of), one).title for one in todo.todos(view(of))] == [
        "Write to A Safe about safety or health",
        "Warn B Fraud, who writes about a possible fraud",
        "Check @tk_refunds, an account that looks like yours",
        "Decide who answers C Law about law or press",
        "Answer D Public",
        "Answer E Public",
        "Answer F Private",
        "Decide once about late parcels for 14 people who wait",
        "Look whether 2 answers arrived",
    ]
    assert titles(of) == [needs.action(view(of), one).title for one in todo.todos(view(of))[:3]]


def test_in_public_comes_before_in_private_however_long_that_waits() -> None:
    of = late(wait("Bo Private", entry="1", private=True, since=START), wait("A Public", entry="2"))
    assert titles(of) == ["Answer A Public", "Answer Bo Private"]


def test_several_of_one_grave_matter_are_one_action() -> None:
    waits = tuple(
        wait(entry=str(n), grave=Grave.SAFETY, since=NINE + timedelta(hours=n), private=n == 0, about=f"I feel ill {n}")
        for n in range(4)
    )
    (action,) = told(late(*waits), ways=Ways()).actions
    assert action.title == "Write to 4 people about safety or health"
    assert action.details[0] == "Waiting up to 22\u00a0h\u00a030\u00a0min."
    assert action.quote == "I feel ill 1", "the first of them who wrote in public"
    assert action.links[0].text == "See all who wait"


def test_many_who_wait_for_one_decision_are_one_action_where_the_first_of_them_stands() -> None:
    same = [wait(entry=f"s{n}", topic="late parcels", settles=14, since=NINE) for n in range(6)]
    other = wait("Bo Li", entry="o", since=NINE + timedelta(hours=1))
    of = late(*same, other)
    assert titles(of) == ["Decide once about late parcels for 14 people who wait", "Answer Bo Li"]
    assert waiting.block(view(of)) is None
    few = late(*(wait(entry=f"s{n}", topic="late parcels", settles=4) for n in range(2)))
    assert titles(few) == ["Answer Zinovia Ullman"] * 2


def test_more_who_are_overdue_than_stand_there_are_counted() -> None:
    of = late(*(wait(entry=str(n)) for n in range(8)))
    assert told(of).intro == "These three first; five more people are overdue."
    assert len(told(of).actions) == 3
    assert told(late(*(wait(entry=str(n)) for n in range(4)))).intro.endswith("one more person is overdue.")


def test_private_words_are_never_quoted() -> None:
    for facts in ({"private": True}, {"kind": Kind.DIRECT_MESSAGE}):
        of = late(*(wait(entry=str(n), about=PRIVATE, topic="refunds", **facts) for n in range(9)))
        assert all(one.quote is None and "About refunds." in one.details for one in told(of).actions)
        assert all(one.about == "about refunds" for one in rest(of).rows)


def test_names_and_words_are_shown_as_the_readers_may_see_them() -> None:
    of = late(wait("Inés Carvalho", about="Is it safe?"), lookalikes=(face("Ternkettle Refunds", handle="tk"),))
    full, first, counts = (told(of, names=names).actions for names in (Names.FULL, Names.FIRST, Names.COUNTS))
    assert [full[1].title, first[1].title, counts[1].title] == [
        "Answer Inés Carvalho",
        "Answer Inés",
        "Answer somebody on Facebook",
    ]
    assert [full[1].quote, first[1].quote, counts[1].quote] == ["Is it safe?", None, None]
    assert counts[0].title == "Check an account on Facebook that looks like yours"
    unknown = late(wait(None, handle=None))
    assert titles(unknown) == ["Answer somebody on Facebook"]


@pytest.mark.parametrize(
    ("facts", "title", "detail"),
    [
        ({"troubles": ((State.UNCERTAIN, 1),)}, "Look whether 1 answer arrived", "Nothing is sent twice."),
        ({"troubles": ((State.REFUSED, 3),)}, "Answer 3 messages by hand", "only a person can give one."),
        (
            {"troubles": ((State.EXPIRED, 1),)},
            "Look at 1 message that reached us too late",
            "Answer what still matters.",
        ),
        ({"parked": 2, "troubles": ((State.PARKED, 1),)}, "Have 3 deliveries looked at", "under parked."),
        ({"listening": (listening("x", ok=False),)}, "Have X connected again", "it was not listening"),
        (
            {"paused": Paused(since=NINE)},
            "Decide whether automatic answers start again",
            "Paused since 09:00 yesterday.",
        ),
    ],
)
def test_what_needs_a_human_is_an_action_that_says_why(facts: dict[str, Any], title: str, detail: str) -> None:
    block = told(snapshot(group(**CROWD), **facts))
    assert block.intro == "One thing. Nobody is overdue."
    (action,) = block.actions
    assert action.title == title
    assert action.details[-1].endswith(detail) or detail in action.details[-1]


def test_who_heard_nothing_is_counted_with_where() -> None:
    silent, well = group(thanks=60, unheard=3), group(in_time=50)
    of = snapshot(
        group(in_time=50, thanks=60, unheard=3),
        platforms=(("instagram", silent), ("x", well)),
        incomplete=(gap("instagram"),),
    )
    (action,) = told(of).actions
    assert action.title == "Thank ≥\u00a03 people who heard nothing"
    assert action.details[1] == "Where: Instagram ≥\u00a03."
    asked = snapshot(group(in_time=50, overdue=1, acknowledged=50), waits=(wait("Bo Li"),))
    assert titles(asked) == ["Answer Bo Li", "Write to 1 person who heard nothing"]


@pytest.mark.practice(50)
def test_a_regular_who_complains_and_whom_nobody_has_is_an_action() -> None:
    late_one = wait("A Late", entry="l")
    regular = wait("Bo Li", entry="r", overdue=False, sort=Sort.COMPLAINT, days=9)
    of = snapshot(group(**CROWD, overdue=1, waiting=1), waits=(late_one, regular))
    assert titles(of) == ["Answer A Late", "Look after Bo Li, a regular with a complaint"]
    calm = snapshot(group(**CROWD, waiting=1), waits=(regular,))
    assert titles(calm) == [], "a Good day stops the reader early"
    for other in ({"assignee": "Ana Ribeiro"}, {"days": 1}, {"sort": Sort.QUESTION}):
        facts: dict[str, Any] = {"sort": Sort.COMPLAINT, "days": 9} | other
        waits = (late_one, wait("Bo Li", entry="r", overdue=False, **facts))
        assert titles(snapshot(group(**CROWD, overdue=1, waiting=1), waits=waits)) == ["Answer A Late"]


def test_where_we_cant_tell_two_things_are_to_do_and_nobody_is_counted() -> None:
    of = snapshot(group(**CROWD, overdue=1), waits=(wait(),), failed=("people",))
    assert titles(of) == ["Look at the platforms yourself today", "Ask whoever runs Heard to read its log"]
    assert waiting.block(view(of)) is None


def test_who_waits_stands_in_at_most_five_rows_with_clock_time_place_colleague_and_due() -> None:
    waits = (
        *(wait(entry=f"o{n}") for n in range(4)),
        wait(
            "Jonas Weber",
            entry="j",
            overdue=False,
            kind=Kind.DIRECT_MESSAGE,
            private=True,
            assignee="Ana Ribeiro",
            since=AT - timedelta(hours=9, minutes=52),
            card=True,
        ),
        *(wait(entry=f"i{n}", overdue=False) for n in range(8)),
    )
    of = snapshot(
        group(**CROWD, overdue=4, waiting=9),
        waits=waits,
        since=5,
        next_opening=AT + timedelta(hours=1, minutes=30),
        clears_by=AT + timedelta(hours=4, minutes=40),
    )
    block = rest(of, ways=Ways())
    assert (block.title, block.intro) == ("Also waiting", "One person past the promise, nine inside it.")
    assert len(block.rows) == 5
    jonas = block.rows[1]
    assert (jonas.who, jonas.waited, jonas.where) == ("Jonas Weber", "9\u00a0h\u00a052\u00a0min", "Facebook message")
    assert (jonas.with_whom, jonas.due, jonas.overdue) == ("with Ana Ribeiro", "due 09:30 today", False)
    assert [one.text for one in block.rows[0].links] == ["Answer on Facebook"]
    assert [one.text for one in jonas.links] == ["Answer on Facebook"]
    assert block.rows[0].with_whom == "with nobody yet"
    assert block.after == (
        "And five more.",
        "Nobody is left over from earlier days.",
        "Five more people have written since midnight and are in tomorrow's figures.",
        "You open at 09:00 today.",
        "At the usual pace nobody is left waiting by about 12:10 today.",
    )
    assert [(one.text, one.url) for one in block.links] == [
        ("See the other 5 on the web copy", "https://desk.example/d/copy")
    ]
    assert rest(of).links == (), "no desk, no web copy"


def test_who_has_nobody_can_be_given_to_somebody_from_their_row() -> None:
    waits = (wait(entry="a", overdue=False, card=True), wait(entry="b", overdue=False, card=True, assignee="Ana"))
    rows = rest(snapshot(group(thanks=9, waiting=2), waits=waits), ways=Ways()).rows
    assert [[link.text for link in one.links] for one in rows] == [
        ["Answer on Facebook", "Give it to a colleague"],
        ["Answer on Facebook"],
    ]


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"due": None}, "no opening hours ahead"),
        (
            {"held": Reason.CUSTOMER, "held_since": NINE},
            "on hold since 09:00 yesterday, for their own answer",
        ),
        (
            {"held": Reason.OUTAGE, "held_since": START - timedelta(days=2)},
            "on hold since 00:00 on Sun 11 Oct, while the platform is out of order",
        ),
    ],
)
def test_a_wait_on_hold_says_since_when_and_for_what(facts: dict[str, Any], due: str) -> None:
    of = snapshot(group(thanks=9, waiting=1), waits=(wait(overdue=False, **facts),))
    assert rest(of).rows[0].due == due


def test_who_is_overdue_and_on_hold_shows_both() -> None:
    held = wait(entry="h", held=Reason.CRISIS, held_since=NINE)
    (action,) = told(late(held)).actions
    assert "Due 11:00 yesterday." in action.details
    assert "On hold since 09:00 yesterday, while a crisis lasts." in action.details


def test_where_everybody_who_waits_is_an_action_no_card_says_that_nobody_else_is() -> None:
    assert waiting.block(view(late(wait(), since=5))) is None
    whole = waiting.block(view(late(wait())), whole=True)
    assert whole is not None, "the web copy has everybody"
    assert len(whole.rows) == 1


def test_what_somebody_said_stands_in_quotation_marks_and_a_subject_does_not() -> None:
    told_of = [wait(entry=str(n)) for n in range(3)]
    said, silent = wait(entry="q", about="Which lots?"), wait(entry="t", about=None, topic="refunds")
    assert [one.about for one in rest(late(*told_of, said, silent)).rows] == ["“Which lots?”", "about refunds"]


def test_earlier_days_are_carried_over() -> None:
    waits = tuple(wait(entry=str(n), overdue=False, earlier=True) for n in range(2))
    of = snapshot(group(thanks=9), waits=waits, earlier_inside=2)
    assert rest(of).intro == "Two people, inside the promise."
    assert "Two people are left over from earlier days." in rest(of).after


def test_a_crowd_that_waits_reads_right() -> None:
    waits = tuple(wait(entry=str(n)) for n in range(60))
    of = snapshot(group(overdue=1_000_000), waits=waits, incomplete=(gap(),))
    assert told(of).intro == "These three first; ≥\u00a0999,997 more people are overdue."
    assert rest(of).after[0] == "And ≥\u00a0999,992 more."


@calm
@given(snapshots(), editions)
def test_everybody_who_waits_is_an_action_a_row_or_counted(of: Snapshot, edition: Any) -> None:
    shown = view(of, names=edition.names, ways=edition.ways)
    block = waiting.block(shown)
    if shown.blank or not shown.number_waiting:
        assert block is None
        return
    told_of = todo.covered(todo.todos(shown))
    if block is None:
        assert len(told_of) == shown.number_waiting
        return
    rows = len(block.rows)
    (more,) = [one for one in block.after if one.startswith("And ")] or ["And no more."]
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    count = more.removeprefix("And ").removeprefix("≥\u00a0").split(" ")[0]
    number = words.index(count) if count in words else int(count.replace(",", ""))
    assert rows <= 5
    assert len(told_of) + rows + number == shown.number_waiting


@calm
@given(snapshots(), editions)
def test_the_actions_of_any_day_are_few_and_lead_somewhere_safe(of: Snapshot, edition: Any) -> None:
    shown = view(of, names=edition.names, ways=edition.ways)
    block, found = needs.block(shown), todo.todos(shown)
    if shown.mood is Mood.QUIET:
        assert block is None
        assert not found
        return
    assert block is not None
    assert len(block.actions) == min(3, len(found))
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    entries = [wait.face.entry for one in found for wait in one.waits]
    assert len(entries) == len(set(entries)), "nobody is told of twice"
    page = f"{block} {waiting.block(shown)}"
    assert PRIVATE not in page
    if edition.names is not Names.FULL:
        assert "safe to drink" not in page
        assert "Ullman" not in page
    if edition.names is Names.COUNTS:
        assert "Zinovia" not in page
    assert all(one.url.startswith("https://") for action in block.actions for one in action.links)
    if shown.number_overdue and not shown.blank:
        assert block.actions, "somebody is overdue"
