"""Where a clock stands is said alike by whoever says it, also at the very moment at which a pause begins or ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from shared.brands.circle import Targets
from shared.clocks.measures import Metric
from shared.clocks.standing import breached, risen, standing
from shared.core.course import Pause, Reason
from shared.core.ledger import Entry
from shared.core.sla import By, Clock, Standing
from tests.clocks.samples import DAY, HOUR, MONDAY, item, measured, moved, of, regime, said

SECOND = timedelta(seconds=1)


def parked(since: datetime, until: datetime | None = None, reason: Reason = Reason.CUSTOMER) -> Pause:
    return Pause(reason=reason, who="Ingrid", since=since, until=until)


def clock(entry: Entry, now: datetime) -> Clock:
    return entry.clocks["response"].planned(regime(now=now).courses(entry)).look(now)


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        (MONDAY + HOUR - SECOND, Standing.RUNNING),
        (MONDAY + HOUR, Standing.PAUSED),
        (MONDAY + 2 * HOUR - SECOND, Standing.PAUSED),
        (MONDAY + 2 * HOUR, Standing.RUNNING),
    ],
    ids=["before", "as it begins", "in it", "as it ends"],
)
@pytest.mark.parametrize("metric", [Metric.FIRST_RESPONSE, Metric.RESOLUTION_TOTAL, Metric.WAIT_TIME])
def test_a_figure_stands_where_its_clock_does(metric: Metric, now: datetime, stands: Standing) -> None:
    entry = item("a", pauses=(parked(MONDAY + HOUR, MONDAY + 2 * HOUR),))
    courses = regime(now=now).courses(entry)
    found = clock(entry, now)
    (figure,) = of(metric, measured([entry], regime(now=now)))
    assert standing(found, courses(found.aims[0]).paused(now)) is stands
    assert standing(figure, figure.pause) is stands


def test_what_a_colleague_parks_pauses_no_first_sign() -> None:
    entry, now = item("a", pauses=(parked(MONDAY + SECOND),)), MONDAY + HOUR
    (sign,) = of(Metric.TIME_TO_ACK, measured([entry], regime(now=now)))
    assert (standing(sign, sign.pause), breached(sign)) == (Standing.RUNNING, True)


def test_a_thread_stands_as_who_waits_in_it_now() -> None:
    answered = item("a", MONDAY, said(MONDAY + HOUR))
    waits = item("b", MONDAY + 2 * HOUR, pauses=(parked(MONDAY + 3 * HOUR, reason=Reason.THIRD_PARTY),))
    found = measured([answered, waits], regime(now=MONDAY + 4 * HOUR))
    stands = {one.metric: standing(one, one.pause) for one in found}
    assert stands[Metric.RESOLUTION_TOTAL] is Standing.PAUSED
    assert stands[Metric.RESOLUTION_FIRST] is Standing.MET


def test_what_has_stopped_is_met_or_withdrawn_and_of_the_latter_nothing_is_held_against_us() -> None:
    late, gone = item("a", MONDAY, said(MONDAY + DAY)), moved(item("a"), removed_at=MONDAY + DAY)
    (met,) = of(Metric.FIRST_RESPONSE, measured([late]))
    (withdrawn,) = of(Metric.FIRST_RESPONSE, measured([gone]))
    assert (standing(met, None), breached(met)) == (Standing.MET, True)
    assert any(aim.breached for aim in withdrawn.aims)
    assert (standing(withdrawn, None), breached(withdrawn)) == (Standing.WITHDRAWN, None)
    (total,) = of(Metric.RESOLUTION_TOTAL, measured([late]))
    assert breached(total) is None, "nothing is promised of it"


def test_a_clock_is_at_risk_from_its_moment_until_it_is_missed_or_stops() -> None:
    entry, targets = item("a"), Targets(risk_share=0.5)

    def since(now: datetime, stopped: bool = False) -> datetime | None:
        courses, one = regime(now=now).courses(entry), clock(entry, now)
        return risen(one.stop(now, By.PERSON, courses) if stopped else one, targets, courses, now)

    assert since(MONDAY + HOUR - SECOND) is None
    assert since(MONDAY + HOUR) == MONDAY + HOUR
    assert since(MONDAY + 2 * HOUR - SECOND) == MONDAY + HOUR
    assert since(MONDAY + 2 * HOUR) is None, "missed"
    assert since(MONDAY + 2 * HOUR - SECOND, stopped=True) is None
    never = msgspec.structs.replace(targets, risk_share=1.0)
    courses = regime().courses(entry)
    assert risen(clock(entry, MONDAY + HOUR), never, courses, MONDAY + HOUR) is None
