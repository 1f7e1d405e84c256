"""What a scripted voice is given and what it gives: one thing done, and the bodies that tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from demo.voices import Someone


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that somebody did. `number` makes its ids, `place` says under which of our posts, from 0 on."""

    number: int
    who: Someone
    form: str
    text: str
    at: datetime
    place: int = 0
    under: int | None = None
    """The number of what began the thread, where that is something else."""


class Voice(Protocol):
    """How one platform tells what was done. `copies` are further deliveries of the same under other numbers.

    `pushed` are the forms that are pushed, None for all; what else is done there is listed for whoever asks.
    """

    connection: str
    pushed: frozenset[str] | None

    def said(self, done: Done) -> bytes: ...

    def copies(self, done: Done) -> tuple[bytes, ...]: ...

    def answer(self, done: Done, number: int, text: str, at: datetime) -> bytes: ...

    def edit(self, done: Done, text: str, at: datetime) -> bytes: ...

    def remove(self, done: Done, at: datetime) -> bytes: ...

    def react(self, done: Done, answered: int, emoji: str, at: datetime) -> bytes: ...
