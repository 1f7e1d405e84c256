"""Say something privately, whatever the person did: the place for order numbers and addresses.

    [[then]]
    do = "direct_message"
    text = "Hello {author}, could you send us your order number here?"

About a public object this is the platform's private reply where it has one, else a direct message to its author.
"""

from __future__ import annotations

from collections.abc import Collection

from shared.core.interaction import Kind
from shared.core.ports import Capability
from shared.rules.actions._base import Saying


class DirectMessage(Saying):
    name = "direct_message"

    def capability(self, kind: Kind, has: Collection[Capability], /) -> Capability:
        if kind is not Kind.DIRECT_MESSAGE and Capability.PRIVATE_REPLY in has:
            return Capability.PRIVATE_REPLY
        return Capability.DIRECT_MESSAGE


plugin = DirectMessage
