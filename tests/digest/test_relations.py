"""People's side of a day: what is known of it in words, who is worth one, and no word of reach or of causes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from shared.brands.circle import Names
from shared.core.interaction import Kind
from shared.digest.page import Figure, Mood
from shared.digest.page import Relations as Shown
from shared.digest.relations import MOST_PEOPLE, block
from shared.digest.snapshot import Group, Month, Relations, Snapshot, Usual
from shared.digest.view import View
from tests.digest.fuller import CALM, amount, seen, sound, texts, views
from tests.digest.making import AT, DATE, Ways, face, gap, group, snapshot

PEOPLE = group(in_time=114, late=7, thanks=65)
SUNDAY = date(2026, 10, 11)


def day(everyone: Group = PEOPLE, *, more: dict[str, Any] | None = None, **facts: Any) -> Snapshot:
    return snapshot(everyone, relations=Relations(**facts), **(more or {}))


def shown(of: Snapshot, mood: Mood = Mood.GOOD, **edition: Any) -> Shown:
    found = block(seen(of, mood, **edition))
    assert found is not None
    return found


@pytest.mark.practice(28, 40, 41)
def test_figures_are_of_people_who_talk_on_and_come_back() -> None:
    of = day(
        conversations=38,
        came_back=61,
        said=110,
        spoke=135,
        shares=22,
        shares_thanked=22,
        more={"usual": {"conversations": Usual(median=33)}},
    )
    assert shown(of).figures == (
        Figure("real conversations", "38", "wrote again after an answer, 31% of 121; usual 33"),
        Figure("came back", "61", "within 28 days; 125 new"),
        Figure("said something", "81%", "more than a tag or emoji, in 135 public comments"),
        Figure("shares", "22", "all thanked"),
    )


def test_who_wrote_again_and_waits_again_makes_no_share() -> None:
    few = day(group(in_time=2, overdue=30), conversations=9)
    assert shown(few).figures[0].note == "wrote again after an answer"
    small = day(group(in_time=9, thanks=20), conversations=3)
    assert shown(small).figures[0].note == "wrote again after an answer, of 9"


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"known_from": date(2026, 11, 3)}, "can be told from Tue 3 Nov on"),
        ({}, "not known yet"),
    ],
)
def test_who_came_back_is_unknown_before_it_can_be_known(facts: dict[str, Any], note: str) -> None:
    assert shown(day(**facts)).figures[1] == Figure("came back", "?", note)


@pytest.mark.practice(29)
@pytest.mark.parametrize(
    ("shares", "thanked", "unknown", "told"),
    [
        (1, 1, 0, Figure("share", "1", "all thanked")),
        (5, 0, 0, Figure("shares", "5", "none thanked")),
        (5, 3, 0, Figure("shares", "5", "3 thanked")),
        (5, 3, 2, Figure("shares", "5", "3 thanked; 2 came without a name")),
        (5, 5, 2, Figure("shares", "5", "all thanked, 2 of them without a name")),
    ],
)
def test_shares_say_who_was_thanked_and_who_has_no_name(shares: int, thanked: int, unknown: int, told: Figure) -> None:
    of = day(shares=shares, shares_thanked=thanked, shares_unknown=unknown)
    assert shown(of).figures[-1] == told


@pytest.mark.practice(53)
def test_what_people_said_adds_up_and_names_their_topics() -> None:
    of = day(
        classes={"question": 46, "story": 33, "tag": 25, "praise": 22, "complaint": 1},
        topics=(("delivery", 14), ("decaf", 8), ("shop.example", 1)),
        threads=160,
        deep=1,
    )
    assert shown(of).lines == (
        "What people said in public, in 127 comments and mentions: 46 questions, 33 stories or opinions, "
        "25 with only a tag or emoji, 22 with praise or thanks and 1 complaint.",
        "What people wrote about most: delivery (14), decaf (8) and [link] (1).",
        "In 1 of 160 conversations, the person wrote three times or more.",
    )


@pytest.mark.practice(25)
def test_people_worth_a_word_come_with_a_reason_and_a_way_to_them() -> None:
    worth = (
        face("Maja Lind", entry="w1", about="Rinse the filter first.", days=9, why="days"),
        face(None, entry="w2", why="story"),
        face("Café Brisa", entry="w3", kind=Kind.SHARE, why="shared", vip=True),
        face("Oluwaseun A.", entry="w4", why="first", days=1),
        face("Ylva Strand", entry="w5", why="story"),
    )
    found = shown(day(worth=worth), ways=Ways()).people
    assert [(one.who, one.why, one.quote) for one in found] == [
        ("Maja Lind", "Wrote on 9 days of the last 28.", "Rinse the filter first."),
        ("Café Brisa", "Is on your list of people to know.", None),
        ("Oluwaseun A.", "Is new: nothing came from them in the 28 days before.", None),
    ]
    assert [(one.text, one.url) for one in found[0].links] == [
        ("See what Maja Lind wrote on Facebook", "https://social.example/w1")
    ]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"why": "story"}, "Took the time to tell you something of their own."),
        ({"why": "kind"}, "Had a kind word for you."),
        ({"why": "days"}, "Wrote to you."),
        ({"why": "of a newer release", "days": 4}, "Wrote on 4 days of the last 28."),
        ({"why": "of a newer release", "days": None}, "Wrote to you."),
    ],
)
def test_a_reason_is_only_what_is_known(facts: dict[str, Any], why: str) -> None:
    assert shown(day(worth=(face(**facts),))).people[0].why == why


def test_private_words_and_names_stay_where_the_edition_keeps_them() -> None:
    worth = (face("Maja Lind", kind=Kind.DIRECT_MESSAGE, private=True, about="My address is"),)
    of = day(worth=worth, share_on=worth, thank=worth, could_help=worth)
    assert shown(of).people[0].quote is None
    assert [one.who for one in shown(of).ideas] == [
        "See whether you can help Maja Lind",
        "Thank Maja Lind for the month",
    ]
    assert shown(of, names=Names.FIRST).people[0].who == "Maja"
    assert "Lind" not in " ".join(texts(shown(of, names=Names.FIRST)))
    counts = shown(of, names=Names.COUNTS)
    assert (counts.people, counts.people_title, counts.ideas, counts.ideas_title) == ((), "", (), "")


@pytest.mark.practice(7, 36, 37)
def test_small_things_that_somebody_might_do_are_suggested_once_each() -> None:
    maja, piet = face("Maja Lind", entry="m", about="Rinse first.", days=14), face("Piet van Dam", entry="p", days=11)
    of = day(share_on=(maja, piet), alike=((maja, piet, "brewing"),), thank=(maja, piet), could_help=(piet,))
    found = shown(of, ways=Ways()).ideas
    assert [(one.who, one.why) for one in found] == [
        (
            "See whether you can help Piet van Dam",
            "They spoke of you without naming your account, so nothing was said to them automatically.",
        ),
        ("Share on what Maja Lind posted", "To pass on what somebody made is a thank-you that they notice."),
        (
            "Introduce Maja Lind and Piet van Dam to each other",
            "Both write to you often, and both about brewing.",
        ),
        ("Thank Maja Lind and Piet van Dam for the month", "Each wrote to you on 11 days of the month or more."),
    ]
    assert [one.url for one in found[1].links] == ["https://social.example/m"]


@pytest.mark.practice(25)
def test_a_quiet_day_names_only_regulars_who_have_gone_quiet() -> None:
    gone = tuple(face(f"Sample{n}", entry=f"q{n}", at=AT - timedelta(days=20 + n), days=6) for n in range(5))
    found = shown(day(Group(), quiet=gone, worth=gone, threads=9, deep=2), Mood.QUIET)
    assert [one.who for one in found.quiet] == ["Sample0", "Sample1", "Sample2"]
    assert found.quiet[0].why == "Wrote on 6 days, the last time on Thu 24 Sept."
    assert (found.figures, found.lines, found.people, found.ideas) == ((), (), (), ())
    assert shown(day(quiet=gone)).quiet == ()


@pytest.mark.practice(37)
def test_the_months_thanks_are_not_lost_where_its_last_day_is_quiet() -> None:
    found = shown(day(Group(), thank=(face("Maja Lind", days=14),)), Mood.QUIET)
    assert [(one.who, one.why) for one in found.ideas] == [
        ("Thank Maja Lind for the month", "Wrote to you on 14 days of the month.")
    ]


@pytest.mark.parametrize("mood", [Mood.ACT_NOW, Mood.CANT_TELL])
def test_a_hard_day_is_not_the_moment(mood: Mood) -> None:
    assert block(seen(day(conversations=9), mood)) is None


def test_nothing_is_shown_where_there_is_nothing_to_say() -> None:
    assert block(seen(day(Group()), Mood.QUIET)) is None
    assert block(seen(day(Group()), Mood.WATCH)) is None


def month(until: date, **facts: Any) -> Month:
    given = {"acknowledged": (990, 1000), "conversations": (30, 100), "said": (70, 100), "people": 1000, "shares": 40}
    return Month(until=until, days=30, **{"came_back": None, **given, **facts})


MONTHS = (
    month(SUNDAY, came_back=(400, 1000), heard_back=(23, 100), unheard_back=(1, 9)),
    month(SUNDAY - timedelta(days=30), people=900),
)


@pytest.mark.practice(8, 40)
def test_two_months_stand_side_by_side_and_claim_no_cause() -> None:
    found = shown(day(more={"months": MONTHS, "day": SUNDAY}))
    assert found.month is not None
    assert found.month.head == ("Figure", "30 days to Sun 11 Oct", "30 days to Fri 11 Sept")
    assert [(row.head, *row.cells) for row in found.month.rows] == [
        ("People who wrote", "1,000", "900"),
        ("Shares", "40", "40"),
        ("Acknowledged", "99%", "99%"),
        ("Came back", "40%", "?"),
        ("Wrote again after an answer", "30%", "30%"),
        ("Said something", "70%", "70%"),
        ("Wrote again within 7 days of a sign from us", "23%", "?"),
        ("Wrote again within 7 days without a sign", "1 of 9", "?"),
    ]
    assert found.month_note == (
        "These two months stand side by side. Much changes in a month: this shows what moved, and not why."
    )


@pytest.mark.parametrize(
    ("on", "there"),
    [(SUNDAY, True), (date(2026, 10, 31), True), (date(2026, 10, 30), False), (DATE, False)],
)
def test_months_are_shown_on_sundays_and_at_a_months_end(on: date, there: bool) -> None:
    assert (shown(day(more={"months": MONTHS, "day": on})).month is not None) is there
    found = block(seen(replace(day(Group()), months=MONTHS, day=on), Mood.QUIET))
    assert (found is not None) is there


def test_what_may_be_incomplete_is_a_minimum_without_percentages() -> None:
    of = day(conversations=38, came_back=61, said=110, spoke=135, classes={"tag": 3}, more={"incomplete": (gap(),)})
    assert [one.value for one in shown(of).figures] == ["≥\u00a038", "≥\u00a061", "≥\u00a0110 of ≥\u00a0135"]
    assert "%" not in " ".join(texts(shown(of)))


@given(views())
@settings(CALM, max_examples=40)
def test_any_day_reads_right_and_adds_up(view: View) -> None:
    found = block(view)
    if found is None:
        return
    sound(found)
    assert max(len(found.people), len(found.quiet)) <= MOST_PEOPLE
    assert bool(found.people) == bool(found.people_title)
    assert bool(found.ideas) == bool(found.ideas_title)
    assert bool(found.quiet) == bool(found.quiet_title)
    assert bool(found.month) == bool(found.month_note)
    assert found.figures or found.quiet or found.month or found.ideas
    told = view.of.relations
    assert not any(f"{told.follows:,}" in text for text in texts(found))
    if found.figures and told.came_back is not None:
        back = next(one for one in found.figures if one.name == "came back")
        new = 0 if "nobody new" in back.note else amount(back.note.removeprefix("within 28 days; "))
        assert amount(back.value) + new == max(told.came_back, view.all.people - view.of.unnamed), (
            "who has no name is not new"
        )
    for line in found.lines:
        if line.startswith("What people said"):
            _, _, classes = line.partition(": ")
            total = amount(line.removeprefix("What people said in public, in "))
            assert sum(map(amount, classes.replace(" and ", ", ").split(", "))) == total
