"""`make doctor` against a running responder and a pretended platform: what is wrong, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.local.doctor import Checked, examined, main, told
from shared.core.collecting import Counts, Tally, tally_key
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
        {(account, "webhook"): None},
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
    assert found[PAGE, "webhook"].finding.ok is False
    assert found[PAGE, "webhook"].finding.said == "of 12 in 1 days, 11 came only by asking"


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
