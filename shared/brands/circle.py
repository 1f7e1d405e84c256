"""Those around a brand, as doors hold them: its team and their shifts, the people and posts it knows, its events.

All of it is written in `brand.toml` and checked at the desk. Times are UTC unless they say local.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from shared.core.calendar import Calendar
from shared.core.interaction import Kind, Utc


class Colleague(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who answers for the brand, how they sign, and when they are on duty.

    `shifts` None: whenever the brand serves. `away` are local dates, first and last of each absence. `slack` and `chat`
    name the environment variable that holds the address of an incoming webhook. No `languages` or `platforms`: any.
    `lead` is who is asked where nobody is on duty, `manager` who is told last of who waits too long.
    """

    name: str
    signature: str
    mail: str | None = None
    slack: str | None = None
    chat: str | None = None
    languages: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    shifts: Calendar | None = None
    away: tuple[tuple[date, date], ...] = ()
    lead: bool = False
    manager: bool = False


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A promise to some beside the general one: seconds as in `Targets`; None: it promises nothing of that sort.

    It holds for what has one of its `platforms`, kinds, classes (`sorts`) and languages, where it names any; for VIPs
    only, for all others only, or (None) for both; during an event; during a crisis. `instead`: the general one does
    not hold beside it. `calendar` names the calendar that its service time is counted by; None: the Interaction's own.
    """

    name: str
    ack: float | None = None
    response: float | None = None
    next: float | None = None
    platforms: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    sorts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    vip: bool | None = None
    event: str | None = None
    crisis: bool = False
    calendar: str | None = None
    instead: bool = False


class Targets(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The promise: `ack` in calendar seconds, `response` in seconds of service time, `goal` in per cent kept.

    `next` is that of an answer to whoever was answered before in the conversation; None: as `response`. Somebody is at
    risk of waiting too long once `risk_share` of a target has passed, or only `risk_left` seconds are left of it,
    whichever is earlier.
    """

    ack: float = 60.0
    response: float = 7200.0
    goal: int = 90
    next: float | None = None
    risk_share: float = 0.75
    risk_left: float | None = None
    special: tuple[Target, ...] = ()


class Schedule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A calendar beside the brand's own, and whose it is: of what comes from these platforms, in these languages, while
    one of these colleagues is asked. Where it names none of them, it is only there for targets that name it.
    """

    calendar: Calendar
    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()


class Tell(StrEnum):
    """Who is told at a step of the ladder. `person`: who was asked if on duty, else who is."""

    PERSON = "person"
    LEAD = "lead"
    MANAGER = "manager"


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of the ladder: `after` seconds of service time past due; None: once it is at risk.

    `reassign`: somebody else on duty is asked, where who was asked has done nothing. `key` begins with when it comes
    (risk, breach, or minutes) and names it for good: no step
    is taken twice for a clock.
    """

    key: str
    tell: Tell
    after: float | None = None
    reassign: bool = False


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """The environment variables with the address and the secret of a webhook that is told all that the ladder tells."""

    url: str
    secret: str


class Caps(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """At most this many automatic answers: per thread and day, per author and hour, per account and minute.

    `place_hour` bounds those in one conversation that is not under a post of our own, `target_hour` those that name or
    notify one third person, `mentions` the handles of others in words that are still answered.
    """

    thread_day: int = 1
    author_hour: int = 3
    account_minute: int = 60
    place_hour: int = 10
    target_hour: int = 3
    mentions: int = 3


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A campaign, a chat, a launch: what is done between two moments with one of its hashtags, or under its posts.

    Without either, all that is done in that time belongs to it.

    `follow_up` is one line by language that thanks may end in, such as asking for a picture.
    """

    name: str
    opens: Utc
    closes: Utc
    hashtags: tuple[str, ...] = ()  # folded, without #
    posts: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    follow_up: dict[str, str] = {}


class Post(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the brand says of a post of its own: its title, and tags that rules may ask for (`asks-opinion`)."""

    id: str
    title: str | None = None
    tags: tuple[str, ...] = ()


class Regulars(msgspec.Struct, frozen=True, kw_only=True):
    """Who is a regular: somebody with so many acts on so many different local days, in the last `within` days."""

    acts: int = 5
    days: int = 3
    within: int = 90


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where people can go on in private."""

    mail: str | None = None
    phone: str | None = None
    meeting: str | None = None


class Alarm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When anger is told of at once: so many different people within an hour, or more where more are usual.

    `switch`: whether the crisis switch then turns on by itself, for two hours.
    """

    people: int = 8
    switch: bool = False


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """Local hours, in minutes since midnight, in which no colleague is told anything but what is urgent.

    `start` later than `end` goes over midnight.
    """

    start: int
    end: int


class Model(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A brand's own classifier behind HTTP: asked for one label, never needed. `secret` names a variable."""

    url: str
    labels: tuple[str, ...] = ()
    secret: str | None = None
    timeout: float = 0.5


class Names(StrEnum):
    """How a digest names people: with names and quotes, by first names, or not at all."""

    FULL = "full"
    FIRST = "first"
    COUNTS = "counts"


class OnQuiet(StrEnum):
    """What becomes of the digest of a Quiet day: it is sent, is not, or only where the day had service."""

    SEND = "send"
    SKIP = "skip"
    SERVICE = "service"


class Readers(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Some of those who read a brand's digest, and when and how they get it.

    `to` are addresses as `core/channels` reads them: of a mailbox, or of a chat. `at` is in minutes since local
    midnight, 240 to 1320; `days` are weekdays on which it comes, Monday 0. `language` None: the brand's first one that
    the digest speaks.
    """

    name: str
    to: tuple[str, ...]
    at: int = 450
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    language: str | None = None
    names: Names = Names.FULL
    quiet: OnQuiet = OnQuiet.SEND
