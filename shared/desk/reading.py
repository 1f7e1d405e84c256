"""A recipient's own pages, in their language: how a digest comes to them, the end of it, and what a lost link gets.

They show what can be changed and no more. The address itself shows only its first letter and its server: a mail that
is forwarded takes its links along, and whoever opens one should see that it is somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel import Locale

from shared.brands.compiled import Brand, Names, OnQuiet
from shared.core.channels import webhook
from shared.digest import catalogue, clean
from shared.digest.catalogue import FALLBACK, Catalogue
from shared.digest.page import Link
from shared.flows._editions import Reading, groups, reading
from shared.flows._readers import Recipient
from shared.flows.desk import Gone, Why

STOP: Final = "stop"
START: Final = "start"
SAVE: Final = "save"
_MONDAY: Final = date(2026, 1, 5)
_STOPPED: Final = {"bounce": "desk-stopped-bounce", "complaint": "desk-stopped-complaint"}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `lang` where its name is in another language."""

    value: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One button, and what it does."""

    value: str
    label: str
    about: str
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page. `saved` is shown where the address asks for it; `instead` leads to another page of the same person."""

    language: str
    direction: str
    title: str
    heading: str
    brand: str = ""
    problem: str = ""
    state: str = ""
    saved: str = ""
    told: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    save: str = ""
    act: Act | None = None
    instead: Link | None = None


def settings(found: Recipient, *, problem: bool = False) -> Leaf:
    """How it comes to them, and what they can change of that."""
    if found.own is None:
        return _left(found)
    words, brand = _words(found.own), _brand(found)
    stopped = found.stopped is not None
    return Leaf(
        language=words.language,
        direction=words.direction,
        title=words.say("desk-title", brand=brand),
        heading=words.say("desk-title", brand=brand),
        brand=found.brand.name,
        problem=words.say("desk-problem") if problem else "",
        state=_stopped(found, words),
        saved="" if stopped else words.say("desk-saved"),
        told=(_whose(found.own, words),) if stopped else (_when(found.own, words), _whose(found.own, words)),
        fields=() if stopped else tuple(_fields(found, found.own, words)),
        save=words.say("desk-save"),
        act=_start(words) if stopped else _stop(words, brand, words.say("desk-stop-heading")),
    )


def stopping(found: Recipient, settings: str) -> Leaf:
    """The one button that stops it; where it has stopped, the one that starts it again, which is on `settings`."""
    if found.own is None:
        return _left(found)
    words, brand = _words(found.own), _brand(found)
    stopped = found.stopped is not None
    return Leaf(
        language=words.language,
        direction=words.direction,
        title=words.say("desk-stop-heading"),
        heading=words.say("desk-title" if stopped else "desk-stop-heading", brand=brand),
        brand=found.brand.name,
        state=_stopped(found, words),
        told=(_whose(found.own, words),),
        act=_start(words) if stopped else _stop(words, brand),
        instead=None if stopped else Link(words.say("desk-instead"), settings),
    )


def gone(why: Gone) -> Leaf:
    """What a link gets that leads nowhere: in the brand's language, where the link is a genuine one."""
    if why.brand is None:
        return _lost(None, "desk-unknown-title", "desk-unknown")
    left = why.why is Why.LEFT
    return _lost(why.brand, "desk-copy-gone-title", "desk-copy-left" if left else "desk-copy-gone")


def _left(found: Recipient) -> Leaf:
    return _lost(found.brand, "desk-left-title", "desk-left")


def _lost(brand: Brand | None, title: str, told: str) -> Leaf:
    language = FALLBACK if brand is None else reading(brand, groups(brand)[0], "", None).language
    words = catalogue.catalogue(language)
    return Leaf(
        language=words.language,
        direction=words.direction,
        title=words.say(title),
        heading=words.say(title),
        brand="" if brand is None else brand.name,
        told=(words.say(told, brand="" if brand is None else clean.isolated(brand.short)),),
    )


def _words(own: Reading) -> Catalogue:
    return catalogue.catalogue(own.language)


def _brand(found: Recipient) -> str:
    return clean.isolated(found.brand.short)


def _whose(own: Reading, words: Catalogue) -> str:
    if webhook(own.to) is not None:
        return words.say("desk-for-chat")
    local, _at, server = own.to.rpartition("@")
    return words.say("desk-for", address=f"{local[:1]}…@{server}")


def _when(own: Reading, words: Catalogue) -> str:
    minutes, days = own.group.at, own.group.days
    clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if len(set(days)) == 7:
        return words.say("desk-when-daily", clock=clock)
    return words.say("desk-when", clock=clock, days=words.listed([_weekday(day, words) for day in sorted(set(days))]))


def _weekday(day: int, words: Catalogue) -> str:
    return words.weekday(_MONDAY + timedelta(days=day))


def _stopped(found: Recipient, words: Catalogue) -> str:
    reader = found.stopped
    if reader is None:
        return ""
    since = words.short_date(found.brand.calendar.local_date(reader.at))
    name = _STOPPED.get(reader.stopped or "", "desk-stopped")
    return words.say(name, brand=_brand(found), date=since)


def _stop(words: Catalogue, brand: str, heading: str = "") -> Act:
    return Act(STOP, words.say("desk-stop"), words.say("desk-stop-about", brand=brand), heading)


def _start(words: Catalogue) -> Act:
    return Act(START, words.say("desk-start"), words.say("desk-start-about"))


def _named(language: str) -> str:
    """A language by its own name, which its readers know."""
    return catalogue.upper(str(Locale.parse(language, sep="-").language_name))


def _fields(found: Recipient, own: Reading, words: Catalogue) -> tuple[Field, ...]:
    spoken = tuple(Option(one, _named(one), "" if one == words.language else one) for one in catalogue.languages())
    names = tuple(Option(one, words.say(f"desk-names-{one}")) for one in found.allowed)
    quiet = tuple(Option(one, words.say(f"desk-quiet-{one}")) for one in OnQuiet)
    most = "" if len(names) == len(Names) else words.say("desk-names-most")
    return (
        Field("language", words.say("desk-language"), spoken, own.language),
        Field("names", words.say("desk-names"), names, own.names, most),
        Field("quiet", words.say("desk-quiet"), quiet, own.quiet),
    )
