"""What counted when: a hard night worked out by hand, and when the log of policies and holds need not be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from shared.clocks.timing import Regime
from shared.core.calendar import Calendar, Dated, Week
from shared.core.course import Pause, Reason
from shared.core.ledger import Entry, Scheduled
from shared.core.regime import Hold, PolicyLog, Version, empty
from shared.core.sla import Aim, By, Clock
from tests.clocks.samples import HOUR, MONDAY, brand, item, moved

MONDAYS: Week = (((540, 600), (660, 720)), *((),) * 6)


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{day}T{clock}+00:00")


def test_a_hard_night_is_as_it_is_worked_out_by_hand() -> None:
    """Oslo, the night of 24 to 25 October 2026, in which 03:00 becomes 02:00 at 01:00 UTC.

    Sat 14:30-15:00  the rest of the second shift          12:30-13:00 UTC  30 min
    Sun 02:00-03:00  the fair's hour, which comes twice    00:00-02:00 UTC  120 min
      less two pauses that overlap, 00:15-00:45 and 00:30-01:10 UTC         -55 min
    Sun 03:00        handed over to Riga, closed that day, and to 11:00 there since
    Mon 09:00-09:20  the first twenty minutes there        07:00-07:20 UTC  20 min
    Mon 09:20-09:30  new hours count, and are not open yet
    Mon 09:30-09:35  the rest of two hours                 07:30-07:35 UTC  5 min
    """
    oslo = Calendar(
        zone="Europe/Oslo",
        week=(((60, 210), (780, 900)),) * 7,
        days={"2026-10-25": Dated(hours=((120, 180),), name="Fair")},
    )
    riga, later = (
        Calendar(zone="Europe/Riga", week=week, name="riga") for week in (MONDAYS, (((570, 720),), *((),) * 6))
    )
    of = msgspec.structs.replace(brand(oslo, later), policy="p2")
    outage = Pause(reason=Reason.OUTAGE, who="Mara", since=at(25, "00:30"), until=at(25, "01:10"))
    log = msgspec.structs.replace(
        empty(of.key, MONDAY),
        versions=(
            Version(since=MONDAY, policy="p1", calendars=(oslo, riga)),
            Version(since=at(26, "07:20"), policy="p2", calendars=(oslo, later)),
        ),
        holds=(Hold(pause=outage),),
    )
    waits = Pause(reason=Reason.CUSTOMER, who="Ingrid", since=at(25, "00:15"), until=at(25, "00:45"))
    entry = item("a", at(24, "12:30"), pauses=(waits,), schedules=(Scheduled(since=at(25, "02:00"), calendar="riga"),))
    course = Regime(of, lambda: log, at(27, "00:00")).courses(entry)(Aim(seconds=7200, service=True))
    assert course.due(entry.opened_at, 7200) == at(26, "07:35")
    assert course.seconds(entry.opened_at, at(26, "10:00")) == 7200 + 145 * 60
    assert [
        (f"{one.until:%a %H:%M}", one.counted, one.name) for one in course.spans(entry.opened_at, at(26, "07:35"))
    ] == [
        ("Sat 13:00", True, "hours"),
        ("Sat 22:00", False, "hours"),
        ("Sun 00:00", False, "Fair"),
        ("Sun 00:15", True, "hours"),
        ("Sun 00:45", False, "waiting_for_customer"),
        ("Sun 01:10", False, "platform_outage"),
        ("Sun 02:00", True, "hours"),
        ("Mon 07:00", False, "riga"),
        ("Mon 07:20", True, "riga"),
        ("Mon 07:30", False, "riga"),
        ("Mon 07:35", True, "riga"),
    ]


@pytest.mark.parametrize(("after", "read"), [(20, False), (30, False), (31, True), (61, True)])
def test_a_machines_stop_reads_what_is_on_hold_where_that_could_decide_over_a_breach(after: int, read: bool) -> None:
    """A sign promised within 30 s, on a Platform that has been out of order for an hour, comes late and is no miss."""
    asked: list[datetime] = []
    now = MONDAY + timedelta(seconds=after)
    hold = Hold(pause=Pause(reason=Reason.OUTAGE, who="Mara", since=MONDAY - HOUR), platform="facebook")

    def log() -> PolicyLog:
        asked.append(now)
        return msgspec.structs.replace(empty("tern-kettle", now), holds=(hold,))

    entry: Entry = moved(item("a"), clocks={"ack": Clock(started=MONDAY, aims=(Aim(seconds=60), Aim(seconds=30)))})
    courses = Regime(brand(), log, now).courses(entry)
    stopped = entry.clocks["ack"].stop(now, By.MACHINE, courses)
    assert stopped.elapsed == after
    assert [aim.breached for aim in stopped.aims] == [None, None]
    assert bool(asked) is read


def test_what_has_just_come_is_planned_without_the_log() -> None:
    def log() -> PolicyLog:
        raise AssertionError("read")

    entry = moved(item("a"), clocks={})
    courses = Regime(brand(), log, MONDAY + timedelta(seconds=59)).courses(entry, opening=True)
    assert courses(None).due(datetime(2026, 10, 5, 7, tzinfo=UTC), 60) == MONDAY + timedelta(seconds=60)
