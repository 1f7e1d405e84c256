"""What a mail that is too large goes without, one thing after the other; blocks 1 to 3 and the foot always stay.

A mail program that cuts a long mail hides its end, and with it how to stop the mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from shared.digest.page import Digest

Step = Callable[[Digest], Digest]


def trimmed(digest: Digest) -> Digest:
    """The Digest without the next thing that it can go without; itself, where there is no such thing left."""
    for step in _STEPS:
        less = step(digest)
        if less != digest:
            return less
    return digest


def _without_hours(digest: Digest) -> Digest:
    if digest.quick is None:
        return digest
    return replace(digest, quick=replace(digest.quick, hours=(), hours_title="", hours_note=""))


def _without_people(digest: Digest) -> Digest:
    if digest.relations is None:
        return digest
    fewer = replace(digest.relations, people=(), people_title="", ideas=(), ideas_title="")
    return replace(digest, relations=fewer)


def _without_strip(digest: Digest) -> Digest:
    if digest.quick is None or not digest.quick.strip:
        return digest
    return replace(digest, quick=replace(digest.quick, strip=(), strip_title="", strip_note=""))


def _without_said(digest: Digest) -> Digest:
    if digest.relations is None:
        return digest
    return replace(digest, relations=replace(digest.relations, lines=()))


def _with_fewer_colleagues(digest: Digest) -> Digest:
    if digest.team is None or digest.team.fewer is None:
        return digest
    return replace(digest, team=replace(digest.team, table=digest.team.fewer, fewer=None))


_STEPS: Final[tuple[Step, ...]] = (
    _without_hours,
    _without_people,
    _without_strip,
    _without_said,
    _with_fewer_colleagues,
)
