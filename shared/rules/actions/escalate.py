"""Hand it to a colleague, with a note that says why and drafts of what they may say.

    [[then]]
    do = "escalate"
    note = "A complaint. Say what happened, and what you will do about it."
    to = "Ingrid Solheim"
    suggests.en = ["I am sorry, {author}. What was in the parcel when it came?"]

A draft is sent only by the colleague, who signs it themselves. Without `to` whoever is on duty is asked; with
`urgent` at once, whatever the hour. May stand beside a reply that tells the person so.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from shared.core.decision import Act
from shared.core.interaction import Interaction
from shared.core.ledger import State
from shared.rules.actions._base import Action, Parameters, Voice, by_languages, drafts


class Note(Parameters, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whom it is for, what they read beside it, and what they may send."""

    automatic: ClassVar[bool] = False

    note: Annotated[str | None, msgspec.Meta(description="Why a person is needed, for the colleague who reads it.")] = (
        None
    )
    to: Annotated[str | None, msgspec.Meta(description="The colleague it is for, by the name under [[team]].")] = None
    urgent: Annotated[bool, msgspec.Meta(description="Whether a colleague is told at once, whatever the hour.")] = False
    suggest: Annotated[str | None, msgspec.Meta(description="What the colleague may say.")] = None
    suggests: Annotated[
        dict[str, tuple[str, ...]],
        msgspec.Meta(description="The same by language, such as en or nb; the person's own where it is there."),
    ] = msgspec.field(default_factory=dict)

    def written(self) -> list[tuple[str, str | None, str]]:
        one = [("suggest", None, self.suggest)] if self.suggest is not None else []
        return [*one, *by_languages("suggests", self.suggests)]


class Escalate(Action[Note]):
    name = "escalate"
    params = Note

    def plan(self, params: Note, _interaction: Interaction, voice: Voice, /) -> tuple[Act, ...]:
        plain = (params.suggest,) if params.suggest is not None else ()
        return (
            Act(
                do=self.name,
                ends=State.HANDED_OVER,
                note=params.note,
                drafts=drafts(plain, params.suggests, voice),
                to=params.to,
                urgent=params.urgent,
            ),
        )


plugin = Escalate
