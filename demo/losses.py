"""Three deliveries of the recorded day that the platforms never made: only asking finds what they would have told.

A question on Facebook, kind words on Instagram and a complaint on X, one for each way on from there: a colleague
answers it after the first sign, a rule answers it, a colleague still has it when the day ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from demo.dayfile import Line
from demo.told import Done
from demo.voices import POSTS, Someone, local
from demo.voices_meta import Instagram

if TYPE_CHECKING:
    from demo.make_day import Tuesday

_NUMBER: Final = 5000  # far from the numbers of the script


def lines(day: Tuesday) -> tuple[Line, ...]:
    """The lost lines that no voice keeps; those of Facebook and X are put in the place of what their voice said."""
    words = day.words["never_came"]
    asked = day.facebook.say(
        day.someone(), words["question"]["text"], local(time(13, 38)), "a question, never delivered", place=POSTS[2]
    )
    day.answer(asked, words["question"]["answer"], "Ingrid", asked.at + timedelta(minutes=41))
    angry = day.x.say(
        day.someone(),
        words["complaint"]["text"],
        local(time(17, 5)),
        "a complaint, never delivered, not answered today",
    )
    for voice, said in ((day.facebook, asked), (day.x, angry)):
        voice.lines[voice.lines.index(said.line)] = replace(said.line, lost=True)
    return tuple(_on_instagram(words["praise"]["text"]))


def _on_instagram(text: str) -> Iterator[Line]:
    who, at = Someone(_NUMBER, "Solveig Brekke", "solveig.brekke"), local(time(15, 22))
    voice = Instagram()
    body = voice.said(Done(_NUMBER, who, "comment", text, at))
    yield Line(at + timedelta(seconds=1), voice.connection, body, "praise, never delivered", lost=True)
