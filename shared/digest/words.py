"""Every phrase of the digest that depends on a number, a time or a name: one catalogue, right with 0, 1 and many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.core.course import Reason
from shared.core.interaction import Kind

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SMALL_SAMPLE: Final = 20

PLATFORMS: Final = {
    "x": "X",
    "standard": "Own system",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "whatsapp": "WhatsApp",
    "tiktok": "TikTok",
}
HOLDS: Final = {
    Reason.CUSTOMER: "for their own answer",
    Reason.THIRD_PARTY: "for word from somebody else",
    Reason.CRISIS: "while a crisis lasts",
    Reason.OUTAGE: "while the platform is out of order",
}
_KINDS: Final = {
    Kind.MENTION: "mention",
    Kind.COMMENT: "comment",
    Kind.POST: "post",
    Kind.REVIEW: "review",
    Kind.DIRECT_MESSAGE: "message",
    Kind.REACTION: "reaction",
    Kind.FOLLOW: "follow",
    Kind.SHARE: "share",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 person`, `4 people`: a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    return count(number, "person", "people")


def small(number: int) -> str:
    """A number up to ten as a word."""
    return _SMALL[number] if 0 <= number <= 10 else f"{number:,}"


def upper(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def duration(seconds: float, *, narrow: bool = False) -> str:
    """Seconds under a minute, minutes under an hour, then `1 h 05 min` (`1 h 05` if narrow), days from 48 hours."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02d}" + ("" if narrow else " min")
    days, hours = divmod(hours, 24)
    return count(days, "day") + (f" {hours} h" if hours else "")


def share(part: int, whole: int) -> str:
    """Whole per cent, half up, never 100 % or 0 % unless exact; below twenty people `7 of 9`."""
    if whole == 0:
        return "none due"
    if whole < SMALL_SAMPLE:
        return f"{part} of {whole}"
    return f"{percent(part, whole)}%"


def percent(part: int, whole: int) -> int:
    """Whole per cent, half up, 1 to 99 unless exact. Raises ZeroDivisionError on an empty whole."""
    rounded = (200 * part + whole) // (2 * whole)
    if part not in (0, whole):
        return min(99, max(1, rounded))
    return rounded


def long_date(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    return f"{_SHORT_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1][:3]}"


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
    return PLATFORMS.get(name, upper(name.replace("_", " ")))


def kind(value: Kind) -> str:
    return _KINDS[value]


def day_length(start: datetime, end: datetime) -> str | None:
    """What to say of a day that has not 24 hours."""
    length = end - start
    if length == timedelta(days=1):
        return None
    return f"The day had {int(length.total_seconds() // 3600)} hours, because the clocks changed."
