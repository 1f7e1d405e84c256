"""A ring that waits is not published again; nothing else is ever left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from functions.local.rings import RungOnce
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Ring, to_wire
from shared.core.ports import Outgoing

ONE, TWO = (Outgoing(to_wire(Ring(key=key, brand="acme")), {"kind": "ring"}) for key in ("1", "2"))
WORDS = Outgoing(b"{}", {"kind": "comment"})


class Bus:
    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.broken = False

    def publish(self, messages: Sequence[Outgoing]) -> list[str]:
        if self.broken:
            raise BackendUnavailable("bus", "broken")
        self.kept += [one.data for one in messages]
        return [str(number) for number in range(1, len(messages) + 1)]

    def close(self) -> None:
        """Nothing to close."""


def test_ring_waits_once_until_it_is_taken() -> None:
    bus = Bus()
    rings = RungOnce(bus)
    assert rings.publish([ONE]) == ["1"]
    assert rings.publish([ONE, TWO]) == ["", "1"]
    assert bus.kept == [ONE.data, TWO.data]
    rings.taken(ONE.data)
    assert rings.publish([ONE, TWO]) == ["1", ""]


def test_words_are_published_each_time() -> None:
    rings = RungOnce(bus := Bus())
    assert rings.publish([WORDS]) == rings.publish([WORDS]) == ["1"]
    assert bus.kept == [WORDS.data] * 2


def test_ring_that_could_not_be_published_may_be_rung_again() -> None:
    rings = RungOnce(bus := Bus())
    bus.broken = True
    with pytest.raises(BackendUnavailable):
        rings.publish([ONE])
    bus.broken = False
    assert rings.publish([ONE]) == ["1"]
