"""docs/adding-a-rule.md tells the truth: it names all there is, and its rule works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared import plugins
from shared.brands.desk import open_desk
from shared.brands.examples import try_book
from shared.brands.when import JOINING, SHORT
from shared.core.interaction import Kind
from shared.core.ledger import Sort
from shared.rules.conditions import OPERATORS
from shared.rules.words import PLACEHOLDERS

PAGE = (Path(__file__).parents[2] / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("operator", [*OPERATORS, *SHORT])
def test_the_page_names_every_condition(operator) -> None:
    assert f"`{operator}`" in PAGE


@pytest.mark.parametrize("word", JOINING)
def test_the_page_shows_how_conditions_are_joined(word) -> None:
    assert re.search(rf"`\[+when\.{word}\]+`", PAGE)


@pytest.mark.parametrize("action", plugins.names("rules/actions"))
def test_the_page_names_every_action(action) -> None:
    assert f"| `{action}` |" in PAGE


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_the_page_names_every_placeholder(name) -> None:
    assert f"| `{{{name}}}` |" in PAGE


def test_the_page_names_every_kind_and_class() -> None:
    assert [word for word in (*Kind, *Sort) if word not in PAGE] == []


BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def block(start: str) -> str:
    (found,) = (one for one in BLOCKS if one.startswith(start))
    return found


def test_the_rule_on_the_page_is_sound_and_its_examples_hold(write, sound, pretend_platforms) -> None:
    shown = block("#:schema")
    text = shown.replace('kind = ["comment", "mention"]', 'kind = ["comment", "mention"]\nplatform = "wall"')
    text = text.replace(', { text = "Tusen takk", kind = "mention" }', "")
    desk = open_desk(write({"tern/rules/10-praise.toml": text}), pretend_platforms)
    trial = try_book(desk.compiled.brands["tern"], desk.books["tern"])[0]
    assert (trial.tried, trial.failed) == (2, ())


def test_conditions_segments_and_events_on_the_page_work_as_it_says(write, sound, pretend_platforms) -> None:
    """What the page says of its examples is tried, with the tables that it shows for brand.toml."""
    rule = f"""
name = "joined"
matches = [
  {{ text = "So good!", regular = true, followers = 12 }},
  {{ text = "So good!", regular = false, followers = 10000 }},
  "So good!",
]
does_not_match = [
  {{ text = "So good!", regular = false, followers = 12 }},
  {{ text = "So good!", tag = "asks-opinion" }},
]
{block("[when]")}
[[then]]
do = "escalate"
"""
    friends = """
name = "friends"
matches = [{ text = "hello", vip = true }, { text = "hello", regular = true }]
does_not_match = [{ text = "hello", vip = false, regular = false }, { text = "hello", event = "opening" }]
[when]
segment = "friends"
event = "tern-week"
[[then]]
do = "escalate"
"""
    brand = sound["tern/brand.toml"] + block("[regulars]") + block("[[events]]")
    files = {"tern/brand.toml": brand, "tern/rules/10-joined.toml": rule, "tern/rules/11-friends.toml": friends}
    desk = open_desk(write(files | {"tern/rules/10-praise.toml": None}), pretend_platforms)
    trials = try_book(desk.compiled.brands["tern"], desk.books["tern"])
    assert [failure for trial in trials for failure in trial.failed] == []
