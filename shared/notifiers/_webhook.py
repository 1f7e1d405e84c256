"""What the notifiers over a webhook share: its address and keys, one POST, and what the answer to it means.

        connect  TLS | head and body but for its last byte | . -> answer
        ------------ it waits --------------------------- | 2xx: sent; 429: it waits, as long as it is told
                                                          | 4xx about this Notice, or nobody there: refused for good
                                                          | any other 4xx is about us: it waits
                                                          | none, 3xx, 408, 5xx: unknown

A server acts on a request when it has all of it: so the last byte is sent on its own, and what fails before cannot have
been taken. No proxy is asked, no redirect followed, and neither address nor answer stands in a log or an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from shared.core import signing
from shared.core.channels import WEBHOOKS, Webhook, webhook
from shared.core.claims import ReadBack
from shared.core.errors import ConfigurationError, MissingSecret, PlatformError
from shared.core.interaction import hashed
from shared.core.ports import Mail
from shared.core.secret import Secret, weakness
from shared.notifiers._base import Deadline, call_seconds, connected, lost, refused, waits
from shared.settings import is_loopback

if TYPE_CHECKING:
    import socket

_ABOUT_THIS_ONE: Final = frozenset({400, 404, 410, 413, 422})
_LONGEST: Final = 64 * 1024  # bytes of an answer that are read
_REST: Final = 1.0  # seconds for the rest of an answer whose meaning is known already
_LONGEST_WAIT: Final = 3600.0  # seconds that we believe a Retry-After
_HEAD: Final = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: [^\r\n]*)?\r\n((?:[^\r\n]+\r\n)*)\r\n")


@dataclass(frozen=True, slots=True)
class Address:
    """A webhook's address taken apart; `target`, its path and query, is what must not be known."""

    host: str
    port: int
    encrypted: bool
    target: Secret


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: a status, seconds to wait if told, and which of the known names the answer held."""

    status: int
    retry_after: float | None
    code: str | None


class WebhookNotifier:
    """Keeps the Notifier promise over incoming webhooks of one service. Safe between threads.

    A message cannot be found again by whoever posted it; what may follow a lost answer, its Channel says. `waits_for`
    are the service's names for what is wrong with us, `final` those for what cannot be mended for this Notice.
    """

    read_back = ReadBack.BLIND
    word: str
    name: str
    waits_for: Collection[str] = ()
    final: Collection[str] = ()
    message: Callable[[Mail], dict[str, Any]]

    def __init__(self, environ: Mapping[str, str], seconds: float) -> None:
        self._environ = environ
        self._seconds = seconds

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError: digests go to mailboxes, so this cannot be what carries every Notice."""
        del environ
        where = "under [alerts]" if WEBHOOKS[cls.word].signed else f"for a colleague, as {cls.word!r},"
        raise ConfigurationError(
            f"HEARD_NOTIFIER: came {cls.name!r}; expected a notifier of mails. Name it {where} in brand.toml instead"
        )

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> WebhookNotifier:
        """The notifier of this deployment. The variable of an address is read when somebody is written to."""
        return cls(environ, call_seconds(environ))

    def send(self, mail: Mail) -> str:
        """Post it. These services give no receipt that could be looked up, so it is the name of this delivery."""
        found = webhook(mail.to)
        if found is None or found.word != self.word or found.channel.signed != bool(found.secret):
            raise refused(self.name, "an address of another kind")
        body = json.dumps(type(self).message(mail), ensure_ascii=False).encode("utf-8", "replace")
        now = mail.sent_at or mail.at
        try:
            address = read_address(self._environ, found.variable)
            headers = self._headers(mail, body, found, now)
        except MissingSecret as error:
            raise waits(self.name, error.why, setting=error.setting) from None
        except ConfigurationError:
            raise waits(self.name, "is no address of a webhook", setting=found.variable) from None
        answer = self._post(address, headers, body, found.variable, now)
        if answer.status // 100 == 2:
            return self.receipt(mail)
        raise self._judged(answer, found)

    def receipt(self, mail: Mail) -> str:
        """The name of one delivery, the same however often it is tried."""
        return f"{self.word}-{hashed('webhook', mail.key)[:16]}"

    def _headers(self, mail: Mail, body: bytes, found: Webhook, now: datetime) -> signing.Headers:
        """What stands in the head of this attempt besides what every POST has."""
        del mail, body, found, now
        return ()

    def _judged(self, answer: Answered, found: Webhook) -> PlatformError:
        status, code, variable = answer.status, answer.code, found.variable
        why = f"{status} {code}" if code else str(status)
        if status == 429:
            return waits(self.name, why, retry_after=answer.retry_after)
        if status == 408 or not 400 <= status <= 499:
            return lost(self.name, why)
        if code in self.final or (status in _ABOUT_THIS_ONE and code not in self.waits_for):
            return refused(self.name, why, setting=variable)
        return waits(self.name, why, setting=variable)

    def _post(self, address: Address, headers: signing.Headers, body: bytes, variable: str, now: datetime) -> Answered:
        deadline = Deadline(self._seconds)
        more = "".join(f"{name}: {value}\r\n" for name, value in headers)
        head = (
            f"POST {address.target.reveal()} HTTP/1.1\r\nHost: {_host(address)}\r\nUser-Agent: heard\r\n"
            f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n{more}"
            "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
        ).encode("ascii")
        sock: socket.socket | None = None
        left = False
        try:
            sock = _opened(address, deadline)
            sock.settimeout(deadline.left())
            sock.sendall(head + body[:-1])
            sock.settimeout(deadline.left())
            left = True
            sock.sendall(body[-1:])
            data = _received(sock, deadline)
        except (OSError, ValueError) as error:
            why = type(error).__name__
            raise (lost(self.name, why) if left else waits(self.name, why, setting=_blamed(error, variable))) from None
        finally:
            if sock is not None:
                sock.close()
        found = _HEAD.match(data)
        if found is None:
            raise lost(self.name, "an answer that is none of HTTP")
        names = re.findall(rb"[A-Za-z_]{4,40}", data[found.end() :][:4096])
        known = {*self.waits_for, *self.final}
        code = next((name for one in names if (name := one.decode()) in known), None)
        return Answered(int(found[1]), _pause(found[2], now), code)


def read_address(environ: Mapping[str, str], variable: str) -> Address:
    """The address in a variable. Raises MissingSecret or ConfigurationError naming the variable, never the value."""
    text = environ.get(variable, "").strip()
    weak = weakness(text, ours=False)
    if weak is not None:
        raise MissingSecret(variable, weak)
    if not text.isascii() or re.search(r"[\s\x00-\x20\x7f]", text):
        raise _wrong(variable, "a space or a letter that no address has")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _wrong(variable, "what is no address") from None
    encrypted = parts.scheme == "https"
    if not host or parts.scheme not in ("https", "http"):
        raise _wrong(variable, "what is no address")
    if "@" in parts.netloc:
        raise _wrong(variable, "an address with a login in it")
    if not encrypted and not is_loopback(text):
        raise _wrong(variable, "an address that is not encrypted (http://)")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(host, port or (443 if encrypted else 80), encrypted, Secret(target))


def read_keys(environ: Mapping[str, str], variable: str) -> list[Secret]:
    """The keys in a variable: several, while one is replaced, are separated by white space. Raises MissingSecret."""
    values = environ.get(variable, "").split() or [""]
    for value in values:
        why = weakness(value, ours=True) or signing.unfit(Secret(value))
        if why is not None:
            raise MissingSecret(variable, why)
    return [Secret(value) for value in values]


def _wrong(variable: str, came: str) -> ConfigurationError:
    return ConfigurationError(
        f"{variable}: came {came}; expected https:// and what follows, as whoever takes the messages gives it. "
        f"Set the environment variable {variable} to that and start again."
    )


def _host(address: Address) -> str:
    name = f"[{address.host}]" if ":" in address.host else address.host
    return name if address.port == (443 if address.encrypted else 80) else f"{name}:{address.port}"


def _opened(address: Address, deadline: Deadline) -> socket.socket:
    plain = connected(address.host, address.port, deadline)
    if not address.encrypted:
        return plain
    import ssl

    try:
        plain.settimeout(deadline.left())
        return ssl.create_default_context().wrap_socket(plain, server_hostname=address.host)
    except BaseException:
        plain.close()
        raise


def _received(sock: socket.socket, deadline: Deadline) -> bytes:
    """The answer, from its last status line on. Once that is there, its body is waited for no longer than a second."""
    data = b""
    whole = False
    while not whole and len(data) < _LONGEST:
        try:
            sock.settimeout(deadline.left())
            more = sock.recv(16 * 1024)
        except OSError:
            if _HEAD.match(data) is None:
                raise
            break
        if not more:
            break
        known = _HEAD.match(data) is not None
        data += more
        while (found := _HEAD.match(data)) is not None and found[1].startswith(b"1"):
            data = data[found.end() :]
        if found is not None:
            if not known:
                deadline.shorten(_REST)
            told = re.search(rb"(?im)^content-length:[ \t]*([0-9]{1,9})[ \t]*\r$", found[2])
            whole = told is not None and len(data) - found.end() >= int(told[1])
    return data


def _pause(headers: bytes, now: datetime) -> float | None:
    """The seconds of a Retry-After, which may also be a date (RFC 9110 section 10.2.3)."""
    told = re.search(rb"(?im)^retry-after:[ \t]*([0-9]{1,9}|[A-Z][A-Za-z0-9,: ]{10,40})[ \t]*\r$", headers)
    if told is None:
        return None
    if told[1].isdigit():
        return min(float(told[1]), _LONGEST_WAIT)
    from email.utils import parsedate_to_datetime

    try:
        until = parsedate_to_datetime(told[1].decode())
    except ValueError:
        return None
    seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _blamed(error: BaseException, variable: str) -> str | None:
    """The variable that may be wrong; None where it may be only the weather."""
    import socket
    import ssl

    return variable if isinstance(error, (ssl.SSLError, socket.gaierror)) else None
