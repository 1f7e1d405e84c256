"""LinkedIn's names for things: which of their spellings mean the same, and how they stand in addresses.

A comment comes as `urn:li:comment:(activity:A,C)` and as `urn:li:comment:(urn:li:activity:A,C)`. Both become the long
form, which calls need. Numbers are compared as texts: they are larger than a double holds.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

_COMMENT: Final = r"urn:li:comment:\((?:urn:li:)?([A-Za-z]{1,40}):([0-9]{1,25}),([0-9]{1,25})\)"
_URN: Final = r"urn:li:([A-Za-z]{1,40}):([A-Za-z0-9_-]{1,64})"
_ORGANIZATION: Final = r"urn:li:organization:([0-9]{1,25})"
_BRAND: Final = r"urn:li:organizationBrand:[0-9]{1,25}"
_POSTS: Final = frozenset({"activity", "share", "ugcPost"})


class CommentName(msgspec.Struct, frozen=True):
    """A comment: the thread that it is in, and its number there."""

    thread: str
    number: str

    @property
    def urn(self) -> str:
        return f"urn:li:comment:({self.thread},{self.number})"


def comment_of(value: object) -> CommentName | None:
    """A comment's name in either spelling; None for anything else."""
    found = re.fullmatch(_COMMENT, value, re.ASCII) if isinstance(value, str) else None
    return None if found is None else CommentName(f"urn:li:{found[1]}:{found[2]}", found[3])


def urn_of(value: object) -> str | None:
    """A plain URN as it is (person, organization, post); None for anything else."""
    return value if isinstance(value, str) and re.fullmatch(_URN, value, re.ASCII) else None


def post_of(value: object) -> str | None:
    """A post's name: LinkedIn calls one and the same post activity, share or ugcPost, with different numbers."""
    urn = urn_of(value)
    return urn if urn is not None and urn.split(":")[2] in _POSTS else None


def account_of(value: object) -> str | None:
    """The account of a brand file: the number of an organization; a showcase brand keeps its whole URN."""
    if not isinstance(value, str):
        return None
    found = re.fullmatch(_ORGANIZATION, value, re.ASCII)
    if found is not None:
        return found[1]
    return value if re.fullmatch(_BRAND, value, re.ASCII) else None


def actor_of(account: str) -> str:
    """The URN that an account speaks as."""
    return account if account.startswith("urn:li:") else f"urn:li:organization:{account}"
