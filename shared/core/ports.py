"""The promises to the outside: what flows may ask of a store, a bus, a notifier and a platform's client.

A store is told the time, never reads it, and decides in one atomic step; so SQLite, Firestore and
others behave alike. Every call may raise BackendUnavailable, after which its effect is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

from shared.core.claims import ReadBack
from shared.core.ledger import DigestRecord, Entry, Lease, Notice, Parked, Person, Words

Now = Callable[[], datetime]
"""A function returning the current time, aware UTC. Always passed in."""

Document = Entry | Words | Person | Lease | Parked | Notice | DigestRecord
D = TypeVar("D", bound=Document)
ROOMS: Final[tuple[type[Document], ...]] = (Entry, Words, Person, Lease, Parked, Notice, DigestRecord)


class Kept(msgspec.Struct, Generic[D], frozen=True):
    """A document as read, with the store's own mark of its revision."""

    doc: D
    revision: str


class Create(msgspec.Struct, frozen=True):
    """Write it if there is none of this key (an expired one counts as none)."""

    doc: Document


class Replace(msgspec.Struct, frozen=True):
    """Write it if the one there still has this revision."""

    doc: Document
    revision: str


class Put(msgspec.Struct, frozen=True):
    """Write it, whatever is there."""

    doc: Document


class Delete(msgspec.Struct, frozen=True):
    """Remove it; nothing there is fine."""

    room: type[Document]
    key: str


Write = Create | Replace | Put | Delete


class Query(msgspec.Struct, frozen=True):
    """One question that a store can be asked; the list below is all of them, and the source of every index.

    Documents whose `equal` fields have the given values and whose `over` field exists, in the order of `over`.
    """

    name: str
    room: type[Document]
    over: str
    equal: tuple[str, ...] = ()


RINGING: Final = Query("ringing", Entry, "ring_at")
BREACHING: Final = Query("breaching", Entry, "breach_at")
OPENED: Final = Query("opened", Entry, "opened_at", ("brand",))
WAITING: Final = Query("waiting", Entry, "opened_at", ("brand", "waiting"))
TROUBLED: Final = Query("troubled", Entry, "trouble_at", ("brand",))
CONVERSATION: Final = Query("conversation", Entry, "opened_at", ("conversation",))
PERSON: Final = Query("person", Entry, "opened_at", ("person",))
PERSON_WORDS: Final = Query("person_words", Words, "expire_at", ("person",))
PARKED: Final = Query("parked", Parked, "at")
NOTICES_RINGING: Final = Query("notices_ringing", Notice, "ring_at")
NOTICES: Final = Query("notices", Notice, "at", ("brand", "about"))
DIGESTS: Final = Query("digests", DigestRecord, "day", ("brand",))

QUERIES: Final = (
    RINGING, BREACHING, OPENED, WAITING, TROUBLED, CONVERSATION, PERSON,
    PERSON_WORDS, PARKED, NOTICES_RINGING, NOTICES, DIGESTS,
)  # fmt: skip


class Store(Protocol):
    """Documents with conditional, all-or-nothing writes. An expired document (`expire_at` <= now) is not there."""

    def get(self, room: type[D], key: str, now: datetime) -> Kept[D] | None:
        """The document of this key, or None."""
        ...

    def commit(self, now: datetime, *writes: Write) -> tuple[str, ...] | None:
        """Do all writes, or none. Returns the new revisions in order ("" for a Delete); None if a condition failed."""
        ...

    def find(
        self,
        query: Query,
        now: datetime,
        *,
        equal: Sequence[str | bool] = (),
        since: object = None,
        until: object = None,
        limit: int | None = None,
    ) -> Iterator[Kept[Any]]:
        """Documents of a Query, `since` <= over < `until`, in order of `over` then key.

        The answer is a snapshot or later: documents that change while it is read may be seen old or new.
        """
        ...

    def sweep(self, now: datetime) -> int:
        """Remove what has expired, where the engine does not do so by itself. Returns how many documents went."""
        ...

    def close(self) -> None:
        """Let go of connections. Calling twice is safe."""
        ...


class Outgoing(msgspec.Struct, frozen=True):
    """One message for the bus, with attributes (brand, platform, kind) for subscribers who filter."""

    data: bytes
    attributes: Mapping[str, str]


class Bus(Protocol):
    """Carries messages from `receive` to `acknowledge`, at least once, in no order."""

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        """Hand over all messages and wait for their receipts, at most 2.0 s.

        Returns one receipt per message, in order. Raises BackendUnavailable if any receipt is missing;
        some messages may then be on the bus all the same, so the caller's sender must send again.
        """
        ...

    def close(self) -> None: ...


class AsyncBus(Protocol):
    """The same, awaited, for a door on an event loop. A bus plug-in may offer one: `open_async(environ)`."""

    async def publish(self, messages: Sequence[Outgoing]) -> list[str]: ...

    async def close(self) -> None: ...


class Mail(msgspec.Struct, frozen=True):
    """What a notifier is asked to deliver. `key` names this one delivery; equal keys are the same mail."""

    key: str
    to: str
    sender: str
    subject: str
    text: str
    html: str | None
    headers: tuple[tuple[str, str], ...]
    at: datetime


class Notifier(Protocol):
    """Brings a Notice to a colleague. `read_back` says what may follow a lost answer."""

    read_back: ReadBack

    def send(self, mail: Mail) -> str:
        """Deliver it and return the provider's receipt.

        Raises ActionRefused (for good), PlatformUnavailable (certainly not delivered) or OutcomeUnknown.
        """
        ...


class Capability(StrEnum):
    """What a platform can be asked to do to an object or a person."""

    LIKE = "like"
    REPLY = "reply"
    PRIVATE_REPLY = "private_reply"
    DIRECT_MESSAGE = "direct_message"


class May(StrEnum):
    """Whether a machine may do it alone, only by a person's tap, or not at all."""

    AUTO = "auto"
    APPROVAL = "approval"
    NEVER = "never"


class Policy(msgspec.Struct, frozen=True):
    """What a platform's terms say of one capability for one kind, with the address of the rule and the day read."""

    may: May
    source: str


class Order(msgspec.Struct, frozen=True):
    """One act that a client is asked to do. `key` is the same for every attempt of it (an idempotency key).

    `at` is the time of this attempt, `first_sent` that of the first (both UTC).
    """

    capability: Capability
    account: str
    object: str
    reply_to: str | None
    person: str | None  # the platform's own id of the author
    text: str | None
    key: str
    first_sent: datetime
    at: datetime
    private: bool = False


class Client(Protocol):
    """Speaks to one platform as one account."""

    def perform(self, order: Order, timeout: float) -> str | None:
        """Do it within `timeout` seconds and return the receipt (the id of what we made), or None where there is none.

        Raises PlatformUnavailable (certainly not applied), OutcomeUnknown, ActionRefused or ActionUnsupported.
        """
        ...

    def find(self, order: Order, timeout: float) -> str | None:
        """Read back: the id of an answer of ours to `order.object` made since `first_sent` − 120 s, or None.

        None means a complete list without it. Raises PlatformError if the list failed or was cut off.
        """
        ...


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What else a Decision may look at, frozen with it: so that it can be reproduced."""

    open: bool  # inside service hours, at the time of the Interaction
