"""A digest through a real exchange: cut, killed, raced and timed out. At most one mail for a date and a recipient, none
repeated after a lost answer, none lost that certainly did not go, and what is uncertain named in the next digest.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.core.claims import ClaimState
from shared.core.digesting import DigestContent, digest_key
from shared.core.ledger import Notice
from shared.core.passes import Passes
from shared.core.ports import NOTICES, Notifier
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.digest.snapshot import Group, Snapshot, from_bytes
from shared.flows.digest import digest
from shared.flows.watch import watch
from shared.notifiers.ses import SesNotifier
from shared.notifiers.smtp import Server, SmtpNotifier
from shared.stores.sqlite import SqliteStore
from tests.flows._days import Counts
from tests.flows.world import NOON, SHM, Crash, Ported, World, comment, facebook
from tests.notifiers.servers import (
    KEYS,
    SES_FINE,
    VERBS,
    Rude,
    RudeSes,
    Taken,
    moto_mails,
    moto_ses,
    rude_server,
    rude_ses,
    ses_error,
    smtp_server,
)

ROOT = Path(__file__).parents[2]
MORNING = NOON.replace(day=14, hour=5, minute=30)  # 7:30 in Oslo
DAY = timedelta(days=1)
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

    def snapshot(self, number: int) -> Snapshot:
        day = (NOON + number * DAY).date()
        kept = self.store.get(DigestContent, digest_key("acme", day.isoformat()), self.clock)
        assert kept is not None
        return from_bytes(kept.doc.body)

    def names_unconfirmed(self, number: int) -> bool:
        """Whether the digest of the day says which one before it nobody confirmed, with its headline."""
        day = (NOON + number * DAY).date()
        lost = self.snapshot(number).unconfirmed
        (mail, *_) = self.notices(number)
        text = " ".join(mail.text.split())
        assert all(" ".join(one.headline.split()) in text for one in lost)
        assert [one.day for one in lost] in ([], [day - DAY])
        return bool(lost)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=SHM) as name:
        yield Path(name)


def smtp(port: int, seconds: float = GENEROUS) -> SmtpNotifier:
    return SmtpNotifier(Server("127.0.0.1", port, "none"), seconds)


def digests(rude: Rude) -> list[Taken]:
    """What it took but warnings that a digest has not arrived."""
    return [one for one in rude.mails if b"List-Id: <digest." in one.raw]


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
    assert len(digests(rude)) >= len(confirmed), "what we hold for sent has arrived"
    doubtful = first[UNCERTAIN] + first[REFUSED]
    assert world.names_unconfirmed(1) == (doubtful > 0)


CUTS = [(verb, cut) for verb in VERBS for cut in ("before", "after", "half")]


@pytest.mark.parametrize(("verb", "cut"), CUTS)
def test_a_line_cut_at_any_verb(verb: str, cut: str, folder: Path) -> None:
    rude = Rude(verb, cut)
    with rude_server(rude) as port, closing(Morning(folder, smtp(port))) as world:
        world.day(0)
        digest(world.tools)
        asked = rude.connections
        assert asked == 2, "each recipient has a mail of their own, and each is tried once"
        took = len(digests(rude))
        rude.verb = ""
        world.rest(MORNING)
        if verb == "dot":
            assert world.states() == {UNCERTAIN: 2}
            assert (rude.connections, len(digests(rude))) == (asked, took), "nothing follows a lost answer"
        else:
            assert world.states() == {SENT: 2}
            assert len(digests(rude)) == 2
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


def test_a_date_whose_mails_wait_until_the_next_morning_is_named_and_still_comes_once(folder: Path) -> None:
    rude = Rude(says={"RCPT": b"451 later\r\n"})
    with rude_server(rude) as port, closing(Morning(folder, smtp(port))) as world:
        world.day(0)
        digest(world.tools)
        world.rest(MORNING)
        assert digests(rude) == []
        world.day(1)
        for _ in range(3):
            world.tick(with_digest=True)
            world.clock += timedelta(minutes=15)
        assert world.snapshot(1).unsent == (NOON.date(),)
        rude.says = {}
        world.rest(world.clock)
        assert (world.states(0), world.states(1)) == ({SENT: 2}, {SENT: 2})
        assert (len(digests(rude)), repeated(rude.mails)) == (4, [])


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
                assert len(digests(rude)) >= states[SENT]
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
        took = len(digests(rude))
        assert took == (verb in ("dot", "QUIT"))
        with closing(Morning(folder, smtp(port))) as world:
            world.clock = MORNING
            assert world.states()[ClaimState.SENDING] == 1
            world.rest(MORNING)
            assert world.states() == {SENT: 1, UNCERTAIN: 1}, "nobody can know of the first; the second was not begun"
            assert len(digests(rude)) == took + 1
            check(world, rude, {SENT, UNCERTAIN})


CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from shared.digest.snapshot import Group, Snapshot, from_bytes
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
        assert (rude.connections, len(digests(rude)), repeated(rude.mails)) == (2, 2, [])


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
        assert len(digests(rude)) == 2, "the server took them all the same, or got them later"
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
            assert world.names_unconfirmed(1) == (state is not SENT)


# --- the bytes that arrive ---

HARD = {"all": Group(people=30, in_time=8, overdue=12, thanks=10, acknowledged=30)}
FINE = {"all": Group(people=30, in_time=20, thanks=10, acknowledged=30)}
DESK, KEY = "https://desk.acme.example", Secret("a-key-of-links-for-tests-only-0123456789")


@contextmanager
def taken(way: str) -> Iterator[tuple[Notifier, Callable[[], list[bytes]]]]:
    """A notifier before a real SMTP server, or before moto's SES, and what has arrived there."""
    if way == "smtp":
        with smtp_server() as server:
            yield smtp(server.port), lambda: [one.raw for one in server.mails]
        return
    with moto_ses("eu-north-1"):
        yield (
            SesNotifier.open({"HEARD_SES_REGION": "eu-north-1", **KEYS}),
            lambda: [one.raw_data.encode() for one in moto_mails("eu-north-1")],
        )


def arrived(way: str, folder: Path, facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The two mails of one date."""
    monkeypatch.setattr("shared.flows.digest.gather", Counts(facts))
    folder.mkdir(exist_ok=True)
    with taken(way) as (notifier, mails), closing(Morning(folder, notifier)) as world:
        world.day(0)
        brands = world.tools.brands.brands
        acme = msgspec.structs.replace(brands["acme"], name="Ærlig & Søn", reply_to="team@acme.example")
        passes = Passes(DESK, [KEY], Links(DESK, [KEY]))
        compiled = msgspec.structs.replace(world.tools.brands, brands={"acme": acme})
        world.tools = replace(world.tools, brands=compiled, passes=passes)
        digest(world.tools)
        found = mails()
    assert len(found) == 2
    return found


@pytest.mark.parametrize("way", ["smtp", "ses"])
@pytest.mark.parametrize(("facts", "urgent"), [(HARD, True), (FINE, False)])
def test_a_digest_arrives_as_a_mail_of_a_list_that_one_tap_leaves(
    way: str, facts: dict[str, Any], urgent: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops = set()
    for raw in arrived(way, folder, facts, monkeypatch):
        head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
        (stop,) = (line for line in head if line.startswith(b"List-Unsubscribe:"))
        assert re.fullmatch(
            rb"List-Unsubscribe: <https://desk\.acme\.example/desk/r/[A-Za-z0-9_-]{40,}/stop>, "
            rb"<mailto:team@acme\.example\?subject=[A-Za-z0-9%._-]+>",
            stop,
        )
        stops.add(stop)
        for line in (
            b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            b"List-Id: <digest.acme.acme.example>",
            b"Reply-To: team@acme.example",
            b"Auto-Submitted: auto-generated",
            b"X-Auto-Response-Suppress: All",
        ):
            assert head.count(line) == 1
        assert (b"Importance: high" in head) is urgent
        assert len(raw) < 75_000
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert mail["From"].addresses[0].display_name == "Ærlig & Søn daily digest"
        assert mail["From"].addresses[0].addr_spec == "heard@acme.example"
        assert len(mail["To"].addresses) == 1
        assert not any(mail[name] for name in ("Cc", "Bcc"))
        assert mail.get_content_type() == "multipart/alternative"
        text, html = mail.iter_parts()
        assert [part.get_content_type() for part in (text, html)] == ["text/plain", "text/html"]
        for part in (text, html):
            assert (part.get_content_charset(), part["Content-Transfer-Encoding"]) == ("utf-8", "quoted-printable")
        assert not re.search(r"<img|<script|<link|url\(|@import", html.get_content())
    assert len(stops) == 2, "each reader has a way out of their own"


def test_the_same_day_gives_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert arrived("smtp", folder / "a", HARD, monkeypatch) == arrived("smtp", folder / "b", HARD, monkeypatch)
