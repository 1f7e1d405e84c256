"""Asking Instagram what was commented: recent posts with their comments, and answers where somebody still waits.

One call for each page. The cursor holds where the posts go on, which lists are to be read on, and which open comments
are still to be looked at, so a listing may go on anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, Literal

import msgspec

from shared.core.errors import OutcomeUnknown
from shared.core.interaction import Interaction
from shared.core.ports import Listed, Question
from shared.platforms._base import clean
from shared.platforms._client import path_id
from shared.platforms._meta import Gone, Graph, following, id_of, kept, rows, told_at
from shared.platforms.instagram._mapping import NAME, comment

_POSTS: Final = "3"  # with all that hangs on them an answer must stay far below what we read
_EACH: Final = 50  # Instagram gives no more comments at once
_UNDER: Final = 20  # more of them are asked for one comment at a time
_REPLY: Final = "id,text,timestamp,from,username,parent_id"
_COMMENT: Final = f"{_REPLY},replies.limit({_UNDER}){{{_REPLY}}}"
_MEDIA: Final = f"id,username,timestamp,comments.limit({_EACH}){{{_COMMENT}}}"


class _More(msgspec.Struct, array_like=True, frozen=True):
    """A list to be read on: the comments of a post, or the replies of a comment; `after` None for its beginning."""

    of: str
    edge: Literal["comments", "replies"]
    post: str | None
    after: str | None


class _Cursor(msgspec.Struct, array_like=True):
    """Where a listing stands. `began` says whether the first page of posts was read, `posts` where they go on.

    `name` is the account's, as its posts tell it: it knows our own comments where their id is not one of ours.
    """

    began: bool = False
    posts: str | None = None
    more: list[_More] = []
    open: list[str] = []
    name: str = ""


_decoder: Final = msgspec.json.Decoder(_Cursor)


def page(
    graph: Graph,
    account: str,
    own: frozenset[str],
    question: Question,
    media_age: timedelta,
    timeout: float,
) -> Listed:
    """The next page of a listing. Raises PlatformError; what is cut off is never taken for an end."""
    cursor = _read(question)
    found = _Found(account, own, question, cursor)
    if cursor.more:
        one = cursor.more.pop(0)
        found.take(one, _asked(graph, one, timeout))
    elif not cursor.began or cursor.posts is not None:
        oldest = question.now - media_age
        asked = {"fields": _MEDIA, "limit": _POSTS} | ({"after": cursor.posts} if cursor.posts else {})
        answer = graph.get("list", f"{path_id(account)}/media", asked, timeout)
        cursor.began, cursor.posts = True, following(NAME, "list", answer, cursor.posts)
        for post in rows(NAME, "list", answer):
            at, named = told_at(post.get("timestamp")), id_of(post.get("id"))
            if at is None or named is None:
                raise OutcomeUnknown(NAME, "list", "a post without id or time")
            cursor.name = (clean(post.get("username")) or cursor.name).lower()
            if at < oldest:
                cursor.posts = None
            elif "comments" in post:
                found.take(_More(named, "comments", named, None), post["comments"])
    else:
        one = _More(cursor.open.pop(0), "replies", None, None)
        with suppress(Gone):  # taken back, or itself a reply: there is nothing under it
            found.take(one, _asked(graph, one, timeout))
    return Listed(tuple(found.interactions), _text(cursor))


class _Found:
    """The comments of one page, with what of them is to be read on put into the cursor."""

    def __init__(self, account: str, own: frozenset[str], question: Question, cursor: _Cursor) -> None:
        self.interactions: list[Interaction] = []
        self._account = account
        self._own = own
        self._question = question
        self._cursor = cursor

    def take(self, listing: _More, answer: object) -> None:
        """Comments come newest first: past the oldest wanted there are none. Replies come in no known order."""
        oldest_reached, own = False, self._own | {self._cursor.name}
        for value in rows(NAME, "list", answer):
            parent = listing.of if listing.edge == "replies" else None
            at = told_at(value.get("timestamp"))
            made = comment(value, self._account, own, self._question.now, at, media=listing.post, parent=parent)
            if made is None or at is None:
                raise OutcomeUnknown(NAME, "list", "a comment without id or time")
            if at >= self._question.since:
                self.interactions.append(made)
            else:
                oldest_reached = listing.edge == "comments"
            if "replies" in value:
                self.take(_More(made.object, "replies", listing.post, None), value["replies"])
        onwards = following(NAME, "list", answer, listing.after)
        if onwards is not None and not oldest_reached:
            self._cursor.more.append(_More(listing.of, listing.edge, listing.post, onwards))


def _asked(graph: Graph, one: _More, timeout: float) -> dict[str, Any]:
    fields = _COMMENT if one.edge == "comments" else _REPLY if one.post else f"{_REPLY},media{{id}}"
    asked = {"fields": fields, "limit": str(_EACH)} | ({"after": one.after} if one.after else {})
    return graph.get("list", f"{path_id(one.of)}/{one.edge}", asked, timeout)


def _read(question: Question) -> _Cursor:
    """The cursor of the last page; a fresh one also where it is of another release, which repeats and loses nothing."""
    try:
        if question.cursor is not None:
            return _decoder.decode(question.cursor)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    return _Cursor(open=list(_comments(question.open)))


def _comments(objects: Iterable[str]) -> Iterable[str]:
    """Those that can be comments: mentions and messages are named otherwise."""
    return (one for one in objects if one.isascii() and one.isdigit())


def _text(cursor: _Cursor) -> str | None:
    if cursor.began and cursor.posts is None and not cursor.more and not cursor.open:
        return None
    return kept(NAME, cursor, "more lists were cut off than one cursor can hold")
