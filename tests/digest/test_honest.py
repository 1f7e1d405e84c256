"""What must not be said: figures that count somebody twice, headlines that flatter, and waits that are hidden."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State
from shared.core.sla import By
from shared.digest.build import build
from shared.digest.clean import handle, isolated, quote
from shared.digest.count import Status, count
from shared.digest.day import Day, Digest, Gap, Mood
from shared.digest.html import render_html
from shared.digest.text import render_text
from tests.digest.days import CALENDAR, NINE, START, day, item, praise, words

SUNDAY = date(2026, 10, 18)


def told(seen: Day) -> Digest:
    return build(seen, count(seen))


def crowd(number: int) -> list[Entry]:
    return [praise(f"p{n}") for n in range(number)]


def quiet_sunday(**facts: object) -> Day:
    start, end = CALENDAR.midnight(SUNDAY), CALENDAR.midnight(SUNDAY + timedelta(days=1))
    return day(date=SUNDAY, start=start, end=end, snapshot=end + timedelta(hours=7, minutes=30), **facts)


def test_a_silent_sunday_does_not_hide_who_has_waited_since_saturday() -> None:
    saturday = item("a", at=CALENDAR.midnight(SUNDAY) - timedelta(hours=6, minutes=30))
    digest = told(quiet_sunday(earlier=[saturday]))
    assert digest.mood is Mood.GOOD
    assert digest.headline == "Nobody wrote. One person from earlier days is waiting inside the promise."
    assert digest.subject.startswith("Nobody wrote, 1 still waiting")
    assert "Nobody is left over from earlier days." not in digest.waiting_after
    assert digest.needs_intro == "Nothing needs you. One person is waiting inside the promise."


def test_one_person_with_two_overdue_threads_is_one_person_everywhere() -> None:
    digest = told(day(item("a"), item("a", thread="u"), *crowd(30)))
    assert digest.pill == "One person overdue"
    assert digest.subject.startswith("30 of 31 looked after, 1 overdue")
    assert len(digest.actions) == 1


def test_who_was_overdue_and_wrote_again_is_counted_once_with_the_longer_wait() -> None:
    before, again = item("a", at=START - timedelta(hours=12)), item("a", name="d")
    figures = count(seen := day(again, *crowd(30), earlier=[before]))
    assert (figures.all.overdue, figures.earlier_overdue) == (1, 0)
    assert figures.waits[0].waits_for == before
    assert "1 overdue" in build(seen, figures).subject


def test_a_wait_from_before_the_day_is_not_a_typical_answer_of_the_day() -> None:
    before = item("a", at=START - timedelta(hours=12))
    assert count(day(item("a", name="d", answered=60), earlier=[before])).all.response_median is None


def test_a_like_is_a_sign_for_a_share_whatever_its_class() -> None:
    like = (Acknowledgment(at=NINE, by=By.MACHINE, how="like"),)
    share = replace(item("a", kind=Kind.SHARE, sort=Sort.STORY, acked=None), acknowledgments=like)
    assert count(day(share)).all.heard_nothing == 0


def test_a_hard_day_says_what_made_it_hard() -> None:
    unheard = told(day(*(praise(str(n), acked=None if n < 4 else 2) for n in range(40))))
    assert unheard.headline == "A hard day. 4 of 40 people heard nothing from us."
    assert unheard.subject.startswith("Act now: 4 of 40 heard nothing ·")
    assert unheard.actions[0].title == "Thank 4 people who heard nothing"
    late = told(day(*(item(str(n), answered=5 * 3600 if n else 60) for n in range(25))))
    assert late.headline == "A hard day. 4% of the answers due came in time."
    assert late.subject.startswith("Act now: 4% answered in time ·")
    left = told(day(*crowd(3), earlier=[item(f"o{n}", at=START - timedelta(hours=12)) for n in range(6)]))
    assert left.headline == "A hard day. 6 people from earlier days are still waiting."
    assert left.subject.startswith("Act now: 6 waiting, 6 overdue ·")


def test_a_day_below_the_goal_does_not_only_say_that_all_were_looked_after() -> None:
    digest = told(day(*crowd(40), *(item(f"w{n}", answered=5 * 3600 if n < 2 else 60) for n in range(10))))
    assert digest.headline == "All 50 people were looked after. 8 of 10 answers due came in time."
    assert digest.subject.startswith("All 50 looked after, 8 of 10 answered in time ·")


def test_the_others_are_one_row_so_that_platforms_add_up() -> None:
    digest = told(day(*(praise(str(n), platform=f"place{n % 9}") for n in range(27))))
    assert [row.platform for row in digest.rows][-1] == "4 others"
    assert sum(int(row.people) for row in digest.rows) == 27


def test_an_incomplete_platform_makes_its_counts_and_the_totals_a_minimum() -> None:
    gap = Gap("facebook", "rejected events", START, NINE)
    digest = told(day(praise("a"), praise("b", platform="x"), incomplete=[gap]))
    assert digest.headline == "All 2 people we know of were looked after."
    assert {row.platform: row.people for row in digest.rows} == {"Facebook": "≥ 1", "X": "1"}
    assert digest.figures[0].note.startswith("≥ 2 of ≥ 2")
    assert "≥ 2  only needed thanks" in render_text(digest)


def test_nothing_is_said_of_a_day_on_which_no_platform_was_surely_listening() -> None:
    gaps = [Gap(one, "check failed", START, START + timedelta(hours=3)) for one in ("facebook", "x")]
    blind = told(day(*crowd(9), incomplete=gaps, platforms=("facebook", "x")))
    assert blind.mood is Mood.CANT_TELL
    assert blind.summary()["people"] is None
    assert told(day(*crowd(9), incomplete=gaps[:1], platforms=("facebook", "x"))).mood is Mood.WATCH


def test_gaps_that_overlap_are_not_added_up() -> None:
    gaps = [Gap("x", "check failed", START, START + timedelta(minutes=90))] * 2
    assert told(day(*crowd(9), incomplete=gaps, platforms=("x",))).mood is Mood.WATCH


def test_each_trouble_says_what_to_do() -> None:
    states = (State.UNCERTAIN, State.REFUSED, State.EXPIRED, State.PARKED, State.DEAD_LETTERED)
    troubles = [item(str(one), state=one) for one in states]
    digest = told(day(*crowd(3), praise("unheard", acked=None), troubles=troubles))
    lines = digest.checked[:5]
    assert [line.split(": ")[0] for line in lines] == ["One answer"] * 2 + ["One message"] * 3
    assert all(line.count(". ") == 1 for line in lines), "what happened, then what to do"
    assert digest.needs_intro == "These three first; what else there is stands under Also checked."


def test_a_name_that_runs_right_to_left_does_not_turn_our_sentence() -> None:
    late = item("r")
    digest = told(day(late, *crowd(30), words=words(late, "متى تفتحون غداً؟", "ليلى عيّنة")))
    assert digest.headline == "30 of 31 people were looked after. \u2068ليلى\u2069 has waited too long."
    assert digest.actions[0].title == "Answer \u2068ليلى عيّنة\u2069"
    assert isolated("Ana") == "Ana"


def test_an_initial_or_a_title_is_no_first_name() -> None:
    one, two = item("a"), item("b", name="b")
    named = words(one, "hello", "A. Sample") | words(two, "hello", "Dr. Sample")
    assert "A. Sample and Dr. Sample have waited too long." in told(day(one, two, words=named)).headline


def test_a_handle_is_no_live_link() -> None:
    assert handle("@evil.com") == "@evil[.]com"
    assert handle("@moka.mornings") == "@moka.mornings"
    assert handle("@ana@social.example") == "@ana"
    assert len(handle("a" * 64) or "") <= 41


def test_domains_of_other_scripts_are_no_live_links() -> None:
    assert quote("see evil.рф and evil.xn--p1ai now", 140) == "see [link] and [link] now"


people = st.sampled_from(["a", "b", "c", "d", "e"])
asked = st.builds(
    item,
    people,
    at=st.integers(0, 14 * 60).map(lambda minutes: START + timedelta(minutes=minutes + 60)),
    sort=st.sampled_from([Sort.QUESTION, Sort.PRAISE]),
    platform=st.sampled_from(["facebook", "x"]),
    acked=st.none() | st.integers(1, 300).map(float),
    answered=st.none() | st.integers(1, 30000).map(float),
    thread=st.sampled_from(["t", "u"]),
    name=st.text("abc", min_size=1, max_size=4),
)
left_over = st.builds(
    item,
    people,
    at=st.integers(1, 40).map(lambda hours: START - timedelta(hours=hours)),
    platform=st.sampled_from(["facebook", "x"]),
    thread=st.sampled_from(["t", "u", "v"]),
    name=st.text("def", min_size=1, max_size=4),
)


@given(st.lists(asked, max_size=30), st.lists(left_over, max_size=8))
def test_whoever_is_overdue_is_one_person_and_the_sum_is_the_same_everywhere(
    entries: list[Entry], earlier: list[Entry]
) -> None:
    seen = day(*{one.key: one for one in entries}.values(), earlier=list({one.key: one for one in earlier}.values()))
    figures = count(seen)
    overdue = [one.person for one in (*figures.waits, *figures.earlier) if one.status is Status.OVERDUE]
    assert len(overdue) == len(set(overdue)) == figures.all.overdue + figures.earlier_overdue
    digest = build(seen, figures)
    assert 80 <= len(digest.preheader) <= 120
    if overdue and digest.mood is Mood.WATCH:
        assert f"{len(overdue)} overdue" in digest.subject
    page, text = render_html(digest), " ".join(render_text(digest).split())
    assert digest.headline in text
    for part in digest.segments:
        assert f"<strong>{part.figure}</strong>&nbsp;{part.label}" in page
        assert f"{part.figure} {part.label}" in text
