"""A small world for the flows: the real SQLite ledger and inbox, the real platforms' readers, a pretend platform
with a journal of effects, and a clock that only moves when told. Any port call can be made to crash.

The journal is the truth: tests compare what was accepted, what took effect, and what the ledger says.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from functions.local.consume import consume
from shared import plugins
from shared.brands.circle import Step, Tell
from shared.brands.compiled import Account, Brand, Compiled, Connection
from shared.buses.inprocess import InProcessBus
from shared.core.calendar import Calendar
from shared.core.claims import ReadBack
from shared.core.delivery import Delivery
from shared.core.errors import BackendUnavailable, OutcomeUnknown, PlatformError
from shared.core.ledger import Entry, Sort
from shared.core.ports import OPENED, PARKED, Capability, Mail, Order
from shared.core.secret import Secret
from shared.flows._tools import Tools
from shared.flows.digest import digest, next_digest
from shared.flows.receive import receive
from shared.flows.watch import next_due, watch
from shared.rules.conditions import When
from shared.rules.rule import Rule, Then
from shared.stores.sqlite import SqliteStore

NOON = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Oslo
PAGE = "102030405060708"
USER = "1500000000000000001"
_MEMORY = Path("/dev/shm")  # noqa: S108 - fsync is free there, and these tests kill no machine
SHM = str(_MEMORY) if _MEMORY.is_dir() else None
KEY = "a-secret-for-tests-only"


class Crash(BaseException):
    """The process died here. Not an Exception: nothing in the house may catch it."""


@dataclass
class Fuse:
    """Counts port calls, and at the chosen one dies before it or after it."""

    at: int = 0
    after: bool = False
    calls: int = 0
    names: list[str] = field(default_factory=list)

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def ported(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            mine = self.calls == self.at
            if mine:
                self.names.append(name)
            if mine and not self.after:
                raise Crash(name)
            result = call(*args, **kwargs)
            if isinstance(result, Iterator):
                result = iter(list(result))
            if mine:
                raise Crash(name)
            return result

        return ported


class Ported:
    """A port whose calls pass the fuse."""

    def __init__(self, inner: Any, fuse: Fuse, names: tuple[str, ...]) -> None:
        self._inner, self._fuse, self._names = inner, fuse, names

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        return self._fuse.wrap(name, value) if name in self._names else value


@dataclass
class Effect:
    at: datetime
    account: str
    capability: Capability
    object: str
    made: str
    text: str | None


class PretendClient:
    """Takes orders, keeps a journal of what took effect, and can be told to fail (`faults`, one per call)."""

    def __init__(self, world: World, account: str) -> None:
        self._world, self._account = world, account

    def perform(self, order: Order, timeout: float) -> str | None:
        world = self._world
        fault = world.faults.pop(0) if world.faults else None
        world.asked += 1
        if fault is not None and not fault.after:
            raise fault.error(order)
        if order.capability is Capability.LIKE and any(
            one.object == order.object and one.capability is Capability.LIKE for one in world.journal
        ):
            return None
        made = f"made-{len(world.journal) + 1}"
        world.journal.append(Effect(world.now(), self._account, order.capability, order.object, made, order.text))
        if fault is not None:
            raise fault.error(order)
        return made

    def find(self, order: Order, timeout: float) -> str | None:
        world = self._world
        if world.list_faults:
            raise world.list_faults.pop(0)(order)
        for one in world.journal:
            seen = one.at + world.list_lag <= world.now()
            same = one.object == order.object and one.capability is order.capability and one.account == self._account
            if same and seen and one.made not in order.others and one.at >= order.first_sent - timedelta(seconds=120):
                return one.made
        return None


@dataclass
class Fault:
    error: Callable[[Order], PlatformError]
    after: bool = False


class Sink:
    """A notifier with a journal. BLIND like SMTP unless told otherwise."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.read_back = ReadBack.BLIND

    def send(self, mail: Mail) -> str:
        self._world.mails.append(mail)
        return f"mail-{len(self._world.mails)}"


@dataclass
class Sent:
    """One request a sender makes until it gets a 2xx."""

    connection: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


class World:
    """Build it on a folder; `restart` is a new process on the same files."""

    def __init__(self, folder: Path, rules: tuple[Rule, ...] = (), fuse: Fuse | None = None) -> None:
        self.folder, self.fuse = folder, fuse or Fuse()
        self.clock = NOON
        self.journal: list[Effect] = []
        self.mails: list[Mail] = []
        self.faults: list[Fault] = []
        self.list_faults: list[Callable[[Order], PlatformError]] = []
        self.list_lag = timedelta()
        self.asked = 0
        self.accepted: list[str] = []
        self.brands = compiled(rules or RULES)
        self._platforms: dict[str, Any] = {}
        self._owners = itertools.count()
        self.start()

    def now(self) -> datetime:
        return self.clock

    def start(self) -> None:
        self.store = SqliteStore(self.folder / "ledger.db")
        self.bus = InProcessBus(self.folder / "inbox.db")
        fuse = self.fuse
        self.queue: Any = Ported(self.bus, fuse, ("publish", "take", "settle", "retry"))
        self.tools = Tools(
            store=Ported(self.store, fuse, ("get", "commit", "find")),
            bus=self.queue,
            brands=self.brands,
            platform=self.platform,
            client=lambda account: Ported(PretendClient(self, account.id), fuse, ("perform", "find")),
            notifier=Ported(Sink(self), fuse, ("send",)),
            now=fuse.wrap("now", self.now),
            owner=lambda: f"owner-{next(self._owners)}",
        )

    def restart(self) -> None:
        self.bus.close()
        self.store.close()
        self.start()

    def close(self) -> None:
        self.bus.close()
        self.store.close()

    def platform(self, name: str) -> Any:
        if name not in self._platforms:
            self._platforms[name] = plugins.load("platforms", name)()
        return self._platforms[name]

    def deliver(self, sent: Sent) -> int:
        """One HTTP request at the public door; the status it would get."""
        delivery = Delivery(
            method="POST", connection=sent.connection, body=sent.body, received_at=self.clock, headers=sent.headers
        )
        connection = self.brands.connections[sent.connection]
        try:
            opened = receive(
                delivery,
                platform=self.platform(connection.platform),
                keys={use.name: (Secret(KEY),) for use in self.platform(connection.platform).secrets},
                owner=lambda _c, platform, account: _owner(self.brands, platform, account),
                bus=self.queue,
                park=lambda parked: None,
                now=self.clock,
            )
        except BackendUnavailable:
            return 503
        accepted = opened.messages[: len(opened.messages) - opened.outcomes]
        self.accepted += [json.loads(one.data)["object"] for one in accepted]
        return opened.answer.status

    def send(self, sent: Sent) -> None:
        """Send as a platform does: again until it is taken, also by a process that died and came back."""
        while True:
            try:
                if self.deliver(sent) < 300:
                    return
            except Crash:
                self.restart()

    def work(self) -> None:
        """Consume what is due now."""
        while True:
            try:
                taken = self.queue.take(self.clock)
                if taken is None:
                    return
                consume(taken, self.queue, self.tools)
            except Crash:
                self.restart()

    def tick(self, *, with_digest: bool = False) -> None:
        """What the schedules do, as often as it takes."""
        try:
            watch(self.tools)
            if with_digest:
                digest(self.tools)
        except Crash:
            self.restart()

    def run(self, until: datetime) -> None:
        """Let time pass, jumping from one due moment to the next, until nothing is due before `until`."""
        for _ in range(10_000):
            self.work()
            following = self._next()
            if following is None or following >= until:
                break
            self.clock = max(following, self.clock)
            digest_at = next_digest(replace(self.tools, store=self.store, now=self.now))
            self.tick(with_digest=digest_at is not None and digest_at <= self.clock)
            if self._next() == following and not self.bus.inbox(self.clock).busy:
                self.clock += timedelta(seconds=60)
        else:
            raise AssertionError("the world does not come to rest")
        self.clock = max(self.clock, until)
        self.work()

    def _next(self) -> datetime | None:
        quiet = replace(self.tools, store=self.store, now=self.now)
        moments = [next_due(quiet), next_digest(quiet), self.bus.inbox(self.clock).next]
        return min((one for one in moments if one is not None), default=None)

    def entries(self) -> list[Entry]:
        return [kept.doc for kept in self.store.find(OPENED, self.clock, equal=("acme",))]

    def entry(self, object_id: str) -> Entry:
        found = [one for one in self.entries() if one.object == object_id]
        assert len(found) == 1, f"{object_id}: {len(found)} entries"
        return found[0]

    def parked(self) -> int:
        return sum(1 for _ in self.store.find(PARKED, self.clock))

    def doubles(self, approved: Collection[str] = ()) -> list[str]:
        """Objects that were answered, or liked, more than once; what colleagues `approved` is not counted."""
        answers = Counter(
            (one.object, "like" if one.capability is Capability.LIKE else "answer")
            for one in self.journal
            if one.text is None or one.text not in approved
        )
        return [f"{name} {slot} x{number}" for (name, slot), number in answers.items() if number > 1]


def lost_answer(order: Order) -> PlatformError:
    return OutcomeUnknown("pretend", order.capability, "timeout")


def compiled(rules: tuple[Rule, ...]) -> Compiled:
    names = ("facebook", "x")
    accounts = (
        Account(id=PAGE, platform="facebook", connection="facebook", name="Acme", token="T"),
        Account(id=USER, platform="x", connection="x", name="Acme", token="T"),
    )
    week = (((540, 1080),),) * 6 + ((),)
    brand = Brand(
        key="acme",
        name="Acme",
        short="Acme",
        zone="Europe/Oslo",
        languages=("en",),
        calendar=Calendar(zone="Europe/Oslo", week=week),
        recipients=("one@acme.example", "two@acme.example"),
        sender="heard@acme.example",
        accounts=accounts,
        rules=rules,
        ladder=(Step(key="breach-person", tell=Tell.PERSON, after=0.0),),
    )
    return Compiled(
        connections={name: Connection(name=name, platform=name) for name in names},
        brands={"acme": brand},
    )


def _owner(brands: Compiled, platform: str, account: str) -> str | None:
    found = brands.owner(platform, account)
    return None if found is None else found[0].key


def rule(name: str, words: tuple[str, ...], *then: Then, sort: Sort | None = None) -> Rule:
    tests: dict[str, Any] = {"text.contains_any": words} if words else {}
    return Rule(name=name, when=When(tests=tests), then=then, sort=sort)


WAYS = tuple(f"{how}thank you{whom}!" for how in ("", "Oh, ", "Well, ", "Truly, ", "How kind, ") for whom in (
    ", {author}", "", " for this", " from all of us", " for saying so", " for writing",
))  # fmt: skip
REPLY = Then(do="reply", params={"texts": list(WAYS)})
SOON = tuple(f"{opening}a colleague answers {when}." for opening in ("", "Good question: ", "Thank you, ") for when in (
    "soon", "you here", "as soon as they can", "before long",
))  # fmt: skip
LIKE = Then(do="like")
ESCALATE = Then(do="escalate", params={"note": "Please look."})
RULES = (
    rule("spam", ("buy followers",), Then(do="ignore"), sort=Sort.SPAM),
    rule("complaint", ("broken",), ESCALATE, sort=Sort.COMPLAINT),
    rule("praise", ("lovely",), REPLY, LIKE, sort=Sort.PRAISE),
    rule(
        "question",
        ("when",),
        Then(do="reply", params={"texts": list(SOON)}),
        ESCALATE,
        sort=Sort.QUESTION,
    ),
)


def facebook(*changes: dict[str, Any], page: str = PAGE, at: datetime = NOON) -> Sent:
    """A Page delivery with these `value`s, signed now."""
    entry = {"id": page, "time": int(at.timestamp()), "changes": [{"field": "feed", "value": one} for one in changes]}
    return signed("facebook", {"object": "page", "entry": [entry]})


def comment(
    name: str,
    text: str,
    author: str = "7",
    *,
    post: str = "1",
    under: str | None = None,
    verb: str = "add",
    at: datetime = NOON,
) -> dict[str, Any]:
    """A comment's `value`; `author` PAGE makes it our own."""
    return {
        "item": "comment",
        "verb": verb,
        "comment_id": f"{post}_{name}",
        "post_id": f"{PAGE}_{post}",
        "parent_id": f"{PAGE}_{post}" if under is None else f"{post}_{under}",
        "from": {"id": author, "name": "Sample Person"},
        "message": text,
        "created_time": int(at.timestamp()),
    }


def reaction() -> dict[str, Any]:
    """The `value` of somebody's reaction to a post of ours."""
    return {
        "item": "reaction",
        "verb": "add",
        "reaction_type": "love",
        "post_id": f"{PAGE}_1",
        "parent_id": f"{PAGE}_1",
        "from": {"id": "7", "name": "Sample Person"},
        "created_time": int(NOON.timestamp()),
    }


def mention(name: str, text: str, author: str = "21", *, at: datetime = NOON) -> Sent:
    """A post on X that names us and opens a thread of its own."""
    us = {"screen_name": "acme", "id_str": USER, "indices": [0, 5]}
    post = {
        "id_str": name,
        "timestamp_ms": str(int(at.timestamp() * 1000)),
        "text": f"@acme {text}",
        "truncated": False,
        "is_quote_status": False,
        "user": {"id_str": author, "screen_name": "sample", "name": "Sample Person"},
        "entities": {"user_mentions": [us]},
    }
    return signed("x", {"for_user_id": USER, "tweet_create_events": [post]})


def signed(connection: str, payload: dict[str, Any]) -> Sent:
    body = json.dumps(payload).encode()
    platform = plugins.load("platforms", connection)()
    headers = platform.signature.sign(body, Secret(KEY), now=NOON, id="x")
    return Sent(connection, body, tuple((name.lower(), value) for name, value in dict(headers).items()))
