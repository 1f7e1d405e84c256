"""Moments as people write them at a command: a local date, a local date and time, or one with its offset from UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.core.calendar import Calendar
from shared.core.errors import ConfigurationError


def moment(text: str, zone: str, name: str) -> datetime:
    """The instant, UTC; of a date, its local beginning. Raises ConfigurationError, calling what came by `name`."""
    try:
        if len(text) == len("2026-12-24"):
            return Calendar(zone=zone).midnight(date.fromisoformat(text))
        typed = datetime.fromisoformat(text)
        if typed.tzinfo is not None:
            return typed.astimezone(UTC)
        local = ZoneInfo(zone)
        first, second = (typed.replace(tzinfo=local, fold=fold) for fold in (0, 1))
        instant, again = first.astimezone(UTC), second.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigurationError(
            f"{name}: came {text[:40]!r}; expected a date or a time such as 2026-12-24, 2026-12-24T09:00 (of {zone}) "
            "or 2026-12-24T09:00+01:00"
        ) from None
    if instant.astimezone(local).replace(tzinfo=None) != typed:
        raise ConfigurationError(f"{name}: came {text[:40]!r}, which clocks in {zone} never showed: add an offset")
    if instant != again:
        raise ConfigurationError(
            f"{name}: came {text[:40]!r}, which clocks in {zone} showed twice: "
            f"add {first.isoformat()[-6:]} or {second.isoformat()[-6:]}"
        )
    return instant
