"""X API v2 for whoever calls it here: its errors and rate limits, its times, and how its access tokens are renewed.

Sources (read 2026-11): https://docs.x.com/x-api/fundamentals/response-codes-and-errors,
https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote_plus

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.core.ports import Grant
from shared.core.secret import Secret
from shared.platforms._base import Keys, clean
from shared.platforms._client import ApiClient, Fault
from shared.platforms.x._common import NAME

DUPLICATE: Final = 187
_LONGEST: Final = 366 * 86400  # seconds

_CAPPED: Final = frozenset({"usage-capped", "rate-limit-exceeded"})
_PROBLEMS: Final = _CAPPED | {
    "client-forbidden",
    "disallowed-resource",
    "field-unauthorized",
    "invalid-request",
    "not-authorized-for-field",
    "not-authorized-for-resource",
    "oauth1-permissions",
    "resource-not-found",
    "resource-unavailable",
    "unsupported-authentication",
}
# Of OAuth 2.0: the app has not shown itself properly, so the token to renew with was not even looked at.
_OUR_APP: Final = frozenset({"invalid_client", "unauthorized_client"})
_USED_UP: Final = frozenset({"invalid_grant", "invalid_request"})


def api(base_url: str, token: Secret | None) -> ApiClient:
    return ApiClient(NAME, base_url, token, translate=translate, reset_header="x-rate-limit-reset")


def translate(fault: Fault) -> PlatformError | None:
    """What X's codes and problem types add to the status. A duplicate may be our own earlier try: read back first."""
    listed = fault.body.get("errors")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
    code = first.get("code") if type(first.get("code")) is int else None
    said = [fault.body.get("detail"), first.get("message")]
    problem = (clean(fault.body.get("type")) or clean(first.get("type")) or "").rpartition("/")[2]
    if fault.status in (400, 403) and (code == DUPLICATE or any("duplicate content" in str(one) for one in said)):
        return OutcomeUnknown(fault.platform, fault.action, "duplicate content")
    if fault.status == 402 or (problem in _CAPPED and 400 <= fault.status < 500):
        # Credits are bought and caps end: nothing was done, and it can be done later.
        why = f"status {fault.status} {problem if problem in _CAPPED else 'no credits left'}"
        return PlatformUnavailable(fault.platform, fault.action, why, fault.retry_after)
    if fault.status in (400, 401, 403, 404):
        if code is not None:
            return ActionRefused(fault.platform, fault.action, f"status {fault.status} code {code}")
        if problem in _PROBLEMS:
            return ActionRefused(fault.platform, fault.action, f"status {fault.status} {problem}")
    return None


def start_time(since: datetime) -> str:
    """A time as X takes it in an address: whole seconds, UTC."""
    return since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def renewed(held: Grant, keys: Keys, now: datetime, timeout: float, base_url: str) -> Grant:
    """A new pair of tokens for the one that works once.

    X takes the refresh token in the body alone, as OAuth 2.0 has it. Where the app has a secret it shows itself by that
    in a header, else by its id in the body.
    """
    client, secret = (next(iter(keys.get(use, ())), None) for use in ("client_id", "client_secret"))
    if client is None:
        raise PlatformUnavailable(NAME, "renew", "the secret client_id is missing: nothing can be renewed without it")
    if held.refresh is None:
        raise ActionRefused(NAME, "renew", "no refresh token: the grant lacks offline.access")
    form, headers = {"grant_type": "refresh_token", "refresh_token": held.refresh.reveal()}, {}
    if secret is None:
        form["client_id"] = client.reveal()
    else:
        both = f"{quote_plus(client.reveal())}:{quote_plus(secret.reveal())}"
        headers["Authorization"] = "Basic " + base64.b64encode(both.encode()).decode()
    oauth = ApiClient(NAME, base_url, None, translate=_refused, reset_header="x-rate-limit-reset")
    try:
        told = oauth.request("renew", "POST", "/2/oauth2/token", data=form, headers=headers, timeout=timeout)
    finally:
        oauth.close()
    access, refresh, lasts = clean(told.get("access_token")), clean(told.get("refresh_token")), told.get("expires_in")
    if not access:
        raise OutcomeUnknown(NAME, "renew", "no access_token in the answer")
    ends = now + timedelta(seconds=lasts) if type(lasts) is int and 0 < lasts <= _LONGEST else None
    return Grant(Secret(access), Secret(refresh) if refresh else None, ends)


def _refused(fault: Fault) -> PlatformError | None:
    """An OAuth error is a word: only that the token itself is of no use means that a person must log in again.

    Any other refusal is none of the token's, which was not taken and stays good.
    """
    said, why = clean(fault.body.get("error")), f"status {fault.status}"
    if fault.status in (400, 401) and said in _USED_UP:
        return ActionRefused(fault.platform, fault.action, f"{why} {said}")
    if fault.status in (400, 401) and said in _OUR_APP:
        why += f" {said}: see the secrets client_id and client_secret"
    if 400 <= fault.status < 500 and fault.status != 408:
        return PlatformUnavailable(fault.platform, fault.action, why, fault.retry_after)
    return None
