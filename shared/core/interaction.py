"""What one person did towards a brand, normalised, with an exact and versioned wire form.

Wire form: one JSON object per Interaction, Outcome or Ring, `type` saying which, `v` the version. Readers ignore
fields they do not know (an older release may meet a newer message), and refuse a newer major version or a `type` that
they do not know.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

import msgspec

WIRE_VERSION: Final = 1

Utc = Annotated[datetime, msgspec.Meta(tz=True)]


class Kind(StrEnum):
    """What was done. A `comment` is also a reply to one; a `post` is a visitor's own on our page."""

    MENTION = "mention"
    COMMENT = "comment"
    POST = "post"
    REVIEW = "review"
    DIRECT_MESSAGE = "direct_message"
    REACTION = "reaction"
    FOLLOW = "follow"
    SHARE = "share"


class Change(StrEnum):
    """Whether the act is new, or an edit or removal of the object it names."""

    NEW = "new"
    EDITED = "edited"
    REMOVED = "removed"


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did it. `id` is the platform's; None where the platform hides it. `is_us`: one of our own accounts.

    Both `is_us` and `is_bot`: the platform tells that a machine of ours wrote it, and no colleague.
    """

    id: str | None = None
    name: str | None = None
    handle: str | None = None
    is_us: bool = False
    is_bot: bool = False
    followers: int | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where it was done.

    `thread` is the platform's id of the conversation, None where the platform does not tell (it is then
    taken from what was answered). `answers` is the id of the object this one answers. `reply_to` is the
    object that an answer of ours is attached to; None means the object itself. `post` is the post it is under.
    """

    thread: str | None = None
    answers: str | None = None
    reply_to: str | None = None
    post: str | None = None
    private: bool = False


class Interaction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="interaction"):
    """One act of one person.

    `object` is the platform's own id of the act (comment, post, message), so a redelivery has the same one;
    an act without an id (reaction, follow) is named by target, actor and kind; an edit or removal carries the
    id of what it changes. `at` is the platform's time of the act (UTC), None where it tells none.
    `via` says how it came where that was not by itself: `asked` (the platform never pushes it) or `recovered` (it
    should have come). `brand`, `connection` and `trace` are set by `receive` and `collect`.
    """

    v: int = WIRE_VERSION
    platform: str
    account: str
    object: str
    kind: Kind
    received_at: Utc
    change: Change = Change.NEW
    at: Utc | None = None
    author: Author = Author()
    place: Place = Place()
    text: str | None = None
    language: str | None = None
    url: str | None = None
    media: tuple[str, ...] = ()
    details: dict[str, str] = {}
    via: str = ""
    connection: str = ""
    brand: str = ""
    trace: str = ""

    @property
    def key(self) -> str:
        """Name of its ledger entry: the same for every copy, edit and removal of one object."""
        return object_key(self.platform, self.account, self.object)

    @property
    def person(self) -> str | None:
        """Name of its author's record, or None where the author is unknown. Never joined across platforms."""
        if self.author.id is None:
            return None
        return hashed("person", self.platform, self.account, self.author.id)


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="outcome"):
    """What a platform tells later of something that we sent: that it went out, or that it failed after all.

    `receipt` is the platform's id of what we made. `entry` and `slot` name the Claim, as our own mark brought them
    back; both are empty where no mark came. `why` is what a failure means: a code with our words, and none of theirs.
    """

    v: int = WIRE_VERSION
    platform: str
    account: str
    receipt: str
    failed: bool
    received_at: Utc
    entry: str = ""
    slot: str = ""
    why: str = ""
    at: Utc | None = None
    connection: str = ""
    brand: str = ""
    trace: str = ""

    @property
    def key(self) -> str:
        """Name of the ledger entry that was answered; without a mark, that of the page of our own answer."""
        return self.entry or object_key(self.platform, self.account, self.receipt)


class Ring(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ring"):
    """A bell for one unfinished ledger entry: look again. Carries no facts; the ledger is the truth.

    With `probed_at` it is a test event for a Pulse, sent then. An older release reads an entry that is not there.
    """

    v: int = WIRE_VERSION
    key: str
    brand: str = ""
    probed_at: Utc | msgspec.UnsetType = msgspec.UNSET


Message = Interaction | Outcome | Ring

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def to_wire(message: Message) -> bytes:
    """The bytes that go onto the bus."""
    return _encoder.encode(message)


def from_wire(data: bytes) -> Message:
    """Read bytes off the bus. Raises ValueError (naming the field) on anything that is no message of ours."""
    try:
        message = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not a message of ours: {error}") from error
    if message.v > WIRE_VERSION:
        raise ValueError(f"message version {message.v} is newer than ours, {WIRE_VERSION}")
    return message


def hashed(*parts: str) -> str:
    """A document name that no hostile id can shape: SHA-256 over length-prefixed parts, 40 hex digits."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()[:40]


def object_key(platform: str, account: str, object_id: str) -> str:
    """Name of the ledger entry of one object on one platform, as seen by one account."""
    return hashed("object", platform, account, object_id)
