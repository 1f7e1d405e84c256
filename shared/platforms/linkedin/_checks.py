"""Whether an organization is set up at LinkedIn: version, token, role and subscription, looked at without a change."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime
from typing import Any, Final

from shared.core.errors import ActionRefused, PlatformError
from shared.core.ports import Finding
from shared.platforms._base import moment
from shared.platforms.linkedin._mapping import EVENT
from shared.platforms.linkedin._rest import (
    ROLES,
    Gone,
    Rest,
    TokenEnded,
    VersionEnded,
    administrator,
    subscription,
)

_MONTHS: Final = 11  # a version lives for about a year
_SUBSCRIPTIONS: Final = f"eventSubscriptions?q=subscriberAndEventType&eventType={EVENT}"
_ANY: Final = "urn:li:organization"
_LOG_IN: Final = "let an administrator of the page log in to the app again, with all scopes, and set the new token"
_LATER: Final = "look again later"
_NEWER: Final = "set HEARD_LINKEDIN_VERSION to the newest month that LinkedIn's versioning page lists"
_SUBSCRIBE: Final = "subscribe the page again as the module's page says, or give the connection `application`"


def examine(
    rest: Rest, us: str, version: str, now: datetime, timeout: float, application: str = ""
) -> tuple[Finding, ...]:
    """Four Findings, whatever LinkedIn answers. `timeout` in seconds for all of it.

    With the app's number the subscription is looked up by its name, otherwise among all of them.
    """
    end = time.monotonic() + timeout
    try:
        roles = rest.page("examine", ROLES, 0, timeout, now)
    except PlatformError as error:
        return _unseen(error, version, now)
    return (
        _version(version, now),
        Finding("token", True, "LinkedIn takes it"),
        _role(roles.elements, us, whole=roles.following is None),
        _subscription(rest, us, application, administrator(roles.elements, us), now, max(0.01, end - time.monotonic())),
    )


def _unseen(error: PlatformError, version: str, now: datetime) -> tuple[Finding, ...]:
    """Where already the first look fails, no more is known than what it failed for."""
    ended, mend = isinstance(error, VersionEnded), _LATER
    if isinstance(error, ActionRefused):
        mend = _NEWER if ended else _LOG_IN
    said = f"could not be looked at: {error.why}"
    return (
        Finding("version", False, f"LinkedIn serves {version} no longer", _NEWER) if ended else _version(version, now),
        Finding("token", False if isinstance(error, TokenEnded) else None, said, mend),
        Finding("role", None, said, mend),
        Finding("subscription", None, said, mend),
    )


def _version(version: str, now: datetime) -> Finding:
    age = (now.year - int(version[:4])) * 12 + now.month - int(version[4:])
    if age < 0:
        return Finding("version", False, f"{version} is a month to come", _NEWER)
    if age < _MONTHS:
        return Finding("version", True, f"{version} is {age} months old; LinkedIn serves one for about 12")
    return Finding("version", False, f"{version} is {age} months old; LinkedIn ends a version after about 12", _NEWER)


def _role(roles: tuple[dict[str, Any], ...], us: str, *, whole: bool) -> Finding:
    if any(us == role.get("organization") for role in roles):
        return Finding("role", True, "the member administers the page")
    mend = "make the member whose token this is an administrator of the page, or use another member's token"
    if not whole:
        return Finding("role", None, "not among the first pages that the member administers", mend)
    return Finding("role", False, "the member does not administer the page", mend)


def _subscription(rest: Rest, us: str, application: str, member: str | None, now: datetime, timeout: float) -> Finding:
    """Whether notices of the page are sent to us, and until when."""
    try:
        if application and member is not None:
            told = rest.get("examine", subscription(application, member, us), timeout, now)
            if isinstance(told.get("webhook"), str):
                return _lasting([told], now)
            return Finding("subscription", None, "LinkedIn does not say where notices are sent", _LATER)
        page = rest.page("examine", _SUBSCRIPTIONS, 0, timeout, now)
    except Gone as error:
        known = False if application and member is not None else None
        return Finding("subscription", known, f"this member has none for this page ({error.why})", _SUBSCRIBE)
    except PlatformError as error:
        return Finding("subscription", None, f"could not be looked at: {error.why}", _LATER)
    mine = [one for one in page.elements if _names(one, us)]
    if mine:
        return _lasting(mine, now)
    if page.following is not None or (page.elements and not any(_names(one, _ANY) for one in page.elements)):
        said = "LinkedIn does not say for which page the subscriptions are"
        return Finding("subscription", None, said, _SUBSCRIBE)
    return Finding("subscription", False, "none for this page: nothing will be sent", _SUBSCRIBE)


def _lasting(mine: list[dict[str, Any]], now: datetime) -> Finding:
    ends = [moment(one.get("expiresAt")) for one in mine]
    if any(at is None for at in ends):
        return Finding("subscription", True, "notices are sent")
    last = max(at for at in ends if at is not None)
    if last <= now:
        return Finding("subscription", False, f"it ended on {last:%Y-%m-%d}", _SUBSCRIBE)
    return Finding("subscription", True, f"notices are sent until {last:%Y-%m-%d}")


def _names(subscription: dict[str, Any], urn: str) -> bool:
    """Whether it names a URN anywhere: in a field of its own, or inside the key that it is kept under."""
    pattern = rf"{re.escape(urn)}(?![0-9])"
    told = json.dumps(subscription)
    return re.search(pattern, told) is not None or re.search(pattern, told.replace("%3A", ":")) is not None
