"""What Google bills per Interaction: the real flows over the Firestore store, operations counted, times list prices.

    python -m tests.bench.cost [--json] [--digest 100]

Starts Google's emulators, plays each case once in a world of its own, and prints reads, writes and deletes (of which by
the TTL policy), the messages' bytes, and dollars per million. Time plays no part, so the machine does not either.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from google.cloud.firestore_v1.types import ListDocumentsRequest

from functions.local.emulators import Emulators
from shared.core.collecting import KEEP_CHECKPOINT, Checkpoint, checkpoint_key
from shared.core.errors import ConfigurationError, PlatformUnavailable
from shared.core.ledger import Sort
from shared.core.listening import unchecked
from shared.core.ports import ROOMS, Create, Order, Outgoing
from shared.flows.collect import collect
from shared.flows.digest import digest, next_digest
from shared.flows.watch import watch
from shared.stores import _firestore
from shared.stores._firestore import Operations, to_emulator
from shared.stores.firestore import FirestoreStore
from tests.flows.world import (
    LIKE,
    NOON,
    PAGE,
    REPLY,
    RULES,
    Fault,
    Sent,
    World,
    comment,
    facebook,
    mention,
    reaction,
    rule,
)

PRICES: Final = Path(__file__).with_name("prices.toml")
MILLION: Final = 1_000_000
DUE: Final = 20
BLOCK: Final = 10  # calls of an account that one lease allows
WORLD_RULES: Final = (
    *RULES,
    rule("thanks", ("nice",), LIKE, sort=Sort.PRAISE),
    rule("warm", ("superb",), REPLY, sort=Sort.PRAISE),
    rule("asked", ("where",), REPLY, sort=Sort.QUESTION),
)


@dataclass(frozen=True)
class Limit:
    """What one Interaction, or one run, may cost; None where nothing was promised."""

    reads: int | None = None
    writes: int | None = None
    deletes: int | None = None
    dollars: float | None = None  # per million

    def broken(self, bill: Bill) -> bool:
        known = ((self.reads, bill.reads), (self.writes, bill.writes), (self.deletes, bill.deletes))
        over = any(limit is not None and found > limit for limit, found in known)
        return over or (self.dollars is not None and bill.dollars > self.dollars)

    def __str__(self) -> str:
        parts = [
            f"{value} {name}"
            for name, value in (("R", self.reads), ("W", self.writes), ("D", self.deletes))
            if value is not None
        ]
        return " ".join([*parts, *([f"${self.dollars:.2f}"] if self.dollars is not None else [])]) or "-"


# Must and aim. A decision that sends no words and keeps none; the same that sends nothing; everything on (history,
# caps, words kept); a run of `watch` that finds so much to do.
PLAIN: Final = (Limit(reads=0, writes=2, dollars=2.30), Limit(reads=0, writes=2, dollars=2.00))
SILENT: Final = (Limit(reads=0, writes=2, dollars=2.30), Limit(reads=0, writes=1, dollars=2.00))
FULL: Final = (Limit(reads=1, writes=4, deletes=2, dollars=4.30), Limit(reads=1, writes=3, deletes=2, dollars=3.20))
NONE: Final = Limit()
# A run that finds nothing to do, with one brand of two accounts. A query that finds nothing is billed as one read.
IDLE_WATCH: Final = Limit(5, 0, 0)  # rings, clocks, notices; for a brand its policy, and who waits by now
IDLE_DIGEST: Final = Limit(2, 0, 0)  # for a brand what was told last, and what has not arrived
IDLE_COLLECT: Final = Limit(4, 0, 0)  # for an account how it is listened to, and how far it has been asked
BESIDE: Final = 100  # reads of a digest beside its people: an hour without any is one, and those who are named are read


@dataclass(frozen=True)
class Bill:
    """What one case costs: operations, the deletes of the TTL policy among them, and bytes that Pub/Sub counts."""

    reads: float
    writes: float
    deletes: float
    expiring: float
    bytes: float  # a request counts 1,000 at least
    calls: float  # of a platform; each BLOCK-th one takes a lease, which is a write and a delete by the TTL policy
    dollars: float = 0.0  # per million, leases included


@dataclass(frozen=True)
class Case:
    """`before` prepares the world; only what `act` causes is billed."""

    name: str
    act: Callable[[Priced], object]
    before: Callable[[Priced], object] = lambda _world: None
    limits: tuple[Limit, Limit] = (NONE, NONE)  # must, aim
    share: int = 0  # of the demo's day


class Weighed:
    """A bus that notes what Pub/Sub would count: each publish request, and each delivery of one message."""

    def __init__(self, inner: Any, prices: Mapping[str, Any]) -> None:
        self._inner, self._least, self._beside = inner, prices["least_bytes"], prices["beside_bytes"]
        self.bytes = 0

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        texts = ["".join(itertools.chain(*one.attributes.items())).encode() for one in messages]
        sizes = [self._beside + len(one.data) + len(text) for one, text in zip(messages, texts, strict=True)]
        self.bytes += max(self._least, sum(sizes)) + sum(max(self._least, size) for size in sizes)
        receipts: list[str] = self._inner.publish(messages)
        return receipts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class Priced(World):
    """The flows' small world, over Firestore and with the bus weighed."""

    def __init__(self, folder: Path, environ: Mapping[str, str], prices: Mapping[str, Any]) -> None:
        self.environ, self.prices = environ, prices
        super().__init__(folder, WORLD_RULES)

    def start(self) -> None:
        super().start()
        self.store.close()
        self.store: Any = FirestoreStore.open(self.environ)
        self.queue: Any = Weighed(self.queue, self.prices)
        self.tools = replace(self.tools, store=self.store, bus=self.queue)

    def lease(self) -> None:
        """A fresh minute's block for every account, so that no case pays for one by chance."""
        (brand,) = self.brands.brands.values()
        for account in brand.accounts:
            self.tools.pace.take(self.store, brand, account, self.clock)

    def documents(self) -> int:
        client = to_emulator(self.environ["FIRESTORE_EMULATOR_HOST"])
        root = f"projects/{self.environ['GOOGLE_CLOUD_PROJECT']}/databases/(default)/documents"
        asked = (ListDocumentsRequest(parent=root, collection_id=room.room, page_size=300) for room in ROOMS)
        found = sum(1 for one in asked for _ in client.list_documents(one))
        client.transport.close()
        return found

    def come(self, sent: Sent) -> None:
        """A delivery, and all that follows from it at once."""
        assert self.deliver(sent) == 200
        self.work()


def _share() -> dict[str, Any]:
    return {
        "item": "share",
        "verb": "add",
        "share_id": 998877665544801,
        "post_id": f"{PAGE}_998877665544801",
        "from": {"id": "7", "name": "Sample Person"},
        "link": "https://www.facebook.com/acme/posts/1",
        "message": "So nice",
        "published": 1,
        "created_time": int(NOON.timestamp()),
    }


def _comes(change: dict[str, Any]) -> Callable[[Priced], object]:
    return lambda world: world.come(facebook(change))


def _says(text: str) -> Callable[[Priced], object]:
    return _comes(comment("c1", text))


def _known(world: Priced) -> None:
    world.come(facebook(comment("c0", "superb coffee", post="2")))


def _echo(world: Priced) -> None:
    ours = comment("x", "Thank you!", PAGE, under="c1", at=NOON + timedelta(seconds=1))
    world.come(facebook(ours | {"comment_id": world.journal[-1].made}))


def _colleague(world: Priced) -> None:
    world.come(facebook(comment("r1", "So sorry!", PAGE, under="c1", at=NOON + timedelta(minutes=2))))


def _many(text: str, number: int) -> Callable[[Priced], object]:
    def act(world: Priced) -> None:
        for one in range(number):
            world.come(facebook(comment(f"c{one}", text, author=f"1{one}")))

    return act


def _not_now(world: Priced) -> None:
    """So many answers that the platform did not take: each waits for its ring."""

    def busy(order: Order) -> PlatformUnavailable:
        return PlatformUnavailable("pretend", order.capability, "429", 60.0)

    world.faults = [Fault(busy)] * DUE
    _many("superb coffee", DUE)(world)
    world.faults = []
    world.clock += timedelta(minutes=3)


def _a_day(number: int) -> Callable[[Priced], object]:
    """So many Interactions, one in ten of which waits for a colleague, and then the hour of the digest."""

    def act(world: Priced) -> None:
        _many("nice coffee", number - number // 10)(world)
        for one in range(number // 10):
            world.come(facebook(comment(f"d{one}", "it came broken", author=f"2{one}")))
        at = next_digest(world.tools)
        assert at is not None
        world.clock = at

    return act


def _watched(world: Priced) -> None:
    """Not the first run of a process, which looks whether the policy has changed meanwhile."""
    watch(world.tools)
    world.clock += timedelta(minutes=1)


def _told(world: Priced) -> None:
    """The day before has been told, and its mails have left."""
    _a_day(10)(world)
    digest(world.tools)
    world.clock += timedelta(minutes=15)


def _asked(world: Priced) -> None:
    """Every account has been asked, and looked at, a moment ago."""
    world.tools, now = replace(world.tools, check_every=timedelta(minutes=30)), world.clock
    (brand,) = world.brands.brands.values()
    for one in brand.accounts:
        kept: dict[str, Any] = {"brand": brand.key, "platform": one.platform, "account": one.id}
        next_at, until = now + timedelta(hours=1), now + KEEP_CHECKPOINT
        asked = Checkpoint(
            key=checkpoint_key(one.platform, one.id), first=now, next_at=next_at, expire_at=until, **kept
        )
        world.store.commit(now, Create(asked), Create(unchecked(*kept.values(), now)))


def cases(size: int) -> list[Case]:
    """All of them. The shares are those of what the lines of demo/days/tuesday.jsonl stand for, and our own echoes."""
    return [
        Case("nothing is sent: a reaction", _comes(reaction()), limits=SILENT, share=118),
        Case("a share of our post is liked", _comes(_share()), limits=PLAIN, share=23),
        Case("a comment is liked", _says("nice coffee"), limits=PLAIN, share=10),
        Case("a mention on X, whose like waits for a tap", lambda w: w.come(mention("77", "nice coffee"))),
        Case("a comment is answered", _says("superb coffee"), limits=FULL),
        Case("a comment is answered and liked", _says("lovely coffee"), limits=FULL, share=45),
        Case("a question is answered, its words kept", _says("where are you"), limits=FULL, share=60),
        Case("the same, of a person known before", _says("where are you"), _known, limits=FULL),
        Case("handed over, with a notice to two", _says("it came broken"), share=16),
        Case("answered, handed over, a notice to two", _says("when do you open")),
        Case("the echo of our own answer", _echo, _says("superb coffee"), limits=FULL, share=105),
        Case("a colleague answers what waits", _colleague, _says("it came broken"), share=93),
        Case("watch: nothing due", lambda w: watch(w.tools), _watched, limits=(IDLE_WATCH, NONE)),
        Case("digest: nothing due", lambda w: digest(w.tools), _told, limits=(IDLE_DIGEST, NONE)),
        Case("collect: nothing due", lambda w: collect(w.tools), _asked, limits=(IDLE_COLLECT, NONE)),
        Case(
            f"watch: {DUE} to be rung, {DUE} breaches",
            lambda w: watch(w.tools),
            _not_now,
            limits=(Limit(5 + 2 * DUE), NONE),
        ),
        Case(
            f"the digest of {size}, to two",
            lambda w: digest(w.tools),
            _a_day(size),
            limits=(Limit(reads=size + BESIDE), NONE),
        ),
    ]


def play(case: Case, environ: Mapping[str, str], prices: Mapping[str, Any]) -> Bill:
    """One case in a world of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        world = Priced(Path(folder), environ, prices["pubsub"])
        case.before(world)
        world.lease()
        there, spent, carried, asked = world.documents(), world.store.billed, world.queue.bytes, world.asked
        case.act(world)
        done = Operations(*(after - was for after, was in zip(world.store.billed, spent, strict=True)))
        expiring = world.documents() - there
        bill = Bill(
            reads=done.reads,
            writes=done.writes,
            deletes=done.deletes + expiring,
            expiring=expiring,
            bytes=world.queue.bytes - carried,
            calls=world.asked - asked,
        )
        world.close()
    return priced(bill, prices)


def priced(bill: Bill, prices: Mapping[str, Any]) -> Bill:
    store, bus = prices["firestore"], prices["pubsub"]
    leases = bill.calls / BLOCK
    operations = bill.reads * store["reads"] + (bill.writes + leases) * store["writes"]
    operations += (bill.deletes + leases) * store["deletes"]
    return replace(bill, dollars=operations / 100_000 * MILLION + bill.bytes * bus["tebibyte"] / 2**40 * MILLION)


def mixed(found: Mapping[str, tuple[Case, Bill]]) -> Bill:
    """The mean Interaction of the demo's day."""
    rows = [(case.share, asdict(bill)) for case, bill in found.values() if case.share]
    total = sum(share for share, _ in rows)
    return Bill(**{name: sum(share * row[name] for share, row in rows) / total for name in rows[0][1]})


def table(found: Mapping[str, tuple[Case, Bill]], prices: Mapping[str, Any]) -> str:
    rows = [f"{'':43} {'R':>6} {'W':>6} {'D':>6} {'by TTL':>7} {'bytes':>8} {'$/million':>10}  {'must':27} {'aim'}"]
    everything = [*found.values(), (Case("the demo's day, per interaction", lambda _: None), mixed(found))]
    for case, bill in everything:
        rows.append(
            f"{case.name:43} {bill.reads:>6.4g} {bill.writes:>6.4g} {bill.deletes:>6.4g} {bill.expiring:>7.4g} "
            f"{bill.bytes:>8,.0f} {bill.dollars:>10.2f}  {_met(case.limits[0], bill):27} {_met(case.limits[1], bill)}"
        )
    said = [f"{one['source']} (read {one['read']}, region {one['region']})" for one in prices.values()]
    return "\n".join([*rows, "", *MEANING, *said])


MEANING: Final = (
    "R, W, D: Firestore reads, writes, deletes as billed; `by TTL` are those deletes that its TTL policy makes when",
    "documents expire. bytes: what Pub/Sub counts, published and delivered. The lease of an account's calls, a write",
    f"and a delete for every {BLOCK} calls, is in the money and not in the columns. Compute and storage are not here.",
)


def _met(limit: Limit, bill: Bill) -> str:
    return "-" if limit == NONE else f"{limit} {'OVER' if limit.broken(bill) else 'ok'}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cost", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object in place of the table")
    parser.add_argument("--digest", type=int, default=100, metavar="N", help="interactions in the digest (100)")
    options = parser.parse_args(arguments)
    _firestore._DEADLINE = 60.0  # a slow machine must not change what is counted
    prices = tomllib.loads(PRICES.read_text(encoding="utf-8"))
    try:
        with Emulators() as emulators:
            found = dict(_bills(cases(max(2, options.digest)), emulators.environ, prices))
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        bills = {name: asdict(bill) for name, (_, bill) in found.items()} | {"mix": asdict(mixed(found))}
        print(json.dumps({"prices": prices, "bills": bills}, indent=2, default=str))
    else:
        print(table(found, prices))
    return 0


def _bills(
    every: Sequence[Case], environ: Mapping[str, str], prices: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[Case, Bill]]]:
    numbers = itertools.count(1)
    for case in every:
        own = {**environ, "GOOGLE_CLOUD_PROJECT": f"heard-cost-{next(numbers)}"}
        yield case.name, (case, play(case, own, prices))


if __name__ == "__main__":
    sys.exit(main())
