"""What the tests of infra/ share: packages made once, and the life of the largest configuration."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.functions.doors import ROOT
from tests.infra.terraform import EXAMPLES, Life, copied, live, packaged, pretended, tools, variables


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what packages are made from, and the demo's brand: the same for all, whoever edits meanwhile."""
    tree = tmp_path_factory.mktemp("source")
    for folder in ("functions", "shared", "infra", "demo/brands"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("requirements.txt", "requirements.lock"):
        shutil.copyfile(ROOT / file, tree / file)
    return tree


@pytest.fixture(scope="session")
def packages(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The packages of this tree, and those of a tree in which one byte of the desk's door is another."""
    tools()
    tree = Path(shutil.copytree(source, tmp_path_factory.mktemp("packages") / "tree"))
    before = packaged(tree, tree / "before")
    main = tree / "functions" / "desk" / "main.py"
    main.write_bytes(main.read_bytes() + b"#\n")
    after = packaged(tree, tree / "after")
    return before, {
        door: before[door] if row["sha256"] == before[door]["sha256"] else row for door, row in after.items()
    }


@pytest.fixture(scope="session")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The plan of the least that can be deployed."""
    tools()
    folder = copied(tmp_path_factory.mktemp("smallest"))
    more = variables(folder, "packages", {"packages": pretended(folder)})
    with tools().standin() as standin:
        plan: dict[str, Any] = standin.plan_json(folder, f"-var-file={EXAMPLES / 'smallest.tfvars'}", more)
    return plan


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory, packages: tuple[dict[str, Any], dict[str, Any]]) -> Life:
    """All platforms, behind a domain, with a budget, from the packages that `make package` makes."""
    folder = copied(tmp_path_factory.mktemp("everything"))
    files = [f"-var-file={EXAMPLES / name}.tfvars" for name in ("budget", "domain", "all-platforms")]
    more = {"packages": packages[0], "settle_seconds": 0, "keep_data": False, "env": "prod"}
    again = variables(folder, "again", {"packages": packages[1]})
    return live(folder, [*files, variables(folder, "packages", more)], again)


@pytest.fixture(scope="session")
def bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """What a person applies once, with GitHub let in."""
    tools()
    folder = copied(tmp_path_factory.mktemp("bootstrap"), "bootstrap")
    return live(folder, [f"-var-file={EXAMPLES / 'federation.tfvars'}"])
