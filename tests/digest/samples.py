"""Days worth looking at, counted and frozen: of each state, and awkward ones. Every name and word is made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from shared.brands.circle import Names
from shared.digest.build import build
from shared.digest.catalogue import catalogue
from shared.digest.page import Digest
from shared.digest.snapshot import (
    Colleague,
    Correction,
    Gap,
    Paused,
    Relations,
    Snapshot,
    Team,
)
from shared.digest.view import Edition
from tests.digest.crafting import (
    DAY,
    FOUR,
    HOSTILE,
    Addresses,
    at,
    face,
    group,
    listening,
    plain,
    together,
    wait,
)
from tests.digest.long_days import RELATIONS, TIMES, WATCH, act, good, over_limits


def _quiet() -> Snapshot:
    quiet = (
        face("Oluwaseun A.", platform="facebook", at=at("10:00") - timedelta(days=22), why="quiet"),
        face("Maja Lind", at=at("12:00") - timedelta(days=24), why="quiet"),
    )
    on = date(2026, 10, 18)
    heard = listening(*FOUR, now=at("07:30", on + timedelta(days=1)), silent=timedelta(hours=36))
    return plain(on, relations=Relations(quiet=quiet, came_back=0), listening=heard)


def _small(on: date = DAY, **facts: Any) -> Snapshot:
    """Nine people, all answered or thanked."""
    platforms = (
        ("facebook", group(3, 0, 0, 0, 2, response_median=300.0)),
        ("x", group(1, 0, 0, 0, 3, response_median=240.0)),
    )
    hours = int((at("00:00", on + timedelta(days=1)) - at("00:00", on)).total_seconds() // 3600)
    given: dict[str, Any] = {
        "arrivals": (0,) * 9 + (2, 1, 3, 0, 2, 1, 0, 0, 1) + (0,) * (hours - 18),
        "listening": listening("facebook", "x", now=at("07:30", on + timedelta(days=1))),
    }
    return plain(
        on,
        all=together(platforms, ack_median=4.0, response_median=270.0, response_slowest=900.0),
        platforms=platforms,
        items=10,
        complained=1,
        slowest_platform="x",
        relations=Relations(
            conversations=1,
            came_back=3,
            said=7,
            spoke=9,
            classes={"question": 4, "praise": 4, "complaint": 1},
            threads=9,
        ),
        team=Team(
            colleagues=(Colleague(name="Ana Ribeiro", helped=4, wrote_back=1),), answers=4, signed=4, unassigned=0
        ),
        **{**given, **facts},
    )


def _one() -> Snapshot:
    platforms = (("facebook", group(0, 0, 0, 0, 1)),)
    return plain(
        all=together(platforms, ack_median=4.0),
        platforms=platforms,
        items=1,
        relations=Relations(came_back=0, said=1, spoke=1, classes={"praise": 1}, threads=1),
        listening=listening("facebook"),
    )


def _hostile() -> Snapshot:
    who = face(HOSTILE, HOSTILE, handle="evil.example", url='javascript:alert("x")', at=at("09:00"))
    waits = tuple(wait(replace(who, entry=f"h{n}"), at("09:00"), at("11:00"), assignee=HOSTILE) for n in range(8))
    platforms = (("facebook", group(40, 0, 0, 8, 3, response_median=300.0)),)
    seen = face(HOSTILE, HOSTILE, url="https://bank.example@evil.example/", why="often", days=3)
    return plain(
        name="Tern <b>& Kettle</b>",
        short="T\"K'<i>",
        all=together(platforms, **TIMES),
        platforms=platforms,
        waits=waits,
        items=60,
        slowest_platform="facebook",
        lookalikes=(seen,),
        relations=replace(RELATIONS, worth=(seen,) * 3, quiet=(seen,), topics=((HOSTILE, 3),)),
        team=Team(colleagues=(Colleague(name=HOSTILE, helped=40),), answers=40, signed=1, quote=seen, quoted=HOSTILE),
        paused=Paused(since=at("10:00"), owner=HOSTILE, why=HOSTILE, silent=2),
        incomplete=(Gap(platform="facebook", why=HOSTILE, since=at("10:00"), until=at("11:00")),),
    )


def _right_to_left() -> Snapshot:
    platforms = (("instagram", group(30, 1, 0, 1, 9, response_median=300.0)),)
    one = wait(face("ليلى عيّنة", "متى تفتحون غداً؟ هل لديكم القهوة السعودية؟"), at("15:50"), at("17:50"))
    kind = face("דנה דוגמה", "תודה רבה, תומאס! עזרת לנו מאוד.", why="often", days=5)
    return plain(
        all=together(platforms, **TIMES),
        platforms=platforms,
        waits=(one,),
        items=44,
        slowest_platform="instagram",
        relations=Relations(conversations=3, came_back=4, said=30, spoke=35, worth=(kind,), classes={"question": 35}),
        team=Team(
            colleagues=(Colleague(name="סולווייג", helped=31),), answers=31, signed=31, quote=kind, quoted="Tomás"
        ),
    )


_INCOMPLETE: Final = replace(
    _small(),
    incomplete=(Gap(platform="facebook", why="no events arrived", since=at("10:05"), until=at("11:40")),),
)


DAYS: Final[dict[str, Snapshot]] = {
    "good": good(),
    "watch": WATCH,
    "act": act(),
    "quiet": _quiet(),
    "cant_tell": plain(failed=("the day's people", "what waits")),
    "incomplete": _INCOMPLETE,
    "first_week": _small(compare_from=date(2026, 11, 10)),
    "one": _one(),
    "hours_23": _small(date(2026, 3, 29)),
    "hours_25": _small(date(2026, 10, 25)),
    "right_to_left": _right_to_left(),
    "hostile": _hostile(),
    "over_limits": over_limits(),
    "correction": replace(
        good(),
        correction=Correction(
            day=DAY - timedelta(days=1),
            was=(101, 111),
            now=(98, 111),
            missed=3,
            platforms=("facebook",),
            why="missed",
        ),
        unsent=(DAY - timedelta(days=2),),
    ),
    "paused": replace(WATCH, paused=Paused(since=at("14:10"), owner="Solveig Dahl", why="late Harbour bags", silent=3)),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A day, and the edition in which it is shown."""

    day: Snapshot
    edition: Edition


SAMPLES: Final[dict[str, Sample]] = {
    **{name: Sample(day, Edition(ways=Addresses())) for name, day in DAYS.items()},
    "late": Sample(WATCH, Edition(ways=Addresses(), late=True)),
    "counts": Sample(WATCH, Edition(ways=Addresses(), names=Names.COUNTS)),
    "first_names": Sample(WATCH, Edition(ways=Addresses(), names=Names.FIRST)),
    "no_desk": Sample(WATCH, Edition()),
}


@cache
def digest(name: str, language: str = "en") -> Digest:
    """A sample in words."""
    one = SAMPLES[name]
    return build(one.day, catalogue(language), one.edition)
