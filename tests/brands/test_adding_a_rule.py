"""docs/adding-a-rule.md tells the truth: it names all there is, and its rule works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared import plugins
from shared.brands.desk import open_desk
from shared.brands.examples import try_book
from shared.core.interaction import Kind
from shared.core.ledger import Sort
from shared.rules.conditions import OPERATORS
from shared.rules.words import PLACEHOLDERS

PAGE = (Path(__file__).parents[2] / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_page_names_every_condition(operator) -> None:
    assert f"`{operator}`" in PAGE


@pytest.mark.parametrize("action", plugins.names("rules/actions"))
def test_the_page_names_every_action(action) -> None:
    assert f"| `{action}` |" in PAGE


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_the_page_names_every_placeholder(name) -> None:
    assert f"| `{{{name}}}` |" in PAGE


def test_the_page_names_every_kind_and_class() -> None:
    assert [word for word in (*Kind, *Sort) if word not in PAGE] == []


def test_the_rule_on_the_page_is_sound_and_its_examples_hold(write, sound, pretend_platforms) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    text = shown.replace('kind = ["comment", "mention"]', 'kind = ["comment", "mention"]\nplatform = "wall"')
    text = text.replace(', { text = "Tusen takk", kind = "mention" }', "")
    desk = open_desk(write({"tern/rules/10-praise.toml": text}), pretend_platforms)
    trial = try_book(desk.compiled.brands["tern"], desk.books["tern"])[0]
    assert (trial.tried, trial.failed) == (2, ())
