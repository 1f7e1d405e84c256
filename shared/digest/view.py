"""A Snapshot as one edition sees it: in one language, naming people as its readers may see them, with its own links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from shared.brands.circle import Names
from shared.core.interaction import Kind
from shared.digest import clean
from shared.digest.catalogue import Catalogue
from shared.digest.page import Link, Mood
from shared.digest.snapshot import Face, Group, Snapshot, Wait
from shared.digest.state import Cause

QUOTE = 140


class Ways(Protocol):
    """The addresses that one recipient's edition leads to; None where there is no such page."""

    def card(self, entry: str, act: str = "") -> str | None:
        """The desk's page of one Entry; `act` (`send`, `take`, `hand_on`, `hold`) puts that one first there."""
        ...

    def copy(self, day: str = "") -> str | None:
        """The web copy of this very edition; of another `day` (ISO), that reader's of it."""
        ...

    def settings(self) -> str | None: ...

    def stop(self) -> str | None: ...


class NoWays:
    """Where there is no desk."""

    def card(self, entry: str, act: str = "") -> str | None:
        return None

    def copy(self, day: str = "") -> str | None:
        return None

    def settings(self) -> str | None:
        return None

    def stop(self) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Edition:
    """How one recipient gets it. `late`: so long after its time that it says so."""

    names: Names = Names.FULL
    ways: Ways = field(default_factory=NoWays)
    late: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What every block is worked out from. `mood` and `cause` are those of `state.judge`."""

    of: Snapshot
    words: Catalogue
    edition: Edition
    mood: Mood
    cause: Cause

    @property
    def all(self) -> Group:
        return self.of.all

    @property
    def blank(self) -> bool:
        """Whether no figure of the day is to be sent."""
        return self.mood is Mood.CANT_TELL

    @property
    def least(self) -> bool:
        """Whether there may be more of everything that is counted over all platforms."""
        return bool(self.of.incomplete)

    def incomplete(self, platform: str) -> bool:
        return any(gap.platform == platform for gap in self.of.incomplete)

    @property
    def morning(self) -> date:
        """The local date on which it was counted: what `today` means to the reader."""
        return self.local(self.of.at).date()

    def local(self, at: datetime) -> datetime:
        from zoneinfo import ZoneInfo

        return at.astimezone(ZoneInfo(self.of.zone))

    def moment(self, at: datetime) -> str:
        return self.words.moment(at, self.of.zone, self.morning)

    @property
    def overdue(self) -> tuple[Wait, ...]:
        """Those past their promise, in the order in which they need somebody (as the Snapshot has them)."""
        return tuple(one for one in self.of.waits if one.overdue)

    @property
    def number_overdue(self) -> int:
        return self.all.overdue + self.of.earlier_overdue

    @property
    def number_waiting(self) -> int:
        """Everybody who waits, inside the promise or past it, from whatever day."""
        of, day = self.of, self.all
        return day.waiting + day.overdue + of.earlier_overdue + of.earlier_inside - of.earlier_also

    def who(self, face: Face) -> str:
        """A person's name for the middle of a sentence, as this edition may show it."""
        name = clean.name(face.name)
        if self.edition.names is Names.COUNTS:
            return self.words.say("somebody")
        if self.edition.names is Names.FIRST:
            return clean.isolated(first(name)) if name else self.words.say("somebody")
        shown = name or clean.handle(face.handle)
        return clean.isolated(shown) if shown else self.words.say("somebody")

    def known(self, face: Face) -> bool:
        """Whether `who` is a name, and not `somebody`."""
        return self.who(face) != self.words.say("somebody")

    def short_name(self, face: Face) -> str | None:
        """The first name, for a headline; None where it is not known or not to be shown."""
        name = clean.name(face.name)
        if self.edition.names is Names.COUNTS or not name:
            return None
        return clean.isolated(first(name))

    def account(self, face: Face) -> str | None:
        """The handle of an account that must be looked for by it, else its name; None where neither may be shown."""
        if self.edition.names is not Names.FULL:
            return None
        shown = clean.handle(face.handle) or clean.name(face.name)
        return clean.isolated(shown) if shown else None

    def colleague(self, name: str) -> str:
        """A colleague's name for the middle of a sentence: every edition shows it."""
        return clean.isolated(clean.name(name) or self.words.say("somebody"))

    def plain(self, text: str, most: int = 40) -> str:
        """A few words of a colleague or a brand, such as a topic, for the middle of a sentence."""
        return clean.isolated(clean.quote(text, most).rstrip(" .!?"))

    def private(self, face: Face) -> bool:
        return face.private or face.kind is Kind.DIRECT_MESSAGE

    def quote(self, face: Face, most: int = QUOTE) -> str | None:
        """What they said in public, as this edition may show it; None where it may not, or is not known."""
        if self.edition.names is not Names.FULL or self.private(face):
            return None
        return clean.quote(face.about, most) or None

    def where(self, face: Face) -> str:
        """`Facebook comment`."""
        return self.words.say(f"where-{face.kind.replace('_', '-')}", platform=self.words.platform(face.platform))

    def on_platform(self, face: Face) -> tuple[Link, ...]:
        """To where they wrote, if that may be shown."""
        if face.url is None or not face.url.startswith("https://"):
            return ()
        return (Link(self.words.say("open-on", platform=self.words.platform(face.platform)), face.url),)

    def people(self, number: int) -> str:
        return self.words.say("people", n=number)

    def listed(self, names: Sequence[str]) -> str:
        return self.words.listed(names)


def first(name: str) -> str:
    """The first of a person's names, where that is one."""
    part = name.split(" ")[0]
    return part if sum(char.isalpha() for char in part) >= 2 and not part.endswith(".") else name
