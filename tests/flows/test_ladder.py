"""The ladder: who hears that somebody waits too long, when, and that nobody hears it twice or at home."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.circle import Hook, Quiet, Schedule, Step, Target, Targets, Tell
from shared.brands.compiled import Colleague
from shared.clocks.looks import timed
from shared.clocks.targets import RESPONSE
from shared.core.calendar import Calendar
from shared.core.claims import ReadBack
from shared.core.course import Pause, Reason
from shared.core.decision import Act
from shared.core.errors import PlatformUnavailable
from shared.core.ledger import CardState, Entry, Notice, State, indexed
from shared.core.ports import DUE, Create, Put, Replace
from shared.core.sla import Aim, By
from shared.flows import watch as watching
from shared.flows._delivering import retract
from shared.flows._ladder import climb
from shared.flows.watch import LONGEST, watch
from tests.flows._teams import Team, anna, bo, draft, shift
from tests.flows.world import NOON, Crash, Fuse

MINUTE = timedelta(minutes=1)
RISK = Step(key="risk-person", tell=Tell.PERSON)
BREACH = Step(key="breach-person", tell=Tell.PERSON, after=0.0)
LEAD = Step(key="30-lead", tell=Tell.LEAD, after=1800.0)
MANAGER = Step(key="60-manager", tell=Tell.MANAGER, after=3600.0)
LADDER = (RISK, BREACH, LEAD, MANAGER)
ABOUT = ("risk", "breach", "escalated", "reassigned")
ANNA = "slack:HEARD_SLACK_ANNA"
BO, CY, DI = "bo@acme.example", "cy@acme.example", "di@acme.example"
HOOK = "hook:HEARD_ALERTS_URL:HEARD_ALERTS_SECRET"


def cy(**fields: Any) -> Colleague:
    return bo(name="Cy", signature="Cy", mail=CY, **fields)


def di(**fields: Any) -> Colleague:
    return bo(name="Di", signature="Di", mail=DI, **fields)


def team(folder: Path, *people: Colleague, **fields: Any) -> Team:
    return Team(folder, *people, **{"ladder": LADDER} | fields)


@pytest.mark.parametrize("readers", [("desk@acme.example",), ()])
def test_what_waited_for_a_colleague_who_has_left_goes_to_others(tmp_path: Path, readers: tuple[str, ...]) -> None:
    """Anna is told at 15:00, when she is back, and by then she is not in the team any more."""
    late, there = cy(shifts=shift(15, 18)), bo(shifts=shift(9, 10))
    world = team(tmp_path, late, recipients=readers)
    waits(world, "Cy")
    world.clock = NOON + timedelta(minutes=125)
    world.tick()
    assert [one.to for one in world.notices("breach")] == [CY]
    world.change(team=(there,))
    world.clock = NOON + timedelta(hours=3, minutes=1)
    world.tick()
    world.run(NOON + timedelta(hours=21, minutes=30))
    mails = [mail for mail in world.mails if mail.key.startswith("breach/")]
    assert [mail.to for mail in mails] == [readers[0] if readers else BO]
    (mail,) = mails
    assert mail.sent_at == NOON + (timedelta(hours=3, minutes=1) if readers else timedelta(hours=21))
    assert "/anybody/" in dict(mail.links)["Answer or approve"]
    assert dict(mail.links)["Answer or approve"] in mail.text
    world.close()


def test_a_step_that_is_moved_is_not_told_again_to_who_has_heard_it(tmp_path: Path) -> None:
    """The ladder is edited while they wait: the step has another name, and Bo knows."""
    world = team(tmp_path, anna(), bo(lead=True))
    entry = waits(world)
    climbed(world, NOON + timedelta(minutes=151))
    world.change(ladder=(RISK, BREACH, msgspec.structs.replace(LEAD, key="45-lead", after=2700.0)))
    assert climbed(world, NOON + timedelta(minutes=170)) == []
    assert "45-lead" in read(world, entry).clocks[RESPONSE].told
    world.close()


def test_who_has_left_leaves_nobody_untold_where_no_mail_of_the_brands_is_read(tmp_path: Path) -> None:
    """Anna was asked and is in the team no more; Bo, who is no lead, begins at 15:00."""
    world = team(tmp_path, bo(shifts=shift(15, 18)), recipients=())
    waits(world, "Anna")
    assert climbed(world, NOON + timedelta(hours=4)) == [("15:00", "breach", BO)]
    world.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Team]:
    """Anna answers, Bo leads, Cy manages; service from 9 to 18, an answer promised within two hours."""
    made = team(tmp_path, anna(), bo(lead=True), cy(manager=True))
    yield made
    made.close()


def waits(world: Team, name: str | None = "Anna", *, aims: tuple[Aim, ...] = (), **fields: Any) -> Entry:
    """Somebody who waits since now, with clocks as `acknowledge` plans them."""
    entry = world.page(world.somebody(), assignee=name, handed_at=world.clock, **fields)
    if aims:
        clock = msgspec.structs.replace(entry.clocks[RESPONSE], aims=aims)
        entry = msgspec.structs.replace(entry, clocks={RESPONSE: clock})
    entry = indexed(timed(entry, world.tools.regime(world.brand)))
    assert world.store.commit(world.clock, Create(entry)) is not None
    return entry


def now_is(world: Team, entry: Entry, **fields: Any) -> Entry:
    """Something about it has changed, and its clocks were worked out anew."""
    kept = world.store.get(Entry, entry.key, world.clock)
    assert kept is not None
    changed = indexed(timed(msgspec.structs.replace(kept.doc, **fields), world.tools.regime(world.brand)))
    assert world.store.commit(world.clock, Replace(changed, kept.revision)) is not None
    return changed


def read(world: Team, entry: Entry) -> Entry:
    kept = world.store.get(Entry, entry.key, world.clock)
    assert kept is not None
    return kept.doc


def climbed(world: Team, until: datetime) -> list[tuple[str, str, str]]:
    """A tick each minute: local time, what for and to whom, of all that the ladder says."""
    said = []
    while world.clock < until:
        world.clock += MINUTE
        before = len(world.mails)
        world.tick()
        new = [mail for mail in world.mails[before:] if mail.key.partition("/")[0] in ABOUT]
        said += [(f"{world.clock + timedelta(hours=2):%H:%M}", mail.key.partition("/")[0], mail.to) for mail in new]
    return said


# --- who and when ---


def test_each_step_is_told_to_its_own_at_its_moment_and_never_again(world: Team) -> None:
    entry = waits(world)
    assert climbed(world, NOON + timedelta(hours=5)) == [
        ("13:30", "risk", ANNA),
        ("14:00", "breach", ANNA),
        ("14:30", "escalated", BO),
        ("15:00", "escalated", CY),
    ]
    told = read(world, entry).clocks[RESPONSE].told
    assert {name: at - NOON for name, at in told.items()} == {
        "risk-person": timedelta(minutes=90),
        "breach-person": timedelta(minutes=120),
        "30-lead": timedelta(minutes=150),
        "60-manager": timedelta(minutes=180),
    }


def test_what_is_told_says_since_when_how_late_and_who_was_asked_but_not_what_was_written(world: Team) -> None:
    waits(world, aims=(Aim(seconds=7200.0, service=True, name="gold"),))
    climbed(world, NOON + timedelta(minutes=151))
    risk, breach, escalated = [mail for mail in world.mails if mail.key.partition("/")[0] in ABOUT]
    assert risk.subject == "At risk: a comment on facebook · Acme"
    assert "The wait began at 12:00 today. By 13:30 today it was 1 h 30 min of service time, 30 min less" in risk.text
    assert "Promised by 14:00 today, as gold says." in risk.text
    assert "Anna was asked." in risk.text
    assert "2 h 00 min of service time, 0 s more than promised." in breach.text
    assert "2 h 30 min of service time, 30 min more than promised." in escalated.text
    assert "For Bo." in escalated.text
    assert [label for label, _ in escalated.links] == ["Answer or approve", "Open it"]
    assert not any("vegan" in mail.text or "Zoë" in mail.text for mail in world.mails)


def test_after_a_long_outage_of_ours_being_at_risk_is_not_told_beside_being_late(world: Team) -> None:
    waits(world)
    world.clock = NOON + timedelta(hours=4)
    world.tick()
    said = {(mail.key.partition("/")[0], mail.to) for mail in world.mails if mail.key.partition("/")[0] in ABOUT}
    assert said == {("breach", ANNA), ("escalated", BO), ("escalated", CY)}


def test_whoever_was_told_as_the_one_who_is_asked_is_not_told_again_as_the_lead(tmp_path: Path) -> None:
    world = team(tmp_path, anna(lead=True), cy(manager=True))
    waits(world)
    assert climbed(world, NOON + timedelta(hours=4)) == [
        ("13:30", "risk", ANNA),
        ("14:00", "breach", ANNA),
        ("15:00", "escalated", CY),
    ]
    world.close()


def test_the_same_holds_where_all_steps_come_at_once(tmp_path: Path) -> None:
    world = team(tmp_path, anna(lead=True, manager=True))
    waits(world)
    world.clock = NOON + timedelta(hours=4)
    world.tick()
    assert [mail.key.partition("/")[0] for mail in world.mails if mail.key.partition("/")[0] in ABOUT] == ["breach"]
    world.close()


LEADS = {
    "on duty": ((bo(lead=True), cy(lead=True, shifts=shift(20, 22))), [BO], set()),
    "all on duty": ((bo(lead=True), cy(lead=True)), [BO, CY], set()),
    "nobody on duty, one of them away": (
        (bo(lead=True, away=((NOON.date(), NOON.date()),)), cy(lead=True, shifts=shift(20, 22))),
        [],
        {CY},  # told when Cy comes
    ),
    "all away": ((bo(lead=True, away=((NOON.date(), NOON.date()),)),), [], {BO}),
    "no lead at all": ((bo(),), [], set()),
}


@pytest.mark.practice(45)
@pytest.mark.parametrize(("others", "expected", "later"), LEADS.values(), ids=LEADS.keys())
def test_of_the_leads_those_on_duty_are_told(
    tmp_path: Path, others: tuple[Colleague, ...], expected: list[str], later: set[str]
) -> None:
    world = team(tmp_path, anna(), *others)
    waits(world)
    assert [to for _, about, to in climbed(world, NOON + timedelta(hours=4)) if about == "escalated"] == expected
    assert {one.to for one in world.notices("escalated")} - set(expected) == later
    world.close()


def test_a_brand_without_a_team_is_told_of_what_is_late_and_of_nothing_else(tmp_path: Path) -> None:
    world = team(tmp_path)
    waits(world, None)
    said = climbed(world, NOON + timedelta(hours=4))
    assert said == [("14:00", "breach", to) for to in world.brand.recipients]
    world.close()


def test_that_somebody_is_at_risk_is_told_to_colleagues_alone(tmp_path: Path) -> None:
    world = team(tmp_path, anna(shifts=shift(20, 22)))
    waits(world, None)
    said = climbed(world, NOON + timedelta(hours=4))
    assert said == [("14:00", "breach", to) for to in world.brand.recipients], "nobody of the team is there"
    world.close()


def test_a_manager_is_asked_to_answer_only_where_nobody_else_is_there(tmp_path: Path) -> None:
    world = team(tmp_path, anna(shifts=shift(9, 13)), cy(manager=True))
    asked = [world.hand().entry.assignee for _ in range(4)]
    world.clock = NOON + timedelta(hours=2)
    assert (asked, world.hand().entry.assignee) == (["Anna"] * 4, "Cy")
    world.close()


def test_a_step_that_a_brand_adds_later_is_taken_and_the_old_ones_are_not_repeated(world: Team) -> None:
    world.change(ladder=(BREACH,))
    waits(world)
    assert [about for _, about, _ in climbed(world, NOON + timedelta(minutes=125))] == ["breach"]
    world.change(ladder=LADDER)
    entry = read(world, world.entries()[0])
    now_is(world, entry)
    assert climbed(world, NOON + timedelta(minutes=155)) == [("14:30", "escalated", BO)]


# --- rest ---


@pytest.mark.practice(45)
def test_at_night_nobody_is_told_and_in_the_morning_only_of_what_still_waits(tmp_path: Path) -> None:
    world = team(tmp_path, anna(), quiet=Quiet(start=13 * 60, end=16 * 60))
    answered, still = waits(world), waits(world)
    assert climbed(world, NOON + timedelta(hours=3)) == []
    world.ends(answered, State.ANSWERED_BY_COLLEAGUE)
    said = climbed(world, NOON + timedelta(hours=4, minutes=1))
    assert said == [("16:00", "breach", ANNA)], "neither the one that was answered, nor that it was at risk once"
    assert [mail.key.split("/")[2] for mail in world.mails if mail.key.startswith("breach/")] == [still.key]
    world.close()


def test_a_clock_that_waits_for_the_customer_climbs_no_step_and_is_not_looked_at(world: Team) -> None:
    entry = waits(world)
    world.clock = NOON + timedelta(minutes=80)
    pause = Pause(reason=Reason.CUSTOMER, who="Anna", since=world.clock)
    now_is(world, entry, pauses=(pause,))
    assert list(world.store.find(DUE, world.clock, until=world.clock + timedelta(hours=20))) == []
    assert climbed(world, NOON + timedelta(minutes=110)) == []
    over = msgspec.structs.replace(pause, until=world.clock)
    now_is(world, entry, pauses=(over,))  # half an hour did not count
    said = climbed(world, NOON + timedelta(minutes=152))
    assert said == [("14:00", "risk", ANNA), ("14:30", "breach", ANNA)]


def test_what_was_missed_before_the_pause_is_told_all_the_same(world: Team) -> None:
    entry = waits(world)
    climbed(world, NOON + timedelta(minutes=119))
    world.clock = NOON + timedelta(minutes=120, seconds=30)
    now_is(world, entry, pauses=(Pause(reason=Reason.THIRD_PARTY, who="Anna", since=world.clock),))
    world.clock += timedelta(seconds=30)
    world.tick()
    assert [one.to for one in world.notices("breach")] == [ANNA]


def test_of_several_targets_the_ladder_runs_from_the_first_that_is_missed(world: Team) -> None:
    entry = waits(world, aims=(Aim(seconds=7200.0, service=True), Aim(seconds=3600.0, service=True, name="vip")))
    assert climbed(world, NOON + timedelta(hours=4)) == [
        ("12:45", "risk", ANNA),
        ("13:00", "breach", ANNA),
        ("13:30", "escalated", BO),
        ("14:00", "escalated", CY),
    ]
    missed = [(aim.name, aim.breached) for aim in read(world, entry).clocks[RESPONSE].aims]
    assert missed == [("vip", NOON + timedelta(hours=1)), ("", NOON + timedelta(hours=2))]


def test_minutes_left_may_be_earlier_than_the_share(world: Team) -> None:
    world.change(targets=Targets(risk_share=0.75, risk_left=2700.0))
    waits(world)
    assert climbed(world, NOON + timedelta(minutes=100))[:1] == [("13:15", "risk", ANNA)]


def test_where_no_hours_ever_come_there_is_nothing_to_look_at(world: Team) -> None:
    world.change(calendar=Calendar(zone="Europe/Oslo", week=((),) * 7, changes=((NOON.date(), ((),) * 7),)))
    entry = waits(world)
    assert (entry.clocks[RESPONSE].due, entry.due_at) == (None, None)
    assert climbed(world, NOON + timedelta(minutes=5)) == []


# --- a webhook ---


@pytest.mark.practice(45)
def test_a_webhook_hears_of_every_step_at_once_and_without_anybodys_words(tmp_path: Path) -> None:
    quiet = Quiet(start=12 * 60, end=18 * 60)
    hook = Hook(url="HEARD_ALERTS_URL", secret="HEARD_ALERTS_SECRET")
    world = team(tmp_path, anna(), bo(lead=True), quiet=quiet, hook=hook)
    entry = waits(world)
    assert climbed(world, NOON + timedelta(hours=4)) == [
        ("13:30", "risk", HOOK),
        ("14:00", "breach", HOOK),
        ("14:30", "escalated", HOOK),
        ("15:00", "escalated", HOOK),
    ]
    (breach,) = [one for one in world.notices("breach") if one.to == HOOK]
    assert breach.data == {
        "type": "clock.breached", "brand": "acme", "platform": "facebook", "kind": "comment", "entry": entry.key,
        "clock": "response", "target": None, "due": "2026-10-13T12:00:00Z", "opened_at": "2026-10-13T10:00:00Z",
        "step": "breach-person", "assignee": "Anna", "url": "https://www.facebook.com/1",
    }  # fmt: skip
    assert "/anybody/" in breach.links[0][1], "whoever reads it is asked who they are"
    types = {one.data["type"] for about in ABOUT for one in world.notices(about)}
    assert types == {"clock.at_risk", "clock.breached", "clock.escalated"}
    world.close()


def test_a_webhook_is_told_what_happened_also_where_it_is_over_but_not_days_later(tmp_path: Path) -> None:
    hook = Hook(url="HEARD_ALERTS_URL", secret="HEARD_ALERTS_SECRET")
    world = team(tmp_path, anna(), hook=hook, ladder=(BREACH,))
    entry = waits(world)
    world.clock = NOON + timedelta(hours=2)
    down = replace(world.tools, notifier=Down())
    watch(down)
    world.ends(entry, State.ANSWERED_BY_COLLEAGUE)
    world.later(minutes=5)
    assert told_of_breaches(world) == [HOOK], "Anna need not hear of it any more"
    second = waits(world)
    world.clock = NOON + timedelta(hours=5)
    watch(replace(world.tools, notifier=Down()))
    world.ends(second, State.ANSWERED_BY_COLLEAGUE)
    world.later(days=2)
    assert told_of_breaches(world) == [HOOK]
    world.close()


def told_of_breaches(world: Team) -> list[str]:
    return [mail.to for mail in world.mails if mail.key.startswith("breach/")]


class Down:
    """A notifier that nothing gets through."""

    read_back = ReadBack.BLIND

    def send(self, _mail: Any) -> str:
        raise PlatformUnavailable("hook", "send", "no connection")


# --- somebody else is asked ---

MOVES = (BREACH, Step(key="30-lead", tell=Tell.LEAD, after=1800.0, reassign=True))


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[Team]:
    """Anna answers, Di does too, Bo leads and comes in the evening."""
    made = team(tmp_path, anna(), di(), bo(lead=True, shifts=shift(14, 22)), ladder=MOVES)
    yield made
    made.close()


def handed(world: Team, name: str = "Anna", *cards: Act) -> Entry:
    """Somebody whom a rule has handed to this colleague, with a Card."""
    entry = world.hand(cards=cards, to=name).entry
    return now_is(world, entry)


def test_where_nobody_took_it_another_one_on_duty_is_asked_and_all_three_hear_of_it(moving: Team) -> None:
    moving.clock = NOON
    entry = handed(moving, "Anna", draft("It is vegan."))
    said = climbed(moving, NOON + timedelta(minutes=151))
    assert sorted(said) == [("14:00", "breach", ANNA), ("14:30", "reassigned", BO), ("14:30", "reassigned", ANNA)]
    moved, card = read(moving, entry), moving.card(entry)
    assert card is not None
    assert (moved.assignee, card.assignee, card.state) == ("Di", "Di", CardState.OPEN)
    (asked,) = [mail for mail in moving.mails if mail.to == DI]
    assert asked.subject == "Approve: a comment on facebook · Acme"
    assert "Anna was asked first and has not taken it." in asked.text
    assert "It is vegan." in asked.text
    assert "/Di/" in asked.links[0][1]
    (told,) = [one for one in moving.notices("reassigned") if one.to == ANNA]
    assert "Anna was asked before, Di is asked now." in told.text
    assert told.data["type"] == "clock.reassigned"
    assert told.data["assignee"] == "Di"


def test_what_its_author_has_taken_back_is_not_told_to_the_next_one_in_the_morning(tmp_path: Path) -> None:
    world = team(tmp_path, anna(), di(), ladder=(Step(key="moves", tell=Tell.PERSON, after=0.0, reassign=True),))
    entry = handed(world)
    world.clock = NOON + timedelta(hours=2)
    world.change(quiet=Quiet(start=13 * 60, end=16 * 60))
    world.tick()
    assert [one.to for one in world.notices("handover") if "moved-" in one.key] == [DI]
    retract(read(world, entry), world.brand, world.tools)
    assert [one.to for one in world.notices("handover") if "moved-" in one.key] == []
    world.close()


def test_what_a_colleague_has_taken_stays_theirs(moving: Team) -> None:
    taken, on_card = handed(moving), handed(moving)
    now_is(moving, taken, taken_at=moving.clock)
    kept = moving.card(on_card)
    assert kept is not None
    moving.store.commit(moving.clock, Put(msgspec.structs.replace(kept, state=CardState.TAKEN)))
    said = climbed(moving, NOON + timedelta(minutes=151))
    assert Counter(about for _, about, _ in said) == {"breach": 2, "escalated": 2}
    assert [read(moving, one).assignee for one in (taken, on_card)] == ["Anna", "Anna"]


def test_two_moves_that_come_at_once_ask_one_other_colleague(tmp_path: Path) -> None:
    steps = (Step(key="0-person", tell=Tell.PERSON, after=0.0, reassign=True), *MOVES[1:])
    world = team(tmp_path, anna(), di(), ladder=steps)
    entry = handed(world)
    world.clock = NOON + timedelta(hours=4)
    world.tick()
    assert [one.to for one in world.notices("handover") if "moved-" in one.key] == [DI]
    assert read(world, entry).assignee == "Di"
    assert set(read(world, entry).clocks[RESPONSE].told) == {"0-person", "30-lead"}
    world.close()


def test_where_nobody_else_is_on_duty_it_stays_and_the_lead_is_told(tmp_path: Path) -> None:
    person = Step(key="30-person", tell=Tell.PERSON, after=1800.0, reassign=True)
    world = team(tmp_path, anna(), di(shifts=shift(20, 22)), bo(lead=True, shifts=shift(20, 22)), ladder=(person,))
    entry = handed(world)
    assert climbed(world, NOON + timedelta(minutes=151)) == [("14:30", "escalated", ANNA)]
    assert [one.to for one in world.notices("escalated")] == [BO, ANNA], "Bo hears of it when he comes"
    assert read(world, entry).assignee == "Anna"
    world.close()


def test_a_lead_who_has_it_and_is_alone_on_duty_is_not_asked_again(tmp_path: Path) -> None:
    world = team(tmp_path, anna(lead=True), di(shifts=shift(20, 22)), ladder=MOVES)
    handed(world)
    asked = len(world.notices("handover"))
    assert climbed(world, NOON + timedelta(minutes=151)) == [("14:00", "breach", ANNA)]
    assert (len(world.notices("handover")), world.notices("reassigned")) == (asked, [])
    world.close()


def test_the_next_one_is_timed_by_their_own_calendar_and_what_was_missed_stays_missed(moving: Team) -> None:
    late = Calendar(zone="Europe/Oslo", week=(((16 * 60, 20 * 60),),) * 7, name="late")
    moving.change(schedules=(Schedule(calendar=late, colleagues=("Di",)),))
    entry = handed(moving)
    climbed(moving, NOON + timedelta(minutes=151))
    moved = read(moving, entry)
    assert [(one.calendar, one.since) for one in moved.schedules] == [("late", NOON + timedelta(minutes=150))]
    assert moved.clocks[RESPONSE].breached == NOON + timedelta(hours=2)


# --- once ---


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_call_tells_nothing_twice_and_forgets_nothing(tmp_path: Path, after: bool) -> None:
    for number in itertools.count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        fuse = Fuse()
        world = team(folder, anna(), di(), bo(lead=True), ladder=(RISK, *MOVES), fuse=fuse)
        entry = handed(world)
        world.clock = NOON + timedelta(minutes=150)
        fuse.calls, fuse.at, fuse.after = 0, number, after
        try:
            watch(world.tools)
        except Crash:
            world.restart()
        died, fuse.at = bool(fuse.names), 0
        for _ in range(5):
            world.later(minutes=1)
        told = read(world, entry).clocks[RESPONSE].told
        assert set(told) == {"risk-person", "breach-person", "30-lead"}, number
        found = [one for about in (*ABOUT, "handover") for one in world.notices(about)]
        assert sorted((one.about, one.to) for one in found) == [
            ("breach", ANNA), ("handover", DI), ("handover", ANNA), ("reassigned", BO), ("reassigned", ANNA),
        ], number  # fmt: skip
        assert max(Counter(mail.key for mail in world.mails).values()) == 1, number
        world.close()
        if not died:
            break
    assert number > 10


def test_two_that_look_at_once_tell_once(world: Team) -> None:
    entry = waits(world)
    world.clock = NOON + timedelta(hours=2)
    (kept,) = world.store.find(DUE, world.clock, until=world.clock + MINUTE)
    watch(world.tools)
    late = watching._look(kept, watching._Regimes(world.tools), world.tools)
    assert late == 0
    assert len(world.notices("breach")) == 1
    assert climb(read(world, entry), world.tools.regime(world.brand), world.tools).steps == 0


def test_one_that_cannot_be_looked_at_keeps_none_of_the_others_waiting(
    world: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [waits(world) for _ in range(4)]
    world.clock = NOON + timedelta(hours=2)

    def poisoned(entry: Entry, *rest: Any) -> Any:
        if entry.key == entries[0].key:
            raise ValueError("poisoned")
        return climb(entry, *rest)

    monkeypatch.setattr(watching, "climb", poisoned)
    with pytest.raises(ValueError, match="poisoned"):
        watch(world.tools)
    assert len(world.notices("breach")) == 3


def test_a_run_ends_in_time_and_the_next_one_takes_the_rest(world: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        waits(world)
    world.clock = NOON + timedelta(hours=2)

    def slow(entry: Entry, *rest: Any) -> Any:
        world.clock += LONGEST / 2
        return climb(entry, *rest)

    monkeypatch.setattr(watching, "climb", slow)
    assert [watch(world.tools).breaches for _ in range(4)] == [2, 2, 1, 0]


def test_a_special_target_is_named_to_a_machine(tmp_path: Path) -> None:
    special = Target(name="vip", response=3600.0, vip=True)
    world = team(tmp_path, anna(), targets=Targets(special=(special,)))
    waits(world, aims=(Aim(seconds=3600.0, service=True, name="vip"),))
    climbed(world, NOON + timedelta(minutes=61))
    (notice,) = world.notices("breach")
    assert notice.data["target"] == "vip"
    world.close()


def test_an_answer_in_time_leaves_nothing_to_tell(world: Team) -> None:
    entry = waits(world)
    world.clock = NOON + timedelta(minutes=60)
    courses = world.tools.regime(world.brand).courses(entry)
    stopped = entry.clocks[RESPONSE].stop(world.clock, By.PERSON, courses)
    now_is(world, entry, clocks={RESPONSE: stopped})
    assert climbed(world, NOON + timedelta(hours=5)) == []
    assert not any(isinstance(one, Notice) for about in ABOUT for one in world.notices(about))
