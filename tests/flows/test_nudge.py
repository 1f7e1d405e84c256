"""The hourly word to those on duty, and the alarm when nobody is there: once, to the right ones, and never at home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.brands.circle import Quiet
from shared.core.calendar import Calendar
from shared.core.claims import ClaimState
from shared.core.course import Pause, Reason
from shared.core.errors import PlatformUnavailable
from shared.core.ledger import Entry, State, indexed
from shared.core.ports import WAITING, Query, Replace
from shared.flows._holds import paused
from shared.flows._owed import owed
from tests.flows._teams import ZONE, Team, Unwilling, anna, bo, shift
from tests.flows.world import NOON, Fuse

SLACK = "slack:HEARD_SLACK_ANNA"
HOUR = timedelta(hours=1)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Team]:
    """Anna and Bo are on duty while the brand serves, 9 to 18."""
    made = Team(tmp_path, anna(), bo())
    yield made
    made.close()


def subjects(world: Team) -> dict[str, str]:
    return {one.to: one.subject for one in world.notices("nudge")}


def said(world: Team, about: str) -> list[str]:
    """To whom Notices of one sort have left."""
    return [mail.to for mail in world.mails if mail.key.startswith(f"{about}/")]


@pytest.mark.practice(11)
def test_after_an_hour_each_hears_of_their_own_and_of_the_longest_wait(pair: Team) -> None:
    oldest = pair.wait("Anna", since=NOON)
    pair.wait("Anna", since=NOON + timedelta(minutes=2))
    pair.wait("Bo", since=NOON + timedelta(minutes=1))
    pair.clock = NOON + HOUR - timedelta(minutes=1)
    pair.tick()
    assert subjects(pair) == {}
    pair.later(minutes=5)
    assert subjects(pair) == {SLACK: "2 people wait · Acme", "bo@acme.example": "1 person waits · Acme"}
    (text,) = [mail.text for mail in pair.mails if mail.to == SLACK]
    assert "2 people wait for you." in text
    assert "The longest wait began at 12:00 today: 1 h 04 min of service time." in text
    assert f"Answer the oldest: https://desk.example/acme/{oldest.key[:6]}/Anna/nudge.acme." in text
    assert "vegan" not in text


@pytest.mark.practice(11)
def test_once_an_hour_however_often_it_ticks_and_whichever_instance_does(pair: Team) -> None:
    pair.wait("Anna")
    pair.clock = NOON + HOUR + timedelta(minutes=10)  # 13:10
    for _ in range(3):
        pair.tick()
        pair.tools = replace(pair.tools, reminded={})
    assert len(pair.notices("nudge")) == 1
    pair.later(minutes=49)
    assert len(pair.notices("nudge")) == 1
    pair.later(minutes=1)
    assert len(pair.notices("nudge")) == 2
    assert said(pair, "nudge") == [SLACK, SLACK]


@pytest.mark.practice(45)
def test_what_a_colleague_at_home_was_asked_is_told_to_a_lead_who_is_there(tmp_path: Path) -> None:
    world = Team(tmp_path, anna(shifts=shift(9, 12)), bo(lead=True))
    world.wait("Anna", since=NOON - HOUR)
    world.wait(None, since=NOON - HOUR)
    world.clock = NOON + timedelta(minutes=5)
    world.tick()
    assert subjects(world) == {"bo@acme.example": "2 people wait · Acme"}
    world.close()


def test_what_was_nobodys_is_told_to_those_who_read_the_brands_mail_where_no_lead_is_there(pair: Team) -> None:
    pair.wait(None)
    pair.clock = NOON + HOUR
    pair.tick()
    assert set(subjects(pair)) == set(pair.brand.recipients)
    assert "nobody on duty was asked" in pair.notices("nudge")[0].text


def test_two_who_share_a_channel_each_hear_of_their_own(tmp_path: Path) -> None:
    world = Team(tmp_path, anna(), anna(name="Cy", signature="Cy"))
    world.wait("Anna")
    world.wait("Cy")
    world.clock = NOON + HOUR
    world.tick()
    assert sorted(mail.text.splitlines()[0] for mail in world.mails) == ["For Anna.", "For Cy."]
    world.close()


SILENT: dict[str, tuple[dict[str, Any], timedelta]] = {
    "closed by the calendar": ({"team": (anna(shifts=shift(9, 23)),)}, timedelta(hours=7)),
    "quiet hours": ({"quiet": Quiet(start=12 * 60, end=14 * 60)}, HOUR),
    "a team that cannot be told": ({"team": (anna(slack=None),)}, HOUR),
    "no team": ({"team": ()}, HOUR),
    "an hour that was not one of service": ({"calendar": Calendar(zone=ZONE, week=(((780, 1080),),) * 7)}, 1.5 * HOUR),
}


@pytest.mark.practice(45)
@pytest.mark.parametrize(("fields", "later"), SILENT.values(), ids=SILENT.keys())
def test_nobody_is_pressed(tmp_path: Path, fields: dict[str, Any], later: timedelta) -> None:
    world = Team(tmp_path, anna())
    world.change(**fields)
    world.wait("Anna")
    world.clock = NOON + later
    world.tick()
    assert world.notices("nudge") == []
    world.close()


def test_for_whom_a_colleague_waits_is_not_owed(pair: Team) -> None:
    """It is the person's turn, or somebody else's: paused as the desk does it. A pause that is over counts no more."""
    for number, until in enumerate((None, NOON + timedelta(minutes=30))):
        entry = pair.wait("Anna" if number == 0 else "Bo")
        kept = pair.store.get(Entry, entry.key, pair.clock)
        assert kept is not None
        pause = Pause(reason=Reason.CUSTOMER, who="Anna", since=NOON, until=until)
        held = paused(kept.doc, pause, pair.tools.regime(pair.brand))
        pair.store.commit(pair.clock, Replace(indexed(held), kept.revision))
    pair.clock = NOON + HOUR
    pair.later(minutes=5)
    assert subjects(pair) == {"bo@acme.example": "1 person waits · Acme"}


def test_who_was_answered_no_longer_waits(pair: Team) -> None:
    pair.ends(pair.wait("Anna"), State.ANSWERED_BY_COLLEAGUE)
    pair.clock = NOON + HOUR
    pair.tick()
    assert pair.notices("nudge") == []


def test_a_word_that_could_not_be_said_for_two_hours_is_said_no_more(tmp_path: Path) -> None:
    world = Team(tmp_path, anna(), recipients=())
    entry = world.wait("Anna")
    willing, unwilling = world.tools.notifier, Unwilling(world, PlatformUnavailable("slack", "send", "no connection"))
    world.tools = replace(world.tools, notifier=unwilling)
    world.clock = NOON + HOUR
    world.tick()
    assert unwilling.asked == 1
    world.ends(entry, State.ANSWERED_BY_COLLEAGUE)
    world.tools = replace(world.tools, notifier=willing)
    world.later(hours=2, minutes=1)
    assert said(world, "nudge") == []
    assert [one.claim.state for one in world.notices("nudge")] == [ClaimState.DROPPED]
    world.close()


class Asked:
    """A store that remembers what it was asked."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.queries: list[str] = []

    def find(self, query: Query, *args: Any, **asked: Any) -> Any:
        self.queries.append(query.name)
        return self._inner.find(query, *args, **asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_a_minute_asks_once_for_a_brand_and_not_at_all_once_it_has_been_said(pair: Team) -> None:
    asked = Asked(pair.store)
    pair.tools = replace(pair.tools, store=asked)
    pair.clock = NOON + HOUR
    owed(pair.tools)
    assert asked.queries.count(WAITING.name) == 1
    pair.wait("Anna")
    pair.clock += timedelta(minutes=5)
    owed(pair.tools)
    assert len(pair.notices("nudge")) == 1
    asked.queries.clear()
    pair.clock += timedelta(minutes=1)
    owed(pair.tools)
    assert asked.queries.count(WAITING.name) == 0


# --- nobody there ---


@pytest.mark.practice(32)
def test_where_nobody_has_been_there_for_half_an_hour_a_lead_is_told_once_a_day(tmp_path: Path) -> None:
    world = Team(tmp_path, anna(shifts=shift(9, 12)), bo(lead=True, shifts=shift(9, 12)))
    world.wait("Anna", since=NOON - timedelta(minutes=5))
    world.clock = NOON + timedelta(minutes=29)
    world.tick()
    assert world.notices("silence") == []
    world.later(minutes=1)
    world.tools = replace(world.tools, reminded={})
    world.later(hours=2)
    (notice,) = world.notices("silence")
    assert notice.to == "bo@acme.example"
    assert notice.subject == "Nobody on duty, 1 person waits · Acme"
    assert "correct the shifts" in notice.text
    assert said(world, "silence") == ["bo@acme.example"]
    world.clock = NOON + timedelta(days=1, hours=1)
    world.tick()
    assert len(world.notices("silence")) == 2
    world.close()


@pytest.mark.practice(32)
def test_without_a_lead_whoever_reads_the_brands_mail_is_told(tmp_path: Path) -> None:
    world = Team(tmp_path, anna(shifts=shift(9, 12)))
    world.wait(None)
    world.clock = NOON + HOUR
    world.tick()
    assert {one.to for one in world.notices("silence")} == set(world.brand.recipients)
    world.close()


QUIET_NOW: dict[str, dict[str, Any]] = {
    "somebody is there": {"team": (anna(),)},
    "the brand is closed": {"calendar": shift(9, 12)},
    "it has just opened": {"calendar": Calendar(zone=ZONE, week=(((740, 1080),),) * 7)},
    "quiet hours": {"quiet": Quiet(start=12 * 60, end=14 * 60)},
    "no team": {"team": ()},
}


@pytest.mark.parametrize("fields", QUIET_NOW.values(), ids=QUIET_NOW.keys())
def test_there_is_no_alarm_where_there_is_nothing_to_be_alarmed_about(tmp_path: Path, fields: dict[str, Any]) -> None:
    world = Team(tmp_path, anna(shifts=shift(9, 12)))
    world.change(**fields)
    world.wait(None)
    world.clock = NOON + timedelta(minutes=45)
    world.tick()
    assert world.notices("silence") == []
    world.close()


def test_nobody_waits_and_nobody_is_told(tmp_path: Path) -> None:
    world = Team(tmp_path, anna(shifts=shift(9, 12)))
    world.clock = NOON + HOUR
    world.tick()
    assert world.notices("silence") == []
    world.close()


@pytest.mark.practice(15)
def test_a_word_that_others_get_instead_holds_no_link_in_the_colleagues_name(tmp_path: Path) -> None:
    world = Team(tmp_path, anna())
    world.refuses.add(SLACK)
    world.wait("Anna")
    world.clock = NOON + HOUR
    world.tick()
    world.later(minutes=1)
    assert said(world, "nudge") == list(world.brand.recipients)
    for mail in world.mails:
        assert "/anybody/" in mail.text
        assert "/Anna/" not in mail.text + str(mail.links)
    world.close()


# --- dying anywhere ---


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("refused", [False, True], ids=["taken", "refused"])
def test_whatever_call_a_process_dies_at_nobody_hears_it_twice_and_it_comes_to_rest(
    tmp_path: Path, after: bool, refused: bool
) -> None:
    for number in range(1, 100):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = Team(folder, anna(mail="anna@acme.example"), bo(), fuse=(fuse := Fuse()))
        world.wait("Anna")
        world.wait("Bo")
        if refused:
            world.refuses.add(SLACK)
        world.clock = NOON + HOUR
        fuse.calls, fuse.at, fuse.after = 0, number, after
        world.tick()
        fuse.at = 0
        for _ in range(5):
            world.later(minutes=2)
        heard = Counter((mail.to, mail.key) for mail in world.mails)
        assert all(times == 1 for times in heard.values()), f"call {number}, {fuse.names}: {heard}"
        assert all(one.claim.settled for one in world.notices("nudge")), f"call {number}, {fuse.names}"
        to_anna = ("nudge/acme/2026-10-13T13/Anna/" + SLACK) + ("/anna@acme.example" if refused else "")
        lost = [one.key for one in world.notices("nudge") if one.claim.state is ClaimState.UNCERTAIN]
        assert len(lost) <= (1 if fuse.names else 0), "only the one that was on the wire"
        assert lost or to_anna in {key for _, key in heard}, f"call {number}, {fuse.names}: {heard}"
        world.close()
        if not fuse.names:
            return
    raise AssertionError("there is always another call")
