"""Tries each rule's own examples: what it must match, what it must not, and whether an earlier rule takes it first.

An example says only what matters to it; the rest is filled in as the rule's own conditions ask. Where they can hold in
several ways, an example matches if it does in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from shared.brands.acting import Wish, acted_as
from shared.brands.book import Source
from shared.brands.compiled import Brand
from shared.brands.problems import shown
from shared.brands.rule_form import Example
from shared.core.facts import Facts
from shared.core.interaction import Interaction
from shared.rules.conditions import When, holds, see

_WAYS: Final = 64  # more than that nobody writes; the rest is not tried


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule's examples: how many held, what failed, and what an earlier rule takes."""

    source: Source
    tried: int
    failed: tuple[str, ...]
    shadowed: tuple[str, ...]


def try_book(brand: Brand, book: Iterable[Source]) -> list[Trial]:
    """Try every example of every rule, in the book's order. That one pack takes before another is how they are made."""
    trials: list[Trial] = []
    earlier: list[Source] = []
    for source in book:
        failed, shadowed = [], []
        for index, example in enumerate(source.matches):
            if not _holds(brand, source, example):
                failed.append(f"matches[{index}] {_told(example)}: the rule does not match it")
            elif (first := _first(earlier, brand, source, example)) and not (source.pack and first.pack):
                shadowed.append(f"matches[{index}] {_told(example)}: {first.rule.name!r} comes first and takes it")
        for index, example in enumerate(source.does_not_match):
            if _holds(brand, source, example):
                failed.append(f"does_not_match[{index}] {_told(example)}: the rule matches it")
        tried = len(source.matches) + len(source.does_not_match)
        trials.append(Trial(source, tried, tuple(failed), tuple(shadowed)))
        earlier.append(source)
    return trials


def acted(brand: Brand, source: Source, example: Example) -> tuple[Interaction, Facts]:
    """The Interaction that an example of this rule stands for, and the Facts: as the rule holds, if it can."""
    tried = [acted_as(brand, example, way) for way in ways(source.rule.when)]
    return next((one for one in tried if holds(source.rule.when, see(*one))), tried[0])


def ways(when: When) -> list[tuple[Wish, ...]]:
    """The ways in which conditions can hold, each as what it asks of single operators; at least one."""
    found = []
    for way in _ways(when, wanted=True):
        found.append(way)
        if len(found) == _WAYS:
            break
    return found or [()]


def _ways(when: When, *, wanted: bool) -> Iterator[tuple[Wish, ...]]:
    """For all parts to be as wanted, one way of each joined; for one part to fail, any way of any."""
    parts: list[tuple[When, bool]] = [(inner, wanted) for inner in when.all]
    if when.none is not None:
        parts.append((when.none, not wanted))
    tests = [(name, value, wanted) for name, value in when.tests.items()]
    if wanted:
        either = [[(inner, True)] for inner in when.any] or [[]]
        for chosen in either:
            for way in _joined([*parts, *chosen]):
                yield (*tests, *way)
        return
    for test in tests:
        yield (test,)
    for inner, side in parts:
        yield from _ways(inner, wanted=side)
    if when.any:
        yield from _joined([(inner, False) for inner in when.any])


def _joined(parts: list[tuple[When, bool]]) -> Iterator[tuple[Wish, ...]]:
    if not parts:
        yield ()
        return
    (first, wanted), *rest = parts
    for way in _ways(first, wanted=wanted):
        for more in _joined(rest):
            yield (*way, *more)


def _holds(brand: Brand, own: Source, example: Example) -> bool:
    return holds(own.rule.when, see(*acted(brand, own, example)))


def _first(earlier: Iterable[Source], brand: Brand, own: Source, example: Example) -> Source | None:
    """The earlier rule that takes an example; that a brand's own comes before a pack's is what it was written for."""
    seen = see(*acted(brand, own, example))
    rivals = (one for one in earlier if own.pack is None or one.pack is not None)
    return next((one for one in rivals if holds(one.rule.when, seen)), None)


def _told(example: Example) -> str:
    return shown(example.text) if example.text else "(without text)"
