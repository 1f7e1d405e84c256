"""Speaks to the Graph API as one Page: likes, comments, private replies, and reading comments back."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Capability, Order
from shared.core.secret import Secret
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import path_id
from shared.platforms._meta import COMMON, Codes, Graph
from shared.platforms.facebook._mapping import NAME

MOST_PAGES: Final = 10
PER_PAGE: Final = "100"
MARGIN: Final = timedelta(seconds=120)


class AlreadySent(ActionRefused):
    """The one private reply to this comment has been sent before."""


CODES: Final = Codes(
    refused={**COMMON, 506: "duplicate text", 10900: "private reply already sent"},
    classes={10900: AlreadySent},
)


class FacebookClient:
    """Acts as one Page. `proof_key` is the app secret where calls must carry a proof of it."""

    def __init__(
        self,
        page: str,
        token: Secret,
        base_url: str,
        *,
        version: str,
        proof_key: Secret | None = None,
        repeated_is_done: bool = False,
    ) -> None:
        self._page = page
        self._repeated_is_done = repeated_is_done
        self._graph = Graph(NAME, base_url, token, codes=CODES, version=version, proof_key=proof_key)

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
            comments = page.get("data")
            if not isinstance(comments, list):
                raise OutcomeUnknown(NAME, "find", "no list in the answer")
            for comment in comments:
                made = self._ours(comment)
                at = iso_moment(comment.get("created_time")) if made else None
                if made and (at is None or at >= since):
                    return self._comment_id(order, made)
            paging = page.get("paging")
            if not isinstance(paging, dict) or not paging.get("next"):
                return None
            cursors = paging.get("cursors")
            after = clean(cursors.get("after")) if isinstance(cursors, dict) else None
            if not after or after == asked.get("after"):
                break
            asked = {**asked, "after": after}
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def _private_reply(self, order: Order, timeout: float) -> str | None:
        recipient = "post_id" if order.object.startswith(f"{self._page}_") else "comment_id"
        self._target(order.object)
        message = {"recipient": {recipient: order.object}, "message": {"text": order.text}}
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
