"""Lets a month happen to the real flows: deliveries, schedules, our own echoes, colleagues at the desk, and a new
process each day."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from shared.core.delivery import Delivery
from shared.core.interaction import object_key
from shared.core.ledger import Card, Entry
from shared.core.ports import NOTICES, Capability
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.flows._taking import handed_back, record_of, save
from shared.flows.desk import Deed, Done, Page, Wish, act, show
from shared.flows.digest import digest
from shared.flows.receive import receive
from shared.flows.watch import watch
from shared.platforms.standard import Standard
from tests.flows.world import Fault, Sent, World, lost_answer
from tests.month.brand import ACCOUNTS, COLLEAGUES, compiled
from tests.month.material import COLLEAGUE
from tests.month.traffic import BEGINS, DAYS, FORUM_KEY, Act, Do, Month, Step, echo

_QUIET: Final = timedelta(minutes=30)  # between two looks of the schedules where nothing happens
_BUSY: Final = timedelta(minutes=2)


class MonthWorld(World):
    """A World with the month's brand, and a desk."""

    def start(self) -> None:
        self.brands = compiled()
        super().start()
        links = Links("https://desk.acme.example", (Secret("a-key-of-the-desk-for-tests-only"),))
        self.tools = replace(self.tools, desk=links)

    def deliver(self, sent: Sent) -> int:
        if sent.connection != "standard":
            return super().deliver(sent)
        key = Secret(FORUM_KEY)
        headers = tuple(dict(Standard.signature.sign(sent.body, key, now=self.clock, id="forum")).items())
        delivery = Delivery(
            method="POST", connection="standard", body=sent.body, received_at=self.clock, headers=headers
        )
        opened = receive(
            delivery,
            platform=self.platform("standard"),
            keys={"signing": (key,)},
            owner=lambda _c, platform, account: "acme",
            bus=self.queue,
            park=lambda parked: None,
            now=self.clock,
        )
        self.accepted += [json.loads(one.data)["object"] for one in opened.messages]
        return opened.answer.status

    def kept(self, act: Act) -> Entry | None:
        found = self.store.get(Entry, object_key(act.platform, ACCOUNTS[act.platform], act.object), self.clock)
        return None if found is None else found.doc


@dataclass
class Lived:
    """What became of a month. `taken` and `back` say when we knew of a colleague's words, and of a hand-back.

    `asked` are the Entries about which a colleague was asked; `approved` what was sent from the desk.
    """

    month: Month
    world: MonthWorld
    taken: list[tuple[datetime, Act]] = field(default_factory=list)
    back: list[tuple[datetime, Act]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    approved: list[str] = field(default_factory=list)


def live(month: Month, folder: Path) -> Lived:
    """Run the whole month; the world is left open for whoever judges it."""
    world = MonthWorld(folder)
    world.clock = BEGINS
    lived, dice = Lived(month, world), random.Random(month.seed + 1)
    looked, echoed, day = world.clock, 0, world.clock.date()
    for step in [*month.steps, None]:
        end = BEGINS + timedelta(days=DAYS + 2) if step is None else step.at
        while looked + _QUIET < end:
            looked += _QUIET
            world.clock = max(world.clock, looked)
            _look(world, digests=looked.minute < 30)
            if world.clock.date() != day:
                day = world.clock.date()
                _remember(lived)
                world.restart()
        world.clock = max(world.clock, end)
        if world.clock - looked >= _BUSY:
            looked = world.clock
            _look(world)
        if step is None:
            break
        if dice.random() < 0.03:
            world.faults.append(Fault(lost_answer, after=dice.random() < 0.5))
        _DO[step.do](lived, step, dice)
        world.work()
        echoed = _echoes(lived, echoed, dice)
    _remember(lived)
    return lived


def _look(world: MonthWorld, *, digests: bool = False) -> None:
    """What the schedules do."""
    world.work()
    watch(world.tools)
    if digests:
        digest(world.tools)
    world.work()


def _told(lived: Lived, step: Step, dice: random.Random) -> None:
    assert step.sent is not None
    assert lived.world.deliver(step.sent) < 300
    lived.world.work()
    if step.about:
        lived.taken.append((lived.world.clock, lived.month.acts[step.about]))


def _approved(lived: Lived, step: Step, dice: random.Random) -> None:
    """A colleague sends words from the desk, if they were asked and still can."""
    somebody = lived.month.acts[step.about]
    text = f"{dice.choice(COLLEAGUE)} ({step.about})"

    def wish(page: Page) -> Wish | None:
        if Deed.SEND not in page.deeds:
            return None
        return Wish(Deed.SEND, capability=page.ways[0].capability, text=text)

    if _at_desk(lived, somebody, wish, dice):
        lived.taken.append((lived.world.clock, somebody))
        lived.approved.append(text)


def _took(lived: Lived, step: Step, dice: random.Random) -> None:
    """A colleague says that they answer in the platform's own app."""
    somebody = lived.month.acts[step.about]
    if _at_desk(lived, somebody, lambda page: Wish(Deed.TAKE) if Deed.TAKE in page.deeds else None, dice):
        lived.taken.append((lived.world.clock, somebody))


def _gave_back(lived: Lived, step: Step, dice: random.Random) -> None:
    """A colleague gives a conversation back to the rules, at the desk if there is a card about it."""
    world, somebody = lived.world, lived.month.acts[step.about]
    entry, now = world.kept(somebody), world.clock
    if entry is None or entry.conversation is None:
        return
    if world.store.get(Card, entry.key, now) is not None:
        if not _at_desk(lived, somebody, lambda page: Wish(Deed.BACK) if Deed.BACK in page.deeds else None, dice):
            return
    else:
        record = record_of(entry, world.store, now)
        assert world.store.commit(now, save(handed_back(record.doc, entry.conversation, now, now), record)) is not None
    lived.back.append((now, somebody))


_DO: Final = {Do.TOLD: _told, Do.APPROVED: _approved, Do.TOOK: _took, Do.GAVE_BACK: _gave_back}


def _at_desk(lived: Lived, somebody: Act, wished: object, dice: random.Random) -> bool:
    """Open the card's link as one of the team, and do what is wished where that can be done."""
    world, entry = lived.world, lived.world.kept(somebody)
    card = None if entry is None else world.store.get(Card, entry.key, world.clock)
    if card is None or world.tools.desk is None or not callable(wished):
        return False
    who, used = dice.choice(COLLEAGUES), len(card.doc.used)
    token = world.tools.desk.link("acme", card.doc.key, who, world.clock, str(used)).rpartition("/")[2]
    page = show(token, world.tools)
    wish = wished(page) if isinstance(page, Page) else None
    return wish is not None and isinstance(act(token, wish, world.tools), Done)


def _echoes(lived: Lived, already: int, dice: random.Random) -> int:
    """Facebook tells us of our own comments, now and then twice."""
    world = lived.world
    for effect in world.journal[already:]:
        somebody = lived.month.acts[effect.object]
        if effect.text is not None and effect.capability is Capability.REPLY and somebody.platform == "facebook":
            for _ in range(2 if dice.random() < 0.1 else 1):
                world.deliver(echo(somebody, effect.made, effect.text, effect.at))
            world.work()
    return len(world.journal)


def _remember(lived: Lived) -> None:
    """About whom colleagues were asked, before it is forgotten."""
    world = lived.world
    for about in ("handover", "approval", "uncertain"):
        found = world.store.find(NOTICES, world.clock, equal=("acme", about))
        lived.asked |= {kept.doc.entry for kept in found if kept.doc.entry is not None}
