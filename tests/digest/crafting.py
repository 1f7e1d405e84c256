"""What sample days are made of: people, who waits, groups that add up, and a day on which nothing happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.core.interaction import Kind, hashed
from shared.core.ledger import Sort
from shared.digest.snapshot import (
    Face,
    Group,
    Listening,
    Snapshot,
    Wait,
)

HOSTILE: Final = "<img src=x onerror=alert(1)>\"'--><script>alert(2)</script> {{7*7}} javascript:alert(3)\r\nBcc: x https://evil.example"


ZONE: Final = ZoneInfo("Europe/Oslo")


DAY: Final = date(2026, 10, 13)


_OPEN: Final = tuple(9 <= hour < 18 for hour in range(24))


class Addresses:
    """Addresses as long as the desk's own: what they cost is part of what a mail weighs."""

    def card(self, entry: str, act: str = "") -> str | None:
        token = (hashed("card", entry) * 4)[:240]
        return f"https://heard.example/desk/{token}1{'/' if act else ''}{act}"

    def copy(self, day: str = "") -> str | None:
        return f"https://heard.example/desk/d/{hashed('copy', day)[:60]}1"

    def settings(self) -> str | None:
        return f"https://heard.example/desk/r/{hashed('reader')[:60]}1"

    def stop(self) -> str | None:
        return f"https://heard.example/desk/r/{hashed('reader')[:60]}1/stop"


def at(clock: str, day: date = DAY) -> datetime:
    """An instant by its local wall time: `17:50`."""
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


NEXT: Final = DAY + timedelta(days=1)


S: Final = at("07:30", NEXT)


def face(name: str | None, about: str | None = None, **facts: Any) -> Face:
    given: dict[str, Any] = {
        "entry": hashed("entry", name or "", about or ""),
        "platform": "instagram",
        "kind": Kind.COMMENT,
        "at": at("15:50"),
        "url": None if facts.get("private") else "https://social.example/p/8812",
    }
    return Face(name=name, about=about, **{**given, **facts})


def wait(who: Face, since: datetime, due: datetime | None, now: datetime = S, **facts: Any) -> Wait:
    """Somebody who waits at `now`; overdue where `due` is before it."""
    given: dict[str, Any] = {"sort": Sort.QUESTION, "card": True, "overdue": due is not None and due <= now}
    return Wait(who=hashed("who", who.entry), face=who, since=since, due=due, **{**given, **facts})


def together(platforms: tuple[tuple[str, Group], ...], **times: Any) -> Group:
    """All people of a day, by the counts of its platforms."""
    counts = [field for field in Group.__struct_fields__ if "median" not in field and not field.startswith("response")]
    return Group(**{name: sum(getattr(group, name) for _, group in platforms) for name in counts}, **times)


def group(in_time: int, late: int, waiting: int, overdue: int, thanks: int, **facts: Any) -> Group:
    people = in_time + late + waiting + overdue + thanks
    heard = facts.get("acknowledged", people)
    given = {"acknowledged": people, "ack_kept": heard, "ack_due": people, "ack_median": 4.0}
    parts = {"in_time": in_time, "late": late, "waiting": waiting, "overdue": overdue, "thanks": thanks}
    return Group(people=people, **{**given, **parts, **facts})


def listening(
    *platforms: str, ok: bool | None = True, now: datetime = S, silent: timedelta = timedelta(hours=9)
) -> tuple[Listening, ...]:
    """Platforms that were checked a moment ago, and last heard of somebody `silent` ago."""
    checked, heard, looped = now - timedelta(minutes=12), now - silent, now - timedelta(minutes=25)
    return tuple(
        Listening(platform=one, ok=ok, checked_at=checked, heard_at=heard, looped_at=looped) for one in platforms
    )


FOUR: Final = ("instagram", "facebook", "x", "linkedin")


def plain(on: date = DAY, **facts: Any) -> Snapshot:
    """A Snapshot of an ordinary Tuesday, less all that happened on it."""
    start, end = at("00:00", on), at("00:00", on + timedelta(days=1))
    hours = int((end - start).total_seconds() // 3600)
    given: dict[str, Any] = {
        "arrivals": (0,) * hours,
        "complaints": (0,) * hours,
        "open_hours": (*_OPEN, *(False,) * 2)[:hours],
        "listening": listening(*FOUR, now=at("07:30", on + timedelta(days=1))),
    }
    said: dict[str, Any] = {"name": "Tern & Kettle Coffee", "short": "Tern & Kettle", **given, **facts}
    return Snapshot(
        brand="tern-kettle",
        zone="Europe/Oslo",
        language="en",
        day=on,
        start=start,
        end=end,
        at=at("07:30", on + timedelta(days=1)),
        goal=90,
        promise=7200,
        ack=60,
        **said,
    )
