"""What X and LinkedIn list of the pretended world: what is there now.

Bodies and pages follow the platforms' public pages (X API v2, LinkedIn version 202609, read 2026-11). All of it comes
from what deliveries told, lost ones included, and from what we did.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from demo import bodies_more
from demo.answers import number, there
from demo.seen import Act
from demo.world import Account, Call, Reply, World

_SUBSCRIBER: Final = "urn:li:person:TkIngrid01"


def x_mentions(world: World, account: Account, call: Call) -> Reply:
    """Posts of others that name us. A quote does not, and reposts are left out."""
    acts = [act for act in there(world, account) if act.kind == "mention" and act.author != account.id]
    return _x_page(account, acts, call, _post)


def x_posts(world: World, account: Account, call: Call) -> Reply:
    """Our own, with what each answers."""
    acts = [act for act in there(world, account) if act.author == account.id and act.kind not in ("message", "repost")]
    return _x_page(account, acts, call, _post)


def x_messages(world: World, account: Account, call: Call, person: str | None = None) -> Reply:
    """What was said in private, by everybody or in one conversation."""
    acts = [act for act in there(world, account) if act.kind == "message" and person in (None, act.person)]
    return _x_page(account, acts, call, _message)


def _x_page(account: Account, acts: list[Act], call: Call, told: Callable[[Account, Act], dict[str, Any]]) -> Reply:
    since = call.query.get("start_time")
    if since is not None:
        acts = [act for act in acts if act.at >= datetime.fromisoformat(since)]
    start, size = number(call.query.get("pagination_token"), 0), number(call.query.get("max_results"), 10)
    shown = acts[start : start + size]
    meta: dict[str, Any] = {"result_count": len(shown)}
    if start + size < len(acts):
        meta["next_token"] = str(start + size)
    if not shown:
        return Reply(200, {"meta": meta})
    answer = {"data": [told(account, act) for act in shown], "meta": meta}
    users = {act.author: {"id": act.author, "username": act.name} for act in shown if act.name}
    if "author_id" in call.query.get("expansions", "") and users:
        answer["includes"] = {"users": list(users.values())}
    return Reply(200, answer)


def _post(account: Account, act: Act) -> dict[str, Any]:
    handle = f"@{account.handle}"
    start = (act.text or "").find(handle)
    span = {"start": start, "end": start + len(handle), "username": account.handle, "id": account.id}
    above = {} if act.under is None else {"referenced_tweets": [{"type": "replied_to", "id": act.under}]}
    return {
        "id": act.id,
        "text": act.text,
        "author_id": act.author,
        "created_at": _iso_ms(act.at),
        "conversation_id": act.conversation,
        "edit_history_tweet_ids": [act.id],
        **({"entities": {"mentions": [span]}} if start >= 0 else {}),
        **({"in_reply_to_user_id": act.person} if act.person else {}),
        **above,
    }


def _message(account: Account, act: Act) -> dict[str, Any]:
    return {
        "id": act.id,
        "event_type": "MessageCreate",
        "text": act.text,
        "sender_id": act.author,
        "dm_conversation_id": "-".join(sorted((account.id, act.person or ""))),
        "created_at": _iso_ms(act.at),
    }


def linkedin_notices(world: World, account: Account, call: Call) -> Reply:
    """The notices of a span of time, of the actions asked for, the oldest first. What is gone has none any more."""
    us = f"urn:li:organization:{account.id}"
    actions = call.query.get("actions", "").removeprefix("List(").removesuffix(")").split(",")
    span = re.fullmatch(r"\(start:([0-9]+),end:([0-9]+)\)", call.query.get("timeRange", ""))
    if span is None or call.query.get("organizationalEntity") != us:
        return Reply(400, {"status": 400, "code": "ILLEGAL_ARGUMENT", "message": "a page and a span were expected"})
    since, until = (datetime.fromtimestamp(int(one) / 1000, UTC) for one in span.groups())
    acts = [act for act in there(world, account, us) if since <= act.at <= until]
    notices = [_notice(account, act) for act in reversed(acts)]
    return linkedin_page([one for one in notices if one["action"] in actions], call)


def linkedin_page(rows: list[dict[str, Any]], call: Call) -> Reply:
    start, size = number(call.query.get("start"), 0), number(call.query.get("count"), 10)
    onwards = {"type": "application/json", "rel": "next", "href": f"{call.path}?start={start + size}&count={size}"}
    links = [onwards] if start + size < len(rows) else []
    return Reply(
        200,
        {
            "elements": rows[start : start + size],
            "paging": {"start": start, "count": size, "total": len(rows), "links": links},
        },
    )


def _notice(account: Account, act: Act) -> dict[str, Any]:
    made = {"entity": act.id, "owner": act.author, "text": act.text}
    comment = re.fullmatch(r"urn:li:comment:\((.*),([0-9]+)\)", act.id)
    return bodies_more.notice(
        number=900000000000000000 + int(act.id.rpartition(":")[2].rpartition(",")[2].rstrip(")")) % 10**15,
        organization=account.id,
        action="ADMIN_COMMENT" if act.kind == "comment" else act.kind,
        source=act.conversation or "",
        made=act.id.replace("(urn:li:activity:", "(activity:"),
        at=act.at,
        subscriber=_SUBSCRIBER,
        decorated={"comment": made | {"object": comment[1]}} if comment else {"share": made},
    )


def _iso_ms(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
