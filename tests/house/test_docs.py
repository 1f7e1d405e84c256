"""The docs tell the truth: each setting, log event, error and word of ours is in them; their links lead somewhere."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import fields

from shared import reference
from shared.core import errors
from shared.core.interaction import Change, Kind
from shared.core.ledger import Sort
from shared.settings import Settings
from tests.house._source import ROOT, dotted, modules, place, tree

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROWS = {
    name: line
    for line in OPERATIONS.splitlines()
    if (name := (re.match(r"\| `((?:HEARD_|PORT)[A-Z_<>]*)` \|", line) or [None, ""])[1])
}
LOG = OPERATIONS.partition("\n## The log\n")[2].partition("\n## ")[0]
EVENTS = set(re.findall(r"^\| `([a-z.]+)` \|", LOG, re.MULTILINE))
WORDS = (
    "Platform", "Delivery", "Challenge", "Answer", "Interaction", "Kind", "Change", "Brand", "Connection", "Account",
    "Author", "Place", "Rule", "Rule book", "Decision", "Action", "Capability", "Receipt", "Acknowledgment", "Clock",
    "Target", "Breach", "Digest", "Notice", "Claim", "Parked", "Store", "Bus", "Notifier", "Flow", "Edge", "Door",
    "`now`",
)  # fmt: skip


def settings_read() -> Iterator[tuple[str, str]]:
    """Each setting that our code names, a part that is only known when it runs as <>; and where."""
    for path in modules("shared", "functions"):
        for node in ast.walk(tree(path)):
            text = ""
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            elif isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "<>" for part in node.values)
            if re.fullmatch(r"PORT|HEARD_[A-Z0-9_<>]+", text):
                yield text, place(path, node)


def on_its_page(name: str, where: str) -> bool:
    """A platform's own setting stands in its module's docstring, which is its page: a new one edits nothing else."""
    found = re.match(r"shared/platforms/([a-z][a-z0-9_]*)", where)
    if found is None:
        return False
    room = ROOT / "shared" / "platforms" / found[1]
    page = room / "__init__.py" if room.is_dir() else room.with_suffix(".py")
    return f"`{name}`" in (ast.get_docstring(tree(page)) or "")


def documented(name: str) -> bool:
    if name.endswith("_") or name.endswith("<>"):
        return any(re.sub("<[A-Z]+>", "<>", row).startswith(name) for row in ROWS)
    return any(re.sub("<[A-Z]+>", "<>", row) == name for row in ROWS)


def test_every_setting_is_in_the_operators_table() -> None:
    found = list(settings_read())
    assert len(found) > 10
    missing = [f"{name} at {where}" for name, where in found if not documented(name) and not on_its_page(name, where)]
    assert missing == [], "write a row into docs/operations.md; for a platform's own, a line into its docstring"


def test_every_setting_in_the_table_is_read_somewhere() -> None:
    read = {name for name, _where in settings_read()}
    dead = [
        row
        for row in ROWS
        if not any(re.sub("<[A-Z]+>", "<>", row) == name or (name.endswith("_") and "<" in row) for name in read)
    ]
    assert dead == [], "nothing reads these any more"


@pytest.mark.parametrize("field", [field.name for field in fields(Settings)])
def test_the_table_gives_the_default(field: str) -> None:
    row = ROWS["PORT" if field == "port" else f"HEARD_{field.upper()}"]
    value = getattr(Settings.read({}), field)
    shown = "none" if value is None else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"
    assert row.rstrip("| ").endswith(f"| {shown}"), f"{field} is {shown} when it is not set"


def test_the_platforms_pages_are_what_the_modules_say() -> None:
    """Written by `make platforms`; nobody's hand was there since, and no module has changed."""
    folder = ROOT / "docs" / "platforms"
    wanted = dict(reference.pages(reference.installed()))
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert sorted(there) == sorted(wanted)
    assert [name for name, text in wanted.items() if there[name] != text] == [], "run `make platforms`"


def test_every_log_event_is_explained() -> None:
    told = {
        (str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else "no constant", place(path, node))
        for path in modules("shared", "functions")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and re.fullmatch(r"log\.(info|warning|error)", dotted(node.func))
    }
    assert told
    assert [f"{event} at {where}" for event, where in told if event not in EVENTS] == [], "explain it in operations.md"
    assert EVENTS - {event for event, _where in told} == set(), "nothing writes these any more"


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    assert len(classes) > 15
    assert [one.__name__ for one in classes if not re.search(rf"\b{one.__name__}\b", drawn)] == []


def test_the_tree_draws_the_statuses_that_the_classes_have() -> None:
    drawn = errors.__doc__ or ""
    for one in vars(errors).values():
        if isinstance(one, type) and issubclass(one, errors.DeliveryRejected) and one is not errors.DeliveryRejected:
            status = 403 if one is errors.ChallengeFailed else one.status
            assert f"{one.__name__} {status}" in drawn


def test_every_word_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    defined = re.findall(r"^\| ([^|]+?) \|", glossary, re.MULTILINE)
    assert [word for word in WORDS if word not in defined] == []
    assert [word for word in defined if defined.count(word) > 1 and word not in ("Word", "---")] == []
    for one in (*Kind, *Sort):
        assert one.replace("_", " ") in glossary
    for change in (Change.EDITED, Change.REMOVED):
        assert change.removesuffix("ed").removesuffix("d")[:4] in glossary


def pages() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "infra").rglob("*.md")]
    return sorted(path for path in found if path.is_file())


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        where = (page.parent / path).resolve() if path else page
        if not where.exists() or (anchor and anchor not in anchors(where)):
            broken.append(target)
    assert broken == []


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named - targets == set()


def test_the_version_is_told_once_and_the_same() -> None:
    from shared import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
