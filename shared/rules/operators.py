"""The operator table: what a rule's `[when]` may ask, each row a function and what it takes.

A row answers True, False, or None where it cannot be known: a platform that does not tell how many follow somebody, a
history that nobody looked up. Rows are pure: they see one Interaction and its Facts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from shared.core.facts import Facts, History, Need, Talk
from shared.core.interaction import Interaction, Kind
from shared.rules.folding import asks, bare, fold, found, hashtags, mentioned, stands, starts, words

if TYPE_CHECKING:
    from shared.classify.judging import Judged

Value = bool | int | str | tuple[str, ...]


class Takes(StrEnum):
    """What people write after an operator; the desk makes the form and the schema from it."""

    KINDS = "kinds"
    SORTS = "sorts"
    NAMES = "names"
    CODES = "codes"  # of languages
    PHRASES = "phrases"  # folded; a star at the end means "begins so"
    WHOLE = "whole"  # folded, no star
    TAGS = "tags"  # folded, without #; a star at the end means "begins so"
    FLAG = "flag"
    COUNT = "count"
    OTHERS = "others"  # a count, before the brand's own handles, which do not count
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Seen:
    """An Interaction with its text folded once for all rules."""

    interaction: Interaction
    facts: Facts
    text: str

    @property
    def judged(self) -> Judged:
        """What the classifier makes of the text; the same text is judged once."""
        from shared.classify.judging import judge  # tables that only some brands' rules need

        return judge(self.interaction.text or "", self.interaction.language)


@dataclass(frozen=True, slots=True)
class Operator:
    """One row: what it takes, when it holds, one sentence for who writes rules, and what must be looked up."""

    takes: Takes
    holds: Callable[[Seen, Value], bool | None]
    meaning: str
    needs: Need | None = None


def see(interaction: Interaction, facts: Facts) -> Seen:
    """Fold an Interaction's text for `holds`."""
    return Seen(interaction, facts, fold(interaction.text or ""))


def _names(value: Value) -> tuple[str, ...]:
    return cast("tuple[str, ...]", value)


def _one_of(value: str, of: Value) -> bool:
    return value in _names(of)


def _some_of(values: Collection[str], of: Value) -> bool:
    return not set(values).isdisjoint(_names(of))


def _spoken(seen: Seen, value: Value) -> bool | None:
    """A language covers its regional forms, and `no` both written forms of Norwegian. Where the platform says none,
    the words may tell it."""
    code = (seen.interaction.language or seen.judged.language or "").replace("_", "-").casefold()
    if not code:
        return None
    codes = {code, code.split("-")[0]}
    if codes & {"nb", "nn"}:
        codes.add("no")
    return not codes.isdisjoint(_names(value))


def _handled(seen: Seen, value: Value) -> bool:
    handle = fold(seen.interaction.author.handle or "").removeprefix("@")
    return handle in [one.removeprefix("@") for one in _names(value)]


def _tagged(seen: Seen, value: Value) -> bool:
    tags = hashtags(seen.text)
    return any(
        any(tag.startswith(one[:-1]) for tag in tags) if one.endswith("*") else one in tags for one in _names(value)
    )


def _crowd(seen: Seen, value: Value) -> bool:
    most, *own = _names(value)
    return len(mentioned(seen.text).difference(own)) <= int(most)


def _private(seen: Seen) -> bool:
    return seen.interaction.place.private or seen.interaction.kind is Kind.DIRECT_MESSAGE


def _at_least(number: int | None, value: Value) -> bool | None:
    return None if number is None else number >= cast("int", value)


def _at_most(number: int | None, value: Value) -> bool | None:
    return None if number is None else number <= cast("int", value)


def _past(tell: Callable[[History, Value], bool | None]) -> Callable[[Seen, Value], bool | None]:
    """A row about what the person did before; unknown where nobody looked."""
    return lambda seen, value: None if seen.facts.history is None else tell(seen.facts.history, value)


def _talk(tell: Callable[[Talk, Value], bool | None]) -> Callable[[Seen, Value], bool | None]:
    """A row about the conversation; unknown where nobody looked."""
    return lambda seen, value: None if seen.facts.talk is None else tell(seen.facts.talk, value)


OPERATORS: Final[dict[str, Operator]] = {
    "kind": Operator(
        Takes.KINDS, lambda s, v: _one_of(s.interaction.kind, v), "What was done is one of these kinds."
    ),
    "platform": Operator(
        Takes.NAMES, lambda s, v: _one_of(s.interaction.platform, v), "It was done on one of these platforms."
    ),
    "account": Operator(
        Takes.NAMES, lambda s, v: _one_of(s.interaction.account, v), "It was done towards one of these account ids."
    ),
    "language": Operator(
        Takes.CODES,
        _spoken,
        "It is written in one of these languages, such as en or lv: as the platform says, else as its words tell.",
    ),
    "text.contains_any": Operator(
        Takes.PHRASES, lambda s, v: stands(_names(v), s.text), "One of these words or phrases stands in the text."
    ),
    "text.contains_all": Operator(
        Takes.PHRASES,
        lambda s, v: all(found(phrase, s.text) for phrase in _names(v)),
        "All of these words or phrases stand in the text.",
    ),
    "text.contains_none": Operator(
        Takes.PHRASES, lambda s, v: not stands(_names(v), s.text), "None of these words or phrases stands in the text."
    ),
    "text.starts_with": Operator(
        Takes.PHRASES, lambda s, v: starts(_names(v), s.text), "The text begins with one of these words or phrases."
    ),
    "text.equals": Operator(
        Takes.WHOLE, lambda s, v: _one_of(s.text, v), "The whole text is one of these, apart from case and spaces."
    ),
    "text.is_empty": Operator(
        Takes.FLAG,
        lambda s, v: (not bare(s.text)) is v,
        "true: there is no text, or only @handles and links; false: there is more.",
    ),
    "text.has_question_mark": Operator(
        Takes.FLAG,
        lambda s, v: asks(s.interaction.text or "") is v,
        "true: a question mark of any script stands in the text, outside links; false: none does.",
    ),
    "text.asks": Operator(
        Takes.PHRASES,
        lambda s, v: s.judged.asks or stands(_names(v), s.text),
        "The person asks something, with a question mark or without, or one of these words or phrases stands in it.",
    ),
    "text.question": Operator(
        Takes.FLAG,
        lambda s, v: s.judged.asks is v,
        "true: the person asks something, with a question mark or without; false: they do not.",
    ),
    "text.class": Operator(
        Takes.SORTS,
        lambda s, v: _one_of(s.judged.sort, v),
        "The words read like one of these classes, whatever class a rule then gives.",
    ),
    "text.closing": Operator(
        Takes.FLAG,
        lambda s, v: s.judged.closing is v,
        "true: the words only end a talk, such as \"thanks, got it\"; false: they do more.",
    ),
    "text.abusive": Operator(
        Takes.FLAG,
        lambda s, v: s.judged.abusive is v,
        "true: the words insult or threaten somebody; false: they do not. A harsh complaint is no abuse.",
    ),
    "text.threat": Operator(
        Takes.FLAG,
        lambda s, v: s.judged.threat is v,
        "true: the words threaten somebody with violence; false: they do not.",
    ),
    "text.private": Operator(
        Takes.FLAG,
        lambda s, v: bool(s.judged.private) is v,
        "true: an order's number, a phone number, an address or the like stands in the text; false: none does.",
    ),
    "text.hashtag": Operator(Takes.TAGS, _tagged, "One of these hashtags stands in the text."),
    "text.mentions_max": Operator(
        Takes.OTHERS, _crowd, "The text names at most so many @handles, apart from the brand's own."
    ),
    "text.min_words": Operator(
        Takes.COUNT, lambda s, v: words(s.text) >= cast("int", v), "The text has at least so many words."
    ),
    "text.max_words": Operator(
        Takes.COUNT, lambda s, v: words(s.text) <= cast("int", v), "The text has at most so many words."
    ),
    "author.is_bot": Operator(
        Takes.FLAG, lambda s, v: s.interaction.author.is_bot is v, "true: the platform marks the author as a bot."
    ),
    "author.handle_in": Operator(
        Takes.WHOLE, _handled, "The author's handle is one of these, with or without @."
    ),
    "author.min_followers": Operator(
        Takes.COUNT,
        lambda s, v: _at_least(s.interaction.author.followers, v),
        "The author has at least so many followers; never where the platform does not tell.",
    ),
    "author.max_followers": Operator(
        Takes.COUNT,
        lambda s, v: _at_most(s.interaction.author.followers, v),
        "The author has at most so many followers; never where the platform does not tell.",
    ),
    "author.known": Operator(
        Takes.FLAG,
        lambda s, v: (s.interaction.author.id is not None) is v,
        "true: the platform says who it was; false: it hides the author.",
    ),
    "author.vip": Operator(
        Takes.FLAG, lambda s, v: s.facts.vip is v, "true: the author stands under vips in brand.toml."
    ),
    "author.lookalike": Operator(
        Takes.FLAG,
        lambda s, v: s.facts.lookalike is v,
        "true: the author's name or handle looks like one of the brand's own accounts and is none of them.",
    ),
    "author.first_time": Operator(
        Takes.FLAG,
        _past(lambda past, v: past.first is v),
        "true: the author did nothing towards the brand before, as far as `regulars.within` looks back.",
        Need.HISTORY,
    ),
    "author.min_acts": Operator(
        Takes.COUNT,
        _past(lambda past, v: _at_least(past.acts, v)),
        "The author did at least so many things towards the brand before.",
        Need.HISTORY,
    ),
    "author.min_days": Operator(
        Takes.COUNT,
        _past(lambda past, v: _at_least(past.days, v)),
        "The author did something towards the brand on at least so many days before.",
        Need.HISTORY,
    ),
    "author.answers_max": Operator(
        Takes.COUNT,
        _past(lambda past, v: _at_most(past.answers, v)),
        "The author got at most so many automatic answers before.",
        Need.HISTORY,
    ),
    "talk.colleague": Operator(
        Takes.FLAG,
        _talk(lambda talk, v: talk.colleague is v),
        "true: a colleague has said something in this conversation.",
        Need.TALK,
    ),
    "talk.machine": Operator(
        Takes.FLAG,
        _talk(lambda talk, v: talk.machine is v),
        "true: a rule has said something in this conversation.",
        Need.TALK,
    ),
    "talk.min_people": Operator(
        Takes.COUNT,
        _talk(lambda talk, v: _at_least(talk.people, v)),
        "At least so many people spoke in this conversation before.",
        Need.TALK,
    ),
    "talk.min_items": Operator(
        Takes.COUNT,
        _talk(lambda talk, v: _at_least(talk.items, v)),
        "At least so many things stood in this conversation before.",
        Need.TALK,
    ),
    "event": Operator(
        Takes.NAMES, lambda s, v: _some_of(s.facts.events, v), "It belongs to one of these events of brand.toml."
    ),
    "post.id": Operator(
        Takes.NAMES,
        lambda s, v: _one_of(s.interaction.place.post or "", v),
        "It is under one of these posts, by the platform's id.",
    ),
    "post.tag": Operator(
        Takes.NAMES,
        lambda s, v: _some_of(s.facts.tags, v),
        "It is under a post to which brand.toml gives one of these tags.",
    ),
    "label": Operator(
        Takes.NAMES,
        lambda s, v: None if s.facts.label is None else _one_of(s.facts.label, v),
        "The brand's own model gave one of these labels.",
        Need.MODEL,
    ),
    "crisis": Operator(
        Takes.FLAG, lambda s, v: s.facts.crisis is v, "true: the brand's crisis switch is on.", Need.SWITCH
    ),
    "hours": Operator(
        Takes.SIDE,
        lambda s, v: ("inside" if s.facts.open else "outside") == v,
        "Whether it was done inside or outside service hours.",
    ),
    "private": Operator(
        Takes.FLAG, lambda s, v: _private(s) is v, "true: only the brand can see it; false: it is public."
    ),
    "media": Operator(
        Takes.FLAG, lambda s, v: bool(s.interaction.media) is v, "true: a picture, video or file is attached."
    ),
}  # fmt: skip
