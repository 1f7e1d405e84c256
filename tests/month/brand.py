"""The brand of the simulated month: a coffee roaster on four platforms, with a team and every rule pack there is."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from shared.brands.compiled import Compiled
from shared.brands.desk import open_desk
from shared.brands.library import PACKS
from tests.flows.world import PAGE, USER
from tests.month.traffic import FORUM

COLLEAGUES: Final = ("Kari Holm", "Juris Kalns", "Mei Tan")
_CONNECTIONS: Final = "[facebook]\n[messenger]\n[x]\n[standard]\n"
_BRAND: Final = """
name = "Acme Roastery"
short = "Acme"
zone = "Europe/Oslo"
languages = ["en", "nb", "lv", "zh"]
signature = "– Acme's automatic helper"
packs = [{packs}]

[hours]
{hours}

[digest]
recipients = ["one@acme.example"]
sender = "heard@acme.example"

[contact]
mail = "hello@acme.example"
phone = "+47 22 00 00 00"
{team}{accounts}"""
_MEMBER: Final = """
[[team]]
name = "{name}"
signature = "{first} at Acme"
mail = "team@acme.example"
"""
_ACCOUNT: Final = """
[[accounts]]
id = "{id}"
connection = "{platform}"
name = "Acme on {platform}"
handle = "acme"
token = "{token}"
"""
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
ACCOUNTS: Final = {"facebook": PAGE, "messenger": PAGE, "x": USER, "standard": FORUM}


@cache
def compiled() -> Compiled:
    """Every connection and the brand, read and checked as anybody's files are."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "acme"
        home.mkdir()
        (Path(folder) / "connections.toml").write_text(_CONNECTIONS)
        (home / "brand.toml").write_text(_written(), encoding="utf-8")
        return open_desk(Path(folder)).compiled


def _written() -> str:
    packs = sorted(path.name for path in PACKS.iterdir() if path.is_dir())
    team = "".join(_MEMBER.format(name=name, first=name.split()[0]) for name in COLLEAGUES)
    accounts = "".join(
        _ACCOUNT.format(id=id, platform=platform, token=f"HEARD_{platform.upper()}_TOKEN")
        for platform, id in ACCOUNTS.items()
    )
    return _BRAND.format(
        packs=", ".join(f'"{name}"' for name in packs),
        hours="\n".join(f'{day} = ["09:00-18:00"]' for day in _DAYS),
        team=team,
        accounts=accounts,
    )
