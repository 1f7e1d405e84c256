"""What the answers of the Graph API hold: lists and their pages, and values in their many forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.errors import OutcomeUnknown
from shared.platforms._base import clean, iso_moment, moment

LONGEST_CURSOR: Final = 8192


def rows(platform: str, action: str, answer: object) -> list[dict[str, Any]]:
    """The objects listed in an answer. Raises OutcomeUnknown without a list of them: that is not an empty one."""
    listed = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise OutcomeUnknown(platform, action, "no list of objects in the answer")
    return listed


def following(
    platform: str, action: str, answer: object, before: str | None = None, *, untold: bool = False
) -> str | None:
    """The cursor of the next page after `before`, None after the last. The address given beside it is never followed:
    it may hold the token. A list that leaves `untold` whether there is more ends with an empty page.
    """
    paging = part(answer, "paging")
    after = clean(part(paging, "cursors").get("after")) or None
    if paging.get("next"):
        if after is None:
            raise OutcomeUnknown(platform, action, "the list was cut off")
    elif not (untold and rows(platform, action, answer)):
        return None
    if after is not None and after == before:
        raise OutcomeUnknown(platform, action, "the same page twice")
    return after


def kept(platform: str, cursor: msgspec.Struct, why: str) -> str:
    """A cursor of ours as text. Raises OutcomeUnknown, saying `why`, where it is longer than can be kept."""
    written = msgspec.json.encode(cursor).decode()
    if len(written) > LONGEST_CURSOR:
        raise OutcomeUnknown(platform, "list", why)
    return written


def part(facts: object, name: str) -> dict[str, Any]:
    """A nested object; {} where there is none."""
    value = facts.get(name) if isinstance(facts, dict) else None
    return value if isinstance(value, dict) else {}


def id_of(value: object) -> str | None:
    """Ids come as text or as whole numbers. A number with a fraction or exponent has lost digits: no id."""
    return None if isinstance(value, float) else clean(value) or None


def address(value: object) -> str | None:
    """A web address, or None."""
    found = clean(value) if isinstance(value, str) else None
    return found if found and found.startswith(("https://", "http://")) else None


def told_at(value: object) -> datetime | None:
    """A time as the Graph API tells it."""
    return iso_moment(value) or moment(value)
