"""A day counted a second time, from raw Entries, as the definitions read and with nothing of how Heard counts.

Slow and plain on purpose: whole lists, one figure after the other. It shares no code with `shared/digest`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from shared.core.calendar import Calendar
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, Entry, Sort, State
from shared.core.sla import By

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
EDGES = tuple(60 * minutes for minutes in (5, 10, 15, 20, 30, 40, 60, 90, 120, 180, 240, 360, 480))
PUBLIC_WORDS = (Kind.COMMENT, Kind.MENTION, Kind.POST, Kind.REVIEW)
ITEM_KINDS = (*PUBLIC_WORDS, Kind.DIRECT_MESSAGE, Kind.SHARE)


@dataclass(frozen=True)
class Raw:
    """A day as the ledger has it: what opened in it, since it until S, before it and waiting, and shortly before it."""

    day: date
    calendar: Calendar
    start: datetime
    end: datetime
    at: datetime
    entries: Sequence[Entry]
    since: Sequence[Entry] = ()
    earlier: Sequence[Entry] = ()
    before: Sequence[Entry] = ()
    switched: tuple[tuple[datetime, datetime], ...] = ()
    grave: frozenset[str] = frozenset()


# --- what a single Entry is ---


def person(entry: Entry) -> str:
    return entry.person if entry.person is not None else entry.key


def place(entry: Entry) -> tuple[str, str]:
    return person(entry), entry.conversation if entry.conversation is not None else entry.key


def machine_or_gone(entry: Entry) -> bool:
    return entry.ours or entry.state in (State.OURS_OR_BOT, State.WITHDRAWN)


def held(entry: Entry) -> bool:
    return entry.sort is Sort.SPAM or (entry.sort is Sort.ABUSE and entry.state is State.HELD)


def nothing_missed(entry: Entry) -> bool:
    return not [one for one in entry.clocks.values() if not (one.withdrawn and one.aims[0].breached is None)]


def is_item(entry: Entry) -> bool:
    if entry.kind not in ITEM_KINDS or "ack" not in entry.clocks:
        return False
    return not machine_or_gone(entry) and not held(entry) and not nothing_missed(entry)


def stands(entry: Entry) -> bool:
    return not machine_or_gone(entry) and entry.removed_at is None and entry.sort not in (Sort.SPAM, Sort.ABUSE)


def written(entry: Entry) -> bool:
    return stands(entry) and entry.kind in (*PUBLIC_WORDS, Kind.DIRECT_MESSAGE)


def in_public(entry: Entry) -> bool:
    return not entry.private and entry.kind is not Kind.DIRECT_MESSAGE


def a_sign(entry: Entry, said: Acknowledgment) -> bool:
    return said.how != "like" or entry.kind is Kind.SHARE or entry.sort is Sort.PRAISE


def heard(entry: Entry) -> bool:
    return any(a_sign(entry, said) for said in entry.acknowledgments)


def human(entry: Entry) -> list[tuple[datetime, Acknowledgment]]:
    said = [one for one in entry.acknowledgments if one.by is By.PERSON and one.how != "like"]
    return [(max(one.at, entry.opened_at), one) for one in said]


def asks(entry: Entry) -> bool:
    return entry.needs_answer and "response" in entry.clocks


def unanswered(entry: Entry) -> bool:
    return asks(entry) and entry.clocks["response"].stopped is None


def answered(entry: Entry) -> bool:
    return asks(entry) and entry.clocks["response"].stopped is not None and entry.clocks["response"].by is By.PERSON


def overdue(entry: Entry, at: datetime) -> bool:
    due = entry.clocks["response"].aims[0].due
    return due is not None and due <= at


def sorted_in_time(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.opened_at, one.key))


def grouped(entries: Iterable[Entry], by: Any) -> dict[Any, list[Entry]]:
    entries = sorted_in_time(entries)
    return {key: [one for one in entries if by(one) == key] for key in {by(one) for one in entries}}


# --- what the day comes to ---

WORST = ("thanks", "in_time", "late", "waiting", "overdue")


def thread_status(entries: list[Entry], at: datetime) -> str:
    """Of all that is in the thread, what waits there from before the day too."""
    waiting = [one for one in sorted_in_time(entries) if unanswered(one)]
    if waiting:
        return "overdue" if overdue(waiting[0], at) else "waiting"
    return settled_status(entries)


def settled_status(entries: list[Entry]) -> str:
    done = [one for one in entries if answered(one)]
    if not done:
        return "thanks"
    return "late" if any(one.clocks["response"].aims[0].breached is not None for one in done) else "in_time"


def recount(raw: Raw) -> dict[str, Any]:
    """Every figure of the day, by the names that `Counted` gives them."""
    items = [one for one in raw.entries if is_item(one)]
    owed = [one for one in raw.earlier if is_item(one)]
    later = [one for one in raw.since if is_item(one)]
    threads = grouped(items, place)
    whole = {
        key: some + [one for one in owed if place(one) == key and unanswered(one)] for key, some in threads.items()
    }
    continued = {key for key in threads if any(place(one) == key for one in owed)}
    of_thread = {key: thread_status(some, raw.at) for key, some in whole.items()}
    people = {who: [key for key in threads if key[0] == who] for who in {key[0] for key in threads}}
    status = {who: max((of_thread[key] for key in keys), key=WORST.index) for who, keys in people.items()}
    left = {key: some for key, some in grouped(owed, place).items() if key not in threads}
    waiting_left = {key: thread_status(some, raw.at) for key, some in left.items() if any(map(unanswered, some))}
    platform = {who: next(one.platform for one in items if person(one) == who) for who in people}
    all_heard = {who for who, keys in people.items() if all(any(map(heard, threads[key])) for key in keys)}
    responses = {
        key: next(one.clocks["response"].service_elapsed for one in some if answered(one))
        for key, some in threads.items()
        if key not in continued and any(map(answered, some))
    }

    def group(among: set[str]) -> dict[str, Any]:
        mine = [key for key in threads if key[0] in among]
        firsts = [[one.clocks["ack"] for one in threads[key] if one.clocks["ack"].by is not None] for key in mine]
        acks = sorted(int(some[0].elapsed) for some in firsts if some and some[0].elapsed is not None)
        clocks = [one.clocks["ack"] for key in mine for one in threads[key]]
        due = [one for one in clocks if one.by is not None or one.aims[0].breached is not None]
        times = sorted(int(responses[key]) for key in mine if responses.get(key) is not None)
        return {
            "people": len(among),
            **{name: sum(status[who] == name for who in among) for name in WORST},
            "acknowledged": len(among & all_heard),
            "thanks_unheard": sum(status[who] == "thanks" for who in among - all_heard),
            "ack_median": median(acks) if acks else None,
            "ack_kept": sum(one.aims[0].breached is None for one in due),
            "ack_due": len(due),
            "response_median": median(times) if times else None,
            "response_ninth": times[-(-9 * len(times) // 10) - 1] if len(times) >= 10 else None,
            "response_slowest": times[-1] if times else None,
        }

    earlier_overdue = {who for who, _ in waiting_left if status.get(who) != "overdue"} & {
        key[0] for key, one in waiting_left.items() if one == "overdue"
    }
    earlier_inside = {
        who for who, _ in waiting_left if who not in earlier_overdue and status.get(who) not in ("waiting", "overdue")
    }
    hours = clock_hours(raw)
    slowest = [key for key, took in responses.items() if took is not None and took == max(filter_none(responses))]
    return {
        "all": group(set(people)),
        "platforms": {
            name: group({who for who in people if platform[who] == name}) for name in {one.platform for one in items}
        },
        "earlier_overdue": len(earlier_overdue),
        "earlier_inside": len(earlier_inside),
        "earlier_also": sum(status.get(who) == "waiting" for who in earlier_overdue),
        "since": len({person(one) for one in later}),
        "slowest_platforms": {platform[who] for who, _ in slowest},
        "unnamed": sum(one.person is None for one in items),
        "held": sum(held(one) and not one.ours for one in raw.entries),
        "passed_over": sum(passed_over(one) for one in raw.entries),
        "items": len(items),
        "complained": len({person(one) for one in items if one.sort is Sort.COMPLAINT}),
        "breaches": sum(
            clock.aims[0].breached is not None
            for one in raw.entries
            if one.removed_at is None and not one.ours
            for clock in one.clocks.values()
        ),
        "arrivals": by_hour(items, hours, raw),
        "complaints": by_hour([one for one in items if one.sort is Sort.COMPLAINT], hours, raw),
        "posts": first_hours(raw),
        "spread": spread(raw),
        "angry_hour": angry_hour(raw),
        "silent": sum(
            silent(raw, [threads[key] for key in keys]) for who, keys in people.items() if who not in all_heard
        ),
        "first_late": first_late(raw),
        "heard_at": heard_at(raw),
        "unsettled": {
            who: (
                {one.key for key in keys for one in whole[key] if unanswered(one)},
                rest([one for key in keys for one in threads[key]]),
                status[who],
            )
            for who, keys in people.items()
            if status[who] in ("waiting", "overdue")
        },
        "waits": waits(raw, whole, left),
        **said_things(raw.entries),
        **relations(raw, threads, people),
        **holding(raw, items, owed, later),
    }


def filter_none(found: dict[Any, float | None]) -> list[float]:
    return [one for one in found.values() if one is not None]


def rest(items: list[Entry]) -> str:
    others = [one for one in items if not unanswered(one)]
    return settled_status(others) if others else ""


def passed_over(entry: Entry) -> bool:
    quiet = entry.kind in ITEM_KINDS and entry.state in (State.IGNORED, State.HELD) and not entry.ours
    return quiet and nothing_missed(entry) and not held(entry)


def clock_hours(raw: Raw) -> list[tuple[Any, ...]]:
    """The hours that the wall clock shows, minute by minute."""
    from zoneinfo import ZoneInfo

    zone, found, at = ZoneInfo(raw.calendar.zone), [], raw.start
    while at < raw.end:
        found.append(shown(at, zone))
        at += timedelta(minutes=1)
    return list(dict.fromkeys(found))


def shown(at: datetime, zone: Any) -> tuple[Any, ...]:
    local = at.astimezone(zone)
    return local.date(), local.hour, local.fold


def by_hour(entries: Iterable[Entry], hours: list[tuple[Any, ...]], raw: Raw) -> tuple[int, ...]:
    from zoneinfo import ZoneInfo

    found = [shown(one.opened_at, ZoneInfo(raw.calendar.zone)) for one in entries]
    return tuple(found.count(hour) for hour in hours)


def first_hours(raw: Raw) -> tuple[int, int, int, int]:
    """Own posts, those whose hour is known, who came in it, and who of them was heard in it."""
    kinds = (Kind.POST, Kind.MENTION, Kind.SHARE)
    posts = [one for one in raw.entries if one.ours and one.answers is None and not one.private and one.kind in kinds]
    known = {(one.platform, one.account, one.object): one for one in reversed(posts) if one.at == one.opened_at}
    came = acknowledged = 0
    for one in (*raw.entries, *raw.since):
        waited = one.kind in ITEM_KINDS and "ack" in one.clocks and not one.ours
        if not waited or one.state in (State.OURS_OR_BOT, State.WITHDRAWN) or held(one) or nothing_missed(one):
            continue
        above = [known.get((one.platform, one.account, name)) for name in (one.post, one.thread, one.answers) if name]
        post = next((found for found in above if found is not None), None)
        if post is None or not post.opened_at <= one.opened_at < post.opened_at + HOUR:
            continue
        signs = [max(said.at, one.opened_at) for said in one.acknowledgments if a_sign(one, said)]
        gone = [max(at, one.opened_at) for at in (one.removed_at, one.closed_at) if at is not None]
        if gone and (not signs or min(gone) < min(signs)):
            continue
        came += 1
        acknowledged += bool(signs) and min(signs) < post.opened_at + HOUR
    return len(posts), len(known), came, acknowledged


def last_line(calendar: Calendar, day: date) -> datetime | None:
    closes = [until for _, until in calendar.intervals(day)]
    return max(closes) - HOUR if closes else None


def spread(raw: Raw) -> tuple[tuple[int, ...], int] | None:
    """First answers by service time, of who wrote from an hour before the last closing to an hour before this one."""
    end = last_line(raw.calendar, raw.day)
    if end is None:
        return None
    days = (raw.day - timedelta(days=back) for back in range(1, 32))
    start = next((line for day in days if (line := last_line(raw.calendar, day)) is not None), raw.start)
    inside = [one for one in (*raw.before, *raw.entries) if start <= one.opened_at < end and is_item(one)]
    counts, waiting = [0] * (len(EDGES) + 1), 0
    for some in grouped(inside, place).values():
        if any(map(unanswered, some)):
            waiting += 1
        elif any(map(answered, some)):
            took = next(one.clocks["response"].service_elapsed for one in some if answered(one))
            if took is not None:
                counts[sum(took > edge for edge in EDGES)] += 1
    return tuple(counts), waiting


def angry_hour(raw: Raw) -> int:
    moments: dict[str, set[int]] = {}
    for one in raw.entries:
        if one.sort not in (Sort.COMPLAINT, Sort.ABUSE) or machine_or_gone(one) or one.removed_at is not None:
            continue
        wrote = min(one.opened_at, one.at or one.opened_at)
        if raw.start <= wrote < raw.end:
            moments.setdefault(person(one), set()).add((wrote - raw.start) // SECOND)
    ends = {second for some in moments.values() for second in some}
    return max(
        (sum(any(end - 3600 < one <= end for one in some) for some in moments.values()) for end in ends), default=0
    )


def silent(raw: Raw, threads: list[list[Entry]]) -> bool:
    unheard = [some for some in threads if not any(map(heard, some))]
    return any(on <= one.opened_at < off for some in unheard for one in some for on, off in raw.switched)


def first_late(raw: Raw) -> datetime | None:
    found = []
    for one in raw.entries:
        clock = one.clocks.get("response")
        if one.removed_at is not None or one.ours or clock is None:
            continue
        aim = clock.aims[0]
        found += [aim.breached] if aim.breached else []
        found += [aim.due] if clock.stopped is None and aim.due is not None and aim.due <= raw.at else []
    return min(found, default=None)


def heard_at(raw: Raw) -> dict[str, datetime]:
    told = [one for one in (*raw.entries, *raw.since) if not one.via]
    return {
        name: max(one.received_at for one in told if one.platform == name) for name in {one.platform for one in told}
    }


def waits(
    raw: Raw, whole: dict[Any, list[Entry]], left: dict[Any, list[Entry]]
) -> list[tuple[str, str, bool, bool, datetime | None, str | None, str | None, int]]:
    """Who waits, whom first: of each person the thread that comes first; with how many wait about the same."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    topics: dict[str, set[str]] = {}
    for threads, earlier in ((whole, False), (left, True)):
        for (who, _), some in threads.items():
            waiting = [one for one in sorted_in_time(some) if unanswered(one)]
            if not waiting:
                continue
            first, late = waiting[0], overdue(waiting[0], raw.at)
            grave = any(one.key in raw.grave for one in waiting)
            rank = 0 if grave else 1 if late and in_public(first) else 2 if late else 3
            topic = next((one.topic for one in waiting if one.topic is not None), None)
            asked = next((one.assignee for one in waiting if one.assignee is not None), None)
            due = first.clocks["response"].aims[0].due
            found.setdefault(who, []).append((rank, first.opened_at, first.key, late, earlier, due, asked, topic))
            for one in waiting:
                if one.topic is not None:
                    topics.setdefault(one.topic, set()).add(who)
    first_of = sorted(
        ((min(some, key=lambda one: one[:3]), who) for who, some in found.items()), key=lambda one: one[0][:3]
    )
    return [(who, *one[2:], 1 if one[-1] is None else len(topics[one[-1]])) for one, who in first_of]


CLASSES = {
    Sort.QUESTION: "question",
    Sort.REQUEST: "question",
    Sort.COMPLAINT: "complaint",
    Sort.PRAISE: "praise",
    Sort.THANKS: "praise",
    Sort.STORY: "story",
    Sort.TAG: "tag",
}


def said_things(entries: Sequence[Entry]) -> dict[str, Any]:
    public = [one for one in entries if written(one) and in_public(one)]
    classes = [CLASSES.get(one.sort) or ("tag" if one.substance is False else "story") for one in public]
    shares = [one for one in entries if one.kind is Kind.SHARE and stands(one)]
    topics = [one.topic for one in entries if written(one) and one.topic is not None]
    return {
        "spoke": sum(one.substance is not None for one in public),
        "said": sum(one.substance is True for one in public),
        "classes": {name: classes.count(name) for name in classes},
        "shares": len(shares),
        "shares_thanked": sum(map(heard, shares)),
        "shares_unknown": sum(one.person is None for one in shares),
        "follows": sum(one.kind is Kind.FOLLOW and stands(one) for one in entries),
        "topics": {name: topics.count(name) for name in topics},
    }


def relations(raw: Raw, threads: dict[Any, list[Entry]], people: dict[str, list[Any]]) -> dict[str, Any]:
    words = [one for one in (*raw.entries, *raw.since) if written(one)]
    helped: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    conversations, answered_people = set(), set()
    answers: dict[Any, datetime] = {}
    signs: dict[Any, bool] = {}
    for who, keys in people.items():
        firsts = []
        again = False
        for key in keys:
            given = [(at, said, one) for one in threads[key] for at, said in human(one)]
            for at, said, one in given:
                name = (key, said.receipt or said.at)
                answers[name] = min(at, answers.get(name, at))
                for claim in one.claims.values():
                    if claim.by is By.PERSON and claim.receipt == said.receipt and claim.colleague == said.who:
                        signs[name] = bool(claim.colleague)
            if given:
                first = min((at, said.who or "") for at, said, _ in given)
                firsts.append(first)
                again = again or any(place(one) == key and one.opened_at > first[0] for one in words)
        if firsts:
            answered_people.add(who)
            name = min(firsts)[1]
            if name:
                helped.setdefault(name, []).append(who)
            if again:
                conversations.add(who)
                if name:
                    back.setdefault(name, []).append(who)
    spans = service(raw)
    closed = [at for at in answers.values() if not any(opens <= at < closes for opens, closes in spans)]
    deep = [key for key in threads if sum(place(one) == key for one in words) >= 3]
    return {
        "conversations": len(conversations),
        "helped": len(answered_people),
        "helpers": {name: (len(some), len(back.get(name, ()))) for name, some in helped.items()},
        "answers": len(answers),
        "signed_known": len(signs),
        "signed": sum(signs.values()),
        "after_hours": len(closed),
        "threads": len(threads),
        "deep": len(deep),
    }


def service(raw: Raw) -> list[tuple[datetime, datetime]]:
    found, day = [], raw.calendar.local_date(raw.start) - timedelta(days=1)
    while day <= raw.calendar.local_date(raw.at) + timedelta(days=1):
        found += [(max(opens, raw.start), min(closes, raw.at)) for opens, closes in raw.calendar.intervals(day)]
        day += timedelta(days=1)
    return found


def holding(raw: Raw, items: list[Entry], owed: list[Entry], later: list[Entry]) -> dict[str, Any]:
    """Threads that wait at S, from whatever day, by whom they are with: the first in them who is known."""
    early = grouped([one for one in (*owed, *items) if unanswered(one)], place)
    late = {
        key: some for key, some in grouped([one for one in later if unanswered(one)], place).items() if key not in early
    }
    names = [next((one.assignee for one in some if one.assignee), None) for some in (*early.values(), *late.values())]
    return {"holding": {name: names.count(name) for name in names if name}, "unassigned": names.count(None)}
