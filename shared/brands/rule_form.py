"""The form of one rule file: conditions made from the operator table, actions from their room, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any, Final, ForwardRef

import msgspec
from pydantic import BeforeValidator, Field, create_model

from shared import plugins
from shared.brands.forms import (
    Code,
    Hashtag,
    Key,
    Kinds,
    OneOrMoreKinds,
    OneOrMoreNames,
    Phrases,
    Side,
    Text,
    Written,
    listed,
)
from shared.brands.when import JOINING, SHORT
from shared.core.ledger import Sort
from shared.rules.conditions import OPERATORS, Takes


class ExampleAuthor(Written):
    """Who an example is by."""

    id: str | None = "1"
    name: str | None = "Anna"
    handle: str | None = None
    is_bot: bool | None = None
    followers: Annotated[int, Field(ge=0)] | None = None


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
    followers: Annotated[int, Field(ge=0)] | None = None
    """How many follow the author."""
    first_time: bool | None = None
    """true: the author did nothing before; false: once."""
    regular: bool | None = None
    """true: the author is a regular, as brand.toml says who is."""
    vip: bool | None = None
    lookalike: bool | None = None
    answers: Annotated[int, Field(ge=0)] | None = None
    """How many automatic answers the author got before."""
    colleague: bool | None = None
    """true: a colleague has said something in the conversation."""
    machine: bool | None = None
    """true: a rule has."""
    people: Annotated[int, Field(ge=0)] | None = None
    """How many people spoke in the conversation before."""
    items: Annotated[int, Field(ge=0)] | None = None
    """How many things stood in the conversation before."""
    event: OneOrMoreNames | None = None
    tag: OneOrMoreNames | None = None
    """Tags of the post that it is under."""
    post: str | None = None
    """The post that it is under, by the platform's id."""
    label: str | None = None
    """The label that the brand's own model gives."""
    crisis: bool | None = None


def _example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


OneExample = Annotated[Example, BeforeValidator(_example, json_schema_input_type=str | Example)]

_SORTS = Annotated[Sort, Field(strict=False)]
_COUNT: Final = Annotated[int, Field(ge=0, le=1_000_000_000)]
_FORMS: Final[Mapping[Takes, Any]] = {
    Takes.KINDS: OneOrMoreKinds,
    Takes.SORTS: Annotated[
        list[_SORTS], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=_SORTS | list[_SORTS])
    ],
    Takes.NAMES: OneOrMoreNames,
    Takes.CODES: Annotated[
        list[Code], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=Code | list[Code])
    ],
    Takes.PHRASES: Phrases,
    Takes.WHOLE: Annotated[list[Text], Field(min_length=1)],
    Takes.TAGS: Annotated[
        list[Hashtag], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=str | list[str])
    ],
    Takes.FLAG: bool,
    Takes.COUNT: _COUNT,
    Takes.OTHERS: _COUNT,
    Takes.SIDE: Side,
}


def _when_form() -> type[Written]:
    """The form of `[when]`, so that an operator is added in one place."""
    rows = {name: (row.takes, row.meaning) for name, row in OPERATORS.items()} | SHORT
    groups: dict[str, dict[str, Any]] = {}
    for dotted, (takes, meaning) in rows.items():
        group, _, name = dotted.rpartition(".")
        groups.setdefault(group, {})[f"{name}_" if name == "class" else name] = (
            _FORMS[takes] | None,
            Field(default=None, alias=name, description=meaning),
        )
    fields = groups.pop("")
    for group, inner in groups.items():
        about = f"What the {group} is like."
        form = create_model(f"When{group.title()}", __base__=Written, __doc__=about, **inner)
        fields[group] = (form | None, Field(default=None, description=about))
    itself: Any = ForwardRef("When")
    several = Annotated[list[itself], Field(min_length=1)]
    for name, meaning in JOINING.items():
        kind = itself if name == "not" else several
        fields[f"{name}_"] = (kind | None, Field(default=None, alias=name, description=meaning))
    made = create_model("When", __base__=Written, __doc__="Conditions; all must hold. None: always.", **fields)
    made.model_rebuild(_types_namespace={"When": made})
    return made


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
    answers: bool = False
    """true: what it says answers the question itself, so it counts as the first answer. A person is waited for all the
    same."""
    when: Written = Written()
    """Conditions; all must hold. Without any the rule always holds."""
    then: Annotated[list[dict[str, Any]], Field(min_length=1, json_schema_extra=_actions)]
    """What to do, in order."""
    matches: Annotated[list[OneExample], Field(min_length=1)]
    """Examples that this rule must match; `make rules` tries them."""
    does_not_match: list[OneExample] = []
    """Examples that it must not match."""


WHEN: Final = _when_form()
RULE: Final = create_model("Rule", __base__=RuleForm, __doc__=RuleForm.__doc__, when=(WHEN, WHEN()))
