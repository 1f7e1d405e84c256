"""Speaks to the Graph API as one Page: likes, comments, private replies, reading comments back, and being examined."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import path_id
from shared.platforms._meta import COMMON, Codes, Graph, examined, following, mark, rows
from shared.platforms.facebook._listing import Gone, Lists
from shared.platforms.facebook._mapping import NAME

MOST_PAGES: Final = 10
PER_PAGE: Final = "100"
MARGIN: Final = timedelta(seconds=120)
FIELDS: Final = ("feed", "mention", "ratings")


class AlreadySent(ActionRefused):
    """The one private reply to this comment has been sent before."""


CODES: Final = Codes(
    refused={**COMMON, 506: "duplicate text", 10900: "private reply already sent"},
    classes={10900: AlreadySent, 100: Gone},
)


class FacebookClient:
    """Acts as one Page, over a Graph with its token."""

    def __init__(self, page: str, graph: Graph, *, repeated_is_done: bool = False, list_days: int = 14) -> None:
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
            made = clean(self._graph.post(order.capability, path, timeout, data={"message": order.text}).get("id"))
            if not made:
                raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
            return self._comment_id(order, made)
        if order.capability is Capability.PRIVATE_REPLY:
            return self._private_reply(order, timeout)
        raise ActionUnsupported(NAME, order.capability, "not on a Page")

    def find(self, order: Order, timeout: float) -> str | None:
        """A comment of this Page under what was answered, made since shortly before the first try.

        Under a top-level comment any of ours counts: Facebook has two levels and does not tell which of
        several people there was meant.
        """
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, "find", "only comments can be read back")
        path = f"{self._target(order.reply_to or order.object)}/comments"
        since = order.first_sent - MARGIN
        # Given an order, Facebook lists all comments of this level; without one it picks what it finds relevant.
        asked = {"fields": "id,from,created_time", "order": "reverse_chronological", "limit": PER_PAGE}
        end = time.monotonic() + timeout
        for _ in range(MOST_PAGES):
            left = end - time.monotonic()
            if left <= 0:
                break
            page = self._graph.get("find", path, asked, left)
            for comment in rows(NAME, "find", page):
                made = self._ours(comment)
                at = iso_moment(comment.get("created_time")) if made else None
                if made and (at is None or at >= since):
                    return self._comment_id(order, made)
            after = following(NAME, "find", page)
            if after is None:
                return None
            if after == asked.get("after"):
                break
            asked = {**asked, "after": after}
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what exists on the Page: visitors' posts and all comments."""
        return Lists(self._graph, self._page, self._list_days).page(question, timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whose token it is, whether the Page sends us its events, and whether posts and comments can be read."""
        return examined(
            (
                ("token", "Put a Page access token of this very Page.", self._token),
                (
                    "subscription",
                    f"POST /{self._page}/subscribed_apps?subscribed_fields={','.join(FIELDS)} with the Page's token.",
                    self._subscription,
                ),
                (
                    "permissions",
                    "Grant pages_read_engagement and pages_read_user_content, with the task MODERATE on the Page.",
                    self._reading,
                ),
            ),
            timeout,
        )

    def _token(self, timeout: float) -> tuple[bool | None, str]:
        told = clean(self._graph.get("examine", "me", {"fields": "id,name"}, timeout).get("id"))
        if not told:
            return None, "Facebook did not say whose it is"
        return told == self._page, "it is the Page's" if told == self._page else "it speaks for somebody else"

    def _subscription(self, timeout: float) -> tuple[bool | None, str]:
        path = f"{path_id(self._page)}/subscribed_apps"
        apps = rows(NAME, "examine", self._graph.get("examine", path, {"fields": "id,subscribed_fields"}, timeout))
        given = [app.get("subscribed_fields") for app in apps if isinstance(app, dict)]
        heard = [{_field(each) for each in one} for one in given if isinstance(one, list)]
        missing = [[field for field in FIELDS if field not in one] for one in heard]
        if not missing:
            return False, "no app is let into the Page"
        least = min(missing, key=len)
        return not least, f"missing: {', '.join(least)}" if least else "an app has all its events"

    def _reading(self, timeout: float) -> tuple[bool | None, str]:
        asked = {"fields": "id,from,comments.limit(1){id,from}", "limit": "1"}
        rows(NAME, "examine", self._graph.get("examine", f"{path_id(self._page)}/feed", asked, timeout))
        return True, "posts and comments can be read"

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

    def _ours(self, comment: object) -> str | None:
        if not isinstance(comment, dict) or not isinstance(comment.get("from"), dict):
            return None
        return clean(comment.get("id")) if clean(comment["from"].get("id")) == self._page else None

    def _comment_id(self, order: Order, made: str) -> str:
        """Webhooks name a comment `{post part}_{comment part}`; should an answer lack the first, complete it."""
        if "_" in made:
            return made
        target = order.reply_to or order.object
        own, _, second = target.partition("_")
        post_part = second if own == self._page else own
        return f"{post_part}_{made}" if "_" in target else made


def _field(value: object) -> str | None:
    """A subscribed field: its name, or an object with the name in it."""
    return clean(value.get("name")) if isinstance(value, dict) else clean(value)
