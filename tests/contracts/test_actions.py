"""What every action keeps to. A new module is found by being there; its cases are in tests/actions/<name>.toml."""

from __future__ import annotations

import importlib
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared import plugins
from shared.brands.circle import Contact
from shared.brands.compiled import Brand
from shared.core.calendar import Calendar
from shared.core.decision import Act
from shared.core.facts import Facts
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ledger import Sort, sort_of
from shared.core.ports import Capability, May
from shared.rules.actions._base import Voice
from shared.rules.rule import Then, action_of, plan
from shared.rules.voice import Manner, Picture
from shared.rules.words import Situation

CASES = Path(__file__).parents[1] / "actions"
NAMES = plugins.names("rules/actions")
BRAND = Brand(
    key="tern",
    name="Tern & Kettle Coffee",
    short="Tern & Kettle",
    zone="Europe/Oslo",
    languages=("en", "nb"),
    calendar=Calendar(zone="Europe/Oslo"),
    signature="– helper",
    contact=Contact(mail="hei@ternandkettle.example"),
    manner=Manner(
        signatures={"nb": "– hjelperen"},
        pictures=(Picture(url="https://tern.example/1.gif", alt="A wave", suits=("praise",), credit="Ill: {K}"),),
        shortlist=(Picture(url="https://tern.example/2.gif", alt="A bow", suits=("praise", "tag")),),
    ),
)


def cases(part: str) -> list[Any]:
    found = []
    for name in NAMES:
        file = CASES / f"{name}.toml"
        listed = tomllib.loads(file.read_text(encoding="utf-8")).get(part, []) if file.is_file() else []
        found += [pytest.param(name, case, id=f"{name}: {case['name']}") for case in listed]
    return found


def interaction(case: dict[str, Any]) -> Interaction:
    return Interaction(
        platform="wall",
        account="100",
        object=case.get("object", "1"),
        kind=Kind(case.get("kind", "comment")),
        received_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        author=Author(**case.get("author", {"id": "7", "name": "Anna", "handle": "anna"})),
        place=Place(private=case.get("private", False)),
        text=case.get("text", "words of theirs"),
        language=case.get("language"),
    )


def planned(name: str, case: dict[str, Any]) -> tuple[Act, ...]:
    asked = interaction(case)
    voice = Voice(
        situation=Situation(
            asked,
            Facts(open=True, reference=case.get("reference"), crisis=case.get("crisis", False)),
            BRAND,
            "words of theirs",
        ),
        capabilities=frozenset(Capability(one) for one in case.get("has", ())),
        may={Capability(one): May(may) for one, may in case.get("may", {}).items()},
        pictures=frozenset(Capability(one) for one in case.get("pictures", ())),
        sort=Sort(case["class"]) if "class" in case else sort_of(asked.kind),
    )
    return plan(Then(do=name, params=case.get("params", {})), asked, voice)


def told(act: Act) -> dict[str, Any]:
    """An Act as a case writes it: of what is said, the texts alone, each with the picture beside it."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(act))
    if act.says:
        plain["says"] = [said.text if said.media is None else [said.text, said.media] for said in act.says]
    return plain | ({"instead": told(act.instead)} if act.instead else {})


@pytest.mark.parametrize("name", NAMES)
def test_an_action_has_cases_that_work_and_cases_that_are_refused(name: str) -> None:
    file = CASES / f"{name}.toml"
    assert file.is_file(), f"write {file.name} with [[case]] and [[refused]]"
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    assert written.get("case")
    assert written.get("refused")


@pytest.mark.practice(1, 2, 4, 17)
@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_action_plans_what_its_case_says(name: str, case: dict[str, Any]) -> None:
    assert [told(act) for act in planned(name, case)] == case["acts"]


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_planning_twice_gives_the_same_acts(name: str, case: dict[str, Any]) -> None:
    assert planned(name, case) == planned(name, case)


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_act_asks_a_platform_or_ends_it_and_never_both(name: str, case: dict[str, Any]) -> None:
    acts = planned(name, case)
    assert acts
    for act in (*acts, *(act.instead for act in acts if act.instead)):
        assert (act.capability is None) == (act.slot is None)
        assert (act.capability is None) == (act.ends is not None)
        assert act.do == name


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_action_takes_no_slot_that_it_does_not_name_and_none_twice(name: str, case: dict[str, Any]) -> None:
    taken = [act.slot for act in planned(name, case) if act.slot is not None]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(action_of(name).slots)


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_act_never_repeats_the_persons_words(name: str, case: dict[str, Any]) -> None:
    assert "words of theirs" not in str([told(act) for act in planned(name, case)])


@pytest.mark.practice(15)
@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_all_that_is_said_ends_in_a_signature_and_no_draft_bears_one(name: str, case: dict[str, Any]) -> None:
    for act in planned(name, case):
        assert all("– hjelper" in said.text or "– helper" in said.text for said in act.says)
        assert not any("– h" in draft for draft in act.drafts)


@pytest.mark.parametrize(("name", "case"), cases("refused"))
def test_an_action_refuses_parameters_it_does_not_know(name: str, case: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        planned(name, case)


@pytest.mark.parametrize(("name", "case"), cases("wanting"))
def test_an_action_tells_the_desk_what_is_missing_between_its_parameters(name: str, case: dict[str, Any]) -> None:
    params = msgspec.convert(case["params"], action_of(name).params)
    assert [at for at, _, _ in params.wanting()] == case["at"]


@pytest.mark.parametrize("name", NAMES)
def test_an_action_is_named_after_its_module_and_shows_a_rule_that_works(name: str) -> None:
    action = action_of(name)
    assert action.name == name
    doc = importlib.import_module(f"shared.rules.actions.{name}").__doc__ or ""
    shown = doc[doc.index("[[then]]") :].partition("\n\n")[0]
    (table,) = tomllib.loads(shown)["then"]
    assert table.pop("do") == name
    assert msgspec.convert(table, action.params).wanting() == []
    assert {act.do for act in planned(name, {"params": table})} == {name}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", list(Kind))
def test_what_asks_a_platform_takes_a_slot(name: str, kind: Kind) -> None:
    action = action_of(name)
    assert action.slots or action.capability(kind, frozenset(Capability)) is None
