"""Each quarter hour: every digest that is due in its brand's own zone, frozen once, mailed once per recipient.

Every date after the last digest up to yesterday gets one of its own, so a missed tick heals and a double tick
finds the Claim. What a day looks like is counted in `shared/digest`; here it is read, frozen and sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from shared.brands.compiled import Account, Brand
from shared.clocks.looks import timed
from shared.clocks.timing import Regime
from shared.core.claims import Claim, ClaimState
from shared.core.collecting import Checkpoint, Counts, Tally, checkpoint_key
from shared.core.course import Pause
from shared.core.errors import BackendUnavailable
from shared.core.ledger import DigestRecord, Entry, Notice, Parked, Words
from shared.core.ports import DIGESTS, NOTICES, OPENED, PARKED, REPORTS, TALLIES, TROUBLED, WAITING, Create, Kept
from shared.core.regime import Report
from shared.digest import anger
from shared.digest.build import build
from shared.digest.count import count
from shared.digest.day import Day, Digest, Gap, Unconfirmed
from shared.digest.html import render_html
from shared.digest.spread import DAYS, Number, spread_in, usual, window
from shared.digest.text import render_text
from shared.flows._delivering import deliver
from shared.flows._notices import written
from shared.flows._tools import Tools, each
from shared.platforms._base import Listing

KEEP: Final = timedelta(days=30)
_BACK: Final = 28  # days that a pause may last before older dates are left out; less than KEEP, or one is sent twice
_NAMED: Final = 200  # of those who wait, whose words are read
_REPORT: Final = "report"  # in a summary: the number of the newest Report that digests have told of


@dataclass(frozen=True, slots=True)
class Due:
    """A date whose digest is due for a brand, since when, and the digests before it, the last one and all."""

    brand: Brand
    day: date
    at: datetime
    last: DigestRecord | None
    done: tuple[DigestRecord, ...] = ()

    @property
    def start(self) -> datetime:
        """Where the window begins: where the last one ended, so that a change of zone leaves no gap and no overlap."""
        midnight = self.brand.calendar.midnight(self.day)
        if self.last is not None and date.fromisoformat(self.last.day) + timedelta(days=1) == self.day:
            return min(self.last.until, self.end)
        return midnight

    @property
    def told(self) -> int | None:
        """The number of the newest Report that was told of; None where the last digest does not say."""
        number = 0 if self.last is None else self.last.summary.get(_REPORT)
        return number if isinstance(number, int) else None

    @property
    def end(self) -> datetime:
        return self.brand.calendar.midnight(self.day + timedelta(days=1))


def digest(tools: Tools) -> int:
    """Make and send what is due; returns how many digests were made.

    One brand's trouble keeps no other from its digest; the first error is raised when all have had their turn.
    """
    return each(*(partial(_catch_up, brand, tools) for brand in tools.brands.brands.values()))


def next_digest(tools: Tools) -> datetime | None:
    """The earliest moment at which a digest is, or was, due; None while no brand has anything to tell."""
    dues = (_due(brand, tools) for brand in tools.brands.brands.values())
    return min((due.at for due in dues if due is not None), default=None)


def _catch_up(brand: Brand, tools: Tools) -> int:
    made = 0
    for _ in range(_BACK + 1):
        due = _due(brand, tools)
        if due is None or due.at > tools.now():
            break
        made += _make(due, tools)
    return made


def _due(brand: Brand, tools: Tools) -> Due | None:
    """The oldest date without a digest, today's included; None for a brand that nobody has written to yet."""
    now = tools.now()
    today = brand.calendar.local_date(now)
    since = today - timedelta(days=2 * _BACK)
    done = [kept.doc for kept in tools.store.find(DIGESTS, now, equal=(brand.key,), since=since.isoformat())]
    last: DigestRecord | None = max(done, key=lambda one: one.day, default=None)
    if last is not None:
        day = date.fromisoformat(last.day) + timedelta(days=1)
    else:
        first = next(tools.store.find(OPENED, now, equal=(brand.key,), limit=1), None)
        if first is None:
            return None
        day = brand.calendar.local_date(first.doc.opened_at)
    day = max(day, today - timedelta(days=_BACK))
    return None if day > today else Due(brand, day, _send_at(brand, day), last, tuple(done))


def _send_at(brand: Brand, day: date) -> datetime:
    """When the digest of a date goes out: the next morning that the brand wants one."""
    for ahead in range(1, 8):
        morning = day + timedelta(days=ahead)
        if morning.weekday() in brand.digest_days:
            return brand.calendar.at(morning, brand.digest_at)
    return brand.calendar.at(day + timedelta(days=1), brand.digest_at)


def _make(due: Due, tools: Tools) -> bool:
    now = tools.now()
    seen = read(due, now, tools)
    content = build(seen, count(seen))
    text, html = render_text(content), render_html(content)
    key = f"digest/{due.brand.key}/{due.day.isoformat()}/1"
    record = DigestRecord(
        key=key,
        brand=due.brand.key,
        day=due.day.isoformat(),
        until=due.end,
        made_at=now,
        subject=content.subject,
        headline=content.headline,
        text=text,
        html=html,
        recipients=due.brand.recipients,
        summary=_summary(due, seen, content),
        expire_at=now + KEEP,
    )
    notices = written(_notice(record, due.brand, recipient, now, content.headers) for recipient in due.brand.recipients)
    fresh = tools.store.commit(now, Create(record), *(Create(one) for one in notices)) is not None
    for recipient in due.brand.recipients:
        kept = tools.store.get(Notice, _mail_key(key, recipient), now)
        if kept is not None:
            deliver(kept, due.brand, tools)
    return fresh


def _summary(due: Due, seen: Day, content: Digest) -> dict[str, Number]:
    """The day's figures, and of the weeks up to it how soon people were answered, and how many are angry at once."""
    reports = max((one.number for one in seen.reports), default=due.told)
    summary = content.summary()
    since = (due.day - timedelta(days=DAYS)).isoformat()
    weeks = [summary, *(one.summary for one in due.done if one.day > since)]
    found = [one for one in map(spread_in, weeks) if one is not None]
    return {**summary, "usual": usual(found), anger.USUAL: anger.usual(weeks), _REPORT: reports}


def read(due: Due, now: datetime, tools: Tools) -> Day:
    """Everything the digest of a date may look at, as of `now`. A query that fails is named, not taken for nothing."""
    brand, store = due.brand, tools.store
    start, end = due.start, due.end
    since = start if due.last is None else due.last.made_at
    failed: list[str] = []

    def docs(name: str, ask: Callable[[], Iterator[Kept[Any]]]) -> list[Any]:
        try:
            return [kept.doc for kept in ask()]
        except BackendUnavailable:
            failed.append(name)
            return []

    key = (brand.key,)
    entries: list[Entry] = docs("the day's people", lambda: store.find(OPENED, now, equal=key, since=start, until=end))
    earlier: list[Entry] = docs("earlier days", lambda: store.find(WAITING, now, equal=(brand.key, True), until=start))
    reach = window(brand.calendar, due.day)
    before: list[Entry] = (
        docs("the evening before", lambda: store.find(OPENED, now, equal=key, since=reach[0], until=start))
        if reach is not None and reach[0] < start
        else []
    )
    later: list[Entry] = docs("since midnight", lambda: store.find(OPENED, now, equal=key, since=end, until=now))
    troubles: list[Entry] = docs("troubles", lambda: store.find(TROUBLED, now, equal=key, since=since, until=now))
    parked: list[Parked] = docs("parked deliveries", lambda: store.find(PARKED, now, since=since, until=now))
    mails: list[Notice] = docs("mails", lambda: store.find(NOTICES, now, equal=(brand.key, "digest")))
    regime = tools.regime(brand)
    try:
        entries, earlier = [[timed(one, regime) for one in some] for some in (entries, earlier)]
        on_hold = dict(_on_hold((*entries, *earlier), regime))
    except BackendUnavailable:
        failed.append("what is on hold")
        on_hold = {}
    reports: list[Report] = docs("reports", lambda: _done_reports(due, since, now, tools))
    waiting = sorted((one for one in (*entries, *earlier) if one.waiting), key=lambda one: one.opened_at)
    words: dict[str, Words] = {}
    for one in waiting[:_NAMED]:
        kept = store.get(Words, one.key, now)
        if kept is not None:
            words[one.key] = kept.doc
    connections = {account.connection for account in brand.accounts}
    return Day(
        brand=brand,
        date=due.day,
        start=start,
        end=end,
        snapshot=now,
        entries=[one for one in entries if one.seen],
        earlier=[one for one in earlier if one.seen],
        since=[one for one in later if one.seen],
        before=[one for one in before if one.seen],
        words=words,
        on_hold=on_hold,
        reports=sorted(reports, key=lambda one: one.number),
        troubles=troubles,
        parked=[one for one in parked if one.connection in connections or not one.connection],
        unconfirmed=_unconfirmed(mails, since),
        incomplete=_gaps(due, now, tools, failed),
        asked=_asked(due, docs("what platforms were asked", partial(_tallies, due, now, tools)), tools),
        failed=failed,
    )


def _on_hold(entries: Iterable[Entry], regime: Regime) -> Iterator[tuple[str, Pause]]:
    for one in entries:
        pause = regime.courses(one)(None).paused(regime.now) if one.waiting else None
        if pause is not None:
            yield one.key, pause


def _done_reports(due: Due, since: datetime, now: datetime, tools: Tools) -> Iterator[Kept[Any]]:
    """What no digest has told of yet: by number, since one may be done while a digest is made."""
    told = due.told
    for kept in tools.store.find(REPORTS, now, equal=(due.brand.key,), since=since - timedelta(days=_BACK), until=now):
        done = kept.doc.done_at
        if done is not None and (done >= since if told is None else kept.doc.number > told):
            yield kept


def _gaps(due: Due, now: datetime, tools: Tools, failed: list[str]) -> list[Gap]:
    """Where a platform never pushes and could not be asked, up to the end of the day, what people did there."""
    found: list[Gap] = []
    for account in due.brand.accounts:
        listing = _listing(account, tools)
        if listing is None or not listing.asked:
            continue
        try:
            kept = tools.store.get(Checkpoint, checkpoint_key(account.platform, account.id), now)
        except BackendUnavailable:
            failed.append("how far platforms were asked")
            return found
        if kept is None:
            found.append(Gap(account.platform, "has not been asked yet", due.start, due.end))
            continue
        reached = kept.doc.done_at or kept.doc.first
        if max(reached, kept.doc.first) < due.end:
            why = "could not be asked" + (f" ({kept.doc.why})" if kept.doc.why else "")
            found.append(Gap(account.platform, why, max(due.start, reached), due.end))
    return found


def _tallies(due: Due, now: datetime, tools: Tools) -> Iterator[Kept[Any]]:
    after = (due.day + timedelta(days=1)).isoformat()
    return tools.store.find(TALLIES, now, equal=(due.brand.key,), since=due.day.isoformat(), until=after)


def _asked(due: Due, tallies: list[Tally], tools: Tools) -> list[tuple[str, Counts | None]]:
    """What asking found of the whole date, for each account of a platform that can be asked."""
    known = {(one.platform, one.account): one.counts for one in tallies if one.until >= due.end}
    return [
        (account.platform, known.get((account.platform, account.id)))
        for account in due.brand.accounts
        if _listing(account, tools) is not None
    ]


def _listing(account: Account, tools: Tools) -> Listing | None:
    try:
        return tools.platform(account.platform).lists
    except Exception:  # a platform at fault is told at each asking; it keeps nobody from the digest
        return None


def _unconfirmed(mails: list[Notice], since: datetime) -> list[Unconfirmed]:
    """Digest mails that turned out to be refused or uncertain since the last digest was made."""
    lost: dict[str, list[Notice]] = {}
    for mail in mails:
        ended = mail.claim.state in (ClaimState.UNCERTAIN, ClaimState.REFUSED)
        if ended and mail.day is not None and (mail.claim.moved_at or since) >= since:
            lost.setdefault(mail.day, []).append(mail)
    return [
        Unconfirmed(date=date.fromisoformat(day), headline=some[0].subject, web=None, recipients=len(some))
        for day, some in sorted(lost.items())
    ]


def _notice(
    record: DigestRecord, brand: Brand, recipient: str, now: datetime, headers: tuple[tuple[str, str], ...]
) -> Notice:
    return Notice(
        key=_mail_key(record.key, recipient),
        brand=brand.key,
        about="digest",
        to=recipient,
        subject=record.subject,
        text=record.text,
        html=record.html,
        headers=headers,
        at=now,
        day=record.day,
        claim=Claim(slot="mail", capability="mail", not_before=now),
        expire_at=now + KEEP,
    )


def _mail_key(digest_key: str, recipient: str) -> str:
    return f"{digest_key}/{recipient}"
