"""The texts of one rule, held against what its platforms take, what the brand has, and how the brand speaks.

In the brand's own files a text that cannot be said is a fault. In a pack it is left out, so that a pack speaks as the
brand does; where nothing is left to say, the pack's rule goes unless the brand's voice is the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.brands.problems import Faults, one_of, shown
from shared.brands.setting import Setting
from shared.brands.voice_form import unfit
from shared.core.ledger import Sort
from shared.rules.actions._base import Parameters, signed
from shared.rules.conditions import When, fold, possible
from shared.rules.languages import code, pick
from shared.rules.words import faults, fill, placeholders, widest


@dataclass(frozen=True, slots=True)
class Spot:
    """Where texts stand: the rule's name and class, its conditions, the platforms that it can meet."""

    rule: str
    sort: Sort | None
    when: When
    platforms: tuple[str, ...]
    setting: Setting


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a text. `lacking`: the brand has not what it speaks of."""

    came: str
    expected: str
    lacking: bool = False


_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s/]+", re.IGNORECASE)
# Where people would write what a placeholder speaks of.
_FROM: Final = {
    "contact_mail": "mail under [contact] in brand.toml",
    "contact_phone": "phone under [contact] in brand.toml",
    "contact_meeting": "meeting under [contact] in brand.toml",
    "help": "helps of an account in brand.toml",
    "topic": "[[topics]] in voice.toml",
    "last_topic": "[[topics]] in voice.toml",
    "follow_up": "follow_up of an event in brand.toml",
}


def check_texts(at: str, params: Parameters, table: dict[str, Any], spot: Spot, found: Faults) -> dict[str, Any] | None:
    """The parameters with the texts that can be said; None where a pack's rule has none left that this brand needs."""
    for where, came, expected in params.wanting():
        found.add(f"{at}.{where}", came, expected)
    written = params.written()
    for place, language in {where.partition("[")[0]: language for where, language, _ in written}.items():
        if language is not None and code(language) is None:
            found.add(f"{at}.{place}", shown(language), "the code of a language, such as en or nb")
    dropped: dict[str, list[_Wrong]] = {}
    for where, language, text in written:
        wrong = list(_wrong(text, language or spot.setting.brand.languages[0], params, spot))
        if wrong and spot.setting.pack is not None:
            dropped[where] = wrong
            continue
        for one in wrong:
            found.add(f"{at}.{where}", one.came, one.expected)
    left = [(where, language) for where, language, _ in written if where not in dropped]
    if written and not left:
        reasons = [one for wrong in dropped.values() for one in wrong if not one.lacking]
        if not reasons:
            return None
        expected = f"a text that this brand can say; write a rule of your own named {spot.rule!r} in its place"
        found.add(at, f"no such text: {reasons[0].came}, expected {reasons[0].expected}", expected)
    _check_languages(at, left, spot, found)
    return _without(table, dropped)


def _wrong(text: str, language: str, params: Parameters, spot: Spot) -> Iterable[_Wrong]:
    brand = spot.setting.brand
    mistakes = faults(text)
    for one in mistakes:
        yield _Wrong(one, "plain text with known placeholders")
    if not fold(text):
        yield _Wrong(shown(text), "words")
    if mistakes or not fold(text):
        return
    helps = any(one.helps for one in brand.accounts)
    longest = widest(brand) | ({} if helps else {"help": None})
    for name in dict.fromkeys(placeholders(text)):
        if longest[name] is None:
            yield _Wrong(f"{{{name}}}", f"{_FROM[name]} first; without it this text is never said", lacking=True)
        if name == "hours" and possible(spot.when, "hours", "inside"):
            expected = 'hours = "outside" under [when]: inside hours there is no next opening to name'
            yield _Wrong("{hours}", expected)
        if name in ("until", "expected") and not possible(spot.when, "hours", "inside"):
            yield _Wrong(f"{{{name}}}", "{hours}: this rule holds outside service hours only")
    for link in _LINK.findall(text):
        host = link.casefold().removeprefix("https://").removeprefix("http://").rstrip(".,;:!?)")
        if host not in brand.links:
            yield _Wrong(f"a link to {shown(host)}", f"a host from links in brand.toml, {one_of(brand.links)}")
    for came, expected in unfit(
        text.replace("{contact_meeting}", brand.contact.meeting or ""),
        language,
        sort=spot.sort,
        manner=brand.manner,
        team=brand.team,
        automatic=params.automatic,
        thanks=params.thanks,
    ):
        yield _Wrong(came, expected)
    whole = fill(signed(text, brand.signature) if params.automatic else text, longest) or ""
    for name in spot.platforms:
        if not spot.setting.platforms[name].fit(whole):
            came = f"{len(text)} characters, too long for {name} with the signature and the longest name"
            yield _Wrong(came, "a shorter text, or when.platform without it")


def _check_languages(at: str, left: Collection[tuple[str, str | None]], spot: Spot, found: Faults) -> None:
    """Who writes in a language that the rule does not speak is answered in the brand's first, so that must be there;
    a rule that is for some languages only must speak those."""
    places = {language: where for where, language in left}
    if not places or None in places:
        return
    spoken = {language: True for language in places if language}
    asked = spot.when.languages or spot.setting.brand.languages[:1]
    lost = [language for language in asked if pick(spoken, language) is None]
    if lost and spot.setting.pack is not None:
        spot.setting.pack.silent.add(spot.rule)
    elif lost:
        place = next(iter(places.values())).partition(".")[0]
        why = "which the rule is for" if spot.when.languages else "the brand's first language, for everybody else"
        found.add(f"{at}.{place}", f"texts in {', '.join(spoken)} only", f"also one in {lost[0]!r}, {why}")


def _without(table: Mapping[str, Any], places: Collection[str]) -> dict[str, Any]:
    """Parameters without the texts at these places."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            inner = {name: _rest(f"{key}.{name}", one, places) for name, one in value.items()}
            kept[key] = {name: one for name, one in inner.items() if one}
        elif isinstance(value, list):
            kept[key] = _rest(key, value, places)
        elif key not in places:
            kept[key] = value
    return kept


def _rest(at: str, texts: object, places: Collection[str]) -> object:
    if not isinstance(texts, list):
        return texts
    return [text for index, text in enumerate(texts) if f"{at}[{index}]" not in places]
