"""What came of a played day: the summary for programs, the check of ledger against journal, and the one screen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from demo.clock import iso
from demo.dayfile import Day, Line
from demo.player import Played
from demo.pretend import PretendPlatform
from shared import plugins
from shared.brands.compiled import Compiled
from shared.core.delivery import Delivery
from shared.core.errors import DeliveryUnreadable
from shared.core.interaction import Interaction, object_key
from shared.platforms._base import Platform

_ABREAST: Final = 5
TOLD: Final = {
    "acknowledged": "acknowledged by a rule",
    "answered_by_colleague": "answered by a colleague",
    "handed_over": "with a colleague: to answer, or to approve",
    "no_rule": "nothing to do",
    "ignored": "only counted: reactions, follows, tags",
    "held": "held back: a cap, a colleague has the thread, or no gesture for it",
    "withdrawn": "taken back by the person",
    "ours_or_bot": "our own words, and other bots",
    "refused": "refused by the platform",
    "uncertain": "uncertain whether our answer arrived",
    "expired": "too old to answer",
    "parked": "unreadable, kept for a person",
    "dead_lettered": "given up, kept for a person",
    "open": "still open",
    "early": "answered or changed, but never came itself",
}


def outcome(
    day: Day, played: Played, platform: PretendPlatform, summary: Mapping[str, Any], brands: Compiled, outbox: Path
) -> dict[str, Any]:
    """Everything that is known of the day, with `problems`: why it was not as it should be, if it was not."""
    brand = summary["brands"][day.header.brand]
    objects, elsewhere = _objects(day, played.accepted, brands)
    by_platform = Counter(objects.values())
    pages = {object_key(one.platform, one.account, one.id) for one in platform.journal.effects() if one.act != "like"}
    elsewhere |= pages - objects.keys()  # our own words, also where no webhook tells of them
    expected = len(objects)
    kept = sum(brand["states"].values())
    doubles = platform.doubles()
    digest = _digest(day, brand["digests"], outbox)
    problems = list(played.surprises)
    if not expected <= kept <= expected + len(elsewhere):
        problems.append(f"{expected} interactions were accepted, the ledger holds {kept}")
    problems += _lost(day, played, platform, brands)
    problems += [f"{effect.object} was answered twice ({effect.platform}, {effect.act})" for effect in doubles]
    if brand["states"].get("open"):
        problems.append(f"{brand['states']['open']} interactions have not come to an end")
    if digest is None:
        problems.append(f"no digest of {day.header.date} was written")
    return {
        "brand": day.header.brand,
        "date": day.header.date.isoformat(),
        "until": iso(played.until) if played.until else None,
        "requests": played.sent,
        "asked": played.asked + played.recovered,
        "recovered": played.recovered,
        "echoes": played.echoes,
        "answers": {str(status): number for status, number in sorted(played.answers.items())},
        "interactions": kept,
        "platforms": dict(by_platform.most_common()),
        "states": brand["states"],
        "ack": brand["ack"],
        "response": brand["response"],
        "waiting": brand["waiting"],
        "breaches": brand["breaches"],
        "by": brand["by"],
        "receive": summary["receive"],
        "effects": len(platform.journal.effects()),
        "doubles": len(doubles),
        "digest": digest,
        "problems": problems,
    }


def _digest(day: Day, digests: Iterable[Mapping[str, Any]], outbox: Path) -> dict[str, Any] | None:
    """The day's digest with the files of its first mail, as the outbox names them."""
    for one in digests:
        if one["day"] == day.header.date.isoformat() and one["mails"]:
            mail = outbox / one["mails"][0]
            return {
                "day": one["day"],
                "subject": one["subject"],
                "html": str(mail.with_suffix(".html")),
                "eml": str(mail),
            }
    return None


def screen(result: Mapping[str, Any], name: str, zone: str, seconds: float) -> str:
    """The day on one screen."""
    refused, by = sum(result["receive"]["refused"].values()), result["by"]
    until = datetime.fromisoformat(result["until"]).astimezone(ZoneInfo(zone))
    day = date.fromisoformat(result["date"])
    rows = [
        f"{name}, {day:%A} {day.day} {day:%B %Y}: a day in {seconds:.0f} seconds",
        "",
        _row("Received", f"{result['requests']} requests, {result['echoes']} of them echoes of our own answers"),
        *_asked(result),
        *_platforms(result["platforms"]),
        _row("Refused", f"{refused} without a good signature; {_aside(result['receive'])}"),
        _row("Acknowledged", f"{by.get('machine', 0)} by rules, {by.get('person', 0)} by colleagues"),
        _row("", f"a first sign{_clock(result['ack'])}"),
        _row("Answered", f"{result['response']['stopped']} by a person{_clock(result['response'])}"),
        _row("Waiting", f"{result['waiting']} for a person's answer, as of {until:%a %H:%M}"),
        _row("Twice", _doubles(result)),
        "",
        f"  Where the {result['interactions']} interactions stand",
        *_states(result["states"]),
    ]
    if result["digest"] is not None:
        rows += [
            "",
            _row("Digest", result["digest"]["subject"]),
            _row("", result["digest"]["html"]),
        ]
    return "\n".join(rows)


def _objects(day: Day, lines: Iterable[Line], brands: Compiled) -> tuple[dict[str, str], set[str]]:
    """The ledger's names of what was accepted for the day's brand, read anew from what was sent, with its platform.

    Beside them, the names of what the ledger may keep a page of as well: what our side answered but the day does not
    hold, such as a comment of the day before, and what was listed and gone again, perhaps before anybody asked.
    """
    found: dict[str, str] = {}
    answered: set[str] = set()
    gone: set[str] = set()
    platforms = {name: readers(name, link.platform, brands) for name, link in day.header.connections.items()}
    for line in lines:
        if line.listed:
            link = day.header.connections[line.connection]
            key = object_key(link.platform, link.account, json.loads(line.body)["id"])
            found[key] = link.platform
            if line.listed == "gone":
                gone.add(key)
            continue
        for one in held(line, platforms[line.connection]):
            owner = brands.owner(one.platform, one.account)
            if owner is None or owner[0].key != day.header.brand:
                continue
            found[one.key] = one.platform
            if one.author.is_us and one.place.answers is not None:
                answered.add(object_key(one.platform, one.account, one.place.answers))
    for key in gone:
        del found[key]
    return found, (answered | gone) - found.keys()


def _lost(day: Day, played: Played, platform: PretendPlatform, brands: Compiled) -> Iterator[str]:
    """Whether asking found what people did of which no delivery came, and nothing else."""
    all_lost = [
        one
        for line in played.accepted
        if line.lost
        for one in held(line, readers(line.connection, day.header.connections[line.connection].platform, brands))
        if not one.author.is_us and not one.author.is_bot
    ]
    least, most = sum(not platform.world.gone(one.object) for one in all_lost), len(all_lost)
    if not least <= played.recovered <= most:
        yield f"{most} things were lost on the way, {played.recovered} were found again by asking"


def readers(connection: str, platform: str, brands: Compiled) -> list[Platform]:
    """All that read what comes over a connection: its own platform, and those of other accounts behind it."""
    accounts = (account for brand in brands.brands.values() for account in brand.accounts)
    names = {account.platform for account in accounts if account.connection == connection}
    return [plugins.load("platforms", name)() for name in sorted({platform, *names})]


def held(line: Line, platforms: Iterable[Platform]) -> list[Interaction]:
    """What one delivery held; nothing where it could not be read."""
    delivery = Delivery("POST", line.connection, line.body, line.at)
    try:
        return [one for platform in platforms for one in platform.read(delivery).interactions]
    except DeliveryUnreadable:
        return []


def _states(states: Mapping[str, int]) -> list[str]:
    ordered = Counter(states).most_common()
    return [f"    {number:5}  {TOLD.get(state, state)}" for state, number in ordered if number]


def _doubles(result: Mapping[str, Any]) -> str:
    if result["doubles"]:
        return f"{result['doubles']} answers too many"
    return f"nobody was answered twice: {result['effects']} acts on the platforms, each for another person's words"


def _asked(result: Mapping[str, Any]) -> list[str]:
    if not result["asked"]:
        return []
    lost = f", {result['recovered']} of them lost on the way" if result["recovered"] else ""
    return [_row("", f"{result['asked']} things found by asking{lost}")]


def _clock(clock: Mapping[str, Any]) -> str:
    if not clock["stopped"]:
        return ""
    told = f": typically {span(clock['median'])}, nine in ten within {span(clock['p90'])}"
    return told if clock["in_target"] is None else f"{told}, {int(clock['in_target'] * 100)} % in time"


def _aside(receive: Mapping[str, Any]) -> str:
    return f"{receive['parked']} parked for a person, {receive['skipped']} of no use to us"


def _platforms(counts: Mapping[str, int]) -> Iterator[str]:
    """How much came from each, the busiest first, a few on a line."""
    told = [f"{plugins.load('platforms', name).title} {number}" for name, number in counts.items()]
    for start in range(0, len(told), _ABREAST):
        row = ", ".join(told[start : start + _ABREAST])
        yield _row("" if start else "From", row if start + _ABREAST >= len(told) else f"{row},")


def _row(name: str, text: str) -> str:
    return f"  {name:<13} {text}"


def span(seconds: float | None) -> str:
    """A length of time in words."""
    if seconds is None:
        return "unknown"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = int(seconds // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
