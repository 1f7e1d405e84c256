"""Every word of the digest, in the reader's language: one file of Fluent messages each, in `languages/`.

A language is there once its file is; `en` is the first, and says what a file that lacks a message says instead. Plural
forms are the file's own, by the rules of its language; dates, numbers and lists are Babel's (CLDR). Adding a language:
`docs/adding-a-language.md`. Fluent: https://projectfluent.org (read 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

FALLBACK: Final = "en"
SMALL_SAMPLE: Final = 20
_FOLDER: Final = Path(__file__).with_name("languages")
_LOCALES: Final = {"en": "en_GB", "zh": "zh_Hans_CN", "nb": "nb_NO", "lv": "lv_LV"}
"""Which country's habits a bare language takes; any other takes what CLDR gives it."""
_FORMS: Final = {"en": ("EEEE d MMMM y", "EEE d MMM")}
"""Dates written otherwise than CLDR does: long, and short. English without commas, since subjects have their own."""
_NARROW: Final = 5  # letters
_SPELLED: Final = "spell-"
"""Numbers in words: a language that has none writes digits, and not the words of another."""
_MESSAGE: Final = re.compile(r"^([a-z][a-z0-9-]*) *=", re.MULTILINE)

Argument = str | int | float | None


class Catalogue:
    """One language. Its texts are plain: whoever renders them escapes them.

    Strangers' text goes in as an argument, isolated (`clean.isolated`); Fluent's own isolates are off, since mail
    programs show them as boxes.
    """

    def __init__(self, language: str, *sources: str) -> None:
        self.language = language
        self.locale = Locale.parse(_LOCALES.get(language, language.replace("-", "_")))
        self._bundle = FluentBundle(
            [str(self.locale).replace("_", "-")], functions={"SPELL": cast("Any", self._spelled)}, use_isolating=False
        )
        own, *others = [dict(messages(source)) for source in sources]
        lent = {name: text for source in reversed(others) for name, text in source.items()}
        self._sources = {name: text for name, text in lent.items() if not name.startswith(_SPELLED)} | own

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as html's `dir` takes it."""
        return str(self.locale.text_direction)

    def say(self, name: str, **given: Argument) -> str:
        """The message, on one line. Numbers choose plural forms and are written as the language writes them.

        Raises KeyError for a message that even the first language lacks, ValueError where an argument is missing: both
        are mistakes of ours, which tests find in every language.
        """
        if not self._bundle.has_message(name):  # read when it is first said: a digest says a third of them
            self._bundle.add_resource(FluentResource(self._sources[name]))
        message = self._bundle.get_message(name)
        if message.value is None:
            raise KeyError(name)
        text, errors = self._bundle.format_pattern(
            message.value,
            {key: fluent_number(one) if isinstance(one, (int, float)) else one for key, one in given.items()},
        )
        if errors:
            raise ValueError(f"{self.language} {name}: {errors[0]}")
        return " ".join(str(text).split("\n"))

    def _spelled(self, number: float) -> str:
        """`SPELL($n)` in a message: the number as the message `spell-3` writes it, in digits where there is none."""
        name = f"{_SPELLED}{int(number)}"
        return self.say(name) if self.knows(name) else self.number(number)

    def knows(self, name: str) -> bool:
        return name in self._sources

    def number(self, number: float) -> str:
        return str(format_decimal(number, locale=self.locale))

    def percent(self, part: int, whole: int) -> str:
        """Whole per cent, half up, 1 to 99 unless exact. Raises ZeroDivisionError on an empty whole."""
        return str(format_percent(whole_percent(part, whole) / 100, locale=self.locale))

    def share(self, part: int, whole: int, *, least: bool = False) -> str:
        """A percentage, `7 of 9` below twenty people, or that there was nothing to divide by.

        `least`: there may be more of both, and then a percentage would say more than is known.
        """
        if whole == 0:
            return self.say("share-none")
        if least or whole < SMALL_SAMPLE:
            return self.say("share-of", part=self.at_least(part, least), whole=self.at_least(whole, least))
        return self.percent(part, whole)

    def at_least(self, number: int, least: bool = True) -> str:
        """A count, with ≥ where there may be more."""
        return f"≥\u00a0{self.number(number)}" if least else self.number(number)

    def together(self, *sentences: str) -> str:
        """Sentences one after the other; an empty one is left out."""
        return self.say("between-sentences").join(one for one in sentences if one)

    def listed(self, names: Sequence[str]) -> str:
        return str(format_list(list(names), style="standard", locale=self.locale))

    def long_date(self, day: date) -> str:
        """`Tuesday 13 October 2026`, as the language has it."""
        return str(format_date(day, _FORMS.get(self.language, ("full", ""))[0], locale=self.locale))

    def short_date(self, day: date) -> str:
        """`Tue 13 Oct`: weekday, day and month, for subjects and tables."""
        form = _FORMS.get(self.language, ("", ""))[1]
        return str(
            format_date(day, form, locale=self.locale) if form else format_skeleton("MMMEd", day, locale=self.locale)
        )

    def weekday(self, day: date) -> str:
        """`Tue`, for a narrow column: `Ot` where the abbreviation is as long as `Ceturtd.`"""
        longest = max(map(len, self.locale.days["stand-alone"]["abbreviated"].values()))
        return str(format_date(day, "ccc" if longest <= _NARROW else "cccccc", locale=self.locale))

    def clock(self, at: datetime, zone: str) -> str:
        """`07:30`: the local wall time, in twenty-four hours everywhere."""
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"

    def moment(self, at: datetime, zone: str, near: date) -> str:
        """A local wall time as a reader on the morning `near` would say it: `07:30 today`."""
        local = at.astimezone(ZoneInfo(zone))
        name = {0: "moment-today", -1: "moment-yesterday", 1: "moment-tomorrow"}.get((local.date() - near).days)
        clock = f"{local:%H:%M}"
        if name is None:
            return self.say("moment-on", clock=clock, date=self.short_date(local.date()))
        return self.say(name, clock=clock)

    def duration(self, seconds: float, *, narrow: bool = False) -> str:
        """Seconds under a minute, minutes under an hour, then `1 h 05 min` (`1 h 05` if narrow), days from 48 hours."""
        whole = max(0, int(seconds))
        minutes, hours = whole // 60, whole // 3600
        if whole < 60:
            return self.say("duration-seconds", seconds=whole)
        if minutes < 60:
            return self.say("duration-minutes", minutes=minutes)
        if hours < 48:
            name = "duration-hours-narrow" if narrow else "duration-hours"
            return self.say(name, hours=hours, minutes=f"{minutes % 60:02d}")
        days, rest = divmod(hours, 24)
        return self.say("duration-days-hours" if rest else "duration-days", days=days, hours=rest)

    def span(self, seconds: float) -> str:
        """A promise's length: `2 hours`, `1 minute`, `90 minutes`."""
        if seconds % 3600 == 0:
            return self.say("span-hours", hours=int(seconds // 3600))
        if seconds < 60:
            return self.say("span-seconds", seconds=int(seconds))
        return self.say("span-minutes", minutes=int(seconds // 60))

    def platform(self, name: str) -> str:
        """A platform's name as it writes itself."""
        message = f"platform-{name.replace('_', '-')}"
        return self.say(message) if self.knows(message) else name[:1].upper() + name[1:].replace("_", " ")


def messages(source: str) -> Iterator[tuple[str, str]]:
    """Each message of a file by its name, as it stands there. One that Fluent cannot read is found when it is said."""
    starts = list(_MESSAGE.finditer(source))
    for this, following in zip(starts, [*starts[1:], None], strict=True):
        text = source[this.start() : None if following is None else following.start()]
        yield this[1], "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


def whole_percent(part: int, whole: int) -> int:
    """Whole per cent, half up, 1 to 99 unless exact. Raises ZeroDivisionError on an empty whole."""
    rounded = (200 * part + whole) // (2 * whole)
    return rounded if part in (0, whole) else min(99, max(1, rounded))


def upper(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def languages() -> tuple[str, ...]:
    """Those that the digest speaks."""
    return tuple(sorted(one.stem for one in _FOLDER.glob("*.ftl")))


@lru_cache(maxsize=8)
def catalogue(language: str) -> Catalogue:
    """The Catalogue of a language, or of the first one where there is none: `nb-NO` is `nb`."""
    bare = language.replace("_", "-").split("-")[0]
    named = next((one for one in (language, bare) if one in languages()), FALLBACK)
    names = dict.fromkeys((named, FALLBACK))
    return Catalogue(named, *((_FOLDER / f"{one}.ftl").read_text(encoding="utf-8") for one in names))
