"""Telling colleagues of those who still wait: each hour while the brand serves, and once a day if nobody is there.

    the hourly word    somebody has waited an hour of service time: each colleague on duty hears how many wait for them,
                       and a lead, or whoever reads the brand's mail, of those whom nobody on duty looks after
    the silence        somebody waits, the brand has served for half an hour, and nobody of the team was on duty

At most once an hour and once a day, whatever ticks twice: the Notice of that name is there or it is not. Both are only
for brands that name a team, and keep to shifts and quiet hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from shared.brands.compiled import Brand, Colleague
from shared.core.claims import Claim
from shared.core.ledger import Entry, Notice
from shared.core.ports import WAITING, Create, Kept
from shared.digest.words import duration, moment, people
from shared.flows._delivering import deliver
from shared.flows._holds import lasting
from shared.flows._notices import OLDEST, addressees, written
from shared.flows._roster import address, alone_since, at_work, is_away, link_name, named_in, quiet_ends
from shared.flows._tools import Tools, each

LONG: Final = timedelta(hours=1)
NOBODY: Final = timedelta(minutes=30)
_MOST: Final = 300
_READ: Final = 1500  # of those who wait: some may be paused
_NEXT: Final = timedelta(microseconds=1)
_KEEP: Final = timedelta(days=2)  # longer than the day that a name is for, or it would be said again


def owed(tools: Tools) -> int:
    """Tell who is to be told now; returns how many Notices were written. At most one question a brand."""
    return each(*(partial(_of_brand, brand, tools) for brand in tools.brands.brands.values()))


def _of_brand(brand: Brand, tools: Tools) -> int:
    now = tools.now()
    if not any(address(one) for one in brand.team) or not brand.calendar.is_open(now):
        return 0
    if quiet_ends(brand.quiet, brand.calendar, now) > now:
        return 0
    local = now.astimezone(ZoneInfo(brand.zone))
    hour, day = f"{local:%Y-%m-%dT%H}", f"{local:%Y-%m-%d}"
    told = tools.reminded
    there = [one for one in brand.team if at_work(one, brand, now)]
    if there and told.get((brand.key, "hour")) != hour:
        found = _waiting(brand, now - LONG, tools)
        late = [one for one in found if brand.calendar.service_seconds(one.opened_at, now) >= LONG.total_seconds()]
        if not late:
            return 0
        shares = _shared_out(brand, there, late)
        count = sum(_tell(brand, _nudge(brand, who, some, hour, now, tools), tools) for who, some in shares)
        told[brand.key, "hour"] = hour
        return count
    if not there and told.get((brand.key, "day")) != day and alone_since(brand, now, NOBODY):
        found = _waiting(brand, now, tools)
        if found:
            leads = [one for one in brand.team if one.lead and not is_away(one, brand, now)]
            asked: Sequence[Colleague | None] = leads or [None]
            count = sum(_tell(brand, _silence(brand, who, found, day, now, tools), tools) for who in asked)
            told[brand.key, "day"] = day
            return count
    return 0


def _waiting(brand: Brand, until: datetime, tools: Tools) -> list[Entry]:
    """Those who wait for us: not for whom a colleague waits."""
    now = tools.now()
    found = tools.store.find(WAITING, now, equal=(brand.key, True), until=until + _NEXT, limit=_READ)
    return list(islice((kept.doc for kept in found if not lasting(kept.doc, now)), _MOST))


def _shared_out(
    brand: Brand, there: Sequence[Colleague], late: Iterable[Entry]
) -> list[tuple[Colleague | None, list[Entry]]]:
    """Whose each of them is: of who was asked, if on duty; else a lead's who is; else (None) the brand's mail's."""
    lead = next((one for one in there if one.lead), None)
    spare = lead if lead is not None or brand.recipients else there[0]
    owner: dict[str, tuple[Colleague | None, list[Entry]]] = {}
    for one in late:
        asked = named_in(brand, one.assignee)
        who = asked if asked in there else spare
        owner.setdefault("" if who is None else who.name, (who, []))[1].append(one)
    return list(owner.values())


def _nudge(
    brand: Brand, who: Colleague | None, some: Sequence[Entry], hour: str, now: datetime, tools: Tools
) -> list[Notice]:
    first = some[0].opened_at
    since = moment(first, brand.zone, brand.calendar.local_date(now))
    lines = [
        f"{_wait(some)} for {'you' if who is not None else 'an answer, and nobody on duty was asked'}.",
        f"The longest wait began at {since}: {duration(brand.calendar.service_seconds(first, now))} of service time.",
    ]
    return _made(brand, who, ("nudge", hour), _wait(some), lines, some[0], now, tools)


def _silence(
    brand: Brand, who: Colleague | None, some: Sequence[Entry], day: str, now: datetime, tools: Tools
) -> list[Notice]:
    lines = [
        f"{_wait(some)} for an answer, and nobody of the team has been on duty for half an hour.",
        f"{brand.short} says that it serves now. Ask somebody to come in, or correct the shifts or the hours.",
    ]
    return _made(brand, who, ("silence", day), f"Nobody on duty, {_wait(some)}", lines, some[0], now, tools)


def _wait(some: Sequence[Entry]) -> str:
    number = people(len(some)) if len(some) < _MOST else f"{_MOST} people or more"
    return f"{number} {'waits' if len(some) == 1 else 'wait'}"


def _made(
    brand: Brand,
    who: Colleague | None,
    about: tuple[str, str],
    subject: str,
    lines: Sequence[str],
    oldest: Entry,
    now: datetime,
    tools: Tools,
) -> list[Notice]:
    made = []
    for to, one in addressees(brand, who):
        key = "/".join((about[0], brand.key, about[1], *([] if who is None else [who.name]), to))
        links = []
        if tools.desk is not None:
            links.append((OLDEST, tools.desk.link(brand.key, oldest.key, link_name(brand, one), now, key)))
        if oldest.url is not None:
            links.append(("Open the oldest", oldest.url))
        named = [] if who is None else [f"For {who.name}.", ""]
        made.append(
            Notice(
                key=key,
                brand=brand.key,
                about=about[0],
                to=to,
                subject=f"{subject} · {brand.short}",
                text="\n".join([*named, *lines, "", *map(": ".join, links)]) + "\n",
                links=tuple(links),
                at=now,
                claim=Claim(slot="mail", capability="mail", not_before=now),
                entry=oldest.key,
                expire_at=now + _KEEP,
            )
        )
    return written(made)


def _tell(brand: Brand, notices: Iterable[Notice], tools: Tools) -> int:
    count = 0
    for one in notices:
        done = tools.store.commit(tools.now(), Create(one))
        if done is not None:  # else another instance has said it
            count += 1
            deliver(Kept(one, done[0]), brand, tools)
    return count
