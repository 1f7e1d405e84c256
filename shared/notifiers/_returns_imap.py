"""Hears from a mailbox what became of mails: reports that they did not arrive, or that somebody calls them junk.

    HEARD_BOUNCES_IMAP_HOST       the server of the mailbox to which mails return: that of the brand's own sender
    HEARD_BOUNCES_IMAP_SECURITY   tls (default), or none: only to this very machine
    HEARD_BOUNCES_IMAP_PORT       default 993 for tls, 143 for none
    HEARD_BOUNCES_IMAP_USER, HEARD_BOUNCES_IMAP_PASSWORD   the login
    HEARD_BOUNCES_IMAP_FOLDER     default INBOX
    HEARD_BOUNCES_IMAP_CA         a file of certificates to trust in place of the system's, for a server of your own

Asked for are unread mails of type `multipart/report`, the oldest first: all others stay as they are, unread by us too.
A report is flagged as read once it has been applied, or is none about a mail of ours. One connection for each look,
over by one deadline however slowly the server speaks. IMAP4rev1: RFC 3501 (read 2026-11-22).
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared import log
from shared.core.errors import ConfigurationError, MissingSecret, PlatformUnavailable
from shared.core.returns import Return
from shared.core.secret import Secret, weakness
from shared.notifiers._base import Deadline, connected
from shared.notifiers._reports import LONGEST, reports
from shared.settings import is_loopback

_PORTS: Final = {"tls": 993, "none": 143}
_SETTINGS: Final = {"LOGIN": "HEARD_BOUNCES_IMAP_PASSWORD", "SELECT": "HEARD_BOUNCES_IMAP_FOLDER"}
_MOST: Final = 50  # reports in one run; the next tick takes the rest
_SECONDS: Final = 20.0  # of one run
_LINE: Final = 4 * 1024 * 1024  # bytes of one line: numbers of half a million mails, should somebody send us so many
_ALL: Final = 32 * 1024 * 1024  # bytes of one run, whatever the server goes on to say
_FAREWELL: Final = 1.0


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where reports arrive, and the login there."""

    host: str
    port: int
    security: str
    user: str
    password: Secret
    folder: str = "INBOX"
    authorities: str | None = None


class ImapReturns:
    """Keeps the Returns promise over a mailbox."""

    def __init__(self, mailbox: Mailbox, seconds: float = _SECONDS) -> None:
        self._mailbox = mailbox
        self._seconds = seconds

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> ImapReturns:
        """Raises ConfigurationError naming the variable, what came and what fits."""
        host = _given(environ, "HEARD_BOUNCES_IMAP_HOST")
        if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:]+", host):
            raise _unfit("HEARD_BOUNCES_IMAP_HOST", host, "the name of your mail server")
        security = _given(environ, "HEARD_BOUNCES_IMAP_SECURITY") or "tls"
        if security not in _PORTS:
            raise _unfit("HEARD_BOUNCES_IMAP_SECURITY", security, "tls or none")
        if security == "none" and not is_loopback(host):
            raise _unfit("HEARD_BOUNCES_IMAP_SECURITY", security, "tls, since this server is not this machine")
        port = _given(environ, "HEARD_BOUNCES_IMAP_PORT") or str(_PORTS[security])
        if not re.fullmatch(r"[0-9]{1,5}", port, re.ASCII) or not 1 <= int(port) <= 65535:
            raise _unfit("HEARD_BOUNCES_IMAP_PORT", port, "a whole number from 1 to 65535")
        folder = _given(environ, "HEARD_BOUNCES_IMAP_FOLDER") or "INBOX"
        if not re.fullmatch(r"[ !#-\[\]-~]{1,200}", folder):
            raise _unfit("HEARD_BOUNCES_IMAP_FOLDER", folder, "its name as the server has it, in ASCII")
        user = _given(environ, "HEARD_BOUNCES_IMAP_USER")
        if not re.fullmatch(r"[!#-\[\]-~]{1,200}", user):
            raise ConfigurationError("HEARD_BOUNCES_IMAP_USER: expected the login's name in ASCII")
        password = _given(environ, "HEARD_BOUNCES_IMAP_PASSWORD")
        weak = weakness(password, ours=False)
        if weak is None and not re.fullmatch(r"[ -~]+", password):
            weak = "holds letters outside ASCII, which this login cannot carry"
        if weak is not None:
            raise MissingSecret("HEARD_BOUNCES_IMAP_PASSWORD", weak)
        return cls(Mailbox(host, int(port), security, user, Secret(password), folder, _authorities(environ)))

    def take(self, apply: Callable[[Return], None], going: Callable[[], bool]) -> int:
        step = "connect"
        deadline = Deadline(self._seconds)
        given = 0
        try:
            session = _Session(self._mailbox, deadline)
            try:
                step = "LOGIN"
                session.login(f'"{self._mailbox.user}"', self._mailbox.password.reveal())
                step = "SELECT"
                session.opened(self._mailbox.folder)
                step = "SEARCH"
                for number in session.unread()[:_MOST]:
                    if not going():
                        break
                    step = "FETCH"
                    for one in reports(session.mail(number)):
                        apply(one)
                        given += 1
                    step = "STORE"
                    session.read_now(number)
            finally:
                session.leave()
        except (OSError, ValueError, imaplib.IMAP4.error) as error:  # which quote the server
            why = f"{step} {type(error).__name__}"
            setting = _SETTINGS.get(step) if type(error) is imaplib.IMAP4.error else None
            log.warning("returns.unread", by="imap", why=why, setting=setting)
            raise PlatformUnavailable("imap", "returns", why) from None
        return given


class _Session(imaplib.IMAP4):
    """One connection, each wait of which ends by one deadline; imaplib's own timeout begins anew with every byte."""

    def __init__(self, mailbox: Mailbox, deadline: Deadline) -> None:
        self._mailbox, self._deadline = mailbox, deadline
        self._held = bytearray()
        self._left = _ALL
        super().__init__(mailbox.host, mailbox.port)

    def opened(self, folder: str) -> None:
        self._fine(self.select(f'"{folder}"'))

    def unread(self) -> list[int]:
        """The numbers of reports that nobody has read, the oldest first."""
        found = self._fine(self.uid("SEARCH", "UNSEEN", "HEADER", "Content-Type", '"report"'))
        words = b" ".join(line for line in found if isinstance(line, bytes)).split()
        return sorted(int(word) for word in words if re.fullmatch(rb"[0-9]{1,10}", word))

    def mail(self, number: int) -> bytes:
        """The first part of a mail, without flagging it as read; nothing where it is gone."""
        found = self._fine(self.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LONGEST}>)"))
        return next((bytes(one[1]) for one in found if isinstance(one, tuple) and len(one) > 1), b"")

    def read_now(self, number: int) -> None:
        self._fine(self.uid("STORE", str(number), "+FLAGS.SILENT", r"(\Seen)"))

    def leave(self) -> None:
        """Say goodbye. What was taken is known already, so nothing that happens here matters."""
        self._deadline.shorten(_FAREWELL)
        with suppress(OSError, ValueError, imaplib.IMAP4.error):
            self.logout()
        with suppress(OSError):
            self.sock.close()

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        del timeout
        self.host, self.port = host, port
        plain = connected(host, port, self._deadline)
        self.sock = self._encrypted(plain) if self._mailbox.security == "tls" else plain

    def read(self, size: int) -> bytes:
        while len(self._held) < size:
            self._more()
        return self._taken(size)

    def readline(self) -> bytes:
        start = 0
        while (end := self._held.find(b"\n", start)) < 0:
            start = len(self._held)
            if start > _LINE:
                raise imaplib.IMAP4.abort("a line too long")
            self._more()
        return self._taken(end + 1)

    def send(self, data: bytes) -> None:  # type: ignore[override]  # typeshed takes any buffer; imaplib gives bytes
        self.sock.settimeout(self._deadline.left())
        self.sock.sendall(data)

    def shutdown(self) -> None:
        self.sock.close()

    def _more(self) -> None:
        self.sock.settimeout(self._deadline.left())
        more = self.sock.recv(65536)
        self._left -= len(more)
        if not more or self._left < 0:
            raise imaplib.IMAP4.abort("the line was cut, or never ends")
        self._held += more

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def _encrypted(self, plain: socket.socket) -> socket.socket:
        try:
            plain.settimeout(self._deadline.left())
            context = ssl.create_default_context(cafile=self._mailbox.authorities)
            return context.wrap_socket(plain, server_hostname=self._mailbox.host)
        except BaseException:
            plain.close()
            raise

    def _fine(self, answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise imaplib.IMAP4.error("no")
        return answer[1]


def _given(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()


def _unfit(name: str, came: str, expected: str) -> ConfigurationError:
    return ConfigurationError(f"{name}: came {came[:60]!r}; expected {expected}")


def _authorities(environ: Mapping[str, str]) -> str | None:
    path = _given(environ, "HEARD_BOUNCES_IMAP_CA")
    if not path:
        return None
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        raise _unfit(
            "HEARD_BOUNCES_IMAP_CA", Path(path).name, f"a file of PEM certificates ({type(error).__name__})"
        ) from error
    return path
