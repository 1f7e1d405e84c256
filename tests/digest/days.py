"""Small days to count: people are made of the fewest facts that a test needs. Every name is fictitious."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shared.core.calendar import Calendar
from shared.core.interaction import Author, Interaction, Kind, hashed
from shared.core.ledger import Acknowledgment, Entry, Sort, State, Words
from shared.core.sla import Aim, By
from shared.digest.day import Day
from tests.core.opening import by_calendar, open_clock

DATE = date(2026, 10, 13)
CALENDAR = Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),))
COURSES = by_calendar(CALENDAR)
START = CALENDAR.midnight(DATE)
END = CALENDAR.midnight(DATE + timedelta(days=1))
NINE = START + timedelta(hours=9)
SNAPSHOT = END + timedelta(hours=7, minutes=30)


@dataclass(frozen=True)
class Promise:
    ack: float = 60.0
    response: float = 7200.0
    goal: int = 90


@dataclass(frozen=True)
class Sample:
    key: str = "tern-kettle"
    name: str = "Tern & Kettle Coffee"
    short: str = "Tern & Kettle"
    zone: str = "Europe/Oslo"
    calendar: Calendar = CALENDAR
    targets: Promise = Promise()


def item(
    person: str | None,
    *,
    at: datetime = NINE,
    sort: Sort = Sort.QUESTION,
    kind: Kind = Kind.COMMENT,
    platform: str = "facebook",
    acked: float | None = 4.0,
    answered: float | None = None,
    thread: str = "t",
    state: State = State.ACKNOWLEDGED,
    name: str = "c",
    url: str | None = "https://social.example/c",
) -> Entry:
    """One item: acknowledged after `acked` seconds by machine, answered after `answered` seconds by a person."""
    needs = sort in (Sort.QUESTION, Sort.COMPLAINT, Sort.REQUEST, Sort.UNSURE)
    clocks = {"ack": open_clock(at, (Aim(seconds=60),), COURSES)}
    said = []
    if needs:
        clocks["response"] = open_clock(at, (Aim(seconds=7200, service=True),), COURSES)
    if acked is not None:
        moment = at + timedelta(seconds=acked)
        clocks["ack"] = clocks["ack"].stop(moment, By.MACHINE, COURSES)
        said.append(Acknowledgment(at=moment, by=By.MACHINE, how="reply"))
    if answered is not None:
        moment = at + timedelta(seconds=answered)
        clocks = {key: clock.stop(moment, By.PERSON, COURSES) for key, clock in clocks.items()}
        said.append(Acknowledgment(at=moment, by=By.PERSON, how="reply"))
    return Entry(
        key=hashed("test", str(person), thread, name, at.isoformat(), platform),
        brand="tern-kettle",
        platform=platform,
        account="1",
        object=name,
        kind=kind,
        state=state,
        opened_at=at,
        received_at=at,
        person=None if person is None else f"{platform}/{person}",
        conversation=thread,
        sort=sort,
        needs_answer=needs,
        waiting=True if needs and answered is None else None,
        clocks=clocks,
        acknowledgments=tuple(said),
        url=url,
        private=kind is Kind.DIRECT_MESSAGE,
        expire_at=at + timedelta(days=400),
    )


def praise(person: str, **facts: object) -> Entry:
    return item(person, sort=Sort.PRAISE, **facts)  # type: ignore[arg-type]


def words(entry: Entry, text: str, name: str) -> dict[str, Words]:
    said = Interaction(
        platform=entry.platform,
        account="1",
        object=entry.object,
        kind=entry.kind,
        received_at=entry.received_at,
        author=Author(id="1", name=name),
        text=text,
    )
    return {entry.key: Words(key=entry.key, brand="b", interaction=said, expire_at=datetime(2027, 1, 1, tzinfo=UTC))}


def day(*entries: Entry, **facts: object) -> Day:
    given = {"brand": Sample(), "date": DATE, "start": START, "end": END, "snapshot": SNAPSHOT}
    return Day(entries=entries, **{**given, **facts})  # type: ignore[arg-type]
