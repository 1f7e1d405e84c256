"""Looking whether an account is set up: whose its token is, what its app hears, and what may be read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shared.core.errors import ActionRefused, PlatformError
from shared.core.ports import Finding
from shared.platforms._base import clean
from shared.platforms._client import path_id
from shared.platforms._meta._answers import id_of, rows
from shared.platforms._meta._graph import Graph

Look = tuple[str, str, Callable[[float], tuple[bool | None, str]]]
"""What is looked at, how to mend it, and the looking: a call within some seconds that says whether and what."""

Says = Callable[[dict[str, Any]], tuple[bool | None, str]]
"""What an answer says: whether all is well, and in words."""


def examined(looks: Iterable[Look], timeout: float) -> tuple[Finding, ...]:
    """What each look found, within `timeout` seconds in all. A refusal is a no; a look that failed says nothing."""
    end, found = time.monotonic() + timeout, []
    for what, mend, look in looks:
        left, ok = end - time.monotonic(), None
        try:
            ok, said = look(left) if left > 0 else (None, "there was no time left to look; do it again")
        except ActionRefused as error:
            ok, said = False, f"refused: {error.why}"
        except PlatformError as error:
            said, mend = f"could not be asked: {error.why}", "look again later"
        found.append(Finding(what, ok, said, "" if ok else mend))
    return tuple(found)


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
    """Whether one app hears of all that is wanted from this account, or of anything where nothing is named.

    Which of several apps is ours is not told, so the one that hears most counts; never what they hear together.
    """

    def says(answer: dict[str, Any]) -> tuple[bool | None, str]:
        apps = rows(platform, "examine", answer)
        fields = [app["subscribed_fields"] for app in apps if isinstance(app.get("subscribed_fields"), list)]
        if apps and not fields:
            return None, "what its apps hear was not told"
        missing = [sorted(wanted - {_field(one) for one in several}) for several in fields if several]
        if not missing:
            return False, "no app hears anything of it"
        least = min(missing, key=len)
        return not least, f"missing: {', '.join(least)}" if least else "an app hears all that is read"

    return says


def of_page(platform: str, graph: Graph, page: str, wanted: frozenset[str]) -> tuple[Look, Look]:
    """What is looked at for a Page, whichever of its parts: whose token it is, and whether its events are sent."""
    edge = f"{path_id(page)}/subscribed_apps"
    added = f"POST /{page}/subscribed_apps?subscribed_fields={','.join(sorted(wanted))} with the Page's token."
    return (
        looking(
            graph,
            "token",
            "me",
            {"fields": "id"},
            owned(frozenset({page})),
            "Put a Page access token of this very Page.",
        ),
        looking(graph, "subscription", edge, {"fields": "id,subscribed_fields"}, subscribed(platform, wanted), added),
    )


def readable(platform: str, what: str) -> Says:
    """Whether a list came, which shows that the permission for it is there."""

    def says(answer: dict[str, Any]) -> tuple[bool | None, str]:
        rows(platform, "examine", answer)
        return True, f"{what} can be read"

    return says


def _field(value: object) -> str | None:
    """A subscribed field: its name, or an object with the name in it."""
    return clean(value.get("name")) if isinstance(value, dict) else clean(value)
