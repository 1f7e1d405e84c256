"""Each quarter hour: every date that is due in its brand's own zone is counted once, frozen, and told to each reader.

Every date after the last one told up to yesterday gets a digest of its own, so a missed tick heals and a double tick
finds the record. Editions are written after it, one by one, from what was frozen: no number of readers is too many for
one commit, and what was left unwritten is found by the next tick. What a day looks like is gathered in `_gather`, who
gets which edition is said in `_editions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Brand
from shared.core.claims import Claim, ClaimState
from shared.core.digesting import KEEP_CONTENT, KEEP_FIGURES, DigestContent, DigestRecord, digest_key
from shared.core.errors import BackendUnavailable
from shared.core.interaction import hashed
from shared.core.ledger import Lease, Notice
from shared.core.ports import DIGESTS, NOTICES, OPENED, Create, Kept, Put, Replace
from shared.digest.snapshot import from_bytes, to_bytes
from shared.digest.words import count
from shared.flows._delivering import deliver
from shared.flows._editions import DIGEST, addresses, belated, due_at, edition, told
from shared.flows._gather import gather
from shared.flows._tools import Tools, each
from shared.flows._warning import warn

LONGEST: Final = timedelta(seconds=240)  # of one run, in which things are begun; the door has a minute more
_BACK: Final = 28  # days that a pause may last before older dates are left out
_RECORDS: Final = timedelta(days=70)  # whose records a day is compared with
_PATIENCE: Final = timedelta(hours=1)  # in which a day that could not be read whole is tried again
_UNSENT: Final = timedelta(minutes=30)
_SETTLES: Final = timedelta(minutes=10)  # in which the mail service may still say what became of a mail
_WATCHED: Final = timedelta(hours=12)
_DAY: Final = timedelta(days=1)
_STATES: Final = {
    ClaimState.CLAIMED: "waits, since the mail service does not take it",
    ClaimState.SENDING: "is on its way",
    ClaimState.UNKNOWN: "is on its way, and its answer was lost",
    ClaimState.UNCERTAIN: "may have arrived or not, and is not sent again",
    ClaimState.REFUSED: "was refused for good",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A date whose digest is due for a brand, since when, and the record of the last one told."""

    brand: Brand
    day: date
    at: datetime
    last: DigestRecord | None = None

    @property
    def start(self) -> datetime:
        """Where the window begins: where the last one ended, so that a change of zone leaves no gap and no overlap."""
        midnight = self.brand.calendar.midnight(self.day)
        if self.last is None:
            return midnight
        follows = date.fromisoformat(self.last.day) + _DAY == self.day
        return self.last.until if follows else max(midnight, self.last.until)

    @property
    def next_at(self) -> datetime:
        """When there is something to do: at once, where the last one is not written to its end."""
        return self.at if self.last is None or not self.last.unwritten else self.last.made_at

    @property
    def end(self) -> datetime:
        return max(self.start, self.brand.calendar.midnight(self.day + _DAY))


def digest(tools: Tools) -> int:
    """Make and send what is due; returns how many digests were made.

    One brand's trouble keeps no other from its digest; the first error is raised when all have had their turn.
    """
    brands, end = tools.brands.brands.values(), tools.now() + LONGEST
    return each(
        *(partial(_catch_up, brand, tools, end) for brand in brands),
        *(partial(_missed, brand, tools) for brand in brands),
    )


def next_digest(tools: Tools) -> datetime | None:
    """The earliest moment at which a digest is, or was, due; None while no brand has anything to tell."""
    dues = (_due(brand, tools) for brand in tools.brands.brands.values())
    return min((due.next_at for due in dues if due is not None), default=None)


def due_for(brand: Brand, day: date, tools: Tools) -> tuple[Due, list[DigestRecord]]:
    """The digest of any date, whether it has been made or not, and the records of the days before it, oldest first."""
    records = _records(brand, day - _RECORDS, day, tools)
    return Due(brand, day, due_at(brand, day), records[-1] if records else None), records


def _catch_up(brand: Brand, tools: Tools, end: datetime) -> int:
    made = 0
    for _ in range(_BACK + 1):
        due = _due(brand, tools)
        if due is not None and due.last is not None and due.last.unwritten:
            _write(due.last.key, brand, tools, end)
        if due is None or due.at > tools.now() or tools.now() >= end:
            break
        try:
            fresh = _make(due, tools, end)
        except Exception as error:
            if tools.now() >= due.at + _PATIENCE:
                _unmade(due, error, tools)
            raise
        if fresh is None:
            break
        made += fresh
    return made


def _due(brand: Brand, tools: Tools) -> Due | None:
    """The oldest date without a digest, today's included; None for a brand that nobody has written to yet."""
    now = tools.now()
    today = brand.calendar.local_date(now)
    done = _records(brand, today - _DAY, None, tools) or _records(brand, today - _RECORDS, None, tools)
    last = done[-1] if done else None
    if last is not None:
        day = date.fromisoformat(last.day) + _DAY
    else:
        first = next(tools.store.find(OPENED, now, equal=(brand.key,), limit=1), None)
        if first is None:
            return None
        day = brand.calendar.local_date(first.doc.opened_at)
    day = max(day, today - _BACK * _DAY)
    return None if day > today else Due(brand, day, due_at(brand, day), last)


def _records(brand: Brand, since: date, until: date | None, tools: Tools) -> list[DigestRecord]:
    end = None if until is None else until.isoformat()
    found = tools.store.find(DIGESTS, tools.now(), equal=(brand.key,), since=since.isoformat(), until=end)
    return [kept.doc for kept in found]


def _make(due: Due, tools: Tools, end: datetime) -> bool | None:
    """Count a date, freeze it, and send it; whether it was this run that froze it. None: it is tried again later."""
    brand, day = due.brand, due.day.isoformat()
    records = _records(brand, due.day - _RECORDS, due.day, tools)
    gathered = gather(brand, due.day, due.start, due.end, records, tools)
    snapshot, now = gathered.snapshot, tools.now()
    if snapshot.failed and now < due.at + _PATIENCE:
        log.warning("digest.waits", brand=brand.key, day=day, unread=len(snapshot.failed))
        return None
    subject, headline = told(snapshot, brand)
    record = DigestRecord(
        key=digest_key(brand.key, day),
        brand=brand.key,
        day=day,
        until=due.end,
        made_at=snapshot.at,
        subject=subject,
        headline=headline,
        summary=gathered.summary,
        unsettled=gathered.unsettled,
        unwritten=True,
        expire_at=now + KEEP_FIGURES,
    )
    content = DigestContent(
        key=record.key, brand=brand.key, day=day, body=to_bytes(snapshot), expire_at=now + KEEP_CONTENT
    )
    done = tools.store.commit(now, Create(record), Create(content), *map(Put, gathered.updates))
    if done is not None:
        log.info("digest.made", brand=brand.key, day=day)
    _write(record.key, brand, tools, end)
    return done is not None


def _write(key: str, brand: Brand, tools: Tools, end: datetime) -> None:
    """Write each reader's edition of a frozen date that is not there yet. It is sent while there is time, else `watch`
    does. What fails for one reader is in nobody else's way, and tried again at the next tick.
    """
    now = tools.now()
    record, content = tools.store.get(DigestRecord, key, now), tools.store.get(DigestContent, key, now)
    if record is None or content is None or not record.doc.unwritten:
        return
    snapshot, failed = from_bytes(content.doc.body), list[str]()
    for reader, (_group, to) in addresses(brand).items():
        try:
            one = edition(snapshot, brand, reader, now, tools)
        except BackendUnavailable:
            raise
        except Exception as error:
            log.error("digest.unwritten", brand=brand.key, day=record.doc.day, error=type(error).__name__)
            failed.append(to)
            continue
        if one is None:
            continue
        done = tools.store.commit(now, Create(one))
        kept = tools.store.get(Notice, one.key, now) if done is None else Kept(one, done[0])
        if kept is not None and tools.now() < end:
            deliver(kept, brand, tools)
    if not failed:
        tools.store.commit(now, Replace(msgspec.structs.replace(record.doc, unwritten=False), record.revision))
    elif now >= record.doc.made_at + _UNSENT:
        intro = "By a fault of ours, these readers' editions cannot be written; the log says more:"
        _warn_once(brand, record.doc.day, [intro, "", *failed], failed, tools)


def _missed(brand: Brand, tools: Tools) -> None:
    """What is not sent half an hour after its time: it is said once of each date, and after noon each mail says so."""
    now = tools.now()
    missing: dict[str, list[Notice]] = {}
    since, until = now - _WATCHED, now - _UNSENT
    for kept in tools.store.find(NOTICES, now, equal=(brand.key, DIGEST), since=since, until=until):
        if kept.doc.claim.state not in _STATES or _may_settle(kept.doc.claim, now):
            continue
        missing.setdefault(kept.doc.day or "", []).append(kept.doc)
        late = belated(kept.doc, brand, tools) if kept.doc.claim.state is ClaimState.CLAIMED else None
        if late is not None:
            tools.store.commit(now, Replace(late, kept.revision))  # unless it has just been sent
    for day, some in missing.items():
        intro = f"Half an hour after its time, the digest of {day} is not known to have reached"
        lines = [f"{intro} {count(len(some), 'reader')}:", "", *map(_stands, some)]
        _warn_once(brand, day, lines, [one.to for one in some], tools)


def _unmade(due: Due, error: Exception, tools: Tools) -> None:
    """No digest of a date could be made, for longer than is waited for a store: later dates wait behind it."""
    day = due.day.isoformat()
    lines = [
        f"The digest of {day} cannot be made ({type(error).__name__}), and those of later days wait for it.",
        "It is tried again each quarter hour; the log says more.",
    ]
    with suppress(BackendUnavailable):  # which is the reason, then
        _warn_once(due.brand, day, lines, [to for _group, to in addresses(due.brand).values()], tools)


def _warn_once(brand: Brand, day: str, lines: Sequence[str], readers: Sequence[str], tools: Tools) -> None:
    """Say once of a date that it has not reached these readers, to others than them if there are any."""
    now = tools.now()
    lease = Lease(key=hashed("unsent", digest_key(brand.key, day)), expire_at=now + _DAY)
    if tools.store.get(Lease, lease.key, now) is not None:
        return
    log.error("digest.unsent", brand=brand.key, day=day, readers=len(readers))
    subject = f"The digest of {day} has not arrived everywhere"
    warn(brand, "digest.unsent", day, subject, lines, tools, but=set(readers))
    tools.store.commit(now, Create(lease))


def _may_settle(claim: Claim, now: datetime) -> bool:
    """Whether its answer was lost so lately that it is too early to be alarmed: see `_returns`."""
    lost = claim.state in (ClaimState.SENDING, ClaimState.UNKNOWN, ClaimState.UNCERTAIN)
    return lost and claim.sent_by is not None and now < claim.sent_by + _SETTLES


def _stands(notice: Notice) -> str:
    why = f" ({notice.claim.why})" if notice.claim.why else ""
    return f"{notice.to}: it {_STATES[notice.claim.state]}{why}."
