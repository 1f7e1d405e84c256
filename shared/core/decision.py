"""What a rule book says about one Interaction. Pure data: deciding is `shared/rules`, acting is `flows/acknowledge`."""

from __future__ import annotations

import msgspec

from shared.core.ledger import Sort, State
from shared.core.ports import Capability


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to do. `do` is the action's name.

    With a `capability`, a platform is asked, under the Claim of `slot`, with the rendered `text` if it takes
    one. Without, `ends` is the state that the action puts the Interaction in (handed_over, ignored).
    """

    do: str
    slot: str | None = None
    capability: Capability | None = None
    text: str | None = None
    ends: State | None = None
    note: str | None = None  # for the colleague it is handed to


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rule that matched (None: none did), the class it gives, and its acts in the rule's order."""

    rule: str | None = None
    sort: Sort | None = None
    acts: tuple[Act, ...] = ()
