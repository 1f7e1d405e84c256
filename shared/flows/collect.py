"""Every few minutes: accounts whose platform can be asked what exists are asked, and what did not come is published.

Before that, what came back of our mails is looked at, see `_returns`, and whether each account is still listened to,
see `_pulse`.

Some platforms never push; of those that do, some deliveries never arrive. Each account has a Checkpoint that says how
far it has been asked and when it is due, so a missed or double tick changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from shared.brands.compiled import Account, Brand
from shared.core.collecting import KEEP_CHECKPOINT, Checkpoint, checkpoint_key
from shared.core.errors import ConfigurationError
from shared.core.ports import Create, Kept
from shared.flows._asking import Asked
from shared.flows._pulse import listen, speaks
from shared.flows._tools import Tools, each
from shared.flows._turn import Collected, Turn, mute
from shared.platforms._base import Listing

__all__ = ["Collected", "collect"]

LONGEST: Final = timedelta(seconds=240)  # of one run; the door has a minute more
_RETURNS: Final = timedelta(seconds=40)  # of it, for what came back of our mails


def collect(tools: Tools, going: Callable[[], bool] = lambda: True) -> Collected:
    """Renew tokens, then ask who is due, whoever has waited longest first, while there is time and `going` says so.

    A platform's failure is logged, counted and tried again later; what else fails keeps no other account from being
    asked, and the first such error is raised at the end.
    """
    end, total = tools.now() + LONGEST, Collected()
    due: list[tuple[Asked, Kept[Checkpoint]]] = []

    def told(more: Collected) -> None:
        nonlocal total
        total += more

    def find(who: Asked) -> None:
        kept = _checkpoint(who, tools)
        if kept is not None and _is_due(kept.doc, tools.now()):
            due.append((who, kept))

    def ask_all() -> int:
        due.sort(key=lambda one: one[1].doc.next_at)
        return each(*(partial(ask, who, kept) for who, kept in due))

    def ask(who: Asked, kept: Kept[Checkpoint]) -> None:
        if going() and tools.now() < end:
            Turn(who, tools, told, lambda: going() and tools.now() < end).take(kept)

    def take_back() -> None:
        sources = tools.returns()
        if sources:
            from shared.flows._returns import take_returns

            until = tools.now() + _RETURNS
            returned, failed = take_returns(sources, tools, lambda: going() and tools.now() < until)
            told(Collected(returned=returned, failed=failed))

    each(
        lambda: told(Collected(renewed=tools.tend())),
        take_back,
        lambda: told(Collected(checked=listen(tools, lambda: going() and tools.now() < end))),
        lambda: each(*(partial(find, who) for who in _asked(tools, told))),
        ask_all,
    )
    return total


def _asked(tools: Tools, told: Callable[[Collected], None]) -> Iterator[Asked]:
    """Every account that can be asked, with its share of its connection's quota."""
    found: list[tuple[Brand, Account, Listing]] = []
    for brand in tools.brands.brands.values():
        for account in brand.accounts:
            try:
                platform = tools.platform(account.platform)
                listing = platform.lists
            except ConfigurationError as error:
                mute(account, error)
                told(Collected(failed=1))
                continue
            if listing is not None and speaks(account, platform):
                found.append((brand, account, listing))
    sharing = Counter((account.platform, account.connection) for _, account, _ in found)
    for brand, account, listing in found:
        share = None if listing.units is None else listing.units // sharing[account.platform, account.connection]
        yield Asked(brand, account, listing, share)


def _checkpoint(who: Asked, tools: Tools) -> Kept[Checkpoint] | None:
    """The account's Checkpoint, made where it is asked for the first time: no clock is opened for what was before."""
    account, now = who.account, tools.now()
    key = checkpoint_key(account.platform, account.id)
    kept = tools.store.get(Checkpoint, key, now)
    if kept is not None:
        return kept
    doc = Checkpoint(
        key=key,
        brand=who.brand.key,
        platform=account.platform,
        account=account.id,
        first=now,
        next_at=now,
        expire_at=now + KEEP_CHECKPOINT,
    )
    done = tools.store.commit(now, Create(doc))
    return None if done is None else Kept(doc, done[0])


def _is_due(doc: Checkpoint, now: datetime) -> bool:
    return doc.next_at <= now and (doc.until is None or doc.until <= now)
