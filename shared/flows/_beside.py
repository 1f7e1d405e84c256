"""What is written with a Claim that moves: our own object, a word to colleagues, that a conversation is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.brands.compiled import Brand
from shared.core.claims import Claim, ClaimState
from shared.core.interaction import object_key
from shared.core.ledger import Entry, Notice, State, indexed
from shared.core.ports import Capability, Create, Put, Write
from shared.core.sla import By
from shared.flows._notices import uncertain_notices, unsent_notices
from shared.flows._taking import record_of, save, took
from shared.flows._tools import Tools


def beside(
    entry: Entry, claim: Claim, brand: Brand, now: datetime, tools: Tools, words: str | None = None
) -> Sequence[Write]:
    """What belongs to the commit that moves a Claim: our own object; a word to colleagues, with the `words` that they
    approved; and from before these are on the wire, that the conversation is taken.

    Our own object needs no page where its echo hangs under the very object that has the receipt, and where replies to
    it say which conversation they are in.
    """
    if claim.by is By.PERSON and claim.state is ClaimState.SENDING:
        return _taking(entry, claim, now, tools)
    if claim.state is ClaimState.SENT and claim.receipt is not None and claim.capability != Capability.LIKE:
        named = tools.platform(entry.platform).names_threads
        right_below = entry.reply_to is None and claim.capability == Capability.REPLY
        return () if named and right_below else (Put(own_object(entry, claim.receipt, now, claim.by)),)
    if claim.state is ClaimState.UNCERTAIN:
        return tuple(Create(notice) for notice in uncertain_notices(brand, entry, claim, now, desk=tools.desk))
    if claim.by is By.PERSON and claim.state in (ClaimState.REFUSED, ClaimState.DROPPED):
        return tuple(map(Create, unsent(entry, claim, brand, now, tools, words)))
    return ()


def unsent(
    entry: Entry, claim: Claim, brand: Brand, now: datetime, tools: Tools, words: str | None = None
) -> list[Notice]:
    """Notices, if there are none yet, that what a colleague approved was not sent."""
    made = unsent_notices(brand, entry, claim, words, now, desk=tools.desk)
    return [one for one in made if tools.store.get(Notice, one.key, now) is None]


def _taking(entry: Entry, claim: Claim, now: datetime, tools: Tools) -> Sequence[Write]:
    """Whoever decides from now on about this person in this conversation finds that a colleague has it."""
    if entry.conversation is None or claim.capability == Capability.LIKE:
        return ()
    old = record_of(entry, tools.store, now)
    at = claim.approved_at or now
    if any(one.at == at for one in old.doc.took.get(entry.conversation, ())):
        return ()
    return (save(took(old.doc, entry.conversation, at, now), old),)


def own_object(entry: Entry, receipt: str, now: datetime, by: By) -> Entry:
    """The Entry of something we wrote in answer to `entry`."""
    return indexed(
        Entry(
            key=object_key(entry.platform, entry.account, receipt),
            brand=entry.brand,
            connection=entry.connection,
            platform=entry.platform,
            account=entry.account,
            object=receipt,
            kind=entry.kind,
            state=State.OURS_OR_BOT,
            opened_at=now,
            received_at=now,
            conversation=entry.conversation,
            thread=entry.thread,
            answers=entry.object,
            private=entry.private,
            ours=True,
            by=by,
            trace=entry.trace,
            settled_at=now,
        )
    )
