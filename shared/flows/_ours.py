"""What our own accounts write: our own echo, or a colleague answering in the platform's own app.

An object that is a receipt of ours already has its Entry and changes nothing. While a call of ours in that
conversation is on the wire or unknown, nothing is concluded. Otherwise a colleague has answered: the clocks of
that person's waiting items stop at the platform's time, and the conversation is the colleague's from then on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.claims import SETTLE, Claim, ClaimState
from shared.core.interaction import Interaction, Kind, hashed, object_key
from shared.core.ledger import Acknowledgment, Entry, State, indexed, page_for
from shared.core.ports import CONVERSATION, PERSON, Capability, Create
from shared.core.sla import By
from shared.flows._covering import BACK, MOST, keep_in_mind, near, open_to, stop, theirs
from shared.flows._ending import LIKED, conclude
from shared.flows._plan import conversation_key, liked, thread_of
from shared.flows._taking import taken_over
from shared.flows._tools import Tools, change

_REPLIES: Final = frozenset({Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.MENTION, Kind.POST, Kind.SHARE})


def ours(message: Interaction, brand: Brand, tools: Tools) -> State:
    """Take something that one of our accounts did. Taking it twice changes nothing."""
    now = tools.now()
    thread = thread_of(message, tools, now)
    entry = msgspec.structs.replace(
        page_for(message),
        person=None,
        conversation=conversation_key(message, thread),
        thread=thread,
        ours=True,
        text_hash=None if message.text is None else hashed("text", message.text),
    )
    if tools.platform(entry.platform).names_threads:  # elsewhere its page was written when it was sent
        parent = _parent(entry, now, tools)
        mine = {} if parent is None else parent.claims
        made = next((one for one in mine.values() if one.receipt == entry.object), None)
        if made is not None:
            return _close(entry, made.by, tools, new=True)
    kept = tools.store.get(Entry, message.key, now)
    if kept is not None and kept.doc.seen:
        return State.OURS_OR_BOT
    if message.author.is_bot:  # the platform says that a machine of ours wrote it, whatever became of the receipt
        cause = _sent_by_us(entry, _around(entry, now, tools))
        by = By.MACHINE if cause is None else _adopt(cause, entry, brand, tools)
        return _close(entry, by, tools, new=kept is None)
    return judge(entry, brand, tools, new=kept is None)


def judge(entry: Entry, brand: Brand, tools: Tools, *, new: bool = False) -> State:
    """Say whose words these are, now or later; the Entry's own end is written last, so a crash repeats all of it.

    `new`: a moment ago the ledger had nothing about it.
    """
    now = tools.now()
    if entry.by is None and entry.state is not State.OURS_OR_BOT:
        around = _around(entry, now, tools)
        if (cause := _sent_by_us(entry, around)) is not None:
            return _close(entry, _adopt(cause, entry, brand, tools), tools, new=new)
        flying = [claim for one in around for claim in one.claims.values() if claim.in_flight]
        if flying:
            return _later(entry, max(_known_by(claim, now) for claim in flying), tools)
        _answered(entry, around, brand, tools)
    return _close(entry, By.PERSON, tools, new=new)


def _parent(entry: Entry, now: datetime, tools: Tools) -> Entry | None:
    if entry.answers is None:
        return None
    kept = tools.store.get(Entry, object_key(entry.platform, entry.account, entry.answers), now)
    return None if kept is None else kept.doc


def _around(entry: Entry, now: datetime, tools: Tools) -> list[Entry]:
    """What the reply may be about: its parent and, in the same conversation, what that author wrote, or everybody.

    Everybody only where the parent does not settle it: a reply under the conversation's first object may be meant
    for anyone below it (Facebook has two levels), and a message may name no parent at all.
    """
    found: dict[str, Entry] = {}
    parent = _parent(entry, now, tools)
    if parent is not None:
        found[parent.key] = parent
    since = entry.opened_at - BACK
    if parent is not None and parent.person is not None and entry.answers != entry.thread:
        near = tools.store.find(PERSON, now, equal=(parent.person,), since=since, limit=MOST)
    else:
        near = tools.store.find(CONVERSATION, now, equal=(entry.conversation or "",), since=since, limit=MOST)
    for one in near:
        if one.doc.conversation == entry.conversation:
            found[one.doc.key] = one.doc
    return [one for one in found.values() if one.key != entry.key]


def _sent_by_us(entry: Entry, around: list[Entry]) -> Entry | None:
    """The Entry whose call made this object: known by its receipt, else by its words (a like: by what it likes)."""
    sure = (one for one in around if any(claim.receipt == entry.object for claim in one.claims.values()))
    return next(sure, None) or next((one for one in around if _slot_of(entry, one) is not None), None)


def _slot_of(echo: Entry, entry: Entry) -> str | None:
    """The slot of `entry` whose call made `echo`, or may have: what has certainly not left cannot be its cause."""
    for slot, claim in entry.claims.items():
        if claim.receipt is not None and claim.receipt == echo.object:
            return slot
        sent = claim.state is ClaimState.SENT
        open_or_lost = claim.in_flight or claim.state is ClaimState.UNCERTAIN
        if claim.capability == Capability.LIKE:
            if (sent or open_or_lost) and echo.kind is Kind.REACTION and echo.answers == entry.object:
                return slot
            continue
        words = hashed("text", claim.text) if claim.text is not None else claim.text_hash
        unnamed = sent and claim.receipt is None
        if (open_or_lost or unnamed) and echo.text_hash is not None and words == echo.text_hash:
            return slot
    return None


def _adopt(mine: Entry, echo: Entry, brand: Brand, tools: Tools) -> By:
    """A call whose answer was lost is settled by its own echo. Returns whose words they are."""

    def edit(entry: Entry | None) -> Entry | None:
        slot = None if entry is None else _slot_of(echo, entry)
        if entry is None or slot is None or _known(entry.claims[slot]):
            return None
        now = tools.now()
        found = claims.sent(entry.claims[slot], echo.object, now)
        entry = msgspec.structs.replace(entry, claims={**entry.claims, slot: found})
        return conclude(entry, slot, tools.regime(brand), max(echo.opened_at, entry.opened_at))

    slot = _slot_of(echo, mine)
    if slot is None:
        return By.MACHINE
    if not _known(mine.claims[slot]):
        change(tools, mine.key, edit)
    return mine.claims[slot].by


def _known(claim: Claim) -> bool:
    """Whether its echo tells nothing new: it was sent, and its object has a name or, as a like, needs none."""
    return claim.state is ClaimState.SENT and (claim.receipt is not None or claim.capability == Capability.LIKE)


def _known_by(claim: Claim, now: datetime) -> datetime:
    """When a call in flight can be settled at the soonest: its own next look, and a little."""
    soon = now + timedelta(seconds=5)
    if claim.state is ClaimState.SENDING and claim.sent_by is not None:
        return max(soon, claim.sent_by + timedelta(seconds=5))
    return max(soon, (claim.ring_at or now) + SETTLE / 4)


def _later(entry: Entry, at: datetime, tools: Tools) -> State:
    change(
        tools,
        entry.key,
        lambda old: (
            None if old is not None and old.state is State.OURS_OR_BOT else msgspec.structs.replace(entry, look_at=at)
        ),
    )
    return State.OPEN


def _close(entry: Entry, by: By, tools: Tools, *, new: bool) -> State:
    def edit(old: Entry | None) -> Entry | None:
        if old is not None and old.seen and old.state is State.OURS_OR_BOT:
            return None
        done = msgspec.structs.replace(entry, by=by, look_at=None, text_hash=None, settled_at=tools.now())
        return msgspec.structs.replace(done, state=State.OURS_OR_BOT)

    closed = edit(None)
    if not new or closed is None or tools.store.commit(tools.now(), Create(indexed(closed))) is None:
        change(tools, entry.key, edit)
    return State.OURS_OR_BOT


def _answered(reply: Entry, around: list[Entry], brand: Brand, tools: Tools) -> None:
    """A colleague answered (or liked): stop what that answers, and leave the conversation to the colleague."""
    if reply.kind is Kind.REACTION:
        _liked(reply, brand, tools)
        return
    if reply.kind not in _REPLIES or (reply.answers is None and not reply.private):
        return  # a post of our own answers nobody
    sign = Acknowledgment(at=reply.opened_at, by=By.PERSON, how="reply", receipt=reply.object or None)
    person, direct = _whom(reply, theirs(around, sign.at))
    if reply.conversation is not None:  # where it is not known whom, nobody's record keeps it
        # First the takeover, then another look: what is decided in between sees the one or is seen by the other.
        keep_in_mind(
            msgspec.structs.replace(reply, person=person),
            lambda old, conversation, now: taken_over(old, conversation, sign.at, now),
            tools,
        )
        around = _around(reply, tools.now(), tools)
    for one in theirs(around, sign.at):
        if one.key == direct or (person is not None and one.person == person and open_to(one, sign.at)):
            change(tools, one.key, lambda entry: entry and stop(entry, sign, tools.regime(brand)))
    if direct is None and reply.answers is not None:  # what it answers has not come, or only an edit of it
        key = object_key(reply.platform, reply.account, reply.answers)
        if not any(one.key == key and (one.seen or one.ours) for one in around):
            change(tools, key, lambda entry: stop(entry or _not_yet(key, reply), sign, tools.regime(brand)))


def cover(entry: Entry, brand: Brand, tools: Tools) -> None:
    """A colleague answered this Entry before it reached us: only now is it known whom, and so what else it answers.

    To be called before the Entry is written: whoever repeats after a crash then does all of it again.
    """
    if entry.answered_at is None or entry.person is None or entry.conversation is None:
        return
    around = near(entry, entry.answered_at, tools)
    for sign in sorted((one for one in entry.acknowledgments if one.by is By.PERSON), key=lambda one: one.at):
        for one in theirs(around, sign.at):
            if open_to(one, sign.at):
                change(tools, one.key, partial(_also, sign=sign, brand=brand, tools=tools))


def _also(entry: Entry | None, *, sign: Acknowledgment, brand: Brand, tools: Tools) -> Entry | None:
    return entry and stop(entry, sign, tools.regime(brand))


def _whom(reply: Entry, theirs: list[Entry]) -> tuple[str | None, str | None]:
    """Whom a reply answers: the author of what it hangs under, or who else waits there if that author does not."""
    under = None
    if reply.answers is not None:
        key = object_key(reply.platform, reply.account, reply.answers)
        under = next((one for one in theirs if one.key == key), None)
    waiting = [one for one in theirs if one.waiting]
    if under is not None and (not waiting or under.person is None or any(w.person == under.person for w in waiting)):
        return under.person, under.key
    if waiting:
        latest = max(waiting, key=lambda one: one.opened_at)
        return latest.person, latest.key
    if under is None and theirs:
        latest = max(theirs, key=lambda one: one.opened_at)
        return latest.person, latest.key
    return (None, None) if under is None else (under.person, under.key)


def _liked(reply: Entry, brand: Brand, tools: Tools) -> None:
    if reply.answers is None:
        return
    key, now = object_key(reply.platform, reply.account, reply.answers), tools.now()

    def edit(entry: Entry | None) -> Entry | None:
        entry = entry or _not_yet(key, reply)
        if not entry.seen:  # what it likes has not come: the mark waits for it
            return msgspec.structs.replace(entry, liked_at=min(entry.liked_at or reply.opened_at, reply.opened_at))
        waits = [
            slot
            for slot, claim in entry.claims.items()
            if claim.capability == Capability.LIKE and claim.state is ClaimState.CLAIMED
        ]
        mine = {slot: claims.dropped(entry.claims[slot], LIKED, now) for slot in waits}
        regime = tools.regime(brand)
        entry = liked(msgspec.structs.replace(entry, claims={**entry.claims, **mine}), reply.opened_at, regime)
        return conclude(entry, waits[0], regime, now) if waits else entry

    change(tools, key, edit)


def _not_yet(key: str, reply: Entry) -> Entry:
    """An Entry for what was answered before it reached us."""
    return indexed(
        Entry(
            key=key,
            brand=reply.brand,
            connection=reply.connection,
            platform=reply.platform,
            account=reply.account,
            object=reply.answers or "",
            opened_at=reply.opened_at,
            received_at=reply.received_at,
            conversation=reply.conversation,
            seen=False,
            trace=reply.trace,
        )
    )
