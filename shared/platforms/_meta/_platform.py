"""What a delivery of Meta's looks like before anybody reads it: how it is signed, and the handshake."""

from __future__ import annotations

import hmac
from typing import ClassVar

from shared.core.delivery import Answer, Delivery
from shared.core.errors import ChallengeFailed
from shared.platforms._base import Keys, Platform, Use, echo
from shared.platforms._signatures import HmacSignature


class MetaPlatform(Platform):
    """A platform whose webhooks are Meta's: signed with the app secret, with a handshake by a verify token."""

    secrets: ClassVar[tuple[Use, ...]] = (
        Use("signing", "the App Secret, which signs every delivery"),
        Use("verify", "the verify token that you chose in the dashboard", ours=True),
    )
    signature: ClassVar[HmacSignature] = HmacSignature("X-Hub-Signature-256")
    challenged: ClassVar[bool] = True

    def challenge(self, delivery: Delivery, keys: Keys) -> Answer:
        """Send `hub.challenge` back to whoever knows the verify token."""
        given = (delivery.parameter("hub.verify_token") or "").encode("utf-8", "surrogatepass")
        known = False
        for key in keys.get("verify", ()):
            known |= bool(key.reveal()) and hmac.compare_digest(given, key.bytes())
        if not known or delivery.parameter("hub.mode") != "subscribe":
            raise ChallengeFailed("mode or verify token is wrong")
        return echo(delivery.parameter("hub.challenge") or "")

    def probe(self, keys: Keys) -> tuple[tuple[str, str], ...]:
        current = next(iter(keys.get("verify", ())), None)
        if current is None:
            raise ChallengeFailed("no verify token to ask with")
        return (("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", current.reveal()))
