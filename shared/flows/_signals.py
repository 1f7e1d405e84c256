"""What a digest tells beside people: what stands aside, what became of earlier digests, what happened when.

A query that fails is named and gives nothing: the day then says that it cannot tell, since unknown is not zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from shared.brands.compiled import Brand
from shared.core.claims import ClaimState
from shared.core.course import Reason
from shared.core.digesting import DigestRecord
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Notice, State, Switch
from shared.core.ports import NOTICES, PARKED, REPORTS, TROUBLED
from shared.core.regime import PolicyLog, Report
from shared.digest.counted import Counted
from shared.digest.snapshot import Gap, Happened, Unconfirmed
from shared.flows._tools import Tools

T = TypeVar("T")
REPORT: Final = "report"  # in a summary: the number of the newest Report that digests have told of
_MAILS: Final = timedelta(days=10)  # in which a mail's end becomes known
_UNSENT: Final = timedelta(minutes=30)
_BACK: Final = timedelta(days=28)
_MOST_DATES: Final = 7
_FOUGHT: Final = 3  # complaints in one hour that are worth a moment of their own


@dataclass(frozen=True, slots=True)
class Asking:
    """For which date of which brand, and what of it could not be read. `last` is the last digest made before."""

    brand: Brand
    day: date
    start: datetime
    end: datetime
    at: datetime
    last: DigestRecord | None
    tools: Tools
    failed: list[str] = field(default_factory=list)

    @property
    def since(self) -> datetime:
        """From when on no digest has told what happened."""
        return self.start if self.last is None else self.last.made_at

    def read(self, name: str, ask: Callable[[], T], nothing: T) -> T:
        """What was asked, whole; else `nothing`, and its name among what failed."""
        try:
            return ask()
        except BackendUnavailable:
            self.failed.append(name)
            return nothing


# --- what stands aside ---


def troubles(of: Asking) -> tuple[tuple[State, int], ...]:
    """What could not be finished since the last digest, by how it ended."""

    def ask() -> Counter[State]:
        found = of.tools.store.find(TROUBLED, of.at, equal=(of.brand.key,), since=of.since, until=of.at)
        return Counter(kept.doc.state for kept in found)

    return tuple(sorted(of.read("troubles", ask, Counter[State]()).items()))


def parked(of: Asking) -> int:
    """Deliveries since the last digest that could not be read or placed."""
    connections = {"", *(account.connection for account in of.brand.accounts)}
    found = of.tools.store.find
    return of.read(
        "parked deliveries",
        lambda: sum(kept.doc.connection in connections for kept in found(PARKED, of.at, since=of.since, until=of.at)),
        0,
    )


def reports(of: Asking) -> tuple[Report, ...]:
    """What was put right and no digest has told of: by number, since one may be done while a digest is made."""
    number = 0 if of.last is None else of.last.summary.get(REPORT)
    told = number if isinstance(number, int) else None
    after = of.since

    def ask() -> list[Report]:
        found = of.tools.store.find(REPORTS, of.at, equal=(of.brand.key,), since=after - _BACK, until=of.at)
        done = [kept.doc for kept in found if kept.doc.done_at is not None]
        return [one for one in done if (one.done_at >= after if told is None else one.number > told)]

    return tuple(sorted(of.read("reports", ask, list[Report]()), key=lambda one: one.number))


def newest(found: Sequence[Report], last: DigestRecord | None) -> int | None:
    """The number to be kept in this day's summary: nothing is told twice."""
    before = 0 if last is None else last.summary.get(REPORT)
    return max((one.number for one in found), default=before if isinstance(before, int) else None)


# --- earlier digests ---


def mails(of: Asking, records: Sequence[DigestRecord]) -> tuple[tuple[Unconfirmed, ...], tuple[date, ...]]:
    """Digest mails whose delivery nobody confirmed, known since the last digest; and dates of which none was sent."""

    lost: Counter[str] = Counter()
    said: dict[str, str] = {one.day: one.headline for one in records}
    left: dict[str, bool] = {}  # whether all that is known of a date's mails is that they did not leave

    def look() -> bool:
        for kept in of.tools.store.find(NOTICES, of.at, equal=(of.brand.key, "digest"), since=of.at - _MAILS):
            mail: Notice = kept.doc
            if mail.day is None or mail.claim.state is ClaimState.DROPPED:  # its reader has stopped it
                continue
            said.setdefault(mail.day, mail.subject)
            waits = mail.claim.state is ClaimState.CLAIMED and mail.at + _UNSENT <= of.at
            left[mail.day] = left.get(mail.day, True) and waits
            ended = mail.claim.state in (ClaimState.UNCERTAIN, ClaimState.REFUSED)
            lost[mail.day] += ended and (mail.claim.moved_at or of.since) >= of.since
        return True

    if not of.read("mails", look, nothing=False):
        return (), ()
    unconfirmed = tuple(
        Unconfirmed(day=date.fromisoformat(day), headline=said[day], recipients=number)
        for day, number in sorted(lost.items())
        if number
    )
    unsent = {date.fromisoformat(day) for day, none in left.items() if none and of.last and day == of.last.day}
    return unconfirmed, tuple(sorted({*unsent, *_untold(of)}))


def _untold(of: Asking) -> list[date]:
    """Dates between the last digest and this one, which were left out."""
    if of.last is None:
        return []
    first = date.fromisoformat(of.last.day) + timedelta(days=1)
    return [of.day - timedelta(days=back) for back in range((of.day - first).days, 0, -1)][-_MOST_DATES:]


# --- what happened ---


def switch(of: Asking) -> Switch | None:
    """The crisis switch, if it is on at S."""
    kept = of.read("the crisis switch", lambda: of.tools.store.get(Switch, of.brand.key, of.at), None)
    return None if kept is None else kept.doc


def switched(log: PolicyLog, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The times in which nothing was said automatically, up to S."""
    crises = (one.pause for one in log.holds if one.pause.reason is Reason.CRISIS and one.platform is None)
    spans = ((one.since, at if one.until is None else min(one.until, at)) for one in crises)
    return tuple(sorted((since, until) for since, until in spans if since < until))


def happened(
    of: Asking, counted: Counted, crises: Iterable[tuple[datetime, datetime]], missing: Iterable[Gap]
) -> tuple[Happened, ...]:
    """The moments of a day, in order."""
    found = [Happened(at=at, what="alarm", number=number) for at, number in _alarms(of)]
    for since, until in crises:
        found.append(Happened(at=since, what="switch_on"))
        found += [Happened(at=until, what="switch_off")] if until < of.at else []
    for gap in missing:
        found += [Happened(at=gap.since, what="outage", name=gap.platform)] if gap.since > of.start else []
        found += [Happened(at=gap.until, what="outage_over", name=gap.platform)] if gap.until < of.end else []
    if counted.first_late is not None:
        found.append(Happened(at=counted.first_late, what="first_late"))
    most = max(counted.complaints, default=0)
    if most >= _FOUGHT:
        hour = counted.columns[counted.complaints.index(most)]
        found.append(Happened(at=hour, what="most_complaints", number=most))
    return tuple(sorted((one for one in found if of.start <= one.at < of.end), key=lambda one: (one.at, one.what)))


def _alarms(of: Asking) -> list[tuple[datetime, int | None]]:
    """When anger was told of, and of how many people: each alarm goes to several colleagues in one moment."""

    def ask() -> dict[datetime, int | None]:
        found = of.tools.store.find(NOTICES, of.at, equal=(of.brand.key, "spike"), since=of.start, until=of.end)
        told = ((kept.doc.at, kept.doc.data.get("people")) for kept in found)
        return {at: int(number) if isinstance(number, float | int) else None for at, number in told}

    return sorted(of.read("alarms", ask, dict[datetime, int | None]()).items())
