"""Random days, counted twice: as Heard counts them, person by person, and anew from raw Entries (`recount.py`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from shared.core.calendar import Calendar
from shared.core.claims import Claim, ClaimState
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State, indexed
from shared.core.sla import Aim, By, Clock
from shared.digest.counted import Counted
from shared.digest.counting import Counting, Window
from shared.digest.owing import MOST_UNSETTLED
from shared.digest.saying import CLASSES
from shared.digest.snapshot import MOST_WAITS, Grave, Group
from tests.digest.days import presents
from tests.digest.recount import WORST, Raw, in_public, recount, written

OFFICE = (((540, 1080),),) * 5 + ((), ())
DAYS = {
    "a Tuesday in Oslo": ("Europe/Oslo", OFFICE, date(2026, 10, 13)),
    "a Sunday without service": ("Europe/Oslo", OFFICE, date(2026, 10, 18)),
    "clocks set back": ("Europe/Oslo", OFFICE, date(2026, 10, 25)),
    "clocks set forward": ("Europe/Oslo", OFFICE, date(2026, 3, 29)),
    "half an hour set back": ("Australia/Lord_Howe", (), date(2026, 4, 5)),
    "half an hour set forward": ("Australia/Lord_Howe", OFFICE, date(2026, 10, 4)),
    "five and a half hours ahead": ("Asia/Kolkata", OFFICE, date(2026, 10, 12)),
    "never closed": ("Pacific/Auckland", (), date(2026, 9, 27)),
    "no midnight": ("America/Santiago", OFFICE, date(2026, 9, 6)),
}
COLLEAGUES = (None, "Ana", "Tomás")
SECONDS = st.integers(0, 40_000).map(float) | st.floats(0, 40_000, allow_nan=False).map(lambda one: round(one, 3))


def after(at: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else at + timedelta(seconds=seconds)


@st.composite
def clocks(draw: st.DrawFn, at: datetime, now: datetime, *, target: float, service: bool, waits: bool = False) -> Clock:
    """A clock as any history may leave it: running, met by either, or withdrawn; with or without a breach."""
    ends = "running" if waits else draw(st.sampled_from(["running", "machine", "person", "person", "withdrawn"]))
    took = draw(SECONDS)
    breached = draw(st.booleans())
    due = draw(st.sampled_from([after(at, target), after(at, 30 * target), now, None]))
    aim = Aim(seconds=target, service=service, due=due, breached=after(at, target) if breached else None)
    clock = Clock(started=at, aims=(aim,))
    if ends == "running":
        return clock
    by = {"machine": By.MACHINE, "person": By.PERSON}.get(ends)
    return structs.replace(
        clock,
        stopped=after(at, took),
        by=by,
        withdrawn=by is None,
        elapsed=took,
        service_elapsed=None if by is By.MACHINE else draw(st.sampled_from([took, took / 3, 300.0])),
    )


@st.composite
def entries(
    draw: st.DrawFn, since: datetime, until: datetime, now: datetime, tag: str, *, waits: bool = False
) -> Entry:
    """One object, two in three of them common ones, the others of any kind and state; `waits`: it has no answer."""
    odd = draw(st.sampled_from([False, False, True]))
    number = draw(st.integers(0, 10**6))
    seconds = (until - since).total_seconds()
    # Many at the same few moments, some of them exactly an hour apart.
    close = st.sampled_from([0, 0, 1800, 3599, 3600, 3600, 5400, 7200]).map(lambda one: min(float(one), seconds / 2))
    at = since + timedelta(seconds=int(draw(close | st.floats(0, 0.9999).map(lambda share: seconds * share))))
    platform = draw(st.sampled_from(["facebook", "facebook", "facebook", "x"]))
    person = draw(st.sampled_from(["a", "a", "a", "b", "c", None]))
    ours = odd and not waits and draw(st.booleans())
    sort = draw(st.sampled_from(list(Sort) if odd else [Sort.QUESTION, Sort.PRAISE, Sort.COMPLAINT, Sort.STORY]))
    kind = draw(st.sampled_from(list(Kind) if odd else [Kind.COMMENT, Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.SHARE]))
    made: dict[str, Clock] = {}
    if not ours and (waits or not odd or draw(st.booleans())):
        made["ack"] = draw(clocks(at, now, target=60.0, service=False))
        if waits or draw(st.sampled_from([True, True, False])):
            made["response"] = draw(clocks(at, now, target=7200.0, service=True, waits=waits))
    said, claims = [], {}
    for n in range(draw(st.sampled_from([0, 1, 1, 2]))):
        by = draw(st.sampled_from([By.MACHINE, By.PERSON]))
        who = draw(st.sampled_from(COLLEAGUES)) if by is By.PERSON else None
        how = draw(st.sampled_from(["reply", "reply", "like", "direct_message"]))
        receipt = draw(st.sampled_from([None, "r1", "r2"]))
        moment = at + timedelta(seconds=draw(st.sampled_from([-60, 0, 1800]) | st.integers(1, 20_000)))
        moment = min(moment, now - timedelta(seconds=1))  # what is told at S was said before it
        said.append(Acknowledgment(at=moment, by=by, how=how, who=who, receipt=receipt))
        if by is By.PERSON and draw(st.booleans()):
            slot = f"person/{n}"
            claims[slot] = Claim(
                slot=slot, capability="reply", by=by, colleague=who, receipt=receipt, state=ClaimState.SENT
            )
    posts = st.sampled_from([None, None, "post1", "post2"])
    entry = Entry(
        key=f"{tag}{number}",
        brand="b",
        platform=platform,
        account="1",
        object=draw(st.sampled_from(["post1", "post2"])) if ours else f"{tag}{number}",
        kind=kind,
        state=draw(st.sampled_from(State)) if odd and not waits else State.ACKNOWLEDGED,
        opened_at=at,
        received_at=at + timedelta(seconds=draw(st.sampled_from([0, 0, 2, 4000]))),
        at=draw(st.sampled_from([at, at, None, at - timedelta(days=900)])),
        person=None if ours or person is None else f"{platform}/{person}",
        conversation=draw(st.sampled_from(["t", "t", "t", "u", None])),
        thread=draw(posts),
        post=draw(posts),
        answers=draw(posts),
        private=draw(st.sampled_from([False, False, False, True])),
        url=draw(st.sampled_from([None, "https://social.example/c"])),
        sort=sort,
        needs_answer=waits or not odd or draw(st.booleans()),
        assignee=draw(st.sampled_from(COLLEAGUES)),
        closed_at=draw(st.sampled_from([None, None, None, after(at, 40)])),
        substance=draw(st.sampled_from([None, True, True, False])),
        topic=draw(st.sampled_from([None, None, "parcels", "decaf"])),
        ours=ours,
        claims=claims,
        clocks=made,
        acknowledgments=tuple(said),
        removed_at=draw(st.sampled_from([None, after(at, 50)])) if odd and not waits else None,
        via=draw(st.sampled_from(["", "", "recovered"])),
    )
    return indexed(entry)


def answered_by_somebody(at: datetime, seconds: float, number: int) -> Entry:
    """A question of somebody without a name that a colleague has answered."""
    clock = Clock(started=at, aims=(Aim(seconds=7200.0, due=after(at, 7200)),))
    stopped = structs.replace(clock, stopped=after(at, seconds), by=By.PERSON, elapsed=seconds, service_elapsed=seconds)
    return indexed(
        Entry(
            key=f"crowd{number}",
            brand="b",
            platform="x",
            account="1",
            object=f"crowd{number}",
            kind=Kind.COMMENT,
            opened_at=at,
            received_at=at,
            needs_answer=True,
            clocks={"ack": stopped, "response": stopped},
        )
    )


@st.composite
def days(draw: st.DrawFn, most: int = 14) -> Raw:
    zone, week, day = draw(st.sampled_from(list(DAYS.values())))
    calendar = Calendar(zone=zone, week=week)
    start, end = calendar.midnight(day), calendar.midnight(day + timedelta(days=1))
    at = end + timedelta(hours=draw(st.sampled_from([0, 7, 14])), minutes=30)
    evening = start - timedelta(days=3)

    def some(since: datetime, until: datetime, tag: str, number: int, *, waits: bool = False) -> list[Entry]:
        found = draw(st.lists(entries(since, until, at, tag, waits=waits), max_size=number))
        return list({one.key: one for one in found}.values())

    earlier = some(evening, start, "e", 4, waits=True)
    on = start + timedelta(hours=draw(st.integers(0, 20)))
    times = draw(st.just([]) | st.lists(SECONDS, min_size=8, max_size=12))
    crowd = [answered_by_somebody(on, seconds, number) for number, seconds in enumerate(times)]
    return Raw(
        day=day,
        calendar=calendar,
        start=start,
        end=end,
        at=at,
        entries=[*some(start, end, "i", most), *crowd],
        since=some(end, at, "s", 4),
        earlier=earlier,
        before=[*some(evening, start, "b", 4), *earlier],
        switched=draw(st.sampled_from([(), ((on, on + timedelta(hours=6)),)])),
        grave=frozenset(draw(st.sampled_from([(), (), ("i1", "e1")]))),
    )


def counted(raw: Raw, *, grave: frozenset[str] | None = None) -> tuple[Counted, dict[str, Any]]:
    """As Heard counts it; and, by `who`, what became of everybody."""
    graves = raw.grave if grave is None else grave
    counting = Counting(
        Window(
            day=raw.day,
            calendar=raw.calendar,
            start=raw.start,
            end=raw.end,
            at=raw.at,
            grave=lambda entry: Grave.LEGAL if entry.key in graves else None,
            switched=raw.switched,
        )
    )
    standing = {one.who: counting.add(one) for one in presents(raw.entries, raw.since, raw.earlier, raw.before)}
    return counting.counted(), standing


def plain(group: Group) -> dict[str, Any]:
    return structs.asdict(group)


def agree(raw: Raw) -> Counted:
    """Hold every figure against the recount of the same day."""
    found, standing = counted(raw)
    told = recount(raw)
    assert plain(found.all) == told["all"]
    assert {name: plain(group) for name, group in found.platforms} == told["platforms"]
    for name in (
        "earlier_overdue", "earlier_inside", "earlier_also", "since", "unnamed", "held", "passed_over", "items",
        "complained", "breaches", "arrivals", "complaints", "angry_hour", "silent", "first_late", "heard_at",
        "conversations", "said", "spoke", "shares", "shares_thanked", "shares_unknown", "classes", "threads", "deep",
        "follows", "helped", "unassigned", "answers", "signed", "signed_known", "after_hours",
    ):  # fmt: skip
        assert getattr(found, name) == told[name], name
    assert dict(found.topics) == told["topics"]
    assert structs.astuple(found.posts) == told["posts"]
    assert (None if found.spread is None else (found.spread.answered, found.spread.waiting)) == told["spread"]
    assert found.slowest_platform in (told["slowest_platforms"] or {None})
    assert {one.name: (one.helped, one.wrote_back) for one in found.helpers if one.helped} == told["helpers"]
    assert {one.name: one.holding for one in found.helpers if one.holding} == told["holding"]
    assert lasting(found) == lasting_of(told)
    waits = [
        (one.who, one.entry.key, one.overdue, one.earlier, one.due, one.assignee, one.topic, one.settles)
        for one in found.waits
    ]
    assert waits == told["waits"][:MOST_WAITS]
    assert found.unsettled is not None
    assert {one.who: (set(one.entries), one.rest, one.then) for one in found.unsettled} == told["unsettled"]
    people = {who for who, one in standing.items() if one.counted}
    assert (len(people), sum(one.heard for one in standing.values())) == (found.all.people, found.all.acknowledged)
    return found


def lasting(found: Counted) -> dict[str, Any]:
    return {name: value for name, value in found.numbers().items() if name not in ("first_answers", "unanswered")}


def lasting_of(told: dict[str, Any]) -> dict[str, Any]:
    """What a day's record is to keep, of a recount."""
    everyone = told["all"]
    people, done = everyone["people"], everyone["in_time"] + everyone["late"]
    due = done + everyone["overdue"]
    same = (
        "earlier_overdue", "breaches", "angry_hour", "items", "complained", "conversations", "said", "spoke", "shares",
        "shares_thanked", "shares_unknown", "follows", "answers", "helped", "after_hours",
    )  # fmt: skip
    return {
        **{name: everyone[name] for name in ("people", "acknowledged", *WORST, "ack_median", "response_median")},
        **{name: told[name] for name in same},
        "needed": due + everyone["waiting"],
        "heard_nothing": people - everyone["acknowledged"],
        "looked_after": done + everyone["thanks"] - everyone["thanks_unheard"],
        "since_midnight": told["since"],
        "ack_in_target": everyone["ack_kept"] / everyone["ack_due"] if everyone["ack_due"] else None,
        "response_p90": everyone["response_ninth"],
        "response_in_target": everyone["in_time"] / due if due else None,
        "colleagues": len(told["helpers"]),
    }


def adds_up(found: Counted) -> None:
    """What a reader can add up on the page must come to the same everywhere."""
    everyone = found.all
    parts = (everyone.in_time, everyone.late, everyone.waiting, everyone.overdue, everyone.thanks)
    assert sum(parts) == everyone.people
    assert everyone.looked_after + everyone.waiting + everyone.overdue + everyone.thanks_unheard == everyone.people
    for name in ("people", "in_time", "late", "waiting", "overdue", "thanks", "acknowledged", "ack_due", "ack_kept"):
        assert sum(getattr(group, name) for _, group in found.platforms) == getattr(everyone, name), name
    assert sum(found.arrivals) == found.items
    assert len(found.arrivals) == len(found.complaints) == len(found.columns)
    assert list(found.classes) == [one for one in CLASSES if one in found.classes]
    assert 0 <= found.said <= found.spoke <= sum(found.classes.values())
    assert sum(one.helped for one in found.helpers) <= found.helped
    assert all(one.wrote_back <= one.helped for one in found.helpers)
    assert sum(one.wrote_back for one in found.helpers) <= found.conversations <= found.helped <= everyone.people
    assert found.signed <= found.signed_known <= found.answers
    assert found.shares_thanked <= found.shares
    numbers = found.numbers()
    assert numbers["people"] == everyone.people
    assert numbers["looked_after"] == everyone.looked_after


QUICK = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(days())
def test_every_figure_is_that_of_a_recount_from_raw_entries(raw: Raw) -> None:
    adds_up(agree(raw))


@pytest.mark.slow
@settings(QUICK, max_examples=5000)
@given(days(most=40))
def test_every_figure_of_many_more_days_is_that_of_a_recount(raw: Raw) -> None:
    adds_up(agree(raw))


@settings(QUICK, max_examples=60)
@given(days())
def test_in_which_order_people_come_makes_no_difference(raw: Raw) -> None:
    """But that what is ours comes first; nor do people who were before have a part in what somebody else is."""
    counting = [
        Counting(Window(day=raw.day, calendar=raw.calendar, start=raw.start, end=raw.end, at=raw.at)) for _ in "ab"
    ]
    everybody = presents(raw.entries, raw.since, raw.earlier, raw.before)
    ours = [one for one in everybody if one.who.startswith("!")]
    others = [one for one in everybody if not one.who.startswith("!")]
    for one in (*ours, *others):
        counting[0].add(one)
    for one in (*reversed(ours), *reversed(others)):
        counting[1].add(one)
    first, second = (one.counted() for one in counting)
    assert {one.who for one in first.unsettled or ()} == {one.who for one in second.unsettled or ()}
    assert replace(first, unsettled=(), slowest_platform=None) == replace(second, unsettled=(), slowest_platform=None)


@settings(QUICK, max_examples=60)
@given(days())
def test_whom_the_digest_may_name_was_public_is_known_and_stands_by_it(raw: Raw) -> None:
    found, _ = counted(raw)
    for one in (*found.worth, *found.share_on):
        assert in_public(one.entry)
        assert one.entry.person is not None
        assert one.entry.removed_at is None
        assert one.entry.sort not in (Sort.SPAM, Sort.ABUSE, Sort.COMPLAINT)
    for thanks in found.thanked:
        assert in_public(thanks.entry)
        assert written(thanks.entry)
        assert thanks.colleague in COLLEAGUES


def test_the_day_of_a_crowd_is_not_brought_up_to_date_later() -> None:
    raw = Raw(
        day=date(2026, 10, 13),
        calendar=Calendar(zone="Europe/Oslo"),
        start=(start := Calendar(zone="Europe/Oslo").midnight(date(2026, 10, 13))),
        end=start + timedelta(days=1),
        at=start + timedelta(hours=31),
        entries=[],
    )
    for number, known in ((MOST_UNSETTLED, True), (MOST_UNSETTLED + 1, False)):
        crowd = [
            indexed(
                Entry(
                    key=f"k{n}",
                    brand="b",
                    platform="x",
                    account="1",
                    object=f"o{n}",
                    kind=Kind.COMMENT,
                    opened_at=start,
                    received_at=start,
                    needs_answer=True,
                    clocks={
                        name: Clock(started=start, aims=(Aim(seconds=60.0, due=start + timedelta(hours=40)),))
                        for name in ("ack", "response")
                    },
                )
            )
            for n in range(number)
        ]
        found, _ = counted(replace(raw, entries=crowd))
        assert found.all.waiting == number
        assert len(found.waits) == MOST_WAITS
        assert (found.unsettled is not None) is known
