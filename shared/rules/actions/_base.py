"""What every action is: parameters that people write, the capability it needs, and the Act that it plans.

An Action only plans. The flow takes the Claim of the slot, asks the platform and records what came of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, ClassVar, Generic, Protocol, TypeVar

import msgspec

from shared.core.decision import Act
from shared.core.interaction import Interaction, Kind
from shared.core.ledger import State
from shared.core.ports import Capability
from shared.core.sla import Calendar
from shared.rules.words import at_handle, cleaned, fill


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


@dataclass(frozen=True, slots=True)
class Voice:
    """What the brand brings to an answer, and what the platform can be asked to do."""

    brand: str
    signature: str = ""
    hours: str | None = None
    capabilities: frozenset[Capability] = frozenset()


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For an action that takes no parameters."""


class Texts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """For an action that says something: one text, or variants of which each person gets one."""

    text: Annotated[str | None, msgspec.Meta(description="What to say.")] = None
    texts: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Variants. One is chosen by the object answered, so a repeat says the same."),
    ] = ()

    @property
    def variants(self) -> tuple[str, ...]:
        return self.texts if self.text is None else (self.text, *self.texts)


P = TypeVar("P", bound=msgspec.Struct)


class Action(ABC, Generic[P]):
    """One thing that a rule can ask for. `slot` names the Claim it needs; None: it asks nothing of a platform."""

    name: ClassVar[str]
    slot: ClassVar[str | None] = None
    params: ClassVar[type[msgspec.Struct]] = Nothing

    def capability(self, _kind: Kind, _has: Collection[Capability], /) -> Capability | None:
        """What a platform with these capabilities is asked for, about an object of this kind; None: nothing."""
        return None

    @abstractmethod
    def plan(self, params: P, interaction: Interaction, voice: Voice, /) -> Act:
        """The Act for one Interaction. The same Interaction always gives the same Act."""


class Saying(Action[Texts]):
    """An action that sends words. Subclasses say by which capability."""

    slot = "answer"
    params = Texts

    def plan(self, params: Texts, interaction: Interaction, voice: Voice, /) -> Act:
        said = [text for text in (spoken(one, interaction, voice) for one in params.variants) if text]
        if not said:
            # Better a colleague than "Thank you, !".
            note = f"No text of this {self.name} fits: a placeholder has no value."
            return Act(do=self.name, ends=State.HANDED_OVER, note=note)
        text = said[int(interaction.key[:12], 16) % len(said)]
        capability = self.capability(interaction.kind, voice.capabilities)
        return Act(do=self.name, slot=self.slot, capability=capability, text=text)


def spoken(text: str, interaction: Interaction, voice: Voice) -> str | None:
    """One variant with its values and the brand's signature; None if a placeholder has no value."""
    values: dict[str, str | None] = {
        "author": cleaned(interaction.author.name),
        "handle": at_handle(interaction.author.handle),
        "brand": voice.brand,
        "hours": voice.hours,
        "signature": voice.signature,
    }
    return fill(signed(text, voice.signature), values)


def signed(text: str, signature: str) -> str:
    """The text with a place for the signature, so that nobody takes a machine for a person."""
    return text if "{signature}" in text or not signature else text.rstrip() + "\n{signature}"
