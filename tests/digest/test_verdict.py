"""The first thing a manager reads, and what an inbox shows of it: it must be true if nothing else is read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.brands.circle import Names
from shared.core.regime import Report
from shared.digest import todo, verdict
from shared.digest.catalogue import languages
from shared.digest.page import Mood
from shared.digest.snapshot import Correction, Gap, Grave, Group, PastDay, Paused, Snapshot, Unconfirmed, Usual
from shared.digest.subject import PREHEADER, WIDEST, preheader, subject, width
from tests.digest.making import (
    AT,
    DATE,
    END,
    NINE,
    START,
    WHO,
    Ways,
    editions,
    face,
    gap,
    group,
    listening,
    snapshot,
    snapshots,
    summed,
    view,
    wait,
)

calm = settings(deadline=None)
SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER = rf"(?:≥\s)?(\d[\d,]*|{'|'.join(SPELLED)})"


def said(of: Snapshot, **edition: Any) -> verdict.Verdict:
    return verdict.block(view(of, **edition))


def number(text: str) -> int:
    return SPELLED.index(text.casefold()) if text.casefold() in SPELLED else int(text.replace(",", ""))


def found(pattern: str, text: str) -> tuple[int, ...] | None:
    """The numbers that a sentence has where the pattern has `#`; None where there is no such sentence."""
    match = re.search(pattern.replace("#", NUMBER), text, re.IGNORECASE)
    return tuple(map(number, match.groups())) if match else None


CROWD = group(in_time=114, late=7, waiting=2, overdue=1, thanks=62, ack_median=4.0, response_median=600.0)
INSIDE = (
    wait("Jonas Weber", entry="i1", overdue=False, assignee="Ana Ribeiro"),
    wait("Moka Lind", entry="i2", overdue=False, assignee="Tomás Nunes"),
)


def test_a_good_day_stops_the_reader_early() -> None:
    good = snapshot(group(in_time=115, late=7, waiting=2, thanks=62, ack_median=4.0), waits=INSIDE)
    page = said(good)
    assert (page.mark, page.pill) == ("✓", "Good day")
    assert page.headline == "184 of 186 people were looked after. Nobody is overdue."
    assert page.lead.startswith(
        "Nothing needs you. Two people are waiting inside the promise; Ana and Tomás have them. "
        "All 186 were acknowledged, typically in 4\u00a0s."
    )


def test_when_nobody_waits_the_headline_is_one_sentence() -> None:
    page = said(snapshot(group(in_time=124, thanks=62)))
    assert page.headline == "All 186 people were looked after."
    assert page.lead == "Nothing needs you. All 186 were acknowledged. 124 needed an answer from a person, and have it."


@pytest.mark.parametrize(
    ("assignees", "sentence"),
    [
        (["Ana Ribeiro"], "One person is waiting inside the promise, with Ana."),
        (["Ana Ribeiro", "Ana Ribeiro"], "Two people are waiting inside the promise; Ana has them."),
        ([None, None], "Two people are waiting inside the promise, with nobody yet."),
        (["Ana Ribeiro", None], "Two people are waiting inside the promise."),
        (["A A", "B B", "C C", "D D"], "Four people are waiting inside the promise."),
        (["Ana Ribeiro"] * 61, "61 people are waiting inside the promise."),
    ],
)
def test_it_is_said_with_whom_they_are_only_where_that_is_known_of_all(
    assignees: list[str | None], sentence: str
) -> None:
    waits = tuple(wait(entry=str(n), overdue=False, assignee=who) for n, who in enumerate(assignees))
    page = said(snapshot(group(thanks=30, waiting=len(waits)), waits=waits[:60]))
    assert page.lead.startswith(f"Nothing needs you. {sentence} All")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["Inés Carvalho"], "Inés has waited too long."),
        (["Inés Carvalho", "Bo Li"], "Inés and Bo have waited too long."),
        (["Inés Carvalho", None], "Two people have waited too long."),
        (["A One", "B Two", "C Three"], "Three people have waited too long."),
    ],
)
def test_one_or_two_who_waited_too_long_are_named_and_more_are_counted(names: list[str | None], sentence: str) -> None:
    waits = tuple(wait(name, entry=str(n)) for n, name in enumerate(names))
    of = snapshot(group(in_time=183, overdue=len(waits)), waits=waits)
    assert said(of).headline == f"183 of {183 + len(waits)} people were looked after. {sentence}"
    count = "One person" if len(waits) == 1 else f"{SPELLED[len(waits)].title()} people"
    assert said(of, names=Names.COUNTS).headline.endswith(
        f"{count} {'has' if len(waits) == 1 else 'have'} waited too long."
    )
    assert said(of).pill == f"{count} overdue"


def test_earlier_days_count_for_the_headline_and_not_for_the_day() -> None:
    before = wait("Inés Carvalho", since=START - timedelta(hours=15), earlier=True)
    of = snapshot(group(thanks=30), waits=(before,), earlier_overdue=1)
    assert said(of).headline == "All 30 people were looked after. Inés has waited too long."
    assert sum(one.count for one in said(of).segments) == 30


def test_a_hard_day_is_said_first_and_flat() -> None:
    waits = tuple(wait(entry=str(n), since=NINE - timedelta(minutes=n)) for n in range(60))
    hard = snapshot(
        group(in_time=118, late=84, waiting=22, overdue=74, thanks=114, unheard=3, acknowledged=388),
        waits=waits,
        complained=131,
        complaints=(0,) * 13 + (5, 24, 31, 22, 14, 9, 8, 7, 6, 4, 1),
        usual={"complained": Usual(median=10)},
        earlier_overdue=9,
    )
    page = said(hard)
    assert (page.mark, page.pill) == ("●", "Act now")
    assert page.headline == "A hard day. 96 of 412 people are still waiting, and 9 from earlier days."
    assert page.lead == (
        "131 people complained, 13 times as many as usual. "
        "24 people have heard nothing from us. "
        "83 people have waited past the promise, the longest for 23\u00a0h\u00a029\u00a0min."
    )
    assert subject(view(hard)) == "Act now: 105 waiting, complaints 13 times usual · Tern & Kettle, Tue 13 Oct"


@pytest.mark.parametrize(
    ("of", "headline", "state"),
    [
        (
            snapshot(group(in_time=10, late=30, thanks=60)),
            "A hard day. 25% of the answers due came in time; the goal is 90%.",
            "Act now: 25% answered in time",
        ),
        (
            snapshot(group(thanks=100, unheard=20)),
            "A hard day. 20 of 100 people have heard nothing from us.",
            "Act now: 20 heard nothing",
        ),
        (
            snapshot(group(in_time=90), complained=12, usual={"complained": Usual(median=4)}),
            "A hard day. 12 people complained, 3 times as many as usual.",
            "Act now: complaints 3 times usual",
        ),
        (
            snapshot(group(in_time=90), complained=12, usual={"complained": Usual(median=0)}),
            "A hard day. 12 people complained; on a usual day hardly anybody does.",
            "Act now: 12 complained",
        ),
        (
            snapshot(group(in_time=90), complained=12, usual={"complained": Usual(median=0.5)}),
            "A hard day. 12 people complained; on a usual day hardly anybody does.",
            "Act now: 12 complained",
        ),
        (
            snapshot(
                group(in_time=90, overdue=6), waits=tuple(wait(entry=str(n)) for n in range(6)), incomplete=(gap(),)
            ),
            "A hard day. 6 of the 96 people we know of are still waiting.",
            "Act now: 6 people overdue",
        ),
        (
            snapshot(group(in_time=90), earlier_overdue=6, waits=tuple(wait(entry=str(n)) for n in range(6))),
            "A hard day. Six people from earlier days are still waiting.",
            "Act now: 6 people overdue",
        ),
        (
            snapshot(group(in_time=90, overdue=1), waits=(wait(grave=Grave.SAFETY),)),
            "One person writes about safety or health and is still waiting. 90 of 91 people were looked after.",
            "Act now: 1 about safety, 1 waiting",
        ),
        (
            snapshot(group(in_time=90, waiting=2), waits=tuple(wait(entry=n, grave=Grave.LEGAL) for n in "ab")),
            "Two people write about a matter for lawyers or the press and are still waiting. "
            "90 of 92 people were looked after.",
            "Act now: 2 about law or press, 2 waiting",
        ),
        (
            snapshot(group(in_time=17, late=3)),
            "17 of 20 people were looked after.",
            None,
        ),
    ],
    ids=[
        "below goal",
        "unheard",
        "complaints",
        "none usual",
        "hardly any usual",
        "incomplete",
        "earlier",
        "safety",
        "law",
        "not a hard day",
    ],
)
def test_a_hard_day_says_what_made_it_one(of: Snapshot, headline: str, state: str | None) -> None:
    shown = view(of)
    assert (shown.mood is Mood.ACT_NOW) is (state is not None)
    if state is not None:
        assert verdict.headline(shown) == headline
        assert subject(shown).startswith(f"{state} · Tern & Kettle, Tue 13 Oct")


def test_many_overdue_are_not_hidden_by_one_grave_matter() -> None:
    waits = (wait(entry="g", grave=Grave.SAFETY), *(wait(entry=str(n)) for n in range(30)))
    page = said(snapshot(group(in_time=90, overdue=31), waits=waits))
    assert page.headline == "A hard day. 31 of 121 people are still waiting."
    assert page.lead.startswith("One person writes about safety or health and is still waiting.")


@pytest.mark.parametrize(
    ("everyone", "headline", "lead"),
    [
        (
            group(in_time=1, ack_median=4.0),
            "The one person who wrote was looked after.",
            "Nothing needs you. They were acknowledged in 4\u00a0s. One needed an answer from a person, and has it.",
        ),
        (
            group(thanks=1, unheard=1),
            "The one person who wrote has not been looked after yet.",
            "They have heard nothing from us. Nobody needed an answer from a person.",
        ),
        (
            group(thanks=2),
            "Both people were looked after.",
            "Nothing needs you. All 2 were acknowledged. Nobody needed an answer from a person.",
        ),
        (
            group(in_time=1, thanks=1, unheard=1),
            "1 of 2 people was looked after.",
            "One person has heard nothing from us. 1 of 2 was acknowledged. "
            "One needed an answer from a person, and has it.",
        ),
        (
            group(in_time=600_000, thanks=400_000),
            "All 1,000,000 people were looked after.",
            "Nothing needs you. All 1,000,000 were acknowledged. 600,000 needed an answer from a person, and have it.",
        ),
    ],
    ids=["one answered", "one unheard", "two", "one of two", "a million"],
)
def test_it_reads_right_with_one_two_and_a_million(everyone: Group, headline: str, lead: str) -> None:
    page = said(snapshot(everyone))
    assert page.headline == headline
    assert page.lead == lead


def test_a_quiet_day_proves_that_the_silence_is_real() -> None:
    quiet = snapshot(listening=tuple(map(listening, ("facebook", "x"))))
    page = said(quiet)
    assert page.headline == "Nobody wrote yesterday, and nobody is waiting."
    assert page.lead == (
        "Nothing needs you. The silence is real: all 2 platforms were listening, and passed a test at 07:00 today."
    )
    untested = replace(quiet, listening=(listening(), listening("x", looped_at=None)))
    assert "all 2 platforms were listening when we checked at 07:00 today." in said(untested).lead
    written = replace(quiet, since=3)
    assert "nobody is waiting" not in said(written).headline + subject(view(written)), "they may wait by now"
    assert "Three people have written since midnight" in said(written).lead


@pytest.mark.parametrize(
    "unproved",
    [(), (listening(ok=None),), (listening(), listening("x", ok=False))],
    ids=["no platform", "not known", "one not listening"],
)
def test_a_silence_that_nobody_checked_is_not_called_real(unproved: tuple[Any, ...]) -> None:
    of = snapshot(listening=unproved)
    page = said(of)
    assert page.pill == "Silence not proved"
    assert page.headline == "Nobody that we know of wrote yesterday."
    assert page.lead.startswith("Not every platform is known to have been listening")
    assert subject(view(of)).startswith("Nobody wrote that we know of ·")


def test_a_digest_that_comes_days_later_does_not_say_yesterday() -> None:
    later = snapshot(listening=(listening(checked_at=AT + timedelta(days=2)),), at=AT + timedelta(days=2))
    assert "on Tuesday 13 October 2026" in said(later).headline
    assert "yesterday" not in said(later).headline


@pytest.mark.parametrize(
    "of",
    [
        snapshot(CROWD, failed=("the day's people",), since=71),
        snapshot(CROWD, incomplete=(gap(hours=3),), listening=(listening(),), since=71),
    ],
    ids=["not read", "nobody was listening"],
)
def test_where_we_cant_tell_no_figure_is_sent(of: Snapshot) -> None:
    page = said(of)
    assert (page.mark, page.pill, page.segments) == ("■", "We can't tell", ())
    assert page.headline == "We can't tell how the day went yesterday."
    assert page.lead.endswith("None is sent. Facebook was listening when last checked.") is bool(of.listening)
    assert not re.search(r"\d", page.headline + page.lead + preheader(view(of)))
    assert subject(view(of)) == "Can't tell: the day could not be counted · Tern & Kettle, Tue 13 Oct"


def test_where_a_platform_is_incomplete_every_count_is_a_least_one() -> None:
    of = snapshot(CROWD, waits=(wait("Inés Carvalho"),), incomplete=(gap(), gap(since=NINE + timedelta(hours=1))))
    page = said(of)
    assert page.headline == "183 of the 186 people we know of were looked after. Inés has waited too long."
    assert [one.figure for one in page.segments] == ["≥\u00a0114", "≥\u00a062", "≥\u00a07", "≥\u00a02", "≥\u00a01"]
    assert "All ≥\u00a0186 were acknowledged" in page.lead
    assert page.notes == (
        "Incomplete: Facebook may not have told us what came between 09:00 and 11:30 yesterday. "
        "Figures with ≥ are a minimum. If more comes to light, the next digest says so.",
    )
    assert subject(view(of)).endswith("(Facebook incomplete)")


def test_gaps_of_a_whole_day_and_of_many_platforms_are_told_shortly() -> None:
    gaps = [Gap(platform=f"place_{letter}", why="", since=START, until=END) for letter in "abcde"]
    notes = said(snapshot(CROWD, incomplete=tuple(gaps))).notes
    assert notes[0] == "Incomplete: Place a may have told us nothing the whole day."
    assert notes[3].startswith("Incomplete: 2 other platforms too. Figures with ≥ are a minimum.")
    assert len(notes) == 4


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (
            {"missed": 3, "why": "missed"},
            "Correction for Mon 12 Oct: 88% answered in time, not 91%; the messages of 3 people reached us late.",
        ),
        (
            {"why": "withdrawn"},
            "Correction for Mon 12 Oct: 88% answered in time, not 91%; people took back what they wrote.",
        ),
        (
            {"now": (91, 100), "missed": 1, "platforms": ("x",), "why": "missed"},
            "Correction for Mon 12 Oct: we missed one person, of whom X told us late.",
        ),
        ({"now": (91, 100)}, ""),
    ],
)
def test_the_lead_says_what_changed_of_the_day_before_and_why(moved: dict[str, Any], sentence: str) -> None:
    facts = {"day": DATE - timedelta(days=1), "was": (91, 100), "now": (88, 100)} | moved
    lead = said(snapshot(group(thanks=9), correction=Correction(**facts))).lead
    assert lead.endswith(sentence)
    assert ("Correction" in lead) is bool(sentence)


def test_mails_that_were_not_sent_or_not_confirmed_are_named_with_what_they_said() -> None:
    lost = Unconfirmed(day=date(2026, 10, 12), headline="All 9 people were looked after.", recipients=1)
    of = snapshot(group(thanks=9), unconfirmed=(lost,), unsent=(date(2026, 10, 9), date(2026, 10, 8)))
    assert said(of).notes == (
        "The digests of Thu 8 Oct and Fri 9 Oct were never sent.",
        "Nobody confirmed that the digest of Monday 12 October 2026 arrived at 1 address. "
        "It said: All 9 people were looked after.",
    )


def test_a_mail_that_was_lost_is_one_tap_away_where_its_day_was_counted() -> None:
    lost = Unconfirmed(day=date(2026, 10, 12), headline="All 9 people were looked after.", recipients=1)
    week = (PastDay(day=date(2026, 10, 8)), PastDay(day=date(2026, 10, 9), known=False))
    of = snapshot(group(thanks=9), unconfirmed=(lost,), unsent=tuple(one.day for one in week), history=week)
    assert [(one.text, one.url) for one in said(of, ways=Ways()).links] == [
        ("Open the digest of Thu 8 Oct", "https://desk.example/d/copy2026-10-08"),
        ("Open the digest of Mon 12 Oct", "https://desk.example/d/copy2026-10-12"),
    ]
    assert said(of).links == ()


@pytest.mark.practice(47)
def test_that_automatic_answers_are_paused_is_always_said() -> None:
    paused = Paused(since=NINE, owner="Ana Ribeiro", why="mould in a bag", silent=24)
    since = "Automatic answers have been paused since 09:00 yesterday"
    for of in (snapshot(CROWD, waits=(wait(),)), snapshot(), snapshot(failed=("people",))):
        note = said(replace(of, paused=paused)).notes[-1]
        assert note.startswith(f"{since}, by Ana Ribeiro: mould in a bag.")
        assert ("That left 24 people without a word." in note) is not bool(of.failed)
    assert said(snapshot(CROWD, paused=Paused(since=NINE))).notes == (f"{since}.",), "not known is not nobody"


def test_a_late_digest_and_a_recompute_are_told() -> None:
    report = Report(
        key="r",
        brand="tern-kettle",
        number=3,
        made_at=AT,
        since=START,
        until=NINE,
        policy="p",
        who="ana",
        why="wrong opening hours.",
        before={"first_response.kept": 80.0, "first_response.due": 100.0},
        after={"first_response.kept": 90.0, "first_response.due": 100.0},
        expire_at=AT,
    )
    notes = said(snapshot(CROWD, reports=(report,)), late=True).notes
    assert notes == (
        "Sent late: the figures are as of 07:30 today.",
        "Report 3 worked out anew what came between 00:00 and 09:00 yesterday: wrong opening hours. "
        "Earlier digests stay as they were. First answers in time went from 80% to 90%.",
    )


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        (
            snapshot(group(in_time=124, thanks=62)),
            "All 186 looked after, nobody is overdue · Tern & Kettle, Tue 13 Oct",
        ),
        (
            snapshot(CROWD, waits=(wait(),)),
            "183 of 186 looked after, 1 overdue · Tern & Kettle, Tue 13 Oct",
        ),
        (
            snapshot(group(thanks=30, unheard=1)),
            "29 of 30 looked after, 1 heard nothing · Tern & Kettle, Tue 13 Oct",
        ),
        (
            snapshot(listening=(listening(),)),
            "Quiet day: nobody wrote, nobody is waiting · Tern & Kettle, Tue 13 Oct",
        ),
        (
            snapshot(earlier_inside=1, waits=(wait(overdue=False, earlier=True),)),
            "Nobody wrote, 1 still waiting · Tern & Kettle, Tue 13 Oct",
        ),
        (
            snapshot(group(in_time=124), short="The Extraordinarily Long-Winded Coffee Roasting Company of the North"),
            "All 124 looked after, nobody is overdue · The Extraordinarily…, Tue 13 Oct",
        ),
        (
            snapshot(group(thanks=1_000_000), incomplete=tuple(gap(f"p{n}") for n in range(9))),
            "All 1,000,000 looked after · Tern & Kett…, Tue 13 Oct (9 platforms incomplete)",
        ),
    ],
    ids=["good", "watch", "unheard", "quiet", "earlier", "long brand", "crowded"],
)
def test_subjects(of: Snapshot, shown: str) -> None:
    assert subject(view(of)) == shown


def test_a_subject_counts_chinese_as_two_columns() -> None:
    short = "北海鸥与水壶咖啡烘焙公司北海鸥与水壶咖啡烘焙公司"
    shown = subject(view(snapshot(group(in_time=124), short=short)))
    assert WIDEST - 3 <= width(shown) <= WIDEST
    assert len(shown) < width(shown)


@pytest.mark.parametrize(
    ("people", "usual", "typical"),
    [(20, True, " A typical answer took 10\u00a0min; usual is 12\u00a0min."), (19, True, ""), (20, False, "")],
)
def test_a_figure_is_compared_in_words_and_only_where_there_are_enough(people: int, usual: bool, typical: str) -> None:
    known = {"response_median": Usual(median=720)} if usual else {}
    lead = said(snapshot(group(in_time=people, response_median=600.0), usual=known)).lead
    assert lead.removeprefix(lead.split("and have it.")[0] + "and have it.") == typical


def test_the_line_beside_a_subject_counts_everybody_who_is_overdue() -> None:
    waits = tuple(wait(entry=str(n)) for n in range(8))
    assert preheader(view(snapshot(group(overdue=8), waits=waits))).startswith(
        "Needs you: answer 8 people who are overdue."
    )


def test_the_line_beside_a_subject_says_what_there_is_to_do() -> None:
    waits = (wait(), wait(entry="e2"), *INSIDE)
    of = snapshot(group(in_time=114, late=7, waiting=2, overdue=2, thanks=62, unheard=3), waits=waits)
    assert preheader(view(of)) == (
        "Needs you: answer 2 people who are overdue, and thank 3 people unheard. Answered in time: 93%. "
        "Acknowledged: 98%."
    )
    assert preheader(view(snapshot(group(thanks=9)))).startswith("Nothing needs you. Acknowledged: 9 of 9.")


@calm
@given(snapshots(), editions)
def test_headline_lead_bar_and_subject_agree_with_the_figures(of: Snapshot, edition: Any) -> None:
    shown = view(of, names=edition.names, ways=edition.ways, late=edition.late)
    page, line = verdict.block(shown), subject(shown)
    everyone, everything = of.all, f"{page.headline} {page.lead}"
    if shown.blank:
        assert page.segments == ()
        assert not re.search(r"\d", page.headline + page.lead)
        return
    assert sum(one.count for one in page.segments) == everyone.people
    assert all(number(one.figure.removeprefix("≥\u00a0")) == one.count for one in page.segments)
    assert all(one.figure.startswith("≥") is bool(of.incomplete) for one in page.segments)
    truths = {
        r"# of (?:the )?# people (?:we know of )?(?:was|were) looked after": (everyone.looked_after, everyone.people),
        r"All # people (?:we know of )?were looked after": (everyone.looked_after,),
        r"# (?:person has|people have) waited too long": (shown.number_overdue,),
        r"# (?:person has|people have) waited past the promise": (shown.number_overdue,),
        r"# of (?:the )?# people (?:we know of )?(?:is|are) still waiting": (
            everyone.waiting + everyone.overdue,
            everyone.people,
        ),
        r"waiting, and # from earlier days": (of.earlier_overdue,),
        r"# of (?:the )?# people (?:we know of )?(?:has|have) heard nothing": (everyone.heard_nothing, everyone.people),
        r"(?<!of )(?<!the )\b# (?:person has|people have) heard nothing": (everyone.heard_nothing,),
        r"All # were acknowledged": (everyone.acknowledged,),
        r"# of # (?:was|were) acknowledged": (everyone.acknowledged, everyone.people),
        r"# needed an answer": (everyone.needed,),
        r"person: # (?:has|have) it, # (?:is|are) waiting": (
            everyone.in_time + everyone.late,
            everyone.waiting + everyone.overdue,
        ),
        r"# people complained": (of.complained,),
        r"# (?:person|people) (?:is|are) waiting inside the promise": (everyone.waiting + of.earlier_inside,),
        r"# (?:person has|people have) written since midnight": (of.since,),
    }
    for pattern, expected in truths.items():
        assert (got := found(pattern, everything)) in (None, expected), (pattern, got, expected, everything)
    in_subject = {
        r"# of # (?:we know of )?looked after": (everyone.looked_after, everyone.people),
        r"All # (?:we know of )?looked after": (everyone.looked_after,),
        r"# (?:people |person )?overdue": (shown.number_overdue,),
        r"(?<!still )# waiting": (shown.number_waiting,),
        r"# still waiting": (of.earlier_inside,),
        r"# heard nothing": (everyone.heard_nothing,),
    }
    for pattern, expected in in_subject.items():
        assert (got := found(pattern, line)) in (None, expected), (pattern, got, expected, line)


@calm
@given(snapshots(), editions)
def test_whatever_the_day_was_the_first_block_misleads_nobody(of: Snapshot, edition: Any) -> None:
    shown = view(of, names=edition.names, ways=edition.ways)
    page = verdict.block(shown)
    first = f"{page.pill} {page.headline} {page.lead}"
    if shown.blank:
        return
    if of.all.heard_nothing:
        assert "heard nothing" in f"{page.headline} {page.lead}"
    if shown.number_overdue:
        assert (
            any(word in page.headline for word in ("waited too long", "still wait")) or "past the promise" in page.lead
        )
    if of.complained >= 10 and (usual := of.usual.get("complained")) and of.complained >= 3 * usual.median:
        assert "people complained" in first
    if shown.mood in (Mood.GOOD, Mood.QUIET):
        assert not of.incomplete
        assert not shown.number_overdue
        assert ("Nothing needs you." in page.lead) is not bool(todo.todos(shown))
    else:
        assert "Nothing needs you." not in page.lead
    if of.all.ack_median is None:
        assert "typically" not in page.lead
    if not of.usual:
        assert "usual" not in first
    for gone in of.unsent:
        assert any(view(of).words.short_date(gone) in note for note in page.notes)


@calm
@given(
    snapshots(), editions, st.sampled_from(["Tern & Kettle", "T" * 60, "咖啡" * 20, "A"]), st.sampled_from(languages())
)
def test_what_an_inbox_shows_fits_in_every_language_and_names_nobody(
    of: Snapshot, edition: Any, short: str, language: str
) -> None:
    shown = view(replace(of, short=short), language, names=edition.names, ways=edition.ways)
    line, beside = subject(shown), preheader(shown)
    assert width(line) <= WIDEST
    assert len(f"Subject: {line}".encode()) < 998
    if language == "en" and not shown.blank:
        assert ("incomplete)" in line) is bool(of.incomplete)
        assert "Tue 13 Oct" in line
    assert PREHEADER[0] <= width(beside) <= PREHEADER[1], beside
    named = {part for who in WHO if who for part in who.split()} | {"Ternkettle"}
    assert not any(name in line + beside for name in named)
    assert "\n" not in line + beside


@calm
@given(st.lists(st.builds(group, in_time=st.integers(0, 9), thanks=st.integers(0, 9)), min_size=1))
def test_the_bar_of_several_platforms_is_the_sum_of_theirs(parts: list[Group]) -> None:
    shown = view(snapshot(summed(parts)))
    bar = verdict.segments(shown, parts, least=False)
    assert bar == verdict.segments(shown, [summed(parts)], least=False)


@pytest.mark.practice(48)
def test_an_account_that_looks_like_ours_is_told_in_the_lead() -> None:
    of = snapshot(group(thanks=30), lookalikes=(face("Ternkettle Refunds"),))
    assert "One account looks like yours and may mislead people." in said(of).headline + said(of).lead
