"""What an export says is what the Ledger knows: once each, with sums that add up, and without anybody's words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.clocks.measures import Metric
from shared.clocks.table import Table, moment, reader
from shared.core.calendar import Calendar
from shared.core.course import Pause, Reason
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort
from shared.core.ports import OPENED, Kept, Put
from shared.core.regime import Hold, PolicyLog, Version
from shared.core.sla import Aim, By, Clock
from shared.flows.export import AROUND, TABLES, Period, export
from tests.flows.world import NOON, PAGE, World, comment, facebook, mention

ALWAYS = Period(NOON - timedelta(days=300), NOON + timedelta(days=300))


class Rows(dict[str, list[dict[str, Any]]]):
    """What an export gave, by table, as JSON has it."""

    def __init__(self) -> None:
        super().__init__({table.name: [] for table in TABLES})

    def take(self, table: Table[Any], row: Any) -> None:
        names = [column.name for column in table.columns]
        self[table.name].append(dict(zip(names, reader(table)(row), strict=True)))


def exported(world: World, period: Period = ALWAYS) -> Rows:
    found = Rows()
    export(world.tools, world.brands.brands["acme"], period, lambda name: f"p-{name}", found.take)
    return found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A question with its answer and another behind it, praise, a question that waits, and one taken back."""
    made = World(tmp_path)
    made.send(facebook(comment("q", "when do you open, and why is =HYPERLINK?", "7")))
    made.send(facebook(comment("p", "lovely", "8")))
    made.send(mention("900", "when will it be there?", "21"))
    made.send(facebook(comment("gone", "when is it?", "9")))
    made.run(NOON + timedelta(hours=2))
    later = made.clock
    made.send(facebook(comment("a", "At nine!", PAGE, under="q", at=later)))
    made.send(facebook(comment("gone", "", "9", verb="remove", at=later)))
    made.run(later + timedelta(minutes=10))
    made.send(facebook(comment("again", "when on Sundays?", "7", under="q", at=made.clock)))
    made.run(later + timedelta(hours=30))
    yield made
    made.close()


def test_all_that_came_is_there_once_and_its_times_too(world: World) -> None:
    found = exported(world)
    entries = {one.key: one for one in world.entries()}
    assert Counter(row["interaction"] for row in found["interactions"]) == Counter(list(entries))
    question = next(row for row in found["interactions"] if row["interaction"] == world.entry("1_q").key)
    assert question["class"] == "question"
    assert (question["opened_at"], question["answered_at"]) == ("2026-10-13T10:00:00Z", "2026-10-13T12:00:00Z")
    assert (question["acknowledged_by"], question["person"]) == (
        "machine",
        f"p-{entries[question['interaction']].person}",
    )
    own = next(row for row in found["interactions"] if row["ours"] and row["kind"])
    assert (own["class"], own["needs_answer"]) == (None, None), "of our own words no class is known"


def test_the_intervals_of_a_measure_sum_to_it_and_leave_no_gap(world: World) -> None:
    found = exported(world)
    parts = defaultdict(list)
    for part in found["intervals"]:
        parts[part["measure"]].append(part)
    assert len({row["metric"] for row in found["measures"]}) >= 8
    for row in found["measures"]:
        mine = parts[row["measure"]]
        assert [part["number"] for part in mine] == list(range(1, len(mine) + 1))
        assert all(part["ends_at"] > part["begins_at"] for part in mine)
        if row["stopped_at"] is None:
            assert row["calendar_seconds"] is None, "what runs has no figure"
            assert row["state"] in ("running", "paused")
            continue
        assert sum(part["seconds"] for part in mine) == pytest.approx(row["calendar_seconds"])
        assert sum(part["seconds"] for part in mine if part["counted"]) == pytest.approx(row["service_seconds"])
        if row["metric"] != Metric.WAIT_TIME and mine:
            assert (mine[0]["begins_at"], mine[-1]["ends_at"]) == (row["started_at"], row["stopped_at"])
            assert all(one["ends_at"] == two["begins_at"] for one, two in pairwise(mine))
    first = next(row for row in found["measures"] if row["metric"] == "first_response" and row["stopped_by"])
    assert (first["calendar_seconds"], first["service_seconds"], first["breached"]) == (7200, 7200, False)


def test_what_waits_was_promised_and_taken_back_says_so(world: World) -> None:
    found = exported(world)
    metric = {row["interaction"]: row for row in found["measures"] if row["metric"] == "first_response"}
    waits, gone = metric[world.entry("900").key], metric[world.entry("1_gone").key]
    assert (waits["state"], waits["breached"], waits["stopped_at"]) == ("running", True, None)
    assert (gone["state"], gone["breached"]) == ("withdrawn", None), "neither kept nor missed"
    target = next(row for row in found["targets"] if row["measure"] == waits["measure"])
    assert (target["target"], target["seconds"], target["service"]) == ("general", 7200, True)
    assert target["due_at"] == target["breached_at"] == "2026-10-13T12:00:00Z"
    kinds = [row["type"] for row in found["events"] if row["measure"] == waits["measure"]]
    assert kinds == ["activate", "apply_sla", "breach"]


def test_keys_are_keys_and_every_row_leads_to_its_interaction(world: World) -> None:
    found = exported(world)
    for table in TABLES:
        keys = Counter(tuple(row[name] for name in table.key) for row in found[table.name])
        assert found[table.name] or table.name == "posts", table.name
        assert set(keys.values()) <= {1}, table.name
        for row in found[table.name]:
            missing = [one.name for one in table.columns if one.empty is None and row[one.name] is None]
            assert not missing, f"{table.name}: {missing} never say why they are empty"
    known = {row["interaction"] for row in found["interactions"]}
    figures = {row["measure"] for row in found["measures"]}
    assert {row["interaction"] for name in ("threads", "measures") for row in found[name]} <= known
    assert {row["measure"] for name in ("targets", "intervals", "events") for row in found[name]} <= figures


def test_two_periods_side_by_side_say_everything_once(world: World) -> None:
    cut = NOON + timedelta(hours=1)
    parts = [exported(world, Period(ALWAYS.since, cut)), exported(world, Period(cut, ALWAYS.until))]
    whole = exported(world)
    threads = [{row["thread"] for row in part["measures"]} for part in parts]
    assert threads[0] & threads[1], "one goes on from the first into the second"
    for name in ("interactions", "threads", "measures", "targets", "intervals", "events"):
        both = [json.dumps(row) for part in parts for row in part[name]]
        assert sorted(both) == sorted(json.dumps(row) for row in whole[name])


def test_nobodys_words_names_or_ids_are_in_it(world: World) -> None:
    text = json.dumps(exported(world))
    for secret in ("when", "lovely", "HYPERLINK", "At nine", "Sample Person", "sample", '"7"', '"21"', "1_q", '"900"'):
        assert secret not in text.replace("withdrawn", ""), secret


def test_versions_and_holds_that_still_count_in_the_period_are_told(world: World) -> None:
    hours = Calendar(zone="Europe/Oslo", week=(((540, 1020),),) * 7)
    holds = [
        Hold(pause=Pause(reason=Reason.OUTAGE, who="w", since=NOON - timedelta(days=at), until=until), platform="x")
        for at, until in ((9, NOON - timedelta(days=8)), (1, None))
    ]
    versions = tuple(
        Version(since=NOON - timedelta(days=days), policy=f"v{days}", calendars=(hours,)) for days in (20, 5)
    )
    log = PolicyLog(key="acme", brand="acme", versions=versions, holds=tuple(holds), expire_at=NOON + AROUND)
    assert world.store.commit(world.now(), Put(log))
    acme = world.brands.brands["acme"]
    world.brands.brands["acme"] = msgspec.structs.replace(acme, policy="v-today")
    found = exported(world, Period(NOON - timedelta(days=2), NOON + timedelta(days=1)))["policies"]
    assert [(row["what"], row["policy"], row["begins_at"], row["ends_at"]) for row in found] == [
        ("version", "v5", "2026-10-08T10:00:00Z", moment(world.now())),
        ("version", "v-today", moment(world.now()), None),
        ("hold", None, "2026-10-12T10:00:00Z", None),
    ]
    first = exported(world)["policies"][0]
    assert (first["policy"], first["begins_at"], first["ends_at"]) == ("v20", None, "2026-10-08T10:00:00Z")
    assert found[0]["calendars"][0]["week"][0] == ((540, 1020),)
    assert (found[2]["platform"], found[2]["reason"]) == ("x", "platform_outage")


@pytest.mark.practice(33)
def test_each_post_of_ours_says_who_was_heard_in_its_first_hour(tmp_path: Path) -> None:
    world = World(tmp_path)
    post = {
        "item": "status",
        "verb": "add",
        "post_id": f"{PAGE}_5",
        "from": {"id": PAGE, "name": "Acme"},
        "message": "We open on Sundays!",
        "created_time": int(NOON.timestamp()),
    }
    world.send(facebook(post))
    for name, text, minutes in (("a", "lovely", 10), ("b", "see you, Anna", 40), ("c", "lovely", 70)):
        world.run(NOON + timedelta(minutes=minutes))
        world.send(facebook(comment(name, text, f"9{minutes}", post="5", at=world.clock), at=world.clock))
    world.run(NOON + timedelta(hours=3))
    world.send(facebook(post | {"post_id": f"{PAGE}_6", "created_time": int(world.clock.timestamp())}))
    world.run(world.clock + timedelta(minutes=5))
    told = exported(world)["posts"]
    world.close()
    assert [(row["opened_at"], row["over"]) for row in told] == [
        ("2026-10-13T10:00:00Z", True),
        ("2026-10-13T13:00:00Z", False),
    ]
    assert (told[0]["came"], told[0]["acknowledged"], told[0]["by_person"]) == (2, 1, 0)
    assert told[0]["first_sign_at"] == "2026-10-13T10:10:00Z"
    assert (told[1]["came"], told[1]["acknowledged"]) == (0, None), "nobody came, so nobody was passed over"


def _answered(number: int) -> Entry:
    at = NOON + timedelta(minutes=10 * number)
    reply = Acknowledgment(at=at + timedelta(minutes=5), by=By.PERSON, how="reply", who="Ingrid Solheim")
    aims = {"ack": Aim(seconds=60.0), "response": Aim(seconds=7200.0, service=True)}
    return Entry(
        key=f"{number:040x}",
        brand="acme",
        platform="facebook",
        account=PAGE,
        object=f"1_{number}",
        kind=Kind.COMMENT,
        sort=Sort.QUESTION,
        needs_answer=True,
        opened_at=at,
        received_at=at + timedelta(seconds=2),
        at=at,
        person=f"{number:040x}",
        conversation="c",
        acknowledgments=(reply,),
        clocks={name: Clock(started=at, aims=(aim,)) for name, aim in aims.items()},
    )


class _Reader:
    """A store of very many Entries, none of which it holds."""

    def __init__(self, world: World, many: int) -> None:
        self._world, self._many, self.read = world, many, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world.store, name)

    def find(self, query: Any, now: datetime, **asked: Any) -> Iterator[Kept[Entry]]:
        assert query is OPENED
        for number in range(self._many):
            self.read += 1
            yield Kept(_answered(number), "1")


def test_no_more_is_held_than_may_still_be_joined(tmp_path: Path) -> None:
    """Of 20,000 Entries, one every ten minutes and each answered, 72 hours are held: 432 and what comes beside them."""
    world = World(tmp_path)
    store = _Reader(world, 20_000)
    given, behind = Counter[str](), 0

    def take(table: Table[Any], row: Any) -> None:
        nonlocal behind
        given[table.name] += 1
        behind = max(behind, store.read - given["threads"])

    export(replace(world.tools, store=store), world.brands.brands["acme"], ALWAYS, str, take)
    world.close()
    assert given["interactions"] == given["threads"] == 20_000
    assert behind < 450
