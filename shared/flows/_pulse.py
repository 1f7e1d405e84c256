"""Is it still listening? Each account is looked at every half hour, and what was found becomes its Pulse.

A look is what its platform says of token, scopes and subscription, and a test event sent to our own address, which
comes back through the bus. A day can only prove its silence by these; where they fail, the day says what may be
missing. One process looks at an account at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Account, Brand
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.interaction import hashed
from shared.core.ledger import Lease
from shared.core.listening import Pulse, checked, pulse_key, unchecked
from shared.core.ports import OPENED, PULSES, Client, Create, Finding, Kept, Replace
from shared.flows._tools import TRIES, Tools, each_of
from shared.platforms._base import Platform

LONGEST: Final = timedelta(seconds=60)  # of one run: who is not reached is the first in the next
_LEASE: Final = timedelta(minutes=3)  # longer than one look, shorter than until the next
_BACK: Final = tuple(timedelta(minutes=one) for one in (15, 60, 360, 1440, 4320))  # how far back real events are sought
_READ: Final = 200  # of a brand's entries in each of these
_BEFORE: Final = datetime.min.replace(tzinfo=UTC)
_LONGEST_WHY: Final = 160  # characters
_ASIDE: Final = frozenset({"quality", "publishing", "version"})
"""Findings about sending, or about a day to come: whether news comes does not depend on them."""


# --- one look ---


def speaks(account: Account, platform: Platform) -> bool:
    """Whether there is something with which its platform can be asked."""
    return account.token is not None or account.refresh is not None or not platform.needs_token


def look_at(
    account: Account, client: Callable[[Account], Client], now: datetime, timeout: float
) -> tuple[Finding, ...] | None:
    """What its platform says of an account, within `timeout` seconds; None where it has nothing to look at."""
    try:
        examine = getattr(client(account), "examine", None)
    except ConfigurationError as error:
        mend = f"docs/platforms/{account.platform}.md says where it is found"
        return (Finding("token", False, str(error), mend),)
    except BackendUnavailable as error:
        return (Finding("token", None, str(error), "look again when the ledger can be read"),)
    if examine is None:
        return None
    try:
        return tuple(examine(now, timeout))
    except Exception as error:  # a fault of the module's, which is not to hide what else is wrong
        said = f"could not be looked at ({type(error).__name__})"
        return (Finding("account", None, said, "report it: what the platform answered was not expected"),)


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: `ok`, and why it is not so. `able` False: its platform offers nothing to look at. `partly`: it
    says that some of it is right, and of the rest nothing.
    """

    ok: bool | None
    why: str = ""
    able: bool = True
    partly: bool = False


def _look(account: Account, tools: Tools) -> Look:
    platform = tools.platform(account.platform)
    if not speaks(account, platform):
        return Look(None, "it has no token to be checked with", able=False)
    found = look_at(account, tools.client, tools.now(), tools.call_timeout.total_seconds())
    if found is None:
        return Look(None, "its platform offers nothing to look at", able=False)
    hearing = [one for one in found if one.what not in _ASIDE]
    oks = {one.ok for one in hearing}
    ok = False if False in oks else None if None in oks or not oks else True
    why = "; ".join(f"{one.what}: {one.said}" for one in hearing if one.ok is ok) if not ok else ""
    return Look(ok, why[:_LONGEST_WHY], partly=oks == {True, None})


# --- all that are due ---


def spacing(platform: str, tools: Tools) -> timedelta | None:
    """How far apart the looks at a platform's accounts are; None where nobody looks."""
    every = tools.check_every
    return None if every is None else max(every, tools.platform(platform).look_every)


@dataclass(frozen=True, slots=True)
class _Due:
    brand: Brand
    account: Account
    every: timedelta
    last: Pulse | None
    since: datetime  # from when on it is not known what came to any account of the brand


def listen(tools: Tools, going: Callable[[], bool]) -> int:
    """Look at every account that is due, whoever was looked at longest ago first. Returns how many were."""
    if tools.check_every is None:
        return 0
    end = tools.now() + LONGEST
    due: list[_Due] = []
    heard = _Heard(tools)

    def find(brand: Brand) -> None:
        kept = tools.store.find(PULSES, tools.now(), equal=(brand.key,))
        known: dict[str, Pulse] = {one.doc.key: one.doc for one in kept}
        ours = [(account, known.get(pulse_key(account.platform, account.id))) for account in brand.accounts]
        since = min((_BEFORE if last is None else last.checked_at - _BACK[0] for _, last in ours), default=_BEFORE)
        for account, last in ours:
            every = spacing(account.platform, tools)
            if every is not None and (last is None or last.due(tools.now(), every)):
                due.append(_Due(brand, account, every, last, since))

    def check(one: _Due) -> int:
        if not going() or tools.now() >= end:
            return 0
        return _check(one, heard, tools)

    def check_all() -> int:
        due.sort(key=lambda one: _BEFORE if one.last is None else one.last.checked_at)
        return each_of(partial(check, one) for one in due)

    return each_of((*(partial(find, brand) for brand in tools.brands.brands.values()), check_all))


def _check(one: _Due, heard: _Heard, tools: Tools) -> int:
    account, now = one.account, tools.now()
    key = pulse_key(account.platform, account.id)
    lease = Lease(key=hashed("listening", account.platform, account.id), expire_at=now + _LEASE)
    if tools.store.commit(now, Create(lease)) is None:
        return 0  # somebody else is at it
    heard_at = heard.last(one)
    look = _look(account, tools)
    why_not, probed_at = "", None
    if tools.probe is not None:
        if one.last is None:  # so that what comes back finds something to be noted on
            tools.store.commit(now, Create(unchecked(one.brand.key, account.platform, account.id, now)))
        probed_at = tools.now()
        why_not = tools.probe(account, probed_at)

    def edit(old: Pulse | None) -> Pulse:
        at = tools.now()
        old = old or unchecked(one.brand.key, account.platform, account.id, at)
        found = look
        lost = tools.probe is not None and old.lost
        if look.ok is not False and (why_not or lost):
            found = Look(False, why_not or f"the test event of {old.probed_at:%H:%M} UTC has not come through the bus")
        old = msgspec.structs.replace(
            old,
            heard_at=max((one for one in (old.heard_at, heard_at) if one is not None), default=None),
            probed_at=old.probed_at if why_not else probed_at,
            looped_at=None if tools.probe is None else old.looped_at,
        )
        # Where a platform never tells all, telling as much as ever is the end of a failure.
        able = found.able and not (found.partly and old.good_at is None)
        return checked(old, found.ok, found.why, at, one.every, able=able)

    _tell(one.last, _change(tools, key, edit))
    return 1


def _tell(last: Pulse | None, now: Pulse | None) -> None:
    """Whoever runs Heard hears of a change, once."""
    if now is None or (last is not None and last.ok is now.ok):
        return
    if now.ok:
        log.info("listening.good", platform=now.platform, account=now.account)
    elif now.ok is False or now.good_at is not None:
        log.warning("listening.failed", platform=now.platform, account=now.account, ok=now.ok, why=now.why)


# --- what a test event leaves ---


def looped(key: str, probed_at: datetime, tools: Tools) -> None:
    """A test event sent then has come the whole way. Told twice, or late, it changes nothing that is newer."""

    def edit(old: Pulse | None) -> Pulse | None:
        if old is None or (old.looped_at is not None and old.looped_at >= probed_at):
            return None
        return msgspec.structs.replace(old, looped_at=probed_at)

    _change(tools, key, edit)


def _change(tools: Tools, key: str, edit: Callable[[Pulse | None], Pulse | None]) -> Pulse | None:
    """Read, edit and write on one condition: a check and a test event may end at the same moment."""
    for _ in range(TRIES):
        now = tools.now()
        kept: Kept[Pulse] | None = tools.store.get(Pulse, key, now)
        wanted = edit(None if kept is None else kept.doc)
        if wanted is None:
            return None
        if tools.store.commit(now, Create(wanted) if kept is None else Replace(wanted, kept.revision)) is not None:
            return wanted
    raise BackendUnavailable("store", "a pulse kept changing")


# --- real events ---


@dataclass(frozen=True, slots=True)
class _Heard:
    """When a real event last came to each account, read once for all accounts of a brand and bounded: of busy times
    the first ones are read, so it may have been some minutes later.
    """

    tools: Tools
    found: dict[str, dict[tuple[str, str], datetime]] = field(default_factory=dict)

    def last(self, one: _Due) -> datetime | None:
        if one.brand.key not in self.found:
            self.found[one.brand.key] = self._read(one.brand, one.since)
        return self.found[one.brand.key].get((one.account.platform, one.account.id))

    def _read(self, brand: Brand, since: datetime) -> dict[tuple[str, str], datetime]:
        now, found = self.tools.now(), dict[tuple[str, str], datetime]()
        accounts = {(one.platform, one.id) for one in brand.accounts}
        until = now
        for back in _BACK:
            begin = max(now - back, since)
            if begin >= until or accounts <= found.keys():
                break
            found = dict(self._between(brand, begin, until)) | found
            until = begin
        return found

    def _between(self, brand: Brand, since: datetime, until: datetime) -> Iterable[tuple[tuple[str, str], datetime]]:
        """In order of time. What only asking brought, and what we did ourselves, shows nothing of a webhook."""
        kept = self.tools.store.find(
            OPENED, self.tools.now(), equal=(brand.key,), since=since, until=until, limit=_READ
        )
        for one in kept:
            if one.doc.seen and not one.doc.ours and one.doc.via != "recovered":
                yield (one.doc.platform, one.doc.account), one.doc.opened_at
