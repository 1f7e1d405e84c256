"""What the pretended APIs have in common: writing an effect down, showing what is there by now, and Meta's errors."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from demo.faults import Fault, Wrong
from demo.journal import Effect
from demo.seen import Act
from demo.world import Account, Call, Reply, World

_WORDS: Final = {"reply": "comment", "direct_message": "message"}
_LONG_BEFORE: Final = timedelta(days=2)


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


def there(world: World, account: Account, us: str | None = None) -> list[Act]:
    """What people wrote to an account and what it wrote itself, as far as lists show it by now, the newest first.

    People's words are known from their deliveries, the lost ones too, and ours from the moment at which we said them.
    `us` is the name by which the platform calls our side.
    """
    now = world.clock.now()
    effects = [one for one in world.journal.effects() if (one.platform, one.account) == (account.platform, account.id)]
    late = {one.id for one in effects if one.seen_from is not None and one.seen_from > now}
    found = {act.id: act for act in world.told(account) if act.id not in late}
    for one in effects:
        if one.act in _WORDS and one.id not in late | found.keys():
            found[one.id] = _ours(world, one, us or account.id)
    return sorted(found.values(), key=lambda act: (act.at, act.id), reverse=True)


def _ours(world: World, effect: Effect, us: str) -> Act:
    message = effect.act == "direct_message"
    return Act(
        id=effect.id,
        at=effect.at,
        author=us,
        text=effect.text,
        under=None if message else effect.object,
        conversation=None if message else world.root(effect.object),
        kind=_WORDS[effect.act],
        person=effect.object if message else world.author(effect.object),
        home=False,
    )


def begun(acts: list[Act]) -> datetime:
    """When a post of ours was made, of which nobody told: long before the first of its answers."""
    return min(act.at for act in acts) - _LONG_BEFORE


def meta_page(rows: list[dict[str, Any]], start: int, size: int, path: str) -> dict[str, Any]:
    """A list as Meta pages it: a cursor, and an address beside it where more follows."""
    shown = rows[start : start + size]
    if not shown:
        return {"data": []}
    paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(start + len(shown))}}
    if start + size < len(rows):
        paging["next"] = f"https://graph.example{path}?after={start + len(shown)}"
    return {"data": shown, "paging": paging}


def meta_asked(call: Call, rows: list[dict[str, Any]], size: int = 25) -> Reply:
    """The page of a list that a call asks for."""
    start = number(call.query.get("after"), 0)
    return Reply(200, meta_page(rows, start, number(call.query.get("limit"), size), call.path))


def meta_time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000")


def meta_error(status: int, code: int, message: str, subcode: int | None = None) -> Reply:
    error: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Ademo"}
    if subcode is not None:
        error["error_subcode"] = subcode
    return Reply(status, {"error": error})


def meta_unknown(call: Call) -> Reply:
    """What these APIs here do not understand; to read what they do not list, this app has no permission."""
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
