"""Whether people were answered as soon as an automatic text had told them to expect.

A text with {expected} says how long an answer usually takes, by the figure of the latest digest when it was sent. Who
was told so is known by the wording of what was sent; what was said otherwise promised nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from shared.brands.compiled import Brand
from shared.clocks.targets import RESPONSE
from shared.clocks.timing import Regime
from shared.core.claims import ClaimState
from shared.core.digesting import DigestRecord
from shared.core.facts import Need
from shared.core.ledger import Entry
from shared.core.sla import By
from shared.flows._guard import ANSWER
from shared.flows._usual import OLDEST
from shared.rules.words import placeholders, wording

_EXPECTED: Final = "expected"


class Expected:
    """Counts those of a day who were told what to expect."""

    def __init__(self, brand: Brand, records: Sequence[DigestRecord]) -> None:
        self._told: set[float] = set()
        self._in_time = 0
        self._due = 0
        said = (text for rule in brand.rules for then in rule.then for text in _texts(then.params))
        self._wordings = (
            frozenset(wording(text) for text in said if _EXPECTED in placeholders(text))
            if Need.USUAL in brand.needs
            else frozenset()
        )
        self._digests = [(one.made_at, one.summary.get("usual")) for one in reversed(records)]

    @property
    def seconds(self) -> float | None:
        """Of service time, in which all of them were told to expect it; None where that was not the same for all."""
        return next(iter(self._told)) if len(self._told) == 1 else None

    @property
    def kept(self) -> tuple[int, int] | None:
        """Answered by then, of those of whom that can be told; None where nobody was told anything."""
        return (self._in_time, self._due) if self._due else None

    def see(self, entries: Iterable[Entry], regime: Regime) -> None:
        """Count what one person was told, and whether it held."""
        if not self._wordings:
            return
        for one in entries:
            claim, clock = one.claims.get(ANSWER), one.clocks.get(RESPONSE)
            if claim is None or clock is None or clock.withdrawn:
                continue
            if claim.state is not ClaimState.SENT or claim.by is not By.MACHINE or claim.wording not in self._wordings:
                continue
            seconds = self._usual(claim.first_sent or one.opened_at)
            if seconds is None:
                continue
            self._told.add(seconds)
            if clock.by is By.PERSON and clock.service_elapsed is not None:
                self._due += 1
                self._in_time += clock.service_elapsed <= seconds
            elif clock.running and regime.courses(one)(None).seconds(clock.started, regime.now) > seconds:
                self._due += 1

    def _usual(self, at: datetime) -> float | None:
        """What a text that was sent at some moment told to expect."""
        made_at, told = next((one for one in self._digests if one[0] <= at), (at, None))
        return float(told) if isinstance(told, (int, float)) and at - made_at <= OLDEST else None


def _texts(found: object) -> Iterator[str]:
    """Every text among a rule's parameters, whatever they are nested in."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for one in found.values():
            yield from _texts(one)
    elif isinstance(found, (list, tuple)):
        for one in found:
            yield from _texts(one)
