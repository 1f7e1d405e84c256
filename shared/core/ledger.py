"""The ledger: one Entry per object, holding its state, Claims, clocks and acknowledgments.

Every accepted Interaction ends in exactly one State. What arrives before its original (an edit, a removal, a
colleague's reply) leaves a mark on an early Entry, so any order of arrival ends in the same state. People's
words live apart, in Words, for 30 days; an Entry holds none and lives 400 days.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

import msgspec

from shared.core.claims import Claim
from shared.core.course import Pause
from shared.core.interaction import Interaction, Kind, Utc
from shared.core.sla import By, Clock, opened_at

KEEP_ENTRY: Final = timedelta(days=400)
KEEP_WORDS: Final = timedelta(days=30)
LATE: Final = timedelta(hours=2)  # no digest is made so soon after its day


class State(StrEnum):
    """Where an Interaction stands. Only `open` and `early` are not an end; `handed_over` may still improve."""

    EARLY = "early"  # an edit of it came before it did
    OPEN = "open"  # deciding, sending or waiting
    ACKNOWLEDGED = "acknowledged"
    ANSWERED_BY_COLLEAGUE = "answered_by_colleague"
    HANDED_OVER = "handed_over"
    NO_RULE = "no_rule"
    IGNORED = "ignored"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    OURS_OR_BOT = "ours_or_bot"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    PARKED = "parked"
    DEAD_LETTERED = "dead_lettered"


LOOKALIKE: Final = "the author's name looks like one of our own accounts'"  # the reason of what decision 0029 is about
TROUBLE: Final = frozenset({State.REFUSED, State.UNCERTAIN, State.EXPIRED, State.PARKED, State.DEAD_LETTERED})


class Sort(StrEnum):
    """What a person's words are (their class). `unsure` counts as needing an answer."""

    QUESTION = "question"
    COMPLAINT = "complaint"
    REQUEST = "request"
    PRAISE = "praise"
    STORY = "story"
    THANKS = "thanks"
    TAG = "tag"
    SPAM = "spam"
    ABUSE = "abuse"
    UNSURE = "unsure"


_NEEDS_ANSWER: Final = frozenset({Sort.QUESTION, Sort.COMPLAINT, Sort.REQUEST, Sort.UNSURE})


def needs_answer(sort: Sort, kind: Kind) -> bool:
    """Question, complaint, request, unsure, or any direct message that is not plain thanks (or spam, or abuse)."""
    if kind is Kind.DIRECT_MESSAGE:
        return sort not in (Sort.THANKS, Sort.SPAM, Sort.ABUSE)
    return sort in _NEEDS_ANSWER


def sort_of(kind: Kind) -> Sort:
    """The class of an Interaction that no rule has classed: what its kind alone says."""
    if kind in (Kind.REACTION, Kind.FOLLOW):
        return Sort.TAG
    if kind is Kind.SHARE:
        return Sort.PRAISE
    return Sort.UNSURE


class Acknowledgment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The record that a person was answered: how, when, by whom, with what receipt."""

    at: Utc
    by: By
    how: str  # a capability: reply, like, private_reply, direct_message
    rule: str | None = None
    receipt: str | None = None
    who: str | None = None  # the colleague's name, where we know it
    answers: bool = False  # whether a rule's text answers the question itself: the brand says so of that rule


class Scheduled(msgspec.Struct, frozen=True, kw_only=True):
    """From when a calendar, by name, is the one of an Entry: at first as its platform and language have it, later as
    the colleague has it who is asked.
    """

    since: Utc
    calendar: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ledger's page for one object. `opened_at` is when its clocks open; `at` the platform's own time."""

    room: ClassVar[str] = "entries"

    key: str
    brand: str
    platform: str
    account: str
    object: str
    connection: str = ""
    kind: Kind = Kind.MENTION
    state: State = State.OPEN
    opened_at: Utc
    received_at: Utc
    at: Utc | None = None
    person: str | None = None
    author: str | None = None  # the platform's id of the person, without which a private word cannot be sent
    conversation: str | None = None
    thread: str | None = None
    post: str | None = None  # the post it is under, or is about, where the platform tells
    answers: str | None = None
    reply_to: str | None = None
    scene: str | None = None  # the Scene of an automatic answer in words
    private: bool = False
    url: str | None = None  # where to see it: only a link that may be shown, see `core/links`
    sort: Sort = Sort.UNSURE
    needs_answer: bool = False
    language: str | None = None  # of the person's words, as far as it can be told
    assignee: str | None = None  # the colleague who was asked to answer
    handed_at: Utc | None = None  # a colleague was first asked
    taken_at: Utc | None = None  # a colleague first took it, at the desk or by answering
    closed_at: Utc | None = None  # a colleague said that nothing is to be answered
    pauses: tuple[Pause, ...] = ()  # a colleague's, for this Entry alone, in order
    schedules: tuple[Scheduled, ...] = ()  # none: the brand's own calendar, all the time
    rule: str | None = None
    reason: str | None = None
    substance: bool | None = None  # whether more was said than tags, links and emoji; None: not known
    topic: str | None = None  # the first of the brand's own topics that the words are about
    otherwise: State | None = None  # what it ends as when its Claims settle and none of them was an answer
    ours: bool = False  # an object that one of our own accounts made
    text_hash: str | None = None  # of an own object, until it is known whose words these are
    by: By | None = None  # of an own object: whether a rule of ours or a colleague made it
    claims: dict[str, Claim] = {}
    clocks: dict[str, Clock] = {}
    acknowledgments: tuple[Acknowledgment, ...] = ()
    seen: bool = True  # False while only something about it has come: an edit, a removal, a colleague's answer
    removed_at: Utc | None = None
    edited_at: Utc | None = None
    liked_at: Utc | None = None  # a colleague liked it
    answered_at: Utc | None = None  # a colleague answered it, perhaps before it reached us
    owner: str | None = None
    attempt: int = 0
    via: str = ""  # how it came, as the Interaction says
    trace: str = ""
    settled_at: Utc | None = None
    look_at: Utc | None = None  # an open or early Entry without a Claim that must be looked at again
    # Kept only while they mean something, so that an index over them holds open work alone:
    ring_at: Utc | None = None
    due_at: Utc | None = None  # one of its clocks must be looked at: at risk, due, or a step of the ladder
    waiting: bool | None = None  # needs an answer by a person and has none
    trouble_at: Utc | None = None
    late_at: Utc | None = None  # when it was known here, where a digest may have told of its day before that
    # A day is read hour by hour in the order of people, so that each person's items come together:
    hour: str | None = None  # of `opened_at`, UTC, as 2026-11-22T07
    # The person, or the Entry itself where the platform names nobody; our own objects come first:
    who: str | None = None
    expire_at: Utc | None = None

    @property
    def undecided(self) -> bool:
        """Whether somebody set out to decide and has not said what."""
        return self.state is State.OPEN and not self.ours and not self.claims


def page_for(message: Interaction) -> Entry:
    """The Entry of an Interaction, before anything is known of it but what it says itself."""
    return Entry(
        key=message.key,
        brand=message.brand,
        connection=message.connection,
        platform=message.platform,
        account=message.account,
        object=message.object,
        kind=message.kind,
        opened_at=opened_at(message.at, message.received_at),
        received_at=message.received_at,
        at=message.at,
        person=message.person,
        post=message.place.post,
        answers=message.place.answers,
        reply_to=message.place.reply_to,
        private=message.place.private,
        via=message.via,
        trace=message.trace,
    )


class Words(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody wrote, and under what name, kept only where somebody must read it, for 30 days or less."""

    room: ClassVar[str] = "words"

    key: str  # the Entry's
    brand: str
    person: str | None = None
    interaction: Interaction
    expire_at: Utc


def words_of(message: Interaction, days: int, now: datetime) -> Words:
    """What a message says, kept for so many days."""
    return Words(
        key=message.key,
        brand=message.brand,
        person=message.person,
        interaction=message,
        expire_at=now + timedelta(days=days),
    )


class Automatic(msgspec.Struct, frozen=True, kw_only=True):
    """One automatic answer to a person: its moment, its conversation, its Entry."""

    at: Utc
    conversation: str
    entry: str


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One automatic text, by the names of its wording and of the picture beside it: what the sameness guard looks at.

    `entry` is what it answers, which only a Scene tells.
    """

    wording: str
    at: Utc
    picture: str | None = None
    entry: str | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """What is not to be said or shown twice."""
        return (self.wording,) if self.picture is None else (self.wording, self.picture)


class Took(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A colleague took a conversation at the desk: when, and when what they approved could be seen (None: not yet)."""

    at: Utc
    seen: Utc | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One account on one platform as one brand knows it: what bounds our automatic answers to it.

    `said` holds what was said to it automatically in the last 30 days. `topic` is the last of the brand's own topics
    that it wrote about, `colleague` who looks after it. Nothing is inferred about a person, and no words are kept here.
    """

    room: ClassVar[str] = "people"

    key: str
    brand: str
    automatic: tuple[Automatic, ...] = ()
    taken: dict[str, tuple[Utc, ...]] = {}  # conversation -> when colleagues answered there, the latest forty
    took: dict[str, tuple[Took, ...]] = {}  # the same of what was done at the desk
    back: dict[str, Utc] = {}  # conversation -> up to when none of this silences us
    paused: dict[str, tuple[str, ...]] = {}  # conversation -> its Entries that wait for this person's next word
    said: tuple[Said, ...] = ()
    language: str | None = None
    topic: str | None = None
    colleague: str | None = None
    expire_at: Utc


class Scene(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post, or a conversation elsewhere: what was said automatically under it, newest last."""

    room: ClassVar[str] = "scenes"

    key: str
    brand: str
    said: tuple[Said, ...] = ()
    expire_at: Utc


class CardState(StrEnum):
    """Where a Card stands. Only `open` and `taken` can still be acted on, and `sent` where the words were refused or
    may not have arrived; a conversation can always be handed back.
    """

    OPEN = "open"
    TAKEN = "taken"  # a colleague answers in the platform's own app
    SENT = "sent"  # a colleague approved words (or a like) on it, which are then sent
    CLOSED = "closed"  # a colleague says that nothing is to be answered


class Suggested(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a colleague may send with a tap: a capability and, where it takes words, a draft of them."""

    capability: str
    text: str | None = None


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """One link that has been used: by whom, for what, when. A link works once."""

    nonce: str
    colleague: str
    act: str
    at: Utc


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a colleague is asked about one Entry, and what they did about it. Its key is the Entry's.

    The words that it is about are in Words, for as long as those are kept. `assignee` None: everybody was asked.
    """

    room: ClassVar[str] = "cards"

    key: str
    brand: str
    at: Utc
    state: CardState = CardState.OPEN
    assignee: str | None = None
    suggested: tuple[Suggested, ...] = ()
    notes: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()
    expire_at: Utc


class Switch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A brand's crisis switch: while it is on, nothing is said automatically. There is a document only while it is on.

    `expire_at` ends it by itself; `owner` is the one colleague who speaks meanwhile; `why` is for colleagues.
    """

    room: ClassVar[str] = "switches"

    key: str
    brand: str
    at: Utc
    owner: str | None = None
    why: str | None = None
    expire_at: Utc


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A right for a while, held by whoever created it: to some of an account's calls in a minute, to raise an alarm."""

    room: ClassVar[str] = "leases"

    key: str
    expire_at: Utc


class Parked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A verified Delivery (or a message) that we could not read or place, kept for a person. Not a dead letter."""

    room: ClassVar[str] = "parked"

    key: str
    connection: str
    why: str
    at: Utc
    body: bytes
    account: str | None = None
    expire_at: Utc


class Notice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Subject and body for a colleague, with the Claim of its sending. `about` says what for.

    `to` is an address as `core/channels` reads it: of a mailbox, or of a webhook. A digest has one Notice per
    recipient, all with the same frozen content.
    """

    room: ClassVar[str] = "notices"

    key: str
    brand: str
    # digest, approval, handover, uncertain, unsent, risk, breach, escalated, reassigned, nudge, silence, spike, token,
    # warning:
    about: str
    to: str
    subject: str
    text: str
    html: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    sender: str = ""  # whose name stands before the address that it comes from; "" the brand's
    links: tuple[tuple[str, str], ...] = ()  # label and address; `text` has each on a line of its own
    at: Utc
    day: str | None = None  # the local date a digest is about, ISO
    claim: Claim
    arrived_at: Utc | None = None  # since when it is known that the recipient's server has it
    entry: str | None = None
    urgent: bool = False  # told in quiet hours too
    data: dict[str, str | float | bool | None] = {}  # the same for a machine, where it goes to one
    ring_at: Utc | None = None
    expire_at: Utc


def hour_of(at: datetime) -> str:
    """The hour that a moment is in, as an Entry names it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H")


def indexed(entry: Entry) -> Entry:
    """Set the fields that exist only while something is due, from the facts. Call before every write of an Entry."""
    rings = [claim.ring_at for claim in entry.claims.values() if claim.ring_at is not None]
    if entry.look_at is not None:
        rings.append(entry.look_at)
    looks = [clock.look_at for clock in entry.clocks.values() if clock.look_at is not None]
    response = entry.clocks.get("response")
    return msgspec.structs.replace(
        entry,
        ring_at=min(rings) if rings else None,
        due_at=min(looks) if looks else None,
        waiting=True if entry.needs_answer and response is not None and response.running else None,
        trouble_at=(entry.settled_at or entry.opened_at) if entry.state in TROUBLE else None,
        late_at=entry.late_at or (entry.received_at if entry.received_at - entry.opened_at >= LATE else None),
        hour=hour_of(entry.opened_at) if entry.seen else None,
        who=entry.person or (f"!{entry.key}" if entry.ours else entry.key),
        expire_at=entry.opened_at + KEEP_ENTRY,
    )


def settle(entry: Entry, state: State, now: datetime, reason: str | None = None) -> Entry:
    """Give an Entry its end. A person's own word outranks ours: withdrawn, then a colleague, then everything else."""
    if _RANK.get(entry.state, 0) > _RANK.get(state, 0):
        return entry
    return msgspec.structs.replace(entry, state=state, reason=reason, settled_at=entry.settled_at or now, look_at=None)


_RANK: Final = {State.WITHDRAWN: 3, State.ANSWERED_BY_COLLEAGUE: 2}
