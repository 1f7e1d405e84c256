"""What a Decision may look at besides the Interaction: looked up once, and only what some rule of the brand asks for.

Each lookup costs reads, so the desk writes down what the rules need (`Brand.needs`), and the rest stays None.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from shared.brands.circle import Event
from shared.brands.compiled import Account, Brand
from shared.core.facts import MOST_LOOKED_AT, Facts, History, Need, Talk
from shared.core.interaction import Interaction, Kind, hashed
from shared.core.ledger import Entry, Person
from shared.core.ports import CONVERSATION, PERSON
from shared.core.sla import By
from shared.flows._tools import Tools
from shared.rules.folding import fold, hashtags
from shared.rules.lookalike import lookalike

_TALK: Final = timedelta(days=30)
_CODE: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without letters and figures that are taken for each other


def gather(
    message: Interaction,
    brand: Brand,
    account: Account,
    conversation: str,
    person: Person | None,
    opened: datetime,
    now: datetime,
    tools: Tools,
) -> Facts:
    """The Facts about one new Interaction. Raises BackendUnavailable: a rule does not guess what it could not read."""
    needs, vip = brand.needs, is_vip(message, brand)
    return Facts(
        open=brand.calendar.is_open(opened),
        at=opened,
        events=tuple(event.name for event in brand.events if _belongs(message, event, opened)),
        tags=_tags(message, brand),
        vip=vip,
        lookalike=not vip and impostor(message, brand),
        crisis=Need.SWITCH in needs and tools.switches.on(tools.store, brand.key, now) is not None,
        history=_history(message, brand, opened, now, tools) if Need.HISTORY in needs else None,
        talk=_talk(message, conversation, opened, now, tools) if Need.TALK in needs else None,
        label=tools.label(brand, message.text or "", message.language) if Need.MODEL in needs else None,
        usual=_usual(brand, now, tools) if Need.USUAL in needs else None,
        reference=reference(message.key),
        helps=account.helps,
        topic=None if person is None else person.topic,
        language=None if person is None else person.language,
    )


def reference(key: str) -> str:
    """Six letters and figures that name an Entry among a brand's of some months, fit to be said on the telephone."""
    number = int(key[:10], 16)
    return "".join(_CODE[number >> shift & 31] for shift in range(0, 30, 5))


def impostor(message: Interaction, brand: Brand) -> bool:
    """Whether the author's name could be taken for one of the brand's own accounts on this platform."""
    author = message.author
    mine = [one for one in brand.accounts if one.platform == message.platform]
    if author.is_us or any(one.id == author.id for one in mine):
        return False
    ours = [name for one in mine for name in (one.handle, one.name)]
    return lookalike((author.handle, author.name), [*ours, brand.name])


def scene_key(message: Interaction, thread: str) -> str:
    """Name of the Scene: the post where the platform tells it, else the conversation."""
    return hashed("scene", message.platform, message.account, message.place.post or thread)


def _belongs(message: Interaction, event: Event, opened: datetime) -> bool:
    if not event.opens <= opened < event.closes or (event.platforms and message.platform not in event.platforms):
        return False
    if not event.hashtags and not event.posts:
        return True
    here = {message.place.post, message.place.thread, message.object}
    return not here.isdisjoint(event.posts) or not hashtags(fold(message.text or "")).isdisjoint(event.hashtags)


def _tags(message: Interaction, brand: Brand) -> tuple[str, ...]:
    here = (message.place.post, message.place.thread)
    return tuple(tag for post in brand.posts if post.id in here for tag in post.tags)


def is_vip(message: Interaction, brand: Brand) -> bool:
    """Whether the brand has its author on the list of those whom it wants to know."""
    handle = fold(message.author.handle or "").removeprefix("@")
    return bool(brand.vips) and not {handle, f"{message.platform}:{message.author.id}"}.isdisjoint(brand.vips)


def _history(message: Interaction, brand: Brand, opened: datetime, now: datetime, tools: Tools) -> History:
    if message.person is None:
        return History()
    since = opened - timedelta(days=brand.regulars.within)
    found = tools.store.find(PERSON, now, equal=(message.person,), since=since, limit=MOST_LOOKED_AT + 1)
    before = [kept.doc for kept in found if _is_before(kept.doc, message, opened)]
    return History(
        acts=len(before),
        days=len({brand.calendar.local_date(one.opened_at) for one in before}),
        answers=sum(any(said.by is By.MACHINE for said in one.acknowledgments) for one in before),
        last_at=max((one.opened_at for one in before), default=None),
    )


def _talk(message: Interaction, conversation: str, opened: datetime, now: datetime, tools: Tools) -> Talk:
    found = tools.store.find(CONVERSATION, now, equal=(conversation,), since=opened - _TALK, limit=MOST_LOOKED_AT)
    before = [kept.doc for kept in found if kept.doc.key != message.key and kept.doc.opened_at <= opened]
    own = [one for one in before if one.ours]
    theirs = [one for one in before if one.seen and not one.ours]
    return Talk(
        items=len(theirs),
        people=len({one.person or one.key for one in theirs}),
        colleague=any(one.by is By.PERSON for one in own) or any(one.answered_at is not None for one in theirs),
        machine=any(one.by is By.MACHINE for one in own)
        or any(said.by is By.MACHINE for one in theirs for said in one.acknowledgments),
    )


def _is_before(entry: Entry, message: Interaction, opened: datetime) -> bool:
    silent = entry.kind in (Kind.REACTION, Kind.FOLLOW)
    return entry.key != message.key and entry.seen and not entry.ours and not silent and entry.opened_at <= opened


def _usual(brand: Brand, now: datetime, tools: Tools) -> float | None:
    from shared.flows._usual import usual  # only brands whose texts tell it

    return usual(brand, tools, now)
