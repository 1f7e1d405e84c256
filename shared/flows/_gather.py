"""One date of one brand, read and counted into a Snapshot: what every edition of its digest is written from.

    people     (`_counted`)    one after the other, each counted (`digest/counting`), noted (`_roll`) and forgotten
    other days (`_past`)       what is usual, what was put right, who came back
    platforms  (`_listened`)   how they were listened to, and what may be missing
    signals    (`_signals`)    what stands aside, what became of earlier digests, what happened when
    faces      (`_people`)     those few who are named, with their words

What cannot be read to its end is named in `Snapshot.failed`, and of such a day no figure leaves: half of a day looks
like a quiet one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from shared import log
from shared.brands.compiled import Brand
from shared.clocks.timing import Regime
from shared.core.digesting import DigestRecord, Number, Unsettled
from shared.core.ledger import Switch
from shared.core.regime import Report
from shared.digest import anger
from shared.digest.counted import Counted
from shared.digest.counting import Counting, Window
from shared.digest.snapshot import Gap, Paused, Snapshot
from shared.digest.spread import DAYS, spread_in, usual
from shared.flows import _listened as listened
from shared.flows import _signals as signals
from shared.flows._counted import Day, See, Spans, count
from shared.flows._expected import Expected
from shared.flows._faces import Faces
from shared.flows._past import Past, Today, lasting, past
from shared.flows._people import candidates, clears_by, relations, team, waits
from shared.flows._reading import Unread
from shared.flows._signals import REPORT, Asking
from shared.flows._tools import Tools

_SAME: Final = tuple(
    name
    for name in Snapshot.__struct_fields__
    if name in Counted.__dataclass_fields__ and name not in ("waits", "lookalikes")
)
"""What the Snapshot takes from the count as it is."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a date's digest is made of: the Snapshot, and for its DigestRecord `unsettled` and `summary`. `updates` are
    older records brought up to date, for the same commit.
    """

    snapshot: Snapshot
    unsettled: tuple[Unsettled, ...] | None
    summary: dict[str, Number]
    updates: tuple[DigestRecord, ...] = ()


def gather(
    brand: Brand, day: date, start: datetime, end: datetime, records: Sequence[DigestRecord], tools: Tools
) -> Gathered:
    """Everything that the digest of a date says, as of now. `records` are those of the last 70 days, oldest first.

    It writes nothing but the parts of the day's Roll, which count for nothing until a DigestRecord names it.
    """
    at = tools.now()
    of = Asking(brand, day, start, end, at, records[-1] if records else None, tools)
    regime = tools.regime(brand)
    log_ = of.read("what is on hold", lambda: regime.log, None)
    crises = () if log_ is None else signals.switched(log_, at)
    seen = Day(of, Expected(brand, records))
    counted = None if log_ is None else seen.count(regime, crises)
    pulses = listened.pulses(of)
    missing = listened.gaps(of, pulses)
    told = signals.reports(of)
    stands = signals.switch(of)
    lost, unsent = signals.mails(of, records)
    aside: dict[str, Any] = {
        "troubles": signals.troubles(of),
        "parked": signals.parked(of),
        "asked": listened.asked(of),
        "events": () if counted is None else signals.happened(of, counted, crises, missing),
    }
    if of.failed:
        counted = None
    blank = _blank(of)
    numbers = dict.fromkeys(blank.numbers()) if counted is None else counted.numbers()
    before = _past(of, numbers, seen, counted, missing, told, records, regime, crises)
    faces = Faces(brand, before.attended.days, at, tools)
    shown = blank if counted is None else counted
    same: dict[str, Any] = {name: getattr(shown, name) for name in _SAME}
    snapshot = Snapshot(
        brand=brand.key,
        name=brand.name,
        short=brand.short,
        zone=brand.zone,
        language=brand.languages[0],
        day=day,
        start=start,
        end=end,
        at=at,
        goal=brand.targets.goal,
        promise=brand.targets.response,
        ack=brand.targets.ack,
        **same,
        **aside,
        waits=waits(shown, faces),
        on_hold=0 if counted is None else seen.on_hold,
        open_hours=_open_hours(brand, shown, end),
        lookalikes=tuple(faces.of(one) for one in shown.lookalikes),
        paused=_paused(stands, counted),
        listening=listened.listening(of, pulses, shown.heard_at),
        incomplete=missing,
        failed=tuple(of.failed),
        relations=relations(shown, before.attended, faces),
        team=team(shown, faces),
        history=before.history,
        usual=before.usual,
        compare_from=before.compare_from,
        correction=before.correction,
        months=before.months,
        unconfirmed=lost,
        unsent=unsent,
        reports=told,
        next_opening=brand.calendar.next_opening(at),
        clears_by=None if counted is None else clears_by(brand, counted, before.pace, at),
        expected=seen.expected.seconds if counted is not None else None,
        kept_promise=seen.expected.kept if counted is not None else None,
    )
    return Gathered(
        snapshot=snapshot,
        unsettled=() if counted is None else counted.unsettled,
        summary={**_lasting(numbers, day, records), **before.summary, REPORT: signals.newest(told, of.last)},
        updates=before.updates,
    )


def _blank(of: Asking) -> Counted:
    """The figures of a day of which nothing is known, to be left out by whoever looks at `failed`."""
    return Counting(Window(day=of.day, calendar=of.brand.calendar, start=of.start, end=of.end, at=of.at)).counted()


def _past(
    of: Asking,
    numbers: dict[str, Number],
    seen: Day,
    counted: Counted | None,
    missing: Sequence[Gap],
    told: Sequence[Report],
    records: Sequence[DigestRecord],
    regime: Regime,
    crises: Spans,
) -> Past:
    today = Today(
        brand=of.brand,
        day=of.day,
        start=of.start,
        end=of.end,
        at=of.at,
        numbers=numbers,
        roll=None if counted is None else seen.roll,
        incomplete=sorted({gap.platform for gap in missing}),
        reports=told,
        faces=frozenset() if counted is None else candidates(counted),
    )

    def again(day: date, start: datetime, end: datetime, see: See) -> Counted | None:
        with suppress(Unread):
            return count(of.brand, day, start, end, start, regime, crises, of.tools, see)
        return None

    try:
        found = past(today, records, again, of.tools)
    except Exception as error:  # the day itself is known all the same
        log.error("digest.uncounted", brand=of.brand.key, day=of.day.isoformat(), error=type(error).__name__)
        return Past(summary=lasting(today))
    for name in found.failed:
        log.error("digest.unknown", brand=of.brand.key, day=of.day.isoformat(), what=name)
    return found


def _lasting(numbers: dict[str, Number], day: date, records: Sequence[DigestRecord]) -> dict[str, Number]:
    """The figures for the day's record, with what is told of by them meanwhile: how soon people are answered, and how
    many are angry at once, in the weeks up to it.
    """
    since = (day - timedelta(days=DAYS)).isoformat()
    weeks = [numbers, *(one.summary for one in records if one.day > since)]
    found = [one for one in map(spread_in, weeks) if one is not None]
    return {**numbers, "usual": usual(found), anger.USUAL: anger.usual(weeks)}


def _open_hours(brand: Brand, counted: Counted, end: datetime) -> tuple[bool, ...]:
    """Of which hours of the day the brand serves any part."""
    edges = (*counted.columns, end)
    return tuple(brand.calendar.service_seconds(*edges[at : at + 2]) > 0 for at in range(len(counted.columns)))


def _paused(switch: Switch | None, counted: Counted | None) -> Paused | None:
    if switch is None:
        return None
    return Paused(
        since=switch.at, owner=switch.owner, why=switch.why, silent=None if counted is None else counted.silent
    )
