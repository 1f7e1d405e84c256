"""Reply where the person spoke: publicly to a public object, privately to a direct message.

    [[then]]
    do = "reply"
    texts = ["Thank you, {author}!", "That made our morning. Thank you!"]

The brand's signature is added at the end unless a text places it. Variants whose placeholders have no value are
passed over; if none is left, a colleague gets it.
"""

from __future__ import annotations

from collections.abc import Collection

from shared.core.interaction import Kind
from shared.core.ports import Capability
from shared.rules.actions._base import Saying, place_for_words


class Reply(Saying):
    name = "reply"

    def capability(self, kind: Kind, _has: Collection[Capability], /) -> Capability:
        return place_for_words(kind)


plugin = Reply
