"""What the flows behind the bus are given, and the one way they change a ledger Entry."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from shared import log
from shared.brands.compiled import Account, Brand, Compiled
from shared.clocks.timing import Regime
from shared.core.errors import BackendUnavailable, ResponderError
from shared.core.interaction import Interaction, hashed
from shared.core.ledger import Entry, Lease, indexed, words_of
from shared.core.ports import Bus, Client, Create, Kept, Notifier, Now, Put, Replace, Returns, Store, Write
from shared.core.regime import PolicyLog, empty
from shared.flows._switch import Switches
from shared.platforms._base import Platform

if TYPE_CHECKING:
    from shared.core.passes import Passes
    from shared.core.tickets import Desk

TRIES: Final = 8
BLOCK: Final = 10
RUNG_FOR: Final = timedelta(minutes=3)


class Pace:
    """The per-account-and-minute cap, leased in blocks of ten so that no document is hot. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[str, str, str], tuple[int, int]] = {}  # what is left, and the next block to try

    def take(self, store: Store, brand: Brand, account: Account, now: datetime) -> bool:
        """Whether one more call as this account may leave in this minute."""
        minute = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
        name = (account.platform, account.id, minute)
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if key[2] == minute}
            left, block = self._held.get(name, (0, 0))
            if left <= 1:  # the last one of a block: see whether there is another before it is gone
                more, block = self._lease(store, name, block, brand.caps.account_minute, now)
                left += more
            self._held[name] = (max(0, left - 1), block)
            return left > 0

    def _lease(self, store: Store, name: tuple[str, str, str], block: int, cap: int, now: datetime) -> tuple[int, int]:
        """How many the first free block from `block` on holds, and the block after it: taken ones stay taken."""
        for first in range(block, cap, BLOCK):
            lease = Lease(key=hashed("pace", *name, str(first)), expire_at=now + timedelta(minutes=10))
            if store.commit(now, Create(lease)) is not None:
                return min(BLOCK, cap - first), first + BLOCK
        return 0, max(block, cap)


class Rung:
    """Rings on their way: one that nobody has taken up yet is not published again each minute.

    With consumers behind (a platform that answers slowly, a cap that is used up) the bus would fill with copies, and
    people's words wait behind them. Forgotten after three minutes, and with the instance: a ring too many is harmless.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: dict[tuple[str, datetime | None], datetime] = {}

    def __len__(self) -> int:
        return len(self._at)

    def waits(self, entry: Entry, now: datetime) -> bool:
        """Whether it has been rung about this very moment of the Entry."""
        at = self._at.get((entry.key, entry.ring_at))
        return at is not None and now - at < RUNG_FOR

    def sent(self, entries: Sequence[Entry], now: datetime) -> None:
        """These have been published just now."""
        with self._lock:
            self._at = {name: at for name, at in self._at.items() if now - at < RUNG_FOR}
            self._at |= {(one.key, one.ring_at): now for one in entries}


@dataclass(frozen=True, slots=True)
class Tools:
    """The collaborators of every flow but `receive`. `owner` gives a new random name for each try.

    `reminded` says of which hour, and of which day, a brand's colleagues have been told who waits, and which policy
    and ladder of it this process has met.
    `tend` renews the access tokens that are due and returns how many; `returns` gives where it comes back what became
    of our mails. `public_url` is where platforms reach
    `receive`, None where that was not told; `desk` makes the links to our own pages, `passes` those of one recipient's
    digest, both None where there is no desk.
    `label` asks a brand's own model about words in a language, and gives None where that gave no label. `usual` is what
    `_usual` read in this hour. `check_every` is how far apart an account's checks are, None where there are none;
    `probe` sends a test event for an account and says what was wrong with that, None where none are sent.
    """

    store: Store
    bus: Bus
    brands: Compiled
    platform: Callable[[str], Platform]
    client: Callable[[Account], Client]
    notifier: Notifier
    now: Now
    owner: Callable[[], str]
    pace: Pace = field(default_factory=Pace)
    rung: Rung = field(default_factory=Rung)
    reminded: dict[tuple[str, str], str] = field(default_factory=dict)
    call_timeout: timedelta = timedelta(seconds=10)
    tend: Callable[[], int] = lambda: 0
    returns: Callable[[], Sequence[Returns]] = tuple
    public_url: str | None = None
    desk: Desk | None = None
    passes: Passes | None = None
    switches: Switches = field(default_factory=Switches)
    label: Callable[[Brand, str, str | None], str | None] = lambda _brand, _text, _language: None
    usual: dict[str, tuple[datetime, float | None]] = field(default_factory=dict)
    check_every: timedelta | None = None
    probe: Callable[[Account, datetime], str] | None = None

    def regime(self, brand: Brand) -> Regime:
        """What counts for this brand's clocks, as of now: of the store no more is read than is needed."""
        now = self.now()

        def read() -> PolicyLog:
            kept = self.store.get(PolicyLog, brand.key, now)
            return empty(brand.key, now) if kept is None else kept.doc

        return Regime(brand, read, now)


def kept_words(message: Interaction, days: int, now: datetime, tools: Tools) -> Put:
    """What a message says, kept for so many days, or for fewer where its platform's terms say so."""
    with suppress(Exception):  # one that this deployment no longer has, or that is at fault itself: words are kept
        days = min(days, tools.platform(message.platform).words_days)
    return Put(words_of(message, days, now))


def each(*works: Callable[[], object]) -> int:
    """Do every one of some independent pieces of work, whatever becomes of the others.

    Returns the sum of the numbers that they return; raises the first error once all have had their turn.
    """
    return each_of(works)


def each_of(works: Iterable[Callable[[], object]]) -> int:
    """The same, one after the other as they come."""
    total, first = 0, None
    for work in works:
        try:
            done = work()
            total += done if isinstance(done, int) else 0
        except Exception as error:
            why = str(error) if isinstance(error, ResponderError) else ""
            log.error("work.failed", error=type(error).__name__, why=why)
            first = first or error
    if first is not None:
        raise first
    return total


def change(
    tools: Tools,
    key: str,
    edit: Callable[[Entry | None], Entry | None],
    also: Callable[[Entry], Sequence[Write]] = lambda _entry: (),
    found: Kept[Entry] | None = None,
) -> Kept[Entry] | None:
    """Read an Entry, let `edit` say what it becomes (None: leave it), and write that if nobody else did meanwhile.

    `also` gives further writes that belong to it; all are made or none. `found` is the Entry as just read, which
    saves reading it. Returns what was written, else None. Raises BackendUnavailable if others keep changing it.
    """
    for attempt in range(TRIES):
        now = tools.now()
        kept = found if found is not None and attempt == 0 else tools.store.get(Entry, key, now)
        wanted = edit(None if kept is None else kept.doc)
        if wanted is None:
            return None
        wanted = indexed(wanted)
        if kept is not None and wanted == kept.doc:
            return None
        first = Create(wanted) if kept is None else Replace(wanted, kept.revision)
        done = tools.store.commit(now, first, *also(wanted))
        if done is not None:
            return Kept(wanted, done[0])
    raise BackendUnavailable("store", "an entry kept changing")
