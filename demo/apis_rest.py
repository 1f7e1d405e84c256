"""What the pretended API of LinkedIn understands.

Paths, bodies and errors follow the platform's public pages (version 202609, read 2026-11). Only what Heard calls is
here; `apis` holds the table of all platforms.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from demo import bodies_more as bodies
from demo.answers import enact, visible
from demo.faults import Fault, Wrong
from demo.journal import Effect
from demo.lists_rest import linkedin_notices, linkedin_page
from demo.world import Account, Call, Reply, World


class LinkedIn:
    """Comments and reactions of an organization, and the notices of a span of time."""

    path = re.compile(r"/rest/")
    signed = False
    _comments = re.compile(r"/rest/socialActions/([^/]+)/comments(?:/([0-9]+))?")

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        if call.method == "POST" and call.path == "/rest/reactions":
            liked = str(call.values().get("root", ""))
            if not world.journal.none_in(("linkedin", account.id, liked, "like")):
                return _li_error(409, "already liked")
            world.done(account, enact(world, account, "like", liked, "", None, lag), echoed=False)
            return Reply(201, {})
        if (call.method, call.path) == ("GET", "/rest/organizationalEntityNotifications"):
            return linkedin_notices(world, account, call)
        found = self._comments.fullmatch(call.path)
        if found is None:
            return _li_error(403, "Not enough permissions to access this resource")
        target = unquote(found[1])
        if found[2] is not None:
            return self._comment(world, target, found[2])
        if call.method == "GET":
            return self._list(world, account, target, call)
        values = call.values()
        text, thread = (values.get("message") or {}).get("text"), str(values.get("object", ""))
        if not text or not thread:
            return _li_error(400, "message or object is missing")
        if world.gone(target):
            return _li_error(404, "Not Found")
        made = f"urn:li:comment:({thread},{72500000000009000000 + world.number()})"
        world.done(account, enact(world, account, "reply", target, made, text, lag))
        return Reply(201, _li_comment(made, account.id))

    def _comment(self, world: World, thread: str, own: str) -> Reply:
        named = f"urn:li:comment:({thread},{own})"
        if world.gone(named) or world.author(named) is None:
            return _li_error(404, "Not Found")
        return Reply(200, {"commentUrn": named, "id": own, "actor": world.author(named)})

    def _list(self, world: World, account: Account, target: str, call: Call) -> Reply:
        made = [
            _li_comment(one.id, account.id, one.at)
            for one in visible(world, "linkedin")
            if one.act == "reply" and one.object == target
        ]
        return linkedin_page(made, call)

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        del now
        if fault.wrong is Wrong.RATE_LIMIT:
            reply = _li_error(429, "Resource level throttle limit reached")
            return Reply(429, reply.body, {"Retry-After": str(int(fault.seconds))})
        return _li_error(403 if fault.wrong is Wrong.REFUSED else 500, "no")

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        us, thread = f"urn:li:organization:{account.id}", re.sub(r".*\((.*),.*", r"\1", effect.id)
        told = {"comment": {"entity": effect.id, "owner": us, "text": effect.text, "object": thread}}
        notice = bodies.notice(
            number=990000000000000000 + world.number(),
            organization=account.id,
            action="ADMIN_COMMENT",
            source=thread,
            made=effect.id,
            at=effect.at,
            subscriber="urn:li:person:TkIngrid01",
            decorated=told,
        )
        return bodies.linkedin(notice)


def _li_comment(named: str, organization: str, at: datetime | None = None) -> dict[str, Any]:
    created = {} if at is None else {"created": {"time": int(at.timestamp() * 1000)}}
    own = named.rpartition(",")[2].rstrip(")")
    return {"commentUrn": named, "id": own, "actor": f"urn:li:organization:{organization}", **created}


def _li_error(status: int, message: str) -> Reply:
    return Reply(status, {"status": status, "code": "ERROR", "message": message})
