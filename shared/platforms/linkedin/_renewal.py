"""A new access token for a refresh token, from LinkedIn's login host."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Grant
from shared.core.secret import Secret
from shared.platforms._base import Keys
from shared.platforms._client import ApiClient
from shared.platforms.linkedin._mapping import NAME


def renewed(held: Grant, keys: Keys, *, now: datetime, timeout: float, base_url: str) -> Grant:
    """Exchange it. LinkedIn keeps the day on which a refresh token ends, however often it is used."""
    app, secret = _current(keys, "client_id"), _current(keys, "signing")
    if app is None or secret is None:
        raise ActionUnsupported(NAME, "renew", "the connection needs the secrets `client_id` and `signing`")
    if held.refresh is None:
        raise ActionRefused(NAME, "renew", "no refresh token: somebody must log in again")
    asked = {
        "grant_type": "refresh_token",
        "refresh_token": held.refresh.reveal(),
        "client_id": app.reveal(),
        "client_secret": secret.reveal(),
    }
    api = ApiClient(NAME, base_url)
    try:
        answer = api.request("renew", "POST", "/oauth/v2/accessToken", data=asked, timeout=timeout)
    finally:
        api.close()
    access, refresh, seconds = (answer.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not isinstance(access, str) or not access:
        raise OutcomeUnknown(NAME, "renew", "no token in the answer")
    lasts = timedelta(seconds=seconds) if type(seconds) is int and 0 < seconds < 10**9 else None
    return Grant(
        access=Secret(access),
        refresh=Secret(refresh) if isinstance(refresh, str) and refresh else None,
        expires_at=None if lasts is None else now + lasts,
    )


def _current(keys: Keys, use: str) -> Secret | None:
    first = next(iter(keys.get(use, ())), None)
    return first if first is not None and first.reveal() else None
