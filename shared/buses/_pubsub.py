"""What every Pub/Sub bus shares and no network is needed for: where to publish, limits, bodies, answers, batches.

Limits of one publish request are 1,000 messages and 10 MB (listed at cloud.google.com/pubsub/quotas). Google's client
takes the latter as 10,000,000 bytes (google-cloud-pubsub 2.44.0, publisher/_batch/thread.py, read 2026-11-22).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar
from urllib.parse import urlsplit

import msgspec

from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ports import Outgoing
from shared.settings import is_loopback

NAME: Final = "pubsub bus"
DEADLINE: Final = 2.0  # seconds that a publish may take, token, connection and retry included
MOST_MESSAGES: Final = 1_000
MOST_BYTES: Final = 10_000_000
MOST_WAITING: Final = 64_000_000  # encoded bytes; more is refused at once, before memory runs out
LINES: Final = 4  # connections at once; more would only make smaller batches
NO_TIME: Final = f"no receipt within {DEADLINE} s"

_FRAME: Final = len(b'{"messages":[]}')
_PUBSUB: Final = "https://pubsub.googleapis.com"
T = TypeVar("T")


class Place(msgspec.Struct, frozen=True):
    """Where messages go. `url` has no path; `emulated` means that nobody asks for a token there."""

    project: str
    topic: str
    url: str
    emulated: bool

    @property
    def full_topic(self) -> str:
        return f"projects/{self.project}/topics/{self.topic}"

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Place:
        """From GOOGLE_CLOUD_PROJECT, HEARD_TOPIC, and PUBSUB_EMULATOR_HOST or HEARD_PUBSUB_URL.

        Raises ConfigurationError naming the variable, what came and what fits.
        """
        emulator = environ.get("PUBSUB_EMULATOR_HOST") or ""
        url = environ.get("HEARD_PUBSUB_URL") or ""
        if emulator and url:
            raise ConfigurationError("PUBSUB_EMULATOR_HOST and HEARD_PUBSUB_URL are both set; unset one of them")
        if emulator:
            url = _checked("PUBSUB_EMULATOR_HOST", emulator, r"[\w.\[\]:-]+:[0-9]{1,5}", "host:port")
        return cls(
            project=_checked(
                "GOOGLE_CLOUD_PROJECT",
                environ.get("GOOGLE_CLOUD_PROJECT") or "",
                r"[a-z0-9][a-z0-9.:-]{0,98}",
                "the id of the Google Cloud project that holds the topic",
            ),
            topic=_checked(
                "HEARD_TOPIC",
                environ.get("HEARD_TOPIC") or "interactions",
                r"[A-Za-z][\w.~+-]{2,254}",
                "a topic's own name, such as interactions",
            ),
            url=f"http://{url}" if emulator else _address(url or _PUBSUB),
            emulated=bool(emulator),
        )


class _Message(msgspec.Struct, frozen=True):
    data: bytes
    attributes: dict[str, str]


class _Published(msgspec.Struct, frozen=True):
    message_ids: tuple[str, ...] = msgspec.field(name="messageIds", default=())


class _Status(msgspec.Struct, frozen=True):
    status: str = ""


class _Failed(msgspec.Struct, frozen=True):
    error: _Status = _Status()


_encoder = msgspec.json.Encoder()
_published = msgspec.json.Decoder(_Published)
_failed = msgspec.json.Decoder(_Failed)


def encode(message: Outgoing) -> bytes:
    """One message as it stands in a request's list."""
    return _encoder.encode(_Message(message.data, dict(message.attributes)))


def body(parts: Sequence[bytes]) -> bytes:
    """The JSON body of one publish request."""
    return b'{"messages":[' + b",".join(parts) + b"]}"


def split(items: Sequence[T], size: Callable[[T], int]) -> list[Sequence[T]]:
    """In order, in as few pieces as one request each can carry. An item too large for any goes alone, to be refused."""
    pieces: list[Sequence[T]] = []
    start, held = 0, _FRAME
    for number, item in enumerate(items):
        one = size(item) + 1
        if number > start and (number - start == MOST_MESSAGES or held + one > MOST_BYTES):
            pieces.append(items[start:number])
            start, held = number, _FRAME
        held += one
    if start < len(items):
        pieces.append(items[start:])
    return pieces


def receipts(answer: bytes, count: int) -> list[str]:
    """The ids in a 200 answer. Raises BackendUnavailable unless there is exactly one for each message."""
    try:
        ids = _published.decode(answer).message_ids
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BackendUnavailable(NAME, "answer unreadable") from None
    return checked(ids, count)


def checked(ids: Sequence[str], count: int) -> list[str]:
    """The receipts, if there is exactly one for each message; else BackendUnavailable."""
    given = [one for one in ids if one]
    if len(given) != count or len(ids) != count:
        raise BackendUnavailable(NAME, f"{len(given)} receipts for {count} messages")
    return given


def failure(status: int, answer: bytes) -> str:
    """What an answer other than 200 says, in a code: nothing that it quotes."""
    try:
        code = _failed.decode(answer).error.status
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        code = ""
    return f"status {status} {code}" if re.fullmatch(r"[A-Z_]{2,40}", code) else f"status {status}"


class Job:
    """Messages of one webhook that travel in one request, and who waits for them until `until` (monotonic seconds)."""

    __slots__ = ("parts", "size", "until")

    def __init__(self, parts: Sequence[bytes], until: float) -> None:
        self.parts = parts
        self.size = sum(map(len, parts)) + len(parts)
        self.until = until

    def settle(self, ids: list[str] | None, why: str) -> None:
        """Tell the one who waits: his receipts, or why there are none. Only the first call counts."""
        raise NotImplementedError("a thread and an event loop are told in different ways")


class Waiting:
    """Jobs that no request has taken yet, oldest first. Not safe between threads: its owner holds a lock."""

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()
        self._held = 0

    def put(self, jobs: Sequence[Job]) -> None:
        """Raises BackendUnavailable where too much waits already."""
        if self._held > MOST_WAITING:
            raise BackendUnavailable(NAME, f"over {MOST_WAITING} bytes wait to be published")
        self._jobs.extend(jobs)
        self._held += sum(job.size for job in jobs)

    def take(self, now: float) -> list[Job]:
        """What goes out together in the next request. Jobs whose time is over go nowhere."""
        taken: list[Job] = []
        messages, size = 0, _FRAME
        while self._jobs:
            job = self._jobs[0]
            if taken and (messages + len(job.parts) > MOST_MESSAGES or size + job.size > MOST_BYTES):
                break
            self._jobs.popleft()
            self._held -= job.size
            if job.until > now:
                taken.append(job)
                messages += len(job.parts)
                size += job.size
        return taken

    def withdraw(self, jobs: Sequence[Job]) -> None:
        """Whoever gave up on these: what no request has taken yet is not sent."""
        for job in jobs:
            if job in self._jobs:
                self._jobs.remove(job)
                self._held -= job.size

    def __len__(self) -> int:
        return len(self._jobs)


def share(jobs: Sequence[Job], ids: list[str] | None, why: str = "") -> None:
    """Give everyone in a shared request his own receipts, or all of them the reason why there are none."""
    at = 0
    for job in jobs:
        job.settle(None if ids is None else ids[at : at + len(job.parts)], why)
        at += len(job.parts)


def _checked(name: str, value: str, pattern: str, expected: str) -> str:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise ConfigurationError(f"{name}: came {value[:100]!r}; expected {expected}")
    return value


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ConfigurationError(
            f"HEARD_PUBSUB_URL: came {url.rpartition('@')[2][:100]!r}; expected an address such as {_PUBSUB}"
        )
    if parts.scheme == "http" and not is_loopback(url):
        raise ConfigurationError(f"HEARD_PUBSUB_URL: came {url[:100]!r}; beyond this machine only https is used")
    return f"{parts.scheme}://{parts.netloc}"
