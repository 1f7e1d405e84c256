"""What infra/ promises, held against the plan of every example: see proofs.py for each."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.deployment import dead_days, needs, secret_variable
from shared import start
from shared.brands.compiled import from_bytes
from shared.core.errors import ConfigurationError
from shared.wiring import Wiring
from tests.functions.doors import ROOT, compile_brands
from tests.infra.proofs import GRANTABLE, PROOFS, deployer, found, given, runbook
from tests.infra.terraform import EXAMPLES, Life, copied, pretended, said, tools, variables

pytestmark = pytest.mark.xdist_group("infra")  # one process lives it for all

STRONG = "whsec_" + base64.b64encode(b"a-secret-value-for-tests-only").decode()  # a form that every platform takes

UNASKED = {
    "acknowledge": {"HEARD_STANDARD_SIGNING"},
    "collect": {"HEARD_YOUTUBE_SIGNING", "HEARD_YOUTUBE_VERIFY"},
}
"""What a door has for later, and starts without."""


@pytest.mark.parametrize("proof", PROOFS)
@pytest.mark.parametrize("name", ["smallest", "everything"])
def test_the_plan_keeps_what_infra_promises(name: str, proof: str, request: pytest.FixtureRequest) -> None:
    made: Life | dict[str, Any] = request.getfixturevalue(name)
    PROOFS[proof](made.plan if isinstance(made, Life) else made)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_brands(ROOT / "demo" / "brands", tmp_path_factory.mktemp("book") / "brands.json")


def mounted(plan: dict[str, Any], door: str, book: Path) -> tuple[dict[str, str], list[str]]:
    """The environment in which a planned door starts, and which of it is secret."""
    service = found(plan, "google_cloudfunctions2_function")[door]["service_config"][0]
    names = [one["key"] for one in service["secret_environment_variables"]]
    plain = {**service["environment_variables"], "HEARD_COMPILED": str(book)}
    return {**plain, **dict.fromkeys(names, STRONG)}, names


def refusal(check: Callable[[Wiring], None], environment: dict[str, str], without: str) -> str:
    """What a door says that starts without one of its variables; nothing where it starts."""
    try:
        check(Wiring({name: value for name, value in environment.items() if name != without}))
    except ConfigurationError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("door", ["acknowledge", "collect", "desk", "digest", "receive", "watch"])
def test_t9_a_door_starts_with_what_is_planned_for_it_and_not_without(door: str, everything: Life, book: Path) -> None:
    check = getattr(start, f"check_{door}")
    environment, secret = mounted(everything.plan, door, book)
    check(Wiring(environment))
    unasked = {name for name in secret if name not in refusal(check, environment, name)}
    assert unasked - {"HEARD_SMTP_PASSWORD", "HEARD_PROBE_KEY"} == UNASKED.get(door, set())


def test_t9_the_example_of_all_platforms_is_what_their_brand_needs(everything: Life, book: Path) -> None:
    variables = given(everything.plan)
    needed = secret_variable(needs(from_bytes(book.read_bytes()), variables["settings"]))
    told = {name: {**one, "doors": sorted(one["doors"])} for name, one in variables["secrets"].items()}
    assert told == {name: {**one, "doors": sorted(one["doors"])} for name, one in needed.items()}
    assert variables["dead_days"] == dead_days(from_bytes(book.read_bytes()))


def test_t9_before_any_version_is_named_no_door_is_planned_and_all_that_is_missing_is_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    more = variables(folder, "none", {"packages": pretended(folder), "secret_versions": {}})
    with tools().standin() as standin:
        plan = standin.plan_json(folder, f"-var-file={EXAMPLES / 'all-platforms.tfvars'}", more)
    for kind in ("cloudfunctions2_function", "cloud_scheduler_job", "cloud_run_v2_service_iam_member"):
        assert not found(plan, f"google_{kind}")
    assert plan["planned_values"]["outputs"]["missing_secrets"]["value"] == sorted(given(plan)["secrets"])
    assert set(found(plan, "google_secret_manager_secret")) == set(given(plan)["secrets"])


def test_t9_a_door_appears_as_soon_as_its_own_secrets_have_versions(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    more = variables(folder, "one", {"packages": pretended(folder), "secret_versions": {"link-key": "1"}})
    with tools().standin() as standin:
        plan = standin.plan_json(folder, f"-var-file={EXAMPLES / 'all-platforms.tfvars'}", more)
    assert set(found(plan, "google_cloudfunctions2_function")) == {"desk"}


def test_t11_every_alert_has_its_entry_in_the_runbook(smallest: dict[str, Any]) -> None:
    headings = re.findall(r"^#+ .*$", (ROOT / "docs/operations.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {word for heading in headings for word in re.findall(r"[a-z_]+", heading)}
    assert set(runbook(smallest)) - named == set()


def test_ci_may_deploy_and_no_more_and_nobody_else_may(bootstrap: Life) -> None:
    deployer(bootstrap.plan)
    member = next(iter(found(bootstrap.state, "google_service_account_iam_member").values()))["member"]
    assert member.endswith("/attribute.repository_id/123456789")


def test_ci_may_grant_what_the_doors_need_on_the_project(everything: Life) -> None:
    granted = {one["role"] for one in found(everything.plan, "google_project_iam_member").values()}
    assert granted == GRANTABLE


def test_terraforms_own_suites_pass(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with tools().standin() as standin:
        standin.terraform("init", cwd=folder, check=True)
        done = standin.terraform("test", "-json", cwd=folder)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, [line.get("@message") for line in lines if line.get("@level") == "error"] or said(done)
    (summary,) = [line["test_summary"] for line in lines if "test_summary" in line]
    assert summary["passed"] >= 10
    assert summary["failed"] == summary["errored"] == summary["skipped"] == 0
