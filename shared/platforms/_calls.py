"""A client written as a table, for platforms whose every act is one plain call with its words in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.core.errors import ActionUnsupported, OutcomeUnknown
from shared.core.ports import Capability, Order
from shared.platforms._base import clean
from shared.platforms._client import ApiClient, path_id


class Call(msgspec.Struct, frozen=True):
    """One act: where it goes, where its words go, and where the answer names what was made.

    `path` may hold {object}, {reply_to} (what an answer hangs on), {person} and {account}; `text` names the field of
    the JSON body, `fields` gives others; `receipt` names the field of the answer, None where nothing is made.
    """

    path: str
    text: str | None = None
    receipt: str | None = None
    method: str = "POST"
    fields: Mapping[str, Any] = {}


class TableClient:
    """Does what its table says. It reads nothing back: for acts of class A and C, where that is never asked."""

    def __init__(self, platform: str, api: ApiClient, calls: Mapping[Capability, Call]) -> None:
        self._platform = platform
        self._api = api
        self._calls = calls

    def perform(self, order: Order, timeout: float) -> str | None:
        """Make the one call. Raises a PlatformError."""
        call = self._calls.get(order.capability)
        if call is None or (call.text is not None and not order.text):
            raise ActionUnsupported(self._platform, order.capability, "not here, or nothing to say")
        if "{person}" in call.path and not order.person:
            raise ActionUnsupported(self._platform, order.capability, "nobody to say it to")
        named = {
            "object": order.object,
            "reply_to": order.reply_to or order.object,
            "person": order.person or "",
            "account": order.account,
        }
        path = call.path.format_map({name: path_id(value) for name, value in named.items()})
        body = {**call.fields, **({} if call.text is None else {call.text: order.text})}
        answer = self._api.request(order.capability, call.method, path, json=body or None, timeout=timeout)
        if call.receipt is None:
            return None
        made = clean(answer.get(call.receipt))
        if not made:
            raise OutcomeUnknown(self._platform, order.capability, "no id in the answer")
        return made

    def find(self, order: Order, timeout: float) -> str | None:
        """Nothing can be listed here."""
        raise ActionUnsupported(self._platform, "find", "nothing can be listed")
