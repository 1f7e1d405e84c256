"""What other days say of a day: told days brought up to date, people who came late, and what is never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.brands.circle import Colleague
from shared.core.calendar import Calendar
from shared.core.digesting import DigestRecord, Unsettled
from shared.core.errors import BackendUnavailable
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State, indexed
from shared.core.ports import OPENED, Put
from shared.core.regime import Report
from shared.core.sla import Aim, By
from shared.digest.counted import Counted
from shared.digest.counting import Counting, Present, Window
from shared.digest.usual import figures
from shared.flows._anew import LOOKED
from shared.flows._past import Past, Today, duty_hours, past
from shared.flows._roll import Roll
from tests.core.opening import by_calendar, open_clock
from tests.flows._rolls import BRAND, CALENDAR, DAY, TODAY, Ledger, ledger, person

COURSES = by_calendar(CALENDAR)
HOUR = timedelta(hours=1)
KEEP: Final = timedelta(days=400)


@dataclass(frozen=True)
class Item:
    """One thing that somebody wrote, and all that ever becomes of it. `asks`: it needs an answer."""

    who: str
    at: datetime
    name: str = "c"
    asks: bool = True
    thread: str = "t"
    came: datetime | None = None  # None: at once
    answered: datetime | None = None
    gone: datetime | None = None
    platform: str = "facebook"

    def entry(self, now: datetime) -> Entry | None:
        """As the ledger has it at some moment."""
        came = self.came or self.at
        if came > now:
            return None
        clocks = {"ack": open_clock(self.at, (Aim(seconds=60),), COURSES)}
        if self.asks:
            clocks["response"] = open_clock(self.at, (Aim(seconds=7200, service=True),), COURSES)
        said: tuple[Acknowledgment, ...] = ()
        state = State.ACKNOWLEDGED
        if self.answered is not None and self.answered <= now:
            said = (Acknowledgment(at=self.answered, by=By.PERSON, how="reply"),)
            clocks = {name: clock.stop(self.answered, By.PERSON, COURSES) for name, clock in clocks.items()}
        if self.gone is not None and self.gone <= now:
            state = State.WITHDRAWN
            clocks = {name: clock.stop(self.gone, None, COURSES) for name, clock in clocks.items()}
        return indexed(
            Entry(
                key=f"{self.platform}/{self.who}/{self.at.isoformat()}/{self.name}",
                brand=BRAND.key,
                platform=self.platform,
                account="1",
                object=self.name,
                state=state,
                opened_at=self.at,
                received_at=came,
                at=self.at,
                person=person(self.who),
                conversation=f"{self.who}/{self.thread}",
                sort=Sort.QUESTION if self.asks else Sort.PRAISE,
                needs_answer=self.asks,
                clocks=clocks,
                acknowledgments=said,
                removed_at=self.gone if state is State.WITHDRAWN else None,
            )
        )


@dataclass
class House:
    """A brand whose digests are made day by day, as the flow makes them: gathered, told, and written in one commit."""

    ledger: Ledger
    items: list[Item] = field(default_factory=list)
    records: list[DigestRecord] = field(default_factory=list)
    counted: list[date] = field(default_factory=list)
    """The dates that were counted, the same once more as often as that was so."""
    failing: set[date] = field(default_factory=set)
    reports: tuple[Report, ...] = ()

    def make(self, day: date) -> Past:
        """The digest of a date, at half past seven on the morning after."""
        now = self.ledger.clock = CALENDAR.at(day + DAY, 450)
        found = [one for item in self.items if (one := item.entry(now)) is not None]
        self.ledger.store.commit(now, *(Put(one) for one in found))
        start, end = CALENDAR.midnight(day), CALENDAR.midnight(day + DAY)
        roll = Roll(BRAND, day, self.ledger.tools)
        counted = self.count(day, start, end, roll.see)
        numbers = {} if counted is None else counted.numbers()
        today = Today(
            BRAND, day, start, end, now, numbers, None if counted is None else roll.close(), reports=self.reports
        )
        told = past(today, self.records, self.count, self.ledger.tools)
        fresh = {one.key: one for one in told.updates}
        self.records = [fresh.get(one.key, one) for one in self.records]
        self.records.append(
            DigestRecord(
                key=f"digest/{BRAND.key}/{day}",
                brand=BRAND.key,
                day=day.isoformat(),
                until=end,
                made_at=now,
                subject="",
                headline="",
                summary={**numbers, **told.summary},
                unsettled=() if counted is None else counted.unsettled,
                expire_at=now + KEEP,
            )
        )
        return told

    def count(self, day: date, start: datetime, end: datetime, see: Callable[..., None]) -> Counted | None:
        """Every Entry of a date, held in memory; None on a date that fails."""
        self.counted.append(day)
        if day in self.failing:
            return None
        now = self.ledger.clock
        counting = Counting(Window(day=day, calendar=CALENDAR, start=start, end=end, at=now))
        found: dict[str, list[Entry]] = {}
        for kept in self.ledger.store.find(OPENED, now, equal=(BRAND.key,), since=start, until=end):
            found.setdefault(kept.doc.person or kept.doc.key, []).append(kept.doc)
        for who in sorted(found):
            present = Present(who, found[who])
            see(present, counting.add(present))
        return counting.counted()

    def until(self, day: date, *, since: date) -> Past:
        """All digests from one date to another; what the last one says."""
        at = since
        while at < day:
            self.make(at)
            at += DAY
        return self.make(day)

    def now(self, day: date) -> dict[str, Any]:
        """A date's figures by now."""
        return dict(figures(next(one for one in self.records if one.day == day.isoformat())))


@pytest.fixture
def house() -> Iterator[House]:
    with ledger() as made:
        yield House(made)


def at(day: date, hour: float) -> datetime:
    return CALENDAR.at(day, int(hour * 60))


def ago(days: int) -> date:
    return TODAY - days * DAY


def stands(found: dict[str, Any]) -> dict[str, int]:
    """How people stand, as far as anybody does."""
    names = ("people", "thanks", "in_time", "late", "waiting", "overdue")
    return {name: found[name] for name in names if found[name]}


def test_whoever_waited_is_told_as_they_stand_now(house: House) -> None:
    evening = at(ago(1), 17.5)
    house.items = [
        Item("ana", evening, answered=at(TODAY, 9.5)),  # in time: half an hour of each day's service
        Item("bo", evening, answered=at(TODAY, 12)),
        Item("eva", evening),
        Item("ida", evening, gone=at(TODAY, 8)),
        Item("ida", evening, name="thanks", asks=False, thread="u"),
    ]
    house.make(ago(1))
    assert stands(house.now(ago(1))) == {"people": 4, "waiting": 4}
    told = house.make(TODAY)
    assert stands(house.now(ago(1))) == {"people": 4, "thanks": 1, "in_time": 1, "late": 1, "overdue": 1}
    assert house.records[0].summary["waiting"] == 4, "what was told stays as it was told"
    assert house.now(ago(1))["response_in_target"] == 1 / 3
    assert [one.who for one in house.records[0].unsettled or ()] == [person("eva")]
    assert house.records[0].brought_at == house.records[1].made_at
    assert house.counted == [ago(1), TODAY], "nobody else's words were read again"
    assert [one.day for one in told.updates] == [ago(1).isoformat()]
    assert told.correction is not None
    assert (told.correction.day, told.correction.was, told.correction.now) == (ago(1), (0, 0), (1, 3))
    assert told.correction.why == "answered_late"


def test_a_person_of_whom_nothing_is_left_is_no_person_of_the_day(house: House) -> None:
    evening = at(ago(1), 17.5)
    ida = Item("ida", evening, gone=at(TODAY, 8))
    house.items = [ida, Item("ana", evening, answered=at(TODAY, 9.2))]
    house.make(ago(1))
    waiting = ida.entry(evening)
    assert waiting is not None
    alone = Unsettled(who=person("ida"), entries=(waiting.key,), rest="", then="waiting")
    others = tuple(one for one in house.records[0].unsettled or () if one.who != person("ida"))
    house.records[0] = msgspec.structs.replace(house.records[0], unsettled=(alone, *others))
    house.make(TODAY)
    assert stands(house.now(ago(1))) == {"people": 1, "in_time": 1}


@pytest.mark.parametrize("heard", [True, False])
def test_who_took_everything_back_is_nobody_who_was_acknowledged_either(house: House, *, heard: bool) -> None:
    """Or more people would be acknowledged than there were."""
    evening = at(ago(1), 17.5)
    house.items = [Item("ida", evening), Item("ana", at(ago(1), 9), answered=at(ago(1), 9.5))]
    house.make(ago(1))
    ida = Item("ida", evening, gone=at(TODAY, 8)).entry(at(TODAY, 8))
    assert ida is not None
    sign = (Acknowledgment(at=evening, by=By.MACHINE, how="reply"),) if heard else ()
    house.ledger.store.commit(house.ledger.clock, Put(msgspec.structs.replace(ida, acknowledgments=sign)))
    house.items = house.items[1:]
    told = house.records[0].summary | {"acknowledged": 1 + heard}
    house.records[0] = msgspec.structs.replace(house.records[0], summary=told)
    house.make(TODAY)
    assert (house.now(ago(1))["people"], house.now(ago(1))["acknowledged"]) == (1, 1)


def test_who_stood_worse_by_another_thread_still_does(house: House) -> None:
    evening = at(ago(1), 17.5)
    house.items = [
        Item("ana", at(ago(1), 9), name="late", thread="u", answered=at(ago(1), 17)),
        Item("ana", evening, answered=at(TODAY, 9.2)),
    ]
    house.make(ago(1))
    assert stands(house.now(ago(1))) == {"people": 1, "waiting": 1}
    house.make(TODAY)
    assert stands(house.now(ago(1))) == {"people": 1, "late": 1}


def test_a_wait_from_an_earlier_day_ends_for_the_day_on_which_they_wrote_again_too(house: House) -> None:
    old = Item("ana", at(ago(2), 17.5), answered=at(TODAY, 9))
    house.items = [old, Item("ana", at(ago(1), 12), asks=False)]
    house.until(ago(1), since=ago(2))
    waited = old.entry(at(ago(1), 9))
    assert waited is not None
    both = Unsettled(who=person("ana"), entries=(waited.key,), rest="thanks", then="overdue")
    numbers = {**house.records[1].summary, "thanks": 0, "overdue": 1}
    house.records[1] = msgspec.structs.replace(house.records[1], summary=numbers, unsettled=(both,))
    house.make(TODAY)
    assert stands(house.now(ago(1))) == {"people": 1, "thanks": 1}


def test_whether_a_wait_is_overdue_is_worked_out_anew(house: House) -> None:
    written = Item("ana", at(ago(3), 17.5)).entry(at(ago(3), 18))  # on a Saturday
    assert written is not None
    whole = Calendar(zone="Europe/Oslo")
    by_night = open_clock(written.opened_at, (Aim(seconds=7200, service=True),), by_calendar(whole))
    kept = msgspec.structs.replace(written, clocks={**written.clocks, "response": by_night})
    house.ledger.store.commit(house.ledger.clock, Put(indexed(kept)))
    house.make(ago(3))
    assert stands(house.now(ago(3))) == {"people": 1, "overdue": 1}, "by hours that are in force no more"
    house.make(ago(2))
    assert stands(house.now(ago(3))) == {"people": 1, "waiting": 1}


def test_where_too_many_waited_the_day_stays_as_it_was_told(house: House) -> None:
    house.items = [Item("ana", at(ago(1), 17.5), answered=at(TODAY, 9.5))]
    house.make(ago(1))
    house.records[0] = msgspec.structs.replace(house.records[0], unsettled=None)
    told = house.make(TODAY)
    assert told.updates == ()
    assert house.now(ago(1))["waiting"] == 1


def test_a_word_that_is_no_longer_kept_leaves_its_author_where_they_were(house: House) -> None:
    house.items = [Item("ana", at(ago(1), 17.5))]
    house.make(ago(1))
    lost = Unsettled(who=person("ana"), entries=("nowhere",), rest="thanks", then="waiting")
    house.records[0] = msgspec.structs.replace(house.records[0], unsettled=(lost,))
    assert house.make(TODAY).updates == ()


@pytest.mark.practice(10)
def test_people_of_whom_a_platform_told_late_are_said_once_and_counted_exactly(house: House) -> None:
    noon, later = at(ago(1), 12), at(TODAY, 9)
    house.items = [
        Item("ana", noon, answered=at(ago(1), 12.5)),
        Item("ana", noon + HOUR, name="d", came=later, answered=later + HOUR),
        Item("bo", noon, came=later),
        Item("eva", noon, came=later, asks=False, platform="x"),
        Item("ida", noon, came=later, gone=later + HOUR),
        Item("kim", at(ago(2), 12), came=later, platform="youtube"),
    ]
    told = house.until(TODAY, since=ago(3))
    assert stands(house.now(ago(1))) == {"people": 3, "thanks": 1, "late": 1, "overdue": 1}
    assert stands(house.now(ago(2))) == {"people": 1, "overdue": 1}
    assert told.correction is not None
    assert (told.correction.day, told.correction.missed, told.correction.missed_earlier) == (ago(1), 2, 1)
    assert (told.correction.was, told.correction.now) == ((1, 1), (0, 2))
    assert told.correction.platforms == ("facebook", "x", "youtube")
    assert told.correction.why == "missed"
    assert house.counted == [ago(3), ago(2), ago(1), TODAY, ago(1), ago(2)]
    after = house.make(TODAY + DAY)
    assert after.correction is None
    assert house.counted[-1] == TODAY + DAY


def test_what_is_no_word_and_came_late_has_no_day_counted_again(house: House) -> None:
    house.make(ago(1))
    late = Item("bo", at(ago(1), 12), came=at(TODAY, 9), asks=False).entry(at(TODAY, 9))
    assert late is not None
    house.ledger.store.commit(house.ledger.clock, Put(msgspec.structs.replace(late, kind=Kind.REACTION)))
    house.make(TODAY)
    assert house.counted == [ago(1), TODAY]


def test_who_was_missed_once_and_comes_late_again_is_not_missed_twice(house: House) -> None:
    noon = at(ago(1), 12)
    house.items = [
        Item("bo", noon, came=at(TODAY, 9), asks=False),
        Item("bo", noon, name="d", came=at(TODAY + DAY, 9), asks=False),
        Item("eva", noon, came=at(TODAY + DAY, 9), asks=False),
    ]
    first = house.until(TODAY, since=ago(1)).correction
    second = house.make(TODAY + DAY).correction
    assert first is not None
    assert second is not None
    assert (first.day, first.missed) == (ago(1), 1)
    assert (second.day, second.missed) == (ago(1), 1)
    assert house.now(ago(1))["people"] == 2


def test_who_was_missed_is_told_by_when_they_were_known_here(house: House) -> None:
    """The platform told in time, and what it told was stuck on the way."""
    house.make(ago(1))
    stuck = Item("bo", at(ago(1), 12), asks=False).entry(at(TODAY, 9))
    assert stuck is not None
    house.ledger.store.commit(house.ledger.clock, Put(msgspec.structs.replace(stuck, late_at=at(TODAY, 9))))
    told = house.make(TODAY).correction
    assert told is not None
    assert (told.missed, house.now(ago(1))["people"]) == (1, 1)


def test_who_was_being_written_while_the_day_was_told_is_counted_by_the_next_digest(house: House) -> None:
    house.make(ago(1))
    slow = Item("eva", at(ago(1), 12), asks=False).entry(at(TODAY, 7.5))
    assert slow is not None
    known = at(TODAY, 7.5) - timedelta(minutes=2)
    house.ledger.store.commit(house.ledger.clock, Put(msgspec.structs.replace(slow, late_at=known)))
    house.make(TODAY)
    assert house.now(ago(1))["people"] == 1


def test_who_came_late_and_was_counted_already_was_not_missed(house: House) -> None:
    noon = at(ago(1), 12)
    house.items = [
        Item("ana", noon, answered=noon + HOUR),
        Item("ana", noon + HOUR, name="d", came=at(TODAY, 9)),
    ]
    told = house.until(TODAY, since=ago(1)).correction
    assert told is not None
    assert (told.was, told.now, told.missed, told.why) == ((1, 1), (0, 1), 0, "")


def test_a_digest_at_fault_leaves_latecomers_to_the_next_one(house: House) -> None:
    house.items = [Item("bo", at(ago(2), 12), came=at(ago(1), 9), asks=False)]
    house.make(ago(2))
    house.make(ago(1))
    summary = {name: told for name, told in house.records[1].summary.items() if name != LOOKED}
    house.records[0] = msgspec.structs.replace(house.records[0], now=None, brought_at=None)
    house.records[1] = msgspec.structs.replace(house.records[1], summary=summary)
    told = house.make(TODAY).correction
    assert told is not None
    assert (told.day, told.missed) == (ago(2), 1)


def test_whoever_came_late_counts_as_having_been_there(house: House) -> None:
    house.items = [
        Item("ana", at(ago(3), 12), came=at(ago(1), 9), asks=False),
        Item("ana", at(TODAY, 12), asks=False),
    ]
    house.until(ago(1), since=ago(30))
    assert house.make(TODAY).attended.came_back == 1


def test_a_day_that_could_not_be_read_is_read_again_and_nobody_is_called_missed(house: House) -> None:
    noon = at(ago(1), 12)
    house.items = [Item("ana", noon, asks=False), Item("ana", at(TODAY, 12), asks=False)]
    house.items.append(Item("bo", noon, came=at(TODAY, 9), asks=False))
    house.until(ago(2), since=ago(40))
    house.failing = {ago(1)}
    blank = house.make(ago(1))
    assert blank.attended.came_back is None
    assert not blank.history[-1].known
    still = house.make(TODAY)
    assert [one.known for one in still.history] == [True, True, True, True, True, False, True]
    assert still.attended.came_back is None
    assert still.attended.known_from == ago(1) + 29 * DAY
    assert still.failed == (f"{ago(1)} as it stands now",)
    house.failing = set()
    house.items.append(Item("ana", at(TODAY + DAY, 12), asks=False))
    whole = house.make(TODAY + DAY)
    assert all(one.known for one in whole.history)
    assert whole.attended.came_back == 1
    assert whole.correction is None
    assert house.now(ago(1))["people"] == 2


def test_what_could_not_be_looked_for_is_looked_for_by_the_next_digest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.items = [Item("bo", at(ago(1), 12), came=at(TODAY, 9), asks=False)]
    house.make(ago(1))
    find = house.ledger.store.find

    def fails(query: Any, *args: Any, **kwargs: Any) -> Any:
        if query.name == "latecomers":
            raise BackendUnavailable("store", "down")
        return find(query, *args, **kwargs)

    monkeypatch.setattr(house.ledger.store, "find", fails)
    told = house.make(TODAY)
    assert (told.correction, told.failed) == (None, ("who came late",))
    monkeypatch.undo()
    after = house.make(TODAY + DAY).correction
    assert after is not None
    assert (after.day, after.missed) == (ago(1), 1)


def test_whoever_came_late_belongs_to_the_day_whose_window_they_wrote_in(house: House) -> None:
    house.items = [Item("bo", at(ago(1), 1), came=at(TODAY, 9), asks=False)]
    house.make(ago(2))
    moved = msgspec.structs.replace(house.records[0], until=at(ago(1), 2))  # as after a move to another zone
    house.records[0] = moved
    house.make(ago(1))
    found = house.make(TODAY).correction
    assert found is not None
    assert (found.day, found.missed) == (ago(2), 1)


def test_what_a_day_leaves_for_later_ones(house: House) -> None:
    house.items = [Item("ana", at(ago(2), 12), asks=False)]
    house.until(TODAY, since=ago(3))
    assert [one.summary["closed"] for one in house.records] == [0, 1, 0, 0], "the second is a Sunday"
    assert {one.summary["incomplete"] for one in house.records} == {""}
    assert len({one.summary["roll"] for one in house.records}) == 4
    start, end = CALENDAR.midnight(TODAY), CALENDAR.midnight(TODAY + DAY)
    gaps = ("youtube", "facebook", "youtube")
    today = Today(BRAND, TODAY, start, end, house.ledger.clock, {}, None, incomplete=gaps)
    assert past(today, house.records[:-1], house.count, house.ledger.tools).summary["incomplete"] == "facebook youtube"


def test_a_recompute_has_its_days_counted_again(house: House) -> None:
    house.items = [Item("ana", at(ago(1), 9), answered=at(ago(1), 12))]
    house.until(ago(1), since=ago(2))
    assert stands(house.now(ago(1))) == {"people": 1, "late": 1}
    house.items = [Item("ana", at(ago(1), 9), answered=at(ago(1), 10))]  # as `recompute` would have written it
    since, until = CALENDAR.midnight(ago(1)), CALENDAR.midnight(TODAY)
    report = Report(
        key="1", brand=BRAND.key, number=1, made_at=until, since=since, until=until, policy="p", who="ana", why="",
        moves=1, expire_at=until + KEEP,
    )  # fmt: skip
    house.reports = (report,)
    told = house.make(TODAY)
    assert house.counted == [ago(2), ago(1), TODAY, ago(1)]
    assert told.correction is not None
    assert (told.correction.was, told.correction.now, told.correction.why) == ((0, 1), (1, 1), "recomputed")
    assert told.correction.missed == 0


def test_a_store_that_fails_leaves_who_came_back_unknown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.items = [Item("ana", at(TODAY - n * DAY, 12), asks=False) for n in (0, 1)]
    house.until(ago(1), since=ago(30))
    get = house.ledger.store.get

    def fails(room: Any, *args: Any) -> Any:
        if room.room == "attendances":
            raise BackendUnavailable("store", "down")
        return get(room, *args)

    monkeypatch.setattr(house.ledger.store, "get", fails)
    told = house.make(TODAY)
    assert told.attended.came_back is None
    assert "who wrote before" in told.failed
    assert len(told.history) == 7


def test_hours_of_duty_are_those_of_shifts_and_of_nobody_who_is_away() -> None:
    morning = Calendar(zone="Europe/Oslo", week=(((540, 720),),) * 7)
    team = (
        Colleague(name="Ana", signature="A"),
        Colleague(name="Bo", signature="B", shifts=morning),
        Colleague(name="Eva", signature="E", away=((TODAY, TODAY),)),
        Colleague(name="Ida", signature="I", manager=True),
    )
    brand = msgspec.structs.replace(BRAND, team=team)
    start, end = CALENDAR.midnight(TODAY), CALENDAR.midnight(TODAY + DAY)
    assert duty_hours(brand, TODAY, start, end) == 9 + 3


# --- days drawn at random, against whole days held in memory ---


def due(item: Item) -> datetime:
    found = CALENDAR.due(item.at, 7200)
    assert found is not None
    return found


def reference(items: Sequence[Item], day: date, now: datetime) -> dict[str, int]:
    """How people of a date stand at a moment, from all that was ever written on it."""
    start, end = CALENDAR.midnight(day), CALENDAR.midnight(day + DAY)
    order = ("thanks", "in_time", "late", "waiting", "overdue")
    worst: dict[str, int] = {}
    threads: dict[tuple[str, str], list[Item]] = {}
    for one in sorted(items, key=lambda item: (item.at, item.name)):
        there = start <= one.at < end and (one.came or one.at) <= now
        if there and (one.gone is None or one.gone > now or one.answered is not None):
            threads.setdefault((one.who, one.thread), []).append(one)
    for (who, _), found in threads.items():
        asking = [one for one in found if one.asks]
        open_ = [one for one in asking if one.answered is None or one.answered > now]
        late = [one.answered > due(one) for one in asking if one.answered]
        if open_:
            status = "overdue" if due(open_[0]) <= now else "waiting"
        else:
            status = ("late" if any(late) else "in_time") if asking else "thanks"
        worst[who] = max(worst.get(who, 0), order.index(status))
    counted = {name: sum(order[one] == name for one in worst.values()) for name in order}
    return stands({"people": len(worst), **counted})


@st.composite
def written(draw: st.DrawFn) -> Item:
    day = ago(draw(st.integers(0, 5)))
    hour = draw(st.sampled_from([0, 8, 10, 12, 16, 17.5, 23]))
    wrote = at(day, hour)
    came = draw(st.sampled_from([None, None, None, 1, 20, 40]))
    first = wrote if came is None else wrote + came * HOUR
    answered = draw(st.sampled_from([None, None, 0.5, 3, 14, 17, 40]))
    return Item(
        who=draw(st.sampled_from(["ana", "bo", "eva", "ida"])),
        at=wrote,
        name=draw(st.sampled_from("cde")),
        asks=draw(st.booleans()),
        thread=draw(st.sampled_from("tu")),
        came=None if came is None else first,
        answered=None if answered is None else first + answered * HOUR,
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(written(), max_size=14, unique_by=lambda one: (one.who, one.at, one.name)))
def test_every_told_day_stands_as_a_plain_recount_of_it_would(items: list[Item]) -> None:
    with ledger() as made:
        house = House(made, items=items)
        for back in reversed(range(6)):
            house.make(ago(back))
            for day in (ago(n) for n in range(back, 6)):
                assert stands(house.now(day)) == reference(items, day, house.ledger.clock)
