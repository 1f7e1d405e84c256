"""What the pretended APIs answer to somebody who looks whether an account is set up: each is, and hears everything.

Only what Heard's own examination asks for; paths and bodies follow the platforms' public pages (read 2026-11).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from demo.world import Account, Call, Reply

_FIELDS: Final = (
    "feed", "mention", "ratings", "messages", "message_reactions", "message_echoes", "messaging_postbacks", "comments",
    "live_comments",
)  # fmt: skip
_EVENTS: Final = ("post.mention.create", "post.reply.create", "post.create")
_LIST: Final[Mapping[str, Any]] = {"data": []}

Answer = Callable[[Account], Mapping[str, Any]]


def _app(_account: Account) -> Mapping[str, Any]:
    return {"data": [{"id": "1", "subscribed_fields": list(_FIELDS)}]}


def _me(account: Account) -> Mapping[str, Any]:
    return {"id": account.id, "user_id": account.id, "username": account.handle or account.name}


def _number(account: Account) -> Mapping[str, Any]:
    told = {"display_phone_number": account.id, "quality_rating": "GREEN", "status": "CONNECTED"}
    return told | {"webhook_configuration": {"application": "https://hooks.ternandkettle.example/whatsapp"}}


def _quota(_account: Account) -> Mapping[str, Any]:
    return {"data": [{"reply_quota_usage": 0, "reply_config": {"quota_total": 1000}}]}


def _user(account: Account) -> Mapping[str, Any]:
    return {"data": {"id": account.id}}


def _events(account: Account) -> Mapping[str, Any]:
    events = ({"event_type": one, "filter": {"user_id": account.id}, "webhook_id": "1"} for one in _EVENTS)
    return {"data": list(events)}


def _channel(account: Account) -> Mapping[str, Any]:
    return {"items": [{"id": account.id}]}


_META: Final = r"/v\d+\.\d+/"
_CHECKS: Final[tuple[tuple[str, str, Mapping[str, str], Answer], ...]] = (
    # platform, path, what the query must hold, the answer
    ("facebook", f"{_META}me", {}, _me),
    ("facebook", rf"{_META}[^/]+/subscribed_apps", {}, _app),
    ("messenger", f"{_META}me", {}, _me),
    ("messenger", rf"{_META}[^/]+/subscribed_apps", {}, _app),
    ("messenger", rf"{_META}[^/]+/conversations", {"fields": "id", "limit": "1"}, lambda _account: _LIST),
    ("instagram", rf"{_META}\d+", {"fields": "id"}, _me),
    ("instagram", f"{_META}me", {}, _me),
    ("instagram", f"{_META}me/subscribed_apps", {}, _app),
    ("instagram", f"{_META}me/conversations", {"fields": "id", "limit": "1"}, lambda _account: _LIST),
    ("threads", f"{_META}me", {}, _me),
    ("threads", rf"{_META}[^/]+/(replies|mentions)", {"fields": "id"}, lambda _account: _LIST),
    ("threads", rf"{_META}[^/]+/threads_publishing_limit", {}, _quota),
    ("whatsapp", rf"{_META}\d+", {}, _number),
    ("x", "/2/users/me", {}, _user),
    ("x", "/2/activity/subscriptions", {}, _events),
    ("youtube", "/youtube/v3/channels", {"mine": "true"}, _channel),
    ("youtube", "/youtube/v3/commentThreads", {"moderationStatus": "heldForReview"}, lambda _account: {"items": []}),
)


def checked(account: Account, call: Call) -> Reply | None:
    """The answer to a look at an account; None where the call is no such look."""
    for platform, path, wanted, answer in _CHECKS:
        if (platform, call.method) != (account.platform, "GET") or not re.fullmatch(path, call.path):
            continue
        if all(call.query.get(name) == value for name, value in wanted.items()):
            return Reply(200, answer(account))
    return None
