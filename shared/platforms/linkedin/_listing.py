"""Asking LinkedIn what exists: replies under what still waits, then the notices of a span of time.

One page is one call. The cursor holds all that is needed to go on, so a restart loses and repeats nothing. Replies
come first: they tell which comment they answer, which notices do not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.errors import ActionRefused, DeliveryUnreadable, OutcomeUnknown
from shared.core.interaction import Author, Change, Interaction, Kind, Place
from shared.core.ports import Listed, Question
from shared.platforms._client import path_id
from shared.platforms.linkedin import _comments
from shared.platforms.linkedin._mapping import ACTIONS, NAME, address, interaction
from shared.platforms.linkedin._rest import Page, Rest
from shared.platforms.linkedin._urns import CommentName, actor_of

KINDS: Final = frozenset({Kind.COMMENT, Kind.SHARE, Kind.MENTION})
MOST_UNDER: Final = 100  # what many talk under must not use up the day's calls before the notices are read
_ASKED: Final = ",".join(action for action, (kind, _change) in ACTIONS.items() if kind in KINDS)
_CHANGES: Final = tuple(action for action, (_kind, change) in ACTIONS.items() if change is not Change.NEW)


class _Cursor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an asking stands. `until` in milliseconds stays the same for all pages, or new notices would shift them."""

    until: int
    open: tuple[str, ...] = ()
    start: int = 0


def listed(rest: Rest, account: str, question: Question, timeout: float, most_open: int) -> Listed:
    """The next page. Raises PlatformError, also where something in it cannot be read."""
    at = _cursor(question, most_open)
    if at.open:
        return _replies(rest, account, question, at, timeout)
    return _notices(rest, account, question, at, timeout)


def _cursor(question: Question, most_open: int) -> _Cursor:
    if question.cursor is None:
        return _Cursor(until=_milliseconds(question.now), open=_turn(question, most_open))
    try:
        return msgspec.json.decode(question.cursor, type=_Cursor)
    except msgspec.DecodeError:
        raise OutcomeUnknown(NAME, "list", "the cursor is not one of ours") from None


def _turn(question: Question, most: int) -> tuple[str, ...]:
    """Those of the open objects whose turn it is: a few each hour, so that all are looked at in time."""
    waiting = [named for named in question.open if _comments.target_of(named) is not None]
    if not waiting or most <= 0:
        return ()
    first = int(question.now.timestamp() // 3600) * most % len(waiting) if len(waiting) > most else 0
    return tuple((waiting + waiting)[first : first + min(most, len(waiting))])


def _replies(rest: Rest, account: str, question: Question, at: _Cursor, timeout: float) -> Listed:
    """What hangs under one object that waits. One that is gone has no replies; its removal is told by a notice.

    One that is refused (a stranger's post that the page may not look into) must not stop all else: what is wrong with
    token, role or version the notices, which come next, are refused for too.
    """
    target = _comments.target_of(at.open[0])
    if target is None:
        raise OutcomeUnknown(NAME, "list", "the cursor is not one of ours")
    try:
        path = f"socialActions/{path_id(_comments.urn(target))}/comments"
        page = rest.page("list", path, at.start, timeout, question.now)
    except ActionRefused:
        page = Page((), None)
    us = actor_of(account)
    found = [_reply(one, target, us, account, question.now) for one in page.elements if _ours_to_read(one, target, us)]
    start = page.following if page.following is not None and page.following < MOST_UNDER else 0
    following = _Cursor(until=at.until, open=at.open if start else at.open[1:], start=start)
    return Listed(tuple(found), msgspec.json.encode(following).decode())


def _ours_to_read(comment: dict[str, Any], target: _comments.Target, us: str) -> bool:
    """Below a stranger's post only our own words are of interest; comments on our posts are towards us."""
    return isinstance(target, CommentName) or _comments.author_of(comment) == us


def _reply(comment: dict[str, Any], target: _comments.Target, us: str, account: str, now: datetime) -> Interaction:
    named, at = _comments.made_under(target, comment), _comments.made_at(comment)
    if named is None or at is None:
        raise OutcomeUnknown(NAME, "list", "a comment without number or time")
    above, author = _comments.urn(target), _comments.author_of(comment)
    thread = target.thread if isinstance(target, CommentName) else None
    return Interaction(
        platform=NAME,
        account=account,
        object=named,
        kind=Kind.COMMENT,
        received_at=now,
        at=at,
        author=Author(id=author, is_us=author == us),
        place=Place(thread=thread, answers=above, reply_to=above if thread else None, post=thread or above),
        text=_comments.text_of(comment),
        url=address(thread or above, named),
    )


def _notices(rest: Rest, account: str, question: Question, at: _Cursor, timeout: float) -> Listed:
    """What was done in the span. An act that cannot be read is told, and stands in the way of no other; an edit or a
    removal, whose form is unconfirmed, counts as nothing.
    """
    us = actor_of(account)
    span = f"(start:{_milliseconds(question.since)},end:{at.until})"
    path = (
        f"organizationalEntityNotifications?q=criteria&organizationalEntity={path_id(us)}"
        f"&actions=List({_ASKED})&timeRange={span}"
    )
    page = rest.page("list", path, at.start, timeout, question.now)
    found: list[Interaction] = []
    unreadable: list[str] = []
    for number, facts in enumerate(page.elements):
        try:
            one = interaction({"organizationalEntity": us, **facts}, question.now, f"elements.{number}")
            if isinstance(one, Interaction) and one.at is None:
                raise DeliveryUnreadable(f"elements.{number}.lastModifiedAt: missing")
        except DeliveryUnreadable as error:
            if facts.get("action") not in _CHANGES:
                unreadable.append(error.why)
            continue
        if isinstance(one, Interaction) and one.account == account:
            found.append(one)
    if page.following is None:
        return Listed(tuple(found), unreadable=tuple(unreadable))
    following = _Cursor(until=at.until, start=page.following)
    return Listed(tuple(found), msgspec.json.encode(following).decode(), unreadable=tuple(unreadable))


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
