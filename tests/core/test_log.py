"""A record of the log is one line of plain ASCII, whatever stands in its values."""

from __future__ import annotations

import json

import pytest

from shared import log

VALUES = ("plain", "two\nlines\r", 'a "quote" and \\', "Grüße", "a\u2028b\x85c", "half \ud800", "\x00\x1b", "🙂")


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_record_is_one_line_and_says_what_was_given(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.info("some.event", value=value, number=3, nothing=None)
    told = capsys.readouterr().err
    assert told.isascii()
    assert told.endswith("\n")
    assert len(told.splitlines()) == 1
    given = {"severity": "INFO", "event": "some.event", "value": value, "number": 3, "nothing": None}
    assert json.loads(told) == given
    assert told == json.dumps(given) + "\n", "the same form whatever the value: people search these lines"
