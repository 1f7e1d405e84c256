"""Speaks to the Graph API as one Page's inbox: messages, hearts, and what its conversations hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from shared.core.errors import ActionUnsupported, OutcomeUnknown
from shared.core.interaction import Interaction
from shared.core.ports import Capability, Finding, Listed, Order, Question
from shared.platforms._client import path_id
from shared.platforms._meta import (
    COMMON,
    Codes,
    Graph,
    examined,
    following,
    id_of,
    kept,
    looking,
    of_page,
    part,
    readable,
    rows,
    told_at,
)
from shared.platforms._meta_messages import MOST_TOLD, Inbox
from shared.platforms.messenger import _mapping
from shared.platforms.messenger._mapping import NAME

CODES: Final = Codes(
    rate=frozenset({4, 17, 32, 613, 80001, 80006, (9, 2018352)}),
    passing=frozenset({1, 2, 1200}),
    refused={
        **COMMON,
        (10, 2018278): "outside the 24 hours",
        (10, 2018065): "outside the 24 hours",
        (100, 2018001): "no such person",
        551: "the person cannot be reached",
    },
)
WANTED: Final = frozenset({"messages", "messaging_postbacks", "message_echoes"})
PER_PAGE: Final = "10"  # conversations; what each of them still lacks must fit into one cursor
_FIELDS: Final = "id,created_time,from,to,message,attachments{image_data,video_data,file_url}"


class MessengerClient:
    """Acts as one Page in its inbox."""

    def __init__(self, page: str, graph: Graph) -> None:
        self._page = page
        self._graph = graph
        self._inbox = Inbox(NAME, graph, owner=path_id(page), service="messenger", love="❤", marks=True)

    def perform(self, order: Order, timeout: float) -> str | None:
        """Send a message or a heart. The receipt of a message is the `mid` that its echo will carry."""
        if order.capability is Capability.LIKE:
            self._inbox.react(order, timeout)
            return None
        if order.capability is Capability.DIRECT_MESSAGE:
            return self._inbox.say(order, timeout)
        raise ActionUnsupported(NAME, order.capability, "not in a Page's inbox")

    def find(self, order: Order, timeout: float) -> str | None:
        """A message of this Page to the same person, made since shortly before the first try."""
        if order.capability is not Capability.DIRECT_MESSAGE:
            raise ActionUnsupported(NAME, "find", "only messages can be read back")
        return self._inbox.find(order, timeout)

    def list(self, question: Question, timeout: float) -> Listed:
        """One page of conversations, the last changed first, or more messages of one that was not told whole.

        The cursor holds where the conversations go on, and the conversations of which more is wanted.
        """
        cursor = _Cursor.read(question.cursor)
        if cursor.more:
            return self._more(question, cursor, timeout)
        asked = {
            "platform": "messenger",
            "fields": f"updated_time,is_owner,participants,messages.limit({MOST_TOLD}){{{_FIELDS}}}",
            "limit": PER_PAGE,
        }
        if cursor.after:
            asked["after"] = cursor.after
        answer = self._graph.get("list", f"{path_id(self._page)}/conversations", asked, timeout)
        found: list[Interaction] = []
        more: list[_More] = []
        ended = False
        for conversation in rows(NAME, "list", answer):
            changed = told_at(conversation.get("updated_time"))
            if changed is None:
                raise OutcomeUnknown(NAME, "list", "a conversation without a time")
            if changed < question.since:
                ended = True
                continue
            named = id_of(conversation.get("id"))
            if named is None:
                raise OutcomeUnknown(NAME, "list", "a conversation without an id")
            one = _More(named, self._person(conversation), conversation.get("is_owner") is False)
            messages, going_on = self._messages(part(conversation, "messages"), one, question)
            found.extend(messages)
            if going_on is not None:
                more.append(msgspec.structs.replace(one, after=going_on))
        onwards = following(NAME, "list", answer, cursor.after)
        return Listed(tuple(found), _Cursor(None if ended else onwards, more).text())

    def examine(self, now: datetime, timeout: float) -> tuple[Finding, ...]:
        """Whether the token is this Page's, the app hears its messages, and conversations may be read."""
        messages = looking(
            self._graph,
            "scopes",
            f"{path_id(self._page)}/conversations",
            {"platform": "messenger", "fields": "id", "limit": "1"},
            readable(NAME, "messages"),
            "Grant pages_messaging, pages_manage_metadata and pages_read_engagement.",
        )
        return examined((*of_page(NAME, self._graph, self._page, WANTED), messages), timeout)

    def _more(self, question: Question, cursor: _Cursor, timeout: float) -> Listed:
        one, *others = cursor.more
        asked = {"fields": _FIELDS, "limit": str(MOST_TOLD), "after": one.after}
        answer = self._graph.get("list", f"{path_id(one.of)}/messages", asked, timeout)
        found, going_on = self._messages(answer, one, question)
        if going_on is not None:
            others.insert(0, msgspec.structs.replace(one, after=going_on))
        return Listed(tuple(found), _Cursor(cursor.after, others).text())

    def _messages(
        self, answer: dict[str, Any], conversation: _More, question: Question
    ) -> tuple[Sequence[Interaction], str | None]:
        """The messages wanted, newest first as they come, and where the older ones go on if they are wanted too."""
        told = [self._told(one, conversation, question) for one in rows(NAME, "list", answer)]
        wanted = [one for one in told if one.at is not None and one.at >= question.since]
        return wanted, following(NAME, "list", answer, conversation.after) if len(wanted) == len(told) else None

    def _told(self, message: dict[str, Any], conversation: _More, question: Question) -> Interaction:
        return _mapping.told(message, self._page, conversation.person, question.now, standby=conversation.standby)

    def _person(self, conversation: dict[str, Any]) -> str | None:
        people = part(conversation, "participants").get("data")
        ids = [id_of(one.get("id")) for one in people if isinstance(one, dict)] if isinstance(people, list) else []
        return next((one for one in ids if one is not None and one != self._page), None)


class _More(msgspec.Struct, array_like=True, frozen=True):
    """A conversation to be read on, with whom, and whether another app has it."""

    of: str
    person: str | None
    standby: bool
    after: str = ""


class _Cursor(msgspec.Struct, array_like=True):
    """Where a listing stands: the next page of conversations, and which of those seen are to be read on."""

    after: str | None = None
    more: list[_More] = []

    @classmethod
    def read(cls, text: str | None) -> _Cursor:
        try:
            return cls() if text is None else _decoder.decode(text)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return cls()  # of another release: listing again from the start repeats, and loses nothing

    def text(self) -> str | None:
        if self.after is None and not self.more:
            return None
        return kept(NAME, self, "too many conversations were cut off")


_decoder: Final = msgspec.json.Decoder(_Cursor)
