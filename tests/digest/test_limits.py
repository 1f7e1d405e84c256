"""A mail that is too large goes without the least first, and always without losing what must be read."""

from __future__ import annotations

from dataclasses import replace

from shared.digest.limits import trimmed
from shared.digest.page import Digest, Row, Table
from tests.digest.pages import FULL

FEWER = Table("In alphabetical order", ("Name", "Helped"), (Row("Ana", ("9",)), Row("2 others", ("12",))))


def _whole() -> Digest:
    assert FULL.team is not None
    return replace(FULL, team=replace(FULL.team, fewer=FEWER))


def _there(digest: Digest) -> tuple[bool, ...]:
    """Whether each thing that may go is there, in the order in which they go."""
    assert digest.quick is not None
    assert digest.relations is not None
    assert digest.team is not None
    return (
        bool(digest.quick.hours),
        bool(digest.relations.people),
        bool(digest.quick.strip),
        bool(digest.relations.lines),
        digest.team.table != FEWER,
    )


def test_one_thing_goes_at_a_time_in_the_order_of_what_matters_least() -> None:
    digest, seen = _whole(), [_there(_whole())]
    for _ in range(5):
        digest = trimmed(digest)
        seen.append(_there(digest))
    assert seen == [(False,) * n + (True,) * (5 - n) for n in range(6)]
    assert trimmed(digest) == digest


def test_a_title_goes_with_what_it_stands_over() -> None:
    digest = _whole()
    while (less := trimmed(digest)) != digest:
        digest = less
    assert digest.quick is not None
    assert digest.relations is not None
    assert (digest.quick.hours_title, digest.quick.hours_note) == ("", "")
    assert (digest.quick.strip_title, digest.quick.strip_note) == ("", "")
    assert (digest.relations.people_title, digest.relations.ideas, digest.relations.ideas_title) == ("", (), "")


def test_what_must_be_read_is_never_dropped() -> None:
    whole = digest = _whole()
    while (less := trimmed(digest)) != digest:
        digest = less
    for name in ("verdict", "needs", "waiting", "checked", "unfolded", "foot", "subject"):
        assert getattr(digest, name) == getattr(whole, name)
    assert digest.quick is not None
    assert whole.quick is not None
    assert (digest.quick.figures, digest.quick.table) == (whole.quick.figures, whole.quick.table)


def test_a_short_mail_has_nothing_to_lose() -> None:
    short = replace(FULL, quick=None, relations=None, team=None)
    assert trimmed(short) is short
