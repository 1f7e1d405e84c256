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
from shared.core.collecting import Access, Checkpoint, Tally
from shared.core.digesting import Attendance, DigestContent, DigestRecord, Reader
from shared.core.interaction import Interaction
from shared.core.ledger import Card, Entry, Lease, Notice, Parked, Person, Scene, Switch, Words
from shared.core.listening import Pulse
from shared.core.regime import PolicyLog, Report
from shared.core.returns import Return
from shared.core.secret import Secret
from shared.core.sla import By

Now = Callable[[], datetime]
"""A function returning the current time, aware UTC. Always passed in."""

Document = (
    Entry
    | Words
    | Person
    | Scene
    | Card
    | Switch
    | Lease
    | Parked
    | Notice
    | DigestRecord
    | DigestContent
    | Attendance
    | Reader
    | Pulse
    | Checkpoint
    | Tally
    | Access
    | PolicyLog
    | Report
)
D = TypeVar("D", bound=Document)
ROOMS: Final[tuple[type[Document], ...]] = (
    Entry, Words, Person, Scene, Card, Switch, Lease, Parked, Notice, DigestRecord, DigestContent, Attendance, Reader,
    Pulse, Checkpoint, Tally, Access, PolicyLog, Report,
)  # fmt: skip


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
    `page` is how many a store fetches at once, where many such questions are read side by side; None: as it likes.
    """

    name: str
    room: type[Document]
    over: str
    equal: tuple[str, ...] = ()
    page: int | None = None


RINGING: Final = Query("ringing", Entry, "ring_at")
DUE: Final = Query("due", Entry, "due_at")
OPENED: Final = Query("opened", Entry, "opened_at", ("brand",))
HOURLY: Final = Query("hourly", Entry, "who", ("brand", "hour"), page=250)
LATECOMERS: Final = Query("latecomers", Entry, "late_at", ("brand",))
WAITING: Final = Query("waiting", Entry, "opened_at", ("brand", "waiting"))
TROUBLED: Final = Query("troubled", Entry, "trouble_at", ("brand",))
CONVERSATION: Final = Query("conversation", Entry, "opened_at", ("conversation",))
PERSON: Final = Query("person", Entry, "opened_at", ("person",))
PERSON_WORDS: Final = Query("person_words", Words, "expire_at", ("person",))
PARKED: Final = Query("parked", Parked, "at")
NOTICES_RINGING: Final = Query("notices_ringing", Notice, "ring_at")
NOTICES: Final = Query("notices", Notice, "at", ("brand", "about"))
DIGESTS: Final = Query("digests", DigestRecord, "day", ("brand",))
PULSES: Final = Query("pulses", Pulse, "checked_at", ("brand",))
TALLIES: Final = Query("tallies", Tally, "day", ("brand",))
REPORTS: Final = Query("reports", Report, "made_at", ("brand",))

QUERIES: Final = (
    RINGING, DUE, OPENED, HOURLY, LATECOMERS, WAITING, TROUBLED, CONVERSATION, PERSON,
    PERSON_WORDS, PARKED, NOTICES_RINGING, NOTICES, DIGESTS, PULSES,
    TALLIES, REPORTS,
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
    """What a notifier is asked to deliver. `key` names this one delivery; equal keys are the same mail.

    `links` are labels with addresses, each of which `text` has as a line of its own, `label: address`. `data` says the
    same to a machine. `at` is when it was written, `sent_at` the time of this attempt.
    """

    key: str
    to: str
    sender: str
    subject: str
    text: str
    html: str | None
    headers: tuple[tuple[str, str], ...]
    at: datetime
    links: tuple[tuple[str, str], ...] = ()
    data: Mapping[str, str | float | bool | None] = {}
    about: str = ""
    sent_at: datetime | None = None


class Notifier(Protocol):
    """Brings a Notice to a colleague. `read_back` says what may follow a lost answer."""

    read_back: ReadBack

    def send(self, mail: Mail) -> str:
        """Deliver it and return the provider's receipt.

        Raises ActionRefused (for good), PlatformUnavailable (certainly not delivered) or OutcomeUnknown.
        """
        ...


class Returns(Protocol):
    """Where it comes back what became of mails that were sent."""

    def take(self, apply: Callable[[Return], None], going: Callable[[], bool]) -> int:
        """Give `apply` what came back, as much as there is time for, and forget each there once it has returned.

        What `apply` raises leaves that one where it is, for the next time, and ends this one. What is there twice is
        given twice. Returns how many were given. Raises PlatformUnavailable.
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
    """What a platform's terms say of one capability for one kind, with the address of the rule and the day read.

    `unless` names terms which, once a brand says in `accepts` that it has agreed to them with the platform, turn
    APPROVAL into AUTO. Nothing turns NEVER into anything.
    """

    may: May
    source: str
    unless: str | None = None


class Order(msgspec.Struct, frozen=True):
    """One act that a client is asked to do. `key` is the same for every attempt of it (an idempotency key).

    `at` is the time of this attempt, `first_sent` that of the first, `asked_at` that of the person's act (all UTC;
    None: not known). `by` says whose words these are: what only a person may say is refused to a machine. `entry` and
    `slot` name the Claim: what a client may send along unseen, where the platform brings it back with later news.
    `others` are the receipts of other answers of ours to the same object, which `find` passes over.
    `media` is the public address of a picture that goes with the text, only where the platform's `pictures` say so.
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
    asked_at: datetime | None = None
    by: By = By.MACHINE
    entry: str = ""
    slot: str = ""
    others: tuple[str, ...] = ()
    media: str | None = None


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


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform is asked to list: all that was done to an account since `since`, ours included.

    `cursor` is None on the first page, then what the last page gave. `open` holds objects that still wait for a
    colleague, oldest first, at most 100: replies under them are wanted however old they are.
    """

    since: datetime
    now: datetime
    cursor: str | None = None
    open: tuple[str, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """One page of an answer, in no order. `cursor` asks for the next one, None after the last. `units` were spent.

    What is older than asked for may be among it. An edit is told by `change` where the platform tells it.
    `unreadable` names what could not be read: it stands in the way of nothing else, and of any count.
    """

    interactions: tuple[Interaction, ...] = ()
    cursor: str | None = None
    units: int = 1
    unreadable: tuple[str, ...] = ()


class Lister(Protocol):
    """A Client of a platform that can be asked what exists."""

    def list(self, question: Question, timeout: float) -> Listed:
        """One page, in at most `timeout` seconds. Each Interaction's `received_at` is the question's `now`.

        Raises PlatformError; PlatformUnavailable with `retry_after` where a quota is used up.
        """
        ...


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: `ok` None where it could not be known. `mend` says what to do about it."""

    what: str
    ok: bool | None
    said: str
    mend: str = ""


class Examiner(Protocol):
    """A Client that can tell whether its account is set up: token, scopes, subscription."""

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Look, in at most `timeout` seconds in all, changing nothing. Never raises PlatformError: it is a Finding."""
        ...


class Grant(msgspec.Struct, frozen=True):
    """An access token as just given: with what to renew it next time, and when it ends (UTC; None: not told)."""

    access: Secret
    refresh: Secret | None
    expires_at: datetime | None
