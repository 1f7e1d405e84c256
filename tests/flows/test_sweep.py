"""What `watch` reads grows with what is due, not with what is open; and whoever is due is told within a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bench.sweep import OPEN, TARGET, Crowd
from tests.contracts._adapters import STORES, open_store, store_environ
from tests.flows.world import NOON

MINUTE = timedelta(minutes=1)
READS = 2  # for each clock that is due: its Entry, and its Notice once it rings


@pytest.fixture(params=STORES)
def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crowd]:
    environ = store_environ(request.param, tmp_path, request)
    made = Crowd(tmp_path, open_store(request.param, environ))
    yield made
    made.close()


def test_reads_grow_with_what_is_due_and_not_with_what_is_open(crowd: Crowd) -> None:
    idle = crowd.run_once()
    crowd.fill(95, NOON - OPEN)
    crowd.fill(5, NOON - TARGET)
    few = crowd.run_once()
    crowd.fill(895, NOON - OPEN)
    crowd.fill(5, NOON - TARGET)
    many = crowd.run_once()
    crowd.fill(25, NOON - TARGET)
    more = crowd.run_once()
    assert [one.done.breaches for one in (idle, few, many, more)] == [0, 5, 5, 25]
    assert (few.reads, few.writes) == (many.reads, many.writes), "100 open and 1,000"
    assert many.reads <= idle.reads + READS * 5
    assert more.reads <= idle.reads + READS * 25
    rest = crowd.run_once()
    assert (rest.reads, rest.writes) == (idle.reads, 0), "what was looked at is not due any more"


def test_each_is_told_within_a_minute_of_the_moment_at_which_it_was_due(crowd: Crowd) -> None:
    """One tick a minute; the moments lie seven seconds apart, so at every second of the minute."""
    apart = timedelta(seconds=7)
    crowd.fill(120, NOON - TARGET + 119 * apart + MINUTE, apart)
    due = {one.key: one.opened_at + TARGET for one in crowd.entries()}
    assert len(set(due.values())) == 120
    told: dict[str, timedelta] = {}
    while crowd.clock < max(due.values()) + MINUTE:
        crowd.clock += MINUTE
        before = len(crowd.mails)
        crowd.tick()
        for mail in crowd.mails[before:]:
            about, _brand, key, *_ = mail.key.split("/")
            if about == "breach":
                assert key not in told
                told[key] = crowd.clock - due[key]
    assert set(told) == set(due)
    assert min(told.values()) >= timedelta()
    assert max(told.values()) <= MINUTE
