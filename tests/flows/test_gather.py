"""A date of a brand, read into a Snapshot: who is named and how, what else is told, and that no half-read day is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.core.claims import Claim, ClaimState
from shared.core.collecting import Checkpoint, Counts, Tally, checkpoint_key, tally_key
from shared.core.course import Pause, Reason
from shared.core.digesting import Attendance, DigestRecord, digest_key
from shared.core.errors import BackendUnavailable
from shared.core.facts import Need
from shared.core.interaction import Author, Interaction, Kind, hashed
from shared.core.ledger import (
    LOOKALIKE,
    Acknowledgment,
    Card,
    Entry,
    Notice,
    Parked,
    Sort,
    State,
    Suggested,
    Switch,
    Words,
    indexed,
)
from shared.core.listening import Deaf, Pulse, pulse_key
from shared.core.ports import (
    HOURLY,
    NOTICES,
    PARKED,
    PULSES,
    REPORTS,
    TALLIES,
    TROUBLED,
    WAITING,
    Put,
    Query,
)
from shared.core.regime import PolicyLog
from shared.core.sla import Aim, By
from shared.digest.counting import Counting, Present, Window
from shared.digest.snapshot import MOST_WAITS, Grave, Group, Relations, Snapshot, Team, from_bytes, to_bytes
from shared.flows._faces import Faces
from shared.flows._gather import Gathered, gather
from shared.flows._holds import turn_off, turn_on
from shared.flows._people import relations
from shared.flows._roll import Attended
from shared.flows._tools import Tools
from shared.rules.rule import Rule, Then
from shared.rules.words import wording
from tests.core.opening import by_calendar, open_clock
from tests.flows._teams import Team as World
from tests.flows._teams import anna, bo
from tests.flows.world import NOON, PAGE, USER

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NINE = NOON - 3 * HOUR
"""A Tuesday, 09:00 in Oslo, where the brand opens."""
MORNING = NOON + timedelta(hours=19, minutes=30)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, anna(), bo(), policy="one")
    made.clock = MORNING
    yield made
    made.close()


def put(world: World, *documents: Any) -> None:
    assert world.store.commit(world.clock, *map(Put, documents)) is not None


def item(
    world: World,
    name: str,
    person: str | None,
    at: datetime = NINE,
    *,
    sort: Sort = Sort.QUESTION,
    answered: timedelta | None = None,
    text: str | None = None,
    who: str | None = "Zinovia Ullman",
    **fields: Any,
) -> Entry:
    """What somebody wrote, acknowledged at once; `answered` by Anna after so long. With `text`, its words are kept."""
    needs = sort in (Sort.QUESTION, Sort.COMPLAINT, Sort.REQUEST, Sort.UNSURE)
    courses = by_calendar(world.brand.calendar)
    clocks = {"ack": open_clock(at, (Aim(seconds=60),), courses).stop(at + MINUTE / 20, By.MACHINE, courses)}
    said = [Acknowledgment(at=at + MINUTE / 20, by=By.MACHINE, how="reply")]
    if needs:
        clocks["response"] = open_clock(at, (Aim(seconds=7200, service=True),), courses)
    if answered is not None:
        clocks["response"] = clocks["response"].stop(at + answered, By.PERSON, courses)
        said.append(Acknowledgment(at=at + answered, by=By.PERSON, how="reply", who="Anna"))
    given: dict[str, Any] = {
        "platform": "facebook", "account": PAGE, "kind": Kind.COMMENT, "state": State.ACKNOWLEDGED, "brand": "acme",
        "conversation": f"thread of {person}", "url": f"https://social.example/{name}", "language": "en",
    } | fields  # fmt: skip
    made = indexed(
        Entry(
            key=hashed("item", name),
            object=name,
            opened_at=at,
            received_at=at,
            at=at,
            sort=sort,
            needs_answer=needs,
            person=None if person is None else hashed("person", person),
            clocks=clocks,
            acknowledgments=tuple(said),
            **given,
        )
    )
    put(world, made)
    if text is not None:
        message = Interaction(
            platform=made.platform, account=PAGE, object=name, kind=made.kind, received_at=at, text=text,
            author=Author(id=person, name=who, handle=None if who is None else who.split()[0].lower()),
        )  # fmt: skip
        put(world, Words(key=made.key, brand="acme", interaction=message, expire_at=at + 30 * DAY))
    return made


def gathered(world: World, records: tuple[DigestRecord, ...] = (), tools: Tools | None = None) -> Gathered:
    """Of that Tuesday, the next morning."""
    brand = world.brand
    day = brand.calendar.local_date(NOON)
    start, end = brand.calendar.midnight(day), brand.calendar.midnight(day + DAY)
    return gather(brand, day, start, end, records, tools or world.tools)


def told(world: World, records: tuple[DigestRecord, ...] = ()) -> Snapshot:
    found = gathered(world, records).snapshot
    assert found.failed == ()
    assert from_bytes(to_bytes(found)) == found, "it is kept as it is"
    return found


def record(world: World, back: int = 1, **summary: Any) -> DigestRecord:
    """The digest of a date before, made at 07:30 on the next day."""
    day = world.brand.calendar.local_date(NOON) - back * DAY
    until = world.brand.calendar.midnight(day + DAY)
    return DigestRecord(
        key=digest_key("acme", day.isoformat()), brand="acme", day=day.isoformat(), until=until,
        made_at=until + 7.5 * HOUR, subject="s", headline="Everybody was looked after.", summary=summary,
        expire_at=until + 400 * DAY,
    )  # fmt: skip


# --- the day ---


def test_a_day_is_counted_and_named(world: World) -> None:
    item(world, "a", "anna", answered=HOUR)
    item(world, "b", "bert", text="Is it vegan?", assignee="Bo")
    item(world, "c", "bert", sort=Sort.PRAISE, conversation="another")
    item(world, "d", None, sort=Sort.PRAISE)
    item(world, "old", "cleo", NINE - 2 * DAY, text="And the oat one?", who="Cleo Abara")
    item(world, "new", "dora", MORNING - HOUR)
    found = told(world)
    everyone = found.all
    assert (everyone.people, everyone.in_time, everyone.overdue, everyone.thanks) == (3, 1, 1, 1)
    assert (found.items, found.unnamed, found.earlier_overdue, found.since) == (4, 1, 1, 1)
    assert [(one.face.name, one.earlier, one.assignee) for one in found.waits] == [
        ("Cleo Abara", True, None),
        ("Zinovia Ullman", False, "Bo"),
    ]
    assert found.waits[1].face.about == "Is it vegan?"
    assert found.arrivals[9] == 4
    assert found.open_hours == (False,) * 9 + (True,) * 9 + (False,) * 6
    assert (found.day.isoformat(), found.at, found.promise, found.language) == ("2026-10-13", MORNING, 7200.0, "en")
    assert found.next_opening == MORNING + 1.5 * HOUR


def test_the_figures_for_the_record_are_those_of_the_snapshot(world: World) -> None:
    item(world, "a", "anna", answered=HOUR)
    item(world, "b", "bert")
    made = gathered(world)
    assert (made.summary["people"], made.summary["in_time"], made.summary["overdue"]) == (2, 1, 1)
    assert made.unsettled is not None
    assert [one.entries for one in made.unsettled] == [(hashed("item", "b"),)]


def test_what_came_after_the_next_date_belongs_to_later_digests(world: World) -> None:
    """A digest that is made days late does not read all that has been written since."""
    item(world, "a", "anna", sort=Sort.PRAISE)
    item(world, "b", "bert", NINE + DAY, sort=Sort.PRAISE)
    item(world, "c", "cleo", NINE + 2 * DAY, sort=Sort.PRAISE)
    world.clock = MORNING + 3 * DAY
    assert told(world).since == 1


def test_who_is_on_hold_is_said_with_what_for(world: World) -> None:
    pause = Pause(reason=Reason.CUSTOMER, who="Anna", since=NINE + HOUR)
    item(world, "a", "anna", pauses=(pause,))
    item(world, "b", "bert")
    found = told(world)
    held = {one.face.entry: (one.held, one.held_since, one.overdue) for one in found.waits}
    assert held == {
        hashed("item", "a"): (Reason.CUSTOMER, NINE + HOUR, False),
        hashed("item", "b"): (None, None, True),
    }
    assert found.on_hold == 1


def test_what_waits_from_earlier_is_timed_as_of_now_too(world: World) -> None:
    pause = Pause(reason=Reason.CUSTOMER, who="Anna", since=NINE - DAY)
    item(world, "old", "anna", NINE - DAY - HOUR, pauses=(pause,))
    found = told(world)
    assert (found.earlier_overdue, found.earlier_inside, found.on_hold) == (0, 1, 1)


def test_in_the_25_hours_of_a_day_every_hour_is_there(world: World) -> None:
    world.change(calendar=msgspec.structs.replace(world.brand.calendar, week=(((540, 1080),),) * 7))
    sunday = NINE + 12 * DAY + HOUR  # after the clocks went back
    world.clock = sunday + 24 * HOUR
    item(world, "a", "anna", sunday, sort=Sort.PRAISE)
    brand = world.brand
    day = brand.calendar.local_date(sunday)
    found = gather(
        brand, day, brand.calendar.midnight(day), brand.calendar.midnight(day + DAY), (), world.tools
    ).snapshot
    assert (len(found.arrivals), len(found.open_hours), found.arrivals[10]) == (25, 25, 1)
    assert sum(found.open_hours) == 9


# --- what could not be read ---


class Failing:
    """A store that fails while it answers one query, after so many documents, or on one look for a document."""

    def __init__(
        self, inner: Any, query: Query | None = None, room: Any = None, after: int = 0, equal: str = "acme"
    ) -> None:
        self._inner, self._query, self._room, self._left, self._equal = inner, query, room, after, equal
        self.failed = 0

    def find(self, query: Query, *given: Any, **asked: Any) -> Iterator[Any]:
        broken = query is self._query and self._equal in asked.get("equal", (self._equal,))
        for kept in self._inner.find(query, *given, **asked):
            if broken and self._left == 0:
                break
            self._left -= broken
            yield kept
        if broken:
            self.fail()

    def get(self, room: Any, *given: Any) -> Any:
        if room is self._room:
            self.fail()
        return self._inner.get(room, *given)

    def commit(self, now: datetime, *writes: Any) -> Any:
        if any(type(getattr(one, "doc", None)) is self._room for one in writes):
            self.fail()
        return self._inner.commit(now, *writes)

    def fail(self) -> None:
        self.failed += 1
        raise BackendUnavailable("store", "gone")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def crowd(world: World) -> None:
    """Somebody of every sort, and something of everything that a digest reads."""
    item(world, "a", "anna", answered=HOUR, text="Thank you")
    item(world, "b", "bert", text="Is it vegan?")
    item(world, "eve", "finn", NINE - 6 * HOUR - 10 * HOUR)
    item(world, "old", "cleo", NINE - 2 * DAY)
    item(world, "new", "dora", MORNING - HOUR)
    item(world, "t", "emil", state=State.REFUSED, settled_at=NINE + HOUR)
    put(world, parcel(), mail(world, "one@acme.example", ClaimState.SENT))


def parcel() -> Parked:
    return Parked(key="p", connection="facebook", why="odd", at=NOON, body=b"{", expire_at=NOON + 30 * DAY)


def mail(world: World, to: str, state: ClaimState, *, back: int = 1, **fields: Any) -> Notice:
    """Of the digest of a date before."""
    day = (world.brand.calendar.local_date(NOON) - back * DAY).isoformat()
    at = world.brand.calendar.midnight(world.brand.calendar.local_date(NOON)) + (1 - back) * DAY + 7.5 * HOUR
    claim = Claim(slot="mail", capability="mail", state=state, not_before=at, moved_at=fields.pop("moved_at", at))
    return Notice(
        key=f"{digest_key('acme', day)}/{to}", brand="acme", about="digest", to=to, subject="31 of 31 looked after",
        text="t", at=at, day=day, claim=claim, expire_at=at + 30 * DAY,
    )  # fmt: skip


BROKEN = {
    "the day's people": {"query": HOURLY, "equal": "2026-10-13T07"},
    "since midnight": {"query": HOURLY, "equal": "2026-10-14T04"},
    "the evening before": {"query": HOURLY, "equal": "2026-10-12T15"},
    "earlier days": {"query": WAITING},
    "troubles": {"query": TROUBLED},
    "parked deliveries": {"query": PARKED},
    "mails": {"query": NOTICES, "equal": "digest"},
    "alarms": {"query": NOTICES, "equal": "spike"},
    "reports": {"query": REPORTS},
    "what platforms were asked": {"query": TALLIES},
    "how platforms were listened to": {"query": PULSES},
    "what is on hold": {"room": PolicyLog},
    "the crisis switch": {"room": Switch},
    "how far platforms were asked": {"room": Checkpoint},
}


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("name", BROKEN)
def test_of_a_day_that_is_not_read_to_its_end_no_figure_leaves(world: World, name: str, after: int) -> None:
    crowd(world)
    put(world, PolicyLog(key="acme", brand="acme", expire_at=MORNING + DAY))
    store = Failing(world.store, after=after, **BROKEN[name])
    found = gathered(world, (record(world, people=3),), replace(world.tools, store=store))
    assert store.failed, "the test breaks nothing"
    of = found.snapshot
    assert of.failed == (name,)
    assert (of.all, of.platforms, of.waits, of.items, of.since) == (Group(), (), (), 0, 0)
    assert (of.earlier_overdue, of.on_hold, sum(of.arrivals), of.clears_by) == (0, 0, 0, None)
    assert (of.relations, of.team) == (Relations(known_from=of.relations.known_from), Team())
    assert found.unsettled == ()
    figures = ("people", "in_time", "overdue", "angry_hour", "first_answers", "roll")
    assert [found.summary[name] for name in figures] == [None] * len(figures)


@pytest.mark.parametrize(("place", "told"), [("_counted.Counting.add", False), ("_gather.past", True)])
def test_a_fault_of_ours_blanks_the_day_only_where_it_is_about_the_day(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str, *, told: bool
) -> None:
    """A digest that never comes is worse than one that says that it cannot tell."""

    def fault(*_given: Any) -> None:
        raise KeyError("Zinovia Ullman wrote this")

    crowd(world)
    monkeypatch.setattr(f"shared.flows.{place}", fault)
    made = gathered(world)
    assert made.snapshot.failed == (() if told else ("the calculation",))
    assert (made.snapshot.all.people, made.summary["people"]) == ((3, 3) if told else (0, None))
    assert (made.summary["closed"], made.summary["roll"] is not None) == (0, told), "later days need these"
    logged = capsys.readouterr()
    assert "digest.uncounted" in logged.out + logged.err
    assert "Zinovia" not in logged.out + logged.err


@pytest.mark.parametrize("room", [Words, Card])
def test_without_names_the_figures_are_told_all_the_same(world: World, room: Any) -> None:
    crowd(world)
    store = Failing(world.store, room=room)
    world.tools = replace(world.tools, store=store)
    found = told(world)
    assert store.failed == 1, "what fails once is not asked for everybody"
    assert found.all.people == 3
    assert [one.face.entry for one in found.waits if not one.earlier] != []
    assert not any(one.card for one in found.waits)


def test_who_wrote_could_not_be_noted_and_the_figures_are_told_all_the_same(world: World) -> None:
    crowd(world)
    world.tools = replace(world.tools, store=Failing(world.store, room=Attendance))
    made = gathered(world)
    assert (made.snapshot.failed, made.snapshot.all.people, made.summary["roll"]) == ((), 3, None)


def test_it_writes_nothing_but_who_wrote(world: World) -> None:
    crowd(world)
    written: list[Any] = []

    class Noting(Failing):
        def commit(self, now: datetime, *writes: Any) -> Any:
            written.extend(type(one.doc) for one in writes)
            return super().commit(now, *writes)

    gathered(world, tools=replace(world.tools, store=Noting(world.store)))
    assert written == [Attendance]


# --- who is named ---


def face(world: World, **fields: Any) -> Any:
    item(world, "a", "anna", text="It came cold, see my bank papers", **fields)
    return told(world).waits[0].face


def test_a_comment_may_be_quoted(world: World) -> None:
    found = face(world)
    assert (found.name, found.handle, found.private) == ("Zinovia Ullman", "zinovia", False)
    assert (found.about, found.language, found.url) == (
        "It came cold, see my bank papers",
        "en",
        "https://social.example/a",
    )


@pytest.mark.parametrize("fields", [{"private": True}, {"kind": Kind.DIRECT_MESSAGE}])
def test_private_words_stay_private(world: World, fields: dict[str, Any]) -> None:
    found = face(world, **fields)
    assert (found.name, found.private, found.about) == ("Zinovia Ullman", True, None)
    assert b"bank papers" not in to_bytes(told(world))


def test_abuse_is_never_quoted(world: World) -> None:
    made = item(world, "a", "anna", text="you are all vile", sort=Sort.COMPLAINT)
    put(world, indexed(msgspec.structs.replace(made, sort=Sort.ABUSE)))
    assert told(world).waits[0].face.about is None


def test_whose_words_are_no_longer_kept_has_no_name(world: World) -> None:
    item(world, "a", "anna")
    found = told(world).waits[0].face
    assert (found.name, found.handle, found.about, found.days) == (None, None, None, None)


def test_long_words_do_not_make_the_digest_long(world: World) -> None:
    item(world, "a", "anna", text="so " * 5000, who="Z" * 5000)
    found = told(world)
    assert len(to_bytes(found)) < 4000


def test_somebody_whom_the_brand_wants_to_know_is_marked(world: World) -> None:
    world.change(vips=("zinovia",))
    assert face(world).vip


def test_what_the_desk_has_is_said(world: World) -> None:
    made = [item(world, name, name) for name in "abc"]
    drafts = (Suggested(capability="reply", text="Yes."), Suggested(capability="like"))
    put(
        world,
        Card(key=made[0].key, brand="acme", at=NINE, suggested=drafts, expire_at=MORNING + DAY),
        Card(key=made[1].key, brand="acme", at=NINE, expire_at=MORNING + DAY),
    )
    held = {one.face.entry: (one.card, one.drafts) for one in told(world).waits}
    assert held == {made[0].key: (True, 1), made[1].key: (True, 0), made[2].key: (False, 0)}


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"rule": "safety"}, Grave.SAFETY),
        ({"rule": "threat"}, Grave.SAFETY),
        ({"rule": "legal-claim"}, Grave.LEGAL),
        ({"rule": "question", "topic": "press"}, Grave.LEGAL),
        ({"rule": "question", "topic": "fraud"}, Grave.FRAUD),
        ({"reason": LOOKALIKE}, Grave.FRAUD),
        ({"rule": "pressure"}, None),
        ({}, None),
    ],
)
def test_what_outranks_other_waits_is_told_by_its_rule_or_topic(
    world: World, fields: dict[str, Any], wanted: Grave | None
) -> None:
    item(world, "first", "bert", NINE - MINUTE)
    item(world, "a", "anna", **fields)
    waits = told(world).waits
    assert {one.face.entry: one.grave for one in waits}[hashed("item", "a")] is wanted
    assert (waits[0].face.entry == hashed("item", "a")) is (wanted is not None)


def test_who_looks_like_the_brand_is_shown(world: World) -> None:
    item(world, "a", "anna", reason=LOOKALIKE, who="Acme Support", text="Write me")
    assert [one.name for one in told(world).lookalikes] == ["Acme Support"]


# --- how platforms were listened to ---


def pulse(platform: str, account: str, *, ok: bool | None = True, ago: timedelta = 20 * MINUTE, **fields: Any) -> Pulse:
    at = MORNING - ago
    return Pulse(
        key=pulse_key(platform, account), brand="acme", platform=platform, account=account, checked_at=at, ok=ok,
        looped_at=fields.pop("looped_at", at), expire_at=MORNING + 3 * DAY, **fields,
    )  # fmt: skip


def listens(world: World, platform: str = "facebook") -> Any:
    return next(one for one in told(world).listening if one.platform == platform)


def test_a_platform_is_as_good_as_the_worst_of_its_accounts(world: World) -> None:
    first, second = world.brand.accounts
    world.change(accounts=(first, second, msgspec.structs.replace(first, id="two")))
    put(world, pulse("facebook", PAGE, heard_at=NINE))
    assert listens(world).ok is None, "of one of them nothing is known"
    put(world, pulse("facebook", "two", ok=False, why="no token"))
    found = listens(world)
    assert (found.ok, found.why, found.heard_at) == (False, "no token", NINE)
    put(world, pulse("facebook", "two", ago=40 * MINUTE, looped_at=None))
    found = listens(world)
    assert (found.ok, found.checked_at, found.looped_at) == (True, MORNING - 40 * MINUTE, None)
    put(world, pulse("facebook", "two", ok=None))
    assert listens(world).ok is None


def test_what_was_not_checked_within_the_hour_is_not_known_to_listen(world: World) -> None:
    put(world, pulse("facebook", PAGE, ago=59 * MINUTE), pulse("x", USER, ago=HOUR))
    assert (listens(world).ok, listens(world, "x").ok) == (True, None)


def test_nor_is_an_account_that_was_never_checked_but_what_it_told_is_said(world: World) -> None:
    item(world, "a", "anna", sort=Sort.PRAISE)
    put(world, pulse("x", "of-another-time"))
    assert (listens(world).ok, listens(world).checked_at, listens(world).heard_at) == (None, None, NINE)
    assert listens(world, "x").ok is None


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (NINE, NINE + 15 * MINUTE, (NINE, NINE + 15 * MINUTE)),
        (NINE, NINE + 14 * MINUTE, None),
        (NINE - 2 * DAY, NINE, (NINE - 9 * HOUR, NINE)),
        (NINE, None, (NINE, NINE + 15 * HOUR)),
        (NINE - 2 * DAY, NINE - DAY, None),
        (MORNING - HOUR, None, None),
        (NINE + 15 * HOUR - 5 * MINUTE, MORNING, (NINE + 15 * HOUR - 5 * MINUTE, NINE + 15 * HOUR)),
    ],
)
def test_a_quarter_hour_in_which_news_may_be_missing_is_told_as_far_as_it_lies_in_the_day(
    world: World, since: datetime, until: datetime | None, wanted: tuple[datetime, datetime] | None
) -> None:
    put(world, pulse("facebook", PAGE, deaf=(Deaf(since=since, until=until, why="no token"),)))
    found = told(world)
    assert [(one.since, one.until) for one in found.incomplete] == ([] if wanted is None else [wanted])
    assert {(one.platform, one.why) for one in found.incomplete} <= {("facebook", "no token")}
    starts = [one.at for one in found.events if one.what == "outage"]
    assert starts == ([] if wanted is None or wanted[0] == NINE - 9 * HOUR else [wanted[0]]), "began before the day"


def checkpoint(platform: str, done_at: datetime | None, first: datetime = NINE - 20 * DAY) -> Checkpoint:
    return Checkpoint(
        key=checkpoint_key(platform, PAGE), brand="acme", platform=platform, account=PAGE, first=first,
        next_at=MORNING, done_at=done_at, expire_at=MORNING + 99 * DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "done_at", "first", "filled"),
    [
        ("messenger", NINE + HOUR, NINE - DAY, True),
        ("messenger", NINE + MINUTE, NINE - DAY, False),
        ("messenger", None, NINE - DAY, False),
        ("messenger", NINE + HOUR, NINE, False),  # it was not asked about the morning
        ("facebook", NINE + HOUR, NINE - DAY, False),  # which does not tell of mentions when it is asked
    ],
)
def test_what_was_asked_for_afterwards_is_not_missing(
    world: World, platform: str, done_at: datetime | None, first: datetime, *, filled: bool
) -> None:
    page = world.brand.accounts[0]
    world.change(accounts=(page, msgspec.structs.replace(page, platform="messenger")))
    deaf = Deaf(since=NINE, until=NINE + 30 * MINUTE, why="no token")
    put(world, pulse(platform, PAGE, deaf=(deaf,)), checkpoint(platform, done_at, first))
    assert (told(world).incomplete == ()) is filled


def test_what_platforms_told_when_asked_is_summed_for_each_and_unknown_where_one_account_is(world: World) -> None:
    first, second = world.brand.accounts
    world.change(accounts=(first, second, msgspec.structs.replace(first, id="two")))

    def tally(account: str, until: datetime) -> Tally:
        return Tally(
            key=tally_key("facebook", account, "2026-10-13"), brand="acme", platform="facebook", account=account,
            day="2026-10-13", counts=Counts(exist=31, received=29, recovered=2), until=until, at=MORNING,
            expire_at=MORNING + DAY,
        )  # fmt: skip

    midnight = NINE + 15 * HOUR
    put(world, tally(PAGE, midnight), tally("two", midnight))
    assert [(one.exist, one.received, one.recovered) for one in told(world).asked if one.platform == "facebook"] == [
        (62, 58, 4)
    ]
    put(world, tally("two", midnight - MINUTE))
    assert [one.exist for one in told(world).asked] == [None, None], "the day was not asked about to its end"


# --- what stands aside, and earlier digests ---


def test_what_could_not_be_finished_or_read_is_counted_since_the_last_digest(world: World) -> None:
    last = record(world)
    item(world, "t", "emil", state=State.REFUSED, settled_at=last.made_at + HOUR)
    item(world, "u", "finn", state=State.UNCERTAIN, settled_at=last.made_at + HOUR)
    item(world, "v", "gabi", state=State.REFUSED, settled_at=last.made_at - HOUR)
    other = Parked(key="q", connection="of another", why="odd", at=NOON, body=b"{", expire_at=NOON + 30 * DAY)
    put(world, parcel(), other, msgspec.structs.replace(parcel(), key="r", connection=""))
    found = told(world, (last,))
    assert dict(found.troubles) == {State.REFUSED: 1, State.UNCERTAIN: 1}
    assert found.parked == 2


def test_mails_of_earlier_digests_that_nobody_confirmed_are_named_once(world: World) -> None:
    last = record(world)
    late = last.made_at + HOUR
    put(
        world,
        mail(world, "one@acme.example", ClaimState.UNCERTAIN, moved_at=late),
        mail(world, "two@acme.example", ClaimState.REFUSED, moved_at=late),
        mail(world, "three@acme.example", ClaimState.SENT),
        mail(world, "one@acme.example", ClaimState.UNCERTAIN, back=2, moved_at=last.made_at - HOUR),
    )
    (found,) = told(world, (record(world, 2), last)).unconfirmed
    assert (found.day.isoformat(), found.recipients, found.headline) == (last.day, 2, "Everybody was looked after.")


@pytest.mark.parametrize(
    ("states", "unsent"),
    [
        ((ClaimState.CLAIMED, ClaimState.CLAIMED), ["2026-10-12"]),
        ((ClaimState.CLAIMED, ClaimState.SENT), []),
        ((ClaimState.SENT, ClaimState.CLAIMED), []),
        ((ClaimState.CLAIMED, ClaimState.UNCERTAIN), []),
        ((), []),
    ],
)
def test_a_date_whose_mails_never_left_is_named(
    world: World, states: tuple[ClaimState, ...], unsent: list[str]
) -> None:
    put(world, *(mail(world, f"{number}@acme.example", state) for number, state in enumerate(states)))
    assert [one.isoformat() for one in told(world, (record(world),)).unsent] == unsent


def test_dates_that_were_left_out_are_named(world: World) -> None:
    found = told(world, (record(world, 4),)).unsent
    assert [one.isoformat() for one in found] == ["2026-10-10", "2026-10-11", "2026-10-12"]
    assert len(told(world, (record(world, 40),)).unsent) == 7, "no list without an end"
    assert told(world).unsent == (), "before the first one nothing was left out"


# --- what happened ---


def test_a_crisis_is_told_with_its_moments_and_those_who_heard_nothing(world: World) -> None:
    world.clock = NINE + HOUR
    turn_on(world.store, "acme", world.clock, NINE + 40 * HOUR, owner="Anna", why="recall")
    silent = item(world, "a", "anna", NINE + 2 * HOUR)
    put(world, indexed(msgspec.structs.replace(silent, acknowledgments=())))
    item(world, "b", "bert", NINE + 2 * HOUR)
    world.clock = MORNING
    found = told(world)
    assert found.paused is not None
    assert (found.paused.since, found.paused.owner, found.paused.why) == (NINE + HOUR, "Anna", "recall")
    assert found.paused.silent == 1
    assert [(one.what, one.at) for one in found.events] == [("switch_on", NINE + HOUR)]


def test_what_is_over_is_not_paused_and_both_moments_are_told(world: World) -> None:
    world.clock = NINE + HOUR
    turn_on(world.store, "acme", world.clock, NINE + 40 * HOUR, owner=None, why=None)
    world.clock = NINE + 3 * HOUR
    turn_off(world.store, "acme", world.clock)
    world.clock = MORNING
    found = told(world)
    assert found.paused is None
    assert [(one.what, one.at) for one in found.events] == [
        ("switch_on", NINE + HOUR),
        ("switch_off", NINE + 3 * HOUR),
    ]


def test_an_alarm_is_one_moment_however_many_were_told(world: World) -> None:
    for number in range(3):
        item(world, f"c{number}", f"p{number}", NINE + HOUR, sort=Sort.COMPLAINT)
    claim = Claim(slot="mail", capability="mail", state=ClaimState.SENT)
    put(
        world,
        *(
            Notice(
                key=f"spike/{at:%H}/{to}", brand="acme", about="spike", to=to, subject="Alarm", text="t", at=at,
                claim=claim, data={"people": 9}, expire_at=at + DAY * 9,
            )
            for at in (NINE + 2 * HOUR, NINE - DAY)
            for to in ("one", "two")
        ),
    )  # fmt: skip
    found = [(one.what, one.at, one.number) for one in told(world).events]
    assert found == [
        ("most_complaints", NINE + HOUR, 3),
        ("alarm", NINE + 2 * HOUR, 9),
        ("first_late", NINE + 3 * HOUR, None),
    ]


# --- relations ---


def test_who_is_worth_a_personal_word(world: World) -> None:
    """Not whoever waits, or had one: they have more than a line already."""
    item(world, "story", "anna", sort=Sort.STORY, text="My grandfather met my grandmother in your shop", substance=True)
    item(world, "kind", "bert", sort=Sort.PRAISE, text="The best coffee in all of town", who="Bert", substance=True)
    item(world, "waits", "cleo", sort=Sort.STORY, text="I was there when you opened", substance=True)
    item(world, "had", "dora", sort=Sort.STORY, text="My first job was at your bar", substance=True)
    item(world, "more", "dora", answered=HOUR, text="Do you remember Ylva?")
    item(world, "asks", "cleo", text="When do you open?")
    found = told(world).relations.worth
    assert [(one.name, one.why) for one in found] == [("Zinovia Ullman", "story"), ("Bert", "kind")]
    world.change(vips=("bert",))
    assert [one.why for one in told(world).relations.worth] == ["vip", "story"]


def test_a_kind_word_goes_to_the_colleague_it_was_for(world: World) -> None:
    item(world, "a", "anna", answered=HOUR, text="Is it vegan?")
    item(
        world, "b", "anna", NINE + 2 * HOUR, sort=Sort.THANKS, text="Thank you so much, that helped a lot",
        substance=True,
    )  # fmt: skip
    found = told(world).team
    assert found.quote is not None
    assert (found.quote.about, found.quoted) == ("Thank you so much, that helped a lot", "Anna")
    assert [(one.name, one.helped) for one in found.colleagues] == [("Anna", 1)]


# --- promises ---


SOON = "A colleague usually answers within {expected}."
TOLD = Rule(name="told", then=(Then(do="reply", params={"texts": {"en": [SOON, "We will be right back."]}}),))


def answer(text: str, state: ClaimState = ClaimState.SENT) -> dict[str, Claim]:
    return {"answer": Claim(slot="answer", capability="reply", state=state, wording=wording(text))}


@pytest.mark.practice(24)
def test_of_those_told_what_to_expect_it_is_counted_who_had_it_by_then(world: World) -> None:
    world.change(rules=(TOLD,), needs=(Need.USUAL,))
    last = record(world, usual=1800.0)
    item(world, "a", "anna", answered=30 * MINUTE, claims=answer(SOON))
    item(world, "b", "bert", answered=31 * MINUTE, claims=answer(SOON))
    item(world, "c", "cleo", claims=answer(SOON))
    item(world, "d", "dora", answered=MINUTE, claims=answer("We will be right back."))
    item(world, "e", "emil", answered=MINUTE, claims=answer(SOON, ClaimState.REFUSED))
    item(world, "f", "finn", NINE + 8.9 * HOUR, claims=answer(SOON))  # six minutes of service until now
    found = told(world, (last,))
    assert (found.expected, found.kept_promise) == (1800.0, (1, 3))
    assert told(world).expected is None, "no digest had said what is usual"
    older = record(world, 2, usual=300.0)
    assert told(world, (older, last)).kept_promise == (1, 3), "it was not told any more"


@pytest.mark.practice(24)
def test_each_is_held_to_what_the_digest_of_that_moment_had_told(world: World) -> None:
    """A digest comes in the morning: who wrote before it was told what the one before it said."""
    world.change(rules=(TOLD,), needs=(Need.USUAL,))
    days = (record(world, 2, usual=3600.0), record(world, usual=1800.0))
    item(world, "early", "anna", NINE - 2 * HOUR, answered=2.75 * HOUR, claims=answer(SOON))  # 45 minutes of service
    item(world, "b", "bert", answered=45 * MINUTE, claims=answer(SOON))
    assert (told(world, days).expected, told(world, days).kept_promise) == (None, (1, 2))


def test_where_nobody_was_told_anything_nothing_is_said_of_it(world: World) -> None:
    world.change(rules=(TOLD,), needs=(Need.USUAL,))
    item(world, "d", "dora", answered=MINUTE, claims=answer("We will be right back."))
    found = told(world, (record(world, usual=1800.0),))
    assert (found.expected, found.kept_promise) == (None, None)


@pytest.mark.parametrize(("people", "clears"), [(20, True), (19, False)])
def test_a_backlog_is_told_with_when_it_may_be_cleared(world: World, people: int, *, clears: bool) -> None:
    """Two colleagues who each answer two an hour from nine o'clock on."""
    days = tuple(
        record(world, back, people=40, helped=36, answers=36, duty_hours=18.0, colleagues=2, closed=0, incomplete="")
        for back in range(9, 0, -1)
    )
    for number in range(people):
        item(world, f"c{number}", f"p{number}", NINE - 3 * HOUR - number * MINUTE)
    found = told(world, days)
    assert found.all.overdue + found.all.waiting == people
    assert found.clears_by == (NINE + DAY + 5 * HOUR if clears else None)


def shown(world: World, attended: Attended, *entries: Entry) -> Relations:
    """What the relations of a day say, were these its candidates and this what is known of days before."""
    brand = world.brand
    day = brand.calendar.local_date(NOON)
    start, end = brand.calendar.midnight(day), brand.calendar.midnight(day + DAY)
    counting = Counting(Window(day=day, calendar=brand.calendar, start=start, end=end, at=MORNING))
    for one in sorted(entries, key=lambda one: one.who or ""):
        counting.add(Present(one.who or "", [one]))
    return relations(counting.counted(), attended, Faces(brand, attended.days, MORNING, world.tools))


@pytest.mark.practice(25)
def test_a_regular_gone_quiet_has_the_name_of_their_last_words_that_are_kept(world: World) -> None:
    item(world, "first", "anna", NINE - 40 * DAY, sort=Sort.PRAISE, text="Lovely", who="Zinovia Ullman-Reyes")
    item(world, "last", "anna", NINE - 20 * DAY, sort=Sort.PRAISE, text="Lovely again")
    item(world, "liked", "anna", NINE - 19 * DAY, sort=Sort.PRAISE)
    item(world, "private", "anna", NINE - 18 * DAY, text="Call me", private=True)
    known = Attended(quiet=((hashed("person", "anna"), 6), (hashed("person", "nobody"), 5)))
    (found,) = shown(world, known).quiet
    assert (found.entry, found.name, found.days, found.at) == (
        hashed("item", "last"),
        "Zinovia Ullman",
        6,
        NINE - 20 * DAY,
    )


@pytest.mark.practice(37)
def test_whom_to_thank_for_a_month_is_named_though_no_words_are_left(world: World) -> None:
    item(world, "last", "anna", NINE - 20 * DAY, sort=Sort.PRAISE)
    (found,) = shown(world, Attended(thank=((hashed("person", "anna"), 9),))).thank
    assert (found.name, found.days, found.url) == (None, 9, "https://social.example/last")


@pytest.mark.parametrize(("days", "platform", "meet"), [(4, "facebook", True), (3, "facebook", False), (4, "x", False)])
@pytest.mark.practice(36)
def test_two_regulars_of_one_topic_and_platform_might_like_to_meet(
    world: World, days: int, platform: str, *, meet: bool
) -> None:
    one = item(world, "a", "anna", sort=Sort.STORY, text="I roast at home", topic="beans", substance=True)
    two = item(
        world, "b", "bert", sort=Sort.STORY, text="Me too, for years", topic="beans", substance=True, platform=platform
    )
    other = item(world, "c", "cleo", sort=Sort.STORY, topic="cups", substance=True)
    known = Attended(days={one.person or "": 9, two.person or "": days, other.person or "": 9})
    found = shown(world, known, one, two, other).alike
    assert [(a.entry, b.entry, topic) for a, b, topic in found] == ([(one.key, two.key, "beans")] if meet else [])


def test_somebody_new_is_worth_a_word_for_being_new_and_a_regular_for_that(world: World) -> None:
    one = item(world, "a", "anna", sort=Sort.PRAISE, text="What a lovely place", substance=True)
    known = {days: shown(world, Attended(days={one.person or "": days}), one).worth[0].why for days in (1, 2, 4)}
    assert known == {1: "first", 2: "kind", 4: "days"}
    assert shown(world, Attended(), one).worth[0].why == "kind", "who is new is not known"


@pytest.mark.practice(7)
def test_what_somebody_posted_elsewhere_may_be_shared_on(world: World) -> None:
    """A comment stands where it is; so does a post that cannot be seen by others."""
    fields: dict[str, Any] = {"sort": Sort.PRAISE, "substance": True, "text": "Look what I found at Acme"}
    one = item(world, "a", "anna", kind=Kind.MENTION, **fields)
    item(world, "b", "bert", **fields)
    item(world, "c", "cleo", kind=Kind.MENTION, private=True, **fields)
    item(world, "d", "dora", kind=Kind.MENTION, url=None, **fields)
    assert [face.entry for face in told(world).relations.share_on] == [one.key]


def test_nobody_is_called_new_before_it_is_known_who_was_there(world: World) -> None:
    """In the first weeks everybody has written on one day that is known."""
    item(world, "a", "anna", sort=Sort.TAG, substance=True, text="This is where we were, Ylva")
    item(world, "b", "bert", sort=Sort.PRAISE, substance=True, text="The best coffee in all of town")
    found = told(world).relations
    assert (found.came_back, [(one.why, one.days) for one in found.worth]) == (None, [("kind", None)])


def test_of_a_crowd_that_waits_nobody_is_said_to_be_worth_a_word_instead(world: World) -> None:
    """Nor where so many wait that not all of them are named."""
    for number in range(MOST_WAITS + 1):
        name = f"p{number:02}"
        item(world, name, name, NINE + number * MINUTE, conversation=name)
        item(world, f"{name} too", name, NINE - number * MINUTE, sort=Sort.STORY, substance=True)
    item(world, "story", "zoe", NINE + 9 * HOUR, sort=Sort.STORY, substance=True)
    found = told(world)
    assert found.all.overdue == MOST_WAITS + 1
    assert [one.entry for one in found.relations.worth] == [hashed("item", "story")]


def test_an_account_that_looks_like_ours_is_one_however_much_it_writes(world: World) -> None:
    for number in range(3):
        item(world, f"f{number}", "fake", NINE + number * MINUTE, reason=LOOKALIKE)
    item(world, "other", "other", reason=LOOKALIKE)
    assert len(told(world).lookalikes) == 2


def test_of_whom_nobody_can_say_when_they_wrote_last_nothing_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        item(world, f"c{number}", "anna", NINE - (30 - number) * DAY, sort=Sort.PRAISE)
    known = Attended(quiet=((hashed("person", "anna"), 6),))
    assert [one.at for one in shown(world, known).quiet] == [NINE - 28 * DAY]
    monkeypatch.setattr("shared.flows._faces._MOST", 3)
    assert shown(world, known).quiet == ()


def test_a_person_who_waits_from_two_days_is_one_of_the_backlog(world: World) -> None:
    days = tuple(
        record(world, back, people=40, answers=36, duty_hours=18.0, closed=0, incomplete="") for back in range(9, 0, -1)
    )
    for number in range(19):
        item(world, f"c{number}", f"p{number}", NINE + 8 * HOUR + number * MINUTE, conversation=f"c{number}")
    item(world, "old", "p0", NINE - DAY, conversation="another")
    found = told(world, days)
    assert (found.all.waiting, found.earlier_overdue, found.earlier_also, found.clears_by) == (19, 1, 1, None)


def test_two_brands_in_one_ledger_are_told_apart(world: World) -> None:
    item(world, "a", "anna")
    item(world, "old", "cleo", NINE - 2 * DAY)
    mine = gathered(world)
    item(world, "b", "bert", brand="other", text="Is it vegan?", sort=Sort.COMPLAINT)
    item(world, "older", "dora", NINE - 3 * DAY, brand="other")
    item(world, "new", "emil", MORNING - HOUR, brand="other")
    item(world, "t", "finn", brand="other", state=State.REFUSED, settled_at=NINE + HOUR)
    roll = {"roll": None}
    again = gathered(world)
    assert (again.snapshot, again.unsettled) == (mine.snapshot, mine.unsettled)
    assert again.summary | roll == mine.summary | roll
