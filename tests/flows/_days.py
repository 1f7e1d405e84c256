"""Days for digests without their counting: a brand, its readers, and Snapshots that say what a test wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.compiled import Brand, Compiled, Readers
from shared.core.calendar import Calendar
from shared.core.digesting import DigestRecord, Reader, reader_key
from shared.core.ledger import Entry, Notice, indexed
from shared.core.ports import DIGESTS, NOTICES, Create, Put
from shared.digest import page
from shared.digest.snapshot import Group, Snapshot
from shared.flows import _editions
from shared.flows import digest as flow
from shared.flows._tools import Tools
from tests.flows.world import World, compiled

DAY = timedelta(days=1)
ONE, TWO = "one@acme.example", "two@acme.example"


@dataclass(frozen=True)
class Gathered:
    snapshot: Snapshot
    unsettled: Any = ()
    summary: dict[str, Any] = field(default_factory=dict)
    updates: tuple[DigestRecord, ...] = ()


@dataclass
class Counts:
    """In place of `gather`: notes what was asked for, and gives a day of the facts that it holds."""

    facts: dict[str, Any] = field(default_factory=lambda: {"all": Group(people=1, thanks=1, acknowledged=1)})
    windows: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    records: list[DigestRecord] = field(default_factory=list)
    updates: tuple[DigestRecord, ...] = ()
    after: Any = None

    def __call__(self, brand: Brand, day: date, start: datetime, end: datetime, records: Any, tools: Tools) -> Gathered:
        self.windows.append((day.isoformat(), start, end))
        self.records = list(records)
        snapshot = Snapshot(
            brand=brand.key, name=brand.name, short=brand.short, zone=brand.zone, language=brand.languages[0], day=day,
            start=start, end=end, at=tools.now(), goal=90, promise=7200, ack=60, **self.facts,
        )  # fmt: skip
        if self.after is not None:
            self.after()
        return Gathered(snapshot, summary={"people": snapshot.all.people}, updates=self.updates)


def plain(snapshot: Snapshot, one: _editions.Reading, ways: Any = None, *, late: bool = False) -> page.Digest:
    """In place of all blocks: an edition that says how it was asked for."""
    mood = page.Mood.GOOD if snapshot.all.people else page.Mood.QUIET
    verdict = page.Verdict("", "", f"{one.names} of {snapshot.day}", f"late: {late}", (), ())
    foot = page.Foot((), (page.Link("Stop", ways.stop()),) if ways is not None else ())
    subject = f"{snapshot.all.people} people, {snapshot.day}"
    return page.Digest(
        one.language, "ltr", snapshot.short, str(snapshot.day), "", mood, subject, "", verdict, None, None, None,
        page.Checked("", ()), None, None, None, foot,
    )  # fmt: skip


def plainly(made: page.Digest, one: _editions.Reading) -> tuple[str, str | None, tuple[tuple[str, str], ...]]:
    text = "\n".join([made.subject, made.language, made.verdict.headline, made.verdict.lead])
    return text, None if one.is_chat else f"<p>{text}</p>", ()


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Days are not counted, and their editions are plain: what is tried is who gets which, and when."""
    made = Counts()
    monkeypatch.setattr(flow, "gather", made)
    monkeypatch.setattr(_editions, "built", plain)
    monkeypatch.setattr(_editions, "_rendered", plainly)
    return made


class Press(World):
    """A brand to whom somebody wrote on the first day, with these readers."""

    def __init__(self, folder: Path, *readers: Readers, zone: str = "Europe/Oslo", since: date = date(2026, 10, 13)):
        super().__init__(folder)
        self.change(zone=zone, calendar=Calendar(zone=zone), readers=readers, recipients=(ONE,))
        self.clock = self.brand.calendar.at(since, 720)
        first = indexed(Entry(
            key="first", brand="acme", platform="facebook", account="1", object="1", opened_at=self.clock,
            received_at=self.clock,
        ))  # fmt: skip
        assert self.store.commit(self.clock, Create(first)) is not None

    @property
    def brand(self) -> Brand:
        return self.tools.brands.brands["acme"]

    def change(self, **fields: Any) -> None:
        """The brand's file was edited and compiled again."""
        brand = msgspec.structs.replace(getattr(self, "tools", self).brands.brands["acme"], **fields)
        self.brands = Compiled(connections=compiled(()).connections, brands={"acme": brand})
        self.tools = replace(self.tools, brands=self.brands)

    def local(self, day: date, minutes: int) -> datetime:
        return self.brand.calendar.at(day, minutes)

    def wish(self, to: str, **wishes: Any) -> None:
        """What a reader has said at their settings."""
        reader = Reader(
            key=reader_key("acme", to), brand="acme", at=self.clock, expire_at=self.clock + 400 * DAY, **wishes
        )
        assert self.store.commit(self.clock, Put(reader)) is not None

    def records(self) -> list[DigestRecord]:
        return [kept.doc for kept in self.store.find(DIGESTS, self.clock, equal=("acme",))]

    def notices(self, about: str = "digest") -> list[Notice]:
        return [kept.doc for kept in self.store.find(NOTICES, self.clock, equal=("acme", about))]

    def sent(self) -> list[tuple[str, str]]:
        """Day and address of each digest that has left, in order."""
        return [(mail.key.split("/")[2], mail.to) for mail in self.mails if mail.about == "digest"]
