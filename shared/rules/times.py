"""Times as a person reads them: when the brand opens, until when it is open, how long an answer usually takes.

Each language's words stand in the tables below. What is not known, or would not be true here and now, is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.core.calendar import Calendar
from shared.rules.languages import pick

WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "no": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "lv": ("pirmdien", "otrdien", "trešdien", "ceturtdien", "piektdien", "sestdien", "svētdien"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
# Minutes, then hours, in the case that the language wants after its "within": lv "40 minūšu laikā", de "innerhalb von
# 40 Minuten", fr "en 40 minutes", es "en 40 minutos". The numbers never call for a singular: none of them is one.
LENGTHS: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("{} minutes", "about {} hours"),
    "no": ("{} minutter", "omtrent {} timer"),
    "lv": ("{} minūšu", "aptuveni {} stundu"),
    "de": ("{} Minuten", "etwa {} Stunden"),
    "sv": ("{} minuter", "ungefär {} timmar"),
    "da": ("{} minutter", "cirka {} timer"),
    "fr": ("{} minutes", "environ {} heures"),
    "es": ("{} minutos", "unas {} horas"),
    "zh": ("{}分钟", "大约{}小时"),
    "zh-hant": ("{}分鐘", "大約{}小時"),
}
_MINUTES: Final = (5, 10, 15, 20, 30, 40, 60, 90)
_HOURS: Final = (2, 3, 4, 5, 6, 7, 8)
_BREAK: Final = timedelta(hours=3)  # as long as a midday break may be for the day to go on after it


def opening(calendar: Calendar, at: datetime, language: str) -> str | None:
    """The next opening at or after `at` as weekday and local time; None for a calendar that never closes or opens.

    In a language without weekdays here, or a week or more ahead, it is told by date.
    """
    opens = None if calendar.always_open else calendar.next_opening(at)
    if opens is None:
        return None
    local = opens.astimezone(ZoneInfo(calendar.zone))
    names = pick(WEEKDAYS, language)
    near = (local.date() - calendar.local_date(at)).days < 7
    day = names[local.weekday()] if names and near else local.date().isoformat()
    return f"{day} {local:%H:%M}"


def closing(calendar: Calendar, at: datetime) -> str | None:
    """When today's service ends, as local time, over a midday break and over midnight; None unless open at `at`."""
    if calendar.always_open or not calendar.is_open(at):
        return None
    today = calendar.local_date(at)
    ends = at
    for start, end in (*calendar.intervals(today), *calendar.intervals(today + timedelta(days=1))):
        if start <= ends or (start - ends <= _BREAK and calendar.local_date(start) == today):
            ends = max(ends, end)
    if ends - at >= timedelta(days=1):
        return None
    return f"{ends.astimezone(ZoneInfo(calendar.zone)):%H:%M}"


def expected(calendar: Calendar, at: datetime, usual: float | None, language: str) -> str | None:
    """How long an answer usually takes, `usual` in seconds of service time, rounded up; None where it is not known.

    Also None where service ends before then, since the person who waits knows no service time, and past eight hours.
    """
    words = pick(LENGTHS, language)
    if usual is None or words is None:
        return None
    steps = [(step * 60, words[0], step) for step in _MINUTES] + [(step * 3600, words[1], step) for step in _HOURS]
    seconds, form, number = next((step for step in steps if usual <= step[0]), (0, "", 0))
    if not seconds:
        return None
    due = calendar.due(at, seconds)
    return form.format(number) if due is not None and due - at <= timedelta(seconds=seconds) else None
