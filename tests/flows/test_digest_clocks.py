"""What the digest says of clocks that stand still, and of clocks that were put right afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.course import Pause, Reason
from shared.core.digesting import DigestContent, DigestRecord
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry, indexed
from shared.core.ports import DIGESTS, REPORTS, Put, Query, Replace
from shared.core.regime import KEEP_POLICY, Report
from shared.digest.snapshot import Snapshot, from_bytes
from shared.flows._holds import paused
from shared.flows.digest import digest, next_digest
from tests.flows._teams import Team, anna
from tests.flows.world import NOON, comment, facebook

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path, anna(), policy="one")
    yield made
    made.close()


def asks(world: Team) -> Entry:
    """Somebody complains, and a colleague is asked to answer."""
    world.send(facebook(comment("c1", "it came broken"), at=world.clock))
    world.work()
    return world.entry("1_c1")


def holds(world: Team) -> None:
    """As a colleague does at the desk."""
    kept = world.store.get(Entry, world.entry("1_c1").key, world.clock)
    assert kept is not None
    pause = Pause(reason=Reason.CUSTOMER, who="Anna", since=world.clock)
    held = paused(kept.doc, pause, world.tools.regime(world.brand))
    assert world.store.commit(world.clock, Replace(indexed(held), kept.revision)) is not None


def next_one(world: Team) -> DigestRecord:
    """Time passes, a quarter hour at a time, until the next digest is made."""
    due = next_digest(world.tools)
    assert due is not None
    world.clock = max(world.clock, due)
    while not digest(world.tools):
        world.clock += HOUR / 4
        assert world.clock <= due + HOUR
    return list(world.store.find(DIGESTS, world.clock, equal=("acme",)))[-1].doc


def snapshot_of(world: Team, record: DigestRecord) -> Snapshot:
    kept = world.store.get(DigestContent, record.key, world.clock)
    assert kept is not None
    return from_bytes(kept.doc.body)


def text_of(world: Team, record: DigestRecord) -> str:
    """What its readers got, on one line."""
    mail = next(one for one in world.notices("digest") if one.day == record.day)
    return " ".join(mail.text.split())


@pytest.mark.parametrize("hold", [True, False])
def test_somebody_for_whom_a_colleague_waits_is_on_hold_and_not_overdue(world: Team, *, hold: bool) -> None:
    asks(world)
    if hold:
        world.clock = NOON + HOUR
        holds(world)
    record = next_one(world)
    (wait,) = snapshot_of(world, record).waits
    assert (wait.overdue, wait.held) == ((False, Reason.CUSTOMER) if hold else (True, None))
    assert ("on hold since 13:00 yesterday" in text_of(world, record).lower()) is hold


def test_what_was_missed_before_it_was_put_on_hold_says_both(world: Team) -> None:
    asks(world)
    world.clock = NOON + 3 * HOUR
    world.tick()
    holds(world)
    text = text_of(world, next_one(world)).lower()
    assert "due 14:00 yesterday" in text
    assert "on hold since 15:00 yesterday" in text


# --- reports ---


def report(world: Team, number: int, *, made_at: datetime | None = None, done: bool = True, **fields: Any) -> Report:
    at = made_at or world.clock
    made = Report(
        key=f"acme/{number}", brand="acme", number=number, made_at=at, done_at=at if done else None,
        since=NOON - 2 * DAY, until=NOON, policy="one", who="Ingrid", why="a town day was missing.", moves=31,
        before={"first_response.kept": 17, "first_response.due": 19},
        after={"first_response.kept": 19, "first_response.due": 19},
        expire_at=at + KEEP_POLICY,
    )  # fmt: skip
    made = replace_fields(made, **fields)
    assert world.store.commit(world.clock, Put(made)) is not None
    return made


def replace_fields(made: Report, **fields: Any) -> Report:
    return type(made)(**{name: getattr(made, name) for name in made.__struct_fields__} | fields)


def told(world: Team, record: DigestRecord) -> list[int]:
    """The numbers of the reports that it tells of."""
    return [one.number for one in snapshot_of(world, record).reports]


def test_a_report_is_told_in_the_next_digest_once_and_what_was_sent_stays(world: Team) -> None:
    world.wait("Anna")
    first = next_one(world)
    world.clock += HOUR
    report(world, 1)
    report(world, 2, moves=1, after={"first_response.kept": 17, "first_response.due": 19}, why="")
    second = next_one(world)
    text = text_of(world, second)
    assert "came between 12:00 on Sun 11 Oct and 12:00 on Tue 13 Oct: a town day was missing. " in text
    assert "from 17 of 19 to 19 of 19" in text
    assert told(world, second) == [1, 2]
    assert (told(world, first), told(world, next_one(world))) == ([], [])
    again = next(world.store.find(DIGESTS, world.clock, equal=("acme",))).doc
    assert (again.subject, again.headline, again.summary) == (first.subject, first.headline, first.summary)


def test_one_that_is_not_done_is_told_once_it_is(world: Team) -> None:
    world.wait("Anna")
    next_one(world)
    report(world, 1, done=False)
    assert told(world, next_one(world)) == []
    made = world.clock - 3 * HOUR
    report(world, 1, made_at=made)
    assert told(world, next_one(world)) == [1], "done before the last digest was made, and written after it was read"


def test_before_the_first_digest_and_after_one_that_does_not_say_what_it_told(world: Team) -> None:
    world.wait("Anna")
    report(world, 1)
    first = next_one(world)
    assert told(world, first) == [1]
    former = DigestRecord(**{name: getattr(first, name) for name in first.__struct_fields__} | {"summary": {}})
    world.store.commit(world.clock, Put(former))
    world.clock += HOUR
    report(world, 2)
    assert told(world, next_one(world)) == [2], "that of the time since"
    assert told(world, next_one(world)) == []


class Silent:
    """A store that does not find reports."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def find(self, query: Query, *given: Any, **asked: Any) -> Any:
        if query is REPORTS:
            raise BackendUnavailable("store", "busy")
        return self._inner.find(query, *given, **asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_reports_that_could_not_be_read_are_told_the_day_after(world: Team) -> None:
    world.wait("Anna")
    report(world, 1)
    usual = world.tools
    world.tools = replace(usual, store=Silent(world.store))
    assert told(world, next_one(world)) == []
    world.tools = usual
    assert told(world, next_one(world)) == [1]
