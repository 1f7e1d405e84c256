"""`make export`: a folder that is there as a whole or not at all, and says what is in it."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.local import export as command
from functions.local.export import main
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, indexed
from shared.core.ports import Put
from shared.core.sla import Aim, By, Clock
from shared.flows.export import TABLES
from shared.stores.sqlite import SqliteStore
from tests.functions.doors import PAGE, SECRETS, write_brands

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)  # already the 21st in Oslo
TODAY = NOW.astimezone(OSLO).date()


def _question(name: str, at: datetime) -> Entry:
    aims = {"ack": Aim(seconds=60.0, due=at + timedelta(minutes=1)), "response": Aim(seconds=7200.0, service=True)}
    said = Acknowledgment(at=at + timedelta(minutes=5), by=By.PERSON, how="reply", who="Ingrid Solheim")
    return indexed(
        Entry(
            key=name * 40,
            brand="acme",
            platform="facebook",
            account=PAGE,
            object=f"1_{name}",
            kind=Kind.COMMENT,
            sort=Sort.QUESTION,
            needs_answer=True,
            opened_at=at,
            received_at=at,
            at=at,
            person="f" * 40,
            conversation=name,
            acknowledgments=(said,),
            clocks={clock: Clock(started=at, aims=(aim,)) for clock, aim in aims.items()},
        )
    )


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A Ledger with a question of the day before yesterday, one of two months ago, and one of this very moment."""
    monkeypatch.setattr("shared.wiring.system_now", lambda: NOW)
    brands = write_brands(tmp_path / "brands")
    store = SqliteStore(tmp_path / "ledger.db")
    for name, days in (("a", 2.0), ("b", 60.0), ("c", 0.0)):
        store.commit(NOW, Put(_question(name, NOW - timedelta(days=days))))
    store.close()
    return {**SECRETS, "HEARD_BRANDS": str(brands), "HEARD_DATA": str(tmp_path)}


@pytest.fixture
def usual(tmp_path: Path) -> Path:
    """Where an export goes if nothing is asked for."""
    return tmp_path / "export" / f"acme-{TODAY - timedelta(days=30)}-{TODAY}"


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_the_last_thirty_days_that_are_over(
    environ: dict[str, str], usual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], environ) == 0
    assert "rows: interactions 1, threads 1," in capsys.readouterr().out
    (row,) = rows(usual, "interactions")
    assert (row["interaction"], row["needs_answer"]) == ("a" * 40, True)
    assert {path.name for path in usual.iterdir()} == {
        *(f"{table.name}.{name}" for table in TABLES for name in ("csv", "jsonl")),
        "README.txt",
        "columns.json",
        "schema.sql",
    }
    for table in TABLES:
        with (usual / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            (head, *cells) = csv.reader(file, strict=True)
        assert head == [column.name for column in table.columns]
        assert len(cells) == len(rows(usual, table.name)), "both formats hold the same"
    assert [path.name for path in usual.parent.iterdir()] == [usual.name], "no draft is left"
    assert usual.stat().st_mode & 0o077 == 0, "it is its owner's alone"


def test_what_is_in_it_is_explained_and_fits_a_database(environ: dict[str, str], usual: Path) -> None:
    assert main(["--format", "csv"], environ) == 0
    about = json.loads((usual / "columns.json").read_text())
    told = (usual / "README.txt").read_text()
    assert about["rows"]["interactions"] == 1
    assert about["until"] == "2026-10-20T22:00:00Z", "local midnight"
    assert "hashes without a secret" in about["pseudonyms"]
    with sqlite3.connect(":memory:") as database:
        database.executescript((usual / "schema.sql").read_text())
        for table in TABLES:
            assert about["tables"][table.name]["says"] in told
            with (usual / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    values = [value or None for value in row.values()]
                    database.execute(f"INSERT INTO {table.name} VALUES ({','.join('?' * len(row))})", values)  # noqa: S608 - names of our own
        kept = "SELECT metric, service_seconds FROM measures WHERE metric = 'resolution_total'"
        assert len(database.execute(kept).fetchall()) == 1


def test_a_period_is_of_local_dates_or_instants_and_its_end_is_not_in_it(
    environ: dict[str, str], tmp_path: Path
) -> None:
    local = (NOW - timedelta(days=60)).astimezone(OSLO).date()
    asked = ["--since", str(local), "--until", str(local + timedelta(days=1)), "--to", str(tmp_path / "out")]
    assert main([*asked, "--brand", "acme", "--format", "jsonl"], environ) == 0
    (folder,) = (tmp_path / "out").iterdir()
    assert [row["interaction"] for row in rows(folder, "interactions")] == ["b" * 40]
    assert not list(folder.glob("*.csv"))
    a = (NOW - timedelta(days=2)).isoformat()
    assert main(["--since", a, "--until", NOW.isoformat(), "--to", str(tmp_path / "two")], environ) == 0
    (folder,) = (tmp_path / "two").iterdir()
    assert [row["interaction"] for row in rows(folder, "interactions")] == ["a" * 40]


def test_a_long_run_says_how_far_it_is(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "_NEWS_EVERY", 1)
    assert main([], environ) == 0
    assert "1 interactions, up to 2026-10-18T22:30:00Z" in capsys.readouterr().err


def test_an_export_is_replaced_only_if_that_is_asked_for(
    environ: dict[str, str], usual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], environ) == 0
    (usual / "README.txt").write_text("mine")
    assert main([], environ) == 1
    assert "is there already; give --again" in capsys.readouterr().err
    assert (usual / "README.txt").read_text() == "mine"
    assert main(["--again"], environ) == 0
    assert (usual / "README.txt").read_text() != "mine"
    assert [path.name for path in usual.parent.iterdir()] == [usual.name]


def test_a_folder_that_is_no_export_is_never_replaced(
    environ: dict[str, str], usual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usual.mkdir(parents=True)
    (usual / "thesis.txt").write_text("years of work")
    assert main(["--again"], environ) == 1
    assert "is no export" in capsys.readouterr().err
    assert (usual / "thesis.txt").exists()


@pytest.mark.parametrize("step", ["export", "_explain", "_swap"])
@pytest.mark.parametrize("error", [BackendUnavailable("store", "gone"), OSError(28, "No space left"), None])
def test_one_that_is_cut_short_leaves_nothing_and_spoils_nothing(
    step: str, error: Exception | None, environ: dict[str, str], usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([], environ) == 0
    (usual / "README.txt").write_text("the former one")
    whole = getattr(command, step)

    def cut(*given: Any, **more: Any) -> None:
        if step != "_swap":
            whole(*given, **more)
        raise error or KeyboardInterrupt

    monkeypatch.setattr(command, step, cut)
    if error is None:
        with pytest.raises(KeyboardInterrupt):
            main(["--again"], environ)
    else:
        assert main(["--again"], environ) == 1
    assert (usual / "README.txt").read_text() == "the former one"
    assert [path.name for path in usual.parent.iterdir()] == [usual.name]


def test_where_the_new_one_cannot_take_its_place_the_old_one_is_back(
    environ: dict[str, str], usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([], environ) == 0
    (usual / "README.txt").write_text("the former one")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if target == usual and not self.name.endswith("-old"):
            raise OSError(13, "Permission denied", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    assert main(["--again"], environ) == 1
    assert (usual / "README.txt").read_text() == "the former one"
    assert [path.name for path in usual.parent.iterdir()] == [usual.name]


def test_a_person_is_called_otherwise_under_each_key(environ: dict[str, str], tmp_path: Path) -> None:
    def person(key: str, to: str) -> str:
        assert main(["--to", str(tmp_path / to), "--format", "jsonl"], {**environ, "HEARD_EXPORT_KEY": key}) == 0
        (folder,) = (tmp_path / to).iterdir()
        assert key not in "".join(path.read_text() for path in folder.iterdir())
        return str(rows(folder, "interactions")[0]["person"])

    one, two = "a-long-key-for-exports-1", "a-long-key-for-exports-2"
    found = {person(one, "1"), person(one, "2"), person(two, "3")}
    assert len(found) == 2
    assert "f" * 40 not in found, "the ledger's own key of a person"


@pytest.mark.parametrize(
    ("asked", "more", "told"),
    [
        (["--brand", "acmee"], {}, "--brand: came 'acmee'; there is: acme"),
        (["--since", "2026-10-02", "--until", "2026-10-02"], {}, "expected --since before --until"),
        ([], {"HEARD_EXPORT_KEY": "tiny-key"}, "HEARD_EXPORT_KEY"),
    ],
)
def test_what_cannot_be_done_says_why(
    asked: list[str], more: dict[str, str], told: str, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked, environ | more) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "tiny-key" not in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yesterday", "expected a date or a time such as"),
        ("2026-13-01", "expected a date or a time such as"),
        ("", "expected a date or a time such as"),
        ("2026-03-29T02:30", "never showed"),
    ],
)
def test_a_moment_that_is_none_is_told(
    typed: str, said: str, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--since", typed], environ) == 1
    assert f"--since: came {typed!r}" in (told := capsys.readouterr().err)
    assert said in told


def test_a_local_time_is_the_brands_own(environ: dict[str, str], tmp_path: Path) -> None:
    assert main(["--since", "2026-10-01T09:00", "--to", str(tmp_path / "out"), "--format", "csv"], environ) == 0
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name.startswith("acme-20261001T070000Z-"), "summer time in Oslo"
