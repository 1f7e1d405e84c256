"""What comes back of our mails is applied to their Notices, and to those who read the digest.

    taken, arrived     the mail went: what nobody knew is known now
    passing            it did not arrive; five digests in a row that did not stop the reader
    failed             it did not arrive, and the reader is stopped: there is no such mailbox
    rejected           it was not sent on
    complaint          the reader is stopped at once

A Notice is found without an index: what comes back says to the second when the mail was written and from which address,
so one narrow look by brand and kind is enough, at the digests first. Applied once however often it comes: a lease of
its name is written in the same commit. Who answers for the brand hears of the last reader who stops, and of a colleague
whose mailbox is gone; the next digest names each mail that did not arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Brand
from shared.core import claims
from shared.core.claims import Claim, ClaimState
from shared.core.digesting import KEEP_CONTENT, KEEP_READER, Reader, reader_key
from shared.core.errors import BackendUnavailable, PlatformUnavailable
from shared.core.interaction import hashed
from shared.core.ledger import Lease, Notice
from shared.core.mail import mark_of
from shared.core.ports import NOTICES, Create, Kept, Replace, Returns, Write
from shared.core.returns import Came, Return
from shared.flows._editions import DIGEST, warn_nobody_reads
from shared.flows._tools import TRIES, Tools
from shared.flows._warning import warn

STOPS: Final = 5  # digests in a row that did not arrive
_SECOND: Final = timedelta(seconds=1)
_LOOKED: Final = 500  # Notices of one brand and kind that were written in one second
_KEEP: Final = KEEP_CONTENT
_AHEAD: Final = timedelta(minutes=5)  # by which the clocks of two of our own machines may differ
_ABOUTS: Final = (
    DIGEST, "approval", "handover", "uncertain", "unsent", "risk", "breach", "escalated", "reassigned", "nudge",
    "silence", "spike", "token", "warning",
)  # fmt: skip
_THEMSELVES: Final = ("reader", "one_click")
_GOOD: Final = frozenset({Came.TAKEN, Came.ARRIVED})


def take_returns(sources: Sequence[Returns], tools: Tools, going: Callable[[], bool]) -> tuple[int, int]:
    """Apply what came back; how many were of mails of ours, and how many sources could not be read."""
    applied = failed = 0

    def take(one: Return) -> None:
        nonlocal applied
        try:
            applied += apply(one, tools)
        except BackendUnavailable:
            raise
        except Exception as error:  # left where it is it would be the first again, and keep all others waiting
            log.error("returns.failed", came=one.came, error=type(error).__name__)

    for source in sources:
        try:
            source.take(take, going)
        except PlatformUnavailable:  # which has been logged: it is looked at again at the next tick
            failed += 1
    return applied, failed


def apply(came: Return, tools: Tools) -> bool:
    """Note what became of one mail. Twice changes nothing. Whether it is a mail of ours."""
    for _ in range(TRIES):
        found = _found(came, tools)
        if found is None:
            return False
        kept, brand = found
        if not _believed(came, kept.doc):
            log.warning("returns.unbelieved", brand=brand.key, came=came.came)
            return False
        came = _for_us(came, kept.doc)
        if _noted(came, kept, brand, tools):
            _told(came, kept.doc, brand, tools)
            return True
    raise BackendUnavailable("store", "a notice kept changing")


def _found(came: Return, tools: Tools) -> tuple[Kept[Notice], Brand] | None:
    now, sender = tools.now(), came.sender.casefold()
    if not now - _KEEP <= came.at <= now + _AHEAD:  # anybody may write any date, and each look costs reads
        return None
    brands = [one for one in tools.brands.brands.values() if one.sender.casefold() == sender]
    for about in _ABOUTS:
        for brand in brands:
            for kept in tools.store.find(
                NOTICES, now, equal=(brand.key, about), since=came.at, until=came.at + _SECOND, limit=_LOOKED
            ):
                if mark_of(kept.doc.key) == came.mark:
                    return kept, brand
    return None


def _believed(came: Return, notice: Notice) -> bool:
    """Whether who says so has had the mail: its way out can be known to nobody else, nor can its subject be guessed."""
    if came.vouched:
        return True
    stop = _way_out(notice)
    return _same(came.subject, notice.subject) if stop is None else _same(came.stop, stop)


def _is_sure(came: Return, notice: Notice) -> bool:
    """Whether it is known by more than a subject, which can be guessed."""
    return came.vouched or _way_out(notice) is not None


def _way_out(notice: Notice) -> str | None:
    return next((value for name, value in notice.headers if name.lower() == "list-unsubscribe"), None)


def _same(one: str, other: str) -> bool:
    """Alike but for how the lines were folded on the way."""
    return "".join(one.split()) == "".join(other.split())


def _for_us(came: Return, notice: Notice) -> Return:
    """What a mailbox behind theirs says is not the end of theirs."""
    theirs = {one.casefold() for one in came.to}
    if came.came is Came.FAILED and theirs and notice.to.casefold() not in theirs:
        return msgspec.structs.replace(came, came=Came.PASSING)
    return came


def _noted(came: Return, kept: Kept[Notice], brand: Brand, tools: Tools) -> bool:
    """Write all of it in one commit, unless it has been written. False: something changed meanwhile."""
    now, notice = tools.now(), kept.doc
    name = came.name if _is_sure(came, notice) else hashed("guessed", came.name)  # which keeps no surer word away
    lease = Lease(key=name, expire_at=now + _KEEP)
    writes: list[Write] = []
    if came.came not in _GOOD:  # a second one would count again
        if tools.store.get(Lease, lease.key, now) is not None:
            return True
        writes.append(Create(lease))
    claim = _claim(came, notice, now)
    arrived = notice.arrived_at or (now if came.came in (Came.ARRIVED, Came.COMPLAINT) else None)
    changed = msgspec.structs.replace(notice, claim=claim, ring_at=claim.ring_at, arrived_at=arrived)
    if changed != notice:
        writes.append(Replace(changed, kept.revision))
    reader = tools.store.get(Reader, reader_key(brand.key, notice.to), now) if notice.about == DIGEST else None
    was = None if reader is None else reader.doc
    wanted = _reader(came, notice, was, tools) if notice.about == DIGEST else None
    if wanted is not None:
        writes.append(Create(wanted) if reader is None else Replace(wanted, reader.revision))
    if not writes:
        return True
    if tools.store.commit(now, *writes) is None:
        return False
    ids = {"brand": brand.key, "about": notice.about, "came": came.came, "code": came.code, "state": claim.state}
    if came.came in _GOOD:
        log.info("mail.returned", **ids)
    else:
        log.warning("mail.returned", **ids)
    if wanted is not None and wanted.stopped != (None if was is None else was.stopped):
        log.warning("reader.changed", brand=brand.key, what="stopped", by=wanted.stopped)
    return True


def _claim(came: Return, notice: Notice, now: datetime) -> Claim:
    claim = notice.claim
    if claim.first_sent is None or claim.state in (ClaimState.REFUSED, ClaimState.DROPPED):
        return claim
    if came.came in _GOOD or came.came is Came.COMPLAINT:
        return claim if claim.state is ClaimState.SENT else claims.sent(claim, came.receipt, now)
    if came.came is Came.PASSING and notice.arrived_at is not None:
        return claim  # such as an answer that says they are away
    return claims.refused(claim, f"it came back: {came.code or came.came}", now)


def _reader(came: Return, notice: Notice, reader: Reader | None, tools: Tools) -> Reader | None:
    """What becomes of a digest's reader; None: nothing."""
    now = tools.now()
    fresh = Reader(key=reader_key(notice.brand, notice.to), brand=notice.brand, at=now, expire_at=now + KEEP_READER)
    own = reader or fresh
    if own.stopped in _THEMSELVES:
        return None
    if not _is_sure(came, notice):
        return None  # without a desk nobody could start it again either
    if came.came is Came.COMPLAINT:
        return _stopped(own, "complaint", now)
    if came.came is Came.ARRIVED:
        if not own.failed or notice.claim.state is ClaimState.REFUSED:
            return None
        return msgspec.structs.replace(own, failed=0, expire_at=now + KEEP_READER)
    if own.stopped is not None or (reader is not None and (notice.claim.first_sent or notice.at) < reader.at):
        return None  # it left before they said how they want it now
    if came.came is Came.FAILED:
        return _stopped(own, "bounce", now)
    if came.came is not Came.PASSING or notice.arrived_at is not None:
        return None
    failed = own.failed + 1 if _last_failed(notice, tools) else 1
    if failed >= STOPS:
        return _stopped(msgspec.structs.replace(own, failed=failed), "bounce", now)
    # `at` says when they last said something themselves, or were stopped.
    since = own.at if reader is not None else notice.at
    return msgspec.structs.replace(own, failed=failed, at=since, expire_at=now + KEEP_READER)


def _last_failed(notice: Notice, tools: Tools) -> bool:
    """Whether the digest before this one did not arrive either, as far as that is still known."""
    found: Iterator[Kept[Notice]] = tools.store.find(
        NOTICES, tools.now(), equal=(notice.brand, DIGEST), since=notice.at - _KEEP, until=notice.at
    )
    before = [kept.doc.claim.state for kept in found if kept.doc.to == notice.to]
    return not before or before[-1] is ClaimState.REFUSED


def _stopped(reader: Reader, by: str, now: datetime) -> Reader:
    return msgspec.structs.replace(reader, stopped=by, at=now, expire_at=now + KEEP_READER)


def _told(came: Return, notice: Notice, brand: Brand, tools: Tools) -> None:
    """Tell those who answer for the brand, once a day; also after a crash, so whether or not it was noted just now."""
    if came.came in (Came.TAKEN, Came.ARRIVED, Came.REJECTED):
        return
    if notice.about == DIGEST:
        warn_nobody_reads(brand, tools)
    elif came.came is not Came.PASSING:
        day = brand.calendar.local_date(tools.now()).isoformat()
        lines = [
            f"What {brand.name} has to tell {notice.to} does not get there: the mailbox refuses it, or calls it junk.",
            "Whoever writes there is asked by mail to answer people, and may never hear of them.",
            "Correct the address under [[team]] or [digest] in brand.toml, or name another way to tell them.",
        ]
        of = f"{day}/{hashed('reader', notice.to)[:8]}"
        subject = "A colleague's mailbox sends our mails back"
        warn(brand, "mail.returned", of, subject, lines, tools, but={notice.to})
