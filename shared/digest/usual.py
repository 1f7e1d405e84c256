"""What days have in common: medians of the same weekday, the last seven days, thirty days beside the thirty before.

Pure. A day is its figures, as its DigestRecord holds them by now. A date without a record is not known, which is not 0;
a figure that a day cannot tell is left out of whatever is made of many days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Final

from shared.core.digesting import DigestRecord, Number
from shared.digest.snapshot import Month, PastDay, Usual

Figures = Mapping[str, Number]
Days = Mapping[date, Figures]

IN_TIME: Final = "response_in_target"  # a share, 0 to 1
FIGURES: Final = (
    "people", "response_median", "ack_median", IN_TIME, "complained", "breaches", "conversations", "said", "shares",
    "came_back",
)  # fmt: skip
"""What is usual is worked out of these."""
CLOSED: Final = "closed"  # 1 where the brand had no service that day
INCOMPLETE: Final = "incomplete"  # the platforms of which something may be missing, with blanks between
DUTY: Final = "duty_hours"  # of all colleagues together
ANSWERS: Final = "answers"

_WEEKS: Final = 8
_NEEDED: Final = 4
_STRIP: Final = 7
_MONTH: Final = 30
_MONTH_NEEDED: Final = 20
_PACE_DAYS: Final = 28
_PACE_NEEDED: Final = 5
_DAY: Final = timedelta(days=1)


def figures(record: DigestRecord) -> Figures:
    """A day as it stands by now."""
    return {**record.summary, **(record.now or {})}


def number(day: Figures | None, name: str) -> float | None:
    """A figure of a day; None where that is not known."""
    found = None if day is None else day.get(name)
    return None if found is None or isinstance(found, str) else float(found)


def count(day: Figures | None, name: str) -> int | None:
    found = number(day, name)
    return None if found is None else int(found)


def in_time_of_due(day: Figures | None) -> tuple[int, int] | None:
    """Answers in time, of those that were due; None where the day is not known."""
    found = [count(day, name) for name in ("in_time", "late", "overdue")]
    kept, *missed = found
    if kept is None or None in missed:
        return None
    return kept, kept + sum(one or 0 for one in missed)


def moved(was: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether the share moved by a point (a hundredth) or more. Where none is due, none was missed."""
    (kept, due), (kept_now, due_now) = (one if one[1] else (1, 1) for one in (was, now))
    return 100 * abs(kept * due_now - kept_now * due) >= due * due_now


def compare_from(day: date, days: Days) -> date | None:
    """From when this day is compared with others; None: it can be by now.

    Four weeks after the first day that is known, each weekday has four before it.
    """
    start = min((day, *days)) + _NEEDED * 7 * _DAY
    return start if start > day else None


def usual(day: date, days: Days) -> dict[str, Usual]:
    """What is usual on such a weekday, where at least four of the last eight tell it. Closed days are no days."""
    same = [days[one] for weeks in range(1, _WEEKS + 1) if (one := day - 7 * weeks * _DAY) in days]
    same = [one for one in same if one.get(INCOMPLETE) == "" and one.get(CLOSED) == 0]
    known = {name: sorted(found for one in same if (found := number(one, name)) is not None) for name in FIGURES}
    return {name: _usual(found) for name, found in known.items() if len(found) >= _NEEDED}


def _usual(found: list[float]) -> Usual:
    whole = len(found) == _WEEKS
    return Usual(median=median(found), low=found[1] if whole else None, high=found[-2] if whole else None)


def history(day: date, days: Days) -> tuple[PastDay, ...]:
    """The seven days up to this one, oldest first; none of them in the first weeks."""
    if compare_from(day, days) is not None:
        return ()
    return tuple(_past_day(day - back * _DAY, days) for back in reversed(range(_STRIP)))


def _past_day(day: date, days: Days) -> PastDay:
    found = days.get(day)
    counted = in_time_of_due(found)
    closed = found is not None and found.get(CLOSED) == 1
    if counted is None or found is None:
        return PastDay(day=day, closed=closed, known=False, complete=False)
    return PastDay(day=day, in_time=counted[0], due=counted[1], closed=closed, complete=found.get(INCOMPLETE) == "")


def pace(day: date, days: Days) -> float | None:
    """How many answers a colleague usually gives in an hour of duty, by the days before on which any was given."""
    found = []
    for back in range(1, _PACE_DAYS + 1):
        one = days.get(day - back * _DAY)
        answers, hours = number(one, ANSWERS), number(one, DUTY)
        if answers and hours:
            found.append(answers / hours)
    return median(found) if len(found) >= _PACE_NEEDED else None


def months(day: date, days: Days) -> tuple[Month, Month] | None:
    """The thirty days up to this one, and the thirty before; None unless twenty days of each are known.

    Figures of days are added up, so who came on two days counts on both.
    """
    now, before = _month(day, days), _month(day - _MONTH * _DAY, days)
    return None if now is None or before is None else (now, before)


def _month(until: date, days: Days) -> Month | None:
    dates = (until - back * _DAY for back in range(_MONTH))
    known = [one for day in dates if (one := days.get(day)) is not None and count(one, "people") is not None]
    acknowledged = _added(known, ("acknowledged",), ("people",))
    conversations = _added(known, ("conversations",), ("in_time", "late"))
    said = _added(known, ("said",), ("spoke",))
    shares = _added(known, ("shares",), ("people",))
    if acknowledged is None or conversations is None or said is None or shares is None:
        return None
    return Month(
        until=until,
        days=len(known),
        acknowledged=acknowledged,
        came_back=_added(known, ("came_back",), ("people",)),
        conversations=conversations,
        said=said,
        people=acknowledged[1],
        shares=shares[0],
        heard_back=_added(known, ("heard_back",), ("heard_7",)),
        unheard_back=_added(known, ("unheard_back",), ("unheard_7",)),
    )


def _added(days: Iterable[Figures], part: tuple[str, ...], whole: tuple[str, ...]) -> tuple[int, int] | None:
    """A part and its whole over all days that tell both; None where fewer than twenty do."""
    parts, wholes, known = 0, 0, 0
    for day in days:
        found = [count(day, name) for name in (*part, *whole)]
        if None in found:
            continue
        numbers = [one or 0 for one in found]
        parts += sum(numbers[: len(part)])
        wholes += sum(numbers[len(part) :])
        known += 1
    return (parts, wholes) if known >= _MONTH_NEEDED else None
