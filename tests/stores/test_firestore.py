"""What only the Firestore ledger can meet: lost answers, indexes, long documents, documents of other releases."""

from __future__ import annotations

import itertools
import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import DefaultCredentialsError
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.types import (
    CommitRequest,
    Document,
    ListDocumentsRequest,
    Value,
    Write,
)

from shared import cli
from shared.core.claims import Claim
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ledger import Entry, Lease, Notice, Parked, indexed
from shared.core.ports import (
    CONVERSATION,
    HOURLY,
    NOTICES,
    OPENED,
    PARKED,
    QUERIES,
    Create,
    Delete,
    Put,
    Query,
    Replace,
)
from shared.stores import _firestore, firestore
from shared.stores._firestore import Operations, to_emulator, to_google
from shared.stores._indexes import INDEXES, UNINDEXED, Index, cut, name_of
from shared.stores.firestore import FirestoreStore
from tests.emulators import project

NOW = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
HOUR = timedelta(hours=1)
MIB = 1024 * 1024
PATIENCE = 30.0  # seconds that a busy machine may take for what takes one
DEADLINES = _firestore._DEADLINE, _firestore._FIND


@pytest.fixture
def environ(emulators: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A project of its own. A cold emulator on a busy machine may miss a deadline, which is not what most ask here."""
    monkeypatch.setattr(_firestore, "_DEADLINE", 2 * PATIENCE)
    monkeypatch.setattr(_firestore, "_FIND", 2 * PATIENCE)
    return emulators | {"GOOGLE_CLOUD_PROJECT": project()}


@pytest.fixture
def store(environ: dict[str, str]) -> Iterator[FirestoreStore]:
    opened = FirestoreStore.open(environ)
    yield opened
    opened.close()


@pytest.fixture
def raw(environ: dict[str, str]) -> Iterator[FirestoreClient]:
    """The official client, for looking behind the store's back."""
    client = to_emulator(environ["FIRESTORE_EMULATOR_HOST"])
    yield client
    client.transport.close()


def lease(key: str = "one", expire_at: datetime = LATER) -> Lease:
    return Lease(key=key, expire_at=expire_at)


def entry(key: str = "one", **fields: Any) -> Entry:
    given: dict[str, Any] = {"opened_at": NOW, "received_at": NOW, "expire_at": LATER, "brand": "acme"} | fields
    return Entry(key=key, platform="x", account="1", object=key, **given)


def parked(key: str, size: int) -> Parked:
    body = random.Random(key).randbytes(size)
    return Parked(key=key, connection="x", why="odd", at=NOW, body=body, expire_at=LATER)


def notice(text: str) -> Notice:
    claim = Claim(slot="mail", capability="mail")
    return Notice(
        key="one", brand="acme", about="digest", to="a", subject="s", text=text, at=NOW, claim=claim, expire_at=LATER
    )


def keys(found: Iterator[Any]) -> list[str]:
    return [kept.doc.key for kept in found]


def database(environ: Mapping[str, str]) -> str:
    return f"projects/{environ['GOOGLE_CLOUD_PROJECT']}/databases/(default)"


def documents(raw: FirestoreClient, environ: Mapping[str, str], collection: str) -> list[Document]:
    asked = ListDocumentsRequest(parent=f"{database(environ)}/documents", collection_id=collection)
    return list(raw.list_documents(asked))


def overwrite(raw: FirestoreClient, environ: Mapping[str, str], name: str, **fields: Value) -> None:
    write = Write(update=Document(name=name, fields=fields), update_mask={"field_paths": list(fields)})
    raw.commit(CommitRequest(database=database(environ), writes=[write]))


class Overheard:
    """The official client, with a journal; `before` and `after` may do something at each call by name."""

    def __init__(self, inner: FirestoreClient) -> None:
        self.inner = inner
        self.transport = inner.transport
        self.said: list[tuple[str, Any]] = []
        self.before: dict[str, Callable[[], None]] = {}
        self.after: dict[str, Callable[[], None]] = {}

    def _call(self, name: str, request: Any, given: dict[str, Any]) -> Any:
        self.said.append((name, type(request).pb(request)))
        self.before.get(name, lambda: None)()
        answer = getattr(self.inner, name)(request, **given)
        if name == "batch_get_documents":
            answer = iter(list(answer))
        self.after.get(name, lambda: None)()
        return answer

    def commit(self, request: Any, **given: Any) -> Any:
        return self._call("commit", request, given)

    def batch_get_documents(self, request: Any, **given: Any) -> Any:
        return self._call("batch_get_documents", request, given)

    def get_document(self, request: Any, **given: Any) -> Any:
        return self._call("get_document", request, given)

    def run_query(self, request: Any, **given: Any) -> Any:
        return self._call("run_query", request, given)

    def all(self, name: str) -> list[Any]:
        return [request for said, request in self.said if said == name]


@pytest.fixture
def overheard(raw: FirestoreClient) -> Overheard:
    return Overheard(raw)


@pytest.fixture
def watched(overheard: Overheard, environ: dict[str, str]) -> FirestoreStore:
    """A store whose calls are overheard."""
    client: Any = overheard
    return FirestoreStore(lambda: client, database(environ))


# --- opening ---


def test_opening_says_nothing_to_the_network() -> None:
    opened = FirestoreStore.open({"GOOGLE_CLOUD_PROJECT": "p", "FIRESTORE_EMULATOR_HOST": "nowhere.invalid:1"})
    opened.close()
    opened.close()
    FirestoreStore.open({"GOOGLE_CLOUD_PROJECT": "p"}).close()


@pytest.mark.parametrize("shards", ["0", "31", "-1", "4.0", "four", "²", " "])
def test_a_number_of_shards_that_cannot_be_is_refused(shards: str) -> None:
    with pytest.raises(ConfigurationError, match=r"HEARD_FIRESTORE_SHARDS is .* from 1 to 30"):
        FirestoreStore.open({"GOOGLE_CLOUD_PROJECT": "p", "HEARD_FIRESTORE_SHARDS": shards})


@pytest.mark.parametrize("name", ["GOOGLE_CLOUD_PROJECT", "HEARD_FIRESTORE_DATABASE"])
@pytest.mark.parametrize("value", ["projects/p", "a b", "a\n"])
def test_a_name_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        FirestoreStore.open({"GOOGLE_CLOUD_PROJECT": "p"} | {name: value})


def test_without_a_project_it_says_what_to_set() -> None:
    with pytest.raises(ConfigurationError, match="Set it to"):
        FirestoreStore.open({"FIRESTORE_EMULATOR_HOST": "127.0.0.1:1"})


def test_the_real_client_is_made_with_the_machines_own_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def default(**given: Any) -> tuple[AnonymousCredentials, str]:
        asked.append(given)
        return AnonymousCredentials(), "theirs"

    monkeypatch.setattr("google.auth.default", default)
    FirestoreStore.open({"GOOGLE_CLOUD_PROJECT": "ours"}).close()
    assert asked == [], "not before the first call"
    client = to_google()
    assert client.transport.host == "firestore.googleapis.com:443"
    assert len(asked) == 1
    client.transport.close()
    store = FirestoreStore.open({})
    assert store._database.name == "projects/theirs/databases/(default)"


def test_without_credentials_a_call_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def default(**given: Any) -> None:
        raise DefaultCredentialsError("none here")

    monkeypatch.setattr("google.auth.default", default)
    with pytest.raises(ConfigurationError, match="GOOGLE_CLOUD_PROJECT"):
        FirestoreStore.open({})
    with pytest.raises(BackendUnavailable, match="DefaultCredentialsError"):
        FirestoreStore.open({"GOOGLE_CLOUD_PROJECT": "p"}).get(Lease, "one", NOW)


def test_two_databases_of_a_project_are_apart(environ: dict[str, str], store: FirestoreStore) -> None:
    other = FirestoreStore.open(environ | {"HEARD_FIRESTORE_DATABASE": "heard-test"})
    other.commit(NOW, Create(lease()))
    assert store.get(Lease, "one", NOW) is None
    assert other.get(Lease, "one", NOW) is not None
    other.close()


# --- indexes ---


def served(request: Any, indexes: tuple[Index, ...]) -> bool:
    """Whether Firestore would answer: https://firebase.google.com/docs/firestore/query-data/index-overview"""
    question = request.structured_query
    filters = [one.field_filter for one in question.where.composite_filter.filters]
    of_equal = {one.field.field_path for one in filters if one.op in (_firestore.Is.EQUAL, _firestore.Is.IN)}
    between = {one.field.field_path for one in filters} - of_equal
    order = tuple(one.field.field_path for one in question.order_by)
    if of_equal | between | set(order) <= {"__name__"}:
        return True  # every collection has this one
    assert order[-1] == "__name__"
    return between <= {order[0]} and any(
        one.collection == question.from_[0].collection_id
        and set(one.fields[: len(of_equal)]) == of_equal
        and one.fields[len(of_equal) :] == order[:-1]
        for one in indexes
    )


def values_of(query: Query) -> tuple[str | bool, ...]:
    return tuple(True if field == "waiting" else f"a {field}" for field in query.equal)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_that_is_sent_has_its_index(watched: FirestoreStore, overheard: Overheard, query: Query) -> None:
    edge: Any = "2026-10-13" if query.over == "day" else NOW
    for since, until in itertools.product((None, edge), repeat=2):
        list(watched.find(query, NOW, equal=values_of(query), since=since, until=until))
    sent = overheard.all("run_query")
    assert len(sent) == 4
    assert all(served(one, INDEXES) for one in sent)
    others = tuple(one for one in INDEXES if one.name != query.name)
    assert not any(served(one, others) for one in sent), "no index is there twice"


def test_what_deleting_asks_needs_no_index(watched: FirestoreStore, overheard: Overheard) -> None:
    watched.commit(NOW, Delete(Lease, "one"))
    assert all(served(one, ()) for one in overheard.all("run_query"))


def test_no_index_begins_with_a_time() -> None:
    """It would be written at one end only, and hold a collection at 500 writes a second."""
    times = {query.over for query in QUERIES}
    assert not [one.name for one in INDEXES if one.fields[0] in times]


def test_every_field_that_is_written_is_exempt_from_firestores_own_indexes(
    watched: FirestoreStore, overheard: Overheard
) -> None:
    full = entry(ring_at=NOW, due_at=NOW, trouble_at=NOW, waiting=True, conversation="c", person="p")
    watched.commit(NOW, Put(full), Put(lease()), Put(parked("p", 2 * MIB)), Put(notice("t")))
    written = [write.update for write in overheard.all("commit")[0].writes]
    assert len(written) > 4
    for one in written:
        assert set(one.fields) <= set(UNINDEXED[one.name.split("/")[-2]])


def test_a_field_without_a_value_is_not_written(watched: FirestoreStore, overheard: Overheard) -> None:
    watched.commit(NOW, Put(entry()))
    (sent,) = overheard.all("commit")
    assert set(sent.writes[0].update.fields) == {"body", "mark", "expire_at", "key", "shard", "brand", "opened_at"}


def test_the_committed_indexes_are_current(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "made" / "indexes.json"
    assert cli.main(["indexes", "--check", "--out", str(file)]) == 1
    assert "shared.cli indexes" in capsys.readouterr().err
    assert cli.main(["indexes", "--out", str(file)]) == 0
    assert cli.main(["indexes", "--check", "--out", str(file)]) == 0
    assert cli.main(["indexes", "--check"]) == 0, "infra/indexes.json"
    held = json.loads(file.read_text())
    assert list(held["indexes"]) == [query.name for query in QUERIES]
    assert held["ttl"].keys() == held["unindexed"].keys()


# --- shards ---


def test_shards_may_be_raised_and_the_order_stays(environ: dict[str, str]) -> None:
    wanted = [f"{number:02}" for number in range(40)]
    for number, shards in enumerate(("1", "4", "30")):
        store = FirestoreStore.open(environ | {"HEARD_FIRESTORE_SHARDS": shards})
        mine = wanted[number::3]
        store.commit(NOW, *(Put(entry(key, opened_at=NOW + int(key) * HOUR)) for key in mine))
    assert keys(store.find(OPENED, NOW, equal=("acme",))) == wanted


def test_the_documents_spread_over_the_shards(watched: FirestoreStore, overheard: Overheard) -> None:
    watched.commit(NOW, *(Put(entry(f"{number}")) for number in range(100)))
    shards = [one.update.fields["shard"].integer_value for one in overheard.all("commit")[0].writes]
    assert sorted(set(shards)) == [0, 1, 2, 3]
    assert max(shards.count(one) for one in range(4)) < 50


def test_long_names_are_told_apart_and_keep_their_order(store: FirestoreStore) -> None:
    """Firestore looks at no more than the first 1,500 bytes of an indexed text."""
    long = "c" * 3000
    store.commit(NOW, Put(entry("b" + long, conversation=long + "1")), Put(entry("a" + long, conversation=long + "1")))
    store.commit(NOW, Put(entry("other", conversation=long + "2")))
    assert keys(store.find(CONVERSATION, NOW, equal=(long + "1",))) == ["a" + long, "b" + long]


# --- long documents ---


def test_five_mebibytes_come_back_equal_and_leave_nothing_when_deleted(
    store: FirestoreStore, raw: FirestoreClient, environ: dict[str, str]
) -> None:
    longest = parked("long", 5 * MIB)
    revisions = store.commit(NOW, Create(longest), Create(lease()))
    kept = store.get(Parked, "long", NOW)
    assert revisions is not None
    assert kept is not None
    assert kept.doc == longest
    assert kept.revision == revisions[0]
    assert [one.doc for one in store.find(PARKED, NOW)] == [longest]
    there = documents(raw, environ, "parked")
    assert len(there) == 7
    assert len({one.fields["expire_at"].timestamp_value for one in there}) == 1, "they expire together"

    short = store.commit(NOW, Replace(parked("long", 10), kept.revision))
    assert short is not None
    assert store.get(Parked, "long", NOW) is not None
    store.commit(NOW, Delete(Parked, "long"))
    assert documents(raw, environ, "parked") == []
    assert store.get(Lease, "one", NOW) is not None


def test_a_text_is_cut_between_its_letters(store: FirestoreStore) -> None:
    said = notice("é🎉日" * 250_000)
    store.commit(NOW, Create(said))
    kept = store.get(Notice, "one", NOW)
    assert kept is not None
    assert kept.doc == said
    assert [one.doc for one in store.find(NOTICES, NOW, equal=("acme", "digest"))] == [said]


@pytest.mark.parametrize("size", range(4, 12))
def test_parts_are_text_and_make_up_the_whole(size: int) -> None:
    for text in ("", "a", "é" * 7, "🎉" * 9, "aé日🎉" * 5):
        parts = cut(text.encode(), size)
        assert "".join(part.decode() for part in parts) == text
        assert all(len(part) <= size for part in parts)


def test_a_long_document_without_its_parts_is_not_taken_for_a_short_one(
    store: FirestoreStore, raw: FirestoreClient, environ: dict[str, str]
) -> None:
    store.commit(NOW, Create(parked("long", 2 * MIB)))
    part = max(one.name for one in documents(raw, environ, "parked"))
    raw.commit(CommitRequest(database=database(environ), writes=[Write(delete=part)]))
    assert list(store.find(PARKED, NOW)) == [], "and it keeps no other from being found"
    with pytest.raises(BackendUnavailable, match="lacks a part"):
        store.get(Parked, "long", NOW)
    assert store.get(Parked, "long", LATER) is None, "of an expired one the parts may go first"
    assert keys(store.find(PARKED, LATER)) == []


@pytest.mark.parametrize("size", [2 * MIB, 5 * MIB])
def test_a_condition_that_failed_leaves_no_part_behind(
    store: FirestoreStore, raw: FirestoreClient, environ: dict[str, str], size: int
) -> None:
    store.commit(NOW, Create(parked("one", 10)))
    assert store.commit(NOW, Create(parked("one", size))) is None
    kept = store.get(Parked, "one", NOW)
    assert kept is not None
    assert kept.doc == parked("one", 10)
    assert len(documents(raw, environ, "parked")) == 1


# --- conditions ---


def test_32_threads_that_count_in_one_document_lose_no_step(store: FirestoreStore) -> None:
    store.commit(NOW, Create(entry()))

    def count(_mine: int) -> None:
        until = time.monotonic() + 3 * PATIENCE
        while time.monotonic() < until:
            with suppress(BackendUnavailable):
                kept = store.get(Entry, "one", NOW)
                assert kept is not None
                more = entry(attempt=kept.doc.attempt + 1)
                if store.commit(NOW, Replace(more, kept.revision)) is not None:
                    return
        raise AssertionError("it never got its turn")

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(count, range(32)))
    kept = store.get(Entry, "one", NOW)
    assert kept is not None
    assert kept.doc.attempt == 32


def test_an_expired_document_that_goes_while_its_place_is_taken_stands_in_nobodys_way(
    watched: FirestoreStore, overheard: Overheard, store: FirestoreStore
) -> None:
    store.commit(NOW, Create(lease(expire_at=NOW + HOUR)))
    removed = []

    def by_policy() -> None:
        if not removed:
            removed.append(store.commit(NOW, Delete(Lease, "one")))

    overheard.after["batch_get_documents"] = by_policy
    assert watched.commit(NOW + HOUR, Create(lease())) is not None
    assert removed
    assert store.get(Lease, "one", NOW + HOUR) is not None


def test_over_an_expired_document_the_other_conditions_still_hold(store: FirestoreStore) -> None:
    first = store.commit(NOW, Create(entry()))
    store.commit(NOW, Put(entry()))
    store.commit(NOW, Create(lease(expire_at=NOW + HOUR)))
    assert first is not None
    assert store.commit(NOW + HOUR, Create(lease()), Replace(entry(owner="me"), first[0])) is None
    assert store.get(Lease, "one", NOW + HOUR) is None


def test_over_an_expired_document_what_goes_with_it_is_written_too(store: FirestoreStore) -> None:
    first = store.commit(NOW, Create(entry()), Create(lease(expire_at=NOW + HOUR)))
    assert first is not None
    done = store.commit(NOW + HOUR, Replace(entry(owner="me"), first[0]), Create(lease()), Create(lease("two")))
    kept = [store.get(Entry, "one", NOW + HOUR), store.get(Lease, "one", NOW + HOUR)]
    assert done is not None
    assert [one and one.revision for one in kept] == list(done[:2])


@pytest.mark.parametrize("revision", ["", "/", "1.2", "1.2/3", "a.b/c.d", "1.2/3.4/5.6"])
def test_a_revision_of_another_store_is_none_of_ours(store: FirestoreStore, revision: str) -> None:
    store.commit(NOW, Create(entry()))
    assert store.commit(NOW, Replace(entry(), revision)) is None


# --- what can go wrong on the way ---


class Proxy:
    """A loopback TCP proxy before the emulator that can hold back its answers, drop connections, and be gone."""

    def __init__(self, host: str) -> None:
        name, port = host.rsplit(":", 1)
        self._to = (name, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: list[socket.socket] = []
        self._holding = threading.Event()
        self._gone = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def hold(self) -> None:
        """From now on no byte comes back."""
        self._holding.set()

    def cut(self) -> None:
        """Drop every connection, with what was held back."""
        self._holding.clear()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def go(self) -> None:
        """Nobody is there any more: new connections are dropped at once."""
        self._gone.set()
        self.cut()

    def come_back(self) -> None:
        self._gone.clear()

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._gone.is_set():
                    near.close()
                    continue
                far = socket.create_connection(self._to)
                self._open += [near, far]
                for one, other, back in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pass, args=(one, other, back), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if not (back and self._holding.is_set()):
                    other.sendall(data)


@pytest.fixture
def proxy(environ: dict[str, str]) -> Iterator[Proxy]:
    with closing(Proxy(environ["FIRESTORE_EMULATOR_HOST"])) as running:
        yield running


@pytest.fixture
def far(environ: dict[str, str], proxy: Proxy) -> Iterator[FirestoreStore]:
    """A store on the far side of the proxy, connected."""
    opened = FirestoreStore.open(environ | {"FIRESTORE_EMULATOR_HOST": proxy.address})
    assert opened.get(Lease, "none", NOW) is None
    yield opened
    opened.close()


def eventually(look: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(BackendUnavailable):
            found = look()
            if found:
                return found
        time.sleep(0.05)
    raise AssertionError(f"not within {PATIENCE} s")


def test_a_commit_whose_answer_was_lost_has_landed_and_is_not_sent_again(
    far: FirestoreStore, store: FirestoreStore, proxy: Proxy
) -> None:
    proxy.hold()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(far.commit, NOW, Create(entry(owner="me")))
        landed = eventually(lambda: store.get(Entry, "one", NOW))
        proxy.cut()
        with pytest.raises(BackendUnavailable, match="firestore store unavailable: ServiceUnavailable"):
            coming.result(PATIENCE)
    assert landed.doc.owner == "me"
    assert eventually(lambda: far.get(Entry, "one", NOW)) == landed, "written once"
    assert far.commit(NOW, Create(entry(owner="me"))) is None


def test_a_door_never_waits_longer_than_its_deadlines() -> None:
    assert DEADLINES == (5.0, 30.0)


def test_an_answer_that_never_comes_is_waited_for_until_the_deadline(
    far: FirestoreStore, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_firestore, "_DEADLINE", 1.0)
    monkeypatch.setattr(_firestore, "_FIND", 1.0)
    proxy.hold()
    calls: tuple[Callable[[], Any], ...] = (
        lambda: far.commit(NOW, Create(lease())),
        lambda: far.get(Lease, "one", NOW),
        lambda: list(far.find(OPENED, NOW, equal=("acme",))),
    )
    for call in calls:
        start = time.monotonic()
        with pytest.raises(BackendUnavailable, match="DeadlineExceeded"):
            call()
        assert time.monotonic() - start < PATIENCE, "without one it would wait for ever"


def test_while_nobody_is_there_it_says_so_and_afterwards_it_goes_on(far: FirestoreStore, proxy: Proxy) -> None:
    proxy.go()
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(BackendUnavailable):
            far.commit(NOW, Create(lease()))
        with pytest.raises(BackendUnavailable):
            list(far.find(OPENED, NOW, equal=("acme",)))
        assert time.monotonic() - start < PATIENCE
    proxy.come_back()
    assert eventually(lambda: far.commit(NOW, Put(lease())))


class Failing:
    """A client whose commit fails in turn with each error given, then works."""

    def __init__(self, inner: FirestoreClient, errors: list[Exception]) -> None:
        self._inner, self._errors = inner, errors
        self.transport = inner.transport
        self.calls = 0

    def commit(self, request: Any, **given: Any) -> Any:
        self.calls += 1
        assert given["retry"] is None
        assert 0 < given["timeout"] <= _firestore._DEADLINE
        if self._errors:
            raise self._errors.pop(0)
        return self._inner.commit(request, **given)


def failing(raw: FirestoreClient, environ: Mapping[str, str], *errors: Exception) -> tuple[Failing, FirestoreStore]:
    client: Any = Failing(raw, list(errors))
    return client, FirestoreStore(lambda: client, database(environ))


SECRET = "somebody's own words"
FOR_GOOD: dict[str, Exception] = {
    "ServiceUnavailable": exceptions.ServiceUnavailable(SECRET),
    "DeadlineExceeded": exceptions.DeadlineExceeded(SECRET),
    "PermissionDenied": exceptions.PermissionDenied(SECRET),
    "InternalServerError": exceptions.InternalServerError(SECRET),
    "RetryError": exceptions.RetryError(SECRET, None),
    "ValueError": ValueError(SECRET),
}


@pytest.mark.parametrize(("name", "error"), FOR_GOOD.items(), ids=FOR_GOOD.keys())
def test_a_commit_that_may_have_landed_is_never_sent_twice(
    raw: FirestoreClient, environ: dict[str, str], name: str, error: Exception
) -> None:
    client, store = failing(raw, environ, error)
    with pytest.raises(BackendUnavailable, match=name) as caught:
        store.commit(NOW, Create(lease()))
    assert client.calls == 1
    assert SECRET not in str(caught.value)
    assert store.billed == Operations(0, 0, 0)


def test_a_commit_that_met_another_is_tried_again_a_few_times(raw: FirestoreClient, environ: dict[str, str]) -> None:
    client, store = failing(raw, environ, *[exceptions.Aborted("busy")] * 2)
    assert store.commit(NOW, Create(lease())) is not None
    assert client.calls == 3
    client, store = failing(raw, environ, *[exceptions.Aborted("busy")] * 99)
    with pytest.raises(BackendUnavailable, match="Aborted"):
        store.commit(NOW, Create(lease("two")))
    assert client.calls < 10


@pytest.mark.parametrize("error", [exceptions.NotFound("no database"), exceptions.FailedPrecondition("not this mode")])
def test_without_a_condition_none_can_have_failed(
    raw: FirestoreClient, environ: dict[str, str], error: Exception
) -> None:
    _, store = failing(raw, environ, error)
    with pytest.raises(BackendUnavailable):
        store.commit(NOW, Put(lease()))


class NoDatabase:
    """A client whose database was never made: NOT_FOUND to everything."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(request: Any, **given: Any) -> Any:
            raise exceptions.NotFound("the database does not exist")

        return call


def test_a_database_that_is_not_there_is_not_taken_for_an_empty_one() -> None:
    client: Any = NoDatabase()
    store = FirestoreStore(lambda: client, "projects/p/databases/mistyped")
    for call in (
        lambda: store.get(Entry, "one", NOW),
        lambda: store.commit(NOW, Create(lease())),
        lambda: store.commit(NOW, Put(lease())),
        lambda: list(store.find(OPENED, NOW, equal=("acme",))),
        lambda: store.get(Entry, "one", NOW),
    ):
        with pytest.raises(BackendUnavailable, match="NotFound"):
            call()


# --- other releases, pages, counting ---


def test_a_document_of_a_newer_release_stops_no_other(
    store: FirestoreStore, raw: FirestoreClient, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    store.commit(NOW, *(Put(entry(key)) for key in ("a", "b", "c")))
    name = f"{database(environ)}/documents/entries/{name_of('b')}"
    overwrite(raw, environ, name, body=Value(string_value='{"key":"b","state":"not known here"}'))
    assert keys(store.find(OPENED, NOW, equal=("acme",))) == ["a", "c"]
    assert "document.unreadable" in capsys.readouterr().err
    with pytest.raises(BackendUnavailable, match="another release"):
        store.get(Entry, "b", NOW)


@pytest.mark.parametrize(("documents_", "size"), [(3, 8 * MIB), (300, 1000), (1, 1)])
def test_pages_of_any_size_give_every_document_once_and_in_order(
    store: FirestoreStore, monkeypatch: pytest.MonkeyPatch, documents_: int, size: int
) -> None:
    monkeypatch.setattr(firestore, "_PAGE", documents_)
    monkeypatch.setattr(firestore, "_PAGE_BYTES", size)
    wanted = [f"{number:02}" for number in range(13)]
    store.commit(NOW, *(Put(entry(key, opened_at=NOW + int(key) // 4 * HOUR)) for key in wanted))
    store.commit(NOW, Put(entry("00-expired", expire_at=NOW + HOUR)))
    assert keys(store.find(OPENED, NOW + HOUR, equal=("acme",))) == wanted
    assert keys(store.find(OPENED, NOW + HOUR, equal=("acme",), limit=5)) == wanted[:5]


def test_a_reader_that_stops_early_has_not_read_everything(
    store: FirestoreStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firestore, "_PAGE", 5)
    store.commit(NOW, *(Put(entry(f"{number:02}")) for number in range(30)))
    before = store.billed.reads
    next(store.find(OPENED, NOW, equal=("acme",)))
    assert store.billed.reads - before <= 5


def test_operations_are_counted_as_they_are_billed(store: FirestoreStore) -> None:
    def spent(call: Callable[[], Any]) -> tuple[int, int, int]:
        before = store.billed
        call()
        return tuple(after - was for after, was in zip(store.billed, before, strict=True))  # type: ignore[return-value]

    equal = ("acme",)
    assert spent(lambda: store.get(Entry, "never", NOW)) == (1, 0, 0)
    assert spent(lambda: list(store.find(OPENED, NOW, equal=equal))) == (1, 0, 0), "a query costs one read at least"
    assert spent(lambda: store.commit(NOW, Create(entry("a")), Put(entry("b")), Put(lease()))) == (0, 3, 0)
    assert spent(lambda: store.commit(NOW, Create(entry("a")))) == (1, 0, 0), "it looks whether that one has expired"
    assert spent(lambda: store.get(Entry, "a", NOW)) == (1, 0, 0)
    assert spent(lambda: list(store.find(OPENED, NOW, equal=equal))) == (2, 0, 0)
    assert spent(lambda: store.commit(NOW, Replace(entry("a"), "1.0/99999999999.0"))) == (0, 0, 0)
    assert spent(lambda: store.commit(NOW, Delete(Lease, "one"))) == (1, 0, 1), "it looks for parts"
    assert spent(lambda: store.commit(NOW, Put(parked("long", 2 * MIB)))) == (0, 3, 0)
    assert spent(lambda: store.get(Parked, "long", NOW)) == (3, 0, 0)
    with ThreadPoolExecutor(8) as pool:
        assert spent(lambda: list(pool.map(lambda _: store.get(Entry, "a", NOW), range(80)))) == (80, 0, 0)


def test_a_closed_store_connects_again(store: FirestoreStore) -> None:
    store.commit(NOW, Create(lease()))
    store.close()
    store.close()
    assert store.get(Lease, "one", NOW) is not None


def test_a_query_brings_what_it_needs_alone_in_pages_of_its_own_size(
    watched: FirestoreStore, overheard: Overheard
) -> None:
    """A day is read through some dozens of such queries side by side, a million documents in all."""
    assert HOURLY.page is not None
    made = [
        indexed(entry(f"{n:03}", person="one" if n < HOURLY.page + 20 else f"p{n}")) for n in range(HOURLY.page + 60)
    ]
    watched.commit(NOW, *map(Put, made))
    hour = made[0].hour or ""
    found = [kept.doc for kept in watched.find(HOURLY, NOW, equal=("acme", hour))]
    assert found == sorted(made, key=lambda one: (one.who or "", one.key))
    sent = [one.structured_query for one in overheard.all("run_query")]
    assert [one.limit.value for one in sent] == [HOURLY.page] * 2
    assert {field.field_path for field in sent[0].select.fields} == {"body", "mark", "parts", "expire_at", "key", "who"}
