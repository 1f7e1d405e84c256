"""Speaks to X API v2 as one account: replies, likes, direct messages, and reading both texts back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformError
from shared.core.ports import Capability, Order
from shared.core.secret import Secret
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import ApiClient, Fault, path_id
from shared.platforms.x._mapping import NAME

MOST_PAGES: Final = 5
PER_PAGE: Final = "100"
MARGIN: Final = timedelta(seconds=120)
DUPLICATE: Final = 187


class XClient:
    """Acts as one account with its own user token."""

    def __init__(self, account: str, token: Secret, base_url: str) -> None:
        self._us = account
        self._api = ApiClient(NAME, base_url, token, translate=translate, reset_header="x-rate-limit-reset")

    def perform(self, order: Order, timeout: float) -> str | None:
        """Reply, like or write a direct message. The receipt is the id that the echo will carry."""
        if order.capability is Capability.LIKE:
            asked = {"tweet_id": _post(order.object)}
            self._call(order, f"/2/users/{path_id(self._us)}/likes", asked, timeout)
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
                "start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "tweet.fields": "created_at,referenced_tweets",
                "max_results": PER_PAGE,
            }
            return self._look(path, asked, timeout, since, lambda post: _answers(post, target))
        if order.capability is Capability.DIRECT_MESSAGE:
            path = f"/2/dm_conversations/with/{path_id(_person(order))}/dm_events"
            asked = {
                "event_types": "MessageCreate",
                "dm_event.fields": "created_at,sender_id",
                "max_results": PER_PAGE,
            }
            return self._look(path, asked, timeout, since, lambda event: event.get("sender_id") == self._us)
        raise ActionUnsupported(NAME, "find", "a repeat is harmless")

    def _look(
        self,
        path: str,
        asked: dict[str, str],
        timeout: float,
        since: datetime,
        ours: Callable[[dict[str, Any]], bool],
    ) -> str | None:
        end = time.monotonic() + timeout
        for _ in range(MOST_PAGES):
            left = end - time.monotonic()
            if left <= 0:
                break
            page = self._api.request("find", "GET", path, params=asked, timeout=left)
            listed, meta = page.get("data", []), page.get("meta")
            if "errors" in page or not isinstance(listed, list) or not isinstance(meta, dict):
                raise OutcomeUnknown(NAME, "find", "the list is not whole")
            for one in listed:
                if isinstance(one, dict) and ours(one):
                    at = iso_moment(one.get("created_at"))
                    if at is None or at >= since:
                        return clean(one.get("id"))
            after = clean(meta.get("next_token"))
            if not after:
                return None
            if after == asked.get("pagination_token"):
                break
            asked = {**asked, "pagination_token": after}
        raise OutcomeUnknown(NAME, "find", "the list was cut off")

    def _call(self, order: Order, path: str, asked: dict[str, Any], timeout: float) -> dict[str, Any]:
        answer = self._api.request(order.capability, "POST", path, json=asked, timeout=timeout)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}


def translate(fault: Fault) -> PlatformError | None:
    """What X's older error codes add to the status. A duplicate may be our own earlier try: read back first."""
    listed = fault.body.get("errors")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
    code = first.get("code") if type(first.get("code")) is int else None
    said = [fault.body.get("detail"), first.get("message")]
    if fault.status in (400, 403) and (code == DUPLICATE or any("duplicate content" in str(one) for one in said)):
        return OutcomeUnknown(fault.platform, fault.action, "duplicate content")
    if code is not None and fault.status in (400, 401, 403, 404):
        return ActionRefused(fault.platform, fault.action, f"status {fault.status} code {code}")
    return None


def _answers(post: dict[str, Any], target: str) -> bool:
    referenced = post.get("referenced_tweets")
    return any(
        isinstance(one, dict) and one.get("type") == "replied_to" and one.get("id") == target
        for one in (referenced if isinstance(referenced, list) else [])
    )


def _post(named: str) -> str:
    """The id of a post. Reposts, likes and follows have other names, and nothing of ours may hang on them."""
    if "/" in named:
        raise ActionRefused(NAME, "address", "only a post can be answered or liked")
    return named


def _person(order: Order) -> str:
    if not order.person:
        raise ActionRefused(NAME, order.capability, "nobody to write to")
    return order.person
