"""How each platform was listened to on a day: whether its silence is proven, and where its news may be missing.

A query that fails is named and gives nothing, as in `_signals`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.brands.compiled import Account
from shared.clocks.items import ITEMS
from shared.core.collecting import Checkpoint, Tally, checkpoint_key
from shared.core.errors import BackendUnavailable
from shared.core.listening import DEAF, Deaf, Pulse
from shared.core.ports import PULSES, TALLIES, Kept
from shared.digest.snapshot import Asked, Gap, Listening
from shared.digest.state import FRESH
from shared.flows._pulse import spacing
from shared.flows._signals import Asking
from shared.flows._tools import Tools
from shared.platforms._base import Listing


def pulses(of: Asking) -> list[Pulse]:
    found: list[Pulse] = of.read(
        "how platforms were listened to",
        lambda: [kept.doc for kept in of.tools.store.find(PULSES, of.at, equal=(of.brand.key,))],
        [],
    )
    ours = {(account.platform, account.id) for account in of.brand.accounts}
    return [one for one in found if (one.platform, one.account) in ours]


def listening(of: Asking, found: Sequence[Pulse], heard_at: Mapping[str, datetime]) -> tuple[Listening, ...]:
    """Each platform by the worst of its accounts; one of which an account was never checked is not known to listen."""
    known = {(one.platform, one.account): one for one in found}
    told: list[Listening] = []
    for platform in sorted({account.platform for account in of.brand.accounts}):
        every = [known.get((platform, one.id)) for one in of.brand.accounts if one.platform == platform]
        theirs = [one for one in every if one is not None]
        heard = [one.heard_at for one in theirs if one.heard_at is not None]
        heard += [heard_at[platform]] if platform in heard_at else []
        if len(theirs) < len(every):
            told.append(Listening(platform=platform, ok=None, heard_at=max(heard, default=None)))
            continue
        worst = min(theirs, key=lambda one: (_verified(one, of.at) is True, _verified(one, of.at) is None))
        loops = [one.looped_at for one in theirs]
        told.append(
            Listening(
                platform=platform,
                ok=_verified(worst, of.at),
                checked_at=min(one.checked_at for one in theirs),
                heard_at=max(heard, default=None),
                looped_at=None if None in loops else min(one for one in loops if one is not None),
                why=worst.why,
            )
        )
    return tuple(told)


def _verified(pulse: Pulse, at: datetime) -> bool | None:
    return pulse.ok if at - pulse.checked_at < FRESH else None


def gaps(of: Asking, found: Sequence[Pulse]) -> tuple[Gap, ...]:
    """Where news of the day may be missing: what could not be asked, and what was not listened to and not asked since.

    Up to the end of the day: what counts is what people did there. Asking fills a gap only where the platform then
    tells of everything that somebody may wait on.
    """
    reached: dict[tuple[str, str], datetime] = {}
    told: list[Gap] = []
    for account in of.brand.accounts:
        listing = _listing(account, of.tools)
        if listing is None:
            continue
        key = checkpoint_key(account.platform, account.id)
        try:
            kept = of.tools.store.get(Checkpoint, key, of.at)
        except BackendUnavailable:
            of.failed.append("how far platforms were asked")
            return ()
        whole = of.tools.platform(account.platform).kinds & ITEMS <= listing.kinds
        if whole and kept is not None and kept.doc.done_at is not None and kept.doc.first <= of.start:
            reached[account.platform, account.id] = kept.doc.done_at
        told += _unasked(of, account, kept) if listing.asked else ()
    for pulse in found:
        asked = reached.get((pulse.platform, pulse.account))
        deaf = pulse.deaf_at(of.at, spacing(pulse.platform, of.tools))
        told += (_deafness(of, pulse.platform, one) for one in deaf if _matters(of, one, asked))
    return tuple(sorted(told, key=lambda one: (one.platform, one.since, one.until)))


def _unasked(of: Asking, account: Account, kept: Kept[Checkpoint] | None) -> list[Gap]:
    """Where a platform never pushes and could not be asked."""
    if kept is None:
        return [Gap(platform=account.platform, why="has not been asked yet", since=of.start, until=of.end)]
    reached = kept.doc.done_at or kept.doc.first
    if max(reached, kept.doc.first) >= of.end:
        return []
    why = "could not be asked" + (f" ({kept.doc.why})" if kept.doc.why else "")
    return [Gap(platform=account.platform, why=why, since=max(of.start, reached), until=of.end)]


def _matters(of: Asking, deaf: Deaf, asked: datetime | None) -> bool:
    """Whether it was long enough, in the day, and not filled by asking the platform afterwards."""
    until = deaf.until or of.at
    if until - deaf.since < DEAF or until <= of.start or deaf.since >= of.end:
        return False
    return asked is None or asked < min(until, of.end)


def _deafness(of: Asking, platform: str, deaf: Deaf) -> Gap:
    until = min(deaf.until or of.end, of.end)
    return Gap(platform=platform, why=deaf.why, since=max(deaf.since, of.start), until=until)


def asked(of: Asking) -> tuple[Asked, ...]:
    """What asking found of the whole date, for each platform that can be asked; None where an account is not known."""
    after = (of.day + timedelta(days=1)).isoformat()
    found: list[Tally] = of.read(
        "what platforms were asked",
        lambda: [
            kept.doc
            for kept in of.tools.store.find(
                TALLIES, of.at, equal=(of.brand.key,), since=of.day.isoformat(), until=after
            )
        ],
        [],
    )
    known = {(one.platform, one.account): one.counts for one in found if one.until >= of.end}
    every: dict[str, list[Any]] = {}
    for account in of.brand.accounts:
        if _listing(account, of.tools) is not None:
            every.setdefault(account.platform, []).append(known.get((account.platform, account.id)))
    return tuple(
        Asked(platform=platform)
        if None in counts
        else Asked(
            platform=platform,
            exist=sum(one.exist for one in counts),
            received=sum(one.received for one in counts),
            recovered=sum(one.recovered for one in counts),
        )
        for platform, counts in sorted(every.items())
    )


def _listing(account: Account, tools: Tools) -> Listing | None:
    try:
        return tools.platform(account.platform).lists
    except Exception:  # a platform at fault is told at each asking; it keeps nobody from the digest
        return None
