"""Those around a brand, made from what stands in `brand.toml`: its team, its events, where to go on, and more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from shared.brands.circle import Colleague, Contact, Event, Model, Names, OnQuiet, Post, Quiet, Readers
from shared.brands.forms import DAYS, minutes
from shared.brands.hours import shifts, zone_exists
from shared.brands.models import BrandForm, ModelForm, ReadersForm
from shared.brands.problems import Faults, one_of, shown

FIRST = "managers"  # the group of those who stand under [digest] itself
_MOST_READERS = 50  # of one brand: each gets a mail written for them, all in one commit


def quiet(written: str) -> Quiet:
    start, _, end = written.partition("-")
    return Quiet(start=minutes(start.strip()), end=minutes(end.strip()))


def model(form: ModelForm) -> Model:
    return Model(url=form.url, labels=tuple(form.labels), secret=form.secret, timeout=form.timeout_ms / 1000)


def colleagues(form: BrandForm, found: Faults) -> Iterable[Colleague]:
    for index, one in enumerate(form.team):
        for number, away in enumerate(one.away):
            if away.last < away.first:
                found.add(f"team[{index}].away[{number}].last", shown(away.last), "a day not before the first")
        duty = None if one.shifts is None else shifts(form.zone, one.shifts, found, at=f"team[{index}].shifts")
        if duty is not None and duty.always_open:
            found.add(f"team[{index}].shifts", "no hours at all", "at least one span, or no table at all")
        yield Colleague(
            name=one.name,
            signature=one.signature,
            mail=one.mail,
            slack=one.slack,
            chat=one.chat,
            languages=tuple(one.languages),
            platforms=tuple(one.platforms),
            shifts=duty,
            away=tuple((away.first, away.last) for away in one.away),
            lead=one.lead,
            manager=one.manager,
        )


def readers(form: BrandForm, languages: Collection[str], found: Faults) -> tuple[Readers, ...]:
    """The groups of those who read the digest, those under [digest] itself first; a group of nobody is left out.

    Without anybody the days are counted all the same, at the time under [digest].
    """
    made: list[Readers] = []
    written: list[tuple[str, str, ReadersForm]] = [("digest", FIRST, form.digest)]
    written += [(f"digest.groups[{index}]", one.name, one) for index, one in enumerate(form.digest.groups)]
    names: list[str] = []
    for at, name, one in written:
        if name in names:
            found.add(f"{at}.name", f"{shown(name)} a second time", "each once")
        names.append(name)
        mails = [mail.casefold() for mail in one.recipients]
        for index, mail in enumerate(mails):
            if mail in mails[:index]:
                found.add(f"{at}.recipients[{index}]", f"{shown(mail)} a second time", "each once")
        if one.language is not None and one.language not in languages:
            expected = f"a language of the digest, {one_of(languages, one.language)}"
            found.add(f"{at}.language", shown(one.language), expected)
        hooks = [*(f"slack:{name}" for name in one.slack), *(f"chat:{name}" for name in one.chat)]
        if at != "digest" and not mails and not hooks:
            found.add(at, "a group of nobody", "at least one address in recipients, slack or chat; or no such group")
        made.append(
            Readers(
                name=name,
                to=(*one.recipients, *hooks),
                at=minutes(one.at),
                days=tuple(sorted({DAYS.index(day) for day in one.days})),
                language=one.language,
                names=Names(one.names),
                quiet=OnQuiet(one.quiet),
            )
        )
    total = sum(len(one.to) for one in made)
    if total > _MOST_READERS:
        found.add(
            "digest", f"{total} addresses", f"at most {_MOST_READERS} in all groups; a mailing list counts as one"
        )
    return tuple(one for one in made if one.to) or tuple(made[:1])


def events(form: BrandForm, found: Faults) -> Iterable[Event]:
    if not zone_exists(form.zone):
        return
    zone = ZoneInfo(form.zone)
    names: list[str] = []
    for index, one in enumerate(form.events):
        if one.name in names:
            found.add(f"events[{index}].name", f"{shown(one.name)} a second time", "each once")
        names.append(one.name)
        if one.closes <= one.opens:
            found.add(f"events[{index}].closes", shown(one.closes), "a moment after it opens")
        yield Event(
            name=one.name,
            opens=one.opens.replace(tzinfo=zone).astimezone(UTC),
            closes=one.closes.replace(tzinfo=zone).astimezone(UTC),
            hashtags=tuple(one.hashtags),
            posts=tuple(one.posts),
            platforms=tuple(one.platforms),
            follow_up=dict(one.follow_up),
        )


def posts(form: BrandForm, found: Faults) -> Iterable[Post]:
    ids: list[str] = []
    for index, one in enumerate(form.posts):
        if one.id in ids:
            found.add(f"posts[{index}].id", f"{shown(one.id)} a second time", "each once")
        ids.append(one.id)
        yield Post(id=one.id, title=one.title, tags=tuple(one.tags))


def contact(form: BrandForm, found: Faults) -> Contact:
    meeting = form.contact.meeting
    host = "" if meeting is None else urlsplit(meeting).hostname or ""
    if meeting is not None and host not in form.links:
        found.add("contact.meeting", f"a link to {shown(host)}", f"a host from links, {one_of(form.links)}")
    return Contact(mail=form.contact.mail, phone=form.contact.phone, meeting=meeting)


def check_platforms(form: BrandForm, platforms: Collection[str], found: Faults) -> None:
    """Whoever names platforms may name only those on which the brand has an account."""
    named = [(f"team[{index}]", one.platforms) for index, one in enumerate(form.team)]
    named += [(f"events[{index}]", one.platforms) for index, one in enumerate(form.events)]
    named += [(f"calendars[{index}]", one.platforms) for index, one in enumerate(form.calendars)]
    named += [(f"targets.special[{index}]", one.platforms) for index, one in enumerate(form.targets.special)]
    for at, names in named:
        for name in names:
            if name not in platforms:
                expected = f"platforms of this brand: {one_of(platforms, name)}"
                found.add(f"{at}.platforms", shown(name), expected)
