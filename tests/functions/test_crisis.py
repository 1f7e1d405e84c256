"""`make crisis`: stop, resume, and say plainly what is wrong with a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.local.crisis import main
from tests.functions.doors import BRAND, PRAISE, SECRETS, write_brands


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    team = '\n[[team]]\nname = "Ingrid Solheim"\nsignature = "Ingrid at Acme"\n'
    head, _, accounts = BRAND.partition("[[accounts]]")
    rule = PRAISE.replace('kind = "comment"', 'kind = "comment"\nplatform = "facebook"')
    one = accounts.partition('[[accounts]]\nid = "1500')[0]
    files = {
        "connections.toml": "[facebook]\n",
        "acme/brand.toml": f"{head}{team}\n[[accounts]]{one}",
        "acme/rules/10-praise.toml": rule,
    }
    brands = write_brands(tmp_path / "brands", files)
    return {**SECRETS, "HEARD_BRANDS": str(brands), "HEARD_DATA": str(tmp_path)}


@pytest.mark.practice(47)
def test_on_off_and_what_is_said(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "acme"], environ) == 0
    assert "off, rules answer" in capsys.readouterr().out
    given = ["on", "acme", "--hours", "2", "--owner", "Ingrid Solheim", "--why", "a recall"]
    assert main(given, environ) == 0
    assert "nothing is said automatically. Ingrid Solheim speaks meanwhile. Why: a recall" in capsys.readouterr().out
    assert main(["show", "acme"], environ) == 0
    assert "ON until" in capsys.readouterr().out
    assert main(["off", "acme"], environ) == 0
    assert main(["off", "acme"], environ) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("it was off.")


def test_a_brand_or_colleague_that_is_not_there_is_named(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["on", "acmee"], environ) == 1
    assert "came 'acmee'; there is: acme" in capsys.readouterr().err
    assert main(["on", "acme", "--owner", "Nobody"], environ) == 1
    assert "Ingrid Solheim" in capsys.readouterr().err


@pytest.mark.parametrize("hours", ["0", "721", "-1", "x", "\u0663"])
def test_hours_that_are_none_are_not_understood(environ: dict[str, str], hours: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["on", "acme", "--hours", hours], environ)
    assert left.value.code == 2
