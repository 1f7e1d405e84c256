"""A shortened day against the real local responder, from the first webhook to the digest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from demo import dayfile, script
from demo.dayfile import Day
from demo.make_day import FILE
from demo.outcome import held, readers, screen
from demo.responder import ROOT
from demo.run import BRANDS, LATE, TUESDAY, _what_next
from shared.brands.desk import open_desk
from shared.core.interaction import Change
from shared.core.ports import OPENED, TALLIES
from shared.stores.sqlite import SqliteStore

LATER: Final = datetime(2026, 10, 15, tzinfo=UTC)  # nothing has expired by then


def _shortened() -> Day:
    """An hour around noon with its copies and hiccups, the forgeries, and the question that nobody answers."""
    day = dayfile.read(FILE)
    picked = [line for line in day.lines if line.signature != "good" or "an allergy" in line.stands_for]
    noon = [line for line in day.lines if 10 <= line.at.hour < 11 and line not in picked]
    return Day(day.header, tuple(sorted([*picked, *noon[:36]], key=lambda line: line.at)))


def _years_ago(day: Day) -> Day:
    """The same day as recorded seven years earlier: bodies untouched, all moments and the date moved."""
    past = timedelta(days=364 * 7)
    header = replace(day.header, date=date.fromordinal(day.header.date.toordinal() - past.days))
    return Day(header, tuple(replace(line, at=line.at - past) for line in day.lines))


def _play(day: Day, folder: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    file = folder / "day.jsonl"
    file.write_text("".join(f"{row}\n" for row in dayfile.rows(day)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "demo.run", "--file", str(file), "--json", "--keep", str(folder / "data")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done, json.loads(done.stdout) if done.stdout else {}


ONE_PLAY = pytest.mark.xdist_group("play")  # one process plays it for all


@dataclass(frozen=True)
class Seen:
    """One play, which the tests look at from several sides."""

    day: Day
    folder: Path
    done: subprocess.CompletedProcess[str]
    result: dict[str, Any]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    day, folder = _shortened(), tmp_path_factory.mktemp("play")
    return Seen(day, folder, *_play(day, folder))


@ONE_PLAY
def test_all_is_as_it_should_be(seen: Seen) -> None:
    done, result, day = seen.done, seen.result, seen.day
    assert (done.returncode, result.get("problems")) == (0, []), done.stderr
    assert result["requests"] == sum(line.sent for line in day.lines) + result["echoes"]
    assert result["answers"]["401"] == sum(line.signature != "good" for line in day.lines)
    assert sum(result["states"].values()) == result["interactions"] > 20
    assert result["doubles"] == 0 < result["effects"]


@ONE_PLAY
def test_the_clocks_are_those_of_the_day(seen: Seen) -> None:
    result = seen.result
    assert result["until"].startswith("2026-10-14T05:30")
    assert 0 <= result["ack"]["median"] < 60
    assert result["response"]["stopped"] > 0
    assert 60 < result["response"]["median"] < 4 * 3600
    assert result["waiting"] >= 1
    assert result["breaches"] >= 1


@ONE_PLAY
def test_the_digest_is_there_to_be_read(seen: Seen) -> None:
    result = seen.result
    assert result["digest"]["day"] == "2026-10-13"
    page = Path(result["digest"]["html"]).read_text(encoding="utf-8")
    assert "Tern &amp; Kettle" in page


@ONE_PLAY
def test_it_all_fits_on_one_screen(seen: Seen) -> None:
    result = seen.result
    shown = screen(result, "Tern & Kettle Coffee", "Europe/Oslo", 3.2)
    assert "nobody was answered twice" in shown
    assert result["digest"]["subject"] in shown
    assert shown.count("\n") < 30


@ONE_PLAY
def test_whoever_played_the_tuesday_is_shown_how_to_ask_why_an_answer_was_late(seen: Seen, tmp_path: Path) -> None:
    data = seen.folder / "data"
    next_ = _what_next(seen.result, data, tuesday=True)
    assert f"make explain INTERACTION={LATE} HEARD_DATA={data} HEARD_BRANDS=demo/brands" in next_
    assert any(LATE.encode() in line.body for line in dayfile.read(TUESDAY).lines if line.signature == "good")
    assert "make explain" not in _what_next(seen.result, data, tuesday=False)
    assert "make explain" not in _what_next(seen.result, tmp_path, tuesday=True), "there is no ledger to look in"


def test_each_person_of_the_script_ends_as_the_rules_say(tmp_path: Path) -> None:
    """All of words_more.toml, and nobody else; counted by hand there."""
    day = dayfile.read(FILE)
    done, result = _play(Day(day.header, tuple(sorted(script.lines(), key=lambda line: line.at))), tmp_path)
    assert (done.returncode, result.get("problems")) == (0, []), done.stderr
    assert result["states"] == {
        "acknowledged": 16,  # 9 thanked for praise and 2 for a story; 5 told when we open, who still wait
        "answered_by_colleague": 49,  # Instagram 10, Messenger 12, WhatsApp 14, LinkedIn 4, Threads 5, YouTube 4
        "handed_over": 7,  # LinkedIn: every word of ours there is a draft, and nobody has sent these
        "held": 8,  # 3 thanks under a colleague's answer; 5 hearts and tags where no machine can like
        "ignored": 14,  # 7 reactions, 1 follower, 5 thanks in messages, 1 spam
        "ours_or_bot": 86,  # the 49 of colleagues, a video, and 36 of our own: 11, 4, 4, Threads 10, YouTube 7
        "withdrawn": 6,  # one on each
    }
    assert result["answers"]["401"] == 6
    assert result["effects"] == 36 + 2  # and two hearts for stories
    assert result["echoes"] == 29  # none of YouTube; of WhatsApp not what we said, but that it was delivered
    assert result["asked"] == 14  # 9 comments, 4 answers and one thanks
    assert result["recovered"] == 0
    assert result["receive"]["skipped"] == 4 + 1  # statuses of WhatsApp, and a read mark


def _odd_day() -> Day:
    """The lost deliveries and a colleague's answer to one, deletions and an hour around noon, and the whole script."""
    day, noon = dayfile.read(FILE), set(_shortened().lines)
    asked = next(line for line in day.lines if line.lost and line.connection == "facebook")
    comment = json.loads(asked.body)["entry"][0]["changes"][0]["value"]["comment_id"].encode()
    odd = [
        line for line in day.lines if line.lost or comment in line.body or line in noon or "deletion" in line.stands_for
    ]
    return Day(day.header, tuple(sorted({*odd, *script.lines()}, key=lambda line: line.at)))


def _whole_day() -> Day:
    return dayfile.read(FILE)


@pytest.mark.parametrize("day", [_odd_day, pytest.param(_whole_day, marks=pytest.mark.slow)])
def test_every_lost_delivery_is_found_and_the_lists_tell_what_the_day_holds(
    day: Callable[[], Day], tmp_path: Path
) -> None:
    """Each platform's Tally of the day, which is made of its lists and the ledger, against the day file."""
    played = day()
    done, result = _play(played, tmp_path)
    assert (done.returncode, result.get("problems"), result["doubles"]) == (0, [], 0), done.stderr
    assert (result["asked"], result["recovered"]) == (14 + 3, 3)
    ledger = _Ledger(tmp_path / "data")
    assert ledger.found == {
        "facebook": "answered_by_colleague",  # a question: a first sign at 14:00, the colleague's answer at 14:19
        "instagram": "acknowledged",  # praise: a thank-you
        "x": "handed_over",  # a complaint: nobody answers it today
    }
    expected = _people(played)
    assert {name: counts.exist for name, counts in ledger.counted.items()} == {
        name: len(objects) for name, objects in expected.items()
    }
    for name, counts in ledger.counted.items():
        lost = 1 if name in ledger.found else 0
        assert (counts.received, counts.recovered) == (counts.exist - lost, lost), name
    assert "collect.failed" not in (tmp_path / "data" / "responder.log").read_text(encoding="utf-8")
    shown = screen(result, "Tern & Kettle Coffee", "Europe/Oslo", 3.2)
    assert "17 things found by asking, 3 of them lost on the way" in shown


class _Ledger:
    """What a play left: by platform, what was recovered with its state, and the Tally of the day."""

    def __init__(self, data: Path) -> None:
        store = SqliteStore.open({"HEARD_DATA": str(data)})
        brand = ("tern-kettle",)
        entries = [kept.doc for kept in store.find(OPENED, LATER, equal=brand)]
        self.found = {one.platform: str(one.state) for one in entries if one.via == "recovered"}
        tallies = [kept.doc for kept in store.find(TALLIES, LATER, equal=brand)]
        self.counted = {one.platform: one.counts for one in tallies if one.day == "2026-10-13"}
        store.close()


def _people(day: Day) -> dict[str, set[str]]:
    """By platform that can be asked: what people did on the day and left there, of the kinds that it lists."""
    compiled, zone = open_desk(BRANDS).compiled, ZoneInfo(day.header.zone)
    by = {name: readers(name, link.platform, compiled) for name, link in day.header.connections.items()}
    lists = {one.name: one.lists.kinds for several in by.values() for one in several if one.lists is not None}
    there: dict[str, set[str]] = {name: set() for name in lists}
    gone: set[str] = set()
    for line in day.lines:
        if line.listed:
            told = json.loads(line.body)
            if told["snippet"]["authorChannelId"]["value"] != day.header.connections["youtube"].account:
                there["youtube"].add(told["id"])
            if line.listed == "gone":
                gone.add(told["id"])
            continue
        for one in held(line, by[line.connection]) if line.signature == "good" else []:
            if one.change is Change.REMOVED:
                gone.add(one.object)
            mine = compiled.owner(one.platform, one.account) and not (one.author.is_us or one.author.is_bot)
            today = one.at is not None and one.at.astimezone(zone).date() == day.header.date
            if mine and today and one.kind in lists.get(one.platform, ()):
                there[one.platform].add(one.object)
    return {name: objects - gone for name, objects in there.items()}


@ONE_PLAY
def test_nothing_is_left_running(seen: Seen) -> None:
    """The data folder of this run stands in the environment of its responder, and of nothing else."""
    mine = f"HEARD_DATA={seen.folder / 'data'}".encode()
    assert [process for process in Path("/proc").glob("[0-9]*/environ") if _holds(process, mine)] == []


def test_a_day_of_years_ago_plays_as_well(tmp_path: Path) -> None:
    done, result = _play(_years_ago(_shortened()), tmp_path)
    assert result["until"].startswith("2019-10-"), done.stderr
    assert result["answers"].keys() <= {"200", "204", "401"}
    assert result["doubles"] == 0


def _holds(environ: Path, needle: bytes) -> bool:
    try:
        return needle in environ.read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize(
    ("change", "says"),
    [({"brand": "nobody"}, "brand 'nobody'"), ({"zone": "Mars/Olympus"}, "line 1")],
    ids=["unknown brand", "unknown zone"],
)
def test_a_day_that_cannot_be_played_is_told_in_one_line(tmp_path: Path, change: dict[str, str], says: str) -> None:
    day = _shortened()
    done, _result = _play(Day(replace(day.header, **change), day.lines), tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_platform_that_lists_nothing_cannot_have_listed_things(tmp_path: Path) -> None:
    day = _shortened()
    line = next(line for line in day.lines if line.connection == "x")
    done, _result = _play(Day(day.header, (replace(line, listed="there"),)), tmp_path)
    assert (done.returncode, "the pretended x lists nothing" in done.stderr) == (2, True)


def test_nothing_can_be_lost_on_a_platform_that_cannot_be_asked_for_it(tmp_path: Path) -> None:
    day = _shortened()
    line = next(line for line in dayfile.read(FILE).lines if line.connection == "standard")
    done, _result = _play(Day(day.header, (replace(line, lost=True),)), tmp_path)
    assert (done.returncode, "the pretended standard cannot be asked" in done.stderr) == (2, True)


def test_make_prints_nothing_but_the_outcome_for_other_programs(tmp_path: Path) -> None:
    if not (ROOT / ".venv" / ".ready").exists():
        pytest.skip("`make` has not made .venv here: these tests were started by hand")
    day = _shortened()
    folder = tmp_path / "a folder"
    folder.mkdir()
    file = folder / "day.jsonl"
    rows = dayfile.rows(Day(day.header, day.lines[:5]))
    file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    told = subprocess.run(
        ["make", "--no-print-directory", "replay-day", f"FILE={file}", "JSON=1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert json.loads(told.stdout)["requests"] >= 5
