"""Like the object: a platform's like, heart or favourite.

    [[then]]
    do = "like"

Counts as an acknowledgment of praise and shares only, and never as an answer.
"""

from __future__ import annotations

from collections.abc import Collection

from shared.core.decision import Act
from shared.core.interaction import Interaction, Kind
from shared.core.ports import Capability
from shared.rules.actions._base import LIKE, Action, Nothing, Voice


class Like(Action[Nothing]):
    name = "like"
    slots = (LIKE,)

    def capability(self, _kind: Kind, _has: Collection[Capability], /) -> Capability:
        return Capability.LIKE

    def plan(self, _params: Nothing, _interaction: Interaction, _voice: Voice, /) -> tuple[Act, ...]:
        return (Act(do=self.name, slot=LIKE, capability=Capability.LIKE),)


plugin = Like
