"""Small Snapshots, made of the fewest facts that a test needs, and random ones that hold together.

Every name is fictitious. The day is Tuesday 13 October 2026 in Oslo, counted at 07:30 on the Wednesday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from msgspec.structs import replace

from shared.brands.circle import Names
from shared.core.interaction import Kind
from shared.core.ledger import Sort, State
from shared.digest.catalogue import catalogue
from shared.digest.snapshot import (
    MOST_WAITS,
    Correction,
    Face,
    Gap,
    Grave,
    Group,
    Listening,
    Paused,
    Snapshot,
    Usual,
    Wait,
)
from shared.digest.state import judge
from shared.digest.view import Edition, View

DATE: Final = date(2026, 10, 13)
START: Final = datetime(2026, 10, 12, 22, tzinfo=UTC)
END: Final = START + timedelta(days=1)
NINE: Final = START + timedelta(hours=9)
AT: Final = END + timedelta(hours=7, minutes=30)
PLATFORMS: Final = ("facebook", "instagram", "x", "linkedin")
WHO: Final = ("Zinovia Ullman", "Przemek Wolski", "Ylva Strand", "Ngozi Abara", "Xóchitl Paz", None)


class Ways:
    """A desk that has a page for everything."""

    def card(self, entry: str, act: str = "") -> str | None:
        return f"https://desk.example/{entry}{'/' if act else ''}{act}"

    def copy(self, day: str = "") -> str | None:
        return f"https://desk.example/d/copy{day}"

    def settings(self) -> str | None:
        return "https://desk.example/r/reader"

    def stop(self) -> str | None:
        return "https://desk.example/r/reader/stop"


def group(
    *,
    in_time: int = 0,
    late: int = 0,
    waiting: int = 0,
    overdue: int = 0,
    thanks: int = 0,
    unheard: int = 0,
    **more: Any,
) -> Group:
    """Of so many people; `unheard` of those who only needed thanks had none, everybody else was acknowledged."""
    people = in_time + late + waiting + overdue + thanks
    counted: dict[str, Any] = {
        "people": people,
        "in_time": in_time,
        "late": late,
        "waiting": waiting,
        "overdue": overdue,
        "thanks": thanks,
        "thanks_unheard": unheard,
        "acknowledged": people - unheard,
    }
    return Group(**(counted | more))


def face(name: str | None = "Zinovia Ullman", *, entry: str = "e1", **more: Any) -> Face:
    """Somebody who commented in public on Facebook at nine."""
    facts: dict[str, Any] = {
        "platform": "facebook",
        "kind": Kind.COMMENT,
        "at": NINE,
        "url": f"https://social.example/{entry}",
    }
    return Face(entry=entry, name=name, **(facts | more))


def wait(name: str | None = "Zinovia Ullman", *, entry: str = "e1", overdue: bool = True, **more: Any) -> Wait:
    """Somebody who waits since nine, and was due at eleven (or is, today). `more` may be of the Face, too."""
    since = more.pop("since", NINE)
    of_face = {key: more.pop(key) for key in set(more) & set(Face.__struct_fields__)}
    due = more.pop("due", since + timedelta(hours=2) if overdue else AT + timedelta(hours=2))
    who = more.pop("who", f"facebook/{entry}")
    return Wait(
        who=who, face=face(name, entry=entry, at=since, **of_face), since=since, overdue=overdue, due=due, **more
    )


def snapshot(everyone: Group | None = None, **more: Any) -> Snapshot:
    """A day of `everyone`, all of them on Facebook if no platforms are given."""
    everyone = Group() if everyone is None else everyone
    facts: dict[str, Any] = {
        "brand": "tern-kettle",
        "name": "Tern & Kettle Coffee",
        "short": "Tern & Kettle",
        "zone": "Europe/Oslo",
        "language": "en",
        "day": DATE,
        "start": START,
        "end": END,
        "at": AT,
        "goal": 90,
        "promise": 7200.0,
        "ack": 60.0,
        "all": everyone,
        "platforms": (("facebook", everyone),) if everyone.people else (),
        "items": everyone.people,
        "arrivals": (everyone.people, *(0,) * 23),
        "complaints": (0,) * 24,
        "open_hours": (False,) * 9 + (True,) * 9 + (False,) * 6,
    }
    return Snapshot(**(facts | more))


def gap(platform: str = "facebook", *, since: datetime = NINE, hours: float = 1.5) -> Gap:
    return Gap(platform=platform, why="a check failed", since=since, until=since + timedelta(hours=hours))


def listening(platform: str = "facebook", *, ok: bool | None = True, **more: Any) -> Listening:
    """A platform that was checked, with a test event, half an hour before the figures were taken."""
    checked = AT - timedelta(minutes=30)
    facts: dict[str, Any] = (
        {"checked_at": checked, "looped_at": checked, "heard_at": START - timedelta(hours=3)} if ok else {}
    )
    return Listening(platform=platform, ok=ok, **(facts | more))


def view(of: Snapshot, language: str = "en", **edition: Any) -> View:
    """As one edition sees it; `edition` as the fields of Edition."""
    mood, cause = judge(of)
    return View(of, catalogue(language), Edition(**edition), mood, cause)


editions: Final = st.builds(
    Edition, names=st.sampled_from(Names), ways=st.sampled_from([Ways(), Edition().ways]), late=st.booleans()
)

_few = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 7, 24, 61, 1200, 1_000_000])


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """One platform's people, all sums of which hold."""
    thanks = draw(_few)
    one = group(
        in_time=draw(_few),
        late=draw(st.sampled_from([0, 0, 1, 2, 9, 400])),
        waiting=draw(st.sampled_from([0, 0, 1, 2, 12])),
        overdue=draw(st.sampled_from([0, 0, 0, 1, 2, 3, 40])),
        thanks=thanks,
        unheard=min(thanks, draw(st.sampled_from([0, 0, 0, 1, 3, 30]))),
    )
    silent = min(one.waiting + one.overdue, draw(st.sampled_from([0, 0, 1, 5])))
    answered = one.in_time + one.late > 0
    return replace(
        one,
        acknowledged=one.acknowledged - silent,
        ack_median=draw(st.sampled_from([None, 4.0, 75.0])) if one.acknowledged > silent else None,
        response_median=draw(st.sampled_from([40.0, 600.0, 3900.0])) if answered else None,
    )


def summed(parts: list[Group]) -> Group:
    """All of them; medians are those of the first that has one."""
    counts = ("people", "in_time", "late", "waiting", "overdue", "thanks", "acknowledged", "thanks_unheard")
    whole: dict[str, Any] = {name: sum(getattr(one, name) for one in parts) for name in counts}
    for name in ("ack_median", "response_median"):
        whole[name] = next((value for one in parts if (value := getattr(one, name)) is not None), None)
    return Group(**whole)


PRIVATE: Final = "My address is 1 Sample Street"


@st.composite
def _waits(draw: st.DrawFn, number: int, graves: list[Grave | None], *, overdue: bool, earlier: bool) -> list[Wait]:
    """So many people who wait, of up to three sorts: each a minute shorter than the one before."""
    made: list[Wait] = []
    for sort in range(min(number, 3)):
        private, settles = draw(st.booleans()), draw(st.sampled_from([1, 1, 1, 2, 5, 14]))
        facts = {
            "private": private,
            "kind": Kind.DIRECT_MESSAGE if private else Kind.COMMENT,
            # Words that must not be shown are there all the same: whoever writes the page leaves them out.
            "about": PRIVATE
            if private
            else draw(st.sampled_from([None, "Is this bag safe to drink?", "Where is it?"])),
            "platform": draw(st.sampled_from(PLATFORMS)),
            "assignee": draw(st.sampled_from([None, "Ana Ribeiro", "Tomás Nunes"])),
            "grave": draw(st.sampled_from(graves)),
            "card": draw(st.booleans()),
            "drafts": draw(st.sampled_from([0, 1, 2])),
            "topic": draw(st.sampled_from(["late parcels", "decaf"])) if settles > 1 else None,
            "settles": settles,
            "sort": draw(st.sampled_from([Sort.QUESTION, Sort.COMPLAINT])),
            "vip": draw(st.booleans()),
            "days": draw(st.sampled_from([None, 1, 9])),
            "name": draw(st.sampled_from(WHO)),
        }
        begun = START - timedelta(hours=20) if earlier else NINE
        made += [
            wait(
                entry=f"{'o' if overdue else 'i'}{'e' if earlier else 'd'}{n}",
                overdue=overdue,
                earlier=earlier,
                since=begun + timedelta(minutes=n),
                **facts,
            )
            for n in range(sort, min(number, MOST_WAITS), 3)
        ]
    return made


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Any day whose figures hold together."""
    on = draw(st.lists(st.sampled_from(PLATFORMS), unique=True, max_size=4))
    parts = [(name, one) for name in on if (one := draw(groups())).people]
    everyone = summed([one for _, one in parts])
    before_overdue, before_inside = draw(st.sampled_from([0, 0, 0, 1, 6])), draw(st.sampled_from([0, 0, 0, 1, 3]))
    ranks = list(Grave)
    graves = draw(st.sampled_from([[None], [None], [None], [None, None, None, *ranks]]))
    found = [
        *draw(_waits(everyone.overdue, graves, overdue=True, earlier=False)),
        *draw(_waits(before_overdue, graves, overdue=True, earlier=True)),
        *draw(_waits(everyone.waiting, graves, overdue=False, earlier=False)),
        *draw(_waits(before_inside, graves, overdue=False, earlier=True)),
    ]
    found.sort(
        key=lambda one: (
            len(ranks) if one.grave is None else ranks.index(one.grave),
            not one.overdue,
            one.overdue and one.face.private,
            one.since,
        )
    )
    complained = draw(st.sampled_from([0, 0, 2, 12, 131])) if everyone.people else 0
    hour = draw(st.integers(0, 23))
    usual = draw(
        st.sampled_from(
            [
                {},
                {"complained": Usual(median=4.0), "response_median": Usual(median=720.0), "people": Usual(median=90.0)},
            ]
        )
    )
    corrected = Correction(
        day=DATE - timedelta(days=1), was=(91, 100), now=(88, 101), missed=1, platforms=("x",), why="missed"
    )
    pause = Paused(since=NINE, owner="Ana Ribeiro", why="mould", silent=draw(st.sampled_from([None, 0, 24])))
    return snapshot(
        everyone,
        platforms=tuple(parts),
        waits=tuple(found[:MOST_WAITS]),
        earlier_overdue=before_overdue,
        earlier_inside=before_inside,
        since=draw(_few),
        complained=complained,
        complaints=tuple(complained if n == hour else 0 for n in range(24)),
        held=draw(_few),
        parked=draw(st.sampled_from([0, 0, 1, 4])),
        troubles=draw(st.sampled_from([(), (), ((State.UNCERTAIN, 2),), ((State.REFUSED, 1), (State.EXPIRED, 3))])),
        incomplete=draw(
            st.sampled_from([(), (), (), (gap(),), (gap(), gap("x", hours=3)), tuple(map(gap, PLATFORMS))])
        ),
        listening=tuple(listening(name, ok=draw(st.sampled_from([True, True, None, False]))) for name in on),
        failed=draw(st.sampled_from([(), (), (), (), ("people",)])),
        paused=draw(st.sampled_from([None, None, pause])),
        correction=draw(st.sampled_from([None, None, corrected])),
        lookalikes=draw(st.sampled_from([(), (), (), (face("Ternkettle Refunds", entry="l1"),)])),
        usual=usual,
        compare_from=None if usual else draw(st.sampled_from([None, DATE + timedelta(days=20)])),
        unsent=draw(st.sampled_from([(), (), (DATE - timedelta(days=2),)])),
        next_opening=draw(st.sampled_from([None, AT + timedelta(hours=1, minutes=30)])),
        clears_by=AT + timedelta(hours=5) if everyone.waiting + everyone.overdue >= 20 else None,
    )
