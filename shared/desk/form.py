"""The form on a page of the desk: its fields and buttons as they are shown, and what comes back from a browser.

One form, so that a colleague says once who they are; the button that was pressed says what is wished.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.core.course import Reason
from shared.core.ports import Capability
from shared.desk.said import Line, line, theirs
from shared.digest.words import moment
from shared.flows.desk import Deed, Page, Wish

ANEW: Final = "anew"
DRAFTS: Final = 8
_DAYS: Final = (1, 2, 3, 5, 7, 14, 30, 60, 90)
_SNOOZE: Final = 1  # day that is chosen already where the link was for a pause
_SEND: Final = re.compile(r"send ([a-z_]{1,30}) ([0-9])", re.ASCII)
_HOLD: Final = re.compile(r"hold ([a-z_]{1,30})", re.ASCII)
_WAITS: Final = {Reason.CUSTOMER: "I wait for them", Reason.THIRD_PARTY: "I wait for somebody else"}
_HEADINGS: Final = {Deed.TAKE: "Take it", Deed.HAND_ON: "Give it to a colleague", Deed.HOLD: "Put it off"}
_CHOICES: Final = (
    (Deed.LIKE, "Like it", "A like from {brand}'s account. It is no answer."),
    (
        Deed.TAKE,
        "I answer in the app",
        "You answer on {platform} itself. The machine stays silent in this conversation.",
    ),
    (Deed.HAND_ON, "Pass it on", "A colleague gets a notice with a link of their own."),
    (
        Deed.HOLD,
        "",
        "The clock of the answer stands still until you go on, or for as long as you say here. If you wait for them, "
        "their next message ends it. The machine stays silent in this conversation.",
    ),
    (Deed.RESUME, "Go on", "It ends the pause: the clock of the answer runs on from now."),
    (Deed.CLOSE, "Nothing to answer", "It waits no longer, and counts as passed over."),
    (Deed.BACK, "Hand it back", "The machine may answer this person here again, as your rules say."),
)


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `value` is what it means when it comes back."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A field for words, with what stands in it and the ways to send it."""

    number: int
    label: str
    text: str
    buttons: tuple[Button, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something else that can be done; `among` are the colleagues to choose from, `lasts` the days of a pause.

    `heading` is what the digest calls it, where it stands first.
    """

    value: str
    about: str
    buttons: tuple[Button, ...]
    heading: str = ""
    among: tuple[str, ...] = ()
    lasts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """All controls of a page. `team` is whom to choose from where the link does not say who is reading.

    `first` is what the link was for, apart from the `drafts`; `leads`: it, or they, stand before all else.
    """

    leads: bool = False
    first: Choice | None = None
    team: tuple[str, ...] = ()
    who: str = ""
    to: str = ""
    note: str = ""
    days: int | None = None
    drafts: tuple[Draft, ...] = ()
    hints: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()


def form(page: Page) -> Form | None:
    """The form of a page; None where nothing can be done."""
    if not page.deeds:
        return None
    wish = page.wish or Wish(Deed.SEND, days=_SNOOZE if page.first is Deed.HOLD else None)
    choices = [_choice(deed, label, about, page) for deed, label, about in _CHOICES if deed in page.deeds]
    return Form(
        leads=page.first in page.deeds,
        first=next((one for one in choices if one.value == page.first), None),
        team=() if page.me is not None else tuple(one.name for one in page.brand.team),
        who=wish.who,
        to=wish.to,
        note=wish.note,
        days=wish.days,
        drafts=_drafts(page, wish) if Deed.SEND in page.deeds else (),
        hints=_hints(page),
        choices=tuple(one for one in choices if one.value != page.first),
    )


def anew() -> Form:
    """The one button where a link leads nowhere any more."""
    about = "We send it to your own address. Nothing is lost meanwhile."
    return Form(choices=(Choice(ANEW, about, (Button("Send me a new link", ANEW),)),))


def wished(fields: Mapping[str, str]) -> Wish | None:
    """What a form that came back asks for; None where no button of ours was pressed."""
    pressed, who, to = fields.get("act", ""), fields.get("who", ""), fields.get("to", "")
    typed = tuple(fields.get(f"text{number}", "") for number in range(DRAFTS))
    send = _SEND.fullmatch(pressed)
    if send is not None and send[1] in set(Capability):
        at, text = int(send[2]), fields.get(f"text{send[2]}", "")
        return Wish(Deed.SEND, who=who, capability=Capability(send[1]), text=text, draft=at, typed=typed)
    hold, days = _HOLD.fullmatch(pressed), fields.get("days", "")
    if hold is not None and hold[1] in set(Reason) and days in {"", *map(str, _DAYS)}:
        lasts = int(days) if days else None
        note = fields.get("note", "")
        return Wish(Deed.HOLD, who=who, typed=typed, reason=Reason(hold[1]), note=note, days=lasts)
    if pressed in set(Deed) - {Deed.SEND, Deed.HOLD}:
        return Wish(Deed(pressed), who=who, to=to, typed=typed)
    return None


def _choice(deed: Deed, label: str, about: str, page: Page) -> Choice:
    return Choice(
        value=deed,
        about=about.format(brand=page.brand.short, platform=page.platform.title),
        buttons=_pauses(page) if deed is Deed.HOLD else (Button(label, deed),),
        heading=_HEADINGS.get(deed, ""),
        lasts=_DAYS if deed is Deed.HOLD else (),
        among=tuple(one.name for one in page.others) if deed is Deed.HAND_ON else (),
    )


def _pauses(page: Page) -> tuple[Button, ...]:
    return tuple(Button(_WAITS[reason], f"{Deed.HOLD} {reason}") for reason in page.reasons)


def _drafts(page: Page, wish: Wish) -> tuple[Draft, ...]:
    """The suggestions, each once, and room for words of one's own; what was typed stands where it was typed."""
    suggested = {one.text: one.capability for one in page.card.suggested if one.text}
    written = list(suggested.items())[: DRAFTS - 1]
    made: list[Draft] = []
    for number, (text, capability) in enumerate([*written, ("", "")]):
        mine = page.wish is not None and wish.deed is Deed.SEND and wish.draft == number
        own = number == len(written)
        label = "Your own words" if own else "Suggested answer" if number == 0 else f"Another suggestion ({number + 1})"
        here = wish.typed[number] if number < len(wish.typed) else wish.text if mine else text
        made.append(Draft(number, label, here, _buttons(page, number, capability), open=mine or here != text))
    return tuple(made)


def _buttons(page: Page, number: int, suggested: str) -> tuple[Button, ...]:
    ways = sorted(page.ways, key=lambda way: way.capability != suggested)
    return tuple(Button(_label(way.capability, page), f"send {way.capability} {number}") for way in ways)


def _label(capability: Capability, page: Page) -> str:
    if page.entry.private:
        return "Send this answer"
    return "Answer in public" if capability is Capability.REPLY else "Answer in private"


def _hints(page: Page) -> tuple[Line, ...]:
    hints: list[Line] = []
    if page.me is not None:
        hints.append(line("Your signature is added below: ", theirs(page.me.signature)))
    elif page.brand.team:
        hints.append(line("Your own signature is added below it."))
    today = page.brand.calendar.local_date(page.now)
    for way in page.ways:
        if way.until is not None:
            until = moment(way.until, page.brand.zone, today)
            how = "An answer" if page.entry.private else "An answer in private"
            hints.append(line(f"{how} can be sent until {until}."))
    return tuple(hints)
