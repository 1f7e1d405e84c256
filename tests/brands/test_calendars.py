"""Service hours as people write them: weeks, holidays, dates of their own, planned changes, several calendars."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.brands.compiled import Brand, load
from shared.brands.desk import open_desk
from shared.brands.problems import BrandsInvalid
from shared.cli import main
from shared.clocks.timing import scheduled
from shared.core.calendar import Calendar, Dated
from shared.core.interaction import Kind
from shared.core.ledger import Entry

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
HOURS = '[hours]\nmonday = ["09:00-12:00", "13:00-18:00"]\nclosed = [2026-12-24, 2026-12-25]\n'
WEEKDAYS = "".join(f'{day} = ["09:00-17:00"]\n' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))


@pytest.fixture
def branded(write, sound, pretend_platforms):
    """The sound brand with these hours in place of its own, and more at its end."""

    def branded(hours: str = "", more: str = "", today: date = TODAY) -> Brand:
        text = sound["tern/brand.toml"].replace(HOURS, hours) + more
        return open_desk(write({"tern/brand.toml": text}), pretend_platforms, today).compiled.brands["tern"]

    return branded


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


# --- holidays ---


def test_a_public_holiday_is_closed_and_has_its_name(branded) -> None:
    days = branded(f'[hours]\n{WEEKDAYS}holidays = ["NO"]\n').calendar.days
    assert days["2026-12-25"] == Dated(name="Christmas Day")
    assert days["2027-05-17"].name == "Constitution Day; Pentecost Monday"
    assert "2026-12-24" not in days, "no public holiday in Norway"


def test_a_part_of_a_country_has_holidays_of_its_own(branded) -> None:
    whole, part = (
        branded(f"[hours]\n{WEEKDAYS}holidays = {codes}\n").calendar.days for codes in ('["DE"]', '["DE-BY"]')
    )
    assert "2027-01-06" not in whole
    assert part["2027-01-06"].name == "Epiphany"
    assert whole.keys() < part.keys()


def test_a_day_that_two_countries_keep_has_each_of_their_names_once(branded) -> None:
    days = branded(f'[hours]\n{WEEKDAYS}holidays = ["NO", "SE", "LV"]\n').calendar.days
    assert days["2026-12-25"].name == "Christmas Day"
    assert days["2027-01-06"].name == "Epiphany"
    assert days["2026-05-01"].name.split("; ")[:2] == ["Labor Day", "May Day"]


def test_holidays_are_named_from_two_years_back_to_three_ahead(branded) -> None:
    days = branded(f'[hours]\n{WEEKDAYS}holidays = ["NO"]\n', today=date(2030, 1, 1)).calendar.days
    assert {day[:4] for day in days} == {"2028", "2029", "2030", "2031", "2032", "2033"}


def test_names_do_not_depend_on_the_language_of_the_machine(write, sound) -> None:
    text = sound["tern/brand.toml"].replace(HOURS, '[hours]\nholidays = ["NO"]\n').partition("[[accounts]]")[0]
    rest = sound["tern/rules/20-rest.toml"]
    folder = write({"tern/brand.toml": text, "tern/rules/10-praise.toml": None, "tern/rules/20-rest.toml": rest})
    (folder / "connections.toml").write_text("")
    code = (
        "import sys, datetime, pathlib, shared.brands.desk as desk\n"
        "made = desk.open_desk(pathlib.Path(sys.argv[1]), today=datetime.date(2026, 11, 22)).compiled\n"
        "sys.stdout.buffer.write(made.to_bytes())"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            cwd=ROOT,
            env={**os.environ, "LANGUAGE": language, "LANG": f"{language}.UTF-8", "LC_ALL": f"{language}.UTF-8"},
            capture_output=True,
            check=True,
        ).stdout
        for language in ("nb_NO", "en_US")
    ]
    assert said[0] == said[1]
    assert b"Christmas Day" in said[0]


def test_equal_files_give_equal_bytes_throughout_a_year(branded) -> None:
    hours = f'[hours]\n{WEEKDAYS}holidays = ["NO", "LV"]\n'
    first, last, next_year = (
        branded(hours, today=day) for day in (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    )
    assert first == last
    assert (first.calendar, first.policy) != (next_year.calendar, next_year.policy)


@pytest.mark.usefixtures("installed_platforms")
def test_the_day_of_compiling_may_be_named_for_the_same_bytes_in_another_year(write, sound, tmp_path) -> None:
    folder = write({"tern/brand.toml": sound["tern/brand.toml"].replace(HOURS, '[hours]\nholidays = ["NO"]\n')})
    out = tmp_path / "brands.json"
    assert main(["compile", "--brands", str(folder), "--out", str(out), "--today", "2031-06-01"]) == 0
    assert min(load(out).brands["tern"].calendar.days) == "2029-01-01"


def test_doors_and_brands_without_holidays_never_import_the_library(write, sound) -> None:
    folder = write({"connections.toml": "", "tern/rules/10-praise.toml": None})
    (folder / "tern" / "brand.toml").write_text(sound["tern/brand.toml"].partition("[[accounts]]")[0])
    code = (
        "import sys, pathlib, shared.brands.desk as desk, shared.brands.compiled, shared.flows.acknowledge\n"
        "desk.open_desk(pathlib.Path(sys.argv[1]))\n"
        "print('holidays' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_without_the_library_a_country_is_a_fault_that_says_what_to_do(branded, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(BrandsInvalid) as caught:
        branded('[hours]\nholidays = ["NO"]\n')
    (fault,) = caught.value.faults
    assert fault.field == "hours.holidays"
    assert "make setup" in fault.expected


# --- dates ---


def test_a_date_of_its_own_wins_over_a_holiday_and_may_open_it_again(branded) -> None:
    calendar = branded(
        f'[hours]\n{WEEKDAYS}holidays = ["NO"]\n[hours.dated]\n2026-12-24 = ["09:00-12:00"]\n'
        '2026-12-25 = ["10:00-14:00"]\n2026-12-26 = { hours = ["10:00-14:00"], name = "Sale" }\n2026-12-31 = []\n'
    ).calendar
    assert calendar.days["2026-12-24"] == Dated(hours=((540, 720),))
    assert calendar.days["2026-12-25"] == Dated(hours=((600, 840),), name="Christmas Day")
    assert calendar.days["2026-12-26"] == Dated(hours=((600, 840),), name="Sale")
    assert calendar.days["2026-12-31"] == Dated()
    assert calendar.is_open(utc(2026, 12, 26, 9))
    assert not calendar.is_open(utc(2026, 12, 24, 11, 30))


def test_a_closing_of_several_days_is_closed_to_the_last_of_them_and_has_its_name(branded) -> None:
    closed = (
        'closed = [2026-11-30, { first = 2026-12-23, last = 2026-12-29, name = "Stocktaking" }, { first = 2027-01-04 }]'
    )
    days = branded(f'[hours]\n{WEEKDAYS}holidays = ["NO"]\n{closed}\n').calendar.days
    assert [days[f"2026-12-{day}"].name for day in range(23, 30)] == ["Stocktaking"] * 7
    assert "2026-12-22" not in days
    assert "2026-12-30" not in days
    assert days["2026-11-30"] == days["2027-01-04"] == Dated()


def test_a_closed_day_that_is_a_holiday_keeps_its_name(branded) -> None:
    days = branded(f'[hours]\n{WEEKDAYS}holidays = ["NO"]\nclosed = [2026-12-25]\n').calendar.days
    assert days["2026-12-25"] == Dated(name="Christmas Day")


@pytest.mark.parametrize(
    "hours",
    ["closed = [2026-12-25]", "dated.2026-12-25 = []",
     '[[hours.changes]]\nsince = 2026-12-25\nmonday = ["09:00-10:00"]'],
    ids=["closed", "dated", "a change"],
)  # fmt: skip
def test_without_a_week_it_is_open_day_and_night_but_for_what_is_named(branded, hours) -> None:
    calendar = branded(f"[hours]\n{hours}\n").calendar
    assert not calendar.always_open
    assert calendar.is_open(utc(2026, 12, 24, 2))
    assert not calendar.is_open(utc(2026, 12, 25, 12))


def test_without_anything_it_is_always_open(branded) -> None:
    assert branded("[hours]\n").calendar == branded("").calendar == Calendar(zone="Europe/Oslo")


def test_a_planned_change_takes_the_place_of_the_week_from_its_local_date_on(branded) -> None:
    calendar = branded(
        '[hours]\nmonday = ["09:00-17:00"]\n[[hours.changes]]\nsince = 2027-01-11\nmonday = ["00:00-08:00"]\n'
        '[[hours.changes]]\nsince = 2027-01-18\ntuesday = ["09:00-10:00"]\n'
    ).calendar
    starts = [next(iter(calendar.ahead(utc(2027, 1, day))))[0] for day in (4, 5, 12)]
    assert starts == [utc(2027, 1, 4, 8), utc(2027, 1, 10, 23), utc(2027, 1, 19, 8)]


# --- several calendars ---

SEVERAL = f"""
[[team]]
name = "Dāvis"
signature = "Dāvis"
[[calendars]]
name = "birds"
platforms = ["birds"]
{WEEKDAYS}
[[calendars]]
name = "riga"
zone = "Europe/Riga"
languages = ["lv"]
colleagues = ["Dāvis"]
monday = ["10:00-19:00"]
[calendars.dated]
2026-12-24 = ["10:00-11:00"]
[[calendars]]
name = "always"
"""


def entry(platform: str, language: str | None = None, assignee: str | None = None) -> Entry:
    return Entry(
        key="1", brand="tern", platform=platform, account="1", object="1", kind=Kind.COMMENT, conversation="1",
        opened_at=utc(2026, 12, 1), received_at=utc(2026, 12, 1), expire_at=utc(2028, 1, 1),
        language=language, assignee=assignee,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("item", "calendar"),
    [
        (entry("wall"), None),
        (entry("birds"), "birds"),
        (entry("birds", "lv", "Dāvis"), "birds"),
        (entry("wall", "lv-LV", "Dāvis"), "riga"),
        (entry("wall", "lv"), None),
        (entry("wall", "en", "Dāvis"), None),
    ],
    ids=["neither", "platform", "the first of two", "language and colleague", "language alone", "colleague alone"],
)  # fmt: skip
def test_the_first_calendar_that_fits_is_the_one(branded, item, calendar) -> None:
    found = scheduled(item, branded(HOURS, SEVERAL), utc(2026, 12, 1))
    assert [one.calendar for one in found.schedules] == ([calendar] if calendar else [])


def test_a_calendar_has_its_own_zone_dates_and_name(branded) -> None:
    birds, riga, always = (one.calendar for one in branded(HOURS, SEVERAL).schedules)
    assert (birds.name, birds.zone) == ("birds", "Europe/Oslo")
    assert (riga.name, riga.zone, riga.days) == ("riga", "Europe/Riga", {"2026-12-24": Dated(hours=((600, 660),))})
    assert (always.name, always.always_open) == ("always", True)


# --- what is wrong is told by its place ---

WRONG = {
    "a country that there is not": ('holidays = ["NX"]', "hours.holidays[0]", "'NX'", "NO"),
    "a country as people call it": ('holidays = ["UK"]', "hours.holidays[0]", "'UK'", "near it: GB"),
    "a country in small letters": ('holidays = ["no"]', "hours.holidays[0]", "'no'", "such as NO or DE-BY"),
    "a part that there is not": ('holidays = ["DE-BX"]', "hours.holidays[0]", "'DE-BX'", "a part of DE, one of: DE-BB"),
    "a part of what has none": ('holidays = ["LV-RX"]', "hours.holidays[0]", "'LV-RX'", "LV alone"),
    "a country twice": ('holidays = ["NO", "NO"]', "hours.holidays[1]", "a second time", "each once"),
    "a time in place of a day": ("closed = [2026-12-24T10:00:00]", "hours.closed[0]", "2026-12-24T10:00", "a date"),
    "a closing that ends before": (
        "closed = [{ first = 2026-12-24, last = 2026-12-23 }]", "hours.closed[0].last", "2026-12-23", "not before",
    ),
    "a closing for seventy years": (
        "closed = [{ first = 2026-12-24, last = 2096-12-23 }]", "hours.closed[0].last", "2096-12-23", "366 days",
    ),
    "closings that overlap": (
        "closed = [{ first = 2026-12-24, last = 2026-12-26 }, 2026-12-26]", "hours.closed[1]", "2026-12-26", "in order",
    ),
    "a date that there is not": ("dated.2026-02-30 = []", "hours.dated.2026-02-30", "'2026-02-30'", "that there is"),
    "a date in another order": ('dated."24.12.2026" = []', "hours.dated.24.12.2026", "'24.12.2026'", "2026-12-24"),
    "a date with a text": ('dated.2026-12-24 = "09:00-12:00"', "hours.dated.2026-12-24", "'09:00-12:00'", '["09:00'),
    "a date's hours that overlap": (
        'dated.2026-12-24 = ["09:00-12:00", "11:00-13:00"]', "hours.dated.2026-12-24.hours[1]", "11:00", "not overlap",
    ),
    "a date closed and open": (
        "closed = [2026-12-24]\ndated.2026-12-24 = []", "hours.dated.2026-12-24", "also under closed", "one of the two",
    ),
    "a change to nothing": ("[[hours.changes]]\nsince = 2027-01-01", "hours.changes[0]", "without any", "weekday"),
    "a change without a date": (
        '[[hours.changes]]\nmonday = ["09:00-10:00"]', "hours.changes[0].since", "nothing", "a date",
    ),
    "changes in no order": (
        "".join(f'[[hours.changes]]\nsince = 2027-0{month}-01\nmonday = ["09:00-10:00"]\n' for month in (2, 1)),
        "hours.changes[1].since", "2027-01-01", "in order",
    ),
    "a calendar called as our own": ('[[calendars]]\nname = "hours"', "calendars[0].name", "[hours]", "of its own"),
    "two calendars of one name": (
        '[[calendars]]\nname = "a"\n[[calendars]]\nname = "a"', "calendars[1].name", "'a'", "of its own",
    ),
    "a calendar on Mars": ('[[calendars]]\nname = "a"\nzone = "Mars"', "calendars[0].zone", "'Mars'", "IANA"),
    "a calendar of no platform of ours": (
        '[[calendars]]\nname = "a"\nplatforms = ["brids"]', "calendars[0].platforms", "'brids'", "did you mean 'birds'",
    ),
    "a calendar of nobody on the team": (
        '[[calendars]]\nname = "a"\ncolleagues = ["Ingri"]', "calendars[0].colleagues[0]", "'Ingri'", "mean 'Ingrid'",
    ),
    "a calendar that never counts": (
        '[[calendars]]\nname = "a"\nlanguages = ["lv"]\n[[calendars]]\nname = "b"\nlanguages = ["lv"]',
        "calendars[1]", "the same platforms, languages and colleagues", "the first counts",
    ),
    "a calendar's hours that overlap": (
        '[[calendars]]\nname = "a"\nmonday = ["09:00-12:00", "11:00-13:00"]', "calendars[0].monday[1]",
        "11:00", "overlap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_hours_that_cannot_be_are_named_by_their_place(branded, case) -> None:
    written, at, came, expected = case
    with pytest.raises(BrandsInvalid) as caught:
        branded(f'[hours]\nmonday = ["09:00-17:00"]\n{written}\n')
    (fault,) = caught.value.faults
    assert (fault.field, came in fault.came, expected in fault.expected) == (at, True, True), str(fault)


def test_the_schema_offers_both_ways_to_write_a_date() -> None:
    defined = json.loads((ROOT / "schemas" / "brand.json").read_text(encoding="utf-8"))["$defs"]
    closed = defined["Hours"]["properties"]["closed"]["items"]["anyOf"]
    assert {"type": "string", "format": "date"} in closed
    assert len(closed) == 2


def test_a_year_of_service_is_as_long_as_its_days(branded) -> None:
    """Holidays, short days and a planned change together, against a plain count of days."""
    calendar = branded(
        f'[hours]\n{WEEKDAYS}holidays = ["NO"]\n[hours.dated]\n2027-12-24 = ["09:00-12:00"]\n'
        '[[hours.changes]]\nsince = 2027-07-01\nmonday = ["10:00-12:00", "13:00-15:00"]\n'
    ).calendar
    hours = 0
    for number in range(365):
        day = date(2027, 1, 1) + timedelta(days=number)
        if day == date(2027, 12, 24):
            hours += 3
        elif day.isoformat() not in calendar.days:
            hours += 8 * (day.weekday() < 5) if day < date(2027, 7, 1) else 4 * (day.weekday() == 0)
    begins, ends = calendar.midnight(date(2027, 1, 1)), calendar.midnight(date(2028, 1, 1))
    assert calendar.service_seconds(begins, ends) == hours * 3600
