"""Whether an account of X is set up: whose token it is, whether X delivers to the app, and what it is subscribed to.

Looks, and changes nothing. X tells no scopes of a token; what a missing one forbids shows where it is needed.

Sources (read 2026-11): https://docs.x.com/x-api/webhooks/introduction, https://docs.x.com/x-api/activity/introduction,
https://docs.x.com/x-api/account-activity/introduction, https://docs.x.com/x-api/users/get-me.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from shared.core.errors import ActionRefused, PlatformError
from shared.core.ports import Finding
from shared.platforms._base import clean
from shared.platforms._client import ApiClient, path_id
from shared.platforms.x._activity import TAKEN
from shared.platforms.x._common import part, parts

_MOST_WEBHOOKS: Final = 3
_NEEDED: Final = ("post.mention.create", "post.reply.create", "post.create")
_SIGN_IN: Final = "sign the brand's account in to the app again and give its new token"
_AGAIN: Final = "look again later"

Get = Callable[..., dict[str, Any]]


def examined(user: ApiClient, app: ApiClient | None, us: str, timeout: float) -> tuple[Finding, ...]:
    """Three Findings, within `timeout` seconds in all."""
    end = time.monotonic() + timeout

    def get(api: ApiClient, path: str, **params: str) -> dict[str, Any]:
        return api.request("examine", "GET", path, params=params, timeout=max(0.001, end - time.monotonic()))

    about_token = _token(get, user, us)
    webhooks, about_webhooks = _webhooks(get, app)
    mine = about_token.ok is True
    return about_token, about_webhooks, _subscription(get, user, app, us, webhooks, mine=mine)


def _token(get: Get, user: ApiClient, us: str) -> Finding:
    try:
        whose = clean(part(get(user, "/2/users/me"), "data").get("id"))
    except ActionRefused as error:
        return Finding("token", False, f"X refuses it ({error.why})", _SIGN_IN)
    except PlatformError as error:
        return Finding("token", None, f"not known ({error.why})", _AGAIN)
    if whose is None:
        return Finding("token", None, "X did not say whose it is", _AGAIN)
    if whose != us:
        return Finding("token", False, "it is another account's", f"sign in as the account {us}, or correct its id")
    return Finding("token", True, "it is this account's; X does not tell its scopes")


def _webhooks(get: Get, app: ApiClient | None) -> tuple[list[dict[str, Any]], Finding]:
    if app is None:
        mend = "give the connection the secret app_token, the app's bearer token: X shows webhooks to no other"
        return [], Finding("webhook", None, "not looked at, without a token of the app", mend)
    try:
        answer = get(app, "/2/webhooks")
    except ActionRefused as error:
        return [], Finding("webhook", False, f"X refuses the app's token ({error.why})", "correct the secret app_token")
    except PlatformError as error:
        return [], Finding("webhook", None, f"not known ({error.why})", _AGAIN)
    found = parts(answer, "data")
    dead = [one for one in found if one.get("valid") is not True]
    if not found and "data" not in answer and part(answer, "meta").get("result_count") != 0:
        return [], Finding("webhook", None, "X did not say which there are", _AGAIN)
    if not found:
        return [], Finding("webhook", False, "the app has none", "POST /2/webhooks with the connection's address")
    if dead:
        mend = "see that the address answers, then PUT /2/webhooks/{webhook_id}"
        return found, Finding("webhook", False, f"{len(dead)} of {len(found)} switched off by X", mend)
    return found, Finding("webhook", True, f"{len(found)} in use")


def _subscription(
    get: Get, user: ApiClient, app: ApiClient | None, us: str, webhooks: list[dict[str, Any]], *, mine: bool
) -> Finding:
    """X Activity first, which names what it is subscribed to; else Account Activity, which brings all or nothing.

    Account Activity tells only of the account whose token asks, so that must be `mine`.
    """
    known = {clean(one.get("id")) or "" for one in webhooks}
    try:
        answer = get(app or user, "/2/activity/subscriptions", max_results="1000")
        more = "errors" in answer or part(answer, "meta").get("next_token") is not None
        about = [one for one in parts(answer, "data") if part(one, "filter").get("user_id") == us]
        # Which names no webhook may feed a stream alone, which nobody here reads.
        brought = [one for one in about if (to := clean(one.get("webhook_id"))) and (not known or to in known)]
        more = more or any(not one.get("webhook_id") for one in about)
        kinds = {kind for one in brought if (kind := clean(one.get("event_type"))) in TAKEN}
        if kinds and (not more or kinds.issuperset(_NEEDED)):
            return _of(kinds)
        if mine and any(_delivers(get, user, one) for one in sorted(known)[:_MOST_WEBHOOKS]):
            return Finding("subscription", True, "to all of Account Activity")
    except PlatformError as error:
        return Finding("subscription", None, f"not known ({error.why})", "give the connection the secret app_token")
    if more or not webhooks or not mine:
        mend = "look again with the account's own token, and with the app's: X shows all webhooks to that alone"
        return Finding("subscription", None, "none found, but not all could be looked at", mend)
    mend = "POST /2/activity/subscriptions, one for each event type that is wanted"
    return Finding("subscription", False, "X sends nothing of this account", mend)


def _delivers(get: Get, user: ApiClient, webhook: str) -> bool:
    """Whether Account Activity brings the token's account to this webhook; who may not use it has none."""
    try:
        answer = get(user, f"/2/account_activity/webhooks/{path_id(webhook)}/subscriptions/all")
    except ActionRefused:
        return False
    return part(answer, "data").get("subscribed") is True


def _of(kinds: set[str]) -> Finding:
    said = f"to {len(kinds)} of {len(TAKEN)} event types"
    lacking = [kind for kind in _NEEDED if kind not in kinds]
    if lacking:
        mend = f"POST /2/activity/subscriptions for {', '.join(lacking)}"
        return Finding("subscription", False, f"{said}, without {', '.join(lacking)}", mend)
    return Finding("subscription", True, said)
