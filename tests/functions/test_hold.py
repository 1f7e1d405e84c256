"""`make hold`: what is on hold, as typed by a person, in the brand's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.local import crisis
from functions.local._when import moment
from functions.local.hold import main
from shared.brands.compiled import Brand
from shared.core.calendar import Calendar
from shared.core.errors import ConfigurationError
from tests.functions.doors import BRAND, PRAISE, SECRETS, write_brands

OSLO = Brand(
    key="acme", name="Acme", short="Acme", zone="Europe/Oslo", languages=("en",), calendar=Calendar(zone="Europe/Oslo")
)
OUTAGE = ["acme", "--reason", "platform_outage", "--platform", "facebook"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    head, _, accounts = BRAND.partition("[[accounts]]")
    files = {
        "connections.toml": "[facebook]\n",
        "acme/brand.toml": f"{head}[[accounts]]{accounts.partition('[[accounts]]')[0]}",
        "acme/rules/10-praise.toml": PRAISE.replace('kind = "comment"', 'kind = "comment"\nplatform = "facebook"'),
    }
    brands = write_brands(tmp_path / "brands", files)
    return {**SECRETS, "HEARD_BRANDS": str(brands), "HEARD_DATA": str(tmp_path)}


def test_start_show_end(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "acme"], environ) == 0
    assert "nothing is or was on hold" in capsys.readouterr().out
    assert main(["start", *OUTAGE, "--who", "Ingrid", "--why", "no replies"], environ) == 0
    said = capsys.readouterr().out
    assert "until somebody ends it, by Ingrid: no replies (" in said
    assert "recompute" not in said
    assert main(["show", "acme"], environ) == 0
    assert "facebook: platform_outage from " in (said := capsys.readouterr().out)
    assert said.endswith(" NOW\n")
    assert main(["end", *OUTAGE], environ) == 0
    assert main(["end", *OUTAGE], environ) == 0
    assert "nothing of that kind is on hold." in capsys.readouterr().out
    assert main(["show", "acme"], environ) == 0
    assert "NOW" not in capsys.readouterr().out


def test_what_is_entered_afterwards_says_what_it_does_not_change(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ago = datetime.now(UTC) - timedelta(days=3)
    span = ["--since", f"{ago:%Y-%m-%dT%H:%M}Z", "--until", f"{ago + timedelta(hours=2):%Y-%m-%dT%H:%M}Z"]
    assert main(["start", *OUTAGE, "--who", "Ingrid", *span], environ) == 0
    said = capsys.readouterr().out
    assert "Clocks that have stopped keep their figures" in said
    assert "make recompute BRAND=acme SINCE=" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["acmee", "--reason", "platform_outage", "--who", "I"], "came 'acmee'; there is: acme"),
        (["acme", "--who", "I"], "came ''; expected crisis_hold or platform_outage"),
        (["acme", "--reason", "lunch", "--who", "I"], "came 'lunch'; expected crisis_hold or platform_outage"),
        (["acme", "--reason", "waiting_for_customer", "--who", "I"], "expected crisis_hold or platform_outage"),
        (
            ["acme", "--reason", "platform_outage", "--platform", "x", "--who", "I"],
            "came 'x'; Acme has accounts on: facebook",
        ),
        (["acme", "--reason", "platform_outage"], "expected the name of who says so"),
        (["acme", "--reason", "platform_outage", "--who", "I", "--since", "noon"], "expected a date or a time such as"),
    ],
)
def test_what_is_not_there_is_named(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str], given: list[str], said: str
) -> None:
    assert main(["start", *given], environ) == 1
    assert said in capsys.readouterr().err


def test_the_switch_holds_by_itself_and_only_it_ends_that(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert crisis.main(["on", "acme", "--hours", "2"], environ) == 0
    assert main(["end", "acme", "--reason", "crisis_hold"], environ) == 1
    assert "make crisis BRAND=acme STATE=off" in capsys.readouterr().err
    assert crisis.main(["off", "acme"], environ) == 0
    assert main(["start", "acme", "--reason", "crisis_hold", "--who", "Ingrid"], environ) == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-07-01T09:00", datetime(2026, 7, 1, 7, 0, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 11, 30, 23, 0, tzinfo=UTC)),
        ("2026-07-01T09:00+00:00", datetime(2026, 7, 1, 9, 0, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_times_are_the_brands_own_unless_they_say_otherwise(typed: str, meant: datetime) -> None:
    assert moment(typed, OSLO.zone, "--since") == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-10-25T02:30", r"showed twice: add \+02:00 or \+01:00"),
        ("2026-03-29T02:30", "never showed"),
        ("yesterday", "expected a date or a time such as"),
    ],
)
def test_a_time_that_came_twice_or_never_is_asked_about(typed: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        moment(typed, OSLO.zone, "--since")
