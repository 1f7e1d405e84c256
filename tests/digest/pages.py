"""Digests written by hand, with every field of every block filled: what renderers must show, whatever the words are."""

from __future__ import annotations

from typing import Final

from shared.digest.page import (
    Action,
    Cell,
    Checked,
    Column,
    Digest,
    Figure,
    Foot,
    Link,
    Mood,
    Needs,
    Person,
    Quick,
    Relations,
    Row,
    Segment,
    Table,
    Team,
    Unfolded,
    Verdict,
    Waiter,
    Waiting,
)


def _link(text: str, name: str) -> Link:
    return Link(text, f"https://heard.example/desk/{name * 60}")


def _bar(in_time: int, late: int, waiting: int, overdue: int, thanks: int) -> tuple[Segment, ...]:
    return (
        Segment("in_time", in_time, "answered in time", str(in_time)),
        Segment("thanks", thanks, "only needed thanks", str(thanks)),
        Segment("late", late, "answered late", str(late)),
        Segment("waiting", waiting, "waiting, not yet due", str(waiting)),
        Segment("overdue", overdue, "overdue", str(overdue)),
        Segment("nothing", 2, "heard nothing", "2"),
    )


_HOURS: Final = (4, 2, 1, 1, 1, 2, 6, 9, 13, 15, 12, 11, 13, 12, 10, 11, 12, 14, 13, 11, 9, 7, 5, 4)


def _columns(counts: tuple[int, ...], marked: str, opens: range) -> tuple[Column, ...]:
    return tuple(
        Column(f"{n:02}:00" if n % 6 == 0 else "", count, marked if n in opens else "none")
        for n, count in enumerate(counts)
    )


FULL: Final = Digest(
    language="en",
    direction="ltr",
    brand="Tern & Kettle Coffee",
    day="Tuesday 13 October 2026",
    label="Tern & Kettle Coffee, daily digest, Tuesday 13 October 2026",
    mood=Mood.ACT_NOW,
    subject="Act now: 96 waiting, complaints 13 times usual · Tern & Kettle, Tue 13 Oct",
    preheader="Needs you: answer whoever feels ill, and settle one subject for many. 24 people heard nothing.",
    verdict=Verdict(
        mark="●",
        pill="Act now",
        headline="A hard day. 96 of 412 people are still waiting.",
        lead="Complaints were 13 times a usual Tuesday. 24 people have heard nothing from us at all.",
        segments=_bar(118, 84, 22, 74, 112),
        notes=(
            "Facebook is incomplete: nothing came from 15:05 to 16:40. Its figures are a minimum, marked ≥.",
            "Automatic answers are paused since 14:10 by Solveig Dahl, which leaves 24 people without a word.",
        ),
    ),
    needs=Needs(
        title="Needs you, in this order",
        intro="Three things. Everything else is in hand.",
        actions=(
            Action(
                "Answer Inés Carvalho and 3 more who say they feel ill",
                ("Waiting 15 h 40 min, due 17:50 yesterday.", "Instagram comment, with nobody yet."),
                "Is the Solstice blend safe with a nut allergy? The label looks different from last month.",
                (_link("Read the draft and send it", "s"), _link("Hand it on", "h"), _link("Snooze it", "z")),
            ),
            Action(
                "Settle one subject for 88 people: mould",
                ("All of them ask the same, and 12 hold a card.",),
                "Third bag with mould. Is anyone at Tern & Kettle even reading this?",
                (_link("Read the 88 messages", "m"),),
            ),
            Action("Look at an account that looks like yours", ("@ternkettle_refunds, since 16:02.",)),
        ),
    ),
    waiting=Waiting(
        title="Still waiting",
        intro="74 are overdue and 22 can still be answered in time.",
        rows=tuple(
            Waiter(
                who,
                waited,
                "Facebook message",
                due,
                "Which lots are it?",
                with_whom,
                (_link("Answer there", "a"), _link("Open it on Facebook", "f"))[: 1 + n % 2],
                overdue=n < 4,
            )
            for n, (who, waited, due, with_whom) in enumerate(
                [
                    ("Nils Brekke", "17 h 31 min", "due 15:59 yesterday", "with nobody yet"),
                    ("Lukas Brandt", "17 h 02 min", "due 16:28 yesterday", "with Kwame Boateng"),
                    ("Drip Daily", "16 h 40 min", "due 16:50 yesterday", None),
                    ("Halvards Kafé", "16 h 12 min", "due 17:18 yesterday", "with Kwame Boateng"),
                    ("Oluwaseun A.", "9 h 52 min", "due 11:00 today", "with Ana Ribeiro"),
                ]
            )
        ),
        after=(
            "And 87 more.",
            "Nobody is left over from earlier days. 17 more people have written since midnight.",
            "At the usual pace, this is cleared by about 12:10.",
        ),
    ),
    unfolded=Unfolded(
        title="How it unfolded",
        intro="131 complaints; 31 in the busiest hour.",
        columns=_columns((0,) * 13 + (5, 24, 31, 22, 14, 9, 8, 7, 6, 4, 1), "overdue", range(13, 24)),
        events=(
            ("13:42", "The first photo was posted on X."),
            ("14:10", "Complaints passed 3 times usual. Automatic answers were paused by Solveig Dahl."),
            ("16:02", "An account that looks like yours wrote on Instagram."),
        ),
    ),
    checked=Checked(
        title="Also checked",
        lines=(
            "Complaints: 131, and a usual Tuesday brings 7 to 13.",
            "23 abusive messages were held. They got no answer and are not counted.",
            "Facebook: 58 came, 58 exist there; 2 only by asking.",
        ),
    ),
    quick=Quick(
        title="How quickly we were there",
        promise="The promise: an answer by a person within 2 hours of service, for 90% of the people.",
        figures=(
            Figure("acknowledged", "94%", "388 of 412, in 5 s"),
            Figure("answered in time", "43%", "118 of 276 due, goal 90%"),
            Figure("typical answer", "1 h 52", "usual 12 min"),
            Figure("or less, for 9 in 10", "6 h 10", "slowest 8 h 20, on X"),
        ),
        table=Table(
            "By platform",
            ("Platform", "People", "In time", "Typical", "Waiting"),
            tuple(
                Row(name, cells, _bar(46, 34, 9, 28, 51), alarm)
                for name, cells, alarm in [
                    ("Instagram", ("168", "42%", "1 h 55", "38"), (3,)),
                    ("Facebook", ("≥ 96", "≥ 30 of ≥ 61", "1 h 31", "≥ 19"), (3,)),
                    ("X", ("121", "32%", "2 h 20", "36"), (3,)),
                    ("LinkedIn", ("27", "14 of 19", "38 min", "0"), ()),
                ]
            ),
        ),
        strip_title="Answered in time, last 7 days",
        strip=tuple(
            Cell(label, value, role, f"{label} {said}")
            for label, value, role, said in [
                ("Wed", "95", "in_time", "95%"),
                ("Thu", "92", "in_time", "92%"),
                ("Fri", "86", "late", "86%"),
                ("Sat", "90", "in_time", "90%"),
                ("Sun", "–", "none", "closed"),
                ("Mon", "?", "none", "not known"),
                ("Tue", "43", "overdue", "43%"),
            ]
        ),
        strip_note="Goal 90%, missed on Friday and yesterday.",
        hours_title="When people wrote",
        hours=_columns(_HOURS, "in_time", range(9, 18)),
        hours_note="77 wrote while you were closed, 33 of them from 18:00 to 21:00.",
    ),
    relations=Relations(
        title="Relationships, not reach",
        figures=(
            Figure("real conversations", "38", "usual 33"),
            Figure("came back", "61", "125 more were new"),
            Figure("said something", "81%", "more than a tag or emoji, usual 77%"),
            Figure("shares thanked", "22 of 22", "usual 14"),
        ),
        lines=(
            "In 135 public comments and mentions: 46 questions, 33 stories, 25 tags, 22 praise, 9 complaints.",
            "Subjects: delivery 14, decaf 8, brewing 6.",
        ),
        people_title="Worth a personal word",
        people=(
            Person("Maja Lind", "Wrote on 9 days of the last 28.", "Rinse the filter first.", (_link("Open it", "o"),)),
            Person("Café Brisa", "Shared your brew guide.", None, (_link("Open it", "p"),)),
            Person("Oluwaseun A.", "A long story."),
        ),
        quiet_title="Quiet for a while",
        quiet=(Person("Jonas Weber", "Last wrote on 20 September."),),
        month=Table(
            "The last 30 days, and the 30 before",
            ("", "Last 30 days", "30 before"),
            (
                Row("People who wrote", ("4,101", "4,100")),
                Row("Came back", ("37%", "35%")),
                Row("Wrote again within 7 days, with an answer", ("23%", "22%")),
            ),
        ),
        month_note="These two stand side by side; neither is said to cause the other.",
    ),
    team=Team(
        title="The people who answered",
        quote="Tomás, you saved our Sunday brunch. I have never had a company write back with an actual recipe.",
        quoted="Piet van Dam, to Tomás, on Instagram",
        table=Table(
            "In alphabetical order",
            ("Name, A to Z", "People helped", "Wrote back", "Holding now"),
            (
                Row("Ana Ribeiro", ("71", "7", "9")),
                Row("Kwame Boateng", ("49", "5", "12")),
                Row("Solveig Dahl", ("58", "4", "11")),
            ),
        ),
        lines=("117 of 121 answers were signed with a name.", "58 of those who wait have nobody yet."),
    ),
    foot=Foot(
        lines=(
            "How we count. A person is one account on one platform on one day. Automatic answers never count.",
            "Figures as of 07:30 on Wednesday 14 October 2026, times in Europe/Oslo.",
            "You get this because you manage Tern & Kettle Coffee.",
        ),
        links=(
            _link("Open as a web page", "w"),
            _link("Change time, language or names", "c"),
            _link("Stop these emails", "x"),
        ),
    ),
)
