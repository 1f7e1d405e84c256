"""What a reader may change of how a digest comes to them: once, together with others, and never past their group."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from shared.brands.compiled import Names, OnQuiet
from shared.core.digesting import Reader, reader_key
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.ledger import Notice
from shared.core.ports import NOTICES, Put
from shared.flows._looking import Gone, Why
from shared.flows._readers import Liking, Recipient, prefer, recipient, start, stop
from tests.desk.counter import BOARD, BOSS, READERS, Counter, kept, staffed
from tests.flows.world import NOON

ANN = "ann@acme.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def token(desk: Counter, to: str = BOSS) -> str:
    return desk.ways(to).settings().rpartition("/")[2]


def whom(desk: Counter, to: str = BOSS) -> Recipient:
    found = recipient(token(desk, to), desk.tools)
    assert isinstance(found, Recipient)
    return found


def reader(desk: Counter, to: str = BOSS) -> Reader | None:
    found = desk.world.store.get(Reader, reader_key("acme", to), desk.world.now())
    return None if found is None else found.doc


def like(desk: Counter, language: str = "en", names: str = "full", quiet: str = "send", to: str = BOSS) -> object:
    return prefer(token(desk, to), Liking(language, names, quiet), desk.tools)


def warnings(desk: Counter) -> list[Notice]:
    found = desk.world.store.find(NOTICES, desk.world.now(), equal=("acme", "warning"))
    return [one.doc for one in found]


def test_looking_changes_nothing(desk: Counter) -> None:
    before = kept(desk.world)
    for _ in range(20):
        assert whom(desk).stopped is None
        recipient("made-up1", desk.tools)
    assert kept(desk.world) == before


def test_without_a_wish_it_comes_as_the_brand_says(desk: Counter) -> None:
    own = whom(desk, BOARD).own
    assert own is not None
    assert (own.language, own.names, own.quiet, own.group.at) == ("en", Names.FIRST, OnQuiet.SEND, 480)


def test_who_stops_has_stopped_for_good_and_once(desk: Counter) -> None:
    stop(token(desk), "one_click", desk.tools)
    first = kept(desk.world)
    mine = reader(desk)
    assert mine is not None
    assert (mine.stopped, mine.at) == ("one_click", NOON)
    desk.world.clock += timedelta(hours=1)
    stop(token(desk), "reader", desk.tools)
    assert kept(desk.world) == first
    desk.world.clock += timedelta(days=3650)
    assert whom(desk).stopped is not None, "ten years later too"


def test_who_starts_again_gets_it_as_before(desk: Counter) -> None:
    like(desk, names="counts")
    stop(token(desk), "reader", desk.tools)
    desk.world.clock += timedelta(days=2)
    start(token(desk), desk.tools)
    mine = reader(desk)
    assert mine is not None
    assert (mine.stopped, mine.names, mine.at) == (None, "counts", NOON + timedelta(days=2))
    again = kept(desk.world)
    start(token(desk), desk.tools)
    assert kept(desk.world) == again


def test_who_could_not_be_reached_starts_anew(desk: Counter) -> None:
    mine = Reader(
        key=reader_key("acme", BOSS), brand="acme", at=NOON, stopped="bounce", failed=5, expire_at=NOON + timedelta(9)
    )
    desk.world.store.commit(NOON, Put(mine))
    start(token(desk), desk.tools)
    found = reader(desk)
    assert found is not None
    assert (found.stopped, found.failed) == (None, 0)


def test_what_was_stopped_for_them_they_can_stop_themselves(desk: Counter) -> None:
    key = reader_key("acme", BOSS)
    mine = Reader(key=key, brand="acme", at=NOON, stopped="bounce", failed=5, expire_at=NOON + timedelta(days=9))
    desk.world.store.commit(NOON, Put(mine))
    stop(token(desk), "one_click", desk.tools)
    found = reader(desk)
    assert found is not None
    assert found.stopped == "one_click", "nobody starts it again because the mailbox is there again"


def test_a_stop_outlives_the_record_that_it_was_written_on(desk: Counter) -> None:
    """What counts bounces may let a record go after some days; a word of their own outlives that."""
    key = reader_key("acme", BOSS)
    mine = Reader(key=key, brand="acme", at=NOON, failed=2, expire_at=NOON + timedelta(days=9))
    desk.world.store.commit(NOON, Put(mine))
    stop(token(desk), "reader", desk.tools)
    desk.world.clock += timedelta(days=10)
    assert whom(desk).stopped is not None


def test_nobody_is_named_more_than_to_their_group(desk: Counter) -> None:
    assert whom(desk, BOARD).allowed == (Names.FIRST, Names.COUNTS)
    before = kept(desk.world)
    assert like(desk, names="full", to=BOARD) is None
    assert kept(desk.world) == before


def test_a_group_that_is_told_less_is_told_less_whatever_was_wished(desk: Counter) -> None:
    like(desk, names="first")
    fewer = tuple(msgspec.structs.replace(one, names=Names.COUNTS) for one in READERS)
    desk.tools = replace(desk.tools, brands=staffed(desk.world.brands, readers=fewer))
    own = whom(desk).own
    assert own is not None
    assert own.names is Names.COUNTS


@pytest.mark.parametrize(
    "liking",
    [("xx", "full", "send"), ("en", "", "send"), ("en", "full", "never"), ("", "", ""), ("en", "FULL", "send")],
)
def test_what_is_not_offered_is_not_taken(desk: Counter, liking: tuple[str, str, str]) -> None:
    before = kept(desk.world)
    assert like(desk, *liking) is None
    assert kept(desk.world) == before


def test_what_is_left_as_the_brand_says_follows_it(desk: Counter) -> None:
    like(desk)
    assert reader(desk) is None, "nothing is wished that is not so already"
    like(desk, quiet="skip")
    mine = reader(desk)
    assert mine is not None
    assert (mine.quiet, mine.names, mine.language) == ("skip", None, None)
    like(desk)
    mine = reader(desk)
    assert mine is not None
    assert mine.quiet is None


def test_a_wish_does_not_start_what_was_stopped(desk: Counter) -> None:
    stop(token(desk), "reader", desk.tools)
    like(desk, quiet="skip")
    mine = reader(desk)
    assert mine is not None
    assert (mine.stopped, mine.quiet, mine.at) == ("reader", "skip", NOON)


def test_of_two_changes_at_once_none_is_lost(desk: Counter) -> None:
    works = [lambda: stop(token(desk), "reader", desk.tools), lambda: like(desk, quiet="skip")] * 4
    threads = [threading.Thread(target=work) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    mine = reader(desk)
    assert mine is not None
    assert (mine.stopped, mine.quiet) == ("reader", "skip")


def test_the_last_reader_who_stops_is_missed(desk: Counter) -> None:
    for group in READERS:
        for to in group.to:
            assert warnings(desk) == []
            stop(token(desk, to), "reader", desk.tools)
    told = warnings(desk)
    assert told
    assert "digest" in told[0].subject
    stop(token(desk), "one_click", desk.tools)
    assert len(warnings(desk)) == len(told), "once"
    assert not any(one.claim.settled for one in told), "the desk sends nothing itself"


def test_who_is_no_reader_any_more_can_still_say_that_they_want_none(desk: Counter) -> None:
    mine = token(desk)
    desk.tools = replace(desk.tools, brands=staffed(desk.world.brands, readers=READERS[1:]))
    found = recipient(mine, desk.tools)
    assert isinstance(found, Recipient)
    assert found.own is None
    stop(mine, "one_click", desk.tools)
    assert warnings(desk) == []
    desk.start()
    assert whom(desk).stopped is not None, "should they come back"


def test_a_brand_that_is_gone_has_no_readers(desk: Counter) -> None:
    mine = desk.passes.ways("other", BOSS, "2026-10-12", NOON).settings().rpartition("/")[2]
    assert stop(mine, "reader", desk.tools) == Gone(Why.UNKNOWN, now=NOON)


def test_a_reader_who_keeps_changing_is_tried_again_and_not_without_end(desk: Counter) -> None:
    class Busy:
        def __getattr__(self, name: str) -> object:
            return getattr(desk.world.store, name)

        def commit(self, *_writes: object) -> None:
            return None

    with pytest.raises(BackendUnavailable):
        stop(token(desk), "reader", replace(desk.tools, store=Busy()))  # type: ignore[arg-type]  # the real one but for commit


def test_without_a_desk_there_are_no_such_pages(desk: Counter) -> None:
    with pytest.raises(ConfigurationError, match="HEARD_DESK_URL"):
        recipient(token(desk), replace(desk.tools, passes=None))
