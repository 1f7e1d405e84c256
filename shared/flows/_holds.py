"""Time that does not count: a colleague's pause of one Entry, and what is on hold for a whole brand.

    waiting_for_customer     a colleague's, of one Entry   ends by a colleague, or by the person's next word
    waiting_for_third_party  a colleague's, of one Entry   ends by a colleague, or at the end that was set
    crisis_hold              of the brand                  from the moment the crisis switch is on until it is off
    platform_outage          of a platform, or of all      as somebody writes it down, also afterwards

A pause of an Entry is one of its facts, so any order of the same news gives the same clocks. Holds stand in the brand's
PolicyLog. What ends sooner than was written makes `watch` work out running clocks anew; those that have stopped keep
their figures, which only `recompute` changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from shared.brands.compiled import Brand
from shared.clocks.derive import replayed
from shared.clocks.looks import timed
from shared.clocks.targets import RESPONSE
from shared.clocks.timing import Regime
from shared.core.course import Pause, Reason
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ledger import Entry, Person, State, Switch
from shared.core.ports import PERSON, Create, Delete, Replace, Store, Write
from shared.core.regime import Hold, PolicyLog, empty
from shared.core.sla import OLDEST
from shared.flows._covering import keep_in_mind
from shared.flows._plan import SILENT
from shared.flows._policies import change_log, fitting, to_replan
from shared.flows._switch import LONGEST
from shared.flows._tools import TRIES, Tools, change

OF_ENTRY: Final = (Reason.CUSTOMER, Reason.THIRD_PARTY)
OF_BRAND: Final = (Reason.CRISIS, Reason.OUTAGE)
NOTE: Final = 200  # characters of a note
_KEYS: Final = 50  # kept of each conversation
_WORDS: Final = 200  # of one person's, that are looked through at a look
SWITCH: Final = "switch"  # who turned it on, where no colleague is named


# --- one Entry ---


def waits(entry: Entry) -> bool:
    """Whether a person's answer is still due, so that its clock can be paused."""
    clock = entry.clocks.get(RESPONSE)
    return clock is not None and clock.running


def lasting(entry: Entry, at: datetime) -> tuple[Pause, ...]:
    """The pauses of colleagues at this moment, at most one for each reason."""
    return tuple(one for one in entry.pauses if one.at(at)) if waits(entry) else ()


def paused(entry: Entry, pause: Pause, regime: Regime) -> Entry:
    """The Entry with a pause more. One for the same reason that lasts already is left as it is."""
    if not waits(entry) or any(one.reason is pause.reason for one in lasting(entry, pause.since)):
        return entry
    return timed(msgspec.structs.replace(entry, pauses=(*entry.pauses, pause)), regime)


def resumed(entry: Entry, at: datetime, regime: Regime) -> Entry:
    """The Entry once a colleague has ended whatever pauses it."""
    pauses = tuple(_until(one, at) if one.at(at) else one for one in entry.pauses)
    return timed(msgspec.structs.replace(entry, pauses=pauses), regime)


def looked(entry: Entry, regime: Regime) -> Entry:
    """The Entry with its clocks as they stand now, to be shown: nothing of it is written."""
    courses = regime.courses(entry)
    clocks = {name: clock.planned(courses).look(regime.now) for name, clock in entry.clocks.items()}
    return msgspec.structs.replace(entry, clocks=clocks)


def spoken(entry: Entry, at: datetime, regime: Regime) -> Entry:
    """The Entry once the person for whom it waits has written, at `at`: the earliest of their words ends the wait.

    Also where it was answered since, or missed: news may arrive in the wrong order.
    """
    pauses = tuple(_until(one, at) if one.reason is Reason.CUSTOMER and one.at(at) else one for one in entry.pauses)
    if pauses == entry.pauses:
        return entry
    entry = msgspec.structs.replace(entry, pauses=pauses)
    return msgspec.structs.replace(entry, clocks={name: replayed(name, entry, regime) for name in entry.clocks})


def awaited(person: Person, conversation: str, key: str) -> Person:
    """The record once an Entry waits for this person's next word in the conversation."""
    others = [one for one in person.paused.get(conversation, ()) if one != key]
    return msgspec.structs.replace(person, paused={**person.paused, conversation: (*others[1 - _KEYS :], key)})


def heard(word: Entry, keys: Iterable[str], brand: Brand, tools: Tools) -> None:
    """A person has written: the Entries that waited for it wait no longer. Doing it twice is harmless.

    Those that no word can move any more, since none reaches us with a time so long ago, are then forgotten.
    """
    over: list[str] = []
    for key in keys:
        kept = tools.store.get(Entry, key, tools.now())
        mine = () if kept is None else [one for one in kept.doc.pauses if one.reason is Reason.CUSTOMER]
        if all(one.until is not None and tools.now() - one.until > OLDEST for one in mine):
            over.append(key)
        else:
            change(tools, key, lambda old: old and spoken(old, word.opened_at, tools.regime(brand)), found=kept)
    if over:
        keep_in_mind(word, lambda person, conversation, _now: _forgotten(person, conversation, over), tools)


def overheard(entry: Entry, tools: Tools) -> datetime | None:
    """When the person for whom it waits wrote, if by now they have: whoever took that in may not have known of the
    pause, which was written at the same moment. Asked only where a colleague waits for them.
    """
    now = tools.now()
    since = [one.since for one in lasting(entry, now) if one.reason is Reason.CUSTOMER]
    if not since or entry.person is None or entry.conversation is None:
        return None
    found = tools.store.find(PERSON, now, equal=(entry.person,), since=min(since), limit=_WORDS)
    return next((one.doc.opened_at for one in found if _is_word(one.doc, entry)), None)


def _is_word(one: Entry, entry: Entry) -> bool:
    theirs = one.seen and not one.ours and one.state is not State.OURS_OR_BOT and one.kind not in SILENT
    return theirs and one.conversation == entry.conversation and one.key != entry.key


def _forgotten(person: Person, conversation: str, keys: Iterable[str]) -> Person:
    left = tuple(one for one in person.paused.get(conversation, ()) if one not in keys)
    others = {name: kept for name, kept in person.paused.items() if name != conversation}
    return msgspec.structs.replace(person, paused={**others, conversation: left} if left else others)


def _until(pause: Pause, at: datetime) -> Pause:
    return msgspec.structs.replace(pause, until=at)


# --- the whole brand ---


def start_hold(
    store: Store,
    brand: str,
    now: datetime,
    *,
    reason: Reason,
    who: str,
    why: str | None = None,
    platform: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Hold:
    """Put a brand, or a platform of it, on hold. What touches a hold of the same kind joins it, so twice is once.

    Raises ConfigurationError where it cannot be: a colleague's own reason, nobody's name, an end before its beginning.
    """
    since = since or now
    if reason not in OF_BRAND:
        raise ConfigurationError(f"reason: came {reason}; a whole brand is on hold for {' or '.join(OF_BRAND)} only")
    if not who.strip():
        raise ConfigurationError("who: came nothing; expected the name of who says so")
    if since > now:
        raise ConfigurationError(
            f"since: came {since:%Y-%m-%d %H:%M} UTC, which is still to come; a hold begins by now"
        )
    if until is not None and until <= since:
        raise ConfigurationError(
            f"until: came {until:%Y-%m-%d %H:%M} UTC; expected a moment after {since:%Y-%m-%d %H:%M} UTC"
        )
    asked = Hold(
        pause=Pause(reason=reason, who=who.strip(), since=since, until=until, why=(why or "").strip()[:NOTE] or None),
        platform=platform,
    )
    found: list[Hold] = [asked]

    def edit(log: PolicyLog) -> PolicyLog:
        same = [one for one in log.holds if _kind(one) == _kind(asked) and _touch(one.pause, asked.pause)]
        found[:] = [_joined([*same, asked])]
        rest = [one for one in log.holds if one not in same]
        return _with(log, [*rest, *found], now)

    change_log(store, brand, now, edit)
    return found[0]


def end_hold(
    store: Store, brand: str, now: datetime, *, reason: Reason, platform: str | None = None, at: datetime | None = None
) -> Hold | None:
    """End what is on hold for this reason, at `at` or now. Returns it as it is then; None: there was nothing."""
    moment, found = at or now, list[Hold]()

    def edit(log: PolicyLog) -> PolicyLog:
        mine = [one for one in log.holds if _kind(one) == (reason, platform) and one.pause.at(moment)]
        found[:] = [_ended(one, moment) for one in mine]
        return _with(log, [*(one for one in log.holds if one not in mine), *found], now)

    change_log(store, brand, now, edit)
    return found[0] if found else None


def turn_on(store: Store, brand: str, now: datetime, until: datetime, *, owner: str | None, why: str | None) -> Switch:
    """Stop all automatic answers of a brand until then, at most 30 days, and put it on hold for as long.

    Turning it on again sets it anew; it has then been on since the first time.
    """
    for _ in range(TRIES):
        kept = store.get(Switch, brand, now)
        switch = Switch(
            key=brand,
            brand=brand,
            at=now if kept is None else kept.doc.at,
            owner=owner,
            why=why,
            expire_at=min(until, now + LONGEST),
        )
        write = Create(switch) if kept is None else Replace(switch, kept.revision)
        if store.commit(now, write, *held_with(switch, store, now)) is not None:
            return switch
    raise BackendUnavailable("store", "the switch kept changing")


def turn_off(store: Store, brand: str, now: datetime) -> bool:
    """Let rules answer again, and clocks run. Returns whether it was on.

    What was held meanwhile stays held: thanks go stale.
    """
    for _ in range(TRIES):
        kept = store.get(Switch, brand, now)
        if kept is None:
            return False
        ended = msgspec.structs.replace(kept.doc, expire_at=now)
        if store.commit(now, Delete(Switch, brand), *held_with(ended, store, now)) is not None:
            return True
    raise BackendUnavailable("store", "the switch kept changing")


def held_with(switch: Switch, store: Store, now: datetime) -> tuple[Write, ...]:
    """What belongs to the commit of a switch, so that the brand is on hold exactly as long as that is on."""
    kept = store.get(PolicyLog, switch.brand, now)
    log = empty(switch.brand, now) if kept is None else kept.doc
    mine = Hold(
        pause=Pause(
            reason=Reason.CRISIS,
            who=switch.owner or SWITCH,
            since=switch.at,
            until=switch.expire_at,
            why=switch.why,
        )
    )
    rest = [one for one in log.holds if (_kind(one), one.pause.since) != (_kind(mine), switch.at)]
    new = _with(log, [*rest, mine], now)
    if new == log:
        return ()
    new = fitting(new, now)
    return (Create(new) if kept is None else Replace(new, kept.revision),)


def _kind(hold: Hold) -> tuple[Reason, str | None]:
    return hold.pause.reason, hold.platform


def _ended(hold: Hold, at: datetime) -> Hold:
    return msgspec.structs.replace(hold, pause=_until(hold.pause, at))


def _touch(one: Pause, other: Pause) -> bool:
    return (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)


def _joined(holds: list[Hold]) -> Hold:
    """All of them as one: by who began it, with the newest reason that was given."""
    first = min(holds, key=lambda one: one.pause.since)
    ends = [one.pause.until for one in holds if one.pause.until is not None]
    why = [one.pause.why for one in holds if one.pause.why is not None]
    until = max(ends) if len(ends) == len(holds) else None
    pause = msgspec.structs.replace(first.pause, until=until, why=why[-1] if why else None)
    return msgspec.structs.replace(first, pause=pause)


def _with(log: PolicyLog, holds: Iterable[Hold], now: datetime) -> PolicyLog:
    """The log with these holds. Where a moment is not on hold any more, running clocks are to be worked out anew."""
    ordered = tuple(sorted(holds, key=lambda one: (one.pause.since, one.pause.reason, one.platform or "")))
    if ordered == log.holds:
        return log
    shorter = any(not any(_covers(new, old) for new in ordered) for old in log.holds)
    return msgspec.structs.replace(to_replan(log, now) if shorter else log, holds=ordered)


def _covers(new: Hold, old: Hold) -> bool:
    ends = new.pause.until is None or (old.pause.until is not None and old.pause.until <= new.pause.until)
    return _kind(new) == _kind(old) and new.pause.since <= old.pause.since and ends
