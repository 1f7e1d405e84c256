"""`make new-platform`: any name that it takes gives a module that the linters pass."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared.cli import main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["ab", "acorn_news", "abcdefghij_klmnopqrs", "a2"])
def test_what_it_writes_is_tidy(name: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert main(["new-platform", name, "--root", str(tmp_path)]) == 0
    module = tmp_path / "shared" / "platforms" / f"{name}.py"
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", str(module)],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["a", "Acorn", "abcdefghij_klmnopqrst", "class", "none", "note", "client", "../acorn"])
def test_names_that_would_break_it_are_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Too long for a line, a word of Python's, or what the module imports or defines."""
    assert main(["new-platform", name, "--root", str(tmp_path)]) == 1
    assert f"NAME: came {name!r}; expected 2 to 20 small letters" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-platform", "acorn", "--root", str(tmp_path)]) == 0
    module = tmp_path / "shared" / "platforms" / "acorn.py"
    module.write_text("mine", "utf-8")
    assert main(["new-platform", "acorn", "--root", str(tmp_path)]) == 1
    assert "shared/platforms/acorn.py is there already" in capsys.readouterr().err
    assert module.read_text("utf-8") == "mine"
