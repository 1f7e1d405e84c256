"""`explain`: the story of one Interaction, and timelines whose sum is the figure in any zone, script and width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from shared.clocks.story import told
from shared.clocks.timeline import Shape, bars, exact, intervals
from shared.core.calendar import Calendar, Dated
from shared.core.claims import Claim
from shared.core.course import Course, InForce, Pause, Reason, Span
from shared.core.interaction import Kind, hashed, object_key
from shared.core.ledger import Entry, Notice, State
from shared.core.ports import Put
from shared.core.regime import Hold, PolicyLog, empty
from shared.flows._holds import paused
from shared.flows.explain import find, read
from tests.flows.world import NOON, PAGE, World, comment, facebook, mention

OSLO = Shape("Europe/Oslo")
OFFICE = ((540, 720), (780, 1020))
WEEK = (OFFICE,) * 5 + ((), ())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def course(*pauses: Pause, zone: str = "Europe/Oslo", week: tuple[tuple[tuple[int, int], ...], ...] = WEEK) -> Course:
    days = {"2026-12-25": Dated(name="Christmas Day"), "2026-12-24": Dated(hours=((540, 720),), name="Christmas Eve")}
    return Course((InForce(None, Calendar(zone=zone, week=week, days=days)),), pauses)


def spans(start: str, end: str, *pauses: Pause) -> list[Span]:
    return list(course(*pauses).spans(at(start), at(end)))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.send(facebook(comment("300", "It is broken"), comment("301", "When do you open?", author="8")))
    made.work()
    made.run(NOON + timedelta(hours=3))
    made.send(facebook(comment("302", "We are on it", author=PAGE, under="300", at=made.clock), at=made.clock))
    made.work()
    yield made
    made.close()


def story(world: World, name: str, shape: Shape = OSLO, *, words: bool = True) -> str:
    entry = find(name, world.tools)
    assert entry is not None
    return told(read(entry, world.tools, words=words), shape)


def test_each_interval_is_named_and_their_sum_is_the_figure() -> None:
    asked = Pause(reason=Reason.CUSTOMER, who="Ingrid Solheim", since=at("2026-12-28T10:00+01:00"), why="size?")
    asked = msgspec.structs.replace(asked, until=at("2026-12-28T11:00+01:00"))
    found = spans("2026-12-24T11:30+01:00", "2026-12-28T11:30+01:00", asked)
    lines = [" ".join(line.split()) for line in intervals(found, [asked], OSLO)]
    assert lines == [
        "Thu 24 Dec 11:30 - 12:00 counted 30 min hours",
        "Thu 24 Dec 12:00 - Fri 25 Dec 00:00 not counted 12 h Christmas Eve",
        "Fri 25 Dec 00:00 - Sat 26 Dec 00:00 not counted 24 h Christmas Day",
        "Sat 26 Dec 00:00 - Mon 28 Dec 09:00 not counted 57 h closed (hours)",
        "Mon 28 Dec 09:00 - 10:00 counted 1 h hours",
        "Mon 28 Dec 10:00 - 11:00 not counted 1 h waiting for customer, by Ingrid Solheim: size?",
        "Mon 28 Dec 11:00 - 11:30 counted 30 min hours",
        "sum: counted 2 h = 7,200 s, not counted 94 h",
    ]
    assert course(asked).seconds(at("2026-12-24T11:30+01:00"), at("2026-12-28T11:30+01:00")) == 7200


def test_a_day_is_a_bar_that_stands_under_its_hours() -> None:
    asked = Pause(reason=Reason.CUSTOMER, who="I", since=at("2026-10-23T10:00Z"), until=at("2026-10-23T12:00Z"))
    lines = list(bars(spans("2026-10-23T09:00+02:00", "2026-10-23T15:30+02:00", asked), OSLO, stopped=True))
    assert lines == [
        "            00    03    06    09    12    15    18    21",
        "Fri 23 Oct                    ▇▇▇▇▇▇~~~~▇▇|                   4 h 30 min",
    ]


@pytest.mark.parametrize(
    ("day", "cells", "hours", "note"),
    [("2026-10-25", 50, "25 h", "UTC+02:00, then UTC+01:00"), ("2026-03-29", 46, "23 h", "UTC+01:00, then UTC+02:00")],
)
def test_the_day_on_which_clocks_change_is_as_long_as_it_was(day: str, cells: int, hours: str, note: str) -> None:
    calendar = Calendar(zone="Europe/Oslo")
    begins = calendar.midnight(datetime.fromisoformat(day).date())
    always = Course((InForce(None, calendar),))
    found = list(always.spans(begins - timedelta(hours=1), begins + timedelta(hours=26)))
    lines = list(bars(found, OSLO, stopped=False))
    row = next(number for number, line in enumerate(lines) if line.count("▇") == cells)
    assert lines[row].endswith(hours)
    assert note in lines[row + 1]


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    week = (((0, 1440),),) * 6 + (((120, 180),),)
    found = list(course(week=week).spans(at("2026-10-25T00:30+02:00"), at("2026-10-25T03:30+01:00")))
    assert [" ".join(line.split()) for line in intervals(found, (), OSLO)][1:] == [
        "Sun 25 Oct 02:00 UTC+02:00 - 03:00 UTC+01:00 counted 2 h hours",
        "Sun 25 Oct 03:00 UTC+01:00 - 03:30 UTC+01:00 not counted 30 min closed (hours)",
        "sum: counted 2 h = 7,200 s, not counted 2 h",
    ]


def test_a_date_that_a_zone_skipped_has_no_bar() -> None:
    shape = Shape("Pacific/Apia")
    always = Course((InForce(None, Calendar(zone="Pacific/Apia")),))
    found = list(always.spans(at("2011-12-29T20:00-10:00"), at("2011-12-31T09:00+14:00")))
    lines = list(bars(found, shape, stopped=True))
    assert [line[:10] for line in lines[1:]] == ["Thu 29 Dec", "Sat 31 Dec"]
    assert [line.split("  ")[-1] for line in lines[1:]] == ["4 h", "9 h"]


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("name", ["عيد الفطر", "春節の休み", "ok\x1b[2Jno\u202ereversed"])
def test_no_script_and_no_width_breaks_a_bar_or_moves_the_cursor(columns: int, name: str) -> None:
    calendar = Calendar(zone="Europe/Oslo", week=WEEK, days={"2026-10-26": Dated(name=name)}, name=name)
    found = list(Course((InForce(None, calendar),)).spans(at("2026-10-20T09:00Z"), at("2026-10-28T09:30Z")))
    shape = Shape("Europe/Oslo", columns=columns)
    for line in bars(found, shape, stopped=True):
        assert len(line) <= columns
        assert line.isprintable()
        assert all(unicodedata.east_asian_width(char) not in "WF" for char in line)
    told_of = "\n".join(intervals(found, (), shape))
    assert "\x1b" not in told_of
    assert "\u202e" not in told_of
    right_to_left = name.startswith("ع")
    assert (f"\u2068{name}\u2069" in told_of) is right_to_left


def test_a_long_wait_is_shortened_and_its_sum_is_not() -> None:
    found = spans("2026-01-05T08:00Z", "2026-12-01T08:00Z")
    short, whole = (list(intervals(found, (), Shape("Europe/Oslo", every=every))) for every in (False, True))
    assert len(short) < 70 < len(whole)
    assert short[-1] == whole[-1]
    assert any("intervals more: counted" in line for line in short)
    assert len(list(bars(found, OSLO, stopped=True))) < 60


def test_equal_days_are_told_once() -> None:
    always = Course((InForce(None, Calendar(zone="Europe/Oslo")),))
    found = list(always.spans(at("2026-05-04T10:00Z"), at("2026-05-14T10:00Z")))
    lines = list(bars(found, OSLO, stopped=False))
    assert "... and 8 days just like it, to Wed 13 May" in lines[3]
    assert lines[-1].count(">") == 1


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (0.5, "0.5 s"), (59.9996, "1 min"), (5400, "1 h 30 min"), (230400, "64 h"), (3601.25, "1 h 1.25 s")],
)
def test_times_are_exact_to_the_thousandth(seconds: float, said: str) -> None:
    assert exact(seconds) == said


def test_the_story_tells_what_came_what_was_done_and_what_was_told(world: World) -> None:
    said = story(world, "1_300")
    for part in (
        "comment on facebook",
        "words         It is broken",
        "by            Sample Person",
        "complaint, needs an answer",
        "rule          complaint",
        "answered by colleague",
        "Tue 13 Oct 15:00  reply by a person, receipt 1_302",
        "breach to one@acme.example, sent",
        "met Tue 13 Oct 15:00 by a person, breached",
        "general: 2 h of service time, due Tue 13 Oct 14:00, breached Tue 13 Oct 14:00",
        "step breach-person",
        "sum: counted 3 h = 10,800 s, not counted 0 s",
        "service time by hours (Europe/Oslo)",
    ):
        assert part in said
    assert "first_response" in said
    assert "3 h of service time, 3 h in all, breached" in said
    assert "3 h, 3 h of it service time" in said, "the first sign by a person: by the wall clock first"


def test_what_a_rule_answered_is_told_with_its_claim(world: World) -> None:
    said = story(world, "1_301")
    assert "answer: reply by a rule, sent, receipt made-1" in said
    assert "reply by rule question" in said
    assert "Clock response" in said
    assert "running, breached" in said


def test_words_are_shown_while_they_are_kept_and_only_if_wanted(world: World) -> None:
    without = story(world, "1_300", words=False)
    assert "broken" not in without
    assert "Sample Person" not in without
    world.clock += timedelta(days=31)
    assert "not kept any more" in story(world, "1_300")


def test_a_pause_stops_the_count_and_is_told(world: World) -> None:
    world.send(mention("900", "It is broken", at=world.clock))
    world.work()
    entry = world.entry("900")
    pause = Pause(reason=Reason.THIRD_PARTY, who="Ingrid Solheim", since=world.clock + timedelta(minutes=30))
    world.store.commit(world.clock, Put(paused(entry, pause, world.tools.regime(world.brands.brands["acme"]))))
    world.clock += timedelta(hours=2)
    said = story(world, "900")
    assert "paused since Tue 13 Oct 15:30 (waiting for third party, by Ingrid Solheim), in time" in said
    assert "2 h of calendar time, 30 min of service time so far" in said


def test_at_risk_is_told(world: World) -> None:
    world.send(mention("901", "It is broken", at=world.clock))
    world.work()
    world.clock += timedelta(minutes=100)
    assert "running, at risk since Tue 13 Oct 16:30" in story(world, "901")


def test_a_figure_that_no_longer_follows_from_what_is_known_says_so(world: World) -> None:
    pause = Pause(reason=Reason.OUTAGE, who="Ingrid Solheim", since=NOON, until=NOON + timedelta(hours=1))
    kept = world.store.get(PolicyLog, "acme", world.clock)
    log = empty("acme", world.clock) if kept is None else kept.doc
    world.store.commit(world.clock, Put(msgspec.structs.replace(log, holds=(Hold(pause=pause),))))
    said = story(world, "1_300")
    assert "it is 2 h of service time" in said
    assert "make recompute BRAND=acme SINCE=2026-10-13" in said


@pytest.mark.parametrize(
    "what",
    [
        hashed("object", "facebook", PAGE, "1_300"),
        f"facebook:{PAGE}:1_300",
        "facebook:1_300",
        "1_300",
        " 1_300\n",
        f"https://www.facebook.com/{PAGE}_1?comment_id=300",
    ],
)
def test_it_is_found_by_whatever_a_person_has_at_hand(world: World, what: str) -> None:
    found = find(what, world.tools)
    assert found is not None
    assert found.object == "1_300"


def test_a_link_that_names_its_object_is_found_however_old(world: World) -> None:
    world.send(mention("1900000000000000001", "It is broken", at=world.clock))
    world.work()
    world.clock += timedelta(days=100)
    found = find("https://x.com/sample/status/1900000000000000001?s=20", world.tools)
    assert found is not None
    assert found.platform == "x"


@pytest.mark.parametrize("what", ["", "9_9", "x:1_300", "https://", "https://[", "https://example.org/1_999", "::"])
def test_what_is_not_there_is_not_found(world: World, what: str) -> None:
    assert find(what, world.tools) is None


def test_of_other_interactions_nothing_is_told(world: World) -> None:
    other = find("1_301", world.tools)
    assert other is not None
    claim = Claim(slot="mail", capability="mail")
    notice = Notice(
        key="n", brand="acme", about="breach", to="three@acme.example", subject="s", text="t", at=world.clock,
        claim=claim, entry=other.key, expire_at=world.clock + timedelta(days=1),
    )  # fmt: skip
    world.store.commit(world.clock, Put(notice))
    assert "three@acme.example" in story(world, "1_301")
    assert "three@acme.example" not in story(world, "1_300")


@pytest.mark.practice(33)
def test_of_a_post_of_ours_it_is_told_who_was_heard_in_its_first_hour(world: World) -> None:
    before = NOON - timedelta(minutes=10)
    name = f"{PAGE}_1"
    post = Entry(
        key=object_key("facebook", PAGE, name), brand="acme", platform="facebook", account=PAGE, object=name,
        kind=Kind.POST, state=State.OURS_OR_BOT, opened_at=before, received_at=before, at=before, ours=True,
        expire_at=before + timedelta(days=400),
    )  # fmt: skip
    world.store.commit(world.clock, Put(post))
    lines = [" ".join(line.split()) for line in story(world, f"facebook:{name}").splitlines()]
    assert lines[-4:] == [
        "A post of ours. In the first hour after it",
        "came 2",
        "had a sign 1, 0 of them by a person",
        "first sign Tue 13 Oct 12:00",
    ]


def test_ascii_alone_where_that_is_all_there_is(world: World) -> None:
    entry: Entry = world.entry("1_300")
    said = told(read(entry, world.tools), Shape("Europe/Oslo", ascii=True))
    assert said.isascii()
    assert "######|" in said or "#####|" in said


def test_the_example_in_the_documentation_is_what_is_shown() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
    asked = Pause(reason=Reason.CUSTOMER, who="Ingrid Solheim", since=at("2026-10-26T10:00+01:00"), why="which size?")
    asked = msgspec.structs.replace(asked, until=at("2026-10-26T11:30+01:00"))
    found = spans("2026-10-23T16:30+02:00", "2026-10-26T13:20:12+01:00", asked)
    lines = [*bars(found, OSLO, stopped=True), *intervals(found, [asked], OSLO), OSLO.legend]
    assert "\n".join(f"    {line}" for line in lines) in page
