"""Reads and writes recorded days: JSON Lines, one header, then one webhook request a line.

The format is documented in docs/day-files.md. This module checks the form and names the line of every
mistake; it signs nothing and sends nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from demo.clock import iso
from demo.faults import Fault

VERSION: Final = 1
SIGNATURES: Final = ("good", "bad", "missing")
LISTED: Final = ("there", "gone")
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}")


class DayInvalid(Exception):
    """A day file that cannot be played. The message names the file, the line and what was expected."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}")
        self.file = file
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Link:
    """One connection of the day: its platform and the brand's account there."""

    platform: str
    account: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the whole file is about. `date` is the local day whose digest ends the play."""

    brand: str
    zone: str
    date: date
    connections: Mapping[str, Link]


@dataclass(frozen=True, slots=True)
class Line:
    """One request: when it came, over which connection, its exact bytes, and what it stands for.

    `id` is the delivery id, for platforms that have one; the same body has the same one unless it is given.
    `listed`: nothing is sent; from then on the body is among what the platform lists (`there`), or no longer (`gone`).
    `lost`: the platform never made this delivery; what it would have told of exists there all the same.
    """

    at: datetime
    connection: str
    body: bytes
    stands_for: str = ""
    signature: str = "good"
    id: str | None = None
    faults: tuple[Fault, ...] = ()
    listed: str = ""
    lost: bool = False

    @property
    def sent(self) -> bool:
        return not (self.listed or self.lost)


@dataclass(frozen=True, slots=True)
class Day:
    header: Header
    lines: tuple[Line, ...] = field(default_factory=tuple)

    @property
    def asks(self) -> bool:
        """Whether there is anything that only asking finds."""
        return not all(line.sent for line in self.lines)

    @property
    def begins(self) -> datetime:
        """When the clock starts: a day that is asked about is asked about from its midnight on, to be counted whole."""
        first = self.lines[0].at
        midnight = datetime.combine(self.header.date, time(), ZoneInfo(self.header.zone)).astimezone(UTC)
        return min(first, midnight) if self.asks else first

    def slice(self, start: int, count: int) -> Day:
        """A shorter day: `count` lines from `start` on, under the same header."""
        return Day(self.header, self.lines[start : start + count])


def read(path: Path) -> Day:
    """Read a day from a file, sorted by time. Raises DayInvalid, naming the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DayInvalid(path.name, 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DayInvalid(path.name, 0, "is not UTF-8") from error
    return parse(text.split("\n"), path.name)


def parse(rows: Iterable[str], file: str) -> Day:
    """Read a day from its rows. Blank rows are skipped; requests of one moment keep their order."""
    header: Header | None = None
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            value = _object(row)
            if header is None:
                header = _header(value)
            else:
                lines.append(_line(value, header))
        except ValueError as error:
            raise DayInvalid(file, number, str(error)) from error
    if header is None or not lines:
        raise DayInvalid(file, 1, "a header line and at least one request were expected")
    return Day(header, tuple(sorted(lines, key=lambda line: line.at)))


def rows(day: Day) -> Iterator[str]:
    """The rows of a file that reads back as this day."""
    header = day.header
    links = {name: {"platform": link.platform, "account": link.account} for name, link in header.connections.items()}
    yield _dump(
        {
            "heard_day": VERSION,
            "brand": header.brand,
            "zone": header.zone,
            "date": header.date.isoformat(),
            "connections": links,
        }
    )
    for line in day.lines:
        yield _dump(_plain(line))


def _plain(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"at": iso(line.at), "connection": line.connection, "stands_for": line.stands_for}
    if line.signature != "good":
        row["signature"] = line.signature
    if line.id is not None:
        row["id"] = line.id
    if line.listed:
        row["listed"] = line.listed
    if line.lost:
        row["lost"] = True
    if line.faults:
        row["faults"] = [fault.plain() for fault in line.faults]
    try:
        row["body"] = line.body.decode("utf-8")
    except UnicodeDecodeError:
        row["body_base64"] = base64.b64encode(line.body).decode()
    return row


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(row: str) -> dict[str, Any]:
    try:
        value = json.loads(row)
    except ValueError as error:
        raise ValueError(f"is not JSON ({error})") from error
    if not isinstance(value, dict):
        raise ValueError("a JSON object was expected")
    return value


def _header(value: Mapping[str, Any]) -> Header:
    if "heard_day" not in value:
        raise ValueError('the first line must be the header, {"heard_day": 1, ...}')
    if value["heard_day"] != VERSION:
        raise ValueError(f"heard_day {value['heard_day']!r} is not known; this player reads {VERSION}")
    zone = _text(value, "zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"zone {zone!r} is not an IANA time zone") from error
    try:
        day = date.fromisoformat(_text(value, "date"))
    except ValueError as error:
        raise ValueError("date must look like 2026-10-13") from error
    named = value.get("connections")
    if not isinstance(named, dict) or not named:
        raise ValueError('connections must name at least one, {"x": {"platform": "x", "account": "..."}}')
    return Header(_text(value, "brand"), zone, day, {name: _link(name, link) for name, link in named.items()})


def _link(name: str, value: object) -> Link:
    if not _NAME.fullmatch(name):
        raise ValueError(f"connection {name!r} must be lower-case letters, digits, - or _")
    if not isinstance(value, dict):
        raise ValueError(f"connection {name!r} must be an object with platform and account")
    return Link(_text(value, "platform"), _text(value, "account"))


def _line(value: Mapping[str, Any], header: Header) -> Line:
    connection = _text(value, "connection")
    if connection not in header.connections:
        raise ValueError(f"connection {connection!r} is not in the header, which has {', '.join(header.connections)}")
    signature = value.get("signature", "good")
    if signature not in SIGNATURES:
        raise ValueError(f"signature {signature!r} must be one of {', '.join(SIGNATURES)}")
    listed = value.get("listed", "")
    if listed and listed not in LISTED:
        raise ValueError(f"listed {listed!r} must be one of {', '.join(LISTED)}")
    lost = value.get("lost", False)
    if not isinstance(lost, bool):
        raise ValueError(f"lost {lost!r} must be true or false")
    if lost and any(value.get(other) for other in ("signature", "listed", "faults")):
        raise ValueError("a line that is lost is not sent: signature, listed and faults say nothing of it")
    faults = value.get("faults", [])
    if not isinstance(faults, list):
        raise ValueError("faults must be a list of objects")
    return Line(
        at=_moment(_text(value, "at")),
        connection=connection,
        body=_body(value),
        stands_for=str(value.get("stands_for", "")),
        signature=signature,
        id=_text(value, "id") if "id" in value else None,
        faults=tuple(Fault.read(fault) for fault in faults),
        listed=listed,
        lost=lost,
    )


def _body(value: Mapping[str, Any]) -> bytes:
    if ("body" in value) == ("body_base64" in value):
        raise ValueError("exactly one of body and body_base64 was expected")
    if "body" in value:
        if not isinstance(value["body"], str):
            raise ValueError("body must be text: the request's body as it was sent, not an object")
        try:
            return value["body"].encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError("body holds half a character; use body_base64") from error
    try:
        return base64.b64decode(_text(value, "body_base64"), validate=True)
    except binascii.Error as error:
        raise ValueError("body_base64 is not base64") from error


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"at {text!r} must look like 2026-10-13T07:00:00Z") from error
    if at.tzinfo is None:
        raise ValueError(f"at {text!r} needs a time zone, such as a Z at its end")
    return at.astimezone(UTC)


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found:
        raise ValueError(f"{name} is missing or not text")
    return found
