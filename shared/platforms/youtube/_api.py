"""The Data API with what its errors mean: gone, closed, refused, too fast, or the day's quota used up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.secret import Secret
from shared.platforms._base import clean
from shared.platforms._client import ApiClient, Fault
from shared.platforms.youtube._mapping import NAME

DAY_ZONE: Final = "America/Los_Angeles"
PER_PAGE: Final = "100"


class Gone(ActionRefused):
    """What was asked about is not there any more."""


class Closed(ActionRefused):
    """Nothing can be read or said there: comments are switched off, the video is not to be seen, or not said why."""


class QuotaUsedUp(PlatformUnavailable):
    """Nothing goes until the next day of `DAY_ZONE`."""


_USED_UP: Final = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_TOO_FAST: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_REFUSED: Final[Mapping[str, tuple[type[ActionRefused], str]]] = {
    "commentNotFound": (Gone, "gone"),
    "commentThreadNotFound": (Gone, "gone"),
    "parentCommentNotFound": (Gone, "gone"),
    "videoNotFound": (Gone, "gone"),
    "commentsDisabled": (Closed, "comments are switched off there"),
    "commentTextRequired": (ActionRefused, "no text"),
    "commentTextTooLong": (ActionRefused, "text too long"),
    "invalidCommentMetadata": (ActionRefused, "not accepted as a comment"),
    "invalidCustomEmoji": (ActionRefused, "an emoji is not accepted"),
    "parentIdMissing": (ActionRefused, "nothing to answer to"),
    "parentCommentIsPrivate": (Closed, "the comment is private"),
    "operationNotSupported": (Closed, "this comment takes no replies"),
    "forbidden": (Closed, "private there, or permission missing"),
    "insufficientPermissions": (ActionRefused, "scope youtube.force-ssl missing"),
    "ineligibleAccount": (ActionRefused, "the login has no channel"),
    "authError": (ActionRefused, "token is dead"),
    "authenticatedUserAccountClosed": (ActionRefused, "account is closed"),
    "authenticatedUserAccountSuspended": (ActionRefused, "account is suspended"),
}


class Api:
    """Calls of `https://www.googleapis.com/youtube/v3` as one account."""

    def __init__(self, base_url: str, token: Secret) -> None:
        self._api = ApiClient(NAME, base_url, token, translate=translate)

    def get(
        self, action: str, collection: str, asked: Mapping[str, str], now: datetime, timeout: float
    ) -> dict[str, Any]:
        """Read something; 1 unit, of a refused call too."""
        return self._call(action, "GET", collection, asked, now, timeout)

    def post(self, action: str, collection: str, body: object, now: datetime, timeout: float) -> dict[str, Any]:
        """Write something; 50 units."""
        return self._call(action, "POST", collection, {"part": "snippet"}, now, timeout, body)

    def _call(
        self,
        action: str,
        method: str,
        collection: str,
        asked: Mapping[str, str],
        now: datetime,
        timeout: float,
        body: object = None,
    ) -> dict[str, Any]:
        path = f"/youtube/v3/{collection}"
        try:
            return self._api.request(action, method, path, params=asked, json=body, timeout=timeout)
        except QuotaUsedUp as error:
            raise PlatformUnavailable(NAME, action, error.why, until_midnight(now)) from None


def replies_asked(thread: str, page: str | None) -> dict[str, str]:
    """What `comments` is asked for all replies under one thread."""
    asked = {"part": "snippet", "parentId": thread, "maxResults": PER_PAGE, "textFormat": "plainText"}
    return {**asked, "pageToken": page} if page else asked


def items(answer: Mapping[str, Any], action: str) -> list[Any]:
    """The things in an answer. An answer without a list says nothing about what there is."""
    listed = answer.get("items")
    if not isinstance(listed, list):
        raise OutcomeUnknown(NAME, action, "no list in the answer")
    return listed


def next_page(answer: Mapping[str, Any], page: str | None, action: str) -> str | None:
    """The mark of the page after `page`; None after the last. The same one again is a list that never ends."""
    following = clean(answer.get("nextPageToken")) or None
    if following is not None and following == page:
        raise OutcomeUnknown(NAME, action, "the list was cut off")
    return following


def translate(fault: Fault) -> PlatformError | None:
    """What YouTube's own reason says. The status alone would take a used-up quota for a refusal."""
    reason = _reason(fault.body)
    if reason is None or fault.status >= 500:
        return Closed(fault.platform, fault.action, "status 404") if fault.status == 404 else None
    why = f"reason {reason}"
    if reason in _USED_UP:
        return QuotaUsedUp(fault.platform, fault.action, why, fault.retry_after)
    if reason in _TOO_FAST:
        return PlatformUnavailable(fault.platform, fault.action, why, fault.retry_after)
    if fault.status in (408, 429):
        return None
    if reason == "processingFailure":  # documented as maybe passing: read back, and try again a few times at most
        return OutcomeUnknown(fault.platform, fault.action, why)
    if reason in _REFUSED:
        refused, meaning = _REFUSED[reason]
        return refused(fault.platform, fault.action, f"{why}: {meaning}")
    refused = Closed if fault.status == 404 else ActionRefused
    return refused(fault.platform, fault.action, f"status {fault.status} {why}")


def _reason(body: Mapping[str, Any]) -> str | None:
    error = body.get("error")
    listed = error.get("errors") if isinstance(error, dict) else None
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
    reason = first.get("reason")
    return reason if isinstance(reason, str) and re.fullmatch(r"[A-Za-z]{1,48}", reason) else None


def until_midnight(now: datetime) -> float:
    """Seconds until a new quota is given. Days of a clock change have 23 or 25 hours."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(DAY_ZONE)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return (datetime.combine(tomorrow, time(), zone) - now).total_seconds()
