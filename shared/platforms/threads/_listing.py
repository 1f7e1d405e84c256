"""Asks Threads what exists: the conversations under our posts, then our own replies elsewhere, then mentions elsewhere.

What is left to ask stands in the cursor, so that any client can go on from it. The posts whose conversations were
listed stand there too: what hangs under one of them is not told a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, Literal

import msgspec

from shared.core.errors import DeliveryUnreadable, OutcomeUnknown
from shared.core.interaction import Interaction
from shared.core.ports import Listed, Question
from shared.platforms._base import clean
from shared.platforms._client import path_id
from shared.platforms._meta import Gone, Graph, following, id_of, kept, rows
from shared.platforms.threads import _mapping

_MEDIA: Final = (
    "id,username,text,media_type,media_url,gif_url,permalink,shortcode,timestamp,"
    "is_reply,is_quote_post,quoted_post,root_post,replied_to"
)
_POSTS: Final = {"fields": "id,username,has_replies", "limit": "100"}
_CONVERSATION: Final = {"fields": f"{_MEDIA},is_reply_owned_by_me", "reverse": "true"}
_OWN: Final = {"fields": _MEDIA, "limit": "100"}
_MENTIONS: Final = {"fields": _MEDIA}


class _Left(msgspec.Struct, omit_defaults=True):
    """What is still to be asked: `stage` from the cursor `after` on, and before that the conversations of `posts`."""

    stage: Literal["posts", "replies", "mentions", "done"] = "posts"
    after: str = ""
    posts: list[tuple[str, str]] = []
    listed: list[str] = []
    name: str = ""


_NEXT: Final[Mapping[str, Literal["replies", "mentions", "done"]]] = {
    "posts": "replies",
    "replies": "mentions",
    "mentions": "done",
}


class Lists:
    """Lists the conversations under one account's posts of the last days, and what stands elsewhere."""

    def __init__(self, graph: Graph, account: str, usernames: _mapping.Usernames, days: timedelta) -> None:
        self._graph = graph
        self._us = account
        self._usernames = usernames
        self._days = days

    def page(self, question: Question, timeout: float) -> Listed:
        """One call, whichever is next."""
        left = _left(question.cursor)
        if left.posts:
            found = self._conversation(question, left, timeout)
        elif left.stage == "posts":
            found = self._posts(question, left, timeout)
        else:
            found = self._elsewhere(question, left, timeout)
        return Listed(tuple(found), _written(left))

    def _posts(self, question: Question, left: _Left, timeout: float) -> list[Interaction]:
        asked = {**_POSTS, "since": str(int((question.since - self._days).timestamp()))}
        answer, listed = self._asked(f"{path_id(self._us)}/threads", asked, left.after, timeout)
        for post in listed:
            named = id_of(post.get("id"))
            if named is None:
                raise OutcomeUnknown(_mapping.NAME, "list", "a post without an id")
            left.name = clean(post.get("username")) or left.name
            if post.get("has_replies") is not False:
                left.posts.append((named, ""))
                left.listed.append(named)
        self._go_on(left, answer)
        return []

    def _conversation(self, question: Question, left: _Left, timeout: float) -> list[Interaction]:
        post, before = left.posts.pop(0)
        try:
            answer, listed = self._asked(f"{path_id(post)}/conversation", _CONVERSATION, before, timeout)
        except Gone:  # taken down since it was listed, and all under it
            return []
        root = {"id": post, "owner_id": self._us, "username": left.name}
        found, reached = self._read("replies", listed, question, {"root_post": root})
        after = following(_mapping.NAME, "list", answer, before, untold=True)
        if after is not None and not reached:
            left.posts.insert(0, (post, after))
        return found

    def _elsewhere(self, question: Question, left: _Left, timeout: float) -> list[Interaction]:
        """Our own replies or mentions, without those in conversations that were listed."""
        own = left.stage == "replies"
        asked = {**_OWN, "since": str(int(question.since.timestamp()))} if own else _MENTIONS
        answer, listed = self._asked(f"{path_id(self._us)}/{left.stage}", asked, left.after, timeout)
        known = {"is_reply_owned_by_me": True} if own else {}
        found, reached = self._read(left.stage, listed, question, known)
        self._go_on(left, answer, reached=reached)
        return [one for one in found if one.place.post not in left.listed]

    def _asked(
        self, path: str, asked: Mapping[str, str], after: str, timeout: float
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        answer = self._graph.get("list", path, {**asked, "after": after} if after else asked, timeout)
        return answer, rows(_mapping.NAME, "list", answer)

    def _go_on(self, left: _Left, answer: dict[str, Any], *, reached: bool = False) -> None:
        after = None if reached else following(_mapping.NAME, "list", answer, left.after, untold=True)
        if after is not None:
            left.after = after
        else:
            left.stage, left.after = _NEXT[left.stage], ""

    def _read(
        self, field: str, listed: list[dict[str, Any]], question: Question, known: dict[str, Any]
    ) -> tuple[list[Interaction], bool]:
        """What the webhooks would have been read as, newest first, and whether they reach back far enough."""
        found, reached = [], False
        for raw in listed:
            try:
                read = _mapping.listed(self._us, question.now, field, {**raw, **known}, self._usernames)
            except DeliveryUnreadable:
                raise OutcomeUnknown(_mapping.NAME, "list", "something without an id") from None
            if isinstance(read, str):
                continue
            if read.at is None:
                raise OutcomeUnknown(_mapping.NAME, "list", "something without a time")
            reached = read.at < question.since
            if not reached:
                found.append(read)
        return found, reached


def _left(cursor: str | None) -> _Left:
    if cursor is None:
        return _Left()
    try:
        left = msgspec.json.decode(cursor, type=_Left)
    except msgspec.DecodeError:
        raise OutcomeUnknown(_mapping.NAME, "list", "the cursor is none of ours") from None
    if left.stage == "done" and not left.posts:
        raise OutcomeUnknown(_mapping.NAME, "list", "the cursor leaves nothing to ask")
    return left


def _written(left: _Left) -> str | None:
    if left.stage == "done" and not left.posts:
        return None
    return kept(_mapping.NAME, left, "more posts than can be kept: lower HEARD_THREADS_LIST_DAYS")
