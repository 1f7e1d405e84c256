"""Conditions of a rule: operators and their values, joined by `all`, `any` and `not`, and whether they hold.

Everything in one table must hold, and a rule without conditions holds always. What cannot be known neither holds nor
fails: a rule that asks for it does not meet the Interaction, and no more does one that asks for its opposite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import msgspec

from shared.core.facts import Need
from shared.core.interaction import Kind
from shared.rules.folding import asks, fold, found, words
from shared.rules.operators import OPERATORS, Operator, Seen, Takes, Value, see

__all__ = [
    "OPERATORS",
    "Operator",
    "Seen",
    "Takes",
    "Value",
    "When",
    "asks",
    "fold",
    "found",
    "holds",
    "verdict",
    "needs",
    "possible",
    "see",
    "words",
]

Ask = Callable[[str, Value], bool | None]


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Conditions: an operator's name and its value, already folded; sets that must all hold; sets of which one must;
    and a set that must not hold as a whole."""

    tests: dict[str, Value] = {}
    all: tuple[When, ...] = ()
    any: tuple[When, ...] = ()
    none: When | None = None

    def required(self, operator: str) -> tuple[str, ...]:
        """The names of which every way to hold has one; empty where some way leaves it open."""
        asked = [self.tests.get(operator), *(inner.required(operator) for inner in self.all)]
        either = [inner.required(operator) for inner in self.any]
        if all(either):
            asked.append(tuple(dict.fromkeys(chain.from_iterable(either))))
        names = [one for one in asked if isinstance(one, tuple) and one]
        common = tuple(name for name in names[0] if all(name in one for one in names)) if names else ()
        return common or (names[0] if names else ())

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(Kind(name) for name in self.required("kind"))

    @property
    def platforms(self) -> tuple[str, ...]:
        return self.required("platform")

    @property
    def languages(self) -> tuple[str, ...]:
        return self.required("language")


def holds(when: When, seen: Seen) -> bool:
    """Whether the conditions hold."""
    return verdict(when, lambda name, value: OPERATORS[name].holds(seen, value)) is True


def verdict(when: When, ask: Ask) -> bool | None:
    """Whether the conditions hold where `ask` answers for each operator: True, False, or None for unknown.

    No more is asked than the answer needs.
    """
    return _every(_parts(when, ask))


def possible(when: When, operator: str, value: Value) -> bool:
    """Whether the conditions could hold where only this is what `operator` asks for, such as hours = "inside"."""

    def ask(name: str, asked: Value) -> bool | None:
        return asked == value if name == operator else None

    return verdict(when, ask) is not False


def needs(whens: Iterable[When]) -> tuple[Need, ...]:
    """What must be looked up before these conditions can be judged."""
    asked = {OPERATORS[name].needs for when in whens for name in _operators(when)}
    return tuple(need for need in Need if need in asked)


def _parts(when: When, ask: Ask) -> Iterator[bool | None]:
    for name, value in when.tests.items():
        yield ask(name, value)
    for inner in when.all:
        yield verdict(inner, ask)
    if when.any:
        yield _some(verdict(inner, ask) for inner in when.any)
    if when.none is not None:
        yield _opposite(verdict(when.none, ask))


def _every(answers: Iterable[bool | None]) -> bool | None:
    known = True
    for answer in answers:
        if answer is False:
            return False
        known = known and answer is not None
    return True if known else None


def _some(answers: Iterable[bool | None]) -> bool | None:
    return _opposite(_every(_opposite(answer) for answer in answers))


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _operators(when: When) -> Iterator[str]:
    yield from when.tests
    for inner in (*when.all, *when.any, *((when.none,) if when.none else ())):
        yield from _operators(inner)
