"""Asks a Page what exists: visitors' posts and all comments, each named as its webhook names it.

The feed comes first, with the newest comments of each post; then the posts whose comments did not fit; then the posts
of what still waits and is older than the feed was asked for. What is left to ask stands in the cursor, so that any
client can go on from it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from shared.core.errors import DeliveryUnreadable, OutcomeUnknown
from shared.core.interaction import Interaction
from shared.core.ports import Listed, Question
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import path_id
from shared.platforms._meta import Gone, Graph, following, id_of, kept, part, rows
from shared.platforms.facebook import _mapping

_COMMENT: Final = "id,from,message,created_time,parent{id},is_hidden,permalink_url,attachment{media}"
# The filter `stream` brings both levels; an order makes Facebook list all, and not what it finds relevant.
_NESTED: Final = f"comments.limit(50).order(reverse_chronological).filter(stream){{{_COMMENT}}}"
_POST: Final = f"id,from,message,created_time,status_type,is_hidden,permalink_url,full_picture,{_NESTED}"
_BY_TIME: Final = ("after", "since", "until", "__paging_token")
_FEED: Final = {"fields": _POST, "limit": "10"}
_COMMENTS: Final = {"fields": _COMMENT, "order": "reverse_chronological", "filter": "stream", "limit": "100"}


class _Left(msgspec.Struct, omit_defaults=True):
    """What is still to be asked: the feed, with `feed`, unless `fed`; `posts` from their cursors on; `older` posts."""

    fed: bool = False
    feed: dict[str, str] = {}
    posts: list[tuple[str, str]] = []
    older: list[str] = []


class Lists:
    """Lists one Page's posts of the last days before what is asked for, and the comments under them."""

    def __init__(self, graph: Graph, page: str, days: timedelta) -> None:
        self._graph = graph
        self._page = page
        self._days = days

    def page(self, question: Question, timeout: float) -> Listed:
        """One call, whichever is next."""
        left = self._left(question)
        if left.posts:
            post, after = left.posts.pop(0)
            found = self._comments(post, after, question, left, timeout)
        elif not left.fed:
            found = self._feed(question, left, timeout)
        else:
            post = left.older.pop(0)
            try:
                found = self._comments(post, "", question, left, timeout)
            except Gone:  # it stood elsewhere, or is no more: nothing can hang under it
                found = []
        return Listed(tuple(found), _written(left))

    def _left(self, question: Question) -> _Left:
        if question.cursor is None:
            posts = (self._post_of(named) for named in question.open)
            return _Left(older=list(dict.fromkeys(post for post in posts if post)))
        try:
            left = msgspec.json.decode(question.cursor, type=_Left)
        except msgspec.DecodeError:
            raise OutcomeUnknown(_mapping.NAME, "list", "the cursor is none of ours") from None
        if left.fed and not left.posts and not left.older:
            raise OutcomeUnknown(_mapping.NAME, "list", "the cursor leaves nothing to ask")
        return left

    def _post_of(self, named: str) -> str | None:
        """The post of this Page under which something stands; None where its name does not tell."""
        first, joined, _ = named.partition("_")
        if "/" in named or not joined:
            return None
        return named if first == self._page else f"{self._page}_{first}"

    def _feed(self, question: Question, left: _Left, timeout: float) -> list[Interaction]:
        asked = {**_FEED, "since": str(int((question.since - self._days).timestamp())), **left.feed}
        answer = self._graph.get("list", f"{path_id(self._page)}/feed", asked, timeout)
        found: list[Interaction] = []
        for post in rows(_mapping.NAME, "list", answer):
            named = id_of(post.get("id"))
            if named is None:
                raise OutcomeUnknown(_mapping.NAME, "list", "a post without an id")
            left.older = [one for one in left.older if one != named]
            shared = post.get("status_type") == "shared_story" and _author(post) != self._page
            if not shared:
                found += self._read(_as_post(named, post), question)
            if "comments" in post:
                found += self._below(named, post["comments"], question, left)
        further = _further(answer)
        if further and further == left.feed:
            raise OutcomeUnknown(_mapping.NAME, "list", "the same page twice")
        left.fed, left.feed = not further, further
        return found

    def _comments(self, post: str, after: str, question: Question, left: _Left, timeout: float) -> list[Interaction]:
        asked = {**_COMMENTS, "after": after} if after else _COMMENTS
        answer = self._graph.get("list", f"{path_id(post)}/comments", asked, timeout)
        return self._below(post, answer, question, left, after)

    def _below(self, post: str, answer: object, question: Question, left: _Left, before: str = "") -> list[Interaction]:
        """The comments of one page, newest first; the next page is kept unless this one reaches back far enough."""
        found: list[Interaction] = []
        reached = False
        for comment in rows(_mapping.NAME, "list", answer):
            read = self._read(_as_comment(post, comment), question)
            found += read
            reached = not read
        after = following(_mapping.NAME, "list", answer, before)
        if after is not None and not reached:
            left.posts.append((post, after))
        return found

    def _read(self, value: dict[str, Any], question: Question) -> list[Interaction]:
        """What the webhook would have been read as; nothing where it is older than what is asked for."""
        try:
            read = _mapping.listed(self._page, question.now, value)
        except DeliveryUnreadable:
            raise OutcomeUnknown(_mapping.NAME, "list", "something without an id") from None
        if isinstance(read, str) or read.at is None:
            raise OutcomeUnknown(_mapping.NAME, "list", "something without a time")
        return [read] if read.at >= question.since else []


def _further(answer: dict[str, Any]) -> dict[str, str]:
    """What to ask for the next page of the feed with, nothing after the last.

    Where a feed is asked by time it may page by time and name no cursor: then the fields are taken from the address of
    the next page. The address itself, which may hold the token, is neither kept nor followed.
    """
    paging = part(answer, "paging")
    told = paging.get("next") if "cursors" not in paging else None
    if isinstance(told, str):
        query = dict(parse_qsl(told.partition("?")[2]))
        by_time: dict[str, str] = {name: query[name] for name in _BY_TIME if name in query}
        if "until" in by_time or "after" in by_time:
            return by_time
    after = following(_mapping.NAME, "list", answer)
    return {} if after is None else {"after": after}


def _author(raw: dict[str, Any]) -> str | None:
    return id_of(part(raw, "from").get("id"))


def _as_post(named: str, raw: dict[str, Any]) -> dict[str, Any]:
    return {**_common(raw), "item": "post", "post_id": named, "photo": raw.get("full_picture")}


def _as_comment(post: str, raw: dict[str, Any]) -> dict[str, Any]:
    return {
        **_common(raw),
        "item": "comment",
        "comment_id": _whole(post, raw.get("id")),
        "post_id": post,
        "parent_id": _whole(post, part(raw, "parent").get("id")) or post,
        "photo": part(part(part(raw, "attachment"), "media"), "image").get("src"),
    }


def _common(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "verb": "hide" if raw.get("is_hidden") is True else "add",
        "from": raw.get("from"),
        "message": raw.get("message"),
        "created_time": raw.get("created_time") if iso_moment(raw.get("created_time")) else None,
        "post": {"permalink_url": raw.get("permalink_url")},
    }


def _whole(post: str, named: object) -> str | None:
    """A comment's id with the post's part before it, as webhooks have it; lists may leave that out."""
    own = clean(named)
    return own if not own or "_" in own else f"{post.partition('_')[2]}_{own}"


def _written(left: _Left) -> str | None:
    if left.fed and not left.posts and not left.older:
        return None
    return kept(_mapping.NAME, left, "more is left to ask than can be kept")
