"""Writing down a policy when it is first met, and working out running clocks anew where what counts has changed.

    a new policy      counts from now on: `watch` writes it into the brand's PolicyLog and sets `replan`
    a new ladder      counts from now on too, and sets `replan`: a step may come sooner than the next look
    `replan` is set   by these, or by a hold that ended sooner than was written: who waits is looked at, oldest first
    done              `replan` is gone; a run that was cut off goes on where it was
    once more         ten minutes later, since a door may have timed somebody by what it had read before

What was missed by then stays missed. Clocks that wait for a first sign alone are not looked at here: they are short,
and `watch` meets them when they were due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.clocks.looks import timed
from shared.clocks.timing import Regime, calendars
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry
from shared.core.ports import WAITING, Kept
from shared.core.regime import KEEP_POLICY, PolicyLog, Version, empty
from shared.flows._policies import SETTLES, change_log, to_replan
from shared.flows._tools import Tools, change, each_of

_MET: Final = "policy"


def regime_of(brand: Brand, tools: Tools, now: datetime) -> Regime:
    """What counts for a brand, with its policy written down if it was not. Raises BackendUnavailable."""
    kept = tools.store.get(PolicyLog, brand.key, now)
    log = empty(brand.key, now) if kept is None else kept.doc
    mine = f"{brand.policy} {_ladder(brand)}"
    edit = partial(_met, brand=brand, now=now, known=tools.reminded.get((brand.key, _MET)) == mine)
    if edit(log) is not None:
        log = change_log(tools.store, brand.key, now, edit) or log
    tools.reminded[brand.key, _MET] = mine
    return Regime(brand, lambda: log, now)


def replan(regime: Regime, tools: Tools, over: Callable[[], bool]) -> int:
    """Work out a brand's running clocks anew if its log says so, until time is `over`. Returns how many changed."""
    since = regime.log.replan
    if since is None:
        return 0
    left: datetime | None = since
    failed: list[datetime] = []

    def works() -> Iterator[Callable[[], int]]:
        nonlocal left
        for kept in tools.store.find(WAITING, regime.now, equal=(regime.brand.key, True), since=since):
            left = kept.doc.opened_at
            if over():
                return
            yield partial(_one, kept, regime, tools, failed)
        left = None

    try:
        return each_of(works())
    finally:
        first = min((at for at in (left, *failed) if at is not None), default=None)
        change_log(tools.store, regime.brand.key, tools.now(), partial(_done, before=regime.log, left=first))


def _one(kept: Kept[Entry], regime: Regime, tools: Tools, failed: list[datetime]) -> int:
    """One that cannot be worked out is passed over, and told; one that could not be written keeps its place."""
    try:
        return change(tools, kept.doc.key, lambda entry: entry and timed(entry, regime), found=kept) is not None
    except BackendUnavailable:
        failed.append(kept.doc.opened_at)
        raise


def _met(log: PolicyLog, *, brand: Brand, now: datetime, known: bool) -> PolicyLog | None:
    """The log with the brand's policy as its newest version, less what explains nothing any more. None: as it is.

    `known`: this process has met its own policy before. The other one is then a newer release's that has just begun.
    """
    new, versions, ladder = log, log.versions, _ladder(brand)
    newest = versions[-1] if versions else None
    if newest is None or (newest.policy != brand.policy and not (known and now - newest.since < SETTLES)):
        since = now if newest is None else max(now, newest.since)  # the clock of another may be ahead
        versions = (*versions, Version(since=since, policy=brand.policy, calendars=calendars(brand)))
        new = new if newest is None else to_replan(new, now)
    if log.ladder != ladder and not (known and log.repeat_at is not None):
        new = msgspec.structs.replace(new if log.ladder is None else to_replan(new, now), ladder=ladder)
    if log.repeat_at is not None and log.repeat_at <= now and new.repeat_at == log.repeat_at:
        new = msgspec.structs.replace(to_replan(new, now), repeat_at=None)
    old = now - KEEP_POLICY
    gone = sum(one.since <= old for one in versions[1:])  # each ended the one before it
    holds = tuple(one for one in log.holds if one.pause.until is None or one.pause.until > old)
    new = msgspec.structs.replace(new, versions=versions[gone:], holds=holds)
    return None if new == log else new


def _ladder(brand: Brand) -> str:
    """The steps of a brand's ladder, each key saying when it comes."""
    return " ".join(sorted(one.key for one in brand.ladder))


def _done(log: PolicyLog, *, before: PolicyLog, left: datetime | None) -> PolicyLog | None:
    """The log once running clocks were worked out by what it said before; None where it says something else by now."""
    if msgspec.structs.replace(log, expire_at=before.expire_at) != before:
        return None
    return msgspec.structs.replace(log, replan=left)
