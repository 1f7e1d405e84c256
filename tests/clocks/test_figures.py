"""A few figures of many Measures: exact, and silent about what nobody knows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clocks.figures import figures
from shared.clocks.measures import Metric
from shared.core.ledger import Entry, Sort
from shared.core.sla import Aim, By, Clock
from tests.clocks.samples import DAY, HOUR, MONDAY, NOW, item, measured, moved, regime, said

NAMES = ("n", "median", "p90", "kept", "due")


def answered(*seconds: float) -> list[Entry]:
    """Each by another person, answered after so many seconds."""
    return [
        item(f"{number}", MONDAY, said(MONDAY + timedelta(seconds=after)), person=f"{number}")
        for number, after in enumerate(seconds)
    ]


def told(entries: list[Entry], now: datetime = NOW) -> dict[str, float | None]:
    return figures(measured(entries, regime(now=now)))


def test_every_figure_has_its_name_and_what_nobody_knows_is_none() -> None:
    assert told([]) == {f"{metric}.{name}": 0 if name == "n" else None for metric in Metric for name in NAMES}


@pytest.mark.parametrize(("times", "ninth"), [(range(1, 10), None), (range(1, 11), 9), (range(1, 21), 18)])
def test_nine_of_ten_is_told_from_ten_on_by_the_nearest_rank(times: range, ninth: float | None) -> None:
    found = told(answered(*reversed(times)))
    assert found["first_response.n"] == len(times)
    assert found["first_response.median"] == sum(times) / len(times)
    assert found["first_response.p90"] == ninth


def test_replies_are_in_service_time_and_signs_on_the_wall_clock() -> None:
    evening = MONDAY + 7 * HOUR
    found = told([item("a", evening, said(evening + 20 * HOUR), at=evening - HOUR)])
    assert found["first_response.median"] == 4 * 3600
    assert found["wait_time.median"] == 4 * 3600
    assert found["time_to_ack.median"] == 20 * 3600
    assert found["ingest_lag.median"] == 3600


def test_a_promise_counts_once_it_is_met_or_missed() -> None:
    late, fresh = 3 * 3600.0, item("fresh", NOW - HOUR / 60, person="fresh")
    found = told([*answered(60.0, late), fresh])
    assert (found["first_response.kept"], found["first_response.due"]) == (1, 2)
    missed = told([*answered(60.0, late), item("still", person="still")])
    assert (missed["first_response.kept"], missed["first_response.due"]) == (1, 3)
    assert missed["first_response.n"] == 2


def test_a_promise_that_is_not_due_yet_is_known_and_what_was_never_promised_is_not() -> None:
    found = told([item("a")], MONDAY + timedelta(seconds=30))
    assert (found["time_to_ack.kept"], found["time_to_ack.due"]) == (0, 0)
    assert (found["handover_time.kept"], found["handover_time.due"]) == (None, None)


def test_each_of_several_targets_is_counted() -> None:
    (entry,) = answered(3600.0)
    aims = (Aim(seconds=1800, service=True, name="vip"), Aim(seconds=7200, service=True))
    entry = moved(entry, clocks={**entry.clocks, "response": Clock(started=MONDAY, aims=aims)})
    assert (told([entry])["first_response.kept"], told([entry])["first_response.due"]) == (1, 2)


def test_what_was_taken_back_counts_as_nothing() -> None:
    gone = moved(item("gone", person="gone"), removed_at=MONDAY + DAY)
    assert told([*answered(60.0), gone]) == told(answered(60.0))


@given(st.lists(st.integers(0, 10**6), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_what_is_counted_changes_nothing(times: list[int], random: object) -> None:
    found = measured([*answered(*times), item("thanks", sort=Sort.THANKS), item("m", MONDAY, said(MONDAY, By.MACHINE))])
    expected = figures(iter(found))
    random.shuffle(found)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert figures(found) == expected
