"""A brand's own model behind HTTP, asked for one label: never needed, and never trusted with more than a label.

It gets the text and the language, and answers `{"label": "..."}`. Only a label that the brand wrote down counts.
Whatever else comes, or does not come in time, is no label and one line in the log. No redirect is followed, so words
go nowhere but where the brand said.
"""

from __future__ import annotations

from functools import cache
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

import msgspec

from shared import log
from shared.settings import is_loopback

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from ssl import SSLContext

    from shared.brands.circle import Model
    from shared.core.secret import Secret

LONGEST_ANSWER: Final = 4096  # bytes


class _Label(msgspec.Struct, frozen=True):
    label: str


class _Failed(Exception):
    """Why there is no label, in one word."""


def ask(model: Model, secret: Secret | None, text: str, language: str | None, timeout: float) -> str | None:
    """The label that the model gives, one of `model.labels`; None where it gives none within `timeout` seconds in all.

    `secret` goes along as a bearer token, where there is one.
    """
    call = _Call(model, secret, msgspec.json.encode({"text": text, "language": language}), timeout)
    return call.label()


class _Call:
    """One call in a thread of its own, since neither a name that is looked up nor a slow answer keeps a deadline."""

    def __init__(self, model: Model, secret: Secret | None, body: bytes, timeout: float) -> None:
        self._model, self._secret, self._body, self._timeout = model, secret, body, timeout
        self._connection: HTTPConnection | None = None
        self._done = Event()
        self._given_up = False
        self._label: str | None = None
        self._why = ""

    def label(self) -> str | None:
        Thread(target=self._run, name="model", daemon=True).start()
        if not self._done.wait(self._timeout):
            self._give_up()
            self._why = "timeout"
        if self._why:
            log.warning("model.failed", reason=self._why)
            return None
        return self._label

    def _give_up(self) -> None:
        """Let the thread end as well: its connection breaks under it."""
        from socket import SHUT_RDWR

        self._given_up = True
        sock = self._connection.sock if self._connection is not None else None
        if sock is not None:
            try:
                sock.shutdown(SHUT_RDWR)
            except OSError:
                return  # it has closed by itself

    def _run(self) -> None:
        from http.client import HTTPException

        label, why = None, ""
        try:
            label = self._judge(self._fetch())
        except _Failed as failed:
            why = str(failed)
        except TimeoutError:
            why = "timeout"
        except ConnectionRefusedError:
            why = "refused"
        except (OSError, HTTPException):
            why = "connection"
        except (ValueError, TypeError):
            why = "address"  # what cannot be sent: a port or a token that is none
        if not self._given_up:
            self._label, self._why = label, why
            self._done.set()

    def _judge(self, answer: bytes) -> str:
        try:
            label = msgspec.json.decode(answer, type=_Label).label
        except (msgspec.DecodeError, UnicodeError):
            raise _Failed("form") from None
        if label not in self._model.labels:
            raise _Failed("label")
        return label

    def _fetch(self) -> bytes:
        from urllib.parse import urlsplit

        parts = urlsplit(self._model.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self._secret is not None:
            headers["Authorization"] = f"Bearer {self._secret.reveal()}"
        connection = self._connection = self._open()
        try:
            connection.connect()
            if self._given_up:
                raise _Failed("timeout")
            connection.request("POST", path, self._body, headers)
            response = connection.getresponse()
            if 300 <= response.status < 400:
                raise _Failed("redirect")
            if not 200 <= response.status < 300:
                raise _Failed("status")
            answer = response.read(LONGEST_ANSWER + 1)
        finally:
            connection.close()
        if len(answer) > LONGEST_ANSWER:
            raise _Failed("size")
        return answer

    def _open(self) -> HTTPConnection:
        from http.client import HTTPConnection, HTTPSConnection
        from urllib.parse import urlsplit

        parts = urlsplit(self._model.url)
        if not parts.hostname or parts.username is not None:
            raise _Failed("address")
        if parts.scheme == "https":
            return HTTPSConnection(parts.hostname, parts.port, timeout=self._timeout, context=_trust())
        if parts.scheme == "http" and is_loopback(self._model.url):
            return HTTPConnection(parts.hostname, parts.port, timeout=self._timeout)
        raise _Failed("address")


@cache
def _trust() -> SSLContext:
    """Reading the list of authorities takes longer than a call."""
    from ssl import create_default_context

    return create_default_context()
