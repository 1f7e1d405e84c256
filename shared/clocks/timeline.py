"""Spans of time as a person on a terminal reads them: a bar for each local day, and the list whose sum is the figure.

                  00    03    06    09    12    15    18    21
    Fri 23 Oct                                   ▇▇▇······|          30 min
                                                 open  closed  the stop

Names and people's words never stand on the line of a bar, so that no script and no width of letters moves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from math import ceil
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from shared.core.calendar import Calendar
from shared.core.course import Pause, Span, Why
from shared.digest.clean import isolated, lines

_DAY: Final = timedelta(days=1)
_LABEL: Final = 12
_BESIDE: Final = 30  # what stands beside a bar: the day, and how much of it counted
_CELLS: Final = (5, 10, 15, 20, 30, 60)  # minutes that one character may stand for
_LONGEST: Final = timedelta(hours=25)
_RULED: Final = 3  # hours between two numbers over the bars
_ROWS: Final = 40
_LISTED: Final = 60
_ALIKE: Final = 3
_NOTE: Final = 200
_SIGNS: Final = {
    "counted": ("▇", "#"),
    "closed": ("·", "."),
    "paused": ("~", "~"),
    "stop": ("|", "|"),
    "now": (">", ">"),
}
LEGEND: Final = "{counted} counted   {closed} closed   {paused} paused   | stopped   > still running"


@dataclass(frozen=True, slots=True)
class Shape:
    """How it is shown: in what zone, how wide, in ASCII alone, and `every` line or only the ends of a long list."""

    zone: str
    columns: int = 80
    ascii: bool = False
    every: bool = False

    def sign(self, name: str) -> str:
        return _SIGNS[name][self.ascii]

    @property
    def legend(self) -> str:
        return LEGEND.format(**{name: self.sign(name) for name in ("counted", "closed", "paused")})

    @property
    def cell(self) -> timedelta:
        """How long each character of a bar is."""
        room = max(1, self.columns - _BESIDE)
        fits = (timedelta(minutes=one) for one in _CELLS)
        return next((one for one in fits if ceil(_LONGEST / one) <= room), timedelta(minutes=_CELLS[-1]))


class _Row(NamedTuple):
    day: date
    bar: str
    seconds: float
    note: str | None


def exact(seconds: float) -> str:
    """A time without rounding, except to the thousandth of a second: `64 h`, `1 h 30 min`, `2 min 0.5 s`."""
    whole = round(seconds, 3)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(f"{int(hours):,}", "h"), (str(int(minutes)), "min"), (f"{left:.3f}".rstrip("0").rstrip("."), "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number != "0") or "0 s"


def moment(at: datetime, zone: str, *, year: bool = False) -> str:
    """A local date and time; with its offset from UTC on a date on which that changes."""
    local = at.astimezone(ZoneInfo(zone))
    found = f"{local:%a} {local.day} {local:%b}" + (f" {local:%Y}" if year else "") + f" {local:%H:%M}"
    if local.second or local.microsecond:
        found += f":{local.second:02}" + (f".{local.microsecond:06}".rstrip("0") if local.microsecond else "")
    return found + (f" {_offset(at, zone)}" if _change(local.date(), zone) is not None else "")


def bars(spans: Sequence[Span], shape: Shape, *, stopped: bool) -> Iterator[str]:
    """One line for each local day, under a line of hours; equal days in a row are told once, and of many the ends."""
    if not spans:
        return
    yield " " * _LABEL + _ruler(shape.cell)
    found: list[str] = []
    for _, some in groupby(_rows(spans, shape, stopped=stopped), key=lambda row: (row.bar, row.note)):
        rows = list(some)
        alike = len(rows) > _ALIKE
        found += (_line(one) for one in (rows[:1] if alike else rows))
        if rows[0].note is not None:
            found.append(f"{'':{_LABEL}}({rows[0].note})")
        if alike:
            found.append(f"{'':{_LABEL}}... and {len(rows) - 1} days just like it, to {_short(rows[-1].day)}")
    left = len(found) - _ROWS
    if left > 0 and not shape.every:
        found[_ROWS // 2 : -_ROWS // 2] = [f"{'':{_LABEL}}... {left} lines more: ask for all of them"]
    yield from found


def intervals(spans: Sequence[Span], pauses: Iterable[Pause], shape: Shape) -> Iterator[str]:
    """Each Span with what explains it, and their sums."""
    known = list(pauses)
    when = [_from_to(one, shape.zone) for one in spans]
    wide = max(map(len, when), default=0)
    told = [f"{one:<{wide}}  {_interval(span, known)}" for one, span in zip(when, spans, strict=True)]
    left = len(told) - _LISTED
    if left > 0 and not shape.every:
        hidden = spans[_LISTED // 2 : -_LISTED // 2]
        of = f"counted {exact(_sum(hidden, counted=True))}, not counted {exact(_sum(hidden, counted=False))}"
        told[_LISTED // 2 : -_LISTED // 2] = [f"... {left} intervals more: {of}"]
    yield from told
    counted, not_counted = _sum(spans, counted=True), _sum(spans, counted=False)
    yield f"sum: counted {exact(counted)} = {_seconds(counted)} s, not counted {exact(not_counted)}"


def explained(span: Span, pauses: Iterable[Pause]) -> str:
    """What a Span is explained by: hours, a date that differs from them, or somebody's pause."""
    if span.why is not Why.PAUSED:
        return f"closed ({shown(span.name)})" if span.why is Why.CLOSED else shown(span.name)
    said = span.name.replace("_", " ")
    mine = (one for one in pauses if one.reason == span.name and one.at(span.since))
    pause = min(mine, key=lambda one: one.since, default=None)
    if pause is None:
        return said
    return f"{said}, by {shown(pause.who)}" + (f": {shown(pause.why, _NOTE)}" if pause.why else "")


def shown(text: str | None, most: int = 80) -> str:
    """A name or a note as it may stand in a line: nothing in it moves the cursor or turns the line round."""
    return isolated(" ".join(lines(text, most)))


def _from_to(span: Span, zone: str) -> str:
    since, until = moment(span.since, zone), moment(span.until, zone)
    calendar = Calendar(zone=zone)
    if calendar.local_date(span.since) == calendar.local_date(span.until):
        until = until.split(" ", 3)[3]
    return f"{since} - {until}"


def _interval(span: Span, pauses: Sequence[Pause]) -> str:
    counted = "counted" if span.counted else "not counted"
    return f"{counted:<11}  {exact(span.seconds):<12}  {explained(span, pauses)}"


def _rows(spans: Sequence[Span], shape: Shape, *, stopped: bool) -> Iterator[_Row]:
    calendar = Calendar(zone=shape.zone)
    first, last = spans[0].since, spans[-1].until
    day, waiting = calendar.local_date(first), list(spans)
    while (begins := calendar.midnight(day)) < last:
        ends = calendar.midnight(day + _DAY)
        mine = [one for one in waiting if one.since < ends]
        waiting = [one for one in waiting if one.until > ends]
        if begins < ends:  # a date that a zone skipped has no row
            cells = [_cell(mine, at, min(at + shape.cell, ends), shape) for at in _steps(begins, ends, shape.cell)]
            if begins < last <= ends:
                cells[max(0, ceil((last - begins) / shape.cell) - 1)] = shape.sign("stop" if stopped else "now")
            counted = sum((_overlap(one, begins, ends) for one in mine if one.counted), timedelta())
            yield _Row(day, "".join(cells), counted.total_seconds(), _change(day, shape.zone))
        day += _DAY


def _steps(begins: datetime, ends: datetime, step: timedelta) -> Iterator[datetime]:
    while begins < ends:
        yield begins
        begins += step


def _cell(spans: Iterable[Span], since: datetime, until: datetime, shape: Shape) -> str:
    """What most of this time is; of two that are as long, what counts."""
    parts = dict.fromkeys(("counted", "paused", "closed"), timedelta())
    for one in spans:
        kind = "counted" if one.counted else "paused" if one.why is Why.PAUSED else "closed"
        parts[kind] += _overlap(one, since, until)
    most = max(parts, key=lambda kind: parts[kind])
    return shape.sign(most) if parts[most] else " "


def _overlap(span: Span, since: datetime, until: datetime) -> timedelta:
    return max(timedelta(), min(span.until, until) - max(span.since, since))


def _line(row: _Row) -> str:
    return f"{_short(row.day):<{_LABEL}}{row.bar}  {exact(row.seconds) if row.seconds else '-'}"


def _ruler(cell: timedelta) -> str:
    each = int(timedelta(hours=_RULED) / cell)
    return "".join(f"{hour:02}".ljust(each) for hour in range(0, 24, _RULED)).rstrip()


def _change(day: date, zone: str) -> str | None:
    """How the clocks are changed on a local date, if they are."""
    calendar = Calendar(zone=zone)
    begins, ends = calendar.midnight(day), calendar.midnight(day + _DAY)
    before, after = _offset(begins, zone), _offset(ends - timedelta(microseconds=1), zone)
    if before == after:
        return None
    return f"{exact((ends - begins).total_seconds())} long: {before}, then {after}"


def _offset(at: datetime, zone: str) -> str:
    offset = f"{at.astimezone(ZoneInfo(zone)):%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _sum(spans: Iterable[Span], *, counted: bool) -> float:
    return sum((one.until - one.since for one in spans if one.counted is counted), timedelta()).total_seconds()


def _seconds(seconds: float) -> str:
    return f"{seconds:,.3f}".rstrip("0").rstrip(".")
