"""What the pretended APIs have in common: writing an effect down, showing what is visible by now, and Meta's errors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from demo.faults import Fault, Wrong
from demo.journal import Effect
from demo.world import Account, Call, Reply, World


def enact(
    world: World,
    account: Account,
    act: str,
    object: str,
    id: str,
    text: str | None,
    lag: timedelta,
    key: str | None = None,
    mark: str | None = None,
) -> Effect:
    """Something that takes effect now, and that lists show `lag` later."""
    now = world.clock.now()
    return Effect(now, account.platform, account.id, act, object, id, text, key, now + lag, mark)


def visible(world: World, platform: str) -> list[Effect]:
    """What lists show by now of what we did."""
    now = world.clock.now()
    return [
        one
        for one in world.journal.effects()
        if one.platform == platform and (one.seen_from is None or one.seen_from <= now)
    ]


def meta_error(status: int, code: int, message: str, subcode: int | None = None) -> Reply:
    error: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Ademo"}
    if subcode is not None:
        error["error_subcode"] = subcode
    return Reply(status, {"error": error})


def meta_unknown(call: Call) -> Reply:
    """What these APIs here do not understand. What lists all there is, this app was never given the permission for."""
    if call.method == "GET":
        return meta_error(403, 10, "Application does not have permission for this action")
    return meta_error(400, 100, "Unsupported request")


def meta_stumbles(fault: Fault) -> Reply:
    """What a fault without effect looks like on every platform of Meta."""
    if fault.wrong is Wrong.RATE_LIMIT:
        reply = meta_error(429, 32, "Page request limit reached")
        return Reply(reply.status, reply.body, {"Retry-After": str(int(fault.seconds))})
    if fault.wrong is Wrong.REFUSED:
        return meta_error(403, 200, "Permissions error")
    return meta_error(500, 2, "Service temporarily unavailable")


def number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() else default
