"""Counting people: what a manager is told must add up, and never flatter. Random days are in `test_recount.py`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from shared.core.calendar import Calendar
from shared.core.course import Pause, Reason
from shared.core.interaction import Kind
from shared.core.ledger import LOOKALIKE, Acknowledgment, Entry, Sort, State
from shared.core.sla import By
from shared.digest.anger import angry, busiest, people
from shared.digest.counted import Counted
from shared.digest.counting import Counting, Present
from shared.digest.hours import columns
from shared.digest.snapshot import MOST_NAMED, MOST_WAITS, Grave
from tests.digest.days import CALENDAR, COURSES, DATE, END, NINE, SNAPSHOT, START, count, item, post, praise, window

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.practice(12)
def test_an_automatic_word_acknowledges_and_never_answers() -> None:
    found = count(item("a", acked=3))
    assert (found.all.acknowledged, found.all.in_time, found.all.overdue) == (1, 0, 1)


def test_a_person_is_counted_once_however_much_they_write() -> None:
    found = count(item("a", answered=60), item("a", name="d", answered=60), praise("a", thread="u"))
    assert (found.all.people, found.all.in_time, found.items) == (1, 1, 3)


def test_a_persons_status_is_the_worst_of_their_threads() -> None:
    found = count(item("a", answered=60), item("a", thread="u", answered=5 * 3600))
    assert (found.all.in_time, found.all.late) == (0, 1)


def test_a_thread_with_one_late_answer_was_answered_late() -> None:
    late, quick = item("a", answered=5 * 3600), item("a", name="d", at=NINE + 6 * HOUR, answered=60)
    assert count(late, quick).all.late == 1
    assert count(structs.replace(late, opened_at=NINE + 7 * HOUR), quick).all.late == 1


def test_a_wait_begins_at_the_earliest_unanswered_item() -> None:
    first, second = item("a"), item("a", name="d", at=NINE + 3 * HOUR)
    assert count(second, first).waits[0].entry == first


def test_who_asks_again_waits_again_from_then_on() -> None:
    first, again = item("a", answered=60), item("a", name="d", at=NINE + 3 * HOUR)
    found = count(first, again)
    assert (found.all.in_time, found.all.overdue) == (0, 1)
    assert found.waits[0].entry == again


def test_the_same_name_on_two_platforms_is_two_people() -> None:
    assert count(item("a"), item("a", platform="x")).all.people == 2


def test_reactions_follows_spam_held_abuse_and_what_was_withdrawn_are_nobody() -> None:
    left_out = [
        item("a", kind=Kind.REACTION, sort=Sort.TAG),
        item("b", sort=Sort.SPAM, state=State.IGNORED),
        item("c", state=State.WITHDRAWN),
        item("d", state=State.OURS_OR_BOT),
        structs.replace(item("e", sort=Sort.ABUSE, state=State.HELD, acked=None), clocks={}),
    ]
    found = count(*left_out)
    assert (found.all.people, found.held, found.passed_over) == (0, 2, 0)


def test_what_a_rule_or_the_platform_leaves_nobody_to_answer_is_named_and_nobody() -> None:
    passed = structs.replace(praise("a", state=State.IGNORED, acked=None), clocks={})
    found = count(passed)
    assert (found.all.people, found.passed_over) == (0, 1)


def test_a_like_is_a_sign_for_praise_and_shares_and_not_for_a_question() -> None:
    like = (Acknowledgment(at=NINE, by=By.MACHINE, how="like"),)
    liked = [
        structs.replace(one, acknowledgments=like)
        for one in (
            item("a", acked=None),
            praise("b", acked=None),
            item("c", kind=Kind.SHARE, sort=Sort.STORY, acked=None),
        )
    ]
    found = count(*liked)
    assert (found.all.acknowledged, found.all.heard_nothing) == (2, 1)


def test_who_is_heard_in_one_thread_and_not_in_another_heard_nothing_from_us() -> None:
    found = count(praise("a"), praise("a", thread="u", acked=None))
    assert (found.all.people, found.all.acknowledged, found.all.thanks_unheard) == (1, 0, 1)


def test_what_a_colleague_closed_in_time_is_nobody_and_what_was_missed_by_then_counts() -> None:
    def closed(person: str, minutes: int) -> Entry:
        entry, at = item(person, acked=None), NINE + minutes * MINUTE
        clocks = {name: clock.look(at).stop(at, None, COURSES) for name, clock in entry.clocks.items()}
        return structs.replace(entry, clocks=clocks, state=State.IGNORED, needs_answer=False, closed_at=at)

    found = count(closed("a", 0), closed("b", 180))
    assert (found.all.people, found.passed_over, found.breaches) == (1, 1, 2)


def test_whom_the_platform_does_not_name_is_not_joined_with_anybody() -> None:
    found = count(item(None, name="m1", thread="m1"), item(None, name="m2", thread="m2"))
    assert (found.all.people, found.unnamed) == (2, 2)


def test_not_yet_due_is_left_out_of_the_percentage() -> None:
    found = count(item("a", answered=60), item("b", at=SNAPSHOT - 10 * HOUR))
    assert (found.all.waiting, found.all.due) == (1, 1)


def test_the_ninth_is_told_only_with_ten_answers() -> None:
    nine = [item(str(n), answered=60 * n + 60) for n in range(9)]
    assert count(*nine).all.response_ninth is None
    ten = [*nine, item("9", answered=600)]
    assert count(*ten).all.response_ninth == 540.0, "nearest rank: the ninth of ten"


def test_the_middle_of_an_even_number_is_between_the_two_and_seconds_are_cut() -> None:
    found = count(item("a", answered=60.9), item("b", answered=90.2)).all
    assert found.response_median == 75.0
    assert found.response_slowest == 90.0


def test_the_platform_of_the_slowest_answer_is_told() -> None:
    assert count(item("a", answered=60), item("b", platform="x", answered=90)).slowest_platform == "x"
    assert count(praise("a")).slowest_platform is None


# --- who waits ---


def test_those_who_wait_come_in_the_order_in_which_they_need_somebody() -> None:
    inside = item("inside", at=SNAPSHOT - 10 * HOUR)
    private = item("private", at=NINE - HOUR, kind=Kind.DIRECT_MESSAGE)
    public = item("public", at=NINE)
    longer = item("longer", at=NINE - MINUTE)
    grave = item("grave", at=SNAPSHOT - 9 * HOUR)
    safety = item("safety", at=SNAPSHOT - 8 * HOUR)
    before = item("before", at=START - 2 * HOUR)
    graves = {grave.key: Grave.LEGAL, safety.key: Grave.SAFETY}
    found = count(
        inside, private, public, longer, grave, safety, earlier=[before], grave=lambda one: graves.get(one.key)
    )
    names = [(one.entry.person or "").removeprefix("facebook/") for one in found.waits]
    assert names == ["safety", "grave", "before", "longer", "public", "private", "inside"]
    assert [one.earlier for one in found.waits] == [False, False, True, False, False, False, False]
    assert [one.grave for one in found.waits[:3]] == [Grave.SAFETY, Grave.LEGAL, None]


def test_a_wait_says_with_whom_it_is_why_it_is_on_hold_and_how_many_wait_for_the_same() -> None:
    pause = Pause(reason=Reason.CUSTOMER, who="Ana", since=NINE)
    late = [item(f"p{n}", topic="late parcels", at=NINE + n * MINUTE) for n in range(5)]
    mine = item("b", at=NINE - HOUR, assignee="Ana")
    found = count(*late, mine, pause=lambda one: pause if one == mine else None)
    assert (found.waits[0].assignee, found.waits[0].pause, found.waits[0].settles) == ("Ana", pause, 1)
    assert {(one.assignee, one.pause, one.settles) for one in found.waits[1:]} == {(None, None, 5)}


def test_of_thousands_who_wait_all_are_counted_and_the_first_are_named() -> None:
    everybody = [item(f"p{n}", at=NINE + timedelta(seconds=n)) for n in range(700)]
    found = count(*reversed(everybody))
    assert found.all.overdue == 700
    assert [one.entry for one in found.waits] == everybody[:MOST_WAITS]


def test_who_waits_from_before_is_counted_once_and_never_in_the_day() -> None:
    before = item("a", at=START - 12 * HOUR)
    alone = count(earlier=[before])
    assert (alone.all.people, alone.earlier_overdue, alone.earlier_inside) == (0, 1, 0)
    again = count(item("a", name="d"), earlier=[before])
    assert (again.all.overdue, again.earlier_overdue) == (1, 0)
    assert again.waits[0].entry == before
    inside = count(item("a", name="d", thread="u", at=SNAPSHOT - 10 * HOUR), earlier=[before])
    assert (inside.all.waiting, inside.earlier_overdue, inside.earlier_also, len(inside.waits)) == (1, 1, 1, 1)


def test_a_wait_from_before_the_day_is_not_a_typical_answer_of_the_day() -> None:
    before = item("a", at=START - 12 * HOUR)
    assert count(item("a", name="d", answered=60), earlier=[before]).all.response_median is None


def test_who_wrote_since_the_day_is_only_told_of() -> None:
    found = count(praise("a"), since=[item("b", at=END + HOUR, assignee="Ana"), praise("a", at=END + HOUR)])
    assert (found.all.people, found.since, len(found.waits)) == (1, 2, 0)
    assert [(one.name, one.holding) for one in found.helpers] == [("Ana", 1)]


def test_who_waits_can_be_looked_up_again_later() -> None:
    asked, settled = item("a"), item("a", thread="u", answered=60)
    (left,) = count(asked, settled).unsettled or ()
    assert (left.entries, left.rest, left.then) == ((asked.key,), "in_time", "overdue")
    (alone,) = count(asked).unsettled or ()
    assert alone.rest == ""
    (thankful,) = count(asked, praise("a", name="d")).unsettled or ()
    assert thankful.rest == "thanks"


def test_the_first_promise_that_was_broken_is_told_whether_or_not_anybody_looked() -> None:
    assert count(item("a")).first_late == NINE + 2 * HOUR
    assert count(item("a", answered=60)).first_late is None
    assert count(item("a", answered=5 * 3600)).first_late == NINE + 2 * HOUR


# --- what people said, and to whom ---


@pytest.mark.practice(12)
def test_a_conversation_is_somebody_who_wrote_again_after_a_colleague_had_answered() -> None:
    again = praise("a", name="d", at=NINE + HOUR)
    assert count(item("a", answered=60), again).conversations == 1
    assert count(item("a", answered=60), since=[structs.replace(again, opened_at=END + HOUR)]).conversations == 1
    assert count(item("a", answered=7200), again).conversations == 0, "it was written before the answer"
    assert count(item("a", answered=60), praise("a", thread="u", at=NINE + HOUR)).conversations == 0, "elsewhere"
    assert count(item("a", acked=60), again).conversations == 0, "a machine answered"


def test_thanks_that_a_rule_passes_over_continue_a_conversation_all_the_same() -> None:
    passed = item("a", name="d", at=NINE + HOUR, sort=Sort.THANKS, state=State.IGNORED, acked=None)
    found = count(item("a", answered=60), structs.replace(passed, clocks={}))
    assert (found.conversations, found.items) == (1, 1)


def test_everything_said_in_public_is_of_one_class() -> None:
    said = [
        item("a", sort=Sort.QUESTION, substance=True),
        item("b", sort=Sort.REQUEST, substance=True),
        item("c", sort=Sort.COMPLAINT, substance=False),
        item("d", sort=Sort.THANKS, substance=False),
        item("e", sort=Sort.STORY, substance=True),
        item("f", sort=Sort.UNSURE, substance=True),
        item("g", sort=Sort.UNSURE, substance=False),
        item("h", sort=Sort.TAG, substance=False),
        item("i", kind=Kind.DIRECT_MESSAGE, substance=True),
        item("j", kind=Kind.SHARE, sort=Sort.PRAISE, substance=False),
        praise("k"),  # of an older release: nobody noted whether it said something
    ]
    found = count(*said)
    assert found.classes == {"question": 2, "complaint": 1, "praise": 2, "story": 2, "tag": 2}
    assert (found.said, found.spoke) == (4, 8)


def test_shares_are_counted_with_those_whose_name_is_not_known() -> None:
    shares = [praise(who, kind=Kind.SHARE, name=name, acked=ack) for who, name, ack in
              (("a", "s1", 3), ("b", "s2", None), (None, "s3", None))]  # fmt: skip
    passed = structs.replace(praise("c", kind=Kind.SHARE, state=State.HELD, acked=None), clocks={})
    found = count(*shares, passed, praise("d", kind=Kind.SHARE, state=State.WITHDRAWN))
    assert (found.shares, found.shares_thanked, found.shares_unknown) == (4, 1, 1)


def test_topics_follows_and_deep_threads() -> None:
    three = [praise("a", name=name, topic="decaf") for name in ("c1", "c2")]
    found = count(
        *three,
        item("b", topic="parcels"),
        item("c", kind=Kind.FOLLOW, sort=Sort.TAG, acked=None),
        since=[praise("a", name="c3", at=END + HOUR)],
    )
    assert found.topics == (("decaf", 2), ("parcels", 1))
    assert (found.follows, found.threads, found.deep) == (1, 2, 1)


def test_people_worth_a_word_are_public_named_and_said_something() -> None:
    story = item("story", sort=Sort.STORY, substance=True)
    kind = praise("kind", substance=True)
    shared = praise("shared", kind=Kind.SHARE)
    asked = item("asked", substance=True, answered=60)
    nobody = [
        praise("emoji", substance=False),
        item("angry", sort=Sort.COMPLAINT, substance=True),
        item("private", kind=Kind.DIRECT_MESSAGE, sort=Sort.STORY, substance=True),
        item(None, sort=Sort.STORY, substance=True),
        item("gone", sort=Sort.STORY, substance=True, state=State.WITHDRAWN),
    ]
    found = count(asked, shared, kind, story, *nobody)
    whys = [(one.entry, one.why, one.answered) for one in found.worth]
    assert whys == [(story, "story", False), (kind, "praise", False), (shared, "share", False), (asked, "said", True)]


def test_of_many_stories_those_without_an_answer_come_first_and_few_are_kept() -> None:
    many = [item(f"p{n}", sort=Sort.STORY, substance=True, at=NINE + n * MINUTE) for n in range(200)]
    known = item("known", sort=Sort.STORY, substance=True, answered=60, at=START)
    found = count(known, *many)
    assert [one.entry for one in found.worth] == many[: 2 * MOST_NAMED]


def test_a_kind_word_is_quoted_to_the_colleague_who_had_answered() -> None:
    thanks = item("a", name="d", sort=Sort.THANKS, at=NINE + HOUR)
    assert [(one.entry, one.colleague) for one in count(item("a", answered=60, by="Ana"), thanks).thanked] == [
        (thanks, "Ana")
    ]
    assert count(item("a", answered=60), thanks).thanked == (), "nobody knows who answered"
    private = structs.replace(thanks, private=True)
    assert count(item("a", answered=60, by="Ana"), private).thanked == ()


def test_what_looks_like_us_is_told_of() -> None:
    fake = structs.replace(item("a"), reason=LOOKALIKE)
    assert count(fake, item("b")).lookalikes == (fake,)


def test_what_people_share_of_their_own_might_be_shared_on() -> None:
    story = item("a", sort=Sort.STORY, kind=Kind.MENTION, substance=True)
    comment, unseen = item("b", sort=Sort.STORY, substance=True), structs.replace(story, key="k", url=None)
    assert [one.entry for one in count(story, comment, unseen).share_on] == [story]


# --- the team ---


def test_a_person_is_helped_by_who_answered_first() -> None:
    first = item("a", answered=60, by="Ana")
    second = item("a", name="d", thread="u", answered=120, by="Tomás")
    back = praise("a", name="e", at=NINE + HOUR)
    found = count(first, second, back, item("b", answered=60), item("c", assignee="Tomás"), item("d"))
    told = [(one.name, one.helped, one.wrote_back, one.holding) for one in found.helpers]
    assert told == [("Ana", 1, 1, 0), ("Tomás", 0, 0, 1)]
    assert (found.helped, found.unassigned, found.answers) == (2, 1, 3)


def test_one_answer_to_several_messages_is_one_answer() -> None:
    said = Acknowledgment(at=NINE + HOUR, by=By.PERSON, how="reply", receipt="r")
    two = [structs.replace(item("a", name=name), acknowledgments=(said,)) for name in ("c1", "c2")]
    assert count(*two).answers == 1


def test_a_sign_off_is_known_of_what_was_sent_from_the_desk() -> None:
    found = count(
        item("a", answered=60, by="Ana", desk=True),
        item("b", answered=60, by="Ana"),
        item("c", answered=60, by="", desk=True),  # a brand that names no team signs nothing
    )
    assert (found.answers, found.signed_known, found.signed) == (3, 2, 1)


def test_answers_while_the_brand_was_closed_are_counted() -> None:
    late = item("a", at=NINE + 8 * HOUR, answered=2 * 3600)
    early = item("b", at=NINE + 8 * HOUR, answered=22 * 3600)
    assert count(late, early, item("c", answered=60)).after_hours == 2
    assert count(late, calendar=Calendar(zone="Europe/Oslo")).after_hours == 0


def test_who_heard_nothing_while_the_switch_was_on_is_told_apart() -> None:
    spans = ((NINE, NINE + HOUR),)
    quiet, before = item("a", acked=None), item("b", acked=None, at=NINE - MINUTE)
    found = count(quiet, before, item("c", acked=7200), switched=spans)
    assert (found.all.heard_nothing, found.silent) == (2, 1)
    elsewhere = count(item("a"), item("a", thread="u", acked=None, at=NINE - MINUTE), switched=spans)
    assert (elsewhere.all.heard_nothing, elsewhere.silent) == (1, 0), "what they wrote meanwhile was heard"


# --- hours ---


def test_items_and_complaints_are_counted_by_the_hour_of_the_wall_clock() -> None:
    found = count(item("a", at=START), item("b", at=NINE + 59 * MINUTE, sort=Sort.COMPLAINT))
    assert (found.arrivals[0], found.arrivals[9], sum(found.arrivals)) == (1, 1, 2)
    assert (found.complaints[9], sum(found.complaints), found.complained) == (1, 1, 1)


NIGHTS = {
    "clocks set back": ("Europe/Oslo", date(2026, 10, 25), 25),
    "clocks set forward": ("Europe/Oslo", date(2026, 3, 29), 23),
    "a common day": ("Europe/Oslo", DATE, 24),
    "five and a half hours ahead": ("Asia/Kolkata", DATE, 24),
    "set back by half an hour": ("Australia/Lord_Howe", date(2026, 4, 5), 25),
    "set forward by half an hour": ("Australia/Lord_Howe", date(2026, 10, 4), 24),
    "no midnight": ("America/Santiago", date(2026, 9, 6), 23),
}


@pytest.mark.parametrize(("zone", "day", "number"), NIGHTS.values(), ids=NIGHTS.keys())
def test_a_day_has_as_many_columns_as_the_clock_shows_hours(zone: str, day: date, number: int) -> None:
    calendar = Calendar(zone=zone)
    start, end = calendar.midnight(day), calendar.midnight(day + timedelta(days=1))
    begins = columns(zone, start, end)
    assert len(begins) == number
    assert begins[0] == start


def test_who_is_angry_within_one_hour_is_counted_once() -> None:
    def cross(person: str | None, minutes: float, **facts: Any) -> Entry:
        return item(person, sort=Sort.COMPLAINT, at=NINE + minutes * MINUTE, name=f"{person}{minutes}", **facts)

    several = [cross("a", 0), cross("a", 0.5), cross("b", 59), cross("c", 61), cross(None, 61.5)]
    assert count(*several).angry_hour == 3, "of a, b, c and somebody: a had been angry over an hour before"
    assert count(cross("a", 0), cross("b", 60)).angry_hour == 1, "a full hour apart"
    gone = cross("d", 59, state=State.WITHDRAWN)
    assert count(cross("a", 0), gone).angry_hour == 1
    old = structs.replace(cross("e", 0), at=NINE - timedelta(days=400))
    assert count(cross("a", 0), old).angry_hour == 1, "it was written long ago"


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0, 1, 30, 59, 60, 61, 90, 119, 120, 121])), max_size=9)
)
def test_the_angriest_hour_is_the_one_that_the_alarm_would_see(moments: list[tuple[str, int]]) -> None:
    entries = [
        item(person, sort=Sort.COMPLAINT, at=NINE + minutes * MINUTE, name=str(number))
        for number, (person, minutes) in enumerate(moments)
    ]
    assert count(*entries).angry_hour == len(people(busiest(angry(entries))))


# --- own posts ---


@pytest.mark.practice(1)
def test_the_first_hour_of_an_own_post_is_counted_by_who_was_heard_in_it() -> None:
    heard = praise("a", post="p", at=NINE + 5 * MINUTE)
    unheard = praise("b", post="p", at=NINE + 59 * MINUTE, acked=None)
    slow = praise("c", thread="p", name="x", at=NINE + 50 * MINUTE, acked=3600)
    late = praise("d", post="p", at=NINE + HOUR)
    found = count(post(), heard, unheard, structs.replace(slow, thread="p"), late, post("q", told=None)).posts
    assert (found.posts, found.known, found.came, found.acknowledged) == (2, 1, 3, 1)


def test_the_hour_of_a_post_goes_on_after_midnight() -> None:
    found = count(post(at=END - 10 * MINUTE), since=[praise("a", post="p", at=END + 5 * MINUTE)]).posts
    assert (found.posts, found.came, found.acknowledged) == (1, 1, 1)


def test_a_post_that_is_read_after_people_has_no_known_hour() -> None:
    counting = Counting(window())
    counting.add(Present("a", [praise("a", post="p")]))
    counting.add(Present("z", [post()]))
    found = counting.counted().posts
    assert (found.posts, found.known) == (1, 0)


# --- what is kept ---


def test_what_is_kept_of_a_day_are_plain_figures_by_lasting_names() -> None:
    found: Counted = count(item("a", answered=60, by="Ana"), praise("b"), item("c"), praise("d", kind=Kind.SHARE))
    numbers = found.numbers()
    assert {name: numbers[name] for name in ("people", "in_time", "overdue", "thanks", "looked_after")} == {
        "people": 4, "in_time": 1, "overdue": 1, "thanks": 2, "looked_after": 3
    }  # fmt: skip
    assert (numbers["answers"], numbers["colleagues"], numbers["shares"], numbers["items"]) == (1, 1, 1, 4)
    assert numbers["response_in_target"] == 0.5
    assert all(value is None or isinstance(value, int | float | str) for value in numbers.values())


def test_an_empty_day_is_counted_too() -> None:
    found = count()
    assert (found.all.people, found.platforms, found.waits, found.unsettled) == (0, (), (), ())
    assert found.numbers()["response_in_target"] is None
    assert CALENDAR.local_date(found.columns[0]) == DATE
