"""Speaks to the Graph API as one Instagram account: answers under comments and mentions, in private, and read back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from shared.core.errors import ActionRefused, ActionUnsupported, OutcomeUnknown
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.platforms._base import clean
from shared.platforms._client import path_id
from shared.platforms._meta import (
    COMMON,
    MARGIN,
    Codes,
    Gone,
    Graph,
    examined,
    id_of,
    looking,
    owned,
    readable,
    subscribed,
    told_at,
)
from shared.platforms._meta_messages import PERSON_WINDOW, Inbox
from shared.platforms.instagram import _listing
from shared.platforms.instagram._mapping import MENTION, NAME, Names, author

WANTED: Final = frozenset({"comments", "messages"})

CODES: Final = Codes(
    rate=frozenset({4, 17, 32, 613, 80001, 80002}),
    refused={
        **COMMON,
        (10, 2534022): "outside the 24 hours",
        (100, 2534014): "no such person",
        551: "the person cannot be reached",
    },
    classes={100: Gone},
)


class InstagramClient:
    """Acts as one account. `me` in a path is the account, or the linked Page where tokens are of Pages."""

    def __init__(
        self, account: str, graph: Graph, *, names: Names, by_facebook: bool = False, media_age: timedelta
    ) -> None:
        self._account = account
        self._own = names.own(account)
        self._graph = graph
        self._by_facebook = by_facebook
        self._media_age = media_age
        self._inbox = Inbox(NAME, graph, owner="me", service="instagram", love="love", marks=False)

    def perform(self, order: Order, timeout: float) -> str | None:
        """Answer, in public or in private, or put a heart on a message. What came in private is answered there."""
        if order.capability is Capability.LIKE:
            if not order.private:
                raise ActionRefused(NAME, order.capability, "only a message can be liked")
            self._inbox.react(order, timeout)
            return None
        if order.private:
            return self._inbox.say(order, timeout)
        if not order.text:
            raise ActionUnsupported(NAME, order.capability, "nothing to say")
        if order.capability is Capability.REPLY:
            return self._reply(order, timeout)
        if order.capability is Capability.PRIVATE_REPLY:
            return self._private_reply(order, timeout)
        raise ActionRefused(NAME, order.capability, "only to who wrote a message")

    def find(self, order: Order, timeout: float) -> str | None:
        """An answer of this account, made since shortly before the first try: under a comment, or to a person.

        Under a comment one with the same words counts, by whomever: our own may come under an id that nobody named.
        """
        if order.private and order.capability in (Capability.REPLY, Capability.DIRECT_MESSAGE):
            return self._inbox.find(order, timeout)
        target = order.reply_to or order.object
        if order.capability is not Capability.REPLY or target.startswith(MENTION):
            raise ActionUnsupported(NAME, "find", "only comments and messages can be read back")
        since = order.first_sent - MARGIN

        def ours(reply: dict[str, Any]) -> str | None:
            at, by_us = told_at(reply.get("timestamp")), author(reply, self._account, self._own).is_us
            new = (at is None or at >= since) and id_of(reply.get("id")) not in order.others
            return id_of(reply.get("id")) if new and (by_us or reply.get("text", "") == order.text) else None

        asked = {"fields": "id,from,username,timestamp,text", "limit": "50"}
        return self._graph.find(f"{path_id(target)}/replies", asked, ours, timeout)

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of what was commented on recent posts, or of what was answered where somebody still waits."""
        return _listing.page(self._graph, self._account, self._own, question, self._media_age, timeout)

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whether the token is this account's, the app hears it, and comments and conversations may be read."""
        look, by_facebook = partial(looking, self._graph), self._by_facebook
        field = "id" if by_facebook else "user_id"
        return examined(
            (
                look(
                    "token",
                    path_id(self._account) if by_facebook else "me",
                    {"fields": field},
                    owned(self._own, field),
                    "Put a token of this very account, or of its Page with Facebook Login.",
                ),
                look(
                    "subscription",
                    "me/subscribed_apps",
                    {"fields": "id,subscribed_fields"},
                    subscribed(NAME, frozenset() if by_facebook else WANTED),
                    "POST /me/subscribed_apps with the account's token, as the page of this platform says.",
                ),
                look(
                    "comments",
                    f"{path_id(self._account)}/media",
                    {"fields": "id,comments.limit(1){id}", "limit": "1"},
                    readable(NAME, "comments"),
                    "Grant instagram_business_manage_comments, or instagram_manage_comments with Facebook Login.",
                ),
                look(
                    "scopes",
                    "me/conversations",
                    {"platform": "instagram", "fields": "id", "limit": "1"},
                    readable(NAME, "messages"),
                    "Grant the permissions for messages, and have the owner allow access to them.",
                ),
            ),
            timeout,
        )

    def _reply(self, order: Order, timeout: float) -> str:
        target = order.reply_to or order.object
        path, data = f"{path_id(target)}/replies", {"message": order.text or ""}
        if target.startswith(MENTION):
            media, _, named = target.removeprefix(MENTION).partition("/")
            path = f"{path_id(self._account)}/mentions"
            data |= {"media_id": media} | ({"comment_id": named} if named else {})
        made = clean(self._graph.post(order.capability, path, timeout, data=data).get("id"))
        if not made:
            raise OutcomeUnknown(NAME, order.capability, "no id in the answer")
        return made

    def _private_reply(self, order: Order, timeout: float) -> str | None:
        if (order.reply_to or order.object).startswith(MENTION):
            raise ActionRefused(NAME, order.capability, "who made a mention is not told")
        if order.asked_at is not None and order.at - order.asked_at > PERSON_WINDOW:
            raise ActionRefused(NAME, order.capability, "after 7 days nobody may write")
        return self._inbox.send(order, {"recipient": {"comment_id": order.object}}, timeout)
