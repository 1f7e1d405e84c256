"""Mails about mails, as servers write them."""

from __future__ import annotations

from email import message_from_bytes

from shared.core.mail import to_bytes
from shared.core.ports import Mail


def headers_of(mail: Mail) -> bytes:
    """A mail's own headers, as servers give them back: folded anew, with some on the way before them."""
    own = message_from_bytes(to_bytes(mail))
    lines = ["Received: from heard by mx.acme.example; Wed, 14 Oct 2026 05:30:02 +0000"]
    lines += [f"{name}: {value}".replace(">, <", ">,\r\n\t<") for name, value in own.items()]
    return "\r\n".join(lines).encode() + b"\r\n"


def report(kind: str, said: bytes, returned: bytes, how: str = "text/rfc822-headers", encoding: str = "7bit") -> bytes:
    """A multipart/report of three parts."""
    return b"\r\n".join([
        b"From: MAILER-DAEMON@mx.acme.example",
        b"To: heard@acme.example",
        b"Subject: Undelivered Mail Returned to Sender",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/report; report-type=%s;\r\n\tboundary="b1/mx"' % kind.split("/")[1].encode(),
        b"",
        b"--b1/mx",
        b"Content-Type: text/plain; charset=us-ascii",
        b"",
        b"I'm sorry to have to inform you that one@acme.example could not be reached.",
        b"--b1/mx",
        b"Content-Type: " + kind.encode(),
        b"",
        said,
        b"--b1/mx",
        b"Content-Type: " + how.encode(),
        b"Content-Transfer-Encoding: " + encoding.encode(),
        b"",
        returned,
        b"--b1/mx--",
        b"",
    ])  # fmt: skip


def status(action: str = "failed", code: str = "5.1.1", to: str = "one@acme.example", original: str = "") -> bytes:
    """What a server says of one recipient, after what it says of the mail."""
    before = f"Original-Recipient: rfc822;{original}\r\n" if original else ""
    return (
        "Reporting-MTA: dns; mx.acme.example\r\nX-Postfix-Queue-ID: 4XyZ\r\n"
        "Arrival-Date: Wed, 14 Oct 2026 05:30:01 +0000\r\n"
        f"\r\n{before}Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {code}\r\n"
        f"Diagnostic-Code: smtp; 550 {code} no {to} here\r\n"
    ).encode()


def bounced(mail: Mail, action: str = "failed", code: str = "5.1.1", to: str = "one@acme.example") -> bytes:
    return report("message/delivery-status", status(action, code, to), headers_of(mail))


def junk(mail: Mail, sort: str = "abuse") -> bytes:
    said = f"Feedback-Type: {sort}\r\nUser-Agent: SomeGenerator/1.0\r\nVersion: 1\r\n".encode()
    return report("message/feedback-report", said, to_bytes(mail), "message/rfc822")
