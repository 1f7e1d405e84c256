"""The stepped clock and the moments at which a scheduler fires."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demo.clock import SteppedClock, iso, next_tick

NINE = datetime(2026, 10, 13, 7, 0, tzinfo=UTC)


def test_it_stands_still_until_it_is_told_to_jump() -> None:
    clock = SteppedClock(NINE)
    assert clock.now() == clock.now() == NINE
    clock.jump(NINE + timedelta(hours=3))
    assert clock.now() == NINE + timedelta(hours=3)


def test_it_never_goes_back() -> None:
    clock = SteppedClock(NINE)
    assert clock.jump(NINE - timedelta(seconds=1)) == NINE


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SteppedClock(datetime(2026, 10, 13, 7, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("at", "minutes", "expected"),
    [
        ("07:00:00", 1, "07:00:00"),
        ("07:00:01", 1, "07:01:00"),
        ("07:00:00.5", 1, "07:01:00"),
        ("07:16:00", 15, "07:30:00"),
        ("07:30:00", 15, "07:30:00"),
        ("23:59:59", 15, "00:00:00"),
    ],
)
def test_the_scheduler_fires_at_whole_minutes_and_quarters(at: str, minutes: int, expected: str) -> None:
    tick = next_tick(datetime.fromisoformat(f"2026-10-13T{at}+00:00"), minutes)
    assert tick.strftime("%H:%M:%S") == expected


def test_times_are_written_in_utc_with_a_z() -> None:
    assert iso(datetime.fromisoformat("2026-10-13T09:00:00+02:00")) == "2026-10-13T07:00:00Z"
