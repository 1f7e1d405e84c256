"""Deciding: the first rule that holds, the same every time, and never a half-filled text."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.brands.compiled import Brand
from shared.core.decision import Decision
from shared.core.errors import UnknownPlugin
from shared.core.interaction import Author, Interaction, Kind
from shared.core.ledger import Sort, State
from shared.core.ports import Capability, Facts
from shared.core.sla import Calendar
from shared.rules.rule import Rule, Then, When, decide

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)  # a Sunday
OPEN, CLOSED = Facts(open=True), Facts(open=False)
BRAND = Brand(
    key="tern",
    name="Tern & Kettle Coffee",
    short="Tern & Kettle",
    zone="Europe/Oslo",
    languages=("en",),
    calendar=Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),)),
    signature="– our automatic helper",
)


def one(**changes: object) -> Interaction:
    given = {
        "platform": "wall", "account": "100", "object": "1", "kind": Kind.COMMENT, "received_at": NOW,
        "author": Author(id="7", name="Anna", handle="anna"), "text": "Thank you",
    }  # fmt: skip
    return Interaction(**(given | changes))


def says(*texts: str, name: str = "r", **tests: object) -> Rule:
    when = When(tests={key.replace("__", "."): value for key, value in tests.items()})
    return Rule(name=name, when=when, then=(Then(do="reply", params={"texts": list(texts)}),))


def said(rule: Rule, interaction: Interaction | None = None, facts: Facts = OPEN) -> str | None:
    return decide((rule,), interaction or one(), facts, brand=BRAND).acts[0].text


def test_the_first_rule_that_holds_wins() -> None:
    rules = (says("a", name="a", kind=("post",)), says("b", name="b"), says("c", name="c"))
    assert decide(rules, one(), OPEN, brand=BRAND).rule == "b"


def test_no_rule_is_an_empty_decision() -> None:
    assert decide((says("a", kind=("post",)),), one(), OPEN, brand=BRAND) == Decision()


def test_the_class_of_the_rule_is_the_decisions() -> None:
    rule = Rule(name="r", sort=Sort.QUESTION, then=(Then(do="ignore"),))
    assert decide((rule,), one(), OPEN, brand=BRAND).sort is Sort.QUESTION


def test_acts_keep_the_rules_order() -> None:
    then = (Then(do="like"), Then(do="reply", params={"text": "Hi"}), Then(do="escalate"))
    decision = decide((Rule(name="r", then=then),), one(), OPEN, brand=BRAND)
    assert [act.do for act in decision.acts] == ["like", "reply", "escalate"]


@given(st.text(min_size=1, max_size=30), st.text(max_size=60), st.booleans())
def test_the_same_interaction_gives_the_same_decision(object_id: str, name: str, open_now: bool) -> None:
    rule = says("a {author}", "b", "c {handle}", "d {hours}")
    interaction = one(object=object_id, author=Author(id="1", name=name, handle="a"))
    facts = Facts(open=open_now)
    again = msgspec.json.decode(msgspec.json.encode(interaction), type=Interaction)
    assert decide((rule,), interaction, facts, brand=BRAND) == decide((rule,), again, facts, brand=BRAND)


def test_people_get_different_variants() -> None:
    rule = says("a", "b", "c")
    assert len({said(rule, one(object=str(n))) for n in range(60)}) == 3


def test_a_variant_whose_placeholder_has_no_value_is_passed_over() -> None:
    rule = says("Hi {author}", "Hi there")
    nameless = [said(rule, one(object=str(n), author=Author(id="7"))) for n in range(40)]
    assert set(nameless) == {"Hi there\n– our automatic helper"}


def test_if_no_variant_fits_a_colleague_gets_it_with_a_note() -> None:
    act = decide((says("Hi {author}"),), one(author=Author()), OPEN, brand=BRAND).acts[0]
    assert (act.do, act.ends, act.text, act.slot, act.capability) == ("reply", State.HANDED_OVER, None, None, None)
    assert act.note


def test_the_signature_is_added_once() -> None:
    assert said(says("Hi")) == "Hi\n– our automatic helper"
    assert said(says("{signature}: hi")) == "– our automatic helper: hi"


def test_a_signature_or_brand_name_with_braces_is_text() -> None:
    brand = msgspec.structs.replace(BRAND, signature="{author}", short="{{x}}")
    act = decide((says("I am {brand}"),), one(), OPEN, brand=brand).acts[0]
    assert act.text == "I am {{x}}\n{author}"


def test_hours_have_a_value_only_outside_hours() -> None:
    rule = says("From {hours}")
    assert said(rule, facts=CLOSED) == "From Monday 09:00\n– our automatic helper"
    assert said(rule, facts=OPEN) is None


def test_hours_are_told_in_the_language_the_rule_is_for() -> None:
    rule = says("Fra {hours}", language=("no",))
    assert said(rule, one(language="nb"), CLOSED).startswith("Fra mandag 09:00")


def test_hours_count_from_the_platforms_time() -> None:
    late = one(at=datetime(2026, 11, 21, 20, tzinfo=UTC), received_at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert said(says("From {hours}"), late, CLOSED).startswith("From Monday 09:00")


@pytest.mark.parametrize("name", ["{0.__class__}", "{{7*7}}", "%s", "${jndi:x}", "{signature}"])
def test_a_hostile_name_comes_out_literally(name) -> None:
    assert said(says("Hi {author}!"), one(author=Author(id="1", name=name))).startswith(f"Hi {name}!")


def test_words_of_people_are_never_used_as_ours() -> None:
    text = "{author} @everyone"
    assert "everyone" not in said(says("Hi {author}"), one(text=text))


def test_a_private_word_about_a_public_object_takes_what_the_platform_has() -> None:
    rule = Rule(name="r", then=(Then(do="direct_message", params={"text": "Hi"}),))

    def asked(kind: Kind, *has: Capability) -> Capability | None:
        return decide((rule,), one(kind=kind), OPEN, brand=BRAND, capabilities=has).acts[0].capability

    both = (Capability.PRIVATE_REPLY, Capability.DIRECT_MESSAGE)
    assert asked(Kind.COMMENT, *both) is Capability.PRIVATE_REPLY
    assert asked(Kind.COMMENT, Capability.DIRECT_MESSAGE) is Capability.DIRECT_MESSAGE
    assert asked(Kind.DIRECT_MESSAGE, *both) is Capability.DIRECT_MESSAGE


def test_an_action_that_there_is_not_names_those_that_are() -> None:
    with pytest.raises(UnknownPlugin, match="escalate"):
        decide((Rule(name="r", then=(Then(do="shout"),)),), one(), OPEN, brand=BRAND)
