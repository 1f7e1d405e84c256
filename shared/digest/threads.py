"""One person's part of a conversation: what in it was an item, how it stands, and who of us has answered there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from shared.clocks.items import ITEMS, is_item, replies, signs
from shared.clocks.targets import ACK, RESPONSE
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State
from shared.core.sla import By

_GONE: Final = frozenset({State.WITHDRAWN, State.OURS_OR_BOT})
_UNKIND: Final = frozenset({Sort.SPAM, Sort.ABUSE})
_MUTE: Final = frozenset({State.IGNORED, State.HELD})


class Status(IntEnum):
    """How a thread stands; a person stands as the worst of theirs."""

    THANKS = 0
    IN_TIME = 1
    LATE = 2
    WAITING = 3
    OVERDUE = 4


@dataclass(slots=True)
class Thread:
    """One person's items in one conversation, oldest first. Seconds: `ack` of calendar, `response` of service time.

    `running` are those items without an answer, with what waits in the thread from before; `rest` is how the thread
    would stand without them.
    """

    items: Sequence[Entry]
    status: Status
    rest: Status
    heard: bool
    ack: float | None
    response: float | None
    running: Sequence[Entry]
    due: datetime | None = None

    @property
    def assignee(self) -> str | None:
        return next((one.assignee for one in self.running if one.assignee is not None), None)


def thread(items: Sequence[Entry], older: Sequence[Entry], at: datetime) -> Thread:
    """The thread that these items are, as of `at`. What waits in it from before lengthens the wait, and is no item."""
    ack: float | None = None
    response: float | None = None
    heard = answered = late = acked = False
    running: list[Entry] = []
    for one in older:
        clock = one.clocks.get(RESPONSE) if one.needs_answer else None
        if clock is not None and clock.stopped is None:
            running.append(one)
    for one in items:
        clocks = one.clocks
        heard = heard or is_heard(one)
        if not acked and (first := clocks.get(ACK)) is not None and first.by is not None:
            ack, acked = first.elapsed, True
        clock = clocks.get(RESPONSE) if one.needs_answer else None
        if clock is None:
            continue
        if clock.stopped is None:
            running.append(one)
        elif clock.by is By.PERSON:
            if not answered:
                response, answered = clock.service_elapsed, True
            late = late or clock.breached is not None
    rest = Status.LATE if late else Status.IN_TIME if answered else Status.THANKS
    status, due = rest, None
    if running:
        due = running[0].clocks[RESPONSE].due
        status = Status.OVERDUE if due is not None and due <= at else Status.WAITING
    return Thread(items, status, rest, heard, ack, None if older else response, running, due)


def by_conversation(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """One person's Entries by thread, in the order in which they come."""
    found: dict[str, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.conversation or one.key, []).append(one)
    return found


def counts(entry: Entry) -> bool:
    """Whether its author waited for a sign: a clock was there, and was neither taken back nor closed in time."""
    return is_item(entry) and entry.state is not State.WITHDRAWN and not is_closed(entry) and not is_held(entry)


def is_closed(entry: Entry) -> bool:
    """Whether nobody waited, or a colleague closed it before anything was missed."""
    return all(clock.withdrawn and clock.breached is None for clock in entry.clocks.values())


def is_held(entry: Entry) -> bool:
    """Spam, and abuse that was left without a word."""
    return entry.sort is Sort.SPAM or (entry.sort is Sort.ABUSE and entry.state is State.HELD)


def is_passed_over(entry: Entry) -> bool:
    """Whether a rule, or the platform, left nobody there to answer."""
    return entry.kind in ITEMS and entry.state in _MUTE and not entry.ours and is_closed(entry) and not is_held(entry)


def is_written(entry: Entry) -> bool:
    """Whether somebody said it and stands by it, whatever a rule made of it. A share says nothing by itself."""
    gone = entry.ours or entry.state in _GONE or entry.removed_at is not None
    return entry.kind in ITEMS and entry.kind is not Kind.SHARE and not gone and entry.sort not in _UNKIND


def is_public(entry: Entry) -> bool:
    return not entry.private and entry.kind is not Kind.DIRECT_MESSAGE


def is_heard(entry: Entry) -> bool:
    """Whether its author got a sign that counts: a reply, or a like for praise and shares."""
    return any(signs(entry, said) for said in entry.acknowledgments)


def answers(items: Iterable[Entry]) -> list[tuple[Entry, Acknowledgment]]:
    """What colleagues answered in words, each with what it answers."""
    return [(one, said) for one in items for said in one.acknowledgments if replies(one, said)]
