"""What a clock must be, by the reference, once it is known when it was stopped, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shared.core.sla import By, Clock
from tests.clocks import reference
from tests.clocks.engine import instant
from tests.clocks.reference import Goal, Kind, Line, Run, kind_of

Said = dict[Kind, list[Run]]
Stop = tuple[int, By | None]
FIRST: Final = (By.PERSON, By.MACHINE, None)


def same(found: datetime | None, expected: float | None, story: Line, about: object) -> None:
    """The same moment; or none as long as the story lasts, which is all that the reference knows."""
    if expected is None:
        assert found is None or found >= instant(story.ended), about
    else:
        assert found == instant(expected), about


def due_of(goal: Goal, said: Said, story: Line) -> float | None:
    return reference.due(said[kind_of(goal)], story.started, goal.seconds)


def order(stop: Stop) -> tuple[int, int]:
    return stop[0], FIRST.index(stop[1])


def as_expected(clock: Clock, stops: list[Stop], said: Said, story: Line) -> Iterator[str]:
    """Met or missed, and how long it took, by the first of its stops; or as it runs now."""
    heard: list[Stop] = [(max(at, story.started), by) for at, by in stops]
    at, by = min(heard, key=order, default=(None, None))
    dues = {goal.name: due_of(goal, said, story) for goal in story.goals}
    if at is None:
        assert clock.running
        missed = {name for name, due in dues.items() if due is not None and due <= story.now}
        missed |= {one.name for one in clock.aims if dues[one.name] is None and one.breached}  # after the story
    else:
        assert (clock.stopped, clock.by, clock.withdrawn) == (instant(at), by, by is None)
        assert clock.elapsed == at - story.started
        missed = {name for name, due in dues.items() if due is not None and at > due}
        if by is By.MACHINE and at_once(at, story):  # what was on hold could only have been in its favour
            assert (clock.service_elapsed, missed) == (None, set())
            dues = {goal.name: story.started + goal.seconds for goal in story.goals}
        else:
            assert clock.service_elapsed == reference.counted(said[Kind()], story.started, at)
            dues |= {goal.name: _left(goal, at, said, story) for goal in story.goals if goal.name not in missed}
    for one in clock.aims:
        same(one.due, dues[one.name], story, one.name)
        assert one.breached == (one.due if one.name in missed else None), one.name
    yield "missed" if clock.breached else "running" if at is None else "met"
    if clock.breached and len(missed) < len(clock.aims):
        yield "one of several missed"


def at_once(at: float, story: Line) -> bool:
    """Whether every target was kept even if each moment counted."""
    return all(not goal.service and at - story.started <= goal.seconds for goal in story.goals)


def _left(goal: Goal, at: int, said: Said, story: Line) -> float | None:
    """When the rest of a target would have been due, by what was known when the clock stopped."""
    spent = reference.counted(said[kind_of(goal)], story.started, at)
    if goal.seconds == spent and spent:
        return due_of(goal, said, story)
    return reference.due(reference.told(reference.known_by(story, at), kind_of(goal)), at, goal.seconds - spent)
