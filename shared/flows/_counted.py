"""The people of a date, read and counted once: each is noted in the day's Roll and then forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from shared import log
from shared.brands.compiled import Brand
from shared.clocks.looks import timed
from shared.clocks.timing import Regime
from shared.core.course import Pause
from shared.core.errors import BackendUnavailable
from shared.core.ledger import Entry
from shared.digest.counted import Counted
from shared.digest.counting import Counting, Present, Standing, Window
from shared.digest.spread import window
from shared.flows._expected import Expected
from shared.flows._people import grave
from shared.flows._reading import Unread, hourly, named, owed, people
from shared.flows._roll import Roll
from shared.flows._signals import Asking
from shared.flows._tools import Tools

See = Callable[[Present, Standing], None]
Spans = tuple[tuple[datetime, datetime], ...]
_DAY: Final = timedelta(days=1)


class Day:
    """The people of the date, read and counted once."""

    def __init__(self, of: Asking, expected: Expected) -> None:
        self._of = of
        self.expected = expected
        self.on_hold = 0
        self.roll: str | None = None

    def count(self, regime: Regime, crises: Spans) -> Counted | None:
        """The day in figures; None, and named, where it could not be read to its end."""
        of = self._of
        roll: Roll | None = Roll(of.brand, of.day, of.tools)

        def see(present: Present, standing: Standing) -> None:
            nonlocal roll
            self.on_hold += any(one.waiting and paused_in(regime, one) for one in (*present.items, *present.earlier))
            self.expected.see(present.items, regime)
            if roll is not None:
                try:
                    roll.see(present, standing)
                except BackendUnavailable as error:
                    roll = None
                    _unwritten(of, error)

        reach = window(of.brand.calendar, of.day)
        before = of.start if reach is None else min(reach[0], of.start)
        try:
            counted = count(of.brand, of.day, of.start, of.end, before, regime, crises, of.tools, see)
        except Unread as unread:
            of.failed.append(unread.name)
            return None
        except Exception as error:  # the digest says that it cannot tell, rather than never come
            log.error("digest.uncounted", brand=of.brand.key, day=of.day.isoformat(), error=type(error).__name__)
            of.failed.append("the calculation")
            return None
        if roll is not None:
            try:
                self.roll = roll.close()
            except BackendUnavailable as error:
                _unwritten(of, error)
        return counted


def count(
    brand: Brand,
    day: date,
    start: datetime,
    end: datetime,
    before: datetime,
    regime: Regime,
    crises: Spans,
    tools: Tools,
    see: See,
) -> Counted:
    """A date in figures, as of the Regime's moment: each person of it is shown to `see`, in the order of `who`.

    What came since is read up to the end of the next date: later words are of other digests. `before` is from when on
    the evening before counts for the Spread. Raises Unread.
    """
    at = regime.now
    counting = Counting(
        Window(
            day=day,
            calendar=brand.calendar,
            start=start,
            end=end,
            at=at,
            pause=lambda entry: paused_in(regime, entry),
            grave=grave,
            switched=crises,
        )
    )
    later = min(at, max(end, brand.calendar.midnight(day + 2 * _DAY)))
    sources = [
        [_timed(one, regime) for one in _hours("the day's people", brand, start, end, tools, at)],
        _hours("since midnight", brand, end, later, tools, at),
        [_timed(_waiting(brand, start, tools, at), regime)],
        _hours("the evening before", brand, before, start, tools, at),
    ]
    for present in people(*sources):
        see(present, counting.add(present))
    return counting.counted()


def _hours(
    name: str, brand: Brand, since: datetime, until: datetime, tools: Tools, now: datetime
) -> list[Iterator[Entry]]:
    return [named(name, one) for one in hourly(tools.store, brand.key, since, until, now)]


def _waiting(brand: Brand, until: datetime, tools: Tools, now: datetime) -> Iterator[Entry]:
    try:
        return owed(tools.store, brand.key, until, now)
    except BackendUnavailable as error:
        raise Unread("earlier days") from error


def _timed(found: Iterator[Entry], regime: Regime) -> Iterator[Entry]:
    return (timed(one, regime) for one in found)


def paused_in(regime: Regime, entry: Entry) -> Pause | None:
    """The pause that an Entry's answer is in at the Regime's moment."""
    if not entry.pauses and not regime.log.holds:
        return None
    return regime.courses(entry)(None).paused(regime.now)


def _unwritten(of: Asking, error: BackendUnavailable) -> None:
    """The day has no Roll: who comes back after it is not known for a while. Its figures are as good as ever."""
    log.error("digest.unnoted", brand=of.brand.key, day=of.day.isoformat(), why=error.why)
