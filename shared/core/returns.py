"""What comes back of a mail that was sent: that it arrived, that it did not, that its reader calls it junk.

taken       our provider has it, though its answer to us may have been lost
arrived     the recipient's server has it
passing     it did not arrive, and the next one may: a full mailbox, a refused text, a server that is away
failed      it did not arrive, and none will: there is no such mailbox
rejected    our provider would not send this one on
complaint   its reader says that they do not want it
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from shared.core.interaction import Utc, hashed


class Came(StrEnum):
    TAKEN = "taken"
    ARRIVED = "arrived"
    PASSING = "passing"
    FAILED = "failed"
    REJECTED = "rejected"
    COMPLAINT = "complaint"


class Return(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that came back. `mark` is that of the mail (`core/mail`), `at` when it was written, to the second.

    `sender` and `to` are bare addresses; no `to`: it does not say whose mailbox. `code` is a status such as 5.1.1, and
    no word of theirs. Unless it is `vouched` for, anybody may have written it: then `stop` and `subject` are what it
    says that the mail's headers held, which only who has had the mail can know.
    """

    came: Came
    mark: str
    at: Utc
    sender: str
    to: tuple[str, ...] = ()
    code: str = ""
    receipt: str | None = None
    vouched: bool = False
    stop: str = ""
    subject: str = ""

    @property
    def name(self) -> str:
        """The same however often it is told: a mail has one recipient, and each fate once."""
        return hashed("returned", self.mark, self.came)
