"""Real Terraform on copies of infra/, against a provider that only pretends: nothing leaves this machine.

The stand-in and tfcheck are tools beside this repository, no part of it. HEARD_TF_TOOLS names their folder; where it
is set, something that is missing is a failure, else these tests are left out and say why.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest

from infra import deployment
from tests.functions.doors import ROOT

WANTED: Final = os.environ.get("HEARD_TF_TOOLS")  # read at once: no test sees the machine's own HEARD_ settings
TOOLS: Final = Path(WANTED or ROOT.parent / "shared" / "tools")
INFRA: Final = ROOT / "infra"
EXAMPLES: Final = INFRA / "environments"
DOORS: Final = ("acknowledge", "collect", "desk", "digest", "receive", "watch")
CANARY: Final = "canary-sings-for-nobody"
TEMPLATE: Final = {"project_id": "acme-heard", "alert_email": "heard@acme.example", "settle_seconds": 0}
REASONED: Final = ("GC102", "GC105", "GC153", "GC155")
"""Codes let through where everything else is an error: each stands in infra/ with its reason (tfcheck:ignore)."""


@dataclass(frozen=True)
class Tools:
    """The two tools: what reads Terraform's files, and what plays Google."""

    check: Any
    report: Any
    standin: Any


@lru_cache(maxsize=1)
def tools() -> Tools:
    """The tools, or a skipped test that says what is missing."""
    missing = None if shutil.which("terraform") else "terraform is not on the path"
    if missing is None and not (TOOLS / "tfcheck.py").is_file():
        missing = f"no checking tools in {TOOLS.name}/: HEARD_TF_TOOLS names their folder"
    if missing is None:
        if str(TOOLS) not in sys.path:
            sys.path.append(str(TOOLS))
        try:
            names = ("tfcheck", "tf_google_standin.report", "tf_google_standin.server")
            check, report, server = (importlib.import_module(name) for name in names)
            return Tools(check, report, server.Standin)
        except ImportError as error:
            missing = f"the checking tools need {error.name}, see requirements-dev.txt"
    if WANTED:
        pytest.fail(f"HEARD_TF_TOOLS is set, and {missing}")
    pytest.skip(missing)


def copied(to: Path, part: str = ".") -> Path:
    """The root module, or the one in `part`, without its backend: state lies beside it."""
    folder = to / "infra"
    ignore = shutil.ignore_patterns("*.py", "__pycache__", ".terraform*", "*.tfstate*", "backend.tf")
    shutil.copytree(INFRA, folder, ignore=ignore)
    return folder / part


def spoilt(folder: Path, file: str, old: str, new: str) -> None:
    """One edit of a copy. The text must be there: a proof that nobody can break any more proves nothing."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds the text to spoil: {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def pretended(folder: Path) -> dict[str, dict[str, str]]:
    """Packages that hold nothing, for what does not look inside."""
    made = {}
    for door in DOORS:
        digest = hashlib.sha256(door.encode()).hexdigest()
        file = folder / f"{door}-{digest}.zip"
        file.write_bytes(door.encode())
        made[door] = {"zip": str(file), "sha256": digest, "entry": door}
    return made


def packaged(tree: Path, out: Path) -> dict[str, dict[str, str]]:
    """The packages of this tree and the demo's brand, as `make package` writes them."""
    command = [sys.executable, "-m", "infra.package", "--brands", "demo/brands", "--out", str(out)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return deployment.packaged(json.loads((out / "packages.json").read_bytes()), str(out))


def variables(folder: Path, name: str, values: Mapping[str, Any]) -> str:
    """A file of variables; returns Terraform's argument that names it."""
    (folder / f"{name}.tfvars.json").write_text(json.dumps(values), encoding="utf-8")
    return f"-var-file={name}.tfvars.json"


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What Terraform said, without its frames and colours, on one line."""
    return re.sub(r"[\s│╷╵]+", " ", re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr))


@dataclass(frozen=True)
class Life:
    """What became of one configuration, from nothing to nothing."""

    texts: dict[str, str] = field(repr=False)
    plan: dict[str, Any] = field(repr=False)
    state: dict[str, Any] = field(repr=False)
    again: dict[str, Any] | None = field(repr=False)
    second: int
    left: list[str]


def live(folder: Path, arguments: Sequence[str], other: str | None = None) -> Life:
    """Plan, apply, plan again, with `other` variables plan once more, destroy."""
    canaries = {f"HEARD_{name}": CANARY for name in ("FACEBOOK_SIGNING", "FACEBOOK_TOKEN", "LINK_KEY")}
    with tools().standin(policy="error", allow=set(REASONED)) as standin:

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            done: subprocess.CompletedProcess[str] = standin.terraform(*words, cwd=folder, env=canaries)
            return done

        def must(*words: str) -> str:
            done = run(*words)
            assert done.returncode == 0, f"terraform {words[0]}: {said(done)[-3000:]}"
            return done.stdout

        must("init")
        must("validate")
        must("plan", "-out=first", *arguments)
        texts = {"plan": must("show", "-json", "first")}
        must("apply", "first")
        texts["state"] = must("show", "-json")
        second = run("plan", "-detailed-exitcode", *arguments)
        again = None
        if other is not None:
            must("plan", "-out=again", *arguments, other)
            again = json.loads(must("show", "-json", "again"))
        must("destroy", "-auto-approve", *arguments)
        left = sorted(standin.cloud.mem["objects"])
        return Life(texts, json.loads(texts["plan"]), json.loads(texts["state"]), again, second.returncode, left)


@contextmanager
def planning(folder: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Terraform in a folder that is edited meanwhile: call with its words, get the process that ended."""
    with tools().standin() as standin:
        standin.terraform("init", cwd=folder, check=True)
        yield lambda *words: standin.terraform(*words, cwd=folder)


def changed(plan: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a plan would do, by address; what stays as it is is left out."""
    return {
        one["address"]: one["change"]["actions"]
        for one in plan.get("resource_changes", ())
        if one["change"]["actions"] not in (["no-op"], ["read"])
    }
