"""What a link to the desk leads to, as just read, and what can be done there. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.brands.compiled import Account, Brand, Colleague
from shared.clocks.timing import Regime
from shared.core.claims import ClaimState
from shared.core.course import Reason
from shared.core.errors import ConfigurationError
from shared.core.interaction import Interaction
from shared.core.ledger import KEEP_WORDS, Card, CardState, Entry, Person, Sort, State, Used, Words
from shared.core.ports import Capability, Kept, May
from shared.core.sla import By
from shared.core.tickets import Desk, Ticket, TicketInvalid
from shared.flows._deeds import Deed, Wish, approved
from shared.flows._holds import OF_ENTRY, lasting, looked, waits
from shared.flows._roster import named_in
from shared.flows._taking import record_of, silent
from shared.flows._tools import Tools
from shared.platforms._base import Platform

_WORDS: Final = (Capability.REPLY, Capability.PRIVATE_REPLY, Capability.DIRECT_MESSAGE)
_PRIVATE: Final = frozenset({Capability.PRIVATE_REPLY, Capability.DIRECT_MESSAGE})
_UNSENT: Final = frozenset({ClaimState.REFUSED, ClaimState.DROPPED})  # certainly: one may try again
_FAILED: Final = _UNSENT | {ClaimState.UNCERTAIN}
_NOT_LIKED: Final = frozenset({Sort.COMPLAINT, Sort.SPAM, Sort.ABUSE})


class Why(StrEnum):
    """Why a link leads nowhere. A made-up one, and one whose Card is gone, are told alike."""

    UNKNOWN = "unknown"
    STALE = "stale"
    SPENT = "spent"
    LEFT = "left"  # it was made for somebody who is not in the team any more
    ANEW = "anew"  # another one has been sent


class Problem(StrEnum):
    """Why nothing was done, where the colleague can still change something."""

    WHO = "who"
    EMPTY = "empty"
    LONG = "long"
    TO = "to"
    NOTE = "note"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which a colleague's words may reach the person; until when (None: for ever)."""

    capability: Capability
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a colleague is shown. `me` None: the link does not say whose it is. `message` None: its words are gone.

    `deeds` are what can be done now, words being sent by any of `ways`, a pause being for any of `reasons`; `first` is
    what the link was for, whether or not it still can be. The clocks of `entry` are as `regime` has them now. After a
    try that came to nothing, `problem` says why and `wish` what was tried, so that nobody types twice.
    """

    brand: Brand
    platform: Platform
    entry: Entry
    card: Card
    message: Interaction | None
    me: Colleague | None
    deeds: frozenset[Deed]
    ways: tuple[Way, ...]
    reasons: tuple[Reason, ...]
    regime: Regime
    now: datetime
    first: Deed | None = None
    problem: Problem | None = None
    wish: Wish | None = None

    @property
    def others(self) -> tuple[Colleague, ...]:
        """To whom it can be passed on."""
        return tuple(one for one in self.brand.team if one != self.me)


@dataclass(frozen=True, slots=True)
class Gone:
    """A link that leads nowhere, and what it was used for, which only who holds a genuine one is told.

    `about` is there where something can still be done: another link may then be sent to whom this one was made for.
    """

    why: Why
    brand: Brand | None = None
    used: Used | None = None
    about: Seen | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a link is about, as just read."""

    ticket: Ticket
    brand: Brand
    account: Account
    card: Kept[Card]
    entry: Kept[Entry]
    message: Interaction | None
    person: Kept[Person]
    now: datetime

    @property
    def me(self) -> Colleague | None:
        return named_in(self.brand, self.ticket.colleague)


def look(token: str, tools: Tools) -> Seen | Gone:
    """What a link leads to."""
    now, stale = tools.now(), False
    try:
        ticket = desk_of(tools).open(token, now)
    except TicketInvalid as error:
        if error.ticket is None:
            return Gone(Why.UNKNOWN, now=now)
        ticket, stale = error.ticket, True
    seen = _read(ticket, tools, now)
    if isinstance(seen, Gone):
        return replace(seen, why=Why.STALE) if stale else seen
    used = next((one for one in seen.card.doc.used if one.nonce == ticket.nonce), None)
    if used is None and not stale:
        return seen
    about = seen if seen.me is not None and page(seen, tools).deeds else None
    return Gone(Why.STALE if stale else Why.SPENT, seen.brand, used, about, now)


def page(seen: Seen, tools: Tools) -> Page:
    """What is shown of it."""
    platform = tools.platform(seen.entry.doc.platform)
    ways = tuple(Way(one, _until(one, seen.entry.doc, platform)) for one in _WORDS if _may(one, seen, platform))
    regime = tools.regime(seen.brand)
    return Page(
        brand=seen.brand,
        platform=platform,
        entry=looked(seen.entry.doc, regime),
        card=seen.card.doc,
        message=seen.message,
        me=seen.me,
        deeds=frozenset(_deeds(seen, ways, platform)),
        ways=ways,
        reasons=_reasons(seen),
        regime=regime,
        now=seen.now,
    )


def desk_of(tools: Tools) -> Desk:
    """The desk of this deployment. Raises ConfigurationError where there is none."""
    if tools.desk is None:
        raise ConfigurationError("HEARD_DESK_URL is not set; the desk needs the address under which it is reached")
    return tools.desk


def _read(ticket: Ticket, tools: Tools, now: datetime) -> Seen | Gone:
    entry = tools.store.get(Entry, ticket.card, now)
    found = None if entry is None else tools.brands.owner(entry.doc.platform, entry.doc.account)
    if entry is None or found is None or entry.doc.ours or ticket.brand != found[0].key:
        return Gone(Why.UNKNOWN, now=now)
    brand, account = found
    if ticket.colleague and named_in(brand, ticket.colleague) is None:
        return Gone(Why.LEFT, brand, now=now)
    card = tools.store.get(Card, ticket.card, now)
    if card is None:  # nobody was asked yet, but whoever reads of it may help
        card = Kept(Card(key=entry.doc.key, brand=brand.key, at=now, expire_at=now + KEEP_WORDS), "")
    words = tools.store.get(Words, entry.doc.key, now)
    message = None if words is None else words.doc.interaction
    return Seen(ticket, brand, account, card, entry, message, record_of(entry.doc, tools.store, now), now)


def _deeds(seen: Seen, ways: tuple[Way, ...], platform: Platform) -> set[Deed]:
    entry, card = seen.entry.doc, seen.card.doc
    deeds: set[Deed] = set()
    if silent(seen.person.doc, entry.conversation):
        deeds.add(Deed.BACK)
    words = approved(entry, card.key)
    state = words[-1].state if words else None
    going = card.state in (CardState.OPEN, CardState.TAKEN) or state in _FAILED
    if entry.state in (State.WITHDRAWN, State.ANSWERED_BY_COLLEAGUE) or not going:
        return deeds
    deeds |= {Deed.TAKE, Deed.CLOSE}
    if card.state is CardState.TAKEN and card.assignee in (None, seen.ticket.colleague):
        deeds.remove(Deed.TAKE)
    if len(seen.brand.team) > (1 if seen.ticket.colleague else 0):
        deeds.add(Deed.HAND_ON)
    if _reasons(seen):
        deeds.add(Deed.HOLD)
    if lasting(entry, seen.now):
        deeds.add(Deed.RESUME)
    if ways and (state is None or state in _UNSENT):
        deeds.add(Deed.SEND)
    if _may_like(seen, platform):
        deeds.add(Deed.LIKE)
    return deeds


def _reasons(seen: Seen) -> tuple[Reason, ...]:
    """What the answer may still wait for."""
    entry = seen.entry.doc
    already = {one.reason for one in lasting(entry, seen.now)}
    return tuple(one for one in OF_ENTRY if one not in already) if waits(entry) else ()


def _may(capability: Capability, seen: Seen, platform: Platform) -> bool:
    """Whether a colleague may do this here and now."""
    entry, account = seen.entry.doc, seen.account
    if account.token is None and account.refresh is None and platform.needs_token:
        return False
    if seen.message is None:
        policy = platform.policy.get((capability, entry.kind))
    else:
        policy = platform.allows(capability, seen.message, account.accepts)
    if capability not in platform.capabilities or policy is None or policy.may is May.NEVER:
        return False
    if capability in _PRIVATE and entry.author is None and (seen.message is None or seen.message.author.id is None):
        return False
    return platform.in_time(capability, seen.now - (entry.at or entry.received_at), By.PERSON)


def _may_like(seen: Seen, platform: Platform) -> bool:
    """The same for a like, which is given once, and not to who complains."""
    entry = seen.entry.doc
    likes = [one for one in entry.claims.values() if one.capability == Capability.LIKE]
    if entry.sort in _NOT_LIKED or entry.liked_at is not None or any(one.state not in _FAILED for one in likes):
        return False
    return _may(Capability.LIKE, seen, platform)


def _until(capability: Capability, entry: Entry, platform: Platform) -> datetime | None:
    window = platform.windows.get(capability)
    if window is None or window.person is None:
        return None
    return (entry.at or entry.received_at) + window.person
