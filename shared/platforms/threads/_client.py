"""Speaks to the Threads API as one account: replies in two steps, reads them back, and is examined."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformUnavailable
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.core.secret import Secret
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import path_id
from shared.platforms._meta import COMMON, MARGIN, Codes, Gone, Graph, examined, looking, owned, part, readable, rows
from shared.platforms.threads._listing import Lists
from shared.platforms.threads._mapping import NAME, Usernames

VERSION: Final = "v1.0"
_SOON: Final = 10.0  # seconds until what was not found yet is prepared anew


class NotYet(ActionRefused):
    """What was just prepared is not found yet: nothing was published."""


CODES: Final = Codes(
    refused={**COMMON, (24, 4279009): "what was prepared is not found"},
    classes={(24, 4279009): NotYet, 100: Gone},
)


class ThreadsClient:
    """Acts as one account. `at_once`: a reply is published by the call that would only prepare it."""

    def __init__(
        self,
        account: str,
        token: Secret,
        base_url: str,
        *,
        usernames: Usernames,
        at_once: bool = False,
        list_days: timedelta,
    ) -> None:
        self._us = account
        self._usernames = usernames
        self._at_once = at_once
        self._list_days = list_days
        self._graph = Graph(NAME, base_url, token, codes=CODES, version=VERSION)

    def perform(self, order: Order, timeout: float) -> str | None:
        """Reply. The receipt is the id that the reply's own webhook will carry."""
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, order.capability, "not on Threads")
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        end = time.monotonic() + timeout
        target = clean(order.reply_to or order.object) or ""
        asked = {"media_type": "TEXT", "text": order.text, "reply_to_id": target}
        if self._at_once:
            asked["auto_publish_text"] = "true"
        made = clean(self._graph.post(order.capability, self._mine("threads"), timeout, data=asked).get("id"))
        if self._at_once:
            return self._receipt(order, made)
        if not made:
            raise PlatformUnavailable(NAME, order.capability, "nothing was prepared")
        left = end - time.monotonic()
        if left <= 0:
            raise PlatformUnavailable(NAME, order.capability, "no time was left to publish", 0.0)
        try:
            path, prepared = self._mine("threads_publish"), {"creation_id": made}
            return self._receipt(order, clean(self._graph.post(order.capability, path, left, data=prepared).get("id")))
        except NotYet as error:
            raise PlatformUnavailable(NAME, order.capability, error.why, _SOON) from None

    def find(self, order: Order, timeout: float) -> str | None:
        """A reply of ours to that very object, made since shortly before the first try."""
        if order.capability is not Capability.REPLY:
            raise ActionUnsupported(NAME, "find", "only replies can be read back")
        target, since = order.reply_to or order.object, order.first_sent - MARGIN
        asked = {"fields": "id,replied_to,timestamp", "limit": "100", "since": str(int(since.timestamp()))}
        return self._graph.find(
            self._mine("replies"),
            asked,
            lambda reply: _answer(reply, target, since, order.others),
            timeout,
            untold=True,
        )

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what exists: conversations under our posts, our own replies, mentions."""
        return Lists(self._graph, self._us, self._usernames, self._list_days).page(question, timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whose token it is, whether replies and mentions can be read, and whether replies are left for today."""
        look = partial(looking, self._graph)
        return examined(
            (
                look(
                    "token",
                    "me",
                    {"fields": "id,username"},
                    owned(frozenset({self._us})),
                    "Let this very account authorise the app again and put its token.",
                ),
                look(
                    "replies",
                    self._mine("replies"),
                    {"fields": "id", "limit": "1"},
                    readable(NAME, "replies"),
                    "Authorise the app with threads_read_replies.",
                ),
                look(
                    "mentions",
                    self._mine("mentions"),
                    {"fields": "id"},
                    readable(NAME, "mentions"),
                    "Authorise the app with threads_manage_mentions.",
                ),
                look(
                    "publishing",
                    self._mine("threads_publishing_limit"),
                    {"fields": "reply_quota_usage,reply_config"},
                    _left,
                    "Authorise the app with threads_content_publish and threads_manage_replies; a used up quota "
                    "comes back within 24 hours.",
                ),
            ),
            timeout,
        )

    def _mine(self, edge: str) -> str:
        return f"{path_id(self._us)}/{edge}"

    def _receipt(self, order: Order, made: str | None) -> str:
        if not made:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return made


def _left(answer: dict[str, Any]) -> tuple[bool | None, str]:
    """Whether replies are left for today."""
    first = next(iter(rows(NAME, "examine", answer)), {})
    used, total = first.get("reply_quota_usage"), part(first, "reply_config").get("quota_total")
    if type(used) is not int or type(total) is not int:
        return None, "Threads did not say how many replies are left"
    return used < total, f"{used} of {total} replies of the last 24 hours are used"


def _answer(reply: dict[str, Any], target: str, since: datetime, others: tuple[str, ...]) -> str | None:
    """The id of a reply of ours, if it answers `target` and is new enough. One that hides what it answers may be it."""
    made, at, answered = clean(reply.get("id")), iso_moment(reply.get("timestamp")), reply.get("replied_to")
    if at is not None and at < since:
        return None
    if not made or not isinstance(answered, dict):
        raise OutcomeUnknown(NAME, "find", "a reply of ours that does not tell what it answers")
    return made if clean(answered.get("id")) == target and made not in others else None
