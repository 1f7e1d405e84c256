"""A day as a stream of people: whatever was written comes with its author once, in order, and little of it is held."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.calendar import Calendar
from shared.core.errors import BackendUnavailable
from shared.core.interaction import hashed
from shared.core.ledger import Entry, indexed
from shared.core.ports import HOURLY, Create
from shared.core.sla import Aim, Clock
from shared.digest.counting import Present
from shared.flows._reading import Unread, hourly, hours, named, owed, people
from shared.stores.sqlite import SqliteStore

START = datetime(2026, 10, 12, 22, tzinfo=UTC)
END = START + timedelta(days=1)
NOW = END + timedelta(hours=7)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "ledger.db")
    yield made
    made.close()


def entry(name: str, at: datetime, person: str | None = "one", *, waits: bool = False, **fields: Any) -> Entry:
    clocks = {"response": Clock(started=at, aims=(Aim(seconds=7200.0),))} if waits else {}
    given: dict[str, Any] = {"brand": "acme"} | fields
    made = Entry(
        key=hashed("entry", name), platform="x", account="1", object=name, opened_at=at, received_at=at,
        person=None if person is None else hashed("person", person), needs_answer=waits, clocks=clocks, **given,
    )  # fmt: skip
    return indexed(made)


def put(store: SqliteStore, *entries: Entry) -> None:
    assert store.commit(NOW, *map(Create, entries)) is not None


def day(store: SqliteStore, since: datetime = START, until: datetime = END) -> list[Present]:
    return list(people(hourly(store, "acme", since, until, NOW)))


def objects(entries: list[Entry]) -> list[str]:
    return [one.object for one in entries]


@pytest.mark.parametrize("seed", range(12))
def test_everybody_comes_once_in_order_with_all_that_is_theirs(store: SqliteStore, seed: int) -> None:
    chance = random.Random(seed)
    spans = {"items": (START, END), "since": (END, NOW), "before": (START - 5 * HOUR, START)}
    made: dict[str, list[Entry]] = {"earlier": []}
    for span, (since, until) in spans.items():
        length = (until - since).total_seconds()
        made[span] = [
            entry(
                f"{span}{number}",
                since + timedelta(seconds=chance.uniform(0, length)),
                chance.choice([None, *"abcdefghij", str(number)]),
                seen=chance.random() > 0.1,
            )
            for number in range(chance.choice([0, 3, 40, 400]))
        ]
    made["earlier"] = [
        entry(f"e{n}", START - chance.randint(1, 9) * HOUR * 24, chance.choice([None, *"abcxyz"]), waits=True)
        for n in range(chance.choice([0, 1, 30]))
    ]
    put(store, *(one for some in made.values() for one in some), entry("other", START + HOUR, brand="b"))
    found = list(
        people(
            hourly(store, "acme", START, END, NOW),
            hourly(store, "acme", END, NOW, NOW),
            [owed(store, "acme", START, NOW)],
            hourly(store, "acme", START - 5 * HOUR, START, NOW),
        )
    )
    wanted: dict[str, dict[str, list[Entry]]] = {}
    for span, some in made.items():
        for one in sorted(some, key=lambda one: (one.opened_at, one.key)):
            if one.seen:
                wanted.setdefault(one.person or one.key, {}).setdefault(span, []).append(one)
    assert [one.who for one in found] == sorted(wanted)
    for one in found:
        lists = {name: getattr(one, name) for name in made}
        assert {name: some for name, some in lists.items() if some} == wanted[one.who]


@pytest.mark.parametrize(
    ("zone", "day", "columns"),
    [
        ("Europe/Oslo", "2026-10-13", 24),
        ("Europe/Oslo", "2026-10-25", 25),
        ("Europe/Oslo", "2026-03-29", 23),
        ("Asia/Kolkata", "2026-10-13", 25),
        ("Australia/Lord_Howe", "2026-10-04", 24),
    ],
)
def test_a_day_is_read_to_its_very_edges_whatever_its_zone(
    store: SqliteStore, zone: str, day: str, columns: int
) -> None:
    calendar = Calendar(zone=zone)
    date = datetime.fromisoformat(day).date()
    start, end = calendar.midnight(date), calendar.midnight(date + timedelta(days=1))
    moment = timedelta(microseconds=1)
    put(
        store,
        *(
            entry(name, at, name)
            for name, at in {
                "before": start - moment, "first": start, "noon": start + (end - start) / 2, "last": end - moment,
                "after": end,
            }.items()
        ),
    )  # fmt: skip
    now = end + HOUR
    found = people(hourly(store, "acme", start, end, now))
    assert {one.items[0].object for one in found} == {"first", "noon", "last"}
    assert len(list(hours(start, end))) == columns, "one query each"


def test_an_empty_day_has_nobody(store: SqliteStore) -> None:
    assert day(store) == []


def test_our_own_objects_come_first(store: SqliteStore) -> None:
    put(store, entry("theirs", START, "a"), entry("post", START + 9 * HOUR, None, ours=True))
    assert [one.items[0].object for one in day(store)] == ["post", "theirs"]


def test_somebody_whose_words_fill_pages_is_one_person(store: SqliteStore) -> None:
    """A page of an hour ends in the midst of them."""
    names = [f"c{number:03}" for number in range((HOURLY.page or 0) + 50)]
    put(store, *(entry(name, START + timedelta(seconds=place)) for place, name in enumerate(names)))
    put(store, *(entry(f"o{number}", START, f"other{number}") for number in range(120)))
    found = day(store)
    assert len(found) == 121
    (one,) = (one for one in found if len(one.items) > 1)
    assert objects(one.items) == names


class Watched:
    """Counts the documents that were taken, and fails at one of them."""

    def __init__(self, inner: SqliteStore, fails_at: int | None = None) -> None:
        self._inner, self._fails_at, self.taken = inner, fails_at, 0

    def find(self, *given: Any, **asked: Any) -> Iterator[Any]:
        for kept in self._inner.find(*given, **asked):
            if self.taken == self._fails_at:
                raise BackendUnavailable("store", "gone")
            self.taken += 1
            yield kept


def test_no_more_is_held_than_one_document_of_each_hour(store: SqliteStore) -> None:
    put(store, *(entry(f"c{n}", START + (n % 24) * HOUR, f"p{n}") for n in range(2400)))
    watched: Any = Watched(store)
    found = people(hourly(watched, "acme", START, END, NOW))
    next(found)
    assert watched.taken <= 25
    for number, _ in enumerate(found, start=2):
        assert watched.taken <= number + 24
    assert watched.taken == 2400


@pytest.mark.parametrize("fails_at", [0, 1, 7])
def test_what_fails_on_the_way_says_what_it_was(store: SqliteStore, fails_at: int) -> None:
    put(store, *(entry(f"c{n}", START + n * HOUR, f"p{n}") for n in range(8)))
    watched: Any = Watched(store, fails_at)
    streams = [named("the day's people", one) for one in hourly(watched, "acme", START, END, NOW)]
    with pytest.raises(Unread) as caught:
        list(people(streams))
    assert caught.value.name == "the day's people"
    assert "the day's people could not be read to the end" in str(caught.value)


def test_what_waits_from_earlier_keeps_all_of_its_facts(store: SqliteStore) -> None:
    made = entry("old", START - 30 * HOUR, waits=True, url="https://social.example/1", language="nb", topic="beans")
    put(store, made, entry("answered", START - HOUR), entry("today", START, waits=True))
    assert list(owed(store, "acme", START, NOW)) == [made]


def test_an_hour_is_fetched_in_pages_of_its_own() -> None:
    """Some dozens of them are read side by side."""
    assert HOURLY.page is not None
    assert HOURLY.page <= 250
