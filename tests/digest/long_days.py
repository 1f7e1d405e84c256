"""Full days as samples: an ordinary Tuesday, a good one, a hard one, and one with more of everything than is shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from shared.core.course import Reason
from shared.core.interaction import Kind
from shared.core.ledger import Sort, State
from shared.digest.snapshot import (
    Asked,
    Colleague,
    Correction,
    Gap,
    Grave,
    Happened,
    Month,
    PastDay,
    Paused,
    Posts,
    Relations,
    Snapshot,
    Team,
    Unconfirmed,
    Usual,
)
from tests.digest.crafting import (
    DAY,
    NEXT,
    at,
    face,
    group,
    listening,
    plain,
    together,
    wait,
)

_WEEK: Final = tuple(
    PastDay(day=DAY - timedelta(days=6 - n), in_time=kept, due=due, closed=due == 0)
    for n, (kept, due) in enumerate([(96, 101), (88, 96), (79, 92), (52, 58), (0, 0), (101, 111), (114, 122)])
)


_USUAL: Final = {
    "people": Usual(median=171, low=158, high=190),
    "complained": Usual(median=9, low=6, high=12),
    "response_median": Usual(median=720, low=600, high=840),
    "conversations": Usual(median=33, low=29, high=36),
    "said": Usual(median=77, low=72, high=80),
    "shares": Usual(median=14, low=10, high=18),
}


_ARRIVALS: Final = (4, 2, 1, 1, 1, 2, 6, 9, 13, 15, 12, 11, 13, 12, 10, 11, 12, 14, 13, 11, 9, 7, 5, 4)


_PLATFORMS: Final = (
    ("instagram", group(53, 4, 1, 1, 33, response_median=540.0)),
    ("facebook", group(35, 2, 1, 0, 10, response_median=720.0)),
    ("x", group(18, 1, 0, 0, 8, response_median=420.0)),
    ("linkedin", group(8, 0, 0, 0, 11, response_median=1440.0)),
)


TIMES: Final = {
    "ack_median": 4.0,
    "response_median": 600.0,
    "response_ninth": 3900.0,
    "response_slowest": 11400.0,
}


RELATIONS: Final = Relations(
    conversations=38,
    came_back=61,
    said=110,
    spoke=135,
    shares=22,
    shares_thanked=22,
    classes={"question": 46, "story": 33, "tag": 25, "praise": 22, "complaint": 9},
    threads=160,
    deep=21,
    topics=(("delivery", 14), ("decaf", 8), ("brewing", 6)),
    worth=(
        face("Maja Lind", "Rinse the filter first, it takes the paper taste away.", days=9, why="often"),
        face("Café Brisa", "Our whole staff learns from this guide.", kind=Kind.SHARE, days=4, why="shared"),
        face("Oluwaseun A.", days=6, platform="facebook", why="story", about="My father roasted on the balcony."),
    ),
)


_TEAM: Final = Team(
    colleagues=(
        Colleague(name="Ana Ribeiro", helped=44, wrote_back=15, holding=1),
        Colleague(name="Kwame Boateng", helped=31, wrote_back=9),
        Colleague(name="Solveig Dahl", helped=29, wrote_back=8),
        Colleague(name="Tomás Nunes", helped=17, wrote_back=6, holding=1),
    ),
    unassigned=1,
    answers=121,
    signed=117,
    quote=face(
        "Piet van Dam",
        "Tomás, you saved our Sunday brunch. I have never had a company write back with an actual recipe.",
    ),
    quoted="Tomás",
)


_INES: Final = wait(
    face("Inés Carvalho", "Is the Solstice blend safe with a nut allergy? The label looks different from last month."),
    at("15:50"),
    at("17:50"),
    drafts=1,
)


JONAS: Final = wait(
    face("Jonas Weber", platform="facebook", kind=Kind.DIRECT_MESSAGE, private=True, at=at("21:38")),
    at("21:38"),
    at("11:00", NEXT),
    assignee="Ana",
)


MOKA: Final = wait(
    face(None, "Which decaf is closest to the old one?", handle="moka.mornings", kind=Kind.MENTION, at=at("23:05")),
    at("23:05"),
    at("11:00", NEXT),
    assignee="Tomás",
)


WATCH: Final = plain(
    all=together(_PLATFORMS, **TIMES),
    platforms=_PLATFORMS,
    waits=(_INES, JONAS, MOKA),
    since=5,
    slowest_platform="x",
    held=2,
    items=214,
    complained=9,
    arrivals=_ARRIVALS,
    complaints=(0,) * 9 + (2, 1, 0, 2, 1, 1, 0, 1, 1) + (0,) * 6,
    asked=(Asked(platform="facebook", exist=58, received=56, recovered=2),),
    relations=RELATIONS,
    team=_TEAM,
    posts=Posts(posts=2, known=2, came=31, acknowledged=31),
    history=_WEEK,
    usual=_USUAL,
    next_opening=at("09:00", NEXT),
)


def good() -> Snapshot:
    platforms = (("instagram", group(54, 4, 1, 0, 33, response_median=540.0)), *_PLATFORMS[1:])
    return replace(WATCH, all=together(platforms, **TIMES), platforms=platforms, waits=(JONAS, MOKA))


def act() -> Snapshot:
    """A hard day: mould in a bag, 96 people still waiting."""
    on, next_ = date(2026, 10, 22), date(2026, 10, 23)
    platforms = (
        ("instagram", group(46, 34, 9, 28, 51, acknowledged=158, response_median=6900.0)),
        ("facebook", group(30, 17, 5, 14, 30, acknowledged=90, response_median=5460.0)),
        ("x", group(28, 30, 7, 30, 26, acknowledged=114, thanks_unheard=2, response_median=8400.0)),
        ("linkedin", group(14, 3, 1, 2, 7, acknowledged=26, thanks_unheard=1, response_median=2280.0)),
    )
    ill = face("Ragnhild Solem", "Please, is there anybody I can talk to about this bag?", platform="x")
    fake = face("Mikael Ås", "Is @ternkettle_refunds really you?", handle="mikael.as")
    others = [
        wait(
            face(name, about, platform=place, at=at("14:00", on)),
            at("14:00", on) + timedelta(minutes=13 * n),
            at("16:00", on) + timedelta(minutes=13 * n),
            at("07:30", next_),
            assignee=(None, None, "Kwame")[n % 3],
            sort=Sort.COMPLAINT,
            settles=88 if n == 0 else 1,
        )
        for n, (name, about, place) in enumerate(
            [
                ("Nils Brekke", "Third bag with mould. Is anyone at Tern & Kettle even reading this?", "x"),
                ("Lukas Brandt", "Which lots are it?", "facebook"),
                ("Drip Daily", "Which lots?", "instagram"),
                ("Halvards Kafé", "We have forty bags in the cellar.", "linkedin"),
                ("Oluwaseun A.", "Twelve years with you, and now this.", "instagram"),
                ("Elena Prava", "My order is from the same week.", "facebook"),
                ("Bo Halm", "How do I get my money back?", "x"),
            ]
        )
    ]
    return plain(
        on,
        all=together(
            platforms, ack_median=5.0, response_median=6720.0, response_ninth=22200.0, response_slowest=30000.0
        ),
        platforms=platforms,
        waits=(
            wait(
                ill,
                at("13:51", on),
                at("15:51", on),
                at("07:30", next_),
                grave=Grave.SAFETY,
                sort=Sort.COMPLAINT,
                settles=4,
            ),
            wait(fake, at("16:02", on), at("18:00", on), at("07:30", next_), grave=Grave.FRAUD, sort=Sort.QUESTION),
            *others,
        ),
        earlier_overdue=0,
        since=17,
        slowest_platform="x",
        held=23,
        items=590,
        complained=131,
        breaches=158,
        arrivals=(6, 3, 2, 2, 2, 3, 8, 10, 12, 14, 13, 15, 14, 38, 62, 81, 74, 58, 49, 41, 33, 24, 16, 10),
        complaints=(0,) * 13 + (5, 24, 31, 22, 14, 9, 8, 7, 6, 4, 1),
        events=(
            Happened(at=at("14:10", on), what="alarm", number=9),
            Happened(at=at("14:10", on), what="switch_on", name="Solveig Dahl"),
            Happened(at=at("15:00", on), what="most_complaints", number=31),
            Happened(at=at("15:51", on), what="first_late"),
        ),
        lookalikes=(face("Tern Kettle Refunds", handle="ternkettle_refunds", at=at("16:02", on)),),
        paused=Paused(since=at("14:10", on), owner="Solveig Dahl", why="mould in Harbour lot 2291", silent=24),
        incomplete=(Gap(platform="facebook", why="no events arrived", since=at("15:05", on), until=at("16:40", on)),),
        relations=replace(RELATIONS, conversations=24, came_back=88, said=300, spoke=341, shares=40, shares_thanked=31),
        team=replace(
            _TEAM,
            colleagues=(
                Colleague(name="Ana Ribeiro", helped=71, wrote_back=7, holding=9),
                Colleague(name="Kwame Boateng", helped=49, wrote_back=5, holding=12),
                Colleague(name="Solveig Dahl", helped=58, wrote_back=4, holding=11),
                Colleague(name="Tomás Nunes", helped=24, wrote_back=3, holding=6),
            ),
            unassigned=58,
            answers=244,
            signed=240,
            after_hours=61,
            quote=face(
                "Ragnhild S.",
                "Whatever happened to that bag, Ana answered me at ten at night and was honest with me. I’ll wait.",
                platform="facebook",
            ),
            quoted="Ana",
        ),
        history=tuple(
            PastDay(day=on - timedelta(days=6 - n), in_time=kept, due=due, closed=due == 0)
            for n, (kept, due) in enumerate([(95, 100), (92, 100), (0, 0), (90, 100), (93, 100), (94, 100), (118, 276)])
        ),
        usual={**_USUAL, "complained": Usual(median=10, low=7, high=13)},
        next_opening=at("09:00", next_),
        clears_by=at("12:10", next_),
    )


def over_limits() -> Snapshot:
    """More of everything than any list shows."""
    many = [f"place_{letter}" for letter in "abcdefghi"]
    long = "A name that is longer than anybody can be expected to read " * 2
    words = "So many words that no line of a digest could hold them all, " * 8
    platforms = tuple((one, group(40, 5, 2, 9, 40, acknowledged=90, response_median=800.0)) for one in many)
    waits = tuple(
        wait(
            face(f"{n} {long}", words, platform=many[n % 9], at=at("09:00")),
            at("09:00") + timedelta(minutes=n),
            at("11:00") + timedelta(minutes=n) if n < 45 else at("11:00", NEXT),
            assignee=None if n % 2 else long,
            drafts=n % 3,
            sort=list(Sort)[n % 3],
            grave=(Grave.SAFETY, Grave.FRAUD, Grave.LEGAL)[n] if n < 3 else None,
            held=Reason.CUSTOMER if n == 50 else None,
            held_since=at("14:00") if n == 50 else None,
            settles=30 if n == 4 else 1,
            earlier=n % 7 == 6,
        )
        for n in range(60)
    )
    seen = tuple(face(f"{n} {long}", words, why="often", days=9) for n in range(12))
    months = tuple(
        Month(
            until=DAY - timedelta(days=30 * n),
            days=30,
            acknowledged=(4000, 4100 + n),
            came_back=(1500, 4100),
            conversations=(700 - 90 * n, 2000),
            said=(2200, 2900),
            people=4100 + n,
            shares=410,
            heard_back=(900, 3900),
            unheard_back=(20, 180),
        )
        for n in (1, 0)
    )
    return replace(
        WATCH,
        name=f"{long} & Sons",
        short="A brand whose short name is long",
        all=together(platforms, **TIMES),
        platforms=platforms,
        waits=waits,
        earlier_overdue=9,
        earlier_inside=3,
        since=31,
        slowest_platform=many[0],
        unnamed=4,
        held=12,
        passed_over=7,
        items=1200,
        complained=140,
        breaches=45,
        troubles=((State.UNCERTAIN, 2), (State.REFUSED, 3), (State.EXPIRED, 1), (State.DEAD_LETTERED, 1)),
        parked=2,
        on_hold=1,
        complaints=(0,) * 9 + (2, 30, 40, 40, 20, 8) + (0,) * 9,
        events=tuple(Happened(at=at(f"{10 + n}:00"), what="alarm", number=9 + n) for n in range(12)),
        lookalikes=seen[:5],
        paused=Paused(since=at("10:10"), owner="Ana Ribeiro", why=words, silent=48),
        listening=listening(*many[:7]),
        incomplete=tuple(
            Gap(platform=one, why="no events arrived", since=at("10:05"), until=at("11:40")) for one in many
        ),
        asked=tuple(Asked(platform=one, exist=90, received=80, recovered=10) for one in many),
        relations=replace(
            RELATIONS,
            worth=seen,
            quiet=seen,
            share_on=seen[:3],
            alike=((seen[0], seen[1], "brewing"),),
            thank=seen[:5],
            topics=tuple((f"subject {n}", 90 - n) for n in range(12)),
        ),
        team=replace(
            _TEAM,
            colleagues=tuple(Colleague(name=f"{n} {long}", helped=30, wrote_back=3, holding=2) for n in range(14)),
            quote=face(long, words),
            quoted=long,
        ),
        correction=Correction(
            day=DAY - timedelta(days=1), was=(101, 111), now=(98, 111), missed=3, platforms=(many[0],), why="missed"
        ),
        months=(months[0], months[1]),
        unconfirmed=tuple(
            Unconfirmed(day=DAY - timedelta(days=n), headline="All 9 people were looked after.", recipients=2)
            for n in (1, 2, 3)
        ),
        unsent=tuple(DAY - timedelta(days=n) for n in (4, 5)),
        clears_by=at("12:10", NEXT),
        expected=3600.0,
        kept_promise=(50, 80),
    )
