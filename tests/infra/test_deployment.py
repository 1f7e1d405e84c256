"""What a deployment needs is what its doors refuse to start without: no secret fewer, and on no door one more."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from infra.deployment import DOORS, Needed, Needs, dead_days, held_back, needs, platforms, secret_variable
from infra.package import compiled
from shared.brands.compiled import Compiled, from_bytes
from shared.core.errors import ConfigurationError
from shared.start import check_acknowledge, check_collect, check_desk, check_digest, check_receive, check_watch
from shared.wiring import Wiring
from tests.functions.doors import FILES, ROOT

CHECKS: Final[Mapping[str, Callable[[Wiring], None]]] = {
    "receive": check_receive,
    "acknowledge": check_acknowledge,
    "watch": check_watch,
    "collect": check_collect,
    "digest": check_digest,
    "desk": check_desk,
}
SETTINGS: Final = {
    "HEARD_NOTIFIER": "smtp",
    "HEARD_SMTP_HOST": "mail.acme.example",
    "HEARD_SMTP_USER": "heard",
    "HEARD_META_APPSECRET_PROOF": "yes",
}
CONNECTIONS: Final = "".join(
    f"[{name}]\n" for name in ("facebook", "x", "instagram", "whatsapp", "linkedin", "threads", "youtube", "standard")
)
HOURS: Final = '[hours]\nmonday = ["09:00-17:00"]\n'
BRAND: Final = f"""
name = "Acme"
zone = "Europe/Oslo"
languages = ["en"]
signature = "- Acme's automatic helper"
quiet = "21:00-07:00"

{HOURS}
[digest]
recipients = ["one@acme.example"]
sender = "heard@acme.example"
slack = ["ACME_DIGEST_SLACK"]

[alerts]
url = "ACME_ALERTS_URL"
secret = "ACME_ALERTS_SECRET"

[model]
url = "https://model.acme.example"
labels = ["question", "praise"]
secret = "ACME_MODEL"

[[team]]
name = "Anna Berg"
signature = "Anna"
slack = "ACME_SLACK_ANNA"
lead = true

[[team]]
name = "Bo Dahl"
signature = "Bo"
chat = "ACME_CHAT_BO"

[[accounts]]
id = "102030405060708"
connection = "facebook"
name = "Acme"
token = "ACME_PAGE_TOKEN"

[[accounts]]
id = "1500000000000000001"
connection = "x"
name = "@acme"
token = "ACME_X_TOKEN"
refresh = "ACME_X_REFRESH"

[[accounts]]
id = "10000001"
connection = "whatsapp"
name = "Acme"
token = "ACME_WHATSAPP_TOKEN"

[[accounts]]
id = "acme-shop"
connection = "standard"
name = "Acme's shop"
"""
RULES: Final = {Path(name).name: text for name, text in FILES.items() if "/rules/" in name}
SIGNS: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
STANDARD: Final = """
[[accounts]]
id = "acme-shop"
connection = "standard"
name = "Acme's shop"
"""
FORMS: Final = {
    "chat": "https://hooks.slack.example/services/for-tests-only",
    "key": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
}


def written(folder: Path, brand: str = BRAND, connections: str = CONNECTIONS) -> Path:
    (folder / "acme").mkdir(parents=True)
    (folder / "connections.toml").write_text(connections)
    (folder / "acme" / "brand.toml").write_text(brand)
    (folder / "acme" / "rules").mkdir()
    for name, text in RULES.items():
        (folder / "acme" / "rules" / name).write_text(text)
    return folder


def book(folder: Path, brand: str = BRAND, connections: str = CONNECTIONS) -> Compiled:
    return from_bytes(compiled(written(folder, brand, connections)))


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Compiled, Path]:
    """A brand that uses each sort of secret, and its compiled file."""
    folder = tmp_path_factory.mktemp("everything")
    made = book(folder / "brands")
    file = folder / "brands.json"
    file.write_bytes(made.to_bytes())
    return made, file


def value(one: Needed) -> str:
    if one.signs or ("standard", "signing") in one.uses:
        return SIGNS
    return FORMS.get(one.what, "something-long-enough-for-anybody")


def environment(door: str, wanted: Needs, file: Path, without: str = "") -> dict[str, str]:
    """A door's, as functions.tf makes it, with the secrets that it mounts."""
    found = {
        **SETTINGS,
        "HEARD_COMPILED": str(file),
        "HEARD_STORE": "firestore",
        "HEARD_BUS": "pubsub_rest",
        "HEARD_TOPIC": "heard-prod-interactions",
        "GOOGLE_CLOUD_PROJECT": "acme-heard",
    }
    if door != "receive":
        found["HEARD_DESK_URL"] = "https://desk.acme.example"
    if door == "collect":
        found["HEARD_PUBLIC_URL"] = "https://hooks.acme.example"
    mounted = {one.env: value(one) for one in wanted.secrets.values() if door in one.doors}
    return found | {env: text for env, text in mounted.items() if env != without}


@pytest.mark.parametrize("door", DOORS)
def test_each_door_starts_with_the_secrets_that_are_worked_out_for_it(
    door: str, everything: tuple[Compiled, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, file = everything
    environ = environment(door, needs(made, SETTINGS), file)
    for name, text in environ.items():
        monkeypatch.setenv(name, text)
    CHECKS[door](Wiring(environ))


# What a door can do without at its start, and would miss when it is needed.
LATER: Final = {
    ("receive", "probe-key"),
    ("collect", "probe-key"),
    ("collect", "x-client-id"),
    ("collect", "x-client-secret"),
    ("acknowledge", "x-signing"),
    *(("acknowledge", f"{one}-signing") for one in ("facebook", "instagram", "whatsapp", "threads", "standard")),
    *(("collect", f"{one}-signing") for one in ("facebook", "instagram", "whatsapp", "threads", "youtube")),
    ("collect", "youtube-verify"),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_mounts_a_secret_that_it_would_start_without(door: str, everything: tuple[Compiled, Path]) -> None:
    made, file = everything
    wanted = needs(made, SETTINGS)
    idle = []
    for one in wanted.secrets.values():
        if door in one.doors and (door, one.name) not in LATER:
            try:
                CHECKS[door](Wiring(environment(door, wanted, file, without=one.env)))
            except ConfigurationError:
                continue
            idle.append(one.env)
    assert not idle


def test_the_public_door_never_gets_a_token_that_can_speak(everything: tuple[Compiled, Path]) -> None:
    wanted = needs(everything[0], SETTINGS)
    assert {one.what for one in wanted.secrets.values() if "receive" in one.doors} == {"webhook", "key"}
    assert {one.what for one in wanted.secrets.values() if "desk" in one.doors} == {"key"}
    tokens = {one.env: one.doors for one in wanted.secrets.values() if one.what == "token"}
    assert tokens == {
        "ACME_PAGE_TOKEN": ("acknowledge", "collect"),
        "ACME_X_TOKEN": ("acknowledge", "collect"),
        "ACME_X_REFRESH": ("acknowledge", "collect"),
        "ACME_WHATSAPP_TOKEN": ("acknowledge",),  # nobody asks WhatsApp what exists
    }


def test_one_variable_for_a_webhook_and_a_token_is_refused(tmp_path: Path) -> None:
    brand = BRAND.replace("ACME_PAGE_TOKEN", "HEARD_FACEBOOK_SIGNING")
    with pytest.raises(ConfigurationError, match=r"HEARD_FACEBOOK_SIGNING: stands for two things"):
        needs(book(tmp_path / "b", brand), SETTINGS)


def test_a_variable_that_two_accounts_share_is_one_secret(tmp_path: Path) -> None:
    wanted = needs(book(tmp_path / "b", BRAND.replace("ACME_WHATSAPP_TOKEN", "ACME_PAGE_TOKEN")), SETTINGS)
    assert wanted.named("ACME_PAGE_TOKEN").doors == ("acknowledge", "collect")
    assert sum(one.env == "ACME_PAGE_TOKEN" for one in wanted.secrets.values()) == 1


def test_two_variables_that_would_be_one_secret_are_refused(tmp_path: Path) -> None:
    brand = BRAND.replace("ACME_WHATSAPP_TOKEN", "HEARD_ACME_PAGE_TOKEN")
    with pytest.raises(ConfigurationError, match="both are named acme-page-token"):
        needs(book(tmp_path / "b", brand), SETTINGS)


def test_a_secret_that_is_being_changed_has_both_its_variables_mounted(tmp_path: Path) -> None:
    connections = CONNECTIONS.replace("[facebook]", '[facebook]\nsecrets = { signing = ["NEW_ONE", "OLD_ONE"] }')
    wanted = needs(book(tmp_path / "b", connections=connections), SETTINGS)
    assert {"new-one", "old-one"} <= wanted.mounted("receive")


def test_what_renews_a_token_is_mounted_where_tokens_are_renewed_and_else_on_wish(tmp_path: Path) -> None:
    made = book(tmp_path / "b")
    wanted = needs(made, {})
    assert wanted.named("HEARD_X_CLIENT_ID").doors == ("collect",)
    assert wanted.named("HEARD_TOKEN_KEY").doors == ("acknowledge", "collect")
    assert "HEARD_LINKEDIN_CLIENT_ID" in wanted.left_out
    assert wanted.named("HEARD_LINKEDIN_SIGNING").doors == ("receive",)
    told = needs(made, {}, {"HEARD_X_CLIENT_SECRET": False, "HEARD_LINKEDIN_APPLICATION": True})
    assert "HEARD_X_CLIENT_SECRET" in told.left_out
    assert told.named("HEARD_LINKEDIN_APPLICATION").doors == ("collect",)
    with pytest.raises(ConfigurationError, match=r"came HEARD_X_CLIENT; optional secrets here: .*HEARD_X_CLIENT_ID"):
        needs(made, {}, {"HEARD_X_CLIENT": True})


def test_mail_asks_for_the_secret_of_the_service_that_was_chosen(tmp_path: Path) -> None:
    made = book(tmp_path / "b")
    mailing = ("acknowledge", "watch", "collect", "digest")
    assert needs(made, {"HEARD_NOTIFIER": "ses"}).named("AWS_SECRET_ACCESS_KEY").doors == mailing
    assert needs(made, {"HEARD_SMTP_USER": "heard"}).named("HEARD_SMTP_PASSWORD").doors == mailing
    assert not [one for one in needs(made, {}).secrets.values() if one.what == "mail"]
    queue = {"HEARD_SMTP_USER": "heard", "HEARD_SES_EVENTS_QUEUE": "https://sqs.eu-north-1.amazonaws.com/1/heard"}
    assert needs(made, queue).named("AWS_SECRET_ACCESS_KEY").doors == ("collect",)
    assert needs(made, queue).named("HEARD_SMTP_PASSWORD").doors == mailing
    assert needs(made, queue | {"HEARD_NOTIFIER": "ses"}).named("AWS_SECRET_ACCESS_KEY").doors == mailing
    bounces = needs(made, {"HEARD_BOUNCES_IMAP_HOST": "imap.acme.example"})
    assert bounces.named("HEARD_BOUNCES_IMAP_PASSWORD").doors == ("collect",)


def test_dead_letters_are_kept_no_longer_than_the_strictest_platform_allows(tmp_path: Path) -> None:
    assert dead_days(book(tmp_path / "all")) == 2  # LinkedIn's
    without = CONNECTIONS.replace("[linkedin]\n", "")
    assert dead_days(book(tmp_path / "some", connections=without)) == 30


def test_every_use_that_a_platform_declares_has_its_place(tmp_path: Path) -> None:
    made = book(tmp_path / "b")
    switched_on = {
        variable: True
        for connection in made.connections.values()
        for use in platforms(made)[connection.platform].secrets
        if use.optional and (connection.platform, use.name) != ("x", "app_token")
        for variable in connection.secrets[use.name]
    }
    wanted = needs(made, SETTINGS, switched_on)
    named = {one.env for one in wanted.secrets.values()}
    for connection in made.connections.values():
        for use, variables in connection.secrets.items():
            if (connection.platform, use) != ("x", "app_token"):
                assert set(variables) <= named


def test_receive_can_always_be_held_back_until_acknowledge_stands(tmp_path: Path) -> None:
    only = book(tmp_path / "b", "".join((*BRAND.partition("[[accounts]]")[:1], STANDARD)), "[standard]\n")
    assert held_back(needs(only, {}))


def test_names_and_variables_are_what_terraform_takes_and_nothing_in_them_is_a_value(tmp_path: Path) -> None:
    brand = BRAND.replace("ACME_PAGE_TOKEN", "HEARD_24_7_TOKEN")
    variable = secret_variable(needs(book(tmp_path / "b", brand), SETTINGS))
    assert "heard-24-7-token" in variable
    for name, row in variable.items():
        assert name.replace("-", "").isalnum()
        assert name[0].isalpha()
        assert set(row) == {"env", "doors", "what"}
    assert "something-long-enough" not in json.dumps(variable)


def test_the_doors_are_those_of_the_tree_and_of_terraform() -> None:
    assert set(DOORS) == {file.parent.name for file in (ROOT / "functions").glob("*/main.py")} - {"local"}
    text = (ROOT / "infra" / "variables.tf").read_text()
    assert all(f'"{door}"' in text for door in DOORS)


def test_every_terraform_variable_can_be_said(tmp_path: Path) -> None:
    import re

    from infra.choices import PASSED

    declared = set(re.findall(r'^variable "(\w+)"', (ROOT / "infra" / "variables.tf").read_text(), re.MULTILINE))
    ours: set[str] = {"project_id", "region", "env", "packages", "secrets", "secret_versions", "settings"}
    made: dict[str, Any] = dict(PASSED)
    assert declared == ours | {"alert_email", "keep_data"} | made.keys()
