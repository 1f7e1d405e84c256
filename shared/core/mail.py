"""A Notice as the bytes of a mail: the same input gives the same bytes, whichever notifier carries it.

Here too it is decided what no mail of ours may be: sent to anybody but the one address it names, or read differently
by different machines on its way. Such a mail is unfit, everywhere the same, so what the outbox writes a server takes.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from shared.core.interaction import hashed
from shared.core.ports import Mail

_POLICY: Final = SMTP.clone(cte_type="7bit", max_line_length=78)
_RAW: Final = frozenset({"list-id", "list-unsubscribe"})  # on one line each: folded, an address becomes encoded words
_OURS: Final = re.compile(  # would add readers, or say something else than what we say
    r"to|cc|bcc|from|sender|subject|date|message-id|return-path|mime-version|content-.*|resent-.*|received|dkim-.*|auto-submitted|x-auto-response-suppress",
    re.IGNORECASE,
)
_LONGEST: Final = 998  # bytes of a line without its end (RFC 5322 section 2.1.1, read 2026-11-22)
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)


class MailUnfit(ValueError):
    """This can be no mail of ours. The text names the header, never what it holds."""


def to_bytes(mail: Mail) -> bytes:
    """multipart/alternative, plain text first, UTF-8, quoted-printable; boundary and Message-ID from the key.

    ASCII only, each line at most 998 bytes, each line ended by CR LF, the last one too. Raises MailUnfit where a
    header holds a line break (it could add others), has a name that is ours to write, or cannot be kept in a line; and
    where an address is none (see `envelope`).
    """
    for name, value in (("To", mail.to), ("From", mail.sender), ("Subject", mail.subject), *mail.headers):
        if any(mark in name + value for mark in "\r\n\0"):
            raise MailUnfit("a header holds a line break")
    sender, to = envelope(mail)
    message = EmailMessage(policy=_POLICY)
    message["From"] = mail.sender
    message["To"] = mail.to
    for header, bare in (("From", sender), ("To", to)):
        if [one.addr_spec for one in message[header].addresses] != [bare]:
            raise MailUnfit(f"{header} is not exactly one address")
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = message_id(mail)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    raw = []
    for key, value in mail.headers:
        if _OURS.fullmatch(key.strip()) or not re.fullmatch(r"[!-9;-~]+", key):
            raise MailUnfit("a header has a name that is not to be set")
        if key.lower() in _RAW:
            if not value.isascii():
                raise MailUnfit(f"{key} holds letters outside ASCII")
            raw.append(f"{key}: {value}\r\n".encode("ascii"))
        else:
            message[key] = value
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
        message.set_boundary(f"heard-{mark_of(mail.key)}")
    data = b"".join(raw) + message.as_bytes()
    if not data.isascii() or max(len(line) for line in data.split(b"\r\n")) > _LONGEST:
        raise MailUnfit("a header does not fit into a line of 998 ASCII characters")
    return data


def message_id(mail: Mail) -> str:
    """The Message-ID: the same for every attempt at this mail, so that one that came twice can be seen to be one."""
    sender, _to = envelope(mail)
    return f"<{mark_of(mail.key)}@{sender.rpartition('@')[2]}>"


def mark_of(key: str) -> str:
    """What a mail is known by when something of it comes back: it tells nobody the Notice's key."""
    return hashed("mail", key)


def envelope(mail: Mail) -> tuple[str, str]:
    """The bare addresses of sender and recipient.

    Raises MailUnfit where one is not exactly one address in ASCII. A local part in other letters would need every
    server on the way to speak SMTPUTF8; a domain in other letters is written in its xn-- form by whoever knows which
    of two encodings is meant (the older one sends the mail for a domain with an ß to somebody else's).
    """
    return _address("From", mail.sender), _address("To", mail.to)


def _address(header: str, text: str) -> str:
    named = re.fullmatch(r"[^<>]*<([^<>]*)>\s*", text)
    bare = (named[1] if named else text).strip()
    if not bare.isascii():
        raise MailUnfit(f"the address in {header} holds letters outside ASCII; write its domain as xn--")
    if not _ADDRESS.fullmatch(bare) or len(bare) > 254 or len(bare.partition("@")[0]) > 64:
        raise MailUnfit(f"{header} is not exactly one address")
    return bare
