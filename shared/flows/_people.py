"""What a digest says of people it names: who waits, who is worth a word, who answered. From a count, with Faces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from shared.brands.compiled import Brand
from shared.core.ledger import LOOKALIKE, Entry
from shared.digest.counted import Counted
from shared.digest.saying import Candidate
from shared.digest.snapshot import MOST_NAMED, Colleague, Face, Grave, Relations, Team, Wait
from shared.flows._faces import Faces
from shared.flows._roll import Attended
from shared.flows._roster import on_duty

_TEN: Final = timedelta(minutes=10)
_BACKLOG: Final = 20  # people who wait, from whom on it is told when there will be none
_OFTEN: Final = 4  # days of the last 28
_PAIRS: Final = 3
_TRIED: Final = 2 * MOST_NAMED  # candidates whose words are read
_GRAVE: Final = {
    "safety": Grave.SAFETY,
    "threat": Grave.SAFETY,
    "fraud": Grave.FRAUD,
    "scam": Grave.FRAUD,
    "legal": Grave.LEGAL,
    "press": Grave.LEGAL,
}
_WHY: Final = {"story": "story", "praise": "kind", "share": "shared", "said": "first"}
_RANK: Final = ("vip", "story", "days", "first", "shared", "kind")


def grave(entry: Entry) -> Grave | None:
    """Whether a wait outranks others: by the first word of the name of its rule (`safety`, `legal-claim`) or topic.

    Who looks like the brand itself may be about to cheat its people.
    """
    if entry.reason == LOOKALIKE:
        return Grave.FRAUD
    found = (_GRAVE.get(name.partition("-")[0]) for name in (entry.rule, entry.topic) if name)
    return next((one for one in found if one is not None), None)


def candidates(counted: Counted) -> frozenset[str]:
    """The persons who may be named, of whom it is asked on how many days they wrote."""
    return frozenset(one.person for one in _entries(counted) if one.person is not None)


def _entries(counted: Counted) -> Iterator[Entry]:
    yield from (one.entry for one in counted.waits)
    yield from (one.entry for one in (*counted.worth, *counted.share_on))
    yield from (one.entry for one in counted.thanked)
    yield from counted.lookalikes
    for _, some in counted.by_topic:
        yield from some


def waits(counted: Counted, faces: Faces) -> tuple[Wait, ...]:
    """Those who wait, in the order in which they need somebody."""
    found: list[Wait] = []
    for one in counted.waits:
        held = faces.held(one.entry)
        found.append(
            Wait(
                who=one.who,
                face=faces.of(one.entry),
                since=one.entry.opened_at,
                overdue=one.overdue,
                due=one.due,
                earlier=one.earlier,
                sort=one.entry.sort,
                assignee=one.assignee,
                held=None if one.pause is None else one.pause.reason,
                held_since=None if one.pause is None else one.pause.since,
                grave=one.grave,
                card=held.card,
                drafts=held.drafts,
                topic=one.topic,
                settles=one.settles,
            )
        )
    return tuple(found)


def relations(counted: Counted, attended: Attended, faces: Faces) -> Relations:
    """What people did beside waiting."""
    return Relations(
        conversations=counted.conversations,
        came_back=attended.came_back,
        known_from=attended.known_from,
        said=counted.said,
        spoke=counted.spoke,
        shares=counted.shares,
        shares_thanked=counted.shares_thanked,
        shares_unknown=counted.shares_unknown,
        classes=counted.classes,
        threads=counted.threads,
        deep=counted.deep,
        follows=counted.follows,
        topics=counted.topics,
        worth=_worth(counted, attended, faces),
        quiet=_last(attended.quiet, faces),
        share_on=tuple(faces.of(one.entry, "share_on") for one in counted.share_on if one.entry.url)[:MOST_NAMED],
        alike=tuple(islice(_alike(counted, attended, faces), _PAIRS)),
        thank=_last(attended.thank, faces),
    )


def _last(found: Iterable[tuple[str, int]], faces: Faces) -> tuple[Face, ...]:
    made = (faces.last_of(person, "days", days) for person, days in found)
    return tuple(one for one in made if one is not None)[:MOST_NAMED]


def _worth(counted: Counted, attended: Attended, faces: Faces) -> tuple[Face, ...]:
    """Those worth a personal word: not who waits for an answer or has just had one."""
    taken = {one.who for one in counted.waits}
    ranked: list[tuple[int, int, Candidate, str]] = []
    for place, one in enumerate(counted.worth):
        days = attended.days.get(one.entry.person or "")
        if one.answered or one.waits or (one.why == "said" and days != 1):
            continue
        why = _reason(one.why, days)
        ranked.append((_RANK.index(why), place, one, why))
    found: list[tuple[int, int, Face]] = []
    for rank, place, one, why in sorted(ranked, key=lambda each: each[:2]):
        if one.who in taken or len(found) == _TRIED:
            continue
        taken.add(one.who)
        face = faces.of(one.entry, why)
        if face.vip:
            rank, face = 0, faces.of(one.entry, "vip")
        found.append((rank, place, face))
    return tuple(face for _, _, face in sorted(found, key=lambda each: each[:2])[:MOST_NAMED])


def _reason(why: str, days: int | None) -> str:
    """What makes a line of it, as a key of the catalogue: a story first, then who they are, then what they did."""
    if why == "story":
        return "story"
    if days is not None and days >= _OFTEN:
        return "days"
    return "first" if days == 1 else _WHY[why]


def _alike(counted: Counted, attended: Attended, faces: Faces) -> Iterator[tuple[Face, Face, str]]:
    """Two regulars who spoke of the same, on one platform, in public."""
    for topic, entries in counted.by_topic:
        often: dict[str, dict[str, Entry]] = {}
        for one in entries:
            if not one.private and attended.days.get(one.person or "", 0) >= _OFTEN:
                often.setdefault(one.platform, {}).setdefault(one.person or one.key, one)
        for some in often.values():
            if len(some) > 1:
                first, second = sorted(some.values(), key=lambda one: -attended.days[one.person or ""])[:2]
                yield faces.of(first), faces.of(second), topic
                break


def team(counted: Counted, faces: Faces) -> Team:
    """Those who answered."""
    found = ((faces.of(one.entry), one.colleague) for one in counted.thanked)
    quote, quoted = next(((face, name) for face, name in found if face.about is not None), (None, None))
    return Team(
        colleagues=tuple(
            Colleague(name=one.name, helped=one.helped, wrote_back=one.wrote_back, holding=one.holding)
            for one in counted.helpers
        ),
        unassigned=counted.unassigned,
        answers=counted.answers,
        signed=counted.signed,
        signed_known=counted.signed_known,
        helped=counted.helped,
        after_hours=counted.after_hours,
        quote=quote,
        quoted=quoted,
    )


def clears_by(brand: Brand, counted: Counted, pace: float | None, at: datetime) -> datetime | None:
    """When nobody would wait any more, at the usual pace of those who are then on duty; to ten minutes, rounded up."""
    of_day = counted.all.waiting + counted.all.overdue
    backlog = of_day + counted.earlier_overdue - counted.earlier_also + counted.earlier_inside
    opening = brand.calendar.next_opening(at)
    if backlog < _BACKLOG or not pace or opening is None:
        return None
    colleagues = len(on_duty(brand, opening))
    due = brand.calendar.due(opening, 3600 * backlog / (pace * colleagues)) if colleagues else None
    if due is None:
        return None
    return due + (-(due - datetime.min.replace(tzinfo=due.tzinfo)) % _TEN)
