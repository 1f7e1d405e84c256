"""Speaks to the Graph API as one Page: likes, comments, private replies, and reading comments back."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.ports import Capability, Order
from shared.core.secret import Secret
from shared.platforms._base import clean, iso_moment
from shared.platforms._client import ApiClient, Fault, path_id
from shared.platforms.facebook._mapping import NAME

MOST_PAGES: Final = 10
PER_PAGE: Final = "100"
MARGIN: Final = timedelta(seconds=120)

RATE: Final = frozenset({4, 17, 32, 613, 80001})
PASSING: Final = frozenset({1, 2})
MEANINGS: Final = {
    10: "permission missing",
    100: "target gone, invisible or wrong",
    102: "token is dead",
    190: "token is dead",
    368: "blocked by policy: stop all automation for this Page",
    506: "duplicate text",
    10900: "private reply already sent",
}


class AlreadySent(ActionRefused):
    """The one private reply to this comment has been sent before."""


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
        self._version = version
        self._repeated_is_done = repeated_is_done
        self._always = {} if proof_key is None else {"appsecret_proof": proof(proof_key, token)}
        self._api = ApiClient(NAME, base_url, token, translate=translate)

    def perform(self, order: Order, timeout: float) -> str | None:
        """Like, comment or reply privately. The receipt of a comment is the `comment_id` its echo will carry."""
        if order.capability is Capability.LIKE:
            answer = self._post(order, f"{self._target(order.object)}/likes", timeout)
            if answer.get("success") is False:
                raise ActionRefused(NAME, order.capability, "not successful")
            return None
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        if order.capability is Capability.REPLY:
            path = f"{self._target(order.reply_to or order.object)}/comments"
            made = clean(self._post(order, path, timeout, data={"message": order.text}).get("id"))
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
            page = self._get(path, asked, left)
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
            answer = self._post(order, f"{path_id(self._page)}/messages", timeout, json=message)
        except AlreadySent:
            if self._repeated_is_done:
                return None
            raise
        return clean(answer.get("message_id")) or None

    def _post(
        self, order: Order, path: str, timeout: float, *, json: object = None, data: dict[str, str] | None = None
    ) -> dict[str, Any]:
        return self._api.request(
            order.capability,
            "POST",
            f"/{self._version}/{path}",
            json=json,
            data=data,
            params=self._always or None,
            timeout=timeout,
        )

    def _get(self, path: str, asked: dict[str, str], timeout: float) -> dict[str, Any]:
        params = {**asked, **self._always}
        return self._api.request("find", "GET", f"/{self._version}/{path}", params=params, timeout=timeout)

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


def proof(app_secret: Secret, token: Secret) -> str:
    """`appsecret_proof`: that the caller holds the app secret and not only a stolen token."""
    return hmac.new(app_secret.bytes(), token.bytes(), hashlib.sha256).hexdigest()


def translate(fault: Fault) -> PlatformError | None:
    """What a Graph error code says, whatever the status. Rate codes come with status 400 and 403."""
    told = fault.body.get("error")
    code = told.get("code") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(code, int) or isinstance(code, bool):
        return None
    why = f"code {code}"
    if code in RATE:
        return PlatformUnavailable(fault.platform, fault.action, why, fault.retry_after)
    if fault.status >= 500 or fault.status in (408, 429):
        return None
    if code in PASSING or told.get("is_transient") is True:
        return OutcomeUnknown(fault.platform, fault.action, why)
    meaning = MEANINGS.get(code) or ("permission or role missing" if 200 <= code <= 299 else None)
    refused = AlreadySent if code == 10900 else ActionRefused
    return refused(fault.platform, fault.action, f"{why}: {meaning}" if meaning else why)
