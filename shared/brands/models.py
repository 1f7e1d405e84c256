"""The form of the files that people write: connections.toml, brand.toml and one file per rule.

Turned into JSON Schema for editors; no door loads this. Files are read and held against these forms in `reading`; what
one file cannot know (names in other files, what platforms can do) is checked in `desk` and `book`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Annotated, Any, Final, Literal, cast, get_args

import msgspec
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    create_model,
)

from shared import plugins
from shared.brands.problems import ENVIRONMENT
from shared.core.interaction import Kind
from shared.core.ledger import Sort
from shared.rules.conditions import OPERATORS, Takes, fold


class Written(BaseModel):
    """Strict, and a key that it does not know is an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _environment(value: str) -> str:
    if not ENVIRONMENT.fullmatch(value):
        raise ValueError("the name of an environment variable, such as HEARD_X_TOKEN, never the secret itself")
    return value


def _clock(value: str) -> str:
    minutes(value)
    return value


def _span(value: str) -> str:
    opens, _, closes = value.partition("-")
    if minutes(opens.strip()) >= minutes(closes.strip()):
        raise ValueError("an opening before its closing, such as 09:00-18:00")
    return value


def minutes(value: str) -> int:
    """Minutes since midnight of "09:30"; 24:00 is the end of the day. Raises ValueError."""
    hour, _, minute = value.partition(":")
    if len(value) == 5 and f"{hour}{minute}".isascii() and hour.isdigit() and minute.isdigit():
        total = int(hour) * 60 + int(minute)
        if int(minute) < 60 and total <= 1440:
            return total
    raise ValueError("a time of day such as 09:00")


def _whole(value: str) -> str:
    if not fold(value):
        raise ValueError("something that can be seen")
    return value


def _phrase(value: str) -> str:
    if not fold(value).removesuffix("*").strip() or "*" in fold(value).removesuffix("*"):
        raise ValueError("a word or phrase; a star may stand only at its end, where it means 'begins so'")
    return value


def _mail(value: str) -> str:
    name, at, host = value.partition("@")
    plain = value.isascii() and value.isprintable() and " " not in value and not set(value) & set('<>,;"')
    if not (name and at and "." in host.strip(".") and "@" not in host and plain and len(value) <= 254):
        raise ValueError("one mail address in ASCII, such as anna@ternandkettle.example")
    return value


def _host(value: str) -> str:
    if "/" in value or ":" in value or "." not in value or value != value.lower() or " " in value:
        raise ValueError("a host in lower case without path, such as ternandkettle.example")
    return value


def _base_url(value: str) -> str:
    if not value.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")) or value.endswith(
        "/"
    ):
        raise ValueError("an https address without a slash at its end (http only on this machine)")
    return value


Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_whole)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_whole)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Environment = Annotated[str, AfterValidator(_environment)]
Mail = Annotated[str, AfterValidator(_mail)]
Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Span = Annotated[str, AfterValidator(_span)]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: Final[tuple[Day, ...]] = get_args(Day)
Phrases = Annotated[list[Annotated[str, AfterValidator(_phrase)]], Field(min_length=1)]
Kinds = Annotated[Kind, Field(strict=False)]
OneOrMoreKinds = Annotated[
    list[Kinds], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=Kinds | list[Kinds])
]
OneOrMoreNames = Annotated[
    list[Name], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=Name | list[Name])
]
OneOrMoreEnvironments = Annotated[
    list[Environment], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=str | list[str])
]
Side = Literal["inside", "outside"]

# --- connections.toml ---


class ConnectionForm(Written):
    """One app registration with a platform. The table's name is the path that the platform calls."""

    platform: str | None = None
    """The platform's name; the table's own name if left out."""
    secrets: dict[str, OneOrMoreEnvironments] = {}
    """By use (signing, verify ...): the environment variables that hold the secrets; several while one is being
    changed. A use that is left out is HEARD_<CONNECTION>_<USE>."""
    base_url: Annotated[str, AfterValidator(_base_url)] | None = None
    """Where its API is called instead of the platform's own address."""
    settings: dict[str, str] = {}
    """What else the platform's page asks for."""


class ConnectionsForm(RootModel[dict[Slug, ConnectionForm]]):
    """Every app registration of this deployment, one table each."""


# --- brand.toml ---


class Hours(Written):
    """Service hours in the brand's own zone, such as ["09:00-12:00", "13:00-18:00"]. A day left out is closed."""

    monday: list[Span] = []
    tuesday: list[Span] = []
    wednesday: list[Span] = []
    thursday: list[Span] = []
    friday: list[Span] = []
    saturday: list[Span] = []
    sunday: list[Span] = []
    closed: list[date] = []
    """Whole days without service, such as 2026-12-25."""


class TargetsForm(Written):
    """What the brand promises."""

    ack_seconds: Annotated[int, Field(ge=1, le=86400)] = 60
    """A first sign, by machine or person, within so many seconds, day and night."""
    response_minutes: Annotated[int, Field(ge=1, le=14400)] = 120
    """A reply by a person within so many minutes of service time."""
    goal_percent: Annotated[int, Field(ge=1, le=100)] = 90
    """How many of a hundred must be in time for a good day."""


class DigestForm(Written):
    """Who gets the daily digest, and when."""

    recipients: list[Mail] = []
    """Mail addresses; each gets a mail of its own."""
    sender: Mail | None = None
    """The address that it comes from."""
    at: Annotated[str, AfterValidator(_clock)] = "07:30"
    """Local time."""
    days: Annotated[list[Day], Field(min_length=1)] = list(DAYS)
    """Days on which it is sent; it then tells of all days since the last."""


class ColleagueForm(Written):
    """Somebody who answers for the brand."""

    name: Name
    signature: Name
    """How they sign an answer, such as "Anna at Tern & Kettle"."""
    mail: Mail | None = None


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
    base_url: Annotated[str, AfterValidator(_base_url)] | None = None
    accepts: list[Name] = []
    """Ids of terms that the brand has agreed to with the platform, where that loosens what may be automatic."""


class CapsForm(Written):
    """At most so many automatic answers."""

    thread_day: Annotated[int, Field(ge=1, le=20)] = 1
    author_hour: Annotated[int, Field(ge=1, le=60)] = 3
    account_minute: Annotated[int, Field(ge=1, le=600)] = 60


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
    links: list[Annotated[str, AfterValidator(_host)]] = []
    """Hosts that rule texts may link to; beside the platforms' own, also those that colleagues are shown links to."""
    words_days: Annotated[int, Field(ge=1, le=30)] = 30
    """Days after which people's words are forgotten."""
    hours: Hours | None = None
    """Without this table the brand serves day and night."""
    targets: TargetsForm = TargetsForm()
    digest: DigestForm = DigestForm()
    team: list[ColleagueForm] = []
    accounts: list[AccountForm] = []
    caps: CapsForm = CapsForm()


# --- rules/<name>.toml ---


class ExampleAuthor(Written):
    """Who an example is by."""

    id: str | None = "1"
    name: str | None = "Anna"
    handle: str | None = None
    is_bot: bool = False
    followers: int | None = None


class Example(Written):
    """Something that somebody might do. What is left out is as the rule's own conditions ask."""

    text: str = ""
    kind: Kinds | None = None
    platform: str | None = None
    account: str | None = None
    language: str | None = None
    author: ExampleAuthor = ExampleAuthor()
    hours: Side | None = None
    private: bool | None = None
    media: bool | None = None


def _example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


OneExample = Annotated[Example, BeforeValidator(_example, json_schema_input_type=str | Example)]

_FORMS: Final[Mapping[Takes, Any]] = {
    Takes.KINDS: OneOrMoreKinds,
    Takes.NAMES: OneOrMoreNames,
    Takes.PHRASES: Phrases,
    Takes.WHOLE: Annotated[list[Text], Field(min_length=1)],
    Takes.FLAG: bool,
    Takes.COUNT: Annotated[int, Field(ge=0, le=1_000_000_000)],
    Takes.SIDE: Side,
}


def _when_form() -> type[Written]:
    """The form of `[when]`, made from the operator table so that an operator is added in one place."""
    groups: dict[str, dict[str, Any]] = {}
    for dotted, operator in OPERATORS.items():
        group, _, name = dotted.rpartition(".")
        form = _FORMS[operator.takes] | None
        groups.setdefault(group, {})[name] = (form, Field(default=None, description=operator.meaning))
    fields = groups.pop("")
    for group, inner in groups.items():
        form = create_model(f"When{group.title()}", __base__=Written, __doc__=f"What the {group} is like.", **inner)
        fields[group] = (form | None, Field(default=None, description=f"What the {group} is like."))
    return create_model("When", __base__=Written, __doc__="Conditions; all must hold. None: always.", **fields)


def _actions(schema: dict[str, Any]) -> None:
    """Describe each action's table in the schema of `then`."""
    tables = []
    for name in plugins.names("rules/actions"):
        action = plugins.load("rules/actions", name)
        (own,), parts = msgspec.json.schema_components([action.params])
        table = parts[own["$ref"].rpartition("/")[2]] if "$ref" in own else own
        does = (import_module(action.__module__).__doc__ or name).partition("\n")[0]
        tables.append(
            {
                "type": "object",
                "description": does,
                "properties": {"do": {"const": name}, **table["properties"]},
                "required": ["do"],
                "additionalProperties": False,
            }
        )
    schema["items"] = {"oneOf": tables}


class RuleForm(Written):
    """When conditions hold, then do actions. The first rule of the book that holds is the one."""

    name: Key
    """Appears in the ledger and the digest."""
    about: Text | None = None
    """What the rule is for, for colleagues."""
    sort: Annotated[Sort, Field(strict=False)] | None = Field(default=None, alias="class")
    """What these words are. Questions, complaints and requests wait for a person, whatever was said automatically."""
    when: Written = Written()
    """Conditions; all must hold. Without any the rule always holds."""
    then: Annotated[list[dict[str, Any]], Field(min_length=1, json_schema_extra=_actions)]
    """What to do, in order."""
    matches: Annotated[list[OneExample], Field(min_length=1)]
    """Examples that this rule must match; `make rules` tries them."""
    does_not_match: list[OneExample] = []
    """Examples that it must not match."""


_WHEN: Final = _when_form()
RULE: Final = create_model("Rule", __base__=RuleForm, __doc__=RuleForm.__doc__, when=(_WHEN, _WHEN()))
SCHEMAS: Final[Mapping[str, type[BaseModel]]] = {"brand": BrandForm, "connections": ConnectionsForm, "rule": RULE}


def schema(form: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema with which editors complete and check while people type."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **form.model_json_schema(by_alias=True)}
    return cast("dict[str, Any]", json.loads(json.dumps(made)))
