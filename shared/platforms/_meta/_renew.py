"""Renewing a token that asks for its own next 60 days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.ports import Grant
from shared.core.secret import Secret
from shared.platforms._client import ApiClient
from shared.platforms._meta._codes import COMMON, Codes, TokenDead, translator

_RENEWING: Final = Codes(refused=COMMON, classes=dict.fromkeys((10, 102, 190), TokenDead))


def renewed(
    platform: str, held: Grant, base_url: str, kind: str, *, now: datetime, timeout: float, by_header: bool
) -> Grant:
    """The token for another 60 days. Only a dead one needs a person: one younger than a day is renewed later.

    The pages of Meta show the token in the address; ApiClient writes down neither address nor token.
    """
    asked = {"grant_type": kind} | ({} if by_header else {"access_token": held.access.reveal()})
    api = ApiClient(platform, base_url, held.access if by_header else None, translate=translator(_RENEWING))
    try:
        told = api.request("renew", "GET", "/refresh_access_token", params=asked, timeout=timeout)
    except TokenDead:
        raise
    except ActionRefused as error:
        raise PlatformUnavailable(platform, "renew", error.why) from None
    finally:
        api.close()
    access, seconds = told.get("access_token"), told.get("expires_in")
    if not isinstance(access, str) or not access:
        raise OutcomeUnknown(platform, "renew", "no token in the answer")
    known = isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds < 10**9
    return Grant(Secret(access), None, now + timedelta(seconds=seconds or 0) if known else None)
