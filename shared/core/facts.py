"""What a Decision may look at besides the Interaction itself. Pure data, gathered before deciding and frozen with it.

A field that is None was not asked for: only what some rule of the brand asks is looked up, since looking costs reads.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from shared.core.interaction import Utc


class Need(StrEnum):
    """What must be looked up before a rule book can decide. A brand's compiled rules say which of these they need."""

    HISTORY = "history"  # one query about the person
    TALK = "talk"  # one query about the conversation
    MODEL = "model"  # one call to the brand's own model
    USUAL = "usual"  # the last weeks' digests, once an hour: some text says {expected}
    SWITCH = "switch"  # the crisis switch, each five seconds
    PERSON = "person"  # the person's record, before deciding: some text says {last_topic}, or speaks several languages


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What this person did towards the brand before, within the brand's `regulars.days`; this act is not counted.

    `acts` and `days` (different local days) stop counting at 50 acts. `answers` are automatic ones of ours to them.
    """

    acts: int = 0
    days: int = 0
    answers: int = 0
    last_at: Utc | None = None

    @property
    def first(self) -> bool:
        return self.acts == 0


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation as it stood before this act: at most 50 items of its last 30 days are looked at."""

    items: int = 0
    people: int = 0
    colleague: bool = False  # a colleague has said something in it
    machine: bool = False  # a rule of ours has


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """See above. `at` is when the Interaction counts from (UTC); `events` are the names of those it belongs to.

    `tags` are what the brand wrote about the post that it is under. `lookalike` says that the author's name looks like
    one of our own accounts'. `label` is the word that the brand's own model gave, None where it gave none.
    """

    open: bool  # inside service hours, at `at`
    at: Utc | None = None
    events: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    vip: bool = False
    lookalike: bool = False
    crisis: bool = False
    history: History | None = None
    talk: Talk | None = None
    label: str | None = None
    # What texts may tell, each only where it is known:
    usual: float | None = None  # seconds of service time within which three of four lately had a colleague's answer
    reference: str | None = None  # a short code by which a colleague finds this very Interaction
    helps: str | None = None  # the handle of the account where people are sent for help
    topic: str | None = None  # the brand's topic that this person wrote about the last time
    language: str | None = None  # the one that this person wrote in the last time


MOST_LOOKED_AT: Final = 50
