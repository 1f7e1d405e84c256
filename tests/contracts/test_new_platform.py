"""Adding a platform is one module and one folder of fixtures: shown with what `make new-platform` writes, in a copy.

The contract then finds it without an edit anywhere, passes it, and fails it in each way in which it can be broken.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared.scaffold import write

ROOT = Path(__file__).parents[2]
CONTRACTS = [f"tests/contracts/test_platform{part}.py" for part in ("s", "_signatures", "_clients")]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the contract needs, without any other platform."""
    ignored = shutil.ignore_patterns("__pycache__", "test_new_platform.py")
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=ignored)
    shutil.copytree(ROOT / "tests" / "contracts", tmp_path / "tests" / "contracts", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    room = tmp_path / "shared" / "platforms"
    for other in room.iterdir():
        if not other.name.startswith("_"):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    write(tmp_path, "acorn", "2026-11-22")
    return tmp_path


def test_one_module_and_one_folder_are_enough(tree: Path) -> None:
    """The new platform passes every contract that any platform passes."""
    ended = _contracts(tree, "acorn")
    assert ended.returncode == 0, ended.stdout[-4000:]
    passed = re.search(r"(\d+) passed", ended.stdout)
    assert passed, ended.stdout[-4000:]
    assert int(passed.group(1)) > 50, "the contracts hardly ran"


@pytest.mark.parametrize(
    ("sound", "broken", "test"),
    [
        ('= HmacSignature("x-acorn-signature", prefix="")',
         '= type("S", (HmacSignature,), {"verify": lambda *_: None})("x-acorn-signature", prefix="")',
         "test_tampered_headers_are_refused"),
        ('"x-acorn-signature", prefix=""', '"x-hub-signature-256"', "test_foreign_signature_is_accepted"),
        ("object=note.id", "object=str(__import__('time').perf_counter_ns())", "test_reading_twice_gives_the_same"),
        ("is_us=note.by == note.page", "is_us=False", "test_our_own_account_is_recognised"),
        ("modelled(body, Note)", "Note(**body)", "test_wrong_types_everywhere"),
        ('gathering.skip(clean(body.get("event")))', "pass", "test_unknown_events_are_counted"),
        ("(Capability.LIKE, Kind.COMMENT): Policy(May.AUTO, _TERMS),", "", "test_policy_covers_what_it_can_do"),
        ('text="words"', 'text="other"', "test_sends_what_was_ordered"),
        ('Call("/notes/{object}/like")', 'Call("/notes/{object}/like", receipt="id")', "test_sends_what_was_ordered"),
        ("plugin = Acorn", "plugin = Acorn\nAcorn.kinds = frozenset(Kind)", "test_every_kind_has_a_fixture"),
    ],
    ids=lambda value: value if str(value).startswith("test_") else "",
)  # fmt: skip
def test_a_broken_one_fails(tree: Path, sound: str, broken: str, test: str) -> None:
    """Each fault is caught by the contract that is about it."""
    module = tree / "shared" / "platforms" / "acorn.py"
    written = module.read_text("utf-8")
    assert written.count(sound) == 1
    module.write_text(written.replace(sound, broken), "utf-8")
    ended = _contracts(tree, f"acorn and {test}")
    assert ended.returncode == 1, ended.stdout[-4000:]
    assert test in ended.stdout


def test_a_missing_fixture_names_its_file(tree: Path) -> None:
    """Whoever forgets the folder is told which file belongs where."""
    shutil.rmtree(tree / "tests" / "fixtures" / "acorn")
    ended = _contracts(tree, "acorn and test_fixtures_say_where_they_come_from")
    assert ended.returncode == 1
    assert "acorn/about.toml is missing" in ended.stdout


def _contracts(tree: Path, chosen: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *CONTRACTS, "-p", "no:cacheprovider", "-k", chosen],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
