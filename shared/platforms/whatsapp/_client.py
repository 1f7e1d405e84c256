"""Speaks to the Cloud API as one number: messages and reactions, and whether the number is set up."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown, PlatformError
from shared.core.ports import Capability, Finding, Order
from shared.core.secret import Secret
from shared.platforms._client import path_id
from shared.platforms._meta import Graph, TokenDead
from shared.platforms.whatsapp._codes import CODES, NAME
from shared.platforms.whatsapp._mapping import NUMBER
from shared.platforms.whatsapp._statuses import marked

WINDOW: Final = timedelta(hours=24)
LIKE: Final = "👍"
LONGEST_CAPTION: Final = 1024
_STILL: Final = (".jpg", ".jpeg", ".png")  # what WhatsApp shows as a picture
_AGAIN: Final = "Look again later."
_USER: Final = r"[A-Z]{2}\.[A-Za-z0-9.]{1,126}"


class WhatsAppClient:
    """Acts as one number. `business` is the WhatsApp Business account that it belongs to, None where nobody said."""

    def __init__(
        self,
        number: str,
        token: Secret,
        base_url: str,
        *,
        version: str,
        proof_key: Secret | None = None,
        business: str | None = None,
    ) -> None:
        self._number = number
        self._business = business
        self._graph = Graph(NAME, base_url, token, codes=CODES, version=version, proof_key=proof_key)

    def perform(self, order: Order, timeout: float) -> str | None:
        """Write to the person, or react to the message. The receipt is the id that statuses will carry."""
        if order.capability is Capability.LIKE:
            content: dict[str, Any] = {
                "type": "reaction",
                "reaction": {"message_id": _message(order), "emoji": LIKE},
            }
        elif order.capability is not Capability.DIRECT_MESSAGE:
            raise ActionUnsupported(NAME, order.capability, "not on WhatsApp")
        elif not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        else:
            content = _said(order.text, order.media)
            content["context"] = {"message_id": _message(order)}
        if order.asked_at is not None and order.at - order.asked_at > WINDOW:
            raise ActionRefused(NAME, order.capability, "the 24-hour window is closed: only a template may be sent")
        asked = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **_recipient(order),
            **content,
            **marked(order),
        }
        answer = self._graph.post(order.capability, f"{path_id(self._number)}/messages", timeout, json=asked)
        made = answer.get("messages")
        first = made[0] if isinstance(made, list) and made else None
        receipt = first.get("id") if isinstance(first, dict) else None
        if not isinstance(receipt, str) or not receipt:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return receipt

    def find(self, order: Order, timeout: float) -> str | None:
        """WhatsApp gives no list of messages, neither of ours nor of others."""
        raise ActionUnsupported(NAME, "find", "messages cannot be listed")

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """The token, the number, where its messages go and, if its business account is named, whether an app hears it.

        Without that account nobody can ask; then the place where messages go is the last that is looked at.
        """
        end = time.monotonic() + timeout
        fields = {"fields": "display_phone_number,verified_name,quality_rating,status,webhook_configuration"}
        try:
            told = self._graph.get("examine", path_id(self._number), fields, timeout)
        except PlatformError as error:
            found = _unseen(error)
        else:
            found = (
                Finding("token", True, "accepted; whether it may send WhatsApp does not tell"),
                *_number(told),
                _address(told, named=self._business is not None),
            )
        if self._business is None:
            return found
        return (*found, self._subscription(self._business, end - time.monotonic()))

    def _subscription(self, business: str, timeout: float) -> Finding:
        if timeout <= 0:
            return Finding("subscription", None, "no time left", _AGAIN)
        try:
            told = self._graph.get("examine", f"{path_id(business)}/subscribed_apps", {}, timeout).get("data")
        except PlatformError as error:
            return Finding("subscription", None, error.why, "Check HEARD_WHATSAPP_BUSINESS and what the token may do.")
        if not isinstance(told, list):
            return Finding("subscription", None, "no list in the answer", _AGAIN)
        mend = "" if told else f"POST /{business}/subscribed_apps with the token of the system user."
        return Finding("subscription", bool(told), f"apps that hear the business account: {len(told)}", mend)


def _unseen(error: PlatformError) -> tuple[Finding, ...]:
    """What a number that could not be read says of itself: the token is dead, or may not see it, or nothing."""
    rest = Finding("address", None, "not asked", "Mend the rest, then look again.")
    if isinstance(error, TokenDead):
        mend = "Make a new token of the system user and set it."
        return Finding("token", False, error.why, mend), Finding("number", None, "not asked", rest.mend), rest
    if isinstance(error, ActionRefused):
        mend = "Check the id; give the system user its business account, with whatsapp_business_management."
        return Finding("token", None, "not known", rest.mend), Finding("number", False, error.why, mend), rest
    return Finding("token", None, error.why, _AGAIN), Finding("number", None, error.why, _AGAIN), rest


def _number(told: dict[str, Any]) -> tuple[Finding, ...]:
    """Quality RED, or a status other than CONNECTED, comes before the number is cut off. No status tells nothing.

    Quality is a thing of its own: what is written to a number of low quality still comes.
    """
    if not isinstance(told.get("display_phone_number"), str):
        return (Finding("number", None, "no number in the answer", _AGAIN),)
    quality, status = told.get("quality_rating"), told.get("status")
    mend = "Look into WhatsApp Manager; send less until it is well again."
    cut_off = _word(status) and status not in ("CONNECTED", "UNKNOWN")
    said = ", ".join(f"{name} {one}" for name, one in (("quality", quality), ("status", status)) if _word(one))
    number = Finding("number", False, said, mend) if cut_off else Finding("number", True, said or "known")
    return (number, Finding("quality", False, "RED", mend)) if quality == "RED" else (number,)


def _address(told: dict[str, Any], *, named: bool) -> Finding:
    """Messages go to the number's own address, else the business account's, else the app's."""
    given = told.get("webhook_configuration")
    if not isinstance(given, dict):
        return Finding("address", None, "not told", "Look at Webhooks in the app dashboard.")
    level = next((one for one in ("phone_number", "whatsapp_business_account", "application") if given.get(one)), None)
    if level is None:
        mend = "Give the connection's address in the app dashboard, Webhooks."
        return Finding("address", False, "messages go nowhere: no address is set", mend)
    said = f"messages go to the address of the {level.replace('_', ' ')}"
    return Finding("address", True, said if named else f"{said}; to see who hears them set HEARD_WHATSAPP_BUSINESS")


def _word(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Z_]{1,40}", value) is not None


def _message(order: Order) -> str:
    """A reaction has no id of WhatsApp's that could be answered."""
    if not order.object or order.object.startswith("reaction/"):
        raise ActionRefused(NAME, order.capability, "only a message can be answered")
    return order.object


def _said(text: str, picture: str | None) -> dict[str, Any]:
    """Words alone, or below a picture."""
    if picture is None or not captions(text, picture):
        return {"type": "text", "text": {"body": text, "preview_url": False}}
    return {"type": "image", "image": {"link": picture, "caption": text}}


def captions(text: str, picture: str) -> bool:
    """Whether the text can stand below this picture: one that WhatsApp shows, and few enough words."""
    return picture.partition("?")[0].casefold().endswith(_STILL) and len(text) <= LONGEST_CAPTION


def _recipient(order: Order) -> dict[str, str]:
    """A number goes into `to`, a business-scoped user id into `recipient`."""
    if order.person and re.fullmatch(_USER, order.person, re.ASCII):
        return {"recipient": order.person}
    if order.person and (number := re.fullmatch(NUMBER, order.person, re.ASCII)):
        return {"to": number[1]}
    raise ActionRefused(NAME, order.capability, "the person has neither a number nor a user id")
