"""`make faults`: left out of every other run, on one rig for all rows, with a table at the end."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulators import needed
from tests.faults.cloud import BREAK, CHILD, Rig
from tests.faults.table import told, write

_DONE = pytest.StashKey[list[dict[str, Any]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "faults: against the emulators, with real kills; takes minutes: `make faults`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """They take minutes and all of the machine, so whoever wants them asks for them."""
    if "faults" in (config.option.markexpr or ""):
        return
    left = [item for item in items if item.get_closest_marker("faults") is None]
    if len(left) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in left])
        items[:] = left


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Rig]:
    needed()
    if BREAK:
        runpy.run_path(str(CHILD / "sitecustomize.py"))  # F11's workers are in this process
    with Rig(tmp_path_factory.mktemp("faults")) as rig:
        try:
            yield rig
        finally:
            pytestconfig.stash[_DONE] = [row.plain() for row in rig.rows]
            write(pytestconfig.stash[_DONE])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash.get(_DONE, [])
    if rows:
        terminalreporter.section("faults")
        terminalreporter.write_line(told(rows))
