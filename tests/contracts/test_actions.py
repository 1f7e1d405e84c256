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
from shared.core.decision import Act
from shared.core.interaction import Author, Interaction, Kind
from shared.core.ports import Capability
from shared.rules.actions._base import Voice
from shared.rules.rule import Then, action_of, plan

CASES = Path(__file__).parents[1] / "actions"
NAMES = plugins.names("rules/actions")


def cases(part: str) -> list[Any]:
    found = []
    for name in NAMES:
        file = CASES / f"{name}.toml"
        listed = tomllib.loads(file.read_text(encoding="utf-8")).get(part, []) if file.is_file() else []
        found += [pytest.param(name, case, id=f"{name}: {case['name']}") for case in listed]
    return found


def interaction(case: dict[str, Any], object_id: str = "1") -> Interaction:
    return Interaction(
        platform="wall",
        account="100",
        object=object_id,
        kind=Kind(case.get("kind", "comment")),
        received_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        author=Author(**case.get("author", {"id": "7", "name": "Anna", "handle": "anna"})),
        text="words of theirs",
    )


def voice(case: dict[str, Any]) -> Voice:
    return Voice(
        brand="Tern & Kettle",
        signature="– helper",
        hours=case.get("hours"),
        capabilities=frozenset(Capability(name) for name in case.get("has", ())),
    )


def planned(name: str, case: dict[str, Any], object_id: str = "1") -> Act:
    return plan(Then(do=name, params=case.get("params", {})), interaction(case, object_id), voice(case))


@pytest.mark.parametrize("name", NAMES)
def test_an_action_has_cases_that_work_and_cases_that_are_refused(name: str) -> None:
    file = CASES / f"{name}.toml"
    assert file.is_file(), f"write {file.name} with [[case]] and [[refused]]"
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    assert written.get("case")
    assert written.get("refused")


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_action_plans_what_its_case_says(name: str, case: dict[str, Any]) -> None:
    assert msgspec.to_builtins(planned(name, case)) == case["act"]


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_planning_twice_gives_the_same_act(name: str, case: dict[str, Any]) -> None:
    assert planned(name, case) == planned(name, case)


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_act_asks_a_platform_or_ends_it_and_never_both(name: str, case: dict[str, Any]) -> None:
    act = planned(name, case)
    assert (act.capability is None) == (act.slot is None)
    assert (act.capability is None) == (act.ends is not None)
    assert act.do == name


@pytest.mark.parametrize(("name", "case"), cases("case"))
def test_an_act_never_repeats_the_persons_words(name: str, case: dict[str, Any]) -> None:
    act = planned(name, case)
    assert "words of theirs" not in f"{act.text} {act.note}"


@pytest.mark.parametrize(("name", "case"), cases("refused"))
def test_an_action_refuses_parameters_it_does_not_know(name: str, case: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        planned(name, case)


@pytest.mark.parametrize("name", NAMES)
def test_an_action_is_named_after_its_module_and_shows_a_rule_that_works(name: str) -> None:
    action = action_of(name)
    assert action.name == name
    doc = importlib.import_module(f"shared.rules.actions.{name}").__doc__ or ""
    shown = doc[doc.index("[[then]]") :].partition("\n\n")[0]
    (table,) = tomllib.loads(shown)["then"]
    assert table.pop("do") == name
    assert planned(name, {"params": table}).do == name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_slot_is_taken_for_every_kind_or_for_none(name: str, kind: Kind) -> None:
    action = action_of(name)
    assert (action.capability(kind, frozenset(Capability)) is None) == (action.slot is None)
