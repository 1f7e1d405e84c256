"""A comment as LinkedIn's API gives it: its name, its author and its time."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any, Final

from shared.platforms._base import clean, moment
from shared.platforms.linkedin._urns import CommentName, comment_of, post_of, urn_of

_LINK: Final = r"(?:https?://|www\.|lnkd\.in/)\S*"

Target = CommentName | str
"""What a comment hangs on: a comment, or the URN of a post."""


def target_of(named: str) -> Target | None:
    """What a name of ours is of; None for a reaction, under which nothing can hang."""
    return comment_of(named) or post_of(named)


def urn(target: Target) -> str:
    return target.urn if isinstance(target, CommentName) else target


def made_under(target: Target, comment: dict[str, Any]) -> str | None:
    """The name of a comment that hangs on `target`, as its notice will give it; None where it tells no number.

    Below a comment that is the thread of this one, whichever of the post's numbers the API answers with.
    """
    told = comment_of(comment.get("commentUrn")) or comment_of(comment.get("$URN"))
    number = told.number if told is not None else clean(comment.get("id"))
    if isinstance(target, CommentName):
        thread = target.thread
    else:
        thread = told.thread if told is not None else post_of(comment.get("object")) or target
    named = comment_of(f"urn:li:comment:({thread},{number})")
    return None if named is None else named.urn


def author_of(comment: dict[str, Any]) -> str | None:
    return urn_of(comment.get("actor"))


def made_at(comment: dict[str, Any]) -> datetime | None:
    """When it was written."""
    created = comment.get("created")
    return moment(created.get("time")) if isinstance(created, dict) else None


def text_of(comment: dict[str, Any]) -> str | None:
    message = comment.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    return clean(text) or None if isinstance(text, str) else None


def may_be(comment: dict[str, Any], words: str | None) -> bool:
    """Whether these may be its words. Spaces, composed letters and links (LinkedIn shortens some) may come back
    otherwise; words that are not told may be any, because answering twice is worse than not at all.
    """
    told = text_of(comment)
    return told is None or words is None or _plain(told) == _plain(words)


def _plain(text: str) -> str:
    return "".join(re.sub(_LINK, "", unicodedata.normalize("NFC", text)).split())
