"""Walls that no single test can see: plug-ins have their parts, nothing reads the time or the environment on import,
and no secret is compared in a way that tells how much of it was right."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import plugins
from tests.house._source import ROOT, at_import, dotted, modules, place, tree

ROOMS = ("platforms", "rules/actions", "stores", "buses", "notifiers")
PLUGINS = [(room, name) for room in ROOMS for name in plugins.names(room)]


def module_of(room: str, name: str) -> Path:
    folder = ROOT / "shared" / room
    single = folder / f"{name}.py"
    return single if single.exists() else folder / name / "__init__.py"


@pytest.mark.parametrize(("room", "name"), PLUGINS, ids=lambda part: str(part))
class TestPlugins:
    def test_it_says_what_it_is_for(self, room: str, name: str) -> None:
        said = ast.get_docstring(tree(module_of(room, name)))
        assert said is not None
        assert len(said.split()) >= 8

    def test_it_binds_the_one_name_and_loads(self, room: str, name: str) -> None:
        bound = [
            dotted(target)
            for node in tree(module_of(room, name)).body
            if isinstance(node, (ast.Assign, ast.AnnAssign))
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        ]
        assert bound.count("plugin") == 1
        assert plugins.load(room, name) is not None


@pytest.mark.parametrize("name", plugins.names("platforms"))
def test_every_platform_has_fixtures(name: str) -> None:
    folder = ROOT / "tests" / "fixtures" / name
    assert (folder / "about.toml").is_file()
    content = plugins.load("platforms", name).content
    cases = [path for path in folder.glob(f"*.{content}") if not path.name.endswith(".expected.json")]
    assert cases
    assert [case.name for case in cases if not case.with_suffix(".expected.json").is_file()] == []


@pytest.mark.parametrize("name", plugins.names("rules/actions"))
def test_every_action_has_its_cases(name: str) -> None:
    assert (ROOT / "tests" / "actions" / f"{name}.toml").is_file()


# --- comparisons (the time that one takes must tell nothing) ---

GUARDED = re.compile(r"(^|_)(signatures?|tokens?|secrets?|digests?|hmac|mac)($|_)", re.IGNORECASE)
HARMLESS = {"pagination_token"}  # a platform's mark for the next page: guards nothing


def names_in(node: ast.AST) -> Iterator[str]:
    """Names that an operand of a comparison goes by; what is asked of a length or a type is no comparison of it."""
    if isinstance(node, ast.Call) and dotted(node.func) in ("len", "type", "isinstance", "set", "bool"):
        return
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from re.findall(r"[a-z_]+", node.value.lower()) if len(node.value) < 40 else ()
    for child in ast.iter_child_nodes(node):
        yield from names_in(child)


def told_by_time(source: ast.Module) -> Iterator[ast.Compare]:
    for node in ast.walk(source):
        if isinstance(node, ast.Compare) and any(isinstance(one, (ast.Eq, ast.NotEq)) for one in node.ops):
            names = {name for side in (node.left, *node.comparators) for name in names_in(side)}
            if any(GUARDED.search(name) for name in names - HARMLESS):
                yield node


def test_no_secret_or_signature_is_compared_with_equals() -> None:
    found = [
        place(path, node) for path in modules("shared/platforms", "functions") for node in told_by_time(tree(path))
    ]
    assert found == [], "use hmac.compare_digest on bytes"


LEAKS = {
    "a signature": "if given == signature: pass",
    "an attribute": "ok = self.secret != other",
    "a parameter": "ok = delivery.parameter('hub.verify_token') == 'x'",
    "a computed one": "ok = hmac.new(k, b, h).digest() == given",
    "a hex one": "ok = mac.hexdigest() == given_signature",
    "inside a list": "ok = [s for s in all if s.reveal() == the_token]",
}


@pytest.mark.parametrize("code", LEAKS.values(), ids=LEAKS.keys())
def test_this_check_would_find(code: str) -> None:
    assert list(told_by_time(ast.parse(code)))


# --- imports do nothing ---

ENVIRONMENT = re.compile(r"(^|\.)(os\.environ|environb?|getenv)(\.|$)")
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|perf_counter|localtime|gmtime))$"
)


@pytest.mark.parametrize("path", modules("shared"), ids=lambda path: str(path.relative_to(ROOT)))
def test_importing_reads_no_environment_and_no_clock(path: Path) -> None:
    found = [
        place(path, node)
        for node in at_import(tree(path))
        if isinstance(node, (ast.Attribute, ast.Name))
        and (ENVIRONMENT.search(dotted(node)) or CLOCKS.search(dotted(node)))
    ]
    assert found == []


def test_only_one_module_reads_the_time_of_day() -> None:
    """Everything else is given `now`. (A monotonic stopwatch tells no time of day.)"""
    found = {
        str(path.relative_to(ROOT))
        for path in modules("shared", "functions")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and CLOCKS.search(dotted(node))
        and not dotted(node).endswith(("monotonic", "perf_counter"))
    }
    assert found == {"shared/clock.py"}


def test_core_reads_neither_files_nor_environment_nor_time() -> None:
    doing = {"os", "pathlib", "time", "socket", "sqlite3", "threading", "random", "secrets", "subprocess", "io"}
    found = [
        f"{place(path, node)} {name}"
        for path in modules("shared/core")
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if name.split(".")[0] in doing
    ]
    assert found == []


@pytest.mark.parametrize("path", modules("shared", "functions"), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_say_what_they_are_for_and_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(tree(path)), "a module's docstring says what the room is for"
    assert len(text.splitlines()) <= 450, "look for the second subject hiding inside"
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
