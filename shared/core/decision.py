"""What a rule book says about one Interaction. Pure data: deciding is `shared/rules`, acting is `flows/acknowledge`."""

from __future__ import annotations

import msgspec

from shared.core.ledger import Sort, State
from shared.core.ports import Capability
from shared.core.speech import Spoken


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to do. `do` is the action's name.

    With a `capability`, a platform is asked, under the Claim of `slot`, with one of the texts of `says` if it takes
    words: the first whose wording was not said there before. Without, `ends` is the state that the action puts the
    Interaction in (handed_over, ignored, held). `instead` is what to do where every wording has been said.

    `drafts` are texts that only a colleague may send; `to` is the colleague it is meant for, by name.
    """

    do: str
    slot: str | None = None
    capability: Capability | None = None
    says: tuple[Spoken, ...] = ()
    ends: State | None = None
    note: str | None = None  # for the colleague it is handed to
    drafts: tuple[str, ...] = ()
    to: str | None = None
    urgent: bool = False  # a colleague is told at once, whatever the hour
    instead: Act | None = None

    @property
    def text(self) -> str | None:
        """The text that is said where none was said before, without a picture."""
        return next((one.text for one in self.says if one.media is None), None)


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rule that matched (None: none did), the class it gives, and its acts in the rule's order."""

    rule: str | None = None
    sort: Sort | None = None
    acts: tuple[Act, ...] = ()
