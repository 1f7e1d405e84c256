"""Who takes what the contract of notifiers sends: a real SMTP server, moto's SES, webhooks. One for each folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.notifiers.servers import KEYS, Hook, SmtpServer, hook_server, http, moto_mails, moto_ses, smtp_server

Downs = dict[str, Callable[[Path], AbstractContextManager[None]]]


class _Smtp:
    def __init__(self) -> None:
        self._servers: dict[Path, SmtpServer] = {}
        self.DOWNS: Downs = {"nobody listens": self._gone, "it says later": self._later}

    @contextmanager
    def running(self, folder: Path) -> Iterator[None]:
        with smtp_server() as server:
            self._servers[folder] = server
            yield

    def environ(self, folder: Path) -> dict[str, str]:
        port = self._servers[folder].port
        return {"HEARD_SMTP_HOST": "127.0.0.1", "HEARD_SMTP_SECURITY": "none", "HEARD_SMTP_PORT": str(port)}

    def written(self, folder: Path) -> list[bytes]:
        return [one.raw for one in self._servers[folder].mails]

    @contextmanager
    def _gone(self, folder: Path) -> Iterator[None]:
        server = self._servers[folder]
        server.stop()
        try:
            yield
        finally:
            server.start()

    @contextmanager
    def _later(self, folder: Path) -> Iterator[None]:
        server = self._servers[folder]
        server.answer = "451 4.3.0 later"
        try:
            yield
        finally:
            server.answer = None


class _Ses:
    """Each folder of a test has a region of its own, since moto keeps mails by region."""

    def __init__(self) -> None:
        self._folders: list[Path] = []
        self.DOWNS: Downs = {"too many requests": self._throttled, "sending is paused": self._paused}

    def region(self, folder: Path) -> str:
        return ("eu-north-1", "eu-west-1")[self._folders.index(folder)]

    @contextmanager
    def running(self, folder: Path) -> Iterator[None]:
        self._folders.append(folder)
        try:
            with moto_ses(self.region(folder)):
                yield
        finally:
            self._folders.remove(folder)

    def environ(self, folder: Path) -> dict[str, str]:
        return {"HEARD_SES_REGION": self.region(folder), **KEYS}

    def written(self, folder: Path) -> list[bytes]:
        return [one.raw_data.encode() for one in moto_mails(self.region(folder))]

    def _throttled(self, folder: Path) -> AbstractContextManager[None]:
        return _saying(429, "TooManyRequestsException")

    def _paused(self, folder: Path) -> AbstractContextManager[None]:
        return _saying(400, "SendingPausedException")


@contextmanager
def _saying(status: int, name: str) -> Iterator[None]:
    from moto.core.exceptions import JsonRESTError
    from moto.sesv2.responses import SESV2Response

    def no(*_args: Any) -> str:
        error = JsonRESTError(name, "Not now.")
        error.code = status
        raise error

    with patch.object(SESV2Response, "send_email", no):
        yield


class _Hooks:
    """`VARIABLE` is the one that a colleague's table names, `to` a Notice's address; `keys` is what is signed with.

    As a system that is told drops what it has, so does this one, by the `webhook-id`.
    """

    VARIABLE = "HEARD_TEST_WEBHOOK"
    KEYS = "HEARD_TEST_WEBHOOK_SECRET"

    def __init__(self, word: str, forbidden: bytes, keys: str = "") -> None:
        self._hooks: dict[Path, tuple[Hook, int]] = {}
        self._forbidden = forbidden
        self._keys = keys
        self.to = f"{word}:{self.VARIABLE}" + (f":{self.KEYS}" if keys else "")
        self.DOWNS: Downs = {
            "too many": self._saying(http(429, b"", {"Retry-After": "3"})),
            "we may not": self._saying(http(403, self._forbidden)),
        }

    @contextmanager
    def running(self, folder: Path) -> Iterator[None]:
        with hook_server(hook := Hook()) as port:
            self._hooks[folder] = hook, port
            yield

    def environ(self, folder: Path) -> dict[str, str]:
        address = f"http://127.0.0.1:{self._hooks[folder][1]}/services/T0/B0/no-one-knows"
        return {self.VARIABLE: address, **({self.KEYS: self._keys} if self._keys else {})}

    def written(self, folder: Path) -> list[bytes]:
        taken = self._hooks[folder][0].taken
        ids = [
            re.findall(rb"(?im)^webhook-id: (.*)\r$", head) or [number] for number, (head, _body) in enumerate(taken)
        ]
        return list({one[0]: body for one, (_head, body) in zip(ids, taken, strict=True)}.values())

    def _saying(self, answer: bytes) -> Callable[[Path], AbstractContextManager[None]]:
        @contextmanager
        def saying(folder: Path) -> Iterator[None]:
            hook = self._hooks[folder][0]
            hook.answer, before = answer, hook.answer
            try:
                yield
            finally:
                hook.answer = before

        return saying


smtp = _Smtp()
slack = _Hooks("slack", b"invalid_token")
chat = _Hooks("chat", b'{"error": {"code": 403, "status": "PERMISSION_DENIED"}}')
hook = _Hooks("hook", b"", keys="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
ses = _Ses()
