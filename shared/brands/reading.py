"""One file that people wrote, read and held against its form; what does not fit is told in plain words.

The forms are in `models`. Nothing here knows what stands in another file; that is checked in `desk` and `book`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, RootModel, ValidationError
from pydantic.fields import FieldInfo

from shared.brands.forms import PATTERNS
from shared.brands.problems import Faults, hidden_secrets, one_of, path, shown
from shared.brands.rule_form import RuleForm

M = TypeVar("M", bound=BaseModel)

_PLAIN: Final[Mapping[Any, tuple[str, str]]] = {
    str: ("a text in quotes", "texts in quotes"),
    bool: ("true or false", "true or false"),
    int: ("a whole number", "whole numbers"),
    date: ("a date such as 2026-12-25", "dates such as 2026-12-25"),
    dict: ("a table", "tables"),
}
_EXPECTED: Final = {
    "string_type": _PLAIN[str][0],
    "bool_type": _PLAIN[bool][0],
    "bool_parsing": _PLAIN[bool][0],
    "int_type": _PLAIN[int][0],
    "int_parsing": _PLAIN[int][0],
    "int_from_float": _PLAIN[int][0],
    "dict_type": _PLAIN[dict][0],
    "model_type": _PLAIN[dict][0],
    "string_too_short": "at least one character",
    "string_too_long": "at most {max_length} characters",
    "too_short": "a list of at least one",
    "too_long": "a list of at most {max_length}",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that is not as it should be."""

    at: str
    came: str
    expected: str


def filled(form: type[M], file: Path, found: Faults) -> M | None:
    """A file read and checked on its own; None if it cannot be used at all, with the reasons in `found`."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        found.add("(whole file)", unread(error), "a file that is there and can be read")
        return None
    except UnicodeDecodeError:
        found.add("(whole file)", "bytes that are not UTF-8", "a text saved as UTF-8")
        return None
    except tomllib.TOMLDecodeError as error:
        found.add("(whole file)", f"a mistake in TOML: {error}", "TOML; texts stand in double quotes")
        return None
    except RecursionError:
        found.add("(whole file)", "tables in tables without end", "at most a few in each other")
        return None
    if isinstance(data.get("name"), str) and issubclass(form, RuleForm):
        found.rule = data["name"][:60]
    result = read(form, data)
    problems = result if isinstance(result, list) else []
    for problem in problems:
        found.add(problem.at, problem.came, problem.expected)
    told = tuple(problem.at for problem in problems)
    for at in hidden_secrets(data):
        if not any(place.startswith(at) for place in told):
            found.add(at, "what looks like a secret's value", "the name of an environment variable that holds it")
    return None if isinstance(result, list) else result


def entries(folder: Path, expected: str, faults: Faults) -> list[Path] | None:
    """What stands in a folder, in order; None if it is none, with the reason in `faults`."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        faults.about(folder).add("(whole folder)", unread(error), expected)
        return None


def unread(error: OSError) -> str:
    """What came instead of the file or folder that was to be read."""
    if isinstance(error, FileNotFoundError):
        return "nothing"
    if isinstance(error, NotADirectoryError):
        return "a file"
    if isinstance(error, IsADirectoryError):
        return "a folder"
    return f"what cannot be read ({(error.strerror or 'no reason given').lower()})"


def read(form: type[M], data: Mapping[str, Any]) -> M | list[Problem]:
    """The filled form, or everything that is wrong with it."""
    try:
        return form.model_validate(data)
    except ValidationError as error:
        return [_problem(form, one) for one in error.errors(include_url=False)]


def _problem(form: type[BaseModel], error: Any) -> Problem:
    parts = tuple(part for part in error["loc"] if part != "[key]")
    at, came = path(parts), shown(error["input"], hide=bool({"secrets", "token"} & set(parts)))
    field, siblings = _field(form, parts)
    if error["type"] == "extra_forbidden":
        return Problem(at, "an unknown key", one_of(siblings, str(parts[-1])))
    about = f" ({' '.join(field.description.split())})" if field and field.description else ""
    if error["type"] == "missing":
        return Problem(at, "nothing", (_asked(field) if field else "it to be given") + about)
    expected = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if error["type"] in ("enum", "literal_error") and isinstance(error["input"], str):
        expected = one_of(error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", "), error["input"])
    elif error["type"] == "list_type" and field:
        expected = _asked(field)
    elif error["type"] == "string_pattern_mismatch":
        expected = PATTERNS[error["ctx"]["pattern"]]
    elif error["type"] in _EXPECTED:
        expected = _EXPECTED[error["type"]].format(**error.get("ctx", {}))
    return Problem(at, came, expected + about)


def _asked(field: FieldInfo) -> str:
    """What a field takes, in words: its type, and what a text must be made of."""
    pattern = next((found for one in field.metadata if (found := getattr(one, "pattern", None))), None)
    return _typed(field.annotation)[0] + (f": {PATTERNS[pattern]}" if pattern else "")


def _typed(annotation: Any) -> tuple[str, str]:
    """A type in words, for one of it and for several."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        written = (one.json_schema_input_type for one in inner[1:] if isinstance(one, BeforeValidator))
        return _typed(next(written, inner[0]))
    if origin in (Union, UnionType):
        either = [_typed(one) for one in inner if one is not type(None)]
        return " or ".join(one for one, _ in either), " or ".join(several for _, several in either)
    if origin is list:
        return f"a list of {_typed(inner[0])[1]}", f"lists of {_typed(inner[0])[1]}"
    if origin is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        names = one_of(map(str, inner or annotation))
        return names, names
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _PLAIN[dict]
    return _PLAIN.get(origin or annotation, ("a value", "values"))


def _field(form: type[BaseModel], parts: Iterable[object]) -> tuple[FieldInfo | None, list[str]]:
    """The field at a place, and the keys that may stand beside it."""
    here: type[BaseModel] | None = form
    info: FieldInfo | None = None
    siblings: list[str] = []
    named = False
    for part in parts:
        if named:
            named = False
        elif here is not None and issubclass(here, RootModel):
            here = _inner(here.model_fields["root"].annotation)
        elif here is not None and isinstance(part, str):
            known = {field.alias or name: field for name, field in here.model_fields.items()}
            siblings, info = list(known), known.get(part)
            here = _inner(info.annotation) if info else None
            named = here is not None and info is not None and get_origin(info.annotation) is dict
    return info, siblings


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
