"""Whose words they are, told apart by type from the rule to the wire: a machine's, or a colleague's own.

`Spoken` is what a rule says by itself; it ends in the brand's disclosed signature and in nobody's name. `Approved` is
what a colleague has read and sent; it alone can bear their name. A Claim is made from one or the other, never from a
bare text, so no path leads from a rule to a person's signature.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from shared.core.claims import Claim
from shared.core.interaction import Utc, hashed
from shared.core.sla import By


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a rule, whole. `wording` names how it is said: texts that differ only in somebody's name have the same.

    `media` is the address of a picture that goes with them, whose credit then stands in the text. The sameness guard
    compares `marks`; see `wording_of`.
    """

    text: str
    wording: str
    media: str | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """What is not to be said or shown twice."""
        return (self.wording,) if self.media is None else (self.wording, picture_mark(self.media))


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """Words that a colleague has approved, whole, with their sign-off. `card` is the Card they were approved on."""

    text: str
    colleague: str
    card: str
    at: Utc


def wording_of(text: str) -> str:
    """The name of a way to say something: case, spaces, digits and punctuation make no difference. 16 hex digits."""
    bare = "".join(char for char in text.casefold() if char.isalpha())
    return hashed("wording", bare or text.strip())[:16]


def picture_mark(address: str) -> str:
    """The name of a picture, as a wording has one."""
    return hashed("picture", address)[:16]


def automatic(slot: str, capability: str, words: Spoken | None) -> Claim:
    """A Claim for an act of a rule. `words` None: an act without words, such as a like."""
    if words is None:
        return Claim(slot=slot, capability=capability)
    return Claim(slot=slot, capability=capability, text=words.text, wording=words.wording, media=words.media)


def personal(capability: str, words: Approved, again: int = 0) -> Claim:
    """A Claim for what a colleague approved: a slot of its own for each Card, so one approval sends once.

    `again` counts what was approved on it before and certainly not sent: each try has its own slot.
    """
    return Claim(
        slot=f"{person_slot(words.card)}/{again}" if again else person_slot(words.card),
        capability=capability,
        text=words.text,
        by=By.PERSON,
        colleague=words.colleague,
        approved_at=words.at,
        not_before=words.at,
    )


def tapped(capability: str, colleague: str, card: str, at: datetime) -> Claim:
    """A Claim for an act without words, such as a like, that a colleague tapped: in a slot beside that of words."""
    return Claim(
        slot=f"{person_slot(card)}/{capability}",
        capability=capability,
        by=By.PERSON,
        colleague=colleague,
        approved_at=at,
        not_before=at,
    )


def person_slot(card: str) -> str:
    """The slot of what was approved on a Card."""
    return f"person/{card}"
