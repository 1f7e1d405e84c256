"""Makes the Interaction and the Facts that an example stands for, from what it says and what conditions wish.

A wish is one operator with its value, wanted or not. The example's own words go before any wish, and wishes about the
text are never granted: the text is what is tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, cast

from shared.brands.compiled import Brand
from shared.brands.rule_form import Example
from shared.core.facts import Facts, History, Talk
from shared.core.interaction import Author, Interaction, Kind, Place
from shared.rules.conditions import Value

Wish = tuple[str, Value, bool]

_DAY: Final = datetime(2026, 1, 5, 12, tzinfo=UTC)
_NAMES: Final = (
    "kind", "platform", "account", "language", "hours", "event", "post.id", "post.tag", "label", "author.handle_in",
)  # fmt: skip
_FLAGS: Final = (
    "private", "media", "crisis", "author.is_bot", "author.known", "author.vip", "author.lookalike", "talk.colleague",
    "talk.machine",
)  # fmt: skip
_LEAST: Final = {
    "author.min_followers": "followers",
    "author.min_acts": "acts",
    "author.min_days": "days",
    "talk.min_people": "people",
    "talk.min_items": "items",
}
_MOST: Final = {"author.max_followers": "followers", "author.answers_max": "answers"}


@dataclass(slots=True)
class _Wished:
    """What the wishes come to: names that will do and will not, flags, and the least of each number."""

    names: dict[str, list[str]] = field(default_factory=dict)
    banned: dict[str, set[str]] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def grant(self, operator: str, value: Value, wanted: bool) -> None:
        if operator in _NAMES:
            names = [value] if isinstance(value, str) else list(cast("tuple[str, ...]", value))
            if wanted:
                both = [one for one in self.names.get(operator, names) if one in names]
                self.names[operator] = both or names
            else:
                self.banned.setdefault(operator, set()).update(names)
        elif operator in _FLAGS:
            self.flags.setdefault(operator, value is wanted)
        elif operator == "author.first_time":
            self._least("acts", 0 if value is wanted else 1)
        elif operator in _LEAST:
            self._least(_LEAST[operator], cast("int", value) if wanted else 0)
        elif operator in _MOST:
            self._least(_MOST[operator], 0 if wanted else cast("int", value) + 1)

    def name(self, operator: str, others: Iterable[str] = ()) -> str | None:
        """The first name that will do: one that is wished for, else one of the others."""
        candidates = (*self.names.get(operator, ()), *others)
        return next((one for one in candidates if one not in self.banned.get(operator, ())), None)

    def _least(self, name: str, number: int) -> None:
        self.numbers[name] = max(self.numbers.get(name, 0), number)


def acted_as(brand: Brand, example: Example, wishes: Iterable[Wish]) -> tuple[Interaction, Facts]:
    """What was done, and what is known of it."""
    wished = _Wished()
    for operator, value, wanted in wishes:
        wished.grant(operator, value, wanted)
    _overrule(wished, brand, example)
    post = example.post or wished.name("post.id") or ("1" if wished.names.get("post.tag") else None)
    kind, private = _kind(wished, example)
    platform, account = _where(wished, brand, example)
    interaction = Interaction(
        platform=platform,
        account=account,
        object="example",
        kind=kind,
        received_at=_DAY,
        author=_author(wished, example),
        place=Place(private=private, post=post),
        text=example.text,
        language=example.language or wished.name("language"),
        media=("https://media.example/1.jpg",) if wished.flags.get("media") else (),
    )
    return interaction, _facts(wished, example)


def _overrule(wished: _Wished, brand: Brand, example: Example) -> None:
    """What the example says goes before what is wished for."""
    regulars = brand.regulars
    if example.regular is not None:
        wished.numbers |= {"acts": regulars.acts, "days": regulars.days} if example.regular else {"acts": 1, "days": 1}
    if example.first_time is not None:
        wished.numbers |= (
            {"acts": 0, "days": 0} if example.first_time else {"acts": max(1, wished.numbers.get("acts", 1))}
        )
    for name, flag in (
        ("private", example.private),
        ("media", example.media),
        ("crisis", example.crisis),
        ("author.vip", example.vip),
        ("author.lookalike", example.lookalike),
        ("author.is_bot", example.author.is_bot),
        ("talk.colleague", example.colleague),
        ("talk.machine", example.machine),
    ):
        if flag is not None:
            wished.flags[name] = flag
    for name, number in (
        ("followers", example.followers if example.followers is not None else example.author.followers),
        ("answers", example.answers),
        ("people", example.people),
        ("items", example.items),
    ):
        if number is not None:
            wished.numbers[name] = number


def _where(wished: _Wished, brand: Brand, example: Example) -> tuple[str, str]:
    platform = example.platform or wished.name("platform")
    account = example.account or wished.name("account")
    likely = [
        one
        for one in brand.accounts
        if platform in (None, one.platform)
        and account in (None, one.id)
        and one.platform not in wished.banned.get("platform", ())
        and one.id not in wished.banned.get("account", ())
    ]
    return (
        platform or (likely[0].platform if likely else "standard"),
        account or (likely[0].id if likely else "1"),
    )


def _kind(wished: _Wished, example: Example) -> tuple[Kind, bool]:
    private = wished.flags.get("private")
    if private is False:
        wished.banned.setdefault("kind", set()).add(Kind.DIRECT_MESSAGE)
    usual = Kind.DIRECT_MESSAGE if private else Kind.COMMENT
    kind = example.kind or Kind(wished.name("kind", (usual, *Kind)) or usual)
    return kind, private is True


def _author(wished: _Wished, example: Example) -> Author:
    told = example.author
    hidden = wished.flags.get("author.known") is False and "id" not in told.model_fields_set
    return Author(
        id=None if hidden else told.id,
        name=told.name,
        handle=told.handle or wished.name("author.handle_in"),
        is_bot=wished.flags.get("author.is_bot", False),
        followers=wished.numbers.get("followers"),
    )


def _facts(wished: _Wished, example: Example) -> Facts:
    event, tag = wished.name("event"), wished.name("post.tag")
    flags, numbers = wished.flags, wished.numbers
    history = talk = None
    if numbers.keys() & {"acts", "days", "answers"}:
        days = numbers.get("days", 0)
        acts = max(numbers.get("acts", 0), days)
        history = History(acts=acts, days=days or min(acts, 1), answers=numbers.get("answers", 0))
    if numbers.keys() & {"people", "items"} or flags.keys() & {"talk.colleague", "talk.machine"}:
        colleague, machine = flags.get("talk.colleague", False), flags.get("talk.machine", False)
        people = numbers.get("people", 1 if colleague or machine else 0)
        talk = Talk(items=max(numbers.get("items", 0), people), people=people, colleague=colleague, machine=machine)
    return Facts(
        open=(example.hours or wished.name("hours", ("inside", "outside"))) == "inside",
        events=tuple(example.event or ([event] if event else [])),
        tags=tuple(example.tag or ([tag] if tag else [])),
        vip=flags.get("author.vip", False),
        lookalike=flags.get("author.lookalike", False),
        crisis=flags.get("crisis", False),
        history=history,
        talk=talk,
        label=example.label or wished.name("label"),
    )
