"""What the code itself says: the settings that it reads, and the events that its doors write to the log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.functions.doors import ROOT


@cache
def settings() -> set[str]:
    """Every setting that docs/operations.md explains or a module of ours reads."""
    read = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shared").rglob("*.py"))
    return set(re.findall(r"\b(?:HEARD|GOOGLE|AWS)_[A-Z_]+\b", read + (ROOT / "docs/operations.md").read_text("utf-8")))


@cache
def emitted() -> dict[str, set[str]]:
    """Every event that a deployed door writes to its log, with the names of its ids."""
    events: dict[str, set[str]] = {}
    for path in [*(ROOT / "shared").rglob("*.py"), *(ROOT / "functions").glob("*/main.py")]:
        tree = ast.parse(path.read_bytes())
        together = _dictionaries(tree)
        for call in _logged(tree):
            ids = {one.arg for one in call.keywords if one.arg is not None}
            for one in call.keywords:
                if one.arg is None and isinstance(one.value, ast.Name):
                    ids |= together.get(one.value.id, set())
            for text in ast.walk(call.args[0]):
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    events.setdefault(text.value, set()).update(ids)
    return events


def _dictionaries(tree: ast.AST) -> dict[str, set[str]]:
    """The keys of each dictionary that is written out and given a name."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and isinstance(node.targets[0], ast.Name):
            keys = {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
            found.setdefault(node.targets[0].id, set()).update(str(key) for key in keys)
    return found


def _logged(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "log" and node.func.attr in ("info", "warning", "error"):
                yield node
