"""Speaks to the Graph API as one Page: likes, comments, private replies, reading comments back, and being examined."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.platforms._base import clean
from shared.platforms._client import path_id
from shared.platforms._meta import (
    COMMON,
    MARGIN,
    Codes,
    Gone,
    Graph,
    examined,
    id_of,
    looking,
    mark,
    of_page,
    part,
    readable,
    told_at,
)
from shared.platforms.facebook._listing import Lists
from shared.platforms.facebook._mapping import NAME

PER_PAGE: Final = "100"
FIELDS: Final = ("feed", "mention", "ratings")


class AlreadySent(ActionRefused):
    """The one private reply to this comment has been sent before."""


CODES: Final = Codes(
    refused={**COMMON, 506: "duplicate text", 10900: "private reply already sent"},
    classes={10900: AlreadySent, 100: Gone},
)


class FacebookClient:
    """Acts as one Page, over a Graph with its token."""

    def __init__(self, page: str, graph: Graph, *, repeated_is_done: bool = False, list_days: timedelta) -> None:
        self._page = page
        self._graph = graph
        self._repeated_is_done = repeated_is_done
        self._list_days = list_days

    def perform(self, order: Order, timeout: float) -> str | None:
        """Like, comment or reply privately. The receipt of a comment is the `comment_id` its echo will carry."""
        if order.capability is Capability.LIKE:
            answer = self._graph.post(order.capability, f"{self._target(order.object)}/likes", timeout)
            if answer.get("success") is False:
                raise ActionRefused(NAME, order.capability, "not successful")
            return None
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        if order.capability is Capability.REPLY:
            path = f"{self._target(order.reply_to or order.object)}/comments"
            said = {"message": order.text, **_picture(order.media)}
            made = clean(self._graph.post(order.capability, path, timeout, data=said).get("id"))
            if not made:
                raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
            return self._comment_id(order, made)
        if order.capability is Capability.PRIVATE_REPLY:
            return self._private_reply(order, timeout)
        raise ActionUnsupported(NAME, order.capability, "not on a Page")

    def find(self, order: Order, timeout: float) -> str | None:
        """A comment of this Page under what was answered, made since shortly before the first try; where Facebook
        hides by whom, one with the same words.

        Under a top-level comment any of ours counts: Facebook has two levels and does not tell which of
        several people there was meant.
        """
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, "find", "only comments can be read back")
        path = f"{self._target(order.reply_to or order.object)}/comments"
        since = order.first_sent - MARGIN

        def ours(comment: dict[str, Any]) -> str | None:
            at, author = told_at(comment.get("created_time")), id_of(part(comment, "from").get("id"))
            by_us = author == self._page or (author is None and comment.get("message", "") == order.text)
            named = id_of(comment.get("id"))
            made = self._comment_id(order, named) if named and by_us and (at is None or at >= since) else None
            return None if made in order.others else made

        # Given an order, Facebook lists all comments of this level; without one it picks what it finds relevant.
        asked = {"fields": "id,from,created_time,message", "order": "reverse_chronological", "limit": PER_PAGE}
        return self._graph.find(path, asked, ours, timeout)

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what exists on the Page: visitors' posts and all comments."""
        return Lists(self._graph, self._page, self._list_days).page(question, timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whose token it is, whether the Page sends us its events, and whether posts and comments can be read."""
        posts = looking(
            self._graph,
            "permissions",
            f"{path_id(self._page)}/feed",
            {"fields": "id,from,comments.limit(1){id,from}", "limit": "1"},
            readable(NAME, "posts and comments"),
            "Grant pages_read_engagement and pages_read_user_content, with the task MODERATE on the Page.",
        )
        return examined((*of_page(NAME, self._graph, self._page, frozenset(FIELDS)), posts), timeout)

    def _private_reply(self, order: Order, timeout: float) -> str | None:
        recipient = "post_id" if order.object.startswith(f"{self._page}_") else "comment_id"
        self._target(order.object)
        said = {"text": order.text, "metadata": mark(order)}  # by which its echo in Messenger is known as ours
        message = {"recipient": {recipient: order.object}, "message": said}
        try:
            answer = self._graph.post(order.capability, f"{path_id(self._page)}/messages", timeout, json=message)
        except AlreadySent:
            if self._repeated_is_done:
                return None
            raise
        return clean(answer.get("message_id")) or None

    def _target(self, named: str) -> str:
        """A reaction or a follow has no id of Facebook's own, so there is nothing to attach an answer to."""
        if "/" in named:
            raise ActionRefused(NAME, "address", "this has no id to answer to")
        return path_id(named)

    def _comment_id(self, order: Order, made: str) -> str:
        """Webhooks name a comment `{post part}_{comment part}`; should an answer lack the first, complete it."""
        if "_" in made:
            return made
        target = order.reply_to or order.object
        own, _, second = target.partition("_")
        post_part = second if own == self._page else own
        return f"{post_part}_{made}" if "_" in target else made


def _picture(address: str | None) -> dict[str, str]:
    """A comment takes a moving picture under one name and any other under another."""
    if address is None:
        return {}
    moving = address.partition("?")[0].casefold().endswith(".gif")
    return {"attachment_share_url" if moving else "attachment_url": address}
