"""What a manager gets, word for word: a change of the mail is read in the diff of these files before it is sent.

UPDATE_SNAPSHOTS=1 python -m pytest tests/digest/test_snapshots.py   writes them anew.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.digest.build import build
from shared.digest.count import count
from shared.digest.day import Day, Gap
from shared.digest.html import render_html
from shared.digest.text import render_text
from tests.digest.days import CALENDAR, NINE, START, day, item, praise
from tests.digest.samples import DAYS

KEPT = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("UPDATE_SNAPSHOTS") == "1"


def _changed_clocks(on: date) -> Day:
    start, end = CALENDAR.midnight(on), CALENDAR.midnight(on + timedelta(days=1))
    asked = item("a", at=start + timedelta(hours=9))
    return day(asked, date=on, start=start, end=end, snapshot=end + timedelta(hours=7, minutes=30))


SEEN: dict[str, Day] = {
    **{name: DAYS[name] for name in DAYS if name != "long_day"},
    "incomplete": day(
        *(praise(f"p{n}", platform=("facebook", "x")[n % 2]) for n in range(9)),
        item("late", answered=60),
        incomplete=[Gap("facebook", "nothing came", NINE, START + timedelta(hours=11))],
    ),
    "hours_23": _changed_clocks(date(2026, 3, 29)),
    "hours_25": _changed_clocks(date(2026, 10, 25)),
    "nine_platforms": day(*(praise(str(n), platform=f"place{n % 9}") for n in range(27))),
}
PARTS = {"html": render_html, "txt": render_text}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", SEEN)
def test_the_mail_reads_as_it_did(name: str, part: str) -> None:
    digest = build(SEEN[name], count(SEEN[name]))
    made = f"{digest.subject}\n{digest.preheader}\n\n" if part == "txt" else ""
    made += PARTS[part](digest)
    file = KEPT / f"{name}.{part}"
    if UPDATE:
        KEPT.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8", newline="\n")
    assert file.exists(), f"no {file.name} yet: UPDATE_SNAPSHOTS=1 writes it"
    assert file.read_text(encoding="utf-8") == made, f"{file.name} differs: read why, then UPDATE_SNAPSHOTS=1"


def test_no_snapshot_is_left_of_a_day_that_is_gone() -> None:
    assert {file.name for file in KEPT.iterdir()} == {f"{name}.{part}" for name in SEEN for part in PARTS}
