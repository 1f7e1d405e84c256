"""A world whose brand names a team and has a desk, and ways to hand somebody over in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from shared.brands.compiled import Brand, Colleague, Compiled
from shared.core.calendar import Calendar
from shared.core.decision import Act
from shared.core.errors import ActionRefused, PlatformError
from shared.core.interaction import Author, Interaction, Kind
from shared.core.ledger import Card, Entry, Notice, Person, Sort, State, indexed, page_for, words_of
from shared.core.ports import NOTICES, Create, Mail, Put, Replace
from shared.core.sla import Aim
from shared.core.speech import Spoken, wording_of
from shared.flows._handing import Handed, hand_over
from tests.core.opening import by_calendar, open_clock
from tests.flows.world import NOON, PAGE, Fuse, Ported, Sink, World

ZONE = "Europe/Oslo"


class Links:
    """A desk whose links can be read."""

    def link(self, brand: str, card: str, colleague: str, now: datetime, about: str = "") -> str:
        return f"https://desk.example/{brand}/{card[:6]}/{colleague or 'anybody'}/{about.replace('/', '.')}"

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def shift(opens: int, closes: int) -> Calendar:
    """Every day, from one local hour to another."""
    return Calendar(zone=ZONE, week=(((opens * 60, closes * 60),),) * 7)


def anna(**fields: Any) -> Colleague:
    return Colleague(**{"name": "Anna", "signature": "Anna", "slack": "HEARD_SLACK_ANNA"} | fields)


def bo(**fields: Any) -> Colleague:
    return Colleague(**{"name": "Bo", "signature": "Bo", "mail": "bo@acme.example"} | fields)


class Team(World):
    """`team` and `fields` change the brand; `desk` False: no pages."""

    def __init__(
        self, folder: Path, *team: Colleague, desk: bool = True, fuse: Fuse | None = None, **fields: Any
    ) -> None:
        self.desk = Links() if desk else None
        self.refuses: set[str] = set()
        super().__init__(folder, fuse=fuse)
        self.number = 0
        self.change(team=team, **fields)

    def start(self) -> None:
        super().start()
        sink = Ported(Picky(self, self.refuses), self.fuse, ("send",))
        self.tools = replace(self.tools, desk=self.desk, notifier=sink)

    @property
    def brand(self) -> Brand:
        return self.brands.brands["acme"]

    def change(self, **fields: Any) -> None:
        """The brand's file was edited and compiled again."""
        brand = msgspec.structs.replace(self.brand, **fields)
        self.brands = Compiled(connections=self.brands.connections, brands={"acme": brand})
        self.tools = replace(self.tools, brands=self.brands)

    def somebody(self, text: str = "is it vegan?", *, at: datetime | None = None, **fields: Any) -> Interaction:
        """What somebody wrote, which nobody has seen yet."""
        self.number += 1
        made = Interaction(
            platform="facebook", account=PAGE, brand="acme", object=f"1_c{self.number}", kind=Kind.COMMENT,
            received_at=at or self.clock, at=at or self.clock, text=text, author=Author(id="7", name="Zoë"),
        )  # fmt: skip
        return msgspec.structs.replace(made, **fields)

    def page(self, message: Interaction, **fields: Any) -> Entry:
        """The page of a question that waits for an answer."""
        clock = open_clock(
            message.received_at,
            (Aim(seconds=self.brand.targets.response, service=True),),
            by_calendar(self.brand.calendar),
        )
        made = msgspec.structs.replace(
            page_for(message), brand="acme", state=State.HANDED_OVER, sort=Sort.QUESTION, needs_answer=True,
            clocks={"response": clock}, conversation=f"conversation {message.object}",
            url="https://www.facebook.com/1", settled_at=message.received_at,
        )  # fmt: skip
        return msgspec.structs.replace(made, **fields)

    def hand(
        self, message: Interaction | None = None, cards: tuple[Act, ...] = (), entry: Entry | None = None, **asked: Any
    ) -> Handed:
        """Hand somebody over, as a plan does: all in one commit."""
        message = message or self.somebody()
        entry = entry or self.page(message)
        handed = hand_over(self.brand, entry, message, cards, ["Please look."], self.clock, self.tools, **asked)
        words = Put(words_of(message, 30, self.clock))
        done = self.store.commit(self.clock, Create(indexed(handed.entry)), words, *handed.writes)
        assert done is not None
        return handed

    def wait(self, name: str | None = None, *, since: datetime = NOON) -> Entry:
        """Somebody who has waited since then, for a colleague or for nobody in particular."""
        entry = indexed(self.page(self.somebody(at=since), assignee=name))
        assert self.store.commit(self.clock, Create(entry)) is not None
        return entry

    def ends(self, entry: Entry, state: State, **fields: Any) -> None:
        """It was answered, withdrawn or closed meanwhile."""
        kept = self.store.get(Entry, entry.key, self.clock)
        assert kept is not None
        ended = indexed(msgspec.structs.replace(kept.doc, state=state, clocks={}, **fields))
        assert self.store.commit(self.clock, Replace(ended, kept.revision)) is not None

    def notices(self, about: str) -> list[Notice]:
        return [kept.doc for kept in self.store.find(NOTICES, self.clock, equal=("acme", about))]

    def card(self, entry: Entry) -> Card | None:
        kept = self.store.get(Card, entry.key, self.clock)
        return None if kept is None else kept.doc

    def told(self) -> list[str]:
        """Whom Notices have left for so far, in order."""
        return [mail.to for mail in self.mails]

    def later(self, **span: float) -> None:
        """Time passes, with a tick of `watch` at its end."""
        self.clock += timedelta(**span)
        self.tick()


class Picky(Sink):
    """Refuses for good what goes to these addresses."""

    def __init__(self, world: World, refuses: set[str]) -> None:
        super().__init__(world)
        self._refuses = refuses

    def send(self, mail: Mail) -> str:
        if mail.to in self._refuses:
            raise ActionRefused("slack", "send", "404 no_service")
        return super().send(mail)


class Unwilling:
    """A notifier that fails for webhooks, each time in the way given, and takes mails."""

    def __init__(self, world: World, error: PlatformError) -> None:
        self.read_back = world.tools.notifier.read_back
        self._world, self._error = world, error
        self.asked = 0

    def send(self, mail: Mail) -> str:
        if ":" in mail.to:
            self.asked += 1
            raise self._error
        self._world.mails.append(mail)
        return "taken"


def draft(text: str) -> Act:
    """A draft of a rule, for a colleague."""
    return Act(do="escalate", ends=State.HANDED_OVER, drafts=(text,))


def says(capability: Any, text: str | None = None) -> Act:
    """What a rule would have sent, where the platform wants a person to."""
    said = (Spoken(text=text, wording=wording_of(text)),) if text is not None else ()
    return Act(do=str(capability), slot="answer", capability=capability, says=said)


def known(colleague: str) -> Person:
    """The record of somebody whom a colleague has looked after."""
    return Person(key="p", brand="acme", colleague=colleague, expire_at=NOON + timedelta(days=400))
