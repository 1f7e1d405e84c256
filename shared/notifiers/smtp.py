"""Sends each Notice through an SMTP server that you have an account with: HEARD_NOTIFIER=smtp.

    HEARD_SMTP_HOST       the server's name, as its certificate has it
    HEARD_SMTP_SECURITY   tls (default), starttls, or none: only to this very machine
    HEARD_SMTP_PORT       default 465 for tls, 587 for starttls, 25 for none
    HEARD_SMTP_USER, HEARD_SMTP_PASSWORD   the login; neither, where the server knows us by our address
    HEARD_SMTP_HELO       the name we greet with; default an address literal, which says nothing about us
    HEARD_SMTP_CA         a file of certificates to trust in place of the system's, for a server of your own

One connection per mail, over within 0.8 of HEARD_CALL_TIMEOUT; no retries here, since the Claim knows what may follow.

        connect  TLS  EHLO  AUTH | MAIL  RCPT  DATA  body | .  -> answer | QUIT
        ---- it waits ---------- | 5xx: refused for good  | none: unknown | whatever
                                 | else it waits          | 4xx, 5xx: as before

A server that has not seen the final dot must not deliver (RFC 5321 section 4.1.1.10), and one that has may deliver
although we never hear of it (RFC 1047); both read 2026-11-22. So the dot is sent on its own, last.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shared.core.claims import ReadBack
from shared.core.errors import ConfigurationError, MissingSecret
from shared.core.mail import message_id
from shared.core.ports import Mail
from shared.core.secret import Secret, weakness
from shared.notifiers._base import Deadline, call_seconds, connected, fit, lost, refused, waits
from shared.settings import is_loopback

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}
_CHUNK: Final = 16 * 1024  # bytes; what one TLS record holds, so that each has its own look at the deadline
_LOGIN: Final = frozenset({530, 534, 535, 538})  # RFC 4954 section 6: about us, whichever verb they answer
_FAREWELL: Final = 1.0  # seconds to wait for the answer to QUIT
_NOBODY: Final = "[127.0.0.1]"


@dataclass(frozen=True, slots=True)
class Server:
    """Whom we hand mails to, and as whom."""

    host: str
    port: int
    security: str
    login: tuple[str, Secret] | None = None
    helo: str = _NOBODY
    authorities: str | None = None

    def context(self) -> ssl.SSLContext:
        """Verifies the certificate and the name in it. Raises OSError where `authorities` cannot be read."""
        return ssl.create_default_context(cafile=self.authorities)


class SmtpNotifier:
    """Keeps the Notifier promise over SMTP. A mail cannot be found again, so after a lost answer it is left alone."""

    read_back = ReadBack.BLIND

    def __init__(self, server: Server, seconds: float) -> None:
        self._server = server
        self._seconds = seconds

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError where `open` would."""
        cls.open(environ)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> SmtpNotifier:
        """The notifier of this deployment. Raises ConfigurationError naming the variable, what came and what fits."""
        host = environ.get("HEARD_SMTP_HOST", "").strip()
        if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:]+", host):
            raise ConfigurationError(f"HEARD_SMTP_HOST: came {host[:60]!r}; expected the name of your mail server")
        security = environ.get("HEARD_SMTP_SECURITY") or "tls"
        if security not in _PORTS:
            raise ConfigurationError(f"HEARD_SMTP_SECURITY: came {security[:40]!r}; expected tls, starttls or none")
        if security == "none" and not is_loopback(host):
            raise ConfigurationError(
                "HEARD_SMTP_SECURITY: came 'none' for a server that is not this machine; expected tls or starttls, "
                "since mails hold what people wrote"
            )
        helo = environ.get("HEARD_SMTP_HELO") or _NOBODY
        if not re.fullmatch(r"[A-Za-z0-9.:_\[\]-]{1,255}", helo):
            raise ConfigurationError(f"HEARD_SMTP_HELO: came {helo[:60]!r}; expected a host name")
        server = Server(host, _port(environ, security), security, _login(environ), helo, _authorities(environ))
        return cls(server, call_seconds(environ))

    def send(self, mail: Mail) -> str:
        """Hand it to the server. The receipt is its Message-ID, which every server on the way keeps."""
        raw, sender, to = fit("smtp", mail)
        exchange = _Exchange(self._server, Deadline(self._seconds))
        try:
            try:
                exchange.enter()
                exchange.offer(sender, to, raw)
            except (OSError, ValueError) as error:  # smtplib's own are OSErrors, and quote the server
                raise waits("smtp", f"{exchange.step} {_why(error)}", setting=_setting(exchange.step, error)) from None
            try:
                code = exchange.getreply()[0]
            except (OSError, ValueError) as error:
                raise lost("smtp", f"the answer to the mail: {_why(error)}") from None
            if code // 100 not in (2, 4, 5):
                raise lost("smtp", f"the answer to the mail: {code}")
            exchange.judge(code)
            exchange.leave()
        finally:
            exchange.close()
        return message_id(mail)


class _Exchange(smtplib.SMTP):
    """One connection, each wait of which ends by one deadline; smtplib's own timeout begins anew with every byte."""

    def __init__(self, server: Server, deadline: Deadline) -> None:
        super().__init__(local_hostname=server.helo)
        self._server = server
        self._deadline = deadline
        self.step = "connect"

    def enter(self) -> None:
        """Connect, encrypt and log in. Raises OSError or ValueError, or PlatformUnavailable."""
        code, _text = self.connect(self._server.host, self._server.port)
        self._setup("greeting", code, 220)
        self._hello()
        if self._server.security == "starttls":
            self._encrypt()
            self._hello()
        if self._server.login is not None:
            self.step = "AUTH"
            user, password = self._server.login
            self.login(user, password.reveal())

    def offer(self, sender: str, to: str, raw: bytes) -> None:
        """The whole mail. What fails in here failed before the kernel had all of the final dot."""
        size = [f"SIZE={len(raw)}"] if self.has_extn("size") else []
        self._ask("MAIL", " ".join([f"FROM:<{sender}>", *size]))
        self._ask("RCPT", f"TO:<{to}>")
        self._ask("DATA")
        self.step = "body"
        self.send(re.sub(rb"(?m)^\.", b"..", raw))
        self.step = "dot"
        self.send(b".\r\n")

    def judge(self, code: int) -> None:
        """Raise what an answer to a step of the mail itself means, unless it is a yes."""
        if code == 354 if self.step == "DATA" else code // 100 == 2:
            return
        self.leave()
        if code // 100 == 5 and code not in _LOGIN:
            raise refused("smtp", f"{self.step} {code}")
        raise waits("smtp", f"{self.step} {code}", setting="HEARD_SMTP_PASSWORD" if code in _LOGIN else None)

    def leave(self) -> None:
        """Say goodbye. What becomes of the mail is known already, so nothing that happens here matters."""
        self._deadline.shorten(_FAREWELL)
        with suppress(OSError):
            self.docmd("QUIT")

    def send(self, s: Buffer | str) -> None:
        data = s.encode("ascii") if isinstance(s, str) else bytes(s)
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        for start in range(0, len(data), _CHUNK):
            self.sock.settimeout(self._deadline.left())
            self.sock.sendall(data[start : start + _CHUNK])

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock, self._deadline)
        return super().getreply()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = connected(host, port, self._deadline)
        return self._encrypted(plain) if self._server.security == "tls" else plain

    def _hello(self) -> None:
        self.step = "EHLO"
        self._setup("EHLO", self.ehlo()[0], 250)

    def _encrypt(self) -> None:
        """STARTTLS, or nothing goes on. What the server said in the clear is forgotten with its lines."""
        self.step = "STARTTLS"
        if not self.has_extn("starttls") or self.sock is None:
            raise smtplib.SMTPNotSupportedError
        self._setup("STARTTLS", self.docmd("STARTTLS")[0], 220)
        self.sock, self.file = self._encrypted(self.sock), None

    def _encrypted(self, plain: socket.socket) -> socket.socket:
        self.step = "TLS"
        try:
            plain.settimeout(self._deadline.left())
            return self._server.context().wrap_socket(plain, server_hostname=self._server.host)
        except BaseException:
            plain.close()
            raise

    def _ask(self, verb: str, rest: str = "") -> None:
        self.step = verb
        self.judge(self.docmd(verb, rest)[0])

    def _setup(self, step: str, code: int, wanted: int) -> None:
        self.step = step
        if code != wanted:
            self.leave()
            raise waits("smtp", f"{step} {code}")


class _Lines:
    """The server's lines, each waited for no longer than the deadline. An unfinished last line is none."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self._held = b""

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self._held and len(self._held) < limit:
            self._sock.settimeout(self._deadline.left())
            more = self._sock.recv(4096)
            if not more:
                return b""
            self._held += more
        end = min(limit, self._held.find(b"\n") + 1 or limit)
        line, self._held = self._held[:end], self._held[end:]
        return line

    def close(self) -> None:
        self._held = b""


def _why(error: BaseException) -> str:
    """A code, or the name of what happened; the error's own text may quote the server."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    hidden = error.__context__  # smtplib says "disconnected" for whatever made it hang up
    return type(hidden if isinstance(error, smtplib.SMTPServerDisconnected) and hidden else error).__name__


def _setting(step: str, error: BaseException) -> str | None:
    """The variable that may be wrong; None where it may be only the weather."""
    if isinstance(error, ssl.SSLError):
        return "HEARD_SMTP_HOST"
    if isinstance(error, smtplib.SMTPNotSupportedError) and step == "STARTTLS":
        return "HEARD_SMTP_SECURITY"
    told = isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected)
    passing = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code // 100 == 4
    return "HEARD_SMTP_PASSWORD" if step == "AUTH" and told and not passing else None


def _port(environ: Mapping[str, str], security: str) -> int:
    text = environ.get("HEARD_SMTP_PORT") or str(_PORTS[security])
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or not 1 <= int(text) <= 65535:
        raise ConfigurationError(f"HEARD_SMTP_PORT: came {text[:40]!r}; expected a whole number from 1 to 65535")
    return int(text)


def _login(environ: Mapping[str, str]) -> tuple[str, Secret] | None:
    user = environ.get("HEARD_SMTP_USER", "").strip()
    password = environ.get("HEARD_SMTP_PASSWORD", "").strip()
    if not user and "HEARD_SMTP_PASSWORD" not in environ:
        return None
    if not user or not user.isascii():
        raise ConfigurationError("HEARD_SMTP_USER: expected the login's name in ASCII, since there is a password")
    weak = weakness(password, ours=False)
    if weak is None and not password.isascii():
        weak = "holds letters outside ASCII, which this login cannot carry"
    if weak is not None:
        raise MissingSecret("HEARD_SMTP_PASSWORD", weak)
    return user, Secret(password)


def _authorities(environ: Mapping[str, str]) -> str | None:
    path = environ.get("HEARD_SMTP_CA")
    if not path:
        return None
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        raise ConfigurationError(
            f"HEARD_SMTP_CA: came {Path(path).name!r} ({type(error).__name__}); expected a file of PEM certificates"
        ) from error
    return path


plugin = SmtpNotifier
