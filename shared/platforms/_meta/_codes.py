"""What the errors of the Graph API mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformError, PlatformUnavailable
from shared.platforms._client import Fault

Code = int | tuple[int, int]
"""An error by its code, or by code and subcode."""


class Gone(ActionRefused):
    """What was named is gone, invisible or none of ours."""


class TokenDead(ActionRefused):
    """The token has ended, or no longer may do this: a person must log in."""


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform's Graph errors mean, by code or by (code, subcode), the latter first.

    `rate`: certainly not applied, wait. `passing`: perhaps applied. `refused`: for good, and what it says; a class
    beside it where callers must tell it apart. A code in none of them, 200 to 299 apart, is refused for good.
    """

    rate: frozenset[Code] = frozenset({4, 17, 32, 613, 80001})
    passing: frozenset[Code] = frozenset({1, 2})
    refused: Mapping[Code, str] = {}
    classes: Mapping[Code, type[ActionRefused]] = {}


COMMON: Final[Mapping[Code, str]] = {
    3: "permission missing",
    10: "permission missing",
    100: "target gone, invisible or wrong",
    102: "token is dead",
    190: "token is dead",
    368: "blocked by policy: stop all automation for this account",
}
"""Refusals that mean the same on every Meta platform."""


def translator(codes: Codes) -> Callable[[Fault], PlatformError | None]:
    """What a Graph error says, whatever the status. Rate codes come with status 400 and 403."""

    def translate(fault: Fault) -> PlatformError | None:
        told = fault.body.get("error")
        code = told.get("code") if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(code, int) or isinstance(code, bool):
            return None
        subcode = told.get("error_subcode")
        exact = (code, subcode) if isinstance(subcode, int) and not isinstance(subcode, bool) else None
        why = f"code {code}" if exact is None else f"code {code}/{subcode}"
        names = (code,) if exact is None else (exact, code)
        for name in names:
            if name in codes.rate:
                return PlatformUnavailable(fault.platform, fault.action, why, fault.retry_after)
            if name in codes.refused or name in codes.passing:
                break
        if fault.status >= 500 or fault.status in (408, 429):
            return None
        if told.get("is_transient") is True:
            return OutcomeUnknown(fault.platform, fault.action, why)
        for name in names:
            if name in codes.refused:
                refused = codes.classes.get(name, ActionRefused)
                return refused(fault.platform, fault.action, f"{why}: {codes.refused[name]}")
            if name in codes.passing:
                return OutcomeUnknown(fault.platform, fault.action, why)
        meaning = "permission or role missing" if 200 <= code <= 299 else None
        return ActionRefused(fault.platform, fault.action, f"{why}: {meaning}" if meaning else why)

    return translate
