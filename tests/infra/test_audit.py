"""make audit: the bill of materials is of the lock, and whoever could not be asked has not said that all is well."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra import audit
from infra.lock import read_lock
from tests.functions.doors import ROOT

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def well(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{} for _ in queries]


def test_the_bill_names_every_release_of_the_lock_with_its_files_hashes(tmp_path: Path) -> None:
    out = tmp_path / "made" / "sbom.json"
    assert audit.audit(out, NOW, None) == 0
    bill = json.loads(out.read_bytes())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["timestamp"] == "2026-11-22T12:00:00Z"
    lock = read_lock()
    found = {one["name"]: one for one in bill["components"]}
    assert found.keys() == lock.keys()
    for name, one in found.items():
        assert one["purl"] == f"pkg:pypi/{name}@{lock[name].version}"
        assert [f"sha256:{row['content']}" for row in one["hashes"]] == list(lock[name].hashes)
    refs = {one["bom-ref"] for one in bill["components"]}
    assert len(refs) == len(lock)
    assert set(bill["dependencies"][0]["dependsOn"]) == refs


def test_the_same_lock_gives_the_same_bill_and_another_one_another_number() -> None:
    lock = read_lock()
    assert audit.bill(lock, "1", NOW) == audit.bill(lock, "1", NOW)
    fewer = {name: one for name, one in lock.items() if name != "msgspec"}
    assert audit.bill(fewer, "1", NOW)["serialNumber"] != audit.bill(lock, "1", NOW)["serialNumber"]


def test_what_is_known_is_named_with_its_release_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"vulns": [{"id": "GHSA-1"}]} if one["package"]["name"] == "jinja2" else {} for one in queries]

    assert audit.audit(tmp_path / "b.json", NOW, ask) == 1
    said = capsys.readouterr().out
    assert f"jinja2 {read_lock()['jinja2'].version}: https://osv.dev/GHSA-1" in said


def test_each_release_is_asked_about_by_name_and_version_alone(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    def ask(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        asked.extend(queries)
        return well(queries)

    assert audit.audit(tmp_path / "b.json", NOW, ask) == 0
    assert {one["package"]["name"]: one["version"] for one in asked} == {n: o.version for n, o in read_lock().items()}
    assert all(one.keys() == {"package", "version"} for one in asked)


def test_further_pages_are_asked_for(tmp_path: Path) -> None:
    def ask(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if "page_token" in queries[0]:
            assert [one["package"]["name"] for one in queries] == ["jinja2"]
            return [{"vulns": [{"id": "B"}]}]
        return [
            {"vulns": [{"id": "A"}], "next_page_token": "more"} if one["package"]["name"] == "jinja2" else {}
            for one in queries
        ]

    assert list(audit.known(read_lock(), ask).values()) == [["A", "B"]]


@pytest.mark.parametrize("error", [OSError("no network"), ValueError("not JSON"), KeyError("results")])
def test_nobody_answering_is_not_the_same_as_nothing_known(
    error: Exception, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        raise error

    assert audit.audit(tmp_path / "b.json", NOW, ask) == 1
    said = capsys.readouterr().out
    assert "could not be asked" in said
    assert "Nothing is known" not in said
    assert (tmp_path / "b.json").is_file()


def test_an_answer_that_leaves_releases_out_is_none(tmp_path: Path) -> None:
    assert audit.audit(tmp_path / "b.json", NOW, lambda queries: well(queries)[1:]) == 1


def test_a_lock_that_is_not_current_is_no_bill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("requirements.txt", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "requirements.txt").write_text("msgspec==0.0.1\n")
    monkeypatch.chdir(tmp_path)
    assert audit.main(["--offline"]) == 1
    assert "make lock" in capsys.readouterr().err
    assert not (tmp_path / "build").exists()


def test_a_command_that_is_not_understood_ends_with_2() -> None:
    with pytest.raises(SystemExit) as left:
        audit.main(["--loud"])
    assert left.value.code == 2
