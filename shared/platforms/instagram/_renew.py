"""Renewing a token of Instagram Login: the token asks for its own next 60 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.core.errors import OutcomeUnknown
from shared.core.ports import Grant
from shared.core.secret import Secret
from shared.platforms._client import ApiClient
from shared.platforms._meta import translator
from shared.platforms.instagram._client import CODES
from shared.platforms.instagram._mapping import NAME


def renewed(held: Grant, base_url: str, *, now: datetime, timeout: float, in_query: bool) -> Grant:
    """The token's successor. A token must be a day old for it; the one held goes on until it ends."""
    asked = {"grant_type": "ig_refresh_token"}
    if in_query:
        asked["access_token"] = held.access.reveal()
    api = ApiClient(NAME, base_url, None if in_query else held.access, translate=translator(CODES))
    try:
        answer = api.request("renew", "GET", "/refresh_access_token", params=asked, timeout=timeout)
    finally:
        api.close()
    token, lasts = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token:
        raise OutcomeUnknown(NAME, "renew", "no token in the answer")
    told = isinstance(lasts, int) and not isinstance(lasts, bool) and 0 < lasts < 1e9
    return Grant(Secret(token), None, now + timedelta(seconds=lasts) if told and isinstance(lasts, int) else None)
