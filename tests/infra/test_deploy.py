"""make plan, deploy and destroy, against a gcloud and a terraform that pretend; and once with Terraform itself."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from infra import deploy, prepared, telling
from infra.package import package
from tests.functions.doors import ROOT, write_brands
from tests.infra.gcloud_recorder import DOORS, PROJECT, Recorder
from tests.infra.terraform import tools

CHOICES: Final = f"""
project = "{PROJECT}"
region = "europe-west1"
alert_email = "heard@acme.example"
settle_seconds = 0

[settings]
HEARD_SMTP_HOST = "mail.acme.example"
"""
SECRETS: Final = (
    "facebook-signing",
    "facebook-token",
    "facebook-verify",
    "link-key",
    "probe-key",
    "x-signing",
    "x-token",
)
GIVEN: Final = {f"heard-prod-{name}": ["a-value-that-google-holds"] for name in SECRETS}
PATH: Final = os.environ["PATH"]
INDEXES: Final = json.loads((ROOT / "infra" / "indexes.json").read_bytes())["indexes"]


class Terminal(io.StringIO):
    """Somebody who sits there and types."""

    def isatty(self) -> bool:
        return True


@dataclass
class Desk:
    """A folder as a person who deploys has it, and what the pretended tools were asked."""

    folder: Path
    recorder: Recorder
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *argv: str, typed: str | None = None) -> tuple[int, str]:
        """The exit code and all that was said."""
        self.monkeypatch.setattr(sys, "stdin", io.StringIO("") if typed is None else Terminal(typed))
        code = deploy.main(argv)
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def planned(self) -> list[dict[str, Any]]:
        """What each plan was made of, in order, as far as the variables' file still says."""
        return [{"targets": [word for word in call.argv if "-target" in word]} for call in self.recorder.said("plan")]

    def write(self, more: str = "", text: str = CHOICES) -> None:
        (self.folder / "infra" / "environments" / "prod.toml").write_text(text + more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of a small brand, made once."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        package([], write_brands(folder / "brands"), folder / "packages")
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Everything is as it should be, and nothing was ever deployed."""
    folder = tmp_path / "tree"
    (folder / "infra" / "environments").mkdir(parents=True)
    (folder / "infra" / "bootstrap").mkdir()
    shutil.copyfile(ROOT / "infra" / "indexes.json", folder / "infra" / "indexes.json")
    shutil.copytree(made / "brands", folder / "brands")
    recorder = Recorder.make(tmp_path / "tools")
    recorder.google(places=list(GIVEN), indexes=["READY"] * len(INDEXES))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", recorder.path)
    monkeypatch.setattr(deploy, "PAUSE", 0)

    def packaged(_doors: list[str], _brands: Path, out: Path, _extras: list[str]) -> Any:
        shutil.copytree(made / "packages", out, dirs_exist_ok=True)  # made once: packaging has its own tests
        return json.loads((out / "packages.json").read_bytes())

    monkeypatch.setattr(prepared, "package", packaged)
    desk = Desk(folder, recorder, capsys, monkeypatch)
    desk.write()
    return desk


def standing(desk: Desk) -> dict[str, str]:
    doors: dict[str, str] = desk.recorder.project["doors"]
    return doors


# --- plan ---


def test_a_plan_says_what_would_happen_and_changes_nothing(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    code, said = desk.run("plan")
    assert code == 0, said
    for door in DOORS:
        assert f"{door:<12} new, " in said
    assert "made: 6 cloudfunctions2 function" in said
    assert "Idle, nothing of this costs" in said
    assert "Per million Interactions" in said
    assert "No budget watches it" in said
    assert "make deploy ENV=prod" in said
    assert not desk.recorder.changing()
    assert not standing(desk)


def test_a_plan_names_each_missing_secret_with_the_command_that_puts_it(desk: Desk) -> None:
    code, said = desk.run("plan")
    assert code == 0
    assert "make secrets DO=put NAME=HEARD_FACEBOOK_SIGNING ENV=prod" in said
    assert "receive      waits for facebook-signing, facebook-verify, probe-key, x-signing" in said


def test_a_plan_tells_a_changed_door_from_one_that_is_the_same(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    assert desk.run("deploy", "--yes")[0] == 0
    digest = standing(desk)["desk"]
    desk.recorder.google(doors={**standing(desk), "watch": "0" * 64})
    _, said = desk.run("plan")
    assert f"desk         unchanged, {digest[:12]}" in said
    assert "watch        changed, 000000000000 to " in said
    assert "changed: 1 cloudfunctions2 function" in said


def test_before_the_first_deployment_a_plan_says_that_there_is_no_state_yet(desk: Desk) -> None:
    desk.recorder.google(bucket=False)
    code, said = desk.run("plan")
    assert code == 1
    assert "gs://acme-heard-heard-state" in said
    assert "make deploy ENV=prod makes it first" in said
    assert not desk.recorder.said("terraform init")


def test_the_variables_hold_no_value_of_a_secret_and_the_right_terms(desk: Desk) -> None:
    desk.recorder.google(secrets=dict.fromkeys(GIVEN, ["canary-sings-for-nobody"] * 3))
    assert desk.run("plan")[0] == 0
    text = (desk.folder / "build" / "deploy" / "prod.tfvars.json").read_text()
    written = json.loads(text)
    assert "canary" not in text
    assert written["secret_versions"] == dict.fromkeys(SECRETS, "3")
    assert written["keep_data"] is True
    assert written["dead_days"] == 30
    assert written["packages"]["desk"]["zip"].startswith("../build/packages/desk-")


# --- each check that can fail ---

FAILURES: Final = {
    "nobody is logged in": ("auth list", {"out": "[]"}, "gcloud auth login"),
    "no credentials": ("print-access-token", {"code": 1}, "gcloud auth application-default login"),
    "no project": (
        "projects describe --format=json",
        {"code": 1, "err": "ERROR: PERMISSION_DENIED: the caller lacks permission"},
        "is not there, or this login may not see it",
    ),
    "a project that is going": (
        "projects --format=json",
        {"out": '{"lifecycleState": "DELETE_REQUESTED"}'},
        "undelete",
    ),
    "no billing": ("billing", {"out": '{"billingEnabled": false}'}, "gcloud billing projects link acme-heard"),
    "no such region": ("run regions", {"out": '[{"locationId": "europe-north1"}]'}, "one of europe-north1"),
    "an old gcloud": ("gcloud version", {"out": '{"Google Cloud SDK": "440.0.0"}'}, "expected 500.0.0 or newer"),
    "an old terraform": ("terraform version", {"out": '{"terraform_version": "1.5.7"}'}, "expected 1.9.0 or newer"),
    "a terraform of the future": ("terraform version", {"out": '{"terraform_version": "2.0.1"}'}, "below 2.0.0"),
}


@pytest.mark.parametrize("command", ["plan", "deploy"])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_check_that_fails_says_what_to_do_and_nothing_is_made(command: str, failure: str, desk: Desk) -> None:
    words, answer, mend = FAILURES[failure]
    desk.recorder.google(secrets=GIVEN)
    desk.recorder.answer(words, **answer)  # type: ignore[arg-type]  # a row of the table
    code, said = desk.run(command, *(["--yes"] if command == "deploy" else []))
    assert code == 1
    assert "WRONG" in said
    assert mend in said
    assert not desk.recorder.changing()
    assert not desk.recorder.said("terraform plan")


@pytest.mark.parametrize("tool", ["gcloud", "terraform"])
def test_a_tool_that_is_not_there_is_named(tool: str, desk: Desk) -> None:
    (Path(desk.recorder.path) / tool).unlink()
    code, said = desk.run("plan")
    assert code == 1
    assert f"{tool}: is not on the path" in said


def test_an_organisation_that_shuts_everybody_out_is_a_warning(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    desk.recorder.answer("org-policies", out='{"listPolicy": {"allowedValues": ["C01"]}}')
    code, said = desk.run("plan")
    assert code == 0
    assert "receive and desk could not be called" in said


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('[settings]\nHEARD_SMTP_HOST = "m.example"\nHEARD_SMTP_PASSWORD = "x"', "use make secrets"),
        ('[settings]\nHEARD_NOTIFIER = "outbox"', "expected smtp or ses"),
        ('[settings]\nHEARD_NOTIFIER = "ses"\nHEARD_SES_REGION = "eu-north-1"', "AWS_ACCESS_KEY_ID: is not set"),
        (
            '[settings]\nHEARD_SMTP_HOST = "m.example"\nHEARD_SES_EVENTS_QUEUE = "https://sqs.example/1"',
            "AWS_ACCESS_KEY_ID: is not set",
        ),
        ("", "HEARD_SMTP_HOST"),
        ("[settings]\nHEARD_SMTP_HOST = 3", "in quotes"),
        ("colour = 3", "came 'colour'"),
        ("min_instances = true", "expected int"),
        ("[optional]\nHEARD_Y = true", "came HEARD_Y"),
    ],
)
def test_choices_that_do_not_fit_are_named(written: str, expected: str, desk: Desk) -> None:
    head = CHOICES.partition("[settings]")[0]
    desk.write(written, head)
    code, said = desk.run("plan")
    assert code == 1
    assert expected in said
    assert not desk.recorder.said("terraform plan")


def test_settings_whose_names_only_sound_like_secrets_are_taken_by_both(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    terraform = (ROOT / "infra" / "variables.tf").read_text(encoding="utf-8")
    listed = re.search(r"contains\(\[(.*?)\], name\)", terraform)
    assert listed is not None
    names = json.loads(f"[{listed[1]}]")
    desk.write("".join(f'{name} = "something"\n' for name in names))
    code, said = desk.run("plan")
    assert code == 0, said


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--env", "Prod"], "ENV: came 'Prod'"),
        (["--env", "staging"], "say PROJECT=..., or project = ... in infra/environments/staging.toml"),
        (["--project", "x"], "6 to 30 small letters"),
        (["--region", "europe-west1-b"], "not a zone"),
        (["--alerts", "nobody"], "ALERTS: came 'nobody'"),
        (["--domain", "hooks.acme.example"], "expected both"),
        (["--brand", "tern-kettle"], "holds acme"),
    ],
)
def test_a_command_line_that_does_not_fit_is_explained(argv: list[str], expected: str, desk: Desk) -> None:
    code, said = desk.run("plan", *argv)
    assert code == 1
    assert expected in said
    assert not desk.recorder.calls()


@pytest.mark.parametrize("argv", [[], ["fly"], ["plan", "--yes"], ["destroy", "--speed", "9"]])
def test_what_is_not_understood_ends_with_2(argv: list[str], desk: Desk) -> None:
    with pytest.raises(SystemExit) as left:
        deploy.main(argv)
    assert left.value.code == 2


@pytest.mark.parametrize("command", ["plan", "deploy", "destroy"])
def test_each_command_helps(command: str, desk: Desk) -> None:
    with pytest.raises(SystemExit) as left:
        deploy.main([command, "--help"])
    assert left.value.code == 0
    assert "--project" in desk.capsys.readouterr().out


# --- deploy ---


def test_a_first_deployment_goes_in_the_order_that_loses_nothing(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    seen: list[set[str]] = []
    look = prepared.Terraform.apply

    def watched(self: Any, out: Path) -> None:
        look(self, out)
        seen.append(set(standing(desk)))

    desk.monkeypatch.setattr(prepared.Terraform, "apply", watched)
    code, said = desk.run("deploy", typed="y\n")
    assert code == 0, said
    ground, first, last = seen
    assert ground == set()
    assert "acknowledge" in first
    assert "receive" not in first
    assert last == set(DOORS)
    assert "https://hooks.acme.example/facebook" in said
    assert "developers.facebook.com" in said
    assert "https://hooks.acme.example/x" in said
    assert "Colleagues' pages: https://desk.acme.example" in said


def test_a_deployment_without_secrets_makes_their_places_and_its_own_keys_and_says_which_are_missing(
    desk: Desk,
) -> None:
    desk.recorder.google(places=[])
    code, said = desk.run("deploy", "--yes")
    assert code == 1
    assert not standing(desk)
    held = desk.recorder.project["secrets"]
    assert {name for name, values in held.items() if values} == {"heard-prod-link-key", "heard-prod-probe-key"}
    assert held["heard-prod-probe-key"][0].startswith("whsec_")
    assert held["heard-prod-link-key"][0] not in said
    assert "These secrets are missing" in said
    assert "NAME=HEARD_X_TOKEN" in said
    desk.recorder.google(secrets={**held, **{name: GIVEN[name] for name in GIVEN if not held.get(name)}})
    assert desk.run("deploy", "--yes")[0] == 0
    assert set(standing(desk)) == set(DOORS)


def test_a_fresh_project_in_which_no_api_is_on_holds_no_secret_yet(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    off = "ERROR: PERMISSION_DENIED: Secret Manager API has not been used in project 123456789012 before"
    desk.recorder.answer("secrets list", err=off, code=1)
    code, said = desk.run("plan")
    assert code == 0, said
    assert "watch        waits for link-key" in said


def test_deploying_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    assert desk.run("deploy", "--yes")[0] == 0
    first = standing(desk)
    code, said = desk.run("deploy", "--yes")
    assert code == 0
    assert standing(desk) == first
    assert "nothing: all of it stands as it is described" in said


def test_an_upgrade_gives_acknowledge_its_release_before_receive_and_takes_no_door_away(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN, doors=dict.fromkeys(DOORS, "0" * 64))
    seen: list[dict[str, str]] = []
    look = prepared.Terraform.apply

    def watched(self: Any, out: Path) -> None:
        look(self, out)
        seen.append(standing(desk))

    desk.monkeypatch.setattr(prepared.Terraform, "apply", watched)
    assert desk.run("deploy", "--yes")[0] == 0
    ground, first, last = seen
    assert set(ground) == set(first) == set(DOORS)
    assert set(ground.values()) == {"0" * 64}
    assert first["acknowledge"] != "0" * 64
    assert first["receive"] == "0" * 64
    assert "0" * 64 not in last.values()


def test_a_new_connection_waits_for_its_secrets_and_the_doors_go_on_as_they_are(desk: Desk) -> None:
    given = {name: values for name, values in GIVEN.items() if "x-signing" not in name}
    desk.recorder.google(secrets=given, doors=dict.fromkeys(DOORS, "0" * 64))
    code, said = desk.run("deploy", "--yes")
    assert code == 1
    assert standing(desk) == dict.fromkeys(DOORS, "0" * 64)
    assert "receive      keeps running as it is; its new release waits for x-signing" in said


def test_a_secret_that_no_brand_names_any_more_stays_until_every_door_is_new(desk: Desk) -> None:
    former = {"old-token": {"env": "OLD_TOKEN", "doors": ["collect"], "id": "heard-prod-old-token"}}
    secrets = {**GIVEN, "heard-prod-old-token": ["v"]}
    desk.recorder.google(secrets=secrets, doors=dict.fromkeys(DOORS, "0" * 64), former=former)
    seen: list[bool] = []
    look = prepared.plan

    def watched(chosen: Any, terraform: Any, variables: Any, *options: str) -> Any:
        seen.append("old-token" in variables["secrets"])
        return look(chosen, terraform, variables, *options)

    desk.monkeypatch.setattr(prepared, "plan", watched)
    assert desk.run("deploy", "--yes")[0] == 0
    assert seen == [False, False, True, False]  # what is shown; the ground, one by one; acknowledge; all


def test_a_plan_that_would_take_a_door_away_is_refused(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN, doors={**dict.fromkeys(DOORS, "0" * 64), "greet": "0" * 64})
    for command in ("plan", "deploy"):
        code, said = desk.run(command, *(["--yes"] if command == "deploy" else []))
        assert code == 1
        assert 'would take away google_cloudfunctions2_function.door["greet"]' in said
    assert "greet" in standing(desk)
    assert not desk.recorder.changing()


def test_a_door_whose_making_failed_is_made_anew(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN, doors={"acknowledge": "half"})
    code, said = desk.run("deploy", "--yes")
    assert code == 0, said
    assert "acknowledge  changed, half-made to " in said
    assert set(standing(desk)) == set(DOORS)


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "yess\n"])
def test_nothing_is_done_unless_somebody_says_yes(answer: str, desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    code, said = desk.run("deploy", typed=answer)
    assert code == 1
    assert "Nothing was changed." in said
    assert not desk.recorder.changing()


def test_where_nobody_sits_it_does_not_go_on_without_being_told(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    code, said = desk.run("deploy")
    assert code == 1
    assert "YES=1" in said
    assert not desk.recorder.changing()


def test_the_first_time_the_state_is_given_a_place_after_asking(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN, bucket=False)
    code, said = desk.run("deploy", typed="n\n")
    assert code == 1
    assert "Make gs://acme-heard-heard-state" in said
    assert not desk.recorder.changing()
    code, said = desk.run("deploy", typed="y\ny\n")
    assert code == 0, said
    kept = "storage cp infra/bootstrap/terraform.tfstate.d/acme-heard/terraform.tfstate"
    assert any(kept in call for call in desk.recorder.changing())
    init = str(desk.recorder.said("terraform init")[-1])
    assert "-backend-config=bucket=acme-heard-heard-state -backend-config=prefix=prod" in init


@pytest.mark.parametrize("failing", ["terraform apply", "storage cp"])
def test_a_state_whose_making_was_stopped_is_finished_by_the_same_command(failing: str, desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN, bucket=False)
    desk.recorder.answer(failing, err="Error: the API of IAM is not on yet", code=1, times=1)
    assert desk.run("deploy", "--yes")[0] == 1
    desk.recorder.google(bucket=True)  # it came before what failed
    before = len(desk.recorder.said("storage cp"))
    code, said = desk.run("deploy", "--yes")
    assert code == 0, said
    assert len(desk.recorder.said("storage cp")) == before + 1
    assert desk.run("deploy", "--yes")[0] == 0
    assert len(desk.recorder.said("storage cp")) == before + 1, "it was finished already"


def test_it_waits_until_every_index_is_ready(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    building = json.dumps([{"state": "CREATING"}] + [{"state": "READY"}] * (len(INDEXES) - 1))
    desk.recorder.answer("firestore indexes", out=building, times=2)
    code, said = desk.run("deploy", "--yes")
    assert code == 0
    assert f"{len(INDEXES) - 1} of {len(INDEXES)} indexes are ready" in said
    assert len(desk.recorder.said("firestore indexes")) == 3


def test_indexes_of_a_former_release_do_not_stand_for_new_ones_that_are_being_built(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    building = json.dumps([{"state": "CREATING"}] + [{"state": "READY"}] * len(INDEXES))
    desk.recorder.answer("firestore indexes", out=building, times=1)
    assert desk.run("deploy", "--yes")[0] == 0
    assert len(desk.recorder.said("firestore indexes")) == 2


def test_no_door_is_made_while_an_index_is_broken_or_never_ready(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN, indexes=["READY", "NEEDS_REPAIR"])
    code, said = desk.run("deploy", "--yes")
    assert code == 1
    assert "is NEEDS_REPAIR" in said
    desk.recorder.google(indexes=["READY"])
    desk.monkeypatch.setattr(deploy, "LOOKS", 2)
    code, said = desk.run("deploy", "--yes")
    assert code == 1
    assert "still being built" in said
    assert "Stopped at: indexes" in said
    assert not standing(desk)


@pytest.mark.parametrize(("applies", "stage"), [(0, "the ground"), (1, "acknowledge"), (2, "the other doors")])
def test_stopped_half_way_it_says_where_and_the_same_command_goes_on(applies: int, stage: str, desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    look, count = prepared.Terraform.apply, 0

    def failing(self: Any, out: Path) -> None:
        nonlocal count
        if count == applies:
            desk.recorder.answer("terraform apply", err="Error: a role is not known yet", code=1, times=1)
        count += 1
        look(self, out)

    desk.monkeypatch.setattr(prepared.Terraform, "apply", failing)
    code, said = desk.run("deploy", "--yes")
    assert code == 1
    assert f"Stopped at: {stage}." in said
    assert "goes on from here: make deploy ENV=prod" in said
    assert "receive" not in standing(desk)
    assert desk.run("deploy", "--yes")[0] == 0
    assert set(standing(desk)) == set(DOORS)


def test_without_a_file_of_choices_the_command_line_is_enough(desk: Desk) -> None:
    (desk.folder / "infra" / "environments" / "prod.toml").unlink()
    argv = ["--project", PROJECT, "--region", "europe-west1", "--alerts", "heard@acme.example"]
    code, said = desk.run("plan", *argv)
    assert code == 1
    assert "HEARD_SMTP_HOST" in said
    assert "[settings] of infra/environments/prod.toml" in said


# --- destroy ---


def test_removing_is_refused_while_the_ledger_is_protected(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    assert desk.run("deploy", "--yes")[0] == 0
    before = desk.recorder.changing()
    for data in ([], ["--data", "DELETE"], ["--data", "yes"]):
        code, said = desk.run("destroy", "--yes", *data)
        assert code == 1
        assert "nothing was done" in said
        assert "DATA=delete" in said
        assert 'taken away: google_cloudfunctions2_function.door["receive"]' in said
        assert "gcf-v2-sources" in said
    assert desk.recorder.changing() == before
    assert set(standing(desk)) == set(DOORS)


def test_removing_unprotects_the_ledger_first_and_leaves_no_door(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    assert desk.run("deploy", "--yes")[0] == 0
    code, said = desk.run("destroy", "--data", "delete", typed="n\n")
    assert (code, "Nothing was changed." in said) == (1, True)
    code, said = desk.run("destroy", "--data", "delete", typed="y\n")
    assert code == 0, said
    assert not standing(desk)
    plans = [str(call) for call in desk.recorder.said("terraform plan")][-2:]
    assert "-target=google_firestore_database.ledger" in plans[0]
    assert "-destroy" in plans[1]
    assert json.loads((desk.folder / "build" / "deploy" / "prod.tfvars.json").read_text())["keep_data"] is False


def test_removing_works_with_brands_that_are_broken(desk: Desk) -> None:
    desk.recorder.google(secrets=GIVEN)
    assert desk.run("deploy", "--yes")[0] == 0
    shutil.rmtree(desk.folder / "brands")
    assert desk.run("destroy", "--data", "delete", "--yes")[0] == 0
    assert not standing(desk)


# --- with Terraform itself ---


@pytest.mark.slow  # the recorder tests hold the same order with a pretended terraform
def test_terraform_itself_makes_changes_and_removes_it_in_this_order(desk: Desk) -> None:
    """The pretended terraform is only as good as this: the same commands, carried out by the real one."""
    standin = tools().standin
    (Path(desk.recorder.path) / "terraform").unlink()
    ignore = shutil.ignore_patterns("*.py", "__pycache__", "backend.tf", "environments", ".terraform*", "*.tfstate*")
    shutil.copytree(ROOT / "infra", desk.folder / "infra", ignore=ignore, dirs_exist_ok=True)
    desk.recorder.google(secrets=GIVEN, bucket=False)
    runs: list[dict[str, str]] = []
    with standin() as cloud:
        for name, text in cloud.env.items():
            desk.monkeypatch.setenv(name, text)
        desk.monkeypatch.setenv("PATH", f"{desk.recorder.path}{os.pathsep}{PATH}")

        def doors() -> dict[str, str]:
            """What each door runs, in the imaginary cloud."""
            rows = [one["state"] for one in cloud.cloud.mem["objects"].values() if one["type"] == telling.DOOR]
            sources = {row["name"]: row["build_config"][0]["source"][0]["storage_source"][0] for row in rows}
            return {name.rpartition("-")[2]: source["object"] for name, source in sources.items()}

        look = prepared.Terraform.apply

        def watched(self: Any, out: Path) -> None:
            look(self, out)
            runs.append(doors())

        desk.monkeypatch.setattr(prepared.Terraform, "apply", watched)
        code, said = desk.run("deploy", "--yes")
        assert code == 0, said
        bootstrap, ground, first, last = runs
        assert not bootstrap
        assert not ground
        assert {"acknowledge"} <= first.keys() < last.keys() - {"receive"}
        assert last.keys() == set(DOORS)
        assert (desk.folder / "infra/bootstrap/terraform.tfstate.d/acme-heard/terraform.tfstate").is_file()
        desk.recorder.google(bucket=True)

        upgraded(desk.folder / "build" / "packages", desk)
        code, said = desk.run("deploy", "--yes")
        assert code == 0, said
        ground, first, newest = runs[-3:]
        assert ground == last
        assert first == {**last, "acknowledge": newest["acknowledge"]}
        assert not set(newest.values()) & set(last.values())

        code, said = desk.run("destroy", "--data", "delete", "--yes")
        assert code == 0, said
        left = [str(one["state"]) for one in cloud.cloud.mem["objects"].values()]
        assert left  # what bootstrap made, by which it could all be made again
        assert not [one for one in left if "heard-prod" in one]


def upgraded(folder: Path, desk: Desk) -> None:
    """Packages of a next release: other names for other bytes is all that Terraform sees of them."""
    manifest = json.loads((folder / "packages.json").read_bytes())
    for door, row in manifest["packages"].items():
        row["sha256"] = hashlib.sha256(f"{door} of the next release".encode()).hexdigest()
        row["zip"] = f"{door}-{row['sha256']}.zip"
        (folder / row["zip"]).write_bytes(b"PK")
    desk.monkeypatch.setattr(prepared, "package", lambda *_: manifest)
