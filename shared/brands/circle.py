"""Those around a brand, as doors hold them: its team and their shifts, the people and posts it knows, its events.

All of it is written in `brand.toml` and checked at the desk. Times are UTC unless they say local.
"""

from __future__ import annotations

from datetime import date

import msgspec

from shared.core.interaction import Utc
from shared.core.sla import Calendar


class Colleague(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who answers for the brand, how they sign, and when they are on duty.

    `shifts` None: whenever the brand serves. `away` are local dates, first and last of each absence. `slack` and `chat`
    name the environment variable that holds the address of an incoming webhook. No `languages` or `platforms`: any.
    `lead` is who is asked where nobody is on duty.
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
