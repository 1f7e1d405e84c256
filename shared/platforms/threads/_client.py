"""Speaks to the Threads API as one account: replies in two steps, reads them back, is examined, renews its token."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformUnavailable
from shared.core.ports import Capability, Finding, Grant, Listed, Order, Question
from shared.core.secret import Secret
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import ApiClient, path_id
from shared.platforms._meta import COMMON, Codes, Graph, examined, rows, translator
from shared.platforms.threads._listing import Gone, Lists, after_of
from shared.platforms.threads._mapping import NAME, Usernames

VERSION: Final = "v1.0"
MOST_PAGES: Final = 10
MARGIN: Final = timedelta(seconds=120)
_SOON: Final = 10.0  # seconds until what was not found yet is prepared anew


class NotYet(ActionRefused):
    """What was just prepared is not found yet: nothing was published."""


class Dead(ActionRefused):
    """The token has ended, or no longer may do this: a person must log in."""


CODES: Final = Codes(
    refused={**COMMON, (24, 4279009): "what was prepared is not found"},
    classes={(24, 4279009): NotYet, 100: Gone, 10: Dead, 102: Dead, 190: Dead},
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
        list_days: int = 7,
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
        end = time.monotonic() + timeout
        for _ in range(MOST_PAGES):
            left = end - time.monotonic()
            if left <= 0:
                break
            page = self._graph.get("find", self._mine("replies"), asked, left)
            listed = rows(NAME, "find", page)
            for reply in listed:
                made = _answer(reply, target, since)
                if made:
                    return made
            after = after_of("find", page, listed)
            if after is None:
                return None
            if after == asked.get("after"):
                break
            asked = {**asked, "after": after}
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what exists: conversations under our posts, our own replies, mentions."""
        return Lists(self._graph, self._us, self._usernames, self._list_days).page(question, timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whose token it is, whether replies and mentions can be read, and whether replies are left for today."""
        return examined(
            (
                ("token", "Let this very account authorise the app again and put its token.", self._token),
                ("replies", "Authorise the app with threads_read_replies.", self._reads("replies", "limit")),
                ("mentions", "Authorise the app with threads_manage_mentions.", self._reads("mentions")),
                (
                    "publishing",
                    "Authorise the app with threads_content_publish and threads_manage_replies; a used up quota "
                    "comes back within 24 hours.",
                    self._publishing,
                ),
            ),
            timeout,
        )

    def _token(self, timeout: float) -> tuple[bool | None, str]:
        told = clean(self._graph.get("examine", "me", {"fields": "id,username"}, timeout).get("id"))
        if not told:
            return None, "Threads did not say whose it is"
        return told == self._us, "it is the account's" if told == self._us else "it speaks for somebody else"

    def _reads(self, edge: str, *few: str) -> Callable[[float], tuple[bool | None, str]]:
        def look(timeout: float) -> tuple[bool | None, str]:
            asked = {"fields": "id", **dict.fromkeys(few, "1")}
            rows(NAME, "examine", self._graph.get("examine", self._mine(edge), asked, timeout))
            return True, f"{edge} can be read"

        return look

    def _publishing(self, timeout: float) -> tuple[bool | None, str]:
        asked = {"fields": "reply_quota_usage,reply_config"}
        told = rows(NAME, "examine", self._graph.get("examine", self._mine("threads_publishing_limit"), asked, timeout))
        first = told[0] if told and isinstance(told[0], dict) else {}
        used, config = first.get("reply_quota_usage"), first.get("reply_config")
        total = config.get("quota_total") if isinstance(config, dict) else None
        if type(used) is not int or type(total) is not int:
            return None, "Threads did not say how many replies are left"
        return used < total, f"{used} of {total} replies of the last 24 hours are used"

    def _mine(self, edge: str) -> str:
        return f"{path_id(self._us)}/{edge}"

    def _receipt(self, order: Order, made: str | None) -> str:
        if not made:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return made


def renewed(held: Grant, base_url: str, now: datetime, timeout: float, *, by_header: bool = False) -> Grant:
    """The token for another 60 days. Only a dead one needs a person: one younger than a day is renewed later."""
    asked = {"grant_type": "th_refresh_token"}
    if not by_header:
        asked["access_token"] = held.access.reveal()
    api = ApiClient(NAME, base_url, held.access if by_header else None, translate=translator(CODES))
    try:
        told = api.request("renew", "GET", "/refresh_access_token", params=asked, timeout=timeout)
    except Dead:
        raise
    except ActionRefused as error:
        raise PlatformUnavailable(NAME, "renew", error.why) from None
    finally:
        api.close()
    access, seconds = told.get("access_token"), told.get("expires_in")
    if not isinstance(access, str) or not access:
        raise OutcomeUnknown(NAME, "renew", "no token in the answer")
    ends = isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds < 10**9
    return Grant(Secret(access), None, now + timedelta(seconds=seconds) if ends and isinstance(seconds, int) else None)


def _answer(reply: object, target: str, since: datetime) -> str | None:
    """The id of a reply of ours, if it answers `target` and is new enough. One that hides what it answers may be it."""
    reply = reply if isinstance(reply, Mapping) else {}
    made, at, answered = clean(reply.get("id")), iso_moment(reply.get("timestamp")), reply.get("replied_to")
    if at is not None and at < since:
        return None
    if not made or not isinstance(answered, dict):
        raise OutcomeUnknown(NAME, "find", "a reply of ours that does not tell what it answers")
    return made if clean(answered.get("id")) == target else None
