"""What people did beside waiting: talked on, came back, said something, shared, and who of them is worth a word.

It counts people and what they say, and never how many saw it. What two months side by side show is told without a
cause. On a Quiet day it names only regulars who have gone quiet.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import Final

from shared.digest.catalogue import SMALL_SAMPLE, upper
from shared.digest.page import Figure, Link, Mood, Person, Relations, Row, Table
from shared.digest.snapshot import Face, Month
from shared.digest.view import View

MOST_PEOPLE: Final = 3
MOST_TOPICS: Final = 5
MOST_THANKED: Final = 5
CLASSES: Final = ("question", "complaint", "praise", "story", "tag")
_SUNDAY: Final = 6
_WHY: Final = {
    "first": "relations-why-first",
    "days": "relations-why-days",
    "story": "relations-why-story",
    "kind": "relations-why-kind",
    "shared": "relations-why-shared",
    "vip": "relations-why-vip",
    "wrote": "relations-why-wrote",
}
"""What makes somebody worth a word, as a Face has it; where it says something else, how often they wrote."""
_SHARES: Final = ("acknowledged", "came_back", "conversations", "said", "heard_back", "unheard_back")
_COUNTS: Final = ("people", "shares")


def block(view: View) -> Relations | None:
    if view.blank or view.mood is Mood.ACT_NOW:
        return None
    wrote = view.all.people > 0
    people = _worth(view) if wrote else ()
    ideas = tuple(_ideas(view))
    quiet = _quiet(view) if view.mood is Mood.QUIET else ()
    month = _month(view)
    figures, lines = (tuple(_figures(view)), tuple(_lines(view))) if wrote else ((), ())
    if not (figures or lines or people or ideas or quiet or month):
        return None
    say = view.words.say
    return Relations(
        title=say("relations-title"),
        figures=figures,
        lines=lines,
        people_title=say("relations-people") if people else "",
        people=people,
        quiet_title=say("relations-quiet") if quiet else "",
        quiet=quiet,
        month=month,
        month_note=say("relations-month-note") if month else "",
        ideas_title=say("relations-ideas") if ideas else "",
        ideas=ideas,
    )


def _figures(view: View) -> Iterator[Figure]:
    say, words, least, of = view.words.say, view.words, view.least, view.of.relations
    answered = view.all.in_time + view.all.late
    if answered:
        usual = None if view.of.compare_from else view.of.usual.get("conversations")
        # Somebody who wrote again may be waiting again, and is then not among those who are answered.
        part = of.conversations <= answered
        yield Figure(
            say("relations-conversations"),
            words.at_least(of.conversations, least),
            say(
                "relations-conversations-note" if usual is None else "relations-conversations-usual",
                shown="neither" if not part else "share" if answered >= SMALL_SAMPLE and not least else "parts",
                share=words.percent(of.conversations, answered) if part else None,
                answered=words.at_least(answered, least),
                usual=None if usual is None else words.number(usual.median),
            ),
        )
    yield _back(view)
    if of.spoke:
        yield Figure(
            say("relations-said"),
            words.share(of.said, of.spoke, least=least),
            say("relations-said-note", spoke=of.spoke, count=words.at_least(of.spoke, least)),
        )
    if of.shares:
        thanked = of.shares_thanked
        yield Figure(
            say("relations-shares", n=of.shares),
            words.at_least(of.shares, least),
            say(
                "relations-shares-unknown" if of.shares_unknown else "relations-shares-note",
                shown="all" if thanked == of.shares else "some" if thanked else "none",
                thanked=words.at_least(thanked, least),
                unknown=words.at_least(of.shares_unknown, least),
            ),
        )


def _back(view: View) -> Figure:
    say, of = view.words.say, view.of.relations
    name = say("relations-back")
    if of.came_back is not None:
        new = max(0, view.all.people - of.came_back - view.of.unnamed)
        note = say("relations-back-note", new=new, count=view.words.at_least(new, view.least))
        return Figure(name, view.words.at_least(of.came_back, view.least), note)
    if of.known_from is not None:
        note = say("relations-back-from", date=view.words.short_date(of.known_from))
        return Figure(name, say("relations-unknown"), note)
    return Figure(name, say("relations-unknown"), say("relations-back-unknown"))


def _lines(view: View) -> Iterator[str]:
    say, of, least = view.words.say, view.of.relations, view.least
    counts = sorted(
        ((of.classes.get(name, 0), name) for name in CLASSES), key=lambda one: (-one[0], CLASSES.index(one[1]))
    )
    total = sum(number for number, _name in counts)
    if total:
        told = [say(f"relations-class-{name}", n=number) for number, name in counts if number]
        count = view.words.at_least(total, least)
        yield say("relations-classes", total=total, count=count, classes=view.listed(told))
    topics = [(shown, number) for name, number in of.topics if number and (shown := view.plain(name))]
    if topics:
        told = [say("relations-topic", topic=name, n=number) for name, number in topics[:MOST_TOPICS]]
        yield say("relations-topics", topics=view.listed(told))
    if of.deep:
        yield say("relations-deep", deep=of.deep, threads=of.threads)


def _worth(view: View) -> tuple[Person, ...]:
    """Nobody without a name: a line must say whom it is about."""
    found = {one.entry: one for one in view.of.relations.worth if view.known(one)}
    return tuple(_person(view, one, _why(view, one)) for one in list(found.values())[:MOST_PEOPLE])


def _person(view: View, face: Face, why: str) -> Person:
    return Person(upper(view.who(face)), why, view.quote(face), _links(view, face))


def _why(view: View, face: Face) -> str:
    """In words, from what is known of them; who they are to the brand comes before what they did."""
    reason = "vip" if face.vip else face.why
    if reason not in _WHY or (reason == "days" and (face.days or 0) < 2):
        reason = "days" if (face.days or 0) > 1 else "first" if face.days == 1 else "wrote"
    return view.words.say(_WHY[reason], n=face.days)


def _links(view: View, face: Face) -> tuple[Link, ...]:
    """To where they wrote, as no other link beside it is called. A desk has no page of who waits for nothing."""
    platform = view.words.platform(face.platform)
    text = view.words.say("relations-see", who=view.who(face), platform=platform)
    return tuple(Link(text, one.url) for one in view.on_platform(face))


def _ideas(view: View) -> Iterator[Person]:
    """One of each sort, and only of people with a name: who is told no names gets none."""
    say, of = view.words.say, view.of.relations
    for one in [one for one in of.could_help if view.known(one)][:1]:
        title = say("relations-help", who=view.who(one))
        yield Person(title, say("relations-help-why"), view.quote(one), _links(view, one))
    for one in [one for one in of.share_on if view.known(one) and one.url and not view.private(one)][:1]:
        title = say("relations-share-on", who=view.who(one))
        yield Person(title, say("relations-share-on-why"), view.quote(one), _links(view, one))
    for one, other, topic in of.alike:
        if view.known(one) and view.known(other) and not (view.private(one) or view.private(other)):
            title = say("relations-meet", one=view.who(one), other=view.who(other))
            why = say("relations-meet-why", topic=view.plain(topic))
            yield Person(title, why, None, (*_links(view, one), *_links(view, other)))
            break
    thank = [one for one in of.thank if view.known(one)][:MOST_THANKED]
    if thank:
        title = say("relations-thank", who=view.listed([view.who(one) for one in thank]))
        days = min(one.days or 0 for one in thank)
        why = "relations-thank-why" if len(thank) == 1 else "relations-thank-each"
        yield Person(title, say(why, n=days) if days else say("relations-thank-often"))


def _quiet(view: View) -> tuple[Person, ...]:
    found = [one for one in view.of.relations.quiet if view.known(one)]
    return tuple(
        Person(upper(view.who(one)), _since(view, one), None, _links(view, one)) for one in found[:MOST_PEOPLE]
    )


def _since(view: View, face: Face) -> str:
    date = view.words.short_date(view.local(face.at).date())
    if face.days is None or face.days < 1:
        return view.words.say("relations-why-quiet", date=date)
    return view.words.say("relations-why-quiet-days", n=face.days, date=date)


def _month(view: View) -> Table | None:
    """On Sundays, and on the last day of a month. Shares that neither month knows are left out."""
    months, day = view.of.months, view.of.day
    if months is None or (day.weekday() != _SUNDAY and day.day != monthrange(day.year, day.month)[1]):
        return None
    say = view.words.say
    rows = [
        Row(say(f"relations-month-{name}"), tuple(view.words.number(getattr(one, name)) for one in months))
        for name in _COUNTS
    ]
    for name in _SHARES:
        if any(getattr(one, name) is not None for one in months):
            cells = tuple(_share(view, one, name) for one in months)
            rows.append(Row(say(f"relations-month-{name.replace('_', '-')}"), cells))
    heads = (say("relations-month-days", days=one.days, date=view.words.short_date(one.until)) for one in months)
    return Table(say("relations-month"), (say("relations-month-figure"), *heads), tuple(rows))


def _share(view: View, month: Month, name: str) -> str:
    """Without a whole there is nothing to have a share of, which is as good as not known."""
    found = getattr(month, name)
    return view.words.say("relations-unknown") if found is None or not found[1] else view.words.share(*found)
