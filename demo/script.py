"""Plays out what stands row by row in words_more.toml: who did what, who answered, and what became of it.

Nothing here is drawn at random: where the rest of the day deals its words out over the hours, these people have a
place and a time each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Final

from demo.dayfile import Line
from demo.faults import Fault, Wrong
from demo.told import Done, Voice
from demo.voices import Someone, local
from demo.voices_meta import Instagram, Messenger, Threads, WhatsApp
from demo.voices_rest import LinkedIn, YouTube

FILE: Final = Path(__file__).parent / "words_more.toml"
VOICES: Final[Mapping[str, Voice]] = {
    "instagram": Instagram(),
    "messenger": Messenger(),
    "whatsapp": WhatsApp(),
    "linkedin": LinkedIn(),
    "threads": Threads(),
    "youtube": YouTube(),
}
_FIRST_PERSON: Final = 500
_ARRIVES: Final = timedelta(seconds=1)
_GONE: Final = "a removal: the person takes it back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file. `after`, `edited_after` and `gone_after` are minutes, `copied_after` is seconds.

    `fault` is what the platform does wrong when we answer this.
    """

    local: str
    who: str
    what: str
    text: str = ""
    form: str = "message"
    place: int = 0
    answer: str = ""
    after: int = 9
    by: str = "Ingrid"
    thanks: str = ""
    reacts: str = ""
    edited: str = ""
    edited_after: int = 2
    gone_after: int = 0
    copied_after: int = 0
    forged: bool = False
    fault: str = ""


def lines() -> tuple[Line, ...]:
    """Every line of the script, in no order."""
    told: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    people: dict[str, Someone] = {}
    numbered = enumerate((name, Row(**row)) for name, rows in told.items() for row in rows)
    return tuple(
        line if _pushed(VOICES[name], row) else _listed(line)
        for number, (name, row) in numbered
        for line in _played(VOICES[name], row, 10 * number, people)
    )


def _pushed(voice: Voice, row: Row) -> bool:
    return voice.pushed is None or row.form in voice.pushed


def _listed(line: Line) -> Line:
    """The same where nobody is told: it is there, or no longer, for whoever asks."""
    return replace(line, at=line.at - _ARRIVES, listed="gone" if line.stands_for == _GONE else "there")


def _played(voice: Voice, row: Row, number: int, people: dict[str, Someone]) -> Iterator[Line]:
    """A row and all that follows from it. It has ten numbers for its ids: 0 its own, 7 the answer, 8 what follows."""
    name, handle = row.who.split(" | ")
    who = people.setdefault(row.who, Someone(_FIRST_PERSON + len(people), name, handle))
    at = local(time.fromisoformat(row.local), second=number % 47)
    done = Done(number, who, row.form, row.text, at, row.place)
    said = Line(at + _ARRIVES, voice.connection, voice.said(done), row.what)
    if row.forged:
        yield replace(said, stands_for="a forged request: bad signature", signature="bad")
        return
    if row.fault:
        said = replace(said, faults=(Fault(Wrong(row.fault), seconds=90.0),))
    yield said
    for second, copy in enumerate(voice.copies(done), start=2):
        yield Line(
            at + second * _ARRIVES, voice.connection, copy, "the same, told once more under another number or name"
        )
    if row.copied_after:
        later = said.at + timedelta(seconds=row.copied_after)
        yield replace(said, at=later, stands_for="the same delivery once more", faults=())
    if row.edited:
        then = at + timedelta(minutes=row.edited_after)
        yield Line(then + _ARRIVES, voice.connection, voice.edit(done, row.edited, then), "an edit of what was said")
    if row.gone_after:
        then = at + timedelta(minutes=row.gone_after)
        yield Line(then + _ARRIVES, voice.connection, voice.remove(done, then), _GONE)
    if row.answer:
        yield from _answered(voice, row, done)


def _answered(voice: Voice, row: Row, done: Done) -> Iterator[Line]:
    then = done.at + timedelta(minutes=row.after)
    words = f"{row.answer} – {row.by} at Tern & Kettle" if row.by else row.answer
    stands_for = f"a colleague's own reply ({row.by or 'unsigned'})"
    yield Line(then + _ARRIVES, voice.connection, voice.answer(done, done.number + 7, words, then), stands_for)
    then += timedelta(minutes=4)
    if row.reacts:
        body = voice.react(done, done.number + 7, row.reacts, then)
        yield Line(then + _ARRIVES, voice.connection, body, "a reaction to a colleague's answer")
    if row.thanks:
        more = replace(done, number=done.number + 8, text=row.thanks, at=then, under=done.number)
        yield Line(then + _ARRIVES, voice.connection, voice.said(more), "thanks for a colleague's answer")
