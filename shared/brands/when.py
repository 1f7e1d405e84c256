"""Conditions as people write them, and what doors hold of them.

`all`, `any` and `not` hold sets of conditions and may hold each other. `segment` stands for a set that `brand.toml`
names, and `author.regular` for the brand's own numbers; both are written out here, so that deciding knows neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from msgspec.structs import replace

from shared.brands.circle import Regulars
from shared.brands.forms import Written
from shared.brands.problems import Faults, one_of, path, shown
from shared.rules.conditions import OPERATORS, Takes, Value, When, fold

DEEPEST: Final = 4
JOINING: Final = {
    "all": "Sets of conditions that must all hold.",
    "any": "Sets of conditions of which at least one must hold.",
    "not": "A set of conditions that must not hold together.",
}
# Written out at the desk; no operator of that name is ever asked.
SHORT: Final = {
    "author.regular": (
        Takes.FLAG,
        "true: the author is a regular, as [regulars] in brand.toml says; false: they are not yet.",
    ),
    "segment": (Takes.NAMES, "It meets one of these segments, which brand.toml names."),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a brand brings to conditions. `names` are those that an operator may be asked with, where not any will do.
    `segments` None: these conditions are a segment's own."""

    regulars: Regulars
    handles: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    segments: Mapping[str, When] | None = None


def compiled(form: Written, terms: Terms, found: Faults, at: tuple[object, ...] = ("when",)) -> When:
    """The conditions as doors hold them. What is wrong is added to `found`; the result is then not to be used."""
    return _set(form.model_dump(exclude_none=True, by_alias=True), terms, found, at, 0)


def _set(written: dict[str, Any], terms: Terms, found: Faults, at: tuple[object, ...], deep: int) -> When:
    if deep > DEEPEST:
        found.add(
            path(at), f"conditions in conditions, {deep} deep", f"at most {DEEPEST}; write two rules, or a segment"
        )
        return When()
    if not written and (deep or terms.segments is None):
        found.add(path(at), "an empty set", "at least one condition")
    inner = {name: written.pop(name) for name in JOINING if name in written}
    when = _plain(written, terms, found, at)

    def sets(name: str) -> tuple[When, ...]:
        return tuple(
            _set(one, terms, found, (*at, name, index), deep + 1) for index, one in enumerate(inner.get(name, ()))
        )

    return replace(
        when,
        all=(*when.all, *sets("all")),
        any=sets("any"),
        none=_set(inner["not"], terms, found, (*at, "not"), deep + 1) if "not" in inner else None,
    )


def _plain(written: Mapping[str, Any], terms: Terms, found: Faults, at: tuple[object, ...]) -> When:
    """The conditions of one table, with what is short written out."""
    tests: dict[str, Value] = {}
    more: list[When] = []
    for name, value in _dotted(written):
        if name == "segment":
            more += _segments(value, terms, found, (*at, name))
        elif name == "author.regular":
            regular = When(tests={"author.min_acts": terms.regulars.acts, "author.min_days": terms.regulars.days})
            more.append(regular if value else When(none=regular))
        else:
            if name in terms.names:
                _check_names(name, value, terms.names[name], found, (*at, name))
            tests[name] = _value(OPERATORS[name].takes, value, terms)
    return When(tests=tests, all=tuple(more))


def _segments(names: list[str], terms: Terms, found: Faults, at: tuple[object, ...]) -> list[When]:
    if terms.segments is None:
        found.add(path(at), "a segment inside a segment", "the conditions themselves")
        return []
    _check_names("segment", names, tuple(terms.segments), found, at)
    meant = [terms.segments[name] for name in names if name in terms.segments]
    return meant if len(meant) < 2 else [When(any=tuple(meant))]


def _check_names(
    operator: str, names: Iterable[str], known: tuple[str, ...], found: Faults, at: tuple[object, ...]
) -> None:
    for name in names:
        if name not in known:
            found.add(path(at), shown(name), f"{operator}s of this brand: {one_of(known, name)}")


def _dotted(written: Mapping[str, Any], group: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in written.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{name}.")
        else:
            yield group + name, value


def _value(takes: Takes, value: Any, terms: Terms) -> Value:
    if takes is Takes.OTHERS:
        return (str(value), *terms.handles)
    if not isinstance(value, list):
        return cast("Value", value)
    comparable = takes in (Takes.PHRASES, Takes.WHOLE, Takes.CODES)
    return tuple(fold(one) if comparable else str(one) for one in value)
