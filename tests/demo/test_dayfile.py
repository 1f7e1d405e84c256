"""The format of day files: what is read, what is refused, and that the line is named."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from demo import dayfile
from demo.dayfile import DayInvalid
from demo.faults import Fault, Wrong

HEADER = {
    "heard_day": 1,
    "brand": "acme",
    "zone": "Europe/Oslo",
    "date": "2019-03-31",
    "connections": {"x": {"platform": "x", "account": "15"}},
}
LINE = {"at": "2019-03-31T07:00:00Z", "connection": "x", "body": "{}"}


def _parse(*rows: object) -> dayfile.Day:
    return dayfile.parse([row if isinstance(row, str) else json.dumps(row) for row in rows], "day.jsonl")


def test_bytes_come_back_as_they_were_recorded() -> None:
    body = '{"text":"caf\\u00e9 \\/ 😀"}'
    day = _parse(HEADER, LINE | {"body": body})
    assert day.lines[0].body == body.encode()


def test_a_body_that_is_not_text_travels_as_base64() -> None:
    row = {"at": LINE["at"], "connection": "x", "body_base64": "/wA="}
    day = _parse(HEADER, row)
    assert day.lines[0].body == b"\xff\x00"
    assert _parse(*dayfile.rows(day)) == day


def test_a_day_that_is_written_reads_back_the_same() -> None:
    faults = [{"wrong": "cut"}, {"wrong": "rate_limit", "seconds": 90.0, "path": "^/2/", "times": 2}]
    odd = LINE | {"signature": "bad", "id": "msg_1", "stands_for": "a forgery", "faults": faults}
    day = _parse(HEADER, LINE, odd, LINE | {"listed": "there"})
    assert _parse(*dayfile.rows(day)) == day
    assert day.lines[1].faults == (Fault(Wrong.CUT), Fault(Wrong.RATE_LIMIT, times=2, path="^/2/", seconds=90.0))


def test_a_lost_line_is_kept_as_one_and_never_sent() -> None:
    day = _parse(HEADER, LINE | {"lost": True}, LINE | {"listed": "there"}, LINE)
    assert [(line.lost, line.sent) for line in day.lines] == [(True, False), (False, False), (False, True)]
    assert _parse(*dayfile.rows(day)) == day


@pytest.mark.parametrize(
    ("more", "begins"),
    [({"lost": True}, "2019-03-30T23:00Z"), ({"listed": "there"}, "2019-03-30T23:00Z"), ({}, "2019-03-31T07:00Z")],
    ids=["lost", "listed", "sent"],
)
def test_a_day_that_is_asked_about_begins_at_its_midnight(more: dict[str, object], begins: str) -> None:
    assert _parse(HEADER, LINE | more).begins == datetime.fromisoformat(begins)


def test_lines_are_played_in_the_order_of_their_times() -> None:
    late, early = (
        LINE | {"at": "2019-03-31T09:00:00+02:00", "stands_for": "late"},
        LINE | {"at": "2019-03-31T06:59:59Z"},
    )
    assert [line.stands_for for line in _parse(HEADER, late, early).lines] == ["", "late"]


def test_unknown_fields_and_blank_lines_are_passed_over() -> None:
    day = _parse(HEADER | {"recorded_with": "something"}, "", LINE | {"note": 1}, "  ")
    assert len(day.lines) == 1


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ((LINE,), 1, "header"),
        ((HEADER,), 1, "at least one request"),
        ((HEADER | {"heard_day": 2}, LINE), 1, "heard_day 2"),
        ((HEADER | {"zone": "Oslo"}, LINE), 1, "IANA"),
        ((HEADER | {"date": "13.10.2026"}, LINE), 1, "2026-10-13"),
        ((HEADER | {"connections": {}}, LINE), 1, "connections"),
        ((HEADER | {"connections": {"../x": {}}}, LINE), 1, "connection"),
        ((HEADER, LINE, "{not json"), 3, "not JSON"),
        ((HEADER, "[]"), 2, "object"),
        ((HEADER, LINE | {"connection": "facebook"}), 2, "'facebook' is not in the header"),
        ((HEADER, LINE | {"at": "2019-03-31T07:00:00"}), 2, "time zone"),
        ((HEADER, LINE | {"at": "yesterday"}), 2, "yesterday"),
        ((HEADER, LINE | {"body": {"an": "object"}}), 2, "body must be text"),
        ((HEADER, LINE | {"body_base64": "e30="}), 2, "exactly one"),
        ((HEADER, LINE | {"body": "\ud800"}), 2, "half a character"),
        ((HEADER, LINE | {"signature": "forged"}), 2, "signature"),
        ((HEADER, LINE | {"listed": "maybe"}), 2, "there, gone"),
        ((HEADER, LINE | {"lost": "yes"}), 2, "true or false"),
        ((HEADER, LINE | {"lost": True, "signature": "bad"}), 2, "is not sent"),
        ((HEADER, LINE | {"lost": True, "listed": "there"}), 2, "is not sent"),
        ((HEADER, LINE | {"faults": [{"wrong": "explode"}]}), 2, "rate_limit"),
        ((HEADER, LINE | {"faults": [{"wrong": "cut", "times": 0}]}), 2, "times"),
        ((HEADER, LINE | {"faults": [{"wrong": "cut", "path": "("}]}), 2, "regular expression"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_is_told_with_its_line(rows: tuple[object, ...], line: int, says: str) -> None:
    with pytest.raises(DayInvalid) as caught:
        _parse(*rows)
    assert caught.value.line == line
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"day.jsonl, line {line}: ")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DayInvalid, match="cannot be read"):
        dayfile.read(tmp_path / "none.jsonl")
