"""Small days to count: people are made of the fewest facts that a test needs. Every name is fictitious."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from shared.core.calendar import Calendar
from shared.core.claims import Claim, ClaimState
from shared.core.interaction import Kind, hashed
from shared.core.ledger import Acknowledgment, Entry, Sort, State, indexed
from shared.core.sla import Aim, By
from shared.digest.counted import Counted
from shared.digest.counting import Counting, Present, Window
from tests.core.opening import by_calendar, open_clock

DATE = date(2026, 10, 13)
CALENDAR = Calendar(zone="Europe/Oslo", week=(((540, 1080),),) * 6 + ((),))
COURSES = by_calendar(CALENDAR)
START = CALENDAR.midnight(DATE)
END = CALENDAR.midnight(DATE + timedelta(days=1))
NINE = START + timedelta(hours=9)
SNAPSHOT = END + timedelta(hours=7, minutes=30)


def item(
    person: str | None,
    *,
    at: datetime = NINE,
    sort: Sort = Sort.QUESTION,
    kind: Kind = Kind.COMMENT,
    platform: str = "facebook",
    acked: float | None = 4.0,
    answered: float | None = None,
    by: str | None = None,
    desk: bool = False,
    thread: str = "t",
    state: State = State.ACKNOWLEDGED,
    name: str = "c",
    url: str | None = "https://social.example/c",
    **facts: Any,
) -> Entry:
    """One item: acknowledged after `acked` seconds by machine, answered after `answered` seconds by a person (`by`
    name, from the `desk` or in the platform's app).
    """
    needs = sort in (Sort.QUESTION, Sort.COMPLAINT, Sort.REQUEST, Sort.UNSURE)
    clocks = {"ack": open_clock(at, (Aim(seconds=60),), COURSES)}
    said, claims = [], {}
    if needs:
        clocks["response"] = open_clock(at, (Aim(seconds=7200, service=True),), COURSES)
    if acked is not None:
        moment = at + timedelta(seconds=acked)
        clocks["ack"] = clocks["ack"].stop(moment, By.MACHINE, COURSES)
        said.append(Acknowledgment(at=moment, by=By.MACHINE, how="reply"))
    if answered is not None:
        moment = at + timedelta(seconds=answered)
        clocks = {key: clock.stop(moment, By.PERSON, COURSES) for key, clock in clocks.items()}
        receipt = f"r-{person}-{name}"
        said.append(Acknowledgment(at=moment, by=By.PERSON, how="reply", who=by, receipt=receipt))
        if desk:
            claims["person/c"] = Claim(
                slot="person/c", capability="reply", by=By.PERSON, colleague=by, receipt=receipt, state=ClaimState.SENT
            )
    entry = Entry(
        key=hashed("test", str(person), thread, name, at.isoformat(), platform),
        brand="tern-kettle",
        platform=platform,
        account="1",
        object=name,
        kind=kind,
        state=state,
        opened_at=at,
        received_at=at,
        at=at,
        person=None if person is None else f"{platform}/{person}",
        conversation=thread,
        sort=sort,
        needs_answer=needs,
        clocks=clocks,
        acknowledgments=tuple(said),
        claims=claims,
        url=url,
        private=kind is Kind.DIRECT_MESSAGE,
        **facts,
    )
    return indexed(entry)


def praise(person: str | None, **facts: Any) -> Entry:
    return item(person, sort=Sort.PRAISE, **facts)


def post(name: str = "p", *, at: datetime = NINE, **facts: Any) -> Entry:
    """What the brand published."""
    entry = Entry(
        key=hashed("ours", name),
        brand="tern-kettle",
        platform="facebook",
        account="1",
        object=name,
        kind=Kind.POST,
        state=State.OURS_OR_BOT,
        ours=True,
        opened_at=at,
        received_at=at,
        at=facts.pop("told", at),
        **facts,
    )
    return indexed(entry)


def window(**facts: Any) -> Window:
    given: dict[str, Any] = {"day": DATE, "calendar": CALENDAR, "start": START, "end": END, "at": SNAPSHOT}
    return Window(**(given | facts))


def presents(
    entries: Iterable[Entry] = (),
    since: Iterable[Entry] = (),
    earlier: Iterable[Entry] = (),
    before: Iterable[Entry] = (),
) -> list[Present]:
    """Everybody, one by one, as the flow reads them: by `who`, each list in the order of `opened_at`."""
    found: dict[str, Present] = {}
    for number, source in enumerate((entries, since, earlier, before)):
        for one in sorted(source, key=lambda entry: (entry.opened_at, entry.key)):
            who = one.who or one.key
            present = found.setdefault(who, Present(who, [], [], [], []))
            (present.items, present.since, present.earlier, present.before)[number].append(one)
    return [found[who] for who in sorted(found)]


def count(
    *entries: Entry,
    since: Iterable[Entry] = (),
    earlier: Iterable[Entry] = (),
    before: Iterable[Entry] = (),
    **facts: Any,
) -> Counted:
    """The figures of a day of these Entries; `facts` are the Window's."""
    counting = Counting(window(**facts))
    for present in presents(entries, since, earlier, before):
        counting.add(present)
    return counting.counted()
