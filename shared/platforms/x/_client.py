"""Speaks to X API v2 as one account: replies, likes, direct messages, reading both texts back, and what it lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.core.secret import Secret
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import path_id
from shared.platforms.x._api import api, start_time
from shared.platforms.x._common import LISTS, NAME, referenced
from shared.platforms.x._examine import examined
from shared.platforms.x._list import listed

MOST_PAGES: Final = 5
PER_PAGE: Final = "100"
MARGIN: Final = timedelta(seconds=120)


class XClient:
    """Acts as one account with its own user token. `app` is the app's own token, where we were given one."""

    def __init__(
        self, account: str, token: Secret, base_url: str, *, app: Secret | None = None, asked: Iterable[str] = LISTS
    ) -> None:
        self._us = account
        self._api = api(base_url, token)
        self._app = None if app is None else api(base_url, app)
        self._asked = tuple(asked)

    def perform(self, order: Order, timeout: float) -> str | None:
        """Reply, like or write a direct message. The receipt is the id that the echo will carry."""
        if order.capability is Capability.LIKE:
            asked = {"tweet_id": _post(order.object)}
            done = self._call(order, f"/2/users/{path_id(self._us)}/likes", asked, timeout)
            if done.get("liked") is not True:
                raise OutcomeUnknown(NAME, order.capability, "not said to be liked")
            return None
        if order.capability not in (Capability.REPLY, Capability.DIRECT_MESSAGE):
            raise ActionUnsupported(NAME, order.capability, "not on X")
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        if order.capability is Capability.REPLY:
            reply = {"in_reply_to_tweet_id": _post(order.reply_to or order.object)}
            made = self._call(order, "/2/tweets", {"text": order.text, "reply": reply}, timeout).get("id")
        else:
            path = f"/2/dm_conversations/with/{path_id(_person(order))}/messages"
            made = self._call(order, path, {"text": order.text}, timeout).get("dm_event_id")
        receipt = clean(made)
        if not receipt:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return receipt

    def find(self, order: Order, timeout: float) -> str | None:
        """A reply of ours to that post, or a direct message of ours to that person, since shortly before the first try.

        A direct message names none that it answers: any of ours to that person means they have been written to.
        """
        since = order.first_sent - MARGIN
        if order.capability is Capability.REPLY:
            target = _post(order.reply_to or order.object)
            path = f"/2/users/{path_id(self._us)}/tweets"
            asked = {
                "start_time": start_time(since),
                "tweet.fields": "created_at,referenced_tweets",
                "max_results": PER_PAGE,
            }
            return self._look(path, asked, timeout, since, lambda post: _answers(post, target), order.others)
        if order.capability is Capability.DIRECT_MESSAGE:
            path = f"/2/dm_conversations/with/{path_id(_person(order))}/dm_events"
            asked = {
                "event_types": "MessageCreate",
                "dm_event.fields": "created_at,sender_id",
                "max_results": PER_PAGE,
            }
            return self._look(
                path, asked, timeout, since, lambda event: event.get("sender_id") == self._us, order.others
            )
        raise ActionUnsupported(NAME, "find", "a repeat is harmless")

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what was said to the account, what it said itself and its messages, as far as it is to ask."""
        return listed(self._api, self._us, self._asked, question, timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whose token it is, whether X delivers to a webhook of the app, and what the account is subscribed to."""
        return examined(self._api, self._app, self._us, timeout)

    def _look(
        self,
        path: str,
        asked: dict[str, str],
        timeout: float,
        since: datetime,
        ours: Callable[[dict[str, Any]], bool],
        others: tuple[str, ...],
    ) -> str | None:
        end = time.monotonic() + timeout
        for _ in range(MOST_PAGES):
            left = end - time.monotonic()
            if left <= 0:
                break
            page = self._api.request("find", "GET", path, params=asked, timeout=left)
            found, meta = page.get("data", []), page.get("meta")
            if "errors" in page or not isinstance(found, list) or not isinstance(meta, dict):
                raise OutcomeUnknown(NAME, "find", "the list is not whole")
            older = False
            for one in found:
                at = iso_moment(one.get("created_at")) if isinstance(one, dict) else None
                if at is None:  # it was asked for: without it the other fields may be missing too
                    raise OutcomeUnknown(NAME, "find", "the list is not whole")
                if at < since:
                    older = True  # the newest come first
                elif ours(one) and clean(one.get("id")) not in others:
                    return clean(one.get("id"))
            after = clean(meta.get("next_token"))
            if older or not after:
                return None
            if after == asked.get("pagination_token"):
                break
            asked = {**asked, "pagination_token": after}
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def _call(self, order: Order, path: str, asked: dict[str, Any], timeout: float) -> dict[str, Any]:
        answer = self._api.request(order.capability, "POST", path, json=asked, timeout=timeout)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}


def _answers(post: dict[str, Any], target: str) -> bool:
    return any(one.get("type") == "replied_to" and one.get("id") == target for one in referenced(post))


def _post(named: str) -> str:
    """The id of a post. Reposts, likes and follows have other names, and nothing of ours may hang on them."""
    if "/" in named:
        raise ActionRefused(NAME, "address", "only a post can be answered or liked")
    return named


def _person(order: Order) -> str:
    if not order.person:
        raise ActionRefused(NAME, order.capability, "nobody to write to")
    return order.person
