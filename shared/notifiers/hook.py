"""Tells any system of yours, by Standard Webhooks: `[alerts]` in brand.toml names the two variables.

    [alerts]
    url = "HEARD_ALERTS_URL"          # the variable that holds https://...
    secret = "HEARD_ALERTS_SECRET"    # the variable that holds whsec_ and the base64 of 24 to 64 random bytes

A POST with `webhook-id`, `webhook-timestamp` and `webhook-signature`, signed with every key that the variable holds, so
that one can be replaced without a gap. The id and the body of a Notice are the same for every attempt; the time is that
of the attempt, since receivers refuse an old one (https://github.com/standard-webhooks/standard-webhooks,
spec/standard-webhooks.md, read 2026-11-22). So a repeat is harmless, and whatever is not a 2xx is sent again:

    2xx                     sent
    400, 410, 413, 422      about this Notice, or switched off: refused for good
    401, 403                the secret may be wrong: it waits
    other 3xx and 4xx       the address may be wrong: it waits
    408, 425, 429, 5xx      it waits, as long as Retry-After says
    no answer               unknown: sent again under the same id, three times in all
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from shared.core import signing
from shared.core.channels import WEBHOOKS, Webhook
from shared.core.errors import PlatformError
from shared.core.interaction import hashed
from shared.core.ports import Mail
from shared.notifiers._base import refused, waits
from shared.notifiers._messages import event
from shared.notifiers._webhook import Answered, WebhookNotifier, read_keys

_FOR_GOOD: Final = frozenset({400, 410, 413, 422})
_NOT_NOW: Final = frozenset({408, 425, 429})
_LOGIN: Final = frozenset({401, 403})


class HookNotifier(WebhookNotifier):
    word = "hook"
    name = "hook"
    read_back = WEBHOOKS["hook"].read_back
    message = staticmethod(event)

    def receipt(self, mail: Mail) -> str:
        """The `webhook-id`, which the receiver's own records have as well."""
        return f"notice_{hashed('notice', mail.key)[:32]}"

    def _headers(self, mail: Mail, body: bytes, found: Webhook, now: datetime) -> signing.Headers:
        return signing.headers(body, read_keys(self._environ, found.secret), now, self.receipt(mail))

    def _judged(self, answer: Answered, found: Webhook) -> PlatformError:
        why = str(answer.status)
        if answer.status in _NOT_NOW or answer.status >= 500:
            return waits(self.name, why, retry_after=answer.retry_after)
        if answer.status in _FOR_GOOD:
            return refused(self.name, why, setting=found.variable)
        return waits(self.name, why, setting=found.secret if answer.status in _LOGIN else found.variable)


plugin = HookNotifier
