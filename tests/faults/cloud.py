"""The rig of `make faults`: the cloud's shape on the emulators, with a proxy in front of everything that can fail.

    senders -> receive -> [pubsub] -> emulator -> [push] -> acknowledge -> [firestore] -> emulator
                                                                      \\-> pretend platform, with its journal

The journals are the truth: the platform's for effects, the senders' 2xx for what was accepted, Firestore (read past the
proxy) for the ledger. Waiting times of the Claim table are not waited for: the clock, which every door reads at the
platform, runs with the machine's and is moved ahead to the next moment at which something is due.
"""

from __future__ import annotations

import json
import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

from demo.clock import SteppedClock
from demo.journal import Effect
from demo.pretend import PretendPlatform
from demo.world import Account, Call, Reply
from functions.local._topics import ACKNOWLEDGE as SUBSCRIPTION
from functions.local._topics import DEAD
from functions.local.stack_doors import ACKNOWLEDGE, RECEIVE, Stack
from functions.local.stack_schedules import ring
from shared.core.ledger import Entry, State
from shared.core.ports import OPENED
from shared.wiring import Wiring
from tests.faults.proxy import ANSWERED, Calls, Proxy, Pushes, Seen, Tap
from tests.functions.doors import BRAND, PAGE, ROOT, SECRETS, Door, ask, environment, public, sign, write_brands

SEED: Final = int(os.environ.get("FAULTS_SEED", "1"))
RUNS: Final = int(os.environ.get("FAULTS_RUNS", "1"))  # multiplies the runs of each row
OUTAGE: Final = float(os.environ.get("FAULTS_OUTAGE", "15"))  # seconds for which Firestore is away in F09
BREAK: Final = os.environ.get("FAULTS_BREAK", "")  # breaks the system on purpose: see child/sitecustomize.py
EMULATORS: Final = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")
CHILD: Final = Path(__file__).parent / "child"
PATIENCE: Final = 120.0  # seconds until all must have come to rest
CALL_TIMEOUT: Final = 25  # seconds; the slow handler of F06 stays below it

# What is done, by the read-back class of what a lost answer then means.
LIKE, REPLY, PRIVATE, NOTHING = "like", "reply", "private", "nothing"
CLASS: Final[Mapping[str, str]] = {LIKE: "A", REPLY: "B", PRIVATE: "C", NOTHING: "-"}
SAYS: Final[Mapping[str, str]] = {
    LIKE: "Saw this and applauded",
    REPLY: "This is lovely",
    PRIVATE: "Could you write to me privately",
    NOTHING: "Nobody need answer",
}


def _rule(name: str, act: str, says: str) -> str:
    return f"""
name = "{name}"
class = "praise"
matches = ["{says}"]
[when]
kind = "comment"
text.contains_any = ["{says.split()[-1]}"]
[[then]]
do = "{act}"
"""


_FILES: Final = {
    "connections.toml": "[facebook]\n",
    "acme/brand.toml": re.sub(r'\[\[accounts]]\nid = "\d+"\nconnection = "x".*?\n\n', "", BRAND, flags=re.DOTALL),
    "acme/rules/10-praise.toml": _rule(LIKE, "like", SAYS[LIKE]),
    "acme/rules/20-reply.toml": _rule(REPLY, "reply", SAYS[REPLY]) + 'texts = ["Thank you!"]\n',
    "acme/rules/30-private.toml": _rule(PRIVATE, "direct_message", SAYS[PRIVATE]) + 'texts = ["Hello!"]\n',
    "acme/rules/40-nothing.toml": _rule(NOTHING, "ignore", SAYS[NOTHING]),
}


class Ahead(SteppedClock):
    """The machine's time, and as far ahead as it was moved."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move(self, by: timedelta) -> None:
        self._ahead += max(timedelta(), by)


class Platform(PretendPlatform):
    """FP, with two places to strike at: a call that has come and done nothing yet, and one whose effect is there."""

    def __init__(self, clock: SteppedClock, accounts: tuple[Account, ...]) -> None:
        super().__init__(clock, accounts)
        self.calls: Counter[str] = Counter()  # by the object that they are about
        self.busy = 0
        self.before: Callable[[str], bool] = lambda _object: True  # False: it never happened, and nobody answers
        self.after: Callable[[str], bool] = lambda _object: True  # False: nobody answers
        self._counting = threading.Lock()

    def handle(self, call: Call) -> Reply | None:
        if call.method != "POST":
            return super().handle(call)
        about = _about(call)
        with self._counting:
            self.calls[about] += 1
            self.busy += 1
        try:
            if not self.before(about):
                return None
            reply = super().handle(call)
            return reply if self.after(about) else None
        finally:
            with self._counting:
                self.busy -= 1

    @contextmanager
    def struck(
        self, before: Callable[[str], bool] | None = None, after: Callable[[str], bool] | None = None
    ) -> Iterator[None]:
        was = self.before, self.after
        self.before, self.after = before or self.before, after or self.after
        try:
            yield
        finally:
            self.before, self.after = was


def _about(call: Call) -> str:
    if call.path.endswith("/messages"):
        recipient = call.values().get("recipient") or {}
        return str(recipient.get("comment_id") or recipient.get("post_id"))
    return call.path.split("/")[2]


@dataclass(frozen=True)
class Webhook:
    """One delivery, and the objects that it tells of, each with what is to be done about it."""

    body: bytes
    objects: Mapping[str, str]


class Rig:
    """All of it, running. One for a whole test run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Ahead()
        token = SECRETS["HEARD_FACEBOOK_TOKEN"]
        self.platform = Platform(self.clock, (Account("facebook", "facebook", PAGE, "Acme", token=token),)).start()
        self.proxies: dict[str, Proxy] = {}
        self.pushes = Pushes()
        self.kills = 0
        self._numbers = 0
        self.rows: list[Row] = []
        settings = {
            "HEARD_BRANDS": str(write_brands(folder / "brands", _FILES)),
            "HEARD_DATA": str(folder / "data"),
            "HEARD_CALL_TIMEOUT": str(CALL_TIMEOUT),
            "HEARD_CLOCK": f"{self.platform.url}/clock",
            "HEARD_FACEBOOK_BASE_URL": self.platform.url,
            "PORT": "0",
        }
        self.stack = Stack(
            environment(**settings),
            settings={door: child() for door in (RECEIVE, ACKNOWLEDGE, "watch", "digest")},
            through={name: self._between(name) for name in ("firestore", "pubsub", "push")},
        )

    def __enter__(self) -> Rig:
        self.stack.start()
        self.store = self.worker().store
        self.proxies["push"].tap(self.pushes)
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.stop()
        for proxy in self.proxies.values():
            proxy.close()
        self.platform.stop()

    def _between(self, name: str) -> Callable[[str], str]:
        def substitute(address: str) -> str:
            self.proxies[name] = Proxy(address)
            return self.proxies[name].address

        return substitute

    # --- doors ---

    @property
    def port(self) -> int:
        """Of the stack's own public door: synchronous, with the lean publish."""
        return self.stack.port(RECEIVE)

    def public(self, form: str, bus: str, **changes: str) -> AbstractContextManager[Door]:
        """A public door of its own."""
        given = self.stack.environ(RECEIVE) | child(**changes) | {"HEARD_BUS": bus}
        return public(form, self.folder / "public", Path(given["HEARD_COMPILED"]), **given)

    def kill(self, door: str | Door = ACKNOWLEDGE) -> None:
        """SIGKILL to a door of the stack, or to one of its own."""
        self.kills += 1
        if isinstance(door, Door):
            door.kill()
        else:
            self.stack.kill(door)

    def back(self, door: str = ACKNOWLEDGE) -> None:
        self.stack.restart(door)

    def watch(self) -> None:
        with suppress(OSError):
            ring(self.stack.address("watch"))

    @contextmanager
    def publishes(self, bus: str, then: Callable[[int], bool]) -> Iterator[Tap]:
        """While it lasts: `then` is called at each answer of Pub/Sub to a publish, before that goes on."""
        lean = bus == "pubsub_rest"
        tap = Seen(ANSWERED, b'"messageIds"', then) if lean else Calls(b"/topics/interactions", then)
        with self.proxies["pubsub"].tapped(tap):
            yield tap

    @contextmanager
    def second_subscription(self, name: str, deadline: int) -> Iterator[None]:
        """One more on the same topic, which pushes to acknowledge too: everything is delivered twice."""
        project, topic = self.project, self.stack.environ(RECEIVE)["HEARD_TOPIC"]
        given = {
            "topic": f"projects/{project}/topics/{topic}",
            "pushConfig": {"pushEndpoint": f"http://{self.proxies['push'].address}/projects/{project}/topics/{topic}"},
            "ackDeadlineSeconds": deadline,
        }
        self.pubsub("PUT", f"subscriptions/{name}", given)
        try:
            yield
        finally:
            self.pubsub("DELETE", f"subscriptions/{name}")

    @contextmanager
    def ack_deadline(self, seconds: int) -> Iterator[None]:
        """While it lasts, what acknowledge does not answer within so many seconds is delivered again."""
        before = self.pubsub("GET", f"subscriptions/{SUBSCRIPTION}")["ackDeadlineSeconds"]
        self._subscription(ackDeadlineSeconds=seconds)
        try:
            yield
        finally:
            self._subscription(ackDeadlineSeconds=before)

    def _renew(self) -> None:
        """Make the subscription anew, as it was: the emulator holds messages back ever longer for what failed before,
        whichever message it was, and after ten kills they would not come for many minutes.
        """
        path = f"subscriptions/{SUBSCRIPTION}"
        before = self.pubsub("GET", path)
        self.pubsub("DELETE", path)
        self.pubsub("PUT", path, {name: value for name, value in before.items() if name not in ("name", "state")})

    def _subscription(self, **changes: Any) -> None:
        """Change the subscription that pushes to acknowledge."""
        path = f"subscriptions/{SUBSCRIPTION}"
        before = self.pubsub("GET", path)
        told = {"name": before["name"], "topic": before["topic"], **changes}
        self.pubsub("PATCH", path, {"subscription": told, "updateMask": ",".join(changes)})

    def pubsub(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask the emulator itself, past the proxy."""
        line = HTTPConnection(self.proxies["pubsub"].upstream, timeout=30)
        try:
            content = None if body is None else json.dumps(body)
            line.request(method, f"/v1/projects/{self.project}/{path}", content, {"Content-Type": "application/json"})
            answer = line.getresponse()
            told: dict[str, Any] = json.loads(answer.read() or b"{}")
        finally:
            line.close()
        assert answer.status == 200, (answer.status, told)
        return told

    @property
    def project(self) -> str:
        return self.stack.environ(RECEIVE)["GOOGLE_CLOUD_PROJECT"]

    def worker(self) -> Wiring:
        """What acknowledge works with, in this process, past the proxies."""
        past = {name: self.proxies[name.split("_")[0].lower()].upstream for name in EMULATORS}
        return Wiring(self.stack.environ(ACKNOWLEDGE) | past)

    # --- rows ---

    def row(self, name: str, case: str = "") -> Row:
        self._renew()
        row = Row(self, name, case, random.Random(f"{SEED} {name} {case}"), began=self.clock.now())
        self.rows.append(row)
        return row

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def entries(self, since: datetime) -> dict[str, Entry]:
        found = self.store.find(OPENED, self.clock.now(), equal=("acme",), since=since - timedelta(minutes=1))
        return {kept.doc.object: kept.doc for kept in found}

    def quiet(self) -> bool:
        return self.pushes.outstanding <= 0 and self.platform.busy == 0

    def dead_letters(self) -> int:
        """How many messages were given up on; looking takes them away."""
        told = self.pubsub("POST", f"subscriptions/{DEAD}:pull", {"maxMessages": 1000, "returnImmediately": True})
        return len(told.get("receivedMessages", []))


@dataclass
class Row:
    """One row of the matrix, or one case of it: what was sent, what was promised, what came of it."""

    rig: Rig
    name: str
    case: str
    chance: random.Random
    began: datetime
    runs: int = 0
    sent: dict[str, str] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    answers: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    refused_took: list[float] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    to_rest: float = 0.0
    stalls: int = 0  # times when what was due moved on only ten minutes later
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def title(self) -> str:
        return f"{self.name} {self.case}".strip()

    def webhook(self, *kinds: str) -> Webhook:
        """A delivery of comments by people of their own, each under a post of its own."""
        changes, objects = [], {}
        now = int(self.rig.clock.now().timestamp())
        for kind in kinds:
            number = self.rig.number()
            post, author = f"9{number:09d}", f"5{number:09d}"
            id = f"{post}_{number}"
            objects[id] = kind
            value = {
                "item": "comment",
                "verb": "add",
                "comment_id": id,
                "post_id": f"{PAGE}_{post}",
                "parent_id": f"{PAGE}_{post}",
                "from": {"id": author, "name": "Sample Person"},
                "message": SAYS[kind],
                "created_time": now,
            }
            changes.append({"field": "feed", "value": value})
        self.sent |= objects
        body = json.dumps({"object": "page", "entry": [{"id": PAGE, "time": now, "changes": changes}]}).encode()
        self.rig.platform.world.learn("facebook", body)
        return Webhook(body, objects)

    def send(self, port: int, webhook: Webhook, timeout: float = 10) -> int:
        """Once. The status, 0 where none came."""
        begun = time.monotonic()
        try:
            status = ask(port, "POST", "/facebook", webhook.body, sign(webhook.body), timeout=timeout).status
        except (OSError, HTTPException):
            status = 0
        seconds = time.monotonic() - begun
        with self.lock:
            self.answers[status] += 1
            (self.took if status and status < 300 else self.refused_took).append(seconds)
            if 200 <= status < 300:
                self.accepted |= webhook.objects.keys()
        return status

    def insist(self, port: int, *webhooks: Webhook, patience: float = 60) -> None:
        """As platforms do: again, until each is taken."""
        until = time.monotonic() + patience
        for webhook in webhooks:
            while not 200 <= self.send(port, webhook) < 300:
                assert time.monotonic() < until, f"{self.title}: not taken within {patience:.0f} s; {self.again}"
                time.sleep(0.1)

    def send_together(self, port: int, webhooks: Sequence[Webhook]) -> None:
        """Each once, all at the same time."""
        together(*(partial(self.send, port, webhook) for webhook in webhooks))

    def rest(self, patience: float = PATIENCE) -> None:
        """Let time pass until everything that was accepted has its end."""
        begun = time.monotonic()
        calm, still, before = 0, 0, None
        while True:
            entries = self.rig.entries(self.began)
            left = self.accepted - {id for id, one in entries.items() if one.seen and one.state not in _OPEN}
            if not left and self.rig.quiet():
                break
            if time.monotonic() - begun > patience:
                raise AssertionError(
                    f"{self.title}: after {patience:.0f} s {self._waiting(left, entries)}; {self.again}"
                )
            now = (sorted(left), {id: entries[id].ring_at for id in left if id in entries})
            same = now == before and self.rig.quiet()
            calm, still, before = calm + same, still + 1 if same else 0, now
            if (
                still and still % 50 == 0
            ):  # rung, taken up, and nothing came of it: it is not rung again for ten minutes
                self.stalls += 1
                self.rig.clock.move(timedelta(minutes=11))
            if calm >= 3 and left <= entries.keys():
                self._on(entries[id].ring_at for id in left)
                calm = 0
            time.sleep(0.1)
        self.to_rest = max(self.to_rest, time.monotonic() - begun)

    def _on(self, moments: Iterator[datetime | None]) -> None:
        due = min((one for one in moments if one is not None), default=None)
        if due is not None:
            self.rig.clock.move(due - self.rig.clock.now() + timedelta(milliseconds=100))
        self.rig.watch()

    def _waiting(self, left: set[str], entries: Mapping[str, Entry]) -> str:
        now = self.rig.clock.now()
        told = []
        for id in sorted(left)[:5]:
            entry = entries.get(id)
            due = None if entry is None or entry.ring_at is None else (entry.ring_at - now).total_seconds()
            moves = [] if entry is None else [one.history for one in entry.claims.values()]
            told.append(f"{id} {entry and entry.state}, due in {due} s, {moves}")
        pushes = self.rig.pushes
        return f"{len(left)} have no end: {told}; pushes: {dict(pushes.answers)}, unsettled {pushes.unsettled()}"

    # --- judging ---

    def effects(self) -> list[Effect]:
        return [effect for effect in self.rig.platform.journal.effects() if effect.object in self.sent]

    def judge(self) -> dict[str, Any]:
        """The figures; also what P1, P3 and P4 say must be 0 is asserted here."""
        entries = self.rig.entries(self.began)
        states = {id: entries[id].state if id in entries and entries[id].seen else None for id in self.accepted}
        seen = Counter((effect.object, effect.slot[3]) for effect in self.effects())
        twice = [id for (id, _), times in seen.items() if times > 1]
        reached = {id for id, _ in seen}
        figures = {
            "accepted": len(self.accepted),
            "lost": sum(state is None for state in states.values()),
            "unaccounted": sum(state in _OPEN for state in states.values()),
            "misjudged": sum(not self._right(id, state, reached) for id, state in states.items()),
            "doubles": {name: sum(CLASS[self.sent[id]] == name for id in twice) for name in "ABC"},
            "uncertain": {
                name: sum(state is State.UNCERTAIN and CLASS[self.sent[id]] == name for id, state in states.items())
                for name in "ABC"
            },
        }
        self.extra = {**figures, "stalls": self.stalls, **self.extra, "s_to_rest": self.to_rest}
        for name in ("lost", "unaccounted", "misjudged"):
            assert figures[name] == 0, f"{self.title}: {name} {figures[name]}; {figures}; {self.again}"
        assert self.stalls == 0, f"{self.title}: {self.stalls} rings came to nothing; {self.again}"
        assert not twice, f"{self.title}: {len(twice)} answered twice: {figures['doubles']}; {self.again}"
        return figures

    def _right(self, id: str, state: State | None, reached: set[str]) -> bool:
        """Whether the ledger says what is so: answered if and only if the platform's journal has it."""
        if state is None or state in _OPEN:
            return True  # counted elsewhere
        if self.sent[id] == NOTHING:
            return state is State.IGNORED and id not in reached
        if self.sent[id] == PRIVATE and state is State.UNCERTAIN:
            return True
        return state is State.ACKNOWLEDGED and id in reached

    def claims(self) -> dict[str, str]:
        """What the Claims of what was accepted went through."""
        entries = self.rig.entries(self.began)
        return {
            id: " ".join(line.split()[-1] for claim in entries[id].claims.values() for line in claim.history)
            for id in self.accepted
            if id in entries
        }

    @property
    def again(self) -> str:
        """What repeats this very run."""
        return f"again: FAULTS_SEED={SEED} make faults (or pytest -m faults tests/faults -k {self.name.lower()})"

    def plain(self) -> dict[str, Any]:
        return {"row": self.name, "case": self.case, "runs": self.runs, **self.extra}


_OPEN: Final = (State.OPEN, State.EARLY)


def child(**changes: str) -> dict[str, str]:
    """What a door's process is given besides: the ways in which a test changes it from inside."""
    return {"PYTHONPATH": f"{CHILD}:{ROOT}", "FAULTS_BREAK": BREAK, **changes}


def together(*works: Callable[[], object]) -> None:
    """All at once, each in a thread of its own; returns when all have ended."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def until(true: Callable[[], object], seconds: float, what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.01)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
