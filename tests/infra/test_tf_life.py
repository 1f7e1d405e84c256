"""From an empty project to a running Heard and back: nothing to mend on the way, nothing left behind."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.infra.proofs import found
from tests.infra.terraform import (
    CANARY,
    EXAMPLES,
    REASONED,
    Life,
    changed,
    copied,
    live,
    pretended,
    said,
    tools,
    variables,
)

pytestmark = pytest.mark.xdist_group("infra")  # one process lives it for all

CONFIGURATIONS = ("smallest", "all-platforms", "domain", "budget")


def test_t1_the_files_are_formatted_and_nothing_is_found_in_them(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with tools().standin() as standin:
        done = standin.terraform("fmt", "-check", "-recursive", cwd=folder)
    assert done.returncode == 0, done.stdout
    for root in (folder, folder / "bootstrap"):
        worse = [str(one) for one in tools().check.check([root]) if one.level in ("error", "policy")]
        assert worse == []


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_t1_every_example_is_valid_and_within_our_own_rules(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    more = variables(folder, "packages", {"packages": pretended(folder)})
    with tools().standin(policy="error", allow=set(REASONED)) as standin:
        for words in (["init"], ["validate"], ["plan", f"-var-file={EXAMPLES / name}.tfvars", more]):
            done = standin.terraform(*words, cwd=folder)
            assert done.returncode == 0, said(done)


@pytest.mark.parametrize("name", ["everything", "bootstrap"])
def test_t2_a_first_apply_works_and_a_second_plan_is_empty(name: str, request: pytest.FixtureRequest) -> None:
    life: Life = request.getfixturevalue(name)
    assert changed(life.plan)
    assert all(actions == ["create"] for actions in changed(life.plan).values())
    assert life.second == 0


def test_t3_destroy_is_refused_while_data_is_kept_and_works_once_it_is_not(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for unmade in ("dashboard", "edge", "outputs", "slo"):  # the ledger is what matters here
        (folder / f"{unmade}.tf").unlink()
    more = variables(folder, "more", {"packages": pretended(folder), "settle_seconds": 0})
    words = (
        "-auto-approve",
        f"-var-file={EXAMPLES / 'smallest.tfvars'}",
        more,
        "-target=google_firestore_database.ledger",
    )
    with tools().standin() as standin:
        standin.terraform("init", cwd=folder, check=True)
        standin.terraform("apply", *words, cwd=folder, check=True)
        refused = standin.terraform("destroy", *words, cwd=folder)
        assert refused.returncode == 1
        assert "delete_protection_state is on" in said(refused)
        assert "projects/acme-heard/databases/heard-prod" in standin.cloud.mem["objects"]
        standin.terraform("apply", *words, "-var=keep_data=false", cwd=folder, check=True)
        standin.terraform("destroy", *words, "-var=keep_data=false", cwd=folder, check=True)
        assert "projects/acme-heard/databases/heard-prod" not in standin.cloud.mem["objects"]


@pytest.mark.slow
def test_t2_the_smallest_lives_as_well(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    more = variables(folder, "packages", {"packages": pretended(folder), "settle_seconds": 0, "keep_data": False})
    life = live(folder, [f"-var-file={EXAMPLES / 'smallest.tfvars'}", more])
    assert life.second == 0
    assert life.left == []


@pytest.mark.parametrize("name", ["everything", "bootstrap"])
def test_t3_destroy_leaves_nothing_behind(name: str, request: pytest.FixtureRequest) -> None:
    life: Life = request.getfixturevalue(name)
    assert life.left == []


def test_t5_messages_are_pushed_to_the_service_itself_not_to_its_alias(everything: Life) -> None:
    acknowledge = found(everything.state, "google_cloudfunctions2_function")["acknowledge"]
    push = found(everything.state, "google_pubsub_subscription")["acknowledge"]["push_config"][0]
    uri = acknowledge["service_config"][0]["uri"]
    assert uri.endswith(".run.app")
    assert (push["push_endpoint"], push["oidc_token"][0]["audience"]) == (uri, uri)
    assert uri != acknowledge["url"]


def test_t8_one_byte_in_a_door_redeploys_that_door_alone(everything: Life) -> None:
    assert everything.again is not None
    touched = changed(everything.again)
    assert {address.partition(".")[0] for address in touched} == {
        "google_storage_bucket_object",
        "google_cloudfunctions2_function",
    }
    assert {address.partition('"')[2].partition('"')[0] for address in touched} == {"desk"}


def test_t8_what_is_uploaded_is_what_was_packaged_by_digest(
    everything: Life, packages: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    objects = found(everything.state, "google_storage_bucket_object")
    functions = found(everything.state, "google_cloudfunctions2_function")
    assert set(objects) == set(packages[0])
    for door, one in objects.items():
        digest = hashlib.sha256(Path(one["source"]).read_bytes()).hexdigest()
        assert digest == packages[0][door]["sha256"]
        assert one["name"] == f"{door}-{digest}.zip"
        assert functions[door]["build_config"][0]["source"][0]["storage_source"][0]["object"] == one["name"]


@pytest.mark.parametrize("name", ["everything", "bootstrap"])
def test_t10_no_secret_of_the_machine_is_in_a_plan_or_in_the_state(name: str, request: pytest.FixtureRequest) -> None:
    life: Life = request.getfixturevalue(name)
    for text in life.texts.values():
        assert CANARY not in text
        assert len(json.loads(text)) > 1
