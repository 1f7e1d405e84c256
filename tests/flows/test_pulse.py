"""Is it still listening? A silence is proven by checks and test events, and what may be missing is known."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared import plugins
from shared.brands.compiled import Account
from shared.core import signing
from shared.core.delivery import Delivery
from shared.core.errors import BackendUnavailable, ConfigurationError, DeliveryRejected, SignatureInvalid
from shared.core.interaction import Ring, from_wire, to_wire
from shared.core.listening import Pulse, pulse_key
from shared.core.ports import Finding, Listed, Outgoing, Question
from shared.core.probing import HEADER, Probe, probed, signed
from shared.core.secret import Secret
from shared.digest.page import Mood
from shared.digest.snapshot import Snapshot
from shared.digest.state import Cause, judge
from shared.flows._gather import gather
from shared.flows._pulse import listen
from shared.flows.acknowledge import acknowledge
from shared.flows.collect import collect
from shared.flows.receive import Opened, open_delivery
from shared.platforms._signatures import StandardWebhooks
from tests.flows.world import (
    KEY,
    NOON,
    PAGE,
    USER,
    Crash,
    Fuse,
    Ported,
    PretendClient,
    World,
    comment,
    compiled,
    facebook,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVERY = 30 * MINUTE
TICK = 5 * MINUTE
PROBING = Secret("whsec_" + "aGVhcmQtdGVzdC1wcm9iZS1rZXktMDEyMzQ1Njc4OQ==")
OTHER = Secret("whsec_" + "YW5vdGhlci10ZXN0LXByb2JlLWtleS0wMTIzNDU2Nzg=")
WELL = (Finding("token", True, "it is the account's"), Finding("subscription", True, "an app hears all that is read"))
REFUSED = (Finding("token", False, "refused: code 190", "log in again"), WELL[1])
DOWN = (Finding("token", None, "could not be asked: status 503"), Finding("subscription", None, "not asked"))
PARTLY = (WELL[0], Finding("subscription", None, "what its apps hear was not told"))
MIDNIGHT = NOON + 12 * HOUR  # the end of the day, in Oslo


class Examined(PretendClient):
    """A client that says what the test wants to hear."""

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        world = self._world
        assert isinstance(world, Watching)
        assert 0 < timeout <= 10
        world.looks.append((self._account, now))
        said = world.says.get(self._account, WELL)
        if isinstance(said, Exception):
            raise said
        return said

    def list(self, _question: Question, _timeout: float = 0.0, **_more: Any) -> Listed:
        return Listed()


class Watching(World):
    """A world whose accounts are looked at. `probing`: test events are sent, and what `receive` makes of them."""

    def __init__(self, folder: Path, fuse: Fuse | None = None) -> None:
        self.says: dict[str, tuple[Finding, ...] | Exception] = {}
        self.looks: list[tuple[str, datetime]] = []
        self.every: timedelta | None = EVERY
        self.probing = False
        self.makes: Callable[[str], Any] = lambda account: Examined(self, account)
        super().__init__(folder, (), fuse)
        self.only(PAGE)

    def start(self) -> None:
        super().start()
        self.tools = dataclasses.replace(
            self.tools,
            client=lambda account: Ported(self.makes(account.id), self.fuse, ("examine",)),
            check_every=self.every,
            probe=self.probe if self.probing else None,
        )

    def only(self, *ids: str, **fields: Any) -> None:
        """The brand with these accounts alone."""
        brand = self.brands.brands["acme"]
        every = compiled(()).brands["acme"].accounts
        accounts = tuple(msgspec.structs.replace(one, **fields) for one in every if one.id in ids)
        self.brands = msgspec.structs.replace(
            self.brands, brands={"acme": msgspec.structs.replace(brand, accounts=accounts)}
        )
        self.restart()

    def probe(self, account: Account, now: datetime) -> str:
        body, headers = signed(Probe(platform=account.platform, account=account.id, at=now), (PROBING,), now)
        try:
            opened = self.opened(account.connection, body, headers)
        except DeliveryRejected as error:
            return f"status {error.status}"
        self.queue.publish(opened.messages)
        return ""

    def opened(self, connection: str, body: bytes, headers: dict[str, str], *keys: Secret) -> Opened:
        """What the public door makes of a request."""
        platform = self.platform(self.brands.connections[connection].platform)

        def owner(_connection: str, name: str, account: str) -> str | None:
            found = self.brands.owner(name, account)
            return None if found is None or found[1].connection != connection else found[0].key

        verify = StandardWebhooks().verify
        return open_delivery(
            Delivery("POST", connection, body, self.clock, headers=tuple(headers.items())),
            platform=platform,
            keys={use.name: (Secret(KEY),) for use in platform.secrets},
            owner=owner,
            now=self.clock,
            probed=lambda delivery, now: probed(delivery, keys or (PROBING,), verify, now),
        )

    def look(self, after: timedelta = timedelta()) -> int:
        """One look, and then the bus."""
        self.clock += after
        done = listen(self.tools, lambda: True)
        self.work()
        return done

    def until(self, end: datetime) -> None:
        self.look()
        while self.clock < end:
            self.look(min(TICK, end - self.clock))

    def pulse(self, platform: str = "facebook", account: str = PAGE) -> Pulse:
        kept = self.store.get(Pulse, pulse_key(platform, account), self.clock)
        assert kept is not None
        return kept.doc

    def spans(self) -> list[tuple[datetime, datetime | None]]:
        return [(one.since, one.until) for one in self.pulse().deaf]

    def day(self, back: int = 0) -> Snapshot:
        brand = self.brands.brands["acme"]
        end = MIDNIGHT - back * DAY
        return gather(brand, (end - HOUR).date(), end - DAY, end, [], self.tools).snapshot


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Watching]:
    made = Watching(tmp_path)
    yield made
    made.close()


@pytest.fixture
def probing(world: Watching) -> Watching:
    world.probing = True
    world.restart()
    return world


# --- looking ---


def test_each_account_is_looked_at_every_half_hour(world: Watching) -> None:
    world.only(PAGE, USER)
    assert [world.look(TICK) for _ in range(13)] == [2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2]
    found = world.pulse()
    assert (found.ok, found.why, found.checked_at, found.good_at, found.deaf) == (
        True,
        "",
        world.clock,
        world.clock,
        (),
    )
    assert (found.brand, found.platform, found.account) == ("acme", "facebook", PAGE)
    assert {account for account, _ in world.looks} == {PAGE, USER}


def test_a_tick_that_comes_some_seconds_early_is_not_lost(world: Watching) -> None:
    world.look()
    assert world.look(EVERY - MINUTE / 6) == 1


def test_collect_looks_and_counts_it(world: Watching) -> None:
    assert collect(world.tools).checked == 1
    assert collect(world.tools).checked == 0
    assert world.pulse().ok is True


def test_nobody_looks_where_that_is_turned_off(world: Watching) -> None:
    world.every = None
    world.probing = True
    world.restart()
    assert world.look() == 0
    assert world.looks == []
    assert [one.ok for one in world.day().listening] == [None], "and nothing claims to be verified"


def test_two_instances_do_not_look_at_the_same_time(world: Watching) -> None:
    inner: list[int] = []

    class Slow(Examined):
        def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
            inner.append(listen(world.tools, lambda: True))
            return super().examine(now, timeout)

    world.makes = lambda account: Slow(world, account)
    assert world.look() == 1
    assert (inner, len(world.looks)) == ([0], 1)


def test_one_that_is_at_fault_keeps_no_other_from_being_looked_at(world: Watching) -> None:
    world.only(PAGE, USER)

    def client(account: Account) -> Any:
        if account.id == PAGE:
            raise ZeroDivisionError
        return Examined(world, account.id)

    world.tools = dataclasses.replace(world.tools, client=client)
    with pytest.raises(ZeroDivisionError):
        world.look()
    assert world.pulse("x", USER).ok is True


def test_a_run_has_an_end_and_the_next_goes_on_where_it_stopped(world: Watching) -> None:
    world.only(PAGE, USER)

    class Slow(Examined):
        def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
            world.clock += 61 * MINUTE / 60
            return super().examine(now, timeout)

    world.makes = lambda account: Slow(world, account)
    assert [world.look(), world.look()] == [1, 1]
    assert sorted(account for account, _ in world.looks) == sorted((PAGE, USER))
    assert listen(world.tools, lambda: False) == 0


@pytest.mark.parametrize("after", [False, True])
def test_whoever_dies_at_any_moment_leaves_the_look_to_the_next(tmp_path: Path, *, after: bool) -> None:
    for at in range(1, 40):
        folder = tmp_path / str(at)
        folder.mkdir()
        world = Watching(folder)
        world.probing = True
        world.fuse.calls, world.fuse.at, world.fuse.after = 0, at, after
        world.restart()
        crashed = False
        try:
            world.look()
        except Crash:
            crashed = True
            world.restart()
        world.look(TICK)
        world.look(EVERY)
        world.work()
        assert (world.pulse().ok, world.pulse().deaf, world.pulse().lost) == (True, (), False), at
        world.close()
        if not crashed:
            break
    else:
        raise AssertionError("it has more steps than were tried")


# --- what is missing ---


def test_a_failed_check_says_since_when_news_may_be_missing_and_a_good_one_ends_it(
    world: Watching, capsys: pytest.CaptureFixture[str]
) -> None:
    world.look()
    world.says[PAGE] = REFUSED
    world.until(NOON + HOUR)
    assert (world.pulse().ok, world.pulse().why) == (False, "token: refused: code 190")
    assert world.spans() == [(NOON, None)], "since it was last found right"
    del world.says[PAGE]
    world.until(NOON + 90 * MINUTE)
    assert (world.pulse().ok, world.spans()) == (True, [(NOON, NOON + 90 * MINUTE)])
    world.until(NOON + 2 * HOUR)
    events = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    assert [one for one in events if one.startswith("listening.")] == [
        "listening.good",
        "listening.failed",
        "listening.good",
    ]
    world.clock += 3 * DAY
    world.look()
    assert (NOON, NOON + 90 * MINUTE) not in world.spans(), "three days are told of"


def test_what_was_never_found_right_is_missing_from_the_first_check_on(world: Watching) -> None:
    world.says[PAGE] = REFUSED
    world.look()
    assert world.spans() == [(NOON, None)]


def test_a_check_that_could_not_be_made_is_soon_tried_again_and_no_gap_by_itself(world: Watching) -> None:
    world.look()
    world.says[PAGE] = DOWN
    world.until(NOON + 40 * MINUTE)
    assert [at - NOON for _, at in world.looks] == [0 * MINUTE, 30 * MINUTE, 35 * MINUTE, 40 * MINUTE]
    assert (world.pulse().ok, world.spans()) == (None, [])
    del world.says[PAGE]
    world.look(TICK)
    assert (world.pulse().ok, world.spans()) == (True, [])


def test_it_is_one_where_nothing_showed_for_a_quarter_hour_longer_than_usual(world: Watching) -> None:
    world.look()
    world.says[PAGE] = DOWN
    world.until(NOON + 2 * HOUR)
    assert world.spans() == [(NOON, None)]
    assert len(world.looks) == 8, "and then every half hour again"
    del world.says[PAGE]
    world.until(NOON + 3 * HOUR)
    ((since, until),) = world.spans()
    assert (since, until is not None and NOON + 2 * HOUR < until <= NOON + 150 * MINUTE) == (NOON, True)


def test_a_real_event_shows_as_much_as_a_check(world: Watching) -> None:
    world.look()
    world.says[PAGE] = DOWN
    for number in range(1, 5):
        world.send(facebook(comment(str(number), "is it vegan", at=world.clock)))
        world.until(NOON + number * 40 * MINUTE)
    assert (world.pulse().ok, world.spans()) == (None, [])
    assert world.pulse().heard_at == NOON + 2 * HOUR


def test_a_real_event_ends_a_time_in_which_nothing_could_be_known(world: Watching) -> None:
    world.look()
    world.says[PAGE] = DOWN
    world.until(NOON + HOUR)
    assert world.spans() == [(NOON, None)]
    world.send(facebook(comment("1", "is it vegan", at=world.clock)))
    world.work()
    world.until(NOON + 100 * MINUTE)
    assert world.spans() == [(NOON, NOON + HOUR)]


def test_while_nobody_looked_nothing_is_known(world: Watching) -> None:
    world.look()
    world.look(3 * HOUR)
    assert world.spans() == [(NOON, NOON + 3 * HOUR)]
    assert world.pulse().deaf[0].why == "was not checked"
    world.look(40 * MINUTE)
    assert len(world.spans()) == 1, "a check that is a little late is none"


def test_what_cannot_be_checked_is_unknown_and_never_missing(world: Watching) -> None:
    world.makes = lambda account: PretendClient(world, account)
    for _ in range(5):
        world.look(EVERY)
    assert (world.pulse().ok, world.pulse().deaf) == (None, ())
    assert world.pulse().why == "its platform offers nothing to look at"
    world.only(PAGE, token=None)
    world.look(EVERY)
    assert (world.pulse().ok, world.pulse().deaf, world.looks) == (None, (), [])


def test_a_platform_that_never_tells_all_ends_a_failure_by_telling_as_much_as_ever(world: Watching) -> None:
    world.says[PAGE] = PARTLY
    world.until(NOON + 2 * HOUR)
    assert (world.pulse().ok, world.spans()) == (None, [])
    world.says[PAGE] = REFUSED
    world.until(NOON + 3 * HOUR)
    assert len(world.spans()) == 1
    world.says[PAGE] = DOWN
    world.until(NOON + 4 * HOUR)
    assert world.spans()[0][1] is None
    world.says[PAGE] = PARTLY
    world.until(NOON + 5 * HOUR)
    assert world.spans()[0][1] is not None


@pytest.mark.parametrize("what", ["quality", "publishing", "version"])
def test_what_cannot_be_sent_still_comes(world: Watching, what: str) -> None:
    world.says[PAGE] = (*WELL, Finding(what, False, "RED", "send less"))
    world.look()
    assert world.pulse().ok is True
    world.says[PAGE] = (Finding(what, True, "well"), *DOWN)
    world.look(EVERY)
    assert world.pulse().ok is None


def test_a_platform_with_few_calls_is_looked_at_less_often_and_that_is_no_gap(
    world: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(world.platform("facebook")), "look_every", 4 * HOUR)
    world.clock = MIDNIGHT - DAY
    world.until(MIDNIGHT + 3 * HOUR)
    assert [at - (MIDNIGHT - DAY) for _, at in world.looks] == [number * 4 * HOUR for number in range(7)]
    assert (world.spans(), world.day().incomplete) == ([], ())


@pytest.mark.parametrize(("told", "hours"), [(None, 4), ("80", 4), ("5000", 0)])
def test_linkedins_development_tier_leaves_few(monkeypatch: pytest.MonkeyPatch, told: str | None, hours: int) -> None:
    monkeypatch.delenv("HEARD_LINKEDIN_DAILY_CALLS", raising=False)
    if told is not None:
        monkeypatch.setenv("HEARD_LINKEDIN_DAILY_CALLS", told)
    assert plugins.load("platforms", "linkedin")().look_every == hours * HOUR


@pytest.mark.parametrize(
    ("error", "ok"),
    [(ConfigurationError("HEARD_T is missing"), False), (BackendUnavailable("store", "down"), None)],
)
def test_a_token_that_is_not_there_is_wrong_and_one_that_cannot_be_read_unknown(
    world: Watching, error: Exception, *, ok: bool | None
) -> None:
    def client(_account: Account) -> Any:
        raise error

    world.tools = dataclasses.replace(world.tools, client=client)
    world.look()
    assert world.pulse().ok is ok


def test_a_module_at_fault_says_nothing_and_no_secret(world: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    world.says[PAGE] = RuntimeError("Bearer EAAB-secret")
    world.look()
    assert (world.pulse().ok, world.pulse().why) == (None, "account: could not be looked at (RuntimeError)")
    assert "EAAB" not in capsys.readouterr().err


# --- what was heard ---


def test_when_a_real_event_last_came_is_known_for_each_account(world: Watching) -> None:
    world.only(PAGE, USER)
    world.send(facebook(comment("1", "is it vegan", at=NOON - 2 * DAY)))
    world.send(facebook(comment("2", "is it vegan", at=NOON - 20 * MINUTE)))
    world.send(facebook(comment("3", "ours", author=PAGE, at=NOON - MINUTE)))
    world.work()
    world.look()
    assert (world.pulse().heard_at, world.pulse("x", USER).heard_at) == (NOON - 20 * MINUTE, None)
    world.look(EVERY)
    assert world.pulse().heard_at == NOON - 20 * MINUTE


def test_what_only_asking_brought_shows_nothing_of_a_webhook(world: Watching) -> None:
    sent = facebook(comment("1", "is it vegan", at=NOON - MINUTE))
    opened = world.opened("facebook", sent.body, dict(sent.headers))
    message = from_wire(opened.messages[0].data)
    found = msgspec.structs.replace(message, via="recovered")  # type: ignore[type-var]  # a Message is a struct
    world.queue.publish([msgspec.structs.replace(opened.messages[0], data=to_wire(found))])
    world.work()
    world.look()
    assert world.pulse().heard_at is None


class Counting:
    """A store whose readings of lists are counted."""

    def __init__(self, inner: Any, find: Any) -> None:
        self._inner, self.find = inner, find

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_little_is_read_however_much_came(world: Watching) -> None:
    for number in range(60):
        world.send(facebook(comment(str(number), "is it vegan", str(number), at=NOON - number * MINUTE)))
    world.work()
    world.look()
    read: list[int] = []
    find = world.store.find

    def counted(*args: Any, **kwargs: Any) -> Any:
        found = list(find(*args, **kwargs))
        read.append(len(found))
        return iter(found)

    world.tools = dataclasses.replace(world.tools, store=Counting(world.store, counted))
    world.clock += EVERY
    listen(world.tools, lambda: True)
    assert sum(read) < 30


# --- test events ---


def test_a_test_event_goes_the_whole_way(probing: Watching) -> None:
    probing.look()
    assert (probing.pulse().ok, probing.pulse().looped_at) == (True, NOON)
    assert probing.entries() == []
    assert probing.parked() == 0
    probing.until(NOON + HOUR)
    assert probing.pulse().looped_at == NOON + HOUR


def test_one_that_does_not_arrive_is_told_at_the_next_check(probing: Watching) -> None:
    probing.look()
    work, probing.work = probing.work, lambda: None  # type: ignore[method-assign]  # the bus stands still
    probing.until(NOON + HOUR)
    found = probing.pulse()
    assert (found.ok, found.why) == (False, "the test event of 10:30 UTC has not come through the bus")
    assert probing.spans() == [(NOON + 30 * MINUTE, None)]
    probing.work = work  # type: ignore[method-assign]  # and goes again
    probing.work()
    probing.until(NOON + 90 * MINUTE)
    assert (probing.pulse().ok, probing.spans()) == (True, [(NOON + 30 * MINUTE, NOON + 90 * MINUTE)])


def test_one_that_the_public_door_does_not_take_is_told_at_once(probing: Watching) -> None:
    probing.look()
    probing.tools = dataclasses.replace(probing.tools, probe=lambda _account, _now: "`receive` did not answer")
    probing.look(EVERY)
    assert (probing.pulse().ok, probing.pulse().why) == (False, "`receive` did not answer")
    assert probing.pulse().looped_at == NOON


def test_it_shows_nothing_of_a_platform_that_offers_nothing_to_look_at(probing: Watching) -> None:
    probing.makes = lambda account: PretendClient(probing, account)
    probing.look()
    assert (probing.pulse().ok, probing.pulse().looped_at) == (None, NOON)
    probing.tools = dataclasses.replace(probing.tools, probe=lambda _account, _now: "status 503")
    probing.look(EVERY)
    assert probing.pulse().ok is False
    probing.tools = dataclasses.replace(probing.tools, probe=probing.probe)
    probing.look(EVERY)
    assert (probing.pulse().ok, probing.spans()) == (None, [(NOON + EVERY, NOON + 2 * EVERY)])


def test_one_that_comes_again_or_late_takes_nothing_back(probing: Watching) -> None:
    probing.look()
    probing.look(EVERY)
    old = Ring(key=pulse_key("facebook", PAGE), brand="acme", probed_at=NOON)
    gone = Ring(key=pulse_key("facebook", "gone"), brand="acme", probed_at=NOON)
    probing.queue.publish([Outgoing(to_wire(one), {}) for one in (old, gone)])
    probing.work()
    assert probing.pulse().looped_at == NOON + EVERY
    assert (probing.bus.inbox(probing.clock).busy, probing.parked()) == (0, 0)


def test_an_older_release_reads_a_bell_for_what_is_not_there(probing: Watching) -> None:
    """It knows neither the moment in the message nor a Pulse, and does nothing."""
    probing.look()
    body, headers = signed(Probe(platform="facebook", account=PAGE, at=NOON), (PROBING,), NOON)
    (sent,) = probing.opened("facebook", body, headers).messages
    wire = json.loads(sent.data)
    assert wire.pop("probed_at")
    assert wire == {"type": "ring", "v": 1, "key": pulse_key("facebook", PAGE), "brand": "acme"}
    assert (sent.attributes["kind"], "platform" in sent.attributes) == ("ring", False)
    before = probing.pulse()
    assert acknowledge(from_wire(json.dumps(wire).encode()), probing.tools) is None
    assert probing.pulse() == before
    assert b"probed_at" not in to_wire(Ring(key="k")), "a bell is what it was"


@pytest.mark.parametrize(
    ("connection", "account", "key", "age", "status"),
    [
        pytest.param("facebook", PAGE, PROBING, 0, 204, id="genuine"),
        pytest.param("facebook", PAGE, OTHER, 0, 401, id="another key"),
        pytest.param("facebook", PAGE, PROBING, 301, 401, id="old"),
        pytest.param("x", PAGE, PROBING, 0, 404, id="another connection"),
        pytest.param("facebook", "1", PROBING, 0, 404, id="nobody's account"),
    ],
)
def test_only_what_we_signed_for_an_account_of_this_connection_is_taken(
    world: Watching, connection: str, account: str, key: Secret, age: int, status: int
) -> None:
    then = NOON - age * MINUTE / 60
    body, headers = signed(Probe(platform="facebook", account=account, at=then), (key,), then)
    if status != 204:
        with pytest.raises(DeliveryRejected) as refused:
            world.opened(connection, body, headers)
        assert refused.value.status == status
        return
    opened = world.opened(connection, body, headers)
    assert (opened.answer.status, len(opened.messages), opened.challenge) == (204, 1, True)
    assert opened.parked == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda body, headers: (body.replace(b"facebook", b"facebooc"), headers),
        lambda body, headers: (body, {**headers, "webhook-signature": "v1,AAAA"}),
        lambda body, headers: (body, {name: value for name, value in headers.items() if "signature" not in name}),
        lambda body, headers: (body, {**headers, "webhook-timestamp": "soon"}),
        lambda _body, _headers: signed_text(b"[]"),
        lambda _body, _headers: signed_text(b"\xff"),
    ],
)
def test_a_forged_or_odd_one_is_refused_like_any_webhook(world: Watching, change: Any) -> None:
    body, headers = signed(Probe(platform="facebook", account=PAGE, at=NOON), (PROBING,), NOON)
    with pytest.raises(SignatureInvalid):
        world.opened("facebook", *change(body, headers))


def signed_text(body: bytes) -> tuple[bytes, dict[str, str]]:
    return body, {HEADER: "1", **dict(signing.headers(body, (PROBING,), NOON, "odd"))}


def test_the_key_proves_no_platforms_webhook_and_no_platforms_secret_a_test_event(world: Watching) -> None:
    real = facebook(comment("1", "is it vegan"))
    with pytest.raises(SignatureInvalid):
        world.opened("facebook", real.body, {**dict(real.headers), HEADER: "1"})
    body, headers = signed(Probe(platform="facebook", account=PAGE, at=NOON), (PROBING,), NOON)
    headers.pop(HEADER)
    with pytest.raises(SignatureInvalid):
        world.opened("facebook", body, headers)


# --- what the digest says of it ---


def test_a_silence_that_was_listened_to_is_a_quiet_day(probing: Watching) -> None:
    probing.clock = MIDNIGHT - DAY
    probing.until(MIDNIGHT + 7 * HOUR + 20 * MINUTE)
    found = probing.day()
    assert (found.incomplete, judge(found)) == ((), (Mood.QUIET, Cause.NOTHING))
    (one,) = found.listening
    assert (one.ok, one.checked_at, one.looped_at) == (True, probing.clock - 20 * MINUTE, probing.clock - 20 * MINUTE)


def test_a_silence_that_nobody_could_prove_is_not(world: Watching) -> None:
    world.clock = MIDNIGHT - DAY
    world.makes = lambda account: PretendClient(world, account)
    world.until(MIDNIGHT + HOUR)
    assert judge(world.day()) == (Mood.WATCH, Cause.MISSING)


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        (HOUR, (Mood.WATCH, Cause.MISSING)),
        (3 * HOUR, (Mood.CANT_TELL, Cause.UNVERIFIED)),
    ],
)
@pytest.mark.parametrize("how", ["refused", "down", "not checked"])
def test_a_gap_of_an_hour_is_named_and_of_a_day_with_one_over_two_nothing_is_told(
    world: Watching, missing: timedelta, wanted: tuple[Mood, Cause], how: str
) -> None:
    world.clock = MIDNIGHT - DAY
    world.until(MIDNIGHT - 12 * HOUR)
    if how == "not checked":
        world.look(missing)
    else:
        world.says[PAGE] = REFUSED if how == "refused" else DOWN
        world.until(MIDNIGHT - 12 * HOUR + missing)
        world.says.clear()
    world.until(MIDNIGHT + 7 * HOUR)
    found = world.day()
    assert judge(found) == wanted
    ((since, until),) = [(one.since, one.until) for one in found.incomplete]
    assert (since, until - since >= missing) == (NOON, True)


def test_checks_that_have_stopped_are_a_gap_before_anybody_checks_again(world: Watching) -> None:
    world.clock = MIDNIGHT - DAY
    world.until(NOON)
    world.clock = MIDNIGHT + 7 * HOUR
    found = world.day()
    assert [(one.since, one.until, one.why) for one in found.incomplete] == [(NOON, MIDNIGHT, "was not checked")]
    assert judge(found) == (Mood.CANT_TELL, Cause.UNVERIFIED)


def test_a_failure_ends_where_checking_was_turned_off(world: Watching) -> None:
    world.says[PAGE] = REFUSED
    world.until(NOON + HOUR)
    world.every = None
    world.restart()
    world.clock = MIDNIGHT + 7 * HOUR
    ((since, until),) = [(one.since, one.until) for one in world.day().incomplete]
    assert (since, until) == (NOON, NOON + 2 * HOUR)
    world.clock += 2 * DAY
    assert world.day(back=-2).incomplete == ()
