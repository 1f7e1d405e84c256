"""The figures of random threads equal those of a plain account of who waited at each second, and for what.

A set of seconds is the bits of one whole number, so that a figure is a number of bits.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec
import pytest

from shared.clocks.measures import Measure, Metric, measures
from shared.clocks.targets import ACK, RESPONSE
from shared.clocks.threads import threads
from shared.core.interaction import Kind as Sent
from shared.core.ledger import Acknowledgment, Entry, Sort
from shared.core.sla import By
from tests.clocks import engine, reference
from tests.clocks.engine import instant
from tests.clocks.reference import Goal, Halt, Kind, Line, Run
from tests.clocks.timelines import line
from tests.core.opening import open_clock

ACK_GOAL: Final = Goal(60.0, service=False)
RESPONSE_GOAL: Final = Goal(3600.0)
FEATURES: Final = ("answered", "withdrawn", "runs", "again", "paused", "reopened")
WHOLE: Final = Kind(service=False)


@dataclass(frozen=True)
class Item:
    """What somebody wrote, and when it was taken back. `asked`: somebody must answer it."""

    name: str
    at: int
    asked: bool
    gone: int | None
    pauses: tuple[Halt, ...]


@dataclass(frozen=True)
class Talk:
    """One person's items and what was said to all of them that waited then: by colleagues, and by a machine."""

    story: Line
    items: tuple[Item, ...]
    replies: tuple[int, ...]
    machine: tuple[int, ...]


class Response(NamedTuple):
    """The oldest unanswered item, and what ended its wait."""

    item: Item
    until: int | None
    withdrawn: bool = False


@pytest.mark.parametrize("block", range(2))
def test_the_figures_of_random_threads_are_those_of_a_plain_account(block: int) -> None:
    _all_alike(range(block * 60, block * 60 + 60))


@pytest.mark.slow
def test_those_of_two_thousand_threads_are() -> None:
    _all_alike(range(1000, 3000))


def _all_alike(seeds: range) -> None:
    found: Counter[str] = Counter()
    for seed in seeds:
        talk = _talk(seed)
        try:
            found.update(_compared(talk))
        except AssertionError as error:
            error.add_note(f"talk {seed}: {talk}")
            raise
    few = {name: found[name] for name in FEATURES if found[name] <= 5}
    assert few == {}, "what the threads never came to was never compared"


def _talk(seed: int) -> Talk:
    rng = random.Random(1_000_000 + seed)
    story = line(seed)
    now = min(max(story.now, story.started + 3600), story.ended - 1)
    story = replace(story, now=now, halts=tuple(one for one in story.halts if one.brand))
    moments = rng.sample(range(story.started, now + 1), 9)
    opened = [story.started, *sorted(moments[: rng.randrange(1, 5)])]
    said = sorted(moments[5 : 5 + rng.randrange(4)])
    items, taken = [], {*opened, *said}
    for number, at in enumerate(dict.fromkeys(opened)):
        later = rng.randrange(at, now + 1)
        gone = later if rng.random() < 0.2 and later > at and later not in taken else None
        taken.add(later)
        pauses = tuple(_pauses(rng, at, now))
        items.append(Item(f"item {number}", at, rng.random() < 0.8, gone, pauses))
    machine = tuple(rng.randrange(one.at, now + 1) for one in items if rng.random() < 0.3)
    return Talk(story, tuple(items), tuple(one for one in said if one not in opened), machine)


def _pauses(rng: random.Random, at: int, now: int) -> Iterator[Halt]:
    for _ in range(rng.choice((0, 0, 1, 2))):
        since = rng.randrange(at, now + 1)
        until = None if rng.random() < 0.3 else since + rng.randrange(1, 20_000)
        yield Halt(rng.choice(("waiting_for_customer", "waiting_for_third_party")), since, until)


def _compared(talk: Talk) -> Iterator[str]:
    story = talk.story
    regime = engine.regime(story)
    entries = [_entry(talk, one) for one in talk.items]
    shuffled = [*entries, *entries[:1]]
    (thread,) = threads(entries)
    thread = type(thread)(thread.key, thread.brand, thread.platform, tuple(reversed(shuffled)))
    made = list(measures(thread, regime, regime.now))
    runs = {one.name: reference.runs(_own(talk, one), Kind()) for one in talk.items}
    whole = {one.name: reference.runs(_own(talk, one), WHOLE) for one in talk.items}
    responses = list(_responses(talk))
    ended = [number for number, one in enumerate(responses) if one.until is not None and not one.withdrawn]
    split = ended[0] + 1 if ended else len(responses)
    _same(made, Metric.FIRST_RESPONSE, responses[:split], runs, story, runs)
    _same(made, Metric.NEXT_RESPONSE, responses[split:], runs, story, runs)
    _same(made, Metric.TIME_TO_ACK, [_acked(talk, one) for one in talk.items], runs, story, whole)
    asked = [one for one in talk.items if one.asked]
    if asked:
        _resolved(talk, made, runs, asked)
        _waited(talk, made, runs, asked)
    yield from ("withdrawn" if one.withdrawn else "runs" if one.until is None else "answered" for one in responses)
    yield from ("again" for _ in responses[split:])
    yield from ("paused" for one in asked if one.pauses)
    firsts, totals = (_only(made, metric) for metric in (Metric.RESOLUTION_FIRST, Metric.RESOLUTION_TOTAL))
    yield from ("reopened" for first, total in zip(firsts, totals, strict=True) if first.stopped != total.stopped)


def _entry(talk: Talk, one: Item) -> Entry:
    own = _own(talk, one)
    courses = engine.regime(own).courses(engine.entry(own))
    clocks = {ACK: open_clock(instant(one.at), (engine.aim(ACK_GOAL),), courses)}
    if one.asked:
        clocks[RESPONSE] = open_clock(instant(one.at), (engine.aim(RESPONSE_GOAL),), courses)
    heard = [(at, By.PERSON) for at in talk.replies if at >= one.at]
    heard += [(at, By.MACHINE) for at in talk.machine if at >= one.at]
    return msgspec.structs.replace(
        engine.entry(own),
        key=one.name,
        kind=Sent.COMMENT,
        person="somebody",
        conversation="talk",
        sort=Sort.QUESTION if one.asked else Sort.THANKS,
        needs_answer=one.asked,
        removed_at=None if one.gone is None else instant(one.gone),
        acknowledgments=tuple(Acknowledgment(at=instant(at), by=by, how="reply") for at, by in heard),
        clocks=clocks,
    )


def _own(talk: Talk, one: Item) -> Line:
    """The story from when it was written on, with its own pauses."""
    return replace(talk.story, started=one.at, halts=(*talk.story.halts, *one.pauses))


# --- the plain account ---


def _end(talk: Talk, one: Item) -> int | None:
    """When it waits no more: answered with all that waits then, or taken back."""
    answered = (at for at in talk.replies if at > one.at)
    return min((*answered, *([] if one.gone is None else [one.gone])), default=None)


def _responses(talk: Talk) -> Iterator[Response]:
    """Moment by moment: who waits, and whether somebody is answered or takes it back."""
    news = [(one.at, "written", one) for one in talk.items if one.asked]
    news += [(one.gone, "taken back", one) for one in talk.items if one.asked and one.gone is not None]
    news += [(at, "answered", talk.items[0]) for at in talk.replies]
    waiting: list[Item] = []
    for at, what, one in sorted(news, key=lambda it: it[0]):
        if what == "written":
            waiting.append(one)
        elif what == "answered" and waiting:
            yield Response(waiting[0], at)
            waiting = []
        elif one in waiting:
            if one is waiting[0]:
                yield Response(one, at, withdrawn=True)
            waiting.remove(one)
    if waiting:
        yield Response(waiting[0], None)


def _acked(talk: Talk, one: Item) -> Response:
    signs = [at for at in (*talk.replies, *talk.machine) if at >= one.at]
    first = min(signs, default=None)
    if one.gone is not None and (first is None or one.gone < first):
        return Response(one, one.gone, withdrawn=True)
    return Response(one, first)


def _resolved(talk: Talk, made: list[Measure], runs: dict[str, list[Run]], asked: list[Item]) -> None:
    """From the first wait on; each second counts as for the oldest that waits then, or for who did last."""
    story, ends = talk.story, {one.name: _end(talk, one) for one in asked}
    edges = sorted({one.at for one in asked} | {at for at in ends.values() if at is not None} | {story.now})
    owner, since = asked[0], asked[0].at
    service = {Metric.RESOLUTION_FIRST: 0, Metric.RESOLUTION_TOTAL: 0}
    first: int | None = None
    for begins, until in pairwise(edges):
        waiting = [one for one in asked if one.at <= begins and begins < (ends[one.name] or story.now + 1)]
        if not waiting and first is None:
            first = begins
        owner = waiting[0] if waiting else owner
        seconds = reference.counted(runs[owner.name], begins, until)
        last = max((at for at in ends.values() if at is not None), default=story.now)
        service[Metric.RESOLUTION_TOTAL] += seconds if None in ends.values() or until <= last else 0
        service[Metric.RESOLUTION_FIRST] += seconds if first is None else 0
    still = None in ends.values()
    total = None if still else max(at for at in ends.values() if at is not None)
    for metric, stopped in ((Metric.RESOLUTION_FIRST, first or total), (Metric.RESOLUTION_TOTAL, total)):
        (one,) = _only(made, metric)
        assert one.started == instant(since), metric
        assert one.stopped == (None if stopped is None else instant(stopped)), metric
        if stopped is not None:
            assert (one.seconds, one.service) == (stopped - since, service[metric]), metric


def _waited(talk: Talk, made: list[Measure], runs: dict[str, list[Run]], asked: list[Item]) -> None:
    """The union of the seconds in which one waits and is not waited for, each counted as for the oldest."""
    begins = asked[0].at
    everybody = service = 0
    for one in asked:
        ended = _end(talk, one)
        waits = _bits(one.at - begins, (talk.story.now if ended is None else ended) - begins)
        for halt in one.pauses:
            if halt.reason == "waiting_for_customer":
                until = talk.story.now if halt.until is None else halt.until
                waits &= ~_bits(halt.since - begins, until - begins)
        mine = waits & ~everybody
        counts = 0
        for run in runs[one.name]:
            counts |= _bits(run.since - begins, run.until - begins) if run.counted else 0
        service += (mine & counts).bit_count()
        everybody |= waits
    (found,) = _only(made, Metric.WAIT_TIME)
    assert sum(span.seconds for span in found.spans) == everybody.bit_count()
    assert sum(span.seconds for span in found.spans if span.counted) == service
    if found.stopped is not None:
        assert (found.seconds, found.service) == (everybody.bit_count(), service)


def _bits(since: int, until: int) -> int:
    """The seconds of [since, until)."""
    return 0 if until <= since else (1 << until) - (1 << since)


# --- what was measured ---


def _only(made: list[Measure], metric: Metric) -> list[Measure]:
    return [one for one in made if one.metric is metric]


def _same(
    made: list[Measure],
    metric: Metric,
    expected: list[Response],
    runs: dict[str, list[Run]],
    story: Line,
    promised: dict[str, list[Run]],
) -> None:
    found = _only(made, metric)
    assert [one.entry for one in found] == [one.item.name for one in expected], metric
    assert [one.instance for one in found] == list(range(1, len(found) + 1)), metric
    for one, (item, until, withdrawn) in zip(found, expected, strict=True):
        assert one.started == instant(item.at), metric
        assert one.stopped == (None if until is None else instant(until)), metric
        assert one.withdrawn == withdrawn, metric
        limit = story.now if until is None else until
        service = reference.counted(runs[item.name], item.at, limit)
        assert sum(span.seconds for span in one.spans if span.counted) == service, metric
        if until is not None:
            assert (one.seconds, one.service) == (until - item.at, service), metric
        goal = ACK_GOAL if metric is Metric.TIME_TO_ACK else RESPONSE_GOAL
        due = reference.due(promised[item.name], item.at, goal.seconds)
        missed = due is not None and (due < limit if until is not None else due <= limit)
        assert [aim.breached for aim in one.aims] == [instant(due) if missed and due is not None else None], metric
