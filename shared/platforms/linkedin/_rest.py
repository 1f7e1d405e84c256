"""LinkedIn's REST API as this module calls it: its headers, its refusals, and its lists page by page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.secret import Secret
from shared.platforms._client import ApiClient, Fault, path_id
from shared.platforms.linkedin._mapping import EVENT, NAME
from shared.platforms.linkedin._urns import urn_of

PER_PAGE: Final = 50
ROLES: Final = "organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED"
THROTTLED: Final = 90.0  # seconds: the brake on writing lasts about a minute


class AlreadyThere(ActionRefused):
    """The same was done before."""


class Gone(ActionRefused):
    """What was asked about is not there."""


class VersionEnded(ActionRefused):
    """LinkedIn does not serve this version of its API any more."""


class TokenEnded(ActionRefused):
    """The token has ended or was revoked."""


class DaySpent(PlatformUnavailable):
    """The calls of this day are used up; a new day begins at midnight UTC."""


_MEANINGS: Final[Mapping[int, tuple[type[ActionRefused], str]]] = {
    401: (TokenEnded, "the token has ended or was revoked"),
    403: (ActionRefused, "role or scope missing, or comments are closed"),
    404: (Gone, "not there"),
    426: (VersionEnded, "this API version has ended; set a newer one"),
}


class Page(msgspec.Struct, frozen=True):
    """Some of a list, and where the rest of it starts; None after the last."""

    elements: tuple[dict[str, Any], ...]
    following: int | None


class Rest:
    """Calls with one token in one version. URNs in paths and queries must be encoded by `path_id`.

    Given `now`, a day whose calls are used up says how long it still lasts.
    """

    def __init__(self, base_url: str, token: Secret, version: str) -> None:
        self._api = ApiClient(NAME, base_url, token, translate=translate)
        self._headers = {"LinkedIn-Version": version, "X-Restli-Protocol-Version": "2.0.0"}

    def post(
        self, action: str, path: str, asked: object, timeout: float, now: datetime | None = None
    ) -> dict[str, Any]:
        """Make something; `timeout` in seconds. Raises a PlatformError."""
        return self._call(action, "POST", path, asked, timeout, now)

    def put(self, action: str, path: str, asked: object, timeout: float) -> dict[str, Any]:
        """Make something, or make it so again."""
        return self._call(action, "PUT", path, asked, timeout, None)

    def get(self, action: str, path: str, timeout: float, now: datetime | None = None) -> dict[str, Any]:
        """Read something. The query stands in `path`: what Rest.li groups with brackets must reach it unescaped."""
        return self._call(action, "GET", path, None, timeout, now)

    def page(self, action: str, path: str, start: int, timeout: float, now: datetime | None = None) -> Page:
        """Read a list from `start` on. Raises OutcomeUnknown where the answer does not say what follows."""
        glue = "&" if "?" in path else "?"
        answer = self.get(action, f"{path}{glue}start={start}&count={PER_PAGE}", timeout, now)
        listed, paging = answer.get("elements"), answer.get("paging")
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise OutcomeUnknown(NAME, action, "no list in the answer")
        if not isinstance(paging, dict):
            raise OutcomeUnknown(NAME, action, "the list does not say whether it is whole")
        return Page(tuple(listed), _following(paging, start, len(listed)))

    def _call(
        self, action: str, method: str, path: str, asked: object, timeout: float, now: datetime | None
    ) -> dict[str, Any]:
        try:
            return self._api.request(
                action, method, f"/rest/{path}", json=asked, headers=self._headers, timeout=timeout
            )
        except DaySpent as error:
            wait = error.retry_after
            if wait is None and now is not None:
                wait = _until_midnight(now)
            raise PlatformUnavailable(NAME, action, error.why, wait) from None


def translate(fault: Fault) -> PlatformError | None:
    """What LinkedIn's refusals say besides their status. No word of theirs is kept."""
    said = fault.body.get("message")
    said = said.lower() if isinstance(said, str) else ""
    if fault.status == 429:
        if "day limit" in said:
            return DaySpent(fault.platform, fault.action, "status 429: the day's calls are used up", fault.retry_after)
        if "create throttled" in said:
            wait = max(THROTTLED, fault.retry_after or 0.0)
            return PlatformUnavailable(fault.platform, fault.action, "status 429: writing too fast", wait)
        return None
    if fault.status == 409 or (fault.status in (400, 422) and re.search(r"\b(already|duplicate)\b", said)):
        return AlreadyThere(fault.platform, fault.action, f"status {fault.status}: already there")
    if fault.status in _MEANINGS:
        refused, meaning = _MEANINGS[fault.status]
        return refused(fault.platform, fault.action, f"status {fault.status}: {meaning}")
    return None


def administrator(roles: tuple[dict[str, Any], ...], us: str) -> str | None:
    """The member whose token this is, if one of these roles of theirs is that of an administrator of `us`."""
    members = (urn_of(role.get("roleAssignee")) for role in roles if role.get("organization") == us)
    return next((one for one in members if one is not None), None)


def subscription(application: str, member: str, us: str) -> str:
    """Where the subscription is kept that sends a page's notices to an app on behalf of a member."""
    app = path_id(f"urn:li:developerApplication:{application}")
    return (
        f"eventSubscriptions/(developerApplication:{app},user:{path_id(member)},entity:{path_id(us)},eventType:{EVENT})"
    )


def _following(paging: dict[str, Any], start: int, came: int) -> int | None:
    """Where the next page starts. A page may hold fewer than were asked for and still not be the last."""
    count, total, links = paging.get("count"), paging.get("total"), paging.get("links")
    size = count if type(count) is int and 0 < count <= PER_PAGE else PER_PAGE
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next":
            told = re.search(r"[?&]start=([0-9]{1,9})(?:&|$)", str(link.get("href")), re.ASCII)
            return max(int(told[1]), start + 1) if told else start + size
    more = came >= size or (type(total) is int and total > start + size)
    return start + size if more else None


def _until_midnight(now: datetime) -> float:
    now = now.astimezone(UTC)
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1.0, (tomorrow - now).total_seconds())
