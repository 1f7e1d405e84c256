"""What stands on a page of the desk, in plain words: a Sheet, ready to be written as HTML and nothing else.

Whatever strangers wrote is kept apart from our own sentences, so that it can be shown without steering them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.brands.compiled import Brand
from shared.core.claims import Claim, ClaimState
from shared.core.interaction import Kind
from shared.core.ledger import Acknowledgment, CardState, State, Used
from shared.core.ports import Capability
from shared.core.sla import By
from shared.desk.form import Form, anew, form
from shared.desk.said import Line, line, theirs
from shared.desk.standing import ClockLines, endless, standings
from shared.digest import clean
from shared.digest.words import duration, moment
from shared.flows._deeds import approved
from shared.flows.desk import Deed, Gone, Page, Problem, Why

_LONGEST: Final = 4000  # characters of somebody's words; the rest is behind the link to the platform
_KINDS: Final = {
    Kind.MENTION: "Mention",
    Kind.COMMENT: "Comment",
    Kind.POST: "Post on your page",
    Kind.REVIEW: "Review",
    Kind.DIRECT_MESSAGE: "Message",
    Kind.REACTION: "Reaction",
    Kind.FOLLOW: "New follower",
    Kind.SHARE: "Share",
}
_PROBLEMS: Final = {
    Problem.WHO: "Nothing was done yet: choose your name, so that others know who has it.",
    Problem.EMPTY: "Nothing was sent: there are no words in the field whose button you pressed.",
    Problem.LONG: "Nothing was sent: with your signature this is longer than {platform} takes. Your words are below.",
    Problem.TO: "Nothing was done yet: choose a colleague to pass it on to.",
    Problem.NOTE: "Nothing was done yet: write no more than 200 characters of why.",
    Problem.TOO_LATE: "Nothing was done: somebody was faster, or it cannot be done any more. See below.",
}
_OVER: Final = "What this link was for cannot be done any more. See below how it stands, and what you can do."
_GONE: Final = {
    Why.UNKNOWN: (
        "This link leads nowhere",
        "Perhaps a part of it was lost on the way, or what it was about is no longer kept. Open it once more from the "
        "notice that you were sent, or answer in the platform's own app.",
    ),
    Why.STALE: (
        "This link is too old",
        "Links work for some days only. Whoever still waits is named in the daily digest.",
    ),
    Why.SPENT: (
        "This link has done its work",
        "Each link works once. If there is more to do, go on from the page that followed, or answer in the platform's "
        "own app.",
    ),
    Why.ANEW: (
        "A new link is on its way",
        "It was sent to where you are usually told. Should it not come within a few minutes, answer in the platform's "
        "own app.",
    ),
    Why.LEFT: (
        "This link was made for somebody else",
        "It was made for somebody who is not in the team any more. If this is you, ask whoever looks after Heard.",
    ),
}
_DID: Final = {
    Deed.SEND: "approved an answer",
    Deed.LIKE: "approved a like",
    Deed.TAKE: "took it, to answer in the app",
    Deed.HAND_ON: "passed it on",
    Deed.CLOSE: "said that there is nothing to answer",
    Deed.BACK: "handed the conversation back to the machine",
    Deed.HOLD: "paused it",
    Deed.RESUME: "went on with it",
}
_HOW: Final = {
    Capability.LIKE: "a like",
    Capability.REPLY: "a reply",
    Capability.PRIVATE_REPLY: "a private reply",
    Capability.DIRECT_MESSAGE: "a message",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page. `told` says who, when and by when; `words` are the person's own; `past` what has been done since.

    `whose` says for whom the link is. `typed` is what a colleague wrote in vain, where no field is left for it;
    `elsewhere` is where the person can be asked to go on.
    """

    title: str
    heading: str
    brand: str = ""
    problem: str = ""
    told: tuple[Line, ...] = ()
    words: tuple[str, ...] = ()
    language: str = ""
    url: str = ""
    open: str = ""
    notes: tuple[str, ...] = ()
    whose: Line = ()
    state: Line = ()
    elsewhere: Line = ()
    clocks: tuple[ClockLines, ...] = ()
    typed: str = ""
    past: tuple[Line, ...] = ()
    form: Form | None = None


def sheet(page: Page | Gone) -> Sheet:
    """The Sheet of what the desk shows."""
    return _gone(page) if isinstance(page, Gone) else _shown(page)


def plain(heading: str, told: str) -> Sheet:
    """A Sheet that knows nothing of any Card."""
    return Sheet(title=heading, heading=heading, told=(line(told),))


def _gone(gone: Gone) -> Sheet:
    heading, told = _GONE[gone.why]
    lines = [line(told)]
    if gone.used is not None and gone.brand is not None and gone.now is not None:
        lines.insert(0, _did(gone.used, gone.brand, gone.now))
    return Sheet(
        title=heading,
        heading=heading,
        brand=gone.brand.name if gone.brand else "",
        told=tuple(lines),
        form=None if gone.about is None else anew(),
    )


def _shown(page: Page) -> Sheet:
    kind, platform = _KINDS[page.entry.kind], page.platform.title
    heading = f"{kind} on {platform}"
    return Sheet(
        title=f"{heading} · {page.brand.short}",
        heading=heading,
        brand=page.brand.name,
        problem=_problem(page),
        told=tuple(_told(page)),
        words=() if page.message is None else clean.lines(page.message.text, _LONGEST),
        language=page.entry.language or (page.message.language if page.message is not None else None) or "",
        url=page.entry.url or "",
        open=f"Open it on {platform}",
        notes=page.card.notes,
        whose=_whose(page),
        state=_state(page),
        elsewhere=_elsewhere(page),
        clocks=standings(page),
        typed=_typed(page),
        past=tuple(_past(page)),
        form=form(page),
    )


def _problem(page: Page) -> str:
    if page.problem is not None:
        return _PROBLEMS[page.problem].format(platform=page.platform.title)
    return _OVER if page.first is not None and page.first not in page.deeds else ""


def _told(page: Page) -> Iterator[Line]:
    entry, message = page.entry, page.message
    when = _moment(entry.at or entry.received_at, page.brand, page.now)
    if message is None:
        yield line(f"Written {when}.")
        yield line(f"What was written is not kept here any more; read it on {page.platform.title}.")
    else:
        name, handle = clean.name(message.author.name), clean.handle(message.author.handle)
        who = " ".join(part for part in (name, f"({handle})" if name and handle else handle) if part)
        yield line("From ", theirs(who or "somebody"), f", {when}.")
        if message.media:
            number = len(message.media)
            yield line(f"With {number} picture{'' if number == 1 else 's'} or other media, to be seen there.")
        if entry.edited_at is not None:
            yield line("The words were changed since; these are the newest that reached us.")
    yield from _due(page)


def _due(page: Page) -> Iterator[Line]:
    clock = page.entry.clocks.get("response")
    if clock is None or not clock.running or clock.due is None:
        return
    due, aim = _moment(clock.due, page.brand, page.now), clock.aims[0]
    late = (page.now - clock.due).total_seconds()
    if endless(aim, clock, page.regime.courses(page.entry)(aim), page):
        yield line(f"An answer is promised, but its clock is paused: not before {due}.")
    elif late >= 0:
        yield line(f"An answer was promised by {due}, {duration(late)} ago.")
    else:
        yield line(f"An answer is promised by {due}.")


def _whose(page: Page) -> Line:
    """Whose link it is, so that somebody else's is not used by mistake."""
    if page.me is None or not page.deeds:
        return ()
    return line("This link is for ", theirs(page.me.name), ": what is done here is done in that name.")


def _state(page: Page) -> Line:
    entry, card = page.entry, page.card
    mine = page.me is not None and card.assignee == page.me.name
    if entry.state is State.WITHDRAWN:
        return line("They have taken it back, so there is nothing to answer any more.")
    words = approved(entry, card.key)
    if words and not (words[-1].settled and card.state is not CardState.SENT):
        return _became(words[-1], page)
    if entry.state is State.ANSWERED_BY_COLLEAGUE:
        return line(f"A colleague has answered it on {page.platform.title}.")
    if card.state is CardState.CLOSED:
        return line("It is closed: there is nothing to answer.")
    if card.state is CardState.TAKEN:
        who = line("You") if mine else line(theirs(card.assignee or "A colleague"))
        return (*who, *line(" will answer in the app. The machine is silent there."))
    if card.state is CardState.SENT:
        return line("A colleague has looked after it.")
    if card.assignee is None:
        return line("Nobody has it yet.")
    return line("It is yours to answer.") if mine else line("It is with ", theirs(card.assignee), ".")


def _elsewhere(page: Page) -> Line:
    """Where a colleague may ask the person to go on, as long as there is something to do; as text, not as a link."""
    contact = page.brand.contact
    ways = (("mail ", contact.mail), ("telephone ", contact.phone), ("a meeting ", contact.meeting))
    named = [(way, at) for way, at in ways if at]
    if not named or not page.deeds:
        return ()
    listed = (part for way, at in named for part in line(", ", way, theirs(at)))
    return (*line("To go on elsewhere: "), *list(listed)[1:], *line("."))


def _became(sent: Claim, page: Page) -> Line:
    """What became of a colleague's words."""
    platform = page.platform.title
    match sent.state:
        case ClaimState.SENT:
            return line(f"It is answered: the words are on {platform}.")
        case ClaimState.REFUSED:
            return line(f"{platform} refused the answer ({sent.why}). Try other words, or answer in the app.")
        case ClaimState.DROPPED:
            return line(f"The answer was not sent ({sent.why}).")
        case ClaimState.UNCERTAIN:
            return line(f"We cannot know whether the answer reached {platform}. Look there before you answer again.")
        case _:
            return line(f"The answer is on its way to {platform}.")


def _typed(page: Page) -> str:
    wish = page.wish
    return wish.text if wish is not None and wish.deed is Deed.SEND and Deed.SEND not in page.deeds else ""


def _past(page: Page) -> Iterator[Line]:
    """What was done, in order; a colleague's answer from here is told by its tap."""
    ours = {one.colleague for one in page.card.used}
    found: list[tuple[datetime, Line]] = [(one.at, _did(one, page.brand, page.now)) for one in page.card.used]
    found += [
        (one.at, _acknowledged(one, page))
        for one in page.entry.acknowledgments
        if one.by is By.MACHINE or one.who not in ours
    ]
    for _at, told in sorted(found, key=lambda one: one[0]):
        yield told


def _acknowledged(one: Acknowledgment, page: Page) -> Line:
    what = _HOW.get(Capability(one.how), one.how) if one.how in set(Capability) else one.how
    when = _moment(one.at, page.brand, page.now)
    if one.by is By.MACHINE:
        return line(f"{when}: the machine sent {what}.")
    return line(f"{when}: ", theirs(one.who or "a colleague"), f" sent {what}.")


def _did(used: Used, brand: Brand, now: datetime) -> Line:
    did = _DID.get(Deed(used.act), used.act) if used.act in set(Deed) else used.act
    return line(f"{_moment(used.at, brand, now)}: ", theirs(used.colleague or "a colleague"), f" {did}.")


def _moment(at: datetime, brand: Brand, now: datetime) -> str:
    return moment(at, brand.zone, brand.calendar.local_date(now))
