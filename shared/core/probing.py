"""Our own test event: signed by a key of ours as Standard Webhooks has it, sent to `receive` like any webhook.

It names an account and the moment at which it was sent, and holds nothing of anybody's. What becomes of it is a Ring
for the account's Pulse. Without a key there is none: `receive` then does not even look for the header.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from shared.core import signing
from shared.core.delivery import Delivery
from shared.core.errors import SignatureInvalid
from shared.core.interaction import Utc, hashed
from shared.core.secret import Secret

HEADER: Final = "heard-probe"

Verify = Callable[[Delivery, tuple[Secret, ...], datetime], None]
"""Standard Webhooks' own verification. Raises SignatureInvalid, or anything else that is odd."""


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """Whose way is tested, and when that was begun."""

    platform: str
    account: str
    at: Utc


def signed(probe: Probe, keys: Sequence[Secret], now: datetime) -> tuple[bytes, dict[str, str]]:
    """The body of a test event, and its headers."""
    body = msgspec.json.encode(probe)
    name = hashed("probe", probe.platform, probe.account, probe.at.isoformat())
    headers = signing.headers(body, keys[:1], now, name)
    return body, {"content-type": "application/json", HEADER: "1", **dict(headers)}


def probed(delivery: Delivery, keys: tuple[Secret, ...], verify: Verify, now: datetime) -> Probe | None:
    """The test event that a Delivery is; None for any other Delivery. Raises SignatureInvalid for a forged one."""
    if not any(name == HEADER for name, _value in delivery.headers):
        return None
    try:
        verify(delivery, keys, now)
        return msgspec.json.decode(delivery.body, type=Probe)
    except SignatureInvalid:
        raise
    except Exception:
        raise SignatureInvalid("test event could not be checked") from None
