"""What somebody must do today, in words: at most three actions, each a verb, with the links to do it.

Private words are never quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shared.core.course import Reason
from shared.digest.catalogue import upper
from shared.digest.page import Action, Link, Mood, Needs
from shared.digest.seen import shown
from shared.digest.snapshot import Face, Wait
from shared.digest.todo import MOST_ACTIONS, REGULAR, Todo, more_overdue, todos
from shared.digest.view import View

_ACTS: Final = {"hand_on": "needs-link-assign", "hold": "needs-link-snooze"}
_HELD: Final = {
    Reason.CUSTOMER: "waiting-held-customer",
    Reason.THIRD_PARTY: "waiting-held-third-party",
    Reason.CRISIS: "waiting-held-crisis",
    Reason.OUTAGE: "waiting-held-outage",
}
_MOST_PLATFORMS: Final = 3


def block(view: View) -> Needs | None:
    """None on a Quiet day."""
    if view.mood is Mood.QUIET:
        return None
    words, found = view.words, todos(view)
    first = found[:MOST_ACTIONS]
    if view.blank:
        intro = words.say("needs-intro-cant-tell")
    elif not first:
        intro = words.say("needs-intro-nothing-known" if view.least else "needs-intro-nothing")
    elif more := more_overdue(view, first):
        intro = words.say("needs-intro-more-overdue", n=len(first), more=more, shown=shown(view, more))
    elif len(found) > len(first):
        intro = words.say("needs-intro-more", n=len(first))
    else:
        intro = upper(words.say("needs-intro", n=len(first), overdue=view.number_overdue))
    return Needs(words.say("needs-title"), intro, tuple(action(view, one) for one in first))


def action(view: View, todo: Todo) -> Action:
    match todo.what:
        case "settle":
            return _settle(view, todo)
        case "lookalikes":
            return _lookalikes(view, todo)
        case "thank" | "unheard":
            return _unheard(view, todo)
    name = f"needs-{todo.what}"
    if len(todo.waits) == 1:
        return _one(view, todo.waits[0], name)
    if todo.waits:
        return _many(view, todo.waits, view.words.say(f"{name}-many", n=todo.number))
    deaf = sorted({view.words.platform(one.platform) for one in view.of.listening if one.ok is False})
    since = view.of.paused and view.moment(view.of.paused.since)
    title = view.words.say(name, n=todo.number, platforms=view.words.listed(deaf) if deaf else "")
    return Action(title, (view.words.say(f"{name}-why", n=todo.number, since=since or ""),))


def about(view: View, one: Wait, most: int) -> str | None:
    """What a wait is about, as this edition may say it: their public words, else the brand's name for the subject."""
    if (quote := view.quote(one.face, most)) is not None:
        return view.words.say("quoted", text=quote)
    return view.words.say("waiting-about", topic=view.plain(one.topic)) if one.topic else None


def held(view: View, one: Wait, message: str) -> str | None:
    """That it is on hold, since when and for what; None where it is not."""
    if one.held is None or one.held_since is None:
        return None
    return view.words.say(message, since=view.moment(one.held_since), why=view.words.say(_HELD[one.held]))


def links(view: View, one: Wait) -> tuple[Link, ...]:
    """What can be done about one wait: the first is the button's."""
    return (*answering(view, one), *_desk(view, one, ("hand_on", "hold")))


def fewer_links(view: View, one: Wait) -> tuple[Link, ...]:
    """To an answer and, where nobody has it, to somebody who might: for a row."""
    return (*answering(view, one)[:1], *_desk(view, one, ("hand_on",) if one.assignee is None else ()))


def answering(view: View, one: Wait) -> tuple[Link, ...]:
    """To the draft, and to where they wrote; to the desk's page where that leads nowhere."""
    words, ways, entry = view.words, view.edition.ways, one.face.entry
    found: list[tuple[str, str | None]] = []
    if one.card and one.drafts:
        found.append((words.say("needs-link-draft", n=one.drafts), ways.card(entry, "send")))
    there = view.on_platform(one.face)
    if there:
        found.append((words.say("needs-link-answer", platform=words.platform(one.face.platform)), there[0].url))
    if one.card and not there:
        found.append((words.say("needs-link-open"), ways.card(entry)))
    return tuple(Link(text, url) for text, url in found if url is not None)


def _desk(view: View, one: Wait, acts: Sequence[str]) -> tuple[Link, ...]:
    found = ((act, view.edition.ways.card(one.face.entry, act)) for act in acts if one.card)
    return tuple(Link(view.words.say(_ACTS[act]), url) for act, url in found if url is not None)


def _settle(view: View, todo: Todo) -> Action:
    words, topic = view.words, todo.waits[0].topic
    if topic:
        title = words.say("needs-settle", topic=view.plain(topic), n=todo.number)
    else:
        title = words.say("needs-settle-unnamed", n=todo.number)
    return _many(view, todo.waits, title, words.say("needs-settle-why"))


def _lookalikes(view: View, todo: Todo) -> Action:
    words, first = view.words, view.of.lookalikes[0]
    platform, name, why = words.platform(first.platform), view.account(first), words.say("needs-lookalikes-why")
    links = tuple(Link(words.say("needs-link-account", platform=platform), one.url) for one in view.on_platform(first))
    if todo.number > 1:
        return Action(words.say("needs-lookalikes", n=todo.number), (why,), links=links)
    title = words.say("needs-lookalike" if name else "needs-lookalike-unnamed", who=name, platform=platform)
    seen = words.say("needs-lookalike-seen", since=view.moment(first.at), platform=platform)
    return Action(title, (seen, why), links=links)


def _unheard(view: View, todo: Todo) -> Action:
    words, name = view.words, f"needs-{todo.what}"
    where = sorted(
        ((on, group.heard_nothing) for on, group in view.of.platforms if group.heard_nothing),
        key=lambda one: (-one[1], one[0]),
    )
    details = [words.say(f"{name}-why")]
    if 0 < len(where) <= _MOST_PLATFORMS:
        parts = []
        for on, number in where:
            count = words.at_least(number, view.incomplete(on))
            parts.append(words.say("needs-unheard-on", platform=words.platform(on), shown=count))
        details.append(words.say("needs-unheard-where", platforms=words.listed(parts)))
    title = words.say(name, n=todo.number, shown=words.at_least(todo.number, view.least))
    return Action(title, tuple(details))


def _one(view: View, one: Wait, message: str) -> Action:
    """An action for one person, who is named where they may be."""
    words, face = view.words, one.face
    if view.known(face):
        title = words.say(message, who=view.who(face))
    else:
        title = words.say(f"{message}-unnamed", platform=words.platform(face.platform))
    quote = view.quote(face)
    details = [
        words.say("needs-waiting", time=_waited(view, [one])),
        words.say("needs-due", moment=view.moment(one.due)) if one.due else words.say("needs-due-never"),
        _place(view, face),
        words.say("needs-about", topic=view.plain(one.topic)) if quote is None and one.topic else "",
        held(view, one, "needs-on-hold") or "",
        words.say("needs-with", who=view.colleague(one.assignee)) if one.assignee else words.say("needs-with-nobody"),
        _regular(view, face),
    ]
    return Action(title, tuple(one for one in details if one), quote, links(view, one))


def _many(view: View, found: Sequence[Wait], title: str, why: str = "") -> Action:
    """An action for several, with the words of the first of them that may be quoted."""
    words = view.words
    quote = next((said for one in found if (said := view.quote(one.face))), None)
    first = min(found, key=lambda one: one.since)
    ways: list[Link] = []
    if (copy := view.edition.ways.copy()) is not None:
        ways.append(Link(words.say("needs-link-copy"), copy))
    details = (words.say("needs-waiting-up-to", time=_waited(view, found)), why)
    return Action(title, tuple(one for one in details if one), quote, (*ways, *answering(view, first)[:2]))


def _waited(view: View, found: Sequence[Wait]) -> str:
    return view.words.duration(max((view.of.at - one.since).total_seconds() for one in found))


def _place(view: View, face: Face) -> str:
    return view.words.say("needs-private" if view.private(face) else "needs-public", where=view.where(face))


def _regular(view: View, face: Face) -> str:
    if face.vip:
        return view.words.say("needs-vip")
    if face.days is not None and face.days >= REGULAR:
        return view.words.say("needs-often", days=face.days)
    return ""
