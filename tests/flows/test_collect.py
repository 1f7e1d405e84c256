"""Asking platforms what exists: nothing is lost, nothing is answered twice, and the counts are true."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import plugins
from shared.brands.compiled import Account, Brand, Compiled
from shared.core.collecting import Checkpoint, Counts, Sweep, Tally, checkpoint_key
from shared.core.errors import (
    ActionRefused,
    BackendUnavailable,
    ConfigurationError,
    OutcomeUnknown,
    PlatformError,
    PlatformUnavailable,
)
from shared.core.interaction import Author, Change, Interaction, Kind, Place, to_wire
from shared.core.ledger import State
from shared.core.ports import TALLIES, Listed, Put, Question
from shared.core.sla import By
from shared.flows import _sifting, _turn
from shared.flows._gather import gather
from shared.flows.collect import Collected, collect
from shared.platforms._base import Listing
from shared.platforms.facebook import Facebook
from tests.contracts._platforms import RECEIVED, Fixtures, Reply, pretend
from tests.flows.world import NOON, PAGE, REPLY, SHM, Crash, Fuse, Ported, PretendClient, World, comment, facebook, rule

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER = "605040302010"
PUSHED = Listing(kinds=frozenset({Kind.COMMENT, Kind.MENTION}))
ASKED = Listing(kinds=PUSHED.kinds, asked=PUSHED.kinds, every=MINUTE, back=HOUR)


def thing(name: str, at: datetime, *, account: str = PAGE, author: str = "7", **fields: Any) -> Interaction:
    """A comment as the platform lists it; `author` PAGE makes it our own."""
    given: dict[str, Any] = {
        "kind": Kind.COMMENT,
        "text": "is it vegan",
        "place": Place(thread=f"{account}_1"),
    } | fields
    who = Author(id=author, name="Sample Person", is_us=author == account, is_bot=given.pop("is_bot", False))
    return Interaction(
        platform="facebook", account=account, object=f"1_{name}", received_at=at, at=at, author=who, **given
    )


def push(name: str, at: datetime, text: str = "is it vegan", author: str = "7") -> Any:
    """The same as a webhook."""
    return facebook(comment(name, text, author, at=at))


@dataclass
class Network:
    """What the platform holds, and how it answers: `said` before it lists anything, one for each call."""

    listing: Listing | None = PUSHED
    things: list[Interaction] = field(default_factory=list)
    size: int = 100
    overlap: int = 0
    price: int = 1
    spill: int = 3  # so many older ones than asked for are among it
    said: list[Callable[[], object]] = field(default_factory=list)
    asked: list[tuple[str, Question]] = field(default_factory=list)
    spent: Counter[tuple[str, str]] = field(default_factory=Counter)


class Page(Facebook):
    """Facebook, as far as webhooks go; how it can be asked is told by the test."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @property
    def lists(self) -> Listing | None:
        return self._network.listing


class PretendLister(PretendClient):
    """Lists what the network holds, newest first; its cursor is how much of it was told."""

    def __init__(self, world: Asking, account: str) -> None:
        super().__init__(world, account)
        self._network, self._now = world.network, world.now

    def list(self, question: Question, timeout: float) -> Listed:
        network, now = self._network, question.now
        zone = "UTC" if network.listing is None else network.listing.day_zone
        network.asked.append((self._account, question))
        network.spent[self._account, now.astimezone(ZoneInfo(zone)).date().isoformat()] += network.price
        if network.said:
            network.said.pop(0)()
        mine = [one for one in network.things if one.account == self._account and one.at is not None and one.at <= now]
        mine.sort(key=lambda one: (one.at or now, one.object), reverse=True)
        young = sum(one.at is not None and one.at >= question.since for one in mine)
        mine = mine[: young + network.spill]
        at = int(question.cursor or "0")
        page = [
            msgspec.structs.replace(one, received_at=now)
            for one in mine[max(0, at - network.overlap) : at + network.size]
        ]
        return Listed(tuple(page), str(at + network.size) if at + network.size < len(mine) else None, network.price)


class Asking(World):
    """A world whose platform can be asked."""

    def __init__(self, folder: Path, fuse: Fuse | None = None, accounts: tuple[str, ...] = (PAGE,)) -> None:
        self.network = Network()
        self.makes: Callable[[str], Any] = lambda account: PretendLister(self, account)
        self.ids = accounts
        super().__init__(folder, (rule("praise", ("lovely",), REPLY),), fuse)

    def start(self) -> None:
        self.brands = owning(self.brands, self.ids)
        super().start()
        self.tools = dataclasses.replace(self.tools, client=self.client)

    def client(self, account: Account) -> Any:
        return Ported(self.makes(account.id), self.fuse, ("list",))

    def platform(self, name: str) -> Any:
        return Page(self.network) if name == "facebook" else super().platform(name)

    def collect(self, after: timedelta = timedelta()) -> Collected:
        """One tick of the schedule, and then the bus."""
        self.clock += after
        done = collect(self.tools)
        self.work()
        return done

    def mark(self, account: str = PAGE) -> Checkpoint:
        kept = self.store.get(Checkpoint, checkpoint_key("facebook", account), self.clock)
        assert kept is not None
        return kept.doc

    def tallies(self) -> dict[str, Tally]:
        return {kept.doc.day: kept.doc for kept in self.store.find(TALLIES, self.clock, equal=("acme",))}


def owning(brands: Compiled, ids: tuple[str, ...]) -> Compiled:
    """The same brand with so many Pages and nothing else."""
    accounts = tuple(Account(id=one, platform="facebook", connection="facebook", name="Acme", token="T") for one in ids)
    brand: Brand = msgspec.structs.replace(brands.brands["acme"], accounts=accounts)
    return msgspec.structs.replace(brands, brands={"acme": brand})


def fails(error: Exception) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


def limited(seconds: float | None = None) -> PlatformError:
    return PlatformUnavailable("facebook", "list", "status 429", seconds)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Asking]:
    made = Asking(tmp_path)
    yield made
    made.close()


@pytest.fixture
def asked(world: Asking) -> Asking:
    """Its account was asked for the first time an hour ago, and then found nothing."""
    world.collect()
    world.clock += HOUR
    return world


# --- what is published ---


def test_what_was_before_the_first_asking_is_left_alone(world: Asking) -> None:
    world.network.things = [thing("old", NOON - MINUTE), thing("edge", NOON)]
    world.collect()
    world.collect(HOUR)
    assert [one.object for one in world.entries()] == ["1_edge"]


def test_what_did_not_come_by_itself_is_found_and_handled_like_any_other(asked: Asking) -> None:
    asked.network.things = [thing("1", NOON + 30 * MINUTE, text="lovely")]
    assert asked.collect() == Collected(asked=1, pages=1, found=1, published=1, recovered=1, units=1)
    found = asked.entry("1_1")
    assert (found.state, found.via, found.brand, found.connection) == (
        State.ACKNOWLEDGED,
        "recovered",
        "acme",
        "facebook",
    )
    assert found.trace
    assert found.opened_at == NOON + 30 * MINUTE, "its clock opens when the person wrote"
    assert [one.object for one in asked.journal] == ["1_1"]
    assert asked.collect(HOUR).published == 0, "it is known now"


def test_what_came_by_itself_is_only_counted(asked: Asking) -> None:
    asked.send(push("1", NOON + 30 * MINUTE))
    asked.work()
    asked.network.things = [thing("1", NOON + 30 * MINUTE)]
    assert asked.collect() == Collected(asked=1, pages=1, found=1, units=1)


def test_young_ones_are_left_to_the_webhook(asked: Asking) -> None:
    asked.network.things = [thing("1", asked.clock - 4 * MINUTE)]
    assert asked.collect().published == 0
    asked.send(push("1", asked.clock - 4 * MINUTE))
    asked.work()
    assert asked.entry("1_1").via == ""
    asked.network.things.append(thing("2", asked.clock - 3 * MINUTE))
    assert asked.collect(HOUR).published == 1
    assert asked.entry("1_2").via == "recovered"


def test_what_is_never_pushed_is_taken_at_once(asked: Asking) -> None:
    asked.network.listing = ASKED
    asked.network.things = [thing("1", asked.clock)]
    assert asked.collect() == Collected(asked=1, pages=1, found=1, published=1, units=1)
    assert asked.entry("1_1").via == "asked"


def test_an_edit_is_told_once_and_one_of_something_missing_is_something_new(asked: Asking) -> None:
    at = NOON + 10 * MINUTE
    asked.send(push("1", at))
    asked.work()
    asked.network.things = [
        thing("1", at + MINUTE, change=Change.EDITED, text="is it vegan or not"),
        thing("2", at, change=Change.EDITED),
    ]
    assert asked.collect().published == 2
    assert asked.entry("1_1").edited_at is not None
    assert asked.entry("1_2").state is State.NO_RULE, "not early, waiting for an original that will not come"
    assert asked.collect(HOUR).published == 0


def test_a_colleagues_answer_that_did_not_come_stops_the_clock(asked: Asking) -> None:
    at = NOON + 10 * MINUTE
    asked.send(push("1", at))
    asked.work()
    answer = thing("2", at + MINUTE, author=PAGE, place=Place(thread=f"{PAGE}_1", answers="1_1"))
    asked.network.things = [thing("1", at), answer]
    assert asked.collect() == Collected(asked=1, pages=1, found=2, published=1, units=1), "ours is not recovered"
    response = asked.entry("1_1").clocks["response"]
    assert (response.stopped, response.by) == (at + MINUTE, By.PERSON)
    asked.collect(DAY)
    asked.collect(HOUR)
    assert {one.counts.exist for one in asked.tallies().values()} == {0}, "yesterday was begun after midnight"


def test_something_told_with_its_edit_is_told_once(asked: Asking) -> None:
    """Its clock opens when it was written, not when it was edited."""
    at = NOON + 10 * MINUTE
    asked.network.things = [thing("1", at + MINUTE, change=Change.EDITED), thing("1", at)]
    assert asked.collect() == Collected(asked=1, pages=1, found=2, published=1, recovered=1, units=1)
    assert asked.entry("1_1").opened_at == at
    asked.send(push("2", at))
    asked.work()
    asked.network.things = [thing("2", at + MINUTE, change=Change.EDITED), thing("2", at)]
    assert asked.collect(HOUR).published == 1
    assert asked.entry("1_2").edited_at is not None


def test_what_was_only_heard_about_is_missing(asked: Asking) -> None:
    """A colleague's answer came by itself, and what it answers did not."""
    at = NOON + 10 * MINUTE
    asked.send(facebook(comment("2", "It is!", PAGE, under="1", at=at + MINUTE)))
    asked.work()
    asked.network.things = [thing("1", at)]
    assert asked.collect().recovered == 1
    assert asked.entry("1_1").state is State.ANSWERED_BY_COLLEAGUE
    assert asked.entry("1_1").person is not None


def test_a_removal_is_told_of_what_we_know(asked: Asking) -> None:
    at = NOON + 10 * MINUTE
    asked.send(push("1", at))
    asked.work()
    asked.network.things = [thing(name, at, change=Change.REMOVED) for name in ("1", "2")]
    assert asked.collect().published == 1
    assert [one.state for one in asked.entries()] == [State.WITHDRAWN]


def test_what_has_no_time_or_is_another_accounts_is_passed_over(asked: Asking) -> None:
    class Odd(PretendLister):
        def list(self, question: Question, timeout: float) -> Listed:
            timeless = msgspec.structs.replace(thing("1", asked.clock - HOUR), at=None)
            return Listed((timeless, thing("2", asked.clock - HOUR, account=OTHER)))

    asked.makes = lambda account: Odd(asked, account)
    assert asked.collect() == Collected(asked=1, pages=1, found=2, units=1)


def test_another_account_in_the_same_thing_takes_nothing_away(asked: Asking) -> None:
    """Two of the brand's accounts mentioned in one post: the same object, once for each."""

    class Both(PretendLister):
        def list(self, question: Question, timeout: float) -> Listed:
            return Listed(tuple(thing("1", NOON + MINUTE, account=one) for one in (PAGE, OTHER)))

    asked.makes = lambda account: Both(asked, account)
    assert asked.collect().recovered == 1


def test_the_message_is_what_receive_makes(asked: Asking) -> None:
    """A listener on the topic cannot tell them apart but by `via`."""
    at = NOON + 10 * MINUTE
    kept: list[Any] = []

    class Listening:
        def publish(self, messages: Any) -> list[str]:
            kept.extend(messages)
            return ["" for _ in messages]

    asked.network.things = [thing("1", at)]
    collect(dataclasses.replace(asked.tools, bus=Listening()))
    (one,) = kept
    sent = json.loads(one.data)
    assert (sent["brand"], sent["connection"], sent["via"]) == ("acme", "facebook", "recovered")
    assert one.attributes["ce-type"] == "heard.interaction.v1"
    assert one.attributes["brand"] == "acme"
    plain = msgspec.structs.replace(thing("1", at), brand="acme", connection="facebook", via="recovered")
    assert json.loads(to_wire(plain)) | {"trace": sent["trace"], "received_at": sent["received_at"]} == sent


# --- when, and how far back ---


def test_each_is_asked_when_it_is_due(world: Asking) -> None:
    assert world.collect().asked == 1
    assert world.collect().asked == 0
    assert world.collect(59 * MINUTE).asked == 0
    assert world.collect(MINUTE).asked == 1


def test_an_outage_leaves_no_gap(asked: Asking) -> None:
    """Longer than `back`: the asking reaches to where the last complete one began."""
    asked.collect()
    last = asked.clock
    asked.network.things = [thing("1", last + MINUTE)]
    assert asked.collect(5 * DAY).recovered == 1
    assert asked.network.asked[-1][1].since <= last


def test_frequent_askings_reach_back_a_little_and_hourly_ones_over_whole_days(world: Asking) -> None:
    """A platform that is asked each minute is not asked for whole days each minute."""
    world.network.listing = Listing(kinds=PUSHED.kinds, asked=PUSHED.kinds, every=MINUTE, back=HOUR)
    world.collect()
    world.collect(DAY)
    for _ in range(62):
        world.collect(MINUTE)
    spans = [world.clock - question.since for _account, question in world.network.asked[-62:]]
    assert sum(span > 2 * HOUR for span in spans) == 1
    midnight = world.brands.brands["acme"].calendar.midnight(world.clock.date())
    assert midnight in {question.since for _account, question in world.network.asked[-62:]}


def test_what_waits_is_asked_about(world: Asking) -> None:
    """Of this account, by a colleague, oldest first."""
    world.clock += 2 * HOUR
    for number in (2, 1, 3):
        world.send(push(str(number), NOON + number * MINUTE, author=str(number)))
    world.send(facebook(comment("r3", "It is!", PAGE, under="3", at=NOON + HOUR)))
    world.work()
    world.collect()
    ((_account, question),) = world.network.asked
    assert question.open == ("1_1", "1_2")


def test_a_restart_goes_on_with_the_next_page(asked: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turn, "PAGES", 1)
    asked.network.size = 1
    asked.network.things = [thing(str(number), NOON + number * MINUTE) for number in range(1, 4)]
    assert asked.collect().found == 1
    asked.restart()
    assert asked.collect().found == 1
    assert [question.cursor for _account, question in asked.network.asked] == [None, None, "1"]
    asked.collect()
    assert len(asked.entries()) == 3
    assert asked.mark().sweep is None


def test_an_old_cursor_is_not_trusted(asked: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turn, "PAGES", 1)
    asked.network.size = 1
    asked.network.things = [thing(str(number), NOON + number * MINUTE) for number in range(1, 4)]
    asked.collect()
    asked.collect(31 * HOUR)
    assert asked.network.asked[-1][1].cursor is None


# --- failures ---


def test_a_platform_says_how_long_to_wait(asked: Asking) -> None:
    asked.network.said = [fails(limited(1800))]
    assert asked.collect() == Collected(asked=1, failed=1, units=1)
    assert asked.mark().next_at == asked.clock + 30 * MINUTE
    assert asked.mark().why == "status 429"
    assert asked.collect(29 * MINUTE).asked == 0
    assert asked.collect(MINUTE).asked == 1
    assert (asked.mark().failures, asked.mark().why) == (0, None)


def test_failures_are_asked_again_later_each_time(asked: Asking) -> None:
    pauses = []
    for _ in range(8):
        asked.network.said = [fails(OutcomeUnknown("facebook", "list", "timeout"))]
        asked.collect()
        pauses.append((asked.mark().next_at - asked.clock).total_seconds())
        asked.clock = asked.mark().next_at
    assert pauses == [60, 120, 300, 900, 1800, 3600, 3600, 3600]


def test_one_page_that_passes_does_not_mend_another_that_is_refused(asked: Asking) -> None:
    """Each asking begins anew with the page that passes: without a memory it would be asked again each minute."""
    asked.network.size = 1
    asked.network.things = [thing("1", NOON + MINUTE), thing("2", NOON + 2 * MINUTE)]
    pauses = []
    for _ in range(4):
        asked.network.said = [lambda: None, fails(ActionRefused("facebook", "list", "status 403"))]
        asked.collect()
        pauses.append((asked.mark().next_at - asked.clock).total_seconds())
        asked.clock = asked.mark().next_at
    assert pauses == [60, 120, 300, 900]
    asked.collect()
    assert asked.mark().refused == 0


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        pytest.param(OutcomeUnknown("facebook", "list", "timeout"), 3, id="lost"),
        pytest.param(ActionRefused("facebook", "list", "no such cursor"), 1, id="refused"),
    ],
)
def test_a_cursor_that_fails_is_given_up(asked: Asking, error: PlatformError, tries: int) -> None:
    asked.network.size = 1
    asked.network.things = [thing("1", NOON + MINUTE), thing("2", NOON + 2 * MINUTE)]
    asked.network.said = [lambda: None, *[fails(error)] * tries]
    asked.collect()
    for _ in range(tries - 1):
        asked.clock = asked.mark().next_at
        asked.collect()
    assert asked.tallies() == {}
    asked.clock = asked.mark().next_at
    asked.collect()
    assert [question.cursor for _account, question in asked.network.asked][1:] == [None, *["1"] * tries, None, "1"]
    assert len(asked.entries()) == 2


def test_the_same_cursor_again_is_a_failure_and_no_endless_loop(asked: Asking) -> None:
    class Stuck(PretendLister):
        def list(self, question: Question, timeout: float) -> Listed:
            return Listed((), "again")

    asked.makes = lambda account: Stuck(asked, account)
    assert asked.collect() == Collected(asked=1, pages=1, failed=1, units=2)
    assert asked.mark().done_at == NOON, "it is not complete"


def test_one_that_fails_keeps_no_other_from_being_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A platform's failure, a secret that is not there, a fault of ours."""
    world = Asking(tmp_path, accounts=("1", "2", "3", "4"))
    broken = RuntimeError("words of a person")

    def make(account: str) -> PretendLister:
        if account == "1":
            raise ConfigurationError("HEARD_X is missing")
        return PretendLister(world, account)

    world.makes = make
    world.network.said = [fails(limited()), fails(broken)]
    with pytest.raises(RuntimeError):
        world.collect()
    assert [account for account, _question in world.network.asked] == ["2", "3", "4"]
    assert [world.mark(account).failures for account in world.ids] == [1, 1, 1, 0]
    assert all(world.mark(account).owner is None for account in world.ids)
    told = capsys.readouterr().err
    assert "words of a person" not in told
    assert told.count('"collect.failed"') == 3
    assert told.count('"collect.done"') == 1
    world.close()


def test_a_slow_account_leaves_time_for_the_others(tmp_path: Path) -> None:
    """A turn ends after a minute, and goes on behind those who have waited meanwhile."""
    world = Asking(tmp_path, accounts=("1", "2"))
    world.collect()
    world.clock += HOUR
    at = NOON + MINUTE
    world.network.size = 1
    world.network.things = [thing(f"{one}-{number}", at, account=one) for one in world.ids for number in range(9)]

    def slow() -> None:
        world.clock += 25 * timedelta(seconds=1)

    world.network.asked.clear()
    world.network.said = [slow] * 5
    world.collect()
    first = [account for account, _question in world.network.asked]
    assert first[:4] == ["1", "1", "1", "2"]
    for _ in range(10):
        world.collect(MINUTE)
    assert len(world.entries()) == 18
    world.close()


def test_a_run_ends_in_time_and_the_next_begins_with_whoever_had_no_turn(tmp_path: Path) -> None:
    world = Asking(tmp_path, accounts=("1", "2", "3", "4", "5"))
    world.network.size = 1
    world.network.things = [thing(f"{one}-{number}", NOON, account=one) for one in world.ids for number in range(3)]

    def slow() -> None:
        world.clock += timedelta(seconds=61)

    world.network.said = [slow] * 4
    world.collect()
    assert [account for account, _question in world.network.asked] == ["1", "2", "3", "4"]
    world.network.asked.clear()
    world.collect()
    assert world.network.asked[0][0] == "5"
    world.collect(HOUR)
    assert len(world.entries()) == 15
    world.close()


def test_whoever_is_told_to_stop_stops_between_pages(asked: Asking) -> None:
    asked.network.size = 1
    asked.network.things = [thing(str(number), NOON + number * MINUTE) for number in range(1, 4)]
    asked.network.asked.clear()
    collect(asked.tools, lambda: not asked.network.asked)
    assert len(asked.network.asked) == 1
    assert asked.mark().owner is None
    assert asked.mark().next_at <= asked.clock


def test_a_bus_that_fails_after_half_a_page_gets_the_rest_later(asked: Asking) -> None:
    """The page is not done until all of it is on the bus; what was on it before is known by then."""
    asked.network.size = 150
    asked.network.things = [thing(str(number), NOON + MINUTE) for number in range(150)]
    bus, batches = asked.tools.bus, []

    class Failing:
        def publish(self, messages: Any) -> list[str]:
            batches.append(len(messages))
            if len(batches) == 2:
                raise BackendUnavailable("bus", "down")
            return bus.publish(messages)

    asked.tools = dataclasses.replace(asked.tools, bus=Failing())
    before = asked.mark()
    with pytest.raises(BackendUnavailable):
        asked.collect()
    assert (asked.mark().done_at, asked.mark().failures) == (before.done_at, 0)
    assert asked.collect(MINUTE).asked == 0, "it may still be under way"
    assert asked.collect(MINUTE).published == 50
    assert batches == [100, 50, 50]
    assert {one.via for one in asked.entries()} == {"recovered"}
    assert len(asked.entries()) == 150
    assert asked.collect(HOUR).published == 0


# --- two instances ---


def test_an_account_is_asked_by_one_at_a_time(asked: Asking) -> None:
    other: list[Collected] = []
    asked.network.said = [lambda: other.append(collect(asked.tools))]
    asked.network.things = [thing("1", NOON + MINUTE)]
    assert asked.collect().published == 1
    assert other == [Collected()]


def test_whoever_was_frozen_for_too_long_writes_nothing(asked: Asking) -> None:
    by_the_other: list[Checkpoint] = []

    def frozen() -> None:
        asked.clock += 10 * MINUTE
        collect(asked.tools)
        by_the_other.append(asked.mark())

    asked.network.said = [frozen]
    asked.network.things = [thing("1", NOON + MINUTE)]
    asked.collect()
    assert by_the_other == [asked.mark()]
    assert asked.mark().sweep is None
    assert len(asked.entries()) == 1


# --- quota ---


def test_a_connections_quota_is_shared_and_lasts_until_its_own_midnight(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = Asking(tmp_path, accounts=("1", "2"))
    world.network.listing = Listing(
        kinds=PUSHED.kinds, every=MINUTE, back=HOUR, units=21, day_zone="America/Los_Angeles"
    )
    for _ in range(40):
        world.collect(MINUTE)
    assert dict(world.network.spent) == {("1", "2026-10-13"): 10, ("2", "2026-10-13"): 10}
    assert world.mark("1").next_at == datetime(2026, 10, 14, 7, tzinfo=UTC)
    assert capsys.readouterr().err.count('"collect.spent"') == 2
    world.clock = world.mark("1").next_at
    assert world.collect().asked == 2
    world.close()


def test_a_dear_page_is_not_begun_with_what_is_left(asked: Asking) -> None:
    asked.network.listing = Listing(kinds=PUSHED.kinds, every=MINUTE, back=HOUR, units=10)
    asked.network.price = 3
    for _ in range(10):
        asked.collect(MINUTE)
    assert max(asked.network.spent.values()) <= 10


def test_what_is_too_much_for_a_days_quota_is_gone_on_with_the_next_day(asked: Asking) -> None:
    """Newest first, and always anew: the oldest would never be asked for."""
    asked.network.listing = Listing(kinds=PUSHED.kinds, every=HOUR, back=2 * HOUR, units=10)
    asked.network.size = 1
    asked.network.things = [thing(str(number), NOON + number * MINUTE) for number in range(1, 19)]
    for _ in range(4 * 24):
        asked.collect(HOUR)
    assert len(asked.entries()) == 18
    assert max(asked.network.spent.values()) <= 10


def test_a_page_dearer_than_the_share_is_asked_for_once_a_day(asked: Asking) -> None:
    """Once it was; were it not again, nothing would ever be asked for again."""
    asked.network.listing = Listing(kinds=PUSHED.kinds, every=MINUTE, back=HOUR, units=10)
    asked.network.price = 12
    for _ in range(3 * 24):
        asked.collect(HOUR)
    assert list(asked.network.spent.values()) == [1 + 12, 12, 12, 12]


def test_what_was_not_asked_for_is_not_spent(asked: Asking) -> None:
    """Without a secret nothing was asked; with a refusal or without a connection no page came."""
    asked.network.listing = Listing(kinds=PUSHED.kinds, every=MINUTE, back=HOUR, units=100)
    asked.network.price = 30
    assert asked.collect().units == 30
    assert asked.mark().units == 31, "one before it was known to be dear"
    lister, errors = asked.makes, [limited(60), ActionRefused("facebook", "list", "gone")]
    asked.makes = lambda _account: fails(ConfigurationError("HEARD_X is missing"))()
    assert asked.collect(MINUTE) == Collected(asked=1, failed=1, units=0)
    assert asked.mark().units == 31
    asked.makes = lister
    asked.network.said = [fails(one) for one in errors]
    for units in (32, 33):
        assert asked.collect(HOUR / 4).units == 1
        assert asked.mark().units == units
    asked.network.said = [fails(OutcomeUnknown("facebook", "list", "timeout"))]
    assert asked.collect(HOUR / 4).units == 30, "its price may have been taken"
    assert asked.mark().units == 63


# --- counts ---


def test_a_day_is_counted_once_however_pages_overlap(asked: Asking) -> None:
    """In the brand's own zone: its day begins at 22:00 UTC. People's acts alone, and not what is still young."""
    day = datetime(2026, 10, 13, 22, tzinfo=UTC)
    asked.network.size, asked.network.overlap = 2, 2
    asked.clock = day + 3 * HOUR
    asked.network.things = [
        thing("yesterday", day - MINUTE),
        thing("missed", day),
        thing("came", day + HOUR),
        thing("edited", day + HOUR, change=Change.EDITED),
        thing("ours", day + HOUR, author=PAGE),
        thing("bot", day + HOUR, is_bot=True),
        thing("young", asked.clock - MINUTE),
    ]
    asked.send(push("came", day + HOUR))
    asked.work()
    asked.collect()
    tally = asked.tallies()
    assert list(tally) == ["2026-10-14"], "on the first day we did not listen from its start"
    assert tally["2026-10-14"].counts == Counts(exist=3, received=1, recovered=2)
    assert tally["2026-10-14"].until == asked.clock - 5 * MINUTE
    asked.collect(DAY)
    assert asked.tallies()["2026-10-14"].counts == Counts(exist=4, received=1, recovered=3)
    assert asked.tallies()["2026-10-14"].until == day + DAY


def test_nothing_is_known_of_a_day_that_was_not_asked_about(asked: Asking) -> None:
    """No Tally, which is not a Tally of nothing."""
    asked.network.said = [fails(limited())] * 2
    asked.collect(DAY)
    assert asked.tallies() == {}
    asked.network.said = []
    asked.collect(HOUR)
    assert [one.counts for one in asked.tallies().values()] == [Counts()]


def test_too_much_to_count_is_not_counted_and_yet_handled(asked: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sifting, "MOST_SEEN", 2)
    asked.clock += DAY
    asked.network.things = [thing(str(number), asked.clock - HOUR) for number in range(3)]
    asked.collect()
    assert len(asked.entries()) == 3
    assert asked.tallies() == {}


def test_what_cannot_be_read_is_in_nobodys_way_and_in_no_count(asked: Asking) -> None:
    class Odd(PretendLister):
        def list(self, question: Question, timeout: float) -> Listed:
            page = super().list(question, timeout)
            return Listed(page.interactions, page.cursor, page.units, ("data.id: missing",))

    asked.makes = lambda account: Odd(asked, account)
    asked.clock += DAY
    asked.network.things = [thing("1", asked.clock - HOUR)]
    asked.collect()
    assert [one.object for one in asked.entries()] == ["1_1"]
    assert asked.mark().done_at == asked.clock, "it is complete"
    assert asked.tallies() == {}, "and yet nobody knows how many there were"


# --- the digest ---


@pytest.mark.parametrize(
    ("listing", "hours", "told"),
    [
        pytest.param(ASKED, 20, "could not be asked (status 429)", id="never pushed, and not asked since"),
        pytest.param(ASKED, 0, None, id="never pushed, and asked until now"),
        pytest.param(PUSHED, 20, None, id="pushed: its webhook tells"),
    ],
)
def test_the_digest_says_since_when_nobody_could_be_asked(
    world: Asking, listing: Listing, hours: int, told: str | None
) -> None:
    world.network.listing = listing
    world.collect()
    midnight = world.brands.brands["acme"].calendar.midnight(NOON.date() + timedelta(days=1))
    if not hours:
        world.collect(midnight + HOUR - world.clock)
    world.network.said = [fails(limited())] * 5
    world.collect(midnight + 2 * HOUR - world.clock)
    brand = world.brands.brands["acme"]
    start = brand.calendar.midnight(NOON.date())
    day = gather(brand, NOON.date(), start, midnight, [], world.tools).snapshot
    assert [(one.why, one.since, one.until) for one in day.incomplete] == ([(told, NOON, midnight)] if told else [])


# --- subscriptions ---


class Subscribing(PretendLister):
    """Keeps each callback with when it was told; fails while there is an error to raise."""

    def __init__(self, world: Asking, errors: list[Exception], told: list[tuple[datetime, str]]) -> None:
        super().__init__(world, PAGE)
        self._errors, self._told = errors, told

    def subscribe(self, callback: str, timeout: float) -> None:
        self._told.append((self._now(), callback))
        if self._errors:
            raise self._errors.pop(0)


def test_a_subscription_that_runs_out_is_renewed(asked: Asking) -> None:
    """A platform's failure is tried again in the next turn; what a person must mend, a day later."""
    errors = [limited(), ConfigurationError("HEARD_X is missing")]
    told: list[tuple[datetime, str]] = []
    asked.makes = lambda _account: Subscribing(asked, errors, told)
    asked.collect()
    assert told == [], "nobody said where we are reached"
    asked.tools = dataclasses.replace(asked.tools, public_url="https://heard.example/hooks")
    begun = asked.clock + HOUR
    for _ in range(6 * 24):
        assert asked.collect(HOUR) == Collected(asked=1, pages=1, units=1), "its failure stops no asking"
    assert [at - begun for at, _callback in told] == [timedelta(), HOUR, DAY + HOUR, 5 * DAY + HOUR]
    assert {callback for _at, callback in told} == {"https://heard.example/hooks/facebook"}


# --- who is asked ---


def test_whoever_cannot_be_asked_is_not(world: Asking) -> None:
    world.network.listing = None
    assert world.collect() == Collected()
    world.network.listing = PUSHED
    account = msgspec.structs.replace(world.brands.brands["acme"].accounts[0], token=None)
    brand = msgspec.structs.replace(world.brands.brands["acme"], accounts=(account,))
    world.tools = dataclasses.replace(world.tools, brands=msgspec.structs.replace(world.brands, brands={"acme": brand}))
    assert world.collect() == Collected(), "nobody speaks as it"


def test_tokens_are_renewed_first_and_their_failure_stops_no_asking(asked: Asking) -> None:
    order: list[str] = []
    asked.network.said = [lambda: order.append("asked")]
    asked.tools = dataclasses.replace(asked.tools, tend=lambda: order.append("tended") or 2)
    assert asked.collect().renewed == 2
    assert order == ["tended", "asked"]
    asked.tools = dataclasses.replace(asked.tools, tend=fails(BackendUnavailable("store", "down")))
    asked.network.asked.clear()
    with pytest.raises(BackendUnavailable):
        asked.collect(HOUR)
    assert len(asked.network.asked) == 1


# --- anything at all ---

ERRORS: tuple[Callable[[], object] | None, ...] = (
    None, None, None, fails(limited(60)), fails(limited()),
    fails(OutcomeUnknown("facebook", "list", "timeout")), fails(ActionRefused("facebook", "list", "gone")),
)  # fmt: skip
ACT = st.tuples(
    st.integers(-120, 40 * 60),  # when, in minutes from the first asking
    st.sampled_from([None, 0, 2, 4, 30]),  # after how many minutes its webhook comes, if it comes
    st.booleans(),  # whether it is praise, which a rule answers
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(ACT, max_size=12),
    size=st.integers(1, 4),
    overlap=st.integers(0, 3),
    faults=st.lists(st.sampled_from(ERRORS), max_size=12),
    crash=st.integers(0, 400),
    after=st.booleans(),
    listing=st.sampled_from([
        PUSHED,
        Listing(kinds=PUSHED.kinds, every=30 * MINUTE, back=6 * HOUR, units=400),
        Listing(kinds=PUSHED.kinds, asked=PUSHED.kinds, every=15 * MINUTE, back=HOUR, units=900, day_zone="Asia/Tokyo"),
    ]),
)  # fmt: skip
def test_all_that_exists_is_in_the_ledger_once_whatever_happens(
    acts: list[tuple[int, int | None, bool]],
    size: int,
    overlap: int,
    faults: list[Callable[[], object] | None],
    crash: int,
    after: bool,
    listing: Listing,
) -> None:
    folder = Path(tempfile.mkdtemp(dir=SHM))
    world = Asking(folder, Fuse(crash, after))
    try:
        play(world, acts, listing, size, overlap, faults)
        check(world, acts, listing)
    finally:
        world.close()
        shutil.rmtree(folder)


def play(
    world: Asking,
    acts: list[tuple[int, int | None, bool]],
    listing: Listing,
    size: int,
    overlap: int,
    faults: list[Callable[[], object] | None],
) -> None:
    network = world.network
    network.listing, network.size, network.overlap = listing, size, overlap
    network.said = [one or (lambda: None) for one in faults]
    coming = []
    for number, (minutes, lag, praise) in enumerate(acts):
        at, text = NOON + minutes * MINUTE, "lovely" if praise else "is it vegan"
        network.things.append(thing(str(number), at, author=str(100 + number), text=text))
        if lag is not None:
            coming.append((at + lag * MINUTE, push(str(number), at, text, str(100 + number))))
    for tick in range(46 * 4):
        world.clock = NOON + tick * 15 * MINUTE
        due = [sent for at, sent in coming if at <= world.clock]
        coming = [one for one in coming if one[0] > world.clock]
        for sent in due:
            world.send(sent)
        world.work()
        world.tick()
        try:
            collect(world.tools)
        except Crash:
            world.restart()
        world.work()


def check(world: Asking, acts: list[tuple[int, int | None, bool]], listing: Listing) -> None:
    first = world.mark().first
    entries = Counter(one.object for one in world.entries() if not one.ours)
    new = {f"1_{number}" for number, (at, _lag, _praise) in enumerate(acts) if NOON + at * MINUTE >= first}
    pushed = {f"1_{number}" for number, (_at, lag, _praise) in enumerate(acts) if lag is not None}
    assert new <= set(entries), f"exists and is not in the ledger: {new - set(entries)}"
    assert set(entries) <= new | pushed, "was before the first asking, and did not come by itself"
    assert set(entries.values()) <= {1}
    assert world.doubles() == []
    if listing.units is not None:
        assert max(world.network.spent.values()) <= listing.units
    zone = ZoneInfo("Europe/Oslo")
    tallies = world.tallies()
    assert "2026-10-14" in tallies, "a whole day passed"
    for day, tally in tallies.items():
        there = [
            number
            for number, (minutes, _lag, _praise) in enumerate(acts)
            if (at := NOON + minutes * MINUTE) < tally.until and at.astimezone(zone).date().isoformat() == day
        ]
        assert tally.counts.exist == len(there), day
        assert tally.counts.received + tally.counts.recovered == tally.counts.exist, day
        never = [number for number in there if acts[number][1] is None]
        if listing.asked:
            assert tally.counts.recovered == 0
        else:
            assert tally.counts.recovered >= len(never)


# --- every platform that can be asked ---

REAL = [it for it in map(Fixtures, plugins.names("platforms")) if it.platform.lists is not None]


def plugged(name: str) -> Any:
    return plugins.load("platforms", name)()


@pytest.mark.parametrize("it", REAL, ids=lambda it: it.name)
def test_what_a_real_module_lists_is_published_once(it: Fixtures, tmp_path: Path) -> None:
    """Its own pages, twice: the second time the ledger knows all of them, edits, removals and our own included."""
    facts, listing = it.client_facts["list"], it.platform.lists
    assert listing is not None
    account = Account(
        id=facts.get("account") or it.client_facts["account"],
        platform=it.name,
        connection=it.name,
        name="Acme",
        token="T",
    )
    world = Asking(tmp_path)
    world.clock = RECEIVED
    brand = msgspec.structs.replace(world.brands.brands["acme"], accounts=(account,))
    brands = msgspec.structs.replace(world.brands, brands={"acme": brand})
    replies = [Reply(page.get("status", 200), page["body"]) for page in facts["pages"]]
    since = facts["since"].astimezone(UTC)
    done = []
    for _ in range(2):
        with pretend(*replies) as api:
            world.tools = dataclasses.replace(
                world.tools, brands=brands, platform=plugged, client=lambda _account, api=api: it.client(api.base)
            )
            under_way = Sweep(began=RECEIVED, since=since, until=RECEIVED, open=tuple(facts.get("open", ())))
            world.store.commit(
                world.clock,
                Put(
                    Checkpoint(
                        key=checkpoint_key(it.name, account.id),
                        brand="acme",
                        platform=it.name,
                        account=account.id,
                        first=since - 30 * DAY,
                        next_at=world.clock,
                        sweep=under_way,
                        expire_at=world.clock + DAY,
                    )
                ),
            )
            done.append(world.collect())
    world.close()
    assert [(one.failed, one.pages) for one in done] == [(0, len(replies))] * 2
    assert done[0].published > 0
    assert done[1].published == 0
