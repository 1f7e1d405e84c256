"""What every file that people write is made of: strict forms, and the small values in them with their errors.

pydantic's own words are told plainly in `reading`. No door loads this.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from shared.brands.problems import ENVIRONMENT
from shared.core.interaction import Kind
from shared.rules.conditions import fold


class Written(BaseModel):
    """Strict, and a key that it does not know is an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True)


def listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def environment(value: str) -> str:
    if not ENVIRONMENT.fullmatch(value):
        raise ValueError("the name of an environment variable, such as HEARD_X_TOKEN, never the secret itself")
    return value


def clock(value: str) -> str:
    minutes(value)
    return value


def span(value: str) -> str:
    opens, _, closes = value.partition("-")
    if minutes(opens.strip()) >= minutes(closes.strip()):
        raise ValueError("an opening before its closing, such as 09:00-18:00")
    return value


def night(value: str) -> str:
    opens, _, closes = value.partition("-")
    if minutes(opens.strip()) == minutes(closes.strip()):
        raise ValueError("two different times of day, such as 21:00-07:00")
    return value


def iso_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ValueError("a date that there is, such as 2026-12-24") from None
    return value


def minutes(value: str) -> int:
    """Minutes since midnight of "09:30"; 24:00 is the end of the day. Raises ValueError."""
    hour, _, minute = value.partition(":")
    if len(value) == 5 and f"{hour}{minute}".isascii() and hour.isdigit() and minute.isdigit():
        total = int(hour) * 60 + int(minute)
        if int(minute) < 60 and total <= 1440:
            return total
    raise ValueError("a time of day such as 09:00")


def sending_time(value: str) -> str:
    if not 240 <= minutes(value) <= 1320:
        raise ValueError("a time from 04:00 to 22:00: in the hours before, clocks are moved on some nights")
    return value


def whole(value: str) -> str:
    if not fold(value):
        raise ValueError("something that can be seen")
    return value


def phrase(value: str) -> str:
    if not fold(value).removesuffix("*").strip() or "*" in fold(value).removesuffix("*"):
        raise ValueError("a word or phrase; a star may stand only at its end, where it means 'begins so'")
    return value


def mail_address(value: str) -> str:
    name, at, host = value.partition("@")
    plain = value.isascii() and value.isprintable() and " " not in value and not set(value) & set('<>,;"')
    if not (name and at and "." in host.strip(".") and "@" not in host and plain and len(value) <= 254):
        raise ValueError("one mail address in ASCII, such as anna@ternandkettle.example")
    return value


def host(value: str) -> str:
    if "/" in value or ":" in value or "." not in value or value != value.lower() or " " in value:
        raise ValueError("a host in lower case without path, such as ternandkettle.example")
    return value


def base_address(value: str) -> str:
    if not value.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")) or value.endswith(
        "/"
    ):
        raise ValueError("an https address without a slash at its end (http only on this machine)")
    return value


Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(whole)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(whole)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Environment = Annotated[str, AfterValidator(environment)]
Mail = Annotated[str, AfterValidator(mail_address)]
Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Za-z0-9]{1,3})?$")]
IsoDate = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(iso_date)]
PATTERNS: Final = {
    r"^[a-z][a-z0-9-]{0,59}$": "small letters, digits and hyphens, a letter first, such as tern-week",
    r"^[a-z][a-z0-9_-]{0,59}$": "small letters, digits, hyphens and underscores, a letter first",
    r"^\S+$": "an id without spaces",
    r"^\+?[0-9][0-9 ()-]{3,24}$": "a telephone number, such as +47 22 00 01 00",
    r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[!-~]*)?$": "an https address, such as https://ternandkettle.example/meet",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "the code of a language, such as en or nb",
    r"^[A-Z]{2}(-[A-Za-z0-9]{1,3})?$": "the code of a country, or of a part of it, such as NO or DE-BY",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a date such as 2026-12-24",
}
Span = Annotated[str, AfterValidator(span)]
Night = Annotated[str, AfterValidator(night)]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: Final[tuple[Day, ...]] = get_args(Day)
Phrases = Annotated[list[Annotated[str, AfterValidator(phrase)]], Field(min_length=1)]
Kinds = Annotated[Kind, Field(strict=False)]
OneOrMoreKinds = Annotated[
    list[Kinds], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=Kinds | list[Kinds])
]
OneOrMoreNames = Annotated[
    list[Name], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=Name | list[Name])
]
OneOrMoreEnvironments = Annotated[
    list[Environment], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=str | list[str])
]
Side = Literal["inside", "outside"]


def local_time(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise ValueError("a local time without an offset, such as 2026-12-01T18:00:00")
    return value


def hashtag(value: str) -> str:
    bare = fold(value).removeprefix("#")
    if not bare or " " in bare or "#" in bare:
        raise ValueError("one hashtag, such as #ternweek")
    return bare


LocalTime = Annotated[datetime, AfterValidator(local_time)]
Hashtag = Annotated[str, AfterValidator(hashtag)]
