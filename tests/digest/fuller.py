"""Random Snapshots with all that the later blocks tell of, and what can be read off a page. All names are made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.core.interaction import Kind
from shared.core.ledger import State
from shared.digest.catalogue import catalogue
from shared.digest.page import Mood
from shared.digest.snapshot import (
    Asked,
    Colleague,
    Face,
    Happened,
    Listening,
    Month,
    PastDay,
    Posts,
    Relations,
    Snapshot,
    Team,
    Usual,
)
from shared.digest.state import Cause
from shared.digest.view import Edition, View
from tests.digest.making import (
    AT,
    DATE,
    END,
    PLATFORMS,
    START,
    WHO,
    editions,
    face,
    gap,
    groups,
    snapshot,
    summed,
    wait,
)

TEAM: Final = tuple(
    f"{name} Sample" for name in ("Ana", "Åse", "Bo", "Cy", "Dag", "Eva", "Finn", "Gro", "Hal", "Ida", "Jo")
)
# Days are large to draw, and the machine may be busy.
CALM: Final = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
_count = st.one_of(st.sampled_from([0, 0, 1, 2, 19, 20]), st.integers(0, 9999))


def seen(of: Snapshot, mood: Mood = Mood.GOOD, *, language: str = "en", **edition: Any) -> View:
    """A Snapshot as one edition sees it, in a state of our choice."""
    return View(of, catalogue(language), Edition(**edition), mood, Cause.NOTHING)


def part(draw: st.DrawFn, whole: int) -> int:
    return draw(st.integers(0, whole))


@st.composite
def faces(draw: st.DrawFn) -> Face:
    kind = draw(st.sampled_from([Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.SHARE]))
    return face(
        draw(st.sampled_from(WHO)),
        entry=f"f{draw(st.integers(0, 10**6))}",
        kind=kind,
        private=kind is Kind.DIRECT_MESSAGE,
        handle=draw(st.sampled_from([None, "@ternkettle_refunds"])),
        about=None if kind is Kind.DIRECT_MESSAGE else draw(st.sampled_from([None, "The smell of it at dawn."])),
        vip=draw(st.booleans()),
        days=draw(st.sampled_from([None, 1, 2, 9])),
        why=draw(st.sampled_from(["", "first", "days", "story", "kind", "shared", "vip", "often"])),
        url=draw(st.sampled_from([None, "https://social.example/f"])),
    )


@st.composite
def relations(draw: st.DrawFn, people: int) -> Relations:
    spoke, shares, threads = draw(_count), draw(_count), draw(_count)
    back = draw(st.sampled_from([None, part(draw, people)]))
    thanked = part(draw, shares)
    some = st.lists(faces(), max_size=4).map(tuple)
    return Relations(
        conversations=draw(_count),
        came_back=back,
        known_from=draw(st.sampled_from([None, DATE + timedelta(days=9)])) if back is None else None,
        said=part(draw, spoke),
        spoke=spoke,
        shares=shares,
        shares_thanked=thanked,
        shares_unknown=part(draw, shares),
        classes={
            name: draw(_count) for name in draw(st.sets(st.sampled_from(("question", "complaint", "story", "tag"))))
        },
        threads=threads,
        deep=part(draw, threads),
        follows=draw(st.integers(70000, 80000)),
        topics=tuple(
            (name, draw(_count)) for name in draw(st.sampled_from([(), ("decaf",), ("decaf", "late parcels")]))
        ),
        worth=draw(some),
        quiet=draw(some),
        share_on=draw(some),
        alike=draw(st.lists(st.tuples(faces(), faces(), st.just("brewing")), max_size=2).map(tuple)),
        thank=draw(some),
        could_help=draw(some),
    )


@st.composite
def teams(draw: st.DrawFn) -> Team:
    colleagues = []
    for name in draw(st.lists(st.sampled_from(TEAM), unique=True)):
        helped = draw(_count)
        colleagues.append(
            Colleague(
                name=name, helped=helped, wrote_back=part(draw, helped), holding=draw(st.sampled_from([0, 1, 40]))
            )
        )
    answers = max(draw(_count), sum(one.helped for one in colleagues))
    return Team(
        colleagues=tuple(colleagues),
        unassigned=draw(_count),
        answers=answers,
        signed=part(draw, known := part(draw, answers)),
        signed_known=known,
        helped=sum(one.helped for one in colleagues) + draw(_count),
        after_hours=part(draw, answers),
        quote=draw(st.one_of(st.none(), faces())),
        quoted=draw(st.sampled_from([None, *TEAM])),
    )


@st.composite
def months(draw: st.DrawFn, until: date) -> Month:
    def share() -> tuple[int, int]:
        whole = draw(_count)
        return part(draw, whole), whole

    return Month(
        until=until,
        days=draw(st.integers(20, 30)),
        acknowledged=share(),
        came_back=draw(st.sampled_from([None, share()])),
        conversations=share(),
        said=share(),
        people=draw(_count),
        shares=draw(_count),
        heard_back=draw(st.sampled_from([None, share()])),
        unheard_back=draw(st.sampled_from([None, share()])),
    )


def _history(draw: st.DrawFn, day: date) -> tuple[PastDay, ...]:
    found = []
    for back in range(6, -1, -1):
        due = draw(_count)
        found.append(
            PastDay(
                day=day - timedelta(days=back),
                in_time=part(draw, due),
                due=due,
                closed=draw(st.booleans()),
                known=draw(st.booleans()),
                complete=draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def days(draw: st.DrawFn) -> Snapshot:
    """The first page's figures, which hold together; few who wait are named, since the later blocks only count them."""
    on = draw(st.lists(st.sampled_from(PLATFORMS), unique=True, max_size=4))
    parts = [(name, one) for name in on if (one := draw(groups())).people]
    everyone = summed([one for _, one in parts])
    usual = draw(st.sampled_from([{}, {"complained": Usual(median=4.0, low=2.0, high=9.0)}]))
    return snapshot(
        everyone,
        platforms=tuple(parts),
        waits=tuple(wait(draw(st.sampled_from(WHO)), entry=f"o{n}") for n in range(min(2, everyone.overdue))),
        held=draw(_count),
        parked=draw(st.sampled_from([0, 0, 1, 4])),
        incomplete=draw(st.sampled_from([(), (), (gap(),), (gap(), gap("x", hours=3)), tuple(map(gap, PLATFORMS))])),
        usual={**usual, **draw(st.sampled_from([{}, {"response_median": Usual(median=720.0)}]))},
        compare_from=None if usual else draw(st.sampled_from([None, DATE + timedelta(days=20)])),
    )


@st.composite
def full(draw: st.DrawFn) -> Snapshot:
    """Any day, with all that may be said of it."""
    of = draw(days())
    day = draw(st.sampled_from([DATE, date(2026, 10, 11), date(2026, 10, 31)]))
    wrote = of.all.people
    hours = draw(st.sampled_from([23, 24, 25]))
    arrivals = tuple(draw(_count) for _ in range(hours)) if wrote else (0,) * hours
    complaints = tuple(part(draw, number) for number in arrivals)
    asked = []
    for name in draw(st.lists(st.sampled_from(PLATFORMS), unique=True)):
        exist = draw(st.one_of(st.none(), _count))
        received = None if exist is None else part(draw, exist)
        asked.append(
            Asked(
                platform=name,
                exist=exist,
                received=received,
                recovered=None if exist is None or received is None else part(draw, exist - received),
            )
        )
    posts = draw(st.integers(0, 5))
    came = draw(_count)
    ack_due = draw(_count)
    told = draw(_count)
    several = draw(st.integers(10, 5000)) if of.all.in_time + of.all.late >= 10 else None
    return replace(
        of,
        day=day,
        start=END - timedelta(hours=hours),
        items=max(wrote, sum(arrivals)),
        arrivals=arrivals,
        complaints=complaints,
        complained=min(sum(complaints), wrote),  # people, where `complaints` are what they wrote
        open_hours=tuple(draw(st.lists(st.booleans(), min_size=hours, max_size=hours))),
        all=replace(
            of.all,
            ack_due=ack_due,
            ack_kept=part(draw, ack_due),
            response_ninth=several,
            response_slowest=None if several is None else float(several + draw(_count)),
        ),
        slowest_platform=draw(st.sampled_from([None, *PLATFORMS])),
        troubles=tuple(
            (state, draw(st.integers(1, 30)))
            for state in draw(
                st.sets(st.sampled_from([State.UNCERTAIN, State.REFUSED, State.PARKED, State.DEAD_LETTERED]))
            )
        ),
        on_hold=draw(_count),
        passed_over=draw(_count),
        unnamed=draw(_count),
        asked=tuple(asked),
        posts=Posts(posts=posts, known=part(draw, posts), came=came, acknowledged=part(draw, came)),
        lookalikes=draw(st.lists(faces(), max_size=4).map(tuple)),
        listening=tuple(draw(st.lists(listened(), max_size=4))),
        events=tuple(draw(st.lists(happened(), max_size=9))),
        relations=draw(relations(wrote)),
        team=draw(teams()),
        months=draw(st.sampled_from([None, (draw(months(day)), draw(months(day - timedelta(days=30))))])),
        history=_history(draw, day) if of.compare_from is None else (),
        usual={}
        if of.compare_from
        else {**of.usual, **draw(st.sampled_from([{}, {"conversations": Usual(median=33.0)}]))},
        expected=draw(st.sampled_from([None, 2400.0])),
        kept_promise=draw(st.sampled_from([None, (part(draw, told), told)])),
    )


@st.composite
def listened(draw: st.DrawFn) -> Listening:
    ago = st.sampled_from([None, *(AT - timedelta(minutes=one) for one in (5, 59, 61, 3000))])
    return Listening(
        platform=draw(st.sampled_from(PLATFORMS)),
        ok=draw(st.sampled_from([True, True, False, None])),
        checked_at=draw(ago),
        heard_at=draw(ago),
        looped_at=draw(ago),
        why=draw(st.sampled_from(["", "the token was refused"])),
    )


@st.composite
def happened(draw: st.DrawFn) -> Happened:
    whats = ("alarm", "switch_on", "switch_off", "outage", "outage_over", "first_late", "most_complaints", "new one")
    return Happened(
        at=START + timedelta(minutes=draw(st.integers(0, 1800))),
        what=draw(st.sampled_from(whats)),
        number=draw(st.sampled_from([None, 1, 31])),
        name=draw(st.sampled_from([None, "facebook", "Ana Ribeiro"])),
    )


moods: Final = st.sampled_from(Mood)
"""Blocks must read right in whatever state the day is judged to be."""


@st.composite
def views(draw: st.DrawFn) -> View:
    return View(draw(full()), catalogue("en"), draw(editions), draw(moods), Cause.NOTHING)


def texts(shown: object) -> Iterator[str]:
    """Every text of a block, as a reader meets it; addresses are left out."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, tuple):
        for one in shown:
            yield from texts(one)
    elif is_dataclass(shown) and not isinstance(shown, type):
        for field in fields(shown):
            if field.name not in ("url", "role", "fewer"):
                yield from texts(getattr(shown, field.name))


def numbers(shown: Iterable[str]) -> set[int]:
    """Every whole number in these texts, of two digits or more: smaller ones stand in our own sentences."""
    return {int(one.replace(",", "")) for text in shown for one in re.findall(r"\d[\d,]*", text) if len(one) > 1}


def amount(cell: str) -> int:
    """The number that a cell begins with; 0 where it says that there is none."""
    found = re.match(r"(?:≥\s)?([\d,]+)", cell)
    return int(found[1].replace(",", "")) if found else 0


def sound(shown: object) -> None:
    """What holds for whatever is said: nothing of what is not known, no hole, nothing of reach."""
    for text in texts(shown):
        assert "None" not in text, text
        assert "{" not in text, text
        assert "  " not in text, text
        assert " ." not in text, text
        assert "()" not in text, text
        assert text == text.strip(), text
        for word in ("follower", "impression", "engagement", "sentiment", "likes of", "reach of"):
            assert word not in text.lower(), text
