"""What our own accounts write: our own echo, or a colleague answering in the platform's own app.

An object that is a receipt of ours already has its Entry and changes nothing. While a call of ours in that
conversation is on the wire or unknown, nothing is concluded. Otherwise a colleague has answered: the clocks of
that person's waiting items stop at the platform's time, and the conversation is the colleague's from then on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.claims import SETTLE, Claim, ClaimState
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Interaction, Kind, hashed, object_key
from shared.core.ledger import KEEP_ENTRY, Acknowledgment, Entry, Person, State, indexed, page_for, settle
from shared.core.ports import CONVERSATION, PERSON, Create, Replace
from shared.core.sla import By
from shared.flows._plan import ANSWER, conversation_key, liked, nobody, taken_over, thread_of, within_reach
from shared.flows._send import conclude
from shared.flows._tools import TRIES, Tools, change

_REPLIES: Final = frozenset({Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.MENTION, Kind.POST, Kind.SHARE})
_BACK: Final = timedelta(days=30)  # how far back a reply may reach
_MOST: Final = 2000  # entries that are looked at for one reply


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
        if parent is not None and any(one.receipt == entry.object for one in parent.claims.values()):
            return _close(entry, By.MACHINE, tools, new=True)
    kept = tools.store.get(Entry, message.key, now)
    if kept is not None and kept.doc.seen:
        return State.OURS_OR_BOT
    if message.author.is_bot:  # the platform says that a machine of ours wrote it, whatever became of the receipt
        if (mine := _sent_by_us(entry, _around(entry, now, tools))) is not None:
            _adopt(mine, entry, brand, tools)
        return _close(entry, By.MACHINE, tools, new=kept is None)
    return judge(entry, brand, tools, new=kept is None)


def judge(entry: Entry, brand: Brand, tools: Tools, *, new: bool = False) -> State:
    """Say whose words these are, now or later; the Entry's own end is written last, so a crash repeats all of it.

    `new`: a moment ago the ledger had nothing about it.
    """
    now = tools.now()
    if entry.by is None and entry.state is not State.OURS_OR_BOT:
        around = _around(entry, now, tools)
        if (mine := _sent_by_us(entry, around)) is not None:
            _adopt(mine, entry, brand, tools)
            return _close(entry, By.MACHINE, tools, new=new)
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
    since = entry.opened_at - _BACK
    if parent is not None and parent.person is not None and entry.answers != entry.thread:
        near = tools.store.find(PERSON, now, equal=(parent.person,), since=since, limit=_MOST)
    else:
        near = tools.store.find(CONVERSATION, now, equal=(entry.conversation or "",), since=since, limit=_MOST)
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
        open_or_lost = claim.in_flight or claim.state is ClaimState.UNCERTAIN
        if slot == "like":
            ours = open_or_lost or claim.state is ClaimState.SENT
            if ours and echo.kind is Kind.REACTION and echo.answers == entry.object:
                return slot
            continue
        words = hashed("text", claim.text) if claim.text is not None else claim.text_hash
        if open_or_lost and echo.text_hash is not None and words == echo.text_hash:
            return slot
    return None


def _adopt(mine: Entry, echo: Entry, brand: Brand, tools: Tools) -> None:
    """A call whose answer was lost is settled by its own echo."""

    def edit(entry: Entry | None) -> Entry | None:
        slot = None if entry is None else _slot_of(echo, entry)
        if entry is None or slot is None or entry.claims[slot].state is ClaimState.SENT:
            return None
        now = tools.now()
        found = claims.sent(entry.claims[slot], echo.object, now)
        entry = msgspec.structs.replace(entry, claims={**entry.claims, slot: found})
        return conclude(entry, slot, brand, now, max(echo.opened_at, entry.opened_at))

    slot = _slot_of(echo, mine)
    if slot is not None and mine.claims[slot].state is not ClaimState.SENT:
        change(tools, mine.key, edit)


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
    person, direct = _whom(reply, _theirs(reply, around))
    if reply.conversation is not None and (person is not None or direct is not None):
        # First the takeover, then another look: what is decided in between sees the one or is seen by the other.
        _take_over(person or nobody(reply.conversation), reply, brand, tools)
        around = _around(reply, tools.now(), tools)
    for one in _theirs(reply, around):
        if one.key == direct or (person is not None and one.person == person and _open_to(one, reply)):
            change(tools, one.key, lambda entry: entry and _stop(entry, reply, brand, tools))
    if direct is None and reply.answers is not None:  # what it answers has not come, or only an edit of it
        key = object_key(reply.platform, reply.account, reply.answers)
        if not any(one.key == key and (one.seen or one.ours) for one in around):
            change(tools, key, lambda entry: _stop(entry or _not_yet(key, reply), reply, brand, tools))


def cover(entry: Entry, brand: Brand, tools: Tools) -> None:
    """A colleague answered this Entry before it reached us: only now is it known whom, and so what else it answers.

    To be called before the Entry is written: whoever repeats after a crash then does all of it again.
    """
    if entry.answered_at is None or entry.person is None or entry.conversation is None:
        return
    reply = _not_yet("", msgspec.structs.replace(entry, opened_at=entry.answered_at, answers=None))
    around = tools.store.find(PERSON, tools.now(), equal=(entry.person,), since=reply.opened_at - _BACK, limit=_MOST)
    near = [one.doc for one in around if one.doc.conversation == entry.conversation and one.doc.key != entry.key]
    for one in _theirs(reply, near):
        if _open_to(one, reply):
            change(tools, one.key, lambda old: old and _stop(old, reply, brand, tools))


def _theirs(reply: Entry, around: list[Entry]) -> list[Entry]:
    return [one for one in around if not one.ours and one.seen and one.opened_at <= reply.opened_at]


def _open_to(one: Entry, reply: Entry) -> bool:
    """Whether an answer to the same person elsewhere in the conversation says something new about this object."""
    if one.answered_at is not None and one.answered_at <= reply.opened_at:
        return False
    return within_reach(one.kind, asked=one.needs_answer or ANSWER in one.claims, root=one.thread == one.object)


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


def _stop(entry: Entry, reply: Entry, brand: Brand, tools: Tools) -> Entry:
    at, now = reply.opened_at, tools.now()
    stopped = {name: clock.stop(at, By.PERSON, brand.calendar) for name, clock in entry.clocks.items()}
    dropped = {
        slot: claims.dropped(claim, "a colleague answered", now) if claim.state is ClaimState.CLAIMED else claim
        for slot, claim in entry.claims.items()
    }
    said = entry.acknowledgments
    if not any(one.receipt == reply.object for one in said) and entry.seen:
        said = (*said, Acknowledgment(at=at, by=By.PERSON, how="reply", receipt=reply.object or None))
    first = at if entry.answered_at is None else min(entry.answered_at, at)
    done = msgspec.structs.replace(entry, clocks=stopped, claims=dropped, acknowledgments=said, answered_at=first)
    return settle(done, State.ANSWERED_BY_COLLEAGUE, now)


def _liked(reply: Entry, brand: Brand, tools: Tools) -> None:
    if reply.answers is None:
        return
    key, now = object_key(reply.platform, reply.account, reply.answers), tools.now()

    def edit(entry: Entry | None) -> Entry | None:
        entry = entry or _not_yet(key, reply)
        if not entry.seen:  # what it likes has not come: the mark waits for it
            return msgspec.structs.replace(entry, liked_at=entry.liked_at or reply.opened_at)
        mine = {
            slot: claims.dropped(claim, "a colleague liked it", now)
            if slot == "like" and claim.state is ClaimState.CLAIMED
            else claim
            for slot, claim in entry.claims.items()
        }
        return liked(msgspec.structs.replace(entry, claims=mine), reply.opened_at, brand, now)

    change(tools, key, edit)


def _take_over(person: str, reply: Entry, brand: Brand, tools: Tools) -> None:
    if reply.conversation is None:
        return
    for _ in range(TRIES):
        now = tools.now()
        kept = tools.store.get(Person, person, now)
        old = kept.doc if kept is not None else Person(key=person, brand=brand.key, expire_at=now + KEEP_ENTRY)
        if reply.opened_at in old.taken.get(reply.conversation, ()):
            return
        new = taken_over(old, reply.conversation, reply.opened_at, now)
        write = Create(new) if kept is None else Replace(new, kept.revision)
        if tools.store.commit(now, write) is not None:
            return
    raise BackendUnavailable("store", "a person's record kept changing")


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
