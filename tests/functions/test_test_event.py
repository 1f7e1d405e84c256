"""A test event over HTTP: from `collect` to the public door, through the bus and onto the Pulse."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.core.listening import pulse_key
from shared.core.probing import Probe, signed
from shared.core.secret import Secret
from tests.contracts._platforms import Reply, pretend
from tests.functions.doors import (
    BRAND,
    PAGE,
    SECRETS,
    Ledger,
    compile_brands,
    free_port,
    local,
    public,
    run_framework,
    run_public,
    write_brands,
)

KEY = "whsec_aGVhcmQtdGVzdC1wcm9iZS1rZXktMDEyMzQ1Njc4OQ=="
ONE_PAGE = re.sub(
    r'\[\[accounts\]\]\nid = "[0-9]+"\nconnection = "x".*?token = "HEARD_X_TOKEN"\n', "", BRAND, flags=re.DOTALL
)


@pytest.fixture(scope="module")
def brands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brands(tmp_path_factory.mktemp("page"), {"acme/brand.toml": ONE_PAGE})


@pytest.fixture
def compiled(brands: Path, tmp_path: Path) -> Path:
    return compile_brands(brands, tmp_path / "page.json")


def test_a_test_event_goes_over_http_and_back_to_the_pulse(brands: Path, tmp_path: Path) -> None:
    port = free_port()
    settings = {"HEARD_PUBLIC_URL": f"http://127.0.0.1:{port}", "HEARD_PROBE_KEY": KEY}
    with pretend(Reply(503, "{}")) as api:
        base = {"HEARD_FACEBOOK_BASE_URL": api.base}
        with local(tmp_path, brands, "--port", str(port), **settings, **base) as door:
            door.operator("POST", "/-/collect")
            (found,) = pulses(tmp_path)
            counts = door.operator("GET", "/-/summary")["receive"]
        text = door.log.read_text("utf-8")
    assert found["looped_at"] == found["probed_at"]
    assert counts["accepted"] == 0
    assert Ledger(tmp_path).read().entries == {}
    assert all(secret not in text for secret in (KEY, *SECRETS.values()))


def pulses(data: Path) -> list[dict[str, str]]:
    """As soon as the test event is noted on it."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = Ledger(data).room("pulses")
        if found and "looped_at" in found[0] and "probed_at" in found[0]:
            return found
        time.sleep(0.05)
    raise AssertionError("the test event did not come back")


@pytest.mark.parametrize("form", ["sync", "aio", "asgi"])
def test_every_form_of_the_public_door_takes_one_with_the_key_and_none_without(
    form: str, compiled: Path, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    body, headers = signed(Probe(platform="facebook", account=PAGE, at=now), (Secret(KEY),), now)
    old, stale = signed(Probe(platform="facebook", account=PAGE, at=now), (Secret(KEY),), now - timedelta(seconds=301))
    with public(form, tmp_path / "with", compiled, HEARD_PROBE_KEY=KEY) as door:
        assert door.ask("POST", "/facebook", body, headers).status == 204
        assert door.ask("POST", "/facebook", old, stale).status == 401
        assert door.ask("POST", "/facebook", b" " + body, headers).status == 401
        accepted = [one for one in door.records() if one["event"] == "delivery.accepted"]
    ((data,),) = Ledger(tmp_path / "with").rows("SELECT data FROM inbox", "inbox.db")
    ring = json.loads(data)
    assert (ring["type"], ring["key"], ring["brand"]) == ("ring", pulse_key("facebook", PAGE), "acme")
    assert accepted == []
    with public(form, tmp_path / "without", compiled) as door:
        assert door.ask("POST", "/facebook", body, headers).status == 401
    assert Ledger(tmp_path / "without").rows("SELECT data FROM inbox", "inbox.db") == []


@pytest.mark.parametrize("key", ["whsec_c2hvcnQ=", "a-secret-that-is-no-key-at-all", "whsec_" + "QUFB" * 10])
def test_a_door_does_not_start_with_a_key_that_proves_nothing(key: str, compiled: Path, tmp_path: Path) -> None:
    settings = {"HEARD_PROBE_KEY": key, "HEARD_PUBLIC_URL": "https://heard.example"}
    for done in (
        run_public("sync", tmp_path, compiled, **settings),
        run_framework("collect", tmp_path, compiled, **settings),
    ):
        said = (done.stdout or "") + (done.stderr or "")
        assert done.returncode != 0
        assert "HEARD_PROBE_KEY" in said
        assert key not in said


@pytest.mark.parametrize("minutes", ["-1", "1441", "often"])
def test_nor_with_a_time_between_checks_that_is_none(minutes: str, compiled: Path, tmp_path: Path) -> None:
    done = run_framework("collect", tmp_path, compiled, HEARD_CHECK_MINUTES=minutes)
    assert done.returncode != 0
    assert "HEARD_CHECK_MINUTES" in (done.stdout or "") + (done.stderr or "")
