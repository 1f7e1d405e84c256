"""docs/practices.md promises nothing that no test shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared import practices
from shared.practices import ROWS, Later, Mode, Row, Shown

SHOWN = practices.shown()
CLAIMED = {number for one in SHOWN if one.runs for number in one.rows}


def test_the_page_is_what_the_table_and_the_tests_say() -> None:
    assert practices.PAGE.read_text("utf-8") == practices.page(ROWS, SHOWN), "run `make practices`"


def test_each_practice_has_its_row() -> None:
    assert [row.number for row in ROWS] == list(range(1, 55))


def test_what_is_done_is_shown_by_a_test_that_runs() -> None:
    unproven = [f"{row.number} {row.practice}" for row in ROWS if row.done and row.number not in CLAIMED]
    assert unproven == [], "mark the test that shows it, or say in shared/practices.py what it waits for"


def test_what_is_not_done_waits_for_something() -> None:
    assert [row.number for row in ROWS if not row.done and row.later is None and Mode.OUT not in row.modes] == []


def test_tests_claim_rows_that_are_said_to_be_done() -> None:
    done = {row.number for row in ROWS if row.done}
    assert [f"{one.test}: {number}" for one in SHOWN for number in one.rows if number not in done] == []


def test_no_claim_stands_on_a_test_that_is_left_out() -> None:
    assert [one.test for one in SHOWN if not one.runs] == [], "a skipped or slow test shows nothing in `make check`"


SOURCE = """
import pytest

@pytest.mark.practice(1, 2)
def test_shows(): ...

@pytest.mark.practice(3)
@pytest.mark.skipif(True, reason="never")
def test_skipped(): ...

@pytest.mark.practice(4)
def test_gives_up():
    pytest.skip("never")

@pytest.mark.slow
@pytest.mark.practice(5)
async def test_slow(): ...

@pytest.mark.practice(6)
class TestMany:
    def test_one(self): ...
    @pytest.mark.practice(7)
    def test_two(self): ...

def test_unmarked(): ...
"""


def test_marks_are_found_where_they_stand(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(SOURCE)
    (folder / "test_b.py").write_text("import pytest\npytestmark = pytest.mark.practice(8)\ndef test_b(): ...\n")
    assert practices.shown(folder) == [
        Shown("tests/test_a.py::test_shows", (1, 2), True),
        Shown("tests/test_a.py::test_skipped", (3,), False),
        Shown("tests/test_a.py::test_gives_up", (4,), False),
        Shown("tests/test_a.py::test_slow", (5,), False),
        Shown("tests/test_a.py::TestMany::test_one", (6,), True),
        Shown("tests/test_a.py::TestMany::test_two", (6, 7), True),
        Shown("tests/test_b.py::test_b", (8,), True),
    ]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (Row(1, "a", "A", (Mode.AUTO,), "does it", "digest.md"), "done"),
        (Row(1, "a", "A", (Mode.AUTO,), "does half", "digest.md", Later.DIGEST), "done; later: the whole digest"),
        (Row(1, "a", "A", (Mode.AUTO,), later=Later.CRISIS), "later: crisis detection"),
        (Row(1, "a", "A", (Mode.OUT,), "not software"), "out"),
    ],
)
def test_the_page_says_how_far_a_practice_is(row: Row, state: str) -> None:
    line = practices.page([row], [Shown("tests/a.py::test_a", (1,), True)]).splitlines()[-1]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[4] == state
    assert ("tests/a.py::test_a" in cells[6]) == state.startswith("done")


def test_a_test_that_does_not_run_is_not_named() -> None:
    row = Row(1, "a", "A", (Mode.AUTO,), "does it", "digest.md")
    assert "test_a" not in practices.page([row], [Shown("tests/a.py::test_a", (1,), False)])
