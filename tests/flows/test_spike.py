"""The alarm when many are angry at once: once, in time, to those who decide; and silence on any other day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.brands.circle import Alarm, Post, Quiet
from shared.core.digesting import DigestRecord
from shared.core.ledger import Notice, Sort, State, Switch
from shared.core.ports import DIGESTS, Create, Put
from shared.digest.anger import USUAL
from shared.flows._holds import turn_off, turn_on
from shared.flows._spike import spikes
from shared.flows.watch import watch
from shared.rules.rule import Then
from tests.flows._teams import Team, anna, bo
from tests.flows.world import NOON, RULES, Crash, Fuse, comment, facebook, rule

SLACK = "slack:HEARD_SLACK_ANNA"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BROKEN = "It came broken."


class Crowd(Team):
    """Anna leads. People comment, a minute or so after each other, and `watch` ticks each minute meanwhile."""

    def __init__(self, folder: Path, *, fuse: Fuse | None = None, **fields: Any) -> None:
        abuse = rule("abuse", ("idiots",), Then(do="ignore"), sort=Sort.ABUSE)
        super().__init__(folder, anna(lead=True), bo(), desk=False, fuse=fuse, rules=(abuse, *RULES), **fields)
        self.written = 0

    def write(self, text: str = BROKEN, *, author: str | None = None, post: str | None = None, **late: Any) -> None:
        """Somebody new comments under a post of its own, unless said otherwise."""
        self.written += 1
        number = str(1000 + self.written)
        self.send(
            facebook(
                comment(f"c{number}", text, author or number, post=post or number, at=self.clock - timedelta(**late)),
                at=self.clock,
            )
        )
        self.work()

    def crowd(self, number: int, text: str = BROKEN, *, every: timedelta = MINUTE, **how: Any) -> None:
        for _ in range(number):
            self.write(text, **how)
            self.pass_time(every)

    def pass_time(self, span: timedelta) -> None:
        until = self.clock + span
        while self.clock < until:
            self.clock = min(until, self.clock + MINUTE)
            self.work()
            self.tick()

    def know(self, usual: float | None) -> None:
        """What yesterday's digest says is usual."""
        day = (NOON - timedelta(days=1)).date().isoformat()
        record = DigestRecord(
            key=f"digest/acme/{day}/1", brand="acme", day=day, until=NOON - timedelta(hours=12), made_at=NOON - HOUR,
            subject="", headline="", summary={USUAL: usual},
            expire_at=NOON + timedelta(days=30),
        )  # fmt: skip
        self.store.commit(self.clock, Put(record))

    @property
    def alarms(self) -> list[Notice]:
        return self.notices("spike")

    def heard(self) -> list[str]:
        """To whom an alarm has left, in order."""
        return [mail.to for mail in self.mails if mail.key.startswith("spike/")]

    def text(self) -> str:
        """What the last alarm to Anna says."""
        return [mail.text for mail in self.mails if mail.key.startswith("spike/") and mail.to == SLACK][-1]

    def switch(self) -> Switch | None:
        kept = self.store.get(Switch, "acme", self.clock)
        return None if kept is None else kept.doc


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    made = Crowd(tmp_path)
    yield made
    made.close()


@pytest.mark.practice(46)
def test_eight_people_in_twenty_minutes_are_told_of_once_and_at_the_eighth(crowd: Crowd) -> None:
    crowd.crowd(7, every=2 * MINUTE)
    assert crowd.alarms == []
    crowd.write()
    crowd.pass_time(MINUTE)
    assert crowd.heard() == [SLACK, *crowd.brand.recipients]
    assert {one.data["people"] for one in crowd.alarms} == {8}
    told = crowd.text()
    assert told.startswith(
        "For Anna.\n\n8 different people complained within 14 min, up to 12:14 today.\nThey did so on Facebook.\n"
    )
    assert "\nmake crisis BRAND=acme STATE=on HOURS=24\n" in told
    assert "broken" not in told
    crowd.pass_time(30 * MINUTE)
    crowd.crowd(5)
    assert len(crowd.heard()) == 3
    assert crowd.switch() is None, "only a setting turns it on"


@pytest.mark.practice(46)
def test_the_links_lead_to_the_first_five(crowd: Crowd) -> None:
    crowd.crowd(2, author="1001")
    crowd.crowd(7)
    (mail,) = [one for one in crowd.mails if one.to == SLACK and one.key.startswith("spike/")]
    first = [crowd.entry(f"{1000 + number}_c{1000 + number}").url for number in (1, 3, 4, 5, 6)]
    assert [link for _, link in mail.links] == first
    assert all(f"{label}: {link}\n" in mail.text for label, link in mail.links)


QUIET: dict[str, Any] = {
    "a trickle": lambda crowd: crowd.crowd(20, every=9 * MINUTE),
    "one person thirty times": lambda crowd: crowd.crowd(30, author="7"),
    "many who praise and ask": lambda crowd: [crowd.write("lovely" if n % 2 else "when?") for n in range(12)],
    "old words that come late": lambda crowd: crowd.crowd(9, hours=5),
}


@pytest.mark.practice(46)
@pytest.mark.parametrize("day", QUIET.values(), ids=QUIET.keys())
def test_an_ordinary_day_raises_none(crowd: Crowd, day: Any) -> None:
    day(crowd)
    crowd.pass_time(2 * MINUTE)
    assert crowd.alarms == []


@pytest.mark.practice(46)
def test_what_is_usual_for_this_brand_is_no_alarm(crowd: Crowd) -> None:
    crowd.know(6.0)
    crowd.crowd(11)
    assert crowd.alarms == []
    crowd.crowd(1)
    assert "12 different people" in crowd.text()
    assert "In the busiest hour of a usual day it is 6." in crowd.text()


@pytest.mark.parametrize("usual", [None, "no digest"])
def test_what_is_not_known_is_said_and_not_taken_for_nothing(crowd: Crowd, usual: Any) -> None:
    if usual is None:
        crowd.know(None)
    crowd.crowd(8)
    assert "How many are usual is not known yet" in crowd.text()
    assert "usual day it is" not in crowd.text()


@pytest.mark.practice(46)
def test_a_pile_on_is_seen_where_so_many_are_usual_elsewhere(crowd: Crowd) -> None:
    crowd.know(18.0)
    crowd.crowd(9)
    assert crowd.alarms == [], "nine here and there are usual"
    for number in range(9):
        crowd.write(f"broken! #{'TernFail' if number % 2 else 'ternfail'}")
    crowd.pass_time(MINUTE)
    assert "9 people of them with the hashtag #ternfail." in crowd.text()


@pytest.mark.practice(46)
def test_a_pile_on_under_one_post_is_seen_and_named(crowd: Crowd) -> None:
    crowd.know(18.0)
    crowd.change(posts=(Post(id="102030405060708_1", title="Our new cup"),))
    crowd.crowd(9, post="1")
    assert '9 people of them under the post "Our new cup".' in crowd.text()


@pytest.mark.practice(46)
def test_who_was_answered_meanwhile_and_who_only_swears_are_counted(crowd: Crowd) -> None:
    crowd.crowd(6)
    for entry in crowd.entries()[:2]:
        crowd.ends(entry, State.ANSWERED_BY_COLLEAGUE)
    crowd.crowd(2, "You idiots!")
    assert "8 different people" in crowd.text()
    assert "2 people of them were abusive." in crowd.text()


def test_many_questions_hide_no_anger(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.flows._storm._WAITING", 5)
    for _ in range(6):
        crowd.write("when do you open?")
    crowd.crowd(8)
    assert "8 different people" in crowd.text()


def test_whom_a_platform_does_not_name_is_counted_and_said_to_be_unsure(crowd: Crowd) -> None:
    for number in range(8):
        hidden = comment(f"h{number}", BROKEN, post=str(number + 1)) | {"from": None}
        crowd.send(facebook(hidden))
        crowd.work()
    crowd.pass_time(MINUTE)
    assert "8 of what was written names nobody, so they may be fewer people." in crowd.text()


def test_what_a_platform_delivers_an_hour_late_raises_it_too(crowd: Crowd) -> None:
    for _ in range(8):
        crowd.write(minutes=75)
    crowd.pass_time(MINUTE)
    assert "up to 10:45 today" in crowd.text()


def test_ticks_that_were_missed_lose_no_alarm(crowd: Crowd) -> None:
    for _ in range(8):
        crowd.write()
        crowd.clock += MINUTE
    crowd.clock += 10 * MINUTE
    crowd.tick()
    assert len(crowd.heard()) == 3


@pytest.mark.practice(46)
def test_it_is_told_again_after_four_hours_and_not_before(crowd: Crowd) -> None:
    crowd.crowd(8)
    begun = crowd.clock
    crowd.restart()
    while crowd.clock < begun + timedelta(hours=3, minutes=55):
        crowd.crowd(1, every=5 * MINUTE)
    assert len(crowd.heard()) == 3
    crowd.crowd(2, every=5 * MINUTE)
    assert len(crowd.heard()) == 6


@pytest.mark.practice(46)
def test_in_the_night_it_is_told_at_once(crowd: Crowd) -> None:
    crowd.change(quiet=Quiet(start=0, end=1439))
    crowd.crowd(8)
    assert crowd.heard() == [SLACK, *crowd.brand.recipients]


def test_without_a_lead_whoever_is_on_duty_is_told(crowd: Crowd) -> None:
    crowd.change(team=(anna(slack=None, lead=True), bo()), recipients=())
    crowd.crowd(8)
    assert crowd.heard() == ["bo@acme.example"]


@pytest.mark.practice(46)
def test_the_switch_turns_on_where_the_brand_says_so(tmp_path: Path) -> None:
    world = Crowd(tmp_path, alarm=Alarm(people=4, switch=True))
    world.crowd(4)
    on = world.switch()
    assert on is not None
    assert on.expire_at == world.clock + timedelta(hours=2)
    assert "The crisis switch is on until 14:04 today" in world.text()
    assert "make crisis BRAND=acme STATE=off\n" in world.text()
    said = len(world.journal)
    world.pass_time(MINUTE)
    world.write("lovely!")
    world.pass_time(MINUTE)
    assert len(world.journal) == said
    world.close()


def test_a_switch_that_a_colleague_turned_on_keeps_its_owner_and_its_end(tmp_path: Path) -> None:
    world = Crowd(tmp_path, alarm=Alarm(people=4, switch=True))
    mine = turn_on(world.store, "acme", world.clock, world.clock + timedelta(days=1), owner="Bo", why="a recall")
    world.crowd(4)
    assert world.switch() == mine
    assert "is on until 12:00 tomorrow" in world.text()
    world.close()


def test_the_switch_stays_on_while_the_anger_lasts_and_no_longer(tmp_path: Path) -> None:
    world = Crowd(tmp_path, alarm=Alarm(people=4, switch=True))
    world.crowd(22, every=10 * MINUTE)
    assert world.switch() is not None
    assert len(world.heard()) == 3
    world.pass_time(timedelta(hours=4))
    assert world.switch() is None
    world.close()


def test_a_switch_that_a_colleague_turned_off_stays_off(tmp_path: Path) -> None:
    world = Crowd(tmp_path, alarm=Alarm(people=4, switch=True))
    world.crowd(4)
    turn_off(world.store, "acme", world.clock)
    world.crowd(30, every=5 * MINUTE)
    assert world.switch() is None
    world.close()


@pytest.mark.practice(46)
def test_two_that_race_raise_one(crowd: Crowd) -> None:
    for _ in range(8):
        crowd.write()
    mine = crowd.tools

    class Late:
        """Another instance raises it just before this one writes."""

        def __getattr__(self, name: str) -> Any:
            return getattr(mine.store, name)

        def commit(self, now: Any, *writes: Any) -> Any:
            if any(isinstance(one, Create) and isinstance(one.doc, Notice) for one in writes):
                crowd.clock += 45 * MINUTE  # in another hour
                spikes(replace(mine, reminded={}))
            return mine.store.commit(now, *writes)

    spikes(replace(mine, store=Late(), reminded={}))
    crowd.pass_time(MINUTE)
    assert len(crowd.alarms) == 3
    assert len(crowd.heard()) == 3


@pytest.mark.practice(46)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whenever_it_dies_the_alarm_is_told_once_and_the_switch_is_on(tmp_path: Path, after: bool) -> None:
    died = 0
    for call in range(1, 100):
        folder = tmp_path / str(call)
        folder.mkdir()
        world = Crowd(folder, alarm=Alarm(people=4, switch=True))
        for _ in range(4):
            world.write()
        fuse = world.fuse
        fuse.calls, fuse.at, fuse.after = 0, call, after
        try:
            watch(world.tools)
        except Crash:
            died += 1
            world.restart()
        else:
            world.close()
            break
        world.pass_time(10 * MINUTE)
        assert len(world.alarms) == 3
        assert len(world.heard()) <= 3
        assert len(set(world.heard())) == len(world.heard())
        assert len(world.heard()) >= 2, "a mail whose answer was lost is not sent again"
        assert world.switch() is not None
        world.close()
    assert died > 20


@pytest.mark.practice(46)
def test_while_nothing_happens_it_asks_one_question(crowd: Crowd) -> None:
    crowd.crowd(3)
    asked: list[str] = []

    class Counted:
        def find(self, query: Any, *given: Any, **more: Any) -> Any:
            asked.append(query.name)
            return crowd.store.find(query, *given, **more)

        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(crowd.store, name)

    tools = replace(crowd.tools, store=Counted(), reminded={}, usual={})
    assert spikes(tools) == 0
    assert asked == ["waiting"]
    crowd.crowd(5)
    asked.clear()
    assert spikes(replace(tools, reminded=crowd.tools.reminded)) == 0
    assert asked == [], "it has been told"


@pytest.mark.practice(46)
def test_the_digests_of_a_week_tell_what_is_usual(tmp_path: Path) -> None:
    world = Crowd(tmp_path)
    for day in range(8):
        world.clock = NOON + timedelta(days=day, hours=-3)
        world.tick(with_digest=True)
        world.clock = NOON + timedelta(days=day)
        for _ in range(5 if day < 7 else 9):
            world.write()
        world.clock += MINUTE
        world.tick()
    latest = max(
        (kept.doc for kept in world.store.find(DIGESTS, world.clock, equal=("acme",))), key=lambda one: one.day
    )
    assert latest.summary["angry_hour"] == 5
    assert latest.summary[USUAL] == 5.0
    assert world.alarms == []
    world.write()
    world.pass_time(MINUTE)
    assert "10 different people" in world.text()
    world.close()
