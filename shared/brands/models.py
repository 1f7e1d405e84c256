"""The form of the files that people write: connections.toml and brand.toml, and the schemas of all of them.

Turned into JSON Schema for editors; no door loads this. Files are read and held against these forms in `reading`; what
one file cannot know (names in other files, what platforms can do) is checked in `desk` and `book`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, cast

from pydantic import AfterValidator, BaseModel, Field, RootModel, create_model

from shared.brands.clocks_form import AlertsForm, CalendarForm, Hours, ShiftsForm, StepForm, TargetsForm
from shared.brands.forms import (
    DAYS,
    Code,
    Day,
    Environment,
    Hashtag,
    Key,
    LocalTime,
    Mail,
    Name,
    Night,
    OneOrMoreEnvironments,
    Slug,
    Text,
    Written,
    base_address,
    host,
    sending_time,
)
from shared.brands.rule_form import RULE, WHEN
from shared.brands.voice_form import PicturesForm, VoiceForm

# --- connections.toml ---


class ConnectionForm(Written):
    """One app registration with a platform. The table's name is the path that the platform calls."""

    platform: str | None = None
    """The platform's name; the table's own name if left out."""
    secrets: dict[str, OneOrMoreEnvironments] = {}
    """By use (signing, verify ...): the environment variables that hold the secrets; several while one is being
    changed. A use that is left out is HEARD_<CONNECTION>_<USE>."""
    base_url: Annotated[str, AfterValidator(base_address)] | None = None
    """Where its API is called instead of the platform's own address."""
    settings: dict[str, str] = {}
    """What else the platform's page asks for."""


class ConnectionsForm(RootModel[dict[Slug, ConnectionForm]]):
    """Every app registration of this deployment, one table each."""


# --- brand.toml ---


class AwayForm(Written):
    """An absence: whole days, the first and the last included."""

    first: date
    last: date


class ReadersForm(Written):
    """Some who read the daily digest, and when and how they get it."""

    recipients: list[Mail] = []
    """Mail addresses; each gets a mail of its own."""
    slack: OneOrMoreEnvironments = []
    """Environment variables that hold addresses of Slack incoming webhooks, which get a short edition."""
    chat: OneOrMoreEnvironments = []
    """The same for Google Chat spaces' incoming webhooks."""
    at: Annotated[str, AfterValidator(sending_time)] = "07:30"
    """Local time, from 04:00 to 22:00."""
    days: Annotated[list[Day], Field(min_length=1)] = list(DAYS)
    """Days on which it is sent; it then tells of all days since the last, each in a mail of its own."""
    language: Code | None = None
    """The language that it is written in; the brand's first one that it speaks if left out."""
    names: Literal["full", "first", "counts"] = "full"
    """Whether people are named and quoted, named by their first names, or not named at all."""
    quiet: Literal["send", "skip", "service"] = "send"
    """A day on which nobody wrote and nobody waits: it is told, it is not, or only if the brand served that day."""


class GroupForm(ReadersForm):
    """Others who read the digest, at a time or in a way of their own. All groups get the same figures."""

    name: Key


class DigestForm(ReadersForm):
    """Who gets the daily digest, and when. Who stands here gets the brand's notices too; further groups do not."""

    sender: Mail | None = None
    """The address that it comes from."""
    reply_to: Mail | None = None
    """Where an answer to it goes: the team's address. The first lead's, or else the first colleague's, if left out."""
    groups: list[GroupForm] = []


class ColleagueForm(Written):
    """Somebody who answers for the brand."""

    name: Name
    signature: Name
    """How they sign an answer, such as "Anna at Tern & Kettle"."""
    mail: Mail | None = None
    slack: Environment | None = None
    """The environment variable that holds the address of a Slack incoming webhook, where they are told instead."""
    chat: Environment | None = None
    """The same for a Google Chat space's incoming webhook."""
    languages: list[Code] = []
    """Languages that they answer in; any if left out."""
    platforms: list[Slug] = []
    """Platforms that they answer on; any if left out."""
    shifts: ShiftsForm | None = None
    """When they are on duty; whenever the brand serves if left out."""
    away: list[AwayForm] = []
    """Holidays and other absences."""
    lead: bool = False
    """Asked where nobody else is on duty."""
    manager: bool = False
    """Told last of who waits too long."""


class AccountForm(Written):
    """One identity of the brand on a platform."""

    id: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S+$")]
    """The platform's own id, as text in quotes."""
    connection: str
    """The connection that its webhooks come through."""
    platform: Slug | None = None
    """Its platform, where that is not the connection's own: one Meta app brings Messenger beside Facebook."""
    name: Name
    """What colleagues call it."""
    handle: Name | None = None
    token: Environment | None = None
    """The environment variable that holds its access token. Without one nothing can be sent."""
    refresh: Environment | None = None
    """The environment variable that holds what renews that token, where it ends: Heard then renews it by itself."""
    base_url: Annotated[str, AfterValidator(base_address)] | None = None
    accepts: list[Name] = []
    """Ids of terms that the brand has agreed to with the platform, where that loosens what may be automatic."""
    helps: Name | None = None
    """The handle of the account where people are sent for help, for texts that name it as {help}."""


class CapsForm(Written):
    """At most so many automatic answers."""

    thread_day: Annotated[int, Field(ge=1, le=20)] = 1
    author_hour: Annotated[int, Field(ge=1, le=60)] = 3
    account_minute: Annotated[int, Field(ge=1, le=600)] = 60
    place_hour: Annotated[int, Field(ge=0, le=60)] = 10
    """In one conversation that is not under a post of our own, each hour."""
    target_hour: Annotated[int, Field(ge=0, le=60)] = 3
    """Answers that notify one third person, each hour."""
    mentions: Annotated[int, Field(ge=0, le=20)] = 3
    """Handles of others in somebody's words, up to which they are still answered automatically."""


class RegularsForm(Written):
    """Who counts as a regular."""

    acts: Annotated[int, Field(ge=2, le=50)] = 5
    days: Annotated[int, Field(ge=1, le=50)] = 3
    """On so many different days."""
    within: Annotated[int, Field(ge=7, le=400)] = 90
    """Counted over so many days."""


class EventForm(Written):
    """A campaign, a chat, a launch."""

    name: Key
    opens: LocalTime
    """Local date and time without an offset, such as 2026-12-01T18:00:00."""
    closes: LocalTime
    hashtags: list[Hashtag] = []
    posts: list[Name] = []
    """Ids of posts, as the platform writes them."""
    platforms: list[Slug] = []
    follow_up: dict[Code, Text] = {}
    """By language, a line that thanks may end in: "Show us your cup?"."""


class PostForm(Written):
    """A post of the brand's own that rules and texts may know."""

    id: Name
    title: Name | None = None
    tags: list[Key] = []


class ContactForm(Written):
    """Where people can go on in private."""

    mail: Mail | None = None
    phone: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()-]{3,24}$")] | None = None
    meeting: Annotated[str, Field(pattern=r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[!-~]*)?$", max_length=200)] | None = (
        None
    )
    """The https address of a page where people choose a time to talk; its host must stand in `links`."""


class ModelForm(Written):
    """A classifier of the brand's own behind HTTP. It may give a label that rules can ask for, and nothing else."""

    url: Annotated[str, AfterValidator(base_address)]
    labels: Annotated[list[Key], Field(min_length=1)]
    """The labels that are taken; any other answer is none."""
    secret: Environment | None = None
    """The environment variable that holds a bearer token for it."""
    timeout_ms: Annotated[int, Field(ge=50, le=2000)] = 500


class AlarmForm(Written):
    """When colleagues are told at once that many people are angry."""

    people: Annotated[int, Field(ge=3, le=10000)] = 8
    """So many different people complain within an hour, or under one post, or with one hashtag. Where more than half as
    many are usual, it takes more."""
    switch: bool = False
    """Whether the crisis switch then turns on by itself for two hours."""


class BrandForm(Written):
    """One brand: who it is, when it serves, what it promises."""

    name: Name
    short: Name | None = None
    """What people call it; the name if left out."""
    zone: str
    """IANA time zone, such as Europe/Oslo."""
    languages: Annotated[list[Code], Field(min_length=1)]
    """Language codes, the first being the brand's own."""
    signature: Name
    """Ends every automatic answer, so that nobody takes it for a person's. Many laws ask for this."""
    links: list[Annotated[str, AfterValidator(host)]] = []
    """Hosts that rule texts may link to; beside the platforms' own, also those that colleagues are shown links to."""
    words_days: Annotated[int, Field(ge=1, le=30)] = 30
    """Days after which people's words are forgotten."""
    hours: Hours | None = None
    """Without this table the brand serves day and night."""
    calendars: list[CalendarForm] = []
    targets: TargetsForm = TargetsForm()
    escalation: list[StepForm] | None = None
    """The ladder: who is told of whom somebody waits for, and when. The usual one if left out; [] tells nobody."""
    alerts: AlertsForm | None = None
    digest: DigestForm = DigestForm()
    team: list[ColleagueForm] = []
    accounts: list[AccountForm] = []
    caps: CapsForm = CapsForm()
    disclose: bool = True
    """Whether automatic answers end in the signature. Without it people are not told that a machine wrote to them,
    which many laws and platforms forbid."""
    vips: list[Name] = []
    """Handles, or platform:id, of people whom rules may know as `author.vip`."""
    regulars: RegularsForm = RegularsForm()
    events: list[EventForm] = []
    posts: list[PostForm] = []
    contact: ContactForm = ContactForm()
    quiet: Night | None = None
    """Local hours in which no colleague is told anything but what is urgent, such as 21:00-07:00."""
    alarm: AlarmForm = AlarmForm()
    packs: list[Slug] = []
    """Rule packs that come with Heard. Their rules are tried among the brand's own, in the order of the file names; one
    of the brand's own of the same name stands in its place."""
    segments: dict[Key, Written] = {}
    model: ModelForm | None = None


_SEGMENTS: Final = "Names for sets of conditions, for rules to ask as `segment`; each is written as under [when]."
BRAND: Final = create_model(
    "BrandForm",
    __base__=BrandForm,
    __doc__=BrandForm.__doc__,
    segments=(dict[Key, WHEN], Field(default={}, description=_SEGMENTS)),  # type: ignore[valid-type]  # from a table
)

SCHEMAS: Final[Mapping[str, type[BaseModel]]] = {
    "brand": BRAND,
    "connections": ConnectionsForm,
    "pictures": PicturesForm,
    "rule": RULE,
    "voice": VoiceForm,
}


def schema(form: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema with which editors complete and check while people type."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **form.model_json_schema(by_alias=True)}
    return cast("dict[str, Any]", json.loads(json.dumps(made)))
