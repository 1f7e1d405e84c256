"""What came and what counted, as rows of an export: its tables `interactions`, `threads` and `policies`.

No words, no names, no addresses, and no platform's id of a person or of what they made. Persons and
conversations are pseudonyms, given by whoever exports; an Interaction is named by its Entry's key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from shared.clocks.items import replies
from shared.clocks.measures import Thread
from shared.clocks.table import Column, Table, Type
from shared.clocks.targets import RESPONSE
from shared.core.calendar import Calendar
from shared.core.ledger import Acknowledgment, Entry
from shared.core.regime import Hold, PolicyLog, Version
from shared.core.sla import Clock

TEXT, MOMENT, NUMBER, WHOLE, TRUTH, NESTED = Type


class Came(NamedTuple):
    """An Entry, with pseudonyms for its person and its conversation."""

    entry: Entry
    person: str | None
    conversation: str | None

    @property
    def sign(self) -> Acknowledgment | None:
        return min(self.entry.acknowledgments, key=lambda one: one.at, default=None)

    @property
    def answered_at(self) -> datetime | None:
        return min((one.at for one in self.entry.acknowledgments if replies(self.entry, one)), default=None)

    @property
    def read(self) -> bool:
        """Whether its words were read: of an object of our own, or an early edit, no class is known."""
        return self.entry.seen and not self.entry.ours

    @property
    def clock(self) -> Clock | None:
        return self.entry.clocks.get(RESPONSE)


class Item(NamedTuple):
    """An item of a Thread, counted from 1."""

    thread: Thread
    number: int
    entry: Entry


class Counted(NamedTuple):
    """What counted for a Brand in some time: a version of its calendars and targets, or a hold.

    `since` None: since ever. `until` None: still.
    """

    brand: str
    number: int
    since: datetime | None
    until: datetime | None
    policy: str | None = None
    calendars: tuple[Calendar, ...] | None = None
    hold: Hold | None = None


def counted(log: PolicyLog, today: Version) -> Iterator[Counted]:
    """All that a log says, and the policy of `today`, which counts from its `since` on where the log lacks it yet."""
    versions = log.versions
    if not versions or versions[-1].policy != today.policy:
        versions = (*versions, today)
    begins = [None, *(one.since for one in versions[1:])]
    ends = [*begins[1:], None]
    for number, (one, since, until) in enumerate(zip(versions, begins, ends, strict=True), start=1):
        yield Counted(log.brand, number, since, until, one.policy, one.calendars)
    for number, hold in enumerate(log.holds, start=len(versions) + 1):
        yield Counted(log.brand, number, hold.pause.since, hold.pause.until, hold=hold)


def _entry(field: str) -> Callable[[Came], object]:
    return lambda it: getattr(it.entry, field)


def _sign(field: str) -> Callable[[Came], object]:
    return lambda it: getattr(it.sign, field, None)


def _read(field: str) -> Callable[[Came], object]:
    return lambda it: getattr(it.entry, field) if it.read else None


_UNREAD: Final = "not known: our own object, or only news about it has come"
_NO_SIGN: Final = "no sign yet"
_NOT_YET: Final = "not yet, or never"
_NO_CALENDARS: Final = "a hold"
_NO_HOLD: Final = "a version"

INTERACTIONS: Final = Table[Came](
    "interactions", "All that came, and our own objects beside it.", ("interaction",), (
        Column("interaction", TEXT, _entry("key"), "its name for good; make explain INTERACTION=... tells its story"),
        Column("brand", TEXT, _entry("brand"), "the Brand's folder name"),
        Column("platform", TEXT, _entry("platform"), "where"),
        Column("account", TEXT, _entry("account"), "our own Account there: text, even if it is all digits"),
        Column("connection", TEXT, _entry("connection"), "through which Connection it came", "not known"),
        Column("kind", TEXT, lambda it: it.entry.kind if it.entry.seen else None,
               "mention, comment, post, review, direct_message, reaction, follow, share", _UNREAD),
        Column("class", TEXT, _read("sort"),
               "question, complaint, request, praise, story, thanks, tag, spam, abuse, unsure", _UNREAD),
        Column("language", TEXT, _entry("language"), "of the person's words", "it cannot be told"),
        Column("needs_answer", TRUTH, _read("needs_answer"), "whether a person is to answer", _UNREAD),
        Column("private", TRUTH, _entry("private"), "whether others cannot see it"),
        Column("ours", TRUTH, _entry("ours"), "whether an Account of our own made it"),
        Column("via", TEXT, _entry("via"),
               "asked: the Platform never sends it; recovered: it should have come and was found", "it came by itself"),
        Column("person", TEXT, lambda it: it.person, "who, as a pseudonym", "the Platform does not say, or we do not"),
        Column("conversation", TEXT, lambda it: it.conversation, "the same for all in it, as a pseudonym", "none"),
        Column("state", TEXT, _entry("state"), "how it ended; open and early are no end"),
        Column("rule", TEXT, _entry("rule"), "the Rule that held", "none held"),
        Column("opened_at", MOMENT, _entry("opened_at"), "when its Clocks open"),
        Column("platform_at", MOMENT, _entry("at"), "when it was done, by the Platform", "it was not told"),
        Column("received_at", MOMENT, _entry("received_at"), "when it reached us"),
        Column("settled_at", MOMENT, _entry("settled_at"), "when it first had an end", _NOT_YET),
        Column("acknowledged_at", MOMENT, _sign("at"), "the first Acknowledgment of any sort", _NO_SIGN),
        Column("acknowledged_by", TEXT, _sign("by"), "machine or person", _NO_SIGN),
        Column("acknowledged_how", TEXT, _sign("how"), "reply, like, private_reply, direct_message", _NO_SIGN),
        Column("acknowledgments", WHOLE, lambda it: len(it.entry.acknowledgments), "how many"),
        Column("answered_at", MOMENT, lambda it: it.answered_at, "the first words of a person", _NOT_YET),
        Column("handed_at", MOMENT, _entry("handed_at"), "a colleague was first asked", _NOT_YET),
        Column("taken_at", MOMENT, _entry("taken_at"), "a colleague first took it", _NOT_YET),
        Column("closed_at", MOMENT, _entry("closed_at"), "a colleague closed it unanswered", _NOT_YET),
        Column("edited_at", MOMENT, _entry("edited_at"), "its author last changed it", _NOT_YET),
        Column("removed_at", MOMENT, _entry("removed_at"), "its author took it back", _NOT_YET),
        Column("pauses", WHOLE, lambda it: len(it.entry.pauses), "how often a colleague paused its Clocks"),
        Column("calendar", TEXT, lambda it: it.entry.schedules[-1].calendar if it.entry.schedules else None,
               "the last calendar that was its own", "the Brand's"),
        Column("policy", TEXT, lambda it: it.clock.policy if it.clock else None,
               "the version of calendars and targets that its answer was last worked out by", "it has no such Clock"),
    ),
)  # fmt: skip

THREADS: Final = Table[Item](
    "threads", "Which Interactions make up a thread, one row each.", ("thread", "number"), (
        Column("thread", TEXT, lambda it: it.thread.key, "its name for good: that of its first Interaction"),
        Column("number", WHOLE, lambda it: it.number, "from 1, oldest first"),
        Column("interaction", TEXT, lambda it: it.entry.key, "which"),
        Column("brand", TEXT, lambda it: it.thread.brand, "the Brand's folder name"),
        Column("platform", TEXT, lambda it: it.thread.platform, "where"),
        Column("opened_at", MOMENT, lambda it: it.entry.opened_at, "when its Clocks open"),
    ),
)  # fmt: skip

POLICIES: Final = Table[Counted](
    "policies", "What counted when: versions of calendars and targets, and holds.", ("brand", "number"), (
        Column("brand", TEXT, lambda it: it.brand, "the Brand's folder name"),
        Column("number", WHOLE, lambda it: it.number, "from 1, in this export"),
        Column("what", TEXT, lambda it: "hold" if it.hold else "version", "version or hold"),
        Column("begins_at", MOMENT, lambda it: it.since, "from when", "since ever"),
        Column("ends_at", MOMENT, lambda it: it.until, "up to when, not including", "it still counts"),
        Column("policy", TEXT, lambda it: it.policy, "the version's name", _NO_CALENDARS),
        Column("calendars", NESTED, lambda it: it.calendars,
               "the Brand's own first: zone, weekly hours in minutes since midnight, dates that differ", _NO_CALENDARS),
        Column("platform", TEXT, lambda it: it.hold.platform if it.hold else None,
               "the Platform whose Clocks are held", "a version, or a hold of all"),
        Column("reason", TEXT, lambda it: it.hold.pause.reason if it.hold else None,
               "crisis_hold or platform_outage", _NO_HOLD),
    ),
)  # fmt: skip
