"""The words of an answer: a closed list of placeholders, filled once with cleaned values.

A value is somebody else's words and is never read again: braces, percent signs and the like in a name come out as
they are. A placeholder that has no value here and now takes its whole text away: no slot, no sentence. Rule texts are
checked with `faults` at the desk, so `fill` meets only known placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, Protocol

from shared.core.calendar import Calendar
from shared.core.facts import Facts
from shared.core.interaction import Interaction, Kind
from shared.core.sla import opened_at
from shared.core.speech import wording_of
from shared.rules.languages import pick
from shared.rules.names import LONGEST_TITLE, LONGEST_VALUE, at_handle, cleaned, titled
from shared.rules.times import closing, expected, opening
from shared.rules.voice import Manner, topic_in, topic_named

__all__ = [
    "LONGEST_VALUE",
    "PLACEHOLDERS",
    "WIDE",
    "Placeholder",
    "Situation",
    "Speaker",
    "bare",
    "faults",
    "fill",
    "placeholders",
    "widest",
    "wording",
]


class Post(Protocol):
    """A post of the brand's own."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str | None: ...


class Event(Protocol):
    """A campaign of the brand's, with the line that thanks may end in."""

    @property
    def name(self) -> str: ...
    @property
    def follow_up(self) -> dict[str, str]: ...


class Contact(Protocol):
    """Where people can go on in private."""

    @property
    def mail(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def meeting(self) -> str | None: ...


class Account(Protocol):
    """One identity of the brand; `helps` is the handle of the one where people are sent for help."""

    @property
    def helps(self) -> str | None: ...


class Speaker(Protocol):
    """What deciding needs to know of a brand."""

    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def signature(self) -> str: ...
    @property
    def manner(self) -> Manner: ...
    @property
    def contact(self) -> Contact: ...
    @property
    def posts(self) -> Sequence[Post]: ...
    @property
    def events(self) -> Sequence[Event]: ...
    @property
    def accounts(self) -> Sequence[Account]: ...


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a placeholder may look at: what was done, what is known about it, and who speaks."""

    interaction: Interaction
    facts: Facts
    brand: Speaker
    text: str = ""  # the person's, folded
    _values: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False, repr=False)

    def filled(self, text: str, language: str) -> str | None:
        """A rule's text in this language with everything put in; None if something has no value."""
        return fill(text, {name: self.value(name, language) for name in placeholders(text)})

    def value(self, name: str, language: str) -> str | None:
        """What a placeholder becomes in a text of this language; None where that is not known."""
        key = (name, language)
        if key not in self._values:
            self._values[key] = PLACEHOLDERS[name].value(self, language)
        return self._values[key]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One of them: what it becomes, for whoever writes rules; how; and how long it may be."""

    meaning: str
    value: Callable[[Situation, str], str | None]
    longest: int = LONGEST_VALUE


def fill(text: str, values: Mapping[str, str | None]) -> str | None:
    """Put values in for placeholders, once; None if one of them has no value. Doubled braces become single ones."""
    if any(values.get(name) is None for name in placeholders(text)):
        return None
    return _PIECE.sub(lambda found: found[0][0] if found[1] is None else values[found[1]] or "", text)


@lru_cache(maxsize=1024)
def placeholders(text: str) -> tuple[str, ...]:
    """The names between single braces, in order, known or not."""
    return tuple(found[1] for found in _PIECE.finditer(text) if found[1] is not None)


def bare(text: str) -> str:
    """A text without its placeholders: what it says to everybody alike."""
    return _PIECE.sub(lambda found: found[0][0] if found[1] is None else "", text)


@lru_cache(maxsize=1024)
def wording(text: str) -> str:
    """The wording of a rule's text, whoever it is said to."""
    return wording_of(bare(text))


def widest(brand: Speaker) -> dict[str, str | None]:
    """The longest value that each placeholder can have with this brand, for measuring texts; None: it never has one."""
    wide = {name: WIDE * one.longest for name, one in PLACEHOLDERS.items()}
    called = [name for topic in brand.manner.topics for name in topic.called.values()]
    follow_ups = [line for event in brand.events for line in event.follow_up.values()]
    signatures = [brand.signature, *brand.manner.signatures.values()] if brand.signature else [""]
    return wide | {
        "brand": brand.short or brand.name,
        "signature": max(signatures, key=len),
        "contact_mail": brand.contact.mail,
        "contact_phone": brand.contact.phone,
        "contact_meeting": brand.contact.meeting,
        "topic": max(called, key=len, default=None),
        "last_topic": max(called, key=len, default=None),
        "help": max(filter(None, (at_handle(one.helps) for one in brand.accounts)), key=len, default=None),
        "follow_up": max(follow_ups, key=len, default=None),
    }


def faults(text: str) -> list[str]:
    """What a person must change in a rule text before it can be used; each one a full clause."""
    wrong = []
    for found in _PIECE.finditer(text):
        if found[0] in ("{", "}"):
            wrong.append(f"a single {found[0]!r}; double it to mean the character itself")
        elif found[1] is not None and found[1] not in PLACEHOLDERS:
            wrong.append(f"placeholder {found[0]!r}; there is: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}")
    if "@{handle}" in text or "@{help}" in text:
        wrong.append("an @ before {handle} or {help}; they bring their own")
    return wrong


def _hours(here: Situation, language: str) -> str | None:
    return None if here.facts.open else opening(here.brand.calendar, _at(here), language)


def _until(here: Situation, _language: str) -> str | None:
    return closing(here.brand.calendar, _at(here)) if here.facts.open else None


def _expected(here: Situation, language: str) -> str | None:
    # Outside hours nobody answers within minutes: {hours} is the honest word then.
    return expected(here.brand.calendar, _at(here), here.facts.usual, language) if here.facts.open else None


def _at(here: Situation) -> datetime:
    return here.facts.at or opened_at(here.interaction.at, here.interaction.received_at)


def _title(here: Situation, _language: str) -> str | None:
    post = here.interaction.place.post
    if post is not None:
        for one in here.brand.posts:
            if one.id == post and one.title is not None:
                return titled(one.title)
    # Of a review or a visitor's own post, the title is the person's own words.
    if here.interaction.kind in _UNDER_A_POST:
        return titled(here.interaction.details.get("title"))
    return None


def _topic(here: Situation, language: str) -> str | None:
    topic = topic_in(here.brand.manner, here.text)
    return None if topic is None else pick(topic.called, language)


def _last_topic(here: Situation, language: str) -> str | None:
    topic = topic_named(here.brand.manner, here.facts.topic)
    if topic is None or topic is topic_in(here.brand.manner, here.text):
        return None
    return pick(topic.called, language)


def _follow_up(here: Situation, language: str) -> str | None:
    lines = (pick(one.follow_up, language) for one in here.brand.events if one.name in here.facts.events)
    return next((line for line in lines if line is not None), None)


def _signature(here: Situation, language: str) -> str | None:
    usual = here.brand.signature
    return (pick(here.brand.manner.signatures, language) or usual) if usual else ""


WIDE: Final = "\U00020000"  # counts most in every platform's own units
_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_UNDER_A_POST: Final = frozenset({Kind.COMMENT, Kind.SHARE, Kind.REACTION})

# --- the table ---

PLACEHOLDERS: Final[dict[str, Placeholder]] = {
    "author": Placeholder(
        "the person's name, cleaned, at most 40 characters, mentioning nobody",
        lambda here, _: cleaned(here.interaction.author.name),
    ),
    "handle": Placeholder(
        "the person's handle, with its @", lambda here, _: at_handle(here.interaction.author.handle), LONGEST_VALUE + 1
    ),
    "brand": Placeholder("the brand's short name", lambda here, _: here.brand.short or here.brand.name),
    "signature": Placeholder("the brand's signature, here instead of at the end", _signature),
    "hours": Placeholder("when the brand opens next, such as Monday 09:00; only outside service hours", _hours, 16),
    "until": Placeholder("when today's service ends, such as 18:00; only inside service hours", _until, 5),
    "expected": Placeholder(
        "how long an answer usually takes, such as 40 minutes; only inside service hours, and once it is known",
        _expected,
        20,
    ),
    "contact_mail": Placeholder(
        "the mail address under [contact] in brand.toml", lambda here, _: here.brand.contact.mail
    ),
    "contact_phone": Placeholder("the telephone number there", lambda here, _: here.brand.contact.phone),
    "contact_meeting": Placeholder(
        "the address there of a page to choose a time to talk", lambda here, _: here.brand.contact.meeting
    ),
    "reference": Placeholder(
        "a short code by which a colleague finds what the person wrote", lambda here, _: here.facts.reference, 12
    ),
    "title": Placeholder(
        "the title of the post of yours that it is about, at most 80 characters", _title, LONGEST_TITLE
    ),
    "topic": Placeholder("which of the topics in voice.toml the person writes about, as that file calls it", _topic),
    "last_topic": Placeholder("the topic that the person wrote about the last time, if it is another one", _last_topic),
    "help": Placeholder(
        "the account where people are sent for help, with its @: `helps` of the account in brand.toml",
        lambda here, _: at_handle(here.facts.helps),
        LONGEST_VALUE + 1,
    ),
    "follow_up": Placeholder("the follow-up line of the event that it belongs to", _follow_up),
}
