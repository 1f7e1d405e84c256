"""Tables as files that a spreadsheet or a warehouse can take as they are: CSV and JSON Lines.

    what              CSV                               JSON Lines
    unknown           an empty cell, never 0            null
    a moment          2026-10-13T10:00:00Z              the same, as text
    a number          7200, 0.5                         7200, 0.5
    yes or no         true, false                       true, false
    nested            JSON in a cell                    an object or a list
    text              guarded, see `guarded`            as it is

CSV is as RFC 4180 has it: UTF-8, a header, CRLF. Each Column says what it holds and when it is empty, and is where the
description that goes with the files comes from. Nothing here opens a file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Generic, NamedTuple, TextIO, TypeVar

import msgspec

T = TypeVar("T")


class Type(StrEnum):
    """What a Column holds, by the names that BigQuery has for it."""

    TEXT = "STRING"
    MOMENT = "TIMESTAMP"
    NUMBER = "FLOAT64"
    WHOLE = "INT64"
    TRUTH = "BOOL"
    NESTED = "JSON"


class Column(NamedTuple, Generic[T]):
    """One Column: how its value is got, what it says, and what it means that there is none (None: there always is)."""

    name: str
    type: Type
    of: Callable[[T], object]
    says: str
    empty: str | None = None
    unit: str | None = None


class Table(NamedTuple, Generic[T]):
    """Rows of one sort. `key` names the Columns by which a row is known for good."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column[T], ...]


Values = list[Any]
"""The values of one row in the order of the Columns, as JSON has them; None: unknown."""


def reader(table: Table[T]) -> Callable[[T], Values]:
    """What gets the values of a row."""
    columns = [(column.of, _PLAIN[column.type]) for column in table.columns]
    return lambda row: [None if (value := of(row)) is None else plain(value) for of, plain in columns]


class Csv:
    """Writes one Table as CSV, the header first. The stream must not translate line ends (newline="")."""

    def __init__(self, table: Table[Any], to: TextIO) -> None:
        self._cells = [(number, _CELLS[one.type]) for number, one in enumerate(table.columns) if one.type in _CELLS]
        self._writer = csv.writer(to, lineterminator="\r\n")
        self._writer.writerow([column.name for column in table.columns])

    def write(self, values: Values) -> None:
        cells = values.copy()
        for number, cell in self._cells:
            if cells[number] is not None:
                cells[number] = cell(cells[number])
        self._writer.writerow(cells)


class JsonLines:
    """Writes one Table as JSON Lines, the keys of each object in the order of the Columns."""

    def __init__(self, table: Table[Any], to: TextIO) -> None:
        self._names = [column.name for column in table.columns]
        self._to = to

    def write(self, values: Values) -> None:
        line = msgspec.json.encode(dict(zip(self._names, values, strict=True))).decode()
        self._to.write(_BREAKS.sub(_escaped, line) + "\n")


FORMATS: Final[dict[str, Callable[[Table[Any], TextIO], Csv | JsonLines]]] = {"csv": Csv, "jsonl": JsonLines}


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula, from which the text can be had again.

    An apostrophe goes where a cell begins, and where one would begin if the spreadsheet splits at another separator
    than ours, if a formula could follow there: = + - @, full-width ones too, also behind spaces, quotes, controls and
    characters that are not seen; or if an apostrophe does. To undo it, take one apostrophe away wherever one stands at
    the beginning or behind such a separator.
    """
    return _RISKY.sub(r"\1'", text) if _ANY.search(text) else text


def described(tables: tuple[Table[Any], ...]) -> dict[str, Any]:
    """What `columns.json` says: every Table and Column, with the types that BigQuery knows."""
    return {table.name: {"says": table.says, "key": table.key, "columns": _columns(table)} for table in tables}


def schema(tables: tuple[Table[Any], ...]) -> str:
    """CREATE TABLE for each Table, as PostgreSQL, DuckDB and SQLite read it."""
    made = []
    for table in tables:
        lines = [
            f'    "{one.name}" {_SQL[one.type]}{" NOT NULL" if one.empty is None else ""},' for one in table.columns
        ]
        made.append(
            "\n".join([f"CREATE TABLE {table.name} (", *lines, f"    PRIMARY KEY ({', '.join(table.key)})", ");"])
        )
    return "\n\n".join(made) + "\n"


def moment(at: datetime) -> str:
    """An instant as ISO 8601 writes it, in UTC with Z."""
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _columns(table: Table[Any]) -> list[dict[str, str | None]]:
    return [
        {
            "name": one.name,
            "type": one.type,
            "mode": "REQUIRED" if one.empty is None else "NULLABLE",
            "unit": one.unit,
            "description": one.says,
            "null": one.empty,
        }
        for one in table.columns
    ]


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _text_or_none(value: Any) -> str | None:
    return str(value) or None


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


_BREAKS: Final = re.compile("[\u0085\u2028\u2029]")  # some readers end a line there
_FORMULA: Final = "=+\\-@＝＋－＠﹢﹣﹦﹫−"
_UNSEEN: Final = (  # white space, quotes, controls, and characters without a width
    "\\s\"'`´‘’“”„«»\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_ANY: Final = re.compile(f"[{_FORMULA}'\\t\\r\\n]")
_RISKY: Final = re.compile(f"(\\A(?=[\\t\\r\\n])|(?:\\A|[;,|\\t\\r\\n])(?=[{_UNSEEN}]*[{_FORMULA}]|'))")
_PLAIN: Final[dict[Type, Callable[[Any], object]]] = {
    Type.TEXT: _text_or_none,
    Type.MOMENT: moment,
    Type.NUMBER: _number,
    Type.WHOLE: int,
    Type.TRUTH: bool,
    Type.NESTED: msgspec.to_builtins,
}
_CELLS: Final[dict[Type, Callable[[Any], str]]] = {  # the others are written as they are
    Type.TEXT: guarded,
    Type.TRUTH: lambda value: "true" if value else "false",
    Type.NESTED: lambda value: guarded(msgspec.json.encode(value).decode()),
}
_SQL: Final = {
    Type.TEXT: "TEXT",
    Type.MOMENT: "TIMESTAMP WITH TIME ZONE",
    Type.NUMBER: "DOUBLE PRECISION",
    Type.WHOLE: "BIGINT",
    Type.TRUTH: "BOOLEAN",
    Type.NESTED: "JSON",
}
