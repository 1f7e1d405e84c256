"""Tries each rule's own examples: what it must match, what it must not, and whether an earlier rule takes it first.

An example says only what matters to it; the rest is filled in as the rule's own conditions ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from shared.brands.book import Source
from shared.brands.compiled import Brand
from shared.brands.models import Example
from shared.brands.problems import shown
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.core.ports import Facts
from shared.rules.conditions import holds, see

_DAY: Final = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule's examples: how many held, what failed, and what an earlier rule takes."""

    source: Source
    tried: int
    failed: tuple[str, ...]
    shadowed: tuple[str, ...]


def try_book(brand: Brand, book: Iterable[Source]) -> list[Trial]:
    """Try every example of every rule, in the book's order."""
    trials: list[Trial] = []
    earlier: list[Source] = []
    for source in book:
        failed, shadowed = [], []
        for index, example in enumerate(source.matches):
            if not _holds(brand, source, example, source):
                failed.append(f"matches[{index}] {_told(example)}: the rule does not match it")
            elif first := next((one for one in earlier if _holds(brand, source, example, one)), None):
                shadowed.append(f"matches[{index}] {_told(example)}: {first.rule.name!r} comes first and takes it")
        for index, example in enumerate(source.does_not_match):
            if _holds(brand, source, example, source):
                failed.append(f"does_not_match[{index}] {_told(example)}: the rule matches it")
        tried = len(source.matches) + len(source.does_not_match)
        trials.append(Trial(source, tried, tuple(failed), tuple(shadowed)))
        earlier.append(source)
    return trials


def _holds(brand: Brand, own: Source, example: Example, tried: Source) -> bool:
    return holds(tried.rule.when, see(*acted(brand, own, example)))


def acted(brand: Brand, source: Source, example: Example) -> tuple[Interaction, Facts]:
    """The Interaction that an example of this rule stands for, and the Facts."""
    when = source.rule.when
    accounts = cast("tuple[str, ...]", when.tests.get("account", ()))
    platform = example.platform or next(iter(when.platforms), None)
    account = example.account or next(iter(accounts), None)
    likely = [one for one in brand.accounts if platform in (None, one.platform) and account in (None, one.id)]
    private = example.private if example.private is not None else when.tests.get("private") is True
    media = example.media if example.media is not None else when.tests.get("media") is True
    kind = example.kind or next(iter(when.kinds), Kind.DIRECT_MESSAGE if private else Kind.COMMENT)
    interaction = Interaction(
        platform=platform or (likely[0].platform if likely else "standard"),
        account=account or (likely[0].id if likely else "1"),
        object="example",
        kind=kind,
        received_at=_DAY,
        author=Author(**example.author.model_dump()),
        place=Place(private=private),
        text=example.text,
        language=example.language or next(iter(when.languages), None),
        media=("https://media.example/1.jpg",) if media else (),
    )
    return interaction, Facts(open=(example.hours or when.tests.get("hours", "inside")) == "inside")


def _told(example: Example) -> str:
    return shown(example.text) if example.text else "(without text)"
