"""Hears from Amazon what became of mails: SES's events, from a queue of SQS that is asked and needs no public door.

    HEARD_SES_EVENTS_QUEUE   the queue's address, such as https://sqs.eu-north-1.amazonaws.com/111122223333/heard-mail

        SES  ->  configuration set  ->  SNS or EventBridge  ->  SQS  <-  collect

An event comes as SES wrote it, inside an envelope of SNS, or as the `detail` of EventBridge. What is said of opening
and clicking is dropped unread: nobody is tracked, see docs/mail.md. A message is deleted once it has been applied, or
if it can never be; what is left comes again by itself after the queue's visibility timeout.

Event records: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html and, with tags,
.../event-publishing-retrieving-sns-examples.html. SNS's envelope, with and without raw delivery:
https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html. EventBridge's:
https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html. All read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from shared import log
from shared.core.errors import ConfigurationError, PlatformUnavailable
from shared.core.returns import Came, Return
from shared.notifiers._aws import REGION, SETTINGS, TAG_AT, TAG_MARK, Clients, code_of, is_private, read_keys
from shared.notifiers._base import call_seconds

_BATCH: Final = 10  # what SQS gives at once, at most
_MOST: Final = 500  # messages in one run; the next tick takes the rest
_LONGEST: Final = 256 * 1024  # characters; SQS lets a message be a quarter of a mebibyte, or more where it is told to
_CAME: Final = {
    "Send": Came.TAKEN,
    "Delivery": Came.ARRIVED,
    "Reject": Came.REJECTED,
    "Rendering Failure": Came.REJECTED,
    "Complaint": Came.COMPLAINT,
}
"""What an event says by its name alone. A `Bounce` says it by its type; all others (`DeliveryDelay`, after which SES
tries again, `Open`, `Click`, `Subscription`) say nothing that we act on or want to know."""
_SUPPRESSED: Final = "OnAccountSuppressionList"


class SesReturns:
    """Keeps the Returns promise over a queue of SQS."""

    def __init__(self, queue: str, region: str, clients: Clients) -> None:
        self._queue, self._region, self._clients = queue, region, clients

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> SesReturns:
        """Raises ConfigurationError naming the variable, and what fits."""
        queue = environ.get("HEARD_SES_EVENTS_QUEUE", "").strip()
        parts = urlsplit(queue)
        if not is_private(queue) or not re.fullmatch(r"/[0-9]{12}/[A-Za-z0-9_-]{1,80}(\.fifo)?", parts.path):
            raise ConfigurationError(
                "HEARD_SES_EVENTS_QUEUE: expected the https address of a queue, such as "
                "https://sqs.eu-north-1.amazonaws.com/111122223333/heard-mail"
            )
        named = re.match(r"sqs\.([a-z0-9-]+)\.", parts.hostname or "")
        region = named[1] if named else environ.get("HEARD_SES_REGION") or environ.get("AWS_REGION") or ""
        if not REGION.fullmatch(region):
            raise ConfigurationError(
                "HEARD_SES_EVENTS_QUEUE: its address names no region; set HEARD_SES_REGION to the one it is in"
            )
        return cls(queue, region, Clients(read_keys(environ), call_seconds(environ)))

    def take(self, apply: Callable[[Return], None], going: Callable[[], bool]) -> int:
        from botocore.exceptions import BotoCoreError, ClientError

        parts = urlsplit(self._queue)
        try:
            client = self._clients.client("sqs", self._region, f"{parts.scheme}://{parts.netloc}")
            try:
                return self._emptied(client, apply, going)
            finally:
                client.close()
        except ClientError as error:
            code = code_of(error.response)
            gone = "QueueDoesNotExist" in code or "NonExistentQueue" in code
            raise _unread(code, "HEARD_SES_EVENTS_QUEUE" if gone else SETTINGS.get(code)) from None
        except (BotoCoreError, OSError) as error:
            why = type(error).__name__
            raise _unread(why, "AWS_ACCESS_KEY_ID" if "Credential" in why else None) from None

    def _emptied(self, client: Any, apply: Callable[[Return], None], going: Callable[[], bool]) -> int:
        given = seen = 0
        while seen < _MOST and going():
            answer = client.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=_BATCH, WaitTimeSeconds=0)
            messages = answer.get("Messages") or []
            if not messages:
                break
            seen += len(messages)
            done: list[str] = []
            try:
                for message in messages:
                    found = read(str(message.get("Body", "")))
                    if found is not None:
                        apply(found)
                        given += 1
                    done.append(message["ReceiptHandle"])
            finally:
                self._delete(client, done)
        return given

    def _delete(self, client: Any, handles: list[str]) -> None:
        if handles:
            entries = [{"Id": str(number), "ReceiptHandle": one} for number, one in enumerate(handles)]
            client.delete_message_batch(QueueUrl=self._queue, Entries=entries)


def read(text: str) -> Return | None:
    """What a message of the queue says; None where it is nothing that we act on. Never raises."""
    try:
        return _return(_event(text))
    except (msgspec.MsgspecError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        log.warning("returns.unreadable", by="ses")
        return None


def _event(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST:
        raise ValueError("too long")
    found = msgspec.json.decode(text, type=dict[str, Any])
    if "eventType" not in found and isinstance(inner := found.get("Message"), str):
        if not inner.lstrip().startswith("{"):
            return {}  # such as SNS's own word that a topic has been set up
        found = msgspec.json.decode(inner, type=dict[str, Any])
    if "eventType" not in found and isinstance(detail := found.get("detail"), dict):
        found = detail
    return found


def _return(event: Mapping[str, Any]) -> Return | None:
    kind = event.get("eventType")
    about = event.get(str(kind).lower())
    about = about if isinstance(about, dict) else {}
    came = _bounced(about) if kind == "Bounce" else _CAME.get(str(kind))
    if came is Came.COMPLAINT and about.get("complaintSubType") == _SUPPRESSED:
        came = Came.FAILED  # they complained long ago, and Amazon has not even tried
    if came is None:
        return None
    mail = event["mail"]
    tags = mail.get("tags") or {}
    mark, written = (str((tags.get(name) or [""])[0]) for name in (TAG_MARK, TAG_AT))
    if not re.fullmatch(r"[0-9a-f]{40}", mark) or not re.fullmatch(r"[0-9]{1,11}", written, re.ASCII):
        return None  # a mail of somebody else's who sends by the same configuration set
    of = about.get("bouncedRecipients") or []
    return Return(
        came=came,
        mark=mark,
        at=datetime.fromtimestamp(int(written), UTC),
        sender=parseaddr(str(mail.get("source", "")))[1],
        to=tuple(str(one.get("emailAddress", "")) for one in of[:20]),
        code=_code(about, of),
        receipt=str(mail["messageId"])[:200],
        vouched=True,
    )


def _bounced(bounce: Mapping[str, Any]) -> Came:
    return Came.FAILED if bounce.get("bounceType") == "Permanent" else Came.PASSING


def _code(about: Mapping[str, Any], recipients: list[dict[str, Any]]) -> str:
    """A status code, or Amazon's own word for the sort of it. Never what the other side wrote."""
    status = next((str(one.get("status") or "") for one in recipients), "")
    if re.fullmatch(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", status, re.ASCII):
        return status
    named = str(about.get("bounceSubType") or about.get("complaintFeedbackType") or about.get("complaintSubType") or "")
    return named if re.fullmatch(r"[A-Za-z-]{1,40}", named) else ""


def _unread(why: str, setting: str | None) -> PlatformUnavailable:
    log.warning("returns.unread", by="ses", why=why, setting=setting)
    return PlatformUnavailable("ses", "returns", why)
