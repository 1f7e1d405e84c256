"""Seeded faults: a copy of infra/ is spoilt in one place, and the proof or the code named beside it must see it."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.infra.proofs import PROOFS, deployer
from tests.infra.terraform import EXAMPLES, copied, planning, pretended, said, spoilt, tools, variables

pytestmark = pytest.mark.xdist_group("infra-faults")  # one process spoils one copy

FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))["fault"]


def rows(key: str) -> list[Any]:
    """The faults that are to be seen by a proof, or by a code."""
    return [
        pytest.param(
            one["file"],
            one["old"],
            one["new"],
            one[key],
            id=one["what"],
            marks=[pytest.mark.slow] if one.get("slow") else [],
        )
        for one in FAULTS
        if key in one
    ]


SECRETS = {
    "facebook-token": {"env": "HEARD_FACEBOOK_TOKEN", "doors": ["acknowledge", "collect"], "what": "token"},
    "link-key": {"env": "HEARD_LINK_KEY", "doors": ["watch", "desk"], "what": "key"},
}
LITTLE = {"project_id": "acme-heard", "alert_email": "heard@acme.example", "env": "prod", "keep_data": True}
LITTLE |= {"region": "europe-west1", "dead_days": 31, "billing_account": "012345-6789AB-CDEF01"}
LITTLE |= {"domain": {"receive": "hooks.acme.example", "desk": "desk.acme.example"}}
LITTLE |= {"secrets": SECRETS, "secret_versions": {"facebook-token": "1", "link-key": "2"}}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., dict[str, Any]]]:
    """Spoils a copy, plans it with a little of everything, and mends it again."""
    tools()
    folder = copied(tmp_path_factory.mktemp("faults"))
    shutil.rmtree(folder / "tests")
    argument = variables(folder, "little", LITTLE | {"packages": pretended(folder)})
    many = (folder / "indexes.json").read_text(encoding="utf-8")
    few = json.dumps({"indexes": {}, "unindexed": {"words": ["body"]}, "ttl": {"words": "expire_at"}})
    with planning(folder) as run:

        def plan(proof: str, file: str = "", old: str = "", new: str = "") -> dict[str, Any]:
            (folder / "indexes.json").write_text(many if proof == "ledger" else few, encoding="utf-8")
            good = (folder / file).read_text(encoding="utf-8") if file else ""
            try:
                if file:
                    spoilt(folder, file, old, new)
                done = run("plan", "-out=made", argument)
                assert done.returncode == 0, said(done)
                made: dict[str, Any] = json.loads(run("show", "-json", "made").stdout)
                return made
            finally:
                if file:
                    (folder / file).write_text(good, encoding="utf-8")

        yield plan


@pytest.mark.parametrize("proof", ["ledger", "doors"])
def test_t12_an_unspoilt_copy_passes_every_proof(proof: str, planned: Callable[..., dict[str, Any]]) -> None:
    plan = planned(proof)
    for name, prove in PROOFS.items():
        if (name == "ledger") == (proof == "ledger"):
            prove(plan)


@pytest.mark.parametrize(("file", "old", "new", "proof"), rows("proof"))
def test_t12_a_fault_that_terraform_accepts_is_seen(
    file: str, old: str, new: str, proof: str, planned: Callable[..., dict[str, Any]]
) -> None:
    plan = planned(proof, file, old, new)
    with pytest.raises(AssertionError):
        PROOFS[proof](plan)


@pytest.mark.parametrize(("file", "old", "new", "code"), rows("code"))
def test_t12_a_fault_in_the_files_is_seen_without_a_plan(
    file: str, old: str, new: str, code: str, tmp_path: Path
) -> None:
    tools()
    folder = copied(tmp_path)
    spoilt(folder, file, old, new)
    seen = tools().check.check([folder])
    assert code in {one.code for one in seen if one.level != "hint"}, [str(one) for one in seen]


def test_t12_a_first_apply_that_waits_for_no_api_fails(tmp_path: Path) -> None:
    tools()
    folder = copied(tmp_path)
    spoilt(folder, "secrets.tf", "\n  depends_on = [terraform_data.agents]\n", "")
    values = LITTLE | {"packages": pretended(folder), "settle_seconds": 0}
    with planning(folder) as run:
        done = run(
            "apply", "-auto-approve", variables(folder, "v", values), "-target=google_secret_manager_secret.secret"
        )
    assert done.returncode == 1
    assert "secretmanager.googleapis.com" in said(done)


def test_t12_terraforms_own_suites_see_a_public_watch(tmp_path: Path) -> None:
    tools()
    folder = copied(tmp_path)
    spoilt(folder, "iam.tf", "if door.public }", 'if door.public || name == "watch" }')
    with planning(folder) as run:
        done = run("test", "-filter=tests/doors.tftest.hcl")
    assert done.returncode == 1
    assert "Another door than receive and desk may be called by anybody." in said(done)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" && assertion.sub in ['${join(\"', '\", local.subjects)}']", ""),
        ("'roles/datastore.user', ", "'roles/owner', "),
        (
            '    "secretmanager.versions.get",\n',
            '    "secretmanager.versions.get",\n    "secretmanager.versions.access",\n',
        ),
    ],
    ids=["any branch", "CI makes owners", "CI reads secrets"],
)
def test_t12_a_fault_in_the_rights_of_ci_is_seen(old: str, new: str, tmp_path: Path) -> None:
    tools()
    folder = copied(tmp_path, "bootstrap")
    spoilt(folder, "main.tf", old, new)
    with planning(folder) as run:
        done = run("plan", "-out=made", f"-var-file={EXAMPLES / 'federation.tfvars'}")
        assert done.returncode == 0, said(done)
        plan = json.loads(run("show", "-json", "made").stdout)
    with pytest.raises(AssertionError):
        deployer(plan)
