"""One small folder of brands, and the file compiled from it, for all tests of the doors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functions.doors import compile_brands, write_brands


@pytest.fixture(scope="session")
def brands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brands(tmp_path_factory.mktemp("brands"))


@pytest.fixture(scope="session")
def compiled(brands: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_brands(brands, tmp_path_factory.mktemp("compiled") / "brands.json")
