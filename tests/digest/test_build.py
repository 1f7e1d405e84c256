"""What a manager reads: sentences that are right with 0, 1 and many, and safe whoever wrote."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from shared.core.collecting import Counts
from shared.core.interaction import Kind
from shared.core.ledger import Entry, Sort, State
from shared.digest import words as catalogue
from shared.digest.build import build
from shared.digest.clean import handle, name, quote
from shared.digest.count import count
from shared.digest.day import Day, Digest, Gap, Unconfirmed
from shared.digest.html import render_html
from shared.digest.text import render_text
from tests.digest.days import CALENDAR, NINE, START, Sample, day, item, praise, words


def told(seen: Day) -> Digest:
    return build(seen, count(seen))


def test_a_good_day_says_so_and_stops_the_reader_early() -> None:
    digest = told(day(*(item(str(n), answered=600) for n in range(12)), praise("p")))
    assert digest.headline == "All 13 people were looked after."
    assert digest.needs_intro == "Nothing needs you."
    assert digest.subject == "All 13 looked after, nobody is overdue · Tern & Kettle, Tue 13 Oct"


def test_one_person_is_not_all_one_people() -> None:
    digest = told(day(item("a", answered=600)))
    assert digest.headline == "The one person who wrote was looked after."
    assert digest.lead == "They were acknowledged, typically in 4 s. One needed an answer from a person, and has it."


def test_who_waited_too_long_is_named_first() -> None:
    late = item("a")
    others = [item(str(n), answered=600) for n in range(20)]
    digest = told(day(*others, late, words=words(late, "Is it safe with nuts?", "Inés Sample")))
    assert digest.headline == "20 of 21 people were looked after. Inés has waited too long."
    assert digest.actions[0].title == "Answer Inés Sample"
    assert digest.actions[0].quote == "Is it safe with nuts?"
    assert digest.actions[0].link == "https://social.example/c"
    assert digest.pill == "One person overdue"
    assert "Inés" not in digest.subject + digest.preheader, "an inbox preview names nobody"


def test_direct_messages_are_not_quoted() -> None:
    late = item("a", kind=Kind.DIRECT_MESSAGE)
    digest = told(day(late, words=words(late, "my address is 1 Sample Street", "Ana Sample")))
    assert digest.actions[0].quote is None


def test_public_waits_come_before_private_ones_and_longer_before_shorter() -> None:
    entries = [
        item("private", kind=Kind.DIRECT_MESSAGE, name="1"),
        item("short", at=NINE + timedelta(hours=1), name="2"),
        item("long", name="3"),
    ]
    facts: dict[str, object] = {}
    for one, who in zip(entries, ("Private One", "Short One", "Long One"), strict=True):
        facts |= words(one, "hello there", who)
    digest = told(day(*entries, words=facts))
    assert [one.title for one in digest.actions] == ["Answer Long One", "Answer Short One", "Answer Private One"]


def test_earlier_days_count_for_action_and_not_for_the_day() -> None:
    old = item("a", at=START - timedelta(hours=15))
    digest = told(day(praise("b"), earlier=[old]))
    assert digest.summary()["people"] == 1
    assert digest.summary()["earlier_overdue"] == 1
    assert digest.waiting_after[0] == "One person is left over from earlier days."
    assert digest.headline.startswith("The one person who wrote was looked after.")


def test_troubles_are_named_with_what_to_do() -> None:
    troubles = [item(str(n), state=State.UNCERTAIN, name=str(n)) for n in range(2)]
    digest = told(day(praise("a"), troubles=troubles))
    assert digest.checked[0].startswith("Two answers: may or may not have arrived. Look there")
    assert digest.actions[0].title == "Look whether 2 answers arrived"
    assert digest.mood == "watch"


def test_an_unconfirmed_digest_is_named_in_the_next_one() -> None:
    lost = Unconfirmed(date=date(2026, 10, 12), headline="All 9 people were looked after.", web=None, recipients=1)
    digest = told(day(praise("a"), unconfirmed=[lost]))
    assert digest.notes == (
        "Nobody confirmed that the digest of Monday 12 October 2026 reached 1 recipient. "
        "It said: All 9 people were looked after.",
    )


def test_an_incomplete_platform_marks_the_subject() -> None:
    digest = told(day(praise("a"), incomplete=[Gap("facebook", "rejected events", START, NINE)]))
    assert digest.subject.endswith("(Facebook incomplete)")
    assert digest.mood == "watch"


@pytest.mark.parametrize(("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 13), 24)])
def test_a_day_of_23_or_25_hours_says_so(on: date, hours: int) -> None:
    start, end = CALENDAR.midnight(on), CALENDAR.midnight(on + timedelta(days=1))
    digest = told(day(date=on, start=start, end=end, snapshot=end + timedelta(hours=7)))
    assert any(f"{hours} hours" in line for line in digest.foot) is (hours != 24)


def test_a_long_brand_name_is_cut_and_the_subject_stays_short() -> None:
    brand = Sample(short="The Extraordinarily Long-Winded Coffee Roasting Company of the North")
    digest = told(day(praise("a"), brand=brand))
    assert len(digest.subject) <= 78
    assert digest.subject.endswith("Tue 13 Oct")


HOSTILE = {
    "link": ("see https://evil.example/x now", "see [link] now"),
    "bare domain": ("go to evil.example.com/path please", "go to [link] please"),
    "script link": ("javascript:alert(1)", "[link]"),
    "address": ("mail me at a.b@evil.example", "mail me at [address]"),
    "number": ("call +47 22 33 44 55 now", "call [number] now"),
    "direction": ("abc\u202etxt", "abctxt"),
    "zero width": ("in\u200bvis\ufeffible", "invisible"),
    "lines": ("one\r\nBcc: all\ntwo", "one Bcc: all two"),
    "controls": ("a\x00b\x1b[31mc", "ab[31mc"),
    "marks": ("Z" + "\u0301" * 400, "Ź\u0301\u0301\u0301\u0301"),
}


@pytest.mark.parametrize(("said", "shown"), HOSTILE.values(), ids=HOSTILE.keys())
def test_strangers_words_are_made_fit_to_be_shown(said: str, shown: str) -> None:
    assert quote(said, 140) == shown


def test_a_quote_is_cut_at_a_word() -> None:
    assert quote("one two three four", 12) == "one two…"
    assert len(quote("x" * 1000, 140)) <= 140
    assert quote("👩‍👩‍👧 family", 140) == "👩‍👩‍👧 family"


def test_names_and_handles() -> None:
    assert name("  Zoë   Müller ") == "Zoë Müller"
    assert name("\u200b\u202e") is None
    assert handle("@zoe_m") == "@zoe_m"
    assert handle("<b>") is None


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3900, "1 h 05 min"),
        (172800, "2 days"),
        (176400, "2 days 1 h"),
    ],
)
def test_durations(seconds: int, shown: str) -> None:
    assert catalogue.duration(seconds) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "none due"),
        (7, 9, "7 of 9"),
        (996, 1000, "99%"),
        (1, 1000, "1%"),
        (20, 20, "100%"),
        (0, 20, "0%"),
        (25, 40, "63%"),
    ],
)
def test_percentages_never_say_all_or_nothing_unless_it_is(part: int, whole: int, shown: str) -> None:
    assert catalogue.share(part, whole) == shown


def test_an_answer_in_a_thread_covers_what_was_asked_before_it() -> None:
    first: Entry = item("a", answered=3600)
    second = item("a", name="d", at=NINE + timedelta(minutes=10), answered=3000)
    digest = told(day(first, second))
    assert digest.summary()["response_median"] == 3600
    assert digest.summary()["people"] == 1


def test_a_share_is_not_an_answer_due() -> None:
    assert told(day(item("a", kind=Kind.SHARE, sort=Sort.PRAISE))).summary()["needed"] == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "whether the platforms delivered everything is not known"),
        ([("x", None)], "whether the platforms delivered everything is not known"),
        ([("x", Counts())], "the platforms told of 0 items, and none was missing."),
        ([("x", Counts(exist=9, received=9))], "the platforms told of 9 items, and none was missing."),
        (
            [("x", Counts(exist=9, received=8, recovered=1)), ("facebook", None)],
            "the platforms told of 9 items, 1 of which came only by asking. Facebook could not be asked",
        ),
    ],
    ids=["none can be asked", "not asked", "nothing there", "all came", "one was missing"],
)
def test_what_asking_found_is_told_and_what_is_not_known_is_not_none(
    asked: list[tuple[str, Counts | None]], said: str
) -> None:
    assert said in " ".join(told(day(praise("a"), asked=asked)).foot)


@pytest.mark.practice(28)
def test_it_tells_of_people_and_never_of_reach() -> None:
    """However many follow somebody, they wait as everybody does."""
    asked = item("a", answered=None)
    said = words(asked, "When do you open?", "Zoë")[asked.key]
    known = msgspec.structs.replace(
        said.interaction, author=msgspec.structs.replace(said.interaction.author, followers=1234567)
    )
    seen = day(asked, praise("b"), words={asked.key: msgspec.structs.replace(said, interaction=known)})
    digest = told(seen)
    page = (render_text(digest) + render_html(digest)).casefold()
    assert "zoë" in page
    for vain in ("1,234,567", "1234567", "follower", "impression", "reach of", "views", "likes"):
        assert vain not in page
