"""Hand it to a colleague, with a note that says why.

    [[then]]
    do = "escalate"
    note = "A complaint. Answer by hand."

May stand beside a reply that tells the person so.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from shared.core.decision import Act
from shared.core.interaction import Interaction
from shared.core.ledger import State
from shared.rules.actions._base import Action, Voice


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a colleague reads beside it."""

    note: Annotated[str | None, msgspec.Meta(description="Why a person is needed, for the colleague who reads it.")] = (
        None
    )


class Escalate(Action[Note]):
    name = "escalate"
    params = Note

    def plan(self, params: Note, _interaction: Interaction, _voice: Voice, /) -> Act:
        return Act(do=self.name, ends=State.HANDED_OVER, note=params.note)


plugin = Escalate
