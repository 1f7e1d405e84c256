"""Who came back, against whole days held in memory: whatever the parts and slices that they are written and read in."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.digesting import KEEP_ATTENDANCE, Attendance, attendance_key
from shared.core.errors import BackendUnavailable
from shared.core.ports import Delete
from shared.flows import _attended, _roll
from shared.flows._attended import attended
from shared.flows._roll import Attended, Roll
from tests.flows._rolls import BRAND, DAY, NOW, TODAY, Ledger, ledger, person

Who = Mapping[str, bool]
"""Of each person of a day, by name, whether they were heard."""


@pytest.fixture
def world() -> Iterator[Ledger]:
    with ledger() as made:
        yield made


def write(world: Ledger, day: date, who: Who) -> str:
    roll = Roll(BRAND, day, world.tools)
    for name, heard in sorted((person(name), heard) for name, heard in who.items()):
        roll.note(name, heard)
    return roll.close()


def told(world: Ledger, days: Mapping[date, Who]) -> dict[date, dict[str, Any]]:
    return {day: {"people": len(who), "roll": write(world, day, who)} for day, who in days.items()}


def asked(world: Ledger, days: Mapping[date, Any], *about: str, day: date = TODAY) -> Attended:
    return attended(BRAND.key, day, days, [person(name) for name in about], world.store, NOW)


def ago(days: int) -> date:
    return TODAY - days * DAY


def heard(*names: str) -> Who:
    return dict.fromkeys(names, True)


def nobody(days: int) -> dict[date, Who]:
    """So many days before today on which nobody wrote, and today."""
    return {ago(back): {} for back in range(days + 1)}


def naive(days: Mapping[date, Who], day: date, about: list[str]) -> Attended:
    """The same from whole days: every question as its words say it."""
    before = [day - n * timedelta(days=1) for n in range(1, 29)]
    unknown = [one for one in before if one not in days]
    week, later = day - timedelta(days=7), [day - n * timedelta(days=1) for n in range(7)]
    known = all(one in days for one in (week, *later))
    first = days.get(week, {})
    again = {name for one in later for name in days.get(one, {})}
    last_28 = [day - n * timedelta(days=1) for n in range(28)]
    counted = {name: sum(name in days.get(one, {}) for one in last_28) for name in about}
    back = {name for one in before for name in days.get(one, {})} & {*days.get(day, {})}
    return Attended(
        came_back=len(back) if not unknown and day in days else None,
        known_from=max(unknown) + timedelta(days=29) if unknown else None,
        days={
            person(name): number
            for name, number in counted.items()
            if number > 1 or (number == 1 and not unknown and day in days)
        },
        heard=sum(first.values()) if known else None,
        heard_back=sum(first[name] for name in first if name in again) if known else None,
        unheard=sum(not one for one in first.values()) if known else None,
        unheard_back=sum(not first[name] for name in first if name in again) if known else None,
        quiet=tuple(_quiet(days, day)),
        thank=tuple(_thank(days, day)),
    )


def _quiet(days: Mapping[date, Who], day: date) -> list[tuple[str, int]]:
    lately = [day - n * timedelta(days=1) for n in range(15)]
    if days.get(day) != {} or any(one not in days for one in lately):
        return []
    old = [day - n * timedelta(days=1) for n in range(15, 70)]
    wrote = {name: [one for one in old if name in days.get(one, {})] for one in old for name in days.get(one, {})}
    gone = [
        (max(on), len(on), person(name))
        for name, on in wrote.items()
        if len(on) >= 4 and not any(name in days[one] for one in lately)
    ]
    return [(who, number) for _, number, who in sorted(gone, reverse=True)[:12]]


def _thank(days: Mapping[date, Who], day: date) -> list[tuple[str, int]]:
    if day.day != calendar.monthrange(day.year, day.month)[1]:
        return []
    month = [one for one in days if (one.year, one.month) == (day.year, day.month) and one <= day]
    names = {name for one in month for name in days[one]}
    often = [(number, person(name)) for name in names if (number := sum(name in days[one] for one in month)) >= 4]
    return [(who, number) for number, who in sorted(often, reverse=True)[:12]] if len(month) >= 20 else []


people = st.dictionaries(st.sampled_from([f"p{n}" for n in range(30)]), st.booleans(), max_size=12)
"""Thirty people, so that they come again; `st.none` is a day that nothing is known of."""


@st.composite
def pasts(draw: st.DrawFn, day: date) -> dict[date, Who]:
    usual = draw(st.lists(people, min_size=1, max_size=6))
    days = {day - n * DAY: draw(st.sampled_from(usual)) for n in range(72)}
    for gap in draw(st.lists(st.integers(0, 71), max_size=2)):
        days.pop(day - gap * DAY, None)
    for empty in draw(st.sampled_from([range(0), range(1), range(16)])):
        if day - empty * DAY in days:
            days[day - empty * DAY] = {}
    return days


@pytest.mark.practice(41)
@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([TODAY, date(2026, 10, 31), date(2026, 9, 30)]), st.sampled_from([1, 2, 5, 16_000]))
def test_whoever_came_back_is_who_a_plain_reading_of_the_days_finds(data: st.DataObject, day: date, size: int) -> None:
    days = data.draw(pasts(day))
    about = [f"p{n}" for n in range(0, 36, 3)]
    with pytest.MonkeyPatch.context() as patch, ledger() as world:
        patch.setattr(_roll, "PART", size)
        patch.setattr(_attended, "_SLICE", size)
        assert asked(world, told(world, days), *about, day=day) == naive(days, day, about)


def test_a_day_without_a_record_is_unknown_and_it_is_said_from_when_it_is_told(world: Ledger) -> None:
    days = nobody(28) | {ago(0): heard("ana"), ago(3): heard("ana")}
    assert asked(world, told(world, days)).came_back == 1
    del days[ago(20)]
    found = asked(world, told(world, days))
    assert found.came_back is None
    assert found.known_from == ago(20) + 29 * DAY
    whole = nobody(28) | days
    tomorrow = {day + 9 * DAY: who for day, who in whole.items()}
    assert asked(world, told(world, days | tomorrow), day=ago(20) + 29 * DAY).came_back is not None


def test_racing_and_dead_runs_leave_nothing_that_counts(world: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_roll, "PART", 2)
    days = told(world, nobody(28) | {ago(0): heard("ana"), ago(1): heard("bo")})
    dead = Roll(BRAND, ago(1), world.tools)
    for who in sorted(person(name) for name in ("ana", "eva", "ida", "kim")):
        dead.note(who, heard=True)
    write(world, ago(1), heard("ana", "eva", "ida"))  # a run that lost: its record was not written
    assert asked(world, days, "ana", "bo") == Attended(
        came_back=0, days={person("ana"): 1, person("bo"): 1}, heard=0, heard_back=0, unheard=0, unheard_back=0
    )


def test_a_roll_of_which_a_part_is_gone_is_unknown(world: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_roll, "PART", 1)
    days = told(world, nobody(28) | {ago(0): heard("ana", "bo"), ago(9): heard("ana", "bo", "eva")})
    assert asked(world, days).came_back == 2
    key = attendance_key(BRAND.key, ago(9).isoformat(), days[ago(9)]["roll"], 2)
    assert world.store.get(Attendance, key, NOW) is not None
    world.store.commit(NOW, Delete(Attendance, key))
    found = asked(world, days, "ana")
    assert (found.came_back, found.known_from) == (None, ago(9) + 29 * DAY)
    assert found.days == {}, "that she wrote today alone is not known"


def test_a_store_that_fails_is_said_and_not_taken_for_nobody(world: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    days = told(world, nobody(28))

    def fails(*_: object) -> None:
        raise BackendUnavailable("store", "down")

    monkeypatch.setattr(world.store, "get", fails)
    with pytest.raises(BackendUnavailable):
        asked(world, days)


def test_parts_are_of_bounded_size_and_expire(world: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_roll, "PART", 3)
    name = write(world, TODAY, {str(n): n % 2 == 0 for n in range(10)})
    keys = [attendance_key(BRAND.key, TODAY.isoformat(), name, part) for part in range(5)]
    *parts, none = [kept and kept.doc for kept in (world.store.get(Attendance, key, NOW) for key in keys)]
    assert none is None
    assert [len(one.heard + one.unheard) for one in parts] == [60, 60, 60, 20]
    assert [one.parts for one in parts] == [0, 0, 0, 4]
    assert {one.expire_at for one in parts} == {NOW + KEEP_ATTENDANCE}
    assert all(world.store.get(Attendance, key, NOW + KEEP_ATTENDANCE) is None for key in keys)


def test_people_out_of_order_would_be_lost_and_are_refused(world: Ledger) -> None:
    roll = Roll(BRAND, TODAY, world.tools)
    first, last = sorted([person("ana"), person("bo")])
    roll.note(last, heard=True)
    with pytest.raises(ValueError, match="out of order"):
        roll.note(first, heard=True)
    with pytest.raises(ValueError, match="out of order"):
        roll.note(last, heard=True)


def test_who_has_no_hash_is_not_known_again(world: Ledger) -> None:
    roll = Roll(BRAND, TODAY, world.tools)
    for who in ("facebook/ana", "abcd", ""):
        roll.note(who, heard=True)
    days = told(world, nobody(28)) | {TODAY: {"people": 1, "roll": roll.close()}}
    assert asked(world, days, "ana") == Attended(came_back=0, heard=0, heard_back=0, unheard=0, unheard_back=0)


@pytest.mark.practice(40)
def test_of_those_who_were_heard_and_those_who_were_not_it_is_told_who_wrote_again(world: Ledger) -> None:
    days = nobody(28)
    days[ago(7)] = {"ana": True, "bo": True, "eva": True, "ida": False, "kim": False}
    days[ago(6)], days[ago(0)] = heard("ana"), {"bo": False, "kim": True}
    days[ago(8)] = heard("eva", "ida")  # before that day is not after it
    found = asked(world, told(world, days))
    assert (found.heard, found.heard_back) == (3, 2)
    assert (found.unheard, found.unheard_back) == (2, 1)


@pytest.mark.practice(37)
def test_on_the_last_day_of_a_month_those_are_told_who_wrote_on_most_days_of_it(world: Ledger) -> None:
    last = date(2026, 10, 31)
    days: dict[date, Who] = {last - n * DAY: heard("ana") if n % 3 else {} for n in range(31)}
    days |= {last - n * DAY: heard("ana", "bo") for n in (1, 2, 4, 5)}
    days |= {last - n * DAY: heard("eva") for n in range(31, 40)}  # in September
    figures = told(world, days)
    assert asked(world, figures, day=last).thank == ((person("ana"), 20), (person("bo"), 4))
    assert asked(world, figures, day=last - DAY).thank == ()


@pytest.mark.practice(25)
def test_a_regular_of_whom_nothing_is_heard_is_told_only_where_the_silence_is_known(world: Ledger) -> None:
    days = nobody(69)
    days |= {ago(n): heard("ana", "bo") for n in (15, 20, 30, 40)} | {ago(50): heard("ana"), ago(14): heard("bo")}
    figures = told(world, days)
    assert asked(world, figures).quiet == ((person("ana"), 5),)
    assert asked(world, {**figures, TODAY: {**figures[TODAY], "people": 1}}).quiet == (), "only on a day of nobody"
    del figures[ago(10)]
    assert asked(world, figures).quiet == ()
