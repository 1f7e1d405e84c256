"""`make replay`: a fixture, signed now, reaches a running responder as if it had just happened to our own account."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.local.replay import FIXTURES, made_ours, main, moved
from shared import plugins
from shared.brands.compiled import Account
from shared.core.delivery import Delivery
from tests.contracts._platforms import Fixtures
from tests.functions.doors import BRAND, PAGE, PRAISE, SIGNING, Ledger, local, write_brands

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
NAMES = plugins.names("platforms")


def test_a_fixture_is_taken_by_a_running_responder(
    brands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEARD_FACEBOOK_SIGNING", SIGNING)
    nowhere = {"HEARD_FACEBOOK_BASE_URL": "http://127.0.0.1:9"}
    with local(tmp_path, brands, **nowhere) as door:
        asked = ["facebook", "comment", "--brands", str(brands), "--url", f"http://127.0.0.1:{door.port}"]
        assert main(asked) == 0
        assert "answered 200" in capsys.readouterr().out
        until = time.monotonic() + 20
        while not Ledger(tmp_path).read().entries and time.monotonic() < until:
            time.sleep(0.1)
        (entry,) = Ledger(tmp_path).read().entries.values()
        assert entry["account"] == PAGE
        age = datetime.now(UTC) - datetime.fromisoformat(entry["at"])
        assert age < timedelta(minutes=5), "its times have moved to now"
        monkeypatch.setenv("HEARD_FACEBOOK_SIGNING", "another-app-secret-for-tests")
        assert main(asked) == 1
        assert "answered 401" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["facebook", "song"], "expected one of: awkward_batch, comment"),
        (["nowhere", "comment"], "no 'nowhere'"),
        (["standard", "comment"], "no brand has an account on standard"),
        (["facebook", "comment", "--url", "http://127.0.0.1:9"], "nobody answers there"),
        (["facebook", "comment", "--url", "http://127.0.0.1:abc"], "--url: came 'http://127.0.0.1:abc'; expected"),
    ],
)
def test_what_cannot_be_sent_says_why(
    arguments: list[str],
    told: str,
    brands: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HEARD_FACEBOOK_SIGNING", SIGNING)
    assert main([*arguments, "--brands", str(brands)]) == 1
    assert told in capsys.readouterr().err


def test_a_missing_secret_is_named(
    brands: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HEARD_FACEBOOK_SIGNING", raising=False)
    assert main(["facebook", "comment", "--brands", str(brands)]) == 1
    assert "HEARD_FACEBOOK_SIGNING: is not set" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_every_fixture_can_be_made_ours(name: str) -> None:
    """Whatever it holds stays readable, is about our account, and happened just now or at no told time."""
    it = Fixtures(name)
    mine = Account(id="4711000000000001", platform=name, connection=name, name="Mine")
    for case in it.cases:
        before, told = it.read(it.body(case)), it.about
        body = made_ours(it.body(case), it.platform, told, mine, NOW)
        after = it.platform.read(Delivery(method="POST", connection="", body=body, received_at=NOW))
        assert len(after.interactions) == len(before.interactions), case
        times = [one.at for one in after.interactions if one.at is not None]
        assert len(times) == sum(one.at is not None for one in before.interactions), case
        assert not times or abs(max(times) - NOW) < timedelta(seconds=1), case
        ours = {one.account for one in before.interactions} & {told["us"]["account"]}
        assert not ours or mine.id in {one.account for one in after.interactions}, case


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ('{"time": 1790000000}', '{"time": 1790086400}'),
        ('{"timestamp": "1790000000123"}', '{"timestamp": "1790086400123"}'),
        ('"2026-09-21T14:13:20+0000"', '"2026-09-22T14:13:20+0000"'),
        ('"2026-09-21T14:13:20.344522Z"', '"2026-09-22T14:13:20.344522Z"'),
        ('"Mon Sep 21 14:13:20 +0000 2026"', '"Tue Sep 22 14:13:20 +0000 2026"'),
        ('"17900000000000011"', '"17900000000000011"'),
        ('"1_1790000000"', '"1_1790000000"'),
    ],
)
def test_times_move_and_ids_stay(text: str, later: str) -> None:
    assert moved(text, timedelta(days=1)) == later


def test_a_short_id_is_not_found_in_others(tmp_path: Path) -> None:
    """As in what `make new-platform` writes: account "7" is not in a time or in "17"."""
    mine = Account(id="4711", platform="standard", connection="standard", name="Mine")
    body = b'{"account": "7", "object": "17", "post": "7_5", "at": 1790000777}'
    it = Fixtures("standard")
    made = made_ours(body, it.platform, {"us": {"account": "7"}}, mine, NOW)
    assert made == b'{"account": "4711", "object": "17", "post": "4711_5", "at": 1790000777}'


def test_a_secret_that_cannot_sign_is_told_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    brand = BRAND.partition("[[accounts]]")[0] + '[[accounts]]\nid = "forum"\nconnection = "standard"\nname = "Acme"\n'
    files = {"connections.toml": "[standard]\n", "acme/brand.toml": brand, "acme/rules/10-praise.toml": PRAISE}
    monkeypatch.setenv("HEARD_STANDARD_SIGNING", "whsec_!not-base64-at-all!")
    assert main(["standard", "comment", "--brands", str(write_brands(tmp_path, files))]) == 1
    told = capsys.readouterr().err
    assert "HEARD_STANDARD_SIGNING: nothing can be signed with it" in told
    assert "whsec_" not in told


def test_the_fixtures_are_where_it_looks() -> None:
    assert {path.name for path in FIXTURES.iterdir() if path.is_dir()} >= set(NAMES)
