"""The page of rights is what is planned, and whoever changes a right has to write it down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infra import matrix
from tests.functions.doors import ROOT
from tests.infra.proofs import found
from tests.infra.terraform import Life, tools

pytestmark = pytest.mark.xdist_group("infra")  # one process lives it for all

PAGE = ROOT / "docs" / "iam.md"


def files(folder: Path, **documents: Any) -> list[str]:
    """Documents as files; returns the arguments that name them."""
    arguments = []
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
        arguments += ["--state", str(folder / f"{name}.json")]
    return arguments


@pytest.mark.parametrize("kind", ["plan", "state"])
def test_the_page_of_rights_is_what_is_planned_and_what_is_made(
    kind: str, everything: Life, bootstrap: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = files(tmp_path, infra=getattr(everything, kind), bootstrap=bootstrap.state)
    assert matrix.main([*arguments, "--check", str(PAGE)]) == 0, capsys.readouterr().err


def test_every_grant_of_the_plan_is_on_the_page(everything: Life) -> None:
    assert len(matrix.grants(everything.plan)) == len(tools().report.grants(everything.plan))


def test_a_right_that_nobody_wrote_down_is_told(
    everything: Life, bootstrap: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = json.loads(everything.texts["state"])
    found(state, "google_project_iam_member")["build_logs"]["role"] = "roles/editor"
    assert matrix.main([*files(tmp_path, infra=state, bootstrap=bootstrap.state), "--check", str(PAGE)]) == 1
    told = capsys.readouterr().err
    assert "-| build | `roles/logging.logWriter` | project | - |" in told
    assert "+| build | `roles/editor` | project | - |" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "expected what `terraform show -json FILE` prints"),
        ("no json", "Expecting value"),
        ('{"values": {"root_module": {}}}', "expected one of infra/ or of infra/bootstrap"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    assert matrix.main(["--plan", str(tmp_path / "plan.json")]) == 1
    assert why in capsys.readouterr().err


def test_a_grant_that_takes_others_away_is_refused(everything: Life) -> None:
    plan = json.loads(everything.texts["plan"])
    for one in plan["planned_values"]["root_module"]["resources"]:
        one["type"] = one["type"].replace("google_project_iam_member", "google_project_iam_binding")
    with pytest.raises(matrix.ConfigurationError, match="expected iam_member, which leaves others' grants"):
        matrix.grants(plan)
