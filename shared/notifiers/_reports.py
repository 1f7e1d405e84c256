"""Reads mails about mails: a delivery status notification (RFC 3464) and a report of junk (ARF, RFC 5965).

        multipart/report
            text/plain                      for a person; not read
            message/delivery-status         what became of it, recipient by recipient
             or message/feedback-report     that somebody calls it junk
            message/rfc822, or              our mail, or its headers alone: by these it is known again, and only who has
             text/rfc822-headers            had the mail can know all that they hold

Anybody can send us such a mail, so nothing in it is believed that its headers do not bear out, nothing of it is quoted,
and whatever it holds, reading it raises nothing. Codes by RFC 3463. All read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from shared import log
from shared.core.returns import Came, Return

LONGEST: Final = 256 * 1024  # bytes that are read; our own mails have at most 75 KB, their headers a few
_RECIPIENTS: Final = 5  # of one report: a mail of ours has one
_BOUNDARIES: Final = 20  # words that may begin parts within parts, each of which makes every line slower to read
_MARKED: Final = re.compile(r"<([0-9a-f]{40})@[^<>@\s]{1,255}>")
_STATUS: Final = re.compile(r"([245])\.([0-9]{1,3})\.([0-9]{1,3})", re.ASCII)
_ACTIONS: Final = {"delivered": Came.ARRIVED, "relayed": Came.TAKEN, "expanded": Came.TAKEN}
"""What RFC 3464 section 2.3.3 knows beside `failed`; after `delayed` it is still being tried."""
_ABOUT_US: Final = frozenset({"3", "4", "6", "7"})
"""Subjects of a 5.x.x that speak of servers, routes, contents and policies, not of whether there is such a mailbox."""
_FOR_NOW: Final = frozenset({("2", "2"), ("2", "3")})  # a full mailbox; a mail that is too long for it


def reports(raw: bytes) -> tuple[Return, ...]:
    """What a mail reports of mails of ours; nothing where it is no such report. Never raises."""
    raw = raw[:LONGEST]
    if raw.lower().count(b"boundary") > _BOUNDARIES:
        log.warning("returns.unreadable", by="imap", error="too many parts")
        return ()
    try:
        return tuple(_reports(message_from_bytes(raw)))
    except Exception as error:  # a stranger's mail: no fault in reading it may stop the others
        log.warning("returns.unreadable", by="imap", error=type(error).__name__)
        return ()


def _reports(mail: Message) -> Iterator[Return]:
    if mail.get_content_type() != "multipart/report":
        return
    parts = [part for part in mail.get_payload() if isinstance(part, Message)]
    headers = next(filter(None, map(_headers, parts)), None)
    ours = None if headers is None else _ours(headers)
    if ours is None:
        return
    for part in parts:
        kind = part.get_content_type()
        blocks = _blocks(part)
        if kind == "message/delivery-status":
            for one in [block for block in blocks if block.get("Action")][:_RECIPIENTS]:
                yield from _told(one, ours)
        elif kind == "message/feedback-report" and any(_is_junk(one) for one in blocks[:1]):
            yield _as(ours, Came.COMPLAINT, code="abuse")


def _told(block: Message, ours: Return) -> Iterator[Return]:
    """What one recipient's block says."""
    action = _text(block, "Action").lower()
    status = _STATUS.match(_text(block, "Status"))
    came = _failed(status) if action == "failed" else _ACTIONS.get(action)
    if came is not None:
        to = (_address(block, "Original-Recipient"), _address(block, "Final-Recipient"))
        yield _as(ours, came, code="" if status is None else status[0], to=tuple(filter(None, to)))


def _failed(status: re.Match[str] | None) -> Came:
    if status is None or status[1] != "5" or status[2] in _ABOUT_US or status.groups()[1:] in _FOR_NOW:
        return Came.PASSING
    return Came.FAILED


def _is_junk(block: Message) -> bool:
    """`not-spam` takes it back, `auth-failure` is about signatures; all other sorts are from somebody who minds."""
    return _text(block, "Feedback-Type").lower() in ("abuse", "fraud", "virus", "opt-out", "opt-out-list", "other")


def _ours(headers: Message) -> Return | None:
    """Which mail of ours these headers are of, if any; what it says became of it is still to be filled in."""
    marked = _MARKED.search(_text(headers, "Message-ID"))
    written = _date(_text(headers, "Date"))
    if marked is None or written is None:
        return None
    return Return(
        came=Came.TAKEN,
        mark=marked[1],
        at=written,
        sender=parseaddr(_text(headers, "From"))[1],
        stop=_text(headers, "List-Unsubscribe"),
        subject=_decoded(_text(headers, "Subject")),
    )


def _as(ours: Return, came: Came, code: str = "", to: tuple[str, ...] = ()) -> Return:
    from msgspec.structs import replace

    return replace(ours, came=came, code=code, to=to)


def _headers(part: Message) -> Message | None:
    """The headers of the mail that a report is about."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return next(iter(_blocks(part)), None)
    if kind == "text/rfc822-headers":
        raw = part.get_payload(decode=True)
        return message_from_bytes(raw) if isinstance(raw, bytes) else None
    return None


def _blocks(part: Message) -> list[Message]:
    """A part of a kind that holds headers, taken apart into its blocks; also where it came encoded, as it must not."""
    held = part.get_payload()
    if not isinstance(held, list):
        return []
    blocks = [one for one in held if isinstance(one, Message)]
    if part.get("Content-Transfer-Encoding", "").strip().lower() not in ("base64", "quoted-printable"):
        return blocks
    copy = Message()
    copy["Content-Transfer-Encoding"] = part["Content-Transfer-Encoding"]
    copy.set_payload("\n".join(one.as_string() for one in blocks))
    raw = copy.get_payload(decode=True)
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return [message_from_string(one) for one in re.split(r"\r?\n\r?\n", text) if one.strip()]


def _text(block: Message, name: str) -> str:
    """A header on one line, as it stands there."""
    return " ".join(str(block.get(name, "")).split())[:4000]


def _address(block: Message, name: str) -> str:
    """The mailbox of a field such as `rfc822; one@acme.example`."""
    kind, _semicolon, address = _text(block, name).partition(";")
    return address.strip().strip("<>") if kind.strip().lower() in ("rfc822", "utf-8") else ""


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))
