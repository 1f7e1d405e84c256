"""`make doctor` against a running responder and a pretended platform: what is wrong, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.local.doctor import Checked, examined, main, told
from shared.core.collecting import Access, Checkpoint, Counts, Tally, access_key, checkpoint_key, tally_key
from shared.core.ports import Put
from shared.stores.sqlite import SqliteStore
from tests.contracts._platforms import Fixtures, Reply, pretend
from tests.functions.doors import BRAND, PAGE, PRAISE, REST, SECRETS, free_port, local, write_brands

META = "[facebook]\n"
ONE = BRAND.partition('[[accounts]]\nid = "1500')[0]
RULE = PRAISE.replace('kind = "comment"', 'kind = "comment"\nplatform = "facebook"')


def case(name: str, *, well: bool) -> dict[str, Any]:
    """One of the cases that the platform's fixtures give for `examine`."""
    found = Fixtures(name).client_facts["examine"]
    return next(each for each in found if all(one.get("ok") for one in each["findings"]) is well)


def replies(each: Mapping[str, Any]) -> list[Reply]:
    return [Reply(one["status"], one["body"], one.get("headers", {})) for one in each["answers"]]


@pytest.fixture
def brands(tmp_path: Path) -> Path:
    files = {"connections.toml": META, "acme/brand.toml": ONE, "acme/rules/10-praise.toml": RULE}
    return write_brands(tmp_path / "brands", files)


def checked(brands: Path, data: Path, url: str, **changes: str) -> dict[tuple[str, str], Checked]:
    environ = {**SECRETS, "HEARD_BRANDS": str(brands), "HEARD_DATA": str(data), **changes}
    return {(one.about.split(" ")[-1], one.finding.what): one for one in examined(environ, url)}


def test_a_sound_connection_is_well(brands: Path, tmp_path: Path) -> None:
    account = Fixtures("facebook").client_facts["account"]
    brand = brands / "acme" / "brand.toml"
    brand.write_text(brand.read_text("utf-8").replace(PAGE, account), "utf-8")
    with pretend(*replies(case("facebook", well=True))) as api, local(tmp_path / "data", brands) as door:
        base = {"HEARD_FACEBOOK_BASE_URL": api.base}
        found = checked(brands, tmp_path / "data", f"http://127.0.0.1:{door.port}", **base)
    assert {name: one.finding.ok for name, one in found.items() if one.finding.ok is not True} in (
        {},
        {(account, "asking"): None, (account, "deliveries"): None},
    )
    assert found["facebook", "handshake"].finding.ok


def test_each_fault_is_told_with_its_mend(brands: Path, tmp_path: Path) -> None:
    with pretend(*replies(case("facebook", well=False))) as api, local(tmp_path / "data", brands) as door:
        base = {"HEARD_FACEBOOK_BASE_URL": api.base}
        url = f"http://127.0.0.1:{door.port}"
        revoked = checked(brands, tmp_path / "data", url, **base)
        other = checked(brands, tmp_path / "data", url, HEARD_FACEBOOK_VERIFY="another-verify-token", **base)
        missing = checked(brands, tmp_path / "data", url, HEARD_FACEBOOK_SIGNING="", HEARD_FACEBOOK_TOKEN="", **base)
        elsewhere = checked(brands, tmp_path / "data", f"{url}/heard", **base)
    assert any(one.finding.ok is False for (about, _), one in revoked.items() if about == PAGE)
    assert other["facebook", "handshake"].finding.ok is False
    assert "another secret" in other["facebook", "handshake"].finding.mend
    assert missing["facebook", "secrets"].finding.said.startswith("HEARD_FACEBOOK_SIGNING is missing")
    assert missing[PAGE, "token"].finding.ok is False
    assert "HEARD_FACEBOOK_TOKEN" in missing[PAGE, "token"].finding.said
    assert elsewhere["facebook", "address"].finding.said.endswith("with 404; 401 was expected")
    everything = told([*revoked.values(), *other.values(), *missing.values(), *elsewhere.values()])
    assert "mend: " in everything
    for secret in SECRETS.values():
        assert secret not in everything


def test_nobody_there_and_nobody_owning(tmp_path: Path) -> None:
    files = {"connections.toml": "[facebook]\n[x]\n", "acme/brand.toml": ONE, "acme/rules/10-praise.toml": RULE}
    brands = write_brands(tmp_path / "brands", {**files, "acme/rules/90-rest.toml": REST})
    with pretend(Reply(500, "{}")) as api:
        base = {"HEARD_FACEBOOK_BASE_URL": api.base}
        found = checked(brands, tmp_path / "data", f"http://127.0.0.1:{free_port()}", **base)
    assert found["x", "accounts"].finding.ok is False
    assert 'connection = "x"' in found["x", "accounts"].finding.mend
    assert found["facebook", "address"].finding.ok is False
    assert "make run" in found["facebook", "address"].finding.mend
    assert not any(one.finding.ok for (about, _), one in found.items() if about == PAGE), "a platform that is down"


def test_a_webhook_that_brings_nothing_is_told_by_what_asking_found(brands: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    store = SqliteStore(tmp_path / "ledger.db")
    day = now.date().isoformat()
    tally = Tally(
        key=tally_key("facebook", PAGE, day), brand="acme", platform="facebook", account=PAGE, day=day,
        counts=Counts(exist=12, received=1, recovered=11), until=now, at=now, expire_at=now + timedelta(days=1),
    )  # fmt: skip
    store.commit(now, Put(tally))
    store.close()
    with pretend(Reply(500, "{}")) as api:
        base = {"HEARD_FACEBOOK_BASE_URL": api.base}
        found = checked(brands, tmp_path, f"http://127.0.0.1:{free_port()}", **base)
    assert found[PAGE, "deliveries"].finding.ok is False
    assert found[PAGE, "deliveries"].finding.said == f"of 12 since {day}, 11 came only by asking"


NOW = datetime.now(UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kept(data: Path, *docs: Any) -> None:
    store = SqliteStore(data / "ledger.db")
    store.commit(NOW, *(Put(doc) for doc in docs))
    store.close()


def unheard(brands: Path, data: Path, **changes: str) -> dict[tuple[str, str], Checked]:
    """What is found where nobody answers: neither the responder nor a platform."""
    nowhere = {f"HEARD_{name}_BASE_URL": "http://127.0.0.1:9" for name in ("FACEBOOK", "X", "YOUTUBE")}
    return checked(brands, data, "http://127.0.0.1:9", **nowhere, **changes)


def test_a_day_on_which_nobody_wrote_tells_nothing_of_the_webhook(brands: Path, tmp_path: Path) -> None:
    day = NOW.date().isoformat()
    nothing = Tally(
        key=tally_key("facebook", PAGE, day), brand="acme", platform="facebook", account=PAGE, day=day,
        counts=Counts(), until=NOW, at=NOW, expire_at=NOW + DAY,
    )  # fmt: skip
    kept(tmp_path, nothing)
    assert unheard(brands, tmp_path)[PAGE, "deliveries"].finding.ok is None


@pytest.mark.parametrize(
    ("fields", "ok", "said"),
    [
        pytest.param({}, True, "last asked to the end", id="well"),
        pytest.param({"done_at": None}, None, "never asked to the end", id="begun"),
        pytest.param({"failures": 1, "why": "status 503"}, None, "failures in a row: 1 (status 503)", id="once"),
        pytest.param({"failures": 3, "why": "status 401"}, False, "failures in a row: 3 (status 401)", id="dead"),
        pytest.param({"next_at": NOW - 2 * HOUR}, False, "due since", id="collect does not run"),
        pytest.param({"next_at": NOW + 9 * HOUR}, None, "waits until", id="quota spent"),
    ],
)
def test_whether_asking_gets_through(
    fields: dict[str, Any], ok: bool | None, said: str, brands: Path, tmp_path: Path
) -> None:
    given = {"first": NOW - DAY, "done_at": NOW - HOUR, "next_at": NOW + HOUR / 2, "expire_at": NOW + DAY} | fields
    key = checkpoint_key("facebook", PAGE)
    kept(tmp_path, Checkpoint(key=key, brand="acme", platform="facebook", account=PAGE, **given))
    finding = unheard(brands, tmp_path)[PAGE, "asking"].finding
    assert (finding.ok, said in finding.said) == (ok, True), finding.said


CHANNEL = "UCacmeAcmeAcmeAcmeAcme00"


def youtube(tmp_path: Path, written: str) -> Path:
    """A brand with one channel, whose access tokens end."""
    account = f'[[accounts]]\nid = "{CHANNEL}"\nconnection = "youtube"\nname = "Acme"\n{written}'
    brand = BRAND.partition("[[accounts]]")[0] + account
    other = REST.replace('"rest"', '"first"')
    files = {"connections.toml": "[youtube]\n", "acme/brand.toml": brand, "acme/rules/10-praise.toml": other}
    return write_brands(tmp_path / "channel", files)


YOUTUBE = {
    "HEARD_YOUTUBE_SIGNING": "a-signing-secret-of-the-channel",
    "HEARD_YOUTUBE_VERIFY": "a-verify-token-of-the-channel",
    "HEARD_YOUTUBE_CLIENT_ID": "a-client-id-of-the-app",
    "HEARD_YOUTUBE_CLIENT_SECRET": "a-client-secret-of-the-app",
    "HEARD_TOKEN_KEY": "dGVzdC1rZXktbnVtYmVyLW9uZS0wMTIzNDU2Nzg5LWE=",
    "ACME_TOKEN": "an-access-token-of-the-channel",
    "ACME_REFRESH": "a-refresh-token-of-the-channel",
}


def test_nobody_knows_when_a_token_ends_that_nobody_renews(tmp_path: Path) -> None:
    found = unheard(youtube(tmp_path, 'token = "ACME_TOKEN"\n'), tmp_path / "data", **YOUTUBE)
    finding = found[CHANNEL, "renewal"].finding
    assert finding.ok is None
    assert "refresh = " in finding.mend
    assert (CHANNEL, "deliveries") not in found, "its comments are asked for: no webhook brings them"


@pytest.mark.parametrize(
    ("fields", "ok", "said"),
    [
        pytest.param({}, True, "renewed", id="well"),
        pytest.param({"expires_at": None}, None, "when it ends is not known", id="just written"),
        pytest.param(
            {"dead": True, "why": "invalid_grant"}, False, "refused by the platform (invalid_grant)", id="dead"
        ),
        pytest.param({"failures": 1, "why": "status 503"}, None, "failures in a row: 1 (", id="once"),
        pytest.param({"failures": 3, "why": "status 503"}, False, "failures in a row: 3 (", id="failing"),
        pytest.param({"expires_at": NOW - HOUR / 4, "renew_at": NOW}, False, "it ended", id="ended"),
        pytest.param({"renew_at": NOW - 2 * HOUR}, False, "due since", id="collect does not run"),
    ],
)
def test_how_long_a_token_lives_that_is_renewed(
    fields: dict[str, Any], ok: bool | None, said: str, tmp_path: Path
) -> None:
    """Also of an account of which only what renews its token was written."""
    brands = youtube(tmp_path, 'refresh = "ACME_REFRESH"\n')
    times = {"renewed_at": NOW, "renew_at": NOW + HOUR / 2, "expires_at": NOW + HOUR, "expire_at": NOW + DAY}
    access = Access(
        key=access_key("youtube", CHANNEL), brand="acme", platform="youtube", account=CHANNEL, seed="of others",
        sealed=b"", **(times | fields),
    )  # fmt: skip
    (tmp_path / "data").mkdir()
    kept(tmp_path / "data", access)
    found = unheard(brands, tmp_path / "data", **YOUTUBE)
    finding = found[CHANNEL, "renewal"].finding
    assert (finding.ok, said in finding.said) == (ok, True), finding.said
    assert "None" not in told([found[CHANNEL, "renewal"]])


@pytest.mark.parametrize(("setting", "what"), [("HEARD_YOUTUBE_UNITS_PER_DAY", "asking"), ("HEARD_STORE", "ledger")])
def test_a_wrong_setting_hides_nothing_else(
    setting: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(setting, "nonsense")
    brands = youtube(tmp_path, 'token = "ACME_TOKEN"\n')
    found = unheard(brands, tmp_path / "data", **YOUTUBE, **{setting: "nonsense"})
    assert found["youtube", "secrets"].finding.ok
    assert found[CHANNEL, "token"].finding.ok is None
    assert setting in found[CHANNEL, what].finding.said


ALERTS = """
[alerts]
url = "ACME_ALERTS_URL"
secret = "ACME_ALERTS_SECRET"
"""
FINE = {
    "ACME_ALERTS_URL": "https://alerts.acme.example/no-one-knows",
    "ACME_ALERTS_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
}
POST = {"HEARD_NOTIFIER": "smtp", "HEARD_SMTP_HOST": "127.0.0.1", "HEARD_SMTP_SECURITY": "none"}


@pytest.mark.parametrize(
    ("changes", "ok", "said"),
    [
        (POST | FINE, True, "ACME_ALERTS_URL, ACME_ALERTS_SECRET: set"),
        (FINE, None, "written into files"),
        (FINE | {"HEARD_NOTIFIER": "nonsense"}, False, "HEARD_NOTIFIER: no 'nonsense'"),
        (POST | FINE | {"ACME_ALERTS_URL": ""}, False, "ACME_ALERTS_URL is empty"),
        (POST | FINE | {"ACME_ALERTS_URL": "http://alerts.acme.example/no-one-knows"}, False, "not encrypted"),
        (POST | FINE | {"ACME_ALERTS_URL": "alerts.acme.example"}, False, "what is no address"),
        (POST | FINE | {"ACME_ALERTS_SECRET": ""}, False, "ACME_ALERTS_SECRET is empty"),
        (POST | FINE | {"ACME_ALERTS_SECRET": "no-one-knows-this-one"}, False, "`whsec_` and base64"),
        (POST | FINE | {"ACME_ALERTS_SECRET": "whsec_c2hvcnQtc2hvcnQ="}, False, "11 bytes"),
    ],
)
def test_the_variables_of_alerts_are_looked_at_and_told_by_name(
    changes: dict[str, str], ok: bool | None, said: str, brands: Path, tmp_path: Path
) -> None:
    (brands / "acme" / "brand.toml").write_text(ONE + ALERTS, "utf-8")
    found = unheard(brands, tmp_path / "data", **changes)["notices", "alerts"]
    assert (found.finding.ok, said in found.finding.said) == (ok, True), found.finding.said
    assert "no-one-knows" not in told([found])
    assert ok or "mend: " in told([found])


def test_a_colleague_without_the_webhook_that_they_are_told_by_is_named(brands: Path, tmp_path: Path) -> None:
    team = '\n[[team]]\nname = "Ann"\nsignature = "- Ann"\nslack = "ACME_SLACK_ANN"\n'
    (brands / "acme" / "brand.toml").write_text(ONE + team, "utf-8")
    finding = unheard(brands, tmp_path / "data", **POST)["notices", "colleagues"].finding
    assert finding.ok is False
    assert "ACME_SLACK_ANN is empty" in finding.said


def test_a_chat_that_reads_the_digest_and_cannot_be_written_to_is_named(brands: Path, tmp_path: Path) -> None:
    readers = '\n[[digest.groups]]\nname = "board"\nslack = "ACME_SLACK_BOARD"\nchat = "ACME_CHAT_BOARD"\n'
    (brands / "acme" / "brand.toml").write_text(ONE + readers, "utf-8")
    set_ = {"ACME_CHAT_BOARD": "https://chat.googleapis.com/v1/spaces/no-one-knows/messages?key=k&token=t"}
    finding = unheard(brands, tmp_path / "data", **POST, **set_)["notices", "digest"].finding
    assert finding.ok is False
    assert "ACME_SLACK_BOARD is empty" in finding.said
    assert "docs/digest.md" in finding.mend
    set_["ACME_SLACK_BOARD"] = "https://hooks.slack.com/services/T/B/no-one-knows"
    finding = unheard(brands, tmp_path / "data", **POST, **set_)["notices", "digest"].finding
    assert (finding.ok, finding.said) == (True, "ACME_CHAT_BOARD, ACME_SLACK_BOARD: set")


@pytest.mark.parametrize("url", ["http://127.0.0.1:abc", "heard.example", "ftp://heard.example", "http://"])
def test_what_is_no_address_is_told(url: str, brands: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--brands", str(brands), "--url", url]) == 1
    assert f"--url: came {url!r}" in capsys.readouterr().err


def test_the_command_says_it_by_its_exit_code(
    brands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HEARD_DATA", str(tmp_path))
    monkeypatch.setenv("HEARD_FACEBOOK_BASE_URL", "http://127.0.0.1:9")
    asked = ["--brands", str(brands), "--url", "http://127.0.0.1:9"]
    assert main(asked) == 1
    assert "WRONG   address" in capsys.readouterr().out
    assert main([*asked, "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"about", "finding"} == set(lines[0])
    assert main(["--brands", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err
