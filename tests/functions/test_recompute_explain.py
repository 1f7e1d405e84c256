"""`make recompute` and `make explain`: a calendar is mended in its file, and what that moved is said in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from functions.local import explain, recompute
from functions.local._wired import wired
from shared.core.interaction import Author, Interaction, Kind, object_key
from shared.core.ledger import KEEP_ENTRY, Acknowledgment, Entry, Sort, State, words_of
from shared.core.ports import REPORTS, Put
from shared.core.sla import Aim, By
from tests.core.opening import by_calendar, open_clock
from tests.functions.doors import BRAND, PAGE, PRAISE, SECRETS, write_brands

OSLO = ZoneInfo("Europe/Oslo")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = "".join(f'{day} = ["09:00-17:00"]\n' for day in DAYS)
LINK = "https://www.facebook.com/1_300"


@dataclass
class Place:
    """A deployment of one brand, in whose ledger one complaint was answered three open hours after it came."""

    environ: dict[str, str]
    day: str
    key: str

    def hours(self, more: str = "") -> None:
        head, _, rest = BRAND.partition('monday = ["09:00-17:00"]\n')
        accounts = rest.partition('[[accounts]]\nid = "1500')[0]
        files = {
            "connections.toml": "[facebook]\n",
            "acme/brand.toml": f"{head}{EVERY_DAY}{more}{accounts}",
            "acme/rules/10-praise.toml": PRAISE.replace('kind = "comment"', 'kind = "comment"\nplatform = "facebook"'),
        }
        write_brands(Path(self.environ["HEARD_BRANDS"]), files)

    def report_numbers(self) -> list[int]:
        with wired(self.environ) as wiring:
            return [kept.doc.number for kept in wiring.store.find(REPORTS, wiring.now(), equal=("acme",))]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    day = (datetime.now(OSLO) - timedelta(days=2)).date()
    environ = {**SECRETS, "HEARD_BRANDS": str(tmp_path / "brands"), "HEARD_DATA": str(tmp_path)}
    made = Place(environ, day.isoformat(), object_key("facebook", PAGE, "1_300"))
    made.hours()
    opened = datetime(day.year, day.month, day.day, 10, tzinfo=OSLO).astimezone(UTC)
    answered = opened + timedelta(hours=3)
    with wired(environ) as wiring:
        brand = wiring.brands.brands["acme"]
        courses = by_calendar(brand.calendar)
        clocks = {
            name: open_clock(opened, (Aim(seconds=seconds, service=service),), courses, policy=brand.policy)
            for name, seconds, service in (("ack", 60.0, False), ("response", 7200.0, True))
        }
        told = {"breach-person": opened + timedelta(hours=2, seconds=30)}
        clocks["response"] = msgspec.structs.replace(clocks["response"], told=told)
        entry = Entry(
            key=made.key, brand="acme", platform="facebook", account=PAGE, object="1_300", connection="facebook",
            kind=Kind.COMMENT, state=State.ANSWERED_BY_COLLEAGUE, opened_at=opened, received_at=opened, at=opened,
            url=LINK, sort=Sort.COMPLAINT, needs_answer=True, expire_at=opened + KEEP_ENTRY,
            clocks={name: clock.stop(answered, By.PERSON, courses) for name, clock in clocks.items()},
            acknowledgments=(Acknowledgment(at=answered, by=By.PERSON, how="reply", who="Ingrid Solheim"),),
        )  # fmt: skip
        message = Interaction(
            platform="facebook", account=PAGE, object="1_300", kind=Kind.COMMENT, received_at=opened, brand="acme",
            author=Author(id="7", name="Sample Person"), text="It is broken",
        )  # fmt: skip
        wiring.store.commit(wiring.now(), Put(entry), Put(words_of(message, 30, wiring.now())))
    return made


def test_a_forgotten_holiday_is_put_right_and_what_moved_is_said(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.hours(f"closed = [{place.day}]\n")
    asked = ["--since", place.day, "--why", "a holiday was missing", "--who", "Ingrid Solheim"]
    assert recompute.main([*asked, "--dry"], place.environ) == 0
    dry = capsys.readouterr().out
    assert "nothing was written" in dry
    assert place.report_numbers() == []
    assert recompute.main(asked, place.environ) == 0
    said = capsys.readouterr().out
    assert said.startswith("Acme: report 1.")
    assert "a holiday was missing, says Ingrid Solheim" in said
    assert "moved    1 clock, of 1 Interaction looked at" in said
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "first_response median 3 h 0 s" in lines
    assert "first_response promises kept 0 of 1 1 of 1" in lines
    assert f"{place.key}  response, opened" in said
    assert LINK in said
    assert "12:00, breached and told" in said
    assert ", in time" in said
    assert "3 h of service time -> 0 s" in said
    assert recompute.main(["--report", "1"], place.environ) == 0
    again = capsys.readouterr().out
    assert again.startswith("Acme: report 1, made ")
    assert set(said.splitlines()[1:-2]) <= set(again.splitlines())
    assert recompute.main(["--report", "2"], place.environ) == 1
    assert "no brand has a report of this number" in capsys.readouterr().err
    assert recompute.main(asked, place.environ) == 0
    assert "nothing moved, and no report was written" in capsys.readouterr().out
    assert place.report_numbers() == [1]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["2026-01-01"], "--why: came nothing"),
        (["last week", "--dry"], "--since: came 'last week'; expected a date or a time such as 2026-12-24"),
        (["2026-13-01", "--dry"], "--since: came '2026-13-01'"),
        (["2026-10-25T02:30", "--dry"], "--since: came '2026-10-25T02:30', which clocks in Europe/Oslo showed twice"),
        (["2026-03-29T02:30", "--dry"], "--since: came '2026-03-29T02:30', which clocks in Europe/Oslo never showed"),
        (["0001-01-01T00:00", "--dry"], "--since: came '0001-01-01T00:00'"),
        (["2099-01-01", "--dry"], "expected a period that has passed"),
        (["2026-01-02", "--until", "2026-01-01", "--dry"], "expected a period that has passed"),
        (["2026-01-02", "--brand", "acmee", "--dry"], "--brand: came 'acmee'; there is: acme"),
    ],
)
def test_what_cannot_be_recomputed_is_said(
    place: Place, capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert recompute.main(["--since", *argv], place.environ) == 1
    assert said in capsys.readouterr().err
    assert place.report_numbers() == []


@pytest.mark.parametrize(
    ("since", "moved"), [("T10:00", "1 clock,"), ("T10:01", "0 clocks,"), ("T00:00:00+14:00", "1 clock,")]
)
def test_since_is_a_moment_of_the_brand_s_zone(
    place: Place, capsys: pytest.CaptureFixture[str], since: str, moved: str
) -> None:
    place.hours(f"closed = [{place.day}]\n")
    assert recompute.main(["--since", place.day + since, "--dry"], place.environ) == 0
    assert f"moved    {moved}" in capsys.readouterr().out


def test_the_story_of_one_is_told(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (place.key, f"facebook:{PAGE}:1_300", "1_300", LINK):
        assert explain.main([name, "--width", "80"], place.environ) == 0
    said = capsys.readouterr().out
    assert said.count(f"Interaction {place.key}") == 4
    for part in ("It is broken", "Sample Person", "reply by Ingrid Solheim", "sum: counted 3 h = 10,800 s", "▇"):
        assert part in said
    assert explain.main(["1_300", "--no-words", "--ascii"], place.environ) == 0
    said = capsys.readouterr().out
    assert said.isascii()
    assert "It is broken" not in said
    assert "Sample Person" not in said


def test_after_the_calendar_is_mended_the_story_says_what_a_recompute_would_change(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.hours(f"closed = [{place.day}]\n")
    assert explain.main(["1_300"], place.environ) == 0
    assert f"make recompute BRAND=acme SINCE={place.day}" in capsys.readouterr().out
    assert recompute.main(["--since", place.day, "--why", "a holiday"], place.environ) == 0
    assert explain.main(["1_300"], place.environ) == 0
    said = capsys.readouterr().out
    assert "make recompute" not in said
    assert "sum: counted 0 s = 0 s, not counted 3 h" in said


def test_what_is_not_found_says_where_it_was_looked_for(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main(["1_999"], place.environ) == 1
    said = capsys.readouterr().err
    assert "Nothing is known of '1_999'" in said
    assert f"facebook:{PAGE}" in said
    assert "make export" in said
    assert f"Looked in: the folder {place.environ['HEARD_DATA']} (HEARD_DATA)." in said


def test_a_ledger_that_cannot_be_read_is_no_question_to_ask_again_at_once(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ledger.db").write_bytes(b"no database at all" * 100)
    broken = {**place.environ, "HEARD_DATA": str(tmp_path / "broken")}
    assert explain.main(["1_300"], broken) == 1
    assert capsys.readouterr().err == "Not told. sqlite store unavailable: SQLITE_NOTADB\n"
    assert recompute.main(["--since", place.day, "--dry"], broken) == 1
    assert "unavailable: SQLITE_NOTADB. Whatever had begun is ended when" in capsys.readouterr().err


def test_whoever_stops_a_recompute_is_told_how_it_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> Iterator[object]:
        yield from ()
        raise KeyboardInterrupt

    asked = ["--since", place.day, "--why", "a holiday"]
    with monkeypatch.context() as patched:
        patched.setattr(recompute, "recompute", stopped)
        assert recompute.main(asked, place.environ) == 130
    assert "Stopped. Whatever had begun is ended when the same is run again." in capsys.readouterr().err


@pytest.mark.parametrize("width", ["59", "401", "x", "-80", "\u0668\u0660"])
def test_a_width_that_is_none_is_not_understood(place: Place, width: str) -> None:
    with pytest.raises(SystemExit) as left:
        explain.main(["1_300", "--width", width], place.environ)
    assert left.value.code == 2
