"""Wall times as people write them, and one brand's usual hours."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.core.calendar import Calendar

WORKDAYS = (((540, 1020),),) * 5 + ((), ())  # 9 to 5, Monday to Friday
OSLO = Calendar(zone="Europe/Oslo", week=WORKDAYS)


def local(zone: str, text: str) -> datetime:
    """A wall time as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def oslo(text: str) -> datetime:
    return local("Europe/Oslo", text)
