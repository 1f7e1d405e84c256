"""The first block: the state of the day, a headline, the lead, a bar over all people, and what else must be known.

Each sentence stands alone: none may flatter if it is the only one that is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from shared.core.regime import Report
from shared.digest.catalogue import upper
from shared.digest.lead import lead
from shared.digest.page import Link, Mood, Segment, Verdict
from shared.digest.seen import Stretch, complained, grave, kept, stretches, unknown, unproved, when
from shared.digest.snapshot import Group, Paused
from shared.digest.state import HARD_OVERDUE, Cause
from shared.digest.view import View

_MARKS: Final = {Mood.CANT_TELL: "■", Mood.ACT_NOW: "●", Mood.WATCH: "▲", Mood.QUIET: "■", Mood.GOOD: "✓"}
_MOST_GAPS: Final = 3
_MOST_MAILS: Final = 2
_MOST_DATES: Final = 3


def block(view: View) -> Verdict:
    return Verdict(
        mark=_MARKS[view.mood],
        pill=pill(view),
        headline=headline(view),
        lead=lead(view),
        segments=() if view.blank else segments(view, [view.all], least=view.least),
        notes=tuple(_notes(view)),
        links=tuple(_links(view)),
    )


def segments(view: View, groups: Sequence[Group], *, least: bool) -> tuple[Segment, ...]:
    """The bar over the people of these groups; they add up to their number. Parts without anybody are left out."""
    unheard = sum(one.thanks_unheard for one in groups)
    counts = {
        "in_time": sum(one.in_time for one in groups),
        "thanks": sum(one.thanks for one in groups) - unheard,
        "late": sum(one.late for one in groups),
        "waiting": sum(one.waiting for one in groups),
        "overdue": sum(one.overdue for one in groups),
        "nothing": unheard,
    }
    labels = {role: f"verdict-segment-{role.replace('_', '-')}" for role in counts}
    if unheard != sum(one.heard_nothing for one in groups):
        labels["nothing"] = "verdict-segment-nothing-thanks"
    return tuple(
        Segment(role, number, view.words.say(labels[role]), view.words.at_least(number, least))
        for role, number in counts.items()
        if number
    )


def pill(view: View) -> str:
    words = view.words
    if view.mood is not Mood.WATCH:
        return words.say(f"verdict-pill-{view.mood.replace('_', '-')}")
    match view.cause:
        case Cause.OVERDUE:
            return upper(words.say("verdict-pill-overdue", n=view.number_overdue))
        case Cause.HEARD_NOTHING:
            return upper(words.say("verdict-pill-heard-nothing", n=view.all.heard_nothing))
        case Cause.BELOW_GOAL:
            return words.say("verdict-pill-below-goal")
        case Cause.COMPLAINTS:
            return words.say("verdict-pill-complaints")
    names = unknown(view)
    if not names:
        return words.say("verdict-pill-unproved" if unproved(view) else "verdict-pill-missing")
    if len(names) == 1:
        return words.say("verdict-pill-incomplete", platform=names[0])
    return upper(words.say("verdict-pill-several-incomplete", n=len(names)))


def headline(view: View) -> str:
    words = view.words
    match view.mood:
        case Mood.CANT_TELL:
            return words.say("verdict-cant-tell", when=when(view))
        case Mood.QUIET:
            return words.say("verdict-quiet", since=view.of.since, when=when(view))
        case Mood.ACT_NOW:
            return _hard(view)
    if view.all.people == 0:
        known = "verdict-nobody-known-wrote" if view.least or unproved(view) else "verdict-nobody-wrote"
        inside = view.of.earlier_inside
        earlier = upper(words.say("verdict-inside-earlier", n=inside)) if inside else ""
        return words.together(words.say(known, when=when(view)), too_long(view) or earlier)
    return words.together(_looked_after(view), _but(view))


def too_long(view: View) -> str:
    """Who is overdue: by name where they are one or two, else how many; "" where nobody is."""
    words, number = view.words, view.number_overdue
    if not number:
        return ""
    known = [name for one in view.overdue[:2] if (name := view.short_name(one.face))]
    if len(known) == number == 1:
        return words.say("verdict-one-too-long", who=known[0])
    if len(known) == number == 2 and known[0] != known[1]:
        return words.say("verdict-two-too-long", who=words.listed(known))
    return upper(words.say("verdict-too-long", n=number))


def _hard(view: View) -> str:
    """The reason of a hard day. Whatever else there is, many who are overdue are never left out of it."""
    words = view.words
    hard = words.say("verdict-hard")
    if view.cause is Cause.GRAVE and view.number_overdue < HARD_OVERDUE:
        return words.together(grave(view), _looked_after(view) if view.all.people else "")
    if view.cause is Cause.COMPLAINTS and (found := complained(view)):
        return words.together(hard, found)
    if view.cause is Cause.BELOW_GOAL:
        return words.together(hard, kept(view))
    if view.cause is Cause.HEARD_NOTHING:
        name = "verdict-known-unheard" if view.least else "verdict-unheard"
        return words.together(hard, words.say(name, n=view.all.heard_nothing, people=view.all.people))
    return words.together(hard, _waiting(view))


def _waiting(view: View) -> str:
    words, everyone, earlier = view.words, view.all, view.of.earlier_overdue
    number = everyone.waiting + everyone.overdue
    if number == 0:
        return upper(words.say("verdict-earlier-waiting", n=earlier))
    if everyone.people == 1:
        return words.say("verdict-one-waiting", earlier=earlier)
    known = "verdict-known-waiting" if view.least else "verdict-waiting"
    return words.say(known, n=number, people=everyone.people, earlier=earlier)


def _looked_after(view: View) -> str:
    words, looked, people = view.words, view.all.looked_after, view.all.people
    known = "-known" if view.least else ""
    if looked == people:
        return words.say(f"verdict-all{known}-well", people=people)
    if people == 1:
        return words.say("verdict-one-inside" if view.all.waiting else "verdict-one-not-yet")
    return words.say(f"verdict-some{known}-well", n=looked, people=people)


def _but(view: View) -> str:
    """What follows "looked after", so that the headline alone misleads nobody."""
    everyone = view.all
    match view.cause:
        case Cause.OVERDUE:
            return too_long(view)
        case Cause.BELOW_GOAL:
            return kept(view)
        case Cause.COMPLAINTS:
            return complained(view)
        case Cause.HEARD_NOTHING if everyone.looked_after == everyone.people:
            return upper(view.words.say("verdict-also-unheard", n=everyone.heard_nothing))
    if view.mood is Mood.GOOD and everyone.people > 1 and everyone.waiting:
        return view.words.say("verdict-nobody-overdue")
    return ""


def _notes(view: View) -> Iterator[str]:
    words, of = view.words, view.of
    if view.edition.late:
        yield words.say("verdict-note-late", at=view.moment(of.at))
    yield from _incomplete(view)
    if of.failed:
        names = words.listed([view.plain(one, 60) for one in of.failed[:4]])
        yield words.say("verdict-note-unread", names=names)
    if of.paused is not None:
        yield _paused(view, of.paused)
    if of.unsent:
        last = _last_unsent(view)
        many = "-many" if len(of.unsent) > len(last) else ""
        dates = words.listed([words.short_date(one) for one in last])
        yield words.say(f"verdict-note-unsent{many}", n=len(of.unsent), dates=dates)
    for mail in of.unconfirmed[:_MOST_MAILS]:
        yield words.say(
            "verdict-note-unconfirmed", n=mail.recipients, date=words.long_date(mail.day), headline=mail.headline
        )
    if more := len(of.unconfirmed[_MOST_MAILS:]):
        yield words.say("verdict-note-more", n=more)
    if of.compare_from is not None and not view.blank and not of.all.people:
        yield words.say("verdict-note-compare", date=words.long_date(of.compare_from))
    yield from (_report(view, one) for one in of.reports[:_MOST_MAILS])


def _last_unsent(view: View) -> list[date]:
    return sorted(view.of.unsent)[-_MOST_DATES:]


def _links(view: View) -> Iterator[Link]:
    """To the web copy of each date whose mail is told of here as lost, if it was counted: else it has none."""
    counted = {one.day for one in view.of.history if one.known}
    lost = {mail.day for mail in view.of.unconfirmed[:_MOST_MAILS]}
    for day in sorted(lost | counted.intersection(_last_unsent(view))):
        if (url := view.edition.ways.copy(day.isoformat())) is not None:
            yield Link(view.words.say("verdict-link-copy", date=view.words.short_date(day)), url)


def _incomplete(view: View) -> Iterator[str]:
    """The last of them says what ≥ means, so that it takes no line of its own."""
    words, found = view.words, stretches(view)
    told = [_gap(view, one) for one in found[:_MOST_GAPS]]
    if more := len(found[_MOST_GAPS:]):
        told.append(words.say("verdict-note-others-incomplete", n=more))
    if told and not view.blank:
        told[-1] = words.together(told[-1], words.say("verdict-note-least"))
    yield from told


def _gap(view: View, one: Stretch) -> str:
    name = view.words.platform(one.platform)
    if one.since <= view.of.start and one.until >= view.of.end:
        return view.words.say("verdict-note-incomplete-day", platform=name)
    return view.words.say(
        "verdict-note-incomplete-more" if one.others else "verdict-note-incomplete",
        platform=name,
        n=one.others,
        **_between(view, one.since, one.until),
    )


def _between(view: View, since: datetime, until: datetime) -> dict[str, str]:
    """Two moments of one sentence: the day is said once, where it is the same."""
    found = {"from": view.moment(since), "to": view.moment(until)}
    if view.local(since).date() == view.local(until).date():
        side, at = ("to", until) if view.words.say("moment-day-with") == "first" else ("from", since)
        found[side] = view.words.clock(at, view.of.zone)
    return found


def _paused(view: View, paused: Paused) -> str:
    words = view.words
    given = {"since": view.moment(paused.since)}
    name = "verdict-note-paused"
    if paused.owner:
        name, given["owner"] = f"{name}-by", view.colleague(paused.owner)
    if paused.why and (subject := view.plain(paused.why, 80)):
        name, given["subject"] = f"{name}-about", subject
    said = words.say(name, **given)
    if paused.silent is None or view.blank:
        return said
    silent = words.say("verdict-note-silent", n=paused.silent, shown=words.at_least(paused.silent, view.least))
    return words.together(said, silent)


def _report(view: View, report: Report) -> str:
    """What a recompute has changed of days that were told already."""
    words = view.words
    given = _between(view, report.since, report.until)
    if why := view.plain(report.why, 100):
        said = words.say("verdict-note-report-why", number=report.number, why=why, **given)
    else:
        said = words.say("verdict-note-report", number=report.number, **given)
    sides = [[side.get(f"first_response.{what}") for what in ("kept", "due")] for side in (report.before, report.after)]
    if sides[0] == sides[1] or None in (*sides[0], *sides[1]):
        return said
    was, now = (words.share(int(kept_ or 0), int(due or 0)) for kept_, due in sides)
    return words.together(said, words.say("verdict-note-report-moved", was=was, now=now))
