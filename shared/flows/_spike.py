"""The alarm: many different people are angry at once, see `_storm`, and those who can decide hear of it at once.

Told once in four hours, by day and night. The right to tell is a Lease, written in one commit with the Notices and the
crisis switch, where the brand wants that: all of it is there or none, whatever ticks twice or dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from shared import log
from shared.brands.compiled import Brand, Colleague
from shared.core.claims import Claim
from shared.core.interaction import hashed
from shared.core.ledger import Entry, Lease, Notice, Sort, Switch
from shared.core.ports import Create, Kept, Replace, Write
from shared.digest.anger import people, who, wrote
from shared.digest.words import count, duration, listed, moment, platform
from shared.flows._delivering import deliver
from shared.flows._holds import held_with
from shared.flows._notices import addressees, written
from shared.flows._roster import address, is_away, link_name, on_duty
from shared.flows._storm import Storm, storm
from shared.flows._tools import Tools, each

AGAIN: Final = timedelta(hours=4)
SWITCHED: Final = timedelta(hours=2)
_ENDS_SOON: Final = timedelta(minutes=15)
_SHOWN: Final = 5
_KEEP: Final = timedelta(days=2)


def spikes(tools: Tools) -> int:
    """Raise the alarms that are to be raised now; returns how many Notices were written."""
    return each(*(partial(_of_brand, brand, tools) for brand in tools.brands.brands.values()))


def _of_brand(brand: Brand, tools: Tools) -> int:
    now = tools.now()
    told = tools.reminded.get((brand.key, "alarm"))
    if told is not None and now < datetime.fromisoformat(told) and not _ends_soon(brand, now, tools):
        return 0
    found = storm(brand, now, tools)
    if found is None:
        return 0
    lease = tools.store.get(Lease, _right(brand), now)
    if lease is None:
        return _raise(brand, found, now, tools)
    tools.reminded[brand.key, "alarm"] = lease.doc.expire_at.isoformat()
    return _prolong(brand, now, tools)


def _raise(brand: Brand, found: Storm, now: datetime, tools: Tools) -> int:
    """Tell of it and, where the brand wants that, turn the switch on: both or neither, and one instance alone.

    A switch that colleagues have turned on keeps its owner and its reason, and is never cut short.
    """
    until = now + AGAIN
    writes: list[Write] = [Create(Lease(key=_right(brand), expire_at=until))]
    kept = tools.store.get(Switch, brand.key, now)
    switch = None if kept is None else kept.doc
    if brand.alarm.switch:
        switch, write = _switched(brand, kept, len(people(found.entries)), now)
        writes += [] if write is None else [write, *held_with(switch, tools.store, now)]
    notices = _notices(brand, found, switch, now, tools)
    done = tools.store.commit(now, *writes, *map(Create, notices))
    if done is None:  # another instance raises it; or the switch has just changed, and the next tick does
        return 0
    tools.reminded[brand.key, "alarm"] = until.isoformat()
    log.warning("alarm.raised", brand=brand.key, people=len(people(found.entries)), told=len(notices))
    fresh = [Kept(one, revision) for one, revision in zip(notices, done[len(writes) :], strict=True)]
    each(*(partial(deliver, one, brand, tools) for one in fresh))
    return len(notices)


def _switched(brand: Brand, kept: Kept[Switch] | None, number: int, now: datetime) -> tuple[Switch, Write | None]:
    until = now + SWITCHED
    if kept is None:
        why = f"the alarm: {number} people complained within an hour"
        switch = Switch(key=brand.key, brand=brand.key, at=now, why=why, expire_at=until)
        return switch, Create(switch)
    if kept.doc.expire_at >= until:
        return kept.doc, None
    switch = msgspec.structs.replace(kept.doc, expire_at=until)
    return switch, Replace(switch, kept.revision)


def _ends_soon(brand: Brand, now: datetime, tools: Tools) -> bool:
    """Whether the switch is on and about to end. One that a colleague has turned off stays off."""
    switch = tools.switches.on(tools.store, brand.key, now) if brand.alarm.switch else None
    return switch is not None and switch.expire_at - now < _ENDS_SOON


def _prolong(brand: Brand, now: datetime, tools: Tools) -> int:
    """The anger goes on: the machine does not begin to speak again in the midst of it."""
    kept = tools.store.get(Switch, brand.key, now) if _ends_soon(brand, now, tools) else None
    if kept is not None:
        longer = msgspec.structs.replace(kept.doc, expire_at=now + SWITCHED)
        tools.store.commit(now, Replace(longer, kept.revision), *held_with(longer, tools.store, now))
    return 0


def _right(brand: Brand) -> str:
    return hashed("alarm", brand.key)


# --- what is said ---


def _notices(brand: Brand, found: Storm, switch: Switch | None, now: datetime, tools: Tools) -> list[Notice]:
    number = len(people(found.entries))
    subject = f"Alarm: {number} people are angry · {brand.short}"
    links = tuple(_links(brand, found, now, tools))
    lines = [*_lines(brand, found, now), "", *_about_switch(brand, switch, now)]
    made: dict[str, Notice] = {}
    for colleague in (*_deciding(brand, now), None):
        for to, one in addressees(brand, colleague):
            name = link_name(brand, one)
            named = [f"For {name}.", ""] if name else []
            made.setdefault(
                to,
                Notice(
                    key="/".join(("spike", brand.key, f"{now:%Y-%m-%dT%H:%M}", to)),
                    brand=brand.key,
                    about="spike",
                    to=to,
                    subject=subject,
                    text="\n".join([*named, *lines, "", *map(": ".join, links)]) + "\n",
                    links=links,
                    at=now,
                    claim=Claim(slot="mail", capability="mail", not_before=now),
                    data={"people": number},
                    expire_at=now + _KEEP,
                ),
            )
    return written(made.values())


def _deciding(brand: Brand, now: datetime) -> list[Colleague]:
    """The leads who are not away; where none can be told, whoever is on duty."""
    leads = [one for one in brand.team if one.lead and not is_away(one, brand, now) and address(one)]
    return leads or [one for one in on_duty(brand, now) if address(one)]


def _lines(brand: Brand, found: Storm, now: datetime) -> list[str]:
    first, last = found.entries[0], found.entries[-1]
    today = brand.calendar.local_date(now)
    span = duration(max(60.0, (wrote(last) - wrote(first)).total_seconds()))
    number = len(people(found.entries))
    lines = [
        f"{number} different people complained within {span}, up to {moment(wrote(last), brand.zone, today)}.",
        f"They did so on {listed(sorted({platform(one.platform) for one in found.entries}))}.",
    ]
    if found.usual is None:
        lines.append("How many are usual is not known yet: seven days of digests tell it.")
    else:
        lines.append(f"In the busiest hour of a usual day it is {found.usual:g}.")
    lines += [f"{count(one.people, 'person', 'people')} of them {one.said}." for one in found.places]
    unnamed = sum(one.person is None for one in found.entries)
    if unnamed:
        lines.append(f"{unnamed} of what was written names nobody, so they may be fewer people.")
    abusive = len(people(one for one in found.entries if one.sort is Sort.ABUSE))
    if abusive:
        lines.append(f"{count(abusive, 'person', 'people')} of them {'was' if abusive == 1 else 'were'} abusive.")
    return lines


def _about_switch(brand: Brand, switch: Switch | None, now: datetime) -> list[str]:
    command = f"make crisis BRAND={brand.key} STATE="
    if switch is None:
        return [
            "The machine still thanks and greets. To stop every automatic answer within seconds, run:",
            f"{command}on HOURS=24",
            'To let one colleague speak meanwhile, add OWNER="their name".',
        ]
    until = moment(switch.expire_at, brand.zone, brand.calendar.local_date(now))
    longer = ", longer while this goes on" if brand.alarm.switch else ""
    return [
        f"The crisis switch is on until {until}{longer}: nothing is said automatically. To turn it off, run:",
        f"{command}off",
    ]


def _links(brand: Brand, found: Storm, now: datetime, tools: Tools) -> Iterator[tuple[str, str]]:
    """The first words of five of them: on the platform, else at the desk, in nobody's name."""
    first: dict[str, Entry] = {}
    for one in found.entries:
        first.setdefault(who(one), one)
    shown = 0
    for one in first.values():
        about = f"spike/{now:%Y-%m-%dT%H:%M}"
        link = one.url or (tools.desk.link(brand.key, one.key, "", now, about) if tools.desk is not None else None)
        if link is None or shown == _SHOWN:
            continue
        shown += 1
        yield f"{shown}. {platform(one.platform)}", link
