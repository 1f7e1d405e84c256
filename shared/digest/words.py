"""English for notices and the desk, by numbers, times and names. The digest has its own words: see `catalogue`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_PLATFORMS: Final = {
    "x": "X",
    "standard": "Own system",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "whatsapp": "WhatsApp",
    "tiktok": "TikTok",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 person`, `4 people`: a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    return count(number, "person", "people")


def upper(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def duration(seconds: float) -> str:
    """Seconds under a minute, minutes under an hour, then `1 h 05 min`, days from 48 hours."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02d} min"
    days, hours = divmod(hours, 24)
    return count(days, "day") + (f" {hours} h" if hours else "")


def short_date(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def moment(at: datetime, zone: str, near: date) -> str:
    """A local wall time as a reader on the morning `near` would say it."""
    local = at.astimezone(ZoneInfo(zone))
    ahead = (local.date() - near).days
    clock = f"{local:%H:%M}"
    if ahead == 0:
        return f"{clock} today"
    if ahead == -1:
        return f"{clock} yesterday"
    if ahead == 1:
        return f"{clock} tomorrow"
    return f"{clock} on {short_date(local.date())}"


def platform(name: str) -> str:
    """A platform's name as it writes itself."""
    return _PLATFORMS.get(name, upper(name.replace("_", " ")))
