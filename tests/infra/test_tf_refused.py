"""What a person may get wrong is refused by a plan, before anything is made, in words that say what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.infra.terraform import TEMPLATE, copied, planning, pretended, said, tools, variables

pytestmark = pytest.mark.xdist_group("infra-faults")  # one process plans in one copy

TOKEN = {"env": "HEARD_FACEBOOK_TOKEN", "doors": ["acknowledge"], "what": "token"}
HOSTS = {"receive": "hooks.acme.example", "desk": "desk.acme.example"}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a project's name, not its id": ({"project_id": "Acme Heard"}, "project_id must be a project's id"),
    "a zone for a region": ({"region": "europe-west1-b"}, "not a zone such as europe-west1-b"),
    "a place that Firestore lacks": (
        {"firestore_location": "Europe"},
        "firestore_location must be eur3, nam5, a region",
    ),
    "an environment with a capital": ({"env": "Prod"}, "env must be 2 to 10 lower-case letters and digits"),
    "an environment too long for accounts": ({"env": "production01"}, "env must be 2 to 10"),
    "no mail address": ({"alert_email": "the team"}, "alert_email must be one mail address"),
    "two mail addresses": ({"alert_email": "a@acme.example, b@acme.example"}, "alert_email must be one mail address"),
    "a billing account's name": ({"billing_account": "Acme"}, "must look like 012345-6789AB-CDEF01"),
    "a budget of nothing": ({"monthly_budget": 0}, "monthly_budget must be a whole amount of 1 or more"),
    "a budget with cents": ({"monthly_budget": 19.99}, "monthly_budget must be a whole amount"),
    "an address for a host": ({"domain": HOSTS | {"desk": "https://desk.acme.example"}}, "without https://"),
    "one host for both doors": ({"domain": HOSTS | {"desk": HOSTS["receive"]}}, "must differ"),
    "half a domain": ({"domain": {"receive": "hooks.acme.example"}}, 'attribute "desk" is required'),
    "more kept warm than there may be": ({"min_instances": 11}, "min_instances must be a whole number from 0 to 10"),
    "dead letters for ever": ({"dead_days": 90}, "dead_days must be a whole number from 1 to 31"),
    "a flood let through": ({"requests_per_minute": 1000000}, "requests_per_minute must be 60 to 100000"),
    "a wait without end": ({"settle_seconds": 3600}, "settle_seconds must be 0 to 300"),
    "keep_data with a word": ({"keep_data": "perhaps"}, "a bool is required"),
    "latest for a version": (
        {"secrets": {"a-token": TOKEN}, "secret_versions": {"a-token": "latest"}},
        "whole number such as 3",
    ),
    "a version of no secret": ({"secret_versions": {"old-token": "1"}}, "names a secret that secrets lacks"),
    "a token on the public door": (
        {"secrets": {"a-token": TOKEN | {"doors": ["receive"]}}},
        "must never be mounted on receive",
    ),
    "a door that is none": (
        {"secrets": {"a-token": TOKEN | {"doors": ["answer"]}}},
        "must be some of receive, acknowledge",
    ),
    "a secret on no door": ({"secrets": {"a-token": TOKEN | {"doors": []}}}, "must be some of receive, acknowledge"),
    "a value for a variable's name": ({"secrets": {"a-token": TOKEN | {"env": "EAAG1x2y3z"}}}, "never its value"),
    "a value for a secret's name": ({"secrets": {"EAAG/1x2y3z": TOKEN}}, "the name of the secret, never its value"),
    "two secrets in one place": (
        {"secrets": {"one": TOKEN, "another": TOKEN}},
        "the same environment variable of one door",
    ),
    "a secret among settings": ({"settings": {"HEARD_SMTP_PASSWORD": "x"}}, "This looks like a secret"),
    "a webhook's address among settings": (
        {"settings": {"HEARD_SLACK_ANNA": "https://hooks.slack.com/services/T0/B0/x"}},
        "holds what looks like a secret",
    ),
    "a setting over a secret": (
        {
            "secrets": {"a-page": TOKEN | {"env": "HEARD_ALERTS_URL"}},
            "settings": {"HEARD_ALERTS_URL": "https://acme.example"},
        },
        "the name under which a secret is mounted",
    ),
    "a setting that infra makes": ({"settings": {"HEARD_STORE": "sqlite"}}, "is made by infra itself"),
    "another bus's address": ({"settings": {"HEARD_PUBSUB_URL": "https://pubsub.example"}}, "is made by infra itself"),
    "mails in a folder": ({"settings": {"HEARD_NOTIFIER": "outbox"}}, "Choose smtp or ses"),
    "a setting in small letters": ({"settings": {"notifier": "ses"}}, "must be that of an environment variable"),
}
FINE: dict[str, dict[str, Any]] = {
    "a plain setting whose name has the word": {"settings": {"HEARD_META_APPSECRET_PROOF": "yes"}},
    "the public half of Amazon's login": {"settings": {"HEARD_NOTIFIER": "ses", "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE"}},
    "two regions for the ledger": {"firestore_location": "eur3"},
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Any]]:
    tools()
    folder = copied(tmp_path_factory.mktemp("refused"))
    for made in {*folder.glob("*.tf")} - {folder / "variables.tf", folder / "versions.tf"}:
        made.unlink()  # refused before anything is looked at: so quickly
    variables(folder, "good", TEMPLATE | {"packages": pretended(folder)})
    with planning(folder) as run:
        yield folder, lambda file: run("plan", "-var-file=good.tfvars.json", file)


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_configuration_is_refused_and_told_what_to_write(bad: str, plan: tuple[Path, Any]) -> None:
    values, words = BAD[bad]
    done = plan[1](variables(plan[0], "bad", values))
    assert done.returncode == 1
    assert words in said(done)


def test_a_package_that_is_missing_or_not_named_by_its_bytes_is_refused(plan: tuple[Path, Any]) -> None:
    folder, run = plan
    packages = pretended(folder)
    desk = packages.pop("desk")
    assert "packages lacks a door" in said(run(variables(folder, "bad", {"packages": packages})))
    packages["desk"] = desk | {"zip": "desk.zip"}
    assert "a zip named by its own sha256" in said(run(variables(folder, "bad", {"packages": packages})))


@pytest.mark.parametrize("fine", FINE)
def test_what_only_looks_odd_is_taken(fine: str, plan: tuple[Path, Any]) -> None:
    done = plan[1](variables(plan[0], "fine", FINE[fine]))
    assert done.returncode == 0, said(done)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"repository_id": "acme/heard"}, "must be GitHub's numbers"),
        ({"repository": "heard"}, "github.repository must be owner/name"),
        ({"branch": "main' || true || '"}, "no pattern is taken"),
        ({"environments": ["*"]}, "no pattern is taken"),
    ],
)
def test_nobody_else_on_github_is_let_in_by_mistake(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    github = {"repository": "acme/heard", "repository_id": "1", "owner_id": "2", **change}
    tools()
    folder = copied(tmp_path, "bootstrap")
    with planning(folder) as run:
        done = run("plan", variables(folder, "bad", {"project_id": "acme-heard", "github": github}))
    assert done.returncode == 1
    assert words in said(done)
