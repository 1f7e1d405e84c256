"""Sentences of ours with other people's names in them: each part says whose it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. `theirs`: a name, which must not steer how the rest is read."""

    text: str
    theirs: bool = False


Line = tuple[Part, ...]


def line(*parts: str | Part) -> Line:
    """A sentence of ours."""
    return tuple(Part(part) if isinstance(part, str) else part for part in parts)


def theirs(text: str) -> Part:
    """A name in it."""
    return Part(text, theirs=True)
