"""What a recompute moved, as lines for a person: every figure before and after, and the clocks, with what was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from shared.brands.compiled import Brand
from shared.clocks.timeline import exact, moment, shown
from shared.core.regime import Moved, Report
from shared.digest.words import count

_SECONDS: Final = ("median", "p90")
_WORDS: Final = {True: "breached", False: "in time"}


def told(report: Report, brand: Brand, links: Mapping[str, str], most: int) -> Iterator[str]:
    """A Report in words and numbers, with the first so many of the clocks that it moved; `links` by Entry."""
    zone = brand.zone
    since, until = (moment(at.replace(microsecond=0), zone, year=True) for at in (report.since, report.until))
    yield f"  opened   {since} - {until} ({zone})"
    yield f"  policy   {report.policy or 'not named'}"
    if report.why:
        yield f"  why      {shown(report.why, 300)}" + (f", says {shown(report.who)}" if report.who else "")
    yield f"  moved    {count(report.moves, 'clock')}, of {count(report.looked_at, 'Interaction')} looked at"
    yield from _figures(report)
    if not report.moves:
        return
    yield ""
    listed = report.moved[:most]
    which = (
        f", the first {len(listed)}; those of which a breach came or went are in front" if report.moves > most else ""
    )
    yield f"  What moved{which}:"
    for one in listed:
        yield f"    {one.entry}  {one.clock}, opened {moment(one.opened_at, zone, year=True)}"
        if one.entry in links:
            yield f"      {shown(links[one.entry], 400)}"
        if (one.due_before, one.breached_before) != (one.due_after, one.breached_after):
            yield f"      {_due(one, zone)}"
        if one.before is not None and one.before != one.after:
            yield f"      {exact(one.before)} of service time -> {_time(one.after)}"


def _due(one: Moved, zone: str) -> str:
    was = f"was due {_at(one.due_before, zone)}, {_WORDS[one.breached_before]}"
    if one.breached_before and one.told is not None:
        was += f" and told {moment(one.told, zone)}"
    elif one.told is not None:
        was += f", told {moment(one.told, zone)}"
    return f"{was}; now due {_at(one.due_after, zone)}, {_WORDS[one.breached_after]}"


def _figures(report: Report) -> Iterator[str]:
    """A line for each figure that changed. Kept promises stand with how many were due."""
    names = [name for name in report.after if report.before.get(name) != report.after[name]]
    metrics = dict.fromkeys(name.rpartition(".")[0] for name in names)
    if not metrics:
        yield "  figures  none changed"
        return
    yield ""
    yield f"  {'figure':<32}  {'before':<16}  after"
    for metric in metrics:
        for what in ("n", *_SECONDS):
            if f"{metric}.{what}" in names:
                before, after = (side.get(f"{metric}.{what}") for side in (report.before, report.after))
                show = _time if what in _SECONDS else _number
                yield f"  {f'{metric} {what}':<32}  {show(before):<16}  {show(after)}"
        if f"{metric}.kept" in names or f"{metric}.due" in names:
            before_of, after_of = (
                f"{_number(side.get(f'{metric}.kept'))} of {_number(side.get(f'{metric}.due'))}"
                for side in (report.before, report.after)
            )
            yield f"  {f'{metric} promises kept':<32}  {before_of:<16}  {after_of}"


def _time(seconds: float | None) -> str:
    return "not known" if seconds is None else exact(seconds)


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.0f}"


def _at(at: datetime | None, zone: str) -> str:
    return "never" if at is None else moment(at, zone)
