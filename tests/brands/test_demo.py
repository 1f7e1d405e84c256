"""The demo's brand is sound against the platforms there are, and its book does what a guest would hope."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.brands.book import Source
from shared.brands.desk import Desk, installed, open_desk
from shared.brands.examples import acted, try_book
from shared.brands.rule_form import Example
from shared.core.decision import Decision
from shared.core.ledger import State
from shared.core.ports import Capability
from shared.rules.rule import Rule, decide

DEMO = Path(__file__).parents[2] / "demo" / "brands"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(DEMO)


def decided(desk: Desk, **example: object) -> Decision:
    brand = desk.compiled.brands["tern-kettle"]
    source = Source("", Rule(name="none"), (), ())
    interaction, facts = acted(brand, source, Example.model_validate(example))
    able = installed(interaction.platform).capabilities
    return decide(brand.rules, interaction, facts, brand=brand, capabilities=able)


def test_every_example_holds_and_none_is_shadowed(desk) -> None:
    trials = try_book(desk.compiled.brands["tern-kettle"], desk.books["tern-kettle"])
    assert [failure for trial in trials for failure in trial.failed] == []
    shadowed = [warning for trial in trials for warning in trial.shadowed]
    assert shadowed == []


@pytest.mark.parametrize(
    ("example", "rule"),
    [
        ({"text": "Love your coffee but my daughter had an allergic reaction"}, "safety"),
        ({"text": "Thank you for nothing, terrible service"}, "complaint"),
        ({"text": "Thank you! When do you open?", "hours": "outside"}, "question-outside-hours"),
        ({"text": "Thanks, but the cup was lukewarm"}, "anything-else"),
        ({"text": "Tusen takk!"}, "you-are-welcome"),
        ({"text": "非常感谢，太好喝了"}, "praise"),
        ({"text": "", "kind": "reaction"}, "reactions-and-follows"),
        ({"text": "Buy followers t.me/x"}, "spam"),
        ({"text": "Do you ship to Riga, by any chance?", "vip": True}, "vip"),
        ({"text": "I think you roast darker than before"}, "roasters-talk"),
        ({"text": "I think you are the best"}, "praise"),
        ({"text": "Is there a job for a barista?"}, "wholesale-and-jobs"),
        ({"text": "You are all idiots"}, "abuse"),
        ({"text": "Ok, got it, thanks", "kind": "direct_message", "private": True}, "closing"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_right_rule_comes_first(desk, example, rule) -> None:
    assert decided(desk, **example).rule == rule


@pytest.mark.practice(50)
@pytest.mark.parametrize("text", ["Terrible, I want a refund", "I got sick after your soup", "Ļoti vilšos"])
def test_a_complaint_never_gets_a_text_of_ours(desk, text) -> None:
    acts = decided(desk, text=text).acts
    assert [act.ends for act in acts] == [State.HANDED_OVER]
    assert all(act.text is None for act in acts)


@pytest.mark.practice(22)
@pytest.mark.parametrize("text", ["Order no. 48511, please look", "Ring meg på 912 34 567", "我的订单号是48511"])
def test_who_shows_something_private_in_public_is_answered_in_private(desk, text) -> None:
    decision = decided(desk, text=text)
    assert [act.capability for act in decision.acts if act.says] == [Capability.PRIVATE_REPLY]
    assert decision.acts[-1].ends is State.HANDED_OVER


@pytest.mark.practice(23)
def test_a_question_at_night_is_told_when_we_open_and_still_waits_for_a_person(desk) -> None:
    decision = decided(desk, text="Do you ship to Riga?", hours="outside")
    reply, hand_over = decision.acts
    assert all("Monday 13:00" in one.text for one in reply.says)
    assert hand_over.ends is State.HANDED_OVER
