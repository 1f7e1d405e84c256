"""What a Decision comes to, and what of it must not be said: drafting, then restraint.

A Draft holds Claims for what may be done alone, and cards for what only a colleague may. Then everything that a good
host would not do is taken away, in this order: what comes too late; anything to whoever looks like an impostor;
anything during a crisis; anything where a colleague has the conversation; words beyond the caps, or that would call
others in; words that have been said before. Each leaves its reason on the Entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core.claims import Claim
from shared.core.decision import Act, Decision
from shared.core.errors import BackendUnavailable
from shared.core.facts import Facts
from shared.core.interaction import Interaction, Kind, hashed
from shared.core.ledger import KEEP_ENTRY, LOOKALIKE, Automatic, Person, Said, Scene, Sort, State, needs_answer, sort_of
from shared.core.ports import Capability, Create, Kept, May, Replace, Write
from shared.core.speech import Spoken, automatic, picture_mark
from shared.flows._switch import IN_CRISIS
from shared.flows._taking import TAKEN, save, silent
from shared.flows._tools import TRIES, Tools
from shared.platforms._base import Platform
from shared.rules.folding import fold, mentioned
from shared.rules.voice import unsaid

ANSWER: Final = "answer"
TOO_OLD: Final = timedelta(hours=24)
SAID_FOR: Final = timedelta(days=30)  # no wording twice to a person
LAST: Final = 21  # nor among twenty under a post, also where two that leave at the same moment change places
KEPT: Final = 60  # wordings that a Scene remembers: more than LAST, so that `place_hour` can be counted too
_ANSWERS: Final = 100  # of a day that a person's record remembers: more than `author_hour` can be
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_KIND_WORDS: Final = frozenset({Sort.PRAISE, Sort.THANKS, Sort.STORY, Sort.TAG})


@dataclass(slots=True)
class Draft:
    """What is to be done: Claims by slot, the acts that words came from, and what a colleague is asked."""

    claims: dict[str, Claim] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    cards: list[Act] = field(default_factory=list)
    ends: State | None = None
    reason: str | None = None
    mute: bool = False  # the platform offers no way to say anything
    notes: list[str] = field(default_factory=list)
    to: str | None = None
    urgent: bool = False

    def hand_over(self, why: str) -> None:
        self.ends, self.reason = State.HANDED_OVER, why

    def hold(self, why: str) -> None:
        """Nothing is said; who was to be asked is asked all the same."""
        if self.ends is not State.HANDED_OVER:
            self.ends, self.reason = State.HELD, why


@dataclass(slots=True)
class Heard:
    """What was said before where this would be said: to the person, under the post, and to others it would notify."""

    person: Kept[Person]
    scene: Kept[Scene] | None = None
    targets: list[Kept[Person]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Where:
    """Names of the conversation and of the Scene."""

    conversation: str
    scene: str


def drafted(
    message: Interaction, decision: Decision, platform: Platform, sort: Sort, *, speaks: bool, accepts: tuple[str, ...]
) -> Draft:
    """What the Decision comes to on this platform: a forbidden act becomes a card. `speaks`: there is a token."""
    draft = Draft()
    for act in decision.acts:
        if act.note:
            draft.notes.append(act.note)
        draft.to, draft.urgent = draft.to or act.to, draft.urgent or act.urgent
        if act.capability is None or act.slot is None:
            draft.ends = draft.ends or act.ends
            if act.ends is State.HELD:  # no gesture is possible, or none is fit
                draft.mute, draft.reason = True, act.note
            if act.drafts:
                draft.cards.append(act)
            continue
        policy = platform.allows(act.capability, message, accepts)
        may = May.NEVER if policy is None else policy.may
        says = tuple(one for one in act.says if _takes(platform, act.capability, one))
        if may is May.AUTO and (says or not act.says) and speaks:
            if act.slot not in draft.claims:
                draft.claims[act.slot] = automatic(act.slot, act.capability, says[0] if says else None)
                draft.acts[act.slot] = msgspec.structs.replace(act, says=says)
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


def _takes(platform: Platform, capability: Capability, words: Spoken) -> bool:
    """Whether these words can go this way, with the picture that is to go along."""
    return platform.fit(words.text) and (words.media is None or platform.carries(capability, words.text, words.media))


def second_look(decision: Decision, message: Interaction) -> Decision:
    """Before thanks go out, or somebody is taken to wait: the words themselves. Pure.

    A complaint is never thanked or liked, whatever rule it met; insults get no words; a closing remark waits for
    nobody, unless something is attached to it. A rule without a class that asks no colleague may be thanks.
    """
    text = message.text or ""
    if not text:
        return decision
    asked = any(act.ends is State.HANDED_OVER for act in decision.acts)
    kind = (decision.sort or sort_of(message.kind)) in _KIND_WORDS or (decision.sort is None and not asked)
    thanks = kind and any(act.capability is not None for act in decision.acts)
    ends_talk = message.kind is Kind.DIRECT_MESSAGE or message.place.answers not in (None, message.place.post)
    closes = ends_talk and not message.media and decision.sort in (None, Sort.UNSURE, Sort.REQUEST)
    if not thanks and not closes and decision.sort is not None:
        return decision
    from shared.classify.judging import judge  # its tables of words: only where the rule leaves something open

    judged = judge(text, message.language)
    rude = judged.abusive and needs_answer(judged.sort, Kind.COMMENT)
    if thanks and (judged.sort is Sort.COMPLAINT or judged.threat or rude):
        note = f"The rule {decision.rule!r} would have answered kindly, but the words read like a complaint."
        escalated = Act(do="escalate", ends=State.HANDED_OVER, note=note)
        return Decision(rule=decision.rule, sort=Sort.COMPLAINT, acts=(escalated,))
    if thanks and judged.sort is Sort.ABUSE:
        return Decision(rule=decision.rule, sort=Sort.ABUSE, acts=(Act(do="ignore", ends=State.HELD, note=_INSULTS),))
    if closes and judged.closing:
        return Decision(rule=decision.rule, sort=Sort.THANKS, acts=(Act(do="ignore", ends=State.IGNORED),))
    if decision.sort is None and needs_answer(judged.sort, Kind.COMMENT):
        return msgspec.structs.replace(decision, sort=judged.sort)
    return decision


def too_old(capability: str, age: timedelta, platform: Platform) -> str | None:
    """Why a machine may no longer do this so long after the person's act; None while it may."""
    if age > TOO_OLD:
        return "older than 24 hours"
    return None if platform.in_time(Capability(capability), age) else f"too old for {platform.name}'s window"


def restrain(
    draft: Draft,
    message: Interaction,
    brand: Brand,
    facts: Facts,
    person: Kept[Person],
    where: Where,
    sort: Sort,
    platform: Platform,
    now: datetime,
    tools: Tools,
    *,
    for_crisis: bool,
) -> Heard:
    """Take away what must not be said. Raises BackendUnavailable: who cannot know what was said says nothing.

    `for_crisis`: the rule that holds was written for a crisis, and speaks in one.
    """
    heard = Heard(person)
    if facts.lookalike and (draft.claims or message.text):
        draft.claims.clear()
        draft.hand_over(LOOKALIKE)
        draft.notes.append(_IMPOSTOR)
    switch = None
    if draft.claims or draft.ends is State.HANDED_OVER:
        switch = tools.switches.on(tools.store, brand.key, now)
    if switch is not None:
        draft.to = switch.owner or draft.to
    if not draft.claims:
        return heard
    age = now - (message.at or message.received_at)
    late = {slot: why for slot, claim in draft.claims.items() if (why := too_old(claim.capability, age, platform))}
    for slot, why in late.items():
        del draft.claims[slot]
        draft.reason = f"{why} when it reached us"
    if late and not draft.claims:
        draft.ends = State.HANDED_OVER if draft.ends is State.HANDED_OVER else State.EXPIRED
        return heard
    if switch is not None and not for_crisis:
        draft.claims.clear()
        if needs_answer(sort, message.kind):
            draft.hand_over(IN_CRISIS)
        draft.hold(IN_CRISIS)
    elif silent(person.doc, where.conversation):
        draft.claims.clear()
        draft.hold(TAKEN)
    elif ANSWER in draft.claims:
        _restrain_words(draft, message, brand, heard, where, sort, now, tools)
    return heard


def still_new(scene: str, claim: Claim, entry: str, now: datetime, tools: Tools) -> bool:
    """Whether words that leave later than they were decided are still new under their post; if so, they count as said
    now. Others may have used the wording or the picture since, once enough had been said in between.
    """
    for _ in range(TRIES):
        kept = tools.store.get(Scene, scene, now)
        if kept is None:
            return True
        rest = tuple(one for one in kept.doc.said if one.entry != entry)
        mine = _saying(claim, now, entry)
        if any(not set(one.marks).isdisjoint(said.marks) for one in rest[-LAST:] for said in mine):
            return False
        renewed = msgspec.structs.replace(kept.doc, said=(*rest[-KEPT + 1 :], *mine), expire_at=now + SAID_FOR)
        if tools.store.commit(now, Replace(renewed, kept.revision)) is not None:
            return True
    raise BackendUnavailable("store", "a scene kept changing")


def counted(
    draft: Draft,
    message: Interaction,
    heard: Heard,
    conversation: str,
    topic: str | None,
    language: str | None,
    now: datetime,
) -> list[Write]:
    """The writes that make an answer count: against its caps, and as said. `topic` and `language` are the words'."""
    if ANSWER not in draft.claims:
        return []
    mine = Automatic(at=now, conversation=conversation, entry=message.key)
    said = _saying(draft.claims[ANSWER], now)
    new = _counted(heard.person.doc, mine, now)
    recent = tuple(one for one in new.said if now - one.at < SAID_FOR)
    told = (*recent[-100:], *said)
    new = msgspec.structs.replace(new, said=told, topic=topic or new.topic, language=language or new.language)
    writes = [save(new, heard.person)]
    if heard.scene is not None:
        under = (*heard.scene.doc.said[-KEPT + 1 :], *_saying(draft.claims[ANSWER], now, message.key))
        scene = msgspec.structs.replace(heard.scene.doc, said=under, expire_at=now + SAID_FOR)
        writes.append(Replace(scene, heard.scene.revision) if heard.scene.revision else Create(scene))
    return [*writes, *(save(_counted(one.doc, mine, now), one) for one in heard.targets)]


def _restrain_words(
    draft: Draft,
    message: Interaction,
    brand: Brand,
    heard: Heard,
    where: Where,
    sort: Sort,
    now: datetime,
    tools: Tools,
) -> None:
    why = _over_cap(heard.person.doc, brand, message.key, where.conversation, now)
    public = not (message.place.private or message.kind is Kind.DIRECT_MESSAGE)
    if why is None and public:
        kept = tools.store.get(Scene, where.scene, now)
        heard.scene = kept or Kept(Scene(key=where.scene, brand=brand.key, expire_at=now + SAID_FOR), "")
        why = _over_place(message, brand, heard.scene.doc, now) or _over_targets(message, brand, heard, now, tools)
    if why is not None:
        del draft.claims[ANSWER]
        draft.hold(why)
        return
    under = () if heard.scene is None else heard.scene.doc.said[-LAST:]
    to_them = [mark for one in heard.person.doc.said if now - one.at < SAID_FOR for mark in one.marks]
    act = draft.acts[ANSWER]
    fresh = unsaid(act.says, to_them, [mark for one in under for mark in one.marks])
    if fresh is not None:
        draft.claims[ANSWER] = automatic(ANSWER, draft.claims[ANSWER].capability, fresh)
        return
    del draft.claims[ANSWER]
    _instead(draft, act, sort, message)


def _instead(draft: Draft, act: Act, sort: Sort, message: Interaction) -> None:
    """Every wording has been said here: the gesture that the rule has for this, else silence, else a colleague."""
    other = act.instead
    if other is not None and other.capability is not None and other.slot is not None:
        draft.claims.setdefault(other.slot, automatic(other.slot, other.capability, None))
    if needs_answer(sort, message.kind):
        draft.hand_over(_SAID)
    if not draft.claims:
        draft.hold(_SAID)


def _over_cap(person: Person, brand: Brand, key: str, conversation: str, now: datetime) -> str | None:
    others = [one for one in person.automatic if one.entry != key]
    today = [one for one in others if one.conversation == conversation and now - one.at < _DAY]
    if len(today) >= brand.caps.thread_day:
        return "this thread has had its automatic answer today"
    if _lately(others, now) >= brand.caps.author_hour:
        return "this person has had as many automatic answers as an hour allows"
    return None


def _over_place(message: Interaction, brand: Brand, scene: Scene, now: datetime) -> str | None:
    """Under our own posts people come to us. Elsewhere we are guests, and may be called there to annoy somebody."""
    lately = sum(now - one.at < _HOUR for one in scene.said)
    if message.kind is Kind.MENTION and lately >= brand.caps.place_hour:
        return "this place, which is not ours, has had as many automatic answers as an hour allows"
    return None


def _over_targets(message: Interaction, brand: Brand, heard: Heard, now: datetime, tools: Tools) -> str | None:
    """Whoever is named in the words may be notified of our answer too, and did not ask for it."""
    others = _others(message, brand)
    ourselves = any(
        one.handle for one in brand.accounts if (one.platform, one.id) == (message.platform, message.account)
    )
    if len(others) > brand.caps.mentions + (0 if ourselves else 1):
        return "more people are named than may be called in"
    for handle in sorted(others) if ourselves else ():  # without our own handle, each mention of us would be somebody
        key = hashed("target", message.platform, handle)
        kept = tools.store.get(Person, key, now)
        kept = kept or Kept(Person(key=key, brand=brand.key, expire_at=now + KEEP_ENTRY), "")
        if _lately([one for one in kept.doc.automatic if one.entry != message.key], now) >= brand.caps.target_hour:
            return "somebody named here has been notified as often as an hour allows"
        heard.targets.append(kept)
    return None


def _others(message: Interaction, brand: Brand) -> set[str]:
    """The handles in the words, folded, but for our own and the author's."""
    if "@" not in (message.text or ""):
        return set()
    accounts = {account.id for account in brand.accounts}
    own = {fold(one.handle).removeprefix("@") for one in brand.accounts if one.handle}
    own.add(fold(message.author.handle or "").removeprefix("@"))
    return set(mentioned(fold(message.text or ""))) - own - accounts


def _lately(automatic: Sequence[Automatic], now: datetime) -> int:
    return sum(now - one.at < _HOUR for one in automatic)


def _counted(person: Person, mine: Automatic, now: datetime) -> Person:
    recent = [one for one in person.automatic if now - one.at < _DAY and one.entry != mine.entry]
    return msgspec.structs.replace(person, automatic=(*recent[-_ANSWERS + 1 :], mine), expire_at=now + KEEP_ENTRY)


def _saying(claim: Claim, now: datetime, entry: str | None = None) -> tuple[Said, ...]:
    if claim.wording is None:
        return ()
    picture = None if claim.media is None else picture_mark(claim.media)
    return (Said(wording=claim.wording, at=now, picture=picture, entry=entry),)


_INSULTS: Final = "insults are not answered"
EDITED: Final = "the words were changed before it was said"
MEANWHILE: Final = "its words have been said here meanwhile"
_SAID: Final = "every wording for this has been said here lately"
_IMPOSTOR: Final = (
    "The author's name looks like one of our own accounts'. If they pretend to be us: keep pictures of what they wrote "
    "and of their profile, report the account to the platform, and tell whoever they spoke to that it was not us."
)
