"""What a manager gets, word for word: a change of the mail is read in the diff of these files before it is sent.

UPDATE_SNAPSHOTS=1 python -m pytest tests/digest/test_snapshots.py   writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.digest.chat import render_chat
from shared.digest.html import render_html
from shared.digest.page import Digest
from shared.digest.text import render_text
from tests.digest.samples import SAMPLES, digest

KEPT = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("UPDATE_SNAPSHOTS") == "1"


def _text(whole: Digest) -> str:
    """With the line that an inbox shows of it, and the chat edition below."""
    return f"{whole.subject}\n{whole.preheader}\n\n{render_text(whole)}\n\n======\n{render_chat(whole).text}\n"


PARTS: dict[str, Callable[[Digest], str]] = {"html": render_html, "txt": _text}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_the_mail_reads_as_it_did(name: str, part: str) -> None:
    made = PARTS[part](digest(name))
    file = KEPT / f"{name}.{part}"
    if UPDATE:
        KEPT.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8", newline="\n")
    assert file.exists(), f"no {file.name} yet: UPDATE_SNAPSHOTS=1 writes it"
    assert file.read_text(encoding="utf-8") == made, f"{file.name} differs: read why, then UPDATE_SNAPSHOTS=1"


def test_no_snapshot_is_left_of_a_day_that_is_gone() -> None:
    assert {file.name for file in KEPT.iterdir()} == {f"{name}.{part}" for name in SAMPLES for part in PARTS}
