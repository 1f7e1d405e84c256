"""What to do about one new Interaction, frozen: its Entry with Claims and clocks, and all that is written with it.

Reads the person's record (takeover, caps, what was said to them) and, where the platform does not name the thread, what
was answered. Sends nothing and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Account, Brand
from shared.clocks.items import signs
from shared.clocks.looks import planned
from shared.clocks.targets import RESPONSE, About, aims
from shared.clocks.timing import Regime, scheduled
from shared.core.claims import MARGIN, sending
from shared.core.decision import Decision
from shared.core.facts import Facts, Need
from shared.core.interaction import Interaction, Kind, hashed, object_key
from shared.core.ledger import (
    KEEP_ENTRY,
    LATE,
    Acknowledgment,
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
from shared.core.ports import Capability, Delete, Kept, May, Write
from shared.core.sla import By, Clock, opened_at
from shared.core.substance import substance
from shared.flows._facts import gather, scene_key
from shared.flows._guard import ANSWER, Draft, Where, counted, drafted, restrain, second_look
from shared.flows._handing import hand_over
from shared.flows._switch import speaks_in_crisis
from shared.flows._taking import answered_before, answered_by_then, nobody, save, taken_over
from shared.flows._tools import Tools, kept_words
from shared.platforms._base import Platform
from shared.rules.folding import fold
from shared.rules.rule import decide
from shared.rules.voice import topic_in

SILENT: Final = frozenset({Kind.REACTION, Kind.FOLLOW})  # nobody waits for a sign after these


@dataclass(frozen=True, slots=True)
class Plan:
    """The Entry to write, and what belongs to the same commit. `awaited`: what waits for this person's word, by key."""

    entry: Entry
    also: tuple[Write, ...]
    awaited: tuple[str, ...] = ()


def make(
    message: Interaction, brand: Brand, account: Account, early: Entry | None, owner: str, now: datetime, tools: Tools
) -> Plan:
    """Decide about a new Interaction. `early` is what came about it before it did, or an attempt already counted."""
    platform = tools.platform(message.platform)
    opened = opened_at(message.at, message.received_at)
    thread = thread_of(message, tools, now)
    conversation = conversation_key(message, thread)
    known = Need.PERSON in brand.needs and message.kind not in SILENT
    person = _person(message, brand, conversation, now, tools) if known else None
    facts = gather(message, brand, account, conversation, person.doc if person else None, opened, now, tools)
    speaks = account.token is not None or not platform.needs_token
    decision = _decided(message, brand, facts, platform, account, speaks=speaks)
    sort = decision.sort or sort_of(message.kind)
    draft = drafted(message, decision, platform, sort, speaks=speaks, accepts=account.accepts)
    marks = early or _no_marks(message)
    asked = needs_answer(sort, message.kind) or ANSWER in draft.claims
    if early is None and not within_reach(message.kind, asked=asked, root=thread == message.object):
        person = person or _nothing_kept(message, brand, now)
    person = person or _person(message, brand, conversation, now, tools)
    joined = _joined(person, message, thread, conversation, draft, now, tools)
    known_by = joined.doc if message.place.private else person.doc
    said = _by_colleague(marks, answered_by_then(known_by, conversation, opened))
    answered_at = min((one.at for one in said), default=None)
    also: list[Write] = []
    scene: str | None = None
    topic = topic_in(brand.manner, fold(message.text)) if message.text and brand.manner.topics else None
    if message.author.is_bot:
        draft = Draft(ends=State.OURS_OR_BOT, reason="an automated account")
    elif marks.removed_at is not None:
        draft = Draft(ends=State.WITHDRAWN)
    elif answered_at is not None:
        draft = Draft(ends=State.ANSWERED_BY_COLLEAGUE)
    else:
        where = Where(conversation, scene_key(message, thread))
        crisis = facts.crisis and speaks_in_crisis(brand.rules, decision.rule)
        heard = restrain(draft, message, brand, facts, joined, where, sort, platform, now, tools, for_crisis=crisis)
        told = (topic.name if topic else None, _language(message, brand) if ANSWER in draft.claims else None)
        scene = None if heard.scene is None else heard.scene.doc.key
        also = counted(draft, message, heard, conversation, *told, now)
    needs = needs_answer(sort, message.kind) and draft.ends not in (State.IGNORED, State.OURS_OR_BOT)
    _start(draft, brand, account, now, tools)
    if marks.answered_at is not None:
        mine = person.doc
        for one in said:
            mine = taken_over(mine, conversation, one.at, now)
        also.append(save(mine, person))
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
        scene=scene if ANSWER in draft.claims else None,
        sort=sort,
        needs_answer=needs,
        language=message.language,
        rule=decision.rule,
        substance=substance(message.text, sort) if message.kind not in SILENT else None,
        topic=topic.name if topic else None,
        claims=draft.claims,
        acknowledgments=said,
        removed_at=marks.removed_at,
        edited_at=marks.edited_at,
        liked_at=marks.liked_at,
        answered_at=answered_at,
        owner=owner,
        attempt=marks.attempt,
        settled_at=None if draft.claims else now,
        late_at=now if now - opened >= LATE else None,
    )
    entry = scheduled(entry, brand, opened)
    about = About(
        platform=message.platform,
        kind=message.kind,
        sort=sort,
        language=message.language,
        vip=facts.vip,
        events=facts.events,
        crisis=facts.crisis,
        again=answered_before(known_by, conversation, opened),
    )
    entry = msgspec.structs.replace(entry, clocks=_clocks(entry, draft, about, tools.regime(brand)))
    if marks.liked_at is not None:
        entry = liked(entry, marks.liked_at, tools.regime(brand))
    if marks.removed_at is not None:
        also.append(Delete(Words, entry.key))
    elif needs or draft.cards or draft.ends in (State.HANDED_OVER, State.HELD, State.EXPIRED):
        also.append(kept_words(message, brand.words_days, now, tools))
    if draft.ends is State.HANDED_OVER:
        entry = msgspec.structs.replace(entry, language=_language(message, brand))
        to, urgent = draft.to, draft.urgent
        handed = hand_over(
            brand, entry, message, draft.cards, draft.notes, now, tools, to=to, urgent=urgent, person=person.doc
        )
        entry = handed.entry
        also += handed.writes
    silent = message.kind in SILENT or message.author.is_bot
    return Plan(entry, tuple(also), () if silent else person.doc.paused.get(conversation, ()))


def _decided(
    message: Interaction, brand: Brand, facts: Facts, platform: Platform, account: Account, *, speaks: bool
) -> Decision:
    if message.author.is_bot:
        return Decision()
    may: dict[Capability, May] = {}
    for capability in platform.capabilities:
        policy = platform.allows(capability, message, account.accepts)
        if policy is not None:  # without a token only a colleague can do it, in the platform's own app
            may[capability] = May.APPROVAL if policy.may is May.AUTO and not speaks else policy.may
    decision = decide(
        brand.rules,
        message,
        facts,
        brand=brand,
        capabilities=platform.capabilities,
        may=may,
        pictures=platform.pictures,
    )
    return second_look(decision, message)


def _language(message: Interaction, brand: Brand) -> str | None:
    """The language of the words, told by them where the platform says none and the brand has more than one."""
    if message.language or not message.text or (len(brand.languages) < 2 and not any(c.languages for c in brand.team)):
        return message.language
    from shared.classify.judging import judge  # its tables: only where a colleague or a record is to know it

    return judge(message.text).language


def liked(entry: Entry, at: datetime, regime: Regime) -> Entry:
    """What a colleague's like means: a sign for praise and shares, and never an answer. The first one counts."""
    at = max(at, entry.opened_at)
    noted = [said for said in entry.acknowledgments if said.how == "like" and said.by is By.PERSON]
    sign = Acknowledgment(at=at, by=By.PERSON, how="like")
    if not signs(entry, sign) or any(said.at <= at for said in noted):
        return entry
    clocks = dict(entry.clocks)
    if "ack" in clocks:
        clocks["ack"] = clocks["ack"].stop(at, By.PERSON, regime.courses(entry))
    said = tuple(one for one in entry.acknowledgments if one not in noted)
    entry = msgspec.structs.replace(entry, clocks=clocks, acknowledgments=(*said, sign), liked_at=at)
    return entry if entry.claims or entry.needs_answer else settle(entry, State.ACKNOWLEDGED, regime.now)


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
    return asked or (kind not in SILENT and not root)


def _no_marks(message: Interaction) -> Entry:
    at = message.received_at
    return Entry(key="", brand="", platform="", account="", object="", opened_at=at, received_at=at)


def _person(message: Interaction, brand: Brand, conversation: str, now: datetime, tools: Tools) -> Kept[Person]:
    """The author's record; who is unknown is bounded by conversation. An empty revision means: not kept yet."""
    key = message.person or nobody(conversation)
    kept = tools.store.get(Person, key, now)
    return kept or Kept(Person(key=key, brand=brand.key, expire_at=now + KEEP_ENTRY), "")


def _joined(
    person: Kept[Person],
    message: Interaction,
    thread: str,
    conversation: str,
    draft: Draft,
    now: datetime,
    tools: Tools,
) -> Kept[Person]:
    """Their record, with what colleagues said in the conversation when what they answered had not reached us yet.

    To whom it was said is then unknown. So it silences rules for everybody there, and answers nobody in public.
    """
    if person.doc.key == nobody(conversation) or thread == message.object:
        return person
    if ANSWER not in draft.claims and not message.place.private:
        return person
    kept = tools.store.get(Person, nobody(conversation), now)
    times = () if kept is None else kept.doc.taken.get(conversation, ())
    if not times:
        return person
    taken = {**person.doc.taken, conversation: tuple(sorted({*person.doc.taken.get(conversation, ()), *times}))}
    return Kept(msgspec.structs.replace(person.doc, taken=taken), person.revision)


def _nothing_kept(message: Interaction, brand: Brand, now: datetime) -> Kept[Person]:
    return Kept(Person(key=message.person or "", brand=brand.key, expire_at=now + KEEP_ENTRY), "")


def _start(draft: Draft, brand: Brand, account: Account, now: datetime, tools: Tools) -> None:
    """Put the first Claim straight into `sending`, the others behind it."""
    for number, (slot, claim) in enumerate(draft.claims.items()):
        if number > 0:
            behind = now + (number + 1) * tools.call_timeout + MARGIN
            draft.claims[slot] = msgspec.structs.replace(claim, until=behind)
        elif tools.pace.take(tools.store, brand, account, now):
            draft.claims[slot] = sending(claim, now, tools.call_timeout)
        else:
            draft.claims[slot] = msgspec.structs.replace(claim, not_before=next_minute(now))


def next_minute(now: datetime) -> datetime:
    """When an account's calls are counted anew."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _clocks(entry: Entry, draft: Draft, about: About, regime: Regime) -> dict[str, Clock]:
    """What has just opened is timed by today's policy; what was on hold meanwhile is looked at before any breach."""
    silent = draft.mute or entry.kind in SILENT or entry.sort is Sort.SPAM
    if silent or draft.ends in (State.IGNORED, State.OURS_OR_BOT):
        return {}
    brand = regime.brand
    courses = regime.courses(entry, opening=entry.answered_at is None and entry.removed_at is None)
    clocks = {}
    for name, promised in aims(brand.targets, about).items():
        if name == RESPONSE and not entry.needs_answer:
            continue
        clock = Clock(started=entry.opened_at, aims=promised)
        clocks[name] = planned(name, clock, brand, courses, regime.now)
    for at, by in ((entry.answered_at, By.PERSON), (entry.removed_at, None)):
        if at is not None:
            clocks = {name: clock.stop(at, by, courses) for name, clock in clocks.items()}
    return clocks


def _by_colleague(marks: Entry, elsewhere: datetime | None) -> tuple[Acknowledgment, ...]:
    """What colleagues had said to it before it came: to it itself, and to the same person `elsewhere`."""
    times = [at for at in (marks.answered_at, elsewhere) if at is not None]
    known = {one.at for one in marks.acknowledgments}
    unnamed = (Acknowledgment(at=at, by=By.PERSON, how="reply") for at in dict.fromkeys(times) if at not in known)
    return (*marks.acknowledgments, *unnamed)
