"""What the pretended Data API of YouTube understands: threads of comments, replies under one, and saying one.

YouTube pushes no comments. The day's lines that are `listed` say what exists there and since when; what Heard says
itself is listed too. Paths, bodies and errors follow the public pages (v3, read 2026-11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from demo import bodies_more as bodies
from demo.answers import enact, number, visible
from demo.faults import Fault, Wrong
from demo.journal import Effect
from demo.world import Account, Call, Reply, World

_SHOWN: Final = 2  # replies that a thread brings along; a caller must ask for more of them


class YouTube:
    path = re.compile(r"/youtube/v3/")
    signed = False

    def answer(self, world: World, account: Account, call: Call, lag: timedelta) -> Reply:
        asked = (call.method, call.path.rpartition("/")[2])
        if asked == ("GET", "commentThreads"):
            return self._threads(world, account, call)
        if asked == ("GET", "comments"):
            thread = call.query.get("parentId", "")
            if not any(one["id"] == thread for one in world.listed("youtube")):
                return _error(404, "commentNotFound")
            return _page(self._replies(world, account, thread), call)
        if asked != ("POST", "comments"):
            return _error(404, "notFound")
        snippet = call.values().get("snippet") or {}
        target, text = str(snippet.get("parentId", "")), snippet.get("textOriginal")
        if not text:
            return _error(400, "commentTextRequired")
        if not any(one["id"] == target for one in world.listed("youtube")):
            return _error(404, "parentCommentNotFound")
        made = f"{target}.9tk{world.number():08d}"
        done = world.done(account, enact(world, account, "reply", target, made, str(text), lag), echoed=False)
        return Reply(200, self._said(account, done))

    def _threads(self, world: World, account: Account, call: Call) -> Reply:
        """Newest first; of replies only some come along."""
        tops = [one for one in world.listed("youtube") if "parentId" not in one["snippet"]]
        wanted = call.query.get("id")
        if wanted is not None:
            tops = [one for one in tops if one["id"] in wanted.split(",")]
        tops.sort(key=lambda one: str(one["snippet"]["publishedAt"]), reverse=True)
        return _page([self._thread(world, account, top) for top in tops], call)

    def _thread(self, world: World, account: Account, top: Mapping[str, Any]) -> Mapping[str, Any]:
        replies = self._replies(world, account, top["id"])
        about = {"channelId": account.id, "videoId": top["snippet"]["videoId"], "topLevelComment": top}
        snippet = {**about, "canReply": True, "totalReplyCount": len(replies), "isPublic": True}
        shown = {"replies": {"comments": replies[:_SHOWN]}} if replies else {}
        return {"kind": "youtube#commentThread", "id": top["id"], "snippet": snippet, **shown}

    def _replies(self, world: World, account: Account, thread: str) -> list[Mapping[str, Any]]:
        """Newest first, as far as lists show them."""
        below = [one for one in world.listed("youtube") if one["snippet"].get("parentId") == thread]
        ours = [self._said(account, one) for one in visible(world, "youtube") if one.object == thread]
        return sorted([*below, *ours], key=lambda one: str(one["snippet"]["publishedAt"]), reverse=True)

    def _said(self, account: Account, effect: Effect) -> Mapping[str, Any]:
        return bodies.youtube_comment(
            comment=effect.id,
            author=(account.id, account.handle),
            text=effect.text or "",
            at=effect.at,
            under=effect.object,
        )

    def stumbles(self, fault: Fault, now: datetime) -> Reply:
        del now
        if fault.wrong is Wrong.RATE_LIMIT:
            reply = _error(403, "rateLimitExceeded")
            return Reply(403, reply.body, {"Retry-After": str(int(fault.seconds))})
        return _error(403, "forbidden") if fault.wrong is Wrong.REFUSED else _error(500, "backendError")

    def echo(self, world: World, account: Account, effect: Effect, at: datetime) -> bytes:
        raise NotImplementedError("YouTube pushes no comments")


def _page(rows: list[Mapping[str, Any]], call: Call) -> Reply:
    start, size = number(call.query.get("pageToken"), 0), number(call.query.get("maxResults"), 20)
    following = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
    return Reply(200, {"items": rows[start : start + size], **following})


def _error(status: int, reason: str) -> Reply:
    return Reply(status, {"error": {"code": status, "message": reason, "errors": [{"reason": reason}]}})
