"""Who is asked: by shift, language and platform, the same colleague again, and no one more than their share."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.brands.circle import Quiet
from shared.brands.compiled import Brand, Colleague
from shared.core.calendar import Calendar
from shared.core.ledger import Entry
from shared.flows import _roster as roster

ZONE = "Europe/Oslo"
NOON = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Oslo
NIGHT = NOON + timedelta(hours=10)


def shift(opens: int, closes: int) -> Calendar:
    """Every day, from one local hour to another."""
    return Calendar(zone=ZONE, week=(((opens * 60, closes * 60),),) * 7)


def colleague(name: str, **fields: Any) -> Colleague:
    return Colleague(name=name, signature=name, **fields)


def brand(*team: Colleague, **fields: Any) -> Brand:
    return Brand(
        key="acme", name="Acme", short="Acme", zone=ZONE, languages=("en",), team=team,
        **{"calendar": shift(9, 18), "recipients": ("all@acme.example",)} | fields,
    )  # fmt: skip


def names(found: list[Colleague]) -> list[str]:
    return [one.name for one in found]


def waiting(*assignees: str) -> list[Entry]:
    return [
        Entry(key=str(n), brand="acme", platform="x", account="1", object=str(n), opened_at=NOON, received_at=NOON,
              assignee=name)
        for n, name in enumerate(assignees)
    ]  # fmt: skip


def chosen(of: Brand, at: datetime = NOON, *, load: tuple[str, ...] = (), **asked: Any) -> str | None:
    found = roster.choose(of, at, waiting=lambda: waiting(*load), **asked)
    return None if found is None else found.name


# --- on duty ---


def test_without_shifts_of_their_own_a_colleague_works_while_the_brand_serves() -> None:
    team = brand(colleague("Anna"), colleague("Bo", shifts=shift(18, 23)))
    assert names(roster.on_duty(team, NOON)) == ["Anna"]
    assert names(roster.on_duty(team, NOON + timedelta(hours=8))) == ["Bo"]
    assert names(roster.on_duty(team, NIGHT + timedelta(hours=3))) == []


def test_who_is_away_is_not_on_duty_on_any_of_the_days_in_the_brands_zone() -> None:
    away = ((date(2026, 10, 13), date(2026, 10, 14)),)
    team = brand(colleague("Anna", away=away, shifts=shift(0, 24)))
    midnight = datetime(2026, 10, 12, 22, 0, tzinfo=UTC)  # 13 October in Oslo
    second = timedelta(seconds=1)
    assert roster.on_duty(team, midnight - second)
    assert not roster.on_duty(team, midnight)
    assert not roster.on_duty(team, midnight + timedelta(days=2) - second)
    assert roster.on_duty(team, midnight + timedelta(days=2))


WIDER = {
    "language and platform": ({"language": "nb-NO", "platform": "x"}, ["Anna", "Cy"]),
    "nobody knows the language: the platform": ({"language": "zh", "platform": "x"}, ["Cy"]),
    "nobody but one knows the platform": ({"language": "zh", "platform": "youtube"}, ["Cy"]),
    "the language alone": ({"language": "lv", "platform": None}, ["Bo", "Cy"]),
    "whatever it is": ({"language": None, "platform": None}, ["Anna", "Bo", "Cy"]),
}


@pytest.mark.parametrize(("asked", "expected"), WIDER.values(), ids=WIDER.keys())
def test_those_who_know_the_language_and_the_platform_come_first(asked: Any, expected: list[str]) -> None:
    team = brand(
        colleague("Anna", languages=("nb", "en"), platforms=("x",)),
        colleague("Bo", languages=("lv",), platforms=("facebook",)),
        colleague("Cy"),
    )
    assert names(roster.on_duty(team, NOON, **asked)) == expected


def test_where_nobody_fits_all_on_duty_are_asked() -> None:
    team = brand(colleague("Anna", platforms=("x",), languages=("nb",)))
    assert names(roster.on_duty(team, NOON, language="zh", platform="youtube")) == ["Anna"]
    assert names(roster.on_duty(team, NOON, language="zh", platform="x")) == ["Anna"]


def test_where_nobody_is_on_duty_a_lead_is_asked_unless_away() -> None:
    today = ((date(2026, 10, 13), date(2026, 10, 13)),)
    team = brand(colleague("Anna"), colleague("Bo", lead=True, away=today), colleague("Cy", lead=True))
    assert names(roster.on_duty(team, NIGHT)) == ["Cy"]
    assert names(roster.on_duty(brand(colleague("Anna")), NIGHT)) == []


# --- chosen ---


def test_a_named_colleague_wins_off_duty_too_but_not_on_holiday() -> None:
    today = ((date(2026, 10, 13), date(2026, 10, 13)),)
    assert chosen(brand(colleague("Anna"), colleague("Bo", shifts=shift(20, 22))), to="Bo") == "Bo"
    assert chosen(brand(colleague("Anna"), colleague("Bo", away=today)), to="Bo") == "Anna"
    assert chosen(brand(colleague("Anna")), to="somebody who has left") == "Anna"


@pytest.mark.practice(43)
def test_whoever_looked_after_a_person_before_does_so_again_while_on_duty() -> None:
    team = brand(colleague("Anna"), colleague("Bo"), colleague("Cy", shifts=shift(20, 22)))
    assert chosen(team, before="Bo", load=("Bo",) * 9) == "Bo"
    assert chosen(team, before="Cy", load=("Bo",)) == "Anna"


@pytest.mark.practice(45)
def test_whoever_has_the_fewest_that_wait_is_next_and_a_tie_falls_by_the_conversation() -> None:
    team = brand(colleague("Anna"), colleague("Bo"), colleague("Cy"))
    assert chosen(team, load=("Anna", "Anna", "Bo", "Cy", "Cy")) == "Bo"
    assert {chosen(team, conversation=str(n)) for n in range(40)} == {"Anna", "Bo", "Cy"}
    assert len({chosen(team, conversation="one") for _ in range(5)}) == 1


def test_nothing_is_counted_where_there_is_nobody_to_choose_between() -> None:
    def never() -> list[Entry]:
        raise AssertionError("asked")

    for team in (brand(), brand(colleague("Anna")), brand(colleague("Anna"), colleague("Bo", shifts=shift(20, 22)))):
        roster.choose(team, NOON, waiting=never)
    roster.choose(brand(colleague("Anna"), colleague("Bo")), NOON, waiting=never, to="Bo")
    roster.choose(brand(colleague("Anna"), colleague("Bo")), NOON, waiting=never, before="Bo")


@st.composite
def teams(draw: st.DrawFn) -> Brand:
    """Two to six colleagues with shifts of four to ten hours that begin anywhere in the day."""
    team = []
    for number in range(draw(st.integers(2, 6))):
        opens = draw(st.integers(0, 18))
        closes = min(24, opens + draw(st.integers(4, 10)))
        team.append(colleague(f"C{number}", shifts=shift(opens, closes), lead=draw(st.booleans())))
    return brand(*team, calendar=Calendar(zone=ZONE))


@pytest.mark.practice(45)
@settings(max_examples=25, deadline=None)
@given(teams(), st.integers(0, 2**32))
def test_in_a_day_of_500_nobody_has_a_quarter_more_than_their_share_and_nobody_off_duty_any(
    team: Brand, seed: int
) -> None:
    """Each answers what they have within the hour. A share is the sum over the day of one by how many were on duty."""
    start = datetime(2026, 10, 12, 22, 0, tzinfo=UTC)
    open_ones: list[tuple[datetime, str]] = []
    got: Counter[str] = Counter()
    share: Counter[str] = Counter()
    for number in range(500):
        at = start + number * timedelta(days=1) / 500
        open_ones = [one for one in open_ones if at - one[0] < timedelta(hours=1)]
        load = [name for _, name in open_ones]
        name = chosen(team, at, load=tuple(load), conversation=f"{seed}/{number}")
        there = [one.name for one in team.team if roster.at_work(one, team, at)]
        if not there:
            continue
        assert name in there
        got[name] += 1
        share.update({one: 1 / len(there) for one in there})
        open_ones.append((at, name))
    for name, number in got.items():
        assert number <= max(1.25 * share[name], share[name] + 12), f"{name}: {number} of {share[name]:.0f}"


# --- when to be told ---


def test_somebody_on_duty_is_told_at_once_and_somebody_at_home_when_they_come() -> None:
    anna, bo = colleague("Anna"), colleague("Bo", shifts=shift(20, 22))
    team = brand(anna, bo)
    assert roster.tell_at(team, anna, NOON) == NOON
    assert roster.tell_at(team, bo, NOON) == NOON + timedelta(hours=8)
    assert roster.tell_at(team, bo, NOON, urgent=True) == NOON


def test_after_a_holiday_means_when_the_next_shift_begins() -> None:
    anna = colleague("Anna", away=((date(2026, 10, 13), date(2026, 10, 16)), (date(2026, 10, 17), date(2026, 10, 18))))
    assert roster.tell_at(brand(anna), anna, NOON) == datetime(2026, 10, 19, 7, 0, tzinfo=UTC)


def test_quiet_hours_hold_for_everybody_over_midnight_and_over_a_change_of_the_clocks() -> None:
    team = brand(quiet=Quiet(start=22 * 60, end=7 * 60), calendar=Calendar(zone=ZONE))
    saturday = datetime(2026, 10, 24, 21, 30, tzinfo=UTC)  # 23:30; the night has 25 hours
    assert roster.tell_at(team, None, saturday) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    assert roster.tell_at(team, None, saturday - timedelta(hours=2)) == saturday - timedelta(hours=2)
    assert roster.tell_at(team, None, datetime(2026, 10, 25, 5, 59, tzinfo=UTC)) == datetime(
        2026, 10, 25, 6, tzinfo=UTC
    )


def test_a_shift_that_begins_in_the_quiet_hours_begins_with_their_end() -> None:
    anna = colleague("Anna", shifts=shift(6, 14))
    team = brand(anna, quiet=Quiet(start=21 * 60, end=8 * 60))
    assert roster.tell_at(team, anna, NIGHT) == datetime(2026, 10, 14, 6, 0, tzinfo=UTC)


def test_a_shift_within_quiet_hours_is_never_a_reason_to_wait_for_ever() -> None:
    anna = colleague("Anna", shifts=shift(1, 5))
    assert roster.tell_at(brand(anna, quiet=Quiet(start=0, end=6 * 60)), anna, NOON) < NOON + timedelta(days=61)


@given(
    st.integers(0, 364 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 18),
    st.integers(0, 23 * 60),
    st.integers(1, 10),
)
def test_whoever_is_told_is_on_duty_and_it_is_not_quiet(at: datetime, opens: int, quiet: int, span: int) -> None:
    anna = colleague("Anna", shifts=shift(opens, opens + 6), away=((date(2026, 3, 1), date(2026, 3, 9)),))
    end = (quiet + span * 30) % (24 * 60)
    team = brand(anna, quiet=Quiet(start=quiet, end=end))
    told = roster.tell_at(team, anna, at)
    assert at <= told
    assert roster.at_work(anna, team, told)
    assert roster.quiet_ends(team.quiet, team.calendar, told) == told


# --- silence ---


def test_alone_means_that_the_brand_served_all_the_while_and_nobody_worked_in_any_of_it() -> None:
    team = brand(colleague("Anna", shifts=shift(9, 12)))
    half = timedelta(minutes=30)
    assert not roster.alone_since(team, NOON + timedelta(minutes=29), half)
    assert roster.alone_since(team, NOON + half, half)
    assert not roster.alone_since(team, NOON + timedelta(hours=6, minutes=10), half), "the brand closes at 18"
    assert not roster.alone_since(replace(team, team=(*team.team, colleague("Bo"))), NOON + half, half)


def test_who_is_next_is_whose_shift_begins_first() -> None:
    team = brand(colleague("Anna", shifts=shift(10, 12)), colleague("Bo", shifts=shift(8, 9)))
    found = roster.next_back(team, NIGHT)
    assert found is not None
    assert found.name == "Bo"
    assert roster.next_back(brand(), NIGHT) is None
