"""A brand with a team, somebody who asked it something, and the Card about that: what the desk's tests begin with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from shared.brands.compiled import Brand, Colleague, Compiled, Names, Readers
from shared.core.delivery import Answer
from shared.core.interaction import object_key
from shared.core.ledger import KEEP_WORDS, Card, Entry, Person, Suggested
from shared.core.passes import Addresses, Passes
from shared.core.ports import Capability, Create, Put
from shared.core.secret import Secret
from shared.core.tickets import Links
from shared.desk.door import answer
from shared.door import Asked
from shared.flows.desk import Deed, Done, Gone, Page, Wish, act, show
from tests.flows.world import PAGE, Fuse, World, comment, facebook

ANN = Colleague(name="Ann", signature="– Ann at Acme", mail="ann@acme.example")
BO = Colleague(name="Bo", signature="– Bo at Acme", mail="bo@acme.example")
TEAM = (ANN, BO)
KEY = Secret("a-link-key-for-tests-only")
URL = "https://desk.acme.example"
BOSS = "boss@acme.example"
BOARD = "board@acme.example"
READERS = (
    Readers(name="managers", to=("ann@acme.example", BOSS)),
    Readers(name="board", to=(BOARD, "slack:HEARD_SLACK_BOARD"), names=Names.FIRST, days=(0, 4), at=480),
)


def staffed(brands: Compiled, **changes: Any) -> Compiled:
    """The world's brand with a team."""
    fields = {"team": TEAM, "readers": READERS, **changes}
    brand: Brand = msgspec.structs.replace(brands.brands["acme"], **fields)
    return msgspec.structs.replace(brands, brands={"acme": brand})


class Counter:
    """The world with a desk. `asked` lets somebody ask; `link` is a colleague's."""

    def __init__(self, folder: Path, fuse: Fuse | None = None, **brand: Any) -> None:
        self.world = World(folder, fuse=fuse)
        self.world.brands = staffed(self.world.brands, **brand)
        self.links = Links(URL, (KEY,))
        self.passes = Passes(URL, (KEY,), self.links)
        self.start()

    def start(self) -> None:
        self.tools = replace(self.world.tools, brands=self.world.brands, desk=self.links, passes=self.passes)
        self.world.tools = self.tools

    def close(self) -> None:
        self.world.close()

    def asked(self, name: str = "c1", text: str = "it came broken", **how: Any) -> str:
        """A comment on Facebook that a rule hands over; the key of its Entry."""
        self.world.send(facebook(comment(name, text, **how), at=self.world.clock))
        self.world.work()
        return object_key("facebook", PAGE, f"{how.get('post', '1')}_{name}")

    def carded(self, key: str, *texts: str, **fields: Any) -> None:
        """The Card of it, with these drafts of a reply, whatever Card there was."""
        now = self.world.now()
        suggested = tuple(Suggested(capability=Capability.REPLY, text=text) for text in texts)
        card = Card(key=key, brand="acme", at=now, suggested=suggested, expire_at=now + KEEP_WORDS)
        self.world.store.commit(now, Put(msgspec.structs.replace(card, **fields)))

    def link(self, key: str, colleague: str = "Ann", about: str = "") -> str:
        """The last part of a colleague's link."""
        return self.links.link("acme", key, colleague, self.world.now(), about).rpartition("/")[2]

    def ways(self, to: str = BOSS, colleague: str = "") -> Addresses:
        """The addresses of one recipient's digest of the day before."""
        return self.passes.ways("acme", to, "2026-10-12", self.world.now(), colleague=colleague)

    def ask(
        self,
        method: str,
        address: str,
        fields: dict[str, str] | None = None,
        *,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> Answer:
        """One request at the door itself, by a whole address or by its path."""
        data = urlencode(fields or {}).encode() if body is None else body
        asked = Asked(method=method, path=address.removeprefix(URL), headers=(("content-type", kind),))
        return answer(asked, lambda most: data[:most], lambda: self.tools)

    def show(self, token: str) -> Page | Gone:
        return show(token, self.tools)

    def page(self, token: str) -> Page:
        page = self.show(token)
        assert isinstance(page, Page), page
        return page

    def act(self, token: str, deed: Deed, **wish: Any) -> Done | Page | Gone:
        return act(token, Wish(deed, **wish), self.tools)

    def done(self, token: str, deed: Deed, **wish: Any) -> str:
        """The link that comes after a deed that is done."""
        done = self.act(token, deed, **wish)
        assert isinstance(done, Done), done
        return done.token

    def entry(self, key: str) -> Entry:
        kept = self.world.store.get(Entry, key, self.world.now())
        assert kept is not None
        return kept.doc

    def card(self, key: str) -> Card:
        kept = self.world.store.get(Card, key, self.world.now())
        assert kept is not None
        return kept.doc

    def person(self, key: str) -> Person:
        kept = self.world.store.get(Person, self.entry(key).person or "", self.world.now())
        assert kept is not None
        return kept.doc


def kept(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """The whole ledger, with its revisions: two equal ones mean that nothing was written."""
    line = world.store._connection()
    tables = [row[0] for row in line.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: line.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}  # noqa: S608 - its own names


__all__ = ["ANN", "BO", "BOARD", "BOSS", "KEY", "TEAM", "URL", "Counter", "Create", "kept", "staffed"]
