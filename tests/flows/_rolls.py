"""A brand with a ledger and nothing else, for what digests keep between days."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from shared.brands.compiled import Brand, Compiled
from shared.core.calendar import Calendar
from shared.core.interaction import hashed
from shared.flows._tools import Tools
from shared.stores.sqlite import SqliteStore
from tests.flows.world import SHM

CALENDAR = Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),))
BRAND = Brand(
    key="tern-kettle",
    name="Tern & Kettle Coffee",
    short="Tern & Kettle",
    zone="Europe/Oslo",
    languages=("en",),
    calendar=CALENDAR,
)
TODAY = date(2026, 10, 13)
DAY = timedelta(days=1)
NOW = datetime(2026, 10, 14, 5, 30, tzinfo=UTC)


class Ledger:
    """A store, with a clock to set, and the Tools that flows are given."""

    def __init__(self, folder: Path) -> None:
        self.store: Any = SqliteStore(folder / "ledger.db")
        self.clock = NOW
        self._names = count()

    @property
    def tools(self) -> Tools:
        nothing: Any = None
        return Tools(
            store=self.store,
            bus=nothing,
            brands=Compiled(brands={BRAND.key: BRAND}),
            platform=nothing,
            client=nothing,
            notifier=nothing,
            now=lambda: self.clock,
            owner=lambda: f"owner-{next(self._names)}",
        )


@contextmanager
def ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        made = Ledger(Path(folder))
        try:
            yield made
        finally:
            made.store.close()


def person(name: object) -> str:
    """The hash that names somebody's record."""
    return hashed("person", "facebook", "1", str(name))
