"""Deciding: the first rule that holds, the same every time, and never a half-filled text."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.brands.compiled import Brand
from shared.core.calendar import Calendar
from shared.core.decision import Decision
from shared.core.errors import UnknownPlugin
from shared.core.facts import Facts
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ledger import Sort, State, needs_answer
from shared.core.ports import Capability, May
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


def in_languages(*, name: str = "r", plain: tuple[str, ...] = (), when: tuple[str, ...] = (), **by: str) -> Rule:
    tests = {"language": when} if when else {}
    params = {"texts": list(plain), "says": {code.replace("_", "-"): [text] for code, text in by.items()}}
    return Rule(name=name, when=When(tests=tests), then=(Then(do="reply", params=params),))


def answered_in(rule: Rule, text: str = "👍", *, platform: str | None = None, last: str | None = None) -> str:
    said_there = said(rule, one(text=text, language=platform), Facts(open=True, language=last))
    return (said_there or "").partition("\n")[0]


FOUR = in_languages(en="English", nb="Norsk", lv="Latviski", zh="中文")


@pytest.mark.practice(43)
@pytest.mark.parametrize(
    ("text", "platform", "last", "language"),
    [
        ("Tusen takk for en nydelig morgen med dere", None, None, "Norsk"),
        ("Paldies, ļoti garšīga kafija un jauki cilvēki", None, None, "Latviski"),
        ("你们的咖啡太好喝了", None, None, "中文"),
        ("Thank you, that was the best coffee of the year", None, "lv", "English"),
        ("👍", "nn-NO", None, "Norsk"),
        ("👍", "no", "lv", "Norsk"),
        ("👍", "zh_TW", None, "中文"),
        ("👍", "und", "lv", "Latviski"),
        ("👍", None, "lv", "Latviski"),
        ("👍", None, None, "English"),
        ("Kiitos paljon, tämä oli todella hyvää", "fi", None, "English"),
    ],
)
def test_a_person_is_answered_in_their_language(text, platform, last, language) -> None:
    assert answered_in(FOUR, text, platform=platform, last=last) == language


def test_a_rule_for_one_language_answers_in_it_whatever_the_platform_says() -> None:
    rule = in_languages(en="English", nb="Norsk", when=("no",))
    assert answered_in(rule, platform="nb", last="en") == "Norsk"


def test_a_language_that_the_brand_does_not_list_is_answered_where_there_are_texts() -> None:
    assert "lv" not in BRAND.languages
    assert answered_in(FOUR, platform="lv") == "Latviski"


def test_the_very_form_of_a_language_comes_before_the_language_and_that_before_a_sister() -> None:
    assert answered_in(in_languages(pt="PT", pt_BR="BR"), platform="pt-BR") == "BR"
    assert answered_in(in_languages(pt="PT", pt_BR="BR"), platform="pt-PT") == "PT"
    assert answered_in(in_languages(en="EN", pt_BR="BR"), platform="pt") == "BR"


def test_texts_without_a_language_are_for_whoever_has_no_other() -> None:
    rule = in_languages(plain=("Any",), nb="Norsk")
    assert answered_in(rule, platform="nb") == "Norsk"
    assert answered_in(rule, platform="fi") == "Any"


def test_values_are_told_in_the_language_of_the_text_and_not_of_the_person() -> None:
    rule = in_languages(en="From {hours}", nb="Fra {hours}")
    assert said(rule, one(language="nb"), CLOSED).startswith("Fra mandag 09:00")
    assert said(rule, one(language="fi"), CLOSED).startswith("From Monday 09:00")


@pytest.mark.practice(12)
def test_all_that_fits_is_offered_each_with_its_wording() -> None:
    act = decide((says("Thanks {author}", "Thanks!", "Ta {hours}", "Cheers"),), one(), OPEN, brand=BRAND).acts[0]
    assert {said.text.partition("\n")[0] for said in act.says} == {"Thanks Anna", "Thanks!", "Cheers"}
    assert len({said.wording for said in act.says}) == 2


@pytest.mark.practice(12)
def test_the_same_sentence_to_two_people_is_one_wording_with_or_without_the_signature() -> None:
    rule = says("Thank you, {author}!")
    quiet = msgspec.structs.replace(BRAND, signature="")

    def wording(name: str, brand: Brand) -> str:
        return decide((rule,), one(author=Author(id="1", name=name)), OPEN, brand=brand).acts[0].says[0].wording

    assert len({wording(name, brand) for name in ("Anna", "Ola", "王小明") for brand in (BRAND, quiet)}) == 1


def test_a_rule_with_texts_by_language_only_and_none_for_the_person_still_answers() -> None:
    assert answered_in(in_languages(lv="Latviski"), platform="fi") == "Latviski"


def test_what_a_platform_allows_decides_the_gesture() -> None:
    rule = Rule(name="r", sort=Sort.PRAISE, then=(Then(do="acknowledge", params={"text": "Thank you!"}),))

    def gestures(**may: str) -> list[str | None]:
        allowed = {Capability(name): May(value) for name, value in may.items()}
        return [act.capability for act in decide((rule,), one(), OPEN, brand=BRAND, may=allowed).acts]

    assert gestures(reply="auto", like="auto") == ["reply", "like"]
    assert gestures(reply="approval", like="auto") == ["like"]
    assert gestures() == [None]


@pytest.mark.practice(1, 50)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("private", [False, True])
def test_acknowledging_asks_for_nothing_forbidden_and_likes_nothing_that_hurts(kind, private) -> None:
    """Whatever a platform allows, whatever was said: over every combination of the two."""
    ways = (Capability.LIKE, Capability.REPLY, Capability.DIRECT_MESSAGE)
    message = one(kind=kind, place=Place(private=private))
    for allowed in itertools.product(May, repeat=3):
        may = dict(zip(ways, allowed, strict=True))
        for sort, texts in itertools.product(Sort, ({}, {"text": "Hi"})):
            rule = Rule(name="r", sort=sort, then=(Then(do="acknowledge", params=texts),))
            acts = decide((rule,), message, OPEN, brand=BRAND, may=may).acts
            asked = [may[act.capability] for act in acts if act.capability is not None]
            assert May.NEVER not in asked
            assert len(set(asked)) <= 1, "what a machine may do alone is never left to a tap beside it"
            if sort in (Sort.COMPLAINT, Sort.QUESTION, Sort.REQUEST, Sort.SPAM, Sort.ABUSE, Sort.UNSURE):
                assert Capability.LIKE not in [act.capability for act in acts]
            if not asked:
                assert [act.ends for act in acts] == [State.HANDED_OVER if needs_answer(sort, kind) else State.HELD]


def test_the_kind_is_the_class_where_the_rule_gives_none() -> None:
    rule = Rule(name="r", then=(Then(do="acknowledge"),))
    may = {Capability.LIKE: May.AUTO}
    shared = decide((rule,), one(kind=Kind.SHARE), OPEN, brand=BRAND, may=may).acts[0]
    commented = decide((rule,), one(kind=Kind.COMMENT), OPEN, brand=BRAND, may=may).acts[0]
    assert (shared.capability, commented.ends) == (Capability.LIKE, State.HANDED_OVER)


@pytest.mark.practice(22)
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
