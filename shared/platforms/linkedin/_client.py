"""Speaks to LinkedIn as one organization: comments, reactions, and reading comments back.

A comment of ours is named in the thread of what it answers, so that its receipt equals the name in the webhook even
where the answer of the API calls that thread by another of the post's numbers.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformUnavailable
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.core.secret import Secret
from shared.platforms._client import path_id
from shared.platforms.linkedin._checks import examine
from shared.platforms.linkedin._comments import Target, author_of, made_at, made_under, may_be, target_of, urn
from shared.platforms.linkedin._listing import listed
from shared.platforms.linkedin._mapping import NAME
from shared.platforms.linkedin._rest import AlreadyThere, Rest
from shared.platforms.linkedin._urns import CommentName, actor_of, comment_of

MOST_PAGES: Final = 20
MARGIN: Final = timedelta(seconds=120)


class LinkedInClient:
    """Acts as one organization, with the token of a member who administers it.

    `most_open` bounds how many open objects one asking looks under.
    """

    def __init__(self, account: str, token: Secret, base_url: str, *, version: str, most_open: int) -> None:
        self._account = account
        self._us = actor_of(account)
        self._version = version
        self._most_open = most_open
        self._rest = Rest(base_url, token, version)

    def perform(self, order: Order, timeout: float) -> str | None:
        """React or comment. The receipt of a comment is the long URN that its notice will carry."""
        if order.capability is Capability.LIKE:
            self._like(order, timeout)
            return None
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, order.capability, "not for organizations on LinkedIn")
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        end = time.monotonic() + timeout
        try:
            target = self._target(order, timeout, order.capability)
        except OutcomeUnknown as error:  # so far nothing was said, only looked up
            raise PlatformUnavailable(NAME, order.capability, error.why) from None
        asked: dict[str, Any] = {"actor": self._us, "object": target, "message": {"text": order.text}}
        if isinstance(target, CommentName):
            asked |= {"object": target.thread, "parentComment": target.urn}
        path = f"socialActions/{path_id(urn(target))}/comments"
        try:
            made = self._rest.post(order.capability, path, asked, left(end, order.capability), order.at)
        except AlreadyThere as error:  # perhaps an earlier try of ours
            raise OutcomeUnknown(NAME, order.capability, error.why) from None
        receipt = made_under(target, made)
        if receipt is None:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return receipt

    def find(self, order: Order, timeout: float) -> str | None:
        """A comment of this organization with these words under what was answered, made since shortly before the first
        try. LinkedIn has two levels, so the words tell which of several people below a comment was meant.
        """
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, "find", "a repeat is harmless")
        end = time.monotonic() + timeout
        target, since = self._target(order, timeout, "find"), order.first_sent - MARGIN
        path, start = f"socialActions/{path_id(urn(target))}/comments", 0
        for _ in range(MOST_PAGES):
            page = self._rest.page("find", path, start, left(end, "find"), order.at)
            for comment in page.elements:
                if author_of(comment) != self._us or not may_be(comment, order.text):
                    continue
                at, found = made_at(comment), made_under(target, comment)
                if found is not None and found not in order.others and (at is None or at >= since):
                    return found
            if page.following is None:
                return None
            start = page.following
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what was done: replies under what still waits, then the notices since then."""
        return listed(self._rest, self._account, question, timeout, self._most_open)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Look at version, token, role and subscription, changing nothing."""
        return examine(self._rest, self._us, self._version, now, timeout)

    def _like(self, order: Order, timeout: float) -> None:
        root = target_of(order.object)
        if root is None:
            raise ActionRefused(NAME, "address", "only a post or a comment can be liked")
        asked = {"root": urn(root), "reactionType": "LIKE"}
        try:
            self._rest.post(order.capability, f"reactions?actor={path_id(self._us)}", asked, timeout, order.at)
        except AlreadyThere:
            return

    def _target(self, order: Order, timeout: float, action: str) -> Target:
        """What a comment of ours hangs on: a post, or a comment of the first level.

        A notice does not tell whether its comment is itself a reply, under which nothing can hang: that is asked first.
        """
        target = target_of(order.reply_to or order.object)
        if target is None:
            raise ActionRefused(NAME, "address", "only a post or a comment can be answered")
        if order.reply_to is not None or not isinstance(target, CommentName):
            return target
        path = f"socialActions/{path_id(target.thread)}/comments/{path_id(target.number)}"
        answer = self._rest.get(action, path, timeout, order.at)
        if not answer:
            raise OutcomeUnknown(NAME, action, "no comment in the answer")
        above = comment_of(answer.get("parentComment"))
        return target if above is None else CommentName(target.thread, above.number)


def left(end: float, action: str) -> float:
    """Seconds until `end`. Raises PlatformUnavailable where there are none: nothing more has left."""
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise PlatformUnavailable(NAME, action, "no time left")
    return seconds
