"""No sequence of rules can make a call that a platform's terms forbid.

Rule books of any actions in any order, against every Interaction that the fixtures of every platform hold, of any age,
by accounts that have agreed to any terms. Whatever leaves is held against the policy table itself.
"""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared import plugins
from shared.brands.compiled import Account, Brand, Caps, Compiled, Connection, Contact
from shared.core.calendar import Calendar
from shared.core.interaction import Interaction, hashed
from shared.core.ledger import Sort
from shared.core.ports import Capability, May, Order
from shared.flows.acknowledge import acknowledge
from shared.platforms._base import Platform
from shared.rules.conditions import When
from shared.rules.rule import Rule, Then
from tests.contracts._platforms import Fixtures
from tests.flows.world import NOON, WAYS, World

FIXTURES: Final = {name: Fixtures(name) for name in plugins.names("platforms")}
FOUND: Final[list[Interaction]] = [
    interaction
    for it in FIXTURES.values()
    for interactions in (*(it.read(it.body(case)).interactions for case in it.cases), it.listed())
    for interaction in interactions
]
SAYING: Final = ("reply", "direct_message")
TERMS: Final = sorted(
    {policy.unless for it in FIXTURES.values() for policy in it.platform.policy.values() if policy.unless is not None}
)


def _then(do: str) -> Then:
    texts = {"acknowledge": WAYS, "offline": ("Write to {contact_mail}.",), **dict.fromkeys(SAYING, WAYS)}
    return Then(do=do, params={"texts": list(texts[do])} if do in texts else {})


thens = st.sampled_from([_then(do) for do in plugins.names("rules/actions")])
book = st.tuples(
    st.sampled_from([None, Sort.PRAISE, Sort.QUESTION, Sort.COMPLAINT]),
    st.lists(thens, min_size=1, max_size=5, unique_by=lambda one: one.do),
)
rules = st.lists(book, min_size=1, max_size=4)
ages = st.sampled_from(
    [
        *(timedelta(), timedelta(minutes=29), timedelta(hours=2), timedelta(hours=23, minutes=59)),
        *(timedelta(hours=23, minutes=59, seconds=30), timedelta(days=8)),
    ]
)


class Recorder:
    """A client that does whatever it is asked, and tells."""

    def __init__(self, account: Account, orders: list[tuple[Account, Order]]) -> None:
        self._account, self._orders = account, orders

    def perform(self, order: Order, timeout: float) -> str | None:
        self._orders.append((self._account, order))
        return None if order.capability is Capability.LIKE else f"made-{len(self._orders)}"

    def find(self, order: Order, timeout: float) -> str | None:
        return None


def brand(books: list[tuple[Sort | None, list[Then]]], accepts: tuple[str, ...]) -> Brand:
    accounts = {(one.platform, one.account) for one in FOUND}
    return Brand(
        key="acme",
        name="Acme",
        short="Acme",
        zone="UTC",
        languages=("en",),
        calendar=Calendar(zone="UTC", week=()),
        signature="– bot",
        accounts=tuple(
            Account(id=account, platform=platform, connection=platform, name="Acme", token="T", accepts=accepts)
            for platform, account in sorted(accounts)
        ),
        rules=tuple(
            Rule(name=f"rule-{number}", when=When(tests={}), then=tuple(then), sort=sort)
            for number, (sort, then) in enumerate(books)
        ),
        contact=Contact(mail="hello@acme.example"),
        caps=Caps(thread_day=20, author_hour=60, account_minute=600),
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(Path(tmp_path_factory.mktemp("policy", numbered=True)))


def allowed(platform: Platform, capability: Capability, message: Interaction, account: Account, now: datetime) -> bool:
    """What the table says, without the code that decides."""
    policy = platform.policy.get((capability, message.kind))
    if capability not in platform.capabilities or policy is None:
        return False
    loosened = policy.may is May.APPROVAL and policy.unless is not None and policy.unless in account.accepts
    window = platform.windows.get(capability)
    in_time = window is None or now - (message.at or message.received_at) <= window.machine
    return (policy.may is May.AUTO or loosened) and in_time


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_no_rules_make_a_forbidden_call(world: World, data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(FOUND))
    accepts = tuple(data.draw(st.sets(st.sampled_from(TERMS)))) if TERMS else ()
    books, age = data.draw(rules), data.draw(ages)
    now = NOON + timedelta(hours=data.draw(st.integers(0, 500)))
    # Each example is about an object of its own, in the one ledger that all share.
    name = hashed("example", repr(books), repr(accepts), message.object, now.isoformat(), str(age))[:12]
    message = replace(
        message, object=f"{message.object}-{name}", at=now - age, received_at=now, brand="acme", connection="c"
    )
    mine = brand(books, accepts)
    orders: list[tuple[Account, Order]] = []
    tools = changed(
        world.tools,
        brands=Compiled(connections={"c": Connection(name="c", platform=message.platform)}, brands={"acme": mine}),
        client=partial(Recorder, orders=orders),
        now=partial(_moment, now),
    )
    acknowledge(message, tools)
    platform = FIXTURES[message.platform].platform
    for account, order in orders:
        assert account.platform == message.platform
        assert allowed(platform, order.capability, message, account, now), f"{order.capability} for {message.kind}"
        own = platform.allows(order.capability, message, account.accepts)
        assert own is not None
        assert own.may is May.AUTO, "the platform says of this very one that it may not be"
    assert not (orders and message.author.is_us), "nobody answers themselves"
    assert not (orders and message.author.is_bot), "no machine is answered"


def test_something_is_called_where_it_may_be(world: World) -> None:
    """The property above would hold of a house that does nothing."""
    called: set[tuple[str, Capability]] = set()
    for number, message in enumerate(FOUND):
        now = NOON + timedelta(days=40, minutes=number)
        fresh = replace(message, object=f"{message.object}-{number}", at=now, received_at=now, brand="acme")
        for do in ("like", "acknowledge", "offline", *SAYING):
            orders: list[tuple[Account, Order]] = []
            tools = changed(
                world.tools,
                brands=Compiled(brands={"acme": brand([(Sort.PRAISE, [_then(do)])], tuple(TERMS))}),
                client=partial(Recorder, orders=orders),
                now=partial(_moment, now),
            )
            acknowledge(msgspec.structs.replace(fresh, object=f"{fresh.object}-{do}"), tools)
            called |= {(account.platform, order.capability) for account, order in orders}
    free = {
        (it.name, capability)
        for it in FIXTURES.values()
        for (capability, _kind), policy in it.platform.policy.items()
        if policy.may is May.AUTO or policy.unless is not None
    }
    assert called <= free
    assert {name for name, _ in free} == {name for name, _ in called}, "a platform on which nothing is ever sent"


def _moment(now: datetime) -> datetime:
    return now
