"""Looking whether an account is set up: what its app hears, and what may be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.platforms._base import clean
from shared.platforms._meta import Graph, Look, rows
from shared.platforms._meta_messages._read import id_of

Says = Callable[[dict[str, Any]], tuple[bool | None, str]]
"""What an answer says: whether all is well, and in words."""


def looking(graph: Graph, what: str, path: str, asked: Mapping[str, str], says: Says, mend: str) -> Look:
    """One thing to look at, in one call."""
    return what, mend, lambda timeout: says(graph.get("examine", path, asked, timeout))


def owned(by: frozenset[str], field: str = "id") -> Says:
    """Whether a token speaks for one of these ids."""

    def says(answer: dict[str, Any]) -> tuple[bool | None, str]:
        named = id_of(answer.get(field))
        if named is None:
            return None, "whose it is was not told"
        return (True, "it is the account's") if named in by else (False, "it speaks for somebody else")

    return says


def subscribed(platform: str, wanted: frozenset[str]) -> Says:
    """Whether an app hears of all that is wanted from this account."""

    def says(answer: dict[str, Any]) -> tuple[bool | None, str]:
        apps = [app.get("subscribed_fields") for app in rows(platform, "examine", answer) if isinstance(app, dict)]
        missing = [sorted(wanted - set(map(_field, one))) for one in apps if isinstance(one, list)]
        if not missing:
            return False, "no app is let into the account"
        least = min(missing, key=len)
        return not least, f"missing: {', '.join(least)}" if least else "an app has all that is read"

    return says


def readable(platform: str) -> Says:
    """Whether a list came, which shows that the permission for it is there."""

    def says(answer: dict[str, Any]) -> tuple[bool | None, str]:
        rows(platform, "examine", answer)
        return True, "messages can be read"

    return says


def _field(value: object) -> str | None:
    """A subscribed field: its name, or an object with the name in it."""
    return clean(value.get("name")) if isinstance(value, dict) else clean(value)
