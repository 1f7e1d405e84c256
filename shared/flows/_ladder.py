"""The ladder: who is told of somebody who waits too long, one step after the other, each once for a clock.

    at risk      risk         who was asked, if on duty; else a lead or somebody who is
    due          breach       the same
    after that   escalated    the leads on duty, else those who are not away; and so the managers
                 reassigned   with `reassign`: who is asked now, who was asked before, and the leads

The steps that were taken stand on the clock, and their Notices are written in the commit that says so. A brand's
webhook is told of each step as well. Where several steps have come at once, being at risk is not told beside being due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from typing import Any, Final

import msgspec

from shared.brands.circle import Step, Tell
from shared.brands.compiled import Brand, Colleague
from shared.clocks.looks import steps, timed
from shared.clocks.targets import RESPONSE
from shared.clocks.timing import Regime
from shared.core.channels import hook
from shared.core.ledger import Card, CardState, Entry, Notice
from shared.core.ports import WAITING, Create, Kept, Replace, Write
from shared.core.sla import Clock
from shared.digest.words import duration, moment
from shared.flows._handing import ask_again, card_for, given
from shared.flows._notices import KINDS, key_of, moved, notices_for
from shared.flows._roster import at_work, choose, first_of, named_in, to_warn
from shared.flows._tools import Tools

_COUNTED: Final = 300  # of those who wait, oldest first, by whom the load of each is told
_TYPES: Final = {
    "risk": "clock.at_risk",
    "breach": "clock.breached",
    "escalated": "clock.escalated",
    "reassigned": "clock.reassigned",
}
_SUBJECTS: Final = {"risk": "At risk", "breach": "Overdue", "escalated": "Still overdue", "reassigned": "Moved"}
_OPENINGS: Final = {
    "risk": "Somebody will soon have waited longer than promised for an answer to {what}.",
    "breach": "Somebody has waited longer than promised for an answer to {what}.",
    "escalated": "Somebody still waits for an answer to {what}, longer than promised.",
    "reassigned": "Somebody else is asked now to answer {what}.",
}


@dataclass(frozen=True, slots=True)
class Climbed:
    """The Entry with the steps that it has taken, how many of them are told, and what is to be written with it."""

    entry: Entry
    steps: int = 0
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True, slots=True)
class _Turn:
    """The Entry as somebody else is asked, who that is, and what tells them."""

    entry: Entry
    to: Colleague
    writes: tuple[Write, ...]


def climb(entry: Entry, regime: Regime, tools: Tools) -> Climbed:
    """Take each step of the ladder whose moment has come. The clocks of the Entry are as of now."""
    clock = entry.clocks.get(RESPONSE)
    if clock is None or not clock.running:
        return Climbed(entry)
    now = regime.now
    due = [found for found in steps(RESPONSE, clock, regime.brand, regime.courses(entry)) if found[0] <= now]
    writes: list[Write] = []
    number, asked = 0, entry.assignee
    for _, step in sorted(due, key=itemgetter(0)):
        told = {**entry.clocks[RESPONSE].told, step.key: now}
        entry = _with(entry, msgspec.structs.replace(entry.clocks[RESPONSE], told=told))
        if entry.needs_answer and not (step.after is None and clock.breached is not None):
            entry, more = _step(entry, step, regime, tools, writes, may_move=entry.assignee == asked)
            writes += more
            number += 1
    return Climbed(timed(entry, regime) if due else entry, number, tuple(writes))


def _step(
    entry: Entry, step: Step, regime: Regime, tools: Tools, before: Sequence[Write], *, may_move: bool
) -> tuple[Entry, Sequence[Write]]:
    """What a step tells, and the Entry once it is taken: at most once in one run somebody else is asked."""
    brand, now = regime.brand, regime.now
    moves = step.reassign and may_move and entry.taken_at is None
    card = tools.store.get(Card, entry.key, now) if moves and tools.desk is not None else None
    moves = moves and (card is None or card.doc.state is CardState.OPEN)
    turn = _turned(entry, step, card, regime, tools) if moves else None
    old, about = named_in(brand, entry.assignee), _about(step.key)
    people = _people(step, entry, brand, now)
    if moves:
        people = [*people, *_leads(brand, now)]
    writes: list[Write] = []
    if turn is not None:
        entry, about = turn.entry, "reassigned"
        people = [one for one in [old, *people] if one is not None and one.name != turn.to.name]
        writes += turn.writes
    tell = partial(
        notices_for,
        brand,
        entry,
        about,
        _detail(step.key),
        f"{_SUBJECTS[about]}: {KINDS[entry.kind]} on {entry.platform}",
        _lines(entry, about, old, regime),
        now,
        desk=tools.desk,
        data=_data(entry, about, step),
    )
    told = [one for who in people for one in tell(who=who)]
    if about != "reassigned":
        told = [one for one in told if not _knows(entry, step, one.to, regime, tools, before)]
    if brand.hook is not None:
        told += tell(hook=hook(brand.hook.url, brand.hook.secret), urgent=True)
    return entry, [*writes, *map(Create, {one.key: one for one in told}.values())]


def _about(step: str) -> str:
    """What a step is told as, by its key, which says so for good."""
    when = step.partition("-")[0]
    return when if when in ("risk", "breach") else "escalated"


def _detail(step: str) -> str:
    return f"{RESPONSE}/{step}"


def _people(step: Step, entry: Entry, brand: Brand, now: datetime) -> list[Colleague | None]:
    """Whom a step tells; None is whoever reads the brand's mail, who are told of what is overdue alone."""
    if step.tell is Tell.LEAD:
        return _leads(brand, now)
    if step.tell is Tell.MANAGER:
        return _these([one for one in brand.team if one.manager], brand, now)
    who = to_warn(brand, entry, now)
    return [] if who is None and step.after is None else [who]


def _leads(brand: Brand, now: datetime) -> list[Colleague | None]:
    return _these([one for one in brand.team if one.lead], brand, now)


def _these(found: Sequence[Colleague], brand: Brand, now: datetime) -> list[Colleague | None]:
    """Of them, who is on duty; else who is not away; else all of them, told when they are back."""
    return [*(first_of(found, brand, now) or found)]


def _knows(entry: Entry, step: Step, to: str, regime: Regime, tools: Tools, before: Sequence[Write]) -> bool:
    """Whether this address was told as much of the clock at an earlier step, be it of a former ladder."""
    earlier = [one for one in entry.clocks[RESPONSE].told if one != step.key]
    keys = {
        key_of(_about(one), entry, _detail(one), to) for one in earlier if step.after is None or _about(one) != "risk"
    }
    now_told = {write.doc.key for write in before if isinstance(write, Create)}
    return bool(keys & now_told) or any(tools.store.get(Notice, key, regime.now) is not None for key in sorted(keys))


def _turned(entry: Entry, step: Step, kept: Kept[Card] | None, regime: Regime, tools: Tools) -> _Turn | None:
    """Ask somebody else on duty. None: there is nobody else, and it stays as it is."""
    brand, now = regime.brand, regime.now

    def waiting() -> Iterator[Any]:
        return (one.doc for one in tools.store.find(WAITING, now, equal=(brand.key, True), limit=_COUNTED))

    to = choose(
        brand,
        now,
        waiting=waiting,
        conversation=entry.conversation or entry.key,
        language=entry.language,
        platform=entry.platform,
        but=entry.assignee,
    )
    if to is None or not at_work(to, brand, now):
        return None
    why = f"{entry.assignee} was asked first and has not taken it." if entry.assignee else "Nobody has taken it yet."
    entry = given(entry, to, brand, now, tools)
    card = card_for(brand, entry, now) if kept is None else msgspec.structs.replace(kept.doc, assignee=to.name)
    writes: list[Write] = [*ask_again(entry, card, to, tools, why=why, detail=moved(step.key), at=now)]
    if kept is not None:
        writes.append(Replace(card, kept.revision))
    elif tools.desk is not None:
        writes.append(Create(card))
    return _Turn(entry, to, tuple(writes))


def _lines(entry: Entry, about: str, old: Colleague | None, regime: Regime) -> list[str]:
    """What is known, without a word of the person's: since when, how long, how late, and who was asked."""
    clock, courses, now = entry.clocks[RESPONSE], regime.courses(entry), regime.now
    near = partial(moment, zone=regime.brand.zone, near=regime.brand.calendar.local_date(now))
    aim = clock.aims[0]
    late = ""
    if aim.due is not None:
        over = aim.due <= now
        seconds = courses(aim).seconds(*((aim.due, now) if over else (now, aim.due)))
        late = f", {duration(seconds)} {'more than promised' if over else 'less than promised'}"
    lines = [
        _OPENINGS[about].format(what=f"{KINDS[entry.kind]} on {entry.platform}"),
        f"The wait began at {near(clock.started)}. By {near(now)} it was "
        f"{duration(courses(None).seconds(clock.started, now))} of service time{late}.",
    ]
    if about == "reassigned":
        lines.append(f"{old.name if old else 'Nobody'} was asked before, {entry.assignee} is asked now.")
    else:
        lines.append(f"{entry.assignee or 'Nobody in particular'} was asked.")
    return lines


def _data(entry: Entry, about: str, step: Step) -> Mapping[str, str | None]:
    """The same for a machine: no words, and nobody's name but the colleague's."""
    clock = entry.clocks[RESPONSE]
    return {
        "type": _TYPES[about],
        "brand": entry.brand,
        "platform": entry.platform,
        "kind": str(entry.kind),
        "entry": entry.key,
        "clock": RESPONSE,
        "target": clock.aims[0].name or None,
        "due": None if clock.due is None else _iso(clock.due),
        "opened_at": _iso(entry.opened_at),
        "step": step.key,
        "assignee": entry.assignee,
        "url": entry.url,
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _with(entry: Entry, clock: Clock) -> Entry:
    return msgspec.structs.replace(entry, clocks={**entry.clocks, RESPONSE: clock})
