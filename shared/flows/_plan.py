"""What to do about one new Interaction, frozen: its Entry with Claims and clocks, and all that is written with it.

Reads the person's record (takeover, caps) and, where the platform does not name the thread, what was answered.
Sends nothing and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Account, Brand
from shared.core.claims import MARGIN, Claim, sending
from shared.core.decision import Act, Decision
from shared.core.interaction import Interaction, Kind, hashed, object_key
from shared.core.ledger import (
    KEEP_ENTRY,
    Acknowledgment,
    Automatic,
    Entry,
    Person,
    Sort,
    State,
    Words,
    needs_answer,
    page_for,
    settle,
    sort_of,
)
from shared.core.links import allowed
from shared.core.ports import Capability, Create, Delete, Facts, Kept, May, Replace, Write
from shared.core.sla import By, Clock, open_clock, opened_at
from shared.flows._notices import handover
from shared.flows._tools import Tools, kept_words
from shared.platforms._base import Platform
from shared.rules.rule import decide

TOO_OLD: Final = timedelta(hours=24)
ANSWER: Final = "answer"
_SILENT: Final = frozenset({Kind.REACTION, Kind.FOLLOW})  # nobody waits for a sign after these
_TAKEN: Final = "a colleague has this thread"


@dataclass(frozen=True, slots=True)
class Plan:
    """The Entry to write, and what belongs to the same commit."""

    entry: Entry
    also: tuple[Write, ...]


@dataclass(slots=True)
class _Draft:
    claims: dict[str, Claim] = field(default_factory=dict)
    cards: list[Act] = field(default_factory=list)
    ends: State | None = None
    reason: str | None = None
    mute: bool = False  # the platform offers no way to say anything
    notes: list[str] = field(default_factory=list)


def make(
    message: Interaction, brand: Brand, account: Account, early: Entry | None, owner: str, now: datetime, tools: Tools
) -> Plan:
    """Decide about a new Interaction. `early` is what came about it before it did, or an attempt already counted."""
    platform = tools.platform(message.platform)
    opened = opened_at(message.at, message.received_at)
    thread = thread_of(message, tools, now)
    conversation = conversation_key(message, thread)
    decision = (
        Decision()
        if message.author.is_bot
        else decide(
            brand.rules,
            message,
            Facts(open=brand.calendar.is_open(opened)),
            brand=brand,
            capabilities=platform.capabilities,
        )
    )
    sort = decision.sort or sort_of(message.kind)
    speaks = account.token is not None or not platform.needs_token
    draft = _draft(message, decision, platform, sort, speaks=speaks, accepts=account.accepts)
    marks = early or _no_marks(message)
    asked = needs_answer(sort, message.kind) or ANSWER in draft.claims
    known = early is not None or within_reach(message.kind, asked=asked, root=thread == message.object)
    person = _person(message, brand, conversation, now, tools) if known else _nothing_kept(message, brand, now)
    answered_at = marks.answered_at or _answered_by_then(person, conversation, opened)
    if message.author.is_bot:
        draft = _Draft(ends=State.OURS_OR_BOT, reason="an automated account")
    elif marks.removed_at is not None:
        draft = _Draft(ends=State.WITHDRAWN)
    elif answered_at is not None:
        draft = _Draft(ends=State.ANSWERED_BY_COLLEAGUE)
    else:
        _guard(draft, message, brand, person, conversation, platform, now)
    needs = needs_answer(sort, message.kind) and draft.ends not in (State.IGNORED, State.OURS_OR_BOT)
    writes = _start(draft, message, brand, account, person, conversation, now, tools)
    if marks.answered_at is not None and marks.removed_at is None:
        writes.append(_save(taken_over(person.doc, conversation, marks.answered_at, now), person))
    entry = msgspec.structs.replace(
        page_for(message),
        brand=brand.key,
        url=allowed(message.url, (*platform.hosts, *brand.links)),
        state=State.OPEN if draft.claims else (draft.ends or State.NO_RULE),
        otherwise=draft.ends if draft.claims else None,
        reason=draft.reason,
        author=message.author.id if draft.claims else None,
        conversation=conversation,
        thread=thread,
        sort=sort,
        needs_answer=needs,
        rule=decision.rule,
        claims=draft.claims,
        clocks=_clocks(message, brand, sort, draft, needs, opened, marks.removed_at, answered_at),
        acknowledgments=_by_colleague(answered_at if marks.removed_at is None else None),
        removed_at=marks.removed_at,
        edited_at=marks.edited_at,
        liked_at=marks.liked_at,
        answered_at=answered_at,
        owner=owner,
        attempt=marks.attempt,
        settled_at=None if draft.claims else now,
    )
    if marks.liked_at is not None:
        entry = liked(entry, marks.liked_at, brand, now)
    if marks.removed_at is not None:
        writes.append(Delete(Words, entry.key))
    elif needs or draft.cards or draft.ends in (State.HANDED_OVER, State.HELD, State.EXPIRED):
        writes.append(kept_words(message, brand.words_days, now, tools))
    if draft.ends is State.HANDED_OVER:
        writes += [Create(n) for n in handover(brand, entry, message, draft.cards, draft.notes, now)]
    return Plan(entry, tuple(writes))


def liked(entry: Entry, at: datetime, brand: Brand, now: datetime) -> Entry:
    """What a colleague's like means: a sign for praise and shares, and never an answer."""
    noted = any(said.how == "like" and said.by is By.PERSON for said in entry.acknowledgments)
    if entry.sort is not Sort.PRAISE or noted:
        return entry
    sign = Acknowledgment(at=max(at, entry.opened_at), by=By.PERSON, how="like")
    clocks = dict(entry.clocks)
    if "ack" in clocks:
        clocks["ack"] = clocks["ack"].stop(at, By.PERSON, brand.calendar)
    entry = msgspec.structs.replace(entry, clocks=clocks, acknowledgments=(*entry.acknowledgments, sign), liked_at=at)
    return entry if entry.claims else settle(entry, State.ACKNOWLEDGED, now)


def thread_of(message: Interaction, tools: Tools, now: datetime) -> str:
    """The platform's id of the conversation; where it tells none, that of what was answered, else the object itself."""
    if message.place.thread is not None:
        return message.place.thread
    if message.place.answers is None:
        return message.object
    parent = tools.store.get(Entry, object_key(message.platform, message.account, message.place.answers), now)
    return message.place.answers if parent is None or parent.doc.thread is None else parent.doc.thread


def conversation_key(message: Interaction, thread: str) -> str:
    """Name of a conversation, the same for everybody in it."""
    return hashed("conversation", message.platform, message.account, thread)


def within_reach(kind: Kind, *, asked: bool, root: bool) -> bool:
    """Whether what colleagues said to this person elsewhere in the conversation says anything about this object.

    It does not where nobody waits and no words are to be sent: about a reaction or a follow, and about what began
    the conversation. For these the person's record is not read; a day of reactions and shares costs writes alone.
    """
    return asked or (kind not in _SILENT and not root)


def _no_marks(message: Interaction) -> Entry:
    at = message.received_at
    return Entry(key="", brand="", platform="", account="", object="", opened_at=at, received_at=at)


def _person(message: Interaction, brand: Brand, conversation: str, now: datetime, tools: Tools) -> Kept[Person]:
    """The author's record; who is unknown is bounded by conversation. An empty revision means: not kept yet."""
    key = message.person or nobody(conversation)
    kept = tools.store.get(Person, key, now)
    return kept or Kept(Person(key=key, brand=brand.key, expire_at=now + KEEP_ENTRY), "")


def _nothing_kept(message: Interaction, brand: Brand, now: datetime) -> Kept[Person]:
    return Kept(Person(key=message.person or "", brand=brand.key, expire_at=now + KEEP_ENTRY), "")


def nobody(conversation: str) -> str:
    """Name of the record of whoever a platform does not name, one per conversation."""
    return hashed("nobody", conversation)


def _answered_by_then(person: Kept[Person], conversation: str, opened: datetime) -> datetime | None:
    return next((at for at in person.doc.taken.get(conversation, ()) if opened <= at), None)


def _draft(
    message: Interaction, decision: Decision, platform: Platform, sort: Sort, *, speaks: bool, accepts: tuple[str, ...]
) -> _Draft:
    draft = _Draft()
    for act in decision.acts:
        if act.note:
            draft.notes.append(act.note)
        if act.capability is None or act.slot is None:
            draft.ends = draft.ends or act.ends
            continue
        policy = platform.allows(act.capability, message, accepts)
        may = May.NEVER if policy is None else policy.may
        fits = act.text is None or platform.fit(act.text)
        if may is May.AUTO and fits and speaks:
            draft.claims.setdefault(act.slot, Claim(slot=act.slot, capability=act.capability, text=act.text))
        elif may is not May.NEVER or needs_answer(sort, message.kind):
            draft.cards.append(act)
        else:  # a thank-you for which the platform has no way: nobody can be asked to give it
            draft.mute, draft.reason = True, f"{message.platform} offers no {act.do.replace('_', ' ')} here"
    if draft.cards:
        draft.ends = draft.ends or State.HANDED_OVER
    elif draft.mute and not draft.claims:
        draft.ends = draft.ends or State.HELD
    draft.mute = draft.mute and draft.ends is State.HELD
    if set(draft.claims) == {"like"} and draft.ends is None and needs_answer(sort, message.kind):
        draft.ends = State.HANDED_OVER
        draft.notes.append("It was liked; it still needs an answer.")
    return draft


def too_old(capability: str, age: timedelta, platform: Platform) -> str | None:
    """Why a machine may no longer do this so long after the person's act; None while it may."""
    if age > TOO_OLD:
        return "older than 24 hours"
    return None if platform.in_time(Capability(capability), age) else f"too old for {platform.name}'s window"


def _guard(
    draft: _Draft,
    message: Interaction,
    brand: Brand,
    person: Kept[Person],
    conversation: str,
    platform: Platform,
    now: datetime,
) -> None:
    """Take away what must not be sent: too old, taken over by a colleague, or over a cap."""
    age = now - (message.at or message.received_at)
    late = {slot: why for slot, claim in draft.claims.items() if (why := too_old(claim.capability, age, platform))}
    for slot, why in late.items():
        del draft.claims[slot]
        draft.reason = f"{why} when it reached us"
    if late and not draft.claims:
        draft.ends = State.HANDED_OVER if draft.ends is State.HANDED_OVER else State.EXPIRED
        return
    why = None
    if draft.claims and conversation in person.doc.taken:
        why = _TAKEN
        draft.claims.clear()
    elif ANSWER in draft.claims:
        why = _over_cap(person.doc, brand, message.key, conversation, now)
        if why is not None:
            del draft.claims[ANSWER]
    if why is not None and draft.ends is not State.HANDED_OVER:
        draft.ends, draft.reason = State.HELD, why


def _over_cap(person: Person, brand: Brand, key: str, conversation: str, now: datetime) -> str | None:
    others = [one for one in person.automatic if one.entry != key]
    today = [one for one in others if one.conversation == conversation and now - one.at < timedelta(days=1)]
    if len(today) >= brand.caps.thread_day:
        return "this thread has had its automatic answer today"
    if sum(now - one.at < timedelta(hours=1) for one in others) >= brand.caps.author_hour:
        return "this person has had as many automatic answers as an hour allows"
    return None


def _start(
    draft: _Draft,
    message: Interaction,
    brand: Brand,
    account: Account,
    person: Kept[Person],
    conversation: str,
    now: datetime,
    tools: Tools,
) -> list[Write]:
    """Put the first Claim straight into `sending`, the others behind it, and count an answer against its caps."""
    for number, (slot, claim) in enumerate(draft.claims.items()):
        if number > 0:
            behind = now + (number + 1) * tools.call_timeout + MARGIN
            draft.claims[slot] = msgspec.structs.replace(claim, until=behind)
        elif tools.pace.take(tools.store, brand, account, now):
            draft.claims[slot] = sending(claim, now, tools.call_timeout)
        else:
            draft.claims[slot] = msgspec.structs.replace(claim, not_before=next_minute(now))
    if ANSWER not in draft.claims:
        return []
    recent = [one for one in person.doc.automatic if now - one.at < timedelta(days=1) and one.entry != message.key]
    mine = Automatic(at=now, conversation=conversation, entry=message.key)
    counted = msgspec.structs.replace(person.doc, automatic=(*recent[-50:], mine), expire_at=now + KEEP_ENTRY)
    return [_save(counted, person)]


def _save(new: Person, old: Kept[Person]) -> Write:
    return Replace(new, old.revision) if old.revision else Create(new)


def taken_over(person: Person, conversation: str, at: datetime, now: datetime) -> Person:
    """A person's record once a colleague has answered in a conversation: it is the colleague's from then on."""
    times = tuple(sorted({*person.taken.get(conversation, ()), at}))[-10:]
    latest = sorted({**person.taken, conversation: times}.items(), key=lambda item: item[1][-1])[-100:]
    return msgspec.structs.replace(person, taken=dict(latest), expire_at=now + KEEP_ENTRY)


def next_minute(now: datetime) -> datetime:
    """When an account's calls are counted anew."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _clocks(
    message: Interaction,
    brand: Brand,
    sort: Sort,
    draft: _Draft,
    needs: bool,
    opened: datetime,
    removed_at: datetime | None,
    answered_at: datetime | None,
) -> dict[str, Clock]:
    silent = draft.mute or message.kind in _SILENT or sort is Sort.SPAM
    if silent or draft.ends in (State.IGNORED, State.OURS_OR_BOT):
        return {}
    clocks = {"ack": open_clock(opened, brand.targets.ack, brand.calendar, service=False)}
    if needs:
        clocks["response"] = open_clock(opened, brand.targets.response, brand.calendar, service=True)
    if removed_at is not None:
        return {name: clock.stop(removed_at, None, brand.calendar) for name, clock in clocks.items()}
    if answered_at is not None:
        return {name: clock.stop(answered_at, By.PERSON, brand.calendar) for name, clock in clocks.items()}
    return clocks


def _by_colleague(at: datetime | None) -> tuple[Acknowledgment, ...]:
    return () if at is None else (Acknowledgment(at=at, by=By.PERSON, how="reply"),)
