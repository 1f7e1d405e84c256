"""Do nothing, on purpose, and say so in the ledger: for spam, reactions and follows.

    [[then]]
    do = "ignore"

Stands alone in its rule: whoever is ignored gets no other act.
"""

from __future__ import annotations

from shared.core.decision import Act
from shared.core.interaction import Interaction
from shared.core.ledger import State
from shared.rules.actions._base import Action, Nothing, Voice


class Ignore(Action[Nothing]):
    name = "ignore"

    def plan(self, _params: Nothing, _interaction: Interaction, _voice: Voice, /) -> tuple[Act, ...]:
        return (Act(do=self.name, ends=State.IGNORED),)


plugin = Ignore
