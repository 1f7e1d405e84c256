"""Firestore's values and documents as protobuf messages: instants, conditions, revisions. Without Google's library.

The messages come from whoever calls; here it is only known how they are filled and read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.stores._indexes import EXPIRY, MARK, PARTS, short

Stamp = tuple[int, int]
"""Seconds and nanoseconds, as Firestore tells a moment."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)


def instant(at: datetime) -> Stamp:
    seconds, rest = divmod(at - _EPOCH, _SECOND)
    return seconds, rest.microseconds * 1000


def stamp(message: Any) -> Stamp:
    return message.seconds, message.nanos


def fill(message: Any, value: object) -> None:
    """Make a Value of what a query can ask about."""
    if isinstance(value, bool):
        message.boolean_value = value
    elif isinstance(value, str):
        message.string_value = short(value)
    elif isinstance(value, datetime):
        message.timestamp_value.seconds, message.timestamp_value.nanos = instant(value)
    else:
        raise TypeError(f"{type(value).__name__} is not a field that a query can ask about")


def expired(document: Any, now: datetime) -> bool:
    return stamp(document.fields[EXPIRY].timestamp_value) <= instant(now)


def part_names(document: Any) -> list[str]:
    """The full names of the documents in which a long body goes on."""
    count = document.fields[PARTS].integer_value if PARTS in document.fields else 0
    mark = document.fields[MARK].string_value
    return [f"{document.name}.{mark}.{number}" for number in range(1, count + 1)]


def update_times(documents: Mapping[str, Any]) -> dict[str, Stamp]:
    return {name: stamp(found.update_time) for name, found in documents.items()}


def revision(written: Any, document: Any) -> str:
    """The update time, and until when the document stands: so a Replace of an expired one fails without a look."""
    until = document.fields[EXPIRY].timestamp_value
    return f"{written.seconds}.{written.nanos:09}/{until.seconds}.{until.nanos:09}"


def parsed(text: str) -> tuple[Stamp, Stamp] | None:
    """The update time and the expiry in a revision; None if we did not make it."""
    try:
        (seconds, nanos), (until, more) = (map(int, part.split(".")) for part in text.split("/"))
    except ValueError:
        return None
    return (seconds, nanos), (until, more)
