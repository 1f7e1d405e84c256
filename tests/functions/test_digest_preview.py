"""`make digest`: one date as its readers get it, on the screen and nowhere else."""

from __future__ import annotations

import sqlite3
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.local import digest
from functions.local._wired import wired
from shared.core.digesting import Attendance
from shared.core.interaction import Author, Interaction, Kind
from shared.core.ledger import Entry, Sort, State, indexed, page_for, words_of
from shared.core.ports import Put
from shared.core.sla import Aim
from shared.flows.digest import digest as make_digests
from tests.core.opening import by_calendar, open_clock
from tests.functions.doors import BRAND, PAGE, PRAISE, SECRETS, write_brands

OSLO = ZoneInfo("Europe/Oslo")
READER = "two@acme.example"
NOW = datetime(2026, 10, 14, 5, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=9)


@dataclass
class Place:
    environ: dict[str, str]
    day: date
    number: int = 0

    def somebody(self, text: str = "is it vegan?") -> None:
        """Somebody asks at ten in the morning of the day, and nobody answers."""
        self.number += 1
        at = datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=OSLO).astimezone(UTC)
        with wired(self.environ) as wiring:
            brand = wiring.brands.brands["acme"]
            message = Interaction(
                platform="facebook", account=PAGE, brand="acme", object=f"1_{self.number}", kind=Kind.COMMENT,
                received_at=at, at=at, text=text, author=Author(id=str(self.number), name="Zoë Sample"),
            )  # fmt: skip
            courses = by_calendar(brand.calendar)
            clocks = {
                name: open_clock(at, (Aim(seconds=seconds, service=service),), courses, policy=brand.policy)
                for name, seconds, service in (("ack", 60.0, False), ("response", 7200.0, True))
            }
            page: dict[str, Any] = {name: getattr(page_for(message), name) for name in Entry.__struct_fields__}
            page |= {"clocks": clocks, "state": State.HANDED_OVER, "sort": Sort.QUESTION, "needs_answer": True}
            kept = (indexed(Entry(**page)), words_of(message, 30, at))
            assert wiring.store.commit(at, *map(Put, kept)) is not None

    def rows(self) -> list[str]:
        """Everything in the ledger."""
        with sqlite3.connect(Path(self.environ["HEARD_DATA"]) / "ledger.db") as ledger:
            return list(ledger.iterdump())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    day = (datetime.now(OSLO) - timedelta(days=1)).date()
    environ = {**SECRETS, "HEARD_BRANDS": str(tmp_path / "brands"), "HEARD_DATA": str(tmp_path), "NOOPEN": "1"}
    head, _, rest = BRAND.partition("[digest]")
    group = f'[[digest.groups]]\nname = "owners"\nrecipients = ["{READER}"]\nnames = "counts"\nat = "04:00"\n[['
    write_brands(
        tmp_path / "brands",
        {
            "connections.toml": "[facebook]\n",
            "acme/brand.toml": f"{head}[digest]{rest}".partition('[[accounts]]\nid = "1500')[0].replace("[[", group, 1),
            "acme/rules/10-praise.toml": PRAISE.replace('kind = "comment"', 'kind = "comment"\nplatform = "facebook"'),
        },
    )
    made = Place(environ, day)
    made.somebody()
    return made


Shown = Callable[..., tuple[int, str, str]]


@pytest.fixture
def show(place: Place, capsys: pytest.CaptureFixture[str]) -> Shown:
    def shown(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = digest.main(arguments, place.environ)
        told = capsys.readouterr()
        return code, " ".join(told.out.split()), told.err

    return shown


def test_a_date_is_shown_as_text_and_as_a_page_and_the_ledger_stays_as_it_was(place: Place, show: Shown) -> None:
    before = place.rows()
    code, out, err = show(place.day.isoformat(), "acme")
    assert code == 0
    assert out.startswith("Subject: ")
    assert "Zoë" in out
    page = Path(err.partition("The page: ")[2].strip())
    assert "Zoë" in page.read_text(encoding="utf-8")
    assert place.rows() == before
    assert not (Path(place.environ["HEARD_DATA"]) / "outbox").exists() or not list(
        (Path(place.environ["HEARD_DATA"]) / "outbox").iterdir()
    )


def test_yesterday_and_the_only_brand_go_without_saying(place: Place, show: Shown) -> None:
    assert show()[:2] == show(place.day.isoformat(), "acme")[:2]


def test_it_is_shown_as_one_of_its_readers_gets_it(show: Shown) -> None:
    assert "Zoë" not in show("--reader", READER)[1]
    assert "Zoë" in show("--reader", READER, "--names", "full")[1]


def test_a_date_that_was_told_is_shown_as_it_was_told_unless_it_is_counted_anew(place: Place, show: Shown) -> None:
    with wired(place.environ) as wiring:
        clock = datetime.now(UTC) + timedelta(days=1)
        tools = wiring.tools
        object.__setattr__(tools, "now", lambda: clock)
        assert make_digests(tools) >= 1
    told = show()[1]
    place.somebody()
    place.somebody()
    assert show()[1] == told
    assert show("--anew")[1] != told


def test_a_look_knows_who_wrote_on_the_day_as_a_digest_does(place: Place) -> None:
    part = Attendance(key="a", brand="acme", day="2026-10-13", part=0, parts=1, heard=b"h", expire_at=LATER)
    with wired(place.environ) as wiring:
        store = digest.Untouched(wiring.store)
        assert store.get(Attendance, "a", NOW) is None
        assert store.commit(NOW, Put(part)) is not None
        kept = store.get(Attendance, "a", NOW)
        assert kept is not None
        assert kept.doc == part
        assert wiring.store.get(Attendance, "a", NOW) is None


@pytest.mark.parametrize(("environ", "opens"), [({}, False), ({"DISPLAY": ":0"}, True)])
@pytest.mark.parametrize("noopen", [True, False])
def test_a_browser_is_opened_only_where_it_can_be_seen_and_is_wanted(
    environ: dict[str, str], opens: bool, noopen: bool, place: Place, show: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: asked.append(address))
    monkeypatch.setattr("sys.platform", "linux")
    place.environ |= {**environ, "NOOPEN": "1" if noopen else ""}
    assert show()[0] == 0
    assert [address[:8] for address in asked] == (["file:///"] if opens and not noopen else [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tomorrow",), "expected one such as"),
        ((datetime.now(OSLO).date().isoformat(),), "is not over in Europe/Oslo"),
        (("2026-10-13", "tern"), "came 'tern'; there is: acme"),
        (("--reader", "nobody@acme.example"), "nobody of that address reads the digest"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], said: str, show: Shown) -> None:
    code, out, err = show(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith("Not shown. ")
    assert said in err
