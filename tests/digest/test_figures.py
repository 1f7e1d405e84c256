"""No number is invented: each that blocks 4 to 9 print is one of the Snapshot's, or a sum that they say it is."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from hypothesis import given, settings

from shared.digest import checked, foot, quick, relations, team, unfolded
from shared.digest.page import Mood
from shared.digest.quick import MOST_PLATFORMS
from shared.digest.snapshot import Snapshot
from shared.digest.team import FEWER, MOST
from shared.digest.view import View
from tests.digest.fuller import CALM, TEAM, full, numbers, seen, texts, views

LARGE = 101  # smaller ones are percentages, and parts of clocks, dates and durations
BLOCKS = (unfolded, checked, quick, relations, team, foot)


def _written(value: object) -> Iterator[int]:
    """Every number that stands in a Snapshot as it is."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _written(one)
    elif isinstance(value, (int, float)):
        yield int(value)


def _sums(of: Snapshot) -> Iterator[int]:
    """Every number that is made of several of them."""
    groups = [of.all, *(group for _, group in of.platforms)]
    for group in groups:
        yield from (group.due, group.in_time + group.late, group.waiting + group.overdue)
        yield group.thanks - group.thanks_unheard
    rest = [group for _, group in sorted(of.platforms, key=lambda one: (-one[1].people, one[0]))[MOST_PLATFORMS - 1 :]]
    for name in ("people", "in_time", "late", "waiting", "overdue", "thanks_unheard", "due"):
        yield sum(getattr(one, name) for one in rest)
    yield sum(one.thanks - one.thanks_unheard for one in rest)
    yield sum(one.waiting + one.overdue for one in rest)
    yield max(0, of.all.people - (of.relations.came_back or 0) - of.unnamed)
    yield sum(of.relations.classes.values())
    yield from (sum(of.complaints), sum(of.arrivals))
    closed = [0 if is_open else count for count, is_open in zip(of.arrivals, of.open_hours, strict=True)]
    yield sum(closed)
    yield from (sum(closed[n : n + length]) for n in range(len(closed)) for length in (1, 2, 3))
    known = [one for one in of.asked if one.exist is not None]
    for name in ("exist", "received", "recovered"):
        yield sum(getattr(one, name) or 0 for one in known)
    yield sum((one.exist or 0) - (one.received or 0) - (one.recovered or 0) for one in known)
    busy = sorted(
        (one for one in of.team.colleagues if one.helped or one.holding), key=lambda one: TEAM.index(one.name)
    )
    for most in (MOST, FEWER):
        for name in ("helped", "wrote_back", "holding"):
            yield sum(getattr(one, name) for one in busy[most:])
    yield of.team.helped - sum(one.helped for one in of.team.colleagues)


@given(views())
@settings(CALM, max_examples=80)
def test_every_number_is_the_snapshots(view: View) -> None:
    allowed = {*_written(msgspec.to_builtins(view.of)), *_sums(view.of), view.of.day.year}
    for module in BLOCKS:
        shown = module.block(view)
        if shown is not None:
            invented = {one for one in numbers(texts(shown)) if one >= LARGE} - allowed
            assert not invented, (module.__name__, invented)


@given(full())
@settings(CALM, max_examples=15)
def test_a_day_that_cannot_be_told_tells_no_figure(of: Snapshot) -> None:
    view = seen(of, Mood.CANT_TELL)
    for module in (unfolded, quick, relations, team):
        assert module.block(view) is None
    assert not {one for one in numbers(texts(foot.block(view))) if one >= LARGE} - {of.day.year}
