"""A Notice as the bytes of a mail: the same input gives the same bytes, whichever notifier carries it."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from shared.core.interaction import hashed
from shared.core.ports import Mail

_POLICY: Final = SMTP.clone(cte_type="7bit", max_line_length=78)
_RAW: Final = frozenset({"list-unsubscribe"})  # must stand on one line: folding it makes encoded words of the address


def to_bytes(mail: Mail) -> bytes:
    """multipart/alternative, plain text first, UTF-8, quoted-printable; boundary and Message-ID from the key.

    Raises ValueError where a header holds a line break: such a header could add others.
    """
    for name, value in (("To", mail.to), ("From", mail.sender), ("Subject", mail.subject), *mail.headers):
        if any(mark in name + value for mark in "\r\n\0"):
            raise ValueError(f"header {name!r} holds a line break")
    name = hashed("mail", mail.key)
    message = EmailMessage(policy=_POLICY)
    message["From"] = mail.sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{name}@{_domain(mail.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    raw = []
    for key, value in mail.headers:
        if key.lower() in _RAW:
            raw.append(f"{key}: {value}\r\n".encode("ascii"))
        else:
            message[key] = value
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
        message.set_boundary(f"heard-{name}")
    return b"".join(raw) + message.as_bytes()


def _domain(sender: str) -> str:
    address = sender.rsplit("<", 1)[-1].rstrip("> ")
    return address.rsplit("@", 1)[-1] if "@" in address else "heard.invalid"
