"""What brand.toml says of time: service hours and calendars, targets, the ladder, and what else is told of it.

The form alone; made into what doors hold in `hours` and `promises`. No door loads this.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from shared.brands.circle import Tell
from shared.brands.forms import Code, Country, Environment, IsoDate, Key, Kinds, Name, Slug, Span, Written
from shared.core.ledger import Sort

# --- when it serves ---


class Week(Written):
    """Spans of the seven days, such as ["09:00-12:00", "13:00-18:00"]."""

    monday: list[Span] = []
    tuesday: list[Span] = []
    wednesday: list[Span] = []
    thursday: list[Span] = []
    friday: list[Span] = []
    saturday: list[Span] = []
    sunday: list[Span] = []


class ShiftsForm(Week):
    """When a colleague is on duty, in the brand's own zone. A day left out is free."""


class ClosedForm(Written):
    """Days without service: one, or all from the first to the last."""

    first: date
    last: date | None = None
    """The last of them, itself included; only the first if left out."""
    name: Name | None = None
    """What explains that nothing counts then, such as "Stocktaking"."""


def _closed(value: object) -> object:
    if type(value) is date:
        return {"first": value}
    if not isinstance(value, dict):
        raise ValueError("a date such as 2026-12-25, or a table with first, last and name")
    return value


class DatedForm(Written):
    """One date with hours of its own."""

    hours: list[Span]
    """None at all: closed."""
    name: Name | None = None
    """What explains it, such as "Christmas Eve"."""


def _dated(value: object) -> object:
    if isinstance(value, list):
        return {"hours": value}
    if not isinstance(value, dict):
        raise ValueError('spans such as ["09:00-12:00"], [] for closed, or a table with hours and name')
    return value


class ChangeForm(Week):
    """Another week, from a local date on."""

    since: date
    """The first day of it."""


class Hours(Week):
    """Service hours in the brand's own zone, such as ["09:00-12:00", "13:00-18:00"]. A day left out is closed; with no
    day at all it serves day and night."""

    holidays: list[Country] = []
    """Countries (NO), or parts of them (DE-BY), on whose public holidays it is closed."""
    closed: list[Annotated[ClosedForm, BeforeValidator(_closed, json_schema_input_type=date | ClosedForm)]] = []
    """Whole days without service, such as 2026-12-25 or { first = 2027-07-12, last = 2027-07-25, name = "Summer" }."""
    dated: dict[
        IsoDate, Annotated[DatedForm, BeforeValidator(_dated, json_schema_input_type=list[Span] | DatedForm)]
    ] = {}
    """Dates with hours of their own, also where they are holidays: 2026-12-24 = ["09:00-12:00"]."""
    changes: list[ChangeForm] = []
    """Weeks that take the place of this one, each from a date on."""


class CalendarForm(Hours):
    """Service hours beside the brand's own, for some platforms, languages or colleagues, or for targets that name
    them."""

    name: Key
    """What targets and figures call it."""
    zone: str | None = None
    """IANA time zone; the brand's if left out."""
    platforms: list[Slug] = []
    languages: list[Code] = []
    colleagues: list[Name] = []
    """It counts while one of these is asked."""


# --- what it promises ---

AckSeconds = Annotated[int, Field(ge=1, le=86400)]
Minutes = Annotated[int, Field(ge=1, le=14400)]


class SpecialForm(Written):
    """A promise to some. All that it names must be so."""

    name: Key
    """What notices and figures call it."""
    ack_seconds: AckSeconds | None = None
    response_minutes: Minutes | None = None
    next_minutes: Minutes | None = None
    platforms: list[Slug] = []
    kinds: list[Kinds] = []
    classes: list[Annotated[Sort, Field(strict=False)]] = []
    """The classes that rules give."""
    languages: list[Code] = []
    vip: bool | None = None
    """true: only those whom `vips` names; false: only all others."""
    event: Key | None = None
    """Only what belongs to this event."""
    crisis: bool = False
    """true: only while the crisis switch is on; a crisis hold does not pause it."""
    calendar: Key | None = None
    """The calendar that its minutes are counted by."""
    instead: bool = False
    """true: it stands in the place of the general promise; false: both hold."""


class TargetsForm(Written):
    """What the brand promises."""

    ack_seconds: AckSeconds = 60
    """A first sign, by machine or person, within so many seconds, day and night."""
    response_minutes: Minutes = 120
    """A reply by a person within so many minutes of service time."""
    next_minutes: Minutes | None = None
    """The same for whoever a colleague has answered before in the conversation; as the first if left out."""
    goal_percent: Annotated[int, Field(ge=1, le=100)] = 90
    """How many of a hundred must be in time for a good day."""
    risk_percent: Annotated[int, Field(ge=1, le=100)] = 75
    """Somebody is at risk of waiting too long once so many per cent of a promise have passed ..."""
    risk_minutes: Minutes | None = None
    """... or once so many minutes are left of it, whichever is earlier."""
    special: list[SpecialForm] = []


# --- who is told ---


class StepForm(Written):
    """One step of the ladder: who is told of somebody who waits, and when."""

    tell: Annotated[Tell, Field(strict=False)]
    """person: who was asked; lead or manager: those of the team."""
    when: Literal["risk", "breach"] | None = None
    """At risk, or once it is late; once it is late if left out."""
    after_minutes: Minutes | None = None
    """So many minutes of service time after it was due."""
    reassign: bool = False
    """true: somebody else on duty is asked, where who was asked has done nothing."""


class AlertsForm(Written):
    """A webhook of your own that is told all that the ladder tells."""

    url: Environment
    """The environment variable that holds its address."""
    secret: Environment
    """The environment variable that holds the secret with which it checks who calls."""
