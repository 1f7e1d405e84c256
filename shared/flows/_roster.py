"""Who of a brand's team is on duty, and who is to look after a person: load shared fairly, rest respected.

    named by a rule, and not away      she gets it
    looked after this person before    again, while on duty
    on duty                            whoever has the fewest that wait; a tie falls by the conversation
    nobody on duty                     a lead; where there is none, nobody

A manager who is no lead is told of who waits too long, and asked to answer only where nobody else is there.

Pure but for `waiting`, which is asked only where it decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from shared.brands.compiled import Brand, Colleague, Quiet
from shared.core.calendar import Calendar
from shared.core.interaction import hashed
from shared.core.ledger import Entry

_TURNS: Final = 60  # changes of duty and quiet looked ahead; who is never there is not waited for
_DAY: Final = timedelta(days=1)


def on_duty(
    brand: Brand, at: datetime, *, language: str | None = None, platform: str | None = None, but: str | None = None
) -> list[Colleague]:
    """Those to ask at this moment: who knows the platform and the language, else the platform, else all on duty.

    Where nobody is on duty, the leads who are not away; where there are none, nobody. `but` is left out.
    """
    there = [one for one in brand.team if at_work(one, brand, at) and one.name != but]
    there = [one for one in there if one.lead or not one.manager] or there
    if not there:
        return [one for one in brand.team if one.lead and one.name != but and not is_away(one, brand, at)]
    reach = [one for one in there if platform is None or not one.platforms or platform in one.platforms]
    speak = [one for one in reach if language is None or not one.languages or _speaks(one, language)]
    return speak or reach or there


def choose(
    brand: Brand,
    at: datetime,
    *,
    waiting: Callable[[], Iterable[Entry]],
    conversation: str = "",
    to: str | None = None,
    before: str | None = None,
    language: str | None = None,
    platform: str | None = None,
    but: str | None = None,
) -> Colleague | None:
    """The one to ask. `to` is who a rule names, `before` who looked after this person until now, `but` who is left out.

    `waiting` gives the entries that wait for an answer, and is asked only where several could be chosen.
    """
    named = named_in(brand, to)
    if named is not None and not is_away(named, brand, at):
        return named
    earlier = named_in(brand, before)
    if earlier is not None and at_work(earlier, brand, at):
        return earlier
    found = on_duty(brand, at, language=language, platform=platform, but=but)
    if len(found) < 2:
        return found[0] if found else None
    load = Counter(one.assignee for one in waiting())
    return min(found, key=lambda one: (load[one.name], hashed("roster", conversation, one.name)))


def named_in(brand: Brand, name: str | None) -> Colleague | None:
    """The colleague of this name, in the team as it is now."""
    return next((one for one in brand.team if one.name == name), None) if name else None


def at_work(one: Colleague, brand: Brand, at: datetime) -> bool:
    """Whether somebody is on duty: in a shift of theirs (else while the brand serves), and not away."""
    return _hours(one, brand).is_open(at) and not is_away(one, brand, at)


def is_away(one: Colleague, brand: Brand, at: datetime) -> bool:
    day = brand.calendar.local_date(at)
    return any(first <= day <= last for first, last in one.away)


def back_at(one: Colleague, brand: Brand, at: datetime) -> datetime | None:
    """The next moment at or after `at` at which somebody is on duty; None where none is in sight."""
    moment: datetime | None = at
    for _ in range(_TURNS):
        if moment is None:
            return None
        day = brand.calendar.local_date(moment)
        ends = [last for first, last in one.away if first <= day <= last]
        if ends:
            moment = brand.calendar.midnight(max(ends) + _DAY)
            continue
        opening = _hours(one, brand).next_opening(moment)
        if opening == moment or (opening is not None and not is_away(one, brand, opening)):
            return opening
        moment = opening
    return None


def next_back(brand: Brand, at: datetime) -> Colleague | None:
    """Who of the team is on duty first, from now on."""
    coming = [(back, number) for number, one in enumerate(brand.team) if (back := back_at(one, brand, at)) is not None]
    return brand.team[min(coming)[1]] if coming else None


def quiet_ends(quiet: Quiet | None, calendar: Calendar, at: datetime) -> datetime:
    """When the quiet hours that `at` lies in are over; `at` itself where it lies in none."""
    if quiet is None:
        return at
    today = calendar.local_date(at)
    for day in (today - _DAY, today):
        over = quiet.end if quiet.start < quiet.end else quiet.end + 24 * 60
        if calendar.at(day, quiet.start) <= at < calendar.at(day, over):
            return calendar.at(day, over)
    return at


def address(one: Colleague) -> str | None:
    """Where somebody is told: in Slack, else in Google Chat, else by mail; None where no way is known."""
    if one.slack is not None:
        return f"slack:{one.slack}"
    return one.mail if one.chat is None else f"chat:{one.chat}"


def link_name(brand: Brand, one: Colleague | None) -> str:
    """In whose name a link to somebody may be: nobody's where others read it too, so that its page asks who you are."""
    if one is None or any(other.name != one.name and address(other) == address(one) for other in brand.team):
        return ""
    return one.name


def tell_at(brand: Brand, one: Colleague | None, at: datetime, *, urgent: bool = False) -> datetime:
    """When somebody may be told: not off duty, nor in quiet hours, unless it is urgent. None: whoever reads the mail.

    Somebody who is never on duty again is told once the quiet is over.
    """
    if urgent:
        return at
    moment = at
    for _ in range(_TURNS):
        then = quiet_ends(brand.quiet, brand.calendar, moment)
        if one is not None:
            then = back_at(one, brand, then) or then
        if then == moment:
            return moment
        moment = then
    return moment


def first_of(found: Iterable[Colleague], brand: Brand, at: datetime) -> list[Colleague]:
    """Of these, who is on duty; where none of them is, who is not away."""
    there = [one for one in found if not is_away(one, brand, at)]
    return [one for one in there if at_work(one, brand, at)] or there


def to_warn(brand: Brand, entry: Entry, at: datetime) -> Colleague | None:
    """Who is told that somebody waits too long: who was asked, or those on duty now, and nobody at home for it.

    None: whoever reads the brand's mail. Where nobody is on duty, who was asked is told when they are back. Where
    nobody was, or they have left, and nobody reads the brand's mail, it is who is back first.
    """
    asked = named_in(brand, entry.assignee)
    if asked is not None and at_work(asked, brand, at):
        return asked
    there = on_duty(brand, at, language=entry.language, platform=entry.platform)
    lead = next((one for one in brand.team if one.lead and at_work(one, brand, at)), None)
    if lead is not None or (asked is None and (brand.recipients or not brand.team)):
        return lead
    return there[0] if there else asked or next_back(brand, at)


def alone_since(brand: Brand, at: datetime, span: timedelta) -> bool:
    """Whether the brand has served throughout the last `span`, and nobody of its team was on duty in any of it."""
    start = at - span
    if brand.calendar.service_seconds(start, at) < span.total_seconds():
        return False
    return not any(_worked(one, brand, start, at) for one in brand.team)


def _worked(one: Colleague, brand: Brand, start: datetime, end: datetime) -> bool:
    if is_away(one, brand, start) and is_away(one, brand, end):
        return False
    return _hours(one, brand).service_seconds(start, end) > 0 or at_work(one, brand, end)


def _hours(one: Colleague, brand: Brand) -> Calendar:
    return brand.calendar if one.shifts is None else one.shifts


def _speaks(one: Colleague, language: str) -> bool:
    wanted = language.casefold().partition("-")[0]
    return wanted in {known.casefold().partition("-")[0] for known in one.languages}
