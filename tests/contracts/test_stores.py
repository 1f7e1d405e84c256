"""The Store promise, over every module in shared/stores."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import msgspec
import pytest

from shared import plugins
from shared.core.calendar import Calendar, Dated
from shared.core.claims import Claim
from shared.core.collecting import Access, Checkpoint, Counts, Sweep, Tally
from shared.core.course import Pause, Reason
from shared.core.digesting import Attendance, DigestContent, DigestRecord, Reader, Unsettled
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Interaction, Kind
from shared.core.ledger import (
    Card,
    Entry,
    Lease,
    Notice,
    Parked,
    Person,
    Said,
    Scene,
    State,
    Suggested,
    Switch,
    Used,
    Words,
)
from shared.core.listening import Deaf, Pulse
from shared.core.ports import (
    DIGESTS,
    HOURLY,
    OPENED,
    QUERIES,
    RINGING,
    ROOMS,
    TALLIES,
    TROUBLED,
    WAITING,
    Create,
    Delete,
    Document,
    Put,
    Query,
    Replace,
    Store,
)
from shared.core.regime import Hold, Moved, PolicyLog, Report, Version
from tests.contracts._adapters import NOW, open_store, store_environ

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=30)
HOURS = Calendar(
    zone="Europe/Oslo",
    week=(((540, 720), (780, 1020)),) * 5 + ((), ()),
    days={"2026-12-25": Dated(name="Christmas Day")},
    changes=((date(2027, 1, 1), (((600, 960),),) * 7),),
)
HOSTILE = {
    "reserved": "__x__",
    "a dot": ".",
    "two dots": "..",
    "a slash": "a/b",
    "slashes": "//",
    "2,000 bytes": "k" * 2000,
    "a WhatsApp id": "wamid.HBgLMTU1NTAxMDAwMDAVAgASGBQzQQ==",
    "letters of many scripts": "Größe-日本語-עברית-🎉",
    "white space": " \t\r\n ",
    "a NUL": "a\x00b",
    "SQL": "'; DROP TABLE entries; --",
    "a percent sign": "%2e%2e%2f_",
    "capitals": "ABC",
    "the same in small letters": "abc",
    "composed": "\u00e9",
    "decomposed": "e\u0301",
}
T = TypeVar("T")


@pytest.fixture(params=plugins.names("stores"))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def environ(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    return store_environ(name, tmp_path, request)


@pytest.fixture
def store(name: str, environ: dict[str, str]) -> Iterator[Store]:
    opened = open_store(name, environ)
    yield opened
    opened.close()


def lease(key: str = "one", expire_at: datetime = LATER) -> Lease:
    return Lease(key=key, expire_at=expire_at)


def entry(key: str = "one", **fields: Any) -> Entry:
    given: dict[str, Any] = {"opened_at": NOW, "received_at": NOW, "expire_at": LATER} | fields
    return Entry(key=key, brand=given.pop("brand", "acme"), platform="x", account="1", object=key, **given)


def document(room: type[Document], key: str, **fields: Any) -> Document:
    """A document of any room with these fields set."""
    blank: dict[type[Document], Callable[[], Document]] = {
        Entry: lambda: entry(key),
        Words: lambda: Words(key=key, brand="acme", interaction=_interaction(key), expire_at=LATER),
        Person: lambda: Person(key=key, brand="acme", said=(Said(wording="w", at=NOW),), expire_at=LATER),
        Scene: lambda: Scene(key=key, brand="acme", said=(Said(wording="w", at=NOW),), expire_at=LATER),
        Card: lambda: Card(
            key=key,
            brand="acme",
            at=NOW,
            suggested=(Suggested(capability="reply", text="t"),),
            used=(Used(nonce="n", colleague="Anna", act="send", at=NOW),),
            expire_at=LATER,
        ),
        Switch: lambda: Switch(key=key, brand="acme", at=NOW, expire_at=LATER),
        Lease: lambda: lease(key),
        Parked: lambda: Parked(key=key, connection="x", why="odd", at=NOW, body=b"\x00{", expire_at=LATER),
        Notice: lambda: Notice(
            key=key,
            brand="acme",
            about="digest",
            to="a@acme.example",
            subject="s",
            text="t",
            at=NOW,
            claim=Claim(slot="mail", capability="mail"),
            expire_at=LATER,
        ),
        DigestRecord: lambda: DigestRecord(
            key=key,
            brand="acme",
            day="2026-10-12",
            until=NOW,
            made_at=NOW,
            subject="s",
            headline="h",
            summary={"n": 1, "share": 0.5, "none": None, "text": "x"},
            unsettled=(Unsettled(who="p", entries=("e",), rest="thanks", then="waiting"),),
            now={"n": 2},
            brought_at=NOW,
            expire_at=LATER,
        ),
        DigestContent: lambda: DigestContent(
            key=key, brand="acme", day="2026-10-12", body=b"\x00\xff{", expire_at=LATER
        ),
        Attendance: lambda: Attendance(
            key=key,
            brand="acme",
            day="2026-10-12",
            part=0,
            parts=1,
            heard=b"\x00\xff" * 10,
            unheard=b"'" * 20,
            expire_at=LATER,
        ),
        Reader: lambda: Reader(
            key=key, brand="acme", at=NOW, stopped="reader", failed=1, language="nb", expire_at=LATER
        ),
        Pulse: lambda: Pulse(
            key=key,
            brand="acme",
            platform="x",
            account="1",
            checked_at=NOW,
            ok=None,
            deaf=(Deaf(since=NOW, why="odd"),),
            expire_at=LATER,
        ),
        Checkpoint: lambda: Checkpoint(
            key=key,
            brand="acme",
            platform="x",
            account="1",
            first=NOW,
            next_at=NOW,
            sweep=Sweep(began=NOW, since=NOW, until=NOW, days={"2026-10-12": Counts(3, 2, 1)}, seen=b"\x00\xff{"),
            expire_at=LATER,
        ),
        Tally: lambda: Tally(
            key=key,
            brand="acme",
            platform="x",
            account="1",
            day="2026-10-12",
            counts=Counts(3, 2, 1),
            until=NOW,
            at=NOW,
            expire_at=LATER,
        ),
        Access: lambda: Access(
            key=key,
            brand="acme",
            platform="x",
            account="1",
            seed="s",
            sealed=b"\x00\xff{",
            renewed_at=NOW,
            expire_at=LATER,
        ),
        PolicyLog: lambda: PolicyLog(
            key=key,
            brand="acme",
            versions=(Version(since=NOW, policy="a1", calendars=(HOURS,)),),
            holds=(Hold(pause=Pause(reason=Reason.CRISIS, who="Anna", since=NOW), platform="x"),),
            replan=NOW,
            expire_at=LATER,
        ),
        Report: lambda: Report(
            key=key,
            brand="acme",
            number=1,
            made_at=NOW,
            since=NOW,
            until=LATER,
            policy="a1",
            who="Anna",
            why="a holiday was missing",
            before={"first_response.n": 1.0, "first_response.median": None},
            moves=1,
            moved=(Moved(entry="e", clock="response", opened_at=NOW, before=60.0, breached_before=True),),
            expire_at=LATER,
        ),
    }
    return msgspec.structs.replace(blank[room](), **fields)


def _interaction(key: str) -> Interaction:
    return Interaction(
        platform="x", account="1", object=key, kind=Kind.COMMENT, received_at=NOW, text="Grüße 🎉", details={"a": "b"}
    )


def keys(found: Iterator[Any]) -> list[str]:
    return [kept.doc.key for kept in found]


def race(number: int, work: Callable[[int], T]) -> list[T | None]:
    """The answers of so many threads that start at one moment; None also for one that was told to try again."""
    start = Barrier(number)

    def run(mine: int) -> T | None:
        start.wait()
        try:
            return work(mine)
        except BackendUnavailable:
            return None

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


# --- reading what was written ---


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.room)
def test_a_document_of_every_room_comes_back_equal(store: Store, room: type[Document]) -> None:
    doc = document(room, "one")
    revisions = store.commit(NOW, Create(doc))
    kept = store.get(room, "one", NOW)
    assert revisions is not None
    assert kept is not None
    assert kept.doc == doc
    assert kept.revision == revisions[0]


def test_a_full_entry_comes_back_equal(store: Store) -> None:
    claim = Claim(slot="answer", capability="reply", text="Zoë 🎉 \u202e", sent_by=NOW, history=("a", "b"))
    full = entry(claims={"answer": claim}, private=True, at=NOW - HOUR, look_at=NOW + timedelta(microseconds=1))
    store.commit(NOW, Put(full))
    kept = store.get(Entry, "one", NOW)
    assert kept is not None
    assert kept.doc == full


def test_nothing_is_found_under_a_key_that_was_never_written(store: Store) -> None:
    assert store.get(Entry, "never", NOW) is None


def test_rooms_do_not_share_keys(store: Store) -> None:
    store.commit(NOW, Create(lease("one")), Create(entry("one")))
    store.commit(NOW, Delete(Lease, "one"))
    assert store.get(Lease, "one", NOW) is None
    assert store.get(Entry, "one", NOW) is not None


@pytest.mark.parametrize("key", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_is_a_key(store: Store, key: str) -> None:
    store.commit(NOW, *(Put(entry(other)) for other in HOSTILE.values() if other != key))
    assert store.get(Entry, key, NOW) is None, "it was taken for another key"
    assert store.commit(NOW, Create(entry(key))) is not None
    kept = store.get(Entry, key, NOW)
    assert kept is not None
    assert kept.doc.key == key
    assert store.commit(NOW, Create(entry(key))) is None
    assert key in keys(store.find(OPENED, NOW, equal=("acme",)))
    store.commit(NOW, Delete(Entry, key))
    assert store.get(Entry, key, NOW) is None
    assert len(keys(store.find(OPENED, NOW, equal=("acme",)))) == len(HOSTILE) - 1


# --- conditions ---


def test_of_64_racing_creates_exactly_one_wins(store: Store) -> None:
    for number in range(5):
        won = race(64, lambda mine, number=number: store.commit(NOW, Create(entry(f"{number}", owner=str(mine)))))
        winners = [mine for mine, done in enumerate(won) if done is not None]
        assert len(winners) == 1
        kept = store.get(Entry, f"{number}", NOW)
        assert kept is not None
        assert kept.doc.owner == str(winners[0])


def test_of_32_racing_replaces_exactly_one_wins(store: Store) -> None:
    first = store.commit(NOW, Create(entry()))
    assert first is not None
    won = race(32, lambda mine: store.commit(NOW, Replace(entry(owner=str(mine)), first[0])))
    winners = [mine for mine, done in enumerate(won) if done is not None]
    assert len(winners) == 1
    kept = store.get(Entry, "one", NOW)
    assert kept is not None
    assert kept.doc.owner == str(winners[0])


def test_writers_that_read_again_after_losing_lose_no_step(store: Store) -> None:
    store.commit(NOW, Create(entry()))

    def count(_mine: int) -> int:
        done = 0
        while done < 10:
            kept = store.get(Entry, "one", NOW)
            assert kept is not None
            more = msgspec.structs.replace(kept.doc, attempt=kept.doc.attempt + 1)
            done += store.commit(NOW, Replace(more, kept.revision)) is not None
        return done

    total = sum(done or 0 for done in race(4, count))
    kept = store.get(Entry, "one", NOW)
    assert kept is not None
    assert total == 40
    assert kept.doc.attempt == 40


def test_a_revision_is_never_used_again(store: Store) -> None:
    """A document that is removed and made anew with the same content is another one."""
    first = store.commit(NOW, Create(entry()))
    store.commit(NOW, Delete(Entry, "one"))
    assert first is not None
    assert store.commit(NOW, Replace(entry(), first[0])) is None
    store.commit(NOW, Create(entry()))
    assert store.commit(NOW, Replace(entry(), first[0])) is None


def test_writing_the_same_again_makes_a_new_revision(store: Store) -> None:
    first = store.commit(NOW, Put(entry()))
    second = store.commit(NOW, Put(entry()))
    assert first is not None
    assert second is not None
    assert first != second
    assert store.commit(NOW, Replace(entry(), first[0])) is None
    assert store.commit(NOW, Replace(entry(), second[0])) is not None


def test_deleting_what_is_not_there_is_fine(store: Store) -> None:
    assert store.commit(NOW, Delete(Entry, "never")) == ("",)


FAILING = {"a create of what is there": "create", "a replace of what changed": "changed", "of nothing": "gone"}


@pytest.mark.parametrize("how", FAILING.values(), ids=FAILING.keys())
@pytest.mark.parametrize("place", [0, 2, 4])
def test_one_failing_condition_writes_nothing_at_all(store: Store, how: str, place: int) -> None:
    store.commit(NOW, Put(entry("there", owner="old")))
    store.commit(NOW, Put(lease("to delete")), Put(entry("to replace", owner="old")))
    kept = store.get(Entry, "to replace", NOW)
    assert kept is not None
    failing = {
        "create": Create(entry("there", owner="new")),
        "changed": Replace(entry("there", owner="new"), "not its revision"),
        "gone": Replace(entry("never", owner="new"), kept.revision),
    }[how]
    writes: list[Any] = [
        Create(entry("new")),
        Replace(entry("to replace", owner="new"), kept.revision),
        Put(lease("put")),
        Delete(Lease, "to delete"),
    ]
    writes.insert(place, failing)

    assert store.commit(NOW, *writes) is None

    assert store.get(Entry, "new", NOW) is None
    assert store.get(Lease, "put", NOW) is None
    assert store.get(Lease, "to delete", NOW) is not None
    assert store.get(Entry, "never", NOW) is None
    owners = {one.doc.key: one.doc.owner for one in store.find(OPENED, NOW, equal=("acme",))}
    assert owners == {"there": "old", "to replace": "old"}
    writes.remove(failing)
    done = store.commit(NOW, *writes)
    assert done is not None
    assert [bool(one) for one in done] == [True, True, True, False], "one revision per write, none for a Delete"


def test_racing_commits_over_two_documents_never_mix(store: Store) -> None:
    def pair(mine: int) -> object:
        return store.commit(NOW, Create(entry("left", owner=str(mine))), Create(lease(f"right-{mine % 4}")))

    won = [mine for mine, done in enumerate(race(16, pair)) if done is not None]
    assert len(won) == 1
    there = [number for number in range(4) if store.get(Lease, f"right-{number}", NOW) is not None]
    assert there == [won[0] % 4]


def test_a_document_that_would_stay_for_ever_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="expire_at"):
        store.commit(NOW, Create(lease("before")), Put(entry(expire_at=None)))
    assert store.get(Lease, "before", NOW) is None


# --- expiry, by the time that is given ---


def test_a_document_is_there_until_the_moment_it_expires(store: Store) -> None:
    store.commit(NOW, Create(entry(expire_at=NOW + HOUR)))
    just_before = NOW + HOUR - timedelta(microseconds=1)
    assert store.get(Entry, "one", just_before) is not None
    assert store.get(Entry, "one", NOW + HOUR) is None
    assert keys(store.find(OPENED, just_before, equal=("acme",))) == ["one"]
    assert keys(store.find(OPENED, NOW + HOUR, equal=("acme",))) == []


def test_an_expired_document_may_be_created_again_but_not_replaced(store: Store) -> None:
    first = store.commit(NOW, Create(lease(expire_at=NOW + HOUR)))
    assert first is not None
    assert store.commit(NOW + HOUR, Replace(lease(), first[0])) is None
    assert store.commit(NOW + HOUR, Create(lease(expire_at=NOW + 2 * HOUR))) is not None
    assert store.commit(NOW + HOUR, Create(lease())) is None
    assert store.get(Lease, "one", NOW + HOUR) is not None


def test_of_64_racing_creates_over_an_expired_document_one_wins(store: Store) -> None:
    store.commit(NOW, Create(lease(expire_at=NOW + HOUR)))
    won = race(64, lambda _mine: store.commit(NOW + HOUR, Create(lease(expire_at=NOW + 2 * HOUR))))
    assert sum(done is not None for done in won) == 1


def test_sweeping_removes_the_expired_alone_and_twice_changes_nothing(store: Store) -> None:
    for room in ROOMS:
        store.commit(NOW, Put(document(room, "old", expire_at=NOW + HOUR)), Put(document(room, "young")))
    store.sweep(NOW + HOUR)
    assert store.sweep(NOW + HOUR) == 0
    for room in ROOMS:
        assert store.get(room, "young", NOW + HOUR) is not None
        assert store.get(room, "old", NOW + HOUR) is None


# --- queries ---


def _values(query: Query, number: int) -> object:
    """The n-th value of a query's `over` field, rising."""
    if query in (DIGESTS, TALLIES):
        return (NOW + timedelta(days=number)).date().isoformat()
    if query is HOURLY:
        return f"who {number:03}"
    return NOW + timedelta(seconds=number)


def _equals(query: Query) -> tuple[str | bool, ...]:
    known = {"waiting": True, "about": "digest", "brand": "acme"}
    return tuple(known.get(field, f"a {field}") for field in query.equal)


def _held(query: Query, key: str, number: int, **fields: Any) -> Document:
    given = dict(zip(query.equal, _equals(query), strict=True)) | {query.over: _values(query, number)}
    return document(query.room, key, **(given | fields))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
class TestQueries:
    def test_documents_come_in_order_of_the_field_then_of_the_key(self, store: Store, query: Query) -> None:
        wanted = [f"{number:02}-{letter}" for number in range(1, 20) for letter in "ab"]
        shuffled = random.Random(7).sample(wanted, len(wanted))
        for key in shuffled:
            store.commit(NOW, Put(_held(query, key, int(key[:2]))))
        assert keys(store.find(query, NOW, equal=_equals(query))) == wanted

    def test_since_is_inside_and_until_is_not(self, store: Store, query: Query) -> None:
        store.commit(NOW, *(Put(_held(query, str(number), number)) for number in range(1, 8)))
        since, until = _values(query, 3), _values(query, 6)
        equal = _equals(query)
        assert keys(store.find(query, NOW, equal=equal, since=since, until=until)) == ["3", "4", "5"]
        assert keys(store.find(query, NOW, equal=equal, since=since)) == ["3", "4", "5", "6", "7"]
        assert keys(store.find(query, NOW, equal=equal, until=since)) == ["1", "2"]
        assert keys(store.find(query, NOW, equal=equal, since=since, until=since)) == []

    def test_a_limit_takes_the_first(self, store: Store, query: Query) -> None:
        store.commit(NOW, *(Put(_held(query, str(number), number)) for number in range(1, 8)))
        for limit in (0, 1, 7, 8):
            found = keys(store.find(query, NOW, equal=_equals(query), limit=limit))
            assert found == [str(number) for number in range(1, 8)][:limit]

    def test_only_documents_with_the_given_values_are_found(self, store: Store, query: Query) -> None:
        if not query.equal:
            pytest.skip("this query is asked without values")
        store.commit(NOW, Put(_held(query, "mine", 1)))
        for field in query.equal:
            other: Any = None if field == "waiting" else "another"
            store.commit(NOW, Put(_held(query, f"other {field}", 1, **{field: other})))
        assert keys(store.find(query, NOW, equal=_equals(query))) == ["mine"]

    def test_an_expired_document_is_not_found(self, store: Store, query: Query) -> None:
        store.commit(NOW, Put(_held(query, "one", 1, expire_at=NOW + HOUR)))
        assert keys(store.find(query, NOW, equal=_equals(query))) == ["one"]
        assert keys(store.find(query, NOW + HOUR, equal=_equals(query))) == []

    def test_the_number_of_values_must_fit(self, store: Store, query: Query) -> None:
        with pytest.raises(ValueError, match=query.name):
            list(store.find(query, NOW, equal=(*_equals(query), "one more")))


SOMETIMES = [
    query for query in QUERIES if query.room is Entry and query.over in ("ring_at", "due_at", "trouble_at", "late_at")
]


@pytest.mark.parametrize("query", SOMETIMES, ids=lambda query: query.name)
def test_a_field_that_means_nothing_now_is_not_found(store: Store, query: Query) -> None:
    store.commit(NOW, Put(_held(query, "due", 1)), Put(_held(query, "not due", 1, **{query.over: None})))
    assert keys(store.find(query, NOW, equal=_equals(query))) == ["due"]
    store.commit(NOW, Put(_held(query, "due", 1, **{query.over: None})))
    assert keys(store.find(query, NOW, equal=_equals(query))) == []


def test_what_no_longer_waits_is_not_found_waiting(store: Store) -> None:
    store.commit(NOW, Put(entry("one", waiting=True)), Put(entry("two", waiting=True)))
    store.commit(NOW, Put(entry("one")))
    assert keys(store.find(WAITING, NOW, equal=("acme", True))) == ["two"]


def test_moments_are_compared_as_moments_whatever_their_zone_or_fraction(store: Store) -> None:
    whole = NOW.replace(microsecond=0)
    moments = {
        "1": whole - timedelta(microseconds=1),
        "2": whole,
        "3": whole + timedelta(microseconds=1),
        "4": (whole + timedelta(seconds=1)).astimezone(datetime.fromisoformat("2026-01-01T00:00:00+14:00").tzinfo),
        "5": (whole + timedelta(seconds=2)).astimezone(datetime.fromisoformat("2026-01-01T00:00:00-11:00").tzinfo),
    }
    store.commit(NOW, *(Put(entry(key, ring_at=at)) for key, at in moments.items()))
    assert keys(store.find(RINGING, NOW)) == ["1", "2", "3", "4", "5"]
    assert keys(store.find(RINGING, NOW, until=whole)) == ["1"]
    assert keys(store.find(RINGING, NOW, since=moments["4"], until=moments["5"])) == ["4"]


def test_more_than_one_page_is_read_whole_once_and_in_order(store: Store) -> None:
    """1,234 documents, hundreds of them at one moment: a page may end among equals."""
    made = [entry(f"{number:04}", opened_at=NOW + timedelta(seconds=number // 600)) for number in range(1234)]
    for batch in _batches(made, 200):
        store.commit(NOW, *(Put(one) for one in batch))
    wanted = [one.key for one in made]
    assert keys(store.find(OPENED, NOW, equal=("acme",))) == wanted
    assert keys(store.find(OPENED, NOW, equal=("acme",), limit=777)) == wanted[:777]


def _batches(made: list[Entry], size: int) -> Iterator[list[Entry]]:
    for first in range(0, len(made), size):
        yield made[first : first + size]


def test_a_reader_may_write_while_it_reads(store: Store) -> None:
    """`watch` changes what it finds, one by one, before it asks for the next."""
    for first in range(0, 600, 200):
        store.commit(NOW, *(Put(entry(f"{number:04}", ring_at=NOW)) for number in range(first, first + 200)))
    seen = []
    for kept in store.find(RINGING, NOW, until=NOW + HOUR):
        seen.append(kept.doc.key)
        store.commit(NOW, Replace(msgspec.structs.replace(kept.doc, ring_at=None), kept.revision))
    assert seen == [f"{number:04}" for number in range(600)]
    assert keys(store.find(RINGING, NOW)) == []


def test_what_is_found_can_be_replaced_by_the_revision_found(store: Store) -> None:
    store.commit(NOW, Put(entry(trouble_at=NOW, state=State.UNCERTAIN)))
    (kept,) = store.find(TROUBLED, NOW, equal=("acme",))
    assert store.commit(NOW, Replace(kept.doc, kept.revision)) is not None


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_an_empty_store_answers_with_nothing(store: Store, query: Query) -> None:
    assert keys(store.find(query, NOW, equal=_equals(query))) == []


# --- lifetime ---


def test_what_was_committed_is_there_for_the_next_process(name: str, environ: dict[str, str]) -> None:
    first = open_store(name, environ)
    first.commit(NOW, Create(entry()))
    first.close()
    second = open_store(name, environ)
    assert second.get(Entry, "one", NOW) is not None
    assert second.commit(NOW, Create(entry())) is None
    second.close()


def test_two_instances_see_each_other_at_once(store: Store, name: str, environ: dict[str, str]) -> None:
    other = open_store(name, environ)
    first = store.commit(NOW, Create(entry()))
    kept = other.get(Entry, "one", NOW)
    assert first is not None
    assert kept is not None
    assert other.commit(NOW, Replace(entry(owner="other"), kept.revision)) is not None
    assert store.commit(NOW, Replace(entry(owner="mine"), first[0])) is None
    other.close()


def test_closing_twice_is_safe(name: str, environ: dict[str, str]) -> None:
    opened = open_store(name, environ)
    opened.commit(NOW, Create(entry()))
    opened.close()
    opened.close()
