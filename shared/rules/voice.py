"""A brand's voice, as doors hold it: how it likes to speak, and what it never says. Written in `voice.toml`.

Texts of rules are held against it at the desk, so that no door need look again. Pictures that people have chosen
elsewhere stand in `pictures.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from shared.core.speech import Spoken
from shared.rules.folding import stands
from shared.rules.languages import base, code


class Emoji(StrEnum):
    """How many emoji a text of ours may have: none, one, or as many as one likes."""

    NONE = "none"
    ONE = "one"
    MANY = "many"


class Topic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something people talk about with this brand: folded phrases that show it, and what to call it, by language."""

    name: str
    words: tuple[str, ...] = ()
    called: dict[str, str] = {}


class Picture(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture or GIF: its public address, its description, and what it suits.

    `suits` are classes (praise, thanks, story, tag); `languages` empty means any. `credit` must be shown where given.
    """

    url: str
    alt: str
    suits: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    credit: str | None = None


class Manner(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the brand speaks. `banned` are folded phrases; `formal` says by language whether people are addressed so.

    `signatures` are the brand's disclosed signature by language, where it differs from the usual one. `pictures` are
    the brand's own, `shortlist` those of others that a colleague has looked at.
    """

    liked: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    emoji: Emoji = Emoji.ONE
    formal: dict[str, bool] = {}
    signatures: dict[str, str] = {}
    topics: tuple[Topic, ...] = ()
    pictures: tuple[Picture, ...] = ()
    shortlist: tuple[Picture, ...] = ()


def topic_in(manner: Manner, text: str) -> Topic | None:
    """The first topic of the brand's list that stands in a folded text."""
    return next((topic for topic in manner.topics if stands(topic.words, text)), None)


def topic_named(manner: Manner, name: str | None) -> Topic | None:
    """The topic of this name, while the brand still has it."""
    return next((topic for topic in manner.topics if topic.name == name), None)


def pictures_for(manner: Manner, suits: str, language: str, number: int) -> tuple[Picture, ...]:
    """A few pictures for words of this class in this language, the one to prefer first, as the number says.

    The brand's own; only where none of them fits, those of the shortlist.
    """
    spoken = base(code(language) or "")
    for shelf in (manner.pictures, manner.shortlist):
        fitting = [
            one
            for one in shelf
            if suits in one.suits
            and (not one.languages or spoken in {base(code(name) or "") for name in one.languages})
        ]
        if fitting:
            first = number % len(fitting)
            return (*fitting[first:], *fitting[:first])[:_TRIED]
    return ()


def unsaid(says: Sequence[Spoken], *heard: Collection[str]) -> Spoken | None:
    """The first of these whose wording and picture are in none of the collections; None where all have been said."""
    return next((one for one in says if not any(mark in marks for mark in one.marks for marks in heard)), None)


_TRIED: Final = 5  # pictures: whoever has seen so many of ours lately gets words alone
