"""Each date is told once, at its time, whatever clocks, zones, schedulers and missed ticks do (F24, F25)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.brands.compiled import Colleague, Readers
from shared.core.calendar import Calendar
from shared.core.digesting import DigestContent, DigestRecord
from shared.core.errors import BackendUnavailable
from shared.core.ports import Delete
from shared.digest.snapshot import Group
from shared.flows import _editions
from shared.flows.digest import LONGEST, digest, next_digest
from shared.flows.watch import watch
from tests.flows._days import DAY, ONE, TWO, Counts, Press, counts
from tests.flows.world import Sink

__all__ = ["counts"]
FIRST = date(2026, 10, 13)  # a Tuesday
QUARTER = timedelta(minutes=15)
DAILY = Readers(name="managers", to=(ONE,))
ZONES = (
    "Europe/Oslo",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "Asia/Gaza",
)


@pytest.fixture
def press(tmp_path: Path, counts: Counts) -> Iterator[Callable[..., Press]]:
    made: list[Press] = []

    def opened(*readers: Readers, **facts: Any) -> Press:
        made.append(Press(tmp_path, *readers, **facts))
        return made[-1]

    yield opened
    for one in made:
        one.close()


def until(press: Press, end: datetime) -> None:
    """Ticks each quarter hour of a scheduler that is there: `digest`, then `watch`."""
    minute = press.clock.minute % 15
    press.clock = press.clock.replace(second=0, microsecond=0) + (QUARTER - timedelta(minutes=minute))
    while press.clock <= end:
        digest(press.tools)
        watch(press.tools)
        press.clock += QUARTER


def touch(counts: Counts) -> None:
    """The windows that were counted lie end to end, and each date is there once."""
    days = [date.fromisoformat(day) for day, _, _ in counts.windows]
    assert days == [days[0] + number * DAY for number in range(len(days))]
    assert all(start <= end for _, start, end in counts.windows)
    assert [(one[0], one[2]) for one in counts.windows[:-1]] == [
        (one[0], other[1]) for one, other in pairwise(counts.windows)
    ]


# --- F25: clocks and zones ---


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_of_days_in_virtual_time(zone: str, press: Any, counts: Counts) -> None:
    """Over both changes of the clocks, twice, and the leap day of 2028, each date has one mail at its local time."""
    since, days = date(2027, 2, 1), 730
    brand = press(DAILY, zone=zone, since=since)
    calendar = brand.brand.calendar
    for _ in range(days):
        due = next_digest(brand.tools)
        brand.clock = due - timedelta(minutes=1)
        assert digest(brand.tools) == 0
        brand.clock = due
        assert (digest(brand.tools), digest(brand.tools)) == (1, 0)
    touch(counts)
    lengths = {(end - start) / timedelta(hours=1) for _, start, end in counts.windows}
    assert sum((end - start for _, start, end in counts.windows), timedelta()) == calendar.midnight(
        since + days * DAY
    ) - calendar.midnight(since)
    moved = {"Europe/Oslo": {23, 24, 25}, "America/New_York": {23, 24, 25}, "Australia/Lord_Howe": {23.5, 24, 24.5}}
    assert lengths == moved.get(zone, lengths & {23, 24, 25})
    told = [date.fromisoformat(day) for day, _ in brand.sent()]
    assert told == [since + number * DAY for number in range(days)]
    assert date(2028, 2, 29) in told
    local = {
        mail.at.astimezone(UTC) - calendar.midnight(day + DAY) for mail, day in zip(brand.mails, told, strict=True)
    }
    assert all(timedelta(hours=6.5) <= one <= timedelta(hours=8.5) for one in local)


@pytest.mark.parametrize("minutes", [240, 450, 1320])
@pytest.mark.parametrize(("zone", "since"), [("Europe/Oslo", date(2026, 10, 23)), ("Europe/Oslo", date(2027, 3, 26))])
def test_on_nights_when_clocks_are_moved_it_comes_at_its_wall_time(
    minutes: int, zone: str, since: date, press: Any, counts: Counts
) -> None:
    brand = press(Readers(name="managers", to=(ONE,), at=minutes), zone=zone, since=since)
    until(brand, brand.clock + 5 * DAY)
    calendar = brand.brand.calendar
    assert [mail.at for mail in brand.mails] == [
        calendar.at(since + number * DAY, minutes) for number in range(1, len(brand.mails) + 1)
    ]
    assert len(brand.mails) >= 4


FAR = ("Pacific/Pago_Pago", "Pacific/Kiritimati", "Europe/Oslo", "America/New_York")


@pytest.mark.parametrize("zones", [(a, b) for a in FAR for b in FAR if a != b])
@pytest.mark.parametrize("hour", [0, 7, 15, 23])
def test_a_brand_that_moves_leaves_no_gap_and_no_overlap(
    zones: tuple[str, str], hour: int, press: Any, counts: Counts
) -> None:
    """Also over the date line, where a date is already over there that has not begun here; and back again."""
    brand = press(DAILY, zone=zones[0])
    for zone in (zones[1], zones[0]):
        until(brand, brand.clock + 3 * DAY + timedelta(hours=hour))
        brand.change(zone=zone, calendar=Calendar(zone=zone))
    until(brand, brand.clock + 4 * DAY)
    touch(counts)
    assert len(counts.windows) >= 8
    assert len({key for key, _ in brand.sent()}) == len(brand.sent()) == len(counts.windows)
    records = brand.records()
    assert [one.until for one in records] == sorted(one.until for one in records)


# --- F24: what a scheduler misses ---


def test_a_tick_that_is_missed_is_made_up_by_the_next(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    brand.clock = brand.local(FIRST + DAY, 450) + timedelta(minutes=44)
    assert digest(brand.tools) == 1
    assert brand.sent() == [("2026-10-13", ONE)]


@pytest.mark.parametrize("missed", [3, 20])
def test_days_that_were_missed_come_oldest_first_each_once(missed: int, press: Any, counts: Counts) -> None:
    brand = press(Readers(name="managers", to=(ONE, TWO)))
    brand.clock = brand.local(FIRST + missed * DAY, 450)
    digest(brand.tools)
    digest(brand.tools)
    until(brand, brand.clock + timedelta(hours=4))
    days = [(FIRST + number * DAY).isoformat() for number in range(missed)]
    assert [day for day, to in brand.sent() if to == ONE] == days
    assert sorted(brand.sent()) == sorted((day, to) for day in days for to in (ONE, TWO))
    touch(counts)


def test_after_a_long_pause_the_oldest_days_are_left_out_and_none_comes_twice(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    until(brand, brand.clock + 3 * DAY)
    brand.clock += 60 * DAY
    digest(brand.tools)
    days = [day for day, _ in brand.sent()]
    assert len(days) == len(set(days)) == 3 + 28
    assert days == sorted(days)


def test_what_days_are_told_of_holds_the_records_before_them(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    until(brand, brand.clock + 4 * DAY)
    assert [one.day for one in counts.records] == ["2026-10-13", "2026-10-14", "2026-10-15"]


def test_a_brand_to_whom_nobody_has_ever_written_has_no_digest(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    brand.change(key="other")
    brand.clock += 3 * DAY
    assert digest(brand.tools) == 0
    assert next_digest(brand.tools) is None


# --- a day that could not be read ---


def test_a_day_that_could_not_be_read_is_tried_again_for_an_hour_then_told_as_it_is(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    well, counts.facts = counts.facts, {"failed": ("the day's people",)}
    due = brand.local(FIRST + DAY, 450)
    for minutes in (0, 15, 30, 45):
        brand.clock = due + timedelta(minutes=minutes)
        assert digest(brand.tools) == 0
    assert (brand.records(), brand.sent()) == ([], [])
    brand.clock = due + timedelta(hours=1)
    assert digest(brand.tools) == 1
    counts.facts = well
    until(brand, due + DAY)
    assert brand.sent() == [("2026-10-13", ONE), ("2026-10-14", ONE)]


def test_a_day_that_is_read_at_the_second_try_is_told_whole(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    well, counts.facts = counts.facts, {"failed": ("the day's people",)}
    brand.clock = brand.local(FIRST + DAY, 450)
    digest(brand.tools)
    counts.facts = well
    brand.clock += QUARTER
    assert digest(brand.tools) == 1
    assert "1 people" in brand.mails[0].subject


def test_a_store_that_is_gone_makes_no_digest_and_the_next_tick_does(
    press: Any, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = press(DAILY)
    brand.clock = brand.local(FIRST + DAY, 450)

    def gone(*_given: Any) -> None:
        raise BackendUnavailable("store", "busy")

    with monkeypatch.context() as patched:
        patched.setattr(brand.store, "commit", gone)
        with pytest.raises(BackendUnavailable):
            digest(brand.tools)
    brand.clock += QUARTER
    assert digest(brand.tools) == 1


# --- groups ---


# --- what fails between freezing a day and writing its editions ---

MANY = Readers(name="managers", to=(ONE, TWO))


class Killed(BaseException):
    """As a process ends, wherever it is."""


def killed_at(press: Press, commit: int) -> None:
    """A run that does not come past this commit."""
    left, whole = [commit], press.store.commit

    def cut(now: datetime, *writes: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            raise Killed
        return whole(now, *writes)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(press.store, "commit", cut)
        with pytest.raises(Killed):
            digest(press.tools)


@pytest.mark.parametrize("commit", range(1, 9))
def test_a_run_that_dies_at_any_commit_is_finished_by_the_next(commit: int, press: Any, counts: Counts) -> None:
    """Three commits for each of two readers (written, sending, sent), one for the day, one that all are written."""
    brand = press(MANY)
    brand.clock = brand.local(FIRST + DAY, 450)
    killed_at(brand, commit)
    frozen = [one.made_at for one in brand.records()]
    assert next_digest(brand.tools) <= brand.clock, "there is something to do, at once"
    counts.facts = {"all": Group(people=7, thanks=7, acknowledged=7)}
    until(brand, brand.clock + timedelta(hours=2))
    assert len(brand.records()) == 1
    assert not brand.records()[0].unwritten
    assert sorted(brand.sent()) == [("2026-10-13", ONE), ("2026-10-13", TWO)]
    if frozen:
        assert [one.made_at for one in brand.records()] == frozen
        assert {mail.subject for mail in brand.mails if mail.about == "digest"} == {"1 people, 2026-10-13"}, "as frozen"


def test_an_edition_that_fails_keeps_no_other_reader_from_theirs(
    press: Any, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again, and after half an hour somebody hears of it, once."""
    brand = press(MANY)
    brand.change(team=(Colleague(name="Lee", signature="Lee", mail="lead@acme.example", lead=True),))
    real, broken = _editions._rendered, [ONE]

    def rendered(made: Any, one: Any) -> Any:
        if one.to in broken:
            raise KeyError("a message that this language has not")
        return real(made, one)

    monkeypatch.setattr(_editions, "_rendered", rendered)
    brand.clock = due = brand.local(FIRST + DAY, 450)
    digest(brand.tools)
    assert brand.sent() == [("2026-10-13", TWO)]
    assert brand.notices("warning") == []
    until(brand, due + timedelta(hours=2))
    assert [one.to for one in brand.notices("warning")] == ["lead@acme.example"]
    assert ONE in brand.notices("warning")[0].text
    broken.clear()
    until(brand, due + timedelta(hours=3))
    assert brand.sent() == [("2026-10-13", TWO), ("2026-10-13", ONE)]


def test_a_date_that_cannot_be_made_at_all_is_told_to_who_answers_for_the_brand(
    press: Any, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = press(DAILY)
    brand.change(team=(Colleague(name="Lee", signature="Lee", mail="lead@acme.example", lead=True),))
    due = brand.local(FIRST + DAY, 450)

    def broken(*_given: Any, **_facts: Any) -> Any:
        raise KeyError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(_editions, "built", broken)
        for minutes in range(0, 180, 15):
            brand.clock = due + timedelta(minutes=minutes)
            with pytest.raises(KeyError):
                digest(brand.tools)
            assert len(brand.notices("warning")) == (minutes >= 60)
    digest(brand.tools)
    assert brand.sent() == [("2026-10-13", ONE)]


def test_what_stands_from_before_is_in_no_days_way(press: Any, counts: Counts) -> None:
    """Its record was removed, and the mails that were written with it were not."""
    brand = press(MANY)
    brand.clock = brand.local(FIRST + DAY, 450)
    digest(brand.tools)
    (record,) = brand.records()
    brand.store.commit(brand.clock, Delete(DigestRecord, record.key), Delete(DigestContent, record.key))
    counts.windows.clear()
    assert digest(brand.tools) == 1
    assert len(counts.windows) == 1, "counted once, and not again and again"
    assert sorted(brand.sent()) == [("2026-10-13", ONE), ("2026-10-13", TWO)]


def test_no_number_of_readers_is_too_many_for_one_commit(
    press: Any, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Firestore takes 10 MiB at once, its emulator 4."""
    brand = press(Readers(name="all", to=tuple(f"reader{number}@acme.example" for number in range(80))))
    monkeypatch.setattr(_editions, "_rendered", lambda _made, _one: ("t", "x" * 60_000, ()))
    sizes, whole = [], brand.store.commit

    def weighed(now: datetime, *writes: Any) -> Any:
        sizes.append(sum(len(msgspec.json.encode(one.doc)) for one in writes))
        return whole(now, *writes)

    monkeypatch.setattr(brand.store, "commit", weighed)
    brand.clock = brand.local(FIRST + DAY, 450)
    assert digest(brand.tools) == 1
    assert len(brand.sent()) == 80
    assert max(sizes) < 1_000_000


def test_a_run_ends_in_time_and_leaves_the_rest_to_the_next_minute(press: Any, counts: Counts) -> None:
    """A mail server that takes eight seconds for each of 80 readers would need eleven minutes; the door has five."""
    brand = press(Readers(name="all", to=tuple(f"reader{number}@acme.example" for number in range(80))))

    class Slow(Sink):
        def send(self, mail: Any) -> str:
            brand.clock += timedelta(seconds=8)
            return super().send(mail)

    brand.tools = replace(brand.tools, notifier=Slow(brand))
    brand.clock = begun = brand.local(FIRST + DAY, 450)
    digest(brand.tools)
    assert brand.clock - begun <= LONGEST + timedelta(seconds=10)
    assert 20 < len(brand.sent()) < 40
    brand.clock += timedelta(minutes=1)
    watch(replace(brand.tools, notifier=Sink(brand)))
    assert len(brand.sent()) == len(set(brand.sent())) == 80


def test_each_group_gets_it_at_its_time_as_it_was_counted_for_the_first(press: Any, counts: Counts) -> None:
    owners = Readers(name="owners", to=(TWO,), at=660)
    brand = press(owners, DAILY)
    brand.clock = brand.local(FIRST + DAY, 450)
    assert digest(brand.tools) == 1
    assert brand.sent() == [("2026-10-13", ONE)]
    counts.facts = {"all": Group(people=9, thanks=9, acknowledged=9)}
    until(brand, brand.local(FIRST + DAY, 645))
    assert brand.sent() == [("2026-10-13", ONE)]
    brand.clock = brand.local(FIRST + DAY, 660)
    watch(brand.tools)
    assert brand.sent() == [("2026-10-13", ONE), ("2026-10-13", TWO)]
    assert len({mail.subject for mail in brand.mails}) == 1
    assert len(counts.windows) == 1


def test_a_group_that_reads_on_mondays_gets_each_day_of_the_week_then(press: Any, counts: Counts) -> None:
    weekly = Readers(name="owners", to=(TWO,), days=(0,), at=600)
    brand = press(DAILY, weekly)
    monday = date(2026, 10, 19)
    until(brand, brand.local(monday, 599))
    assert {to for _, to in brand.sent()} == {ONE}
    until(brand, brand.local(monday, 720))
    mine = [(day, mail.at) for (day, to), mail in zip(brand.sent(), brand.mails, strict=True) if to == TWO]
    assert mine == [((FIRST + number * DAY).isoformat(), brand.local(monday, 600)) for number in range(6)]
    assert "late: True" not in "".join(mail.text for mail in brand.mails)


def test_where_all_read_on_mondays_the_days_wait_for_it(press: Any, counts: Counts) -> None:
    brand = press(Readers(name="owners", to=(TWO,), days=(0,)))
    until(brand, brand.local(date(2026, 10, 18), 1439))
    assert brand.records() == []
    until(brand, brand.local(date(2026, 10, 19), 480))
    assert len(brand.sent()) == 6


def test_an_address_in_two_groups_gets_it_once_with_the_first(press: Any, counts: Counts) -> None:
    brand = press(DAILY, Readers(name="owners", to=("ONE@acme.example", TWO), at=400))
    until(brand, brand.local(FIRST + DAY, 600))
    assert sorted(brand.sent()) == [("2026-10-13", ONE), ("2026-10-13", TWO)]


def test_updates_of_earlier_days_are_written_with_the_day(press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    until(brand, brand.clock + 2 * DAY)
    first = brand.records()[0]
    counts.updates = (
        type(first)(**{name: getattr(first, name) for name in first.__struct_fields__} | {"now": {"late": 2}}),
    )
    brand.clock = next_digest(brand.tools)
    digest(brand.tools)
    assert brand.records()[0].now == {"late": 2}
    assert len(brand.records()) == 3


# --- late ---


@pytest.mark.parametrize(("minutes", "late"), [(450, False), (719, False), (721, True), (1200, True)])
def test_what_is_made_after_noon_says_that_it_is_late(minutes: int, late: bool, press: Any, counts: Counts) -> None:
    brand = press(DAILY)
    brand.clock = brand.local(FIRST + DAY, minutes)
    digest(brand.tools)
    assert f"late: {late}" in brand.mails[0].text


def test_a_group_that_reads_in_the_evening_is_not_told_that_it_is_late(press: Any, counts: Counts) -> None:
    brand = press(Readers(name="managers", to=(ONE,), at=1200))
    until(brand, brand.local(FIRST + DAY, 1215))
    assert "late: False" in brand.mails[0].text
