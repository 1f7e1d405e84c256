"""A digest through a real exchange: cut, killed, raced and timed out. At most one mail for a date and a recipient, none
repeated after a lost answer, none lost that certainly did not go, and what is uncertain named in the next digest.
"""

from __future__ import annotations

import email
import email.policy
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.core.claims import ClaimState
from shared.core.ledger import Notice
from shared.core.ports import DIGESTS, NOTICES, Notifier
from shared.flows.digest import digest
from shared.flows.watch import watch
from shared.notifiers.ses import SesNotifier
from shared.notifiers.smtp import Server, SmtpNotifier
from shared.stores.sqlite import SqliteStore
from tests.flows.world import NOON, SHM, Crash, Ported, World, comment, facebook
from tests.notifiers.servers import KEYS, SES_FINE, VERBS, Rude, RudeSes, Taken, rude_server, rude_ses, ses_error

ROOT = Path(__file__).parents[2]
MORNING = NOON.replace(day=14, hour=5, minute=30)  # 7:30 in Oslo
DAY = timedelta(days=1)
NAMED = "Nobody confirmed that the digest of Tuesday 13 October"
GENEROUS = 30.0
SENT, UNCERTAIN, REFUSED = ClaimState.SENT, ClaimState.UNCERTAIN, ClaimState.REFUSED


class Morning(World):
    """A brand with two recipients, one person who wrote each day, and a real notifier."""

    def __init__(self, folder: Path, notifier: Notifier) -> None:
        self.real = notifier
        super().__init__(folder)

    def start(self) -> None:
        super().start()
        self.tools = replace(self.tools, notifier=Ported(self.real, self.fuse, ("send",)))

    def day(self, number: int) -> None:
        """Somebody writes at noon of the day, and the digest of it is due the next morning."""
        self.clock = NOON + number * DAY
        self.send(facebook(comment(f"c{number}", "lovely shop", author=f"8{number}", at=self.clock), at=self.clock))
        self.work()
        self.clock = MORNING + number * DAY

    def rest(self, until: datetime) -> None:
        """Ticks of `watch` and `digest` each minute of the first ten, then each quarter hour."""
        for minutes in (*range(1, 10), *range(15, 241, 15)):
            self.clock = max(self.clock, until + timedelta(minutes=minutes))
            self.tick(with_digest=True)

    def notices(self, number: int) -> list[Notice]:
        day = (NOON + number * DAY).date().isoformat()
        found = self.store.find(NOTICES, self.clock, equal=("acme", "digest"))
        return [kept.doc for kept in found if kept.doc.day == day]

    def states(self, number: int = 0) -> Counter[ClaimState]:
        return Counter(one.claim.state for one in self.notices(number))

    def text(self, number: int) -> str:
        day = (NOON + number * DAY).date().isoformat()
        (record,) = (one.doc for one in self.store.find(DIGESTS, self.clock, equal=("acme",)) if one.doc.day == day)
        return " ".join(record.text.split())


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=SHM) as name:
        yield Path(name)


def smtp(port: int, seconds: float = GENEROUS) -> SmtpNotifier:
    return SmtpNotifier(Server("127.0.0.1", port, "none"), seconds)


def repeated(mails: list[Taken]) -> list[str]:
    """Mails that came twice, by the Message-ID that is the same for every attempt."""
    ids = Counter(email.message_from_bytes(one.raw, policy=email.policy.default)["Message-ID"].strip() for one in mails)
    return [f"{name} x{number}" for name, number in ids.items() if number > 1]


def check(world: Morning, rude: Rude, states: set[ClaimState]) -> None:
    """A day later: everything ended, nothing came twice, and the next digest says what nobody can know."""
    first = world.states()
    assert sum(first.values()) == 2
    assert set(first) <= states
    assert repeated(rude.mails) == []
    world.day(1)
    world.tick(with_digest=True)
    world.rest(MORNING + DAY)
    assert world.states(1) == {SENT: 2}
    assert repeated(rude.mails) == []
    confirmed = [one for one in world.notices(0) + world.notices(1) if one.claim.state is SENT]
    assert len(rude.mails) >= len(confirmed), "what we hold for sent has arrived"
    doubtful = first[UNCERTAIN] + first[REFUSED]
    assert (NAMED in world.text(1)) == (doubtful > 0)


CUTS = [(verb, cut) for verb in VERBS for cut in ("before", "after", "half")]


@pytest.mark.parametrize(("verb", "cut"), CUTS)
def test_a_line_cut_at_any_verb(verb: str, cut: str, folder: Path) -> None:
    rude = Rude(verb, cut)
    with rude_server(rude) as port, closing(Morning(folder, smtp(port))) as world:
        world.day(0)
        digest(world.tools)
        asked = rude.connections
        assert asked == 2, "each recipient has a mail of their own, and each is tried once"
        took = len(rude.mails)
        rude.verb = ""
        world.rest(MORNING)
        if verb == "dot":
            assert world.states() == {UNCERTAIN: 2}
            assert (rude.connections, len(rude.mails)) == (asked, took), "nothing follows a lost answer"
        else:
            assert world.states() == {SENT: 2}
            assert len(rude.mails) == 2
        check(world, rude, {UNCERTAIN} if verb == "dot" else {SENT})


@pytest.mark.parametrize("code", [b"451 later\r\n", b"421 bye\r\n"])
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "QUIT"])
def test_a_server_that_says_later_gets_it_later(verb: str, code: bytes, folder: Path) -> None:
    rude = Rude(says={verb: code})
    with rude_server(rude) as port, closing(Morning(folder, smtp(port))) as world:
        world.day(0)
        digest(world.tools)
        assert world.states() == {ClaimState.CLAIMED: 2}
        world.clock += timedelta(minutes=3)
        world.tick()
        assert rude.mails == []
        rude.says = {}
        world.rest(MORNING)
        assert world.states() == {SENT: 2}
        check(world, rude, {SENT})


def test_a_refused_mail_is_not_sent_again_and_is_named(folder: Path) -> None:
    rude = Rude(says={"RCPT": b"550 5.1.1 nobody of that name\r\n"})
    with rude_server(rude) as port, closing(Morning(folder, smtp(port))) as world:
        world.day(0)
        digest(world.tools)
        rude.says = {}
        world.rest(MORNING)
        assert (rude.mails, rude.connections) == ([], 2)
        check(world, rude, {REFUSED})


# --- a process that dies ---


def test_a_crash_at_any_call_of_a_digest(folder: Path) -> None:
    """Before and after every call that the digest makes to the clock, the store and the server."""
    tried, sent, uncertain = 0, 0, 0
    for after in (False, True):
        for at in range(1, 200):
            rude = Rude()
            inside = folder / f"{after}-{at}"
            inside.mkdir()
            with rude_server(rude) as port, closing(Morning(inside, smtp(port))) as world:
                world.day(0)
                world.fuse.calls, world.fuse.at, world.fuse.after = 0, at, after
                try:
                    digest(world.tools)
                    died = False
                except Crash:
                    died = True
                    world.restart()
                world.fuse.at = 0
                world.rest(MORNING)
                states = world.states()
                sent, uncertain = sent + states[SENT], uncertain + states[UNCERTAIN]
                tried += died
                assert repeated(rude.mails) == []
                assert states[SENT] + states[UNCERTAIN] == 2
                assert states[UNCERTAIN] <= 1, "only what was on its way when it died"
                assert len(rude.mails) >= states[SENT]
            if not died:
                break
    assert tried >= 40
    assert uncertain >= 2
    print(f"{tried} crash points, {sent} mails sent, {uncertain} uncertain, 0 twice")


@pytest.mark.parametrize("verb", VERBS)
def test_a_digest_killed_at_any_verb(verb: str, folder: Path) -> None:
    """SIGKILL from the server's side, after it did what was asked and before it answers."""
    child: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    def waits(at: str) -> None:
        if at == verb and not child[0].poll():
            assert ready.wait(60)
            os.kill(child[0].pid, signal.SIGKILL)
            child[0].wait(60)

    rude = Rude(waits=waits)
    with rude_server(rude) as port:
        with closing(Morning(folder, smtp(port))) as world:
            world.day(0)
        command = [sys.executable, "-c", CHILD, str(folder), str(port), MORNING.isoformat()]
        child.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}))
        ready.set()
        assert child[0].wait(120) == -signal.SIGKILL
        rude.waits = lambda at: None
        took = len(rude.mails)
        assert took == (verb in ("dot", "QUIT"))
        with closing(Morning(folder, smtp(port))) as world:
            world.clock = MORNING
            assert world.states()[ClaimState.SENDING] == 1
            world.rest(MORNING)
            assert world.states() == {SENT: 1, UNCERTAIN: 1}, "nobody can know of the first; the second was not begun"
            assert len(rude.mails) == took + 1
            check(world, rude, {SENT, UNCERTAIN})


CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from shared.flows.digest import digest
from tests.notifiers.test_digest_mail import Morning, smtp
world = Morning(Path(sys.argv[1]), smtp(int(sys.argv[2])))
world.clock = datetime.fromisoformat(sys.argv[3])
digest(world.tools)
"""


# --- two at a time ---


RACERS = 3


@pytest.mark.parametrize("round_", range(8))
def test_digests_that_race_send_one_mail_to_each(round_: int, folder: Path) -> None:
    rude = Rude()
    with rude_server(rude) as port, closing(Morning(folder, smtp(port))) as world:
        world.day(0)
        start, ended = threading.Barrier(RACERS), []

        def race() -> None:
            with closing(SqliteStore(folder / "ledger.db")) as store:
                mine = replace(world.tools, store=store, notifier=smtp(port))
                start.wait(60)
                try:
                    digest(mine)
                    watch(mine)
                    ended.append("well")
                except Exception as error:
                    ended.append(repr(error))

        threads = [threading.Thread(target=race) for _ in range(RACERS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(120)
        assert ended == ["well"] * RACERS
        world.rest(MORNING)
        assert world.states() == {SENT: 2}
        assert (rude.connections, len(rude.mails), repeated(rude.mails)) == (2, 2, [])


# --- time runs out ---


def test_a_server_that_never_answers_the_mail_is_left_and_the_mail_is_not_repeated(folder: Path) -> None:
    go, reached = threading.Event(), []

    def waits(at: str) -> None:
        if at == "dot":
            reached.append(at)
            go.wait(60)

    rude = Rude(waits=waits)
    with rude_server(rude) as port, closing(Morning(folder, smtp(port, 3.0))) as world:
        world.day(0)
        digest(world.tools)
        go.set()
        rude.waits = lambda at: None
        assert world.states()[ClaimState.UNKNOWN] == len(reached)
        world.real = smtp(port)
        world.restart()
        world.rest(MORNING)
        assert world.states()[UNCERTAIN] == len(reached)
        assert repeated(rude.mails) == []
        assert len(rude.mails) == 2, "the server took them all the same, or got them later"
        check(world, rude, {UNCERTAIN, SENT})


SES_FAULTS: dict[str, tuple[Any, ClaimState, int]] = {
    "hang": ("hang", UNCERTAIN, 2),
    "cut": ("cut", UNCERTAIN, 2),
    "500": (ses_error(500, "InternalFailure"), UNCERTAIN, 2),
    "429": (ses_error(429, "TooManyRequestsException"), SENT, 4),
    "paused": (ses_error(400, "SendingPausedException"), SENT, 4),
    "rejected": (ses_error(400, "MessageRejected"), REFUSED, 2),
}


@pytest.mark.parametrize(("answer", "state", "requests"), SES_FAULTS.values(), ids=SES_FAULTS.keys())
def test_ses_fails_and_comes_back(answer: Any, state: ClaimState, requests: int, folder: Path) -> None:
    rude = RudeSes([answer, answer, SES_FINE])
    with rude_ses(rude) as endpoint:
        where = {"HEARD_SES_REGION": "eu-north-1", "HEARD_SES_ENDPOINT": endpoint, **KEYS}
        timeout = {"HEARD_CALL_TIMEOUT": "3" if answer == "hang" else "30"}
        with closing(Morning(folder, SesNotifier.open(where | timeout))) as world:
            world.day(0)
            digest(world.tools)
            assert len(rude.requests) == 2
            world.rest(MORNING)
            assert world.states() == {state: 2}
            assert len(rude.requests) == requests
            world.day(1)
            world.tick(with_digest=True)
            assert world.states(1) == {SENT: 2}
            assert (NAMED in world.text(1)) == (state is not SENT)
