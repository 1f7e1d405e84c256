"""Asking LinkedIn to send a page's notices to us, again and again: a subscription ends by itself."""

from __future__ import annotations

import time
from datetime import datetime

from shared.core.errors import ActionRefused
from shared.core.ports import Finding
from shared.core.secret import Secret
from shared.platforms.linkedin._checks import examine
from shared.platforms.linkedin._client import LinkedInClient, left
from shared.platforms.linkedin._mapping import NAME
from shared.platforms.linkedin._rest import ROLES, administrator, subscription


class SubscribingClient(LinkedInClient):
    """A client that knows the number of its app, without which no subscription can be named."""

    def __init__(
        self, account: str, token: Secret, base_url: str, *, version: str, most_open: int, application: str
    ) -> None:
        super().__init__(account, token, base_url, version=version, most_open=most_open)
        self._application = application

    def subscribe(self, callback: str, timeout: float) -> None:
        """Have notices of this page sent to `callback`. Doing it again only moves the end. Raises PlatformError."""
        end, start, member = time.monotonic() + timeout, 0, None
        while member is None:  # agencies administer more pages than one answer holds
            roles = self._rest.page("subscribe", ROLES, start, left(end, "subscribe"))
            member = administrator(roles.elements, self._us)
            if member is None and roles.following is None:
                raise ActionRefused(NAME, "subscribe", "the member whose token this is does not administer the page")
            start = roles.following or 0
        path = subscription(self._application, member, self._us)
        self._rest.put("subscribe", path, {"webhook": callback}, left(end, "subscribe"))

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """The same, and the subscription by its name."""
        return examine(self._rest, self._us, self._version, now, timeout, self._application)
