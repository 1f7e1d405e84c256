"""One account's turn: its pages asked for one after the other, until the last or until others should have theirs.

A page is one conditional write of the Checkpoint, after its messages are on the bus. So whoever dies in between
repeats that page, which publishes copies that the ledger knows by their keys, and counts nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, cast

import msgspec

from shared import log
from shared.brands.compiled import Account
from shared.core.collecting import Checkpoint, Sweep
from shared.core.errors import BackendUnavailable, ConfigurationError, OutcomeUnknown, PlatformError, ResponderError
from shared.core.ports import WAITING, Client, Kept, Listed, Lister, Question, Replace
from shared.flows._asking import Asked
from shared.flows._sifting import Sifted, sift, tallies
from shared.flows._tools import Tools

TURN: Final = timedelta(seconds=60)  # of one account in one run, so that a slow one leaves time for the others
PAGES: Final = 60  # the same in pages
RESUBSCRIBE: Final = timedelta(days=4)
_MEND: Final = timedelta(days=1)  # until a subscription is asked for again that no repeat can bring
_BATCH: Final = 100  # messages that are published at once
_OPEN: Final = 100
_LOOKED: Final = 500  # of a brand's waiting entries, for those of one account


@dataclass(frozen=True, slots=True)
class Collected:
    """What one run did: accounts asked, pages, objects listed, messages published, of these what people did and should
    have come by itself, accounts that failed, units of quota spent; access tokens renewed; what came back of our
    mails; and accounts that were looked at.
    """

    asked: int = 0
    pages: int = 0
    found: int = 0
    published: int = 0
    recovered: int = 0
    failed: int = 0
    units: int = 0
    renewed: int = 0
    returned: int = 0
    checked: int = 0

    def __add__(self, other: Collected) -> Collected:
        return Collected(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


class Subscriber(Protocol):
    """A Client of a platform whose subscription runs out unless it is asked for again."""

    def subscribe(self, callback: str, timeout: float) -> object: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One account's turn. `told` hears of each page, also of those before an error."""

    who: Asked
    tools: Tools
    told: Callable[[Collected], None]
    going: Callable[[], bool]

    def take(self, kept: Kept[Checkpoint]) -> None:
        who, tools = self.who, self.tools
        now, owner = tools.now(), tools.owner()
        if who.used_up(kept.doc, now):
            self._waits(kept, now)
            return
        taken = who.taken(kept.doc, owner, now, tools.call_timeout)
        if taken.sweep is None:
            taken = who.begun(taken, self._waiting(now), now)
        mine = self._write(taken, kept.revision)
        if mine is None:
            return  # somebody else was faster
        self.told(Collected(asked=1))
        try:
            client = tools.client(who.account)
        except ConfigurationError as error:  # a secret that is not there
            mute(who.account, error)
            self._failed(mine, error, units=0)
            return
        mine = self._subscribed(mine, client)
        end = now + TURN
        try:
            for number in range(1, PAGES + 1):
                following = self._page(mine, client, owner, end if number < PAGES else now)
                if following is None:
                    return
                mine = following
        except BackendUnavailable:
            raise
        except Exception as error:  # a fault of ours, which is not to be met again at every tick
            self._failed(mine, error, units=mine.doc.dearest)
            raise

    def _page(self, mine: Kept[Checkpoint], client: Client, trace: str, end: datetime) -> Kept[Checkpoint] | None:
        """Ask for a page, publish what is missing, write how far we are. None where the turn is over."""
        who, tools, sweep = self.who, self.tools, mine.doc.sweep
        if sweep is None:
            return None
        try:
            page = self._listed(sweep, client)
        except PlatformError as error:
            self._failed(mine, error, units=mine.doc.dearest if isinstance(error, OutcomeUnknown) else 1)
            return None
        found = sift(who, mine.doc, sweep, page, trace, tools)
        for first in range(0, len(found.messages), _BATCH):
            tools.bus.publish(found.messages[first : first + _BATCH])
        self.told(_of(found, page))
        now = tools.now()
        doc = who.turned(mine.doc, found.sweep, page.units)
        if page.cursor is None:
            written = self._write(who.done(doc, found.sweep, now), mine.revision, complete=found.sweep)
            if written is not None:
                self._swept(found.sweep, written.doc, trace)
        elif who.used_up(doc, now):
            self._waits(Kept(doc, mine.revision), now)
        elif now < end and self.going():
            return self._write(who.paid(doc, now, tools.call_timeout), mine.revision)
        else:
            self._write(who.free(doc, now), mine.revision)
        return None

    def _listed(self, sweep: Sweep, client: Client) -> Listed:
        question = Question(since=sweep.since, now=self.tools.now(), cursor=sweep.cursor, open=sweep.open)
        page = cast("Lister", client).list(question, self.tools.call_timeout.total_seconds())
        if page.cursor is not None and page.cursor == sweep.cursor:
            raise OutcomeUnknown(self.who.account.platform, "list", "the same cursor again")
        return page

    def _waiting(self, now: datetime) -> tuple[str, ...]:
        """Objects of this account that wait for a colleague, oldest first."""
        account = self.who.account
        kept = self.tools.store.find(WAITING, now, equal=(self.who.brand.key, True), limit=_LOOKED)
        entries = (one.doc for one in kept)
        mine = [one.object for one in entries if (one.platform, one.account) == (account.platform, account.id)]
        return tuple(mine[:_OPEN])

    def _subscribed(self, mine: Kept[Checkpoint], client: Client) -> Kept[Checkpoint]:
        """Ask the platform to push, where that runs out. A failure stops nothing; the next turn tries again."""
        tools, account, due = self.tools, self.who.account, mine.doc.subscribe_at
        now = tools.now()
        if tools.public_url is None or not hasattr(client, "subscribe") or (due is not None and now < due):
            return mine
        following: datetime | None = now + RESUBSCRIBE
        callback = f"{tools.public_url}/{account.connection}"
        try:
            cast("Subscriber", client).subscribe(callback, tools.call_timeout.total_seconds())
        except Exception as error:
            following = due if isinstance(error, PlatformError) else now + _MEND
            why = str(error) if isinstance(error, ResponderError) else type(error).__name__
            log.warning("subscribe.failed", platform=account.platform, account=account.id, why=why)
        return Kept(msgspec.structs.replace(mine.doc, subscribe_at=following), mine.revision)

    def _waits(self, kept: Kept[Checkpoint], now: datetime) -> None:
        doc = self.who.waits(kept.doc, now)
        log.warning(
            "collect.spent",
            platform=doc.platform,
            account=doc.account,
            units=doc.units,
            share=self.who.share,
            next=doc.next_at.isoformat(),
        )
        self._write(doc, kept.revision)

    def _failed(self, mine: Kept[Checkpoint], error: Exception, units: int) -> None:
        who, now = self.who, self.tools.now()
        doc = who.failed(mine.doc, error, units, now)
        self.told(Collected(failed=1, units=units))
        log.warning(
            "collect.failed",
            platform=doc.platform,
            account=doc.account,
            error=type(error).__name__,
            why=doc.why,
            failures=doc.failures,
            next=doc.next_at.isoformat(),
        )
        self._write(doc, mine.revision)

    def _write(self, doc: Checkpoint, revision: str, complete: Sweep | None = None) -> Kept[Checkpoint] | None:
        """None where somebody else has written it meanwhile: it is theirs now."""
        now = self.tools.now()
        counted = [] if complete is None else tallies(self.who, complete, now, self.tools)
        done = self.tools.store.commit(now, Replace(doc, revision), *counted)
        return None if done is None else Kept(doc, done[0])

    def _swept(self, sweep: Sweep, doc: Checkpoint, trace: str) -> None:
        log.info(
            "collect.done",
            platform=doc.platform,
            account=doc.account,
            since=sweep.since.isoformat(),
            pages=sweep.pages,
            found=sweep.found,
            published=sweep.published,
            recovered=sweep.recovered,
            unreadable=sweep.unreadable,
            units=doc.units,
            share=self.who.share,
            trace=trace,
        )


def _of(found: Sifted, page: Listed) -> Collected:
    return Collected(
        pages=1,
        found=len(page.interactions),
        published=len(found.messages),
        recovered=found.recovered,
        units=page.units,
    )


def mute(account: Account, error: ConfigurationError) -> None:
    log.error("account.mute", platform=account.platform, account=account.id, why=str(error))
